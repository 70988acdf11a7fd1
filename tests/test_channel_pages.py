"""Channel pages: a block whose 更多 leads to the column is a teaser, never counted as it."""

import pytest
from portals import entries
from test_walk import URL as COLUMN_URL
from test_walk import walk

from auditor.base.terms import ColumnState
from auditor.read import PageReading
from auditor.read.reading import read_page
from auditor.read.values import Plan

URL = "http://www.lanhe.gov.cn/zwgk/"
DAYS = ("2020-04-02", "2020-03-20", "2020-02-11", "2020-01-15", "2019-12-30", "2019-12-11", "2019-11-02")


def block(name: str, more: str, slug: str = "a", tag: str = "div") -> str:
    rows = "".join(
        f"<li><a href='{href}'>{title}</a><span>{day}</span></li>" for title, href, day in entries(*DAYS, slug=slug)
    )
    return f"<{tag} class='blk'><div class='head'><h3>{name}</h3>{more}</div><ul class='list'>{rows}</ul></{tag}>"


def read(main: str, *, side: str = "") -> PageReading:
    return read_page(document(main, side).encode(), url=URL)


def document(main: str, side: str = "") -> str:
    return (
        "<html><head><meta charset='utf-8'><title>通知公告</title>"
        "<meta name='ColumnName' content='通知公告'></head><body>"
        "<div class='nav'><a href='/'>首页</a><a href='/zwgk/'>政务公开</a><a href='/all/'>更多</a></div>"
        f"<div class='main'>{main}</div>{side}<div class='footer'><a href='/link/'>更多</a></div></body></html>"
    )


@pytest.mark.parametrize(
    "more",
    [
        "<a href='tzgg/'>更多</a>",
        "<span><a href='/zwgk/tzgg/index.html'>更多&gt;&gt;</a></span>",
        "<a href='tzgg/'>MORE+</a>",
        "<a class='more' href='tzgg/'></a>",
        "<a title='更多' href='tzgg/'>&gt;&gt;</a>",
        "<a href='tzgg/'>查看更多信息</a>",
    ],
)
def test_a_block_with_more_is_a_teaser(more: str):
    reading = read(block("通知公告", more))
    assert reading.problem is not None
    assert reading.problem.state is ColumnState.UNREADABLE
    assert "更多" in reading.problem.reason
    assert "/zwgk/tzgg/" in reading.problem.reason


def test_more_before_tables_nested_around_the_rows_belongs_to_them():
    rows = "".join(
        f"<tr><td>·</td><td><a href='/zwgk/tzgg/{n}.html'>{title}</a></td><td>[{day}]</td></tr>"
        for n, (title, _, day) in enumerate(entries(*DAYS, *DAYS))
    )
    nested = f"<table width=100%><tr><td><table width=98%>{rows}</table></td></tr></table>"
    reading = read(f"<div class='tabcon'><a href='/zwgk/tzgg/'><i class='icon-more'></i></a>{nested}</div>")
    assert reading.problem is not None
    assert "/zwgk/tzgg/" in reading.problem.reason


def test_more_below_the_rows_belongs_to_them():
    rows = block("通知公告", "").removesuffix("</div>")
    assert read(f"{rows}<div class='foot'><a href='tzgg/'>更多</a></div></div>").problem is not None


@pytest.mark.parametrize(
    "more",
    [
        "",
        "<a href='/zwgk/'>更多</a>",
        "<a href='index.html'>更多</a>",
        "<a href='http://lanhe.gov.cn/zwgk/index.shtml'>更多</a>",
        "<a href='javascript:;'>更多</a>",
        "<a href='#'>更多</a>",
        "<a href='tzgg/' style='display:none'>更多</a>",
    ],
)
def test_what_leads_to_no_other_page_makes_no_teaser(more: str):
    reading = read(block("通知公告", more))
    assert reading.problem is None
    assert len(reading.items) == len(DAYS)


@pytest.mark.parametrize("place", ["beside", "within"])
def test_the_more_of_a_side_box_says_nothing_of_the_column(place: str):
    side = (
        "<div class='box2'><div class='head'><h3>相关栏目</h3><a href='/hot/'>更多</a></div>"
        "<ul><li><a href='/hot/1.html'>全县重点工作推进会</a></li>"
        "<li><a href='/hot/2.html'>全县安全生产会议</a></li></ul></div>"
    )
    main = block("通知公告", "")
    reading = read(main, side=side) if place == "beside" else read(main + side)
    assert reading.problem is None
    assert len(reading.items) == len(DAYS)


