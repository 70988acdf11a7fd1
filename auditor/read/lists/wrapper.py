"""A page taken apart by its mark-up alone, as another page of its template was: which piece of a row is what.

A page that was read in full teaches a wrapper. Another page fits it where its mark-up is the same, piece by piece, but
for what is explained: the column's name, the current item of a menu, headlines and figures beside the list, the pieces
of a pager, and what the rows hold. A tree made of the same pieces is the same tree, so what the reader made of the rest
of the first page holds for the other; whatever differs otherwise is not read by a wrapper.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import chain, islice, takewhile
from typing import NamedTuple

from auditor.base.pattern import pattern
from auditor.base.terms import DateSource
from auditor.read.dates import find_dates
from auditor.read.lists.listing import Listing
from auditor.read.lists.naming import WHERE, Names, is_plain_name
from auditor.read.lists.outline import is_date_text, one_line
from auditor.read.lists.pager_words import PAGER_TEXT, is_pager_word
from auditor.read.lists.rows import ARTICLE_ADDRESS, address_in_page, is_more_word, untouched_title
from auditor.read.values import ListItem, told_apart

_PIECE = pattern(
    r"<script\b[^<>]*>(?s:.*?)(?:</script\b[^<>]*>|\Z)|<!--(?s:.*?)(?:-->|\Z)|<[^<>]*>|<|[^<\s][^<]*",
    finds=("<li>", "通知公告", "<SCRIPT>if (a < 2) b()</SCRIPT>", "<!-- <li></li> -->", "< 2"),
    not_in=("", " "),
    seen="all pages",
    flags=re.IGNORECASE,
)
"""A script or comment with all it holds, a tag, or a text."""
_LINK = re.compile(r"<a\s", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})(?:[\s/][^<>]*)?>")
_HREF = pattern(
    r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)')""",
    finds={"<a href='a.htm'>": "a.htm", '<a class="x" HREF = "/b">': "/b"},
    not_in=("<a data-href='a.htm'>", "<a href=a.htm>"),
    seen="links of nearly all portals",
    flags=re.IGNORECASE,
)
_SLOT = pattern(
    r"""(?P<before>\s(?P<name>href|title)\s*=\s*)(?:"[^"]*"|'[^']*')""",
    finds=("<a href='a.htm'>", '<a TITLE="通知">'),
    not_in=("<a data-title='x'>", "<a href=a.htm>", "<a src='a.htm'>"),
    seen="what changes from row to row in the links of nearly all portals",
    flags=re.IGNORECASE,
)
_CLASS = pattern(
    r"""\sclass\s*=\s*(?:"([^"]*)"|'([^']*)')""",
    finds={'<li class="on">': "on", "<li id='a' Class = 'b c'>": "b c"},
    not_in=("<li data-class='on'>", "<li class=on>"),
    seen="menus that mark the column one is in",
    flags=re.IGNORECASE,
)
_LEADING = pattern(
    r"""(\s(?:href|title|src|alt)\s*=\s*)(?:"[^"]*"|'[^']*')""",
    finds=("<a href='a.htm'>", '<img alt="新闻">', "<img Src = 'b.jpg'>"),
    not_in=("<a data-src='x'>", "<img src=b.jpg>"),
    seen="headlines and pictures that differ from page to page",
    flags=re.IGNORECASE,
)
_SCRIPT = pattern(
    r"<script\b[^<>]*>",
    finds=("<script>", '<SCRIPT type="text/javascript">'),
    not_in=("</script>", "<scripts>"),
    seen="nearly all portals",
    flags=re.IGNORECASE,
)
_OF_NO_LIST = pattern(
    r"<(?:!--|(?:script|meta|link|input)\b)",
    finds=("<script>var id = 12;</script>", '<META name="ColumnID" content="12">', "<!-- 12 -->"),
    not_in=("<scripts>", "</script>", "<a href='12.htm'>"),
    seen="scripts, ids of columns and versions of style sheets, which count the page one is on",
    flags=re.IGNORECASE,
    way="match",
)
"""What shows nothing itself: its figures say nothing of where a list stands."""
_LOOKS = pattern(
    r"""\s(?:class|style)\s*=\s*(?:"[^"]*"|'[^']*')""",
    finds=('<div class="c2">', "<i Style='width:3px'>"),
    not_in=("<div data-class='c2'>",),
    seen="nearly all portals",
    flags=re.IGNORECASE,
)
_SOURCE = pattern(
    r"\ssrc\s*=",
    finds=('<script src="a.js">', "<script SRC = 'a.js'>"),
    not_in=("<script>", "<script data-src='a.js'>"),
    seen="nearly all portals",
    flags=re.IGNORECASE,
)
_SCRIPT_END = pattern(
    r"</script\b[^<>]*>",
    finds=("</script>", "</SCRIPT >"),
    not_in=("<script>", "</scripts>"),
    seen="nearly all portals",
    flags=re.IGNORECASE,
)
_REMARK = pattern(
    r"<!--(?!\[)[^<>]*-->",
    finds=("<!-- 正文 -->", "<!-- Mirrored from www.a.gov.cn/b/ by HTTrack [XR] -->"),
    not_in=("<!-- <li>旧条目</li> -->", "<!--[if IE]><p><![endif]-->", "<!-- 正文"),
    seen="what a system or a copying program notes in a page",
    way="fullmatch",
)
"""A comment that holds no mark-up."""
_FOLDER = pattern(
    r"""(?P<quote>["'])(?:\.{1,2}/|/)(?:[\w-]+/)*(?P=quote)""",
    finds=("'./'", '"../tzgg/"', "'/zwgk/tzgg/'"),
    not_in=("'index_2.html'", "'../tzgg/list.jsp'", "'//a.cn/'", "'tzgg'"),
    seen="scripts that write a menu, each entry's address as seen from the column one is in",
)
"""Where a script leads to another column: a folder, never a page of a list."""
_UPWARDS = pattern(
    r"""(?<=["'])(?:\.{1,2}/)+(?=[\w-])""",
    finds=('href="../../css/a.css"', "src='./a.js'"),
    not_in=('href="/css/a.css"', '"../"', "a../b"),
    seen="style sheets and scripts of portals that name them as seen from the page's folder",
)
"""How far up a page's folder stands below what it names."""
_BASE = pattern(
    r"<base\b[^<>]*\shref",
    finds=('<base href="/a/">', "<BASE target='_blank' HREF=b>"),
    not_in=('<base target="_blank">', "<a href='b'>"),
    seen="portals whose addresses hang on another page's",
    flags=re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_NOWHERE = "javascript:;"
"""Where a copied portal's row leads whose article was not copied."""
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "wbr"}
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_TELLING = pattern(
    r"(?:19|20)\d\d|[页頁条項项共/]|记录|总数|total",
    finds=("共17条", "第1/3页", "2020", "Total: 3"),
    not_in=("今日访问41次", "在线12人"),
    seen="figures that a pager, a heading or a tab by year prints",
    flags=re.IGNORECASE,
)
"""A figure that says something of the list."""
_OF_PAGER = pattern(
    r"[\s\d/|<>«»‹›:：,，.。…()（）\[\]\-]{0,20}(?:(?:共|第|当前|每|到|转到|跳转|跳至|前往|首|尾|末|上|下|前|后|最后|最前|一|总|"
    r"页|頁|条|項|项|个|记录|信息|数据|数|确定|go)[\s\d/|<>«»‹›:：,，.。…()（）\[\]\-]{0,20}){0,12}",
    finds=("共17条", "第1/3页", "下一页", "共 300 条记录", "每页20条", "3", "»"),
    not_in=("通知公告", "下一篇", "共同富裕"),
    seen="pagers of nearly all portals",
    flags=re.IGNORECASE,
    way="fullmatch",
)
_PAGER_TAGS = frozenset(
    ("a", "span", "div", "li", "ul", "b", "i", "em", "strong", "p", "font", "td", "tr", "label", "br", "nobr", "small")
)
NO_FIGURES = str.maketrans("", "", "0123456789")
"""A text without its figures, which are counted up from page to page."""
_ENTITY = r"&(?:amp|lt|gt|quot|nbsp|#39);"
"""Signs that are written by name wherever a row holds them; a page with others is read in full."""
LEAST_LEAD = 4.0
"""By how much a list's evidence must have exceeded that of any other for its place to be learned."""
_SPREAD = 1.5
_FEWEST_ROWS = 3
_MOST_PIECES_OF_ROW = 60
_MOST_PIECES_OF_LINE = 6
_MOST_PIECES_OF_PAGER = 120
_SHORTEST_HEADLINE = 8
_MOST_VARIANTS = 3
_LONGEST_TRAIL = 30
_NEAR, _MARKS = 1_000, 4
_LONGEST_PAGE = 400_000


