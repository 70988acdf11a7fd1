"""What is due: a pure function of the time, the county's timetable and what was done before."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from auditor.base.period import LOCAL, Period
from auditor.base.terms import TaskKind
from auditor.base.workdays import add_working_days
from auditor.county.model import Timetable
from auditor.schedule.words import WORDS

_FIRST_AUDIT_DAYS = 45
"""A county that is new here has its last quarter audited only where that ended at most so long ago."""
_QUARTERS_BACK = 4
"""How many missed quarters are made up for at most."""
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do for a county: ``period`` is a day for an observation, a quarter for an audit.

    For one column it is the quarter, a blank, and the column's key.

    ``provisional`` tells that the day was reckoned beyond the published holidays, by weekends alone.
    """

    kind: TaskKind
    period: str
    due_at: datetime
    provisional: bool = False

    @property
    def key(self) -> tuple[TaskKind, str]:
        """What it is, whenever it is due."""
        return self.kind, self.period

    @property
    def label(self) -> str:
        """As people call it: 2020年第一季度核查, 2020-04-10日常采集."""
        if self.kind is TaskKind.OBSERVE:
            return f"{self.period}{self.kind.label}"
        period = Period.parse(self.period.partition(" ")[0]).label
        return WORDS.audit.format(period=period) if self.kind is TaskKind.AUDIT else f"{period}{self.kind.label}"


@dataclass(frozen=True, slots=True)
class Done:
    """What was settled before, and since when the county has been observed (``None``: never yet)."""

    settled: frozenset[tuple[TaskKind, str]] = field(default_factory=frozenset)
    since: date | None = None


def due(now: datetime, timetable: Timetable, done: Done) -> list[Task]:
    """What should have been done by ``now`` and was not: missed audits, oldest first, then one observation.

    Days missed while the machine was off give one observation, not many. An audit is made up for however late, where
    the county was already observed during that quarter; otherwise only within 45 days of the quarter's end.
    """
    moment = now.astimezone(LOCAL)
    wanted = (*_missed_audits(moment, timetable, done.since), _observation(moment, timetable))
    return [task for task in wanted if task.due_at <= moment and task.key not in done.settled]


def upcoming(now: datetime, timetable: Timetable) -> list[Task]:
    """The next observation and the next audit after ``now``."""
    moment = now.astimezone(LOCAL)
    observation = _observation(moment + _ONE_DAY, timetable)
    quarter = Period.containing("quarter", moment.date()).previous()
    audit = audit_of(quarter, timetable)
    if audit.due_at <= moment:
        audit = audit_of(quarter.previous(-1), timetable)
    return sorted([observation, audit], key=lambda task: task.due_at)


def audit_of(quarter: Period, timetable: Timetable) -> Task:
    """The audit of a quarter: on its day of the month after, or on the next working day where that is none."""
    following = quarter.last + _ONE_DAY
    deadline = add_working_days(following.replace(day=timetable.audit) - _ONE_DAY, 1)
    return Task(TaskKind.AUDIT, quarter.name, _at(deadline.date, timetable), deadline.provisional)


def _missed_audits(now: datetime, timetable: Timetable, since: date | None) -> Iterator[Task]:
    for steps in range(_QUARTERS_BACK, 0, -1):
        quarter = Period.containing("quarter", now.date()).previous(steps)
        was_observed = since is not None and since <= quarter.last
        is_fresh = steps == 1 and now.date() - quarter.last <= timedelta(days=_FIRST_AUDIT_DAYS)
        if was_observed or is_fresh:
            yield audit_of(quarter, timetable)


def _observation(now: datetime, timetable: Timetable) -> Task:
    """The newest observation whose time has come."""
    moment = _at(now.date(), timetable)
    if moment > now:
        moment -= _ONE_DAY
    return Task(TaskKind.OBSERVE, moment.date().isoformat(), moment)


def _at(day: date, timetable: Timetable) -> datetime:
    return datetime.combine(day, time.fromisoformat(timetable.observe), LOCAL)
