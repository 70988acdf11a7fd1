"""Sentences and clauses of a line, with brackets understood."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from auditor.verify.figures import Figure, figures_in

_OPEN, _CLOSE = "([〔【", ")]〕】"
_SEPARATORS = ",，;；、:："


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence between two separators: its text, position in the line, and figures of its own."""

    text: str
    start: int
    figures: tuple[Figure, ...]

    def before(self, figure: Figure) -> str:
        """The clause's text up to a figure."""
        return self.text[: max(0, figure.start - self.start)]

    def after(self, figure: Figure) -> str:
        """The clause's text from a figure on."""
        return self.text[figure.end - self.start :]


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each sentence; a full stop inside brackets ends none."""
    spans, start, depth = [], 0, 0
    for index, char in enumerate(text):
        depth = _depth(depth, char)
        if char in "。!?！？" and depth == 0:
            spans.append((start, index + 1))
            start = index + 1
    if start < len(text):
        spans.append((start, len(text)))
    return tuple(spans)


def _depth(depth: int, char: str) -> int:
    if char in _OPEN:
        return min(depth + 1, 3)
    return max(depth - 1, 0) if char in _CLOSE else depth


@lru_cache(maxsize=4096)
def flattened(text: str) -> str:
    """The text with everything in round brackets blanked, same length; an unclosed bracket is left alone."""
    chars = list(text)
    for start, end in brackets(text):
        for index in range(start, end):
            chars[index] = "\x00"
    return "".join(chars)


@lru_cache(maxsize=4096)
def brackets(text: str) -> tuple[tuple[int, int], ...]:
    """The outermost round brackets, from the opening one to behind the closing one."""
    spans, depth, start = [], 0, 0
    for index, char in enumerate(text):
        if char == "(":
            if depth == 0:
                start = index
            depth += 1
        elif char == ")" and depth:
            depth -= 1
            if depth == 0:
                spans.append((start, index + 1))
    return tuple(spans)


def clauses(text: str, start: int, end: int, separators: str = _SEPARATORS) -> Iterator[Clause]:
    """The clauses of ``text[start:end]``, brackets blanked; figures belong to the clause they stand in."""
    flat = flattened(text)[start:end]
    numbers = figures_in(flattened(text))
    begin = 0
    for match in re.finditer(rf"[{separators}]|$", flat):
        if match.start() > begin and not _within_number(flat, match.start()):
            low, high = start + begin, start + match.start()
            own = tuple(f for f in numbers if low <= f.start < high)
            yield Clause(flat[begin : match.start()], low, own)
        if not _within_number(flat, match.start()):
            begin = match.end()


def _within_number(text: str, index: int) -> bool:
    """Whether a comma at ``index`` separates thousands."""
    return (
        0 < index < len(text) - 3
        and text[index] == ","
        and text[index - 1].isdigit()
        and bool(re.match(r"\d{3}(?!\d)", text[index + 1 :]))
    )
