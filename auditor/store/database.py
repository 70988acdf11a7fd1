"""Opening the database: pragmas, schema upgrades, and clear words for everything that can be wrong with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DataError, IntegrityError, NoSuchModuleError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from auditor.base.errors import BadInput, StoreProblem, unwritable
from auditor.base.files import held
from auditor.store.faults import problem_of
from auditor.store.leases import LeaseStore
from auditor.store.runs import RunStore
from auditor.store.sqlite import keep_unreadable_log, list_damage, prepare_sqlite, sync_fully

if TYPE_CHECKING:
    from auditor.store.agenda import AgendaStore
    from auditor.store.audits import AuditStore
    from auditor.store.credentials import CredentialStore
    from auditor.store.hearings import HearingStore
    from auditor.store.notices import NoticeStore
    from auditor.store.overview import OverviewStore
    from auditor.store.papers import PaperStore
    from auditor.store.people import PeopleStore

_BUSY_SECONDS = 60
SCHEMA_VERSION = "0024"
"""The newest revision in ``migrations``; a test holds the two together."""


class Store:
    """One database. Its stores keep runs, items, audits, decisions, papers, what units say, leases, people, tasks…

    A crawl needs runs and leases; the others are loaded where they are asked for.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.runs = RunStore(self.session, self.lasting_session, self.connection)
        self.leases = LeaseStore(self.connection)

    @cached_property
    def audits(self) -> "AuditStore":
        """Audits, decisions and issued circulars."""
        from auditor.store.audits import AuditStore

        return AuditStore(self.lasting_session)

    @cached_property
    def papers(self) -> "PaperStore":
        """The other papers."""
        from auditor.store.papers import PaperStore

        return PaperStore(self.lasting_session)

    @cached_property
    def hearings(self) -> "HearingStore":
        """What units say before a circular is issued."""
        from auditor.store.hearings import HearingStore

        return HearingStore(self.lasting_session)

    @cached_property
    def people(self) -> "PeopleStore":
        """Accounts."""
        from auditor.store.people import PeopleStore

        return PeopleStore(self.lasting_session)

    @cached_property
    def credentials(self) -> "CredentialStore":
        """What accounts prove themselves by."""
        from auditor.store.credentials import CredentialStore

        return CredentialStore(self.lasting_session)

    @cached_property
    def agenda(self) -> "AgendaStore":
        """Tasks."""
        from auditor.store.agenda import AgendaStore

        return AgendaStore(self.session)

    @cached_property
    def notices(self) -> "NoticeStore":
        """Notices."""
        from auditor.store.notices import NoticeStore

        return NoticeStore(self.session)

    @cached_property
    def overview(self) -> "OverviewStore":
        """What the overview asks for."""
        from auditor.store.overview import OverviewStore

        return OverviewStore(self.session)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back on any error; database errors in words."""
        with self._in_words(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """The same for plain rows, without objects that follow them: what every crawl asks for."""
        with self._in_words(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except (IntegrityError, DataError):
            raise  # a rule of the tables, which they put into words, or a value that no table takes
        except DatabaseError as error:
            raise problem_of(error, self.engine) from error

    @contextmanager
    def lasting_session(self) -> Iterator[Session]:
        """A transaction that outlasts a power cut once it has ended: what people are told is done, is done.

        The other transactions are only kept whole: after a power cut the last ones may be gone, and are made again.
        """
        with self.session() as session:
            sync_fully(session.connection())
            yield session

    def list_damage(self) -> list[str]:
        """What the database's own checks find wrong; a server looks after itself."""
        with self.session() as session:
            return list_damage(session.connection())

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()
        held.subtract(_files_of(self.engine))


def open_store(url: str | Path) -> Store:
    """Open a database by URL, or a SQLite file by path (made where missing), with its schema brought up to date."""
    engine = _engine(url)
    for database in _files_of(engine)[:1]:
        keep_unreadable_log(database)
    try:
        _upgrade(engine)
    except DatabaseError as error:
        engine.dispose()
        raise problem_of(error, engine) from error
    held.update(_files_of(engine))
    return Store(engine)


def _files_of(engine: Engine) -> list[Path]:
    """The files of a SQLite database; none of one in memory, or on a server."""
    name = engine.url.database if engine.url.get_backend_name() == "sqlite" else ""
    return [Path(f"{name}{ending}") for ending in ("", "-wal", "-shm")] if name and name != ":memory:" else []


def _engine(url: str | Path) -> Engine:
    if isinstance(url, Path):
        try:
            url.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            cure = "请用 --home 指定一个可写的文件夹"
            raise unwritable(url.parent, "--home", error, cure, "无法建立文件夹") from error
        url = f"sqlite:///{url}"
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "postgresql":
            return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
        if parsed.get_backend_name() != "sqlite":
            raise BadInput.one("--db", "", f"不支持的数据库“{parsed.get_backend_name()}”", "请用 sqlite 或 postgresql")
    except (ArgumentError, NoSuchModuleError, ValueError) as error:  # the last for a port that is no number
        cure = "请写成 sqlite:///文件路径 或 postgresql://用户:口令@主机/库名"
        raise BadInput.one("--db", "", "数据库地址无效", cure) from error
    except ModuleNotFoundError as error:
        raise StoreProblem(
            "未安装 PostgreSQL 驱动。请安装时加上 postgres 选项：pip install 'column-auditor[postgres]'"
        ) from error
    in_memory = parsed.database in (None, "", ":memory:")
    engine = create_engine(
        parsed,
        connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False},
        **({"poolclass": StaticPool} if in_memory else {}),
    )
    prepare_sqlite(engine, _BUSY_SECONDS)
    return engine


def _upgrade(engine: Engine) -> None:
    """Bring the schema to this program's version; refuse a newer one. Its machinery is loaded only where needed."""
    with engine.connect() as connection:
        is_made = inspect(connection).has_table("alembic_version")
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if is_made else None
    if version == SCHEMA_VERSION:
        return
    from auditor.store.schema import upgrade_schema

    upgrade_schema(engine)
