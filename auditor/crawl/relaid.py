"""A column whose pages are laid out anew: what is read of it now against what was proved of the same days before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from auditor.base.terms import ColumnState
from auditor.crawl.column import READER, ColumnReading, Sighting
from auditor.crawl.words import WORDS

_ONE_IN = 10
"""Of so many items of the past, one may be there in one reading alone: portals add and take away a few."""


def told_of_layout(now: ColumnReading, earlier: ColumnReading | None) -> ColumnReading:
    """A reading that tells where its pages are no longer as in the last proved pass, unknown where the two disagree.

    ``relaid`` of the reading says so already where a given plan did not fit. Another template with the same items is no
    news; nor is anything once a person gave another plan, having looked at the pages.
    """
    if now.is_unchanged or not now.state.is_known or earlier is None or earlier.reader != READER:
        return now
    if earlier.plan.kept != now.plan.kept:
        return now
    is_other = bool(earlier.plan.template and now.plan.template) and earlier.plan.template != now.plan.template
    if not (now.relaid or is_other):
        return now
    past, differing = _compared(now, earlier)
    if not (now.relaid or differing):
        return now
    told = now.relaid or WORDS.relaid
    if differing * _ONE_IN <= past:
        return replace(now, relaid=told)
    reason = WORDS.relaid_differs.format(told=told, past=past, differing=differing)
    return replace(
        now, state=ColumnState.UNREADABLE, reason=reason, relaid=told, reached_end=False, witness=None, size=None
    )


def _compared(now: ColumnReading, earlier: ColumnReading) -> tuple[int, int]:
    """How many items of the days that both passes saw whole the earlier one had, and how many only one of them has."""
    days = [s.date for s in earlier.sightings if s.date is not None and not s.item.pinned]
    last = max(days, default=date.min)
    first = max(_reach(now), _reach(earlier))
    before, after = (_marks(reading.sightings, first, last) for reading in (earlier, now))
    return len(before), max(len(before - after), len(after - before))


def _reach(reading: ColumnReading) -> date:
    """From the day after which on a pass saw everything."""
    return date.min if reading.reached_end else reading.read_back_to or date.max


def _marks(sightings: Sequence[Sighting], first: date, last: date) -> set[tuple[str, date]]:
    """Titles and days between two days; addresses change where a portal is rebuilt. The newest day may have grown."""
    return {
        ("".join(one.item.title.split()), one.date)
        for one in sightings
        if one.date is not None and first < one.date < last
    }
