"""The attachments of a document as sheets of a workbook, as the document prints them."""

from typing import Final

from auditor.documents.tree import Annex, Document
from auditor.documents.words import WORDS
from auditor.documents.workbook import Workbook

UNKNOWN_TEXT: Final = WORDS.unknown
"""What a cell says where nobody can say the number; never 0, never empty."""

_PAGE_WIDTH: Final = 88.0
_LANDSCAPE_WIDTH: Final = 130.0


def write_annexes(book: Workbook, document: Document) -> None:
    """One sheet per attachment, as the document prints it."""
    for annex in document.annexes:
        _write_annex(book, document, annex)


def _write_annex(book: Workbook, document: Document, annex: Annex) -> None:
    columns = annex.table.columns
    whole = sum(column.width for column in columns) or 1.0
    page = _LANDSCAPE_WIDTH if annex.landscape else _PAGE_WIDTH
    widths = [max(column.width / whole * page, 2.2 * len(column.label[:3])) for column in columns]
    label = document.label_of(annex)
    sheet = book.add_sheet(book.reserve(f"{label} {annex.title}"), widths, landscape=annex.landscape)
    sheet.foot(annex.title)
    sheet.line(label, "section")
    sheet.line(annex.title, "title")
    sheet.cells([column.label for column in columns], "head")
    sheet.repeat_above()
    aligns = [column.align for column in columns]
    for row in annex.table.rows:
        sheet.cells([UNKNOWN_TEXT if value is None else value for value in row], aligns=aligns)
    if annex.table.total is not None:
        sheet.cells([UNKNOWN_TEXT if value is None else value for value in annex.table.total], "total", aligns)
    for note in annex.notes:
        sheet.line(note)
    sheet.finish()
