"""The store keeps what every pass saw: on SQLite here, on PostgreSQL where a server is given."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from audits import make_audit
from portals import HOME, NOW, column, county, reading, sighting, sightings, unread
from postgres import database_urls
from sqlalchemy import create_engine, event, text

from auditor.audit.build import build_audit
from auditor.audit.decisions import Decision, DecisionKind, DecisionReason
from auditor.audit.grade import load_pack
from auditor.audit.model import IssueEntry
from auditor.base.errors import BadInput, NotAllowed, StoreProblem
from auditor.base.period import Period
from auditor.base.terms import AuditState, ColumnState, DateSource, Order, Role
from auditor.crawl.column import ColumnReading, Sighting, Witness
from auditor.fetch import PageRequest
from auditor.read import ArticleFacts, ListItem
from auditor.read.values import Plan, told_apart
from auditor.store import RunMark, Store, database, open_store
from auditor.store.audits import CircularLine
from auditor.store.basis import Basis
from auditor.store.leases import LEASE_SECONDS
from auditor.store.rows import article_text
from auditor.store.tables import stamp

COLUMN = column()
COUNTY = county([COLUMN])
Q1 = Period.parse("2020Q1")


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with database_urls(request.param, tmp_path) as url:
        opened = open_store(url)
        yield opened
        opened.close()


def crawl(store: Store, result: ColumnReading, *, days: int = 0) -> RunMark:
    at = NOW + timedelta(days=days)
    mark = store.runs.start(COUNTY, RunMark(0, at, date(2020, 1, 1), thorough=True))
    store.runs.save(mark, COUNTY, [(COLUMN, replace(result, read_at=at))])
    store.runs.finish(replace(mark, finished_at=at, archive=f"{mark.name}.warc.gz", digest="abc"))
    return mark


def newest(store: Store) -> ColumnReading:
    return store.runs.load_readings(COUNTY)[COLUMN.key].newest


def test_a_pass_comes_back_as_it_was_saved(store: Store):
    facts = ArticleFacts(
        title="关于某事项的通知",
        published=datetime.fromisoformat("2020-03-05T09:30"),
        published_from=DateSource.ARTICLE,
        formed=date(2020, 3, 1),
        index_no="001/2020-1",
        doc_no="清政发〔2020〕1号",
        publisher="县政府办",
        text="正文",
    )
    saved = replace(
        reading(COLUMN.key, [sighting(article=facts), sighting("未标日期", None)]),
        entry=PageRequest("http://portal.test/api", "POST", "page=1"),
        validators=(("ETag", '"x"'),),
        first_digest="d",
        entry_record="run.warc.gz#9",
    )
    crawl(store, saved)
    loaded = newest(store)
    assert [replace(s, first_seen=None) for s in loaded.sightings] == list(saved.sightings)
    assert {s.first_seen for s in loaded.sightings} == {NOW}
    assert replace(loaded, sightings=saved.sightings) == saved


def test_an_article_kept_by_a_version_before_with_its_other_dates_is_read(store: Store):
    facts = ArticleFacts(title="关于某事项的通知", published=date(2020, 3, 5), published_from=DateSource.ARTICLE)
    crawl(store, reading(COLUMN.key, [sighting(article=facts)]))
    with store.session() as session:
        before = json.loads(str(article_text(sighting(article=facts)))) | {"others": [["页面标签", "2020-03-06"]]}
        session.connection().execute(text("UPDATE item SET article = :article"), {"article": json.dumps(before)})
    assert newest(store).sightings[0].article == facts


def test_an_item_seen_again_keeps_when_it_was_first_seen(store: Store):
    seen = sightings(2)
    crawl(store, reading(COLUMN.key, seen))
    crawl(store, reading(COLUMN.key, [sighting("新的公告", "2020-03-30"), *seen]), days=3)
    first = {s.item.title: (s.first_seen, s.absent_at) for s in newest(store).sightings}
    assert first["新的公告"] == (NOW + timedelta(days=3), NOW)
    assert first[seen[0].item.title] == (NOW, None)


def test_of_a_column_that_changed_only_what_was_read_is_written(store: Store):
    """What a pass takes over from the one before, with the page it stood on then, is there already."""
    before = [replace(one, page="run-1.warc.gz#1") for one in sightings(50)]
    crawl(store, reading(COLUMN.key, before))
    written: list[int] = []

    def watch(_connection, _cursor, statement, parameters, _context, many) -> None:
        if "INSERT INTO item " in statement:
            written.append(len(parameters) if many else 1)

    event.listen(store.engine, "before_cursor_execute", watch)
    renamed = replace(before[1], item=replace(before[1].item, title="更正后的公告"), page="run-2.warc.gz#1")
    news = [sighting("新的公告", "2020-03-30"), replace(before[0], page="run-2.warc.gz#1"), renamed]
    crawl(store, reading(COLUMN.key, [*news, *before[2:]]), days=1)
    assert written == [3]
    assert {s.item.title: s.page for s in newest(store).sightings} == {
        s.item.title: s.page for s in [*news, *before[2:]]
    }
    crawl(store, reading(COLUMN.key, [*news, *before[3:]], reached_end=True), days=2)
    crawl(store, reading(COLUMN.key, [*news, *before[2:]], reached_end=True), days=3)
    assert written == [3, 1], "one that was gone and is back"
    assert len(newest(store).sightings) == 51
    assert not newest(store).vanished


def test_an_item_was_last_seen_when_its_page_was_last_as_before(store: Store):
    stays, goes = sightings(2)
    crawl(store, reading(COLUMN.key, [stays, goes]))
    crawl(store, replace(newest(store), is_unchanged=True), days=1)
    crawl(store, reading(COLUMN.key, [replace(stays, page="run-2.warc.gz#1")], reached_end=True), days=2)
    crawl(store, replace(newest(store), is_unchanged=True), days=3)
    assert store.runs.last_seen(COUNTY, COLUMN, stays.key) == NOW + timedelta(days=3)
    assert store.runs.last_seen(COUNTY, COLUMN, goes.key) == NOW + timedelta(days=1)
    assert store.runs.last_seen(COUNTY, COLUMN, "no such item") is None
    beside = replace(stays, item=replace(stays.item, url=f"{stays.item.url}?new"), first_seen=None)
    crawl(store, reading(COLUMN.key, [beside, replace(stays, page="run-2.warc.gz#1")], reached_end=True), days=4)
    assert store.runs.last_seen(COUNTY, COLUMN, stays.key) == NOW + timedelta(days=4), "another one came, it stayed"
    assert stays.date is not None
    short = replace(reading(COLUMN.key, [beside]), reached_end=False, read_back_to=stays.date + timedelta(days=9))
    crawl(store, short, days=5)
    assert store.runs.last_seen(COUNTY, COLUMN, stays.key) == NOW + timedelta(days=4), "it was not read so far down"


def test_absence_is_known_only_where_the_pass_before_reached(store: Store):
    crawl(store, reading(COLUMN.key, sightings(1), back_to="2020-02-01"))
    crawl(store, reading(COLUMN.key, [*sightings(1), sighting("旧日期的新公告", "2020-01-15")]), days=1)
    late = next(s for s in newest(store).sightings if s.item.title == "旧日期的新公告")
    assert late.absent_at is None


OTHERWISE = {
    "another version": {"reader": "0"},
    "another plan": {"plan": Plan(rows="ul.list li")},
    "a browser": {"plan": Plan(browser=True)},
    "another address": {"address": "/old/"},
}


@pytest.mark.parametrize("ends", [True, False])
@pytest.mark.parametrize("way", OTHERWISE)
def test_a_pass_that_read_otherwise_witnesses_no_absence_and_no_edit(store: Store, way: str, ends: bool):
    """What was missed or misread by it and is read now did not appear, and nobody changed it."""
    older = sighting("更早的公告", "2019-12-20", url="http://portal.test/old")
    first = [sighting("某标题", "2020-02-01", url="http://portal.test/1"), older]
    crawl(store, replace(reading(COLUMN.key, first, reached_end=ends), **OTHERWISE[way]))
    again = [
        sighting("另一标题", "2020-03-01", url="http://portal.test/1"),
        sighting("漏读的公告", "2020-01-15"),
        older,
    ]
    crawl(store, reading(COLUMN.key, again, reached_end=ends), days=60)
    assert [s.absent_at for s in newest(store).sightings if s.item.title == "漏读的公告"] == [None]
    assert not {change.field for change in store.runs.list_changes(COUNTY, COLUMN)} & {"title", "date"}
    crawl(store, reading(COLUMN.key, [sighting("新的公告", "2020-03-30"), *again], reached_end=ends), days=61)
    assert [s.absent_at for s in newest(store).sightings if s.item.title == "新的公告"] == [NOW + timedelta(days=60)]


def test_an_item_that_stands_below_all_that_was_read_was_not_absent(store: Store):
    """A list holds rows out of order: the pass before stopped above it, its day notwithstanding."""
    shown = [*sightings(2), sighting("更早的公告", "2019-12-20", url="http://portal.test/old")]
    crawl(store, reading(COLUMN.key, shown))
    stray = sighting("排在后面的公告", "2020-02-02")
    crawl(
        store, reading(COLUMN.key, [sighting("补登的公告", "2020-01-15"), *shown, stray], back_to="2019-10-01"), days=9
    )
    absent = {s.item.title: s.absent_at for s in newest(store).sightings}
    assert (absent["排在后面的公告"], absent["补登的公告"]) == (None, NOW)


@pytest.mark.parametrize("url", ["", "http://portal.test/a/7.html"])
def test_items_once_read_without_days_become_those_that_have_them(store: Store, url: str):
    def item(title: str, day: str | None, mark: str = "") -> Sighting:
        one = sighting(title, day, url="x")
        return replace(one, item=replace(one.item, href=url, url=url and f"{url}?{title}{mark}"))

    bare = [item(f"第{n}号工程招标公告", None, mark) for n in range(5) for mark in (("1", "2") if url else ("",))]
    crawl(store, reading(COLUMN.key, [*bare, item("别处没有的公告", None)], back_to=None, reached_end=True))
    crawl(store, reading(COLUMN.key, [item(f"第{n}号工程招标公告", f"2020-03-0{9 - n}") for n in range(5)]), days=1)
    result = newest(store)
    assert sorted((s.item.title, str(s.date)) for s in result.sightings if s.date) == [
        (f"第{n}号工程招标公告", f"2020-03-0{9 - n}") for n in range(5)
    ]
    assert [s.item.title for s in result.sightings if s.date is None] == ["别处没有的公告"]
    assert {s.first_seen for s in result.sightings} == {NOW}
    assert not any(s.absent_at for s in result.sightings)


def test_an_item_that_should_be_there_and_is_not_has_vanished(store: Store):
    crawl(
        store, reading(COLUMN.key, [*sightings(2), sighting("更早的公告", "2019-12-20", url="http://portal.test/old")])
    )
    crawl(store, reading(COLUMN.key, sightings(1)), days=1)
    result = newest(store)
    assert len(result.vanished) == 1
    assert result.vanished[0].gone_at == NOW + timedelta(days=1)
    assert "更早的公告" in {s.item.title for s in result.sightings}, "the page did not reach it, so it is not gone"
    crawl(store, reading(COLUMN.key, sightings(2)), days=2)
    assert not newest(store).vanished


def test_a_failed_pass_makes_nothing_vanish_and_the_proved_one_stays(store: Store):
    crawl(store, reading(COLUMN.key, sightings(4)))
    crawl(store, unread(COLUMN.key), days=1)
    history = store.runs.load_readings(COUNTY)[COLUMN.key]
    assert history.newest.state is ColumnState.UNREACHABLE
    assert history.proved is not None
    assert len(history.proved.sightings) == 4
    assert history.for_period(Q1.last) is history.proved
    assert history.for_period(NOW.date()) is history.newest


def test_how_a_column_stands_is_told_without_its_items(store: Store):
    assert store.runs.load_states(COUNTY) == {}
    crawl(store, unread(COLUMN.key))
    assert store.runs.load_states(COUNTY)[COLUMN.key].proved_at is None
    crawl(store, reading(COLUMN.key, sightings(4)), days=1)
    standing = store.runs.load_states(COUNTY)[COLUMN.key]
    assert (standing.state, standing.read_at) == (ColumnState.COUNTED, standing.proved_at)
    crawl(store, unread(COLUMN.key), days=2)
    standing, history = store.runs.load_states(COUNTY)[COLUMN.key], store.runs.load_readings(COUNTY)[COLUMN.key]
    assert history.proved is not None
    assert (standing.state, standing.reason) == (history.newest.state, history.newest.reason)
    assert (standing.read_at, standing.proved_at) == (NOW + timedelta(days=2), history.proved.read_at)


def test_a_changed_title_is_recorded(store: Store):
    crawl(store, reading(COLUMN.key, [sighting("关于停水的公告", url="http://portal.test/1")]))
    crawl(store, reading(COLUMN.key, [sighting("关于停水的更正公告", url="http://portal.test/1")]), days=1)
    [change] = store.runs.list_changes(COUNTY, COLUMN)
    assert (change.field, change.before, change.after) == ("title", "关于停水的公告", "关于停水的更正公告")


@pytest.mark.parametrize("host", ["云沱县.政务", "WWW.Portal.Test", "ｐｏｒｔａｌ.test", "portal.test."])
def test_items_kept_under_a_former_spelling_of_their_host_stay_the_same_items(store: Store, host: str):
    """Two of one title and day as well, and two that lead to one address."""
    rows = [("关于停水的公告", "a/1.html"), ("关于停水的公告", "a/2.html"), ("通知一", "x.html"), ("通知二", "x.html")]
    items = told_apart(
        ListItem(title, f"http://{host}/{path}", f"http://{host}/{path}", date(2020, 3, 5), DateSource.LIST)
        for title, path in rows
    )
    seen = [Sighting(item, item.date, item.date_from) for item in items]
    crawl(store, reading(COLUMN.key, seen))
    with store.session() as session:
        connection = session.connection()
        for item in items:
            path = item.key.partition("/")[2]
            former = {"now": item.key, "former": f"{host.removeprefix('WWW.').upper()}/{path}"}
            connection.execute(text("UPDATE item SET item_key = :former WHERE item_key = :now"), former)
    crawl(store, reading(COLUMN.key, seen), days=5)
    result = newest(store)
    assert sorted(s.item.title for s in result.sightings) == sorted(title for title, _ in rows)
    assert {(s.first_seen, s.absent_at) for s in result.sightings} == {(NOW, None)}
    assert not result.vanished
    assert store.runs.list_changes(COUNTY, COLUMN) == []


def test_an_item_under_a_new_address_is_the_same_item(store: Store):
    crawl(store, reading(COLUMN.key, [sighting("关于停水的公告", url="http://portal.test/old/1.html")]))
    crawl(store, reading(COLUMN.key, [sighting("关于停水的公告", url="http://portal.test/new/1.html")]), days=5)
    result = newest(store)
    assert [(s.item.url, s.first_seen, s.absent_at) for s in result.sightings] == [
        ("http://portal.test/new/1.html", NOW, None)
    ]
    assert not result.vanished


def test_a_portal_that_turns_to_https_still_shows_the_same_items(store: Store):
    crawl(store, reading(COLUMN.key, [sighting("关于停水的公告", url="http://www.portal.test/1.html")]))
    crawl(store, reading(COLUMN.key, [sighting("关于停水的公告（更正）", url="https://portal.test/1.html")]), days=5)
    assert [s.first_seen for s in newest(store).sightings] == [NOW]


def test_an_unchanged_pass_keeps_everything(store: Store):
    crawl(store, reading(COLUMN.key, sightings(3)))
    crawl(store, replace(reading(COLUMN.key, sightings(3)), is_unchanged=True), days=1)
    result = newest(store)
    assert result.is_unchanged
    assert len(result.sightings) == 3


def test_hostile_titles_come_back_unchanged(store: Store):
    titles = ["<b>&amp;", "=1+1", "'; DROP TABLE item; --", "堌鄠埇甪栒", "长" * 3000]
    seen = [sighting(title, url=f"http://portal.test/{n}") for n, title in enumerate(titles)]
    crawl(store, reading(COLUMN.key, seen))
    assert [s.item.title for s in newest(store).sightings] == titles


def audit_of(store: Store, count: int):
    crawl(store, reading(COLUMN.key, sightings(count)))
    readings = {key: history.newest for key, history in store.runs.load_readings(COUNTY).items()}
    return build_audit(COUNTY, Q1, load_pack("chongxin"), readings)


def test_audits_are_added_and_never_changed(store: Store):
    first = audit_of(store, 2)
    store.audits.save_audit(COUNTY, first, NOW)
    store.audits.save_audit(COUNTY, first, NOW)
    assert store.audits.load_audit(COUNTY, Q1) == first
    second = audit_of(store, 3)
    store.audits.save_audit(COUNTY, second, NOW)
    assert store.audits.load_audit(COUNTY, Q1) == second
    assert store.audits.list_periods(COUNTY) == [Q1]
    assert store.audits.load_before(COUNTY, Period.parse("2020Q2"), 4) == [second]
    assert store.audits.load_before(COUNTY, Period.parse("2020Q3"), 4) == []


def test_decisions_are_kept_in_order(store: Store):
    for value in ("partial", "good"):
        store.audits.add_decision(
            COUNTY, Q1, Decision(DecisionKind.GRADE, "发改局", value, DecisionReason.QUALITY, "已核实", "李明", NOW)
        )
    assert [decision.value for decision in store.audits.list_decisions(COUNTY, Q1)] == ["partial", "good"]


def issued(audit, number: str, supersedes: str = ""):
    entry = IssueEntry(number=number, date=date(2020, 4, 16), by="王主任", supersedes=supersedes)
    return audit.model_copy(update={"state": AuditState.ISSUED, "issue": entry})


def test_an_issued_circular_is_superseded_only_by_a_new_number(store: Store):
    audit = audit_of(store, 2)
    store.audits.issue(COUNTY, issued(audit, "清政办发〔2020〕1号"), at=NOW)
    with pytest.raises(NotAllowed, match="已印发"):
        store.audits.issue(COUNTY, issued(audit, "清政办发〔2020〕2号"), at=NOW)
    with pytest.raises(NotAllowed, match="已经用过"):
        store.audits.issue(COUNTY, issued(audit, "清政办发〔2020〕1号", "清政办发〔2020〕1号"), at=NOW)
    store.audits.issue(COUNTY, issued(audit, "清政办发〔2020〕2号", "清政办发〔2020〕1号"), at=NOW)
    current = store.audits.load_issued(COUNTY, Q1)
    old = store.audits.load_issued(COUNTY, Q1, "清政办发〔2020〕1号")
    assert [audit.issue.number for audit in (current, old) if audit and audit.issue] == [
        "清政办发〔2020〕2号",
        "清政办发〔2020〕1号",
    ]
    assert store.audits.list_circulars(COUNTY) == [
        CircularLine(Q1, "清政办发〔2020〕1号", date(2020, 4, 16), "王主任", "", is_first=True),
        CircularLine(Q1, "清政办发〔2020〕2号", date(2020, 4, 16), "王主任", "清政办发〔2020〕1号", is_first=False),
    ]
    assert store.audits.list_circulars(COUNTY, Q1.previous()) == []
    assert store.audits.load_issued(COUNTY, Q1, "") is None


def test_a_circular_without_a_number_is_superseded_by_one_that_has_it(store: Store):
    audit = audit_of(store, 2)
    first = issued(audit, "")
    store.audits.issue(COUNTY, first, at=NOW)
    with pytest.raises(NotAllowed, match=r"2020年第一季度已印发过通报（无文号）。.*必须有新文号.*--number"):
        store.audits.issue(COUNTY, issued(audit, ""), at=NOW)
    with pytest.raises(NotAllowed, match="不写 --supersedes"):
        store.audits.issue(COUNTY, issued(audit, "清政办发〔2020〕2号", "无文号"), at=NOW)
    store.audits.issue(COUNTY, issued(audit, "清政办发〔2020〕2号"), at=NOW)
    with pytest.raises(NotAllowed, match="--supersedes 清政办发〔2020〕2号"):
        store.audits.issue(COUNTY, issued(audit, "清政办发〔2020〕3号"), at=NOW)
    assert [(line.number, line.supersedes, line.is_first) for line in store.audits.list_circulars(COUNTY)] == [
        ("", "", True),
        ("清政办发〔2020〕2号", "", False),
    ]
    assert store.audits.load_issued(COUNTY, Q1, "") == first


def test_a_lease_has_one_owner_and_runs_out(store: Store):
    assert store.leases.take("county:清源县", "a", NOW)
    assert store.leases.take("county:清源县", "a", NOW)
    assert not store.leases.take("county:清源县", "b", NOW)
    assert store.leases.take("county:清源县", "b", NOW + timedelta(seconds=LEASE_SECONDS + 1))
    store.leases.give_back("county:清源县", "a")
    assert not store.leases.take("county:清源县", "a", NOW + timedelta(seconds=LEASE_SECONDS + 2))
    store.leases.give_back("county:清源县", "b")
    assert store.leases.take("county:清源县", "a", NOW)


# -- the database file -------------------------------------------------------------------------------------------------


def test_a_damaged_database_is_told_in_chinese(tmp_path: Path):
    path = tmp_path / "auditor.db"
    path.write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreProblem, match="损坏"):
        open_store(path)
    assert path.read_bytes().startswith(b"this is no database"), "nothing is overwritten"


def test_a_log_that_is_none_is_kept_and_told_and_a_real_one_is_read(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    """SQLite passes over a log whose head is wrong: what was in it last would be gone without a word."""
    path, log = tmp_path / "auditor.db", tmp_path / "auditor.db-wal"
    store = open_store(path)
    store.audits.save_audit(COUNTY, make_audit(1), NOW)
    real, whole = log.read_bytes(), path.read_bytes()
    store.close()
    path.write_bytes(whole)
    log.write_bytes(real)
    store = open_store(path)
    assert store.audits.load_audit(COUNTY, make_audit(1).span) is not None, "left by a program that was killed"
    store.close()
    assert not caplog.records
    for number, content in enumerate((b"not a log", b"\x37" + real[1:24] + b"\0" * 8 + real[32:], real[:20]), 1):
        log.write_bytes(content)
        store = open_store(path)
        kept = path.with_name(f"auditor.db-wal.damaged-{number}")
        assert kept.read_bytes() == content
        assert str(kept) in caplog.text
        assert any(kept.name in line for line in store.list_damage())
        store.close()
    caplog.clear()
    log.write_bytes(b"\0" * 64)
    open_store(path).close()
    assert not caplog.records


def test_a_database_of_a_newer_program_is_left_alone(tmp_path: Path):
    path = tmp_path / "auditor.db"
    open_store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreProblem, match="更新版本"):
        open_store(path)


def test_a_locked_database_is_told_in_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("auditor.store.database._BUSY_SECONDS", 0)
    path = tmp_path / "auditor.db"
    store = open_store(path)
    holder = sqlite3.connect(path)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreProblem, match="占用"):
        crawl(store, reading(COLUMN.key))
    holder.rollback()
    holder.close()
    crawl(store, reading(COLUMN.key))
    store.close()


def test_an_unwritable_home_is_told_in_chinese(tmp_path: Path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(BadInput, match="无法建立"):
        open_store(tmp_path / "file" / "home" / "auditor.db")


@pytest.mark.parametrize("url", ["mysql://x/y", "no url at all", "oracle://x"])
def test_a_bad_database_address_is_told_in_chinese(url: str):
    with pytest.raises(BadInput, match="--db"):
        open_store(url)


def test_the_version_the_program_expects_is_the_newest_revision():
    from alembic.script import ScriptDirectory

    from auditor.store.database import SCHEMA_VERSION

    folder = Path(database.__file__).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_current_head() == SCHEMA_VERSION
    files = sorted(path.name[:4] for path in (folder / "versions").glob("*.py"))
    assert files == [f"{number:04}" for number in range(1, len(files) + 1)], "two revisions bear one number"


def test_the_schema_is_what_the_tables_say(tmp_path: Path):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from sqlmodel import SQLModel

    store = open_store(tmp_path / "auditor.db")
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []
    store.close()


def test_a_database_of_the_first_schema_opens_with_its_audits_decisions_and_circulars(tmp_path: Path):
    """Of what was kept before, the times tell what an audit was made from."""
    from alembic import command
    from alembic.config import Config

    path = tmp_path / "auditor.db"
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    engine = create_engine(f"sqlite:///{path}")
    audit = make_audit(1)
    frozen = audit.model_copy(update={"state": AuditState.ISSUED})
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql("INSERT INTO county (id, name) VALUES (1, ?)", (COUNTY.name,))
        for table, at, text in (("audit", "made_at", audit), ("circular", "issued_at", frozen)):
            more = ", by, wording" if table == "circular" else ""
            marks = ", '王主任', ''" if table == "circular" else ""
            connection.exec_driver_sql(
                f"INSERT INTO {table} (county_id, period, {at}, digest, json_text{more}) VALUES (1, ?, ?, ?, ?{marks})",
                (audit.quarter, stamp(NOW), text.digest(), text.to_json()),
            )
        for number, day in enumerate((-1, 1)):
            connection.exec_driver_sql(
                "INSERT INTO decision (county_id, period, kind, unit, column_key, item, value, reason, text, by, at,"
                " evidence, withdrawn) VALUES (1, ?, 'grade', ?, '', '', 'good', 'quality', '', '李明', ?, 'ab', 0)",
                (audit.quarter, f"单位{number}", stamp(NOW + timedelta(days=day))),
            )
    engine.dispose()
    store = open_store(path)
    period = audit.span
    kept, copy = store.audits.load_kept(COUNTY, period), store.audits.load_copy(COUNTY, period)
    assert kept
    assert copy
    assert (kept.audit, kept.evidence, kept.wording, copy.audit) == (audit, None, "", frozen)
    assert (kept.basis.decision, copy.basis.decision) == (1, 1), "the second decision came afterwards"
    assert len(store.audits.list_decisions(COUNTY, period)) == 2
    store.close()


def test_reading_never_makes_a_row(store: Store):
    period = Period.parse("2020Q1")
    assert store.runs.list_runs(COUNTY) == []
    assert store.runs.last_finished(COUNTY) is None
    assert store.runs.load_readings(COUNTY) == store.runs.load_states(COUNTY) == {}
    assert store.runs.list_changes(COUNTY, COLUMN) == []
    assert store.audits.load_audit(COUNTY, period) is store.audits.load_copy(COUNTY, period) is None
    assert store.audits.load_kept(COUNTY, period) is store.audits.load_issued(COUNTY, period) is None
    assert store.audits.read_basis(COUNTY, period) == Basis()
    assert store.audits.load_before(COUNTY, period, 8) == store.audits.list_circulars(COUNTY) == []
    assert store.audits.list_decisions(COUNTY, period) == store.audits.list_edits(COUNTY, period) == []
    assert store.audits.list_periods(COUNTY) == []
    assert store.audits.list_digests(COUNTY) == {}
    with store.engine.connect() as connection:
        for table in ("county", "disclosure_column", "run", "audit"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0, table


def test_one_column_is_read_without_the_others(store: Store):
    columns = [column(name) for name in ("甲栏", "乙栏", "丙栏")]
    place = county(columns)
    mark = store.runs.start(place, RunMark(0, NOW, date(2020, 1, 1), thorough=True))
    store.runs.save(mark, place, [(entry, reading(entry.key, sightings(3, slug=entry.name))) for entry in columns])
    whole = store.runs.load_readings(place)
    loaded: list[str] = []

    def watch(_connection, _cursor, statement, parameters, _context, _many) -> None:
        if "FROM item" in statement:
            loaded.append(str(parameters))

    event.listen(store.engine, "before_cursor_execute", watch)
    one = store.runs.load_readings(place, [columns[1].key])
    assert one == {columns[1].key: whole[columns[1].key]}
    assert [parameters.strip("(),{}").count(",") for parameters in loaded] == [0], "one column's items"
    assert store.runs.load_readings(place, []) == {}


def test_a_crawl_knows_of_each_column_what_its_items_tell_and_loads_them_only_when_asked(store: Store):
    """How the items stand to the entry page is worked out in the database as the items themselves would tell it."""
    first, other = "run.warc.gz#1", "run.warc.gz#2"
    old, new = sighting("旧的公告", "2020-01-05"), sighting("新的公告", "2020-03-30")
    pinned = replace(new, item=replace(new.item, pinned=True))
    drawn = {
        "一页": [old, new],
        "旧的在后页": [replace(old, page=other), new],
        "新的在后页": [old, replace(new, page=other)],
        "置顶的在前": [replace(old, page=other), pinned],
        "同日两页": [sighting("同日的公告", "2020-03-30", url=f"{HOME}same"), replace(new, page=other)],
        "没有日期": [sighting("未标日期", None)],
        "空的": [],
    }
    columns = [column(name) for name in drawn]
    place = county(columns)
    for days in (0, 1):  # the second time with one more, which the first one must not count
        mark = store.runs.start(place, RunMark(0, NOW, date(2020, 1, 1), thorough=True))
        at = NOW + timedelta(days=days)
        kept = [
            (
                entry,
                replace(
                    reading(entry.key, [*drawn[entry.name], *(sightings(1, "2020-03-31") if days else ())], read_at=at),
                    entry_record=first,
                    witness=Witness(order=Order.PAGES),
                ),
            )
            for entry in columns
        ]
        store.runs.save(mark, place, kept if not days else [(one, unproved(read)) for one, read in kept[:3]])
    loaded = 0

    def watch(_connection, _cursor, statement, _parameters, _context, _many) -> None:
        nonlocal loaded
        loaded += "item.title" in statement

    event.listen(store.engine, "before_cursor_execute", watch)
    earlier, whole = store.runs.load_earlier(place), store.runs.load_readings(place)
    assert loaded == 1, "of the whole readings"
    for key, history in whole.items():
        lazily, known = earlier[key].proved, history.proved
        assert lazily is not None
        assert known is not None
        assert lazily.is_newest_first == known.is_newest_first, key
        assert lazily.shows_what_is_new == known.shows_what_is_new, key
        assert loaded == 1
    assert {history.proved.is_newest_first for history in whole.values() if history.proved} == {True, False}
    assert {history.proved.shows_what_is_new for history in whole.values() if history.proved} == {True, False}
    for key, history in whole.items():
        lazily, known = earlier[key].proved, history.proved
        assert (lazily and tuple(lazily.sightings)) == (known and known.sightings)
    assert loaded == 1 + len(drawn)


def unproved(kept: ColumnReading) -> ColumnReading:
    return replace(kept, state=ColumnState.UNREADABLE, reason="看不懂", witness=None)


def test_a_run_list_takes_the_last_ones(store: Store):
    for _ in range(5):
        mark = store.runs.start(COUNTY, RunMark(0, NOW, date(2020, 1, 1), thorough=True))
    store.runs.finish(replace(mark, finished_at=NOW))
    store.runs.start(COUNTY, RunMark(0, NOW, date(2020, 1, 1), thorough=True))
    whole = store.runs.list_runs(COUNTY)
    assert len(whole) == 6
    assert store.runs.list_runs(COUNTY, last=2) == whole[-2:]
    assert store.runs.last_finished(COUNTY) == whole[-2]


def test_an_audit_that_knows_less_than_the_newest_is_not_kept_after_it(store: Store):
    audit, other = make_audit(1), make_audit(2)
    store.audits.save_audit(COUNTY, audit, NOW, Basis(run=1, decision=2))
    store.audits.save_audit(COUNTY, other, NOW, Basis(run=1, decision=1))
    assert store.audits.load_audit(COUNTY, audit.span) == audit
    store.audits.save_audit(COUNTY, other, NOW, Basis(run=2, decision=1))
    assert store.audits.load_audit(COUNTY, audit.span) == other


def test_what_is_asked_every_day_costs_the_same_after_years(tmp_path: Path):
    """Counted in steps of the database, not in time: the newest pass is found by a seek, not by reading all."""
    opened = open_store(tmp_path / "auditor.db")

    def steps() -> int:
        counted = 0

        def count() -> int:
            nonlocal counted
            counted += 1
            return 0

        with opened.engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            raw.set_progress_handler(count, 10)  # type: ignore[union-attr]
        for ask in (opened.runs.load_readings, opened.runs.load_states, opened.runs.list_recent):
            ask(COUNTY)
        for _ in range(10):  # few steps each, and none that grows may hide among the others
            assert opened.overview.load(NOW)[COUNTY.name].last_crawl is not None
            assert opened.audits.read_basis(COUNTY, Q1).run
            assert opened.runs.last_seen(COUNTY, COLUMN, sightings(1)[0].key) is not None
        raw.set_progress_handler(None, 0)  # type: ignore[union-attr]
        return counted

    for days in range(20):
        crawl(opened, reading(COLUMN.key, sightings(3)), days=days)
    month = steps()
    assert month > 10
    for days in range(20, 240):
        crawl(opened, reading(COLUMN.key, sightings(3)), days=days)
    assert steps() < 1.2 * month
    opened.close()


def test_who_kept_the_accounts_goes_on_keeping_them(tmp_path: Path):
    from alembic import command
    from alembic.config import Config

    path = tmp_path / "auditor.db"
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0015")
        for number, role in enumerate(("reader", "signer"), 1):
            connection.exec_driver_sql(
                "INSERT INTO account (id, name, role, password, created_at, disabled, drafts)"
                " VALUES (?, ?, ?, '', ?, 0, 0)",
                (number, role, role, stamp(NOW)),
            )
    engine.dispose()
    store = open_store(path)
    known = {account.name: account for account in store.people.list_accounts()}
    store.close()
    assert known["reader"].role is Role.READER
    assert known["signer"].role is Role.ADMINISTRATOR
    assert all(account.scope.is_whole for account in known.values())