class Row(NamedTuple):
    """What a row's mark-up holds: address and words of its link, the link's ``title``, the printed day."""

    href: str
    words: str
    title: str
    day: str


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """What stands in a page that fits a wrapper: its items, its names, and the mark-up in which its pager stands."""

    listing: Listing
    names: Names
    pager: str


@dataclass(frozen=True, slots=True)
class Wrapper:
    """A page that was read in full: its pieces before and behind the rows, the form of a row, what was read of it."""

    family: str
    start: re.Pattern[str]
    row: re.Pattern[str]
    before: tuple[str, ...]
    behind: tuple[str, ...]
    loose: frozenset[str]
    named: frozenset[int]
    trail: frozenset[int]
    """Where links of the breadcrumb stand above the column's own name: the columns that hold it."""
    names: Names
    listing: Listing
    weight: float
    has_scripts: bool
    step: str
    """By what kind of step the page that taught it leads on."""

    def unwrap(self, text: str, base: str) -> Unwrapped | None:
        """A page's list; ``None`` where the page is not the same but for what is explained."""
        found = self.start.search(text)
        if found is None:
            return None
        first = found.start("row")
        rows, end = _rows_from(self.row, text, first)
        before = _PIECE.findall(text, 0, first)
        if len(rows) < _FEWEST_ROWS or len(before) != len(self.before):
            return None
        name = self._name_of(before)
        if name is None or not self._is_frame(before, name) or not self._is_end(_PIECE.findall(text, end), name):
            return None
        items = _items(rows, base)
        if items is None or not self._is_as_sure(items):
            return None
        pager = f"{''.join(_scripts_in(text[:first])) if self.has_scripts else ''}{text[end:]}"
        return Unwrapped(replace(self.listing, items=items, dated=len(items)), self._names_with(name), pager)

    def _names_with(self, name: str) -> Names:
        own = self.names.column
        if name == own:
            return self.names
        known = frozenset(one.replace(own, name) for one in self.names.all)
        return Names(self.names.title.replace(own, name), name, known, self.names.is_article_like)

    def _name_of(self, before: Sequence[str]) -> str | None:
        """The column's name on that page: what stands where this one's stands."""
        own = self.names.column
        for mine, theirs in zip(self.before, before, strict=True):
            if mine == theirs or not own or own not in mine:
                continue
            head, _, tail = mine.partition(own)
            if own in tail or not (theirs.startswith(head) and theirs.endswith(tail)):
                continue
            name = theirs[len(head) : len(theirs) - len(tail)]
            return name if is_plain_name(name) and name not in self.loose else None
        return own

    def _is_frame(self, before: Sequence[str], name: str) -> bool:
        """Whether the pieces before the rows are the same, but for what is explained."""
        own = self.names.column
        mine, theirs = list[str](), list[str]()
        for at, (here, there) in enumerate(zip(self.before, before, strict=True)):
            if here == there:
                if at in self.named and name != own:
                    return False
            elif at in self.trail and is_plain_name(there) and there != name:
                continue
            elif here[:1] + there[:1] == "<<" and not _OF_NO_LIST.match(here) and _unclassed(here) == _unclassed(there):
                mine += _classes(here)
                theirs += _classes(there)
            elif not _is_explained(here, there, self.before[at - 1], own, name):
                return False
        return sorted(mine) == sorted(theirs)

    def _is_end(self, behind: Sequence[str], name: str) -> bool:
        """Whether the pieces behind the rows are the same, but for what is explained and the pieces of the pager.

        The figures of tags may differ there as well: the pager is read from them as ever.
        """
        own, mine = self.names.column, self.behind

        def is_same(at: int, other: int) -> bool:
            here, there = mine[at], behind[other]
            last = behind[other - 1] if other not in (0, -len(behind)) else ""
            is_told = here == there or _is_explained(here, there, last, own, name)
            return is_told or (here[0] == "<" == there[0] and _differ_in_figures(here, there))

        most = min(len(mine), len(behind))
        head = next((at for at in range(most) if mine[at] != behind[at]), most)
        tail = 0
        while tail < most - head and is_same(-1 - tail, -1 - tail):
            tail += 1
        while head < most - tail and not _are_pagers(mine, behind, head, tail) and is_same(head, head):
            head += 1
        return _are_pagers(mine, behind, head, tail)

    def _is_as_sure(self, items: Sequence[ListItem]) -> bool:
        return _weight(items) >= self.weight - _SPREAD


