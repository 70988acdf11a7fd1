"""Runs every check on one document and keeps what may be said of it."""

from collections.abc import Iterable
from pathlib import Path

from auditor.verify.checks import CHECKS
from auditor.verify.figures import noise_in
from auditor.verify.finding import Finding, Report, Severity
from auditor.verify.opening import read_paper
from auditor.verify.paper import Paper

_MAX_NOISE = 20


def verify_file(path: Path) -> Report:
    """Check one document (txt, html, docx, pdf with text, xlsx); raise `BadInput` where it cannot be read."""
    return verify_paper(read_paper(path))


def verify_paper(paper: Paper) -> Report:
    """Check a document already read."""
    found = [finding for _, check in CHECKS for finding in check(paper)]
    noise = tuple(dict.fromkeys(f"{line.place}：{text}" for line in paper.lines for text in noise_in(line.plain)))
    return Report(paper.source, tuple(_kept(found)), noise[:_MAX_NOISE], tuple(name for name, _ in CHECKS))


def _kept(found: Iterable[Finding]) -> Iterable[Finding]:
    """Every finding once, and of the doubtful ones the first only: a reader's patience is not for guesses."""
    seen: set[tuple[str, object, object, tuple[str, ...]]] = set()
    has_doubtful = False
    for finding in found:
        key = (finding.kind, finding.stated, finding.computed, finding.where)
        is_doubtful = finding.severity is Severity.DOUBTFUL
        if key in seen or (is_doubtful and has_doubtful):
            continue
        seen.add(key)
        has_doubtful = has_doubtful or is_doubtful
        yield finding
