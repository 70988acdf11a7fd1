"""What an earlier version of the reader counted is read anew from the archive before a draft is made of it.

`earlier_reader/` is a home as a version without witnesses left it: two crawls, a draft and an issued circular. It
counted three columns: one that today's reader proves too, one full page that shows no end (20 items), and one whose
first page is all old (0 items), of which it never fetched the second.
"""

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from offices import at
from servers import Portal
from test_fleet import code_of
from test_wrong_clock import Clockwork, crawl, place_of
from web_office import Asked, Office, Watch

from auditor.audit.model import Audit, RowEntry
from auditor.base.period import Period
from auditor.base.settings import Place, clock_at
from auditor.base.terms import ColumnState, Role
from auditor.county.model import County, load_county
from auditor.crawl.column import READER
from auditor.fleet.files import CountyFiles
from auditor.pipeline.crawling import crawl_county
from auditor.pipeline.lease import holding
from auditor.pipeline.line import audit_county
from auditor.pipeline.replay import replay_period
from auditor.schedule import Progress
from auditor.store import Store, open_store
from auditor.web.app import create_app
from auditor.web.shield import SetupCode

KEPT = Path(__file__).parent / "earlier_reader"
Q1 = Period.parse("2020Q1")
LATER, FIRST, NEXT = at("2020-04-20T09:00"), at("2020-04-10T02:30"), at("2020-04-11T02:30")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home of the earlier version, copied."""
    shutil.copytree(KEPT / "archive", Place(tmp_path).archive_of("旧县"))
    with sqlite3.connect(tmp_path / "auditor.db") as connection:
        connection.executescript((KEPT / "auditor.sql").read_text(encoding="utf-8"))
    connection.close()
    return tmp_path


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    store = open_store(home / "auditor.db")
    yield store
    store.close()


COUNTY = load_county(KEPT / "county.toml")


def draft(store: Store, home: Path, county: County = COUNTY) -> Audit:
    return audit_county(county, store, Place(home), Q1, lambda: LATER)


def rows(audit: Audit) -> dict[str, RowEntry]:
    return {row.column: row for row in audit.rows}


def test_a_draft_over_what_an_earlier_reader_read_has_witnesses_of_todays(home: Path, store: Store):
    audit = draft(store, home)
    proved, endless, old_first = (rows(audit)[name] for name in ("通知公告", "政策文件", "规划计划"))
    assert audit.reader == READER
    assert (proved.count, proved.state) == (3, ColumnState.COUNTED)
    assert proved.witness
    assert proved.witness.order
    assert (endless.count, endless.state) == (None, ColumnState.UNREADABLE)
    assert "不能确认列表到此为止" in endless.reason
    assert (old_first.count, old_first.state) == (None, ColumnState.UNREADABLE), "a zero that nobody had witnessed"
    assert "存档中没有这一页，需重新采集" in old_first.reason


def test_what_was_read_anew_is_kept_and_told_and_not_read_twice(home: Path, store: Store):
    assert store.runs.last_rereading(COUNTY) is None
    first = draft(store, home)
    told = store.runs.last_rereading(COUNTY)
    assert told
    assert (told.at, told.reader, told.runs) == (LATER, READER, 2)
    assert store.runs.list_older(COUNTY) == []
    shutil.rmtree(Place(home).archive_of("旧县"))
    assert draft(store, home) == first
    assert {run.reader for run in store.runs.list_runs(COUNTY)} == {""}, "who chose what to fetch is not forgotten"


def test_first_sightings_stand_where_they_stood(home: Path, store: Store):
    before = {
        item.first_seen for item in rows(store.audits.load_audit(COUNTY, Q1) or draft(store, home))["通知公告"].items
    }
    after = {item.first_seen for item in rows(draft(store, home))["通知公告"].items}
    assert before == after == {FIRST}


def test_the_new_draft_is_replayed_to_the_byte(home: Path, store: Store):
    audit = draft(store, home)
    with sqlite3.connect(home / "auditor.db") as connection:
        connection.execute("DELETE FROM circular")
    connection.close()
    replayed = asyncio.run(replay_period(COUNTY, store, Place(home), Q1))
    assert replayed.differences == ()
    assert not replayed.is_later_reader
    assert replayed.audit.to_json() == audit.to_json()


def test_an_issued_circular_stands_and_its_replay_lists_what_todays_reader_says(
    home: Path, store: Store, capsys: pytest.CaptureFixture[str]
):
    issued = store.audits.load_issued(COUNTY, Q1)
    assert issued
    draft(store, home)
    again = store.audits.load_issued(COUNTY, Q1)
    assert again
    assert again.to_json() == issued.to_json()
    assert code_of(["replay", str(KEPT / "county.toml"), "-q", "2020Q1", "--home", str(home)]) == 3
    said = capsys.readouterr().out
    assert "旧版程序" in said
    assert "栏目“政策文件”：原为20条，重算为未能核查" in said
    assert "栏目“规划计划”：原为0条，重算为未能核查" in said
    assert "通知公告" not in said


def test_without_its_archive_a_column_is_unknown_and_says_why(home: Path, store: Store):
    shutil.rmtree(Place(home).archive_of("旧县"))
    audit = draft(store, home)
    assert {row.count for row in audit.rows} == {None}
    assert all("由旧版程序读取" in row.reason and "重新采集" in row.reason for row in audit.rows)
    assert store.runs.last_rereading(COUNTY) is None
    assert {state.state for state in store.runs.load_states(COUNTY).values()} == {ColumnState.UNREADABLE}


def test_a_run_whose_archive_is_gone_is_left_out_and_the_others_are_read(home: Path, store: Store):
    (Place(home).archive_of("旧县") / "run-000002.warc.gz").unlink()
    audit = draft(store, home)
    assert rows(audit)["通知公告"].count == 3, "the run before it was made after the period too"
    assert [run.id for run in store.runs.list_older(COUNTY)] == [2]


def test_a_damaged_archive_is_a_missing_one(home: Path, store: Store):
    for file in Place(home).archive_of("旧县").glob("*.gz"):
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 255
        file.write_bytes(bytes(content))
    assert {row.count for row in draft(store, home).rows} == {None}


def test_while_another_program_works_on_the_county_nothing_is_read_anew(home: Path, store: Store):
    async def story() -> Audit:
        async with holding(store, "county:旧县"):
            return draft(store, home)

    assert {row.count for row in asyncio.run(story()).rows} == {None}
    assert rows(draft(store, home))["通知公告"].count == 3


def test_a_crawl_after_the_change_of_version_stands_on_what_was_read_anew(tmp_path: Path):
    """So that its replay, which reads the runs before it with today's reader too, gives the same to the byte."""

    async def story() -> None:
        portal = Clockwork()
        async with Portal({"/": portal.answer, "/c/": portal.answer}) as server:
            county, store = place_of(server.home), open_store(tmp_path / "auditor.db")
            await crawl(county, store, tmp_path, FIRST)
            with sqlite3.connect(tmp_path / "auditor.db") as connection:
                connection.execute("UPDATE run SET reader = '1'")
                connection.execute("UPDATE column_pass SET reader = '1', witness = NULL, state = 'counted'")
                connection.execute("UPDATE item SET published = '2020-01-01', title = '旧版误读的标题'")
            connection.close()
            portal.rows, portal.says = 4, NEXT
            await crawl(county, store, tmp_path, NEXT)
            audit = audit_county(county, store, Place(tmp_path), Q1, lambda: NEXT + timedelta(days=1))
            assert audit.total == 4
            assert "误读" not in audit.to_json()
            assert store.runs.list_changes(county, county.column[0]) == [], "a misreading is no change of the page"
            assert {item.first_seen for item in audit.rows[0].items} == {FIRST, NEXT}
            replayed = await replay_period(county, store, Place(tmp_path), Q1)
            assert replayed.differences == ()
            store.close()

    asyncio.run(story())


