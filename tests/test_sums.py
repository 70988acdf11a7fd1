"""What is summed up beside the items is what the items tell, whatever has become of them."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from portals import HOME, NOW, column, county, reading, sighting, unread
from postgres import database_urls
from sqlalchemy import create_engine, event

from auditor.base.period import Period
from auditor.base.terms import ColumnState
from auditor.crawl.column import Sighting
from auditor.store import RunMark, Store, database, open_store
from auditor.store.runs import ItemsCopy, Retraction
from auditor.store.sums import ItemSum

COLUMNS = [column(f"栏目{n}", url=f"/c{n}/") for n in range(3)]
COUNTY = county(COLUMNS)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with database_urls(request.param, tmp_path) as url:
        opened = open_store(url)
        yield opened
        opened.close()


def agrees(store: Store) -> int:
    """Asserts that the sums are those of the items, counted here one by one; returns how many there are."""
    told: Counter[tuple[int, int]] = Counter()
    with store.engine.connect() as connection:
        for column_id, published, gone_at in connection.exec_driver_sql(
            "SELECT column_id, published, gone_at FROM item"
        ):
            if published and gone_at is None:
                day = date.fromisoformat(str(published))
                told[day.year * 4 + (day.month - 1) // 3, column_id] += 1
        sums = connection.exec_driver_sql("SELECT quarter, column_id, items FROM item_sum").all()
    assert {(quarter, column_id): items for quarter, column_id, items in sums} == told
    for quarter in (Period.parse("2020Q1"), Period.parse("2019Q4")):
        number = quarter.year * 4 + quarter.number - 1
        of_quarter = [items for (one, _), items in told.items() if one == number]
        found = store.overview.count_items(quarter).get(COUNTY.name, ItemSum(0, 0))
        assert found == (sum(of_quarter), len(of_quarter))
    return told.total()


def draw_list(draw: random.Random, before: list[Sighting]) -> list[Sighting]:
    """The list a day later: some items gone, dated anew or not at all, moved, back again, and new ones."""
    seen = []
    for one in before:
        chance, day = draw.random(), f"20{draw.choice((19, 20))}-{draw.randrange(1, 13):02}-11"
        if chance < 0.15:
            continue
        if chance < 0.3:
            one = sighting(one.item.title, None if chance < 0.2 else day, url=one.item.url)
        elif chance < 0.35:
            one = sighting(one.item.title, one.date and one.date.isoformat(), url=one.item.url + "l")
        seen.append(one)
    for _ in range(draw.randrange(3)):
        number = draw.randrange(12)  # one that was there before comes back
        seen.append(sighting(f"第{number}件", f"2020-{1 + number:02}-03", url=f"{HOME}{number}.html"))
    return list({one.key: one for one in seen}.values())


@pytest.mark.parametrize("seed", range(2))
def test_sums_are_what_the_items_tell_after_any_history(store: Store, seed: int):
    draw = random.Random(seed)
    lists: dict[str, list[Sighting]] = {one.key: [] for one in COLUMNS}
    copies: list[ItemsCopy] = []
    counted = []
    for days in range(16):
        at = NOW + timedelta(days=days)
        mark = store.runs.start(COUNTY, RunMark(0, at, date(2020, 1, 1), thorough=True))
        results = []
        for one in draw.sample(COLUMNS, 2):
            before, chance = lists[one.key], draw.random()
            if chance < 0.2:
                results.append((one, replace(unread(one.key, ColumnState.UNREACHABLE), read_at=at)))
                continue
            if chance >= 0.3:
                lists[one.key] = draw_list(draw, before)
            told = reading(one.key, lists[one.key], read_at=at, reached_end=draw.random() < 0.5)
            results.append((one, replace(told, is_unchanged=chance < 0.3)))
        store.runs.save(mark, COUNTY, results)
        store.runs.finish(replace(mark, finished_at=at, archive=f"{mark.name}.warc.gz"))
        counted.append(agrees(store))
        copies.append(store.runs.copy_items(COUNTY))
        match draw.randrange(8):
            case 0:
                store.runs.forget(mark, COUNTY, [results[0][0].key])
            case 1:
                store.runs.retract(COUNTY, mark, Retraction(at, "王芳", "时钟不对"), draw.choice(copies))
            case 2:
                again = [(mark.id, one.key, result) for one, result in results]
                store.runs.renew(COUNTY, again, draw.choice(copies), at)
            case 3:
                store.runs.fold(COUNTY, at)
        agrees(store)
    assert max(counted) > 5


def test_a_quarter_of_all_counties_asks_no_item(tmp_path: Path):
    """However many items there are: the rows that are walked through are one a column."""
    opened = open_store(tmp_path / "auditor.db")
    asked: list[tuple[str, object]] = []
    event.listen(opened.engine, "before_cursor_execute", lambda *said: asked.append((said[2], said[3])))
    opened.overview.count_items(Period.parse("2020Q1"))
    (question,) = list(asked)
    with opened.engine.connect() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {question[0]}", question[1])]
    opened.close()
    assert any("item_sum USING PRIMARY KEY (quarter=?)" in step for step in plan), plan
    assert not any(step.startswith(("SCAN item", "SEARCH item ")) for step in plan)


def test_items_of_before_are_summed_up_once(tmp_path: Path):
    from alembic import command
    from alembic.config import Config

    path, config = tmp_path / "auditor.db", Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0021")
        connection.exec_driver_sql("INSERT INTO county (id, name) VALUES (1, ?)", (COUNTY.name,))
        connection.exec_driver_sql(
            "INSERT INTO disclosure_column (id, county_id, key, name) VALUES (7, 1, '/', '栏目')"
        )
        for number, (day, quarter, gone) in enumerate(
            (("2020-03-01", 8080, None), ("2020-03-31", 8080, None), ("2020-03-05", 8080, "x"), (None, None, None))
        ):
            connection.exec_driver_sql(
                "INSERT INTO item (column_id, item_key, title, href, url, note, pinned, page, first_seen, last_seen,"
                " published, quarter, gone_at) VALUES (7, ?, '', '', '', '', 0, '', 'x', 'x', ?, ?, ?)",
                (str(number), day, quarter, gone),
            )
    engine.dispose()
    store = open_store(path)
    assert store.overview.count_items(Period.parse("2020Q1")) == {COUNTY.name: ItemSum(2, 1)}
    assert agrees(store) == 2
    store.close()
