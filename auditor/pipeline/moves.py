"""Signs that a column moved, was renamed or merged: told and proposed, and taken over only by a person.

A redirect or a notice on the archived page names another address, the page calls itself otherwise than it did, or the
items of a column that is gone have come to another. What the portal does with all its pages is no column's move.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from auditor.audit.grade.observed import plain_title
from auditor.base.errors import ArchiveProblem
from auditor.base.pattern import pattern
from auditor.base.period import LOCAL
from auditor.base.settings import Place
from auditor.base.terms import ColumnState, FetchStatus
from auditor.base.words import Words, load_words
from auditor.county.check import page_key, whole_address
from auditor.county.model import County, DisclosureColumn
from auditor.county.past import moved_since
from auditor.crawl.column import ColumnReading, Sighting
from auditor.fetch import Fetched
from auditor.pipeline.trial import archived_page
from auditor.store import Store
from auditor.store.runs import ColumnHistory

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_Shown = TypeVar("_Shown")
_LEAST = 3
"""So many items stand elsewhere, or it is chance."""
_FEW_TITLE = 12
"""Fewer items show a merger where their column is gone, all of them stand elsewhere, and no title is that short."""
_SHARE = 60
"""Per cent of the column's last items."""
_LAST = 30
_TITLE = 6
"""So many characters of a title tell one item from another."""
_LATER = timedelta(days=1)
"""What stood in both columns from the first did not move from one to the other."""
_CAUGHT = 3
"""So many columns led to one address or called alike: the portal does so with whatever it does not know."""
_NOTICE = 6_000
"""Bytes: a page that only says where the column is now is short, and links to one place."""
_SENTENCE = 120
"""Characters: a notice above a list is a sentence with a link in it."""
_MOVED = pattern(
    r"(?:已经?|现|将|全部|整体)[^。；]{0,12}(?:迁|移|转|并|整合|合|调整|变更|更改|更换|纳)[^。；]{0,6}(?:至|到|为|入)"
    r"|新(?:的)?(?:栏目|网址|地址|网站|页面|链接|版)[^。；]{0,8}[:：]"
    r"|(?:请|点击)[^。；]{0,10}新(?:的)?(?:栏目|网址|地址|网站|页面|链接|版)"
    r"|(?:栏目|频道|页面|网站|网址)已经?(?:迁移|搬迁|合并|停用|停止更新)",
    finds=("本栏目已迁移至新栏目", "已并入政策文件", "新网址：", "请访问新栏目", "栏目已停止更新", "页面已搬迁"),
    not_in=("您访问的页面不存在或已被删除", "返回首页", "关于搬迁安置的通知", "请重新登录"),
    seen="notices that portals leave where a column was",
)
_OF_COLUMN = pattern(
    r"(?:本|该|此|原)(?:栏目|频道|页面|网页|版块|目录)|栏目已|频道已",
    finds=("本栏目", "该频道", "栏目已"),
    not_in=("栏目设置", "本网站"),
    seen="notices above lists, which speak of the column and not of what it publishes",
)


class MoveSignWords(Words):
    """What is proposed."""

    redirected: str
    noticed: str
    merged: str
    renamed: str
    ended: str
    gone: str


MOVE_WORDS = load_words("move_signs", MoveSignWords)


@dataclass(frozen=True, slots=True)
class MoveSign:
    """A column that seems to have moved: what shows it, since when, and what it may be by now (empty: as it was).

    ``ends``: its items are in another column of the county now.
    """

    column: DisclosureColumn
    told: str
    since: date
    address: str = ""
    name: str = ""
    ends: bool = False

    @property
    def change(self) -> str:
        """What taking it over writes down, in words."""
        if self.ends:
            return MOVE_WORDS.ended.format(day=self.since - timedelta(days=1))
        return "，".join(filter(None, (self.name, self.address)))

    def taken_over(self, entry: Mapping[str, Any], home: str, day: date) -> dict[str, Any]:
        """The column's entry in the county file with the change from ``day`` on; what was before stays told."""
        if self.ends:
            return {**entry, "until": (day - timedelta(days=1)).isoformat()}
        url = _as_written(str(entry["url"]), self.address, home) if self.address else entry["url"]
        return moved_since(entry, {**entry, "url": url, "name": self.name or entry["name"]}, day)


