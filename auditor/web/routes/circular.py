"""The circular: as it will print, its self-check, rewritten paragraphs, issuing, and everything issued before."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from auditor.audit.model import Audit
from auditor.base.errors import BadInput, NotAllowed, Outdated, SelfCheckFailed
from auditor.base.period import Period
from auditor.circular.adopting import WORDS as ADOPTION
from auditor.circular.adopting import AdoptionRefused, Refusal
from auditor.circular.editing import passages_of
from auditor.circular.printing import NAMES
from auditor.circular.unit_papers import PAPER_NAMES, WORDS
from auditor.county.model import County
from auditor.crawl.column import READER
from auditor.pipeline.edit import adopt_word_file, record_edit
from auditor.pipeline.hearing import open_hearing
from auditor.pipeline.issue_facts import IssueFacts, remembered_facts
from auditor.pipeline.line import audit_county, issue_circular
from auditor.pipeline.replay import list_differences
from auditor.pipeline.trial import not_read_since
from auditor.store.audits import CircularLine
from auditor.web.access import Caller, CurrentOffice, Forbidden, PostedForm, Reader, Reviewer, Signer
from auditor.web.counties import UnknownPage
from auditor.web.differ import marked_changes
from auditor.web.downloads import framed, saved_file
from auditor.web.issuing import given_facts, issue_entry
from auditor.web.office import Office
from auditor.web.pages import go, in_words, path_to, show
from auditor.web.upload import ReviewedUpload
from auditor.web.words import WEB_WORDS

router = APIRouter(include_in_schema=False)
_NOTHING = "none"
"""The digest of no audit: what a form was made over that does not say so."""

_ABOUT = WEB_WORDS.files | WORDS.about


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that was not taken: why, what was typed, and how the draft differs from the one that was previewed."""

    fault: str = ""
    original: str = ""
    text: str = ""
    number: str = ""
    date: str = ""
    printed_on: str = ""
    facts: IssueFacts | None = None
    changes: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class CircularText:
    """One text of a period's circular: the draft, or what was issued, with the one that took its place since."""

    audit: Audit
    successor: CircularLine | None = None

    @property
    def number(self) -> str | None:
        """The number it was issued under, perhaps empty; ``None`` for the draft."""
        return self.audit.issue.number if self.audit.issue else None

    @property
    def query(self) -> dict[str, str]:
        """What the addresses of this text and its files say besides the period."""
        return {"draft": "yes"} if self.number is None else {"number": self.number}

    @property
    def mark(self) -> str:
        """What the name of a saved file says first, where it is not the circular in force."""
        if self.successor:
            return WEB_WORDS.superseded_mark
        return "" if self.audit.issue else WEB_WORDS.draft_mark


@router.get("/county/{name}/{period}/circular")
def circular_page(
    request: Request,
    name: str,
    period: str,
    office: CurrentOffice,
    who: Reader,
    number: str | None = None,
    draft: str = "",
) -> Response:
    """The circular in force, or the draft where none is issued; ``number`` and ``draft`` ask for another text."""
    county, span = office.book.subject(name), Period.parse(period)
    return _page(request, office, who, county, span, _text_of(office, who, county, span, number, draft))


def _page(
    request: Request,
    office: Office,
    who: Caller,
    county: County,
    span: Period,
    text: CircularText | None = None,
    refused: Refused | None = None,
) -> Response:
    text = text or CircularText(office.audit_of(county, span))
    audit, number = text.audit, text.number
    passages = passages_of(audit, office.place.wording) if number is None else ()
    refused = refused or Refused(date=office.clock().date().isoformat())
    history = office.store.audits.list_edits(county, span) if who.sees_drafts else []
    today = office.clock().date()
    return show(
        request,
        who,
        "circular.html",
        status=409 if refused.fault else 200,
        county=county,
        audit=audit,
        seen=audit.digest(),
        number=number,
        text=text,
        may_draft=who.sees_drafts,
        failed=[check for check in audit.self_check if not check.ok],
        passages=passages,
        is_lost=bool(refused.original) and all(passage.original != refused.original for passage in passages),
        edits=[(edit, marked_changes(edit.original, edit.text)) for edit in reversed(history)],
        issued=office.store.audits.list_circulars(county, span),
        names=[(file, _ABOUT[file]) for file in (*NAMES, *PAPER_NAMES)],
        today=today,
        is_over=today > span.last,
        hindrances=open_hearing(office.store, county, audit, today),
        unread=not_read_since(county, office.store) if number is None else "",
        refused=refused,
        facts=refused.facts or remembered_facts(county, office.store),
        reader=READER,
    )


@router.get("/county/{name}/{period}/circular/preview")
def preview(
    name: str, period: str, office: CurrentOffice, who: Reader, number: str | None = None, draft: str = ""
) -> Response:
    """The circular as it prints, for the frame on the page."""
    county = office.book.subject(name)
    audit = _text_of(office, who, county, Period.parse(period), number, draft).audit
    return framed(office.prints_of(audit, county).files["circular.html"])


@router.get("/county/{name}/{period}/circular/file/{file}")
def download(
    name: str, period: str, file: str, office: CurrentOffice, who: Reader, number: str | None = None, draft: str = ""
) -> Response:
    """One of the six files, or of the papers that go with them."""
    county, span = office.book.subject(name), Period.parse(period)
    text = _text_of(office, who, county, span, number, draft)
    audit = text.audit
    prints = office.papers_of(audit) if file in PAPER_NAMES else office.prints_of(audit, county)
    if file not in prints.files:
        raise UnknownPage("；".join(prints.notices) if file in _ABOUT else f"没有“{file[:40]}”这个文件")
    return saved_file(prints.files[file], f"{county.name}-{span.name}-{text.mark}{file}")


