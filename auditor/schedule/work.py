"""Doing one task: an observation, or a thorough crawl with audit and draft documents."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from auditor.audit.model import Audit
from auditor.base.errors import AuditorError
from auditor.base.period import Period
from auditor.base.settings import Clock, Place, folder_name
from auditor.county.model import County, DisclosureColumn
from auditor.crawl.column import ColumnReading
from auditor.fetch.pace import HostQueues
from auditor.pipeline.again import columns_to_look_at_again
from auditor.pipeline.crawling import Visit, crawl_county, observation_start
from auditor.pipeline.line import audit_county, write_circular
from auditor.pipeline.pictures import take_pictures
from auditor.pipeline.tidy import tidy_county
from auditor.recheck.issue import draw_up_recheck
from auditor.recheck.prepare import find_circular, visits_for
from auditor.recheck.values import RecheckVerdict
from auditor.schedule.due import Task
from auditor.schedule.progress import Progress
from auditor.store import RunMark, Store

_STILL_GOOD = timedelta(hours=12)
"""A thorough crawl finished so short ago is not made again when only its audit failed."""


_RUNS_LOOKED_AT = 50
"""Among so many of the newest runs is the last one that read all columns."""


class Unanswered(AuditorError):
    """Not one column of the portal could be read: it is down, or the line is."""


def draft_folder(place: Place, county: str, quarter: str) -> Path:
    """Where the schedule writes a quarter's draft documents."""
    return place.home / "circulars" / folder_name(county) / quarter / "draft"


@dataclass(frozen=True, slots=True)
class TaskRunner:
    """What every task works with."""

    store: Store
    place: Place
    clock: Clock
    progress: Progress
    queues: HostQueues = field(default_factory=HostQueues)

    async def observe(self, county: County, task: Task) -> int:
        """One polite pass, unless a whole one was made since the task was due; raise `Unanswered`.

        Returns how many columns could not be read.
        """
        if not self._crawled_since(county, task):
            await self._crawl(county, observation_start(self.clock().date()), thorough=False)
        standings = self.store.runs.load_states(county)
        return sum(not standings[column.key].state.is_known for column in county.column if column.key in standings)

    async def tidy(self, county: County) -> str:
        """Put what is older than the office says together; tells what was, empty where nothing was to be done."""
        done = await tidy_county(county, self.store, self.place, self.clock, self.place.tidy_months, nightly=True)
        return "；".join(line.strip() for line in done.lines)

    async def audit(self, county: County, task: Task, *, patient: bool) -> Audit:
        """Crawl back to the quarter's first day, count and grade, write the draft documents.

        While ``patient``, a portal that answers nothing raises `Unanswered`; else the draft says so of each column.
        """
        period = Period.parse(task.period)
        if not self._has_fresh_proof(county, task, period):
            try:
                await self._crawl(county, period.first, thorough=True)
            except Unanswered:
                if patient:
                    raise
        for key in await asyncio.to_thread(columns_to_look_at_again, county, self.store, period):
            await self._crawl(county, period.first, thorough=True, only=key)
        audit = await asyncio.to_thread(self._draft, county, period)  # so that the lease's heartbeat goes on
        if county.crawl.pictures:
            await take_pictures(county, self.store, self.place, self.clock, audit)
            folder = draft_folder(self.place, county.name, period.name)
            await asyncio.to_thread(write_circular, audit, self.place, folder)
        return audit

    async def retry(self, county: County, task: Task) -> str:
        """Read one column again back to its quarter's first day, and audit the quarter; tells what is still unknown."""
        name, _, key = task.period.partition(" ")
        period = Period.parse(name)
        await self._crawl(county, period.first, thorough=True, only=key)
        await asyncio.to_thread(audit_county, county, self.store, self.place, period, self.clock)
        standing = self.store.runs.load_states(county).get(key)
        return "" if standing is None or standing.state.is_known else standing.reason

    async def recheck(self, county: County, task: Task) -> int:
        """Crawl again, open the pages of the circular's problems again, draw up the follow-up as a draft.

        Returns how many of its problems nobody can judge yet.
        """
        period = Period.parse(task.period)
        circular = find_circular(county, self.store, period)
        visits = visits_for(county, self.store, circular)
        await self._crawl(county, circular.period[0], thorough=True, visits=visits)
        result = await asyncio.to_thread(draw_up_recheck, county, self.store, self.place, self.clock, period)
        return len(result.with_verdict(RecheckVerdict.UNKNOWN))

    async def _crawl(
        self, county: County, since: date, *, thorough: bool, visits: Sequence[Visit] = (), only: str = ""
    ) -> None:
        read, answered = 0, 0

        def watch(column: DisclosureColumn, reading: ColumnReading) -> None:
            nonlocal read, answered
            read += 1
            answered += reading.state.is_known
            self.progress.note(county.name, column, reading)

        await crawl_county(
            county,
            self.store,
            self.place,
            self.clock,
            since=since,
            thorough=thorough,
            watch=watch,
            queues=self.queues,
            visits=visits,
            only=only,
        )
        if read == len(county.column) and not answered:
            raise Unanswered(f"{county.portal_name}没有一个栏目能够读到，可能是门户网站或本机网络中断")

    def _draft(self, county: County, period: Period) -> Audit:
        self.progress.step(county.name, "统计评定")
        audit = audit_county(county, self.store, self.place, period, self.clock)
        self.progress.step(county.name, "生成文件")
        write_circular(audit, self.place, draft_folder(self.place, county.name, period.name))
        return audit

    def _crawled_since(self, county: County, task: Task) -> bool:
        run = self._last_answered(county)
        return bool(run and run.started_at >= task.due_at and run.since <= observation_start(task.due_at.date()))

    def _has_fresh_proof(self, county: County, task: Task, period: Period) -> bool:
        """Whether an earlier try of this task crawled all that it needs."""
        run = self._last_answered(county)
        if run is None or run.finished_at is None or not run.thorough or run.since > period.first:
            return False
        return run.started_at >= task.due_at and self.clock() - run.finished_at < _STILL_GOOD

    def _last_answered(self, county: County) -> RunMark | None:
        """The county's newest crawl of all columns, where it was finished and any column answered."""
        runs = [run for run in self.store.runs.list_runs(county, last=_RUNS_LOOKED_AT) if not run.only]
        if not runs or runs[-1].finished_at is None:
            return None
        standings = self.store.runs.load_states(county).values()
        answered = any(column.state.is_known and column.read_at >= runs[-1].started_at for column in standings)
        return runs[-1] if answered else None
