"""SQLite's settings: a log beside the file (WAL), waiting for others, and how much each transaction must outlast."""

import glob
import logging
import shutil
import sqlite3
import struct
from functools import partial
from itertools import count
from pathlib import Path

from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from auditor.store.words import WORDS

_FULLY = "synced fully"
_LOG = logging.getLogger(__name__)
_LOG_HEAD = struct.Struct(">8I")
_LOG_MAGIC = 0x377F0682
"""The log's first number; the last bit tells in which order of bytes the rest is summed up."""


def prepare_sqlite(engine: Engine, patience: float) -> None:
    """Give every connection of the engine its settings; ``patience`` is how many seconds to wait for other programs."""
    event.listen(engine, "connect", partial(_set_pragmas, patience))
    event.listen(engine, "checkin", _sync_usually)


def keep_unreadable_log(database: Path) -> None:
    """Keep a copy of a log whose head is no log's, and tell of it: SQLite itself passes over it without a word.

    An empty one, or one of noughts alone as a power cut leaves it, holds nothing.
    """
    log = database.with_name(f"{database.name}-wal")
    try:
        with log.open("rb") as file:
            head = file.read(_LOG_HEAD.size)
        if not any(head) or _is_log(head):
            return
        kept = next(path for number in count(1) if not (path := _kept_log(database, number)).exists())
        shutil.copy2(log, kept)
    except OSError:  # no log, or not to be read: told when the database is opened
        return
    _LOG.warning("%s", WORDS.unreadable_log.format(log=log.name, kept=kept))


def _kept_log(database: Path, number: int) -> Path:
    return database.with_name(f"{database.name}-wal.damaged-{number}")


def _is_log(head: bytes) -> bool:
    """Whether a file that begins like this is a log: its head says so, and sums itself up."""
    if len(head) < _LOG_HEAD.size:
        return False
    magic, *_, first, second = _LOG_HEAD.unpack(head)
    if magic & ~1 != _LOG_MAGIC:
        return False
    one = two = 0
    numbers = struct.unpack(">6I" if magic & 1 else "<6I", head[:24])
    for left, right in zip(numbers[::2], numbers[1::2], strict=True):
        one = (one + left + two) & 0xFFFFFFFF
        two = (two + right + one) & 0xFFFFFFFF
    return (one, two) == (first, second)


def list_damage(connection: Connection, most: int = 20) -> list[str]:
    """What SQLite's own checks find wrong with the file, ``most`` lines of it; the whole file is read."""
    if connection.dialect.name != "sqlite":
        return []
    found = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA integrity_check({most})")]
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(most)
    told = [WORDS.orphan.format(table=table, row=row, parent=parent) for table, row, parent, _ in orphans]
    return _cut_short(connection) + _kept_logs(connection) + [line for line in found if line != "ok"] + told


def _kept_logs(connection: Connection) -> list[str]:
    """Logs that could not be read and were kept, until a person takes them away."""
    database = Path(connection.engine.url.database or "")
    logs = sorted(database.parent.glob(f"{glob.escape(database.name)}-wal.damaged-*")) if database.name else []
    return [WORDS.kept_log.format(file=log.name) for log in logs]


def _cut_short(connection: Connection) -> list[str]:
    """That the file ends within a page: SQLite reads nought for the missing rest, and its checks pass over that."""
    file = connection.engine.url.database
    if not file or not Path(file).is_file():
        return []
    page = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
    return [WORDS.cut_short.format(file=Path(file).name)] if Path(file).stat().st_size % page else []


def sync_fully(connection: Connection) -> None:
    """Let the transaction about to begin outlast a power cut; PostgreSQL's all do.

    Usually SQLite writes its log without waiting for the disk: a power cut takes back the last transactions, never
    a part of one.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA synchronous=FULL")
        connection.info[_FULLY] = True


def _sync_usually(connection: sqlite3.Connection | None, entry: ConnectionPoolEntry) -> None:
    """What one transaction asked for ends with it."""
    if entry.info.pop(_FULLY, False) and connection is not None:
        connection.execute("PRAGMA synchronous=NORMAL")


def _set_pragmas(patience: float, connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in ("synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={patience * 1000}"):
        cursor.execute(f"PRAGMA {pragma}")
    if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        _turn_to_wal(cursor, patience)
    cursor.close()


def _turn_to_wal(cursor: sqlite3.Cursor, patience: float) -> None:
    """Turn a new file to WAL; two programs that do so at once refuse each other without waiting, so try again."""
    import stamina  # only a new file needs it

    for attempt in stamina.retry_context(
        on=sqlite3.OperationalError, attempts=None, timeout=patience or None, wait_initial=0.02, wait_max=0.5
    ):
        with attempt:
            cursor.execute("PRAGMA journal_mode=WAL")
