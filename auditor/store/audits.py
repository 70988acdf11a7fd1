"""Audits, decisions and issued circulars: rows are added, never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy
from sqlalchemy import JSON, ColumnElement, cast, func, type_coerce
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from auditor.audit.decisions import Decision, DecisionKind, DecisionReason
from auditor.audit.model import Audit, EditEntry, IssueEntry
from auditor.audit.summary import AuditSummary
from auditor.base.errors import NotAllowed, Outdated
from auditor.base.period import Period
from auditor.county.model import County
from auditor.store.basis import Basis, claim_county, decided_over, read_basis
from auditor.store.office_tables import AuditRow, CircularRow, DecisionRow, EditRow, PaperRow
from auditor.store.runs import OpenSession, known_id_of
from auditor.store.tables import CountyRow

_CIRCULARS: Any = CircularRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class FrozenInputs:
    """The texts of what a circular was made with: wording file, grading pack, county file; empty where not kept."""

    wording: str = ""
    pack: str = ""
    county: str = ""


@dataclass(frozen=True, slots=True)
class IssuedCopy:
    """A circular as it was frozen: the audit, the moment, the texts it was made with, and what it was made from."""

    audit: Audit
    issued_at: datetime
    frozen: FrozenInputs
    basis: Basis


@dataclass(frozen=True, slots=True)
class KeptAudit:
    """A computed audit with what it was made from.

    ``evidence`` are the digests of what decisions rested on, by column key and unit; ``wording`` is the digest of the
    text it was worded with. Where they were not kept ``None`` and empty.
    """

    audit: Audit
    basis: Basis
    evidence: Mapping[str, str] | None
    wording: str = ""


@dataclass(frozen=True, slots=True)
class CircularLine:
    """One issued circular in a list; ``date`` is the one it bears, ``supersedes`` the number it replaces.

    Numbers are empty where there is none; ``is_first`` tells that it replaces nothing.
    """

    period: Period
    number: str
    date: date
    by: str
    supersedes: str
    is_first: bool


class AuditStore:
    """Keeps computed audits, people's decisions and issued circulars."""

    def __init__(self, open_session: OpenSession) -> None:
        self._open = open_session

    def save_audit(
        self,
        county: County,
        audit: Audit,
        at: datetime,
        basis: Basis | None = None,
        evidence: Mapping[str, str] | None = None,
        wording: str = "",
    ) -> None:
        """Add an audit, unless the newest of its period is the same to the byte, or knows more than this one."""
        with self._open() as session:
            county_id = claim_county(session, county)
            query = select(AuditRow).where(AuditRow.county_id == county_id, AuditRow.period == audit.quarter)
            newest = session.exec(query.order_by(col(AuditRow.id).desc()).limit(1)).first()
            kept = basis.to_row() if basis else None
            if newest and (newest.digest, newest.basis, newest.wording) == (audit.digest(), kept, wording):
                return
            if newest and newest.basis and basis and basis.is_behind(Basis.of_row(newest.basis)):
                return
            session.add(
                AuditRow(
                    county_id=county_id,
                    period=audit.quarter,
                    made_at=at,
                    digest=audit.digest(),
                    json_text=audit.to_json(),
                    basis=kept,
                    evidence=dict(evidence) if evidence is not None else None,
                    wording=wording,
                    summary=AuditSummary.of(audit).to_text(),
                )
            )

    def read_basis(self, county: County, period: Period) -> Basis:
        """What an audit of the period would be made from now."""
        with self._open() as session:
            return read_basis(session, known_id_of(session, county), period)

    def load_audit(self, county: County, period: Period, digest: str = "") -> Audit | None:
        """The newest audit of a period, or the one with that digest."""
        kept = self.load_kept(county, period, digest)
        return kept.audit if kept else None

    def load_last_before(self, county: County, period: Period, moment: datetime) -> Audit | None:
        """The newest audit of a period that was made before a moment."""
        with self._open() as session:
            of_county = AuditRow.county_id == known_id_of(session, county)
            query = select(AuditRow.json_text).where(of_county, AuditRow.period == period.name)
            query = query.where(col(AuditRow.made_at) < moment).order_by(col(AuditRow.id).desc()).limit(1)
            text = session.exec(query).first()
            return Audit.from_json(text) if text else None

    def load_kept(self, county: County, period: Period, digest: str = "") -> KeptAudit | None:
        """The same with what it was made from; a digest may be given by its beginning."""
        with self._open() as session:
            county_id = known_id_of(session, county)
            query = select(AuditRow).where(AuditRow.county_id == county_id, AuditRow.period == period.name)
            if digest:
                query = query.where(col(AuditRow.digest).startswith(digest, autoescape=True))
            row = session.exec(query.order_by(col(AuditRow.id).desc()).limit(1)).first()
            if row is None:
                return None
            return KeptAudit(
                Audit.from_json(row.json_text),
                Basis.of_row(row.basis) if row.basis else read_basis(session, county_id, period, row.made_at),
                row.evidence,
                row.wording,
            )

    def load_said(self, name: str, period: Period, digest: str = "") -> Audit | None:
        """What is said of a county: its circular in force, else its newest audit; or the one with that digest."""
        with self._open() as session:
            for table in (CircularRow, AuditRow):
                query = select(table.json_text).join(CountyRow, col(CountyRow.id) == table.county_id)
                query = query.where(CountyRow.name == name, table.period == period.name)
                query = query.where(table.digest == digest) if digest else query
                text = session.exec(query.order_by(col(table.id).desc()).limit(1)).first()
                if text:
                    return Audit.from_json(text)
            return None

    def find_digest(self, county: County, period: Period) -> str:
        """The digest of the newest audit of a period; empty where there is none."""
        with self._open() as session:
            county_id = known_id_of(session, county)
            query = select(AuditRow.digest).where(AuditRow.county_id == county_id, AuditRow.period == period.name)
            return session.exec(query.order_by(col(AuditRow.id).desc()).limit(1)).first() or ""

    def list_periods(self, county: County) -> list[Period]:
        """The periods that have an audit, oldest first."""
        with self._open() as session:
            query = select(AuditRow.period).where(AuditRow.county_id == known_id_of(session, county)).distinct()
            return sorted(Period.parse(name) for name in session.exec(query))

    def list_digests(self, county: County) -> dict[str, str]:
        """The digest of the newest audit of every period, by the period's name."""
        with self._open() as session:
            newest = select(func.max(AuditRow.id)).where(AuditRow.county_id == known_id_of(session, county))
            query = select(AuditRow.period, AuditRow.digest)
            return dict(session.exec(query.where(col(AuditRow.id).in_(newest.group_by(AuditRow.period)))).all())

    def load_before(self, county: County, period: Period, steps: int, basis: Basis | None = None) -> list[Audit]:
        """What was last said of the periods before this one, newest first: issued where issued, else the last draft.

        Ends at the first period that has no audit. With a ``basis``, as it was then.
        """
        earlier: list[Audit] = []
        with self._open() as session:
            county_id = known_id_of(session, county)
            for step in range(1, steps + 1):
                name = period.previous(step).name
                issued = select(CircularRow.json_text).where(
                    CircularRow.county_id == county_id, CircularRow.period == name
                )
                drafts = select(AuditRow.json_text).where(AuditRow.county_id == county_id, AuditRow.period == name)
                if basis:
                    issued = issued.where(col(CircularRow.id) <= basis.circular)
                    drafts = drafts.where(col(AuditRow.id) <= basis.audit)
                text = (
                    session.exec(issued.order_by(col(CircularRow.id).desc()).limit(1)).first()
                    or session.exec(drafts.order_by(col(AuditRow.id).desc()).limit(1)).first()
                )
                if text is None:
                    break
                earlier.append(Audit.from_json(text))
        return earlier

    def add_decision(
        self, county: County, period: Period, decision: Decision, *, after: int | None = None
    ) -> Decision | None:
        """Record a decision for good; returns it with its id.

        With ``after``, only where that is still the period's newest decision (0: none), else ``None``.
        """
        with self._open() as session:
            county_id = claim_county(session, county)
            if after is not None and after != read_basis(session, county_id, period).decision:
                return None
            row = DecisionRow(
                county_id=county_id,
                period=period.name,
                kind=decision.kind.value,
                unit=decision.unit,
                column_key=decision.column_key,
                item=decision.item,
                value=decision.value,
                reason=decision.reason.value,
                text=decision.text,
                by=decision.by,
                at=decision.at,
                evidence=decision.evidence,
                withdrawn=decision.withdrawn,
            )
            session.add(row)
            session.flush()
            return replace(decision, id=row.id or 0)

    def list_decisions(self, county: County, period: Period) -> list[Decision]:
        """Every decision ever made over a period, and every declaration, in order."""
        with self._open() as session:
            county_id = known_id_of(session, county)
            query = select(DecisionRow).where(decided_over(county_id, period))
            return [
                Decision(
                    kind=DecisionKind(row.kind),
                    unit=row.unit,
                    value=row.value,
                    reason=DecisionReason(row.reason),
                    text=row.text,
                    by=row.by,
                    at=row.at,
                    column_key=row.column_key,
                    item=row.item,
                    evidence=row.evidence,
                    withdrawn=row.withdrawn,
                    id=row.id or 0,
                )
                for row in session.exec(query.order_by(col(DecisionRow.id)))
            ]

    def add_edits(
        self, county: County, period: Period, edits: Sequence[EditEntry], *, after: int | None = None
    ) -> bool:
        """Record rewritten paragraphs for good, all of them or none; returns whether they were.

        With ``after``, only where that is still the period's newest edit (0: none).
        """
        with self._open() as session:
            county_id = claim_county(session, county)
            if after is not None and after != read_basis(session, county_id, period).edit:
                return False
            for edit in edits:
                row = EditRow(
                    county_id=county_id,
                    period=period.name,
                    original=edit.original,
                    text=edit.text,
                    by=edit.by,
                    at=edit.at,
                )
                session.add(row)
                session.flush()  # in the order they were given
            return True

    def list_edits(
        self, county: County, period: Period, *, after: int = 0, basis: Basis | None = None
    ) -> list[EditEntry]:
        """Every rewriting ever made in a period's circular, in order: those newer than the edit ``after``, and with a
        ``basis`` none that it does not know of."""
        with self._open() as session:
            county_id = known_id_of(session, county)
            query = select(EditRow).where(EditRow.county_id == county_id, EditRow.period == period.name)
            query = query.where(col(EditRow.id) > after)
            if basis:
                query = query.where(col(EditRow.id) <= basis.edit)
            return [
                EditEntry(original=row.original, text=row.text, by=row.by, at=row.at)
                for row in session.exec(query.order_by(col(EditRow.id)))
            ]

    def issue(
        self,
        county: County,
        audit: Audit,
        *,
        at: datetime,
        frozen: FrozenInputs = FrozenInputs(),
        basis: Basis | None = None,
    ) -> None:
        """Freeze an issued audit; its number must be new, and a second one supersedes the first by name.

        ``at`` is when the audit was made. With its ``basis``, only where nothing has come to that since.
        """
        if audit.issue is None:
            raise NotAllowed("尚未填写印发信息，不能印发")
        try:
            with self._open() as session:
                county_id = claim_county(session, county)
                if basis and basis != read_basis(session, county_id, audit.span):
                    raise Outdated("核对期间又有新的采集、决定或修改，没有印发。请重新核对草稿，再印发")
                query = select(CircularRow).where(
                    CircularRow.county_id == county_id, CircularRow.period == audit.quarter
                )
                last = session.exec(query.order_by(col(CircularRow.id).desc()).limit(1)).first()
                if last:
                    refuse_loose_successor(audit.span.label, audit.issue, last.number or "")
                refuse_used_number(session, county_id, audit.issue.number)
                session.add(
                    CircularRow(
                        county_id=county_id,
                        period=audit.quarter,
                        number=audit.issue.number or None,
                        issued_at=at,
                        by=audit.issue.by,
                        digest=audit.digest(),
                        json_text=audit.to_json(),
                        wording=frozen.wording,
                        pack=frozen.pack,
                        county_file=frozen.county,
                        supersedes=last.id if last else None,
                        basis=basis.to_row() if basis else None,
                        summary=AuditSummary.of(audit).to_text(),
                    )
                )
        except IntegrityError as error:
            raise NotAllowed(f"文号“{audit.issue.number}”已经用过，请换一个新文号") from error

    def load_issued(self, county: County, period: Period, number: str | None = None) -> Audit | None:
        """The circular in force for a period, as it was frozen; or the one with that number, empty for none."""
        copy = self.load_copy(county, period, number)
        return copy.audit if copy else None

    def load_copy(self, county: County, period: Period, number: str | None = None) -> IssuedCopy | None:
        """The same with what else was frozen: when, the texts it was made with, and what it was made from."""
        with self._open() as session:
            county_id = known_id_of(session, county)
            query = select(CircularRow).where(CircularRow.county_id == county_id, CircularRow.period == period.name)
            if number is not None:
                query = query.where(CircularRow.number == (number or None))
            row = session.exec(query.order_by(col(CircularRow.id).desc()).limit(1)).first()
            if row is None:
                return None
            basis = Basis.of_row(row.basis) if row.basis else read_basis(session, county_id, period, row.issued_at)
            frozen = FrozenInputs(row.wording, row.pack, row.county_file)
            return IssuedCopy(Audit.from_json(row.json_text), row.issued_at, frozen, basis)

    def list_circulars(self, county: County, period: Period | None = None) -> list[CircularLine]:
        """The circulars issued for a county (and period), oldest first, without their contents."""
        one, before = _CIRCULARS, _CIRCULARS.alias()
        with self._open() as session:
            day = _date_borne(session.get_bind().dialect.name)
            columns = (one.c.period, one.c.number, day, one.c.by, before.c.number, one.c.supersedes)
            query = (
                sqlalchemy.select(*columns)
                .join_from(one, before, one.c.supersedes == before.c.id, isouter=True)
                .where(one.c.county_id == known_id_of(session, county))
                .order_by(one.c.id)
            )
            if period:
                query = query.where(one.c.period == period.name)
            return [
                CircularLine(Period.parse(name), number or "", date.fromisoformat(day), by, old or "", first is None)
                for name, number, day, by, old, first in session.connection().execute(query)
            ]


