"""What an office settles when it issues: given now, or as at its last issue."""

from dataclasses import dataclass, fields
from datetime import date, timedelta
from pathlib import Path

from auditor.audit.model import IssueEntry
from auditor.base.chinese import printable
from auditor.base.errors import BadInput
from auditor.circular.issued import CHECKS as ISSUED
from auditor.county.model import County
from auditor.store import Store

_LONGEST = 300
_FARTHEST_AHEAD = timedelta(days=300)
"""A paper may be made ready for a day to come; a year too far is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """Record lines, seal and contact; ``None`` where nothing was said, empty where the line is to be left out."""

    copies_to: str | None = None
    printer: str | None = None
    sealed: bool | None = None
    contact: str | None = None


@dataclass(frozen=True, slots=True)
class IssueWish:
    """What was given to issue a paper: number, day and signer, the facts, the draft looked at, and where to.

    ``unheard`` says why the units' say is not waited for.
    """

    entry: IssueEntry
    given: IssueFacts
    printed_on: date | None
    seen: str
    out: Path | None
    unheard: str = ""


def remembered_facts(county: County, store: Store) -> IssueFacts:
    """As the county file says, else as they were settled when the county last issued a circular."""
    own, last = county.issue, _last_facts(county, store)
    return IssueFacts(
        copies_to=own.copies_to or last.copies_to,
        printer=own.printer or last.printer,
        sealed=own.seal == "yes" if own.seal else last.sealed,
        contact=own.contact or last.contact,
    )


def _last_facts(county: County, store: Store) -> IssueFacts:
    lines = store.audits.list_circulars(county)
    if not lines:
        return IssueFacts()
    last = store.audits.load_issued(county, lines[-1].period, lines[-1].number)
    issue = last.issue if last else None
    return IssueFacts(issue.copies_to, issue.printer, issue.sealed, issue.contact) if issue else IssueFacts()


def settled_entry(
    entry: IssueEntry, given: IssueFacts, remembered: IssueFacts, printed_on: date | None, today: date
) -> IssueEntry:
    """``entry`` with what was given, else remembered; with a printer, the day of printing is that of signing.

    Raises `BadInput` for a line no record could hold, a printing day before the signing day, or a signing day so far
    ahead of ``today`` that it is a slip of the pen.
    """
    if entry.date - today > _FARTHEST_AHEAD:
        what = ISSUED.ahead.format(signed_on=entry.date, days=(entry.date - today).days)
        raise BadInput.one("--date", "", what, ISSUED.ahead_cure)
    settled: dict[str, str | bool | date | None] = {}
    for field in fields(IssueFacts):
        value = getattr(given, field.name)
        value = getattr(remembered, field.name) if value is None else value
        if isinstance(value, str):
            value = printable(value)
            if len(value) > _LONGEST:
                option = "--" + field.name.replace("_", "-")
                raise BadInput.one(option, "", f"超过{_LONGEST}字", "请缩短，较多的机关可用统称")
        settled[field.name] = value
    if printed_on and printed_on < entry.date:
        raise BadInput.one(
            "--printed-on",
            "",
            f"印发日期{printed_on:%Y-%m-%d}早于成文日期{entry.date:%Y-%m-%d}",
            "请核对两个日期",
        )
    settled["printed_on"] = printed_on or (entry.date if settled["printer"] else None)
    return entry.model_copy(update=settled)
