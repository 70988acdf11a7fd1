"""how many items stand in each column of each quarter, kept beside the items

Revision 0023, after 0022.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_STANDS = sa.text("gone_at IS NULL")


def upgrade() -> None:
    """Upgrade: what the items tell is summed up; no question walks through a quarter of all items any more."""
    op.create_table(
        "item_sum",
        sa.Column("quarter", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("county_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("column_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["county_id"], ["county.id"]),
        sa.ForeignKeyConstraint(["column_id"], ["disclosure_column.id"]),
        sa.PrimaryKeyConstraint("quarter", "county_id", "column_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_item_sum_column_id", "item_sum", ["column_id"])
    op.drop_index("ix_item_quarter", "item")
    op.drop_index("ix_item_count", "item")
    op.create_index("ix_item_count", "item", ["column_id", "quarter"], sqlite_where=_STANDS, postgresql_where=_STANDS)
    op.execute(
        "INSERT INTO item_sum (quarter, county_id, column_id, items)"
        " SELECT item.quarter, disclosure_column.county_id, item.column_id, count(*)"
        " FROM item JOIN disclosure_column ON disclosure_column.id = item.column_id"
        " WHERE item.quarter IS NOT NULL AND item.gone_at IS NULL"
        " GROUP BY item.quarter, disclosure_column.county_id, item.column_id"
    )
