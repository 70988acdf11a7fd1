"""Paging: the next page in every dialect, shells and the answers of programs."""

import base64
import json
from urllib.parse import parse_qs, quote_plus, urlsplit

import pytest
from list_shapes import NAME, URL, found, read, rows, ul

from auditor.base.terms import PageKind
from auditor.fetch import PageRequest
from auditor.read import PageReading
from auditor.read.next_page.stepping import next_request, page_number
from auditor.read.reading import read_page

LIST = f"<h2>{NAME}</h2>" + ul(rows(15))


def next_of(pager: str, *, url: str = URL, **parts: str) -> tuple[str, str, str | None, str] | None:
    reading = read(f"{LIST}{pager}", url=url, **parts)
    assert len(reading.items) == 15
    return (
        None if reading.next is None else (reading.next_kind, reading.next.method, reading.next.body, reading.next.url)
    )


LINKS = [
    ('<div class="page"><a href="index_2.html">下一页</a></div>', "index_2.html"),
    ('<div class="page"><a href="index_2.html">下页</a><a href="index_9.html">尾页</a></div>', "index_2.html"),
    ('<p><b>1</b> <a href="index_2.html">2</a> <a href="index_3.html">3</a></p>', "index_2.html"),
    ('<div class="pg"><a class="on">1</a><a href="p2.html">2</a><a href="p3.html">3</a></div>', "p2.html"),
    (
        '<ul class="pagination"><li class="active"><a href="#">1</a></li><li><a href="p2.html">2</a></li></ul>',
        "p2.html",
    ),
    ('<div><span class="current">1</span><a href="p2.html">2</a><a href="p2.html">&gt;</a></div>', "p2.html"),
    ('<div><a href="p1.html">1</a><a href="p2.html">2</a><a href="p2.html" rel="next">»</a></div>', "p2.html"),
    ('<div><a href="p2.html" title="下一页"><img src="n.gif"></a></div>', "p2.html"),
    ('<div><a href="p2.html"><img src="n.gif" alt="下一页"></a></div>', "p2.html"),
    ('<div class="pnav"><a class="next" href="p2.html">&gt;</a><em>1/7</em></div>', "p2.html"),
    ('<div class="pnav"><a href="p0.html">‹</a><span>1 / 7</span><a href="p2.html">›</a></div>', "p2.html"),
    (
        '<div><a class="btn prev" href="p0.html"><i></i></a><a class="btn next" href="p2.html"><i></i></a></div>',
        "p2.html",
    ),
    ('<div><a href="p2.html" aria-label="Next"><svg></svg></a></div>', "p2.html"),
    (
        '<select><option value="index.html" selected>1</option><option value="index_2.html">2</option></select>',
        "index_2.html",
    ),
]


@pytest.mark.parametrize(("pager", "target"), LINKS)
def test_the_next_page_is_found_by_what_a_reader_would_click(pager: str, target: str) -> None:
    assert next_of(pager) == ("link", "GET", None, URL + target)


def test_a_step_may_be_a_button_that_goes_to_an_address() -> None:
    go = "onclick=\"location.href=encodeURI('index_{}.jhtml');\""
    pager = f"<input type='button' value='上一页' disabled><input type='button' value='下一页' {go.format(2)}>"
    assert next_of(f"<div>共30条 1/2页 {pager}</div>") == ("query", "GET", None, URL + "index_2.jhtml")
    pager = f"<input type='button' value='上一页' {go.format(1)}><input type='button' value='下一页' disabled>"
    assert next_of(f"<div>共30条 2/2页 {pager}</div>") is None


LAST = [
    '<div class="page"><a href="index.html">上一页</a><span>下一页</span></div>',
    '<div class="page"><a href="index.html">上一页</a><a href="#">下一页</a></div>',
    '<div class="page"><a href="index.html">上一页</a><a class="disabled" href="index_4.html">下一页</a></div>',
    '<div class="page">共30条 第2页/共2页 <a href="index.html">上一页</a><a href="javascript:;">下一页</a></div>',
    '<div class="page">共30条 2/2 <a href="index_2.html">下一页</a></div>',
    '<div><a href="index.html">1</a><b>2</b></div>',
    '<div class="pnav"><a class="prev" href="p6.html">&lt;</a><em>7/7</em></div>',
    '<div class="slides"><a class="prev" href="/tp/1.html"></a><a class="next" href="/tp/2.html"><i></i></a></div>',
    '<div class="slides"><a class="next" href="javascript:;">&gt;</a><a class="next" href="#"><i></i></a></div>',
    '<script>createPageHTML(2, 1, "index", "html");</script>',
    '<script>createPageHTML("page_div", 2, 2, "index", "html", 30);</script>',
    "",
]


