"""What was fetched can be read back byte for byte, by this program and by others, and no change goes unseen."""

import asyncio
import gzip
import io
import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import stamina
from crawls import PROMPT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from servers import Portal, Reply, close, page, redirect
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from auditor.archive import ArchiveFetcher, ArchiveReader, ArchiveWriter, adopt_leftovers, chain_head, verify_chain
from auditor.base.errors import ArchiveProblem
from auditor.base.terms import FetchStatus
from auditor.fetch.client import PortalClient
from auditor.fetch.values import Exchange, Fetched, PageRequest

BEIJING = timezone(timedelta(hours=8))
START = datetime(2020, 4, 1, 2, 30, tzinfo=BEIJING)


def answer(n: int = 1, body: bytes = b"<html>\xc0\xb8\xc4\xbf</html>", **changes: object) -> Fetched:
    """One good outcome."""
    request = PageRequest(f"http://www.example.gov.cn/{n}/")
    fetched = Fetched(
        request=request,
        status=FetchStatus.OK,
        url=request.url,
        http_status=200,
        headers=(("Server", "nginx"), ("Content-Encoding", "gzip"), ("content-length", "21"), ("ETag", '"1"')),
        body=body,
        fetched_at=START + timedelta(seconds=n, microseconds=7),
    )
    return replace(fetched, **changes)  # type: ignore[arg-type]


def write(folder: Path, run: str, *outcomes: Fetched) -> list[Fetched]:
    """Archive outcomes; give them back as the client would, with their records."""
    with ArchiveWriter(folder, run, started=START, agent="Test/1") as archive:
        return [replace(outcome, record=archive.add(outcome)) for outcome in outcomes]


def read(folder: Path, run: str, *outcomes: Fetched) -> list[Fetched]:
    async def story() -> list[Fetched]:
        replay = ArchiveFetcher(folder, run)
        return [await replay.fetch(outcome.request) for outcome in outcomes]

    return asyncio.run(story())


def failed(n: int, detail: str) -> Fetched:
    return answer(n, b"", status=FetchStatus.UNREACHABLE, http_status=None, headers=(), detail=detail, attempts=3)


# --- there and back


def test_a_whole_crawl_replays_byte_for_byte(tmp_path: Path) -> None:
    replies: dict[str, Reply] = {
        "/a/": [page(gzip.compress(b"one"), "200 Very OK", "Content-Encoding: gzip"), page("two")],
        "/moved": redirect("/moved/"),
        "/moved/": page("moved"),
        "/gone/": page("gone", "404 Not Found"),
        "/wall/": page("<script>", "412 Precondition Failed", "Set-Cookie: x=1", "X-Odd: \xd6\xd0"),
        "/dead/": close,
        "/form": page('{"list": []}', "200 OK", "Content-Type: application/json"),
        "/home": redirect("/"),
    }
    paths = ["a/", "moved", "gone/", "wall/", "dead/", "a/", "home"]

    async def story() -> list[Fetched]:
        moments = iter(START + timedelta(seconds=n) for n in range(100))
        async with Portal(replies) as portal:
            requests = [PageRequest(portal.home + path) for path in paths]
            requests.append(PageRequest(portal.home + "form", "POST", "页=2"))
            requests.append(PageRequest("http://192.168.0.1/"))
            with ArchiveWriter(tmp_path, "run", started=START) as archive:
                async with PortalClient(portal.home, PROMPT, now=lambda: next(moments), archive=archive) as client:
                    return [await client.fetch(request) for request in requests]

    stamina.set_testing(True, attempts=1)
    try:
        live = asyncio.run(story())
    finally:
        stamina.set_testing(False)
    replayed = read(tmp_path, "run", *live)
    assert replayed == live
    assert [one.fetched_at.isoformat() for one in replayed] == [one.fetched_at.isoformat() for one in live]
    assert len({one.record for one in live}) == len(live)
    assert verify_chain(tmp_path).faults == ()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=300),
    headers=st.lists(
        st.tuples(
            st.sampled_from(["Content-Length", "X-Archive-Orig-Content-Length", "transfer-encoding", "A", "ETag"]),
            st.text(st.characters(min_codepoint=0x21, max_codepoint=0xFF, exclude_characters="\x7f\x85"), max_size=20),
        ),
        max_size=6,
    ),
    detail=st.text(max_size=20),
    status=st.sampled_from([FetchStatus.OK, FetchStatus.BLOCKED, FetchStatus.UNREACHABLE]),
)
def test_any_outcome_survives(
    tmp_path_factory: pytest.TempPathFactory,
    body: bytes,
    headers: list[tuple[str, str]],
    detail: str,
    status: FetchStatus,
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    (kept,) = write(folder, "run", answer(1, body, headers=tuple(headers), detail=detail, status=status))
    assert read(folder, "run", kept) == [kept]


def test_the_same_request_gives_its_answers_in_turn(tmp_path: Path) -> None:
    kept = write(tmp_path, "run", answer(1, b"first"), answer(2), answer(1, b"second"))
    assert [one.body for one in read(tmp_path, "run", kept[0], kept[0])] == [b"first", b"second"]


def test_what_was_never_asked_is_named(tmp_path: Path) -> None:
    kept = write(tmp_path, "run", answer(1))
    with pytest.raises(ArchiveProblem, match=r"没有访问 GET http://www\.example\.gov\.cn/9/ 的记录"):
        read(tmp_path, "run", answer(9))
    with pytest.raises(ArchiveProblem, match="没有再次访问"):
        read(tmp_path, "run", kept[0], kept[0])


def test_a_run_that_was_never_made_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveProblem, match="没有采集批次 20200401"):
        ArchiveFetcher(tmp_path, "20200401")


