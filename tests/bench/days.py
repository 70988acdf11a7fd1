"""Years of days lived, not copied: crawl after crawl over the sample portal, tidied every month, and what they cost.

``AUDITOR_BENCH_COLUMNS`` (8 of the example's 51) and ``AUDITOR_BENCH_DAYS`` (3,652). Each run is a real crawl over HTTP
in this process; nothing changes on the portal.
"""

import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from statistics import median

from auditor.base.period import LOCAL, Period
from auditor.base.settings import Place
from auditor.county.model import County, example_county, load_county
from auditor.pipeline.crawling import crawl_county, observation_start
from auditor.pipeline.line import draft_audit
from auditor.pipeline.story import tell_column, tell_item
from auditor.pipeline.tidy import tidy_county
from auditor.sample import SamplePortal
from auditor.store import Store, open_store

_FIRST = datetime(2020, 4, 12, 2, 30, tzinfo=LOCAL)
_MONTH = 30
_QUARTER = 130
"""Days after which no more looks of the first quarter are asked for."""
_ROUNDS = 21
Row = tuple[str, str, str, str, str]


def lived() -> Iterator[Row]:
    """Bytes a quiet day, and what is asked every day of all days against a copy of the first 130, in turn."""
    columns, days = (
        int(os.environ.get(f"AUDITOR_BENCH_{name}", size)) for name, size in (("COLUMNS", 8), ("DAYS", 3652))
    )
    with tempfile.TemporaryDirectory() as name, SamplePortal() as portal:
        county, early, late = _county(portal.home, columns), Place(Path(name) / "month"), Place(Path(name) / "years")
        store = open_store(late.database)
        _live(county, store, late, range(_QUARTER))
        sizes = _sizes(store, late)
        store.close()
        shutil.copytree(late.home, early.home)
        month, store = open_store(early.database), open_store(late.database)
        _live(county, store, late, range(_QUARTER, days))
        after = _sizes(store, late)
        files = sum(1 for path in late.archive_of(county.name).iterdir())
        short, long = _Asked(county, month, early, _QUARTER), _Asked(county, store, late, days)
        took: dict[str, tuple[list[float], list[float]]] = {}
        for _ in range(_ROUNDS):  # in turn, so that a busy machine is as busy for both
            for asked, which in ((short, 0), (long, 1)):
                for what, seconds in asked.once():
                    took.setdefault(what, ([], []))[which].append(seconds)
        month.close()
        store.close()
    told = f"{days}天、{columns}栏"
    yield (f"{told}：存档的文件数", str(files), "", "", "")
    for what, before, now, goal in zip(("数据库", "存档"), sizes, after, ("1 KB", "3 KB"), strict=True):
        yield (f"{told}：一天的{what}", f"{(now - before) / (days - _QUARTER):.0f} 字节", "", "", goal)
    for what, (of_month, of_years) in took.items():
        first, last = 1000 * median(of_month), 1000 * median(of_years)
        yield (
            f"{told}：{what}",
            f"{last:.1f} ms（{days}天）",
            f"{first:.1f} ms（{_QUARTER}天）",
            f"{last / first:.2f}",
            "1.20",
        )


def _county(home: str, columns: int) -> County:
    whole = load_county(example_county()).at(home)
    chosen = whole.column[:columns]
    units = tuple(unit for unit in whole.unit if any(column.unit == unit.name for column in chosen))
    return whole.model_copy(
        update={"column": chosen, "unit": units, "crawl": whole.crawl.model_copy(update={"delay": 0.0})}
    )


def _live(county: County, store: Store, place: Place, days: range, *, is_tidied: bool = True) -> None:
    async def live() -> None:
        for day in days:
            now = _FIRST + timedelta(days=day)
            await crawl_county(
                county, store, place, lambda now=now: now, since=observation_start(_FIRST.date()), thorough=False,
                watch=lambda *_: None, clock_checked=True,
            )  # fmt: skip
            if is_tidied and day % _MONTH == 0:
                await tidy_county(county, store, place, lambda now=now: now, 1)

    asyncio.run(live())


class _Asked:
    """What is asked every day of a home whose newest day was the one before ``day``."""

    def __init__(self, county: County, store: Store, place: Place, day: int) -> None:
        self._county, self._store, self._place, self._day = county, store, place, day

    def once(self) -> Iterator[tuple[str, float]]:
        """Each question's CPU seconds, by its name in the table; the crawl adds a day."""
        county, store, place = self._county, self._store, self._place
        today = (_FIRST + timedelta(days=self._day)).date()
        now, first = Period.containing("quarter", today), Period.containing("quarter", _FIRST.date())
        asked: dict[str, Callable[[], object]] = {
            "一次采集": lambda: _live(county, store, place, range(self._day, self._day + 1), is_tidied=False),
            "统计评定": lambda: draft_audit(county, store, place, first),
            "栏目页": lambda: tell_column(county, store, county.column[0], now, today),
            "一条信息的来龙去脉": lambda: tell_item(county, store, county.column[0], self._item),
            "概况": lambda: (store.overview.load(_FIRST), store.runs.load_states(county)),
        }
        for what, ask in asked.items():
            begun = time.process_time()
            ask()
            yield what, time.process_time() - begun
        self._day += 1

    @cached_property
    def _item(self) -> str:
        readings = self._store.runs.load_readings(self._county, [self._county.column[0].key])
        return next(iter(readings.values())).newest.sightings[0].item.url


def _sizes(store: Store, place: Place) -> tuple[int, int]:
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        free = connection.exec_driver_sql("PRAGMA freelist_count").scalar_one()
        page = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
    database = Path(str(place.database)).stat().st_size - free * page
    return database, sum(path.stat().st_size for path in (place.home / "archive").rglob("*") if path.is_file())
