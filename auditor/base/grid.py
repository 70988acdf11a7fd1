"""Files of cells to plain grids: xlsx, csv, tsv and text pasted from a spreadsheet, all bounded in size.

Merged cells are filled downwards, links behind cells are kept, error values stay visible as such.
"""

import csv
import io
import re
import warnings
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from lzma import LZMAError
from pathlib import Path
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError
from zipfile import BadZipFile, ZipFile

import openpyxl
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from auditor.base.errors import BadInput
from auditor.base.pattern import pattern

MAX_FILE_BYTES = 10_000_000
MAX_UNPACKED_BYTES = 60_000_000
MAX_RATIO = 300
MAX_MEMBERS = 2_000
MAX_SHEETS = 60
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_CELL = 4_000

_BROKEN = (
    InvalidFileException,
    BadZipFile,
    DefusedXmlException,
    ParseError,
    zlib.error,
    LZMAError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""All that a spreadsheet library raises on a damaged file."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_ERROR_VALUES = ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!")
_HYPERLINK = pattern(
    r'HYPERLINK\(\s{0,9}"([^"]{1,2000})"',
    finds={'HYPERLINK("http://a.gov.cn/","栏目")': "http://a.gov.cn/", 'hyperlink( "/zwgk/")': "/zwgk/"},
    not_in=("SUM(A1:A3)", "HYPERLINK(A1)"),
    seen="Excel's function HYPERLINK",
    flags=re.IGNORECASE,
    way="match",
)


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: its text as printed, and the address its link leads to."""

    text: str = ""
    link: str = ""

    @property
    def is_error(self) -> bool:
        """Whether the cell shows a formula's error."""
        return self.text in _ERROR_VALUES


@dataclass(frozen=True, slots=True)
class SheetGrid:
    """One sheet; ``name`` is empty for text files."""

    name: str
    rows: tuple[tuple[GridCell, ...], ...]
    hidden: frozenset[int] = frozenset()
    """Rows that nobody sees: hidden by hand, by a filter or in a folded group."""
    hidden_columns: frozenset[int] = frozenset()
    is_text: bool = False
    """Whether the cells came as text: links are gone, and merged cells are blanks below the first."""

    def where(self, row: int, column: int) -> str:
        """The address of a cell as a spreadsheet prints it; indexes count from 0."""
        cell = f"{get_column_letter(column + 1)}{row + 1}"
        return f"{self.name}!{cell}" if self.name else cell


def read_grids(path: Path) -> tuple[tuple[SheetGrid, ...], tuple[str, ...]]:
    """The visible sheets of a file with something in them, and notes on what was left out.

    Raises `BadInput` where the file cannot be read as a table.
    """
    return grids_of(path, _read_bytes(path))


