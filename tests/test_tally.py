"""A person's count of a column that nobody could read: what is taken, what it changes, when it is open again."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from portals import reading, sighting, sightings
from web_office import COUNTY, FUNDS, NOTICES, PLANS, Q1, crawl, plain_readings

from auditor.audit.decisions import DecisionKind
from auditor.audit.model import Audit, RowEntry, UnitEntry
from auditor.audit.tally import TalliedItem, Tally, make_tally
from auditor.base.errors import AuditorError, BadInput
from auditor.base.period import LOCAL
from auditor.base.settings import Place, clock_at
from auditor.base.terms import PENDING, ColumnState
from auditor.circular.printing import document_of
from auditor.pipeline.decide import DecisionRequest, record_decision
from auditor.pipeline.line import audit_county
from auditor.pipeline.proofs import keep_proof, load_proof
from auditor.sheet.tallied import read_tallied, read_tallied_text
from auditor.store import Store, open_store

APRIL = clock_at("2020-04-10T09:00")
LOOKED = datetime(2020, 4, 9, 15, 30, tzinfo=LOCAL)
ADDRESS = "http://portal.test/funds/"
PNG = b"\x89PNG\r\n\x1a\n picture"
ITEMS = (
    TalliedItem("救助资金发放公示（一）", date(2020, 3, 20), "http://portal.test/funds/1.html"),
    TalliedItem("救助资金发放公示（二）", date(2020, 3, 2), "http://portal.test/funds/2.html"),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "auditor.db")
    crawl(opened, COUNTY, plain_readings())
    yield opened
    opened.close()


def tallied(**said: object) -> Tally:
    return make_tally(Q1, looked_at=LOOKED, address=ADDRESS, proof="sha256:" + "0" * 64 + ".png", **said)  # type: ignore[arg-type]


def tell(store: Store, counted: Tally | None, *, column: str = FUNDS.key, withdraw: bool = False) -> None:
    wish = DecisionRequest(column=column, tally=True, counted=counted, withdraw=withdraw)
    record_decision(COUNTY, store, Q1, APRIL, wish, reason="read-by-hand", text="逐页数过", by="李明")


def audit(store: Store, tmp_path: Path) -> Audit:
    return audit_county(COUNTY, store, Place(tmp_path), Q1, APRIL)


def row_and_unit(audit: Audit) -> tuple[RowEntry, UnitEntry]:
    [row] = [row for row in audit.rows if row.key == FUNDS.key]
    [unit] = [unit for unit in audit.units if unit.name == FUNDS.unit]
    return row, unit


def test_items_that_a_person_noted_count_beside_the_programs_answer(store: Store, tmp_path: Path):
    before, unit = row_and_unit(audit(store, tmp_path))
    assert (before.count, unit.grade) == (None, PENDING)
    tell(store, tallied(items=ITEMS))
    now = audit(store, tmp_path)
    row, unit = row_and_unit(now)
    assert (row.state, row.count, row.proposed_count) == (ColumnState.TALLIED, 2, None)
    assert (row.by, row.at, row.proof) == ("李明", LOOKED, "sha256:" + "0" * 64 + ".png")
    assert (row.latest, [item.title for item in row.items]) == (date(2020, 3, 20), [item.title for item in ITEMS])
    assert row.witness is not None
    assert row.witness.told == "", "what a person counted has no witness of the program's"
    assert (unit.grade, unit.total, unit.proposed) == ("partial", 2, PENDING)
    assert now.total == sum(row.count or 0 for row in now.rows)
    assert "李明于2020-04-09 15:30人工查看" in row.reason


def test_the_tables_say_that_a_person_counted(store: Store, tmp_path: Path):
    tell(store, tallied(items=ITEMS))
    document = document_of(audit(store, tmp_path))
    [cells] = [cells for annex in document.annexes for cells in annex.table.rows if FUNDS.name in cells]
    assert cells[-1] == "人工核查"
    assert 2 in cells


def test_a_number_alone_is_graded_at_its_earliest_and_latest(store: Store, tmp_path: Path):
    tell(store, tallied(number=5))
    row, unit = row_and_unit(audit(store, tmp_path))
    assert (row.count, row.latest, row.items, unit.total) == (5, None, (), 5)
    assert unit.grade == PENDING, "five items of January and five of March are two grades"
    assert "只有条数，发布日期不详：“资金公示”（5条）" in unit.reasons[0]


def test_nothing_published_is_a_number_without_a_doubt(store: Store, tmp_path: Path):
    tell(store, tallied(number=0))
    row, unit = row_and_unit(audit(store, tmp_path))
    assert (row.count, row.state, unit.grade) == (0, ColumnState.TALLIED, "late")


def test_a_later_crawl_that_says_otherwise_opens_it_again_and_one_that_agrees_takes_its_place(
    store: Store, tmp_path: Path
):
    tell(store, tallied(items=ITEMS))
    crawl(store, COUNTY, {**plain_readings(), FUNDS.key: reading(FUNDS.key, sightings(2))}, days=1)
    now = audit(store, tmp_path)
    row, _ = row_and_unit(now)
    assert (row.state, row.count, row.by, now.reopened) == (ColumnState.COUNTED, 2, "", ())
    crawl(store, COUNTY, {**plain_readings(), FUNDS.key: reading(FUNDS.key, sightings(3))}, days=2)
    now = audit(store, tmp_path)
    row, _ = row_and_unit(now)
    assert (row.count, [entry.kind for entry in now.reopened]) == (3, [DecisionKind.TALLY.value])
    tell(store, None, withdraw=True)
    assert audit(store, tmp_path).reopened == ()


def test_a_column_that_still_cannot_be_read_keeps_its_tally(store: Store, tmp_path: Path):
    tell(store, tallied(items=ITEMS))
    crawl(store, COUNTY, plain_readings(), days=1)
    row, _ = row_and_unit(audit(store, tmp_path))
    assert (row.count, row.state) == (2, ColumnState.TALLIED)


def test_a_column_with_undated_items_takes_a_tally(store: Store, tmp_path: Path):
    bare = sighting("没有日期的公告", None, url="http://portal.test/bare.html")
    crawl(store, COUNTY, {**plain_readings(), NOTICES.key: reading(NOTICES.key, [*sightings(2), bare])}, days=1)
    tell(store, tallied(items=ITEMS), column=NOTICES.key)
    [row] = [row for row in audit(store, tmp_path).rows if row.key == NOTICES.key]
    assert (row.state, row.count, row.undated) == (ColumnState.TALLIED, 2, ())


def row_of(store: Store, tmp_path: Path, key: str) -> tuple[RowEntry, Audit]:
    made = audit(store, tmp_path)
    return next(row for row in made.rows if row.key == key), made


def test_a_column_that_was_counted_wrongly_is_counted_by_a_person_beside_the_programs_answer(
    store: Store, tmp_path: Path
):
    before, _ = row_of(store, tmp_path, PLANS.key)
    assert before.state is ColumnState.COUNTED
    said = before.count or 0
    with pytest.raises(BadInput, match="与登记的条数相同"):
        tell(store, tallied(number=said), column=PLANS.key)
    wish = DecisionRequest(column=PLANS.key, tally=True, counted=tallied(number=said + 3))
    with pytest.raises(BadInput, match="没有说明错在哪里"):
        record_decision(COUNTY, store, Q1, APRIL, wish, reason="read-by-hand", text="", by="李明")
    tell(store, tallied(number=said + 3), column=PLANS.key)
    row, now = row_of(store, tmp_path, PLANS.key)
    assert (row.state, row.count, row.proposed_count) == (ColumnState.TALLIED, said + 3, said)
    assert f"程序读到{said}条" in row.reason
    assert now.reopened == ()


def test_what_was_told_over_the_programs_count_is_open_again_once_that_changes(store: Store, tmp_path: Path):
    said = row_of(store, tmp_path, PLANS.key)[0].count or 0
    tell(store, tallied(number=said + 3), column=PLANS.key)
    readings = plain_readings()
    crawl(store, COUNTY, readings, days=1)
    assert row_of(store, tmp_path, PLANS.key)[0].count == said + 3, "the program says the same as before"
    crawl(store, COUNTY, {**readings, PLANS.key: reading(PLANS.key, sightings(said + 1))}, days=2)
    row, now = row_of(store, tmp_path, PLANS.key)
    assert (row.state, row.count) == (ColumnState.COUNTED, said + 1)
    assert [entry.kind for entry in now.reopened] == [DecisionKind.TALLY.value]
    crawl(store, COUNTY, {**readings, PLANS.key: reading(PLANS.key, sightings(said + 3))}, days=3)
    row, now = row_of(store, tmp_path, PLANS.key)
    assert (row.state, row.count, now.reopened) == (ColumnState.COUNTED, said + 3, ())


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({}, "只填一样"),
        ({"items": ITEMS, "number": 2}, "只填一样"),
        ({"number": -1}, "不是合理的条数"),
        ({"items": [TalliedItem("去年的", date(2019, 12, 31))]}, "不在2020年第一季度之内"),
    ],
)
def test_what_is_no_tally_is_refused(said: dict[str, object], fault: str):
    with pytest.raises(BadInput, match=fault):
        tallied(**said)
    with pytest.raises(BadInput, match="不是网址"):
        make_tally(Q1, number=1, looked_at=LOOKED, address="portal", proof="")
    with pytest.raises(BadInput, match="早于"):
        make_tally(Q1, number=1, looked_at=datetime(2019, 12, 31, tzinfo=LOCAL), address=ADDRESS, proof="")


def test_a_tally_is_kept_whole():
    tally = tallied(items=(*ITEMS, ITEMS[0]))
    assert tally.number == 2, "a line that was pasted twice counts once"
    assert Tally.from_text(tally.to_text()) == tally
    assert list(json.loads(tally.to_text())) == sorted(json.loads(tally.to_text()))


@pytest.mark.parametrize(
    ("line", "title", "day", "url"),
    [
        ("关于召开会议的通知\t2020-03-02", "关于召开会议的通知", date(2020, 3, 2), ""),
        ("2020/3/2\t关于召开会议的通知\thttp://a.gov.cn/1.html", "关于召开会议的通知", date(2020, 3, 2), "http://a.gov.cn/1.html"),
        ("[2020年3月2日] 关于召开会议的通知", "关于召开会议的通知", date(2020, 3, 2), ""),
        ("1、关于2020年1月1日起施行办法的通知 2020-03-02", "关于2020年1月1日起施行办法的通知", date(2020, 3, 2), ""),
        ("12\t三公经费公开\t2020.03.02", "三公经费公开", date(2020, 3, 2), ""),
        ("2020年工作要点 https://a.gov.cn/2020-01-01/x.html 2020-03-02", "2020年工作要点", date(2020, 3, 2), "https://a.gov.cn/2020-01-01/x.html"),
    ],
)  # fmt: skip
def test_lines_as_people_write_them(line: str, title: str, day: date, url: str):
    assert read_tallied_text(f"标题\t发布日期\n{line}\n\n") == (TalliedItem(title, day, url),)


def test_lines_that_are_not_understood_are_all_named(tmp_path: Path):
    with pytest.raises(BadInput) as caught:
        read_tallied_text("没有日期的\n2020-03-02\n通知 2020-02-30\n好的通知 2020-03-01")
    assert [problem.key for problem in caught.value.problems] == ["第1行", "第2行", "第3行"]
    path = tmp_path / "items.csv"
    path.write_text("标题,日期,网址\n甲通知,2020-03-01,http://a.gov.cn/1\n乙通知,2020年3月5日,\n", "utf-8")
    assert [item.title for item in read_tallied(path)] == ["甲通知", "乙通知"]


def test_a_proof_is_kept_by_its_digest_and_is_what_it_says(tmp_path: Path):
    place = Place(tmp_path)
    called = keep_proof(place, "清源县", "截图.PNG", PNG)
    assert keep_proof(place, "清源县", "again.png", PNG) == called
    assert load_proof(place, "清源县", called) == PNG
    for name, content, fault in (
        ("a.exe", b"MZ", "不是可作佐证"),
        ("a.png", b"<html>", "内容不是png"),
        ("a.png", b"", "空的"),
        ("a.svg", b"<svg onload=alert(1)>", "不是可作佐证"),
    ):
        with pytest.raises(BadInput, match=fault):
            keep_proof(place, "清源县", name, content)
    for path in (tmp_path / "proofs").rglob("*.png"):
        path.write_bytes(b"other")
    with pytest.raises(AuditorError, match="已被改动"):
        load_proof(place, "清源县", called)
    with pytest.raises(BadInput, match="不是存档的佐证"):
        load_proof(place, "清源县", "sha256:../../../etc/passwd")
