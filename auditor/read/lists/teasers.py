"""Blocks of a channel page: a list beside which 更多 leads to another address shows but the newest rows of a column."""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from auditor.base.hosts import authority
from auditor.base.pattern import pattern
from auditor.read.lists.candidates import Rows
from auditor.read.lists.outline import REMEMBERED, Box, Outline, is_year_text
from auditor.read.lists.rows import ARTICLE_ADDRESS, address_in_page

_MORE = pattern(
    r"[\W_]{0,9}(?:(?:查看|点击|浏览|进入|阅读)?更多(?:信息|内容|公告|新闻|文件)?|(?:查看|浏览|进入|显示)(?:全部|所有|栏目|列表)|"
    r"(?:view|see)?\s?(?:more|all))[\W_]{0,9}",
    finds=("更多", "更多>>", "[更多]", "查看更多", "MORE+", "+ more", "查看全部", "进入栏目>", "View all"),
    not_in=("更多的人参与", "没有更多", "加载更多新闻", "全部", "查看全文"),
    seen="channel pages of nearly all portals",
    flags=re.IGNORECASE,
    way="fullmatch",
)
_MORE_NAME = pattern(
    r"(?:^|[-_\s])more(?:$|[-_\s\d])",
    finds=("more", "btn-more", "more fr"),
    not_in=("moreover", "loadmore"),
    seen="channel pages of nearly all portals",
)
_WRITTEN_MORE = pattern(
    r"<a\s[^>]{0,200}?href=\\?[\"']?(?P<href>[^\"'\s>\\]{1,300})[^>]{0,200}>[\W_]{0,9}(?:更多|more)",
    finds=("document.write('<a href=\"./a/\">更多>></a>')",),
    not_in=("<a href='/x.html'>通知</a>",),
    seen="中国注册会计师协会",
)
GOES_TO = pattern(
    r"(?:location(?:\.href)?\s{0,9}=|(?:window\.)?open\s{0,9}\(|location\.(?:assign|replace)\s{0,9}\()\s{0,9}['\"](?P<url>[^'\"\s]{1,300})['\"]",
    finds=("window.location='/zwgk/wj/'", "location.href = 'list.html';", "window.open('/a/')"),
    not_in=("history.back()", "goPage(2)"),
    seen="blocks whose 更多 is no link but calls a script",
)
"""Where a script leads that is called by a click."""
_FOLDER_FILE = pattern(
    r"(?:index|default)\.\w{2,5}$",
    finds=("/zwgk/index.html", "/zwgk/default.aspx"),
    not_in=("/zwgk/index_2.html", "/zwgk/list.shtml"),
    seen="a usual form of all portals",
)
_ALL_YEARS = pattern(
    r"(?:全部|所有|不限|不分|历年)(?:年[份度])?",
    finds=("全部", "不限", "全部年份"),
    not_in=("全部文件", "2020年"),
    seen="filters by year above lists",
    way="fullmatch",
)
CHOSEN = pattern(
    r"(?:^|[-_\s])(?:on|active|cur|current|sel|selected|now|checked|this|hover)(?:$|[-_\s\d])",
    finds=("on", "tab active", "nav-cur", "current2"),
    not_in=("button", "actively", "content"),
    seen="the tab that is shown, on portals with tabs by year",
    flags=re.IGNORECASE,
)
_ENTER = pattern(
    r"[\W_]{0,9}(?:进入(?:栏目)?|全部|所有|(?:查看)?详[情细]|点击(?:进入|查看)|enter|go)?[\W_]{0,9}",
    finds=("进入", "[详细]", "全部", ">>", "…", "+", "查看详情"),
    not_in=("公开指南", "通知公告", "2019年"),
    seen="heads of blocks whose step to the column is no 更多",
    flags=re.IGNORECASE,
    way="fullmatch",
)
_NO_COLUMN = pattern(
    r"返回|首页|登录|注册|订阅|rss|搜索|检索|打印|收藏|下载|指南|说明|旧版|无障碍|english|(?:19|20)\d\d",
    finds=("返回首页", "RSS订阅", "公开指南", "2019年"),
    not_in=("通知公告", "政策文件"),
    seen="what single links above lists lead to",
    flags=re.IGNORECASE,
)
_NEAR = 30
_FEWEST_ROWS = 2
_MOST_LEVELS = 5
_LONGEST = 16


