"""What a later pass shows of a circular's columns: the items new since its evidence, and whether that is proof."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from auditor.audit.model import Audit, RowEntry
from auditor.base.period import LOCAL
from auditor.crawl.column import ColumnReading, Sighting
from auditor.recheck.values import NewItem
from auditor.recheck.words import WORDS


@dataclass(frozen=True, slots=True)
class NewItems:
    """A column's items since the circular, newest first; how many more have no date; whether it was read since."""

    sightings: tuple[Sighting, ...] = ()
    undated: int = 0
    is_fresh: bool = False


@dataclass(frozen=True, slots=True)
class LaterEvidence:
    """Later readings beside one circular, whose evidence was complete at ``since``."""

    audit: Audit
    readings: Mapping[str, ColumnReading]
    since: datetime

    @property
    def since_day(self) -> date:
        """The day the circular's evidence was complete."""
        return self.since.astimezone(LOCAL).date()

    def new(self, row: RowEntry) -> NewItems:
        """What is new in a column: first seen since, and dated in the circular's period or after it."""
        reading = self.readings.get(row.key)
        if reading is None or not reading.state.is_known:
            return NewItems()
        fresh = [sighting for sighting in reading.sightings if self._is_new(sighting)]
        dated = [sighting for sighting in fresh if sighting.date and sighting.date >= self.audit.period[0]]
        dated.sort(key=lambda sighting: (sighting.date or date.min, sighting.item.url), reverse=True)
        undated = sum(sighting.date is None for sighting in fresh)
        return NewItems(tuple(dated), undated, self.is_fresh(row, self.since_day))

    def _is_new(self, sighting: Sighting) -> bool:
        if sighting.first_seen:
            return sighting.first_seen > self.since
        return bool(sighting.date and sighting.date > self.since_day)

    def is_seen(self, row: RowEntry) -> bool:
        """Whether anyone looked at the column after the circular's evidence, whatever came of it."""
        reading = self.readings.get(row.key)
        return reading is not None and reading.read_at > self.since

    def is_fresh(self, row: RowEntry, back_to: date) -> bool:
        """Whether the column was proved after the circular's evidence, back to a day."""
        reading = self.readings.get(row.key)
        return reading is not None and reading.read_at > self.since and reading.covers(back_to)

    def why_not(self, row: RowEntry) -> str:
        """Why a column is not proved, in the words of an office: what the network said stands in the evidence."""
        reading = self.readings.get(row.key)
        if reading is None:
            return WORDS.unlisted
        if reading.read_at <= self.since:
            return WORDS.not_read
        return WORDS.unread_column if reading.reason else WORDS.not_covered

    def new_in(self, rows: Sequence[RowEntry]) -> tuple[tuple[NewItem, ...], int]:
        """The new items of some columns, and how many of these could not be read since."""
        found = [(row, self.new(row)) for row in rows]
        items = tuple(item for row, new in found for item in items_of(new, row.column))
        return items, sum(not new.is_fresh for _, new in found)

    def new_of_unit(self, unit: str) -> tuple[tuple[NewItem, ...], int]:
        """The same for all columns of a unit."""
        return self.new_in([row for row in self.audit.rows if row.owned and row.unit == unit])


def items_of(new: NewItems, column: str) -> tuple[NewItem, ...]:
    """New items as the follow-up tells them."""
    return tuple(
        NewItem(title=s.item.title, url=s.item.url, date=s.date, first_seen=s.first_seen, column=column)
        for s in new.sightings
    )
