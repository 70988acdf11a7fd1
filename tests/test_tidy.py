"""Quiet days cost little, and tidying up changes nothing that can be asked of archive or database."""

import asyncio
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from offices import small_county
from portals import NOW, column, county, reading, sightings, unread
from postgres import database_urls
from test_archive import START, answer, not_modified, write
from test_fleet import code_of
from test_pipeline import crawl

from auditor.archive import ArchiveReader, ArchiveWriter, merge_months, read_chain, tidying, verify_chain
from auditor.archive.places import MONTHS
from auditor.audit.model import IssueEntry
from auditor.base.period import LOCAL, Period
from auditor.base.settings import Place, clock_at
from auditor.base.terms import ColumnState
from auditor.circular.pictures import Picture
from auditor.county.model import County
from auditor.county.writing import save_county
from auditor.crawl.column import ColumnReading
from auditor.pipeline.line import audit_county, issue_circular
from auditor.pipeline.package import package_circular
from auditor.pipeline.pictures import list_pictures, note_picture
from auditor.pipeline.proofs import keep_proof, load_proof
from auditor.pipeline.replay import replay_period
from auditor.pipeline.retract import retract_run
from auditor.pipeline.tidy import months_before, tidy_county
from auditor.sample import SamplePortal
from auditor.store import RunMark, Store, open_store, runs

Q1 = Period.parse("2020Q1")
MAY = clock_at("2020-05-20T03:00")
DAYS = ("2020-04-09", "2020-04-10", "2020-04-11", "2020-04-30", "2020-05-01", "2020-05-02")


@dataclass(frozen=True)
class Ground:
    """A home with an issued quarter and quiet days before and after it."""

    county: County
    place: Place
    package: bytes


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    place = Place(tmp_path_factory.mktemp("home"))
    store = open_store(place.database)
    with SamplePortal() as portal:
        place_of = small_county(portal.home)
        for number, day in enumerate(DAYS):
            crawl(place_of, store, place, f"{day}T02:30", thorough=number == 0)
            if number == 1:
                audit_county(place_of, store, place, Q1, clock_at("2020-04-10T09:00"))
                entry = IssueEntry(number="崇政办发〔2020〕1号", date=date(2020, 4, 10), by="王")
                issue_circular(place_of, store, place, Q1, clock_at("2020-04-10T10:00"), entry)
    package = package_circular(place_of, store, place, Q1)
    store.close()
    return Ground(place_of, place, package)


@pytest.fixture
def home(ground: Ground, tmp_path: Path) -> Iterator[tuple[County, Store, Place]]:
    shutil.copytree(ground.place.home, tmp_path / "home")
    place = Place(tmp_path / "home")
    store = open_store(place.database)
    yield ground.county, store, place
    store.close()


def bytes_of(store: Store) -> int:
    """How much the tables hold, without what a page of the database wastes."""
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        total = 0
        for name in rows:
            columns = [row[1] for row in connection.exec_driver_sql(f'PRAGMA table_info("{name}")')]
            sizes = " + ".join(f'COALESCE(length("{column}"), 0)' for column in columns)
            total += connection.exec_driver_sql(f'SELECT COALESCE(sum({sizes}), 0) FROM "{name}"').scalar_one()
        return total


def test_a_quiet_day_takes_no_row_a_column_and_one_small_record(ground: Ground):
    store = open_store(ground.place.database)
    folder = ground.place.archive_of(ground.county.name)
    with store.engine.connect() as connection:
        passes = connection.exec_driver_sql("SELECT run_id FROM column_pass").scalars().all()
    assert len(passes) == 3, "the columns of the first day alone"
    sizes = [(folder / link.file).stat().st_size for link in read_chain(folder)]
    assert max(sizes[1:]) < 2500
    looks = store.runs.load_ledgers(ground.county, date(2020, 4, 1), date(2020, 5, 31))
    for ledger in looks.values():
        assert [look.day.isoformat() for look in ledger.looks] == list(DAYS)
    for history in store.runs.load_readings(ground.county).values():
        assert history.newest.is_unchanged
        assert history.newest.read_at.date().isoformat() == DAYS[-1]
        answered = ArchiveReader(folder).read_fetched(history.newest.pages[0])
        assert answered.fetched_at.date().isoformat() == DAYS[-1], "who was asked, when, and what was said"
        assert answered.http_status == 304
        assert len(ArchiveReader(folder).read_snapshot(history.newest.pages[0]).body) > 1000
    store.close()


