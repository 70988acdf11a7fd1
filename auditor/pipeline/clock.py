"""The clock of a crawl: it never runs back behind the last one, and never leaps ahead of what the portal says.

A run under a wrong future clock would be the newest for years: nothing could be crawled before that day came.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from auditor.base.errors import ArchiveProblem, AuditorError
from auditor.base.settings import Clock, Place
from auditor.county.model import County
from auditor.fetch import Fetched, Fetcher, PageRequest
from auditor.store import RunMark

_SLACK = timedelta(minutes=10)
_LEAP = timedelta(days=2)
"""Between two runs more than this is looked into; daily crawls are never held up by it."""
_DOUBT = timedelta(days=1)
"""How far a portal's clock may lie behind before it contradicts ours: zones and careless servers stay within."""


def not_back(clock: Clock, county: County, runs: Sequence[RunMark]) -> Clock:
    """The clock, which must not run back behind the county's last run: first sightings would lie in the future.

    Seconds, as when a clock is set, are waited out; more is an error that a person must look into.
    """
    last = _last_moment(runs)
    if last is None:
        return clock
    if last - clock() > _SLACK:
        raise AuditorError(
            f"系统时间（{clock():%Y-%m-%d %H:%M}）早于{county.name}上次采集的时间（{last:%Y-%m-%d %H:%M}），没有采集。"
            "请校准系统时间后重试；已采集的内容没有丢失。若上次采集时系统时间有误，"
            "可用 auditor retract 作废那一次采集（留有记录）"
        )
    return lambda: max(clock(), last)


async def refuse_leap(county: County, place: Place, clock: Clock, runs: Sequence[RunMark], portal: Fetcher) -> None:
    """Refuse to crawl where the clock is ahead of the portal's own, and was not at the last run.

    Asks the home page for its ``Date`` at the first crawl and where more than a few days have passed since the last.
    What counts is how far the portal's clock lies behind ours compared with the last run: a portal whose clock is
    wrong by the same as ever proves nothing, nor does one that says no time; a year of downtime passes for both.
    Before the first crawl nothing is known of the portal's clock; it is believed unless it is behind this program.
    """
    last = _last_moment(runs)
    if last is not None and clock() - last <= _LEAP:
        return
    now = _lag(await portal.fetch(PageRequest(county.county.home)))
    if now is None or now <= _DOUBT:
        return
    theirs = f"门户网站自己的时间（{clock() - now:%Y-%m-%d %H:%M}）"
    if last is None:
        if (clock() - now).date() < _made_after():
            return
        raise AuditorError(
            f"系统时间（{clock():%Y-%m-%d %H:%M}）比{theirs}快了{now.days}天，没有开始采集。请校准系统时间后重试；"
            "若核实系统时间无误、是门户网站的时间有误，请运行 auditor crawl 县配置.toml --clock-checked"
        )
    if now - _lag_then(county, place, runs[-1]) > _DOUBT:
        raise AuditorError(
            f"系统时间（{clock():%Y-%m-%d %H:%M}）比{county.name}上次采集晚了{(clock() - last).days}天，"
            f"而{theirs}不是这样，没有采集。请校准系统时间后重试；已采集的内容没有丢失"
        )


def _made_after() -> date:
    """A day before which this program was not made: a year's holidays, which it knows, are announced in November."""
    from auditor.base.workdays import last_published_year  # only a clock in doubt asks for it

    return date(last_published_year() - 1, 11, 1)


def _last_moment(runs: Sequence[RunMark]) -> datetime | None:
    return max((run.finished_at or run.started_at for run in runs), default=None)


def _lag(fetched: Fetched) -> timedelta | None:
    """How far the server's clock lay behind ours when it answered; ``None`` where it does not say."""
    try:
        said = parsedate_to_datetime(fetched.header("date"))
    except (ValueError, OverflowError):
        return None
    return fetched.fetched_at - (said if said.tzinfo else said.replace(tzinfo=UTC))


def _lag_then(county: County, place: Place, run: RunMark) -> timedelta:
    """The same at the last run, by its archived answers; none where they do not say."""
    from auditor.archive import ArchiveReader

    reader = ArchiveReader(place.archive_of(county.name))
    with suppress(ArchiveProblem, OSError):
        for _, reference in reader.outcomes(run.archive):
            if (lag := _lag(reader.read_fetched(str(reference)))) is not None:
                return lag
    return timedelta(0)
