"""What findings may look at, and what a check gives before it is worded."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from auditor.audit.count import ColumnCount
from auditor.base.chinese import chinese_date
from auditor.base.period import Period
from auditor.base.terms import ColumnKind, Force
from auditor.base.workdays import count_working_days
from auditor.county.model import County
from auditor.crawl.column import ColumnReading, Sighting


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: whom it concerns, its sentence, the items that prove it and the figures it was made of."""

    rule: str
    unit: str
    column: str
    text: str
    force: Force
    items: tuple[Sighting, ...] = ()
    figures: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FindingInput:
    """All that findings may look at: the county's counts for one period, and what earlier periods say of its units.

    ``zero_periods`` tells for each unit how many periods in a row before this one it published nothing. ``grades`` are
    this period's by unit, empty until they are given; ``earlier_grades`` those of the periods before it, newest first;
    ``worst_grade`` is the last of the pack. ``earlier_counts`` are the known counts of each column, by its key, in the
    periods before, newest first. ``proved`` is what every column of the county showed when it was last read, those that
    cannot be read any more or ended within the period included; by default what the counts rest on.
    """

    county: County
    period: Period
    counts: tuple[ColumnCount, ...]
    zero_periods: Mapping[str, int] = field(default_factory=dict)
    grades: Mapping[str, str] = field(default_factory=dict)
    earlier_grades: tuple[Mapping[str, str], ...] = ()
    worst_grade: str = ""
    earlier_counts: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    proved: tuple[ColumnReading, ...] = ()

    def __post_init__(self) -> None:
        if not self.proved:
            own = tuple(count.reading for count in self.counts if count.reading)
            object.__setattr__(self, "proved", own)

    def of_kind(self, *kinds: ColumnKind) -> Iterator[ColumnCount]:
        """The columns of these kinds; all columns where none is named."""
        return (count for count in self.counts if not kinds or count.column.kind in kinds)

    def by_unit(self) -> Mapping[str, list[ColumnCount]]:
        """The columns of each unit, in file order."""
        units: dict[str, list[ColumnCount]] = defaultdict(list)
        for count in self.counts:
            if count.column.unit:
                units[count.column.unit].append(count)
        return units


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check found, before it is worded."""

    unit: str
    column: str
    items: tuple[Sighting, ...] = ()
    figures: Mapping[str, str | int] = field(default_factory=dict)


def hit(count: ColumnCount, items: Iterable[Sighting] = (), **figures: str | int) -> Hit:
    """A hit in one column."""
    return Hit(count.column.owner_label, count.column.name, tuple(items), figures)


def working_lag(item: Sighting) -> int | None:
    """Working days from the day an item was formed to its publish date, where both are known and in this order."""
    formed = item.article.formed if item.article else None
    if formed is None or item.date is None or formed > item.date:
        return None
    return count_working_days(formed, item.date)


def chinese(day: date | None) -> str:
    """A date as documents print it; empty where there is none."""
    return chinese_date(day) if day else ""
