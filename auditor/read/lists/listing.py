"""The general reader: a column's own list among navigation, side lists, footers and template rows.

What speaks for a candidate and against it is added up in `weigh_rows`; the best one wins if it stands out and nothing
marks it as a side list. Otherwise the reader abstains: a wrong list is worse than none.
"""

import math
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date as calendar_date
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from auditor.base.hosts import authority
from auditor.base.pattern import pattern
from auditor.base.sign import Sign
from auditor.base.terms import DateSource
from auditor.read.dates import find_dates
from auditor.read.lists.above import headline_above, heads_another, is_pinned_block, pinned_above
from auditor.read.lists.candidates import Rows, find_candidates
from auditor.read.lists.groups import row_groups
from auditor.read.lists.naming import Names, heading_above
from auditor.read.lists.outline import REMEMBERED, Box, Outline, month_of
from auditor.read.lists.plan import Misfit, date_boxes, planned_rows, retitled
from auditor.read.lists.row_dates import (
    TITLE_HEAD,
    attribute_date,
    day_of_month,
    labelled_date,
    named_dates,
    row_date,
    script_date,
    year_of,
    year_of_address,
)
from auditor.read.lists.rows import Entry, address_in_page, glued_date, read_title
from auditor.read.lists.surroundings import (
    MAIN_MARK,
    Surroundings,
    is_beside_pager,
    is_hollow_between,
    read_surroundings,
)
from auditor.read.lists.teasers import chosen_year, more_addresses
from auditor.read.lists.torn import put_together
from auditor.read.values import UNPLANNED, Groups, ListItem, Plan, told_apart

_ROWS = frozenset({"li", "tr", "dl"})
_ASIDE_TAGS = frozenset({"nav", "aside", "header", "footer", "marquee"})
_ASIDE_MARK = pattern(
    r"(?:^|\s)(?:"
    r"(?:(?:top|main|left|right|sub|side|head|foot|site|web|page|wap|m|g|pc)[-_]?)?"
    r"(?:nav|menu)(?:bar|s|i|igation|list|box|wrap|con|item|ul|link|left|top)?|"
    r"(?:\w{1,30}[-_])?(?:side(?:bar|list|box|nav|menu)?|aside|phb|top10|recommend\w{0,20}|tuijian|relat(?:ed?|ion|ive)\w{0,20}|xgwz|xgyd|xgxx|"
    r"header|foot(?:er)?|friend\w*|yqlj|links?|banner|search(?![-_]?(?:result|list))\w{0,20}|crumbs?|breadcrumbs?|curmb|weizhi|dqwz|dangqian\w{0,20}|mianbao\w{0,20}|mbx|"
    r"position|location|lujing|login|share|copyright|swiper\w{0,20}|slid\w{1,20}|carousel|focus|flash|lunbo|latest|newest|remen|redian|"
    r"dianji|djph|guess|similar|float\w{0,20}|toolbar|hot|hotnews|hotlist|ranking|rank(?:list)?)"
    r"(?:[-_]?(?:box|list|con|content|wrap|wrapper|bar|div|area|ul|inner|title|tit|news|item|info|bg|top|bottom))?"
    r")[-_]?\d{0,9}(?=\s|$)",
    finds=("nav", "left-nav", "dqwz", "hot", "menu", "sidebar", "footer box", "relatednews", "searchbox"),
    not_in=("list", "news-list", "content", "navy", "photo", "searchresult"),
    seen="广东侨务, 安图县林业局, 道真县人社局, 中国建设信息",
)
_BESIDE_MARK = pattern(
    r"(?:^|[-_\s])(?:left|side|aside|sidebar|leftnav|leftmenu|lmenu|zuo)(?:$|[-_\s\d]|box|con|bar|part|list|side)",
    finds=("left", "zwgk-left", "left_box", "leftcon", "side"),
    not_in=("right", "leftover", "outside", "tab-menu"),
    seen="the frame of nearly all columns: a menu to the left of the list",
)
"""What the part beside a list is called that names the columns next to it."""
_TURNING_MARK = pattern(
    r"(?:^|(?<=\s))(?:slid|swiper|carousel|lunbo|focus|flash)[\w-]{0,30}",
    finds=("slideBox", "slideTxtBox", "main swiper-wrap", "focus-list"),
    not_in=("side", "inslide", "nav-slider"),
    seen="山西省自然资源厅, 生态环境部",
)
"""What scripts that turn pictures and tabs over are called by; a template may put its only list into such a box."""
_ASIDE_HEADING = pattern(
    r"热门|热点|点击|排行|最新|推荐|相关|关注|浏览|图片|专题|链接|快速|导航|猜你|榜|近期|精选|焦点|公众号|猜|热搜|搜索|您可能",
    finds=("图片新闻", "相关链接", "热点推荐", "点击排行"),
    not_in=("通知公告", "政策文件"),
    seen="安图县林业局, 道真县人社局",
)
_CALL = pattern(
    r"javascript:\s{0,9}\w[\w.]{0,60}\([^)]",
    finds=("javascript:doZoom(22)", "javascript: page.show('3')"),
    not_in=("javascript:;", "javascript:void()", "http://a.cn/javascript"),
    seen="江西省政府, 柘城县",
)
_HANDED = pattern(
    r"data-(?:\w{1,20}-?)?(?:id|key|no|guid)",
    finds=("data-id", "data-article-id", "data-guid", "data-docid"),
    not_in=("data-title", "id", "data-index"),
    seen="rows that a script of the page opens",
    way="fullmatch",
)
_NUMBERED = pattern(
    r"\d[^/?]{0,20}\.\w{3,5}$|\d/?$",
    finds=("19124.html", "tzgg/1.html", "t20200101_33.htm", "/show/18103/"),
    not_in=("index.html", "/list", "a/b"),
    seen="平顶山市教育体育局, 重庆电大 (VSB)",
)
_TIMED = "[datetime], [data-time], [data-date], [data-pubdate], [data-publish-time], [pubdate]"
_MOST_LINKS = 5000
_MOST_LEVELS = 40
_LEVELS_OF_TEMPLATE = 4
_LEVELS_OF_PANE = 2
_LEAST = 5.0
_LEAST_OF_FRAGMENT = 2.0
_CLEAR_LEAD = 1.2
_UNDATED_TITLES = 8
_TITLES_OF_FRAGMENT = 4
"""Characters that the titles of a list without dates have on average at least."""
_STRAY = 4
"""Characters of the longest title that one link without a date may have and yet be a step to another page."""
_SHOWN_ELSEWHERE = 3
_FEWEST_IN_MENU = 3


