"""The follow-up as a value: what ``recheck.json`` says, and all that its documents are made from (``schema`` 1)."""

import json
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from auditor.audit.model import CountyEntry, GradeLabel, IssueEntry
from auditor.base.checks import CheckEntry
from auditor.base.files import labelled_digest
from auditor.base.terms import Labelled

SCHEMA: Literal[1] = 1


class _RecheckValue(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RecheckVerdict(Labelled):
    """What became of a problem."""

    DONE = "done"
    PARTLY = "partly"
    NOT_YET = "not-yet"
    UNKNOWN = "unknown"
    """The later evidence does not decide: never taken for 未整改."""


class CountOutcome(Labelled):
    """What became of a column whose count the circular could not say."""

    READ = "read"
    TALLIED = "tallied"
    """Counted by a person since, who shows what was seen."""
    OPEN = "open"
    """Still not known: never 0."""


class NewItem(_RecheckValue):
    """An item that was not there when the circular's evidence was gathered."""

    title: str
    url: str
    date: date | None
    first_seen: datetime | None
    column: str


class ProblemEntry(_RecheckValue):
    """One problem of the circular, before and after.

    ``rule`` is the finding's, empty for a column that fell short without a finding. ``expected`` and ``before`` are its
    figures in the circular where it has any; ``after`` is how many items the column (or unit) has had since, ``None``
    where nobody can say. ``reason`` says in words why the verdict is what it is; ``pages`` are the archived records of
    the article pages opened again for it, ``unopened`` counts those that should have been and were not.
    """

    rule: str
    unit: str
    column: str
    text: str
    expected: int | None
    before: int | None
    after: int | None
    verdict: RecheckVerdict
    reason: str
    items: tuple[NewItem, ...] = ()
    pages: tuple[str, ...] = ()
    unopened: int = 0


class UncountedColumn(_RecheckValue):
    """One column that the circular called 数量待核, looked at again.

    ``unit`` answers for it, as the circular names it. ``count`` is how many items it has of the circular's period,
    ``None`` while nobody can say: ``reason`` then says in words why.
    """

    unit: str
    column: str
    outcome: CountOutcome
    count: int | None
    reason: str = ""


class RecheckUnit(_RecheckValue):
    """One unit whose grade asks for rectification, or that has a problem: its grade then and what it has done since."""

    name: str
    grade: str
    label: str
    problems: int
    done: int
    partly: int
    not_yet: int
    unknown: int
    after: int | None
    blind: int
    verdict: RecheckVerdict


class Recheck(_RecheckValue):
    """One circular's problems, looked at again; ``issue`` is set once the paper is issued.

    ``uncounted`` are the columns whose count the circular could not say; empty in files that earlier versions wrote.
    """

    schema_: Literal[1] = Field(default=SCHEMA, alias="schema")
    county: str
    quarter: str
    label: str
    number: str
    is_issued: bool
    circular_date: date
    digest: str
    gathered_before: datetime
    gathered_from: datetime
    gathered_to: datetime
    signed_on: date
    facts: CountyEntry
    grades: tuple[GradeLabel, ...]
    rectify_days: int
    problems: tuple[ProblemEntry, ...]
    units: tuple[RecheckUnit, ...]
    uncounted: tuple[UncountedColumn, ...] = ()
    notes: tuple[str, ...] = ()
    self_check: tuple[CheckEntry, ...] = ()
    issue: IssueEntry | None = None

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def with_verdict(self, verdict: RecheckVerdict) -> tuple[ProblemEntry, ...]:
        """The problems of one verdict."""
        return tuple(problem for problem in self.problems if problem.verdict is verdict)

    def uncounted_with(self, outcome: CountOutcome) -> tuple[UncountedColumn, ...]:
        """The columns without a count in the circular that came to one outcome."""
        return tuple(column for column in self.uncounted if column.outcome is outcome)

    def units_with(self, verdict: RecheckVerdict) -> tuple[RecheckUnit, ...]:
        """The units of one verdict."""
        return tuple(unit for unit in self.units if unit.verdict is verdict)

    def to_json(self) -> str:
        """The text of ``recheck.json``: UTF-8, two spaces, a final line break; the same value gives the same bytes."""
        absent = {name for name in ("issue", "uncounted") if not getattr(self, name)}
        value = self.model_dump(mode="json", by_alias=True, exclude=absent)
        return json.dumps(value, ensure_ascii=False, indent=2) + "\n"

    def own_digest(self) -> str:
        """``sha256:`` and the hash of ``recheck.json``; ``digest`` is that of the circular."""
        return labelled_digest(self.to_json().encode())

    @classmethod
    def from_json(cls, text: str | bytes) -> "Recheck":
        """Read ``recheck.json`` back."""
        value: Any = json.loads(text)
        return cls.model_validate(value)
