"""Working days of the Chinese calendar: public holidays and the weekends worked in their place (调休)."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day reached by counting working days.

    ``provisional`` tells that the count ran past the years whose holidays are published, where only weekends are known.
    """

    date: date
    provisional: bool


def is_working_day(day: date) -> bool:
    """Whether offices work on ``day``; outside the published years weekends alone decide."""
    return _work(day)[0]


def add_working_days(day: date, number: int) -> Deadline:
    """The ``number``-th working day after ``day`` (which is not counted itself; 0 gives ``day``)."""
    reached, provisional = day, False
    while number > 0:
        reached += _ONE_DAY
        works, is_published = _work(reached)
        number -= works
        provisional = provisional or not is_published
    return Deadline(reached, provisional)


def count_working_days(after: date, until: date) -> int:
    """How many working days lie after ``after`` up to and including ``until``; 0 when ``until`` is not later."""
    days = (until - after).days
    return sum(is_working_day(after + timedelta(days=step)) for step in range(1, days + 1))


def last_published_year() -> int:
    """The last year whose public holidays are known."""
    return int(max(day.year for day in chinese_calendar.constants.workdays))


@lru_cache(maxsize=16_384)
def _work(day: date) -> tuple[bool, bool]:
    """Whether ``day`` is worked, and whether the published calendar says so."""
    try:
        return chinese_calendar.is_workday(day), True
    except NotImplementedError:
        return day.weekday() < 5, False
