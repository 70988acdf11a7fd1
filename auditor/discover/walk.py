"""Walks a portal from its home page to its columns: few pages, the catalogue first, one request at a time."""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from urllib.parse import urljoin, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser

from auditor.base.errors import AuditorError
from auditor.base.terms import ColumnState, FetchStatus, PageKind
from auditor.county.check import normal_address, whole_address
from auditor.discover.left import LeftOut
from auditor.discover.links import SHORTEST_TITLE, breadcrumb, is_same_host, page_leads
from auditor.discover.site import office_name, portal_name
from auditor.discover.trees import called_leads, menu_scripts, tree_addresses, tree_leads, written_links
from auditor.discover.values import Lead, Limits
from auditor.discover.words import discovery_words
from auditor.fetch import Fetched, Fetcher, PageRequest
from auditor.read import PageReading
from auditor.read.charset import decode
from auditor.read.page import Page, open_page, refusal
from auditor.read.reading import read_page

WalkWatch = Callable[[int, str], None]
"""Told before every request: how many were made, and the address."""

_HOPS = 2
_MOST_TREES = 4
_MOST_FRAMES = _MOST_MENUS = 4
_CATALOGUE_FIRST = 1_000_000
_LARGEST = 2_000_000
_ORDER = {"home": 3, "hub": 2, "sitemap": 2, "tree": 2, "page": 5}


@dataclass
class Discovered:
    """One address: the leads to it, and what its page turned out to be."""

    url: str
    leads: list[Lead] = field(default_factory=list)
    reading: PageReading | None = None
    trail: list[str] = field(default_factory=list)
    office: str = ""
    """The department or town whose site the page says it stands on."""
    problem: str = ""
    is_home: bool = False
    own_leads: tuple[str, ...] = ()
    """The addresses it leads to and the home page does not, nor are folders it stands in: what stands below it."""
    place: int = 0
    """Where the portal itself lists the address: its catalogue before everything else."""

    @property
    def is_list(self) -> bool:
        """Whether the page is a list of items, or an empty one."""
        return self.reading is not None and self.reading.kind is PageKind.LIST

    @property
    def is_article(self) -> bool:
        """Whether the page is a single document."""
        return self.reading is not None and self.reading.kind is PageKind.ARTICLE


