"""Between table rows and stage values, both ways."""

import json
from collections.abc import Sequence
from dataclasses import asdict, astuple, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Row

from auditor.base.terms import ColumnState, DateSource
from auditor.crawl.column import ColumnReading, PageSize, Sighting, StandingPage, Witness
from auditor.fetch import PageRequest
from auditor.read import ArticleFacts, ListItem
from auditor.read.values import MARKED, UNPLANNED, Plan

_METHODS: tuple[Literal["GET", "POST", "SHOW"], ...] = ("GET", "POST", "SHOW")
_SOURCES = {source.value: source for source in DateSource}
_OPENED = "opened"


def sightings_of(row: Row[Any], items: Sequence[Row[Any]]) -> tuple[tuple[Sighting, ...], tuple[Sighting, ...]]:
    """The items that stood in the column in a pass, and those found gone by then."""
    there = [item for item in items if item.gone_at is None or item.gone_at > row.read_at]
    gone = [item for item in items if item.gone_at is not None and item.gone_at <= row.read_at]
    return tuple(_sighting(item) for item in there), tuple(_sighting(item) for item in gone)


def seen_at(row: Row[Any]) -> datetime:
    """When the column was last as this pass says."""
    moment: datetime = row.until or row.read_at
    return moment


def reading_of(
    key: str, row: Row[Any], there: Sequence[Sighting] = (), gone: tuple[Sighting, ...] = ()
) -> ColumnReading:
    """A pass as the stages know it, with the items that stood in the column then, and those found gone."""
    return ColumnReading(
        column_key=key,
        state=ColumnState(row.state),
        reason=row.reason,
        read_at=seen_at(row),
        sightings=there,
        read_back_to=row.read_back_to,
        reached_end=row.reached_end,
        total_stated=row.total_stated,
        family=row.family,
        pages=(row.until_page, *row.pages[1:]) if row.until else tuple(row.pages),
        requests=1 if row.until else row.requests,
        entry=_entry(row.entry),
        validators=tuple((pair[0], pair[1]) for pair in row.validators),
        entry_record=row.entry_record,
        first_digest=row.first_digest,
        is_unchanged=row.is_unchanged or row.until is not None,
        vanished=gone,
        reader=row.reader,
        witness=Witness.from_words(row.witness) if row.witness is not None else None,
        size=PageSize(*row.page_size) if row.page_size is not None else None,
        plan=replace(Plan.of(row.plan), template=row.plan.get("template", "")) if row.plan else UNPLANNED,
        relaid=row.plan.get("relaid", "") if row.plan else "",
        address=row.plan.get("address", "") if row.plan else "",
    )


def kept_request(request: PageRequest | None) -> dict[str, str] | None:
    """A pass's first request as it is kept."""
    return None if request is None else {key: value for key, value in asdict(request).items() if value is not None}


def plan_values(reading: ColumnReading) -> dict[str, str] | None:
    """By what a pass was read as it is kept: what was given, the template, and that the pages are laid out anew."""
    seen = {"template": reading.plan.template, "relaid": reading.relaid, "address": reading.address}
    return {**reading.plan.kept, **{key: text for key, text in seen.items() if text}} or None


def _entry(kept: dict[str, str] | None) -> PageRequest | None:
    if kept is None:
        return None
    method: Literal["GET", "POST", "SHOW"] = next((m for m in _METHODS if m == kept["method"]), "GET")
    return PageRequest(kept["url"], method, kept.get("body"), kept["content_type"])


def _sighting(row: Row[Any]) -> Sighting:
    source = _SOURCES[row.published_from] if row.published_from else None
    listed_from = DateSource.LIST if row.listed else None
    item = ListItem(row.title, row.href, row.url, row.listed, listed_from, row.pinned)
    return Sighting(
        item=replace(item, mark=row.item_key.removeprefix(f"{item.key}{MARKED}"))
        if row.item_key.startswith(f"{item.key}{MARKED}")
        else item,
        date=row.published,
        date_from=source,
        date_note=row.note,
        article=_article(row.article),
        page=row.page,
        first_seen=row.first_seen,
        absent_at=row.absent_at,
        gone_at=row.gone_at,
        opened=_opened(row.article),
    )


def article_text(sighting: Sighting) -> str | None:
    """What an item's article page said, and the answer it was read from, as they are kept."""
    if sighting.article is None:
        return None
    values = asdict(sighting.article)
    for name in ("published", "formed"):
        values[name] = values[name] and values[name].isoformat()
    if sighting.opened is not None:
        values[_OPENED] = astuple(sighting.opened)
    return json.dumps(values, ensure_ascii=False)


def _opened(kept: dict[str, Any] | None) -> StandingPage | None:
    record, validators = (kept or {}).get(_OPENED, ("", ()))
    return StandingPage(record, tuple((pair[0], pair[1]) for pair in validators)) if record else None


def _article(kept: dict[str, Any] | None) -> ArticleFacts | None:
    if kept is None:
        return None
    published, formed = kept["published"], kept["formed"]
    moment: datetime | date | None = None
    if published:
        moment = datetime.fromisoformat(published) if "T" in published else date.fromisoformat(published)
    known = {name: value for name, value in kept.items() if name not in (_OPENED, "others")}  # others: versions before
    return ArticleFacts(
        **{
            **known,
            "published": moment,
            "published_from": DateSource(kept["published_from"]) if kept["published_from"] else None,
            "formed": date.fromisoformat(formed) if formed else None,
        }
    )
