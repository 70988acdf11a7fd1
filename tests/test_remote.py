"""An archive in an S3-compatible store: machines with homes of their own share evidence, snapshots and replay."""

import asyncio
import shutil
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from offices import small_county
from s3 import ADDRESS, bucket, server
from test_archive import START, answer, not_modified
from test_pipeline import crawl
from test_tidy import MAY, Q1

from auditor.archive import ArchiveReader, ArchiveWriter, adopt_leftovers, read_chain, remote, verify_chain
from auditor.archive.places import OPEN_MARK
from auditor.archive.remote import RemoteFolder, remote_of, use_store
from auditor.audit.model import IssueEntry
from auditor.base.errors import ArchiveProblem, BadInput
from auditor.base.settings import Place, clock_at
from auditor.pipeline.backup import make_backup
from auditor.pipeline.checkup import look_through
from auditor.pipeline.line import audit_county, issue_circular
from auditor.pipeline.package import package_circular
from auditor.pipeline.replay import replay_period
from auditor.pipeline.tidy import tidy_county
from auditor.sample import SamplePortal
from auditor.store import open_store

__all__ = ["bucket", "server"]  # fixtures


@pytest.fixture(autouse=True)
def _in_store(bucket: None) -> None:
    """Every test has a bucket."""


def machine(home: Path) -> Path:
    """A county's folder on another machine."""
    use_store(home / "archive", ADDRESS)
    return home / "archive" / "county"


def test_two_machines_share_evidence_replay_package_and_tidying(tmp_path: Path):
    """One crawls, the other crawls the next days, a third replays; none has what the others' disks have."""
    places = [Place(tmp_path / name, db=f"sqlite:///{tmp_path}/shared.db") for name in ("one", "two", "three")]
    for place in places:
        use_store(place.archive_root, ADDRESS)
    store = open_store(places[0].database)
    with SamplePortal() as portal:
        county = small_county(portal.home)
        for number, day in enumerate(("2020-04-09", "2020-04-10", "2020-05-02")):
            crawl(county, store, places[number % 2], f"{day}T02:30", thorough=number == 0)
    audit_county(county, store, places[1], Q1, MAY)
    issue_circular(
        county, store, places[1], Q1, MAY, IssueEntry(number="崇政办发〔2020〕2号", date=date(2020, 5, 20), by="王")
    )
    assert not places[2].archive_of(county.name).exists()
    assert asyncio.run(replay_period(county, store, places[2], Q1)).differences == ()
    package = package_circular(county, store, places[0], Q1)
    assert package == package_circular(county, store, places[2], Q1)
    page = next(iter(store.runs.load_readings(county).values())).newest.pages[0]
    seen = [ArchiveReader(place.archive_of(county.name)).read_snapshot(page) for place in places]
    assert seen[0] == seen[1] == seen[2]
    asyncio.run(tidy_county(county, store, places[2], MAY, 1))
    assert RemoteFolder(ADDRESS, county.name).names() == [
        "chain.jsonl", "month-2020-04.warc.gz", "months.jsonl", "run-000003.warc.gz"
    ]  # fmt: skip
    shutil.rmtree(places[0].archive_of(county.name))
    for place in places:
        assert package_circular(county, store, place, Q1) == package
        assert asyncio.run(replay_period(county, store, place, Q1)).differences == ()
    assert not [line for line in look_through(store, places[0], MAY()).lines if "归档" in line.text and line.is_fault]
    backup = make_backup(store, places[0], MAY, tmp_path / "backup.zip")
    assert not [name for name in backup.files if name.startswith("archive/")], "the store has backups of its own"
    store.close()


def test_a_machine_killed_in_the_middle_leaves_what_it_sealed_to_the_others(tmp_path: Path):
    one, two = machine(tmp_path / "one"), machine(tmp_path / "two")
    with ArchiveWriter(one, "monday", started=START) as archive:
        first = replace(answer(1), record=archive.add(answer(1)))
    dead = ArchiveWriter(two, "tuesday", started=START)
    kept = replace(not_modified(1), record=dead.add(not_modified(1), earlier=first))
    asyncio.run(dead.seal(["/a/"]))
    more = replace(answer(2), record=dead.add(answer(2)))
    asyncio.run(dead.seal(["/b/"]))
    lost = dead.add(answer(3))
    dead._file.close()  # as a kill leaves it: nothing is registered
    shutil.rmtree(two)
    assert any("还没有收尾" in str(fault) for fault in verify_chain(one).faults)
    with ArchiveWriter(one, "tuesday", started=START) as archive:
        assert archive.name == "tuesday-2.warc.gz"
        archive.add(answer(3))
    links = read_chain(one)
    assert [(link.file, link.partial) for link in links] == [
        ("monday.warc.gz", False), ("tuesday.warc.gz", True), ("tuesday-2.warc.gz", False)
    ]  # fmt: skip
    three = machine(tmp_path / "three")
    assert verify_chain(three).faults == ()
    reader = ArchiveReader(three)
    assert [reader.read_fetched(record) for record in (kept.record, more.record)] == [kept, more]
    assert set(reader.sealed("tuesday.warc.gz")) == {"/a/", "/b/"}
    with pytest.raises(ArchiveProblem):
        reader.read_fetched(lost)
    assert not [name for name in RemoteFolder(ADDRESS, "county").names() if OPEN_MARK in name]


