"""How all counties stand, in as many queries for two hundred of them as for one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy
from sqlalchemy import func, literal
from sqlmodel import Session, col, select

from auditor.audit.model import Audit
from auditor.audit.summary import AuditSummary
from auditor.base.period import Period
from auditor.base.terms import TaskState
from auditor.store.holders import is_surely_dead
from auditor.store.office_tables import AuditRow, CircularRow, TaskRow
from auditor.store.runs import OpenSession
from auditor.store.sums import ItemSum, load_sums
from auditor.store.tables import CountyRow, LeaseRow, RunRow

_Key = tuple[Any, int | None, str]
"""A table, the number of a row in it, and the digest of the audit that stands there."""
_KEPT = 50_000
_AT_ONCE = 500
"""So many rows are asked for by their numbers in one query."""


@dataclass
class CountyStanding:
    """One county: its audited periods with what each says, the numbers of those issued (the last one holds), when its
    last crawl ended, whether a crawl goes on somewhere or is about to begin.
    """

    audits: dict[str, AuditSummary] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    last_crawl: datetime | None = None
    is_held: bool = False
    is_asked_for: bool = False

    @property
    def newest(self) -> str:
        """The name of the quarter that was audited last; empty where there is none."""
        return max((name for name in self.audits if name[4:5] == "Q"), default="")


@dataclass(frozen=True, slots=True)
class SaidOf:
    """What is said of a county and period: of its circular in force (``number`` perhaps empty), else its newest draft.

    ``number`` is ``None`` where nothing was issued.
    """

    summary: AuditSummary
    digest: str
    number: str | None = None


class OverviewStore:
    """Reads what an overview says of every county at once."""

    def __init__(self, open_session: OpenSession) -> None:
        self._open = open_session
        self._summaries: dict[_Key, AuditSummary] = {}

    def load(self, now: datetime) -> Mapping[str, CountyStanding]:
        """Every county that was ever crawled or audited, by name; ``now`` is when leases are asked for."""
        found: dict[str, CountyStanding] = {}
        with self._open() as session:
            names = {row.id or 0: row.name for row in session.exec(select(CountyRow))}
            standings = {county_id: found.setdefault(name, CountyStanding()) for county_id, name in names.items()}
            newest = select(func.max(AuditRow.id)).group_by(col(AuditRow.county_id), AuditRow.period)
            audits = select(AuditRow.id, AuditRow.county_id, AuditRow.period, AuditRow.digest)
            rows = session.exec(audits.where(col(AuditRow.id).in_(newest))).all()
            summaries = self._summaries_of(session, AuditRow, [(row_id, digest) for row_id, _, _, digest in rows])
            for row_id, county_id, period, _ in rows:
                standings[county_id].audits[period] = summaries[row_id]
            issued = select(CircularRow.county_id, CircularRow.period, CircularRow.number).order_by(col(CircularRow.id))
            for county_id, period, number in session.exec(issued):
                standings[county_id].numbers[period] = number or ""
            of_county = select(RunRow.finished_at).where(RunRow.county_id == CountyRow.id)
            ended = of_county.where(col(RunRow.finished_at).is_not(None)).order_by(col(RunRow.id).desc()).limit(1)
            for row_id, last in session.exec(select(CountyRow.id, ended.scalar_subquery())):  # a seek a county
                standings[row_id or 0].last_crawl = last
            asked = select(TaskRow.county_id, TaskRow.state, TaskRow.next_at).where(
                col(TaskRow.state).in_([TaskState.WAITING.value, TaskState.RUNNING.value])
            )
            for county_id, _, next_at in session.exec(asked):
                standings[county_id].is_asked_for |= next_at is None
            for lease in session.exec(select(LeaseRow).where(col(LeaseRow.name).startswith("county:"))):
                standing = found.get(lease.name.removeprefix("county:"))
                if standing and lease.until >= now and not is_surely_dead(lease.owner):
                    standing.is_held = True
        return found

    def count_items(self, quarter: Period) -> Mapping[str, ItemSum]:
        """How many items of a quarter were found, by the county's name: no audit, and no proof that they are all."""
        with self._open() as session:
            return load_sums(session, quarter)

    def load_said(self, names: Collection[str], periods: Collection[Period]) -> Mapping[tuple[str, str], SaidOf]:
        """What is said of counties and periods, by names of both; drafts are asked for only where none was issued."""
        found: dict[tuple[str, str], SaidOf] = {}
        wanted, called = [period.name for period in periods], set(names)
        with self._open() as session:
            rows = session.exec(select(CountyRow.id, CountyRow.name)).all()
            ids = {county_id: name for county_id, name in rows if name in called}
            for kind in (AuditRow, CircularRow):  # what was issued takes the draft's place
                table = _table_of(kind)
                newest = sqlalchemy.select(func.max(table.c.id)).where(table.c.period.in_(wanted))
                newest = newest.group_by(table.c.county_id, table.c.period)
                number = table.c.number if kind is CircularRow else literal(None)
                columns = (table.c.id, table.c.county_id, table.c.period, table.c.digest, number)
                lines = session.connection().execute(sqlalchemy.select(*columns).where(table.c.id.in_(newest))).all()
                lines = [line for line in lines if line.county_id in ids]
                summaries = self._summaries_of(session, kind, [(line.id, line.digest) for line in lines])
                for row_id, county_id, period, digest, told in lines:
                    issued = (told or "") if kind is CircularRow else None
                    found[ids[county_id], period] = SaidOf(summaries[row_id], digest, issued)
        return found

    def _summaries_of(
        self, session: Session, kind: Any, rows: Sequence[tuple[int | None, str]]
    ) -> Mapping[int | None, AuditSummary]:
        """What the audits of rows come to, by the rows' own numbers.

        A row never changes, and SQLite has to go through the whole of its long text to reach what stands behind it:
        each is asked for once.
        """
        table = _table_of(kind)
        keys: dict[int | None, _Key] = {row_id: (kind, row_id, digest) for row_id, digest in rows}
        missing = [row_id for row_id, key in keys.items() if key not in self._summaries]
        if len(self._summaries) > _KEPT:
            self._summaries, missing = {}, list(keys)
        for start in range(0, len(missing), _AT_ONCE):
            wanted = table.c.id.in_(missing[start : start + _AT_ONCE])
            lines = session.connection().execute(sqlalchemy.select(table.c.id, table.c.summary).where(wanted))
            for row_id, text in lines:
                self._summaries[keys[row_id]] = _summary(session, kind, row_id, text)
        return {row_id: self._summaries[key] for row_id, key in keys.items()}


def _table_of(kind: Any) -> Any:
    return kind.__table__


def _summary(session: Session, kind: Any, row_id: int | None, text: str) -> AuditSummary:
    """What a row's audit comes to: as it was kept beside its text when that was written; nothing is written here."""
    if summary := AuditSummary.from_text(text):
        return summary
    row: AuditRow | CircularRow = session.get_one(kind, row_id)
    return AuditSummary.of(Audit.from_json(row.json_text))
