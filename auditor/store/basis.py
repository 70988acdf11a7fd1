"""What an audit was made from, as marks in the tables: the newest row of each kind that it knows of.

Rows are added, never changed, and a county's people and audits write one at a time (`claim_county`), so the marks say
exactly what was there: everything up to them, nothing after.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, update
from sqlmodel import Session, col, select

from auditor.base.period import Period
from auditor.county.model import County
from auditor.store.looks import retracted
from auditor.store.office_tables import AuditRow, CircularRow, DecisionRow, EditRow
from auditor.store.saving import find_county
from auditor.store.tables import ColumnRow, CountyRow, PassRow, RereadingRow, RunRow

EARLIER_PERIODS = 8
"""How many periods before its own an audit looks at."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Ids of the newest rows behind an audit; 0 where there is none.

    ``run`` is the last finished run; ``reading`` the newest pass that has a row, ``reading_run`` the newest run that
    read a column; ``audit`` and ``circular`` are those of the periods before; ``rereading`` tells when the runs were
    read anew.
    """

    run: int = 0
    reading: int = 0
    reading_run: int = 0
    decision: int = 0
    edit: int = 0
    audit: int = 0
    circular: int = 0
    rereading: int = 0

    @property
    def is_settled(self) -> bool:
        """Whether all readings belong to finished runs: what a run under way has read can be replayed only later."""
        return self.reading_run <= self.run

    def is_behind(self, other: "Basis") -> bool:
        """Whether ``other`` knows of everything that this one knows of, and of more."""
        mine, others = asdict(self), asdict(other)
        return self != other and all(mine[kind] <= others[kind] for kind in mine)

    def to_row(self) -> dict[str, int]:
        """As it is kept."""
        return asdict(self)

    @classmethod
    def of_row(cls, kept: Mapping[str, int]) -> "Basis":
        """As it was kept."""
        return cls(**kept)


def claim_county(session: Session, county: County) -> int:
    """The county's row id, the row made where missing; until the transaction ends no other can claim it.

    A write that changes nothing: both databases let a second writer of the row wait. First in its transaction.
    """
    renamed = update(CountyRow).where(col(CountyRow.name) == county.name).values(name=county.name)
    if not session.exec(renamed).rowcount:
        session.add(CountyRow(name=county.name))
        session.flush()
    return find_county(session.connection(), county.name) or 0


def decided_over(county_id: int, period: Period) -> ColumnElement[bool]:
    """Which decisions an audit of the period looks at: those over it, and declarations, which have their own days."""
    of_period = or_(col(DecisionRow.period) == period.name, col(DecisionRow.kind) == "declare")
    return and_(col(DecisionRow.county_id) == county_id, of_period)


def read_basis(session: Session, county_id: int, period: Period, until: datetime | None = None) -> Basis:
    """The marks as they are now, or as they were at a moment ``until`` which kept none."""
    before = [period.previous(step).name for step in range(1, EARLIER_PERIODS + 1)]
    has_read = or_(exists().where(col(PassRow.run_id) == RunRow.id), col(RunRow.unchanged).is_not(None))
    counts = col(RunRow.id).not_in(retracted(until))
    of_column = select(PassRow.run_id).where(
        PassRow.column_id == ColumnRow.id, col(PassRow.run_id).not_in(retracted(until))
    )
    last_of_column = of_column.order_by(col(PassRow.run_id).desc()).limit(1).scalar_subquery()  # a seek, years or not
    with_rows = select(func.max(last_of_column)).where(ColumnRow.county_id == county_id)
    runs = select(RunRow.id).where(RunRow.county_id == county_id, counts).order_by(col(RunRow.id).desc()).limit(1)
    reading_run = session.exec(runs.where(has_read)).first() or 0
    newest = select(func.max(PassRow.id)).where(PassRow.run_id == (session.exec(with_rows).one() or 0))
    ended = runs.where(col(RunRow.finished_at).is_not(None))
    decisions = select(func.max(DecisionRow.id)).where(decided_over(county_id, period))
    edits = select(func.max(EditRow.id)).where(EditRow.county_id == county_id, EditRow.period == period.name)
    audits = select(func.max(AuditRow.id)).where(AuditRow.county_id == county_id, col(AuditRow.period).in_(before))
    circulars = select(func.max(CircularRow.id)).where(
        CircularRow.county_id == county_id, col(CircularRow.period).in_(before)
    )
    rereadings = select(func.max(RereadingRow.id)).where(RereadingRow.county_id == county_id)
    if until is not None:
        ended = ended.where(col(RunRow.finished_at) <= until)
        decisions = decisions.where(DecisionRow.at <= until)
        edits = edits.where(EditRow.at <= until)
        audits = audits.where(AuditRow.made_at <= until)
        circulars = circulars.where(CircularRow.issued_at <= until)
        rereadings = rereadings.where(RereadingRow.at <= until)
    return Basis(
        run=session.exec(ended).first() or 0,
        reading=session.exec(newest).one() or 0,
        reading_run=reading_run,
        decision=session.exec(decisions).one() or 0,
        edit=session.exec(edits).one() or 0,
        audit=session.exec(audits).one() or 0,
        circular=session.exec(circulars).one() or 0,
        rereading=session.exec(rereadings).one() or 0,
    )
