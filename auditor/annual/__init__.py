"""The yearly report: four quarters rolled up, official forms filled as far as is known, work points compared."""

from auditor.annual.build import OfficeInput, build_annual
from auditor.annual.rollup import Quarters
from auditor.annual.values import Annual

__all__ = ["Annual", "OfficeInput", "Quarters", "build_annual"]
