"""Excel files (xlsx) and comma-separated tables: what the sheets show, by a defused parser."""

import csv
import re
import warnings
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from io import BytesIO, StringIO
from itertools import islice
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from auditor.verify.opening import limits
from auditor.verify.opening.assembly import Assembly, Cell
from auditor.verify.opening.zipped import DAMAGE, open_zip, read_entry
from auditor.verify.paper import OpenedPaper
from auditor.verify.wording import WORDS

_MAX_SHEET_BYTES = 40_000_000
_DAMAGE = (*DAMAGE, InvalidFileException, DefusedXmlException, ParseError, LookupError, TypeError, AttributeError,
           AssertionError, ArithmeticError)  # fmt: skip
"""What the spreadsheet library lets through on damaged files."""
_AREA = re.compile(r"(?<![!\w])\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")
_IS_NUMBER = re.compile(r"[+-]?[\d.,]+%?")


def read_xlsx(content: bytes, path: Path) -> OpenedPaper:
    """The shown sheets of a workbook as tables; stored results of formulas are read, formulas are never run.

    Hidden rows and columns are left out, unless a shown formula adds them up: then they belong to what is shown.
    """
    with open_zip(content, path) as archive:
        parts = [entry for entry in archive.infolist() if entry.filename.startswith("xl/")]
        if any(entry.file_size > _MAX_SHEET_BYTES for entry in parts):
            raise limits.unreadable(path, "工作表过大", "请只保留要核对的表")
        sheets = [read_entry(archive, e.filename, path) for e in parts if e.filename.startswith("xl/worksheets/sheet")]
    book = _loaded(content, path, is_computed=True)
    has_formulas = any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
    formulas = _loaded(content, path, is_computed=False) if has_formulas else None
    assembly = Assembly(str(path), "xlsx")
    is_stale = bool(book.calculation and book.calculation.fullCalcOnLoad)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        shown = _OpenedSheet(sheet, formulas[sheet.title] if formulas is not None else None, is_stale=is_stale)
        for rows in _tables(shown.rows()):
            assembly.table(rows, name=WORDS.places.sheet.format(name=sheet.title))
        assembly.is_cut |= shown.is_cut
        if shown.uncomputed:
            assembly.unread.append(WORDS.places.uncomputed.format(name=sheet.title, count=shown.uncomputed))
        assembly.pictures += len(getattr(sheet, "_images", ()))
    return assembly.paper()


def read_csv(text: str, source: str) -> OpenedPaper:
    """A comma-separated (or tab, semicolon) table."""
    assembly = Assembly(source, "txt")
    head = text[:2000]
    mark = max(",;\t", key=head.count)
    rows = list(islice(csv.reader(StringIO(assembly.within(text, limits.MAX_TEXT)), delimiter=mark), limits.MAX_CELLS))
    most = min(max(map(len, rows), default=0), limits.MAX_SPAN)
    cells = [[Cell(cell) for cell in [*row[:most], *[""] * (most - len(row))]] for row in rows]
    for table in _tables(cells):
        assembly.table(table)
    return assembly.paper()


def _loaded(content: bytes, path: Path, *, is_computed: bool) -> Workbook:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(BytesIO(content), data_only=is_computed)
    except _DAMAGE as error:
        raise limits.unreadable(path, "Excel 文件无法解析", "请用办公软件另存为 xlsx 后重试") from error


