"""What a plan would read: from the pages that the archive holds of a column, and from the next ones on the portal.

Nothing is stored: what is counted comes from a crawl.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median_low

from auditor.base.settings import Clock, Place
from auditor.base.terms import FetchStatus
from auditor.county.model import County, DisclosureColumn
from auditor.crawl.column import plan_of
from auditor.fetch import Fetched, Fetcher
from auditor.pipeline.lease import holding
from auditor.read import PageReading
from auditor.read.printed import PLAN_WORDS
from auditor.read.values import UNKNOWN_STEP, Plan
from auditor.store import Store

_PAGES_ON = 2
_LONGEST = 60.0
"""Seconds that following a plan may take in all: somebody waits for it."""
_LEAST_DATED = 0.8


@dataclass(frozen=True, slots=True)
class Trial:
    """One page as a plan reads it, by the name of its record in the archive; empty for one just fetched."""

    record: str
    reading: PageReading


def archived_pages(county: County, column: DisclosureColumn, store: Store) -> tuple[str, ...]:
    """The records of the column's newest pass, then those of the newest proved one, each once."""
    history = store.runs.load_readings(county, [column.key]).get(column.key)
    if history is None:
        return ()
    proved = history.proved.pages if history.proved else ()
    return tuple(dict.fromkeys((*history.newest.pages, *proved)))


def archived_page(county: County, place: Place, record: str) -> Fetched:
    """The page that stood then under this record."""
    from auditor.archive import ArchiveReader

    return ArchiveReader(place.archive_of(county.name)).read_snapshot(record)


def not_read_since(county: County, store: Store) -> str:
    """That some columns were taught another way of reading, and not crawled since; empty where there are none."""
    standings = store.runs.load_states(county)
    names = [
        column.name
        for column in county.column
        if (known := standings.get(column.key)) and known.plan.kept != plan_of(column).kept
    ]
    return PLAN_WORDS.unread.format(columns="、".join(f"“{name}”" for name in names), count=len(names)) if names else ""


def try_plan(county: County, column: DisclosureColumn, place: Place, records: Sequence[str], plan: Plan) -> list[Trial]:
    """Read archived pages of a column by a plan; the reader is loaded here."""

    return [Trial(record, _read(archived_page(county, place, record), column, plan)) for record in records]


def _read(fetched: Fetched, column: DisclosureColumn, plan: Plan, number: int = 0) -> PageReading:
    from auditor.read.reading import read_page

    return read_page(
        fetched.body,
        url=fetched.url,
        content_type=fetched.header("content-type"),
        request=fetched.request,
        family=column.portal,
        number=number,
        plan=plan,
    )


@dataclass(frozen=True, slots=True)
class Followed:
    """The pages that a plan leads on to, read by it, and what makes doubtful that they are the list's next ones.

    ``plan`` is the one that was tried, its step named by what holds on those pages too.
    """

    plan: Plan
    trials: tuple[Trial, ...] = ()
    doubts: tuple[str, ...] = ()


async def follow_plan(
    county: County, column: DisclosureColumn, store: Store, place: Place, clock: Clock, record: str, plan: Plan
) -> Followed:
    """Go two pages on from an archived page by a plan, on the portal, politely as in a crawl.

    Raises `Busy` while the county is crawled. What a browser shows is not followed: its pages are pressed, not asked.
    """
    from auditor.fetch.client import PortalClient

    first = archived_page(county, place, record)
    reading = _read(first, column, plan, 1)
    if first.request.is_shown:
        return Followed(plan)
    if reading.next is None:
        return Followed(plan, doubts=(PLAN_WORDS.doubts["no_step"].format(page=1),) if plan.next else ())
    walk = _Follow(column, plan, first, reading)
    async with (
        holding(store, f"county:{county.name}"),
        PortalClient(county.county.home, county.crawl, now=clock, contact=place.contact) as portal,
    ):
        try:
            async with asyncio.timeout(_LONGEST):
                await walk.go_on(portal)
        except TimeoutError:
            walk.doubts.append(PLAN_WORDS.doubts["slow"].format(seconds=int(_LONGEST)))
    return Followed(walk.plan, tuple(Trial("", one) for one in walk.readings[1:]), tuple(walk.doubts))


class _Follow:
    """Going on page by page until one is not what a next page would be."""

    def __init__(self, column: DisclosureColumn, plan: Plan, first: Fetched, reading: PageReading) -> None:
        self._column, self.plan = column, plan
        self._offers = [plan, *(replace(plan, next=name) for name in _names_of_step(first, column, plan))]
        self._met = {first.request.key, replace(first.request, url=first.url).key}
        self.readings, self.doubts = [reading], list[str]()

    async def go_on(self, portal: Fetcher) -> None:
        for number in range(2, _PAGES_ON + 2):
            request = self.readings[-1].next
            if request is None or self.doubts:
                return
            self._met.add(request.key)
            fetched = await portal.fetch(request)
            if fetched.status is not FetchStatus.OK:
                self.doubts.append(PLAN_WORDS.doubts["failed"].format(url=request.url, reason=fetched.detail))
                return
            reading = self._best(fetched, number)
            self.doubts += self._doubts_of(reading, number)
            self.readings.append(reading)

    def _best(self, fetched: Fetched, number: int) -> PageReading:
        """The page as it is read with the step's first name that leads on to a new page; else as the plan stands."""
        for plan in self._offers:
            reading = _read(fetched, self._column, plan, number)
            if reading.next is not None and reading.next.key not in self._met:
                self.plan = plan
                return reading
        return _read(fetched, self._column, self.plan, number)

    def _doubts_of(self, reading: PageReading, number: int) -> list[str]:
        words, known = PLAN_WORDS.doubts, {item.url or item.title for one in self.readings for item in one.items}
        rows = [item for item in reading.items if (item.url or item.title) not in known]
        if not reading.items or reading.misfit:
            return [words["no_rows"].format(page=number, url=reading.url)]
        if not rows:
            return [words["same"].format(page=number)]
        found = []
        before, days = _days(self.readings[-1]), _days(reading)
        if len(before) > 1 and days and before[0] > before[-1] and median_low(days) > median_low(before):
            found.append(words["newer"].format(page=number))
        if len(days) < _LEAST_DATED * len(reading.items) and len(before) >= _LEAST_DATED * len(self.readings[-1].items):
            found.append(words["undated"].format(page=number, rows=len(reading.items) - len(days)))
        if reading.next is not None and reading.next.key in self._met:
            found.append(words["back"].format(page=number))
        elif reading.next is None and reading.next_kind == UNKNOWN_STEP:
            found.append(words["no_step"].format(page=number))
        return found


def _names_of_step(first: Fetched, column: DisclosureColumn, plan: Plan) -> list[str]:
    from auditor.read.planning import marked_page, step_names

    if not plan.next:
        return []
    with marked_page(first, family=column.portal, plan=plan) as opened:
        step = opened.marks.step
        return [name for name in step_names(opened.page, step) if name != plan.next] if step is not None else []


def _days(reading: PageReading) -> list[date]:
    return [item.date for item in reading.items if item.date is not None and not item.pinned]