def test_a_quiet_day_of_a_whole_county_stays_below_a_kilobyte_and_three(tmp_path: Path):
    """51 columns, robots.txt and the home page answered 304: what the tables and the archive grow by, day after day."""
    columns = [column(f"栏目{n}", url=f"/c{n}/") for n in range(51)]
    whole, store, draw = county(columns), open_store(tmp_path / "auditor.db"), random.Random(3)
    asked = write(tmp_path, "run-000001", *(answer(n, b"x%d" % n) for n in range(53)))
    known = {one.key: reading(one.key, sightings(3), reached_end=True) for one in columns}
    for day in range(12):
        mark = store.runs.start(whole, RunMark(0, NOW + timedelta(days=day), date(2020, 1, 1), thorough=day == 0))
        if day:
            with ArchiveWriter(tmp_path, mark.name, started=mark.started_at) as archive:
                for number, before in enumerate(asked):
                    at = mark.started_at + timedelta(seconds=number, microseconds=draw.randrange(10**6))
                    now = replace(not_modified(number), fetched_at=at)
                    asked[number] = replace(now, record=archive.add(now, earlier=before))
        for number, (key, before) in enumerate(known.items()):
            page, at = asked[number].record or "", mark.started_at + timedelta(seconds=number, microseconds=day)
            known[key] = replace(before, read_at=at, pages=(page,), is_unchanged=day > 0, requests=1)
        store.runs.save(mark, whole, [(one, known[one.key]) for one in columns])
        store.runs.finish(replace(mark, finished_at=mark.started_at, archive=f"{mark.name}.warc.gz", digest="sha256:0"))
        if day == 1:
            first = bytes_of(store)
    assert (bytes_of(store) - first) / 10 < 1000
    assert max((tmp_path / f"{run.name}.warc.gz").stat().st_size for run in store.runs.list_runs(whole)[1:]) < 3072
    assert store.runs.list_runs(whole)[-1].id == 12
    store.close()


def test_tidying_changes_no_package_no_replay_and_no_page(home: tuple[County, Store, Place], ground: Ground):
    county, store, place = home
    folder = place.archive_of(county.name)
    pages = [page for history in store.runs.load_readings(county).values() for page in history.newest.pages]
    before = [ArchiveReader(folder).read_snapshot(page) for page in pages]
    done = asyncio.run(tidy_county(county, store, place, MAY, 1))
    assert done.merged.months == ("month-2020-04.warc.gz",)
    assert len(done.merged.runs) == 4
    assert "4次采集" in done.summary
    assert sorted(path.name for path in folder.glob("*.warc.gz")) == [
        "month-2020-04.warc.gz", "run-000005.warc.gz", "run-000006.warc.gz"
    ]  # fmt: skip
    report = verify_chain(folder)
    assert (report.files, report.faults) == (6, ())
    assert package_circular(county, store, place, Q1) == ground.package
    assert asyncio.run(replay_period(county, store, place, Q1)).differences == ()
    assert [ArchiveReader(folder).read_snapshot(page) for page in pages] == before
    again = asyncio.run(tidy_county(county, store, place, MAY, 1))
    assert (again.merged.months, again.lines) == ((), [])
    june = asyncio.run(tidy_county(county, store, place, clock_at("2020-06-01T03:00"), 1))
    assert june.merged.months == ("month-2020-05.warc.gz",)
    assert package_circular(county, store, place, Q1) == ground.package


def test_pictures_outlast_the_tidying_and_the_crawls_after_them(home: tuple[County, Store, Place]):
    county, store, place = home
    folder, at = place.archive_of(county.name), datetime(2020, 4, 10, 9, tzinfo=LOCAL)
    with ArchiveWriter(folder, "pictures-2020Q1", started=at) as archive:
        record = archive.add(answer(77, b"<p>as people saw it</p>"))
    file = keep_proof(place, county.name, "page.png", b"\x89PNG\r\n\x1a\n")
    note_picture(place, county.name, Picture("2020Q1", county.column[0].key, "http://portal.test/", "", at, file))
    before = ArchiveReader(folder).read_snapshot(record)
    place.settle_archive(county.name, [run.archive for run in store.runs.list_runs(county)])
    asyncio.run(tidy_county(county, store, place, clock_at("2020-06-01T03:00"), 1))
    assert verify_chain(folder).faults == ()
    assert ArchiveReader(folder).read_snapshot(record) == before
    assert [one.file for one in list_pictures(place, county.name, "2020Q1")] == [file]
    assert load_proof(place, county.name, file)
    assert asyncio.run(replay_period(county, store, place, Q1)).differences == ()


