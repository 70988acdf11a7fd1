"""The general reader: a column's own list in every shape, among everything else a page holds."""

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from auditor.read import PageReading, read_page
from auditor.terms import PageKind

URL = "http://www.lanhe.gov.cn/zwgk/tzgg/"
NAME = "通知公告"
SUBJECTS = (
    "春季农田水利建设",
    "城区供水管网改造",
    "义务教育招生",
    "公益性岗位招聘",
    "乡村道路养护",
    "食品安全抽检",
    "防汛物资储备",
)

Row = tuple[str, str, date]


def rows(count: int, newest: date = date(2020, 3, 31), step: int = 3) -> list[Row]:
    return [
        (
            f"蓝河县人民政府办公室关于做好{SUBJECTS[n % len(SUBJECTS)]}工作的通知（第{n + 1}号）",
            f"{URL}content_{9000 - n}.html",
            newest - timedelta(days=step * n),
        )
        for n in range(count)
    ]


NAV = (
    '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li>'
    '<li><a href="/zwfw/">政务服务</a></li><li><a href="/hdjl/">互动交流</a></li></ul></div>'
)
FOOT = (
    '<div class="footer"><p>主办：蓝河县人民政府办公室 网站标识码：6200000000</p>'
    '<div class="links"><a href="http://www.gov.cn/">中国政府网</a> <a href="http://www.gansu.gov.cn/">省政府网站</a></div></div>'
)
SIDE = (
    '<div class="side"><h3>热门文章</h3><ul>'
    + "".join(
        f'<li><a href="/xwzx/content_{n}.html">全县重点工作推进会议召开第{n}次</a><span>2020-05-{n:02d}</span></li>'
        for n in range(1, 11)
    )
    + "</ul></div>"
)


def page(main: str, *, side: str = SIDE, before: str = "", column: str = NAME, head: str = "") -> bytes:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{column}_蓝河县人民政府</title>{head}</head><body>{NAV}'
        f'<div class="weizhi">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="./">{column}</a></div>'
        f'<div class="wrap">{before}<div class="conbox">{main}</div>{side}</div>{FOOT}</body></html>'
    ).encode()


def read(main: str, *, url: str = URL, **parts: str) -> PageReading:
    return read_page(page(main, **parts), url=url)


def found(reading: PageReading) -> list[tuple[str, str, date | None]]:
    return [(item.title, item.url, item.date) for item in reading.items]


def ul(items: list[Row]) -> str:
    return "<ul>" + "".join(f'<li><a href="{h}">{t}</a><span>{d}</span></li>' for t, h, d in items) + "</ul>"


def ol_before(items: list[Row]) -> str:
    return "<ol>" + "".join(f'<li><span>[{d}]</span> <a href="{h}">{t}</a></li>' for t, h, d in items) + "</ol>"


def table(items: list[Row]) -> str:
    body = "".join(
        f'<tr><td>{n}</td><td><a href="{h}">{t}</a></td><td>{d:%Y/%m/%d}</td></tr>'
        for n, (t, h, d) in enumerate(items, 1)
    )
    return f"<table><tr><th>序号</th><th>标题</th><th>发布日期</th></tr>{body}</table>"


def dl_pairs(items: list[Row]) -> str:
    return "<dl>" + "".join(f'<dt><a href="{h}">{t}</a></dt><dd>{d:%Y.%m.%d}</dd>' for t, h, d in items) + "</dl>"


def divs(items: list[Row]) -> str:
    return "".join(
        f'<div class="row"><div class="t"><a href="{h}">{t}</a></div><div class="d">发布时间：{d} 10:20</div></div>'
        for t, h, d in items
    )


def own_ul(items: list[Row]) -> str:
    return "".join(f'<ul class="one"><li><a href="{h}">{t}</a></li><li>{d}</li></ul>' for t, h, d in items)


def flat(items: list[Row]) -> str:
    return "<div>" + "".join(f'<a href="{h}">{t}</a><span>{d}</span><br>' for t, h, d in items) + "</div>"


def flat_before(items: list[Row]) -> str:
    return "<div>" + "".join(f'<i>{d}</i><a href="{h}">{t}</a><br>' for t, h, d in items) + "</div>"


def bare_text(items: list[Row]) -> str:
    return "<div>" + "".join(f'· <a href="{h}">{t}</a> ({d})<br>' for t, h, d in items) + "</div>"


def chinese(items: list[Row]) -> str:
    return (
        "<ul>"
        + "".join(f'<li><a href="{h}">{t}</a><em>{d.year}年{d.month}月{d.day}日</em></li>' for t, h, d in items)
        + "</ul>"
    )