def may_teach(text: str, listing: Listing, names: Names) -> bool:
    """Whether a page that was read in full says enough, and surely enough, for others to be read alike."""
    rows = listing.rows
    if rows is None or rows.is_loose or len(rows.containers) > 1 or rows.share_dated < 1 or rows.lead < LEAST_LEAD:
        return False
    if len(text) > _LONGEST_PAGE or len(listing.items) < _FEWEST_ROWS or listing.more:
        return False
    is_own = is_plain_name(names.column) and not names.is_article_like
    return is_own and rows.is_sure and not listing.is_among_its_like


def marks_of(text: str, listing: Listing) -> frozenset[str]:
    """The tags before a page's first row that say nothing of the row: a page without one of them is of no such make."""
    at = text.find(listing.items[0].href.replace("&", "&amp;")) if listing.items else -1
    if at < 0:
        return frozenset()
    tags = (piece for piece in _PIECE.findall(text, max(0, at - _NEAR), at) if _TAG.fullmatch(piece))
    return frozenset([piece for piece in tags if not _SLOT.search(piece) and not _DIGITS.search(piece)][-_MARKS:])


def induce(text: str, listing: Listing, names: Names, family: str, step: str) -> Wrapper | None:
    """The wrapper of a page that `may_teach`; ``None`` where its rows are not alike piece by piece."""
    pieces = _PIECE.findall(text)
    place = _place_of(pieces, [item.href for item in listing.items])
    if place is None:
        return None
    starts, period, between = place
    end = starts[-1] + period
    row = _row_form([pieces[at : at + period] for at in starts])
    before, behind = pieces[: starts[0]], pieces[end:]
    if not row or not before or end > len(pieces) or any(map(_BASE.search, before)):
        return None
    line = "".join(rf"{re.escape(piece)}\s*+" for piece in between)
    outside = [at for at, piece in enumerate(before) if piece[0] != "<" and not _LINK.match(before[max(at - 1, 0)])]
    return Wrapper(
        family,
        re.compile(rf"{re.escape(before[-1])}\s*+(?P<row>{row})"),
        re.compile(rf"(?:{line})?{row}\s*+"),
        tuple(before),
        tuple(behind),
        frozenset(before[at].strip() for at in outside) | frozenset(piece.strip() for piece in behind),
        frozenset(at for at in outside if before[at].strip(" ：:>》»[]【】") == names.column),
        frozenset(_trail_of(before, names.column)),
        names,
        replace(listing, rows=None, items=()),
        _weight(listing.items),
        _SCRIPT.search(text) is not None,
        step,
    )


