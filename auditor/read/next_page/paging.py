"""How the next page of a list is reached: the family's way first, then what any reader would try."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from auditor.base.pattern import pattern
from auditor.fetch import PageRequest
from auditor.read.dates import find_dates
from auditor.read.families import FamilyRequest, Pager, families, script_pagers
from auditor.read.lists.islands import hidden_pager
from auditor.read.lists.outline import Box, Outline, is_year_text, month_of
from auditor.read.lists.pager_words import NEXT_WORD, is_pager_word
from auditor.read.lists.rows import address_in_page
from auditor.read.lists.surroundings import is_pager_box
from auditor.read.next_page.ajax import ajax_request
from auditor.read.next_page.literals import is_page_name
from auditor.read.next_page.pager_forms import chosen_page, scripted_request, sent_by, submit_request, written_address
from auditor.read.next_page.pager_links import (
    Click,
    PagerLinks,
    given_steps,
    has_wordless_step,
    is_marked_last,
    printed_steps,
    read_pager_links,
)
from auditor.read.next_page.pager_scripts import read_script_pager
from auditor.read.next_page.portal_requests import ListPosition, build_request
from auditor.read.next_page.stepping import (
    next_file,
    next_request,
    page_number,
    pages_needed,
    pairs_of,
    parameter_names,
    with_query,
)
from auditor.read.next_page.totals import Totals, read_totals, totals_in_scripts
from auditor.read.page import Page
from auditor.read.values import DEAD_STEP, LAST_STEP, PRESSED_STEP, SHOWN_STEP, UNKNOWN_STEP, WayOn

_NEXT_ADDRESS = (
    "data-next",
    "data-next-url",
    "data-url",
    "data-api",
    "data-src",
    "data-href",
    "data-more",
    "data-source",
    "data-load",
)
_MORE_WORD = pattern(
    r"加载更多|查看更多|点击加载|更多|load\s*more|下一页",
    finds=("点击加载", "加载更多", "更多", "下一页", "Load More"),
    not_in=("加载中", "更新"),
    seen="道真县人社局, 福建民间组织信息网",
    flags=re.IGNORECASE,
)
LOAD_MORE = pattern(
    r"[\W_]{0,9}(?:(?:点击)?(?:加载|查看|显示)更多|load\s?more)[\W_]{0,9}",
    finds=("加载更多", "—— 点击加载更多 ——", "查看更多>>", "LOAD MORE"),
    not_in=("更多", "加载更多新闻动态"),
    seen="a usual form; on none of the pages kept",
    flags=re.IGNORECASE,
    way="fullmatch",
)
_NO_MORE = pattern(
    r"[\W_]{0,9}(?:(?:已经?|全部)?(?:没有|无)更多(?:内容|数据|信息|文章|记录)?了?|(?:已经?|全部){1,2}加载(?:完|完毕|完成|全部)?|"
    r"已?(?:经|加载)?到底(?:部|啦|了){0,2}|我(?:也)?是有底线的|no more(?: data| results)?)[\W_]{0,9}",
    finds=("没有更多了", "—— 已经到底了 ——", "已加载全部", "全部加载完毕", "我是有底线的", "No more data"),
    not_in=("加载更多", "没有更多的办法", "到底怎么办"),
    seen="a usual form of component libraries (vant, mescroll, dropload)",
    flags=re.IGNORECASE,
    way="fullmatch",
)
_SCROLLED = pattern(
    r"scroll\s{0,9}\(|['\"]scroll['\"]|onscroll|IntersectionObserver|scrollTop|pull_?up|touchmove",
    finds=(
        "$(window).scroll(function(){",
        "window.onscroll = function() {",
        "new IntersectionObserver(cb)",
        "id=pullUp",
    ),
    not_in=("overflow:hidden", "scrolling='no'"),
    seen="丽水市, 平顶山市教育体育局, 深圳福田区公办小学",
    flags=re.IGNORECASE,
)
_ASKED_NEXT = pattern(
    r"page\w{0,20}\s{0,9}(?:\+\+|\+=\s{0,9}1|=\s{0,9}\w{1,30}\s{0,9}\+\s{0,9}1)|\+\+\s{0,9}\w{0,20}page|"
    r"[?&](?:\w{0,20}page\w{0,20}|p|pn|pg|start|offset)=(?:['\"]?\s{0,9}\+|\$\{)",
    finds=(
        "page_count++;",
        "pageNo += 1",
        "page = page + 1",
        "++curPage page",
        "url + '?pageIndex=' + n",
        "`/l?p=${n}`",
    ),
    not_in=("pageSize: 10", "homepage"),
    seen="深圳福田区公办小学",
    flags=re.IGNORECASE,
)
_AT_FOOT = pattern(
    r"\(\s{0,9}document\s{0,9}\)\s{0,9}\.\s{0,9}(?:outer)?height\s{0,9}\(|scrollHeight|offsetHeight|getBoundingClientRect",
    finds=("$(document).height()", "document.body.scrollHeight", "el.offsetHeight"),
    not_in=("$(window).height()", "scrollTop() > 200"),
    seen="scripts that ask for more rows where the reader has come to the foot of the page",
)
_LOADS = pattern(
    r"(?<![\w$])(?:load|more|next|append|getMore|getNext|getList|getData)(?:[A-Z_]\w{0,30})?\s{0,9}\(\s{0,9}(?!function|'|\")",
    finds=("loadNext();", "load(page)", "getMore()", "nextPage(2)", "loadMore ()"),
    not_in=("onload()", "$(x).append('<li>')", "preload(1)"),
    seen="functions that bring more rows, often out of sight",
)
_WRITES = pattern(
    r"document\.write(?:ln)?\s{0,9}\(|\.innerHTML|\.(?:html|append)\(",
    finds=("document.write('<a>')", "box.innerHTML = s", "$('#p').append(s)"),
    not_in=("document.writer", "innerText"),
    seen="pagers that a script writes",
)
_WRITTEN_STEP = pattern(
    r"<a\s[^<>]{0,80}href\s{0,3}=\s{0,3}\\?[\"']?[^<>\s]{0,120}?(?:[?&](?:\w{0,12}page\w{0,12}|p|pn|pg)=|(?:index|list|page)_)"
    r"['\"]\s{0,9}\+",
    finds=("'<a href=?page='+i+'>'", "'<a href=\"list.html?p='+n", "'<a href=\"index_'+i+'.html\">'"),
    not_in=("'<a href=\"'+url+'\">'", "'<a href=\"/a.html\">'"),
    seen="pagers that a script writes link by link",
    flags=re.IGNORECASE,
)
_ASKS = pattern(
    r"\$\.(?:get|post|ajax|getJSON)\b|fetch\(|XMLHttpRequest|axios|\.load\(",
    finds=("$.ajax({", "$.getJSON(u", "fetch(url)", "$('#l').load('a.html')"),
    not_in=("prefetch: true", "$.each(list"),
    seen="丽水市",
    flags=re.IGNORECASE,
)
_SCROLL_FILE = pattern(
    r"infinite|dropload|load-?more|waterfall|mescroll|pull-?up|scroll-?load|jscroll|endless|minirefresh",
    finds=("/js/dropload.min.js", "mescroll.js", "jquery.infinitescroll.js"),
    not_in=("/js/jquery.min.js", "/js/scrolltext.js"),
    seen="深圳福田区公办小学 (pullUp); file names of the plugins",
    flags=re.IGNORECASE,
)
_UNDRAWN = pattern(
    r"^(?:[a-z]{1,10}-)?(?:pagination|pager|paging|infinite-loading|infinite-scroll|list-load\w{0,6}|load-more|van-list)$",
    finds=("el-pagination", "pagination", "a-pagination", "infinite-loading", "van-list"),
    not_in=("div", "page", "el-table"),
    seen="elements of Vue's component libraries",
)
"""A pager or a list that only a script draws: what stands there is unknown."""
_MORE_MARK = pattern(
    r"(?:^|[-_\s])(?:load-?more|pull-?up|get-?more|more-?btn|btn-?more|re?more(?:btn)?)(?:$|[-_\s\d])",
    finds=("remorebtn", "load-more", "list pullup", "more-btn"),
    not_in=("more", "moreinfo", "nomore"),
    seen="深圳福田区公办小学",
)
_FILLS = pattern(
    r"(?:#|getElementById\(\s{0,9}['\"])([\w-]{1,60})['\"]\s{0,9}\)\s{0,9}\.\s{0,9}(?:append|html|prepend|innerHTML|insertAdjacentHTML)\b",
    finds={
        "$('#list').append(r);": "list",
        'document.getElementById("news-ul").innerHTML = s;': "news-ul",
        "$('#a').html(d)": "a",
    },
    not_in=("$('#list').show();", "$('.list').append(r)", "document.getElementById('q').value"),
    seen="lists whose first rows stand in the page and whose others a script asks for",
)
"""The box that a script puts something into."""
_PAGE_ASKED = pattern(
    r"\b(?:page\w{0,12}|cur\w{0,12}page\w{0,6}|p|pn|offset|start)['\"]?\s{0,9}[:=]",
    finds=("{page:n}", "pageNo = 1", "'pageIndex':1", "?p=", "currPage:2"),
    not_in=("{id:3}", "type=1"),
    seen="what scripts ask for",
    flags=re.IGNORECASE,
)
_PARTIAL = pattern(
    r"(?:仅|只)(?:显示|列出|展示|保留|提供|公开)(?:最近|近|最新|前|本月|本年|当年|部分)"
    r"|(?:以前|之前|以往|早期|更早)的?(?:信息|内容|公告|文件|数据)[^。；]{0,12}(?:点击|查看|查询|查阅|访问|请见|请到)"
    r"|(?:请|点击)[^。；]{0,8}(?:历史|以往|往期|旧版|早期)(?:的)?(?:信息|内容|公告|文件|数据|栏目|网站|目录)",
    finds=(
        "本栏目仅显示最近一个月的信息",
        "2026年8月以前的信息请点击这里",
        "点击查看历史信息",
        "早期文件请到档案馆查阅",
    ),
    not_in=("历史沿革", "关于清理以前文件的通知", "旧版网站", "仅供参考", "本栏目只公开本机关制发的文件"),
    seen="notes above and below lists that were cut off when a portal moved",
)
"""A note that there are more rows than the list shows."""
_PACKED = re.compile(r"[A-Za-z0-9+/=%_-]+")
_LEAST_PACKED = 60
_OTHER_MONTH = pattern(
    r"\W{0,3}(?:上|前|下)(?:一)?个?月\W{0,3}|\W{0,3}往[期月](?:回顾|查询)?\W{0,3}",
    finds=("上月", "<< 上个月", "上一月", "往期回顾"),
    not_in=("上月工作通报", "本月"),
    seen="lists of one month, and calendars",
    way="fullmatch",
)
_ARCHIVE = pattern(
    r"\W{0,3}(?:(?:历史|以往|往期|往年|早期)的?(?:信息|内容|公告|文件|数据|资料|归档|动态|目录)|(?:历史|信息|栏目|往期|内容)?归档(?:信息|内容|目录)?)\W{0,3}",
    finds=("历史信息", "历史数据>>", "【往年信息】", "信息归档", "往期内容"),
    not_in=("历史沿革", "历史文化", "信息公开", "关于历史信息的说明", "档案信息"),
    seen="links beside lists from which what is older was moved",
    way="fullmatch",
)
_MOST_WAYS = 3
_FULL_PAGE = 10
_NEAR = 6
_FILE = re.compile(r"^(?P<stem>.*?)(?:/(?P<k>\d+))?(?P<ext>\.\w+)$")


@dataclass(frozen=True, slots=True)
class Paging:
    """The request for the next page (``None`` on the last one), how it was found, and the stated figures."""

    next: PageRequest | None
    kind: str
    totals: Totals


@dataclass(frozen=True, slots=True)
class Shown:
    """The part of a page its list takes up, and how many rows it has."""

    first: int
    end: int
    rows: int


def read_paging(page: Page, shown: Shown) -> Paging:
    """Where the list goes on. What a browser shows leads on by the browser's hand, unless it says that it ends."""
    paging = _read_paging(page, shown)
    if (
        paging.next is None
        and shown.rows
        and (_says_partial(page.outline, shown) or _is_of_a_time(page.outline, shown))
    ):
        return replace(paging, kind=UNKNOWN_STEP)
    if not page.request.is_shown or paging.kind == LAST_STEP:
        return paging
    if shown.rows and any(_NO_MORE.fullmatch(text) for text in _seen_behind(page.outline, shown)):
        return replace(paging, next=None, kind=LAST_STEP)
    following = PageRequest(page.request.url, "SHOW", str(page.request.step + 1))
    is_printed = paging.next is not None or paging.kind or printed_steps(page.outline, shown.first)
    return replace(paging, next=following, kind=PRESSED_STEP if is_printed else SHOWN_STEP)


