"""The counties of a city side by side in one period: sums, what part was updated, ranks; the unknown bounds them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from auditor.audit.grade.facts import FactRange
from auditor.audit.grade.ranks import places
from auditor.audit.model import Audit
from auditor.audit.summary import AuditSummary
from auditor.base.period import Period
from auditor.base.terms import MemberSource
from auditor.base.words import Words, load_words
from auditor.county.city import City, CityMember
from auditor.crawl.column import READER
from auditor.store.overview import OverviewStore, SaidOf


class RollUpWords(Words):
    """What stands in the table of a city's counties; ``heads`` by column, ``notes`` what must be known of it."""

    title: str
    total: str
    unknown: str
    dash: str
    at_least: str
    between: str
    grade: str
    joined: str
    number: str
    instead: str
    changed: str
    heads: dict[str, str]
    notes: tuple[str, ...]


WORDS = load_words("rollup", RollUpWords)
_NOTHING = AuditSummary(0, 0, 0, 0, 0, False)


@dataclass(frozen=True, slots=True)
class RollUpLine:
    """One county: where its figures come from, and what they are; nothing of them is known without an audit.

    ``low`` and ``high`` bound what part of its due columns was updated, in per cent (``None``: nothing was due),
    ``first`` and ``last`` its place by that among all. ``change`` is that of the total on the period before, where both
    are whole.
    """

    name: str
    group: str
    source: MemberSource
    summary: AuditSummary
    digest: str = ""
    number: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    first: int | None = None
    last: int | None = None
    change: int | None = None
    is_changed: bool = False

    @property
    def is_known(self) -> bool:
        """Whether anything is known of it."""
        return self.source in (MemberSource.ISSUED, MemberSource.DRAFT)

    @property
    def total_told(self) -> str:
        """Its items; those of the columns with a count are the least that it has."""
        if not self.is_known or self.summary.unknown == self.summary.columns:
            return WORDS.unknown
        return (WORDS.at_least if self.summary.unknown else "{total}").format(total=self.summary.total)

    @property
    def share_told(self) -> str:
        """What part was updated, bounded where columns are unknown."""
        if self.low is None or self.high is None:
            return WORDS.dash
        if self.low == 0 and self.high == 100 and self.summary.due_unknown == self.summary.due:
            return WORDS.unknown
        low, high = (f"{bound.quantize(Decimal('0.1'), ROUND_HALF_UP)}%" for bound in (self.low, self.high))
        return low if low == high else WORDS.between.format(low=low, high=high)

    @property
    def rank_told(self) -> str:
        """Its place, bounded by all that is unknown of itself and others."""
        if self.first is None or self.last is None:
            return WORDS.dash
        return str(self.first) if self.first == self.last else WORDS.between.format(low=self.first, high=self.last)

    @property
    def change_told(self) -> str:
        """More or less than in the period before."""
        return WORDS.dash if self.change is None else f"{self.change:+d}" if self.change else "0"

    @property
    def grades_told(self) -> str:
        """Its units by grade, as its own pack prints them; grades without units are left out."""
        told = [WORDS.grade.format(grade=label, count=count) for label, count in self.summary.grades if count]
        return WORDS.joined.join(told) if self.is_known else WORDS.dash

    @property
    def source_told(self) -> str:
        """Which audit its figures are from."""
        told = self.source.label
        if self.source is MemberSource.ISSUED and self.number:
            told = self.number
            told += WORDS.instead.format(number=self.summary.supersedes) if self.summary.supersedes else ""
        return told + (WORDS.changed if self.is_changed else "")

    @property
    def cells(self) -> tuple[str | int, ...]:
        """The line as it is printed."""
        known, one = self.is_known, self.summary
        counts = [one.units, one.columns, one.due, one.updated, one.unknown] if known else [WORDS.dash] * 5
        told = (self.total_told, self.share_told, self.rank_told, self.change_told, self.grades_told, self.source_told)
        return (self.name, *counts, *told)


