"""Counting, grading and rendering over what is stored: ten million items, made by SQL."""

import multiprocessing
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from auditor.base.period import Period
from auditor.store import open_store
from auditor.store.saving import UPSERT, positional
from tests.bench.ground import COLUMNS, Cost, county_text, measured, median, size
from tests.bench.site import path_of

Row = tuple[str, ...]
_QUARTERS = 12
_FIRST_QUARTER = 2018 * 4
QUARTER = 2020 * 4
"""2020Q1, as the table keeps it."""
_AT = "2020-04-09T18:30:00.000000Z"


def filled(path: Path, counties: int, columns: int, items_each: int) -> Path:
    """`fill` in a process of its own, whose memory is not taken for that of what is measured."""
    process = multiprocessing.get_context("spawn").Process(target=fill, args=(path, counties, columns, items_each))
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"filling {path} failed")
    return path


def fill(path: Path, counties: int, columns: int, items_each: int) -> None:
    """A database in which every column of every county was read once and holds ``items_each`` items."""
    open_store(path).close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.create_function("path_of", 1, path_of, deterministic=True)
    connection.execute("PRAGMA cache_size = -400000")
    connection.execute("BEGIN")
    count = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {} - 1)"
    connection.execute(f"{count.format(counties)} INSERT INTO county (name) SELECT printf('模拟%04d县', i) FROM n")
    connection.execute(
        f"""{count.format(columns)} INSERT INTO disclosure_column (county_id, key, name)
        SELECT county.id, path_of(i), '栏目' || i FROM county, n ORDER BY county.id, i"""
    )
    connection.execute(
        f"""INSERT INTO run (county_id, started_at, finished_at, since, thorough, archive, digest, requests)
        SELECT id, '{_AT}', '{_AT}', '2018-01-01', 1, 'run.warc.gz', 'sha256:0', {columns} FROM county"""
    )
    connection.execute(
        f"""INSERT INTO column_pass (run_id, column_id, read_at, state, reason, read_back_to, reached_end, family,
            pages, requests, validators, entry_record, first_digest, is_unchanged)
        SELECT run.id, c.id, '{_AT}', 'counted', '', '2018-01-01', 1, '', '["run.warc.gz#1"]', 1, '[]', '', '', 0
        FROM disclosure_column c JOIN run ON run.county_id = c.county_id"""
    )
    connection.execute(
        f"""{count.format(items_each)} INSERT INTO item (column_id, item_key, title, href, url, listed, published,
            published_from, note, pinned, quarter, page, first_seen, last_seen)
        SELECT c.id, 'http://portal.test/' || c.id || '/' || i, '关于第' || i || '号事项的公告（' || c.id || '）',
            '/art/' || i || '.html', 'http://portal.test/' || c.id || '/' || i,
            {_DAY}, {_DAY}, 'list', '', 0, {_FIRST_QUARTER} + i % {_QUARTERS}, 'run.warc.gz#1', '{_AT}', '{_AT}'
        FROM disclosure_column c, n ORDER BY c.id, i"""
    )
    connection.execute(
        """INSERT INTO item_sum (quarter, county_id, column_id, items)
        SELECT item.quarter, c.county_id, c.id, count(*) FROM item JOIN disclosure_column c ON c.id = item.column_id
        GROUP BY item.quarter, c.county_id, c.id"""
    )
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.close()


_DAY = (
    f"printf('%04d-%02d-%02d', 2018 + i % {_QUARTERS} / 4, 1 + i % {_QUARTERS} % 4 * 3 + i % 3,"
    " 1 + (i * 7 + c.id) % 28)"
)


