"""How many items stand in each column of each quarter, kept beside the items by whoever writes them.

So a quarter of the whole country is a sum over one small row a column, not a walk through millions of items. Counted is
what is dated and not gone; whether a column's pass proves its number, the pass says, not the sum.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, text
from sqlmodel import Session

from auditor.base.period import Period

_FORGET = text("DELETE FROM item_sum WHERE column_id = :column_id")
_COUNT = text("""
    INSERT INTO item_sum (quarter, county_id, column_id, items)
    SELECT item.quarter, disclosure_column.county_id, item.column_id, count(*)
    FROM item JOIN disclosure_column ON disclosure_column.id = item.column_id
    WHERE item.column_id = :column_id AND item.quarter IS NOT NULL AND item.gone_at IS NULL
    GROUP BY item.quarter, disclosure_column.county_id, item.column_id""")
_OF_QUARTER = text("""
    SELECT county.name, sums.items, sums.columns FROM county JOIN (
        SELECT county_id, sum(items) AS items, count(*) AS columns FROM item_sum WHERE quarter = :quarter
        GROUP BY county_id
    ) AS sums ON sums.county_id = county.id""")


class ItemSum(NamedTuple):
    """How many items of a quarter stand in a county's columns, and in how many of these."""

    items: int
    columns: int


def renew_sums(connection: Connection, column_ids: Collection[int]) -> None:
    """Count the items of these columns anew, in the transaction that has changed them."""
    if column_ids:
        columns = [{"column_id": column_id} for column_id in column_ids]
        connection.execute(_FORGET, columns)
        connection.execute(_COUNT, columns)


def load_sums(session: Session, quarter: Period) -> Mapping[str, ItemSum]:
    """The items of a quarter in every county that has any, by name."""
    number = quarter.year * 4 + quarter.number - 1
    rows = session.connection().execute(_OF_QUARTER, {"quarter": number})
    return {name: ItemSum(int(items), columns) for name, items, columns in rows}