def test_a_list_with_a_pager_of_its_own_is_a_column_whatever_stands_in_its_head():
    pager = "<div class='page'>共38条 <a href='index_2.html'>下一页</a></div>"
    reading = read(block("通知公告", "<a href='/zwgk/gkml/'>更多</a>") + pager)
    assert reading.problem is None
    assert reading.next is not None


def test_a_channel_page_of_several_blocks_is_named_as_one():
    blocks = "".join(block(f"栏目{n}", f"<a href='/zwgk/{n}/'>更多</a>", slug=f"s{n}", tag="div") for n in range(1, 5))
    reading = read(blocks)
    assert reading.problem is not None
    assert "更多" in reading.problem.reason


def test_a_channel_page_whose_heads_are_written_by_scripts_is_named_as_one():
    head = "<script>document.write('{0}');document.write('<a href=\"./{0}/\">更多>></a>');</script>"
    blocks = "".join(block("", head.format(f"s{n}"), slug=f"s{n}") for n in range(1, 5))
    page = read(blocks.replace("<h3></h3>", ""))
    assert page.problem is not None
    assert "更多" in page.problem.reason


def headed(head: str, slug: str = "a") -> str:
    return block("", "", slug).replace("<h3></h3>", head)


@pytest.mark.parametrize(
    "head",
    [
        "<h3><a href='tzgg/'>通知公告</a></h3>",
        "<p><a href='tzgg/'>通知公告</a><a href='tzgg/'>&gt;&gt;</a></p>",
        "<h3>通知公告</h3><a href='tzgg/'>…</a>",
        "<h3>通知公告</h3><a href='tzgg/'><img src='/i/gd.gif'></a>",
        "<h3>通知公告</h3><a href='tzgg/'>进入</a>",
        "<a href='tzgg/'><img src='/i/tzgg.png' alt='通知公告'></a>",
    ],
)
def test_a_block_whose_head_leads_to_the_column_is_a_teaser(head: str):
    problem = read(headed(head)).problem
    assert problem is not None
    assert "/zwgk/tzgg/" in problem.reason


@pytest.mark.parametrize(
    "head",
    [
        "<h3><a href='/zwgk/'>通知公告</a></h3>",
        "<h3><a href='/'>返回</a></h3>",
        "<h3>通知公告</h3><a href='/rss/tzgg.xml'>RSS订阅</a>",
        "<p><a class='on' href='/zwgk/'>全部</a><a href='tz/'>通知</a><a href='gg/'>公告</a></p>",
        "<p><a href='/zwgk/zn.html'>公开指南</a> <a href='/zwgk/ml.html'>公开目录</a></p>",
        "<p>通知公告 <a href='/bsfw/'>办事大厅</a></p>",
    ],
)
def test_a_head_that_leads_to_no_column_makes_no_teaser(head: str):
    assert read(headed(head)).problem is None


def test_lists_of_one_make_under_headings_of_their_own_are_blocks_of_a_channel_page():
    blocks = block("通知公告", "", slug="a") + block("政策文件", "", slug="b")
    problem = read(blocks).problem
    assert problem is not None
    assert "频道页" in problem.reason
    assert read(blocks + "<div class='page'>共14条</div>").problem is None


def test_an_arrow_beside_the_days_of_another_block_is_no_next_page():
    side = (
        "<div class='r'><p>领导活动<a href='/ld/'>&gt;&gt;</a></p><ul><li><b>3月</b><i>05</i><u>2020</u>"
        "<a href='/ld/1.html'>县长调研安全生产工作</a></li></ul></div>"
    )
    assert read(block("通知公告", "") + side).next is None


def test_a_teaser_is_unknown_however_far_back_it_reaches():
    reading, _ = walk({COLUMN_URL: document(block("栏目", "<a href='/lm/all/'>更多</a>"))})
    assert reading.state is ColumnState.UNREADABLE
    assert "/lm/all/" in reading.reason


def _whole(slug: str = "a") -> str:
    """The list behind 更多: the block's rows, and older ones below them."""
    days = (*DAYS, "2019-10-08", "2019-09-03")
    rows = "".join(
        f"<li><a href='{href}'>{title}</a><span>{day}</span></li>" for title, href, day in entries(*days, slug=slug)
    )
    return document(f"<h2>通知公告</h2><ul class='list'>{rows}</ul><div class='page'>共9条</div>")


