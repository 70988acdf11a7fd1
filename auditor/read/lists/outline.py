"""One page laid flat: boxes, texts, links and scripts in reading order, so that what stands in a box is a slice."""

import re
from bisect import bisect_right
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import cast

from selectolax.lexbor import LexborHTMLParser, LexborNode

from auditor.base.pattern import pattern
from auditor.read.dates import plain_signs

_SILENT = frozenset({"head", "style", "template", "textarea", "select", "iframe", "object", "svg"})
_HIDING = '[hidden],[style*="display:none" i],[style*="display: none" i],[style*="visibility:hidden" i]'
_TOLD = pattern(
    r"来源|作者|单位|发布|时间|日期",
    finds=("来源：县政府办 2020-04-02", "发布时间 2020-01-03"),
    not_in=("关于放假的通知", "2020-01-03"),
    seen="cards: title, excerpt, source and day in one link",
)
"""What a line of source and day says of itself, also where a card's link goes around it."""
_WORD = re.compile(r"\w+")
_NO_WORD = re.compile(r"[\d\W]")
_SENTENCE = re.compile(r"[\uff0c\u3002\uff1b]")
_FROM_DIGIT = pattern(
    r"(?:\d|[一二][〇○零一二三四五六七八九]{3}年).*",
    finds={"发布：2020-01-03": "2020-01-03", "二〇二〇年一月三日": "二〇二〇年一月三日"},
    not_in=("通知公告", "一二三年"),
    seen="every printed day; lists that write it in Chinese numerals",
)
_DATELIKE = pattern(
    r"(?<!\d)(?:\d{4}\s*[-/.年]\s*\d{1,2}(?:\s*[-/.月]\s*\d{1,2})?|\d{1,2}\s*[-/.月]\s*\d{1,2}|(?:19|20)\d{6})(?!\d)\s*日?|"
    r"(?i:\b(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?\s\d{1,2},?|"
    r"(?:\d{1,2}\s)?(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}[.,]?)\s(?:19|20)\d\d\b)"
    r"|[一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日",
    finds=(
        "二〇二〇年一月三日",
        "Mar 5, 2020",
        "05 March 2020",
        "Mar 2020",
        "2020-01-03",
        "2018年6月",
        "06/07",
        "20200103",
        "[2017.12.8]",
    ),
    not_in=("13800138000", "第3号"),
    seen="安图县林业局",
)
_AROUND_DATES = pattern(
    r"\d{1,2}:\d{2}(?::\d{2})?|星期.|周[一二三四五六日]|[上下]午|T(?=\d)|"
    r"(?:信息|文章|最后)?(?:发布|发文|印发|公开|公布|更新|录入|添加|生成|创建|提交|上传|刊登)?(?:日期|时间|于)|"
    r"(?:发布|更新)|(?:阅读|浏览|点击|访问)(?:次数|量|数)?|来源|作者|次数?|[^\w\u4e00-\u9fff]",
    finds=("发布时间", "星期三", "11:22", "浏览次数", "来源"),
    not_in=("县财政局", "元旦"),
    seen="柘城县, 江西省政府",
)
_CALLS = pattern(
    r"[\w.]\s{0,9}\(\s{0,9}[^)\s]|location(?:\.href)?\s{0,9}=",
    finds=("view('8888')", "window.open('/a.html')", "location.href='/a.html'"),
    not_in=("return false", "history.back()", "this.className='on'"),
    seen="rows of tables that open an article on a click",
)
_GOES = pattern(
    r"['\"](?P<url>[^'\"\s]{0,200}(?:[/?]|\.(?:s?html?|jsp|aspx?|php|do))[^'\"\s]{0,200})['\"]",
    finds={"window.open('/xxgk/show.do?id=9')": "/xxgk/show.do?id=9", 'location.href="a.html"': "a.html"},
    not_in=("view('8888')", "show(7)"),
    seen="rows of tables that open an article on a click",
)
_DAY_ALONE = pattern(
    r"\d{1,2}[日号]?",
    finds=("3", "12日", "5号"),
    not_in=("123", "三日"),
    seen="a usual form; on none of the pages kept",
    way="fullmatch",
)
_MONTH_ALONE = pattern(
    r"\d{1,2}月?",
    finds=("3", "12月"),
    not_in=("2020", "三月"),
    seen="a usual form; on none of the pages kept",
    way="fullmatch",
)
_MONTH_SAID = pattern(
    r"\d{1,2}月",
    finds=("3月", "12月"),
    not_in=("3", "三月", "3月5日"),
    seen="calendar leaves beside the titles of lists",
    way="fullmatch",
)
_YEAR_ALONE = pattern(
    r"(?:19|20)\d\d\s*年?",
    finds=("2017", "2020年", "2019 年"),
    not_in=("17", "2017-1", "1899"),
    seen="道真县人社局",
    way="fullmatch",
)
_MONTH_HEAD = pattern(
    r"\W{0,3}(?:(?P<year>(?:19|20)\d\d)\s?(?:年|[./-])\s?)?(?P<month>\d{1,2})\s?月份?\W{0,3}",
    finds=("2020年3月", "3月份", "【2020年12月】"),
    not_in=("2020年", "3月5日", "2020年3月公告"),
    seen="lists that are one column a month, each under its heading",
    way="fullmatch",
)
REMEMBERED = 16_384
"""How many short texts a question about them is remembered for: the pages of a portal repeat their frame and days."""
_LONGEST_TEXT = 20_000
_LONGEST_MARKS = 400
_LONGEST_VALUE = 8_000
"""How much of one text, of a class or an id, and of any other attribute is read: what a page may make patterns look
through is bounded here. Half an address is a false one, so that a longer value counts as empty."""
_LONGEST_HEAD = 14
_SPARE = 8
"""Characters a date's own text may hold beside it: the name of a source. A sentence holds no date of its own."""


