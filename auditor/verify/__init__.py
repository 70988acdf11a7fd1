"""Checks the figures of any published circular or yearly report: what it says against what it adds up to."""

from auditor.verify.comparison import Comparison, Report, Severity
from auditor.verify.report import render_text, report_to_json, to_json
from auditor.verify.verify import verify_file, verify_paper

__all__ = [
    "Comparison", "Report", "Severity", "render_text", "report_to_json", "to_json", "verify_file", "verify_paper",
]  # fmt: skip
