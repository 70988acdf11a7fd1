"""Connections under httpx's public transport interface: kept per host, guarded, HTTP/1.1 only."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator

import httpx

from auditor.fetch.connection import Connection, connect
from auditor.fetch.guard import Guard

KEEP_ALIVE_SECONDS = 60.0
"""Idle time after which a connection is not used again: longer than any polite pause, shorter than most servers'."""

Origin = tuple[str, str, int]


class PortalTransport(httpx.AsyncBaseTransport):
    """The connections of one portal job. Failures are `WireFault`; ``connects`` counts new connections."""

    def __init__(self, guard: Guard, context: ssl.SSLContext, spare: int) -> None:
        self._guard, self._context, self._spare = guard, context, spare
        self._free: dict[Origin, list[Connection]] = {}
        self.connects = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body of the answer is still to be read."""
        url = request.url
        origin = (url.scheme, url.raw_host.decode("ascii"), url.port or (443 if url.scheme == "https" else 80))
        connection = self._take(origin) or await self._connect(origin, request.extensions["timeout"]["connect"])
        try:
            answer = await connection.ask(
                request.method.encode("ascii"), url.raw_path, request.headers.raw, await request.aread()
            )
        except BaseException:
            connection.close()
            raise
        return httpx.Response(
            answer.status_code,
            headers=answer.headers.raw_items(),
            stream=_Body(self, origin, connection),
            extensions={
                "http_version": b"HTTP/" + answer.http_version,
                "reason_phrase": answer.reason,
                "odd_lines": connection.odd_lines,
            },
        )

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

    async def _connect(self, origin: Origin, seconds: float) -> Connection:
        self.connects += 1
        scheme, host, port = origin
        connection = await connect(self._guard, host, port, seconds)
        if scheme == "https":
            try:
                await connection.encrypt(self._context, host, seconds)
            except BaseException:
                connection.close()
                raise
        return connection


class _Body(httpx.AsyncByteStream):
    """The bytes of one answer as they arrive, still encoded; closing gives the connection back."""

    def __init__(self, transport: PortalTransport, origin: Origin, connection: Connection) -> None:
        self._transport, self._origin, self._connection = transport, origin, connection

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._connection.body()

    async def aclose(self) -> None:
        self._transport.give_back(self._origin, self._connection)
