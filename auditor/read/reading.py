"""The way through one page, from its bytes to a `PageReading`."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from auditor.base.pattern import pattern
from auditor.base.terms import ColumnState, PageKind
from auditor.base.words import Words, load_words
from auditor.fetch import PageRequest
from auditor.read.answers import AnswerReading, parse_answer, read_answer
from auditor.read.articles.article import read_article
from auditor.read.articles.listed import catalogues_of_rows
from auditor.read.families import Island, other_families
from auditor.read.lists.islands import commented, read_island
from auditor.read.lists.learned import Layouts, Lesson
from auditor.read.lists.listing import Listing, has_hidden_rows, is_aside, is_beside_another, read_listing
from auditor.read.lists.naming import heading_above
from auditor.read.lists.outline import Box
from auditor.read.lists.plan import Misfit
from auditor.read.lists.row_dates import year_of_address
from auditor.read.lists.rows import address_in_page, is_template_text
from auditor.read.lists.surroundings import MAIN_MARK, is_pager_box
from auditor.read.lists.teasers import more_links, written_more, year_links, year_shown, year_tabs, years_beside
from auditor.read.lists.wrapper import Wrapper, induce, marks_of, may_teach
from auditor.read.next_page.paging import (
    Paging,
    Shown,
    asked_page,
    asks,
    later_request,
    other_ways,
    read_paging,
    searches_of_head,
    usual_size,
)
from auditor.read.next_page.stepping import next_request, pages_needed
from auditor.read.next_page.totals import Totals
from auditor.read.page import Page, open_page, refusal
from auditor.read.shells import framed_request, is_own, written_rows
from auditor.read.tabs import kinds_apart
from auditor.read.values import (
    DEAD_STEP,
    LAST_STEP,
    SMALLEST_PAGE,
    UNKNOWN_STEP,
    UNPLANNED,
    ListItem,
    PageProblem,
    PageReading,
    Plan,
    WayOn,
    WholeList,
    YearTab,
)
from auditor.read.walls import ONLY_SCRIPTS, find_hijacking, find_problem, says_empty, says_otherwise, sent_below

_RECORDS = pattern(
    r"(?:<\?xml[^>]{0,200}\?>\s{0,99})?(?:<!--.{0,200}?-->\s{0,99})?<(?:datastore|recordset|nextgroup|totalrecord)\b",
    finds=(
        "<datastore>",
        "<?xml version='1.0'?>\n<datastore><nextgroup>",
        "<recordset>",
        "<totalrecord>6163</totalrecord>",
    ),
    not_in=("<div><recordset>", "<records>"),
    seen="杭州市余杭区 (jpaas)",
    flags=re.S,
    way="match",
)
_APP = pattern(
    r"(?:vue-?)?app|root|app-?root|react-?root|__next|__nuxt",
    finds=("app", "vue-app", "root", "__nuxt"),
    not_in=("apply", "list"),
    seen="the element that frameworks of scripts fill with the page",
    flags=re.IGNORECASE,
    way="fullmatch",
)
_ARTICLE_FILE = pattern(
    r"(?:\d{5}|[0-9a-f]{24})\.\w{1,10}$",
    finds=("/art/2020/1/3/art_22_10001.html", "/content/5f0a3b1c5f0a3b1c5f0a3b1c.html"),
    not_in=("/list_2.html", "/10001/index.html"),
    seen="addresses of jCMS and of systems with long ids",
)
_END_RECORD = pattern(
    r"endrecord=(\d+)",
    finds={"startrecord=1&endrecord=45&perpage=15": "45"},
    not_in=("end=45",),
    seen="杭州市余杭区 (jpaas, dataproxy)",
)
_PER_PAGE = pattern(
    r"perpage=(\d+)",
    finds={"startrecord=1&endrecord=45&perpage=15": "15"},
    not_in=("page=15",),
    seen="杭州市余杭区 (jpaas, dataproxy)",
)
_ASKED_SIZE = pattern(
    r"(?:page_?size|perpage|prepage|rows|limit|size|page_?num_?size)[\"']?(?:=|%22%3A%22|%22%3A|[\"']?:[\"']?)(\d{1,4})\b",
    finds={
        "/api/list?pageSize=20&pageNo=1": "20",
        "perpage=15": "15",
        "{%22rows%22%3A10}": "10",
        '{"size":"24"}': "24",
    },
    not_in=("/list?page=2", "sizes: many"),
    seen="江西省政府, 杭州市余杭区",
    flags=re.IGNORECASE,
)
_LIST_SCRIPT = pattern(
    r"(?:^|[/_.-])(?:get|load|my|new|art)?_?(?:list|column|article|infolist|newslist|datalist|pagelist)(?:[_.-]\w{1,20})?\.js(?:\?|$)",
    finds=("/js/list.js", "/static/newslist.min.js?v=2", "js/load_list.js"),
    not_in=("/js/jquery.js", "/js/playlist-widget/x.js", "/js/common.js"),
    seen="linked scripts that fill an empty list",
    flags=re.IGNORECASE,
)
_LOADING = pattern(
    r"[\W_]{0,9}(?:(?:正在|努力|拼命|玩命)(?:努力|拼命|玩命)?(?:加载|载入|读取|获取)|(?:数据|内容|列表|信息)?(?:加载|载入|读取)中|loading\b)",
    finds=("正在加载，请稍候……", "加载中...", "数据加载中", "拼命加载", "Loading..."),
    not_in=("加载更多", "正在建设中", "正在办理"),
    seen="what shells show until a script has filled their list",
    flags=re.IGNORECASE,
    way="match",
)
"""What stands where a list is still to come: figures beside it count nothing yet."""
_NEAR = 6
_STOPPED = pattern(
    r"(?:本|该|此)(?:栏目|页面|网页|网站|频道|版块|目录)[^，。；<]{0,14}(?:停止更新|不再更新|停更|(?:迁移|搬迁|转移|并入|整合|合并)(?:至|到|入))"
    r"|新(?:的)?(?:信息|内容|公告|文件|动态)[^，。；<]{0,4}(?:请到|请至|请见|请访问|请前往|移至|转至)",
    finds=("本栏目自2025年4月起停止更新", "该频道已迁移至", "新信息请到新栏目查看", "本网站不再更新"),
    not_in=("关于停止更新系统的公告", "栏目更新", "新信息化建设方案", "本栏目每日更新"),
    seen="notices above lists that portals left where a column was",
)
_CATALOGUED = pattern(
    r"索\s?引\s?号|索取号|文\s{0,4}号|[发公]文[字编]号|(?:发布|发文|制定|制发|公开)(?:机构|机关|单位)|(?:成文|生成|发文|印发|形成)(?:日期|时间)",
    finds=("索引号", "发布机构", "文　　号", "成文日期", "发文字号"),
    not_in=("机构职能", "发布日期", "标题"),
    seen="lists of 政府信息公开目录 on portals of all systems",
)
_LEVELS_OF_NOTICE = 4
_SHORT_NOTICE = 60


class ReadingWords(Words):
    """Why a list on a page is not the column."""

    teaser: str
    block: str
    stopped: str
    other_year: str
    undated_year: str
    one_kind: str
    channel: str
    failed: str
    cut: str


_WORDS = load_words("reading", ReadingWords)
_CERTAINLY_A_LIST = 3
_TOLD_STEPS = frozenset({"link", "query", "static"})
"""Steps that stand in the pager itself."""
_FEWEST_BLOCKS = 2
"""Lists with 更多 that make a page a channel page, where none of them is the column's own."""


