"""Rectification follow-up (回头看): what became of the problems one circular named, before and after."""

from auditor.recheck.compare import Evidence, build_recheck
from auditor.recheck.values import Recheck, Verdict

__all__ = ["Evidence", "Recheck", "Verdict", "build_recheck"]
