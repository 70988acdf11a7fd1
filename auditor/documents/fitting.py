"""How wide the columns of a table are, and where its cells are broken: by what stands in them, alike in every form.

A column is as wide as saves the most lines: names first, which are broken between words and before a bracket, and only
within a word where no column has room to spare. What is left over is shared out as the table's maker drew the columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from auditor.base.chinese import printable
from auditor.documents.parts import printed_cell
from auditor.documents.title import broken
from auditor.documents.tree import Table

MANY_COLUMNS = 8
"""Tables of more columns than this are set in 5号."""
_UPRIGHT_POINTS, _ACROSS_POINTS = 442.2, 637.8
_CELL_POINTS, _NARROW_POINTS = 12.0, 10.5
_PADDING = 0.55
"""The blank at both sides of a cell, in characters, and a little for faces whose digits are wide."""
_STEPS = 2
"""Widths are tried in steps of this part of a character."""
_WIDE = "%&@mwMW"
"""What is nearly as wide as a character, though it is none."""
_LEAST = 2.0
_WIDEST = 60
_LONGEST_NAME = 30
_WITHIN = 3.0
"""How many breaks before brackets a break between the words of a name is worth."""
_TORN = 12.0
"""How many lines more a column may take before a word is torn."""
_HEAD = 0.3
"""How much a break in the head counts: it is read once, and may stand in two lines."""
_TALL_HEAD = 3.0
"""How many lines a head's third line and each further one is worth, on every page."""
_ROWS_A_PAGE = 22
_MOST_TEXTS = 400
"""Different texts of a column that are looked at."""

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FittedTable:
    """A table ready to print: widths in parts of the whole, and each cell in its lines."""

    widths: tuple[float, ...]
    heads: tuple[Lines, ...]
    rows: tuple[tuple[Lines, ...], ...]
    total: tuple[Lines, ...]


@lru_cache(maxsize=64)
def fit_table(table: Table, across: bool = False) -> FittedTable:
    """The widths and lines of a table on an upright page or one ``across``."""
    size = _NARROW_POINTS if len(table.columns) > MANY_COLUMNS else _CELL_POINTS
    whole = (_ACROSS_POINTS if across else _UPRIGHT_POINTS) / size
    room = whole - _PADDING * len(table.columns)
    texts = [_texts(table, place) for place in range(len(table.columns))]
    costs = [_costs(head, cells) for head, cells in texts]
    widths = _shared(costs, room, [column.width for column in table.columns])

    def lines(row: Sequence[str | int | None]) -> tuple[Lines, ...]:
        return tuple(_cell_lines(printed_cell(cell), width) for cell, width in zip(row, widths, strict=False))

    return FittedTable(
        tuple((width + _PADDING) / whole for width in widths),
        lines([column.label for column in table.columns]),
        tuple(map(lines, table.rows)),
        lines(table.total or ()),
    )


def _texts(table: Table, place: int) -> tuple[str, list[str]]:
    cells = [row[place] for row in (*table.rows, table.total or ()) if place < len(row)]
    return printable(table.columns[place].label), list(map(printable, map(printed_cell, cells)))


def _costs(head: str, cells: Sequence[str]) -> list[tuple[float, float]]:
    """Width by width from the least to the one beyond which nothing is saved: how many lines it costs."""
    counted: dict[str, int] = {}
    for cell in cells:
        counted[cell] = counted.get(cell, 0) + 1
    texts = sorted(counted.items(), key=lambda one: (-_width(one[0]), one[0]))[:_MOST_TEXTS]
    natural = max([_LEAST, _width(head), *(_width(text) for text, _ in texts)])
    least = max([_LEAST, *(_unbroken(text) for text, _ in texts), min(_width(head), _LEAST)])
    last = min(max(natural, least), _WIDEST)
    steps = int((last - least) * _STEPS) + 1
    widths = [min(least + step / _STEPS, last) for step in range(steps)]
    widths += [last] if widths[-1] < last else []
    return [
        (width, _head_price(head, width, len(cells)) + sum(number * _price(text, width) for text, number in texts))
        for width in widths
    ]


def _head_price(head: str, width: float, rows: int) -> float:
    """What breaking the head costs: little for a second line, more for each beyond it, which stands on every page."""
    lines = len(_cell_lines(head, width))
    return _HEAD * _price(head, width) + _TALL_HEAD * max(0, lines - 2) * (1 + rows / _ROWS_A_PAGE)


def _unbroken(text: str) -> float:
    """The widest run that has no place to break, such as a date; an address may break anywhere."""
    runs = "".join(character if character.isascii() else " " for character in text).split()
    return min(max(map(_width, runs), default=0.0), 8.0)


def _price(text: str, width: float) -> float:
    """The lines a text takes beyond its first, and what tearing a word costs."""
    whole = _width(text)
    if whole <= width:
        return 0.0
    if not _is_name(text):
        return whole / width
    found = broken(text, width)
    breaks = (_break_price(before[-1], after[0], width) for before, after in pairwise(found.lines))
    return sum(breaks) + (_TORN if found.is_torn else 0.0)


def _break_price(before: str, after: str, width: float) -> float:
    """What a break between two words costs: least before a bracket, most where a word was cut to fit."""
    if before[-1:] in "，、）》” " or after[:1] in "（《“":
        return 1.0
    return _TORN if len(before) >= int(width) else _WITHIN


def _is_name(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and not any(sign in text for sign in "。；：")


def _width(text: str) -> float:
    return sum((0.9 if character in _WIDE else 0.56) if character.isascii() else 1.0 for character in text)


def _shared(costs: Sequence[Sequence[tuple[float, float]]], room: float, drawn: Sequence[float]) -> tuple[float, ...]:
    """The width of each column: those that cost the fewest lines together, and what is left over as it was drawn."""
    least = sum(column[0][0] for column in costs)
    if least >= room:  # nothing to choose: all are squeezed alike
        return tuple(column[0][0] * room / least for column in costs)
    spare = int((room - least) * _STEPS)
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())] * (spare + 1)
    for column in costs:
        best = [
            min(
                (best[have - take][0] + column[take][1], (*best[have - take][1], take))
                for take in range(min(have, len(column) - 1) + 1)
            )
            for have in range(spare + 1)
        ]
    chosen = [column[take][0] for column, take in zip(costs, best[spare][1], strict=True)]
    rest = room - sum(chosen)
    return tuple(width + rest * part / sum(drawn) for width, part in zip(chosen, drawn, strict=True))


def _cell_lines(text: str, width: float) -> Lines:
    """A cell in its lines; one that fits, or is no name, is left to the writer."""
    line = printable(text)
    if _width(line) <= width or not _is_name(line):
        return (line,)
    found = broken(line, width)
    return tuple("".join(words) for words in found.lines)
