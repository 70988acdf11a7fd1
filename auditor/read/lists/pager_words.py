"""The words of pagers, in one place: which link leads on, which is a step and no row, what a pager's text says.

A word that a new pager uses for its next page stands in three of these patterns.
"""

import re

from auditor.base.pattern import pattern

NEXT_WORD = pattern(
    r"[\s\[【(（]{0,4}(?:[下后]一?[页頁]|下一个|[下后]翻|next(?:\s?page)?|older(?:\s(?:posts|entries|news|items))?)[\s\]】)）]{0,4}[>»›→\s]{0,6}|[>»›→]{1,2}",
    finds=("下一页", "后一页", "下页>>", "[ 下一页 ]", "Next", "Next Page", "Older »", "older posts", "»"),
    not_in=("上一页", "下一篇", "最后一页", "下一步"),
    seen="福建民间组织信息网, 广东侨务",
    flags=re.IGNORECASE,
    way="fullmatch",
)
"""The step to the next page."""
BACK_WORD = pattern(
    r"[<«‹〈《⟨❮←⇐◀◁◄|\s]{1,6}(?:[上前]一?[页頁翻]|prev(?:ious)?|newer)?|(?:往|向)?[上前]一?[页頁翻][<«‹〈《←]{0,2}|"
    r"[回返]?到?[首前]一?[页頁]|(?:更|较)新的(?:信息)?|较新|(?:看|往)更新的|newer(?:\s(?:posts|entries|news|items))?",
    finds=("〈", "◀", "‹ 上一页", "往前翻", "前翻", "newer posts", "较新的", "回首页"),
    not_in=("〉", "更早", "往后翻", "下一页", "更新", "older"),
    seen="arrows of pagers that are no Latin quotation marks; blogs' words",
    flags=re.IGNORECASE,
    way="fullmatch",
)
"""A step back, which no plan takes for one on."""
LAST_WORD = pattern(
    r"[\s\[【(（]{0,4}(?:[末尾]一?[页頁]|最后一?[页頁]|last)[\s\]】)）]{0,4}[>»›|\s]{0,6}",
    finds=("尾页", "末页", "最后一页", "[末页]", "last"),
    not_in=("下一页", "尾页面"),
    seen="福建民间组织信息网, 中国建设信息, 广东侨务",
    flags=re.IGNORECASE,
    way="fullmatch",
)
"""The step to the last page."""
PAGER_WORD = pattern(
    r"[\s\[\](（<《«‹]{0,5}(?:\d{1,5}|[首末尾上下前后]一?[页頁]|最[前后]一?[页頁]|第一[页頁]|第?\s?\d{1,5}\s?[页頁]|prev(?:ious)?|next|first|last|转到|跳转|go|[<>«»‹›.…]{1,9})"
    r"[\s\])）>》»›]{0,5}",
    finds=("下一页", "末页", "3", "[2]", "第 4 页", "prev", "»"),
    not_in=("下一篇", "三", "2020-01-03"),
    seen="pagers of 福建民间组织信息网, 广东侨务",
    flags=re.IGNORECASE,
    way="fullmatch",
)
"""Any step of a pager or number of a page: a link that is no row of the list."""
PAGER_TEXT = pattern(
    r"[下后]一?页|[尾末]页|上一?页|最后一?页|共\s?\d{1,9}\s?[条页]|"
    r"第\s?\d{1,9}\s?/\s?\d{1,9}\s?页|next|加载更多|load ?more",
    finds=("下一页", "尾页", "末页", "共300条", "第 2 / 163 页", "Next"),
    not_in=("上一篇", "共 3 人", "页面"),
    seen="福建民间组织信息网, 中国建设信息, 平顶山市教育体育局",
    flags=re.IGNORECASE,
)
"""What stands in a pager, wherever in a text."""
PAGER_SIGN = pattern(
    r"[页共载nl].*",
    finds=("下一页", "共3条", "加载更多", "next", "load more"),
    not_in=("通知公告",),
    seen="the words of the pattern above, each of which holds one of these",
    flags=re.IGNORECASE,
)
"""What each of those has in it: asked first, as nearly all texts of a page have none."""


def is_pager_word(text: str) -> bool:
    """Whether a link is a page number or a step of a pager."""
    return len(text) <= 12 and PAGER_WORD.fullmatch(text) is not None
