"""The connections of one portal job: kept per host, guarded, HTTP/1.1 only."""

import asyncio
import ssl
import time
from dataclasses import dataclass

from auditor.fetch.connection import Connection, connect
from auditor.fetch.framing import AnswerHead
from auditor.fetch.guard import Guard

KEEP_ALIVE_SECONDS = 60.0
"""Idle time after which a connection is not used again: longer than any polite pause, shorter than most servers'."""

Origin = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """The head of an answer, and the connection on which its body is still to be read."""

    head: AnswerHead
    connection: Connection


class PortalTransport:
    """The connections of one portal job. Failures are `WireFault`; ``connects`` counts new connections."""

    def __init__(self, guard: Guard, context: ssl.SSLContext, spare: int, connect_seconds: float) -> None:
        self._guard, self._context, self._spare, self._seconds = guard, context, spare, connect_seconds
        self._free: dict[Origin, list[Connection]] = {}
        self.connects = 0

    async def ask(self, origin: Origin, question: bytes) -> OpenAnswer:
        """Send one request; the connection of the answer is to be given back, whatever comes of its body."""
        connection = self._take(origin) or await self._connect(origin)
        try:
            return OpenAnswer(await connection.ask(question), connection)
        except BaseException:
            connection.close()
            raise

    async def aclose(self) -> None:
        """Close every connection; the loop needs one turn for it."""
        for connections in self._free.values():
            for connection in connections:
                connection.close()
        self._free.clear()
        await asyncio.sleep(0)

    def give_back(self, origin: Origin, connection: Connection) -> None:
        """Keep a connection for the next request, where it can serve one."""
        connections = self._free.setdefault(origin, [])
        if not connection.is_reusable() or len(connections) >= self._spare:
            connection.close()
            return
        connection.free_since = time.monotonic()
        connections.append(connection)

    def _take(self, origin: Origin) -> Connection | None:
        connections = self._free.get(origin)
        while connections:
            connection = connections.pop()
            if connection.is_open and time.monotonic() - connection.free_since < KEEP_ALIVE_SECONDS:
                return connection
            connection.close()
        return None

    async def _connect(self, origin: Origin) -> Connection:
        self.connects += 1
        scheme, host, port = origin
        connection = await connect(self._guard, host, port, self._seconds)
        if scheme == "https":
            try:
                await connection.encrypt(self._context, host, self._seconds)
            except BaseException:
                connection.close()
                raise
        return connection
