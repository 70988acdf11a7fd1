"""What a signer settles on the page when a paper is issued: number, days, record lines, seal and contact."""

from datetime import date

from auditor.audit.model import IssueEntry
from auditor.base.errors import BadInput
from auditor.circular.issued import CHECKS as ISSUED
from auditor.county.model import County
from auditor.pipeline.issue_facts import IssueFacts, remembered_facts, settled_entry
from auditor.web.access import Caller, Posted
from auditor.web.office import Office
from auditor.web.second_factor import check_code_of


def issue_entry(form: Posted, county: County, office: Office, who: Caller, supersedes: str) -> IssueEntry:
    """The entry of a paper that a form issues; raise `BadInput` for what it lacks or no paper could bear.

    Where the office asks for it, whoever signs proves it with a one-time code.
    """
    if form.text("sure") != "yes":
        raise BadInput.one("印发", "", "没有勾选确认", "请核对预览后勾选“已核对预览”")
    signed_on = day_of(form.text("date", 10), ISSUED.signed_on)
    entry = IssueEntry(number=form.text("number", 60), date=signed_on, by=who.name, supersedes=supersedes)
    printed = form.text("printed_on", 10)
    printed_on = day_of(printed, ISSUED.printed_on) if printed else None
    remembered, today = remembered_facts(county, office.store), office.clock().date()
    settled = settled_entry(entry, given_facts(form), remembered, printed_on, today)
    if office.signing_in.code_to_sign and who.account:
        check_code_of(office.codes, who.account, form.text("code", 40), office.watch())
    return settled


def day_of(text: str, field: str) -> date:
    """A day as a page's field gives it; raise `BadInput`."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput.one(field, "", f"“{text}”不是有效的日期", "请写成 2020-04-16") from error


def given_facts(form: Posted) -> IssueFacts:
    """The record lines, seal and contact as the page gave them; a form without these fields gives nothing."""
    if not form.text("settled", 3):
        return IssueFacts()
    copies_to, printer, contact = (form.text(name, 600) for name in ("copies_to", "printer", "contact"))
    return IssueFacts(copies_to, printer, form.text("sealed", 3) == "yes", contact)
