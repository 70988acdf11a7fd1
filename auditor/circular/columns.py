"""The columns a table of the circular can have: identity, width, alignment and what stands in a cell."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from auditor.audit.layout import UNIT_COLUMN_NAMES, CircularLayout, UnitOrder
from auditor.audit.model import Audit, FindingEntry, RowEntry, UnitEntry
from auditor.base.chinese import DASH, change, printable, share, shortened
from auditor.base.terms import ColumnState
from auditor.circular.context import state_words, unread_words
from auditor.circular.grounds import told_of
from auditor.circular.themes import beside_its_place
from auditor.circular.words import WORDS
from auditor.documents.tree import Align, Table, TableColumn
from auditor.documents.wording import Wording

CellValue = str | int | None
LineT = TypeVar("LineT")


@dataclass(frozen=True, slots=True)
class Column(Generic[LineT]):
    """One kind of table column. A ``summed`` one has the sum of its known numbers in the total row."""

    width: float
    align: Align
    cell: Callable[[int, LineT, Wording], CellValue]
    summed: bool = False


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit with the rows it answers for, as the wide table shows it."""

    unit: UnitEntry
    rows: tuple[RowEntry, ...]
    group: str
    label: str
    told: str

    @property
    def due(self) -> tuple[RowEntry, ...]:
        """The columns from which something was expected."""
        return tuple(row for row in self.rows if row.due and not row.exempt)

    @property
    def updated(self) -> int | None:
        """How many of the due columns are seen to have what was expected; ``None`` where none could be looked at."""
        counts = [(row.count, row.expect) for row in self.due if row.count is not None]
        return sum(count >= expect for count, expect in counts) if counts or not self.due else None

    @property
    def met(self) -> int | None:
        """The same where every due column could be looked at; else there is no rate."""
        return None if any(row.count is None for row in self.due) else self.updated

    @property
    def unknown(self) -> int:
        """How many columns could not be verified."""
        return sum(row.count is None for row in self.rows)


def unit_lines(audit: Audit) -> tuple[UnitLine, ...]:
    """The units in table order, each with its rows."""
    groups = {table.id: table.group for table in audit.tables}
    rows: dict[str, list[RowEntry]] = {}
    for row in audit.rows:
        if row.owned:
            rows.setdefault(row.unit, []).append(row)
    return tuple(
        UnitLine(
            unit,
            tuple(rows.get(unit.name, ())),
            groups.get(unit.table, ""),
            audit.label_of(unit.grade),
            told_of(audit, unit),
        )
        for unit in audit.units
    )


def ordered(audit: Audit, lines: Sequence[UnitLine], order: Sequence[UnitOrder]) -> tuple[UnitLine, ...]:
    """The units as a layout sorts them; what is not known comes last, what is equal stays in table order."""
    tables = {table.id: number for number, table in enumerate(audit.tables)}
    grades = {grade.id: number for number, grade in enumerate(audit.pack.grades)}

    def place(line: UnitLine, name: UnitOrder) -> Decimal:
        unit, last = line.unit, Decimal(10**12)
        values: Mapping[UnitOrder, Decimal | int | None] = {
            "group": tables.get(unit.table),
            "grade": grades.get(unit.grade),
            "rank": unit.rank,
            "score": None if unit.score is None else -Decimal(unit.score),
            "total": None if unit.total is None else -unit.total,
            "rate": None if line.met is None or not line.due else -Decimal(line.met) / len(line.due),
        }
        value = values[name]
        return last if value is None else Decimal(value)

    return tuple(sorted(lines, key=lambda line: [place(line, name) for name in order]))


def build_table(
    known: Mapping[str, Column[LineT]],
    ids: Sequence[str],
    lines: Sequence[LineT],
    wording: Wording,
    remark: str = "",
    facts: Mapping[str, str] | None = None,
) -> Table:
    """A table of the columns ``ids``; with a summed column it ends in a total row, whose remark is ``remark``.

    ``facts`` are the heads of columns that are the pack's own facts, where the wording does not name them.
    """
    chosen = [(name, known[name]) for name in ids]
    rows = tuple(
        tuple(_clean(column.cell(number, line, wording)) for _, column in chosen)
        for number, line in enumerate(lines, 1)
    )
    own = facts or {}
    heads = tuple(
        TableColumn(wording.line("列", name, required=name not in own) or own[name], column.width, column.align)
        for name, column in chosen
    )
    if not any(column.summed for _, column in chosen):
        return Table(heads, rows)
    return Table(heads, rows, tuple(_total_cells(chosen, rows, wording, remark)))


