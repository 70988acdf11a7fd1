"""What a spreadsheet says about a county, before it is put together with anything else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from auditor.base.errors import Problem


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: the county-file keys it gives a value for, and the cell each stands in.

    ``group`` is the heading the row stands under (an attachment's id, title or group as the sheet writes it).
    A ``due`` of ``None`` among the values says: every quarter.
    """

    where: str
    values: Mapping[str, Any]
    cells: Mapping[str, str]
    group: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything one file says; ``problems`` are its bad cells, ``notes`` what a person should look at.

    ``facts`` holds dotted keys (``county.name``) with text values; ``titles`` the headings above its tables.
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
