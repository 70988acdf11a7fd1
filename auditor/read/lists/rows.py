"""One row of a list: its main link, the title in its fullest form, the mark of a pinned row."""

import re
from datetime import date
from functools import lru_cache
from html import unescape
from urllib.parse import urljoin, urlsplit

from auditor.base.pattern import pattern
from auditor.read.dates import parse_date
from auditor.read.lists.outline import REMEMBERED, Box, Outline, is_date_text, is_day_text, is_year_text, one_line
from auditor.read.lists.pager_words import is_pager_word
from auditor.read.values import CUT

ARTICLE_ADDRESS = pattern(
    r"(?:\d{3}|[0-9a-f]{24}|[_/]\d{1,2})(?:[._-]\w{1,64})?\.(?:s?html?|jspx?|aspx?|php|pdf|docx?)$|/\d{3,40}/?$|"
    r"[?&](?:\w{0,40}id|key|news|article|n|u|path)=[\w-]|\.(?:pdf|docx?|xlsx?|zip|rar|wps|ofd)$",
    finds=("19124.html", "t20200103_7001.html", "tzgg/1.html", "/show/100/", "?newsid=ab", "本次检验项目.doc"),
    not_in=("index.html", "/list/", "list_gk.htm", "?page=b"),
    seen="平顶山市教育体育局, 重庆电大 (VSB), 江西省政府",
    flags=re.IGNORECASE,
)
_PLAIN_ADDRESS = pattern(
    r"(?P<folder>(?:https?://[\w.:-]{1,100}/)?(?:[\w.-]{0,100}/){0,20})(?P<file>[a-z0-9_][\w.-]{0,200}(?:\?[\w=&.%-]{1,300})?)",
    finds=("t20200103_1.html", "/zwgk/2020/show.jsp?id=7", "http://www.test.gov.cn/art/2020/1/3/art_1_2.html"),
    not_in=("javascript:open(1)", "/zwgk/", "a b.html", "#top", "/中文.html", "ftp://test.gov.cn/a.doc"),
    seen="the addresses of nearly all rows",
    flags=re.ASCII | re.IGNORECASE,
    way="fullmatch",
)
"""An address without anything that joining would change in its last part."""
_LONGEST_PLAIN = 500
_MORE = pattern(
    r"[\s\[\](（）)【】<>《》»›+.·…→]{0,15}(?:(?:查看|阅读|点击|进入)?(?:更多|全文|详[情细]?|原文|正文)(?:信息|内容|列表|查看|阅读)?|"
    r"查看|阅读|浏览|点击(?:查看|下载|进入)?|下载|附件(?:下载)?|打印|收藏|分享|政策解读|解读|图解|"
    r"more|read ?more|details?|"
    r"返回.{0,6}|加载更多|首页)?[\s\[\](（）)【】<>《》»›+.·…→]{0,15}",
    finds=("更多>>", "[详细]", "查看更多", "More", "【附件下载】", "返回首页"),
    not_in=("更多的人", "通知公告"),
    seen="道真县人社局; column heads and ends of rows of nearly all portals",
    flags=re.IGNORECASE,
    way="fullmatch",
)
_BRACKETED = re.compile(r"[\[【（(〔].{1,20}[\]】）)〕]")
_OPENING = "[【（(〔"
_GLUED_DATE = pattern(
    r"\s?[\[(（【]\s?((?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)\s?[\])）】]$|"
    r"(?<![-/.\d年])\s?((?:19|20)\d\d([-/.])\d{1,2}\3\d{1,2})$|"
    r"^[\[【]\s?((?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)\s?[\]】]\s?(?=\S)",
    finds={
        "[2020-11-28] 招聘公告": "2020-11-28",
        "招聘公告2020-11-28": "2020-11-28",
        "招聘公告(2020-11-28)": "2020-11-28",
        "招聘公告 [2020.3.5]": "2020.3.5",
        "招聘公告（2020年3月5日）": "2020年3月5日",
    },
    not_in=("（2020-11-28）招聘公告", "招聘公告（2020）", "招聘公告（第3-5号）", "编号2020-3-5-2"),
    seen="SiteServer (平顶山市教育体育局), 紫金山天文台青海观测站",
)
"""A day set off at an end of a title: the row's date where most rows have one there, else a part of the title."""
_ENDS_OF_GLUED = "0123456789])）】"
_STARTS_OF_GLUED = ("[", "【")
_BULLET = re.compile(r"^[·•◆◇■□▪▫●○★☆►▶▸▷»›>\-–—|\s]+(?=[^\d\s])")
_PIN_WORD = pattern(
    r"^[\[【（(]?\s*(?:置顶|顶)\s*[\]】）)]\s*|^置顶[\s:：|]*$|^顶$|^\s*置顶\s+",
    finds=("[置顶]关于放假的通知", "【顶】公告", "置顶", "置顶 关于放假的通知"),
    not_in=("顶层设计实施方案", "关于置顶信息的说明"),
    seen="a usual form; on none of the pages kept",
)
_PIN_MARK = pattern(
    r"(?:^|[-_/ ])(?:is|set|on|news)?(?:top|zd|zhiding|sticky?|pinned)(?:$|[-_ .\d])",
    finds=("top", "ico-zd", "istop", "zhiding", "news_top.gif"),
    not_in=("topic", "desktop", "stop"),
    seen="福建民间组织信息网, 中国建设信息 (for other ends too: it adds weight only)",
)
_TAG = pattern(
    r"[\[【(（]?\s?(?:置顶|顶|热|热门|荐|推荐|new|hot|top)\s?[\]】)）]?!?|[\[【(（]\s?(?:图|组图|图文|视频)\s?[\]】)）]",
    finds=("置顶", "荐", "NEW", "[热]", "hot!", "[图]", "（视频）"),
    not_in=("热线", "新", "news", "推荐信", "图"),
    seen="a usual form; on none of the pages kept",
    flags=re.IGNORECASE,
    way="fullmatch",
)
"""A small mark beside a title, within its link."""
_PIN_SMALL = frozenset({"i", "em", "span", "b", "img", "font", "strong", "sup"})
_LABELLED_TITLE = pattern(
    r"^(?:文章)?标题[:：]\s?(.+?)(?:\s(?:作者|点击|发布|更新|来源|时间|日期)\S{0,9}[:：].*)?$",
    finds={"标题：关于放假的通知 作者：办公室": "关于放假的通知", "文章标题: 公告": "公告"},
    not_in=("关于标题：的说明", "题目：公告"),
    seen="a usual form; on none of the pages kept",
    flags=re.S,
    way="match",
)
_LONGEST_TAG = 6
_BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "li", "td", "section", "article"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt"})
_TITLE_MARK = pattern(
    r"(?:^|[-_ ])(?:title|tit|bt|biaoti|name|subject|text|txt)(?:$|[-_ \d])",
    finds=("tit", "title", "bt-box", "news_title", "txt 1"),
    not_in=("subtitles", "texture", "nametag"),
    seen="中国建设信息, 道真县人社局, 江西省政府",
)
_TEMPLATE = pattern(
    r"\{\{|\}\}|\$\{|<%|%>|\[!--|\{field:",
    finds=("{{item.title}}", "${title}", "<%=title%>", "[!--title--]", "{field:title}"),
    not_in=("{标题}", "100%"),
    seen="EmpireCMS, DedeCMS, templates of page scripts",
)
_LONG_TITLE = 9
_MOST_LINKS = 12
_LONGEST_GLUED = 20
_CALL_WITH_ADDRESS = pattern(
    r"javascript:\s{0,9}[\w.$]{1,60}\(\s{0,9}(?:this\s{0,9},\s{0,9})?(?P<quote>['\"])"
    r"(?P<url>[\w./:-]{1,300}\.(?:s?html?|jhtml|jspx?|aspx?|php)(?:\?[\w=&.%-]{0,300})?)(?P=quote)\s{0,9}[,)]",
    finds=(
        "javascript:checkX('189543.htm')",
        'javascript: open.it("/a/list_2.shtml?c=7", this)',
        "javascript:queryArticleByCondition(this,'/tzgg/index_2.jhtml')",
    ),
    not_in=("javascript:goPage(2)", "javascript:setStyle('blue.css')", "javascript:;"),
    seen="lists whose rows are opened by a script of the portal",
    flags=re.ASCII | re.IGNORECASE,
    way="match",
)
"""A script that is handed the page it goes to: ``checkX('189543.htm')``."""
_TAGS = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
_NUMBERS = re.compile(r"\d+|[0-9a-f]{16,}")
_NO_ADDRESS = ("javascript:", "#", "mailto:", "tel:", "about:")