def test_a_failure_without_answer_is_replayed_as_that_failure(tmp_path: Path) -> None:
    kept = write(tmp_path, "run", failed(1, "域名无法解析"), failed(2, "连接被拒绝"))
    assert read(tmp_path, "run", *kept) == kept


# --- pages that did not change


def not_modified(n: int) -> Fetched:
    return answer(
        n, b"", status=FetchStatus.NOT_MODIFIED, http_status=304, headers=(("ETag", '"1"'),), detail="没有变化"
    )


def test_an_unchanged_page_is_stored_once_and_found_again(tmp_path: Path) -> None:
    (first,) = write(tmp_path, "monday", answer(1, b"x" * 50_000))
    with ArchiveWriter(tmp_path, "tuesday", started=START) as archive:
        same = replace(answer(1, first.body), record=archive.add(answer(1, first.body), earlier=first))
        later = replace(not_modified(1), record=archive.add(not_modified(1), earlier=same))
    with ArchiveWriter(tmp_path, "wednesday", started=START) as archive:
        latest = replace(not_modified(1), record=archive.add(not_modified(1), earlier=later))
    assert [kind for kind, *_ in listed(tmp_path / "tuesday.warc.gz")].count("revisit") == 2
    assert read(tmp_path, "tuesday", same, later) == [same, later]
    assert read(tmp_path, "wednesday", latest) == [latest]
    assert ArchiveReader(tmp_path).read_snapshot(latest.record).body == first.body


def test_a_page_known_only_by_its_record_is_recognised_too(tmp_path: Path) -> None:
    (first,) = write(tmp_path, "monday", answer(1))
    with ArchiveWriter(tmp_path, "tuesday", started=START) as archive:
        record = archive.add(answer(1), earlier=replace(first, body=b""))
        other = archive.add(answer(1, b"changed"), earlier=replace(first, body=b""))
    reader = ArchiveReader(tmp_path)
    assert reader.read_fetched(record).body == first.body
    assert reader.read_fetched(other).body == b"changed"
    assert [kind for kind, *_ in listed(tmp_path / "tuesday.warc.gz")].count("revisit") == 1


def test_a_page_whose_older_copy_is_gone_is_stored_whole(tmp_path: Path) -> None:
    (first,) = write(tmp_path, "monday", answer(1))
    (tmp_path / "monday.warc.gz").unlink()
    with ArchiveWriter(tmp_path, "tuesday", started=START) as archive:
        record = archive.add(answer(1), earlier=replace(first, body=b""))
    assert ArchiveReader(tmp_path).read_fetched(record).body == first.body


def test_a_record_of_another_archive_is_no_reason_to_stop(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, "run", started=START) as archive:
        for stray in ("nonsense", "other.warc.gz#00000000-0000-8000-8000-000000000000"):
            record = archive.add(answer(1), earlier=answer(1, record=stray))
            assert ArchiveReader(tmp_path).read_fetched(record).body == answer(1).body


def test_a_missing_older_file_is_named(tmp_path: Path) -> None:
    (first,) = write(tmp_path, "monday", answer(1))
    with ArchiveWriter(tmp_path, "tuesday", started=START) as archive:
        record = archive.add(answer(1), earlier=first)
    (tmp_path / "monday.warc.gz").unlink()
    with pytest.raises(ArchiveProblem, match=r"monday\.warc\.gz 不见了"):
        ArchiveReader(tmp_path).read_fetched(record)


