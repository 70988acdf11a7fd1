"""One question, one answer: the total deadline and the bounds, and every failure as a value.

Addresses and cookies are httpx's; requests and answers are plain values, for every page of every crawl passes here.
"""

import asyncio
import logging
import re
import ssl
import warnings
from dataclasses import dataclass, field

import httpx

from auditor.fetch.body import ACCEPTED_ENCODINGS, read_body
from auditor.fetch.faults import Fault, WireFault
from auditor.fetch.framing import AnswerHead, Headers
from auditor.fetch.guard import Guard
from auditor.fetch.head import ODD_LINE
from auditor.fetch.transport import PortalTransport
from auditor.fetch.values import Exchange

_LOG = logging.getLogger(__name__)

_CONNECT_SHARE = 2 / 3
"""Share of a request's time within which the connection must stand, so that a late connect is told as one."""
_LONGEST_COOKIE = 4096
"""Bytes of a cookie that is kept, as in browsers: the next requests must still be ones that a server accepts."""
_TARGET = re.compile(rb"[\x21-\x7e]+")
_FIELD = re.compile(rb"[-!#$%&'*+.^_`|~0-9A-Za-z]+: (?:[^\x00\s]+(?:[ \t]+[^\x00\s]+)*)?")
"""A request's target and fields as the grammar has them (RFC 9112, 3.2 and 5)."""
_STALE = {Fault.CLOSED_EARLY, Fault.RESET, Fault.PROTOCOL}
"""What using a kept-alive connection looks like that the server has given up meanwhile."""


@dataclass(frozen=True, slots=True)
class WireRequest:
    """One HTTP request to be sent; ``headers`` besides those of every request."""

    method: str
    url: str
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""


@dataclass(slots=True)
class WireResponse:
    """What came of a question. ``exchange`` is set once the head arrived; ``fault`` where the answer is not whole."""

    exchange: Exchange | None = None
    body: bytearray = field(default_factory=bytearray)
    fault: WireFault | None = None
    requests: int = 1
    seconds: float = 0.0


