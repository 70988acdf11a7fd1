"""The follow-up of a circular (回头看): looked at again, what the units answer, what is overdue, the paper issued."""

import asyncio
from dataclasses import dataclass, field
from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import Response

from auditor.base.errors import AuditorError, BadInput, NotAllowed, SelfCheckFailed
from auditor.base.period import Period
from auditor.base.terms import AnswerState, TaskKind
from auditor.county.model import County
from auditor.pipeline.issue_facts import remembered_facts
from auditor.pipeline.package import package_name
from auditor.recheck.answers import deadline_of, record_answer, standings_of
from auditor.recheck.issue import draw_up_recheck, issue_recheck
from auditor.recheck.package import package_recheck
from auditor.recheck.values import Recheck, RecheckVerdict
from auditor.store.papers import Answer
from auditor.web.access import Caller, CurrentOffice, PostedForm, Reader, Reviewer, Signer
from auditor.web.counties import UnknownPage
from auditor.web.downloads import saved_file
from auditor.web.issuing import day_of, given_facts, issue_entry
from auditor.web.office import Office
from auditor.web.pages import go, in_words, path_to, show
from auditor.web.papers import find_paper, saved_paper
from auditor.web.status import begin, going_of
from auditor.web.words import WEB_WORDS

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class UntakenForm:
    """A form that was not taken: why, and what was typed into it."""

    fault: str = ""
    typed: dict[str, str] = field(default_factory=dict)


@router.get("/county/{name}/{period}/recheck")
def recheck_page(
    request: Request,
    name: str,
    period: str,
    office: CurrentOffice,
    who: Reader,
    draft: str = "",
    only: str = "",
) -> Response:
    """Every problem with its verdicts and answers; ``only`` leaves those of one verdict, or the overdue ones."""
    county, span = office.book.county(name), Period.parse(period)
    return _page(request, office, who, county, span, draft=bool(draft), only=only)


@router.post("/county/{name}/{period}/recheck")
def look_again(
    request: Request, name: str, period: str, office: CurrentOffice, who: Reviewer, form: PostedForm
) -> Response:
    """Look again: at what is stored already, or after a crawl that opens the problems' pages again."""
    county, span = office.book.county(name), Period.parse(period)
    try:
        if form.text("mode", 10) == "crawl":
            note = partial(office.note, who.name, who.address, WEB_WORDS.acts.crawl_and_recheck, f"{name} {span.name}")
            told = begin(office, county, TaskKind.RECHECK, span.name, note=note)
            return go(path_to("county", name, "progress"), told)
        draw_up_recheck(county, office.store, office.place, office.clock, span)
    except AuditorError as error:
        return _page(request, office, who, county, span, draft=True, refused=UntakenForm(in_words(error)))
    office.note(who.name, who.address, WEB_WORDS.acts.recheck, f"{name} {span.name}")
    return go(path_to("county", name, span.name, "recheck", draft="yes"), "rechecked")


@router.post("/county/{name}/{period}/recheck/answer")
def post_answer(
    request: Request, name: str, period: str, office: CurrentOffice, who: Reviewer, form: PostedForm
) -> Response:
    """Write down what a unit says of one problem."""
    county, span = office.book.county(name), Period.parse(period)
    shown = find_paper(office, who, county, "recheck", span.name, draft=bool(form.text("draft", 3)))
    if shown is None:
        raise UnknownPage("还没有复查过")
    recheck = Recheck.from_json(shown.kept.json_text)
    typed = {key: form.text(key, 600) for key in ("problem", "state", "text", "answered_on")}
    try:
        state = next((known for known in AnswerState if known.value == typed["state"]), None)
        if state is None:
            raise BadInput.one("答复", "", "没有选择", "请选择已整改、未整改或说明情况")
        said = Answer(
            typed["problem"], state, typed["text"], day_of(typed["answered_on"], WEB_WORDS.answered_on),
            who.name, office.watch(),
        )  # fmt: skip
        problem = record_answer(county, office.store, office.clock, span, recheck, said)
    except BadInput as error:
        refused = UntakenForm(in_words(error), typed)
        return _page(request, office, who, county, span, draft=not shown.is_issued, refused=refused)
    office.note(
        who.name, who.address, WEB_WORDS.acts.answer, f"{name} {span.name} {problem.unit}", f"{state.label} {said.text}"
    )
    query = {} if shown.is_issued else {"draft": "yes"}
    return go(path_to("county", name, span.name, "recheck", **query) + f"#{said.problem}", "answered")