# --- names


@pytest.mark.parametrize("name", ["", "x", "../../etc/passwd#1", "a.warc.gz#1", "/abs.warc.gz#" + "0" * 36])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArchiveProblem, match="不是存档记录的编号"):
        ArchiveReader(tmp_path).read_snapshot(name)


def test_a_name_of_nothing_is_named(tmp_path: Path) -> None:
    (kept,) = write(tmp_path, "run", answer(1))
    beside = kept.record[:-1] + ("0" if kept.record[-1] != "0" else "1")
    with pytest.raises(ArchiveProblem, match="无法读取"):
        ArchiveReader(tmp_path).read_snapshot(beside)
    file, _, uuid = kept.record.partition("#")
    stranger = f"{file}#{'1' if uuid[0] == '0' else '0'}{uuid[1:]}"
    with pytest.raises(ArchiveProblem, match="没有记录"):
        ArchiveReader(tmp_path).read_snapshot(stranger)


def test_records_can_be_read_while_the_run_goes_on(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, "run", started=START) as archive:
        record = archive.add(answer(1))
        assert ArchiveReader(tmp_path).read_snapshot(record).body == answer(1).body


@pytest.mark.parametrize("run", ["", "../up", "a/b", "a b", ".hidden"])
def test_a_run_needs_a_plain_name(tmp_path: Path, run: str) -> None:
    with pytest.raises(ValueError, match="not a run id"):
        ArchiveWriter(tmp_path, run, started=START)


# --- what other programs see


def listed(path: Path) -> list[tuple[str, str, bytes]]:
    """Kind, address and payload of each record, by the library's own reader."""
    with path.open("rb") as file:
        return [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI") or "", record.content_stream().read())
            for record in ArchiveIterator(file)
        ]


def test_other_readers_find_the_pages(tmp_path: Path) -> None:
    trail = [
        Exchange(
            "http://www.example.gov.cn/1",
            "GET",
            (("Host", "x"),),
            b"",
            "HTTP/1.1",
            301,
            "Moved",
            (("Location", "/1/"),),
        ),
        Exchange(answer(1).url, "GET", (("Host", "x"),), b"", "HTTP/1.0", 200, "Fine", answer(1).headers),
    ]
    with ArchiveWriter(tmp_path, "run", started=START, agent="Test/1") as archive:
        archive.add(answer(1), trail)
        archive.add(failed(2, "连接被拒绝"))
    records = listed(tmp_path / "run.warc.gz")
    assert [kind for kind, *_ in records] == ["warcinfo", "response", "request", "response", "request", "metadata"]
    assert records[3][2] == answer(1).body
    assert "连接被拒绝" in records[5][2].decode()
    assert b"user-agent: Test/1" in records[0][2]
    with (tmp_path / "run.warc.gz").open("rb") as file:
        head = [record.http_headers for record in ArchiveIterator(file)][3]
    assert (head.statusline, head.protocol) == ("200 Fine", "HTTP/1.0")
    assert head.get_header("Content-Length") == str(len(answer(1).body))
    assert head.get_header("X-Archive-Orig-Content-Encoding") == "gzip"


def test_the_library_s_own_checker_is_content(tmp_path: Path) -> None:
    write(tmp_path, "run", answer(1), failed(2, "x"), answer(3, b""))
    checker = Checker(type("Options", (), {"inputs": [str(tmp_path / "run.warc.gz")], "verbose": False})())
    checker.process_all()
    assert checker.exit_value == 0