def _seen_behind(outline: Outline, shown: Shown) -> list[str]:
    places = range(shown.end, min(len(outline.texts), shown.end + _NEAR))
    return [outline.texts[at] for at in places if not outline.owners[at].hidden]


def _read_paging(page: Page, shown: Shown) -> Paging:
    outline, totals = _figures(page, shown)
    given = given_steps(page.outline, page.url, page.base, page.plan.next) if page.plan.next else []
    written = read_script_pager(page.scripts, script_pagers(page.family), page.url)
    if written is not None and len(given) != 1:
        totals = written.totals.filled(totals)
        return Paging(PageRequest(written.url) if written.url else None, "static" if written.url else LAST_STEP, totals)
    links = _links(page, outline, shown)
    totals = totals.filled(Totals(current=links.current)).filled(Totals(current=_number_by_address(page)))
    totals = totals.filled(Totals(current=(page.number or None) if shown.rows else None))  # a shell asks for page 1
    totals = _without_defaults(totals, links, shown)
    size = totals.size or (shown.rows if totals.current in (None, 1) else None)
    totals = totals.filled(Totals(pages=_believable_last(links, totals)))
    if not _is_contradicted(links, totals, shown):
        totals = totals.filled(Totals(pages=pages_needed(totals.items, size)))
    is_last = totals.current is not None and totals.pages is not None and totals.current >= totals.pages
    if len(given) == 1 and not is_last and (step := _clicked(page, page.outline, given[0][1], totals, shown)):
        return Paging(step[0], step[1], totals)
    asked = _asked_by_family(page, shown, totals)
    if asked is not None:
        return asked
    if _has_unknown_step(page, links, totals, shown):
        return Paging(None, UNKNOWN_STEP, totals)
    says_last = is_marked_last(printed_steps(outline, shown.first)) if page.request.is_shown else links.says_last
    if is_last or (says_last and totals.pages is None):
        return Paging(None, LAST_STEP, totals.filled(Totals(pages=totals.current)))
    step = (
        _clicked(page, outline, links.next, totals, shown)
        or _computed(page, totals, shown)
        or _loaded_later(page, shown, totals)
    )
    if step is None:
        is_open = bool(given) or links.shows_more or _has_more_button(page, totals, shown)
        is_open = is_open or (shown.rows > 0 and totals.items is None and totals.pages is None and _is_packed(outline))
        is_open = (
            is_open
            or _has_rows_to_show(outline, shown)
            or (_may_go_on(totals, shown) and _has_hidden_step(page, outline, links, shown))
        )
        is_dead = links.has_dead_next and totals.items is None and totals.pages is None
        return Paging(None, UNKNOWN_STEP if is_open else DEAD_STEP if is_dead else "", totals)
    return Paging(step[0], step[1], totals)


