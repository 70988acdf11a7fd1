"""The next page by what a reader would click: 下一页, the number after the current one, the next of a jump list."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from auditor.base.pattern import pattern
from auditor.read.lists.outline import Box, Outline, is_year_text
from auditor.read.lists.pager_words import BACK_WORD, LAST_WORD, NEXT_WORD, is_pager_word
from auditor.read.lists.rows import address_in_page
from auditor.read.lists.selectors import told_words
from auditor.read.lists.teasers import GOES_TO
from auditor.read.next_page.literals import is_page_name
from auditor.read.next_page.stepping import pairs_of

_ARROW = re.compile(r"[>»›→]{1,2}")
_CURRENT_MARK = pattern(
    r"(?:^|[-_\s])(?:current\w{0,30}|cur|on|active|now|selected?|select|this\w{0,30}|here|hover|checked|page-?now|cpb|pageon)(?:$|[-_\s])",
    finds=("active", "current", "on", "page-now", "num current2"),
    not_in=("button", "online", "currency"),
    seen="甘肃省发改委, 中国建设信息, 广东侨务",
    flags=re.IGNORECASE,
)
_DISABLED_MARK = pattern(
    r"(?:^|[-_\s])(?:\w{0,30}disabled?|dis|no-?(?:next|page|more)|gray|grey|unable|off|(?:next|fun)_d)(?:$|[-_\s])",
    finds=("PrevDisabled", "NextDisabled", "btn disabled", "no-next", "p_next_d p_fun_d"),
    not_in=("enabled", "display", "office", "p_next p_fun"),
    seen="重庆电大 (VSB), 中国农药信息网",
    flags=re.IGNORECASE,
)
_PLAIN_NUMBER = pattern(
    r"[\s\[【(（第|｜]{0,4}(\d{1,5})[\s\]】)）页|｜]{0,4}",
    finds={"3": "3", "[2]": "2", "第4页": "4", "【10】": "10", "| 5 |": "5"},
    not_in=("3.5", "第一页", "123456"),
    seen="the pagers of nearly all portals",
    way="fullmatch",
)
_LAST_NUMBER = pattern(
    r"(\d{1,6})(?=\.\w{1,10}$)|^[^?]*?(\d{1,6})(?=/?$)|[?&](?:\w{0,30}page\w{0,30}|p|pn|cur|curr|no)=(\d{1,6})",
    finds={
        "/tzgg/60.htm": "60",
        "/list/12/": "12",
        "/list.aspx?page=8": "8",
        "/list.asp?no=5&id=8": "5",
        "/a?to=b_394.htm": "394",
    },
    not_in=("/list/index.html", "/a?id=8&b", "/a?id=8", "/list?start=40"),
    seen="重庆电大 (VSB), 平顶山市教育体育局",
    flags=re.IGNORECASE,
)
_DOES_NOTHING = pattern(
    r"void\s{0,9}\(\s{0,9}0?\s{0,9}\)|return\s{1,9}false|alert\s{0,9}\(",
    finds=("void(0)", "return false;", 'alert("请输入数字");'),
    not_in=("goPage(2)", "avoid(0)"),
    seen="道真县人社局, 安图县林业局, 中科院紫金山天文台青海观测站",
    way="match",
)
_NEXT_MARK = pattern(
    r"(?:^|[-_\s])next(?:[-_]?(?:page|btn|link))?(?:$|[-_\s])",
    finds=("next", "btn next", "page-next", "next_page"),
    not_in=("nextel", "context", "annexe"),
    seen="a usual form of pagers drawn as icons; on none of the pages kept",
    flags=re.IGNORECASE,
)
_BACK_MARK = pattern(
    r"(?:^|[-_\s/])(?:pre|prev|previous|left|back|first)(?:[-_]?(?:page|btn|link|arrow))?(?:$|[-_\s.])",
    finds=("prev", "btn page-prev", "/img/left.png", "icon-arrow-left", "pre_page"),
    not_in=("preview", "leftmost", "background", "next"),
    seen="pagers drawn as icons: arrow-left, prev.png",
    flags=re.IGNORECASE,
)
_TURNED = pattern(
    r"swiper|slick|slide|carousel|banner|owl-|focus|scroll|flex-|photo|pic",
    finds=("swiper-button-next", "slick-next", "bannerBox", "picList"),
    not_in=("btn-next", "page next"),
    seen="arrows of rows of pictures",
    flags=re.IGNORECASE,
)
"""What turns pictures, not pages."""
_PLACE = pattern(
    r"([1-9]\d{0,4})\s?/\s?([1-9]\d{0,4})",
    finds={"1/7": "1", "12 / 60": "12"},
    not_in=("01/07", "2020/1/7"),
    seen="pagers of phones' pages: arrows beside a place",
    way="fullmatch",
)
_HELD_ADDRESS = ("data-url", "data-href", "data-next", "data-src", "data-link", "tagname")
_LONGEST_STEP = 12
_MOST_STEPS = 60
_LEVELS_OF_PAGER = 4
_MOST_TEXTS = 300


@dataclass(frozen=True, slots=True)
class Click:
    """What stands behind a step of the pager: an address, a script, or a button that sends the form it stands in."""

    url: str
    script: str = ""
    button: LexborNode | None = None


@dataclass(frozen=True, slots=True)
class PagerLinks:
    """What the pager's links tell.

    ``says_last``: the step to the next page is there and disabled; ``has_dead_next``: it is there and leads nowhere;
    ``looks_alive``: and it is written as a link; ``shows_more``: nothing leads on, though numbers beyond this page's
    are printed; ``holds_default``: a figure beside it is 0 or 1 in an element that a script may fill.
    """

    next: Click | None
    current: int | None
    last_page: int | None
    says_last: bool
    has_dead_next: bool = False
    looks_alive: bool = False
    shows_more: bool = False
    holds_default: bool = False


def read_pager_links(outline: Outline, url: str, base: str, first: int, number: int = 0) -> PagerLinks:
    """Read the links of the pager; ``first`` is where the list begins among the texts.

    ``number`` is which page this is, where that is known: a pager may not mark it.
    """
    here = _Here(url, base, number)
    current, numbered, highest = _numbers(outline, here, first)
    step = next_box(outline, first)
    click = _click(step, here) if step is not None else _declared(outline, here) or _marked_next(outline, here, first)
    if click is None:
        click = numbered or _next_option(outline, here) or _next_button(outline, first)
    if click is None:
        click = _by_address(outline, here, first, (current or here.number or 1) + 1)
    dead = _dead_steps(outline, step, first) if click is None else []
    looks_alive = bool(dead) and step is not None and not _is_disabled(step)
    around = _pager_around(outline, dead[0], first) if dead else None
    shows_more = around is not None and _shows_more(outline, around, current or here.number or 1)
    says_last = around is not None and not shows_more and _ends_here(outline, dead, around, here, current)
    last = _last_page(outline, here, first, click, current or here.number or 1)
    holds_default = around is not None and not says_last and _holds_default(outline, around)
    return PagerLinks(click, current, last or highest, says_last, bool(dead), looks_alive, shows_more, holds_default)


def has_wordless_step(outline: Outline, end: int) -> bool:
    """Whether a step to the next page without words or address stands next behind a list: a program takes it.

    The arrows of rows of pictures are marked alike: they are called after what they turn, or stand by pictures.
    """
    for box in outline.boxes:
        if (
            box.first_text < end
            or box.hidden
            or box.first_text != box.end_text
            or box.tag not in ("a", "button", "span", "i")
        ):
            continue
        marks = " ".join(box.attrs.get(name, "") for name in ("class", "id", "aria-label", "title"))
        around = " ".join(one.marks for one in (box, box.parent, box.parent.parent if box.parent else None) if one)
        if (
            _NEXT_MARK.search(marks)
            and not _TURNED.search(around)
            and not _is_marked_disabled(box)
            and not address_in_page("", box.attrs.get("href", ""))
        ):
            return box.first_text <= end + 1
    return False


def given_steps(outline: Outline, url: str, base: str, selector: str) -> list[tuple[Box, Click]]:
    """The steps that a plan names as those to the next page, or that stand in the pager it names; one is the step.

    A step to the first, the last or the page before is none, whatever a plan says: it would pass over rows.
    """
    here, found = _Here(url, base, 0), outline.boxes_of(selector)
    links = {link.order: link for box in found for link in (outline.links_of(box) or [clicked_at(box)])}
    steps = [link for link in links.values() if not _is_other_step(outline, link)]
    clicks = [
        (step, click)
        for step in steps
        if (click := _click(step, here) or _called(step, here) or _sending(step)) is not None
    ]
    named = [(step, click) for step, click in clicks if NEXT_WORD.fullmatch(_words(outline, step).strip())]
    told = told_words(selector)  # found is what holds these words: a longer text may, too
    return named[:1] or [one for one in clicks if told and outline.text_of(one[0]).strip() == told] or clicks


def _called(step: Box, here: "_Here") -> Click | None:
    """Where a step leads by the script that it calls, or by an address that it holds for one."""
    if _is_marked_disabled(step):
        return None
    called = GOES_TO.search(step.attrs.get("onclick", "") or step.attrs.get("href", ""))
    offers = [called["url"] if called else "", *(step.attrs.get(name, "") for name in _HELD_ADDRESS)]
    target = next((found for offer in offers if offer and (found := here.target(offer))), "")
    return Click(target) if target else None


def _sending(step: Box) -> Click | None:
    """What a button does that has no script of its own: it sends the form it stands in."""
    return Click("", button=step.node) if is_sending(step) and not _is_marked_disabled(step) else None


def is_sending(box: Box) -> bool:
    """Whether a box is a button that sends the form it stands in."""
    kind = box.attrs.get("type", "").lower()
    is_button = (box.tag == "button" and kind in ("", "submit")) or (box.tag == "input" and kind == "submit")
    around: Box | None = box
    while around is not None and around.tag != "form":
        around = around.parent
    return is_button and around is not None


def clicked_at(box: Box) -> Box:
    """What is clicked where a box is: the link, the button or the element with a script around it, or itself."""
    around: Box | None = box
    while around is not None and not (around.tag in ("a", "button") or around.attrs.get("onclick")):
        around = around.parent
    return around or box


def _is_other_step(outline: Outline, step: Box) -> bool:
    """Whether a step leads elsewhere than on, by its words; where it has none, by what its marks say."""
    words = _words(outline, step).strip()
    if words:
        return BACK_WORD.fullmatch(words) is not None or (is_pager_word(words) and not NEXT_WORD.fullmatch(words))
    inner = outline.boxes[step.order : step.last_order + 1]
    marks = [box.attrs.get(name, "") for box in inner for name in ("class", "id", "aria-label", "src")]
    return any(_BACK_MARK.search(mark) for mark in marks) and not any(_NEXT_MARK.search(mark) for mark in marks)


def _is_marked_disabled(box: Box) -> bool:
    boxes = [box, box.parent] if box.parent is not None else [box]
    return any(_DISABLED_MARK.search(one.attrs.get("class", "")) or "disabled" in one.attrs for one in boxes)


def _is_disabled(box: Box) -> bool:
    """Whether a step is marked as one that cannot be taken, or is no link at all."""
    return _is_marked_disabled(box) or not (box.attrs.get("href", "").strip() or box.attrs.get("onclick"))


@dataclass(frozen=True, slots=True)
class _Here:
    """The page's own address, and what its links are relative to."""

    url: str
    base: str
    number: int

    def target(self, href: str) -> str:
        """Where a link leads; empty where it leads nowhere or to this page. The place on the page is no part of it."""
        found, _, place = address_in_page(self.base, href).partition("#")
        if found == self.url.split("#")[0]:
            return ""
        return f"{found}#{place}" if place.startswith(("/", "!")) else found

    def is_near(self, target: str) -> bool:
        """Whether an address lies where this page's next one would: in its folder, below it, or in a query of its own.

        The arrows of a row of pictures are marked alike, and lead to other columns.
        """
        own, other = urlsplit(self.url), urlsplit(target)
        folder = own.path.rpartition("/")[0] + "/"
        stem = own.path.rpartition(".")[0] or own.path
        is_below = other.path.startswith((stem, folder) if folder != "/" else stem)
        return own.netloc == other.netloc and (other.path == own.path or is_below)