@pytest.mark.parametrize("thorough", [True, False])
@pytest.mark.parametrize("older", [(1, 2, 3), (1,), (2,), (1, 2)])
def test_whichever_runs_an_earlier_reader_read_the_draft_is_what_todays_would_have_made(
    tmp_path: Path, older: tuple[int, ...], thorough: bool
):
    """Three crawls of a list that grows, some marked as another version's; its replay and the next crawl's hold."""

    async def story() -> None:
        portal = Clockwork(None)
        async with Portal({"/": portal.answer, "/c/": portal.answer}) as server:
            county, store, place = place_of(server.home), open_store(tmp_path / "auditor.db"), Place(tmp_path)

            async def crawl_on(day: int) -> None:
                portal.rows, now = 3 + 2 * day, FIRST + timedelta(days=day)
                await crawl_county(
                    county, store, place, lambda: now, since=Q1.first, thorough=thorough, watch=lambda _c, _r: None
                )

            for day in range(3):
                await crawl_on(day)
            before = audit_county(county, store, place, Q1, lambda: LATER)
            with sqlite3.connect(tmp_path / "auditor.db") as connection:
                for run in older:
                    connection.execute("UPDATE run SET reader = '1' WHERE id = ?", (run,))
                    connection.execute("UPDATE column_pass SET reader = '1', witness = NULL WHERE run_id = ?", (run,))
                connection.execute("UPDATE item SET title = '误读', published = '2020-02-02'")
            connection.close()
            assert audit_county(county, store, place, Q1, lambda: LATER).to_json() == before.to_json()
            assert (await replay_period(county, store, place, Q1)).differences == ()
            await crawl_on(5)
            assert audit_county(county, store, place, Q1, lambda: LATER).total == 13
            assert (await replay_period(county, store, place, Q1)).differences == ()
            store.close()

    asyncio.run(story())


