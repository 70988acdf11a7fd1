"""Findings from the ledger of looking: when items appeared, what was changed, what is unlike a column's own past.

What was seen is told with its bounds. Before the first look at a column, and between two looks, nothing is known.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from auditor.audit.count import ColumnCount
from auditor.audit.grade.content import is_repost
from auditor.audit.grade.finding_input import FindingInput, Hit, chinese, hit
from auditor.audit.grade.finding_rule import FindingRule
from auditor.audit.ledger import WORDS as LEDGER_WORDS
from auditor.audit.ledger import ItemChange, Look
from auditor.base.pattern import pattern
from auditor.crawl.column import ColumnReading, Sighting
from auditor.read.values import CUT

_SIGNS = pattern(
    r"[\s\W_]+",
    finds={"关于 春耕的通知": " ", "通知（试行）": "（", "1.通知": "."},
    not_in=("关于春耕的通知", "2020年预算"),
    seen="titles of documents, spelled anew with other signs",
)
_CORRECTED = pattern(
    r"[（(【\[](?:已?更正|更新|修订|修正|勘误|撤销|已?废止|已?失效|补充|延期|新|置顶)[^（）()【】\[\]]{0,8}[）)】\]]",
    finds={"关于招聘的公告（更正）": "（更正）", "【置顶】通知": "【置顶】", "管理办法（已废止）": "（已废止）"},
    not_in=("管理办法（试行）", "关于更正登记的公告"),
    seen="marks by which a title says openly that it was changed",
)
_TITLE = 12
"""So many characters of a title tell one document from another; shorter ones are the names of kinds."""
_TEMPLATE = 3
"""So many titles of a column changed by one look, half of all, are the portal's doing."""
_ALIKE = 5
"""So many titles that one look finds with the same words put before or behind them, or taken away, are so as well."""


def plain_title(title: str) -> str:
    """A title without marks of correction and signs: two spellings of one title are equal."""
    return _SIGNS.sub("", _CORRECTED.sub("", unicodedata.normalize("NFKC", title))).lower()


def appeared_together(about: FindingInput, rule: FindingRule) -> Iterator[Hit]:
    """``share`` per cent of a unit's items (``least`` at least) appeared on one day, wherever in the period.

    Only what was looked for at most ``limit`` days before counts as having appeared that day, and not what another
    column of the county showed before: it was moved.
    """
    for unit, counts in about.by_unit().items():
        pairs = [(count, item) for count in counts for item in count.items if not _excused(rule, item)]
        days = Counter(day for _, item in pairs if (day := _appeared(item, rule.limit)))
        if not days:
            continue
        day, number = max(days.items(), key=lambda pair: (pair[1], pair[0]))
        is_many = partial(_is_many, rule, of=len(pairs))
        there = [pair for pair in pairs if _appeared(pair[1], rule.limit) == day] if is_many(number) else []
        there = [pair for pair in there if not published_before(pair[1], about.proved, rule.limit)]
        number = len(there)
        if is_many(number):
            columns = "、".join(dict.fromkeys(count.column.name for count, _ in there))
            stated = sorted(item.date for _, item in there if item.date)
            figures: dict[str, str | int] = {"number": number, "total": len(pairs), "day": chinese(day)}
            figures |= {"earliest": chinese(stated[0]), "newest": chinese(stated[-1])} if stated else {}
            yield Hit(unit, columns, tuple(item for _, item in there), figures)


def _is_many(rule: FindingRule, number: int, *, of: int) -> bool:
    return number >= max(2, rule.least) and number * 100 >= rule.share * of


def _appeared(item: Sighting, limit: int) -> date | None:
    """The day an item appeared, where the look before it is at most ``limit`` days older."""
    if item.first_seen is None or item.absent_at is None:
        return None
    day = item.first_seen.date()
    return day if (day - item.absent_at.date()).days <= max(1, limit) else None


def silent_edit(about: FindingInput, rule: FindingRule) -> Iterator[Hit]:
    """Titles, texts, or dates by ``limit`` days and more, changed after they were seen, without a word of it.

    Each lies between two looks, ``since`` and ``seen``.
    """
    for count in about.of_kind(*rule.kinds):
        by_portal = _by_portal(count)
        edited: list[tuple[Sighting, ItemChange]] = []
        for item in count.items:
            told = [one for one in count.ledger.by_item.get(item.key, ()) if one not in by_portal]
            if change := _net_change(told, rule.limit):
                edited.append((item, change))
        if edited:
            item, first = edited[0]
            facts = {"before": first.before, "after": first.after or LEDGER_WORDS.removed, "seen": chinese(first.at)}
            facts["since"] = chinese(count.ledger.bounds(item, first)) or facts["seen"]
            yield hit(count, [item for item, _ in edited], **facts)