def _by_address(outline: Outline, here: _Here, first: int, number: int) -> Click | None:
    """The only link to page ``number`` of this very address, whatever it shows: a picture, a sign, words of its own."""
    steps = {
        target: box for box in outline.links if box.first_text >= first and (target := _page_of_this(box, here, number))
    }
    if len(steps) != 1:
        return None
    [(target, box)] = steps.items()
    return None if _is_marked_disabled(box) or box.hidden else Click(target)


def _page_of_this(box: Box, here: _Here, number: int) -> str:
    """Where a link leads, if that is this page's own address with that page number; else empty."""
    href = box.attrs.get("href", "")
    target = here.target(href) if "=" in href else ""
    if not target or urlsplit(target)[:3] != urlsplit(here.url)[:3]:
        return ""
    counted = [value for name, value in pairs_of(target) if is_page_name(name)]
    same = [[pair for pair in pairs_of(url) if not is_page_name(pair[0])] for url in (target, here.url)]
    return target if counted == [str(number)] and sorted(same[0]) == sorted(same[1]) else ""


def _next_button(outline: Outline, first: int) -> Click | None:
    """A step to the next page that is no link but calls a script when clicked."""
    for index in range(first, len(outline.texts)):
        text = outline.texts[index]
        if len(text) > _LONGEST_STEP or not NEXT_WORD.fullmatch(text) or _ARROW.fullmatch(text):
            continue
        box: Box | None = outline.owners[index]
        for _ in range(2):
            if box is None or _DISABLED_MARK.search(box.attrs.get("class", "")) or "disabled" in box.attrs:
                break
            if box.attrs.get("onclick"):
                return Click("", box.attrs["onclick"])
            box = box.parent
    for box in outline.boxes_of("input[type=button][onclick], input[type=image][onclick]"):
        if NEXT_WORD.fullmatch(box.attrs.get("value", "").strip()) and not _is_marked_disabled(box):
            return Click("", box.attrs["onclick"])
    return None


