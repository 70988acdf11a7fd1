"""SQLite's settings: a log beside the file (WAL), waiting for others, and how much each transaction must outlast."""

import sqlite3
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from auditor.store.words import WORDS

_FULLY = "synced fully"


def prepare_sqlite(engine: Engine, patience: float) -> None:
    """Give every connection of the engine its settings; ``patience`` is how many seconds to wait for other programs."""
    event.listen(engine, "connect", partial(_set_pragmas, patience))
    event.listen(engine, "checkin", _sync_usually)


def list_damage(connection: Connection, most: int = 20) -> list[str]:
    """What SQLite's own checks find wrong with the file, ``most`` lines of it; the whole file is read."""
    if connection.dialect.name != "sqlite":
        return []
    found = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA integrity_check({most})")]
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(most)
    told = [WORDS.orphan.format(table=table, row=row, parent=parent) for table, row, parent, _ in orphans]
    return _cut_short(connection) + [line for line in found if line != "ok"] + told


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