def more_addresses(outline: Outline, rows: Rows, candidates: list[Rows], url: str, base: str) -> tuple[str, ...]:
    """Where the 更多 of the list's own box leads, elsewhere than this page; not those of other boxes.

    Only what a reader sees counts. The 更多 of a row, of navigation without a list, and a button without an address
    belong to no list.
    """
    written = [address for at, address in _written(outline, url, base) if rows.first - 1 <= at < rows.end]
    lists = [rows, *(other for other in candidates if other is not rows and len(other.entries) >= _FEWEST_ROWS)]
    units = [(box, each) for each in lists for box in each.containers]
    own = [address for link, address in more_links(outline, url, base) if _is_of(link, rows, units)]
    return tuple(dict.fromkeys([*own, *written, *_led_by_head(outline, rows, units, url, base)]))


def _led_by_head(outline: Outline, rows: Rows, units: list[tuple[Box, Rows]], url: str, base: str) -> list[str]:
    """Where the head of the list's own box leads: its only way out of this page, as its heading or beside it.

    Several ways are tabs or a menu; a word that names no column (返回, 公开指南) leads to none.
    """
    lists = [(unit, each) for unit, each in units if len(each.targets) > 1]  # else two links of one head
    others = [unit for unit, each in lists if each is not rows and not (each.targets & rows.targets)]
    for box in _wider(rows.container):
        held = [other for other in others if other.is_within(box)]
        begins = max((other.end_text for other in held if other.end_text <= rows.first), default=box.first_text)
        links = [
            link
            for link in outline.links_of(box)
            if link.order < rows.boxes[0].order
            and begins <= link.first_text
            and not rows.container.is_within(link)
            and address_in_page(base, link.attrs.get("href", "")) not in rows.targets
        ]
        if links or held:
            return _sole_way(outline, links, range(begins, rows.first), rows, url, base)
    return []


def _wider(start: Box) -> Iterator[Box]:
    """The next boxes around one that hold more than it does: what old tables nest around each other holds the same."""
    box, seen = start.parent, 0
    held = (start.first_text, start.end_text, start.first_link, start.end_link)
    while box is not None and box.tag not in ("body", "html") and seen < _MOST_LEVELS:
        here = (box.first_text, box.end_text, box.first_link, box.end_link)
        if here != held:
            seen, held = seen + 1, here
            yield box
        box = box.parent


def _sole_way(outline: Outline, links: list[Box], head: range, rows: Rows, url: str, base: str) -> list[str]:
    ways = {_elsewhere(link.attrs.get("href", ""), url, base) for link in links}
    way = ways.pop() if len(ways) == 1 else ""
    if not way or not _may_be_column(way, rows, url):
        return []
    said = [outline.text_of(link) for link in links]
    if any(_NO_COLUMN.search(text) for text in said):
        return []
    beside = [at for at in head if not outline.owners[at].in_link and not outline.owners[at].hidden]
    is_heading = not any(not _is_wordless(outline.texts[at]) for at in beside)
    return [way] if is_heading or all(_ENTER.fullmatch(text) for text in said) else []


def _may_be_column(way: str, rows: Rows, url: str) -> bool:
    """Whether an address may be that of the column: on this host, no folder above this page, no article."""
    there, here = _place(way), _place(url)
    if there[0] != here[0] or not there[1] or here[1].startswith(f"{there[1]}/"):
        return False
    is_beside_rows = way.rpartition("/")[0] in {entry.url.rpartition("/")[0] for entry in rows.entries}
    return not (is_beside_rows and ARTICLE_ADDRESS.search(way))


