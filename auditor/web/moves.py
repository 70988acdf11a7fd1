"""What is asked of a change of unit or address: from which day."""

from datetime import date

from auditor.base.errors import BadInput
from auditor.base.words import Words, load_words


class MoveWords(Words):
    """What is asked of a change that has a day."""

    moved: str
    missing: str
    cure: str
    no_day: str


_WORDS = load_words("moves", MoveWords)


def parse_moved(text: str) -> date:
    """The day from which something is otherwise; raise `BadInput` where none is said."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        what = _WORDS.no_day.format(text=text) if text else _WORDS.missing
        raise BadInput.one(_WORDS.moved, "", what, _WORDS.cure) from error
