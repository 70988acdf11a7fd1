"""The tables of audits, papers, people and notices, and nothing else; made for the same database as those of crawls."""

from datetime import date, datetime

from sqlalchemy import JSON, Index, UniqueConstraint, false
from sqlmodel import Column, Field, SQLModel

from auditor.store.tables import moment_field


class AuditRow(SQLModel, table=True):
    """One computed audit, whole, as its ``audit.json``; rows are added, never changed.

    ``basis`` says what it was made from, ``evidence`` what decisions rested on then, by column key and unit, and
    ``wording`` is the digest of the text it was worded with; all unknown of audits made before they were kept.
    ``summary`` is what an overview says of it, and follows from ``json_text``.
    """

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_period", "county_id", "period", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    county_id: int = Field(foreign_key="county.id")
    period: str
    made_at: datetime = moment_field()
    digest: str
    json_text: str
    basis: dict[str, int] | None = Field(default=None, sa_column=Column(JSON))
    evidence: dict[str, str] | None = Field(default=None, sa_column=Column(JSON))
    wording: str = ""
    summary: str = Field(default="", sa_column_kwargs={"server_default": ""})


class DecisionRow(SQLModel, table=True):
    """A person's decision over a grade, a count, an exemption or a nil return; append-only."""

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_period", "county_id", "period", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    county_id: int = Field(foreign_key="county.id")
    period: str
    kind: str
    unit: str
    column_key: str = ""
    item: str = ""
    value: str = ""
    reason: str
    text: str
    by: str
    at: datetime = moment_field()
    evidence: str = ""
    withdrawn: bool = False


class CircularRow(SQLModel, table=True):
    """An issued circular: its frozen audit, digest, number, signer and basis; superseded only by a later row.

    ``wording``, ``pack`` and ``county_file`` are the texts it was made with; empty where they were not kept yet.
    ``summary`` is as an audit's.
    """

    __tablename__ = "circular"
    __table_args__ = (UniqueConstraint("county_id", "number"), Index("ix_circular_period", "county_id", "period", "id"))
    id: int | None = Field(default=None, primary_key=True)
    county_id: int = Field(foreign_key="county.id")
    period: str
    number: str | None = None
    issued_at: datetime = moment_field()
    by: str
    digest: str
    json_text: str
    wording: str = ""
    pack: str = Field(default="", sa_column_kwargs={"server_default": ""})
    county_file: str = Field(default="", sa_column_kwargs={"server_default": ""})
    supersedes: int | None = None
    basis: dict[str, int] | None = Field(default=None, sa_column=Column(JSON))
    summary: str = Field(default="", sa_column_kwargs={"server_default": ""})


