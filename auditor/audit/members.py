"""A city's audit from its members': every column with the count its own audit gave it, nothing read or judged anew.

Pure. What a member's audit does not know stays unknown; a member without one has all its columns unknown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urljoin

from auditor.audit.count import OLDER_READER, Adjustment, ColumnCount
from auditor.audit.digests import canonical_json
from auditor.audit.model import Audit, EvidenceEntry, ItemEntry, MemberEntry, RowEntry, SampleEntry
from auditor.audit.tally import TalliedItem, Tally
from auditor.base.files import labelled_digest
from auditor.base.period import Period
from auditor.base.terms import AuditState, ColumnState, MemberSource
from auditor.base.words import Words, load_words
from auditor.county.city import City, CityMember
from auditor.county.model import County, DisclosureColumn, Exemption, Former
from auditor.crawl.column import ColumnReading, Sighting, Witness
from auditor.read import ArticleFacts, ListItem


class MemberWords(Words):
    """What is said of a member's audit, and of a city without any."""

    no_audit: str
    in_preview: str
    notes: dict[str, str]


WORDS = load_words("members", MemberWords)
_LONG_AGO = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class KnownMember:
    """A member with its audit of the period, or with the columns that are known of it where it has none."""

    member: CityMember
    audit: Audit | None = None
    columns: tuple[DisclosureColumn, ...] = ()

    def source(self, reader: str, *, is_over: bool) -> MemberSource:
        """What it is known by, for an audit that ``reader`` makes once the period is over, or while it runs."""
        if self.audit is None:
            return MemberSource.NONE
        if self.audit.issue is not None:
            return MemberSource.ISSUED
        if self.audit.state is AuditState.PREVIEW and is_over:
            return MemberSource.PREVIEW
        return MemberSource.DRAFT if self.audit.reader == reader else MemberSource.OLDER


@dataclass(frozen=True, slots=True)
class CityCounts:
    """A city as its period's audit is made from: drawn units and all their columns, counts, readings by column key."""

    city: City
    counts: tuple[ColumnCount, ...]
    readings: Mapping[str, ColumnReading]
    members: tuple[MemberEntry, ...]
    sample: SampleEntry | None
    evidence: EvidenceEntry
    notes: tuple[str, ...]

    def stamped(self, audit: Audit) -> Audit:
        """The audit with its members, the lots drawn and the evidence that the members' audits stand on."""
        facts = audit.facts.model_copy(update={"called": self.city.county.called, "addressees": self.city.addressees})
        told = {"facts": facts, "members": self.members, "sample": self.sample, "evidence": self.evidence}
        return audit.model_copy(update={**told, "notes": (*audit.notes, *self.notes)})


@dataclass(frozen=True, slots=True)
class _Part:
    """One drawn member: what it is known by, the columns it has, the counts of those that are looked at."""

    entry: MemberEntry
    audit: Audit | None
    columns: tuple[DisclosureColumn, ...]
    counts: tuple[ColumnCount, ...]


def drawn_members(city: City, period: Period) -> tuple[CityMember, ...]:
    """The members that are looked at: all, or those drawn by lot among all."""
    lots = city.sample
    if lots is None or lots.of != "members":
        return city.member
    drawn = lots.draw([member.name for member in city.member], period)
    return tuple(member for member in city.member if member.name in drawn)


def count_members(city: City, period: Period, known: Sequence[KnownMember], reader: str) -> CityCounts:
    """The counts of the members that are looked at; of their columns those drawn by lot, where the city says so."""
    is_over = any(one.audit is not None and one.audit.state is not AuditState.PREVIEW for one in known)
    keys: set[str] = set()
    parts = [_part(city, period, one, one.source(reader, is_over=is_over), keys) for one in known]
    counts = tuple(count for part in parts for count in part.counts)
    entries = tuple(part.entry for part in parts)
    names = {entry.name: entry.digest for entry in entries}
    made = city.model_copy(
        update={
            "unit": tuple(unit for unit in city.unit if unit.name in names),
            "column": tuple(column for part in parts for column in part.columns),
            "member": tuple(one.model_copy(update={"audit": names.get(one.name, "")}) for one in city.member),
        }
    )
    return CityCounts(
        made,
        counts,
        {count.column.key: count.reading for count in counts if count.reading},
        entries,
        _sample(city, parts),
        _evidence(parts),
        tuple(_notes(entries, period)),
    )


