"""by which later reader all of a run was read anew

Revision 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade."""
    op.add_column("run", sa.Column("renewed", sa.String(), nullable=False, server_default=""))