@dataclass(frozen=True, slots=True)
class Listing:
    """The column's own list: where it begins and ends among the texts, how many of its rows show a date.

    ``is_sure``: a pager, its heading or its addresses (``is_own``) tie it to the column.
    """

    items: tuple[ListItem, ...]
    first: int
    end: int
    is_sure: bool
    has_pager: bool
    is_own: bool
    dated: int
    template: str = ""
    """Tags and classes of the rows and the boxes around them: lists of one template share them."""
    rows: Rows | None = None
    """The rows themselves, as long as the page is open."""
    is_given: bool = False
    """Whether a plan names the rows."""
    more: tuple[str, ...] = ()
    """Where the 更多 of the list's own box leads, elsewhere than this page: without a pager, it is a teaser."""
    groups: Groups = Groups.NONE
    lead: int = 0
    """Where the first row's own link stands among the texts."""
    has_head: bool = False
    """Whether a line of heads names its cells, one of them the title: a table of items, not of an article's facts."""
    is_among_its_like: bool = False
    """Whether other dated lists of its make stand on the page, each under a heading: without a pager, a block."""


def read_listing(
    outline: Outline, names: Names, url: str, *, base: str = "", is_fragment: bool = False, plan: Plan = UNPLANNED
) -> Listing | None:
    """The column's own list, or ``None`` where nothing is surely it.

    ``base`` is what relative addresses are relative to, ``url`` unless given. ``is_fragment``: the page is nothing but
    the list (an answer to a script), so that less evidence is asked. Where ``plan`` names the rows, `Misfit` is raised
    unless they are there.
    """
    if len(outline.links) > _MOST_LINKS:
        return None
    base = base or url
    candidates = find_candidates(outline, base)
    given = planned_rows(outline, plan, base) if plan.rows else None
    around = read_surroundings(outline, names, url, [*candidates, given] if given is not None else candidates)
    if given is not None:
        weigh_rows(outline, given, around)
        given.is_sure = given.is_own = True  # somebody looked at it
    best = _searched(outline, candidates, around, is_fragment=is_fragment) if given is None else given
    return listing_of(outline, best, candidates, around, base, plan) if best is not None else None


