"""The article pages that a circular's problems were found on: which they are, and what they say when opened again.

A list entry stays the same while its page is mended, so a later pass over the lists does not see it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from auditor.archive import ArchiveReader
from auditor.audit.grade.kinds import KINDS
from auditor.audit.model import Audit
from auditor.base.terms import FetchStatus
from auditor.circular.context import printed_findings
from auditor.crawl.column import ColumnReading, Sighting
from auditor.crawl.walk import is_own_page, settled
from auditor.fetch import PageRequest
from auditor.pipeline.crawling import Visit
from auditor.read import ArticleFacts
from auditor.read.reading import read_page
from auditor.store import RunMark


@dataclass(frozen=True, slots=True)
class PageSeen:
    """An article page opened after the circular: its archived record, and what it says or why it could not be read.

    ``article`` is ``None`` where the page came and is no article.
    """

    record: str
    seen_at: datetime
    article: ArticleFacts | None = None
    fault: str = ""


def is_on_page(rule: str) -> bool:
    """Whether such faults show on article pages, which a later pass does not open again while title and date stand."""
    return rule in KINDS and KINDS[rule].on_page


def named_pages(audit: Audit) -> tuple[str, ...]:
    """The addresses of the article pages that the circular's problems were found on, each once."""
    columns = [row.url for row in audit.rows]
    told = (finding for finding in printed_findings(audit) if is_on_page(finding.rule))
    urls = dict.fromkeys(url for finding in told for url in finding.items)
    return tuple(url for url in urls if any(is_own_page(url, column) for column in columns))


def plan_visits(audit: Audit, readings: Iterable[ColumnReading]) -> tuple[Visit, ...]:
    """The pages to be fetched again, each with its archived answer, so that an unchanged one need not come twice."""
    known = {
        sighting.item.url: sighting.opened.as_answer(PageRequest(sighting.item.url), reading.read_at)
        for reading in readings
        for sighting in reading.sightings
        if sighting.opened
    }
    return tuple(Visit(PageRequest(url), known.get(url)) for url in named_pages(audit))


def pages_since(audit: Audit, folder: Path, runs: Sequence[RunMark]) -> Mapping[str, PageSeen]:
    """What the named pages said when they were last opened by a crawl begun after the circular's evidence, by address.

    Raises `ArchiveProblem` where the archive is damaged.
    """
    urls, since = frozenset(named_pages(audit)), audit.evidence.crawled_to
    reader, pages = ArchiveReader(folder), dict[str, PageSeen]()
    for run in runs:
        if not (urls and since and run.digest and run.started_at > since):
            continue
        for url, record in _archived(reader, run, urls).items():
            page = _seen(reader, record)
            if url not in pages or pages[url].fault or not page.fault:
                pages[url] = page
    return pages


def with_pages(reading: ColumnReading, pages: Mapping[str, PageSeen]) -> ColumnReading:
    """A pass with its items as their pages say now."""
    seen_on = reading.read_at.date()
    opened = tuple(_as_opened(one, pages.get(one.item.url), seen_on) for one in reading.sightings)
    return replace(reading, sightings=opened)


def _as_opened(sighting: Sighting, page: PageSeen | None, seen_on: date) -> Sighting:
    if page is None or page.article is None:
        return sighting
    now = settled(sighting.item, page.article, sighting.page, seen_on)
    return replace(sighting, article=now.article, date=now.date, date_from=now.date_from, date_note=now.date_note)


def _archived(reader: ArchiveReader, run: RunMark, urls: Iterable[str]) -> Mapping[str, str]:
    """The last record that a run holds of each of these pages."""
    wanted = {PageRequest(url).key: url for url in urls}
    if not wanted:
        return {}
    return {wanted[key]: str(reference) for key, reference in reader.outcomes(run.archive) if key in wanted}


def _seen(reader: ArchiveReader, record: str) -> PageSeen:
    fetched = reader.read_fetched(record)
    if fetched.status not in (FetchStatus.OK, FetchStatus.NOT_MODIFIED):
        return PageSeen(record, fetched.fetched_at, fault=fetched.detail or fetched.status.label)
    page = fetched
    if fetched.status is FetchStatus.NOT_MODIFIED:  # its body, and the head that tells how to read it, came earlier
        page = reader.read_fetched(str(reader.original_of(record).reference))
    reading = read_page(page.body, url=page.url, content_type=page.header("content-type"), request=page.request)
    fault = reading.problem.reason if reading.problem else ""
    return PageSeen(record, fetched.fetched_at, reading.article, fault)