class PaperRow(SQLModel, table=True):
    """An annual or a recheck paper as its ``.json``, drawn up or issued; rows are added, never changed.

    ``subject`` is the year or the period; ``wording`` the text it was worded with, ``inputs`` what else it was made
    with, texts by file name (none in rows of before). An issued one has a signer, perhaps a number, and is superseded
    only by a later one.
    """

    __tablename__ = "paper"
    __table_args__ = (
        UniqueConstraint("county_id", "number"),
        Index("ix_paper_subject", "county_id", "kind", "subject", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    county_id: int = Field(foreign_key="county.id")
    kind: str
    subject: str
    made_at: datetime = moment_field()
    digest: str
    json_text: str
    wording: str = ""
    inputs: dict[str, str] | None = Field(default=None, sa_column=Column(JSON))
    is_issued: bool = False
    number: str | None = None
    by: str = ""
    supersedes: int | None = None


class HearingRow(SQLModel, table=True):
    """One step of the units' say before a circular is signed; append-only. ``refers`` is the answer it settles."""

    __tablename__ = "hearing"
    __table_args__ = (Index("ix_hearing_period", "county_id", "period", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    county_id: int = Field(foreign_key="county.id")
    period: str
    step: str
    unit: str
    at: datetime = moment_field()
    by: str
    text: str
    file: str
    value: str
    draft: str
    refers: int


class EditRow(SQLModel, table=True):
    """A paragraph of a circular as a person rewrote it; append-only, ``text`` equal to ``original`` takes it back."""

    __tablename__ = "edit"
    __table_args__ = (Index("ix_edit_period", "county_id", "period", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    county_id: int = Field(foreign_key="county.id")
    period: str
    original: str
    text: str
    by: str
    at: datetime = moment_field()


class AnswerRow(SQLModel, table=True):
    """What a unit said of one problem of a period's circular, written down by a person; append-only, the last holds.

    ``problem`` is the problem's key, the same for the same words of the circular.
    """

    __tablename__ = "answer"
    __table_args__ = (Index("ix_answer_period", "county_id", "period", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    county_id: int = Field(foreign_key="county.id")
    period: str
    problem: str
    state: str
    text: str
    answered_on: date
    by: str
    at: datetime = moment_field()


class AccountRow(SQLModel, table=True):
    """A person who may sign in; never deleted, since decisions bear the name."""

    __tablename__ = "account"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    role: str
    password: str
    created_at: datetime = moment_field()
    disabled: bool = False
    drafts: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    bound: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class BoundRow(SQLModel, table=True):
    """One county, or one unit of it, that a bound account may see."""

    __tablename__ = "account_bound"
    __table_args__ = (UniqueConstraint("account_id", "county", "unit"),)
    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    county: str
    unit: str


class CodeRow(SQLModel, table=True):
    """The secret of an account's one-time codes, and the last time step whose code was used."""

    __tablename__ = "account_code"
    account_id: int = Field(primary_key=True, foreign_key="account.id", sa_column_kwargs={"autoincrement": False})
    secret: str
    confirmed: bool
    last_step: int


class RecoveryRow(SQLModel, table=True):
    """One recovery code that was not used yet, by its hash."""

    __tablename__ = "recovery_code"
    digest: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id")


class SubjectRow(SQLModel, table=True):
    """Who an account is at an identity provider."""

    __tablename__ = "account_subject"
    __table_args__ = (UniqueConstraint("account_id", "issuer"), UniqueConstraint("issuer", "subject"))
    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    issuer: str
    subject: str


class SessionRow(SQLModel, table=True):
    """One signed-in browser, by the hash of its secret."""

    __tablename__ = "web_session"
    digest: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    created_at: datetime = moment_field()
    used_at: datetime = moment_field()


class AttemptRow(SQLModel, table=True):
    """One attempt to sign in that failed or is being looked at, for an account or from an address."""

    __tablename__ = "login_attempt"
    __table_args__ = (Index("ix_attempt_subject", "subject", "at"),)
    id: int | None = Field(default=None, primary_key=True)
    subject: str
    at: datetime = moment_field()


class ActivityRow(SQLModel, table=True):
    """Who did what when; append-only."""

    __tablename__ = "activity"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = moment_field()
    who: str
    address: str
    action: str
    subject: str
    detail: str = ""


class TokenRow(SQLModel, table=True):
    """A read-only key for another system, by its hash."""

    __tablename__ = "api_token"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    digest: str = Field(unique=True)
    created_at: datetime = moment_field()
    by: str
    used_at: datetime | None = moment_field(nullable=True)
    revoked_at: datetime | None = moment_field(nullable=True)


class TaskRow(SQLModel, table=True):
    """One scheduled task: the observation of a day, the audit of a quarter. One row each, however often it is tried."""

    __tablename__ = "task"
    __table_args__ = (UniqueConstraint("county_id", "kind", "period"),)
    id: int | None = Field(default=None, primary_key=True)
    county_id: int = Field(foreign_key="county.id")
    kind: str
    period: str
    state: str
    due_at: datetime = moment_field()
    changed_at: datetime = moment_field()
    next_at: datetime | None = moment_field(nullable=True)
    attempts: int = 0
    note: str = ""


class NoticeRow(SQLModel, table=True):
    """One notice on one channel; ``event`` is the same for ever for the same event, so that none is sent twice."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("event", "channel"), Index("ix_notice_state", "state", "next_at"))
    id: int | None = Field(default=None, primary_key=True)
    event: str
    channel: str
    kind: str
    county: str
    subject: str
    body: str
    made_at: datetime = moment_field()
    state: str
    next_at: datetime | None = moment_field(nullable=True)
    attempts: int = 0
    sent_at: datetime | None = moment_field(nullable=True)
    error: str = ""
