"""Holding a county while working on it, so that two processes on one database never crawl or audit it together."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from auditor.base.errors import AuditorError, StoreProblem
from auditor.store import Store
from auditor.store.holders import new_holder
from auditor.store.leases import LEASE_SECONDS


class Busy(AuditorError):
    """Another process works on it; the text says so."""


@asynccontextmanager
async def holding(store: Store, name: str) -> AsyncIterator[None]:
    """Hold the lease ``name`` with a heartbeat; raise `Busy` where another process holds it.

    A holder that slept too long (a laptop's lid, a halted machine) may find that another has taken over: then the work
    inside is cancelled and `Busy` raised.
    """
    owner = new_holder()
    subject = name.partition(":")[2]
    if not store.leases.take(name, owner, _now()):
        raise Busy(f"{subject}正由另一个程序核查，请等它结束后再试（若它在另一台机器上中断，一分钟后可重试）")
    worker = asyncio.current_task()
    heartbeat = asyncio.create_task(_beat(store, name, owner, worker))
    try:
        yield
    except asyncio.CancelledError:
        if worker and heartbeat.done() and not heartbeat.cancelled():
            worker.uncancel()
            raise Busy(f"{subject}已由另一个程序接手") from None
        raise
    finally:
        heartbeat.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await heartbeat
        with contextlib.suppress(StoreProblem):  # what failed before is told; the lease runs out by itself
            store.leases.give_back(name, owner)


async def _beat(store: Store, name: str, owner: str, worker: "asyncio.Task[object] | None") -> None:
    """Renew the lease until cancelled; where it is lost, cancel the worker and end."""
    while True:
        await asyncio.sleep(LEASE_SECONDS / 3)
        try:
            held = store.leases.take(name, owner, _now())
        except StoreProblem:  # the database is busy for a moment; the lease outlasts two missed beats
            continue
        if not held:
            if worker:
                worker.cancel()
            return


def _now() -> datetime:
    """Real time, whatever clock the work pretends: leases are between living processes."""
    return datetime.now(UTC)
