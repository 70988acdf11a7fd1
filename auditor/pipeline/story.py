"""The ledger read as a story: of one column, or of one of its items."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from auditor.audit.grade.observed import plain_title
from auditor.audit.ledger import WORDS, Coverage, StoryLine, column_story, item_story
from auditor.base.errors import BadInput
from auditor.base.period import LOCAL, Period
from auditor.county.model import County, DisclosureColumn
from auditor.crawl.column import Sighting
from auditor.pipeline.line import load_ledgers
from auditor.store import Store


@dataclass(frozen=True, slots=True)
class Story:
    """What the ledger tells of a column in a period, or of one item.

    ``coverage`` is missing where nobody looked; ``newest`` is the last good look in words, in the period or the weeks
    after. ``records`` are the archived answers of an item's looks, by their moments.
    """

    column: DisclosureColumn
    coverage: Coverage | None
    lines: tuple[StoryLine, ...]
    item: Sighting | None = None
    newest: str = ""
    records: Mapping[datetime, str] = field(default_factory=dict)

    @property
    def looks_told(self) -> str:
        """How the column was looked at, in words."""
        return coverage_told(self.coverage, self.newest)


def coverage_told(coverage: Coverage | None, newest: str) -> str:
    """How a column was looked at, and its last good look, in words."""
    return "；".join(filter(None, (coverage.told if coverage else WORDS.unlooked, newest)))


def tell_column(county: County, store: Store, column: DisclosureColumn, period: Period, today: date) -> Story:
    """The looks at a column in a period and the weeks after, and every change that was found since it began."""
    ledger = load_ledgers(county, store, period, [column.key]).get(column.key)
    if ledger is None:
        return Story(column, None, ())
    titles = {sighting.key: sighting.item.title for sighting in _sightings(county, store, column)}
    lines = column_story(ledger, titles)
    return Story(column, ledger.coverage(period, today), lines, newest=ledger.newest_told)


def tell_item(county: County, store: Store, column: DisclosureColumn, item: str) -> Story:
    """All that is known of one item, named by its address or by a title that it has or had; `BadInput` if none."""
    sightings, told = _sightings(county, store, column), store.runs.list_changes(county, column)
    known = [one for one in sightings if item in (one.item.url, one.item.href, one.key)]
    known = known or [one for one in sightings if item and item in one.item.title]
    renamed = {change.item_key for change in told if change.field == "title" and item and item in change.before}
    known = known or [one for one in sightings if one.key in renamed]
    if len(known) != 1:
        what = f"“{column.name}”中没有“{item[:60]}”这条信息" if not known else f"有{len(known)}条信息符合“{item[:60]}”"
        raise BadInput.one("--item", "", what, "请写条目的网址，或完整的标题")
    changes = [change for change in told if change.item_key == known[0].key]
    seen = store.runs.last_seen(county, column, known[0].key)
    lines = item_story(known[0], seen, changes, _elsewhere(county, store, column, known[0]))
    moments = {at for line in lines for at in (line.before, line.at) if at}
    records = {at: record for at in moments if (record := _record_at(county, store, column, at))}
    return Story(column, None, lines, known[0], records=records)


def _elsewhere(county: County, store: Store, column: DisclosureColumn, item: Sighting) -> dict[str, datetime]:
    """The other columns where an item that is gone from its own stands now, by name, with when they first showed it."""
    if item.gone_at is None or item.date is None or item.is_cut:
        return {}
    names = {one.key: one.name for one in county.column if one.key != column.key}
    title = plain_title(item.title)
    return {
        names[key]: at
        for key, other, at in store.runs.standing_on(county, item.date)
        if key in names and plain_title(other) == title
    }


def _record_at(county: County, store: Store, column: DisclosureColumn, at: datetime) -> str:
    """The archived answer of the look at a moment; empty where there was none."""
    day = at.astimezone(LOCAL).date()
    ledger = store.runs.load_ledgers(county, day, day, [column.key]).get(column.key)
    return next((look.record for look in ledger.looks if look.at == at), "") if ledger else ""


def _sightings(county: County, store: Store, column: DisclosureColumn) -> tuple[Sighting, ...]:
    history = store.runs.load_readings(county, [column.key]).get(column.key)
    proved = history.proved if history else None
    return (*proved.sightings, *proved.vanished) if proved else ()
