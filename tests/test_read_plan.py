"""A reading plan: what a page was understood by, given back in CSS; and a page read by what a person showed."""

from dataclasses import replace
from datetime import date

import pytest
from drawn_teaching import judged
from portals import NOW, entries, list_page

from auditor.base.terms import FetchStatus
from auditor.fetch import Fetched, PageRequest
from auditor.read.lists.outline import Outline
from auditor.read.lists.plan import Misfit
from auditor.read.planning import Unteachable, described, find_plan, marked_page, proposed, what_bars
from auditor.read.reading import read_page
from auditor.read.values import LAST_STEP, UNKNOWN_STEP, Groups, Plan

URL = "http://portal.test/zx/"
CARD = '<a class="card" href="/d/{n}.html"><em>{d}</em><i>{ym}</i><b>{title}</b><p>会议指出今年要做好有关工作。</p></a>'
DAYS = (("03", "2020.03"), ("28", "2020.02"), ("17", "2020.01"), ("27", "2019.12"))
TITLES = ("春耕生产工作会议召开", "常务会议研究疫情防控", "多措并举推进脱贫攻坚", "举行迎新年文艺汇演")
PAGER = '<div class="fy"><span>1</span><a href="/zx/list_2.html"><img src="next.png"></a></div>'


def page(body: str) -> bytes:
    return f"<html><head><meta charset='utf-8'><title>动态</title></head><body>{body}</body></html>".encode()


def cards(*, pager: str = PAGER, more: str = "") -> bytes:
    rows = "".join(
        CARD.format(n=n, d=d, ym=ym, title=title)
        for n, ((d, ym), title) in enumerate(zip(DAYS, TITLES, strict=True), 100)
    )
    return page(f'<div class="nav"><a href="/">首页</a></div><div class="cards">{rows}{more}</div>{pager}')


def fetched(body: bytes, url: str = URL) -> Fetched:
    return Fetched(PageRequest(url), FetchStatus.OK, url, 200, (), body, NOW)


def place_of(outline: Outline, text: str) -> int:
    return next(owner.order for one, owner in zip(outline.texts, outline.owners, strict=True) if text in one)


def pointed(body: bytes, title: str, day: str = "", step: str = "") -> Plan:
    with marked_page(fetched(body)) as opened:
        outline = opened.page.outline
        link = next((one.order for one in outline.links if step and step in one.attrs.get("href", "")), None)
        return proposed(opened.page, place_of(outline, title), place_of(outline, day) if day else None, link)


def test_a_list_says_where_it_stands_and_is_read_alike_by_that() -> None:
    body = list_page(entries("2020-03-03", "2020-02-03", "2020-01-03"), next_href="index_2.html", total=40).encode()
    plan = find_plan(fetched(body))
    assert plan is not None
    assert plan.given == {"rows": "ul.news_list > li", "title": "a", "date": "span", "next": "div.page"}
    assert (plan.date_form, plan.step, plan.ends, plan.address) == ("0000-00-00", "link", ("total", "pages"), "href")
    without, by_plan = read_page(body, url=URL), read_page(body, url=URL, plan=Plan(**plan.given))
    assert (by_plan.items, by_plan.next, by_plan.total_items) == (without.items, without.next, 40)


def test_cards_with_torn_dates_are_read_by_what_one_of_them_shows() -> None:
    assert read_page(cards(), url=URL).next is None, "no word says which picture leads on"
    plan = pointed(cards(), TITLES[1], "28", "list_2")
    reading = read_page(cards(), url=URL, plan=plan)
    assert [item.title for item in reading.items] == list(TITLES)
    days = [date(2020, 3, 3), date(2020, 2, 28), date(2020, 1, 17), date(2019, 12, 27)]
    assert [item.date for item in reading.items] == days
    assert reading.next == PageRequest("http://portal.test/zx/list_2.html")


@pytest.mark.parametrize("missing", [None, 0, 2])
@pytest.mark.parametrize("is_before", [True, False])
def test_the_ends_of_a_list_tell_to_which_rows_dates_between_them_belong(is_before: bool, missing: int | None) -> None:
    pairs = [
        (f"<a class='t' href='/d/{n}.html'>{title}</a>", "" if n == missing else f"<em>2020-03-0{9 - n}</em>")
        for n, title in enumerate(TITLES)
    ]
    end = 0 if is_before else 3
    rows = "".join(day + link if is_before else link + day for link, day in pairs)
    reading = read_page(page(f"<div>{rows}</div>"), url=URL, plan=Plan(rows="a.t", date="em"))
    if missing == end:
        assert "上一行还是下一行" in reading.misfit
    else:
        days = [item.date.day if item.date else None for item in reading.items]
        assert days == [None if n == missing else 9 - n for n in range(4)]


