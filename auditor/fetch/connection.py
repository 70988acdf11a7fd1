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
from dataclasses import replace

from auditor.fetch.faults import Fault, WireFault
from auditor.fetch.framing import AnswerHead, ArrivingAnswer
from auditor.fetch.guard import Guard
from auditor.fetch.tls import handshake_fault

MAX_HEAD_BYTES = 100_000
"""Longest head that is read."""
_READ_BYTES = 65_536
_HEAD_END = re.compile(rb"\n\r?\n")


class Connection:
    """An open connection to one host, for one request after another."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._has_answered = False
        self._held = b""
        """What came behind a head and is not yet used."""
        self._answer: ArrivingAnswer | None = None
        self.free_since = 0.0

    async def ask(self, question: bytes) -> AnswerHead:
        """Send a request and read the head of its answer, of whose odd lines those before it have a part."""
        self._has_answered, self._answer = False, None
        self._writer.write(question)
        with suppress(OSError):  # a server may answer and close before it has read everything
            await self._writer.drain()
        odd: tuple[bytes, ...] = ()
        while not (answer := ArrivingAnswer(await self._read_head())).head.is_final:
            odd += answer.head.odd_lines
        self._answer, head = answer, answer.head
        return replace(head, odd_lines=odd + head.odd_lines) if odd else head

    async def body(self) -> AsyncIterator[bytes]:
        """The body of the answer as it arrives, free of chunking."""
        answer, received = self._answer, self._take_held()
        while answer and (received or not answer.is_whole):
            yield answer.take(received or await self._read())
            if answer.fault:
                raise answer.fault
            received = b""

    def is_reusable(self) -> bool:
        """Whether it may serve another request: not where the last message did not end or something follows it."""
        answer = self._answer
        if answer is None or not answer.is_whole:
            return False
        return answer.keeps_alive and not (answer.has_surplus or self._held)

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
        received, searched = self._take_held() or await self._read(), 0
        while (end := _HEAD_END.search(received, max(searched - 3, 0))) is None:
            searched = len(received)
            if searched > MAX_HEAD_BYTES or not (more := await self._read()):
                raise WireFault(Fault.PROTOCOL)
            received += more
        self._held = received[end.end() :]
        return received[: end.end()]

    def _take_held(self) -> bytes:
        held, self._held = self._held, b""
        return held

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
