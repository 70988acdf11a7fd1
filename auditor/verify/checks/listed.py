"""What a text counts of things that a table lists one a row: how many in all, of each kind, of how many units."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity, spots_of
from auditor.verify.figures import Figure, as_number, figures_in
from auditor.verify.ledger import OWNER
from auditor.verify.names import is_placeholder
from auditor.verify.paper import Grid, Line, OpenedPaper
from auditor.verify.sentence import flattened
from auditor.verify.tables import header_of, is_total_row
from auditor.verify.wording import WORDS

_SEEN = "circulars of monitored sites: the lists of failed sites and of columns with faults behind them"
_SERIAL = pattern(r"^(?:序号|编号|序)$", finds=("序号",), not_in=("排名",), seen=_SEEN)
_LIST = pattern(
    r"(?P<what>[\u4e00-\u9fff]{4,12}?)(?:名单|清单|一览表|列表)$",
    finds={"附件2不合格网站名单": "不合格网站", "问题栏目清单": "问题栏目"},
    not_in=("统计表",),
    seen=_SEEN,
)
_ANNEX = pattern(r"^附件\d{0,2}[:：]?", finds=("附件2：", "附件"), not_in=("不合格网站名单",), seen=_SEEN)
_KIND = pattern(r"类型|类别|种类|分类", finds=("问题类型",), not_in=("问题描述",), seen=_SEEN)
_COUNTED = pattern(r"[个家条处件项]", finds=("个", "家"), not_in=("万元", "%"), seen=_SEEN, way="fullmatch")
_UNITS = pattern(r"涉及$", finds=("涉及",), not_in=("涉及问题",), seen=_SEEN)
_OF_UNITS = pattern(r"单位", finds=("单位",), not_in=("部门",), seen=_SEEN, way="match")
_ELSE = pattern(
    r"上[年月季次]|去年|同期|累计|超过?|以上|不足|未", finds=("上季度", "累计"), not_in=("发现",), seen=_SEEN
)
_NEAR = 3
_SHARE = 4
"""A number is meant for the list where it is off by at most three, or a quarter of the rows."""


@dataclass(frozen=True, slots=True)
class _Listing:
    """A table that lists things: its rows, the words its title calls them by, kinds and units of the rows."""

    grid: Grid
    rows: tuple[int, ...]
    what: str
    kinds: Counter[str]
    units: Counter[str]
    unit_label: str


def rows_listed(paper: OpenedPaper) -> Iterator[Comparison]:
    """发现问题栏目40个，涉及9个单位，其中空白栏目12个: against the rows of 问题栏目清单."""
    if paper.is_reflowed:
        return  # a row may be torn over two pages
    listings = [found for grid in paper.grids if (found := _listing(grid)) is not None]
    for listing in listings:
        rivals = [other for other in listings if other is not listing and other.what == listing.what]
        if not rivals:
            for line in paper.lines:
                yield from _in_line(line, listing)


def _listing(grid: Grid) -> _Listing | None:
    head = header_of(grid)
    serials = [c for c, label in enumerate(head.labels) if _SERIAL.search(label)]
    title = _LIST.search(_ANNEX.sub("", re.sub(r"\s", "", (grid.title.splitlines() or [""])[-1])))
    rows = tuple(
        row
        for row in range(head.height, len(grid.rows))
        if serials and grid.own(row, serials[0]).strip().isdecimal() and not is_total_row(grid.rows[row])
    )
    if len(serials) != 1 or title is None or not rows or not _is_whole(grid, rows, serials[0]):
        return None
    kinds, units = (_values(grid, rows, [c for c, label in enumerate(head.labels) if form.search(label)])
                    for form in (_KIND, OWNER))  # fmt: skip
    owner = next((label for label in head.labels if OWNER.search(label)), "")
    return _Listing(grid, rows, title["what"], kinds, units, owner)


def _is_whole(grid: Grid, rows: Sequence[int], column: int) -> bool:
    """Whether the rows are numbered from 1 on without a gap."""
    return [int(grid.own(row, column)) for row in rows] == list(range(1, len(rows) + 1))


def _values(grid: Grid, rows: Sequence[int], columns: Sequence[int]) -> Counter[str]:
    """The cells of the one column, each with its number; empty where there is none or a cell is blank."""
    cells = [re.sub(r"\s", "", grid.rows[row][columns[0]]) for row in rows] if len(columns) == 1 else []
    is_told = all(cell and not is_placeholder(cell) and not re.search("[、,，;；]", cell) for cell in cells)
    return Counter(cells) if is_told else Counter()


def _in_line(line: Line, listing: _Listing) -> Iterator[Comparison]:
    text, size = line.plain, len(listing.rows)
    figures = [f for f in figures_in(flattened(text)) if _COUNTED.fullmatch(f.measure) and f.is_exact]
    told = [(figure, _lead(text, figure)) for figure in figures]
    wholes = [f for f, lead in told if _is_of(listing.what, lead, text, f)]
    kinds = [(f, kind) for f, lead in told if f not in wholes and (kind := _kind_of(lead, listing))]
    right = sum(f.value == listing.kinds[kind] for f, kind in kinds) + sum(f.value == size for f in wholes)
    if not wholes or not (right or _is_meant(wholes[0], size)):
        return
    words = WORDS.told.rows_listed.format(what=listing.what, stated=wholes[0], unit=wholes[0].measure, counted=size)
    yield _compared(line, wholes[0], listing, size, words)
    for figure, kind in kinds:
        counted = listing.kinds[kind]
        if right or _is_meant(figure, counted):
            words = WORDS.told.rows_of_kind.format(what=kind, stated=figure, unit=figure.measure, counted=counted)
            yield _compared(line, figure, listing, counted, words)
    for figure, lead in told:
        counted = len(listing.units)
        if _UNITS.search(lead) and _OF_UNITS.match(text, figure.end) and _is_meant(figure, counted):
            words = WORDS.told.units_listed.format(stated=figure, label=listing.unit_label, counted=counted)
            yield _compared(line, figure, listing, counted, words)


def _kind_of(lead: str, listing: _Listing) -> str:
    """The kind of the list's rows that a number is said of."""
    kind = next((kind for kind in listing.kinds if kind in lead), "")
    return "" if kind and _ELSE.search(lead.replace(kind, "")) else kind


def _lead(text: str, figure: Figure) -> str:
    return re.split(r"[、,，;；。:：(]", text[: figure.start])[-1]


def _is_of(what: str, lead: str, text: str, figure: Figure) -> bool:
    """Whether a number is of what the list's title names (不合格网站5家, 5家不合格网站)."""
    behind = text[figure.end : figure.end + len(what)]
    return (lead.endswith(what) or behind == what) and not _ELSE.search(lead.replace(what, ""))


def _is_meant(figure: Figure, counted: int) -> bool:
    gap = abs(int(figure.value) - counted)
    return counted > 0 and (gap <= _NEAR or gap * _SHARE <= counted)


def _compared(line: Line, figure: Figure, listing: _Listing, counted: int, words: str) -> Comparison:
    grid = listing.grid
    where = (line.place, grid.place)
    quote = (line.around(figure.start, figure.end), grid.quote(listing.rows[-1]))
    severity = Severity.AGREED if figure.value == counted else Severity.LIKELY
    spots = spots_of(line.place, (figure.start,))
    return Comparison("text_table", as_number(figure.value), counted, where, quote, severity, words, spots)