def test_the_same_crawl_gives_the_same_file(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(tmp_path / name / "county", "run", answer(1), answer(2))
    assert (tmp_path / "one/county/run.warc.gz").read_bytes() == (tmp_path / "two/county/run.warc.gz").read_bytes()
    assert chain_head(tmp_path / "one/county") == chain_head(tmp_path / "two/county") != ""


# --- the chain


def three_runs(folder: Path) -> list[Fetched]:
    return [write(folder, f"run{n}", answer(n), answer(n + 10))[0] for n in (1, 2, 3)]


def test_a_sound_archive_has_no_faults(tmp_path: Path) -> None:
    three_runs(tmp_path)
    report = verify_chain(tmp_path)
    assert (report.files, report.records, report.faults) == (3, 15, ())
    assert report.head == chain_head(tmp_path)


def flip_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def swap_records(path: Path) -> None:
    """Exchange the two last pages, each still intact by itself."""
    content = path.read_bytes()
    starts = [0]
    with path.open("rb") as file:
        reader = ArchiveIterator(file)
        starts += [reader.get_record_offset() + reader.get_record_length() for _ in reader]
    first, second = content[starts[1] : starts[3]], content[starts[3] :]
    path.write_bytes(content[: starts[1]] + second + first)


def repack(path: Path) -> None:
    """Change a page and every digest of its record with it, as a forger would."""
    with ArchiveWriter(path.parent / "forged", "run2", started=START) as archive:
        archive.add(answer(2, b"forged"))
        archive.add(answer(12))
    path.write_bytes((path.parent / "forged" / path.name).read_bytes())


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (flip_a_byte, "记录数据已损坏"),
        (lambda path: path.write_bytes(path.read_bytes()[:-20]), "第5条记录文件在此中断"),
        (lambda path: path.write_bytes(b""), "登记5条记录，实有0条"),
        (Path.unlink, "文件不见了"),
        (swap_records, "不在原来的位置"),
        (repack, "内容与登记的摘要不符"),
    ],
    ids=["flipped", "cut", "emptied", "gone", "swapped", "forged"],
)
def test_a_damaged_file_is_named(tmp_path: Path, damage: Callable[[Path], object], told: str) -> None:
    three_runs(tmp_path)
    damage(tmp_path / "run2.warc.gz")
    (fault,) = verify_chain(tmp_path).faults
    assert fault.file == "run2.warc.gz"
    assert told in fault.what


def test_a_damaged_record_stops_the_replay_by_name(tmp_path: Path) -> None:
    kept = three_runs(tmp_path)
    flip_a_byte(tmp_path / "run1.warc.gz")
    with pytest.raises(ArchiveProblem, match=r"run1\.warc\.gz 第\d条记录"):
        read(tmp_path, "run1", kept[0])


def edit_chain(folder: Path, change: Callable[[list[str]], list[str]]) -> None:
    path = folder / "chain.jsonl"
    path.write_text("".join(f"{line}\n" for line in change(path.read_text("utf-8").splitlines())), "utf-8")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda lines: [lines[1], lines[0], lines[2]], "次序被改动"),
        (lambda lines: [lines[0], lines[2]], "次序被改动"),
        (lambda lines: lines[:2], "没有在 chain.jsonl 中登记"),
        (lambda lines: [lines[0].replace('"records": 5', '"records": 6'), *lines[1:]], "登记被改动"),
    ],
    ids=["swapped", "left out", "cut", "edited"],
)
def test_a_tampered_chain_is_seen(tmp_path: Path, change: Callable[[list[str]], list[str]], told: str) -> None:
    three_runs(tmp_path)
    edit_chain(tmp_path, change)
    assert any(told in fault.what for fault in verify_chain(tmp_path).faults)


@pytest.mark.parametrize(
    "broken", ["{broken", "[]", "{}", '{"file": "../x", "records": 1}', '{"file": "x", "records": "y"}']
)
def test_a_chain_that_cannot_be_read_is_named(tmp_path: Path, broken: str) -> None:
    three_runs(tmp_path)
    edit_chain(tmp_path, lambda lines: [lines[0], broken, lines[2]])
    with pytest.raises(ArchiveProblem, match="第2行已损坏"):
        verify_chain(tmp_path)


def test_a_half_written_last_line_is_taken_back(tmp_path: Path) -> None:
    three_runs(tmp_path)
    with (tmp_path / "chain.jsonl").open("a") as file:
        file.write('{"file": "run4')
    write(tmp_path, "run5", answer(5))
    report = verify_chain(tmp_path)
    assert (report.files, report.faults) == (4, ())


# --- crashes


def test_a_killed_run_keeps_every_record_it_was_told_of(tmp_path: Path) -> None:
    script = textwrap.dedent(
        """
        import sys, time
        sys.path.insert(0, sys.argv[2])
        from pathlib import Path
        from test_archive import START, answer
        from auditor.archive import ArchiveWriter
        archive = ArchiveWriter(Path(sys.argv[1]), "run", started=START)
        for n in range(1000):
            print(archive.add(answer(n)), flush=True)
            if n == 20:
                print("now", flush=True)
        time.sleep(60)
        """
    )
    here = str(Path(__file__).parent)
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path), here], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        told = []
        for line in child.stdout:
            if line.strip() == b"now":
                os.kill(child.pid, signal.SIGKILL)
                break
            told.append(line.decode().strip())
    write(tmp_path, "next", answer(1))
    reader = ArchiveReader(tmp_path)
    assert [reader.read_fetched(record).request for record in told] == [answer(n).request for n in range(21)]
    report = verify_chain(tmp_path)
    assert (report.partial, report.faults) == (("run.warc.gz",), ())


