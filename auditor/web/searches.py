"""Looking for the columns of a portal: begun by a page that does not wait for it, one search at a time for a county."""

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock, Thread

from auditor.base.errors import AuditorError, NotAllowed
from auditor.base.settings import Clock, Place
from auditor.county.model import CrawlRules
from auditor.discover import Limits, Proposal, discover
from auditor.fetch.client import PortalClient
from auditor.web.words import WEB_WORDS

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Search:
    """One search: for which county, who began it, how it ended. ``proposal`` is what it found."""

    county: str
    by: str
    started_at: datetime
    finished_at: datetime | None = None
    fault: str = ""
    requests: int = 0
    proposal: Proposal | None = None

    @property
    def is_running(self) -> bool:
        """Whether it goes on."""
        return self.finished_at is None


class Searches:
    """Runs searches in threads of their own and remembers the last one of every county."""

    def __init__(self, place: Place, clock: Clock) -> None:
        self._place, self._clock = place, clock
        self._last: dict[str, Search] = {}
        self._lock = Lock()

    def of(self, county: str) -> Search | None:
        """The last search begun here under that name."""
        return self._last.get(county)

    def start(self, county: str, home: str, by: str) -> None:
        """Begin to look for the columns of a portal; raise `NotAllowed` where that is going on."""
        with self._lock:
            known = self._last.get(county)
            if known and known.is_running:
                raise NotAllowed(f"正在为{county}查找栏目（{known.by}启动），请等它结束")
            self._last[county] = Search(county, by, self._clock())
        Thread(target=self._run, args=(county, home), daemon=True, name=f"search-{county}").start()

    def _run(self, county: str, home: str) -> None:
        proposal, fault = None, ""
        try:
            proposal = asyncio.run(self._look(county, home))
        except AuditorError as error:
            fault = str(error)
        except Exception as error:  # noqa: BLE001 - the last door of the thread: the page tells it, the log has the trace
            _LOG.exception("search failed")
            fault = WEB_WORDS.search_broken.format(error=type(error).__name__)
        self._change(county, finished_at=self._clock(), fault=fault, proposal=proposal)

    async def _look(self, county: str, home: str) -> Proposal:
        def watch(requests: int, _url: str) -> None:
            self._change(county, requests=requests)

        async with PortalClient(home, CrawlRules(), now=self._clock, contact=self._place.contact) as portal:
            return await discover(home, portal, limits=Limits(), watch=watch)

    def _change(self, county: str, **changes: object) -> None:
        with self._lock:
            self._last[county] = replace(self._last[county], **changes)  # type: ignore[arg-type]
