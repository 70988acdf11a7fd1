"""From readings, pack and decisions to the audit: count, find, grade, and put the machine's answer beside people's.

Pure: the same readings, pack and decisions give the same audit, to the byte.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from auditor.audit.count import Adjustment, ColumnCount, count_column, count_columns, gathered_at
from auditor.audit.decisions import (
    Decision,
    DecisionKind,
    adjustments,
    declared_for,
    in_force,
    is_open,
    lapsed_declarations,
)
from auditor.audit.digests import EvidenceDigests
from auditor.audit.entries import (
    Archived,
    GradedCounts,
    column_heads,
    evidence_entry,
    figures_entry,
    finding_entry,
    lapse_notes,
    list_notes,
    reopened_entry,
    table_entries,
    unit_entry,
)
from auditor.audit.figures import OutsideFigures
from auditor.audit.grade import Finding, FindingInput, Pack, find_all, find_late_again, grade_units
from auditor.audit.grade.facts import UnitEvidence
from auditor.audit.grade.measure import grade_in_words, scoring_of
from auditor.audit.grade.observed import same_items
from auditor.audit.grade.pack import PackGrade
from auditor.audit.model import (
    Audit,
    CountyEntry,
    GradeLabel,
    PackStamp,
    UnitEntry,
)
from auditor.audit.preview import is_running, so_far
from auditor.audit.words import WORDS
from auditor.base.period import Period
from auditor.base.terms import AuditState, ColumnKind, ColumnState
from auditor.county.model import County
from auditor.crawl.column import READER, ColumnReading


def build_audit(
    county: County,
    period: Period,
    pack: Pack,
    readings: Mapping[str, ColumnReading],
    *,
    decisions: Sequence[Decision] = (),
    earlier: Sequence[Audit] = (),
    archived: Archived | None = None,
    counts: tuple[ColumnCount, ...] | None = None,
    figures: OutsideFigures | None = None,
    proved: tuple[ColumnReading, ...] = (),
) -> Audit:
    """Make the draft audit of one county and period.

    ``readings`` by column key; ``decisions`` all that were ever made over the period; ``earlier`` the audits of the
    periods before, newest first; ``counts`` what `count_columns` gives of the readings, where that is known already;
    ``figures`` what the office counted elsewhere, where the pack asks for it; ``proved`` what every column showed when
    it was last read, by default what ``counts`` rest on.
    """
    pack = pack.for_period(period.kind)
    as_of = max((reading.read_at for reading in readings.values()), default=None)
    today = as_of.date() if as_of else None
    is_preview = is_running(period, today)
    earlier = tuple(takewhile(lambda audit: audit.state is not AuditState.PREVIEW, earlier))  # else figures would lie
    counts = count_columns(county, period, readings) if counts is None else counts
    grader = _Grader(county, period, pack, readings, counts, Before.of(earlier, pack), figures, proved)
    machine = grader.work({})
    digests = EvidenceDigests(counts)
    latest = in_force(declared_for(decisions, period))
    valid = [decision for decision in latest if not is_open(decision, digests)]
    reopened = tuple(reopened_entry(county, decision) for decision in latest if is_open(decision, digests))
    changed = adjustments(valid)
    human = grader.work(changed) if changed else machine
    by_hand = {decision.unit: decision for decision in valid if decision.kind is DecisionKind.GRADE}
    if is_preview and today:
        machine, human, by_hand = so_far(machine, pack, today), so_far(human, pack, today), {}
    units = tuple(unit_entry(unit, machine, human, by_hand, earlier, pack) for unit in county.units_in(period))
    groups = {table.id: table.group for table in county.table}
    tables = table_entries(county, machine, human, earlier)
    return Audit(
        county=county.name,
        quarter=period.name,
        period=(period.first, period.last),
        state=AuditState.PREVIEW if is_preview else AuditState.DRAFT,
        reader=READER,
        pack=PackStamp(
            id=pack.id,
            version=pack.pack.version,
            title=pack.pack.title,
            grades=tuple(_grade_label(grade, pack, groups) for grade in pack.grade),
            layout=pack.layout,
            basis=pack.pack.basis,
            scoring=scoring_of(pack),
            heads=column_heads(pack),
        ),
        total=sum(table.total for table in tables),
        tables=tables,
        units=units,
        findings=tuple(
            finding_entry(finding)
            for finding in (*human.findings, *(() if is_preview else grader.late_again(human.counts, units, earlier)))
        ),
        evidence=evidence_entry(readings, archived or Archived()),
        facts=CountyEntry(
            portal=county.portal_name,
            home=county.county.home,
            issuer=county.issuer,
            inspector=county.county.inspector or county.issuer,
            addressees=county.county.addressees,
        ),
        notes=(
            *list_notes(period, as_of, reopened, figures),
            *lapse_notes(human.counts, lapsed_declarations(decisions, period)),
        ),
        reopened=reopened,
        figures=figures_entry(figures, pack),
    )


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier periods say of the units, by name: periods of silence in a row (of all columns, and by their kind),
    the total and grade last issued.

    The total is that of the period just before, where its circular was issued; the grade is that of the last circular
    issued under this pack. What is missing is not known.
    """

    silent: Mapping[str, Mapping[str, int]]
    totals: Mapping[str, int]
    grades: Mapping[str, str]
    counts: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, earlier: Sequence[Audit], pack: Pack) -> "Before":
        """From the audits of the periods before, newest first."""
        issued = [audit for audit in earlier if audit.issue is not None]
        last = [audit for audit in earlier[:1] if audit.issue is not None]
        same = [audit for audit in issued[:1] if audit.pack.id == pack.id]
        return cls(
            {"": _zero_periods(earlier), **{kind.value: _zero_periods_of(kind, earlier) for kind in ColumnKind}},
            {unit.name: unit.total for audit in last for unit in audit.units if unit.total is not None},
            {unit.name: unit.grade for audit in same for unit in audit.units},
            earlier_counts(earlier),
        )


