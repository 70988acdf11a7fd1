"""A list that shows one year of several: what stands behind the other tabs is never counted as nothing."""

import pytest
from portals import NOW
from test_strange_columns import EIGHT, PATH, count, in_quarter, items, listed, page, walk

A_YEAR_LATER = NOW.replace(year=2021)
LATER = items(3, "2021-02-20", 5)
BOTH = [*items(4, "2021-02-20", 5), *items(4, "2020-03-20", 5, 50)]
LINKS = f"<div><a class='on' href='{PATH}'>2021</a><a href='{PATH}2020/'>2020</a><a href='{PATH}2019/'>2019</a></div>"
TABS = {
    "links": LINKS,
    "clicks": "<ul><li class='active' onclick='t(2021)'>2021年</li><li onclick='t(2020)'>2020年</li></ul>",
    "the chosen one marked": "<div><span class='cur'>2021</span><span>2020</span></div>",
    "a choice": "<select onchange='go(this)'><option selected>2021年</option><option>2020年</option></select>",
}


@pytest.mark.parametrize("tabs", TABS)
@pytest.mark.parametrize("below", ["", "<div class='page'>共3条</div>", "<div class='page'>第1页/共1页</div>"])
def test_a_year_behind_a_tab_is_unknown(tabs: str, below: str):
    reading, _ = walk({PATH: page(TABS[tabs] + listed(LATER) + below)}, now=A_YEAR_LATER)
    assert count(reading) is None
    assert "2020" in reading.reason


@pytest.mark.parametrize("tabs", TABS)
def test_a_list_of_several_years_is_not_one_of_them(tabs: str):
    reading, _ = walk({PATH: page(TABS[tabs] + listed(BOTH) + EIGHT)}, now=A_YEAR_LATER)
    assert count(reading) == in_quarter(BOTH)


def test_years_beside_all_of_them_hide_nothing():
    tabs = LINKS.replace("<div>", "<div><a class='on' href='/zwgk/tzgg/'>全部</a>").replace(
        "<a class='on' href='/zwgk/tzgg/'>2021", "<a href='/a/'>2021"
    )
    reading, _ = walk({PATH: page(tabs + listed(LATER) + "<div class='page'>共3条</div>")}, now=A_YEAR_LATER)
    assert count(reading) == 0


def test_a_search_form_with_years_hides_nothing():
    form = "<form><select><option>2020</option><option>2019</option></select></form>"
    reading, _ = walk({PATH: page(form + listed(LATER) + "<div class='page'>共3条</div>")}, now=A_YEAR_LATER)
    assert count(reading) == 0


@pytest.mark.parametrize("tabs", TABS)
def test_a_year_without_anything_proves_nothing_of_those_behind_the_other_tabs(tabs: str):
    reading, _ = walk({PATH: page(TABS[tabs] + "<div class='list'><p>暂无信息</p></div>")})
    assert count(reading) is None
    assert "2020" in reading.reason


def test_an_empty_year_is_a_proved_zero_where_the_others_lie_before_the_period():
    tabs = "<ul><li class='active' onclick='t(2020)'>2020年</li><li onclick='t(2019)'>2019年</li></ul>"
    reading, _ = walk({PATH: page(tabs + "<div class='list'><p>暂无信息</p></div>")})
    assert count(reading) == 0


OLD = items(6, "2019-11-20", 20)
NEW = items(4, "2020-03-20", 12, 50)


def older_first(newest: int = 2020, rows: str = "", **more: str) -> dict[str, str]:
    years = "".join(f"<a href='{PATH}{year}/'>{year}年</a>" for year in range(newest, 2019, -1))
    tabs = f"<div class='tabs'>{years}<a class='on' href='{PATH}'>2019年</a></div>"
    return {
        PATH: page(tabs + listed(OLD) + "<div class='page'>共6条</div>"),
        f"{PATH}2020/": page(tabs + (rows or listed(NEW) + "<div class='page'>共4条</div>")),
        **more,
    }


def test_the_year_of_the_period_is_read_where_an_older_one_is_shown_first():
    reading, fetcher = walk(older_first())
    assert count(reading) == in_quarter(NEW)
    assert any(f"{PATH}2020/" in note for note in reading.notes)
    assert reading.entry is None  # the next pass looks again which year is the newest
    assert fetcher.asked[:2] == [PATH, f"{PATH}2020/"]


def test_a_year_that_says_it_is_empty_is_a_zero_where_an_older_one_is_shown_first():
    assert count(walk(older_first(rows="<div class='list'><p>暂无信息</p></div>"))[0]) == 0


@pytest.mark.parametrize(
    "pages",
    [
        older_first(2021, **{f"{PATH}2021/": page(listed(LATER) + "<div class='page'>共3条</div>")}),
        older_first(rows=listed(items(12, "2020-03-20", 2, 50))),
        older_first(rows=listed(items(6, "2019-06-20", 20, 70)) + "<div class='page'>共6条</div>"),
        {PATH: older_first()[PATH]},
        {PATH: older_first()[PATH].replace(f"{PATH}2020/", "/xwzx/2020/"), "/xwzx/2020/": page(listed(NEW))},
    ],
    ids=["two years", "no end", "rows of another year", "gone", "elsewhere"],
)
def test_a_year_that_is_not_surely_the_only_one_stays_unknown(pages: dict[str, str]):
    assert count(walk(pages)[0]) is None