class Entry:
    """What a row leads to: its main link with its words; its address is looked at where the row comes into question."""

    __slots__ = ("_base", "_href", "_is_article", "_url", "link", "words")

    def __init__(self, link: Box, words: str, base: str, href: str | None = None) -> None:
        """``href`` where the link itself has none."""
        self.link = link
        self.words = words
        self._base = base
        self._href = href
        self._url: str | None = None
        self._is_article: bool | None = None

    @property
    def is_bracketed(self) -> bool:
        """Whether the words are those of a class or a unit before the title: ``[公示]``."""
        return self.words[0] in _OPENING and _BRACKETED.fullmatch(self.words) is not None

    @property
    def href(self) -> str:
        """The address as written."""
        if self._href is None:
            self._href = self.link.attrs.get("href", "").strip()
        return self._href

    @property
    def kind(self) -> tuple[str, str]:
        """What the links of one list share: their class, and their address but for its numbers."""
        short = len(self.href) <= _LONGEST_PLAIN
        shape = _without_numbers(self.href) if short else _NUMBERS.sub("#", self.href)
        return self.link.attrs.get("class", ""), shape

    @property
    def has_article_address(self) -> bool:
        """Whether the address looks like that of an article or a file."""
        if self._is_article is None:
            self._is_article = ARTICLE_ADDRESS.search(self.href) is not None
        return self._is_article

    @property
    def url(self) -> str:
        """The absolute address, empty where the link leads nowhere."""
        if self._url is None:
            self._url = address_in_page(self._base, self.href)
        return self._url