def more_links(outline: Outline, url: str, base: str) -> list[tuple[Box, str]]:
    """Every visible 更多 that leads to another page, and where to."""
    boxes = [*outline.links, *(box for box in outline.boxes_of("[onclick]") if box.tag != "a")]
    return [(box, address) for box in boxes if (address := _more_address(outline, box, url, base))]


def written_more(outline: Outline, url: str, base: str) -> list[str]:
    """Where the 更多 lead that scripts write into the page."""
    return [address for _, address in _written(outline, url, base)]


def years_beside(outline: Outline, first: int | None) -> list[int]:
    """The years that links right above a list lead to; none where 全部 stands among them, or only one.

    ``first`` is where the list begins among the texts; ``None`` where a script writes it.
    """
    near = range(len(outline.texts)) if first is None else range(max(0, first - _NEAR), first)
    said = [at for at in near if not outline.owners[at].hidden and is_year_text(outline.texts[at])]
    years = {int(outline.texts[at][:4]) for at in said if outline.owners[at].in_link}
    return sorted(years) if len(said) > 1 and not _stands_all(outline, said) else []


def year_links(outline: Outline, first: int, url: str, base: str) -> dict[int, str]:
    """Where the years right above a list lead: pages below the column's folder, or other queries of the same one."""
    said = [at for at in range(max(0, first - _NEAR), first) if is_year_text(outline.texts[at])]
    here = urlsplit(url)
    folder = here.path.rpartition("/")[0] + "/"
    found: dict[int, str] = {}
    for at in said:
        link: Box | None = outline.owners[at]
        while link is not None and link.tag != "a":
            link = link.parent
        address = _elsewhere(link.attrs.get("href", ""), url, base) if link is not None and not link.hidden else ""
        there = urlsplit(address)
        is_near = len(folder) > 1 and there.path.startswith(folder)
        if address and authority(address) == authority(url) and (is_near or there.path == here.path):
            found[int(outline.texts[at][:4])] = address
    return found


def year_tabs(outline: Outline, first: int | None) -> list[int]:
    """The years that tabs of any make stand for above a list: links, what a script shows on a click, a choice by year.

    None where 全部 stands among them, or only one; ``first`` as for `years_beside`.
    """
    near = range(len(outline.texts)) if first is None else range(max(0, first - _NEAR), first)
    said = [at for at in near if not outline.owners[at].hidden and is_year_text(outline.texts[at])]
    years = {int(outline.texts[at][:4]) for at in said if _is_tab(outline, said, at)}
    is_split = len({outline.texts[at] for at in said}) > 1 and not _stands_all(outline, said)
    return sorted((years if is_split else set()) | _years_to_choose(outline))


def _stands_all(outline: Outline, said: list[int]) -> bool:
    """Whether 全部 stands among the years, before or behind them."""
    around = outline.texts[max(0, min(said) - 1) : max(said) + 2] if said else []
    return any(_ALL_YEARS.fullmatch(text) for text in around)


def year_shown(outline: Outline) -> int | None:
    """Which of the years that stand above a list without rows is the one that is shown, where the page tells it."""
    said = [at for at, text in enumerate(outline.texts) if not outline.owners[at].hidden and is_year_text(text)]
    chosen = {int(option.text().strip()[:4]) for option in _choice_by_year(outline) if "selected" in option.attributes}
    return chosen_year(outline, said) or (chosen.pop() if len(chosen) == 1 else None)


def _years_to_choose(outline: Outline) -> set[int]:
    """The years of a choice that a script follows, where one of them is chosen."""
    return {int(option.text().strip()[:4]) for option in _choice_by_year(outline)}


