"""Two workers on one PostgreSQL: how fast together, and how soon one takes over from the other that was killed.

Needs a server in AUDITOR_TEST_POSTGRES, such as ``postgresql://user:password@127.0.0.1:5432/postgres``.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from tests.bench.ground import COLUMNS, Cost, RunningSite, measured, running_site, size, write_counties
from tests.bench.site import KINDS, items_of
from tests.databases import fresh_database

Row = tuple[str, ...]
_SERVER = os.environ.get("AUDITOR_TEST_POSTGRES", "")
_DONE = "SELECT count(DISTINCT column_id) FROM column_pass"
_LONGEST = 600
_IN_FLIGHT = 20


def two_workers() -> Iterator[Row]:
    """Both to the end of the queue; and once more with one killed at a third of the way."""
    portals = size("CLUSTER", 100)
    pages = portals * COLUMNS
    if not _SERVER:
        yield (f"两台工作机 {portals}×{COLUMNS}", "未测：没有 AUDITOR_TEST_POSTGRES", "", "", "")
        return
    with running_site(portals) as site:
        cost, served, _ = _crawled(site, portals, kill_at=None)
        yield (
            f"两台工作机、一个 PostgreSQL {portals}×{COLUMNS}",
            f"{pages / cost.wall:,.0f} 页/秒，{cost.cpu / pages * 1000:.2f} 秒/千页（不含数据库）",
            f"{served / pages:.3f} 次请求/栏",
            "",
            "",
        )
        cost, served, took = _crawled(site, portals, kill_at=pages // 3)
        yield (
            f"同上，一台在三分之一处被 kill -9（手上 {_IN_FLIGHT} 个县）",
            f"{cost.wall:.0f} 秒全部完成，无缺漏、无重复；被杀后 {took:.0f} 秒接手完",
            f"{served / pages:.3f} 次请求/栏",
            "",
            "一分钟内接手",
        )


def _crawled(site: RunningSite, portals: int, *, kill_at: int | None) -> tuple[Cost, int, float]:
    """The queue worked off by two workers: what it cost, the requests, and the seconds from the kill to the end."""
    with tempfile.TemporaryDirectory() as folder, fresh_database(_SERVER) as database:
        counties, home = Path(folder) / "counties", Path(folder) / "home"
        write_counties(counties, site.port, portals)
        call = [sys.executable, "-m", "auditor", "--home", home, "--db", database, "--now", "2020-04-10"]
        measured([*call, "crawl", counties, "--queue", "--since", "2020-01-01"])
        before, started, cpu = site.served().requests, time.perf_counter(), _children()
        workers = [_worker(call) for _ in range(2)]
        killed = _kill(workers.pop(), database, kill_at) if kill_at else None
        _wait_for(portals * COLUMNS, database)
        ended = time.perf_counter()
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
            worker.wait()
        with psycopg.connect(database) as connection:
            items = connection.execute("SELECT count(*), count(DISTINCT (column_id, url)) FROM item").fetchone()
        true = sum(len(items_of(portal % KINDS, column)) for portal in range(portals) for column in range(COLUMNS))
        if items != (true, true):
            raise RuntimeError(f"items kept, different ones: {items}, not {true}")
        cost = Cost(ended - started, _children() - cpu, 0)
        return cost, site.served().requests - before, ended - (killed or ended)


def _worker(call: list[str | Path]) -> subprocess.Popen[bytes]:
    words = [*call, "worker", "--in-flight", str(_IN_FLIGHT)]
    return subprocess.Popen([str(word) for word in words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _kill(worker: subprocess.Popen[bytes], database: str, at: int) -> float:
    """Kill a worker as soon as so many columns are read; when that was."""
    _wait_for(at, database)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    return time.perf_counter()


def _wait_for(columns: int, database: str) -> None:
    """Wait until so many columns are read."""
    end = time.monotonic() + _LONGEST
    with psycopg.connect(database, autocommit=True) as connection:
        while connection.execute(_DONE).fetchone()[0] < columns:  # type: ignore[index]
            if time.monotonic() > end:
                raise RuntimeError(f"fewer than {columns} columns read after {_LONGEST} seconds")
            time.sleep(0.2)


def _children() -> float:
    """CPU seconds of all processes started here that have ended, in seconds."""
    times = os.times()
    return times.children_user + times.children_system
