"""Two texts side by side as one: what was taken out and what was put in."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Literal

_MOST = 20_000
"""Characters of a text that are compared: as many as a form takes."""
_SHORTEST = 2
"""Fewer characters alike between two changes are shown as changed: single ones are alike by chance."""

LineKind = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, went or came."""

    kind: LineKind
    text: str


def marked_changes(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces in reading order; what went stands before what came."""
    return tuple(piece for piece in _changes(before[:_MOST], after[:_MOST]) if piece.text)


def _changes(before: str, after: str) -> Iterator[Piece]:
    gone, new = "", ""
    runs = [(kind, "".join(letter for _, letter in run)) for kind, run in groupby(_steps(before, after), itemgetter(0))]
    for number, (kind, text) in enumerate(runs):
        if kind == "same" and (len(text) >= _SHORTEST or number in (0, len(runs) - 1)):
            yield from (Piece("gone", gone), Piece("new", new), Piece("same", text))
            gone, new = "", ""
        else:
            gone += text if kind != "new" else ""
            new += text if kind != "gone" else ""
    yield from (Piece("gone", gone), Piece("new", new))


def _steps(before: str, after: str) -> list[tuple[LineKind, str]]:
    """One step a character along a longest common subsequence, in reading order.

    The rows of the table are kept as bits of whole numbers (Hyyrö 2004), so that the time depends on the lengths
    alone; difflib takes minutes where a text repeats itself.
    """
    places: dict[str, int] = {}
    for at, letter in enumerate(before):
        places[letter] = places.get(letter, 0) | 1 << at
    whole = (1 << len(before)) - 1
    rows = [whole]
    for letter in after:
        row = rows[-1]
        hits = row & places.get(letter, 0)
        rows.append(((row + hits) | (row - hits)) & whole)
    steps: list[tuple[LineKind, str]] = []
    at, to = len(before), len(after)
    while at and to:
        if rows[to] >> (at - 1) & 1:
            at -= 1
            steps.append(("gone", before[at]))
        elif not rows[to - 1] >> (at - 1) & 1:
            to -= 1
            steps.append(("new", after[to]))
        else:
            at, to = at - 1, to - 1
            steps.append(("same", before[at]))
    steps += [("new", letter) for letter in reversed(after[:to])]
    steps += [("gone", letter) for letter in reversed(before[:at])]
    return steps[::-1]
