"""What goes with the circular: 整改告知单 for each unit, one page for the leader, the ledger; and what goes before it:
the letter by which a unit is asked what it has to say."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from auditor.audit.grade.measure import REST
from auditor.audit.model import Audit, ItemEntry, RowEntry, UnitEntry
from auditor.base.chinese import chinese_date, listed, printable, within
from auditor.base.settings import safe_name
from auditor.base.words import Words, load_words
from auditor.circular.columns import unit_lines
from auditor.circular.content import preview_note
from auditor.circular.context import called_in, compared_totals, deadlines, printed_findings, state_words
from auditor.circular.evidence import render_unit_evidence
from auditor.circular.grounds import told_of
from auditor.circular.printing import created_at, signing_day
from auditor.circular.themes import faults_of_unit
from auditor.documents.annex_sheets import UNKNOWN_TEXT
from auditor.documents.fonts import Faces, choose_faces
from auditor.documents.tree import Align, Document, Paragraph, Span, Style, Table, TableColumn
from auditor.documents.workbook import CellLink, SheetCell, Workbook, local_time
from auditor.documents.writing import Printed, render_texts, write_files

NOTICES = "notices.zip"
ASKING = "hearing.zip"
LEDGER = "ledger.xlsx"
PAPER_NAMES = (NOTICES, "brief.docx", "brief.pdf", LEDGER)
"""What `render_papers` gives; the PDF is missing where no PDF can be made."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MOST_COLUMNS = 6
_MOST_FAULTS = 3
_FAULT_LENGTH = 90
_BAR = 10


class NoticeWords(Words):
    """The words of a notice to one unit."""

    title: str
    opening: str
    reasons: str
    measure: str
    grade_measure: str
    score: str
    columns: str
    total: str
    total_partial: str
    total_unknown: str
    more: str
    faults: str
    fault: str
    more_faults: str
    demand: str
    unread: str
    slip: str
    slip_line: str
    slip_signed: str
    draft: str
    folder: str
    paper: str
    evidence: str
    heads: dict[str, str]


class RunningWords(Words):
    """What a notice says instead while the period runs: what is still missing, no grade and nothing to answer for."""

    paper: str
    title: str
    opening: str
    reasons: str
    demand: str
    unread: str


class AskingWords(Words):
    """What a letter says instead that asks a unit about a draft."""

    paper: str
    title: str
    opening: str
    reasons: str
    demand: str
    mailed: str
    salutation: str
    draft: str
    slip: str
    slip_line: str
    slip_signed: str


class BriefWords(Words):
    """The words of the leader's page."""

    title: str
    totals: str
    change: str
    same: str
    unknown: str
    repeated: str
    no_repeated: str
    faults: str
    fault: str
    no_faults: str
    bar: str
    heads: dict[str, str]


class LedgerWords(Words):
    """The words of the ledger."""

    title: str
    items: str
    columns: str
    total: str
    counted: str
    undated: str
    excluded: str
    open: str
    not_due: str
    exempt: str
    item_heads: dict[str, str]
    column_heads: dict[str, str]


class PaperWords(Words):
    """The words of all papers that go with the circular."""

    about: dict[str, str]
    notice: NoticeWords
    running: RunningWords
    asking: AskingWords
    brief: BriefWords
    ledger: LedgerWords


WORDS = load_words("unit_papers", PaperWords)


def print_papers(audit: Audit, out: Path, *, fonts: Path | None = None) -> Printed:
    """Write the papers that go with a circular into ``out``: either all of them or none."""
    faces = choose_faces(fonts)
    contents, notices = render_papers(audit, faces)
    return write_files(contents, out, (*faces.notices, *notices))


@dataclass(frozen=True, slots=True)
class Asking:
    """When a draft goes to the units, and until when they may answer."""

    sent_on: date
    due: date


def print_letters(audit: Audit, asking: Asking, out: Path, *, fonts: Path | None = None) -> Printed:
    """Write what every unit is sent of a draft into one archive in ``out``."""
    faces = choose_faces(fonts)
    archive, told = render_letters(audit, asking, faces)
    return write_files({ASKING: archive}, out, tuple(dict.fromkeys((*faces.notices, *told))))


