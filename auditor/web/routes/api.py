"""JSON for other systems: read-only, by bearer token or by a signed-in browser; and the health page for monitoring."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from auditor import __version__
from auditor.audit.model import Audit, FindingEntry, RowEntry, UnitEntry
from auditor.base.period import Period
from auditor.base.terms import AuditState, Role
from auditor.county.model import County
from auditor.web.access import (
    Anyone,
    Caller,
    Gate,
    SignInNeeded,
    WholeOffice,
    at_least,
    caller_of,
    office_of,
)
from auditor.web.accounts import bearer_of
from auditor.web.board import board_of
from auditor.web.counties import UnknownPage
from auditor.web.office import Lately, Office
from auditor.web.pages import path_to, show
from auditor.web.passwords import secret_digest
from auditor.web.status import failed_notices, fault_of, going_of, troubles_of
from auditor.web.words import WEB_WORDS

pages = APIRouter(include_in_schema=False)


def data_caller(request: Request, office: WholeOffice, caller: Annotated[Caller, Depends(caller_of)]) -> Caller:
    """Who asks for data: whoever is signed in, else the account that the key they bear is of."""
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    if caller.account or kind.lower() != "bearer":
        return caller
    key = office.store.people.use_token(secret_digest(secret.strip()), office.watch())
    return replace(caller, account=bearer_of(office.store, key)) if key else caller


def data_office(request: Request, office: WholeOffice, caller: Annotated[Caller, Depends(data_caller)]) -> Office:
    """The office as far as they see it."""
    return office_of(request, office, caller)


@dataclass(frozen=True, slots=True)
class DataGate(Gate):
    """Lets in people who may read, and whoever bears a key in force of one who may."""

    def __call__(self, request: Request, caller: Annotated[Caller, Depends(data_caller)]) -> Caller:
        """The caller; raise as `Gate` does."""
        if caller.account is None:
            raise SignInNeeded("需要访问令牌：请求头写 Authorization: Bearer 令牌")
        self.admit(caller, request.path_params)
        return caller


DataOffice = Annotated[Office, Depends(data_office)]
_DATA = DataGate(at_least(Role.READER).roles)
router = APIRouter(prefix="/api/v1", tags=[WEB_WORDS.api.data], dependencies=[Depends(_DATA)])
open_router = APIRouter(tags=[WEB_WORDS.api.watching], dependencies=[Depends(Gate())])

CountyName = Annotated[str, Path(description=WEB_WORDS.api.county)]
PeriodName = Annotated[str, Path(description=WEB_WORDS.api.period)]
Issued = Annotated[bool, Query(description=WEB_WORDS.api.issued)]


class CountySummary(BaseModel):
    """One county."""

    name: str
    portal: str
    home: str
    columns: int
    units: int


class PeriodSummary(BaseModel):
    """One audited period."""

    period: str
    label: str
    first: date
    last: date
    state: AuditState
    total: int
    units: int
    pending: int
    unknown_columns: int
    numbers: list[str]
    digest: str


class ItemsFound(BaseModel):
    """How many items of a quarter were found in a county so far, and in how many columns; proved is none of it."""

    county: str
    items: int
    columns: int


class RunSummary(BaseModel):
    """One crawl pass."""

    id: int
    started_at: datetime
    finished_at: datetime | None
    since: date
    thorough: bool
    requests: int


class UnitAnswer(BaseModel):
    """One unit with its columns and findings."""

    unit: UnitEntry
    grade_label: str
    rows: list[RowEntry]
    findings: list[FindingEntry]


class TroubleSummary(BaseModel):
    """A column that the newest crawl could not verify."""

    column: str
    unit: str
    key: str
    state: str
    reason: str
    verified_last: datetime | None


class CountyHealth(BaseModel):
    """How a county's crawls stand."""

    county: str
    last_run: datetime | None
    running: bool
    fault: str
    unverifiable: list[TroubleSummary]


class Health(BaseModel):
    """For monitoring: ``degraded`` where a county's file or the notice rules are wrong, the last work on a county
    failed, columns cannot be verified, or notices did not arrive."""

    status: Literal["ok", "degraded"]
    version: str
    counties: int
    unverifiable_columns: int
    file_problems: int
    failed_notices: int
    failed_tasks: int


@router.get("/counties", summary=WEB_WORDS.api.counties)
def list_counties(office: DataOffice) -> list[CountySummary]:
    """The counties whose files can be read."""
    return [
        CountySummary(name=c.name, portal=c.portal_name, home=c.county.home, columns=len(c.column), units=len(c.unit))
        for c in office.book.counties()
    ]


@router.get("/items/{period}", summary=WEB_WORDS.api.items)
def count_items(period: PeriodName, office: DataOffice) -> list[ItemsFound]:
    """Items dated in a quarter that stand in each county's columns, audited or not: no proof that they are all."""
    quarter = Period.parse(period)
    if quarter.kind != "quarter":
        raise UnknownPage(WEB_WORDS.api.only_quarters)
    found = office.store.overview.count_items(quarter)
    known = (county for county in office.book.counties() if county.name in found)
    return [ItemsFound(county=c.name, **found[c.name]._asdict()) for c in known]


@router.get("/counties/{county}/periods", summary=WEB_WORDS.api.periods)
def list_periods(county: CountyName, office: DataOffice) -> list[PeriodSummary]:
    """Every audited period, oldest first."""
    known = office.book.county(county)
    numbers: dict[str, list[str]] = {}
    for issued in office.store.audits.list_circulars(known):
        numbers.setdefault(issued.period.name, []).append(issued.number)
    audits = [office.audit_of(known, period) for period in office.store.audits.list_periods(known)]
    return [_summary(audit, numbers.get(audit.quarter, [])) for audit in audits]


