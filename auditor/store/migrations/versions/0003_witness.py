"""A pass carries the witness of its proof and the reader's version; a run the version that read it.

Passes kept before have neither: what they counted was never witnessed, and is read anew.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade."""
    op.add_column("run", sa.Column("reader", sa.String(), nullable=False, server_default=""))
    op.add_column("column_pass", sa.Column("reader", sa.String(), nullable=False, server_default=""))
    op.add_column("column_pass", sa.Column("witness", sa.JSON(), nullable=True))
    op.add_column("column_pass", sa.Column("page_size", sa.JSON(), nullable=True))
