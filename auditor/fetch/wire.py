"""One question, one answer: httpx, the total deadline and the bounds, and every failure as a value."""

import asyncio
import logging
import ssl
import warnings
from dataclasses import dataclass, field

import httpx

from auditor.fetch.body import ACCEPTED_ENCODINGS, read_body
from auditor.fetch.faults import Fault, WireFault
from auditor.fetch.guard import Guard
from auditor.fetch.head import ODD_LINE
from auditor.fetch.transport import PortalTransport
from auditor.fetch.values import Exchange

# httpx logs each request at INFO; here the outcome of a request is a value.
logging.getLogger("httpx").setLevel(logging.WARNING)
_LOG = logging.getLogger(__name__)

_CONNECT_SHARE = 2 / 3
"""Share of a request's time within which the connection must stand, so that a late connect is told as one."""
_LONGEST_COOKIE = 4096
"""Bytes of a cookie that is kept, as in browsers: the next requests must still be ones that a server accepts."""
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
        self._transport = PortalTransport(guard, context, spare)
        self._client = httpx.AsyncClient(
            transport=self._transport,
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(seconds, connect=seconds * _CONNECT_SHARE),
            headers={
                "User-Agent": agent,
                "Accept": "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8",
                "Accept-Language": "zh-CN,zh;q=0.9",
                "Accept-Encoding": ACCEPTED_ENCODINGS,
            },
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
        await self._client.aclose()

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
        except httpx.UnsupportedProtocol:
            answer.fault = WireFault(Fault.BAD_ADDRESS)
            answer.requests = 0
        except Exception as error:  # noqa: BLE001 - whatever a library makes of one answer is that answer's fault
            _LOG.info("%s", question.url, exc_info=error)
            answer.fault = WireFault(Fault.UNHANDLED)
        return answer

    async def _send(self, question: WireRequest, answer: WireResponse) -> None:
        try:
            request = self._client.build_request(
                question.method, question.url, headers=list(question.headers), content=question.body or None
            )
        except (httpx.InvalidURL, UnicodeError) as error:  # the latter: a name that begins like punycode and is none
            raise WireFault(Fault.BAD_ADDRESS) from error
        # Not by the client's `send`, which builds the next request of every redirect and fails where it cannot.
        response = await self._transport.handle_async_request(request)
        response.request = request
        try:
            answer.exchange = _exchange(question, response)
            self._keep_cookies(response)
            # Also where there is no body (304): only a message read to its end leaves the connection usable.
            await read_body(response.aiter_raw(), response.headers.get("content-encoding", ""), answer.body)
        finally:
            await response.aclose()

    def _keep_cookies(self, response: httpx.Response) -> None:
        """Take in the answer's cookies, but none that could not be sent back: it would spoil every later request."""
        if "set-cookie" not in response.headers:
            return
        jar = self._client.cookies
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the jar warns where it leaves out what it cannot make sense of
            jar.extract_cookies(response)
        for cookie in list(jar.jar):
            text = f"{cookie.name}={cookie.value or ''}"
            if len(text) > _LONGEST_COOKIE or not (text.isascii() and text.isprintable()):
                jar.delete(cookie.name, cookie.domain, cookie.path)


def _exchange(question: WireRequest, response: httpx.Response) -> Exchange:
    extensions = response.extensions
    return Exchange(
        url=question.url,
        method=question.method,
        sent=_text(response.request.headers.raw),
        body=question.body,
        version=extensions["http_version"].decode("latin-1"),
        http_status=response.status_code,
        reason=extensions["reason_phrase"].decode("latin-1"),
        headers=_text([*response.headers.raw, *((ODD_LINE.encode(), line) for line in extensions["odd_lines"])]),
    )


def _text(headers: list[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers)
