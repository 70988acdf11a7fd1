"""What a spreadsheet says about a county, before it is put together with anything else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from auditor.base.errors import Problem


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: the county-file keys it gives a value for, and the cell each stands in.

    ``group`` is the heading the row stands under (an attachment's id, title or group as the sheet writes it).
    A ``due`` of ``None`` among the values says: every quarter. ``link_text`` is what stands in place of its address
    (点击查看) where the link behind it did not come along.
    """

    where: str
    values: Mapping[str, Any]
    cells: Mapping[str, str]
    group: str = ""
    parent: str = ""
    link_text: str = ""


@dataclass(frozen=True, slots=True)
class SeenCell:
    """One cell as it was understood; ``written`` is what stands in it where that is something else."""

    text: str
    written: str = ""


@dataclass(frozen=True, slots=True)
class SeenRow:
    """One row of a table: its number as the spreadsheet counts, its cells, and why it was left out (empty: taken)."""

    number: int
    where: str
    cells: tuple[SeenCell, ...]
    fate: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class SeenHead:
    """One column of a table: its letter, what its header says, and what it was taken as (empty: not used)."""

    letter: str
    written: str
    label: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class SeenTable:
    """One table of the file as it was understood, cell by cell."""

    sheet: str
    title: str
    label: str
    heads: tuple[SeenHead, ...]
    rows: tuple[SeenRow, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything one file says; ``problems`` are its bad cells, ``notes`` what a person should look at.

    ``facts`` holds dotted keys (``county.name``) with text values; ``titles`` the headings above its tables;
    ``tables_seen`` how each table was understood.
    """

    file: str
    columns: tuple[SheetRow, ...] = ()
    units: tuple[SheetRow, ...] = ()
    tables: tuple[SheetRow, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    fact_cells: Mapping[str, str] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    tables_seen: tuple[SeenTable, ...] = ()
