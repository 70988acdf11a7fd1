"""A draft goes to the units, their answers come in with files, each is decided upon; then it may be issued."""

from datetime import date

from auditor.audit.hearing import WORDS, Hearing, HearingEvent, HearingStep, Verdict
from auditor.audit.model import Audit, HeardEntry, UnitEntry
from auditor.base.errors import BadInput, NotAllowed
from auditor.base.period import LOCAL, Period
from auditor.base.settings import Clock
from auditor.base.terms import AuditState
from auditor.circular.unit_papers import Asking
from auditor.county.model import County
from auditor.store import Store

_MOST_DAYS = 60
_USUAL_DAYS = 5


def send_draft(
    county: County, store: Store, period: Period, clock: Clock, *, by: str, text: str = "", days: int = 0
) -> tuple[HearingEvent, Audit]:
    """Note that the newest draft went to the units, who have ``days`` working days (0: as the pack says)."""
    kept = store.audits.load_kept(county, period)
    if kept is None:
        raise BadInput.one(WORDS.subject, "", WORDS.no_draft.format(period=period.label), WORDS.draft_cure)
    if kept.audit.state is AuditState.PREVIEW:
        raise BadInput.one(WORDS.subject, "", WORDS.running_period.format(period=period.label), WORDS.draft_cure)
    given = days or kept.audit.pack.layout.appeal_days or _USUAL_DAYS
    if not 1 <= given <= _MOST_DAYS:
        raise BadInput.one("--days", "", WORDS.bad_days.format(days=given), WORDS.days_cure)
    digest = kept.audit.digest()
    event = HearingEvent(HearingStep.SENT, _name(by), clock(), text=text.strip(), value=str(given), draft=digest)
    return store.hearings.add(county, period, event), kept.audit


def sent_draft(county: County, store: Store, period: Period) -> tuple[Audit, Asking]:
    """The draft that went to the units last, and since when and until when they are asked; raise where none did."""
    sent = store.hearings.load(county, period).sent
    audit = store.audits.load_audit(county, period, sent.draft) if sent else None
    if sent is None or audit is None:
        raise BadInput.one(WORDS.subject, "", WORDS.not_yet, WORDS.not_yet_cure)
    return audit, asking_of(sent)


def asking_of(sent: HearingEvent) -> Asking:
    """When a draft was sent, and until when the units may answer."""
    return Asking(sent.at.astimezone(LOCAL).date(), sent.due)


def note_mailed(
    county: County, store: Store, period: Period, clock: Clock, *, unit: str, address: str, fault: str, by: str
) -> HearingEvent:
    """Write down that a unit's letter left by mail, or why it did not."""
    event = HearingEvent(HearingStep.MAILED, _name(by), clock(), unit, address, value=fault)
    return store.hearings.add(county, period, event)


def take_answer(
    county: County,
    store: Store,
    period: Period,
    clock: Clock,
    *,
    unit: str,
    text: str,
    file: str,
    by: str,
    agrees: bool = False,
) -> HearingEvent:
    """Write down what a unit says; an objection comes with its ``file``, kept before."""
    if store.hearings.load(county, period).sent is None:
        raise BadInput.one(WORDS.subject, "", WORDS.not_yet, WORDS.not_yet_cure)
    known = county.units_by_name.get(unit.strip())
    if known is None:
        raise BadInput.one("--unit", "", WORDS.no_unit.format(unit=unit[:40]), WORDS.unit_cure)
    if not agrees and not text.strip():
        raise BadInput.one("--text", "", WORDS.no_text, WORDS.text_cure)
    step = HearingStep.AGREED if agrees else HearingStep.ANSWERED
    event = HearingEvent(step, _name(by), clock(), known.name, text.strip(), file)
    return store.hearings.add(county, period, event)