def put_back(column: DisclosureColumn) -> DisclosureColumn:
    """The column without the last change of its past; a person's way back from what was taken over by mistake."""
    if column.until is not None:
        return column.model_copy(update={"until": None})
    last = max((former.until for former in column.was), default=None)
    return column if last is None else column.on(last)


def signs_of_moves(
    county: County, store: Store, place: Place, keys: Sequence[str] | None = None
) -> tuple[MoveSign, ...]:
    """What the newest looks show of columns that moved, of all or of those wanted."""
    watch = _Watch(county, store, place, keys)
    found = [sign for column in watch.columns if (sign := watch.sign_of(column))]
    return tuple(sign for sign in found if not watch.is_of_portal(sign))


@dataclass(frozen=True)
class _Watch:
    """The newest looks at a county's columns; those beyond the wanted ones are asked for only where one lost items."""

    county: County
    store: Store
    place: Place
    keys: Sequence[str] | None
    _found: dict[str, MoveSign | None] = field(default_factory=dict)

    @cached_property
    def wanted(self) -> Mapping[str, ColumnHistory]:
        return self.store.runs.load_readings(self.county, self.keys)

    @cached_property
    def all(self) -> Mapping[str, ColumnHistory]:
        return self.wanted if self.keys is None else self.store.runs.load_readings(self.county)

    @property
    def columns(self) -> list[DisclosureColumn]:
        return [column for column in self.county.column if column.key in self.wanted and column.until is None]

    def is_of_portal(self, sign: MoveSign) -> bool:
        """Whether several columns lead to one address, or call themselves alike: an error page, a new template."""
        if sign.ends:
            return False
        others = [self.sign_of(column) for column in self.county.column if column.key in self.all]
        marks = Counter(_mark(other) for other in others if other)
        return marks[_mark(sign)] >= _CAUGHT

    def sign_of(self, column: DisclosureColumn) -> MoveSign | None:
        if column.key not in self._found:
            history = (self.wanted if column.key in self.wanted else self.all)[column.key]
            self._found[column.key] = self._moved(column, history) or self._merged(column, history)
        return self._found[column.key]

    def _moved(self, column: DisclosureColumn, history: ColumnHistory) -> MoveSign | None:
        newest = history.newest
        record = newest.entry_record or next(iter(newest.pages), "")
        items = frozenset(one.item.url for one in newest.sightings) if newest.state.is_known else frozenset[str]()
        then, is_missing = column.on(newest.read_at.astimezone(LOCAL).date()), newest.state is ColumnState.MISSING
        asked, here = self.county.address_of(then), self.county.address_of(column)

        def now(fetched: Fetched) -> tuple[str, str]:
            owner = _owner(self.county, fetched.url) if fetched.redirects else None
            is_led = owner is not None and owner.key != column.key  # to its own address, spelt otherwise, is not away
            address = fetched.url if is_led else address_shown(fetched, asked, is_notice=is_missing, items=items)
            name = self._name_now(then, fetched) if newest.state.is_known else ""
            is_known = bool(address) and page_key(address) == page_key(
                here
            )  # a person has written it down since the look
            return "" if is_known else address, "" if name == column.name else name

        found = self._seen(record, now)
        if not any(found or ()) and newest.is_unchanged and newest.pages:
            record = newest.pages[0]  # the list is the one that was kept, and the way to it may be another
            found = self._seen(record, now)
        address, name = found or ("", "")
        if not (address or name):
            return None
        since = self._first_day(column, record, lambda fetched: now(fetched) == found)
        other = _owner(self.county, address) if address else None
        if other is not None:
            return self._ended(column, other, since)
        words = MOVE_WORDS.noticed if is_missing else MOVE_WORDS.redirected
        told = [words.format(column=column.name, address=address)] if address else []
        told += [MOVE_WORDS.renamed.format(column=column.name, name=name)] if name else []
        return MoveSign(column, "；".join(told), since, address, name)

    def _merged(self, column: DisclosureColumn, history: ColumnHistory) -> MoveSign | None:
        """Its items have come to another column since it failed or was emptied."""
        before = history.proved
        if before is None:
            return None
        is_gone = not history.newest.state.is_known
        lost = _last(before.sightings if is_gone else before.vanished)
        is_emptied = len(_shown_by(before, before.sightings)) * _SHARE <= (100 - _SHARE) * len(lost)
        are_few = len(lost) < _LEAST
        if are_few and not _tell_alone(lost, history):
            return None
        if not (is_gone or is_emptied):
            return None
        for other in self.county.column:
            known = self.all.get(other.key)
            if other.key == column.key or known is None or known.proved is None or not known.newest.state.is_known:
                continue
            sought = _last(_shown_by(known.proved, lost.values()))
            came = [one for one in known.proved.sightings if _came_later(one, sought.get(_title_and_day(one)))]
            if len(came) >= min(_LEAST, len(lost)) and len(came) * 100 >= (100 if are_few else _SHARE) * len(sought):
                return self._ended(column, other, before.read_at.astimezone(LOCAL).date() + timedelta(days=is_gone))
        return None

    @staticmethod
    def _ended(column: DisclosureColumn, other: DisclosureColumn, since: date) -> MoveSign:
        return MoveSign(column, MOVE_WORDS.merged.format(column=column.name, other=other.name), since, ends=True)

    def _name_now(self, column: DisclosureColumn, fetched: Fetched) -> str:
        """What the page calls its column, where that is no longer what the county file does and once was."""
        name = _name_shown(fetched, column.name)
        if not name or self.county.portal_name in name or self.county.name in name:
            return ""
        first = next((record for _, record in self.store.runs.list_entries(self.county, column)), "")
        before = self._seen(first, lambda earlier: _name_shown(earlier, column.name))
        return name if before == "" else ""

    def _seen(self, record: str, read: Callable[[Fetched], _Shown]) -> _Shown | None:
        """What an archived page shows; ``None`` where it is not there."""
        try:
            return read(archived_page(self.county, self.place, record)) if record else None
        except ArchiveProblem:
            return None

    def _first_day(self, column: DisclosureColumn, record: str, is_so: Callable[[Fetched], bool]) -> date:
        """The local day of the first look that showed what the newest shows; what changed once stays changed."""
        entries = self.store.runs.list_entries(self.county, column)
        last = next((n for n, (_, one) in enumerate(entries) if one == record), len(entries))
        at = bisect_left(entries[: last + 1], True, key=lambda entry: bool(self._seen(entry[1], is_so)))
        read_at = entries[min(at, len(entries) - 1)][0] if entries else self.wanted[column.key].newest.read_at
        return read_at.astimezone(LOCAL).date()


