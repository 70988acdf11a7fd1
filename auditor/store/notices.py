"""Notices: each event once for each channel, kept until it was sent or given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from auditor.base.terms import NoticeKind, NoticeState
from auditor.store.office_tables import NoticeRow
from auditor.store.runs import OpenSession


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice on one channel; ``channel`` is the target's name in the office's list, empty for the web page.

    ``event`` names what happened, the same for ever: a second notice of the same event on the same channel is dropped.
    """

    event: str
    channel: str
    kind: NoticeKind
    county: str
    subject: str
    body: str
    made_at: datetime
    state: NoticeState = NoticeState.WAITING
    next_at: datetime | None = None
    attempts: int = 0
    sent_at: datetime | None = None
    error: str = ""
    id: int = 0


class NoticeStore:
    """Keeps notices: added once, claimed for sending by one program at a time, settled."""

    def __init__(self, open_session: OpenSession) -> None:
        self._open = open_session

    def has(self, event: str) -> bool:
        """Whether the event was ever noted."""
        with self._open() as session:
            return session.exec(select(NoticeRow.id).where(NoticeRow.event == event).limit(1)).first() is not None

    def add(self, notices: Sequence[Notice]) -> None:
        """Keep the notices of one event, all or none; nothing where the event was already noted."""
        if not notices or self.has(notices[0].event):
            return
        try:
            with self._open() as session:
                session.add_all(
                    NoticeRow(
                        event=notice.event,
                        channel=notice.channel,
                        kind=notice.kind.value,
                        county=notice.county,
                        subject=notice.subject,
                        body=notice.body,
                        made_at=notice.made_at,
                        state=notice.state.value,
                        next_at=notice.next_at,
                        sent_at=notice.sent_at,
                    )
                    for notice in notices
                )
        except IntegrityError:
            return  # another program noted the same event at the same moment

    def claim(self, now: datetime, until: datetime) -> Notice | None:
        """The oldest notice whose time has come, its attempts counted; nobody else gets it before ``until``."""
        with self._open() as session:
            ready = select(NoticeRow).where(NoticeRow.state == NoticeState.WAITING.value, col(NoticeRow.next_at) <= now)
            for row in session.exec(ready.order_by(col(NoticeRow.next_at), col(NoticeRow.id)).limit(8)).all():
                taken = session.exec(
                    update(NoticeRow)
                    .where(col(NoticeRow.id) == row.id, col(NoticeRow.attempts) == row.attempts)
                    .values(attempts=row.attempts + 1, next_at=until)
                    .execution_options(synchronize_session=False)
                )
                if taken.rowcount:
                    session.refresh(row)
                    return _notice(row)
        return None

    def settle(
        self, notice: Notice, state: NoticeState, at: datetime, *, error: str = "", next_at: datetime | None = None
    ) -> None:
        """Record how an attempt ended: sent, to be tried again at ``next_at``, or given up."""
        with self._open() as session:
            row = session.get_one(NoticeRow, notice.id)
            row.state, row.error, row.next_at = state.value, error, next_at
            row.sent_at = at if state is NoticeState.SENT else None

    def list_notices(self, county: str = "", limit: int = 100) -> list[Notice]:
        """The newest notices, of one county or of all, newest first."""
        with self._open() as session:
            query = select(NoticeRow).order_by(col(NoticeRow.id).desc()).limit(limit)
            if county:
                query = query.where(NoticeRow.county == county)
            return [_notice(row) for row in session.exec(query)]


def _notice(row: NoticeRow) -> Notice:
    return Notice(
        row.event,
        row.channel,
        NoticeKind(row.kind),
        row.county,
        row.subject,
        row.body,
        row.made_at,
        NoticeState(row.state),
        row.next_at,
        row.attempts,
        row.sent_at,
        row.error,
        row.id or 0,
    )
