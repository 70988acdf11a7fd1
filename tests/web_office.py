"""A web application over a small stored county, and a browser that fills in its forms."""

import asyncio
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from httpx import ASGITransport, AsyncClient, Cookies, Response
from portals import NOW, column, county, reading, sighting, sightings, unread

from auditor.base.period import Period
from auditor.base.settings import Place, clock_at
from auditor.base.terms import Role, TaskKind
from auditor.county.model import County
from auditor.county.writing import save_county
from auditor.crawl.column import ColumnReading
from auditor.fleet.files import CountyFiles
from auditor.pipeline.line import audit_county
from auditor.schedule import Progress
from auditor.store import RunMark, Store, open_store
from auditor.store.people import WHOLE, Scope
from auditor.web import passwords
from auditor.web.accounts import add_account
from auditor.web.app import create_app
from auditor.web.shield import SetupCode

passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
"""Weak on purpose: tests sign in hundreds of times."""
Q1 = Period.parse("2020Q1")
CODE = "12345678"
PASSWORD = "correct horse 1"
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>\u202e{{ 7*7 }}'
PLANS, NOTICES, FUNDS = (
    column("规划计划", "发改局"),
    column("通知公告", "财政局"),
    column("资金公示", "民政局"),
)
COUNTY = county([PLANS, NOTICES, FUNDS])
HERE = "/county/清源县/2020Q1"
LOOKED = {"looked_at": "2020-04-08T15:30", "address": "http://portal.test/funds/"}
"""When and where somebody looked who decides a grade by hand."""
SAW = "2020-04-08 15:30打开http://portal.test/funds/，"
"""How the words of such a grade begin."""


