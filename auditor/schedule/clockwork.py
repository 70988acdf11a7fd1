"""The clock that drives an agenda: APScheduler rings, the agenda decides.

Alarms are kept in the database (one table of APScheduler's own): each county's hour of observation, Shanghai time, a
little late by chance. They are added only where missing or changed: adding them anew at every start would wipe an
alarm missed while the machine was off. Beside them rounds are made every few seconds, which begin whatever an alarm
missed; so nothing depends on an alarm alone.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Lock
from weakref import WeakSet

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import Engine

from auditor.base.period import LOCAL
from auditor.county.model import County
from auditor.fleet.files import CountyList
from auditor.notices import Notifier
from auditor.schedule.agenda import Agenda

SWEEP_SECONDS = 10
"""How often the agenda is looked through: with a lease's 45 seconds a killed program is replaced within a minute."""
_DELIVERY_SECONDS = 15
_JITTER_SECONDS = 300
_PATIENT = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
"""However late, once, and never twice at the same time."""

_listening: WeakSet[Agenda] = WeakSet()
_listening_lock = Lock()


def strike(county: str) -> None:
    """What a kept alarm calls, in whichever program it rings."""
    with _listening_lock:
        agendas = list(_listening)
    for agenda in agendas:
        agenda.strike(county)


class SchedulerClock:
    """Two schedulers for one agenda: the kept alarms, and the rounds (which also send notices).

    ``tell`` is told of the county files of every round.
    """

    def __init__(self, agenda: Agenda, notifier: Notifier, engine: Engine, tell: Callable[[CountyList], None]) -> None:
        self._agenda = agenda
        self._herald = notifier
        self._tell = tell
        store = SQLAlchemyJobStore(engine=engine)
        self._alarms = BackgroundScheduler(jobstores={"default": store}, job_defaults=_PATIENT, timezone=LOCAL)
        self._rounds = BackgroundScheduler(job_defaults=_PATIENT, timezone=LOCAL)
        self._set: dict[str, str] = {}

    def start(self) -> None:
        """Begin; the first round is made at once and makes up for what was missed."""
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        with _listening_lock:
            _listening.add(self._agenda)
        self._alarms.start()
        self._rounds.add_job(self._go_round, "interval", seconds=SWEEP_SECONDS, next_run_time=datetime.now(LOCAL))
        self._rounds.add_job(self._herald.deliver, "interval", seconds=_DELIVERY_SECONDS)
        self._rounds.start()

    def stop(self) -> None:
        """No more rounds and alarms; what is under way is broken off so that it can be gone on with."""
        with _listening_lock:
            _listening.discard(self._agenda)
        self._rounds.shutdown()
        self._agenda.stop()
        self._alarms.shutdown()

    def _go_round(self) -> None:
        listed = self._agenda.sweep()
        self._tell(listed)
        self._set_alarms(listed)

    def _set_alarms(self, listed: CountyList) -> None:
        """Keep one alarm a county, and leave alone those that stand as they should."""
        wanted = {county.name: county.schedule.observe for county in listed.counties}
        if wanted == self._set:
            return
        for county in listed.counties:
            name, trigger = f"observe:{county.name}", _daily(county)
            alarm = self._alarms.get_job(name)
            if alarm is None:
                self._alarms.add_job(strike, trigger, args=[county.name], id=name, name=name)
            elif str(alarm.trigger) != str(trigger):
                self._alarms.reschedule_job(name, trigger=trigger)
        self._set = wanted


def _daily(county: County) -> CronTrigger:
    hour, minute = county.schedule.observe.split(":")
    return CronTrigger(hour=int(hour), minute=int(minute), timezone=LOCAL, jitter=_JITTER_SECONDS)
