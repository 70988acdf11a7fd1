"""The looks that findings rest on: what was seen of an item on which day, with the archived record that shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from auditor.audit.grade.kinds import KINDS
from auditor.audit.ledger import ColumnLedger
from auditor.audit.model import Audit, ItemEntry
from auditor.base.period import LOCAL
from auditor.county.model import County
from auditor.crawl.column import Sighting
from auditor.pipeline.line import load_ledgers
from auditor.store import Store

_SHOWN = ("title", "date", "text", "gone", "back")
"""The changes that a look saw of the portal; others are changes of the reading."""


def looks_behind(audit: Audit, county: County, store: Store) -> list[dict[str, Any]]:
    """For every item of findings by looks: the looks that bound it, each with its moment, what it shows and its record.

    ``shows`` is ``absent``, ``seen``, or a field of `ItemChange`, with ``before-`` in front for the look before.
    Nothing after the audit's own last look is told, so that it stays the same as time goes on.
    """
    findings = [one for one in audit.findings if one.rule in KINDS and KINDS[one.rule].by_looks]
    units = {one.unit for one in findings}
    rows = [row for row in audit.rows if row.unit in units]
    keys = [row.key for row in rows]
    histories = store.runs.load_readings(county, keys)
    ledgers = load_ledgers(county, store, audit.span, keys)
    told = []
    for finding in findings:
        for row in rows:
            history = histories.get(row.key)
            if row.unit != finding.unit or history is None or history.proved is None:
                continue
            known = {one.item.url: one for one in (*history.proved.vanished, *history.proved.sightings)}
            known |= {one.url: _as_told(known[one.url], one) for one in row.items if one.url in known}
            for item in (known[url] for url in finding.items if url in known):
                looks = list(_looks_at(item, ledgers[row.key], audit.evidence.crawled_to))
                about = {"rule": finding.rule, "unit": finding.unit, "column": row.column}
                told.append({**about, "title": item.item.title, "url": item.item.url, "looks": looks})
    return told


def records_named(looks: Sequence[dict[str, Any]]) -> set[str]:
    """The archived records that these looks name."""
    return {look["record"] for item in looks for look in item["looks"]}


def _as_told(item: Sighting, entry: ItemEntry) -> Sighting:
    """An item with the looks that the audit names, whatever a later reader makes of them."""
    return replace(item, first_seen=entry.first_seen, absent_at=entry.absent_at)


def _looks_at(item: Sighting, ledger: ColumnLedger, until: datetime | None) -> Iterator[dict[str, str]]:
    moments = [(item.absent_at, "absent"), (item.first_seen, "seen")]
    for change in ledger.by_item.get(item.key, ()):
        if change.field in _SHOWN and (until is None or change.at <= until):
            moments += [(ledger.bounds(item, change), f"before-{change.field}"), (change.at, change.field)]
    records = {look.at: look.record for look in ledger.looks}
    for at, shows in moments:
        if at is not None and records.get(at):
            yield {"at": at.astimezone(LOCAL).isoformat(), "shows": shows, "record": records[at]}
