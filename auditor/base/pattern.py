"""Patterns that read the world stand with what they must find, what they must not, and where that was seen."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, AnyStr, Literal

Way = Literal["search", "match", "fullmatch"]
"""How a pattern is asked: anywhere in a text, at its beginning, or for all of it."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A pattern with its examples, as the tests run them."""

    compiled: re.Pattern[Any]
    finds: Sequence[Any] | Mapping[Any, Any]
    not_in: Sequence[Any]
    seen: str
    way: Way


DECLARED: list[Declared] = []
"""Every pattern declared by the modules that are loaded."""


def pattern(
    text: AnyStr,
    *,
    finds: Sequence[AnyStr] | Mapping[AnyStr, AnyStr],
    not_in: Sequence[AnyStr],
    seen: str,
    flags: int = 0,
    way: Way = "search",
) -> re.Pattern[AnyStr]:
    """Compile an expression that knows something of the world, and note why it is believed.

    ``finds`` are texts in which it must find something, with what it finds there where that says more: the first group
    that took part, else all that matched. ``not_in`` are texts near by in which it must find nothing, ``seen`` tells
    where such texts stand: a host, a system, a document. ``way`` is how the code asks the pattern.
    """
    compiled = re.compile(text, flags)
    DECLARED.append(Declared(compiled, finds, not_in, seen, way))
    return compiled
