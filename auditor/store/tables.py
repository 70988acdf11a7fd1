"""The tables, and nothing else. Times are UTC text (sortable, the same on SQLite and PostgreSQL)."""

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Index, LargeBinary, String, UniqueConstraint, false, text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Column, Field, SQLModel

from auditor.base.period import LOCAL

IS_SAME = "is_unchanged OR until IS NOT NULL"
"""Of passes: that one found its column as it was, or that later ones did; few are kept so, however many days."""

_STANDS = "gone_at IS NULL"


def stamp(moment: datetime) -> str:
    """A moment as the tables keep it: UTC, microseconds, fixed width."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


@lru_cache(maxsize=4096)  # one pass gives many items the same moment
def unstamp(text: str) -> datetime:
    """A kept moment, in local time."""
    return datetime.fromisoformat(text).astimezone(LOCAL)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC text."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Python to table."""
        return None if value is None else stamp(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Table to Python."""
        return None if value is None else unstamp(value)


def _moment(*, nullable: bool = False) -> Any:
    return Field(sa_column=Column(Moment(), nullable=nullable))


class CountyRow(SQLModel, table=True):
    """A county, by name."""

    __tablename__ = "county"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)


class ColumnRow(SQLModel, table=True):
    """A disclosure column, by its address as written in the county file."""

    __tablename__ = "disclosure_column"
    __table_args__ = (UniqueConstraint("county_id", "key"),)
    id: int | None = Field(default=None, primary_key=True)
    county_id: int = Field(foreign_key="county.id")
    key: str
    name: str


class RunRow(SQLModel, table=True):
    """One crawl pass over a county. ``continues`` is the interrupted run whose columns it completes.

    ``reader`` is the version that read it, ``renewed`` the later one (or none) that has read all of it anew; ``only``
    is the key of the one column it was made for, empty for all. ``unchanged`` keeps the columns that it found as they
    were (see `auditor.store.looks`).
    """

    __tablename__ = "run"
    id: int | None = Field(default=None, primary_key=True)
    county_id: int = Field(foreign_key="county.id", index=True)
    started_at: datetime = _moment()
    finished_at: datetime | None = _moment(nullable=True)
    since: date
    thorough: bool = True
    archive: str = ""
    digest: str = ""
    continues: int | None = None
    requests: int = 0
    reader: str = Field(default="", sa_column_kwargs={"server_default": ""})
    renewed: str = Field(default="", sa_column_kwargs={"server_default": ""})
    only: str = Field(default="", sa_column_kwargs={"server_default": ""})
    unchanged: bytes | None = Field(default=None, sa_column=Column(LargeBinary()))


class RetractionRow(SQLModel, table=True):
    """A run that a person has set aside: it stays where it is and no longer counts."""

    __tablename__ = "run_retraction"
    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="run.id", unique=True)
    at: datetime = _moment()
    by: str
    reason: str


class RereadingRow(SQLModel, table=True):
    """A county's archived runs read anew by another version of the reader: when, by which, how many runs."""

    __tablename__ = "rereading"
    id: int | None = Field(default=None, primary_key=True)
    county_id: int = Field(foreign_key="county.id", index=True)
    at: datetime = _moment()
    reader: str
    runs: int


class PassRow(SQLModel, table=True):
    """One column in one run: its state and what proves it.

    Later runs that found it unchanged have no row: ``until`` is when the last of them looked, ``until_page`` the record
    of its answer.
    """

    __tablename__ = "column_pass"
    __table_args__ = (
        UniqueConstraint("run_id", "column_id"),
        Index("ix_pass_column", "column_id", "run_id"),
        Index("ix_pass_same", "column_id", "run_id", sqlite_where=text(IS_SAME), postgresql_where=text(IS_SAME)),
    )
    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="run.id")
    column_id: int = Field(foreign_key="disclosure_column.id")
    read_at: datetime = _moment()
    state: str
    reason: str
    read_back_to: date | None = None
    reached_end: bool = False
    total_stated: int | None = None
    family: str = ""
    pages: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    requests: int = 0
    entry: dict[str, str] | None = Field(default=None, sa_column=Column(JSON))
    validators: list[list[str]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    entry_record: str = ""
    first_digest: str = ""
    is_unchanged: bool = False
    reader: str = Field(default="", sa_column_kwargs={"server_default": ""})
    witness: dict[str, str | None] | None = Field(default=None, sa_column=Column(JSON))
    page_size: list[Any] | None = Field(default=None, sa_column=Column(JSON))
    plan: dict[str, str] | None = Field(default=None, sa_column=Column(JSON))
    until: datetime | None = _moment(nullable=True)
    until_page: str = Field(default="", sa_column_kwargs={"server_default": ""})


class ItemRow(SQLModel, table=True):
    """One published item: what it says now, when it was first and last read, when it was found gone.

    A pass that found its page unchanged does not write here: that the item stood then, the pass itself says.

    ``quarter`` is year * 4 + quarter - 1 of the publish date, so that counting needs no date arithmetic.
    """

    __tablename__ = "item"
    __table_args__ = (
        UniqueConstraint("column_id", "item_key"),
        Index("ix_item_count", "column_id", "quarter", sqlite_where=text(_STANDS), postgresql_where=text(_STANDS)),
    )
    id: int | None = Field(default=None, primary_key=True)
    column_id: int = Field(foreign_key="disclosure_column.id")
    item_key: str
    title: str
    href: str
    url: str
    listed: date | None = None
    published: date | None = None
    published_from: str | None = None
    note: str = ""
    pinned: bool = False
    quarter: int | None = None
    page: str = ""
    first_seen: datetime = _moment()
    absent_at: datetime | None = _moment(nullable=True)
    last_seen: datetime = _moment()
    gone_at: datetime | None = _moment(nullable=True)
    article: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))