def settle_answer(
    county: County, store: Store, period: Period, clock: Clock, *, answer: int, verdict: str, text: str, by: str
) -> HearingEvent:
    """Decide upon an answer, with the reason. What it changes in counts and grades is a decision of its own."""
    hearing = store.hearings.load(county, period)
    found = next((one for one in hearing.answers if one.id == answer), None)
    if found is None:
        raise BadInput.one("--answer", "", WORDS.no_answer.format(number=answer), WORDS.answer_cure)
    if found.step is HearingStep.AGREED:
        raise BadInput.one("--answer", "", WORDS.nothing_to_settle.format(unit=found.unit), WORDS.answer_cure)
    known = next((one for one in Verdict if verdict.strip() in (one.value, one.label)), None)
    if known is None:
        cure = "、".join(f"{one.value}（{one.label}）" for one in Verdict)
        raise BadInput.one("--verdict", "", WORDS.no_verdict.format(verdict=verdict[:40]), cure)
    if not text.strip():
        raise BadInput.one("--text", "", WORDS.no_text, WORDS.text_cure)
    event = HearingEvent(
        HearingStep.SETTLED, _name(by), clock(), found.unit, text.strip(), value=known.value, refers=found.id
    )
    return store.hearings.add(county, period, event)


def require_heard(
    county: County, store: Store, clock: Clock, audit: Audit, *, unheard: str
) -> tuple[HeardEntry | None, str]:
    """Refuse to issue while an answer waits or the days run, unless the signer says why (``unheard``).

    What the issued circular may say of the hearing, ``None`` where there was none or it was not waited for; and the
    reason that is to be written down with `note_unheard`, empty where there is nothing to excuse.
    """
    hindrances = open_hearing(store, county, audit, clock().date())
    if hindrances and not unheard.strip():
        raise NotAllowed(f"{'；'.join(hindrances)}。{WORDS.cure}")
    return (None, unheard.strip()) if hindrances else (heard_entry(store.hearings.load(county, audit.span)), "")


def note_unheard(county: County, store: Store, clock: Clock, issued: Audit, why: str) -> None:
    """Write down that a circular was issued without waiting for the units' say, by whom and why."""
    by = issued.issue.by if issued.issue else ""
    event = HearingEvent(HearingStep.WAIVED, _name(by), clock(), text=why, draft=issued.digest())
    store.hearings.add(county, issued.span, event)


def open_hearing(store: Store, county: County, audit: Audit, today: date) -> tuple[str, ...]:
    """Why the circular may not be issued yet, as far as the units' say goes; in words."""
    units = [unit.name for unit in audit.units]
    hearing = store.hearings.load(county, audit.span)
    told = hearing.hindrances(units, today, audit.pack.layout.appeal_days)
    asked = store.audits.load_audit(county, audit.span, hearing.sent.draft) if hearing.sent else None
    worse = worse_off(asked, audit) if asked else ()
    return (*told, WORDS.worse_off.format(units="、".join(worse))) if worse else told


def worse_off(asked: Audit, audit: Audit) -> tuple[str, ...]:
    """The units that an audit grades worse, or counts less of, than the draft they were asked about."""
    order = {grade.id: place for place, grade in enumerate(audit.pack.grades)}
    known = {unit.name: unit for unit in asked.units}

    def is_worse(unit: UnitEntry) -> bool:
        was = known.get(unit.name)
        if was is None:
            return True
        is_lower = order.get(unit.grade, len(order)) > order.get(was.grade, len(order))
        return is_lower or (unit.total is not None and was.total is not None and unit.total < was.total)

    return tuple(unit.name for unit in audit.units if is_worse(unit))


def heard_entry(hearing: Hearing) -> HeardEntry | None:
    """A hearing as an issued circular keeps it."""
    sent, due = hearing.sent, hearing.due
    if sent is None or due is None:
        return None
    settled = hearing.settled.values()
    return HeardEntry(
        sent_on=sent.at.astimezone(LOCAL).date(),
        due=due,
        answers=len([one for one in hearing.answers if one.step is HearingStep.ANSWERED]),
        upheld=len([one for one in settled if one.value in (Verdict.UPHELD, Verdict.PARTLY)]),
    )


def _name(by: str) -> str:
    if not by.strip():
        raise BadInput.one("--by", "", WORDS.no_by, WORDS.by_cure)
    return by.strip()
