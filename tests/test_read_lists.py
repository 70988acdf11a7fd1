"""The general reader: a column's own list in every shape, among everything else a page holds."""

import json
import re
from collections.abc import Callable
from datetime import date

import pytest
from list_shapes import FOOT, NAME, NAV, SHAPES, URL, Row, found, page, read, rows, ul

from auditor.base.terms import ColumnState, PageKind
from auditor.read.reading import read_page

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


def test_one_row_of_a_list_that_was_not_understood_is_no_list() -> None:
    """The last page of a column whose titles are numbered: the smaller the number, the shorter the title."""

    def body(first: int, last: int) -> str:
        numbers = range(first, last, -1)
        shown = "".join(
            f'<li><a href="/more/{n}.html">教育第{n}号文件</a><span>{20 + n // 12}年{n % 12 + 1}月</span></li>'
            for n in numbers
        )
        return f'<h2>{NAME}</h2><ul class="list">{shown}</ul><div class="page">共2页 当前第2页 </div>'

    reading = read(body(15, 0))
    assert len(reading.items) in (0, 15), [item.title for item in reading.items]
    assert len(read(body(30, 15)).items) in (0, 15)


@pytest.mark.parametrize("words", ["暂无信息", "此栏目暂无内容", "没有找到相关信息！"])
def test_an_empty_list_that_says_so_is_proved_empty_beside_a_side_list(words: str) -> None:
    reading = read(f"<h2>{NAME}</h2><ul><li>{words}</li></ul>")
    assert reading.kind is PageKind.LIST
    assert reading.is_empty_list
    assert reading.items == ()


def test_a_pager_that_counts_nothing_proves_an_empty_list() -> None:
    assert read(f'<h2>{NAME}</h2><ul></ul><div class="page">共0条记录 第1页 共0页</div>').is_empty_list


@pytest.mark.parametrize(
    "words",
    [
        "<h1>系统异常</h1><p>java.lang.NullPointerException at com.gov.cms.ListAction</p><p>共0条</p>",
        "<ul></ul><p>数据库连接失败，暂无数据</p>",
        "<ul><li>暂无信息</li></ul><div class='tip'>列表加载超时，请稍后再试</div>",
        "<div class='page'>共0条记录 第1页 共0页</div><p>Failed to load resource</p>",
        "<p>暂无数据（请求失败）</p>",
        "<p>您没有权限访问，暂无内容</p>",
        "<p>网站正在升级维护中，暂无信息</p>",
        "<p>该栏目已停止更新，暂无信息，历史信息请访问<a href='/n/'>新栏目</a></p>",
        "<div class='nodata'>没有找到符合条件的信息</div>",
    ],
)
def test_a_page_that_gives_another_reason_for_no_rows_is_no_empty_list(words: str) -> None:
    reading = read(f"<h2>{NAME}</h2>{words}")
    assert not reading.is_empty_list
    assert reading.problem is not None
    assert reading.problem.state is ColumnState.UNREACHABLE


def test_a_widget_that_is_empty_beside_an_unfilled_app_proves_nothing() -> None:
    assert not read("<div class='cal'><p>暂无数据</p></div><div id='vue-app' v-cloak></div>").is_empty_list


@pytest.mark.parametrize("script", ["/js/list.js", "/js/common.js"])
def test_a_zero_in_an_element_that_a_script_fills_beside_an_unfilled_list_is_no_total(script: str) -> None:
    main = f"<ul id='list'></ul><div class='page'>共<span id='total'>0</span>条</div><script src='{script}'></script>"
    assert not read(main).is_empty_list
    assert read(main.replace(" id='total'", "").replace("list.js", "a.js")).is_empty_list


def test_a_failure_told_elsewhere_than_in_the_main_area_leaves_a_list_empty() -> None:
    side = "<div class='side'><h3>推荐阅读</h3><ul><li><a href='/x/1.html'>关于系统异常处置的通知</a></li></ul></div>"
    footer = "<div class='footer'>如遇加载失败请稍后再试　技术支持：县网站建设中心</div>"
    assert read(f"<h2>{NAME}</h2><ul><li>暂无信息</li></ul>", side=side + footer).is_empty_list


