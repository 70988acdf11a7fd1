"""A small simulated quarter of daily looks: what was planted is found, and nothing healthy is accused."""

import pytest
from simulated_years import RULES, simulate


@pytest.mark.parametrize("seed", [7])
def test_what_is_planted_is_found_and_no_healthy_column_is_accused(seed: int):
    told = list(simulate(24, 1, seed))
    assert [rule for rule, *_ in told] == list(RULES)
    hits, missed, false = (sum(row[n] for row in told) for n in (1, 2, 3))
    assert hits > 40
    assert false == 0, told
    assert hits / (hits + missed) >= 0.95, told
