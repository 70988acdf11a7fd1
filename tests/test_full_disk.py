"""Disks that really are full: at every size a clear sentence, nothing lost, and nothing half written.

The disks are small tmpfs mounts; where a machine allows none the tests are skipped, in CI too. A few sizes each time;
``AUDITOR_TEST_ALL=1`` tries many.
"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import crash_acts
import pytest
from crash_acts import NOW, Q1
from needs import ALL_TESTS
from small_disks import Disk, Room, Said, small_disks
from test_crash import items_in, opened
from test_fleet import sample_county

from auditor.archive import verify_chain
from auditor.audit.model import Audit
from auditor.circular.printing import NAMES
from auditor.county.model import load_county
from auditor.pipeline.line import audit_county
from auditor.pipeline.replay import replay_period
from auditor.sample import SamplePortal

SIZES = range(8, 620, 36) if ALL_TESTS else (120, 310)
"""KB: from less than an empty database needs to more than a whole crawl."""
ROOM_LEFT = (0, 40, 140, 300) if ALL_TESTS else (40,)
"""KB left on a disk that holds a crawled home."""
ACTS = ("audit", "circular", "decide", "annual") if ALL_TESTS else ("circular",)
SPACIOUS = 20_000
AT = ("--now", "2020-04-10T02:30")


@dataclass(frozen=True)
class Ground:
    """A county of the sample portal, the home of an undisturbed crawl, and what came of that."""

    file: Path
    home: Path
    items: frozenset[tuple[str, str]]
    audit: str
    documents: dict[str, bytes]


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    with small_disks() as found:
        if found is None:
            pytest.skip("this machine lets nobody mount a small disk (unshare --map-root-user --mount)")
        yield found


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("disk")
    with SamplePortal() as portal:
        file = sample_county(folder, "清源县", portal.home)
        crash_acts.crawl(file, folder / "home")
        crash_acts.write(file, folder / "home")
        documents = {name: (folder / "home" / "out" / name).read_bytes() for name in NAMES}
        with opened(folder / "home") as (store, place):
            audit = store.audits.load_audit(load_county(file), Q1)
            assert audit
            yield Ground(file, folder / "home", items_in(place), audit.to_json(), documents)


def refused(said: Said, disk: Disk) -> None:
    """The sentence of a full disk: which file, why, what to do; and no trace of the program's."""
    assert said.code == 1, said.text
    assert "磁盘已满" in said.text
    assert "请清理磁盘空间" in said.text
    assert str(disk.folder) in said.text
    assert "Traceback" not in said.text
    assert "内部错误" not in said.text


def is_as_undisturbed(ground: Ground, home: Path) -> None:
    """Every item once, the archive sound, and the audit that of an undisturbed run, replayed to the byte."""
    county = load_county(ground.file)
    with opened(home) as (store, place):
        assert items_in(place) == ground.items
        assert verify_chain(place.archive_of(county.name)).faults == ()
        result = audit_county(county, store, place, Q1, NOW)
        usual = Audit.from_json(ground.audit)
        assert [(row.key, row.count) for row in result.rows] == [(row.key, row.count) for row in usual.rows]
        assert [(unit.name, unit.grade) for unit in result.units] == [(unit.name, unit.grade) for unit in usual.units]
        assert asyncio.run(replay_period(county, store, place, Q1)).differences == ()


# -- crawling ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_a_crawl_on_a_disk_too_small_is_refused_and_goes_on_where_there_is_room(
    ground: Ground, room: Room, tmp_path: Path, size: int
):
    """From the first table of a new database to the last line of the archive's chain."""
    with room.disk(tmp_path / "disk", size) as disk:
        words = ("crawl", ground.file, "--home", disk.folder / "home", "--since", "2020-01-01", *AT)
        said = disk.auditor(*words)
        if said.code != 0:
            refused(said, disk)
        disk.clear()
        again = disk.auditor(*words)
        assert again.code == 0, again.text
        is_as_undisturbed(ground, disk.take(tmp_path / "after") / "home")


@pytest.mark.parametrize("left", ROOM_LEFT)
def test_a_crawl_whose_disk_fills_up_keeps_what_was_there(ground: Ground, room: Room, tmp_path: Path, left: int):
    with room.disk(tmp_path / "disk", SPACIOUS) as disk:
        home = disk.bring(ground.home)
        disk.fill(left)
        words = ("run", ground.file, "-q", "2020Q1", "--home", home, "-o", disk.folder / "out", *AT)
        said = disk.auditor(*words)
        if said.code != 0:
            refused(said, disk)
            assert not [name for name in disk.files() if name.startswith("out/")], "no document is half there"
        disk.clear()
        again = disk.auditor(*words)
        assert again.code == 0, again.text
        is_as_undisturbed(ground, disk.take(tmp_path / "after") / "home")


