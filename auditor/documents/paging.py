"""Where a Word file ends, reckoned from its measures: the record lines (版记) stand at the foot of the last even page.

Word turns the pages itself, so the page is an estimate: attachments begin on pages of their own, and an estimate that
is one line out is wrong only where a page is full to its last line.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.base.chinese import text_width
from auditor.documents.fitting import MANY_COLUMNS, FittedTable, Lines, fit_table
from auditor.documents.parts import LINE_CHARACTERS, addressee_line, annex_lines, imprint_lines, mark_size, remark_line
from auditor.documents.title import title_lines
from auditor.documents.tree import Annex, Document, Table

LINE = 579
"""One line of text in twips: 22 of them in 225 mm."""
_UPRIGHT, _ACROSS = (8844, 12756), (12756, 8845)
"""Width and height of the type area in twips."""
_TITLE_LINE, _TITLE_AFTER = 680, 290
_CELL_LINE, _CELL_SIDES = 340, 114
_ROW, _CELL_PADDING = 464, 90
_CLOSE_ROW, _CLOSE_PADDING = 410, 50
_KEPT_ROWS = 6
_KEPT_PART = 0.4
"""Of a page, at most, are the rows that are kept together."""
_NEARLY_NOTHING = 1 / 3
"""What part of a page is too little for a page of its own."""
_NOTE_BEFORE = 57
_IMPRINT_CHARACTERS = 27.0
_NEVER_FIRST = frozenset("，。、；：？！）》”’】〕")


@dataclass(frozen=True, slots=True)
class PageEnd:
    """The last page with text, counted from 1, what is free below it in twips, and whether it lies across."""

    page: int
    room: int
    across: bool

    def holds(self, height: int) -> bool:
        """Whether it is an even page with room for so much at its foot."""
        return self.page % 2 == 0 and not self.across and self.room >= height


def page_end(document: Document) -> PageEnd:
    """Where the text and its attachments end."""
    page, used = _turned(0, _text(document), _UPRIGHT[1])
    across = False
    for annex in document.annexes:
        across = annex.landscape
        page, used = _turned(page, _annex(annex, is_close(annex)), (_ACROSS if across else _UPRIGHT)[1])
    return PageEnd(page, (_ACROSS if across else _UPRIGHT)[1] - used, across)


def is_close(annex: Annex) -> bool:
    """Whether the rows of a table stand closer, because its last page would else hold next to nothing.

    Reckoned for a page one row shorter: Word, LibreOffice and the PDF differ by so much.
    """
    height = (_ACROSS if annex.landscape else _UPRIGHT)[1] - _ROW
    pages, used = _turned(0, _annex(annex, False, balanced=False), height)
    return used < _NEARLY_NOTHING * height and _turned(0, _annex(annex, True, balanced=False), height)[0] < pages


def kept_rows(table: Table, *, across: bool) -> int:
    """How many rows, at least, stand on the last page of a table, with its sum and what is noted below."""
    width, height = _ACROSS if across else _UPRIGHT
    fitted = fit_table(table, across)
    sides = _sides(table, fitted, width)
    last = [_row(cells, sides, False) for cells in fitted.rows[: -_KEPT_ROWS - 1 : -1]]
    fits = [number for number in range(1, len(last) + 1) if sum(last[:number]) <= _KEPT_PART * height]
    return max(fits, default=1)


def imprint_height(document: Document) -> int:
    """The height of the record lines, rules included, in twips."""
    lines = [_lines_of("".join(parts), _IMPRINT_CHARACTERS, 0) for parts in imprint_lines(document.imprint)]
    return sum(lines) * LINE + 60 * (len(lines) + 1)


def _turned(page: int, blocks: Iterator[int], height: int) -> tuple[int, int]:
    """The page on which blocks of these heights end when they begin on a new one, and how much of it they take."""
    page, used = page + 1, 0
    for block in blocks:
        if used and used + block > height:
            page, used = page + 1, 0
        used += block
    return page, min(used, height)


def _text(document: Document) -> Iterator[int]:
    """The heights of the head, then line by line of the text, and of the signature, which is kept together."""
    if document.mark:
        yield 1984 + round(26 * mark_size(document.mark))
    if document.number:
        yield (2 if document.mark else 0) * LINE + LINE + 240
    yield (2 if document.mark else 1 if document.number else 0) * LINE + _TITLE_LINE * len(title_lines(document.title))
    yield LINE
    yield from [LINE] * max(1, _lines_of(addressee_line(document), LINE_CHARACTERS, 0))
    for paragraph in document.body:
        yield from [LINE] * _lines_of(paragraph.text, LINE_CHARACTERS, 2)
    if document.annexes:
        yield LINE
    entries = [len(entry.lines) for entry in annex_lines(document)]
    yield from [LINE] * sum(entries[:-1])
    yield (sum(entries[-1:]) + 2 + 2 + bool(document.sealed)) * LINE - LINE
    if remark := remark_line(document):
        yield from [LINE] * _lines_of(remark, LINE_CHARACTERS, 2)


def _annex(annex: Annex, close: bool, *, balanced: bool = True) -> Iterator[int]:
    across = annex.landscape
    width, height = _ACROSS if across else _UPRIGHT
    title = title_lines(annex.title, across=across)
    above = 2 * LINE + _TITLE_LINE * len(title) + _TITLE_AFTER
    yield above
    kept = kept_rows(annex.table, across=across) if balanced else 1
    yield from _rows(annex.table, fit_table(annex.table, across), width, height, above, close, kept)
    yield from (_NOTE_BEFORE + _CELL_LINE * _lines_of(note, width / 240, 0) for note in annex.notes)


def _rows(
    table: Table, fitted: FittedTable, width: int, height: int, above: int, close: bool, kept: int
) -> Iterator[int]:
    """The heights of the rows, the last ``kept`` with the sum as one; a repeated head is counted with what follows."""
    sides = _sides(table, fitted, width)
    head = _row(fitted.heads, sides, close)
    yield head
    used = above + head
    rows = [_row(cells, sides, close) for cells in (*fitted.rows, *((fitted.total,) if fitted.total else ()))]
    last = kept + bool(fitted.total)
    held = [sum(rows[-last:])] if head + sum(rows[-last:]) <= height else rows[-last:]
    for row in (*rows[:-last], *held):
        if used + row > height:
            used, row = head, row + head
        used += row
        yield row


def _sides(table: Table, fitted: FittedTable, width: int) -> list[float]:
    """How many characters each column's cells hold in a line."""
    size = 210 if len(table.columns) > MANY_COLUMNS else 240
    return [(width * part - _CELL_SIDES) / size for part in fitted.widths]


def _row(cells: Sequence[Lines], widths: Sequence[float], close: bool) -> int:
    lines = (sum(_lines_of(line, width, 0) for line in cell) for cell, width in zip(cells, widths, strict=False))
    least, padding = (_CLOSE_ROW, _CLOSE_PADDING) if close else (_ROW, _CELL_PADDING)
    return max(least, _CELL_LINE * max(lines, default=1) + padding)


def _lines_of(text: str, characters: float, indent: int) -> int:
    """How many lines a paragraph takes; a sign that may not begin a line takes the character before it along."""
    lines, used = 1, float(indent)
    for place, sign in enumerate(text):
        wide = text_width(sign)
        if used + wide > characters + 0.01 and sign not in _NEVER_FIRST:
            lines, used = lines + 1, 0.0
        used += wide
        if place == len(text) - 1 and used > characters + 1.01:
            lines += math.ceil(used / characters) - 1
    return lines if text else 0
