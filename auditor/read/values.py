"""What reading one page gives."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date as calendar_date
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from auditor.base.hosts import authority
from auditor.base.pattern import pattern
from auditor.base.terms import ColumnState, DateSource, PageKind
from auditor.fetch import PageRequest

UNKNOWN_STEP = "unknown"
"""The ``next_kind`` of a page whose next one is there, though nobody knows the way to it."""
MARKED = "#"
"""Between an address and what tells rows of that address apart; an item's key has no other such sign."""
_PAGE_OF_LIST = pattern(
    r"&(?:page_?(?:no|num|index)?|cur(?:rent)?_?page|now_?page)=\d{1,5}(?=&|$)",
    finds=("&page=2", "&id=7&curPage=3", "&pageNo=1"),
    not_in=("&homepage=2", "&page=a", "&pageid=7"),
    seen="articles opened with the page of the list they were found on",
    flags=re.IGNORECASE,
)
"""Which page of its list an article was clicked on: no part of what it is, unless nothing else is numbered."""
_PLAIN_PATH = pattern(
    r"https?://[a-z0-9._:-]{1,260}(/[\w.,/~%+=@!$&'()*-]*)",
    finds={"http://www.test.gov.cn/art/2020/1/3/art_1_2.html": "/art/2020/1/3/art_1_2.html"},
    not_in=(
        "http://www.test.gov.cn/show?id=7",
        "http://test.gov.cn/a.html#b",
        "http://test.gov.cn/a b.html",
        "/a.html",
    ),
    seen="the addresses of nearly all articles",
    way="fullmatch",
)
_NAMES_ARTICLE = pattern(
    r"id$|^(?:n|no|num|nid|key|code|guid|uuid|art|article|news|info|doc|content|p)$",
    finds=("id", "newsId", "wbnewsid", "guid", "code", "n"),
    not_in=("from", "spm", "t", "_", "utm_source", "isappinstalled"),
    seen="parameters of article addresses",
    flags=re.IGNORECASE,
)
"""A parameter that may say which article is meant."""
CUT = re.compile(r"\s?(?:(?<!\.)\.{2,}|(?<!…)…+)\s?$")
"""The dots in place of a title's end."""
SHOWN_STEP = "shown"
"""The ``next_kind`` of a shown document that names no next page: the browser tries whether one comes."""
PRESSED_STEP = "pressed"
"""The ``next_kind`` of a shown document with a step to the next page, which the browser takes."""
LAST_STEP = "last"
"""The ``next_kind`` of a page whose pager or program itself says that nothing follows."""
SMALLEST_PAGE = 5
"""Rows that the smallest page of any template holds: fewer, with nothing that leads on, are a whole list."""
DEAD_STEP = "dead"
"""The ``next_kind`` of a page whose pager shows a step to the next one that leads nowhere, without saying that it is
the last: a program out of sight may take it."""


class RowCatalogue(NamedTuple):
    """What a list prints of a document's catalogue beside its title."""

    index_no: str | None = None
    doc_no: str | None = None
    publisher: str | None = None
    formed: calendar_date | None = None


@dataclass(frozen=True, slots=True)
class ListItem:
    """One row of a column's own list.

    ``title`` in the page's fullest form; ``href`` as written, ``url`` absolute (empty where the page gives no usable
    address); ``date`` the printed publish date, or ``None`` where the page does not give one for sure; ``mark`` what
    tells it from other rows that lead to the same address (see `told_apart`); ``catalogue`` what the row prints of the
    document's catalogue, which completes what the article says and is kept with it.
    """

    title: str
    href: str
    url: str
    date: calendar_date | None = None
    date_from: DateSource | None = None
    pinned: bool = False
    mark: str = ""
    catalogue: RowCatalogue | None = field(default=None, compare=False)
    _key: str = field(default="", init=False, repr=False, compare=False)
    """Worked out when first asked for: everything that becomes of an item asks for it again."""

    @property
    def key(self) -> str:
        """Identity within a column: the address without what changes when a portal moves, else title and date.

        Scheme and ``www.`` never count, the host only where the page itself names it: a portal that turns to https or
        takes another name still shows the same items.
        """
        if not self._key:
            key = _identity(self.url, names_host="//" in self.href) if self.url else f"{self.title}|{self.date or ''}"
            object.__setattr__(self, "_key", f"{key}{MARKED}{self.mark}" if self.mark else key)
        return self._key


