"""A list found without the search: where the general reader found it on a page of the same layout before.

What is skipped is the look at everything else on the page, so a layout only serves where nothing else can have become
the column's list: the boxes that hold links are all known, and so are the places of all dates outside the list and of
the column's name, and the list itself is tied to the column as it was. Whatever is odd is searched.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from operator import ge

from auditor.read.lists.candidates import Rows, alike, rows_of
from auditor.read.lists.listing import Listing, listing_of, read_listing, weigh_rows
from auditor.read.lists.naming import Names
from auditor.read.lists.outline import Box, Outline
from auditor.read.lists.rows import entries_within
from auditor.read.lists.surroundings import Surroundings, read_surroundings
from auditor.read.lists.wrapper import LEAST_LEAD, NO_FIGURES, Wrapper

Signature = tuple[str, str]
NodePath = tuple[Signature, ...]

CHECKED_EVERY = 25
"""Of so many pages that are read by a layout one is searched as well."""
_SPREAD = 1.5
"""How much evidence the same list may have less on another page: shorter titles, fewer rows."""
_FEWEST_ROWS = 2
_MOST_WRAPPERS, _MOST_IN_VAIN, _MOST_LESSONS = 8, 4, 3
_LEVELS = 3
_AROUND_HEADINGS = " ：:>》»[]【】"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a list stood, how surely it was the column's, and what else the page held.

    ``path`` names the rows' box and all around it; ``frame`` the boxes elsewhere that hold links, ``named`` the places
    where the column's name stands, ``dated`` those of dates outside the list, each by three levels of tags and classes.
    """

    path: NodePath
    row: str
    ties: tuple[bool, ...]
    evidence: float
    hollow: int
    frame: frozenset[NodePath]
    named: frozenset[NodePath]
    dated: frozenset[NodePath]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A page that was read in full, to be taken apart when another of its template comes.

    ``marks`` are tags that stand before its first row; ``gives_back`` whether a wrapper reads it as it was read.
    """

    marks: frozenset[str]
    induce: Callable[[], Wrapper | None]
    gives_back: Callable[[Wrapper], bool]

    def wrapper(self) -> Wrapper | None:
        """What the page teaches; nothing where that does not give back its very reading."""
        made = self.induce()
        return made if made is not None and self.gives_back(made) else None


@dataclass
class Layouts:
    """The layouts of one portal, learned as its pages are read; how many pages were read by them, and how many not.

    ``disagreed`` counts the pages that a layout read otherwise than the search: such a layout is dropped.
    """

    known: dict[NodePath, Layout] = field(default_factory=dict)
    wrappers: list[Wrapper] = field(default_factory=list)
    """Pages that others are read alike to from their mark-up alone, the last that served first."""
    lessons: list[Lesson] = field(default_factory=list)
    """Pages that may teach another, the newest first."""
    by_layout: int = 0
    by_wrapper: int = 0
    """How many of them were read by wrappers."""
    tries: int = 0
    searched: int = 0
    disagreed: int = 0

    @property
    def takes_lessons(self) -> bool:
        """Whether to learn another wrapper: a few at first, then as long as they serve."""
        return len(self.wrappers) < _MOST_WRAPPERS and self.tries < _MOST_IN_VAIN + self.by_wrapper

    def keep(self, lesson: Lesson) -> None:
        """Keep what a page teaches until it is of use."""
        self.lessons = [lesson, *self.lessons[: _MOST_LESSONS - 1]]

    def wrappers_for(self, text: str) -> Iterator[Wrapper]:
        """The wrappers that may fit a page; what was kept of pages like it is learned only now, and counted."""
        yield from list(self.wrappers)
        for lesson in [one for one in self.lessons if all(mark in text for mark in one.marks)]:
            if self.takes_lessons:
                self.lessons.remove(lesson)
                self.tries += 1
                wrapper = lesson.wrapper()
                if wrapper is not None:
                    self.wrappers.insert(0, wrapper)
                    yield wrapper

    @property
    def is_check_due(self) -> bool:
        """Whether the page that a wrapper just read is to be read in full as well."""
        return self.by_wrapper % CHECKED_EVERY == 0

    def serves(self, wrapper: Wrapper) -> None:
        """Count a page that a wrapper read, which is asked first from now on."""
        self.by_wrapper += 1
        self.by_layout += 1
        if self.wrappers[0] is not wrapper:
            self.wrappers.remove(wrapper)
            self.wrappers.insert(0, wrapper)

    def read(self, outline: Outline, names: Names, url: str, base: str) -> Listing | None:
        """The column's own list, as `read_listing` gives it."""
        for layout in self.known.values():
            listing = _read_by(layout, outline, names, url, base)
            if listing is not None:
                self.by_layout += 1
                return (
                    listing
                    if self.by_layout % CHECKED_EVERY
                    else self._checked(layout, listing, outline, names, url, base)
                )
        listing = read_listing(outline, names, url, base=base)
        self.searched += listing is not None
        self._learn(listing, outline, names, url, base)
        return listing

    def _checked(
        self, layout: Layout, listing: Listing, outline: Outline, names: Names, url: str, base: str
    ) -> Listing | None:
        searched = read_listing(outline, names, url, base=base)
        if not _same(listing, searched):
            self.disagreed += 1
            del self.known[layout.path]
        return searched

    def drop(self, wrapper: Wrapper) -> None:
        """Forget a wrapper that read a page otherwise than the reader in full."""
        self.disagreed += 1
        self.wrappers.remove(wrapper)

    def _learn(self, listing: Listing | None, outline: Outline, names: Names, url: str, base: str) -> None:
        """Keep where the list stands, unless that does not give back the very list; frames of one place add up."""
        rows = listing.rows if listing is not None else None
        if listing is None or rows is None or rows.lead < LEAST_LEAD or len(rows.containers) > 1:
            return
        around = read_surroundings(outline, names, url, [rows])
        path = _path(rows.container)
        before = self.known.get(path)
        layout = Layout(
            path,
            rows.boxes[0].tag,
            rows.ties,
            rows.evidence,
            len(around.hollow),
            frozenset(_frame(outline, rows.container)) | (before.frame if before else frozenset()),
            frozenset(_named(outline, names)) | (before.named if before else frozenset()),
            frozenset(_dated(outline, rows)) | (before.dated if before else frozenset()),
        )
        if before is not None and (before.row, before.hollow) != (layout.row, layout.hollow):
            return
        if before is not None:
            weaker = tuple(map(min, layout.ties, before.ties))
            layout = replace(layout, evidence=min(layout.evidence, before.evidence), ties=weaker)
        if _same(_read_by(layout, outline, names, url, base), listing):
            self.known[path] = layout