def dots(items: list[Row]) -> str:
    return (
        "<ul>"
        + "".join(f'<li><a href="{h}">{t}</a><b>{d.year}.{d.month}.{d.day}</b></li>' for t, h, d in items)
        + "</ul>"
    )


def compact(items: list[Row]) -> str:
    return "<ul>" + "".join(f'<li><a href="{h}">{t}</a><b>{d:%Y%m%d}</b></li>' for t, h, d in items) + "</ul>"


def split_day(items: list[Row]) -> str:
    return (
        "<ul>"
        + "".join(
            f'<li><div class="date"><b>{d:%d}</b><i>{d:%Y-%m}</i></div><div class="txt"><a href="{h}">{t}</a></div></li>'
            for t, h, d in items
        )
        + "</ul>"
    )


def split_year(items: list[Row]) -> str:
    return (
        "<ul>"
        + "".join(f'<li><p><em>{d:%m-%d}</em><span>{d.year}</span></p><a href="{h}">{t}</a></li>' for t, h, d in items)
        + "</ul>"
    )


def card_link(items: list[Row]) -> str:
    return (
        "<ul>"
        + "".join(
            f'<li><a href="{h}"><h4>{t}</h4><p>近日，有关单位按照要求对相关工作作了部署，各乡镇陆续推进……</p><span>{d}</span></a></li>'
            for t, h, d in items
        )
        + "</ul>"
    )


def excerpt(items: list[Row]) -> str:
    return (
        "<ul>"
        + "".join(
            f'<li><a href="{h}"><img src="/p.jpg"></a><h3><a href="{h}">{t}</a></h3><p>按照2019年12月1日会议部署，有关工作正在推进。'
            f'<a href="{h}">[详情]</a></p><span class="time">{d}</span></li>'
            for t, h, d in items
        )
        + "</ul>"
    )


def sentence(items: list[Row]) -> str:
    return (
        "<ul>"
        + "".join(
            f'<li><a href="{h}">{t}</a><font>（来源：县政府办　发布时间：{d} 08:55:48　阅读：31次）</font></li>'
            for t, h, d in items
        )
        + "</ul>"
    )


def in_link(items: list[Row]) -> str:
    return "<ul>" + "".join(f'<li><a href="{h}"><span>{t}</span><i>{d}</i></a></li>' for t, h, d in items) + "</ul>"


def nested_tables(items: list[Row]) -> str:
    inner = "".join(
        f'<table width="100%"><tr><td width="10"><img src="/dot.gif"></td><td><a href="{h}">{t}</a></td><td>{d}</td></tr></table>'
        for t, h, d in items
    )
    return f"<table><tr><td><table><tr><td>{inner}</td></tr></table></td></tr></table>"


def groups_of_five(items: list[Row]) -> str:
    return '<div class="split"></div>'.join(ul(items[n : n + 5]) for n in range(0, len(items), 5))


def two_columns(items: list[Row]) -> str:
    cells = [f'<td><a href="{h}">{t}</a></td><td>{d}</td>' for t, h, d in items]
    return "<table>" + "".join(f"<tr>{''.join(cells[n : n + 2])}</tr>" for n in range(0, len(cells), 2)) + "</table>"


def labelled_cells(items: list[Row]) -> str:
    body = "".join(
        f'<tr><td>620{n}</td><td><a href="{h}">{t}</a></td><td>{d - timedelta(days=9)}</td><td>{d}</td></tr>'
        for n, (t, h, d) in enumerate(items)
    )
    return f"<table><tr><td>索引号</td><td>名称</td><td>成文日期</td><td>发布日期</td></tr>{body}</table>"


def category_link(items: list[Row]) -> str:
    return (
        "<ul>"
        + "".join(
            f'<li><a href="/zwgk/bm/">[县政府办公室]</a> <a href="{h}">{t}</a><span>{d}</span></li>'
            for t, h, d in items
        )
        + "</ul>"
    )


def two_rows(items: list[Row]) -> str:
    return (
        "<table>"
        + "".join(f'<tr><td><a href="{h}">{t}</a></td></tr><tr><td>{d}</td></tr>' for t, h, d in items)
        + "</table>"
    )


def striped(items: list[Row]) -> str:
    return (
        "<ul>"
        + "".join(
            f'<li class="{"odd" if n % 2 else "even"}{" last" if n == len(items) - 1 else ""}"><a href="{h}">{t}</a><span>{d}</span></li>'
            for n, (t, h, d) in enumerate(items)
        )
        + "</ul>"
    )