@pytest.mark.parametrize("pager", LAST)
def test_the_last_page_has_no_next(pager: str) -> None:
    assert next_of(pager, url=URL + "index_2.html") is None


DRIVEN = [
    ("<p><a>首页</a><a>上一页</a><a class='on'>1</a><a>2</a><a>3</a><a>下一页</a><a>尾页</a></p>", "unknown"),
    ("<p><span class='cur'>1</span><span data-page='2'>2</span><span data-page='2'>下一页</span></p>", "unknown"),
    ("<ul><li class='prev'>上一页</li><li class='active'>1</li><li>2</li><li class='next'>下一页</li></ul>", "unknown"),
    (
        "<p><span>上一页</span><span>下一页</span>转到<select><option>第1页</option><option>第2页</option></select></p>",
        "unknown",
    ),
    ("<p><a href='#'>上一页</a><a href='#'>下一页</a></p>", "unknown"),
    ("<p><a class='prev'>上一页</a><a class='next'>下一页</a></p>", "dead"),
    ("<p><a>首页</a><a>上一页</a><a>下一页</a><a>尾页</a></p>", "dead"),
    ("<p><span>1</span>/<span id='all'></span>页 <a>上一页</a><a>下一页</a></p>", "dead"),
    ("<p><em id='back'>上一页</em><em id='forth'>下一页</em></p>", "dead"),
    ("<p>共<em id='pages'>1</em>页 <a>上一页</a><a>下一页</a></p>", "dead"),
    ("<p>共<em id='items'>0</em>条 <a>上一页</a><a>下一页</a></p>", "dead"),
    ("<p><input type='button' value='下一页' class='forth'></p>", "dead"),
    ("<p><img src='/forth.gif' alt='下一页' id='forth'></p>", "dead"),
    ("<p>点击加载更多</p>", "unknown"),
    ("<script>var countPage = 1, currentPage = 1; $.get('/n', function(d){ countPage = d.pages; });</script>", ""),
]
"""Pagers of first pages that a program out of sight drives: none of them says that nothing follows."""


@pytest.mark.parametrize(("pager", "kind"), DRIVEN)
def test_a_step_that_leads_nowhere_ends_no_list_by_itself(pager: str, kind: str) -> None:
    reading = read(f"{LIST}{pager}")
    assert (reading.next, reading.next_kind, reading.total_pages) == (None, kind, None)


ENDED = [
    "<p><a class='disabled'>上一页</a><a class='on'>1</a><a class='disabled'>下一页</a></p>",
    "<p><a href='index.html'>首页</a><a>上一页</a><a>下一页</a><a href='index.html'>尾页</a></p>",
    "<p><span>上一页</span> <b>1</b> <span>下一页</span></p>",
    "<p><font color='#888'>首页</font> <font color='#888'>上一页</font> <font color='#888'>下一页</font></p>",
    "<p><span class='p_prev_d'>上页</span><span class='p_no_d'>1</span><span class='p_next_d p_fun_d'>下页</span></p>",
    "<p>共15条 每页15条 1/1页 <a>上一页</a><a>下一页</a></p>",
]


@pytest.mark.parametrize("pager", ENDED)
def test_a_step_that_cannot_be_taken_ends_the_list_where_the_pager_says_so(pager: str) -> None:
    assert read(f"{LIST}{pager}").says_last


STATIC = [
    ('<script>createPageHTML(4, 0, "index", "html");</script>', URL, "index_1.html"),
    ('<script>createPageHTML(4, 1, "index", "html");</script>', URL + "index_1.html", "index_2.html"),
    ('<script>createPageHTML(4, 1, "index", "html");</script>', URL + "index.html", "index_2.html"),
    ("<script>createPageHTML('page_div',10,1,'list','shtml',200);</script>", URL + "list.shtml", "list_2.shtml"),
    ("<script>createPageHTML('page_div',10,2,'list','shtml',200);</script>", URL + "list_2.shtml", "list_3.shtml"),
    ("<script>Pager({size:15, current:0, prefix:'index',suffix:'html'});</script>", URL, "index_1.html"),
    (
        '<script>var _nPageCount = 9;var _nCurrIndex = 2;var _sPageName="index";var _sPageExt="shtml";</script>',
        URL,
        "index_3.shtml",
    ),
    (
        (
            '<script>var currentPage = 0;//从0开始\nvar countPage = 7; document.write("<a '
            'href=index_"+ 1 +".html>");</script>'
        ),
        URL,
        "index_1.html",
    ),
]


