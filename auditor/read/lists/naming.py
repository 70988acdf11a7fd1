"""What a page calls itself: title, breadcrumb, column name; and what stands above a list."""

import re
from dataclasses import dataclass

from auditor.base.pattern import pattern
from auditor.read.lists.outline import Box, Outline, is_period_text, one_line
from auditor.read.lists.pager_words import PAGER_TEXT, is_pager_word
from auditor.read.lists.rows import is_more_word
from auditor.read.walls import says_empty

WHERE = pattern(
    r"(?:当前|所在|目前|现在)(?:的|所在){0,3}(?:位置|页面|栏目)|[您你](?:的|当前|现在)?位置|位\s?置\s?[:：]",
    finds=("当前位置：", "现在位置：", "您当前的位置： >", "您当前所在位置：", "位 置 ："),
    not_in=("地理位置图", "现在的工作", "栏目设置"),
    seen="江西省政府, 中科院紫金山天文台青海观测站, 福建民间组织信息网, 道真县人社局",
)
_WHERE_SIGN = pattern(
    "[位面栏].*",
    finds=("当前位置", "所在栏目"),
    not_in=("首页",),
    seen="the words of the pattern above, each of which holds one of these",
)
"""What each of these words has in it: asked first, as nearly all texts of a page have none."""
_STEP = re.compile(r"[>＞»›→/\\·—|]")
_PARTS = re.compile(r"\s?(?:[_|—–>＞»]|\s-{1,9}\s|(?<=[\u4e00-\u9fff）])-{1,9}(?=[\u4e00-\u9fff（]))\s?")
_NOT_A_NAME = frozenset(
    {"首页", "网站首页", "正文", "列表", "内容", "详情", "正文内容", "信息列表", "文章列表", "返回首页"}
)
_LONGEST_TRAIL = 14
_LONGEST_HEADING = 24
_HEADINGS = 8
_SHORTEST_TITLE = 8
_LEAST_ROWS = 3
_FEWEST_CELLS, _LONGEST_HEAD = 3, 12
_ROWS = frozenset({"li", "tr", "p", "dd"})
_HEADINGS_OF_LISTS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "th"})
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_PLAIN_NAME = re.compile(r"(?=.{0,18}[\u4e00-\u9fff]{2})(?!.{0,16}\d{4})[\u4e00-\u9fffA-Za-z0-9、（）]{2,20}")
_NO_HEADING = pattern(
    r"序号|编号|标题|名称|信息名称|文件名称|[\u4e00-\u9fff]{0,6}日期|(?:[\u4e00-\u9fff]{0,2}(?:发布|公开|成文|生成|发文|更新|公示|决定|会议|截止|开标|结束|有效))?时间|有效期至|文号|发文字号|索引号|(?:发布|发文)(?:机构|机关|单位)|"
    r"搜索|查询|检索|关键[字词].{0,8}|请输入.{0,12}|来源|全部|操作|状态|"
    r"(?:为[您你])?一?共(?:有|计|找到|检索到|查询到)?(?:\s?\d{0,8}\s?(?:条|个|篇|项|封)(?:相关)?(?:结果|记录|信息|数据)?)?|"
    r"(?:条|个|篇|项)(?:相关)?(?:结果|记录|信息|数据)",
    finds=(
        "序号",
        "发布日期",
        "成文时间",
        "索引号",
        "发文机关",
        "请输入关键字",
        "关键词",
        "许可决定日期",
        "截止时间",
        "共找到",
        "条结果",
        "共 74 条记录",
    ),
    not_in=("通知公告", "政策文件", "时间都去哪了", "共青团"),
    seen="江西省政府, 丽水市",
    way="fullmatch",
)


@dataclass(frozen=True, slots=True)
class Names:
    """``title`` of the document, ``column`` as surely as the page tells, ``all`` words that may head its list."""

    title: str
    column: str
    all: frozenset[str]
    is_article_like: bool
    """Whether breadcrumb or metas speak of a single article."""


def is_plain_name(name: str) -> bool:
    """Whether a column's name is nothing else as well: no step of a breadcrumb, word of a table's head or pager."""
    return (
        _PLAIN_NAME.fullmatch(name) is not None
        and name not in _NOT_A_NAME
        and not (is_more_word(name) or is_pager_word(name) or PAGER_TEXT.search(name) or says_empty(name))
        and not (_NO_HEADING.fullmatch(name) or WHERE.search(name))
    )


