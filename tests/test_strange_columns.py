"""Columns of unusual kinds, each with its truth by construction: the exact count, or honestly none."""

import asyncio
import json
import random
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from portals import HOME, NOW, Answer, TableFetcher, column

from auditor.base.terms import Order
from auditor.crawl.column import ColumnReading
from auditor.crawl.walk import read_column

FIRST, LAST = date(2020, 1, 1), date(2020, 3, 31)
PATH = "/zwgk/tzgg/"
COLUMN = column().model_copy(update={"url": PATH})
_MATTERS = ("春季农田水利建设", "城区供水管网改造", "义务教育招生", "公益性岗位招聘", "乡村道路养护", "食品安全抽检")


@dataclass(frozen=True)
class Item:
    number: int
    day: date
    title: str
    href: str

    @property
    def row(self) -> str:
        return f"<li><a href='{self.href}'>{self.title}</a><span>{self.day}</span></li>"


def items(count: int, newest: str, step: int = 5, first: int = 0) -> list[Item]:
    found = []
    for at in range(count):
        number = first + at
        title = f"清源县关于{_MATTERS[number % len(_MATTERS)]}的公告（第{number * 37 % 499 + 1}号）"
        day = date.fromisoformat(newest) - timedelta(days=step * at)
        found.append(Item(number, day, title, f"{PATH}content_{9000 - number}.html"))
    return found


def listed(rows: list[Item]) -> str:
    return f"<ul class='list'>{''.join(item.row for item in rows)}</ul>"


def page(body: str, name: str = "通知公告") -> str:
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{name}_清源县人民政府</title>"
        f"<meta name='ColumnName' content='{name}'></head><body><div class='nav'><a href='/'>首页</a></div>"
        f"<div class='weizhi'>当前位置：<a href='/'>首页</a> &gt; {name}</div>"
        f"<div class='main'><h2>{name}</h2>{body}</div>"
        "<div class='footer'>主办：清源县人民政府办公室</div></body></html>"
    )


def address(number: int) -> str:
    return PATH if number == 1 else f"{PATH}index_{number}.html"


def pager(number: int, pages: int) -> str:
    if number == pages:
        return f"<div class='page'><a href='{address(1)}'>首页</a></div>"
    return f"<div class='page'><a href='{address(number + 1)}'>下一页</a> <a href='{address(pages)}'>尾页</a></div>"


def paged(rows: list[Item], size: int) -> dict[str, Answer | list[Answer]]:
    parts = [rows[at : at + size] for at in range(0, len(rows), size)]
    return {address(n): page(listed(part) + pager(n, len(parts))) for n, part in enumerate(parts, 1)}


def walk(
    pages: dict[str, Answer | list[Answer]], *, now: datetime = NOW, **more: object
) -> tuple[ColumnReading, TableFetcher]:
    fetcher = TableFetcher(pages, now=now)
    options = {"since": FIRST, "max_pages": 50, **more}
    reading = asyncio.run(read_column(COLUMN, f"{HOME.rstrip('/')}{PATH}", fetcher, **options))  # type: ignore[arg-type]
    return reading, fetcher


def count(reading: ColumnReading) -> int | None:
    """What is counted of the quarter; ``None`` where nothing is proved."""
    if not reading.covers(FIRST) or any(s.date is None for s in reading.sightings):
        return None
    return sum(FIRST <= s.date <= LAST for s in reading.sightings if s.date is not None)


def in_quarter(rows: list[Item]) -> int:
    return sum(FIRST <= item.day <= LAST for item in rows)


def test_a_list_that_rises_is_read_from_its_far_end():
    rows = items(840, "2020-04-05", 3)[::-1]
    reading, fetcher = walk(paged(rows, 12))
    assert count(reading) == in_quarter(rows)
    assert reading.witness is not None
    assert reading.witness.order is Order.RISING
    assert fetcher.asked[2] == address(70), "from the last page back, once two pages rose"
    assert len(fetcher.asked) <= 7


