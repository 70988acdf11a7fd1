"""Holding a county while working on it, so that two processes on one database never crawl or audit it together."""

import asyncio
import contextlib
import os
import socket
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from auditor.errors import AuditorError
from auditor.store import Store
from auditor.store.leases import LEASE_SECONDS


class Busy(AuditorError):
    """Another process works on it; the text says so."""


@asynccontextmanager
async def holding(store: Store, name: str) -> AsyncIterator[None]:
    """Hold the lease ``name`` with a heartbeat; raise `Busy` where another process holds it."""
    owner = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    if not store.leases.take(name, owner, _now()):
        raise Busy(f"{name.partition(':')[2]}正由另一个程序核查，请等它结束后再试（若它已中断，一分钟后可重试）")
    heartbeat = asyncio.create_task(_beat(store, name, owner))
    try:
        yield
    finally:
        heartbeat.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await heartbeat
        store.leases.give_back(name, owner)


async def _beat(store: Store, name: str, owner: str) -> None:
    while True:
        await asyncio.sleep(LEASE_SECONDS / 3)
        store.leases.take(name, owner, _now())


def _now() -> datetime:
    """Real time, whatever clock the work pretends: leases are between living processes."""
    return datetime.now(UTC)
