"""What was understood of a page as a plan that people can see and correct, and a plan from what a person points at.

The marks of a page say which of its elements are rows, titles, dates and the step to the next page; a plan says the
same in CSS. Boxes are named by their place in the page's outline, which the same bytes always give alike.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum

from auditor.base.pattern import pattern
from auditor.base.terms import PageKind
from auditor.fetch import Fetched
from auditor.read.answers import parse_answer, read_answer
from auditor.read.dates import parse_date
from auditor.read.lists.candidates import Rows
from auditor.read.lists.listing import Listing
from auditor.read.lists.outline import Box, Outline
from auditor.read.lists.pager_words import NEXT_WORD
from auditor.read.lists.plan import Misfit, date_boxes
from auditor.read.lists.selectors import (
    inner_selector,
    marked_selectors,
    rows_selector,
    step_selector,
    told_selector,
)
from auditor.read.next_page.pager_links import clicked_at, given_steps, next_box
from auditor.read.page import Page, open_page, refusal
from auditor.read.printed import PLAN_WORDS
from auditor.read.reading import find_listing, read_page
from auditor.read.values import UNPLANNED, PageReading, Plan

_DIGIT = re.compile(r"\d")
_PART_OF_DATE = pattern(
    r"[\d\s\-/.年月日号\[\]()（）|:：]{1,24}",
    finds=("03", "2020年", "[03-05]"),
    not_in=("三月", "2020年3月公告"),
    seen="days set apart from month and year, as in 柘城县",
    way="fullmatch",
)
_ONLY_QUARTER = pattern(
    r"年?\s?第?[1-4一二三四]\s?季度|(?:19|20)\d\d\s?年\s?\d{1,2}\s?月(?:份|\s*$)",
    finds=("2026年第3季度", "三季度", "2026年3月份", "2026年3月"),
    not_in=("2026年3月5日", "季节性用工"),
    seen="a usual form of catalogues of budgets; on none of the pages kept",
)
_LONGEST_DATE = 40
_LEAST_DATED = 0.8
"""Which part of the rows a place has to date before it is taken for that of the date."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Where a page's list stands: the boxes of its rows, of each row's title and date, and of the next step."""

    rows: tuple[Box, ...] = ()
    titles: tuple[Box, ...] = ()
    dates: tuple[tuple[Box, ...], ...] = ()
    slices: tuple[tuple[int, int], ...] = ()
    step: Box | None = None


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page that lies open with its marks; ``reading`` is what it says by the plan it was opened with."""

    page: Page
    marks: Marks
    reading: PageReading


class Unteachable(StrEnum):
    """Why nobody can point at the rows of a page."""

    NONE = ""
    DATA = "data"
    """It is a program's answer without markup."""
    SCRIPT = "script"
    """Its list is asked for by a script."""
    HIDDEN = "hidden"
    """Its list stands in a comment or in what a script holds."""


@contextmanager
def marked_page(fetched: Fetched, *, family: str = "", number: int = 0, plan: Plan = UNPLANNED) -> Iterator[MarkedPage]:
    """Open a fetched page with its marks; a program's answer that holds markup is opened as that markup."""
    kind = fetched.header("content-type")
    reading = read_page(
        fetched.body,
        url=fetched.url,
        content_type=kind,
        request=fetched.request,
        family=family,
        number=number,
        plan=plan,
    )
    page = _markup_of(open_page(fetched.body, fetched.url, kind, fetched.request, family, number, plan))
    try:
        yield MarkedPage(page, _marks(page, _listing(page, fetched.body)), reading)
    finally:
        page.close()


def _listing(page: Page, body: bytes) -> Listing | None:
    try:
        return None if refusal(body, page.text) else find_listing(page)
    except Misfit:
        return None


def _markup_of(page: Page) -> Page:
    value = parse_answer(page.text)
    markup = read_answer(value, page.family.answer, page.url).html if value is not None else ""
    return replace(page, text=markup) if markup else page


def what_bars(opened: MarkedPage) -> Unteachable:
    """Why a person cannot point at the list of an open page; `Unteachable.NONE` where it can be tried."""
    if opened.page.request.is_shown:
        return Unteachable.NONE
    if parse_answer(opened.page.text) is not None:
        return Unteachable.DATA
    if opened.reading.kind is PageKind.SHELL and not opened.reading.items:
        return Unteachable.SCRIPT
    return Unteachable.HIDDEN if opened.reading.items and not opened.marks.rows else Unteachable.NONE


