"""Tidying up a county: a month's runs in one file, and what only repeats in the tables folded. Nothing is removed.

Circulars, decisions, counts by hand and the units' say go on resting on the very same records, by the same names.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from auditor.archive.tidying import Merged, merge_months
from auditor.base.period import LOCAL
from auditor.base.settings import Clock, Place
from auditor.base.words import Words, load_words
from auditor.county.model import County
from auditor.pipeline.lease import holding
from auditor.store import Store


class TidyWords(Words):
    """What is told of it."""

    nothing: str
    merged: str
    files: str
    folded: str
    damaged: str


_WORDS = load_words("tidy", TidyWords)


@dataclass(frozen=True, slots=True)
class Tidied:
    """What was done for a county: files put together, and how many passes no longer have a row of their own."""

    county: str
    merged: Merged
    folded: int

    @property
    def lines(self) -> Sequence[str]:
        """In words, a line each; none where nothing was to be done."""
        merged, told = self.merged, []
        if merged.months:
            told.append(_WORDS.merged.format(county=self.county, runs=len(merged.runs), months=len(merged.months)))
            told.append(_WORDS.files.format(files="、".join(merged.months)))
        if self.folded:
            told.append(_WORDS.folded.format(county=self.county, passes=self.folded))
        if merged.damaged:
            told.append(_WORDS.damaged.format(county=self.county, files="、".join(merged.damaged)))
        return told

    @property
    def summary(self) -> str:
        """The same as text."""
        return "\n".join(self.lines) or _WORDS.nothing.format(county=self.county)


def months_before(now: datetime, months: int) -> datetime:
    """The first moment of the oldest of so many months, the present one included."""
    local = now.astimezone(LOCAL)
    number = local.year * 12 + local.month - months
    return datetime(number // 12, number % 12 + 1, 1, tzinfo=LOCAL)


async def tidy_county(
    county: County, store: Store, place: Place, clock: Clock, months: int, *, nightly: bool = False
) -> Tidied:
    """Tidy up what is older than the newest ``months`` months; raises `Busy` while the county is worked on.

    ``nightly``: the tables are looked through only where a month has just passed. Raises `ArchiveProblem` where the
    disk fails. Cut off at any moment, all is whole, and the next time ends it.
    """
    before = months_before(clock(), months)
    async with holding(store, f"county:{county.name}"):
        merged = await asyncio.to_thread(merge_months, place.archive_of(county.name), before)
        is_due = merged.months or not nightly
        folded = await asyncio.to_thread(store.runs.fold, county, before) if is_due else 0
    return Tidied(county.name, merged, folded)