def test_the_command_tells_that_it_read_anew_and_only_once(home: Path, capsys: pytest.CaptureFixture[str]):
    words = ["audit", str(KEPT / "county.toml"), "-q", "2020Q1", "--home", str(home), "--now", "2020-04-20T09:00"]
    assert code_of(words) == 3
    assert f"已用第{READER}版读取程序由存档重读以前的2次采集" in capsys.readouterr().out
    assert code_of(words) == 3
    assert "重读以前" not in capsys.readouterr().out


def test_the_pages_say_that_a_result_is_an_earlier_readers_and_what_todays_says(home: Path, store: Store):
    shutil.copy(KEPT / "county.toml", home / "old.toml")
    files, clock = CountyFiles([home / "old.toml"], home / "counties"), clock_at("2020-04-20T09:00")
    asked, progress, watch = Asked(), Progress(), Watch()
    app = create_app(
        files, store, Place(home), clock, agenda=asked, progress=progress, setup=SetupCode("1"), watch=watch
    )
    browser = Office(app, store, home, watch, asked, progress).browser("李明", Role.REVIEWER)
    page = browser.read("/county/旧县/2020Q1")
    assert "这个结果由旧版读取程序得出" in page
    issued = browser.read("/county/旧县/2020Q1/circular?number=旧政办发〔2020〕1号")
    assert "以印发件为准" in issued
    assert browser.send("/county/旧县/audit", period="2020Q1", mode="stored").status_code == 303
    page = browser.read("/county/旧县/2020Q1")
    assert "这个结果由旧版读取程序得出" not in page
    assert f"已用第{READER}版读取程序由存档重读以前的2次采集" in page
    assert "栏目“规划计划”：原为0条，重算为未能核查" in page
    assert "通知公告”：原为" not in page
    assert "由旧版读取程序得出" not in browser.read("/county/旧县/2020Q1/circular")
