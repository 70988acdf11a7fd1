"""What reading one page gives."""

from dataclasses import dataclass
from datetime import date as calendar_date
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlsplit

from auditor.base.hosts import authority
from auditor.base.terms import ColumnState, DateSource, PageKind
from auditor.fetch import PageRequest

UNKNOWN_STEP = "unknown"
"""The ``next_kind`` of a page whose next one is there, though nobody knows the way to it."""


@dataclass(frozen=True, slots=True)
class ListItem:
    """One row of a column's own list.

    ``title`` in the page's fullest form; ``href`` as written, ``url`` absolute (empty where the page gives no usable
    address); ``date`` the printed publish date, or ``None`` where the page does not give one for sure.
    """

    title: str
    href: str
    url: str
    date: calendar_date | None = None
    date_from: DateSource | None = None
    pinned: bool = False

    @property
    def key(self) -> str:
        """Identity within a column: the address without what changes when a portal moves, else title and date.

        Scheme and ``www.`` never count, the host only where the page itself names it: a portal that turns to https or
        takes another name still shows the same items.
        """
        return _identity(self.url, "//" in self.href) if self.url else f"{self.title}|{self.date or ''}"


@lru_cache(maxsize=16_384)
def _identity(url: str, names_host: bool) -> str:
    parts = urlsplit(url)
    host = authority(url).removeprefix("www.") if names_host else ""
    return f"{host}{parts.path}" + (f"?{parts.query}" if parts.query else "")


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What an article page says of itself. ``others`` keeps conflicting dates as (source, text) pairs."""

    title: str
    published: datetime | calendar_date | None = None
    published_from: DateSource | None = None
    formed: calendar_date | None = None
    index_no: str | None = None
    doc_no: str | None = None
    publisher: str | None = None
    source: str | None = None
    others: tuple[tuple[str, str], ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class PageProblem:
    """Why a page that came is no page of the column: the state it puts the column in, and the reason in Chinese."""

    state: ColumnState
    reason: str


@dataclass(frozen=True, slots=True)
class PageReading:
    """One page, understood.

    ``next_kind`` says how ``next`` was found (``static``, ``link``, ``query``, ``form``, ``api``); ``next`` is
    ``None`` on the last page, and where the page shows a step to more rows that nobody knows how to take
    (``next_kind`` ``unknown``). ``total_items`` and ``total_pages`` are what the page states, else ``None``;
    ``page_number`` counts from 1. ``is_empty_list`` means the list was found and is empty, or the page says so in
    words: a proved zero.
    ``problem`` is set for walls, login pages, soft 404s and the like.
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
    article: ArticleFacts | None = None
    problem: PageProblem | None = None

    @property
    def has_unknown_next(self) -> bool:
        """Whether the page shows a step to more rows that nobody knows how to take."""
        return self.next is None and self.next_kind == UNKNOWN_STEP