@dataclass(frozen=True, slots=True)
class RollUp:
    """All counties of a city in one period, in the order of its file."""

    city: str
    called: str
    period: Period
    lines: tuple[RollUpLine, ...]

    @property
    def known(self) -> tuple[RollUpLine, ...]:
        """The counties of which anything is known."""
        return tuple(line for line in self.lines if line.is_known)

    @property
    def summary(self) -> AuditSummary:
        """The sum of what is known; units by grade under each label that any pack prints."""
        grades = Counter[str]()
        for line in self.known:
            grades.update(dict(line.summary.grades))
        told = [line.summary for line in self.known]
        return replace(
            _NOTHING,
            total=sum(one.total for one in told),
            units=sum(one.units for one in told),
            pending=sum(one.pending for one in told),
            unknown=sum(one.unknown for one in told),
            columns=sum(one.columns for one in told),
            due=sum(one.due for one in told),
            updated=sum(one.updated for one in told),
            due_unknown=sum(one.due_unknown for one in told),
            grades=tuple(grades.items()),
        )

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of the table."""
        return tuple(head.format(called=self.called) for head in WORDS.heads.values())

    @property
    def sums(self) -> tuple[str | int, ...]:
        """The row below the table: the sums of what is known."""
        one = self.summary
        is_whole = len(self.known) == len(self.lines) and not one.unknown
        total = str(one.total) if is_whole else WORDS.at_least.format(total=one.total)
        grades = WORDS.joined.join(WORDS.grade.format(grade=label, count=count) for label, count in one.grades if count)
        dash = WORDS.dash
        return (
            WORDS.total,
            one.units,
            one.columns,
            one.due,
            one.updated,
            one.unknown,
            total,
            dash,
            dash,
            dash,
            grades,
            "",
        )


def roll_up(city: City, overview: OverviewStore, period: Period, made: Audit | None = None) -> RollUp:
    """What is said of every member, in as many queries for two hundred as for one.

    ``made`` is the city's own circular or draft: members that say something else by now are marked.
    """
    said = overview.load_said([member.name for member in city.member], [period, period.previous()])
    then = {entry.name: entry.digest for entry in made.members} if made else {}
    groups = {table.id: table.group for table in city.table}
    is_over = any(one.summary and not one.summary.is_preview for (_, name), one in said.items() if name == period.name)
    lines = [_line(city, groups, member, period, said, is_over=is_over) for member in city.member]
    lines = [replace(line, is_changed=then.get(line.name, line.digest) != line.digest) for line in lines]
    return RollUp(city.name, city.county.called, period, tuple(_ranked(lines)))


def _line(
    city: City,
    groups: Mapping[str, str],
    member: CityMember,
    period: Period,
    said: Mapping[tuple[str, str], SaidOf],
    *,
    is_over: bool,
) -> RollUpLine:
    one, before = said.get((member.name, period.name)), said.get((member.name, period.previous().name))
    group = groups[member.table or city.table[0].id]
    if one is None:
        return RollUpLine(member.name, group, MemberSource.NONE, _NOTHING, low=Decimal(0), high=Decimal(100))
    source = _source(one, is_over=is_over)
    line = RollUpLine(member.name, group, source, one.summary, one.digest, one.number or "")
    if not line.is_known:
        return replace(line, low=Decimal(0), high=Decimal(100))
    whole = before and not before.summary.unknown and not before.summary.is_preview and not one.summary.unknown
    change = one.summary.total - before.summary.total if before and whole else None
    if not one.summary.due:
        return replace(line, change=change)
    low, most = one.summary.updated, one.summary.updated + one.summary.due_unknown
    return replace(line, change=change, low=_share(low, one.summary.due), high=_share(most, one.summary.due))


def _source(said: SaidOf, *, is_over: bool) -> MemberSource:
    """As `KnownMember.source` has it of the whole audit."""
    if said.number is not None:
        return MemberSource.ISSUED
    if said.summary.is_preview and is_over:
        return MemberSource.PREVIEW
    return MemberSource.DRAFT if said.summary.reader == READER else MemberSource.OLDER


def _share(part: int, whole: int) -> Decimal:
    return Decimal(part) * 100 / whole


def _ranked(lines: list[RollUpLine]) -> list[RollUpLine]:
    """The lines with their places: those from which nothing was due have none."""
    ranges = [FactRange(line.low or Decimal(0), line.high or Decimal(0)) for line in lines if line.low is not None]
    ranks = iter(places(ranges))
    placed = []
    for line in lines:
        rank = next(ranks)["rank"] if line.low is not None else None
        placed.append(replace(line, first=int(rank.low), last=int(rank.high)) if rank else line)
    return placed
