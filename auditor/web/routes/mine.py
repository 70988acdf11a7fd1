"""A unit's own pages: its columns before the quarter ends, its papers, and its answers; nothing of any other unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from auditor.audit.hearing import Hearing, HearingEvent, step_told
from auditor.audit.model import Audit, RowEntry, UnitEntry
from auditor.base.errors import AuditorError, BadInput
from auditor.base.period import Period
from auditor.base.terms import AnswerState, Role
from auditor.base.workdays import count_working_days
from auditor.circular.unit_papers import render_letter, render_unit_files
from auditor.county.model import County
from auditor.documents.fonts import choose_faces
from auditor.notices.events import is_warning_time
from auditor.notices.rules import NoticeRules, load_rules
from auditor.pipeline.hearing import asking_of
from auditor.pipeline.line import draft_audit
from auditor.pipeline.proofs import MAX_PROOF_BYTES, load_proof
from auditor.recheck.answers import ProblemStanding, deadline_of, problem_key, record_answer, standings_of
from auditor.recheck.prepare import prepare_recheck
from auditor.recheck.values import Recheck, RecheckVerdict
from auditor.store.papers import Answer
from auditor.web.access import CurrentOffice, Gate, OfUnit, PostedForm
from auditor.web.counties import UnknownPage
from auditor.web.downloads import saved_file
from auditor.web.office import Office, Prints
from auditor.web.pages import go, path_to, show
from auditor.web.routes.hearing import record_say
from auditor.web.routes.quarter import findings_of
from auditor.web.routes.worklist import TOO_LARGE
from auditor.web.upload import Uploaded, upload_for
from auditor.web.words import WEB_WORDS

router = APIRouter(include_in_schema=False)
SayUpload = Annotated[Uploaded, Depends(upload_for(Gate(frozenset({Role.UNIT})), MAX_PROOF_BYTES, TOO_LARGE))]
_PERIODS = 8


@dataclass(frozen=True, slots=True)
class RunningQuarter:
    """The quarter that runs: the unit's columns so far, the working days left, whether it is time to warn."""

    quarter: Period
    rows: tuple[RowEntry, ...]
    days: int
    is_urgent: bool

    @property
    def short(self) -> tuple[RowEntry, ...]:
        """The columns that are due and have too few items yet."""
        return tuple(row for row in self.rows if row.is_short)


@dataclass(frozen=True, slots=True)
class ToldOfPeriod:
    """What a unit has been told of a period: the circular, or the draft that it is asked about."""

    audit: Audit
    unit: UnitEntry
    hearing: Hearing

    def own(self) -> list[HearingEvent]:
        """The steps of the hearing that concern the unit, and those that concern all."""
        return [event for event in self.hearing.events if event.unit in ("", self.unit.name)]


@router.get("/mine")
def mine(request: Request, who: OfUnit) -> Response:
    """The units that the account speaks for; where it is one, its page."""
    bounds = [bound for bound in who.scope.bounds or () if bound.unit]
    if len(bounds) == 1:
        return go(path_to("mine", bounds[0].county, bounds[0].unit))
    return show(request, who, "mine.html", bounds=bounds)


@router.get("/mine/{name}/{unit}")
def unit_home(request: Request, name: str, unit: str, office: CurrentOffice, who: OfUnit) -> Response:
    """A unit's columns in the quarter that runs, and the periods it was told of."""
    county = office.book.county(name)
    fault = ""
    running: RunningQuarter | None = None
    try:
        running = _running(office, county, unit)
    except AuditorError as error:
        fault = str(error)
    told = [(period, _told(office, county, unit, period)) for period in _periods(office, county)]
    return show(
        request, who, "mine_unit.html", county=county, unit=unit, running=running, fault=fault,
        periods=[(period, one) for period, one in told if one][:_PERIODS], today=office.clock().date(),
    )  # fmt: skip


