"""`ArchiveReader`: any archived outcome by the name of its record."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from auditor.archive.chain import OPEN_MARK
from auditor.archive.members import Damaged, open_archive, read_head, read_record, records_of
from auditor.archive.records import NOT_MODIFIED, Record, Reference, Standing, fetched_from, request_key
from auditor.base.errors import ArchiveProblem
from auditor.base.files import labelled_digest
from auditor.fetch.values import Fetched

_LONGEST_WAY = 10
"""How many revisits may point to one another; the writer makes ways of one step."""


class ArchiveReader:
    """Reads the archive of one county. Everything it cannot read is an `ArchiveProblem` that names the record."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read_fetched(self, name: str) -> Fetched:
        """The outcome exactly as the crawl gave it; ``name`` is its `Fetched.record`."""
        reference = Reference.parse(name)
        record = self._read(reference)
        if record.kind == "revisit" and record.field("WARC-Profile") != NOT_MODIFIED:
            return fetched_from(record, reference, self._original_payload(record, reference))
        return fetched_from(record, reference, b"" if record.kind == "metadata" else record.payload)

    def read_snapshot(self, name: str) -> Fetched:
        """The outcome with the page that stood then: for an unchanged (304) one, the body stored earlier."""
        reference = Reference.parse(name)
        record = self._read(reference)
        if record.kind == "revisit":
            return fetched_from(record, reference, self._original_payload(record, reference))
        return self.read_fetched(name)

    def original_of(self, name: str) -> Standing:
        """The record that holds the body of an outcome: itself, or the one it points to. No body is read."""
        place, record = self._follow(Reference.parse(name))
        return Standing(
            place,
            record.field("WARC-Target-URI"),
            record.field("WARC-Date"),
            record.field("WARC-Payload-Digest"),
        )

    def outcomes(self, file: str) -> Iterator[tuple[str, Reference]]:
        """The request key and name of every outcome of one run file, in the order of the crawl."""
        for reference, record in records_of(self._path(file)):
            if record.is_outcome:
                yield request_key(record), reference

    def sealed(self, file: str) -> Iterator[str]:
        """The keys of the columns that one run file says it holds whole."""
        for _, record in records_of(self._path(file)):
            yield from record.sealed_columns

    def _original_payload(self, record: Record, reference: Reference) -> bytes:
        place, _ = self._follow(reference)
        payload = self._read(place).payload
        if labelled_digest(payload) != record.field("WARC-Payload-Digest"):
            raise ArchiveProblem(f"存档记录 {reference} 所指的 {place} 内容不符")
        return payload

    def _follow(self, reference: Reference) -> tuple[Reference, Record]:
        """Where revisits lead to, and the head of that record."""
        for _ in range(_LONGEST_WAY):
            record = self._checked(reference, read_head)
            if record.kind != "revisit":
                return reference, record
            file, urn = record.field("WARC-Refers-To-Filename"), record.field("WARC-Refers-To")
            reference = Reference.parse(f"{file}#{urn.removeprefix('<urn:uuid:').removesuffix('>')}")
        raise ArchiveProblem(f"存档记录 {reference} 的指向没有尽头")

    def _read(self, reference: Reference) -> Record:
        return self._checked(reference, lambda file, name, offset: read_record(file, name, offset)[0])

    def _checked(self, reference: Reference, read: Callable[[BinaryIO, str, int], Record]) -> Record:
        with open_archive(self._path(reference.file)) as file:
            try:
                record = read(file, reference.file, reference.offset)
            except Damaged as damage:
                raise ArchiveProblem(f"存档记录 {reference} 无法读取：{damage}") from damage
        if record.reference(reference.file) != reference:
            raise ArchiveProblem(f"存档中没有记录 {reference}")
        return record

    def _path(self, file: str) -> Path:
        """Where a file is: under its name, or under the name it has while its run goes on."""
        path = self._folder / file
        still_open = path.with_name(path.name + OPEN_MARK)
        return still_open if still_open.exists() and not path.exists() else path