def _same(one: Listing | None, other: Listing | None) -> bool:
    if one is None or other is None:
        return one is other
    return replace(one, rows=None) == replace(other, rows=None)


def _read_by(layout: Layout, outline: Outline, names: Names, url: str, base: str) -> Listing | None:
    """The list where the layout says it stands; ``None`` where that is not surely what the search would find."""
    rows = _rows_at(layout, outline, base)
    if rows is None:
        return None
    around = read_surroundings(outline, names, url, [rows])
    if len(around.hollow) != layout.hollow or not _is_before_pager(outline, rows, around):
        return None
    if not set(_dated(outline, rows)) <= layout.dated or not set(_named(outline, names)) <= layout.named:
        return None
    if not set(_frame(outline, rows.container)) <= layout.frame:
        return None
    weigh_rows(outline, rows, around)
    is_tied = rows.is_sure and all(map(ge, rows.ties, layout.ties))
    if not is_tied or rows.is_aside or rows.is_doubtful or rows.evidence < layout.evidence - _SPREAD:
        return None
    rows.lead = LEAST_LEAD  # by so much at least it led where the layout was learned: wrappers may be learned here too
    listing = listing_of(outline, rows, [rows], around, base)
    return listing if listing is not None and listing.rows is rows and not listing.more else None


def _rows_at(layout: Layout, outline: Outline, base: str) -> Rows | None:
    """The rows in the only dated box at the layout's place; ``None`` where they are not plain rows, all with dates."""
    tag = layout.path[0][0]
    found = [
        box
        for box in outline.boxes
        if box.tag == tag
        and not box.hidden
        and outline.shows_date(box.first_text, box.end_text)
        and _stands_at(box, layout.path)
    ]
    if len(found) != 1:
        return None
    box = found[0]
    leading = [child for child in box.children if child.end_link > child.first_link and not child.hidden]
    groups = alike(leading)
    entries = entries_within(outline, box, base)
    lists = [rows for group in groups if (rows := rows_of(outline, entries, box, group)) is not None]
    if len(lists) != 1 or lists[0].boxes[0].tag != layout.row:
        return None
    rows = lists[0]
    if rows.is_loose or rows.crowded or rows.share_dated < 1.0 or len(rows.entries) < _FEWEST_ROWS:
        return None
    return rows


def _is_before_pager(outline: Outline, rows: Rows, around: Surroundings) -> bool:
    """Whether no date stands between the list and the first pager behind it: another list there would be its."""
    pager = min((at for at, _ in around.pagers if at >= rows.end), default=rows.end)
    return not outline.shows_date(rows.end, pager)


def _dated(outline: Outline, rows: Rows) -> Iterator[NodePath]:
    """Where dates stand outside the list."""
    for first, end in ((0, rows.first), (rows.end, len(outline.texts))):
        if outline.shows_date(first, end):
            yield from (_near(outline.owners[at]) for at in range(first, end) if outline.is_date(at))


def _path(box: Box) -> NodePath:
    found: list[Signature] = []
    around: Box | None = box
    while around is not None:
        found.append((around.tag, around.marks.translate(NO_FIGURES)))
        around = around.parent
    return tuple(found)


def _stands_at(box: Box, path: NodePath) -> bool:
    """Whether ``path`` is that of a box, asked from the box outwards: most boxes differ in themselves."""
    around: Box | None = box
    for tag, marks in path:
        if around is None or around.tag != tag or around.marks.translate(NO_FIGURES) != marks:
            return False
        around = around.parent
    return around is None


def _near(box: Box) -> NodePath:
    """A box and those around it, by tag and class."""
    found: list[Signature] = []
    around: Box | None = box
    while around is not None and len(found) < _LEVELS:
        found.append(around.signature)
        around = around.parent
    return tuple(found)


def _frame(outline: Outline, container: Box) -> Iterator[NodePath]:
    """What holds several links outside the list."""
    for box in outline.boxes:
        if box.end_link - box.first_link < 2 or box.is_within(container) or container.is_within(box):
            continue
        yield _near(box)


def _named(outline: Outline, names: Names) -> Iterator[NodePath]:
    """Where one of the names that may head the list stands."""
    for text, owner in zip(outline.texts, outline.owners, strict=True):
        if len(text) <= 40 and text.strip(_AROUND_HEADINGS) in names.all:
            yield _near(owner)
