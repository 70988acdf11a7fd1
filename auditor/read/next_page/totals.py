"""What a page states of its list's length: records, pages, and which page this is."""

import re
from dataclasses import dataclass, replace

from auditor.base.pattern import pattern
from auditor.read.lists.outline import Outline

_PER_PAGE = pattern(
    r"每\s?页\s?(?:显示)?\s?[:：]?\s?(\d{1,4})\s?(?:条|项|篇|个|行)?",
    finds={"每页 15 条": "15", "每页显示：20条": "20", "共 96 条 每页15": "15"},
    not_in=("每周20条", "共15条"),
    seen="a usual form; on none of the pages kept",
)
_ITEMS = (
    pattern(
        r"共\s?(?:有|计|找到)?\s?[:：]?\s?([\d,]{1,9})\s?(?:条|篇|则|件|项|封|个(?!页)|(?=记录))",
        finds={"共300条": "300", "共26条 1/2": "26", "共 1,183 条记录": "1,183", "共有 12 篇文章": "12"},
        not_in=("共8页", "共28个页面", "第3条"),
        seen="扬州大学研究生招生网, 重庆电大 (VSB), 中国农药信息网",
    ),
    pattern(
        r"(?:总\s?(?:记录|条|数据|信息|件|计)\s?数?|记录(?:总)?数|信息总数)\s?[:：]?\s?([\d,]{1,9})",
        finds={"总记录数：170": "170", "总条数 96": "96", "信息总数:33": "33"},
        not_in=("总页数：12", "总数据中心"),
        seen="a usual form; on none of the pages kept",
    ),
    pattern(
        r"\d\s?页\s?[/,，、]?\s?([\d,]{1,9})\s?条",
        finds={"共 28页221条": "221", "12页/180条": "180"},
        not_in=("共12页 首页", "第3页 上一条", "当前页 15条"),
        seen="中国建设信息",
    ),
    pattern(
        r"(?<![\d第])([\d,]{1,9})\s?条\s?(?:记录|信息|数据|结果)",
        finds={"1/8页 170条记录": "170", "1,204 条信息": "1,204"},
        not_in=("第3条记录", "每天条数"),
        seen="中国农药信息网",
    ),
    pattern(
        r"(?<![\d第每])(\d{1,7})\s?条(?=\s?(?:\d|首|上|第|共|/|$))",
        finds={"221条 首页 上一页": "221", "26条 1/2": "26"},
        not_in=("第3条 共", "每15条 共", "第十条规定"),
        seen="重庆电大 (VSB), 中国建设信息",
    ),
    pattern(
        r"total\s?(?:records?|items?)?\s?[:：]?\s?([\d,]{1,9})(?!\s?pages?)",
        finds={"Total 133": "133", "total records: 96": "96"},
        not_in=("total 3 pages", "subtotal"),
        seen="a usual form; on none of the pages kept",
        flags=re.IGNORECASE,
    ),
)
_PAGES = (
    pattern(
        r"(?:共|总)\s?(?:有|计)?\s?[:：]?\s?(\d{1,6})\s?页",
        finds={"共7页": "7", "共 28 页221条": "28", "总计 12 页": "12"},
        not_in=("共7条", "第7页"),
        seen="中科院紫金山天文台青海观测站, 中国建设信息",
    ),
    pattern(
        r"总\s?页\s?数?\s?[:：]?\s?(\d{1,6})",
        finds={"总页数：12": "12", "总页数 7": "7"},
        not_in=("总记录数 96", "页数不详"),
        seen="a usual form; on none of the pages kept",
    ),
    pattern(
        r"(?:[/,，]|条)\s?(\d{1,6})\s?页",
        finds={"1/8页": "8", "当前第 6 / 11 页": "11"},
        not_in=("1/8", "第8页"),
        seen="中国农药信息网, 平顶山市教育体育局",
    ),
)
_CURRENT = (
    pattern(
        r"(?:当前|目前|现在)(?:是|为|在)?\s?(?:第)?\s?[:：]?\s?(\d{1,6})\s?(?:页|/)",
        finds={"当前第 6 / 11 页": "6", "当前是第 2 页": "2"},
        not_in=("当前位置：首页", "当前 2 条"),
        seen="平顶山市教育体育局",
    ),
    pattern(
        r"第\s?(\d{1,6})\s?(?:页|/)",
        finds={"第 2 / 163 页": "2", "第3页": "3"},
        not_in=("第3条", "共3页"),
        seen="平顶山市教育体育局",
    ),
    pattern(
        r"(?:当前页|页次|页码)\s?[:：]?\s?(\d{1,6})",
        finds={"页次1/3": "1", "当前页：4": "4", "页码 5": "5"},
        not_in=("页数：5", "首页 1"),
        seen="福建民间组织信息网",
    ),
)
_FRACTION = pattern(
    r"(?<![\d/.:-])(\d{1,6})\s?/\s?(?:共\s?)?(\d{1,6})(?![\d/.:-])",
    finds={"页次1/3": "1", "共26条 1/2": "1", "2 / 共 60": "2"},
    not_in=("2020/1/3", "http://a.cn:80/1/2/", "3.1/2"),
    seen="重庆电大 (VSB), 福建民间组织信息网",
)
_PLACE_BY_ARROW = pattern(
    r"[<>‹›«»←→]\s?([1-9]\d{0,4})\s?/\s?([1-9]\d{0,4})(?![\d/.:-])|(?<![\d/.:-])([1-9]\d{0,4})\s?/\s?([1-9]\d{0,4})\s?[<>‹›«»←→]",
    finds=("> 1/7", "< > 2 / 7", "3/9 ›"),
    not_in=("1/7", "> 01/07", "> 2020/1/7"),
    seen="pagers of phones' pages: arrows beside a place",
)
"""A place among pages beside the arrows that lead on: no other word says that it is one."""
_SCRIPT_ITEMS = pattern(
    r"\b(?:total_?(?:Records?|Counts?|Num(?:ber)?|Rows?|Items?|Elements?|Size)|records?_?(?:Count|Total)|rows?_?Count|"
    r"item_?Count|totalrecord)['\"]?\s{0,9}[:=]\s{0,9}['\"]?(\d{1,8})\b",
    finds={"var totalRecord = 2047;": "2047", "'totalCount': '96'": "96", "recordCount=33": "33"},
    not_in=("var totalPage = 12;", "totalCountry: 5"),
    seen="variables of the pager scripts of jCMS (jpage)",
    flags=re.IGNORECASE,
)
_SCRIPT_PAGES = pattern(
    r"\b(?:total_?pages?|page_?count|count_?pages?|pages?_?total|n?PageCount|totalPageNum)['\"]?\s{0,9}[:=]\s{0,9}['\"]?(\d{1,6})\b",
    finds={"var pagecount = 4375;": "4375", "nPageCount: 12": "12", "totalPages = '8'": "8"},
    not_in=("pageSize = 20", "homepageCounter=3"),
    seen="深圳福田区公办小学, TRS WCM and its hand-written variants",
    flags=re.IGNORECASE,
)
_REWORKED = pattern(
    r"\b(?:total_?pages?|page_?count|count_?pages?)\s{0,9}=\s{0,9}(?:parseInt\b|Math\b|Number\b|\w{1,30}\.\w)",
    finds=("pagecount = parseInt(pagecount)/parseInt(10);", "totalPage=Math.ceil(n/10)", "countPage = d.pages;"),
    not_in=("var pagecount = 12;", "pageSize = parseInt(10)"),
    seen="深圳福田区公办小学: var pagecount = 4375 for all columns",
    flags=re.IGNORECASE,
)
"""A number of pages that the script itself works out anew: what it was first given is no statement."""
_PLUGIN = pattern(
    r"laypage|\.(?:pagination|paging|jqPaginator|createPage|Page|page|twbsPagination)\s{0,9}\(",
    finds=("laypage.render({", "$('#p').pagination(96, {", ".jqPaginator({"),
    not_in=("$('#page').html(x)", "function pagination"),
    seen="how laypage, jQuery pagination and jqPaginator are called",
    flags=re.IGNORECASE,
)
_PLUGIN_FIGURES = (
    pattern(
        r"\b(?:count|total|total_?data|data_?count|record_?total)['\"]?\s{0,9}:\s{0,9}['\"]?(\d{1,8})\b|\.pagination\(\s{0,9}(\d{1,8})\s{0,9},",
        finds={"count: 96": "96", "'total': '33'": "33", "$('#p').pagination(96, {": "96"},
        not_in=("discount: 96", "pagination(el, {"),
        seen="the options of laypage, jQuery pagination",
        flags=re.IGNORECASE,
    ),
    pattern(
        r"\b(?:pages|total_?pages?|page_?count)['\"]?\s{0,9}:\s{0,9}['\"]?(\d{1,6})\b",
        finds={"pages: 12": "12", "pageCount: '8'": "8"},
        not_in=("pages = 12", "homepages: 3"),
        seen="the options of laypage, createPage",
        flags=re.IGNORECASE,
    ),
    pattern(
        r"\b(?:curr)['\"]?\s{0,9}:\s{0,9}['\"]?(\d{1,6})\b",
        finds={"curr: 2": "2"},
        not_in=("current: 2", "curr = 2"),
        seen="the options of laypage",
        flags=re.IGNORECASE,
    ),
    pattern(
        r"\b(?:limit|page_?size|items_per_page|show_?data|per_?page)['\"]?\s{0,9}:\s{0,9}['\"]?(\d{1,4})\b",
        finds={"limit: 15": "15", "pageSize: 20": "20", "items_per_page:10": "10"},
        not_in=("limited: 15", "pageSizes: [10]"),
        seen="the options of laypage, jQuery pagination",
        flags=re.IGNORECASE,
    ),
)
_FAR = 90
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "th"})
_PAGER_WORDS = pattern(
    r"检索|来信|信件|查询|搜索|找到|符合|条件|相关|本栏目|栏目|文章|当前|目前|现在|记录|信息|数据|结果|显示|页码|页次|总数|跳转|转到|跳到|直达|确定|"
    r"加载|更多|点击|查看|没有|全部|内容|列表|[您共总计有第页頁条篇则个项件封到每首末尾上下前后一最翻转跳至是为在数，。]|"
    r"total|records?|items?|pages?|of|next|prev(?:ious)?|first|last|go|[\W\d_]",
    finds=("共有信息", "下一页", "pages", "当前第"),
    not_in=("县财政局",),
    seen="the pagers named at the patterns above",
    flags=re.IGNORECASE,
)
"""All that pagers say. A text with more in it is a name, a heading or a sentence: its figures count no rows."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Stated figures; ``None`` where the page is silent."""

    items: int | None = None
    pages: int | None = None
    current: int | None = None
    size: int | None = None
    """Records a full page holds."""

    def filled(self, other: "Totals") -> "Totals":
        """These figures, the gaps filled from the other ones."""
        return Totals(
            other.items if self.items is None else self.items,
            other.pages if self.pages is None else self.pages,
            other.current if self.current is None else self.current,
            other.size if self.size is None else self.size,
        )