def render_letters(audit: Audit, asking: Asking, faces: Faces) -> tuple[bytes, tuple[str, ...]]:
    """What every unit is sent of a draft, a folder each, and notices."""
    letters = {unit.name: render_letter(audit, unit, asking, faces) for unit in audit.units}
    archive = _folders({unit: files for unit, (files, _) in letters.items()})
    return archive, tuple(notice for _, notices in letters.values() for notice in notices)


def render_letter(
    audit: Audit, unit: UnitEntry, asking: Asking, faces: Faces
) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
    """What one unit is sent of a draft, by file name, and notices: the letter with the form to answer, the working
    papers."""
    created = created_at(audit)
    papers, told = _word_and_pdf(asking_document(audit, unit, asking), WORDS.asking.paper, created, faces)
    return {**papers, **_evidence(audit, unit, created)}, told


def render_papers(audit: Audit, faces: Faces) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
    """The papers by file name, and notices; the same audit gives the same bytes."""
    created = created_at(audit)
    brief, notices = _word_and_pdf(brief_document(audit), "brief", created, faces)
    archive, told = _notices(audit, created, faces)
    contents = {NOTICES: archive, **brief, LEDGER: render_ledger(audit, created=created)}
    return contents, tuple(dict.fromkeys((*notices, *told)))


def noticed_units(audit: Audit) -> tuple[UnitEntry, ...]:
    """The units that have something to put right: a printed finding, a column known to have too few items, or a grade
    whose units must rectify.
    """
    found = {finding.unit for finding in printed_findings(audit)}

    def is_told(unit: UnitEntry) -> bool:
        is_short = any(row.is_short for row in audit.rows_of(unit))
        return audit.must_rectify(unit.grade) or unit.name in found or is_short

    return tuple(unit for unit in audit.units if is_told(unit))


def _notices(audit: Audit, created: datetime, faces: Faces) -> tuple[bytes, tuple[str, ...]]:
    files, told = dict[str, Mapping[str, bytes]](), list[str]()
    for unit in noticed_units(audit):
        files[unit.name], notices = _unit_files(audit, unit, created, faces, noticed=True)
        told += notices
    return _folders(files), tuple(told)