def _without_defaults(totals: Totals, links: PagerLinks, shown: Shown) -> Totals:
    """The figures without those that a template writes before its script has counted: none, or one page."""
    if shown.rows and totals.items == 0:
        totals = replace(totals, items=None)
    return replace(totals, pages=None) if links.holds_default and (totals.pages or 0) <= 1 else totals


def _links(page: Page, outline: Outline, shown: Shown) -> PagerLinks:
    first = shown.first if outline is page.outline else 0
    return read_pager_links(outline, page.url, page.base, first, page.number)


def other_ways(page: Page, shown: Shown) -> tuple[WayOn, ...]:
    """What else may lead on where the way that the page shows leads nowhere, the likeliest first.

    Steps that `read_paging` did not come to, then the searches that the page's own metas and elements give all
    parameters of, whatever the page's family.
    """
    outline, totals = _figures(page, shown)
    links = _links(page, outline, shown)
    totals = totals.filled(Totals(current=links.current)).filled(Totals(current=page.number or None))
    steps = [
        _with_lost_parameters(page, links),
        next_request(page.request, records=shown.rows),
        *(
            step[0]
            for step in (_clicked(page, outline, links.next, totals, shown), _computed(page, totals, shown))
            if step
        ),
    ]
    found = [WayOn(step) for step in steps if step is not None]
    found += [WayOn(search, starts_over=True) for search in searches_named(page)]
    shown_first = read_paging(page, shown).next
    return tuple(way for way in dict.fromkeys(found) if way.request not in (shown_first, page.request))[:_MOST_WAYS]


