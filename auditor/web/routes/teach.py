"""How a column's page is read: the archived page with its marks, and a person who shows where the list stands.

Pointing is following a link: every text of the marked page leads to this page with one more place known. No script is
needed, and the keyboard does as well as the mouse.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from auditor.base.errors import BadInput, Outdated, Problem
from auditor.base.pattern import pattern
from auditor.base.terms import Role
from auditor.county.keys import keys_of
from auditor.county.model import County, DisclosureColumn, GivenReading, build_county
from auditor.crawl.column import plan_of
from auditor.pipeline.lease import Busy
from auditor.pipeline.trial import Followed, Trial, archived_page, archived_pages, follow_plan, try_plan
from auditor.read.lists.outline import Box
from auditor.read.lists.plan import Misfit
from auditor.read.next_page.pager_links import clicked_at, is_sending
from auditor.read.planning import MarkedPage, Marks, Unteachable, described, marked_page, proposed, what_bars
from auditor.read.printed import PLAN_WORDS
from auditor.read.values import UNPLANNED, Plan
from auditor.web.access import Caller, CurrentOffice, PostedForm, Reader, Signer
from auditor.web.counties import UnknownPage
from auditor.web.forms import FormPlace
from auditor.web.marked import marked_html
from auditor.web.office import Office
from auditor.web.pages import go, path_to, show
from auditor.web.shield import POINTING, POINTING_POLICY

router = APIRouter(include_in_schema=False)
_KEYS = ("rows", "title", "date", "next")
_STEPS = ("title", "date", "step")
_SKIPPED = "none"
_DATELIKE = pattern(
    r"[0-9０-９年月日前天〇一二三四五六七八九十]",
    finds=("3", "年", "前", "〇"),
    not_in=("通知公告", "下页"),
    seen="texts beside titles on list pages",
)
_MOST_TRIED = 60
_SAMPLE = 3
_LONGEST_STEP = 12


@dataclass(frozen=True, slots=True)
class TrialLine:
    """What a plan reads from one archived page: how many rows, how many of them dated, from when to when."""

    record: str
    rows: int
    dated: int
    first: date | None
    last: date | None
    titles: tuple[str, ...]
    next_url: str
    problem: str


@dataclass(frozen=True, slots=True)
class Pointed:
    """What a person has pointed at so far: the places of a title, its date and the next step, or that there is none."""

    title: str = ""
    date: str = ""
    step: str = ""

    @property
    def asked(self) -> str:
        """What is to be pointed at next; empty where all is known."""
        return next((name for name in _STEPS if not getattr(self, name)), "")

    @property
    def before(self) -> "Pointed":
        """The same without what was pointed at last."""
        if self.step:
            return Pointed(self.title, self.date)
        return Pointed(self.title) if self.date else Pointed()

    def with_(self, place: str) -> dict[str, str]:
        """The query that also knows the place of what is asked for."""
        return {**{name: getattr(self, name) for name in _STEPS}, self.asked: place}


def _pointed_at(who: Reader, teach: str = "", title: str = "", date: str = "", step: str = "") -> Pointed | None:
    """What the query says was pointed at; ``None`` where nobody teaches, or somebody who may not."""
    return Pointed(title, date, step) if teach and who.may(Role.SIGNER) else None


PointedAt = Annotated[Pointed | None, Depends(_pointed_at)]


@router.get("/county/{name}/teach")
def teach_page(
    request: Request,
    name: str,
    key: str,
    office: CurrentOffice,
    who: Reader,
    pointed: PointedAt,
    record: str = "",
) -> Response:
    """The marked page, what is asked of the person who teaches, and what the plan would read from the archive."""
    lesson = _lesson(office, name, key, record)
    plan, fault = plan_of(lesson.column), ""
    while pointed is not None and pointed.title:
        proposal, misfit = _proposal(office, lesson, pointed)
        fault = fault or misfit
        if not misfit:
            plan = plan if pointed.asked else proposal
            break
        pointed = pointed.before  # what was right so far stays
    return _show(request, office, who, lesson, plan, pointed, fault)


@router.get("/county/{name}/teach/body")
def teach_body(
    name: str,
    key: str,
    record: str,
    office: CurrentOffice,
    pointed: PointedAt,
    plan: str = "",
) -> Response:
    """The archived page, inert and marked; while somebody teaches, with the texts that can be pointed at."""
    lesson = _lesson(office, name, key, record)
    fetched = archived_page(lesson.county, office.place, lesson.record)
    with marked_page(fetched, family=lesson.column.portal, plan=_plan_from(plan)) as opened:
        pick = _Pick(lesson, pointed, opened) if pointed is not None and pointed.asked else None
        text = marked_html(opened.page.outline, _with_pointed(opened, pointed), pick)
    headers = {
        "Content-Security-Policy": POINTING_POLICY,
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "no-referrer",
    }
    return HTMLResponse(text, headers=headers)


@router.post("/county/{name}/teach")
def save_plan(request: Request, name: str, office: CurrentOffice, who: Signer, form: PostedForm) -> Response:
    """Try a plan on the portal and, where nothing speaks against it or the person insists, write it into the county
    file, with who and when in the record of who did what."""
    file, lesson = office.book.file_of(name), _lesson(office, name, form.text("key"), form.text("record"))
    given, act = {key: text for key in _KEYS if (text := form.text(key))}, form.text("act")
    pointed = Pointed(_SKIPPED, _SKIPPED, _SKIPPED)
    try:
        _changed(lesson, given)
        office.book.require_unchanged(file, form.text("seen", 64))
        followed = _followed(office, lesson, Plan.of(given)) if act in ("try", "save") else Followed(Plan.of(given))
        given = followed.plan.given
        if act == "try" or followed.doubts:
            return _show(request, office, who, lesson, followed.plan, pointed, followed=followed)
        office.book.save(file, _changed(lesson, given), form.text("seen", 64))
    except BadInput as error:
        return _show(
            request,
            office,
            who,
            lesson,
            plan_of(lesson.column),
            pointed,
            given=given,
            problems=error.problems,
            status=422,
        )
    except Outdated as error:
        return _show(request, office, who, lesson, Plan.of(given), pointed, str(error), status=409)
    told = "，".join(f"{name}={selector}" for name, selector in given.items()) or PLAN_WORDS.own
    office.note(who.name, who.address, PLAN_WORDS.activity, lesson.county.name, f"{lesson.column.name}：{told}")
    return go(path_to("county", name, "teach", key=lesson.column.key), "saved")


def _followed(office: Office, lesson: "_Lesson", plan: Plan) -> Followed:
    """What the plan leads on to on the portal; where that cannot be asked now, why."""
    if not lesson.record:
        return Followed(plan)
    asked = follow_plan(lesson.county, lesson.column, office.store, office.place, office.clock, lesson.record, plan)
    try:
        return asyncio.run(asked)
    except Busy as busy:
        return Followed(plan, doubts=(PLAN_WORDS.doubts["busy"].format(reason=busy),))


@dataclass(frozen=True, slots=True)
class _Lesson:
    """A column, the archived records of its pages, and the one that is looked at (empty: there is none)."""

    county: County
    column: DisclosureColumn
    records: tuple[str, ...]
    record: str


def _lesson(office: Office, name: str, key: str, record: str) -> _Lesson:
    """Raises `UnknownPage` for a column or record that is not there."""
    county = office.book.county(name)
    column = next((column for column in county.column if column.key == key), None)
    if column is None:
        raise UnknownPage("没有这个栏目，可能已被删除")
    records = archived_pages(county, column, office.store)
    if record and record not in records:
        raise UnknownPage("存档中没有这个栏目的这个页面")
    return _Lesson(county, column, records, record or next(iter(records), ""))


def _plan_from(text: str) -> Plan:
    """The plan as the frame's address gives it."""
    try:
        given = json.loads(text) if text else {}
        return Plan.of(dict(GivenReading(**given))) if given else UNPLANNED
    except (ValueError, TypeError) as error:
        raise UnknownPage("读法有误") from error


