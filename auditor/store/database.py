"""Opening the database: pragmas, schema upgrades, and clear words for everything that can be wrong with it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import stamina
from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, IntegrityError, NoSuchModuleError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from auditor.errors import BadInput, StoreProblem, reason_of
from auditor.store.agenda import AgendaShelf
from auditor.store.audits import AuditShelf
from auditor.store.leases import LeaseShelf
from auditor.store.notices import NoticeShelf
from auditor.store.people import PeopleShelf
from auditor.store.runs import RunShelf

_BUSY_SECONDS = 60
SCHEMA_VERSION = "0001"
"""The newest revision in ``migrations``; a test holds the two together."""


class Store:
    """One database. Its shelves keep runs and items, audits and decisions, leases, people, tasks and notices."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.runs = RunShelf(self.session)
        self.audits = AuditShelf(self.session)
        self.leases = LeaseShelf(self.session)
        self.people = PeopleShelf(self.session)
        self.agenda = AgendaShelf(self.session)
        self.notices = NoticeShelf(self.session)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back on any error; database errors in words."""
        try:
            with Session(self.engine, expire_on_commit=False) as session, session.begin():
                yield session
        except IntegrityError:
            raise  # a rule of the tables, which the shelves put into words
        except DatabaseError as error:
            raise StoreProblem(_explain(str(error.orig or error))) from error

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def open_store(url: str | Path) -> Store:
    """Open a database by URL, or a SQLite file by path (made where missing), with its schema brought up to date."""
    engine = _engine(url)
    try:
        _upgrade(engine)
    except DatabaseError as error:
        engine.dispose()
        raise StoreProblem(_explain(str(error.orig or error))) from error
    return Store(engine)


def _engine(url: str | Path) -> Engine:
    if isinstance(url, Path):
        try:
            url.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            cure = "请用 --home 指定一个可写的文件夹"
            raise BadInput.one(url.parent, "--home", f"无法建立文件夹（{reason_of(error)}）", cure) from error
        url = f"sqlite:///{url}"
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "postgresql":
            return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
        if parsed.get_backend_name() != "sqlite":
            raise BadInput.one("--db", "", f"不支持的数据库“{parsed.get_backend_name()}”", "请用 sqlite 或 postgresql")
    except (ArgumentError, NoSuchModuleError) as error:
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
    event.listen(engine, "connect", _set_pragmas)
    return engine


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={_BUSY_SECONDS * 1000}"):
        cursor.execute(f"PRAGMA {pragma}")
    if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        _turn_to_wal(cursor)
    cursor.close()


def _turn_to_wal(cursor: sqlite3.Cursor) -> None:
    """Turn a new file to WAL; two programs that do so at once refuse each other without waiting, so try again."""
    for attempt in stamina.retry_context(
        on=sqlite3.OperationalError, attempts=None, timeout=_BUSY_SECONDS or None, wait_initial=0.02, wait_max=0.5
    ):
        with attempt:
            cursor.execute("PRAGMA journal_mode=WAL")


def _upgrade(engine: Engine) -> None:
    """Bring the schema to this program's version; refuse a newer one. Its machinery is loaded only where needed."""
    with engine.connect() as connection:
        is_made = inspect(connection).has_table("alembic_version")
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if is_made else None
    if version == SCHEMA_VERSION:
        return
    from auditor.store.schema import upgrade_schema

    upgrade_schema(engine)


def _explain(text: str) -> str:
    lowered = text.lower()
    if "locked" in lowered:
        return "数据库正被另一个程序占用，等待超时。请关闭其他正在运行的核查程序后重试；已保存的数据没有丢失"
    if "full" in lowered:
        return "磁盘已满，未能写入数据库。请清理磁盘后重试；已保存的数据没有丢失"
    if "readonly" in lowered or "unable to open" in lowered:
        return "数据库文件不能写入。请检查文件夹权限，或用 --home 指定另一个文件夹"
    if "malformed" in lowered or "not a database" in lowered:
        return "数据库文件已损坏。请从备份恢复；也可用 auditor replay 由存档重新计算"
    if "connect" in lowered:
        return "连接不上数据库服务器。请检查 --db 的地址、账号和网络"
    return f"数据库出错：{text.splitlines()[0]}"
