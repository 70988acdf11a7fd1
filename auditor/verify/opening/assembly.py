"""Builds a `OpenedPaper` piece by piece: names the places, lays merged cells out, keeps the bounds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from auditor.base.pattern import pattern
from auditor.verify.opening import limits
from auditor.verify.opening.chrome import is_chrome_line
from auditor.verify.opening.columns import width
from auditor.verify.paper import Grid, Line, OpenedKind, OpenedPaper, tidy
from auditor.verify.wording import WORDS

_NOTE = pattern(
    r"注|备注|说明|填[表报]|制表|审核|统计人|负责人|联系|数据来源|[（(]|\*|※",
    finds=("注：", "填表人", "（单位"),
    not_in=("合计", "教育局"),
    seen="tables of circulars: who filled them in",
    way="match",
)
_MAX_LABEL = 24


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell as written: its text and how far it spans.

    ``continues_above`` marks the lower part of a merged cell where the file lists it (Word); ``repeat`` (rows, columns)
    is for files whose merged cells stay in the grid as empty ones (Excel).
    """

    text: str
    columns: int = 1
    rows: int = 1
    continues_above: bool = False
    repeat: tuple[int, int] = (1, 1)


class Assembly:
    """Collects lines and tables in reading order."""

    def __init__(self, source: str, kind: OpenedKind) -> None:
        self._source, self._kind = source, kind
        self._flow: list[Line | Grid] = []
        self._lines = self._tables = 0
        self._room, self._cells = limits.MAX_TEXT, limits.MAX_CELLS
        self.links: list[str] = []
        self.tags: list[tuple[str, str]] = []
        self.unread: list[str] = []
        self.pictures = 0
        self.is_reflowed = False
        self.is_cut = False
        """Whether something stood beyond the bounds and was not read."""

    def within(self, text: str, most: int) -> str:
        """The text as far as it is read; that more stood there is remembered."""
        self.is_cut |= len(text) > most
        return text[:most]

    def line(self, text: str, place: str = "") -> None:
        """Add a paragraph; blank ones are not counted, nor what a web page carries around the document."""
        text = tidy(self.within(text, limits.MAX_LINE))
        if not text or is_chrome_line(text):
            return
        if self._room <= 0:
            self.is_cut = True
            return
        self._room -= len(text)
        self._lines += 1
        self._flow.append(Line(text, place or WORDS.places.paragraph.format(number=self._lines)))

    def table(self, rows: Sequence[Sequence[Cell]], name: str = "") -> None:
        """Add a table; rows above and below it that hold one text only become lines."""
        self.is_cut |= sum(map(len, rows)) > self._cells
        laid, carried = _lay_out(rows, self._cells)
        self._cells -= sum(map(len, laid))
        start, end = _core(laid, carried)
        if end - start < 2 or not laid or len(laid[0]) < 2:
            start = end = len(laid)
        for row in range(start):
            self._row_as_line(laid, carried, row)
        if end > start:
            self._grid(laid[start:end], {(r - start, c) for r, c in carried if start <= r < end}, name)
        for row in range(end, len(laid)):
            self._row_as_line(laid, carried, row)

    def _row_as_line(self, laid: list[list[str]], carried: set[tuple[int, int]], row: int) -> None:
        self.line(" ".join(text for column, text in enumerate(laid[row]) if text and (row, column) not in carried))

    def _grid(self, rows: list[list[str]], carried: set[tuple[int, int]], name: str) -> None:
        self._tables += 1
        above = takewhile(lambda part: isinstance(part, Line) and len(part.text) <= 60, reversed(self._flow[-4:]))
        title = "\n".join(reversed([part.text for part in above if isinstance(part, Line)]))
        place = name or WORDS.places.table.format(number=self._tables)
        self._flow.append(Grid(tuple(map(tuple, rows)), place, title, frozenset(carried)))

    def paper(self) -> OpenedPaper:
        """The finished document."""
        return OpenedPaper(
            self._source,
            self._kind,
            tuple(self._flow),
            tuple(self.links),
            tuple(self.tags),
            self.is_reflowed,
            (*self.unread, *([WORDS.places.cut] if self.is_cut else [])),
            self.pictures,
        )


