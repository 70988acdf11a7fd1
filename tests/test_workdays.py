from datetime import date

import pytest

from auditor.base.workdays import add_working_days, count_working_days, is_working_day


@pytest.mark.parametrize(
    ("day", "reached"),
    [(date(2020, 1, 20), date(2020, 2, 25)), (date(2019, 9, 20), date(2019, 10, 23))],
)
def test_twenty_working_days_step_over_the_long_holidays(day: date, reached: date) -> None:
    deadline = add_working_days(day, 20)
    assert (deadline.date, deadline.provisional) == (reached, False)


def test_a_sunday_worked_in_place_of_a_holiday_is_a_working_day() -> None:
    assert is_working_day(date(2020, 1, 19))
    assert not is_working_day(date(2020, 1, 31))


def test_no_days_added_gives_the_same_day() -> None:
    assert add_working_days(date(2020, 1, 20), 0).date == date(2020, 1, 20)


@pytest.mark.parametrize(("year", "first_quarter"), [(2020, 59)])
def test_working_days_of_a_quarter_are_counted(year: int, first_quarter: int) -> None:
    assert count_working_days(date(year - 1, 12, 31), date(year, 3, 31)) == first_quarter


def test_counting_undoes_adding() -> None:
    start = date(2020, 4, 16)
    assert count_working_days(start, add_working_days(start, 15).date) == 15
    assert count_working_days(start, start) == 0
    assert count_working_days(start, date(2020, 1, 1)) == 0


def test_beyond_the_published_calendar_weekends_decide_and_the_day_is_provisional() -> None:
    deadline = add_working_days(date(2150, 1, 2), 5)
    assert (deadline.date, deadline.provisional) == (date(2150, 1, 9), True)
    assert not is_working_day(date(2150, 1, 3))


def test_a_count_that_runs_out_of_the_published_years_is_provisional() -> None:
    last = date(1990, 1, 1)
    assert add_working_days(last, 3).provisional