@router.post("/county/{name}/{period}/recheck/issue")
def post_recheck(
    request: Request, name: str, period: str, office: CurrentOffice, who: Signer, form: PostedForm
) -> Response:
    """Freeze and issue the follow-up that was looked at."""
    county, span = office.book.county(name), Period.parse(period)
    try:
        before = office.store.papers.number_in_force(county, "recheck", span.name)
        entry = issue_entry(form, county, office, who, before)
        issue_recheck(county, office.store, office.place, office.clock, span, entry, form.text("seen", 80))
    except (BadInput, NotAllowed, SelfCheckFailed) as error:
        typed = {key: form.text(key, 600) for key in ("number", "date", "printed_on")}
        refused = UntakenForm(in_words(error), typed)
        return _page(request, office, who, county, span, draft=True, refused=refused, facts=given_facts(form))
    office.note(who.name, who.address, WEB_WORDS.acts.issue_recheck, f"{name} {span.name}", entry.number)
    return go(path_to("county", name, span.name, "recheck"), "issued")


@router.get("/county/{name}/{period}/recheck/file/{file}")
def recheck_file(name: str, period: str, file: str, office: CurrentOffice, who: Reader, draft: str = "") -> Response:
    """One of its files."""
    county, span = office.book.county(name), Period.parse(period)
    return saved_paper(office, who, county, "recheck", span.name, file, draft=bool(draft))


@router.get("/county/{name}/{period}/recheck/package")
def recheck_package(name: str, period: str, office: CurrentOffice, who: Reviewer) -> Response:
    """The issued follow-up with all it rests on."""
    county, span = office.book.county(name), Period.parse(period)
    content = asyncio.run(package_recheck(county, office.store, office.place, span))
    office.note(who.name, who.address, WEB_WORDS.acts.package, f"{name} {span.name} {WEB_WORDS.acts.recheck}")
    return saved_file(content, package_name(county, f"{span.name}-{WEB_WORDS.acts.recheck}"))


def _page(
    request: Request,
    office: Office,
    who: Caller,
    county: County,
    span: Period,
    *,
    draft: bool = False,
    only: str = "",
    refused: UntakenForm | None = None,
    facts: object = None,
) -> Response:
    shown = find_paper(office, who, county, "recheck", span.name, draft=draft)
    recheck = Recheck.from_json(shown.kept.json_text) if shown else None
    today = office.clock().date()
    drafts = office.store.papers.list_drafts(county, "recheck", span.name, 2) if who.sees_drafts else []
    before = Recheck.from_json(drafts[-1].json_text) if len(drafts) > 1 else None
    answers = office.store.papers.list_answers(county, span)
    standings = standings_of(recheck, before, answers, today) if recheck else []
    return show(
        request,
        who,
        "recheck.html",
        status=409 if refused else 200,
        county=county,
        span=span,
        shown=shown,
        recheck=recheck,
        before=before,
        standings=[one for one in standings if _fits(one.problem.verdict, one.is_overdue, only)],
        overdue=sum(one.is_overdue for one in standings),
        answered=sum(one.answer is not None for one in standings),
        deadline=deadline_of(recheck) if recheck else None,
        only=only,
        today=today,
        verdicts=list(RecheckVerdict),
        states=list(AnswerState),
        issued=office.store.papers.load_issued(county, "recheck", span.name) is not None,
        circular=office.store.audits.load_issued(county, span),
        facts=facts or remembered_facts(county, office.store),
        refused=refused or UntakenForm(),
        going=going_of(office, county),
        files=[f"recheck.{ending}" for ending in ("docx", "pdf", "html", "xlsx", "json")],
    )


def _fits(verdict: RecheckVerdict, is_overdue: bool, only: str) -> bool:
    return not only or (is_overdue if only == "overdue" else verdict.value == only)