def _folders(files: Mapping[str, Mapping[str, bytes]]) -> bytes:
    """An archive of a numbered folder for each unit."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (unit, contents) in enumerate(files.items(), 1):
            folder = safe_name(WORDS.notice.folder.format(number=f"{number:02}", unit=unit))
            for name, content in contents.items():
                entry = zipfile.ZipInfo(f"{folder}/{name}", _EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, content)
    return buffer.getvalue()


def render_unit_files(audit: Audit, unit: UnitEntry, faces: Faces) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
    """What goes to one unit, by file name, and notices: its working papers, and a notice where it has to act."""
    return _unit_files(audit, unit, created_at(audit), faces, noticed=unit in noticed_units(audit))


def _unit_files(
    audit: Audit, unit: UnitEntry, created: datetime, faces: Faces, *, noticed: bool
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    paper = WORDS.running.paper if preview_note(audit) else WORDS.notice.paper
    papers, told = _word_and_pdf(notice_document(audit, unit), paper, created, faces) if noticed else ({}, ())
    return {**papers, **_evidence(audit, unit, created)}, told


def _evidence(audit: Audit, unit: UnitEntry, created: datetime) -> dict[str, bytes]:
    evidence = render_unit_evidence(audit, unit, f"{unit.name}{WORDS.notice.evidence}", created=created)
    return {f"{WORDS.notice.evidence}.xlsx": evidence}


def _word_and_pdf(
    document: Document, stem: str, created: datetime, faces: Faces
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    texts, notices = render_texts(document, stem, created=created, faces=faces)
    return {name: content for name, content in texts.items() if not name.endswith(".html")}, notices


def notice_document(audit: Audit, unit: UnitEntry) -> Document:
    """The notice to one unit: grade and grounds, its columns, its faults with an example, the deadline, a receipt.

    While the period runs it says what is still missing, and by when, and asks for nothing else.
    """
    words, period, inspector = WORDS.notice, audit.span.label, audit.facts.inspector or audit.facts.issuer
    running = preview_note(audit)
    told: NoticeWords | RunningWords = WORDS.running if running else words
    deadline = chinese_date(deadlines(audit, signing_day(audit), audit.pack.layout)[0])
    asked = [_paragraph(told.demand.format(deadline=deadline, inspector=inspector))]
    if unread := [row for row in audit.rows_of(unit) if row.count is None]:
        names = "".join(f"“{printable(row.column)}”" for row in unread)
        asked += [_paragraph(told.unread.format(columns=names, deadline=deadline, inspector=inspector))]
    slip = (words.slip, words.slip_line.format(inspector=inspector, period=period), words.slip_signed)
    return replace(
        _unit_document(audit, unit, told, asked),
        signed_on=signing_day(audit),
        draft_note=_draft_note(audit),
        slip=() if running else slip,
    )


def asking_document(audit: Audit, unit: UnitEntry, asking: Asking) -> Document:
    """The letter that asks one unit about a draft: the grade proposed and its grounds, what was found, its columns,
    until when it may answer, and the form to do so."""
    words, period, inspector = WORDS.asking, audit.span.label, audit.facts.inspector or audit.facts.issuer
    asked = [_paragraph(words.demand.format(due=chinese_date(asking.due), inspector=inspector))]
    return replace(
        _unit_document(audit, unit, words, asked),
        signed_on=asking.sent_on,
        draft_note=words.draft,
        slip=(
            words.slip,
            words.slip_line.format(inspector=inspector, period=period, called=called_in(audit)),
            words.slip_signed,
        ),
    )


def _unit_document(
    audit: Audit, unit: UnitEntry, told: NoticeWords | RunningWords | AskingWords, asked: Sequence[Paragraph]
) -> Document:
    """What is told one unit of itself, in these words, and what it is ``asked``; without date, note and slip."""
    words, period, inspector = WORDS.notice, audit.span.label, audit.facts.inspector or audit.facts.issuer
    running = preview_note(audit)
    found = [finding for finding in printed_findings(audit) if finding.unit == unit.name]
    rows = sorted(audit.rows_of(unit), key=lambda row: (not row.is_short, row.count is not None))
    shown = sorted(rows[:_MOST_COLUMNS], key=lambda row: row.seq)
    why = "；".join(reason.rstrip("。") for reason in unit.reasons) if running else told_of(audit, unit)
    reasons = told.reasons.format(reasons=why) + ("" if running else _measure(audit, unit))
    score = words.score.format(score=unit.score) if unit.score is not None else ""
    grade = audit.label_of(unit.grade)
    opening = told.opening.format(
        inspector=inspector,
        period=period,
        grade=grade,
        score=score,
        reasons=reasons if unit.reasons else "",
        called=called_in(audit),
    )
    body = [_paragraph(opening), *_faults(faults_of_unit(found)), *asked]
    body += [_paragraph(words.columns.format(called=called_in(audit), count=len(rows), total=_total_of(unit, rows)))]
    if len(rows) > _MOST_COLUMNS:
        body += [_paragraph(words.more.format(count=len(rows) - _MOST_COLUMNS), "note")]
    return Document(
        mark="",
        number="",
        title=told.title.format(period=period),
        addressees=unit.name,
        body=tuple(body),
        annexes=(),
        signature=audit.facts.issuer,
        signed_on=signing_day(audit),
        every_page=running,
        table=_column_table(shown),
    )


def _draft_note(audit: Audit) -> str:
    """What stands on top of a paper that is not that of an issued circular."""
    return preview_note(audit) or ("" if audit.issue else WORDS.notice.draft)


def _measure(audit: Audit, unit: UnitEntry) -> str:
    """By what the unit was judged: the measure of its own grade, and of the best."""
    known = [grade for grade in audit.pack.grades if grade.measure and grade.measure != REST]
    best = [grade for grade in audit.pack.grades[:1] if grade in known]
    own = [grade for grade in known if grade.id == unit.grade and grade not in best]
    words = WORDS.notice
    said = [words.grade_measure.format(measure=grade.measure, grade=grade.label) for grade in (*best, *own)]
    return words.measure.format(measures="；".join(said)) if said else ""


def _faults(found: Sequence[str]) -> Iterator[Paragraph]:
    """The first faults, with the example that their sentences name; addresses stand in the unit's working papers."""
    words = WORDS.notice
    if not found:
        return
    yield Paragraph("body", (Span(words.faults, bold=True),))
    for number, text in enumerate(found[:_MOST_FAULTS], 1):
        yield _paragraph(words.fault.format(number=number, text=within(text, _FAULT_LENGTH)))
    if len(found) > _MOST_FAULTS:
        yield _paragraph(words.more_faults.format(count=len(found) - _MOST_FAULTS))