def test_a_far_end_that_leads_on_is_none():
    rows = items(120, "2020-04-05", 3)[::-1]
    pages = paged(rows, 12)
    pages[address(10)] = page(listed(rows[108:]) + f"<div class='page'><a href='{address(11)}'>下一页</a></div>")
    pages[address(11)] = page(listed(items(3, "2020-04-08", 1, 200)))
    reading, _ = walk(pages)
    assert count(reading) in (None, in_quarter(rows))


def test_a_rising_list_is_read_anew_though_its_first_page_stays():
    rows = items(40, "2020-02-10", 5)[::-1]
    first, _ = walk(paged(rows, 12))
    assert count(first) == in_quarter(rows)
    grown = [
        *rows,
        replace(rows[0], number=300, day=date(2020, 3, 2), href=f"{PATH}content_300.html", title="新的公告"),
    ]
    again, _ = walk(paged(grown, 12), earlier=first)
    assert count(again) == in_quarter(grown)


def test_what_is_new_behind_a_first_page_of_old_rows_is_found():
    old, rows = items(12, "2018-05-01", 1), items(30, "2020-02-28", 4, 50)
    first, _ = walk(paged(old + rows, 12))
    grown = [*old, *items(1, "2020-03-20", 1, 300), *rows]
    for thorough in (True, False):
        again, _ = walk(paged(grown, 12), earlier=first, thorough=thorough)
        assert count(again) in (None, in_quarter(grown))


def test_a_falling_column_still_costs_one_request_when_nothing_changed():
    pages = paged(items(40, "2020-04-05", 5), 12)
    first, _ = walk(pages)
    again, fetcher = walk(pages, earlier=first)
    assert again.is_unchanged
    assert len(fetcher.asked) == 1


def test_groups_by_department_do_not_fall_over_all():
    one, other = items(20, "2020-03-20", 20), items(20, "2020-03-25", 6, 20)
    heads = {0: "县财政局", 20: "县教育局"}
    rows = [(heads.get(at, ""), item) for at, item in enumerate([*one, *other])]
    parts = [rows[at : at + 10] for at in range(0, len(rows), 10)]
    pages: dict[str, Answer | list[Answer]] = {}
    for number, part in enumerate(parts, 1):
        body = "".join((f"<li class='h'>{head}</li>" if head else "") + item.row for head, item in part)
        pages[address(number)] = page(f"<ul class='list'>{body}</ul>{pager(number, len(parts))}")
    reading, _ = walk(pages)
    assert count(reading) == in_quarter([*one, *other])


def _in_blocks(dice: random.Random) -> tuple[list[Item], int]:
    """A list arranged by units that no heading names: each falls by itself; and how many rows a page holds."""
    units = dice.sample(("县财政局", "县教育局", "县水务局", "县民政局"), dice.choice((2, 3)))
    rows, size = [], dice.choice((6, 10, 12))
    for at, unit in enumerate(units):
        newest = dice.choice(("2020-03-20", "2019-11-02", "2018-06-01"))
        found = items(dice.randrange(size, 4 * size), newest, dice.choice((6, 20)), 100 * at)
        rows += [replace(item, title=item.title.replace("清源县", unit)) for item in found]
    return rows, size


@pytest.mark.parametrize("seed", range(40))
def test_groups_that_no_heading_names_are_never_counted_short(seed: int):
    rows, size = _in_blocks(random.Random(seed))
    reading, _ = walk(paged(rows, size))
    assert count(reading) in (None, in_quarter(rows))


@pytest.mark.parametrize("size", [5, 8, 12])
@pytest.mark.parametrize("full", [1, 2])
@pytest.mark.parametrize("newest", ["2018-06-01", "2019-12-31"])
def test_pages_full_of_old_rows_pinned_without_a_mark_prove_no_zero(size: int, full: int, newest: str):
    rows = [*items(full * size, newest, 9), *items(5 * size, "2020-03-28", 4, 200)]
    for pages in (paged(rows, size), _without_last_step(paged(rows, size))):
        reading, _ = walk(pages)
        assert count(reading) in (None, in_quarter(rows))


