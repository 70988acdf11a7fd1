"""The agenda: what is due is begun, once, whichever of several programs sees it first; what failed is tried again."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Event, Lock

from auditor.county import County
from auditor.errors import AuditorError, NotAllowed
from auditor.lease import Busy, holding
from auditor.notices import Herald
from auditor.period import Period
from auditor.schedule.due import Done, Task, audit_of, due
from auditor.schedule.news import tell_of_audit, tell_of_issues, tell_of_observation, tell_of_trouble
from auditor.schedule.roll import CountyFiles
from auditor.schedule.work import Unanswered, Workshop
from auditor.store.agenda import TaskRecord
from auditor.terms import TaskKind, TaskState

SWEEP_SECONDS = 10
"""How often the agenda is looked through: with a lease's 45 seconds a killed program is replaced within a minute."""
FRESH = timedelta(minutes=10)
"""A task whose time has just come is left to its alarm, which strikes a little late by chance so that several counties
do not start together; after that anybody takes it."""
_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (10, 30, 60, 120))
"""How long to wait after each failed try; after the last one the task is given up."""
_THREADS = 4
"""How many counties are worked on at the same time; each is a host of its own."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one task ended: ``text`` is a sentence for the log."""

    county: str
    task: Task
    state: TaskState
    text: str


Say = Callable[[Outcome], None]
