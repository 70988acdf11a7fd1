"""Word (docx) and Excel (xlsx) files: text and tables only, by defused parsers."""

import re
import warnings
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError
from zipfile import BadZipFile

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from auditor.verify.opening import limits
from auditor.verify.opening.assembly import Assembly, Cell
from auditor.verify.opening.zipped import open_zip, read_entry
from auditor.verify.paper import Paper

_W = re.compile(r"\{http://(?:schemas\.openxmlformats\.org|purl\.oclc\.org)/[^}]*wordprocessing(?:ml/2006/)?[^}]*\}")
_MAX_SHEET_BYTES = 40_000_000


def read_docx(content: bytes, path: Path) -> Paper:
    """The paragraphs and tables of a docx in order; deleted text, headers and footers are left out."""
    with open_zip(content, path) as archive:
        xml = read_entry(archive, "word/document.xml", path)
    try:
        root = fromstring(xml)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise limits.unreadable(path, "Word 正文无法解析", "请用办公软件另存为 docx 后重试") from error
    assembly = Assembly(str(path), "docx")
    body = next((child for child in root if _tag(child) == "body"), root)
    try:
        for block in _blocks(body):
            if _tag(block) == "tbl":
                assembly.table(_word_rows(block))
            else:
                for piece in _text(block).split("\n"):
                    assembly.line(piece)
    except RecursionError as error:
        raise limits.unreadable(path, "Word 正文嵌套过深", "这不像是正常的公文，请核对来源") from error
    return assembly.paper()


def _tag(element: Element) -> str:
    return _W.sub("", element.tag) if isinstance(element.tag, str) else ""


def _blocks(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables in order, also those inside content controls and tracked insertions."""
    for child in parent:
        tag = _tag(child)
        if tag in ("p", "tbl"):
            yield child
        elif tag in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
            yield from _blocks(child)


def _text(element: Element) -> str:
    """The visible text of a paragraph; line breaks kept, fallbacks and deletions skipped."""
    pieces: list[str] = []
    for child in element:
        tag = _tag(child)
        if tag == "t":
            pieces.append(child.text or "")
        elif tag in ("br", "cr"):
            pieces.append("\n")
        elif tag == "tab":
            pieces.append(" ")
        elif tag not in ("del", "pPr", "rPr", "instrText", "moveFrom") and not child.tag.endswith("}Fallback"):
            pieces.append(_text(child))
    return "".join(pieces)


def _word_rows(table: Element) -> list[list[Cell]]:
    """Rows of cells with their spans; a vertically continued cell is marked so."""
    rows = []
    for row in _rows(table):
        cells = []
        for cell in (child for child in row if _tag(child) == "tc"):
            properties = {_tag(item): item for item in cell.iter() if _tag(item) in ("gridSpan", "vMerge")}
            span = _value(properties["gridSpan"]) if "gridSpan" in properties else "1"
            continued = "vMerge" in properties and _value(properties["vMerge"]) != "restart"
            text = " ".join(_text(part) for part in cell if _tag(part) == "p")
            width = min(int(span), limits.MAX_SPAN) if span.isdecimal() else 1
            cells.append(Cell(text, columns=width, continues_above=continued))
        rows.append(cells)
    return rows


def _rows(parent: Element) -> Iterator[Element]:
    """The table's own rows, also those inside content controls, not those of a table within."""
    for child in parent:
        tag = _tag(child)
        if tag == "tr":
            yield child
        elif tag in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _rows(child)


def _value(element: Element) -> str:
    return next((value for name, value in element.attrib.items() if name.endswith("val")), "")


def read_xlsx(content: bytes, path: Path) -> Paper:
    """The sheets of a workbook as tables; stored results of formulas are read, formulas are never run."""
    with open_zip(content, path) as archive:
        if any(e.filename.startswith("xl/") and e.file_size > _MAX_SHEET_BYTES for e in archive.infolist()):
            raise limits.unreadable(path, "工作表过大", "请只保留要核对的表")
        assembly = Assembly(str(path), "xlsx")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                book = load_workbook(BytesIO(content), data_only=True)
        except (InvalidFileException, BadZipFile, DefusedXmlException, ParseError, *_DAMAGE) as error:
            raise limits.unreadable(path, "Excel 文件无法解析", "请用办公软件另存为 xlsx 后重试") from error
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            assembly.table(_sheet_rows(sheet), name=f"工作表“{sheet.title}”")
    return assembly.paper()


_DAMAGE = (KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, EOFError)
"""What the spreadsheet library lets through on damaged files."""


def _sheet_rows(sheet: Worksheet) -> list[list[Cell]]:
    merged = {}
    for area in sheet.merged_cells.ranges:
        if area.size["columns"] <= limits.MAX_SPAN and area.size["rows"] <= limits.MAX_CELLS:
            merged[(area.min_row, area.min_col)] = (area.size["rows"], area.size["columns"])
    rows, budget = [], limits.MAX_CELLS
    for row in sheet.iter_rows(max_col=min(sheet.max_column, limits.MAX_SPAN)):
        cells: list[Cell] = []
        for cell in row:
            height, width = merged.get((cell.row or 0, cell.column or 0), (1, 1))
            shown = _shown(cell.value, str(cell.number_format or ""))
            cells.append(Cell(shown, 1, 1, repeat=(height, width)))
        rows.append(cells)
        budget -= len(cells)
        if budget < 0:
            break
    return rows


def _shown(value: object, number_format: str) -> str:
    """A cell as the reader sees it: whole numbers without decimals, percentages with their sign."""
    if value is None:
        return ""
    if isinstance(value, float):
        if "%" in number_format:
            decimals = len(re.sub(r"^[^.]*\.?|[^0].*$", "", number_format))
            return f"{value * 100:.{decimals}f}%"
        return str(int(value)) if value.is_integer() else f"{value:.10g}"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, int) and not isinstance(value, bool) and "%" in number_format:
        return f"{value * 100}%"
    return str(value)