def grids_of(path: Path, content: bytes) -> tuple[tuple[SheetGrid, ...], tuple[str, ...]]:
    """The same of a file's content, which is called ``path`` where it is complained of."""
    if len(content) > MAX_FILE_BYTES:
        _refuse(path, "文件过大", f"表格不应超过 {MAX_FILE_BYTES // 1_000_000} MB")
    if not content.strip():
        _refuse(path, "文件是空的", "请检查文件")
    if content.startswith(b"PK\x03\x04"):
        return _read_workbook(path, content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        _refuse(path, "是旧版 .xls、.et 表格，或设了打开密码", "请用 Excel 或 WPS 另存为不加密的 .xlsx 后重试")
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        _refuse(path, "是网页格式的文件，不是表格", "请用 Excel 或 WPS 打开后另存为 .xlsx")
    return (text_grid(_decode(path, content), path),), ()


def text_grid(text: str, path: Path = Path("粘贴的内容")) -> SheetGrid:
    """The cells of comma- or tab-separated text, as pasted from a spreadsheet or saved by it."""
    if len(text) > MAX_FILE_BYTES:
        _refuse(path, "内容过大", f"不应超过 {MAX_FILE_BYTES // 1_000_000} MB")
    first_lines = "\n".join(text.split("\n", 20)[:20])
    mark = "\t" if "\t" in first_lines else max(",;，", key=first_lines.count)
    rows: list[tuple[GridCell, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            if len(rows) >= MAX_ROWS:
                _refuse(path, f"超过 {MAX_ROWS} 行", "请删去多余的行")
            rows.append(tuple(GridCell(_shown(value)) for value in row[:MAX_COLUMNS]))
    except csv.Error as error:
        raise BadInput.one(path, f"第{len(rows) + 1}行", "引号不成对，或单元格过长", "请核对该行") from error
    return SheetGrid("", tuple(rows), is_text=True)


def _refuse(path: Path, what: str, cure: str) -> NoReturn:
    raise BadInput.one(path, "", what, cure)


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise BadInput.one(path, "", "找不到文件", "请检查路径") from error
    except IsADirectoryError as error:
        raise BadInput.one(path, "", "这是文件夹，不是文件", "请给出 .xlsx 或 .csv 文件的路径") from error
    except (OSError, ValueError) as error:
        raise BadInput.one(path, "", "无法读取", "请检查文件权限；若正在 Excel 中打开，请先关闭") from error
    return content


def _decode(path: Path, content: bytes) -> str:
    charsets = ["utf-16"] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for charset in charsets:
        try:
            text = content.decode(charset)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    _refuse(path, "不是表格文件，或文字编码无法识别", "请另存为 .xlsx，或 UTF-8 编码的 .csv")


def _read_workbook(path: Path, content: bytes) -> tuple[tuple[SheetGrid, ...], tuple[str, ...]]:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            _check_size(path, archive, len(content))
            if "xl/workbook.xml" not in archive.namelist():
                _refuse(path, "不是 .xlsx 表格", "请用 Excel 或 WPS 另存为 .xlsx")
            return _sheets(path, content, archive)
    except _BROKEN as error:
        raise BadInput.one(path, "", "表格文件已损坏或不完整", "请用 Excel 或 WPS 打开后另存为 .xlsx") from error


def _check_size(path: Path, archive: ZipFile, packed: int) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_RATIO * packed:
        _refuse(path, "展开后过大，可能不是正常的表格", "请把栏目清单复制到一个新表格中再导入")


def _sheets(path: Path, content: bytes, archive: ZipFile) -> tuple[tuple[SheetGrid, ...], tuple[str, ...]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns of styles and controls it does not keep
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        parts = _sheet_parts(archive)
        grids, notes = [], []
        for sheet in book.worksheets[:MAX_SHEETS]:
            title = str(sheet.title)
            if sheet.sheet_state != "visible":
                notes.append(f"工作表“{title}”是隐藏的，未导入")
                continue
            rows = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS, values_only=True)
            cells = [[_shown(value) for value in row] for row in rows]
            while cells and not any(cells[-1]):
                cells.pop()
            if len(cells) > MAX_ROWS:
                _refuse(path, f"工作表“{title}”超过 {MAX_ROWS} 行", "请删去多余的行")
            if cells:
                grids.append(_filled(title, cells, *_extras(archive, parts.get(title, ""))))
        book.close()
    return tuple(grids), tuple(notes)


def _shown(value: object) -> str:
    """A value as a person reads it in the cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and value.time().isoformat() == "00:00:00":
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").strip()[:MAX_CELL]


def _filled(
    name: str,
    cells: list[list[str]],
    merged: Sequence[str],
    links: dict[tuple[int, int], str],
    hidden: frozenset[int],
    hidden_columns: frozenset[int],
) -> SheetGrid:
    """The grid with merged cells filled downwards."""
    for reference in merged:
        left, top, _, bottom = range_boundaries(reference)
        if not isinstance(left, int) or not isinstance(top, int) or not isinstance(bottom, int):
            continue
        for row in range(top, min(bottom, len(cells))):
            if top <= len(cells) and left <= len(cells[row]) and left <= len(cells[top - 1]):
                cells[row][left - 1] = cells[top - 1][left - 1]
                links.setdefault((row, left - 1), links.get((top - 1, left - 1), ""))
    return SheetGrid(
        name,
        tuple(
            tuple(GridCell(text, links.get((number, position), "")) for position, text in enumerate(row))
            for number, row in enumerate(cells)
        ),
        hidden,
        hidden_columns,
    )


def _sheet_parts(archive: ZipFile) -> dict[str, str]:
    """Which part of the package each sheet is, by title."""
    targets = _relations(archive, "xl/_rels/workbook.xml.rels")
    parts = {}
    for element in _elements(archive, "xl/workbook.xml"):
        if element.tag == f"{_MAIN}sheet":
            target = targets.get(element.get(f"{_LINKS}id", ""), "")
            parts[element.get("name", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    return parts


def _relations(archive: ZipFile, part: str) -> dict[str, str]:
    if part not in archive.namelist():
        return {}
    found = (element for element in _elements(archive, part) if element.tag == f"{_PACKAGE}Relationship")
    return {element.get("Id", ""): element.get("Target", "") for element in found}


def _extras(
    archive: ZipFile, part: str
) -> tuple[list[str], dict[tuple[int, int], str], frozenset[int], frozenset[int]]:
    """Merged ranges, links, hidden rows and columns of one sheet; the library's read-only mode leaves them out."""
    merged: list[str] = []
    links: dict[tuple[int, int], str] = {}
    hidden: set[int] = set()
    columns: set[int] = set()
    if part not in archive.namelist():
        return merged, links, frozenset(), frozenset()
    folder, _, name = part.rpartition("/")
    targets = _relations(archive, f"{folder}/_rels/{name}.rels")
    for element in _elements(archive, part):
        address = ""
        if element.tag == f"{_MAIN}mergeCell" and len(merged) < MAX_ROWS:
            merged.append(element.get("ref", ""))
        elif element.tag == f"{_MAIN}row" and _is_hidden(element):
            hidden.add(int(element.get("r", "0")) - 1)
        elif element.tag == f"{_MAIN}col" and _is_hidden(element):
            last = min(int(element.get("max", "0")), MAX_COLUMNS)
            columns.update(range(int(element.get("min", "1")) - 1, last))
        elif element.tag == f"{_MAIN}hyperlink":
            address = targets.get(element.get(f"{_LINKS}id", ""), "")
        elif element.tag == f"{_MAIN}c":
            formula = _HYPERLINK.match((element.findtext(f"{_MAIN}f") or "").strip())
            address = formula[1] if formula else ""
        if address:
            left, top, *_ = range_boundaries(element.get("ref") or element.get("r") or "A1")
            links[int(top or 1) - 1, int(left or 1) - 1] = address
    return merged, links, frozenset(hidden), frozenset(columns)


def _is_hidden(element: Element) -> bool:
    return element.get("hidden") in ("1", "true")


def _elements(archive: ZipFile, part: str) -> Iterator[Element]:
    with archive.open(part) as file:
        for _, element in iterparse(file, forbid_dtd=True):
            yield element
            if element.tag in (f"{_MAIN}row", f"{_MAIN}c"):
                element.clear()
