"""The whole line on the sample portal: real HTTP, archive, store, audit, documents, replay."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from auditor.archive import ArchiveReader
from auditor.audit.model import Audit, EditEntry, IssueEntry
from auditor.base.errors import ArchiveProblem, NotAllowed
from auditor.base.period import Period
from auditor.base.settings import Place, clock_at
from auditor.base.terms import AuditState, ColumnState
from auditor.circular.printing import NAMES
from auditor.county.model import County, DisclosureColumn, example_county, load_county
from auditor.crawl.column import ColumnReading
from auditor.documents.wording import wording_text
from auditor.pipeline.crawling import crawl_county
from auditor.pipeline.decide import DecisionRequest, record_decision
from auditor.pipeline.lease import Busy, holding
from auditor.pipeline.line import audit_county, issue_circular, wording_of, write_circular
from auditor.pipeline.replay import replay_period
from auditor.pipeline.saving import Saver
from auditor.sample import SamplePortal, truth
from auditor.store import RunMark, Store, open_store
from auditor.verify import verify_file

Q1 = Period.parse("2020Q1")
APRIL = clock_at("2020-04-10T02:30")
GOOD = [
    "政府办",
    "市场监督管理局",
    "水务局",
    "农业农村局",
    "住建局",
    "粮食和物资储备局",
    "国家税务总局崇信县税务局",
    "公共资源交易中心",
    "平凉市生态环境局崇信分局",
    "教科局",
    "卫健局",
    "应急管理局",
    "机关事务服务中心",
    "黄寨镇",
    "工业集中区",
]
PARTIAL = [
    "财政局",
    "人社局",
    "审计局",
    "司法局",
    "工业信息化和商务局",
    "民政局",
    "自然资源局",
    "交通运输局",
    "公安局",
    "城市社区",
]
LATE = ["发改局", "统计局", "执法局", "文体广电和旅游局", "锦屏镇", "新窑镇", "柏树镇", "黄花乡", "木林乡"]


def quiet(_column: DisclosureColumn, _reading: ColumnReading) -> None:
    """Watch nothing."""


def crawl(county: County, store: Store, place: Place, now: str, *, thorough: bool = True) -> RunMark:
    clock = clock_at(now)
    return asyncio.run(
        crawl_county(county, store, place, clock, since=date(2020, 1, 1), thorough=thorough, watch=quiet)
    )


@pytest.fixture(scope="module")
def portal() -> Iterator[SamplePortal]:
    with SamplePortal() as running:
        yield running


@pytest.fixture(scope="module")
def crawled(portal: SamplePortal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[County, Store, Place]]:
    place = Place(tmp_path_factory.mktemp("home"))
    store = open_store(place.database)
    county = load_county(example_county()).at(portal.home)
    crawl(county, store, place, "2020-04-10T02:30")
    yield county, store, place
    store.close()


@pytest.fixture
def fresh(portal: SamplePortal, tmp_path: Path) -> Iterator[tuple[County, Store, Place]]:
    """A county of four columns in four publishing systems, with a home of its own."""
    place = Place(tmp_path / "home")
    store = open_store(place.database)
    whole = load_county(example_county()).at(portal.home)
    systems = {column.name: column for column in whole.column}
    chosen = [systems[name] for name in ("资源交易", "环境保护", "政府文件", "人事任免")]
    units = tuple(unit for unit in whole.unit if any(column.unit == unit.name for column in chosen))
    county = whole.model_copy(update={"column": tuple(chosen), "unit": units, "table": whole.table[:1]})
    portal.heal()
    yield county, store, place
    portal.heal()
    store.close()


def audit(crawled: tuple[County, Store, Place]) -> Audit:
    county, store, place = crawled
    return audit_county(county, store, place, Q1, APRIL)


def test_ways_that_failed_while_a_column_was_read_are_told_with_the_run(fresh: tuple[County, Store, Place]):
    county, store, _ = fresh
    mark = store.runs.start(county, RunMark(0, APRIL(), date(2020, 1, 1), thorough=True))
    sealed: list[str] = []

    class Archive:
        async def seal(self, keys: list[str]) -> None:
            sealed.extend(keys)

    async def story() -> list[str]:
        async with Saver(county, store, mark, Archive(), quiet) as saver:  # type: ignore[arg-type]
            for column, notes in zip(county.column, [("第2页打不开",), (), (), ()], strict=True):
                reading = ColumnReading(column.key, ColumnState.UNREADABLE, "无法读取", APRIL(), notes=notes)
                await saver.keep(column, reading)
        return saver.notes

    assert asyncio.run(story()) == ["“资源交易”：第2页打不开"]
    assert set(sealed) == {column.key for column in county.column}


def test_the_result_is_that_of_the_published_notice(crawled: tuple[County, Store, Place]):
    result = audit(crawled)
    assert (result.total, [table.total for table in result.tables], len(result.units)) == (262, [248, 14], 35)
    by_grade = {grade.id: [unit.name for unit in result.graded(grade.id)] for grade in result.pack.grades}
    assert by_grade["good"] == GOOD
    assert sorted(by_grade["partial"]) == sorted([*PARTIAL, "农办"])
    assert by_grade["late"] == LATE
    assert not result.pending_units
    assert all(check.ok for check in result.self_check)


def test_every_column_counts_what_the_portal_holds(crawled: tuple[County, Store, Place]):
    county, _, _ = crawled
    held = truth()
    counted = {row.key: {(item.title, item.date) for item in row.items} for row in audit(crawled).rows}
    for column in county.column:
        expected = {(item.title, item.date) for item in held[column.key] if item.date in Q1}
        assert counted[column.key] == expected, column.name


def test_every_number_leads_to_archived_bytes(crawled: tuple[County, Store, Place]):
    county, _, place = crawled
    reader = ArchiveReader(place.archive_of(county.name))
    row = next(row for row in audit(crawled).rows if row.column == "资源交易")
    assert len({item.page for item in row.items}) > 1
    for item in row.items[:5]:
        assert item.url.rsplit("/", 1)[-1].encode() in reader.read_snapshot(item.page).body


def test_replaying_the_archive_gives_the_same_bytes(crawled: tuple[County, Store, Place]):
    county, store, place = crawled
    kept = audit(crawled)
    replayed = asyncio.run(replay_period(county, store, place, Q1))
    assert replayed.differences == ()
    assert replayed.audit.to_json() == kept.to_json()


def test_all_documents_are_written_and_the_same_audit_gives_the_same_bytes(
    crawled: tuple[County, Store, Place], tmp_path: Path
):
    _, _, place = crawled
    result = audit(crawled)
    write_circular(result, place, tmp_path / "one")
    write_circular(result, place, tmp_path / "two")
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == sorted(NAMES)
    for name in NAMES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name
    kept = json.loads((tmp_path / "one" / "audit.json").read_text(encoding="utf-8"))
    assert list(kept)[:8] == ["schema", "county", "quarter", "period", "state", "pack", "total", "tables"]
    assert kept["tables"][0]["rows"][0] | {"count": 0, "unit": "人社局"} == kept["tables"][0]["rows"][0]
    assert Audit.from_json((tmp_path / "one" / "audit.json").read_bytes()) == result


@pytest.mark.parametrize("name", ["circular.docx", "circular.pdf", "circular.html", "tables.xlsx"])
def test_the_checker_of_published_documents_finds_nothing(
    crawled: tuple[County, Store, Place], tmp_path: Path, name: str
):
    _, _, place = crawled
    write_circular(audit(crawled), place, tmp_path)
    assert verify_file(tmp_path / name).findings == ()


def test_an_unchanged_column_costs_exactly_one_request(portal: SamplePortal, crawled: tuple[County, Store, Place]):
    county, store, place = crawled
    before = len(portal.requests)
    crawl(county, store, place, "2020-04-11T02:30", thorough=False)
    assert len(portal.requests) - before <= len(county.column) + 2, "one a column, robots.txt and the home page"


def test_faults_on_the_portal_never_become_zeros(portal: SamplePortal, fresh: tuple[County, Store, Place]):
    county, store, place = fresh
    for column, fault in zip(county.column, ("captcha", "500", "404", "empty-200"), strict=True):
        portal.fail(column.url, fault)
    crawl(county, store, place, "2020-04-10T02:30")
    result = audit_county(county, store, place, Q1, APRIL)
    assert [row.count for row in result.rows] == [None] * 4
    assert {row.state for row in result.rows} <= {
        ColumnState.BLOCKED, ColumnState.UNREACHABLE, ColumnState.MISSING, ColumnState.UNREADABLE,
    }  # fmt: skip
    assert result.total == 0
    assert not any(unit.grade == "late" for unit in result.units if county.columns_of(county.units_by_name[unit.name]))
    printed = write_circular(result, place, place.home / "out")
    page = (printed.folder / "circular.html").read_text(encoding="utf-8")
    assert page.count("未能核查") >= 4


def test_a_later_success_cures_an_earlier_failure_and_the_other_way_round(
    portal: SamplePortal, fresh: tuple[County, Store, Place]
):
    county, store, place = fresh
    crawl(county, store, place, "2020-04-10T02:30")
    good = audit_county(county, store, place, Q1, APRIL)
    portal.fail(county.column[0].url, "500")
    crawl(county, store, place, "2020-04-11T02:30")
    still = audit_county(county, store, place, Q1, APRIL)
    assert [row.count for row in still.rows] == [row.count for row in good.rows], "proved after the period: it stands"


def test_a_run_that_was_cut_off_is_continued(fresh: tuple[County, Store, Place], portal: SamplePortal):
    county, store, place = fresh
    seen: list[str] = []

    class PowerCut(Exception):
        pass

    def cut(column: DisclosureColumn, _reading: ColumnReading) -> None:
        seen.append(column.name)
        if len(seen) == 2:
            raise PowerCut

    with pytest.raises(PowerCut):
        asyncio.run(crawl_county(county, store, place, APRIL, since=Q1.first, thorough=True, watch=cut))
    before = len(portal.requests)
    mark = crawl(county, store, place, "2020-04-10T03:30")
    asked = {request.path for request in portal.requests[before:]}
    assert mark.continues == 1
    assert not any(county.column[0].url in path for path in asked), "what was finished is not asked again"
    result = audit_county(county, store, place, Q1, APRIL)
    assert all(row.count is not None for row in result.rows)
    assert asyncio.run(replay_period(county, store, place, Q1)).differences == ()


def test_two_programs_never_crawl_the_same_county(fresh: tuple[County, Store, Place]):
    county, store, place = fresh

    async def both() -> None:
        async with holding(store, f"county:{county.name}"):
            await crawl_county(county, store, place, APRIL, since=Q1.first, thorough=True, watch=quiet)

    with pytest.raises(Busy, match="另一个程序"):
        asyncio.run(both())


def issue(fresh: tuple[County, Store, Place], number: str, day: date = date(2020, 4, 16), **more: str) -> Audit:
    county, store, place = fresh
    entry = IssueEntry(number=number, date=day, by="王主任", **more)
    return issue_circular(county, store, place, Q1, APRIL, entry)


def test_decisions_stand_beside_the_machines_answer_and_reopen_when_the_evidence_changes(
    portal: SamplePortal, fresh: tuple[County, Store, Place]
):
    county, store, place = fresh
    crawl(county, store, place, "2020-04-10T02:30")
    wish = DecisionRequest(unit="人社局", grade="更新情况较好")
    record_decision(county, store, Q1, APRIL, wish, reason="objection-upheld", text="已补充材料", by="李明")
    decided = audit_county(county, store, place, Q1, APRIL)
    unit = next(unit for unit in decided.units if unit.name == "人社局")
    assert (unit.grade, unit.proposed) == ("good", "late")
    assert unit.decision
    assert unit.decision.by == "李明"
    site = portal.site
    try:
        portal.site = replace(site)  # the same site; now one item of the column is excluded, which changes counts only
        exclude = DecisionRequest(
            column="资源交易", exclude=next(r for r in decided.rows if r.column == "资源交易").items[0].url
        )
        record_decision(county, store, Q1, APRIL, exclude, reason="not-countable", text="", by="李明")
        after = audit_county(county, store, place, Q1, APRIL)
        row = next(row for row in after.rows if row.column == "资源交易")
        assert (row.count, row.proposed_count, len(row.excluded)) == (73, 74, 1)
    finally:
        portal.site = site
    record_decision(county, store, Q1, APRIL, replace(wish, withdraw=True), reason="其他", text="", by="李明")
    unit = next(u for u in audit_county(county, store, place, Q1, APRIL).units if u.name == "人社局")
    assert (unit.grade, unit.decision) == ("late", None)


def test_a_decision_over_evidence_that_changed_is_open_again_and_blocks_the_issue(
    portal: SamplePortal, fresh: tuple[County, Store, Place]
):
    county, store, place = fresh
    portal.fail(county.column[3].url, "500")
    crawl(county, store, place, "2020-04-10T02:30")
    assert next(u for u in audit_county(county, store, place, Q1, APRIL).units if u.name == "人社局").grade == "pending"
    wish = DecisionRequest(unit="人社局", grade="good")
    record_decision(county, store, Q1, APRIL, wish, reason="read-by-hand", text="所见3条", by="李明")
    assert next(u for u in audit_county(county, store, place, Q1, APRIL).units if u.name == "人社局").grade == "good"
    portal.heal()
    crawl(county, store, place, "2020-04-11T02:30")
    result = audit_county(county, store, place, Q1, APRIL)
    assert next(u for u in result.units if u.name == "人社局").grade == "late"
    [entry] = result.reopened
    assert (entry.kind, entry.subject, entry.unit, entry.by) == ("grade", ("grade", "人社局"), "人社局", "李明")
    assert Audit.from_json(result.to_json()) == result
    assert any("人社局的人工决定" in note for note in result.notes)
    with pytest.raises(NotAllowed, match="人社局的人工决定（评定等次，李明）所依据的内容已变化"):
        issue(fresh, "崇政办发〔2020〕1号")
    record_decision(county, store, Q1, APRIL, replace(wish, withdraw=True), reason="其他", text="", by="李明")
    assert issue(fresh, "崇政办发〔2020〕1号").reopened == ()


def test_words_in_a_note_do_not_block_the_issue(fresh: tuple[County, Store, Place]):
    """Only a decision does; a paragraph that somebody once rewrote may speak of deciding anew."""
    county, store, place = fresh
    crawl(county, store, place, "2020-04-10T02:30")
    edit = EditEntry(original="上述事项需重新决定。", text="上述事项已重新决定。", by="李明", at=APRIL())
    store.audits.add_edits(county, Q1, [edit])
    assert "需重新决定" in audit_county(county, store, place, Q1, APRIL).notes[-1]
    assert issue(fresh, "崇政办发〔2020〕1号").issue


def test_an_audit_without_reopened_decisions_is_written_as_before_there_were_any(fresh: tuple[County, Store, Place]):
    county, store, place = fresh
    crawl(county, store, place, "2020-04-10T02:30")
    result = audit_county(county, store, place, Q1, APRIL)
    text = result.to_json()
    assert list(json.loads(text))[-3:] == ["issue", "edits", "reader"]
    assert Audit.from_json(text) == result


def test_an_audit_of_before_there_were_witnesses_keeps_its_bytes(fresh: tuple[County, Store, Place]):
    county, store, place = fresh
    crawl(county, store, place, "2020-04-10T02:30")
    result = audit_county(county, store, place, Q1, APRIL)
    rows = [row for table in json.loads(result.to_json())["tables"] for row in table["rows"]]
    assert all(row["witness"]["order"] or row["witness"]["end"] for row in rows if row["count"] is not None)
    kept = result.model_copy(update={"reader": ""}).to_json()
    assert "witness" not in kept
    assert "reader" not in json.loads(kept)
    assert Audit.from_json(kept).to_json() == kept, "the bytes, and so the digest, of frozen circulars stand"


def test_an_issued_circular_is_frozen_and_printed_again_to_the_byte(fresh: tuple[County, Store, Place], tmp_path: Path):
    county, store, place = fresh
    crawl(county, store, place, "2020-04-10T02:30")
    with pytest.raises(NotAllowed, match="尚未结束"):
        issue(fresh, "崇政办发〔2020〕1号", date(2020, 3, 31))
    first = issue(fresh, "崇政办发〔2020〕1号")
    assert first.state is AuditState.ISSUED
    write_circular(first, place, tmp_path / "one")
    record_decision(
        county, store, Q1, APRIL, DecisionRequest(unit="人社局", grade="good"), reason="other", text="x", by="李明"
    )
    frozen = store.audits.load_issued(county, Q1)
    assert frozen == first
    write_circular(frozen, place, tmp_path / "two")
    for name in NAMES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    with pytest.raises(NotAllowed, match="已印发"):
        issue(fresh, "崇政办发〔2020〕2号")
    second = issue(fresh, "崇政办发〔2020〕2号", supersedes="崇政办发〔2020〕1号")
    assert second.issue
    assert store.audits.load_issued(county, Q1) == second


def test_changed_wording_does_not_reach_what_was_issued(fresh: tuple[County, Store, Place], tmp_path: Path):
    county, store, place = fresh
    crawl(county, store, place, "2020-04-10T02:30")
    issued = issue(fresh, "")
    write_circular(issued, place, tmp_path / "one", wording_of(issued, county, store, place))
    own = tmp_path / "own"
    own.mkdir()
    text = wording_text().replace("# 一、", "# 一、　", 1)
    (own / "circular.txt.j2").write_text(text + "\n> 本单位自拟的附言。\n", encoding="utf-8")
    changed = replace(place, wording=own)
    write_circular(issued, changed, tmp_path / "two", wording_of(issued, county, store, changed))
    for name in NAMES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    record_decision(
        county,
        store,
        Q1,
        clock_at("2020-05-01"),
        DecisionRequest(unit="人社局", grade="good"),
        reason="x",
        text="",
        by="李",
    )
    assert asyncio.run(replay_period(county, store, changed, Q1)).differences == ()
    with pytest.raises(NotAllowed, match="无文号"):
        issue(fresh, "")
    second = issue((county, store, changed), "崇政办发〔2020〕2号")
    write_circular(issued, changed, tmp_path / "three", wording_of(issued, county, store, changed))
    write_circular(second, changed, tmp_path / "four", wording_of(second, county, store, changed))
    for name in NAMES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "three" / name).read_bytes(), "superseded or not"
    assert "本单位自拟的附言" in (tmp_path / "four" / "circular.html").read_text(encoding="utf-8")


def test_a_damaged_archive_is_named(fresh: tuple[County, Store, Place]):
    county, store, place = fresh
    crawl(county, store, place, "2020-04-10T02:30")
    audit_county(county, store, place, Q1, APRIL)
    [file] = place.archive_of(county.name).glob("*.warc.gz")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)
    with pytest.raises(ArchiveProblem, match=file.name):
        asyncio.run(replay_period(county, store, place, Q1))


def test_an_audit_never_continues_a_plain_observation(fresh: tuple[County, Store, Place]):
    county, store, place = fresh
    store.runs.start(county, RunMark(0, APRIL(), Q1.first, thorough=False))
    assert crawl(county, store, place, "2020-04-10T03:30", thorough=True).continues is None
    store.runs.start(county, RunMark(0, clock_at("2020-04-10T04:00")(), Q1.first, thorough=True))
    assert crawl(county, store, place, "2020-04-10T04:30", thorough=True).continues == 3


def test_a_replay_reads_by_the_plans_of_then(fresh: tuple[County, Store, Place]):
    county, store, place = fresh
    plans = [{"rows": "li"}, {"title": "a"}, {}, {"date": "span"}]
    taught = [column.read_by(plan) for column, plan in zip(county.column, plans, strict=True)]
    then = county.model_copy(update={"column": tuple(taught)})
    mark = crawl(then, store, place, "2020-04-10T02:30")
    assert [store.runs.plans_of(mark.id)[column.key].given for column in county.column] == plans
    audit_county(then, store, place, Q1, APRIL)
    assert asyncio.run(replay_period(county, store, place, Q1)).differences == ()
    assert {key: one.newest.plan.given for key, one in store.runs.load_readings(county).items()} == {
        column.key: plan for column, plan in zip(county.column, plans, strict=True)
    }
