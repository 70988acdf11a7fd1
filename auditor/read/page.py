"""One page opened for reading: decoded, bounded, parsed once."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser

from auditor.base.markup import find_tangle
from auditor.base.pattern import pattern
from auditor.fetch import PageRequest
from auditor.read.charset import decode
from auditor.read.families import Family, choose_family
from auditor.read.lists.learned import Layouts
from auditor.read.lists.naming import Names, read_names
from auditor.read.lists.outline import Outline
from auditor.read.lists.rows import address_in_page
from auditor.read.values import UNPLANNED, Plan

LARGEST_BODY = 4 * 1024 * 1024
"""Bytes; longer bodies are not read."""
_WHOLE_PAGE = pattern(
    r"<(?:html|body|head)\b",
    finds=("<html>", "<BODY class='a'>", "<head>"),
    not_in=("<header>", "<ul><li>"),
    seen="the markup of every whole page",
    flags=re.IGNORECASE,
)


_CLOSED = pattern(
    r"</(?:html|body)\b",
    finds=("</html>", "</BODY >"),
    not_in=("<html>", "</header>"),
    seen="the end of nearly every whole page",
    flags=re.IGNORECASE,
)
_BROKEN_TAG = re.compile(r"<[a-z/!][^<>]{0,2000}\Z", re.IGNORECASE)
_HOLDER = pattern(
    r"<(/?(?:ul|ol|table))\b",
    finds={"<ul class='a'>": "ul", "</table>": "/table", "<OL>": "OL"},
    not_in=("<li>", "<tbody>"),
    seen="what holds the rows of lists, opened and closed",
    flags=re.IGNORECASE,
)


@dataclass(frozen=True)
class Page:
    """A page's text with what it was asked for; the tree and what is read from it are made when first needed."""

    url: str
    text: str
    charset: str
    request: PageRequest
    family: Family
    plan: Plan = UNPLANNED
    """What is given of where its list stands."""
    layouts: Layouts | None = None
    """What was learned from other pages of its portal; ``None``: nothing is to be learned."""
    number: int = 0
    """Which page of its list it is, where whoever reads page after page knows; 0 where nobody does."""

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The parsed page."""
        return LexborHTMLParser(self.text)

    @cached_property
    def outline(self) -> Outline:
        """The page laid flat."""
        return Outline(self.tree)

    def close(self) -> None:
        """Let go of what was made for reading the page."""
        if "outline" in self.__dict__:
            self.outline.take_apart()

    @cached_property
    def base(self) -> str:
        """What relative addresses of the page are relative to."""
        node = self.tree.css_first("base[href]")
        return (
            address_in_page(self.url, node.attributes.get("href") or "") or self.url if node is not None else self.url
        )

    @cached_property
    def is_fragment(self) -> bool:
        """Whether it is a piece of a page, as programs answer it to a script."""
        return _WHOLE_PAGE.search(self.text) is None

    @cached_property
    def is_cut(self) -> bool:
        """Whether a whole page breaks off: it is never closed, and ends within a tag or within what holds rows.

        Nothing else tells it where a server states no length, or keeps a broken copy. Old templates leave out the end
        of the page alone.
        """
        if self.is_fragment or _CLOSED.search(self.text):
            return False
        if _BROKEN_TAG.search(self.text):
            return True
        met = Counter(found.lower() for found in _HOLDER.findall(self.text))
        return any(met[tag] > met[f"/{tag}"] for tag in ("ul", "ol", "table"))

    @cached_property
    def names(self) -> Names:
        """What the page calls itself and its column."""
        return read_names(self.outline)

    @cached_property
    def scripts(self) -> list[str]:
        """The inline scripts of head and body."""
        return [text for node in self.tree.css("script:not([src])") if (text := node.text() or "").strip()]


def open_page(
    body: bytes,
    url: str,
    content_type: str,
    request: PageRequest | None,
    family: str,
    number: int = 0,
    plan: Plan = UNPLANNED,
    layouts: Layouts | None = None,
) -> Page:
    """Decode a body and tell its family."""
    decoded = decode(body[:LARGEST_BODY], content_type)
    chosen = choose_family(decoded.text, url, family)
    return Page(url, decoded.text, decoded.charset, request or PageRequest(url), chosen, plan, layouts, number)


def refusal(body: bytes, text: str) -> str:
    """Why a body must not be parsed, in Chinese; empty where it may be."""
    if len(body) > LARGEST_BODY:
        return f"页面超过 {LARGEST_BODY // 1024 // 1024} MB，未予解析"
    return find_tangle(text)
