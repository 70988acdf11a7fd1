"""Tables told by their ruled lines: where level and upright lines meet there are cells; a missing piece joins two."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from auditor.verify.opening.pdfpage import Glyph, RuledLine

_SNAP = 2.5
"""Points within which two lines are one (a double border, the two edges of a thick one)."""
_GAP = 3.5
"""Points within which two pieces of a line are one line (dashes, corners left open)."""
_ALIKE = 4.0
"""Points by which the columns of one table may differ from page to page."""
_SHORTEST = 6.0
_MOST_RULES = 2_000
"""Lines on one page, joined, above which they are a drawing and no table."""


@dataclass(frozen=True)
class RuledTable:
    """Edges of columns (left to right) and rows (top to bottom), and for each field of the grid the cell it is part of.

    A cell is named by its first field (row, column).
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owner: dict[tuple[int, int], tuple[int, int]]
    glyphs: dict[tuple[int, int], list[Glyph]] = field(default_factory=dict)

    @property
    def top(self) -> float:
        """The height of its upper edge."""
        return self.ys[0]

    @property
    def area(self) -> float:
        """Square points it covers."""
        return (self.xs[-1] - self.xs[0]) * (self.ys[0] - self.ys[-1])

    def on_edges(self, xs: Sequence[float]) -> "RuledTable | None":
        """The same table on finer columns: where each of its own edges is among ``xs``; ``None`` where one is not."""
        shift = self.xs[0] - xs[0]
        places = [next((n for n, x in enumerate(xs) if abs(x + shift - edge) <= _ALIKE), -1) for edge in self.xs]
        if -1 in places or places[-1] != len(xs) - 1 or places != sorted(set(places)):
            return None
        owner, glyphs = {}, {}
        for (row, column), (top, first) in self.owner.items():
            for finer in range(places[column], places[column + 1]):
                owner[(row, finer)] = (top, places[first])
        for (row, column), marks in self.glyphs.items():
            glyphs[(row, places[column])] = marks
        return RuledTable(tuple(x + shift for x in xs), self.ys, owner, glyphs)

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """The cell at a point of the page."""
        column = bisect_right(self.xs, x) - 1
        row = bisect_right([-edge for edge in self.ys], -y) - 1
        return self.owner.get((row, column))

    def span(self, cell: tuple[int, int]) -> tuple[int, int]:
        """How many rows and columns a cell takes."""
        fields = [place for place, owner in self.owner.items() if owner == cell]
        return max(r for r, _ in fields) - cell[0] + 1, max(c for _, c in fields) - cell[1] + 1


def ruled_tables(rules: Sequence[RuledLine]) -> list[RuledTable]:
    """The tables on a page; frames round text, underlines and drawings are none."""
    joined = _joined(rules)
    if len(joined) > _MOST_RULES:
        return []
    return [table for group in _groups(joined) if (table := _table(group)) is not None]


def _joined(rules: Sequence[RuledLine]) -> list[RuledLine]:
    """Pieces on one straight line joined."""
    joined: list[RuledLine] = []
    for is_level in (True, False):
        lanes: list[tuple[float, list[RuledLine]]] = []
        for rule in sorted((rule for rule in rules if rule.is_level is is_level), key=lambda rule: rule.at):
            if lanes and rule.at - lanes[-1][0] <= _SNAP:
                lanes[-1][1].append(rule)
            else:
                lanes.append((rule.at, [rule]))
        for at, pieces in lanes:
            joined += _along(is_level, at, pieces)
    return joined


def _along(is_level: bool, at: float, pieces: list[RuledLine]) -> list[RuledLine]:
    spans: list[list[float]] = []
    for piece in sorted(pieces, key=lambda piece: piece.low):
        if spans and piece.low - spans[-1][1] <= _GAP:
            spans[-1][1] = max(spans[-1][1], piece.high)
        else:
            spans.append([piece.low, piece.high])
    return [RuledLine(is_level, at, low, high) for low, high in spans if high - low >= _SHORTEST]


def _groups(rules: Sequence[RuledLine]) -> list[list[RuledLine]]:
    """Lines that meet, directly or through others."""
    leader = list(range(len(rules)))

    def lead(n: int) -> int:
        while leader[n] != n:
            leader[n] = leader[leader[n]]
            n = leader[n]
        return n

    uprights = [n for n, rule in enumerate(rules) if not rule.is_level]
    for n, level in enumerate(rules):
        if level.is_level:
            for m in uprights:
                if _meet(level, rules[m]):
                    leader[lead(m)] = lead(n)
    groups: dict[int, list[RuledLine]] = {}
    for n, rule in enumerate(rules):
        groups.setdefault(lead(n), []).append(rule)
    return list(groups.values())


def _meet(level: RuledLine, upright: RuledLine) -> bool:
    is_beside = level.low - _GAP <= upright.at <= level.high + _GAP
    return is_beside and upright.low - _GAP <= level.at <= upright.high + _GAP


def _table(group: list[RuledLine]) -> RuledTable | None:
    levels = [rule for rule in group if rule.is_level]
    uprights = [rule for rule in group if not rule.is_level]
    if not levels or not uprights:
        return None
    left, right = min(rule.low for rule in levels), max(rule.high for rule in levels)
    low, high = min(rule.low for rule in uprights), max(rule.high for rule in uprights)
    xs = _edges([rule.at for rule in uprights], left, right)
    ys = _edges([rule.at for rule in levels], low, high)[::-1]
    if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > 20_000:
        return None
    owner = _cells(xs, ys, levels, uprights)
    return RuledTable(tuple(xs), tuple(ys), owner) if len(set(owner.values())) >= 2 else None


def _edges(lines: Iterable[float], low: float, high: float) -> list[float]:
    """The places of lines, each once; the outer ones also where a table is open at its sides."""
    edges: list[float] = []
    for at in sorted(lines):
        if not edges or at - edges[-1] > _SNAP:
            edges.append(at)
    if edges[0] - low > 2 * _GAP:
        edges.insert(0, low)
    if high - edges[-1] > 2 * _GAP:
        edges.append(high)
    return edges


def _cells(
    xs: Sequence[float], ys: Sequence[float], levels: Sequence[RuledLine], uprights: Sequence[RuledLine]
) -> dict[tuple[int, int], tuple[int, int]]:
    """Each field of the grid with the first field of its cell: fields with no line between them are one cell."""
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            middle_x, middle_y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
            above, before = owner.get((row - 1, column)), owner.get((row, column - 1))
            is_joined_above = above is not None and not _is_drawn(levels, ys[row], middle_x)
            is_joined_before = before is not None and not _is_drawn(uprights, xs[column], middle_y)
            if is_joined_before and before is not None:
                owner[(row, column)] = before
            elif is_joined_above and above is not None:
                owner[(row, column)] = above
            else:
                owner[(row, column)] = (row, column)
    return owner


def _is_drawn(rules: Sequence[RuledLine], at: float, place: float) -> bool:
    return any(abs(rule.at - at) <= _SNAP and rule.low - _GAP <= place <= rule.high + _GAP for rule in rules)
