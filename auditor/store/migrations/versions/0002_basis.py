"""what an audit was made from

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade."""
    op.add_column("audit", sa.Column("basis", sa.JSON(), nullable=True))
    op.add_column("audit", sa.Column("evidence", sa.JSON(), nullable=True))
    op.add_column("audit", sa.Column("wording", sa.String(), nullable=False, server_default=""))
    op.add_column("circular", sa.Column("basis", sa.JSON(), nullable=True))
