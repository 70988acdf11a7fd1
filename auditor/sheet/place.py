"""Points into a spreadsheet by cell, for problems found when its rows are put together."""

from collections.abc import Mapping

from auditor.base.errors import Problem
from auditor.county.check import Location
from auditor.sheet.values import Sheet, SheetRow
from auditor.sheet.words import sheet_words


class SheetPlace:
    """Points into the sheet by cell; names the key for entries that the sheet does not list."""

    def __init__(self, sheet: Sheet, rows: Mapping[tuple[str, int], SheetRow]) -> None:
        self._sheet, self._rows = sheet, rows

    def problem(self, location: Location, what: str, cure: str) -> Problem:
        """The problem at its cell."""
        section, *rest = location
        keys = [part for part in rest if isinstance(part, str)]
        key = keys[0] if keys else ""
        index = rest[0] if rest and isinstance(rest[0], int) else 0
        row = self._rows.get((str(section), index))
        if row:
            return Problem(self._sheet.file, row.cells.get(key, row.where), what, cure)
        cell = self._sheet.fact_cells.get(f"{section}.{key}", "")
        return Problem(self._sheet.file, cell or self.called(key), what, cure)

    def called(self, key: str) -> str:
        """The header over the key's cells."""
        words = sheet_words()
        sections = ("column", "unit", "table")
        return next((f"“{label}”" for section in sections if (label := words.label(section, key))), key)