def told_apart(items: Iterable[ListItem]) -> tuple[ListItem, ...]:
    """The rows of one pass as different items: those that come again left out, those that share an address marked.

    Rows with different titles or dates are different items whatever their addresses; so are those of one address whose
    fragments differ. A title cut short is the same title. All that share an address are marked, not the later ones
    alone: a new row on top must not take over another's identity.
    """
    groups: dict[str, list[ListItem]] = {}
    kept: list[tuple[str, ListItem]] = []
    for item in items:
        key = replace(item, mark="").key if item.url and item.mark else item.key
        group = groups.setdefault(key, [])
        if not any(_is_same(item, other) for other in group):
            group.append(item)
            kept.append((key, item))
    return tuple(
        replace(item, mark=_mark_of(item)) if item.url and not item.mark and len(groups[key]) > 1 else item
        for key, item in kept
    )


def is_same_elsewhere(one: ListItem, other: ListItem) -> bool:
    """Whether two rows of one pass are one item whose addresses differ in what says where it was clicked on.

    Title, day and path are the same, what the addresses share tells the article, and no parameter that differs does.
    """
    if (one.title, one.date) != (other.title, other.date) or one.mark or other.mark or not (one.url and other.url):
        return False
    left, right = urlsplit(one.url), urlsplit(other.url)
    if (left.netloc, left.path, left.fragment) != (right.netloc, right.path, right.fragment):
        return False
    pairs = [set(parse_qsl(parts.query, keep_blank_values=True)) for parts in (left, right)]
    shared, differing = pairs[0] & pairs[1], pairs[0] ^ pairs[1]
    is_told = any(char.isdecimal() for char in f"{left.path}{shared}")
    return is_told and not any(_NAMES_ARTICLE.search(name) for name, _ in differing)


def _is_same(one: ListItem, other: ListItem) -> bool:
    """Whether two rows of one address are the same item printed twice."""
    if one.mark and other.mark:
        return one.mark == other.mark
    if urlsplit(one.url).fragment != urlsplit(other.url).fragment:
        return False
    if one.date is not None and other.date is not None and one.date != other.date:
        return False
    left, right = ("".join(item.title.split()) for item in (one, other))
    return left == right or _is_cut_of(left, right) or _is_cut_of(right, left)


def _is_cut_of(title: str, whole: str) -> bool:
    start = CUT.sub("", title)
    return start != title and whole.startswith(start)


def _mark_of(item: ListItem) -> str:
    return urlsplit(item.url).fragment or f"{item.title}|{item.date or ''}"