def read_page(
    body: bytes,
    *,
    url: str,
    content_type: str = "",
    request: PageRequest | None = None,
    family: str = "",
    number: int = 0,
    plan: Plan = UNPLANNED,
    layouts: Layouts | None = None,
) -> PageReading:
    """Understand one page: a list, an article, a script's shell, a wall, or a program's answer.

    ``url`` is the final address, ``request`` what was asked for (an answer to a posted request is understood from it);
    ``family`` forces a portal family; ``number`` is which page of its list it is, where that is known; ``plan`` what is
    given of where the list stands; ``layouts`` remembers where lists of the same portal were found. Pure: the same
    bytes give the same reading, with ``layouts`` as without. What is not surely understood is `PageKind.OTHER` without
    items: unknown, never empty.
    """
    page = open_page(body, url, content_type, request, family, number, plan, layouts)
    wrapped = _read_by_wrapper(page, layouts, body) if layouts is not None and plan is UNPLANNED else None
    return wrapped or _read_in_full(page, body)


def _read_in_full(page: Page, body: bytes) -> PageReading:
    try:
        return _read_opened(page, body)
    finally:
        page.close()


def find_other_ways(
    body: bytes,
    *,
    url: str,
    content_type: str = "",
    request: PageRequest | None = None,
    family: str = "",
    number: int = 0,
    plan: Plan = UNPLANNED,
) -> tuple[WayOn, ...]:
    """What else may lead on from a list whose own next page is not to be had; after a program's answer that says it is
    the last, the one that would follow: some give fewer rows than they are asked for."""
    page = open_page(body, url, content_type, request, family, number, plan)
    try:
        if refusal(body, page.text) or _RECORDS.match(page.text):
            return ()
        value = parse_answer(page.text)
        if value is not None:
            answer = read_answer(value, page.family.answer, page.url)
            step = later_request(page, len(answer.items)) if answer.items else None
            return (WayOn(step),) if step is not None else ()
        content = _find_list(page)[0]
        return other_ways(content.page, content.shown)
    finally:
        page.close()


