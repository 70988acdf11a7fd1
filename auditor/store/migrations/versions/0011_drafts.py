"""which readers may see drafts

Revision 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade."""
    op.add_column("account", sa.Column("drafts", sa.Boolean(), nullable=False, server_default=sa.false()))
