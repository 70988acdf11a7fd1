"""What years of daily runs cost: the same questions of a county with one quarter of runs, and with ten years."""

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
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
    """Each question's CPU with years of days against a whole quarter of looks: one county, 20 and all of them."""
    yield from _compared("一个县51栏，十年对一季", partial(_Home, days=130), partial(_Home, days=3652))
    for counties, days in ((20, 1096), (2843, 365)):
        short, long = (partial(_Counties, counties=counties, days=one) for one in (130, days))
        yield from _compared(f"{counties}县各1栏，{days}天对一季", short, long)


def _compared(named: str, short: "Callable[[Path], _Home]", long: "Callable[[Path], _Home]") -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        before, after = short(Path(name) / "short"), long(Path(name) / "long")
        questions = before.questions(), after.questions()
        for what in questions[0]:
            took: tuple[list[float], list[float]] = ([], [])
            for _ in range(_ROUNDS):  # in turn, so that a busy machine is as busy for both
                for asked, seconds in zip(questions, took, strict=True):
                    seconds.append(_timed(asked[what]))
            first, last = (1000 * median(seconds) for seconds in took)
            yield (f"{named}：{what}", f"{last:.1f} ms", f"{first:.1f} ms", f"{last / first:.2f}", "1.20")
        before.close()
        after.close()


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
        county, store, place = self.county, self.store, self.place
        runs = store.runs
        one = [county.column[0].key]
        store.audits.save_audit(county, draft_audit(county, store, place, _PERIOD), _LAST)
        return {
            "采集开始（读库、存档链）": lambda: (
                runs.list_recent(county),
                runs.list_older(county),
                runs.load_readings(county),
                chain_head(self.archive),
                is_linked(self.archive, "run-999999.warc.gz"),
            ),
            "统计评定": lambda: draft_audit(county, store, place, _PERIOD),
            "栏目页（读库）": lambda: runs.load_readings(county, one),
            "台账：一个栏目的查看和变动": lambda: tell_column(
                county, self.store, county.column[0], _PERIOD, _LAST.date()
            ),
            "台账：一条信息的来龙去脉": lambda: tell_item(county, self.store, county.column[0], "关于事项7的公告"),
            "季度页（读库）": lambda: store.audits.load_audit(county, _PERIOD),
            "概况（读库）": lambda: (
                runs.load_states(county),
                runs.last_finished(county),
                runs.list_runs(county, last=1),
                self.store.overview.load(_LAST),
            ),
        }

    def close(self) -> None:
        self.store.close()


class _Counties(_Home):
    """Many counties of one column in which nothing changes: kept as the program keeps such days, copied from one."""

    def __init__(self, folder: Path, counties: int, days: int) -> None:
        folder.mkdir()
        self.place, whole = Place(folder), load_county(example_county())
        chosen = whole.column[:1]
        units = tuple(unit for unit in whole.unit if unit.name == chosen[0].unit)
        self.county = whole.model_copy(update={"column": chosen, "unit": units})
        self.store = open_store(self.place.database)
        self.archive = self.place.archive_of(self.county.name)
        self.archive.mkdir(parents=True)
        mark = _saved(self.store, self.county, _LAST - timedelta(days=days))
        again = replace(self.store.runs.load_readings(self.county)[chosen[0].key].newest, is_unchanged=True, requests=1)
        looked = self.store.runs.start(self.county, replace(mark, started_at=_LAST, thorough=False))
        self.store.runs.save(looked, self.county, [(chosen[0], replace(again, read_at=_LAST))])
        _copy_counties(self.store, counties, days)
        _link(self.archive, days)


def _copy_counties(store: Store, counties: int, days: int) -> None:
    """The first county's rows once more for each other one, and its second run's for each day between the two."""
    others = f"WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {counties}) "
    moment = f"strftime('%Y-%m-%dT%H:%M:%S.000000Z', substr(started_at, 1, 19), '-' || ({days} - n.i) || ' days')"
    each = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {days} - 1) "
    values = {"id": "1000 * 1000 + n.i", "county_id": "n.i", "column_id": "n.i", "run_id": "1000 * 1000 + n.i"}
    dated = {"started_at": moment, "finished_at": moment, "county_id": "county.id"}
    with store.engine.begin() as connection:
        connection.exec_driver_sql(f"{others} INSERT INTO county (id, name) SELECT i, '模拟' || i || '县' FROM n")
        connection.exec_driver_sql(
            f"{others} INSERT INTO disclosure_column (id, county_id, key, name)"
            " SELECT n.i, n.i, key, disclosure_column.name FROM n, disclosure_column"
        )
        for table, where in (("run", "r.id = 1"), ("column_pass", "1"), ("item", "1")):
            names = [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")]
            names = [name for name in names if name != "id" or table == "run"]
            kept = ", ".join(values.get(name, f'r."{name}"') for name in names)
            quoted = ", ".join(f'"{name}"' for name in names)
            connection.exec_driver_sql(
                f"INSERT INTO {table} ({quoted}) {others} SELECT {kept} FROM n, {table} r WHERE {where}"
            )
        names = [row[1] for row in connection.exec_driver_sql("PRAGMA table_info(run)") if row[1] != "id"]
        kept = ", ".join(dated.get(name, f'r."{name}"') for name in names)
        quoted = ", ".join(f'"{name}"' for name in names)
        connection.exec_driver_sql(
            f"INSERT INTO run ({quoted}) {each} SELECT {kept} FROM n, county, run r WHERE r.id = 2 ORDER BY n.i"
        )
    with store.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")


def _saved(store: Store, county: County, first: datetime) -> RunMark:
    """One run of a county, saved as the program saves it."""
    mark = store.runs.start(county, RunMark(0, first, first.date(), thorough=True))
    seen = tuple(sightings(40, "2026-06-20"))
    pages = ("run-000001.warc.gz#00000000-0000-8000-8000-000000000000",)
    reading = ColumnReading("", ColumnState.COUNTED, "", first, seen, reached_end=True, pages=pages, reader=READER)
    store.runs.save(mark, county, [(column, replace(reading, column_key=column.key)) for column in county.column])
    store.runs.finish(replace(mark, finished_at=first, archive="run-000001.warc.gz", digest="sha256:0"))
    return mark


def _fill(store: Store, county: County, days: int) -> None:
    """One run saved as the program saves it; the days before it are copies of its rows, with earlier times."""
    _saved(store, county, _LAST - timedelta(days=days))
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
    begun = time.process_time()
    ask()
    return time.process_time() - begun
