"""One column, page after page, to a proof."""

import asyncio
import json
from dataclasses import replace
from datetime import date

import pytest
from portals import HOME, NOW, TableFetcher, column, entries, list_page

from auditor.base.terms import (
    ColumnKind,
    ColumnState,
    DateMeaning,
    DateSource,
    End,
    FetchStatus,
    Order,
    TotalWitness,
)
from auditor.county.check import page_key
from auditor.crawl import home_page
from auditor.crawl.column import ColumnReading, Witness
from auditor.crawl.home_page import HomePage
from auditor.crawl.proof import full_sizes, with_sizes
from auditor.crawl.walk import read_column
from auditor.crawl.words import WORDS
from auditor.fetch import Fetched, PageRequest
from auditor.read import PageReading
from auditor.read.reading import read_page

SINCE = date(2020, 1, 1)
COLUMN = column()
URL = "/规划计划/"
ADDRESS = f"{HOME}规划计划/"


def walk(answers: dict, *, earlier: ColumnReading | None = None, kind: ColumnKind = ColumnKind.OTHER, **more: object):
    fetcher = TableFetcher({key.replace(URL, URL): value for key, value in answers.items()})
    chosen = COLUMN.model_copy(update={"kind": kind})
    options = {"since": SINCE, "max_pages": 50, "earlier": earlier, **more}
    return asyncio.run(read_column(chosen, ADDRESS, fetcher, **options)), fetcher  # type: ignore[arg-type]


def page(*days: str, slug: str = "a", **more: object) -> str:
    return list_page(entries(*days, slug=slug), **more)  # type: ignore[arg-type]


def test_reading_stops_at_the_first_whole_page_before_the_period():
    pages = {
        URL: page("2020-04-02", "2020-03-31", next_href="2.html"),
        f"{URL}2.html": page("2020-01-01", "2019-12-31", slug="b", next_href="3.html"),
        f"{URL}3.html": page("2019-12-30", "2019-12-20", slug="c", next_href="4.html"),
        f"{URL}4.html": 500,
    }
    result, fetcher = walk(pages)
    assert result.state is ColumnState.COUNTED
    assert [s.date for s in result.sightings if s.date and date(2020, 1, 1) <= s.date <= date(2020, 3, 31)] == [
        date(2020, 3, 31),
        date(2020, 1, 1),
    ]
    assert result.read_back_to == date(2019, 12, 20)
    assert not result.reached_end
    assert fetcher.asked == [URL, f"{URL}2.html", f"{URL}3.html"]


def test_an_address_that_leads_to_another_column_is_gone_and_one_that_only_changes_its_form_is_not():
    """What two columns show would be counted for both, and told as published twice."""
    names = {page_key(ADDRESS): "规划计划", page_key(f"{HOME}生态环境/"): "生态环境"}
    body = page("2020-03-05", "2020-02-01", total=2).encode()

    def led_to(url: str) -> ColumnReading:
        answer = Fetched(PageRequest(ADDRESS), FetchStatus.OK, url, 200, (), body, NOW, redirects=(ADDRESS,))
        return walk({URL: answer}, names=names)[0]

    gone = led_to(f"{HOME}生态环境/index.html".replace("http:", "https:"))
    assert (gone.state, gone.sightings) == (ColumnState.MISSING, ())
    assert "“生态环境”" in gone.reason
    for same in (f"{ADDRESS}index.html", f"{HOME}zwgk/ghjh/"):
        assert led_to(same).state is ColumnState.COUNTED


def test_a_directory_of_the_countys_columns_is_no_column():
    """What it dates are the columns' last updates."""
    named = (("财政预算决算公开", 9), ("重大项目批准实施", 8), ("社会救助信息公开", 7), ("义务教育招生信息", 6))
    linked = [(name, f"/{name}/", f"2020-03-{day:02}") for name, day in named]
    names = {page_key(f"{HOME}{name}/"): name for name, _, _ in linked}
    result, _ = walk({URL: list_page(linked, total=4)}, names=names)
    assert (result.state, "栏目目录" in result.reason) == (ColumnState.UNREADABLE, True)
    result, _ = walk({URL: list_page(linked, total=4)}, names=dict(list(names.items())[:2]))
    assert result.state is ColumnState.COUNTED


def test_a_redirect_to_a_page_without_a_list_is_told():
    body = "<html><body><p>欢迎</p></body></html>".encode()
    answer = Fetched(PageRequest(URL), FetchStatus.OK, f"{HOME}sub/", 200, (), body, NOW, redirects=(URL,))
    result, _ = walk({URL: answer})
    assert (result.state, f"{HOME}sub/" in result.reason) == (ColumnState.UNREADABLE, True)


def test_a_day_that_has_not_come_is_told_and_the_day_of_the_article_stands_for_it():
    listed = page("2062-03-07", "2020-03-06", "2019-12-01")
    result, _ = walk({URL: listed})
    assert result.state is ColumnState.COUNTED
    assert [s.date for s in result.sightings] == [None, date(2020, 3, 6), date(2019, 12, 1)]
    assert result.sightings[0].item.date == date(2062, 3, 7)
    assert "2062-03-07" in result.sightings[0].date_note
    address = result.sightings[0].item.url.removeprefix(HOME.rstrip("/"))
    result, _ = walk({URL: listed, address: ARTICLE})
    assert (result.sightings[0].date, result.sightings[0].item.date) == (date(2020, 3, 1), date(2062, 3, 7))
    assert "2062-03-07" in result.sightings[0].date_note


def test_a_list_that_ends_inside_the_period_is_proved():
    result, _ = walk({URL: page("2020-03-05", "2020-02-01", total=2)})
    assert result.state is ColumnState.COUNTED
    assert result.reached_end
    assert result.covers(SINCE)