def _words(outline: Outline, box: Box) -> str:
    return outline.text_of(box) or box.attrs.get("title", "") or _picture(box)


def _picture(box: Box) -> str:
    return next((child.attrs.get("alt", "") for child in box.children if child.tag == "img"), "")


def next_box(outline: Outline, first: int) -> Box | None:
    """The link to the next page: by its words first, an arrow only beside other steps of a pager."""
    arrow = None
    declared = {box.order for box in outline.boxes_of('a[rel="next"]')}
    for box in outline.links:
        is_declared = box.order in declared
        if (box.end_text < first and not is_declared) or box.end_text - box.first_text > 3:
            continue
        words = _words(outline, box).strip()
        if is_declared or (len(words) <= _LONGEST_STEP and NEXT_WORD.fullmatch(words)):
            if not _ARROW.fullmatch(words):
                return box
            arrow = arrow or (box if _is_beside_numbers(outline, box) else None)
    return arrow


def _is_beside_numbers(outline: Outline, box: Box) -> bool:
    around = box.parent
    if around is not None and _shows_place(outline, around):
        return True
    for _ in range(2):
        if around is None or outline.shows_date(around.first_text, around.end_text):
            return False  # the numbers beside it are those of days
        if any(_PLAIN_NUMBER.fullmatch(text) for text in outline.texts[around.first_text : around.end_text][:60]):
            return True
        around = around.parent
    return False


