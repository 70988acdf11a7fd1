"""Four quarters rolled up by column, unit and class. Sums are always recomputed; what is missing stays missing."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from auditor.annual.shares import shares
from auditor.annual.values import (
    Gap,
    QuarterCell,
    QuarterEntry,
    Source,
    YearClass,
    YearFigures,
    YearRow,
    YearTable,
    YearUnit,
)
from auditor.annual.yearly_file import ColumnClass
from auditor.audit.model import Audit, RowEntry, TableEntry
from auditor.base.period import Period
from auditor.base.terms import AuditState, ColumnKind
from auditor.county.model import County

Shared = TypeVar("Shared", YearRow, YearTable, YearUnit, YearClass)
NO_AUDIT = QuarterCell(count=None, gap=Gap.NO_AUDIT)


@dataclass(frozen=True)
class Quarters:
    """The audits of a year's quarters, in order; ``None`` where nobody audited one."""

    year: int
    audits: tuple[Audit | None, ...]

    @property
    def periods(self) -> tuple[Period, ...]:
        """The quarters of the year."""
        return Period.of("year", self.year, 1).split("quarter")

    @property
    def entries(self) -> tuple[QuarterEntry, ...]:
        """Where each quarter's figures come from."""
        return tuple(_entry(period, audit) for period, audit in zip(self.periods, self.audits, strict=True))

    @cached_property
    def rows_by_key(self) -> tuple[dict[str, RowEntry] | None, ...]:
        """The rows of each audited quarter by column key."""
        return tuple({row.key: row for row in audit.rows} if audit else None for audit in self.audits)

    def cells_where(self, chosen: Callable[[RowEntry], bool]) -> tuple[QuarterCell, ...]:
        """The sums of the rows ``chosen``, quarter by quarter."""
        return tuple(
            NO_AUDIT if audit is None else _summed(row for row in audit.rows if chosen(row)) for audit in self.audits
        )

    def cells_of(self, key: str) -> tuple[QuarterCell, ...]:
        """The counts of one column, quarter by quarter."""
        return tuple(NO_AUDIT if rows is None else _cell(rows.get(key)) for rows in self.rows_by_key)