def cut(items: list[Row]) -> str:
    return (
        "<ul>"
        + "".join(f'<li><a href="{h}" title="{t}">{t[:14]}...</a><span>{d}</span></li>' for t, h, d in items)
        + "</ul>"
    )


def paragraphs(items: list[Row]) -> str:
    return "".join(f'<p><a href="{h}">{t}</a>&nbsp;&nbsp;{d}</p>' for t, h, d in items)


def with_separators(items: list[Row]) -> str:
    return (
        "<ul>"
        + "".join(
            f'<li><a href="{h}">{t}</a><span>{d}</span></li>' + ('<li class="line"></li>' if n % 5 == 4 else "")
            for n, (t, h, d) in enumerate(items)
        )
        + "</ul>"
    )


SHAPES: list[Callable[[list[Row]], str]] = [
    ul, ol_before, table, dl_pairs, divs, own_ul, flat, flat_before, bare_text, chinese, dots, compact, split_day, split_year,
    card_link, excerpt, sentence, in_link, nested_tables, groups_of_five, two_columns, labelled_cells, category_link, two_rows,
    striped, cut, paragraphs, with_separators,
]  # fmt: skip
SHORT_PAGER = '<div class="pages">共{n}条 1/1页 首页 上一页 下一页 尾页</div>'


@pytest.mark.parametrize("count", [1, 2, 3, 7, 15])
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_a_list_of_any_shape_and_length_is_read_whole_beside_a_dated_side_list(
    shape: Callable[[list[Row]], str], count: int
) -> None:
    items = rows(count)
    reading = read(f'<h2>{NAME}</h2><div class="gl">{shape(items)}</div>' + SHORT_PAGER.format(n=count))
    assert reading.kind is PageKind.LIST
    assert found(reading) == items
    assert reading.next is None


@pytest.mark.parametrize("count", [1, 2, 6])
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_a_list_without_pager_and_heading_is_read_whole(shape: Callable[[list[Row]], str], count: int) -> None:
    items = rows(count)
    assert found(read(shape(items))) == items


@pytest.mark.parametrize("side_first", [True, False])
@pytest.mark.parametrize("heading", ["最新信息", "推荐阅读", "点击排行", "图片新闻", "相关链接"])
def test_a_side_list_under_its_heading_never_mixes_with_a_single_item(heading: str, side_first: bool) -> None:
    items = rows(1)
    aside = (
        f'<div class="box"><div class="tit">{heading}</div>'
        + ul([(t, h.replace("tzgg", "gzdt"), d) for t, h, d in rows(10)])
        + "</div>"
    )
    reading = read(f"<h2>{NAME}</h2>{ul(items)}", before=aside if side_first else "", side="" if side_first else aside)
    assert found(reading) == items


def test_only_a_side_list_is_no_list_of_the_column() -> None:
    reading = read('<div id="list"></div>')
    assert reading.kind is PageKind.OTHER
    assert not reading.items
    assert not reading.is_empty_list


@pytest.mark.parametrize("words", ["暂无信息", "此栏目暂无内容", "没有找到相关信息！"])
def test_an_empty_list_that_says_so_is_proved_empty_beside_a_side_list(words: str) -> None:
    reading = read(f"<h2>{NAME}</h2><ul><li>{words}</li></ul>")
    assert reading.kind is PageKind.LIST
    assert reading.is_empty_list
    assert reading.items == ()


def test_a_pager_that_counts_nothing_proves_an_empty_list() -> None:
    assert read(f'<h2>{NAME}</h2><ul></ul><div class="page">共0条记录 第1页 共0页</div>').is_empty_list


def test_a_side_box_that_is_empty_proves_nothing() -> None:
    assert not read(
        '<div id="app"></div>', side='<div class="side"><h3>推荐阅读</h3><p>暂无信息</p></div>'
    ).is_empty_list


def test_an_unfilled_template_row_is_neither_an_item_nor_an_empty_list() -> None:
    main = '<ul><li v-for="one in list"><a :href="one.url" href="#">{{one.title}}</a><span>{{one.date}}</span></li></ul><p>暂无数据</p>'
    reading = read(main)
    assert reading.items == ()
    assert not reading.is_empty_list


def test_template_rows_in_scripts_and_rows_in_comments_are_no_items() -> None:
    items = rows(3)
    ghost = '<li><a href="/zwgk/tzgg/content_1.html">模板里的示例标题不是信息</a><span>2020-01-01</span></li>'
    main = f'<script type="text/template">{ghost}</script><!-- <ul>{ghost * 5}</ul> -->{ul(items)}<template>{ghost}</template>'
    assert found(read(main)) == items


