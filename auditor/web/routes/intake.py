"""Columns found on the portal, and whole new counties."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from fastapi import APIRouter, Request
from starlette.responses import Response

from auditor.base.errors import BadInput, NotAllowed
from auditor.county.check import normal_address
from auditor.county.model import County, CrawlRules, DisclosureColumn, parse_county
from auditor.county.writing import dump_county
from auditor.discover import Limits, Proposal, ProposedColumn, accept, discover
from auditor.discover.proposal import THRESHOLD
from auditor.fetch.client import PortalClient
from auditor.web.access import CurrentOffice, Founder, PostedForm, Signer
from auditor.web.background import Tell
from auditor.web.counties import UnknownPage
from auditor.web.office import Office
from auditor.web.pages import go, path_to, safe_link, show
from auditor.web.routes.table import take_new
from auditor.web.words import WEB_WORDS

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Find:
    """One discovered column as a line to be ticked."""

    proposed: ProposedColumn
    known: bool
    ticked: bool
    percent: int


@router.get("/new")
def new_page(request: Request, office: CurrentOffice, who: Founder) -> Response:
    """Make a county: from the portal, from a spreadsheet, from a county file."""
    del office
    return show(request, who, "new.html", problems=(), name="", home="", text="")


@router.post("/new")
def new(request: Request, office: CurrentOffice, who: Founder, form: PostedForm) -> Response:
    """Make the county, or start looking for its columns."""
    name, home, text = form.text("name", 40), form.text("home", 300), form.raw("text")
    try:
        match form.text("from", 20):
            case "portal":
                _web_address(home)
                if not name:
                    raise BadInput.one("县名", "", "没有填写", "请填写县名，如“崇信县”")
                if any(file.name == name for file in office.book.files()):
                    raise NotAllowed(f"已经有“{name}”")
                _search(office, name, home, who.name)
                office.note(who.name, who.address, WEB_WORDS.acts.discover, name, home)
                return go(path_to("discovery", name), "started")
            case "sheet":
                return take_new(request, office, who, form)
            case _:
                county = parse_county(text, Path("县配置文件"))
        office.book.add(county)
    except BadInput as error:
        return show(
            request, who, "new.html", status=422, problems=error.problems, name=name, home=home, text=text
        )  # fmt: skip
    office.note(who.name, who.address, WEB_WORDS.acts.add_county, county.name)
    return go(path_to("county", county.name), "saved")


@router.get("/discovery/{name}")
def discovery_page(request: Request, name: str, office: CurrentOffice, who: Signer) -> Response:
    """How far the search is, or what it found, line by line."""
    search = office.searches.of(name)
    county = _known(office.book.counties(), name)
    if search is None and county is None:
        raise UnknownPage(f"没有为“{name[:40]}”查找过栏目")
    finds = _finds(search.outcome, county) if search and search.outcome else []
    return show(
        request, who, "discovery.html", refresh=2 if search and search.is_running else 0,
        name=name, search=search, county=county, finds=finds, proposal=search.outcome if search else None, problems=(),
    )  # fmt: skip


@router.post("/discovery/{name}/start")
def start_discovery(name: str, office: CurrentOffice, who: Signer, form: PostedForm) -> Response:
    """Look for columns on the portal of a county that is there already."""
    del form
    county = office.book.county(name)
    _search(office, name, county.county.home, who.name)
    office.note(who.name, who.address, WEB_WORDS.acts.discover, name, county.county.home)
    return go(path_to("discovery", name), "started")


@router.post("/discovery/{name}")
def accept_finds(request: Request, name: str, office: CurrentOffice, who: Signer, form: PostedForm) -> Response:
    """Take the ticked lines into the county file, which is made where there is none."""
    search = office.searches.of(name)
    if search is None or search.outcome is None:
        raise NotAllowed("发现的结果已不在，请重新查找")
    keys = set(form.texts("key"))
    if not keys:
        raise BadInput.one("栏目", "", "一个也没有勾选", "请勾选要采用的栏目")
    county = _known(office.book.counties(), name)
    try:
        if county is None:
            made = accept(search.outcome, keys)
            facts = made.county.model_copy(update={"name": name})
            office.book.add(made.model_copy(update={"county": facts}))
        else:
            added = parse_county(dump_county(_joined(county, search.outcome, keys)), county.path)
            file = office.book.file_of(name)
            office.book.save(file, added, file.digest)
    except BadInput as error:
        return show(
            request, who, "discovery.html", status=422, name=name, search=search,
            county=county, finds=_finds(search.outcome, county), proposal=search.outcome, problems=error.problems,
        )  # fmt: skip
    office.note(who.name, who.address, WEB_WORDS.acts.adopt, name, WEB_WORDS.acts.adopted.format(count=len(keys)))
    return go(path_to("county", name, "edit"), "saved")


def _search(office: Office, county: str, home: str, by: str) -> None:
    """Begin to look for the columns of a portal; raise `NotAllowed` where that is going on."""

    async def look(tell: Tell) -> Proposal:
        async with PortalClient(home, CrawlRules(), now=office.clock, contact=office.place.contact) as portal:
            return await discover(home, portal, limits=Limits(), watch=lambda requests, _url: tell(requests))

    office.searches.start(county, by, lambda tell: asyncio.run(look(tell)))


def _known(counties: tuple[County, ...], name: str) -> County | None:
    return next((county for county in counties if county.name == name), None)


def _finds(proposal: Proposal, county: County | None) -> list[Find]:
    known = {normal_address(county.address_of(column)) for column in county.column} if county else set()
    finds = []
    for proposed in proposal.columns:
        is_known = normal_address(urljoin(proposal.home, proposed.column.url)) in known
        ticked = not is_known and proposed.confidence >= THRESHOLD
        finds.append(Find(proposed, is_known, ticked, round(100 * proposed.confidence)))
    return sorted(finds, key=lambda find: (find.known, -find.percent))


def _joined(county: County, proposal: Proposal, keys: set[str]) -> County:
    """The county with the chosen columns it does not have yet, and the units these need."""
    chosen = accept(proposal, keys)
    known = {normal_address(county.address_of(column)) for column in county.column}
    columns = [_at_home(column, proposal, county) for column in chosen.column]
    columns = [column for column in columns if normal_address(county.address_of(column)) not in known]
    needed = {column.unit for column in columns if column.unit}
    tables = {table.id for table in county.table}
    units = [unit for unit in chosen.unit if unit.name in needed and unit.name not in county.units_by_name]
    new = tuple(table for table in chosen.table if table.id not in tables and any(u.table == table.id for u in units))
    more = {"column": (*county.column, *columns), "unit": (*county.unit, *units), "table": (*county.table, *new)}
    return county.model_copy(update=more)


def _at_home(column: DisclosureColumn, proposal: Proposal, county: County) -> DisclosureColumn:
    """The column with an address that holds under the county's own home page, and the unit's own name."""
    address = urljoin(proposal.home, column.url)
    unit = county.units_by_name.get(column.unit or "")
    changes: dict[str, str] = {"unit": unit.name} if unit else {}
    if urljoin(county.county.home, column.url) != address:
        changes["url"] = address
    return column.model_copy(update=changes)


def _web_address(text: str) -> None:
    if not safe_link(text):
        raise BadInput.one("网址", "", f"“{text[:60]}”不是网址", "请写成 https://www.example.gov.cn/")