def find_plan(fetched: Fetched, *, family: str = "", number: int = 0, plan: Plan = UNPLANNED) -> Plan | None:
    """What was understood of a page; ``None`` where no list was. What ``plan`` gives stays as given."""
    with marked_page(fetched, family=family, number=number, plan=plan) as opened:
        return described(opened)


def described(opened: MarkedPage) -> Plan | None:
    """The plan that the marks of an open page amount to."""
    reading, marks = opened.reading, opened.marks
    if not reading.items:
        return None
    found = _plan_of(opened.page.outline, marks) if marks.rows else UNPLANNED
    given = opened.page.plan if not reading.misfit else UNPLANNED
    signs = (("total", reading.total_items), ("pages", reading.total_pages), ("last", reading.says_last))
    return replace(
        found,
        rows=given.rows or found.rows,
        title=given.title or found.title,
        date=given.date or found.date,
        next=given.next or found.next,
        address="href" if reading.items[0].url else "",
        date_form=_date_form(opened.page.outline, marks),
        step=reading.next_kind,
        ends=tuple(name for name, sign in signs if sign),
        template=reading.template,
    )


def _marks(page: Page, listing: Listing | None) -> Marks:
    outline = page.outline
    if listing is None or listing.rows is None:
        steps = given_steps(outline, page.url, page.base, page.plan.next) if page.plan.next else []
        return Marks(step=steps[0][0] if len(steps) == 1 else None)
    rows = listing.rows
    steps = given_steps(outline, page.url, page.base, page.plan.next) if page.plan.next else []
    step = steps[0][0] if len(steps) == 1 else next_box(outline, listing.first)
    return Marks(
        tuple(rows.boxes),
        _titles_of(page, rows),
        tuple(_dates_of(page, listing)),
        tuple(rows.slices),
        step,
    )


def _titles_of(page: Page, rows: Rows) -> tuple[Box, ...]:
    """Each row's title: the element that the plan names, else the link."""
    named = page.outline.boxes_of(page.plan.title) if page.plan.title else []
    return tuple(
        next((box for box in named if box.lies_in(*place)), entry.link)
        for place, entry in zip(rows.slices, rows.entries, strict=True)
    )


def _dates_of(page: Page, listing: Listing) -> Iterator[tuple[Box, ...]]:
    """Where each row's date stands: what the plan names, else the texts that are a date or a part of one."""
    outline, rows = page.outline, listing.rows
    assert rows is not None  # noqa: S101 - asked before
    try:
        named = date_boxes(outline, page.plan, rows) if page.plan.date else None
    except Misfit:
        named = None
    for at, (first, end) in enumerate(rows.slices):
        if named is not None:
            yield tuple(named[at])
            continue
        places = [index for index in range(first, end) if outline.is_date(index)]
        places = places or [i for i in range(first, end) if _PART_OF_DATE.fullmatch(outline.texts[i])]
        yield tuple({outline.owners[index].order: outline.owners[index] for index in places}.values())


def _plan_of(outline: Outline, marks: Marks) -> Plan:
    step = marks.step
    named = step is not None and NEXT_WORD.fullmatch(outline.text_of(step).strip()) is not None
    return Plan(
        rows=rows_selector(outline, marks.rows, marks.titles),
        title=inner_selector(outline, marks.slices, [(title,) for title in marks.titles]),
        date=inner_selector(outline, marks.slices, marks.dates),
        next=step_selector(outline, step, is_named=named) if step is not None else "",
    )


def _date_form(outline: Outline, marks: Marks) -> str:
    """A printed day with a 0 for each digit, where rows print theirs in one way."""
    for boxes in marks.dates:
        if boxes:
            return " ".join(_DIGIT.sub("0", outline.text_of(box)) for box in boxes)[:40]
    return ""


# -- what a person points at -------------------------------------------------------------------------------------------


def proposed(page: Page, title: int, date: int | None, step: int | None) -> Plan:
    """The plan that one title, its date and the next step amount to, each given as the place of its box.

    Raises `Misfit` with what is wrong with what was pointed at.
    """
    outline = page.outline
    plan = _rows_named(page, _whole_title(_box_at(outline, title)))
    if date is not None:
        plan = _with_date(page, plan, _box_at(outline, date))
    if step is not None:
        plan = replace(plan, next=_named_step(page, _box_at(outline, step)))
    return plan


def _box_at(outline: Outline, place: int) -> Box:
    if not 0 <= place < len(outline.boxes):
        raise Misfit("所指的位置不在这个页面上")
    return outline.boxes[place]


