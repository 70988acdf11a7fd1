"""The agenda: what is due is begun, once, whichever of several programs sees it first."""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Event, Lock

from auditor.county import County
from auditor.errors import AuditorError, NotAllowed
from auditor.lease import Busy, holding
from auditor.notices import Herald
from auditor.period import Period
from auditor.schedule.attempt import Outcome, try_task
from auditor.schedule.due import Task
from auditor.schedule.news import tell_of_issues
from auditor.schedule.ready import Ready, find_record, ready_tasks
from auditor.schedule.roll import CountyFiles, Roll
from auditor.schedule.work import Workshop
from auditor.store.agenda import TaskRecord
from auditor.terms import TaskKind, TaskState

FRESH = timedelta(minutes=10)
"""A task whose time has just come is left to its alarm, which strikes a little late by chance so that several counties
do not start together; after that whoever sees it takes it."""
_THREADS = 4
"""How many counties are worked on at the same time; each is a host of its own."""


class Agenda:
    """Begins what is due for the counties of the files, each county in a thread of its own.

    The truth is in the store: two agendas on one database never do the same task twice. ``say`` is told of every try
    that ends, from any thread.
    """

    def __init__(self, files: CountyFiles, shop: Workshop, herald: Herald, say: Callable[[Outcome], None]) -> None:
        self._files = files
        self._shop = shop
        self._herald = herald
        self._say = say
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="county")
        self._lock = Lock()
        self._busy: dict[str, Future[list[Outcome]]] = {}
        self._attending: dict[str, tuple[asyncio.AbstractEventLoop, asyncio.Task[None]]] = {}
        self._stopping = Event()

    def request(self, county: str, kind: TaskKind, period: str = "") -> bool:
        """Ask for a task now, and return at once: a crawl of today, or an audit (``period`` empty: the last quarter's).

        What was done before is done again. ``False`` where the task is under way already. Raises `NotAllowed` where the
        county is unknown or its file broken, `BadInput` where the period is none.
        """
        found = self._files.read().find(county)
        if found is None:
            raise NotAllowed(f"没有名为“{county}”的县，或其配置文件有误")
        now = self._shop.clock()
        task = Task(kind, _period_name(kind, period, now), now)
        record = find_record(self._shop.store, found, task, now)
        if record and record.state is TaskState.RUNNING:
            return False
        self._shop.store.agenda.save_task(found, TaskRecord(*task.key, TaskState.WAITING, now, now))
        self._start(found)
        return True

    def sweep(self) -> Roll:
        """Begin what is overdue, asked for, to be tried again, or left behind by a killed program; return at once."""
        roll = self._files.read()
        for county in roll.counties:
            try:
                self._sweep(county, self._shop.clock())
            except AuditorError as error:
                self._shop.progress.complain(county.name, self._shop.clock(), str(error))
        return roll

    def strike(self, name: str) -> None:
        """A county's alarm rang: begin what is due for it, fresh or not; return at once."""
        county = self._files.read().find(name)
        if county and ready_tasks(self._shop.store, county, self._shop.clock()):
            self._start(county)

    def tick(self) -> list[Outcome]:
        """Do all that is due now, and return how it ended."""
        now, running = self._shop.clock(), []
        for county in self._files.read().counties:
            tell_of_issues(self._herald, self._shop.store, county, now)
            if ready_tasks(self._shop.store, county, now):
                running.append(self._start(county))
        return [outcome for future in running if future for outcome in future.result()]

    def stop(self) -> None:
        """Break off the crawls, to be gone on with at the next start; documents being written are finished."""
        self._stopping.set()
        with self._lock:
            for loop, task in self._attending.values():
                loop.call_soon_threadsafe(task.cancel)
        self._pool.shutdown(wait=True, cancel_futures=True)

    # -- threads -------------------------------------------------------------------------------------------------------

    def _sweep(self, county: County, now: datetime) -> None:
        tell_of_issues(self._herald, self._shop.store, county, now)
        if any(_is_overdue(ready, now) for ready in ready_tasks(self._shop.store, county, now)):
            self._start(county)

    def _start(self, county: County) -> "Future[list[Outcome]] | None":
        """Work through a county's tasks in a thread, unless that is going on; ``None`` when everything is stopping."""
        with self._lock:
            if self._stopping.is_set():
                return None
            future = self._busy.get(county.name)
            if future is None or future.done():
                future = self._busy[county.name] = self._pool.submit(self._work_through, county)
            return future

    def _work_through(self, county: County) -> list[Outcome]:
        outcomes: list[Outcome] = []
        try:
            with contextlib.suppress(asyncio.CancelledError, CancelledError, Busy):
                asyncio.run(self._attend(county, outcomes))
        except AuditorError as error:
            self._shop.progress.complain(county.name, self._shop.clock(), str(error))
        return outcomes

    async def _attend(self, county: County, outcomes: list[Outcome]) -> None:
        """Do a county's tasks one after another, holding its lease; raise `Busy` where another program does."""
        with self._watched(county):
            async with holding(self._shop.store, f"agenda:{county.name}"):
                for ready in ready_tasks(self._shop.store, county, self._shop.clock()):  # anew: nobody else is at it now
                    outcome = await try_task(self._shop, self._herald, county, ready.task, ready.record)
                    outcomes.append(outcome)
                    self._say(outcome)

    @contextlib.contextmanager
    def _watched(self, county: County) -> Iterator[None]:
        """Let `stop` cancel what runs here."""
        task = asyncio.current_task()
        with self._lock:
            if self._stopping.is_set() or task is None:
                raise asyncio.CancelledError
            self._attending[county.name] = (asyncio.get_running_loop(), task)
        try:
            yield
        finally:
            with self._lock:
                del self._attending[county.name]


def _is_overdue(ready: Ready, now: datetime) -> bool:
    return ready.record is not None or now - ready.task.due_at >= FRESH


def _period_name(kind: TaskKind, period: str, now: datetime) -> str:
    if kind is TaskKind.OBSERVE:
        return now.date().isoformat()
    return (Period.parse(period) if period else Period.containing("quarter", now.date()).previous()).name
