"""What an overview says of an audit, in a few numbers that need not be read out of its whole text."""

import json
from dataclasses import asdict, dataclass

from auditor.audit.model import Audit
from auditor.base.terms import AuditState


@dataclass(frozen=True, slots=True)
class AuditSummary:
    """How many items, units, units that wait for a decision, columns nobody could count, and other open points.

    ``due`` are the columns from which something is expected, ``updated`` those of them with as much, ``due_unknown``
    those nobody could count. ``grades`` are the units of each grade as it is printed, best first; ``reader`` is the
    version that read.
    """

    total: int
    units: int
    pending: int
    unknown: int
    others: int
    is_preview: bool
    columns: int = 0
    due: int = 0
    updated: int = 0
    due_unknown: int = 0
    grades: tuple[tuple[str, int], ...] = ()
    reader: str = ""
    supersedes: str = ""

    @classmethod
    def of(cls, audit: Audit) -> "AuditSummary":
        """From the audit itself; other open points are columns with undated items, and notes to be settled."""
        undated = sum(1 for row in audit.rows if row.undated)
        due = [row for row in audit.rows if row.due and not row.exempt]
        ids = dict.fromkeys([*(grade.id for grade in audit.pack.grades), *(unit.grade for unit in audit.units)])
        return cls(
            audit.total,
            len(audit.units),
            len(audit.pending_units),
            len(audit.unknown_rows),
            undated + len(audit.notes),
            audit.state is AuditState.PREVIEW,
            len(audit.rows),
            len(due),
            sum(row.count is not None and not row.is_short for row in due),
            sum(row.count is None for row in due),
            tuple((audit.label_of(grade), len(audit.graded(grade))) for grade in ids),
            audit.reader,
            audit.issue.supersedes if audit.issue else "",
        )

    @property
    def open_points(self) -> int:
        """How many things wait for a person."""
        return self.pending + self.unknown + self.others

    def to_text(self) -> str:
        """As the database keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @staticmethod
    def from_text(text: str) -> "AuditSummary | None":
        """Read what `to_text` wrote; ``None`` for what an earlier version kept, which said less."""
        if not text.startswith("{"):
            return None
        kept = json.loads(text)
        return AuditSummary(**{**kept, "grades": tuple((label, count) for label, count in kept["grades"])})
