"""The tables of crawls, and nothing else. Times are UTC text (sortable, the same on SQLite and PostgreSQL).

Those of audits, papers and people stand in `auditor.store.office_tables`: a crawl does without them.
"""

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Index, LargeBinary, String, UniqueConstraint, text
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


def moment_field(*, nullable: bool = False) -> Any:
    """A column of moments."""
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
    __table_args__ = (
        Index("ix_run_started", "county_id", "started_at"),
        Index("ix_run_reader", "county_id", "reader"),
    )
    id: int | None = Field(default=None, primary_key=True)
    county_id: int = Field(foreign_key="county.id", index=True)
    started_at: datetime = moment_field()
    finished_at: datetime | None = moment_field(nullable=True)
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
    at: datetime = moment_field()
    by: str
    reason: str


class RereadingRow(SQLModel, table=True):
    """A county's archived runs read anew by another version of the reader: when, by which, how many runs."""

    __tablename__ = "rereading"
    id: int | None = Field(default=None, primary_key=True)
    county_id: int = Field(foreign_key="county.id", index=True)
    at: datetime = moment_field()
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
    read_at: datetime = moment_field()
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
    until: datetime | None = moment_field(nullable=True)
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
    first_seen: datetime = moment_field()
    absent_at: datetime | None = moment_field(nullable=True)
    last_seen: datetime = moment_field()
    gone_at: datetime | None = moment_field(nullable=True)
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
    at: datetime = moment_field()
    field: str
    before: str
    after: str


class LeaseRow(SQLModel, table=True):
    """Who works on a county now, and until when unless it says so again."""

    __tablename__ = "lease"
    name: str = Field(primary_key=True)
    owner: str
    until: datetime = moment_field()
