"""``tables.xlsx``: the attachments of the circular as a workbook, with the grades and the problems beside them."""

from datetime import datetime
from typing import Final

from auditor.audit.model import Audit, UnitEntry
from auditor.base.words import Words, load_words
from auditor.circular.columns import UnitLine, unit_lines
from auditor.documents.annex_sheets import UNKNOWN_TEXT, write_annexes
from auditor.documents.tree import Align, Document
from auditor.documents.workbook import CellLink, SheetCell, Workbook


class GradesSheet(Words):
    """What stands in the sheet of the grades."""

    sheet: str
    title: str
    heads: dict[str, str]


class ProblemsSheet(Words):
    """What stands in the sheet of the problems."""

    sheet: str
    title: str
    open: str
    none: str
    heads: dict[str, str]


class TablesWords(Words):
    """What stands in the sheets beside the attachments."""

    proposed: str
    grades: GradesSheet
    problems: ProblemsSheet


WORDS = load_words("tables", TablesWords)


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
    ("seq", 6, "center"),
    ("unit", 24, "left"),
    ("group", 14, "left"),
    ("due", 8, "center"),
    ("updated", 8, "center"),
    ("unknown", 8, "center"),
    ("total", 10, "center"),
    ("grade", 20, "left"),
    ("reasons", 46, "left"),
)


def _write_grades(book: Workbook, audit: Audit) -> None:
    has_score = any(unit.score is not None for unit in audit.units)
    columns = (*_GRADE_COLUMNS, ("score", 9.0, "center")) if has_score else _GRADE_COLUMNS
    sheet = book.add_sheet(book.reserve(WORDS.grades.sheet), [width for _, width, _ in columns], landscape=True)
    sheet.foot(WORDS.grades.title.format(county=audit.county, period=audit.span.label))
    sheet.line(WORDS.grades.title.format(county=audit.county, period=audit.span.label), "title")
    sheet.cells([WORDS.grades.heads[name] for name, _, _ in columns], "head")
    sheet.repeat_above()
    sheet.filter_below()
    for number, line in enumerate(unit_lines(audit), 1):
        values: list[SheetCell] = [number, *_grade_cells(audit, line)]
        if has_score:
            values.append(line.unit.score)
        sheet.cells(values, aligns=[align for *_, align in columns])
    sheet.finish()


def _grade_cells(audit: Audit, line: UnitLine) -> list[SheetCell]:
    unit = line.unit
    total = UNKNOWN_TEXT if unit.total is None else unit.total
    updated = UNKNOWN_TEXT if line.updated is None else line.updated
    counts = (len(line.due), updated, line.unknown, total)
    return [unit.name, line.group, *counts, grade_text(audit, unit), "；".join(unit.reasons)]


def grade_text(audit: Audit, unit: UnitEntry) -> str:
    """The printed grade; where a person decided otherwise, the machine's answer beside it."""
    label = audit.label_of(unit.grade)
    return (
        label
        if unit.grade == unit.proposed
        else WORDS.proposed.format(grade=label, proposed=audit.label_of(unit.proposed))
    )


_PROBLEM_COLUMNS: Final[tuple[tuple[str, float, Align], ...]] = (
    ("seq", 6, "center"),
    ("unit", 22, "left"),
    ("column", 24, "left"),
    ("text", 56, "left"),
    ("link", 6, "center"),
    ("address", 40, "left"),
)


def _write_problems(book: Workbook, audit: Audit) -> None:
    sheet = book.add_sheet(
        book.reserve(WORDS.problems.sheet), [width for _, width, _ in _PROBLEM_COLUMNS], landscape=True
    )
    sheet.foot(WORDS.problems.title.format(county=audit.county, period=audit.span.label))
    sheet.line(WORDS.problems.title.format(county=audit.county, period=audit.span.label), "title")
    sheet.cells([WORDS.problems.heads[name] for name, _, _ in _PROBLEM_COLUMNS], "head")
    sheet.repeat_above()
    sheet.filter_below()
    printed = [finding for finding in audit.findings if finding.force in ("grade", "print")]
    for number, finding in enumerate(printed, 1):
        example = finding.items[0] if finding.items else ""
        values: list[SheetCell] = [
            number,
            finding.unit,
            finding.column,
            finding.text,
            CellLink(example, WORDS.problems.open),
            example,
        ]
        sheet.cells(values, aligns=[align for *_, align in _PROBLEM_COLUMNS])
    if not printed:
        sheet.line(WORDS.problems.none)
    sheet.finish()
