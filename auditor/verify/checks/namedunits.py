"""Counts and scores that a text tells of units, one by one, together or in bands, against the table of all units."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.figures import Figure, as_number, figures_in, is_one_slip, shown
from auditor.verify.ledger import Ledger, LedgerEntry, ledgers_of
from auditor.verify.names import bare, split_names
from auditor.verify.paper import Line, OpenedPaper
from auditor.verify.sentence import sentences
from auditor.verify.sum_parts import measure_of
from auditor.verify.tables import header_of
from auditor.verify.wording import WORDS

_LEAST = 2
"""Units of one line whose numbers a column must hold before another one is called wrong."""
_SEEN = "circulars of hotlines (2022) and of items sent (2018)"
_ITEMS = pattern(r"条次?|篇|件|分", finds=("条", "分"), not_in=("个", "%"), seen=_SEEN, way="fullmatch")
_OF_BAND = pattern(r"[家个]", finds=("家",), not_in=("分",), seen=_SEEN, way="fullmatch")
_IS = pattern(
    r"(?:[是为]|分别|其中)(?=.{2,}$)",
    finds=("居前三位的是教育局", "其中教育局"),
    not_in=("教育局",),
    seen="宁国市 (2022), a hotline: the first three and how many",
)
_ONLY_VERB = pattern(
    r"(?:共|仅|达到?|有|为|只有|高达|均|得)?(?:发布|更新|公开|报送|采用|办理|受理|得)?(?:信息)?(?:共|仅|达)?",
    finds=("共", "仅", "达", "共发布信息"),
    not_in=("教育局", "其中"),
    seen="发布最多的是教育局，共40条: a number that a comma parts from its unit",
    way="fullmatch",
)
_CHAIN = pattern(
    r"(?P<names>[^,，;；。:：]{4,90}?)分别(?:为|是|有|达)?[\u4e00-\u9fff]{0,6}(?=\d)",
    finds={"河东镇、双溪镇分别更新信息12": "河东镇、双溪镇"},
    not_in=("分别为12条",),
    seen="yearly reports: 甲、乙、丙分别为…, the numbers in the order of the names",
)
_TOGETHER = pattern(
    r"(?P<names>[^,，;；。:：]{4,90}?)(?:等)?(?:[两三四五六七八九\d]{1,2}个?(?:单位|乡镇|部门|镇))?(?:总)?共(?:计)?"
    r"[\u4e00-\u9fff]{0,6}(?=\d)",
    finds={"河东镇、双溪镇和上湾镇三个乡镇共更新12": "河东镇、双溪镇和上湾镇"},
    not_in=("共更新12",),
    seen="several units, and what they have together",
)
_TOTAL_SCORE = pattern(
    r"^(?:总分|总得分|综合得分|最终得分|得分|总成绩|考核得分|评估得分)(?:\(.{1,4}\))?$",
    finds=("总分", "得分(分)"),
    not_in=("主动公开(40分)", "得分率"),
    seen="score tables of circulars: 宣城市 (2016)",
)
_FROM = pattern(
    r"(?P<low>\d{1,3})分(?:\(含\))?及?以上$",
    finds={"得分90分以上": "90"},
    not_in=("90分以下",),
    seen="bands of scores in assessments",
)
_BELOW = pattern(
    r"(?P<high>\d{1,3})分(?:\(不含\))?以下$",
    finds={"60分以下": "60"},
    not_in=("60分以上",),
    seen="bands of scores in assessments",
)
_BETWEEN = pattern(
    r"(?P<low>\d{1,3})分?(?:\(含\))?\s?(?:至|到|[-—–~～]{1,2})\s?(?P<high>\d{1,3})分(?:\(不?含\))?(?:之?间)?$",
    finds={"80分至90分": "80", "80—90分之间": "80"},
    not_in=("90分以上",),
    seen="bands of scores in assessments",
)
_TAIL = pattern(
    r"(?:的|有|共|为|单位|乡镇|部门|网站|账号){1,4}$",
    finds=("90分以上的", "60分以下的单位有"),
    not_in=("90分以上",),
    seen="what stands between a band of scores and its number",
)
_ROWS = 5
"""Rows from which on a table of scores can be the one whose bands are told."""
_FAR = Decimal("0.2")
"""Of how much a sum of units may be off and still be meant for their rows."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A number of the text and the units it is of (several where they have it together)."""

    entries: tuple[LedgerEntry, ...]
    figure: Figure

    @property
    def names(self) -> str:
        return "、".join(entry.units[0] for entry in self.entries)