def _without_last_step(pages: dict[str, Answer | list[Answer]]) -> dict[str, Answer | list[Answer]]:
    return {at: re.sub(r" <a [^>]*>尾页</a>", "", str(body)) for at, body in pages.items()}


def test_a_list_that_holds_nothing_new_is_looked_at_once_more_and_then_costs_one_request():
    pages = paged(items(80, "2019-11-20", 9), 10)
    first, fetcher = walk(pages)
    assert count(first) == 0
    assert fetcher.asked == [PATH, address(2), address(3), address(8)]
    again, fetcher = walk(pages, earlier=first)
    assert (count(again), len(fetcher.asked)) == (0, 1)


def test_a_second_look_that_is_barred_leaves_what_two_pages_prove():
    pages = paged(items(80, "2019-11-20", 9), 10)
    pages |= {address(number): 500 for number in range(3, 9)}
    reading, _ = walk(pages)
    assert count(reading) == 0
    assert reading.notes


def _led(rows: list[Item], *marks: str) -> list[Item]:
    """The rows with parameters behind their addresses; ``marks`` come in turn."""
    return [replace(item, href=f"{item.href}?{marks[at % len(marks)].format(at)}") for at, item in enumerate(rows)]


@pytest.mark.parametrize("mark", ["from=page{}", "t=16{}", "spm=a.b.{}", "utm_source=list&utm_term={}", "_={}"])
def test_an_article_on_two_pages_counts_once_wherever_it_was_clicked_on(mark: str):
    rows = items(30, "2020-03-28", 4)
    shown = [_led(rows[at : at + 10], mark.format(at)) for at in (0, 9, 18, 27)]
    pages = {address(n): page(listed(part) + pager(n, len(shown))) for n, part in enumerate(shown, 1)}
    assert count(walk(pages)[0]) == in_quarter(rows)


@pytest.mark.parametrize("mark", ["id={}", "newsid={}", "code=a{}", "guid=0f{}"])
def test_twins_that_a_parameter_tells_apart_are_two(mark: str):
    rows = [replace(item, title="县城供水公告", day=date(2020, 2, 3), href="/2020/show.jsp") for item in NEW]
    assert count(walk({PATH: page(listed(_led(rows, mark)) + EIGHT)})[0]) == len(rows)


OLD, NEW = items(6, "2019-12-20", 20), items(8, "2020-03-20", 20)
EIGHT = "<div class='page'>共8条</div>"


def _years(shown: str, *others: str) -> str:
    links = "".join(f"<a href='{PATH}{year}/'>{year}年</a>" for year in others)
    return f"<div class='years'>{links}<a class='on'>{shown}年</a></div>"


def _torn(gap: str, at: int = 3) -> str:
    return "".join(item.row + (gap if number == at else "") for number, item in enumerate(NEW))


def _cells(*days: str, heads: str = "") -> str:
    rows = (
        f"<tr><td><a href='{item.href}'>{item.title}</a></td>"
        + "".join(f"<td>{item.day + timedelta(days=int(shift))}</td>" for shift in days)
        + "</tr>"
        for item in NEW
    )
    head = f"<tr>{''.join(f'<th>{name}</th>' for name in heads.split())}</tr>" if heads else ""
    return f"<table>{head}{''.join(rows)}</table>{EIGHT}"


def _with(text: str, sign: str = "<p>{}</p>") -> str:
    rows = (f"<li><a href='{i.href}'>{i.title}</a>{sign.format(text.format(day=i.day, i=i))}</li>" for i in NEW)
    return f"<ul>{''.join(rows)}</ul>{EIGHT}"