MORE = "<a href='/lm/all/'>更多</a>"


def test_the_only_block_of_a_page_called_like_the_column_leads_to_the_whole_list():
    reading, fetcher = walk({COLUMN_URL: document(block("通知公告", MORE)), "/lm/all/": _whole()})
    assert (reading.state, len(reading.sightings)) == (ColumnState.COUNTED, 9)
    assert any("/lm/all/" in note and "摘要" in note for note in reading.notes)
    again, second = walk({"/lm/all/": _whole()}, earlier=reading)
    assert (again.is_unchanged, second.asked) == (True, ["/lm/all/"])
    assert fetcher.asked == [COLUMN_URL, "/lm/all/"]


@pytest.mark.parametrize(
    ("page", "whole"),
    [
        (block("工作动态", MORE), _whole()),
        (block("通知公告", MORE), _whole(slug="b")),
        (block("通知公告", MORE) + "<p>办事指南<a href='/lm/zn/'>更多</a></p>", _whole()),
        (block("通知公告", MORE) + "<ul id='rows'></ul><script>fill('rows')</script>", _whole()),
        (block("通知公告", MORE), document("<p>建设中</p>")),
    ],
    ids=["of another name", "with other rows", "two blocks", "a box still to be filled", "no list"],
)
def test_a_block_that_may_be_anothers_is_not_left_for_its_more(page: str, whole: str):
    reading, _ = walk({COLUMN_URL: document(page), "/lm/all/": whole})
    assert reading.state is ColumnState.UNREADABLE
    assert "更多" in reading.reason


CHOICE = "<ul class='tabs'><li class='on'>{}</li><li data-id='2'>{}</li></ul>"


@pytest.mark.parametrize(
    ("tabs", "is_part"),
    [
        (CHOICE.format("党委文件", "政府文件"), True),
        ("<div><a class='cur' href='#'>党委文件</a><a href='javascript:;'>政府文件</a></div>", True),
        ("<div><a class='on' href='/zwgk/'>党委文件</a><a href='/zwgk/?t=2'>政府文件</a></div>", True),
        ("<div><a class='on' href='/zwgk/'>党委文件</a><a href='/zwgk/zf/'>政府文件</a></div>", False),
        ("<div><a class='on'>党委文件</a><a onclick=\"location.href='/zwgk/zf/'\">政府文件</a></div>", False),
        (CHOICE.format("通知公告", "政务动态"), False),
        (CHOICE.format("全部", "政府文件"), False),
        (CHOICE.format("按时间", "按热度"), False),
        ("<ul><li>党委文件</li><li>政府文件</li></ul>", False),
        ("<ul><li class='on'>党委文件</li><li>政府文件</li></ul><p>甲</p><p>乙</p><p>丙</p><p>丁</p>", False),
    ],
)
def test_a_list_under_one_of_several_tabs_by_kind_is_a_part_of_its_column(tabs: str, *, is_part: bool):
    reading = read(f"<h2>通知公告</h2>{tabs}{block('', '').replace('<h3></h3>', '')}<p>共7条 1/1页</p>")
    assert (reading.problem is not None) is is_part
    if reading.problem is not None:
        assert ("“党委文件”" in reading.problem.reason, "“政府文件”" in reading.problem.reason) == (True, True)


def test_what_a_person_says_to_press_is_the_tab_that_is_meant():
    main = f"<h2>通知公告</h2>{CHOICE.format('党委文件', '政府文件')}{block('', '')}<p>共7条 1/1页</p>"
    assert read_page(document(main).encode(), url=URL, plan=Plan(browser=True, press="党委文件")).problem is None


@pytest.mark.parametrize(("shown", "state"), [("规划计划", ColumnState.COUNTED), ("党委文件", ColumnState.UNREADABLE)])
def test_the_tab_that_is_called_like_the_column_is_the_columns(shown: str, state: ColumnState):
    """What the page itself is called may be no more than 信息公开."""
    main = f"{CHOICE.format(shown, '政府文件')}{block('', '').replace('<h3></h3>', '')}<p>共7条 1/1页</p>"
    reading, _ = walk({COLUMN_URL: document(main)})
    assert reading.state is state