def named_units(paper: OpenedPaper) -> Iterator[Comparison]:
    """县农业局31条、县发改局27条: numbers told of units against the column of a table that holds most of them."""
    for ledger in ledgers_of(paper):
        if ledger.has_titles:
            continue
        entries = {bare(entry.units[0]): entry for entry in ledger.entries if len(entry.units) == 1}
        for line in paper.lines:
            yield from _named_in(line, ledger, entries)


def _columns(ledger: Ledger) -> tuple[int, ...]:
    """The columns of counts, and that of the score."""
    labels = header_of(ledger.grid).labels
    scores = (c for c, label in enumerate(labels) if _TOTAL_SCORE.search(label) and c not in ledger.counts)
    return (*ledger.counts, *scores)


def _named_in(line: Line, ledger: Ledger, entries: Mapping[str, LedgerEntry]) -> Iterator[Comparison]:
    told = [*_one_by_one(line, entries), *_in_chains(line, entries)]
    told = list({one.figure.start: one for one in told}.values())
    columns = _columns(ledger)
    fitting = [[ledger.value(one.entries[0], c) == one.figure.value for one in told] for c in columns]
    best = max(fitting, key=sum, default=[])
    is_clear = all(other == best for other in fitting if sum(other) == sum(best))
    if not is_clear or sum(best) < _LEAST:
        yield from _odd_one(line, ledger, told, columns)
        return
    column = columns[fitting.index(best)]
    others = [n for n in range(len(columns)) if columns[n] != column]
    of_others = [any(fitting[n][at] for n in others) for at in range(len(told))]
    wrong = [one for one, is_same, is_other in zip(told, best, of_others, strict=True) if not (is_same or is_other)]
    if len(wrong) > 1:
        return
    for one, is_same, is_other in zip(told, best, of_others, strict=True):
        value = ledger.value(one.entries[0], column)
        if value is not None and (is_same or not is_other):
            yield _compared(line, ledger, one, column, value)
    yield from _together(line, ledger, entries, column)


def _odd_one(line: Line, ledger: Ledger, told: Sequence[_Told], columns: Sequence[int]) -> Iterator[Comparison]:
    """Where all but one number stand in the table, in this column or that, the other against its nearest one."""
    rows = [[value for c in columns if (value := ledger.value(one.entries[0], c)) is not None] for one in told]
    wrong = [n for n, (one, values) in enumerate(zip(told, rows, strict=True)) if one.figure.value not in values]
    if len(wrong) != 1 or len(told) <= _LEAST or not rows[wrong[0]]:
        return
    one = told[wrong[0]]
    column = min(columns, key=lambda c: abs((ledger.value(one.entries[0], c) or Decimal(0)) - one.figure.value))
    value = ledger.value(one.entries[0], column)
    if value is not None and (abs(value - one.figure.value) <= value * _FAR or is_one_slip(value, one.figure.value)):
        yield _compared(line, ledger, one, column, value)


def _one_by_one(line: Line, entries: Mapping[str, LedgerEntry]) -> Iterator[_Told]:
    """教育局31条; 教育局(98.5分); 最多的是教育局，共31条."""
    for figure in figures_in(line.plain):
        *before, words = re.split(r"[、,，;；。:：(]", line.plain[: figure.start])
        if before and _ONLY_VERB.fullmatch(words):
            words = before[-1]
        entry = entries.get(bare(words)) or entries.get(bare(_IS.split(words)[-1]))
        if figure.is_exact and _ITEMS.fullmatch(figure.measure) and entry is not None:
            yield _Told((entry,), figure)


def _in_chains(line: Line, entries: Mapping[str, LedgerEntry]) -> Iterator[_Told]:
    """甲、乙、丙分别更新信息12条、8条、5条: the numbers in the order of the names."""
    for found in _CHAIN.finditer(line.plain):
        known = _entries(found["names"], entries)
        end = next(high for low, high in sentences(line.plain) if low <= found.start() < high)
        figures = [f for f in figures_in(line.plain) if found.end() <= f.start < end and _ITEMS.fullmatch(f.measure)]
        alike = [f for f in figures if measure_of(f) == measure_of(figures[0])][: len(known)]
        if len(known) >= _LEAST and len(alike) == len(known) and all(f.is_exact for f in alike):
            yield from (_Told((entry,), figure) for entry, figure in zip(known, alike, strict=True))


