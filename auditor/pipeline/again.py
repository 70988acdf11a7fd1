"""A column whose count is unlike its own past is looked at once more before anybody is asked about it."""

from auditor.audit.build import earlier_counts
from auditor.audit.grade import parse_pack
from auditor.audit.grade.finding_input import FindingInput
from auditor.audit.grade.observed import beyond_own
from auditor.base.period import Period
from auditor.base.settings import Clock, Place
from auditor.county.model import County
from auditor.pipeline.crawling import crawl_county
from auditor.pipeline.line import gather
from auditor.pipeline.saving import Watch
from auditor.store import Store

_RULE = "beyond-band"
_MOST = 20
"""So many columns at most: where more are unlike their past the portal is, and all of it is to be crawled again."""


def columns_to_look_at_again(county: County, store: Store, period: Period) -> tuple[str, ...]:
    """The keys of columns beyond their own band whose count one look alone has shown since the period ended."""
    material = gather(county, store, period)
    rules = [rule for rule in parse_pack(material.pack, county.path).finding if rule.rule == _RULE]
    about = FindingInput(material.county, period, material.counts, earlier_counts=earlier_counts(material.earlier))
    found = [
        count.column.key
        for rule in rules
        if rule.force != "off"
        for count, _, _ in beyond_own(about, rule)
        if count.ledger.confirmed(period.last, count.items) == 1
    ]
    return tuple(dict.fromkeys(found)) if len(found) <= _MOST else ()


async def look_twice(
    county: County, store: Store, place: Place, clock: Clock, period: Period, watch: Watch
) -> tuple[str, ...]:
    """Read these columns once more, each in a pass of its own; returns their names."""
    keys = columns_to_look_at_again(county, store, period)
    for key in keys:
        await crawl_county(
            county, store, place, clock, since=period.first, thorough=True, watch=watch, only=key, clock_checked=True
        )
    return tuple(column.name for column in county.column if column.key in keys)
