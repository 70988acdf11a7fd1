"""What discovery leaves out, and why: every link that may be a column is proposed, commented on or counted here."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal

from auditor.base.words import Words, load_words

Why = Literal["service", "elsewhere", "date", "nameless", "channel", "office", "far", "file", "text", "page"]


class LeftWords(Words):
    """What people are told of it."""

    told: str
    each: str
    owner: dict[str, str]
    why: dict[str, str]
    script: str
    article: str
    no_list: str
    undated: str
    beyond: str


WORDS = load_words("discover", LeftWords)


@dataclass
class LeftOut:
    """Links by address, each under the one reason it was left out for."""

    _links: dict[str, Why] = field(default_factory=dict)

    def note(self, why: Why, address: str) -> None:
        """Leave an address out; the first reason stands."""
        self._links.setdefault(address, why)

    def sentence(self, proposed: Collection[str]) -> str:
        """How many were left out and why, those aside that were ``proposed`` all the same; empty for none."""
        kinds = [why for address, why in self._links.items() if address not in proposed]
        if not kinds:
            return ""
        each = "、".join(
            WORDS.each.format(why=text, count=kinds.count(why)) for why, text in WORDS.why.items() if why in kinds
        )
        return WORDS.told.format(count=len(kinds), each=each)