def test_dates_at_both_ends_of_a_list_belong_to_no_row_for_sure() -> None:
    rows = "".join(f"<em>2020-03-0{9 - n}</em><a class='t' href='/d/{n}.html'>{t}</a>" for n, t in enumerate(TITLES))
    reading = read_page(page(f"<div>{rows}<em>2020-01-01</em></div>"), url=URL, plan=Plan(rows="a.t", date="em"))
    assert "上一行还是下一行" in reading.misfit


def test_dates_between_the_rows_belong_to_the_row_before_them() -> None:
    rows = "".join(
        f'<a class="t" href="/d/{n}.html">{title}</a><em>{ym}月{d}日</em><br>'
        for n, ((d, ym), title) in enumerate(zip(DAYS, TITLES, strict=True))
    ).replace(".", "年")
    body = page(f'<div class="flat">{rows}</div>'.replace("年html", ".html"))
    reading = read_page(body, url=URL, plan=Plan(rows="a.t", date="em"))
    assert [item.date and item.date.isoformat() for item in reading.items] == [
        "2020-03-03", "2020-02-28", "2020-01-17", "2019-12-27",
    ]  # fmt: skip
    assert pointed(body, TITLES[2], "17").given["rows"] == "a.t"


def test_only_what_is_given_is_taken_from_the_plan() -> None:
    rows = "".join(
        f'<tr><td><a href="/d/{n}.html">关于第{n}号事项的公告全文</a></td>'
        f"<td>2020-01-0{n}</td><td>2020-02-0{n}</td></tr>"
        for n in range(1, 6)
    )
    body = page(f"<h2>动态</h2><table class='list'>{rows}</table>")
    assert {item.date for item in read_page(body, url=URL).items} == {None}, "two days without a word: the article's"
    reading = read_page(body, url=URL, plan=Plan(date="td:nth-of-type(3)"))
    assert [item.date for item in reading.items] == [date(2020, 2, n) for n in range(1, 6)]


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        (Plan(rows="li.gone"), "找不到任何一行"),
        (Plan(rows="ul > li:nth-child(-n+2)"), "漏掉了2行"),
        (Plan(rows="ul > li", title="b"), "找不到标题"),
        (Plan(rows="ul > li", date="em"), "找不到任何日期"),
        (Plan(title="b"), "找不到任何标题"),
    ],
)
def test_a_plan_that_does_not_fit_is_left_aside_and_that_is_told(plan: Plan, why: str) -> None:
    body = list_page(entries("2020-03-03", "2020-02-03", "2020-01-03", "2019-12-30"), total=4).encode()
    reading, without = read_page(body, url=URL, plan=plan), read_page(body, url=URL)
    assert why in reading.misfit
    assert reading.items == without.items


def test_an_empty_list_is_no_misfit() -> None:
    body = page('<h2>动态</h2><div class="main"><p>暂无信息</p></div>')
    reading = read_page(body, url=URL, plan=Plan(rows="ul.list > li"))
    assert reading.is_empty_list
    assert not reading.misfit


@pytest.mark.parametrize("words", ["尾页", "上一页", "首页", "末页"])
def test_no_plan_passes_over_pages(words: str) -> None:
    body = cards(pager=f'<div class="fy"><a class="x" href="/zx/list_9.html">{words}</a></div>')
    assert read_page(body, url=URL, plan=Plan(rows="a.card", date="em, i", next="a.x")).next is None
    with pytest.raises(Misfit, match="下一页"):
        pointed(body, TITLES[0], "03", "list_9")


def test_two_nameless_steps_are_no_known_way_on_and_no_end() -> None:
    steps = '<a href="/zx/"><img src="l.png"></a><a href="/zx/list_3.html"><img src="r.png"></a>'
    body = cards(pager=f'<div class="fy">{steps}</div>')
    reading = read_page(body, url="http://portal.test/zx/list_2.html", plan=Plan("a.card", "b", "em, i", "div.fy > a"))
    assert (reading.next, reading.next_kind) == (None, UNKNOWN_STEP)


