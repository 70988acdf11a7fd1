"""Writes a county as a spreadsheet that `read_sheet` reads back without loss."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from auditor.base.errors import unwritable
from auditor.base.files import put_file
from auditor.base.terms import ColumnKind
from auditor.county.model import SWITCH_WORDS, County, DisclosureColumn
from auditor.county.past import past_text
from auditor.sheet.rows import joined_names
from auditor.sheet.words import sheet_words

_COLUMN_FIELDS = (
    "sequence", "name", "unit", "owner", "url", "due", "expect", "kind",
    "exempt_until", "exempt_reason", "remark", "table", "portal",
    "read_rows", "read_title", "read_date", "read_next", "since", "until", "was", "browser", "press",
)  # fmt: skip
_UNIT_FIELDS = ("sequence", "name", "table", "aliases", "since", "until")
_TABLE_FIELDS = ("id", "title", "group")
_WIDTHS = {"sequence": 6, "name": 30, "unit": 26, "url": 52, "remark": 26, "title": 44, "aliases": 30, "content": 60}
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def export_sheet(county: County, path: Path) -> None:
    """Write ``county`` as xlsx; raise `BadInput` where that cannot be done, `DiskFull` for want of room."""
    content = sheet_of(county)
    try:
        put_file(path, content)
    except OSError as error:
        cure = "请检查文件夹是否存在、是否有写入权限；若文件正在 Excel 中打开，请先关闭"
        raise unwritable(path, "", error, cure) from error


def sheet_of(county: County) -> bytes:
    """The county as xlsx: columns, units, attachments and facts, every key of the county file.

    The same county gives the same bytes.
    """
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": _MADE, "title": f"{county.name}栏目清单"})
        sheets = _Sheets(book)
        columns = [_column_cells(number, column) for number, column in enumerate(county.column, 1)]
        sheet = sheets.add("栏目", "column", _COLUMN_FIELDS, columns)
        last = len(columns) + 200
        kinds = {"validate": "list", "source": [kind.label for kind in ColumnKind]}
        sheet.data_validation(1, _COLUMN_FIELDS.index("kind"), last, _COLUMN_FIELDS.index("kind"), kinds)
        sheets.add("单位", "unit", _UNIT_FIELDS, _unit_cells(county))
        tables = [(table.id, table.title, table.group) for table in county.table]
        sheets.add("附件表", "table", _TABLE_FIELDS, tables)
        sheets.add("基本信息", "words", ("item", "content"), _fact_cells(county))
    return buffer.getvalue()


class _Sheets:
    """Writes sheets of text cells; every value is a string, so no cell can become a formula, a number or a link."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._head = book.add_format({"bold": True, "border": 1, "bg_color": "#E7EDF5", "align": "center"})
        self._cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top", "num_format": "@"})
        self._quoted = book.add_format(
            {"border": 1, "text_wrap": True, "valign": "top", "num_format": "@", "quote_prefix": True}
        )

    def add(self, name: str, section: str, fields: Sequence[str], rows: Sequence[Sequence[str]]) -> Worksheet:
        """Add a sheet with the program's own headers."""
        sheet = self._book.add_worksheet(name)
        for position, field in enumerate(fields):
            sheet.set_column(position, position, _WIDTHS.get(field, 14))
            sheet.write_string(0, position, sheet_words().label(section, field), self._head)
        for number, row in enumerate(rows, 1):
            for position, text in enumerate(row):
                risky = text.startswith(("=", "+", "-", "@"))
                sheet.write_string(number, position, text, self._quoted if risky else self._cell)
        sheet.freeze_panes(1, 2 if fields[0] == "sequence" else 1)
        return sheet


def _column_cells(number: int, column: DisclosureColumn) -> Sequence[str]:
    due = "" if column.due is None else "、".join(str(quarter) for quarter in column.due) or "无"
    exempt = column.exempt
    return (
        str(number),
        column.name,
        column.unit or "",
        column.owner,
        column.url,
        due,
        "" if column.expect == 1 else str(column.expect),
        column.kind.label,
        exempt.until.isoformat() if exempt else "",
        exempt.reason if exempt else "",
        column.remark,
        column.table,
        column.portal,
        *((read.rows, read.title, read.date, read.next) if (read := column.read) else ("", "", "", "")),
        column.since.isoformat() if column.since else "",
        column.until.isoformat() if column.until else "",
        past_text(column.was),
        _shown(column.browser) if column.browser else "",
        column.press,
    )


def _unit_cells(county: County) -> list[Sequence[str]]:
    return [
        (
            str(number),
            unit.name,
            unit.table,
            joined_names(unit.aliases),
            unit.since.isoformat() if unit.since else "",
            unit.until.isoformat() if unit.until else "",
        )
        for number, unit in enumerate(county.unit, 1)
    ]


def _fact_cells(county: County) -> list[Sequence[str]]:
    entries = ((section, getattr(county, section)) for section in ("county", "crawl", "schedule", "issue"))
    return [
        (sheet_words().label("facts", f"{section}.{key}"), _shown(getattr(entry, key)))
        for section, entry in entries
        for key in type(entry).model_fields
    ]


def _shown(value: object) -> str:
    return (SWITCH_WORDS.yes if value else SWITCH_WORDS.no) if isinstance(value, bool) else str(value)