def searches_named(page: Page) -> list[PageRequest]:
    """The searches for the list's first page that the page gives all parameters of, its own family's before others'."""
    return _searches(page, page.text, _searching(page))


def searches_of_head(page: Page) -> list[PageRequest]:
    """Those whose parameters the page's own head names; what stands in its body may be of other columns."""
    head = page.text[: max(0, page.text.lower().find("</head>"))]
    return _searches(page, head, [spec for spec in _searching(page) if not spec.element])


def _searching(page: Page) -> list[FamilyRequest]:
    specs = page.family.request + tuple(one for family in families().values() for one in family.request)
    return [spec for spec in specs if spec.needs]


def _searches(page: Page, text: str, specs: Sequence[FamilyRequest]) -> list[PageRequest]:
    places = ((spec, ListPosition(1, 0, spec.size)) for spec in specs)
    searches = (build_request(spec, page.outline, text, page.url, place) for spec, place in places)
    return [search for search in searches if search is not None]


def _with_lost_parameters(page: Page, links: PagerLinks) -> PageRequest | None:
    """The pager's step with the parameters of this page's own address that it dropped."""
    target = links.next.url if links.next is not None else ""
    if not target or urlsplit(target).path != urlsplit(page.url).path:
        return None
    own, step = pairs_of(page.url), pairs_of(target)
    names = {name for name, _ in step}
    lost = [pair for pair in own if pair[0] not in names]
    return PageRequest(with_query(target, [*lost, *step])) if lost else None