_Pairs = list[tuple[Box, Box]]
"""Rows, each with its title."""


def _rows_named(page: Page, title: Box) -> Plan:
    """The rows of the list that a title stands in, boxes built alike around its likes: beside it, else all over."""
    outline, around = page.outline, title
    while around.parent is not None and around.tag != "marquee":
        around = around.parent
    if around.tag == "marquee":
        raise Misfit(PLAN_WORDS.running_text)
    for is_near in (True, False):
        offers = [_pairs(outline, title, strictly=strictly, is_near=is_near) for strictly in (True, False)]
        best = max(offers, key=lambda pairs: sum(outline.shows_date(row.first_text, row.end_text) for row, _ in pairs))
        rows, titles = [row for row, _ in best], [one for _, one in best]
        plan = Plan(rows=rows_selector(outline, rows, titles))
        if any(row is not one and not row.is_within(one) for row, one in best):
            own = [(row.first_text, row.end_text) for row in rows]
            plan = replace(plan, title=inner_selector(outline, own, [(one,) for one in titles]))
        if plan.rows and _reads(page, plan):
            return plan
    if (plan := _links_named(title)) and _reads(page, plan) > 1:
        return plan
    raise Misfit("所指的标题在页面上没有同类，看不出哪些是列表的各行")


def _links_named(title: Box) -> Plan:
    """The links that lead where the title's does, up to the first figure: rows torn out of whatever held them."""
    start = _DIGIT.split(title.attrs.get("href", ""), maxsplit=1)[0]
    kind = next((name for name in title.attrs.get("class", "").split() if name.isidentifier()), "")
    if title.tag != "a" or not (start or kind) or '"' in start or "\\" in start:
        return UNPLANNED
    return Plan(rows=f"a.{kind}" if kind else f'a[href^="{start}"]')


def _reads(page: Page, plan: Plan) -> int:
    """How many rows a plan reads from a page."""
    try:
        listing = find_listing(replace(page, plan=plan))
    except Misfit:
        return 0
    return len(listing.items) if listing is not None and listing.is_given else 0


def _pairs(outline: Outline, title: Box, *, strictly: bool, is_near: bool) -> _Pairs:
    kin = [box for box in outline.boxes if _is_kin(box, title, strictly=strictly)]
    pairs: _Pairs = [(box, box) for box in kin]
    mine = title
    while mine.parent is not None and mine.parent.tag not in ("body", "html"):
        if sum(box.is_within(mine.parent) for box in kin) > 1:
            break
        mine = mine.parent
        pairs = [(row.parent, box) for row, box in pairs if row.parent is not None]
    around = mine.parent.signature if mine.parent is not None else None
    kept = [(row, box) for row, box in pairs if row.tag == mine.tag and row.parent and row.parent.signature == around]
    beside = [(row, box) for row, box in kept if row.parent is mine.parent or _stand_alike(row.parent, mine.parent)]
    kept = beside if is_near and len(beside) > 1 else kept
    if len({row.order for row, _ in kept}) < len(kept):
        return []  # what would be one row holds several
    return [
        (row, box) for row, box in kept if _holds_classes(row, mine) or outline.shows_date(row.first_text, row.end_text)
    ]


def _stand_alike(one: Box | None, other: Box | None) -> bool:
    """Whether two boxes are of one kind, one beside the other: groups of rows."""
    return one is not None and other is not None and one.parent is other.parent and one.signature == other.signature


def _holds_classes(box: Box, other: Box) -> bool:
    """Whether a box has all classes of another."""
    return set(other.attrs.get("class", "").split()) <= set(box.attrs.get("class", "").split())


def _whole_title(box: Box) -> Box:
    """The link that holds nothing but the title, or the element that was pointed at."""
    around: Box | None = box
    while around is not None and around.tag != "a":
        around = around.parent
    is_whole = around is not None and around.end_text - around.first_text == box.end_text - box.first_text
    return around if around is not None and is_whole else box


def _is_kin(box: Box, title: Box, *, strictly: bool) -> bool:
    """Whether a box is built like a title, and so are the boxes around both; ``strictly``, the one around by class."""
    if box.hidden or box.first_text == box.end_text or not _holds_classes(box, title):
        return False
    one, other = box.parent, title.parent
    if strictly and one is not None and other is not None and not _holds_classes(one, other):
        return False
    for _ in range(2):
        if one is None or other is None:
            return one is other
        if one.tag != other.tag:
            return False
        one, other = one.parent, other.parent
    return box.tag == title.tag


