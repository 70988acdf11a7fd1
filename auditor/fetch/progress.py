"""The way of one request: which addresses it went through, and what it took."""

import re
from urllib.parse import urlsplit

from auditor.base.hosts import authority, with_plain_host
from auditor.base.terms import FetchStatus
from auditor.fetch.faults import Fault
from auditor.fetch.values import Exchange, Fetched, PageRequest
from auditor.fetch.verdict import FetchVerdict, departure
from auditor.fetch.wire import WireRequest, WireResponse

MAX_REDIRECTS = 5
_SENDABLE = re.compile(r"[\x20-\x7e\x80-\xff]+")


class RequestProgress:
    """Where one request stands. ``attempts`` counts what went over the wire, over all retries."""

    def __init__(self, request: PageRequest, earlier: Fetched | None = None) -> None:
        self.request = request
        self.attempts = 0
        self._conditions = conditions(request, earlier)
        self.restart()

    def restart(self) -> None:
        """Back to the first address, for another try."""
        self.url = with_plain_host(self.request.url)
        self._method, self._body = self.request.method, self.request.body
        self.redirects: list[str] = []
        self.trail: list[Exchange] = []
        self.spent = 0.0
        self.fault: Fault | None = None
        self._seen = {self.url}

    def question(self) -> WireRequest:
        """What is to be asked next; what a script sends with it goes to no other host."""
        is_here = authority(self.url) == authority(self.request.url)
        sent = [(name.encode("ascii"), value.encode("latin-1")) for name, value in self.request.headers if is_here]
        if self._body is None:
            return WireRequest(self._method, self.url, (*self._conditions, *sent))
        content_type = (b"Content-Type", self.request.content_type.encode("latin-1"))
        return WireRequest(self._method, self.url, (content_type, *sent), self._body.encode())

    def note(self, answer: WireResponse) -> None:
        """Keep account of an answer."""
        self.attempts += answer.requests
        self.spent += answer.seconds
        self.fault = answer.fault.kind if answer.fault else None
        if answer.exchange:
            self.trail.append(answer.exchange)

    def refusal(self, target: str) -> FetchVerdict | None:
        """The verdict on a redirect that is not to be followed, or ``None``.

        A site may send back to the address asked for once it has set a cookie; without one that is a loop. A way
        without an end shows a fault of the site, and not that the column is gone.
        """
        sets_cookie = any(name.lower() == "set-cookie" for name, _ in self.trail[-1].headers)
        if with_plain_host(target) in self._seen and not sets_cookie:
            return FetchStatus.UNREACHABLE, "网址循环跳转，没有给出页面"
        if len(self.redirects) >= MAX_REDIRECTS:
            return FetchStatus.UNREACHABLE, f"网址跳转超过{MAX_REDIRECTS}次，没有给出页面"
        away = departure(self.request.url, target)
        return (FetchStatus.MISSING, away) if away else None

    def follow(self, target: str) -> None:
        """Go on to a redirect's target; as browsers do, a form is sent again only on 307 and 308."""
        if self.trail[-1].http_status not in (307, 308):
            self._method, self._body = "GET", None
        self.move(target)

    def move(self, target: str) -> None:
        """Note that the way leads to ``target``."""
        self.redirects.append(self.url)
        self.url = with_plain_host(target)
        self._seen.add(self.url)

    @property
    def is_conditional(self) -> bool:
        """Whether the request asks if an earlier answer still stands."""
        return bool(self._conditions)

    @property
    def host(self) -> str:
        """Name and port of the host to be asked next."""
        return urlsplit(self.url).netloc


def conditions(request: PageRequest, earlier: Fetched | None) -> tuple[tuple[bytes, bytes], ...]:
    """The headers that ask whether ``earlier`` still stands, its validators byte for byte."""
    if earlier is None or request.method != "GET" or earlier.request.key != request.key:
        return ()
    if earlier.status not in (FetchStatus.OK, FetchStatus.NOT_MODIFIED):
        return ()
    validators = ((b"If-None-Match", earlier.header("etag")), (b"If-Modified-Since", earlier.header("last-modified")))
    return tuple((name, value.encode("latin-1")) for name, value in validators if _SENDABLE.fullmatch(value))
