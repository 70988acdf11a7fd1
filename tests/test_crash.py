"""kill -9 at random moments, full disks, damaged files, a clock that jumps: a clear error, and nothing lost.

Every moment kills a real process. A few run each time; ``AUDITOR_TEST_ALL=1`` runs all. ``AUDITOR_TEST_SEED`` draws
other moments.
"""

import asyncio
import errno
import multiprocessing
import os
import random
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import crash_acts
import pytest
from crash_acts import NOW, Q1, SINCE, quiet
from needs import ALL_TESTS
from test_fleet import code_of, sample_county

from auditor.archive import verify_chain
from auditor.archive.writer import ArchiveWriter
from auditor.base.errors import ArchiveProblem, AuditorError, StoreProblem
from auditor.base.settings import Clock, Place, clock_at
from auditor.circular.printing import NAMES
from auditor.county.model import County, load_county
from auditor.pipeline.crawling import crawl_county
from auditor.pipeline.line import audit_county
from auditor.pipeline.replay import replay_period
from auditor.sample import SamplePortal
from auditor.store import Store, database, open_store

SEED = int(os.environ.get("AUDITOR_TEST_SEED", "20200410"))
MOMENTS = range(8 if ALL_TESTS else 1)
FORK = multiprocessing.get_context("forkserver")
FORK.set_forkserver_preload(["crash_acts"])


@dataclass(frozen=True)
class Ground:
    """The portal, a county, a home in which it was crawled without trouble, and what came of it."""

    portal: SamplePortal
    file: Path
    home: Path
    items: frozenset[tuple[str, str]]
    audit: str
    requests: int

    @property
    def county(self) -> County:
        return load_county(self.file)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("crash")
    with SamplePortal() as portal:
        file = sample_county(folder, "清源县", portal.home)
        crash_acts.crawl(file, folder / "home")
        asked = len(portal.requests)
        with opened(folder / "home") as (store, place):
            result = audit_county(load_county(file), store, place, Q1, NOW)
            yield Ground(portal, file, folder / "home", items_in(place), result.to_json(), asked)


class opened:  # noqa: N801 - reads as a word
    """A home's store and place for the length of a block."""

    def __init__(self, home: Path) -> None:
        self.place = Place(home)

    def __enter__(self) -> tuple[Store, Place]:
        self.store = open_store(self.place.database)
        return self.store, self.place

    def __exit__(self, *_: object) -> None:
        self.store.close()


def items_in(place: Place) -> frozenset[tuple[str, str]]:
    """All items kept, each once."""
    connection = sqlite3.connect(place.database)
    query = "SELECT c.key, i.item_key FROM item i JOIN disclosure_column c ON c.id = i.column_id WHERE gone_at IS NULL"
    rows = connection.execute(query).fetchall()
    connection.close()
    assert len(rows) == len(set(rows)), "no item stands twice"
    return frozenset(rows)


def kill_during(act: str, ground: Ground, home: Path, moment: int) -> None:
    """Let a process do ``act`` and kill it: where all tests run, the moments spread over the time it takes."""
    draw = random.Random(f"{SEED}/{act}/{moment}")
    share = (moment + draw.random()) / len(MOMENTS)
    delay = share * usual_seconds(act, ground) if ALL_TESTS else draw.uniform(0.05, 0.8)
    process = FORK.Process(target=crash_acts.run, args=(act, ground.file, home))
    process.start()
    process.join(delay)
    process.kill()
    process.join()


_SECONDS: dict[str, float] = {}


def usual_seconds(act: str, ground: Ground) -> float:
    """How long an act takes in a process of its own where nobody kills it."""
    if act not in _SECONDS:
        home = ground.file.parent / f"timed-{act}"
        prepare(act, ground, home)
        started = time.monotonic()
        process = FORK.Process(target=crash_acts.run, args=(act, ground.file, home))
        process.start()
        process.join()
        assert process.exitcode == 0
        _SECONDS[act] = time.monotonic() - started
    return _SECONDS[act]


def prepare(act: str, ground: Ground, home: Path) -> None:
    """The home an act begins in: empty, or crawled."""
    if act not in ("crawl", "upgrade"):
        shutil.copytree(ground.home, home)
    if act == "audit":
        forget(home, "audit")


def a_minute_later(home: Path) -> None:
    """The dead process's lease has run out."""
    if (home / "auditor.db").exists():
        forget(home, "lease")


def forget(home: Path, table: str) -> None:
    """Empty a table, where it is there."""
    with sqlite3.connect(home / "auditor.db") as connection:
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
            connection.execute(f"DELETE FROM {table}")
    connection.close()


def crawl(county: County, store: Store, place: Place, clock: Clock = NOW) -> None:
    asyncio.run(crawl_county(county, store, place, clock, since=SINCE, thorough=True, watch=quiet))


