"""Crawl, read and store: against Scrapy doing the same work, unchanged again, and a whole country."""

import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tests.bench import dressed
from tests.bench.ground import (
    COLUMNS,
    ROOT,
    Cost,
    RunningSite,
    Served,
    measured,
    median,
    running_site,
    size,
    write_counties,
)
from tests.bench.rivals import rival_python

Row = tuple[str, ...]
RIVAL = Path(__file__).parent / "rival_scrapy.py"


def crawl(home: Path, counties: Path, processes: int, now: str = "2020-04-10") -> Cost:
    """One pass of ours over a folder of counties."""
    words = ["crawl", counties, "--since", "2020-01-01", "--processes", str(processes)]
    return measured([sys.executable, "-m", "auditor", "--home", home, "--now", now, *words])


def scrapy(database: Path, port: int, portals: int, processes: int, columns: int = COLUMNS, *more: str) -> Cost:
    """One pass of Scrapy; on several processes each takes its share of the portals."""
    python = rival_python()
    if processes == 1:
        return measured([python, RIVAL, port, 0, portals, columns, database, *more])
    with closing(sqlite3.connect(database)) as made:  # two that turn to WAL at once would be in each other's way
        made.execute("PRAGMA journal_mode=WAL")
    step = -(-portals // processes)
    parts = [
        f"{python} {RIVAL} {port} {n} {min(n + step, portals)} {COLUMNS} {database}" for n in range(0, portals, step)
    ]
    return measured(["sh", "-c", " & ".join(parts) + "; wait"])


def against_scrapy() -> Iterator[Row]:
    """Side by side, in turn: portals dressed as real ones on one process, plain ones on one and two."""
    yield _dressed_against_scrapy()
    portals, rounds = size("PORTALS", 200), size("ROUNDS", 3)
    pages = portals * COLUMNS
    with running_site(portals) as site, tempfile.TemporaryDirectory() as folder:
        counties = Path(folder) / "counties"
        write_counties(counties, site.port, portals)
        for processes in (1, 2):
            ours, theirs = [], []
            for number in range(rounds):
                place = Path(folder) / f"{processes}-{number}"
                place.mkdir()
                ours.append(crawl(place / "home", counties, processes))
                theirs.append(scrapy(place / "scrapy.db", site.port, portals, processes))
                same_items(place / "home" / "auditor.db", place / "scrapy.db")
            name = f"采集、读取、入库 {portals}×{COLUMNS}，{processes} 进程"
            yield compared(name, median(ours), median(theirs), pages)


def _dressed_against_scrapy() -> Row:
    portals, columns, rounds = size("DRESSED", 100), dressed.COLUMNS, size("ROUNDS", 3)
    ours, theirs = [], []
    with running_site(portals, columns, is_dressed=True) as site, tempfile.TemporaryDirectory() as folder:
        write_counties(Path(folder) / "counties", site.port, portals, columns, address=dressed.path_of)
        for number in range(rounds):
            place = Path(folder) / str(number)
            place.mkdir()
            ours.append(crawl(place / "home", Path(folder) / "counties", 1))
            theirs.append(scrapy(place / "scrapy.db", site.port, portals, 1, columns, "dressed"))
            same_items(place / "home" / "auditor.db", place / "scrapy.db")
    name = f"着装的站点：采集、读取、入库 {portals}×{columns}×2 页，1 进程"
    row = compared(name, median(ours), median(theirs), 2 * portals * columns)
    return (*row[:-1], "速度 ≥ 1.8 倍，CPU ≤ 0.60")


def compared(name: str, ours: Cost, theirs: Cost, pages: int) -> Row:
    """One line: pages a second, CPU per 1,000 pages, memory, and the ratios."""
    return (
        name,
        f"{pages / ours.wall:,.0f} 页/秒，{ours.cpu / pages * 1000:.2f} 秒/千页，{ours.peak:.0f} MB",
        f"Scrapy {pages / theirs.wall:,.0f} 页/秒，{theirs.cpu / pages * 1000:.2f} 秒/千页，{theirs.peak:.0f} MB",
        f"速度 {theirs.wall / ours.wall:.2f} 倍，CPU {ours.cpu / theirs.cpu:.2f}",
        "速度 ≥ 1.8 倍，CPU ≤ 0.45",
    )


def same_items(ours: Path, theirs: Path) -> None:
    """Both must have kept the same items, or their speeds mean nothing.

    The databases compare them: what this process held would count as the memory of the next one it starts.
    """
    mine = """SELECT substr(county.name, 3, 4) + 0, c.name, item.title, item.published FROM main.item
        JOIN disclosure_column c ON c.id = item.column_id JOIN county ON county.id = c.county_id"""
    rival = "SELECT portal, '栏目' || col, title, published FROM theirs.item"
    with closing(sqlite3.connect(ours)) as connection:
        connection.execute("ATTACH ? AS theirs", (str(theirs),))
        for one, other in ((mine, rival), (rival, mine)):
            differ = connection.execute(f"SELECT count(*) FROM ({one} EXCEPT {other})").fetchone()[0]
            if differ:
                raise RuntimeError(f"different items: {differ} are only in one of {ours.name} and {theirs.name}")


def unchanged() -> Iterator[Row]:
    """A second pass over portals where nothing has changed."""
    portals = size("PORTALS", 200)
    with running_site(portals) as site, tempfile.TemporaryDirectory() as folder:
        counties, home = Path(folder) / "counties", Path(folder) / "home"
        write_counties(counties, site.port, portals)
        first, first_served = served_during(site, lambda: crawl(home, counties, 1))
        again, served = served_during(site, lambda: crawl(home, counties, 1, "2020-04-11"))
    columns = portals * COLUMNS
    yield (
        f"无变化再次采集 {portals}×{COLUMNS}",
        f"每栏目 {served.requests / columns:.3f} 次请求（含 robots.txt 和首页），{served.bytes / columns:,.0f} 字节，"
        f"{again.cpu / columns * 1000:.2f} 秒/千栏",
        f"首次 {first_served.requests / columns:.3f} 次，{first_served.bytes / columns:,.0f} 字节，"
        f"{first.cpu / columns * 1000:.2f} 秒/千栏",
        f"CPU {again.cpu / first.cpu:.2f}",
        "1.00（≤ 1.05）次，CPU ≤ 0.35",
    )


def served_during(site: RunningSite, work) -> tuple[Cost, Served]:  # type: ignore[no-untyped-def]
    """What a piece of work cost, and what it asked of the site."""
    before = site.served()
    cost = work()
    return cost, site.served().since(before)


def nation() -> Iterator[Row]:
    """Every county of the country, once, on two processes."""
    portals, columns = size("NATION", 2843), size("NATION_COLUMNS", COLUMNS)
    with running_site(portals, columns) as site, tempfile.TemporaryDirectory() as folder:
        counties, home = Path(folder) / "counties", Path(folder) / "home"
        write_counties(counties, site.port, portals, columns)
        started = time.perf_counter()
        cost, served = served_during(site, lambda: crawl(home, counties, 2))
        took = time.perf_counter() - started
        connection = sqlite3.connect(home / "auditor.db")
        items = connection.execute("SELECT count(*) FROM item").fetchone()[0]
        proved = connection.execute("SELECT count(*) FROM column_pass WHERE state = 'counted'").fetchone()[0]
        connection.close()
        kept = sum(path.stat().st_size for path in (home / "archive").rglob("*.warc.gz")) / 1e6
        stored = (home / "auditor.db").stat().st_size / 1e6
    pages = portals * columns
    yield (
        f"全国 {portals:,}×{columns}，2 进程，间隔 0",
        f"{took / 60:.1f} 分钟，{pages / took:,.0f} 页/秒，"
        f"{cost.cpu / pages * 1000:.2f} 秒/千页，{cost.peak:.0f} MB/进程",
        f"{served.requests:,} 次请求，核实 {proved:,} 栏，{items:,} 条；数据库 {stored:,.0f} MB，存档 {kept:,.0f} MB",
        "",
        "≤ 4 分钟，≤ 250 MB/进程",
    )


def code_version() -> str:
    """Which commit was measured."""
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "?"
