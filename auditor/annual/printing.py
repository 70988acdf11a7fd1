"""The yearly documents: the paper that carries the year, and the self-check that belongs to it."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path

from auditor.annual.document import build_document
from auditor.annual.values import Annual
from auditor.base.period import LOCAL
from auditor.documents.writing import Paper, check_files


def annual_paper(annual: Annual, forms: Sequence[str], wording: Path | None = None) -> Paper:
    """What ``auditor annual`` writes; ``forms`` are the statistical forms printed, by their year."""
    created = datetime.combine(annual.signed_on, time(), LOCAL).astimezone(UTC)
    return Paper("annual", build_document(annual, forms, wording), created, annual.to_json())


def check_documents(annual: Annual, forms: Sequence[str], wording: Path | None = None) -> Annual:
    """The year with its documents checked too: the Word file and the web page read back."""
    checks = check_files(build_document(annual, forms, wording))
    return annual.model_copy(update={"self_check": (*annual.self_check, *checks)})