def _total_of(unit: UnitEntry, rows: list[RowEntry]) -> str:
    unknown = sum(row.count is None for row in rows)
    if unit.total is None:
        return WORDS.notice.total_unknown
    words = WORDS.notice.total_partial if unknown else WORDS.notice.total
    return words.format(total=unit.total, unknown=unknown)


def _column_table(rows: list[RowEntry]) -> Table:
    heads = WORDS.notice.heads
    widths: tuple[tuple[str, float, Align], ...] = (
        *(("seq", 8, "center"), ("column", 30, "left"), ("count", 9, "center")),
        *(("expect", 12, "center"), ("latest", 17, "center"), ("state", 14, "center")),
    )
    columns = tuple(TableColumn(heads[name], width, align) for name, width, align in widths)
    cells = tuple(
        (
            *(row.seq, printable(row.column), row.count, _expected(row)),
            *(row.latest.isoformat() if row.latest else None, state_words(row)),
        )
        for row in rows
    )
    return Table(columns, cells)


def _expected(row: RowEntry) -> str | int:
    return WORDS.ledger.not_due if not row.due else WORDS.ledger.exempt if row.exempt else row.expect


def brief_document(audit: Audit) -> Document:
    """One page for the leader: totals and their change, units by grade as a chart, repeated faults, the first three."""
    words = WORDS.brief
    unknown = words.unknown.format(unknown=len(audit.unknown_rows)) if audit.unknown_rows else ""
    totals = words.totals.format(
        county=audit.county,
        units=len(audit.units),
        called=called_in(audit),
        columns=len(audit.rows),
        total=audit.total,
        change=_total_change(audit),
        unknown=unknown,
    )
    repeated = _repeated(audit)
    said = words.repeated if repeated else words.no_repeated
    told = said.format(count=len(repeated), names=listed(repeated, 12), called=called_in(audit))
    found = printed_findings(audit)
    faults = [
        words.fault.format(number=number, text=within(finding.text, _FAULT_LENGTH))
        for number, finding in enumerate(found[:3], 1)
    ]
    running = preview_note(audit)  # what has not come yet is nobody's merit, and no fault
    none_found = [] if running else [_paragraph(words.no_faults)]
    return Document(
        mark="",
        number=audit.issue.number if audit.issue else "",
        title=words.title.format(period=audit.span.label),
        addressees="",
        body=(
            _paragraph(totals),
            *([] if running else [_paragraph(told)]),
            *([Paragraph("body", (Span(words.faults, bold=True),))] if faults else none_found),
            *map(_paragraph, faults),
        ),
        annexes=(),
        signature=audit.facts.inspector or audit.facts.issuer,
        signed_on=signing_day(audit),
        draft_note=_draft_note(audit),
        every_page=running,
        table=_grade_chart(audit),
        form=True,
    )


def _total_change(audit: Audit) -> str:
    """Against the period before, where both are over and every column is known in both."""
    compared, words = compared_totals(audit), WORDS.brief
    if compared is None:
        return ""
    told = words.change if compared.change else words.same
    return told.format(before=compared.before, direction=compared.direction, change=compared.change)


