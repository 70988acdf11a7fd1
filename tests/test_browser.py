"""Columns written by scripts, in a real Chromium: exact or honestly unknown, and nothing asked past the fetcher."""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from later_script_portals import COLUMNS as COLUMNS_LATER
from later_script_portals import MARKED as MARKED_LATER
from later_script_portals import PRESSED, TRUTH, later_portal
from needs import needs, needs_package
from offices import small_county
from script_portals import ScriptPortal, in_quarter, script_portal

from auditor.archive import ArchiveReader
from auditor.audit.model import Audit
from auditor.base.period import LOCAL, Period
from auditor.base.settings import BrowserSettings, Place
from auditor.base.terms import ColumnState, FetchStatus
from auditor.county.model import County
from auditor.crawl import browser
from auditor.crawl.browser import Given
from auditor.crawl.column import ColumnReading
from auditor.fetch import Fetched, PageRequest, chromium
from auditor.fetch.chromium import Bounds
from auditor.pipeline import pictures
from auditor.pipeline.crawling import crawl_county
from auditor.pipeline.line import audit_county, write_circular
from auditor.pipeline.pictures import list_pictures, wanted_pictures
from auditor.pipeline.replay import replay_period
from auditor.store import RunMark, Store, open_store

Q1 = Period.parse("2020Q1")
HURRIED = Bounds(seconds=150, requests=40, size=4_000_000, quiet=0.5, patient=2.5, script=12)
MARKED = ("hash/#/list/hash-a", "hash/#/list/hash-b")
COLUMNS = (
    *MARKED,
    *("paged", "scroll", "more", "numbered", "tab", "late", "foreign", "broken", "empty", "endless", "bold", "sneaky"),
    *("flood", "away", "wall", "plain"),
)
EXACT = {
    "paged": in_quarter("paged", 24),
    "scroll": in_quarter("scroll", 24),
    "more": in_quarter("more", 24),
    "numbered": in_quarter("numbered", 24),
    "tab": 4,
    "late": 4,
    "bold": 5,
    "sneaky": 6,
    "hash/#/list/hash-a": 7,
    "hash/#/list/hash-b": 3,
    "plain": 5,
}
UNKNOWN = {
    "foreign": ColumnState.UNREADABLE,
    "broken": ColumnState.UNREADABLE,
    "endless": ColumnState.UNREADABLE,
    "flood": ColumnState.UNREADABLE,
    "away": ColumnState.UNREADABLE,
    "wall": ColumnState.BLOCKED,
}


def clock() -> datetime:
    return datetime(2020, 4, 10, 2, 30, tzinfo=LOCAL)


def scripted_county(home: str, columns: tuple[str, ...] = COLUMNS, marked: tuple[str, ...] = MARKED) -> County:
    """A county whose columns are these pages."""
    whole = small_county(home, concurrency=3)
    model = whole.column[0]
    made = [
        model.model_copy(
            update={"name": path, "url": f"/{path}" if "#" in path else f"/{path}/", "browser": path in marked}
        )
        for path in columns
    ]
    return whole.model_copy(update={"column": tuple(made)})


def place_at(folder: Path) -> Place:
    return Place(folder, browser=BrowserSettings(sandbox=not chromium.is_root()))


@dataclass
class Crawled:
    portal: ScriptPortal
    county: County
    place: Place
    store: Store
    run: RunMark
    audit: Audit
    readings: dict[str, ColumnReading]
    asked: list[tuple[str, str]]


def crawl(county: County, store: Store, place: Place) -> RunMark:
    work = crawl_county(
        county, store, place, clock, since=date(2020, 1, 1), thorough=True, watch=lambda *_: None, clock_checked=True
    )
    return asyncio.run(work)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """One crawl of the whole portal."""
    needs("chromium")
    needs_package("playwright")
    folder = tmp_path_factory.mktemp("browser")
    with pytest.MonkeyPatch.context() as patch, script_portal() as portal:
        store = open_store(folder / "auditor.db")
        patch.setattr(browser, "BOUNDS", HURRIED)
        county, place = scripted_county(portal.home), place_at(folder)
        run = crawl(county, store, place)
        asked = list(portal.seen)
        audit = audit_county(county, store, place, Q1, clock)
        found = store.runs.load_readings(county)
        readings = {column.name: found[column.key].newest for column in county.column}
        yield Crawled(portal, county, place, store, run, audit, readings, asked)
        store.close()