def test_a_second_date_in_a_comment_does_not_count() -> None:
    t, h, d = rows(1)[0]
    reading = read(f'<ul><li><a href="{h}">{t}</a><!--span>2018-01-01</span--><span>{d}</span></li></ul>')
    assert found(reading) == [(t, h, d)]


def test_a_desktop_list_repeated_for_phones_counts_once() -> None:
    items = rows(6)
    reading = read(f'<h2>{NAME}</h2><div class="pc">{ul(items)}</div><div class="wap">{ul(items)}</div>')
    assert found(reading) == items


def test_the_same_title_and_date_under_two_addresses_are_two_items() -> None:
    title, _, day = rows(1)[0]
    items = [(title, f"{URL}content_1001.html", day), (title, f"{URL}content_1002.html", day)]
    assert found(read(ul(items))) == items


def test_one_address_twice_is_one_item() -> None:
    items = rows(2)
    assert found(read(ul([items[0], *items]))) == items


def test_a_pinned_row_is_flagged_and_its_mark_leaves_the_title() -> None:
    items = rows(4)
    t, h, d = items[0]
    first = f'<li><span class="red">[置顶]</span><a href="{h}">{t}</a><span>{d}</span></li>'
    reading = read(f"<ul>{first}{ul(items[1:])[4:-5]}</ul>")
    assert [item.pinned for item in reading.items] == [True, False, False, False]
    assert found(reading) == items


def test_an_undated_list_is_read_without_dates() -> None:
    items = rows(5)
    main = f"<h2>{NAME}</h2><ul>" + "".join(f'<li><a href="{h}">{t}</a></li>' for t, h, _ in items) + "</ul>"
    assert found(read(main)) == [(t, h, None) for t, h, _ in items]


def test_a_date_in_the_title_is_not_the_publish_date() -> None:
    reading = read(
        f'<h2>{NAME}</h2><ul><li><a href="{URL}c_11.html">2020年2月20日县长接待日预告安排</a></li>'
        f'<li><a href="{URL}c_12.html">2020年2月27日县长接待日预告安排</a></li></ul>'
    )
    assert [item.date for item in reading.items] == [None, None]


def test_days_under_a_year_heading_take_its_year() -> None:
    def block(year: int, month: int) -> str:
        return (
            f"<h3>{year}年</h3><ul>"
            + "".join(
                f'<li>[{month:02d}-{n:02d}] <a href="{URL}c_{year}{n}.html">关于公布第{n}批行政权力事项的公告</a></li>'
                for n in range(9, 4, -1)
            )
            + "</ul>"
        )

    reading = read(block(2020, 3) + block(2019, 11))
    assert [item.date for item in reading.items] == [
        *(date(2020, 3, n) for n in range(9, 4, -1)),
        *(date(2019, 11, n) for n in range(9, 4, -1)),
    ]


def test_days_without_a_year_take_it_from_the_row_address() -> None:
    main = (
        "<ul>"
        + "".join(
            f'<li><a href="./2020{m:02d}/t2020{m:02d}{n:02d}_{n}77.html">关于公布第{n}批行政许可事项的公告</a><span>{m:02d}-{n:02d}</span></li>'
            for m, n in ((3, 5), (2, 28), (1, 2))
        )
        + '<li><a href="./202001/t20200101_88.html">关于公布年终行政许可事项的公告</a><span>12-31</span></li></ul>'
    )
    assert [item.date for item in read(main).items] == [
        date(2020, 3, 5),
        date(2020, 2, 28),
        date(2020, 1, 2),
        date(2019, 12, 31),
    ]


def test_days_without_any_year_stay_undated() -> None:
    main = (
        f"<h2>{NAME}</h2><ul>"
        + "".join(
            f'<li><a href="{URL}c_{n}11.html">关于公布第{n}批行政处罚事项的公告</a><span>03-{n:02d}</span></li>'
            for n in range(9, 4, -1)
        )
        + "</ul>"
    )
    assert [item.date for item in read(main).items] == [None] * 5


def test_an_odd_row_without_a_date_is_kept_undated() -> None:
    items = rows(4)
    t, h, _ = items[2]
    main = ul(items).replace(f"<span>{items[2][2]}</span>", "")
    assert (t, h, None) in found(read(main))
    assert len(read(main).items) == 4


def test_a_heading_row_with_a_more_link_is_no_item() -> None:
    items = rows(5)
    main = f'<ul><li class="hd"><b>{NAME}</b><a href="./more.html">更多&gt;&gt;</a></li>{ul(items)[4:]}'
    assert found(read(main)) == items


