"""A loopback web server whose every byte a test decides: healthy pages and all the ways of failing."""

import asyncio
import socket
import ssl
import struct
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType


@dataclass(frozen=True)
class Seen:
    """One request as the server got it."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    at: float

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass
class Line:
    """The connection a reply is written to."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    seen: Seen

    async def send(self, *parts: bytes, pause: float = 0.0) -> None:
        for part in parts:
            self.writer.write(part)
            await self.writer.drain()
            await asyncio.sleep(pause)

    def reset(self) -> None:
        """Break the connection off with RST instead of FIN."""
        raw = self.writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Script = Callable[[Line], Awaitable[None]]
Reply = bytes | Script | Sequence["bytes | Script"]
"""What a path answers: bytes as they stand, a script, or several of them in turn (the last one stays)."""


def page(body: bytes | str = "<html></html>", status: str = "200 OK", *headers: str) -> bytes:
    """A complete answer with its true Content-Length."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(content)}", "", ""]
    return "\r\n".join(lines).encode("latin-1") + content


def redirect(location: str, status: str = "302 Found", *headers: str) -> bytes:
    return page(b"", status, f"Location: {location}", *headers)


async def close(line: Line) -> None:
    """Hang up without a word."""
    line.writer.close()


async def reset(line: Line) -> None:
    """Break off without a word."""
    line.reset()


async def silence(line: Line) -> None:
    """Say nothing until the other side gives up."""
    await line.reader.read()


def then_close(content: bytes) -> Script:
    """Send bytes and hang up."""

    async def script(line: Line) -> None:
        await line.send(content)
        line.writer.close()

    return script


@dataclass
class Portal:
    """The server; ``home`` is its address. An unknown path is a 404, and so is robots.txt unless it is given."""

    replies: Mapping[str, Reply]
    tls: ssl.SSLContext | None = None
    host: str = "127.0.0.1"
    seen: list[Seen] = field(default_factory=list)
    most_at_once: int = 0
    connections: int = 0
    _now: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> "Portal":
        self._server = await asyncio.start_server(self._accept, self.host, 0, ssl=self.tls)
        self.port = self._server.sockets[0].getsockname()[1]
        self.home = f"{'https' if self.tls else 'http'}://{self.host}:{self.port}/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def open_connections(self) -> int:
        return len(self._tasks)

    def asked(self, target: str) -> list[Seen]:
        return [seen for seen in self.seen if seen.target == target]

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        try:
            while await self._answer(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.transport.abort()
            with suppress(OSError):
                await writer.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, target, _ = head[0].split(" ")
        headers = tuple(line.partition(": ")[::2] for line in head[1:-2])
        length = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
        seen = Seen(method, target, headers, await reader.readexactly(length), asyncio.get_running_loop().time())
        self.seen.append(seen)
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        try:
            reply = self._reply_to(target)
            line = Line(reader, writer, seen)
            await (line.send(reply) if isinstance(reply, bytes) else reply(line))
        finally:
            self._now -= 1
        return not writer.is_closing()

    def _reply_to(self, target: str) -> bytes | Script:
        reply = self.replies.get(target, page("", "404 Not Found"))
        if isinstance(reply, bytes) or callable(reply):
            return reply
        turn = len(self.asked(target)) - 1
        return reply[min(turn, len(reply) - 1)]