@pytest.mark.parametrize(("pager", "url", "target"), STATIC)
def test_a_pager_script_names_the_next_static_file(pager: str, url: str, target: str) -> None:
    assert next_of(pager, url=url) == ("static", "GET", None, URL + target)


@pytest.mark.parametrize(
    "written",
    ["p==1 ? 'list.html' : 'list_' + p + '.html'", "'list' + (p <= 1 ? '' : '_' + p) + '.html'"],
)
def test_an_address_that_is_another_for_the_first_page_is_understood(written: str) -> None:
    pager = f"<script>function go(p){{ location.href = {written}; }}</script><a href='javascript:go(2)'>下一页</a>"
    step = next_of(pager)
    assert step is not None
    assert step[3] == URL + "list_2.html"


def test_a_page_parameter_is_followed_from_any_page() -> None:
    pager = '<div class="page">共60条 第{0}页/共4页 <a href="?page={1}">下一页</a></div>'
    assert next_of(pager.format(1, 2)) == ("query", "GET", None, URL + "?page=2")
    assert next_of(pager.format(2, 3), url=URL + "?page=2") == ("query", "GET", None, URL + "?page=3")


def test_a_stated_total_and_a_page_number_in_the_address_suffice() -> None:
    pager = '<div class="page">共60条 每页15条 当前第2页</div>'
    assert next_of(pager, url=URL + "list.jsp?id=7&PAGENUM=2") == (
        "query",
        "GET",
        None,
        URL + "list.jsp?id=7&PAGENUM=3",
    )


def test_a_script_that_goes_to_an_address_is_understood() -> None:
    pager = (
        "<script>var col = 88; function "
        'goPage(n){ window.location.href = "list.do?col=" + col + "&page=" + n; }</script>'
        '<div class="page"><a href="javascript:goPage(1)">首页</a><a href="javascript:goPage(2)">下一页</a></div>'
    )
    assert next_of(pager) == ("query", "GET", None, URL + "list.do?col=88&page=2")


def test_a_script_that_submits_a_form_is_understood() -> None:
    pager = (
        '<form name="f" method="post" action="list.do"><input type="hidden" name="col" value="88"><input type="hidden" '
        'name="pageNo" id="pageNo" value="1"></form><script>function turn(n){document.getElementById("pageNo").value=n;'
        'document.f.submit();}</script><div class="page"><a href="#" onclick="turn(2);return false;">下一页</a></div>'
    )
    assert next_of(pager) == ("form", "POST", "col=88&pageNo=2", URL + "list.do")


def test_an_aspnet_postback_sends_the_hidden_fields() -> None:
    pager = "<div class=\"page\">共60条 1/4页 <a href=\"javascript:__doPostBack('ctl00$pager','2')\">下一页</a></div>"
    form = (
        '<form method="post" action="./list.aspx?id=3"><input type="hidden" '
        'name="__VIEWSTATE" value="/wEP+A=="><input type="submit" name="go" value="转到">'
        f"{LIST}{pager}</form>"
    )
    reading = read(form)
    assert reading.next is not None
    assert (reading.next_kind, reading.next.method, reading.next.url) == ("form", "POST", URL + "list.aspx?id=3")
    assert parse_qs(reading.next.body or "", keep_blank_values=True) == {
        "__VIEWSTATE": ["/wEP+A=="],
        "__EVENTTARGET": ["ctl00$pager"],
        "__EVENTARGUMENT": ["2"],
    }


@pytest.mark.parametrize(
    "pager",
    [
        '<div class="more" data-url="/api/list?col=7&amp;page=2">加载更多</div>',
        (
            '<script>$(".more").click(function(){ $.get("/api/list", {col: 7, page: page}, show); });'
            '</script><a class="more">加载更多</a>'
        ),
        (
            "<script>var col=7; function "
            'more(p){ $.ajax({url: "/api/list?col="+col, type: "GET", data: {page: p}, success: show}); }'
            "</script><a>加载更多</a>"
        ),
        (
            "<script>function "
            'more(page){ fetch("/api/list?col=7&page=" + page).then(show); }</script><button>'
            "加载更多</button>"
        ),
    ],
)
def test_load_more_is_asked_from_the_address_in_the_page(pager: str) -> None:
    reading = read(LIST + pager)
    assert reading.next is not None
    assert reading.next_kind == "api"
    assert urlsplit(reading.next.url).path == "/api/list"
    assert parse_qs(urlsplit(reading.next.url).query) == {"col": ["7"], "page": ["2"]}


