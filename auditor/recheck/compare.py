"""Compares one circular's problems with later evidence. Pure: the same circular and readings give the same answer.

Kinds of problem, by what undoes them: a short, blank or stale column by new items in it; a silent unit by new items in
any of its columns; a fault of items (misfiled, undated, duplicate …) by its being gone, found out by running the same
rule over the same items again; a habit (late publication, bursts) by new items that do not show it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from auditor.audit.build import build_audit
from auditor.audit.decisions import Decision
from auditor.audit.entries import figures_of
from auditor.audit.grade import Pack
from auditor.audit.grade.kinds import KINDS, Undone
from auditor.audit.model import Audit, FindingEntry, RowEntry, UnitEntry
from auditor.base.checks import CheckEntry
from auditor.base.errors import AuditorError
from auditor.base.period import LOCAL, Period
from auditor.base.terms import PENDING, ColumnKind, ColumnState
from auditor.circular.context import printed_findings, unread_words
from auditor.circular.grounds import told_of
from auditor.county.model import County
from auditor.crawl.column import ColumnReading
from auditor.recheck.faults import ItemFaults, sort_faults, titles_at_fault
from auditor.recheck.later import LaterEvidence, items_of
from auditor.recheck.pages import PageSeen, with_pages
from auditor.recheck.values import (
    CountOutcome,
    NewItem,
    ProblemEntry,
    Recheck,
    RecheckUnit,
    RecheckVerdict,
    UncountedColumn,
)
from auditor.recheck.words import WORDS


def _undone(finding: FindingEntry) -> Undone:
    """What puts a finding right; kinds that this version no longer knows are judged item by item."""
    kind = KINDS.get(finding.rule)
    return kind.undone if kind else Undone.ITEM_BY_ITEM


@dataclass(frozen=True, slots=True)
class RecheckEvidence:
    """What the follow-up may look at: later readings by column key, the pack, people's decisions, and pages.

    ``pages`` are the article pages opened again since the circular, by address.
    """

    readings: Mapping[str, ColumnReading]
    pack: Pack
    decisions: Sequence[Decision] = ()
    pages: Mapping[str, PageSeen] = field(default_factory=dict)


def build_recheck(county: County, audit: Audit, evidence: RecheckEvidence, circular_date: date) -> Recheck:
    """Look again at every problem of ``audit`` (dated ``circular_date``) in the light of later readings.

    Raises `AuditorError` where nothing was read since the circular's evidence was gathered.
    """
    since = audit.evidence.crawled_to
    later = [reading.read_at for reading in evidence.readings.values() if since and reading.read_at > since]
    if since is None or not later:
        raise AuditorError(f"{audit.span.label}通报取证之后还没有再次采集。请先运行 auditor crawl")
    later += [page.seen_at for page in evidence.pages.values()]
    comparison = _Comparison(county, audit, evidence, since, max(later))
    problems = tuple(comparison.problems())
    units = tuple(comparison.units(problems))
    uncounted = tuple(comparison.uncounted())
    return Recheck(
        county=audit.county,
        quarter=audit.quarter,
        label=audit.span.label,
        number=audit.issue.number if audit.issue else "",
        is_issued=audit.issue is not None,
        circular_date=circular_date,
        digest=audit.digest(),
        gathered_before=since,
        gathered_from=min(later),
        gathered_to=max(later),
        signed_on=max(later).astimezone(LOCAL).date(),
        facts=audit.facts,
        grades=audit.pack.grades,
        rectify_days=audit.pack.layout.rectify_days,
        problems=problems,
        units=units,
        uncounted=uncounted,
        notes=tuple(_notes(audit, evidence.pack)),
        self_check=tuple(_self_check(audit, problems, units, uncounted)),
    )


class _Comparison:
    """One circular beside later evidence; ``since`` is when the circular's evidence was complete."""

    def __init__(
        self, county: County, audit: Audit, evidence: RecheckEvidence, since: datetime, until: datetime
    ) -> None:
        self._audit, self._evidence = audit, evidence
        readings = {key: with_pages(reading, evidence.pages) for key, reading in evidence.readings.items()}
        self._later = LaterEvidence(audit, readings, since)
        first, today = audit.period[0], max(until.astimezone(LOCAL).date(), audit.period[1])
        again = Period(first, today, audit.span.kind)
        afterwards = Period(min(self._later.since_day, today), today, audit.span.kind)
        figures = figures_of(audit.figures) if audit.figures else None  # the sheet of today may be another, or gone
        self._then, self._again, self._afterwards = (
            build_audit(county, period, evidence.pack, readings, decisions=evidence.decisions, figures=figures)
            for period in (audit.span, again, afterwards)
        )
        self._rows_again = {row.key: row for row in self._again.rows}
        self._interpreting = {column.key for column in county.column if column.kind is ColumnKind.INTERPRETATION}

    # -- problems ------------------------------------------------------------------------------------------------------

    def problems(self) -> Iterator[ProblemEntry]:
        """Every printed finding, then the short columns that the circular names as a unit's ground without one.

        Of a unit nothing is asked that the circular did not ask of it.
        """
        audit = self._audit
        asked = {unit.name: told_of(audit, unit) for unit in audit.units if audit.must_rectify(unit.grade)}
        rows = {(row.unit, row.column): row for row in self._audit.rows}
        told: set[str] = set()
        for finding in printed_findings(self._audit):
            row = rows.get((finding.unit, finding.column))
            if row and _undone(finding) is Undone.BY_MISSING_ITEMS:
                told.add(row.key)
            yield self._problem(finding, row)
        for row in self._audit.rows:
            if row.owned and row.is_short and row.key not in told and f"“{row.column}”" in asked.get(row.unit, ""):
                text = WORDS.short.format(unit=row.unit, column=row.column, expect=row.expect, count=row.count)
                yield self._column_problem("", text, row, row.expect - (row.count or 0))

    def _problem(self, finding: FindingEntry, row: RowEntry | None) -> ProblemEntry:
        match _undone(finding):
            case Undone.BY_MISSING_ITEMS if row:
                return self._column_problem(finding.rule, finding.text, row, max(1, row.expect - (row.count or 0)))
            case Undone.BY_ANY_ITEM if row:
                return self._column_problem(finding.rule, finding.text, row, 1)
            case Undone.BY_ANY_ITEM_OF_UNIT:
                return self._unit_problem(finding)
            case Undone.NEVER_AGAIN:
                return self._habit_problem(finding)
            case _:
                return self._item_problem(finding)

    def _column_problem(self, rule: str, text: str, row: RowEntry, needed: int) -> ProblemEntry:
        new = self._later.new(row)
        found = len(new.sightings)
        verdict, reason = _by_number(found, needed)
        if verdict is not RecheckVerdict.DONE and not new.is_fresh:
            verdict, reason = RecheckVerdict.UNKNOWN, self._later.why_not(row)
        elif verdict is not RecheckVerdict.DONE and new.undated and found + new.undated >= needed:
            verdict, reason = RecheckVerdict.UNKNOWN, WORDS.undated.format(count=new.undated)
        return ProblemEntry(
            rule=rule,
            unit=row.unit,
            column=row.column,
            text=text,
            expected=row.expect,
            before=row.count,
            after=found if new.is_fresh or found else None,
            verdict=verdict,
            reason=reason,
            items=items_of(new, row.column),
        )

    def _unit_problem(self, finding: FindingEntry) -> ProblemEntry:
        items, blind = self._later.new_of_unit(finding.unit)
        verdict, reason = _by_number(len(items), 1)
        if verdict is not RecheckVerdict.DONE and blind:
            verdict, reason = RecheckVerdict.UNKNOWN, WORDS.blind.format(count=blind)
        return _told(finding, verdict, reason, None if blind and not items else len(items), items)

    def _habit_problem(self, finding: FindingEntry) -> ProblemEntry:
        items, blind = self._later.new_in(self._rows_of(finding))
        again = next((f for f in self._afterwards.findings if _same(f, finding)), None)
        if again:
            verdict, reason = RecheckVerdict.NOT_YET, WORDS.again.format(text=again.text)
        elif blind:
            verdict, reason = RecheckVerdict.UNKNOWN, WORDS.blind.format(count=blind)
        elif not items:
            verdict, reason = RecheckVerdict.UNKNOWN, WORDS.nothing_new
        else:
            verdict, reason = RecheckVerdict.DONE, WORDS.not_again.format(count=len(items))
        return _told(finding, verdict, reason, None if blind and not items else len(items), items)

    def _item_problem(self, finding: FindingEntry) -> ProblemEntry:
        items, _ = self._later.new_in(self._rows_of(finding))
        rows = self._rows_of(finding)
        blind = [row for row in self._looked_at(finding, rows) if not self._is_countable(row, finding.rule)]
        again = next((f for f in self._again.findings if _same(f, finding)), None)
        faults = self._faults(finding, again, rows)
        verdict, reason = faults.verdict, faults.reason
        if blind or not rows:
            verdict, reason = RecheckVerdict.UNKNOWN, self._later.why_not(blind[0]) if blind else WORDS.unlisted
        elif again and not finding.items:
            verdict, reason = RecheckVerdict.NOT_YET, WORDS.still_there
        told = _told(finding, verdict, reason, len(items) if items or not blind else None, items)
        opened = tuple(page.record for url in finding.items if (page := self._evidence.pages.get(url)))
        return told.model_copy(update={"pages": opened, "unopened": faults.unopened})

    def _faults(self, finding: FindingEntry, again: FindingEntry | None, rows: Sequence[RowEntry]) -> ItemFaults:
        return sort_faults(
            finding,
            faulty=self._faulty(finding, again, rows),
            by_title=titles_at_fault(self._evidence.pack, again) if again else (),
            pages=self._evidence.pages,
            columns=[row.url for row in self._audit.rows],
        )

    def _looked_at(self, finding: FindingEntry, rows: Sequence[RowEntry]) -> Sequence[RowEntry]:
        """The columns that must be known to judge: for a missing interpretation also those it could stand in."""
        if finding.rule != "policy-without-interpretation":
            return rows
        return [*rows, *(row for row in self._audit.rows if row.key in self._interpreting)]

    def _is_countable(self, row: RowEntry, rule: str) -> bool:
        """Whether the column was read again as a whole; one with undated items may still show that it has them."""
        again = self._rows_again.get(row.key)
        is_counted = again is not None and (again.count is not None or (rule == "undated" and bool(again.undated)))
        return is_counted and self._later.is_fresh(row, self._audit.period[0])

    def _faulty(self, finding: FindingEntry, again: FindingEntry | None, rows: Sequence[RowEntry]) -> frozenset[str]:
        """The addresses that show the fault now; a column may have become uncountable by its undated items."""
        if finding.rule == "undated":
            entries = (self._rows_again[row.key].undated for row in rows if row.key in self._rows_again)
            return frozenset(entry.url for undated in entries for entry in undated)
        return frozenset(again.items) if again else frozenset()

    def _rows_of(self, finding: FindingEntry) -> list[RowEntry]:
        """The columns a finding speaks of: by name, of its unit; all of the unit's where it names none."""
        owned = [row for row in self._audit.rows if row.unit == finding.unit]
        named = [row for row in owned if row.column == finding.column]
        listed = [row for row in owned if row.column in finding.column.split("、")]
        return named or listed or owned

    # -- columns without a count ---------------------------------------------------------------------------------------

    def uncounted(self) -> Iterator[UncountedColumn]:
        """The columns that the circular called 数量待核, as its period is counted by what is known today."""
        today = {row.key: row for row in self._then.rows}
        for row in self._audit.unknown_rows:
            yield self._uncounted(row, today.get(row.key))

    def _uncounted(self, row: RowEntry, today: RowEntry | None) -> UncountedColumn:
        reason = ""
        if today is None:
            outcome, reason = CountOutcome.OPEN, WORDS.unlisted
        elif today.count is None:
            outcome, reason = CountOutcome.OPEN, unread_words(today) if self._later.is_seen(row) else WORDS.not_read
        else:
            outcome = CountOutcome.TALLIED if today.state is ColumnState.TALLIED else CountOutcome.READ
        count = today.count if today else None
        return UncountedColumn(unit=row.unit, column=row.column, outcome=outcome, count=count, reason=reason)

    # -- units ---------------------------------------------------------------------------------------------------------

    def units(self, problems: Sequence[ProblemEntry]) -> Iterator[RecheckUnit]:
        """The units whose grade the pack wants rectified, and those with problems."""
        worst = next((g.id for g in reversed(self._audit.pack.grades) if g.id != PENDING), "")
        for unit in self._audit.units:
            own = [problem for problem in problems if problem.unit == unit.name]
            if own or self._audit.must_rectify(unit.grade):
                yield self._unit(unit, own, must_publish=unit.grade == worst)

    def _unit(self, unit: UnitEntry, own: Sequence[ProblemEntry], *, must_publish: bool) -> RecheckUnit:
        items, blind = self._later.new_of_unit(unit.name)
        after = None if blind and not items else len(items)
        counts = {verdict: sum(problem.verdict is verdict for problem in own) for verdict in RecheckVerdict}
        return RecheckUnit(
            name=unit.name,
            grade=unit.grade,
            label=self._audit.label_of(unit.grade),
            problems=len(own),
            done=counts[RecheckVerdict.DONE],
            partly=counts[RecheckVerdict.PARTLY],
            not_yet=counts[RecheckVerdict.NOT_YET],
            unknown=counts[RecheckVerdict.UNKNOWN],
            after=after,
            blind=blind,
            verdict=_unit_verdict(counts, after, must_publish=must_publish or not own),
        )