def _shows_place(outline: Outline, around: Box) -> bool:
    """Whether a box holds nothing but steps and a place among pages (1/7), which is no day."""
    texts = [text.strip() for text in outline.texts[around.first_text : around.end_text][:_MOST_STEPS]]
    places = [match for text in texts if (match := _PLACE.fullmatch(text)) and int(match[1]) <= int(match[2])]
    return len(places) == 1 and all(_PLACE.fullmatch(text) or is_pager_word(text) for text in texts)


def _marked_next(outline: Outline, here: _Here, first: int) -> Click | None:
    """A step to another page that shows an arrow, a picture or nothing, and is called next in its marks."""
    for box in outline.links:
        words = "" if box.first_text < first else outline.text_of(box).strip()
        if box.first_text < first or (words and not _ARROW.fullmatch(words)):
            continue
        marks = (box.attrs.get(name, "") for name in ("class", "id", "aria-label", "title"))
        if any(_NEXT_MARK.search(mark) for mark in marks) and here.is_near(here.target(box.attrs.get("href", ""))):
            return _click(box, here)
    return None


def _click(box: Box, here: _Here) -> Click | None:
    """What a step leads to; ``None`` where it is disabled or leads to the page itself."""
    attrs = box.attrs
    if _DISABLED_MARK.search(attrs.get("class", "")) or "disabled" in attrs:
        return None
    if (
        box.parent is not None
        and box.parent.tag in ("li", "span")
        and _DISABLED_MARK.search(box.parent.attrs.get("class", ""))
    ):
        return None
    href = attrs.get("href", "").strip()
    target = here.target(href)
    if target:
        return Click(target)
    script = href[11:] if href.lower().startswith("javascript:") else ""
    script = script if _calls_something(script) else attrs.get("onclick", "")
    if _calls_something(script):
        return Click("", script)
    held = [attrs.get(name, "") for name in _HELD_ADDRESS]
    near = (found for one in held if "[" not in one and (found := here.target(one)) and here.is_near(found))
    return Click(target) if (target := next(near, "")) else None