def listing_of(
    outline: Outline, rows: Rows, candidates: list[Rows], around: Surroundings, base: str, plan: Plan = UNPLANNED
) -> Listing | None:
    """The list that these rows are; ``None`` where they are but a part of one that was torn apart."""
    pinned = [] if plan.rows else pinned_above(rows, candidates)
    headline = None if plan.rows or pinned else headline_above(outline, rows, base)
    apart = {entry.link.order for block in pinned for entry in block.entries}
    leads = headline.entries[0].href if headline is not None else None
    apart |= {link.order for link in outline.links if link.attrs.get("href", "").strip() == leads}
    whole = put_together(
        outline,
        rows,
        lambda link: link.order in apart or is_aside(outline, link),
        lambda link: link.order in apart or area_of(link) < 0,
        base,
    )
    if plan.rows:
        if whole is None or len(whole.entries) > len(rows.entries):
            raise Misfit("给定的读法只取到被拆散的列表的一部分")
        whole = rows
    if whole is None:
        return None
    whole.has_pager = whole.has_pager or is_beside_pager(whole, around)
    if plan.title and not plan.rows:
        whole.entries = retitled(outline, plan, whole, base)
    items = _items(outline, whole, around.url, plan)
    if not plan.rows and _is_stray(outline, whole, items):
        return None
    if pinned:
        above = [item for block in pinned for item in _items(outline, block, around.url, UNPLANNED)]
        items = told_apart([*(replace(item, pinned=True) for item in above), *items])
    if headline is not None:
        first = _items(outline, headline, around.url, UNPLANNED)[0]
        if first.date is not None or whole.is_own:  # undated, only what surely lies in the column's own folder
            items = told_apart([first, *items])
    return Listing(
        items,
        whole.first,
        whole.end,
        whole.is_sure,
        whole.has_pager,
        whole.is_own,
        whole.dated,
        _template(whole),
        whole,
        bool(plan.rows),
        more_addresses(outline, whole, candidates, around.url, base),
        Groups.TOPIC if _has_hidden_pane(outline, whole, items) else row_groups(outline, whole),
        whole.entries[0].link.first_text,
        _has_head(outline, whole),
        not plan.rows and _is_among_its_like(outline, whole, candidates),
    )


def _is_stray(outline: Outline, rows: Rows, items: Sequence[ListItem]) -> bool:
    """Whether all that was found is one short link without a date, on a page that shows days elsewhere.

    Such a one is a step to a next page in words that nobody knows, beside a list that was not understood.
    """
    if len(items) != 1 or items[0].date is not None or len(items[0].title) > _STRAY:
        return False
    outside = [at for at in range(len(outline.texts)) if not rows.first <= at < rows.end and outline.is_date(at)]
    return len(outside) >= _SHOWN_ELSEWHERE


def _is_among_its_like(outline: Outline, rows: Rows, candidates: list[Rows]) -> bool:
    """Whether the page holds another list written as this one is, with other rows, under a heading of its own."""
    own = _make(rows)
    heading = heading_above(outline, rows.first)[0]
    return bool(heading) and any(
        other is not rows
        and _make(other) == own
        and len(other.entries) > 1
        and (other.share_dated >= 0.5 or (rows.share_dated < 0.5 and other.title_length >= _UNDATED_TITLES))
        and not other.targets & rows.targets
        and heading_above(outline, other.first)[0] not in ("", heading)
        and area_of(other.container) >= 0
        and not is_aside(outline, other.boxes[0])
        for other in candidates
    )


def is_beside_another(outline: Outline, rows: Rows, base: str) -> bool:
    """Whether another dated list, of whatever make, stands in what is no side list, and holds other rows."""
    return any(
        len(other.entries) > 1
        and other.share_dated >= 0.5
        and not other.targets & rows.targets
        and not any(box.is_within(rows.container) for box in other.containers)
        and not is_aside(outline, other.boxes[0])
        for other in find_candidates(outline, base)
    )


def has_hidden_rows(outline: Outline, rows: Rows) -> bool:
    """Whether a box that is not shown, beside the list's or around it, holds links with days of their own."""
    box: Box | None = rows.container
    for _ in range(_LEVELS_OF_PANE):
        if box is None or box.parent is None:
            return False
        for pane in box.parent.children:
            days = (find_dates(outline.texts[at]) for at in range(pane.first_text, pane.end_text))
            if pane.hidden and len(pane.node.css("a[href]")) > 1 and any(days):
                return True
        box = box.parent
    return False