class Walk:
    """One walk; ``found`` maps normal addresses to what is there, in the order of finding."""

    def __init__(self, home: str, fetcher: Fetcher, limits: Limits, watch: WalkWatch) -> None:
        self.home = home
        self.found: dict[str, Discovered] = {}
        self.site_name = self.office = ""
        self.requests = 0
        self._skipped: set[str] = set()
        self._far: set[str] = set()
        self.left_out = LeftOut()
        self._menu: frozenset[str] = frozenset()
        self._fetcher, self._limits, self._watch = fetcher, limits, watch
        self._queue: list[tuple[int, int, str]] = []
        self._queued: set[str] = set()
        self._places = count(1)
        self._routed: dict[str, Fetched] = {}
        self._parts: set[str] = set()

    async def run(self) -> None:
        """Read the home page, then whatever the best leads name, until nothing is left or the limit is reached.

        Raises `AuditorError` where the home page cannot be read.
        """
        fetched = await self.fetch(PageRequest(self.home))
        if fetched.status is not FetchStatus.OK:
            raise AuditorError(f"门户首页打不开：{self.home}（{fetched.detail or fetched.status.label}）")
        self.home = fetched.url if is_same_host(fetched.url, self.home) else self.home
        found = self._place(self.home)
        found.is_home = True
        await self._understand(found, fetched, Lead(self.home, "首页", origin="home"))
        if not self._knows_catalogue():
            for path in discovery_words().links.first_pages:
                self._offer(Lead(urljoin(self.home, path), "信息公开目录", origin="guess", depth=1))
        while self._queue:
            _, _, key = heapq.heappop(self._queue)
            if self.requests >= self._limits.max_pages:
                self._skipped.add(key)
                continue
            await self._visit(self.found[key])
        for address in self._far - self.found.keys():
            self.left_out.note("far", address)

    @property
    def skipped_by_limit(self) -> int:
        """How many pages were not looked at because enough had been asked for."""
        places = (self.found[key] for key in self._skipped)
        return sum(place.reading is None and not place.problem for place in places)

    def _knows_catalogue(self) -> bool:
        """Whether the home page led to a catalogue, so that none need be guessed."""
        words = discovery_words()
        leads = (lead for place in self.found.values() for lead in place.leads)
        return any(
            lead.origin == "tree" or words.is_hub(lead.name) or words.is_sitemap(lead.name, lead.url) for lead in leads
        )

    async def fetch(self, request: PageRequest) -> Fetched:
        """One request, counted and watched."""
        self._watch(self.requests, request.url)
        self.requests += 1
        return await self._fetcher.fetch(request)

    async def _fetch_page(self, url: str) -> Fetched:
        """The page at ``url``; pages that differ only behind the ``#`` are asked for once."""
        page, mark, _ = url.partition("#")
        if mark and page in self._routed:
            return replace(self._routed[page], url=url, request=PageRequest(url))
        fetched = await self.fetch(PageRequest(url))
        if mark:
            self._routed[page] = fetched
        return fetched

    def _place(self, url: str) -> Discovered:
        return self.found.setdefault(normal_address(url), Discovered(url))

    def _offer(self, lead: Lead) -> None:
        """Note a lead; queue its page where it was not seen before and is not too far away."""
        if not is_same_host(lead.url, self.home):
            self.left_out.note("elsewhere", normal_address(lead.url))
            return
        if lead.depth > self._limits.max_depth:
            self._far.add(normal_address(self._at_home(lead.url)))
            return
        lead = replace(lead, url=self._at_home(lead.url))
        found = self._place(lead.url)
        if lead not in found.leads and lead.origin != "guess":
            is_listed = lead.origin in ("tree", "hub", "sitemap")
            if not found.leads or (is_listed and found.place > 0):
                found.place = next(self._places) - (_CATALOGUE_FIRST if is_listed else 0)
            found.leads.append(lead)
        key = normal_address(lead.url)
        if found.is_home or found.reading is not None or found.problem:
            return
        words = discovery_words()
        is_catalogue = words.is_hub(lead.name) or words.is_sitemap(lead.name, lead.url)
        rank = 1 if is_catalogue and lead.depth <= 2 else _ORDER.get(lead.origin, 4) + lead.depth
        if (key not in self._queued) or rank <= 2:
            heapq.heappush(self._queue, (rank, len(self._queued), key))
            self._queued.add(key)

    def _at_home(self, url: str) -> str:
        """The address with the scheme and host of the home page: links of one portal mix http, https and ``www.``."""
        home = urlsplit(self.home)
        return urlunsplit(urlsplit(url)._replace(scheme=home.scheme, netloc=home.netloc))

    async def _visit(self, found: Discovered) -> None:
        if found.reading is not None or found.problem:
            return
        fetched = await self._fetch_page(found.url)
        if fetched.status is not FetchStatus.OK:
            found.problem = fetched.detail or fetched.status.label
        elif not is_same_host(fetched.url, self.home):
            found.problem = "跳转到了别的网站"
        elif normal_address(fetched.url) == normal_address(self.home):
            found.problem = "跳转到了首页"
        else:
            lead = min(found.leads, key=lambda lead: lead.depth, default=Lead(found.url, "信息公开目录", depth=1))
            await self._understand(found, fetched, lead)

    async def _understand(self, found: Discovered, fetched: Fetched, lead: Lead) -> None:
        """Read a page: is it a list, and what does it lead to?"""
        reading = read_page(
            fetched.body, url=fetched.url, content_type=fetched.header("content-type"), request=fetched.request
        )
        found.problem = reading.problem.reason if reading.problem else ""
        page = open_page(fetched.body, fetched.url, fetched.header("content-type"), fetched.request, "")
        if refusal(fetched.body, page.text):
            found.reading = reading
            return
        found.trail, office = breadcrumb(page.tree), office_name(page.tree)
        if found.is_home:
            self.site_name, self.office = portal_name(page.tree), office
        found.office = "" if office == self.office else office
        found.reading = await self._filled(reading)
        is_lost = reading.problem is not None and reading.problem.state is not ColumnState.UNREADABLE
        if not is_lost and reading.kind not in (PageKind.ARTICLE, PageKind.WALL):
            await self._follow(found, page, lead)

    async def _filled(self, reading: PageReading) -> PageReading:
        """The reading with the items a script would load, where the page says where from."""
        shell, hops = reading, 0
        while reading.kind is PageKind.SHELL and reading.next is not None and hops < _HOPS:
            hops += 1
            fetched = await self.fetch(reading.next)
            if fetched.status is not FetchStatus.OK:
                return shell
            answer = read_page(
                fetched.body, url=fetched.url, content_type=fetched.header("content-type"), request=fetched.request
            )
            reading = answer
        if reading.kind is not PageKind.LIST or reading is shell:
            return reading if reading.kind is PageKind.LIST else shell
        return _named_as(reading, shell)

    async def _follow(self, found: Discovered, page: Page, lead: Lead) -> None:
        """Note what a page leads to: its links, the trees in its scripts, and the trees its scripts would ask for."""
        words, depth = discovery_words(), lead.depth + 1
        is_sitemap = words.is_sitemap(lead.name, page.url)
        is_catalogue = is_sitemap or words.is_hub(lead.name)
        origin = "sitemap" if is_sitemap else "hub" if is_catalogue else "page"
        origin = "home" if found.is_home else origin
        items = found.reading.items if found.reading and found.is_list else ()
        rows = (item for item in items if not (is_catalogue and len(item.title) <= SHORTEST_TITLE))
        but = {normal_address(item.url) for item in rows if item.url}
        leads = page_leads(page.tree, page.url, origin, depth, but=but, left=self.left_out)
        for inner in await self._framed(page, only_frames=found.is_list):
            leads += page_leads(inner.tree, inner.url, origin, depth, left=self.left_out)
            leads += self._scripted(inner.scripts, inner.url, origin, depth)
            if found.is_home and not self.site_name:
                self.site_name = portal_name(inner.tree)
        leads += tree_leads(page.text, page.url, depth)
        leads += self._scripted(page.scripts, page.url, origin, depth)
        for script in await self._menus(page):
            leads += self._scripted([script], page.url, origin, depth) + tree_leads(script, page.url, depth)
        for address in self._new_trees(page):
            fetched = await self.fetch(PageRequest(address))
            if fetched.status is FetchStatus.OK:
                answer = decode(fetched.body[:_LARGEST], fetched.header("content-type")).text
                leads += tree_leads(answer, fetched.url, depth)
        addresses = dict.fromkeys(normal_address(new.url) for new in leads)
        if found.is_home:
            self._menu = frozenset(addresses)
        below = (address for address in addresses if address not in self._menu)
        found.own_leads = tuple(address for address in below if not _is_above(address, page.url))
        for new in leads:
            if new.origin == "tree" and self._is_no_column(new):
                continue
            self._offer(new)

    def _is_no_column(self, lead: Lead) -> bool:
        """Whether a tree's node is a file, an article, or something that is never a column."""
        words = discovery_words()
        if words.is_skipped(lead.name, lead.url) or any(words.is_skipped(part, "") for part in lead.trail):
            self.left_out.note("service", normal_address(lead.url))
            return True
        if words.is_file(lead.url) or words.is_article(lead.url):
            self.left_out.note("file", normal_address(lead.url))
            return True
        return False

    def _scripted(self, scripts: Sequence[str], url: str, origin: str, depth: int) -> list[Lead]:
        """What scripts write into the page or add to a tree; links are relative to the page, not to the script."""
        leads = []
        for script in scripts:
            leads += called_leads(script, url, depth)
            if markup := written_links(script):
                leads += page_leads(LexborHTMLParser(markup), url, origin, depth, left=self.left_out)
        return leads

    async def _menus(self, page: Page) -> list[str]:
        """The linked scripts of the same host that are called like a menu, each asked for once in a walk."""
        linked = [node.attributes.get("src") or "" for node in page.tree.css("script[src]")]
        wanted = [address for address in menu_scripts(linked, page.url) if self._is_new_part(address)]
        found = []
        for address in wanted[:_MOST_MENUS]:
            fetched = await self.fetch(PageRequest(self._at_home(address)))
            if fetched.status is FetchStatus.OK:
                found.append(decode(fetched.body[:_LARGEST], fetched.header("content-type")).text)
        return found

    def _is_new_part(self, address: str) -> bool:
        """Whether a part of a page is on the same host and was not yet asked for, nor too much altogether."""
        if not is_same_host(address, self.home) or self.requests >= self._limits.max_pages or address in self._parts:
            return False
        self._parts.add(address)
        return True

    async def _framed(self, page: Page, *, only_frames: bool) -> list[Page]:
        """The pages of the same host that stand in its frames; a list's own are read with it, and are no menu."""
        found: list[Page] = []
        for node in page.tree.css("frame[src]" if only_frames else "frame[src], iframe[src]")[:_MOST_FRAMES]:
            address = whole_address(page.url, (node.attributes.get("src") or "").strip())
            if address is None or not self._is_new_part(address):
                continue
            fetched = await self.fetch(PageRequest(self._at_home(address)))
            if fetched.status is FetchStatus.OK:
                kind = fetched.header("content-type")
                found.append(open_page(fetched.body, fetched.url, kind, fetched.request, ""))
        return found

    def _new_trees(self, page: Page) -> list[str]:
        """Addresses that answer a catalogue tree and were not asked yet."""
        found = []
        for address in tree_addresses(page.text, page.url, discovery_words().links.trees):
            key = normal_address(address)
            if key not in self._queued and is_same_host(address, self.home):
                self._queued.add(key)
                found.append(address)
        return found[:_MOST_TREES] if self.requests < self._limits.max_pages else []


def _is_above(address: str, url: str) -> bool:
    """Whether an address is a folder that a page stands in: a step of its breadcrumb, not a page below it."""
    parts, own = urlsplit(address), urlsplit(url)
    folder = parts.path.rstrip("/") + "/"
    return not (parts.query or parts.fragment) and own.path.startswith(folder) and own.path.rstrip("/") + "/" != folder


def _named_as(answer: PageReading, shell: PageReading) -> PageReading:
    """A script's answer under the names of the page it fills."""
    return replace(
        answer,
        url=shell.url,
        family=shell.family,
        charset=shell.charset,
        title=shell.title,
        column_name=shell.column_name,
    )


def path_of(url: str, home: str) -> str:
    """An address as a county file writes it: from the root of the portal where it is on the same host."""
    parts, base = urlsplit(url), urlsplit(home)
    if parts[:2] != base[:2]:
        return url
    return (
        (parts.path or "/")
        + (f"?{parts.query}" if parts.query else "")
        + (f"#{parts.fragment}" if parts.fragment else "")
    )
