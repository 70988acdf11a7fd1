"""What a process holds at most: a column of 100,000 items saved, asked for and changed, and 300 portals in flight.

``AUDITOR_BENCH_COLUMN_ITEMS`` (100,000) and ``AUDITOR_BENCH_IN_FLIGHT`` (300). Each in a process of its own, whose
largest size the system tells (``ru_maxrss``).
"""

import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from multiprocessing.queues import SimpleQueue
from pathlib import Path

from auditor.base.period import LOCAL
from auditor.base.terms import ColumnState
from auditor.county.model import County, example_county, load_county
from auditor.crawl.column import READER, ColumnReading, Sighting
from auditor.store import RunMark, Store, open_store
from tests.bench.crawling import crawl
from tests.bench.ground import running_site, size, write_counties
from tests.portals import sighting

Row = tuple[str, ...]
_NOW = datetime(2026, 7, 5, 2, 30, tzinfo=LOCAL)
_LIMIT = "≤ 250 MB"
_READ_ANEW = 20
_COLUMNS_IN_FLIGHT = 4


def bounded() -> Iterator[Row]:
    """Time and memory of a very large column, step by step, and of many portals at once."""
    items, portals = size("COLUMN_ITEMS", 100_000), size("IN_FLIGHT", 300)
    with tempfile.TemporaryDirectory() as name:
        for what, step in (
            ("第一次保存", _fill),
            ("没有变化的采集所问", _ask),
            (f"其中{_READ_ANEW}条变化时的保存", _change),
        ):
            seconds, peak = _alone(partial(step, Path(name) / "auditor.db", items))
            yield (f"一栏{items:,}条：{what}", f"CPU {seconds:.2f} 秒，{peak:.0f} MB", "", "", _LIMIT)
    with running_site(portals, _COLUMNS_IN_FLIGHT) as site, tempfile.TemporaryDirectory() as name:
        counties = Path(name) / "counties"
        write_counties(counties, site.port, portals, _COLUMNS_IN_FLIGHT)
        cost = crawl(Path(name) / "home", counties, 1)
    yield (f"{portals}个门户同时采集，一个进程", f"{cost.peak:.0f} MB，CPU {cost.cpu:.1f} 秒", "", "", _LIMIT)


def _county() -> County:
    whole = load_county(example_county())
    units = tuple(unit for unit in whole.unit if unit.name == whole.column[0].unit)
    return whole.model_copy(update={"column": whole.column[:1], "unit": units})


def _seen(items: int) -> Iterator[Sighting]:
    for number in range(items):
        day = date(2016, 1, 1) + timedelta(days=number * 3800 // items)
        one = sighting(f"关于第{number}号事项的公告", day.isoformat(), url=f"http://portal.test/{number}.html")
        yield replace(one, page=f"run-000001.warc.gz#{number // 20}")


def _save(store: Store, days: int, seen: tuple[Sighting, ...]) -> float:
    county, at = _county(), _NOW + timedelta(days=days)
    mark = store.runs.start(county, RunMark(0, at, date(2016, 1, 1), thorough=True))
    pages = (f"{mark.name}.warc.gz#1",)
    reading = ColumnReading(
        county.column[0].key, ColumnState.COUNTED, "", at, seen, reached_end=True, pages=pages, reader=READER
    )
    begun = time.process_time()
    store.runs.save(mark, county, [(county.column[0], reading)])
    return time.process_time() - begun


def _fill(path: Path, items: int) -> float:
    store = open_store(path)
    return _save(store, 0, tuple(_seen(items)))


def _ask(path: Path, items: int) -> float:
    del items
    store = open_store(path)
    begun = time.process_time()
    for history in store.runs.load_earlier(_county()).values():
        assert history.newest.is_proof
    return time.process_time() - begun


def _change(path: Path, items: int) -> float:
    store = open_store(path)
    known = next(iter(store.runs.load_earlier(_county()).values())).newest.sightings
    first = [replace(one, page="run-000002.warc.gz#1") for one in known[:_READ_ANEW]]
    assert len(known) == items
    return _save(store, 1, (*first, *known[_READ_ANEW:]))


def _alone(work: Callable[[], float]) -> tuple[float, float]:
    """What a piece of work says in a process of its own, and how many MB that held at most."""
    context = multiprocessing.get_context("spawn")
    told: SimpleQueue[tuple[float, float]] = context.SimpleQueue()
    process = context.Process(target=_tell, args=(work, told))
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"{work} failed")
    return told.get()


def _tell(work: Callable[[], float], told: "SimpleQueue[tuple[float, float]]") -> None:
    seconds = work()
    told.put((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
