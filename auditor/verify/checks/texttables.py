"""Totals in the text against the tables behind it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.figures import Figure, as_number, figures_in, shown
from auditor.verify.paper import Grid, Line, OpenedPaper
from auditor.verify.sentence import sentences
from auditor.verify.tables import amount_of, header_of, is_nil, is_subtotal_row, is_total_row
from auditor.verify.wording import WORDS

_COUNT = pattern(
    r"数量|条数|信息数|发布数|更新数|篇数|件数|公开数|报送数|总数|更新量|发布量",
    finds=("一季度公开数量", "更新条数"),
    not_in=("责任单位", "序号"),
    seen="崇信县 (2020 Q1)",
)
_SERIAL_OR_UNIT = pattern(
    r"序号|单位|部门|乡镇|栏目", finds=("序号", "责任单位"), not_in=("数量",), seen="崇信县 (2020 Q1)"
)
_VERB = pattern(
    r"更新|发布|公开|报送|上报|推送|采用", finds=("更新各类信息", "报送"), not_in=("受理",), seen="崇信县 (2020 Q1)"
)
_NEW_MEDIA = "新媒体|公众号|微博|微信|抖音"
_COMPARED = pattern(
    r"同比|环比|增长|累计|上年|去年|今年以来|阅读|点击|访问|浏览",
    finds=["同比增长", "今年以来发布", "总访问量"],
    not_in=["本季度发布", "公开数量"],
    seen="labels of figures of another time or another thing beside a count, in reports of web sites",
)


_LEAVES_OUT = pattern(
    r"[不未](?:列入|计入|包括在|纳入|在)(?:本|上|此|该)表",
    finds=("不归属单一单位的1个栏目不在本表之内",),
    not_in=("未计入上述合计",),
    seen="notes below tables that count by unit, where some columns of a site belong to no single one",
)
_SAYS_ALL = pattern(r"共|总计|合计|总数", finds=("共更新", "总数"), not_in=("其中",), seen="崇信县 (2020 Q1)")


@dataclass(frozen=True, slots=True)
class _TableSum:
    grid: Grid
    total: Decimal
    place: str
    quote: str
    column: int


def text_against_tables(paper: OpenedPaper) -> Iterator[Comparison]:
    """共更新…条，其中…条，…条 against one count table for each part (or one table for the whole)."""
    tables = [found for grid in paper.grids if (found := _table_sum(grid)) is not None]
    totals = _text_totals(paper)
    if not tables or not totals or len(tables) > 6:
        return
    whole = next((found for found in totals if found[1].value == sum(t.total for t in tables)), None)
    if whole is not None:
        yield _agreeing(whole[0], whole[1], tables)
        yield from _parts(totals, tables)
        return
    matching = [found for found in totals if len(found[2]) == len(tables) and len(tables) > 1]
    for line, _, parts in matching[:1]:
        equal = sum(1 for part, table in zip(parts, tables, strict=True) if part.value == table.total)
        if equal * 2 >= len(tables):
            yield from _differences(line, parts, tables)
            return
    if (
        len(tables) == 1
        and (not paper.is_reflowed or len(paper.grids) == 1)
        and len({found[1].value for found in totals}) == 1
    ):
        yield from _single(paper, totals[0], tables[0])


def _table_sum(grid: Grid) -> _TableSum | None:
    """The sum of a table's one count column, from its rows; tables with several such columns are left alone."""
    head = header_of(grid)
    columns = [c for c, label in enumerate(head.labels) if _COUNT.search(label) and "率" not in label]
    if len(columns) != 1 or not any(_SERIAL_OR_UNIT.search(label) for label in head.labels):
        return None
    total = Decimal(0)
    for row in range(head.height, len(grid.rows)):
        if is_total_row(grid.rows[row]) or is_subtotal_row(grid.rows[row]):
            continue
        cell = grid.own(row, columns[0])
        amount = amount_of(cell)
        if amount is None and not is_nil(cell):
            return None
        total += amount.value if amount else 0
    last = len(grid.rows) - 1
    return _TableSum(grid, total, grid.place_of(last), grid.quote(last), columns[0])


