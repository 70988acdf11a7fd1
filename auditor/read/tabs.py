"""Tabs by kind above a list: 党委文件 | 政府文件, of which a page lists one, and only a click brings the others.

Tabs by year are those of ``lists/teasers.py``; a menu of columns, of which this is one, is no part of a column.
"""

import re

from auditor.base.pattern import pattern
from auditor.read.lists.outline import Box, Outline, is_year_text
from auditor.read.lists.pager_words import is_pager_word
from auditor.read.lists.rows import address_in_page
from auditor.read.lists.teasers import CHOSEN, GOES_TO
from auditor.read.next_page.literals import is_page_name
from auditor.read.next_page.stepping import pairs_of

_NO_KIND = pattern(
    r".{0,9}(?:全部|所有|不限|时间|日期|排序|点击|热度|浏览|默认|最新|最热|列表|视图|标题|首页).{0,9}|[近本按]?[一上]?[大中小日周月年季]度?",
    finds=("全部", "按时间", "点击量", "列表", "大", "最新发布", "近一周", "本季度"),
    not_in=("党委文件", "政府文件", "文字解读", "规范性文件"),
    seen="what sorts, shows otherwise or takes all of a list",
    way="fullmatch",
)
"""Tabs that leave nothing out, or that are of time: the list's dates tell."""
_BETWEEN = 3
"""Texts that may stand between tabs and the list they are of: its heads."""
_LONGEST = 14


def kinds_apart(
    outline: Outline, first: int, url: str, base: str, names: frozenset[str]
) -> tuple[str, tuple[str, ...]]:
    """Which of the tabs right above a list is shown, and what the others are called; empty where there are none.

    ``names`` are what the page itself is called: where the shown tab is, the others are other columns.
    """
    for box in outline.boxes:
        if not first - _BETWEEN <= box.end_text <= first or box.hidden or len(box.children) < 2:
            continue
        tabs = [child for child in box.children if child.end_text - child.first_text == 1]
        if len(tabs) != len(box.children) or len({tab.tag for tab in tabs}) > 1:
            continue
        chosen = [tab for tab in tabs if _is_chosen(tab)]
        said = [outline.text_of(tab).strip() for tab in tabs]
        shown = outline.text_of(chosen[0]).strip() if len(chosen) == 1 else ""
        if not shown or shown in names or len(set(said)) < len(said) or not all(map(_is_kind, said)):
            continue
        others = [tab for tab in tabs if tab is not chosen[0]]
        if all(_is_part(tab, url, base) for tab in others):
            return shown, tuple(outline.text_of(tab).strip() for tab in others)
    return "", ()


def _is_chosen(tab: Box) -> bool:
    return any(CHOSEN.search(one.attrs.get("class", "")) for one in (tab, *tab.children))


def _is_kind(text: str) -> bool:
    is_word = 1 < len(text) <= _LONGEST and re.search(r"[\u4e00-\u9fff]", text) is not None
    return is_word and not (_NO_KIND.fullmatch(text) or is_pager_word(text) or is_year_text(text))


def _is_part(tab: Box, url: str, base: str) -> bool:
    """Whether a tab brings another part of this very page: by a script without an address, or by one more parameter."""
    link = next((one for one in (tab, *tab.children) if one.tag == "a"), None)
    if any(GOES_TO.search(one.attrs.get("onclick", "")) for one in (tab, *tab.children)):
        return False
    href = link.attrs.get("href", "").strip() if link is not None else ""
    target = address_in_page(base, href) if href and not href.startswith("#") else ""
    if not target:
        return True
    own, more = set(pairs_of(url)), set(pairs_of(target))
    added = more - own
    return _bare(target) == _bare(url) and own < more and not any(is_page_name(name) for name, _ in added)


def _bare(address: str) -> str:
    return address.partition("?")[0].partition("#")[0]
