"""A whole database copied row by row, from SQLite or PostgreSQL to either, as it stood at one moment."""

from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import SQLModel

from auditor.base.errors import NotAllowed
from auditor.store.database import Store
from auditor.store.faults import problem_of
from auditor.store.office_tables import AttemptRow, SessionRow
from auditor.store.tables import LeaseRow

_PASSING = frozenset({LeaseRow.__tablename__, SessionRow.__tablename__, AttemptRow.__tablename__})
"""What belongs to one running program: who holds what, who is signed in, who tried to."""
_ROWS_AT_ONCE = 1000


def copy_database(source: Store, target: Store) -> int:
    """Copy all that lasts into an empty database, all or nothing; returns how many rows.

    The source may be in use: what is copied is what it held at one moment. Raises `NotAllowed` where the target holds
    anything, `StoreProblem` where either database fails.
    """
    try:
        with source.engine.connect() as reading, target.engine.begin() as writing:
            reading = _at_one_moment(reading)
            require_empty(writing)
            return sum(_copy(table, reading, writing) for table in _lasting())
    except DatabaseError as error:
        raise problem_of(error, source.engine) from error


def require_empty(connection: Connection) -> None:
    """Raise `NotAllowed` where a database holds anything that lasts."""
    for table in _lasting():
        if connection.execute(select(func.count()).select_from(table)).scalar_one():
            raise NotAllowed("数据库里已有内容，不能恢复到其中。请用 --home 指定空的文件夹，或用 --db 指定空的数据库")


def _lasting() -> list[Table]:
    """In an order in which no row names a later one."""
    return [table for table in SQLModel.metadata.sorted_tables if table.name not in _PASSING]


def _at_one_moment(connection: Connection) -> Connection:
    """The same connection, in a transaction that sees one state: SQLite's driver begins none for reading alone."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN")
        return connection
    return connection.execution_options(isolation_level="REPEATABLE READ")


def _copy(table: Table, reading: Connection, writing: Connection) -> int:
    order = table.primary_key.columns.values()
    rows = reading.execution_options(yield_per=_ROWS_AT_ONCE).execute(select(table).order_by(*order))
    copied = 0
    for some in rows.partitions(_ROWS_AT_ONCE):
        writing.execute(insert(table), [dict(row._mapping) for row in some])
        copied += len(some)
    if writing.dialect.name == "postgresql" and copied and "id" in table.columns and table.columns["id"].autoincrement:
        writing.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'id'), "  # noqa: S608 - a table of our own
                f'(SELECT max(id) FROM "{table.name}"))'
            )
        )
    return copied