def test_one_old_item_on_top_does_not_stop_the_reading():
    result, fetcher = walk(
        {
            URL: page("2018-06-01", "2020-03-20", next_href="2.html"),
            f"{URL}2.html": page("2020-02-02", "2019-12-01", slug="b", next_href="3.html"),
            f"{URL}3.html": page("2019-11-01", slug="c"),
        }
    )
    assert len(result.sightings) == 5
    assert len(fetcher.asked) == 3


@pytest.mark.parametrize(
    ("answers", "state", "words"),
    [
        ({URL: 500}, ColumnState.UNREACHABLE, "栏目页"),
        ({URL: 412}, ColumnState.BLOCKED, "栏目页"),
        ({URL: 404}, ColumnState.MISSING, "栏目页"),
        ({URL: page("2020-03-05", next_href="2.html"), f"{URL}2.html": 500}, ColumnState.UNREADABLE, "第2页打不开"),
        ({URL: page("2020-03-05", next_href="2.html"), f"{URL}2.html": 404}, ColumnState.UNREADABLE, "第2页打不开"),
        (
            {
                URL: page("2020-03-05", next_href="2.html"),
                f"{URL}2.html": "<title>页面不存在</title><p>您访问的页面不存在或已被删除！</p>",
            },
            ColumnState.UNREADABLE,
            "第2页打不开",
        ),
        (
            {URL: page("2020-03-05", next_href="2.html"), f"{URL}2.html": page("2020-03-05", next_href="3.html")},
            ColumnState.UNREADABLE,
            "内容相同",
        ),
        (
            {
                URL: page("2020-02-05", "2020-02-01", next_href="2.html"),
                f"{URL}2.html": page("2020-03-09", "2020-03-01", slug="b", next_href="3.html"),
                f"{URL}3.html": 404,
            },
            ColumnState.UNREADABLE,
            "第3页打不开",
        ),
        ({URL: page("2020-03-05", "2020-02-02", total=9)}, ColumnState.UNREADABLE, "共9条，实际读到2条"),
        ({URL: "<html><body><p>欢迎</p></body></html>"}, ColumnState.UNREADABLE, "没有找到"),
    ],
)
def test_what_proves_nothing_is_unknown_never_zero(answers: dict, state: ColumnState, words: str):
    result, _ = walk(answers)
    assert result.state is state
    assert words in result.reason
    assert not result.covers(SINCE)


def test_a_page_whose_list_a_script_may_write_says_what_would_help_and_one_without_scripts_does_not():
    words = "本县设立了信息公开专栏，欢迎查阅、提出意见。" * 3
    bare = f"<html><body><p>{words}</p>{{}}</body></html>"
    with_script, _ = walk({URL: bare.format('<div id="app"></div><script src="/app.js"></script>')})
    without, _ = walk({URL: bare.format("")})
    assert (with_script.reason, without.reason) == (WORDS.no_list_unshown, WORDS.no_list)
    assert "安装 browser 组件后可以读取" in with_script.reason


def test_too_many_pages_are_unknown_not_cut_off():
    pages = {URL: page("2020-03-31", next_href="2.html")}
    for n in range(2, 9):
        pages[f"{URL}{n}.html"] = page(f"2020-03-{30 - n:02}", slug=f"p{n}", next_href=f"{n + 1}.html")
    result, fetcher = walk(pages, max_pages=4)
    assert result.state is ColumnState.UNREADABLE
    assert "已读4页" in result.reason
    assert len(fetcher.asked) == 4
    assert len(result.sightings) == 4


def test_an_empty_column_is_a_proved_zero():
    body = list_page([], name="空栏目").replace("</ul>", "</ul><p>暂无信息</p>")
    result, _ = walk({URL: body})
    assert result.state is ColumnState.BLANK
    assert result.covers(SINCE)


def test_a_column_that_was_full_and_now_looks_empty_is_not_a_zero():
    full, _ = walk({URL: page("2020-03-05", "2020-02-01")})
    body = list_page([], name="空栏目").replace("</ul>", "</ul><p>暂无信息</p>")
    result, _ = walk({URL: body}, earlier=full)
    assert result.state is ColumnState.UNREADABLE
    assert "此前可见2条" in result.reason


def test_the_home_page_under_the_columns_address_is_missing():
    home_body = page("2020-03-05", "2020-02-01", name="门户首页")
    fetched = Fetched(PageRequest(HOME), FetchStatus.OK, HOME, 200, (), home_body.encode(), NOW)
    result, _ = walk({URL: home_body}, home=HomePage.of(fetched))
    assert result.state is ColumnState.MISSING
    assert "首页" in result.reason


def test_the_home_page_is_read_only_when_a_page_is_compared_with_it(monkeypatch: pytest.MonkeyPatch):
    read: list[str] = []

    def watched(body: bytes, **known: str) -> PageReading:
        read.append(known["url"])
        return read_page(body, **known)  # type: ignore[arg-type]

    monkeypatch.setattr(home_page, "read_page", watched)
    fetched = Fetched(PageRequest(HOME), FetchStatus.OK, HOME, 200, (), page("2020-03-05").encode(), NOW)
    home = HomePage.of(fetched)
    first, _ = walk({URL: page("2020-03-05", "2019-12-01")}, home=home)
    assert read == [HOME]
    walk({URL: page("2020-03-06", "2019-12-01")}, home=home)
    assert read == [HOME], "once"
    walk({URL: 304}, earlier=first, home=HomePage.of(fetched))
    assert read == [HOME], "not where nothing has changed"


def test_a_home_page_that_cannot_be_read_is_no_columns_fault(monkeypatch: pytest.MonkeyPatch):
    def failing(_body: bytes, **_known: str) -> PageReading:
        raise ValueError

    monkeypatch.setattr(home_page, "read_page", failing)
    home = HomePage.of(Fetched(PageRequest(HOME), FetchStatus.OK, HOME, 200, (), b"<html>", NOW))
    result, _ = walk({URL: page("2020-03-05", "2019-12-01")}, home=home)
    assert result.state is ColumnState.COUNTED