def _believable_last(links: PagerLinks, totals: Totals) -> int | None:
    """The number behind 尾页, unless a live 下一页 contradicts it: some systems count their files backwards."""
    is_contradicted = links.next is not None and (links.last_page or 0) <= (totals.current or 1)
    return None if is_contradicted else links.last_page


def _is_contradicted(links: PagerLinks, totals: Totals, shown: Shown) -> bool:
    """Whether a live 下一页 stands beside a total that the first page already shows: no total of this list."""
    is_all_shown = totals.items is not None and 0 < totals.items <= shown.rows
    return is_all_shown and totals.pages is None and links.next is not None and bool(links.next.url)


def _has_unknown_step(page: Page, links: PagerLinks, totals: Totals, shown: Shown) -> bool:
    """Whether a full first page shows a link to the next one that only a program out of sight can follow."""
    return links.looks_alive and _may_go_on(totals, shown) and ajax_request(page.scripts, page.url, 2) is None


def _has_more_button(page: Page, totals: Totals, shown: Shown) -> bool:
    is_silent = totals.items is None and totals.pages is None
    if is_silent and shown.rows and (_asks_when_scrolled(page, shown) or _is_refilled(page, shown)):
        return True
    texts, owners = page.outline.texts, page.outline.owners
    after = range(shown.end, min(len(texts), shown.end + _NEAR))
    is_there = any(not owners[at].hidden and LOAD_MORE.fullmatch(texts[at]) for at in after)
    return is_there and totals.items is None and totals.pages is None and (totals.current or 1) == 1


def _has_rows_to_show(outline: Outline, shown: Shown) -> bool:
    """Whether dated rows of the list's own make stand hidden behind those that are shown: a script shows them."""
    box: Box | None = outline.owners[shown.end - 1] if 0 < shown.end <= len(outline.owners) else None
    while box is not None and box.parent is not None and box.first_text >= shown.first:
        alike = [one for one in box.parent.children if one.tag == box.tag]
        before = [one for one in alike if not one.hidden and shown.first <= one.first_text < shown.end]
        behind = [one for one in alike if one.hidden and one.order > box.order]
        if len(before) > 1 and any(_is_dated_row(outline, one) for one in behind):
            return True
        box = box.parent
    return False