def _unit_verdict(counts: Mapping[RecheckVerdict, int], after: int | None, *, must_publish: bool) -> RecheckVerdict:
    """All problems undone, and, where the unit had to publish, something published."""
    steps = [verdict for verdict, count in counts.items() if count]
    if must_publish:
        steps.append(
            RecheckVerdict.UNKNOWN if after is None else RecheckVerdict.DONE if after else RecheckVerdict.NOT_YET
        )
    if len(set(steps)) == 1:
        return steps[0]
    if RecheckVerdict.DONE in steps or RecheckVerdict.PARTLY in steps:
        return RecheckVerdict.PARTLY
    return RecheckVerdict.UNKNOWN


def _by_number(found: int, needed: int) -> tuple[RecheckVerdict, str]:
    if found >= needed:
        return RecheckVerdict.DONE, WORDS.found.format(count=found)
    if found:
        return RecheckVerdict.PARTLY, WORDS.found_too_few.format(count=found, needed=needed - found)
    return RecheckVerdict.NOT_YET, WORDS.found_nothing


def _told(
    finding: FindingEntry, verdict: RecheckVerdict, reason: str, after: int | None, items: tuple[NewItem, ...]
) -> ProblemEntry:
    return ProblemEntry(
        rule=finding.rule,
        unit=finding.unit,
        column=finding.column,
        text=finding.text,
        expected=None,
        before=None,
        after=after,
        verdict=verdict,
        reason=reason,
        items=items,
    )


