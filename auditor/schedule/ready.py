"""What may be begun now: what is due by the timetable, what was asked for, and what is open from before."""

from dataclasses import dataclass, replace
from datetime import datetime

from auditor.base.period import Period
from auditor.base.terms import TaskKind, TaskState
from auditor.county.model import County
from auditor.schedule.due import Done, Task, due
from auditor.store import Store
from auditor.store.agenda import TaskRecord

_OPEN = (TaskState.WAITING, TaskState.RUNNING)


@dataclass(frozen=True, slots=True)
class Ready:
    """A task that may be begun, and what became of it before (``None``: it was never begun)."""

    task: Task
    record: TaskRecord | None = None


def ready_tasks(store: Store, county: County, now: datetime) -> list[Ready]:
    """What people asked for, then audits, oldest first, then the newest observation, which stands for all missed."""
    records = {(record.kind, record.period): record for record in store.agenda.list_tasks(county.name, now.date())}
    settled = frozenset(records.keys() | _audited(store, county, now))
    opened = [Task(*key, record.due_at) for key, record in records.items() if _may_be_tried(record, now)]
    tasks = [*opened, *due(now, county.schedule, Done(settled, store.agenda.first_day(county.name)))]
    audits = sorted((task for task in tasks if task.kind is TaskKind.AUDIT), key=lambda task: task.period)
    observations = sorted((task for task in tasks if task.kind is TaskKind.OBSERVE), key=lambda task: task.period)
    asked_for = [task for task in tasks if task.kind in (TaskKind.COLUMN, TaskKind.RECHECK)]
    return [Ready(task, records.get(task.key)) for task in (*asked_for, *audits, *observations[-1:])]


def find_record(store: Store, county: County, task: Task, now: datetime) -> TaskRecord | None:
    """What became of a task before."""
    records = store.agenda.list_tasks(county.name, now.date())
    return next((record for record in records if (record.kind, record.period) == task.key), None)


def close_older(store: Store, county: County, task: Task, now: datetime) -> None:
    """Observations left open before this one are over with it."""
    for record in store.agenda.list_tasks(county.name, now.date()):
        if record.kind is task.kind is TaskKind.OBSERVE and record.period < task.period and record.state in _OPEN:
            note = "已并入下一次采集"
            store.agenda.save_task(
                county, replace(record, state=TaskState.FAILED, changed_at=now, next_at=None, note=note)
            )


def _may_be_tried(record: TaskRecord, now: datetime) -> bool:
    return record.state in _OPEN and (record.next_at is None or record.next_at <= now)


def _audited(store: Store, county: County, now: datetime) -> set[tuple[TaskKind, str]]:
    """Quarters that people saw to: issued ones, and older ones that were audited by hand after their end."""
    last = Period.containing("quarter", now.date()).previous()
    names = {mark.period for mark in store.agenda.list_issued(county.name)}
    for name, made_at in store.agenda.audited_at(county.name).items():
        period = Period.parse(name)
        if period < last and made_at.date() > period.last:
            names.add(name)
    return {(TaskKind.AUDIT, name) for name in names}
