"""The links of one page that may lead to columns, with the headings they stand under."""

import re
from collections.abc import Collection, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from auditor.base.hosts import authority
from auditor.base.pattern import pattern
from auditor.county.check import normal_address, whole_address, without_anchor
from auditor.discover.left import LeftOut
from auditor.discover.values import Lead
from auditor.discover.words import clean_name, discovery_words
from auditor.read.lists.naming import WHERE
from auditor.read.lists.pager_words import is_pager_word
from auditor.read.lists.rows import is_template_text

_HEADINGS = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "dt", "strong", "b", "p", "span", "a", "label", "th", "td", "div"}
)
_ROOF = frozenset({"header", "footer", "nav"})
_ROOF_MARKS = pattern(
    r"footer|friend|copyright|yqlj|bottom",
    finds=("footer", "friendlink", "yqlj", "page-bottom"),
    not_in=("content", "header"),
    seen="classes of the foot of home pages",
    flags=re.IGNORECASE,
)
_LONGEST_TEXT = 24
SHORTEST_TITLE = 8
"""Characters that titles of articles have more than, and names of columns hardly ever."""
_LONGEST_TRAIL = 300
_CLIMB = 6
_MOST_LINKS = 3_000
_LONGEST_ROW = 200
_FEWEST_IN_MENU = 2
_DATE = pattern(
    r"\d{4}\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}|(?<!\d)\d{2}[-/]\d{2}(?!\d)",
    finds=("2020-01-03", "2020年1月3日", "[01-03]"),
    not_in=("2020", "1-3", "101-033"),
    seen="rows of lists on home pages",
)


def page_leads(
    tree: LexborHTMLParser, url: str, origin: str, depth: int, *, but: Collection[str] = (), left: LeftOut | None = None
) -> list[Lead]:
    """Links to pages of the same host that may be columns; ``but`` are normal addresses that are none (list items).

    What is none although its text might name a column is noted in ``left``.
    """
    left = left or LeftOut()
    words = discovery_words()
    leads: dict[tuple[str, str], Lead] = {}
    known: dict[int, str] = {}
    for node in tree.css("a[href]")[:_MOST_LINKS]:
        written = (node.attributes.get("href") or "").strip()
        address = whole_address(url, without_anchor(written)) if written and not written.startswith("#") else None
        if address is None or normal_address(address) in but:
            continue
        name, is_more = link_name(node), words.is_more(node.text())
        if (
            words.is_file(address)
            or is_template_text(written)
            or is_pager_word(name)
            or _is_no_menu(node, name, address, origin)
        ):
            continue
        if not is_same_host(address, url):
            left.note("elsewhere", normal_address(address))
            continue
        if not name and not is_more:
            if not clean_name(node.text()):
                left.note("nameless", normal_address(address))
            continue
        trail = tuple(_trail(node, name, known))
        above = (part for part in trail if part not in words.links.skip_names)
        if words.is_skipped(name, address) or any(words.is_skipped(part, "") for part in above):
            left.note("service", normal_address(address))
            continue
        found = "page" if origin not in ("home", "page") and _under_roof(node) else origin
        leads.setdefault((address, name), Lead(address, name, trail, found, depth))
    return list(leads.values())


def _is_no_menu(node: LexborNode, name: str, address: str, origin: str) -> bool:
    """Whether a link is a title with its day, or leads where articles and later pages of lists stand.

    A name as short as those of columns is one all the same: forms of addresses differ, and catalogues print the day of
    the last item beside each column.
    """
    words = discovery_words()
    if words.is_article(address) or words.is_pager(address):
        return not 2 <= len(name) <= SHORTEST_TITLE
    return _is_dated_row(node) and (origin not in ("hub", "sitemap") or len(name) > SHORTEST_TITLE)


