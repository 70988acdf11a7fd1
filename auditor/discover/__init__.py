"""Proposes a county file from the portal itself: its columns with names, units, kinds, and how sure each one is."""

from collections.abc import Sequence
from urllib.parse import urljoin

from auditor.base.errors import AuditorError
from auditor.county.check import normal_address
from auditor.discover.judge import (
    Candidate,
    columns_among,
    gathered_by_others,
    propose_unread,
    proposed_column,
    unread_leads,
)
from auditor.discover.left import WORDS
from auditor.discover.owners import Owner, owner_by_articles, owner_by_custom, owner_by_name, settle_units
from auditor.discover.proposal import accept, proposal_text
from auditor.discover.site import county_name
from auditor.discover.values import Limits, Proposal, ProposedColumn
from auditor.discover.walk import Walk, WalkWatch
from auditor.fetch import Fetcher

__all__ = ["Limits", "Proposal", "ProposedColumn", "WalkWatch", "accept", "county_name", "discover", "proposal_text"]


def _silent(_requests: int, _url: str) -> None:
    return


async def discover(
    home: str, fetcher: Fetcher, *, limits: Limits | None = None, name: str = "", watch: WalkWatch = _silent
) -> Proposal:
    """Walk the portal at ``home`` and propose its columns; ``name`` is the county where the portal does not say it.

    Asks one page at a time and ``limits`` at most; ``watch`` hears of every request.
    Raises `AuditorError` where the home page cannot be read or no column is found.
    """
    limits = limits or Limits()
    walk = Walk(home, fetcher, limits, watch)
    await walk.run()
    county = name or county_name(walk.site_name)
    candidates = columns_among(walk.found, walk.site_name, walk.left_out)
    read = {normal_address(candidate.found.url) for candidate in candidates}
    unread = [propose_unread(place, walk.home) for place in unread_leads(walk.found, read, walk.left_out)]
    if not candidates and not unread:
        what = f"没有在 {home} 找到栏目：看了 {walk.requests} 页，没有一页是信息列表"
        raise AuditorError("。".join([what, *_left(walk, ())]))
    owners = await _find_owners(candidates, county, walk, limits.max_articles)
    units = settle_units(owners)
    gathering = gathered_by_others(candidates)
    columns = [
        proposed_column(candidate, walk.home, gathering, units[owner.unit].name if owner.unit else "", owner.reason)
        for candidate, owner in zip(candidates, owners, strict=True)
    ]
    columns += unread
    notes = _left(walk, columns)
    if not county:
        notes.append("没有认出县名，请在文件中填写")
    by_name = {unit.name: unit for unit in units.values()}
    return Proposal(
        name=county or "待填县名",
        portal=walk.site_name,
        home=walk.home,
        columns=tuple(columns),
        units=tuple(sorted(by_name.values(), key=lambda unit: unit.table)),
        pages=walk.requests,
        notes=tuple(notes),
    )


def _left(walk: Walk, columns: Sequence[ProposedColumn]) -> list[str]:
    """What was not looked at, and what is not among the ``columns``, with the reasons."""
    proposed = {normal_address(urljoin(walk.home, column.column.url)) for column in columns}
    left = walk.left_out.sentence(proposed | {normal_address(walk.home)})
    notes = [WORDS.beyond.format(count=walk.skipped_by_limit)] if walk.skipped_by_limit else []
    return [*notes, left] if left else notes


async def _find_owners(candidates: Sequence[Candidate], county: str, walk: Walk, max_articles: int) -> list[Owner]:
    """A guess for every candidate; articles are only asked where names do not tell, ``max_articles`` at most."""
    owners = []
    enough = walk.requests + max_articles
    for candidate in candidates:
        owner = owner_by_name(candidate, county)
        if not owner.unit and walk.requests < enough:
            owner = await owner_by_articles(candidate, county, walk.home, walk.fetch)
        owners.append(owner_by_custom(candidate, owner))
    return owners
