"""what an overview says of audits and circulars from before it was kept beside their text

Revision 0020, after 0019.
"""

import sqlalchemy as sa
from alembic import op

from auditor.audit.model import Audit
from auditor.audit.summary import AuditSummary
from auditor.base.errors import AuditorError

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade: the newest of every county and period are summed up, so that no page has to write what it reads."""
    for name in ("audit", "circular"):
        table = sa.table(
            name,
            sa.column("id", sa.Integer),
            sa.column("county_id", sa.Integer),
            sa.column("period", sa.String),
            sa.column("json_text", sa.String),
            sa.column("summary", sa.String),
        )
        newest = sa.select(sa.func.max(table.c.id)).group_by(table.c.county_id, table.c.period)
        wanted = sa.select(table.c.id).where(table.c.id.in_(newest), sa.not_(table.c.summary.startswith("{")))
        for row_id in op.get_bind().scalars(wanted).all():
            text = op.get_bind().execute(sa.select(table.c.json_text).where(table.c.id == row_id)).scalar_one()
            try:
                summary = AuditSummary.of(Audit.from_json(text)).to_text()
            except (AuditorError, ValueError):  # told where it is opened; here it must keep nobody out
                continue
            op.execute(sa.update(table).where(table.c.id == row_id).values(summary=summary))
