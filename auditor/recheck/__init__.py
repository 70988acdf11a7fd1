"""Rectification follow-up (回头看): what became of the problems one circular named, before and after."""

from auditor.recheck.compare import RecheckEvidence, build_recheck
from auditor.recheck.values import Recheck, RecheckVerdict

__all__ = ["Recheck", "RecheckEvidence", "RecheckVerdict", "build_recheck"]
