"""The yearly documents: the paper that carries the year, and the self-check that belongs to it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

from auditor.annual.document import build_document
from auditor.annual.values import Annual, Source
from auditor.base.period import LOCAL, Period
from auditor.circular.issued import check_issued
from auditor.documents.writing import Paper, check_files


def annual_paper(annual: Annual, forms: Sequence[str], wording: Path | None = None) -> Paper:
    """What ``auditor annual`` writes; ``forms`` are the statistical forms printed, by their year."""
    created = datetime.combine(annual.signed_on, time(), LOCAL).astimezone(UTC)
    return Paper("annual", build_document(annual, forms, wording), created, annual.to_json())


def check_documents(annual: Annual, forms: Sequence[str], wording: Path | None = None) -> Annual:
    """The year with its documents checked too: number and days, the Word file and the web page read back."""
    document = build_document(annual, forms, wording)
    checks = (check_issued(document, annual.issue, _last_day(annual)), *check_files(document))
    names = {check.name for check in checks}
    kept = tuple(check for check in annual.self_check if check.name not in names)
    return annual.model_copy(update={"self_check": (*kept, *checks)})


def _last_day(annual: Annual) -> date:
    """The last day that the figures speak of, or were taken on."""
    days = [quarter.made_at for quarter in annual.quarters if quarter.made_at]
    ends = [Period.parse(quarter.quarter).last for quarter in annual.quarters if quarter.source is not Source.NONE]
    return max([*days, *ends])