def test_a_side_box_that_is_empty_proves_nothing() -> None:
    assert not read(
        '<div id="app"></div>', side='<div class="side"><h3>推荐阅读</h3><p>暂无信息</p></div>'
    ).is_empty_list


def test_an_unfilled_template_row_is_neither_an_item_nor_an_empty_list() -> None:
    main = (
        '<ul><li v-for="one in list"><a :href="one.url" href="#">{{one.title}}</a><span>'
        "{{one.date}}</span></li></ul><p>暂无数据</p>"
    )
    reading = read(main)
    assert reading.items == ()
    assert not reading.is_empty_list


def test_template_rows_in_scripts_and_rows_in_comments_are_no_items() -> None:
    items = rows(3)
    ghost = '<li><a href="/zwgk/tzgg/content_1.html">模板里的示例标题不是信息</a><span>2020-01-01</span></li>'
    main = (
        f'<script type="text/template">{ghost}</script><!-- <ul>{ghost * 5}</ul> -->'
        f"{ul(items)}<template>{ghost}</template>"
    )
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


@pytest.mark.parametrize(
    "head",
    [
        '<div class="tt"><h2><a href="{h}">{t}</a></h2><p>摘要……<a href="{h}">[详细]</a></p><p>{d}</p></div>',
        '<h3><a href="{h}">{t}</a></h3><p>摘要……<a href="{h}">[详细]</a></p><p class="tm">{d}</p>',
        '<dl><dt><a href="{h}"><img src="/u.jpg"></a></dt><dd><a href="{h}">{t}</a></dd><dd>发布时间：{d}</dd></dl>',
    ],
)
def test_a_headline_right_above_the_list_is_its_first_item(head: str) -> None:
    first, *below = rows(12)
    t, h, d = first
    assert found(read(head.format(t=t, h=h, d=d) + ul(below))) == [first, *below]


def test_a_headline_that_stands_in_the_list_too_or_leads_elsewhere_is_no_second_item() -> None:
    items = rows(12)
    t, h, d = items[0]
    head = '<div class="tt"><h2><a href="{h}">{t}</a></h2><p>{d}</p></div>'
    assert found(read(head.format(t=t, h=h, d=d) + ul(items))) == items
    elsewhere = head.format(t="全县重点工作推进会议召开", h="/xwzx/content_1.html", d="2020-04-02")
    assert found(read(elsewhere + ul(items))) == items


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
            f'<li><a href="./2020{m:02d}/t2020{m:02d}{n:02d}_{n}77.html">'
            f"关于公布第{n}批行政许可事项的公告</a><span>{m:02d}-{n:02d}</span></li>"
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


@pytest.mark.parametrize(
    "address",
    [
        "/info/30/200{n}.htm",
        "/public/120/20001{n}.html",
        "/content.jsp?id=201{n}",
        "/show.asp?id=20200{n}",
        "/info/2019/441{n}.htm",
        "/channels/2019/8{n}.html",
        "/lm/c200103/441{n}.html",
        "/article/content_201{n}.html",
    ],
)
def test_a_number_in_an_address_is_no_year_of_a_day_without_one(address: str) -> None:
    """A serial or a column's number may look like a year: only folders of their own and named parameters are years."""
    row = f"<li><a href='{address}'>关于第{{n}}号事项的公告通知</a><span>[03-{{day}}]</span></li>"
    rows = "".join(row.format(n=n, day=f"{20 - n:02}") for n in range(6))
    reading = read(f"<h2>{NAME}</h2><ul>{rows}</ul>")
    assert [item.date for item in reading.items] == [None] * 6


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


@pytest.mark.parametrize(
    "row",
    [
        '<a href="{h}" class="card"><img src="x.jpg"><h3>{t}({d})</h3><p>{t}</p></a>',
        '<a href="{h}" class="card"><p>{t}【{d}】</p></a>',
        '<li><a href="{h}" title="{t}">{t} [{d}]</a></li>',
        '<div class="it"><a href="{h}"><b>{t}（{d}）</b></a></div>',
    ],
)
@pytest.mark.parametrize("sign", ["-", "."])
def test_days_glued_to_the_titles_date_the_rows_and_are_no_part_of_them(row: str, sign: str) -> None:
    items = rows(8)
    shown = "".join(row.format(t=t, h=h, d=d.strftime(f"%Y{sign}%m{sign}%d")) for t, h, d in items)
    assert found(read(f"<h2>{NAME}</h2><div class='gl'>{shown}</div>" + SHORT_PAGER.format(n=8))) == items


