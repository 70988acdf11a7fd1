"""Names with their numbers in brackets: 甲局(8个)、乙局(5个)、丙局(3个), 共16个问题."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.figures import Figure, as_number, figures_in
from auditor.verify.paper import Line, OpenedPaper
from auditor.verify.sentence import brackets, sentences
from auditor.verify.sums import measure_of
from auditor.verify.wording import WORDS

_BETWEEN = pattern(
    r"\)[、,，和及]?[^、,，;；。:：()\d]{2,20}\(",
    finds=(")、县公安局(",),
    not_in=(")。县公安局(", ")，共16个，其中县公安局("),
    seen="a usual form; in none of the documents kept",
    way="fullmatch",
)
_OF_ALL = pattern(
    r"(?:问题|信息|稿件|线索|链接|错误)[^,，。;；\d]{0,4}$|共$|合计$|累计$|总计$",
    finds=("共发现问题", "共"),
    not_in=("涉及",),
    seen="a usual form; in none of the documents kept",
)
_FEWEST = 3


def numbers_in_brackets(paper: OpenedPaper) -> Iterator[Comparison]:
    """The numbers of a list of names against the one number of the sentence that is of all of them."""
    for line in paper.lines:
        text = line.plain
        for start, end in sentences(text):
            figures = [f for f in figures_in(text) if start <= f.start < end and f.is_exact]
            inside = [
                (low, high, f)
                for low, high in brackets(text)
                for f in figures
                if (low + 1, high - 1) == (f.start, f.end)
            ]
            parts = _run(text, inside)
            outside = [f for f in figures if not any(low <= f.start < high for low, high in brackets(text))]
            if len(parts) >= _FEWEST:
                yield from _compared(line, parts, outside)


def _run(text: str, inside: list[tuple[int, int, Figure]]) -> list[Figure]:
    """The numbers of one list, as long as nothing but a name stands between two."""
    run = inside[:1]
    for before, after in pairwise(inside):
        if not _BETWEEN.fullmatch(text[before[1] - 1 : after[0] + 1]) or measure_of(before[2]) != measure_of(after[2]):
            return []
        run.append(after)
    return [figure for _, _, figure in run]


def _compared(line: Line, parts: list[Figure], outside: list[Figure]) -> Iterator[Comparison]:
    total = sum((part.value for part in parts), Decimal(0))
    alike = [f for f in outside if measure_of(f) == measure_of(parts[0])]
    told = [
        f for f in alike if _OF_ALL.search(re.split(r"[,，;；。]", line.plain[: f.start])[-1]) and f.value != len(parts)
    ]
    whole = next((f for f in alike if f.value == total), None) or (told[0] if len(told) == 1 else None)
    if whole is None or abs(whole.value - total) * 2 > whole.value:
        return
    terms = "+".join(map(str, parts))
    words = WORDS.totals.parts.format(total=whole, unit=whole.measure, terms=terms, sum=as_number(total)) + "。"
    severity = Severity.AGREED if whole.value == total else Severity.LIKELY
    where = (line.place, line.place)
    quote = (line.around(whole.start, whole.end), line.around(parts[0].start, parts[-1].end))
    spots = frozenset((line.place, figure.start) for figure in (whole, *parts))
    stated, computed = as_number(whole.value), as_number(total)
    yield Comparison("total_parts", stated, computed, where, quote, severity, words, spots)
