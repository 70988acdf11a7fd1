"""What the wording file may speak of: every figure and name of an audit, computed and ready to print."""

from dataclasses import dataclass
from datetime import date, datetime

from auditor.audit.layout import CircularLayout
from auditor.audit.model import Audit, FindingEntry, RowEntry, TableEntry
from auditor.base.chinese import chinese_date, listed, ordinal, printable, shortened
from auditor.base.period import LOCAL
from auditor.base.terms import PENDING, AuditState
from auditor.base.workdays import add_working_days

PRINTED = frozenset({"grade", "print"})
"""The forces with which a finding is printed; trial findings are for reviewers alone."""

_EXAMPLE_LENGTH = 120
_NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class PeriodWords:
    """The period as printed."""

    label: str
    short_label: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """The sum of one table; ``total`` speaks only for the ``known_count`` columns that could be verified."""

    name: str
    total: int
    column_count: int
    known_count: int


@dataclass(frozen=True, slots=True)
class GradeList:
    """The units of one grade, in table order."""

    id: str
    label: str
    ordinal: str
    count: int
    names: str


@dataclass(frozen=True, slots=True)
class UnknownColumn:
    """A column that could not be verified."""

    column: str
    owner: str
    state: str


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


@dataclass(frozen=True, slots=True)
class MissingColumn:
    """A column that still needs items while the period runs: its name, its owner, how many."""

    column: str
    owner: str
    count: int


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


def build_context(audit: Audit, signed_on: date, layout: CircularLayout) -> CircularContext:
    """Compute everything the circular says in words."""
    rectify = add_working_days(signed_on, layout.rectify_days)
    recheck = add_working_days(signed_on, layout.recheck_days)
    span, facts = audit.span, audit.facts
    grades = _grades(audit)
    waiting = next((grade for grade in grades if grade.id == PENDING), GradeList(PENDING, "", "", 0, ""))
    return CircularContext(
        county=audit.county,
        portal=facts.portal,
        home=facts.home,
        issuer=facts.issuer,
        inspector=facts.inspector or facts.issuer,
        addressees=facts.addressees.rstrip("：: "),
        period=PeriodWords(span.label, span.short_label, chinese_date(audit.period[0]), chinese_date(audit.period[1])),
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
        rectify_by=chinese_date(rectify.date),
        recheck_on=chinese_date(recheck.date),
        deadlines_provisional=rectify.provisional or recheck.provisional,
        signed_on=chinese_date(signed_on),
        is_draft=audit.state is AuditState.DRAFT,
        is_preview=audit.state is AuditState.PREVIEW,
        missing=_missing(audit) if audit.state is AuditState.PREVIEW else (),
        annexes=_outlines(audit, layout),
    )


def printed_findings(audit: Audit) -> tuple[FindingEntry, ...]:
    """The findings that the circular speaks of."""
    return tuple(finding for finding in audit.findings if finding.force in PRINTED)


def local_day(moment: datetime | None) -> date | None:
    """The calendar day of a moment in China."""
    return moment.astimezone(LOCAL).date() if moment else None


def _checked(begun: datetime | None, ended: datetime | None) -> str:
    """The days of the check, local time: one day, or first and last with what they share said once."""
    days = [day for day in (local_day(begun), local_day(ended)) if day]
    if not days:
        return ""
    first, last = days[0], days[-1]
    if first == last:
        return chinese_date(first)
    until = chinese_date(last).removeprefix(f"{first.year}年")
    return f"{chinese_date(first)}至{until}"


def _group(table: TableEntry) -> UnitGroup:
    known = sum(row.count is not None for row in table.rows)
    return UnitGroup(table.group or table.title, table.total, len(table.rows), known)


def _unknown(row: RowEntry) -> UnknownColumn:
    return UnknownColumn(shortened(row.column, _NAME_LENGTH), shortened(row.unit, _NAME_LENGTH), row.state.label)


def _missing(audit: Audit) -> tuple[MissingColumn, ...]:
    """What is still expected in a period that runs."""
    return tuple(
        MissingColumn(shortened(row.column, _NAME_LENGTH), shortened(row.unit, _NAME_LENGTH), row.expect - row.count)
        for row in audit.rows
        if row.is_short and row.count is not None
    )


def _grades(audit: Audit) -> tuple[GradeList, ...]:
    """One list for every grade that has units, in the pack's order; grades the pack does not name come last."""
    ids = dict.fromkeys([*(grade.id for grade in audit.pack.grades), *(unit.grade for unit in audit.units)])
    present = [grade for grade in ids if audit.graded(grade)]
    return tuple(
        GradeList(
            id=grade,
            label=audit.label_of(grade),
            ordinal=ordinal(number),
            count=len(audit.graded(grade)),
            names=listed([printable(unit.name) for unit in audit.graded(grade)]),
        )
        for number, grade in enumerate(present, 1)
    )


def _problems(audit: Audit, limit: int) -> tuple[ProblemGroup, ...]:
    """The printed findings by rule, rules in the order in which they first appear."""
    by_rule: dict[str, list[FindingEntry]] = {}
    for finding in printed_findings(audit):
        by_rule.setdefault(finding.rule, []).append(finding)
    return tuple(_problem(number, rule, found, limit) for number, (rule, found) in enumerate(by_rule.items(), 1))


def _problem(number: int, rule: str, found: list[FindingEntry], limit: int) -> ProblemGroup:
    units = list(dict.fromkeys(printable(finding.unit) for finding in found if finding.unit))
    sentences = [shortened(finding.text, _EXAMPLE_LENGTH).rstrip("。；") for finding in found[:limit]]
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
            outlines += [AnnexOutline(kind, table.title, table.unknown) for table in audit.tables]
        elif kind == "units" or printed_findings(audit):
            outlines.append(AnnexOutline(kind, "", 0))
    return tuple(outlines)
