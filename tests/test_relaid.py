"""A column whose pages are laid out anew: told, and held back where the past no longer agrees."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest
from portals import HOME, NOW, TableFetcher, column, county, entries, list_page

from auditor.base.terms import ColumnState, NoticeKind
from auditor.crawl.column import ColumnReading
from auditor.crawl.relaid import told_of_layout
from auditor.crawl.walk import read_column
from auditor.notices.events import laid_out_anew
from auditor.store import RunMark, Store, open_store
from auditor.store.runs import ColumnHistory

SINCE = date(2020, 1, 1)
COLUMN = column()
DAYS = [f"2020-03-{day:02}" for day in range(30, 6, -2)] + ["2019-12-30", "2019-12-20"]


def read(
    body: str, given: dict[str, str] | None = None, earlier: ColumnReading | None = None, days: int = 0
) -> ColumnReading:
    fetcher = TableFetcher({"/规划计划/": body})
    known = COLUMN.read_by(given or {})
    walked = read_column(known, f"{HOME}规划计划/", fetcher, since=SINCE, max_pages=5, earlier=earlier)
    return told_of_layout(asyncio.run(walked), earlier)


def page(days: list[str], *, box: str = "news_list", slug: str = "a") -> str:
    return list_page(entries(*days, slug=slug), total=len(days)).replace("news_list", box)


GIVEN = {"rows": "ul.news_list > li"}
TOP = ["2020-04-02", *DAYS]


def test_a_plan_that_no_longer_fits_is_told_and_the_count_stands_where_the_past_agrees():
    first = read(page(DAYS), GIVEN)
    assert (first.state, first.relaid) == (ColumnState.COUNTED, "")
    assert first.plan.template
    now = read(page(DAYS, box="list_b"), GIVEN, first)
    assert now.state is ColumnState.COUNTED
    assert now.relaid.startswith("版面已变化：第1页按给定的读法找不到任何一行")


@pytest.mark.parametrize("given", [GIVEN, {}])
def test_a_count_is_held_back_where_another_layout_shows_another_past(given: dict[str, str]):
    first = read(page(DAYS), given)
    other = page([*DAYS[:3], *DAYS[6:]], box="list_b")
    now = read(other, given, first)
    assert now.state is ColumnState.UNREADABLE
    assert "版面已变化" in now.reason
    assert "对不上" in now.reason
    assert not now.reached_end
    assert now.witness is None


def test_another_template_with_the_same_items_is_no_news():
    first = read(page(DAYS))
    now = read(page(DAYS, box="list_b"), {}, first)
    assert now.plan.template != first.plan.template
    assert (now.state, now.relaid) == (ColumnState.COUNTED, "")


def test_the_same_layout_may_lose_items():
    first = read(page(DAYS))
    now = read(page([*DAYS[:3], *DAYS[6:]]), {}, first)
    assert (now.state, now.relaid) == (ColumnState.COUNTED, "")


def test_new_addresses_alone_are_no_other_past():
    first = read(page(DAYS))
    moved = page(DAYS, box="list_b").replace("/a/t", "/art/2020/")
    assert read(moved, {}, first).state is ColumnState.COUNTED


def test_whoever_gave_another_plan_has_looked_at_the_pages():
    first = read(page(DAYS))
    now = read(page([*DAYS[:3], *DAYS[6:]], box="list_b"), {"rows": "ul.list_b > li"}, first)
    assert now.state is ColumnState.COUNTED


def test_a_page_that_nobody_can_read_any_more_says_that_it_changed():
    first = read(page(DAYS), GIVEN)
    now = read("<html><body><h1>全新改版</h1><p>欢迎浏览我们的新网站，请由首页进入。</p></body></html>", GIVEN, first)
    assert now.state is ColumnState.UNREADABLE
    assert "版面已变化" in now.relaid


def test_what_was_found_is_kept_and_told_once():
    first = read(page(DAYS), GIVEN)
    now = replace(read(page(DAYS, box="list_b"), GIVEN, first), read_at=NOW)
    known = county([COLUMN])
    store: Store = open_store("sqlite://")
    try:
        mark = store.runs.start(known, RunMark(0, NOW, SINCE, thorough=True))
        store.runs.save(mark, known, [(COLUMN, now)])
        kept = store.runs.load_readings(known)[COLUMN.key].newest
    finally:
        store.close()
    assert (kept.relaid, kept.plan) == (now.relaid, now.plan)
    told = laid_out_anew(known, {COLUMN.key: ColumnHistory(kept, kept)})
    assert told is not None
    assert (told.kind, told.facts["count"], told.lines[0].text) == (NoticeKind.RELAID, 1, now.relaid)
    assert laid_out_anew(known, {COLUMN.key: ColumnHistory(first, first)}) is None
