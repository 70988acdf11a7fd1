"""Lists that stray or missing ends of tables and boxes tear apart: put together again, or refused.

A parser closes at a stray ``</table>`` what was meant to go on, and throws the rest of the rows elsewhere. What is left
of the list in one place looks whole; that rows of its kind stand beside it is the only sign.
"""

from collections.abc import Callable
from itertools import pairwise

from auditor.read.lists.candidates import Rows
from auditor.read.lists.outline import Box, Outline, is_year_text
from auditor.read.lists.rows import Entry, glued_date, read_entries

_SHORTEST_WORD = 2
_DATE_WITHIN = 2
_TORN_OFF = 2
"""Links right behind a list that lie bare around it: one may be 更多 or a first page."""


def put_together(
    outline: Outline, rows: Rows, is_aside: Callable[[Box], bool], is_marked: Callable[[Box], bool], base: str
) -> Rows | None:
    """The rows, with those that were torn off; ``None`` where some were and their dates cannot be told apart.

    ``is_aside`` tells whether a link stands in navigation or a side list, ``is_marked`` whether the template's own
    marks say so: a word above a torn off row heads no list.
    """
    beside = _beside(outline, rows)

    def leads_away(link: Box) -> bool:
        return is_marked(link) or (link.order not in beside and is_aside(link))

    if not rows.dated:
        return None if _are_torn_off(outline, rows, is_aside) else rows
    if not _has_kin_around(outline, rows, leads_away):
        return rows
    whole = _gathered(outline, rows, is_marked, base)
    return None if whole is None or _has_kin_around(outline, whole, leads_away) else whole


def _are_torn_off(outline: Outline, rows: Rows, is_aside: Callable[[Box], bool]) -> bool:
    """Whether the next links are of the rows' own kind and lie bare in a box around the list: rows that lost their own.

    Of rows without a day nothing else tells it.
    """
    is_kin = _kin_of(rows)
    behind = outline.links[rows.boxes[-1].end_link :][:_TORN_OFF]
    return len(behind) == _TORN_OFF and all(
        is_kin(link) and link.parent is not None and rows.boxes[-1].is_within(link.parent) and not is_aside(link)
        for link in behind
    )


def _beside(outline: Outline, rows: Rows) -> set[int]:
    """The links right before and right behind the rows, where nothing is said between."""
    before, after = rows.boxes[0].first_link - 1, rows.boxes[-1].end_link
    found = set()
    if before >= 0:
        link = outline.links[before]
        if not _says_something(outline, _end_of_row(outline, link, rows.first), rows.first):
            found.add(link.order)
    if after < len(outline.links) and not _says_something(outline, rows.end, outline.links[after].first_text):
        found.add(outline.links[after].order)
    return found


def _is_dated(outline: Outline, link: Box) -> bool:
    """Whether a date stands right behind a link, before the next one."""
    following = outline.links[link.end_link].first_text if link.end_link < len(outline.links) else len(outline.texts)
    end = min(link.end_text + _DATE_WITHIN, following)
    return _is_glued(outline, link) or any(outline.is_date(at) for at in range(link.end_text, end))


def _is_glued(outline: Outline, link: Box) -> bool:
    """Whether a link's own words end in a day."""
    return glued_date(outline.text_of(link))[1] is not None


def _end_of_row(outline: Outline, link: Box, end: int) -> int:
    """Where the row of a link ends before ``end``: behind its last date."""
    return max((at + 1 for at in range(link.end_text, end) if outline.is_date(at)), default=link.end_text)


def _says_something(outline: Outline, first: int, end: int) -> bool:
    """Whether a word that is no date, no year and no bullet stands there."""
    return any(
        len(text := outline.texts[at]) >= _SHORTEST_WORD
        and not (outline.is_date(at) or is_year_text(text) or outline.owners[at].hidden)
        for at in range(first, end)
    )


def _has_kin_around(outline: Outline, rows: Rows, is_aside: Callable[[Box], bool]) -> bool:
    """Whether links of the rows' own kind stand beside dates elsewhere, or those of their class in the cell around."""
    if _has_kin(outline, rows, is_aside):
        return True
    kinds = {entry.link.attrs.get("class", "") for entry in rows.entries}
    if len(kinds) != 1 or not (kind := kinds.pop()):
        return False
    own, row = {entry.link.order for entry in rows.entries}, rows.entries[0].link
    cell = _cell(row)
    for link in outline.links:
        if link.order in own or link.attrs.get("class", "") != kind or not _is_dated(outline, link):
            continue
        other = cell if is_aside(link) else _cell(link)
        if other is not cell and (row.is_within(other) or link.is_within(cell) or _is_row_around(link, row)):
            return True
    return False