def _is_dated_row(outline: Outline, box: Box) -> bool:
    is_dated = any(find_dates(text) for text in outline.texts[box.first_text : box.end_text])
    return is_dated and box.node.css_first("a[href]") is not None


def _has_hidden_step(page: Page, outline: Outline, links: PagerLinks, shown: Shown) -> bool:
    """Whether a full first page has a step that no words tell: a bare button, or a pager that a script writes."""
    if links.says_last:
        return False
    if any(_WRITES.search(script) and _WRITTEN_STEP.search(script) for script in page.scripts):
        return True
    return outline is page.outline and has_wordless_step(outline, shown.end)


def _asks_when_scrolled(page: Page, shown: Shown) -> bool:
    """Whether a script counts pages when the reader scrolls, or a button made for it stands behind the list."""
    scrolled = [one for one in page.scripts if _SCROLLED.search(one)]
    if any(_ASKED_NEXT.search(one) and _ASKS.search(one) for one in scrolled):
        return True
    if any(_AT_FOOT.search(one) and _LOADS.search(one) for one in scrolled):
        return True
    linked = (node.attributes.get("src") or "" for node in page.tree.css("script[src]"))
    if any(_SCROLL_FILE.search(address) for address in linked):
        return True
    if any(_UNDRAWN.search(box.tag) and box.first_text == box.end_text for box in page.outline.boxes):
        return True
    return any(
        box.first_text >= shown.end
        and not box.hidden
        and box.end_text - box.first_text <= 1
        and _MORE_MARK.search(box.marks)
        and (box.attrs.get("onclick") or not address_in_page(page.url, box.attrs.get("href", "")))
        for box in page.outline.boxes
    )


def _is_refilled(page: Page, shown: Shown) -> bool:
    """Whether a script asks for pages and puts them into a box around the rows."""
    scripts = [one for one in page.scripts if _ASKS.search(one) and _PAGE_ASKED.search(one)]
    filled = {name for script in scripts for name in _FILLS.findall(script)}
    return any(
        box.attrs.get("id", "") in filled and box.first_text <= shown.first < shown.end <= box.end_text
        for box in page.outline.boxes
        if filled
    )


def _says_partial(outline: Outline, shown: Shown) -> bool:
    """Whether a sentence right before or behind the list says that it shows but a part."""
    near = (
        *range(max(0, shown.first - _NEAR), shown.first),
        *range(shown.end, min(len(outline.texts), shown.end + _NEAR)),
    )
    return any(
        _PARTIAL.search(f"{outline.texts[at]}{outline.texts[at + 1] if at + 1 in near else ''}")
        for at in near
        if not outline.owners[at].hidden
    )


def _is_packed(outline: Outline) -> bool:
    """Whether a pager holds nothing but what a script unpacks."""
    return any(
        len(text) >= _LEAST_PACKED and _PACKED.fullmatch(text) and is_pager_box(owner)
        for text, owner in zip(outline.texts, outline.owners, strict=True)
    )


def _is_of_a_time(outline: Outline, shown: Shown) -> bool:
    """Whether links to other months or to an archive stand right before or behind the list, or to years behind it.

    It may be the list of one, or what was not yet moved. Years above a list are tabs, which are told apart elsewhere.
    """
    behind = _behind_pager(outline, shown)
    around = (*range(max(0, shown.first - _NEAR), shown.first), *behind)
    said = [at for at in around if outline.owners[at].in_link and not outline.owners[at].hidden]
    if any(month_of(outline.texts[at]) for at in said):
        return True
    if any(sign.fullmatch(outline.texts[at]) for at in said for sign in (_OTHER_MONTH, _ARCHIVE)):
        return True
    return any(at in behind and is_year_text(outline.texts[at]) for at in said)


def _behind_pager(outline: Outline, shown: Shown) -> list[int]:
    """The first texts behind a list that are none of its pager's."""
    texts, owners = outline.texts, outline.owners
    others = (at for at in range(shown.end, len(texts)) if not (is_pager_word(texts[at]) or is_pager_box(owners[at])))
    return list(islice(others, _NEAR))


