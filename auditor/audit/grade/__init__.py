"""Stage 5: findings, then grades. Facts first, then what they show, then what they are worth: all three are kept."""

from auditor.audit.grade.finding_input import Finding, FindingInput
from auditor.audit.grade.findings import find_all, find_late_again
from auditor.audit.grade.judge import UnitGrade, grade_units
from auditor.audit.grade.pack import Pack, load_pack, parse_pack, read_pack

__all__ = [
    "Finding",
    "FindingInput",
    "Pack",
    "UnitGrade",
    "find_all",
    "find_late_again",
    "grade_units",
    "load_pack",
    "parse_pack",
    "read_pack",
]
