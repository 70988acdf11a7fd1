"""What the program stands on, looked through: whatever is damaged is told, with its cure, and the exit code says so."""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from offices import small_county
from test_fleet import code_of

from auditor.base.settings import Place, clock_at
from auditor.pipeline.crawling import crawl_county
from auditor.sample import SamplePortal
from auditor.store import open_store

Look = Callable[[Path], tuple[int, str]]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two runs of a small county."""
    home = tmp_path_factory.mktemp("home")
    with SamplePortal() as portal:
        county = small_county(portal.home)
        store = open_store(home / "auditor.db")
        for day in ("2020-04-10T02:30", "2020-04-11T02:30"):
            asyncio.run(
                crawl_county(
                    county,
                    store,
                    Place(home),
                    clock_at(day),
                    since=date(2020, 1, 1),
                    thorough=True,
                    watch=lambda _column, _reading: None,
                )
            )
        store.close()
    with sqlite3.connect(home / "auditor.db") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return home


@pytest.fixture
def home(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "home"))


@pytest.fixture
def looked(capsys: pytest.CaptureFixture[str]) -> Look:
    def look(home: Path) -> tuple[int, str]:
        code = code_of(["doctor", "--home", str(home), "--now", "2020-04-12"])
        said = capsys.readouterr()
        return code, said.out + said.err

    return look


def test_a_sound_home_is_whole(looked: Look, home: Path):
    code, told = looked(home)
    assert code == 0, told
    assert "检查完整，可以使用" in told
    assert "2个文件" in told
    assert "完整" in told


def test_a_byte_written_over_is_found_though_the_database_opens(looked: Look, home: Path):
    file = home / "auditor.db"
    with sqlite3.connect(file) as connection:
        (key,) = connection.execute("SELECT item_key FROM item LIMIT 1").fetchone()
    content = bytearray(file.read_bytes())
    assert content.count(key.encode()) > 1, "in the table and in its index"
    content[content.index(key.encode())] ^= 1
    file.write_bytes(content)
    code, told = looked(home)
    assert code == 1
    assert "损坏：" in told
    assert "备份恢复" in told
    assert "存档：崇信县" in told, "the archive is looked through all the same"


def test_rows_that_lead_nowhere_are_found(looked: Look, home: Path):
    with sqlite3.connect(home / "auditor.db") as connection:
        connection.execute("DELETE FROM run")
    code, told = looked(home)
    assert code == 1
    assert "表 column_pass" in told


def test_a_format_that_sqlite_does_not_know_is_damage_with_its_cure(looked: Look, home: Path):
    content = bytearray((home / "auditor.db").read_bytes())
    content[44:48] = b"\0\0\0\x63"  # the schema format number of the header (SQLite file format, 1.3)
    (home / "auditor.db").write_bytes(content)
    code, told = looked(home)
    assert code == 1
    assert "已损坏" in told
    assert "备份" in told


def test_a_file_that_ends_within_a_page_is_damaged(looked: Look, home: Path):
    """What lay on the last page may be the rest of a long text, which SQLite's own checks do not read."""
    file = home / "auditor.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE long (words TEXT)")
        connection.execute("INSERT INTO long VALUES (?)", ("甲" * 10_000,))
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file.write_bytes(file.read_bytes()[:-700])
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    code, told = looked(home)
    assert code == 1
    assert "末尾不完整" in told
    assert "备份恢复" in told


def test_two_versions_of_the_schema_are_damage(looked: Look, home: Path):
    """As a page of another table in the place of the version's leaves them."""
    with sqlite3.connect(home / "auditor.db") as connection:
        connection.execute("DELETE FROM alembic_version")
        connection.executemany("INSERT INTO alembic_version VALUES (?)", [("one",), ("two",)])
    code, told = looked(home)
    assert code == 1
    assert "已损坏" in told
    assert "备份" in told


@pytest.mark.parametrize("spoil", ["emptied", "gone"])
def test_a_database_that_knows_nothing_of_what_is_archived_is_not_usable(looked: Look, home: Path, spoil: str):
    """SQLite makes a new database of an empty file, and it is sound."""
    (home / "auditor.db").unlink()
    if spoil == "emptied":
        (home / "auditor.db").touch()
    for _again in range(2):
        code, told = looked(home)
        assert code == 1
        assert "没有它的任何采集记录" in told
        assert "可以使用" not in told
        assert "备份恢复" in told


def test_a_first_run_that_did_not_end_is_known(looked: Look, home: Path):
    with sqlite3.connect(home / "auditor.db") as connection:
        connection.execute("UPDATE run SET finished_at = NULL, digest = ''")
    code, told = looked(home)
    assert code == 0, told


@pytest.mark.parametrize("content", [b"no database at all" * 400, b"SQLite format 3\0" + b"\xff" * 8000])
def test_what_is_no_database_is_said_to_be_damaged(looked: Look, home: Path, content: bytes):
    (home / "auditor.db").write_bytes(content)
    code, told = looked(home)
    assert code == 1
    assert "已损坏" in told
    assert "备份" in told


def test_an_archive_cut_at_its_end_is_found_by_the_database(looked: Look, home: Path):
    """The chain alone cannot show that its last link and file are gone."""
    folder = home / "archive" / "崇信县"
    lines = (folder / "chain.jsonl").read_text().splitlines(keepends=True)
    (folder / "chain.jsonl").write_text("".join(lines[:-1]))
    max(folder.glob("*.warc.gz")).unlink()
    code, told = looked(home)
    assert code == 1
    assert "数据库记下的摘要" in told


@pytest.mark.parametrize("spoil", ["byte", "file", "chain", "folder"])
def test_each_damage_of_the_archive_is_told_with_its_cure(looked: Look, home: Path, spoil: str):
    folder = home / "archive" / "崇信县"
    file = min(folder.glob("*.warc.gz"))
    if spoil == "byte":
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 0xFF
        file.write_bytes(content)
    elif spoil == "file":
        file.unlink()
    elif spoil == "chain":
        (folder / "chain.jsonl").write_text("rubbish\n")
    else:
        shutil.rmtree(folder)
    code, told = looked(home)
    assert code == 1
    assert "请从备份恢复" in told


def test_counties_whose_names_differ_in_signs_alone_share_no_folder(tmp_path: Path):
    place = Place(tmp_path)
    names = ("甲·县", "甲（县", "甲 县", "甲_县", "长" * 61, "长" * 62)
    assert len({place.archive_of(name) for name in names}) == len(names)
    old = tmp_path / "archive" / "甲_县"
    old.mkdir(parents=True)
    assert place.archive_of("甲（县") == old, "a folder from before goes on"
    assert place.archive_of("清源县") == tmp_path / "archive" / "清源县"


def test_a_county_whose_name_another_bears_in_plain_letters_does_not_move_in_with_it(tmp_path: Path):
    place = Place(tmp_path)
    place.settle_archive("甲_县", [])
    theirs = place.archive_of("甲_县")
    (theirs / "run-000001.warc.gz").touch()
    place.settle_archive("甲·县", ["run-000002.warc.gz"])  # read before, on another machine
    assert place.archive_of("甲·县") != theirs == place.archive_of("甲_县")
    place.settle_archive("甲（县", ["run-000001.warc.gz"])  # its runs lie there, from before
    assert place.archive_of("甲（县") == theirs