def _total_cells(
    chosen: Sequence[tuple[str, Column[LineT]]], rows: Sequence[tuple[CellValue, ...]], wording: Wording, remark: str
) -> Iterator[CellValue]:
    named = next((i for i, (name, column) in enumerate(chosen) if name != "seq" and not column.summed), 0)
    for index, (name, column) in enumerate(chosen):
        if column.summed:
            known = [cell for row in rows if isinstance(cell := row[index], int)]
            yield sum(known) if known or not rows else wording.line("词", "unknown")
        elif index == named:
            yield wording.line("词", "total")
        else:
            yield remark if name == "remark" else ""


def _clean(cell: CellValue) -> CellValue:
    return printable(cell) if isinstance(cell, str) else cell


def _number(value: int | None, wording: Wording) -> CellValue:
    """A count; an unknown one is said in words, never 0 and never blank."""
    return wording.line("词", "unknown") if value is None else value


def _yes_or_no(value: bool, wording: Wording) -> str:
    return wording.line("词", "yes" if value else "no")


def _day(day: date | None) -> str:
    return day.isoformat() if day else DASH


def _row_remark(row: RowEntry, wording: Wording) -> str:
    """The office's remark, a running exemption it does not already speak of, and why a count is unknown."""
    parts = [row.remark]
    if row.exempt and row.exempt not in row.remark:
        parts.append(wording.line("词", "exempt") + row.exempt)
    if row.count is None:
        parts.append(WORDS.count_pending.format(why=unread_words(row)))
    if row.state is ColumnState.TALLIED and WORDS.tallied not in row.remark:
        parts.append(WORDS.tallied)
    return "；".join(dict.fromkeys(part for part in parts if part))


def _row_rate(row: RowEntry, wording: Wording) -> str:
    if not row.due or row.exempt or row.expect == 0:
        return DASH
    return wording.line("词", "unknown") if row.count is None else share(min(row.count, row.expect), row.expect)


def items_counted(line: UnitLine) -> int | None:
    """The items of those columns that have a count; where none has, nobody knows."""
    known = [row.count for row in line.rows if row.count is not None]
    return sum(known) if known or not line.rows else None


def _change(now: int | None, before: int | None) -> str:
    return DASH if now is None or before is None else change(now, before)


def _unit_rate(line: UnitLine, wording: Wording) -> str:
    return wording.line("词", "unknown") if line.met is None else share(line.met, len(line.due))


def unit_columns(audit: Audit, layout: CircularLayout) -> Mapping[str, "Column[UnitLine]"]:
    """The columns a table of units can have: those of every pack, and the facts that this layout prints."""
    return {**UNIT_COLUMNS, **{name: _fact_column(audit, name) for name in fact_heads(audit, layout)}}


def fact_heads(audit: Audit, layout: CircularLayout) -> Mapping[str, str]:
    """What the facts are called that the layout prints as columns of units."""
    facts = [name for name in layout.unit_columns if name not in UNIT_COLUMN_NAMES]
    return {name: audit.pack.heads.get(name, name) for name in facts}


def _fact_column(audit: Audit, name: str) -> "Column[UnitLine]":
    brought_in = audit.figures.columns if audit.figures else ()
    is_figure = name.startswith("figures:")
    is_rate = name.startswith(_RATES) or (is_figure and audit.pack.heads.get(name, name) not in brought_in)
    values = [Decimal(value) for unit in audit.units if (value := unit.facts.get(name)) is not None]
    is_summed = not is_rate and not name.startswith(_UNSUMMED) and all(value == int(value) for value in values)

    def cell(_: int, line: UnitLine, wording: Wording) -> CellValue:
        value = line.unit.facts.get(name)
        if value is None:
            return wording.line("词", "unknown") if line.unknown and not is_figure else DASH
        if is_rate:
            return f"{Decimal(value):.1f}%"
        return int(value) if is_summed else value

    return Column(2.0, "center", cell, summed=is_summed)


