"""Printed words in their home: ``templates/words/NAME.toml``, read into a class whose fields are the file's keys.

What a reader sees stands in the file; the code names it by attribute, so that mypy knows every name and the file cannot
lack or exceed one::

    class EvidenceWords(Words):
        title: str                      # title = "{county}{period}核查底稿"
        how_to_read: tuple[str, ...]    # how_to_read = ["…", "…"]
        heads: dict[str, str]           # [heads]  seq = "序号"

    WORDS = load_words("evidence", EvidenceWords)
    WORDS.title.format(county=audit.county, period=audit.span.label)

A field is a text, a tuple of texts, a mapping of texts or another `Words`. Sentences with figures are filled by
``str.format`` with names (what is put in is never read as a pattern again). An office's own wording does not reach
these files: they are part of the program, and what some of them say is part of `audit.json`, to the byte.
"""

import tomllib
from typing import TypeVar

from pydantic import BaseModel

from auditor.base.resources import shipped


class Words(BaseModel, frozen=True, extra="forbid"):
    """The words of one room; fields without defaults, one for each key of its file."""


_W = TypeVar("_W", bound=Words)


def load_words(name: str, kind: type[_W]) -> _W:
    """The words of ``templates/words/NAME.toml`` as ``kind``; raises where the file and the class differ."""
    return kind.model_validate(tomllib.loads(shipped("templates", "words", f"{name}.toml").read_text("utf-8")))
