"""The system's Chromium, shut in: its pages run their scripts, and all they ask for is answered by somebody else.

Every request of a page is caught before it leaves and answered by an `Ask`. What no request handler sees is closed:
WebSockets, service workers, WebRTC, workers, downloads, windows and dialogs; for all the rest there is a proxy where
nobody listens and no name that could be looked up. Playwright is imported when a browser is started, and not before.
"""

import asyncio
import os
import re
import shutil
import time
from base64 import b64encode
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from html import escape
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urldefrag

from auditor.base.hosts import is_web_address
from auditor.base.resources import shipped
from auditor.base.settings import BrowserSettings
from auditor.base.terms import FetchStatus
from auditor.base.words import Words, load_words
from auditor.fetch.values import Fetched, PageRequest

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page, Playwright, Route
    from playwright.async_api import Request as Asked

Ask = Callable[[PageRequest], Awaitable[Fetched]]
"""Answers what a page asks for."""
Pressed = Literal["next", "more", "scroll", "end", "none"]
"""What a step to more rows was: the next page, 加载更多, the page scrolled on or at its end already, or none."""

PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge")
_CLOSED = (
    "--proxy-server=127.0.0.1:9",  # the discard port, where nobody listens
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--dns-prefetch-disable",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--no-pings",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
)
_UNWANTED = frozenset({"image", "media", "font", "eventsource", "websocket", "manifest", "ping", "texttrack", "other"})
"""Kinds of requests that no list is made of; pictures and fonts are asked for where a picture is to be taken."""
_LOOKS = frozenset({"image", "font"})
_NOT_PASSED = frozenset(
    {"content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive", "set-cookie", "alt-svc"}
)
_NOT_SENT = frozenset(
    {"user-agent", "host", "connection", "keep-alive", "content-length", "content-type", "cookie", "expect", "te"}
    | {"accept", "accept-encoding", "accept-language", "upgrade", "upgrade-insecure-requests", "transfer-encoding"}
    | {"range", "cache-control", "pragma", "from", "via", "forwarded", "trailer"}
)
"""Headers that are the program's own to write, or would make it somebody else."""
_NOT_SENT_KINDS = ("sec-", "proxy-", "if-", "x-forwarded", "access-control-")
_SENDABLE = re.compile(r"[\x20-\x7e]{1,2000}")
_MOST_SENT = 30
_METHODS = frozenset({"GET", "POST"})
_VIEW = {"width": 1280, "height": 1400}
_POLL = 0.2
_STAMPED = (
    "<body style='margin:0'><div style='font:14px/1.6 sans-serif;padding:6px 10px;background:#fff8dc;"
    "border-bottom:2px solid #333;word-break:break-all'>{words}</div><img style='display:block' "
    "src='data:image/png;base64,{picture}'></body>"
)
_ALIKE = 3
_TICKING = 2
"""So many texts may change in their figures alone (clocks, counters) without anything having come."""


class BrowserWords(Words):
    """Why a page was not shown."""

    nothing_more: str
    step_failed: str
    walled: str
    moved: str
    chosen: str
    why: dict[str, str]


WORDS = load_words("browser", BrowserWords)


class NotShown(Exception):
    """A page that could not be shown; ``why`` is a key of the `BrowserWords`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one column's pages may take: ``seconds`` in all, ``requests``, ``size`` of all answers in bytes.

    A page is taken as it stands once nothing was asked for and nothing changed for ``quiet`` seconds (``patient`` ones
    where it shows no dates yet); ``script`` is how long it may keep the browser from answering.
    """

    seconds: float = 240.0
    requests: int = 200
    size: int = 40_000_000
    quiet: float = 0.8
    patient: float = 3.0
    script: float = 10.0


def find_chromium(program: str = "") -> str:
    """The path of the browser to be used: the one named, else what the system has; empty where there is none."""
    names = (program,) if program else PROGRAMS
    return next((path for name in names if (path := shutil.which(name))), "")