def _trail_of(before: Sequence[str], own: str) -> Iterator[int]:
    """Where a breadcrumb that ends in the column's name has the links above it."""
    begins = next((at for at, piece in enumerate(before) if piece[0] != "<" and WHERE.search(piece)), None)
    ends = begins and next((at for at in range(begins, len(before)) if before[at].strip() == own), None)
    if begins is None or ends is None or ends - begins > _LONGEST_TRAIL:
        return
    for at in range(begins + 1, ends):
        if _LINK.match(before[at - 1]) and is_plain_name(before[at]):
            yield at


def _scripts_in(text: str) -> Iterator[str]:
    """The scripts that stand in a page itself."""
    at = 0
    while (begins := _SCRIPT.search(text, at)) and (ends := _SCRIPT_END.search(text, begins.end())):
        if not _SOURCE.search(begins[0]):
            yield text[begins.start() : ends.end()]
        at = ends.end()


def _rows_from(row: re.Pattern[str], text: str, at: int) -> tuple[list[Row], int]:
    rows: list[Row] = []
    while (found := row.match(text, at)) is not None:
        held = found.groupdict("")
        rows.append(Row(held["href"], held["words"].strip(), held.get("title", ""), held["day"]))
        at = found.end()
    return rows, at


def _items(rows: Sequence[Row], base: str) -> tuple[ListItem, ...] | None:
    """The rows as items; ``None`` where one is not plainly a title with a whole day and its address, or surely none."""
    found = []
    for row in rows:
        title = untouched_title(one_line(unescape(row.words)), unescape(row.title))
        href = row.href.replace("&amp;", "&").strip()
        url = address_in_page(base, href)
        days = find_dates(row.day)
        if not title or not (url or href == _NOWHERE) or len(days) != 1 or PAGER_TEXT.search(title):
            return None
        found.append(ListItem(title, href, url, days[0].value, DateSource.LIST))
    items = told_apart(found)
    return items if len(items) == len(found) and not any(item.mark for item in items) else None