def test_an_unchanged_column_costs_one_conditional_request():
    first, _ = walk({URL: page("2020-03-05", "2019-12-01")})
    again, fetcher = walk({URL: page("2020-03-05", "2019-12-01")}, earlier=first)
    assert fetcher.asked == fetcher.conditional == [URL]
    assert again.is_unchanged
    assert again.sightings == first.sightings
    not_modified, fetcher = walk({URL: 304}, earlier=first)
    assert not_modified.is_unchanged
    assert len(fetcher.asked) == 1


def test_an_earlier_pass_that_does_not_reach_back_is_no_shortcut():
    first, _ = walk(
        {URL: page("2020-03-05", "2020-02-01", next_href="2.html"), f"{URL}2.html": page("2019-12-01", slug="b")}
    )
    shallow = replace(first, read_back_to=date(2020, 2, 1), reached_end=False)
    result, fetcher = walk(
        {URL: page("2020-03-05", "2020-02-01", next_href="2.html"), f"{URL}2.html": page("2019-12-01", slug="b")},
        earlier=shallow,
    )
    assert not result.is_unchanged
    assert len(fetcher.asked) == 2


def test_an_observation_joins_the_last_pass_where_the_page_ends_as_it_did():
    old = ["2020-03-05", "2020-03-04", "2020-03-03", "2020-03-02"]
    pages = {
        URL: page(*old, next_href="2.html"),
        f"{URL}2.html": page("2020-01-05", "2019-12-01", slug="b", next_href="3.html"),
        f"{URL}3.html": page("2019-11-01", slug="c"),
    }
    first, _ = walk(pages)
    newer = list_page([("新的公告", "/n/1.html", "2020-03-09"), *entries(*old)[:-1]], next_href="2.html")
    quick, fetcher = walk({**pages, URL: newer}, earlier=first, thorough=False)
    assert fetcher.asked == [URL]
    assert len(quick.sightings) == 8
    assert quick.covers(SINCE)
    _, fetcher = walk({**pages, URL: newer}, earlier=first, thorough=True)
    assert len(fetcher.asked) == 3


ARTICLE = (
    "<html><head><meta name='ArticleTitle' content='关于第1号事项的公告（a）'>"
    "<meta name='PubDate' content='2020-03-01 09:00'></head><body><h1>关于第1号事项的公告（a）</h1>"
    "<div>发布时间：2020-03-01 来源：县政府办</div>"
    "<div class='content'><p>现将有关事项公告如下，请各有关单位遵照执行。</p></div></body></html>"
)


def test_an_undated_item_takes_its_date_from_the_article_page():
    body = list_page(
        [("关于第1号事项的公告（a）", "/a/t1.html", ""), ("关于第2号事项的公告（a）", "/a/t2.html", "2019-12-01")]
    )
    result, fetcher = walk({URL: body, "/a/t1.html": ARTICLE})
    first = result.sightings[0]
    assert (first.date, first.date_from) == (date(2020, 3, 1), DateSource.ARTICLE)
    assert "/a/t1.html" in fetcher.asked


def test_an_item_without_any_date_stays_undated():
    body = list_page(
        [("关于第1号事项的公告（a）", "/a/t1.html", ""), ("关于第2号事项的公告（a）", "/a/t2.html", "2019-12-01")]
    )
    result, _ = walk({URL: body, "/a/t1.html": 500})
    assert result.sightings[0].date is None
    assert result.state is ColumnState.COUNTED


def test_articles_of_policy_columns_are_read_once_and_conflicts_are_kept():
    body = page("2020-03-05")
    first, fetcher = walk({URL: body, "/a/t1.html": ARTICLE}, kind=ColumnKind.POLICY)
    assert first.sightings[0].date == date(2020, 3, 5)
    assert "2020-03-01" in first.sightings[0].date_note
    changed = body.replace("</ul>", "<li><a href='/a/t9.html'>更早的公告</a><span>2019-12-01</span></li></ul>")
    again, fetcher = walk({URL: changed, "/a/t1.html": ARTICLE}, kind=ColumnKind.POLICY, earlier=first)
    assert fetcher.asked == [URL]
    assert again.sightings[0].article == first.sightings[0].article


def test_plain_columns_cost_no_article_pages():
    _, fetcher = walk({URL: page("2020-03-05", "2020-02-01")})
    assert fetcher.asked == [URL]


def test_a_wall_behind_a_server_error_is_blocked_not_unreachable():
    wall = "<html><head><title>安全验证</title></head><body>请完成安全验证，输入验证码后继续访问</body></html>"
    result, _ = walk({URL: (503, wall)})
    assert result.state is ColumnState.BLOCKED


RISING = {
    URL: page("2018-03-05", "2018-06-02", "2018-09-01", next_href="2.html"),
    f"{URL}2.html": page("2019-03-05", "2019-06-02", "2019-09-01", slug="b", next_href="3.html"),
    f"{URL}3.html": page("2020-01-05", "2020-02-02", "2020-03-01", slug="c"),
}


def test_a_list_sorted_oldest_first_is_read_to_its_end():
    result, fetcher = walk(RISING)
    assert result.state is ColumnState.COUNTED
    assert sum(s.date is not None and s.date >= SINCE for s in result.sightings) == 3
    assert result.witness == Witness(None, End.NO_NEXT, None, DateMeaning.LIST)
    assert len(fetcher.asked) == 3


def test_an_old_first_page_proves_nothing_until_the_next_is_older_too():
    pinned = {
        URL: page("2018-06-01", "2018-05-01", "2018-04-01", next_href="2.html"),
        f"{URL}2.html": page("2020-03-20", "2020-03-01", "2020-02-01", slug="b", next_href="3.html"),
        f"{URL}3.html": page("2019-12-01", "2019-11-01", "2019-10-01", slug="c", next_href="4.html"),
    }
    result, fetcher = walk(pinned)
    assert sum(s.date is not None and s.date >= SINCE for s in result.sightings) == 3
    assert (result.witness and result.witness.order) is Order.PAGES
    assert len(fetcher.asked) == 3
    result, _ = walk({**pinned, f"{URL}2.html": 404})
    assert result.state is ColumnState.UNREADABLE


