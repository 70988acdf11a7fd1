"""What the crash tests let a process do and kill in the middle of it; kept small, to be loaded before it is forked."""

import asyncio
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

from auditor.audit.model import IssueEntry
from auditor.base.period import Period
from auditor.base.settings import Place, clock_at
from auditor.county.model import County, DisclosureColumn, load_county
from auditor.crawl.column import ColumnReading
from auditor.pipeline.crawling import crawl_county
from auditor.pipeline.line import audit_county, issue_circular, write_circular
from auditor.store import open_store

Q1 = Period.parse("2020Q1")
NOW = clock_at("2020-04-10T02:30")
SINCE = date(2020, 1, 1)
ENTRY = IssueEntry(number="清政办发〔2020〕1号", date=date(2020, 4, 16), by="张三")


def quiet(_column: DisclosureColumn, _reading: ColumnReading) -> None:
    """Watch nothing."""


def crawl(file: Path, home: Path) -> None:
    """One pass."""
    with_store(file, home, lambda county, store, place: asyncio.run(
        crawl_county(county, store, place, NOW, since=SINCE, thorough=True, watch=quiet)
    ))  # fmt: skip


def audit(file: Path, home: Path) -> None:
    """Count, grade and keep."""
    with_store(file, home, lambda county, store, place: audit_county(county, store, place, Q1, NOW))


def issue(file: Path, home: Path) -> None:
    """Freeze under a number."""
    with_store(file, home, lambda county, store, place: issue_circular(county, store, place, Q1, NOW, ENTRY))


def write(file: Path, home: Path) -> None:
    """Render all documents."""

    def render(county: County, store, place: Place) -> None:  # type: ignore[no-untyped-def]
        write_circular(audit_county(county, store, place, Q1, NOW), place, home / "out")

    with_store(file, home, render)


def upgrade(_file: Path, home: Path) -> None:
    """Make or upgrade the schema."""
    open_store(Place(home).database).close()


def with_store(file: Path, home: Path, work: Callable[..., object]) -> None:
    """Open the home, work, close."""
    place = Place(home)
    store = open_store(place.database)
    work(load_county(file), store, place)
    store.close()


ACTS = {act.__name__: act for act in (crawl, audit, write, issue, upgrade)}


def run(act: str, file: Path, home: Path) -> None:
    """Do one of the acts; its output goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    ACTS[act](file, home)
