"""Turns what a walk found into proposed columns: which pages they are, their names, figures and confidence."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from auditor.base.sign import Sign
from auditor.base.terms import PageKind
from auditor.county.check import normal_address
from auditor.county.model import UNSETTLED, DisclosureColumn
from auditor.county.naming import kind_of
from auditor.discover.left import WORDS, LeftOut, Why
from auditor.discover.values import Lead, ProposedColumn
from auditor.discover.walk import Discovered, path_of
from auditor.discover.words import clean_name, discovery_words, is_date
from auditor.read import PageReading

_MOSTLY = 0.5
_BELOW_AN_OFFICE = 2
_DAYS_PER_QUARTER = 91.3
_BEST_ORIGINS = {"tree": "在公开目录树中", "hub": "在公开目录页上", "sitemap": "在网站地图上"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page that reads as a column, with its settled name."""

    found: Discovered
    reading: PageReading
    name: str
    names_agree: bool
    trail: tuple[str, ...]

    @property
    def lead(self) -> Lead | None:
        """The best lead to the column."""
        return min(self.found.leads, key=lambda lead: (_rank(lead.origin), lead.depth), default=None)

    @property
    def dates(self) -> list[date]:
        """The dates on its first page, newest first."""
        return sorted((item.date for item in self.reading.items if item.date and not item.pinned), reverse=True)


def columns_among(found: Mapping[str, Discovered], site_name: str, left: LeftOut) -> list[Candidate]:
    """The pages that are columns: they read as lists, their rows are no columns themselves, and they have a name.

    Lists that are none are noted in ``left``; those that only a person can judge come with `unread_leads`.
    """
    words = discovery_words()
    lists = {key for key, place in found.items() if place.is_list and not place.is_home}
    said = Counter(
        clean_name(place.reading.column_name) for key, place in found.items() if key in lists and place.reading
    )
    later = _later_pages(found)
    candidates = []
    for key, place in sorted(found.items(), key=lambda entry: entry[1].place):
        reading = place.reading
        if key not in lists or reading is None or not (reading.items or reading.is_empty_list):
            continue
        if place.problem:
            continue  # rows of a block: the column is where its 更多 leads
        if key in later:
            left.note("page", key)
            continue
        rows = [normal_address(item.url) for item in reading.items if item.url]
        if rows and sum(row in lists for row in rows) > len(rows) * 0.3:
            left.note("channel", key)
            continue
        if rows and not any(item.date for item in reading.items) and not any(words.is_article(row) for row in rows):
            continue
        name, agree = _name(place, said, site_name)
        if _is_block(key, reading, found):
            left.note("office" if words.is_unit(name) else "channel", key)
        elif why := _no_column(place, name, lists):
            left.note(why, key)
        else:
            candidates.append(Candidate(place, reading, name, agree, _trail(place, name)))
    return candidates


def _later_pages(found: Mapping[str, Discovered]) -> set[str]:
    """The pages that other lists go on with, and those that say themselves to be a later page of one that was found."""
    readings = {key: place.reading for key, place in found.items() if place.is_list and place.reading is not None}
    following = {normal_address(one.next.url) for one in readings.values() if one.next and not one.next.body}
    first = {(one.column_name, one.template) for one in readings.values() if (one.page_number or 1) == 1}
    said = {
        key for key, one in readings.items() if (one.page_number or 1) > 1 and (one.column_name, one.template) in first
    }
    return (following | said) - {
        key for key, one in readings.items() if one.next and normal_address(one.next.url) == key
    }


def _is_block(key: str, reading: PageReading, found: Mapping[str, Discovered]) -> bool:
    """Whether a page only shows the newest rows of a column that it leads to, and that does not lead back to it."""
    rows = {item.key for item in reading.items}
    if not rows or reading.next is not None or reading.total_items is not None:
        return False
    below = [found[address] for address in found[key].own_leads if address in found]
    return any(
        place.reading is not None and key not in place.own_leads and rows <= {item.key for item in place.reading.items}
        for place in below
    )


def _no_column(place: Discovered, name: str, lists: Collection[str]) -> Why | None:
    """Why a list is no column by what it is called, or by what stands below it."""
    words = discovery_words()
    if place.leads and all(is_date(lead.name) for lead in place.leads):
        return "date"  # a year's part of a column, whatever its page calls itself
    if not name:
        return "date" if any(is_date(lead.name) for lead in place.leads) else "nameless"
    if words.is_skipped(name, place.url):
        return "service"
    if words.is_unit(name) and sum(address in lists for address in place.own_leads) >= _BELOW_AN_OFFICE:
        return "office"
    return None


