"""Official forms (2014, 2019, 2021) as data, filled with what a crawl can know, what the office gave, and sums.

Every other cell stays empty and is printed 需填报: an unknown number is never 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from auditor.annual.toml_file import FileTable, read_file
from auditor.annual.values import Filled, FormCell, FormEntry, FormLine, FormTable
from auditor.annual.words import WORDS
from auditor.audit.model import RowEntry
from auditor.base.errors import BadInput
from auditor.base.resources import shipped
from auditor.base.terms import ColumnKind

FormValue = int | Decimal


class ValueColumn(FileTable):
    """One column of numbers; ``parts`` are the columns it is the sum of."""

    id: str
    label: str
    parts: tuple[str, ...] = ()


class FormRow(FileTable):
    """One row: its labels, the fact that fills it, the rows it is the sum of; ``signed`` numbers may be negative."""

    id: str = ""
    labels: tuple[str, ...] = Field(min_length=1)
    fact: str = ""
    parts: tuple[str, ...] = ()
    heading: bool = False
    signed: bool = False


class FormGrid(FileTable):
    """One table of a form; ``balance`` names two groups of rows with equal sums."""

    id: str
    title: str
    heads: tuple[str, ...]
    values: tuple[ValueColumn, ...]
    rows: tuple[FormRow, ...] = Field(alias="row")
    notes: bool = False
    balance: tuple[tuple[str, ...], ...] = ()

    def cells_of(self, row: FormRow) -> tuple[str, ...]:
        """The ids of a row's cells: the row's own, with the column's behind a dot where there are several."""
        return tuple(f"{row.id}.{value.id}" if value.id else row.id for value in self.values)


class Form(FileTable):
    """An official form; ``basis`` is the document that prescribes it."""

    id: str
    title: str
    basis: str
    tables: tuple[FormGrid, ...] = Field(alias="table")

    @property
    def cells(self) -> frozenset[str]:
        """The ids of all cells; those that may be negative have ± before them."""
        return frozenset(
            f"{'±' if row.signed else ''}{cell}"
            for table in self.tables
            for row in table.rows
            if not row.heading
            for cell in table.cells_of(row)
        )


class FactRule(FileTable):
    """``[[fact]]``: a number that the audited columns of some kinds or names give."""

    id: str
    kinds: tuple[ColumnKind, ...] = ()
    words: tuple[str, ...] = ()
    note: str = ""

    def takes(self, row: RowEntry, kind: ColumnKind) -> bool:
        """Whether a column counts."""
        return kind in self.kinds or any(word in row.column for word in self.words)


class FactList(FileTable):
    """``rules/annual/facts.toml``."""

    facts: tuple[FactRule, ...] = Field(alias="fact")


@dataclass(frozen=True, slots=True)
class Fact:
    """A number known for a form, ``None`` where it is not, and the remark printed beside it."""

    value: int | None
    note: str = ""
    filled: Filled = Filled.CRAWL


@lru_cache(maxsize=1)
def load_forms() -> tuple[Form, ...]:
    """The shipped forms, oldest first."""
    paths = sorted(shipped("rules", "annual").glob("form-*.toml"))
    return tuple(read_file(path, Form)[0] for path in paths)


@lru_cache(maxsize=1)
def load_facts() -> tuple[FactRule, ...]:
    """The shipped facts."""
    return read_file(shipped("rules", "annual", "facts.toml"), FactList)[0].facts


def fill_form(form: Form, facts: Mapping[str, Fact], given: Mapping[str, FormValue], path: Path) -> FormEntry:
    """The form with every known cell filled.

    ``given`` are the office's figures, which win over the crawl's. Raises `BadInput` (naming ``path``) where a given
    sum is not the sum of its given parts, or a table does not balance.
    """
    filler = _Filler(form, facts, given)
    tables = tuple(filler.table(grid) for grid in form.tables)
    if filler.faults:
        cure = "请核对这几个数"
        raise BadInput.one(path, f"form.{form.id}", "；".join(filler.faults), cure)
    return FormEntry(id=form.id, title=form.title, basis=form.basis, tables=tables)


