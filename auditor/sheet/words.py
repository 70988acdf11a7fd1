"""What an office calls its columns of a spreadsheet: header words and usual phrases, from ``rules/sheet.toml``."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal

from auditor.base.resources import shipped

SheetSection = Literal["column", "unit", "table"]
_TABLES: tuple[SheetSection, ...] = ("column", "unit", "table")


@dataclass(frozen=True, slots=True)
class SheetWords:
    """The words by purpose; all in the plain form of `plain_words`."""

    headers: tuple[tuple[SheetSection, str, str], ...]
    facts: tuple[tuple[str, str], ...]
    lists: tuple[tuple[str, frozenset[str]], ...]
    first_words: tuple[tuple[str, str], ...]

    def field(self, section: SheetSection, header: str) -> str | None:
        """The field of ``section`` that a header names, if any."""
        wanted = plain_words(header)
        return next((field for owner, field, word in self.headers if owner == section and word == wanted), None)

    def fact(self, label: str) -> str | None:
        """The dotted key that a label of the facts sheet names, if any."""
        wanted = plain_words(label)
        return next((key for key, word in self.facts if word == wanted), None)

    def has(self, name: str, text: str) -> bool:
        """Whether ``text`` is one of the words of the list ``name``."""
        return plain_words(text) in self.words(name)

    def words(self, name: str) -> frozenset[str]:
        """The words of the list ``name``."""
        return next(words for key, words in self.lists if key == name)

    def label(self, section: str, field: str) -> str:
        """The header the program itself writes for a field: the first of its words; empty for no field."""
        return next((word for key, word in self.first_words if key == f"{section}.{field}"), "")


@cache
def sheet_words() -> SheetWords:
    """The shipped words."""
    raw = tomllib.loads(shipped("rules", "sheet.toml").read_text(encoding="utf-8"))
    fields = [(section, field, words) for section in _TABLES for field, words in raw[section].items()]
    named = [(f"{section}.{field}", words) for section, field, words in fields]
    named += [(f"facts.{key}", words) for key, words in raw["facts"].items()]
    named += [(f"words.{key}", words) for key, words in raw["words"].items()]
    lists = {**raw["words"], **raw["requirement"]}
    return SheetWords(
        headers=tuple((section, field, plain_words(word)) for section, field, words in fields for word in words),
        facts=tuple((key, plain_words(word)) for key, words in raw["facts"].items() for word in words),
        lists=tuple((key, frozenset(plain_words(word) for word in words)) for key, words in lists.items()),
        first_words=tuple((key, words[0]) for key, words in named),
    )


def plain_words(text: str) -> str:
    """A header or phrase without what offices write differently: width, blanks, brackets, punctuation, case."""
    text = unicodedata.normalize("NFKC", text)
    if bracketed := re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", text).strip():
        text = bracketed
    return re.sub(r"[\s*:;,.。、；，：]", "", text).lower()