def _with_date(page: Page, plan: Plan, pointed: Box) -> Plan:
    """The plan with the date where it was pointed at: the element, with those beside it, or the one around it."""
    offers = list(_date_offers(page.outline, plan, pointed))
    shares = [_share_dated(page, offer) for offer in offers]
    best = max(shares)
    if best >= _LEAST_DATED:
        return offers[shares.index(best)]
    if _shows(page, plan, pointed):  # rows torn out of what held them and their days
        return plan
    if len(said := page.outline.text_of(pointed)) <= _LONGEST_DATE and _ONLY_QUARTER.search(said):
        raise Misfit(PLAN_WORDS.only_quarter)
    raise Misfit(PLAN_WORDS.undated.format(share=best))


def _shows(page: Page, plan: Plan, pointed: Box) -> bool:
    """Whether the rows are dated without a place for their dates, one of them by the day that was pointed at."""
    own = parse_date(page.outline.text_of(pointed))
    if own is None or _share_dated(page, plan) < _LEAST_DATED:
        return False
    listing = find_listing(replace(page, plan=plan))
    return listing is not None and any(item.date == own for item in listing.items)


def _date_offers(outline: Outline, plan: Plan, pointed: Box) -> Iterator[Plan]:
    rows = outline.boxes_of(plan.rows)
    if any(row is not pointed and row.is_within(pointed) for row in rows):  # a text that stands loose between them
        yield replace(plan, date="")
        return
    row = next((box for box in rows if pointed.is_within(box)), None)
    beside = pointed.parent.children if pointed.parent is not None else []
    at = beside.index(pointed) if pointed in beside else 0
    groups = [[pointed], beside[at : at + 2], beside[max(0, at - 1) : at + 1], beside[at : at + 3]]
    groups += [beside[max(0, at - 2) : at + 1]]
    for group in groups:
        names = [_name_in_rows(outline, rows, box) for box in group]
        if all(names):
            yield replace(plan, date=", ".join(dict.fromkeys(names)))
    around = pointed.parent
    if around is not None and around is not row and (name := _name_in_rows(outline, rows, around)):
        yield replace(plan, date=name)
    if row is pointed:  # no element of its own
        yield replace(plan, date=plan.rows)
    if row is None or row is pointed:  # the row's only date
        yield replace(plan, date="")


def _name_in_rows(outline: Outline, rows: Sequence[Box], box: Box) -> str:
    """How a box is called in all rows: its tag with class, with its place where others of the kind stand beside it."""
    kind = next((name for name in box.attrs.get("class", "").split() if name.isidentifier()), "")
    name = f"{box.tag}.{kind}" if kind else box.tag
    alike = [one for one in (box.parent.children if box.parent is not None else []) if one.tag == box.tag]
    row = next((one for one in rows if box.is_within(one)), None)
    if row is box:
        return ""
    found = [one for one in outline.boxes_of(name) if row is None or one.is_within(row)]
    return name if len(found) == 1 or row is None else f"{name}:nth-of-type({alike.index(box) + 1})"


def _share_dated(page: Page, plan: Plan) -> float:
    try:
        listing = find_listing(replace(page, plan=plan))
    except Misfit:
        return 0.0
    items = listing.items if listing is not None else ()
    return sum(item.date is not None for item in items) / len(items) if items else 0.0


def _named_step(page: Page, pointed: Box) -> str:
    """The first of the step's names that finds it alone; raise `Misfit` where it is no step."""
    offer = next(step_names(page, pointed), "")
    if not offer:
        raise Misfit(PLAN_WORDS.no_step)
    return offer


def step_names(page: Page, pointed: Box) -> Iterator[str]:
    """How a step can be named so that it alone is found, what is likeliest to hold on the other pages first.

    That is the pager around 下一页; else its own words; else its picture, icon or title; last its place.
    """
    outline = page.outline
    step = clicked_at(pointed)
    is_named = NEXT_WORD.fullmatch(outline.text_of(step).strip()) is not None
    by_place, told = step_selector(outline, step, is_named=is_named), told_selector(outline, step)
    first, last = (by_place, told) if is_named else (told, by_place)
    marked = marked_selectors(outline, step) if step.first_text == step.end_text else ()
    for selector in dict.fromkeys((first, *marked, last)):
        if not selector:
            continue
        is_one = page.request.is_shown and [box.order for box in outline.boxes_of(selector)] == [step.order]
        found = [box.order for box, _ in given_steps(outline, page.url, page.base, selector)]
        if is_one or found == [step.order] or (is_named and len(found) == 1):
            yield selector