@router.post("/county/{name}/{period}/circular/edit")
def edit(request: Request, name: str, period: str, office: CurrentOffice, who: Reviewer, form: PostedForm) -> Response:
    """Rewrite one paragraph, or take a rewriting back; where it changed meanwhile, both texts are shown."""
    county, span = office.book.subject(name), Period.parse(period)
    original = form.text("original", 20_000)
    text = original if form.text("restore") else form.text("text", 20_000)
    seen = office.store.audits.load_kept(county, span, form.text("seen", 80) or _NOTHING)
    try:
        if seen is None:
            raise Outdated("这个页面不是由现有的核查结果生成的，没有保存。请核对后再改")
        entry = record_edit(
            county,
            office.store,
            office.place,
            span,
            office.clock,
            original=original,
            text=text,
            by=who.name,
            seen=seen,
        )
    except NotAllowed as error:
        refused = Refused(in_words(error), original=original, text=text, date=office.clock().date().isoformat())
        return _page(request, office, who, county, span, refused=refused)
    restored = entry.text == entry.original
    office.note(
        who.name,
        who.address,
        WEB_WORDS.acts.restore if restored else WEB_WORDS.acts.edit,
        f"{name} {span.name}",
        original[:60],
    )
    return go(path_to("county", name, span.name, "circular", draft="yes"), "restored" if restored else "edited")


@router.post("/county/{name}/{period}/circular/adopt")
def adopt(
    request: Request, name: str, period: str, office: CurrentOffice, who: Reviewer, given: ReviewedUpload
) -> Response:
    """Take the paragraphs that were rewritten in the draft's Word file; what cannot be taken is shown, both texts."""
    county, span = office.book.subject(name), Period.parse(period)
    try:
        if not given.content:
            raise BadInput.one("文件", "", "没有选择文件，或文件是空的", "请选择改过的 circular.docx")
        edits = adopt_word_file(
            *(county, office.store, office.place, span, office.clock),
            content=given.content,
            name=given.name,
            by=who.name,
        )
    except (BadInput, NotAllowed) as error:
        refusals = error.refusals if isinstance(error, AdoptionRefused) else ()
        fault = error.lead if isinstance(error, AdoptionRefused) else in_words(error)
        refused = Refused(fault, date=office.clock().date().isoformat(), refusals=refusals)
        return _page(request, office, who, county, span, refused=refused)
    office.note(who.name, who.address, ADOPTION.noted, f"{name} {span.name}", f"{given.name} {len(edits)}")
    return go(path_to("county", name, span.name, "circular", draft="yes"), "edited")


@router.post("/county/{name}/{period}/circular/issue")
def post_issue(
    request: Request, name: str, period: str, office: CurrentOffice, who: Signer, form: PostedForm
) -> Response:
    """Freeze and issue what was previewed, where the self-check holds and the signer says so."""
    county, span = office.book.subject(name), Period.parse(period)
    number, day, seen = form.text("number", 60), form.text("date", 10), form.text("seen", 80) or _NOTHING
    try:
        last = office.store.audits.load_issued(county, span)
        entry = issue_entry(form, county, office, who, last.issue.number if last and last.issue else "")
        issued = issue_circular(
            county, office.store, office.place, span, office.clock, entry, seen, form.text("unheard", 500)
        )
    except (BadInput, NotAllowed, SelfCheckFailed) as error:
        refused = Refused(
            in_words(error), number=number, date=day, printed_on=form.text("printed_on", 10), facts=given_facts(form),
            changes=_changes(office, county, span, seen, error),
        )  # fmt: skip
        return _page(request, office, who, county, span, refused=refused)
    office.note(who.name, who.address, WEB_WORDS.acts.issue, f"{name} {span.name}", f"{entry.number} {issued.digest()}")
    return go(path_to("county", name, span.name, "circular"), "issued", number=entry.number)


def _changes(office: Office, county: County, span: Period, seen: str, error: Exception) -> tuple[str, ...]:
    """Where the preview was out of date: the new draft is kept, to be shown, and how it differs is told."""
    if not isinstance(error, Outdated):
        return ()
    now = audit_county(county, office.store, office.place, span, office.clock)
    before = office.store.audits.load_audit(county, span, seen)
    return tuple(list_differences(before, now)) if before else ()


def _text_of(office: Office, who: Caller, county: County, span: Period, number: str | None, draft: str) -> CircularText:
    """What was issued under a number, or last; else the draft. Raises `Forbidden` where that may not be seen."""
    issued = office.store.audits.list_circulars(county, span)
    if number is None and (draft or not issued):
        if not who.sees_drafts:
            raise Forbidden(f"{span.label}的通报尚未印发，草稿只给经办的人看；需要时请管理员在“账号与令牌”中许可")
        return CircularText(office.audit_of(county, span))
    audit = office.store.audits.load_issued(county, span, number)
    if audit is None or audit.issue is None:
        raise UnknownPage(f"{span.label}没有以“{(number or '')[:40]}”印发过通报")
    return CircularText(audit, issued[-1] if issued[-1].number != audit.issue.number else None)