def _identity(url: str, *, names_host: bool) -> str:
    if plain := _PLAIN_PATH.fullmatch(url):
        return f"{authority(url).removeprefix('www.')}{plain[1]}" if names_host else plain[1]
    parts = urlsplit(url)
    host = authority(url).removeprefix("www.") if names_host else ""
    query = _PAGE_OF_LIST.sub("", f"&{parts.query}")[1:]
    query = query if any(char.isdecimal() for char in f"{parts.path}{query}") else parts.query
    return f"{host}{parts.path}" + (f"?{query}" if query else "")


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What an article page says of itself."""

    title: str
    published: datetime | calendar_date | None = None
    published_from: DateSource | None = None
    formed: calendar_date | None = None
    index_no: str | None = None
    doc_no: str | None = None
    publisher: str | None = None
    source: str | None = None
    text: str = ""

    @property
    def catalogue(self) -> RowCatalogue:
        """Its fields that a list may print as well."""
        return RowCatalogue(self.index_no, self.doc_no, self.publisher, self.formed)

    def completed(self, row: RowCatalogue) -> "ArticleFacts":
        """The same with what the row of a list prints where the page says nothing."""
        return replace(
            self,
            index_no=self.index_no or row.index_no,
            doc_no=self.doc_no or row.doc_no,
            publisher=self.publisher or row.publisher,
            formed=self.formed or row.formed,
        )


class Groups(StrEnum):
    """What headings among the rows of a list group them by: dates fall within a group, not over all."""

    NONE = ""
    YEAR = "year"
    MONTH = "month"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class PageProblem:
    """Why a page that came is no page of the column: the state it puts the column in, and the reason in Chinese."""

    state: ColumnState
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """How a column's pages are read, as far as it is given or was seen: CSS selectors, and what was seen with them.

    ``rows`` finds every row, ``title`` and ``date`` the elements of a row that hold them, ``next`` the step to the next
    page or the pager it stands in; the general reader finds what is empty. The rest only tells, and finds nothing:
    ``address`` the attribute that holds a row's address, ``date_form`` a row's printed day with a 0 for each digit,
    ``step`` how the next page is asked for, ``ends`` what of this page can show where the list ends, ``template`` the
    tags and classes of rows and of the boxes around them. ``browser``: the pages are read as a browser shows them,
    after ``press``, if anything, was pressed in it.
    """

    rows: str = ""
    title: str = ""
    date: str = ""
    next: str = ""
    address: str = ""
    date_form: str = ""
    step: str = ""
    ends: tuple[str, ...] = ()
    template: str = ""
    browser: bool = False
    press: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Plan":
        """The plan that these selectors make, by the keys of the county file; also one as it is `kept`."""
        rows, title, date, following = (given.get(key, "") for key in ("rows", "title", "date", "next"))
        return cls(rows, title, date, following, browser="browser" in given, press=given.get("press", ""))

    @property
    def given(self) -> dict[str, str]:
        """The selectors that are there, by the keys of the county file."""
        named = (("rows", self.rows), ("title", self.title), ("date", self.date), ("next", self.next))
        return {key: selector for key, selector in named if selector}

    @property
    def kept(self) -> dict[str, str]:
        """All that decides how pages are read, as a pass keeps it."""
        shown = {"browser": "shown"} if self.browser else {}
        return {**self.given, **shown, **({"press": self.press} if self.press else {})}


UNPLANNED = Plan()
"""Nothing is given: the general reader finds everything."""


@dataclass(frozen=True, slots=True)
class WayOn:
    """A request that may give the next page; ``starts_over``: it gives the list anew from its first row."""

    request: PageRequest
    starts_over: bool = False


@dataclass(frozen=True, slots=True)
class WholeList:
    """Where the whole of a list stands, of which a page shows but the newest rows, and what heads them there.

    ``is_named``: the heading is what the page itself is called.
    """

    address: str
    heading: str
    is_named: bool


@dataclass(frozen=True, slots=True)
class YearTab:
    """Where the list of a year newer than the shown one stands: the newest that a link beside the list names."""

    year: int
    address: str


@dataclass(frozen=True, slots=True)
class PageReading:
    """One page, understood.

    ``next_kind`` says how ``next`` was found (``static``, ``link``, ``query``, ``form``, ``api``); ``next`` is
    ``None`` on the last page (``last`` where pager or program say so), where the page shows a step to more rows that
    nobody knows how to take (``unknown``), and where nobody knows whether a step may be taken (``dead``).
    ``total_items`` and ``total_pages`` are what the page states, else ``None`` (a first page that leads on and states
    its items alone has its pages reckoned from its rows);
    ``page_number`` counts from 1. ``is_empty_list`` means the list was found and is empty, or the page says so in
    words: a proved zero. ``template`` names what wrote the rows: pages of one template have one size;
    ``has_pager`` tells that a pager stands beside them, ``groups`` what headings among them name,
    ``other_years`` the years that tabs beside the list stand for, where it shows one year of several; ``is_answer``
    that a program answered, whose figures are of its own records.
    ``problem`` is set for walls, login pages, soft 404s and the like; ``whole`` where the list is the only block of the
    page and its 更多 leads to the whole of it; ``newer`` where it is that of an older year; ``kind_shown`` which tab by
    kind it stands under, where that is the problem: no problem of a column that is called so. ``misfit`` says why a
    given plan does not fit, which was then left aside.
    """

    url: str
    family: str
    kind: PageKind
    charset: str
    title: str = ""
    column_name: str = ""
    items: tuple[ListItem, ...] = ()
    next: PageRequest | None = None
    next_kind: str = ""
    total_items: int | None = None
    total_pages: int | None = None
    page_number: int | None = None
    is_empty_list: bool = False
    template: str = ""
    has_pager: bool = False
    groups: Groups = Groups.NONE
    other_years: tuple[int, ...] = ()
    is_answer: bool = False
    article: ArticleFacts | None = None
    problem: PageProblem | None = None
    whole: WholeList | None = None
    newer: YearTab | None = None
    kind_shown: str = ""
    misfit: str = ""

    @property
    def has_unknown_next(self) -> bool:
        """Whether the page shows a step to more rows that nobody knows how to take."""
        return self.next is None and self.next_kind == UNKNOWN_STEP

    @property
    def leads_on(self) -> bool:
        """Whether more rows follow, known or not how to come to them."""
        return self.next is not None or self.has_unknown_next

    @property
    def has_dead_next(self) -> bool:
        """Whether the pager shows a step to the next page that leads nowhere, and does not say that it is the last."""
        return self.next is None and self.next_kind == DEAD_STEP

    @property
    def says_last(self) -> bool:
        """Whether the pager or the program itself says that nothing follows."""
        return self.next is None and self.next_kind == LAST_STEP