UNKNOWN, EXACT = None, in_quarter(NEW)
PAGES = {
    "an older year of several": (_years("2019", "2020", "2018") + listed(OLD), UNKNOWN),
    "all years with links to each": (_years("全部", "2020", "2019") + listed(NEW) + EIGHT, EXACT),
    "more by a list file": (f"<h3>公告</h3><a href='{PATH}list.html'>更多</a>{listed(NEW)}", UNKNOWN),
    "see all": (f"{listed(NEW)}<div><a href='/zwgk/wj/'>查看全部</a></div>", UNKNOWN),
    "more by a script": (f"{listed(NEW)}<div><span onclick=\"location.href='/zwgk/wj/'\">更多</span></div>", UNKNOWN),
    "a list closed too early": (f"<div><ul class='list'>{_torn('</ul></div>')}</ul></div>", EXACT),
    "a day of formation alone": (_cells("-30", heads="标题 成文日期"), UNKNOWN),
    "a day of formation and one of publishing": (_cells("-30", "0", heads="标题 成文日期 发布日期"), EXACT),
    "a closing day alone": (_with("截止日期：{day}"), UNKNOWN),
    "a day in an excerpt": (_with("2020年2月3日，县政府召开会议"), UNKNOWN),
    "a day in an excerpt beside one of its own": (
        _with("<p>2019年12月3日，县政府召开会议</p><i>{day}</i>", "{}"),
        EXACT,
    ),
    "a source beside the day": (_with("来源：县政府办 {day} 浏览：77"), EXACT),
    "two digits and signs of year": (_with("{day:%y年%m月%d日}"), EXACT),
    "a day glued to the title": (
        "<ul>" + "".join(f"<li><a href='{i.href}'>{i.title}{i.day}</a></li>" for i in NEW) + f"</ul>{EIGHT}",
        EXACT,
    ),
    "a scroll that asks, few rows": (
        listed(NEW[:4])
        + "<script>let p=1;window.addEventListener('scroll',()=>{p++;fetch('/api/list?p='+p).then(add)})</script>",
        UNKNOWN,
    ),
    "a pager that only a script draws": (f"{listed(NEW[:3])}<el-pagination :total='n'></el-pagination>", UNKNOWN),
    "a total in a heading": (f"{listed(items(10, '2020-03-28', 3))}<h3>共10条</h3>", UNKNOWN),
    "rows of this page": (f"{listed(items(15, '2020-03-28', 3))}<div class='page'>当前页 15条</div>", UNKNOWN),
    "words that a script replaces": (
        "<div id='rows'>暂无数据</div><script>$.get('/api/l',function(d){$('#rows').html(d)})</script>",
        UNKNOWN,
    ),
    "words beside a box that a linked script fills": (
        "<div id='list'></div><p>暂无数据</p><script src='/js/list.js'></script>",
        UNKNOWN,
    ),
    "hidden rows": (listed(NEW).replace("</ul>", f"{OLD[0].row.replace('<li', '<li hidden')}</ul>") + EIGHT, EXACT),
    "rows as a script writes them": (
        "<ul id='l'></ul><script>var datasource=["
        + ",".join(f"{{title:'{i.title}',url:'{i.href}',date:'{i.day}'}}" for i in NEW)
        + "];show(datasource);</script>",
        EXACT,
    ),
    "a menu in a script": (
        "<ul id='l'></ul><script>var zNodes=["
        + ",".join(
            f'{{"id":{n},"name":"{name}","url":"/zwgk/{n}/index.html","createTime":"2019-02-03"}}'
            for n, name in enumerate(("政策文件", "财政预决算", "人事任免", "规划计划"))
        )
        + "];</script>",
        UNKNOWN,
    ),
    "twins with numbers of their own": (
        "<ul>"
        + "".join(
            f"<li><a href='javascript:void(0)' data-id='{7000 + i.number}'>{NEW[0].title}</a>"
            f"<span>{NEW[0].day}</span></li>"
            for i in NEW
        )
        + f"</ul>{EIGHT}",
        len(NEW),
    ),
    "a total that its own pager contradicts": (
        f"<div>共有8条</div>{listed(NEW)}<div class='page'>第1页 <a href='{address(2)}'>下一页</a></div>",
        UNKNOWN,
    ),
}


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_of_an_unusual_kind(kind: str):
    body, truth = PAGES[kind]
    more = listed(items(8, "2020-02-02", 3, 60)) + "<div class='page'>第2页</div>"
    reading, _ = walk({PATH: page(body), address(2): page(more)} if address(2) in body else {PATH: page(body)})
    if kind == "a total that its own pager contradicts":
        assert count(reading) != in_quarter(NEW)
    else:
        assert count(reading) == truth, reading.reason


