"""Checks the figures of any published circular or yearly report: what it says against what it adds up to."""

from auditor.verify.finding import Finding, Report, Severity
from auditor.verify.report import render_text, to_json
from auditor.verify.verify import verify_file, verify_paper

__all__ = ["Finding", "Report", "Severity", "render_text", "to_json", "verify_file", "verify_paper"]