def read_totals(outline: Outline, first: int, end: int) -> Totals:
    """The figures around the list that stands at texts ``first`` to ``end``."""
    totals = totals_in(_pager_text(outline, end, end + _FAR))
    if totals.items is None or totals.pages is None:
        totals = totals.filled(totals_in(_pager_text(outline, max(0, first - 12), first), needs_words=True))
    if totals.items is not None:
        return totals
    labelled = outline.tree.css_first('[title="Total record" i], [title="总数" i], [title*="总记录" i]')
    if labelled is not None:
        digits = re.search(r"\d+", labelled.text() or "")
        totals = replace(totals, items=int(digits[0])) if digits else totals
    return totals


def _pager_text(outline: Outline, first: int, end: int) -> str:
    """The texts that say nothing but what pagers say; a break stands for each that says more, and for a heading."""
    return " ".join(
        text if owner.tag not in _HEADINGS and not _PAGER_WORDS.sub("", text) else "|"
        for text, owner in zip(outline.texts[first:end], outline.owners[first:end], strict=True)
    )


def totals_in(text: str, *, needs_words: bool = False) -> Totals:
    """The figures a pager's text states; with ``needs_words`` a bare ``1/60`` counts for nothing."""
    per_page = _PER_PAGE.search(text)
    text = _PER_PAGE.sub(" ", text)
    items, pages, current = _first(_ITEMS, text), _first(_PAGES, text), _first(_CURRENT, text)
    fraction = None if needs_words else _FRACTION.search(text)
    is_pager = items or "页" in text or "page" in text.lower() or _PLACE_BY_ARROW.search(text)
    if fraction and 1 <= int(fraction[1]) <= int(fraction[2]) and is_pager:
        current = int(fraction[1]) if current is None else current
        pages = int(fraction[2]) if pages is None else pages
    return Totals(items, pages, current, int(per_page[1]) if per_page else None)


def totals_in_scripts(scripts: list[str]) -> Totals:
    """The figures given to a pager's script. Of several, the last: the first ones are defaults of its definition."""
    items = pages = None
    for script in scripts:
        low = script.lower()
        if "total" not in low and "count" not in low:
            continue  # both patterns hold one of these words
        for match in _SCRIPT_ITEMS.finditer(script):
            items = int(match[1])
        if not _REWORKED.search(script):
            for match in _SCRIPT_PAGES.finditer(script):
                pages = int(match[1])
    totals = Totals(items, pages or None, None)
    for script in scripts:
        if _PLUGIN.search(script):
            totals = totals.filled(Totals(*(_first((one,), script) for one in _PLUGIN_FIGURES)))
    return totals


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> int | None:
    for one in patterns:
        match = one.search(text)
        if match:
            return int(next(group for group in match.groups() if group).replace(",", "") or 0)
    return None