def test_what_is_in_hand_suffices_where_the_way_on_is_barred():
    days = ("2020-03-20", "2020-02-01", "2019-12-20", "2019-12-01", "2019-11-01")
    result, _ = walk({URL: page(*days, next_href="2.html"), f"{URL}2.html": 404})
    assert result.state is ColumnState.COUNTED
    assert (result.witness and result.witness.order) is Order.CROSSING
    result, _ = walk({URL: page(*days[:4], "2019-12-05", next_href="2.html"), f"{URL}2.html": 404})
    assert result.state is ColumnState.UNREADABLE, "a row stands out of order"


def test_an_old_row_above_a_long_list_that_falls_is_pinned_where_the_way_on_is_barred():
    days = ["2020-03-20", "2020-03-05", "2020-02-01", "2020-01-08", "2019-12-20", "2019-12-01", "2019-11-01"]
    result, _ = walk({URL: page("2018-06-01", *days, "2019-10-08", next_href="2.html"), f"{URL}2.html": 404})
    assert (result.state, len(result.sightings)) == (ColumnState.COUNTED, 9)
    result, _ = walk({URL: page("2018-06-01", *days, "2019-11-08", next_href="2.html"), f"{URL}2.html": 404})
    assert result.state is ColumnState.UNREADABLE, "a row stands out of order"
    result, _ = walk({URL: page("2018-06-01", *days, next_href="2.html"), f"{URL}2.html": 404})
    assert result.state is ColumnState.UNREADABLE, "too few rows show that the first one is pinned"


@pytest.mark.parametrize("gone", ["404", "a page that says so", "the home page"])
def test_a_page_that_is_gone_is_gone_however_the_server_says_so(gone: str):
    """Two pages wholly before the period fall; the third is not there, with 404, with 200 or with the home page."""
    body = page("2020-03-30", "2020-02-11", slug="home", name="清源县人民政府").encode()
    said = "<html><title>页面不存在</title><body><p>您访问的页面不存在或已被删除！</p></body></html>"
    third = {"404": 404, "a page that says so": said, "the home page": body}[gone]
    home = HomePage.of(Fetched(PageRequest(HOME), FetchStatus.OK, HOME, 200, (), body, NOW))
    pages = {
        URL: page("2019-08-20", "2019-08-11", "2019-08-02", next_href="2.html"),
        f"{URL}2.html": page("2019-07-20", "2019-07-11", "2019-07-02", slug="b", next_href="3.html"),
        f"{URL}3.html": third,
    }
    result, _ = walk(pages, home=home)
    assert (result.state, len(result.sightings)) == (ColumnState.COUNTED, 6), result.reason


@pytest.mark.parametrize(
    ("entry", "is_read"),
    [
        (f"<meta http-equiv='refresh' content='0;url={URL}list/index.html'>", True),
        ("<script>location.href='list/index.html';</script>", True),
        (f"<script>window.location.replace('{HOME}规划计划/list/index.html')</script>", True),
        ("<script>location.href='/别的栏目/list/index.html';</script>", False),
        ("<script>location.href='http://other.test/规划计划/list/index.html';</script>", False),
        ("<meta http-equiv='refresh' content='0;url=../list/index.html'>", False),
    ],
)
def test_an_entry_that_only_leads_into_its_column_is_followed(entry: str, is_read: bool):
    body = page("2020-03-20", "2020-02-01", total=2)
    table = {f"{URL}list/index.html": body, "/别的栏目/list/index.html": body, "/list/index.html": body}
    result, _ = walk({URL: f"<html><head></head><body>{entry}</body></html>", **table})
    assert (result.state is ColumnState.COUNTED, len(result.sightings)) == (is_read, 2 * is_read)
    assert is_read or result.state is ColumnState.MISSING


@pytest.mark.parametrize(
    ("other", "is_shown"),
    [("/别的/index.html", False), ("/别的/", True), ("/别的/list.shtml", False), ("/别的.htm", False)],
)
def test_how_many_rows_fill_a_page_is_shown_by_pages_of_the_same_make(other: str, is_shown: bool):
    """Two systems in one portal's frame: what fills a page of one says nothing of the other's."""
    open_page, _ = walk({URL: page(*[f"2020-03-{day:02}" for day in range(30, 18, -1)])})
    long = page(*[f"2020-03-{day:02}" for day in range(30, 15, -1)], slug="b", next_href="/2.html")
    start = COLUMN.model_copy(update={"url": other})
    fetcher = TableFetcher({other: long, "/2.html": page("2019-12-03", "2019-11-02", "2019-10-01", slug="c")})
    full = asyncio.run(read_column(start, f"{HOME[:-1]}{other}", fetcher, since=SINCE, max_pages=50))
    assert full.size is not None
    assert full.size.is_full
    assert (with_sizes(open_page, full_sizes([full])).state is ColumnState.COUNTED) is is_shown


def test_a_full_page_without_a_pager_is_no_end():
    days = [f"2020-03-{day:02}" for day in range(30, 10, -1)]
    result, _ = walk({URL: page(*days)})
    assert result.state is ColumnState.UNREADABLE
    assert "不能确认列表到此为止" in result.reason
    assert result.size is not None
    template, own = result.size.template, f"{result.size.template} /*/"
    assert with_sizes(result, {template: 25, own: 25}).witness.end is End.SHORT  # type: ignore[union-attr]
    for full in (15, 20, 25):  # another program's pages in the same frame: it may be cut off there
        assert with_sizes(result, {template: full}) == result


