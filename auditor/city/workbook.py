"""``rollup.xlsx``: the counties of a city side by side, to be filtered, sorted and printed."""

from datetime import datetime
from typing import Final

from auditor.city.rollup import WORDS, RollUp
from auditor.documents.tree import Align
from auditor.documents.workbook import SheetCell, Workbook

_WIDTHS: Final = (14, 8, 8, 10, 10, 10, 12, 16, 9, 11, 40, 34)
_ALIGNS: Final[tuple[Align, ...]] = ("left", *(("center",) * 9), "left", "left")


def render_rollup_xlsx(rolled: RollUp, issuer: str, *, created: datetime) -> bytes:
    """One sheet; same figures and ``created`` (with time zone), same bytes."""
    title = WORDS.title.format(city=rolled.city, period=rolled.period.label, called=rolled.called)
    book = Workbook(title, issuer, created)
    sheet = book.add_sheet(book.reserve(WORDS.heads["name"].format(called=rolled.called)), _WIDTHS, landscape=True)
    sheet.foot(title)
    sheet.line(title, "title")
    sheet.cells(list(rolled.heads), "head")
    sheet.repeat_above()
    sheet.filter_below()
    for line in rolled.lines:
        cells: list[SheetCell] = [int(cell) if str(cell).isdecimal() else cell for cell in line.cells]
        sheet.cells(cells, aligns=_ALIGNS)
    sheet.cells(list(rolled.sums), "total", _ALIGNS)
    for note in WORDS.notes:
        sheet.line(note.format(called=rolled.called))
    sheet.finish()
    return book.content()