def find_listing(page: Page) -> Listing | None:
    """The list of an opened page, where the page's plan or the general reader finds it in the page's own mark-up.

    Raises `Misfit` where the plan does not fit and nothing else is found either.
    """
    content, misfit = _find_list(page)
    if content.listing is None and misfit:
        raise Misfit(misfit)
    listing = content.listing
    return listing if _stands_in(page, listing) else None  # else in a comment, or in what a script holds


def _stands_in(page: Page, listing: Listing | None) -> bool:
    rows = listing.rows if listing is not None else None
    return rows is not None and any(box is rows.boxes[0] for box in page.outline.boxes)


def _read_opened(page: Page, body: bytes) -> PageReading:
    reason = refusal(body, page.text)
    if reason:
        return _blank(page, PageKind.OTHER, PageProblem(ColumnState.UNREADABLE, reason))
    value = parse_answer(page.text)
    if value is not None:
        return _read_json(page, read_answer(value, page.family.answer, page.url))
    if _RECORDS.match(page.text.lstrip()):
        return _read_records(page)
    reading = _read_markup(page)
    if page.is_cut and reading.problem is None and reading.kind is not PageKind.ARTICLE:
        return replace(reading, problem=PageProblem(ColumnState.UNREACHABLE, _WORDS.cut))
    return reading


def _blank(page: Page, kind: PageKind, problem: PageProblem | None = None) -> PageReading:
    return PageReading(url=page.url, family=page.family.id, kind=kind, charset=page.charset, problem=problem)


def _is_surely_list(page: Page, listing: Listing | None) -> bool:
    if listing is not None and listing.is_given:
        return True
    if listing is None or not listing.is_sure:
        return False
    if page.number > 1 and listing.dated:
        return True
    if listing.dated < _CERTAINLY_A_LIST:
        return listing.has_head and listing.has_pager
    return not page.names.is_article_like and (listing.has_pager or not _ARTICLE_FILE.search(page.url))


@dataclass(frozen=True, slots=True)
class _Content:
    """The list of a page, the part of the page it takes up, and the page its pager is in (or the comment)."""

    listing: Listing | None
    shown: Shown
    page: Page
    total: int | None = None
    next_group: str = ""
    is_island: bool = False


def _read_markup(page: Page) -> PageReading:
    content, misfit = _find_list(page)
    reading = _read_content(page, content)
    return replace(reading, misfit=misfit) if misfit and not reading.is_empty_list else reading


def _read_by_wrapper(page: Page, layouts: Layouts, body: bytes) -> PageReading | None:
    """The page as one of the portal's that was read before lets it be read from its mark-up alone."""
    if page.is_cut:
        return None
    for wrapper in layouts.wrappers_for(page.text):
        reading = _unwrapped(page, wrapper)
        if reading is None:
            continue
        layouts.serves(wrapper)
        if not layouts.is_check_due:
            return reading
        full = _read_in_full(replace(page, layouts=None), body)
        if full != reading:
            layouts.drop(wrapper)
        return full
    return None


def _unwrapped(page: Page, wrapper: Wrapper) -> PageReading | None:
    """A page that fits a wrapper: its pager is read as ever, from what stands behind the rows."""
    found = wrapper.unwrap(page.text, page.url) if wrapper.family == page.family.id else None
    if found is None or find_hijacking(page.text, [item.title for item in found.listing.items]):
        return None
    if not found.listing.has_pager and _ARTICLE_FILE.search(page.url):
        return None
    behind = replace(page, text=f"<html><body>{found.pager}", layouts=None)
    vars(behind).update(base=page.url, names=found.names)
    try:
        paging = _paging(_Content(found.listing, Shown(0, 0, len(found.listing.items)), behind))
        is_told = paging.kind in (*_TOLD_STEPS, wrapper.step) if paging.next else paging.totals.pages is not None
        return _listed(behind, found.listing, paging) if is_told else None
    finally:
        behind.close()


def _learn(page: Page, listing: Listing, reading: PageReading) -> None:
    """Keep a page that was read in full for the next one of its template to be read alike."""
    layouts = page.layouts
    is_plain = not (reading.problem or reading.other_years or page.is_fragment or page.request.body)
    is_plain = is_plain and not any(item.catalogue for item in reading.items)  # which a wrapper does not look for
    if layouts is None or page.family.island != Island() or not is_plain:
        return
    if not layouts.takes_lessons or not may_teach(page.text, listing, page.names):
        return
    # A lesson is kept long: none of these holds the tree, or anything else that was made for reading the page.
    bare, plain, names = replace(page, layouts=None), replace(listing, rows=None), page.names
    layouts.keep(
        Lesson(
            marks_of(page.text, listing),
            lambda: induce(bare.text, plain, names, bare.family.id, reading.next_kind),
            lambda wrapper: _unwrapped(bare, wrapper) == reading,
        )
    )


