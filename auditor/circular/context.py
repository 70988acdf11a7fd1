"""What the wording file may speak of: every figure and name of an audit, computed and ready to print."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from auditor.audit.grade.measure import REST
from auditor.audit.layout import CircularLayout
from auditor.audit.model import (
    Audit,
    FindingEntry,
    GradeLabel,
    HeardEntry,
    RowEntry,
    SampleEntry,
    TableEntry,
    UnitEntry,
)
from auditor.base.chinese import chinese_date, chinese_days, listed, ordinal, printable, share, shortened, within
from auditor.base.period import LOCAL
from auditor.base.terms import PENDING, AuditState, MemberSource
from auditor.base.workdays import add_working_days
from auditor.circular.grounds import told_together
from auditor.circular.themes import ThemeGroup, theme_groups
from auditor.circular.words import WORDS

PRINTED = frozenset({"grade", "print"})
"""The forces with which a finding is printed; trial findings are for reviewers alone."""

_EXAMPLE_LENGTH = 120
_NAME_LENGTH = 60
_ABSENT = (MemberSource.NONE, MemberSource.PREVIEW, MemberSource.OLDER)
_FEW = 6
"""So many unknown columns of a city's member are named; of more, only the number is told."""


@dataclass(frozen=True, slots=True)
class PeriodWords:
    """The period as printed; ``now``, ``previous``, ``end`` are how the text calls it, the one before, its last day."""

    label: str
    short_label: str
    first: str
    last: str
    now: str
    previous: str
    end: str


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """The sum of one table; ``total`` speaks only for the ``known_count`` columns that could be verified."""

    name: str
    total: int
    column_count: int
    known_count: int


@dataclass(frozen=True, slots=True)
class GradeList:
    """The units of one grade, in table order; ``ordinal`` counts the grades whose units are named.

    ``grounds`` tells why, for grades whose units have something to put right; ``share`` what part of all units they
    are, where the layout asks for it; ``idle`` names those among praised ones that had nothing to publish and did not.
    """

    id: str
    label: str
    ordinal: str
    count: int
    names: str
    title: str = ""
    is_named: bool = True
    must_rectify: bool = False
    measure: str = ""
    praise: str = ""
    demand: str = ""
    grounds: str = ""
    share: str = ""
    idle: str = ""


@dataclass(frozen=True, slots=True)
class PassRate:
    """How many units have nothing to put right, and have; what part of all passes, or may once all are settled."""

    passed: int
    failed: int
    rate: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class OverallRate:
    """Of all columns that are due and could be verified, how many were updated as they should be."""

    due: int
    updated: int
    rate: str


@dataclass(frozen=True, slots=True)
class GradeMeasure:
    """What gives a grade, so that 的 can follow, and how it is printed."""

    measure: str
    label: str


@dataclass(frozen=True, slots=True)
class FigureSource:
    """Figures brought in from outside: what they are, who gave them, whether they were there, for whom they lack."""

    names: str
    source: str
    is_given: bool
    lacking: str


@dataclass(frozen=True, slots=True)
class UnknownColumn:
    """A column that could not be verified."""

    column: str
    owner: str
    state: str


@dataclass(frozen=True, slots=True)
class OwnerColumns:
    """The columns of one owner that could not be verified, in quotation marks."""

    owner: str
    columns: str
    is_unit: bool