@pytest.mark.parametrize(
    ("one", "other", "end"),
    [
        ("/list.aspx?id=3", "/list.aspx?id=4", End.NO_PAGER),
        ("/column/12", "/column/13", End.NO_PAGER),
        ("/list.aspx?id=3", "/more.aspx?id=4", None),
        ("/zwgk/jy/", "/zwgk/sj/", End.NO_PAGER),
        ("/zwgk/jy/", "/xwzx/sj/", None),
        ("/zwgk/jy/index.html", "/zwgk/sj/", None),
    ],
)
def test_a_full_page_without_the_pager_of_others_ends_where_one_program_writes_both(
    one: str, other: str, end: End | None
):
    """A list that is cut off at twelve rows may stand in the frame of another system, whose pages hold twelve too."""
    days = [f"2020-03-{day:02}" for day in range(30, 18, -1)]
    paged = {other: page(*days, slug="b", next_href="/2.html"), "/2.html": page("2019-12-03", "2019-11-02", slug="c")}
    readings = [
        asyncio.run(
            read_column(COLUMN.model_copy(update={"url": at}), HOME[:-1] + at, fetcher, since=SINCE, max_pages=50)
        )
        for at, fetcher in ((one, TableFetcher({one: page(*days)})), (other, TableFetcher(paged)))
    ]
    witness = with_sizes(readings[0], full_sizes(readings)).witness
    assert witness is not None
    assert witness.end is end


def test_a_total_that_pinned_rows_explain_is_no_contradiction():
    body = page("2020-03-05", "2020-03-04", "2020-03-03", total=2).replace("<li>", "<li class='top'>", 1)
    result, _ = walk({URL: body})
    assert result.state is ColumnState.COUNTED
    assert result.witness == Witness(None, End.TOTAL, TotalWitness.PINNED, DateMeaning.LIST)


def test_a_figure_in_the_columns_name_is_no_total():
    first = list_page(entries("2020-03-05", "2020-03-04"), name="惠企政策2条", next_href="2.html")
    result, _ = walk({URL: first, f"{URL}2.html": page("2020-02-05", slug="b")})
    assert len(result.sightings) == 3


def test_rows_of_one_address_are_different_items_and_keep_their_identity():
    routes = [("办理结果第一件公示", "/d.html#1", "2020-03-05"), ("办理结果第二件公示", "/d.html#2", "2020-03-05")]
    first, _ = walk({URL: list_page(routes)})
    assert len({s.key for s in first.sightings}) == 2
    shared = [("王某任县应急局局长", "/d.html", "2020-03-05"), ("李某任县水利局局长", "/d.html", "2020-03-05")]
    one, _ = walk({URL: list_page(shared)})
    two, _ = walk({URL: list_page([("赵某任县司法局局长", "/d.html", "2020-03-09"), *shared])})
    assert {s.key for s in one.sightings} < {s.key for s in two.sightings}


def test_the_same_item_on_two_pages_is_one():
    again = ("关于第2号事项的公告（a）", "/a/t2.html", "2020-02-01")
    pages = {
        URL: page("2020-03-05", "2020-02-01", next_href="2.html"),
        f"{URL}2.html": list_page([again, *entries("2020-01-05", slug="b")], total=3),
    }
    result, _ = walk(pages)
    assert len(result.sightings) == 3
    assert (result.witness and result.witness.end) is End.TOTAL


def stale(lost: int, pages: int = 6, size: int = 4) -> dict:
    """Page 1 is new, all others come from a cache of before the ``lost`` newest rows; the total is right everywhere."""
    days = [f"{date(2020, 3, 30) - 9 * n * (SINCE - date(2019, 12, 31))}" for n in range(pages * size)]
    rows = entries(*days)
    cached = rows[lost:]
    answers = {}
    for k in range(pages):
        shown = (cached if k else rows)[k * size : (k + 1) * size]
        following = f"list_{k + 2}.html" if k < pages - 1 else ""
        html = list_page(shown, total=len(rows), next_href=following)
        answers[f"{URL}list_{k + 1}.html" if k else URL] = html.replace("共", f"第{k + 1}/{pages}页 共")
    return answers


@pytest.mark.parametrize("lost", [0, 1, 3])
def test_rows_lost_between_a_new_page_and_cached_ones_leave_no_count(lost: int):
    result, _ = walk(stale(lost))
    assert result.state is (ColumnState.UNREADABLE if lost else ColumnState.COUNTED)
    _, fetcher = walk(stale(0), earlier=walk(stale(0))[0])
    assert f"{URL}list_6.html" not in fetcher.asked, "an earlier pass knows the rows"


def test_a_total_that_the_last_page_read_contradicts_leaves_no_count():
    result, _ = walk(stale(2, pages=3))
    assert result.state is ColumnState.UNREADABLE
    assert "共12条" in result.reason


@pytest.mark.parametrize("first", [True, False])
def test_an_item_shown_once_with_its_day_and_once_without_is_one(first: bool):
    """An answer of the portal brings the day, the page that shows it again does not."""
    dated = entries("2020-03-05", "2020-02-01", "2020-01-20")
    bare = [(title, "javascript:;", "") for title, _, _ in dated]
    older = entries("2020-01-05", "2019-12-01", "2019-11-30", slug="b")
    shown = [dated, [*bare, *older]] if first else [bare, [*dated, *older]]
    result, _ = walk({URL: list_page(shown[0], next_href="2.html"), f"{URL}2.html": list_page(shown[1])})
    assert [(s.item.title, str(s.date)) for s in result.sightings] == [(t, d) for t, _, d in [*dated, *older]]


METAS = '<meta name="channelId" content="9f8e7d6c5b4a49382716050403020100">'
GUESSED = "<script>createPageHTML(3, 0, 'list', 'html');</script>"
SEARCH = (
    "/common/search/9f8e7d6c5b4a49382716050403020100"
    "?sort=&_isAgg=false&_isJson=true&_pageSize=20&_template=index&_channelName=&page="
)


def with_metas(*days: str) -> str:
    return page(*days).replace("</head>", METAS + "</head>").replace("</ul>", "</ul>" + GUESSED)


def answer(rows: list[tuple[str, str, str]], total: int) -> str:
    records = [{"title": title, "url": href, "publishedTimeStr": f"{day} 09:00:00"} for title, href, day in rows]
    return json.dumps({"data": {"total": total, "results": records}}, ensure_ascii=False)


