"""Schema upgrades by alembic; loaded only where a database is not up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from auditor.base.errors import StoreProblem
from auditor.store.faults import damage_of

_SCHEMA_LOCK = 7_153_200


def upgrade_schema(engine: Engine) -> None:
    """Bring a database to the newest revision, one program at a time; raise `StoreProblem` for a newer schema."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    script = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        _version(connection, script)
    with engine.begin() as connection:
        _lock_schema(connection)
        if _version(connection, script) != script.get_current_head():  # another program may have been first
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _version(connection: Connection, script: ScriptDirectory) -> str | None:
    """The schema's version; refuses one that a newer program has made."""
    heads = MigrationContext.configure(connection).get_current_heads()
    if len(heads) > 1:  # no program writes two: another table's page lies in the place of this one's
        raise damage_of(connection.engine)
    current = heads[0] if heads else None
    if current and current not in {revision.revision for revision in script.walk_revisions()}:
        raise StoreProblem(f"数据库由更新版本的程序建立（版本 {current}），请升级本程序后再用；数据未作任何改动")
    return current


def _lock_schema(connection: Connection) -> None:
    """Upgrade alone and in one transaction: a program killed in between leaves the schema as it was.

    SQLite's driver would otherwise begin a transaction only before data, not before tables.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_SCHEMA_LOCK})")
