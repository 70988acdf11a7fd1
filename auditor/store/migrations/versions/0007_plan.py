"""A pass carries the plan that the county file gave for its column; passes kept before had none.

Revision 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade."""
    op.add_column("column_pass", sa.Column("plan", sa.JSON(), nullable=True))
