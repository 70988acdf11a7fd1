"""A total of the text against the column of a table whose head has the same verb (共受理…件 and 受理件数)."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity, spots_of
from auditor.verify.facts import FactTable, tables_of
from auditor.verify.figures import Figure, as_number, figures_in, is_one_slip, shown
from auditor.verify.paper import Line, OpenedPaper
from auditor.verify.sentence import flattened
from auditor.verify.wording import WORDS

_VERB = pattern(
    r"受理|办结|派单|报送|采用|采纳|答复|回复|整改|抽查|检查|合格|问题|发布|更新|公开|收到",
    finds=("共受理事项", "办结件数", "问题数量", "累计发布数"),
    not_in=("办件数量", "得分"),
    seen="tables of service halls, hotlines and spot checks: 永昌县 (2023 Q2), 宁国市 (2022)",
)
_ALL = pattern(
    r"共|总计|合计|累计|全[县市区]",
    finds=("各窗口共受理", "累计办件"),
    not_in=("其中受理", "窗口受理"),
    seen="the words that make a number that of the whole table",
)
_ASIDE = pattern(
    r"率|占|其中|同比|环比|上年|上月|去年|超时|逾期|不合格|未",
    finds=("其中受理", "上月受理", "未整改"),
    not_in=("共受理", "办结"),
    seen="counts beside a total that are of another time or of a part",
)
_PUBLISHING = pattern(
    r"发布|更新|公开",
    finds=("发布",),
    not_in=("受理",),
    seen="count tables of items, whose one column is compared with the total elsewhere",
)
_SO_FAR = pattern(
    r"累计|截至|年(?:初)?以来",
    finds=("1至9月累计发布", "今年以来"),
    not_in=("本季度发布",),
    seen="circulars that set a quarter beside the year so far",
)
_Column = tuple[FactTable, int, Decimal]
_FEW = 2
_NEAR = Decimal("0.1")
"""Of how much a column's sum may differ from the total and still be the one that is meant."""


def totals_of_columns(paper: OpenedPaper) -> Iterator[Comparison]:
    """各窗口共受理3816件，办结3816件: each against the sum of the one column of that name."""
    columns = _columns(paper)
    for line in paper.lines:
        is_whole = False
        for figure in figures_in(flattened(line.plain)):
            lead = re.split(r"[,，;；。、:：]", line.plain[: figure.start])[-1]
            is_new = bool(re.search(r"[。;；]", line.plain[: figure.start][-len(lead) - 1 :]))
            is_whole = (bool(_ALL.search(lead)) or (is_whole and not is_new)) and not _ASIDE.search(lead)
            verb = _VERB.search(lead)
            if verb and is_whole and figure.is_exact and figure.measure not in ("", "%"):
                own = _meant(columns.get(verb[0], []), lead, verb[0])
                yield from _compared(line, figure, verb[0], *own) if own else ()


def _meant(columns: Sequence[_Column], lead: str, verb: str) -> _Column | None:
    """The one column of a verb; of two the one that is of all periods so far where the text says 累计.

    Where items are published, one column alone is compared elsewhere (`text_against_tables`).
    """
    if len(columns) == 1:
        return None if _PUBLISHING.search(verb) else columns[0]
    own = [column for column in columns if bool(_SO_FAR.search(_label(column))) == bool(_SO_FAR.search(lead))]
    return own[0] if len(own) == 1 else None


def _label(column: _Column) -> str:
    return column[0].labels[column[1]]


def _columns(paper: OpenedPaper) -> dict[str, list[_Column]]:
    """By verb the columns of all tables whose head has it and is no rate, with their sums."""
    found: dict[str, list[_Column]] = {}
    for table in tables_of(paper):
        for column in table.numbers:
            label = table.labels[column]
            if not _ASIDE.search(label) and len(table.values(column)) > _FEW:
                for verb in set(_VERB.findall(label)):
                    found.setdefault(verb, []).append((table, column, table.sum(column)))
    return found


def _compared(
    line: Line, figure: Figure, verb: str, table: FactTable, column: int, total: Decimal
) -> Iterator[Comparison]:
    gap = abs(figure.value - total)
    if gap > total * _NEAR and not is_one_slip(figure.value, total):
        return  # of another time, or of more than the table
    grid, label, last = table.grid, table.labels[column], len(table.grid.rows) - 1
    words = WORDS.column_total.format(verb=verb, stated=figure, unit=figure.measure, label=label, total=shown(total))
    where, quote = (line.place, grid.place_of(last)), (line.around(figure.start, figure.end), grid.quote(last))
    severity = Severity.LIKELY if gap else Severity.AGREED
    spots = frozenset([(line.place, figure.start)]) | spots_of(grid.place_of(last), (column,))
    yield Comparison("text_table", as_number(figure.value), as_number(total), where, quote, severity, words, spots)
