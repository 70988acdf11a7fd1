"""Columns drawn at random: what walk and proof say of them is exact or unknown, never a silent wrong number."""

from collections import Counter

import drawn_blocks
import drawn_dialects
import drawn_strangers
import pytest
from drawn_columns import draw, read, verdict

pytestmark = pytest.mark.no_cover  # so much reading that watching every line would double its time

PLAIN, PORTALS, LEAST_EXACT = 1000, 400, 0.85


@pytest.mark.parametrize("first", range(0, PLAIN, 250))
def test_no_number_is_silently_wrong(first: int):
    wrong = [seed for seed in range(first, first + 250) if verdict(draw(seed), read(draw(seed))) == "wrong"]
    assert not wrong, "run tests/drawn_columns.py 1 SEED for each"


@pytest.mark.parametrize("first", range(0, PORTALS, 50))
def test_no_number_is_silently_wrong_in_any_dialect(first: int):
    judged = {seed: drawn_dialects.judged(seed) for seed in range(first, first + 50)}
    assert not [(seed, traits) for seed, found in judged.items() for traits, said in found if said == "wrong"]


@pytest.mark.parametrize("style", drawn_strangers.STYLES)
def test_no_number_is_silently_wrong_in_any_style_of_row(style: str):
    """Every style under several pagers and twists, the same at each run."""
    first = 40 * list(drawn_strangers.STYLES).index(style)
    for seed in range(first, first + 6):
        assert [
            said for _, said, _ in drawn_strangers.judged(drawn_strangers.draw(seed, style)) if said == "wrong"
        ] == []


@pytest.mark.parametrize("twist", sorted(set(drawn_strangers.TWISTS)))
def test_no_number_is_silently_wrong_for_any_twist(twist: str):
    first = 5000 + 40 * sorted(set(drawn_strangers.TWISTS)).index(twist)
    for seed in range(first, first + 20):
        columns = drawn_strangers.draw(seed, twist=twist)
        assert [said for _, said, _ in drawn_strangers.judged(columns) if said == "wrong"] == [], seed


@pytest.mark.parametrize("first", range(0, 300, 100))
def test_no_block_of_a_channel_page_is_counted(first: int):
    wrong = [
        seed
        for seed in range(first, first + 100)
        if any(said != "unknown" for _, said, _ in drawn_strangers.judged(drawn_blocks.draw(seed)))
    ]
    assert not wrong


@pytest.mark.parametrize(
    "seed", [503, 718, 1159, 1682, 1798, 2676, 11803, 11936, 22405, 31713, 32245, 32546, 33488, 33496, 40730]
)
def test_what_was_once_counted_of_a_channel_page(seed: int):
    assert all(said == "unknown" for _, said, _ in drawn_strangers.judged(drawn_blocks.draw(seed)))


@pytest.mark.parametrize(
    "seed", [20000033, 20000089, 20000116, 20000286, 20010122, 20010412, *range(30000000, 30000020)]
)
def test_a_pager_that_prints_what_looks_like_a_day_dates_no_row(seed: int):
    assert all(said != "wrong" for _, said, _ in drawn_strangers.judged(drawn_strangers.draw_later(seed)))


@pytest.mark.parametrize(
    "seed",
    [
        10028,
        10046,
        10127,
        10133,
        10171,
        10192,
        10267,
        10303,
        10374,
        10427,
        10485,
        10497,
        20018,
        20267,
        20286,
        20332,
        600007,
        600076,
        9202251,
    ],
)
def test_what_was_once_silently_wrong_of_strangers(seed: int):
    assert all(said != "wrong" for _, said, _ in drawn_strangers.judged(drawn_strangers.draw(seed)))


def test_programs_that_answer_fewer_rows_than_they_are_asked_for_are_read_whole():
    found = Counter(
        said
        for seed in range(7000, 7006)
        for _, said, _ in drawn_strangers.judged(drawn_strangers.draw(seed, trouble="none", twist="capped interface"))
    )
    assert found["wrong"] == 0
    assert found["exact"] >= 16, found


HONEST_STYLES, HONEST_TWISTS = {"relative", "range alone", "by unit"}, {"one page too few"}


def known_of_strangers(seeds: range, style: str = "", twist: str = "") -> tuple[int, int]:
    """How many columns are known, and of how many whose pages prove them; one that is wrong fails."""
    found: Counter[str] = Counter()
    for seed in seeds:
        for traits, said, _ in drawn_strangers.judged(drawn_strangers.draw(seed, style, twist=twist)):
            is_honest = traits["style"] in HONEST_STYLES or traits["twist"] in HONEST_TWISTS
            if not is_honest and not traits["twist"].startswith("years"):
                found[said] += 1
    assert found["wrong"] == 0
    return found["exact"], found.total()


def test_few_columns_of_strangers_are_unknown_that_can_be_known():
    known, total = known_of_strangers(range(9100000, 9100060))
    assert known >= 0.9 * total, (known, total)


@pytest.mark.parametrize("style", ["twice", "two columns", "answers", "catalogue table"])
def test_rows_that_are_printed_twice_or_in_parts_are_known(style: str):
    known, total = known_of_strangers(range(500, 506), style, "none")
    assert known >= 0.9 * total, (known, total)


def test_a_list_below_a_block_of_pinned_rows_is_known():
    known, total = known_of_strangers(range(500, 510), twist="pinned apart")
    assert known >= 0.9 * total, (known, total)


def test_few_columns_are_unknown_that_say_where_they_end():
    found = Counter(
        verdict(drawn, read(drawn))
        for drawn in map(draw, range(5000, 5600))
        if drawn.traits["hidden"] == "no" and (len(drawn.pages) > 1 or "{n}" in drawn.traits["total"])
    )
    assert found["wrong"] == 0
    assert found["exact"] >= LEAST_EXACT * found.total(), found


def test_few_columns_of_a_dialect_are_unknown_that_can_be_known():
    honest = {"unlabelled pair", "formed alone"}
    cut = {"more", "first state", "scroll", "undrawn pager", "other years"}
    found = Counter(
        said
        for seed in range(6000, 6150)
        for traits, said in drawn_dialects.judged(seed)
        if traits["date"] not in honest and traits["beside"] not in cut and traits["carrier"] != "torn"
    )
    assert found["exact"] >= LEAST_EXACT * found.total(), found


@pytest.mark.parametrize("seed", [68, 92, 135, 231, 275, 2143])
def test_what_was_once_silently_wrong(seed: int):
    assert verdict(draw(seed), read(draw(seed))) != "wrong"


@pytest.mark.parametrize(
    "seed",
    [33, 126, 151, 1086, 1149, 1185, 1286, 1435, 1483, 3213, 3271, 3339, 3468, 10132, 10565, 20134, 20271, 20283],
)
def test_what_was_once_silently_wrong_in_a_dialect(seed: int):
    assert all(said != "wrong" for _, said in drawn_dialects.judged(seed))