def _has_kin(outline: Outline, rows: Rows, is_aside: Callable[[Box], bool]) -> bool:
    """Whether a dated link of the rows' own kind, leading elsewhere than they, stands outside the list."""
    is_kin = _kin_of(rows)
    return any(is_kin(link) and _is_dated(outline, link) and not is_aside(link) for link in outline.links)


def _kin_of(rows: Rows) -> Callable[[Box], bool]:
    """Tells of a link whether it is none of the rows but of their own kind, with a numbered address of its own."""
    kinds, known = {entry.kind for entry in rows.entries if _is_numbered(entry)}, {entry.href for entry in rows.entries}
    own, classes = {entry.link.order for entry in rows.entries}, {name for name, _ in kinds}

    def is_kin(link: Box) -> bool:
        if link.order in own or link.attrs.get("class", "") not in classes:
            return False
        other = Entry(link, "", "")
        return other.kind in kinds and other.href not in known

    return is_kin


def _is_numbered(entry: Entry) -> bool:
    return any(char.isdecimal() for char in entry.href)


def _is_row_around(link: Box, row: Box) -> bool:
    """Whether the table row of a link is a neighbour of the one that the list's own table stands in."""
    box: Box | None = link
    while box is not None and box.tag != "tr":
        box = box.parent
    if box is None or box.parent is None or row.is_within(box) or not row.is_within(box.parent):
        return False
    inner: Box | None = row
    while inner is not None and inner.tag != "tr":
        inner = inner.parent
    return inner is not None and inner.parent is not box.parent


def _cell(box: Box) -> Box:
    """The table cell that a box stands in, or the whole page; a list's own row where it stands in one."""
    while box.tag not in ("td", "li", "dd") and box.parent is not None:
        box = box.parent
    return box


def _gathered(outline: Outline, rows: Rows, is_aside: Callable[[Box], bool], base: str) -> Rows | None:
    """All rows of the kind, wherever the parser put them: links in reading order, each with one date behind it."""
    kinds = {entry.kind for entry in rows.entries}
    entries = {
        entry.link.order: entry
        for entry in read_entries(outline, base)
        if entry is not None and entry.kind in kinds and not is_aside(entry.link)
    }
    run = list(entries.values())
    ends = [(_end_of_row(outline, one.link, other.link.first_text), other.link) for one, other in pairwise(run)]
    if any(_says_something(outline, end, link.first_text) for end, link in ends):
        return None
    if any(_leads_between(outline, one.link, other.link) for one, other in pairwise(run)):
        return None
    slices = [(one.link.first_text, other.link.first_text) for one, other in pairwise(run)]
    slices.append((run[-1].link.first_text, min(run[-1].link.end_text + _DATE_WITHIN, len(outline.texts))))
    days = [sum(outline.is_date(at) for at in range(first, end)) for first, end in slices]
    if any(count + _is_glued(outline, entry.link) != 1 for count, entry in zip(days, run, strict=True)):
        return None
    around = rows.container
    while not all(entry.link.is_within(around) for entry in run) and around.parent is not None:
        around = around.parent
    whole = Rows([around], [_row_of(one.link) for one in run], run, slices, len(run), 0.0, is_loose=True)
    whole.evidence, whole.ties = rows.evidence, rows.ties
    whole.is_sure, whole.has_pager, whole.is_own = rows.is_sure, rows.has_pager, rows.is_own
    return whole


def _leads_between(outline: Outline, one: Box, other: Box) -> bool:
    """Whether a picture or a sign between two rows leads elsewhere than they do: the head of another list."""
    own = {one.attrs.get("href"), other.attrs.get("href")}
    return any(
        len(outline.text_of(link)) < _SHORTEST_WORD and link.attrs.get("href", "#") not in own
        for link in outline.links[one.end_link : other.first_link]
    )


def _row_of(link: Box) -> Box:
    """The largest box around a link that holds no other."""
    box = link
    while box.parent is not None and box.parent.end_link - box.parent.first_link == 1:
        box = box.parent
    return box
