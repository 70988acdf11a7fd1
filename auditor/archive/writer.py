"""`ArchiveWriter`: one run of one county into one WARC file."""

import asyncio
import gzip
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from auditor import __version__
from auditor.archive.chain import OPEN_MARK, SUFFIX, ChainLink, chain_lock, is_alive, is_linked, register
from auditor.archive.locks import try_lock
from auditor.archive.members import Damaged, read_record
from auditor.archive.reader import ArchiveReader
from auditor.archive.records import (
    COLUMNS,
    NOT_MODIFIED,
    OUTCOME,
    SAME_PAYLOAD,
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
_sync = getattr(os, "fdatasync", os.fsync)
"""Where the system has it: a file's content without the times it was used."""


class ArchiveWriter:
    """Writes down what a crawl fetched; a context manager, closed when the run ends.

    The file is called ``<run>.warc.gz.open`` until then. Every record reaches the system before `add` returns, so a
    killed run loses none it was told of, and the disk before `seal` does, so a power cut takes no column of which
    that was said. The next writer in the folder keeps the whole records of runs that were cut off and registers them
    as partial. Two writers of one county do not disturb each other.

    Only what the current record needs is held in memory. Raises `ArchiveProblem` where the disk is full or not
    writable.
    """

    def __init__(self, folder: Path, run_id: str, *, started: datetime, agent: str = "") -> None:
        if not _RUN_ID.fullmatch(run_id):
            raise ValueError(f"not a run id: {run_id!r}")
        self._folder = folder
        self._reader = ArchiveReader(folder)
        self._held: dict[str, Standing] = {}
        self._offset = self._records = 0
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
        ``earlier`` one (or said to be so by a 304) becomes a ``revisit`` record that points to it.
        """
        self._moment = fetched.fetched_at
        batch = _Batch(self._path, self._offset, self._moment)
        passed = list(trail)
        final = None
        if fetched.http_status is not None:
            final = passed.pop() if passed else _plain_exchange(fetched)
        for exchange in passed:
            batch.add_exchange("response", exchange, {}, b"")
        if fetched.request.is_shown and fetched.status is FetchStatus.OK:
            reference = self._add_shown(batch, fetched)
        elif final is None:
            reference = batch.add(
                "metadata", fetched.url, {OUTCOME: outcome_json(fetched)}, f"reason: {fetched.detail}\r\n".encode()
            )
        else:
            reference = self._add_answer(batch, fetched, final, earlier)
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
        batch = _Batch(self._path, self._offset, self._moment)
        told = "".join(f"column-read: {column}\r\n" for column in columns)
        batch.add("metadata", "", {COLUMNS: json.dumps(columns)}, told.encode())
        self._write(batch)
        try:
            await asyncio.to_thread(_sync, self._file.fileno())
        except OSError as error:
            raise _unwritable(self._path, error) from error

    def close(self) -> ChainLink | None:
        """End the run: make the file durable, register it in the chain, give it its name. Harmless when repeated."""
        if self._file.closed:
            return None
        try:
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

    def _add_answer(self, batch: "_Batch", fetched: Fetched, final: Exchange, earlier: Fetched | None) -> Reference:
        fields = {OUTCOME: outcome_json(fetched)}
        if fetched.status is FetchStatus.UNREACHABLE and 200 <= final.http_status < 300:
            fields["WARC-Truncated"] = "unspecified"
        standing = self._standing(fetched, earlier)
        if standing is None:
            return batch.add_exchange("response", final, fields, fetched.body)
        fields |= {
            "WARC-Profile": NOT_MODIFIED if fetched.status is FetchStatus.NOT_MODIFIED else SAME_PAYLOAD,
            "WARC-Payload-Digest": standing.payload_digest,
            "WARC-Refers-To": standing.reference.urn,
            "WARC-Refers-To-Target-URI": standing.url,
            "WARC-Refers-To-Date": standing.date,
            "WARC-Refers-To-Filename": standing.reference.file,
        }
        return batch.add_exchange("revisit", final, fields, b"", len(fetched.body))

    def _standing(self, fetched: Fetched, earlier: Fetched | None) -> Standing | None:
        """The archived page that still stands, if there is one and it can be read."""
        may_stand = fetched.status is FetchStatus.NOT_MODIFIED or (fetched.status is FetchStatus.OK and fetched.body)
        if not may_stand or earlier is None or not earlier.record:
            return None
        standing = self._held.pop(earlier.record, None) or self._original(earlier.record)
        is_other = (
            standing and fetched.status is FetchStatus.OK and standing.payload_digest != labelled_digest(fetched.body)
        )
        return None if is_other else standing

    def _original(self, record: str) -> Standing | None:
        """The record with the page of an earlier outcome; ``None`` where its file is gone or damaged."""
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

    def add(self, kind: str, uri: str, fields: dict[str, str], block: bytes) -> Reference:
        reference = reference_at(self._county, self._file, self._start + len(self.content))
        head = {"WARC-Record-ID": reference.urn, "WARC-Date": self._date, **fields}
        self.content += gzip.compress(encode_record(kind, uri, head, block), _LEVEL, mtime=0)
        self.records += 1
        return reference

    def add_exchange(
        self, kind: str, exchange: Exchange, fields: dict[str, str], body: bytes, length: int | None = None
    ) -> Reference:
        """An answer and its question; the answer's reference. ``length`` is that of a body stored elsewhere."""
        if kind == "response":
            fields["WARC-Payload-Digest"] = labelled_digest(body)
        reference = self.add(kind, exchange.url, fields, http_block(exchange, body, length))
        self.add("request", exchange.url, {"WARC-Concurrent-To": reference.urn}, request_block(exchange))
        return reference


def adopt_leftovers(folder: Path) -> tuple[ChainLink, ...]:
    """Settle run files whose writer was killed: keep their whole records, register them as partial."""
    links = []
    with chain_lock(folder):
        for path in sorted(folder.glob(f"*{SUFFIX}{OPEN_MARK}")):
            if is_alive(path):
                continue
            name = path.name.removesuffix(OPEN_MARK)
            is_registered = is_linked(folder, name)  # then only the name is missing
            records = 0 if is_registered else _cut_to_whole_records(path, name)
            links.append(register(folder, path, name, records, partial=True))
    return tuple(links)


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
    while (folder / name).exists() or (folder / (name + OPEN_MARK)).exists() or is_linked(folder, name):
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
