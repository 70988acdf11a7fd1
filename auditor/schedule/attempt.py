"""One try of one task: recorded before and after, told of, and put off where it failed."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from auditor.base.errors import AuditorError, reason_of
from auditor.base.terms import TaskKind, TaskState
from auditor.county.model import County
from auditor.notices import Notifier
from auditor.pipeline.lease import Busy
from auditor.schedule.due import Task
from auditor.schedule.news import tell_of_audit, tell_of_observation, tell_of_trouble
from auditor.schedule.ready import close_older
from auditor.schedule.words import WORDS
from auditor.schedule.work import TaskRunner
from auditor.store.agenda import TaskRecord

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (10, 30, 60, 120))
"""How long to wait after each failed try; after one more the task is given up."""
_BUSY_PAUSE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class TaskOutcome:
    """How one try of a task ended: ``text`` is a sentence for the log, empty where there is nothing to add."""

    county: str
    task: Task
    state: TaskState
    text: str = ""


async def try_task(
    runner: TaskRunner, notifier: Notifier, county: County, task: Task, record: TaskRecord | None
) -> TaskOutcome:
    """Do the task once; a cancelled try leaves it open, to be gone on with. ``record`` is what was before."""
    started, attempts = runner.clock(), (record.attempts if record else 0) + 1
    open_record = TaskRecord(*task.key, TaskState.RUNNING, task.due_at, started, None, attempts)
    runner.store.agenda.save_task(county, open_record)
    runner.progress.begin(county, *task.key, started)
    error = ""
    try:
        text = await _perform(runner, notifier, county, task, is_last=attempts > len(PAUSES))
        ended = replace(open_record, state=TaskState.DONE, note=text)
    except Busy as busy:
        text = str(busy)
        waiting = replace(open_record, state=TaskState.WAITING, attempts=attempts - 1, note=text)
        ended = replace(waiting, next_at=runner.clock() + _BUSY_PAUSE)
    except Exception as failure:  # noqa: BLE001 - one county's fault must not end the schedule of the others
        text = error = _in_words(failure)
        ended = _put_off(runner, open_record, error)
    finally:
        runner.progress.end(county.name, error)
    runner.store.agenda.save_task(county, replace(ended, changed_at=runner.clock()))
    close_older(runner.store, county, task, runner.clock())
    if ended.state is TaskState.FAILED:
        _tell(runner, county, lambda: tell_of_trouble(notifier, county, task, error))
    return TaskOutcome(county.name, task, ended.state, text)


async def _perform(runner: TaskRunner, notifier: Notifier, county: County, task: Task, *, is_last: bool) -> str:
    """Do it, and tell of it before it counts as done, so that a killed program tells after its restart."""
    if task.kind is TaskKind.OBSERVE:
        unread = await runner.observe(county, task)
        await asyncio.to_thread(
            _tell,
            runner,
            county,
            lambda: tell_of_observation(notifier, runner.store, runner.place, county, runner.clock()),
        )
        unknown = WORDS.unknown_columns.format(count=unread) if unread else ""
        return "；".join(text for text in (unknown, await _tidy(runner, county)) if text)
    if task.kind is TaskKind.COLUMN:
        return await runner.retry(county, task)
    if task.kind is TaskKind.RECHECK:
        problems = await runner.recheck(county, task)
        return WORDS.unknown_problems.format(count=problems) if problems else ""
    audit = await runner.audit(county, task, patient=not is_last)
    await asyncio.to_thread(_tell, runner, county, lambda: tell_of_audit(notifier, runner.place, audit))
    return WORDS.unknown_columns.format(count=len(audit.unknown_rows)) if audit.unknown_rows else ""


async def _tidy(runner: TaskRunner, county: County) -> str:
    """What was put together after a night's look; where it failed, the look was made all the same."""
    try:
        return await runner.tidy(county)
    except Busy:
        return ""
    except (AuditorError, OSError) as error:
        return str(error)


def _tell(runner: TaskRunner, county: County, tell: Callable[[], None]) -> None:
    """A notice that cannot be written stops nothing; the board says why."""
    try:
        tell()
    except (AuditorError, OSError) as error:
        runner.progress.complain(county.name, f"通知没有生成：{error}")


def _put_off(runner: TaskRunner, record: TaskRecord, error: str) -> TaskRecord:
    if record.attempts > len(PAUSES):
        return replace(record, state=TaskState.FAILED, note=error)
    next_at = runner.clock() + PAUSES[record.attempts - 1]
    return replace(record, state=TaskState.WAITING, next_at=next_at, note=error)


def _in_words(failure: Exception) -> str:
    if isinstance(failure, AuditorError):
        return str(failure)
    if isinstance(failure, OSError):
        return f"文件或网络出错（{reason_of(failure)}）"
    return f"程序内部错误（{type(failure).__name__}：{failure}）"
