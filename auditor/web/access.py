"""Who is asking: sessions, roles, form tokens; every route says by its argument what it needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.datastructures import UploadFile
from starlette.responses import Response

from auditor.base.errors import AuditorError
from auditor.base.terms import Role
from auditor.store.people import Account
from auditor.web.office import Office
from auditor.web.passwords import digest_of, new_secret
from auditor.web.shield import MAX_BODY_BYTES

COOKIE = "auditor_session"
IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
_MOST_FIELDS = 3_000


class SignInNeeded(AuditorError):
    """Nobody is signed in; the pages lead to the sign-in page."""


class Forbidden(AuditorError):
    """The signed-in person's role does not reach that far."""


class Forged(AuditorError):
    """A form that did not come from a page of this application, or from one that is too old."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever sent a request: a signed-in person, or nobody. ``secret`` is the browser's, known to it alone."""

    address: str
    secret: str
    account: Account | None = None

    @property
    def form_token(self) -> str:
        """What every form must send back; follows from the browser's secret and cannot lead to it."""
        return digest_of(f"form:{self.secret}")

    @property
    def name(self) -> str:
        """The person's name, empty for nobody."""
        return self.account.name if self.account else ""

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


def office_of(request: Request) -> Office:
    """The application's office."""
    office: Office = request.app.state.office
    return office


def caller_of(request: Request, office: Annotated[Office, Depends(office_of)]) -> Caller:
    """Who sent the request; a session that is too old is nobody's."""
    address = request.client.host if request.client else ""
    secret = request.cookies.get(COOKIE, "")
    if not 20 <= len(secret) <= 100:
        return Caller(address, new_secret())
    digest, now = digest_of(secret), office.watch()
    session = office.store.people.find_session(digest)
    if session is None:
        return Caller(address, secret)
    if now - session.used_at > IDLE or now - session.created_at > LONGEST:
        office.store.people.close_session(digest)
        return Caller(address, secret)
    if now - session.used_at > timedelta(minutes=1):
        office.store.people.touch_session(digest, now)
    return Caller(address, secret, session.account)


def needs(role: Role) -> Callable[[Caller], Caller]:
    """A dependency that lets only people of that role pass."""

    def check(caller: Annotated[Caller, Depends(caller_of)]) -> Caller:
        if caller.account is None:
            raise SignInNeeded("请先登录")
        if not caller.may(role):
            raise Forbidden(f"您的账号是“{caller.account.role.label}”，这项操作需要“{role.label}”")
        return caller

    return check


async def posted(request: Request, caller: Annotated[Caller, Depends(caller_of)]) -> Posted:
    """The form, where it came from a page of ours: same origin, and the browser's own token in it."""
    origin = request.headers.get("origin", "")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Forged("表单来自别的网站，没有处理")
    if origin and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower():
        raise Forged("表单来自别的网站，没有处理")
    form = await request.form(max_fields=_MOST_FIELDS, max_files=0, max_part_size=MAX_BODY_BYTES)
    fields: dict[str, tuple[str, ...]] = {}
    for name, value in form.multi_items():
        if not isinstance(value, UploadFile):
            fields[name] = (*fields.get(name, ()), value)
    if fields.get("token") != (caller.form_token,):
        raise Forged("页面已过期，没有处理。请返回上一页，刷新后重试")
    return Posted(fields)


def remember(response: Response, secret: str, request: Request) -> None:
    """Give the browser its secret; sent back to this application only, never readable by a script."""
    response.set_cookie(COOKIE, secret, httponly=True, samesite="lax", secure=request.url.scheme == "https", path="/")


Desk = Annotated[Office, Depends(office_of)]
Anyone = Annotated[Caller, Depends(caller_of)]
Reader = Annotated[Caller, Depends(needs(Role.READER))]
Reviewer = Annotated[Caller, Depends(needs(Role.REVIEWER))]
Signer = Annotated[Caller, Depends(needs(Role.SIGNER))]
Form = Annotated[Posted, Depends(posted)]
