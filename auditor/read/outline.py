"""One page laid flat: boxes, texts, links and scripts in reading order, so that what stands in a box is a slice."""

import re
from functools import cached_property
from typing import cast

from selectolax.lexbor import LexborHTMLParser, LexborNode

_SILENT = frozenset({"head", "style", "template", "textarea", "select", "iframe", "object", "svg"})
_HIDDEN = ("display:none", "display: none")
_DIGIT = re.compile(r"\d")
_DATELIKE = re.compile(
    r"(?<!\d)(?:\d{4}\s*[-/.年]\s*\d{1,2}(?:\s*[-/.月]\s*\d{1,2})?|\d{1,2}\s*[-/.月]\s*\d{1,2}|(?:19|20)\d{6})(?!\d)\s*日?"
)
_AROUND_DATES = re.compile(
    r"\d{1,2}:\d{2}(?::\d{2})?|星期.|周[一二三四五六日]|[上下]午|T(?=\d)|"
    r"(?:信息|文章|最后)?(?:发布|发文|印发|公开|公布|更新|录入|添加|生成|创建|提交|上传|刊登)?(?:日期|时间|于)|"
    r"(?:发布|更新)|(?:阅读|浏览|点击|访问)(?:次数|量|数)?|来源|作者|次数?|[^\w\u4e00-\u9fff]"
)
_DAY_ALONE = re.compile(r"\d{1,2}日?")
_MONTH_ALONE = re.compile(r"\d{1,2}月?")
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d\s*年?")
_SPARE = 8
"""Characters a date's own text may hold beside it: the name of a source."""


def tidy(text: str | None) -> str:
    """The text with every run of blanks (the full-width one too) as one blank, none at its ends."""
    return " ".join(text.split()) if text else ""


class Box:
    """One element: where it stands, and which slices of the page's texts and links lie within it."""

    __slots__ = (
        "attrs",
        "children",
        "end_link",
        "end_text",
        "first_link",
        "first_text",
        "hidden",
        "in_link",
        "last_order",
        "marks",
        "node",
        "order",
        "parent",
        "tag",
    )

    def __init__(
        self, node: LexborNode, tag: str, parent: "Box | None", order: int, first_text: int, first_link: int
    ) -> None:
        self.node = node
        self.tag = tag
        """The element's name in lower case."""
        self.parent = parent
        self.children: list[Box] = []
        self.order = self.last_order = order
        """Where the box stands among the page's, and where the last one within it does."""
        self.first_text = self.end_text = first_text
        self.first_link = self.end_link = first_link
        self.attrs = _attributes(node)
        """The attributes; one without a value is an empty string."""
        self.marks = f"{self.attrs.get('class', '')} {self.attrs.get('id', '')}".lower() if self.attrs else " "
        """Class and id in lower case: what the template's author calls this box."""
        self.in_link = tag == "a"
        self.hidden = "style" in self.attrs and _hides(self.attrs["style"])
        if parent is not None:
            self.in_link = self.in_link or parent.in_link
            self.hidden = self.hidden or parent.hidden

    @property
    def signature(self) -> tuple[str, str]:
        """What two boxes of one kind share."""
        return self.tag, self.attrs.get("class", "")

    def is_within(self, other: "Box") -> bool:
        """Whether this box is the other one or stands in it."""
        return other.order <= self.order <= other.last_order


