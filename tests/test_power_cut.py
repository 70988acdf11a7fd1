"""A power cut: what the disk had not written is gone. No row outlasts its pages; what is lost is read again.

The order of writing is watched; and for disks that do not keep it, archives lose their ends.
"""

import asyncio
import os
import random
import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from crash_acts import NOW, Q1, SINCE, quiet
from needs import ALL_TESTS
from sqlalchemy import Connection, event
from test_crash import Ground, crawl, ground, items_in, opened, stop_after_columns

from auditor.archive import ArchiveReader, verify_chain, writer
from auditor.audit.model import Audit
from auditor.base.settings import clock_at
from auditor.county.model import County, DisclosureColumn
from auditor.crawl.column import ColumnReading
from auditor.documents.writing import write_files
from auditor.pipeline.crawling import crawl_county
from auditor.pipeline.decide import DecisionRequest, record_decision
from auditor.pipeline.line import audit_county, issue_circular
from auditor.pipeline.replay import replay_period
from auditor.store.runs import RunMark, RunStore

__all__ = ["ground"]
Readings = Sequence[tuple[DisclosureColumn, ColumnReading]]
CUTS = range(24 if ALL_TESTS else 4)
SEED = int(os.environ.get("AUDITOR_TEST_SEED", "20200410"))
RUN = "run-000001.warc.gz"


# -- the order ---------------------------------------------------------------------------------------------------------


def test_a_column_is_saved_only_when_all_its_pages_are_on_the_disk(
    ground: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    told: list[tuple[str, int]] = []
    kept: list[str] = []
    real_sync, real_save = writer._sync, RunStore.save
    file = tmp_path / "archive" / "清源县" / f"{RUN}.open"

    def sync(handle: int) -> None:
        real_sync(handle)
        told.append(("synced", os.fstat(handle).st_size))

    def save(self: RunStore, run: RunMark, county: County, readings: Readings) -> None:
        told.append(("saved", file.stat().st_size))
        kept.extend(column.key for column, _ in readings)
        real_save(self, run, county, readings)

    monkeypatch.setattr(writer, "_sync", sync)
    monkeypatch.setattr(RunStore, "save", save)
    with opened(tmp_path) as (store, place):
        crawl(ground.county, store, place)
    assert sorted(kept) == sorted(column.key for column in ground.county.column)
    assert [what for what, _ in told] == ["synced", "saved"] * (len(told) // 2)
    assert [size for what, size in told if what == "saved"] == [size for what, size in told if what == "synced"]


def test_what_people_did_outlasts_a_power_cut_and_the_names_of_runs_do(ground: Ground, tmp_path: Path):
    """SQLite waits for the disk (2, FULL) where somebody is told that it is done; elsewhere order is enough (1)."""
    shutil.copytree(ground.home, tmp_path / "home")
    levels: list[int] = []

    def note(connection: Connection) -> None:
        if connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
            levels.append(connection.exec_driver_sql("PRAGMA synchronous").scalar_one())

    with opened(tmp_path / "home") as (store, _):
        unit = ground.county.unit[0].name
        event.listen(store.engine, "commit", note)
        wish = DecisionRequest(unit=unit, grade="good")
        record_decision(ground.county, store, Q1, NOW, wish, reason="other", text="核实", by="张三")
        assert levels == [2]
        levels.clear()
        store.leases.take("county:甲县", "a", NOW())
        assert set(levels) == {1}, "nothing is left of what one transaction asked for"


def test_files_are_on_the_disk_before_they_have_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    told: list[str] = []
    real_sync, real_replace = os.fsync, Path.replace

    def sync(handle: int) -> None:
        told.append(f"synced {Path(f'/proc/self/fd/{handle}').readlink().name}")
        real_sync(handle)

    def replace(self: Path, target: Path) -> Path:
        told.append(f"named {target.name}")
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)
    write_files({"a.txt": b"a", "b.txt": b"b"}, tmp_path / "out")
    final = told.index("named a.txt", told.index("named b.txt"))
    assert told[final:] == ["named a.txt", "named b.txt", "synced out"]
    assert [line for line in told[:final] if line.startswith("named")] == ["named a.txt", "named b.txt"]


def test_what_a_killed_program_left_beside_the_documents_is_cleared_away(tmp_path: Path):
    (tmp_path / ".auditor-killed").mkdir()
    (tmp_path / ".auditor-killed" / "circular.docx").write_bytes(b"half")
    write_files({"circular.docx": b"whole"}, tmp_path)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("circular.docx", b"whole")]


# -- lost ends ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Broken:
    """A home whose crawl was broken off after three of four columns, its archive not yet registered."""

    home: Path
    size: int


