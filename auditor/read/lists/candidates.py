"""Candidates for a column's list: like-tagged neighbours that each lead somewhere, whatever the template calls them."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat

from auditor.base.pattern import pattern
from auditor.read.dates import find_dates
from auditor.read.lists.outline import Box, Outline, date_form, is_day_text, is_period_text, month_of
from auditor.read.lists.rows import Entries, Entry, glued_date, main_entry, read_entries

_INLINE = frozenset({"a", "span", "font", "em", "strong", "b", "i"})
_LINES = frozenset({"li", "p", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"})
"""Boxes of one row: their neighbours are rows of the box around them, not a list to be joined."""
_ROWS = frozenset({"li", "tr", "dl"})
_FILE = pattern(
    r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar|jpe?g|png|gif)(?:[?#]|$)",
    finds=("/f/20.doc", "P020200103.pdf", "/a.XLSX?v=1", "fj.rar#1"),
    not_in=("/doc/20.html", "/pdf/", "/a.etc"),
    seen="attachments listed below the titles of lists",
    flags=re.IGNORECASE,
)
RowSlice = tuple[int, int]
"""Where the texts of a row begin and end among the page's texts."""
Traits = tuple[object, ...]
_SHORTEST_RIVAL = 6
_SHORTEST_TITLE = 8
_MOST_DATES = 4
_LEVELS_OF_PANEL = 3
_NEAR_HEADING = 2


