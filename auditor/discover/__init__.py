"""Proposes a county file from the portal itself: its columns with names, units, kinds, and how sure each one is."""

import re
from collections.abc import Sequence

from auditor.base.errors import AuditorError
from auditor.base.pattern import pattern
from auditor.discover.judge import (
    Candidate,
    columns_among,
    gathered_by_others,
    propose_unread,
    proposed_column,
    unread_leads,
)
from auditor.discover.owners import Owner, owner_by_articles, owner_by_custom, owner_by_name, settle_units
from auditor.discover.proposal import accept, proposal_text
from auditor.discover.values import Limits, Proposal, ProposedColumn
from auditor.discover.walk import Walk, Watch
from auditor.fetch import Fetcher

__all__ = ["Limits", "Proposal", "ProposedColumn", "Watch", "accept", "county_name", "discover", "proposal_text"]

_PLACES = pattern(
    r"[^省市州盟县旗区]{1,12}?(?:自治县|自治旗|自治州|地区|省|市|州|盟|县|旗|区)",
    finds=("平凉市崇信县", "某某自治县", "和平区"),
    not_in=("县", "人民政府"),
    seen="names of portals: 省市县 one after another",
)
_GREETING = pattern(
    r"^.*(?:访问|光临|欢迎您|来到)",
    finds=("欢迎访问崇信县", "您好，欢迎光临", "欢迎您"),
    not_in=("崇信县人民政府",),
    seen="titles of portals",
)


def _silent(_requests: int, _url: str) -> None:
    return


def county_name(site_name: str) -> str:
    """The county in a portal's name (崇信县 of 平凉市崇信县人民政府); empty where there is none."""
    before = re.split(r"人民政府|政府|门户|网", site_name[:60])[0]
    places = _PLACES.findall(_GREETING.sub("", before))
    return places[-1] if places else ""


async def discover(
    home: str, fetcher: Fetcher, *, limits: Limits | None = None, name: str = "", watch: Watch = _silent
) -> Proposal:
    """Walk the portal at ``home`` and propose its columns; ``name`` is the county where the portal does not say it.

    Asks one page at a time and ``limits`` at most; ``watch`` hears of every request.
    Raises `AuditorError` where the home page cannot be read or no column is found.
    """
    limits = limits or Limits()
    walk = Walk(home, fetcher, limits, watch)
    await walk.run()
    county = name or county_name(walk.site_name)
    candidates = columns_among(walk.found, walk.site_name)
    unread = unread_leads(walk.found)
    if not candidates and not unread:
        raise AuditorError(f"没有在 {home} 找到栏目：看了 {walk.requests} 页，没有一页是信息列表")
    owners = await _find_owners(candidates, county, walk, limits.max_articles)
    units = settle_units(owners)
    gathering = gathered_by_others(candidates)
    columns = [
        proposed_column(candidate, walk.home, gathering, units[owner.unit].name if owner.unit else "", owner.reason)
        for candidate, owner in zip(candidates, owners, strict=True)
    ]
    columns += [propose_unread(place, walk.home) for place in unread]
    notes = [f"还有 {walk.skipped_by_limit} 页因达到页数上限没有看"] if walk.skipped_by_limit else []
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
