"""Stage 6: what people decide over the machine's answer. Append-only; the machine's answer stays beside it.

A decision rests on the evidence it was made over. Where a later crawl changes that evidence the decision is open again:
it is not applied, and nothing can be issued until somebody decides anew or withdraws it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from auditor.audit.count import Adjustment, ColumnCount
from auditor.audit.declared import Declaration
from auditor.audit.digests import EvidenceDigests
from auditor.audit.tally import Tally
from auditor.base.errors import BadInput
from auditor.base.period import Period
from auditor.base.terms import Labelled


class DecisionKind(Labelled):
    """What a decision is about."""

    GRADE = "grade"
    EXCLUDE = "exclude"
    INCLUDE = "include"
    EXEMPT = "exempt"
    NIL = "nil"
    TALLY = "tally"
    DECLARE = "declare"


class DecisionReason(Labelled):
    """The closed list of reasons; free text goes with each."""

    READ_BY_HAND = "read-by-hand"
    NOT_COUNTABLE = "not-countable"
    WRONG_DATE = "wrong-date"
    PUBLISHED_ELSEWHERE = "published-elsewhere"
    NOTHING_TO_PUBLISH = "nothing-to-publish"
    PORTAL_FAULT = "portal-fault"
    OBJECTION_UPHELD = "objection-upheld"
    QUALITY = "quality"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Decision:
    """One person's decision. ``evidence`` is the digest of what it was made over (empty: made before any crawl)."""

    kind: DecisionKind
    unit: str
    value: str
    reason: DecisionReason
    text: str
    by: str
    at: datetime
    column_key: str = ""
    item: str = ""
    evidence: str = ""
    withdrawn: bool = False
    id: int = 0

    @property
    def rests_on(self) -> str:
        """Whose evidence it is made over: the column's key, or the unit."""
        return self.column_key or self.unit

    @property
    def subject(self) -> tuple[str, ...]:
        """What it decides; a later decision over the same subject takes its place."""
        if self.kind in (DecisionKind.EXCLUDE, DecisionKind.INCLUDE):
            return ("item", self.column_key, self.item)
        if self.kind in (DecisionKind.EXEMPT, DecisionKind.NIL):
            return ("column", self.column_key)
        if self.kind in (DecisionKind.TALLY, DecisionKind.DECLARE):
            return (self.kind.value, self.column_key)
        return ("grade", self.unit)


def parse_reason(text: str) -> DecisionReason:
    """A reason by its id or label; raise `BadInput` listing the closed list."""
    for reason in DecisionReason:
        if text.strip() in (reason.value, reason.label):
            return reason
    known = "、".join(f"{reason.value}（{reason.label}）" for reason in DecisionReason)
    raise BadInput.one("--reason", "", f"不认识的理由“{text}”", f"可用：{known}；具体说明写在 --text")


def in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The latest decision over each subject, withdrawn ones left out, in the order they were made."""
    latest: dict[tuple[str, ...], Decision] = {}
    for decision in sorted(decisions, key=lambda decision: decision.id):
        latest.pop(decision.subject, None)
        latest[decision.subject] = decision
    return tuple(decision for decision in latest.values() if not decision.withdrawn)


def declared_for(decisions: Iterable[Decision], period: Period) -> tuple[Decision, ...]:
    """The decisions without declarations that do not hold in ``period``; those taken back stay, to take them back."""
    return tuple(
        one
        for one in decisions
        if one.kind is not DecisionKind.DECLARE or one.withdrawn or Declaration.from_text(one.value).covers(period)
    )


def lapsed_declarations(decisions: Iterable[Decision], period: Period) -> Mapping[str, Declaration]:
    """The last declarations of columns that ended before the period's last day, by column key."""
    last = in_force(one for one in decisions if one.kind is DecisionKind.DECLARE)
    known = {one.column_key: Declaration.from_text(one.value) for one in last}
    return {key: declared for key, declared in known.items() if declared.until < period.last}


def ending_declarations(decisions: Iterable[Decision], until: date) -> tuple[tuple[Decision, Declaration], ...]:
    """The declarations in force that end by ``until`` or have ended, the last one of each column, by their last day."""
    last = in_force(one for one in decisions if one.kind is DecisionKind.DECLARE)
    known = ((one, Declaration.from_text(one.value)) for one in last)
    return tuple(sorted((pair for pair in known if pair[1].until <= until), key=lambda pair: pair[1].until))


def is_open(decision: Decision, evidence: EvidenceDigests) -> bool:
    """Whether the evidence under a decision has changed since; ``evidence`` is what there is now.

    A tally is open again only where the column can be read by now and holds another number, which is not the one that
    the tally was made over.
    """
    if not decision.evidence or evidence.stands(decision.rests_on, decision.evidence):
        return False
    if decision.kind is DecisionKind.TALLY:
        count, tally = evidence.count_of(decision.column_key), Tally.from_text(decision.value)
        return count is not None and count not in (tally.number, tally.over)
    return True


def can_tally(count: ColumnCount) -> bool:
    """Whether the program has no sure number of its own: it has none, or items without a date spoil it."""
    return count.count is None or bool(count.undated)


def adjustments(decisions: Sequence[Decision]) -> Mapping[str, Adjustment]:
    """What the decisions change in the counts, by column key."""
    changes: dict[str, Adjustment] = {}
    for decision in decisions:
        old = changes.get(decision.column_key, Adjustment())
        match decision.kind:
            case DecisionKind.EXCLUDE:
                new = replace(old, excluded=old.excluded | {decision.item})
            case DecisionKind.INCLUDE:
                new = replace(old, included=old.included | {decision.item})
            case DecisionKind.EXEMPT | DecisionKind.NIL:
                new = replace(old, exempt=decision.text or decision.reason.label)
            case DecisionKind.TALLY:
                new = replace(old, tally=Tally.from_text(decision.value), tallied_by=decision.by)
            case DecisionKind.DECLARE:
                declared = Declaration.from_text(decision.value)
                new = replace(old, exempt=old.exempt or declared.told, declared=declared)
            case _:
                continue
        changes[decision.column_key] = new
    return changes