def _has_hidden_pane(outline: Outline, rows: Rows, items: Sequence[ListItem]) -> bool:
    """Whether a hidden pane beside the list's holds other links of the same time: it is the part that a tab shows."""
    days = [item.date for item in items if item.date is not None]
    box: Box | None = rows.container
    for _ in range(_LEVELS_OF_PANE):
        if not days or box is None or box.parent is None:
            return False
        for pane in box.parent.children:
            if pane is box or pane.tag != box.tag or not pane.hidden:
                continue
            held = {node.attributes.get("href") or "" for node in pane.node.css("a[href]")}
            found = [one for at in range(pane.first_text, pane.end_text) for one in find_dates(outline.texts[at])]
            is_other = len(held) > 1 and held.isdisjoint(item.href for item in items)
            if is_other and len(found) > 1 and max(one.value for one in found) > min(days):
                return True
        box = box.parent
    return False


def _has_head(outline: Outline, rows: Rows) -> bool:
    """Whether a row of ``th`` stands right above the list's own, one of them that of the titles."""
    first = rows.boxes[0]
    around = first.parent.children if first.tag == "tr" and first.parent is not None else []
    before = around[: around.index(first)] if around else []
    heads = [outline.text_of(cell) for cell in before[-1].children if cell.tag == "th"] if before else []
    return any(TITLE_HEAD.search(head) for head in heads)


def _make(rows: Rows) -> tuple[str, tuple[str, str], str]:
    """What blocks of one channel page share: the tag of a row, the box around the rows, the tag of that around it."""
    around = rows.container.parent
    return rows.boxes[0].tag, rows.container.signature, around.tag if around is not None else ""


def _searched(outline: Outline, candidates: list[Rows], around: Surroundings, *, is_fragment: bool) -> Rows | None:
    """The candidate that is surely the column's list."""
    for rows in candidates:
        if _may_be_list(rows, is_fragment=is_fragment):
            weigh_rows(outline, rows, around)
    best = _clear_winner(outline, candidates, around.url, is_fragment=is_fragment)
    if best is None or not (is_pinned_block(best) and heads_another(best, candidates)):
        return best
    others = [rows for rows in candidates if not (rows.targets & best.targets or is_pinned_block(rows))]
    return _clear_winner(outline, others, around.url, is_fragment=is_fragment)


def _template(rows: Rows) -> str:
    """What lists of one template share: tags and classes of a row and of the boxes around it."""
    box: Box | None = rows.boxes[-1]
    parts = [box.tag] if box is not None else []
    box = rows.container
    while box is not None and box.tag != "body" and len(parts) < _LEVELS_OF_TEMPLATE:
        parts.append(".".join(box.signature))
        box = box.parent
    return " ".join(parts)


def _may_be_list(rows: Rows, *, is_fragment: bool) -> bool:
    """Whether dates or the length of the titles leave a candidate a chance to be chosen; menus have none."""
    return rows.share_dated >= 0.5 or rows.title_length >= (_TITLES_OF_FRAGMENT if is_fragment else _UNDATED_TITLES)


@dataclass(frozen=True, slots=True)
class _Standing:
    """A candidate and where it stands: its area, which part of it leads below the column or to another host."""

    rows: Rows
    area: int
    own_path: float
    abroad: float
    is_named: bool
    is_under_aside: bool


