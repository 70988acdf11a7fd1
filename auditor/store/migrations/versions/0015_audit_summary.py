"""what an overview says of an audit, beside its text

Revision 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade: audits from before are summed up when an overview first asks for them."""
    op.add_column("audit", sa.Column("summary", sa.String(), nullable=False, server_default=""))
