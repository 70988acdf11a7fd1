"""``auditor serve`` as a program: real processes on one database, signals, a killed one, the clock of ``--now``."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from offices import small_county, write_county
from postgres import database_urls
from waiting import wait_until

from auditor.base.terms import Role, TaskKind, TaskState
from auditor.circular.printing import NAMES
from auditor.cli import main
from auditor.sample import SamplePortal
from auditor.store import open_store
from auditor.web.accounts import add_account

COUNTY = "崇信县"
PROGRAM = """
import sys
import auditor.store.leases as leases
leases.LEASE_SECONDS = {lease}
import auditor.schedule.clockwork as clockwork
clockwork.SWEEP_SECONDS = {sweep}
from auditor.cli import main
main(sys.argv[1:])
"""
QUICK = PROGRAM.format(lease=3, sweep=1)
USUAL = PROGRAM.format(lease=45, sweep=10)
begun: list[subprocess.Popen[str]] = []
AUDIT_DAY = ("--now", "2020-04-10T08:00")


@pytest.fixture
def portal() -> Iterator[SamplePortal]:
    with SamplePortal() as running:
        yield running


@pytest.fixture(autouse=True)
def leave_nothing_running() -> Iterator[None]:
    """A test that fails midway leaves no program behind."""
    begun.clear()
    yield
    for program in begun:
        if program.stdout and not program.stdout.closed:
            program.kill()
            program.communicate()


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Call the command here; its exit code and what it said."""

    def call(*words: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(["serve", "--home", str(tmp_path / "home"), *words])
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out + err

    return call


def begin(home: Path, *words: str, program: str = USUAL, db: str = "") -> subprocess.Popen[str]:
    more = ("--db", db) if db else ()
    program_begun = subprocess.Popen(
        [sys.executable, "-W", "always::ResourceWarning", "-c", program,
         "serve", "--home", str(home), *more, *words],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    begun.append(program_begun)
    return program_begun


def finish(program: subprocess.Popen[str]) -> tuple[int, str]:
    out, _ = program.communicate()
    return program.returncode, out


def lines_until(program: subprocess.Popen[str], wanted: str) -> list[str]:
    lines: list[str] = []
    assert program.stdout
    for line in program.stdout:
        lines.append(line.rstrip())
        if re.search(wanted, line):
            return lines
    raise AssertionError(f"{wanted!r} never came:\n" + "\n".join(lines))


@contextmanager
def serving(home: Path, *words: str, program: str = USUAL) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server on a free port, stopped at the end, and its address."""
    server = begin(home, "--port", "0", *words, program=program)
    try:
        [line] = [line for line in lines_until(server, "http://") if "http://" in line]
        yield server, re.search(r"http://[\d.:]+/", line)[0]  # type: ignore[index]
    finally:
        if server.stdout and not server.stdout.closed:
            server.terminate()
            finish(server)


def asked(portal: SamplePortal, columns: Sequence[str]) -> list[int]:
    return [sum(request.path == column for request in portal.requests) for column in columns]


def test_once_does_what_is_due_and_exits(portal: SamplePortal, tmp_path: Path, run: Run):
    file = write_county(tmp_path / "c.toml", small_county(portal.home))
    code, out = run("--once", *AUDIT_DAY, str(file))
    assert (code, out.splitlines()) == (0, ["崇信县 2020年第一季度核查：已完成", "崇信县 2020-04-10日常采集：已完成"])
    folder = tmp_path / "home" / "circulars" / COUNTY / "2020Q1" / "draft"
    assert sorted(path.name for path in folder.iterdir()) == sorted(NAMES)
    code, out = run("--once", "--now", "2020-04-10T20:00", str(file))
    assert (code, out.splitlines()) == (0, ["现在没有到期的采集或核查"])


def test_once_says_by_its_exit_code_what_was_wrong(portal: SamplePortal, tmp_path: Path, run: Run):
    file = write_county(tmp_path / "c.toml", small_county(portal.home))
    portal.fail("/zwgk/rsrm/", "404")
    code, out = run("--once", "--now", "2020-05-20T08:00", str(file))
    assert (code, out.splitlines()) == (3, ["崇信县 2020-05-20日常采集：已完成（1个栏目未能核查）"])
    portal.fail("/", "404")
    code, out = run("--once", "--now", "2020-05-21T08:00", str(file))
    assert code == 1
    assert "没有一个栏目能够读到" in out
    code, out = run("--once", str(tmp_path / "none.toml"))
    assert code == 2
    assert "none.toml：找不到文件" in out
    code, out = run("--once", str(tmp_path / "no*.toml"))
    assert code == 2
    assert "no*.toml：没有找到县配置文件" in out


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_two_programs_on_one_database_do_everything_once(portal: SamplePortal, tmp_path: Path, kind: str):
    county = small_county(portal.home, delay=0.1)
    file = write_county(tmp_path / "c.toml", county)
    with database_urls(kind, tmp_path) as url:
        db = url if isinstance(url, str) else f"sqlite:///{url}"
        words = ("--once", *AUDIT_DAY, str(file))
        both = [begin(tmp_path / "home", *words, db=db) for _ in range(2)]
        ended = [finish(program) for program in both]
        assert [code for code, _ in ended] == [0, 0], ended
        assert "".join(out for _, out in ended).count("2020年第一季度核查：已完成") == 1
        assert asked(portal, [column.url for column in county.column]) == [1, 1, 1]
        store = open_store(url)
        assert len(store.runs.list_runs(county)) == 1
        store.close()


def test_a_killed_program_is_replaced_and_its_work_gone_on_with(portal: SamplePortal, tmp_path: Path):
    county = small_county(portal.home, delay=0.2)
    file = write_county(tmp_path / "c.toml", county)
    words = (*AUDIT_DAY, str(file))
    first = begin(tmp_path / "home", "--once", *words, program=QUICK)
    wait_until(lambda: len(portal.requests) >= 6)
    first.send_signal(signal.SIGKILL)
    finish(first)
    with serving(tmp_path / "home", *words, program=QUICK) as (second, _):
        lines_until(second, "2020年第一季度核查：已完成")
        lines_until(second, "日常采集：已完成")
    store = open_store(tmp_path / "home" / "auditor.db")
    assert [run.continues for run in store.runs.list_runs(county)] == [None, 1]
    tasks = store.agenda.list_tasks(COUNTY, store.runs.list_runs(county)[0].started_at.date())
    assert [(task.kind, task.state, task.attempts) for task in tasks] == [
        (TaskKind.AUDIT, TaskState.DONE, 2),
        (TaskKind.OBSERVE, TaskState.DONE, 1),
    ]
    store.close()


def test_a_server_that_is_told_to_stop_leaves_its_work_to_be_gone_on_with(
    portal: SamplePortal, tmp_path: Path, run: Run
):
    county = small_county(portal.home, delay=0.2)
    file = write_county(tmp_path / "c.toml", county)
    with serving(tmp_path / "home", "--now", "2020-05-20T08:00", str(file)) as (server, _):
        wait_until(lambda: len(portal.requests) >= 4)
        server.send_signal(signal.SIGTERM)
        code, out = finish(server)
    assert code == 0
    assert "正在停止" in out
    assert "Warning" not in out
    assert "Traceback" not in out
    code, out = run("--once", "--now", "2020-05-20T08:10", str(file))
    assert (code, out.splitlines()) == (0, ["崇信县 2020-05-20日常采集：已完成"]), "no lease was left behind"
    store = open_store(tmp_path / "home" / "auditor.db")
    assert [run.continues for run in store.runs.list_runs(county)] == [None, 1]
    store.close()


def test_a_server_shows_its_setup_code_and_its_pages_and_reads_a_cured_county_file_again(
    portal: SamplePortal, tmp_path: Path
):
    good = write_county(tmp_path / "a.toml", small_county(portal.home, name="甲县"))
    bad = tmp_path / "b.toml"
    bad.write_text("[county]\n", encoding="utf-8")
    server = begin(
        tmp_path / "home", "--port", "0", "--now", "2020-05-20T08:00", str(good), str(bad), program=QUICK
    )  # fmt: skip
    said = "\n".join(lines_until(server, "甲县 2020-05-20日常采集：已完成"))
    assert "b.toml" in said
    assert "--now 让时间停在 2020-05-20 08:00" in said, "a clock that stands still does not do so without a word"
    assert re.search(r"设置码 \d{8}", said)
    address = re.search(r"http://127\.0\.0\.1:\d+/", said)
    assert address
    assert httpx.get(address[0], follow_redirects=True, trust_env=False).status_code == 200
    write_county(bad, small_county(portal.home, name="乙县"))
    lines_until(server, "乙县 2020-05-20日常采集：已完成")
    server.send_signal(signal.SIGINT)
    assert finish(server)[0] == 0


def test_beyond_this_machine_nothing_is_served_without_accounts(run: Run):
    code, out = run("--host", "0.0.0.0", "--port", "0")
    assert code == 1
    assert "还没有账号" in out
    code, out = run("--public", "--port", "0")
    assert code == 1
    assert "--public" in out


def test_a_proxy_in_front_may_pass_on_its_own_name_alone(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch):
    code, out = run("--allow-host", "audit.example.org", "--port", "0")
    assert code == 1
    assert "--allow-host" in out
    for wrong in ("https://audit.example.org/", "audit.example.org:443"):
        code, out = run("--allow-host", wrong, "--port", "0")
        assert code == 2, out
        assert "不是主机名" in out
    monkeypatch.setenv("AUDITOR_HOSTS", "audit.example.org other.example.org/")
    code, out = run("--port", "0")
    assert (code, "other.example.org/" in out) == (2, True)
    monkeypatch.delenv("AUDITOR_HOSTS")
    add_signer(tmp_path / "home")
    with serving(tmp_path / "home", "--allow-host", "audit.example.org") as (_, address):
        for host, status in (("audit.example.org", 200), ("AUDIT.example.org:443", 200), ("evil.test", 421)):
            answer = httpx.get(f"{address}healthz", headers={"host": host}, trust_env=False)
            assert answer.status_code == status, host


def add_signer(home: Path) -> None:
    """Make a database with one account in it."""
    home.mkdir(exist_ok=True)
    store = open_store(home / "auditor.db")
    add_account(store, "王芳", Role.ADMINISTRATOR, "correct horse 1", datetime.now(UTC))
    store.close()


def test_a_port_that_is_taken_is_said(portal: SamplePortal, run: Run):
    port = portal.home.rstrip("/").rpartition(":")[2]
    code, out = run("--port", port)
    assert code == 2
    assert f"不能监听 127.0.0.1:{port}（已被占用）" in out
