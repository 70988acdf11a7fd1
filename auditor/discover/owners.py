"""Guesses which unit answers for a column: by its name, its place in the catalogue, or its articles."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from auditor.base.terms import FetchStatus
from auditor.county.model import Unit
from auditor.county.naming import table_of
from auditor.discover.judge import Candidate
from auditor.discover.left import WORDS
from auditor.discover.links import is_same_host
from auditor.discover.words import bracketed, discovery_words
from auditor.fetch import Fetched, PageRequest
from auditor.read import ArticleFacts
from auditor.read.reading import read_page

Fetch = Callable[[PageRequest], Awaitable[Fetched]]

_MOST_ARTICLES = 3


@dataclass(frozen=True, slots=True)
class Owner:
    """A guessed unit and what the guess rests on; no name where nothing speaks for one."""

    unit: str = ""
    reason: str = ""


def owner_by_name(candidate: Candidate, county: str) -> Owner:
    """The unit in brackets behind the name, the name itself, the nearest office among the headings above, or the office
    whose site the page stands on."""
    words = discovery_words()
    inside = bracketed(candidate.name)
    for text, reason in (
        (inside, WORDS.owner["bracket"]),
        (candidate.name, WORDS.owner["name"]),
        *((part, WORDS.owner["above"]) for part in reversed(candidate.trail)),
        (candidate.found.office, WORDS.owner["site"]),
    ):
        unit = words.bare_unit(text, county)
        if unit in words.units.general:
            continue  # the county's government itself: the portal's name above a menu
        if words.is_unit(text) or (text == inside and words.may_be_owner(text)):
            return Owner(unit, reason)
    return Owner()


async def owner_by_articles(candidate: Candidate, county: str, home: str, fetch: Fetch) -> Owner:
    """The unit that two articles of the column name as publisher or source; three requests at most.

    One article is enough where it names the unit that usually answers for a column of that name.
    """
    words = discovery_words()
    pages = [item.url for item in candidate.reading.items if item.url and not item.pinned]
    pages = [url for url in pages if is_same_host(url, home) and not words.is_file(url)][:_MOST_ARTICLES]
    seen: list[Owner] = []
    for url in pages:
        owner = await _owner_of_page(url, county, fetch)
        if not owner.unit:
            continue
        name = words.same_unit(owner.unit)
        if name in (words.unit_by_name(candidate.name), *(words.same_unit(other.unit) for other in seen)):
            return owner
        seen.append(owner)
    return seen[0] if len(seen) == 1 and len(pages) == 1 else Owner()


async def _owner_of_page(url: str, county: str, fetch: Fetch) -> Owner:
    fetched = await fetch(PageRequest(url))
    if fetched.status is not FetchStatus.OK:
        return Owner()
    facts = read_page(fetched.body, url=fetched.url, content_type=fetched.header("content-type")).article
    return _owner_of(facts, county) if facts else Owner()


def _owner_of(facts: ArticleFacts, county: str) -> Owner:
    words = discovery_words()
    for text, reason in ((facts.publisher, WORDS.owner["publisher"]), (facts.source, WORDS.owner["source"])):
        name = words.bare_unit((text or "").strip(), county)
        if name and words.is_unit(name):
            return Owner(name, reason)
    return Owner()


def owner_by_custom(candidate: Candidate, known: Owner) -> Owner:
    """The unit that usually answers for a column of that name: the weakest guess, used where nothing else is known.

    The general office publishes for others too, so its name on articles does not outweigh the column's own.
    """
    words = discovery_words()
    unit = words.unit_by_name(candidate.name)
    told_by = (WORDS.owner["publisher"], WORDS.owner["source"])
    is_office = words.same_unit(known.unit) == words.units.office and known.reason in told_by
    if not unit or (known.unit and (not is_office or unit == words.units.office)):
        return known
    return Owner(unit, WORDS.owner["custom"])


def settle_units(owners: Sequence[Owner]) -> dict[str, Unit]:
    """The unit of every guessed name: spellings of one unit are one, under its most frequent (then shortest) one."""
    words = discovery_words()
    counts = Counter(owner.unit for owner in owners if owner.unit)
    groups: dict[str, list[str]] = {}
    for name in counts:
        groups.setdefault(words.same_unit(name), []).append(name)
    settled: dict[str, Unit] = {}
    for names in groups.values():
        first, *others = sorted(names, key=lambda name: (-counts[name], len(name), name))
        unit = Unit(name=first, table=table_of(first).id, aliases=tuple(others))
        settled |= dict.fromkeys(names, unit)
    return settled
