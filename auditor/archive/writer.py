"""`ArchiveWriter`: one run of one county into one WARC file."""

import asyncio
import gzip
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from auditor import __version__
from auditor.archive.chain import ChainLink, chain_lock, is_alive, is_linked, last_link, register
from auditor.archive.locks import try_lock
from auditor.archive.looks import MANY, MOST, LookEntry, look_entry, looks_block, member
from auditor.archive.members import Damaged, read_record
from auditor.archive.places import MONTH, OPEN_MARK, SUFFIX, has_run
from auditor.archive.reader import ArchiveReader
from auditor.archive.records import (
    COLUMNS,
    LOOKS,
    OUTCOME,
    SHOWN,
    Reference,
    Standing,
    encode_record,
    http_block,
    outcome_json,
    reference_at,
    request_block,
    warc_date,
)
from auditor.archive.remote import RemoteFolder, remote_of
from auditor.base.errors import ArchiveProblem, is_full, reason_of
from auditor.base.files import labelled_digest, make_folder, sync_folder
from auditor.base.pattern import pattern
from auditor.base.terms import FetchStatus
from auditor.fetch.values import Exchange, Fetched

_RUN_ID = pattern(
    r"[A-Za-z0-9][A-Za-z0-9._-]*",
    finds=("20200401T020000-ab12",),
    not_in=("../x", ".x"),
    seen="names of runs",
    way="fullmatch",
)
_LEVEL = 3
"""gzip level: 40 % of the time of level 9 for 8 % more bytes, measured on real list pages."""
_BEST_LEVEL = 9
"""For answers that differ in little: a small record is all there is of a day."""
_ASKED_FIRST = 4
_sync = getattr(os, "fdatasync", os.fsync)
"""Where the system has it: a file's content without the times it was used."""