@dataclass
class Watch:
    """Real time, as far as the application knows."""

    now: datetime = field(default_factory=lambda: datetime(2020, 4, 10, 9, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def pass_time(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class Client:
    """Speaks to the application without a network, and keeps its cookies."""

    app: object
    address: str
    base_url: str = "http://127.0.0.1:8620"
    cookies: Cookies = field(default_factory=Cookies)

    def get(self, path: str, **more: object) -> Response:
        return self.request("GET", path, **more)

    def post(self, path: str, **more: object) -> Response:
        return self.request("POST", path, **more)

    def request(self, method: str, path: str, **more: object) -> Response:
        async def ask() -> Response:
            transport = ASGITransport(self.app, client=(self.address, 50000))  # type: ignore[arg-type]
            async with AsyncClient(transport=transport, base_url=self.base_url, cookies=self.cookies) as client:
                answer = await client.request(method, path, **more)  # type: ignore[arg-type]
                self.cookies = client.cookies
                return answer

        return asyncio.run(ask())


class Browser:
    """Follows links and sends forms with the token of the page they stand on."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, path: str) -> Response:
        return self.client.get(path)

    def read(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[-800:])
        return answer.text

    def send(self, path: str, page: str = "/account", **fields: object) -> Response:
        form = self.client.get(page).text
        seen = re.search(r'name="seen" value="([^"]*)"', form)
        hidden = {"token": token_of(form), **({"seen": seen[1]} if seen else {})}
        return self.client.post(path, data={**hidden, **fields})

    def sign_in(self, name: str, password: str = PASSWORD) -> Response:
        return self.send("/login", "/login", name=name, password=password)


@dataclass
class Asked:
    """In the place of the schedule: notes what it was asked for, and refuses where told that it is under way."""

    tasks: list[tuple[str, TaskKind, str]] = field(default_factory=list)
    is_under_way: bool = False
    halted: list[tuple[str, str]] = field(default_factory=list)

    def request(self, county: str, kind: TaskKind, period: str = "") -> bool:
        self.tasks.append((county, kind, period))
        return not self.is_under_way

    def halt(self, county: str, note: str) -> bool:
        self.halted.append((county, note))
        return self.is_under_way


@dataclass
class Office:
    """The application, its memory, its clock, and what it has of the schedule."""

    app: object
    store: Store
    folder: Path
    watch: Watch
    asked: Asked
    progress: Progress

    def browser(
        self, name: str = "", role: Role | None = None, *, address: str = "127.0.0.1", scope: Scope = WHOLE
    ) -> Browser:
        browser = Browser(Client(self.app, address))
        if role:
            if self.store.people.find_account(name) is None:
                add_account(self.store, name, role, PASSWORD, self.watch(), scope=scope)
            assert browser.sign_in(name).status_code == 303
        return browser


def token_of(page: str) -> str:
    found = re.search(r'name="token" value="([0-9a-f]{64})"', page)
    assert found, page[:500]
    return found[1]


@lru_cache(maxsize=8)
def stored(make: Callable[[], dict[str, ColumnReading]]) -> bytes:
    """A database over what one crawl read, audited; made once and copied for every test."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = open_store(folder / "auditor.db")
        if readings := make():
            crawl(store, COUNTY, readings)
            audit_county(COUNTY, store, Place(folder), Q1, clock_at("2020-04-10T09:00"))
        with store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        store.close()
        return (folder / "auditor.db").read_bytes()


def nothing() -> dict[str, ColumnReading]:
    """No crawl yet."""
    return {}


@contextmanager
def office(
    folder: Path, make: Callable[[], dict[str, ColumnReading]] = nothing, hosts: Sequence[str] = ()
) -> Iterator[Office]:
    """An application in April 2020, over what ``make`` says that one crawl read."""
    path = folder / "qingyuan.toml"
    save_county(path, COUNTY)
    (folder / "auditor.db").write_bytes(stored(make))
    store = open_store(folder / "auditor.db")
    watch = Watch()
    place = Place(folder, fonts=folder / "fonts", wording=folder / "wording")
    clock = clock_at("2020-04-10T09:00")
    asked, progress = Asked(), Progress()
    files = CountyFiles([path], folder / "counties")
    app = create_app(
        files, store, place, clock, agenda=asked, progress=progress, setup=SetupCode(CODE), watch=watch, hosts=hosts
    )
    try:
        yield Office(app, store, folder, watch, asked, progress)
    finally:
        store.close()


def crawl(store: Store, known: County, readings: dict[str, ColumnReading], days: int = 0) -> None:
    at = NOW + timedelta(days=days)
    mark = store.runs.start(known, RunMark(0, at, date(2020, 1, 1), thorough=True))
    for entry in known.column:
        store.runs.save(mark, known, [(entry, replace(readings[entry.key], read_at=at))])
    store.runs.finish(replace(mark, finished_at=at, archive=f"{mark.name}.warc.gz", digest="abc"))


def plain_readings() -> dict[str, ColumnReading]:
    """Four fresh items, one item only, and a column that could not be read."""
    return {
        PLANS.key: reading(PLANS.key, sightings(4, "2020-03-20")),
        NOTICES.key: reading(NOTICES.key, [sighting("关于预算的公告", "2020-03-25")]),
        FUNDS.key: unread(FUNDS.key),
    }


def known_readings() -> dict[str, ColumnReading]:
    """All three columns read; one of them empty in the period."""
    return {
        **plain_readings(),
        FUNDS.key: reading(FUNDS.key, [sighting("去年的资金", "2019-11-02")], back_to="2019-11-02"),
    }


def hostile_readings() -> dict[str, ColumnReading]:
    """Titles, addresses and reasons that try to become part of the page."""
    bad = [
        sighting(HOSTILE, "2020-03-20", url="javascript:alert(document.domain)"),
        sighting(HOSTILE + "2", None, url="data:text/html,<script>alert(1)</script>"),
    ]
    return {
        PLANS.key: reading(PLANS.key, bad, vanished=[]),
        NOTICES.key: reading(NOTICES.key, [sighting(HOSTILE, "2020-03-25", url='http://portal.test/a"onclick=x')]),
        FUNDS.key: unread(FUNDS.key, reason=HOSTILE),
    }