@lru_cache(maxsize=REMEMBERED)
def _without_numbers(href: str) -> str:
    return _NUMBERS.sub("#", href)


Entries = list[Entry | None]
"""What each link of a page leads to, in the order of the outline's links; ``None`` for those that title nothing."""


def address_in_page(base: str, href: str) -> str:
    """The absolute form of an address written in a page; empty for what leads nowhere."""
    href = href.strip()
    plain = _PLAIN_ADDRESS.fullmatch(href)
    if plain is not None and not href.startswith("//") and len(href) <= _LONGEST_PLAIN:
        folder = plain["folder"] or "./"
        if folder[0] == "/" and "./" not in folder:
            return f"{root[:-1]}{href}" if (root := _absolute_folder(base, "/")) else ""
        folder = _absolute_folder(base, folder)
        return f"{folder}{plain['file']}" if folder else ""
    return _absolute(base, href)


def _absolute(base: str, href: str) -> str:
    called = _CALL_WITH_ADDRESS.match(href)
    href = called["url"] if called else href
    if not href or href.lower().startswith(_NO_ADDRESS):
        return ""
    try:
        url = urljoin(base, href)
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""


_absolute_folder = lru_cache(maxsize=256)(_absolute)
"""The rows of a list stand in few folders, and joining addresses is slow."""


def without_tags(text: str) -> str:
    """A title without the tags that stand in its words: ``<b>…</b>``, which a template wrote for a reader to see."""
    return one_line(unescape(_TAGS.sub("", text))) if "<" in text else text


def is_more_word(text: str) -> bool:
    """Whether a link says no more than 详情, 更多, 下载 and the like."""
    return len(text) <= 16 and _MORE.fullmatch(text) is not None