def _choice_by_year(outline: Outline) -> list[LexborNode]:
    for node in outline.tree.css("select"):
        options = node.css("option")
        texts = [option.text().strip() for option in options]
        is_chosen = "onchange" in node.attributes or any("selected" in option.attributes for option in options)
        if is_chosen and len(texts) > 1 and all(is_year_text(text) for text in texts):
            return options
    return []


def chosen_year(outline: Outline, said: list[int]) -> int | None:
    """Which of several years above a list is the one that is shown; ``said`` are their texts."""
    chosen = {int(outline.texts[at][:4]) for at in said if _is_chosen(outline.owners[at])}
    return chosen.pop() if len(chosen) == 1 else None


def _is_tab(outline: Outline, said: list[int], at: int) -> bool:
    box = outline.owners[at]
    if box.tag == "option":
        around = box.parent
        return around is not None and (
            "onchange" in around.attrs or any("selected" in o.attrs for o in around.children)
        )
    if box.in_link or any("onclick" in one.attrs for one in _around(box)):
        return True
    return any(_is_chosen(outline.owners[other]) for other in said)


def _is_chosen(box: Box) -> bool:
    return any(CHOSEN.search(one.attrs.get("class", "")) for one in _around(box))


def _around(box: Box) -> list[Box]:
    return [one for one in (box, box.parent) if one is not None]


def _written(outline: Outline, url: str, base: str) -> list[tuple[int, str]]:
    texts = [(at, node.text() or "") for at, node in outline.scripts]
    hrefs = [(at, found[1]) for at, text in texts if "document.write" in text for found in _WRITTEN_MORE.finditer(text)]
    return [(at, address) for at, href in hrefs if (address := _elsewhere(href, url, base))]


def _more_address(outline: Outline, link: Box, url: str, base: str) -> str:
    """Where a visible 更多 leads, if it is one and leads elsewhere."""
    if link.hidden or not _says_more(outline, link):
        return ""
    called = GOES_TO.search(link.attrs.get("onclick", ""))
    return _elsewhere(link.attrs.get("href", ""), url, base) or _elsewhere(called["url"] if called else "", url, base)


def _elsewhere(href: str, url: str, base: str) -> str:
    address = address_in_page(base, href) if href and not href.startswith("#") else ""
    return address if address and _place(address) != _place(url) else ""


def _says_more(outline: Outline, link: Box) -> bool:
    text = outline.text_of(link)
    if len(text) > _LONGEST:
        return False
    if text and _is_more(text):
        return True
    return _is_wordless(text) and (link.attrs.get("title", "") == "更多" or _MORE_NAME.search(link.marks) is not None)


@lru_cache(maxsize=REMEMBERED)
def _is_more(text: str) -> bool:
    return _MORE.fullmatch(text) is not None


@lru_cache(maxsize=REMEMBERED)
def _is_wordless(text: str) -> bool:
    return not any(char.isalnum() for char in text)


def _place(address: str) -> tuple[str, str, str]:
    parts = urlsplit(address)
    return authority(address).removeprefix("www."), _FOLDER_FILE.sub("", parts.path).rstrip("/"), parts.query


def _is_of(link: Box, rows: Rows, units: list[tuple[Box, Rows]]) -> bool:
    """Whether a 更多 belongs to ``rows``: in the smallest box around it that holds lists, the next."""
    units = [(unit, each) for unit, each in units if not any(link.is_within(box) for box in each.boxes)]
    for box in _wider(link):
        if any(box.is_within(row) for row in rows.boxes):
            return False
        held = [(unit, each) for unit, each in units if unit.is_within(box)]
        if held:
            headed = [unit for unit, _ in held if link.is_within(unit) or unit.first_text >= link.first_text]
            nearest = min(headed or [unit for unit, _ in held], key=lambda unit: abs(unit.first_text - link.first_text))
            alike = [each for unit, each in held if unit.first_text == nearest.first_text]
            return any(each is rows or each.targets == rows.targets for each in alike)
    return False
