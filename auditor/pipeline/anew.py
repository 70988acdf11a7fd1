"""What an earlier version of the reader counted has no witness for this one: its runs are read anew from the archive.

Only what drafts are made from changes; audits and circulars stand as they were kept. A run whose archive is not here
is left as it is: nothing is counted by it, and its columns say why.
"""

import asyncio
import logging
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from auditor.base.errors import ArchiveProblem
from auditor.base.period import LOCAL
from auditor.base.settings import Clock, Place
from auditor.base.words import Words, load_words
from auditor.county.model import County, DisclosureColumn
from auditor.crawl.column import ColumnReading
from auditor.pipeline.lease import Busy, holding
from auditor.pipeline.reading import read_runs
from auditor.store import RunMark, Store, open_store
from auditor.store.runs import Rereading


class RereadingWords(Words):
    """What people are told of it."""

    told: str


_WORDS = load_words("rereading", RereadingWords)
_LOG = logging.getLogger(__name__)


def read_anew(county: County, store: Store, place: Place, clock: Clock) -> None:
    """Read the county's runs anew where another version read them; no network.

    Nothing is done while another program works on the county: what it crawls stands on runs that it read anew itself.
    """
    if store.runs.list_older(county):
        with suppress(Busy):
            _finish(_alone(county, store, place, clock))


async def renew_readings(county: County, store: Store, place: Place, clock: Clock) -> None:
    """The same for whoever holds the county."""
    folder = place.archive_of(county.name)
    if not any(_is_readable(folder, run) for run in store.runs.list_older(county)):
        return
    runs = [run for run in store.runs.list_runs(county) if _is_readable(folder, run)]
    renewed: list[tuple[int, str, ColumnReading]] = []

    def take(run: RunMark, column: DisclosureColumn, reading: ColumnReading) -> None:
        renewed.append((run.id, column.key, replace(reading, sightings=(), vanished=())))

    with closing(open_store("sqlite://")) as memory:
        await read_runs(county, store, folder, runs, memory, take)
        store.runs.renew(county, renewed, memory.runs.copy_items(county), clock())


def rereading_sentence(rereading: Rereading) -> str:
    """That, when and by which version the runs were read anew."""
    when = f"{rereading.at.astimezone(LOCAL):%Y-%m-%d %H:%M}"
    return _WORDS.told.format(when=when, reader=rereading.reader, runs=rereading.runs)


async def _alone(county: County, store: Store, place: Place, clock: Clock) -> None:
    async with holding(store, f"county:{county.name}"):
        await renew_readings(county, store, place, clock)


def _is_readable(folder: Path, run: RunMark) -> bool:
    """Whether the run's archive is here and whole; a run that was cut off before it had one has none."""
    from auditor.archive import ArchiveFetcher

    try:
        ArchiveFetcher(folder, run.name, run.archive)
    except ArchiveProblem as problem:
        _LOG.info("%s", problem)
        return False
    return True


def _finish(work: Coroutine[Any, Any, None]) -> None:
    """Do the work to its end, whether or not an event loop runs in this thread."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()