def asks(script: str) -> bool:
    """Whether a script asks its portal for something."""
    return _ASKS.search(script) is not None


def _may_go_on(totals: Totals, shown: Shown) -> bool:
    """Whether nothing says that a full first page is all there is."""
    is_silent = totals.items is None and totals.pages is None
    return is_silent and (totals.current or 1) == 1 and shown.rows >= _FULL_PAGE


def _number_by_address(page: Page) -> int | None:
    """The page number in the address asked for: a parameter, or the family's file name."""
    number = page_number(page.request)
    if number is not None and page.number == number + 1:
        return page.number  # the walk knows which page this is: the address counts from 0
    if number is None and page.family.pager.numbered:
        file = re.search(r"/(\d{1,5})\.\w+$", urlsplit(page.url).path)
        return int(file[1]) if file else 1
    return number


def _figures(page: Page, shown: Shown) -> tuple[Outline, Totals]:
    """The outline in which the pager stands (a family may hide it in base64) and the figures it states."""
    outline = page.outline
    for place in _hiding_places(page):
        markup = hidden_pager(outline, place)
        if markup:
            outline = Outline(LexborHTMLParser(markup))
            return outline, read_totals(outline, 0, 0)
    totals = _family_totals(page.family.pager, page)
    totals = totals.filled(read_totals(outline, shown.first, shown.end))
    if totals.items is None or totals.pages is None:
        totals = totals.filled(totals_in_scripts(page.scripts))
    return outline, totals


def _hiding_places(page: Page) -> list[str]:
    """Where a family keeps its pager packed: the page's own first; its frame may make it look like another's."""
    places = (page.family, *families().values())
    return list(dict.fromkeys(family.island.pager for family in places if family.island.pager))


def _family_totals(pager: Pager, page: Page) -> Totals:
    items = size = current = pages = None
    node = page.tree.css_first(pager.element) if pager.element else None
    if node is not None:
        attrs = {name: value or "" for name, value in node.attributes.items()}
        items, size, current = (_whole(attrs.get(name, "")) for name in (pager.items, pager.size, pager.current))
    items = _last_match(pager.total, page.text) if items is None else items
    size = _last_match(pager.rows, page.text) if size is None else size
    pages = _last_match(pager.pages, page.text) or pages_needed(items, size)
    return Totals(items, pages, current)


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _last_match(pattern: str, text: str) -> int | None:
    found = None
    for match in re.finditer(pattern, text) if pattern else ():
        found = int(match[1])
    return found


def _asked_by_family(page: Page, shown: Shown, totals: Totals) -> Paging | None:
    """The next page as the family's own script would ask for it; ``None`` where this is not the family's way."""
    for spec in page.family.request:
        if spec.only_shell and shown.end > shown.first:
            continue
        current = totals.current or (1 if shown.rows else 0)
        size = shown.rows if current == 1 else totals.size or spec.size
        place = ListPosition(current + 1, shown.rows if current == 1 else current * size, size or spec.size)
        request = build_request(spec, page.outline, page.text, page.url, place)
        if request is None or urlsplit(request.url).path == urlsplit(page.request.url).path:
            request = _after_request(page, spec, shown) or request
        if request is None:
            continue
        totals = totals.filled(Totals(current=current or None))
        if totals.items is not None and place.before >= totals.items:
            return Paging(None, LAST_STEP, totals)
        if totals.pages is not None and current >= totals.pages and shown.rows:
            return Paging(None, LAST_STEP, totals)
        return Paging(request, "api", totals)
    return None


def _after_request(page: Page, spec: FamilyRequest, shown: Shown) -> PageRequest | None:
    """The step after the request this very answer was given to: it knows what the answer itself does not repeat."""
    if not spec.page or page_number(page.request, page_key=spec.page) is None:
        return None
    return next_request(page.request, page_key=spec.page, records=shown.rows)