def _read_content(page: Page, content: _Content) -> PageReading:
    listing = content.listing
    if listing is None or not listing.is_sure:
        problem = find_problem(page.text, url=page.url)
        if problem is not None and problem.state is ColumnState.MISSING and (into := sent_below(page.text, page.url)):
            return _with_paging(_named(page, PageKind.SHELL), Paging(PageRequest(into), "link", Totals()))
        frame = framed_request(page.outline, page.url, page.base) if page.tree.css_first("frameset") else None
        if problem is not None and frame is not None:
            return _with_paging(_named(page, PageKind.SHELL), Paging(frame, "link", Totals()))
        if problem is not None:
            return replace(_named(page, _kind_of(problem)), problem=problem)
    if not _is_surely_list(page, listing):
        article = read_article(page.tree, page.text, page.url, outline=page.outline)
        if article is not None:
            return replace(_named(page, PageKind.ARTICLE), article=article)
    paging = _paging(content)
    if content.page is not page and paging.next is None and paging.totals.pages is None:
        paging = _paging(replace(content, page=page))
    if listing is not None and not listing.has_pager and _says_empty(page) and not listing.is_own:
        return _named(page, PageKind.OTHER)
    if listing is not None and not listing.dated and not listing.is_given and _has_own_rows_written(page):
        return _without_list(page, paging, is_island=content.is_island)
    if listing is not None:
        problem = find_hijacking(page.text, [item.title for item in listing.items])
        teaser = _teaser(listing, paging)
        whole = _whole(page, listing) if teaser is not None and problem is None else None
        older = _other_year(page, listing.items, listing.lead) if problem is None and teaser is None else None
        newer = _newest_year(page, listing.lead) if older is not None else None
        shown, others = _kinds(page, listing)
        kind = _one_kind(shown, others) if others and not (problem or teaser or older) else None
        problem = problem or teaser or older or kind or _stopped(page, listing)
        listed = replace(_listed(page, listing, paging), problem=problem, whole=whole, newer=newer)
        listed = replace(listed, kind_shown=shown if kind is not None else "")
        listed = replace(listed, other_years=_years_elsewhere(page, listing.items, listing.lead))
        listed = replace(listed, items=_with_catalogues(content.page, listing))
        if len(listing.items) < SMALLEST_PAGE and _may_be_part(content.page, listing, paging):
            listed = replace(listed, next_kind=UNKNOWN_STEP)
        _learn(page, listing, listed)
        return listed
    return _without_list(page, paging, is_island=content.is_island)


def _may_be_part(page: Page, listing: Listing, paging: Paging) -> bool:
    """Whether a few rows without a pager, which would be a whole list, stand on a page that has room for more of them:
    another list beside theirs, a frame, a pane that is hidden, or a place that a script fills."""
    totals, outline = paging.totals, page.outline
    if (
        paging.next is not None
        or paging.kind not in ("", DEAD_STEP)
        or totals.items is not None
        or totals.pages is not None
    ):
        return False
    if listing.rows is None or not _stands_in(page, listing):
        return False
    if any(is_template_text(text) for text in outline.texts) or any(map(_is_app, outline.boxes)):
        return True
    if _is_list_awaited(page) or framed_request(outline, page.url, page.base) is not None:
        return True
    return has_hidden_rows(outline, listing.rows) or is_beside_another(outline, listing.rows, page.base)


def _with_catalogues(page: Page, listing: Listing) -> tuple[ListItem, ...]:
    """The list's items with what their rows print of the documents' catalogues."""
    if listing.rows is None or not _CATALOGUED.search(page.text) or not _stands_in(page, listing):
        return listing.items
    told = catalogues_of_rows(page.outline, listing.rows)
    return tuple(replace(item, catalogue=told.get(item.href)) for item in listing.items) if told else listing.items


def _has_own_rows_written(page: Page) -> bool:
    """Whether a script holds the column's own rows: links without dates beside them are tabs or a menu."""
    written = written_rows(page.scripts, page.family.answer, page.base)
    return written is not None and is_own(written, page.url)


def _teaser(listing: Listing, paging: Paging) -> PageProblem | None:
    """Whether the list is a block of a channel page: its 更多 or its heading leads to the column, or lists of its make
    stand beside it; and no pager or total of its own says that it is more."""
    totals = paging.totals
    is_block = bool(listing.more) or listing.is_among_its_like
    if not is_block or paging.next is not None or paging.kind == LAST_STEP or totals.pages or totals.items:
        return None
    if not listing.more:
        return PageProblem(ColumnState.UNREADABLE, _WORDS.block)
    return PageProblem(ColumnState.UNREADABLE, _WORDS.teaser.format(address=listing.more[0]))


