"""``evidence.xlsx`` (核查底稿): what every number rests on, in flat sheets of units, columns, items and problems.

A unit's own working paper holds the same for that unit alone, on one sheet. Addresses and archived records stand beside
the part of a sheet that is printed: on paper nobody types them, and the titles lead to them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from auditor.audit.model import Audit, DecisionEntry, FindingEntry, ItemEntry, RowEntry, UnitEntry
from auditor.base.chinese import printable
from auditor.base.words import Words, load_words
from auditor.circular.columns import items_counted, unit_lines
from auditor.circular.content import preview_note
from auditor.circular.context import printed_findings
from auditor.circular.pictures import Picture
from auditor.documents.annex_sheets import UNKNOWN_TEXT
from auditor.documents.tree import Align
from auditor.documents.workbook import CellFile, CellLink, SheetCell, Workbook, WorkbookSheet, local_time


class FactLabels(Words):
    """What the lines above the tables are called."""

    portal: str
    home: str
    inspector: str
    period: str
    state: str
    pack: str
    crawled: str
    pages: str
    archive: str
    digest: str
    total: str
    note: str
    grade: str
    proposed: str
    score: str
    count: str
    reason: str
    reason_of_many: str
    decision: str
    finding: str
    example: str


class EvidenceWords(Words):
    """What stands in the working papers."""

    how_to_read: tuple[str, ...]
    column_heads: tuple[str, ...]
    item_heads: tuple[str, ...]
    open: str
    title: str
    contents: str
    reading: str
    span: str
    pages: str
    total: str
    to: str
    no_record: str
    unit_title: str
    none: str
    subtitle: str
    rows: str
    no_rows: str
    counted: str
    undated: str
    excluded: str
    exempt: str
    adjusted: str
    not_due: str
    exempted: str
    no_latest: str
    read: str
    read_back: str
    reached_end: str
    witness: str
    family: str
    snapshots: str
    items: str
    no_items: str
    findings: str
    no_findings: str
    decision: str
    absent: str
    lag: str
    sum: str
    sheets: dict[str, str]
    states: dict[str, str]
    heads: dict[str, str]
    facts: FactLabels


WORDS = load_words("evidence", EvidenceWords)

_Column = tuple[str, float, Align]
_OVERVIEW_WIDTHS: Final = (6, 26, 18, 12, 12, 30)
_UNIT_WIDTHS: Final = (5, 18, 36, 11, 9, 15, 11, 6, 30, 24)
_COLUMN_ALIGNS: Final[tuple[Align, ...]] = (
    *("center", "left", "left", "center", "center"),
    *("center", "center", "center", "left", "left"),
)
_ITEM_ALIGNS: Final[tuple[Align, ...]] = (
    *("center", "left", "left", "center", "center"),
    *("center", "left", "center", "left", "left"),
)
_UNITS: Final[tuple[_Column, ...]] = (
    *(("seq", 6, "center"), ("unit", 22, "left"), ("group", 14, "left"), ("grade", 18, "left")),
    *(("proposed", 18, "left"), ("score", 7, "center"), ("counted", 8, "center"), ("unknown", 8, "center")),
    *(("reasons", 44, "left"), ("decision", 22, "left")),
)
_COLUMNS: Final[tuple[_Column, ...]] = (
    *(("seq", 6, "center"), ("unit", 18, "left"), ("column", 24, "left"), ("count", 7, "center")),
    *(("expect", 9, "center"), ("latest", 11, "center"), ("state", 10, "center"), ("note", 32, "left")),
    *(("read", 44, "left"), ("address", 50, "left"), ("records", 60, "left")),
)
_ITEMS: Final[tuple[_Column, ...]] = (
    *(("seq", 6, "center"), ("unit", 18, "left"), ("column", 22, "left"), ("title", 58, "left")),
    *(("date", 11, "center"), ("source", 9, "center"), ("seen", 15, "center"), ("state", 12, "left")),
    *(("note", 14, "left"), ("address", 50, "left"), ("record", 60, "left")),
)
_FINDINGS: Final[tuple[_Column, ...]] = (
    *(("seq", 6, "center"), ("unit", 20, "left"), ("column", 24, "left"), ("finding", 70, "left")),
    ("example", 44, "left"),
)
_PICTURES: Final[tuple[_Column, ...]] = (
    *(("seq", 6, "center"), ("column", 26, "left"), ("address", 60, "left"), ("why", 20, "left"), ("at", 18, "center")),
    ("picture", 40, "left"),
)
_OFF_PAPER: Final = frozenset({"address", "record", "records"})


def render_evidence_xlsx(audit: Audit, *, created: datetime, pictures: Sequence[Picture] = ()) -> bytes:
    """The working papers of one audit; same audit, ``created`` (with time zone) and ``pictures``, same bytes."""
    title = WORDS.title.format(county=audit.county, period=audit.span.label)
    book = Workbook(title, audit.facts.issuer, created, preview_note(audit))
    _write_overview(book.add_sheet(book.reserve(WORDS.contents), _OVERVIEW_WIDTHS), audit, title)
    known = sum(items_counted(line) or 0 for line in unit_lines(audit))
    _write_flat(book, WORDS.sheets["units"], _UNITS, _unit_lines(audit), {6: known})
    _write_flat(book, WORDS.sheets["columns"], _COLUMNS, _column_lines(audit), {3: audit.total})
    _write_flat(book, WORDS.sheets["items"], _ITEMS, _item_lines(audit), {})
    _write_flat(book, WORDS.sheets["findings"], _FINDINGS, _finding_lines(audit), {})
    if pictures:
        _write_flat(book, WORDS.sheets["pictures"], _PICTURES, _picture_lines(audit, pictures), {})
    return book.content()


def _write_flat(
    book: Workbook,
    name: str,
    columns: Sequence[_Column],
    lines: Iterable[Sequence[SheetCell]],
    totals: Mapping[int, int],
) -> None:
    """One table from the first row on, to be filtered and printed; ``totals`` by place, where there are sums."""
    printed = sum(key not in _OFF_PAPER for key, _, _ in columns)
    widths, aligns = [width for _, width, _ in columns], [align for *_, align in columns]
    sheet = book.add_sheet(book.reserve(name), widths, landscape=True, printed=printed)
    sheet.foot(book.title)
    sheet.cells([WORDS.heads[key] for key, _, _ in columns], "fine head")
    sheet.repeat_above()
    sheet.filter_below()
    for line in lines:
        sheet.cells(line, "fine", aligns)
    if totals:
        sheet.sums([WORDS.sum, *(totals.get(place, "") for place in range(1, len(columns)))], totals, "fine head")
    sheet.finish()


def _unit_lines(audit: Audit) -> Iterator[tuple[SheetCell, ...]]:
    for number, line in enumerate(unit_lines(audit), 1):
        unit = line.unit
        yield (
            *(number, unit.name, line.group, audit.label_of(unit.grade), audit.label_of(unit.proposed)),
            *(unit.score or "", _number(items_counted(line)), line.unknown, "；".join(unit.reasons)),
            _decision_text(audit, unit.decision) if unit.decision else WORDS.none,
        )


def _column_lines(audit: Audit) -> Iterator[tuple[SheetCell, ...]]:
    for number, row in enumerate(audit.rows, 1):
        yield (
            *(number, row.unit, CellLink(row.url, printable(row.column)), _number(row.count), _expected(row)),
            *(_latest(row), row.state.label, _explained(row), _reading_text(row), row.url, "，".join(row.pages)),
        )


def _item_lines(audit: Audit) -> Iterator[tuple[SheetCell, ...]]:
    found = (
        (row, item, state)
        for row in audit.rows
        for items, state in (
            (row.items, "counted"),
            (row.undated, "undated"),
            (row.excluded, "excluded"),
            (row.repeated, "repeated"),
        )
        for item in items
    )
    for number, (row, item, state) in enumerate(found, 1):
        yield (
            *(number, row.unit, row.column, CellLink(item.url, printable(item.title)), item.date),
            *(item.date_from.label if item.date_from else "", item.first_seen, WORDS.states[state], _item_note(item)),
            *(item.url, item.page),
        )


def _finding_lines(audit: Audit) -> Iterator[tuple[SheetCell, ...]]:
    for number, finding in enumerate(printed_findings(audit), 1):
        examples = "，".join(finding.items)
        yield (number, finding.unit, finding.column, finding.text, examples)


def _picture_lines(audit: Audit, pictures: Sequence[Picture]) -> Iterator[tuple[SheetCell, ...]]:
    names = {row.key: row.column for row in audit.rows}
    for number, one in enumerate(pictures, 1):
        yield (number, names.get(one.column, ""), CellLink(one.address), one.why, one.at, CellFile(one.path))


def render_unit_evidence(audit: Audit, unit: UnitEntry, title: str, *, created: datetime) -> bytes:
    """The working papers of one unit alone, to go with what it is told."""
    book = Workbook(title, audit.facts.issuer, created, preview_note(audit))
    _write_unit(book.add_sheet(book.reserve(unit.name), _UNIT_WIDTHS, landscape=True), audit, unit)
    return book.content()


def _write_overview(sheet: WorkbookSheet, audit: Audit, title: str) -> None:
    sheet.foot(title)
    sheet.line(title, "title")
    for label, text in _facts(audit):
        sheet.fact(label, text)
    sheet.gap()
    sheet.line(WORDS.reading, "section")
    for number, sentence in enumerate(WORDS.how_to_read, 1):
        sheet.line(f"{number}. {sentence}")
    sheet.finish()


def _facts(audit: Audit) -> list[tuple[str, SheetCell]]:
    evidence = audit.evidence
    return [
        (WORDS.facts.portal, audit.facts.portal),
        (WORDS.facts.home, CellLink(audit.facts.home)),
        (WORDS.facts.inspector, audit.facts.inspector or audit.facts.issuer),
        (WORDS.facts.period, WORDS.span.format(period=audit.span.label, first=audit.period[0], last=audit.period[1])),
        (
            WORDS.facts.state,
            audit.state.label + (f"，{audit.issue.number}" if audit.issue and audit.issue.number else ""),
        ),
        (WORDS.facts.pack, f"{audit.pack.title or audit.pack.id}（{audit.pack.id} {audit.pack.version}）"),
        (WORDS.facts.crawled, _between(evidence.crawled_from, evidence.crawled_to)),
        (WORDS.facts.pages, WORDS.pages.format(count=evidence.pages)),
        (WORDS.facts.archive, evidence.archive),
        (WORDS.facts.digest, evidence.digest),
        (WORDS.facts.total, WORDS.total.format(total=audit.total, count=len(audit.unknown_rows), unknown=UNKNOWN_TEXT)),
        *((WORDS.facts.note, note) for note in audit.notes),
    ]


def _between(first: datetime | None, last: datetime | None) -> SheetCell:
    moments = [f"{local_time(moment):%Y-%m-%d %H:%M}" for moment in (first, last) if moment is not None]
    return WORDS.to.join(dict.fromkeys(moments)) or WORDS.no_record


def _write_unit(sheet: WorkbookSheet, audit: Audit, unit: UnitEntry) -> None:
    rows = audit.rows_of(unit)
    _write_title(sheet, audit, WORDS.unit_title.format(unit=unit.name))
    sheet.fact(WORDS.facts.grade, audit.label_of(unit.grade))
    sheet.fact(WORDS.facts.proposed, audit.label_of(unit.proposed))
    if unit.score is not None:
        sheet.fact(WORDS.facts.score, unit.score)
    sheet.fact(WORDS.facts.count, _number(unit.total))
    for number, reason in enumerate(unit.reasons, 1):
        sheet.fact(
            WORDS.facts.reason if len(unit.reasons) == 1 else WORDS.facts.reason_of_many.format(number=number), reason
        )
    sheet.fact(WORDS.facts.decision, _decision_text(audit, unit.decision) if unit.decision else WORDS.none)
    _write_rows(sheet, rows)
    _write_findings(sheet, [finding for finding in audit.findings if finding.unit == unit.name])
    sheet.finish()


def _write_title(sheet: WorkbookSheet, audit: Audit, title: str) -> None:
    sheet.foot(f"{title}　{audit.county}{audit.span.label}")
    sheet.line(title, "title")
    sheet.repeat_above()
    sheet.line(
        WORDS.subtitle.format(
            portal=audit.facts.portal, period=audit.span.label, first=audit.period[0], last=audit.period[1]
        ),
        "subtitle",
    )


def _write_rows(sheet: WorkbookSheet, rows: Sequence[RowEntry]) -> None:
    sheet.gap()
    sheet.line(WORDS.rows, "section")
    sheet.cells(WORDS.column_heads, "head")
    for row in rows:
        sheet.cells(_column_cells(row), aligns=_COLUMN_ALIGNS)
    if not rows:
        sheet.line(WORDS.no_rows)
    _write_items(sheet, WORDS.counted, [(row, item) for row in rows for item in row.items])
    _write_items(sheet, WORDS.undated, [(row, item) for row in rows for item in row.undated])
    _write_items(sheet, WORDS.excluded, [(row, item) for row in rows for item in row.excluded])


def _column_cells(row: RowEntry) -> tuple[SheetCell, ...]:
    read = "；".join(part for part in (_reading_text(row), _records_text(row)) if part)
    return (
        *(row.seq, row.column, _explained(row), _number(row.count), _expected(row)),
        *(_latest(row), row.state.label, CellLink(row.url, WORDS.open), row.url, read),
    )


def _item_note(item: ItemEntry) -> str:
    """What is to be known of an item: its note, when it was not there yet, working days from formed to published."""
    absent = WORDS.absent.format(at=local_time(item.absent_at)) if item.absent_at else ""
    lag = WORDS.lag.format(formed=item.formed, days=item.lag) if item.lag is not None else ""
    return "；".join(filter(None, (item.note, absent, lag)))


def _explained(row: RowEntry) -> str:
    explained = [row.reason, WORDS.exempt.format(reason=row.exempt) if row.exempt else "", row.remark]
    if row.proposed_count is not None and row.proposed_count != row.count:
        explained.append(WORDS.adjusted.format(count=row.proposed_count))
    return "；".join(text for text in explained if text)


def _expected(row: RowEntry) -> SheetCell:
    return WORDS.not_due if not row.due else WORDS.exempted if row.exempt else row.expect


def _latest(row: RowEntry) -> SheetCell:
    return row.latest or (WORDS.no_latest if row.count is not None else "")


def _records_text(row: RowEntry) -> str:
    return WORDS.snapshots + "，".join(row.pages) if row.pages else ""


def _reading_text(row: RowEntry) -> str:
    parts = [WORDS.read.format(at=local_time(row.read_at)) if row.read_at else ""]
    if row.coverage:
        parts.append(row.coverage.told)
    if row.read_back_to:
        parts.append(WORDS.read_back.format(day=row.read_back_to))
    if row.reached_end:
        parts.append(WORDS.reached_end)
    if row.witness and row.witness.told:
        parts.append(WORDS.witness.format(told=row.witness.told))
    if row.family:
        parts.append(WORDS.family.format(family=row.family))
    return "；".join(part for part in parts if part)


def _write_items(sheet: WorkbookSheet, heading: str, items: Sequence[tuple[RowEntry, ItemEntry]]) -> None:
    sheet.gap()
    sheet.line(
        WORDS.items.format(heading=heading, count=len(items)) if items else WORDS.no_items.format(heading=heading),
        "section",
    )
    if items:
        sheet.cells(WORDS.item_heads, "head")
    for number, (row, item) in enumerate(items, 1):
        source = item.date_from.label if item.date_from else ""
        values: tuple[SheetCell, ...] = (
            *(number, row.column, item.title, item.date, source),
            *(item.first_seen, _item_note(item), CellLink(item.url, WORDS.open), item.url, item.page),
        )
        sheet.cells(values, aligns=_ITEM_ALIGNS)


def _write_findings(sheet: WorkbookSheet, findings: Sequence[FindingEntry]) -> None:
    printed = [finding for finding in findings if finding.force in ("grade", "print")]
    sheet.gap()
    sheet.line(WORDS.findings.format(count=len(printed)) if printed else WORDS.no_findings, "section")
    for number, finding in enumerate(printed, 1):
        sheet.fact(WORDS.facts.finding.format(number=number), finding.text)
        for address in finding.items:
            sheet.fact(WORDS.facts.example, CellLink(address))


def _decision_text(audit: Audit, decision: DecisionEntry) -> str:
    value = audit.label_of(decision.value) if decision.kind == "grade" else decision.value
    return WORDS.decision.format(
        decided=value, reason=decision.reason, text=decision.text, by=decision.by, at=local_time(decision.at)
    )


def _number(count: int | None) -> SheetCell:
    return UNKNOWN_TEXT if count is None else count