def test_a_day_in_a_title_is_no_date_of_a_row_that_has_a_cell() -> None:
    items = [(f"{t}（2009.08.0{n}）", h, d) for n, (t, h, d) in enumerate(rows(5), 1)]
    assert found(read(f"<h2>{NAME}</h2>{ul(items)}")) == items


def test_a_row_may_hand_its_address_to_a_script() -> None:
    items = rows(6)
    shown = [(t, f"javascript:checkX('{h}')", d) for t, h, d in items]
    reading = read(f"<h2>{NAME}</h2>{ul(shown)}")
    assert found(reading) == items
    assert reading.items[0].href == shown[0][1]


def test_one_short_link_beside_days_that_were_not_understood_is_no_list():
    cells = [f"<td>{n}<td><a href='/a/d{n}.shtml'>采购第a{n}号中标结果公示</a><td>20-03-{30 - n}" for n in range(1, 13)]
    rows = "".join("<tr>" + "".join(cells[at : at + 2]) for at in range(0, 12, 2))
    body = f"<html><title>采购</title><table border=1>{rows}</table><center><a href='2.html'>向后</a></center></html>"
    reading = read_page(body.encode(), url="http://portal.test/cg/")
    assert [item.title for item in reading.items] != ["向后"]
    assert not reading.is_empty_list


def test_rows_that_a_stray_end_throws_out_of_their_table_are_read_and_no_fault() -> None:
    cells = [
        f"<tr><td><a class='t' href='/a/t{n}.html'>破表第{n}号事项的公告</a></td><td>2020-03-{30 - n}</td></tr>"
        for n in range(12)
    ]
    table = (
        "<table><tr><td><table>" + "".join(cells[:6]) + "</table>" + "".join(cells[6:]) + "</table></td></tr></table>"
    )
    assert len(read(f"<h2>{NAME}</h2>{table}<div class='page'>共12条</div>").items) in (0, 12)


@pytest.mark.parametrize("name", ["slideBox", "slideTxtBox", "swiper-list", "focus"])
def test_a_list_with_its_pager_in_a_box_made_for_turning_is_the_columns_own(name: str) -> None:
    pager = '<div class="page"><a href="index_2.html">下一页</a></div>'
    own = f'<div class="{name}"><div class="hd"><h2>{NAME}</h2></div>{ul(rows(8))}{pager}</div>'
    assert found(read(own)) == rows(8)
    turning = [(title, href.replace("tzgg", "tpxw"), day) for title, href, day in rows(5)]
    pictures = f'<div class="{name}"><h3>新闻</h3>{ul(turning)}<div class="swiper-pagination"></div></div>'
    assert read(pictures).kind is PageKind.OTHER


def test_marks_beside_a_title_and_dots_that_cut_nothing_are_no_part_of_it() -> None:
    marks = [
        "<i class='zd'>置顶</i>{}",
        "<em>荐</em>{}",
        "{}<b>NEW</b>",
        "<span>[热]</span>{}",
        "{}<font color='red'>hot!</font>",
    ]
    items = rows(len(marks))
    made = "".join(
        f'<li><a href="{href}">{mark.format(title)}</a><span>{day}</span></li>'
        for mark, (title, href, day) in zip(marks, items, strict=True)
    )
    reading = read(f"<ul>{made}</ul>")
    assert found(reading) == items
    assert [item.pinned for item in reading.items] == [True, False, False, False, False]
    dotted = "".join(f'<li><a href="{h}" title="{t}">{t}...</a><span>{d}</span></li>' for t, h, d in items)
    assert found(read(f"<ul>{dotted}</ul>")) == items
    assert (
        read(f'<ul><li><a href="{items[0][1]}">热<em>线</em>电话的公告</a><span>2020-03-01</span></li></ul>')
        .items[0]
        .title
        == "热线电话的公告"
    )


