"""A list where a plan says it stands: rows, titles and dates by CSS, in place of the search for them."""

from auditor.read.lists.candidates import Rows, slices_of
from auditor.read.lists.outline import Box, Outline
from auditor.read.lists.rows import Entry, joined_text, main_entry, read_entries
from auditor.read.lists.teasers import GOES_TO
from auditor.read.values import Plan


class Misfit(Exception):
    """Why a plan does not fit a page: a clause in Chinese."""


def planned_rows(outline: Outline, plan: Plan, base: str) -> Rows:
    """The rows that a plan names; raise `Misfit` where it names none, or leaves out what is a row as well.

    Selected boxes without a link or title are heads and separators, unless they show a date.
    """
    boxes = innermost(outline.boxes_of(plan.rows))
    if not boxes:
        raise Misfit("按给定的读法找不到任何一行")
    slices = _slices(outline, plan, boxes)
    entries = _titles(outline, plan, slices, base) if plan.title else _main_entries(outline, boxes, base)
    dates = _Dates(outline, plan)
    kept = [at for at, entry in enumerate(entries) if entry is not None]
    lost = sum(entry is None and dates.has(*place) for entry, place in zip(entries, slices, strict=True))
    if lost or not kept:
        raise Misfit(f"按给定的读法有{lost or len(boxes)}行找不到标题")
    if left := _left_out(outline, boxes, base):
        raise Misfit(f"给定的读法漏掉了{left}行")
    named = [entry for entry in entries if entry is not None]
    slices = [slices[at] for at in kept]
    dated = sum(dates.has(*place) for place in slices)
    is_loose = slices != [(boxes[at].first_text, boxes[at].end_text) for at in kept]
    return Rows([_around(boxes)], [boxes[at] for at in kept], named, slices, dated, 0.0, is_loose)


def retitled(outline: Outline, plan: Plan, rows: Rows, base: str) -> list[Entry]:
    """The entries of rows found without a plan, with the titles where a plan names them; may raise `Misfit`."""
    titles = _titles(outline, plan, rows.slices, base)
    if not any(titles):
        raise Misfit("按给定的读法找不到任何标题")
    return [title or entry for title, entry in zip(titles, rows.entries, strict=True)]


def date_boxes(outline: Outline, plan: Plan, rows: Rows) -> list[list[Box]]:
    """For each row the elements that the plan names as the date; raise `Misfit` where no row has any."""
    named = outline.boxes_of(plan.date)
    found = [[box for box in named if box.lies_in(*place)] for place in rows.slices]
    if not any(found):
        raise Misfit("按给定的读法找不到任何日期")
    return found


class _Dates:
    """Whether a row shows a date: where the plan names it, else anywhere."""

    def __init__(self, outline: Outline, plan: Plan) -> None:
        self._outline = outline
        self._named = outline.boxes_of(plan.date) if plan.date else None

    def has(self, first: int, end: int) -> bool:
        if self._named is None:
            return self._outline.shows_date(first, end)
        return any(box.lies_in(first, end) for box in self._named)


def innermost(boxes: list[Box]) -> list[Box]:
    """The selected boxes that are seen and hold no other one: a torn list's rows may stand in one of its own kind."""
    shown = [box for box in boxes if not box.hidden]
    following = [box.order for box in shown[1:]] + [-1] * bool(shown)
    return [box for box, order in zip(shown, following, strict=True) if not box.order < order <= box.last_order]


def _around(boxes: list[Box]) -> Box:
    """The smallest box around all rows."""
    around = boxes[0].parent or boxes[0]
    while around.parent is not None and not all(box.is_within(around) for box in boxes):
        around = around.parent
    return around


