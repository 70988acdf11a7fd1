"""Stage 3: read one column, page by page, to a proof: the whole period was seen, or the state says why not.

Page after page is brought to the `Proof`, which says whether the count has its witnesses. Where the way on is barred
(pages that repeat, vanish or are walls) what is in hand may still prove it; else the column is unreadable.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from types import MappingProxyType
from urllib.parse import urlsplit

from auditor.base.errors import AuditorError
from auditor.base.hosts import authority
from auditor.base.terms import ColumnKind, ColumnState, DateSource, End, FetchStatus, PageKind
from auditor.county.check import page_key
from auditor.county.model import DisclosureColumn
from auditor.crawl.column import ColumnReading, Sighting, StandingPage, plan_of, unforeseen
from auditor.crawl.far_end import page_at
from auditor.crawl.home_page import HomePage, body_digest
from auditor.crawl.proof import Proof, SeenPage
from auditor.crawl.words import WORDS
from auditor.fetch import Fetched, Fetcher, PageRequest, Showing
from auditor.read import ArticleFacts, ListItem, PageReading
from auditor.read.answers import parse_answer
from auditor.read.articles.rewording import Rewording, compare_texts
from auditor.read.lists.learned import Layouts
from auditor.read.reading import find_other_ways, read_page
from auditor.read.values import Plan, WayOn, YearTab, is_same_elsewhere, told_apart

ARTICLE_KINDS = frozenset(
    {ColumnKind.POLICY, ColumnKind.INTERPRETATION, ColumnKind.PERSONNEL, ColumnKind.PLAN, ColumnKind.FINANCE}
)
"""Columns whose article pages are read too: findings on catalogue fields, formed dates and sources apply to them."""

_NOT_PAGES = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".wps", ".et", ".ofd", ".zip", ".rar", ".jpg", ".png", ".mp4")
_STATES = {
    FetchStatus.BLOCKED: ColumnState.BLOCKED,
    FetchStatus.UNREACHABLE: ColumnState.UNREACHABLE,
    FetchStatus.MISSING: ColumnState.MISSING,
    FetchStatus.LOST: ColumnState.UNREADABLE,
    FetchStatus.UNSHOWN: ColumnState.UNREADABLE,
}
_AHEAD = timedelta(days=31)
"""A page may announce what is published soon; what it dates later still is a slip of the pen."""
_SHELL_HOPS = 2
_ARTICLES_AGAIN = 100
"""So many articles of a column, in the list's order, a thorough pass opens again at most."""
_FEWEST_LED = 3
"""Rows that lead to other columns of the county, from which on a list may be a directory of them."""
_FEWEST_TO_TURN = 3
"""Pages still ahead for which it is worth to read a list that rises from its far end."""


_LOG = logging.getLogger(__name__)


async def read_column(
    column: DisclosureColumn,
    address: str,
    fetcher: Fetcher,
    *,
    since: date,
    max_pages: int,
    earlier: ColumnReading | None = None,
    home: HomePage | None = None,
    names: Mapping[str, str] = MappingProxyType({}),
    thorough: bool = True,
    layouts: Layouts | None = None,
) -> ColumnReading:
    """Read ``column`` back to ``since`` and prove it; ``earlier`` is its last proved pass, if any.

    Unless ``thorough``, reading also stops where the end of a page is what that pass saw: the rest is taken from it.
    ``layouts`` remembers where the lists of the same portal were found; without it every page is searched. ``names``
    has the county's columns by address (see `page_key`): where the portal leads to another of them, the column
    is gone, since its items would be counted twice.
    """
    is_same = earlier and (earlier.plan.kept, earlier.address) == (plan_of(column).kept, column.moved_to)
    useful = earlier if earlier and is_same and earlier.covers(since) else None
    walk = _Walk(column, address, fetcher, since, max_pages, earlier, useful, home, names, thorough, layouts)
    try:
        return await walk.run()
    except _Stop as stop:
        return walk.give_up(stop)
    except AuditorError:
        raise  # the archive's or the database's: no column is at fault
    except Exception as error:
        if walk.read_at is None:
            raise
        _LOG.info("%s", address, exc_info=error)
        return walk.as_it_stands(ColumnState.UNREADABLE, unforeseen(error))
    finally:
        await walk.leave()


class _Stop(Exception):
    """Ends the walk with a state and its reason."""

    def __init__(self, state: ColumnState, reason: str, *, is_gone: bool = False) -> None:
        self.state, self.reason, self.is_gone = state, reason, is_gone


class _DeadEnd(_Stop):
    """The way on leads nowhere: another may be tried."""


class _NoneComes(Exception):
    """The browser tried for a next page, and none came."""


