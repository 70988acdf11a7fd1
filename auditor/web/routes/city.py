"""A city's counties side by side, and the draft of the city's own circular."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from auditor.base.errors import AuditorError, BadInput, NotAllowed
from auditor.base.period import Period
from auditor.city.rollup import WORDS, RollUp, RollUpLine, roll_up
from auditor.city.workbook import render_rollup_xlsx
from auditor.county.city import City
from auditor.pipeline.line import audit_county
from auditor.web.access import Caller, CurrentOffice, Founder, Posted, PostedForm, Reader, Reviewer
from auditor.web.counties import UnknownPage
from auditor.web.downloads import saved_file
from auditor.web.office import Office
from auditor.web.paged import paged, wanted_page
from auditor.web.pages import go, path_to, show
from auditor.web.words import WEB_WORDS

router = APIRouter(include_in_schema=False)
_PAGE = 50
_FACTS = ("name", "home", "issuer", "inspector")
_QUARTERS = 6
_LAST = 10**9
_SORTS: Mapping[str, Callable[[RollUpLine], tuple[float, ...]]] = {
    "rank": lambda line: (line.first or _LAST, line.last or _LAST),
    "total": lambda line: (-line.summary.total if line.is_known else _LAST,),
    "change": lambda line: (_LAST if line.change is None else -line.change,),
    "unknown": lambda line: (-line.summary.unknown if line.is_known else -_LAST,),
}


@dataclass(frozen=True, slots=True)
class CityWish:
    """Which lines of a city are asked for, as the address of the page says it."""

    period: str
    text: str
    sort: str

    @property
    def query(self) -> dict[str, str]:
        """The address's query without the page."""
        return {key: value for key, value in (("text", self.text), ("sort", self.sort)) if value}


@router.get("/city")
def cities_page(request: Request, office: CurrentOffice, who: Reader) -> Response:
    """All cities that are served; whoever may make counties makes one of these too."""
    return _cities(request, office, who)


@router.post("/city")
def add_city(request: Request, office: CurrentOffice, who: Founder, form: PostedForm) -> Response:
    """Put counties together as a city."""
    ticked = set(form.texts("member"))
    facts = {key: form.text(key, 300) for key in _FACTS if form.text(key, 300)}
    try:
        city = office.book.add_city(facts, [file for file in office.book.files() if file.name in ticked])
    except (BadInput, NotAllowed) as error:
        return _cities(request, office, who, form, error)
    office.note(who.name, who.address, WEB_WORDS.acts.add_city, city.name)
    return go(path_to("city", city.name), "saved")


def _cities(
    request: Request, office: Office, who: Caller, form: Posted | None = None, fault: AuditorError | None = None
) -> Response:
    counties = [file.name for file in office.book.files() if file.county]
    return show(
        request, who, "cities.html", status=422 if fault else 200, cities=office.book.cities(), period=_newest(office),
        counties=counties, ticked=set(form.texts("member")) if form else set(counties), fault=str(fault or ""),
        typed={key: form.text(key, 300) if form else "" for key in _FACTS},
    )  # fmt: skip


@router.get("/city/{name}")
def city_page(
    request: Request,
    name: str,
    office: CurrentOffice,
    who: Reader,
    period: str = "",
    text: str = "",
    sort: str = "",
    page: str = "",
) -> Response:
    """The counties of a city in one period, searched, sorted and paged."""
    city, span = _city(office, name), Period.parse(period) if period else _newest(office)
    wish = CityWish(span.name, text.strip()[:40], sort if sort in _SORTS else "")
    made = office.store.audits.load_issued(city, span)
    draft = office.store.audits.find_digest(city, span)
    rolled = roll_up(city, office.store.overview, span, made)
    lines = [line for line in rolled.lines if wish.text in line.name]
    lines = sorted(lines, key=_SORTS[wish.sort]) if wish.sort else lines
    part = paged(lines, wanted_page(page), _PAGE)
    served = {file.name for file in office.book.files()}
    quarter = Period.containing("quarter", office.clock().date())
    task = office.background.of(_task(city, span))
    return show(
        request,
        who,
        "city.html",
        refresh=2 if task and task.is_running else 0,
        task=task,
        city=city,
        span=span,
        rolled=rolled,
        lines=part.lines,
        found=len(lines),
        page=part.page,
        pages=part.pages,
        wish=wish,
        served=served,
        made=made,
        draft=draft,
        may_draft=who.sees_drafts,
        notes=[note.format(called=rolled.called) for note in WORDS.notes],
        choices=_choices(span, quarter),
    )


@router.get("/city/{name}/{period}/rollup.xlsx")
def rollup_file(name: str, period: str, office: CurrentOffice, who: Reader) -> Response:
    """All counties as a workbook."""
    del who
    city, span = _city(office, name), Period.parse(period)
    content = render_rollup_xlsx(_rolled(office, city, span), city.issuer, created=office.clock())
    return saved_file(content, f"{city.name}-{span.name}-rollup.xlsx")


@router.post("/city/{name}/audit")
def make_draft(name: str, office: CurrentOffice, who: Reviewer, form: PostedForm) -> Response:
    """Have the draft of the city's circular made from what its counties' audits say now; the page tells how it ends."""
    city, span = _city(office, name), Period.parse(form.text("period", 20))
    span.require_begun(office.clock().date())
    office.background.start(
        _task(city, span), who.name, lambda _: audit_county(city, office.store, office.place, span, office.clock)
    )
    office.note(who.name, who.address, WEB_WORDS.acts.audit_again, f"{name} {span.name}")
    return go(path_to("city", name, period=span.name))


def _task(city: City, span: Period) -> str:
    return f"city {city.name} {span.name}"


def _rolled(office: Office, city: City, span: Period) -> RollUp:
    return roll_up(city, office.store.overview, span, office.store.audits.load_issued(city, span))


def _city(office: Office, name: str) -> City:
    city = office.book.city(name)
    if city is None:
        raise UnknownPage(f"没有名为“{name[:40]}”的市；市文件要与县配置文件一起交给 auditor serve")
    return city


def _newest(office: Office) -> Period:
    """The last quarter that is over."""
    return Period.containing("quarter", office.clock().date()).previous()


def _choices(span: Period, quarter: Period) -> list[Period]:
    """The quarters to choose from, the one shown among them."""
    listed = [quarter, *(quarter.previous(step) for step in range(1, _QUARTERS + 1))]
    return listed if span.name in {one.name for one in listed} else [span, *listed]