def _slices(outline: Outline, plan: Plan, boxes: list[Box]) -> list[tuple[int, int]]:
    """The texts of each row: its own, or with those beside it where the dates stand between the rows.

    Whether a date belongs to the row above or below it, the ends of the list tell: one stands before its first row or
    behind its last one.
    """
    own = [(box.first_text, box.end_text) for box in boxes]
    around = _around(boxes)
    if not plan.date:
        return slices_of(outline, around, boxes, own)
    dates = _Dates(outline, plan)
    if any(dates.has(*place) for place in own):
        return own
    after = [
        *zip((box.first_text for box in boxes), [*(box.first_text for box in boxes[1:]), around.end_text], strict=True)
    ]
    before = [
        *zip([around.first_text, *(box.end_text for box in boxes)], (box.end_text for box in boxes), strict=False)
    ]
    is_before = dates.has(around.first_text, boxes[0].first_text)
    is_behind = dates.has(boxes[-1].end_text, around.end_text)
    if is_before == is_behind and dates.has(around.first_text, around.end_text):
        raise Misfit("日期写在各行之间，分不清属于上一行还是下一行")
    return before if is_before else after


def _main_entries(outline: Outline, boxes: list[Box], base: str) -> list[Entry | None]:
    """What each row leads to; of a row within a link, that link."""
    entries = read_entries(outline, base)
    by_order = {link.order: entry for link, entry in zip(outline.links, entries, strict=True)}
    return [
        by_order.get(link.order) if (link := _link_around(box)) is not None else main_entry(entries, box)
        for box in boxes
    ]


def _titles(outline: Outline, plan: Plan, slices: list[tuple[int, int]], base: str) -> list[Entry | None]:
    """The title of each row with the link it stands in, holds, or is beside, or with the address a click calls."""
    titles = [box for box in outline.boxes_of(plan.title) if not box.hidden]
    found: list[Entry | None] = []
    for first, end in slices:
        box = next((one for one in titles if one.lies_in(first, end)), None)
        words = joined_text(outline, box) if box is not None else ""
        link = _link_of(outline, box, first, end) if box is not None else None
        href = _called_address(link) if link is not None and link.tag != "a" else None
        found.append(Entry(link, words, base, href) if link is not None and words else None)
    return found


def _called_address(box: Box | None) -> str | None:
    """Where the script leads that a click on a box, or on what it stands in, calls."""
    while box is not None:
        called = GOES_TO.search(box.attrs.get("onclick", ""))
        if called:
            return called["url"]
        box = box.parent
    return None


def _link_around(box: Box | None) -> Box | None:
    while box is not None and box.tag != "a":
        box = box.parent
    return box


def _link_of(outline: Outline, title: Box, first: int, end: int) -> Box:
    """The link that a title belongs to: around it, in it, else the first of its row; itself where there is none."""
    around = _link_around(title)
    if around is not None:
        return around
    inner = outline.links_of(title)
    beside = [link for link in outline.links if link.lies_in(first, end)]
    return (inner or beside or [title])[0]


def _kind_of(box: Box) -> tuple[str, str, str]:
    return *box.signature, box.attrs.get("id", "")


def _left_out(outline: Outline, boxes: list[Box], base: str) -> int:
    """How many neighbours of the rows, of their tag, hold a title and a date as well without being or holding a row.

    Neighbours stand beside them, or in a box of the same kind beside the one that rows stand in.
    """
    taken = {box.order for box in boxes}
    own = {box.parent.order: box.parent for box in boxes if box.parent is not None}
    groups = [other for box in own.values() if box.parent is not None for other in box.parent.children]
    kinds = {_kind_of(box) for box in own.values()}
    parents = {**own, **{box.order: box for box in groups if _kind_of(box) in kinds}}
    tags = {box.tag for box in boxes}
    beside = [
        child
        for parent in parents.values()
        for child in parent.children
        if child.tag in tags
        and not child.hidden
        and not any(child.order <= order <= child.last_order for order in taken)
        and outline.shows_date(child.first_text, child.end_text)
    ]
    return len(beside) - _main_entries(outline, beside, base).count(None) if beside else 0
