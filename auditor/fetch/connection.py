"""One HTTP/1.1 connection: asyncio's streams, h11's grammar, and failures that keep their kind.

The library's own pool is left out on purpose: a lane has one request in flight, cancelled requests cost its pool
slots for good, and it takes a third of a request's time.
"""

import asyncio
import errno
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import suppress

import h11

from auditor.fetch.faults import Fault, WireFault
from auditor.fetch.guard import Guard
from auditor.fetch.head import mend_head
from auditor.fetch.tls import handshake_fault

MAX_HEAD_BYTES = 100_000
"""Longest head, or single chunk header, that is read."""
_READ_BYTES = 65_536
_PIECES_IN_ONE_GO = 500
_HEAD_END = re.compile(rb"\n\r?\n")

Headers = list[tuple[bytes, bytes]]


class Connection:
    """An open connection to one host, for one request after another."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._grammar = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEAD_BYTES)
        self._has_answered = self._has_ended = False
        self._held = b""
        self.odd_lines: tuple[bytes, ...] = ()
        self.free_since = 0.0

    async def ask(self, method: bytes, target: bytes, headers: Headers, body: bytes) -> h11.Response:
        """Send a request and read the head of its answer; ``odd_lines`` are those of it that broke the grammar."""
        try:
            question = self._grammar.send(h11.Request(method=method, target=target, headers=headers)) or b""
            question += (self._grammar.send(h11.Data(data=body)) or b"") if body else b""
            question += self._grammar.send(h11.EndOfMessage()) or b""
        except h11.LocalProtocolError as error:
            raise WireFault(Fault.BAD_ADDRESS) from error
        self._has_answered, self.odd_lines = False, ()
        self._writer.write(question)
        with suppress(OSError):  # a server may answer and close before it has read everything
            await self._writer.drain()
        while True:
            event = await self._next_event()
            if isinstance(event, h11.Response):
                return event
            if not isinstance(event, h11.InformationalResponse) or event.status_code == 101:
                raise WireFault(Fault.PROTOCOL)

    async def body(self) -> AsyncIterator[bytes]:
        """The body of the answer as it arrives, free of chunking.

        A flood of tiny chunks must not keep other portals from their turn, so the loop is let in now and then.
        """
        pieces = 0
        while isinstance(event := await self._next_event(), h11.Data):
            yield bytes(event.data)
            pieces += 1
            if pieces % _PIECES_IN_ONE_GO == 0:
                await asyncio.sleep(0)

    def is_reusable(self) -> bool:
        """Make ready for another request; false where the last message did not end or something follows it."""
        if self._grammar.our_state is not h11.DONE or self._grammar.their_state is not h11.DONE:
            return False
        if self._grammar.trailing_data[0] or self._held:
            return False
        self._grammar.start_next_cycle()
        return True

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

    async def _next_event(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        is_in_body = self._grammar.their_state is h11.SEND_BODY
        try:
            while (event := self._grammar.next_event()) is h11.NEED_DATA:
                is_in_head = self._grammar.their_state is h11.SEND_RESPONSE
                self._grammar.receive_data(await (self._read_head() if is_in_head else self._read()))
        except h11.RemoteProtocolError as error:
            raise WireFault(Fault.TRUNCATED if is_in_body and self._has_ended else Fault.PROTOCOL) from error
        return event

    async def _read_head(self) -> bytes:
        """The next whole head, set right; whatever came after it is held back. What has no end stays as it is."""
        received, searched = b"", 0
        while (end := _HEAD_END.search(received, max(searched - 3, 0))) is None:
            searched = len(received)
            if not (more := await self._read()) or searched > MAX_HEAD_BYTES:
                self._held = more
                return received
            received += more
        self._held = received[end.end() :] + self._held
        head, odd = mend_head(received[: end.end()])
        self.odd_lines += odd
        return head

    async def _read(self) -> bytes:
        if self._held:
            held, self._held = self._held, b""
            return held
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
        else:
            self._has_ended = True
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