RECORDS = entries(*(f"2020-03-{day:02}" for day in range(30, 5, -1)))


def test_a_guessed_file_that_is_gone_leads_to_the_search_that_the_page_names():
    first = with_metas(*(day for _, _, day in RECORDS[:8]))
    pages = {URL: first, f"{SEARCH}1": answer(RECORDS[:20], 25), f"{SEARCH}2": answer(RECORDS[20:], 25)}
    result, fetcher = walk(pages)
    assert result.state is ColumnState.COUNTED
    assert len(result.sightings) == 25
    assert (result.witness and result.witness.end) is End.TOTAL
    assert fetcher.asked == [URL, f"{URL}list_1.html", f"{SEARCH}1", f"{SEARCH}2"]
    assert any("打不开" in note and "/common/search/" in note for note in result.notes)


def test_a_search_that_lists_something_else_is_not_taken_for_the_column():
    first = with_metas(*(day for _, _, day in RECORDS[:8]))
    other = entries("2020-03-30", "2020-03-28", slug="other")
    result, fetcher = walk({URL: first, f"{SEARCH}1": answer(other, 2)})
    assert result.state is ColumnState.UNREADABLE
    assert "第2页打不开" in result.reason
    assert len(result.sightings) == 8
    assert any("不是本栏目" in note for note in result.notes)
    assert len(fetcher.asked) == 3


def test_a_wall_on_the_way_ends_the_pass():
    first = with_metas("2020-03-30", "2020-03-20")
    result, fetcher = walk({URL: first, f"{URL}list_1.html": 412, f"{SEARCH}1": answer(RECORDS, 25)})
    assert result.state is ColumnState.BLOCKED
    assert len(fetcher.asked) == 2


def test_an_answer_whose_pager_lost_its_parameters_goes_on_with_those_of_the_question():
    def piece(rows: list[tuple[str, str, str]], link: str) -> str:
        lines = "".join(f'<li><a href="{href}">{title}</a><span>{day}</span></li>' for title, href, day in rows)
        return f'<ul>{lines}</ul><div class="page">{link}</div>'

    pages = {
        "/list.do?chn=12&page=1": piece(RECORDS[:10], "<a href='/list.do?page=2'>下一页</a>"),
        "/list.do?chn=12&page=2": piece(RECORDS[10:20], "<a href='/list.do?page=3'>下一页</a>"),
        "/list.do?chn=12&page=3": piece(RECORDS[20:], "<span>下一页</span>"),
        "/list.do?page=2": piece(entries("2020-03-01", slug="all"), ""),
    }
    fetcher = TableFetcher(pages)
    address = f"{HOME}list.do?chn=12&page=1"
    result = asyncio.run(read_column(COLUMN, address, fetcher, since=SINCE, max_pages=9))
    assert result.state is ColumnState.COUNTED
    assert {s.item.title for s in result.sightings} == {title for title, _, _ in RECORDS}
    assert len(fetcher.asked) == 3


def test_a_step_that_dropped_the_columns_parameter_is_taken_with_it_where_it_fails():
    address = f"{HOME}list.jsp?chn=12"
    first = page("2020-03-05", "2020-02-01", next_href="list.jsp?page=2")
    second = page("2020-01-20", "2019-12-01", slug="b", next_href="list.jsp?page=3")
    third = page("2019-11-20", "2019-11-01", slug="c")
    pages = {"/list.jsp?chn=12": first, "/list.jsp?chn=12&page=2": second, "/list.jsp?chn=12&page=3": third}
    fetcher = TableFetcher(pages)
    result = asyncio.run(read_column(COLUMN, address, fetcher, since=SINCE, max_pages=9))
    assert result.state is ColumnState.COUNTED
    assert len(result.sightings) == 6


def test_the_current_page_that_no_pager_marks_is_known_from_the_walk():
    numbers = "".join(f'<a href="{n}.html">{n}</a>' for n in (1, 2, 3))
    days = ("2020-03-05", "2020-02-01", "2020-01-20", "2020-01-10", "2020-01-05", "2019-12-01")
    at = {
        URL: page(*days[:2], next_href="X"),
        f"{URL}2.html": page(*days[2:4], slug="b", next_href="X"),
        f"{URL}3.html": page(*days[4:], slug="c", next_href="X"),
    }
    pages = {key: body.replace('<a href="X">下一页</a>', numbers) for key, body in at.items()}
    result, fetcher = walk(pages)
    assert fetcher.asked == [URL, f"{URL}2.html", f"{URL}3.html"]
    assert len(result.sightings) == 6


def test_no_other_way_is_tried_on_a_column_that_is_proved():
    first = with_metas("2020-03-05", "2020-02-01").replace(GUESSED, '<div class="page">共2条 1/1页</div>')
    result, fetcher = walk({URL: first})
    assert result.state is ColumnState.COUNTED
    assert fetcher.asked == [URL]


def card_page(*days: str, step: str = "", slug: str = "a") -> str:
    """Cards whose pager is a picture: nothing but what a person showed leads on."""
    rows = "".join(
        f'<a class="card" href="/{slug}/t{n}.html"><em>{day[8:]}</em><i>{day[:7]}</i><b>第{n}号事项的公告</b></a>'
        for n, day in enumerate(days, 1)
    )
    pager = (
        f'<div class="fy"><a class="r" href="{step}"><img src="r.png"></a></div>' if step else '<div class="fy"></div>'
    )
    return f"<html><head><title>动态</title></head><body><div class='cards'>{rows}</div>{pager}</body></html>"


SHOWN = {"rows": "a.card", "title": "b", "date": "em, i", "next": "a.r"}


def walk_by(read: dict[str, str] | None, answers: dict, **more: object) -> ColumnReading:
    column = COLUMN.read_by(read or {})
    options = {"since": SINCE, "max_pages": 50, **more}
    return asyncio.run(read_column(column, ADDRESS, TableFetcher(answers), **options))  # type: ignore[arg-type]