def one_line(text: str | None) -> str:
    """The text with every run of blanks (the full-width one too) as one blank, none at its ends."""
    return " ".join(text.split()) if text else ""


class Box:
    """One element: where it stands, and which slices of the page's texts and links lie within it.

    ``texts[first_text:end_text]`` and ``links[first_link:end_link]`` of the outline stand in it, its boxes are
    ``boxes[order:last_order + 1]``. What its mark-up says is read from the tree when asked for: of most boxes nobody
    asks.
    """

    __slots__ = (
        "_attrs",
        "_marks",
        "children",
        "end_link",
        "end_text",
        "first_link",
        "first_text",
        "hidden",
        "in_link",
        "last_order",
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
        self.first_text = self.end_text = first_text
        self.first_link = self.end_link = first_link
        self._attrs: dict[str, str] | None = None
        self._marks: str | None = None
        if parent is None:
            self.in_link, self.hidden = tag == "a", False
        else:
            parent.children.append(self)
            self.in_link, self.hidden = tag == "a" or parent.in_link, parent.hidden

    def open_by(self, click: str) -> None:
        """Let a click on this box lead where the script of its row does: it is the row's link."""
        led = _GOES.search(click)
        self._attrs = {**_attributes(self.node), "href": led["url"] if led else "javascript:;", "onclick": click}
        self.in_link = True

    @property
    def attrs(self) -> dict[str, str]:
        """The attributes; one without a value is an empty string."""
        if self._attrs is None:
            self._attrs = _attributes(self.node)
        return self._attrs

    @property
    def marks(self) -> str:
        """Class and id in lower case: what the template's author calls this box."""
        if self._marks is None:
            attrs = self.attrs
            self._marks = f"{attrs.get('class', '')} {attrs.get('id', '')}".lower() if attrs else " "
        return self._marks

    @property
    def signature(self) -> tuple[str, str]:
        """What two boxes of one kind share."""
        return self.tag, self.attrs.get("class", "")

    def is_within(self, other: "Box") -> bool:
        """Whether this box is the other one or stands in it."""
        return other.order <= self.order <= other.last_order

    def lies_in(self, first: int, end: int) -> bool:
        """Whether it holds texts, and only such as stand from ``first`` up to ``end`` among the page's texts."""
        return first <= self.first_text < self.end_text <= end


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
        self._opened = _opened_by_rows(tree)
        root = tree.body or tree.root
        if root is not None:
            self._lay_flat(root)

    def _lay_flat(self, root: LexborNode) -> None:
        boxes, texts, owners, links = self.boxes, self.texts, self.owners, self.links
        hiding = {node.mem_id for node in self.tree.css(_HIDING)}
        parent = self._add_box(root, None, hiding)
        node = root.child
        waiting: list[LexborNode | None] = []
        while parent is not None:
            if node is None:  # all that stands in the box has been laid down
                parent.end_text, parent.end_link, parent.last_order = len(texts), len(links), len(boxes) - 1
                parent = parent.parent
                node = waiting.pop() if waiting else None
                continue
            following = node.next
            if node.is_text_node:
                text = one_line(node.text_content)[:_LONGEST_TEXT]
                if text:
                    texts.append(text)
                    owners.append(parent)
            elif (
                node.is_element_node
                and (box := self._add_box(node, parent, hiding)) is not None
                and (child := node.child) is not None
            ):
                waiting.append(following)
                following, parent = child, box
            node = following

    def _add_box(self, node: LexborNode, parent: Box | None, hiding: set[int]) -> Box | None:
        tag = node.tag or ""
        if tag == "script":
            self.scripts.append((len(self.texts), node))
            return None
        if tag in _SILENT:
            return None
        box = Box(node, tag, parent, len(self.boxes), len(self.texts), len(self.links))
        self.boxes.append(box)
        if hiding and node.mem_id in hiding:
            box.hidden = True
        opened = self._opened.get(node.mem_id) if self._opened else None
        if opened:
            box.open_by(opened)
        if (tag == "a" or opened) and not box.hidden:
            self.links.append(box)
            box.end_link = len(self.links)
        return box

    def take_apart(self) -> None:
        """Undo the circles of boxes when the page has been read, so that they go at once: left to the garbage
        collector, they cost a crawl a quarter of its time."""
        for box in self.boxes:
            box.parent = None
            box.children = []

    def boxes_of(self, selector: str) -> list[Box]:
        """The boxes of the elements that a selector finds."""
        wanted = {node.mem_id for node in self.tree.css(selector)}
        return [box for box in self.boxes if box.node.mem_id in wanted] if wanted else []

    def text_of(self, box: Box) -> str:
        """All texts within the box, joined by blanks."""
        return " ".join(self.texts[box.first_text : box.end_text])

    @cached_property
    def _lines(self) -> tuple[str, list[int]]:
        """All texts as the lines of one, and where each line begins."""
        return "\n".join(self.texts), list(accumulate([len(text) + 1 for text in self.texts], initial=0))

    def texts_with(self, sign: re.Pattern[str]) -> list[int]:
        """The places of the texts that a pattern which takes the rest of the line, ``….*``, finds something in.

        One search through all of a page costs a tenth of one for each of its texts.
        """
        lines, starts = self._lines
        return [bisect_right(starts, found.start()) - 1 for found in sign.finditer(lines)]

    def links_of(self, box: Box) -> list[Box]:
        """All links within the box (the box itself where it is one)."""
        return self.links[box.first_link : box.end_link]

    @cached_property
    def dated(self) -> list[int]:
        """Running count of the texts that are a printed date: ``dated[j] - dated[i]`` of them lie in a slice."""
        is_date = [0] * len(self.texts)
        for index in self.texts_with(_FROM_DIGIT):
            is_date[index] = int(self._is_date(index) or self._ends_split_date(index))
        return list(accumulate(is_date, initial=0))

    def _is_date(self, index: int) -> bool:
        owner = self.owners[index]
        text = self.texts[index]
        is_title = owner.in_link and (owner.tag == "a" or not _TOLD.search(text))
        spare = 0 if is_title or _SENTENCE.search(text) else _SPARE
        return not owner.hidden and is_date_text(text, spare=spare)

    def _ends_split_date(self, index: int) -> bool:
        """Whether that text ends a day in cells of its own: year, month, day, or a month with its sign, day, year."""
        if index < 2:
            return False
        if is_year_text(self.texts[index]):
            month, number = self.texts[index - 2 : index]
            return is_day_text(number) and len(month) <= 3 and _MONTH_SAID.fullmatch(month) is not None
        if not is_day_text(self.texts[index]):
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

    def shows_date(self, first: int, end: int) -> bool:
        """Whether one of these texts is a printed date."""
        return self.dated[first] != self.dated[end]

    def is_date(self, index: int) -> bool:
        """Whether that text is a printed date."""
        return self.shows_date(index, index + 1)


def _opened_by_rows(tree: LexborHTMLParser) -> dict[int, str]:
    """Rows of a table without a link that a click on the row opens: the cell with the most words, and the script."""
    found = {}
    for row in tree.css("tr[onclick]"):
        cells = [] if row.css_first("a") is not None else row.css("td")
        cell = max(cells, key=lambda cell: len(_NO_WORD.sub("", cell.text())), default=None)
        if cell is not None and _CALLS.search(row.attributes.get("onclick") or ""):
            found[cell.mem_id] = row.attributes.get("onclick") or ""
    return found


def _attributes(node: LexborNode) -> dict[str, str]:
    attrs = node.attributes
    for value in attrs.values():
        if value is None or len(value) > _LONGEST_MARKS:
            return {name: _bounded(name, value or "") for name, value in attrs.items()}
    return cast(dict[str, str], attrs)


def _bounded(name: str, value: str) -> str:
    if name in ("class", "id"):
        return value if len(value) <= _LONGEST_MARKS else value[:_LONGEST_MARKS].rpartition(" ")[0]
    return value if len(value) <= _LONGEST_VALUE else ""


@lru_cache(maxsize=REMEMBERED)
def is_date_text(text: str, *, spare: int = 0) -> bool:
    """Whether a text is a date with its label, a time, a click counter and ``spare`` other characters around it."""
    if len(text) > 80:
        return False
    text = plain_signs(text)
    if not _DATELIKE.search(text):
        return False
    return len(_AROUND_DATES.sub("", _DATELIKE.sub("", text))) <= spare


def date_form(text: str) -> str:
    """How a printed date is written, whatever its numbers: ``#-#-#``, ``# / #``."""
    found = _DATELIKE.search(text)
    return _WORD.sub("#", found[0] if found else text)


def is_day_text(text: str) -> bool:
    """Whether a text is the day of the month standing alone."""
    return len(text) <= 3 and _DAY_ALONE.fullmatch(text) is not None


def month_of(text: str) -> tuple[int | None, int] | None:
    """The year, where it is said, and the month that a heading names and nothing else."""
    found = _MONTH_HEAD.fullmatch(text) if len(text) <= _LONGEST_HEAD else None
    month = int(found["month"]) if found else 0
    return (int(found["year"]) if found["year"] else None, month) if found and 1 <= month <= 12 else None


def is_period_text(text: str) -> bool:
    """Whether a text is a year or a month standing alone: what heads the rows of one."""
    return is_year_text(text) or month_of(text) is not None


def is_year_text(text: str) -> bool:
    """Whether a text is a year standing alone."""
    return len(text) <= 6 and _YEAR_ALONE.fullmatch(text) is not None