def _weight(items: Sequence[ListItem]) -> float:
    """What of the evidence for a list its rows alone may change: long titles, addresses of articles, many rows."""
    length = min(sum(len(item.title) for item in items) / len(items), 20.0)
    articles = sum(ARTICLE_ADDRESS.search(item.href) is not None for item in items) / len(items)
    return length / 10 + 1.5 * articles + 0.5 * min(len(items), 15) / 15


# -- what is explained -------------------------------------------------------------------------------------------------


def _is_explained(here: str, there: str, before: str, own: str, name: str) -> bool:
    """Whether two pieces at one place of a frame say the same of the list; ``before`` is the piece before them."""
    if own and here.replace(own, name) == there:
        return True
    if (here[0] == "<") != (there[0] == "<"):
        return False
    if _OF_NO_LIST.match(here):
        is_remark = _REMARK.fullmatch(here) is not None and _REMARK.fullmatch(there) is not None
        return is_remark or _differ_in_figures(*map(_unplaced, (here, there)))
    if here[0] == "<":
        return here[1:4].lower() in ("a h", "a c", "a t", "img") and _LEADING.sub(r"\1", here) == _LEADING.sub(
            r"\1", there
        )
    if before[:6].lower() == "<style" or ">" in there or "&" in there:
        return False
    if is_date_text(one_line(here)):
        return here.translate(NO_FIGURES) == there.translate(NO_FIGURES) and is_date_text(one_line(there))
    if _LINK.match(before) and _is_headline(here, own) and _is_headline(there, name):
        return True
    return here.translate(NO_FIGURES) == there.translate(NO_FIGURES) and not _TELLING.search(there)


def _unplaced(piece: str) -> str:
    """What shows nothing itself, without what it says of the folder in which its page stands."""
    return _UPWARDS.sub("", _FOLDER.sub("''", piece) if _SCRIPT.match(piece) else piece)


