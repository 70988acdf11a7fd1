"""A unit's place among others, bounded over all of them together: what one does not tell may move them all."""

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
    return tuple(_place(value, ranked) if value.low <= value.high else NO_PLACE for value in values)


def _place(value: FactRange, ranked: Sequence[FactRange]) -> RankFacts:
    surely_above = sum(other.low > value.high for other in ranked)
    maybe_above = sum(other.high > value.low for other in ranked if other is not value)
    surely_below = sum(other.high < value.low for other in ranked)
    maybe_below = sum(other.low < value.high for other in ranked if other is not value)
    none, size = value.may_be_none, len(ranked)
    first, last = 1 + surely_above, 1 + maybe_above
    return {
        "rank": FactRange(Decimal(first), Decimal(last), none),
        "rank_from_last": FactRange(Decimal(1 + surely_below), Decimal(1 + maybe_below), none),
        "rank_percent": FactRange(_percent(first, size), _percent(last, size), none),
        "average_percent": _of_average(value, ranked),
    }


def _of_average(value: FactRange, ranked: Sequence[FactRange]) -> FactRange:
    """Highest where its own value is the highest and the others' are the lowest; none below zero, or of nothing."""
    others_low = sum((other.low for other in ranked if other is not value), Decimal(0))
    others_high = sum((other.high for other in ranked if other is not value), Decimal(0))
    if min(other.low for other in ranked) < 0 or value.high + others_high == 0:
        return NONE
    size = len(ranked)
    low = _percent(value.low * size, value.low + others_high)
    high = _percent(value.high * size, value.high + others_low)
    is_nothing = value.low + others_low == 0  # where all are nothing there is no average
    return FactRange(low, high, value.may_be_none or is_nothing)


def _percent(part: Decimal | int, whole: Decimal | int) -> Decimal:
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) if whole else Decimal(0)