_EVERYWHERE = "lists of nearly all portals"
SIGNS: tuple[Sign[_Standing], ...] = (
    Sign("rows show dates", 4.0, lambda one: one.rows.share_dated, _EVERYWHERE),
    Sign("titles are long", 2.0, lambda one: min(one.rows.title_length, 20) / 20, _EVERYWHERE),
    Sign("rows lead to articles", 1.5, lambda one: _share(one.rows, _leads_to_article), _EVERYWHERE),
    Sign("rows lead below the column", 1.0, lambda one: one.own_path, "安图县林业局, 道真县人社局"),
    Sign("many rows", 0.5, lambda one: min(math.log2(len(one.rows.entries) + 1), 4), _EVERYWHERE),
    Sign("called like the column", 2.0, lambda one: one.is_named, "广东侨务, 浙江省教育厅"),
    Sign("a pager stands behind", 2.5, lambda one: one.rows.has_pager, _EVERYWHERE),
    Sign("in what the template marks as content", 0.8, lambda one: one.area > 0, "广东侨务, 浙江省教育厅"),
    Sign("rows are not one box each", -0.6, lambda one: one.rows.is_loose, "titles and dates in turns, in old tables"),
    Sign("rows hold more than one item", -3.0, lambda one: one.rows.crowded, "boxes of several lists side by side"),
    Sign("under a heading of side lists", -4.0, lambda one: one.is_under_aside, "安图县林业局, 道真县人社局"),
    Sign(
        "a block of pinned rows above the list",
        -3.0,
        lambda one: is_pinned_block(one.rows),
        "portals that pin rows apart",
    ),
    Sign(
        "rows lead to other hosts and are not dated",
        -3.0,
        lambda one: one.abroad * (one.rows.share_dated < 0.5),
        "links to other offices, on every home page",
    ),
)
"""What speaks for a candidate and against it."""


def weigh_rows(outline: Outline, rows: Rows, around: Surroundings) -> None:
    """Add up what speaks for a candidate and against it."""
    url = around.url
    area = area_of(rows.boxes[0] if len(rows.boxes) == 1 else rows.container)
    heading, at = heading_above(outline, rows.first)
    is_hollow = is_hollow_between(around.hollow, at, rows.container)
    is_beside, is_called_beside = _part_beside(outline, at, rows.first, around) if heading else (False, False)
    if is_beside and heading not in around.names.all:
        heading = ""
    is_named = heading in around.names.all and not is_hollow
    is_under_aside = not is_named and _ASIDE_HEADING.search(heading) is not None
    has_pager = is_beside_pager(rows, around)
    own_path, abroad = _shares_of_addresses(rows, url)
    rows.has_pager = has_pager
    rows.is_own = own_path >= 0.8
    if area < 0 and has_pager and rows.share_dated == 1 and (is_named or rows.is_own) and _is_turned(rows.container):
        area = 0
    rows.is_aside = (area < 0 or is_under_aside) and not (has_pager and area >= 0)
    rows.ties = (has_pager, is_named, rows.is_own)
    rows.is_numbered = rows.is_own and _share(rows, lambda entry: _NUMBERED.search(entry.href) is not None) >= 0.8
    rows.is_sure = has_pager or ((is_named or (is_beside and is_called_beside)) and area >= 0) or rows.is_own
    rows.is_doubtful = not rows.is_sure and (is_hollow or (bool(heading) and not is_named and area <= 0))
    rows.evidence = 0.0
    standing = _Standing(rows, area, own_path, abroad, is_named, is_under_aside)
    for sign in SIGNS:
        rows.evidence += sign.weight * sign.holds(standing)


def _part_beside(outline: Outline, at: int, first: int, around: Surroundings) -> tuple[bool, bool]:
    """Whether what stands above a list is of a part that ended before it, and whether that is a menu naming the page.

    It is where its marks set it beside the list, or where it is a menu of links that names the page itself among its
    like: then it heads nothing of the list.
    """
    box: Box | None = outline.owners[at]
    closed, is_beside = box, False
    while box is not None and box.end_text <= first and box.tag not in ("body", "html"):
        is_beside = is_beside or _BESIDE_MARK.search(box.marks) is not None
        closed, box = box, box.parent
    links = outline.links_of(closed) if closed is not None and closed.end_text <= first else []
    here = urlsplit(around.url)
    names_page = len(links) >= _FEWEST_IN_MENU and any(
        outline.text_of(link) in around.names.all or _leads_to(link, here, around.url) for link in links
    )
    return is_beside or (names_page and outline.owners[at].in_link), names_page


def _leads_to(link: Box, here: SplitResult, url: str) -> bool:
    there = urlsplit(address_in_page(url, link.attrs.get("href", "")))
    return there.path not in ("", "/") and (there.path, there.query) == (here.path, here.query)


@lru_cache(maxsize=REMEMBERED)
def _area_of_marks(marks: str) -> int:
    return -1 if _ASIDE_MARK.search(marks) else 1 if MAIN_MARK.search(marks) else 0


