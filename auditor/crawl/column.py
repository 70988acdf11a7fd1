"""What one pass over one column gives: the items seen, how far back, and the state that says what that proves."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import overload

from auditor.base.terms import ColumnState, DateMeaning, DateSource, End, FetchStatus, Order, TotalWitness
from auditor.county.model import DisclosureColumn
from auditor.crawl.words import WORDS
from auditor.fetch import Fetched, PageRequest
from auditor.read import ArticleFacts, ListItem
from auditor.read.articles.rewording import Rewording
from auditor.read.values import CUT, UNPLANNED, Plan

READER = "11"
"""The version of reading and proof, raised whenever the same pages may give another count. What another version read
proves nothing to this one and is read anew; what was kept before there were witnesses has none."""


@dataclass(frozen=True, slots=True)
class StandingPage:
    """The archived answer that a page was last read from: the next pass asks whether it still stands."""

    record: str
    validators: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, fetched: Fetched) -> "StandingPage":
        """As an answer gives it."""
        told = ((name, value) for name, value in fetched.headers if name.lower() in ("etag", "last-modified"))
        return cls(fetched.record, tuple(told))

    def as_answer(self, request: PageRequest, at: datetime) -> Fetched:
        """What ``request`` was answered then, without its body."""
        return Fetched(request, FetchStatus.OK, request.url, 200, self.validators, b"", at, record=self.record)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One item of a column as seen in one pass, its publish date settled from all evidence.

    ``date_note`` names conflicting evidence. ``page`` is the archived record of the list page it was read on. The
    store fills ``first_seen`` (when any pass first saw it), ``absent_at`` (the last proved pass before that, in which
    it was not there) and ``gone_at`` (the first proved pass that should have shown it and did not). ``reworded``: what
    became of its article where it was opened again; ``None`` where it was not. ``opened`` is what ``article`` was read
    from.
    """

    item: ListItem
    date: date | None
    date_from: DateSource | None
    date_note: str = ""
    article: ArticleFacts | None = None
    page: str = ""
    first_seen: datetime | None = None
    absent_at: datetime | None = None
    gone_at: datetime | None = None
    reworded: Rewording | None = None
    opened: StandingPage | None = None

    @property
    def key(self) -> str:
        """Identity within the column."""
        return self.item.key

    @property
    def title(self) -> str:
        """The title as far as it is known: where the list cuts it off, the article's that goes on with it."""
        printed, cut = self.item.title, CUT.search(self.item.title)
        whole = self.article.title if cut and self.article else ""
        return whole if cut and whole.startswith(printed[: cut.start()]) else printed

    @property
    def is_cut(self) -> bool:
        """Whether how the title ends is not known: two such titles may be those of two documents."""
        return CUT.search(self.title) is not None


@dataclass(frozen=True, slots=True)
class OnEntry:
    """How a column's items stand to its entry page: whether all are on it, and the newest that no mark pins."""

    all: bool
    newest: bool

    @classmethod
    def of(cls, sightings: Sequence[Sighting], entry_record: str) -> "OnEntry":
        """As the items themselves tell it."""
        loose = [s for s in sightings if s.date is not None and not s.item.pinned]
        newest = max((s.date for s in loose if s.date), default=None)
        return cls(
            all(s.page == entry_record for s in sightings),
            any(s.date == newest and s.page == entry_record for s in loose),
        )


class KeptSightings(Sequence[Sighting]):
    """The items of an earlier pass, loaded when one of them is asked for: where nothing has changed, none is.

    ``on_entry`` is known without them.
    """

    def __init__(self, on_entry: OnEntry, load: Callable[[], Sequence[Sighting]]) -> None:
        self.on_entry, self._load = on_entry, load

    @cached_property
    def _loaded(self) -> Sequence[Sighting]:
        return self._load()

    @overload
    def __getitem__(self, at: int) -> Sighting: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Sighting]: ...
    def __getitem__(self, at: int | slice) -> Sighting | Sequence[Sighting]:
        return self._loaded[at]

    def __len__(self) -> int:
        return len(self._loaded)

    def __iter__(self) -> Iterator[Sighting]:
        return iter(self._loaded)