def _by_portal(count: ColumnCount) -> frozenset[ItemChange]:
    """The changes that a look found of so many items of the column that nobody edited them one by one."""
    changed = Counter((change.field, change.at) for change in count.ledger.changes)
    looks = {look.at: look for look in count.ledger.looks}
    items = count.reading.sightings if count.reading else ()
    found: set[tuple[str, datetime]] = set()
    for (name, at), number in changed.items():
        if name == "text":
            shown = number + changed["same-text", at]  # no other article was opened then
        else:
            shown = sum(_could_change(item, at, looks.get(at)) for item in items)
        if number >= 2 and (number >= shown or (number >= _TEMPLATE and number * 2 >= shown)):
            found.add((name, at))
    alike = Counter((change.at, _put_on(change)) for change in count.ledger.changes)
    return frozenset(
        change
        for change in count.ledger.changes
        if (change.field, change.at) in found or (_put_on(change) and alike[change.at, _put_on(change)] >= _ALIKE)
    )


def _put_on(change: ItemChange) -> tuple[str, ...]:
    """The words that a title has gained or lost before or behind all others, and which of these; empty where other."""
    before, after = change.before, change.after
    if change.field != "title" or not before or not after or before == after:
        return ()
    long, short = sorted((before, after), key=len, reverse=True)
    way = "gained" if long is after else "lost"
    if long.endswith(short):
        return (way, "before", long[: -len(short)])
    return (way, "behind", long[len(short) :]) if long.startswith(short) else ()


def _could_change(item: Sighting, at: datetime, look: Look | None) -> bool:
    """Whether a look could find an item changed: it was known by then, and the look read back to where it stands."""
    if item.first_seen is not None and item.first_seen >= at:
        return False
    oldest = None if look is None or look.reached_end else look.read_back_to
    return oldest is None or item.date is None or item.date >= oldest


def _net_change(changes: Sequence[ItemChange], limit: int) -> ItemChange | None:
    """What is left of an item's changes of one kind between the first and the last; ``None`` where nothing is."""
    for name in ("title", "date", "text"):
        own = [change for change in changes if change.field == name]
        if own:
            net = ItemChange(own[0].item_key, own[0].at, name, own[0].before, own[-1].after)
            if name == "text" and net.before != net.after:
                net = own[0]  # a later one may be of other words
            if _is_edit(net, limit):
                return net
    return None


def _is_edit(change: ItemChange, limit: int) -> bool:
    if change.field == "text":
        return change.before != change.after
    if not change.before or not change.after:
        return False  # what was missing was filled in
    if change.field == "date":
        days = abs((date.fromisoformat(change.after) - date.fromisoformat(change.before)).days)
        return days >= max(1, limit)
    before, after = plain_title(change.before), plain_title(change.after)
    if before == after or _CORRECTED.search(change.after):
        return False
    cut = CUT.search(change.before) or CUT.search(change.after)
    return not (cut and (before.startswith(after) or after.startswith(before)))


def beyond_band(about: FindingInput, rule: FindingRule) -> Iterator[Hit]:
    """A column's count under ``share`` per cent of its lowest in the periods before, or as far above its highest.

    A question: told only where two looks after the period gave it, and ``least`` periods before are known.
    """
    for count, low, high in beyond_own(about, rule):
        if count.ledger.confirmed(about.period.last, count.items) > 1:
            is_surge = (count.count or 0) > high
            yield hit(count, count.items if is_surge else (), number=count.count or 0, low=low, high=high)


def beyond_own(about: FindingInput, rule: FindingRule) -> Iterator[tuple[ColumnCount, int, int]]:
    """The columns beyond their own band, with its lowest and highest, however often they were looked at since."""
    for count in about.of_kind(*rule.kinds):
        earlier = about.earlier_counts.get(count.column.key, ())
        if count.count is None or not count.is_expected or count.column.due is not None or len(earlier) < rule.least:
            continue
        low, high = min(earlier), max(earlier)
        is_drop = count.count * 100 < rule.share * low and low - count.count >= rule.limit
        is_surge = count.count * rule.share > 100 * high and count.count - high >= rule.limit
        if is_drop or is_surge:
            yield count, low, high