def _clicked(
    page: Page, outline: Outline, click: Click | None, totals: Totals, shown: Shown
) -> tuple[PageRequest, str] | None:
    if click is None:
        return None
    if click.url:
        asked = _as_this_was_asked(page, click.url, shown)
        if asked is not None:
            return asked, "api"
        return PageRequest(click.url), _kind(page.url, click.url)
    if click.button is not None:
        return sent_by(click.button, page.url)
    return scripted_request(outline, click.script, page.scripts, page.url, (totals.current or 1) + 1)


def _as_this_was_asked(page: Page, target: str, shown: Shown) -> PageRequest | None:
    """One page on by the question that this answer was given to, where its pager has lost parameters of it."""
    if not page.is_fragment or urlsplit(target).path != urlsplit(page.request.url).path:
        return None
    asked = {*parameter_names(page.request)}
    lost = asked - {name for name, _ in pairs_of(target)}
    return next_request(page.request, records=shown.rows) if lost else None


def _kind(url: str, target: str) -> str:
    if urlsplit(url).path == urlsplit(target).path and any(is_page_name(name) for name, _ in pairs_of(target)):
        return "query"
    return "link"


def _computed(page: Page, totals: Totals, shown: Shown) -> tuple[PageRequest, str] | None:
    """The next page by the rule of the family's file names, or by the page number in this page's own address."""
    if totals.pages is None or totals.pages < 2:
        return None
    current = totals.current or 1
    if current >= totals.pages:
        return None
    parts = urlsplit(page.url)
    if page.family.pager.reverse and (match := _FILE.match(parts.path)):
        name = f"{totals.pages - current}{match['ext']}"
        name = name if match["k"] else f"{match['stem'].rsplit('/', 1)[-1]}/{name}"
        return PageRequest(urljoin(page.url, name)), "static"
    if page.family.pager.numbered:
        return PageRequest(urljoin(page.url, f"{current + 1}.html")), "static"
    stepped = next_request(page.request, records=shown.rows)
    if stepped is not None:
        return stepped, "form" if stepped.method == "POST" else "query"
    file = next_file(page.url, current)
    if file:
        return PageRequest(file), "static"
    return (
        submit_request(page.outline, NEXT_WORD, page.url)
        or chosen_page(page.outline, page.url, current + 1)
        or written_address(page.scripts, page.url, current + 1)
    )


def _loaded_later(page: Page, shown: Shown, totals: Totals) -> tuple[PageRequest, str] | None:
    """The request of a 加载更多 button, or of the script that fills an empty list."""
    if totals.items is not None and shown.rows and totals.items <= shown.rows:
        return None
    for box in page.outline.boxes if shown.rows else ():
        if box.first_text >= shown.first and box.end_text - box.first_text <= 3:
            address = _later_address(page, box.attrs) if _MORE_WORD.search(page.outline.text_of(box)) else ""
            if address:
                return PageRequest(address), "api"
    has_more = any(_MORE_WORD.search(text) for text in page.outline.texts[shown.end : shown.end + 6])
    if shown.rows and not has_more:
        return None
    request = ajax_request(page.scripts, page.url, 2 if shown.rows else 1)
    return (request, "api") if request is not None else None


def usual_size(page: Page) -> int | None:
    """How many records the family's answers hold, where its requests count pages."""
    return next((spec.size for spec in page.family.request if spec.page), None)


def later_request(page: Page, records: int) -> PageRequest | None:
    """The request that follows the one this answer was given to."""
    for key in _page_keys(page):
        step = next_request(page.request, page_key=key, records=records)
        if step is not None:
            return step
    step = next_request(page.request, records=records) or next_request(page.request, records=records, loosely=True)
    file = next_file(page.request.url) if step is None else ""
    return PageRequest(file) if file else step


def asked_page(page: Page) -> int | None:
    """Which page the request of an answer asked for."""
    for key in _page_keys(page):
        number = page_number(page.request, page_key=key)
        if number is not None:
            return number
    number = page_number(page.request)
    return number if number is not None else page_number(page.request, loosely=True)


def _page_keys(page: Page) -> list[str]:
    return [spec.page for spec in page.family.request if spec.page]


def _later_address(page: Page, attrs: dict[str, str]) -> str:
    for name in _NEXT_ADDRESS:
        value = attrs.get(name, "")
        if "/" in value or "?" in value:
            address = address_in_page(page.url, value)
            if address:
                return address
    return ""