def _is_turned(start: Box) -> bool:
    """Whether nothing but names of scripts that turn pictures and tabs over sets a box aside."""
    box: Box | None = start
    for _ in range(_MOST_LEVELS):
        if box is None or box.tag in ("body", "html"):
            break
        if box.tag in _ASIDE_TAGS or _ASIDE_MARK.search(_TURNING_MARK.sub("", box.marks)):
            return False
        box = box.parent
    return True


def is_aside(outline: Outline, box: Box) -> bool:
    """Whether a box stands in navigation, header, footer or a side list."""
    return area_of(box) < 0 or _ASIDE_HEADING.search(heading_above(outline, box.first_text)[0]) is not None


def area_of(start: Box) -> int:
    """Below 0 in what the template marks as no content, above 0 in what it marks as content."""
    box: Box | None = start
    area = 0
    for _ in range(_MOST_LEVELS):
        if box is None or box.tag in ("body", "html"):
            break
        if box.tag in _ASIDE_TAGS:
            return -1
        own = 0 if box.marks == " " else _area_of_marks(box.marks)
        if own < 0:
            return own
        if own > 0 or box.tag in ("main", "article"):
            area = 1
        box = box.parent
    return area


def _share(rows: Rows, holds: Callable[[Entry], bool]) -> float:
    return sum(1 for entry in rows.entries if holds(entry)) / len(rows.entries)


def _leads_to_article(entry: Entry) -> bool:
    return not entry.url or entry.has_article_address


def _shares_of_addresses(rows: Rows, url: str) -> tuple[float, float]:
    """Which part of the rows lead below the column's own folder, and which to another host."""
    column = urlsplit(url)
    folder = column.path.rsplit("/", 1)[0] + "/"
    origin = f"{column.scheme}://{column.netloc}/"
    beginning = origin[:-1] + folder
    below = abroad = 0
    for entry in rows.entries:
        url = entry.url
        if not url or (url.startswith(origin) and not url.startswith(beginning)):
            continue  # surely neither: no need to take the address apart
        other = urlsplit(url)
        if other.netloc != column.netloc:
            abroad += 1
        elif len(folder) > 1 and other.path.startswith(folder) and other.path != column.path:
            below += 1
    return below / len(rows.entries), abroad / len(rows.entries)


def _leads_nowhere(rows: Rows, url: str) -> bool:
    """Whether a list of one row leads to the page itself, to a folder or home above it, or nowhere: a step, no item."""
    if len(rows.entries) > 1:
        return False
    entry = rows.entries[0]
    if not entry.url:
        return not entry.link.attrs.get("onclick") and not _CALL.search(entry.href)
    there, here = urlsplit(entry.url), urlsplit(url)
    if authority(entry.url) != authority(url) or there.query != here.query or there.fragment:
        return False
    return there.path == here.path or (there.path.endswith("/") and here.path.startswith(there.path))


def _clear_winner(outline: Outline, candidates: list[Rows], url: str, *, is_fragment: bool) -> Rows | None:
    """The best candidate where it is a list of articles, no side list, and no other one is as good."""
    least = _LEAST_OF_FRAGMENT if is_fragment else _LEAST
    pool = [
        rows
        for rows in candidates
        if not (rows.is_aside or rows.is_doubtful or _leads_nowhere(rows, url))
        and rows.evidence >= least
        and (rows.share_dated >= 0.5 or _is_undated_list(rows, is_fragment=is_fragment))
    ]
    if not pool:
        return None
    best = max(pool, key=lambda rows: (rows.evidence, -len(rows.container.children), -rows.first))
    best = _fuller_copy(outline, best, candidates)
    if any(_is_as_good(best, other) if best.is_sure else _rivals(best, other) for other in pool):
        return None
    others = [other.evidence for other in pool if not best.targets & other.targets]
    best.lead = best.evidence - max(others, default=0.0)
    return best


def _fuller_copy(outline: Outline, best: Rows, candidates: list[Rows]) -> Rows:
    """The same rows where they are more fully printed: with what stands beside each in its own box, or with whole days
    where the chosen copy, made for phones, prints none with its year."""
    same = [
        rows
        for rows in candidates
        if rows is not best and len(rows.entries) == len(best.entries) and rows.targets == best.targets
    ]
    if not same:
        return best
    if len(best.containers) == len(best.entries) > 1:
        around = [rows for rows in same if rows.evidence == best.evidence and _holds(rows, best)]
        best = around[0] if around else best
    if _prints_years(outline, best):
        return best
    copy = next((rows for rows in same if _prints_years(outline, rows)), None)
    if copy is None:
        return best
    copy.has_pager, copy.ties, copy.evidence = best.has_pager, best.ties, best.evidence
    copy.is_sure, copy.is_own, copy.is_numbered = best.is_sure, best.is_own, best.is_numbered
    return copy


