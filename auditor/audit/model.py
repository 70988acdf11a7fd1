"""The audit as a value: what ``audit.json`` says, and all that documents, pages and programs are made from.

Everything a reader is shown comes from here, so text, tables and files cannot tell different numbers.
The field order is the file's; names and meanings are a contract with other programs (``schema`` 1).
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import ConfigDict, Field

from auditor.audit.declared import DeclarationKind
from auditor.audit.layout import AuditValue, CircularLayout
from auditor.audit.ledger import Coverage, CoverageGap
from auditor.audit.words import WORDS
from auditor.base.checks import CheckEntry
from auditor.base.files import labelled_digest
from auditor.base.period import Period
from auditor.base.terms import (
    PENDING,
    AuditState,
    ColumnKind,
    ColumnState,
    DateMeaning,
    DateSource,
    End,
    Force,
    MemberSource,
    Order,
    TotalWitness,
)
from auditor.crawl.column import Witness

SCHEMA: Literal[1] = 1


Day = date


class PackStamp(AuditValue):
    """Which pack graded, in which version, how its grades are printed (best first), and the circular's layout.

    ``basis`` are the documents the pack rests on, as printed; ``scoring`` how points are counted, in a sentence;
    ``heads`` what the facts are called that the layout prints as columns of units.
    """

    silent = frozenset({"basis", "scoring", "heads"})

    id: str
    version: str
    title: str = ""
    grades: tuple["GradeLabel", ...] = ()
    layout: CircularLayout = CircularLayout()
    basis: tuple[str, ...] = ()
    scoring: str = ""
    heads: dict[str, str] = Field(default_factory=dict)


class GradeLabel(AuditValue):
    """One grade of the pack: its id and the words it is printed with.

    ``rectify``: whether its units must put something right, where the pack says so. ``measure`` the threshold in
    words; ``title``, ``names``, ``praise``, ``demand`` as in the pack's ``[[grade]]``.
    """

    silent = frozenset({"rectify", "measure", "title", "names", "praise", "demand"})
    id: str
    label: str
    rectify: bool | None = None
    measure: str = ""
    title: str = ""
    names: bool = True
    praise: str = ""
    demand: str = ""


class ItemEntry(AuditValue):
    """One published item that was counted, listed undated, or excluded by a person.

    ``page`` is the archived record of the list page; ``first_seen`` when any crawl saw it first, ``absent_at`` the last
    one before that in which it was not there. ``lag`` are the working days from ``formed`` to its date.
    """

    silent = frozenset({"absent_at", "formed", "lag"})
    title: str
    url: str
    date: date | None
    date_from: DateSource | None
    first_seen: datetime | None = None
    page: str = ""
    note: str = ""
    absent_at: datetime | None = None
    formed: Day | None = None
    lag: int | None = None


class WitnessEntry(AuditValue):
    """What shows each claim that a count rests on; ``None`` where nothing shows it. See ``auditor.crawl.proof``."""

    order: Order | None = None
    end: End | None = None
    total: TotalWitness | None = None
    dates: DateMeaning | None = None

    @property
    def told(self) -> str:
        """The claims that are shown, in words."""
        return Witness(self.order, self.end, self.total, self.dates).told


class GapEntry(AuditValue):
    """Days in a row on which a column was not looked at or could not be read, and why."""

    first: Day
    last: Day
    reason: str


class CoverageEntry(AuditValue):
    """How a column was looked at in the period: its days, those with a look that proves something, the gaps."""

    days: int
    looked: int
    gaps: tuple[GapEntry, ...] = ()
    last_good: datetime | None = None

    @property
    def told(self) -> str:
        """In words."""
        gaps = tuple(CoverageGap(gap.first, gap.last, gap.reason) for gap in self.gaps)
        return Coverage(self.days, self.looked, gaps, self.last_good).told


class DeclaredEntry(AuditValue):
    """What the unit declared of a column: what, by whom, from when until when, and the file that shows it."""

    kind: DeclarationKind
    by: str
    since: Day
    until: Day
    proof: str


class RowEntry(AuditValue):
    """One column in its table. ``count`` is ``None`` unless the state is known: unknown is never 0.

    Where a person counted it (state ``tallied``) ``by`` says who, ``at`` when the page was looked at and ``proof``
    which file shows it; ``items`` may then be empty though ``count`` is not 0, and ``proposed_count`` is what the
    program counted, if anything.
    """

    silent = frozenset({"by", "at", "proof", "kind", "coverage", "repeated", "declared"})
    seq: int
    column: str
    unit: str
    count: int | None
    state: ColumnState
    due: bool
    latest: date | None
    remark: str
    key: str = ""
    url: str = ""
    owned: bool = True
    expect: int = 1
    exempt: str = ""
    reason: str = ""
    read_at: datetime | None = None
    read_back_to: date | None = None
    reached_end: bool = False
    family: str = ""
    pages: tuple[str, ...] = ()
    proposed_count: int | None = None
    previous_count: int | None = None
    items: tuple[ItemEntry, ...] = ()
    undated: tuple[ItemEntry, ...] = ()
    excluded: tuple[ItemEntry, ...] = ()
    witness: WitnessEntry | None = None
    by: str = ""
    at: datetime | None = None
    proof: str = ""
    kind: ColumnKind = ColumnKind.OTHER
    coverage: CoverageEntry | None = None
    repeated: tuple[ItemEntry, ...] = ()
    declared: DeclaredEntry | None = None

    @property
    def is_short(self) -> bool:
        """Whether the column was expected to have items, is known, and has too few."""
        return self.due and not self.exempt and self.count is not None and self.count < self.expect


class TableEntry(AuditValue):
    """One attachment: its rows and their sum (known counts only; ``unknown`` says how many rows have none)."""

    id: str
    title: str
    total: int
    rows: tuple[RowEntry, ...]
    group: str = ""
    unknown: int = 0


class DecisionEntry(AuditValue):
    """What a person decided over the machine's answer; see ``auditor.audit.decisions``."""

    kind: str
    value: str
    reason: str
    text: str
    by: str
    at: datetime


