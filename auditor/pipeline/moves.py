"""Signs that a column moved, was renamed or merged: told and proposed, and taken over only by a person.

A redirect or a notice on the archived page names another address; the items of a column that is gone stand in another.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from auditor.audit.grade.observed import plain_title
from auditor.base.errors import ArchiveProblem
from auditor.base.settings import Place
from auditor.base.terms import ColumnState
from auditor.base.words import Words, load_words
from auditor.county.check import normal_address, whole_address
from auditor.county.model import County, DisclosureColumn
from auditor.crawl.column import Sighting
from auditor.fetch import Fetched
from auditor.pipeline.trial import archived_page
from auditor.store import Store
from auditor.store.runs import ColumnHistory

_LEAST = 5
"""So many items stand elsewhere, or it is chance."""
_SHARE = 60
"""Per cent of the column's last items."""
_LAST = 30
_NOTICE = 6_000
"""Bytes: a page that only says where the column is now is short, and links to one place."""


class MoveSignWords(Words):
    """What is proposed."""

    redirected: str
    noticed: str
    merged: str


_WORDS = load_words("move_signs", MoveSignWords)


@dataclass(frozen=True, slots=True)
class MoveSign:
    """A column that seems to have moved: what shows it, and the address it may have by now (empty: not known)."""

    column: DisclosureColumn
    told: str
    address: str = ""


def signs_of_moves(
    county: County, store: Store, place: Place, keys: Sequence[str] | None = None
) -> tuple[MoveSign, ...]:
    """What the newest looks show of columns that moved, of all or of those wanted."""
    wanted = store.runs.load_readings(county, keys)

    @cache
    def all_readings() -> Mapping[str, ColumnHistory]:
        return wanted if keys is None else store.runs.load_readings(county)

    columns = [column for column in county.column if column.key in wanted]
    found = (_sign(county, place, column, wanted[column.key], all_readings) for column in columns)
    return tuple(sign for sign in found if sign)


def _sign(
    county: County,
    place: Place,
    column: DisclosureColumn,
    history: ColumnHistory,
    all_readings: Callable[[], Mapping[str, ColumnHistory]],
) -> MoveSign | None:
    record = history.newest.entry_record or next(iter(history.newest.pages), "")
    is_missing = history.newest.state is ColumnState.MISSING
    address = _address_now(county, place, column, record, is_notice=is_missing) if record else ""
    if address:
        words = _WORDS.noticed if is_missing else _WORDS.redirected
        return MoveSign(column, words.format(column=column.name, address=address), address)
    other = _merged_into(county, column, history, all_readings)
    if other is None:
        return None
    return MoveSign(column, _WORDS.merged.format(column=column.name, other=other.name), county.address_of(other))


def _address_now(county: County, place: Place, column: DisclosureColumn, record: str, *, is_notice: bool) -> str:
    try:
        fetched = archived_page(county, place, record)
    except ArchiveProblem:
        return ""
    return address_shown(fetched, county.address_of(column), is_notice=is_notice)


def address_shown(fetched: Fetched, asked: str, *, is_notice: bool) -> str:
    """Where an answer led to, or the one address a short notice links to; empty where that is where it was asked."""
    led = fetched.url if fetched.redirects else ""
    if led and normal_address(led) != normal_address(asked):
        return led
    if not is_notice or not 0 < len(fetched.body) < _NOTICE:
        return ""
    from selectolax.lexbor import LexborHTMLParser

    links = LexborHTMLParser(fetched.body.decode("utf-8", "replace")).css("a[href]")
    targets = {target for link in links if (target := whole_address(asked, str(link.attributes.get("href") or "")))}
    others = {target for target in targets if normal_address(target) != normal_address(asked)}
    return others.pop() if len(others) == 1 else ""


def _merged_into(
    county: County,
    column: DisclosureColumn,
    history: ColumnHistory,
    all_readings: Callable[[], Mapping[str, ColumnHistory]],
) -> DisclosureColumn | None:
    """The column that shows what ``column`` showed before it failed or was emptied; ``None`` where there is none.

    The readings of all columns are asked for only where this one lost enough to be looked for.
    """
    before = history.proved
    if before is None:
        return None
    is_gone = not history.newest.state.is_known
    last = _marks(before.sightings if is_gone else before.vanished)
    if len(last) < _LEAST:
        return None
    for other in county.column:
        known = all_readings().get(other.key)
        if other.key == column.key or known is None or known.proved is None or not known.newest.state.is_known:
            continue
        there = _marks(known.proved.sightings, last=None)
        if len(last & there) >= _LEAST and len(last & there) * 100 >= _SHARE * len(last):
            return other
    return None


def _marks(sightings: Sequence[Sighting], last: int | None = _LAST) -> set[tuple[str, object]]:
    dated = sorted((one for one in sightings if one.date), key=lambda one: str(one.date), reverse=True)
    return {(plain_title(one.item.title), one.date) for one in dated[:last]}