def shared_item(about: FindingInput, rule: FindingRule) -> Iterator[Hit]:
    """The same item in several columns: under one address, or with one title and date in columns of several units."""
    by_unit: dict[str, list[tuple[ColumnCount, Sighting]]] = defaultdict(list)
    for pairs in same_items(about.counts):
        for count, item in pairs:
            if count.column.unit and (not rule.kinds or count.column.kind in rule.kinds):
                by_unit[count.column.unit].append((count, item))
    owners = _owners(about.counts)
    for unit, found in by_unit.items():
        items = tuple(dict.fromkeys(item for _, item in found))
        if len(items) >= max(1, rule.least):
            columns = "、".join(dict.fromkeys(count.column.name for count, _ in found))
            others = {name for item in items for name in owners[_same(item)] + owners[item.item.url]} - {
                f"{count.column.owner_label}“{count.column.name}”" for count, _ in found[:1]
            }
            yield Hit(unit, columns, items, {"number": len(items), "others": "、".join(sorted(others))})


def same_items(counts: Sequence[ColumnCount]) -> list[list[tuple[ColumnCount, Sighting]]]:
    """The items counted in several columns, each with where it stands, in the columns' order."""
    groups: dict[object, list[tuple[ColumnCount, Sighting]]] = defaultdict(list)
    for count in counts:
        for item in count.items:
            groups[item.item.url].append((count, item))
    found = [pairs for pairs in groups.values() if _in_several(pairs)]
    told = {id(item) for pairs in found for _, item in pairs}
    titled: dict[object, list[tuple[ColumnCount, Sighting]]] = defaultdict(list)
    for count in counts:
        for item in count.items:
            if id(item) not in told and not item.is_cut and len(plain_title(item.title)) >= _TITLE and item.date:
                titled[_same(item)].append((count, item))
    return [*found, *(pairs for pairs in titled.values() if len({count.column.unit for count, _ in pairs}) > 1)]


def _in_several(pairs: Sequence[tuple[ColumnCount, Sighting]]) -> bool:
    return len({count.column.key for count, _ in pairs}) > 1


def _same(item: Sighting) -> tuple[str, date | None]:
    return plain_title(item.title), item.date


def _owners(counts: Sequence[ColumnCount]) -> Mapping[object, list[str]]:
    """Where each item stands, by its address and by its title and date."""
    owners: dict[object, list[str]] = defaultdict(list)
    for count in counts:
        for item in count.items:
            place = f"{count.column.owner_label}“{count.column.name}”"
            owners[item.item.url].append(place)
            if not item.is_cut:
                owners[_same(item)].append(place)
    return owners


def repost_share(about: FindingInput, rule: FindingRule) -> Iterator[Hit]:
    """``share`` per cent of a column's items (``least`` at least) are reposts (``words`` in source or title)."""
    for count in about.of_kind(*rule.kinds):
        reposts = [item for item in count.items if is_repost(item, rule)]
        if len(count.items) >= max(1, rule.least) and len(reposts) * 100 >= rule.share * len(count.items):
            share = len(reposts) * 100 // len(count.items)
            yield hit(count, reposts, total=len(count.items), percent=share)


def was_absent(item: Sighting, days: int) -> bool:
    """Whether an item was looked for on an earlier day, more than ``days`` after its stated date, and was not there."""
    if not (item.absent_at and item.first_seen and item.date):
        return False
    absent = item.absent_at.date()
    return absent < item.first_seen.date() and absent - item.date > timedelta(days=days)


def published_before(item: Sighting, readings: Sequence[ColumnReading], limit: int) -> bool:
    """Whether another column of the county showed the same item before, and not late itself: it was moved or copied."""
    others = (other for reading in readings for other in (*reading.sightings, *reading.vanished))
    return any(
        other is not item
        and is_same_item(other, item)
        and other.first_seen
        and item.first_seen
        and other.first_seen < item.first_seen
        and not was_absent(other, limit)
        for other in others
    )


def is_same_item(one: Sighting, other: Sighting) -> bool:
    """Whether two sightings show one item: the same address, or the same title and date."""
    is_one = one.date == other.date and plain_title(one.title) == plain_title(other.title)
    return (is_one and not one.is_cut) or one.item.url == other.item.url


def _excused(rule: FindingRule, item: Sighting) -> bool:
    return any(re.search(word, item.item.title) for word in rule.but_not)