class GroundEntry(AuditValue):
    """Why a unit has its grade, as the circular tells it of several units at once; see ``judge.Ground``."""

    told: str
    figures: dict[str, str] = Field(default_factory=dict)
    utmost: str = ""
    weight: str = "0"


class UnitEntry(AuditValue):
    """One unit, graded exactly once. ``proposed`` is the machine's answer, kept beside a person's.

    ``reasons`` are for those who review; ``grounds`` the same for the circular, where the grade is the machine's.
    ``facts`` are those that the layout prints as columns of units, ``None`` where not known.
    """

    silent = frozenset({"grounds", "facts"})
    name: str
    table: str
    total: int | None
    grade: str
    proposed: str
    reasons: tuple[str, ...]
    decision: DecisionEntry | None = None
    aliases: tuple[str, ...] = ()
    score: str | None = None
    rank: int | None = None
    previous_total: int | None = None
    previous_grade: str | None = None
    grounds: tuple[GroundEntry, ...] = ()
    facts: dict[str, str | None] = Field(default_factory=dict)


class FindingEntry(AuditValue):
    """One finding: the rule, whom it concerns, its sentence and the addresses that prove it.

    ``figures`` are the numbers and names the sentence was made of, for wording and programs.
    """

    rule: str
    unit: str
    column: str
    text: str
    items: tuple[str, ...] = ()
    force: Force = "grade"
    titles: tuple[str, ...] = ()
    figures: dict[str, str | int] = Field(default_factory=dict)


class EvidenceEntry(AuditValue):
    """What the audit rests on: pages read, the archive files and the digest that closes their chain."""

    pages: int
    archive: str
    digest: str
    crawled_from: datetime | None = None
    crawled_to: datetime | None = None


class FiguresEntry(AuditValue):
    """Figures brought in from outside: the sheet, its digest (empty where it was not there), who gave it, its heads.

    ``values`` are the figures by unit and by their names in the pack.
    """

    file: str
    digest: str
    source: str
    columns: tuple[str, ...]
    values: dict[str, dict[str, str]] = Field(default_factory=dict)


class CountyEntry(AuditValue):
    """Who is audited and who speaks, as printed; ``called`` what a unit is, where it is not called 单位."""

    silent = frozenset({"called"})

    portal: str
    home: str
    issuer: str
    inspector: str
    addressees: str
    called: str = ""


class MemberEntry(AuditValue):
    """What a city's audit knows a member by: which audit of it, under which pack and reader, and its evidence.

    ``digest`` is that of the member's ``audit.json``, ``archive`` and ``evidence`` where its pages lie and the digest
    that closes their chain; ``number`` the circular's, ``supersedes`` the one that it replaced.
    """

    name: str
    source: MemberSource
    digest: str = ""
    number: str = ""
    supersedes: str = ""
    pack: str = ""
    reader: str = ""
    archive: str = ""
    evidence: str = ""


class SampleEntry(AuditValue):
    """How a spot check was drawn, so that anybody can draw it again: see ``SpotCheck.draw``.

    ``names`` are all members among which lots were drawn; of columns, ``out_of`` and ``drawn`` count those with an
    audit or a county file.
    """

    of: Literal["members", "columns"]
    share: int
    seed: str
    out_of: int
    drawn: int
    names: tuple[str, ...] = ()


class HeardEntry(AuditValue):
    """The units' say before it was signed: the draft's day, the last to answer, how many objected, how many upheld."""

    sent_on: Day
    due: Day
    answers: int
    upheld: int


