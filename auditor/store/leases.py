"""Leases: two processes on one database never work on the same county at the same time."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from auditor.store.tables import LeaseRow

LEASE_SECONDS = 45
"""How long a lease holds without a heartbeat: a killed holder is replaced within a minute."""


class LeaseShelf:
    """Keeps leases by name; a lease is taken, renewed by heartbeat, and given back."""

    def __init__(self, open_session: Callable[[], AbstractContextManager[Session]]) -> None:
        self._open = open_session

    def take(self, name: str, owner: str, now: datetime) -> bool:
        """Take or renew the lease; ``False`` where another owner holds it."""
        until = now + timedelta(seconds=LEASE_SECONDS)
        free = or_(col(LeaseRow.owner) == owner, col(LeaseRow.until) < now)
        with self._open() as session:
            changed = session.exec(
                update(LeaseRow).where(col(LeaseRow.name) == name, free).values(owner=owner, until=until)
            )
            if changed.rowcount:
                return True
        try:
            with self._open() as session:
                session.add(LeaseRow(name=name, owner=owner, until=until))
        except IntegrityError:
            return False
        return True

    def is_held(self, name: str, now: datetime) -> bool:
        """Whether anybody holds the lease."""
        with self._open() as session:
            row = session.get(LeaseRow, name)
            return row is not None and row.until >= now

    def give_back(self, name: str, owner: str) -> None:
        """End the lease, where it is still one's own."""
        with self._open() as session:
            session.exec(delete(LeaseRow).where(col(LeaseRow.name) == name, col(LeaseRow.owner) == owner))