@dataclass
class _Walk:
    """One pass over one column, page after page."""

    column: DisclosureColumn
    address: str
    fetcher: Fetcher
    since: date
    max_pages: int
    earlier: ColumnReading | None
    useful: ColumnReading | None
    home: HomePage | None
    names: Mapping[str, str]
    thorough: bool
    layouts: Layouts | None = None
    sightings: dict[str, Sighting] = field(default_factory=dict)
    titled: dict[str, list[Sighting]] = field(default_factory=dict)
    """The items seen, by title: what one of them may be seen under again."""
    page_keys: list[frozenset[str]] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    requests: int = 0
    read_at: datetime | None = None
    first: Fetched | None = None
    family: str = ""
    joined: ColumnReading | None = None
    notes: list[str] = field(default_factory=list)
    has_turned: bool = False
    has_gap: bool = False
    ahead: dict[str, PageReading | None] = field(default_factory=dict)
    """Pages further on that were looked at, by their request; ``None`` where one was not to be had."""
    is_by_year: bool = False
    relaid: str = ""
    opening: PageReading | None = None
    shown: set[str] = field(default_factory=set)
    _opened: int = 0
    plan: Plan = field(init=False)
    proof: Proof = field(init=False)

    def __post_init__(self) -> None:
        self.plan, self.proof = plan_of(self.column), self._new_proof()

    async def run(self) -> ColumnReading:
        fetched = await self._open()
        if fetched is None:
            return await self._unchanged()
        fetched, reading = await self._first_page(fetched)
        for taken in range(1, self.max_pages + 1):
            proved = await self._take_page(reading, fetched.record)
            if proved is False and self.proof.may_be_block and await self._is_denied(fetched, reading):
                proved = None
            if proved is False and (self.has_gap or await self._lacks_rows(fetched, reading)):
                proved, self.has_gap = None, True  # only the whole list shows where its rows are
            if proved is not None:
                return self._proved(reached_end=proved)
            far = await self._from_far_end(fetched, reading) if self.proof.rises and not self.has_turned else None
            if far is not None:
                return self._proved(reached_end=far)
            if taken < self.max_pages:
                following = await self._next_page(fetched, reading)
                if following is None:
                    return self._proved(reached_end=True)
                fetched, reading = following
        raise _Stop(ColumnState.UNREADABLE, self._out_of_pages)

    @property
    def _out_of_pages(self) -> str:
        if self.proof.order is None:
            return WORDS.out_of_pages_unsorted.format(pages=self.max_pages)
        return WORDS.out_of_pages.format(pages=self.max_pages, day=self.since)

    # -- pages ---------------------------------------------------------------------------------------------------------

    async def _open(self) -> Fetched | None:
        """The answer that starts the list, or ``None`` where it is the one the last proved pass read."""
        if self.plan.browser:
            return await self._fetch(PageRequest(self.address, "SHOW"))
        if self.useful and self.useful.shows_what_is_new and (entry := self.useful.entry) and not entry.is_shown:
            was = self.useful
            known = StandingPage(was.entry_record, was.validators)
            fetched = await self._fetch(entry, unless_changed=known.as_answer(entry, was.read_at))
            same_body = fetched.status is FetchStatus.OK and body_digest(fetched.body) == self.useful.first_digest
            if same_body or fetched.status is FetchStatus.NOT_MODIFIED:
                return None
            if fetched.status is FetchStatus.OK or entry.url == self.address:
                return fetched
        return await self._fetch(PageRequest(self.address))

    async def _first_page(self, fetched: Fetched) -> tuple[Fetched, PageReading]:
        """The first page that holds the list; what only a script could fill is shown, where somebody can show it."""
        try:
            fetched, reading = await self._list_or_whole(fetched)
        except _Stop as stop:
            request = PageRequest(self.address, "SHOW")
            if not self._may_be_scripted(fetched):
                raise
            if not (isinstance(self.fetcher, Showing) and self.fetcher.shows(request)):
                if stop.reason == WORDS.no_list:
                    raise _Stop(stop.state, WORDS.no_list_unshown) from stop
                raise
            fetched, reading = await self._list_of(await self._fetch(request))
        self.first, self.family = fetched, reading.family
        if 1 < (reading.page_number or 1) <= (reading.total_pages or 1):
            raise _Stop(ColumnState.UNREADABLE, WORDS.not_first.format(number=reading.page_number))
        return fetched, reading

    async def _list_or_whole(self, fetched: Fetched) -> tuple[Fetched, PageReading]:
        """The page that holds the list; where it is but one block of the newest rows, the page that its 更多 leads to.

        That page must begin with the block's rows, and the block be called like the column: then the step is told.
        """
        try:
            return await self._list_of(fetched)
        except _Stop as stop:
            if (tab := self._year_alone) is not None:
                return await self._list_of_year(tab, stop)
            block = self.opening
            whole = block.whole if block is not None else None
            if block is None or whole is None or not (whole.is_named or whole.heading == self.column.name):
                raise
            try:
                there = await self._list_of(await self._fetch(PageRequest(whole.address)))
            except _Stop as end:
                self.notes.append(WORDS.way_failed.format(url=whole.address, reason=end.reason))
                raise stop from end
            if not _loose_keys(block) <= _loose_keys(there[1]):
                self.notes.append(WORDS.way_failed.format(url=whole.address, reason=WORDS.other_rows))
                raise
            self.notes.append(WORDS.way_taken.format(url=whole.address, reason=stop.reason))
            return there

    @property
    def _year_alone(self) -> YearTab | None:
        """The tab of the only year since the first day, where the page shows an older one and nothing later."""
        page = self.opening
        if page is None or page.newer is None or any(i.date and i.date.year >= self.since.year for i in page.items):
            return None
        later = [year for year in page.other_years if year >= self.since.year]
        return page.newer if later == [page.newer.year] else None

    async def _list_of_year(self, tab: YearTab, stop: _Stop) -> tuple[Fetched, PageReading]:
        """The list of that year: its rows are of it, or it says that it is empty. The step is told, and taken anew each
        time: next year's list will stand elsewhere."""
        try:
            there = await self._list_of(await self._fetch(PageRequest(tab.address)))
        except _Stop as end:
            self.notes.append(WORDS.way_failed.format(url=tab.address, reason=end.reason))
            raise stop from end
        if {item.date.year for item in there[1].items if item.date is not None} - {tab.year}:
            self.notes.append(WORDS.way_failed.format(url=tab.address, reason=WORDS.other_rows))
            raise stop
        self.notes.append(WORDS.way_taken.format(url=tab.address, reason=stop.reason))
        self.is_by_year = True
        return there

    def _may_be_scripted(self, fetched: Fetched) -> bool:
        """Whether a browser may make more of a page than was read of it."""
        reading = self.opening
        if fetched.status is not FetchStatus.OK or fetched.request.is_shown or reading is None or reading.items:
            return False
        is_shell = reading.kind is PageKind.SHELL or (reading.kind is PageKind.OTHER and reading.problem is None)
        return is_shell and b"<script" in fetched.body.lower()

    async def _list_of(self, fetched: Fetched) -> tuple[Fetched, PageReading]:
        """The page that holds the list; a script's shell leads to the request it would make."""
        reading = self._read(fetched, WORDS.column_page)
        for _ in range(_SHELL_HOPS):
            if reading.kind is not PageKind.SHELL or reading.next is None:
                break
            inner = PageRequest(reading.next.url, "SHOW") if fetched.request.is_shown else reading.next
            fetched = await self._fetch(inner)
            reading = self._read(fetched, WORDS.portal_answer)
        if reading.kind is PageKind.SHELL:
            raise _Stop(ColumnState.UNREADABLE, WORDS.shell)
        if reading.kind is PageKind.ARTICLE:
            raise _Stop(ColumnState.UNREADABLE, WORDS.article)
        if reading.kind is not PageKind.LIST:
            raise _Stop(ColumnState.UNREADABLE, self._why_no_list(fetched))
        if self._lists_columns(reading):
            raise _Stop(ColumnState.UNREADABLE, WORDS.directory)
        return fetched, reading

    @staticmethod
    def _why_no_list(fetched: Fetched) -> str:
        if fetched.request.is_shown:
            return WORDS.no_list_shown
        return WORDS.no_list_there.format(url=fetched.url) if fetched.redirects else WORDS.no_list

    def _lists_columns(self, reading: PageReading) -> bool:
        """Whether most of the rows are other columns of the county: a directory, whose days are those of updates."""
        own = page_key(self.address)
        others = [
            key for item in reading.items if item.url and (key := page_key(item.url)) != own and key in self.names
        ]
        return len(others) >= _FEWEST_LED and 2 * len(others) > len(reading.items)

    def _new_proof(self) -> Proof:
        return Proof(self.since, is_trusted=self.useful is not None and self.useful.is_newest_first)

    @property
    def _number(self) -> int:
        """Which page of the list is read next."""
        return len(self.proof.pages) + 1

    async def _next_page(self, here: Fetched, reading: PageReading) -> tuple[Fetched, PageReading] | None:
        """The next page by the way that this one shows; where it leads nowhere, by another, and that is told.

        ``None`` where the browser found none, and that is the list's end.
        """
        if reading.next is not None:
            try:
                return await self._take_way(WayOn(reading.next))
            except _DeadEnd as end:
                first: _Stop = end
            except _NoneComes:
                self.proof.close()
                if self.proof.end is not None:
                    return None
                raise _Stop(ColumnState.UNREADABLE, self.proof.lack) from None
        else:
            first = _Stop(ColumnState.UNREADABLE, self.proof.lack)
        for way in self._other_ways(here):
            try:
                taken = await self._take_way(way)
            except _DeadEnd as end:
                self.notes.append(WORDS.way_failed.format(url=way.request.url, reason=end.reason))
                continue
            self.notes.append(WORDS.way_taken.format(url=way.request.url, reason=first.reason))
            return taken
        raise first

    async def _from_far_end(self, here: Fetched, reading: PageReading) -> bool | None:
        """Read a list that rises from its last page back, where the pager tells which that is.

        ``False`` where that went back beyond ``since``, ``True`` where all pages were read; ``None`` where the far end
        is not to be had, and the way forward is all there is.
        """
        read, last = len(self.proof.pages), reading.total_pages or 0
        farthest = max(read, last - (self.max_pages - read))
        if reading.next is None or reading.next.is_shown or last - read < _FEWEST_TO_TURN or farthest >= last:
            return None
        self.has_turned = True
        ahead, back = self.proof, Proof(self.since, is_backward=True)
        for number in range(last, farthest, -1):
            request = page_at(read, here.request, reading.next, number)
            try:
                page = await self._page_from_behind(request, number, is_last=number == last) if request else None
            except _DeadEnd as end:
                if back.pages:
                    raise
                self.notes.append(WORDS.far_end_failed.format(reason=end.reason))
                page = None
            if page is None:
                return None
            back.add(page)
            self.proof = back
            if back.is_past:
                return False
        if farthest > read:
            raise _Stop(ColumnState.UNREADABLE, self._out_of_pages)
        self.proof = Proof(self.since, [*ahead.pages, *(page.turned() for page in reversed(back.pages))])
        if self.proof.end is None:
            raise _Stop(ColumnState.UNREADABLE, self.proof.lack)
        return True

    async def _is_denied(self, here: Fetched, reading: PageReading) -> bool:
        """Whether the far end, or the middle of what is left, denies that the list falls; a page that is not to be had
        denies nothing."""
        read, last = len(self.proof.pages), reading.total_pages or 0
        middle = (read + last) // 2
        wanted = dict.fromkeys((last, middle) if self.proof.shows_period else (last,))
        for number in wanted:
            further = await self._look_ahead(here, reading, number) if number > read else None
            if further is None:
                continue
            if self.proof.is_denied_by(further.items):
                self.proof.is_denied = True
                self.notes.append(WORDS.further_newer.format(number=number))
                return True
        return False

    async def _lacks_rows(self, here: Fetched, reading: PageReading) -> bool:
        """Whether the last page holds fewer rows than the stated total leaves for it.

        Then rows are lost between pages: of a cache that renews page 1 alone, those that the new ones pushed off it. An
        earlier pass that proved the list knows them; a page that is not to be had shows nothing.
        """
        read, last, total = len(self.proof.pages), reading.total_pages or 0, self.proof.stated or 0
        size = max(len(page.loose) for page in self.proof.pages)
        is_told = 1 < read <= last and (last - 1) * size < total <= last * size
        if self.useful is not None or not is_told or last == read:
            return is_told and last == read and total > self.proof.seen
        further = await self._look_ahead(here, reading, last)
        return further is not None and 0 < len(further.items) < total - (last - 1) * size

    async def _look_ahead(self, here: Fetched, reading: PageReading, number: int) -> PageReading | None:
        """A page further on, once asked for; ``None`` where nothing tells its address, or it is not to be had."""
        request = page_at(len(self.proof.pages), here.request, reading.next, number) if reading.next else None
        if request is None or request.key in self.ahead:
            return self.ahead.get(request.key) if request else None
        self.ahead[request.key] = None
        try:
            self.ahead[request.key] = (await self._take_way(WayOn(request), number))[1]
        except _Stop as stop:
            self.notes.append(WORDS.further_failed.format(reason=stop.reason))
        return self.ahead[request.key]

    async def _page_from_behind(self, request: PageRequest, number: int, *, is_last: bool) -> SeenPage | None:
        """A page of the way back, its rows turned; ``None`` where the one that should be the last leads on."""
        fetched, reading = await self._take_way(WayOn(request), number)
        if is_last and reading.leads_on:
            return None
        self.page_keys.append(_loose_keys(reading))
        return (await self._seen(reading, fetched.record, number)).turned()

    def _other_ways(self, here: Fetched) -> tuple[WayOn, ...]:
        if here.request.is_shown:
            return ()
        return find_other_ways(
            here.body,
            url=here.url,
            content_type=here.header("content-type"),
            request=here.request,
            family=self.column.portal,
            number=self._number - 1,
            plan=self.plan,
        )

    async def _take_way(self, way: WayOn, number: int = 0) -> tuple[Fetched, PageReading]:
        """The page behind a way on; `_DeadEnd` where it is gone, holds no list, or one that is not the next part."""
        number = number or self._number
        fetched = await self._fetch(way.request)
        if fetched.status is FetchStatus.NOT_MODIFIED and way.request.is_shown:
            raise _NoneComes
        if fetched.status in (FetchStatus.UNREACHABLE, FetchStatus.UNSHOWN):
            raise _Stop(
                ColumnState.UNREADABLE,
                WORDS.page_unreachable.format(number=number, why=fetched.detail or fetched.status.label),
                is_gone=True,
            )
        if fetched.status is FetchStatus.MISSING:
            raise _DeadEnd(
                ColumnState.UNREADABLE,
                WORDS.page_unreachable.format(number=number, why=fetched.detail or fetched.status.label),
                is_gone=True,
            )
        try:
            reading = self._read(fetched, WORDS.page.format(number=number), 1 if way.starts_over else number)
        except _Stop as stop:
            if stop.state is ColumnState.BLOCKED:
                raise
            is_gone = fetched.status is FetchStatus.LOST or stop.state is ColumnState.MISSING
            if stop.state is ColumnState.MISSING:  # the column is there: it is one page of it that is not
                why = WORDS.page_unreachable.format(number=number, why=FetchStatus.MISSING.label)
                raise _DeadEnd(ColumnState.UNREADABLE, why, is_gone=True) from stop
            raise _DeadEnd(stop.state, stop.reason, is_gone=is_gone) from stop
        if reading.kind is not PageKind.LIST:
            raise _DeadEnd(ColumnState.UNREADABLE, WORDS.page_no_list.format(number=number))
        if way.starts_over:
            self._start_over(reading)
        else:
            self._refuse_repetition(reading, number)
        return fetched, reading

    def _start_over(self, reading: PageReading) -> None:
        """Forget the pages of a way that led nowhere: this one gives the same list anew, from its first row."""
        known = {key for keys in self.page_keys[:1] for key in keys}
        shown = {item.key for item in reading.items}
        if not known or 2 * len(known & shown) < min(len(known), len(shown)):
            raise _DeadEnd(ColumnState.UNREADABLE, WORDS.other_column)
        self.proof = self._new_proof()
        self.page_keys.clear()
        self.sightings.clear()
        self.titled.clear()

    async def _fetch(self, request: PageRequest, *, unless_changed: Fetched | None = None) -> Fetched:
        fetched = await self.fetcher.fetch(request, unless_changed=unless_changed)
        self.requests += fetched.attempts
        self.read_at = self.read_at or fetched.fetched_at
        if request.is_shown:
            self.shown.add(request.url)
        if fetched.record:
            self.records.append(fetched.record)
        return fetched

    def _read(self, fetched: Fetched, what: str, number: int = 1) -> PageReading:
        """What a fetched page says; stops where there is no page or it is a wall, an error page or the like."""
        reading = read_page(
            fetched.body,
            url=fetched.url,
            content_type=fetched.header("content-type"),
            request=fetched.request,
            family=self.column.portal,
            number=number,
            plan=self.plan,
            layouts=self.layouts,
        )
        self.opening = self.opening or reading
        if fetched.status in _STATES:
            wall = reading.problem if reading.problem and reading.problem.state is ColumnState.BLOCKED else None
            state = wall.state if wall else _STATES[fetched.status]
            raise _Stop(state, f"{what}：{wall.reason if wall else fetched.detail or fetched.status.label}")
        if self._is_home(fetched, reading):
            raise _Stop(ColumnState.MISSING, WORDS.home_page)
        if fetched.redirects and (other := self._led_to(fetched)):
            raise _Stop(ColumnState.MISSING, WORDS.another_column.format(column=other))
        if reading.problem and not (reading.kind_shown and reading.kind_shown == self.column.name):
            raise _Stop(reading.problem.state, f"{what}：{reading.problem.reason}")
        if fetched.request.is_shown:
            self.notes += [fetched.detail] if fetched.detail else []
            reading = self._as_seen(fetched, reading)
        leads_to_list = reading.kind is PageKind.SHELL and reading.next is not None
        if reading.misfit and not leads_to_list and not self.relaid:
            self.relaid = WORDS.relaid_misfit.format(number=number, why=reading.misfit)
        return reading

    def _as_seen(self, fetched: Fetched, reading: PageReading) -> PageReading:
        """What a shown document adds to the pages before it; that it is empty, an answer of the portal must say."""
        if reading.is_empty_list and not self._is_answered_empty(fetched):
            raise _Stop(ColumnState.UNREADABLE, WORDS.shown_empty)
        before = {_face(row.item) for page in self.proof.pages for row in page.fresh}
        shown = {_face(item) for item in reading.items}
        if not before or not before <= shown:
            return reading
        return replace(reading, items=tuple(item for item in reading.items if _face(item) not in before))

    def _is_answered_empty(self, fetched: Fetched) -> bool:
        """Whether one of the answers that a document was made from is a list without rows."""
        parts = self.fetcher.parts(fetched) if isinstance(self.fetcher, Showing) else ()
        readings = (
            read_page(part.body, url=part.url, content_type=part.header("content-type"), request=part.request)
            for part in parts
            if part.status is FetchStatus.OK and parse_answer(part.body.decode("utf-8", "replace")) is not None
        )
        return any(one.kind is PageKind.LIST and one.is_empty_list for one in readings)

    async def leave(self) -> None:
        """Let go of what was opened for the column."""
        if self.shown and isinstance(self.fetcher, Showing):
            for address in self.shown:
                await self.fetcher.leave(address)

    def _is_home(self, fetched: Fetched, reading: PageReading) -> bool:
        """Whether the portal's home page stands in place of the column's; a wall that stands before both is a wall."""
        path = urlsplit(self.address).path.strip("/")
        is_wall = reading.problem is not None and reading.problem.state is not ColumnState.UNREADABLE
        if not path or is_wall or self.home is None:
            return False
        return self.home.is_served_as(fetched.body, reading)

    def _led_to(self, fetched: Fetched) -> str:
        """The other column of the county that the portal leads to."""
        target = page_key(fetched.url)
        return "" if target == page_key(self.address) else self.names.get(target, "")

    # -- proof ---------------------------------------------------------------------------------------------------------

    async def _take_page(self, reading: PageReading, record: str) -> bool | None:
        """Take in one page: ``True`` where the list ended, ``False`` where it lies before ``since``, else ``None``."""
        number = self._number
        self.page_keys.append(_loose_keys(reading))
        proof = self.proof
        proof.add(await self._seen(reading, record, number))
        if proof.is_past:
            return reading.next is None and proof.end is not None
        if reading.is_answer and reading.next_kind == "api" and proof.end is End.TOTAL:
            return True  # a program's answer counts its own records; a page's figure may be another's, or of one page
        if reading.next is None:
            if proof.end is not None:
                return True
            if number == 1 and not (reading.has_unknown_next or reading.total_items or reading.total_pages):
                raise _Stop(ColumnState.UNREADABLE, proof.lack)
            return None
        if self._joins_earlier(proof.pages[-1].loose):
            return self._carry_over(proof.pages[-1].loose)
        return None

    async def _seen(self, reading: PageReading, record: str, number: int) -> SeenPage:
        """A page's rows with their dates, and those of them that no earlier page had."""
        rows = tuple([await self._settle(self._apart(item), record) for item in reading.items])
        fresh = []
        for row in rows:
            if self._was_seen_without_day(row):
                continue
            if row.key not in self.sightings and not self._was_seen_elsewhere(row.item):
                self.sightings[row.key] = row
                self.titled.setdefault(row.item.title, []).append(row)
                fresh.append(row)
        return SeenPage(number, reading, rows, tuple(fresh))

    def _was_seen_elsewhere(self, item: ListItem) -> bool:
        """Whether the item was seen under an address that only says otherwise where it was clicked on."""
        return "?" in item.url and any(is_same_elsewhere(item, seen.item) for seen in self.titled.get(item.title, ()))

    def _was_seen_without_day(self, row: Sighting) -> bool:
        """Whether an earlier page showed the item too, and only one of both its day: that is the item's."""
        for seen in self.titled.get(row.item.title, ()):
            is_half = (seen.date is None) != (row.date is None) and seen.page != row.page
            is_there = seen.item.url == row.item.url or not (seen.item.url and row.item.url)
            if is_half and is_there and not (row.item.mark or seen.item.mark):
                dated = row if row.date is not None else seen
                kept = [dated if one is seen else one for one in self.sightings.values()]
                self.sightings = {one.key: one for one in kept}
                return True
        return False

    def _apart(self, item: ListItem) -> ListItem:
        """The item, marked where another one on an earlier page leads to the same address."""
        seen = self.sightings.get(item.key)
        both = told_apart((seen.item, item)) if seen else ()
        return both[1] if len(both) > 1 else item

    def _joins_earlier(self, loose: Sequence[Sighting]) -> bool:
        """Whether the last third of a page (three rows at least) is what the last proved pass saw of a falling list."""
        if self.thorough or len(loose) < 3 or not (self.useful and self.useful.is_newest_first):
            return False
        tail = loose[-max(3, len(loose) // 3) :]
        return all(s.key in self._known and self._known[s.key].date == s.date is not None for s in tail)

    def _carry_over(self, loose: Sequence[Sighting]) -> bool:
        """Take the rest of the list, and what proves it, from the last proved pass; returns whether it had ended."""
        assert self.useful is not None  # noqa: S101 - asked only after _joins_earlier
        self.joined = self.useful
        oldest = min(s.date for s in loose if s.date)
        for sighting in self.useful.sightings:
            if sighting.date is None or sighting.date <= oldest:
                self.sightings.setdefault(sighting.key, sighting)
        return self.useful.reached_end

    def _refuse_repetition(self, reading: PageReading, number: int) -> None:
        keys = _loose_keys(reading)
        if keys and keys in self.page_keys:
            earlier = self.page_keys.index(keys) + 1
            raise _DeadEnd(ColumnState.UNREADABLE, WORDS.page_repeated.format(number=number, earlier=earlier))
        if not reading.items:
            self.proof.told_behind = reading.total_items
            raise _DeadEnd(ColumnState.UNREADABLE, WORDS.page_empty.format(number=number))

    # -- items ---------------------------------------------------------------------------------------------------------

    async def _settle(self, item: ListItem, record: str) -> Sighting:
        """The item with its publish date; what is known of it is not asked for again."""
        known = self._known.get(item.key)
        if known and known.item.title == item.title and known.item.date == item.date and (known.date or known.article):
            return await self._looked_at_again(replace(known, item=item, page=record))
        if not self._wants_article(item):
            return settled(item, None, record, self._when.date())
        article, opened = await self._article(item, known)
        return replace(
            settled(item, article, record, self._when.date()), reworded=_reworded(known, article), opened=opened
        )

    def _wants_article(self, item: ListItem) -> bool:
        if item.date is not None and not _is_ahead(item.date, self._when.date()):
            is_looked_into = self.column.kind in ARTICLE_KINDS and item.date >= self.since
            return is_looked_into and is_own_page(item.url, self.address)
        return is_own_page(item.url, self.address)

    async def _looked_at_again(self, known: Sighting) -> Sighting:
        """What is known of an item; a thorough pass opens its article anew, to see whether the text is still the same.

        What the page says otherwise of date or catalogue is left as it was read first, unless the text was changed.
        """
        is_kept = self.column.kind in ARTICLE_KINDS and known.article is not None and known.article.text
        is_due = self.thorough and is_kept and known.date is not None and known.date >= self.since
        if not is_due or self._opened >= _ARTICLES_AGAIN or not is_own_page(known.item.url, self.address):
            return known
        self._opened += 1
        article, opened = await self._article(known.item, known)
        found = _reworded(known, article)
        now = article if found and found.is_change else known.article
        return replace(known, article=now, reworded=found, opened=opened or known.opened)

    async def _article(self, item: ListItem, known: Sighting | None) -> tuple[ArticleFacts | None, StandingPage | None]:
        """What an item's page says, and the answer that says it: one read before is asked whether it still stands."""
        request, was = PageRequest(item.url), known.opened if known else None
        is_read = known is not None and known.article is not None
        before = was.as_answer(request, self._when) if was and is_read else None
        fetched = await self.fetcher.fetch(request, unless_changed=before)
        self.requests += fetched.attempts
        if fetched.status is FetchStatus.NOT_MODIFIED and known:
            return known.article, was
        if fetched.status is not FetchStatus.OK:
            return None, None
        page = read_page(fetched.body, url=fetched.url, content_type=fetched.header("content-type"))
        article = page.article.completed(item.catalogue) if page.article and item.catalogue else page.article
        return article, StandingPage.of(fetched) if article and fetched.record else None

    @cached_property
    def _known(self) -> Mapping[str, Sighting]:
        return {sighting.key: sighting for sighting in self.earlier.sightings} if self.earlier else {}

    # -- results -------------------------------------------------------------------------------------------------------

    @property
    def _when(self) -> datetime:
        """When the pass began, by its first answer: the clock belongs to the fetch stage."""
        assert self.read_at is not None  # noqa: S101 - every pass asks for one page at least
        return self.read_at

    def _proved(self, *, reached_end: bool) -> ColumnReading:
        if not self.sightings and self.earlier and self.earlier.sightings:
            lost = len(self.earlier.sightings)
            raise _Stop(ColumnState.UNREADABLE, WORDS.emptied.format(count=lost))
        is_blank = reached_end and not self.sightings
        state = ColumnState.BLANK if is_blank else ColumnState.COUNTED
        reading = self.as_it_stands(state, WORDS.blank if is_blank else "")
        witness = self.proof.witness(ended=reached_end)
        if self.joined:
            before = self.joined
            reading = replace(reading, read_back_to=before.read_back_to, size=before.size)
            witness = before.witness or witness
        # A list without a pager that falls beyond the first day ends for this period alone: it may be cut off there.
        is_end = reached_end and not (witness and witness.end is End.WHOLE)
        return replace(reading, reached_end=is_end, witness=witness)

    def _told_apart(self) -> tuple[Sighting, ...]:
        """All that was seen; rows of several pages that share an address are all marked."""
        seen = tuple(self.sightings.values())
        items = told_apart(s.item for s in seen)
        return tuple(s if s.item is item else replace(s, item=item) for s, item in zip(seen, items, strict=True))

    async def _unchanged(self) -> ColumnReading:
        """The last proved pass still stands: same answer, one request, and those for articles opened again."""
        assert self.earlier is not None  # noqa: S101 - only a known answer can be unchanged
        kept = self.earlier.sightings
        if self.thorough and self.column.kind in ARTICLE_KINDS:
            kept = tuple([await self._looked_at_again(_as_listed(sighting)) for sighting in kept])
        return replace(
            self.earlier,
            sightings=kept,
            read_at=self._when,
            requests=self.requests,
            pages=(*self.records, *self.earlier.pages[1:]),
            is_unchanged=not self._opened,
            vanished=(),
            relaid="",
        )

    def give_up(self, stop: _Stop) -> ColumnReading:
        """The way on is barred: what the pages in hand prove all the same, else the state and the reason."""
        if self.proof.pages:
            if self.proof.total is not None and self.proof.end is End.TOTAL:
                return self._proved(reached_end=True)
            is_barred = self.proof.is_crossed or (stop.is_gone and self.proof.has_passed)
            if is_barred and not self.has_gap:
                return replace(self._proved(reached_end=False), notes=(*self.notes, stop.reason))
        return self.as_it_stands(stop.state, stop.reason)

    def as_it_stands(self, state: ColumnState, reason: str) -> ColumnReading:
        """All that was seen so far, under a state; what of it is proved is added by who knows."""
        first = self.first if not self.is_by_year else None
        return ColumnReading(
            column_key=self.column.key,
            state=state,
            reason=reason,
            read_at=self._when,
            sightings=self._told_apart(),
            read_back_to=self.proof.read_back_to,
            total_stated=self.proof.stated,
            family=self.family,
            pages=tuple(self.records),
            requests=self.requests,
            notes=tuple(self.notes),
            entry=first.request if first else None,
            entry_record=first.record if first else "",
            validators=StandingPage.of(first).validators if first else (),
            first_digest=body_digest(first.body) if first else "",
            witness=self.proof.witness(ended=False) if self.proof.pages else None,
            size=self.proof.size if self.proof.pages else None,
            plan=replace(self.plan, template=self.proof.pages[0].reading.template if self.proof.pages else ""),
            relaid=self.relaid,
        )


def _face(item: ListItem) -> tuple[str, str, date | None]:
    """What a row shows, whatever stands beside it."""
    return item.url, item.title, item.date


def _loose_keys(reading: PageReading) -> frozenset[str]:
    return frozenset(item.key for item in reading.items if not item.pinned)


def settled(item: ListItem, article: ArticleFacts | None, record: str, seen_on: date) -> Sighting:
    """An item seen on ``record``, its publish date settled: list cell, else article page, else address (marked).

    A day that had not come when it was seen is a slip of the pen: it is told, and the article's day stands for it.
    Where the article does not help, nobody knows when it was published.
    """
    published = _day(article.published) if article else None
    if _is_ahead(item.date, seen_on):
        told = WORDS.date_ahead.format(listed=item.date)
        is_sure = article is not None and published is not None and not _is_ahead(published, seen_on)
        told_by = (published, article.published_from) if article and is_sure else (None, None)
        return Sighting(item, *told_by, told, article, record)
    by_address = article is not None and article.published_from is DateSource.ADDRESS
    if item.date is not None:
        differs = published and published != item.date and not by_address
        note = WORDS.dates_differ.format(listed=item.date, published=published) if differs else ""
        return Sighting(item, item.date, item.date_from or DateSource.LIST, note, article, record)
    if article and published:
        note = WORDS.by_address if by_address else ""
        return Sighting(item, published, article.published_from, note, article, record)
    return Sighting(item, None, None, WORDS.undated, article, record)


def _is_ahead(day: date | None, seen_on: date) -> bool:
    return day is not None and day > seen_on + _AHEAD


def _reworded(known: Sighting | None, article: ArticleFacts | None) -> Rewording | None:
    """What became of the text of a known item's article; ``None`` where either look has none."""
    was = known.article if known else None
    if was is None or article is None or not was.text or not article.text:
        return None
    return compare_texts(was.text, article.text)


def _as_listed(known: Sighting) -> Sighting:
    """A known item whose row was not read again: it still prints what was known of the document's catalogue."""
    catalogue = known.article.catalogue if known.article is not None else None
    return replace(known, item=replace(known.item, catalogue=catalogue))


def is_own_page(url: str, address: str) -> bool:
    """Whether an item of the column at ``address`` is a page on the column's own host, not a file or another site's."""
    host = authority(url)
    return bool(host) and host == authority(address) and not urlsplit(url).path.lower().endswith(_NOT_PAGES)


def _day(moment: datetime | date | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment
