"""Between table rows and stage values, both ways."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Literal

from auditor.column import ColumnReading, Sighting
from auditor.fetch import PageRequest
from auditor.read import ArticleFacts, ListItem
from auditor.store.tables import ItemRow, PassRow, stamp
from auditor.terms import ColumnState, DateSource


def item_values(column_id: int, sighting: Sighting, at: datetime, before: PassRow | None) -> dict[str, Any]:
    """The parameters of an item's upsert; ``before`` is the column's last proved pass."""
    item, day = sighting.item, sighting.date
    was_covered = before is not None and (
        before.reached_end or bool(day and before.read_back_to and day > before.read_back_to)
    )
    return {
        "column_id": column_id,
        "item_key": sighting.key,
        "title": item.title,
        "href": item.href,
        "url": item.url,
        "listed": item.date and item.date.isoformat(),
        "published": day and day.isoformat(),
        "published_from": sighting.date_from and sighting.date_from.value,
        "note": sighting.date_note,
        "pinned": item.pinned,
        "quarter": day and day.year * 4 + (day.month - 1) // 3,
        "page": sighting.page,
        "first_seen": stamp(at),
        "absent_at": stamp(before.read_at) if before and was_covered else None,
        "last_seen": stamp(at),
        "article": _article_text(sighting.article),
    }


def pass_row(run_id: int, column_id: int, reading: ColumnReading) -> PassRow:
    """A pass as a row."""
    return PassRow(
        run_id=run_id,
        column_id=column_id,
        read_at=reading.read_at,
        state=reading.state.value,
        reason=reading.reason,
        read_back_to=reading.read_back_to,
        reached_end=reading.reached_end,
        total_stated=reading.total_stated,
        family=reading.family,
        pages=list(reading.pages),
        requests=reading.requests,
        entry={k: v for k, v in asdict(reading.entry).items() if v is not None} if reading.entry else None,
        validators=[list(pair) for pair in reading.validators],
        entry_record=reading.entry_record,
        first_digest=reading.first_digest,
        is_unchanged=reading.is_unchanged,
    )


def reading_of(key: str, row: PassRow, items: Sequence[ItemRow]) -> ColumnReading:
    """A pass as the stages know it, with the items that stood in the column then, and those found gone."""
    there = [item for item in items if item.gone_at is None or item.gone_at > row.read_at]
    gone = [item for item in items if item.gone_at is not None and item.gone_at <= row.read_at]
    return ColumnReading(
        column_key=key,
        state=ColumnState(row.state),
        reason=row.reason,
        read_at=row.read_at,
        sightings=tuple(_sighting(item) for item in there),
        read_back_to=row.read_back_to,
        reached_end=row.reached_end,
        total_stated=row.total_stated,
        family=row.family,
        pages=tuple(row.pages),
        requests=row.requests,
        entry=_entry(row.entry),
        validators=tuple((pair[0], pair[1]) for pair in row.validators),
        entry_record=row.entry_record,
        first_digest=row.first_digest,
        is_unchanged=row.is_unchanged,
        vanished=tuple(_sighting(item) for item in gone),
    )


def _entry(kept: dict[str, str] | None) -> PageRequest | None:
    if kept is None:
        return None
    method: Literal["GET", "POST"] = "POST" if kept["method"] == "POST" else "GET"
    return PageRequest(kept["url"], method, kept.get("body"), kept["content_type"])


def _sighting(row: ItemRow) -> Sighting:
    source = DateSource(row.published_from) if row.published_from else None
    listed_from = DateSource.LIST if row.listed else None
    return Sighting(
        item=ListItem(row.title, row.href, row.url, row.listed, listed_from, row.pinned),
        date=row.published,
        date_from=source,
        date_note=row.note,
        article=_article(row.article),
        page=row.page,
        first_seen=row.first_seen,
        absent_at=row.absent_at,
        gone_at=row.gone_at,
    )


def _article_text(article: ArticleFacts | None) -> str | None:
    if article is None:
        return None
    values = asdict(article)
    for name in ("published", "formed"):
        values[name] = values[name] and values[name].isoformat()
    return json.dumps(values, ensure_ascii=False)


def _article(kept: dict[str, Any] | None) -> ArticleFacts | None:
    if kept is None:
        return None
    published, formed = kept["published"], kept["formed"]
    moment: datetime | date | None = None
    if published:
        moment = datetime.fromisoformat(published) if "T" in published else date.fromisoformat(published)
    return ArticleFacts(
        **{
            **kept,
            "published": moment,
            "published_from": DateSource(kept["published_from"]) if kept["published_from"] else None,
            "formed": date.fromisoformat(formed) if formed else None,
            "others": tuple((source, text) for source, text in kept["others"]),
        }
    )
