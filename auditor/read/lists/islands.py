"""Lists that are in the page but not in its tree: records in a data island, a comment, a pager in base64."""

import base64
import binascii
import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote_plus

from selectolax.lexbor import LexborHTMLParser

from auditor.base.markup import find_tangle
from auditor.base.pattern import pattern
from auditor.read.families import Island
from auditor.read.lists.listing import Listing, read_listing
from auditor.read.lists.naming import Names
from auditor.read.lists.outline import Outline

_TABLE_ROW = pattern(
    r"<tr\b",
    finds=("<tr>", "<TR class='odd'>"),
    not_in=("<li><table><tr>", "<track>", "<td>"),
    seen="records of Hanweb data islands, which hold either rows of a table or items of a list",
    flags=re.IGNORECASE,
    way="match",
)


@dataclass(frozen=True, slots=True)
class IslandRows:
    """An island's list with what stands beside it: the stated total, the address of the next group."""

    listing: Listing | None
    records: int
    total: int | None
    pages: int | None
    next: str


def read_island(island: Island, text: str, names: Names, url: str) -> IslandRows | None:
    """The fullest list among the page's islands (one list is often embedded twice); ``None`` where there is none."""
    best: IslandRows | None = None
    for unit in re.finditer(island.unit, text) if island.unit else ():
        found = _read_unit(island, unit[1], names, url)
        if best is None or found.records > best.records:
            best = found
    return best


def _read_unit(island: Island, unit: str, names: Names, url: str) -> IslandRows:
    records = _cut(unit, island.row, island.row_end)
    total = re.search(island.total, unit) if island.total else None
    pages = re.search(island.pages, unit) if island.pages else None
    following = re.search(island.next, unit) if island.next else None
    listing = read_fragment(_framed(records), names, url) if records else None
    return IslandRows(
        listing,
        len(listing.items) if listing is not None else 0,
        int(total[1]) if total else None,
        int(pages[1]) if pages else None,
        unescape(following[1]) if following else "",
    )


def _cut(text: str, start: str, end: str) -> list[str]:
    """What stands between each start (a pattern) and the end after it, in one pass however many starts there are."""
    found: list[str] = []
    at = 0
    for match in re.finditer(start, text):
        if match.start() < at:
            continue
        at = text.find(end, match.end())
        if at < 0:
            break
        found.append(text[match.end() : at])
    return found


def _framed(records: list[str]) -> str:
    joined = "\n".join(records)
    return f"<table>{joined}</table>" if _TABLE_ROW.match(joined.lstrip()) else f"<div>{joined}</div>"


def read_fragment(markup: str, names: Names, url: str) -> Listing | None:
    """A piece of a page that is nothing but the list."""
    if find_tangle(markup):
        return None
    outline = Outline(LexborHTMLParser(markup))
    return read_listing(outline, names, url, is_fragment=True)


def commented(text: str) -> str:
    """The longest comment of a page that holds links: where a family keeps its rendered list."""
    comments = (comment for comment in _cut(text, "<!--", "-->") if "href" in comment)
    longest = max(comments, key=len, default="")
    return "" if find_tangle(longest) else longest


def hidden_pager(outline: Outline, selector: str) -> str:
    """The markup of a pager kept as base64 of url-encoded HTML in an element; empty where it is none."""
    node = outline.tree.css_first(selector)
    if node is None:
        return ""
    packed = (node.attributes.get("value") or node.text() or "").strip()
    if not re.fullmatch(r"[A-Za-z0-9+/=\s]{16,200000}", packed):
        return ""
    try:
        markup = unquote_plus(base64.b64decode(packed).decode("utf-8"))
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return "" if find_tangle(markup) else markup