def _holds(rows: Rows, inner: Rows) -> bool:
    return all(one.is_within(box) and one is not box for one, box in zip(inner.boxes, rows.boxes, strict=True))


def _prints_years(outline: Outline, rows: Rows) -> bool:
    return all(
        any(find_dates(outline.texts[at]) for at in range(*place) if outline.is_date(at)) for place in rows.slices
    )


def _is_as_good(best: Rows, other: Rows) -> bool:
    """Whether another list, with other items, is tied to the column as well as a sure one: a page of previews."""
    if other is best or best.evidence - other.evidence > _CLEAR_LEAD or best.targets & other.targets:
        return False
    return all(mine <= theirs for mine, theirs in zip(best.ties, other.ties, strict=True))


def _rivals(best: Rows, other: Rows) -> bool:
    """Whether another list, with other items, might as well be the column's."""
    if other is best or (best.evidence - other.evidence > _CLEAR_LEAD and not other.is_sure):
        return False
    return not best.targets & other.targets


def _is_undated_list(rows: Rows, *, is_fragment: bool) -> bool:
    if is_fragment:
        return rows.title_length >= _TITLES_OF_FRAGMENT
    return (
        rows.is_sure
        and rows.title_length >= _UNDATED_TITLES
        and (rows.is_numbered or _share(rows, _leads_to_article) >= 0.8)
    )


def _items(outline: Outline, rows: Rows, url: str, plan: Plan) -> tuple[ListItem, ...]:
    """The rows as items, each once."""
    found: list[ListItem] = []
    boxes, slices = rows.boxes, rows.slices
    if len(boxes) == 1 and not plan.date:
        boxes = [_own_row(outline, boxes[0], rows.entries[0].link)]
        slices = slices if boxes == rows.boxes else [(boxes[0].first_text, boxes[0].end_text)]
    years = [
        (at, year)
        for at in range(max(0, rows.first - 4), rows.end)
        if (year := year_of(outline.texts[at])) and not any(box.first_text <= at < box.end_text for box in boxes)
    ]
    months = _months_among(outline, rows, boxes) if not plan.date else []
    lead = max(rows.first, boxes[0].first_text)  # the texts of a row that is dated by what stands above it begin there
    said = [at for at, _ in years if at < lead]
    if len({outline.texts[at] for at in said}) > 1:  # tabs, none of which heads the list but the one that is shown
        chosen = chosen_year(outline, said)
        years = [(at, year) for at, year in years if at >= lead]
        years = [(rows.first - 1, chosen), *years] if chosen is not None else years
    above = [bisect_left(years, (first, 0)) for first, _ in slices]
    headed = [years[at - 1][1] if at else None for at in above]
    days = _named_days(outline, rows, url, plan, headed) if plan.date else []
    timed = [] if plan.date else outline.boxes_of(_TIMED)
    for at, (box, entry, (first, end)) in enumerate(zip(boxes, rows.entries, slices, strict=True)):
        title, is_pinned = read_title(outline, box, entry)
        own, alone = (first, end), _month_above(months, first)
        if len(boxes) == 1 and _stands_below_others(outline, box, entry, first):
            first = entry.link.first_text
        year = headed[at]
        if len(boxes) == 1 and not plan.date and _shows_several_days(outline, first, end):
            first, end = entry.link.first_text, entry.link.end_text
        printed = days[at] if plan.date else row_date(outline, first, end, entry.link, year=year, hint=entry.href)
        if printed is None and alone is not None:
            printed = day_of_month(outline, *own, entry.link, alone[0] or year, alone[1])
        if printed is None and boxes != rows.boxes:
            first, end = rows.slices[0]
            printed = row_date(outline, first, end, entry.link, year=year, hint=entry.href)
        if printed is None and year is None and not plan.date:
            printed = row_date(outline, first, end, entry.link, year=year_of_address(url), hint=entry.href)
        printed = printed or (attribute_date(box, timed) if timed else None)
        if printed is None and not plan.date and "：" in (told := entry.link.attrs.get("title", "")):
            printed = labelled_date(told)
        if printed is None and outline.scripts and not plan.date and glued_date(title)[1] is None:
            printed = script_date(outline, box.first_text, box.end_text)
        source = DateSource.LIST if printed else None
        found.append(ListItem(title, entry.href, entry.url, printed, source, is_pinned, _number_called(entry)))
    return told_apart(found if plan.date else _unglued(found))


