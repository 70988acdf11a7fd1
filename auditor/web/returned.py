"""A form that was not taken comes back with all that was typed: a session ended, a page grew old, a field was wrong."""

from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, urlsplit

from fastapi import Request
from python_multipart.exceptions import FormParserError

from auditor.base.errors import AuditorError
from auditor.web.access import FORM_TYPE, MAX_STRANGER_BYTES, MOST_FIELDS, take_body, without_unseen
from auditor.web.prefix import prefix
from auditor.web.upload import texts_of_refused

_SECRET = frozenset({"token", "password", "again", "old", "code"})
"""What is never given back."""
_PLAIN = frozenset({"text", "reason", "original", "items", "remark", "extra", "points", "number", "address", "contact"})
_LONG = 40


@dataclass(frozen=True, slots=True)
class ReturnedField:
    """One field as it was sent; ``is_typed`` where a person wrote it, to be seen and put right."""

    name: str
    value: str
    is_typed: bool


@dataclass(frozen=True, slots=True)
class ReturnedForm:
    """A form as it was sent: where to, from which page, and its fields without secrets.

    A file that came in it (``has_file``) cannot be given back, and is to be chosen again.
    """

    path: str
    back: str
    fields: tuple[ReturnedField, ...]
    has_file: bool = False


async def returned_form(request: Request) -> ReturnedForm | None:
    """The form that a request brought, where a page of ours surely sent it; ``None`` for any other.

    A browser that says nothing of where a form came from gets nothing back: it might be led to send a foreign one.
    """
    if request.method != "POST" or not _is_surely_ours(request):
        return None
    try:
        if texts := await texts_of_refused(request):
            return form_of(request.url.path, back_of(request), texts, has_file=True)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM_TYPE:
            return None
        body = getattr(request.state, "sent", None) or await take_body(request, MAX_STRANGER_BYTES)
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except (AuditorError, FormParserError, ValueError, RuntimeError):  # too large, too many, or read and gone
        return None
    return form_of(request.url.path, back_of(request), pairs)


def form_of(path: str, back: str, pairs: list[tuple[str, str]], *, has_file: bool = False) -> ReturnedForm | None:
    """The form of those fields; ``None`` where nothing in it was typed."""
    fields = tuple(
        ReturnedField(name, without_unseen(value), _is_typed(name, value))
        for name, value in pairs
        if name not in _SECRET
    )
    return ReturnedForm(path, back, fields, has_file) if any(field.is_typed for field in fields) else None


def _is_typed(name: str, value: str) -> bool:
    return bool(value.strip()) and name != "seen" and (name in _PLAIN or "\n" in value or len(value) > _LONG)


def _is_surely_ours(request: Request) -> bool:
    host = request.headers.get("host", "").lower()
    origin = request.headers.get("origin", "")
    if origin:
        return _parts(origin).netloc.lower() == host
    return request.headers.get("sec-fetch-site") == "same-origin"


def back_of(request: Request) -> str:
    """The page that the form stood on, where the browser says so."""
    parts = _parts(request.headers.get("referer", ""))
    if parts.netloc.lower() != request.headers.get("host", "").lower():
        return f"{prefix()}/"
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _parts(address: str) -> SplitResult:
    """An address taken apart; nothing of one that is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")