class ArchiveWriter:
    """Writes down what a crawl fetched; a context manager, closed when the run ends.

    The file is called ``<run>.warc.gz.open`` until then. Every page reaches the system before `add` returns, so a
    killed run loses none it was told of; answers by which an archived page still stands are held until another page
    comes or a column is sealed. All of it is on the disk before `seal` returns, so a power cut takes no column of
    which that was said. The next writer in the folder keeps the whole records of runs that were cut off and registers
    them as partial. Two writers of one county do not disturb each other.

    Only what the current record needs is held in memory, and those answers. Raises `ArchiveProblem` where the disk is
    full or not writable.
    """

    def __init__(self, folder: Path, run_id: str, *, started: datetime, agent: str = "") -> None:
        if not _RUN_ID.fullmatch(run_id) or run_id.startswith(MONTH):
            raise ValueError(f"not a run id: {run_id!r}")
        self._folder = folder
        self._reader = ArchiveReader(folder)
        self._held: dict[str, Standing] = {}
        self._looks: list[LookEntry] = []
        self._before: dict[str, str] | None = None
        self._offset = self._records = self._shipped = 0
        self._moment = started
        try:
            make_folder(folder)
            adopt_leftovers(folder)
            with chain_lock(folder):
                self.name = _free_name(folder, run_id)
                self._path = folder / (self.name + OPEN_MARK)
                self._file = self._path.open("xb", buffering=0)
                try_lock(self._file)
            sync_folder(folder)
        except OSError as error:
            raise _unwritable(folder, error) from error
        batch = _Batch(self._path, 0, started)
        batch.add("warcinfo", "", {"WARC-Filename": self.name}, _about(run_id, started, agent))
        try:
            self._write(batch)
        except ArchiveProblem:
            self._file.close()
            raise

    def __enter__(self) -> "ArchiveWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(self, fetched: Fetched, trail: Sequence[Exchange] = (), *, earlier: Fetched | None = None) -> str:
        """Write down one outcome with the exchanges that led to it; give the name of its record.

        ``trail`` ends with the exchange of the outcome itself where it had one. A page equal to the archived
        ``earlier`` one (or said to be so by a 304), or to what the last run was answered at its beginning, is not kept
        again: the answer says which page still stands.
        """
        self._moment = fetched.fetched_at
        passed = list(trail)
        final = None
        if fetched.http_status is not None:
            final = passed.pop() if passed else _plain_exchange(fetched)
            if (standing := self._standing(fetched, earlier)) is not None:
                return self._add_look(look_entry(fetched, (*passed, final), standing))
        self._write_looks()
        batch = _Batch(self._path, self._offset, self._moment)
        for exchange in passed:
            batch.add_exchange(exchange, {}, b"")
        if fetched.request.is_shown and fetched.status is FetchStatus.OK:
            reference = self._add_shown(batch, fetched)
        elif final is None:
            reference = batch.add(
                "metadata", fetched.url, {OUTCOME: outcome_json(fetched)}, f"reason: {fetched.detail}\r\n".encode()
            )
        else:
            fields = {OUTCOME: outcome_json(fetched)}
            if fetched.status is FetchStatus.UNREACHABLE and 200 <= final.http_status < 300:
                fields["WARC-Truncated"] = "unspecified"
            reference = batch.add_exchange(final, fields, fetched.body)
        self._write(batch)
        return str(reference)

    def holds(self, fetched: Fetched) -> bool:
        """Whether the page of an earlier outcome is still in the archive, so that it need not come again."""
        standing = self._original(fetched.record)
        if standing:
            self._held[fetched.record] = standing
        return standing is not None

    async def seal(self, columns: Sequence[str]) -> None:
        """Say that all of these columns (their keys) are written down, and wait until that is on the disk.

        Whoever keeps rows that rest on the columns' pages keeps them after this, never before.
        """
        if not self._write_looks(columns):
            batch = _Batch(self._path, self._offset, self._moment)
            told = "".join(f"column-read: {column}\r\n" for column in columns)
            batch.add("metadata", "", {COLUMNS: json.dumps(columns)}, told.encode())
            self._write(batch)
        try:
            await asyncio.to_thread(_sync, self._file.fileno())
            if remote := remote_of(self._folder):
                await asyncio.to_thread(self._ship, remote)
        except OSError as error:
            raise _unwritable(self._path, error) from error

    def _ship(self, remote: RemoteFolder) -> None:
        """Put what was written since the last time into the store, as an object of its own."""
        until = self._offset
        with self._path.open("rb") as file:
            file.seek(self._shipped)
            remote.put(f"{self._path.name}/{self._shipped:015}", file.read(until - self._shipped))
        self._shipped = until

    def close(self) -> ChainLink | None:
        """End the run: make the file durable, register it in the chain, give it its name. Harmless when repeated."""
        if self._file.closed:
            return None
        try:
            self._write_looks()
            os.fsync(self._file.fileno())
            with chain_lock(self._folder):
                self._file.close()
                return register(self._folder, self._path, self.name, self._records, partial=False)
        except OSError as error:
            raise _unwritable(self._path, error) from error

    def _add_shown(self, batch: "_Batch", fetched: Fetched) -> Reference:
        """A document that a browser made, with what it was made from."""
        fields = {OUTCOME: outcome_json(fetched), "Content-Type": fetched.header("content-type")}
        if fetched.made_from:
            fields["WARC-Refers-To"] = Reference.parse(fetched.made_from[0]).urn
        return batch.add(
            SHOWN, fetched.url, {**fields, "WARC-Payload-Digest": labelled_digest(fetched.body)}, fetched.body
        )

    def _add_look(self, entry: LookEntry) -> str:
        """Hold an answer by which an archived page still stands; the name it will have."""
        if len(self._looks) == MOST:
            self._write_looks()
        self._looks.append(entry)
        return str(member(reference_at(self._folder.name, self.name, self._offset), len(self._looks)))

    def _write_looks(self, columns: Sequence[str] = ()) -> bool:
        """Write down the answers that are held, and that these columns are read; whether there were any."""
        if not self._looks:
            return False
        batch = _Batch(self._path, self._offset, self._moment)
        fields = {"WARC-Profile": MANY, LOOKS: str(len(self._looks)), "Content-Type": "application/json"}
        if columns:
            fields[COLUMNS] = json.dumps(columns)
        batch.add("revisit", self._looks[0]["is"]["url"], fields, looks_block(self._looks), _BEST_LEVEL)
        self._write(batch)
        self._looks.clear()
        return True

    def _standing(self, fetched: Fetched, earlier: Fetched | None) -> Standing | None:
        """The archived page that still stands, if there is one and it can be read."""
        if fetched.request.is_shown:
            return None
        if fetched.status is FetchStatus.NOT_MODIFIED:
            return self._earlier(earlier.record) if earlier and earlier.record else None
        if fetched.status not in (FetchStatus.OK, FetchStatus.MISSING):
            return None
        record = earlier.record if earlier else self._answers_before().get(fetched.request.key, "")
        standing = self._earlier(record) if record else None
        return standing if standing and standing.payload_digest == labelled_digest(fetched.body) else None

    def _earlier(self, record: str) -> Standing | None:
        return self._held.pop(record, None) or self._original(record)

    def _answers_before(self) -> dict[str, str]:
        """What the last run was answered at its beginning, by request: robots.txt and the home page are asked first."""
        if self._before is None:
            with suppress(ArchiveProblem):
                last = last_link(self._folder)
                answers = self._reader.outcomes(last.file) if last else iter(())
                self._before = {key: str(reference) for key, reference in islice(answers, _ASKED_FIRST)}
        self._before = self._before or {}
        return self._before

    def _original(self, record: str) -> Standing | None:
        """The record with the page of an earlier outcome; ``None`` where its file is gone or damaged."""
        if record.startswith(self.name):  # perhaps among those that are held
            self._write_looks()
        try:
            return self._reader.original_of(record)
        except ArchiveProblem:
            return None

    def _write(self, batch: "_Batch") -> None:
        try:
            left = memoryview(batch.content)
            while left:
                left = left[self._file.write(left) :]
        except OSError as error:
            with suppress(OSError):
                self._file.truncate(self._offset)  # no torn record in the middle of the file
                self._file.seek(self._offset)
            raise _unwritable(self._path, error) from error
        self._offset += len(batch.content)
        self._records += batch.records


