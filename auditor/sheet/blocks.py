"""Finds the tables in a grid: header rows wherever they stand, the titles above them, the rows below them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from auditor.base.grid import GridCell, SheetGrid
from auditor.sheet.words import SheetSection, plain_words, sheet_words

BlockKind = Literal["column", "unit", "table", "facts"]
_NAMES = frozenset({"name", "level1", "level2", "level3"})
_EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Block:
    """One table of a grid: which field stands in which column, and the numbers of its rows (from 0).

    ``header`` are the numbers of its header's lines; ``beside`` those of rows that are no entries, each with the
    reason (a key of `auditor.sheet.seen.SeenWords.fates`).
    """

    grid: SheetGrid
    kind: BlockKind
    fields: tuple[tuple[int, str], ...]
    rows: tuple[int, ...]
    title: str = ""
    header: tuple[int, ...] = ()
    beside: tuple[tuple[int, str], ...] = ()

    def position(self, field: str) -> int | None:
        """The column a field stands in."""
        return next((position for position, name in self.fields if name == field), None)

    def cell(self, row: int, field: str) -> GridCell:
        """The cell of a field; empty where the table or the row has none."""
        position = self.position(field)
        cells = self.grid.rows[row]
        return cells[position] if position is not None and position < len(cells) else GridCell()

    def where(self, row: int, field: str) -> str:
        """The address of a field's cell, or of the row's first cell where there is none."""
        return self.grid.where(row, self.position(field) or 0)


def find_blocks(grid: SheetGrid) -> list[Block]:
    """All tables of a grid, top to bottom."""
    headers: list[tuple[int, int, BlockKind, tuple[tuple[int, str], ...]]] = []
    row = 0
    while row < len(grid.rows):
        found = _header(grid.rows[row])
        if found is None:
            row += 1
            continue
        kind, fields = found
        end = row + 1
        if kind == "column" and end < len(grid.rows) and (below := _second_line(grid.rows[end])):
            fields = tuple({**dict(fields), **dict(below)}.items())
            end += 1
        headers.append((row, end, kind, fields))
        row = end
    blocks, start = [], 0
    for position, (row, end, kind, fields) in enumerate(headers):
        limit = headers[position + 1][0] if position + 1 < len(headers) else len(grid.rows)
        last = limit
        while position + 1 < len(headers) and last > end and _is_title(grid.rows[last - 1]):
            last -= 1
        title = next((text for n in range(row - 1, start - 1, -1) if (text := _title(grid.rows[n]))), "")
        fates = {n: _beside(kind, grid.rows[n]) for n in range(end, last)}
        rows = tuple(n for n, fate in fates.items() if not fate)
        beside = tuple((n, fate) for n, fate in fates.items() if fate and fate != _EMPTY)
        blocks.append(Block(grid, kind, fields, rows, title, tuple(range(row, end)), beside))
        start = last
    return blocks


def _header(cells: Sequence[GridCell]) -> tuple[BlockKind, tuple[tuple[int, str], ...]] | None:
    """What table a row opens, if it is a header at all."""
    words = sheet_words()
    texts = [cell.text for cell in cells]
    filled = [text for text in texts if text]
    if len(filled) < 2 or any(_is_entry_text(text) for text in filled):
        return None
    if len(filled) == 2 and words.has("item", filled[0]) and words.has("content", filled[1]):
        return "facts", ((texts.index(filled[0]), "item"), (texts.index(filled[1]), "content"))
    tables = _fields("table", texts)
    if {"id", "title"} <= set(tables.values()):
        return "table", tuple(tables.items())
    columns, units = _fields("column", texts), _fields("unit", texts)
    if _NAMES & set(columns.values()) and len(set(columns.values()) - {"sequence"}) >= 2:
        return "column", tuple(columns.items())
    if "name" in units.values() and {"table", "aliases", "since"} & set(units.values()):
        return "unit", tuple(units.items())
    return None


def _is_entry_text(text: str) -> bool:
    """Whether a text stands in entries only, never in a header: a number or an address."""
    return text.isdecimal() or text.startswith(("/", "http"))


def _fields(section: SheetSection, texts: Sequence[str]) -> dict[int, str]:
    """The fields that a row's texts name, each once; a header word said twice counts where it stands first."""
    words = sheet_words()
    fields: dict[int, str] = {}
    for position, text in enumerate(texts):
        field = words.field(section, text) if 0 < len(text) <= 40 else None
        if field and field not in fields.values():
            fields[position] = field
    return fields


def _second_line(cells: Sequence[GridCell]) -> dict[int, str]:
    """The fields of a header's second line: every filled cell must be a header word, one of them a level."""
    texts = [cell.text for cell in cells]
    fields = _fields("column", texts)
    known = all(sheet_words().field("column", text) for text in texts if text)
    return fields if known and {"level1", "level2", "level3"} & set(fields.values()) else {}


def _title(cells: Sequence[GridCell]) -> str:
    filled = {cell.text for cell in cells if cell.text}
    return filled.pop() if len(filled) == 1 else ""


def _is_title(cells: Sequence[GridCell]) -> bool:
    return len({cell.text for cell in cells if cell.text}) <= 1


def _beside(kind: BlockKind, cells: Sequence[GridCell]) -> str:
    """Why a row is no entry: empty, a sum, or a note below the table; nothing where it is one."""
    filled = [cell.text for cell in cells if cell.text]
    if not filled:
        return _EMPTY
    words = sheet_words()
    if kind != "column" or any(text.startswith(("/", "http")) for text in filled):
        return ""
    if any(words.has("sums", text) for text in filled[:2]):
        return "sum"
    start = plain_words(filled[0].replace("：", ":").split(":")[0])
    is_foot = len(set(filled)) <= 3 and ":" in filled[0].replace("：", ":") and words.has("feet", start)
    return "foot" if is_foot else ""
