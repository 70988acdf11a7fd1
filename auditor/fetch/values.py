"""What the fetch stage takes and gives. Plain values: the archive can answer in place of the network."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, runtime_checkable

from auditor.base.hosts import with_plain_host
from auditor.base.terms import FetchStatus


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One request for one page. ``body`` is sent as it stands, with ``content_type``.

    ``SHOW`` asks for the document that a browser makes of the page, its fragment included; the body is then the number
    of the step that led to it (none: as it opens), where 2 is what 下一页 or 加载更多 gives from there. ``headers`` are
    what a page's script sends beside those of every request; they are no part of its identity.
    """

    url: str
    method: Literal["GET", "POST", "SHOW"] = "GET"
    body: str | None = None
    content_type: str = "application/x-www-form-urlencoded; charset=UTF-8"
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """The identity of the request: method, address (its host in one spelling) and body."""
        return f"{self.method} {with_plain_host(self.url)}" + (f" {self.body}" if self.body else "")

    @property
    def is_shown(self) -> bool:
        """Whether a browser is asked for it."""
        return self.method == "SHOW"

    @property
    def step(self) -> int:
        """Of a shown page: how many pages of its list were shown with it."""
        return int(self.body or 1)


@dataclass(frozen=True, slots=True)
class Fetched:
    """How one request ended: never an exception, never ``None``.

    ``url`` is the final address after redirects; ``body`` the decompressed bytes (empty unless the status is
    ``OK``, but kept for failures that carry a page, so that the evidence of a wall is archived too).
    ``detail`` is a Chinese sentence for anything but ``OK``. ``record`` names the archived record
    (``file.warc.gz#record-id``), empty where nothing was archived. ``attempts`` counts requests on the wire.
    ``made_from`` are the records of the answers that a browser made a shown document from.
    """

    request: PageRequest
    status: FetchStatus
    url: str
    http_status: int | None
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime
    detail: str = ""
    record: str = ""
    redirects: tuple[str, ...] = ()
    attempts: int = 1
    made_from: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """The first header of that name (any case), or an empty string."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and the head of its answer as they went over the wire: what the archive writes down.

    ``sent`` and ``headers`` are in wire order and spelling, decoded as latin-1 so that every byte survives. Lines that
    broke the grammar stand at the end, whole, each under the name `auditor.fetch.head.ODD_LINE`.
    """

    url: str
    method: str
    sent: tuple[tuple[str, str], ...]
    body: bytes
    version: str
    http_status: int
    reason: str
    headers: tuple[tuple[str, str], ...]


class Archive(Protocol):
    """Whoever keeps the evidence of what was fetched."""

    def add(self, fetched: Fetched, trail: Sequence[Exchange] = (), *, earlier: Fetched | None = None) -> str:
        """Write down one outcome with every exchange that led to it; give the name of its record.

        ``earlier`` is the archived answer the request was conditional on: a body equal to it is not stored twice.
        """
        ...

    def holds(self, fetched: Fetched) -> bool:
        """Whether the page of an earlier outcome is still kept, so that it need not come again."""
        ...


class Fetcher(Protocol):
    """Whatever answers requests: the polite client, the archive in a replay, a table in a test."""

    async def fetch(self, request: PageRequest, *, unless_changed: Fetched | None = None) -> Fetched:
        """Answer ``request``; with ``unless_changed`` ask conditionally on that earlier answer's validators."""
        ...


@runtime_checkable
class Showing(Protocol):
    """A `Fetcher` that also answers ``SHOW``: a browser in a crawl, the archive in a replay."""

    def shows(self, request: PageRequest) -> bool:
        """Whether a page that nobody marked for it is to be had as a browser shows it."""
        ...

    def parts(self, shown: Fetched) -> Sequence[Fetched]:
        """The answers that a shown document was made from."""
        ...

    async def leave(self, address: str) -> None:
        """Let go of what was opened to show this address."""
        ...