@pytest.mark.parametrize(
    ("pager", "figures"),
    [
        ("共 <b>28</b> 页 <b>221</b> 条", (221, 28, None)),
        ("共1183条&nbsp;&nbsp;60/60&nbsp;下页", (1183, 60, 60)),
        ("总记录数：46，每页 15 条，当前第 2 页，总页数：4 下一页", (46, 4, 2)),
        ("第 1 页 / 共 12 页 下一页", (None, 12, 1)),
        ("页次：1/3 共46条记录", (46, 3, 1)),
    ],
)
def test_stated_totals_are_read(pager: str, figures: tuple[int | None, ...]) -> None:
    reading = read(f'{LIST}<div class="page">{pager}</div>')
    assert (reading.total_items, reading.total_pages, reading.page_number) == figures


STEPS_BY_SCRIPT = [
    ('<a href="#" onclick="location.href=encodeURI(\'list_2.jhtml\');">下一页</a>', "GET", "list_2.jhtml", None),
    ("<a onclick=\"window.location.replace(addToken(escape('list_2.htm')));\">下一页</a>", "GET", "list_2.htm", None),
    ("<a href=\"javascript:toPage('list_2.shtml');\">下一页</a>", "GET", "list_2.shtml", None),
    ('<a href="javascript:;" onclick="outOfSight(\'list_2.jsp?c=7\', this)">下一页</a>', "GET", "list_2.jsp?c=7", None),
    (
        "<script>function go(n){ location.href = encodeURI('list_' + n + '.jhtml'); }</script>"
        '<a href="javascript:go(2)">下一页</a>',
        "GET",
        "list_2.jhtml",
        None,
    ),
    ("<button onclick=\"location.href='list_2.html'\">下一页</button>", "GET", "list_2.html", None),
    ("<span onclick=\"window.location='list_2.html'\">下一页</span>", "GET", "list_2.html", None),
    (
        '<script>laypage.render({elem: "p", count: 46, limit: 15, curr: 1, jump: function(o, first){ if(!first){ '
        'location.href = "list.html?page=" + o.curr; } } });</script>',
        "GET",
        "list.html?page=2",
        None,
    ),
    (
        (
            "<script>var totalPage = 4, currentPage = 1; document.write('<a "
            "href=\"?p='+(currentPage+1)+'\">下一页</a>')</script>"
        ),
        "GET",
        "?p=2",
        None,
    ),
    (
        '<form name="f" action="list.jsp" method="post"><input type="hidden" name="nowPage" value="1"></form>'
        "<a href=\"javascript:gotoPage('2')\">下一页</a>",
        "POST",
        "list.jsp",
        "nowPage=2",
    ),
    (
        '<script>function load(n){ $.post("list.do", {col: "12", pageNo: n}, show); }</script>'
        '<a href="javascript:void(0)" onclick="load(2)">下一页</a>',
        "POST",
        "list.do",
        "col=12&pageNo=2",
    ),
    (
        '<form method="post" action="list.aspx"><input type="hidden" name="a" value="b">'
        '<input type="submit" name="btn" value="下一页"></form>',
        "POST",
        "list.aspx",
        "a=b&btn=%E4%B8%8B%E4%B8%80%E9%A1%B5",
    ),
]


@pytest.mark.parametrize(("pager", "method", "target", "body"), STEPS_BY_SCRIPT)
def test_a_step_behind_a_script_is_understood(pager: str, method: str, target: str, body: str | None) -> None:
    step = next_of(f'<div class="page">第1页/共4页 {pager}</div>')
    assert step is not None
    assert step[1:] == (method, body, URL + target)


SHELLS = [
    (
        '$.ajax({url: "/api/list", type: "post", data: {col: "12", pageIndex: pageIndex, pageSize: 15}});',
        "POST",
        "col=12&pageIndex=1&pageSize=15",
    ),
    (
        '$.ajax({url: "/api/list", type: "POST", data: JSON.stringify({col: "12", pageNum: 1})});',
        "POST",
        '{"col":12,"pageNum":1}',
    ),
    ("const col = 12; let page = 1; fetch(`/api/list?col=${col}&page=${page}`);", "GET", None),
    (
        'fetch("/api/list", {method: "POST", body: JSON.stringify({col: 12, page: page})});',
        "POST",
        '{"col":12,"page":1}',
    ),
    ('axios.get("/api/list", {params: {col: 12, page: 1}});', "GET", None),
    ('var x = new XMLHttpRequest(); x.open("GET", "/api/list?col=12&page=" + page, true);', "GET", None),
]


