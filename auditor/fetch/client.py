"""`PortalClient`: asks one portal for pages, politely, and says honestly how each request ended."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ssl import SSLContext
from types import TracebackType
from urllib.parse import urlsplit

from auditor import __version__
from auditor.base.hosts import is_web_address
from auditor.base.terms import FetchStatus
from auditor.county.model import CrawlRules
from auditor.fetch.faults import Fault
from auditor.fetch.guard import Guard, Resolver, look_up
from auditor.fetch.head import ODD_LINE
from auditor.fetch.pace import HostQueue, HostQueues
from auditor.fetch.progress import RequestProgress
from auditor.fetch.robots import Robots, SiteRules
from auditor.fetch.tls import tls_context
from auditor.fetch.values import Archive, Fetched, PageRequest
from auditor.fetch.verdict import REDIRECTS, RETRIED, redirect_target, verdict_on
from auditor.fetch.wire import Wire, WireResponse

AGENT = "ColumnAuditor"
MAX_FAILURE_BYTES = 256_000
"""How much of a page is kept as evidence when it is not the page that was asked for."""
LONGEST_RETRY_AFTER = 60.0
"""A server that asks for a longer pause is not asked again in this crawl."""
_DEAD_AFTER = 3
"""Requests in a row without any answer after which a host is asked only once per page."""
_ROBOTS_FORBID = "robots.txt 不允许访问该网址"


@dataclass(frozen=True, slots=True)
class Retries:
    """How patiently failures that may pass are met. Seconds; waits double from ``first_wait``."""

    attempts: int = 3
    first_wait: float = 1.0
    longest_wait: float = 20.0
    jitter: float = 1.0
    total: float = 150.0


def user_agent(contact: str = "") -> str:
    """How the crawler names itself: product, version, and where its operator can be reached."""
    return f"{AGENT}/{__version__}" + (f" (+{contact})" if contact else "")


class PortalClient:
    """One portal job's fetcher; an async context manager, to be used for one crawl and closed.

    ``home`` is the county file's address: its host may be anywhere, all others must be public. ``now`` gives aware
    times for the record; the pace runs on ``queues`` (share one between clients, to be polite to hosts they share).
    Outcomes go to ``archive``. Failures are values; only a failing archive raises (`ArchiveProblem`).

    ``requests`` counts everything sent, robots.txt included.
    """

    def __init__(
        self,
        home: str,
        rules: CrawlRules,
        *,
        now: Callable[[], datetime],
        contact: str = "",
        archive: Archive | None = None,
        queues: HostQueues | None = None,
        retries: Retries | None = None,
        resolver: Resolver = look_up,
        context: SSLContext | None = None,
    ) -> None:
        self._rules, self._now, self._archive = rules, now, archive
        self._lanes, self._retries = queues or HostQueues(), retries or Retries()
        guard = Guard(urlsplit(home).hostname or "", resolver)
        context = context or tls_context(rules.tls)
        self._wire = Wire(guard, context, user_agent(contact), 2 * rules.concurrency + 2, rules.timeout)
        self._robots = Robots(self._fetch_robots, AGENT)
        self._silent: dict[str, int] = {}
        self._oddities: dict[str, str] = {}
        self.requests = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences worth a line in the report, such as an unreadable robots.txt."""
        return (*self._robots.notes, *self._oddities.values())

    async def __aenter__(self) -> "PortalClient":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._robots.close()
        await self._wire.close()

    def keep_in(self, archive: Archive) -> None:
        """Let outcomes go to ``archive`` from here on."""
        self._archive = archive

    async def fetch(self, request: PageRequest, *, unless_changed: Fetched | None = None) -> Fetched:
        """Answer ``request``; with ``unless_changed`` ask conditionally on that earlier answer's validators.

        An earlier answer that the archive has lost is asked for anew: “not changed” would then prove nothing.
        """
        if unless_changed and self._archive and not self._archive.holds(unless_changed):
            unless_changed = None
        progress = RequestProgress(request, unless_changed)
        if not is_web_address(request.url):
            fetched = self._end(progress, FetchStatus.UNREACHABLE, Fault.BAD_ADDRESS.sentence)
        elif not (await self._rules_for(progress.url)).allows(progress.url):
            fetched = self._end(progress, FetchStatus.BLOCKED, _ROBOTS_FORBID)
        else:
            fetched = await self._persist(progress)
        return self._keep(fetched, progress, unless_changed)

    async def _persist(self, progress: RequestProgress) -> Fetched:
        """Try, and where the failure may pass, try again."""
        host = progress.host
        try:
            fetched = await self._attempt(progress)
        except _MayPass as failure:
            is_dead = self._silent.get(host, 0) >= _DEAD_AFTER
            fetched = failure.fetched if is_dead else await self._try_again(progress, failure)
        self._silent[host] = self._silent.get(host, 0) + 1 if fetched.http_status is None else 0
        return fetched

    async def _try_again(self, progress: RequestProgress, failure: "_MayPass") -> Fetched:
        import stamina  # only what may pass needs it

        logging.getLogger("stamina").setLevel(logging.ERROR)  # which would tell each retry; here outcomes are values
        patience = self._retries
        tries = stamina.retry_context(
            on=_wait_before_retry,
            attempts=patience.attempts,
            timeout=patience.total,
            wait_initial=patience.first_wait,
            wait_max=patience.longest_wait,
            wait_jitter=patience.jitter,
        )
        fetched = failure.fetched
        try:
            async for attempt in tries:
                with attempt:
                    if attempt.num == 1:
                        raise failure  # it has happened before the loop, which most requests never need
                    fetched = await self._attempt(progress)
        except _MayPass as last:
            fetched = last.fetched
        return fetched

    async def _attempt(self, progress: RequestProgress) -> Fetched:
        progress.restart()
        fetched = await self._travel(progress)
        if fetched.http_status not in RETRIED and not (progress.fault and progress.fault.again):
            return fetched
        pause = _retry_after(fetched)
        if pause > LONGEST_RETRY_AFTER:
            return replace(fetched, detail=f"{fetched.detail}，并要求等待{pause:.0f}秒后再访问")
        if pause > 0:
            self._lane(progress.host).hold(pause)
        raise _MayPass(fetched, held=pause > 0)

    async def _travel(self, progress: RequestProgress, *, heed_robots: bool = True) -> Fetched:
        """Follow redirects by hand until an answer stays, or the way leads elsewhere."""
        while True:
            answer = await self._ask(progress)
            exchange = answer.exchange
            if answer.fault or exchange is None or exchange.http_status not in REDIRECTS:
                return self._conclude(progress, answer)
            target = redirect_target(progress.url, _first(exchange.headers, "location"))
            if not target:
                sentence = f"网站的跳转没有写明去处（{exchange.http_status}）"
                return self._end(progress, FetchStatus.UNREACHABLE, sentence, answer)
            if refusal := progress.refusal(target):
                progress.move(target)
                return self._end(progress, *refusal, answer)
            progress.follow(target)
            if heed_robots and not (await self._rules_for(progress.url)).allows(progress.url):
                return self._end(progress, FetchStatus.BLOCKED, _ROBOTS_FORBID)

    async def _ask(self, progress: RequestProgress) -> WireResponse:
        left = max(self._rules.timeout - progress.spent, 0.001)
        async with self._lane(progress.host).turn(self._rules.delay):
            answer = await self._wire.ask(progress.question(), left)
        self.requests += answer.requests
        progress.note(answer)
        if answer.exchange and (line := _first(answer.exchange.headers, ODD_LINE.lower())):
            sentence = f"{progress.host} 的回应头有不合规范的行（如“{line[:60]}”），已按浏览器的做法略过，原样存档"
            self._oddities.setdefault(progress.host, sentence)
        return answer

    def _conclude(self, progress: RequestProgress, answer: WireResponse) -> Fetched:
        """The outcome of a final answer."""
        if answer.fault or answer.exchange is None:
            detail = answer.fault.detail if answer.fault else ""
            return self._end(progress, FetchStatus.UNREACHABLE, detail, answer)
        if answer.exchange.http_status == 304 and progress.is_conditional:
            return self._end(progress, FetchStatus.NOT_MODIFIED, "页面自上次采集以来没有变化", answer)
        status, detail = verdict_on(answer.exchange.http_status, answer.exchange.headers)
        return self._end(progress, status, detail, answer)

    def _end(
        self, progress: RequestProgress, status: FetchStatus, detail: str, answer: WireResponse | None = None
    ) -> Fetched:
        exchange = answer.exchange if answer else None
        limit = None if status is FetchStatus.OK else MAX_FAILURE_BYTES
        return Fetched(
            request=progress.request,
            status=status,
            url=progress.url,
            http_status=exchange.http_status if exchange else None,
            headers=exchange.headers if exchange else (),
            body=bytes(memoryview(answer.body)[:limit]) if answer else b"",
            fetched_at=self._now(),
            detail=detail,
            redirects=tuple(progress.redirects),
            attempts=progress.attempts,
        )

    def _keep(self, fetched: Fetched, progress: RequestProgress, earlier: Fetched | None) -> Fetched:
        if self._archive is None:
            return fetched
        return replace(fetched, record=self._archive.add(fetched, progress.trail, earlier=earlier))

    def _lane(self, host: str) -> HostQueue:
        return self._lanes.of(host, self._rules.concurrency)

    async def _rules_for(self, url: str) -> SiteRules:
        rules = await self._robots.rules_for(url)
        if rules.delay > self._rules.delay:
            self._lane(urlsplit(url).netloc).slow_to(rules.delay)
        return rules

    async def _fetch_robots(self, request: PageRequest) -> Fetched:
        """One try at a robots.txt, kept like every other answer."""
        progress = RequestProgress(request)
        return self._keep(await self._travel(progress, heed_robots=False), progress, None)


class _MayPass(Exception):
    """An outcome that may be another one next time; ``held``: the server said when, and its lane waits until then."""

    def __init__(self, fetched: Fetched, *, held: bool) -> None:
        super().__init__(fetched.detail)
        self.fetched, self.held = fetched, held


def _wait_before_retry(error: Exception) -> bool | float:
    """Whether to try again, or after how many seconds: none where the lane already waits as the server asked."""
    if not isinstance(error, _MayPass):
        return False
    return 0.0 if error.held else True


def _retry_after(fetched: Fetched) -> float:
    """Seconds the server asks to wait (RFC 9110, 10.2.3); a date is taken against the server's own clock."""
    asked = fetched.header("retry-after").strip()
    if asked.isdecimal() and asked.isascii():
        return float(asked[:9])
    try:
        until = parsedate_to_datetime(asked)
        sent = parsedate_to_datetime(fetched.header("date"))
        return max((_aware(until) - _aware(sent)).total_seconds(), 0.0)
    except (ValueError, OverflowError):
        return 0.0


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _first(headers: tuple[tuple[str, str], ...], name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")
