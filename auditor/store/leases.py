"""Leases: two processes on one database never work on the same county at the same time."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, text

from auditor.store.holders import is_surely_dead
from auditor.store.tables import LeaseRow, stamp

LEASE_SECONDS = 45
"""How long a lease holds without a heartbeat: a killed holder is replaced within a minute, on one machine at once."""
_LEASES: Any = LeaseRow.__table__  # type: ignore[attr-defined]
_TAKE = text("""
    INSERT INTO lease (name, owner, until) VALUES (:name, :owner, :until)
    ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until
        WHERE lease.owner = excluded.owner OR lease.until < :now""")
_GIVE_BACK = text("DELETE FROM lease WHERE name = :name AND owner = :owner")


class LeaseStore:
    """Keeps leases by name; a lease is taken, renewed by heartbeat, and given back."""

    def __init__(self, connect: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._connect = connect

    def take(self, name: str, owner: str, now: datetime) -> bool:
        """Take or renew the lease; ``False`` where another owner holds it and is not surely dead."""
        until = now + timedelta(seconds=LEASE_SECONDS)
        values = {"name": name, "owner": owner, "until": stamp(until), "now": stamp(now)}
        with self._connect() as connection:
            if connection.execute(_TAKE, values).rowcount:
                return True
        dead = self._dead_holder(name)
        return dead is not None and self._change(name, owner, until, _LEASES.c.owner == dead)

    def _change(self, name: str, owner: str, until: datetime, free: ColumnElement[bool]) -> bool:
        """Enter the owner in one statement, where the row is ``free``."""
        entered = _LEASES.update().where(_LEASES.c.name == name, free).values(owner=owner, until=until)
        with self._connect() as connection:
            return bool(connection.execute(entered).rowcount)

    def _dead_holder(self, name: str) -> str | None:
        """The holder, where its process has ended without giving the lease back."""
        with self._connect() as connection:
            row = connection.execute(_LEASES.select().where(_LEASES.c.name == name)).first()
            return row.owner if row and is_surely_dead(row.owner) else None

    def is_held(self, name: str, now: datetime) -> bool:
        """Whether anybody holds the lease."""
        with self._connect() as connection:
            row = connection.execute(_LEASES.select().where(_LEASES.c.name == name)).first()
            return row is not None and row.until >= now and not is_surely_dead(row.owner)

    def give_back(self, name: str, owner: str) -> None:
        """End the lease, where it is still one's own."""
        with self._connect() as connection:
            connection.execute(_GIVE_BACK, {"name": name, "owner": owner})