@pytest.mark.parametrize(("script", "method", "body"), SHELLS)
def test_a_shell_tells_what_its_script_would_ask(script: str, method: str, body: str | None) -> None:
    reading = read(f'<div id="list"></div><script>{script}</script>')
    assert reading.kind is PageKind.SHELL
    assert reading.next is not None
    assert (reading.next.method, reading.next.body) == (method, body)
    assert reading.next.url.split("?")[0] == "http://www.lanhe.gov.cn/api/list"
    assert body is not None or "col=12" in reading.next.url


def answer(value: object, request: PageRequest) -> PageReading:
    return read_page(json.dumps(value, ensure_ascii=False).encode(), url=request.url, request=request)


def api_rows(count: int) -> list[dict[str, str]]:
    return [{"infoTitle": t, "linkUrl": h, "publish_date": f"{d} 08:30"} for t, h, d in rows(count)]


def test_an_unknown_answer_is_read_by_the_names_of_its_fields() -> None:
    request = PageRequest("http://www.lanhe.gov.cn/api/list", "POST", "col=12&pageNo=1&pageSize=15")
    reading = answer({"code": 0, "result": {"totalCount": 46, "records": api_rows(15)}}, request)
    assert found(reading) == rows(15)
    assert reading.total_items == 46
    assert reading.next == PageRequest("http://www.lanhe.gov.cn/api/list", "POST", "col=12&pageNo=2&pageSize=15")


@pytest.mark.parametrize(("number", "shown", "has_next"), [(3, 15, True), (4, 1, False)])
def test_an_answer_ends_where_its_total_is_reached(number: int, shown: int, has_next: bool) -> None:
    request = PageRequest(f"http://www.lanhe.gov.cn/api/list?page={number}&size=15")
    assert (answer({"total": 46, "rows": api_rows(shown)}, request).next is not None) is has_next


@pytest.mark.parametrize(("number", "shown", "has_next"), [(0, 15, True), (2, 15, True), (3, 1, False)])
def test_an_answer_that_counts_pages_from_zero_ends_there_too(number: int, shown: int, has_next: bool) -> None:
    request = PageRequest(f"http://www.lanhe.gov.cn/api/list?page={number}&size=15")
    assert (answer({"total": 46, "rows": api_rows(shown)}, request).next is not None) is has_next


def test_an_answer_by_offset_goes_on_by_its_limit() -> None:
    request = PageRequest("http://www.lanhe.gov.cn/api/list?offset=15&limit=15")
    following = answer({"total": 46, "rows": api_rows(15)}, request).next
    assert following is not None
    assert following.url.endswith("?offset=30&limit=15")


def test_an_answer_that_names_its_next_address_is_followed() -> None:
    request = PageRequest("http://www.lanhe.gov.cn/more.json?after=9")
    following = answer({"items": api_rows(5), "next": "/more.json?after=14"}, request).next
    assert following == PageRequest("http://www.lanhe.gov.cn/more.json?after=14")


def test_jsonp_is_read_like_json() -> None:
    body = f"callback123({json.dumps({'total': 2, 'data': api_rows(2)})});".encode()
    assert found(read_page(body, url="http://www.lanhe.gov.cn/api?page=1")) == rows(2)


@pytest.mark.parametrize(
    ("value", "is_empty"),
    [
        ({"code": 200, "data": {"total": 0, "list": []}}, True),
        ({"code": 500, "msg": "系统异常", "data": {"total": 0, "list": []}}, False),
        ({"code": 200, "msg": "查询超时", "data": {"total": 0, "list": []}}, False),
        ({"success": False, "total": 0, "rows": []}, False),
        ({"data": []}, False),
        ({"message": "请登录"}, False),
    ],
)
def test_only_an_answer_that_counts_nothing_is_a_proved_zero(value: object, is_empty: bool) -> None:
    reading = answer(value, PageRequest("http://www.lanhe.gov.cn/api/list?page=1"))
    assert reading.items == ()
    assert reading.is_empty_list is is_empty


