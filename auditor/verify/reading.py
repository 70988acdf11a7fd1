"""A number that follows from others: the ways it may have been worked out, and the one comparison they make."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditor.verify.claims import Claim
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.figures import as_number, shown

NEAR = Decimal("0.25")
"""Of how much a number may be off what it follows from and still be meant for it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to work a number out: its value, the sum in words, and the numbers used."""

    value: Decimal
    terms: str
    used: tuple[Claim, ...]


def judged(
    kind: str, stated: Claim, readings: Sequence[Reading], *, meant: Reading | None, words: str, slack: Decimal
) -> Iterator[Comparison]:
    """Agreed where one reading gives the number; else a finding against the one meant, where it is clear.

    ``words`` is a sentence with places for ``terms``, ``computed`` and ``stated``.
    """
    fitting = next((one for one in readings if abs(one.value - stated.figure.value) <= slack), None)
    one = fitting or meant
    if one is None:
        return
    places = max(0, -int(stated.figure.step.as_tuple().exponent))
    text = words.format(
        terms=one.terms, computed=shown(round(one.value, places + 1)), stated=stated.figure, unit=stated.figure.measure
    )
    told = (*one.used, stated)
    where = tuple(claim.line.place for claim in told)
    quote = tuple(claim.line.around(claim.figure.start, claim.figure.end) for claim in told)
    severity = Severity.AGREED if fitting else Severity.LIKELY
    value = as_number(round(one.value, places))
    spots = frozenset(claim.spot for claim in told)
    yield Comparison(kind, as_number(stated.figure.value), value, where, quote, severity, text, spots)


def is_near(one: Decimal, other: Decimal) -> bool:
    """Whether one number may be meant for another."""
    return abs(one - other) <= max(abs(one), abs(other)) * NEAR