def is_template_text(text: str) -> bool:
    """Whether a text is an unfilled template row."""
    return _TEMPLATE.search(text) is not None


def read_entries(outline: Outline, base: str) -> Entries:
    """What the links of a page lead to."""
    titles = [_link_title(outline, link) for link in outline.links]
    return [
        Entry(link, words, base) if _may_be_title(words) else None
        for link, words in zip(outline.links, titles, strict=True)
    ]


def entries_within(outline: Outline, box: Box, base: str) -> Entries:
    """The same for the links within a box alone; the others count as leading nowhere."""
    entries: Entries = [None] * len(outline.links)
    for at in range(box.first_link, box.end_link):
        link = outline.links[at]
        words = _link_title(outline, link)
        entries[at] = Entry(link, words, base) if _may_be_title(words) else None
    return entries


@lru_cache(maxsize=REMEMBERED)
def _may_be_title(words: str) -> bool:
    return not (len(words) < 2 or is_pager_word(words) or is_more_word(words) or is_template_text(words))


def main_entry(entries: Entries, box: Box) -> Entry | None:
    """The row's main link; ``None`` where the box is no row of a list."""
    links = box.end_link - box.first_link
    if links == 1:
        return entries[box.first_link]
    if links > _MOST_LINKS:
        return None
    named = [entry for entry in entries[box.first_link : box.end_link] if entry is not None]
    if len(named) < 2:
        return named[0] if named else None
    plain = [one for one in named if not one.is_bracketed] or named
    articles = [one for one in plain if one.has_article_address] or plain
    for one in articles:
        if one.link.parent is not None and one.link.parent.tag in _HEADINGS:
            return one
    for one in articles:
        if len(one.words) >= _LONG_TITLE or len(one.link.attrs.get("title", "")) > len(one.words):
            return one
    return max(articles, key=lambda one: len(one.words))


def read_title(outline: Outline, row: Box, entry: Entry) -> tuple[str, bool]:
    """The row's title in its fullest form, without bullets and pin marks; and whether the row is pinned."""
    title = without_tags(_fullest(outline, row, entry.link, entry.words))
    is_pinned = bool(_PIN_WORD.search(title)) or _is_pinned(outline, row, entry.link)
    return _BULLET.sub("", _PIN_WORD.sub("", title)).strip() or entry.words, is_pinned


def untouched_title(words: str, offered: str) -> str:
    """The title of a row whose link holds one text and nothing else, with the link's ``title``; empty where what the
    words say besides has to be looked at: pins, bullets, days."""
    if (
        "<" in words
        or "<" in offered
        or not _may_be_title(words)
        or is_date_text(words)
        or is_day_text(words)
        or is_year_text(words)
    ):
        return ""
    title = _fullest_of(words, [offered]) if offered and offered != words else words
    is_odd = any(_PIN_WORD.search(one) or _BULLET.match(one) or glued_date(one)[1] for one in {words, title})
    return "" if is_odd else title


def glued_date(title: str) -> tuple[str, date | None]:
    """A title without the day set off at its end or its start, and that day; ``None`` where there is none."""
    match = _GLUED_DATE.search(title[-_LONGEST_GLUED:]) if title[-1:] in _ENDS_OF_GLUED else None
    match = match or (_GLUED_DATE.match(title) if title.startswith(_STARTS_OF_GLUED) else None)
    found = parse_date(match[1] or match[2] or match[4]) if match else None
    if match is None or found is None or len(match[0]) >= len(title):
        return title, None
    return (title[len(match[0]) :] if match[4] else title[: -len(match[0])]), found


