"""Years of days lived, not copied: crawl after crawl over the sample portal, tidied every month, and what they cost.

``AUDITOR_BENCH_COLUMNS`` (8 of the example's 51) and ``AUDITOR_BENCH_DAYS`` (3,652). Each run is a real crawl over HTTP
in this process; nothing changes on the portal.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from auditor.base.period import LOCAL, Period
from auditor.base.settings import Place
from auditor.county.model import County, example_county, load_county
from auditor.pipeline.line import crawl_county, draft_audit, observation_start
from auditor.pipeline.story import tell_column
from auditor.pipeline.tidy import tidy_county
from auditor.sample import SamplePortal
from auditor.store import Store, open_store

_FIRST = datetime(2020, 4, 12, 2, 30, tzinfo=LOCAL)
_MONTH = 30
Row = tuple[str, str, str, str, str]


def lived() -> Iterator[Row]:
    """Bytes a quiet day, and what is asked every day at the end of all days against the end of the first month."""
    columns, days = (
        int(os.environ.get(f"AUDITOR_BENCH_{name}", size)) for name, size in (("COLUMNS", 8), ("DAYS", 3652))
    )
    with tempfile.TemporaryDirectory() as name, SamplePortal() as portal:
        county = _county(portal.home, columns)
        place = Place(Path(name))
        store = open_store(place.database)
        _live(county, store, place, range(_MONTH))
        sizes, month = _sizes(store, place), _questions(county, store, place, _MONTH - 1)  # which crawls the next day
        _live(county, store, place, range(_MONTH + 1, days))
        after, years = _sizes(store, place), _questions(county, store, place, days - 1)
        files = sum(1 for path in place.archive_of(county.name).iterdir())
        store.close()
    yield (f"{days}天、{columns}栏：存档的文件数", str(files), "", "", "")
    for what, before, now, goal in zip(("数据库", "存档"), sizes, after, ("1 KB", "3 KB"), strict=True):
        each = (now - before) / (days - _MONTH)
        yield (f"{days}天、{columns}栏：一天的{what}", f"{each:.0f} 字节", "", "", goal)
    for what, now in years.items():
        told = f"{1000 * now:.1f} ms（{days}天）", f"{1000 * month[what]:.1f} ms（{_MONTH}天）"
        yield (f"{days}天、{columns}栏：{what}", *told, f"{now / month[what]:.2f}", "1.20")


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


def _questions(county: County, store: Store, place: Place, day: int) -> dict[str, float]:
    period, today = Period.containing("quarter", _FIRST.date()), (_FIRST + timedelta(days=day)).date()
    now = Period.containing("quarter", today)
    asked = {
        "一次采集": lambda: _live(county, store, place, range(day + 1, day + 2), is_tidied=False),
        "统计评定": lambda: draft_audit(county, store, place, period),
        "栏目页": lambda: tell_column(county, store, county.column[0], now, today),
        "概况": lambda: (store.overview.load(_FIRST), store.runs.load_states(county)),
    }
    found = {}
    for what, ask in asked.items():
        took = []
        for _ in range(1 if what == "一次采集" else 9):
            begun = time.process_time()
            ask()
            took.append(time.process_time() - begun)
        found[what] = median(took)
    return found


def _sizes(store: Store, place: Place) -> tuple[int, int]:
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        free = connection.exec_driver_sql("PRAGMA freelist_count").scalar_one()
        page = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
    database = Path(str(place.database)).stat().st_size - free * page
    return database, sum(path.stat().st_size for path in (place.home / "archive").rglob("*") if path.is_file())
