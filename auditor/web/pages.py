"""Fills in page templates: everything is escaped, nothing undefined passes, and templates only print."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import quote, urlencode, urlsplit

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse, Response

from auditor import __version__
from auditor.audit.model import Audit
from auditor.base.chinese import allowed
from auditor.base.errors import AuditorError, BadInput
from auditor.base.period import LOCAL
from auditor.base.resources import shipped
from auditor.base.terms import PENDING, Role
from auditor.web.access import COOKIE, Caller, remember
from auditor.web.prefix import prefix
from auditor.web.saved_tables import FORMATS, saved_table, with_tables
from auditor.web.words import WEB_WORDS

_LAST_TONE = 4
"""The colours run from 0 to this one; see ``auditor.css`` and ``_charts.html``."""


@dataclass(frozen=True, slots=True)
class PageFrame:
    """What the layout prints around every page."""

    path: str
    name: str
    role: str
    form_token: str
    can_review: bool
    can_sign: bool
    can_found: bool
    can_manage: bool
    is_unit: bool
    needs_code: bool
    done: str
    version: str
    refresh: int = 0
    onward: str = ""
    live: bool = False


def show(
    request: Request,
    caller: Caller,
    template: str,
    *,
    status: int = 200,
    refresh: int = 0,
    onward: str = "",
    live: bool = False,
    **values: object,
) -> Response:
    """A page, or the table of it that is asked for as a file. ``onward`` is where the browser goes on to by itself.

    A browser without a secret gets one, so that its forms can be told from forged ones.
    """
    frame = PageFrame(
        path=request.url.path,
        name=caller.name,
        role=caller.account.role.label if caller.account else "",
        form_token=caller.form_token,
        can_review=caller.may(Role.REVIEWER),
        can_sign=caller.may(Role.SIGNER),
        can_found=caller.may(Role.SIGNER) and caller.scope.is_whole,
        can_manage=caller.may(Role.ADMINISTRATOR),
        is_unit=caller.may(Role.UNIT),
        needs_code=request.app.state.office.signing_in.code_to_sign,
        done=WEB_WORDS.done.get(request.query_params.get("done", ""), ""),
        version=__version__,
        refresh=refresh,
        onward=onward,
        live=live,
    )
    text = _environment().get_template(template).render(frame=frame, **values)
    if caller.account and request.method == "GET":
        asked = request.query_params
        if asked.get("as") in FORMATS and (saved := saved_table(text, asked.get("table_no", ""), asked["as"])):
            return saved
        text = with_tables(text, request.url)
    else:
        text = with_tables(text, None)
    response = HTMLResponse(text, status)
    if request.cookies.get(COOKIE) != caller.secret:
        remember(response, caller.secret, request)
    return response


def go(path: str, done: str = "", **query: str) -> RedirectResponse:
    """After a form: on to a page, so that reloading does not send the form again."""
    words = urlencode({**query, **({"done": done} if done else {})})
    page, mark, place = path.partition("#")
    return RedirectResponse(page + (("&" if "?" in page else "?") + words if words else "") + mark + place, 303)


def path_to(*parts: str, **query: str) -> str:
    """An address within this application as the browser knows it, every part and value escaped."""
    words = urlencode({key: value for key, value in query.items() if value})
    return f"{prefix()}/" + "/".join(quote(part, safe="") for part in parts) + (f"?{words}" if words else "")


def tone_of(audit: Audit, grade: str) -> str:
    """The colour a grade is shown in, by its place in the pack's order: ``tone-0`` (first) to ``tone-4`` (last)."""
    order = [known.id for known in audit.pack.grades if known.id != PENDING]
    if grade not in order:
        return PENDING if grade == PENDING else ""
    return f"tone-{round(_LAST_TONE * order.index(grade) / max(len(order) - 1, 1))}"


def safe_link(url: str) -> str:
    """A web address as a link may bear it; empty for anything that is not http or https."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else ""


def in_words(error: AuditorError) -> str:
    """What an error says, on a page: fields by the names that forms give them, not as options of the command line."""
    if isinstance(error, BadInput):
        return "\n".join(str(replace(problem, file=field_name(problem.file))) for problem in error.problems)
    return str(error)


def field_name(name: str, unknown: str = "") -> str:
    """What a form calls a field, or an option of the command line that says the same."""
    return WEB_WORDS.fields.get(name.removeprefix("--").replace("-", "_"), unknown or name)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(shipped("templates", "web"), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printed,
    )
    environment.filters |= {"day": _day, "moment": _moment, "link": safe_link, "field": field_name}
    environment.globals |= {"to": path_to, "tone": tone_of}
    return environment


def _printed(value: object) -> object:
    """Titles from portals may hold characters that turn the reading direction or hide others."""
    return allowed(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _day(value: date | datetime | None) -> str:
    if value is None:
        return "—"
    return f"{value.astimezone(LOCAL) if isinstance(value, datetime) else value:%Y-%m-%d}"


def _moment(value: datetime | None) -> str:
    return f"{value.astimezone(LOCAL):%Y-%m-%d %H:%M}" if value else "—"
