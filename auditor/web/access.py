"""Who is asking: sessions, roles, form tokens; every route says by a `Gate` who may come in.

What an account is bound to holds in two places, whatever a route does: its gate refuses the addresses of other counties
and units, and the office it is given (`office_of`) knows no other counties, so that no list, form or search finds them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, Request
from starlette.responses import Response

from auditor.base.errors import AuditorError, BadInput
from auditor.base.pattern import pattern
from auditor.base.terms import Role
from auditor.store.people import WHOLE, Account, Scope
from auditor.web.counties import UnknownPage, refuse_county
from auditor.web.office import Office
from auditor.web.passwords import new_secret, secret_digest
from auditor.web.prefix import prefix
from auditor.web.words import WEB_WORDS

COOKIE = "auditor_session"
IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
MAX_FORM_BYTES = 6_000_000
"""A form larger than this is refused; a pasted table of ten thousand columns is about a third of it."""
MAX_STRANGER_BYTES = 64_000
"""The same for whoever is not signed in: the longest name, password and address to be led to are a third of it."""
FORM_TYPE = "application/x-www-form-urlencoded"
_TOKEN = pattern(
    rb"(?:^|&)token=([^&]*)",
    finds={b"token=ab12&x=1": b"ab12", b"x=1&token=ab12": b"ab12"},
    not_in=(b"mytoken=1", b"x=token"),
    seen="forms of the pages",
)
MOST_FIELDS = 3_000
_LONGEST_ADDRESS = 60
"""A proxy on this machine tells the address, in its own words."""
_UNSEEN = {code: None for code in range(0x20) if chr(code) not in "\t\r\n"}


class SignInNeeded(AuditorError):
    """Nobody is signed in; the pages lead to the sign-in page."""


class Forbidden(AuditorError):
    """The signed-in person's role does not reach that far."""


class Forged(AuditorError):
    """A form that did not come from a page of this application, or from one that is too old."""


class TooLarge(AuditorError):
    """A form larger than any that the pages send."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever sent a request: a signed-in person, or nobody. ``secret`` is the browser's, known to it alone."""

    address: str
    secret: str
    account: Account | None = None

    @property
    def form_token(self) -> str:
        """What every form must send back; follows from the browser's secret and cannot lead to it."""
        return secret_digest(f"form:{self.secret}")

    @property
    def name(self) -> str:
        """The person's name, empty for nobody."""
        return self.account.name if self.account else ""

    @property
    def scope(self) -> Scope:
        """What the person is bound to."""
        return self.account.scope if self.account else WHOLE

    @property
    def sees_drafts(self) -> bool:
        """Whether drafts of circulars are shown to the person."""
        return self.account is not None and self.account.sees_drafts

    def may(self, role: Role) -> bool:
        """Whether the person's role includes ``role``."""
        return self.account is not None and self.account.role.includes(role)


@dataclass(frozen=True, slots=True)
class Posted:
    """A form as it was sent, known to come from a page of this application."""

    fields: Mapping[str, tuple[str, ...]]

    def text(self, name: str, limit: int = 2_000) -> str:
        """One field, blanks trimmed; empty where it was not sent."""
        return (self.fields.get(name) or ("",))[0].strip()[:limit]

    def raw(self, name: str) -> str:
        """One field as it is."""
        return (self.fields.get(name) or ("",))[0]

    def texts(self, name: str) -> tuple[str, ...]:
        """All fields of that name (ticked boxes)."""
        return self.fields.get(name, ())


def whole_office(request: Request) -> Office:
    """The application's office with all its counties."""
    office: Office = request.app.state.office
    return office


def caller_of(request: Request, office: Annotated[Office, Depends(whole_office)]) -> Caller:
    """Who sent the request; a session that is too old is nobody's."""
    address = request.client.host[:_LONGEST_ADDRESS].translate(_UNSEEN) if request.client else ""
    secret = request.cookies.get(COOKIE, "")
    if not 20 <= len(secret) <= 100:
        return Caller(address, new_secret())
    digest, now = secret_digest(secret), office.watch()
    session = office.store.people.find_session(digest)
    if session is None:
        return Caller(address, secret)
    if now - session.used_at > IDLE or now - session.created_at > LONGEST:
        office.store.people.close_session(digest)
        return Caller(address, secret)
    if now - session.used_at > timedelta(minutes=1):
        office.store.people.touch_session(digest, now)
    return Caller(address, secret, session.account)


def office_of(
    request: Request, office: Annotated[Office, Depends(whole_office)], caller: Annotated[Caller, Depends(caller_of)]
) -> Office:
    """The office as far as the caller sees it; its county files as they are now where nothing is to be changed."""
    return office.seen_by(caller.scope, at_once=request.method == "GET")


