"""The agenda: what is due is begun, once, whichever of several programs sees it first; what failed is tried again."""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Event, Lock

from auditor.county import County
from auditor.errors import AuditorError, NotAllowed, reason_of
from auditor.lease import Busy, holding
from auditor.notices import Herald
from auditor.period import Period
from auditor.schedule.due import Done, Task, due
from auditor.schedule.news import tell_of_audit, tell_of_issues, tell_of_observation, tell_of_trouble
from auditor.schedule.roll import CountyFiles, Roll
from auditor.schedule.work import Workshop
from auditor.store.agenda import TaskRecord
from auditor.terms import TaskKind, TaskState

SWEEP_SECONDS = 10
"""How often the agenda is looked through: with a lease's 45 seconds a killed program is replaced within a minute."""
FRESH = timedelta(minutes=10)
"""A task whose time has just come is left to its alarm, which strikes a little late by chance so that several counties
do not start together; after that whoever sees it takes it."""
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (10, 30, 60, 120))
"""How long to wait after each failed try; after one more the task is given up."""
_BUSY_PAUSE = timedelta(minutes=1)
_THREADS = 4
"""How many counties are worked on at the same time; each is a host of its own."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one try of a task ended: ``text`` is a sentence for the log, empty where there is nothing to add."""

    county: str
    task: Task
    state: TaskState
    text: str = ""


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
        self._tasks: dict[str, tuple[asyncio.AbstractEventLoop, asyncio.Task[None]]] = {}
        self._stopping = Event()

    # -- what the web pages and the clock use --------------------------------------------------------------------------

    def request(self, county: str, kind: TaskKind, period: str = "") -> bool:
        """Ask for a task now, such as a crawl (``period`` empty: today) or an audit (a quarter; empty: the last one).

        Returns at once; ``False`` where the task is under way already. Raises `NotAllowed` for an unknown county and
        `BadInput` for a bad period. What was done before is done again.
        """
        found = self._files.read().find(county)
        if found is None:
            raise NotAllowed(f"没有名为“{county}”的县，或其配置文件有误")
        now = self._shop.clock()
        if kind is TaskKind.OBSERVE:
            name = now.date().isoformat()
        else:
            quarter = Period.parse(period) if period else Period.containing("quarter", now.date()).previous()
            name = quarter.name
        record = self._record(found, Task(kind, name, now))
        if record and record.state is TaskState.RUNNING:
            return False
        self._shop.store.agenda.save_task(found, TaskRecord(kind, name, TaskState.WAITING, now, now))
        self.start(found)
        return True

    def sweep(self) -> Roll:
        """Begin what is overdue, asked for, to be tried again, or left behind by a killed program; returns at once."""
        roll = self._files.read()
        now = self._shop.clock()
        for county in roll.counties:
            if self._stopping.is_set():
                break
            try:
                tell_of_issues(self._herald, self._shop.store, county, now)
                if any(self._is_ours(county, task, now) for task in self._ready(county, now)):
                    self.start(county)
            except AuditorError as error:
                self._shop.progress.end(county.name, now, str(error))
        return roll

    def strike(self, name: str) -> None:
        """A county's alarm rang: begin what is due for it, fresh or not; returns at once."""
        if (county := self._files.read().find(name)) and self._ready(county, self._shop.clock()):
            self.start(county)

    def tick(self) -> list[Outcome]:
        """Do all that is due now, and wait until it is done."""
        counties = self._files.read().counties
        for county in counties:
            tell_of_issues(self._herald, self._shop.store, county, self._shop.clock())
        running = [self.start(county) for county in counties if self._ready(county, self._shop.clock())]
        return [outcome for future in running for outcome in future.result()]

    def start(self, county: County) -> "Future[list[Outcome]]":
        """Work through a county's tasks in a thread, unless it is being worked on."""
        with self._lock:
            future = self._busy.get(county.name)
            if future is None or future.done():
                future = self._busy[county.name] = self._pool.submit(self._work_through, county)
            return future

    def stop(self) -> None:
        """Break off the crawls, which go on where they stopped at the next start; documents are written to the end."""
        self._stopping.set()
        with self._lock:
            for loop, task in self._tasks.values():
                with contextlib.suppress(RuntimeError):  # it ended this moment
                    loop.call_soon_threadsafe(task.cancel)
        self._pool.shutdown(wait=True, cancel_futures=True)

    # -- what is ready -------------------------------------------------------------------------------------------------

    def _ready(self, county: County, now: datetime) -> list[Task]:
        """Audits first, oldest first, then the newest observation: what is due, and what is open and may be tried."""
        records = self._shop.store.agenda.list_tasks(county.name, now.date())
        opened = [_task_of(record) for record in records if _may_be_tried(record, now)]
        settled = frozenset({(record.kind, record.period) for record in records} | self._audited(county, now))
        since = self._shop.store.agenda.first_day(county.name)
        tasks = [*opened, *due(now, county.schedule, Done(settled, since))]
        audits = sorted((task for task in tasks if task.kind is TaskKind.AUDIT), key=lambda task: task.period)
        observations = sorted((task for task in tasks if task.kind is TaskKind.OBSERVE), key=lambda task: task.period)
        return [*audits, *observations[-1:]]

    def _audited(self, county: County, now: datetime) -> set[tuple[TaskKind, str]]:
        """Quarters that people saw to: issued ones, and older ones that were audited by hand after their end."""
        shelf, last = self._shop.store.agenda, Period.containing("quarter", now.date()).previous()
        by_hand = {name for name, made_at in shelf.audited_at(county.name).items() if _is_over(name, made_at, last)}
        issued = {mark.period for mark in shelf.list_issued(county.name)}
        return {(TaskKind.AUDIT, name) for name in by_hand | issued}

    def _is_ours(self, county: County, task: Task, now: datetime) -> bool:
        return now - task.due_at >= FRESH or self._record(county, task) is not None

    def _record(self, county: County, task: Task) -> TaskRecord | None:
        records = self._shop.store.agenda.list_tasks(county.name, self._shop.clock().date())
        return next((record for record in records if (record.kind, record.period) == task.key), None)

    # -- doing it ------------------------------------------------------------------------------------------------------

    def _work_through(self, county: County) -> list[Outcome]:
        outcomes: list[Outcome] = []
        with contextlib.suppress(asyncio.CancelledError, Busy):
            asyncio.run(self._attend(county, outcomes))
        return outcomes

    async def _attend(self, county: County, outcomes: list[Outcome]) -> None:
        task = asyncio.current_task()
        with self._lock:
            if self._stopping.is_set() or task is None:
                return
            self._tasks[county.name] = (asyncio.get_running_loop(), task)
        try:
            async with holding(self._shop.store, f"agenda:{county.name}"):
                for ready in self._ready(county, self._shop.clock()):  # read under the lease: nobody else is at it
                    outcome = await self._do(county, ready)
                    outcomes.append(outcome)
                    self._say(outcome)
        except Busy:
            raise
        except AuditorError as error:
            self._shop.progress.end(county.name, self._shop.clock(), str(error))
        finally:
            with self._lock:
                self._tasks.pop(county.name, None)

    async def _do(self, county: County, task: Task) -> Outcome:
        """One try of one task, recorded before and after."""
        store, progress, started = self._shop.store.agenda, self._shop.progress, self._shop.clock()
        earlier = self._record(county, task)
        record = TaskRecord(*task.key, TaskState.RUNNING, task.due_at, started, None, earlier.attempts if earlier else 0)
        store.save_task(county, record)
        progress.begin(county, *task.key, started)
        error = ""
        try:
            text = await self._perform(county, task, last=record.attempts >= len(PAUSES))
            record = replace(record, state=TaskState.DONE)
        except Busy as busy:
            text = str(busy)
            record = replace(record, state=TaskState.WAITING, next_at=self._shop.clock() + _BUSY_PAUSE, note=text)
        except AuditorError as failure:
            text = error = str(failure)
        except OSError as failure:
            text = error = f"文件或网络出错：{reason_of(failure)}"
        except Exception as failure:  # noqa: BLE001 - one county's fault must not end the others' schedule
            text = error = f"程序内部错误（{type(failure).__name__}：{failure}）"
        finally:
            progress.end(county.name, self._shop.clock(), error)
        if error:
            record = self._put_off(county, task, record, error)
        store.save_task(county, replace(record, changed_at=self._shop.clock()))
        self._close_older(county, task)
        return Outcome(county.name, task, record.state, text)

    async def _perform(self, county: County, task: Task, *, last: bool) -> str:
        shop = self._shop
        if task.kind is TaskKind.OBSERVE:
            await shop.observe(county, task)
            tell, unread = (lambda: tell_of_observation(self._herald, shop.store, shop.place, county, shop.clock())), 0
        else:
            audit = await shop.audit(county, task, patient=not last)
            tell = lambda: tell_of_audit(self._herald, shop.place, audit)  # noqa: E731
            unread = len(audit.unknown_rows)
        return ""