@dataclass(frozen=True, slots=True)
class Witness:
    """What shows each claim that a count rests on; ``None`` where nothing shows it.

    Either ``order`` or ``end`` is there, else nothing is counted: the list falls and was read back past the first day,
    or all of it was read. ``total`` is there where the page states one that holds, ``dates`` where a row has a date.
    """

    order: Order | None = None
    end: End | None = None
    total: TotalWitness | None = None
    dates: DateMeaning | None = None

    @property
    def told(self) -> str:
        """The claims that are shown, in words; empty where none is."""
        shown = {"order": self.order, "end": self.end, "total": self.total, "dates": self.dates}
        return "；".join(f"{WORDS.witness[name]}：{word.label}" for name, word in shown.items() if word is not None)

    @classmethod
    def from_words(cls, words: Mapping[str, str | None]) -> "Witness":
        """From the words it is kept as."""
        order, end, total, dates = (words.get(name) for name in ("order", "end", "total", "dates"))
        return cls(
            Order(order) if order else None,
            End(end) if end else None,
            TotalWitness(total) if total else None,
            DateMeaning(dates) if dates else None,
        )


@dataclass(frozen=True, slots=True)
class PageSize:
    """How many rows a page of this column showed, and by which template it was written.

    ``is_full``: there was a next page, so that this is what a full one holds; else the only page had these many.
    """

    template: str
    rows: int
    is_full: bool


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """What one pass over one column gave.

    ``read_back_to`` is the oldest publish date seen (``None`` where nothing was read); ``reached_end`` tells that the
    list ended there. ``pages`` are the archived records, in order. ``reason`` is a Chinese sentence for every state but
    ``COUNTED``. ``entry`` (archived as ``entry_record``), ``validators`` and ``first_digest`` let the next pass ask
    whether anything changed; ``is_unchanged`` tells that this pass was answered so, with one request. ``vanished`` is
    filled by the store. ``witness`` shows what the proof rests on, ``reader`` which version
    read it: what another version read proves nothing. ``size`` is what its pages tell of the template's page size;
    ``plan`` is what the county file said then of where the list stands, with the template that was seen. ``relaid``
    says that the pages are laid out anew (see `auditor.crawl.relaid`), and is empty where they are as before.
    ``address`` is where the column had moved to by then, as the county file wrote it; empty at its first address.
    """

    column_key: str
    state: ColumnState
    reason: str
    read_at: datetime
    sightings: Sequence[Sighting] = ()
    read_back_to: date | None = None
    reached_end: bool = False
    total_stated: int | None = None
    family: str = ""
    pages: tuple[str, ...] = ()
    requests: int = 0
    notes: tuple[str, ...] = ()
    entry: PageRequest | None = None
    entry_record: str = ""
    validators: tuple[tuple[str, str], ...] = ()
    first_digest: str = ""
    is_unchanged: bool = False
    vanished: tuple[Sighting, ...] = ()
    reader: str = READER
    witness: Witness | None = None
    size: PageSize | None = None
    plan: Plan = UNPLANNED
    relaid: str = ""
    address: str = ""

    @property
    def is_open(self) -> bool:
        """Whether what full pages of the template hold elsewhere decides if its only page is all there is."""
        return not self.is_unchanged and self.size is not None and not self.size.is_full

    @property
    def _on_entry(self) -> OnEntry:
        kept = self.sightings
        return kept.on_entry if isinstance(kept, KeptSightings) else OnEntry.of(kept, self.entry_record)

    @property
    def is_newest_first(self) -> bool:
        """Whether what is new comes first: the list falls, and its newest row stands on the first page."""
        falls = self.witness is not None and self.witness.order in (Order.PAGES, Order.CROSSING)
        return falls and self._on_entry.newest

    @property
    def shows_what_is_new(self) -> bool:
        """Whether its first page could not stay as it is where anything is added to the list."""
        has_total = self.witness is not None and self.witness.total is not None
        return has_total or self.is_newest_first or self._on_entry.all

    @classmethod
    def broken(cls, column_key: str, read_at: datetime, error: Exception) -> "ColumnReading":
        """A column that the program itself failed on: nobody knows its count, and the others go on."""
        return cls(column_key, ColumnState.UNREADABLE, unforeseen(error), read_at)

    @property
    def is_proof(self) -> bool:
        """Whether it proves anything to this version of the reader."""
        return self.state.is_known and self.reader == READER

    def covers(self, since: date) -> bool:
        """Whether this pass proves what was published from ``since`` on."""
        if not self.is_proof:
            return False
        return self.reached_end or (self.read_back_to is not None and self.read_back_to < since)


def plan_of(column: DisclosureColumn) -> Plan:
    """What the county file says of where a column's list stands."""
    plan = UNPLANNED if column.read is None else Plan.of(dict(column.read))
    return replace(plan, browser=True, press=column.press) if column.browser or column.press else plan


def unforeseen(error: Exception) -> str:
    """Why a column is unknown that raised what nobody had thought of; the same in a replay, hence without details."""
    return WORDS.fault.format(error=type(error).__name__)