def _calls_something(script: str) -> bool:
    return "(" in script and not _DOES_NOTHING.match(script.lstrip())


def _declared(outline: Outline, here: _Here) -> Click | None:
    node = outline.tree.css_first('link[rel="next"]')
    target = here.target(node.attributes.get("href") or "") if node is not None else ""
    return Click(target) if target else None


def _numbers(outline: Outline, here: _Here, first: int) -> tuple[int | None, Click | None, int | None]:
    """Current page number, the step to the one after it, and the highest number shown."""
    tried = 0
    for at, box in enumerate(outline.links):
        if box.first_text < first or box.parent is None or _number(outline, box) is None:
            continue
        tried += 1
        if tried > _MOST_STEPS:
            break
        group = [other for other in outline.links[at : at + 40] if _number(outline, other) is not None]
        around = _common(box, group)
        steps = {value: other for other in group if (value := _number(outline, other)) is not None}
        current = _current(outline, around, steps)
        if current is None and here.number and len(steps) > 1 and here.number + 1 in steps:
            return here.number, _click(steps[here.number + 1], here), None
        if current is None or not (steps.keys() & {current + 1, current - 1}):
            continue
        following = steps.get(current + 1)
        return current, _click(following, here) if following is not None else None, max(*steps, current)
    return None, None, None


def _number(outline: Outline, box: Box) -> int | None:
    if box.end_text - box.first_text != 1 or is_year_text(outline.texts[box.first_text]):
        return None  # a tab by year
    match = _PLAIN_NUMBER.fullmatch(outline.texts[box.first_text])
    leads = "href" in box.attrs or "onclick" in box.attrs or _CURRENT_MARK.search(box.attrs.get("class", ""))
    return int(match[1]) if match and leads else None


