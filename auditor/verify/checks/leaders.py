"""Numbers told from the most down, and the best, least and mean score against the table of scores."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.figures import Figure, as_number, figures_in, shown
from auditor.verify.ledger import Ledger, ledgers_of
from auditor.verify.names import bare
from auditor.verify.paper import Line, OpenedPaper
from auditor.verify.tables import header_of
from auditor.verify.wording import WORDS

_SEEN = "circulars of assessments and of items sent"
_SCORE = pattern(
    r"^(?:总分|总得分|合计得分|综合得分|最终得分|得分|总成绩|考核得分|评估得分|测评得分|采用条数|发布条数|更新条数)(?:\(.{1,4}\))?$",
    finds=("总分", "得分(分)"),
    not_in=("主动公开(40分)", "得分率"),
    seen=_SEEN,
)

_FROM_THE_MOST = pattern(
    r"(?:前(?:\d{1,2}|[二三四五六七八九十])[位名个]|居前|由[高多]到[低少]|从[高多]到[低少])[^,，;；。:：、\d]{0,16}?(?:[为是有][:：]?|[:：]|依次|分别)+",
    finds=("得分居前五位的依次是", "前三名为", "由高到低依次为"), not_in=("前三季度", "后三位的是"), seen=_SEEN,
)  # fmt: skip
_ITS_NAME = pattern(
    r"\)?[、,，和]?[\u4e00-\u9fff“”]{2,16}\(?",
    finds=("、教育局", "教育局(", ")、民政局("),
    not_in=("；教育局",),
    seen=_SEEN,
    way="fullmatch",
)
_OF_SCORE = pattern(r"[得总分]分|成绩|分数", finds=("得分前三名", "总分"), not_in=("发布条数",), seen=_SEEN)


_EXTREME = pattern(
    r"(?:(?P<best>最高)|(?P<least>最低)|(?P<mean>平均))(?:得|总)?分(?:数|值)?(?:为|是|达到?|:)?$",
    finds=("最高分", "平均得分为"),
    not_in=("最高人民法院", "平均每个单位"),
    seen=_SEEN,
)
_POINTS = pattern(r"分", finds=("分",), not_in=("个",), seen=_SEEN, way="fullmatch")
_LEAST_ROWS = 4
_LEAST_NAMED = 3
_NEAR = 5
"""One part in this many by which a score may be off and still be meant for the table, where another one fits it."""


def falling(paper: OpenedPaper) -> Iterator[Comparison]:
    """得分居前三位的依次是甲局97分、乙局95分、丙局94分: numbers told from the most down do not rise."""
    for line in paper.lines:
        for lead in _FROM_THE_MOST.finditer(line.plain):
            row = _row_of_numbers(line, lead.end())
            rises = [(a, b) for a, b in pairwise(row) if b.value > a.value]
            if len(row) < _LEAST_NAMED or len(rises) > 1:
                continue  # told in another order
            rising = rises[0] if rises else None
            upper, lower = rising or (row[-2], row[-1])
            words = WORDS.told.rises.format(upper=upper, lower=lower)
            severity = Severity.LIKELY if rising else Severity.AGREED
            where, quote = (line.place, line.place), (lead[0], line.around(upper.start, lower.end))
            spots = frozenset((line.place, figure.start) for figure in row)
            stated, computed = as_number(lower.value), as_number(upper.value)
            yield Comparison("stated_twice", stated, computed, where, quote, severity, words, spots)


def _row_of_numbers(line: Line, start: int) -> list[Figure]:
    """The numbers of one measure behind the names of a list, from a place of the line on."""
    row: list[Figure] = []
    for figure in figures_in(line.plain):
        if figure.start < start:
            continue
        is_next = _ITS_NAME.fullmatch(line.plain, row[-1].end if row else start, figure.start)
        if not is_next or not figure.is_exact or (row and figure.measure != row[0].measure):
            break
        row.append(figure)
    return row


def extremes(paper: OpenedPaper) -> Iterator[Comparison]:
    """最高分98.5分，最低分61分，平均得分80.2分: against the one table of scores."""
    ranked = [found for ledger in ledgers_of(paper) if (found := _ranked(ledger))]
    tables = [one for one in ranked if _OF_SCORE.search(one[0].label(one[1])) and len(one[2]) >= _LEAST_ROWS]
    if len(tables) != 1:
        return
    ledger, column, values = tables[0]
    known = {
        "best": max(values.values()),
        "least": min(values.values()),
        "mean": sum(values.values(), Decimal(0)) / len(values),
    }
    told = [
        (line, figure, match)
        for line in paper.lines
        for figure in figures_in(line.plain)
        if (match := _EXTREME.search(line.plain[max(0, figure.start - 14) : figure.start]))
        and _POINTS.fullmatch(figure.measure)
    ]
    fitting = sum(abs(known[str(match.lastgroup)] - figure.value) <= figure.step for _, figure, match in told)
    for line, figure, match in told:
        value = known[str(match.lastgroup)]
        is_same = abs(value - figure.value) <= figure.step
        is_near = abs(value - figure.value) * _NEAR <= value
        if is_same or (fitting and is_near):
            yield _extreme(line, figure, match[0][:2], value, ledger, column)


def _extreme(line: Line, figure: Figure, what: str, value: Decimal, ledger: Ledger, column: int) -> Comparison:
    is_same = abs(value - figure.value) <= figure.step
    exact = round(value, max(1, -int(figure.step.as_tuple().exponent)))
    words = WORDS.told.extreme.format(what=what, stated=figure, label=ledger.label(column), value=shown(exact))
    where, quote = (
        (line.place, ledger.grid.place),
        (
            line.around(figure.start, figure.end),
            ledger.quote(ledger.entries[0]),
        ),
    )
    severity = Severity.AGREED if is_same else Severity.LIKELY
    spots = frozenset([(line.place, figure.start)])
    stated = as_number(figure.value)
    return Comparison("text_table", stated, as_number(exact), where, quote, severity, words, spots)


def _ranked(ledger: Ledger) -> tuple[Ledger, int, dict[str, Decimal]] | None:
    """A table by unit with one column of scores or counts, and what every unit has."""
    labels = header_of(ledger.grid).labels
    columns = [c for c, label in enumerate(labels) if _SCORE.search(label)]
    columns = columns or ([ledger.count] if ledger.count is not None else [])
    if ledger.has_titles or len(columns) != 1:
        return None
    values: dict[str, Decimal] = {}
    for entry in ledger.entries:
        value = ledger.value(entry, columns[0])
        if value is None or len(entry.units) != 1:
            return None
        values[bare(entry.units[0])] = value
    return (ledger, columns[0], values) if len(values) == len(ledger.entries) else None