def _show(
    request: Request,
    office: Office,
    who: Caller,
    lesson: _Lesson,
    plan: Plan,
    pointed: Pointed | None,
    fault: str = "",
    *,
    given: Mapping[str, str] | None = None,
    followed: Followed | None = None,
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> Response:
    county, column, record = lesson.county, lesson.column, lesson.record
    here = {"key": column.key, "record": record}
    asked = pointed.asked if pointed is not None else ""
    pointing = {"teach": "1", **{name: getattr(pointed, name) for name in _STEPS}} if asked else {}
    frame = {**here, **pointing, "plan": json.dumps(plan.given, ensure_ascii=False) if plan.given else ""}
    understood, bar = _understood(office, lesson, plan)
    trials = try_plan(county, column, office.place, lesson.records[:_MOST_TRIED], plan)
    return show(
        request, who, "teach.html", status=status,
        county=county, lesson=lesson, plan=plan,
        asked=asked, is_open=pointed is not None and not asked, fault=fault, problems=problems, here=here,
        given=plan.given if given is None else given, fields=keys_of("read"), taught=column.read is not None,
        understood=understood, bar=PLAN_WORDS.bars.get(bar, ""), trials=[_line(trial) for trial in trials],
        followed=followed, ahead=[_line(trial) for trial in followed.trials] if followed is not None else (),
        newest=office.newest_period(county), pointing=POINTING, seen=office.book.file_of(county.name).digest,
        frame_address=path_to("county", county.name, "teach", "body", **frame),
        start=path_to("county", county.name, "teach", **here, teach="1"),
        skip=path_to("county", county.name, "teach", **here, teach="1", **pointed.with_(_SKIPPED))
        if pointed is not None and asked in ("date", "step") else "",
    )  # fmt: skip


def _with_pointed(opened: MarkedPage, pointed: Pointed | None) -> Marks:
    """The page's marks, and what was pointed at so far."""
    boxes, marks = opened.page.outline.boxes, opened.marks

    def at(place: str) -> tuple[Box, ...]:
        number = _number(place)
        return (boxes[number],) if number is not None and number < len(boxes) else ()

    if pointed is None:
        return marks
    return replace(marks, titles=(*marks.titles, *at(pointed.title)), dates=(*marks.dates, at(pointed.date)))


class _Pick:
    """Where pointing at a text of the marked page leads: to the same page, with this place known too."""

    def __init__(self, lesson: _Lesson, pointed: Pointed, opened: MarkedPage) -> None:
        self._name, self._pointed = lesson.county.name, pointed
        self._query = {"key": lesson.column.key, "record": lesson.record, "teach": "1"}
        self._outline = opened.page.outline
        self._is_shown = opened.page.request.is_shown
        boxes = self._outline.boxes
        self._title = boxes[place] if (place := _number(pointed.title)) is not None and place < len(boxes) else None

    def __call__(self, box: Box) -> str:
        if box.hidden or not self._fits(box):
            return ""
        return path_to("county", self._name, "teach", **self._query, **self._pointed.with_(str(box.order)))

    def _fits(self, box: Box) -> bool:
        """Whether a box may be what is asked for: few enough places to go through by keyboard."""
        words = self._outline.text_of(box)
        if self._pointed.asked == "title":
            return len(words) > 3
        if self._pointed.asked == "date":
            return _DATELIKE.search(words) is not None and self._is_near(box)
        if self._is_shown:  # a script may wait for a click on any element, and no mark of it is left
            return 0 < len(words) <= _LONGEST_STEP
        return box.in_link or "onclick" in box.attrs or is_sending(clicked_at(box))

    def _is_near(self, box: Box) -> bool:
        """Whether a box stands in the part of the page that the title stands in."""
        around = self._title
        for _ in range(4):
            around = around.parent if around is not None else None
        return around is None or box.is_within(around)


def _proposal(office: Office, lesson: _Lesson, pointed: Pointed) -> tuple[Plan, str]:
    """The plan that what was pointed at amounts to, or that in force and what is wrong."""
    title = _number(pointed.title)
    if title is None:
        return plan_of(lesson.column), ""
    fetched = archived_page(lesson.county, office.place, lesson.record)
    with marked_page(fetched, family=lesson.column.portal) as opened:
        try:
            return proposed(opened.page, title, _number(pointed.date), _number(pointed.step)), ""
        except Misfit as misfit:
            return plan_of(lesson.column), str(misfit)


def _understood(office: Office, lesson: _Lesson, plan: Plan) -> tuple[Plan | None, Unteachable]:
    """What is read of the page that is looked at, and why nobody can point at its list, where that is so."""
    if not lesson.record:
        return None, Unteachable.NONE
    fetched = archived_page(lesson.county, office.place, lesson.record)
    with marked_page(fetched, family=lesson.column.portal, plan=plan) as opened:
        return described(opened), what_bars(opened)


def _line(trial: Trial) -> TrialLine:
    reading = trial.reading
    days = [item.date for item in reading.items if item.date is not None]
    problem = reading.misfit or (reading.problem.reason if reading.problem else "")
    return TrialLine(
        trial.record, len(reading.items), len(days), min(days, default=None), max(days, default=None),
        tuple(item.title for item in reading.items[:_SAMPLE]),
        reading.next.url if reading.next else "", problem or ("" if reading.items else reading.kind.label),
    )  # fmt: skip


def _changed(lesson: _Lesson, given: Mapping[str, str]) -> County:
    """The county with this plan for the column; raise `BadInput` where it is none."""
    raw = lesson.county.model_dump(mode="json", exclude_defaults=True, exclude={"path"})
    entry = next(entry for entry in raw["column"] if entry["url"] == lesson.column.url)
    entry.pop("read", None)
    if given:
        entry["read"] = dict(given)
    return build_county(raw, FormPlace(raw), lesson.county.path)


def _number(place: str) -> int | None:
    return int(place) if place.isascii() and place.isdecimal() and len(place) < 9 else None
