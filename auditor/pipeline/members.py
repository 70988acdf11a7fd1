"""The audits that a city stands on, out of the memory: of every member the circular in force, else its newest draft."""

from collections.abc import Mapping

from auditor.audit.members import CityCounts, KnownMember, columns_of_member, count_members, drawn_members
from auditor.audit.model import Audit
from auditor.base.errors import AuditorError
from auditor.base.period import Period
from auditor.county.city import City, CityMember
from auditor.county.model import load_county
from auditor.crawl.column import READER
from auditor.store import Store


def read_members(
    city: City, store: Store, period: Period, *, made: Audit | None = None, frozen: bool = False
) -> CityCounts:
    """What the members' audits count; nothing is crawled and no county is audited for it.

    ``made`` is an audit of the city that is to be worked out again: from the audits that it names, whatever the members
    say by now. ``frozen``: what is not in an audit the city's own text has, and no county file is looked at.
    """
    pinned = {entry.name: entry.digest for entry in made.members} if made else None
    known = [_known(city, store, period, member, pinned, frozen=frozen) for member in drawn_members(city, period)]
    if not any(one.audit for one in known):
        what = f"{city.name}的{city.county.called}都没有{period.label}的核查结果"
        raise AuditorError(f"{what}。请先对各县配置文件运行 auditor run 或 auditor audit，并使用同一个数据文件夹")
    return count_members(city, period, known, made.reader if made else READER)


def _known(
    city: City, store: Store, period: Period, member: CityMember, pinned: Mapping[str, str] | None, *, frozen: bool
) -> KnownMember:
    digest = "" if pinned is None else pinned.get(member.name, "")
    if pinned is None or digest:
        audit = store.audits.load_said(member.name, period, digest)
        if digest and audit is None:
            raise AuditorError(
                f"数据库中没有{member.name}{period.label}的结果 {digest[:19]}，无法重算{city.name}的汇总"
            )
        if audit:
            return KnownMember(member, audit)
    if frozen:
        return KnownMember(member, columns=tuple(one for one in city.column if one.unit == member.name))
    county = load_county(city.path_of(member))
    return KnownMember(member, columns=columns_of_member(county, member.name, period))
