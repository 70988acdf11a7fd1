"""The path under which a proxy shows the pages (``/audit``), told by the proxy or given when the program starts.

What a request came under holds while it is answered: every address that a page prints begins with it.
"""

from collections.abc import Collection
from contextvars import ContextVar
from typing import Any, cast

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from auditor.base.errors import BadInput
from auditor.base.pattern import pattern

_PREFIX: ContextVar[str] = ContextVar("prefix", default="")
_PATH = pattern(
    r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,60}){1,5}",
    finds={"/audit": "/audit", "/xxgk/audit-2": "/xxgk/audit-2"},
    not_in=("audit", "//evil.test", "/..", "/a b", "/a/"),
    seen="X-Forwarded-Prefix of a proxy, --root-path",
    way="fullmatch",
)


def prefix() -> str:
    """The path that stands before every address of this application; empty at the root of a host."""
    return _PREFIX.get()


def inner_path(path: str) -> str:
    """A path as the routes know it: without the prefix of the request."""
    known = prefix()
    return path[len(known) :] or "/" if known and (path == known or path.startswith(f"{known}/")) else path


def read_prefix(text: str) -> str:
    """A prefix as it was given (``/audit/`` is ``/audit``, ``/`` none); raise `BadInput` where it is no path."""
    path = text.strip().rstrip("/")
    if path and not _PATH.fullmatch(path):
        raise BadInput.one(
            "--root-path", "", f"“{text[:60]}”不是网址中的路径", "请写成 /audit，由字母、数字和 -_.~ 组成"
        )
    return path


def behind_proxy(app: ASGIApp, trusted: Collection[str], given: str = "") -> ASGIApp:
    """The application as a proxy shows it: only ``trusted`` addresses are believed what they say of a request."""
    return ForwardedPrefix(cast("ASGIApp", ProxyHeadersMiddleware(cast("Any", app), list(trusted))), trusted, given)


class ForwardedPrefix:
    """Puts the prefix into a request, whether or not the proxy took it off the path; stands before all else.

    It is ``given``, or what a trusted proxy says with ``X-Forwarded-Prefix``; what others say of it counts for nothing.
    """

    def __init__(self, app: ASGIApp, trusted: Collection[str], given: str = "") -> None:
        self._app = app
        self._trusted = frozenset(trusted)
        self._given = read_prefix(given)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on under its prefix."""
        known = self._prefix_of(scope) if scope["type"] == "http" else ""
        token = _PREFIX.set(known)
        try:
            if known:
                path = scope["path"]
                is_whole = path == known or path.startswith(f"{known}/")
                scope = {**scope, "root_path": known, "path": path if is_whole else known + path}
            await self._app(scope, receive, send)
        finally:
            _PREFIX.reset(token)

    def _prefix_of(self, scope: Scope) -> str:
        client = scope.get("client")
        if self._given or client is None or not ({client[0], "*"} & self._trusted):
            return self._given
        told = Headers(scope=scope).get("x-forwarded-prefix", "").rstrip("/")
        return told if _PATH.fullmatch(told) else ""
