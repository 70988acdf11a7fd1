"""The sample portal as a server on loopback: real HTTP, a request log, and faults on demand."""

import socket
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from enum import StrEnum
from hashlib import sha256
from threading import Event, Thread
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from auditor.base.errors import AuditorError
from auditor.sample.content import Site, build_site
from auditor.sample.pages import PROXY, UNIT_API, Pages, SampleAnswer, render

_CHANGED = datetime(2020, 4, 9, 9, 30, tzinfo=UTC)
"""When every file of the portal was last written: after its newest item."""
_START_SECONDS = 10.0
_STOP_SECONDS = 10.0
_MAX_FORM_BYTES = 20_000


class SampleFault(StrEnum):
    """Ways in which the portal can be told to fail."""

    CAPTCHA = "captcha"
    """200 with a page that asks for a verification code."""
    WALL = "412"
    """412 with a small script and a cookie, as bot walls answer."""
    BROKEN = "500"
    GONE = "404"
    EMPTY = "empty-200"
    """200 with a page whose list is not there, or an empty body."""


@dataclass(frozen=True, slots=True)
class ServedRequest:
    """One request as it was served."""

    method: str
    path: str
    query: str
    status: int
    form: str = ""


class SamplePortal:
    """The county of the reference circular, served on loopback while the ``with`` block runs.

    ``port`` 0 picks a free one; ``home`` is the address of the front page. ``requests`` lists what was served.
    ``site`` may be replaced while the portal runs: the next request sees the new content.
    """

    def __init__(self, port: int = 0, site: Site | None = None) -> None:
        self._wanted_port = port
        self._host = ""
        self.site = site or build_site()
        self._faults: dict[str, SampleFault] = {}
        self._server: uvicorn.Server | None = None
        self._thread: Thread | None = None
        self.home = ""
        self.requests: list[ServedRequest] = []

    @property
    def site(self) -> Site:
        """What is published."""
        return self._site

    @site.setter
    def site(self, site: Site) -> None:
        self._site = site
        self._pages = Pages(site, self._host)

    def __enter__(self) -> Self:
        """Start serving; raise `AuditorError` where the port is taken."""
        listener = _listen(self._wanted_port)
        self._host = f"127.0.0.1:{listener.getsockname()[1]}"
        self.home = f"http://{self._host}/"
        self.site = self._site
        started = Event()
        self._server = _Server(started, self._serve)
        self._thread = Thread(target=self._server.run, args=([listener],), name="sample-portal", daemon=True)
        self._thread.start()
        if not started.wait(_START_SECONDS):
            self.__exit__(None, None, None)
            raise AuditorError("示例门户未能启动，请稍后重试。")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving and wait for the thread to end."""
        if self._server and self._thread:
            self._server.should_exit = True
            self._thread.join(_STOP_SECONDS)

    def fail(self, path: str, kind: SampleFault | str) -> None:
        """Let every request fail whose path starts with ``path`` (``/`` for all), until `heal`."""
        self._faults[path] = SampleFault(kind)

    def heal(self) -> None:
        """Undo every `fail`."""
        self._faults.clear()

    async def _serve(self, request: Request) -> Response:
        form = (await _bounded_body(request)) if request.method == "POST" else ""
        response = self._respond(request, form)
        path, query = request.url.path, request.url.query
        self.requests.append(ServedRequest(request.method, path, query, response.status_code, form))
        return response

    def _respond(self, request: Request, form: str) -> Response:
        path = request.url.path
        fault = next((kind for start, kind in self._faults.items() if path.startswith(start)), None)
        if fault:
            return self._fail(path, fault)
        query = dict(request.query_params) | dict(parse_qsl(form))
        if path == PROXY:
            answer = self._pages.records(query)
        elif path == UNIT_API:
            answer = self._pages.unit(query)
        else:
            answer = self._pages.at(path) if request.method != "POST" else None
        if answer is None:
            return _plain(render("missing.html"), 404)
        return _file(answer, request.headers) if answer.is_file else _fresh(answer)

    def _fail(self, path: str, fault: SampleFault) -> Response:
        match fault:
            case SampleFault.CAPTCHA:
                return _plain(render("captcha.html"), 200)
            case SampleFault.WALL:
                wall = _plain("<html><script>$_ts=window['$_ts']||{};</script></html>", 412)
                wall.set_cookie("4hP44ZykCTt5S", "0")
                return wall
            case SampleFault.BROKEN:
                return _plain("<html><title>500</title>服务器内部错误</html>", 500)
            case SampleFault.GONE:
                return _plain(render("missing.html"), 404)
            case SampleFault.EMPTY:
                answer = self._pages.empty_list(path)
                return _fresh(answer) if answer else _plain("", 200)


class _Server(uvicorn.Server):
    """A quiet server that tells when it listens and leaves signals to the program."""

    def __init__(self, started: Event, serve: Callable[[Request], Awaitable[Response]]) -> None:
        app = Starlette(routes=[Route("/{path:path}", serve, methods=["GET", "HEAD", "POST"])])
        config = uvicorn.Config(
            app, http="h11", ws="none", loop="asyncio", lifespan="off", log_config=None, access_log=False,
            timeout_graceful_shutdown=2, date_header=False,  # it shows days of other years
        )  # fmt: skip
        super().__init__(config)
        self._listening = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        self._listening.set()


def _listen(port: int) -> socket.socket:
    try:
        listener = socket.create_server(("127.0.0.1", port))
    except (OSError, OverflowError) as error:
        raise AuditorError(f"示例门户无法使用本机端口 {port}，请换一个端口或关闭占用它的程序。") from error
    # Named as TCP in so many words: only then does asyncio send small answers without delay.
    return socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, listener.detach())


async def _bounded_body(request: Request) -> str:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_FORM_BYTES:
            return ""
    return body.decode("utf-8", "replace")


def _plain(html: str, status: int) -> Response:
    return Response(html, status, media_type="text/html")


def _fresh(answer: SampleAnswer) -> Response:
    return Response(answer.body, headers={"content-type": answer.content_type, "cache-control": "no-store"})


def _file(answer: SampleAnswer, asked: Mapping[str, str]) -> Response:
    tag = f'"{sha256(answer.body).hexdigest()[:20]}"'
    validators = {"etag": tag, "last-modified": format_datetime(_CHANGED, usegmt=True)}
    if _is_unchanged(tag, asked):
        return Response(status_code=304, headers=validators)
    return Response(answer.body, headers={"content-type": answer.content_type, **validators})


def _is_unchanged(tag: str, asked: Mapping[str, str]) -> bool:
    """Whether the asker's copy still stands; a tag wins over a time."""
    if tags := asked.get("if-none-match"):
        return tag in (given.strip().removeprefix("W/") for given in tags.split(","))
    try:
        return parsedate_to_datetime(asked.get("if-modified-since", "")) >= _CHANGED
    except (TypeError, ValueError):
        return False
