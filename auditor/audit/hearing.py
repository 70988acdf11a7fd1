"""The units' say before a circular is signed: a draft sent, answers with their files, each settled with a reason.

A log of steps, only ever added to; what it says of today follows from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from auditor.base.period import LOCAL
from auditor.base.terms import Labelled
from auditor.base.words import Words, load_words
from auditor.base.workdays import add_working_days


class HearingWords(Words):
    """What is said of a hearing; ``steps`` by the step."""

    sent: str
    mailed: str
    unmailed: str
    no_mail: str
    mail_cure: str
    unaddressed: str
    all_mailed: str
    running_period: str
    answered: str
    agreed: str
    settled: str
    waived: str
    not_sent: str
    waiting: str
    running: str
    worse_off: str
    cure: str
    no_by: str
    by_cure: str
    no_text: str
    text_cure: str
    no_file: str
    file_cure: str
    mailing: str
    mail_failed: str
    no_unit: str
    unit_cure: str
    no_answer: str
    answer_cure: str
    nothing_to_settle: str
    not_yet: str
    not_yet_cure: str
    no_verdict: str
    bad_days: str
    days_cure: str
    no_draft: str
    draft_cure: str
    subject: str
    file: str
    page_sent: str
    none: str
    recorded: str


WORDS = load_words("hearing", HearingWords)


class HearingStep(Labelled):
    """What happened in a hearing."""

    SENT = "sent"
    """A draft went to the units."""
    MAILED = "mailed"
    """A unit's letter left by mail, or did not."""
    ANSWERED = "answered"
    """A unit objects or explains."""
    AGREED = "agreed"
    """A unit has nothing to say against it."""
    SETTLED = "settled"
    """An answer was decided upon."""
    WAIVED = "waived"
    """The signer issues although an answer waits or the days run, and says why."""


class Verdict(Labelled):
    """What became of an objection."""

    UPHELD = "upheld"
    PARTLY = "partly"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class HearingEvent:
    """One step. ``file`` is a kept file (``sha256:…``), ``value`` a verdict, or the days given with a draft, or why a
    mail did not leave.

    ``draft`` is the digest of the draft that was sent; ``refers`` the id of the answer that is settled.
    """

    step: HearingStep
    by: str
    at: datetime
    unit: str = ""
    text: str = ""
    file: str = ""
    value: str = ""
    draft: str = ""
    refers: int = 0
    id: int = 0

    @property
    def due(self) -> date:
        """The last day on which units may answer; of a draft that was sent, and of no other step."""
        return add_working_days(self.at.astimezone(LOCAL).date(), int(self.value)).date


@dataclass(frozen=True, slots=True)
class Hearing:
    """The steps of one period's hearing, in order."""

    events: tuple[HearingEvent, ...] = ()

    @property
    def sent(self) -> HearingEvent | None:
        """When a draft was sent last."""
        return next((one for one in reversed(self.events) if one.step is HearingStep.SENT), None)

    @property
    def due(self) -> date | None:
        """The last day on which units may answer."""
        return self.sent.due if self.sent else None

    @property
    def mailed(self) -> frozenset[str]:
        """The units whose letter left by mail since the draft was sent last."""
        sent = self.sent
        steps = (one for one in self.events if one.step is HearingStep.MAILED and sent and one.id > sent.id)
        return frozenset(one.unit for one in steps if not one.value)

    @property
    def answers(self) -> tuple[HearingEvent, ...]:
        """All answers since a draft was first sent."""
        return tuple(one for one in self.events if one.step in (HearingStep.ANSWERED, HearingStep.AGREED))

    @property
    def settled(self) -> dict[int, HearingEvent]:
        """What was decided upon each answer, by the answer's id; a later decision takes an earlier one's place."""
        return {one.refers: one for one in self.events if one.step is HearingStep.SETTLED}

    @property
    def waiting(self) -> tuple[HearingEvent, ...]:
        """Objections upon which nobody has decided."""
        settled = self.settled
        return tuple(one for one in self.answers if one.step is HearingStep.ANSWERED and one.id not in settled)

    def unanswered(self, units: Sequence[str]) -> tuple[str, ...]:
        """The units that have said nothing since the draft was sent last."""
        sent = self.sent
        said = {one.unit for one in self.answers if sent and one.id > sent.id}
        return tuple(unit for unit in units if unit not in said)

    def hindrances(self, units: Sequence[str], today: date, days: int) -> tuple[str, ...]:
        """Why nothing may be issued yet, in words; ``days`` is what the pack asks for (0: it asks for no hearing)."""
        if self.sent is None or self.due is None:
            return (WORDS.not_sent.format(days=days),) if days else ()
        told = []
        if self.waiting:
            names = "、".join(dict.fromkeys(one.unit for one in self.waiting))
            told.append(WORDS.waiting.format(units=names, count=len(self.waiting)))
        if today <= self.due and self.unanswered(units):
            told.append(WORDS.running.format(due=self.due))
        return tuple(told)


def step_told(event: HearingEvent) -> str:
    """One step in words."""
    match event.step:
        case HearingStep.SENT:
            return WORDS.sent.format(days=event.value, draft=event.draft[7:15], text=event.text)
        case HearingStep.MAILED:
            told = WORDS.unmailed if event.value else WORDS.mailed
            return told.format(unit=event.unit, address=event.text, fault=event.value)
        case HearingStep.ANSWERED:
            return WORDS.answered.format(unit=event.unit, text=event.text)
        case HearingStep.AGREED:
            return WORDS.agreed.format(unit=event.unit, text=event.text)
        case HearingStep.SETTLED:
            return WORDS.settled.format(unit=event.unit, verdict=Verdict(event.value).label, text=event.text)
        case HearingStep.WAIVED:
            return WORDS.waived.format(text=event.text)