def _date_borne(dialect: str) -> ColumnElement[str]:
    """The date inside a frozen audit, taken out by the database: the rest of the text stays there."""
    text = _CIRCULARS.c.json_text
    frozen: Any = type_coerce(text, JSON) if dialect == "sqlite" else cast(text, JSON)
    day: ColumnElement[str] = frozen["issue"]["date"].as_string()
    return day


def refuse_used_number(session: Session, county_id: int, number: str) -> None:
    """Refuse a number that any of the county's issued papers bears."""
    for table in (CircularRow, PaperRow):
        query = select(table.id).where(table.county_id == county_id, table.number == number)
        if number and session.exec(query).first() is not None:
            raise NotAllowed(f"文号“{number}”已经用过，请换一个新文号")


def refuse_loose_successor(subject: str, entry: IssueEntry, before: str) -> None:
    """A paper after another one on the same bears a number of its own and names the one it replaces.

    ``subject`` is what both are on; ``before`` the number of the other.
    """
    said = f"{subject}已印发过通报（{before or '无文号'}）"
    if not entry.number:
        raise NotAllowed(f"{said}。再次印发是更正，必须有新文号才能替代它：请填写文号（--number）")
    if before and entry.supersedes != before:
        raise NotAllowed(f"{said}。如需更正，请用新文号，并注明替代的文号：--supersedes {before}")
    if not before and entry.supersedes:
        raise NotAllowed(f"{said}，没有“{entry.supersedes}”可以替代。请用新文号，不写 --supersedes，即替代这一份")
