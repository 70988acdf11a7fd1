"""Signs by which a reading is decided: each with its weight, when it holds, and where it was seen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Weighed = TypeVar("Weighed")


@dataclass(frozen=True, slots=True)
class Sign(Generic[Weighed]):
    """One sign for (weight above 0) or against (below 0) a reading; weights of signs that hold add up.

    ``holds`` tells whether it does, or by which part; ``says`` is what it is called, ``seen`` tells where it stands: a
    host, a system, a kind of page. `tests/test_signs.py` has for every weight an example that it alone decides, and one
    near by where it does not hold.
    """

    says: str
    weight: float
    holds: Callable[[Weighed], float]
    seen: str
