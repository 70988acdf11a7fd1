"""Columns that only a browser can show: a fetcher whose ``SHOW`` requests a shut-in Chromium answers.

What the page asks for goes through the fetcher beneath, as if the program had asked: same pace, same guard, same
robots.txt, same archive. The document that comes of it is archived as a record of its own, with what it was made from;
all that is read of the column is read from that record. A wall is a wall: a page that is one is never run.
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import TracebackType
from urllib.parse import urldefrag

from auditor.base.hosts import authority, is_web_address
from auditor.base.settings import BrowserSettings
from auditor.base.terms import ColumnState, FetchStatus
from auditor.county.model import DisclosureColumn
from auditor.crawl.column import plan_of
from auditor.fetch import Archive, Fetched, Fetcher, PageRequest
from auditor.fetch.chromium import WORDS, Bounds, Chromium, NotShown, Tab, find_chromium, find_lack, is_installed
from auditor.read.lists.pager_words import NEXT_WORD
from auditor.read.next_page.paging import LOAD_MORE
from auditor.read.reading import read_page
from auditor.read.values import UNPLANNED, Plan

BOUNDS = Bounds()
_DOCUMENT_TYPE = "text/html; charset=utf-8"
_PARTS_OF_MANY = ("javascript", "css", "font", "image/")
"""What many columns of a portal are made with, by a piece of its content type: asked for once in a crawl."""
_LONGEST_PICTURE = 4000
_MOST_KEPT = 60_000_000
_RECENT = 4
"""Pages of one portal that are held for the case that one of them is to be shown: hundreds of portals are in flight."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the county file says of a column that may be shown: its name, how it is read, and what is pressed first."""

    name: str = ""
    plan: Plan = UNPLANNED
    press: tuple[str, ...] = ()

    @classmethod
    def of(cls, column: DisclosureColumn) -> "Given":
        """As the county file says it."""
        plan = plan_of(column)
        return cls(column.name, plan, tuple(words for part in re.split("[>＞]", plan.press) if (words := part.strip())))


_NOTHING_GIVEN = Given()


