"""Stage 4: what a column published in the period, or that nobody can say."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from auditor.audit.declared import Declaration
from auditor.audit.ledger import ColumnLedger, Coverage
from auditor.audit.tally import Tally
from auditor.base.period import Period
from auditor.base.terms import ColumnState
from auditor.base.words import Words, load_words
from auditor.county.model import County, DisclosureColumn
from auditor.crawl.column import READER, ColumnReading, Sighting


class CountWords(Words):
    """Why a count is not known."""

    never_read: str
    older_reader: str
    before_period: str
    not_covered: str
    within_period: str
    tallied: str
    tallied_over: str


_WORDS = load_words("count", CountWords)
OLDER_READER = _WORDS.older_reader
"""Why a column proves nothing that an earlier version read, and that could not be read anew."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What people decided of one column: items (by address or key) out or in, an exemption or declaration, a tally."""

    excluded: frozenset[str] = frozenset()
    included: frozenset[str] = frozenset()
    exempt: str = ""
    tally: Tally | None = None
    tallied_by: str = ""
    declared: Declaration | None = None


@dataclass(frozen=True, slots=True)
class ColumnCount:
    """One column in one period.

    ``count`` is ``None`` unless the state is known. ``items`` are the sightings counted; ``undated`` those listed but
    never counted; ``excluded`` those a person took out; ``repeated`` those counted in another column already.
    ``exempt`` is the reason why nothing is expected, else empty. A person's tally has its items, or none of them where
    only the number is known. ``ledger`` tells of the looks at the column, ``coverage`` which days of the period they
    cover (``None``: nobody looked while it lasted).
    """

    column: DisclosureColumn
    state: ColumnState
    reason: str
    count: int | None
    is_due: bool
    exempt: str = ""
    items: tuple[Sighting, ...] = ()
    undated: tuple[Sighting, ...] = ()
    excluded: tuple[Sighting, ...] = ()
    reading: ColumnReading | None = None
    adjustment: Adjustment = field(default_factory=Adjustment)
    ledger: ColumnLedger = field(default_factory=ColumnLedger)
    coverage: Coverage | None = None
    repeated: tuple[Sighting, ...] = ()

    @property
    def latest(self) -> date | None:
        """Publish date of the newest item counted."""
        return max((item.date for item in self.items if item.date), default=None)

    @property
    def is_dateless(self) -> bool:
        """Whether the number is known and nothing of the dates: a person gave it alone."""
        tally = self.adjustment.tally
        return self.state is ColumnState.TALLIED and tally is not None and tally.is_dateless

    @property
    def is_expected(self) -> bool:
        """Whether something is expected of the column in this period."""
        return self.is_due and not self.exempt

    @property
    def is_short(self) -> bool | None:
        """Whether an expected column fell short; ``None`` where the count is unknown."""
        if not self.is_expected:
            return False
        return None if self.count is None else self.count < self.column.expect


def count_columns(
    county: County,
    period: Period,
    readings: Mapping[str, ColumnReading],
    ledgers: Mapping[str, ColumnLedger] | None = None,
) -> tuple[ColumnCount, ...]:
    """The machine's own count of every column of the period, in the county file's order; all else by column key."""
    as_of = gathered_at(period, readings)
    counts = (
        count_column(column, readings.get(column.key), period, as_of=as_of) for column in county.columns_during(period)
    )
    return tuple(_with_ledger(count, (ledgers or {}).get(count.column.key), period, as_of) for count in counts)


def _with_ledger(count: ColumnCount, ledger: ColumnLedger | None, period: Period, as_of: datetime) -> ColumnCount:
    if ledger is None:
        return count
    return replace(count, ledger=ledger, coverage=ledger.coverage(period, as_of.date()))


def gathered_at(period: Period, readings: Mapping[str, ColumnReading]) -> datetime:
    """When the evidence was last gathered; where there is none, the period's last day."""
    moments = (reading.read_at for reading in readings.values())
    return max(moments, default=datetime.combine(period.last, datetime.min.time()))


