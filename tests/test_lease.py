"""Who holds a county, and when a holder counts as dead: at once on its own machine, else when its lease runs out."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from auditor.base.errors import StoreProblem
from auditor.pipeline.lease import Busy, holding
from auditor.store import Store, holders, open_store
from auditor.store.holders import is_surely_dead, new_holder
from auditor.store.leases import LEASE_SECONDS

NAME = "county:清源县"
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells enough of a process")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "auditor.db")
    yield store
    store.close()


@contextmanager
def another_process() -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A living process, and its name as a holder."""
    script = "from auditor.store.holders import new_holder; print(new_holder(), flush=True); input()"
    words = [sys.executable, "-c", script]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


@linux
def test_the_lease_of_a_killed_process_on_this_machine_is_taken_over_at_once(store: Store):
    now = datetime.now(UTC)
    with another_process() as (process, holder):
        assert store.leases.take(NAME, holder, now)
        assert not store.leases.take(NAME, new_holder(), now), "it lives"
        assert store.leases.is_held(NAME, now)
        process.kill()
        process.wait()
        assert not store.leases.is_held(NAME, now)
        mine, late = new_holder(), new_holder()
        assert store.leases.take(NAME, mine, now)
        assert not store.leases.take(NAME, late, now), "one of two that come at once gets it"
        assert not store.leases.take(NAME, holder, now)


@linux
def test_a_killed_process_that_nobody_has_buried_is_dead(store: Store):
    with another_process() as (process, holder):
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert is_surely_dead(holder)
        assert store.leases.take(NAME, holder, datetime.now(UTC))
        assert store.leases.take(NAME, new_holder(), datetime.now(UTC))


@linux
def test_a_number_given_again_is_told_by_its_start():
    mine = new_holder()
    assert not is_surely_dead(mine)
    head, _, start = mine.rpartition(":")
    assert is_surely_dead(f"{head}:{int(start) - 1}"), "the process of that number is another one"


@linux
@pytest.mark.parametrize("part", [3, 4])
def test_a_process_of_another_boot_or_namespace_is_not_judged(part: int):
    """Containers share names and numbers; a machine that was started again may be another of the same name."""
    with another_process() as (process, holder):
        process.kill()
        process.wait()
        assert is_surely_dead(holder)
        parts = holder.split(":")
        parts[part] = "elsewhere"
        assert not is_surely_dead(":".join(parts))


@linux
@pytest.mark.parametrize("hidden", ["self", "sys", "stat"])
def test_where_the_system_hides_something_nobody_is_judged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, hidden: str
):
    """Other users' processes, other namespaces' lists, systems without such lists."""
    with another_process() as (_, holder):
        if hidden == "stat":
            monkeypatch.setattr(holders, "_fields_of", lambda _: None)
        else:
            monkeypatch.setattr(holders, "_PROC", tmp_path)
            if hidden == "sys":
                (tmp_path / "self").symlink_to("1")
            assert new_holder().count(":") == 2, "a name nobody is judged by"
        assert not is_surely_dead(holder)


@pytest.mark.parametrize("holder", ["", "a", "host:12:34", "a:b:c:d:e:f", "::::::", "host:-1:x:y:z:0", "h:²:x:y:z:0"])
def test_a_name_that_tells_nothing_is_not_judged(holder: str):
    assert not is_surely_dead(holder)


def test_a_lease_of_another_machine_runs_out(store: Store):
    now = datetime.now(UTC)
    assert store.leases.take(NAME, "elsewhere:1:abc", now)
    assert not store.leases.take(NAME, new_holder(), now + timedelta(seconds=LEASE_SECONDS - 1))
    assert store.leases.take(NAME, new_holder(), now + timedelta(seconds=LEASE_SECONDS + 1))


def test_a_lease_that_cannot_be_given_back_hides_nothing(store: Store, monkeypatch: pytest.MonkeyPatch):
    async def work() -> None:
        async with holding(store, NAME):
            monkeypatch.setattr(store.leases, "give_back", _fail)
            raise ValueError("what really happened")

    with pytest.raises(ValueError, match="really"):
        asyncio.run(work())
    with pytest.raises(Busy, match="清源县正由另一个程序核查"):
        asyncio.run(work())


def _fail(*_: object) -> None:
    raise StoreProblem("磁盘已满")
