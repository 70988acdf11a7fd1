"""Stage 4: what a column published in the period, or that nobody can say."""

from dataclasses import dataclass
from datetime import date

from auditor.column import ColumnReading, Sighting
from auditor.county import DisclosureColumn
from auditor.terms import ColumnState


@dataclass(frozen=True, slots=True)
class ColumnCount:
    """One column in one period.

    ``count`` is ``None`` unless the state is known. ``items`` are the sightings counted; ``undated`` those listed but
    never counted; ``excluded`` those a person took out. ``short`` tells that a due, unexempted column has fewer items
    than expected (``None`` where the count is unknown).
    """

    column: DisclosureColumn
    table: str
    state: ColumnState
    reason: str
    count: int | None
    latest: date | None
    is_due: bool
    is_exempt: bool
    items: tuple[Sighting, ...]
    undated: tuple[Sighting, ...]
    reading: ColumnReading | None
    proposed_count: int | None = None

    @property
    def is_expected(self) -> bool:
        """Whether something is expected of the column in this period."""
        return self.is_due and not self.is_exempt

    @property
    def short(self) -> bool | None:
        """Whether an expected column fell short; ``None`` where unknown."""
        if not self.is_expected:
            return False
        return None if self.count is None else self.count < self.column.expect
