"""Many counties in one go: at once, each politely, and none in the way of another."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date
from pathlib import Path

import pytest
import quiet
from portals import column as column_of
from portals import county, entries, list_page
from servers import Line, Portal, Reply, page, silence

from auditor.base.errors import StoreProblem
from auditor.base.settings import Place, clock_at
from auditor.cli import main
from auditor.county.model import load_county
from auditor.county.writing import save_county
from auditor.fleet.crawling import CountyOutcome, Pass, crawl_counties, deal
from auditor.pipeline.lease import holding
from auditor.sample import SamplePortal
from auditor.store import Store, open_store

NOW = clock_at("2020-04-10T02:30")
ASKED = Pass(date(2020, 1, 1), in_flight=20)
LIST = list_page(entries("2020-03-05", "2020-02-01", "2020-01-15", "2019-12-02"), total=4)
LISTED = page(LIST)


def write_county(folder: Path, name: str, home: str, columns: int = 2, *, timeout: float = 5) -> Path:
    """A county file for a portal on loopback."""
    made = county([column_of(f"栏目{n}") for n in range(columns)], crawl={"delay": 0, "timeout": timeout})
    facts = made.county.model_copy(update={"name": name, "home": home})
    path = folder / f"{name}.toml"
    save_county(path, made.model_copy(update={"county": facts}))
    return path


def replies(reply: Reply = LISTED, columns: int = 2) -> dict[str, Reply]:
    """The same answer for every column; addresses are as a browser sends them."""
    paths = [f"/%E6%A0%8F%E7%9B%AE{n}/" for n in range(columns)]
    return {"/": page("<html><head><title>门户</title></head><body></body></html>"), **dict.fromkeys(paths, reply)}


async def slowly(line: Line) -> None:
    """Answer after a tenth of a second."""
    await asyncio.sleep(0.1)
    await line.send(page(LIST))


@asynccontextmanager
async def portals(answers: Sequence[Mapping[str, Reply]]) -> AsyncIterator[list[Portal]]:
    """Portals on addresses of their own."""
    async with AsyncExitStack() as stack:
        opened = [Portal(table, host=f"127.0.7.{n}") for n, table in enumerate(answers, 1)]
        yield [await stack.enter_async_context(portal) for portal in opened]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "home")


def crawl(files: Sequence[Path], place: Place, store: Store, asked: Pass = ASKED):
    outcomes: list[CountyOutcome] = []
    return outcomes, crawl_counties(files, store, place, NOW, asked, outcomes.append)


def test_many_portals_are_asked_at_once_and_each_one_politely(tmp_path: Path, place: Place):
    """Each answers when all six have been asked: one after another, none would ever be answered."""

    async def story() -> None:
        all_asked = asyncio.Barrier(6)

        async def together(line: Line) -> None:
            await all_asked.wait()
            await line.send(page(LIST))

        async with portals([replies(together) for _ in range(6)]) as running:
            files = [write_county(tmp_path, f"第{n}县", portal.home) for n, portal in enumerate(running)]
            store = open_store(place.database)
            outcomes, work = crawl(files, place, store)
            await work
            store.close()
        assert [(outcome.unread, outcome.error) for outcome in outcomes] == [(0, "")] * 6
        assert {portal.most_at_once for portal in running} == {1}
        assert {portal.connections for portal in running} == {1}, "the clock is looked at by the pass's own answers"

    quiet.run(story())


def test_counties_on_one_host_share_its_pace(tmp_path: Path, place: Place):
    async def story() -> None:
        async with portals([replies(slowly)]) as [portal]:
            files = [write_county(tmp_path, f"第{n}县", portal.home) for n in range(3)]
            store = open_store(place.database)
            outcomes, work = crawl(files, place, store)
            await work
            store.close()
        assert len(outcomes) == 3
        assert portal.most_at_once == 1

    quiet.run(story())


def test_a_host_that_hangs_slows_nobody(tmp_path: Path, place: Place):
    async def story() -> None:
        async with portals([replies(silence), *(replies() for _ in range(4))]) as running:
            files = [write_county(tmp_path, f"第{n}县", portal.home, timeout=1.5) for n, portal in enumerate(running)]
            store = open_store(place.database)
            outcomes, work = crawl(files, place, store, Pass(date(2020, 1, 1), in_flight=2))
            await work
            store.close()
        assert [outcome.county for outcome in outcomes][-1] == "第0县"
        assert [outcome.unread for outcome in outcomes] == [0, 0, 0, 0, 2]

    quiet.run(story())


def test_a_county_that_fails_does_not_stop_the_others(tmp_path: Path, place: Place):
    async def story() -> list[CountyOutcome]:
        async with portals([replies() for _ in range(4)]) as running:
            files = [write_county(tmp_path, f"第{n}县", portal.home) for n, portal in enumerate(running)]
            files[0].write_text("[county", encoding="utf-8")
            store = open_store(place.database)
            place.archive_of("第1县").parent.mkdir(parents=True)
            place.archive_of("第1县").write_text("a file where the archive should be")
            outcomes, work = crawl([*files, tmp_path / "missing.toml"], place, store)
            async with holding(store, "county:第2县"):
                await work
            store.close()
            return outcomes

    by_name = {outcome.file.stem: outcome for outcome in quiet.run(story())}
    assert {name: outcome.exit_code for name, outcome in by_name.items()} == {
        "第0县": 2, "第1县": 2, "第2县": 1, "第3县": 0, "missing": 2,
    }  # fmt: skip
    assert "TOML" in by_name["第0县"].error
    assert "archive" in by_name["第1县"].error
    assert "另一个程序" in by_name["第2县"].error
    assert by_name["第3县"].columns == 2


def test_the_same_county_in_two_files_is_refused_once(tmp_path: Path, place: Place):
    async def story() -> list[CountyOutcome]:
        async with portals([replies()]) as [portal]:
            file = write_county(tmp_path, "清源县", portal.home)
            twin = tmp_path / "twin.toml"
            twin.write_bytes(file.read_bytes())
            store = open_store(place.database)
            outcomes, work = crawl([file, twin], place, store)
            await work
            store.close()
            return outcomes

    outcomes = {outcome.file.name: outcome for outcome in quiet.run(story())}
    assert outcomes["清源县.toml"].error == ""
    assert "同为“清源县”" in outcomes["twin.toml"].error


def test_a_failing_database_ends_the_whole_pass(tmp_path: Path, place: Place):
    async def story() -> None:
        async with portals([replies(slowly)]) as [portal]:
            files = [write_county(tmp_path, f"第{n}县", portal.home) for n in range(3)]
            store = open_store(place.database)
            outcomes, work = crawl(files, place, store)
            task = asyncio.create_task(work)
            await asyncio.sleep(0.05)
            with store.session() as session:
                session.connection().exec_driver_sql("DROP TABLE item")
            with pytest.raises(StoreProblem):
                await task
            assert not outcomes
            store.close()

    quiet.run(story())


def test_counties_of_one_host_go_to_one_process(tmp_path: Path):
    files = [write_county(tmp_path, f"第{n}县", f"http://127.0.7.{n % 3}/") for n in range(9)]
    shares = deal([*files, tmp_path / "missing.toml"], 2)
    assert sorted(file.name for share in shares for file in share) == sorted([*(f.name for f in files), "missing.toml"])
    homes = [{load_county(file).county.home for file in share if file.exists()} for share in shares]
    assert len(shares) == 2
    assert homes[0].isdisjoint(homes[1])


def test_the_command_sums_up_and_ends_with_the_gravest_code(
    tmp_path: Path, place: Place, capsys: pytest.CaptureFixture[str]
):
    with SamplePortal() as portal:
        folder = tmp_path / "counties"
        folder.mkdir()
        for name, host in (("甲县", "127.0.0.1"), ("乙县", "localhost")):
            sample_county(folder, name, portal.home.replace("127.0.0.1", host))
        words = ["crawl", str(folder), "--home", str(place.home), "--now", "2020-04-10"]
        assert code_of(words) == 0
        assert "共2个县：2个已采集，0个没有完成；8个栏目，0个未能核查" in capsys.readouterr().out
        (folder / "bad.toml").write_text("x", encoding="utf-8")
        assert code_of(words) == 2
        shown = capsys.readouterr()
        assert "共3个县：2个已采集，1个没有完成" in shown.out
        assert "bad.toml" in shown.err
        portal.fail(load_county(folder / "甲县.toml").column[0].url, "500")
        assert code_of([*words[:1], str(folder / "?县.toml"), *words[2:]]) == 3


def test_two_processes_write_one_database_and_lose_nothing(tmp_path: Path, place: Place):
    with SamplePortal() as portal:
        files = [
            sample_county(tmp_path, name, portal.home.replace("127.0.0.1", host))
            for name, host in (("甲县", "127.0.0.1"), ("乙县", "localhost"))
        ]
        command = [sys.executable, "-m", "auditor", "--home", place.home, "--now", "2020-04-10", "crawl"]
        done = subprocess.run(
            [*command, *files, "--processes", "2"], capture_output=True, text=True, timeout=120, check=False
        )
    assert done.returncode == 0, done.stderr
    store = open_store(place.database)
    for file in files:
        readings = store.runs.load_readings(load_county(file))
        assert len(readings) == 4
        assert all(history.newest.state.is_known for history in readings.values())
    store.close()


def sample_county(folder: Path, name: str, home: str) -> Path:
    """Four columns of the sample portal under another county's name."""
    from auditor.county.model import example_county

    whole = load_county(example_county()).at(home)
    chosen = tuple(column for column in whole.column if column.name in ("资源交易", "环境保护", "政府文件", "人事任免"))
    units = tuple(unit for unit in whole.unit if any(column.unit == unit.name for column in chosen))
    facts = whole.county.model_copy(update={"name": name})
    crawl_rules = whole.crawl.model_copy(update={"delay": 0.0})
    tables = tuple(table for table in whole.table if any(unit.table == table.id for unit in units))
    path = folder / f"{name}.toml"
    save_county(
        path,
        whole.model_copy(
            update={"county": facts, "column": chosen, "unit": units, "table": tables, "crawl": crawl_rules}
        ),
    )
    return path


def code_of(words: list[str]) -> int:
    with pytest.raises(SystemExit) as ended:
        main(words)
    return int(ended.value.code or 0)