def test_a_word_above_a_torn_off_row_makes_it_no_side_list():
    rows = "".join(
        f"<table><tr><td><a class='t' href='{i.href}'>{i.title}</a></td><td>{i.day}</td></tr></table>"
        + ("</td></tr></table>" if at == 0 else "")
        for at, i in enumerate(NEW)
    )
    reading, _ = walk({PATH: page(f"<p>最新公开</p><table><tr><td>{rows}</td></tr></table>{EIGHT}")})
    assert count(reading) in (None, EXACT)
    assert len(reading.sightings) in (0, len(NEW))


def test_attachments_below_the_titles_are_no_items():
    rows = "".join(
        f"<li><a href='{i.href}'>{i.title}</a><span>{i.day}</span>"
        f"<ul><li><a href='/f/{i.number}.doc'>附件：申请表{i.number}</a></li></ul></li>"
        for i in NEW
    )
    reading, _ = walk({PATH: page(f"<ul>{rows}</ul>{EIGHT}")})
    assert [s.item.href for s in reading.sightings] == [i.href for i in NEW]


def test_a_day_above_an_only_row_is_that_of_the_row_above():
    side = "".join(
        f"<li><a href='/yw/{n}.html'>县委理论学习中心组开展集体学习{n}</a><i>03-{n:02}</i></li>" for n in range(1, 7)
    )
    only = f"<ul class='list'><li><a href='/c21/202002/content_2673.shtml'>{NEW[0].title}</a></li></ul>"
    reading, _ = walk({PATH: page(f"<div class='left'><h3>最新发布</h3><ul>{side}</ul></div>{only}")})
    assert all(s.date is None for s in reading.sightings)


def _in_state(rows: list[Item], following: str) -> str:
    """A page whose rows a script lays out; its ``total`` is that of the page alone."""
    kept = [{"title": item.title, "link": item.href, "publish_date": str(item.day)} for item in rows]
    state = json.dumps({"news": {"list": kept, "total": len(rows)}}, ensure_ascii=False)
    more = f"<div class='more-btn' data-url='{following}' data-page='2'>点击加载更多</div>" if following else ""
    return page(f"<div id='app'></div><script>window.__INITIAL_STATE__={state};</script>{more}")


@pytest.mark.parametrize("size", [5, 9, 11])
def test_a_total_of_one_page_beside_a_step_to_more_ends_no_list(size: int):
    rows = items(14, "2020-04-05", 9)
    parts = [rows[at : at + size] for at in range(0, len(rows), size)]
    pages: dict[str, Answer | list[Answer]] = {
        address(n): _in_state(part, address(n + 1) if n < len(parts) else "") for n, part in enumerate(parts, 1)
    }
    reading, _ = walk(pages)
    assert count(reading) == in_quarter(rows)


ALL_IN = items(12, "2020-03-28", 3)
_SHELL = page(
    "<ul id='list'></ul><script>$.getJSON('/api/list?page=1&size=15',function(r){$.each(r.rows,function(i,v){"
    "$('#list').append('<li><a href=\"'+v.url+'\">'+v.title+'</a><span>'+v.date+'</span></li>')})})</script>"
)


