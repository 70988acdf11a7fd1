"""Work that a page starts and does not wait for: a crawl, an audit, a discovery; one at a time for each county."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from threading import Lock, Thread

from auditor.county import County, CrawlRules
from auditor.discover import Limits, Proposal, discover
from auditor.errors import AuditorError, NotAllowed
from auditor.fetch.client import PortalClient
from auditor.period import Period
from auditor.pipeline import audit_county, crawl_county, observation_start
from auditor.schedule.progress import Progress
from auditor.settings import Clock, Place
from auditor.store import Store
from auditor.terms import Labelled, TaskKind

_LOG = logging.getLogger(__name__)


class JobKind(Labelled):
    """What a job does."""

    CRAWL = "crawl", "采集"
    AUDIT = "audit", "采集并核查"
    DISCOVER = "discover", "自动发现栏目"


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work: for which county, since when, how it ended. ``proposal`` is what a discovery found."""

    kind: JobKind
    county: str
    started_at: datetime
    by: str
    finished_at: datetime | None = None
    fault: str = ""
    requests: int = 0
    proposal: Proposal | None = None

    @property
    def is_running(self) -> bool:
        """Whether it goes on."""
        return self.finished_at is None


class Work:
    """Runs jobs in threads of their own and remembers the last one of every county and kind.

    ``progress`` is the board that the schedule writes on too.
    """

    def __init__(self, store: Store, place: Place, clock: Clock, progress: Progress) -> None:
        self._store, self._place, self._clock, self.progress = store, place, clock, progress
        self._jobs: dict[tuple[str, bool], Job] = {}
        self._lock = Lock()

    def discovery_of(self, county: str) -> Job | None:
        """The last discovery started here under that name."""
        return self._jobs.get((county, True))

    def crawl(self, county: County, by: str) -> None:
        """Start one polite pass; raise `NotAllowed` where one is going on."""
        since = observation_start(self._clock().date())
        self._start(JobKind.CRAWL, county.name, by, lambda: self._crawl(county, since))

    def audit(self, county: County, period: Period, by: str) -> None:
        """Start a thorough pass over a period and the audit after it; raise `NotAllowed` where one is going on."""
        self._start(JobKind.AUDIT, county.name, by, lambda: self._crawl(county, period.first, period))

    def discover(self, name: str, home: str, by: str) -> None:
        """Start looking for the columns of a portal; raise `NotAllowed` where that is going on."""
        self._start(JobKind.DISCOVER, name, by, lambda: self._discover(name, home))

    def _start(self, kind: JobKind, county: str, by: str, action: Callable[[], None]) -> None:
        key = (county, kind is JobKind.DISCOVER)
        with self._lock:
            known = self._jobs.get(key)
            if known and known.is_running:
                raise NotAllowed(f"{county}正在{known.kind.label}（{known.by}启动），请等它结束")
            self._jobs[key] = Job(kind, county, self._clock(), by)
        Thread(target=self._run, args=(key, action), daemon=True, name=f"{kind.value}-{county}").start()

    def _run(self, key: tuple[str, bool], action: Callable[[], None]) -> None:
        fault = ""
        try:
            action()
        except AuditorError as error:
            fault = str(error)
        except Exception as error:  # noqa: BLE001 - the last door of the thread: the page tells it, the log has the trace
            _LOG.exception("job failed")
            fault = f"程序内部错误（{type(error).__name__}），详情见服务日志"
        self._change(key, finished_at=self._clock(), fault=fault)

    def _change(self, key: tuple[str, bool], **changes: object) -> None:
        with self._lock:
            self._jobs[key] = replace(self._jobs[key], **changes)  # type: ignore[arg-type]

    def _crawl(self, county: County, since: date, period: Period | None = None) -> None:
        kind, name = (TaskKind.AUDIT, period.name) if period else (TaskKind.OBSERVE, since.isoformat())
        self.progress.begin(county, kind, name, self._clock())
        fault = "程序中断"
        try:
            asyncio.run(
                crawl_county(
                    county,
                    self._store,
                    self._place,
                    self._clock,
                    since=since,
                    thorough=period is not None,
                    watch=lambda column, reading: self.progress.note(county.name, column, reading),
                )
            )
            if period:
                self.progress.step(county.name, "统计评定")
                audit_county(county, self._store, self._place, period, self._clock)
            fault = ""
        except AuditorError as error:
            fault = str(error)
            raise
        finally:
            self.progress.end(county.name, self._clock(), fault)

    def _discover(self, name: str, home: str) -> None:
        key = (name, True)

        def watch(requests: int, _url: str) -> None:
            self._change(key, requests=requests)

        async def look() -> Proposal:
            async with PortalClient(home, CrawlRules(), now=self._clock, contact=self._place.contact) as portal:
                return await discover(home, portal, limits=Limits(), watch=watch)

        self._change(key, proposal=asyncio.run(look()))