def _part(city: City, period: Period, one: KnownMember, source: MemberSource, keys: set[str]) -> _Part:
    counts = tuple(replace(count, column=_apart(count.column, keys, one)) for count in _counts(one, source, period))
    keys |= {count.column.key for count in counts}
    columns = tuple(count.column for count in counts)
    if city.sample and city.sample.of == "columns":
        drawn = set(city.sample.draw([f"{one.member.name}|{column.key}" for column in columns], period))
        counts = tuple(count for count in counts if f"{one.member.name}|{count.column.key}" in drawn)
    return _Part(_entry(one, source), one.audit, columns, counts)


def _sample(city: City, parts: Sequence[_Part]) -> SampleEntry | None:
    lots = city.sample
    if lots is None:
        return None
    if lots.of == "members":
        names = tuple(member.name for member in city.member)
        told: dict[str, Any] = {"out_of": len(names), "drawn": len(parts), "names": names}
    else:
        told = {"out_of": sum(len(part.columns) for part in parts), "drawn": sum(len(part.counts) for part in parts)}
    return SampleEntry(of=lots.of, share=lots.share, seed=lots.seed, **told)


def _entry(one: KnownMember, source: MemberSource) -> MemberEntry:
    audit = one.audit
    if audit is None:
        return MemberEntry(name=one.member.name, source=source)
    return MemberEntry(
        name=one.member.name,
        source=source,
        digest=audit.digest(),
        number=audit.issue.number if audit.issue else "",
        supersedes=audit.issue.supersedes if audit.issue else "",
        pack=f"{audit.pack.id} {audit.pack.version}",
        reader=audit.reader,
        archive=audit.evidence.archive,
        evidence=audit.evidence.digest,
    )


def _notes(entries: Sequence[MemberEntry], period: Period) -> Iterator[str]:
    """What the reader must know of the members: whose numbers may still change, who has none."""
    for source in MemberSource:
        names = "、".join(entry.name for entry in entries if entry.source is source)
        if names and (told := WORDS.notes.get(source.value)):
            yield told.format(names=names, period=period.label)


def _evidence(parts: Sequence[_Part]) -> EvidenceEntry:
    """The pages behind all members' counts; the digest is that of their names and their audits' digests."""
    told = [part.audit.evidence for part in parts if part.audit and _is_counted(part.entry.source)]
    begun = [one.crawled_from for one in told if one.crawled_from]
    ended = [one.crawled_to for one in told if one.crawled_to]
    pages = [{page for count in part.counts if count.reading for page in count.reading.pages} for part in parts]
    return EvidenceEntry(
        pages=sum(map(len, pages)),
        archive="",
        digest=labelled_digest(canonical_json([[part.entry.name, part.entry.digest] for part in parts])),
        crawled_from=min(begun, default=None),
        crawled_to=max(ended, default=None),
    )


def _is_counted(source: MemberSource) -> bool:
    return source in (MemberSource.ISSUED, MemberSource.DRAFT)


def _counts(one: KnownMember, source: MemberSource, period: Period) -> Iterator[ColumnCount]:
    if one.audit is None:
        reason = WORDS.no_audit.format(period=period.label)
        for column in one.columns:
            exempt = column.exempt.reason if column.exempt and column.exempt.covers(period) else ""
            yield ColumnCount(column, ColumnState.UNREADABLE, reason, None, column.is_due(period), exempt)
        return
    reasons = {MemberSource.PREVIEW: WORDS.in_preview.format(period=period.label), MemberSource.OLDER: OLDER_READER}
    for row in one.audit.rows:
        column = _column(row, one, one.audit, period)
        if _is_counted(source):
            yield _count(row, column)
        else:
            yield ColumnCount(column, ColumnState.UNREADABLE, reasons[source], None, row.due, row.exempt)