class _Batch:
    """The records of one outcome, compressed, to be written in one go."""

    def __init__(self, path: Path, offset: int, moment: datetime) -> None:
        self._county, self._file = path.parent.name, path.name.removesuffix(OPEN_MARK)
        self._start, self._date = offset, warc_date(moment)
        self.content = bytearray()
        self.records = 0

    def add(self, kind: str, uri: str, fields: dict[str, str], block: bytes, level: int = _LEVEL) -> Reference:
        reference = reference_at(self._county, self._file, self._start + len(self.content))
        head = {"WARC-Record-ID": reference.urn, "WARC-Date": self._date, **fields}
        self.content += gzip.compress(encode_record(kind, uri, head, block), level, mtime=0)
        self.records += 1
        return reference

    def add_exchange(self, exchange: Exchange, fields: dict[str, str], body: bytes) -> Reference:
        """An answer and its question; the answer's reference."""
        fields["WARC-Payload-Digest"] = labelled_digest(body)
        reference = self.add("response", exchange.url, fields, http_block(exchange, body))
        self.add("request", exchange.url, {"WARC-Concurrent-To": reference.urn}, request_block(exchange))
        return reference


def adopt_leftovers(folder: Path) -> tuple[ChainLink, ...]:
    """Settle run files whose writer was killed: keep their whole records, register them as partial."""
    links = []
    with chain_lock(folder):
        if remote := remote_of(folder):
            _take_over(remote, folder)
        for path in sorted(folder.glob(f"*{SUFFIX}{OPEN_MARK}")):
            if is_alive(path):
                continue
            name = path.name.removesuffix(OPEN_MARK)
            is_registered = is_linked(folder, name)  # then only the name is missing
            records = 0 if is_registered else _cut_to_whole_records(path, name)
            links.append(register(folder, path, name, records, partial=True))
    return tuple(links)


def _take_over(remote: RemoteFolder, folder: Path) -> None:
    """Copy what other machines had put into the store of runs that they did not end: whoever is here holds the county.

    A run of this machine is here, with more of it.
    """
    pieces: dict[str, list[str]] = {}
    for piece in remote.names():
        if f"{OPEN_MARK}/" in piece:
            pieces.setdefault(piece.partition("/")[0], []).append(piece)
    for name, own in pieces.items():
        if not (folder / name).exists():
            found = (remote.read(piece) for piece in own)
            (folder / name).write_bytes(b"".join(content for content, _ in filter(None, found)))


def _cut_to_whole_records(path: Path, name: str) -> int:
    """Cut off what was being written when the writer died; how many records are left."""
    with path.open("rb+") as file:
        end, records = _whole_prefix(file, name)
        file.truncate(end)
        os.fsync(file.fileno())
    return records


def _whole_prefix(file: BinaryIO, name: str) -> tuple[int, int]:
    """Where the last whole record ends, and how many there are."""
    offset = records = 0
    size = os.fstat(file.fileno()).st_size
    while offset < size:
        try:
            _, offset = read_record(file, name, offset)
        except Damaged:
            break
        records += 1
    return offset, records


def _free_name(folder: Path, run_id: str) -> str:
    """The run's file name; a run that is taken up again gets a second file."""
    number, name = 1, run_id + SUFFIX
    while has_run(folder, name) or is_linked(folder, name):
        number += 1
        name = f"{run_id}-{number}{SUFFIX}"
    return name


def _plain_exchange(fetched: Fetched) -> Exchange:
    """The exchange of an outcome that came without its trail."""
    request = fetched.request
    return Exchange(
        fetched.url,
        request.method,
        (),
        (request.body or "").encode(),
        "HTTP/1.1",
        fetched.http_status or 0,
        "",
        fetched.headers,
    )


def _about(run_id: str, started: datetime, agent: str) -> bytes:
    lines = [
        f"software: column-auditor/{__version__}",
        "format: WARC File Format 1.1",
        "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        f"isPartOf: {run_id}",
        f"created: {started.isoformat()}",
        f"http-header-user-agent: {agent}",
        "robots: obey",
        "",
    ]
    return "\r\n".join(lines).encode()


def _unwritable(path: Path, error: OSError) -> ArchiveProblem:
    cure = "请清理磁盘空间后重试，已采集的内容没有丢失" if is_full(error) else "请检查文件夹权限和磁盘后重试"
    return ArchiveProblem(f"存档 {path} 无法写入：{reason_of(error)}。{cure}")
