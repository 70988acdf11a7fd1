"""Reading a county's columns: from the network in a crawl, from the archived runs at any time later."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.base.errors import AuditorError
from auditor.county.check import page_key
from auditor.county.model import County, DisclosureColumn
from auditor.crawl.column import READER, ColumnReading
from auditor.fetch import Fetcher, PageRequest
from auditor.store import RunMark, Store

if TYPE_CHECKING:
    from auditor.archive import ArchiveFetcher
    from auditor.audit.entries import Archived
    from auditor.crawl.home_page import HomePage
    from auditor.read.lists.learned import Layouts

Keep = Callable[[DisclosureColumn, ColumnReading], Awaitable[None]]
"""Takes in a column that was read, to be saved."""
Told = Callable[[RunMark, DisclosureColumn, ColumnReading], None]
"""Told of a column that was read again, and in which run."""

_LOG = logging.getLogger(__name__)


async def crawl_columns(
    county: County,
    columns: Sequence[DisclosureColumn],
    store: Store,
    mark: RunMark,
    portal: Fetcher,
    keep: Keep,
    layouts: "Layouts | None" = None,
) -> None:
    """Read columns, each in the light of its last proved pass, and ``keep`` each; the reader is loaded here.

    With ``layouts`` the pages of one layout are searched once, and not again; without, as in a replay, each is.

    A column of one page that does not say where it ends waits until the others have shown what a full page holds.
    """
    from auditor.crawl.proof import full_sizes, with_sizes
    from auditor.crawl.relaid import told_of_layout
    from auditor.crawl.walk import read_column

    earlier = store.runs.load_earlier(county)
    home = await _home_page(county, portal)
    names = {page_key(county.address_of(column)): column.name for column in county.column}
    waiting = iter(columns)
    still_open: list[tuple[DisclosureColumn, ColumnReading]] = []
    done: list[ColumnReading] = []  # without rows: those of all columns of all portals in flight would fill the memory

    def proved_before(column: DisclosureColumn) -> ColumnReading | None:
        history = earlier.get(column.key)
        return history.proved if history else None

    async def read(column: DisclosureColumn) -> ColumnReading:
        try:
            return await read_column(
                column,
                county.address_of(column),
                portal,
                since=mark.since,
                max_pages=county.crawl.max_pages,
                earlier=proved_before(column),
                home=home,
                names=names,
                thorough=mark.thorough,
                layouts=layouts,
            )
        except AuditorError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever one column raises is that column's fault, not the crawl's
            _LOG.info("%s", column.url, exc_info=error)
            return ColumnReading.broken(column.key, mark.started_at, error)

    async def work() -> None:
        for column in waiting:  # shared: each column goes to the first worker that is free
            reading = replace(await read(column), address=column.moved_to)
            done.append(replace(reading, sightings=()))
            if reading.is_open:
                still_open.append((column, reading))
            else:
                await keep(column, told_of_layout(reading, proved_before(column)))

    workers = [asyncio.create_task(work()) for _ in range(county.crawl.concurrency)]
    try:
        await asyncio.gather(*workers)
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
    sizes = full_sizes([*done, *(history.newest for history in earlier.values())])
    for column, reading in still_open:
        await keep(column, told_of_layout(with_sizes(reading, sizes), proved_before(column)))


async def _home_page(county: County, portal: Fetcher) -> "HomePage | None":
    """The portal's home page; where it cannot be had, no column is told apart from it."""
    from auditor.crawl.home_page import HomePage

    try:
        return HomePage.of(await portal.fetch(PageRequest(county.county.home)))
    except AuditorError:
        raise
    except Exception as error:  # noqa: BLE001 - as with the columns
        _LOG.info("%s", county.county.home, exc_info=error)
        return None


def _as_asked(county: County, column: DisclosureColumn, answers: "ArchiveFetcher", run: RunMark) -> DisclosureColumn:
    """A column at the address that a run asked: that of its day, or if the move was told later, another of its own."""
    then = column.on(run.started_at.date())
    ways = [then, *(column.model_copy(update={"url": url}) for url in column.addresses)]
    return next((one for one in ways if answers.holds(PageRequest(county.address_of(one)))), then)


def _is_some_left_out(county: County, store: Store, runs: Sequence[RunMark]) -> bool:
    """Whether a run before the last of these is not among them: it was set aside, or is being so."""
    known = [*store.runs.list_runs(county), *(run for run, _ in store.runs.list_retracted(county))]
    read = {run.id for run in runs}
    return any(run.id not in read and run.id < max(read) for run in known if read)


async def read_runs(
    county: County, store: Store, folder: Path, runs: Sequence[RunMark], memory: Store, told: Told | None = None
) -> "Archived":
    """Read archived runs again, in order and by the plans of then, into ``memory``; where the last that ended lies.

    Where another version of the reader chose what was asked, or a run before that is left out had asked already, a
    page may be missing: what rests on it is unknown. Else a page that is missing is the archive's fault.
    """
    from auditor.archive import ArchiveFetcher, LenientFetcher
    from auditor.audit.entries import Archived

    last = Archived()
    is_mixed = any(run.reader != READER for run in runs) or _is_some_left_out(county, store, runs)
    for run in runs:
        plans = store.runs.plans_of(run.id)
        planned = [
            column.read_by(plan.given, browser=plan.browser, press=plan.press)
            for column in county.column
            if (plan := plans.get(column.key)) is not None
        ]
        if planned:
            answers = ArchiveFetcher(folder, run.name, run.archive)
            columns = [_as_asked(county, column, answers, run) for column in planned]
            fetcher = LenientFetcher(answers, run.started_at) if is_mixed else answers
            mark = memory.runs.start(county, run)

            async def keep(
                column: DisclosureColumn, reading: ColumnReading, run: RunMark = run, mark: RunMark = mark
            ) -> None:
                memory.runs.save(mark, county, [(column, reading)])
                if told:
                    told(run, column, reading)

            await crawl_columns(county, columns, memory, mark, fetcher, keep)
        if run.finished_at:
            last = Archived(run.archive, run.digest)
    return last