@router.get("/mine/{name}/{unit}/{period}")
def unit_period(request: Request, name: str, unit: str, period: str, office: CurrentOffice, who: OfUnit) -> Response:
    """What a unit was told of a period, and what it answers."""
    county, span = office.book.county(name), Period.parse(period)
    told = _require_told(office, county, unit, span)
    follow_up = _follow_up(office, county, told.audit)
    return show(
        request,
        who,
        "mine_period.html",
        county=county,
        unit=told.unit,
        audit=told.audit,
        rows=told.audit.rows_of(told.unit),
        findings=findings_of(told.audit, told.unit),
        files=sorted(_files(office, told).files),
        events=[(event, step_told(event)) for event in told.own()],
        due=told.hearing.due,
        open=told.hearing.sent is not None and told.audit.issue is None,
        standings=_standings(office, county, span, follow_up, unit),
        deadline=deadline_of(follow_up) if follow_up else None,
        states=list(AnswerState),
        verdicts=_verdicts(office, county, span),
        today=office.clock().date(),
    )


@router.get("/mine/{name}/{unit}/{period}/file/{file}")
def unit_file(name: str, unit: str, period: str, file: str, office: CurrentOffice, who: OfUnit) -> Response:
    """The unit's notice, or the letter that asks it about the draft; or its working papers."""
    del who
    county, span = office.book.county(name), Period.parse(period)
    told = _require_told(office, county, unit, span)
    files = _files(office, told).files
    if file not in files:
        raise UnknownPage(f"没有“{file[:40]}”这个文件")
    mark = "" if told.audit.issue else WEB_WORDS.draft_mark
    return saved_file(files[file], f"{county.name}-{span.name}-{unit}-{mark}{file}")


@router.get("/mine/{name}/{unit}/{period}/proof")
def unit_proof(name: str, unit: str, period: str, file: str, office: CurrentOffice, who: OfUnit) -> Response:
    """A file that the unit itself handed in."""
    del who
    county, span = office.book.county(name), Period.parse(period)
    events = office.store.hearings.load(county, span).events
    if not any(event.unit == unit and event.file == file for event in events if event.file):
        raise UnknownPage(WEB_WORDS.unknown_page)
    headers = {"Content-Disposition": f'attachment; filename="proof{PurePosixPath(file).suffix}"'}
    return Response(load_proof(office.place, county.name, file), 200, headers, "application/octet-stream")


@router.post("/mine/{name}/{unit}/{period}/say")
def post_say(name: str, unit: str, period: str, office: CurrentOffice, who: OfUnit, sent: SayUpload) -> Response:
    """Say something of the draft, or that there is nothing to say."""
    county, span = office.book.county(name), Period.parse(period)
    if _require_told(office, county, unit, span).audit.issue:
        raise BadInput.one("意见", "", "通报已经印发，不再收意见", "请在“逐项答复”中说明，或与通报上的联系人联系")
    record_say(office, who, county, span, unit, sent)
    return go(path_to("mine", name, unit, span.name), "answered")


@router.post("/mine/{name}/{unit}/{period}/answer")
def answer_own(name: str, unit: str, period: str, office: CurrentOffice, who: OfUnit, form: PostedForm) -> Response:
    """Answer one problem of the circular that is the unit's own."""
    county, span = office.book.county(name), Period.parse(period)
    follow_up = _follow_up(office, county, _require_told(office, county, unit, span).audit)
    own = [one for one in follow_up.problems if one.unit == unit] if follow_up else []
    state = next((known for known in AnswerState if known.value == form.text("state", 20)), None)
    if follow_up is None or form.text("problem", 40) not in map(problem_key, own):
        raise UnknownPage(WEB_WORDS.unknown_page)
    if state is None:
        raise BadInput.one("答复", "", "没有选择", "请选择已整改、未整改或说明情况")
    said = Answer(
        form.text("problem", 40), state, form.text("text", 500), office.clock().date(), who.name, office.watch()
    )  # fmt: skip
    record_answer(county, office.store, office.clock, span, follow_up, said)
    office.note(
        who.name, who.address, WEB_WORDS.acts.answer, f"{name} {span.name} {unit}", f"{state.label} {said.text}"
    )
    return go(path_to("mine", name, unit, span.name) + f"#{said.problem}", "answered")


