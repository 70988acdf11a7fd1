"""The first page, a county's page, and the buttons that start work."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from auditor.base.errors import NotAllowed
from auditor.base.period import Period
from auditor.base.terms import TaskKind
from auditor.pipeline.line import audit_county
from auditor.web.access import CurrentOffice, Form, Reader, Reviewer
from auditor.web.charts import trend
from auditor.web.pages import go, path_to, show
from auditor.web.status import card_of, failed_notices, fault_of, going_of
from auditor.web.words import WEB_WORDS

router = APIRouter(include_in_schema=False)
_TREND = 8


@router.get("/")
def overview(request: Request, office: CurrentOffice, who: Reader) -> Response:
    """All counties at a glance."""
    cards = [card_of(office, file) for file in office.book.files()]
    refresh = 5 if any(card.going for card in cards) else 0
    return show(
        request, who, "overview.html", refresh=refresh, cards=cards, notices=failed_notices(office),
        problems=office.progress.problems, now=office.clock(),
    )  # fmt: skip


@router.get("/county/{name}")
def county_page(request: Request, name: str, office: CurrentOffice, who: Reader) -> Response:
    """One county: work to start, its periods, health, runs, past circulars."""
    file = office.book.file_of(name)
    card = card_of(office, file)
    if card.county is None:
        return show(request, who, "county_broken.html", file=file)
    today = office.clock().date()
    quarter = Period.containing("quarter", today)
    circulars = office.store.audits.list_circulars(card.county)
    newest_first = [line.issued or line.audit for line in card.periods if line.period.kind == "quarter"]
    return show(
        request,
        who,
        "county.html",
        card=card,
        tasks=list(reversed(office.store.agenda.list_tasks(name, today)))[:6],
        choices=[quarter.previous(steps) for steps in range(1, 7)] + [quarter],
        trend=trend(list(reversed(newest_first[:_TREND]))),
        runs=list(reversed(office.store.runs.list_runs(card.county, last=20))),
        circulars=list(reversed(circulars)),
        in_force={past.period.name: past.number for past in circulars},
    )


@router.get("/county/{name}/progress")
def progress(request: Request, name: str, office: CurrentOffice, who: Reader) -> Response:
    """How far the work on a county is; the page asks again by itself while it goes on."""
    county = office.book.county(name)
    going = going_of(office, county)
    return show(
        request, who, "progress.html", refresh=2 if going else 0, county=county, going=going,
        fault=fault_of(office, county), periods=office.store.audits.list_periods(county),
    )  # fmt: skip


@router.post("/county/{name}/crawl")
def start_crawl(name: str, office: CurrentOffice, who: Reviewer, form: Form) -> Response:
    """Start one pass over all columns."""
    del form
    county = office.book.county(name)
    if going_of(office, county):
        raise NotAllowed(f"{name}正在采集，请等它结束")
    office.ask_for(county, TaskKind.OBSERVE)
    office.note(who.name, who.address, WEB_WORDS.acts.crawl, name)
    return go(path_to("county", name, "progress"), "started")


@router.post("/county/{name}/halt")
def halt_work(name: str, office: CurrentOffice, who: Reviewer, form: Form) -> Response:
    """Break off what is being done for a county; what was read stays."""
    del form
    office.halt(office.book.county(name), who.name)
    office.note(who.name, who.address, WEB_WORDS.acts.halt, name)
    return go(path_to("county", name, "progress"), "halted")


@router.post("/county/{name}/{period}/retry")
def retry_column(name: str, period: str, office: CurrentOffice, who: Reviewer, form: Form) -> Response:
    """Read one column again, and audit the period."""
    county, span = office.book.county(name), Period.parse(period)
    span.require_begun(office.clock().date())
    key = form.text("column")
    column = next((column for column in county.column if column.key == key), None)
    if column is None:
        raise NotAllowed("所指的栏目不在县配置之内，可能已被删除")
    if going_of(office, county):
        raise NotAllowed(f"{name}正在采集，请等它结束")
    office.ask_for(county, TaskKind.COLUMN, f"{span.name} {key}")
    office.note(who.name, who.address, WEB_WORDS.acts.retry, f"{name} {span.name}", column.name)
    return go(path_to("county", name, "progress"), "started")


@router.post("/county/{name}/audit")
def start_audit(request: Request, name: str, office: CurrentOffice, who: Reviewer, form: Form) -> Response:
    """Crawl and audit a period, or audit it from what is stored."""
    del request
    county = office.book.county(name)
    period = Period.parse(form.text("period"))
    if form.text("mode") == "stored":
        audit_county(county, office.store, office.place, period, office.clock)
        office.note(who.name, who.address, WEB_WORDS.acts.audit_again, f"{name} {period.name}")
        return go(path_to("county", name, period.name), "audited")
    period.require_begun(office.clock().date())
    if going_of(office, county):
        raise NotAllowed(f"{name}正在采集，请等它结束")
    office.ask_for(county, TaskKind.AUDIT, period.name)
    office.note(who.name, who.address, WEB_WORDS.acts.crawl_and_audit, f"{name} {period.name}")
    return go(path_to("county", name, "progress"), "started")