def link_name(node: LexborNode) -> str:
    """What a link is called: its whole ``title`` where the text is cut, else its text; of 更多, what it stands beside;
    of a picture, what that is called.

    Empty where the name is too long for a column, or cut.
    """
    text, title = clean_name(node.text()), clean_name(node.attributes.get("title") or "")
    if not text and not title and (picture := node.css_first("img")) is not None:
        title = clean_name(picture.attributes.get("alt") or picture.attributes.get("title") or "")
    if discovery_words().is_more(node.text()):
        return _heading_beside(node)
    if title and (not text or (text.rstrip(".…") != text and title.startswith(text.rstrip(".…")))):
        text = title
    return text if len(text) <= _LONGEST_TEXT and not text.endswith(("...", "…")) else ""


def _heading_beside(node: LexborNode) -> str:
    """The heading a 更多 link stands beside."""
    for box in (node, *_above(node, 2)):
        before = _element_before(box)
        text = clean_name(before.text()) if before is not None and before.tag in _HEADINGS else ""
        if 2 <= len(text) <= _LONGEST_TEXT:
            return text
    return ""


def _is_dated_row(node: LexborNode) -> bool:
    """Whether a link is a row of a list: it stands alone in its row with a date."""
    row = next((box for box in _above(node, 3) if box.tag in ("li", "tr", "dd")), None)
    if row is None or len(row.css("a")) > 2:
        return False
    text = row.text()
    return len(text) < _LONGEST_ROW and _DATE.search(text) is not None


def is_same_host(address: str, home: str) -> bool:
    """Whether two addresses are of one portal: ``www.`` and the scheme make no difference."""
    hosts = {authority(url).removeprefix("www.") for url in (address, home)}
    return len(hosts) == 1


def breadcrumb(tree: LexborHTMLParser) -> list[str]:
    """The names on the page's 当前位置 line, home page left out; the last is the column's own."""
    for node in tree.root.traverse(include_text=True) if tree.root else ():
        if not node.is_text_node or len(own := node.text_content or "") > _LONGEST_TRAIL or not WHERE.search(own):
            continue
        text = own
        for box in _above(node, 4):
            wider = box.text(separator=">")
            if len(wider) > _LONGEST_TRAIL:
                break
            text = wider
        rest = WHERE.split(text, maxsplit=1)[-1]
        parts = [clean_name(part) for part in re.split(r"[>＞»›→/|：:\n]+", rest)]
        names = [part for part in parts if 2 <= len(part) <= _LONGEST_TEXT and not part.endswith("首页")]
        if names:
            return names
    return []


def _under_roof(node: LexborNode) -> bool:
    """Whether a link stands in what all pages of a portal share: menu bar, footer, friendly links."""
    return any(
        box.tag in _ROOF or _ROOF_MARKS.search(f"{box.attributes.get('class')} {box.attributes.get('id')}")
        for box in _above(node, 12)
    )


def _above(node: LexborNode, limit: int) -> Iterator[LexborNode]:
    box = node.parent
    while box is not None and limit and box.tag not in ("body", "html"):
        yield box
        box, limit = box.parent, limit - 1


def _trail(node: LexborNode, name: str, known: dict[int, str]) -> list[str]:
    """The headings a link stands under, outermost first: what stands before each list around it.

    ``known`` keeps the text of headings already looked at, since many links stand under one.
    """
    found: list[str] = []
    for box in _above(node, _CLIMB):
        if box.tag not in ("ul", "ol", "dl", "div", "table", "dd", "section"):
            continue
        before = _element_before(box)
        if before is None or before.tag not in _HEADINGS:
            continue
        if before.mem_id not in known:
            known[before.mem_id] = clean_name(before.text()) if _is_heading(before) else ""
        text = known[before.mem_id]
        if 2 <= len(text) <= _LONGEST_TEXT and text != name and text not in found:
            found.insert(0, text)
    return found


def _is_heading(box: LexborNode) -> bool:
    """Whether a box may head what follows: a bar of links is a menu, not a heading; 更多 counts not."""
    links = box.css("a")
    return len(links) < _FEWEST_IN_MENU or sum(not discovery_words().is_more(a.text()) for a in links) < _FEWEST_IN_MENU


def _element_before(box: LexborNode) -> LexborNode | None:
    before = box.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    return before