def test_a_neutralised_address_keeps_its_item() -> None:
    main = "<ul>" + "".join(f'<li><a href="javascript:;">{t}</a><span>{d}</span></li>' for t, _, d in rows(3)) + "</ul>"
    reading = read(main)
    assert [(item.title, item.url, item.href) for item in reading.items] == [
        (t, "", "javascript:;") for t, _, _ in rows(3)
    ]


def test_a_front_page_of_equal_boxes_is_not_taken_for_a_column() -> None:
    boxes = "".join(
        f'<div class="box"><div class="hd">{name}</div>'
        + ul(
            [
                (t.replace("通知", f"{name}通知"), f"/{at}/content_{n}0{n}.html", d)
                for n, (t, _, d) in enumerate(rows(6), 1)
            ]
        )
        + "</div>"
        for at, name in enumerate(("政务动态", "部门信息", "乡镇之窗"))
    )
    reading = read_page(page(boxes, column="网站", side=""), url="http://www.lanhe.gov.cn/")
    assert reading.kind is PageKind.OTHER


def test_a_page_too_deep_to_parse_is_refused() -> None:
    reading = read_page(b"<div>" * 60_000, url=URL)
    assert reading.kind is PageKind.OTHER
    assert reading.problem is not None


def test_a_page_too_large_is_refused() -> None:
    assert read_page(b"<p>x</p>" * 700_000, url=URL).problem is not None


@pytest.mark.parametrize(
    "body", [b"", b"\x00\xff\xfe", b"<", b"<html></html>", b"{", b"[]", b"{}", b"null", b"<a href='//[bad'>x</a>"]
)
def test_nonsense_is_unknown_and_never_an_empty_list(body: bytes) -> None:
    reading = read_page(body, url=URL)
    assert reading.items == ()
    assert not reading.is_empty_list


# Paging: ----------------------------------------------------------------------------------------------------------

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
    (
        '<select><option value="index.html" selected>1</option><option value="index_2.html">2</option></select>',
        "index_2.html",
    ),
]


@pytest.mark.parametrize(("pager", "target"), LINKS)
def test_the_next_page_is_found_by_what_a_reader_would_click(pager: str, target: str) -> None:
    assert next_of(pager) == ("link", "GET", None, URL + target)


LAST = [
    '<div class="page"><a href="index.html">上一页</a><span>下一页</span></div>',
    '<div class="page"><a href="index.html">上一页</a><a href="#">下一页</a></div>',
    '<div class="page"><a href="index.html">上一页</a><a class="disabled" href="index_4.html">下一页</a></div>',
    '<div class="page">共30条 第2页/共2页 <a href="index.html">上一页</a><a href="javascript:;">下一页</a></div>',
    '<div class="page">共30条 2/2 <a href="index_2.html">下一页</a></div>',
    '<div><a href="index.html">1</a><b>2</b></div>',
    '<script>createPageHTML(2, 1, "index", "html");</script>',
    '<script>createPageHTML("page_div", 2, 2, "index", "html", 30);</script>',
    "",
]


@pytest.mark.parametrize("pager", LAST)
def test_the_last_page_has_no_next(pager: str) -> None:
    assert next_of(pager, url=URL + "index_2.html") is None


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
        '<script>var currentPage = 0;//从0开始\nvar countPage = 7; document.write("<a href=index_"+ 1 +".html>");</script>',
        URL,
        "index_1.html",
    ),
]


@pytest.mark.parametrize(("pager", "url", "target"), STATIC)
def test_a_pager_script_names_the_next_static_file(pager: str, url: str, target: str) -> None:
    assert next_of(pager, url=url) == ("static", "GET", None, URL + target)


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
        '<script>var col = 88; function goPage(n){ window.location.href = "list.do?col=" + col + "&page=" + n; }</script>'
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
    form = f'<form method="post" action="./list.aspx?id=3"><input type="hidden" name="__VIEWSTATE" value="/wEP+A=="><input type="submit" name="go" value="转到">{LIST}{pager}</form>'
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
        '<script>$(".more").click(function(){ $.get("/api/list", {col: 7, page: page}, show); });</script><a class="more">加载更多</a>',
        '<script>var col=7; function more(p){ $.ajax({url: "/api/list?col="+col, type: "GET", data: {page: p}, success: show}); }</script><a>加载更多</a>',
        '<script>function more(page){ fetch("/api/list?col=7&page=" + page).then(show); }</script><button>加载更多</button>',
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
