"""Two counts that leave nothing out (合格26家、不合格2家) against the count of all that stands before them."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity, spots_of
from auditor.verify.figures import Figure, as_number, figures_in, is_one_slip
from auditor.verify.opposites import STATES
from auditor.verify.paper import Line, OpenedPaper
from auditor.verify.sentence import flattened, sentences
from auditor.verify.sum_parts import measure_of
from auditor.verify.wording import WORDS

_ELSE = pattern(
    r"结转|上年|去年|不再|另有|暂|部分|基本|除外|注销|约谈",
    finds=("上年结转", "另有1家"),
    not_in=("合格", "不合格"),
    seen="a usual form; in none of the documents kept",
)
_GRADES = pattern(
    r"优秀|良好|优良|一般|较[好差]",
    finds=("优秀9个", "良好16个"),
    not_in=("合格6个",),
    seen="assessments with four grades: 优秀4个，良好7个，合格3个，不合格1个",
)
_WAITING = pattern(
    r"待核[实查]|待定|待评|未能核[实查]|无法评[价定]",
    finds=("待核实", "未能核查"),
    not_in=("合格", "不合格", "待整改"),
    seen="circulars of this program: 合格8个、不合格3个、待核实1个",
)
_CLOSE = Decimal("0.1")
"""By how much of it a whole may differ and still be the one that is meant."""


def complements(paper: OpenedPaper) -> Iterator[Comparison]:
    """A count and its opposite right behind it make up the nearest count before them of about that size.

    Those that wait for an answer, told right behind the two, are the third part.
    """
    for number, line in enumerate(paper.lines):
        if not _ELSE.search(line.plain):
            yield from _in_line(line, paper.lines[number - 1] if number else None)


def _in_line(line: Line, above: Line | None) -> Iterator[Comparison]:
    figures = figures_in(flattened(line.plain))
    counts = [f for f in figures if f.measure not in ("", "%") and (f.is_exact or f.is_rounded)]
    for place, (first, second) in enumerate(pairwise(counts)):
        between = line.plain[first.end : second.start]
        if measure_of(first) != measure_of(second) or "。" in between or not _are_opposite(line, first, second):
            continue
        start = next(low for low, high in sentences(line.plain) if low <= first.start < high)
        if _GRADES.search(line.plain[start : first.start]):
            continue
        before = [f for f in counts if f.start < first.start and measure_of(f) == measure_of(first)]
        parts = (first, second, *_waiting(line, second, counts[place + 2 : place + 3]))
        total = sum((part.value for part in parts), Decimal(0))
        near = [f for f in before if f.value >= first.value and _is_meant(f, parts, is_near=f.start >= start)]
        if near:
            whole = min(reversed(near), key=lambda figure: abs(figure.value - total))
            yield _compared(line, (line, whole), parts, is_near=whole.start >= start)
        elif not before and above is not None and (one := _whole_above(above, parts)) is not None:
            yield _compared(line, (above, one), parts, is_near=False)


def _whole_above(above: Line, parts: Sequence[Figure]) -> Figure | None:
    """The count of the paragraph above that is the sum, or the first, of about that size and counting the same."""
    alike = [f for f in figures_in(flattened(above.plain)) if measure_of(f) == measure_of(parts[0]) and f.is_exact]
    total = sum((part.value for part in parts), Decimal(0))
    exact = next((figure for figure in alike if figure.value == total), None)
    return exact or (alike[0] if alike and _is_meant(alike[0], parts, is_near=False) else None)


def _waiting(line: Line, second: Figure, behind: Sequence[Figure]) -> tuple[Figure, ...]:
    """The count right behind the two, where it is of those that are neither yet."""
    return tuple(
        figure
        for figure in behind
        if "。" not in line.plain[second.end : figure.start]
        and measure_of(figure) == measure_of(second)
        and _WAITING.search(_clause(line.plain, figure))
    )


def _is_meant(whole: Figure, parts: Sequence[Figure], *, is_near: bool) -> bool:
    """Whether a count may be that of all: of about the size, or in the sentence with one digit of a part amiss."""
    total = sum((part.value for part in parts), Decimal(0))
    gap = abs(whole.value - total)
    is_slip = is_near and any(is_one_slip(part.value, whole.value - total + part.value) for part in parts)
    return gap <= whole.value * _CLOSE or (is_slip and gap <= parts[0].value)


def _are_opposite(line: Line, first: Figure, second: Figure) -> bool:
    one, other = (_clause(line.plain, figure) for figure in (first, second))
    return any(
        done.search(one) and undone.search(other) and not undone.search(one) and "率" not in one
        for done, undone in STATES
    )


def _clause(text: str, figure: Figure) -> str:
    return re.split(r"[,，;；。、:：]", text[: figure.start])[-1]


def _compared(line: Line, told: tuple[Line, Figure], parts: Sequence[Figure], *, is_near: bool) -> Comparison:
    other, whole = told
    total, unit = sum((part.value for part in parts), Decimal(0)), whole.measure
    terms = "+".join(map(str, parts))
    words = WORDS.complements.sum.format(whole=whole, unit=unit, terms=terms, both=as_number(total))
    severity = Severity.AGREED
    slack = sum((f.step for f in (whole, *parts) if f.is_rounded), Decimal(0)) / 2
    if abs(total - whole.value) > slack:
        severity = Severity.LIKELY if is_near else Severity.DOUBTFUL
    quote = (other.around(whole.start, whole.end), line.around(parts[0].start, parts[-1].end))
    spots = spots_of(line.place, (f.start for f in parts)) | spots_of(other.place, (whole.start,))
    where = (other.place, line.place)
    return Comparison("total_parts", as_number(whole.value), as_number(total), where, quote, severity, words, spots)
