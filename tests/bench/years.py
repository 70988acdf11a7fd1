"""What years of daily runs cost: the same questions of a county with one quarter of runs, and with ten years."""

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from auditor.archive.chain import CHAIN, _value, chain_head, is_linked
from auditor.base.period import LOCAL, Period
from auditor.base.settings import Place
from auditor.base.terms import ColumnState
from auditor.county.model import County, example_county, load_county
from auditor.crawl.column import READER, ColumnReading
from auditor.pipeline.line import draft_audit
from auditor.pipeline.story import tell_column, tell_item
from auditor.store import RunMark, Store, open_store
from tests.portals import sightings

_LAST = datetime(2026, 7, 5, 2, 30, tzinfo=LOCAL)
_PERIOD = Period.parse("2026Q2")
_ROUNDS = 15
Row = tuple[str, str, str, str, str]


def flat() -> Iterator[Row]:
    """Each question's time with ten years of days against one quarter, medians."""
    with tempfile.TemporaryDirectory() as name:
        month, years = (_Home(Path(name) / str(days), days) for days in (130, 3652))  # a whole quarter in both
        for what in month.questions():
            short, long = [], []
            for _ in range(_ROUNDS):  # side by side, so that a busy machine is as busy for both
                short.append(_timed(month.questions()[what]))
                long.append(_timed(years.questions()[what]))
            ratio = median(long) / median(short)
            told = (f"{1000 * median(long):.1f} ms（十年）", f"{1000 * median(short):.1f} ms（一季）")
            yield (f"日积月累：{what}", *told, f"{ratio:.2f}", "1.20")
        month.close()
        years.close()


class _Home:
    """A county of 51 columns whose every day had a run; the passes are written straight into the tables."""

    def __init__(self, folder: Path, days: int) -> None:
        folder.mkdir()
        self.place, self.county = Place(folder), load_county(example_county())
        self.store = open_store(self.place.database)
        self.archive = self.place.archive_of(self.county.name)
        self.archive.mkdir(parents=True)
        _fill(self.store, self.county, days)
        _link(self.archive, days)

    def questions(self) -> dict[str, Callable[[], object]]:
        """What is asked, by its name in the table."""
        county, runs, place = self.county, self.store.runs, self.place
        one = [county.column[0].key]
        return {
            "采集开始（读库、存档链）": lambda: (
                runs.list_recent(county),
                runs.list_older(county),
                runs.load_readings(county),
                chain_head(self.archive),
                is_linked(self.archive, "run-999999.warc.gz"),
            ),
            "统计评定": lambda: draft_audit(county, self.store, place, _PERIOD),
            "栏目页（读库）": lambda: runs.load_readings(county, one),
            "台账：一个栏目的查看和变动": lambda: tell_column(
                county, self.store, county.column[0], _PERIOD, _LAST.date()
            ),
            "台账：一条信息的来龙去脉": lambda: tell_item(county, self.store, county.column[0], "关于事项7的公告"),
            "概况（读库）": lambda: (
                runs.load_states(county),
                runs.last_finished(county),
                runs.list_runs(county, last=1),
            ),
        }

    def close(self) -> None:
        self.store.close()


def _fill(store: Store, county: County, days: int) -> None:
    """One run saved as the program saves it; the days before it are copies of its rows, with earlier times."""
    first = _LAST - timedelta(days=days)
    mark = store.runs.start(county, RunMark(0, first, first.date(), thorough=True))
    seen = tuple(sightings(40, "2026-06-20"))
    pages = ("run-000001.warc.gz#00000000-0000-8000-8000-000000000000",)
    reading = ColumnReading("", ColumnState.COUNTED, "", first, seen, reached_end=True, pages=pages, reader=READER)
    store.runs.save(mark, county, [(column, replace(reading, column_key=column.key)) for column in county.column])
    store.runs.finish(replace(mark, finished_at=first, archive="run-000001.warc.gz", digest="sha256:0"))
    moment = "strftime('%Y-%m-%dT%H:%M:%S.000000Z', substr({0}, 1, 19), '+' || days.n || ' days')"
    numbers = "WITH RECURSIVE days(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM days WHERE n < ?) "
    with store.engine.begin() as connection:
        for table, made in (
            ("run", {"started_at": moment.format("started_at"), "finished_at": moment.format("finished_at")}),
            ("column_pass", {"read_at": moment.format("read_at"), "run_id": "days.n + 1"}),
        ):
            names = [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})") if row[1] != "id"]
            values = ", ".join(made.get(name, f'"{table}"."{name}"') for name in names)
            quoted = ", ".join(f'"{name}"' for name in names)
            order = "ORDER BY days.n"
            connection.exec_driver_sql(
                f"INSERT INTO {table} ({quoted}) {numbers} SELECT {values} FROM days, {table} {order}", (days - 1,)
            )
    with store.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")


def _link(folder: Path, days: int) -> None:
    previous, lines = "0" * 64, []
    for number in range(1, days + 1):
        name, digest = f"run-{number:06}.warc.gz", f"{number:064x}"
        chain = _value(previous, name, digest, 60, False)
        link = {"file": name, "sha256": digest, "records": 60, "partial": False, "previous": previous, "chain": chain}
        lines.append(json.dumps(link))
        previous = chain
    (folder / CHAIN).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _timed(ask: Callable[[], object]) -> float:
    begun = time.perf_counter()
    ask()
    return time.perf_counter() - begun