_RATES = ("update_rate", "change_rate", "rank_percent", "average_percent")
_UNSUMMED = ("newest_age_days", "least_month", "zero_periods", "previous_grade", "rank", "score")


ROW_COLUMNS: Mapping[str, Column[RowEntry]] = {
    "seq": Column(1.3, "center", lambda _, row, __: row.seq),
    "column": Column(4.5, "left", lambda _, row, __: row.column),
    "count": Column(2.0, "center", lambda _, row, wording: _number(row.count, wording), summed=True),
    "owner": Column(4.1, "center", lambda _, row, __: row.unit),
    "remark": Column(3.8, "left", lambda _, row, wording: _row_remark(row, wording)),
    "latest": Column(2.4, "center", lambda _, row, __: _day(row.latest)),
    "due": Column(1.6, "center", lambda _, row, wording: _yes_or_no(row.due and not row.exempt, wording)),
    "expect": Column(1.8, "center", lambda _, row, __: row.expect if row.due and not row.exempt else DASH, summed=True),
    "state": Column(2.2, "center", lambda _, row, __: state_words(row)),
    "rate": Column(2.0, "center", lambda _, row, wording: _row_rate(row, wording)),
    "previous": Column(1.8, "center", lambda _, row, __: DASH if row.previous_count is None else row.previous_count),
    "change": Column(1.8, "center", lambda _, row, __: _change(row.count, row.previous_count)),
}
UNIT_COLUMNS: Mapping[str, Column[UnitLine]] = {
    "seq": Column(1.4, "center", lambda number, _, __: number),
    "unit": Column(4.0, "left", lambda _, line, __: line.unit.name),
    "group": Column(2.4, "center", lambda _, line, __: line.group),
    "total": Column(2.0, "center", lambda _, line, wording: _number(line.unit.total, wording), summed=True),
    "counted": Column(2.0, "center", lambda _, line, wording: _number(items_counted(line), wording), summed=True),
    "columns": Column(1.6, "center", lambda _, line, __: len(line.rows), summed=True),
    "due_columns": Column(1.9, "center", lambda _, line, __: len(line.due), summed=True),
    "updated": Column(1.9, "center", lambda _, line, wording: _number(line.updated, wording), summed=True),
    "unknown": Column(1.9, "center", lambda _, line, __: line.unknown, summed=True),
    "rate": Column(1.9, "center", lambda _, line, wording: _unit_rate(line, wording)),
    "grade": Column(3.4, "center", lambda _, line, __: line.label),
    "score": Column(1.6, "center", lambda _, line, __: line.unit.score or DASH),
    "rank": Column(1.4, "center", lambda _, line, __: DASH if line.unit.rank is None else line.unit.rank),
    "previous": Column(1.8, "center", lambda _, line, __: _previous(line.unit)),
    "change": Column(1.8, "center", lambda _, line, __: _change(line.unit.total, line.unit.previous_total)),
    "remark": Column(4.0, "left", lambda _, line, __: line.told),
}
PROBLEM_COLUMNS: Mapping[str, Column[FindingEntry]] = {
    "seq": Column(1.4, "center", lambda number, _, __: number),
    "unit": Column(3.0, "center", lambda _, finding, __: finding.unit),
    "column": Column(3.4, "left", lambda _, finding, __: finding.column),
    "problem": Column(7.4, "left", lambda _, finding, __: shortened(finding.text, 300)),
    "example": Column(5.0, "left", lambda _, finding, __: "；".join(shortened(t, 60) for t in finding.titles[:3])),
}


def problem_columns(layout: CircularLayout) -> Mapping[str, Column[FindingEntry]]:
    """The columns of the list of problems; the problem is told without unit and column where these stand beside it."""
    if not {"unit", "column"} <= set(layout.problem_columns):
        return PROBLEM_COLUMNS
    problem = PROBLEM_COLUMNS["problem"]
    return {**PROBLEM_COLUMNS, "problem": replace(problem, cell=_beside_its_place)}


def _beside_its_place(_: int, finding: FindingEntry, __: Wording) -> CellValue:
    return shortened(beside_its_place(finding.text, finding.unit, finding.column), 300)


def _previous(unit: UnitEntry) -> CellValue:
    return DASH if unit.previous_total is None else unit.previous_total