def _link_title(outline: Outline, link: Box) -> str:
    """The words of a link without dates; of a card (title, excerpt, date in one link) the title alone."""
    if link.end_text - link.first_text == 1:
        return outline.texts[link.first_text]
    pieces = [
        (outline.texts[index], outline.owners[index])
        for index in range(link.first_text, link.end_text)
        if not (is_date_text(outline.texts[index]) or is_day_text(outline.texts[index]))
    ]
    pieces = [(text, owner) for text, owner in pieces if not is_year_text(text)] or pieces
    pieces = [(text, owner) for text, owner in pieces if not _is_tag(text, owner)] or pieces
    if not pieces:
        return one_line(link.attrs.get("title")) or _picture_name(link)
    if len(pieces) == 1:
        return pieces[0][0]
    for text, owner in pieces:
        if owner is not link and (owner.tag in _HEADINGS or _TITLE_MARK.search(owner.marks)) and len(text) > 3:
            return _joined([one for one, other in pieces if other.is_within(owner)])
    first = pieces[0][1]
    block = _block_of(first, link)
    return _joined([text for text, owner in pieces if _block_of(owner, link) is block])


def _is_tag(text: str, owner: Box) -> bool:
    return owner.tag in _PIN_SMALL and len(text) <= _LONGEST_TAG and _TAG.fullmatch(text) is not None


def joined_text(outline: Outline, box: Box) -> str:
    """The texts within a box as one title."""
    return _joined(outline.texts[box.first_text : box.end_text]) if box.first_text < box.end_text else ""


def _block_of(box: Box, within: Box) -> Box:
    while box is not within and box.tag not in _BLOCKS and box.parent is not None:
        box = box.parent
    return box


def _joined(pieces: list[str]) -> str:
    text = pieces[0]
    for piece in pieces[1:]:
        text += (" " if text[-1].isascii() and piece[0].isascii() and text[-1].isalnum() else "") + piece
    return text


def _picture_name(link: Box) -> str:
    for child in link.children:
        if child.tag == "img":
            return one_line(child.attrs.get("alt"))
    return ""


def _fullest(outline: Outline, row: Box, link: Box, text: str) -> str:
    """The title attribute where it holds the same title uncut; else the text."""
    return _fullest_of(text, _offers(outline, row, link, is_cut=CUT.search(text) is not None))


def _fullest_of(text: str, offers: list[str]) -> str:
    start = CUT.sub("", text)
    best = text
    for offer in offers:
        if offer == text:
            continue
        full = one_line(offer)
        labelled = _LABELLED_TITLE.match(full)
        full = labelled[1] if labelled else full
        is_whole = start != text and full == start  # some templates print dots behind every title
        if is_whole and best == text:
            return full
        is_fuller = len(full) > len(best) or (best == text and len(CUT.sub("", full)) > len(start))
        if is_fuller and _same_start(full, start):
            best = full
    return best


def _offers(outline: Outline, row: Box, link: Box, *, is_cut: bool) -> list[str]:
    offers = [link.attrs.get("title", ""), link.attrs.get("data-title", "")]
    if is_cut:
        boxes = [*_descendants(link), link.parent, row]
        offers += [box.attrs.get(name, "") for box in boxes if box is not None for name in ("title", "alt")]
        offers += [other.attrs.get("title", "") for other in outline.links_of(row)]
    return [offer for offer in offers if offer]


def _descendants(box: Box) -> list[Box]:
    found = list(box.children)
    for child in found:
        found += child.children
    return found


def _same_start(full: str, start: str) -> bool:
    left, right = "".join(full.split()), "".join(start.split())
    right = _BULLET.sub("", right)
    return left.startswith(right[: max(4, len(right) - 2)]) or (len(right) >= 4 and right in left)


def _is_pinned(outline: Outline, row: Box, link: Box) -> bool:
    if _PIN_MARK.search(row.marks):
        return True
    if any(
        _PIN_WORD.search(outline.texts[index]) for index in range(row.first_text, min(row.end_text, link.end_text + 2))
    ):
        return True
    for box in _descendants(row):
        if box.tag in _PIN_SMALL and (
            _PIN_MARK.search(box.marks)
            or (
                box.tag == "img"
                and ("置顶" in box.attrs.get("alt", "") or _PIN_MARK.search(box.attrs.get("src", "").lower()))
            )
        ):
            return True
    return False
