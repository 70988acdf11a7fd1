"""What the columns of a table mean: heads, numeric columns, totals, serial numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from auditor.base.pattern import pattern
from auditor.verify.paper import Grid, plain

TOTAL_WORD = pattern(
    r"^(?:合计|总计|共计|总数|合计数|全[县市区](?:合计|总计)|总合计)$",
    finds=("合计", "总计", "全县合计"),
    not_in=("小计", "合计金额"),
    seen="崇信县 (2020): its tables",
)
SUBTOTAL_WORD = pattern(
    r"^(?:小计|.{1,8}小计)$",
    finds=("小计", "乡镇小计"),
    not_in=("合计", "小计算机"),
    seen="a usual form; in none of the documents kept",
)
NO_COUNT = pattern(
    r"序号|编号|^序$|^号$|年份|电话|日期|时间|备注|名次|排名|位次|代码|文号|网址|地址",
    finds=("序号", "备注", "排名", "文号"),
    not_in=("更新条数", "信息公开数"),
    seen="崇信县 (2020): its tables",
    flags=re.I,
)
"""Heads of columns whose numbers count nothing."""
_NUMBER = pattern(
    r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d{1,6})?)\s*(%|[条个家件篇项次分份期人]|万元)?",
    finds={"35个": "35", "262条": "262", "1,204": "1,204", "98.5%": "98.5"},
    not_in=("三十五", "—"),
    seen="circulars of 崇信县 (2020) and 河曲县 (2018)",
)
_NIL = frozenset(("", "—", "-", "–", "－", "/", "\\", "无", "——", "--"))


@dataclass(frozen=True, slots=True)
class Header:
    """The heads of a table's columns, several head rows joined; ``height`` is how many rows they take."""

    labels: tuple[str, ...]
    height: int


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a cell; ``step`` is the worth of its last printed digit (superfluous zeros do not count)."""

    value: Decimal
    step: Decimal
    is_percent: bool


def amount_of(cell: str) -> Amount | None:
    """The number a cell holds (``12``, ``1,024条``, ``57.10%``); ``None`` for anything else."""
    match = _NUMBER.fullmatch(plain(cell).strip())
    if match is None:
        return None
    digits = match[1].replace(",", "")
    places = len(digits.split(".")[1].rstrip("0")) if "." in digits else 0
    return Amount(Decimal(digits), Decimal(1).scaleb(-places), match[2] == "%")


def is_nil(cell: str) -> bool:
    """Whether a cell is blank or a dash."""
    return cell.strip() in _NIL


@lru_cache(maxsize=512)
def header_of(grid: Grid) -> Header:
    """The head rows: those before the first row with a number that is no head itself."""
    height = 0
    for row in range(min(4, len(grid.rows))):
        cells = [grid.own(row, c) for c in range(len(grid.rows[row]))]
        if any(amount_of(cell) for cell in cells if cell):
            break
        height = row + 1
        later = {r for r, _ in grid.carried if r == row + 1}
        if not later and sum(1 for cell in cells if cell) * 2 > len(cells):
            break
    labels = []
    for column in range(len(grid.rows[0])):
        parts = dict.fromkeys(grid.rows[row][column] for row in range(height))
        labels.append(plain(re.sub(r"\s", "", "".join(parts))))
    return Header(tuple(labels), height)


def counted_columns(grid: Grid) -> tuple[int, ...]:
    """The columns that hold numbers which could be added up or compared: no serial numbers, years or telephones."""
    head = header_of(grid)
    return tuple(
        column
        for column, label in enumerate(head.labels)
        if not NO_COUNT.search(label)
        and any(amount_of(grid.own(row, column)) for row in range(head.height, len(grid.rows)))
    )


def is_total_row(row: Sequence[str]) -> bool:
    """Whether one of a row's first cells says 合计."""
    return any(TOTAL_WORD.match(re.sub(r"\s", "", cell)) for cell in row[:3])


def is_total_of_class(row: Sequence[str]) -> bool:
    """Whether words before the 总数 or 合计 of a row say of which class alone it is (信息发布 | 总数 | 94)."""
    cells = [re.sub(r"\s", "", cell) for cell in row[:3]]
    first = next((n for n, cell in enumerate(cells) if TOTAL_WORD.match(cell)), 0)
    return any(cell and not cell.isdecimal() for cell in cells[:first])


def is_subtotal_row(row: Sequence[str]) -> bool:
    """Whether one of a row's first cells says 小计."""
    return any(SUBTOTAL_WORD.match(re.sub(r"\s", "", cell)) for cell in row[:3])