@dataclass(frozen=True, slots=True)
class Rectification:
    """Who has to put something right: the units of lower grades, and others with problems."""

    count: int
    names: str
    grades: str
    others: str
    other_count: int


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What became of the units that had to put something right after the circular before."""

    count: int
    better: str
    better_count: int
    same: str
    same_count: int
    waiting: str
    waiting_count: int
    before: str


@dataclass(frozen=True, slots=True)
class Compared:
    """The total beside the one of the period before; ``change`` is its amount, ``direction`` 增加, 减少 or 持平."""

    before: str
    total: int
    direction: str
    change: int


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """All printed findings of one rule. ``is_partial`` tells that ``examples`` leaves some out and counts them."""

    rule: str
    ordinal: str
    count: int
    unit_count: int
    column_count: int
    units: str
    examples: str
    is_partial: bool


@dataclass(frozen=True, slots=True)
class AnnexOutline:
    """What the wording needs to name an attachment."""

    kind: str
    title: str
    unknown: int
    shared: int = 0
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MissingColumn:
    """A column that still needs items while the period runs: its name, its owner, how many."""

    column: str
    owner: str
    count: int


@dataclass(frozen=True, slots=True)
class CoverageSpan:
    """On how many of the period's ``days`` its columns were looked at: the ``least`` of any, and the ``most``."""

    days: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class CircularContext:
    """The names the wording file can use; its fields and the list at the head of the file are the same."""

    county: str
    portal: str
    home: str
    issuer: str
    inspector: str
    addressees: str
    period: PeriodWords
    checked: str
    unit_count: int
    column_count: int
    known_count: int
    unknown_count: int
    shared_count: int
    total: int
    groups: tuple[UnitGroup, ...]
    grades: tuple[GradeList, ...]
    pending: GradeList
    unknown: tuple[UnknownColumn, ...]
    problems: tuple[ProblemGroup, ...]
    rectify_by: str
    recheck_on: str
    deadlines_provisional: bool
    signed_on: str
    is_draft: bool
    is_preview: bool
    missing: tuple[MissingColumn, ...]
    annexes: tuple[AnnexOutline, ...]
    basis: str
    unread: str
    unknown_owners: tuple[OwnerColumns, ...]
    compared: Compared | None
    follow_up: FollowUp | None
    themes: tuple[ThemeGroup, ...]
    rectify: Rectification
    measures: tuple[GradeMeasure, ...]
    scoring: str
    figures: FigureSource | None
    overall_rate: OverallRate | None
    coverage: CoverageSpan | None
    heard: HeardEntry | None
    called: str
    sample: SampleEntry | None
    pass_rate: PassRate | None
    absent: str


def build_context(audit: Audit, signed_on: date, layout: CircularLayout) -> CircularContext:
    """Compute everything the circular says in words."""
    rectify_by, recheck_on, provisional = deadlines(audit, signed_on, layout)
    span, facts = audit.span, audit.facts
    grades = _grades(audit, counts=layout.list_counts, with_shares=layout.list_shares)
    waiting = next((grade for grade in grades if grade.id == PENDING), GradeList(PENDING, "", "", 0, ""))
    return CircularContext(
        county=audit.county,
        portal=facts.portal,
        home=facts.home,
        issuer=facts.issuer,
        inspector=facts.inspector or facts.issuer,
        addressees=facts.addressees.rstrip("：: "),
        period=PeriodWords(
            span.label,
            span.short_label,
            chinese_date(audit.period[0]),
            chinese_date(audit.period[1]),
            span.terms.now,
            span.terms.previous,
            span.terms.end,
        ),
        checked=_checked(audit.evidence.crawled_from, audit.evidence.crawled_to),
        unit_count=len(audit.units),
        column_count=len(audit.rows),
        known_count=len(audit.rows) - len(audit.unknown_rows),
        unknown_count=len(audit.unknown_rows),
        shared_count=sum(not row.owned for row in audit.rows),
        total=audit.total,
        groups=tuple(_group(table) for table in audit.tables),
        grades=grades,
        pending=waiting,
        unknown=tuple(_unknown(row) for row in audit.unknown_rows),
        problems=_problems(audit, layout.examples),
        rectify_by=chinese_date(rectify_by),
        recheck_on="" if audit.members else chinese_date(recheck_on),
        deadlines_provisional=provisional,
        signed_on=chinese_date(signed_on),
        is_draft=audit.state is AuditState.DRAFT,
        is_preview=audit.state is AuditState.PREVIEW,
        missing=_missing(audit) if audit.state is AuditState.PREVIEW else (),
        annexes=_outlines(audit, layout),
        basis=WORDS.last_joint.join(
            part for part in ("、".join(audit.pack.basis[:-1]), *audit.pack.basis[-1:]) if part
        ),
        unread=WORDS.unverified if audit.members or any(row.undated for row in audit.unknown_rows) else WORDS.unread,
        unknown_owners=_unknown_owners(audit),
        compared=compared_totals(audit),
        follow_up=_follow_up(audit),
        themes=theme_groups(printed_findings(audit), layout.examples),
        rectify=_rectification(audit),
        measures=_measures(audit),
        scoring=audit.pack.scoring,
        figures=_figures(audit),
        overall_rate=_overall_rate(audit) if layout.overall_rate else None,
        coverage=_coverage(audit),
        heard=audit.issue.heard if audit.issue else None,
        called=called_in(audit),
        sample=audit.sample,
        pass_rate=_pass_rate(audit) if layout.pass_rate else None,
        absent=listed([printable(one.name) for one in audit.members if one.source in _ABSENT]),
    )


