"""What the schedule has to tell after its tasks; how and to whom is the `Notifier`'s business."""

from datetime import datetime, timedelta

from auditor.audit.model import Audit
from auditor.base.period import Period
from auditor.base.settings import Place
from auditor.base.terms import TaskKind
from auditor.county.model import County
from auditor.notices import Notifier
from auditor.notices.events import (
    calendar_ends,
    circular_issued,
    columns_moved,
    declarations_ending,
    draft_ready,
    early_warning,
    is_warning_time,
    issued_name,
    laid_out_anew,
    task_failed,
    unverifiable,
    warning_name,
    worst_twice,
)
from auditor.pipeline.line import draft_audit
from auditor.pipeline.moves import signs_of_moves
from auditor.schedule.due import Task, upcoming
from auditor.schedule.work import draft_folder
from auditor.store import Store

_NEWS = timedelta(days=7)
"""A circular issued longer ago is no news, as when the schedule is first started."""
_CALENDAR_AHEAD = timedelta(days=45)
"""How long before an audit people are told that its day is provisional."""


def tell_of_audit(notifier: Notifier, place: Place, audit: Audit) -> None:
    """A draft is ready; some units are late again."""
    folder = draft_folder(place, audit.county, audit.quarter)
    notifier.tell([draft_ready(audit, str(folder)), worst_twice(audit)])


def tell_of_observation(notifier: Notifier, store: Store, place: Place, county: County, now: datetime) -> None:
    """Warn before the quarter's end, and of columns that nobody could verify for days."""
    days, today = notifier.rules.days, now.date()
    quarter = Period.containing("quarter", today)
    if is_warning_time(today, quarter, days.warning) and not notifier.knows(warning_name(county.name, quarter)):
        notifier.tell([early_warning(draft_audit(county, store, place, quarter), today)])
    since = store.agenda.first_day(county.name) or today
    histories = store.runs.load_readings(county)
    notifier.tell(unverifiable(county, histories, since, now, days.unverifiable))
    notifier.tell([laid_out_anew(county, histories), columns_moved(county, signs_of_moves(county, store, place))])
    notifier.tell(declarations_ending(county, store.audits.list_decisions(county, quarter), today))
    for task in upcoming(now, county.schedule):
        if task.kind is TaskKind.AUDIT and task.provisional and task.due_at - now < _CALENDAR_AHEAD:
            notifier.tell([calendar_ends(county.name, Period.parse(task.period), task.due_at.date())])


def tell_of_issues(notifier: Notifier, store: Store, county: County, now: datetime) -> None:
    """Circulars issued of late, from whichever program."""
    for mark in store.agenda.list_issued(county.name, now - _NEWS):
        if notifier.knows(issued_name(county.name, mark.digest)):
            continue
        if audit := store.audits.load_issued(county, Period.parse(mark.period), mark.number):
            notifier.tell([circular_issued(audit, mark.digest)])


def tell_of_trouble(notifier: Notifier, county: County, task: Task, error: str) -> None:
    """A task was given up."""
    notifier.tell([task_failed(county.name, task.label, task.period, error)])