class _OpenedSheet:
    """One sheet with, where it has any, its formulas."""

    def __init__(self, sheet: Worksheet, formulas: Worksheet | None, *, is_stale: bool) -> None:
        self._sheet, self._formulas, self._is_stale = sheet, formulas, is_stale
        self.uncomputed = 0
        """How many formulas had no stored result that can be trusted."""
        self.is_cut = False
        """Whether the sheet has more rows than are read."""
        self._merged = {
            (area.min_row, area.min_col): (area.size["rows"], area.size["columns"])
            for area in sheet.merged_cells.ranges
            if area.size["columns"] <= limits.MAX_SPAN and area.size["rows"] <= limits.MAX_CELLS
        }
        self._hidden_rows = {n for n, row in sheet.row_dimensions.items() if row.hidden or row.height == 0}
        self._hidden_columns = {
            n
            for column in sheet.column_dimensions.values()
            if column.hidden and column.min and column.max
            for n in range(column.min, min(column.max, limits.MAX_SPAN) + 1)
        }
        if formulas is not None and (self._hidden_rows or self._hidden_columns):
            self._keep_what_is_added_up(formulas)

    def _keep_what_is_added_up(self, formulas: Worksheet) -> None:
        for row in islice(formulas.iter_rows(max_col=limits.MAX_SPAN), limits.MAX_CELLS // 10):
            for cell in row:
                if cell.row in self._hidden_rows or cell.column in self._hidden_columns:
                    continue
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    for match in islice(_AREA.finditer(cell.value), 50):
                        left, top, right, bottom = (edge or 0 for edge in range_boundaries(match[0]))
                        self._hidden_rows -= {n for n in self._hidden_rows if top <= n <= bottom}
                        self._hidden_columns -= {n for n in self._hidden_columns if left <= n <= right}

    def rows(self) -> list[list[Cell]]:
        """The shown cells, row by row."""
        rows, budget = [], limits.MAX_CELLS
        for row in self._sheet.iter_rows(max_col=min(self._sheet.max_column, limits.MAX_SPAN)):
            if row[0].row in self._hidden_rows:
                continue
            rows.append([self._cell(cell) for cell in row if cell.column not in self._hidden_columns])
            budget -= len(row)
            if budget < 0:
                self.is_cut = True
                break
        return rows

    def _cell(self, cell: object) -> Cell:
        row, column = int(getattr(cell, "row", 0)), int(getattr(cell, "column", 0))
        height, width = self._merged.get((row, column), (1, 1))
        height -= sum(1 for n in self._hidden_rows if row < n < row + height)
        width -= sum(1 for n in self._hidden_columns if column < n < column + width)
        value = getattr(cell, "value", None)
        if not value and self._is_formula(row, column) and (value is None or self._is_stale):
            self.uncomputed += 1
            value = None
        return Cell(_shown(value, str(getattr(cell, "number_format", ""))), repeat=(height, width))

    def _is_formula(self, row: int, column: int) -> bool:
        if self._formulas is None:
            return False
        written = self._formulas.cell(row, column).value
        if isinstance(written, str):
            return written.startswith("=")
        return isinstance(written, ArrayFormula | DataTableFormula)


def _tables(rows: Sequence[list[Cell]]) -> Iterator[list[list[Cell]]]:
    """The tables of a sheet: a blank row parts two where what follows opens with a title or with heads."""
    table: list[list[Cell]] = []
    is_after_gap = False
    for row in rows:
        texts = [cell.text.strip() for cell in row if cell.text.strip()]
        if is_after_gap and table and texts and not any(_IS_NUMBER.fullmatch(text) for text in texts):
            yield _trimmed(table)
            table = []
        is_after_gap = not texts
        if texts or table:
            table.append(row)
    if table:
        yield _trimmed(table)


def _trimmed(table: list[list[Cell]]) -> list[list[Cell]]:
    """The table without the blank columns to its right; a line of text above it does not widen it."""
    wide = [row for row in table if sum(1 for cell in row if cell.text.strip()) > 1] or table
    width = max((n + cell.repeat[1] for row in wide for n, cell in enumerate(row) if cell.text.strip()), default=0)
    return [row[:width] for row in table]


def _shown(value: object, number_format: str) -> str:
    """A cell as the reader sees it: whole numbers without decimals, percentages with their sign."""
    if value is None:
        return ""
    if isinstance(value, float):
        if "%" in number_format:
            decimals = len(re.split(r"[^0]", number_format.partition(".")[2])[0])
            return f"{value * 100:.{decimals}f}%"
        return str(int(value)) if value.is_integer() else f"{value:.10g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, int) and not isinstance(value, bool) and "%" in number_format:
        return f"{value * 100}%"
    return str(value)
