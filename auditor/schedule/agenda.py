"""The agenda: what is due is begun, once, whichever of several programs sees it first."""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Lock, Thread
from typing import Self

from auditor.base.errors import AuditorError, NotAllowed, StoreProblem
from auditor.base.period import Period
from auditor.base.terms import TaskKind, TaskState
from auditor.county.model import County
from auditor.fleet.files import CountyFiles, CountyList
from auditor.notices import Notifier
from auditor.pipeline.lease import Busy, holding
from auditor.schedule.attempt import TaskOutcome, try_task
from auditor.schedule.due import Task
from auditor.schedule.news import tell_of_issues
from auditor.schedule.ready import Ready, find_record, ready_tasks
from auditor.schedule.work import TaskRunner
from auditor.store.agenda import TaskRecord

FRESH = timedelta(minutes=10)
"""A task whose time has just come is left to its alarm, which comes a little late by chance so that several counties
do not start together; after that whoever sees it takes it."""
_AT_ONCE = 8
"""How many counties are worked on at the same time; those on one host share its pace."""


class Agenda:
    """Begins what is due for the counties of the files, in one thread of its own, until `stop`.

    The truth is in the store: two agendas on one database never do the same task twice. ``say`` is told of every try
    that ends, in that thread.
    """

    def __init__(
        self, files: CountyFiles, runner: TaskRunner, notifier: Notifier, say: Callable[[TaskOutcome], None]
    ) -> None:
        self._files = files
        self._runner = runner
        self._notifier = notifier
        self._say = say
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._lock = Lock()
        self._under_way: dict[str, Future[list[TaskOutcome]]] = {}
        self._attending: dict[str, asyncio.Task[object]] = {}
        self._stopping = False
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="agenda", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def request(self, county: str, kind: TaskKind, period: str = "") -> bool:
        """Ask for a task now, and return at once: a crawl of today, or an audit (``period`` empty: the last quarter's).

        What was done before is done again. ``False`` where the task is under way, or in line, already. Raises
        `NotAllowed` where the county is unknown or its file broken, `BadInput` where the period is none.
        """
        found = self._files.read().find(county)
        if found is None:
            raise NotAllowed(f"没有名为“{county}”的县，或其配置文件有误")
        now = self._runner.clock()
        task = Task(kind, _period_name(kind, period, now), now)
        record = find_record(self._runner.store, found, task, now)
        if record and (record.state is TaskState.RUNNING or record.stands_in_line):
            self._start(found)
            return False
        self._runner.store.agenda.save_task(found, TaskRecord(*task.key, TaskState.WAITING, now, now))
        self._start(found)
        return True

    def halt(self, county: str, note: str) -> bool:
        """Break off what is being done for a county and leave it so; ``note`` tells who wanted it.

        What was read stays, and the same crawl asked for again goes on from there. ``False`` where nothing runs here.
        """
        found = self._files.read().find(county)
        if found is None or county not in self._attending:
            return False
        return asyncio.run_coroutine_threadsafe(self._break_off(found, note), self._loop).result()

    def sweep(self) -> CountyList:
        """Begin what is overdue, asked for, to be tried again, or left behind by a killed program; return at once."""
        listed = self._files.read()
        for county in listed.counties:
            try:
                self._sweep(county, self._runner.clock())
            except AuditorError as error:
                self._runner.progress.complain(county.name, str(error))
        return listed

    def begin_daily(self, name: str) -> None:
        """A county's hour rang: begin what is due for it, fresh or not; return at once."""
        county = self._files.read().find(name)
        if county and ready_tasks(self._runner.store, county, self._runner.clock()):
            self._start(county)

    def tick(self) -> list[TaskOutcome]:
        """Do all that is due now, and return how it ended; raises `StoreProblem` where the database failed."""
        now, running = self._runner.clock(), []
        for county in self._files.read().counties:
            tell_of_issues(self._notifier, self._runner.store, county, now)
            if ready_tasks(self._runner.store, county, now) and (begun := self._start(county)):
                running.append(begun)
        wait(running)  # every county has its turn before one's failure is told
        return [outcome for future in running for outcome in future.result()]

    def stop(self) -> None:
        """Break off the crawls, to be gone on with at the next start; documents being written are finished."""
        with self._lock:
            if self._stopping:
                return
            self._stopping = True
        asyncio.run_coroutine_threadsafe(_wind_up(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    # -- the loop ------------------------------------------------------------------------------------------------------

    def _sweep(self, county: County, now: datetime) -> None:
        tell_of_issues(self._notifier, self._runner.store, county, now)
        if any(_is_overdue(ready, now) for ready in ready_tasks(self._runner.store, county, now)):
            self._start(county)

    def _start(self, county: County) -> "Future[list[TaskOutcome]] | None":
        """Begin a county's tasks, unless they are under way; ``None`` when everything is stopping."""
        with self._lock:
            if self._stopping:
                return None
            future = self._under_way.get(county.name)
            if future is None or future.done():
                future = asyncio.run_coroutine_threadsafe(self._attend(county), self._loop)
                self._under_way[county.name] = future
            return future

    async def _attend(self, county: County) -> list[TaskOutcome]:
        """Do a county's tasks one after another, unless another program does."""
        outcomes: list[TaskOutcome] = []
        if task := asyncio.current_task():
            self._attending[county.name] = task
        try:
            with contextlib.suppress(Busy):
                async with self._places:
                    try:
                        await self._work_through(county, outcomes)
                    except StoreProblem as error:
                        self._runner.progress.complain(county.name, str(error))
                        raise
        finally:
            self._attending.pop(county.name, None)
        return outcomes

    async def _break_off(self, county: County, note: str) -> bool:
        task = self._attending.get(county.name)
        if task is None:
            return False
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        now = self._runner.clock()
        for record in self._runner.store.agenda.list_tasks(county.name, now.date()):
            if record.state in (TaskState.RUNNING, TaskState.WAITING):
                halted = replace(record, state=TaskState.FAILED, changed_at=now, next_at=None, note=note)
                self._runner.store.agenda.save_task(county, halted)
        return True

    async def _work_through(self, county: County, outcomes: list[TaskOutcome]) -> None:
        if self._runner.store.leases.is_held(f"county:{county.name}", datetime.now(UTC)):
            return  # somebody crawls it by hand; the next tick looks again
        async with holding(self._runner.store, f"agenda:{county.name}"):
            # looked up anew, under the lease, after every task: what was asked for meanwhile waits in the store, and a
            # county file may have been changed
            while ready := ready_tasks(self._runner.store, county, self._runner.clock()):
                outcome = await try_task(self._runner, self._notifier, county, ready[0].task, ready[0].record)
                outcomes.append(outcome)
                self._say(outcome)
                changed = self._files.read().find(county.name)
                if changed is None:
                    return
                county = changed


async def _wind_up() -> None:
    """Cancel all that runs on the loop and wait until it has put its things away."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_default_executor()


def _is_overdue(ready: Ready, now: datetime) -> bool:
    return ready.record is not None or now - ready.task.due_at >= FRESH


def _period_name(kind: TaskKind, period: str, now: datetime) -> str:
    if kind is TaskKind.OBSERVE:
        return now.date().isoformat()
    if kind is TaskKind.COLUMN:
        return period
    return (Period.parse(period) if period else Period.containing("quarter", now.date()).previous()).name