def _entries(names: str, entries: Mapping[str, LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """The rows of all names of a list; none where one of them has no row."""
    listed = split_names(_IS.split(names)[-1]).names
    known = [entries.get(bare(name)) for name in listed]
    return tuple(entry for entry in known if entry is not None) if None not in known else ()


def _together(line: Line, ledger: Ledger, entries: Mapping[str, LedgerEntry], column: int) -> Iterator[Comparison]:
    """甲、乙和丙三个乡镇共更新80条: the rows of all of them."""
    figures = {figure.start: figure for figure in figures_in(line.plain)}
    for found in _TOGETHER.finditer(line.plain):
        known, figure = _entries(found["names"], entries), figures.get(found.end())
        values = [ledger.value(entry, column) for entry in known]
        if len(known) < _LEAST or figure is None or not figure.is_exact or not _ITEMS.fullmatch(figure.measure):
            continue
        total = sum((value for value in values if value is not None), Decimal(0))
        if None not in values and (abs(total - figure.value) <= total * _FAR or is_one_slip(total, figure.value)):
            yield _compared(line, ledger, _Told(known, figure), column, total)


def _compared(line: Line, ledger: Ledger, told: _Told, column: int, value: Decimal) -> Comparison:
    figure, label = told.figure, ledger.label(column)
    if len(told.entries) == 1:
        words = WORDS.crosstables.named_unit.format(
            unit=told.names, stated=figure, measure=figure.measure, label=label, tabled=shown(value)
        )
    else:
        words = WORDS.told.together.format(
            names=told.names, stated=figure, unit=figure.measure, label=label, value=shown(value)
        )
    where = (line.place, ledger.place(told.entries[0]))
    quote = (line.around(told.figure.start, told.figure.end), ledger.quote(told.entries[0]))
    severity = Severity.AGREED if told.figure.value == value else Severity.LIKELY
    cells = ((ledger.place(entry), column) for entry in told.entries)
    spots = frozenset([(line.place, told.figure.start), *cells])
    stated = as_number(told.figure.value)
    return Comparison("text_table", stated, as_number(value), where, quote, severity, words, spots)


@dataclass(frozen=True, slots=True)
class _Band:
    """A band of scores with the number of units said to be in it."""

    text: str
    low: Decimal
    high: Decimal
    figure: Figure

    def sizes(self, scores: Sequence[Decimal]) -> tuple[int, ...]:
        """How many scores are in the band, its bounds taken in or left out."""
        inside = sum(self.low < score < self.high for score in scores)
        low, high = (sum(score == bound for score in scores) for bound in (self.low, self.high))
        return (inside + low, inside, inside + high, inside + low + high)


def bands(paper: OpenedPaper) -> Iterator[Comparison]:
    """90分以上的5家，80分至90分的8家: against the scores of the one table that has them."""
    tables = [found for ledger in ledgers_of(paper) if (found := _scores(ledger)) is not None]
    if len(tables) != 1:
        return
    ledger, column, scores = tables[0]
    for line in paper.lines:
        told = list(_bands(line))
        right = sum(int(one.figure.value) in one.sizes(scores) for one in told)
        if len(told) < _LEAST or not right:
            continue
        for one in told:
            sizes = one.sizes(scores)
            is_same = int(one.figure.value) in sizes
            counted = int(one.figure.value) if is_same else sizes[0]
            words = WORDS.told.in_band.format(
                band=one.text, stated=one.figure, unit=one.figure.measure, label=ledger.label(column), counted=counted
            )
            where, quote = (
                (line.place, ledger.grid.place),
                (
                    line.around(one.figure.start, one.figure.end),
                    ledger.quote(ledger.entries[0]),
                ),
            )
            severity = Severity.AGREED if is_same else Severity.LIKELY
            spots = frozenset([(line.place, one.figure.start)])
            stated = as_number(one.figure.value)
            yield Comparison("text_table", stated, counted, where, quote, severity, words, spots)


def _scores(ledger: Ledger) -> tuple[Ledger, int, tuple[Decimal, ...]] | None:
    """A table's one column of total scores, where every unit has one."""
    labels = header_of(ledger.grid).labels
    columns = [c for c, label in enumerate(labels) if _TOTAL_SCORE.search(label)]
    if len(columns) != 1 or len(ledger.entries) < _ROWS:
        return None
    values = [ledger.value(entry, columns[0]) for entry in ledger.entries]
    known = tuple(value for value in values if value is not None)
    return (ledger, columns[0], known) if len(known) == len(values) else None


def _bands(line: Line) -> Iterator[_Band]:
    for figure in figures_in(line.plain):
        if not _OF_BAND.fullmatch(figure.measure) or not figure.is_exact:
            continue
        lead = _TAIL.sub("", re.split(r"[、,，;；。:：]", line.plain[: figure.start])[-1])
        low, high = Decimal(0), Decimal(10**6)
        if (found := _BETWEEN.search(lead)) is not None:
            low, high = Decimal(found["low"]), Decimal(found["high"])
        elif (found := _FROM.search(lead)) is not None:
            low = Decimal(found["low"])
        elif (found := _BELOW.search(lead)) is not None:
            high = Decimal(found["high"])
        if found is not None:
            yield _Band(found[0], low, high, figure)
