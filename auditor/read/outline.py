"""One page laid flat: boxes, texts, links and scripts in reading order, so that what stands in a box is a slice."""

import re
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

_SILENT = frozenset({"head", "style", "template", "textarea", "select", "iframe", "object", "svg"})
_HIDDEN = '[style*="display:none" i], [style*="display: none" i]'
_BLANKS = re.compile(r"\s+")
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
    return _BLANKS.sub(" ", text).strip() if text else ""


class Box:
    """One element: where it stands, and which slices of the page's texts and links lie within it."""

    __slots__ = (
        "_attrs",
        "children",
        "end_link",
        "end_text",
        "first_link",
        "first_text",
        "hidden",
        "in_link",
        "node",
        "parent",
    )

    def __init__(self, node: LexborNode, parent: "Box | None", first_text: int, first_link: int) -> None:
        self.node = node
        self.parent = parent
        self.children: list[Box] = []
        self.first_text = self.end_text = first_text
        self.first_link = self.end_link = first_link
        self.hidden: bool = parent is not None and parent.hidden
        self.in_link: bool = node.tag == "a" or (parent is not None and parent.in_link)
        self._attrs: dict[str, str] | None = None

    @property
    def tag(self) -> str:
        """The element's name in lower case."""
        return self.node.tag or ""

    @property
    def attrs(self) -> dict[str, str]:
        """The attributes; one without a value is an empty string."""
        if self._attrs is None:
            self._attrs = {name: value or "" for name, value in self.node.attributes.items()}
        return self._attrs

    @property
    def marks(self) -> str:
        """Class and id in lower case: what the template's author calls this box."""
        attrs = self.attrs
        return f"{attrs.get('class', '')} {attrs.get('id', '')}".lower()

    @property
    def signature(self) -> tuple[str, str]:
        """What two boxes of one kind share."""
        return self.tag, self.attrs.get("class", "")

    def is_within(self, other: "Box") -> bool:
        """Whether this box is the other one or stands in it."""
        box: Box | None = self
        while box is not None:
            if box is other:
                return True
            box = box.parent
        return False


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
        self.words: dict[int, str] = {}
        self.addresses: dict[int, tuple[str, str]] = {}
        """What has been read of each link (by the box's identity), as several candidates share one."""
        self._lay_flat()

    def _lay_flat(self) -> None:
        root = self.tree.body or self.tree.root
        if root is None:
            return
        hidden = {node.mem_id for node in root.css(_HIDDEN)}
        known: dict[int, Box | None] = {}
        for node in root.traverse(include_text=True):
            parent = known.get(node.parent.mem_id) if node.parent is not None else None
            if parent is None and self.boxes:
                if not node.is_text_node:
                    known[node.mem_id] = None
                continue
            if node.is_text_node:
                self._add_text(node, parent)
            elif node.is_element_node:
                known[node.mem_id] = self._add_box(node, parent, hidden)
        for box in reversed(self.boxes):
            if box.parent is not None:
                box.parent.end_text = max(box.parent.end_text, box.end_text)
                box.parent.end_link = max(box.parent.end_link, box.end_link)

    def _add_text(self, node: LexborNode, parent: Box | None) -> None:
        text = tidy(node.text_content)
        if text and parent is not None:
            self.texts.append(text)
            self.owners.append(parent)
            parent.end_text = len(self.texts)

    def _add_box(self, node: LexborNode, parent: Box | None, hidden: set[int]) -> Box | None:
        tag = node.tag or ""
        if tag == "script":
            self.scripts.append((len(self.texts), node))
            return None
        if tag in _SILENT:
            return None
        box = Box(node, parent, len(self.texts), len(self.links))
        if node.mem_id in hidden:
            box.hidden = True
        self.boxes.append(box)
        if parent is not None:
            parent.children.append(box)
        if tag == "a" and not box.hidden:
            self.links.append(box)
            box.end_link = len(self.links)
        return box

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

    def dates_between(self, first: int, end: int) -> int:
        """How many texts of the slice are printed dates."""
        return self.dated[end] - self.dated[first]

    def is_date(self, index: int) -> bool:
        """Whether that text is a printed date."""
        return self.dated[index + 1] > self.dated[index]


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
