"""What every state means and what is to be done about it."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from auditor.base.terms import ColumnState
from auditor.base.words import Words, load_words
from auditor.web.access import Member
from auditor.web.pages import show

router = APIRouter(include_in_schema=False)


class StateHelp(Words):
    """What a state means, and what is to be done."""

    means: str
    cure: str


class HelpWords(Words):
    """The help of every state of a column."""

    states: dict[str, StateHelp]


_WORDS = load_words("help", HelpWords)


@router.get("/help")
def help_page(request: Request, who: Member) -> Response:
    """The way through a quarter, and each state in plain words."""
    told = [(state, _WORDS.states[state.value]) for state in ColumnState]
    return show(request, who, "help.html", states=[(state, known.means, known.cure) for state, known in told])