def _stopped(page: Page, listing: Listing) -> PageProblem | None:
    """Whether a sentence beside the list says that what is new is published elsewhere: that nothing is new here is then
    no zero of the column."""
    if page.number > 1 or not _STOPPED.search(page.text):
        return None
    outline = page.outline
    near = (*range(max(0, listing.first - _NEAR), listing.first), *range(listing.end, listing.end + _NEAR))
    said = (at for at in near if at < len(outline.texts) and not outline.owners[at].hidden)
    return (
        PageProblem(ColumnState.UNREADABLE, _WORDS.stopped)
        if any(_STOPPED.search(outline.texts[at]) for at in said)
        else None
    )


def _whole(page: Page, listing: Listing) -> WholeList | None:
    """Where the 更多 of a page's only block leads; ``None`` where there are others, shown or still to be filled."""
    if listing.is_among_its_like or len(set(listing.more)) != 1 or _is_filled_later(page):
        return None
    if not _shown_more(page) <= set(listing.more):
        return None
    heading = heading_above(page.outline, listing.first)[0]
    return WholeList(listing.more[0], heading, heading in page.names.all) if heading else None


def _other_year(page: Page, items: tuple[ListItem, ...], first: int | None) -> PageProblem | None:
    """Whether the list is one of several by year, and not that of the newest: years beside it lead to the others."""
    years = years_beside(page.outline, first) if page.number <= 1 else []
    newest = max((item.date.year for item in items if item.date is not None), default=None)
    if not items or not years or max(years) <= (newest or 0) or year_of_address(page.url):
        return None
    if newest is None:
        return PageProblem(ColumnState.UNREADABLE, _WORDS.undated_year.format(linked=max(years)))
    return PageProblem(ColumnState.UNREADABLE, _WORDS.other_year.format(newest=newest, linked=max(years)))


def _kinds(page: Page, listing: Listing) -> tuple[str, tuple[str, ...]]:
    """Which of several tabs by kind is shown, and the others; none where a person says which one to press."""
    if page.number > 1 or page.is_fragment or page.plan.press:
        return "", ()
    return kinds_apart(page.outline, listing.first, page.url, page.base, frozenset(page.names.all))


def _one_kind(shown: str, others: tuple[str, ...]) -> PageProblem:
    """That the list is that of one of several tabs by kind."""
    return PageProblem(ColumnState.UNREADABLE, _WORDS.one_kind.format(shown=shown, others="”“".join(others)))


def _newest_year(page: Page, first: int) -> YearTab | None:
    """Where the newest of the years above a list is linked."""
    links = year_links(page.outline, first, page.url, page.base)
    newest = max(years_beside(page.outline, first), default=0)
    return YearTab(newest, links[newest]) if newest in links else None


def _years_elsewhere(page: Page, items: tuple[ListItem, ...], first: int | None) -> tuple[int, ...]:
    """The years of a column that stand behind other tabs: tabs by year above a list whose rows are of one year."""
    shown = {item.date.year for item in items if item.date is not None}
    if page.number > 1 or len(shown) > 1 or year_of_address(page.url):
        return ()
    return tuple(year for year in year_tabs(page.outline, first) if year not in shown)


def _find_list(page: Page) -> tuple[_Content, str]:
    """The list where the plan says it stands; else wherever it is, with the reason why the plan does not fit."""
    plan = page.plan
    if not (plan.rows or plan.title or plan.date):
        return _search_list(page), ""
    try:
        listing = _listing_of(page, plan)
    except Misfit as misfit:
        return _search_list(page), str(misfit)
    return (_search_list(page) if listing is None else _content_of(page, listing)), ""


def _listing_of(page: Page, plan: Plan = UNPLANNED) -> Listing | None:
    if page.layouts is not None and plan is UNPLANNED and not page.is_fragment:
        return page.layouts.read(page.outline, page.names, page.url, page.base)
    return read_listing(page.outline, page.names, page.url, base=page.base, is_fragment=page.is_fragment, plan=plan)


def _content_of(page: Page, listing: Listing) -> _Content:
    return _Content(listing, Shown(listing.first, listing.end, len(listing.items)), page)


def _search_list(page: Page) -> _Content:
    """The family's hiding place first, then the page itself, then a comment that holds the rendered list."""
    island = page.family.island
    found = read_island(island, page.text, page.names, page.url)
    if found is not None and found.listing is not None:
        return _Content(found.listing, Shown(0, 0, found.records), page, found.total, found.next)
    listing = _listing_of(page)
    if listing is not None:
        return _content_of(page, listing)
    if island.comment:
        inner = replace(page, text=commented(page.text))
        listing = read_listing(inner.outline, page.names, page.url, base=page.base, is_fragment=True)
        if listing is not None:
            return _content_of(inner, listing)
    return _Content(None, Shown(0, 0, 0), page, is_island=found is not None)


