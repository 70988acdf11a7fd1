"""What the pages of a column prove: a count needs a witness for each claim it rests on.

- **Order.** The list falls, so nothing newer stands behind the page where reading stopped. Seen over two pages and two
  days, or on one page with rows on both sides of the first day. Old rows above the newest are pinned, marked or not.
- **End.** No next link is no end. A total that fits, a pager that says so, a page shorter than a full one, an empty
  list's own words, or a list without a pager that falls back beyond the first day.
- **Total.** A figure that rows or pager contradict is none; rows that are pinned or come again are no contradiction.
- **Dates.** Which date is the publish date, weakest evidence first.

Nothing here fetches or reads a page: the walk brings what it saw and asks what is still missing.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby, pairwise
from urllib.parse import urlsplit

from auditor.base.pattern import pattern
from auditor.base.terms import ColumnState, DateMeaning, DateSource, End, Order, TotalWitness
from auditor.crawl.column import ColumnReading, PageSize, Sighting, Witness
from auditor.crawl.words import WORDS
from auditor.read import ListItem, PageReading
from auditor.read.reading import asked_size
from auditor.read.values import SHOWN_STEP, SMALLEST_PAGE, UNKNOWN_STEP, Groups

_FEWEST_IN_ORDER = 4
"""Rows whose order tells anything."""
_STEPS_PER_STRAY = 8
"""In so many rows one may stand out of order: portals sort by when a row was entered."""
_NUMBER = re.compile(r"\d+")
_SEVERAL = 3
_ENTRIES = frozenset({"list", "xlist", "more", "moreinfo", "newslist", "infolist", "ilist"})
"""Names of files that all columns of a system share; ``index.html`` is the folder itself."""
_MOST_PINNED, _FEWEST_BELOW_PINNED = 2, 8
"""Rows above the newest that may be pinned without a mark, and how many must fall below them to show that they are."""
_PAGES_BEHIND = 2
"""Pages wholly before the first day, where those in hand may be one block of a list that does not fall."""
_SHORTEST_RUN = 5
"""Rows that name one unit and stand together, on the average, where a list may be arranged by units."""
_UNIT = pattern(
    r"[\W_]{0,3}(?:([\u4e00-\u9fff]{2,12}?(?:局|委|办公室|镇|乡|街道|中心|院|部|处|队))|([\u4e00-\u9fff]{3,12})(?=关于))",
    finds={"县财政局2020年部门预算": "县财政局", "清源县关于供水的公告": "清源县", "【新窑镇】工作简报": "新窑镇"},
    not_in=("关于供水的公告", "2020年公告", "财政决算"),
    seen="titles of county portals",
    way="match",
)


@dataclass(frozen=True)
class SeenPage:
    """One page of the walk: its rows, and those of them that no earlier page had."""

    number: int
    reading: PageReading
    rows: tuple[Sighting, ...]
    fresh: tuple[Sighting, ...]

    @cached_property
    def loose(self) -> tuple[Sighting, ...]:
        """Its fresh rows that no mark pins."""
        return tuple(row for row in self.fresh if not row.item.pinned)

    def turned(self) -> "SeenPage":
        """The page with its rows from the last to the first."""
        return replace(self, rows=self.rows[::-1], fresh=self.fresh[::-1])

    @cached_property
    def days(self) -> list[date]:
        """The days of its loose rows, in order."""
        return [row.date for row in self.loose if row.date is not None]


@dataclass(frozen=True, slots=True)
class _Fall:
    """The part of a list from its newest row on: what falls in it, and what stands out of order.

    ``days`` fall; ``strays`` rows do not fit; ``slack`` is by how many days a stray was newer than the row above it.
    """

    days: tuple[date, ...]
    strays: int
    slack: timedelta

    @property
    def is_seen(self) -> bool:
        """Whether so many rows fall, over two days at least, that this is the list's order."""
        total = len(self.days) + self.strays
        return len(set(self.days)) > 1 and total >= _FEWEST_IN_ORDER and self.strays <= total // _STEPS_PER_STRAY