# -- auditing, writing, deciding ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("left", ROOM_LEFT)
@pytest.mark.parametrize("act", ACTS)
def test_what_a_full_disk_refused_is_done_in_the_second_try(
    ground: Ground, room: Room, tmp_path: Path, act: str, left: int
):
    unit = load_county(ground.file).unit[0].name
    out = ("-o", tmp_path / "disk" / "out")
    words = {
        "audit": ("-q", "2020Q1"),
        "circular": ("-q", "2020Q1", *out),
        "decide": (
            "-q",
            "2020Q1",
            "--unit",
            unit,
            "--grade",
            "good",
            "--reason",
            "其他",
            "--text",
            "核实",
            "--looked-at",
            "2020-04-08",
            "--address",
            "http://www.example.gov.cn/",
            "--by",
            "张三",
        ),
        "annual": ("-y", "2020", *out),
    }[act]
    with room.disk(tmp_path / "disk", SPACIOUS) as disk:
        home = disk.bring(ground.home)
        before = disk.files()
        disk.fill(left)
        said = disk.auditor(act, ground.file, *words, "--home", home, *AT)
        if said.code not in (0, 3):
            refused(said, disk)
            assert disk.files() == before
        disk.clear()
        again = disk.auditor(act, ground.file, *words, "--home", home, *AT)
        assert again.code in (0, 3), again.text
        after = disk.take(tmp_path / "after")
    if act == "circular":
        assert {name: (after / "out" / name).read_bytes() for name in NAMES} == ground.documents
    if act == "decide":
        with opened(after / "home") as (store, _):
            made = store.audits.list_decisions(load_county(ground.file), Q1)
            assert len(made) == (2 if said.code == 0 else 1), "the refused one was not half recorded"
    assert not list(after.rglob(".auditor-*"))


@pytest.mark.parametrize("left", ROOM_LEFT)
def test_what_the_schedule_could_not_do_for_want_of_room_it_does_later(
    ground: Ground, room: Room, tmp_path: Path, left: int
):
    with room.disk(tmp_path / "disk", SPACIOUS) as disk:
        home = disk.bring(ground.home)
        disk.fill(left)
        words = ("serve", "--once", ground.file, "--home", home, "--now")
        said = disk.auditor(*words, "2020-04-10T08:00")
        if said.code != 0:
            refused(said, disk)
        disk.clear()
        again = disk.auditor(*words, "2020-04-10T09:00")
        assert again.code == 0, again.text
        after = disk.take(tmp_path / "after") / "home"
    draft = after / "circulars" / "清源县" / "2020Q1" / "draft"
    assert {path.name for path in draft.iterdir()} == set(NAMES)
    is_as_undisturbed(ground, after)


def test_documents_of_an_issue_that_found_no_room_are_written_later(ground: Ground, room: Room, tmp_path: Path):
    with room.disk(tmp_path / "disk", SPACIOUS) as disk:
        home, out = disk.bring(ground.home), disk.folder / "out"
        place = ("-q", "2020Q1", "--home", home, "-o", out, *AT)
        assert disk.auditor("audit", ground.file, "-q", "2020Q1", "--home", home, *AT).code == 0
        disk.fill(200)
        said = disk.auditor(
            "issue", ground.file, "--by", "张三", "--number", "清政办发〔2020〕1号", "--date", "2020-04-16", *place
        )
        refused(said, disk)
        assert "通报已印发" in said.text
        assert "auditor circular" in said.text
        assert not [name for name in disk.files() if name.startswith("out/")]
        disk.clear()
        assert disk.auditor("circular", ground.file, *place).code == 0
        after = disk.take(tmp_path / "after")
    issued = Audit.from_json((after / "out" / "audit.json").read_text(encoding="utf-8"))
    assert issued.issue == crash_acts.ENTRY


@pytest.mark.parametrize("act", ["export", "discover", "import"])
def test_a_file_that_found_no_room_is_not_there_at_all(ground: Ground, room: Room, tmp_path: Path, act: str):
    with room.disk(tmp_path / "disk", SPACIOUS) as disk:
        sheet, county, target = tmp_path / "sheet.xlsx", load_county(ground.file), disk.folder / "new"
        assert disk.auditor("export", ground.file, "-o", sheet).code == 0
        words = {
            "export": ("export", ground.file, "-o", target),
            "import": ("import", sheet, "-o", target),
            "discover": ("discover", county.county.home, "--pages", "6", "--delay", "0", "-o", target),
        }[act]
        disk.fill(0)
        refused(disk.auditor(*words), disk)
        assert disk.files() == set()
        disk.clear()
        assert disk.auditor(*words).code == 0
        assert disk.files() == {"new"}


# -- read-only ---------------------------------------------------------------------------------------------------------


def test_a_disk_that_became_read_only_is_said_and_keeps_what_it_has(ground: Ground, room: Room, tmp_path: Path):
    with room.disk(tmp_path / "disk", SPACIOUS) as disk:
        home = disk.bring(ground.home)
        disk.freeze()
        for words in (("crawl", ground.file), ("serve", "--once", ground.file)):
            said = disk.auditor(*words, "--home", home, "--now", "2020-04-10T08:00")
            assert said.code == 1, said.text
            assert f"数据库 {home / 'auditor.db'} 不能写入" in said.text
        said = disk.auditor("export", ground.file, "-o", disk.folder / "new.xlsx")
        assert (said.code, "所在磁盘是只读的" in said.text) == (2, True)
        disk.clear()
        assert disk.auditor("crawl", ground.file, "--home", home, "--now", "2020-04-11").code == 0
        is_as_undisturbed(ground, disk.take(tmp_path / "after") / "home")


# -- output ------------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_output_that_finds_no_room_is_no_fault_of_the_program(ground: Ground):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "auditor", "check", str(ground.file)],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    said = ended.stderr.decode("utf-8")
    assert ended.returncode == 1
    assert "磁盘已满。请清理磁盘空间" in said
    assert "内部错误" not in said
