"""The frame of an article page: where its title stands, what it is, and which part of the page is the text itself."""

import re
from dataclasses import dataclass
from functools import cache
from html import unescape

from auditor.base.pattern import pattern
from auditor.read.articles.catalogue import Statement, vocabulary
from auditor.read.lists.outline import Box, Outline, one_line
from auditor.read.values import CUT

_LONGEST_TITLE = 200
_SHORTEST_TITLE = 4
_SHORT_TITLE = 8
"""Shorter words that head and page share may be the name of the column."""
_SHORTEST_PROSE = 20
_SHORTEST_BODY = 40
_HEADINGS = frozenset({"h1", "h2", "h3"})
_INSIDE_TEXT = frozenset(
    {"a", "abbr", "b", "big", "center", "em", "font", "i", "ins", "label", "mark", "o:p", "p", "s", "small", "span"}
    | {"strong", "sub", "sup", "u", "v", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "section", "st1:chsdate"}
)
_BREAKS_LINE = frozenset(
    {"p", "div", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "section", "dd", "dt"}
)
_TAGS = re.compile(r"</?[A-Za-z!][^<>]{0,300}>")
_MARKED_TITLE = pattern(
    r"<!--\s{0,3}<\$\[标题\]>begin\s{0,3}-->(.{1,600}?)<!--\s{0,3}<\$\[标题\]>end",
    finds={"<!--<$[标题]>begin-->关于放假的通知<!--<$[标题]>end-->": "关于放假的通知"},
    not_in=("<!--<$[信息内容]>begin-->文<!--<$[信息内容]>end-->",),
    seen="jCMS (大汉)",
    flags=re.S,
)
_JOINTS = re.compile(r"\s*(?:[-_|｜–]+|—{1,2}|>{1,2})\s*|\s+")
_NOT_FOR_COMPARING = re.compile(r"[\s\u200b\ufeff“”\"'‘’]+")
_SITE_WORDS = pattern(
    r"(?:政府|网|网站|门户|局|委员会|中心|平台|大学|公开|首页)$",
    finds=("档案局", "人人网", "市政府", "首页", "某县人民政府门户网站"),
    not_in=("关于放假的通知", "政府公报"),
    seen="安图县林业局, 道真县人社局, 丽水市",
)


@dataclass(frozen=True, slots=True)
class Frame:
    """The title, the index of its text (``None`` where it stands only in the head), and the slice of the body's texts.

    ``body`` is empty (``first == end``) on a page whose body is a picture, a film or a file.
    """

    title: str
    title_at: int | None
    stands_out: bool
    body_first: int
    body_end: int
    body_is_named: bool

    def in_body(self, at: int) -> bool:
        """Whether a text belongs to the body."""
        return self.body_first <= at < self.body_end


def read_frame(outline: Outline, text: str, metas: dict[str, str], said: tuple[Statement, ...]) -> Frame | None:
    """Find title and body; ``None`` where the page has no title of its own."""
    linked = linked_texts(outline)
    body, is_named = _body(outline, linked)
    title, box = _title(outline, text, metas, linked, body)
    if not title:
        return None
    at = box.first_text if box else _place_of(outline, title, linked)
    first, end = _body_slice(outline, body, at, {one.at for one in said})
    return Frame(title, at, box is not None, first, end, is_named)


def body_text(outline: Outline, frame: Frame, longest: int) -> str:
    """The body as plain text, a line per paragraph, ``longest`` characters at most."""
    pieces: list[str] = []
    block: Box | None = None
    total = 0
    for at in range(frame.body_first, frame.body_end):
        if total > longest:
            break
        if outline.owners[at].hidden:
            continue
        own_block = _block_of(outline.owners[at])
        if pieces and own_block is not block:
            pieces.append("\n")
        block = own_block
        pieces.append(outline.texts[at])
        total += len(outline.texts[at]) + 1
    return "".join(pieces)[:longest]


def linked_texts(outline: Outline) -> frozenset[int]:
    """The places of the texts that stand in links."""
    return frozenset(at for link in outline.links for at in range(link.first_text, link.end_text))


def same_words(text: str) -> str:
    """A title without blanks and quotation marks, for comparing."""
    return _NOT_FOR_COMPARING.sub("", text)


@cache
def _named(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|\s)(?:{'|'.join(vocabulary()['page'][kind])})(?=\s|$)")


def _clean(markup: str) -> str:
    return one_line(_TAGS.sub("", unescape(markup)))


def _title(
    outline: Outline, text: str, metas: dict[str, str], linked: frozenset[int], body: Box | None
) -> tuple[str, Box | None]:
    """The title and the heading it stands in: the publishing system's own word first, then headings, then the head."""
    node = outline.tree.css_first("title")
    head = _clean(node.text()) if node is not None else ""
    marked = _MARKED_TITLE.search(text)
    of_head = _without_site(head, metas)
    headings = _headings(outline, linked, body, same_words(of_head))
    stated = [_clean(metas.get("articletitle", "")), _clean(marked[1]) if marked else ""]
    for claim in stated:
        if _SHORTEST_TITLE <= len(claim) <= _LONGEST_TITLE:
            box = next((box for box, words in headings if _agree(claim, words)), None)
            if box is None and not _stands_on_page(outline, claim, head) and headings:
                continue
            return _fuller(claim, outline.text_of(box)) if box else claim, box
    longest, words = max(headings, key=lambda one: len(one[1]), default=(None, ""))
    agreeing = [one for one in headings if same_words(one[1]) in same_words(head)]
    if agreeing:
        box, shared = max(agreeing, key=lambda one: (len(one[1]), one[0].tag == "h1"))
        is_column = len(shared) < _SHORT_TITLE and len(words) >= 2 * len(shared)
        return (words, longest) if is_column else (shared, box)
    line = _line_in(outline, same_words(head), linked)
    if line:
        return line, None
    return (words, longest) if len(words) > len(of_head) else (of_head, None)


