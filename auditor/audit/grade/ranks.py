"""A unit's place among others, bounded over all of them together: what one does not tell may move them all."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from auditor.audit.grade.facts import NONE, FactRange

Place = Mapping[str, FactRange]
"""``rank``, ``rank_from_last`` and ``rank_percent``, each from the best to the worst place that may be."""

NO_PLACE: Place = {"rank": NONE, "rank_from_last": NONE, "rank_percent": NONE}


def places(values: Sequence[FactRange]) -> tuple[Place, ...]:
    """The place of every unit, the highest value first; equal ones share a place, one without a value has none.

    A unit is at its best where its own value is the highest and all others' are the lowest it may be.
    """
    ranked = [value for value in values if value.low <= value.high]
    return tuple(_place(value, ranked) if value.low <= value.high else NO_PLACE for value in values)


def _place(value: FactRange, ranked: Sequence[FactRange]) -> Place:
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
    }


def _percent(place: int, size: int) -> Decimal:
    return (Decimal(place) * 100 / size).quantize(Decimal("0.1"), ROUND_HALF_UP)
