"""pack and county file as they were when a circular was issued

Revision 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade."""
    with op.batch_alter_table("circular") as table:
        table.add_column(sa.Column("pack", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("county_file", sa.String(), nullable=False, server_default=""))