def called_in(audit: Audit) -> str:
    """What the circular calls a unit."""
    return audit.facts.called or WORDS.called


def _pass_rate(audit: Audit) -> PassRate | None:
    """Of all units, also those that wait: what they may turn out to be bounds it."""
    size, waiting = len(audit.units), len(audit.pending_units)
    failed = sum(audit.must_rectify(unit.grade) for unit in audit.units)
    passed = size - waiting - failed
    low, high = share(passed, size), share(passed + waiting, size)
    return (
        PassRate(passed, failed, "" if waiting else low, low if waiting else "", high if waiting else "")
        if size
        else None
    )


def _overall_rate(audit: Audit) -> OverallRate | None:
    due = [row for row in audit.rows if row.due and not row.exempt and row.count is not None]
    updated = sum(not row.is_short for row in due)
    return OverallRate(len(due), updated, share(updated, len(due))) if due else None


def _measures(audit: Audit) -> tuple[GradeMeasure, ...]:
    """The measures of all grades, best first; what is left over comes last."""
    told = [GradeMeasure(grade.measure, grade.label) for grade in audit.pack.grades if grade.measure]
    return tuple(sorted(told, key=lambda one: one.measure == REST))


def _figures(audit: Audit) -> FigureSource | None:
    sheet = audit.figures
    if sheet is None:
        return None
    lacking = [
        printable(unit.name) for unit in audit.units if len(sheet.values.get(unit.name, {})) < len(sheet.columns)
    ]
    return FigureSource("、".join(sheet.columns), sheet.source, bool(sheet.digest), listed(lacking))


def deadlines(audit: Audit, signed_on: date, layout: CircularLayout) -> tuple[date, date, bool]:
    """By when to put right, when it is looked at again, and whether a calendar to come may move them.

    While the period runs nothing is signed: what is missing can be made good until its last day.
    """
    if audit.state is AuditState.PREVIEW:
        return audit.span.last, audit.span.last + timedelta(days=1), False
    rectify = add_working_days(signed_on, layout.rectify_days)
    recheck = add_working_days(signed_on, layout.recheck_days)
    if layout.recheck_day:
        recheck = add_working_days(_first_after(rectify.date, layout.recheck_day) - timedelta(days=1), 1)
    return rectify.date, recheck.date, rectify.provisional or recheck.provisional


def _first_after(day: date, number: int) -> date:
    """The first day of that number in its month that comes after ``day``."""
    this = day.replace(day=number)
    return this if this > day else (this.replace(day=1) + timedelta(days=31)).replace(day=number)


def printed_findings(audit: Audit) -> tuple[FindingEntry, ...]:
    """The findings that the circular speaks of."""
    return tuple(finding for finding in audit.findings if finding.force in PRINTED)


def local_day(moment: datetime | None) -> date | None:
    """The calendar day of a moment in China."""
    return moment.astimezone(LOCAL).date() if moment else None


def _coverage(audit: Audit) -> CoverageSpan | None:
    """How the columns were looked at while the period lasted; ``None`` where one of them was not at all."""
    known = [row.coverage for row in audit.rows if row.coverage]
    if not known or len(known) < len(audit.rows):
        return None
    looked = [one.looked for one in known]
    return CoverageSpan(max(one.days for one in known), min(looked), max(looked))


def _checked(begun: datetime | None, ended: datetime | None) -> str:
    """The days of the check, local time: one day, or first and last with what they share said once."""
    days = [day for day in (local_day(begun), local_day(ended)) if day]
    if not days:
        return ""
    return chinese_days(days[0], days[-1])


def _group(table: TableEntry) -> UnitGroup:
    known = sum(row.count is not None for row in table.rows)
    return UnitGroup(table.group or table.title, table.total, len(table.rows), known)


def _unknown(row: RowEntry) -> UnknownColumn:
    return UnknownColumn(shortened(row.column, _NAME_LENGTH), shortened(row.unit, _NAME_LENGTH), unread_words(row))