@dataclass(frozen=True, slots=True)
class Gate:
    """Who may use a route: the roles, and ``whole`` where only accounts that are bound to no county.

    No roles: anybody, signed in or not. Every route declares one, as the argument that gives it the caller.
    """

    roles: frozenset[Role] = frozenset()
    whole: bool = False

    def __call__(self, request: Request, caller: Annotated[Caller, Depends(caller_of)]) -> Caller:
        """Let the caller in, or raise `SignInNeeded`, `Forbidden`, or `UnknownPage` for what others are bound to."""
        if self.roles:
            self.admit(caller, request.path_params)
        return caller

    def admit(self, caller: Caller, named: Mapping[str, object]) -> None:
        """The rule; ``named`` is what the address names: a county as ``name`` or ``county``, perhaps a unit of it."""
        account = caller.account
        if account is None:
            raise SignInNeeded("请先登录")
        if account.role not in self.roles:
            needed = next(role for role in Role if role in self.roles)
            raise Forbidden(f"您的账号是“{account.role.label}”，这项操作需要“{needed.label}”")
        if self.whole and not account.scope.is_whole:
            raise Forbidden("您的账号只限于所属的县，这项操作面向全部县")
        county, unit = named.get("name") or named.get("county"), named.get("unit")
        if county is not None and not account.scope.sees_county(str(county)):
            refuse_county(str(county))
        if account.role is Role.UNIT and county is not None and not account.scope.sees_unit(str(county), str(unit)):
            raise UnknownPage(WEB_WORDS.unknown_page)


def at_least(role: Role, *, whole: bool = False) -> Gate:
    """A gate for the people of the office who may do what ``role`` may."""
    return Gate(frozenset(known for known in Role if known.includes(role)), whole)


def gates_of(call: Callable[..., object] | None, needed: Sequence[object]) -> Iterator[Gate]:
    """The gates that a dependency is, and those that it needs in turn."""
    if isinstance(call, Gate):
        yield call
    for one in needed:
        yield from gates_of(getattr(one, "call", None), getattr(one, "dependencies", ()))


async def _body_of(request: Request, caller: Annotated[Caller, Depends(caller_of)]) -> bytes:
    """The form as it came, where a page of ours can have sent it; no more of it is taken than a form may have."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM_TYPE:
        raise Forged("表单不是本程序的页面发出的，没有处理")
    request.state.sent = await take_body(request, MAX_FORM_BYTES if caller.account else MAX_STRANGER_BYTES)
    sent: bytes = request.state.sent
    return sent


async def take_body(request: Request, most: int, too_large: str = WEB_WORDS.too_large) -> bytes:
    """What a page of ours sent, ``most`` bytes of it; raise `Forged` where another site's did, else `TooLarge`."""
    if not _is_same_origin(request):
        raise Forged("表单来自别的网站，没有处理")
    announced = request.headers.get("content-length", "0")
    body = bytearray()
    if _is_number(announced) and int(announced) > most:
        raise TooLarge(too_large)
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise TooLarge(too_large)
    return bytes(body)


def without_unseen(text: str) -> str:
    """A text without control characters, tabs and line ends aside."""
    return text.translate(_UNSEEN)


def posted(caller: Annotated[Caller, Depends(caller_of)], body: Annotated[bytes, Depends(_body_of)]) -> Posted:
    """The form, once it bears the browser's own token. Not a coroutine, so that reading it keeps nobody waiting."""
    if _TOKEN.findall(body) != [caller.form_token.encode()]:
        raise Forged("页面已过期，没有处理。请返回上一页，刷新后重试")
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise BadInput.one("表单", "", f"超过{MOST_FIELDS}项", "请分几次提交") from error
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(without_unseen(value))
    return Posted({name: tuple(values) for name, values in fields.items()})


def _is_same_origin(request: Request) -> bool:
    """What the browser says of the page that the form stood on; old ones say nothing."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin", "")
    try:
        return not origin or urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()
    except ValueError:
        return False


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 20


def remember(response: Response, secret: str, request: Request) -> None:
    """Give the browser its secret; sent back to this application only, never readable by a script."""
    is_secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, secret, httponly=True, samesite="lax", secure=is_secure, path=prefix() or "/")


CurrentOffice = Annotated[Office, Depends(office_of)]
WholeOffice = Annotated[Office, Depends(whole_office)]
Anyone = Annotated[Caller, Depends(Gate())]
Member = Annotated[Caller, Depends(Gate(frozenset(Role)))]
"""Whoever is signed in, the units too."""
OfUnit = Annotated[Caller, Depends(Gate(frozenset({Role.UNIT})))]
Reader = Annotated[Caller, Depends(at_least(Role.READER))]
Reviewer = Annotated[Caller, Depends(at_least(Role.REVIEWER))]
Signer = Annotated[Caller, Depends(at_least(Role.SIGNER))]
Founder = Annotated[Caller, Depends(at_least(Role.SIGNER, whole=True))]
"""Who makes new counties."""
Administrator = Annotated[Caller, Depends(at_least(Role.ADMINISTRATOR, whole=True))]
PostedForm = Annotated[Posted, Depends(posted)]