def count_column(
    column: DisclosureColumn,
    reading: ColumnReading | None,
    period: Period,
    *,
    as_of: datetime,
    adjustment: Adjustment | None = None,
) -> ColumnCount:
    """Count what ``reading`` proves for ``period``.

    ``as_of`` is when the evidence was last gathered: while the period still runs, a reading of that pass counts what
    there is so far; once it is over, only a reading made after its last day can prove a number.
    """
    adjustment = adjustment or Adjustment()
    exempt = adjustment.exempt
    if not exempt and column.exempt and column.exempt.covers(period):
        exempt = column.exempt.reason
    state, reason = _state(reading, period, as_of)
    has_undated = reading is not None and any(sighting.date is None for sighting in reading.sightings)
    if adjustment.tally and (not state.is_known or has_undated or adjustment.tally.over == _read(reading, period)):
        return _tallied(column, reading, period, exempt, adjustment, adjustment.tally)
    if not state.is_known or reading is None:
        due = column.is_due(period)
        return ColumnCount(column, state, reason, None, due, exempt, reading=reading, adjustment=adjustment)
    counted: list[Sighting] = []
    undated: list[Sighting] = []
    excluded: list[Sighting] = []
    for sighting in reading.sightings:
        names = {sighting.key, sighting.item.url}
        falls_in = sighting.date is not None and sighting.date in period
        if falls_in and names & adjustment.excluded:
            excluded.append(sighting)
        elif falls_in or names & adjustment.included:
            counted.append(sighting)
        elif sighting.date is None:
            undated.append(sighting)
    return ColumnCount(
        column,
        state,
        reason,
        len(counted),
        column.is_due(period),
        exempt,
        _newest_first(counted),
        tuple(undated),
        _newest_first(excluded),
        reading,
        adjustment,
    )


def _read(reading: ColumnReading | None, period: Period) -> int:
    """How many items the program itself read in the period."""
    return sum(s.date is not None and s.date in period for s in (reading.sightings if reading else ()))


def _tallied(
    column: DisclosureColumn,
    reading: ColumnReading | None,
    period: Period,
    exempt: str,
    adjustment: Adjustment,
    tally: Tally,
) -> ColumnCount:
    """What a person counted, in place of what the program cannot say or counted wrongly."""
    reason = _WORDS.tallied.format(by=adjustment.tallied_by, at=tally.looked_at, address=tally.address)
    if tally.over is not None:
        reason += _WORDS.tallied_over.format(count=tally.over)
    return ColumnCount(
        column,
        ColumnState.TALLIED,
        reason,
        tally.number,
        column.is_due(period),
        exempt,
        tally.sightings,
        reading=reading,
        adjustment=adjustment,
    )


def _state(reading: ColumnReading | None, period: Period, as_of: datetime) -> tuple[ColumnState, str]:
    if reading is None:
        return ColumnState.UNREADABLE, _WORDS.never_read
    if not reading.state.is_known:
        return reading.state, reading.reason
    if reading.reader != READER:
        return ColumnState.UNREADABLE, _WORDS.older_reader
    if reading.read_at.date() < period.first:
        return ColumnState.UNREADABLE, _WORDS.before_period.format(day=reading.read_at.date())
    if not reading.covers(period.first):
        return ColumnState.UNREADABLE, _WORDS.not_covered.format(back_to=reading.read_back_to, first=period.first)
    if reading.read_at.date() <= period.last < as_of.date():
        told = _WORDS.within_period.format(day=reading.read_at.date(), last=period.last)
        return ColumnState.UNREADABLE, told
    return reading.state, reading.reason


def _newest_first(sightings: list[Sighting]) -> tuple[Sighting, ...]:
    return tuple(sorted(sightings, key=lambda s: (s.date or date.min, s.item.url, s.item.title), reverse=True))