@dataclass
class BrowserFetcher:
    """The fetcher beneath, and a browser for what is to be shown; an async context manager.

    ``given`` is what the county file says of columns, by their addresses.
    """

    portal: Fetcher
    archive: Archive
    settings: BrowserSettings
    agent: str
    now: Callable[[], datetime]
    given: Mapping[str, Given] = field(default_factory=dict)
    bounds: Bounds = field(default_factory=lambda: BOUNDS)
    _chromium: Chromium | None = None
    _open: AsyncExitStack = field(default_factory=AsyncExitStack)
    _tabs: dict[str, Tab] = field(default_factory=dict)
    _recent: OrderedDict[str, Fetched] = field(default_factory=OrderedDict)
    _kept: dict[str, Fetched] = field(default_factory=dict)
    _kept_size: int = 0
    _asking: dict[str, asyncio.Lock] = field(default_factory=dict)

    async def __aenter__(self) -> "BrowserFetcher":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for address in list(self._tabs):
            await self.leave(address)
        await self._open.aclose()

    async def fetch(self, request: PageRequest, *, unless_changed: Fetched | None = None) -> Fetched:
        """Answer ``request``; what is to be shown is archived here, all else beneath."""
        if not request.is_shown:
            fetched = await self.portal.fetch(request, unless_changed=unless_changed)
            if fetched.status is FetchStatus.OK and request.method == "GET":
                self._recent[request.url] = fetched
                if len(self._recent) > _RECENT:
                    self._recent.popitem(last=False)
            return fetched
        try:
            shown = await (self._opened(request) if request.step == 1 else self._stepped(request))
        except NotShown as failure:
            shown = self._ended(request, FetchStatus.UNSHOWN, WORDS.why[failure.why])
        return replace(shown, record=self.archive.add(shown))

    def shows(self, request: PageRequest) -> bool:
        """Whether the extra is here; where it lacks anything, the answer says what."""
        return request.is_shown and is_installed()

    def parts(self, shown: Fetched) -> Sequence[Fetched]:
        """The answers that a document was made from, as long as its column is open."""
        tab = self._tabs.get(shown.request.url)
        return [answer for answer in tab.answers if answer.record in shown.made_from] if tab else ()

    async def leave(self, address: str) -> None:
        """Close what shows this address."""
        tab = self._tabs.pop(address, None)
        if tab is not None:
            await tab.close()

    async def picture(self, address: str, stamp: str) -> bytes:
        """The page as people see it, whatever it holds, with a strip above that says what ``stamp`` does: a PNG.

        Raises `NotShown` with the reason in words.
        """
        plain, fragment = urldefrag(address)
        document = await self.portal.fetch(PageRequest(plain))
        if document.http_status is None or document.status is FetchStatus.BLOCKED:
            raise NotShown(document.detail)
        browser = await self._browser()
        tab = None
        try:
            tab = await browser.open(self._answer, self.bounds, looks=True)
            await tab.show(document, fragment)
            moved = "" if tab.address == address else WORDS.moved.format(address=tab.address)
            return await browser.stamped(await tab.picture(_LONGEST_PICTURE), f"{stamp}{moved}")
        except NotShown as failure:
            raise NotShown(WORDS.why.get(failure.why, failure.why)) from failure
        finally:
            if tab is not None:
                await tab.close()

    async def _opened(self, request: PageRequest) -> Fetched:
        """The page as it opens."""
        if lack := find_lack(self.settings):
            return self._ended(request, FetchStatus.UNSHOWN, lack)
        plain, fragment = urldefrag(request.url)
        document = self._recent.pop(plain, None) or self._recent.pop(request.url, None)
        document = document or await self.portal.fetch(PageRequest(plain))
        if document.status is not FetchStatus.OK:
            return self._ended(request, document.status, document.detail, document.attempts)
        problem = read_page(
            document.body, url=document.url, content_type=document.header("content-type"), request=document.request
        ).problem
        if problem is not None and problem.state is ColumnState.BLOCKED:
            return self._ended(request, FetchStatus.BLOCKED, WORDS.walled.format(reason=problem.reason))
        tab = await (await self._browser()).open(self._answer, self.bounds)
        self._tabs[request.url] = tab
        await tab.show(document, fragment)
        chosen = await self._chosen(request, tab, document)
        detail = WORDS.chosen.format(words=" > ".join(chosen)) if chosen else ""
        return replace(await self._taken(request, tab, 0, is_pressed=bool(chosen)), detail=detail)

    async def _chosen(self, request: PageRequest, tab: Tab, document: Fetched) -> Sequence[str]:
        """What was pressed first: what the county file says, else a tab that bears the column's name."""
        given = self.given.get(request.url, _NOTHING_GIVEN)
        for words in given.press:
            if not await tab.choose(words):
                raise NotShown("no_choice")
        if given.press or not given.name:
            return given.press
        address, rows = tab.address, _rows_of(request, await tab.document(), given)
        if not await tab.choose(given.name, by_name=True, shows_rows=bool(rows)):
            return ()
        if tab.address == address:
            return (given.name,)
        await tab.show(document, urldefrag(request.url).fragment)  # it was a way to elsewhere
        return ()

    async def _stepped(self, request: PageRequest) -> Fetched:
        """The page after one more step."""
        tab = self._tabs.get(request.url)
        if tab is None:
            raise NotShown("no_page")
        had, given = len(tab.answers), self.given.get(request.url, _NOTHING_GIVEN)
        before = _rows_of(request, await tab.document(), given)
        words = {"next": NEXT_WORD.pattern, "more": LOAD_MORE.pattern}
        pressed = await tab.press(request.step, given.plan.next, words)
        if tab.failed:
            return self._ended(request, FetchStatus.UNREACHABLE, WORDS.step_failed)
        if pressed == "none":
            return self._ended(request, FetchStatus.NOT_MODIFIED, WORDS.nothing_more)
        if pressed == "scroll" and before and not before & _rows_of(request, await tab.document(), given):
            raise NotShown("skipped")  # a window of rows that was moved by more than it holds
        return await self._taken(request, tab, had, is_pressed=pressed in ("next", "more"))

    async def _taken(self, request: PageRequest, tab: Tab, had: int, *, is_pressed: bool) -> Fetched:
        """The document as it stands, made from the answers since the step before; ``is_pressed``: by pressing."""
        body = _encoded(await tab.document())
        if not is_web_address(tab.address) or authority(tab.address) != authority(tab.answers[0].url):
            raise NotShown("led_away" if is_pressed else "left")
        answers = tab.answers[had:]
        return Fetched(
            request,
            FetchStatus.OK,
            tab.address,
            200,
            (("Content-Type", _DOCUMENT_TYPE),),
            body,
            self.now(),
            attempts=sum(answer.attempts for answer in answers),
            made_from=tuple(answer.record for answer in answers if answer.record),
        )

    def _ended(self, request: PageRequest, status: FetchStatus, detail: str, attempts: int = 0) -> Fetched:
        return Fetched(request, status, request.url, None, (), b"", self.now(), detail, attempts=attempts)

    async def _answer(self, request: PageRequest) -> Fetched:
        """What a page asks for; scripts and the like, which all columns share, are asked for once."""
        if request.method != "GET":
            return await self.portal.fetch(request)
        async with self._asking.setdefault(request.url, asyncio.Lock()):
            if request.url in self._kept:
                return replace(self._kept[request.url], attempts=0)
            return self._keep(request, await self.portal.fetch(request))

    def _keep(self, request: PageRequest, fetched: Fetched) -> Fetched:
        kind = fetched.header("content-type").lower()
        is_shared = any(part in kind for part in _PARTS_OF_MANY)
        if is_shared and fetched.status is FetchStatus.OK and self._kept_size + len(fetched.body) <= _MOST_KEPT:
            self._kept[request.url] = fetched
            self._kept_size += len(fetched.body)
        return fetched

    async def _browser(self) -> Chromium:
        if self._chromium is None:
            program = find_chromium(self.settings.program)
            browser = Chromium(program, agent=self.agent, sandbox=self.settings.sandbox)
            self._chromium = await self._open.enter_async_context(browser)
        return self._chromium


def _encoded(document: str) -> bytes:
    return document.encode("utf-8", "replace")


def _rows_of(request: PageRequest, document: str, given: Given) -> frozenset[str]:
    """The rows that a document shows, by what identifies them; pinned ones are on every page."""
    reading = read_page(
        _encoded(document), url=request.url, content_type=_DOCUMENT_TYPE, request=request, plan=given.plan
    )
    return frozenset(item.key for item in reading.items if not item.pinned)