def _owner(county: County, address: str) -> DisclosureColumn | None:
    """The column that stands at an address."""
    target = page_key(address)
    return next((one for one in county.column if page_key(county.address_of(one)) == target), None)


# -- what a page shows -------------------------------------------------------------------------------------------------


def address_shown(fetched: Fetched, asked: str, *, is_notice: bool, items: Collection[str] = ()) -> str:
    """Where an answer led to or sends its reader, or the address that a notice names; empty where that is the same.

    ``is_notice``: there is no list any more, so that a short page may be nothing but a notice, and where it was led to
    on this site is what the site shows for all that it does not know. ``items`` are the addresses of what the list
    holds: whatever their titles say, they tell nothing of the column.
    """
    from auditor.fetch.verdict import REDIRECTS, redirect_target
    from auditor.read.walls import sent_on_to

    if fetched.status is FetchStatus.UNREACHABLE and fetched.http_status in REDIRECTS:
        return ""  # redirects without an end lead nowhere
    text = fetched.body.decode("utf-8", "replace") if len(fetched.body) < _NOTICE and is_notice else ""
    sent = sent_on_to(text) if text else ""
    ways = (
        fetched.url if fetched.redirects and not is_notice else "",
        redirect_target(fetched.url, fetched.header("location")),
        whole_address(asked, sent) or "" if sent else "",
    )
    led = next((way for way in ways if way and _is_elsewhere(way, asked)), "")
    return led or _noticed(fetched.body, asked, items, is_alone=bool(text))