class _Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("step", range(9))
def test_tidying_cut_off_anywhere_leaves_a_whole_archive(
    home: tuple[County, Store, Place], ground: Ground, monkeypatch: pytest.MonkeyPatch, step: int
):
    county, store, place = home
    folder = place.archive_of(county.name)
    left = [step]

    def killing(work: Callable[..., Any]) -> Callable[..., Any]:
        def do(*args: Any, **named: Any) -> Any:
            if left[0] == 0:
                raise _Killed
            left[0] -= 1
            return work(*args, **named)

        return do

    with monkeypatch.context() as patch:
        for owner, name in ((tidying.os, "fsync"), (tidying, "put_file"), (Path, "replace"), (Path, "unlink")):
            patch.setattr(owner, name, killing(getattr(owner, name)))
        with pytest.raises(_Killed):
            merge_months(folder, datetime(2020, 5, 1, tzinfo=LOCAL))
    assert verify_chain(folder).faults == ()
    assert package_circular(county, store, place, Q1) == ground.package
    merge_months(folder, datetime(2020, 5, 1, tzinfo=LOCAL))
    assert verify_chain(folder).faults == ()
    assert sorted(path.name for path in folder.iterdir() if not path.name.startswith(".lock")) == [
        "chain.jsonl", "month-2020-04.warc.gz", MONTHS, "run-000005.warc.gz", "run-000006.warc.gz"
    ]  # fmt: skip
    assert asyncio.run(replay_period(county, store, place, Q1)).differences == ()


def test_a_changed_byte_of_a_month_is_told_by_the_run_it_belongs_to(home: tuple[County, Store, Place]):
    county, _, place = home
    folder = place.archive_of(county.name)
    merge_months(folder, datetime(2020, 5, 1, tzinfo=LOCAL))
    path = folder / "month-2020-04.warc.gz"
    content = bytearray(path.read_bytes())
    content[-200] ^= 1
    path.write_bytes(bytes(content))
    assert [fault.file for fault in verify_chain(folder).faults] == ["run-000004.warc.gz"]
    path.unlink()
    assert "month-2020-04.warc.gz 不见了" in str(verify_chain(folder).faults[0])


def test_a_damaged_run_is_left_alone_and_told(home: tuple[County, Store, Place]):
    county, store, place = home
    path = place.archive_of(county.name) / "run-000003.warc.gz"
    path.write_bytes(path.read_bytes()[:-5])
    done = asyncio.run(tidy_county(county, store, place, MAY, 1))
    assert done.merged.damaged == ("run-000003.warc.gz",)
    assert "run-000003" in done.summary
    assert path.exists()


def test_the_command_says_what_it_put_together(home: tuple[County, Store, Place], capsys: pytest.CaptureFixture[str]):
    county, _, place = home
    save_county(place.home / "small.toml", county)
    words = ["--home", str(place.home), "--now", "2020-05-20T03:00", "tidy", str(place.home / "small.toml")]
    assert code_of(words) == 0
    assert "month-2020-04.warc.gz" in capsys.readouterr().out
    assert code_of(words) == 0
    assert "没有需要整理的" in capsys.readouterr().out
    assert code_of([*words, "--months", "0"]) == 2


def test_months_are_counted_back_over_the_year():
    assert months_before(clock_at("2020-02-03T00:30")(), 1) == datetime(2020, 2, 1, tzinfo=LOCAL)
    assert months_before(clock_at("2020-02-03T00:30")(), 3) == datetime(2019, 12, 1, tzinfo=LOCAL)


# -- answers by which a page still stands ------------------------------------------------------------------------------


def test_answers_of_all_kinds_come_back_as_they_were(tmp_path: Path):
    first = write(tmp_path, "monday", *(answer(n, headers=(("ETag", f'"{n}"'), ("X", "é"))) for n in range(1, 40)))
    told = []
    with ArchiveWriter(tmp_path, "tuesday", started=START) as archive:
        for number, earlier in enumerate(first, 1):
            one = not_modified(number) if number % 2 else replace(answer(number), headers=(("X", "é"), ("Y", "")))
            told.append(replace(one, record=archive.add(one, earlier=earlier)))
            if number == 20:
                other = replace(answer(99, b"news"), record=archive.add(answer(99, b"news")))
    assert (tmp_path / "tuesday.warc.gz").stat().st_size < 4000
    reader = ArchiveReader(tmp_path)
    assert [reader.read_fetched(one.record) for one in told] == told
    assert reader.read_fetched(other.record) == other
    assert len({one.record for one in told}) == len(told)


# -- the tables --------------------------------------------------------------------------------------------------------

COLUMNS = [column(f"栏目{n}", url=f"/c{n}/") for n in range(4)]
OFFICE = county(COLUMNS)


