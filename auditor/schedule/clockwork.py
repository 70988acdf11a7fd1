"""The clock that drives an agenda: APScheduler gives the time, the agenda decides.

What is due stands in the store alone. The jobs here are made from the county files at every start and thrown away at
the end: each county's hour of observation, Shanghai time, a little late by chance; and ticks every few seconds, which
begin whatever fell due while the machine was off, so that nothing depends on one alarm.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

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


class SchedulerClock:
    """The ticks, the sending of notices, and one daily alarm a county; ``tell`` is told of the files of every round."""

    def __init__(self, agenda: Agenda, notifier: Notifier, tell: Callable[[CountyList], None]) -> None:
        self._agenda = agenda
        self._notifier = notifier
        self._tell = tell
        self._scheduler = BackgroundScheduler(job_defaults=_PATIENT, timezone=LOCAL)
        self._hours: dict[str, str] = {}

    def start(self) -> None:
        """Begin; the first tick comes at once and makes up for what was missed."""
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        now = datetime.now(LOCAL)
        self._scheduler.add_job(self._go_round, "interval", seconds=SWEEP_SECONDS, next_run_time=now)
        self._scheduler.add_job(self._notifier.deliver, "interval", seconds=_DELIVERY_SECONDS)
        self._scheduler.start()

    def stop(self) -> None:
        """No more ticks and alarms; what is under way is broken off so that it can be gone on with."""
        self._agenda.stop()
        self._scheduler.shutdown()

    def set_hours(self, listed: CountyList) -> None:
        """One daily alarm for each county of the files, at the hour its file says now."""
        wanted = {county.name: county.schedule.observe for county in listed.counties}
        for name in self._hours.keys() - wanted.keys():
            self._scheduler.remove_job(_job(name))
        for county in listed.counties:
            if self._hours.get(county.name) != county.schedule.observe:
                alarm, name = _daily(county), county.name
                self._scheduler.add_job(
                    self._agenda.begin_daily, alarm, args=[name], id=_job(name), replace_existing=True
                )
        self._hours = wanted

    def _go_round(self) -> None:
        listed = self._agenda.sweep()
        self._tell(listed)
        self.set_hours(listed)


def _job(county: str) -> str:
    return f"observe:{county}"


def _daily(county: County) -> CronTrigger:
    hour, minute = county.schedule.observe.split(":")
    return CronTrigger(hour=int(hour), minute=int(minute), timezone=LOCAL, jitter=_JITTER_SECONDS)