def _name(place: Discovered, said: Mapping[str, int], site_name: str) -> tuple[str, bool]:
    """The column's name, and whether page and links agree on it.

    What several pages call themselves (``said``) is the platform's name rather than a column's, if links say otherwise.
    """
    words = discovery_words()
    own = clean_name(place.reading.column_name) if place.reading else ""
    linked = [lead.name for lead in sorted(place.leads, key=lambda lead: _rank(lead.origin))]
    linked = [name for name in linked if not words.is_generic(name)]
    if own and own in linked:
        return own, True
    is_shared = said.get(own, 0) > 1 and bool(linked)
    if own and not words.is_generic(own) and own not in site_name and not is_shared:
        is_part = any(own in name or name in own for name in linked)
        return (max([own, *linked[:1]], key=len), True) if is_part else (own, False)
    trail = [name for name in place.trail if not words.is_generic(name)]
    name = next(iter([*linked, *trail[-1:]]), "")
    return name, name in place.trail


def _trail(place: Discovered, name: str) -> tuple[str, ...]:
    """The names above the column: from its breadcrumb, else from where it is listed."""
    above = [part for part in place.trail if part != name]
    listed = next((lead.trail for lead in sorted(place.leads, key=lambda lead: _rank(lead.origin)) if lead.trail), ())
    return tuple(dict.fromkeys([*listed, *above]))


def _rank(origin: str) -> int:
    return {"tree": 0, "hub": 1, "sitemap": 2, "home": 3}.get(origin, 4)


def gathered_by_others(candidates: Sequence[Candidate]) -> set[str]:
    """Normal addresses of pages that only gather what two or more other columns list."""
    homes: dict[str, set[int]] = {}
    for number, candidate in enumerate(candidates):
        for item in candidate.reading.items:
            homes.setdefault(item.key, set()).add(number)
    gathering = set()
    for number, candidate in enumerate(candidates):
        items = candidate.reading.items
        elsewhere = [homes[item.key] - {number} for item in items]
        shared = [others for others in elsewhere if others]
        if len(items) >= 4 and len(shared) > len(items) * _MOSTLY and len(set().union(*shared)) >= 2:
            gathering.add(normal_address(candidate.found.url))
    return gathering


@dataclass(frozen=True, slots=True)
class WeighedCandidate:
    """What is weighed of a candidate: whether it only gathers what others list, and whether its unit is known."""

    candidate: Candidate
    gathers: bool
    has_unit: bool

    @property
    def has_items(self) -> bool:
        """Whether its first page shows any item."""
        return bool(self.candidate.reading.items)

    @property
    def dated(self) -> float:
        """The share of its items that have a date, 0 to 1; 1 where there are none."""
        items = self.candidate.reading.items
        return sum(item.date is not None for item in items) / len(items) if items else 1.0

    @property
    def origin(self) -> str:
        """Where its best lead stands."""
        return self.candidate.lead.origin if self.candidate.lead else ""


_ALL_DATED = 0.9

SIGNS: tuple[Sign[WeighedCandidate], ...] = (
    Sign("列表是空的", 0.3, lambda one: not one.has_items, "columns of appointments where nobody is appointed"),
    Sign("读到列表 {count} 条", 0.45, lambda one: one.has_items, "the columns of all portals kept"),
    Sign("条目都有日期", 0.12, lambda one: one.has_items and one.dated > _ALL_DATED, "rows of all publishing systems"),
    Sign("多数条目没有日期", -0.25, lambda one: one.dated < _MOSTLY, "link lists: departments, downloads, services"),
    Sign("部分条目没有日期", 0, lambda one: _MOSTLY <= one.dated <= _ALL_DATED, "lists with pinned rows; told only"),
    Sign(
        "认出了翻页或总数",
        0.03,
        lambda one: bool(one.candidate.reading.next) or one.candidate.reading.total_items is not None,
        "pagers of all publishing systems; short columns have none",
    ),
    Sign(
        "内容与其他栏目重复，可能是汇总页",
        -0.4,
        lambda one: one.gathers,
        "a page of the newest beside the columns it repeats",
    ),
    Sign(_BEST_ORIGINS["tree"], 0.2, lambda one: one.origin == "tree", "catalogue trees: jpaas, gkmlpt, lonsun"),
    Sign(_BEST_ORIGINS["hub"], 0.2, lambda one: one.origin == "hub", "the statutory catalogue as a page of links"),
    Sign(
        _BEST_ORIGINS["sitemap"],
        0.12,
        lambda one: one.origin == "sitemap",
        "site maps, which name services beside columns",
    ),
    Sign("首页有链接", 0.08, lambda one: one.origin == "home", "menus of home pages"),
    Sign("链接文字与页面上的栏目名一致", 0.15, lambda one: one.candidate.names_agree, "breadcrumb and menu alike"),
    Sign(
        "栏目名只有一处依据",
        0,
        lambda one: not one.candidate.names_agree,
        "pages without a name of their own; told only",
    ),
    Sign("{owner}", 0.03, lambda one: one.has_unit, "columns under a department, or whose articles name their source"),
)
"""What speaks for and against a page being a column, in the order it is told; weights add up to the confidence."""