def test_rows_written_into_a_script_as_json_are_read() -> None:
    value = json.dumps({"list": api_rows(3), "total": 3}, ensure_ascii=False)
    assert found(read(f'<div id="app"></div><script>window.__DATA__ = {value};</script>')) == rows(3)


def test_a_page_that_is_a_frame_leads_to_its_frame() -> None:
    reading = read('<iframe src="list_77.html" width="100%" height="600"></iframe>')
    assert reading.kind is PageKind.SHELL
    assert reading.next == PageRequest(URL + "list_77.html")


def test_relative_addresses_follow_the_base_of_the_page() -> None:
    pager = '<div class="page"><a href="p_2.html">下一页</a></div>'
    step = next_of(pager, head='<base href="http://www.lanhe.gov.cn/other/">')
    assert step == ("link", "GET", None, "http://www.lanhe.gov.cn/other/p_2.html")


@pytest.mark.parametrize(
    "main",
    [
        '<ul id="rows"></ul><div class="page">共0条</div><script>fill("#rows");</script>',
        "<div class='list'>正在加载，请稍候……</div><p>共 <em>0</em> 条 第 <em>1</em>/<em>0</em> 页</p>",
        "<div class='list'><p>数据加载中...</p></div><p>暂无数据</p>",
        "<div id='list'></div><p>暂无数据</p><script>new ListPage({el: '#list', channel: 8});</script>",
    ],
)
def test_a_zero_that_a_script_would_change_proves_nothing(main: str) -> None:
    assert not read(main).is_empty_list


@pytest.mark.parametrize(
    ("steps", "target"),
    [
        ("<a href='?page=1'><img src='/i/l.gif'></a><a href='?page=2'><img src='/i/r.gif'></a>", "?page=2"),
        ("<a class='icon-r' href='?p=2'></a>", "?p=2"),
        ("<a href='?page=2'>← 早期文章</a>", "?page=2"),
        ("<a href='?page=3'><img src='/i/r.gif'></a>", None),
        ("<a href='/other/?page=2'><img src='/i/r.gif'></a>", None),
        ("<a href='?page=2'>甲</a><a href='?page=2&sort=1'>乙</a>", "?page=2"),
        ("<a href='?page=2&sort=1'>按标题</a>", None),
    ],
)
def test_a_step_is_known_by_its_address_where_no_words_tell(steps: str, target: str | None) -> None:
    expected = ("query", "GET", None, URL + target) if target else None
    assert next_of(f"<div class='pg'>{steps}</div>") == expected


@pytest.mark.parametrize(
    ("behind", "kind"),
    [
        ("<button data-page='2' class='btn-next'></button>", "unknown"),
        ("<div class='pics'><a class='swiper-button-next'></a></div>", ""),
        ("<a class='btn next disabled'></a>", ""),
        (
            "<script>$(window).scroll(function(){if($(window).scrollTop()+$(window).height()>=$(document).height())"
            "{loadNext();}});</script>",
            "unknown",
        ),
        ("<script>$(window).scroll(function(){if($(window).scrollTop()>200){$('#top').show();}});</script>", ""),
        ("<script>for(var i=1;i<=4;i++){document.write('<a href=?page='+i+'>'+i+'</a>');}</script>", "unknown"),
        ("<script>document.write('<a href=\"'+home+'\">网站首页</a>');</script>", ""),
    ],
)
def test_a_step_without_words_is_one_nobody_knows_how_to_take(behind: str, kind: str) -> None:
    reading = read(f"{LIST}{behind}")
    assert (reading.next, reading.next_kind) == (None, kind)


@pytest.mark.parametrize(
    ("steps", "pages"),
    [
        ('<b>1</b>…<a href="t/1.htm">12</a><a href="t/11.htm">下页</a><a href="t/1.htm">尾页</a>', 12),
        ('<a href="t/11.htm">下页</a><a href="t/1.htm">尾页</a>', 12),
        ('<a href="t/1.htm">下页</a><a href="t/1.htm">尾页</a>', None),
        ('<a href="t/2.htm">下页</a><a href="t/9.htm">尾页</a>', 9),
        ('<b>1</b><a href="t/?p=a">2</a>…<a href="t/?p=z">7</a><a href="t/?p=a">下页</a><a href="t/?p=z">尾页</a>', 7),
    ],
)  # fmt: skip
def test_how_many_pages_there_are_is_told_by_what_stands_behind_the_last(steps: str, pages: int | None) -> None:
    reading = read(f"{LIST}<div class='page'>{steps}</div>")
    assert reading.next is not None
    assert reading.total_pages == pages