def test_the_titles_of_a_list_beside_are_no_heading_of_what_follows() -> None:
    items = [(title, href.replace("/zwgk/tzgg/", "/art/"), day) for title, href, day in rows(7)]
    side = "".join(f"<li><a href='/rd/{n}.html'>县长调研第{n}项重点工作并讲话</a></li>" for n in range(6))
    lines = "".join(f"<tr><td><a href='{href}'>{title}</a></td><td>[{day}]</td></tr>" for title, href, day in items)
    aside = f"<div class='side'><h3>热门信息</h3><ul>{side}</ul></div>"
    assert found(read(f"<table>{lines}</table>", before=aside, side="")) == items
    menu = "".join(
        f"<li><a href='/{n}/'>{name}</a></li>" for n, name in enumerate(("规划计划", "人事信息", "财政信息"))
    )
    assert read(f"<table>{lines}</table>", before=f"<ul>{menu}</ul>", side="").kind is PageKind.OTHER


def test_the_day_of_an_only_row_is_its_own_though_another_link_ends_right_before_it() -> None:
    row = "<ul><li><span>2020-01-09 10:08:22</span>·<a href='/tzgg/9.html'>关于养老服务工作的公示</a></li></ul>"
    pager = "<div id='pages'><a class='a1'>41条</a> <a href='/tzgg/'>1</a> <span>2</span></div>"
    side = "<ul>" + "".join(f"<li><a href='/rd/{n}.html'>县长调研第{n}项重点工作</a></li>" for n in range(3)) + "</ul>"
    assert [item.date for item in read(side + row + pager).items] == [date(2020, 1, 9)]


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        ("索引号 信息名称 生成日期 发布日期", "2020-03-09"),
        ("索引号 信息名称 发布日期 成文日期", "2020-03-01"),
        ("序号 标题 许可决定日期 公示日期", "2020-03-09"),
        ("序号 标题 会议时间 截止时间", None),
        ("序号 标题 日期 时间", None),
    ],
)
@pytest.mark.parametrize("cell", ["ul li", "div span", "li p"])
def test_heads_above_rows_that_are_no_table_tell_the_days_apart(heads: str, expected: str | None, cell: str) -> None:
    outer, inner = cell.split()
    line = f"<{outer} class='{{}}'>" + f"<{inner}>{{}}</{inner}>" * 4 + f"</{outer}>"
    head = f"<div class='nav_t'>{line.format('h', *heads.split())}</div>"
    lines = "".join(
        line.format("r", n, f"<a href='/tzgg/{n}.html'>关于第{n}项工作的公告</a>", "2020-03-01", "2020-03-09")
        for n in range(4)
    )
    items = read(f"<h2>{NAME}</h2><div class='l'>{head}{lines}</div>").items
    assert [item.date and f"{item.date}" for item in items] == [expected] * 4


@pytest.mark.parametrize("count", [1, 5])
def test_a_day_before_each_title_dates_the_rows_and_is_no_part_of_them(count: int) -> None:
    lines = "".join(f"<li><a href='{href}'>[{day}] {title}</a></li>" for title, href, day in rows(count))
    assert found(read(f"<h2>{NAME}</h2><ul>{lines}</ul>")) == rows(count)


def test_a_day_that_a_script_writes_into_its_row_dates_it() -> None:
    written = "<script>document.write('{} 10:11:12.0'.substring(0,10));</script>"
    lines = "".join(f"<li><a href='{h}'>{t}</a><span>{written.format(d)}</span></li>" for t, h, d in rows(6))
    assert found(read(f"<h2>{NAME}</h2><ul>{lines}</ul>")) == rows(6)
    two = "<script>var a='2020-03-01',b='2020-03-09';</script>"
    lines = "".join(f"<li><a href='{h}'>{t}</a><span>{two}</span></li>" for t, h, d in rows(6))
    assert {item.date for item in read(f"<h2>{NAME}</h2><ul>{lines}</ul>").items} == {None}
    held = "<script>var menu=[{'name': '县财政局', 'createTime': '2020-02-03'}];</script>"
    lone = read(
        f"<h2>{NAME}</h2>{held}<div class='list'><a href='t1.html'>关于乡村道路养护的公告2019-12-30</a> <br></div>"
    )
    assert date(2020, 2, 3) not in {item.date for item in lone.items}, "data beside a row is not written into it"


