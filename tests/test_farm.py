"""Portals in every shape, over HTTP, through the whole line: counts, items and requests against the truth."""

import pytest
from farm.portals import PORTALS
from farm.shape import Shape
from farm.site import Outcome, counted, run_line

pytestmark = pytest.mark.no_cover  # so much reading that watching every line would double its time


@pytest.fixture(scope="module", params=PORTALS)
def crawled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Shape, Outcome]:
    shape = PORTALS[request.param]()
    outcome = run_line(shape.answer, shape.addresses, tmp_path_factory.mktemp("home"), again=True)
    return shape, outcome


def test_every_count_and_every_item_is_exact(crawled: tuple[Shape, Outcome]):
    shape, outcome = crawled
    wrong = []
    for column in shape.columns:
        row = outcome.rows[shape.address(column)]
        expected = shape.expected(column)
        if row.count != len(expected):
            wrong.append(f"{column.slug}: {row.count} for {len(expected)}; {row.state}: {row.reason}")
        elif (got := counted(row, outcome.home)) != expected:
            wrong += [f"{column.slug}: {a} for {b}" for a, b in zip(got, expected, strict=True) if a != b][:2]
    assert not wrong, "\n".join(["", *wrong])


def test_a_first_audit_asks_no_more_than_it_must(crawled: tuple[Shape, Outcome]):
    shape, outcome = crawled
    needed = sum(shape.requests_needed(column) for column in shape.columns)
    besides = 4  # robots.txt and the home page: before anything is kept, for the clock they tell, and in the pass
    assert len(outcome.first_pass) <= needed + besides


def test_an_unchanged_column_costs_one_request(crawled: tuple[Shape, Outcome]):
    shape, outcome = crawled
    assert len(outcome.second_pass) <= len(shape.columns) + 2, "robots.txt and the home page besides"
