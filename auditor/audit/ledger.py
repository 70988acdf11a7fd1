"""The ledger of looking: on which days a column was looked at, and what of its items changed between two looks.

A look is one pass of a crawl over the column. A good look proves what was there; a day without one is a gap, with its
reason. What happened between two looks is known to that interval and no better.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from auditor.base.period import LOCAL, Period
from auditor.base.terms import ColumnState
from auditor.base.words import Words, load_words
from auditor.crawl.column import Sighting


class LookWords(Words):
    """What the ledger says; ``changes`` by the field that changed."""

    no_look: str
    unlooked: str
    coverage: str
    whole: str
    gap: str
    day: str
    span: str
    looked: str
    newest: str
    back_to: str
    to_end: str
    failed: str
    appeared: str
    first_look: str
    dated: str
    last_seen: str
    gone_now: str
    elsewhere: str
    removed: str
    none: str
    again: str
    changes: dict[str, str]


WORDS = load_words("ledger", LookWords)
_COUNTED = ("date", "gone", "unread", "reread", "back")
"""What changes a count."""
_ARTICLE_READ = ("title", "date", "text", "same-text")
"""With these changes the article was read anew."""


@dataclass(frozen=True, slots=True)
class Look:
    """One pass over a column: when, with which state and why, how far back it read, whether to the list's end.

    ``record`` is the archived answer of the column's page, that of the day itself where it was as before.
    """

    at: datetime
    state: ColumnState
    reason: str = ""
    read_back_to: date | None = None
    reached_end: bool = False
    record: str = ""

    @property
    def day(self) -> date:
        """The local day of the look."""
        return self.at.astimezone(LOCAL).date()

    @property
    def kind(self) -> tuple[bool, str]:
        """What it shows: a good look, or why it is none."""
        return (True, "") if self.is_good else (False, f"{self.state.value} {self.reason}")

    @property
    def is_good(self) -> bool:
        """Whether it proved what was there."""
        return self.state.is_known


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What a later look found otherwise: a title, a date, an address, an item gone (``gone``) or back (``back``).

    ``reread``: another way of reading the column gives another title or date, ``unread``: it does not find the item at
    all; neither shows anything of the portal.

    It happened after the look before ``at`` and not later than ``at``. ``text``: an article that was opened again says
    something else, ``same-text``: it says the same; between are months, for articles are not opened at every look.
    """

    item_key: str
    at: datetime
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CoverageGap:
    """Days in a row without a good look, with the reason of the first of them."""

    first: date
    last: date
    reason: str

    @property
    def told(self) -> str:
        """In words."""
        return WORDS.gap.format(days=_days(self.first, self.last), reason=self.reason)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How a column was looked at in a period: its days so far, those with a good look, the gaps, the last good look."""

    days: int
    looked: int
    gaps: tuple[CoverageGap, ...]
    last_good: datetime | None

    @property
    def told(self) -> str:
        """In words."""
        gaps = "，".join(gap.told for gap in self.gaps) or WORDS.whole
        return WORDS.coverage.format(days=self.days, looked=self.looked, gaps=gaps)


@dataclass(frozen=True, slots=True)
class ColumnLedger:
    """What is known of the looks at one column and of its items' changes, in order of time."""

    looks: tuple[Look, ...] = ()
    changes: tuple[ItemChange, ...] = ()
    by_item: dict[str, list[ItemChange]] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        by_item: dict[str, list[ItemChange]] = {}
        for change in self.changes:
            by_item.setdefault(change.item_key, []).append(change)
        object.__setattr__(self, "by_item", by_item)

    def coverage(self, period: Period, today: date | None = None) -> Coverage | None:
        """The days of ``period``, up to ``today`` while it runs; ``None`` where nobody looked while it lasted."""
        last = min(period.last, today or period.last)
        looks = [look for look in self.looks if period.first <= look.day <= last]
        if not looks:
            return None
        good = {look.day for look in looks if look.is_good}
        failed = {look.day: look.state.label for look in looks if not look.is_good}
        days = [period.first + timedelta(days=n) for n in range((last - period.first).days + 1)]
        missing = [(day, failed.get(day, WORDS.no_look)) for day in days if day not in good]
        proofs = [look.at for look in looks if look.is_good]
        return Coverage(len(days), len(good), tuple(_gaps(missing)), max(proofs, default=None))

    @property
    def newest_told(self) -> str:
        """The last good look and how far back it read, in words; empty where there was none."""
        look = next((look for look in reversed(self.looks) if look.is_good), None)
        return WORDS.newest.format(at=_moment(look.at), reach=_reach(look)) if look else ""

    def bounds(self, item: Sighting, change: ItemChange) -> datetime | None:
        """The look before a change, at which it had not happened: for a text the last time that the article was read.

        ``None`` where no look before it is known.
        """
        if change.field == "text":
            reads = [one.at for one in self.by_item.get(item.key, ()) if one.field in _ARTICLE_READ]
            looks = [*reads, *filter(None, [item.first_seen])]
        else:
            looks = [look.at for look in self.looks if look.is_good]
        return max((at for at in looks if at < change.at), default=None)

    def confirmed(self, day: date, items: Sequence[Sighting]) -> int:
        """How many good looks after ``day`` showed these items as they stand, none new, gone or dated otherwise."""
        moved = [change.at for change in self.changes if change.field in _COUNTED]
        settled = max([*moved, *(item.first_seen for item in items if item.first_seen)], default=None)
        return sum(look.is_good and look.day > day and (settled is None or look.at >= settled) for look in self.looks)


