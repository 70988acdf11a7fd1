"""The audit's parts from stage values; in each the machine's answer stands beside people's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from auditor.audit.count import ColumnCount
from auditor.audit.decisions import Decision, DecisionKind
from auditor.audit.declared import WORDS as DECLARATION_WORDS
from auditor.audit.declared import Declaration
from auditor.audit.figures import OutsideFigures
from auditor.audit.grade import Finding, Pack, UnitGrade
from auditor.audit.grade.finding_input import working_lag
from auditor.audit.grade.judge import Ground
from auditor.audit.grade.measure import fact_label
from auditor.audit.grade.sentences import shown_number
from auditor.audit.layout import UNIT_COLUMN_NAMES
from auditor.audit.model import (
    Audit,
    CoverageEntry,
    DecisionEntry,
    DeclaredEntry,
    EvidenceEntry,
    FiguresEntry,
    FindingEntry,
    GapEntry,
    GroundEntry,
    ItemEntry,
    ReopenedEntry,
    RowEntry,
    TableEntry,
    UnitEntry,
    WitnessEntry,
)
from auditor.audit.words import WORDS
from auditor.base.period import Period
from auditor.base.terms import ColumnState
from auditor.county.model import County, Unit
from auditor.crawl.column import ColumnReading, Sighting


@dataclass(frozen=True, slots=True)
class Archived:
    """Where the evidence lies: the archive file of the newest run and the digest that closes the chain there."""

    file: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class GradedCounts:
    """Counts, findings and grades under one set of adjustments."""

    counts: tuple[ColumnCount, ...]
    findings: tuple[Finding, ...]
    grades: Mapping[str, UnitGrade]


def unit_entry(
    unit: Unit,
    machine: GradedCounts,
    human: GradedCounts,
    by_hand: Mapping[str, Decision],
    earlier: Sequence[Audit],
    pack: Pack,
) -> UnitEntry:
    """One unit's grade: by people where they decided, with the machine's proposal and the period before."""
    grade, decision = human.grades[unit.name], by_hand.get(unit.name)
    before = next((known for known in (earlier[0].units if earlier else ()) if known.name == unit.name), None)
    return UnitEntry(
        name=unit.name,
        table=unit.table,
        total=grade.total,
        grade=decision.value if decision else grade.grade,
        proposed=machine.grades[unit.name].grade,
        reasons=(*grade.reasons, *_harsher(decision, grade, pack)),
        decision=_decision_entry(decision) if decision else None,
        aliases=unit.aliases,
        score=None if grade.score is None else shown_number(grade.score),
        rank=grade.rank,
        previous_total=before.total if before else None,
        previous_grade=before.grade if before else None,
        grounds=() if decision and decision.value != grade.grade else tuple(map(_ground_entry, grade.grounds)),
        facts={
            name: shown_number(value) if (value := grade.facts.get(name)) is not None else None
            for name in _printed(pack)
        },
    )


def _printed(pack: Pack) -> tuple[str, ...]:
    """The facts that the pack prints in a table of its own."""
    return tuple(name for name in pack.layout.unit_columns if name not in UNIT_COLUMN_NAMES)


def column_heads(pack: Pack) -> Mapping[str, str]:
    """What the facts that the pack prints in a table are called."""
    return {name: fact_label(name, pack) for name in _printed(pack)}


def figures_entry(figures: OutsideFigures | None, pack: Pack) -> FiguresEntry | None:
    """Whence the figures from outside come."""
    if figures is None or pack.figures is None:
        return None
    columns = tuple(pack.figures.columns.values())
    values = {
        unit: {name: shown_number(value) for name, value in known.items()} for unit, known in figures.by_unit.items()
    }
    return FiguresEntry(
        file=figures.file, digest=figures.digest, source=pack.figures.source, columns=columns, values=values
    )


def figures_of(entry: FiguresEntry) -> OutsideFigures:
    """The figures an audit was made with."""
    values = {unit: {name: Decimal(value) for name, value in known.items()} for unit, known in entry.values.items()}
    return OutsideFigures(entry.file, entry.digest, values)


def _ground_entry(ground: Ground) -> GroundEntry:
    weight = f"{ground.weight.normalize():f}"
    return GroundEntry(told=ground.told, figures=dict(ground.figures), utmost=ground.utmost, weight=weight)


def _harsher(decision: Decision | None, grade: UnitGrade, pack: Pack) -> Iterator[str]:
    """That a person's grade is worse than what the machine would give if all that is unknown were empty."""
    order = [known.id for known in pack.grade]
    if decision is None or decision.value not in order or grade.worst not in order:
        return
    if order.index(decision.value) > order.index(grade.worst):
        given, worst = pack.label_of(decision.value), pack.label_of(grade.worst)
        yield WORDS.harsher.format(given=given, worst=worst, by=decision.by)


