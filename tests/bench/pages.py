"""What pages cost a city's office: 201 counties, one of 500 columns, 32 readers at once, with and without a crawl."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

import httpx
from sqlalchemy import text

from auditor.base.terms import Role
from auditor.store import open_store
from auditor.web.accounts import add_account
from tests.bench.ground import ROOT, as_installed, county_text, measured, running_site, size

Row = tuple[str, ...]
READERS = 32
_LIMITS = httpx.Limits(max_connections=READERS, keepalive_expiry=2)
"""Connections are given up before the server, which waits 5 s, closes them under a question."""
_CITY = "模拟市"
_NAME, _PASSWORD = "王芳", "correct horse 1"
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def served() -> Iterator[Row]:
    """CPU, size and waiting of each page: the office alone, and while it crawls the large county again."""
    columns, counties = size("PAGE_COLUMNS", 500), size("PAGE_COUNTIES", 201)
    with running_site(1, columns) as site, tempfile.TemporaryDirectory() as name:
        home = Path(name)
        _fill(home, site.port, columns, counties)
        with _serving(home) as office:
            pages = {
                "总览": "/",
                "县": f"/county/{_county(0)}",
                "季度": f"/county/{_county(0)}/2020Q1",
                "栏目": f"/county/{_county(0)}/2020Q1/column?key=/c7/index.html",
                "栏目与单位": f"/county/{_county(0)}/edit",
                "通报": f"/county/{_county(0)}/2020Q1/circular",
                "设置": f"/county/{_county(0)}/settings",
                "全市汇总": f"/city/{_CITY}?period=2020Q1",
            }
            reader = office.reader(_NAME)
            key = re.search(r"/column\?key=([^\"&]+)", reader.get(pages["季度"]).text)
            pages["栏目"] = f"/county/{_county(0)}/2020Q1/column?key={key[1] if key else ''}"
            alone = {page: office.read(reader, path) for page, path in pages.items()}
            office.start_crawl()
            office.note_own_work()
            busy = {page: office.read(reader, path) for page, path in pages.items()}
        for page, load in alone.items():
            late = busy[page]
            yield (
                f"{counties}个县、{columns}个栏目，{READERS}人同时看：{page}",
                f"每次 CPU {1000 * load.cpu:.0f} ms，{load.bytes / 1000:.0f} KB",
                f"等待中位 {1000 * load.median:.0f} ms，九成五 {1000 * load.late:.0f} ms；同时采集时每次 CPU "
                f"{1000 * late.cpu:.0f} ms，等待 {1000 * late.median:.0f} 和 {1000 * late.late:.0f} ms",
                "—",
                "总览 CPU < 100 ms，< 60 KB",
            )


@dataclass(frozen=True, slots=True)
class _Load:
    """One page asked for by all readers: CPU seconds of the server a request, bytes, and how long readers waited."""

    cpu: float
    bytes: int
    median: float
    late: float


class _Office:
    """A running server, and the browsers that read from it."""

    def __init__(self, process: subprocess.Popen[bytes], base: str) -> None:
        self._process, self._base, self._own_work = process, base, 0.0

    def reader(self, name: str) -> httpx.Client:
        """A signed-in browser."""
        browser = httpx.Client(base_url=self._base, timeout=120, limits=_LIMITS)
        form = _token(browser.get("/login").text)
        answer = browser.post("/login", data={"token": form, "name": name, "password": _PASSWORD})
        if answer.status_code != 303:
            raise RuntimeError(answer.text[-2000:])
        return browser

    def read(self, browser: httpx.Client, path: str) -> _Load:
        """All readers ask for a page at once, four times each."""

        def once(_: int) -> tuple[float, int]:
            began = time.perf_counter()
            answer = browser.get(path)
            answer.raise_for_status()
            return time.perf_counter() - began, len(answer.content)

        once(0)
        before, began = self._cpu(), time.perf_counter()
        with ThreadPoolExecutor(READERS) as readers:
            taken = list(readers.map(once, range(4 * READERS)))
        waited, took = [seconds for seconds, _ in taken], time.perf_counter() - began
        spent = max(0.0, self._cpu() - before - self._own_work * took) / len(taken)
        return _Load(spent, taken[0][1], median(waited), quantiles(waited, n=20)[-1])

    def start_crawl(self) -> None:
        """Have the large county crawled again while the readers go on."""
        signer = self.reader(_NAME)
        form = _token(signer.get(f"/county/{_county(0)}").text)
        signer.post(f"/county/{_county(0)}/crawl", data={"token": form})

    def note_own_work(self) -> None:
        """What the crawl alone takes of a CPU, which is none of the readers' doing."""
        time.sleep(1)
        before, began = self._cpu(), time.perf_counter()
        time.sleep(3)
        self._own_work = (self._cpu() - before) / (time.perf_counter() - began)

    def _cpu(self) -> float:
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS


@contextmanager
def _serving(home: Path) -> Iterator[_Office]:
    """A server over the home folder, ended with the block."""
    port = _free_port()
    words = _command(home, "serve", "--port", str(port))
    quiet = subprocess.DEVNULL
    with subprocess.Popen(words, cwd=ROOT, stdout=quiet, stderr=quiet, env=as_installed()) as process:
        base = f"http://127.0.0.1:{port}"
        try:
            _wait_for(base)
            yield _Office(process, base)
        finally:
            process.terminate()
            process.wait(60)


def _wait_for(base: str) -> None:
    ends = time.monotonic() + 180
    while time.monotonic() < ends:
        try:
            httpx.get(f"{base}/healthz")
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the server did not start")


def _free_port() -> int:
    import socket

    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
    return port


def _command(home: Path, *words: str) -> Sequence[str]:
    return [sys.executable, "-m", "auditor", "--home", str(home), "--now", "2020-04-11T09:00", *words]


def _fill(home: Path, port: int, columns: int, counties: int) -> None:
    """One county crawled and audited; the others as if each had been: the same audit under its own name."""
    folder = home / "counties"
    folder.mkdir()
    for number in range(counties):
        (folder / f"{number:04}.toml").write_text(county_text(number, port, columns if number == 0 else 20, 0), "utf-8")
    facts = f'[city]\nname = "{_CITY}"\nhome = "https://www.city.example.gov.cn/"\n'
    members = "".join(f'[[member]]\nfile = "{number:04}.toml"\n' for number in range(counties))
    (folder / "city.toml").write_text(facts + members, "utf-8")
    measured(_command(home, "run", str(folder / "0000.toml"), "-q", "2020Q1", "--out", str(home / "out")))
    store = open_store(home / "auditor.db")
    add_account(store, _NAME, Role.SIGNER, _PASSWORD, datetime.now(UTC))  # sees drafts too
    with store.engine.begin() as connection:
        for number in range(1, counties):
            connection.execute(text("INSERT INTO county (name) VALUES (:name)"), {"name": _county(number)})
        connection.execute(
            text(
                "INSERT INTO audit (county_id, period, made_at, digest, json_text, wording, summary) SELECT c.id, "
                "a.period, a.made_at, '', a.json_text, '', a.summary FROM county c, audit a WHERE c.id > a.county_id"
            )
        )
    store.close()


def _county(number: int) -> str:
    return f"模拟{number:04d}县"


def _token(page: str) -> str:
    found = re.search(r'name="token" value="([0-9a-f]{64})"', page)
    if found is None:
        raise RuntimeError(page[:500])
    return found[1]
