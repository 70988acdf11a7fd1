"""A period: its units with grades and reasons, and when its columns were updated."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from auditor.audit.decisions import DecisionReason
from auditor.audit.model import Audit, FindingEntry, RowEntry, UnitEntry
from auditor.base.period import Period
from auditor.base.terms import PENDING
from auditor.county.model import County
from auditor.crawl.column import READER
from auditor.pipeline.anew import rereading_sentence
from auditor.pipeline.replay import list_differences
from auditor.web.access import CurrentOffice, Reader
from auditor.web.charts import heat_map, trend, unit_bars
from auditor.web.counties import UnknownPage
from auditor.web.office import Office
from auditor.web.paged import wanted_page
from auditor.web.pages import go, path_to, show
from auditor.web.status import PeriodLine, going_of, open_points, periods_of

router = APIRouter(include_in_schema=False)
_TREND = 8


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """One unit as the table prints it."""

    unit: UnitEntry
    label: str
    proposed: str
    group: str
    columns: int
    unknown: int
    needs_decision: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a filter."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Reread:
    """What is told of a rereading, and how the result differs from what an earlier version said."""

    sentence: str
    differences: tuple[str, ...]


@router.get("/county/{name}/{period}")
def quarter_page(
    request: Request,
    name: str,
    period: str,
    office: CurrentOffice,
    who: Reader,
    grade: str = "",
    table: str = "",
    need: str = "",
    page: str = "",
) -> Response:
    """Units with filters, and the charts; a city has its counties side by side instead."""
    if office.book.city(name):
        return go(path_to("city", name, period=Period.parse(period).name))
    county = office.book.county(name)
    span = Period.parse(period)
    audit = office.audit_of(county, span)
    periods = periods_of(office, county)
    lines = [unit_line(audit, unit) for unit in audit.units]
    shown = [line for line in lines if _fits(line, grade, table, need)]
    return show(
        request,
        who,
        "quarter.html",
        county=county,
        audit=audit,
        issued=next((line.issued for line in periods if line.period == span), None),
        lines=shown,
        grades=_grades(audit),
        tables=[Choice(t.id, t.group or t.title, sum(u.table == t.id for u in audit.units)) for t in audit.tables],
        chosen={"grade": grade, "table": table, "need": need},
        open_points=open_points(audit),
        waiting=sum(line.needs_decision for line in lines),
        heat=heat_map(audit, name, wanted_page(page)),
        trend=trend([*reversed(_said_before(periods, span)), audit]),
        bars=unit_bars(audit, [line.unit for line in shown]),
        going=going_of(office, county),
        reader=READER,
        reread=_reread(office, county, audit),
    )


@router.get("/county/{name}/{period}/unit")
def unit_page(request: Request, name: str, period: str, unit: str, office: CurrentOffice, who: Reader) -> Response:
    """One unit: why it got its grade, its columns, its findings; those of a city's county are on its own pages."""
    if office.book.city(name):
        return go(path_to("county", unit, Period.parse(period).name))
    county = office.book.county(name)
    audit = office.audit_of(county, Period.parse(period))
    entry = next((known for known in audit.units if known.name == unit), None)
    if entry is None:
        raise UnknownPage(f"{audit.span.label}的核查中没有“{unit[:40]}”这个单位")
    return show(
        request,
        who,
        "unit.html",
        county=county,
        audit=audit,
        seen=audit.digest(),
        line=unit_line(audit, entry),
        rows=audit.rows_of(entry),
        findings=findings_of(audit, entry),
        reasons=list(DecisionReason),
    )


def _said_before(periods: Sequence[PeriodLine], span: Period) -> list[Audit]:
    """What was last said of the periods right before one, newest first, up to the first that was never audited."""
    said, found = {line.period: line.issued or line.audit for line in periods}, list[Audit]()
    while len(found) < _TREND - 1 and (audit := said.get(span.previous(len(found) + 1))):
        found.append(audit)
    return found


def _reread(office: Office, county: County, audit: Audit) -> Reread | None:
    """That what an earlier version had read was read anew, and how this result differs; ``None``: nothing to tell."""
    rereading = office.store.runs.last_rereading(county)
    before = rereading and office.store.audits.load_last_before(county, audit.span, rereading.at)
    if not rereading or not before or before.reader == audit.reader or audit.reader != READER:
        return None
    beside = audit.model_copy(update={"reader": before.reader})
    return Reread(rereading_sentence(rereading), tuple(list_differences(before, beside)))


def unit_line(audit: Audit, unit: UnitEntry) -> UnitStanding:
    """A unit with what the table prints beside it."""
    rows = audit.rows_of(unit)
    unknown = sum(row.count is None for row in rows)
    group = next((table.group or table.title for table in audit.tables if table.id == unit.table), "")
    return UnitStanding(
        unit,
        audit.label_of(unit.grade),
        audit.label_of(unit.proposed),
        group,
        len(rows),
        unknown,
        unit.grade == PENDING or any(_asks(row) for row in rows),
    )


def findings_of(audit: Audit, unit: UnitEntry) -> tuple[FindingEntry, ...]:
    """The findings about a unit that are computed at all; those on trial are marked where they are printed."""
    return tuple(finding for finding in audit.findings if finding.unit == unit.name and finding.force != "off")


def _fits(line: UnitStanding, grade: str, table: str, need: str) -> bool:
    fits_grade = not grade or line.unit.grade == grade
    return fits_grade and (not table or line.unit.table == table) and (not need or line.needs_decision)


def _asks(row: RowEntry) -> bool:
    return row.count is None or bool(row.undated)


def _grades(audit: Audit) -> list[Choice]:
    choices = [Choice(grade.id, grade.label, len(audit.graded(grade.id))) for grade in audit.pack.grades]
    if all(choice.value != PENDING for choice in choices):
        choices.append(Choice(PENDING, audit.label_of(PENDING), len(audit.pending_units)))
    return choices