def test_a_button_to_the_next_page_that_may_be_pressed_ends_no_list() -> None:
    form = "<form method='get'><input type='hidden' name='page' value='2'><button>下一页</button></form>"
    assert read(f"{LIST}<div>{form}</div>").next_kind != "last"
    assert read(f"{LIST}<div>{form.replace('<button>', '<button disabled>')}</div>").next_kind == "last"


def test_the_column_of_a_platform_is_no_page_number() -> None:
    """``pageId`` names the column where something else counts the pages: stepping it would ask for another column."""
    fragment = (
        f"<div class='page-content'>{ul(rows(12))}</div><table class='pagination' queryData=\"{{'pageId':'7'}}\" "
        "rows='12' count='29' pageNo='2' unitUrl='/api-gateway/jpaas-publish-server/front/page/build/unit'></table>"
    )
    unit = "http://www.lanhe.gov.cn/api-gateway/jpaas-publish-server/front/page/build/unit"
    asked = f"{unit}?pageId=7&paramJson=%7B%22pageNo%22:2,%22pageSize%22:%2212%22%7D"
    answer = json.dumps({"success": True, "data": {"html": fragment}})
    reading = read_page(answer.encode(), url=asked, content_type="application/json", request=PageRequest(asked))
    assert reading.next is not None
    assert reading.next.url == asked.replace("pageNo%22:2", "pageNo%22:3")
    assert page_number(PageRequest(asked)) == 2
    posted = PageRequest(f"{unit}?pageId=7", "POST", "pageNo=2&id=5")
    following = next_request(posted)
    assert following is not None
    assert (following.url, following.body) == (posted.url, "pageNo=3&id=5")
    assert page_number(PageRequest("http://a.cn/list?pageId=4")) == 4


def test_a_shell_asks_what_its_own_head_names_whatever_system_its_side_links_are_of() -> None:
    side = "".join(f"<li><a href='/zwgk/a/content/post_{n}.html'>第{n}批名单公示公告</a></li>" for n in range(310, 318))
    shell = f"<h2>{NAME}</h2><ul id='body'></ul><script src='/js/list.js'></script>"
    head = "<meta name='channelId' content='0f3b9c1d2e4f5a6b7c8d9e0f1a2b3c4d'>"
    reading = read_page(
        f"<html><head><title>{NAME}</title>{head}</head><body><div><h3>推荐</h3><ul>{side}</ul></div><div>{shell}</div>"
        "</body></html>".encode(),
        url=URL,
    )
    assert reading.kind is PageKind.SHELL
    assert reading.next is not None
    assert urlsplit(reading.next.url).path == "/common/search/0f3b9c1d2e4f5a6b7c8d9e0f1a2b3c4d"


def test_a_menu_of_columns_asks_for_none_of_them() -> None:
    """Addresses of other columns hold all that a search needs, and none of it is this page's."""
    links = "".join(
        f"<li><a href='/public/column/1{n}?type=4&action=list&nav=&sub=&catId={n}'>栏目{n}</a></li>"
        for n in range(21, 29)
    )
    reading = read(f"<h2>{NAME}</h2><ul class='mulu'>{links}</ul>")
    assert (reading.kind, reading.next) == (PageKind.OTHER, None)


def test_a_pager_packed_as_a_form_writes_its_blanks_as_plus_signs() -> None:
    pager = '<a class="a1">72条</a> <span>1</span> <a href="2.html">2</a> <a href="2.html" class="a1">下一页</a>'
    packed = base64.b64encode(quote_plus(pager).encode()).decode()
    reading = read(f'{LIST}<input type="hidden" id="nsid" value="jyhcms-58-1"><div id="pages">{packed}</div>')
    assert (reading.family, reading.total_items) == ("yunnan-jyhcms", 72)
    assert reading.next is not None
    assert reading.next.url == URL + "2.html"


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("<a tagname='/zwgk/tzgg/index_2.html'>下一页</a>", URL + "index_2.html"),
        ("<a href='javascript:;' data-url='index_2.html'>下一页</a>", URL + "index_2.html"),
        ("<a href='#' data-href='?page=2' class='disabled'>下一页</a>", None),
        ("<a tagname='[NEXTPAGE]'>下一页</a>", None),
        ("<a tagname='/hd/rd/'>下一页</a>", None),
        (
            "<a href='javascript:void(0);' onclick=\"byCondition(this,'index_2.jhtml')\">下一页</a>",
            URL + "index_2.jhtml",
        ),
        ("<a href='index_2.html#list'>下一页</a>", URL + "index_2.html"),
        ("1 | <a href='index_2.html'>2</a> | <a href='index_3.html'>3</a>", URL + "index_2.html"),
    ],
)
def test_a_step_may_hold_its_address_in_an_attribute_of_its_own(step: str, expected: str | None) -> None:
    reading = read(f"{LIST}<div class='page'><a tagname='/zwgk/tzgg/'>首页</a>{step}</div>")
    assert (reading.next and reading.next.url) == expected


