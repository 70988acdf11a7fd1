"""The clock that drives an agenda: APScheduler rings, the agenda decides.

Alarms are kept in the database (one table of APScheduler's own): each county's hour of observation, Shanghai time, a
little late by chance. They are added only where missing or changed: adding them anew at every start would wipe an
alarm missed while the machine was off. Beside them rounds are made every few seconds, which begin whatever an alarm
missed; so nothing depends on an alarm alone.
"""

import logging
from threading import Lock
from weakref import WeakSet

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from auditor.county import County
from auditor.notices import Herald
from auditor.schedule.agenda import Agenda
from auditor.schedule.roll import Roll
from auditor.settings import LOCAL

SWEEP_SECONDS = 10
"""How often the agenda is looked through: with a lease's 45 seconds a killed program is replaced within a minute."""
_DELIVERY_SECONDS = 15
_JITTER_SECONDS = 300
_PATIENT = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
"""However late, once, and never twice at the same time."""

_listening: WeakSet[Agenda] = WeakSet()
_listening_lock = Lock()
_log = logging.getLogger(__name__)


def strike(county: str) -> None:
    """What a kept alarm calls, in whichever program it rings."""
    with _listening_lock:
        agendas = list(_listening)
    for agenda in agendas:
        agenda.strike(county)
