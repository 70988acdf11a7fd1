"""Runs schema upgrades on the connection the store hands in."""

from alembic import context
from sqlmodel import SQLModel

from auditor.store import office_tables, tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
assert {tables.RunRow.__tablename__, office_tables.AuditRow.__tablename__} <= set(SQLModel.metadata.tables)  # noqa: S101 - the import is what fills the metadata
with context.begin_transaction():
    context.run_migrations()