def is_installed() -> bool:
    """Whether the extra ``browser`` is here; it is not imported."""
    from importlib.util import find_spec

    return find_spec("playwright") is not None


def is_root() -> bool:
    """Whether the program runs as root, for whom the browser has no sandbox."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def find_lack(settings: BrowserSettings) -> str:
    """Why nothing can be shown here, in words; empty where it can."""
    if not is_installed():
        return WORDS.why["no_extra"]
    if not find_chromium(settings.program):
        return WORDS.why["no_program"]
    return WORDS.why["root"] if settings.sandbox and is_root() else ""


class Chromium:
    """One browser, started when its first page is opened; an async context manager.

    ``sandbox`` is its own, which keeps hostile pages from the machine; it cannot be had by root.
    """

    def __init__(self, program: str, *, agent: str, sandbox: bool = True) -> None:
        self._program, self._agent, self._sandbox = program, agent, sandbox
        self._starting = asyncio.Lock()
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    async def __aenter__(self) -> "Chromium":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(Exception):
            if self._browser is not None:
                await asyncio.wait_for(self._browser.close(), 15)
        if self._playwright is not None:
            await self._playwright.stop()
        self._browser = self._playwright = None

    async def open(self, ask: Ask, bounds: Bounds, *, looks: bool = False) -> "Tab":
        """A page of its own, without anything stored; ``looks``: with what it takes for a picture of it."""
        from playwright.async_api import Error

        try:
            browser = await self._started()
            context = await browser.new_context(
                user_agent=self._agent,
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                viewport=_VIEW,  # type: ignore[arg-type, unused-ignore]  # a mapping, whatever the stubs call it
                service_workers="block",
                accept_downloads=False,
            )
            await context.add_init_script(script_of("close"))
            tab = Tab(await context.new_page(), ask, bounds, looks)
            await tab.shut_in()
        except Error as error:
            raise NotShown("no_start") from error
        return tab

    async def stamped(self, picture: bytes, words: str) -> bytes:
        """A picture with a strip of words above it."""
        from playwright.async_api import Error

        try:
            context = await (await self._started()).new_context(offline=True, java_script_enabled=False, viewport=_VIEW)  # type: ignore[arg-type, unused-ignore]
            try:
                page = await context.new_page()
                shown = b64encode(picture).decode("ascii")
                await page.set_content(_STAMPED.format(words=escape(words), picture=shown), timeout=20_000)
                return bytes(await page.screenshot(full_page=True, timeout=20_000))
            finally:
                await context.close()
        except Error as error:
            raise NotShown("no_page") from error

    async def _started(self) -> "Browser":
        async with self._starting:
            if self._browser is not None and self._browser.is_connected():
                return self._browser
            from playwright.async_api import async_playwright

            if self._playwright is None:
                self._playwright = await async_playwright().start()
            self._browser = await self._playwright.chromium.launch(
                executable_path=self._program, chromium_sandbox=self._sandbox, args=list(_CLOSED), timeout=60_000
            )
            return self._browser


def script_of(name: str) -> str:
    """One of the scripts that are run in pages: ``templates/browser/NAME.js``."""
    return shipped("templates", "browser", f"{name}.js").read_text("utf-8")


@cache
def _call_of(name: str) -> str:
    """The same as a function to be called, with what all of them share."""
    return f"(given) => {{ {script_of('everywhere')}\nreturn (\n{script_of(name)}\n)(given); }}"


@dataclass
class Tab:
    """One page that is shown, from its address on through all steps. Raises `NotShown`."""

    page: "Page"
    ask: Ask
    bounds: Bounds
    looks: bool
    answers: list[Fetched] = field(default_factory=list)
    """What the page was given, in order."""
    failed: int = 0
    """How many of its documents, scripts and data could not be had."""
    _document: Fetched | None = None
    _waiting: int = 0
    _asked: int = 0
    _size: int = 0
    _over: str = ""
    _ends: float = 0.0
    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    async def shut_in(self) -> None:
        """Catch whatever the page does beside showing itself."""
        context = self.page.context
        self._ends = time.monotonic() + self.bounds.seconds
        await context.route("**/*", self._on_request)
        await context.route_web_socket("**/*", lambda socket: socket.close())
        context.on("page", lambda other: self._soon(other.close()) if other is not self.page else None)
        self.page.on("dialog", lambda dialog: self._soon(dialog.dismiss()))
        self.page.on("download", lambda download: self._soon(download.cancel()))

    async def close(self) -> None:
        """Let go of the page and of all that it stored."""
        self._over = self._over or "no_page"
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with suppress(Exception):
            await asyncio.wait_for(self.page.context.close(), self.bounds.script)

    async def show(self, document: Fetched, fragment: str) -> None:
        """Run the page that came, at the address it came from."""
        from playwright.async_api import Error

        self._document = document
        address = urldefrag(document.url)[0] + (f"#{fragment}" if fragment else "")
        try:
            await self.page.goto(address, wait_until="commit", timeout=1000 * self.bounds.script)
        except Error as error:
            raise NotShown("no_page") from error
        await self._settle()

    async def press(self, step: int, given: str, words: dict[str, str]) -> Pressed:
        """Take the step to more rows, by hand as it were; ``step`` is the number of the page that is to come.

        ``given`` is a CSS selector for it, ``words`` the patterns of what is written on it.
        """
        before, rows = await self.text(), await self._leaves()
        self.failed = 0
        while True:
            pressed: Pressed = await self._run("press", {"step": step, "given": given, **words})
            if pressed == "none":
                return pressed
            await self._settle()
            if pressed in ("next", "more"):
                return pressed
            if await self.text() != before or len(await self._leaves() - rows) > _TICKING:
                return "scroll"
            if pressed == "end":
                return "none"

    async def document(self) -> str:
        """The document as it stands, without scripts, what is not seen marked ``hidden``."""
        return str(await self._run("document"))

    async def text(self) -> str:
        """All it says, figures aside: a clock that ticks is no change."""
        return str(await self._run("text"))

    async def _leaves(self) -> frozenset[str]:
        """Its texts, each as it stands."""
        return frozenset(await self._run("leaves"))

    async def picture(self, longest: int) -> bytes:
        """The page as people see it, as a PNG, cut off below ``longest`` pixels."""
        height = min(int(await self._run("height")), longest)
        clip: Any = {"x": 0, "y": 0, "width": _VIEW["width"], "height": max(height, 1)}
        return bytes(await self._bounded(self.page.screenshot(full_page=True, clip=clip, animations="disabled")))

    async def choose(self, words: str, *, by_name: bool = False, shows_rows: bool = False) -> bool:
        """Press the tab or button with these words, or choose them from a box; whether it is there.

        ``by_name``: nobody said to do so. Then it must be a tab among others that leads to no other page and is not
        the one that is shown; where the page ``shows_rows`` already, another one must be marked as the one.
        """
        given = {"words": words, "byName": by_name, "showsRows": shows_rows}
        is_pressed = bool(await self._run("choose", given))
        if is_pressed:
            await self._settle()
        return is_pressed

    @property
    def address(self) -> str:
        """Where the page says it is."""
        return str(self.page.url)

    # -- inside --------------------------------------------------------------------------------------------------------

    async def _run(self, name: str, given: object = None) -> Any:
        return await self._bounded(self.page.evaluate(_call_of(name), given))

    async def _bounded(self, work: Coroutine[Any, Any, Any]) -> Any:
        from playwright.async_api import Error

        if self._over:
            work.close()
            raise NotShown(self._over)
        try:
            return await asyncio.wait_for(work, self.bounds.script)
        except TimeoutError as error:
            raise NotShown("endless") from error
        except Error as error:
            raise NotShown("no_page") from error

    async def _settle(self) -> None:
        """Wait until nothing is asked for any more and nothing changes."""
        from playwright.async_api import Error

        known, since, alike = "", time.monotonic(), 0
        while True:
            await asyncio.sleep(_POLL)
            if self._over or time.monotonic() > self._ends:
                raise NotShown(self._over or "slow")
            if self._waiting:
                since, alike = time.monotonic(), 0
                continue
            try:
                state = await asyncio.wait_for(self.page.evaluate(_call_of("text")), self.bounds.script)
                dated = await asyncio.wait_for(self.page.evaluate(_call_of("dated")), self.bounds.script)
            except TimeoutError as error:
                raise NotShown("endless") from error
            except Error:  # on its way to another document
                known, since, alike = "", time.monotonic(), 0
                continue
            if state != known or self._waiting:
                known, since, alike = state, time.monotonic(), 0
                continue
            alike += 1  # each answer of a busy machine takes its time: the clock alone proves no quiet
            is_quiet = time.monotonic() - since >= (self.bounds.quiet if dated else self.bounds.patient)
            if alike >= _ALIKE and is_quiet:
                return

    async def _on_request(self, route: "Route") -> None:
        from playwright.async_api import Error

        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - requests are handled by tasks
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        with suppress(Error):  # the page is gone
            if not self._is_wanted(route.request) or route.request.frame.page is not self.page:
                await route.abort()
                return
            self._waiting += 1
            try:
                await self._answer(route)
            finally:
                self._waiting -= 1

    def _is_wanted(self, asked: "Asked") -> bool:
        if asked.method not in _METHODS or not is_web_address(asked.url) or self._over:
            return False
        return asked.resource_type not in _UNWANTED or (self.looks and asked.resource_type in _LOOKS)

    async def _answer(self, route: "Route") -> None:
        asked = route.request
        request = _request_of(asked)
        if self._document is not None and asked.resource_type == "document":
            fetched, self._document = self._document, None
        elif self._asked >= self.bounds.requests or self._size >= self.bounds.size:
            self._over = "many" if self._asked >= self.bounds.requests else "large"
            await route.abort()
            return
        else:
            self._asked += 1
            fetched = await self.ask(request)
        self._size += len(fetched.body)
        self.answers.append(fetched)
        if fetched.http_status is None or fetched.status in (FetchStatus.UNREACHABLE, FetchStatus.BLOCKED):
            self.failed += asked.resource_type not in _LOOKS
            await route.abort()
            return
        self.failed += fetched.status is not FetchStatus.OK and asked.resource_type not in _LOOKS
        headers = {name: value for name, value in fetched.headers if name.lower() not in _NOT_PASSED}
        if cookies := [value for name, value in fetched.headers if name.lower() == "set-cookie"]:
            headers["set-cookie"] = "\n".join(
                cookies
            )  # for its scripts to read; what is sent, the fetcher knows itself
        await route.fulfill(status=fetched.http_status, headers=headers, body=fetched.body)

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        async def done() -> None:
            with suppress(Exception):
                await work

        task = asyncio.ensure_future(done())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _request_of(asked: "Asked") -> PageRequest:
    """What a page asks for, as the program would."""
    url = urldefrag(str(asked.url))[0]
    if asked.method != "POST":
        return PageRequest(url, headers=_sent_with(asked))
    kind = str(asked.headers.get("content-type") or PageRequest(url).content_type)
    body = (asked.post_data_buffer or b"").decode("utf-8", "replace")
    return PageRequest(url, "POST", body, kind, _sent_with(asked))


def _sent_with(asked: "Asked") -> tuple[tuple[str, str], ...]:
    """What a script sends beside what every request has: a token of its page, the address it stands on."""
    sent = [
        (name, value)
        for name, value in sorted(asked.headers.items())
        if name not in _NOT_SENT and not name.startswith(_NOT_SENT_KINDS) and _SENDABLE.fullmatch(value)
    ]
    return tuple(sent[:_MOST_SENT])
