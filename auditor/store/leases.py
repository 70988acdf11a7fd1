"""Leases: two processes on one database never work on the same county at the same time."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, text, update
from sqlmodel import Session, col

from auditor.store.holders import is_surely_dead
from auditor.store.tables import LeaseRow, stamp

LEASE_SECONDS = 45
"""How long a lease holds without a heartbeat: a killed holder is replaced within a minute, on one machine at once."""
_TAKE = text("""
    INSERT INTO lease (name, owner, until) VALUES (:name, :owner, :until)
    ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until
        WHERE lease.owner = excluded.owner OR lease.until < :now""")


class LeaseStore:
    """Keeps leases by name; a lease is taken, renewed by heartbeat, and given back."""

    def __init__(self, open_session: Callable[[], AbstractContextManager[Session]]) -> None:
        self._open = open_session

    def take(self, name: str, owner: str, now: datetime) -> bool:
        """Take or renew the lease; ``False`` where another owner holds it and is not surely dead."""
        until = now + timedelta(seconds=LEASE_SECONDS)
        values = {"name": name, "owner": owner, "until": stamp(until), "now": stamp(now)}
        with self._open() as session:
            if session.connection().execute(_TAKE, values).rowcount:
                return True
        dead = self._dead_holder(name)
        return dead is not None and self._change(name, owner, until, col(LeaseRow.owner) == dead)

    def _change(self, name: str, owner: str, until: datetime, free: ColumnElement[bool]) -> bool:
        """Enter the owner in one statement, where the row is ``free``."""
        with self._open() as session:
            changed = session.exec(
                update(LeaseRow).where(col(LeaseRow.name) == name, free).values(owner=owner, until=until)
            )
            return bool(changed.rowcount)

    def _dead_holder(self, name: str) -> str | None:
        """The holder, where its process has ended without giving the lease back."""
        with self._open() as session:
            row = session.get(LeaseRow, name)
            return row.owner if row and is_surely_dead(row.owner) else None

    def is_held(self, name: str, now: datetime) -> bool:
        """Whether anybody holds the lease."""
        with self._open() as session:
            row = session.get(LeaseRow, name)
            return row is not None and row.until >= now and not is_surely_dead(row.owner)

    def give_back(self, name: str, owner: str) -> None:
        """End the lease, where it is still one's own."""
        with self._open() as session:
            session.exec(delete(LeaseRow).where(col(LeaseRow.name) == name, col(LeaseRow.owner) == owner))
