"""what an overview says of a circular, beside its text

Revision 0018, after 0017.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade: circulars from before are summed up when a city first asks for them."""
    op.add_column("circular", sa.Column("summary", sa.String(), nullable=False, server_default=""))
