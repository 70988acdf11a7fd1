"""What is due stands in the tasks alone: the scheduler's jobs are made from the county files at every start.

Revision 0004, after 0003.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade."""
    op.drop_table("apscheduler_jobs")
