"""What stands before every page: who may be spoken to, which headers go out."""

import ipaddress
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from auditor.base.errors import NotAllowed
from auditor.store import Store
from auditor.web.prefix import inner_path
from auditor.web.words import WEB_WORDS

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; "
    "frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
INERT_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
"""For pages that are shown, not trusted: no script, no form, no request to anywhere."""
POINTING = "allow-top-navigation-by-user-activation"
"""What a frame may do besides in which a person points at texts: follow the links that were put into it."""
POINTING_POLICY = INERT_POLICY.replace("sandbox;", f"sandbox {POINTING};")
_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": PAGE_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


@dataclass(frozen=True, slots=True)
class SetupCode:
    """Shown once on the terminal; whoever can read it there may make the first account."""

    text: str = field(default_factory=lambda: f"{secrets.randbelow(10**8):08}")

    def matches(self, given: str) -> bool:
        """Whether ``given`` is the code, blanks aside; takes the same time either way."""
        return secrets.compare_digest("".join(given.split()).encode(), self.text.encode())


def is_loopback(host: str) -> bool:
    """Whether an address or host name means this machine alone."""
    if host.lower() in _LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_bind(host: str, store: Store) -> None:
    """Refuse to listen beyond this machine while nobody can sign in; raise `NotAllowed`."""
    if not is_loopback(host) and not store.people.has_accounts():
        raise NotAllowed(
            f"还没有账号，不能监听 {host}。请先运行 auditor user add 姓名 --role administrator，"
            "或先在本机（127.0.0.1）打开网页完成首次设置"
        )


class Shield:
    """Refuses foreign hosts and addresses no page has, and puts the security headers on every answer."""

    def __init__(self, app: ASGIApp, *, public: bool, hosts: Collection[str] = ()) -> None:
        self._app = app
        self._any_name = public and not hosts
        self._names = _LOOPBACK_NAMES | {name.lower() for name in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is fit to be answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        answer = _Outgoing(scope, send)
        if not self._any_name and _name_of(headers.get("host", "")) not in self._names:
            refusal = PlainTextResponse(WEB_WORDS.unknown_host, 421)
            await refusal(scope, receive, answer)
        elif "\0" in scope["path"] or b"%00" in scope.get("query_string", b""):  # no database keeps such a text
            await PlainTextResponse(WEB_WORDS.bad_address, 400)(scope, receive, answer)
        else:
            await self._app(scope, receive, answer)


def _name_of(host: str) -> str:
    """The name without its port. A page elsewhere that resolves its own name to this machine still sends its own."""
    name = host.rpartition(":")[0] if ":" in host and not host.endswith("]") else host
    return name.lower()


class _Outgoing:
    """Adds the security headers an answer does not carry itself."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._is_secure = scope.get("scheme") == "https"
        self._is_fixed = inner_path(scope.get("path", "")).startswith("/static/")
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if self._is_fixed:
                headers.setdefault("Cache-Control", "no-cache")
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            if self._is_secure:
                headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        await self._send(message)
