"""a county's runs by their time and by the version that read them

Revision 0024, after 0023.
"""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade: a period's ledger and what is to be read anew no longer go through all runs of a county."""
    op.create_index("ix_run_started", "run", ["county_id", "started_at"])
    op.create_index("ix_run_reader", "run", ["county_id", "reader"])