def _answered(rows: list[Item], **figures: int) -> str:
    kept = [{"title": item.title, "url": item.href, "date": str(item.day)} for item in rows]
    return json.dumps({"code": 0, "rows": kept, **figures}, ensure_ascii=False)


@pytest.mark.parametrize("total", [15, 3], ids=["the rows of one page", "the pages"])
@pytest.mark.parametrize("length", [38, 45])
@pytest.mark.parametrize("is_numbered", [False, True])
def test_an_answer_that_counts_something_else_than_the_rows_of_the_list_ends_nothing(
    total: int, length: int, is_numbered: bool
):
    rows = items(length, "2020-03-30", 1)
    pages: dict[str, Answer | list[Answer]] = {}
    for n in range(1, 5):
        figures = {"total": total} | ({"pageNo": n} if is_numbered else {})
        answer = _answered(rows[15 * (n - 1) : 15 * n], **figures)
        pages[f"/api/list?page={n}&size=15"] = json.dumps({"data": json.loads(answer)}) if is_numbered else answer
    reading, _ = walk({PATH: _SHELL, **pages})
    assert count(reading) in (None, in_quarter(rows))


def test_an_answer_as_full_as_asked_for_is_all_where_an_empty_one_behind_it_states_the_same_total():
    rows = items(15, "2020-03-30", 1)
    answers = {f"/api/list?page={n}&size=15": _answered(rows if n == 1 else [], total=15) for n in (1, 2)}
    reading, _ = walk({PATH: _SHELL, **answers})
    assert count(reading) == in_quarter(rows) == 15


@pytest.mark.parametrize("kept", [0, 3, 12])
@pytest.mark.parametrize("ends", ["<li><a href='/x", "", "\n"])
def test_a_page_that_breaks_off_counts_nothing(kept: int, ends: str):
    """A server that states no length closes the connection early, and a broken copy is kept with the right one."""
    whole = page(listed(items(30, "2020-04-05", 1)) + "<div class='page'>首页 上一页 1 下一页 尾页</div>")
    cut = "<li>".join(whole.split("<li>")[: kept + 1]) + ends
    reading, _ = walk({PATH: cut})
    assert count(reading) is None


def test_a_page_whose_template_leaves_out_its_end_is_read():
    whole = page(listed(ALL_IN) + "<div class='page'>共12条</div>")
    reading, _ = walk({PATH: whole.replace("</body></html>", "")})
    assert count(reading) == 12


@pytest.mark.parametrize("said", ["暂无数据", "<p>暂无信息</p>"])
def test_what_is_said_where_no_script_runs_is_no_empty_list(said: str):
    links = "".join(f"<a href='/zw{n}/'>县政府工作部门{n}</a>" for n in range(30))
    body = page(
        f"<div class='nav'>{links}</div><ul id='ls'></ul><noscript>{said}</noscript><script src='/js/load.js'></script>"
    )
    reading, _ = walk({PATH: body})
    assert not reading.state.is_known


@pytest.mark.parametrize(
    "beside",
    [
        "<div><a href='/lsxx/2020/'>历史信息</a></div>",
        "<div>往期：<a href='2020.html'>2020年</a> <a href='2019.html'>2019年</a></div>",
        "<p><a href='/old/'>往年数据&gt;&gt;</a></p>",
    ],
)
@pytest.mark.parametrize("pager", ["", "<div class='page'><span>首页</span><span>1</span><span>下一页</span></div>"])
def test_what_an_archive_beside_the_list_holds_is_not_counted_as_nothing(beside: str, pager: str):
    newest = [item for item in ALL_IN if item.day >= date(2020, 3, 15)]
    said = "<div class='page'>第1页/共1页</div>" if pager else ""
    reading, _ = walk({PATH: page(listed(newest) + pager + said + beside)})
    assert count(reading) is None
    whole, _ = walk({PATH: page(listed(items(30, "2020-04-02", 6)) + pager + said + beside)})
    assert count(whole) == in_quarter(items(30, "2020-04-02", 6))
