"""Headings among the rows of a list: its dates then fall within each group, which says nothing of the whole."""

import re
from itertools import pairwise

from auditor.base.pattern import pattern
from auditor.read.lists.candidates import Rows
from auditor.read.lists.outline import Box, Outline
from auditor.read.values import Groups

_YEAR = pattern(
    r"\D{0,3}(?:(?:19|20)\d\d\s?(?:年度?)?|[一二][〇○零一二三四五六七八九]{3}年度?)\D{0,3}",
    finds=("2020年", "【2019】", "2018年度", "二〇二〇年"),
    not_in=("2020年3月", "三月", "20201", "二〇二〇年工作要点"),
    seen="道真县人社局",
    way="fullmatch",
)
_MONTH = pattern(
    r"\D{0,3}(?:(?:19|20)\d\d\s?[年./-]\s?)?(?:\d{1,2}|[正一二三四五六七八九十]{1,2})\s?月份?\D{0,3}",
    finds=("3月", "2020年3月", "三月", "十二月份"),
    not_in=("2020年", "3月5日公告", "月度"),
    seen="a usual form; on none of the pages kept",
    way="fullmatch",
)
_TOPIC = pattern(
    r"^(?!.{0,9}(?:标题|名称|题名|列表|序号)).{0,8}[\u4e00-\u9fff]{2}.{0,30}$",
    finds=("县财政局", "一、政策文件", "乡镇", "通知公告（3）"),
    not_in=("标题", "更"),
    seen="columns that are arranged by department or by topic",
    flags=re.S,
)
_FEWEST_HEADS = 2


def row_groups(outline: Outline, rows: Rows) -> Groups:
    """What the headings among the rows name, those that tell least of the order first; `Groups.NONE` where none is."""
    if rows.is_loose:
        return Groups.NONE
    first = rows.boxes[0]
    heads = [box for box in rows.container.children if box.tag == first.tag and box.end_text <= first.first_text]
    between = [at for box in heads for at in range(box.first_text, box.end_text)]
    between += [at for box, other in pairwise(rows.boxes) for at in range(box.end_text, other.first_text)]
    found = {_named_by(outline.texts[at]) for at in between if _may_head(outline, at)}
    return next((kind for kind in (Groups.TOPIC, Groups.MONTH, Groups.YEAR) if kind in found), Groups.NONE)


def _may_head(outline: Outline, at: int) -> bool:
    owner = outline.owners[at]
    return not owner.hidden and owner.tag not in ("th", "option") and len(_cells_of(owner)) < _FEWEST_HEADS


def _named_by(text: str) -> Groups:
    if _YEAR.fullmatch(text):
        return Groups.YEAR
    if _MONTH.fullmatch(text):
        return Groups.MONTH
    return Groups.TOPIC if _TOPIC.search(text) else Groups.NONE


def _cells_of(box: Box) -> list[Box]:
    """The cells beside that of a box: a row of heads has several."""
    while box.parent is not None and box.tag not in ("td", "li", "tr"):
        box = box.parent
    around = box.parent if box.tag == "td" else None
    return around.children if around is not None else []
