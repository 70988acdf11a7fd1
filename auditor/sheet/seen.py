"""Shows how a table was understood: what each column was taken as, what each cell says, which rows were left out."""

from collections.abc import Mapping
from typing import Any

from openpyxl.utils import get_column_letter

from auditor.base.grid import GridCell
from auditor.base.words import Words, load_words
from auditor.sheet.blocks import Block
from auditor.sheet.values import SeenCell, SeenHead, SeenRow, SeenTable, SheetRow
from auditor.sheet.words import sheet_words


class SeenWords(Words):
    """What the preview of a spreadsheet says, ``fates`` of rows that are no entries, and what people are told of it."""

    fates: dict[str, str]
    kinds: dict[str, str]
    every_quarter: str
    never: str
    quarters: str
    at_least: str
    blank: str
    filled: str
    hidden_row: str
    hidden_column: str
    past_cure: str
    guessed_tables: str
    guessed_kinds: str
    guessed_kind: str
    guessed_home: str
    annex_title: str
    kept: str
    deserted: str
    read_as: str
    other_table: str
    not_single: str
    twice: str
    pasted: str
    unknown_heads: str


WORDS = load_words("seen", SeenWords)


def seen_table(block: Block, entries: Mapping[int, SheetRow], fates: Mapping[int, str]) -> SeenTable:
    """The table as it was read: ``entries`` by row, ``fates`` of the rows that are none."""
    fields = dict(block.fields)
    width = max((len(block.grid.rows[row]) for row in (*block.header, *block.rows)), default=0)
    used = [position for position in range(width) if position in fields or _is_filled(block, position)]
    told = {**dict(block.beside), **fates}
    numbers = sorted({*block.rows, *(row for row, _ in block.beside)})
    rows = tuple(
        SeenRow(
            row + 1,
            block.grid.where(row, 0),
            tuple(_cell(block, row, position, fields.get(position, ""), entries.get(row)) for position in used),
            WORDS.fates[told[row]] if row in told else "",
            row in block.grid.hidden,
        )
        for row in numbers
    )
    heads = tuple(_head(block, position, fields.get(position, "")) for position in used)
    return SeenTable(block.grid.name, block.title, WORDS.kinds[block.kind], heads, rows)


def _is_filled(block: Block, position: int) -> bool:
    return any(_at(block, row, position).text for row in (*block.header, *block.rows))


def _at(block: Block, row: int, position: int) -> GridCell:
    cells = block.grid.rows[row]
    return cells[position] if position < len(cells) else GridCell()


def _head(block: Block, position: int, field: str) -> SeenHead:
    written = next((text for row in reversed(block.header) if (text := _at(block, row, position).text)), "")
    label = sheet_words().label(block.kind, field) if block.kind != "facts" else written
    return SeenHead(get_column_letter(position + 1), written, label, position in block.grid.hidden_columns)


def _cell(block: Block, row: int, position: int, field: str, entry: SheetRow | None) -> SeenCell:
    written = _at(block, row, position).text
    meant = _meant(field, written, entry) if entry else written
    return SeenCell(meant, (written or WORDS.blank) if meant != written else "")


def _meant(field: str, written: str, entry: SheetRow) -> str:
    """What a cell came to mean in its entry."""
    values = entry.values
    match field:
        case "url":
            return str(values.get("url", ""))
        case "unit":
            return str(values.get("unit", ""))
        case "due":
            return _quarters(values) if written else ""
        case "requirement":
            return _demanded(values) if written and written not in str(values.get("remark", "")) else written
        case "kind":
            return getattr(values.get("kind"), "label", written)
    return " ".join(written.split("\n"))


def _quarters(values: Mapping[str, Any]) -> str:
    due = values.get("due")
    if due is None:
        return WORDS.every_quarter
    return WORDS.quarters.format(numbers="、".join(map(str, due))) if due else WORDS.never


def _demanded(values: Mapping[str, Any]) -> str:
    expect = WORDS.at_least.format(count=values["expect"]) if "expect" in values else ""
    return _quarters(values) + expect
