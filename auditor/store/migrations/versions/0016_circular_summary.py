"""what an overview says of a circular, beside its text

Revision 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade: circulars from before are summed up when a city first asks for them."""
    op.add_column("circular", sa.Column("summary", sa.String(), nullable=False, server_default=""))