@pytest.mark.parametrize("name", EXACT)
def test_a_list_written_by_a_script_is_counted_exactly(crawled: Crawled, name: str):
    [row] = [row for row in crawled.audit.rows if row.column == name]
    assert (row.state, row.reason, row.count) == (ColumnState.COUNTED, "", EXACT[name])


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_cannot_be_shown_whole_stays_unknown(crawled: Crawled, name: str):
    [row] = [row for row in crawled.audit.rows if row.column == name]
    assert (row.state, row.count) == (UNKNOWN[name], None)
    assert row.reason


def test_an_empty_list_is_proved_by_the_answer_that_says_so(crawled: Crawled):
    rows = {row.column: row for row in crawled.audit.rows}
    assert (rows["empty"].state, rows["empty"].count) == (ColumnState.BLANK, 0)
    assert "没有说明栏目为空" in rows["broken"].reason, "the same words beside an answer that failed"


def test_nothing_is_asked_past_the_fetcher(crawled: Crawled):
    portal = crawled.portal
    assert {agent for _, agent in crawled.asked} == {"ColumnAuditor/0.1.0"}
    in_flight = len(crawled.asked) + len(portal.foreign) - crawled.run.requests
    assert 0 <= in_flight <= crawled.county.crawl.concurrency, "when a page that asks for ever was closed"
    assert portal.trapped == 0
    assert portal.foreign == ["/robots.txt", "/plain/"], "where a page went, on the portal's own name"
    assert not [path for path in portal.asked() if path.startswith("/caught/")]
    assert "/js/w.js" not in portal.asked()
    assert "/js/sw.js" not in portal.asked()


def test_scripts_that_columns_share_and_data_are_asked_for_once(crawled: Crawled):
    asked = crawled.portal.asked()
    assert asked["/js/hash.js"] == 1, "two columns"
    assert asked["/paged/"] == asked["/js/paged.js"] == 1
    assert asked["/api/paged"] == 3


def test_a_shown_document_is_a_record_beside_what_it_was_made_from(crawled: Crawled):
    archive = ArchiveReader(crawled.place.archive_of(crawled.county.name))
    pages = [archive.read_snapshot(record) for record in crawled.readings["paged"].pages]
    assert [(page.request.method, page.request.body) for page in pages[:3]] == [
        ("GET", None),
        ("SHOW", None),
        ("SHOW", "2"),
    ]
    made_from = [[archive.read_snapshot(record).url for record in page.made_from] for page in pages[1:3]]
    home = crawled.portal.home
    assert made_from == [[f"{home}paged/", f"{home}js/paged.js", f"{home}api/paged?p=1"], [f"{home}api/paged?p=2"]]
    assert b"<script" not in pages[1].body
    assert archive.original_of(pages[1].record).url == f"{home}paged/"