def _lay_out(rows: Sequence[Sequence[Cell]], budget: int) -> tuple[list[list[str]], set[tuple[int, int]]]:
    """Put cells on a rectangular grid; merged cells repeat their text, and the repeats are listed."""
    grid: dict[tuple[int, int], str] = {}
    carried: set[tuple[int, int]] = set()
    is_sheet = any(cell.repeat != (1, 1) for row in rows for cell in row)
    for r, row in enumerate(rows):
        c = 0
        for cell in row:
            while (r, c) in grid and not is_sheet:
                c += 1
            if len(grid) > budget:
                break
            _place(grid, carried, r, c, cell)
            c += cell.columns
    if not grid:
        return [], set()
    height, width = max(r for r, _ in grid) + 1, max(c for _, c in grid) + 1
    height, width = min(height, len(rows)), min(width, limits.MAX_SPAN)
    laid = [[grid.get((r, c), "") for c in range(width)] for r in range(height)]
    return laid, {(r, c) for r, c in carried if r < height and c < width}


def _place(grid: dict[tuple[int, int], str], carried: set[tuple[int, int]], r: int, c: int, cell: Cell) -> None:
    text = tidy(cell.text[: limits.MAX_LINE])
    if cell.continues_above:
        for k in range(cell.columns):
            grid[(r, c + k)] = grid.get((r - 1, c + k), "")
            carried.add((r, c + k))
        return
    height, width = max(cell.rows, cell.repeat[0]), max(cell.columns, cell.repeat[1])
    if (r, c) in grid and (r, c) in carried:
        return
    for dr in range(height):
        for dc in range(width):
            if dr or dc:
                carried.add((r + dr, c + dc))
            grid[(r + dr, c + dc)] = text


def _core(laid: list[list[str]], carried: set[tuple[int, int]]) -> tuple[int, int]:
    """The run of rows that is the table proper: without title rows, notes and blank rows around it."""

    def texts(row: int) -> int:
        return sum(1 for c, text in enumerate(laid[row]) if text and (row, c) not in carried)

    start, end = 0, len(laid)
    while start < end and texts(start) <= 1:
        start += 1
    while end > start and (texts(end - 1) == 0 or (texts(end - 1) == 1 and _is_note(laid[end - 1]))):
        end -= 1
    return start, end


def _is_note(row: list[str]) -> bool:
    """Whether a last row of one text is no row of the table, all its other cells being blank, but a note below it."""
    texts = [text for text in row if text]
    is_across = len(set(texts)) == 1 and len(texts) * 2 > len(row)
    return is_across or len(texts[0]) > _MAX_LABEL or bool(_NOTE.match(texts[0]))


def join_wrapped(lines: Sequence[str], *, is_certain: bool = False) -> list[str]:
    """Join lines that a page's width broke: a full line without final mark continues on the next one.

    Unless ``is_certain``, the text must look broken: many lines of one and the same greatest width.
    """
    widths = [width(line) for line in lines]
    full = max(widths, default=0) - 4
    filled = sum(1 for width in widths if width >= full)
    if not lines or full < 30 or (not is_certain and filled * 5 < len(lines) * 2):
        return list(lines)
    joined = [lines[0]]
    for (before, reach), line in pairwise(zip(lines, widths, strict=True)):
        if reach >= full - 2 and before[-1] not in "。：；:;！？" and not _starts_anew(line[0], before):
            joined[-1] += line[0].strip()
        else:
            joined.append(line[0])
    return joined


def _starts_anew(line: str, before: str) -> bool:
    """Whether a line begins a paragraph of its own; what follows a row of numbers always does."""
    head = line.lstrip()[:3]
    if re.search(r"\d(?:\s{1,40}\d{1,40}){2}\s{0,40}$", before):
        return True
    return not head or (head[0] in "一二三四五六七八九十" and "、" in head) or head.startswith(("（一", "(一", "附件"))
