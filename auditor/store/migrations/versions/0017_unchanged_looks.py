"""passes that found nothing changed as an interval that grows

Revision 0017, after 0016.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade: passes from before keep their rows until the archive is tidied."""
    op.add_column("column_pass", sa.Column("until", sa.String(27), nullable=True))
    op.add_column("column_pass", sa.Column("until_page", sa.String(), nullable=False, server_default=""))
    op.add_column("run", sa.Column("unchanged", sa.LargeBinary(), nullable=True))
    op.drop_index("ix_pass_column", "column_pass")
    op.create_index("ix_pass_column", "column_pass", ["column_id", "run_id"])