PAGERS = {
    "arrows that are no quotation marks": ("<a href='{back}'>〈</a>", "<a href='{on}'>〉</a>", "〉"),
    "arrows with words": ("<a href='{back}'>← 前翻</a>", "<a href='{on}'>后翻 →</a>", "后翻"),
    "an arrow before one to the end": (
        "<a href='{back}'>‹‹</a>",
        "<a href='{on}'>▶</a><a href='/zx/l.html'>▶▶</a>",
        "▶",
    ),
    "pictures": ("<a href='{back}'><img src='/i/a1.gif'></a>", "<a href='{on}'><img src='/i/a2.gif'></a>", "/on"),
    "icons": ("<a href='{back}'><i class='ic ic-l'></i></a>", "<a href='{on}'><i class='ic ic-r'></i></a>", "/on"),
    "titles": ("<a title='往新' href='{back}'><i></i></a>", "<a title='往旧' href='{on}'><i></i></a>", "/on"),
    "classes": ("<a class='b l' href='{back}'></a>", "<a class='b r' href='{on}'></a>", "/on"),
    "nothing but the place": ("<a class='b' href='{back}'></a>", "<a class='b' href='{on}'></a>", "/on"),
}


@pytest.mark.parametrize("first", ["", "<span>〈</span>"])
@pytest.mark.parametrize("kind", PAGERS)
def test_a_step_shown_on_the_first_page_is_the_step_on_every_page_and_never_the_one_back(kind: str, first: str) -> None:
    back, on, step = PAGERS[kind]
    pages = [
        first + on.format(on="/zx/on2.html"),
        back.format(back="/zx/") + on.format(on="/zx/on3.html"),
        back.format(back="/zx/on2.html"),
    ]
    bodies = [cards(pager=f"<div class='fy'>{one}</div>") for one in pages]
    with marked_page(fetched(bodies[0])) as opened:
        outline = opened.page.outline
        wordless = [box.order for box in outline.links if "/on" in box.attrs["href"]]
        link = wordless[0] if step == "/on" else place_of(outline, step)
        plan = proposed(opened.page, place_of(outline, TITLES[1]), place_of(outline, "28"), link)
    urls = [URL, f"{URL}on2.html", f"{URL}on3.html"]
    read = [read_page(body, url=url, plan=plan) for body, url in zip(bodies, urls, strict=True)]
    ways = [reading.next.url if reading.next else None for reading in read]
    assert ways[0] == urls[1], plan.next
    assert ways[1] in (urls[2], None if "place" in kind else urls[2]), plan.next
    assert ways[2] is None or "place" in kind, plan.next


def test_a_step_that_leads_nowhere_shows_no_end() -> None:
    body = cards(pager='<div class="fy"><span class="n">1</span></div>')
    reading = read_page(body, url=URL, plan=Plan("a.card", "b", "em, i", "span.n"))
    assert reading.next is None
    assert reading.next_kind != LAST_STEP


def test_what_was_pointed_at_must_be_a_row_and_its_date() -> None:
    with pytest.raises(Misfit, match="读不出日期"):
        pointed(cards(), TITLES[1], "会议指出")
    with pytest.raises(Misfit, match="不在这个页面上"), marked_page(fetched(cards())) as opened:
        proposed(opened.page, 99_999, None, None)


def test_a_running_banner_is_no_list() -> None:
    banner = "".join(f"<a href='/d/{n}.html'>{title}（2020-03-0{n + 1}）</a>" for n, title in enumerate(TITLES))
    with pytest.raises(Misfit, match="滚动"):
        pointed(page(f"<marquee>{banner}</marquee><div class='fy'>共1页</div>"), TITLES[1])


def test_a_program_s_answer_is_marked_in_its_markup() -> None:
    rows = "".join(
        f'<li><a href="/art/{n}.html">关于第{n}号事项的公告全文</a><b>2020-03-0{n}</b></li>' for n in range(1, 6)
    )
    body = ('{"data": {"html": "<ul class=\'x\'>' + rows.replace('"', "'") + '</ul>"}}').encode()
    with marked_page(fetched(body)) as opened:
        plan = described(opened)
    assert plan is not None
    assert plan.given["rows"] == "ul.x > li"
    assert read_page(body, url=URL, plan=Plan(**plan.given)).items == read_page(body, url=URL).items


