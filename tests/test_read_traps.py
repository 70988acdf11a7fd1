"""Small traps of list pages, each by itself: what is no row, no date, no page number, no sign."""

import json
from datetime import date

from auditor.base.terms import ColumnState, PageKind
from auditor.fetch import PageRequest
from auditor.read import PageReading
from auditor.read.next_page.stepping import next_request
from auditor.read.reading import read_page

URL = "http://www.lanhe.gov.cn/zwgk/tzgg/"
DAYS = [f"2020-03-{n:02}" for n in range(30, 10, -1)]


def rows(count: int) -> str:
    return "".join(
        f'<li><a href="/a/t{n}0000.html">关于第{n}号事项的公告通知</a><span>{day}</span></li>'
        for n, day in enumerate(DAYS[:count], 1)
    )


def read(main: str, *, title: str = "通知公告", before: str = "") -> PageReading:
    head = f"<html><head><meta charset='utf-8'><title>{title}</title></head>"
    return read_page(
        f"{head}<body>{before}<h2>通知公告</h2><div class='main'>{main}</div></body></html>".encode(), url=URL
    )


def test_half_a_sign_in_an_answer_is_left_out_of_the_title():
    text = (
        '{"total":1,"rows":[{"title":"公告\\ud83d一 \\ud83d\\ude00 \\\\ud83d","url":"/a/1.html","date":"2020-03-05"}]}'
    )
    reading = read_page(text.encode(), url=URL, content_type="application/json")
    assert [item.title for item in reading.items] == ["公告一 \U0001f600 \\ud83d"]


def test_a_title_in_angle_brackets_is_kept_and_tags_are_not():
    row = {"title": "<2020年第3批>公示<b>名单</b>&lt;补&gt;", "url": "/a/1.html", "date": "2020-03-05"}
    reading = read_page(json.dumps({"total": 1, "rows": [row]}).encode(), url=URL, content_type="application/json")
    assert reading.items[0].title == "<2020年第3批>公示名单<补>"


def test_a_hidden_row_is_no_item_and_its_date_nobodys():
    model = '<li style="display:none"><a href="/a/t99999.html">标题标题标题标题</a><span>2020-02-02</span></li>'
    reading = read(f"<ul>{model}{rows(1)}</ul>")
    assert [(item.title, item.date) for item in reading.items] == [("关于第1号事项的公告通知", date(2020, 3, 30))]


def test_a_date_with_other_words_in_the_titles_brackets_is_not_the_rows():
    reading = read("<ul>" + rows(2) + '<li><a href="/a/t30000.html">（2020-03-31更正）关于某事项的公告</a></li></ul>')
    assert reading.items[2].date is None


def test_a_hot_list_before_an_empty_list_is_not_its_pagers():
    hot = "<h3>热点信息</h3><ul>" + rows(5) + "</ul>"
    reading = read('<ul><li>暂无信息</li></ul><div class="page">共0条</div>', before=hot)
    assert reading.kind is PageKind.LIST
    assert reading.is_empty_list
    assert reading.items == ()


def test_the_number_of_pages_is_not_taken_for_the_page_shown():
    links = "".join(f'<li><a href="list_4_{n}.html">{n}</a></li>' for n in range(2, 7))
    reading = read(f"<ul>{rows(10)}</ul><ul><li>共 <b>7</b>页<b>61</b>条</li><li class='thisclass'>1</li>{links}</ul>")
    assert reading.page_number == 1
    assert reading.next == PageRequest(URL + "list_4_2.html")


def test_a_single_other_page_number_in_a_cell_of_its_own_is_the_next_page():
    reading = read(f"<ul>{rows(15)}</ul><table><tr><td>1</td><td><a href='?p=2'>2</a></td></tr></table>")
    assert reading.next == PageRequest(URL + "?p=2")


def test_a_next_page_that_only_a_script_out_of_sight_can_turn_to_is_unknown_not_the_end():
    link = "<div class='page'><a href='javascript:;'>下一页</a></div>"
    assert read(f"<ul>{rows(15)}</ul>{link}").has_unknown_next
    assert not read(f"<ul>{rows(3)}</ul>{link}").has_unknown_next
    assert not read(f"<ul>{rows(15)}</ul>{link.replace('<a', '<a class=disabled')}").has_unknown_next
    assert read(f"<ul>{rows(15)}</ul><button>加载更多</button>").has_unknown_next


def test_a_sure_list_under_a_gambling_title_is_a_problem():
    reading = read(f"<ul>{rows(5)}</ul>", title="澳门新葡京娱乐场_百家乐在线投注")
    assert reading.problem is not None
    assert reading.problem.state is ColumnState.UNREADABLE
    assert read(f"<ul>{rows(5)}</ul>", title="打击网络赌博投注平台专项整治").problem is None


def test_previews_of_sub_columns_are_no_list():
    boxes = "".join(
        f"<div><h3>栏目{n}<a href='{n}/'>更多</a></h3><ul>{rows(5).replace('/a/', f'{n}/')}</ul></div>"
        for n in range(3)
    )
    assert read(boxes, title="政务公开").items == ()


def test_a_step_is_taken_wherever_the_request_counts():
    asked = PageRequest(
        "http://h.test/d.jsp?startrecord=1&endrecord=30&page=1", "POST", "page=1&startrecord=1&endrecord=30"
    )
    step = next_request(asked)
    assert step is not None
    assert (step.url.partition("?")[2], step.body) == (
        "startrecord=31&endrecord=60&page=2",
        "page=2&startrecord=31&endrecord=60",
    )
