"""Signs in a text that are no part of what it says."""

import re

_NOTE_SIGN = re.compile(r"[\[［〔]?\d{1,2}[\]］〕]?|[①-⑳]|[*＊†‡]")


def is_note_sign(raised: str) -> bool:
    """Whether raised text refers to a footnote (¹, [2], ①): it must not run into the figure before it."""
    return bool(_NOTE_SIGN.fullmatch(raised.strip()))