def over_many_items() -> Iterator[Row]:
    """One county's quarter, the nation's quarter, and a whole audit of one county."""
    wanted = size("ITEMS", 10_000_000)
    items_each = 69
    counties = max(1, wanted // (COLUMNS * items_each))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        connection = sqlite3.connect(filled(home / "auditor.db", counties, COLUMNS, items_each))
        total = f"{counties * COLUMNS * items_each:,}"
        name = f"模拟{counties // 2:04d}县"
        one = timed(
            connection,
            f"""SELECT c.id, count(item.id) FROM disclosure_column c JOIN county ON county.id = c.county_id
            LEFT JOIN item ON item.column_id = c.id AND item.quarter = {QUARTER} WHERE county.name = '{name}'
            GROUP BY c.id""",
        )
        connection.close()
        store = open_store(home / "auditor.db")
        nation = asked(lambda: store.overview.count_items(Period.parse("2020Q1")))
        store.close()
        audit = audit_cost(home, counties // 2)
    yield (f"{total} 条中一个县的季度计数", f"{one * 1000:.2f} 毫秒", "", "", "≤ 1 毫秒")
    yield (f"{total} 条中全国一个季度的计数", f"{nation * 1000:.0f} 毫秒", "", "", "≤ 100 毫秒")
    yield (
        f"{total} 条中一个县的统计、评定（新进程）",
        f"{audit.wall:.2f} 秒，CPU {audit.cpu:.2f} 秒，{audit.peak:.0f} MB",
        "",
        "",
        "",
    )


def timed(connection: sqlite3.Connection, query: str) -> float:
    """Median seconds of a query, warm."""
    return asked(lambda: connection.execute(query).fetchall())


def asked(question: Callable[[], object]) -> float:
    """Median seconds of a question, warm."""
    seconds = []
    for _ in range(6):
        started = time.perf_counter()
        question()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds[1:])


def audit_cost(home: Path, portal: int, columns: int = COLUMNS, *words: str | Path) -> Cost:
    """An audit, or with ``words`` another command over it, in a fresh process."""
    file = home / "county.toml"
    file.write_text(county_text(portal, 80, columns, 0), encoding="utf-8")
    what = words or ("audit",)
    command = [
        sys.executable,
        "-m",
        "auditor",
        "--home",
        home,
        "--now",
        "2020-04-10",
        *what,
        file,
        "--quarter",
        "2020Q1",
    ]
    return median([measured(command) for _ in range(size("ROUNDS", 3))])


def rendering() -> Iterator[Row]:
    """All formats of a circular of 51 and of 1,000 rows, from the stored items to the written files."""
    for columns in (COLUMNS, 1000):
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            filled(home / "auditor.db", 1, columns, 20)
            audit = audit_cost(home, 0, columns)
            whole = audit_cost(home, 0, columns, "circular", "--out", home / "out")
        yield (
            f"{columns} 行通报，全部六个文件（新进程，含统计）",
            f"{whole.wall:.2f} 秒，CPU {whole.cpu:.2f} 秒，{whole.peak:.0f} MB",
            f"其中启动、统计、评定 {audit.wall:.2f} 秒，CPU {audit.cpu:.2f} 秒",
            f"生成文件 CPU {whole.cpu - audit.cpu:.2f} 秒",
            "51 行 < 0.5 秒" if columns == COLUMNS else "",
        )


def upserts() -> Iterator[Row]:
    """The store's own statement through its connection, against the bare driver, on the same rows."""
    count = size("UPSERTS", 100_000)
    day, page = "2020-03-05", "run.warc.gz#1"
    rows: list[tuple[object, ...]] = []
    for n in range(count):
        url = f"http://portal.test/{n}"
        what = (1 + n % 50, url, f"关于第{n}号事项的公告", f"/{n}.html", url, day, day)
        rows.append((*what, "list", "", False, QUARTER, page, _AT, None, _AT, None))
    speeds: dict[str, list[float]] = {"store": [], "driver": []}
    for _ in range(size("ROUNDS", 3)):
        for kind in speeds:
            with tempfile.TemporaryDirectory() as folder:
                speeds[kind].append(count / _upsert(kind, Path(folder) / "auditor.db", rows))
    store, driver = (statistics.median(speeds[kind]) for kind in ("store", "driver"))
    yield (
        "入库（插入或更新）",
        f"{store:,.0f} 条/秒",
        f"裸 sqlite3 executemany {driver:,.0f} 条/秒",
        f"{store / driver:.2f}",
        "≥ 0.9",
    )


def _upsert(kind: str, path: Path, rows: list[tuple[object, ...]]) -> float:
    """Seconds for two rounds over the rows: all new, then all known; 900 rows a transaction."""
    fill(path, 1, 50, 1)
    store = open_store(path)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    statement = positional(UPSERT, store.engine.dialect)
    started = time.perf_counter()
    for _ in range(2):
        for first in range(0, len(rows), 900):
            part = rows[first : first + 900]
            if kind == "store":
                with store.session() as session:
                    session.connection().exec_driver_sql(statement, part)
            else:
                connection.execute("BEGIN")
                connection.executemany(statement, part)
                connection.execute("COMMIT")
    took = time.perf_counter() - started
    connection.close()
    store.close()
    return took
