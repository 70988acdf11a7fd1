"""``tables.xlsx``: the attachments of the circular as a workbook, with the grades and the problems beside them."""

from datetime import datetime
from typing import Final

from auditor.audit.model import Audit, UnitEntry
from auditor.circular.columns import UnitLine, unit_lines
from auditor.documents.annex_sheets import UNKNOWN_TEXT, write_annexes
from auditor.documents.tree import Document
from auditor.documents.workbook import Align, Cell, CellLink, Workbook


def render_tables_xlsx(document: Document, audit: Audit, *, created: datetime) -> bytes:
    """One sheet per attachment, then 单位评定 and 存在问题; same input, same bytes.

    ``created`` carries its time zone and is the only date the file holds of itself.
    """
    book = Workbook(document.title, document.signature, created, document.every_page)
    write_annexes(book, document)
    _write_grades(book, audit)
    _write_problems(book, audit)
    return book.content()


_GRADE_COLUMNS: Final[tuple[tuple[str, float, Align], ...]] = (
    ("序号", 6, "center"),
    ("单位", 24, "left"),
    ("组别", 14, "left"),
    ("应更新栏目", 8, "center"),
    ("达到要求", 8, "center"),
    ("未能核查", 8, "center"),
    ("公开条数", 10, "center"),
    ("评定", 20, "left"),
    ("依据", 46, "left"),
)


def _write_grades(book: Workbook, audit: Audit) -> None:
    has_score = any(unit.score is not None for unit in audit.units)
    columns = (*_GRADE_COLUMNS, ("得分", 9.0, "center")) if has_score else _GRADE_COLUMNS
    sheet = book.add_sheet(book.reserve("单位评定"), [width for _, width, _ in columns], landscape=True)
    sheet.foot(f"{audit.county}{audit.span.label}单位评定")
    sheet.line(f"{audit.county}{audit.span.label}单位评定", "title")
    sheet.cells([label for label, _, _ in columns], "head")
    sheet.repeat_above()
    for number, line in enumerate(unit_lines(audit), 1):
        values: list[Cell] = [number, *_grade_cells(audit, line)]
        if has_score:
            values.append(line.unit.score)
        sheet.cells(values, aligns=[align for *_, align in columns])
    sheet.finish()


def _grade_cells(audit: Audit, line: UnitLine) -> list[Cell]:
    unit = line.unit
    total = UNKNOWN_TEXT if unit.total is None else unit.total
    counts = (len(line.due), line.updated, line.unknown, total)
    return [unit.name, line.group, *counts, grade_text(audit, unit), "；".join(unit.reasons)]


def grade_text(audit: Audit, unit: UnitEntry) -> str:
    """The printed grade; where a person decided otherwise, the machine's answer beside it."""
    label = audit.label_of(unit.grade)
    return label if unit.grade == unit.proposed else f"{label}（系统建议：{audit.label_of(unit.proposed)}）"


_PROBLEM_COLUMNS: Final[tuple[tuple[str, float, Align], ...]] = (
    ("序号", 6, "center"),
    ("单位", 22, "left"),
    ("栏目", 24, "left"),
    ("情况", 56, "left"),
    ("链接", 6, "center"),
    ("例证地址", 40, "left"),
)


def _write_problems(book: Workbook, audit: Audit) -> None:
    sheet = book.add_sheet(book.reserve("存在问题"), [width for _, width, _ in _PROBLEM_COLUMNS], landscape=True)
    sheet.foot(f"{audit.county}{audit.span.label}存在问题")
    sheet.line(f"{audit.county}{audit.span.label}存在问题", "title")
    sheet.cells([label for label, _, _ in _PROBLEM_COLUMNS], "head")
    sheet.repeat_above()
    printed = [finding for finding in audit.findings if finding.force in ("grade", "print")]
    for number, finding in enumerate(printed, 1):
        example = finding.items[0] if finding.items else ""
        values: list[Cell] = [number, finding.unit, finding.column, finding.text, CellLink(example, "打开"), example]
        sheet.cells(values, aligns=[align for *_, align in _PROBLEM_COLUMNS])
    if not printed:
        sheet.line("本次核查未发现需要通报的问题。")
    sheet.finish()
