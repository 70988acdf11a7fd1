"""What is due when: a pure function, tried over holidays, downtime, leap years and a county's first day."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.base.period import LOCAL, Period
from auditor.base.terms import TaskKind
from auditor.base.workdays import last_published_year
from auditor.county.model import Timetable
from auditor.schedule import Done, Task, audit_of, due, upcoming

TABLE = Timetable()
LONG_AGO = date(2019, 1, 2)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def done(*tasks: Task, since: date | None = LONG_AGO, but: tuple[str, ...] = ()) -> Done:
    """These tasks, and every audit before 2021 but those named."""
    audits = {(TaskKind.AUDIT, f"{year}Q{n}") for year in range(2018, 2021) for n in range(1, 5)}
    settled = {key for key in audits if key[1] not in but} | {task.key for task in tasks}
    return Done(frozenset(settled), since)


def names(tasks: list[Task]) -> list[str]:
    return [task.period for task in tasks]


def test_the_daily_observation_is_due_at_its_minute_and_once():
    assert names(due(at("2020-05-20T02:29"), TABLE, done())) == ["2020-05-19"]
    today = due(at("2020-05-20T02:30"), TABLE, done())
    assert names(today) == ["2020-05-20"]
    assert due(at("2020-05-20T23:59"), TABLE, done(*today)) == []


def test_three_days_of_downtime_give_one_observation():
    before = due(at("2020-05-16T03:00"), TABLE, done())
    assert names(due(at("2020-05-20T09:00"), TABLE, done(*before))) == ["2020-05-20"]


def test_the_clock_moved_over_a_quarters_end_makes_the_audit_due_on_its_day():
    open_q1 = done(but=("2020Q1",))
    assert names(due(at("2020-03-31T23:00"), TABLE, open_q1)) == ["2020-03-31"]
    assert names(due(at("2020-04-10T02:29"), TABLE, open_q1)) == ["2020-04-09"]
    assert names(due(at("2020-04-10T02:30"), TABLE, open_q1)) == ["2020Q1", "2020-04-10"]
    assert names(due(at("2020-06-30T09:00"), TABLE, open_q1)) == ["2020Q1", "2020-06-30"]


@pytest.mark.parametrize(
    ("quarter", "day", "expected"),
    [
        ("2020Q1", 10, "2020-04-10"),  # a Friday
        ("2020Q1", 4, "2020-04-07"),  # Qingming, Saturday to Monday
        ("2020Q1", 26, "2020-04-26"),  # a Sunday worked for the May holiday
        ("2019Q4", 24, "2020-02-03"),  # the Spring Festival, lengthened that year
        ("2019Q3", 1, "2019-10-08"),  # the National Day week
        ("2020Q2", 11, "2020-07-13"),  # a weekend
        ("2019Q4", 28, "2020-02-03"),  # runs over into the next month
    ],
)
def test_an_audit_on_a_holiday_waits_for_the_next_working_day(quarter: str, day: int, expected: str):
    task = audit_of(Period.parse(quarter), Timetable(audit=day))
    assert task.due_at == at(f"{expected}T02:30")
    assert not task.provisional


def test_beyond_the_published_holidays_the_day_is_provisional():
    year = last_published_year()
    assert not audit_of(Period.parse(f"{year}Q3"), TABLE).provisional
    beyond = audit_of(Period.parse(f"{year + 1}Q1"), TABLE)
    assert beyond.provisional
    assert beyond.due_at.weekday() < 5


def test_a_machine_that_was_off_on_the_day_audits_when_it_returns():
    back = at("2020-06-02T08:15")
    tasks = due(back, TABLE, done(but=("2020Q1",)))
    assert names(tasks) == ["2020Q1", "2020-06-02"]
    assert due(back, TABLE, done(*tasks, but=("2020Q1",))) == []


def test_several_missed_quarters_are_made_up_oldest_first():
    missed = ("2019Q4", "2020Q1", "2020Q2")
    assert names(due(at("2020-08-01T08:00"), TABLE, done(but=missed))) == [*missed, "2020-08-01"]


def test_no_more_than_a_year_is_made_up_for():
    tasks = due(at("2023-02-01T08:00"), TABLE, Done(frozenset(), LONG_AGO))
    assert names(tasks) == ["2022Q1", "2022Q2", "2022Q3", "2022Q4", "2023-02-01"]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2020-02-12T10:00", ["2019Q4", "2020-02-12"]),  # mid-quarter, the last one ended 43 days ago
        ("2020-02-14T10:00", ["2019Q4", "2020-02-14"]),  # 45 days
        ("2020-02-15T10:00", ["2020-02-15"]),  # 46 days
        ("2020-01-05T10:00", ["2020-01-05"]),  # before the audit's day
        ("2020-05-20T10:00", ["2020-05-20"]),
    ],
)
def test_a_first_installation_audits_the_last_quarter_only_while_it_is_fresh(now: str, expected: list[str]):
    assert names(due(at(now), TABLE, Done())) == expected
    first_crawl_today = Done(frozenset(), at(now).date())
    assert names(due(at(now), TABLE, first_crawl_today)) == expected


def test_an_office_that_began_in_the_quarter_gets_its_audit_however_late():
    began = Done(frozenset(), date(2020, 3, 31))
    assert names(due(at("2020-06-25T10:00"), TABLE, began)) == ["2020Q1", "2020-06-25"]


def test_the_leap_day_is_a_day_like_others():
    assert names(due(at("2020-02-29T02:30"), TABLE, done())) == ["2020-02-29"]
    assert names(due(at("2021-03-01T02:00"), TABLE, done(but=("2020Q4",)))) == ["2020Q4", "2021-02-28"]


def test_a_clock_in_another_zone_means_the_same_moment():
    utc = datetime.fromisoformat("2020-04-09T18:30+00:00")
    assert names(due(utc, TABLE, done(but=("2020Q1",)))) == ["2020Q1", "2020-04-10"]


def test_a_clock_set_back_repeats_nothing():
    later = due(at("2020-05-20T03:00"), TABLE, done())
    earlier = due(at("2020-05-19T03:00"), TABLE, done())
    assert due(at("2020-05-19T04:00"), TABLE, done(*later, *earlier)) == []


def test_what_comes_next_is_told():
    first, second = upcoming(at("2020-04-10T02:30"), TABLE)
    assert (first.label, first.due_at) == ("2020-04-11日常采集", at("2020-04-11T02:30"))
    assert (second.label, second.due_at) == ("2020年第二季度核查", at("2020-07-10T02:30"))
    assert upcoming(at("2020-04-10T02:29"), TABLE)[0].due_at == at("2020-04-10T02:30")


@given(
    st.datetimes(datetime(2005, 1, 1), datetime(2035, 12, 31)),  # noqa: DTZ001 - the zone comes after
    st.integers(1, 28),
    st.sampled_from(["00:00", "02:30", "23:59"]),
)
def test_what_was_done_is_never_due_again_and_nothing_is_due_early(moment: datetime, day: int, observe: str):
    now = moment.replace(tzinfo=LOCAL)
    table = Timetable(audit=day, observe=observe)
    tasks = due(now, table, Done(frozenset(), date(2000, 1, 1)))
    assert tasks[-1].kind is TaskKind.OBSERVE
    assert now - tasks[-1].due_at < timedelta(days=1)
    assert all(task.due_at <= now for task in tasks)
    assert len({task.key for task in tasks}) == len(tasks)
    assert due(now, table, Done(frozenset(task.key for task in tasks), date(2000, 1, 1))) == []
    assert all(task.due_at > now for task in upcoming(now, table))