def columns_of_member(county: County, name: str, period: Period) -> tuple[DisclosureColumn, ...]:
    """The columns of a county file as a city's own: the member answers for all of them."""
    return tuple(_column_of(column, county, name) for column in county.on(period.last).columns_during(period))


def _column_of(column: DisclosureColumn, county: County, name: str) -> DisclosureColumn:
    key, url = urljoin(county.county.home, column.key), county.address_of(column)
    return DisclosureColumn(
        name=column.name,
        url=url,
        unit=name,
        due=column.due,
        expect=column.expect,
        kind=column.kind,
        remark=column.remark,
        exempt=column.exempt,
        was=_was(key, url),
    )


def _column(row: RowEntry, one: KnownMember, audit: Audit, period: Period) -> DisclosureColumn:
    """A row of a member's audit as a column of the city: the member answers for it."""
    url = row.url or urljoin(audit.facts.home, row.key)
    return DisclosureColumn(
        name=row.column,
        url=url,
        unit=one.member.name,
        due=None if row.due else (),
        expect=row.expect,
        kind=row.kind,
        remark=row.remark,
        exempt=Exemption(until=period.last, reason=row.exempt) if row.exempt else None,
        was=_was(urljoin(audit.facts.home, row.key or url), url),
    )


def _was(key: str, url: str) -> tuple[Former, ...]:
    """The first address, where that is another one: a column that moved stays the same column."""
    return () if key == url else (Former(until=_LONG_AGO, url=key),)


def _apart(column: DisclosureColumn, keys: set[str], one: KnownMember) -> DisclosureColumn:
    """The column under a key of its own, where another member has one at the same address."""
    if column.key not in keys:
        return column
    return column.model_copy(update={"was": _was(f"{column.key}#{one.member.name}", column.url)})


def _count(row: RowEntry, column: DisclosureColumn) -> ColumnCount:
    """A row as the count that it was."""
    items = tuple(map(_sighting, row.items))
    undated = tuple(map(_sighting, row.undated))
    return ColumnCount(
        column,
        row.state,
        row.reason,
        row.count,
        row.due,
        row.exempt,
        items,
        undated,
        tuple(map(_sighting, row.excluded)),
        _reading(row, column, (*items, *undated)),
        _adjustment(row),
        repeated=tuple(map(_sighting, row.repeated)),
    )


def _adjustment(row: RowEntry) -> Adjustment:
    """A person's count stays a person's."""
    if row.state is not ColumnState.TALLIED or row.at is None or row.count is None:
        return Adjustment()
    items = tuple(TalliedItem(item.title, item.date, item.url) for item in row.items if item.date)
    return Adjustment(tally=Tally(row.count, row.at, row.url, row.proof, items), tallied_by=row.by)


def _reading(row: RowEntry, column: DisclosureColumn, sightings: tuple[Sighting, ...]) -> ColumnReading | None:
    if row.read_at is None:
        return None
    witness = row.witness
    return ColumnReading(
        column.key,
        row.state,
        row.reason,
        row.read_at,
        sightings,
        row.read_back_to,
        row.reached_end,
        family=row.family,
        pages=row.pages,
        witness=Witness(witness.order, witness.end, witness.total, witness.dates) if witness else None,
    )


def _sighting(item: ItemEntry) -> Sighting:
    article = ArticleFacts(item.title, formed=item.formed) if item.formed else None
    return Sighting(
        ListItem(item.title, item.url, item.url, item.date, item.date_from),
        item.date,
        item.date_from,
        item.note,
        article,
        item.page,
        item.first_seen,
        item.absent_at,
    )