def _same(one: FindingEntry, other: FindingEntry) -> bool:
    """Whether two findings are the same fault of the same place (duplicates may by now lie in fewer columns)."""
    kind = KINDS.get(one.rule)
    is_of_unit = kind is not None and kind.of_unit
    return (one.rule, one.unit) == (other.rule, other.unit) and (is_of_unit or one.column == other.column)


def _notes(audit: Audit, pack: Pack) -> Iterator[str]:
    if (audit.pack.id, audit.pack.version) != (pack.id, pack.pack.version):
        then, now = f"{audit.pack.id} {audit.pack.version}", f"{pack.id} {pack.pack.version}"
        yield WORDS.packs.format(then=then, now=now)


def _self_check(
    audit: Audit,
    problems: Sequence[ProblemEntry],
    units: Sequence[RecheckUnit],
    uncounted: Sequence[UncountedColumn],
) -> Iterator[CheckEntry]:
    printed = [(f.rule, f.unit, f.column) for f in printed_findings(audit)]
    told = [(p.rule, p.unit, p.column) for p in problems if p.rule]
    yield CheckEntry(name=WORDS.checks.all_told, ok=printed == told, detail="")
    names = [unit.name for unit in units]
    missing = {p.unit for p in problems if any(u.name == p.unit for u in audit.units)} - set(names)
    is_once = len(names) == len(set(names)) and not missing
    yield CheckEntry(name=WORDS.checks.each_once, ok=is_once, detail="、".join(sorted(missing)))
    off = [u.name for u in units if u.done + u.partly + u.not_yet + u.unknown != u.problems]
    yield CheckEntry(name=WORDS.checks.sums, ok=not off, detail="、".join(off))
    if unknown := [(row.unit, row.column) for row in audit.unknown_rows]:
        again = [(one.unit, one.column) for one in uncounted]
        yield CheckEntry(name=WORDS.checks.counted_again, ok=again == unknown, detail="")