def read_names(outline: Outline) -> Names:
    """The names a page gives itself and its column."""
    metas = _metas(outline)
    meta = metas.get("columnname", "")
    title = _document_title(outline)
    trail = _breadcrumb(outline)
    is_article = bool(trail) and trail[-1] in ("正文", "内容", "详情", "正文内容")
    trail = [name for name in trail if name not in _NOT_A_NAME]
    parts = [part for part in _PARTS.split(title) if part]
    column = meta or (trail[-1] if trail else "") or (parts[0] if parts else "")
    names = {meta, *(trail[-1:]), *parts} - {""}
    article = metas.get("articletitle", "")
    return Names(title, column, frozenset(names), is_article or article not in ("", column, title))


def _metas(outline: Outline) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in outline.tree.css("meta[name]"):
        attrs = node.attributes
        found.setdefault((attrs.get("name") or "").lower(), one_line(attrs.get("content")))
    return found


def _document_title(outline: Outline) -> str:
    node = outline.tree.css_first("title")
    return one_line(node.text()) if node is not None else ""


def _breadcrumb(outline: Outline) -> list[str]:
    for index in outline.texts_with(_WHERE_SIGN):
        text = outline.texts[index]
        if len(text) > 200 or not WHERE.search(text):
            continue
        box = outline.owners[index]
        while box.end_text - box.first_text <= 1 and box.parent is not None:
            if box.parent.end_text - box.parent.first_text > _LONGEST_TRAIL:
                break
            box = box.parent
        end = min(box.end_text, index + _LONGEST_TRAIL)
        rest = WHERE.split(text, maxsplit=1)[-1].lstrip("：: ")
        joined = " > ".join([rest, *outline.texts[index + 1 : end]])
        steps = [step.strip(" ：:") for step in _STEP.split(joined)]
        return [step for step in steps if 2 <= len(step) <= 40]
    return []


def heading_above(outline: Outline, first_text: int) -> tuple[str, int]:
    """The text right above a list that can be its heading, and where it stands; empty after a date or a longer text.

    Years, heads of table columns, search forms, 更多 links and decoration without a Chinese word are passed over.
    """
    for index in range(first_text - 1, max(-1, first_text - 1 - _HEADINGS), -1):
        if outline.owners[index].hidden:
            continue  # a row that was taken back heads nothing
        if _heads_a_cell(outline, outline.owners[index]):
            continue
        text = outline.texts[index].strip(" ：:>》»[]【】")
        if len(text) > _LONGEST_HEADING or outline.is_date(index) or _ends_another_list(outline, index, first_text):
            return "", index
        if _CHINESE.search(text) and not (is_more_word(text) or is_period_text(text) or _NO_HEADING.fullmatch(text)):
            return text, index
    return "", first_text


def _heads_a_cell(outline: Outline, owner: Box) -> bool:
    """Whether a text stands in a line of short words without a link, one in each of several cells of a table."""
    box: Box | None = owner
    while box is not None and box.tag not in ("th", "td"):
        box = box.parent
    row = box.parent if box is not None else None
    if row is None or row.tag != "tr" or row.end_link > row.first_link or len(row.children) < _FEWEST_CELLS:
        return False
    words = [outline.text_of(cell) for cell in row.children]
    return all(word and len(word) <= _LONGEST_HEAD for word in words)


def _ends_another_list(outline: Outline, index: int, first_text: int) -> bool:
    """Whether a text is the title of a row of links that ended before the list began: what stands above is no heading.

    Names of columns in a menu are short; they may head what a click on them shows.
    """
    owner: Box | None = outline.owners[index]
    if owner is None or not owner.in_link or len(outline.texts[index]) < _SHORTEST_TITLE:
        return False
    while owner is not None and owner.tag not in _ROWS:
        if owner.tag in _HEADINGS_OF_LISTS:
            return False
        owner = owner.parent
    if owner is None or owner.parent is None or owner.end_text > first_text:
        return False
    like = [box for box in owner.parent.children if box.tag == owner.tag and box.end_link > box.first_link]
    return len(like) >= _LEAST_ROWS and owner.parent.end_text <= first_text