class SumRow(SQLModel, table=True):
    """How many items of a quarter stand in a column, dated and not gone; written with them (`auditor.store.sums`).

    With its county beside it, so that those of a whole country lie in a row, county after county.
    """

    __tablename__ = "item_sum"
    __table_args__ = {"sqlite_with_rowid": False}
    quarter: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    county_id: int = Field(primary_key=True, foreign_key="county.id", sa_column_kwargs={"autoincrement": False})
    column_id: int = Field(
        primary_key=True, foreign_key="disclosure_column.id", index=True, sa_column_kwargs={"autoincrement": False}
    )
    items: int


class ChangeRow(SQLModel, table=True):
    """What a later pass found otherwise: a title, a date, an address, or that the item is gone or back."""

    __tablename__ = "item_change"
    id: int | None = Field(default=None, primary_key=True)
    column_id: int = Field(foreign_key="disclosure_column.id", index=True)
    item_key: str
    at: datetime = _moment()
    field: str
    before: str
    after: str


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
    made_at: datetime = _moment()
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
    at: datetime = _moment()
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
    issued_at: datetime = _moment()
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
    made_at: datetime = _moment()
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
    at: datetime = _moment()
    by: str
    text: str
    file: str
    value: str
    draft: str
    refers: int


class LeaseRow(SQLModel, table=True):
    """Who works on a county now, and until when unless it says so again."""

    __tablename__ = "lease"
    name: str = Field(primary_key=True)
    owner: str
    until: datetime = _moment()


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
    at: datetime = _moment()


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
    at: datetime = _moment()


class AccountRow(SQLModel, table=True):
    """A person who may sign in; never deleted, since decisions bear the name."""

    __tablename__ = "account"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    role: str
    password: str
    created_at: datetime = _moment()
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
    created_at: datetime = _moment()
    used_at: datetime = _moment()


class AttemptRow(SQLModel, table=True):
    """One attempt to sign in that failed or is being looked at, for an account or from an address."""

    __tablename__ = "login_attempt"
    __table_args__ = (Index("ix_attempt_subject", "subject", "at"),)
    id: int | None = Field(default=None, primary_key=True)
    subject: str
    at: datetime = _moment()


class ActivityRow(SQLModel, table=True):
    """Who did what when; append-only."""

    __tablename__ = "activity"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = _moment()
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
    created_at: datetime = _moment()
    by: str
    used_at: datetime | None = _moment(nullable=True)
    revoked_at: datetime | None = _moment(nullable=True)


class TaskRow(SQLModel, table=True):
    """One scheduled task: the observation of a day, the audit of a quarter. One row each, however often it is tried."""

    __tablename__ = "task"
    __table_args__ = (UniqueConstraint("county_id", "kind", "period"),)
    id: int | None = Field(default=None, primary_key=True)
    county_id: int = Field(foreign_key="county.id")
    kind: str
    period: str
    state: str
    due_at: datetime = _moment()
    changed_at: datetime = _moment()
    next_at: datetime | None = _moment(nullable=True)
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
    made_at: datetime = _moment()
    state: str
    next_at: datetime | None = _moment(nullable=True)
    attempts: int = 0
    sent_at: datetime | None = _moment(nullable=True)
    error: str = ""
