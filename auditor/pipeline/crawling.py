"""Crawling a county: what the network is asked for, read and kept. Nothing of audits and papers is loaded for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from auditor.base.period import Period
from auditor.base.settings import Clock, Place
from auditor.county.model import County
from auditor.fetch import Fetched, PageRequest
from auditor.pipeline.anew import renew_readings
from auditor.pipeline.clock import not_back, refuse_leap
from auditor.pipeline.lease import holding
from auditor.pipeline.reading import crawl_columns
from auditor.pipeline.saving import Saver, Watch
from auditor.store import RunMark, Store

if TYPE_CHECKING:
    from auditor.fetch.pace import HostQueues


@dataclass(frozen=True, slots=True)
class Visit:
    """A single page to be fetched again as evidence; ``known`` is its earlier answer, asked whether it still stands."""

    request: PageRequest
    known: Fetched | None = None


def observation_start(today: date) -> date:
    """How far back a plain crawl reads: the first day of the previous quarter, so that a late audit is covered."""
    return Period.containing("quarter", today).previous().first


async def crawl_county(
    county: County,
    store: Store,
    place: Place,
    clock: Clock,
    *,
    since: date,
    thorough: bool,
    watch: Watch,
    queues: "HostQueues | None" = None,
    visits: Sequence[Visit] = (),
    clock_checked: bool = False,
    only: str = "",
) -> RunMark:
    """One polite pass over all columns; an interrupted pass of the same kind is continued, not begun again.

    ``only`` is the key of one column that alone is read.
    ``visits`` are fetched after the columns, unless these opened them. ``queues`` are shared by counties crawled at
    once, so that a host they share keeps its pace. ``clock_checked``: a person vouches for the clock, whatever the
    portal's says. Network and archive are loaded here: what only audits and writes does without.
    """
    from auditor.archive import ArchiveWriter
    from auditor.crawl.browser import BrowserFetcher, Given
    from auditor.fetch.client import PortalClient, user_agent
    from auditor.fetch.opening import Opening
    from auditor.read.lists.learned import Layouts
    from auditor.read.printed import layouts_told

    async with holding(store, f"county:{county.name}"):
        runs, home, rules = store.runs.list_recent(county), county.county.home, county.crawl
        clock, opening, layouts = not_back(clock, county, runs), Opening(), Layouts()
        agent, started = user_agent(place.contact), RunMark(0, clock(), since, thorough, only=only)
        async with PortalClient(
            home, rules, now=clock, contact=place.contact, archive=opening, queues=queues
        ) as portal:
            if not clock_checked:
                await refuse_leap(county, place, clock, runs, portal)
            await renew_readings(county, store, place, clock)  # this pass stands on the same as its replay will
            place.settle_archive(county.name, [run.archive for run in runs if run.archive])
            broken = _interrupted(runs, started)
            mark = store.runs.start(county, replace(started, continues=broken.id if broken else None))
            with ArchiveWriter(
                place.archive_of(county.name), mark.name, started=mark.started_at, agent=agent
            ) as archive:
                mark = store.runs.keep_archive(mark, archive.name)
                lost = _forget_lost(county, store, place, runs)
                done = store.runs.columns_done(_chain(runs, mark)) if broken else set()
                watched = county.on(started.started_at.date()).column
                columns = [column for column in watched if column.key not in done and column.ends_after(since)]
                columns = [column for column in columns if not only or column.key == only]
                portal.keep_in(archive)
                begun = opening.over(portal, archive)  # of what the clock was looked at by, nothing is asked twice
                given = {county.address_of(column): Given.of(column) for column in columns}
                async with (
                    BrowserFetcher(begun, archive, place.browser, agent, clock, given) as fetcher,
                    Saver(county, store, mark, archive, watch) as saver,
                ):
                    await crawl_columns(county, columns, store, mark, fetcher, saver.keep, layouts)
                    for visit in visits:
                        if not begun.has_page(visit.request):  # a column's second look at it is one
                            await fetcher.fetch(visit.request, unless_changed=visit.known)
                    ended, requests = clock(), portal.requests
                    notes = (*lost, *portal.notes, *saver.notes, *layouts_told(layouts.disagreed))
                link = archive.close()
        digest = f"sha256:{link.chain}" if link else ""
        finished = replace(mark, finished_at=ended, requests=requests, notes=notes, digest=digest)
        store.runs.finish(finished)
        return finished


def _asked(run: RunMark) -> tuple[date, bool, str]:
    return run.since, run.thorough, run.only


def _interrupted(runs: Sequence[RunMark], started: RunMark) -> RunMark | None:
    """The county's newest run, where it was broken off within half a day and asked for the same."""
    last = runs[-1] if runs else None
    if last is None or last.finished_at or _asked(last) != _asked(started):
        return None
    return last if started.started_at - last.started_at < timedelta(hours=12) else None


def _forget_lost(county: County, store: Store, place: Place, runs: Sequence[RunMark]) -> tuple[str, ...]:
    """Take back columns of cut-off runs whose pages did not reach the disk, to be read again; say which.

    A disk that keeps the order of what it is told to write loses none; some do not.
    """
    from auditor.archive import sealed_columns

    ended = max((run.id for run in runs if run.finished_at), default=0)
    lost: set[str] = set()
    for run in (run for run in runs if run.id > ended):
        sealed = sealed_columns(place.archive_of(county.name), run.name, run.archive)
        gone = store.runs.columns_done([run.id]) - sealed if sealed is not None else set()
        store.runs.forget(run, county, gone)
        lost |= gone
    names = "、".join(column.name for column in county.column if column.key in lost)
    return (f"上次采集中断时，下列栏目的网页没有来得及存入磁盘，已重新采集：{names}",) if names else ()


def _chain(runs: Sequence[RunMark], mark: RunMark) -> list[int]:
    """The ids of a run and of those before it that it continues."""
    continued = {run.id: run.continues for run in (*runs, mark)}
    chain = [mark.id]
    while (before := continued[chain[-1]]) is not None:
        chain.append(before)
    return chain
