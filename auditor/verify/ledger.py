"""Tables that count items: by column of a site (栏目 and 责任单位), or by unit; read once for all comparisons."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from auditor.base.pattern import pattern
from auditor.verify.names import is_placeholder
from auditor.verify.paper import Grid, OpenedPaper
from auditor.verify.tables import amount_of, header_of, is_subtotal_row, is_total_row

OWNER = pattern(
    r"责任单位|单位名称|主办单位|承办单位|受理单位|责任部门|报送(?:单位|部门)|被考核单位|考核单位|^单位$|部门名称|^部门$|"
    r"公开主体|^乡镇$|^县\(?(?:[、,]?[市区])+\)?$|单位\(?乡镇\)?|主管单位",
    finds=("责任单位", "承办单位", "单位", "单位(乡镇)", "报送单位", "县(区)", "县(市、区)"),
    not_in=("计量单位", "栏目", "部门得分"),
    seen="heads of count tables: 崇信县 (2020), 怀远县 (2024), a hotline of 宁国市 (2022)",
)
"""Heads of the column that names the responsible unit."""
_TITLE = pattern(
    r"^(?:栏目|栏目名称|公开栏目)$",
    finds=("栏目", "栏目名称"),
    not_in=("栏目数", "责任栏目数"),
    seen="崇信县 (2020): its tables",
)
_COUNT = pattern(
    r"数量|条数|信息数|发布数|更新数|篇数|件数|公开数|报送数|采用数|办结数|总数|更新量|发布量|栏目数|应更新|达到要求|得分",
    finds=("一季度公开数量", "采用条数", "按时办结数", "派单总数"),
    not_in=("序号", "责任单位", "办结率"),
    seen="heads of count tables: 崇信县 (2020), 武定县 (2024), a hotline of 宁国市 (2022)",
)
_NO_COUNT = pattern(
    r"率|占比|增减|上期|上年|同期",
    finds=("更新率", "上年同期数量"),
    not_in=("公开数量", "办结数"),
    seen="heads of count tables that set a quarter beside another one",
)
_GRADE = pattern(
    r"评价结果|评定|等次|等级|评价等级|考核结果",
    finds=("评价结果", "等次"),
    not_in=("得分", "备注"),
    seen="score tables of circulars: 宣城市 (2016)",
)


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One row that counts: the site's column it is about (may be empty), its units, and its row in the grid."""

    title: str
    units: tuple[str, ...]
    row: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """One table whose rows are columns of a site or units; ``counts`` are its columns of numbers."""

    grid: Grid
    entries: tuple[LedgerEntry, ...]
    counts: tuple[int, ...]
    grade: int | None
    has_titles: bool

    def value(self, entry: LedgerEntry, column: int) -> Decimal | None:
        """The number of an entry in a column; ``None`` where the cell holds none."""
        amount = amount_of(self.grid.own(entry.row, column))
        return amount.value if amount else None

    def label(self, column: int) -> str:
        """The head of a column."""
        return header_of(self.grid).labels[column]

    def place(self, entry: LedgerEntry) -> str:
        """The place name of an entry."""
        return self.grid.place_of(entry.row)

    def quote(self, entry: LedgerEntry) -> str:
        """An entry as it would be read aloud."""
        return self.grid.quote(entry.row)

    @property
    def count(self) -> int | None:
        """The one column that counts items, where there is one only."""
        return self.counts[0] if len(self.counts) == 1 else None


@lru_cache(maxsize=8)
def ledgers_of(paper: OpenedPaper) -> tuple[Ledger, ...]:
    """Every table of a document that counts by unit or by column of a site."""
    return tuple(ledger for grid in paper.grids if (ledger := _ledger(grid)) is not None)


def _ledger(grid: Grid) -> Ledger | None:
    labels = header_of(grid).labels
    owners = [c for c, label in enumerate(labels) if OWNER.search(label)]
    titles = [c for c, label in enumerate(labels) if _TITLE.search(label)]
    if len(owners) != 1 or len(titles) > 1:
        return None
    entries = tuple(_entries(grid, owners[0], titles))
    counts = tuple(
        c
        for c, label in enumerate(labels)
        if c not in (*owners, *titles) and _COUNT.search(label) and not _NO_COUNT.search(label)
    )
    grade = next((c for c, label in enumerate(labels) if _GRADE.search(label)), None)
    return Ledger(grid, entries, counts, grade, bool(titles)) if entries else None


def _entries(grid: Grid, owner: int, titles: Sequence[int]) -> list[LedgerEntry]:
    entries = []
    for row in range(header_of(grid).height, len(grid.rows)):
        cells = grid.rows[row]
        if is_total_row(cells) or is_subtotal_row(cells) or not any(cells):
            continue
        names = re.split(r"[、,，/;；]", re.sub(r"\s", "", cells[owner]))
        title = re.sub(r"\s", "", cells[titles[0]]) if titles else ""
        units = tuple(name for name in names if name and not is_placeholder(name))
        if titles or units:
            entries.append(LedgerEntry(title, units, row))
    return entries
