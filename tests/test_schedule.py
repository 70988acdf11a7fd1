"""The schedule at work on the sample portal: what is due is done once, however often and wherever it is asked."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from offices import COLUMNS, Office, at, office, small_county, write_county
from waiting import wait_until

from auditor.audit.model import IssueEntry
from auditor.base.errors import BadInput, NotAllowed
from auditor.base.period import Period
from auditor.base.settings import Place
from auditor.base.terms import TaskKind, TaskState
from auditor.circular.printing import NAMES
from auditor.fleet.files import CountyFiles
from auditor.pipeline.lease import Busy, holding
from auditor.pipeline.line import audit_county, issue_circular
from auditor.pipeline.replay import replay_period
from auditor.sample import SamplePortal
from auditor.sample.content import SampleItem
from auditor.schedule import SchedulerClock, draft_folder
from auditor.schedule.clockwork import SWEEP_SECONDS
from auditor.store.leases import LEASE_SECONDS

COUNTY = "崇信县"


@pytest.fixture(scope="module")
def running() -> Iterator[SamplePortal]:
    with SamplePortal() as portal:
        yield portal


@pytest.fixture
def portal(running: SamplePortal) -> Iterator[SamplePortal]:
    site = running.site
    running.requests.clear()
    yield running
    running.heal()
    running.site = site


@pytest.fixture
def desk(portal: SamplePortal, tmp_path: Path) -> Iterator[Office]:
    file = write_county(tmp_path / "崇信县.toml", small_county(portal.home))
    with office(tmp_path / "home", [file], "2020-04-09T08:00") as opened:
        yield opened


def record_of(desk: Office, period: str):
    return next(record for record in desk.store.agenda.list_tasks(COUNTY, desk.now.date()) if record.period == period)


def test_the_first_start_observes_at_once_and_the_audit_day_brings_a_draft(desk: Office):
    assert desk.go_to("2020-04-09T08:00") == ["2020-04-09 done"]
    assert desk.go_to("2020-04-10T02:29") == []
    assert desk.go_to("2020-04-10T02:30") == ["2020Q1 done", "2020-04-10 done"]
    folder = draft_folder(Place(desk.home), COUNTY, "2020Q1")
    assert folder == desk.home / "circulars" / COUNTY / "2020Q1" / "draft"
    assert sorted(path.name for path in folder.iterdir()) == sorted(NAMES)
    audit = desk.store.audits.load_audit(small_county("http://x/"), Period.parse("2020Q1"))
    assert audit
    assert {row.column: row.count for row in audit.rows}["资源交易"] == 74


def test_an_audits_crawl_counts_as_the_days_observation(desk: Office, portal: SamplePortal):
    desk.go_to("2020-04-10T09:00")
    runs = desk.store.runs.list_runs(small_county("http://x/"))
    assert [(run.thorough, run.since) for run in runs] == [(True, date(2020, 1, 1))]
    assert record_of(desk, "2020-04-10").state is TaskState.DONE


def test_nothing_is_done_twice_on_one_day_even_after_a_restart(portal: SamplePortal, tmp_path: Path):
    file = write_county(tmp_path / "c.toml", small_county(portal.home))
    with office(tmp_path / "home", [file], "2020-05-20T08:00") as first:
        assert first.go_to("2020-05-20T08:00") == ["2020-05-20 done"]
        asked = len(portal.requests)
        assert first.go_to("2020-05-20T20:00") == []
    with office(tmp_path / "home", [file], "2020-05-20T21:00") as second:
        assert second.go_to("2020-05-20T21:00") == []
    assert len(portal.requests) == asked


def test_downtime_over_the_audit_day_is_made_up_for_once(desk: Office):
    desk.go_to("2020-03-20T08:00")
    assert desk.go_to("2020-06-02T08:00") == ["2020Q1 done", "2020-06-02 done"]
    assert desk.go_to("2020-06-02T09:00") == []
    assert desk.go_to("2020-06-05T09:00") == ["2020-06-05 done"], "three days missed, one crawl"


def test_a_quarter_that_was_issued_by_hand_is_not_audited_again(desk: Office):
    county = small_county("http://x/")
    desk.go_to("2020-04-02T08:00")
    place = Place(desk.home)
    desk.now = at("2020-04-03T09:00")
    entry = IssueEntry(number="崇政办发〔2020〕1号", date=date(2020, 4, 3), by="王主任")
    issue_circular(county, desk.store, place, Period.parse("2020Q1"), lambda: desk.now, entry)
    assert desk.go_to("2020-04-10T08:00") == ["2020-04-10 done"]


# -- failures ----------------------------------------------------------------------------------------------------------


def test_a_portal_that_is_down_is_asked_again_ever_more_rarely(desk: Office, portal: SamplePortal):
    portal.fail("/", "404")
    assert desk.go_to("2020-05-20T03:00") == ["2020-05-20 waiting"]
    assert "没有一个栏目" in desk.progress.of(COUNTY).error
    assert desk.go_to("2020-05-20T03:09") == []
    assert desk.go_to("2020-05-20T03:10") == ["2020-05-20 waiting"]
    assert desk.go_to("2020-05-20T03:39") == []
    portal.heal()
    assert desk.go_to("2020-05-20T03:40") == ["2020-05-20 done"]
    assert desk.progress.of(COUNTY).error == ""


def test_an_observation_is_given_up_at_last_and_the_next_day_takes_over(desk: Office, portal: SamplePortal):
    portal.fail("/", "404")
    moment = at("2020-05-20T03:00")
    states = []
    for minutes in (0, 10, 30, 60, 120):
        moment += timedelta(minutes=minutes)
        states += desk.go_to(moment.replace(tzinfo=None).isoformat())
    assert states == ["2020-05-20 waiting"] * 4 + ["2020-05-20 failed"]
    assert desk.go_to("2020-05-20T23:00") == []
    portal.heal()
    assert desk.go_to("2020-05-21T02:30") == ["2020-05-21 done"]


def test_an_unfinished_observation_is_over_when_the_next_one_is_done(desk: Office, portal: SamplePortal):
    portal.fail("/", "404")
    desk.go_to("2020-05-20T03:00")
    portal.heal()
    assert desk.go_to("2020-05-22T03:00") == ["2020-05-22 done"]
    assert record_of(desk, "2020-05-20").state is TaskState.FAILED
    assert desk.go_to("2020-05-22T09:00") == []


def test_an_audit_of_a_silent_portal_ends_in_a_draft_that_says_so(desk: Office, portal: SamplePortal):
    portal.fail("/", "404")
    moment, states = at("2020-04-10T03:00"), []
    for minutes in (0, 10, 30, 60, 120):
        moment += timedelta(minutes=minutes)
        states += [state for state in desk.go_to(moment.replace(tzinfo=None).isoformat()) if "Q1" in state]
    assert states == ["2020Q1 waiting"] * 4 + ["2020Q1 done"]
    audit = desk.store.audits.load_audit(small_county("http://x/"), Period.parse("2020Q1"))
    assert audit
    assert [row.count for row in audit.rows] == [None] * len(COLUMNS)


def test_a_county_whose_work_fails_does_not_stop_the_others(portal: SamplePortal, tmp_path: Path):
    write_county(tmp_path / "counties" / "a.toml", small_county(portal.home, ("人事任免",), name="甲县"))
    write_county(tmp_path / "counties" / "b.toml", small_county(portal.home, ("资源交易",), name="乙县"))
    portal.fail("/zwgk/rsrm/", "404")
    (tmp_path / "counties" / "c.toml").write_text("[county]\nname = 丙县\n", encoding="utf-8")
    files = [tmp_path / "counties"]
    with office(tmp_path / "home", files, "2020-05-20T08:00") as desk:
        assert sorted(desk.go_to("2020-05-20T08:00")) == ["2020-05-20 done", "2020-05-20 waiting"]
        assert {(said.county, said.state) for said in desk.said} == {
            ("甲县", TaskState.WAITING),
            ("乙县", TaskState.DONE),
        }
        [problem] = CountyFiles(files).read().problems
        assert "c.toml" in problem


def test_a_fault_of_the_program_is_recorded_and_the_work_goes_on(desk: Office, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> None:
        raise ZeroDivisionError("x")

    monkeypatch.setattr("auditor.schedule.work.audit_county", broken)
    assert desk.go_to("2020-04-10T08:00") == ["2020Q1 waiting", "2020-04-10 done"]
    assert "程序内部错误" in record_of(desk, "2020Q1").note
    asked_before = desk.store.runs.list_runs(small_county("http://x/"))
    monkeypatch.setattr("auditor.schedule.work.audit_county", audit_county)
    assert desk.go_to("2020-04-10T08:10") == ["2020Q1 done"]
    assert desk.store.runs.list_runs(small_county("http://x/")) == asked_before, "the crawl still stands"


# -- asked for by a person ---------------------------------------------------------------------------------------------


def wait_for(desk: Office, count: int) -> None:
    wait_until(lambda: len(desk.said) >= count)


def is_under_way(desk: Office) -> bool:
    """Whether a column was read, and others are left."""
    run = desk.progress.of(COUNTY).running
    return bool(run and run.done)


def test_a_button_starts_a_crawl_or_an_audit_again(desk: Office):
    desk.go_to("2020-04-10T08:00")
    desk.now = at("2020-04-10T10:00")
    assert desk.agenda.request(COUNTY, TaskKind.OBSERVE)
    wait_for(desk, 3)
    assert desk.agenda.request(COUNTY, TaskKind.AUDIT, "2019Q4")
    wait_for(desk, 4)
    assert [said.task.period for said in desk.said] == ["2020Q1", "2020-04-10", "2020-04-10", "2019Q4"]
    assert draft_folder(Place(desk.home), COUNTY, "2019Q4").is_dir()
    runs = desk.store.runs.list_runs(small_county("http://x/"))
    assert [run.since for run in runs] == [date(2020, 1, 1), date(2020, 1, 1), date(2019, 10, 1)]


def test_an_audit_that_is_asked_for_again_crawls_again(desk: Office):
    """A county file or the portal may have been put right since."""
    desk.go_to("2020-04-10T08:00")
    desk.now = at("2020-04-10T10:00")
    assert desk.agenda.request(COUNTY, TaskKind.AUDIT, "2020Q1")
    wait_for(desk, 3)
    runs = desk.store.runs.list_runs(small_county("http://x/"))
    assert [(run.thorough, run.since) for run in runs] == [(True, date(2020, 1, 1))] * 2


def test_what_cannot_be_asked_for_is_said(desk: Office):
    with pytest.raises(NotAllowed, match="无名县"):
        desk.agenda.request("无名县", TaskKind.OBSERVE)
    with pytest.raises(BadInput):
        desk.agenda.request(COUNTY, TaskKind.AUDIT, "去年")


def test_the_board_shows_what_runs(portal: SamplePortal, tmp_path: Path):
    file = write_county(tmp_path / "c.toml", small_county(portal.home, delay=0.15))
    with office(tmp_path / "home", [file], "2020-05-20T08:00") as desk:
        desk.agenda.request(COUNTY, TaskKind.OBSERVE)
        wait_until(lambda: is_under_way(desk))
        run = desk.progress.of(COUNTY).running
        assert run
        assert (run.kind, run.total, run.step, run.started_at) == (TaskKind.OBSERVE, 3, "采集", desk.now)
        assert run.column in COLUMNS
        assert desk.agenda.request(COUNTY, TaskKind.OBSERVE) is False, "it runs already"
        wait_for(desk, 1)
        assert desk.progress.of(COUNTY).running is None


def test_a_stopped_crawl_is_gone_on_with(portal: SamplePortal, tmp_path: Path):
    file = write_county(tmp_path / "c.toml", small_county(portal.home, delay=0.15))
    with office(tmp_path / "home", [file], "2020-05-20T08:00") as desk:
        desk.agenda.request(COUNTY, TaskKind.OBSERVE)
        wait_until(lambda: is_under_way(desk))
    with office(tmp_path / "home", [file], "2020-05-20T08:05") as desk:
        assert desk.go_to("2020-05-20T08:05") == ["2020-05-20 done"]
        runs = desk.store.runs.list_runs(small_county("http://x/"))
        assert [run.continues for run in runs] == [None, runs[0].id]


def test_a_person_breaks_off_a_crawl_which_then_rests_until_it_is_asked_for(portal: SamplePortal, tmp_path: Path):
    file = write_county(tmp_path / "c.toml", small_county(portal.home, delay=0.15))
    with office(tmp_path / "home", [file], "2020-05-20T08:00") as desk:
        assert desk.agenda.halt(COUNTY, "由王芳停止") is False, "nothing runs"
        desk.agenda.request(COUNTY, TaskKind.OBSERVE)
        wait_until(lambda: is_under_way(desk))
        assert desk.agenda.halt(COUNTY, "由王芳停止")
        assert desk.progress.of(COUNTY).running is None
        record = record_of(desk, "2020-05-20")
        assert (record.state, record.note) == (TaskState.FAILED, "由王芳停止")
        assert desk.go_to("2020-05-20T08:30") == []
        desk.now = at("2020-05-20T08:40")
        desk.agenda.request(COUNTY, TaskKind.OBSERVE)
        wait_for(desk, 1)
        runs = desk.store.runs.list_runs(small_county("http://x/"))
        assert [run.continues for run in runs] == [None, runs[0].id]


def test_one_column_is_read_again_and_its_quarter_audited(desk: Office, portal: SamplePortal):
    desk.go_to("2020-04-10T08:00")
    desk.now = at("2020-04-10T10:00")
    county = small_county(portal.home)
    column = county.column[0]
    portal.requests.clear()
    assert desk.agenda.request(COUNTY, TaskKind.COLUMN, f"2020Q1 {column.key}")
    wait_for(desk, 3)
    runs = desk.store.runs.list_runs(county)
    assert [run.only for run in runs] == ["", column.key]
    standings = desk.store.runs.load_states(county)
    assert [standings[one.key].read_at >= desk.now for one in county.column] == [True, False, False]
    assert not asyncio.run(replay_period(county, desk.store, Place(desk.home), Period.parse("2020Q1"))).differences
    desk.now = at("2020-04-10T11:00")
    desk.agenda.request(COUNTY, TaskKind.AUDIT, "2020Q1")
    wait_for(desk, 4)
    assert [run.only for run in desk.store.runs.list_runs(county)] == ["", column.key, ""], "no crawl of them all"


def test_what_is_asked_for_while_a_crawl_runs_waits_and_is_done_after_it(portal: SamplePortal, tmp_path: Path):
    """Without another tick: a clerk who asks for a column, and for one more, sees both done."""
    county = small_county(portal.home, delay=0.1)
    file = write_county(tmp_path / "c.toml", county)
    with office(tmp_path / "home", [file], "2020-05-20T08:00") as desk:
        desk.agenda.request(COUNTY, TaskKind.OBSERVE)
        wait_until(lambda: is_under_way(desk))
        keys = [column.key for column in county.column[:2]]
        for key in keys:
            assert desk.agenda.request(COUNTY, TaskKind.COLUMN, f"2020Q1 {key}")
        wait_for(desk, 3)
        assert [said.task.kind for said in desk.said] == [TaskKind.OBSERVE, TaskKind.COLUMN, TaskKind.COLUMN]
        assert [said.state for said in desk.said] == [TaskState.DONE] * 3
        runs = desk.store.runs.list_runs(county)
        assert [run.only for run in runs] == ["", *keys]


def test_one_column_alone_is_told_as_one(portal: SamplePortal, tmp_path: Path):
    county = small_county(portal.home, delay=0.1)
    file = write_county(tmp_path / "c.toml", county)
    with office(tmp_path / "home", [file], "2020-05-20T08:00") as desk:
        desk.agenda.request(COUNTY, TaskKind.COLUMN, f"2020Q1 {county.column[0].key}")
        wait_until(lambda: desk.progress.of(COUNTY).running is not None)
        run = desk.progress.of(COUNTY).running
        assert run
        assert run.total == 1


def test_a_follow_up_crawls_and_leaves_a_draft(desk: Office, portal: SamplePortal):
    desk.go_to("2020-04-10T08:00")
    county = small_county(portal.home)
    desk.now = at("2020-05-20T10:00")
    desk.agenda.request(COUNTY, TaskKind.RECHECK, "2020Q1")
    wait_until(lambda: any(said.task.kind is TaskKind.RECHECK for said in desk.said))
    assert desk.store.papers.load_draft(county, "recheck", "2020Q1")


# -- the clock ---------------------------------------------------------------------------------------------------------


def test_a_killed_program_is_replaced_within_a_minute():
    assert LEASE_SECONDS + SWEEP_SECONDS < 60


def test_every_county_rings_daily_at_the_hour_its_file_says_now(desk: Office):
    clock = SchedulerClock(desk.agenda, desk.notifier, lambda _: None)
    clock._scheduler.start(paused=True)

    def rings() -> list[tuple[str, int, timedelta | None, bool]]:
        clock.set_hours(desk.agenda.sweep())
        jobs = ((job.id, job.next_run_time) for job in clock._scheduler.get_jobs())
        return [(name, moment.hour, moment.utcoffset(), 30 <= moment.minute < 36) for name, moment in jobs]

    assert rings() == [(f"observe:{COUNTY}", 2, timedelta(hours=8), True)]
    path = next(desk.home.parent.glob("*.toml"))
    county = small_county("http://x/")
    write_county(path, county.model_copy(update={"schedule": county.schedule.model_copy(update={"observe": "03:30"})}))
    assert rings() == [(f"observe:{COUNTY}", 3, timedelta(hours=8), True)]
    path.unlink()
    assert rings() == []
    clock._scheduler.shutdown()


def test_the_clockwork_starts_what_is_overdue_by_itself(desk: Office):
    told = []
    clockwork = SchedulerClock(desk.agenda, desk.notifier, told.append)
    clockwork.start()
    wait_for(desk, 1)
    clockwork.stop()
    assert desk.said[0].task.period == "2020-04-09"
    assert told[0].counties[0].name == COUNTY


def test_a_fresh_task_is_left_to_its_ring(desk: Office):
    desk.now = at("2020-05-20T02:31")
    desk.agenda.sweep()
    time.sleep(0.2)
    assert desk.said == []
    desk.agenda.begin_daily(COUNTY)
    wait_for(desk, 1)


# -- first seen --------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_weeks_of_daily_observation_show_what_was_back_dated_rushed_and_taken_down(
    portal: SamplePortal, tmp_path: Path
):
    whole = portal.site
    file = write_county(tmp_path / "c.toml", small_county(portal.home, ("政府文件", "资源交易")))
    trades = next(column for column in whole.columns if column.name == "资源交易")
    papers = next(column for column in whole.columns if column.name == "政府文件")
    others = [column for column in whole.columns if column is not papers]
    late = next(item for item in trades.items if item.date.month == 2)
    gone = next(item for item in trades.items if item.date.month == 1)

    def publish(today: date) -> None:
        """What the portal shows on a day: ``late`` comes weeks after its stated date, ``gone`` leaves in March."""

        def at_the_last_moment(item: SampleItem) -> SampleItem:
            return replace(item, date=date(2020, 3, 30)) if item.date in Period.parse("2020Q1") else item

        def is_there(item: SampleItem) -> bool:
            if item is late:
                return today >= date(2020, 3, 20)
            if item is gone and today >= date(2020, 3, 2):
                return False
            return item.date <= today

        portal.site = replace(
            whole,
            columns=tuple(
                replace(column, items=tuple(item for item in column.items if is_there(item)))
                for column in (*others, replace(papers, items=tuple(map(at_the_last_moment, papers.items))))
            ),
        )

    with office(tmp_path / "home", [file], "2020-02-24T02:30") as desk:
        day = date(2020, 2, 24)
        while day <= date(2020, 3, 31):
            publish(day)
            assert desk.go_to(f"{day}T02:30")[-1] == f"{day} done"
            day += timedelta(days=1)
        publish(date(2020, 4, 10))
        assert desk.go_to("2020-04-10T02:30") == ["2020Q1 done", "2020-04-10 done"]
        audit = desk.store.audits.load_audit(small_county("http://x/"), Period.parse("2020Q1"))
    assert audit
    found = {finding.rule: finding for finding in audit.findings}
    assert late.title in found["back-dated"].titles
    assert gone.title in found["vanished"].titles
    assert (found["burst"].unit, found["burst"].figures["day"]) == ("政府办", "2020年3月30日")


# -- leases ------------------------------------------------------------------------------------------------------------


def test_a_holder_that_slept_through_its_lease_stops_when_another_took_over(
    desk: Office, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("auditor.pipeline.lease.LEASE_SECONDS", 0.15)
    later = datetime.now(UTC) + timedelta(minutes=5)

    async def work() -> None:
        async with holding(desk.store, "agenda:崇信县"):
            assert desk.store.leases.take("agenda:崇信县", "another", later)
            await asyncio.sleep(10)

    with pytest.raises(Busy, match="已由另一个程序接手"):
        asyncio.run(work())
    assert desk.store.leases.is_held("agenda:崇信县", later), "the other's lease is left alone"


def test_a_county_held_by_another_program_is_left_to_it(desk: Office):
    soon = datetime.now(UTC)
    desk.store.leases.take("agenda:崇信县", "another", soon)
    assert desk.go_to("2020-04-10T08:00") == []
    desk.store.leases.give_back("agenda:崇信县", "another")
    desk.store.leases.take("county:崇信县", "a crawl by hand", soon)
    assert desk.go_to("2020-04-10T08:00") == []
    desk.store.leases.give_back("county:崇信县", "a crawl by hand")
    assert desk.go_to("2020-04-10T08:00") == ["2020Q1 done", "2020-04-10 done"]
