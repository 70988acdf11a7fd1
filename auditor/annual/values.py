"""The year as a value: what ``annual.json`` says, and all that the yearly documents are made from (``schema`` 1)."""

import json
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from auditor.audit.model import CountyEntry, IssueEntry
from auditor.base.checks import CheckEntry
from auditor.base.files import labelled_digest
from auditor.base.terms import Labelled

SCHEMA: Literal[1] = 1


class _AnnualValue(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Gap(Labelled):
    """Why a column has no number for a quarter."""

    UNKNOWN = "unknown"
    """The quarter was audited, and nobody can say the number."""
    NO_AUDIT = "no-audit"
    """Nobody audited the quarter."""
    NOT_LISTED = "not-listed"
    """The column was not in that quarter's county file."""


class Source(Labelled):
    """Where a quarter's figures were taken from."""

    ISSUED = "issued"
    DRAFT = "draft"
    NONE = "none"


class Filled(Labelled):
    """Who filled a cell of an official form."""

    CRAWL = "crawl"
    OFFICE = "office"
    SUM = "sum"
    NOBODY = "nobody"


class QuarterEntry(_AnnualValue):
    """One quarter of the year and where its figures come from; ``total`` is the sum of its known columns."""

    quarter: str
    label: str
    source: Source
    number: str = ""
    digest: str = ""
    made_at: date | None = None
    total: int | None = None
    columns: int = 0
    unknown: int = 0


class QuarterCell(_AnnualValue):
    """One column (or unit, or class) in one quarter: a number, or why there is none.

    A sum of several columns may have a number and a gap: the number then speaks for its known part only.
    """

    count: int | None
    gap: Gap | None = None


class YearFigures(_AnnualValue):
    """Four quarters rolled up: the sum of what is known, and what it is compared with.

    ``total`` is ``None`` where no quarter is known; ``is_complete`` tells that it lacks no quarter in which the column
    existed. ``now`` and ``before`` are this year's and last year's known sums over the quarters that both years
    have, of the columns there are this year; ``is_comparable`` tells that both are known throughout.
    """

    cells: tuple[QuarterCell, ...]
    total: int | None
    is_complete: bool
    share: str = ""
    now: int | None = None
    before: int | None = None
    is_comparable: bool = False

    @property
    def has_unknown(self) -> bool:
        """Whether a column could not be read in one of the quarters: the sum is of what is known."""
        return any(cell.gap is Gap.UNKNOWN for cell in self.cells)

    @property
    def change(self) -> int | None:
        """How much more (or less) than in the same quarters of last year; ``None`` where one of them is not known."""
        return (
            self.now - self.before if self.is_comparable and self.now is not None and self.before is not None else None
        )


class YearRow(_AnnualValue):
    """One column over the year; ``group`` is the id of its class (概况, 动态, 目录, or the county's own)."""

    seq: int
    column: str
    unit: str
    owned: bool
    key: str
    url: str
    group: str
    figures: YearFigures
    remark: str = ""


class YearTable(_AnnualValue):
    """The rows of one attachment over the year, and their sum."""

    id: str
    title: str
    group: str
    rows: tuple[YearRow, ...]
    figures: YearFigures


class YearUnit(_AnnualValue):
    """One unit over the year: its figures, and its grade in each quarter (empty where it was not graded)."""

    name: str
    group: str
    columns: int
    figures: YearFigures
    grades: tuple[str, ...]


class YearClass(_AnnualValue):
    """One class of columns over the year."""

    id: str
    label: str
    columns: int
    figures: YearFigures


class ChannelLine(_AnnualValue):
    """One channel (渠道) of disclosure and how many items it carried; ``None`` where nobody has told."""

    id: str
    label: str
    count: int | None
    filled: Filled


class ChannelsEntry(_AnnualValue):
    """All channels; ``total`` counts an item once however many channels carry it (国办发〔2014〕32号)."""

    lines: tuple[ChannelLine, ...]
    sum: int | None
    total: int | None


class PointItem(_AnnualValue):
    """A published item that answers a work point."""

    title: str
    url: str
    date: date | None
    column: str
    unit: str


class PointEntry(_AnnualValue):
    """One work point and what was found for it.

    ``columns`` were searched; ``blind`` is how many of their quarters could not be, so that nothing found is not
    nothing published.
    """

    number: str
    text: str
    source: str
    count: int
    latest: date | None
    examples: tuple[PointItem, ...]
    columns: int
    blind: int


class FormCell(_AnnualValue):
    """One number of an official form; ``None`` must be filled in by the office (never 0)."""

    id: str
    value: int | str | None
    filled: Filled


class FormLine(_AnnualValue):
    """One row of an official form."""

    labels: tuple[str, ...]
    cells: tuple[FormCell, ...]
    note: str = ""


class FormTable(_AnnualValue):
    """One table of an official form."""

    title: str
    heads: tuple[str, ...]
    values: tuple[str, ...]
    lines: tuple[FormLine, ...]
    has_notes: bool


class FormEntry(_AnnualValue):
    """An official form, filled as far as is known; ``basis`` is the document that prescribes it."""

    id: str
    title: str
    basis: str
    tables: tuple[FormTable, ...]

    @property
    def cells(self) -> tuple[FormCell, ...]:
        """All cells, in reading order."""
        return tuple(cell for table in self.tables for line in table.lines for cell in line.cells)


class Annual(_AnnualValue):
    """One county, one year. ``printed_forms`` are the official forms attached; ``issue`` is set once it is issued."""

    schema_: Literal[1] = Field(default=SCHEMA, alias="schema")
    county: str
    year: int
    facts: CountyEntry
    signed_on: date
    quarters: tuple[QuarterEntry, ...]
    last_year: tuple[QuarterEntry, ...]
    compared: tuple[str, ...]
    figures: YearFigures
    tables: tuple[YearTable, ...]
    units: tuple[YearUnit, ...]
    shared: YearFigures
    classes: tuple[YearClass, ...]
    channels: ChannelsEntry
    points: tuple[PointEntry, ...]
    forms: tuple[FormEntry, ...]
    self_check: tuple[CheckEntry, ...] = ()
    printed_forms: tuple[str, ...] = ()
    issue: IssueEntry | None = None

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @property
    def rows(self) -> tuple[YearRow, ...]:
        """All columns, in table order."""
        return tuple(row for table in self.tables for row in table.rows)

    @property
    def total(self) -> int:
        """All items of the quarters and columns that are known."""
        return self.figures.total or 0

    @property
    def missing(self) -> tuple[QuarterEntry, ...]:
        """The quarters that nobody audited."""
        return tuple(quarter for quarter in self.quarters if quarter.source is Source.NONE)

    @property
    def unknown_cells(self) -> int:
        """How many times a column could not be verified in an audited quarter."""
        return sum(cell.gap is Gap.UNKNOWN for row in self.rows for cell in row.figures.cells)

    def to_json(self) -> str:
        """The text of ``annual.json``: UTF-8, two spaces, a final line break; the same year gives the same bytes."""
        value = self.model_dump(mode="json", by_alias=True, exclude=None if self.issue else {"issue"})
        return json.dumps(value, ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> "Annual":
        """Read ``annual.json`` back."""
        value: Any = json.loads(text)
        return cls.model_validate(value)

    def digest(self) -> str:
        """``sha256:`` and the hash of ``annual.json``."""
        return labelled_digest(self.to_json().encode())
