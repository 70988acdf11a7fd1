"""Many machines on one PostgreSQL: queueing, two workers, one of them killed; and nothing of it without the extra."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from needs import ALL_TESTS
from postgres import database_urls
from s3 import ADDRESS, bucket, server
from test_fleet import code_of, sample_county
from waiting import wait_until

from auditor.archive import verify_chain
from auditor.archive.remote import use_store
from auditor.base.period import Period
from auditor.base.settings import Place, clock_at
from auditor.base.terms import ColumnState
from auditor.county.model import load_county
from auditor.fleet.crawling import CountyOutcome, Pass
from auditor.pipeline.line import audit_county
from auditor.pipeline.replay import replay_period
from auditor.sample import SamplePortal
from auditor.store import open_store
from auditor.store.leases import LEASE_SECONDS

__all__ = ["bucket", "server"]  # fixtures
AUDITOR = [sys.executable, "-m", "auditor"]
NOW = ["--now", "2020-04-10"]


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[str]:
    with database_urls("postgresql", tmp_path) as url:
        yield str(url)


@pytest.fixture
def portal() -> Iterator[SamplePortal]:
    with SamplePortal() as running:
        yield running


def queue(shared: str, home: Path, *words: str | Path) -> str:
    command = [*AUDITOR, "--db", shared, "--home", home, *NOW, "crawl", *words, "--queue", "--since", "2020-01-01"]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def start_worker(shared: str, home: Path, *words: str) -> "subprocess.Popen[str]":
    command = [*AUDITOR, "--db", shared, "--home", str(home), *NOW, "worker", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def jobs(shared: str) -> list[tuple[str, int]]:
    import psycopg

    with psycopg.connect(shared) as server:
        return [(row[0], row[1]) for row in server.execute("SELECT status::text, attempts FROM procrastinate_jobs")]


def test_nothing_of_the_cluster_is_imported_by_the_program():
    script = (
        "import sys, auditor.cli\n"
        "assert not {'procrastinate', 'psycopg', 'auditor.fleet.worker'} & set(sys.modules), 'imported'\n"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_without_the_extra_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setitem(sys.modules, "procrastinate", None)
    monkeypatch.delitem(sys.modules, "auditor.fleet.worker", raising=False)
    assert code_of(["worker", "--home", str(tmp_path)]) == 1
    assert "column-auditor[cluster]" in capsys.readouterr().err


def test_only_postgresql_can_be_shared(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    pytest.importorskip("procrastinate")
    assert code_of(["worker", "--home", str(tmp_path)]) == 2
    assert "需要 PostgreSQL" in capsys.readouterr().err


def test_a_county_waits_in_the_queue_once_and_a_broken_file_is_told_of(
    shared: str, portal: SamplePortal, tmp_path: Path
):
    from auditor.fleet.worker import queue_counties

    files = [sample_county(tmp_path, name, portal.home) for name in ("甲县", "乙县")]
    broken = tmp_path / "broken.toml"
    broken.write_text("x")
    told: list[CountyOutcome] = []
    asked = Pass(date(2020, 1, 1))
    place = Place(tmp_path / "home", shared)
    first = asyncio.run(queue_counties([*files, broken], place, asked, told.append))
    again = asyncio.run(queue_counties(files, place, asked, told.append))
    assert (first.new, first.waiting, again.new, again.waiting) == (2, 0, 0, 2)
    assert [(outcome.file, outcome.exit_code) for outcome in told] == [(broken, 2)]


def test_two_workers_share_the_queue_and_end_when_it_is_empty(shared: str, portal: SamplePortal, tmp_path: Path):
    hosts = ("127.0.0.1", "localhost")
    files = [sample_county(tmp_path, f"第{n}县", portal.home.replace("127.0.0.1", hosts[n % 2])) for n in range(4)]
    assert "已排入队列4个县" in queue(shared, tmp_path / "desk", *files)
    workers = [start_worker(shared, tmp_path / f"home{n}", "--until-idle", "--in-flight", "1") for n in range(2)]
    shown = [worker.communicate() for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0], shown
    done = [line for out, _ in shown for line in out.splitlines() if "已采集" in line]
    assert sorted(line.partition("：")[0] for line in done) == ["第0县", "第1县", "第2县", "第3县"]
    assert jobs(shared) == [], "done jobs are not kept"
    store = open_store(shared)
    for file in files:
        histories = store.runs.load_readings(load_county(file))
        assert [history.newest.state for history in histories.values()] == [ColumnState.COUNTED] * 4
    store.close()


def test_a_stopped_worker_puts_its_county_back(shared: str, portal: SamplePortal, tmp_path: Path):
    file = slow_county(tmp_path, portal, 30)
    queue(shared, tmp_path / "desk", file)
    worker = start_worker(shared, tmp_path / "home")
    wait_until(lambda: ("doing", 0) in jobs(shared))
    worker.send_signal(signal.SIGTERM)
    _, errors = worker.communicate()
    assert worker.returncode == 0, errors
    assert [status for status, _ in jobs(shared)] == ["todo"]


def test_a_killed_worker_is_replaced_within_a_minute():
    pytest.importorskip("procrastinate")
    from auditor.fleet.worker import HEARTBEAT, STALLED

    looked_for_work = 5 + 2  # a job that finds its county held, and the queue itself, are tried again that soon
    assert max(STALLED + HEARTBEAT, LEASE_SECONDS) + looked_for_work < 60


def test_until_idle_ends_what_it_began_however_long_it_takes(shared: str, portal: SamplePortal, tmp_path: Path):
    """A county that takes longer than the engine's grace at a stop, and than a worker may be without a sign of life."""
    slow = slow_county(tmp_path, portal, 0.8)
    quick = sample_county(tmp_path, "快县", portal.home.replace("127.0.0.1", "localhost"))
    queue(shared, tmp_path / "desk", slow, quick)
    workers = [start_worker(shared, tmp_path / f"home{n}", "--until-idle") for n in range(2)]
    shown = [worker.communicate(timeout=250) for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0], shown
    assert sum("慢县：4个栏目已采集" in out for out, _ in shown) == 1, shown
    assert jobs(shared) == []
    store = open_store(shared)
    (run,) = store.runs.list_runs(load_county(slow))
    assert run.finished_at, "in one go, by one worker"
    store.close()


