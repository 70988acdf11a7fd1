"""What a unit declares of a column for a time: nothing to disclose, under way, withheld by law. It expires by itself.

It is kept as a decision's value, in canonical JSON; the decision says who took it in.
"""

import json
from dataclasses import dataclass
from datetime import date

from auditor.base.errors import BadInput
from auditor.base.period import Period
from auditor.base.terms import Labelled
from auditor.base.words import Words, load_words


class DeclarationWords(Words):
    """What is printed of a declaration, and what is wrong with one."""

    told: str
    lapsed: str
    ended: str
    ends: str
    subject: str
    until: str
    too_early: str
    too_long: str
    until_cure: str
    who: str
    no_who: str
    who_cure: str
    no_text: str
    text_cure: str
    no_kind: str
    stale: str
    no_file: str
    file_cure: str


WORDS = load_words("declared", DeclarationWords)
_LONGEST = 366
"""Days: a declaration is made again every year."""


class DeclarationKind(Labelled):
    """What is declared."""

    NOTHING = "nothing"
    PENDING = "pending"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Declaration:
    """One unit's word about one column, from ``since`` to ``until``; ``proof`` is the file that shows it."""

    kind: DeclarationKind
    declared_by: str
    since: date
    until: date
    proof: str

    @property
    def told(self) -> str:
        """As it is printed: what, by whom, until when."""
        return WORDS.told.format(kind=self.kind.label, by=self.declared_by, until=self.until)

    def asked_again(self, column: str, today: date) -> str:
        """That it has ended by ``today`` or when it ends, as the unit is asked for another."""
        words = WORDS.ended if self.until < today else WORDS.ends
        return words.format(column=column, kind=self.kind.label, by=self.declared_by, until=self.until)

    def covers(self, period: Period) -> bool:
        """Whether it holds on the period's last day."""
        return self.since <= period.last <= self.until

    def to_text(self) -> str:
        """As a decision keeps it."""
        value = {
            "kind": self.kind.value,
            "declared_by": self.declared_by,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "proof": self.proof,
        }
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> "Declaration":
        """Read back what `to_text` wrote."""
        value = json.loads(text)
        since, until = (date.fromisoformat(value[key]) for key in ("since", "until"))
        return cls(DeclarationKind(value["kind"]), value["declared_by"], since, until, value["proof"])


def make_declaration(period: Period, *, kind: str, declared_by: str, until: str, proof: str) -> Declaration:
    """A checked declaration that begins with the period; raise `BadInput` naming what is wrong."""
    known = next((one for one in DeclarationKind if kind.strip() in (one.value, one.label)), None)
    if known is None:
        cure = "、".join(f"{one.value}（{one.label}）" for one in DeclarationKind)
        raise BadInput.one(WORDS.subject, "", WORDS.no_kind.format(kind=kind[:40]), cure)
    if not declared_by.strip():
        raise BadInput.one(WORDS.who, "", WORDS.no_who, WORDS.who_cure)
    try:
        last = date.fromisoformat(until.strip())
    except ValueError as error:
        raise BadInput.one(WORDS.until, "", f"“{until[:40]}”", WORDS.until_cure) from error
    if last < period.last:
        raise BadInput.one(WORDS.until, "", WORDS.too_early.format(day=last, last=period.last), WORDS.until_cure)
    if (last - period.first).days > _LONGEST:
        raise BadInput.one(WORDS.until, "", WORDS.too_long.format(day=last), WORDS.until_cure)
    return Declaration(known, declared_by.strip(), period.first, last, proof)