@dataclass(frozen=True, slots=True)
class _Grader:
    """Counts, finds and grades the same readings under different adjustments."""

    county: County
    period: Period
    pack: Pack
    readings: Mapping[str, ColumnReading]
    counts: tuple[ColumnCount, ...]
    before: Before
    figures: OutsideFigures | None = None
    proved: tuple[ColumnReading, ...] = ()

    def work(self, changes: Mapping[str, Adjustment]) -> GradedCounts:
        """One whole outcome; undated items that could change a grade make their column unreadable, as do those beside
        which nothing else was counted: it may not be nothing that was published."""
        counts = self._count(changes)
        if self.pack.pack.same_item == "once":
            counts = _counted_once(counts)
        outcome = self._grade(counts)
        if not any(count.undated for count in counts):
            return outcome
        as_if_dated = self._grade(tuple(_with_undated(count, self.period.last) for count in counts))
        bounded = self._grade(counts, dated=True)  # each of them dated or not: their units' places hang together
        grades = outcome.grades
        unsafe = {
            n for n, one in grades.items() if {as_if_dated.grades[n].grade, bounded.grades[n].grade} != {one.grade}
        }
        if unsafe and self.pack.rank:
            unsafe = set(grades)
        return self._grade(
            tuple(
                _unreadable(c) if c.undated and (c.column.unit in unsafe or (c.count == 0 and not c.exempt)) else c
                for c in counts
            )
        )

    def about(self, counts: tuple[ColumnCount, ...]) -> FindingInput:
        """What findings may look at, before anything is graded."""
        return FindingInput(
            self.county,
            self.period,
            counts,
            self.before.silent[""],
            earlier_counts=self.before.counts,
            proved=self.proved,
        )

    def late_again(
        self, counts: tuple[ColumnCount, ...], units: Sequence[UnitEntry], earlier: Sequence[Audit]
    ) -> tuple[Finding, ...]:
        """What the grades show once people have had their say."""
        graded = replace(
            self.about(counts),
            grades={unit.name: unit.grade for unit in units},
            earlier_grades=_earlier_grades(earlier, self.pack),
            worst_grade=self.pack.grade[-1].id,
        )
        return find_late_again(graded, self.pack)

    def _count(self, changes: Mapping[str, Adjustment]) -> tuple[ColumnCount, ...]:
        """The counts with changes; a column without any is not counted again."""
        as_of = gathered_at(self.period, self.readings)
        return tuple(
            replace(
                count_column(count.column, count.reading, self.period, as_of=as_of, adjustment=adjustment),
                ledger=count.ledger,
                coverage=count.coverage,
            )
            if (adjustment := changes.get(count.column.key))
            else count
            for count in self.counts
        )

    def _grade(self, counts: tuple[ColumnCount, ...], *, dated: bool = False) -> GradedCounts:
        findings = find_all(self.about(counts), self.pack)
        groups = {table.id: table.group for table in self.county.table}
        outside = self.figures.by_unit if self.figures else {}
        evidence = [
            UnitEvidence(
                unit,
                tuple(count for count in counts if count.column.unit == unit.name),
                tuple(finding for finding in findings if finding.unit == unit.name),
                {kind: silent.get(unit.name, 0) for kind, silent in self.before.silent.items()},
                self.before.totals.get(unit.name),
                self.before.grades.get(unit.name),
                outside.get(unit.name, {}),
                groups.get(unit.table, ""),
            )
            for unit in self.county.units_in(self.period)
        ]
        grades = grade_units(evidence, self.pack, self.period, dated=dated)
        return GradedCounts(counts, findings, {grade.unit.name: grade for grade in grades})


