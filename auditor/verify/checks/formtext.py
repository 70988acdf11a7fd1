"""What a text repeats of a form or a table: decisions and documents of table two, rates of several things in a row."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity, spots_of
from auditor.verify.figures import Figure, as_number, figures_in, is_one_slip, shown
from auditor.verify.forms import StatementRow, form_rows
from auditor.verify.names import split_names
from auditor.verify.paper import Grid, Line, OpenedPaper
from auditor.verify.sentence import flattened, sentences
from auditor.verify.tables import amount_of, header_of
from auditor.verify.wording import WORDS

_DECIDED = pattern(
    r"(?P<what>行政许可|行政处罚|行政强制)(?:决定|处理决定|信息|结果|决定书)?(?:数量|总数)?(?:共|共计|为)?$",
    finds={"公开行政许可决定": "行政许可", "行政处罚信息共": "行政处罚"},
    not_in=("行政许可事项", "行政处罚事项清单"),
    seen="yearly reports of 2021 and later: the text repeats table two",
)
_MADE = pattern(
    r"(?:制发|制定|新制作|出台|印发)(?:行政)?规范性文件(?:共|共计)?$",
    finds=("制发行政规范性文件", "出台规范性文件共"),
    not_in=("废止规范性文件", "现行有效规范性文件"),
    seen="yearly reports of 2021 and later: the text repeats table two",
)
_ELSEWHERE = pattern(
    r"局|委|中心|街道|镇|乡|上年|去年|月|季度|其中|县政府办|累计",
    finds=("市场监管局", "上年", "其中"),
    not_in=("公开", "全年"),
    seen="counts of one office or another time",
)
_RATES = pattern(
    r"(?P<names>[^,，;；。:：]{4,80}?)的?(?P<what>[\u4e00-\u9fff]{2}率)分别(?:为|是|达|达到)(?=\d)",
    finds={"其中微信公众号、新浪微博合格率分别为95%": "其中微信公众号、新浪微博"},
    not_in=("合格率为95%", "合格率分别为优"),
    seen="贵州省 (2025 Q2)",
)
_DOCUMENTS = frozenset("件条项份宗个")
_CLOSE = Decimal("0.1")
"""Of how much a number of the text may differ from the form's and still be meant for it."""


def decisions(paper: OpenedPaper) -> Iterator[Comparison]:
    """公开行政许可决定312件: against 本年处理决定数量 of table two; 制发规范性文件8件 against its first number."""
    rows = {_once(row.label): row for row in form_rows(paper)}
    for line in paper.lines:
        for figure in figures_in(flattened(line.plain)):
            lead = re.split(r"[,，;；。、:：]", line.plain[: figure.start])[-1]
            if figure.measure not in _DOCUMENTS or not figure.is_exact:
                continue
            row = _row_told(lead, rows)
            if row is not None and row.place != line.place:
                yield from _told(line, figure, row)


def _once(label: str) -> str:
    """The label of merged cells that were copied out as two."""
    half = label[: len(label) // 2]
    return half if half * 2 == label else label


def _row_told(lead: str, rows: dict[str, StatementRow]) -> StatementRow | None:
    decided, made = _DECIDED.search(lead), _MADE.search(lead)
    found = decided or made
    if found is None or _ELSEWHERE.search(lead[: found.start()]):
        return None
    row = rows.get(decided["what"] if decided else "行政规范性文件")
    return row if row is not None and row.value is not None else None


def _told(line: Line, figure: Figure, row: StatementRow) -> Iterator[Comparison]:
    value = Decimal(row.value or 0)
    gap = abs(figure.value - value)
    if gap > value * _CLOSE and not is_one_slip(figure.value, value):
        return  # one kind of them, or of another body
    words = WORDS.repeated.format(name=row.label, stated=figure, tabled=shown(value))
    where, quote = (line.place, row.place), (line.around(figure.start, figure.end), row.quote)
    severity = Severity.LIKELY if gap else Severity.AGREED
    spots = frozenset([(line.place, figure.start)])
    yield Comparison("stated_twice", as_number(figure.value), as_number(value), where, quote, severity, words, spots)


def rates_in_a_row(paper: OpenedPaper) -> Iterator[Comparison]:
    """微信公众号、新浪微博合格率分别为95%、92%: each against the rate column of a table with rows of these names."""
    for line in paper.lines:
        for span in sentences(line.plain):
            for found in _RATES.finditer(line.plain, *span):
                names = split_names(found["names"].removeprefix("其中")).names
                percents = [f for f in figures_in(line.plain) if found.end() <= f.start < span[1] and f.measure == "%"]
                if len(names) >= 2 and len(percents) >= len(names):
                    yield from _in_tables(paper, line, names, percents, found["what"])


def _in_tables(
    paper: OpenedPaper, line: Line, names: Sequence[str], percents: Sequence[Figure], what: str
) -> Iterator[Comparison]:
    for grid in paper.grids:
        labels = header_of(grid).labels
        columns = [column for column, label in enumerate(labels) if label.endswith(what)]
        rows = {name: _row_of(grid, name) for name in names}
        if len(columns) != 1 or None in rows.values():
            continue
        for name, percent in zip(names, percents, strict=False):
            row = rows[name] or 0
            tabled = amount_of(grid.own(row, columns[0]))
            if tabled is None:
                continue
            words = WORDS.repeated.format(name=f"{name}{what}", stated=f"{percent}%", tabled=f"{shown(tabled.value)}%")
            is_same = abs(percent.value - tabled.value) <= max(percent.step, tabled.step) / 2
            severity = Severity.AGREED if is_same else Severity.LIKELY
            where, quote = (line.place, grid.place_of(row)), (line.around(percent.start, percent.end), grid.quote(row))
            spots = frozenset([(line.place, percent.start)]) | spots_of(grid.place_of(row), columns)
            stated, computed = as_number(percent.value), as_number(tabled.value)
            yield Comparison("text_table", stated, computed, where, quote, severity, words, spots)
        return


def _row_of(grid: Grid, name: str) -> int | None:
    """The one row that has a cell of this name among its first ones."""
    found = [n for n, row in enumerate(grid.rows) if name in [re.sub(r"\s", "", cell) for cell in row[:3]]]
    return found[0] if len(found) == 1 else None