class IssueEntry(AuditValue):
    """Number, date and signer of an issued circular, and what is settled only when it is issued.

    ``copies_to``, ``printer`` and ``printed_on`` are its record lines (版记), ``sealed`` whether a seal is put over the
    signature, ``contact`` a person and telephone; those unset (``None``) are the pack's, as before they were asked for.
    ``heard`` tells of the units' say before it was signed.
    """

    silent = frozenset({"copies_to", "printer", "printed_on", "sealed", "contact", "heard"})

    number: str = ""
    date: date
    by: str
    supersedes: str = ""
    copies_to: str | None = None
    printer: str | None = None
    printed_on: Day | None = None
    sealed: bool | None = None
    contact: str | None = None
    heard: HeardEntry | None = None


class EditEntry(AuditValue):
    """A paragraph of the circular as a person rewrote it; ``original`` is what the figures give, marks included."""

    original: str
    text: str
    by: str
    at: datetime


class ReopenedEntry(AuditValue):
    """A person's decision that is not applied, since what it rests on has changed: to be decided anew or withdrawn.

    ``subject`` is what it decides: ``grade`` and the unit, ``column`` and its key, or ``item``, key and address.
    """

    kind: str
    subject: tuple[str, ...]
    unit: str
    column: str
    by: str
    at: datetime


class Audit(AuditValue):
    """One county, one period: counts, grades, findings and what they rest on."""

    silent = frozenset({"reopened", "reader", "figures", "members", "sample"})
    schema_: Literal[1] = Field(default=SCHEMA, alias="schema")
    county: str
    quarter: str
    period: tuple[date, date]
    state: AuditState
    pack: PackStamp
    total: int
    tables: tuple[TableEntry, ...]
    units: tuple[UnitEntry, ...]
    findings: tuple[FindingEntry, ...]
    self_check: tuple[CheckEntry, ...] = ()
    evidence: EvidenceEntry
    facts: CountyEntry
    notes: tuple[str, ...] = ()
    issue: IssueEntry | None = None
    edits: tuple[EditEntry, ...] = ()
    reopened: tuple[ReopenedEntry, ...] = ()
    figures: FiguresEntry | None = None
    members: tuple[MemberEntry, ...] = ()
    sample: SampleEntry | None = None
    reader: str = ""
    """The version of the reader that read the pages; empty in audits of before there were witnesses."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @cached_property
    def span(self) -> Period:
        """The period as a value."""
        return Period.parse(self.quarter)

    @property
    def rows(self) -> tuple[RowEntry, ...]:
        """All rows of all tables, in order."""
        return tuple(row for table in self.tables for row in table.rows)

    @property
    def unknown_rows(self) -> tuple[RowEntry, ...]:
        """Rows whose count nobody can say."""
        return tuple(row for row in self.rows if row.count is None)

    @property
    def pending_units(self) -> tuple[UnitEntry, ...]:
        """Units whose grade waits for a person."""
        return tuple(unit for unit in self.units if unit.grade == PENDING)

    def graded(self, grade: str) -> tuple[UnitEntry, ...]:
        """The units of one grade, in table order."""
        return tuple(unit for unit in self.units if unit.grade == grade)

    def rows_of(self, unit: UnitEntry) -> tuple[RowEntry, ...]:
        """The rows a unit answers for."""
        return tuple(row for row in self.rows if row.owned and row.unit == unit.name)

    def label_of(self, grade: str) -> str:
        """How a grade is printed."""
        return next((known.label for known in self.pack.grades if known.id == grade), WORDS.pending)

    def must_rectify(self, grade: str) -> bool:
        """Whether a unit of that grade has something to put right; one that waits for a person has nothing yet."""
        order = [known for known in self.pack.grades if known.id != PENDING]
        known = next((one for one in order if one.id == grade), None)
        if known is None or known.rectify is not None:
            return bool(known and known.rectify)
        return known is not order[0]

    def to_json(self) -> str:
        """The text of ``audit.json``: UTF-8, two spaces, a final line break; the same audit gives the same bytes."""
        unproved = {"tables": {"__all__": {"rows": {"__all__": {"witness"}}}}}  # of before there were witnesses
        return self.model_dump_json(by_alias=True, exclude=None if self.reader else unproved, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> "Audit":
        """Read ``audit.json`` back."""
        value: Any = json.loads(text)
        return cls.model_validate(value)

    def digest(self) -> str:
        """``sha256:`` and the hash of ``audit.json``; made once, as the text of a large county takes long to write."""
        return self._digest

    @cached_property
    def _digest(self) -> str:
        return labelled_digest(self.to_json().encode())

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """As of any model; the copy has a digest of its own."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("_digest", None)
        return copied
