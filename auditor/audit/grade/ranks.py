"""A unit's place among others, bounded over all of them together: what one does not tell may move them all."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from auditor.audit.grade.facts import NONE, FactRange

RankFacts = Mapping[str, FactRange]
"""``rank``, ``rank_from_last`` and ``rank_percent``, each from the best to the worst place that may be; the value
itself in per cent of the average of those ranked, ``average_percent``."""

NO_PLACE: RankFacts = {"rank": NONE, "rank_from_last": NONE, "rank_percent": NONE, "average_percent": NONE}


def places(values: Sequence[FactRange]) -> tuple[RankFacts, ...]:
    """The place of every unit, the highest value first; equal ones share a place, one without a value has none.

    A unit is at its best where its own value is the highest and all others' are the lowest it may be.
    """
    ranked = [value for value in values if value.low <= value.high]
    field = _Field(sorted(value.low for value in ranked), sorted(value.high for value in ranked))
    return tuple(field.place(value) if value.low <= value.high else NO_PLACE for value in values)


class _Field:
    """All that are ranked, as their lowest and highest values in order: a place is looked up, not counted."""

    def __init__(self, lows: Sequence[Decimal], highs: Sequence[Decimal]) -> None:
        self._lows, self._highs, self._size = lows, highs, len(lows)
        self._low_sum, self._high_sum = sum(lows, Decimal(0)), sum(highs, Decimal(0))

    def place(self, value: FactRange) -> RankFacts:
        """The place of one of them; where its own value is no sure one, it stands among the others and is left out."""
        itself = value.low < value.high
        surely_above = self._size - bisect_right(self._lows, value.high)
        maybe_above = self._size - bisect_right(self._highs, value.low) - itself
        surely_below = bisect_left(self._highs, value.low)
        maybe_below = bisect_left(self._lows, value.high) - itself
        none, first, last = value.may_be_none, 1 + surely_above, 1 + maybe_above
        return {
            "rank": FactRange(Decimal(first), Decimal(last), none),
            "rank_from_last": FactRange(Decimal(1 + surely_below), Decimal(1 + maybe_below), none),
            "rank_percent": FactRange(_percent(first, self._size), _percent(last, self._size), none),
            "average_percent": self._of_average(value),
        }

    def _of_average(self, value: FactRange) -> FactRange:
        """Highest where its own value is the highest and the others' are the lowest; none below zero, or of nothing."""
        others_low, others_high = self._low_sum - value.low, self._high_sum - value.high
        if self._lows[0] < 0 or value.high + others_high == 0:
            return NONE
        low = _percent(value.low * self._size, value.low + others_high)
        high = _percent(value.high * self._size, value.high + others_low)
        is_nothing = value.low + others_low == 0  # where all are nothing there is no average
        return FactRange(low, high, value.may_be_none or is_nothing)


def _percent(part: Decimal | int, whole: Decimal | int) -> Decimal:
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) if whole else Decimal(0)
