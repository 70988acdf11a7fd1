"""The schedule: what is due for each county, done once, and what the web pages read of it.

- `Progress.of(county) -> Status`, `Progress.all() -> list[Status]`: what runs now. Thread-safe.
- `Agenda.request(county, TaskKind.OBSERVE | TaskKind.AUDIT, period="") -> bool`: run it now (a web button).
- `upcoming(now, county.schedule) -> list[Task]`: the next observation and the next audit.
- ``store.agenda.list_tasks(county_name, today)``: what was done and how it ended;
  ``store.notices.list_notices(county_name="")``: what was told, over which channel, and why it did not arrive.
"""

from auditor.schedule.agenda import Agenda
from auditor.schedule.attempt import TaskOutcome
from auditor.schedule.clockwork import SchedulerClock
from auditor.schedule.due import Done, Task, audit_of, due, upcoming
from auditor.schedule.progress import Progress, Running, Status
from auditor.schedule.work import TaskRunner, draft_folder

__all__ = [
    "Agenda",
    "Done",
    "Progress",
    "Running",
    "SchedulerClock",
    "Status",
    "Task",
    "TaskOutcome",
    "TaskRunner",
    "audit_of",
    "draft_folder",
    "due",
    "upcoming",
]