@dataclass
class Proof:
    """What the pages walked so far prove of everything published from ``since`` on."""

    since: date
    pages: list[SeenPage] = field(default_factory=list)
    told_behind: int | None = None
    """The total that an empty page behind the last one states."""
    is_backward: bool = False
    """The pages come from the last one back, their rows in turned order: a list that rises falls this way."""
    is_trusted: bool = False
    """An earlier pass proved that the list falls: a block of old rows above the newest needs no second look."""
    is_denied: bool = False
    """A page further on holds rows newer than those before it: the list does not fall over all."""

    def add(self, page: SeenPage) -> None:
        """Take in the next page."""
        self.pages.append(page)
        self.__dict__.pop("_fall", None)

    # -- order ---------------------------------------------------------------------------------------------------------

    @cached_property
    def _fall(self) -> _Fall:
        """The longest falling run from the newest row on: rows above it are pinned, whether or not a mark says so."""
        days = [day for page in self.pages for day in page.days]
        return _falling(days[days.index(max(days)) :]) if days else _Fall((), 0, timedelta())

    @property
    def order(self) -> Order | None:
        """What shows that the list falls."""
        fall = self._fall
        if self.is_denied or not fall.is_seen or not self._falls_over_groups:
            return None
        if self.is_backward:
            return Order.RISING
        if any(page.days and min(page.days) < self.since <= max(page.days) for page in self.pages):
            return Order.CROSSING
        newest = fall.days[0]
        first = next(number for number, page in enumerate(self.pages) if newest in page.days)
        return Order.PAGES if sum(bool(page.days) for page in self.pages[first:]) > 1 else None

    @property
    def _falls_over_groups(self) -> bool:
        """Whether no headings stand among the rows, or months or years that the rows fall over as they do within."""
        groups = {page.reading.groups for page in self.pages}
        if Groups.TOPIC in groups:
            return False
        if Groups.MONTH in groups:
            return len({(day.year, day.month) for day in self._fall.days}) > 1
        return Groups.YEAR not in groups or len({day.year for day in self._fall.days}) > 1

    @property
    def rises(self) -> bool:
        """Whether the list is seen to run from its oldest row to its newest, over two pages at least."""
        days = [day for page in self.pages for day in page.days][::-1]
        is_long = sum(bool(page.days) for page in self.pages) > 1
        return is_long and self.order is None and _falling(days[days.index(max(days)) :]).is_seen

    @property
    def has_passed(self) -> bool:
        """Whether a list seen to fall was read back until a whole page lay before the first day, strays allowed for."""
        return self._is_old(self.pages[-1]) and self.order is not None

    @property
    def is_past(self) -> bool:
        """Whether it was read back so far that no block of old rows is all that was seen: further where it may be."""
        behind = 0
        for page in reversed(self.pages):
            if not self._is_old(page):
                break
            behind += 1
        enough = 1 if not self.may_be_block else _PAGES_BEHIND + (not self.shows_period)
        return behind >= enough and self.order is not None

    @property
    def may_be_block(self) -> bool:
        """Whether the pages may hold one block alone, which falls though the list does not.

        Pages of pinned rows without a mark show nothing of the period; the rows of one unit, in a list arranged by
        units that no heading names, all begin with its name.
        """
        if self.is_trusted or self.is_backward or not any(row.item.date for row in self.pages[-1].loose):
            return False  # where the articles alone tell the days, a further page costs as many requests as it has rows
        return not self.shows_period or self._is_in_runs

    def is_denied_by(self, items: Sequence[ListItem]) -> bool:
        """Whether a page further on shows that the list does not fall to it: newer rows, or those of another unit."""
        further = [item.date for item in items if item.date is not None and not item.pinned]
        strays = sum(day > self._fall.days[-1] + self._fall.slack for day in further)
        if any(day >= self.since for day in further) or strays > max(1, len(further) // _STEPS_PER_STRAY):
            return True
        return self._is_in_runs and not {_named(item.title) for item in items} <= set(self._names)

    @property
    def shows_period(self) -> bool:
        """Whether any row that no mark pins falls on or after the first day."""
        return any(day >= self.since for page in self.pages for day in page.days)

    @property
    def _names(self) -> list[str]:
        """Whom the titles name first, row by row."""
        return [_named(row.item.title) for page in self.pages for row in page.loose]

    @property
    def _is_in_runs(self) -> bool:
        """Whether rows of one unit stand together, as in a list that is arranged by units, or is of one alone."""
        names = self._names
        return all(names) and sum(1 for _ in groupby(names)) * _SHORTEST_RUN <= len(names)

    def _is_old(self, page: SeenPage) -> bool:
        days = page.days
        return bool(days) and max(days) < self.since - self._fall.slack and 2 * len(days) > len(page.loose)

    @property
    def is_crossed(self) -> bool:
        """Whether what is in hand suffices where the way on is barred: all rows fall, several of them old."""
        fall = self._fall
        tail = fall.days[-_SEVERAL:]
        is_long = len(tail) == _SEVERAL and tail[0] < self.since
        return is_long and self._falls_as_a_whole and self.order is Order.CROSSING

    @property
    def _never_rises(self) -> bool:
        """Whether all rows that no mark pins fall, from the first to the last."""
        return self._fall.is_seen and len(self._fall.days) == sum(len(page.days) for page in self.pages)

    @property
    def _falls_as_a_whole(self) -> bool:
        """Whether all rows fall, but for a few above the newest of a long list, which are pinned without a mark."""
        rows, fall = sum(len(page.days) for page in self.pages), self._fall
        above = rows - len(fall.days) - fall.strays
        is_long = len(fall.days) >= _FEWEST_BELOW_PINNED and above <= _MOST_PINNED
        return self._never_rises or (fall.is_seen and not fall.strays and is_long)

    # -- end -----------------------------------------------------------------------------------------------------------

    @property
    def seen(self) -> int:
        """How many rows the pages showed, with those that came again where one page passes into the next.

        There a total may count a row twice, or one that was put on top meanwhile; what stands on top of every page, as
        pinned rows do, it counts once.
        """
        return self.distinct + sum(
            row.key in tail and row.key not in fresh for tail, fresh, page in self._seams for row in page.rows
        )

    @property
    def _seams(self) -> Iterable[tuple[set[str], set[str], SeenPage]]:
        """Each page behind another, with the keys of that one's second half and of its own fresh rows."""
        for before, page in pairwise(self.pages):
            tail = {row.key for row in before.rows[len(before.rows) // 2 :]}
            yield tail, {row.key for row in page.fresh}, page

    @property
    def distinct(self) -> int:
        """How many different rows they showed."""
        return sum(len(page.fresh) for page in self.pages)

    @property
    def stated(self) -> int | None:
        """The total as the newest page to state one says; ``None`` where the rows contradict it."""
        figures = (page.reading.total_items for page in reversed(self.pages))
        stated = next((one for one in (self.told_behind, *figures) if one is not None), None)
        return None if stated is not None and stated < self._fewest else stated

    @property
    def _is_contradicted(self) -> bool:
        """Whether a page states fewer rows than were seen: what its pager reckons from that figure is wrong as well."""
        return any(
            page.reading.total_items is not None and page.reading.total_items < self._fewest for page in self.pages
        )

    @property
    def _fewest(self) -> int:
        """The least that a total may state: pinned rows are often not in it."""
        return self.distinct - sum(row.item.pinned for page in self.pages for row in page.fresh)

    @property
    def total(self) -> TotalWitness | None:
        """What shows that the stated figure is the total of what was read."""
        if self.stated is None or self.stated > self.seen or self._counts_one_page:
            return None
        return TotalWitness.ROWS if self.stated == self.distinct else TotalWitness.PINNED

    @property
    def _counts_one_page(self) -> bool:
        """Whether the only page's rows are all that its figure counts, and more may follow: its pager tells of more
        pages, or it is an answer as full as was asked for and nothing behind it bears the figure out."""
        only = self.pages[0].reading
        is_full = only.next is not None and asked_size(only.next) == self.stated
        may_go_on = (only.total_pages or 1) > 1 or (only.is_answer and is_full and self.told_behind is None)
        return len(self.pages) == 1 and self.stated == len(self.pages[0].rows) and may_go_on

    @property
    def size(self) -> PageSize | None:
        """What these pages tell of the template's page size, or ask: an only page that may be a full one."""
        first = self.pages[0]
        if not first.reading.template or self.is_backward or self._lacks_years:
            return None
        if first.reading.next_kind == SHOWN_STEP and len(self.pages) == 1:
            return None  # nobody tried whether a next one comes
        if first.reading.leads_on:
            full = self.pages[:-1] or self.pages
            return PageSize(_make(first.reading), max(len(page.loose) for page in full), is_full=True)
        is_open = self.end in (None, End.FEW) and self.distinct > 0 and not self._lacks_stated()
        return PageSize(_make(first.reading), len(first.loose), is_full=False) if is_open else None

    @property
    def end(self) -> End | None:
        """What shows that the list ended with the last page."""
        last = self.pages[-1]
        if self.is_backward or self._lacks_years:
            return None
        if self.stated and self.total is not None and not last.reading.has_unknown_next:
            return End.TOTAL
        if last.reading.leads_on or self._lacks_stated():
            return None
        if last.reading.is_empty_list and not self.distinct:
            return End.EMPTY
        if last.reading.says_last and not self._is_contradicted:
            return End.PAGER
        if last.number > 1 and len(last.loose) < max(len(page.loose) for page in self.pages[:-1]):
            return End.SHORT
        if last.number > 1 and last.reading.has_pager and last.reading.total_pages is None:
            return End.NO_NEXT
        is_whole = self._falls_as_a_whole and self._falls_over_groups and not last.reading.has_dead_next
        if is_whole and (self.shows_period or not last.reading.has_pager) and self._fall.days[-1] < self.since:
            return End.WHOLE
        is_few = last.number == 1 and 0 < self.distinct < SMALLEST_PAGE
        return End.FEW if is_few and not last.reading.has_dead_next else None

    @property
    def _lacks_years(self) -> tuple[int, ...]:
        """The years from the first day on that stand behind other tabs than the one that was read."""
        shown = {day.year for page in self.pages for day in page.days}
        first = self.pages[0].reading.other_years
        return tuple(year for year in first if year >= self.since.year and year not in shown)

    def _lacks_stated(self) -> bool:
        """Whether the pages state more than they showed."""
        last = self.pages[-1].reading
        if self.stated is not None:
            return self.stated > self.seen
        return last.total_pages is not None and (last.page_number or self.pages[-1].number) < last.total_pages

    def close(self) -> None:
        """The browser tried in vain: no page comes behind the last one, unless it shows a step to one."""
        last = self.pages[-1]
        kind = "" if last.reading.next_kind == SHOWN_STEP else UNKNOWN_STEP
        self.pages[-1] = replace(last, reading=replace(last.reading, next=None, next_kind=kind))

    # -- what is missing -----------------------------------------------------------------------------------------------

    @property
    def lack(self) -> str:
        """Why the last page, with none behind it, is not yet the end: a sentence in Chinese; empty where it is."""
        if self.end is not None:
            return ""
        last, number = self.pages[-1].reading, self.pages[-1].number
        if self._lacks_years:
            return WORDS.other_tabs.format(years=" ".join(map(str, self._lacks_years)))
        if last.has_unknown_next:
            return WORDS.no_way_on.format(number=number)
        if not self.distinct:
            return WORDS.no_items
        if self._lacks_stated():
            if self.stated is not None:
                return WORDS.total_differs.format(stated=self.stated, found=self.distinct)
            return WORDS.pages_differ.format(stated=last.total_pages, number=number)
        if number > 1:
            return WORDS.no_pager.format(number=number)
        if last.has_dead_next:
            return WORDS.dead_pager.format(found=self.distinct)
        return WORDS.no_total.format(found=self.distinct)

    # -- dates ---------------------------------------------------------------------------------------------------------

    @property
    def dates(self) -> DateMeaning | None:
        """What shows that the dates are publish dates: the weakest of what the rows rest on."""
        rows = [row for page in self.pages for row in page.fresh if row.date is not None]
        sources = {row.date_from for row in rows}
        if not sources:
            return None
        if DateSource.ADDRESS in sources:
            return DateMeaning.ADDRESS
        if DateSource.LIST not in sources:
            return DateMeaning.ARTICLE
        return DateMeaning.LIST if sources == {DateSource.LIST} else DateMeaning.MIXED

    @property
    def read_back_to(self) -> date | None:
        """How far back the list was read: the oldest day of what falls, or of all where nothing does."""
        if self._fall.is_seen:
            return self._fall.days[-1]
        return min((day for page in self.pages for day in page.days), default=None)

    def witness(self, *, ended: bool) -> Witness:
        """All claims with what shows them."""
        end = self.end if ended else None
        return Witness(self.order, end, self.total if ended else None, self.dates)


def _make(reading: PageReading) -> str:
    """What tells pages of one make: where their rows stand, and how their files end.

    Systems that share a portal's frame have page sizes of their own; ``list.shtml`` and ``index.html`` are not of one.
    """
    name = urlsplit(reading.url).path.rpartition("/")[2].lower()
    stem, dot, ending = name.rpartition(".")
    if not dot or stem in ("index", "default"):
        return reading.template
    return f"{reading.template} {stem if stem in _ENTRIES else ''}.{ending}"


def _named(title: str) -> str:
    """The unit that a title begins with; empty where it names none."""
    found = _UNIT.match(title)
    return (found[1] or found[2]) if found else ""


def page_witness(reading: PageReading) -> Witness:
    """What one page shows by itself, whatever the period."""
    rows = tuple(Sighting(item, item.date, item.date_from) for item in reading.items)
    days = [row.date for row in rows if row.date is not None and not row.item.pinned]
    proof = Proof(max(days, default=date.max), [SeenPage(1, reading, rows, rows)])
    return proof.witness(ended=True)


def _falling(days: Sequence[date]) -> _Fall:
    """The longest run of days that never rises, and what does not fit into it."""
    ends: list[int] = []  # the newest day, as a negative ordinal, that a run of this length can end with
    where: list[int] = []
    before: list[int] = []
    for at, day in enumerate(days):
        place = bisect_right(ends, -day.toordinal())
        before.append(where[place - 1] if place else -1)
        if place == len(ends):
            ends.append(-day.toordinal())
            where.append(at)
        else:
            ends[place], where[place] = -day.toordinal(), at
    kept: list[int] = []
    at = where[-1] if where else -1
    while at >= 0:
        kept.append(at)
        at = before[at]
    run = kept[::-1]
    return _Fall(tuple(days[at] for at in run), len(days) - len(run), _slack(days, run))


def _slack(days: Sequence[date], run: Sequence[int]) -> timedelta:
    """By how many days the worst stray is newer than the row that falls before it."""
    kept, above, slack = set(run), None, timedelta()
    for at, day in enumerate(days):
        if at in kept:
            above = day
        elif above is not None:
            slack = max(slack, day - above)
    return slack


def full_sizes(readings: Iterable[ColumnReading]) -> Mapping[str, int]:
    """The fewest rows that a full page of each template was seen to hold; also of each program that writes it."""
    sizes: dict[str, int] = {}
    for reading in readings:
        size = reading.size
        if size is not None and size.is_full:
            for maker in {size.template, _written_by(reading)} - {""}:
                sizes[maker] = min(size.rows, sizes.get(maker, size.rows))
    return sizes


def with_sizes(reading: ColumnReading, sizes: Mapping[str, int]) -> ColumnReading:
    """A reading whose only page names no end, in the light of what full pages of its template hold elsewhere.

    It may be cut off there, by another system that shares the portal's frame: only where one program writes both does
    it show an end that the page is shorter, or as long and lacks the pager of the others.
    """
    size, witness = reading.size, reading.witness
    full = sizes.get(size.template) if size is not None and not size.is_full else None
    if size is None or full is None or witness is None:
        return reading
    if size.rows > full or sizes.get(_written_by(reading)) != full:
        return reading
    witness = replace(witness, end=End.SHORT if size.rows < full else End.NO_PAGER)
    return replace(reading, state=ColumnState.COUNTED, reason="", reached_end=True, witness=witness)


def _written_by(reading: ColumnReading) -> str:
    """The program that writes a column, with its template: files beside each other that are called after their columns
    or numbered, one with another query for each, or folders beside each other with the same file in them."""
    if reading.entry is None or reading.size is None:
        return ""
    parts = urlsplit(reading.entry.url)
    folder, _, name = parts.path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    is_first = _NUMBER.findall(stem) == ["1"]  # the first page of a folder of its own
    if dot and not parts.query and not is_first and stem not in {"index", "default", *_ENTRIES}:
        name = f"*.{ending}"  # files called after their columns, beside each other
    elif not parts.query:
        folder = folder.rpartition("/")[0] + "/*"
    return f"{reading.size.template} {folder}/{_NUMBER.sub('#', name)}"
