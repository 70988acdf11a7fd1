"""The ledger of looking: days, gaps with reasons, items' intervals, what changed, went and came back."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from portals import HOME, column, county, reading, sighting, sightings, unread

from auditor.audit.build import build_audit
from auditor.audit.count import count_columns
from auditor.audit.grade import load_pack
from auditor.audit.ledger import ColumnLedger, Look
from auditor.base.errors import BadInput
from auditor.base.period import LOCAL, Period
from auditor.base.terms import ColumnState
from auditor.circular.printing import document_of
from auditor.county.model import County, DisclosureColumn
from auditor.crawl.column import ColumnReading
from auditor.pipeline.story import tell_column, tell_item
from auditor.pipeline.witnesses import looks_behind
from auditor.read.values import Plan
from auditor.store import RunMark, Store, open_store

Q1 = Period.parse("2020Q1")
COLUMN = column()
COUNTY = county([COLUMN])


def moment(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), LOCAL).replace(hour=2, minute=30)


def look(day: str, state: ColumnState = ColumnState.COUNTED) -> Look:
    return Look(moment(day), state, "" if state.is_known else "连接超时")


def daily(first: str, last: str, *without: str) -> list[Look]:
    days = [date.fromisoformat(first) + timedelta(days=n) for n in range(400)]
    return [look(str(day)) for day in days if day <= date.fromisoformat(last) and str(day) not in without]


def keep(store: Store, day: str, result: ColumnReading, place: County = COUNTY, of: DisclosureColumn = COLUMN) -> None:
    at = moment(day)
    run = store.runs.start(place, RunMark(0, at, Q1.first, thorough=True))
    seen = tuple(replace(one, page=f"{run.name}.warc.gz#1") for one in result.sightings)  # on the run's own page
    store.runs.save(run, place, [(of, replace(result, read_at=at, sightings=seen))])
    store.runs.finish(replace(run, finished_at=at, archive=f"{run.name}.warc.gz"))


@pytest.fixture
def store(tmp_path: Path):
    opened = open_store(f"sqlite:///{tmp_path}/a.db")
    yield opened
    opened.close()


# -- coverage ----------------------------------------------------------------------------------------------------------


def test_every_day_of_the_period_is_a_look_or_a_gap_with_its_reason():
    looks = daily("2020-01-01", "2020-03-31", "2020-01-24", "2020-01-25", "2020-02-29")
    looks.append(look("2020-02-29", ColumnState.UNREACHABLE))
    known = ColumnLedger(tuple(looks)).coverage(Q1)
    assert known
    assert (known.days, known.looked) == (91, 88)
    assert [(str(gap.first), str(gap.last), gap.reason) for gap in known.gaps] == [
        ("2020-01-24", "2020-01-25", "没有采集"),
        ("2020-02-29", "2020-02-29", ColumnState.UNREACHABLE.label),
    ]
    assert known.last_good == moment("2020-03-31")
    assert "91天中有88天查看到" in known.told


def test_a_later_good_look_of_the_day_makes_up_for_a_failed_one():
    looks = (look("2020-01-01", ColumnState.BLOCKED), look("2020-01-01"))
    known = ColumnLedger(looks).coverage(Period.parse("2020-01"))
    assert known
    assert known.looked == 1
    assert known.gaps[0].first == date(2020, 1, 2)


def test_a_running_period_is_covered_up_to_today_and_one_nobody_looked_at_in_time_not_at_all():
    known = ColumnLedger(tuple(daily("2020-01-01", "2020-01-10"))).coverage(Q1, date(2020, 1, 10))
    assert known
    assert (known.days, known.looked, known.gaps) == (10, 10, ())
    assert ColumnLedger((look("2020-04-10"),)).coverage(Q1) is None
    assert ColumnLedger().coverage(Q1) is None


def test_the_last_good_look_is_told_with_how_far_back_it_read():
    part = replace(look("2020-03-30"), read_back_to=date(2019, 12, 20))
    whole = replace(look("2020-03-31"), reached_end=True)
    failed = look("2020-04-01", ColumnState.UNREACHABLE)
    assert ColumnLedger((part, failed)).newest_told == "最近一次读到列表是2020-03-30 02:30，读回到2019-12-20"
    assert ColumnLedger((part, whole, failed)).newest_told == "最近一次读到列表是2020-03-31 02:30，读到列表末尾"
    assert ColumnLedger((failed,)).newest_told == ""


def test_two_gaps_with_different_reasons_side_by_side_stay_two():
    looks = [*daily("2020-01-01", "2020-03-31", "2020-02-01", "2020-02-02"), look("2020-02-02", ColumnState.MISSING)]
    known = ColumnLedger(tuple(looks)).coverage(Q1)
    assert known
    assert [gap.reason for gap in known.gaps] == ["没有采集", ColumnState.MISSING.label]


def test_the_circular_says_the_coverage_in_one_sentence_and_the_working_papers_all_of_it():
    ledger = ColumnLedger(tuple(daily("2020-01-01", "2020-03-31", "2020-01-24")))
    other = column("通知公告", url="/other/")
    place = county([COLUMN, other])
    readings = {one.key: reading(one.key, [sighting(day="2020-03-05")]) for one in (COLUMN, other)}
    full = ColumnLedger(tuple(daily("2020-01-01", "2020-03-31")))
    counts = count_columns(place, Q1, readings, {COLUMN.key: ledger, other.key: full})
    audit = build_audit(place, Q1, load_pack("chongxin"), readings, counts=counts)
    assert [row.coverage.looked for row in audit.rows if row.coverage] == [90, 91]
    text = "".join(paragraph.text for paragraph in document_of(audit).body)
    assert "核查期间共91天，各栏目有90天至91天查看到" in text
    assert type(audit).from_json(audit.to_json()) == audit
    bare = build_audit(place, Q1, load_pack("chongxin"), readings)
    assert "coverage" not in bare.to_json()
    assert "查看到" not in "".join(paragraph.text for paragraph in document_of(bare).body)


# -- what the store keeps ----------------------------------------------------------------------------------------------


def test_looks_of_runs_set_aside_do_not_count_and_failed_ones_say_why(store: Store):
    keep(store, "2020-01-05", reading(COLUMN.key, [sighting(day="2020-01-03")]))
    keep(store, "2020-01-06", unread(COLUMN.key))
    known = store.runs.load_ledgers(COUNTY, Q1.first, Q1.last)[COLUMN.key]
    assert [(str(one.day), one.is_good) for one in known.looks] == [("2020-01-05", True), ("2020-01-06", False)]
    assert known.looks[1].reason == "连接被拒绝"


def test_an_item_that_goes_and_returns_is_told_with_its_interval(store: Store):
    stays, goes = sighting("甲", "2020-01-03", url=f"{HOME}1.html"), sighting("乙", "2020-01-05", url=f"{HOME}2.html")
    renamed = sighting("甲（新）", "2020-01-03", url=f"{HOME}1.html")
    keep(store, "2020-01-04", reading(COLUMN.key, [stays]))
    keep(store, "2020-01-06", reading(COLUMN.key, [goes, stays]))
    keep(store, "2020-01-07", reading(COLUMN.key, [stays]))
    keep(store, "2020-01-09", reading(COLUMN.key, [goes, renamed]))
    keep(store, "2020-01-10", reading(COLUMN.key, [goes, renamed]))
    ledger = store.runs.load_ledgers(COUNTY, Q1.first, Q1.last)[COLUMN.key]
    assert [(one.field, str(one.at.date())) for one in ledger.changes] == [
        ("gone", "2020-01-07"),
        ("title", "2020-01-09"),
        ("back", "2020-01-09"),
    ]
    story = tell_item(COUNTY, store, COLUMN, f"{HOME}2.html")
    told = [f"{line.at:%m-%d} {line.text}" for line in story.lines]
    first = story.lines[0]
    assert [story.records[at][:6] for at in (first.before, first.at) if at] == ["run.wa", "run.wa"], (
        "each look's answer"
    )
    assert told == [
        "01-06 首次见到；2020-01-04 02:30查看时还没有；标注日期2020-01-05",
        "01-07 《乙》不见了",
        "01-09 《乙》又出现了",
        "01-10 最近一次见到",
    ]
    with pytest.raises(BadInput, match="没有“丙”"):
        tell_item(COUNTY, store, COLUMN, "丙")
    whole = tell_column(COUNTY, store, COLUMN, Q1, date(2020, 1, 10))
    texts = [line.text for line in whole.lines]
    assert "2020-01-04查看1次，均读到列表" in texts[0]
    assert "2020-01-05没有采集" in texts[1]
    assert any("标题由“甲”改为“甲（新）”" in text for text in texts)


def test_an_item_that_left_for_another_column_is_told_with_where_it_stands_now(store: Store):
    other = column("政策文件")
    both = county([COLUMN, other])
    moves, stays = sighting("乙", "2020-01-05", url=f"{HOME}2.html"), sighting("甲", "2020-01-03", url=f"{HOME}1.html")
    keep(store, "2020-01-06", reading(COLUMN.key, [moves, stays]), both)
    keep(store, "2020-01-08", reading(COLUMN.key, [stays]), both)
    keep(store, "2020-01-09", reading(other.key, [sighting("乙", "2020-01-05", url=f"{HOME}b/2.html")]), both, other)
    told = [f"{line.at:%m-%d} {line.text}" for line in tell_item(both, store, COLUMN, "乙").lines]
    assert told[-1] == "01-09 在“政策文件”栏目首次见到，现列在该栏目"
    assert not [line for line in tell_item(both, store, COLUMN, "甲").lines if "政策文件" in line.text]


def test_an_item_is_found_by_a_title_that_it_bore_once(store: Store):
    first, later = "2020年特困供养政策文件", "2020年特困供养提标政策文件"
    keep(store, "2020-01-06", reading(COLUMN.key, [sighting(first, "2020-01-05", url=f"{HOME}2.html")]))
    keep(store, "2020-01-08", reading(COLUMN.key, [sighting(later, "2020-01-05", url=f"{HOME}2.html")]))
    for title in (first, later):
        story = tell_item(COUNTY, store, COLUMN, title)
        assert story.item is not None
        assert story.item.title == later
        assert any(first in line.text for line in story.lines)


def test_an_item_dated_otherwise_later_is_told_with_the_day_that_it_bore_when_it_was_first_seen(store: Store):
    keep(store, "2020-01-04", reading(COLUMN.key, []))
    keep(store, "2020-01-06", reading(COLUMN.key, [sighting("乙", "2020-01-05", url=f"{HOME}2.html")]))
    keep(store, "2020-01-08", reading(COLUMN.key, [sighting("乙", "2020-01-02", url=f"{HOME}2.html")]))
    told = [line.text for line in tell_item(COUNTY, store, COLUMN, "乙").lines]
    assert told[0].endswith("标注日期2020-01-05")
    assert told[1] == "《乙》日期由2020-01-05改为2020-01-02"


def test_the_looks_that_a_finding_rests_on_are_told_each_with_the_answer_of_its_own_day(store: Store):
    late, rest = sighting("关于征求意见的公告", "2020-01-05", url=f"{HOME}late.html"), sightings(6, "2020-01-02")
    one = reading(COLUMN.key, rest)
    keep(store, "2020-01-04", one)
    for day in ("2020-01-19", "2020-01-20"):
        keep(store, day, replace(one, sightings=(), is_unchanged=True, pages=(f"{day}.warc.gz#1",)))
    keep(store, "2020-01-21", replace(reading(COLUMN.key, [late, *rest]), pages=("late.warc.gz#1",)))
    readings = {COLUMN.key: store.runs.load_readings(COUNTY)[COLUMN.key].for_period(Q1.last)}
    counts = count_columns(COUNTY, Q1, readings, store.runs.load_ledgers(COUNTY, Q1.first, Q1.last))
    audit = build_audit(COUNTY, Q1, load_pack("chongxin"), readings, counts=counts)
    told = [one for one in looks_behind(audit, COUNTY, store) if one["rule"] == "back-dated"]
    assert [one["url"] for one in told] == [late.item.url]
    assert [(look["shows"], look["at"][:10], look["record"]) for look in told[0]["looks"]] == [
        ("absent", "2020-01-20", "2020-01-20.warc.gz#1"),
        ("seen", "2020-01-21", "late.warc.gz#1"),
    ]


def test_an_unchanged_look_costs_no_change(store: Store):
    items = [sighting("甲", "2020-01-03", url=f"{HOME}1.html")]
    for day in range(4, 10):
        keep(store, f"2020-01-{day:02}", reading(COLUMN.key, items))
    assert store.runs.load_ledgers(COUNTY, Q1.first, Q1.last)[COLUMN.key].changes == ()


def test_what_another_way_of_reading_shows_was_not_looked_for_before_and_nothing_has_changed_by_it(store: Store):
    """A column that is taught anew finds what the reader passed over: nobody dated it back, changed or removed it."""
    passed_over = sighting("关于补贴发放的公告", "2020-01-06", url=f"{HOME}2.html")
    kept, aside = sighting("关于招聘的通知", "2020-01-20", url=f"{HOME}1.html"), sighting("侧栏", "2020-01-25")
    renamed = sighting("关于招聘的通知（第1号）", "2020-01-21", url=f"{HOME}1.html")
    keep(store, "2020-02-03", reading(COLUMN.key, [kept, aside], reached_end=True))
    anew = replace(reading(COLUMN.key, [renamed, passed_over], reached_end=True), plan=Plan(rows="ul.list li"))
    keep(store, "2020-02-04", anew)
    story = tell_column(COUNTY, store, COLUMN, Q1, date(2020, 4, 1))
    assert [line.text for line in story.lines if "新的读法" in line.text]
    readings = {COLUMN.key: store.runs.load_readings(COUNTY)[COLUMN.key].proved}
    counts = count_columns(COUNTY, Q1, readings, store.runs.load_ledgers(COUNTY, Q1.first, Q1.last))
    found = build_audit(COUNTY, Q1, load_pack("chongxin"), readings, counts=counts).findings
    assert not {"back-dated", "vanished", "silent-edit"} & {one.rule for one in found}
    later = sighting("关于防汛的通知", "2020-01-15", url=f"{HOME}3.html")
    keep(store, "2020-02-05", replace(anew, sightings=(renamed, later)))
    readings = {COLUMN.key: store.runs.load_readings(COUNTY)[COLUMN.key].proved}
    counts = count_columns(COUNTY, Q1, readings, store.runs.load_ledgers(COUNTY, Q1.first, Q1.last))
    found = build_audit(COUNTY, Q1, load_pack("chongxin"), readings, counts=counts).findings
    assert {"back-dated", "vanished"} <= {one.rule for one in found}, "from then on it is compared again"