def test_a_job_is_stopped_and_waits_for_others_as_often_as_it_takes():
    procrastinate = pytest.importorskip("procrastinate")
    from auditor.base.errors import StoreProblem
    from auditor.fleet.worker import MAX_ATTEMPTS, _Patience

    def may_go_on(error: BaseException, attempts: int) -> bool:
        job = procrastinate.jobs.Job(
            id=1, queue="crawl", lock=None, queueing_lock=None, task_name="crawl", attempts=attempts
        )
        return _Patience().get_retry_decision(exception=error, job=job) is not None

    assert may_go_on(asyncio.CancelledError(), 10 * MAX_ATTEMPTS)
    assert may_go_on(StoreProblem("away"), MAX_ATTEMPTS - 1)
    assert not may_go_on(StoreProblem("away"), MAX_ATTEMPTS)
    assert not may_go_on(ValueError("own fault"), 0)


def test_a_county_held_by_another_program_is_waited_for(shared: str, portal: SamplePortal, tmp_path: Path):
    from auditor.pipeline.lease import holding

    file = sample_county(tmp_path, "甲县", portal.home)
    queue(shared, tmp_path / "desk", file)
    store = open_store(shared)

    async def hold() -> "subprocess.Popen[str]":
        async with holding(store, "county:甲县"):
            worker = start_worker(shared, tmp_path / "home", "--until-idle")
            for _ in range(300):
                if ("doing", 0) in jobs(shared):
                    break
                await asyncio.sleep(0.1)
            await asyncio.sleep(7)  # longer than one wait: not begun again for it
            assert jobs(shared) == [("doing", 0)]
            return worker

    worker = asyncio.run(hold())
    out, errors = worker.communicate(timeout=60)
    assert (worker.returncode, jobs(shared)) == (0, []), errors
    assert "甲县：4个栏目已采集" in out
    store.close()


@pytest.mark.slow
@pytest.mark.parametrize("archive", ["own", "store"])
def test_a_killed_worker_is_replaced_and_nothing_is_done_twice(
    shared: str, portal: SamplePortal, tmp_path: Path, archive: str, request: pytest.FixtureRequest
):
    """With an archive of each machine's own, and with one in a store: there what the killed one sealed is settled."""
    if not ALL_TESTS:
        pytest.skip("takes a minute: set AUDITOR_TEST_ALL=1")
    if archive == "store":
        request.getfixturevalue("bucket")
    file = slow_county(tmp_path, portal, 0.4)
    county = load_county(file)
    queue(shared, tmp_path / "desk", file)
    doomed = start_worker(shared, tmp_path / "home1")
    store = open_store(shared)
    wait_until(lambda: len(store.runs.load_readings(county)) >= 2)
    os.kill(doomed.pid, signal.SIGKILL)
    doomed.communicate()
    kept = set(store.runs.load_readings(county))
    asked = len(portal.requests)
    heir = start_worker(shared, tmp_path / "home2")
    wait_until(lambda: len(portal.requests) > asked)
    wait_until(lambda: not jobs(shared))
    heir.send_signal(signal.SIGTERM)
    heir.communicate()
    histories = store.runs.load_readings(county)
    assert {history.newest.state for history in histories.values()} == {ColumnState.COUNTED}
    again = {request.path for request in portal.requests[asked:]}
    assert not any(f"/{key.strip('/')}" in path for key in kept for path in again), (
        "finished columns are not asked again"
    )
    runs = store.runs.list_runs(county)
    assert (len(runs), runs[1].continues) == (2, runs[0].id)
    if archive == "store":
        third = Place(tmp_path / "home3", shared)
        use_store(third.archive_root, ADDRESS)
        report = verify_chain(third.archive_of(county.name))
        assert (report.faults, report.partial) == ((), (runs[0].archive,))
        quarter = Period.parse("2020Q1")
        audit_county(county, store, third, quarter, clock_at("2020-04-10"))
        assert asyncio.run(replay_period(county, store, third, quarter)).differences == ()
    store.close()


def slow_county(folder: Path, portal: SamplePortal, delay: float) -> Path:
    """A county that takes its time."""
    path = sample_county(folder, "慢县", portal.home)
    path.write_text(path.read_text(encoding="utf-8").replace("delay = 0.0", f"delay = {delay:.1f}"), encoding="utf-8")
    assert load_county(path).crawl.delay == delay
    return path