def _differ_in_figures(here: str, there: str) -> bool:
    """Whether two tags or scripts differ in their figures alone, and not in how they look."""
    is_alike = here.translate(NO_FIGURES) == there.translate(NO_FIGURES)
    return is_alike and (_SCRIPT.match(here) is not None or _LOOKS.findall(here) == _LOOKS.findall(there))


def _is_headline(text: str, name: str) -> bool:
    """Whether a link's words are but the title of something else."""
    plain = one_line(text)
    return (
        len(plain) >= _SHORTEST_HEADLINE
        and _CHINESE.search(plain) is not None
        and plain != name
        and not (is_date_text(plain) or is_more_word(plain) or is_pager_word(plain) or PAGER_TEXT.search(plain))
    )


def _unclassed(tag: str) -> str:
    return _CLASS.sub("", tag)


def _classes(tag: str) -> list[str]:
    return [one or other for one, other in _CLASS.findall(tag)]


def _are_pagers(mine: Sequence[str], behind: Sequence[str], head: int, tail: int) -> bool:
    """Whether two runs of pieces, but for ``head`` at their beginning and ``tail`` at their end, are those of pagers.

    They are where a step or a figure says so, in them or beside them where the pager goes on.
    """
    parts = (mine[head : len(mine) - tail], behind[head : len(behind) - tail])
    if not any(parts):
        return True
    if any(len(part) > _MOST_PIECES_OF_PAGER or not all(map(_is_of_pager, part)) for part in parts):
        return False
    beside = chain(takewhile(_is_of_pager, reversed(mine[:head])), takewhile(_is_of_pager, mine[len(mine) - tail :]))
    return any(map(_says_pager, islice(beside, _MOST_PIECES_OF_PAGER))) or all(
        any(map(_says_pager, part)) for part in parts
    )


def _is_of_pager(piece: str) -> bool:
    """Whether a piece may stand in a pager."""
    if piece[0] != "<":
        return _OF_PAGER.fullmatch(unescape(piece)) is not None
    tag = _TAG.fullmatch(piece)
    return tag is not None and tag[2].lower() in _PAGER_TAGS


def _says_pager(piece: str) -> bool:
    return piece[0] != "<" and PAGER_TEXT.search(piece) is not None


# -- learning ----------------------------------------------------------------------------------------------------------


def _place_of(pieces: Sequence[str], hrefs: Sequence[str]) -> tuple[list[int], int, Sequence[str]] | None:
    """Where among the pieces the rows begin, how many each has, and the tags that part some of them from the next.

    ``None`` where they differ in that.
    """
    links = [(at, _href_of(piece)) for at, piece in enumerate(pieces) if _LINK.match(piece)]
    known = dict(links)
    for at in (at for at, href in links if href == hrefs[0]):
        for other in (one for one, href in links if at < one <= at + _MOST_PIECES_OF_ROW and href == hrefs[1]):
            found = _links_from(known, hrefs, at, other - at)
            lead = _lead_of(pieces[at:other])
            lines = {tuple(pieces[link - lead - more : link - lead]) for link, more in found if more}
            if found and len(lines) <= 1 and all(map(_is_bare_tag, chain(*lines))):
                return ([link - lead for link, _ in found], other - at, next(iter(lines), ())) if at >= lead else None
    return None


def _links_from(known: Mapping[int, str], hrefs: Sequence[str], at: int, period: int) -> list[tuple[int, int]]:
    """The rows' links, each so many pieces behind the one before or a few more, with how many more; else none."""
    found = [(at, 0)]
    for href in hrefs[1:]:
        usual = found[-1][0] + period
        more = next((n for n in range(_MOST_PIECES_OF_LINE) if known.get(usual + n) == href), None)
        if more is None:
            return []
        found.append((usual + more, more))
    return found


def _is_bare_tag(piece: str) -> bool:
    return piece[0] == "<" and not _SLOT.search(piece)


