"""Two counts that leave nothing out (合格26家、不合格2家) against the count of all that stands before them."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity, spots_of
from auditor.verify.figures import Figure, as_number, figures_in, is_one_slip
from auditor.verify.opposites import STATES
from auditor.verify.paper import Line, OpenedPaper
from auditor.verify.sentence import flattened, sentences
from auditor.verify.sums import measure_of
from auditor.verify.wording import WORDS

_ELSE = pattern(
    r"结转|上年|去年|不再|另有|暂|部分|基本|除外|注销|约谈",
    finds=(
        "上年结转",
        "另有1家",
    ),
    not_in=(
        "合格",
        "不合格",
    ),
    seen="a usual form; in none of the documents kept",
)
_CLOSE = Decimal("0.1")
"""By how much of it a whole may differ and still be the one that is meant."""


def complements(paper: OpenedPaper) -> Iterator[Comparison]:
    """A count and its opposite right behind it make up the nearest count before them of about that size."""
    for number, line in enumerate(paper.lines):
        if not _ELSE.search(line.plain):
            yield from _in_line(line, paper.lines[number - 1] if number else None)


def _in_line(line: Line, above: Line | None) -> Iterator[Comparison]:
    figures = figures_in(flattened(line.plain))
    counts = [f for f in figures if f.measure not in ("", "%") and (f.is_exact or f.is_rounded)]
    for first, second in pairwise(counts):
        between = line.plain[first.end : second.start]
        if measure_of(first) != measure_of(second) or "。" in between or not _are_opposite(line, first, second):
            continue
        start = next(low for low, high in sentences(line.plain) if low <= first.start < high)
        before = [f for f in counts if f.start < first.start and measure_of(f) == measure_of(first)]
        both = first.value + second.value
        near = [f for f in before if f.value >= first.value and _is_meant(f, first, second, is_near=f.start >= start)]
        if near:
            whole = min(reversed(near), key=lambda figure: abs(figure.value - both))
            yield _compared(line, (line, whole), first, second, is_near=whole.start >= start)
        elif not before and above is not None and (one := _whole_above(above, first, second)) is not None:
            yield _compared(line, (above, one), first, second, is_near=False)


def _whole_above(above: Line, first: Figure, second: Figure) -> Figure | None:
    """The first count of the paragraph above, where it is of about that size and counts the same."""
    alike = [f for f in figures_in(flattened(above.plain)) if measure_of(f) == measure_of(first) and f.is_exact]
    return alike[0] if alike and _is_meant(alike[0], first, second, is_near=False) else None


def _is_meant(whole: Figure, first: Figure, second: Figure, *, is_near: bool) -> bool:
    """Whether a count may be that of all: of about the size, or in the sentence with one digit of a part amiss."""
    gap = abs(whole.value - first.value - second.value)
    is_slip = is_near and (
        is_one_slip(second.value, whole.value - first.value) or is_one_slip(first.value, whole.value - second.value)
    )
    return gap <= whole.value * _CLOSE or (is_slip and gap <= first.value)


def _are_opposite(line: Line, first: Figure, second: Figure) -> bool:
    one, other = (_clause(line.plain, figure) for figure in (first, second))
    return any(
        done.search(one) and undone.search(other) and not undone.search(one) and "率" not in one
        for done, undone in STATES
    )


def _clause(text: str, figure: Figure) -> str:
    return re.split(r"[,，;；。、:：]", text[: figure.start])[-1]


def _compared(line: Line, told: tuple[Line, Figure], first: Figure, second: Figure, *, is_near: bool) -> Comparison:
    other, whole = told
    both, unit = first.value + second.value, whole.measure
    words = WORDS.complements.sum.format(whole=whole, unit=unit, first=first, second=second, both=as_number(both))
    severity, three = Severity.AGREED, (whole, first, second)
    slack = sum((f.step for f in three if f.is_rounded), Decimal(0)) / 2
    if abs(both - whole.value) > slack:
        severity = Severity.LIKELY if is_near else Severity.DOUBTFUL
    quote = (other.around(whole.start, whole.end), line.around(first.start, second.end))
    spots = spots_of(line.place, (first.start, second.start)) | spots_of(other.place, (whole.start,))
    where = (other.place, line.place)
    return Comparison("total_parts", as_number(whole.value), as_number(both), where, quote, severity, words, spots)