def _paging(content: _Content) -> Paging:
    page = content.page
    paging = read_paging(page, content.shown)
    totals = Totals(items=content.total).filled(paging.totals)
    if paging.next is None and content.next_group and totals.items != content.shown.rows:
        target = address_in_page(page.url, content.next_group)
        return Paging(PageRequest(target) if target else None, "api" if target else "", totals)
    return replace(paging, totals=totals)


def _named(page: Page, kind: PageKind) -> PageReading:
    return replace(_blank(page, kind), title=page.names.title, column_name=page.names.column)


def _with_paging(reading: PageReading, paging: Paging) -> PageReading:
    totals = paging.totals
    return replace(
        reading,
        next=paging.next,
        next_kind=paging.kind,
        total_items=totals.items,
        total_pages=totals.pages,
        page_number=totals.current,
    )


def _listed(page: Page, listing: Listing, paging: Paging) -> PageReading:
    totals = paging.totals
    pages = totals.pages or pages_needed(
        totals.items, len(listing.items) if paging.next and totals.current in (1, None) else None
    )
    return PageReading(
        url=page.url,
        family=page.family.id,
        kind=PageKind.LIST,
        charset=page.charset,
        title=page.names.title,
        column_name=page.names.column,
        items=listing.items,
        next=paging.next,
        next_kind=paging.kind,
        total_items=totals.items,
        total_pages=pages,
        page_number=totals.current,
        template=listing.template,
        has_pager=listing.has_pager,
        groups=listing.groups,
    )


def _without_list(page: Page, paging: Paging, *, is_island: bool) -> PageReading:
    """A shell whose list is asked for, a list that says it is empty, or nothing that is understood."""
    written = written_rows(page.scripts, page.family.answer, page.base)
    is_shell = paging.next is not None and paging.kind == "api"
    if is_shell and (written is None or not is_own(written, page.url)):
        return _with_paging(_named(page, PageKind.SHELL), paging)
    if written is not None:
        paging = _after_written(page, len(written.items)) if written.items else paging
        paging = replace(paging, totals=paging.totals.filled(written.totals))
        listed = replace(_named(page, PageKind.LIST), items=written.items, is_empty_list=not written.items)
        listed = replace(listed, other_years=_years_elsewhere(page, written.items, None))
        return replace(_with_paging(listed, paging), problem=_other_year(page, written.items, None))
    frame = framed_request(page.outline, page.url, page.base)
    if frame is not None:
        return _with_paging(_named(page, PageKind.SHELL), Paging(frame, "link", paging.totals))
    is_empty_island = is_island and paging.totals.items == 0
    is_empty = is_empty_island or _is_empty(page, paging.totals)
    if is_empty and (said := _other_reason(page)):
        failed = PageProblem(ColumnState.UNREACHABLE, _WORDS.failed.format(said=said))
        return replace(_named(page, PageKind.OTHER), problem=failed)
    if is_empty:
        shown = year_shown(page.outline)
        others = tuple(year for year in _years_elsewhere(page, (), None) if year != shown)
        emptied = replace(_named(page, PageKind.LIST), is_empty_list=True, other_years=others)
        return _with_paging(emptied, replace(paging, next=None))
    problem = find_problem(page.text, url=page.url, holds_nothing=True)
    if problem is None or problem.state is not ColumnState.MISSING:
        problem = _channel(page)
    is_whole = not page.is_fragment and not page.request.is_shown
    if problem is None and is_whole and (shell := _shell_of_another(page)) is not None:
        return shell
    if problem is None and is_whole and (searches := searches_of_head(page)):
        asked = replace(paging, next=searches[0], kind="api")
        return _with_paging(_named(page, PageKind.SHELL), asked)  # links beside it may make it look like another family
    return replace(_named(page, PageKind.OTHER), problem=problem)


def _shell_of_another(page: Page) -> PageReading | None:
    """The page as a shell of another family: links beside an empty list made it look like one of this family."""
    for family in other_families(page.text, page.url, page.family):
        other = replace(page, family=family)
        paging = read_paging(other, Shown(0, 0, 0))
        if paging.next is not None and paging.kind == "api":
            return _with_paging(_named(other, PageKind.SHELL), paging)
    return None


def _kind_of(problem: PageProblem) -> PageKind:
    if problem is ONLY_SCRIPTS:
        return PageKind.SHELL
    return PageKind.WALL if problem.state is ColumnState.BLOCKED else PageKind.OTHER


def _after_written(page: Page, rows: int) -> Paging:
    """What follows rows that stand in a script: nothing where they are fewer than the service gives for a page."""
    paging = read_paging(page, Shown(0, 0, rows))
    size = asked_size(paging.next) if paging.next is not None and paging.kind == "api" else None
    return Paging(None, LAST_STEP, paging.totals) if size is not None and rows < size else paging