def test_letters_are_counted_too() -> None:
    assert read(f"{LIST}<div class='page'>第1页/共1页 共12封来信</div>").total_items == 12


HIDDEN_ROW = "<li style='display:none'><a href='h.html'>关于供水的公告</a><span>{}</span></li>"


@pytest.mark.parametrize(
    ("rest", "kind"),
    [(HIDDEN_ROW.format("2020-01-02"), "unknown"), (HIDDEN_ROW.format("{{date}}"), ""), ("<li>其他</li>", "")],
)
def test_rows_that_a_click_shows_are_part_of_the_list(rest: str, kind: str) -> None:
    reading = read(f"<h2>{NAME}</h2>" + ul(rows(12)).replace("</ul>", f"{rest}</ul>"))
    assert (len(reading.items), reading.next_kind) == (12, kind)


def test_of_two_frames_the_one_that_is_not_called_a_menu_holds_the_list():
    frames = (
        "<html><head><title>通知公告</title></head><frameset cols='180,*'><frame src='left.asp' name='left'>"
        "<frame src='right.asp' name='main'><noframes><body>您的浏览器不支持框架</body></noframes></frameset></html>"
    )
    reading = read_page(frames.encode(), url=URL)
    assert reading.kind is PageKind.SHELL
    assert reading.next == PageRequest(f"{URL}right.asp")
    two = read_page(frames.replace("left", "list").encode(), url=URL)
    assert two.next is None


def test_a_last_page_whose_address_counts_from_zero_is_the_last():
    pager = "<div class='page'>下页 共4页</div>"
    page = read(f"{LIST}{pager}").url
    reading = read_page(
        f"<html><body>{LIST}{pager}</body></html>".encode(),
        url=f"{page}list.do?pn=3",
        request=PageRequest(f"{page}list.do?pn=3"),
        number=4,
    )
    assert (reading.next, reading.page_number, reading.total_pages) == (None, 4, 4)


def test_a_step_whose_function_only_goes_where_it_is_told_leads_there():
    script = "<script>function gotoUrl(u){window.location.href=u}</script>"
    step = f"<div class='pg'><span onclick=\"gotoUrl('{URL}l_2.html')\">下一页</span></div>{script}"
    assert next_of(step) == ("query", "GET", None, f"{URL}l_2.html")


def test_an_address_that_a_script_goes_to_may_hold_a_semicolon() -> None:
    go = "location.href=encodeURI('index_2.jhtml;jsessionid=A1B2');"
    pager = f"<div>共30条 1/2页 <input type='button' value='下一页' onclick=\"{go}\"></div>"
    assert next_of(pager) == ("query", "GET", None, URL + "index_2.jhtml;jsessionid=A1B2")


def test_a_choice_of_pages_in_a_form_leads_to_the_one_after_the_chosen() -> None:
    options = (
        "第<select name='pageIndex'><option selected>1</option><option>2</option><option>3</option></select>页/共3页"
    )
    form = "<form action='list.jsp'><input type='hidden' name='cid' value='8'>{}</form>"
    assert next_of(form.format(options)) == ("form", "GET", None, URL + "list.jsp?cid=8&pageIndex=2")
    by_year = "<select name='page'><option selected>2020</option><option>2019</option></select>共3页"
    assert next_of(form.format(by_year)) is None


def test_a_packed_pager_is_unpacked_whatever_family_the_frame_is_of_and_one_that_cannot_be_leads_on() -> None:
    packed = base64.b64encode(b"%3Ca%20href%3D%22index_2.html%22%3E%E4%B8%8B%E4%B8%80%E9%A1%B5%3C%2Fa%3E").decode()
    assert next_of(f"<div id='pages'>{packed}</div>") == ("link", "GET", None, f"{URL}index_2.html")
    reading = read(f"{LIST}<div id='pages'>{'Zx9-_' * 20}</div>")
    assert (reading.next, reading.next_kind) == (None, "unknown")
