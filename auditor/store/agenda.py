"""Scheduled tasks: one row for each observation day and audited quarter, however often it was tried."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from auditor.base.terms import TaskKind, TaskState
from auditor.county.model import County
from auditor.store.office_tables import AuditRow, CircularRow, TaskRow
from auditor.store.runs import OpenSession, county_id_of
from auditor.store.tables import CountyRow, RunRow

_OBSERVATIONS_KEPT_IN_SIGHT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """What became of one task. ``period`` is a day (``2020-04-10``) for an observation, a quarter for an audit.

    ``changed_at`` is when ``state`` was reached, ``next_at`` when a failed try is repeated (empty: at once),
    ``note`` what went wrong, for people.
    """

    kind: TaskKind
    period: str
    state: TaskState
    due_at: datetime
    changed_at: datetime
    next_at: datetime | None = None
    attempts: int = 0
    note: str = ""

    @property
    def stands_in_line(self) -> bool:
        """Whether the task was asked for and waits for nothing but its turn."""
        return self.state is TaskState.WAITING and self.next_at is None


@dataclass(frozen=True, slots=True)
class IssuedMark:
    """An issued circular, named; ``number`` is empty where it has none."""

    period: str
    number: str
    digest: str


class AgendaStore:
    """Keeps which tasks were done, are being done, or wait for another try."""

    def __init__(self, open_session: OpenSession) -> None:
        self._open = open_session

    def list_tasks(self, county: str, today: date) -> list[TaskRecord]:
        """A county's audits, and its observations of the last two weeks; oldest first."""
        since = (today - _OBSERVATIONS_KEPT_IN_SIGHT).isoformat()
        with self._open() as session:
            query = select(TaskRow).join(CountyRow).where(CountyRow.name == county)
            query = query.where(or_(col(TaskRow.kind) != TaskKind.OBSERVE.value, col(TaskRow.period) >= since))
            return [_record(row) for row in session.exec(query.order_by(col(TaskRow.id)))]

    def save_task(self, county: County, record: TaskRecord) -> None:
        """Keep what became of a task; the task's earlier record is replaced."""
        try:
            self._write(county, record)
        except IntegrityError:  # another program added the same row at the same moment
            self._write(county, record)

    def first_day(self, county: str) -> date | None:
        """The day the county was first crawled."""
        with self._open() as session:
            query = select(func.min(RunRow.started_at)).join(CountyRow).where(CountyRow.name == county)
            first = session.exec(query).one()
            return first.date() if first else None

    def audited_at(self, county: str) -> dict[str, datetime]:
        """When each period was last audited, by the schedule or by hand."""
        with self._open() as session:
            query = select(AuditRow.period, func.max(AuditRow.made_at)).join(CountyRow).where(CountyRow.name == county)
            return dict(session.exec(query.group_by(AuditRow.period)).all())

    def list_issued(self, county: str, since: datetime | None = None) -> list[IssuedMark]:
        """The circulars issued (at or after ``since``), oldest first, by name only."""
        with self._open() as session:
            query = select(CircularRow.period, CircularRow.number, CircularRow.digest).join(CountyRow)
            query = query.where(*_issued_of(county, since)).order_by(col(CircularRow.id))
            return [IssuedMark(period, number or "", digest) for period, number, digest in session.exec(query)]

    def _write(self, county: County, record: TaskRecord) -> None:
        with self._open() as session:
            row = _find(session, county_id_of(session, county), record)
            row.state, row.due_at, row.changed_at = record.state.value, record.due_at, record.changed_at
            row.next_at, row.attempts, row.note = record.next_at, record.attempts, record.note
            session.add(row)


def _find(session: Session, county_id: int, record: TaskRecord) -> TaskRow:
    """The task's row, or a new one."""
    query = select(TaskRow).where(
        TaskRow.county_id == county_id, TaskRow.kind == record.kind.value, TaskRow.period == record.period
    )
    return session.exec(query).first() or TaskRow(
        county_id=county_id,
        kind=record.kind.value,
        period=record.period,
        state=record.state.value,
        due_at=record.due_at,
        changed_at=record.changed_at,
    )


def _issued_of(county: str, since: datetime | None) -> list[ColumnElement[bool]]:
    later = [col(CircularRow.issued_at) >= since] if since else []
    return [col(CountyRow.name) == county, *later]


def _record(row: TaskRow) -> TaskRecord:
    return TaskRecord(
        TaskKind(row.kind),
        row.period,
        TaskState(row.state),
        row.due_at,
        row.changed_at,
        row.next_at,
        row.attempts,
        row.note,
    )
