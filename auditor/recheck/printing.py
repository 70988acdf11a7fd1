"""The follow-up's documents: the paper that carries it, and the self-check that belongs to it."""

from datetime import UTC
from pathlib import Path

from auditor.base.period import LOCAL
from auditor.circular.issued import check_issued
from auditor.documents.writing import Paper, check_files
from auditor.recheck.document import build_document
from auditor.recheck.values import Recheck


def recheck_paper(recheck: Recheck, wording: Path | None = None) -> Paper:
    """What ``auditor recheck`` writes."""
    created = recheck.gathered_to.astimezone(UTC).replace(microsecond=0)
    return Paper("recheck", build_document(recheck, wording), created, recheck.to_json())


def check_documents(recheck: Recheck, wording: Path | None = None) -> Recheck:
    """The follow-up with its documents checked too: number and days, the Word file and the web page read back."""
    document = build_document(recheck, wording)
    checks = (
        check_issued(document, recheck.issue, recheck.gathered_to.astimezone(LOCAL).date()),
        *check_files(document),
    )
    names = {check.name for check in checks}
    kept = tuple(check for check in recheck.self_check if check.name not in names)
    return recheck.model_copy(update={"self_check": (*kept, *checks)})