@dataclass(eq=False)
class Rows:
    """One candidate: its rows, their entries, and the slice of the page's texts that belongs to each row.

    ``dated`` rows show a date; ``crowded`` is the part of the rows that holds more than one item; ``is_loose`` tells
    that the dates stand between the rows.
    """

    containers: list[Box]
    boxes: list[Box]
    entries: list[Entry]
    slices: list[tuple[int, int]]
    dated: int
    crowded: float
    is_loose: bool

    evidence = 0.0
    is_aside = is_sure = is_doubtful = has_pager = is_own = is_numbered = False
    ties = (False, False, False)
    lead = 0.0
    """By how much its evidence exceeds that of every other list that might be chosen; 0 unless it was chosen."""

    @property
    def container(self) -> Box:
        """The box around the rows (around the first of them where several boxes were joined)."""
        return self.containers[0]

    @property
    def first(self) -> int:
        """Where the list begins among the page's texts."""
        return self.slices[0][0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.slices[-1][1]

    @property
    def share_dated(self) -> float:
        """Which part of the rows shows a date."""
        return self.dated / len(self.entries)

    @cached_property
    def title_length(self) -> float:
        """How many characters its titles have on average."""
        return sum([len(entry.words) for entry in self.entries]) / len(self.entries)

    @cached_property
    def targets(self) -> frozenset[str]:
        """Where the rows lead, or their titles where they lead nowhere."""
        return frozenset(entry.url or entry.words for entry in self.entries)


def find_candidates(outline: Outline, url: str) -> list[Rows]:
    """Every set of neighbours that may be a list, those of one template joined."""
    entries = read_entries(outline, url)
    found: list[Rows] = []
    lone: list[tuple[Box, list[Box]]] = []
    for box in outline.boxes:
        if box.end_link == box.first_link or box.hidden or box.tag in _INLINE:
            continue
        leading = [child for child in box.children if child.end_link > child.first_link and not child.hidden]
        if len(leading) == 1 and box.tag in _LINES:
            lone.append((box, leading))
        else:
            found += [rows for boxes in alike(leading) if (rows := rows_of(outline, entries, box, boxes)) is not None]
    found = _merged(outline, found)
    for rows in found:
        _dated_by_headings(outline, rows)
    within = _parts_of_rows(found)
    found = [rows for rows in found if len(rows.boxes) > 1 or rows.container.order not in within]
    found += [  # never joined with others: most are but a part of a row, and need no look
        rows
        for box, boxes in lone
        if box.order not in within and (rows := rows_of(outline, entries, box, boxes)) is not None
    ]
    return sorted(found, key=_place)


def alike(boxes: list[Box]) -> list[list[Box]]:
    """Neighbours by their tag."""
    tags = dict.fromkeys([box.tag for box in boxes])
    return [[box for box in boxes if box.tag == tag] for tag in tags] if len(tags) > 1 else [boxes]


def _place(rows: Rows) -> tuple[tuple[str, str], int, int]:
    """What candidates are sorted by: those of one template beside each other, in reading order."""
    return rows.container.signature, rows.first, rows.container.order


def rows_of(outline: Outline, entries: Entries, container: Box, boxes: list[Box]) -> Rows | None:
    """Neighbours as a candidate; ``None`` where they are no rows. ``entries`` are those of all links of the page."""
    has_one_link_each = len(boxes) == container.end_link - container.first_link
    leads = entries[container.first_link : container.end_link] if has_one_link_each else _main_entries(entries, boxes)
    boxes = [box for box, entry in zip(boxes, leads, strict=True) if entry is not None]
    named = [entry for entry in leads if entry is not None]
    if not named or (len(named) == 1 and is_period_text(named[0].words)):  # a step to another month or year
        return None
    slices = own = [(box.first_text, box.end_text) for box in boxes]
    dates, dated = [0] * len(own), 0
    if outline.shows_date(container.first_text, container.end_text):
        slices = slices_of(outline, container, boxes, own)
        counts = outline.dated
        dates = [counts[end] - counts[first] for first, end in slices]
        dated = len(dates) - dates.count(0)
    if dated:
        if max(dates) > _MOST_DATES:
            return None
        kept = _of_one_kind(boxes, named, dates)
        if slices != own:
            kept = _without_lines_of_links(outline, boxes, named, dates, kept)
        boxes, named, dates = [boxes[at] for at in kept], [named[at] for at in kept], [dates[at] for at in kept]
        slices, own = [slices[at] for at in kept], [own[at] for at in kept]
    else:
        dated = _glued_dates(named)
    crowds = 0 if has_one_link_each else sum(map(_is_crowded, repeat(entries), boxes, named, dates))
    if len(boxes) == 1 and not has_one_link_each:
        crowds = max(crowds, int(_holds_its_like(entries, boxes[0], named[0])))
    crowded = crowds / len(boxes)
    if crowded >= 0.5:
        return None
    return Rows([container], boxes, named, slices, dated, crowded, is_loose=dated > 0 and slices != own)


def _glued_dates(named: list[Entry]) -> int:
    """How many titles begin or end with a day, where most do; of an only one, a day set off before it."""
    glued = [
        entry
        for entry in named
        if (entry.words[-1] in ")）]】0123456789" or entry.words[0] in "[【") and glued_date(entry.words)[1] is not None
    ]
    return len(glued) if 2 * len(glued) > len(named) and (len(named) > 1 or glued[0].words[0] in "[【") else 0


def _main_entries(entries: Entries, boxes: list[Box]) -> Entries:
    return [main_entry(entries, box) for box in boxes]


def _of_one_kind(boxes: list[Box], named: list[Entry], dates: list[int]) -> list[int]:
    """Which neighbours of dated rows are rows too: the dated ones, those of their class, those leading to articles."""
    if all(dates):
        return list(range(len(boxes)))
    kinds = {box.attrs.get("class", "") for box, shown in zip(boxes, dates, strict=True) if shown}
    return [
        at for at, box in enumerate(boxes) if dates[at] or box.attrs.get("class", "") in kinds or _is_article(named[at])
    ]


def _without_lines_of_links(
    outline: Outline, boxes: list[Box], named: list[Entry], dates: list[int], kept: list[int]
) -> list[int]:
    """The rows among dates that stand between them, without short undated ones of another kind: 公开指南, 公开目录."""
    dated = [_traits(outline, boxes[at]) for at in kept if dates[at]]
    return [
        at
        for at in kept
        if dates[at]
        or len(named[at].words) >= _SHORTEST_TITLE
        or not _are_strange([_traits(outline, boxes[at])], dated)
    ]


def _is_article(entry: Entry) -> bool:
    return len(entry.words) >= _SHORTEST_TITLE and entry.has_article_address


def _is_crowded(entries: Entries, box: Box, entry: Entry, dates: int) -> bool:
    """Whether a box holds several items: another link as good as its main one, with a date of its own."""
    if box.end_link - box.first_link < 2:
        return False
    for other in entries[box.first_link : box.end_link]:
        if other is None or not _are_two(entry, other):
            continue
        if _FILE.search(other.href) and not _FILE.search(entry.href):
            continue
        if dates > 1 and _line_of(other.link, box) is not _line_of(entry.link, box):
            return True
        if len(other.words) < _SHORTEST_RIVAL:
            continue
        if entry.has_article_address and not other.has_article_address:
            continue
        if dates != 1 or _line_of(other.link, box) is not _line_of(entry.link, box):
            return True
    return False


def _holds_its_like(entries: Entries, box: Box, entry: Entry) -> bool:
    """Whether an only row has another title of the kind of its own, so that it is a list itself."""
    own = entry.kind
    others = (one for one in entries[box.first_link : box.end_link] if one is not None and _are_two(entry, one))
    return any(len(one.words) >= _SHORTEST_TITLE and one.kind == own for one in others)


def _are_two(entry: Entry, other: Entry) -> bool:
    """Whether two links lead to two things; of those that a script opens, whether they say two."""
    return other.href != entry.href or (not entry.url and other.words != entry.words)


def _line_of(link: Box, within: Box) -> Box:
    """The row of an inner list that a link stands in, the box itself where there is none."""
    box = link
    while box is not within and box.tag not in _ROWS and box.parent is not None:
        box = box.parent
    return box


def slices_of(outline: Outline, container: Box, boxes: list[Box], own: list[RowSlice]) -> list[RowSlice]:
    """The texts of each row: its own; or, where dates stand between the rows, those up to the next or from the last."""
    if any(outline.shows_date(first, end) for first, end in own):
        return own
    loose = [outline.texts[at] for at in range(container.first_text, container.end_text) if outline.is_date(at)]
    if all(month_of(text) for text in loose):
        return own  # headings by month, below which rows print but the day
    ends = [*(box.first_text for box in boxes[1:]), container.end_text]
    after = [(box.first_text, outline.unlinked_until(box.end_text, end)) for box, end in zip(boxes, ends, strict=True)]
    after[-1] = (after[-1][0], _up_to_dates(outline, *after[-1]))
    starts = [container.first_text, *(box.end_text for box in boxes[:-1])]
    before = [
        (outline.unlinked_since(start, box.first_text), box.end_text) for start, box in zip(starts, boxes, strict=True)
    ]
    if len(boxes) == 1 and _stands_above_others(outline, container, *after[0]):
        after = own
    before[0] = _without_other_form(outline, before, own, 0)
    before[0] = _as_far_as_others(outline, boxes, before)
    after = [*after[:-1], _without_other_form(outline, after, own, -1)]
    return _decided(outline, boxes, own, after, before)


def _stands_above_others(outline: Outline, container: Box, first: int, end: int) -> bool:
    """Whether another title follows the date right below an only row: what is printed between may be its."""
    if not outline.shows_date(first, end) or end >= container.end_text or not outline.owners[end].in_link:
        return False
    return len(outline.texts[end]) >= _SHORTEST_TITLE


def _without_other_form(outline: Outline, slices: list[RowSlice], own: list[RowSlice], end: int) -> RowSlice:
    """The texts of the row at an end of the list; its own alone where what stands beside it is not written as the dates
    between the rows are: what a pager prints (1 / 2) looks like a day."""
    there = _forms_in(outline, slices[end])
    others = [form for one in slices if one is not slices[end] for form in _forms_in(outline, one)]
    return own[end] if others and not set(there) & set(others) else slices[end]


def _as_far_as_others(outline: Outline, boxes: list[Box], before: list[RowSlice]) -> RowSlice:
    """The texts of the first row with no more above it than stands above any other: a pager's 1/2 there is not its."""
    start, end = before[0]
    if len(boxes) == 1:  # of several dates above an only row nothing tells which is its own
        return (start if outline.dated[end] - outline.dated[start] <= 1 else boxes[0].first_text), end
    most = max(box.first_text - above for box, (above, _) in zip(boxes[1:], before[1:], strict=True))
    return max(start, boxes[0].first_text - most), end


def _forms_in(outline: Outline, places: RowSlice) -> list[str]:
    return [date_form(outline.texts[at]) for at in range(*places) if outline.is_date(at)]


def _decided(
    outline: Outline, boxes: list[Box], own: list[RowSlice], after: list[RowSlice], before: list[RowSlice]
) -> list[RowSlice]:
    """Whether the dates follow or precede their rows, as both ends tell; the rows' own texts where nothing tells it.

    A date above the first row and none below the last one precede, and the other way round. Each way may date rows that
    the other one does not: those unlike the rest (a line of links above the list) are none, and their way is wrong.
    """
    ways = (after, before)
    dated = [{at for at, place in enumerate(slices) if outline.shows_date(*place)} for slices in ways]
    common = dated[0] & dated[1]
    alone = [dated[0] - common, dated[1] - common]
    is_above, is_below = 0 in dated[1], len(boxes) - 1 in dated[0]
    told = {int(is_above)} if is_above != is_below else set()
    if all(alone):
        rows = [_traits(outline, box) for box in boxes]
        strange = [_are_strange([rows[at] for at in these], [rows[at] for at in common]) for these in alone]
        told |= {strange.index(False)} if strange[0] != strange[1] else set()
    elif not told:
        clear = [(len(dated[way]), *_clear_dates(outline, ways[way])) for way in (0, 1)]
        told = {clear.index(max(clear))} if clear[0] != clear[1] else set()
    return ways[told.pop()] if len(told) == 1 else own


def _clear_dates(outline: Outline, slices: list[RowSlice]) -> tuple[int, int]:
    """How many rows have one date alone, and how many of those at the ends a whole one."""
    single = sum(outline.dated[end] - outline.dated[first] == 1 for first, end in slices)
    ends = (slices[0], slices[-1])
    return single, sum(any(find_dates(text) for text in outline.texts[first:end]) for first, end in ends)


def _are_strange(these: list[Traits], others: list[Traits]) -> bool:
    """Whether each of these rows differs in something from all others, which agree in it; without others, whether none
    leads to an article."""
    if not others:
        return not any(one[0] for one in these)
    agreed = [at for at in range(len(others[0])) if len({one[at] for one in others}) == 1]
    return all(any(one[at] != others[0][at] for at in agreed) for one in these)


def _traits(outline: Outline, box: Box) -> Traits:
    """What the rows of a list share: whether they lead to an article, how many links they hold, of what kind."""
    links = outline.links_of(box)
    entries = [Entry(link, "", "") for link in links]
    return (
        any(entry.has_article_address for entry in entries),
        len(links),
        box.attrs.get("class", ""),
        entries[0].kind if entries else None,
    )


def _up_to_dates(outline: Outline, first: int, end: int) -> int:
    """Where the first dates between ``first`` and ``end`` that stand side by side end."""
    dates = [at for at in range(first, end) if outline.is_date(at) and not outline.owners[at].in_link]
    if not dates:
        return end
    return next(at for at in range(dates[0] + 1, end + 1) if at not in dates)


def _parts_of_rows(candidates: list[Rows]) -> set[int]:
    """The places of the boxes that are a row of a longer list or stand in one: a single link there is no list."""
    lists = (
        rows
        for rows in candidates
        if len(rows.boxes) > 1 and not rows.crowded and (_is_plausible(rows) or _is_of_one_make(rows))
    )
    return {order for rows in lists for box in rows.boxes for order in range(box.order, box.last_order + 1)}


def _is_plausible(rows: Rows) -> bool:
    """Whether most rows of a list show a date or lead to an article."""
    return rows.share_dated >= 0.5 or sum(map(_is_article, rows.entries)) * 2 >= len(rows.entries)


def _is_of_one_make(rows: Rows) -> bool:
    """Whether the rows lead to articles whose addresses differ in their numbers alone, however short the titles are."""
    kinds = {entry.kind for entry in rows.entries if entry.has_article_address}
    return len(kinds) == 1 and len(rows.targets) > 1 and all(entry.has_article_address for entry in rows.entries)


def _merged(outline: Outline, candidates: list[Rows]) -> list[Rows]:
    """Join what one template split: groups of five, a table's columns, blocks by year."""
    merged: list[Rows] = []
    for rows in sorted(candidates, key=lambda one: (one.container.signature, one.first)):
        last = merged[-1] if merged else None
        if last is not None and _continues(outline, last, rows):
            last.boxes += rows.boxes
            last.entries += rows.entries
            last.slices += rows.slices
            last.dated += rows.dated
            last.containers.append(rows.container)
        else:
            merged.append(rows)
    return merged


def _continues(outline: Outline, rows: Rows, following: Rows) -> bool:
    one, other = rows.containers[-1], following.container
    if one is other or one.signature != other.signature or rows.boxes[-1].tag != following.boxes[0].tag:
        return False
    if one.parent is None or other.parent is None or one.is_within(other) or other.is_within(one):
        return False
    between = outline.texts[one.end_text : other.first_text]
    if bool(rows.dated) != bool(following.dated) or not all(map(is_period_text, between)):
        return False
    if between and one.tag not in _LINES and _stand_alike(one, other):
        return True
    if one.tag in _LINES or (one.tag == "tr" and len(rows.containers) == 1 and len(rows.boxes) == 1):
        return False
    cousins = one.parent.parent is other.parent.parent and one.parent.signature == other.parent.signature
    if one.parent is not other.parent and not cousins and not _are_halves(one, other):
        return False
    return one.end_link == other.first_link


def _stand_alike(one: Box, other: Box) -> bool:
    """Whether two boxes stand in one box, or in boxes of one kind there: what a heading of its own opens and closes."""
    left: Box | None = one
    right: Box | None = other
    for _ in range(_LEVELS_OF_PANEL):
        left, right = (left.parent if left else None), (right.parent if right else None)
        if left is right or left is None or right is None or left.tag != right.tag:
            break
    return left is right and left is not None


def _dated_by_headings(outline: Outline, rows: Rows) -> None:
    """Count the rows as dated that print but the day, where a heading above their box names the month."""
    leads = [next(row.first_text for row in rows.boxes if row.is_within(box)) for box in rows.containers]
    if rows.dated or not all(
        any(month_of(text) for text in outline.texts[max(0, lead - _NEAR_HEADING) : lead]) for lead in leads
    ):
        return
    shown = (outline.texts[first:end] for first, end in rows.slices)
    if all(any(is_day_text(text) for text in texts) for texts in shown):
        rows.dated = len(rows.boxes)


def _are_halves(one: Box, other: Box) -> bool:
    """Whether two boxes stand side by side, each alone in a box of its own: the halves of one list."""
    left, right = one.parent, other.parent
    if left is None or right is None or left.parent is not right.parent or left.tag != right.tag:
        return False
    return len(left.children) == len(right.children) == 1 and left.end_text == right.first_text