def _repeated(audit: Audit) -> list[str]:
    """The units with a column known to have too few items whose grade is as it was, and must rectify."""
    return [
        printable(line.unit.name)
        for line in unit_lines(audit)
        if line.unit.grade == line.unit.previous_grade
        and audit.must_rectify(line.unit.grade)
        and any(row.is_short for row in line.rows)
    ]


def _grade_chart(audit: Audit) -> Table:
    heads = WORDS.brief.heads
    ids = dict.fromkeys([*(grade.id for grade in audit.pack.grades), *(unit.grade for unit in audit.units)])
    graded = [(grade, audit.graded(grade)) for grade in ids if audit.graded(grade)]
    whole = max((len(units) for _, units in graded), default=1)
    rows = tuple(
        (
            *(audit.label_of(grade), len(units), WORDS.brief.bar * max(1, round(_BAR * len(units) / whole))),
            listed([printable(unit.name) for unit in units], 4),
        )
        for grade, units in graded
    )
    columns = (
        TableColumn(heads["grade"], 20),
        TableColumn(heads["count"], 9),
        TableColumn(heads["chart"], 28, "left"),
        TableColumn(heads["names"], 43, "left"),
    )
    return Table(columns, rows)


def _paragraph(text: str, style: Style = "body") -> Paragraph:
    return Paragraph(style, (Span(printable(text)),))


_ITEM_WIDTHS = (6.0, 16.0, 18.0, 20.0, 46.0, 12.0, 12.0, 12.0, 16.0, 18.0, 8.0)
_COLUMN_WIDTHS = (6.0, 16.0, 18.0, 24.0, 9.0, 9.0, 12.0, 12.0, 14.0, 34.0, 8.0)


def render_ledger(audit: Audit, *, created: datetime) -> bytes:
    """``ledger.xlsx``: every item and every column of the period in one flat sheet each, to be filtered."""
    words = WORDS.ledger
    title = words.title.format(county=audit.county, period=audit.span.label)
    book = Workbook(title, audit.facts.issuer, created, preview_note(audit))
    items = book.add_sheet(book.reserve(words.items), _ITEM_WIDTHS, landscape=True)
    items.cells(list(words.item_heads.values()), "head")
    items.repeat_above()
    items.filter_below()
    for number, (group, row, item, state) in enumerate(_items(audit), 1):
        source = item.date_from.label if item.date_from else ""
        seen = local_time(item.first_seen).date() if item.first_seen else None
        values: tuple[SheetCell, ...] = (
            *(number, group, row.unit, row.column, item.title, item.date, source),
            *(seen, state, item.note, CellLink(item.url, words.open)),
        )
        items.cells(values)
    items.foot(title)
    items.finish()
    columns = book.add_sheet(book.reserve(words.columns), _COLUMN_WIDTHS, landscape=True)
    columns.cells(list(words.column_heads.values()), "head")
    columns.repeat_above()
    columns.filter_below()
    grades = {unit.name: audit.label_of(unit.grade) for unit in audit.units}
    lines = [(table.group or table.title, row) for table in audit.tables for row in table.rows]
    for number, (group, row) in enumerate(lines, 1):
        count: SheetCell = UNKNOWN_TEXT if row.count is None else row.count
        note = "；".join(text for text in (row.reason if row.count is not None else "", row.remark) if text)
        columns.cells(
            (
                *(number, group, row.unit, row.column, count, _expected(row), row.latest, state_words(row)),
                *(grades.get(row.unit, "") if row.owned else "", note, CellLink(row.url, words.open)),
            )
        )
    columns.sums([words.total, *[""] * 3, audit.total, *[""] * 6], [4])
    columns.foot(title)
    columns.finish()
    return book.content()


def _items(audit: Audit) -> Iterator[tuple[str, RowEntry, ItemEntry, str]]:
    words = WORDS.ledger
    for table in audit.tables:
        for row in table.rows:
            kinds = ((row.items, words.counted), (row.undated, words.undated), (row.excluded, words.excluded))
            for items, state in kinds:
                for item in items:
                    yield table.group or table.title, row, item, state