def _missing(audit: Audit) -> tuple[MissingColumn, ...]:
    """What is still expected in a period that runs."""
    return tuple(
        MissingColumn(shortened(row.column, _NAME_LENGTH), shortened(row.unit, _NAME_LENGTH), row.expect - row.count)
        for row in audit.rows
        if row.is_short and row.count is not None
    )


def unread_words(row: RowEntry) -> str:
    """Why a column has no count, in the office's words: how the program failed is for the evidence workbook."""
    return WORDS.undated.format(count=len(row.undated)) if row.undated else WORDS.unread


def state_words(row: RowEntry) -> str:
    """A column's state, or why it has none, in the office's words."""
    return row.state.label if row.state.is_known else unread_words(row)


def _unknown_owners(audit: Audit) -> tuple[OwnerColumns, ...]:
    owners: dict[tuple[str, bool], list[str]] = {}
    for row in audit.unknown_rows:
        owners.setdefault((row.unit, row.owned), []).append(f"“{shortened(row.column, _NAME_LENGTH)}”")
    return tuple(
        OwnerColumns(shortened(owner, _NAME_LENGTH), _named(audit, owner, columns), is_unit)
        for (owner, is_unit), columns in owners.items()
    )


def _named(audit: Audit, owner: str, columns: list[str]) -> str:
    """The columns by name; of a city's member that has many, how many they are."""
    if not audit.members or len(columns) <= _FEW:
        return "".join(columns)
    is_all = len(columns) == sum(row.unit == owner for row in audit.rows)
    return (WORDS.all_columns if is_all else WORDS.some_columns).format(count=len(columns))


def compared_totals(audit: Audit) -> Compared | None:
    """The change on the period before, where both are over and wholly known."""
    rows = audit.rows
    if (
        not rows
        or audit.state is AuditState.PREVIEW
        or any(row.count is None or row.previous_count is None for row in rows)
    ):
        return None
    before = sum(row.previous_count or 0 for row in rows)
    change = audit.total - before
    direction = WORDS.more if change > 0 else WORDS.less if change < 0 else WORDS.same
    return Compared(audit.span.terms.previous, before, direction, abs(change))


def _follow_up(audit: Audit) -> FollowUp | None:
    before = [unit for unit in audit.units if unit.previous_grade and audit.must_rectify(unit.previous_grade)]
    same = [printable(unit.name) for unit in before if audit.must_rectify(unit.grade)]
    better = [printable(unit.name) for unit in before if unit.grade != PENDING and not audit.must_rectify(unit.grade)]
    waiting = [printable(unit.name) for unit in before if unit.grade == PENDING]
    if not before:
        return None
    counts = (listed(better), len(better), listed(same), len(same), listed(waiting), len(waiting))
    return FollowUp(len(before), *counts, before=audit.span.terms.previous)


def _rectification(audit: Audit) -> Rectification:
    asked = [unit for unit in audit.units if audit.must_rectify(unit.grade)]
    names = {unit.name for unit in asked}
    grades = dict.fromkeys(audit.label_of(unit.grade) for unit in asked)
    order = [grade.label for grade in audit.pack.grades if grade.label in grades]
    found = dict.fromkeys(finding.unit for finding in printed_findings(audit) if finding.unit)
    known = [unit.name for unit in audit.units]
    ordered = sorted(found, key=lambda unit: known.index(unit) if unit in known else len(known))
    others = [printable(unit) for unit in ordered if unit not in names]
    asked_names = listed([printable(unit.name) for unit in asked])
    return Rectification(len(asked), asked_names, "".join(f"“{label}”" for label in order), listed(others), len(others))


