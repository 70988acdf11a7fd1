"""Workbooks that print well and hold nothing but what was written: safe cells, legal sheet names, row heights.

Text is always written as text (never formula, number or link by its looks), so a title like ``=1+1`` stays a title.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO
from typing import TYPE_CHECKING, Final, Literal

from auditor.base.chinese import printable
from auditor.base.pattern import pattern
from auditor.documents.tree import Align
from auditor.documents.words import WORDS

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Value = str | int | date | datetime | None
CellStyle = Literal["title", "subtitle", "section", "head", "cell", "total", "note", "fine", "fine head"]

LOCAL_TIME: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
MAX_TEXT: Final = 32_000
"""Longest text in a cell; the format allows 32,767."""
MAX_LINKS: Final = 65_530
"""Links a sheet may hold; later addresses are text."""
_MAX_ADDRESS: Final = 690  # escaped, an address may be three times as long; the format allows 2,079
_MAX_NAME: Final = 31
_MAX_HEIGHT: Final = 408.0
_EARLIEST: Final = date(1900, 3, 1)
_MAX_NUMBER: Final = 10**15

_LOOKS: Final[dict[CellStyle, dict[str, object]]] = {
    "title": {"font_name": WORDS.faces.title, "font_size": 18, "align": "center"},
    "subtitle": {"font_name": WORDS.faces.kai, "font_size": 12, "align": "center"},
    "section": {"font_name": WORDS.faces.hei, "font_size": 12},
    "head": {"font_name": WORDS.faces.hei, "font_size": 11, "align": "center", "border": 1},
    "cell": {"font_name": WORDS.faces.body, "font_size": 11, "border": 1},
    "total": {"font_name": WORDS.faces.hei, "font_size": 11, "border": 1},
    "note": {"font_name": WORDS.faces.body, "font_size": 11},
    "fine": {"font_name": WORDS.faces.body, "font_size": 9, "border": 1},
    "fine head": {"font_name": WORDS.faces.hei, "font_size": 9, "align": "center", "border": 1},
}


@dataclass(frozen=True, slots=True)
class CellLink:
    """An address to click, shown as ``text`` or, without one, as it is; anything but http and https is only text."""

    address: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class CellFile:
    """A file beside the workbook, to be opened with a click: a plain relative path that the program itself chose."""

    path: str


SheetCell = Value | CellLink | CellFile
_LINK = pattern(
    r"https?://[^\s]+$",
    finds=("https://www.chongxin.gov.cn/zwgk/", "HTTP://a"),
    not_in=("ftp://a", "https://a b", "www.gov.cn"),
    seen="addresses of items: what Excel takes for a link",
    flags=re.IGNORECASE,
    way="match",
)


class Workbook:
    """A workbook under construction; `content` closes it. The same calls give the same bytes."""

    def __init__(self, title: str, author: str, created: datetime, mark: str = "") -> None:
        """``created`` carries its time zone; it is the only date the file holds of itself.

        ``mark`` opens every sheet and stands at the head of every printed page.
        """
        self.mark, self.title = printable(mark), printable(title)
        import xlsxwriter  # audits and checks, which stand above, do without

        self._buffer = BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(self._buffer, options)
        properties = {"title": self.title, "author": printable(author)}
        self._book.set_properties({**properties, "created": created.astimezone(UTC).replace(tzinfo=None)})
        self._names: dict[str, str] = {}
        self._formats: dict[tuple[CellStyle, Align | None, str], Format] = {}

    def reserve(self, name: str) -> str:
        """A legal and unused sheet name made from ``name``."""
        legal = re.sub(r"[\[\]:*?/\\]", " ", printable(name)).strip(" '")[:_MAX_NAME].strip(" '") or WORDS.sheet
        if legal.casefold() == "history":
            legal += WORDS.sheet
        candidate, number = legal, 1
        while candidate.casefold() in self._names:
            number += 1
            ending = f"（{number}）"
            candidate = legal[: _MAX_NAME - len(ending)].rstrip(" '") + ending
        self._names[candidate.casefold()] = candidate
        return candidate

    def add_sheet(
        self, reserved: str, widths: Sequence[float], *, landscape: bool = False, printed: int | None = None
    ) -> "WorkbookSheet":
        """A new sheet under a name from `reserve`, with the widths of its columns in characters.

        Of these the first ``printed`` are what goes on paper, by default all.
        """
        return WorkbookSheet(self, self._book.add_worksheet(reserved), widths, landscape, printed or len(widths))

    def look(self, style: CellStyle, align: Align | None = None, number_format: str = "@") -> "Format":
        """The format of a cell; text formats keep text text when someone edits the cell."""
        key = (style, align, number_format)
        if key not in self._formats:
            looks = {"valign": "vcenter", "text_wrap": True, "num_format": number_format, **_LOOKS[style]}
            self._formats[key] = self._book.add_format({**looks, "align": align} if align else looks)
        return self._formats[key]

    def content(self) -> bytes:
        """Close the workbook and give its bytes."""
        self._book.close()
        return self._buffer.getvalue()


class WorkbookSheet:
    """One sheet, written from top to bottom, ready to print on A4."""

    def __init__(
        self, book: Workbook, sheet: "Worksheet", widths: Sequence[float], landscape: bool, printed: int
    ) -> None:
        """Set up the page; ``widths`` fixes the number of columns, of which ``printed`` go on paper."""
        self._book, self._sheet, self._widths, self._printed = book, sheet, tuple(widths), printed
        self._row = self._links = 0
        self._filtered: int | None = None
        self._last: int | None = None
        for number, width in enumerate(self._widths):
            sheet.set_column(number, number, width)
        sheet.set_paper(9)
        sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        if landscape:
            sheet.set_landscape()
        if book.mark:
            sheet.set_header(f'&C&"{WORDS.faces.body}"&9' + book.mark.replace("&", "&&"))
            self.line(book.mark)

    def foot(self, text: str) -> None:
        """Page foot: ``text`` at the left, page x of y at the right."""
        face, pages = f'&"{WORDS.faces.body}"&9', WORDS.foot.format(page="&P", pages="&N")
        self._sheet.set_footer(f"&L{face}{printable(text)[:80].replace('&', '&&')}&R{face}{pages}")

    def line(self, text: str, style: CellStyle = "note", align: Align | None = None) -> None:
        """One text across all columns; below rows that are filtered it ends them."""
        if self._filtered is not None and self._last is None:
            self._last = self._row - 1
        shown, look = _cut(text), self._book.look(style, align)
        size = float(str(_LOOKS[style]["font_size"]))
        if self._printed > 1:
            self._sheet.merge_range(self._row, 0, self._row, self._printed - 1, "", look)
        self._sheet.write_string(self._row, 0, shown, look)
        self._end_row(_lines(shown, sum(self._widths[: self._printed]) * 11 / size) * size * 1.4 + 6)

    def fact(self, label: str, text: SheetCell) -> None:
        """A label in the first two columns and what it is across the others."""
        last = self._printed - 1
        self._sheet.merge_range(self._row, 0, self._row, 1, "", self._book.look("head", "left"))
        self._sheet.write_string(self._row, 0, _cut(label), self._book.look("head", "left"))
        self._sheet.merge_range(self._row, 2, self._row, last, "", self._book.look("cell", "left"))
        shown = _shown(text)
        self._write(2, text, shown, "cell", "left")
        self._end_row(_lines(shown, sum(self._widths[2 : self._printed])) * 15.4 + 5)

    def cells(self, values: Sequence[SheetCell], style: CellStyle = "cell", aligns: Sequence[Align] = ()) -> None:
        """One row of a table; ``aligns`` defaults to the style's own."""
        shown = [_shown(value) for value in values]
        for column, value in enumerate(values):
            self._write(column, value, shown[column], style, aligns[column] if aligns else None)
        size = float(str(_LOOKS[style]["font_size"]))
        widths = self._widths[: self._printed]
        lines = (_lines(text, width * 11 / size) for text, width in zip(shown, widths, strict=False))
        self._end_row(max(lines, default=1) * size * 1.4 + 5, least=size * 1.8)

    def gap(self) -> None:
        """An empty row."""
        self._row += 1

    def repeat_above(self) -> None:
        """Repeat everything written so far on each printed page, and keep it in view when scrolling."""
        self._sheet.repeat_rows(0, self._row - 1)
        self._sheet.freeze_panes(self._row, 0)

    def filter_below(self) -> None:
        """Let the rows that follow be filtered by the head just written."""
        self._filtered = self._row - 1

    def sums(self, values: Sequence[Value], totals: Collection[int], style: CellStyle = "total") -> None:
        """A row below those filtered; in the columns of ``totals`` its value is a formula that follows the filter."""
        first, last = (self._filtered or 0) + 1, self._row - 1
        self._last = last
        digits = self._book.look(style, "center", "0")
        for column, value in enumerate(values):
            if column in totals and isinstance(value, int) and last >= first:
                letter = chr(ord("A") + column)
                formula = f"=SUBTOTAL(9,{letter}{first + 1}:{letter}{last + 1})"
                self._sheet.write_formula(self._row, column, formula, digits, value)
            else:
                self._write(column, value, _shown(value), style, "center")
        self._end_row(20.0)

    def finish(self) -> None:
        """Fix the printed area, and what can be filtered."""
        if self._filtered is not None:
            last = max(self._row - 1 if self._last is None else self._last, self._filtered)
            self._sheet.autofilter(self._filtered, 0, last, len(self._widths) - 1)
        self._sheet.print_area(0, 0, max(self._row - 1, 0), self._printed - 1)

    def _end_row(self, height: float, least: float = 20.0) -> None:
        self._sheet.set_row(self._row, min(max(height, least), _MAX_HEIGHT))
        self._row += 1

    def _write(self, column: int, value: SheetCell, shown: str, style: CellStyle, align: Align | None) -> None:
        sheet, row, look = self._sheet, self._row, self._book.look
        match value:
            case CellLink(address) if self._can_link(address):
                self._links += 1
                sheet.write_url(row, column, address, look(style, align), shown)
            case CellFile(path):
                sheet.write_url(row, column, f"external:{path}", look(style, align), shown)
            case CellLink(_, text) if text:
                sheet.write_blank(row, column, None, look(style, align))
            case datetime() if value.date() >= _EARLIEST:
                sheet.write_datetime(row, column, local_time(value), look(style, align, "yyyy-mm-dd hh:mm"))
            case date() if not isinstance(value, datetime) and value >= _EARLIEST:
                sheet.write_datetime(row, column, value, look(style, align, "yyyy-mm-dd"))
            case int() if abs(value) < _MAX_NUMBER:
                sheet.write_number(row, column, value, look(style, align, "0"))
            case None | "":
                sheet.write_blank(row, column, None, look(style, align))
            case _:
                sheet.write_string(row, column, shown, look(style, align))

    def _can_link(self, address: str) -> bool:
        return (
            _LINK.match(address) is not None
            and printable(address) == address
            and len(address) <= _MAX_ADDRESS
            and self._links < MAX_LINKS
        )


def local_time(moment: datetime) -> datetime:
    """The moment as a clock in the office shows it; moments without a zone are taken as they stand."""
    return moment.astimezone(LOCAL_TIME).replace(tzinfo=None) if moment.tzinfo else moment


def _shown(value: SheetCell) -> str:
    match value:
        case None:
            return ""
        case CellLink(address, text):
            return _cut(text or address)
        case CellFile(path):
            return path
        case datetime():
            return f"{local_time(value):%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case _:
            return _cut(str(value))


def _cut(text: str) -> str:
    line = printable(text)
    return line if len(line) <= MAX_TEXT else line[: MAX_TEXT - 1] + "…"


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column so wide; a full-width character is two Latin ones and a bit.

    In whole hundredths: sums of fractions differ between versions of Python.
    """
    wide = len(text) - len(text.encode("latin-1", "ignore"))
    needed = 110 * len(text) + 105 * wide
    return max(1, -(-(needed // 10) // max(int(width * 10), 1)))