def test_no_row_takes_its_year_from_the_row_above_it() -> None:
    days = (("1月", "2", "2020"), ("12月", "30", "2019"), ("12月", "3", "2019"))
    rows = "".join(
        f"<li><a href='/d/{n}.html'>关于第{n}号事项的公告全文</a>" + "".join(f"<i>{one}</i>" for one in day) + "</li>"
        for n, day in enumerate(days)
    )
    body = page(f"<h2>动态</h2><ul class='list'>{rows}</ul>")
    wanted = [date(2020, 1, 2), date(2019, 12, 30), date(2019, 12, 3)]
    assert [item.date for item in read_page(body, url=URL).items] == wanted
    halves = read_page(body, url=URL, plan=Plan(rows="li", date="i:nth-of-type(1), i:nth-of-type(2)"))
    assert [item.date for item in halves.items] == [None] * 3


SHAPED = [date(2020, 3, 28), date(2020, 3, 15), date(2020, 2, 20), date(2020, 1, 3), date(2019, 12, 30)]
NAMED = [
    "关于春耕备耕工作的公告",
    "全县防汛抗旱会议召开情况",
    "农村危房改造名单公示",
    "残疾人就业补贴发放",
    "森林防火戒严令",
]
NEXT = "<div class='pg'><a href='/c/2.html'>下一页</a></div>"
HAN_YEARS = {2019: "二〇一九", 2020: "二〇二〇"}
SHAPES = {
    "cards with an excerpt": (
        "<div class='card'><a href='/d/{n}.html'><img src='x.jpg'></a><h3><a href='/d/{n}.html'>{title}</a></h3>"
        "<p>摘要文字2018年的事</p><i>发布于 {d.month}月{d.day}日 {d.year}年</i></div>",
        "2月20日",
    ),
    "cards that call a script": (
        "<div onclick=\"location.href='/d/{n}.html'\"><h4>{title}</h4><small>{d:%Y/%m/%d}</small></div>",
        "2020/02/20",
    ),
    "terms": ("<dt><a href='/d/{n}.html'>{title}</a></dt><dd>{d:%Y年%m月%d日}</dd>", "2020年02月20日"),
    "a table a row": (
        "<table><tr><td>·</td><td><a href='/d/{n}.html'>{title}</a></td><td>{d:%m-%d} {d:%Y}</td></tr></table>",
        "02-20",
    ),
    "stray ends": ("<div><a href='/d/{n}.html'>{title}</a></div></div><span>{d:%Y-%m-%d}</span>", "2020-02-20"),
    "stray ends of tables": (
        "<tr><td><a href='/d/{n}.html'>{title}</a></td></table><td>{d:%Y-%m-%d}</td></tr>",
        "2020-02-20",
    ),
    "a title beside its link": (
        "<p><b>{title}</b><i>{d:%Y-%m-%d}</i><a href='/d/{n}.html'>查看</a></p>",
        "2020-02-20",
    ),
    "links in a line": ("<a href='/d/{n}.html'>{title}</a>（{d:%Y.%m.%d}）<br>", "2020.02.20"),
    "English days": ("<div><a href='/d/{n}.html'>{title}</a><em>{d:%b} {d.day}, {d.year}</em></div>", "Feb 20"),
    "days first": ("<div><a href='/d/{n}.html'>{title}</a><em>{d.day}/{d.month}/{d.year}</em></div>", "20/2/2020"),
    "months first": ("<div><a href='/d/{n}.html'>{title}</a><em>{d.month}-{d.day}-{d.year}</em></div>", "2-20-2020"),
    "days in attributes": ("<div><a href='/d/{n}.html'>{title}</a><time datetime='{d}'>{n}天前</time></div>", "2天前"),
    "days in three pieces": (
        "<div><s><b>{d.day}</b><u>{d.year}</u><i>{d.month}</i></s><a href='/d/{n}.html'>{title}</a></div>",
        "20",
    ),
    "days in three pieces of Chinese numerals": (
        "<div><s><b>{d.day}</b><i>{month}月</i><u>{year}</u></s><h4><a href='/d/{n}.html'>{title}</a></h4></div>",
        "二〇二〇",
    ),
    "months, days and years of two figures": (
        "<div><a href='/d/{n}.html'>{title}</a><em>{d.month}/{d.day}/{d:%y}</em></div>",
        "2/20/20",
    ),
    "torn tables whose days stand loose": (
        "<tr><td><a href='/d/{n}.html'>{title}</a></td><td>{d:%Y%m%d}</td></tr></table>",
        "20200220",
    ),
    "days and months apart": (
        "<div><s><b>{d.day}</b><u>{d.month}月/{d.year}</u></s><a href='/d/{n}.html'>{title}</a></div>",
        "20",
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_one_title_its_date_and_the_next_step_show_any_list(shape: str) -> None:
    row, day = SHAPES[shape]
    rows = "".join(
        row.format(
            n=n, title=title, d=d, month={12: "十二"}.get(d.month, " 一二三"[d.month % 4]), year=HAN_YEARS[d.year]
        )
        for n, (title, d) in enumerate(zip(NAMED, SHAPED, strict=True))
    )
    around = ("<table>", "</table>") if "tables" in shape else ("<div class='w'>", "</div>")
    body = page(f"<div class='nav'><a href='/'>首页</a></div>{around[0]}{rows}{around[1]}{NEXT}")
    plan = pointed(body, NAMED[2], day, "/c/2.html")
    reading = read_page(body, url=URL, plan=plan)
    assert [(item.title, item.date) for item in reading.items] == list(zip(NAMED, SHAPED, strict=True))
    assert all(item.url.startswith("http://portal.test/d/") for item in reading.items)
    assert reading.next == PageRequest("http://portal.test/c/2.html")


GROUPED = [
    f"<div class='col'><a class='card' href='/v/{n}.html'><b>{28 - n:02d}</b><i>2020.03</i>"
    f"<strong>图解第{n}号惠民政策</strong></a></div>"
    for n in range(7)
]
IN_GROUPS = page(
    "".join("<div class='row'>" + "".join(GROUPED[at : at + 3]) + "</div>" for at in range(0, len(GROUPED), 3))
)


def test_rows_in_groups_are_all_rows_and_those_of_one_group_are_not_the_list() -> None:
    plan = pointed(IN_GROUPS, "图解第4号惠民政策", "24")
    assert [item.date for item in read_page(IN_GROUPS, url=URL, plan=plan).items] == [
        date(2020, 3, 28 - n) for n in range(7)
    ]
    part = replace(plan, rows="div:nth-of-type(2) > div.col")
    assert "漏掉了4行" in read_page(IN_GROUPS, url=URL, plan=part).misfit


def test_a_row_that_would_hold_several_titles_is_none() -> None:
    with marked_page(fetched(IN_GROUPS)) as opened, pytest.raises(Misfit):
        proposed(opened.page, place_of(opened.page.outline, "图解第6号惠民政策"), None, None)


def test_days_that_no_row_tells_from_months_are_no_dates() -> None:
    rows = "".join(
        f"<div class='r'><a href='/d/{n}.html'>{title}</a><em>0{n + 1}/0{n + 3}/2020</em></div>"
        for n, title in enumerate(NAMED)
    )
    reading = read_page(page(rows), url=URL, plan=Plan(rows="div.r", date="em"))
    assert [item.date for item in reading.items] == [None] * 5


def test_days_in_chinese_numerals_beside_the_title_take_their_year_from_the_heading_above() -> None:
    rows = "".join(
        f"<h3>二〇{year}年</h3>"
        + "".join(f"<p class='r'>{day}　<a href='/d/{day}.html'>2018年{title}</a></p>" for day in days)
        for year, days, title in (("二〇", ("三月二十八日", "一月三日"), NAMED[0]), ("一九", ("十二月卅日",), NAMED[1]))
    )
    body = page(f"<div class='w'>{rows}</div>")
    plan = pointed(body, f"2018年{NAMED[1]}", "十二月卅日")
    reading = read_page(body, url=URL, plan=plan)
    assert [item.date for item in reading.items] == [date(2020, 3, 28), date(2020, 1, 3), date(2019, 12, 30)]
    assert reading.groups is Groups.YEAR, "which says that the list falls as a whole"


def test_a_quarter_is_no_day_of_publication() -> None:
    rows = "".join(
        f"<li><a href='/d/{n}.html'>{title}</a><i>2020年第{n + 1}季度</i></li>" for n, title in enumerate(NAMED[:4])
    )
    with pytest.raises(Misfit, match="看不出是哪一天发布"):
        pointed(page(f"<ul>{rows}</ul>"), NAMED[2], "2020年第3季度")


@pytest.mark.parametrize(
    ("step", "words", "request_"),
    [
        (
            "<form action='/c/'><input type='hidden' name='p' value='2'><button>看更早的</button></form>",
            "看更早的",
            PageRequest("http://portal.test/c/?p=2"),
        ),
        (
            "<form name='fy' method='post' action='/c/'><input type='hidden' name='curr' value='1'>"
            "<input type='hidden' name='step' value=''></form><a href='#' "
            "onclick=\"document.fy.step.value='1';document.fy.submit();return false\">往后翻</a>",
            "往后翻",
            PageRequest("http://portal.test/c/", "POST", "curr=1&step=1"),
        ),
        (
            "<b>1</b><span class='pg' onclick=\"location='/c/2.html'\">2</span>"
            "<span class='pg' onclick=\"location='/c/3.html'\">3</span>"
            "<span class='pg' onclick=\"location='/c/2.html'\">后页</span>",
            "后页",
            PageRequest("http://portal.test/c/2.html"),
        ),
    ],
)
def test_a_step_by_a_form_or_one_that_only_its_words_tell_from_others(
    step: str, words: str, request_: PageRequest
) -> None:
    body = page(
        "".join(f"<p class='r'><a href='/d/{n}.html'>{t}</a><i>2020-03-0{n + 1}</i></p>" for n, t in enumerate(NAMED))
        + step
    )
    with marked_page(fetched(body)) as opened:
        outline = opened.page.outline
        title, at = place_of(outline, NAMED[2]), place_of(outline, words)
        plan = proposed(opened.page, title, None, at)
    assert read_page(body, url=URL, plan=plan).next == request_


@pytest.mark.parametrize(
    "step",
    [
        "<button onclick=\"location.href='/c/2.html'\">后面的</button>",
        "<a class='x' onclick=\"window.location='/c/2.html'\">〉〉</a>",
        "<a href='javascript:;' data-url='/c/2.html'>后面的</a>",
    ],
)
def test_a_step_leads_where_its_script_or_its_address_says(step: str) -> None:
    body = cards(pager=f"<div class='fy'>{step}</div>")
    plan = Plan("a.card", "b", "em, i", "div.fy > *")
    assert read_page(body, url=URL, plan=plan).next == PageRequest("http://portal.test/c/2.html")
    off = body.replace(b"<button ", b"<button disabled ").replace(b"<a class='x'", b"<a class='disabled'")
    if off != body:
        assert read_page(off, url=URL, plan=plan).next is None


@pytest.mark.parametrize(
    ("body", "bar"),
    [
        (cards(), Unteachable.NONE),
        (
            b'{"total": 1, "rows": [{"title": "\xe5\x85\xac\xe5\x91\x8a", "url": "/a/1.html", "date": "2020-03-01"}]}',
            Unteachable.DATA,
        ),
        (page("<div id='app'></div><script src='/js/app.js'></script>"), Unteachable.SCRIPT),
        (
            page(
                "<div id='box'></div><script>var rows = ["
                + ",".join(
                    f'{{"title": "{t}", "url": "/zx/art_{n}000{n}.html", "date": "2020-03-0{n}"}}'
                    for n, t in enumerate(TITLES, 1)
                )
                + "];</script>"
            ),
            Unteachable.HIDDEN,
        ),
    ],
)
def test_what_cannot_be_pointed_at_says_so(body: bytes, bar: Unteachable) -> None:
    with marked_page(fetched(body)) as opened:
        assert what_bars(opened) is bar


def test_what_a_browser_showed_can_be_pointed_at() -> None:
    shown = Fetched(PageRequest(URL, "SHOW"), FetchStatus.OK, URL, 200, (), cards(), NOW)
    with marked_page(shown) as opened:
        assert what_bars(opened) is Unteachable.NONE
        assert proposed(opened.page, place_of(opened.page.outline, TITLES[1]), None, None).rows == "a.card"


@pytest.mark.parametrize("seed", [10017, 10108, 10121])
def test_columns_that_a_clerk_teaches_are_read_exactly_or_stay_unknown(seed: int) -> None:
    found = [(before, after) for before, after, *_ in judged(seed)]
    assert ("unknown", "exact") in found
    assert "wrong" not in [after for _, after in found]