# -- kill -9 -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_crawl_killed_at_any_moment_is_resumed_without_loss(ground: Ground, tmp_path: Path, moment: int):
    kill_during("crawl", ground, tmp_path, moment)
    if sys.platform != "linux":  # there it is seen to be dead at once
        a_minute_later(tmp_path)
    county = ground.county
    with opened(tmp_path) as (store, place):
        runs = store.runs.list_runs(county)
        is_open = bool(runs) and runs[-1].finished_at is None
        done = store.runs.columns_done([run.id for run in runs]) if is_open else set()
        before = len(ground.portal.requests)
        crawl(county, store, place)
        asked = [request.path for request in ground.portal.requests[before:]]
        assert not set(asked) & done, "finished columns are not asked for again"
        assert len(asked) <= ground.requests
        assert items_in(place) == ground.items
        assert verify_chain(place.archive_of(county.name)).faults == ()
        result = audit_county(county, store, place, Q1, NOW)
        replayed = asyncio.run(replay_period(county, store, place, Q1))
        assert replayed.differences == ()
        assert replayed.audit.to_json() == result.to_json()
        assert [(row.key, row.count) for row in result.rows] == counts_of(ground)


def counts_of(ground: Ground) -> list[tuple[str, int | None]]:
    from auditor.audit.model import Audit

    return [(row.key, row.count) for row in Audit.from_json(ground.audit).rows]


@pytest.mark.parametrize("moment", MOMENTS)
def test_an_audit_killed_at_any_moment_is_kept_whole_or_not_at_all(ground: Ground, tmp_path: Path, moment: int):
    home = tmp_path / "home"
    prepare("audit", ground, home)
    kill_during("audit", ground, home, moment)
    with opened(home) as (store, place):
        assert audit_county(ground.county, store, place, Q1, NOW).to_json() == ground.audit
        with store.session() as session:
            kept = session.connection().exec_driver_sql("SELECT json_text FROM audit").scalars().all()
        assert set(kept) == {ground.audit}
        assert items_in(place) == ground.items


@pytest.mark.parametrize("moment", MOMENTS)
def test_no_document_is_ever_left_half_written(
    ground: Ground, tmp_path: Path, whole_documents: dict[str, bytes], moment: int
):
    home = tmp_path / "home"
    prepare("write", ground, home)
    kill_during("write", ground, home, moment)
    left = {path.name: path.read_bytes() for path in (home / "out").glob("*") if path.name in NAMES}
    assert {name: whole_documents[name] for name in left} == left
    crash_acts.write(ground.file, home)
    files = {path.name: path.read_bytes() for path in (home / "out").iterdir()}
    assert files == whole_documents, "and what the killed process left beside them is gone"


@pytest.fixture(scope="module")
def whole_documents(ground: Ground) -> dict[str, bytes]:
    home = ground.file.parent / "whole"
    shutil.copytree(ground.home, home)
    crash_acts.write(ground.file, home)
    return {path.name: path.read_bytes() for path in (home / "out").iterdir()}


@pytest.mark.parametrize("moment", MOMENTS)
def test_an_issue_killed_at_any_moment_has_happened_or_has_not(ground: Ground, tmp_path: Path, moment: int):
    home = tmp_path / "home"
    prepare("issue", ground, home)
    kill_during("issue", ground, home, moment)
    with opened(home) as (store, _):
        issued = store.audits.load_issued(ground.county, Q1)
    if issued is None:
        crash_acts.issue(ground.file, home)
    with opened(home) as (store, _):
        issued = store.audits.load_issued(ground.county, Q1)
        assert issued is not None
        assert issued.issue == crash_acts.ENTRY
        with store.session() as session:
            assert session.connection().exec_driver_sql("SELECT count(*) FROM circular").scalar() == 1


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_schema_upgrade_killed_at_any_moment_is_done_again(ground: Ground, tmp_path: Path, moment: int):
    kill_during("upgrade", ground, tmp_path, moment)
    with opened(tmp_path) as (store, _):
        assert store.runs.list_runs(ground.county) == []


# -- disks -------------------------------------------------------------------------------------------------------------


def test_a_full_disk_under_the_database_is_said_and_what_is_saved_stays(ground: Ground, tmp_path: Path):
    with opened(tmp_path) as (store, place):
        with store.session() as session:
            pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
            session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages + 8}")
        with pytest.raises(StoreProblem, match="磁盘已满"):
            crawl(ground.county, store, place)
    a_minute_later(tmp_path)
    with opened(tmp_path) as (store, place):
        crawl(ground.county, store, place)
        assert items_in(place) == ground.items
        assert verify_chain(place.archive_of("清源县")).faults == ()