def _href_of(tag: str) -> str:
    found = _HREF.search(tag)
    return (found[1] if found[1] is not None else found[2]).replace("&amp;", "&").strip() if found else ""


def _lead_of(pieces: Sequence[str]) -> int:
    """How many of the pieces from one row's link to the next one's belong to that next row."""
    depth = least = end = 0
    for at, piece in enumerate(pieces):
        tag = _TAG.fullmatch(piece)
        if tag is not None and not piece.endswith("/>") and tag[2].lower() not in _VOID:
            depth += -1 if tag[1] else 1
        if depth <= least and at:
            least, end = depth, at + 1
    return len(pieces) - end


def _row_form(rows: Sequence[Sequence[str]]) -> str:
    """The expression that a row's mark-up fits, with what it holds as groups; empty where a piece is not plain."""
    form = _RowForm()
    is_plain = all(form.take(pieces) for pieces in zip(*rows, strict=True))
    return r"\s*+".join(form.parts) if is_plain and {"href", "day", "words"} <= form.held else ""


class _RowForm:
    """The expression of a row, piece by piece, and what it holds by now."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.held: set[str] = set()
        self._hrefs: list[str] = []
        self._is_in_link = False

    def take(self, pieces: Sequence[str]) -> bool:
        """Take in one piece as it stands in all rows; whether it is plain."""
        self.parts.append(self._part(pieces))
        return bool(self.parts[-1])

    def _part(self, pieces: Sequence[str]) -> str:
        first = pieces[0]
        if _LINK.match(first):
            self._is_in_link = True
            return self._link(pieces)
        if first[0] == "<":
            self._is_in_link = self._is_in_link and first.lower() != "</a>"
            return _tag_form(pieces)
        forms = {_form_of(piece) for piece in pieces}
        if len(forms) == 1 and len(find_dates(first)) == 1:
            return self._once("day", forms.pop())
        if self._is_in_link and len(set(pieces)) > 1:
            return self._once("words", rf"(?:[^<&]|{_ENTITY})++")
        return forms.pop() if len(forms) == 1 else ""

    def _once(self, name: str, form: str) -> str:
        if name in self.held:
            return ""
        self.held.add(name)
        return f"(?P<{name}>{form})"

    def _link(self, pieces: Sequence[str]) -> str:
        """The row's link, or another one of it that leads to the same."""
        hrefs = [_href_of(piece) for piece in pieces]
        if self._hrefs and hrefs != self._hrefs:
            return ""
        self._hrefs = hrefs
        tag, at, parts = pieces[0], 0, list[str]()
        for found in _slots(tag):
            name, quote = found["name"].lower(), tag[found.end() - 1]
            slot = rf"(?:[^<>&{quote}]|{'&amp;' if name == 'href' else _ENTITY})*+"
            slot = f"(?P={name})" if name in self.held else self._once(name, slot)
            parts += [re.escape(tag[at : found.end("before")]), quote, slot, quote]
            at = found.end()
        return "".join([*parts, re.escape(tag[at:])])


def _tag_form(tags: Sequence[str]) -> str:
    """A tag of all rows, or the few ways it is written, or one that counts the rows."""
    variants = sorted(set(tags))
    if any(map(_SLOT.search, variants)):
        return ""
    if len(variants) <= _MOST_VARIANTS:
        return "|".join(map(re.escape, variants)).join(("(?:", ")"))
    forms = {_form_of(tag) for tag in variants}
    looks = {tuple(_LOOKS.findall(tag)) for tag in variants}
    return forms.pop() if len(forms) == len(looks) == 1 else ""


def _form_of(text: str) -> str:
    return r"\d+".join(map(re.escape, _DIGITS.split(text.strip())))


def _slots(tag: str) -> Iterator[re.Match[str]]:
    seen = set()
    for found in _SLOT.finditer(tag):
        if found["name"].lower() not in seen:
            seen.add(found["name"].lower())
            yield found
