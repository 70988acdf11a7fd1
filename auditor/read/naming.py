"""What a page calls itself: title, breadcrumb, column name; and what stands above a list."""

import re
from dataclasses import dataclass

from auditor.read.outline import Outline, tidy
from auditor.read.rows import is_more_word

_WHERE = re.compile(
    r"(?:当前|所在|目前|现在)(?:的|所在)*(?:位置|页面|栏目)|您(?:的|当前)位置|你的位置|^位置\s*[:：]|位\s*置\s*[:：]"
)
_STEP = re.compile(r"\s*(?:>+|＞+|»|›|→|/|\\|·|—+|\|)\s*")
_PARTS = re.compile(r"\s*(?:[_|—–>＞»]|\s-+\s|(?<=[\u4e00-\u9fff）])-+(?=[\u4e00-\u9fff（]))\s*")
_NOT_A_NAME = frozenset(
    {"首页", "网站首页", "正文", "列表", "内容", "详情", "正文内容", "信息列表", "文章列表", "返回首页"}
)
_LONGEST_TRAIL = 14
_LONGEST_HEADING = 24
_HEADINGS = 4


@dataclass(frozen=True, slots=True)
class Names:
    """``title`` of the document, ``column`` as surely as the page tells, ``all`` words that may head its list."""

    title: str
    column: str
    all: frozenset[str]
    trail_end: int
    """Number of texts up to the end of the breadcrumb, 0 where there is none."""
    is_article_like: bool
    """Whether breadcrumb or metas speak of a single article."""


def read_names(outline: Outline) -> Names:
    """The names a page gives itself and its column."""
    metas = _metas(outline)
    meta = metas.get("columnname", "")
    title = _document_title(outline)
    trail, trail_end = _breadcrumb(outline)
    is_article = bool(trail) and trail[-1] in ("正文", "内容", "详情", "正文内容")
    trail = [name for name in trail if name not in _NOT_A_NAME]
    parts = [part for part in _PARTS.split(title) if part]
    column = meta or (trail[-1] if trail else "") or (parts[0] if parts else "")
    names = {meta, *(trail[-1:]), *parts} - {""}
    article = metas.get("articletitle", "")
    return Names(title, column, frozenset(names), trail_end, is_article or article not in ("", column, title))


def _metas(outline: Outline) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in outline.tree.css("meta[name]"):
        attrs = node.attributes
        found.setdefault((attrs.get("name") or "").lower(), tidy(attrs.get("content")))
    return found


def _document_title(outline: Outline) -> str:
    node = outline.tree.css_first("title")
    return tidy(node.text()) if node is not None else ""


def _breadcrumb(outline: Outline) -> tuple[list[str], int]:
    for index, text in enumerate(outline.texts):
        if len(text) > 200 or not _WHERE.search(text):
            continue
        box = outline.owners[index]
        while box.end_text - box.first_text <= 1 and box.parent is not None:
            if box.parent.end_text - box.parent.first_text > _LONGEST_TRAIL:
                break
            box = box.parent
        end = min(box.end_text, index + _LONGEST_TRAIL)
        rest = _WHERE.split(text, maxsplit=1)[-1].lstrip("：: ")
        joined = " > ".join([rest, *outline.texts[index + 1 : end]])
        steps = [step.strip(" ：:") for step in _STEP.split(joined)]
        return [step for step in steps if 2 <= len(step) <= 40], end
    return [], 0


def headings_before(outline: Outline, first_text: int, trail_end: int = 0) -> list[str]:
    """The short texts right above a list, nearest first, up to a date or a longer text; 更多 links left out.

    The breadcrumb (the texts up to ``trail_end``) heads a list only where nothing else stands between.
    """
    found: list[str] = []
    for index in range(first_text - 1, max(-1, first_text - 1 - _HEADINGS), -1):
        if found and index < trail_end:
            break
        text = outline.texts[index].strip(" ：:>》»[]【】")
        if len(text) > _LONGEST_HEADING or outline.is_date(index):
            break
        if len(text) > 1 and not is_more_word(text):
            found.append(text)
    return found
