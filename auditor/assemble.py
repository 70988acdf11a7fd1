"""From readings, pack and decisions to the audit: count, find, grade, and put the machine's answer beside people's.

Pure: the same readings, pack and decisions give the same audit, to the byte.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import takewhile

from auditor.audit import (
    Audit,
    CountyEntry,
    DecisionEntry,
    Evidence,
    FindingEntry,
    GradeLabel,
    ItemEntry,
    PackStamp,
    Row,
    TableEntry,
    UnitEntry,
)
from auditor.column import ColumnReading, Sighting
from auditor.count import Adjustment, ColumnCount, count_column
from auditor.county import County, Unit
from auditor.grade import Finding, Pack, Scene, UnitGrade, find_all, find_late_again, grade_units
from auditor.grade.judge import UnitEvidence
from auditor.period import Period
from auditor.review import Decision, DecisionKind, adjustments, in_force, is_open
from auditor.terms import AuditState, ColumnState


@dataclass(frozen=True, slots=True)
class Archived:
    """Where the evidence lies: the archive file of the newest run and the digest that closes the chain there."""

    file: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """Counts, findings and grades under one set of adjustments."""

    counts: tuple[ColumnCount, ...]
    findings: tuple[Finding, ...]
    grades: Mapping[str, UnitGrade]


def build_audit(
    county: County,
    period: Period,
    pack: Pack,
    readings: Mapping[str, ColumnReading],
    *,
    decisions: Sequence[Decision] = (),
    earlier: Sequence[Audit] = (),
    archived: Archived | None = None,
) -> Audit:
    """Make the draft audit of one county and period.

    ``readings`` by column key; ``decisions`` all that were ever made over the period; ``earlier`` the audits of the
    periods before, newest first.
    """
    as_of = max((reading.read_at for reading in readings.values()), default=None)
    bench = _Bench(county, period, pack, readings, as_of, _zero_periods(earlier))
    machine = bench.work({})
    digests = evidence_digests(machine.counts)
    latest = in_force(decisions)
    open_again = [decision for decision in latest if is_open(decision, digests)]
    valid = [decision for decision in latest if decision not in open_again]
    changed = adjustments(valid)
    human = bench.work(changed) if changed else machine
    by_hand = {decision.unit: decision for decision in valid if decision.kind is DecisionKind.GRADE}
    units = tuple(_unit_entry(unit, machine, human, by_hand, earlier) for unit in county.units_in(period))
    tables = _tables(county, machine, human, earlier)
    graded = replace(
        bench.scene(human.counts),
        grades={unit.name: unit.grade for unit in units},
        earlier_grades=_earlier_grades(earlier, pack),
        worst_grade=pack.grade[-1].id,
    )
    return Audit(
        county=county.name,
        quarter=period.name,
        period=(period.first, period.last),
        state=AuditState.DRAFT,
        pack=PackStamp(
            id=pack.id,
            version=pack.pack.version,
            title=pack.pack.title,
            grades=tuple(GradeLabel(id=grade.id, label=grade.label) for grade in pack.grade),
            layout=pack.layout,
        ),
        total=sum(table.total for table in tables),
        tables=tables,
        units=_ranked(units),
        findings=tuple(_finding_entry(finding) for finding in (*human.findings, *find_late_again(graded, pack))),
        evidence=_evidence(readings, archived or Archived()),
        facts=CountyEntry(
            portal=county.portal_name,
            home=county.county.home,
            issuer=county.issuer,
            inspector=county.county.inspector or county.issuer,
            addressees=county.county.addressees,
        ),
        notes=_notes(period, as_of, open_again),
    )


def evidence_digests(counts: Sequence[ColumnCount]) -> Mapping[str, str]:
    """What decisions rest on: a digest for each column key, and for each unit over its columns."""
    digests: dict[str, str] = {}
    by_unit: dict[str, list[str]] = {}
    for count in counts:
        items = [(s.key, s.item.title, str(s.date)) for s in (*count.items, *count.undated)]
        text = repr((count.state.value, count.count, sorted(items)))
        digests[count.column.key] = hashlib.sha256(text.encode()).hexdigest()[:16]
        if count.column.unit:
            by_unit.setdefault(count.column.unit, []).append(digests[count.column.key])
    for unit, parts in by_unit.items():
        digests[unit] = hashlib.sha256("".join(parts).encode()).hexdigest()[:16]
    return digests


@dataclass(frozen=True, slots=True)
class _Bench:
    """Counts, finds and grades the same readings under different adjustments."""

    county: County
    period: Period
    pack: Pack
    readings: Mapping[str, ColumnReading]
    as_of: datetime | None
    zero_periods: Mapping[str, int]

    def work(self, changes: Mapping[str, Adjustment]) -> _Outcome:
        """One whole outcome; undated items that could change a grade make their column unreadable."""
        counts = self._count(changes)
        outcome = self._grade(counts)
        if not any(count.undated for count in counts):
            return outcome
        as_if_dated = self._grade(tuple(_with_undated(count, self.period.last) for count in counts))
        unsafe = {name for name, grade in outcome.grades.items() if as_if_dated.grades[name].grade != grade.grade}
        return self._grade(tuple(_unreadable(c) if c.undated and c.column.unit in unsafe else c for c in counts))

    def scene(self, counts: tuple[ColumnCount, ...]) -> Scene:
        """What findings may look at, before anything is graded."""
        return Scene(self.county, self.period, counts, self.zero_periods)

    def _count(self, changes: Mapping[str, Adjustment]) -> tuple[ColumnCount, ...]:
        as_of = self.as_of or datetime.combine(self.period.last, datetime.min.time())
        return tuple(
            count_column(
                column,
                self.readings.get(column.key),
                self.period,
                as_of=as_of,
                adjustment=changes.get(column.key),
            )
            for column in self.county.columns_during(self.period)
        )

    def _grade(self, counts: tuple[ColumnCount, ...]) -> _Outcome:
        findings = find_all(self.scene(counts), self.pack)
        evidence = [
            UnitEvidence(
                unit,
                tuple(count for count in counts if count.column.unit == unit.name),
                tuple(finding for finding in findings if finding.unit == unit.name),
                self.zero_periods.get(unit.name, 0),
            )
            for unit in self.county.units_in(self.period)
        ]
        grades = grade_units(evidence, self.pack, self.period)
        return _Outcome(counts, findings, {grade.unit.name: grade for grade in grades})


def _with_undated(count: ColumnCount, day: date) -> ColumnCount:
    if not count.undated or count.count is None:
        return count
    items = (*count.items, *(replace(sighting, date=day) for sighting in count.undated))
    return replace(count, items=items, count=len(items), undated=())


def _unreadable(count: ColumnCount) -> ColumnCount:
    reason = f"有{len(count.undated)}条信息没有标注发布日期，可能影响评定"
    return replace(count, state=ColumnState.UNREADABLE, reason=reason, count=None, items=())


def _zero_periods(earlier: Sequence[Audit]) -> Mapping[str, int]:
    """For each unit, how many periods in a row before this one it published nothing."""
    silent: dict[str, int] = {}
    for steps, audit in enumerate(earlier):
        for unit in audit.units:
            if unit.total == 0 and silent.get(unit.name, 0) == steps:
                silent[unit.name] = steps + 1
    return silent


def _earlier_grades(earlier: Sequence[Audit], pack: Pack) -> tuple[Mapping[str, str], ...]:
    """The grades of the periods before, newest first, as far back as the same pack gave them."""
    same = takewhile(lambda audit: audit.pack.id == pack.id, earlier)
    return tuple({unit.name: unit.grade for unit in audit.units} for audit in same)


# -- entries -----------------------------------------------------------------------------------------------------------


def _unit_entry(
    unit: Unit, machine: _Outcome, human: _Outcome, by_hand: Mapping[str, Decision], earlier: Sequence[Audit]
) -> UnitEntry:
    grade, decision = human.grades[unit.name], by_hand.get(unit.name)
    before = next((known for known in (earlier[0].units if earlier else ()) if known.name == unit.name), None)
    return UnitEntry(
        name=unit.name,
        table=unit.table,
        total=grade.total,
        grade=decision.value if decision else grade.grade,
        proposed=machine.grades[unit.name].grade,
        reasons=grade.reasons,
        decision=_decision_entry(decision) if decision else None,
        aliases=unit.aliases,
        score=None if grade.score is None else f"{grade.score.normalize():f}",
        previous_total=before.total if before else None,
        previous_grade=before.grade if before else None,
    )


def _decision_entry(decision: Decision) -> DecisionEntry:
    return DecisionEntry(
        kind=decision.kind.value,
        value=decision.value,
        reason=decision.reason.label,
        text=decision.text,
        by=decision.by,
        at=decision.at,
    )


def _ranked(units: tuple[UnitEntry, ...]) -> tuple[UnitEntry, ...]:
    """Ranks by score, where the pack scores; equal scores share a rank."""
    scores = sorted((float(unit.score) for unit in units if unit.score is not None), reverse=True)
    return tuple(
        unit if unit.score is None else unit.model_copy(update={"rank": scores.index(float(unit.score)) + 1})
        for unit in units
    )


def _tables(county: County, machine: _Outcome, human: _Outcome, earlier: Sequence[Audit]) -> tuple[TableEntry, ...]:
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


def _row(number: int, county: County, count: ColumnCount, machine: ColumnCount, previous: int | None) -> Row:
    column, reading = count.column, count.reading
    return Row(
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
    )


def _item(sighting: Sighting) -> ItemEntry:
    return ItemEntry(
        title=sighting.item.title,
        url=sighting.item.url,
        date=sighting.date,
        date_from=sighting.date_from,
        first_seen=sighting.first_seen,
        page=sighting.page,
        note=sighting.date_note,
    )


def _finding_entry(finding: Finding) -> FindingEntry:
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


def _evidence(readings: Mapping[str, ColumnReading], archived: Archived) -> Evidence:
    moments = [reading.read_at for reading in readings.values()]
    return Evidence(
        pages=len({page for reading in readings.values() for page in reading.pages}),
        archive=archived.file,
        digest=archived.digest,
        crawled_from=min(moments, default=None),
        crawled_to=max(moments, default=None),
    )


def _notes(period: Period, as_of: datetime | None, open_again: Sequence[Decision]) -> tuple[str, ...]:
    notes = []
    if as_of and as_of.date() <= period.last:
        notes.append(f"{period.label}尚未结束，统计截至{as_of:%Y-%m-%d}")
    for decision in open_again:
        subject = decision.unit or decision.column_key
        notes.append(f"{subject}的人工决定（{decision.kind.label}，{decision.by}）所依据的内容已变化，需重新决定")
    return tuple(notes)