@pytest.fixture(scope="module")
def broken(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Broken:
    home = tmp_path_factory.mktemp("broken")
    county = ground.county
    with opened(home) as (store, place):
        stop_after_columns(county.model_copy(update={"column": county.column[:3]}), store, place)
        folder = place.archive_of(county.name)
        (folder / RUN).rename(folder / f"{RUN}.open")
        (folder / "chain.jsonl").unlink()
    return Broken(home, (folder / f"{RUN}.open").stat().st_size)


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("zeroed", [False, True], ids=["short", "zeroes"])
def test_columns_whose_pages_were_lost_are_named_and_read_again(
    ground: Ground, broken: Broken, tmp_path: Path, cut: int, zeroed: bool
):
    """Some file systems keep a file's length and fill what they lost with zeroes."""
    draw = random.Random(f"{SEED}/{cut}")
    kept = broken.size - int((cut + draw.random()) / len(CUTS) * broken.size)
    home = tmp_path / "home"
    shutil.copytree(broken.home, home)
    county = ground.county
    with opened(home) as (store, place):
        file = place.archive_of(county.name) / f"{RUN}.open"
        file.write_bytes(file.read_bytes()[:kept] + bytes(broken.size - kept if zeroed else 0))
        done = store.runs.columns_done([1])
        before = len(ground.portal.requests)
        mark = asyncio.run(crawl_county(county, store, place, NOW, since=SINCE, thorough=True, watch=quiet))
        asked = {request.path for request in ground.portal.requests[before:]}
        again = [column for column in county.column if column.key in done and column.url in asked]
        assert len(again) == len(done - store.runs.columns_done([1])) > 0, "some bytes are always gone"
        assert all(column.name in mark.notes[0] for column in again)
        assert items_in(place) == ground.items
        assert verify_chain(place.archive_of(county.name)).faults == ()
        result = audit_county(county, store, place, Q1, NOW)
        usual = Audit.from_json(ground.audit)
        assert [(row.key, row.count) for row in result.rows] == [(row.key, row.count) for row in usual.rows]
        assert asyncio.run(replay_period(county, store, place, Q1)).differences == ()


def test_a_broken_run_that_lost_nothing_goes_on_where_it_stopped(ground: Ground, broken: Broken, tmp_path: Path):
    shutil.copytree(broken.home, tmp_path / "home")
    with opened(tmp_path / "home") as (store, place):
        before = len(ground.portal.requests)
        mark = asyncio.run(crawl_county(ground.county, store, place, NOW, since=SINCE, thorough=True, watch=quiet))
        asked = {request.path for request in ground.portal.requests[before:]}
        assert not asked & {column.url for column in ground.county.column[:3]}
        assert mark.notes == ()
        assert items_in(place) == ground.items


def test_a_run_kept_on_another_machine_is_left_alone(ground: Ground, broken: Broken, tmp_path: Path):
    shutil.copytree(broken.home, tmp_path / "home")
    shutil.rmtree(tmp_path / "home" / "archive")
    with opened(tmp_path / "home") as (store, place):
        before = len(ground.portal.requests)
        crawl(ground.county, store, place)
        asked = {request.path for request in ground.portal.requests[before:]}
        assert not asked & {column.url for column in ground.county.column[:3]}


def test_an_unchanged_page_that_the_archive_lost_comes_again(ground: Ground, tmp_path: Path):
    shutil.copytree(ground.home, tmp_path / "home")
    with opened(tmp_path / "home") as (store, place):
        folder = place.archive_of("清源县")
        (folder / RUN).unlink()
        crawl(ground.county, store, place, clock_at("2020-04-11T02:30"))
        assert items_in(place) == ground.items
        for history in store.runs.load_readings(ground.county).values():
            has_articles = any(row.article for row in history.newest.sightings)
            assert history.newest.is_unchanged is not has_articles, "articles of the period are opened again"
            assert ArchiveReader(folder).read_snapshot(history.newest.pages[0]).body, "stored whole, not by reference"


# -- an older database -------------------------------------------------------------------------------------------------


def test_a_database_restored_from_a_backup_is_not_confused_by_the_newer_archive(ground: Ground, tmp_path: Path):
    home = tmp_path / "home"
    shutil.copytree(ground.home, home)
    with opened(home) as (store, place):
        crawl(ground.county, store, place, clock_at("2020-04-11T02:30"))
    backup = sqlite3.connect(ground.home / "auditor.db")
    with sqlite3.connect(home / "auditor.db") as connection:
        backup.backup(connection)
    connection.close()
    backup.close()
    with opened(home) as (store, place):
        crawl(ground.county, store, place, clock_at("2020-04-12T02:30"))
        assert store.runs.list_runs(ground.county)[-1].archive == "run-000002-2.warc.gz"
        audit_county(ground.county, store, place, Q1, NOW)
        assert asyncio.run(replay_period(ground.county, store, place, Q1)).differences == ()


def test_an_issue_is_durable_when_it_is_said(ground: Ground, tmp_path: Path):
    """A copy of the files as a power cut would leave them: what was synced, without a closing checkpoint."""
    from crash_acts import ENTRY

    home = tmp_path / "home"
    shutil.copytree(ground.home, home)
    with opened(home) as (store, place):
        issue_circular(ground.county, store, place, Q1, NOW, ENTRY)
        shutil.copytree(home, tmp_path / "after")
    with opened(tmp_path / "after") as (store, _):
        issued = store.audits.load_issued(ground.county, Q1)
        assert issued is not None
        assert issued.issue == ENTRY
