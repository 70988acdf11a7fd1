"""The claims of a text: every exact number with the words of its own clause, in reading order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from auditor.base.pattern import pattern
from auditor.verify.comparison import Spot
from auditor.verify.figures import Figure, figures_in
from auditor.verify.paper import Line, OpenedPaper
from auditor.verify.sentence import flattened, sentences
from auditor.verify.sums import measure_of

AMONG = pattern(r"其中", finds=("其中",), not_in=("中",), seen="circulars of spot checks: parts are told behind it")
"""What opens the parts of a number."""
COUNTED = pattern(
    r"[个家]",
    finds=("个", "家"),
    not_in=("条",),
    seen="circulars of spot checks: how units and accounts are counted",
    way="fullmatch",
)
"""Measures of units, sites and accounts."""
_STOPS = "[,，;；。、:：(\x00]"


@dataclass(frozen=True, slots=True)
class Claim:
    """One number: where it stands (``line`` and ``sentence``, counted through the paper), and the words about it.

    ``lead`` reaches back to the last stop or number, ``tail`` on to the next; ``opens`` is all that stands between
    the number before and this one.
    """

    line: Line
    sentence: int
    figure: Figure
    lead: str
    tail: str
    opens: str

    @property
    def measure(self) -> str:
        """What is counted by (条, 个)."""
        return measure_of(self.figure)

    @property
    def words(self) -> str:
        """Lead and tail."""
        return f"{self.lead} {self.tail}"

    @property
    def clause(self) -> str:
        """The words back to the last stop that is no pause between names, and the tail."""
        return f"{re.split('[,，;；。:：]', self.opens)[-1]} {self.tail}"

    @property
    def spot(self) -> Spot:
        """Its place."""
        return (self.line.place, self.figure.start)


@lru_cache(maxsize=8)
def claims_of(paper: OpenedPaper) -> tuple[Claim, ...]:
    """All claims of a text outside brackets, counts and rates alike."""
    return tuple(_claims(paper))


def _claims(paper: OpenedPaper) -> Iterator[Claim]:
    number = 0
    for line in paper.lines:
        text = flattened(line.plain)
        for start, end in sentences(line.plain):
            own = [f for f in figures_in(text) if start <= f.start < end and f.measure]
            number += 1
            last = start
            for at, figure in enumerate(own):
                until = own[at + 1].start if at + 1 < len(own) else end
                opens = text[last : figure.start]
                tail = re.split(_STOPS, text[figure.end : until])[0]
                yield Claim(line, number, figure, re.split(_STOPS, opens)[-1], tail, opens)
                last = figure.end