def _decision_entry(decision: Decision) -> DecisionEntry:
    return DecisionEntry(
        kind=decision.kind.value,
        value=decision.value,
        reason=decision.reason.label,
        text=decision.text,
        by=decision.by,
        at=decision.at,
    )


def table_entries(
    county: County, machine: GradedCounts, human: GradedCounts, earlier: Sequence[Audit]
) -> tuple[TableEntry, ...]:
    """The attachments' rows and sums, in the county file's order."""
    by_machine = {count.column.key: count for count in machine.counts}
    by_hand = {count.column.key: count for count in human.counts}
    before = {row.key: row.count for row in earlier[0].rows} if earlier else {}
    tables = []
    for table in county.table:
        rows = tuple(
            _row(number, county, by_hand[column.key], by_machine[column.key], before.get(column.key))
            for number, column in enumerate((c for c in county.columns_in(table) if c.key in by_hand), 1)
        )
        known = [row.count for row in rows if row.count is not None]
        tables.append(
            TableEntry(
                id=table.id,
                title=table.title,
                total=sum(known),
                rows=rows,
                group=table.group,
                unknown=len(rows) - len(known),
            )
        )
    return tuple(tables)


def _row(number: int, county: County, count: ColumnCount, machine: ColumnCount, previous: int | None) -> RowEntry:
    column, reading = count.column, count.reading
    return RowEntry(
        seq=number,
        column=column.name,
        unit=column.owner_label,
        count=count.count,
        state=count.state,
        due=count.is_due,
        latest=count.latest,
        remark=column.remark,
        key=column.key,
        url=county.address_of(column),
        owned=column.unit is not None,
        expect=column.expect,
        exempt=count.exempt,
        reason=count.reason,
        kind=column.kind,
        read_at=reading.read_at if reading else None,
        read_back_to=reading.read_back_to if reading else None,
        reached_end=bool(reading and reading.reached_end),
        family=reading.family if reading else "",
        pages=reading.pages if reading else (),
        proposed_count=machine.count,
        previous_count=previous,
        items=tuple(_item(sighting) for sighting in count.items),
        undated=tuple(_item(sighting) for sighting in count.undated),
        excluded=tuple(_item(sighting) for sighting in count.excluded),
        witness=_witness(count),
        coverage=_coverage(count),
        declared=_declared(count),
        repeated=tuple(_item(sighting) for sighting in count.repeated),
        **_tally_facts(count),
    )


def _tally_facts(count: ColumnCount) -> dict[str, Any]:
    """Who counted a column by hand, when, and what shows it; nothing of one that was read."""
    tally, by = count.adjustment.tally, count.adjustment.tallied_by
    if tally is None or count.state is not ColumnState.TALLIED:
        return {}
    return {"by": by, "at": tally.looked_at, "proof": tally.proof}


def _declared(count: ColumnCount) -> DeclaredEntry | None:
    declared = count.adjustment.declared
    if declared is None or count.exempt != declared.told:
        return None
    return DeclaredEntry(
        kind=declared.kind, by=declared.declared_by, since=declared.since, until=declared.until, proof=declared.proof
    )