def _text_totals(paper: OpenedPaper) -> list[tuple[Line, Figure, tuple[Figure, ...]]]:
    """The totals of items in the text, with the equal-measure figures after them in their sentence."""
    found = []
    for line in paper.lines:
        for start, end in sentences(line.plain):
            figures = [f for f in figures_in(line.plain) if start <= f.start < end]
            for index, figure in enumerate(figures):
                lead = re.split(r"[,，;；。]", line.plain[start : figure.start])[-1]
                if (
                    figure.measure in ("条", "篇")
                    and figure.is_exact
                    and _SAYS_ALL.search(lead)
                    and _VERB.search(lead)
                    and not _COMPARED.search(lead)
                ):
                    rest = tuple(f for f in figures[index + 1 :] if f.measure == figure.measure)
                    found.append((line, figure, rest))
    return found


def _parts(
    totals: Sequence[tuple[Line, Figure, tuple[Figure, ...]]], tables: Sequence[_TableSum]
) -> Iterator[Comparison]:
    """The whole agrees with the tables: then each part must agree with its own table."""
    for line, whole, parts in totals:
        if len(parts) == len(tables) > 1 and whole.value == sum(t.total for t in tables):
            yield from _differences(line, parts, tables)
            return


def _agreeing(line: Line, whole: Figure, tables: Sequence[_TableSum]) -> Comparison:
    """The text's total is that of all tables together."""
    parts = "+".join(shown(table.total) for table in tables)
    words = WORDS.texttables.annexes.format(stated=whole, unit=whole.measure, terms=parts, sum=shown(whole.value))
    where = (line.place, *(table.place for table in tables))
    quote = (line.around(whole.start, whole.end), *(table.quote for table in tables))
    spots = frozenset([(line.place, whole.start), *((table.place, table.column) for table in tables)])
    value = as_number(whole.value)
    return Comparison("text_table", value, value, where, quote, Severity.AGREED, words, spots)


def _differences(line: Line, parts: Sequence[Figure], tables: Sequence[_TableSum]) -> Iterator[Comparison]:
    in_order = sorted(tables, key=lambda table: table.total)
    if [table.total for table in in_order] == sorted(part.value for part in parts):
        parts, tables = sorted(parts, key=lambda part: part.value), in_order
    for part, table in zip(parts, tables, strict=True):
        yield _finding(line, part, table, Severity.SURE)


def _single(
    paper: OpenedPaper, total: tuple[Line, Figure, tuple[Figure, ...]], table: _TableSum
) -> Iterator[Comparison]:
    """One total, one table: told where the table is plainly about the same thing."""
    line, whole, _ = total
    if not table.total:
        return
    if whole.value == table.total:
        yield _finding(line, whole, table, Severity.AGREED)
        return
    if abs(whole.value - table.total) * 4 > max(whole.value, table.total):
        return
    if any(_LEAVES_OUT.search(line.plain) for line in paper.lines):
        return
    if any(figure.value == table.total for figure in total[2]) or not _is_same_subject(
        paper.heading, line, whole, table.grid
    ):
        return
    yield _finding(line, whole, table, Severity.LIKELY)


def _is_same_subject(heading: str, line: Line, figure: Figure, grid: Grid) -> bool:
    """Whether sentence and table speak of the same medium: both of new media, both of a site, or of neither."""
    start = next((low for low, high in sentences(line.plain) if low <= figure.start < high), 0)
    said = line.plain[start : figure.start]
    shown_in = heading + grid.title + "".join(header_of(grid).labels)
    return all(bool(re.search(word, said)) == bool(re.search(word, shown_in)) for word in (_NEW_MEDIA, "采用|采纳"))


def _finding(line: Line, figure: Figure, table: _TableSum, severity: Severity) -> Comparison:
    gap = abs(figure.value - table.total)
    words = WORDS.texttables.rows.format(
        stated=figure, unit=figure.measure, table=table.grid.place, sum=shown(table.total)
    )
    words += WORDS.texttables.off.format(gap=shown(gap)) if gap else "。"
    quote, where = line.around(figure.start, figure.end), (line.place, table.place)
    stated, computed = as_number(figure.value), as_number(table.total)
    if not gap:
        severity = Severity.AGREED
    spots = frozenset([(line.place, figure.start), (table.place, table.column)])
    return Comparison("text_table", stated, computed, where, (quote, table.quote), severity, words, spots)