@pytest.mark.parametrize("lost", [1, 100, 300])
def test_a_torn_tail_is_cut_to_whole_records(tmp_path: Path, lost: int) -> None:
    archive = ArchiveWriter(tmp_path, "run", started=START)
    first, _ = archive.add(answer(1)), archive.add(answer(2))
    abandon(archive)
    torn = tmp_path / "run.warc.gz.open"
    torn.write_bytes(torn.read_bytes()[:-lost])
    assert "中断后还没有收尾" in str(verify_chain(tmp_path).faults[0])
    (link,) = adopt_leftovers(tmp_path)
    assert link.partial
    assert ArchiveReader(tmp_path).read_fetched(first).body == answer(1).body
    assert verify_chain(tmp_path).faults == ()


def abandon(archive: ArchiveWriter) -> None:
    """What a crash leaves of a writer: its lock is gone, its file stays open."""
    archive._file.close()


def test_a_crash_between_registering_and_naming_is_settled(tmp_path: Path) -> None:
    (kept,) = write(tmp_path, "run", answer(1))
    (tmp_path / "run.warc.gz").rename(tmp_path / "run.warc.gz.open")
    (link,) = adopt_leftovers(tmp_path)
    assert not link.partial
    assert read(tmp_path, "run", kept) == [kept]
    assert verify_chain(tmp_path).faults == ()


def test_a_run_taken_up_again_gets_a_second_file_and_replays_as_one(tmp_path: Path) -> None:
    archive = ArchiveWriter(tmp_path, "run", started=START)
    first = replace(answer(1), record=archive.add(answer(1)))
    abandon(archive)
    (second,) = write(tmp_path, "run", answer(2))
    assert second.record.startswith("run-2.warc.gz#")
    assert read(tmp_path, "run", first, second) == [first, second]


def test_a_living_writer_is_left_alone(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, "one", started=START) as one:
        write(tmp_path, "two", answer(2))
        assert verify_chain(tmp_path).faults == ()
        record = one.add(answer(1))
    assert ArchiveReader(tmp_path).read_fetched(record).body == answer(1).body
    assert (verify_chain(tmp_path).partial, verify_chain(tmp_path).faults) == ((), ())


def test_closing_twice_is_harmless(tmp_path: Path) -> None:
    archive = ArchiveWriter(tmp_path, "run", started=START)
    assert archive.close() is not None
    assert archive.close() is None


class FullDisk(io.FileIO):
    """Takes a few bytes more, then no space is left."""

    def write(self, content: object) -> int:
        super().write(bytes(content)[:50])  # type: ignore[call-overload]
        raise OSError(28, "No space left on device")


def test_a_full_disk_is_told_and_spoils_nothing(tmp_path: Path) -> None:
    archive = ArchiveWriter(tmp_path, "run", started=START)
    record = archive.add(answer(1))
    good, archive._file = archive._file, FullDisk(tmp_path / "run.warc.gz.open", "r+")
    archive._file.seek(0, os.SEEK_END)
    with pytest.raises(ArchiveProblem, match="磁盘已满"):
        archive.add(answer(2))
    archive._file.close()
    archive._file = good
    good.seek(0, os.SEEK_END)
    again = archive.add(answer(2))
    archive.close()
    reader = ArchiveReader(tmp_path)
    assert [reader.read_fetched(name).request for name in (record, again)] == [answer(1).request, answer(2).request]
    assert verify_chain(tmp_path).faults == ()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ArchiveProblem, match="无法写入"):
        ArchiveWriter(tmp_path / "file", "run", started=START)


def test_the_chain_is_readable_by_people(tmp_path: Path) -> None:
    write(tmp_path, "run", answer(1))
    line = json.loads((tmp_path / "chain.jsonl").read_text("utf-8"))
    assert list(line) == ["file", "sha256", "records", "partial", "previous", "chain"]


def test_times_keep_their_zone(tmp_path: Path) -> None:
    kept = write(tmp_path, "run", answer(1), answer(2, fetched_at=datetime(2020, 1, 1, tzinfo=UTC)))
    assert [one.fetched_at.utcoffset() for one in read(tmp_path, "run", *kept)] == [timedelta(hours=8), timedelta(0)]