class Outline:
    """The body of one page in reading order. ``texts[i]`` stands directly in ``owners[i]``."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.tree = tree
        self.boxes: list[Box] = []
        self.texts: list[str] = []
        self.owners: list[Box] = []
        self.links: list[Box] = []
        self.scripts: list[tuple[int, LexborNode]] = []
        """Inline and linked scripts of the body, each with the number of texts before it."""
        self._lay_flat()

    def _lay_flat(self) -> None:
        root = self.tree.body or self.tree.root
        if root is None:
            return
        waiting: list[tuple[LexborNode, Box | None]] = []
        node: LexborNode | None = root
        parent: Box | None = None
        while node is not None:
            following = node.next if parent is not None else None
            box = None
            if node.is_text_node:
                text = tidy(node.text_content)
                if text and parent is not None:
                    self.texts.append(text)
                    self.owners.append(parent)
                    parent.end_text = len(self.texts)
            elif node.is_element_node:
                box = self._add_box(node, parent)
            child = node.child if box is not None else None
            if child is not None:
                if following is not None:
                    waiting.append((following, parent))
                node, parent = child, box
            elif following is not None:
                node = following
            else:
                node, parent = waiting.pop() if waiting else (None, None)
        self._close_boxes()

    def _close_boxes(self) -> None:
        """What stands in a box stands in the boxes around it."""
        for box in reversed(self.boxes):
            around = box.parent
            if around is not None:
                if around.last_order < box.last_order:
                    around.last_order = box.last_order
                if around.end_text < box.end_text:
                    around.end_text = box.end_text
                if around.end_link < box.end_link:
                    around.end_link = box.end_link

    def _add_box(self, node: LexborNode, parent: Box | None) -> Box | None:
        tag = node.tag or ""
        if tag == "script":
            self.scripts.append((len(self.texts), node))
            return None
        if tag in _SILENT:
            return None
        box = Box(node, tag, parent, len(self.boxes), len(self.texts), len(self.links))
        self.boxes.append(box)
        if parent is not None:
            parent.children.append(box)
        if tag == "a" and not box.hidden:
            self.links.append(box)
            box.end_link = len(self.links)
        return box

    def take_apart(self) -> None:
        """Undo the circles of boxes when the page has been read, so that they go at once: left to the garbage
        collector, they cost a crawl a quarter of its time."""
        for box in self.boxes:
            box.parent = None
            box.children = []

    def text_of(self, box: Box) -> str:
        """All texts within the box, joined by blanks."""
        return " ".join(self.texts[box.first_text : box.end_text])

    def links_of(self, box: Box) -> list[Box]:
        """All links within the box (the box itself where it is one)."""
        return self.links[box.first_link : box.end_link]

    @cached_property
    def dated(self) -> list[int]:
        """Running count of the texts that are a printed date: ``dated[j] - dated[i]`` of them lie in a slice."""
        counts = [0]
        for text, owner in zip(self.texts, self.owners, strict=True):
            is_date = not owner.hidden and bool(_DIGIT.search(text))
            is_date = is_date and is_date_text(text, spare=0 if owner.in_link else _SPARE)
            counts.append(counts[-1] + (is_date or self._ends_split_date(len(counts) - 1)))
        return counts

    def _ends_split_date(self, index: int) -> bool:
        """Whether that text is the day after a year and a month in cells of their own."""
        if index < 2 or not is_day_text(self.texts[index]):
            return False
        year, month = self.texts[index - 2 : index]
        return is_year_text(year) and len(month) <= 3 and _MONTH_ALONE.fullmatch(month) is not None

    @cached_property
    def _linked(self) -> tuple[list[int], list[int]]:
        """For every place among the texts: where the first linked text from there on stands, where the last one before
        it ends."""
        is_linked = [owner.in_link for owner in self.owners]
        ends = [0]
        for at, linked in enumerate(is_linked):
            ends.append(at + 1 if linked else ends[-1])
        starts = [len(is_linked)]
        for at in range(len(is_linked) - 1, -1, -1):
            starts.append(at if is_linked[at] else starts[-1])
        return starts[::-1], ends

    def unlinked_until(self, first: int, end: int) -> int:
        """How far from ``first`` on, up to ``end``, the texts stand outside links."""
        return max(first, min(end, self._linked[0][first]))

    def unlinked_since(self, first: int, end: int) -> int:
        """From where on, not before ``first``, the texts up to ``end`` stand outside links."""
        return min(end, max(first, self._linked[1][end]))

    def is_date(self, index: int) -> bool:
        """Whether that text is a printed date."""
        return self.dated[index + 1] > self.dated[index]


def _attributes(node: LexborNode) -> dict[str, str]:
    attrs = node.attributes
    for value in attrs.values():
        if value is None:
            return {name: value or "" for name, value in attrs.items()}
    return cast(dict[str, str], attrs)


def _hides(style: str) -> bool:
    style = style.lower()
    return any(words in style for words in _HIDDEN)


def is_date_text(text: str, *, spare: int = 0) -> bool:
    """Whether a text is a date with its label, a time, a click counter and ``spare`` other characters around it."""
    if len(text) > 80 or not _DATELIKE.search(text):
        return False
    return len(_AROUND_DATES.sub("", _DATELIKE.sub("", text))) <= spare


def is_day_text(text: str) -> bool:
    """Whether a text is the day of the month standing alone."""
    return len(text) <= 3 and _DAY_ALONE.fullmatch(text) is not None


def is_year_text(text: str) -> bool:
    """Whether a text is a year standing alone."""
    return len(text) <= 6 and _YEAR_ALONE.fullmatch(text) is not None