def _coverage(count: ColumnCount) -> CoverageEntry | None:
    """On which days of the period the column was looked at, where anybody looked while it lasted."""
    known = count.coverage
    if known is None:
        return None
    gaps = tuple(GapEntry(first=gap.first, last=gap.last, reason=gap.reason) for gap in known.gaps)
    return CoverageEntry(days=known.days, looked=known.looked, gaps=gaps, last_good=known.last_good)


def _witness(count: ColumnCount) -> WitnessEntry:
    """What the count rests on; a column that nobody can count rests on nothing."""
    is_read = count.reading is not None and count.state.is_known and count.state is not ColumnState.TALLIED
    witness = count.reading.witness if count.reading and is_read else None
    if witness is None:
        return WitnessEntry()
    return WitnessEntry(order=witness.order, end=witness.end, total=witness.total, dates=witness.dates)


def _item(sighting: Sighting) -> ItemEntry:
    return ItemEntry(
        title=sighting.item.title,
        url=sighting.item.url,
        date=sighting.date,
        date_from=sighting.date_from,
        first_seen=sighting.first_seen,
        page=sighting.page,
        note=sighting.date_note,
        absent_at=sighting.absent_at,
        formed=sighting.article.formed if sighting.article else None,
        lag=working_lag(sighting),
    )


def finding_entry(finding: Finding) -> FindingEntry:
    """A finding with the addresses and titles that prove it."""
    return FindingEntry(
        rule=finding.rule,
        unit=finding.unit,
        column=finding.column,
        text=finding.text,
        items=tuple(sighting.item.url for sighting in finding.items),
        force=finding.force,
        titles=tuple(sighting.item.title for sighting in finding.items),
        figures=dict(finding.figures),
    )


def evidence_entry(readings: Mapping[str, ColumnReading], archived: Archived) -> EvidenceEntry:
    """How many archived pages the audit rests on, from when to when, and where they lie."""
    moments = [reading.read_at for reading in readings.values()]
    return EvidenceEntry(
        pages=len({page for reading in readings.values() for page in reading.pages}),
        archive=archived.file,
        digest=archived.digest,
        crawled_from=min(moments, default=None),
        crawled_to=max(moments, default=None),
    )


def reopened_entry(county: County, decision: Decision) -> ReopenedEntry:
    """A decision that is open again."""
    column = next((known.name for known in county.column if known.key == decision.column_key), decision.column_key)
    return ReopenedEntry(
        kind=decision.kind.value,
        subject=decision.subject,
        unit=decision.unit,
        column=column,
        by=decision.by,
        at=decision.at,
    )


def reopened_sentence(entry: ReopenedEntry) -> str:
    """What is open again, in words."""
    subject = entry.unit + (WORDS.column.format(column=entry.column) if entry.column else "")
    kind = DecisionKind(entry.kind).label
    return WORDS.reopened.format(subject=subject, kind=kind, by=entry.by)


def lapse_notes(counts: Sequence[ColumnCount], lapsed: Mapping[str, Declaration]) -> tuple[str, ...]:
    """What is asked for again: declarations that ended, of columns from which something is or may be missing."""
    return tuple(
        DECLARATION_WORDS.lapsed.format(
            unit=count.column.owner_label, column=count.column.name, kind=known.kind.label, by=known.declared_by,
            until=known.until,
        )
        for count in counts
        if (known := lapsed.get(count.column.key)) and count.is_short is not False
    )  # fmt: skip


def list_notes(
    period: Period, as_of: datetime | None, reopened: Sequence[ReopenedEntry], figures: OutsideFigures | None
) -> tuple[str, ...]:
    """What the reader must know of the audit as a whole."""
    notes = []
    if as_of and as_of.date() <= period.last:
        notes.append(WORDS.running.format(day=as_of, period=period.label))
    if figures and not figures.digest:
        notes.append(WORDS.no_sheet.format(file=figures.file))
    return (*notes, *map(reopened_sentence, reopened))
