"""The first page, a county's page, and the buttons that start work."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from auditor.base.errors import NotAllowed
from auditor.base.period import Period
from auditor.base.terms import Role, TaskKind
from auditor.pipeline.line import audit_county
from auditor.web.access import CurrentOffice, Member, PostedForm, Reader, Reviewer
from auditor.web.board import board_of
from auditor.web.charts import trend
from auditor.web.first_steps import first_steps
from auditor.web.paged import wanted_page
from auditor.web.pages import go, path_to, show
from auditor.web.status import begin, card_of, failed_notices, fault_of, going_of, title_of, waiting_of
from auditor.web.words import WEB_WORDS

router = APIRouter(include_in_schema=False)
_TREND = 8
_CARDS = 5
"""So many counties are shown with all that is known of them; more stand in a table."""


@router.get("/")
def overview(
    request: Request, office: CurrentOffice, who: Member, text: str = "", only: str = "", page: str = ""
) -> Response:
    """All counties: a few as cards, many as a board; a unit is led to its own page."""
    if not who.may(Role.READER):
        return go(path_to("mine"))
    files = office.book.files()
    said: dict[str, Any] = {
        "notices": failed_notices(office),
        "problems": office.problems,
        "now": office.clock(),
        "cities": office.book.cities(),
    }
    if len(files) <= _CARDS:
        cards = [card_of(office, file) for file in files]
        return show(request, who, "overview.html", live=any(card.going for card in cards), cards=cards, **said)
    board = board_of(office, text=text.strip()[:40], only=only, page=wanted_page(page))
    asked = {"text": text.strip()[:40], "only": only}
    return show(request, who, "board.html", live=bool(board.busy), board=board, asked=asked, **said)


@router.get("/going")
def going_on(request: Request, office: CurrentOffice, who: Reader) -> Response:
    """What goes on now, for the overview to show without being loaded again."""
    files = office.book.files()
    if len(files) > _CARDS:
        return show(request, who, "_board_going.html", busy=board_of(office).busy)
    cards = [card_of(office, file) for file in files]
    return show(request, who, "_board_going.html", busy=[card for card in cards if card.going])


@router.get("/county/{name}")
def county_page(request: Request, name: str, office: CurrentOffice, who: Reader) -> Response:
    """One county: work to start, its periods, health, runs, past circulars."""
    if office.book.city(name):
        return go(path_to("city", name))
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
        steps=first_steps(card),
        tasks=[(task, title_of(task, card.county)) for task in office.store.agenda.list_tasks(name, today)[-6:][::-1]],
        waiting=waiting_of(office, card.county),
        live=card.going is not None,
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
        request, who, "progress.html", live=going is not None, county=county, going=going,
        waiting=waiting_of(office, county), fault=fault_of(office, county),
        periods=office.store.audits.list_periods(county),
    )  # fmt: skip


@router.get("/county/{name}/going")
def county_going(request: Request, name: str, office: CurrentOffice, who: Reader) -> Response:
    """What goes on in one county, for its page to show without being loaded again."""
    county = office.book.county(name)
    return show(
        request, who, "_county_going.html",
        county=county, going=going_of(office, county), waiting=waiting_of(office, county),
    )  # fmt: skip


@router.post("/county/{name}/crawl")
def start_crawl(name: str, office: CurrentOffice, who: Reviewer, form: PostedForm) -> Response:
    """Start one pass over all columns."""
    del form
    county = office.book.county(name)
    note = partial(office.note, who.name, who.address, WEB_WORDS.acts.crawl, name)
    told = begin(office, county, TaskKind.OBSERVE, note=note)
    return go(path_to("county", name, "progress"), told)


@router.post("/county/{name}/halt")
def halt_work(name: str, office: CurrentOffice, who: Reviewer, form: PostedForm) -> Response:
    """Break off what is being done for a county; what was read stays."""
    del form
    office.halt(office.book.county(name), who.name)
    office.note(who.name, who.address, WEB_WORDS.acts.halt, name)
    return go(path_to("county", name, "progress"), "halted")


@router.post("/county/{name}/{period}/retry")
def retry_column(name: str, period: str, office: CurrentOffice, who: Reviewer, form: PostedForm) -> Response:
    """Read one column again, and audit the period."""
    county, span = office.book.county(name), Period.parse(period)
    span.require_begun(office.clock().date())
    key = form.text("column")
    column = next((column for column in county.column if column.key == key), None)
    if column is None:
        raise NotAllowed("所指的栏目不在县配置之内，可能已被删除")
    note = partial(office.note, who.name, who.address, WEB_WORDS.acts.retry, f"{name} {span.name}", column.name)
    told = begin(office, county, TaskKind.COLUMN, f"{span.name} {key}", note=note)
    return go(path_to("county", name, "progress"), told)


@router.post("/county/{name}/audit")
def start_audit(request: Request, name: str, office: CurrentOffice, who: Reviewer, form: PostedForm) -> Response:
    """Crawl and audit a period, or audit it from what is stored."""
    del request
    county = office.book.county(name)
    period = Period.parse(form.text("period"))
    if form.text("mode") == "stored":
        audit_county(county, office.store, office.place, period, office.clock)
        office.note(who.name, who.address, WEB_WORDS.acts.audit_again, f"{name} {period.name}")
        return go(path_to("county", name, period.name), "audited")
    period.require_begun(office.clock().date())
    note = partial(office.note, who.name, who.address, WEB_WORDS.acts.crawl_and_audit, f"{name} {period.name}")
    told = begin(office, county, TaskKind.AUDIT, period.name, note=note)
    return go(path_to("county", name, "progress"), told)