def _channel(page: Page) -> PageProblem | None:
    """Whether a page without one list of its own holds several blocks that lead on by 更多."""
    if len(_shown_more(page)) < _FEWEST_BLOCKS:
        return None
    return PageProblem(ColumnState.UNREADABLE, _WORDS.channel)


def _shown_more(page: Page) -> set[str]:
    """Where all that is called 更多 leads, side lists apart."""
    outline, url, base = page.outline, page.url, page.base
    shown = [address for link, address in more_links(outline, url, base) if not is_aside(outline, link)]
    return {*shown, *written_more(outline, url, base)}


def _is_empty(page: Page, totals: Totals) -> bool:
    """Whether the page itself says that its list is empty: in words in the main area, or by a pager that counts 0."""
    outline = page.outline
    if any(is_template_text(text) for text in outline.texts) or any(map(_is_app, outline.boxes)):
        return False
    if any(
        _LOADING.match(text) and not owner.in_link for text, owner in zip(outline.texts, outline.owners, strict=True)
    ):
        return False
    if totals.items is not None:
        return totals.items == 0 and not _is_filled_later(page)
    return _says_empty(page)


def _is_app(box: Box) -> bool:
    """Whether a box is the empty place that a program fills as a whole: what stands beside it is no list."""
    if box.first_text != box.end_text or box.tag != "div":
        return False
    return "v-cloak" in box.attrs or _APP.fullmatch(box.attrs.get("id", "")) is not None


def _other_reason(page: Page) -> str:
    """What the main area says why no rows stand there, other than that there are none: that is no empty list."""
    outline = page.outline
    for text, owner in zip(outline.texts, outline.owners, strict=True):
        if not (owner.in_link or owner.hidden) and says_otherwise(text) and not is_aside(outline, owner):
            return text[:_SHORT_NOTICE]
    return ""


def _is_filled_later(page: Page) -> bool:
    """Whether an empty box is named in a script, or made for one: its 共0条 may be but the state before it has run."""
    boxes = (box for box in page.outline.boxes if box.first_text == box.end_text and not is_pager_box(box))
    hollow = (box.attrs.get("id", "") for box in boxes)
    if any(name and any(name in script for script in page.scripts) for name in hollow):
        return True
    owners = zip(page.outline.texts, page.outline.owners, strict=True)
    is_figure_named = any(text == "0" and owner.attrs.get("id") for text, owner in owners)
    return bool(_awaiting(page)) and (is_figure_named or _links_list_script(page))


def _awaiting(page: Page) -> list[Box]:
    """The empty boxes with a name of their own that stand where rows would."""
    hollow = (one for one in page.outline.boxes if one.first_text == one.end_text and one.attrs.get("id"))
    return [one for one in hollow if MAIN_MARK.search(one.marks)]


def _links_list_script(page: Page) -> bool:
    linked = (node.attributes.get("src") or "" for node in page.tree.css("script[src]"))
    return any(_LIST_SCRIPT.search(address) for address in linked)


def _says_empty(page: Page) -> bool:
    outline = page.outline
    notices = [
        owner
        for text, owner in zip(outline.texts, outline.owners, strict=True)
        if len(text) <= _SHORT_NOTICE and says_empty(text) and not owner.in_link and not owner.hidden
        if not _is_unscripted(owner)
    ]
    return any(not is_aside(outline, owner) and not _is_first_state(page, owner) for owner in notices)


def _is_unscripted(box: Box | None) -> bool:
    """Whether a box is shown only where no script runs: what it says of a list that scripts fill is not of the list."""
    while box is not None and box.tag != "noscript":
        box = box.parent
    return box is not None


def _is_first_state(page: Page, notice: Box) -> bool:
    """Whether an empty list's words are but what stands there before a script has asked for the rows."""
    box: Box | None = notice
    for _ in range(_LEVELS_OF_NOTICE):
        name = box.attrs.get("id", "") if box is not None else ""
        if name and any(name in script and asks(script) for script in page.scripts):
            return True
        box = box.parent if box is not None else None
    return _is_list_awaited(page)


def _is_list_awaited(page: Page) -> bool:
    """Whether a script fills an empty box that stands where rows would."""
    listed = [one.attrs["id"] for one in _awaiting(page)]
    if any(
        f"{mark}{name}{mark}" in script
        for name in (*listed, *(f"#{name}" for name in listed))
        for mark in "'\""
        for script in page.scripts
    ):
        return True
    return bool(listed) and _links_list_script(page)


