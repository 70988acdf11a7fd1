"""A year in the browser: the quarters summed up, with the office's own figures, and the paper issued."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import APIRouter, Request
from starlette.responses import Response

from auditor.annual.issue import draw_up_annual, issue_annual
from auditor.annual.package import package_annual
from auditor.annual.prepare import AnnualRequest, load_quarters
from auditor.annual.values import Annual
from auditor.base.errors import AuditorError, BadInput, NotAllowed, SelfCheckFailed
from auditor.base.period import FIRST_YEAR, LAST_YEAR
from auditor.county.model import County
from auditor.pipeline.issue_facts import IssueFacts, remembered_facts
from auditor.pipeline.package import package_name
from auditor.web.access import Caller, CurrentOffice, Posted, PostedForm, Reader, Reviewer, Signer
from auditor.web.downloads import saved_file
from auditor.web.issuing import day_of, given_facts, issue_entry
from auditor.web.office import Office
from auditor.web.pages import go, in_words, path_to, show
from auditor.web.papers import find_paper, saved_paper
from auditor.web.words import WEB_WORDS

router = APIRouter(include_in_schema=False)
_FILES = ("docx", "pdf", "html", "xlsx", "json")
_YEARS_BACK = 6
_TYPED = ("day", "extra", "points", "number", "date", "printed_on")


@router.get("/county/{name}/annual")
def annual_page(
    request: Request, name: str, office: CurrentOffice, who: Reader, year: str = "", draft: str = ""
) -> Response:
    """The year's figures, its files, and what is to be done with them."""
    return _page(request, office, who, office.book.county(name), _year(office, year), draft=bool(draft))


@router.post("/county/{name}/annual")
def sum_up(request: Request, name: str, office: CurrentOffice, who: Reviewer, form: PostedForm) -> Response:
    """Sum the year up and keep it as a draft."""
    county, year = office.book.county(name), _year(office, form.text("year", 4))
    try:
        with _office_files(form) as (extra, points):
            day = form.text("day", 10)
            signed_on = day_of(day, WEB_WORDS.signed_on) if day else None
            wish = AnnualRequest(year, extra, points, signed_on=signed_on)
            draw_up_annual(county, office.store, office.place, office.clock, wish)
    except AuditorError as error:
        return _page(request, office, who, county, year, draft=True, fault=in_words(error), typed=_typed(form))
    office.note(who.name, who.address, WEB_WORDS.acts.annual, f"{name} {year}")
    return go(path_to("county", name, "annual", year=str(year), draft="yes"), "summed")


@router.post("/county/{name}/annual/issue")
def post_annual(request: Request, name: str, office: CurrentOffice, who: Signer, form: PostedForm) -> Response:
    """Freeze and issue the year that was looked at."""
    county, year = office.book.county(name), _year(office, form.text("year", 4))
    try:
        entry = issue_entry(form, county, office, who, office.store.papers.number_in_force(county, "annual", str(year)))
        issue_annual(county, office.store, office.place, office.clock, year, entry, form.text("seen", 80))
    except (BadInput, NotAllowed, SelfCheckFailed) as error:
        return _page(
            request,
            office,
            who,
            county,
            year,
            draft=True,
            fault=in_words(error),
            typed=_typed(form),
            facts=given_facts(form),
        )
    office.note(who.name, who.address, WEB_WORDS.acts.issue_annual, f"{name} {year}", entry.number)
    return go(path_to("county", name, "annual", year=str(year)), "issued")


@router.get("/county/{name}/annual/file/{file}")
def annual_file(name: str, file: str, office: CurrentOffice, who: Reader, year: str = "", draft: str = "") -> Response:
    """One of its files."""
    county, wanted = office.book.county(name), _year(office, year)
    return saved_paper(office, who, county, "annual", str(wanted), file, draft=bool(draft))


@router.get("/county/{name}/annual/package")
def annual_package(name: str, office: CurrentOffice, who: Reviewer, year: str = "") -> Response:
    """The issued paper with all it rests on."""
    county, wanted = office.book.county(name), _year(office, year)
    content = package_annual(county, office.store, office.place, wanted)
    office.note(who.name, who.address, WEB_WORDS.acts.package, f"{name} {wanted}")
    return saved_file(content, package_name(county, str(wanted)))


def _page(
    request: Request,
    office: Office,
    who: Caller,
    county: County,
    year: int,
    *,
    draft: bool = False,
    fault: str = "",
    typed: dict[str, str] | None = None,
    facts: IssueFacts | None = None,
) -> Response:
    shown = find_paper(office, who, county, "annual", str(year), draft=draft)
    this_year = office.clock().year
    return show(
        request,
        who,
        "annual.html",
        status=409 if fault else 200,
        county=county,
        year=year,
        years=[this_year - back for back in range(_YEARS_BACK)],
        shown=shown,
        annual=Annual.from_json(shown.kept.json_text) if shown else None,
        quarters=load_quarters(county, office.store, year).entries,
        issued=office.store.papers.load_issued(county, "annual", str(year)) is not None,
        fault=fault,
        typed={key: (typed or {}).get(key, "") for key in _TYPED},
        facts=facts or remembered_facts(county, office.store),
        today=office.clock().date(),
        files=[f"annual.{ending}" for ending in _FILES],
    )


def _typed(form: Posted) -> dict[str, str]:
    return {key: form.raw(key) for key in _TYPED}


def _year(office: Office, text: str) -> int:
    """The year asked for, else the last one that is over."""
    if not text:
        return office.clock().year - 1
    if not text.isdecimal() or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise BadInput.one("年份", "", f"“{text[:20]}”不是有效的年份", "请写成四位年份，如 2020")
    return int(text)


@contextmanager
def _office_files(form: Posted) -> Iterator[tuple[Path | None, Path | None]]:
    """The office's figures and points as typed, each in a file of the name that errors call it by."""
    with TemporaryDirectory(prefix="auditor-annual-") as folder:
        paths: list[Path | None] = []
        for key, called in (("extra", WEB_WORDS.extra_file), ("points", WEB_WORDS.points_file)):
            text = form.raw(key).strip()
            path = Path(folder) / called if text else None
            if path:
                path.write_text(text + "\n", "utf-8")
            paths.append(path)
        yield paths[0], paths[1]