def _running(office: Office, county: County, unit: str) -> RunningQuarter:
    """The unit's columns in the quarter that runs; raise `AuditorError` where nothing was crawled yet."""
    today = office.clock().date()
    quarter = Period.containing("quarter", today)
    basis, file = office.store.audits.read_basis(county, quarter), office.book.file_of(county.name)
    key = f"running {county.name} {quarter.name} {basis} {file.digest}"
    audit = office.audits.get(key, partial(draft_audit, county, office.store, office.place, quarter))
    rows = tuple(row for row in audit.rows if row.owned and row.unit == unit) if audit else ()
    days = count_working_days(today, quarter.last)
    return RunningQuarter(quarter, rows, days, is_warning_time(today, quarter, _rules(office).days.warning))


def _rules(office: Office) -> NoticeRules:
    try:
        return load_rules(office.place.home)
    except BadInput:  # the schedule tells of it
        return NoticeRules()


def _periods(office: Office, county: County) -> list[Period]:
    """The audited periods, newest first."""
    return sorted(office.store.audits.list_periods(county), reverse=True)


def _told(office: Office, county: County, unit: str, span: Period) -> ToldOfPeriod | None:
    """The circular in force, else the draft that was sent to the units; ``None`` where the unit was told nothing."""
    hearing = office.store.hearings.load(county, span)
    audit = office.store.audits.load_issued(county, span)
    if audit is None and hearing.sent:
        audit = office.store.audits.load_audit(county, span, hearing.sent.draft)
    entry = next((known for known in audit.units if known.name == unit), None) if audit else None
    return ToldOfPeriod(audit, entry, hearing) if audit and entry else None


def _require_told(office: Office, county: County, unit: str, span: Period) -> ToldOfPeriod:
    told = _told(office, county, unit, span)
    if told is None:
        raise UnknownPage(f"{span.label}还没有发给本单位的通报或征求意见的草稿")
    return told


def _files(office: Office, told: ToldOfPeriod) -> Prints:
    def render() -> Prints:
        faces = choose_faces(office.place.fonts)
        if asked:
            return Prints(*render_letter(told.audit, told.unit, asking_of(asked), faces))
        return Prints(*render_unit_files(told.audit, told.unit, faces))

    asked = told.hearing.sent if told.audit.issue is None else None
    stamp = f"{asked.id}" if asked else ""
    return office.prints.get(f"{told.audit.digest()} unit {told.unit.name} {stamp}", render)


def _follow_up(office: Office, county: County, audit: Audit) -> Recheck | None:
    """The problems of an issued circular, as a follow-up tells them; ``None`` for a draft, or before the next crawl."""
    if audit.issue is None:
        return None
    span, number = audit.span, audit.issue.number
    basis = office.store.audits.read_basis(county, span)
    make = partial(prepare_recheck, county, office.store, office.place, span, number)
    try:
        return office.follow_ups.get(f"{audit.digest()} {basis}", make)
    except AuditorError:  # nothing was looked at since
        return None


def _standings(
    office: Office, county: County, span: Period, follow_up: Recheck | None, unit: str
) -> Sequence[ProblemStanding]:
    if follow_up is None:
        return ()
    answers = office.store.papers.list_answers(county, span)
    today = office.clock().date()
    return [one for one in standings_of(follow_up, None, answers, today) if one.problem.unit == unit]


def _verdicts(office: Office, county: County, span: Period) -> dict[str, RecheckVerdict]:
    """What an issued follow-up says of each problem; a draft of one is the office's own."""
    kept = office.store.papers.load_issued(county, "recheck", span.name)
    problems = Recheck.from_json(kept.json_text).problems if kept else ()
    return {problem_key(problem): problem.verdict for problem in problems}
