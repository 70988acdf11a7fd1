"""Columns that moved or were merged are noticed and proposed; nothing is taken over but by a person."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from portals import HOME, NOW, column, county, reading, sightings, unread

from auditor.base.settings import Place
from auditor.base.terms import ColumnState, FetchStatus
from auditor.county.model import County
from auditor.crawl.column import ColumnReading
from auditor.fetch import Fetched, PageRequest
from auditor.pipeline.moves import address_shown, signs_of_moves
from auditor.store import RunMark, Store, open_store
from auditor.store.runs import ColumnHistory

ASKED = f"{HOME}old/"


def answer(body: str = "", *, url: str = ASKED, redirects: tuple[str, ...] = ()) -> Fetched:
    request = PageRequest(ASKED)
    return Fetched(request, FetchStatus.OK, url, 200, (), body.encode(), NOW, redirects=redirects)


@pytest.mark.parametrize(
    ("fetched", "address"),
    [
        (answer(url=f"{HOME}new/", redirects=(ASKED,)), f"{HOME}new/"),
        (answer(url=f"{ASKED}index.html", redirects=(ASKED,)), ""),
        (answer("<p>本栏目已迁移至<a href='/new/'>新栏目</a></p>"), f"{HOME}new/"),
        (answer("<p>本栏目已迁移</p>"), ""),
        (answer("<a href='/new/'>新</a><a href='/other/'>别处</a>"), ""),
        (answer("<a href='/old/'>刷新</a>"), ""),
        (answer("<a href='/new/'>新</a>" + "正文" * 5000), ""),
        (answer(), ""),
    ],
)
def test_where_an_answer_or_a_notice_leads(fetched: Fetched, address: str):
    assert address_shown(fetched, ASKED, is_notice=True) == address
    assert address_shown(fetched, ASKED, is_notice=False) == (address if fetched.redirects else "")


HERE, THERE = column("甲栏目", url="/a/"), column("乙栏目", url="/b/")
PLACE = county([HERE, THERE])


def keep(store: Store, days: int, *results: ColumnReading) -> None:
    at = NOW + timedelta(days=days)
    run = store.runs.start(PLACE, RunMark(0, at, at.date(), thorough=True))
    store.runs.save(run, PLACE, [(one, replace(r, read_at=at)) for one, r in zip((HERE, THERE), results, strict=True)])
    store.runs.finish(replace(run, finished_at=at, archive="x.warc.gz"))


@pytest.fixture
def store(tmp_path: Path):
    opened = open_store(f"sqlite:///{tmp_path}/a.db")
    yield opened
    opened.close()


def signs(store: Store, tmp_path: Path) -> list[str]:
    return [sign.told for sign in signs_of_moves(PLACE, store, Place(tmp_path))]


def test_items_that_stand_in_another_column_now_show_a_merger(store: Store, tmp_path: Path):
    mine, theirs = sightings(8, slug="甲"), sightings(4, slug="乙")
    keep(store, 0, reading(HERE.key, mine), reading(THERE.key, theirs))
    assert signs(store, tmp_path) == []
    keep(store, 1, unread(HERE.key, ColumnState.MISSING), reading(THERE.key, theirs))
    assert signs(store, tmp_path) == [], "gone, but nowhere else"
    keep(store, 2, unread(HERE.key, ColumnState.MISSING), reading(THERE.key, [*mine, *theirs]))
    [told] = signs(store, tmp_path)
    assert "“甲栏目”原有的条目现在列在“乙栏目”" in told
    assert PLACE.column == (HERE, THERE), "only a person changes the file"


def test_a_column_that_fails_beside_one_with_a_few_of_its_items_has_not_moved(store: Store, tmp_path: Path):
    mine = sightings(10, slug="甲")
    keep(store, 0, reading(HERE.key, mine), reading(THERE.key, mine[:4]))
    keep(store, 1, unread(HERE.key), reading(THERE.key, mine[:4]))
    assert signs(store, tmp_path) == []


def test_one_column_is_looked_at_without_the_others_unless_it_lost_its_items(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    mine, theirs = sightings(8, slug="甲"), sightings(4, slug="乙")
    keep(store, 0, reading(HERE.key, mine), reading(THERE.key, theirs))
    asked: list[object] = []
    load = store.runs.load_readings

    def loaded(whose: County, keys: list[str] | None = None) -> Mapping[str, ColumnHistory]:
        asked.append(keys)
        return load(whose, keys)

    monkeypatch.setattr(store.runs, "load_readings", loaded)
    assert signs_of_moves(PLACE, store, Place(tmp_path), [HERE.key]) == ()
    assert asked == [[HERE.key]]
    keep(store, 1, unread(HERE.key, ColumnState.MISSING), reading(THERE.key, [*mine, *theirs]))
    [sign] = signs_of_moves(PLACE, store, Place(tmp_path), [HERE.key])
    assert "“乙栏目”" in sign.told
    assert asked[1:] == [[HERE.key], None]
