"""The units' say before a circular is signed: the log, and forms to send, answer and settle."""

from collections.abc import Sequence
from dataclasses import asdict

from fastapi import APIRouter, Request
from starlette.responses import Response

from auditor.audit.hearing import WORDS, Verdict, step_told
from auditor.audit.model import Audit, UnitEntry
from auditor.base.errors import BadInput
from auditor.base.period import Period
from auditor.circular.unit_papers import render_letters
from auditor.county.model import County
from auditor.documents.fonts import choose_faces
from auditor.notices import Notifier, load_rules
from auditor.notices.events import draft_sent
from auditor.notices.mailing import addressed, mail_letters
from auditor.pipeline.hearing import note_mailed, open_hearing, send_draft, sent_draft, settle_answer, take_answer
from auditor.pipeline.proofs import keep_proof
from auditor.web.access import Caller, CurrentOffice, PostedForm, Reviewer, Signer
from auditor.web.background import Tell
from auditor.web.downloads import saved_file
from auditor.web.office import Office
from auditor.web.pages import go, path_to, show
from auditor.web.routes.worklist import ProofUpload
from auditor.web.upload import Uploaded

router = APIRouter(include_in_schema=False)


@router.get("/county/{name}/{period}/hearing")
def hearing_page(request: Request, name: str, period: str, office: CurrentOffice, who: Reviewer) -> Response:
    """The whole way of a hearing, what is still open, and the forms."""
    county, span = office.book.subject(name), Period.parse(period)
    audit = office.audit_of(county, span)
    known = office.store.hearings.load(county, span)
    units = [unit.name for unit in audit.units]
    mailing = office.background.of(_mailing(name, span))
    return show(
        request,
        who,
        "hearing.html",
        mailing=WORDS.mailing.format(by=mailing.by, done=mailing.done) if mailing and mailing.is_running else "",
        mail_fault=WORDS.mail_failed.format(fault=mailing.fault) if mailing and mailing.fault else "",
        county=county,
        audit=audit,
        known=known,
        told={event.id: step_told(event) for event in known.events},
        waiting={event.id for event in known.waiting},
        unanswered=known.unanswered(units) if known.sent else (),
        hindrances=open_hearing(office.store, county, audit, office.clock().date()),
        verdicts=list(Verdict),
        days=audit.pack.layout.appeal_days or 5,
        addresses=[(unit.name, address, unit.name in known.mailed) for unit, address in _addressed(office, audit)],
    )


@router.get("/county/{name}/{period}/hearing/letters")
def letters(name: str, period: str, office: CurrentOffice, who: Reviewer) -> Response:
    """What every unit is sent of the draft that went out last: letters, forms to answer, working papers."""
    del who
    county, span = office.book.subject(name), Period.parse(period)
    audit, asking = sent_draft(county, office.store, span)
    archive, _ = render_letters(audit, asking, choose_faces(office.place.fonts))
    return saved_file(archive, f"{name}-{span.name}-{WORDS.subject}.zip")


@router.post("/county/{name}/{period}/hearing/mail")
def mail(name: str, period: str, office: CurrentOffice, who: Signer, form: PostedForm) -> Response:
    """Begin to send the letters to the units that have an address and did not get theirs yet; nobody waits for it.

    Each that left or failed is a step of the hearing at once: what is broken off can be gone on with.
    """
    del form
    county, span = office.book.subject(name), Period.parse(period)
    audit, asking = sent_draft(county, office.store, span)
    rules = load_rules(office.place.home).mail
    if rules is None:
        raise BadInput.one("notices.toml", "mail", WORDS.no_mail, WORDS.mail_cure)
    waiting = {unit.name for unit, _ in addressed(rules, audit)} - office.store.hearings.load(county, span).mailed

    def send_all(tell: Tell) -> None:
        letters = mail_letters(rules, audit, asking, choose_faces(office.place.fonts), waiting)
        for number, one in enumerate(letters, 1):
            event = note_mailed(county, office.store, span, office.clock, **asdict(one), by=who.name)
            office.note(who.name, who.address, WORDS.subject, f"{name} {span.name}", step_told(event))
            tell(number)

    office.background.start(_mailing(name, span), who.name, send_all)
    return go(path_to("county", name, span.name, "hearing"), "sending")


def _mailing(name: str, span: Period) -> str:
    """What the sending of a hearing's letters is called among the tasks."""
    return f"mail {name} {span.name}"


@router.post("/county/{name}/{period}/hearing/send")
def send(name: str, period: str, office: CurrentOffice, who: Signer, form: PostedForm) -> Response:
    """Note that the draft went to the units."""
    county, span = office.book.subject(name), Period.parse(period)
    days = form.text("days", 3)
    if days and not days.isdecimal():
        raise BadInput.one(WORDS.subject, "", WORDS.bad_days.format(days=days), WORDS.days_cure)
    notifier = Notifier.at(office.store, office.clock, office.place)
    event, audit = send_draft(
        county, office.store, span, office.clock, by=who.name, text=form.text("text", 500), days=int(days or 0)
    )
    notifier.tell([draft_sent(audit, event.due)])
    office.note(who.name, who.address, WORDS.subject, f"{name} {span.name}", step_told(event))
    return go(path_to("county", name, span.name, "hearing"), "saved")


@router.post("/county/{name}/{period}/hearing/answer")
def answer(name: str, period: str, office: CurrentOffice, who: Reviewer, sent: ProofUpload) -> Response:
    """Take in what a unit says, with its file."""
    county, span = office.book.subject(name), Period.parse(period)
    record_say(office, who, county, span, sent.form.text("unit", 200), sent)
    return go(path_to("county", name, span.name, "hearing"), "saved")


@router.post("/county/{name}/{period}/hearing/settle")
def settle(name: str, period: str, office: CurrentOffice, who: Reviewer, form: PostedForm) -> Response:
    """Decide upon an answer, with the reason."""
    county, span = office.book.subject(name), Period.parse(period)
    number = form.text("answer", 12)
    event = settle_answer(
        county,
        office.store,
        span,
        office.clock,
        answer=int(number) if number.isdecimal() else 0,
        verdict=form.text("verdict", 20),
        text=form.text("text", 2_000),
        by=who.name,
    )
    office.note(who.name, who.address, WORDS.subject, f"{name} {span.name}", step_told(event))
    return go(path_to("county", name, span.name, "hearing"), "saved")


def _addressed(office: Office, audit: Audit) -> Sequence[tuple[UnitEntry, str]]:
    """The units that have an address for mail; none where the file of notices is broken."""
    try:
        rules = load_rules(office.place.home).mail
    except BadInput:  # the schedule tells of it
        return ()
    return addressed(rules, audit) if rules else ()


def record_say(office: Office, who: Caller, county: County, span: Period, unit: str, sent: Uploaded) -> None:
    """Keep what a unit says of a draft, with its file; raise `BadInput` for an objection without one."""
    agrees = sent.form.text("agrees", 5) == "yes"
    if not agrees and not sent.form.text("text"):
        raise BadInput.one("--answer", "", WORDS.no_text, WORDS.text_cure)
    if not agrees and not sent.name:
        raise BadInput.one(WORDS.file, "", WORDS.no_file, WORDS.file_cure)
    kept = keep_proof(office.place, county.name, sent.name, sent.content) if sent.name else ""
    said = {"unit": unit, "text": sent.form.text("text", 2_000), "file": kept, "by": who.name}
    event = take_answer(county, office.store, span, office.clock, **said, agrees=agrees)
    office.note(who.name, who.address, WORDS.subject, f"{county.name} {span.name}", step_told(event))
