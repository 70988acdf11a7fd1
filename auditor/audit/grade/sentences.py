"""Sentences of a pack with ``{names}`` in them; a name may carry a kind after a colon: ``{total:policy}``."""

import string
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

_COMMA = "，"


def names_in(text: str) -> frozenset[str]:
    """The names that stand in ``text``; a text with unpaired brackets names itself."""
    try:
        return frozenset(name for _, name in _parts(text) if name is not None)
    except ValueError:
        return frozenset({text})


def filled(text: str, values: Mapping[str, str]) -> str:
    """``text`` with its names replaced; raises `KeyError` for an unknown one, `ValueError` for unpaired brackets."""
    return "".join(said + ("" if name is None else values[name]) for said, name in _parts(text))


def without_clauses(text: str, unknown: Collection[str]) -> str:
    """``text`` without the clauses that speak of what is not known; one of nothing else is left as it is."""
    clauses = text.split(_COMMA)
    kept = [clause for clause in clauses if not names_in(clause) & set(unknown)]
    return _COMMA.join(kept) if kept and kept[0] == clauses[0] else text


def escaped(text: str) -> str:
    """``text`` so that `filled` gives it back."""
    return text.replace("{", "{{").replace("}", "}}")


def shown_number(number: Decimal | None) -> str:
    """A number as sentences say it, without needless zeros; what is not known is a dash."""
    return "—" if number is None else f"{number.normalize():f}"


def _parts(text: str) -> Iterator[tuple[str, str | None]]:
    for said, name, kind, conversion in string.Formatter().parse(text):
        if conversion:
            raise ValueError(text)
        yield said, name if name is None or not kind else f"{name}:{kind}"
