"""The follow-up's documents: the paper that carries it, and the self-check that belongs to it."""

from datetime import UTC
from pathlib import Path

from auditor.documents.writing import Paper, check_files
from auditor.recheck.document import build_document
from auditor.recheck.values import Recheck


def recheck_paper(recheck: Recheck, wording: Path | None = None) -> Paper:
    """What ``auditor recheck`` writes."""
    created = recheck.gathered_to.astimezone(UTC).replace(microsecond=0)
    return Paper("recheck", build_document(recheck, wording), created, recheck.to_json())


def check_documents(recheck: Recheck, wording: Path | None = None) -> Recheck:
    """The follow-up with its documents checked too: the Word file and the web page read back."""
    checks = check_files(build_document(recheck, wording))
    return recheck.model_copy(update={"self_check": (*recheck.self_check, *checks)})