def test_a_replay_needs_no_browser_and_gives_the_same_bytes(crawled: Crawled, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(browser, "is_installed", lambda: False)
    monkeypatch.setitem(sys.modules, "playwright", None)
    before = len(crawled.portal.seen)
    replayed = asyncio.run(replay_period(crawled.county, crawled.store, crawled.place, Q1))
    assert replayed.differences == ()
    assert replayed.audit.to_json() == crawled.audit.to_json()
    assert len(crawled.portal.seen) == before


def test_a_replay_reads_by_the_marks_of_then(crawled: Crawled):
    columns = [column.model_copy(update={"browser": not column.browser}) for column in crawled.county.column]
    turned = crawled.county.model_copy(update={"column": tuple(columns)})
    replayed = asyncio.run(replay_period(turned, crawled.store, crawled.place, Q1))
    assert [(row.state, row.count) for row in replayed.audit.rows] == [
        (row.state, row.count) for row in crawled.audit.rows
    ]


def test_without_the_extra_such_columns_say_what_would_help(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(browser, "is_installed", lambda: False)
    monkeypatch.setattr(chromium, "is_installed", lambda: False)
    monkeypatch.setitem(sys.modules, "playwright", None)  # an import would fail
    with script_portal() as portal:
        county, place = scripted_county(portal.home, ("paged", "plain", "hash/#/list/hash-a")), place_at(tmp_path)
        store = open_store(tmp_path / "auditor.db")
        crawl(county, store, place)
        audit = audit_county(county, store, place, Q1, clock)
        rows = {row.column: row for row in audit.rows}
        replayed = asyncio.run(replay_period(county, store, place, Q1))
        store.close()
    assert rows["plain"].count == 5
    for name in ("paged", "hash/#/list/hash-a"):
        assert (rows[name].state, rows[name].count) == (ColumnState.UNREADABLE, None)
        assert "安装 browser 组件后可以读取" in rows[name].reason
    assert replayed.differences == ()


def test_a_browser_without_its_sandbox_is_not_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    needs("chromium")
    needs_package("playwright")
    monkeypatch.setattr(chromium, "is_root", lambda: True)
    with script_portal() as portal:
        county = scripted_county(portal.home, ("hash/#/list/hash-a",))
        store = open_store(tmp_path / "auditor.db")
        crawl(county, store, Place(tmp_path))
        [row] = audit_county(county, store, Place(tmp_path), Q1, clock).rows
        store.close()
    assert row.count is None
    assert "root" in row.reason


def test_pictures_show_what_people_see_with_address_and_time_above(
    crawled: Crawled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    chosen = {"broken", "away"}
    audit = crawled.audit.model_copy(update={"findings": ()})
    wanted = [one for one in wanted_pictures(audit) if any(name in one.address for name in chosen)]
    assert [one.why for one in wanted] == ["未能核查", "未能核查"]
    monkeypatch.setattr(pictures, "wanted_pictures", lambda _: tuple(wanted))
    rules = crawled.county.crawl.model_copy(update={"pictures": True})
    county = crawled.county.model_copy(update={"crawl": rules})
    assert asyncio.run(pictures.take_pictures(crawled.county, crawled.store, crawled.place, clock, audit)) == ()
    assert list_pictures(crawled.place, county.name, "2020Q1") == (), "off unless asked for"
    assert asyncio.run(pictures.take_pictures(county, crawled.store, crawled.place, clock, audit)) == ()
    taken = list_pictures(crawled.place, county.name, "2020Q1")
    assert [one.address for one in taken] == [one.address for one in wanted]
    write_circular(audit, crawled.place, tmp_path)
    for one in taken:
        content = (tmp_path / one.path).read_bytes()
        assert content.startswith(b"\x89PNG")
        assert int.from_bytes(content[16:20]) == 1280
        assert 60 < int.from_bytes(content[20:24]) < 5000
    book = openpyxl.load_workbook(tmp_path / "evidence.xlsx")
    links = [row[5].hyperlink.target for row in book["网页截图"].iter_rows(min_row=2)]
    assert links == [one.path for one in taken]
    assert audit_county(county, crawled.store, crawled.place, Q1, clock).to_json() == crawled.audit.to_json()


def test_pictures_without_the_extra_say_what_lacks(crawled: Crawled, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(chromium, "is_installed", lambda: False)
    rules = crawled.county.crawl.model_copy(update={"pictures": True})
    county = crawled.county.model_copy(update={"crawl": rules})
    [note] = asyncio.run(pictures.take_pictures(county, crawled.store, crawled.place, clock, crawled.audit))
    assert note.startswith("没有留网页截图：")
    assert "browser 组件" in note


ALONE = r"""
import socket, subprocess, sys, threading
for line in ("link set lo up", "link add name out type bridge mcast_snooping 0", "addr add 10.9.9.1/24 dev out",
             "link set out up",
             "route add default via 10.9.9.2 dev out"):
    subprocess.run(["ip", *line.split()], check=True)
wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
wire.bind(("out", 0))
left = []
def listen():
    while True:
        frame = wire.recv(2048)
        if frame[12:14] in (b"\x08\x00", b"\x08\x06"):  # IPv4 and ARP; the system itself speaks IPv6
            left.append(frame)
threading.Thread(target=listen, daemon=True).start()
sys.path.insert(0, "tests")
import pathlib, tempfile, time
import test_browser as t
t.browser.BOUNDS = t.HURRIED
with t.script_portal() as portal, tempfile.TemporaryDirectory() as folder:
    county, place = t.scripted_county(portal.home, ("sneaky", "bold")), t.place_at(pathlib.Path(folder))
    store = t.open_store(place.home / "auditor.db")
    run = t.crawl(county, store, place)
    rows = t.audit_county(county, store, place, t.Q1, t.clock).rows
    counts = [row.count for row in rows]
    store.close()
    trapped, past = portal.trapped, len(portal.seen) - run.requests
caught, told = len(left), [frame.hex() for frame in left]
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("203.0.113.9", 9))
time.sleep(0.5)
print(told, file=sys.stderr)
print(counts, trapped, past, caught, len(left) > caught)
"""


def test_in_a_network_of_its_own_nothing_else_leaves():
    """Every frame that tries to leave a network namespace is caught; there is none until the test sends one."""
    needs("chromium")
    needs_package("playwright")
    unshare = [needs("unshare"), "--net"]
    needs("ip")
    if subprocess.run([*unshare, "true"], capture_output=True).returncode:
        pytest.skip("no network namespace can be made here")
    ran = subprocess.run([*unshare, sys.executable, "-c", ALONE], capture_output=True, text=True, timeout=300)
    assert ran.stdout.strip() == "[6, 5] 0 0 0 True", ran.stderr[-2000:]


LATER = ("年报", "决算", "pushed", "query", "cookie", "made-up-quietly", "shadow", "written", "window", "leaping")
LATER += ("years-empty", "years-all", "abroad", "clicks")
"""Those of the later portal that the tests look at; all of them by hand: `python tests/test_browser.py`."""


@dataclass
class Later:
    """For each column of the later portal the count and the reading; what the crawl told."""

    found: dict[str, tuple[int | None, ColumnReading]]
    notes: tuple[str, ...]


def crawled_later(folder: Path, columns: tuple[str, ...]) -> Later:
    """Crawl columns of the later portal; a replay gives the same."""
    with pytest.MonkeyPatch.context() as patch, later_portal() as portal:
        patch.setattr(browser, "BOUNDS", HURRIED)
        store, place = open_store(folder / "auditor.db"), place_at(folder)
        county = scripted_county(portal.home, columns, MARKED_LATER)
        pressed = tuple(one.model_copy(update={"press": PRESSED.get(one.name, "")}) for one in county.column)
        county = county.model_copy(update={"column": pressed})
        run = crawl(county, store, place)
        audit = audit_county(county, store, place, Q1, clock)
        plain = tuple(one.model_copy(update={"press": ""}) for one in county.column)
        replayed = replay_period(county.model_copy(update={"column": plain}), store, place, Q1)
        assert asyncio.run(replayed).differences == ()
        found = store.runs.load_readings(county)
        store.close()
    return Later({row.column: (row.count, found[row.key].newest) for row in audit.rows}, run.notes)


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Later:
    needs("chromium")
    needs_package("playwright")
    return crawled_later(tmp_path_factory.mktemp("later"), LATER)


@pytest.mark.parametrize("name", LATER)
def test_what_must_be_pressed_asked_for_or_scrolled_to_is_exact_or_unknown(later: Later, name: str):
    count, reading = later.found[name]
    assert count == TRUTH[name], reading.reason
    assert bool(reading.reason) == (TRUTH[name] is None)


def test_what_was_pressed_is_told(later: Later):
    told = [note for note in later.notes if "点开" in note]
    assert sorted(told) == [f"“{name}”：在浏览器中先点开了“{words}”" for name, words in (
        ("query", "查询"), ("years-all", "全部"), ("决算", "决算"), ("年报", "年报")
    )], "as the county file says, and tabs that bear the column's name; none that leads to another page"  # fmt: skip
    assert "没有一条相同" in later.found["leaping"][1].reason


def test_what_is_pressed_is_part_of_the_plan():
    tab = Given.of(scripted_county("http://a.test/", ("x",)).column[0].model_copy(update={"press": "信息公开 > 查询"}))
    assert tab.press == ("信息公开", "查询")
    assert tab.plan.kept == {"browser": "shown", "press": "信息公开 > 查询"}


ORDINARY = r"""
import os, pathlib, sys, tempfile, threading
sys.path.insert(0, "tests")
import test_browser as t
kinds, stop = set(), threading.Event()
def look():
    while not stop.wait(0.05):
        for at in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                said = (at / "cmdline").read_bytes().replace(b"\0", b" ").split(b" ")
                if b"--type=renderer" in said and at.stat().st_uid == os.getuid():
                    told = dict(line.split(":", 1) for line in (at / "status").read_text().splitlines())
                    is_apart = told["Seccomp"].strip() == "2" and len(told["NSpid"].split()) > 1
                    kinds.add("open" if b"--no-sandbox" in said else "apart" if is_apart else "starting")
            except OSError:
                continue
watch = threading.Thread(target=look)
watch.start()
with t.script_portal() as portal, tempfile.TemporaryDirectory() as folder:
    county, place = t.scripted_county(portal.home, ("bold",)), t.Place(pathlib.Path(folder))
    store = t.open_store(place.home / "auditor.db")
    t.crawl(county, store, place)
    [row] = t.audit_county(county, store, place, t.Q1, t.clock).rows
    store.close()
stop.set()
watch.join()
print(row.count, row.reason, *sorted(kinds - {"starting"}))
"""


def as_ordinary_user(home: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command as nobody in particular where the tests run as root, else as whoever runs them."""
    who = {"user": 65534, "group": 65534, "extra_groups": []} if chromium.is_root() else {}
    packages = [path for path in sys.path if path.endswith("site-packages")]
    set_up = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TMPDIR": str(home),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent.parent), *packages]),
    }
    return subprocess.run(command, capture_output=True, text=True, timeout=240, env=set_up, **who)  # type: ignore[call-overload, no-any-return]


def test_an_ordinary_user_reads_with_the_browser_in_its_sandbox():
    """The renderer has processes and system calls of its own, by the kernel's word, and the column is read."""
    program = needs("chromium")
    needs_package("playwright")
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        home.chmod(0o777)
        python = next((path for path in (sys.executable, "/usr/bin/python3") if _can_load(home, path)), "")
        if not python:
            pytest.skip("no Python with the project's packages is open to ordinary users here")
        opened = as_ordinary_user(home, program, "--headless", "--dump-dom", "about:blank")
        if opened.returncode:
            pytest.skip("no sandbox can be had here: neither user namespaces nor chromium-sandbox")
        ran = as_ordinary_user(home, python, "-c", ORDINARY)
    assert ran.stdout.strip() == "5  apart", ran.stderr[-2000:]


def _can_load(home: Path, python: str) -> bool:
    try:
        return as_ordinary_user(home, python, "-c", "import auditor.crawl.browser, playwright, pytest").returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as at:
        for called, (number, seen) in crawled_later(Path(at), COLUMNS_LATER).found.items():
            verdict = "exact" if number == TRUTH[called] else "unknown" if number is None else "WRONG"
            print(f"{verdict:8}{called:16}{number!s:5}{TRUTH[called]!s:5}{seen.state.value:12}{seen.reason}")  # noqa: T201


@dataclass
class LedAway:
    """A tab whose page has gone to an address by now."""

    address: str
    answers: tuple[Fetched, ...] = (
        Fetched(PageRequest("http://a.cn/x/"), FetchStatus.OK, "http://a.cn/x/", 200, (), b"", clock()),
    )

    async def document(self) -> str:
        return "<html></html>"


@pytest.mark.parametrize("address", ["http://b.cn/", "chrome-error://chromewebdata/"])
@pytest.mark.parametrize(("is_pressed", "why"), [(True, "led_away"), (False, "left")])
def test_a_page_that_was_pressed_away_did_not_go_by_itself(address: str, is_pressed: bool, why: str):
    fetcher = browser.BrowserFetcher(None, None, BrowserSettings(), "", clock)  # type: ignore[arg-type]
    with pytest.raises(chromium.NotShown) as refused:
        asyncio.run(fetcher._taken(PageRequest("http://a.cn/x/"), LedAway(address), 0, is_pressed=is_pressed))  # type: ignore[arg-type]
    assert refused.value.why == why
    assert browser.WORDS.why[why]