def test_a_full_disk_under_the_archive_is_said_and_the_next_run_resumes(
    ground: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    written = 0
    write = ArchiveWriter._write

    def until_full(self: ArchiveWriter, batch: object) -> None:
        nonlocal written
        written += 1
        if written > 6:
            raise ArchiveProblem("存档无法写入：磁盘已满") from OSError(errno.ENOSPC, "full")
        write(self, batch)  # type: ignore[arg-type]

    with opened(tmp_path) as (store, place):
        with monkeypatch.context() as patch:
            patch.setattr(ArchiveWriter, "_write", until_full)
            with pytest.raises(ArchiveProblem, match="磁盘已满"):
                crawl(ground.county, store, place)
        done = store.runs.columns_done([run.id for run in store.runs.list_runs(ground.county)])
        before = len(ground.portal.requests)
        crawl(ground.county, store, place)
        assert not {request.path for request in ground.portal.requests[before:]} & done
        assert items_in(place) == ground.items


def test_a_home_that_cannot_be_written_is_said_before_anything_is_asked(
    ground: Ground, capsys: pytest.CaptureFixture[str]
):
    before = len(ground.portal.requests)
    assert code_of(["crawl", str(ground.file), "--home", "/proc/auditor", "--now", "2020-04-10"]) == 2
    assert "--home" in capsys.readouterr().err
    assert len(ground.portal.requests) == before


# -- damage ------------------------------------------------------------------------------------------------------------


def test_a_locked_database_is_said_in_words(ground: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    shutil.copytree(ground.home, tmp_path / "home")
    monkeypatch.setattr(database, "_BUSY_SECONDS", 0.1)
    holder = sqlite3.connect(tmp_path / "home" / "auditor.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with opened(tmp_path / "home") as (store, place), pytest.raises(StoreProblem, match="被另一个程序占用"):
        crawl(ground.county, store, place)
    holder.close()
    with opened(tmp_path / "home") as (store, place):
        assert audit_county(ground.county, store, place, Q1, NOW).to_json() == ground.audit


@pytest.mark.parametrize("offset", [0, 4096 * 3])
def test_a_damaged_database_is_said_in_words(
    ground: Ground, tmp_path: Path, capsys: pytest.CaptureFixture[str], offset: int
):
    shutil.copytree(ground.home, tmp_path / "home")
    path = tmp_path / "home" / "auditor.db"
    content = bytearray(path.read_bytes())
    content[offset : offset + 4096 * 40] = b"\xa5" * (4096 * 40)
    path.write_bytes(content)
    code = code_of(
        ["audit", str(ground.file), "--quarter", "2020Q1", "--home", str(path.parent), "--now", "2020-04-10"]
    )
    assert code == 1
    assert "数据库文件已损坏" in capsys.readouterr().err


def test_a_damaged_archive_stops_the_replay_and_nothing_else(ground: Ground, tmp_path: Path):
    home = tmp_path / "home"
    shutil.copytree(ground.home, home)
    with opened(home) as (store, place):
        folder = place.archive_of("清源县")
        [file] = folder.glob("*.warc.gz")
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 0xFF
        file.write_bytes(content)
        assert [fault.file for fault in verify_chain(folder).faults] == [file.name]
        with pytest.raises(ArchiveProblem, match=file.name):
            asyncio.run(replay_period(ground.county, store, place, Q1))
        crawl(ground.county, store, place, clock_at("2020-04-11T02:30"))
        assert items_in(place) == ground.items
        assert audit_county(ground.county, store, place, Q1, NOW).total > 0


# -- the clock and the county file -------------------------------------------------------------------------------------


def test_a_clock_that_jumped_back_is_told_of_and_loses_nothing(ground: Ground, tmp_path: Path):
    home = tmp_path / "home"
    shutil.copytree(ground.home, home)
    with opened(home) as (store, place):
        with pytest.raises(AuditorError, match="系统时间（2019-04-10 02:30）早于清源县上次采集的时间"):
            crawl(ground.county, store, place, clock_at("2019-04-10T02:30"))
        crawl(ground.county, store, place, clock_at("2020-04-10T02:28"))
        assert items_in(place) == ground.items
        assert [(row.key, row.count) for row in audit_county(ground.county, store, place, Q1, NOW).rows] == counts_of(
            ground
        )


def test_a_county_file_changed_between_two_halves_of_a_run_is_followed(ground: Ground, tmp_path: Path):
    county = ground.county
    half = county.model_copy(update={"column": county.column[:2]})
    with opened(tmp_path) as (store, place):
        stop_after_columns(half, store, place)
        crawl(county, store, place)
        runs = store.runs.list_runs(county)
        assert [run.continues for run in runs] == [None, runs[0].id]
        assert items_in(place) == ground.items
        fewer = audit_county(half, store, place, Q1, NOW)
        assert [(row.key, row.count) for row in fewer.rows] == counts_of(ground)[:2], "what was dropped does not count"


def stop_after_columns(county: County, store: Store, place: Place) -> None:
    """Crawl, and be interrupted when the last column has been saved."""

    class Stop(Exception):
        pass

    left = len(county.column)

    def stop(*_: object) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise Stop

    with pytest.raises(Stop):
        asyncio.run(crawl_county(county, store, place, NOW, since=SINCE, thorough=True, watch=stop))
