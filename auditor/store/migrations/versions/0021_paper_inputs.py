"""annual and recheck papers keep the files that they were made with

Revision 0021, after 0020.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade."""
    op.add_column("paper", sa.Column("inputs", sa.JSON(), nullable=True))