def _counted_once(counts: tuple[ColumnCount, ...]) -> tuple[ColumnCount, ...]:
    """The counts with what stands under one address in several columns counted in the first of them alone."""
    places = {item.item.url: pairs[0][0].column.key for pairs in same_items(counts) for _, item in pairs[:1]}
    settled = []
    for count in counts:
        again = tuple(item for item in count.items if places.get(item.item.url, count.column.key) != count.column.key)
        left = tuple(item for item in count.items if item not in again)
        settled.append(replace(count, items=left, repeated=again, count=len(left)) if again else count)
    return tuple(settled)


def _grade_label(grade: PackGrade, pack: Pack, groups: Mapping[str, str]) -> GradeLabel:
    """A grade as printed, its measure the pack's with its parameters filled in, else made from its rules."""
    words = grade.model_dump(exclude={"measure", "name"})
    return GradeLabel(**words, names=grade.name, measure=grade_in_words(grade.id, pack, groups))


def _with_undated(count: ColumnCount, day: date) -> ColumnCount:
    if not count.undated or count.count is None:
        return count
    items = (*count.items, *(replace(sighting, date=day) for sighting in count.undated))
    return replace(count, items=items, count=len(items), undated=())


def _unreadable(count: ColumnCount) -> ColumnCount:
    reason = WORDS.undated.format(count=len(count.undated))
    return replace(count, state=ColumnState.UNREADABLE, reason=reason, count=None, items=())


def _zero_periods(earlier: Sequence[Audit]) -> Mapping[str, int]:
    """For each unit, how many periods in a row before this one it published nothing."""
    silent: dict[str, int] = {}
    for steps, audit in enumerate(earlier):
        for unit in audit.units:
            if unit.total == 0 and silent.get(unit.name, 0) == steps:
                silent[unit.name] = steps + 1
    return silent


def _zero_periods_of(kind: ColumnKind, earlier: Sequence[Audit]) -> Mapping[str, int]:
    """The same of a unit's columns of one kind; a period in which it had none, or one was unknown, ends the row."""
    silent: dict[str, int] = {}
    for steps, audit in enumerate(earlier):
        totals: dict[str, int] = {}
        for row in audit.rows:
            if row.owned and row.kind is kind:
                totals[row.unit] = totals.get(row.unit, 0) + (1 if row.count is None else row.count)
        for unit, total in totals.items():
            if total == 0 and silent.get(unit, 0) == steps:
                silent[unit] = steps + 1
    return silent


def earlier_counts(earlier: Sequence[Audit]) -> Mapping[str, tuple[int, ...]]:
    """The known counts of each column by its key, newest first."""
    counts: dict[str, list[int]] = {}
    for audit in earlier:
        for row in audit.rows:
            if row.count is not None:
                counts.setdefault(row.key, []).append(row.count)
    return {key: tuple(known) for key, known in counts.items()}


def _earlier_grades(earlier: Sequence[Audit], pack: Pack) -> tuple[Mapping[str, str], ...]:
    """The grades of the periods before, newest first, as far back as the same pack gave them."""
    same = takewhile(lambda audit: audit.pack.id == pack.id, earlier)
    return tuple({unit.name: unit.grade for unit in audit.units} for audit in same)
