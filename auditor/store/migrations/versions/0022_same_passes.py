"""an index of the passes that found their column as it was

Revision 0022, after 0021.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_IS_SAME = sa.text("is_unchanged OR until IS NOT NULL")


def upgrade() -> None:
    """Upgrade: when an item was last seen is a seek, however many passes there are."""
    op.create_index(
        "ix_pass_same", "column_pass", ["column_id", "run_id"], sqlite_where=_IS_SAME, postgresql_where=_IS_SAME
    )