CARDS = {
    URL: card_page(*(f"2020-03-{day}" for day in range(29, 19, -1)), step="2.html"),
    f"{URL}2.html": card_page(*(f"2019-12-{day}" for day in range(29, 19, -1)), slug="b"),
}


def test_a_column_is_read_and_proved_by_what_a_person_showed():
    assert not walk_by(None, CARDS).state.is_known
    result = walk_by(SHOWN, CARDS)
    assert result.state is ColumnState.COUNTED
    assert result.witness == Witness(Order.PAGES, End.WHOLE, None, DateMeaning.LIST)
    assert len(result.sightings) == 20
    assert result.plan.given == SHOWN
    assert result.covers(SINCE)
    assert not result.covers(date(2019, 10, 1)), "without a pager it may be cut off beyond what was asked for"


def test_what_a_person_showed_needs_the_same_witnesses():
    only = {URL: CARDS[URL].replace("2.html", "")}
    result = walk_by(SHOWN, only)
    assert result.state is ColumnState.UNREADABLE
    assert "不能确认列表到此为止" in result.reason


def test_a_proved_pass_by_another_plan_is_not_taken_for_this_one():
    first = walk_by(SHOWN, CARDS)
    again = walk_by(SHOWN, CARDS, earlier=first)
    assert again.is_unchanged
    other = walk_by({**SHOWN, "date": "i"}, CARDS, earlier=first)
    assert not other.is_unchanged


OLD = entries("2019-12-20", "2019-12-18", "2019-12-11", "2019-11-30", "2019-11-22", "2019-11-05", "2019-10-30")
DRIVEN = [
    "<div class='page'><a>上一页</a><a>下一页</a></div>",
    "<div class='pagination' id='rest'></div>",
    "<div><img src='/forth.gif' alt='下一页'></div>",
]


@pytest.mark.parametrize("pager", DRIVEN)
def test_old_rows_beside_a_pager_that_a_script_drives_are_no_zero(pager: str) -> None:
    plain = list_page(OLD).replace('<div class="page"></div>', "")
    assert walk({URL: plain})[0].state is ColumnState.COUNTED
    reading, _ = walk({URL: plain.replace("</ul></div>", f"</ul>{pager}</div>")})
    assert (reading.state, reading.witness and reading.witness.end) == (ColumnState.UNREADABLE, None)


@pytest.mark.parametrize(("newest", "is_known"), [("2020-02-01", False), ("2019-10-01", True)])
def test_a_hidden_pane_with_other_rows_of_the_same_time_is_part_of_the_column(newest: str, is_known: bool) -> None:
    shown = entries("2020-03-20", "2020-02-11", "2020-01-15", "2019-12-30", "2019-12-11", "2019-11-02")
    rows = ["".join(f"<li><a href='{h}'>{t}</a><b>{d}</b></li>" for t, h, d in one) for one in (
        shown, entries(newest, "2019-09-03", "2019-08-07", slug="b")
    )]  # fmt: skip
    panes = f"<div><ul>{rows[0]}</ul></div><div style='display:none'><ul>{rows[1]}</ul></div>"
    reading, _ = walk({URL: f"<html><head><title>栏目</title></head><body><div id='t'>{panes}</div></body></html>"})
    assert reading.state.is_known is is_known


# -- lists that say themselves that they are but a part ----------------------------------------------------------------


@pytest.mark.parametrize(
    "note",
    [
        "<p>本栏目仅显示最近一个月的信息</p>",
        "<p>2020年2月以前的信息请<a href='/old/'>点击这里查看</a></p>",
        "<p><a href='/old/'>点击查看历史信息</a></p>",
    ],
)
@pytest.mark.parametrize("total", [None, 3])
def test_a_list_that_says_that_it_shows_a_part_has_no_end(note: str, total: int | None):
    whole = page("2020-04-02", "2020-03-31", "2020-02-03", total=total)
    assert walk({URL: whole})[0].state is ColumnState.COUNTED
    result, _ = walk({URL: whole.replace("</ul>", f"</ul>{note}")})
    assert result.state is ColumnState.UNREADABLE


@pytest.mark.parametrize("link", ["<a href='/m/202002/'>2020年2月</a>", "<a href='?m=2'>上个月</a>"])
@pytest.mark.parametrize("total", [None, 3])
def test_a_list_beside_links_to_other_months_may_be_of_one(link: str, total: int | None):
    month = page("2020-04-02", "2020-03-31", "2020-03-03", total=total).replace("</ul>", f"</ul>{link}")
    assert walk({URL: month})[0].state is ColumnState.UNREADABLE
    older = page("2020-04-02", "2020-03-31", "2020-03-03", "2019-12-30", "2019-12-20", "2019-11-11", total=total)
    assert walk({URL: older.replace("</ul>", f"</ul>{link}")})[0].state is ColumnState.COUNTED


_OTHERS = "".join(
    f"<tr><td><a href='/b/t{n}.html'>关于第{n}号事项的批复</a></td><td>2020-02-{n}</td></tr>" for n in range(28, 10, -1)
)


@pytest.mark.parametrize(
    "beside",
    [
        f"<table>{_OTHERS}</table>",
        f"<ul style='display:none'>{_OTHERS.replace('tr>', 'li>').replace('td>', 'i>')}</ul>",
        "<iframe src='/frame.html' width='100%' height='600'></iframe>",
        "<div><p>{{item.title}}</p></div>",
        "<div id='list'></div><script src='/js/list.js'></script>",
    ],
)
def test_a_few_rows_beside_room_for_more_are_no_whole_list(beside: str):
    few = page("2020-04-02", "2020-03-31", "2020-03-03")
    assert walk({URL: few})[0].state is ColumnState.COUNTED
    assert walk({URL: few.replace("</ul>", f"</ul>{beside}")})[0].state is ColumnState.UNREADABLE