@pytest.fixture(params=["sqlite", "postgresql"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """Two databases."""
    (tmp_path / "other").mkdir()
    with database_urls(request.param, tmp_path) as url, database_urls("sqlite", tmp_path / "other") as other:
        opened = open_store(url), open_store(other)
        yield opened
        for store in opened:
            store.close()


def live(store: Store, seed: int, days: int = 40) -> list[RunMark]:
    """Days of looks: unchanged, changed, failed, some columns left out."""
    draw, marks = random.Random(seed), []
    known: dict[str, ColumnReading] = {}
    for day in range(days):
        at = NOW + timedelta(days=day)
        mark = store.runs.start(OFFICE, RunMark(0, at, date(2020, 1, 1), thorough=True))
        marks.append(mark)
        for number, one in enumerate(COLUMNS):
            chance, moment = draw.random(), at + timedelta(seconds=number, microseconds=draw.randrange(1000))
            page = f"{mark.name}.warc.gz#{number}"
            if chance < 0.05:
                continue
            if chance < 0.1:
                result = replace(unread(one.key, ColumnState.UNREACHABLE), read_at=moment)
            elif chance < 0.85 and one.key in known:
                before = known[one.key]
                pages = (page, *before.pages[1:])
                result = replace(before, read_at=moment, pages=pages, is_unchanged=True, requests=1)
            else:
                seen = [replace(s, page=page) for s in sightings(draw.randrange(1, 4))]
                proved = reading(one.key, seen, read_at=moment, reached_end=True)
                result = replace(proved, pages=(page, "two"), requests=2)
                known[one.key] = result
            store.runs.save(mark, OFFICE, [(one, result)])
        store.runs.finish(replace(mark, finished_at=at, archive=f"{mark.name}.warc.gz"))
    return marks


def told_of(store: Store, marks: list[RunMark]) -> list[object]:
    """All that the tables are asked for."""
    readings = store.runs.load_readings(OFFICE)
    return [
        readings,
        store.runs.load_states(OFFICE),
        store.runs.load_ledgers(OFFICE, NOW.date(), NOW.date() + timedelta(days=60)),
        store.runs.load_ledgers(OFFICE, NOW.date() + timedelta(days=15), NOW.date() + timedelta(days=20)),
        [
            store.runs.last_seen(OFFICE, one, item.key)
            for one in COLUMNS
            for item in sorted(readings[one.key].newest.sightings, key=lambda item: item.key)
        ],
        [store.runs.columns_done([mark.id]) for mark in marks],
        [store.runs.plans_of(mark.id) for mark in marks],
        [(key, h.newest.is_newest_first, h.newest.shows_what_is_new) for key, h in sorted(readings.items())],
    ]


def rows_in(store: Store) -> int:
    with store.engine.connect() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM column_pass").scalar_one()


@pytest.mark.parametrize("seed", range(3))
def test_looks_tell_what_rows_told(stores: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch, seed: int):
    """Saved as looks or as rows as before, set aside, taken back, folded: every question has the same answers."""
    thin, fat = stores
    marks = live(thin, seed)
    with monkeypatch.context() as patch:
        patch.setattr(runs, "repeats", lambda *_: False)
        live(fat, seed)
    assert told_of(thin, marks) == told_of(fat, marks)
    assert rows_in(thin) < rows_in(fat) / 2
    for number in (20, 39, 0):
        for store in stores:
            left = store.runs.copy_items(OFFICE)
            store.runs.retract(OFFICE, marks[number], runs.Retraction(NOW, "李明", "时钟"), left)
        truth = told_of(fat, marks)
        assert told_of(thin, marks) == truth
        thin.runs.fold(OFFICE, NOW + timedelta(days=30))
        assert told_of(thin, marks) == truth
    for store in stores:
        store.runs.forget(marks[38], OFFICE, [COLUMNS[1].key])
        assert COLUMNS[1].key not in store.runs.columns_done([marks[38].id])
    truth = told_of(fat, marks)
    for store in stores:
        store.runs.fold(OFFICE, NOW + timedelta(days=90))
        assert told_of(store, marks) == truth
        assert rows_in(store) < 80


def test_a_run_set_aside_in_a_tidied_home_counts_no_more(home: tuple[County, Store, Place]):
    county, store, place = home
    asyncio.run(tidy_county(county, store, place, MAY, 1))
    last = store.runs.list_runs(county)[-1]
    asyncio.run(retract_run(county, store, place, MAY, last.id, reason="时钟", by="李明"))
    for history in store.runs.load_readings(county).values():
        assert history.newest.read_at.date().isoformat() == DAYS[-2]
        assert history.newest.pages[0].startswith("run-000005")
    assert asyncio.run(replay_period(county, store, place, Q1)).differences == ()