def _read_records(page: Page) -> PageReading:
    """A data-proxy's answer: records in markup, the address of the next group, the total."""
    found = read_island(page.family.island, page.text, page.names, page.url)
    listing = found.listing if found is not None else None
    items = listing.items if listing is not None else ()
    total = found.total if found is not None else None
    current = asked_page(page)
    following = None
    if found is not None and items:
        step = next_request(page.request, records=len(items))
        following = step if step is not None and page.request.body else None
        if following is None and found.next:
            target = address_in_page(page.url, found.next)
            following = PageRequest(target) if target else None
        following = following or step
        if _is_at_end(page.request, current, total, len(items)):
            following = None
    totals = Totals(total, found.pages if found is not None else None, current)
    reading = replace(
        _blank(page, PageKind.LIST if found is not None else PageKind.OTHER),
        items=items,
        template=f"records {urlsplit(page.request.url).path}",
        is_answer=True,
    )
    kind = "api" if following else LAST_STEP if items and total is not None else ""
    reading = _with_paging(reading, Paging(following, kind, totals))
    return replace(reading, is_empty_list=not items and total == 0)


def _is_at_end(request: PageRequest, number: int | None, total: int | None, shown: int) -> bool:
    """Whether the records asked for reach the stated total."""
    if total is None:
        return False
    match = _END_RECORD.search(f"{request.url}&{request.body or ''}")
    if match:
        return int(match[1]) >= total
    size = _PER_PAGE.search(f"{request.url}&{request.body or ''}")
    return number is not None and number * (int(size[1]) if size else shown) >= total


def _read_json(page: Page, answer: AnswerReading) -> PageReading:
    if answer.html:
        return _read_inner(page, answer)
    if not answer.is_list or (answer.is_error and not answer.items):
        return _blank(page, PageKind.OTHER, find_problem(page.text, url=page.url))
    following, kind = _after_answer(page, answer)
    template = f"answer {urlsplit(page.request.url).path}"
    reading = replace(_blank(page, PageKind.LIST), items=answer.items, template=template, is_answer=True)
    totals = replace(answer.totals, current=answer.totals.current or asked_page(page))
    reading = _with_paging(reading, Paging(following, kind, totals))
    return replace(reading, is_empty_list=not answer.items and answer.totals.items == 0 and not answer.is_error)


def _read_inner(page: Page, answer: AnswerReading) -> PageReading:
    """An answer whose list is markup: read as a page of its own, with the answer's figures."""
    inner = Page(page.url, answer.html, page.charset, page.request, page.family, page.plan)
    reading = _read_markup(inner)
    totals = answer.totals.filled(Totals(reading.total_items, reading.total_pages, reading.page_number))
    following, kind = reading.next, "api" if reading.next else reading.next_kind
    if following is None and reading.items:
        following, kind = _after_answer(page, replace(answer, items=reading.items, totals=totals))
    return _with_paging(replace(reading, is_answer=True), Paging(following, kind, totals))


def _after_answer(page: Page, answer: AnswerReading) -> tuple[PageRequest | None, str]:
    """The request for what follows an answer and its kind; none where it says or shows that nothing does."""
    if answer.next_url:
        return PageRequest(answer.next_url), "api"
    if answer.has_more is False:
        return None, LAST_STEP
    if not answer.items:
        return None, ""
    step = later_request(page, len(answer.items))
    if answer.has_more:
        return step, "api" if step else UNKNOWN_STEP
    if _is_last_answer(page, answer):
        return None, LAST_STEP
    return step, "api" if step else ""


def _is_last_answer(page: Page, answer: AnswerReading) -> bool:
    """Whether an answer holds the last of the records it states, or fewer than were asked for."""
    totals, shown = answer.totals, len(answer.items)
    number = asked_page(page)
    number = totals.current or 1 if number is None else number
    is_known_figure = bool(page.family.answer.items)
    if page.number <= 1 and not is_known_figure and totals.items == shown == asked_size(page.request):
        return False  # a full page: the figure may count what was given, and only the next one tells
    if totals.pages is not None and number >= totals.pages:
        return True
    size = answer.size or asked_size(page.request) or usual_size(page) or shown
    if totals.items is None:
        return shown < size
    if page.number == 1 and number == 1 and shown < totals.items:
        return False  # nothing came before it
    left = (totals.items - (number - 1) * size, totals.items - number * size)
    if number and 0 < shown < size and shown not in left:
        return False  # a program that gives fewer than it is asked for: the walk counts what came
    return _records_so_far(number, size, shown, totals.items) >= totals.items


def _records_so_far(number: int, size: int, shown: int, total: int) -> int:
    """The records up to the end of a page; whether its number counts from 0 or 1 shows in how many it holds."""
    from_one, from_zero = min(size, total - (number - 1) * size), min(size, total - number * size)
    counts_from_zero = number == 0 or (shown == from_zero and shown != from_one)
    return (number + counts_from_zero) * size


def asked_size(request: PageRequest) -> int | None:
    """How many records a request asks for."""
    match = _ASKED_SIZE.search(f"{request.url}&{request.body or ''}")
    return int(match[1]) if match else None