def _common(box: Box, group: list[Box]) -> Box:
    """The box around a pager's numbers: that of its links, or around the cells where each has one of its own."""
    around = box.parent or box
    while around.parent is not None and (
        around.end_text - around.first_text == 1 or not all(other.is_within(around) for other in group[:2])
    ):
        around = around.parent
    return around


def _current(outline: Outline, around: Box, steps: dict[int, Box]) -> int | None:
    for number, box in steps.items():
        if _CURRENT_MARK.search(box.attrs.get("class", "")):
            return number
        if (
            box.parent is not None
            and box.parent.tag in ("li", "span")
            and _CURRENT_MARK.search(box.parent.attrs.get("class", ""))
        ):
            return number
    for index in range(around.first_text, min(around.end_text, around.first_text + _MOST_TEXTS)):
        if outline.owners[index].in_link:
            continue
        match = _PLAIN_NUMBER.fullmatch(outline.texts[index])
        if match is None or int(match[1]) in steps or not steps.keys() & {int(match[1]) + 1, int(match[1]) - 1}:
            continue
        if not _is_total(outline, index):
            return int(match[1])
    return None


def _is_total(outline: Outline, index: int) -> bool:
    """Whether a number is one of 共 7 页 61 条 rather than the page shown."""
    before = outline.texts[index - 1] if index else ""
    after = outline.texts[index + 1] if index + 1 < len(outline.texts) else ""
    return before.endswith(("共", "总", "计", "/")) or after.startswith(("条", "个", "篇", "项"))


def _next_option(outline: Outline, here: _Here) -> Click | None:
    """The option after the selected one in a list of pages to jump to."""
    for select in outline.tree.css("select"):
        options = select.css("option")
        targets = [address_in_page(here.base, option.attributes.get("value") or "") for option in options]
        if len(options) < 2 or not all(
            re.search(r"\.\w{3,5}$|[?&=/]", option.attributes.get("value") or "") for option in options
        ):
            continue
        if not all(_PLAIN_NUMBER.fullmatch((option.text() or "").strip()) for option in options):
            continue
        chosen = next((at for at, option in enumerate(options) if "selected" in option.attributes), 0)
        following = targets[chosen + 1] if chosen + 1 < len(targets) else ""
        return Click(following) if following else None
    return None


def _dead_steps(outline: Outline, step: Box | None, first: int) -> list[Box]:
    """Where 下一页 stands and leads nowhere: as a link, as a text that is no button to be pressed, or as a picture."""
    if step is not None:
        return [step]
    printed = [
        box
        for box in printed_steps(outline, first)
        if not box.in_link and (box.tag != "button" or _is_marked_disabled(box))
    ]
    return printed or [
        box
        for box in outline.boxes_of("input[value], img[alt]")
        if not box.in_link
        and box.first_text >= first
        and NEXT_WORD.fullmatch((box.attrs.get("value") or box.attrs.get("alt") or "").strip())
    ]


def _ends_here(outline: Outline, dead: list[Box], around: Box, here: _Here, current: int | None) -> bool:
    """Whether a 下一页 that leads nowhere says that this is the last page.

    A pager that a program drives prints it so on every page. It tells something where it is marked as one that cannot
    be taken, is a mere text, stands behind the first page, or where the pager draws its other steps as links.
    """
    if (current or here.number or 1) > 1 or any(_is_marked_disabled(box) or _is_mere_text(box) for box in dead):
        return True
    return any(
        _leads_somewhere(link, here) and is_pager_word(_words(outline, link).strip())
        for link in outline.links_of(around)
    )