def proposed_column(
    candidate: Candidate, home: str, gathering: set[str], unit: str, unit_reason: str
) -> ProposedColumn:
    """The proposed column with its confidence and the reasons for it."""
    weighed = WeighedCandidate(candidate, normal_address(candidate.found.url) in gathering, bool(unit))
    held = [sign for sign in SIGNS if sign.holds(weighed)]
    confidence = max(0.05, min(0.99, sum(sign.weight for sign in held)))
    column = DisclosureColumn(
        name=candidate.name,
        url=path_of(candidate.found.url, home),
        unit=unit or None,
        owner="" if unit else UNSETTLED,
        kind=kind_of(candidate.name),
    )
    dates = candidate.dates
    return ProposedColumn(
        column,
        round(confidence, 2),
        tuple(sign.says.format(count=len(candidate.reading.items), owner=unit_reason) for sign in held),
        candidate.reading.family,
        dates[0] if dates else None,
        _per_quarter(candidate),
        candidate.trail,
    )


def _per_quarter(candidate: Candidate) -> float | None:
    """Items in a quarter, from the days the first page spans; needs two different days."""
    dates = candidate.dates
    if len(dates) < 2 or dates[0] == dates[-1]:
        return None
    return round((len(dates) - 1) / (dates[0] - dates[-1]).days * _DAYS_PER_QUARTER, 1)


def unread_leads(found: Mapping[str, Discovered], read: Collection[str], left: LeftOut) -> list[tuple[Discovered, str]]:
    """Pages that were linked as columns and could not be read, each with the reason: for a person to look at.

    ``read`` are those that are columns. What only some page links, and what has no name, is noted in ``left``.
    """
    unread: list[tuple[Discovered, str]] = []
    columns = (place for place in found.values() if not place.is_article)  # below whose headings a channel is told by
    parents = {name for place in columns for lead in place.leads for name in lead.trail}
    for key, place in sorted(found.items(), key=lambda entry: entry[1].place):
        was_asked = place.problem or place.reading is not None
        if key in read or place.is_home or not place.leads or not was_asked:
            continue
        names, reason = _lead_names(place), _unread(place)
        if any(address in read for address in place.own_leads):
            left.note("office" if any(map(discovery_words().is_unit, names)) else "channel", key)
        elif not place.problem and (not reason or not parents.isdisjoint(names)):
            left.note("channel", key)
        elif not names:
            left.note("date" if any(is_date(lead.name) for lead in place.leads) else "nameless", key)
        elif place.problem or _is_listed(place):
            unread.append((place, reason))
        else:
            left.note("text", key)
    return unread


def _is_listed(place: Discovered) -> bool:
    """Whether a page is linked where columns are: in a catalogue, site map or tree, or no article and on the home page
    or under a heading; or a list that a script would fill."""
    kind = place.reading.kind if place.reading is not None else None
    return kind is PageKind.SHELL or any(
        lead.origin in _BEST_ORIGINS or (not place.is_article and (lead.origin == "home" or bool(lead.trail)))
        for lead in place.leads
    )


def _unread(place: Discovered) -> str:
    """Why a page that was linked is no list to this program; empty where it only leads on."""
    reading = place.reading
    if place.problem or reading is None:
        return place.problem
    if reading.kind is PageKind.SHELL:
        return WORDS.script
    if place.own_leads:
        return ""
    if reading.kind is PageKind.LIST:
        is_undated = reading.items and not any(item.date for item in reading.items)
        return WORDS.undated if is_undated else "" if reading.items else WORDS.no_list
    return WORDS.article if reading.kind is PageKind.ARTICLE else WORDS.no_list


def _lead_names(place: Discovered) -> list[str]:
    """What its links call a page, the best first."""
    names = (lead.name for lead in sorted(place.leads, key=lambda lead: _rank(lead.origin)))
    return [name for name in names if name and not discovery_words().is_generic(name)]


def propose_unread(unread: tuple[Discovered, str], home: str) -> ProposedColumn:
    """A column known by name only, far below any threshold."""
    place, reason = unread
    lead = min(place.leads, key=lambda lead: _rank(lead.origin))
    name = _lead_names(place)[0]
    column = DisclosureColumn(name=name, url=path_of(place.url, home), owner=UNSETTLED, kind=kind_of(name))
    reasons = (_BEST_ORIGINS.get(lead.origin, "有链接"), f"页面没有读到：{reason}")
    return ProposedColumn(column, 0.2, reasons, trail=lead.trail)