@dataclass(frozen=True)
class YearBook:
    """This year beside last year, seen through the county file as it is now."""

    county: County
    now: Quarters
    before: Quarters
    classes: tuple[ColumnClass, ...]

    @cached_property
    def common(self) -> tuple[int, ...]:
        """Which quarters (from 0) both years have: the only ones that can be compared."""
        pairs = enumerate(zip(self.now.audits, self.before.audits, strict=True))
        return tuple(number for number, (now, before) in pairs if now and before)

    @cached_property
    def newest(self) -> dict[str, RowEntry]:
        """Every column of the year as its newest audited quarter has it; columns still there come first."""
        newest: dict[str, RowEntry] = {}
        for audit in reversed([audit for audit in self.now.audits if audit]):
            newest |= {row.key: row for row in audit.rows if row.key not in newest}
        return newest

    def figures(self, chosen: Callable[[RowEntry], bool] | None = None) -> YearFigures:
        """The sums of the columns whose newest row is ``chosen``; of all columns by default."""
        keys = frozenset(key for key, row in self.newest.items() if chosen is None or chosen(row))
        return self._figures(self.now.cells_where(lambda row: row.key in keys), keys)

    def _figures(self, cells: tuple[QuarterCell, ...], keys: frozenset[str]) -> YearFigures:
        """``cells`` of this year beside the same columns a year ago, over the quarters that both years have."""
        before = self.before.cells_where(lambda row: row.key in keys)
        pairs = [(cells[number], before[number]) for number in self.common]
        return YearFigures(
            cells=cells,
            total=_known_sum(cells),
            is_complete=all(cell.gap in (None, Gap.NOT_LISTED) for cell in cells),
            now=_known_sum([now for now, _ in pairs]),
            before=_known_sum([then for _, then in pairs]),
            is_comparable=bool(pairs) and all(now.gap is None and then.gap is None for now, then in pairs),
        )

    # -- tables --------------------------------------------------------------------------------------------------------

    def tables(self) -> tuple[YearTable, ...]:
        """Every column of the year in its table; the newest quarter decides table, order, name and unit.

        A row's share is of its table, a table's of the whole.
        """
        places = self._places().values()
        return _with_shares(tuple(self._table(table, rows) for table, rows in places))

    def _places(self) -> dict[str, tuple[TableEntry, list[RowEntry]]]:
        places: dict[str, tuple[TableEntry, list[RowEntry]]] = {}
        seen: set[str] = set()
        for audit in reversed([audit for audit in self.now.audits if audit]):
            for table in audit.tables:
                members = places.setdefault(table.id, (table, []))[1]
                members += [row for row in table.rows if row.key not in seen]
                seen |= {row.key for row in table.rows}
        return {name: place for name, place in places.items() if place[1]}

    def _table(self, table: TableEntry, rows: list[RowEntry]) -> YearTable:
        keys = {row.key for row in rows}
        return YearTable(
            id=table.id,
            title=table.title,
            group=table.group or table.title,
            rows=_with_shares(tuple(self._row(seq, row) for seq, row in enumerate(rows, 1))),
            figures=self.figures(lambda row: row.key in keys),
        )

    def _row(self, seq: int, row: RowEntry) -> YearRow:
        return YearRow(
            seq=seq,
            column=row.column,
            unit=self._unit_name(row.unit),
            owned=row.owned,
            key=row.key,
            url=row.url,
            group=self.class_of(row),
            figures=self._figures(self.now.cells_of(row.key), frozenset({row.key})),
            remark=row.remark,
        )

    # -- units and classes ---------------------------------------------------------------------------------------------

    def units(self) -> tuple[tuple[YearUnit, ...], YearFigures]:
        """Every unit that was graded in a quarter of the year, and the columns that belong to no single unit.

        A column counts, in each quarter, for the unit that answered for it then; last year's for the present one.
        """
        groups: dict[str, str] = {}
        for audit in reversed([audit for audit in self.now.audits if audit]):
            titles = {table.id: table.group or table.title for table in audit.tables}
            for unit in audit.units:
                groups.setdefault(self._unit_name(unit.name), titles.get(unit.table, ""))
        units = tuple(self._unit(name, group) for name, group in groups.items())
        shared = self._owned("")
        portions = shares([*(unit.figures.total for unit in units), shared.total])
        return (
            tuple(_shared_out(unit, portion) for unit, portion in zip(units, portions[:-1], strict=True)),
            shared.model_copy(update={"share": portions[-1]}),
        )

    def _unit(self, name: str, group: str) -> YearUnit:
        return YearUnit(
            name=name,
            group=group,
            columns=sum(self._owner(row) == name for row in self.newest.values()),
            figures=self._owned(name),
            grades=tuple(self._grade(audit, name) for audit in self.now.audits),
        )

    def _owned(self, unit: str) -> YearFigures:
        keys = frozenset(key for key, row in self.newest.items() if self._owner(row) == unit)
        return self._figures(self.now.cells_where(lambda row: self._owner(row) == unit), keys)

    def _owner(self, row: RowEntry) -> str:
        """The unit a row counts for; empty where it belongs to no single one."""
        return self._unit_name(row.unit) if row.owned else ""

    def _grade(self, audit: Audit | None, name: str) -> str:
        graded = (unit for unit in (audit.units if audit else ()) if self._unit_name(unit.name) == name)
        unit = next(graded, None)
        return audit.label_of(unit.grade) if audit and unit else ""

    def _unit_name(self, name: str) -> str:
        """A unit's present name: quarters may have known it by what is now an alias."""
        unit = self.county.units_by_name.get(name)
        return unit.name if unit else name

    def class_sums(self) -> tuple[YearClass, ...]:
        """The classes in the order of their file; those without a column are left out."""
        members = Counter(self.class_of(row) for row in self.newest.values())
        return _with_shares(
            tuple(
                YearClass(
                    id=chosen.name,
                    label=chosen.name,
                    columns=members[chosen.name],
                    figures=self.figures(lambda row, name=chosen.name: self.class_of(row) == name),  # type: ignore[misc]
                )
                for chosen in self.classes
                if members[chosen.name]
            )
        )

    def class_of(self, row: RowEntry) -> str:
        """The first class that takes the column; the last class takes all."""
        unit, kind = self._unit_name(row.unit), self.kind_of(row)
        return next(
            (known.name for known in self.classes if known.takes(row.column, unit, kind)), self.classes[-1].name
        )

    def kind_of(self, row: RowEntry) -> ColumnKind:
        """What the county file says the column publishes."""
        return self._kinds.get(row.key, ColumnKind.OTHER)

    @cached_property
    def _kinds(self) -> dict[str, ColumnKind]:
        return {column.key: column.kind for column in self.county.column}


def _entry(period: Period, audit: Audit | None) -> QuarterEntry:
    if audit is None:
        return QuarterEntry(quarter=period.name, label=period.short_label, source=Source.NONE)
    is_issued = audit.state in (AuditState.ISSUED, AuditState.SUPERSEDED) and audit.issue is not None
    gathered = audit.evidence.crawled_to.date() if audit.evidence.crawled_to else None
    return QuarterEntry(
        quarter=period.name,
        label=period.short_label,
        source=Source.ISSUED if is_issued else Source.DRAFT,
        number=audit.issue.number if audit.issue else "",
        digest=audit.digest(),
        made_at=audit.issue.date if audit.issue else gathered,
        total=sum(row.count for row in audit.rows if row.count is not None),
        columns=len(audit.rows),
        unknown=len(audit.unknown_rows),
    )


def _known_sum(cells: Sequence[QuarterCell]) -> int | None:
    known = [cell.count for cell in cells if cell.count is not None]
    return sum(known) if known else None


def _cell(row: RowEntry | None) -> QuarterCell:
    if row is None:
        return QuarterCell(count=None, gap=Gap.NOT_LISTED)
    return QuarterCell(count=row.count, gap=Gap.UNKNOWN if row.count is None else None)


def _summed(rows: Iterable[RowEntry]) -> QuarterCell:
    counts = [row.count for row in rows]
    if not counts:
        return QuarterCell(count=None, gap=Gap.NOT_LISTED)
    known = [count for count in counts if count is not None]
    return QuarterCell(count=sum(known) if known else None, gap=None if len(known) == len(counts) else Gap.UNKNOWN)


def _shared_out(entry: Shared, portion: str) -> Shared:
    return entry.model_copy(update={"figures": entry.figures.model_copy(update={"share": portion})})


def _with_shares(entries: tuple[Shared, ...]) -> tuple[Shared, ...]:
    portions = shares([entry.figures.total for entry in entries])
    return tuple(_shared_out(entry, portion) for entry, portion in zip(entries, portions, strict=True))