def _noticed(body: bytes, asked: str, items: Collection[str], *, is_alone: bool) -> str:
    """The one address that sentences about the column's move link to; of a page without a list, that it links to."""
    if not body:
        return ""
    from auditor.base.markup import find_tangle
    from auditor.read.charset import decode

    text = decode(body, "").text
    if not _MOVED.search(text) or find_tangle(text):
        return ""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(text)
    linked = [(link, whole_address(asked, str(link.attributes.get("href") or ""))) for link in tree.css("a[href]")]
    away = [(link, to) for link, to in linked if to and to not in items and _is_elsewhere(to, asked)]
    told = {to for link, to in away if _is_sentence(link)}
    if not told and is_alone and _MOVED.search(tree.text()):
        told = {to for _, to in away}
    return told.pop() if len(told) == 1 else ""


def _is_sentence(link: "LexborNode") -> bool:
    """Whether a link stands in a sentence that says that the column moved."""
    around = link.parent.text() if link.parent is not None else ""
    return len(around) <= _SENTENCE and bool(_MOVED.search(around) and _OF_COLUMN.search(around))


def _is_elsewhere(address: str, asked: str) -> bool:
    """Whether an address is another page, and none that a portal shows for whatever is not there."""
    from auditor.fetch.verdict import is_front_or_error

    return page_key(address) != page_key(asked) and not is_front_or_error(address)


def _name_shown(fetched: Fetched, name: str) -> str:
    """What the page calls its column, where that is another name than ``name``; else empty."""
    from auditor.read.page import open_page, refusal

    page = open_page(fetched.body, fetched.url, fetched.header("content-type"), fetched.request, "")
    if name in page.text.partition("</head>")[0] or refusal(fetched.body, page.text):
        return ""
    known, shown = plain_title(name), page.names.column
    page.close()
    other = plain_title(shown)
    return "" if not other or other in known or known in other else shown


def _as_written(before: str, address: str, home: str) -> str:
    """A new address as the county file writes the one before: from the portal's root, where it did so and still can."""
    host = urlsplit(address).netloc
    is_short = before.startswith("/") and not before.startswith("//") and host == urlsplit(home).netloc
    return address.partition(host)[2] or "/" if is_short else address


def _mark(sign: MoveSign) -> str:
    return page_key(sign.address) if sign.address else f"{sign.name} {sign.ends}" if sign.name else str(id(sign))


# -- items -------------------------------------------------------------------------------------------------------------

_TitleAndDay = tuple[str, date | None]


def _title_and_day(one: Sighting) -> _TitleAndDay:
    return plain_title(one.item.title), one.date


def _last(sightings: Sequence[Sighting]) -> dict[_TitleAndDay, Sighting]:
    """The newest items that have a date and a title of their own."""
    dated = sorted((one for one in sightings if one.date), key=lambda one: str(one.date), reverse=True)
    told = {_title_and_day(one): one for one in dated[:_LAST]}
    return {mark: one for mark, one in told.items() if len(mark[0]) >= _TITLE}


def _shown_by(reading: ColumnReading, sightings: Iterable[Sighting]) -> list[Sighting]:
    """Those of these items that a pass read far enough back to show; of older ones it says nothing."""
    first = None if reading.reached_end else reading.read_back_to
    return [one for one in sightings if not (first and one.date and one.date < first)]


def _tell_alone(lost: Mapping[_TitleAndDay, Sighting], history: ColumnHistory) -> bool:
    """Whether one or two items show where their column went: it is gone, and their titles are their own."""
    is_missing = history.newest.state is ColumnState.MISSING
    return bool(lost) and is_missing and all(len(title) >= _FEW_TITLE for title, _ in lost)


def _came_later(there: Sighting, here: Sighting | None) -> bool:
    """Whether an item came to another column well after it was seen in its own."""
    if here is None or here.first_seen is None or there.first_seen is None:
        return False
    return there.first_seen - here.first_seen > _LATER