def test_the_dead_machine_that_comes_back_finds_its_run_settled(tmp_path: Path):
    one, two = machine(tmp_path / "one"), machine(tmp_path / "two")
    dead = ArchiveWriter(two, "monday", started=START)
    dead.add(answer(1))
    asyncio.run(dead.seal(["/a/"]))
    dead.add(answer(2))
    dead._file.close()
    one.mkdir()
    adopt_leftovers(one)
    adopt_leftovers(two)
    assert [link.file for link in read_chain(two)] == ["monday.warc.gz"]
    assert not list(two.glob(f"*{OPEN_MARK}"))
    assert verify_chain(two).faults == ()


def test_two_machines_that_end_runs_at_once_make_one_chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Between reading the chain and replacing it another machine puts a line in: it is read again."""
    one, swap = machine(tmp_path / "one"), RemoteFolder.swap
    others = [ArchiveWriter(machine(tmp_path / str(n)), f"run-{n}", started=START) for n in range(3)]

    def late(self: RemoteFolder, name: str, content: bytes, tag: str | None) -> bool:
        if name == "chain.jsonl" and others:
            others.pop().close()
        return swap(self, name, content, tag)

    monkeypatch.setattr(RemoteFolder, "swap", late)
    with ArchiveWriter(one, "mine", started=START) as archive:
        archive.add(answer(1))
    assert {link.file for link in read_chain(one)} == {f"run-{n}.warc.gz" for n in range(3)} | {"mine.warc.gz"}
    assert verify_chain(one).faults == ()


def test_a_changed_or_missing_object_is_named(tmp_path: Path):
    folder = machine(tmp_path)
    with ArchiveWriter(folder, "monday", started=START) as archive:
        archive.add(answer(1))
    there = remote_of(folder)
    assert there
    content = there.read("monday.warc.gz")
    assert content
    there.put("monday.warc.gz", content[0][:-3])
    assert [fault.file for fault in verify_chain(folder).faults] == ["monday.warc.gz"]
    there.put("stray.warc.gz", b"")
    assert {fault.file for fault in verify_chain(folder).faults} == {"monday.warc.gz", "stray.warc.gz"}
    there.delete(["monday.warc.gz", "stray.warc.gz"])
    assert "不见了" in str(verify_chain(folder).faults[0])


def test_a_store_that_cannot_be_used_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(BadInput, match="不是存储地址"):
        use_store(tmp_path / "archive", "http://x/y")
    with pytest.raises(ArchiveProblem, match="AWS_ENDPOINT_URL"):
        use_store(tmp_path / "archive", "s3://no-such-bucket/x")
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "county").mkdir()
    with pytest.raises(BadInput, match="已有存档"):
        use_store(tmp_path / "archive", ADDRESS)
    other = machine(tmp_path / "other")
    with pytest.raises(BadInput, match=ADDRESS):
        use_store(other.parent, "s3://evidence/elsewhere")
    use_store(other.parent, ADDRESS)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    remote._store.cache_clear()
    with pytest.raises(ArchiveProblem, match="不能使用"):
        read_chain(other)


def test_an_archive_may_lie_in_another_folder(tmp_path: Path):
    place = Place(tmp_path / "home", archive=tmp_path / "big-disk")
    store = open_store(place.database)
    with SamplePortal() as portal:
        county = small_county(portal.home)
        crawl(county, store, place, "2020-04-09T02:30")
    assert list((tmp_path / "big-disk" / county.name).glob("*.warc.gz"))
    audit_county(county, store, place, Q1, clock_at("2020-04-10T02:30"))
    assert asyncio.run(replay_period(county, store, place, Q1)).differences == ()
    backup = make_backup(store, place, lambda: datetime(2020, 5, 1, tzinfo=MAY().tzinfo), tmp_path / "b.zip")
    assert any(name.startswith("archive/") for name in backup.files)
    store.close()
