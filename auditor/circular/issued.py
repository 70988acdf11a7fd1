"""What is settled when a paper is issued: how every paper prints it, and what it is held to."""

from collections.abc import Iterator, Sequence
from datetime import date

from auditor.audit.layout import CircularLayout
from auditor.audit.model import IssueEntry
from auditor.base.checks import CheckEntry
from auditor.base.chinese import chinese_date, printable
from auditor.base.pattern import pattern
from auditor.base.words import Words, load_words
from auditor.circular.words import WORDS
from auditor.documents.tree import Document, Imprint
from auditor.documents.wording import Wording


class IssuedWords(Words):
    """How the check of an issued paper speaks."""

    name: str
    fine: str
    number: str
    other_year: str
    ahead: str
    ahead_cure: str
    early: str
    signed_on: str
    printed_on: str
    done: str
    unnumbered: str
    digest: str
    hint: str


CHECKS = load_words("issued", IssuedWords)

_PHONE = pattern(
    r"(?:^|[\s，,、：:])((?:\(?0\d{2,3}\)?[-\s]?)?\d{7,8}(?:[-转]\d{1,5})?|1\d{10})$",
    finds={"张三 0933-6121234": "0933-6121234", "李四，13800000000": "13800000000", "6121234": "6121234"},
    not_in=("张三", "张三 电话见网站", "2020年第1234567号文件的联系人"),
    seen="contacts as offices enter them at issue",
)
_ISSUE_NUMBER = pattern(
    r"[^\s\[\]()（）第]+〔(\d{4})〕[1-9]\d*号",
    finds={"崇政办发〔2020〕21号": "2020"},
    not_in=("崇政办发[2020]21号", "崇政办发〔2020〕第21号", "崇政办发〔2020〕021号"),
    seen="GB/T 9704-2012, 7.2.5: six-cornered brackets, no 第, no noughts before",
    way="fullmatch",
)


def standing_imprint(wording: Wording, layout: CircularLayout | None = None) -> Imprint:
    """The record lines that stand whatever is settled at issue: those of a pack's layout, else of the wording."""
    layout = layout or CircularLayout()
    return Imprint(
        copies_to=layout.copies_to or wording.line("抄送机关", required=False),
        printer=layout.printer or wording.line("印发机关", required=False),
        printed_on=layout.printed_on,
    )


def issued_imprint(issue: IssueEntry | None, standing: Imprint) -> Imprint:
    """The record lines as they were settled at issue; ``standing`` is what else is known of them."""
    if issue is None:
        return standing
    return Imprint(
        copies_to=standing.copies_to if issue.copies_to is None else issue.copies_to,
        printer=standing.printer if issue.printer is None else issue.printer,
        printed_on=issue.printed_on or standing.printed_on,
    )


def issued_remark(issue: IssueEntry | None, said: str) -> str:
    """附注: what the wording says, and whom to ask."""
    contact = _contact(printable(issue.contact)) if issue and issue.contact else ""
    return "；".join(part for part in (said.strip("（）()"), contact) if part)


def _contact(contact: str) -> str:
    """Whom to ask, name and telephone each under its own word where both can be told apart."""
    match = _PHONE.search(contact)
    name = contact[: match.start()].strip("，,、：: ") if match else ""
    if not match or not name or any(sign.isdigit() for sign in name):
        return WORDS.contact.format(contact=contact)
    return WORDS.contact_and_phone.format(name=name, phone=match[1])


def number_faults(number: str, signed_on: date) -> Iterator[str]:
    """What is wrong with a 发文字号 on a paper of that day; nothing where there is none."""
    match = _ISSUE_NUMBER.fullmatch(number)
    if number and not match:
        yield CHECKS.number.format(number=number, year=signed_on.year)
    elif match and int(match[1]) != signed_on.year:
        yield CHECKS.other_year.format(number=number, stated=match[1], year=signed_on.year)


def issued_sentence(number: str, checks: Sequence[CheckEntry]) -> str:
    """That a paper was issued, and that its self-check holds."""
    return CHECKS.done.format(number=number or CHECKS.unnumbered, count=len(checks))


def check_issued(document: Document, issue: IssueEntry | None, gathered: date) -> CheckEntry:
    """Whether number and days of a paper fit each other; ``gathered`` is the last day its evidence speaks of."""
    faults = list(number_faults(document.number, document.signed_on)) if issue else []
    if issue and document.signed_on < gathered:
        faults.append(CHECKS.early.format(signed_on=chinese_date(document.signed_on), gathered=chinese_date(gathered)))
    return CheckEntry(name=CHECKS.name, ok=not faults, detail="；".join(faults) or CHECKS.fine)