def _gaps(missing: Sequence[tuple[date, str]]) -> Iterator[CoverageGap]:
    """Days in a row with one reason, as one gap."""
    numbered = enumerate(missing)
    for _, group in groupby(numbered, key=lambda pair: (pair[1][0].toordinal() - pair[0], pair[1][1])):
        days = [day for _, (day, _) in group]
        yield CoverageGap(days[0], days[-1], dict(missing)[days[0]])


# -- stories -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One line of a story: when (the moment it became known) and what; ``before`` is the look that had not shown it."""

    at: datetime
    text: str
    before: datetime | None = None


def column_story(ledger: ColumnLedger, titles: dict[str, str]) -> tuple[StoryLine, ...]:
    """The looks at a column, those alike in a row as one line, days without any told between; and every change.

    ``titles`` by item key name the items.
    """
    told = (change for change in ledger.changes if change.field != "same-text")
    lines = [*_look_lines(ledger.looks), *(_change_line(change, titles) for change in told)]
    return tuple(sorted(lines, key=lambda line: line.at))


def item_story(
    sighting: Sighting, last_seen: datetime | None, changes: Sequence[ItemChange], elsewhere: Mapping[str, datetime]
) -> tuple[StoryLine, ...]:
    """What is known of one item: between which looks it appeared, dated how then, what changed, when last there.

    ``elsewhere``: the columns that show it now that its own does not, by name, with when they first did.
    """
    lines = []
    if sighting.first_seen:
        text = WORDS.appeared.format(absent=_moment(sighting.absent_at)) if sighting.absent_at else WORDS.first_look
        then = [change.before or WORDS.none for change in changes if change.field == "date"]
        stated = WORDS.dated.format(day=then[0] if then else sighting.date or WORDS.none)
        lines.append(StoryLine(sighting.first_seen, f"{text}；{stated}", sighting.absent_at))
    lines += [_change_line(change, {change.item_key: sighting.item.title}) for change in changes]
    if last_seen:
        lines.append(StoryLine(last_seen, WORDS.last_seen))
    if sighting.gone_at:
        lines.append(StoryLine(sighting.gone_at, WORDS.gone_now))
    lines += [StoryLine(at, WORDS.elsewhere.format(column=name)) for name, at in elsewhere.items()]
    return tuple(sorted(lines, key=lambda line: line.at))


def _look_lines(looks: Sequence[Look]) -> Iterator[StoryLine]:
    before: date | None = None
    run: list[Look] = []
    for look in looks:
        if run and look.kind != run[0].kind:
            yield _looked(run)
            run = []
        if before and (look.day - before).days > 1:
            if run:
                yield _looked(run)
                run = []
            first, last = before + timedelta(days=1), look.day - timedelta(days=1)
            yield StoryLine(
                datetime.combine(first, datetime.min.time(), LOCAL), CoverageGap(first, last, WORDS.no_look).told
            )
        run.append(look)
        before = look.day
    if run:
        yield _looked(run)


def _looked(run: Sequence[Look]) -> StoryLine:
    days = _days(run[0].day, run[-1].day)
    if run[0].is_good:
        return StoryLine(run[0].at, WORDS.looked.format(days=days, times=len(run)))
    told = "，".join(filter(None, (run[0].state.label, run[0].reason)))
    return StoryLine(run[0].at, WORDS.failed.format(days=days, times=len(run), reason=told))


def _reach(look: Look) -> str:
    if look.reached_end or look.read_back_to is None:
        return WORDS.to_end
    return WORDS.back_to.format(day=look.read_back_to)


def _change_line(change: ItemChange, titles: dict[str, str]) -> StoryLine:
    text = WORDS.changes.get(change.field, change.field)
    title = titles.get(change.item_key, change.item_key)
    before, after = change.before or WORDS.none, change.after or WORDS.none
    return StoryLine(change.at, text.format(title=title, before=before, after=after))


def _days(first: date, last: date) -> str:
    return WORDS.day.format(day=first) if first == last else WORDS.span.format(first=first, last=last)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(LOCAL):%Y-%m-%d %H:%M}"