def _is_mere_text(box: Box) -> bool:
    """Whether a printed step has nothing by which a script could find it: no link, no class, no id, nothing held."""
    if box.tag in ("a", "button", "input", "img"):
        return False
    is_alone = box.end_text - box.first_text == 1
    return not is_alone or not (set(box.attrs) - {"style", "color", "size", "align", "valign", "width", "height"})


def _leads_somewhere(link: Box, here: _Here) -> bool:
    href = link.attrs.get("href", "").strip()
    script = href[11:] if href.lower().startswith("javascript:") else link.attrs.get("onclick", "")
    return bool(address_in_page(here.base, href)) or _calls_something(script)


def _shows_more(outline: Outline, around: Box, current: int) -> bool:
    """Whether the pager prints the number of a page behind this one."""
    places = range(around.first_text, min(around.end_text, around.first_text + _MOST_TEXTS))
    printed = [outline.texts[at] for at in places if not _is_total(outline, at)]
    jumps = [(option.text() or "").strip() for option in around.node.css("option")[:_MOST_TEXTS]]
    numbers = {int(match[1]) for text in (*printed, *jumps) if (match := _PLAIN_NUMBER.fullmatch(text))}
    return {current, current + 1} <= numbers


def _holds_default(outline: Outline, around: Box) -> bool:
    """Whether an element with an id holds nothing but 0 or 1: what a template writes before a script has counted."""
    boxes = outline.boxes[around.order : around.last_order + 1]
    return any(box.attrs.get("id") and outline.text_of(box).strip() in ("0", "1") for box in boxes)


def _pager_around(outline: Outline, step: Box, first: int) -> Box:
    """The box around a step that holds its pager and nothing of the list, which begins at ``first``."""
    around = step
    for _ in range(_LEVELS_OF_PAGER):
        outer = around.parent
        if outer is None or outline.shows_date(outer.first_text, outer.end_text):
            break
        if first and outer.first_text <= first < outer.end_text:
            break
        around = outer
    return around


def printed_steps(outline: Outline, first: int) -> list[Box]:
    """Where 下一页 is printed, be it a link or not: in what a browser shows it need be none."""
    return [
        outline.owners[index]
        for index, text in enumerate(outline.texts)
        if index >= first and len(text) <= _LONGEST_STEP and NEXT_WORD.fullmatch(text) and not _ARROW.fullmatch(text)
    ]


def is_marked_last(steps: list[Box]) -> bool:
    """Whether the steps to the next page are there and marked as such that cannot be taken."""
    return bool(steps) and all(
        any(_is_marked_disabled(box) for box in (step, step.parent) if box is not None) for step in steps
    )


def _last_page(outline: Outline, here: _Here, first: int, click: Click | None, current: int) -> int | None:
    """The number of the page behind 尾页: as another link to it is numbered, else by its address."""
    for box in outline.links:
        words = _words(outline, box).strip() if box.first_text >= first else ""
        if words and len(words) <= 10 and LAST_WORD.fullmatch(words):
            target = here.target(box.attrs.get("href", ""))
            alike = (one for one in outline.links if target and here.target(one.attrs.get("href", "")) == target)
            numbered = next((number for one in alike if (number := _number(outline, one)) is not None), None)
            return numbered or _counted_back(target, click, current) or _number_in(target)
    return None


def _counted_back(last: str, click: Click | None, current: int) -> int | None:
    """How many pages there are where files are counted backwards: 尾页 is 1.htm, and 下一页 is 11.htm on the first."""
    following = _number_in(click.url) if click is not None else None
    if following is None or _number_in(last) != 1 or following == 1:
        return None
    same = click is not None and _LAST_NUMBER.sub("", urlsplit(click.url).path) == _LAST_NUMBER.sub(
        "", urlsplit(last).path
    )
    return current + following if same else None


def _number_in(target: str) -> int | None:
    parts = urlsplit(target)
    match = _LAST_NUMBER.search(parts.path + (f"?{parts.query}" if parts.query else ""))
    return int(match[match.lastindex or 0]) if match else None
