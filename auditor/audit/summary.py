"""What an overview says of an audit, in a few numbers that need not be read out of its whole text."""

from dataclasses import astuple, dataclass

from auditor.audit.model import Audit
from auditor.base.terms import AuditState


@dataclass(frozen=True, slots=True)
class AuditSummary:
    """How many items, units, units that wait for a decision, columns nobody could count, and other open points."""

    total: int
    units: int
    pending: int
    unknown: int
    others: int
    is_preview: bool

    @classmethod
    def of(cls, audit: Audit) -> "AuditSummary":
        """From the audit itself; other open points are columns with undated items, and notes to be settled."""
        undated = sum(1 for row in audit.rows if row.undated)
        return cls(
            audit.total,
            len(audit.units),
            len(audit.pending_units),
            len(audit.unknown_rows),
            undated + len(audit.notes),
            audit.state is AuditState.PREVIEW,
        )

    @property
    def open_points(self) -> int:
        """How many things wait for a person."""
        return self.pending + self.unknown + self.others

    def to_text(self) -> str:
        """As the database keeps it."""
        return " ".join(str(int(number)) for number in astuple(self))

    @classmethod
    def from_text(cls, text: str) -> "AuditSummary":
        """Read what `to_text` wrote."""
        total, units, pending, unknown, others, preview = map(int, text.split())
        return cls(total, units, pending, unknown, others, bool(preview))
