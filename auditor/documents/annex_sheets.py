"""The attachments of a document as sheets of a workbook, as the document prints them."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from auditor.documents.tree import Annex, Document, Table
from auditor.documents.words import WORDS
from auditor.documents.workbook import Workbook

UNKNOWN_TEXT: Final = WORDS.unknown
"""What a cell says where nobody can say the number; never 0, never empty."""

_NAME_LENGTH: Final = 12
_PAGE_WIDTH: Final = 88.0
_LANDSCAPE_WIDTH: Final = 130.0


def write_annexes(book: Workbook, document: Document) -> None:
    """One sheet per attachment, as the document prints it, to be filtered; sums are formulas."""
    for annex, name in zip(document.annexes, _short_names(document), strict=True):
        _write_annex(book, document, annex, name)


def _short_names(document: Document) -> list[str]:
    """What the sheets are called: the label, and of the title what it has not in common with the others."""
    titles = [annex.title for annex in document.annexes]
    before = _common(titles)
    after = _common([title[before:][::-1] for title in titles])
    parts = [title[before : len(title) - after] if len(titles) > 1 else "" for title in titles]
    return [
        f"{document.label_of(annex)} {part[:_NAME_LENGTH]}".strip()
        for annex, part in zip(document.annexes, parts, strict=True)
    ]


def _common(texts: Sequence[str]) -> int:
    """How many characters all of them begin with."""
    return len(list(takewhile(lambda letters: len(set(letters)) == 1, zip(*texts, strict=False))))


def _write_annex(book: Workbook, document: Document, annex: Annex, name: str) -> None:
    table, columns = annex.table, annex.table.columns
    whole = sum(column.width for column in columns) or 1.0
    page = _LANDSCAPE_WIDTH if annex.landscape else _PAGE_WIDTH
    widths = [max(column.width / whole * page, 2.2 * len(column.label[:3])) for column in columns]
    sheet = book.add_sheet(book.reserve(name), widths, landscape=annex.landscape)
    sheet.foot(annex.title)
    sheet.line(document.label_of(annex), "section")
    sheet.line(annex.title, "title")
    sheet.cells([column.label for column in columns], "head")
    sheet.repeat_above()
    sheet.filter_below()
    aligns = [column.align for column in columns]
    for row in table.rows:
        sheet.cells([UNKNOWN_TEXT if value is None else value for value in row], aligns=aligns)
    if table.total is not None:
        values = [UNKNOWN_TEXT if value is None else value for value in table.total]
        sheet.sums(values, [place for place in range(len(columns)) if _is_sum(table, place)])
    for note in annex.notes:
        sheet.line(note)
    sheet.finish()


def _is_sum(table: Table, place: int) -> bool:
    """Whether the total of a column is the sum of the numbers above it, not a figure of its own."""
    numbers = [cell for row in table.rows if isinstance(cell := row[place], int)]
    return bool(numbers) and table.total is not None and table.total[place] == sum(numbers)