@router.get(
    "/counties/{county}/periods/{period}/audit.json",
    summary=WEB_WORDS.api.audit,
    response_model=Audit,
    response_class=Response,
)
def get_audit(county: CountyName, period: PeriodName, office: DataOffice, issued: Issued = False) -> Response:
    """``audit.json``, byte for byte."""
    audit = _audit(office, county, period, issued=issued)
    return Response(audit.to_json(), media_type="application/json", headers={"X-Audit-Digest": audit.digest()})


@router.get("/counties/{county}/periods/{period}/units/{unit}", summary=WEB_WORDS.api.unit)
def get_unit(
    county: CountyName, period: PeriodName, unit: str, office: DataOffice, issued: Issued = False
) -> UnitAnswer:
    """One unit: grade, reasons, columns, findings."""
    audit = _audit(office, county, period, issued=issued)
    for entry in audit.units:
        if unit in (entry.name, *entry.aliases):
            findings = [finding for finding in audit.findings if finding.unit == entry.name]
            return UnitAnswer(
                unit=entry, grade_label=audit.label_of(entry.grade), rows=list(audit.rows_of(entry)), findings=findings
            )
    raise UnknownPage(f"没有“{unit[:40]}”这个单位")


@router.get("/counties/{county}/periods/{period}/column", summary=WEB_WORDS.api.column)
def get_column(
    county: CountyName,
    period: PeriodName,
    key: Annotated[str, Query(description=WEB_WORDS.api.key)],
    office: DataOffice,
    issued: Issued = False,
) -> RowEntry:
    """One column: count, items, archived pages."""
    for row in _audit(office, county, period, issued=issued).rows:
        if row.key == key:
            return row
    raise UnknownPage("没有这个栏目")


@router.get("/counties/{county}/runs", summary=WEB_WORDS.api.runs)
def list_runs(
    county: CountyName, office: DataOffice, limit: Annotated[int, Query(ge=1, le=1000)] = 100
) -> list[RunSummary]:
    """Crawl passes, newest first."""
    runs = office.store.runs.list_runs(office.book.county(county), last=limit)
    return [RunSummary.model_validate(run, from_attributes=True) for run in reversed(runs)]


@router.get("/health", summary=WEB_WORDS.api.health)
def health(office: DataOffice) -> list[CountyHealth]:
    """Per county: the last finished crawl, and columns that cannot be verified since when."""
    return [_health(office, county) for county in office.book.counties()]


@open_router.get("/healthz", summary=WEB_WORDS.api.alive)
def healthz(request: Request, office: WholeOffice) -> Health:
    """Whether everything works. Names nobody and no county; answered with 200, at most 10 s old."""
    lately: Lately[Health] = request.app.state.health
    return lately.get(office.watch(), lambda: _state(office))


@pages.get("/api")
def api_page(request: Request, who: Anyone) -> Response:
    """The description of the interface, printed from the schema itself."""
    schema = request.app.openapi()
    calls = [
        (method.upper(), path, call)
        for path, methods in schema["paths"].items()
        for method, call in methods.items()
    ]  # fmt: skip
    return show(request, who, "api.html", calls=calls)


@pages.get("/api/openapi.json")
def openapi(request: Request, who: Anyone) -> Response:
    """The schema for programs."""
    del who
    return JSONResponse({**request.app.openapi(), "servers": [{"url": path_to()}]})


def _state(office: Office) -> Health:
    board = board_of(office)
    files = office.book.files()
    broken = sum(bool(file.problems) for file in files)
    problems = max(broken, len(office.progress.problems))  # the schedule tells of the same files, and of more
    unsent = len(failed_notices(office))
    faults = sum(bool(office.progress.of(file.name).error) for file in files)
    is_ok = not (problems or board.unknown or unsent or faults)
    return Health(
        status="ok" if is_ok else "degraded",
        version=__version__,
        counties=board.counties,
        unverifiable_columns=board.unknown,
        file_problems=problems,
        failed_notices=unsent,
        failed_tasks=faults,
    )


def _audit(office: Office, county: str, period: str, *, issued: bool) -> Audit:
    known, span = office.book.county(county), Period.parse(period)
    if not issued:
        return office.audit_of(known, span)
    audit = office.store.audits.load_issued(known, span)
    if audit is None:
        raise UnknownPage(f"{span.label}的通报尚未印发")
    return audit


def _summary(audit: Audit, numbers: list[str]) -> PeriodSummary:
    return PeriodSummary(
        period=audit.quarter,
        label=audit.span.label,
        first=audit.period[0],
        last=audit.period[1],
        state=AuditState.ISSUED if numbers else audit.state,
        total=audit.total,
        units=len(audit.units),
        pending=len(audit.pending_units),
        unknown_columns=len(audit.unknown_rows),
        numbers=numbers,
        digest=audit.digest(),
    )


def _health(office: Office, county: County) -> CountyHealth:
    last = office.store.runs.last_finished(county)
    return CountyHealth(
        county=county.name,
        last_run=last.finished_at if last else None,
        running=going_of(office, county) is not None,
        fault=fault_of(office, county),
        unverifiable=[
            TroubleSummary(
                column=t.column, unit=t.unit, key=t.key, state=t.state.label, reason=t.reason, verified_last=t.since
            )
            for t in troubles_of(office, county)
        ],
    )