BESIDE = {
    "a menu to the left": '<div class="left"><h3>政务公开</h3><ul>{menu}</ul></div>',
    "a heading to the left": '<div class="left_box"><h3>政务公开</h3></div>',
    "a menu that names the page": '<div class="f1"><h3>政务公开</h3><dl>{menu}</dl></div>',
    "a menu that leads to the page": '<div class="f1"><ul><li><a href="./">本栏目</a></li>{menu}</ul></div>',
}


@pytest.mark.parametrize("beside", BESIDE)
def test_what_stands_beside_a_list_in_a_part_of_its_own_heads_nothing_of_it(beside: str) -> None:
    links = [("/a/", NAME), ("/b/", "人事信息"), ("/c/", "财政预决算"), ("/d/", "交通运输")]
    menu = "".join(f'<li><a href="{href}">{name}</a></li>' for href, name in links)
    if "leads to" in beside:
        menu = menu.replace(NAME, "本县概况")
    shown = "".join(
        f'<li><a href="/art/x/{n}.html">{t}</a><span>{d}</span></li>' for n, (t, _, d) in enumerate(rows(9))
    )
    left = BESIDE[beside].format(menu=menu)
    html = f"<title>{NAME}_某县</title><body>{NAV}{left}<div class='right'><ul>{shown}</ul></div>{FOOT}</body>"
    assert len(read_page(f"<html>{html}</html>".encode(), url=URL).items) == 9
    names = ("部门", "乡镇", "县直")
    tabs = "".join(f'<a href="javascript:;">{name}</a>' for name in names)
    html = html.replace(left, f"<div class='tab'>{tabs}</div>")
    assert not read_page(f"<html>{html}</html>".encode(), url=URL).items


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        ("发文日期 生成日期", None),
        ("发文时间 更新时间", None),
        ("发文日期 发布日期", "2020-03-09"),
        ("发文日期 截止日期", "2020-03-01"),
    ],
)
def test_the_day_that_a_document_bears_is_not_taken_for_the_publish_date_beside_another(
    heads: str, expected: str | None
) -> None:
    one, other = heads.split()
    table = "".join(f"<tr><td><a href='{h}'>{t}</a><td>2020-03-01<td>2020-03-09</tr>" for t, h, _ in rows(6))
    items = read(f"<h2>{NAME}</h2><table><tr><td>名称<td>{one}<td>{other}</tr>{table}</table>").items
    assert [item.date and f"{item.date}" for item in items] == [expected] * 6


PANEL = (
    "<div class='panel'><h4><a data-toggle='collapse' href='#c{0.month}'>{0:%Y}年</a></h4>"
    "<div id='c{0.month}' class='p in'><ul>{1}</ul></div></div>"
)
PERIODS = {
    "days under months": ("<h3>{0:%Y}年{0.month}月</h3><ul>{1}</ul>", "<li>{0.day}日　<a href='{2}'>{1}</a></li>"),
    "months of a year": (
        "<h4>{0:%Y}年</h4><h5>{0.month}月</h5><ul>{1}</ul>",
        "<li><i>{0.day}</i><a href='{2}'>{1}</a></li>",
    ),
    "panels of years": (PANEL, "<li><span>{0:%m-%d}</span><a href='{2}'>{1}</a></li>"),
}


@pytest.mark.parametrize("form", PERIODS)
def test_rows_under_a_heading_for_each_month_or_year_are_one_list(form: str) -> None:
    around, row = PERIODS[form]
    step = 160 if "years" in form else 12
    items = rows(9, step=step)
    groups: dict[tuple[int, int], list[Row]] = {}
    for item in items:
        groups.setdefault((item[2].year, 0 if "years" in form else item[2].month), []).append(item)
    parts = [
        around.format(group[0][2], "".join(row.format(day, title, href) for title, href, day in group))
        for group in groups.values()
    ]
    assert found(read(f"<h2>{NAME}</h2><div class='g'>{''.join(parts)}</div>")) == items


