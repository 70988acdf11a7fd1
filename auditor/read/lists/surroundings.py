"""What stands around the candidates of a page: pagers, boxes still to be filled, where the column's own part begins."""

import math
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from auditor.base.pattern import pattern
from auditor.read.lists.candidates import Rows
from auditor.read.lists.naming import Names
from auditor.read.lists.outline import REMEMBERED, Box, Outline
from auditor.read.lists.pager_words import PAGER_SIGN, PAGER_TEXT
from auditor.read.lists.rows import is_template_text
from auditor.read.walls import says_empty

MAIN_MARK = pattern(
    r"(?:^|[-_\s])(?:main\w{0,30}|content\w{0,30}|con|article\w{0,30}|news_?-?list\w{0,30}|list-?\w{0,30}|"
    r"\w{0,30}-?list|zwgk\w{0,30}|xxgk\w{0,30}|data\w{0,30}|app)"
    r"(?:$|[-_\s\d])",
    finds=("main", "GcList", "xxgk", "news_list", "content-box", "list 3"),
    not_in=("domain", "aside", "blacklisted", "apple"),
    seen="福建民间组织信息网, 广东侨务, 浙江省教育厅",
    flags=re.IGNORECASE,
)
"""Classes and ids by which templates mark content."""
_PAGER_MARK = pattern(
    r"(?:^|[-_\s])(?:pages?|pager|pagination|paging|paginator|fenye|fanye\d{0,9}|pagebar|pagediv|page_div|pagelist|pagenav|page_?num\w{0,30}|"
    r"turnpage|pageturn|pz_fy|lbfy|yeshu)"
    r"(?:$|[-_\s\d])",
    finds=("page", "pagination", "fenye", "fanye1", "page_num2", "box pager"),
    not_in=("homepage", "webpage", "spage", "-of-history"),
    seen="道真县人社局, 广东侨务, jCMS",
)
_PAGER_SCRIPT = pattern(
    r"createPage|Pager\s{0,9}\(|pagination|laypage|nPageCount|paginate|jpage|gotopage|pagelist",
    finds=("createPageHTML(8, 0,", "new Pager({", "laypage.render", "nPageCount = 3"),
    not_in=("homePage()", "pageview"),
    seen="TRS WCM, laypage",
    flags=re.IGNORECASE,
)
_FILLED_LATER = frozenset({"div", "ul", "ol", "table", "tbody", "dl", "section"})
_MOST_HOLLOW = 50
_LONGEST_PAGER = 60
_LONGEST_NOTICE = 60
_LONGEST_PAGER_TEXT = 80
_PAGER_TAGS = frozenset({"div", "ul", "td", "p", "table", "nav"})


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a page holds beside its candidates, read once: pagers, empty boxes that a script may fill, and where the
    column's own part begins or a list says that it is empty."""

    names: Names
    url: str
    pagers: list[tuple[int, int]]
    hollow: list[Box]
    beginnings: list[int]


def read_surroundings(outline: Outline, names: Names, url: str, candidates: list[Rows]) -> Surroundings:
    """Look around the candidates of a page."""
    pagers = _nearest_ends(candidates, _pager_positions(outline))
    return Surroundings(names, url, pagers, _hollow_boxes(outline), _beginnings(outline, names))


def is_beside_pager(rows: Rows, around: Surroundings) -> bool:
    """Whether a pager follows this list with neither another dated list nor the column's beginning between."""
    following = bisect_left(around.beginnings, rows.end)
    begins = around.beginnings[following] if following < len(around.beginnings) else math.inf
    for at, nearest in around.pagers:
        if rows.end <= at:
            if any(rows.end <= box.first_text <= at and box.order > rows.boxes[-1].order for box in around.hollow):
                continue  # of a list that a script fills
            if begins >= at and rows.end >= nearest and (rows.dated or nearest in (rows.end, 0)):
                return True
        elif rows.container.first_text <= at < rows.container.end_text and rows.first <= at:
            return True
    return False


def _pager_positions(outline: Outline) -> list[int]:
    """Where pagers stand, counted in texts."""
    texts = outline.texts
    found = [
        index
        for index in outline.texts_with(PAGER_SIGN)
        if len(texts[index]) <= _LONGEST_PAGER_TEXT and PAGER_TEXT.search(texts[index])
    ]
    scripts = ((at, node.text() or "") for at, node in outline.scripts)
    found += [at for at, script in scripts if "pag" in script.lower() and _PAGER_SCRIPT.search(script)]
    for box in outline.boxes:
        if box.tag in _PAGER_TAGS and box.end_text - box.first_text <= _LONGEST_PAGER and is_pager_box(box):
            found.append(box.first_text)
    return found


def is_pager_box(box: Box) -> bool:
    """Whether the template marks a box as a pager."""
    return box.marks != " " and _names_pager(box.marks)


@lru_cache(maxsize=REMEMBERED)
def _names_pager(marks: str) -> bool:
    return _PAGER_MARK.search(marks) is not None


def _nearest_ends(candidates: list[Rows], pagers: list[int]) -> list[tuple[int, int]]:
    """Every pager with the end of the last dated list before it, 0 where there is none."""
    ends = sorted({rows.end for rows in candidates if rows.share_dated >= 0.5})
    return [(at, ends[before - 1] if (before := bisect_right(ends, at)) else 0) for at in sorted(set(pagers))]


def _hollow_boxes(outline: Outline) -> list[Box]:
    """Empty boxes that the template marks as a place for content."""
    return [
        box
        for box in outline.boxes
        if box.first_text == box.end_text
        and not box.children
        and box.tag in _FILLED_LATER
        and MAIN_MARK.search(box.marks)
    ][:_MOST_HOLLOW]


def is_hollow_between(hollow: list[Box], heading: int, container: Box) -> bool:
    """Whether an empty box made to be filled by a script stands between a heading and a list: the heading is its."""
    return any(heading < box.first_text <= container.first_text and not box.is_within(container) for box in hollow)


def _beginnings(outline: Outline, names: Names) -> list[int]:
    """Where the column's name heads something, or 暂无信息 stands in place of rows: a pager behind it is not of a list
    before it."""
    return [
        index
        for index, text in enumerate(outline.texts)
        if len(text) <= _LONGEST_NOTICE
        and not outline.owners[index].in_link
        and (text in names.all or (says_empty(text) and not is_template_text(text)))
    ]