def _headings(outline: Outline, linked: frozenset[int], body: Box | None, of_head: str) -> list[tuple[Box, str]]:
    """Headings by tag and by the names templates give them, before the body's end, in reading order.

    A lesser heading counts above the body alone, where it says what the document's title does, and more.
    """
    above = body.first_text if body else 0
    last = body.end_text if body else len(outline.texts)
    found = []
    for box in outline.boxes:
        if box.first_text >= last or box.end_text == box.first_text or box.hidden or box.first_text in linked:
            continue
        if box.tag == "h4":
            is_heading = box.end_text <= above and len(of_head) >= _SHORT_TITLE
            is_heading = is_heading and of_head in same_words(outline.text_of(box))
        else:
            is_heading = box.tag in _HEADINGS
        if is_heading or (box.tag != "a" and box.marks != " " and _named("title_names").search(box.marks)):
            if box.end_text - box.first_text > 8:
                continue
            words = one_line("".join(outline.texts[box.first_text : box.end_text]))
            if _SHORTEST_TITLE <= len(words) <= _LONGEST_TITLE:
                found.append((box, words))
    return found


def _agree(claim: str, words: str) -> bool:
    """Whether two titles are one, one of them cut short perhaps."""
    ours, theirs = same_words(CUT.sub("", claim)), same_words(CUT.sub("", words))
    return (
        ours == theirs or (len(ours) >= 8 and theirs.startswith(ours)) or (len(theirs) >= 8 and ours.startswith(theirs))
    )


def _fuller(claim: str, words: str) -> str:
    return words if CUT.search(claim) and len(words) > len(claim) else claim


def _stands_on_page(outline: Outline, claim: str, head: str) -> bool:
    wanted = same_words(CUT.sub("", claim))
    return wanted in same_words(head) or wanted in same_words("".join(outline.texts))


def _line_in(outline: Outline, head: str, linked: frozenset[int]) -> str:
    """The longest text of the page that the document's title contains."""
    lines = (
        text
        for at, text in enumerate(outline.texts)
        if at not in linked and 6 <= len(text) <= _LONGEST_TITLE and same_words(text) in head
    )
    line = max(lines, key=len, default="")
    return "" if _SITE_WORDS.search(line) else line


def _looks_like_a_site(head: str, metas: dict[str, str]) -> bool:
    return head == metas.get("sitename", "") or _SITE_WORDS.search(head) is not None


def _without_site(head: str, metas: dict[str, str]) -> str:
    """The document's title without the names of site and column that templates put around it."""
    site, column = metas.get("sitename", ""), metas.get("columnname", "")
    parts = [part for part in _JOINTS.split(head) if part]
    kept = [part for part in parts if part not in (site, column) and not _SITE_WORDS.search(part)]
    if not kept:
        return "" if _looks_like_a_site(head, metas) else head
    first = kept[0]
    return first if len(first) >= 8 else head[head.index(first) : head.rindex(kept[-1]) + len(kept[-1])]


def _place_of(outline: Outline, title: str, linked: frozenset[int]) -> int | None:
    wanted = same_words(title)
    return next(
        (at for at, text in enumerate(outline.texts) if at not in linked and same_words(text) == wanted),
        None,
    )


def _body(outline: Outline, linked: frozenset[int]) -> tuple[Box | None, bool]:
    """The box that holds the text: one with a known name, else the one that directly holds most of the prose."""
    prose = [0]
    for at, text in enumerate(outline.texts):
        prose.append(prose[-1] + (len(text) if at not in linked else 0))
    names = _named("body_names")
    named = [box for box in outline.boxes if not box.hidden and box.marks != " " and names.search(box.marks)]
    if named:
        longest = max(prose[box.end_text] - prose[box.first_text] for box in named)
        full = [box for box in named if prose[box.end_text] - prose[box.first_text] >= 0.6 * longest]
        return full[-1], True
    weights: dict[int, int] = {}
    holders: dict[int, Box] = {}
    for at, text in enumerate(outline.texts):
        if at in linked or len(text) < 8:
            continue
        holder = outline.owners[at]
        while holder.tag in _INSIDE_TEXT and holder.parent is not None:
            holder = holder.parent
        holders[id(holder)] = holder
        weights[id(holder)] = weights.get(id(holder), 0) + len(text)
    best = max(weights, key=weights.__getitem__, default=None)
    if best is None or weights[best] < _SHORTEST_BODY:
        return None, False
    return holders[best], False


def _body_slice(outline: Outline, body: Box | None, title_at: int | None, labelled: set[int]) -> tuple[int, int]:
    """The body's texts without a heading and the line of dates and sources that stand in the same box."""
    if body is None:
        return 0, 0
    first, end = body.first_text, body.end_text
    if title_at is not None and first <= title_at < end:
        first = title_at + 1
    head_labels = [at for at in labelled if first <= at < min(end, first + 12)]
    prose = next(
        (at for at in range(first, end) if len(outline.texts[at]) >= _SHORTEST_PROSE and at not in labelled), end
    )
    before = [at for at in head_labels if at < prose]
    return (max(before) + 1 if before and first != body.first_text else first), end


def _block_of(box: Box) -> Box:
    climbing = box
    while climbing.tag not in _BREAKS_LINE and climbing.parent is not None:
        climbing = climbing.parent
    return climbing