class Wire:
    """The connections of one portal job, with a cookie jar of their own and no proxy or other environment setting."""

    def __init__(self, guard: Guard, context: ssl.SSLContext, agent: str, spare: int, seconds: float) -> None:
        self._seconds = seconds
        self._transport = PortalTransport(guard, context, spare, seconds * _CONNECT_SHARE)
        self._cookies, self._has_cookies = httpx.Cookies(), False
        self._usual = (
            (b"Connection", b"keep-alive"),
            (b"User-Agent", agent.encode("ascii")),
            (b"Accept", b"text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8"),
            (b"Accept-Language", b"zh-CN,zh;q=0.9"),
            (b"Accept-Encoding", ACCEPTED_ENCODINGS.encode("ascii")),
        )

    async def ask(self, question: WireRequest, seconds: float) -> WireResponse:
        """Put a question; all of it may take ``seconds``. A connection gone stale is replaced once, unasked."""
        clock = asyncio.get_running_loop().time
        started, connects = clock(), self._transport.connects
        answer = await self._ask_once(question, seconds)
        is_fresh = self._transport.connects != connects
        if answer.fault and answer.fault.kind in _STALE and not answer.exchange and not is_fresh:
            answer = await self._ask_once(question, seconds)
            answer.requests += 1
        answer.seconds = clock() - started
        return answer

    async def close(self) -> None:
        """Close every connection."""
        await self._transport.aclose()

    async def _ask_once(self, question: WireRequest, seconds: float) -> WireResponse:
        answer = WireResponse()
        try:
            async with asyncio.timeout(seconds):
                await self._send(question, answer)
        except WireFault as fault:
            answer.fault = fault
            answer.requests = int(fault.kind not in (Fault.FORBIDDEN_ADDRESS, Fault.BAD_ADDRESS))
        except TimeoutError:
            kind = Fault.DEADLINE if answer.exchange else Fault.NO_ANSWER
            answer.fault = WireFault(kind, seconds=self._seconds)
        except Exception as error:  # noqa: BLE001 - whatever a library makes of one answer is that answer's fault
            _LOG.info("%s", question.url, exc_info=error)
            answer.fault = WireFault(Fault.UNHANDLED)
        return answer

    async def _send(self, question: WireRequest, answer: WireResponse) -> None:
        try:
            url = httpx.URL(question.url)
            if not url.host:
                raise WireFault(Fault.BAD_ADDRESS)
            origin = (url.scheme, url.raw_host.decode("ascii"), url.port or (443 if url.scheme == "https" else 80))
        except (httpx.InvalidURL, UnicodeError) as error:  # the latter: a name that begins like punycode and is none
            raise WireFault(Fault.BAD_ADDRESS) from error
        sent = self._fields(question, url)
        written = _written(question.method, url.raw_path, sent) + question.body
        came = await self._transport.ask(origin, written)
        try:
            head = came.head
            answer.exchange = _exchange(question, sent, head)
            if cookies := head.values(b"set-cookie"):
                self._keep_cookies(url, cookies)
            # Also where there is no body (304): only a message read to its end leaves the connection usable.
            encoding = b", ".join(head.values(b"content-encoding")).decode("latin-1")
            await read_body(came.connection.body(), encoding, answer.body)
        finally:
            self._transport.give_back(origin, came.connection)

    def _fields(self, question: WireRequest, url: httpx.URL) -> Headers:
        """The header of a request: what is usual but for what the question has itself."""
        given = {name.lower() for name, _ in question.headers}
        usual = (field for field in self._usual if field[0].lower() not in given) if given else self._usual
        fields = [(b"Host", url.netloc), *usual, *question.headers]
        if b"cookie" not in given and (cookie := self._cookie_for(url)):
            fields.append((b"Cookie", cookie))
        if question.body or question.method != "GET":
            fields.append((b"Content-Length", b"%d" % len(question.body)))
        return fields

    def _cookie_for(self, url: httpx.URL) -> bytes:
        if not self._has_cookies:
            return b""
        request = httpx.Request("GET", url)
        self._cookies.set_cookie_header(request)
        return dict(request.headers.raw).get(b"Cookie", b"")

    def _keep_cookies(self, url: httpx.URL, given: list[bytes]) -> None:
        """Take in the answer's cookies, but none that could not be sent back: it would spoil every later request."""
        response = httpx.Response(
            200, headers=[(b"Set-Cookie", one) for one in given], request=httpx.Request("GET", url)
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the jar warns where it leaves out what it cannot make sense of
            self._cookies.extract_cookies(response)
        for cookie in list(self._cookies.jar):
            text = f"{cookie.name}={cookie.value or ''}"
            if len(text) > _LONGEST_COOKIE or not (text.isascii() and text.isprintable()):
                self._cookies.delete(cookie.name, cookie.domain, cookie.path)
        self._has_cookies = any(True for _ in self._cookies.jar)


def _written(method: str, target: bytes, fields: Headers) -> bytes:
    """The head of a request; raises `WireFault` for what no request may hold."""
    if not _TARGET.fullmatch(target):
        raise WireFault(Fault.BAD_ADDRESS)
    lines = [b"%s: %s" % field for field in fields]
    if not all(map(_FIELD.fullmatch, lines)):
        raise WireFault(Fault.BAD_ADDRESS)
    return b"\r\n".join([b"%s %s HTTP/1.1" % (method.encode("ascii"), target), *lines, b"", b""])


def _exchange(question: WireRequest, sent: Headers, head: AnswerHead) -> Exchange:
    return Exchange(
        url=question.url,
        method=question.method,
        sent=_text(sent),
        body=question.body,
        version=f"HTTP/{head.version}",
        http_status=head.status,
        reason=head.reason.decode("latin-1"),
        headers=_text([*head.fields, *((ODD_LINE.encode(), line) for line in head.odd_lines)]),
    )


def _text(fields: Headers) -> tuple[tuple[str, str], ...]:
    return tuple([(name.decode("latin-1"), value.decode("latin-1")) for name, value in fields])
