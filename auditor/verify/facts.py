"""What a table says beyond its cells: how many rows, of each kind, sums and rows by name; one value with its words.

A text that speaks of a table speaks of these. Tables that run in two halves side by side are read as one.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from auditor.base.pattern import pattern
from auditor.verify.names import bare, is_placeholder
from auditor.verify.paper import Grid, OpenedPaper
from auditor.verify.tables import NO_COUNT, amount_of, header_of, is_subtotal_row, is_total_row
from auditor.verify.wording import WORDS

_FORM = pattern(
    r"本年新收|结果维持|第二十条|收到申请数|独立用户访问",
    finds=("一、本年新收政府信息公开申请数量",),
    not_in=("公开数量",),
    seen="the forms of 2014, 2019 and 2021, and that of government sites",
)
_RATE = pattern(r"率|占比|比例|比重|%", finds=("采用率", "占比"), not_in=("采用数",), seen="heads of rate columns")
_LEAST_ROWS = 3
_NAME_OF = pattern(r"名称$", finds=("栏目名称",), not_in=("栏目",), seen="heads of count tables")
_ENDINGS = WORDS.facts.endings
_FEW_KINDS = 6
_LONGEST_KIND = 8


@dataclass(frozen=True, slots=True)
class FactRow:
    """One row by its name: its numbers by column, and where it stands."""

    name: str
    at: int
    numbers: dict[int, Decimal]


@dataclass(frozen=True)
class FactTable:
    """A table read for what it says: rows by name, heads of its numbers, kinds that its words fall into."""

    grid: Grid
    labels: tuple[str, ...]
    names: tuple[int, ...]
    numbers: tuple[int, ...]
    rows: tuple[FactRow, ...]

    def is_rate(self, column: int) -> bool:
        """Whether a column holds rates."""
        return is_rate(self.labels[column])

    def values(self, column: int) -> list[Decimal]:
        """The numbers of a column, row by row; blanks left out."""
        return [row.numbers[column] for row in self.rows if column in row.numbers]

    def sum(self, column: int) -> Decimal:
        """What the rows of a column make together."""
        return sum(self.values(column), Decimal(0))

    @property
    def things(self) -> tuple[tuple[str, int], ...]:
        """What is counted by the rows (单位, 栏目): each head of names with how many different ones it holds."""
        head, top = self.grid, header_of(self.grid).height
        told = []
        for column in self.names:
            cells = [bare(head.rows[row.at][column]) for row in self.rows if row.at >= top]
            told.append((_NAME_OF.sub("", self.labels[column]), len({cell for cell in cells if cell})))
        return (*told, *_by_ending([row.name for row in self.rows], told))

    @property
    def kinds(self) -> Counter[str]:
        """The words that several rows share in a column (正常运行, 微博), each with its number of rows."""
        found: Counter[str] = Counter()
        for column in self.names:
            cells = [re.sub(r"\s", "", self.grid.rows[row.at][column]) for row in self.rows]
            tally = Counter(cell for cell in cells if cell)
            if 1 < len(tally) <= _FEW_KINDS < len(self.rows) and sum(tally.values()) == len(self.rows):
                found.update({word: n for word, n in tally.items() if 2 <= len(word) <= _LONGEST_KIND})
        return found


def _by_ending(names: Sequence[str], told: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """What names are by their last letter (县, 乡镇), where the head calls them otherwise (地区)."""
    different = len(set(names))
    for endings, things in _ENDINGS.items():
        if all(name[-1] in endings for name in names):
            return [(thing, different) for thing in things.split() if thing not in dict(told)]
    return []


def is_rate(label: str) -> bool:
    """Whether a head is one of rates."""
    return bool(_RATE.search(label))


@lru_cache(maxsize=8)
def tables_of(paper: OpenedPaper) -> tuple[FactTable, ...]:
    """Every table of a document that has names and numbers or kinds; official forms have readers of their own."""
    return tuple(table for grid in paper.grids if (table := _table(grid)) is not None)


def _table(grid: Grid) -> FactTable | None:
    head = header_of(grid)
    if any(_FORM.search(cell) for row in grid.rows for cell in row[:3]):
        return None
    halves = _halves(head.labels)
    width = len(head.labels) // halves
    labels = head.labels[:width]
    numbers = tuple(c for c in range(width) if not NO_COUNT.search(labels[c]) and _is_numeric(grid, c, width, halves))
    names = tuple(c for c in range(width) if c not in numbers and labels[c] and not NO_COUNT.search(labels[c]))
    if not names:
        return None
    of_names = max(names, key=lambda c: (len(set(_column(grid, c, head.height))) > _half(grid), -c))
    rows = []
    for half in range(halves):
        for at in range(head.height, len(grid.rows)):
            cells = grid.rows[at][half * width : (half + 1) * width]
            name = re.sub(r"\s", "", cells[of_names])
            is_head = name == head.labels[of_names]
            if is_total_row(cells) or is_subtotal_row(cells) or not name or is_head or is_placeholder(name):
                continue
            found = {c: a.value for c in numbers if (a := amount_of(grid.own(at, half * width + c)))}
            rows.append(FactRow(name, at, found))
    return FactTable(grid, labels, names, numbers, tuple(rows)) if len(rows) >= _LEAST_ROWS else None


def _column(grid: Grid, column: int, top: int) -> list[str]:
    """The full cells of a column, a merged one once."""
    return [cell for row in range(top, len(grid.rows)) if (cell := grid.own(row, column))]


def _half(grid: Grid) -> int:
    """Half of a table's rows: a column of fewer different names is one of kinds."""
    return len(grid.rows) // 2


def _halves(labels: Sequence[str]) -> int:
    """How many times the same heads stand side by side (单位, 信息数, 单位, 信息数)."""
    for times in (3, 2):
        size, rest = divmod(len(labels), times)
        if not rest and size > 1 and all(labels[n * size : (n + 1) * size] == labels[:size] for n in range(1, times)):
            return times
    return 1


def _is_numeric(grid: Grid, column: int, width: int, halves: int) -> bool:
    """Whether most cells of a column below its head are numbers."""
    top = header_of(grid).height
    cells = [grid.own(row, half * width + column) for half in range(halves) for row in range(top, len(grid.rows))]
    full = [cell for cell in cells if cell.strip()]
    return bool(full) and sum(amount_of(cell) is not None for cell in full) * 2 > len(full)