SCRIPTED = {
    "short keys": lambda rows: json.dumps([{"t": t, "u": h, "d": str(d)} for t, h, d in rows]),
    "arrays": lambda rows: json.dumps([[t, h, str(d)] for t, h, d in rows], ensure_ascii=False),
    "arrays of a script": lambda rows: str([["7", str(d), h, t] for t, h, d in rows]),
}


@pytest.mark.parametrize("form", SCRIPTED)
def test_rows_of_a_literal_are_told_by_their_values(form: str) -> None:
    written = f"<div id='out'></div><script>var a={SCRIPTED[form](rows(7))};show(a);</script>"
    assert found(read(f"<h2>{NAME}</h2>{written}")) == rows(7)
    two = json.dumps([[t, h, str(d), f"县政府办公室关于{t}"] for t, h, d in rows(7)], ensure_ascii=False)
    assert not read(f"<h2>{NAME}</h2><div id='out'></div><script>var a={two};</script>").items, "two may be the title"


def test_a_row_that_was_taken_back_heads_nothing() -> None:
    back = '<li style="display:none"><a href="/a/8.html">关于闭馆的公告（已撤回）</a><span>2020-03-30</span></li>'
    lines = "".join(f'<li><a href="/a/{n}.html">{t}</a><span>{d}</span></li>' for n, (t, _, d) in enumerate(rows(9)))
    main = f"{NAV}<div class='left'><h3>政务公开</h3></div><div class='right'><ul>{back}{lines}</ul></div>{FOOT}"
    html = f"<html><title>{NAME}_某县</title><body>{main}</body></html>"
    assert len(read_page(html.encode(), url=URL).items) == 9


def test_days_that_a_menu_in_a_script_holds_date_no_row() -> None:
    menu = '<script>var m=[{"name":"县财政局","url":"/zwgk/0/","createTime":"2020-02-03"}];</script>'
    for title, day in (("关于春耕的公告（第4号）2019-12-30", date(2019, 12, 30)), ("关于春耕的公告", None)):
        shown = read(f"{menu}<div class='list'><a href='{URL}content_9.html'>{title}</a><br></div>")
        assert {item.date for item in shown.items} <= {day}


@pytest.mark.parametrize("form", ["{:%m·%d}", "{:%m—%d}", "{:%m • %d}", "（{:%m·%d}）"])
def test_days_between_odd_signs_take_the_year_of_the_heading_above(form: str) -> None:
    lines = "".join(f"<li><a href='{h}'>{t}</a><span>{form.format(d)}</span></li>" for t, h, d in rows(6))
    assert found(read(f"<h2>{NAME}</h2><h3>2020年</h3><ul>{lines}</ul>")) == rows(6)


@pytest.mark.parametrize("day", ["今天", "2026-08-{n:02d}", "2026·08·{n:02d}"])
def test_rows_that_lost_their_table_are_no_end_of_a_short_list(day: str) -> None:
    """A stray end of the table behind the fourth row: the others stay bare behind it, with days or without."""
    cells = [
        f'<tr><td><a href="/a/zc{n}.html">关于第{n}批规范性文件清理结果的公告</a><td>{day.format(n=30 - n)}</tr>'
        for n in range(1, 12)
    ]
    cells.insert(4, "</table></td>")
    shown = read_page(page(f"<table>{''.join(cells)}</table>", side=""), url=URL)
    assert len(shown.items) in (0, 11)


@pytest.mark.parametrize("label", ["活动日期", "举办时间", "演出日期", "考试时间"])
def test_the_day_of_an_event_is_not_the_day_its_notice_was_published(label: str) -> None:
    days = "".join(
        f"<li><a href='content_{n}.html'>关于文化惠民第{n}场的公告</a><span>{label}：2020-03-{n:02}</span></li>"
        for n in range(20, 8, -1)
    )
    items = read(f"<h2>{NAME}</h2><ul>{days}</ul>").items
    assert (len(items), {item.date for item in items}) == (12, {None})


# -- kinds that pages of real make showed ------------------------------------------------------------------------------


