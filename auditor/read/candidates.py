"""Candidates for a column's list: like-tagged neighbours that each lead somewhere, whatever the template calls them."""

from dataclasses import dataclass, field
from functools import cached_property

from auditor.read.outline import Box, Outline, is_year_text
from auditor.read.rows import ARTICLE_ADDRESS, Entry, read_entry, words_of

_INLINE = frozenset({"a", "span", "font", "em", "strong", "b", "i"})
_LINES = frozenset({"li", "p", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"})
"""Boxes of one row: their neighbours are rows of the box around them, not a list to be joined."""
_ROWS = frozenset({"li", "tr", "dl"})
_SHORTEST_RIVAL = 6
_SHORTEST_TITLE = 8
_MOST_DATES = 4


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
    evidence: float = field(default=0.0, init=False)
    is_aside: bool = field(default=False, init=False)
    is_sure: bool = field(default=False, init=False)
    is_doubtful: bool = field(default=False, init=False)
    has_pager: bool = field(default=False, init=False)
    is_own: bool = field(default=False, init=False)
    ties: tuple[bool, bool, bool] = field(default=(False, False, False), init=False)
    is_numbered: bool = field(default=False, init=False)

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
    def targets(self) -> frozenset[str]:
        """Where the rows lead, or their titles where they lead nowhere."""
        return frozenset(entry.url or entry.words for entry in self.entries)


def find_candidates(outline: Outline, url: str) -> list[Rows]:
    """Every set of neighbours that may be a list, those of one template joined."""
    found = [rows for box in outline.boxes for rows in _candidates(outline, box, url)]
    return _without_parts_of_rows(_merged(outline, found))


def _candidates(outline: Outline, box: Box, url: str) -> list[Rows]:
    if box.end_link == box.first_link or box.tag in _INLINE or box.hidden:
        return []
    by_tag: dict[str, list[Box]] = {}
    for child in box.children:
        if child.end_link > child.first_link and not child.hidden:
            by_tag.setdefault(child.tag, []).append(child)
    found = []
    for boxes in by_tag.values():
        rows = _rows_of(outline, box, boxes, url)
        if rows is not None:
            found.append(rows)
    return found


def _rows_of(outline: Outline, container: Box, boxes: list[Box], url: str) -> Rows | None:
    found = [(box, entry) for box in boxes if (entry := read_entry(outline, box, url)) is not None]
    if not found:
        return None
    slices = _slices(outline, container, [box for box, _ in found])
    rows = [(box, entry, one, outline.dates_between(*one)) for (box, entry), one in zip(found, slices, strict=True)]
    kinds = {box.attrs.get("class", "") for box, _, _, dates in rows if dates}
    if kinds:
        rows = [row for row in rows if row[3] or row[0].attrs.get("class", "") in kinds or _is_article(row[1])]
    crowded = sum(_is_crowded(outline, box, entry, dates) for box, entry, _, dates in rows) / len(rows)
    if crowded >= 0.5 or any(dates > _MOST_DATES for *_, dates in rows):
        return None
    return Rows(
        containers=[container],
        boxes=[box for box, *_ in rows],
        entries=[entry for _, entry, *_ in rows],
        slices=[one for _, _, one, _ in rows],
        dated=sum(1 for *_, dates in rows if dates),
        crowded=crowded,
        is_loose=any(one != (box.first_text, box.end_text) for box, _, one, _ in rows),
    )


def _is_article(entry: Entry) -> bool:
    return len(entry.words) >= _SHORTEST_TITLE and ARTICLE_ADDRESS.search(entry.href) is not None


def _is_crowded(outline: Outline, box: Box, entry: Entry, dates: int) -> bool:
    """Whether a box holds several items: another link as good as its main one, with a date of its own."""
    if box.end_link - box.first_link < 2:
        return False
    line = _line_of(entry.link, box)
    is_article = ARTICLE_ADDRESS.search(entry.href) is not None
    for link in outline.links_of(box):
        href = link.attrs.get("href", "").strip()
        if href == entry.href or (is_article and not ARTICLE_ADDRESS.search(href)):
            continue
        if len(words_of(outline, link)) >= _SHORTEST_RIVAL and (dates != 1 or _line_of(link, box) is not line):
            return True
    return False


def _line_of(link: Box, within: Box) -> Box:
    """The row of an inner list that a link stands in, the box itself where there is none."""
    box = link
    while box is not within and box.tag not in _ROWS and box.parent is not None:
        box = box.parent
    return box


def _slices(outline: Outline, container: Box, boxes: list[Box]) -> list[tuple[int, int]]:
    """The texts of each row: its own; or, where dates stand between the rows, those up to the next or from the last."""
    own = [(box.first_text, box.end_text) for box in boxes]
    if any(outline.dates_between(first, end) for first, end in own):
        return own
    ends = [*(box.first_text for box in boxes[1:]), container.end_text]
    after = [(box.first_text, _unlinked(outline, box.end_text, end)) for box, end in zip(boxes, ends, strict=True)]
    after[-1] = (after[-1][0], _up_to_first_date(outline, *after[-1]))
    starts = [container.first_text, *(box.end_text for box in boxes[:-1])]
    before = [
        (_unlinked_back(outline, start, box.first_text), box.end_text) for start, box in zip(starts, boxes, strict=True)
    ]
    best = max((after, before), key=lambda slices: sum(outline.dates_between(*one) == 1 for one in slices))
    return best if any(outline.dates_between(*one) for one in best) else own


def _unlinked(outline: Outline, first: int, end: int) -> int:
    """How far from ``first`` the texts stand outside links."""
    while first < end and not outline.owners[first].in_link:
        first += 1
    return first


def _unlinked_back(outline: Outline, first: int, end: int) -> int:
    while end > first and not outline.owners[end - 1].in_link:
        end -= 1
    return end


def _up_to_first_date(outline: Outline, first: int, end: int) -> int:
    for index in range(first, end):
        if outline.is_date(index) and not outline.owners[index].in_link:
            return index + 1
    return end


def _without_parts_of_rows(candidates: list[Rows]) -> list[Rows]:
    """Leave out the single links that are but a part of a row of a longer list."""
    lists = (rows for rows in candidates if len(rows.boxes) > 1 and not rows.crowded and _is_plausible(rows))
    whole = {id(box) for rows in lists for box in rows.boxes}
    return [rows for rows in candidates if len(rows.boxes) > 1 or not _has_ancestor(rows.container, whole)]


def _is_plausible(rows: Rows) -> bool:
    """Whether most rows of a list show a date or lead to an article."""
    return rows.share_dated >= 0.5 or sum(map(_is_article, rows.entries)) * 2 >= len(rows.entries)


def _has_ancestor(start: Box, among: set[int]) -> bool:
    box: Box | None = start
    while box is not None:
        if id(box) in among:
            return True
        box = box.parent
    return False


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
    if one.tag in _LINES or (one.tag == "tr" and len(rows.containers) == 1 and len(rows.boxes) == 1):
        return False
    cousins = one.parent.parent is other.parent.parent and one.parent.signature == other.parent.signature
    if one.parent is not other.parent and not cousins:
        return False
    if one.end_link != other.first_link:
        return False
    between = outline.texts[one.end_text : other.first_text]
    return all(is_year_text(text) for text in between) and bool(rows.dated) == bool(following.dated)
