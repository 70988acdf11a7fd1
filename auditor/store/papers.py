"""Annual and recheck papers: every draft that was drawn up, and what was issued; rows are added, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from auditor.audit.model import IssueEntry
from auditor.base.errors import NotAllowed
from auditor.base.period import Period
from auditor.base.terms import AnswerState
from auditor.county.model import County
from auditor.store.audits import refuse_loose_successor, refuse_used_number
from auditor.store.basis import claim_county
from auditor.store.office_tables import AnswerRow, PaperRow
from auditor.store.runs import OpenSession, known_id_of

PaperKind = Literal["annual", "recheck"]


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """A paper as it was drawn up or issued.

    ``subject`` is the year or the period, ``digest`` that of its ``json_text``, ``wording`` its wording file's text,
    ``inputs`` the texts of what else it was made with, by file name: none where it was kept before they were. ``at``
    is when it was kept, ``None`` as long as it is not.
    """

    kind: PaperKind
    subject: str
    digest: str
    json_text: str
    wording: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a unit said of one problem of a circular (``problem``: its key), on which day, and who wrote it down."""

    problem: str
    state: AnswerState
    text: str
    answered_on: date
    by: str
    at: datetime


class PaperStore:
    """Keeps drafts and issued copies of the papers beside the circular, and what units answer to it."""

    def __init__(self, open_session: OpenSession) -> None:
        self._open = open_session

    def save_draft(self, county: County, paper: KeptPaper, at: datetime) -> None:
        """Add a draft, unless the newest of its subject is the same."""
        with self._open() as session:
            county_id = claim_county(session, county)
            newest = _newest(session, county_id, paper.kind, paper.subject, is_issued=False)
            if newest is None or (newest.digest, newest.wording) != (paper.digest, paper.wording):
                session.add(_row(county_id, paper, at))

    def load_draft(self, county: County, kind: PaperKind, subject: str, digest: str = "") -> KeptPaper | None:
        """The newest draft, or the one whose digest begins so."""
        with self._open() as session:
            return _kept(_newest(session, known_id_of(session, county), kind, subject, is_issued=False, digest=digest))

    def list_drafts(self, county: County, kind: PaperKind, subject: str, last: int) -> list[KeptPaper]:
        """The ``last`` drafts drawn up, newest first."""
        with self._open() as session:
            query = _of_subject(known_id_of(session, county), kind, subject, is_issued=False)
            rows = session.exec(query.order_by(col(PaperRow.id).desc()).limit(last)).all()
            return [paper for row in rows if (paper := _kept(row))]

    def add_answer(self, county: County, period: Period, answer: Answer) -> None:
        """Write down what a unit said; earlier answers stay."""
        with self._open() as session:
            session.add(
                AnswerRow(
                    county_id=claim_county(session, county), period=period.name, problem=answer.problem,
                    state=answer.state.value, text=answer.text, answered_on=answer.answered_on,
                    by=answer.by, at=answer.at,
                )
            )  # fmt: skip

    def list_answers(self, county: County, period: Period) -> list[Answer]:
        """All that was said of a period's circular, oldest first."""
        with self._open() as session:
            query = select(AnswerRow).where(
                AnswerRow.county_id == known_id_of(session, county), AnswerRow.period == period.name
            )
            return [
                Answer(row.problem, AnswerState(row.state), row.text, row.answered_on, row.by, row.at)
                for row in session.exec(query.order_by(col(AnswerRow.id)))
            ]

    def load_issued(self, county: County, kind: PaperKind, subject: str) -> KeptPaper | None:
        """The issued paper in force, as it was frozen."""
        with self._open() as session:
            return _kept(_newest(session, known_id_of(session, county), kind, subject, is_issued=True))

    def number_in_force(self, county: County, kind: PaperKind, subject: str) -> str:
        """The number of the issued paper in force; empty where there is none, or none was issued."""
        with self._open() as session:
            row = _newest(session, known_id_of(session, county), kind, subject, is_issued=True)
            return (row.number or "") if row else ""

    def issue(self, county: County, paper: KeptPaper, entry: IssueEntry, at: datetime) -> None:
        """Freeze an issued paper; its number must be new, and a second one supersedes the first by name."""
        try:
            with self._open() as session:
                county_id = claim_county(session, county)
                last = _newest(session, county_id, paper.kind, paper.subject, is_issued=True)
                if last:
                    refuse_loose_successor(paper.subject, entry, last.number or "")
                refuse_used_number(session, county_id, entry.number)
                row = _row(county_id, paper, at)
                row.is_issued, row.number, row.by = True, entry.number or None, entry.by
                row.supersedes = last.id if last else None
                session.add(row)
        except IntegrityError as error:
            raise NotAllowed(f"文号“{entry.number}”已经用过，请换一个新文号") from error


def _newest(
    session: Session, county_id: int | None, kind: PaperKind, subject: str, *, is_issued: bool, digest: str = ""
) -> PaperRow | None:
    query = _of_subject(county_id, kind, subject, is_issued=is_issued)
    if digest:
        query = query.where(col(PaperRow.digest).startswith(digest, autoescape=True))
    return session.exec(query.order_by(col(PaperRow.id).desc()).limit(1)).first()


def _of_subject(county_id: int | None, kind: PaperKind, subject: str, *, is_issued: bool) -> SelectOfScalar[PaperRow]:
    return select(PaperRow).where(
        PaperRow.county_id == county_id,
        PaperRow.kind == kind,
        PaperRow.subject == subject,
        PaperRow.is_issued == is_issued,
    )


def _row(county_id: int, paper: KeptPaper, at: datetime) -> PaperRow:
    return PaperRow(
        county_id=county_id,
        kind=paper.kind,
        subject=paper.subject,
        made_at=at,
        digest=paper.digest,
        json_text=paper.json_text,
        wording=paper.wording,
        inputs=dict(paper.inputs),
    )


def _kept(row: PaperRow | None) -> KeptPaper | None:
    if row is None:
        return None
    kind: PaperKind = "annual" if row.kind == "annual" else "recheck"
    return KeptPaper(kind, row.subject, row.digest, row.json_text, row.wording, row.inputs or {}, row.made_at)
