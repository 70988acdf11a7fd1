"""accounts bound to counties or units; the administrator as a role of its own

Revision 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade: who kept the accounts until now, the signers, goes on keeping them."""
    op.add_column("account", sa.Column("bound", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "account_bound",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("county", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", "county", "unit"),
    )
    op.execute("UPDATE account SET role = 'administrator' WHERE role = 'signer'")