class _Filler:
    """Fills one form, and notes the sums that do not come out."""

    def __init__(self, form: Form, facts: Mapping[str, Fact], given: Mapping[str, FormValue]) -> None:
        self._form, self._facts, self._given = form, facts, given
        self.faults: list[str] = []

    def table(self, grid: FormGrid) -> FormTable:
        cells: dict[str, tuple[FormValue | None, Filled]] = {}
        rows = {row.id: row for row in grid.rows if not row.heading}
        for row in rows.values():
            for cell in grid.cells_of(row):
                cells[cell] = self._known(row, cell)
        self._add_down(grid, rows, cells)
        self._add_across(grid, rows, cells)
        self._balance(grid, cells)
        return FormTable(
            title=grid.title,
            heads=grid.heads,
            values=tuple(value.label for value in grid.values),
            lines=tuple(self._line(grid, row, cells) for row in grid.rows),
            has_notes=grid.notes,
        )

    def _known(self, row: FormRow, cell: str) -> tuple[FormValue | None, Filled]:
        if cell in self._given:
            return self._given[cell], Filled.OFFICE
        fact = self._facts.get(row.fact)
        return (fact.value, fact.filled) if fact and fact.value is not None else (None, Filled.NOBODY)

    def _line(self, grid: FormGrid, row: FormRow, cells: Mapping[str, tuple[FormValue | None, Filled]]) -> FormLine:
        if row.heading:
            return FormLine(labels=row.labels, cells=())
        names = grid.cells_of(row)
        fact = self._facts.get(row.fact)
        is_told = fact is not None and all(cells[name][1] is not Filled.OFFICE for name in names)
        return FormLine(
            labels=row.labels,
            cells=tuple(FormCell(id=name, value=_written(cells[name][0]), filled=cells[name][1]) for name in names),
            note=fact.note if fact and is_told else "",
        )

    def _add_down(
        self, grid: FormGrid, rows: Mapping[str, FormRow], cells: dict[str, tuple[FormValue | None, Filled]]
    ) -> None:
        """Rows that are the sum of others; the last come first, so that sums of sums come out."""
        for row in reversed(list(rows.values())):
            for place, cell in enumerate(grid.cells_of(row)):
                self._add(cell, [grid.cells_of(rows[part])[place] for part in row.parts], cells)

    def _add_across(
        self, grid: FormGrid, rows: Mapping[str, FormRow], cells: dict[str, tuple[FormValue | None, Filled]]
    ) -> None:
        for row in rows.values():
            for value in grid.values:
                self._add(f"{row.id}.{value.id}", [f"{row.id}.{part}" for part in value.parts], cells)

    def _add(self, cell: str, parts: Sequence[str], cells: dict[str, tuple[FormValue | None, Filled]]) -> None:
        amounts = [amount for part in parts if (amount := cells[part][0]) is not None]
        if not parts or len(amounts) < len(parts):
            return
        total = sum(amounts)
        stated = cells[cell][0]
        if stated is None:
            cells[cell] = (total, Filled.SUM)
        elif stated != total:
            self.faults.append(WORDS.form_sum.format(cell=cell, stated=stated, counted=total))

    def _balance(self, grid: FormGrid, cells: Mapping[str, tuple[FormValue | None, Filled]]) -> None:
        for value in grid.values if grid.balance else ():
            sides = [[cells[f"{row}.{value.id}"][0] for row in side] for side in grid.balance]
            known = [[amount for amount in side if amount is not None] for side in sides]
            if all(len(some) == len(side) for some, side in zip(known, sides, strict=True)):
                first, *others = (sum(some) for some in known)
                if any(other != first for other in others):
                    what = WORDS.form_balance.join(
                        "+".join(f"{row}.{value.id}" for row in side) for side in grid.balance
                    )
                    self.faults.append(
                        WORDS.form_unbalanced.format(sides=what, sums="、".join(str(sum(some)) for some in known))
                    )


def _written(amount: FormValue | None) -> int | str | None:
    return f"{amount.normalize():f}" if isinstance(amount, Decimal) else amount
