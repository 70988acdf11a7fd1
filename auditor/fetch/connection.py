"""One HTTP/1.1 connection: asyncio's streams, and failures that keep their kind.

The library's own pool is left out on purpose: a lane has one request in flight, cancelled requests cost its pool
slots for good, and it takes a third of a request's time.
"""

import asyncio
import errno
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import suppress

from auditor.fetch.faults import Fault, WireFault
from auditor.fetch.framing import CHUNKED, UNTIL_CLOSED, AnswerHead, answer_head, chunk_size, is_field
from auditor.fetch.guard import Guard
from auditor.fetch.tls import handshake_fault

MAX_HEAD_BYTES = 100_000
"""Longest head, or single line of a chunked body, that is read."""
_READ_BYTES = 65_536
_PIECES_IN_ONE_GO = 500
_HEAD_END = re.compile(rb"\n\r?\n")


class Connection:
    """An open connection to one host, for one request after another."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._has_answered = False
        self._held, self._at = b"", 0
        """What was received and is not yet used, from ``_at`` on."""
        self._length, self._keeps_alive = 0, True
        self._is_done = True
        self.free_since = 0.0

    async def ask(self, method: str, question: bytes) -> AnswerHead:
        """Send a request and read the head of its answer, of whose odd lines those before it have a part."""
        self._has_answered = self._is_done = False
        self._writer.write(question)
        with suppress(OSError):  # a server may answer and close before it has read everything
            await self._writer.drain()
        odd: tuple[bytes, ...] = ()
        while not (head := answer_head(await self._read_head())).is_final:
            odd += head.odd_lines
            if head.status == 101:
                raise WireFault(Fault.PROTOCOL)
        self._length, self._keeps_alive = head.body_length(method), head.keeps_alive
        return AnswerHead(head.version, head.status, head.reason, head.fields, odd + head.odd_lines) if odd else head

    async def body(self) -> AsyncIterator[bytes]:
        """The body of the answer as it arrives, free of chunking.

        A flood of tiny chunks must not keep other portals from their turn, so the loop is let in now and then.
        """
        if self._length == CHUNKED:
            pieces = 0
            while size := chunk_size(await self._line()):
                async for piece in self._exactly(size):
                    yield piece
                    pieces += 1
                    if pieces % _PIECES_IN_ONE_GO == 0:
                        await asyncio.sleep(0)
                if await self._line() != b"\r\n":
                    raise WireFault(Fault.PROTOCOL)
            while (line := await self._line()) not in (b"\r\n", b"\n"):
                if not is_field(line):
                    raise WireFault(Fault.PROTOCOL)
        elif self._length == UNTIL_CLOSED:
            while piece := await self._received(_READ_BYTES):
                yield piece
        else:
            async for piece in self._exactly(self._length):
                yield piece
        self._is_done = self._length != UNTIL_CLOSED

    def is_reusable(self) -> bool:
        """Whether it may serve another request: not where the last message did not end or something follows it."""
        return self._is_done and self._keeps_alive and self._at == len(self._held)

    @property
    def is_open(self) -> bool:
        """Whether, as far as this side knows, the other has not hung up."""
        return not (self._reader.at_eof() or self._writer.is_closing())

    def close(self) -> None:
        """Close at once, without waiting for the other side's leave."""
        self._writer.transport.abort()

    async def encrypt(self, context: ssl.SSLContext, host: str, seconds: float) -> None:
        """Start TLS; the certificate is checked against the name, though an address was connected to."""
        try:
            async with asyncio.timeout(seconds):
                await self._writer.start_tls(context, server_hostname=host)
        except TimeoutError as error:
            raise WireFault(Fault.TLS_TIMEOUT, seconds=seconds) from error
        except ssl.SSLError as error:
            raise WireFault(handshake_fault(error)) from error
        except OSError as error:
            raise WireFault(Fault.TLS_BROKEN) from error

    async def _read_head(self) -> bytes:
        """The next whole head; what came after it is held back."""
        received, searched = await self._received(), 0
        while (end := _HEAD_END.search(received, max(searched - 3, 0))) is None:
            searched = len(received)
            if searched > MAX_HEAD_BYTES or not (more := await self._read()):
                raise WireFault(Fault.PROTOCOL)
            received += more
        self._held, self._at = received, end.end()
        return received[: end.end()]

    async def _exactly(self, size: int) -> AsyncIterator[bytes]:
        """So many bytes as they arrive."""
        while size:
            piece = await self._received(size)
            if not piece:
                raise WireFault(Fault.TRUNCATED)
            size -= len(piece)
            yield piece

    async def _line(self) -> bytes:
        """The next line of a chunked body, with its end."""
        searched = self._at
        while (end := self._held.find(b"\n", searched)) < 0:
            self._held, self._at, searched = self._held[self._at :], 0, len(self._held) - self._at
            if searched > MAX_HEAD_BYTES:
                raise WireFault(Fault.PROTOCOL)
            if not (more := await self._read()):
                raise WireFault(Fault.TRUNCATED)
            self._held += more
        line, self._at = self._held[self._at : end + 1], end + 1
        return line

    async def _received(self, most: int | None = None) -> bytes:
        """What is held of the answer, or else comes next; empty where it has ended."""
        if self._at == len(self._held):
            self._held, self._at = await self._read(), 0
        piece = self._held[self._at :][:most]
        self._at += len(piece)
        return piece

    async def _read(self) -> bytes:
        try:
            received = await self._reader.read(_READ_BYTES)
        except ssl.SSLError as error:
            raise WireFault(Fault.TLS_BROKEN) from error
        except OSError as error:
            raise WireFault(Fault.RESET) from error
        if received:
            self._has_answered = True
        elif not self._has_answered:
            raise WireFault(Fault.CLOSED_EARLY)
        return received


async def connect(guard: Guard, host: str, port: int, seconds: float) -> Connection:
    """Look up, judge, and connect to the first permitted address that answers."""
    try:
        async with asyncio.timeout(seconds):
            addresses = await guard.addresses(host, port)
    except TimeoutError as error:
        raise WireFault(Fault.DNS_TIMEOUT, seconds=seconds) from error
    fault = WireFault(Fault.NO_ROUTE)
    for address in addresses:
        try:
            async with asyncio.timeout(seconds / len(addresses)):
                return Connection(*await asyncio.open_connection(address, port))
        except TimeoutError:
            fault = WireFault(Fault.CONNECT_TIMEOUT, seconds=seconds)
        except OSError as error:
            fault = WireFault(_CONNECT_FAULTS.get(error.errno or 0, Fault.NO_ROUTE))
    raise fault


_CONNECT_FAULTS = {
    errno.ECONNREFUSED: Fault.REFUSED,
    errno.ECONNRESET: Fault.RESET,
    errno.ETIMEDOUT: Fault.CONNECT_TIMEOUT,
    errno.EMFILE: Fault.NO_SOCKETS,
    errno.ENFILE: Fault.NO_SOCKETS,
}