def test_rows_without_links_that_a_click_on_the_row_opens() -> None:
    items = rows(4)
    cells = "".join(
        f"<tr onclick=\"window.open('{h}')\"><td>{n}</td><td>{t}</td><td>县水务局</td><td>{d}</td></tr>"
        for n, (t, h, d) in enumerate(items, 1)
    )
    heads = "<tr><th>序号</th><th>标题</th><th>单位</th><th>发布日期</th></tr>"
    assert found(read(f"<table>{heads}{cells}</table>")) == items
    called = re.sub(r"window.open\('[^']*content_(\d+).html'\)", r"view('\1')", cells)
    assert [(item.title, item.date) for item in read(f"<table>{heads}{called}</table>").items] == [
        (t, d) for t, _, d in items
    ]


@pytest.mark.parametrize("count", [3, 12])
def test_rows_below_heads_of_other_words_that_only_a_script_opens_are_all_of_the_list(count: int) -> None:
    """The heads were the list's heading, under which the first row alone was a list of one."""
    items = rows(count)
    cells = "".join(
        f"<tr><td>{n}</td><td><a href='javascript:;' onclick=\"v('{9000 - n}')\">{t}</a></td><td>局</td>"
        f"<td>{d}</td></tr>"
        for n, (t, _, d) in enumerate(items, 1)
    )
    reading = read(f"<table><tr><th>序号</th><th>事项</th><th>部门</th><th>公开日</th></tr>{cells}</table>")
    assert [(item.title, item.date) for item in reading.items] == [(t, d) for t, _, d in items]


def test_tags_that_stand_in_the_words_of_a_title_are_no_part_of_it() -> None:
    items = rows(4)
    cells = "".join(
        f"<li><a href='{h}'>&lt;font color=red&gt;{t}&lt;/font&gt;&lt;br/&gt;</a><span>{d}</span></li>"
        for t, h, d in items
    )
    assert found(read(f"<ul>{cells}</ul>")) == items


def test_what_became_of_a_document_is_no_label_of_its_day() -> None:
    items = rows(4)
    cells = "".join(f"<li><s><a href='{h}'>{t}</a></s><b>已废止</b><span>{d}</span></li>" for t, h, d in items)
    assert found(read(f"<ul>{cells}</ul>")) == items
    labelled = cells.replace("<b>已废止</b><span>", "<b>废止日期：</b><span>")
    assert {item.date for item in read(f"<ul>{labelled}</ul>").items} == {None}


def test_a_day_in_the_title_of_a_link_counts_behind_its_label() -> None:
    items = rows(4)
    told = "标题：{t}&#13;&#10;作者：佚名&#13;&#10;发布时间：{d.year}-{d.month}-{d.day} 9:10:00&#13;&#10;点击数：3"
    cells = "".join(f"<li><a href='{h}' title='{told.format(t=t, d=d)}'>{t}</a></li>" for t, h, d in items)
    assert found(read(f"<ul>{cells}</ul>")) == items
    deadline = cells.replace("发布时间", "截止时间")
    assert {item.date for item in read(f"<ul>{deadline}</ul>").items} == {None}


def test_a_counter_beside_a_day_without_a_year_hides_it_not() -> None:
    items = [(t, f"/zwgk/tzgg/{d:%Y}/{d:%m%d}/{n}.html", d) for n, (t, _, d) in enumerate(rows(4), 100)]
    cells = "".join(f"<li><a href='{h}'>{t}</a><span>点击：107　{d:%m-%d}</span></li>" for t, h, d in items)
    assert [(item.title, item.date) for item in read(f"<ul>{cells}</ul>").items] == [(t, d) for t, _, d in items]


def test_days_below_headings_by_month_in_one_box() -> None:
    items = rows(12, step=9)
    cells, month = "", None
    for t, h, d in items:
        if month != (d.year, d.month):
            month = (d.year, d.month)
            cells += f"<h4>{d.year}年{d.month}月</h4>"
        cells += f"<p><a href='{h}'>{t}</a><i>{d.day:02}日</i></p>"
    assert found(read(f"<div class='timeline'>{cells}</div>")) == items