def _grades(audit: Audit, *, counts: bool | str, with_shares: bool) -> tuple[GradeList, ...]:
    """One list for every grade that has units, in the pack's order; grades the pack does not name come last."""
    ids = dict.fromkeys([*(grade.id for grade in audit.pack.grades), *(unit.grade for unit in audit.units)])
    present = [grade for grade in ids if audit.graded(grade)]
    known = {grade.id: grade for grade in audit.pack.grades}
    lists, number = [], 0
    for grade in present:
        label = known.get(grade, GradeLabel(id=grade, label=audit.label_of(grade)))
        units = audit.graded(grade)
        number += label.names
        must_rectify = audit.must_rectify(grade)
        idle = [unit for unit in units if _is_idle(audit, unit)] if label.praise else []
        lists.append(
            GradeList(
                id=grade,
                label=label.label,
                ordinal=ordinal(number) if label.names else "",
                count=len(units),
                names=_names(units, counts if any(unit.total for unit in units) else False),
                title=label.title or WORDS.units_of.format(grade=label.label, called=called_in(audit)),
                is_named=label.names,
                must_rectify=must_rectify,
                share=share(len(units), len(audit.units)) if with_shares else "",
                measure=label.measure,
                praise=label.praise if len(idle) < len(units) else "",
                demand=label.demand,
                grounds=_grounds(audit, units) if label.names and (must_rectify or grade == PENDING) else "",
                idle=listed([printable(unit.name) for unit in idle]),
            )
        )
    return tuple(lists)


def _is_idle(audit: Audit, unit: UnitEntry) -> bool:
    """Whether a unit had nothing to publish in the period, and published nothing."""
    rows = audit.rows_of(unit)
    return bool(rows) and not unit.total and all(row.count == 0 and not row.due for row in rows)


def _grounds(audit: Audit, units: tuple[UnitEntry, ...]) -> str:
    """Why units of a lower grade have it, and why some wait though all their own columns are known."""
    waits = units[0].grade == PENDING
    own = all(any(row.count is None for row in audit.rows_of(unit)) for unit in units)
    return "" if waits and (own or audit.state is AuditState.PREVIEW) else told_together(audit, units)


def _names(units: tuple[UnitEntry, ...], counts: bool | str) -> str:
    """The units of a list, each with its number where ``counts``; ``together``: the most first, equal numbers once."""
    if counts != "together":
        return listed([_name(unit, with_count=bool(counts)) for unit in units])
    same: dict[int | None, list[UnitEntry]] = {}
    for unit in sorted(units, key=lambda unit: -1 if unit.total is None else unit.total, reverse=True):
        same.setdefault(unit.total, []).append(unit)
    told = []
    for total, equal in same.items():
        if not total or len(equal) == 1:
            told += [_name(unit, with_count=True) for unit in equal]
        else:
            told.append(WORDS.each_items.format(names=listed([printable(unit.name) for unit in equal]), count=total))
    return listed(told)


def _name(unit: UnitEntry, *, with_count: bool) -> str:
    if not with_count or unit.total == 0:
        return printable(unit.name)
    counted = WORDS.uncounted if unit.total is None else WORDS.items.format(count=unit.total)
    return printable(unit.name) + counted


def _problems(audit: Audit, limit: int) -> tuple[ProblemGroup, ...]:
    """The printed findings by rule, rules in the order in which they first appear."""
    by_rule: dict[str, list[FindingEntry]] = {}
    for finding in printed_findings(audit):
        by_rule.setdefault(finding.rule, []).append(finding)
    return tuple(_problem(number, rule, found, limit) for number, (rule, found) in enumerate(by_rule.items(), 1))


def _problem(number: int, rule: str, found: list[FindingEntry], limit: int) -> ProblemGroup:
    units = list(dict.fromkeys(printable(finding.unit) for finding in found if finding.unit))
    sentences = [within(finding.text, _EXAMPLE_LENGTH) for finding in found[:limit]]
    return ProblemGroup(
        rule=rule,
        ordinal=ordinal(number),
        count=len(found),
        unit_count=len(units),
        column_count=len({(finding.unit, finding.column) for finding in found if finding.column}),
        units=listed(units),
        examples="；".join(sentences),
        is_partial=len(found) > limit,
    )


def _outlines(audit: Audit, layout: CircularLayout) -> tuple[AnnexOutline, ...]:
    outlines: list[AnnexOutline] = []
    for kind in layout.annexes:
        if kind == "columns":
            outlines += [
                AnnexOutline(kind, table.title, table.unknown, sum(not row.owned for row in table.rows), layout.columns)
                for table in audit.tables
            ]
        elif kind == "units" or printed_findings(audit):
            columns = layout.unit_columns if kind == "units" else layout.problem_columns
            outlines.append(AnnexOutline(kind, "", 0, columns=columns))
    return tuple(outlines)