_Month = tuple[int, tuple[int | None, int]]
"""Where a heading stands that names a month, and which; ``None`` for a year that it does not name."""


def _months_among(outline: Outline, rows: Rows, boxes: list[Box]) -> list[_Month]:
    """The months that headings above the rows and between them name."""
    own = [(box.first_text, box.end_text) for box in boxes]
    found = [
        (at, month)
        for at in range(max(0, rows.first - 4), rows.end)
        if (month := month_of(outline.texts[at])) is not None and not outline.owners[at].hidden
    ]
    return [(at, month) for at, month in found if not any(first <= at < end for first, end in own)]


def _month_above(months: list[_Month], first: int) -> tuple[int | None, int] | None:
    above = bisect_left(months, (first, (0, 0)))
    return months[above - 1][1] if above else None


def _shows_several_days(outline: Outline, first: int, end: int) -> bool:
    """Whether an only row shows two days without a year: one of them may be what a pager prints (3/3)."""
    shown = {outline.texts[at] for at in range(first, end) if outline.is_date(at)}
    return sum(not find_dates(text) for text in shown) > 1


def _own_row(outline: Outline, box: Box, link: Box) -> Box:
    """The part of an only row's box that is the row: the smallest box around its link that shows a day."""
    around: Box | None = link
    while around is not None and around is not box and not outline.shows_date(around.first_text, around.end_text):
        around = around.parent
    return around or box


def _stands_below_others(outline: Outline, box: Box, entry: Entry, first: int) -> bool:
    """Whether another title stands above an only row, in its box or right before it: what is printed between is its."""
    may_touch = first < box.first_text or box.tag not in _ROWS  # what stands in a row of its own is of that row alone
    above = (
        link
        for link in outline.links[: entry.link.first_link]
        if link.is_within(box) or (may_touch and link.end_text == first)
    )
    return any(len(outline.text_of(link)) >= _UNDATED_TITLES and link.attrs.get("href") != entry.href for link in above)


def _said_in(boxes: list[Box], link: Box) -> list[int]:
    """The texts of the elements that hold a row's day; not those of its title, where the title stands in them."""
    return sorted(
        {
            at
            for box in boxes
            for at in range(box.first_text, box.end_text)
            if box.is_within(link) or not (link.is_within(box) and link.first_text <= at < link.end_text)
        }
    )


def _named_days(
    outline: Outline, rows: Rows, url: str, plan: Plan, headed: list[int | None]
) -> list[calendar_date | None]:
    """Each row's day where the plan names its place; ``headed`` are the years of the headings above the rows."""
    boxes = date_boxes(outline, plan, rows)
    places = [_said_in(held, entry.link) for held, entry in zip(boxes, rows.entries, strict=True)]
    years = [year or year_of_address(url) for year in headed]
    return named_dates(outline, places, boxes, years, [entry.href for entry in rows.entries])


def _unglued(items: list[ListItem]) -> list[ListItem]:
    """The items, dated by the day at the end of their titles where most have one there and none in a cell."""
    split = [glued_date(item.title) for item in items]
    is_glued = [day is not None and item.date in (None, day) for item, (_, day) in zip(items, split, strict=True)]
    if 2 * sum(is_glued) <= len(items):
        return items
    return [
        replace(item, title=title, date=day, date_from=DateSource.LIST) if glued else item
        for item, (title, day), glued in zip(items, split, is_glued, strict=True)
    ]


def _number_called(entry: Entry) -> str:
    """The number that a row without an address hands to a script when clicked: what tells it from its twin."""
    if entry.url:
        return ""
    attrs = entry.link.attrs
    said = [value for name, value in attrs.items() if _HANDED.fullmatch(name)]
    script = " ".join(said) or attrs.get("onclick", "") or entry.href
    return "-".join(re.findall(r"[0-9a-fA-F]{4,}|\d+", script))[:80]
