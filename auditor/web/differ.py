"""Two texts side by side as one: what was taken out and what was put in."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, went or came."""

    kind: Literal["same", "gone", "new"]
    text: str


def marked_changes(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces in reading order; what went stands before what came."""
    return tuple(piece for piece in _pieces(before[:_MOST], after[:_MOST]) if piece.text)


def _pieces(before: str, after: str) -> Iterator[Piece]:
    for step, from_a, to_a, from_b, to_b in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if step == "equal":
            yield Piece("same", before[from_a:to_a])
        else:
            yield Piece("gone", before[from_a:to_a])
            yield Piece("new", after[from_b:to_b])