@pytest.mark.parametrize("step", ["<a class='next'>下一页</a>", "<em id='forth'>下一页</em>"])
def test_a_few_rows_with_a_step_that_leads_nowhere_are_no_whole_list(step: str):
    few = page("2020-04-02", "2020-03-31", "2020-03-03")
    result, _ = walk({URL: few.replace("</ul>", f"</ul><p><a>上一页</a>{step}</p>")})
    assert result.state is ColumnState.UNREADABLE
    assert "下一页" in result.reason


def test_a_total_below_the_rows_that_stand_there_makes_no_pager_say_that_it_ends():
    days = [f"2020-03-{day}" for day in range(28, 16, -1)]
    assert walk({URL: page(*days, total=12)})[0].state is ColumnState.COUNTED
    assert walk({URL: page(*days, total=8)})[0].state is ColumnState.UNREADABLE


@pytest.mark.parametrize(
    "note",
    [
        "本栏目自2020年1月起停止更新",
        "该频道已迁移至<a href='/new/'>新栏目</a>",
        "新信息请到<a href='/new/'>这里</a>查看",
    ],
)
def test_old_rows_below_a_note_that_what_is_new_stands_elsewhere_are_no_zero(note: str):
    old = page("2019-12-30", "2019-12-20", "2019-11-11", "2019-10-10", total=4)
    assert walk({URL: old})[0].state is ColumnState.COUNTED
    result, _ = walk({URL: old.replace("</h2>", f"</h2><p>{note}</p>")})
    assert result.state is ColumnState.UNREADABLE
    assert "停止更新" in result.reason


def test_rows_that_a_script_adds_to_by_pages_are_no_whole_list():
    few = page("2020-04-02", "2020-03-31").replace("<ul class='news_list'>", "<ul class='news_list' id='list'>")
    few = few.replace('<ul class="news_list">', '<ul class="news_list" id="list">')
    script = (
        "<script>function get(n){$.post('/ajax/list.do',{page:n},function(r){$('#list').append(r);});}get(1)</script>"
    )
    assert walk({URL: few + script})[0].state is ColumnState.UNREADABLE
    other = script.replace("#list", "#hits")
    assert walk({URL: few + other})[0].state is ColumnState.COUNTED


def test_an_address_that_opens_a_later_page_of_its_list_proves_nothing():
    pager = "<div class='page'><a href='?page=1'>1</a><a class='on'>2</a><a href='?page=3'>3</a></div></body>"
    second = page("2020-02-11", "2020-02-03", "2019-12-30", "2019-12-20", "2019-12-10").replace("</body>", pager)
    result, fetcher = walk({URL: second})
    assert result.state is ColumnState.UNREADABLE
    assert "第2页" in result.reason
    assert fetcher.asked == [URL]


# -- what the list itself prints of a document's catalogue -------------------------------------------------------------

_HEADS = "<tr><th>索引号</th><th>标题</th><th>发布机构</th><th>成文日期</th><th>发布日期</th></tr>"
_POPUP = "<div style='display:none'><p>索 引 号：GK{n}</p><p>发布机构：县财政局</p><p>成文日期：2020-03-01</p></div>"


def _table(count: int) -> str:
    rows = "".join(
        f"<tr><td>GK{n}</td><td><a href='/gk/{n}000.html'>关于第{n}号事项的意见</a></td><td>县财政局</td>"
        f"<td>2020-03-01</td><td>2020-03-{28 - n}</td></tr>"
        for n in range(1, count + 1)
    )
    return f"<table>{_HEADS}{rows}</table>"


def _with_popups(count: int) -> str:
    rows = "".join(
        f"<li><a href='/gk/{n}000.html'>关于第{n}号事项的意见</a><span>2020-03-{28 - n}</span>{_POPUP.format(n=n)}</li>"
        for n in range(1, count + 1)
    )
    return f"<ul>{rows}</ul>"


@pytest.mark.parametrize("rows", [_table(3), _with_popups(3)])
def test_what_a_row_prints_of_the_catalogue_completes_what_its_page_says(rows: str):
    bare = (
        "<html><head><title>t</title><meta name='ArticleTitle' content='关于第{n}号事项的意见'></head><body>"
        "<h1>关于第{n}号事项的意见</h1><p>发布时间：2020-03-{day} 来源：本站</p>"
        "<div id='zoom'><p>为做好工作，现提出如下意见。</p></div></body></html>"
    )
    own = bare.replace("来源：本站", "索引号：OWN7")
    answers = {f"/gk/{n}000.html": (own if n == 3 else bare).format(n=n, day=28 - n) for n in (1, 2, 3)}
    start = page().replace("</h2>", f"</h2>{rows}")
    result, _ = walk({URL: start, **answers}, kind=ColumnKind.POLICY)
    articles = [one.article for one in result.sightings]
    assert [one.index_no for one in articles if one] == ["GK1", "GK2", "OWN7"]
    assert {(one.publisher, one.formed) for one in articles if one} == {("县财政局", date(2020, 3, 1))}


def test_a_part_without_a_pager_is_followed_by_counting_on():
    """What 加载更多 brings has no pager: the question that brought it tells the next."""

    def part(slug: str, *days: str) -> str:
        rows = (
            f"<li><a href='{href}'>{title}</a><span>{day}</span></li>" for title, href, day in entries(*days, slug=slug)
        )
        return f"<ul>{''.join(rows)}</ul>"

    answers = {
        URL: page("2020-03-30", "2020-03-20", "2020-03-11", next_href="more?page=2"),
        f"{URL}more?page=2": part("b", "2020-03-05", "2020-03-02", "2020-02-20"),
        f"{URL}more?page=3": part("c", "2019-12-05", "2019-11-02", "2019-10-20"),
    }
    result, _ = walk(answers)
    assert (result.state, len(result.sightings)) == (ColumnState.COUNTED, 9), result.reason
    result, _ = walk({address: one for address, one in answers.items() if "3" not in address})
    assert result.state is ColumnState.UNREADABLE
