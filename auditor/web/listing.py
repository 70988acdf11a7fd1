"""The columns and units of a county as lists: searched, filtered, sorted, paged."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from auditor.base.terms import ColumnKind
from auditor.county.model import County, DisclosureColumn, Unit
from auditor.web.paged import paged

PAGE = 100


@dataclass(frozen=True, slots=True)
class ListWish:
    """What of a county's columns is asked for, as the address of the page says it; empty for all."""

    text: str = ""
    unit: str = ""
    kind: str = ""
    table: str = ""
    sort: str = ""
    page: int = 1

    def query(self, **changed: object) -> dict[str, str]:
        """The address's query, with some of it changed."""
        said = {"text": self.text, "unit": self.unit, "kind": self.kind, "table": self.table, "sort": self.sort}
        return {key: str(value) for key, value in {**said, **changed}.items() if value}


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column: its number in its attachment, what the attachment is called, and the column."""

    number: int
    group: str
    column: DisclosureColumn


@dataclass(frozen=True, slots=True)
class ColumnList:
    """One page of the columns asked for, how many fit in all, and the units that fit the same words."""

    lines: tuple[ColumnLine, ...]
    found: int
    page: int
    pages: int
    units: tuple[Unit, ...]


_SORTS: Mapping[str, Callable[[ColumnLine], str]] = {
    "name": lambda line: line.column.name,
    "unit": lambda line: line.column.owner_label,
    "kind": lambda line: line.column.kind.label,
}


def list_columns(county: County, wish: ListWish) -> ColumnList:
    """The columns that fit, in the order of the attachments unless sorted otherwise."""
    lines = [
        ColumnLine(number, table.group or table.title, column)
        for table in county.table
        if wish.table in ("", table.id)
        for number, column in enumerate(county.columns_in(table), 1)
        if _fits(column, wish)
    ]
    if wish.sort in _SORTS:
        lines.sort(key=_SORTS[wish.sort])
    shown = paged(lines, wish.page, PAGE)
    units = tuple(unit for unit in county.unit if not wish.text or any(wish.text in name for name in _names(unit)))
    return ColumnList(shown.lines, len(lines), shown.page, shown.pages, units)


def known_kind(text: str) -> str:
    """A kind of column by its value; empty for any other word."""
    return next((kind.value for kind in ColumnKind if kind.value == text), "")


def _fits(column: DisclosureColumn, wish: ListWish) -> bool:
    words = (column.name, column.url, column.remark, column.owner_label)
    return (
        (not wish.text or any(wish.text in word for word in words))
        and (not wish.unit or column.unit == wish.unit)
        and (not wish.kind or column.kind.value == wish.kind)
    )


def _names(unit: Unit) -> tuple[str, ...]:
    return (unit.name, *unit.aliases)
