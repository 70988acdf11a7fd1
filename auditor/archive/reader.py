"""`ArchiveReader`: any archived outcome by the name of its record."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from auditor.archive.looks import alone, asked_in, entries_of, number_of, place_of
from auditor.archive.members import Damaged, read_head, read_record, records_of
from auditor.archive.places import open_run
from auditor.archive.records import LOOKS, NOT_MODIFIED, Record, Reference, Standing, fetched_from, request_key
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
        return _standing(*self._follow(Reference.parse(name)))

    def outcomes(self, file: str) -> Iterator[tuple[str, Reference]]:
        """The request key and name of every outcome of one run file, in the order of the crawl."""
        for reference, record in records_of(self._folder, file):
            if record.is_outcome:
                yield request_key(record), reference
            yield from asked_in(record, reference)

    def sealed(self, file: str) -> Iterator[str]:
        """The keys of the columns that one run file says it holds whole."""
        for _, record in records_of(self._folder, file):
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
        return self._checked(reference, _whole)

    def _checked(self, reference: Reference, read: Callable[[BinaryIO, str, int], Record]) -> Record:
        record = self._at(reference.file, reference.offset, read)
        if record.field(LOOKS):
            record = self._look(record, reference, read) or record
        if record.reference(reference.file) != reference:
            raise ArchiveProblem(f"存档中没有记录 {reference}")
        return record

    def _look(
        self, record: Record, reference: Reference, read: Callable[[BinaryIO, str, int], Record]
    ) -> Record | None:
        """The answer of that name among those that the record holds; ``None`` where there is none."""
        number = number_of(record, reference)
        if number is None:
            return None
        if read is read_head:
            record = self._at(reference.file, reference.offset, _whole)
        entry = entries_of(record)[number - 1]
        file, offset = place_of(entry)
        page = self._at(file, offset, read_head)
        return alone(entry, reference, _standing(page.reference(file), page))

    def _at(self, file: str, offset: int, read: Callable[[BinaryIO, str, int], Record]) -> Record:
        with open_run(self._folder, file) as opened:
            try:
                return read(opened, file, offset)
            except Damaged as damage:
                raise ArchiveProblem(f"存档 {file} 中第{offset}字节处的记录无法读取：{damage}") from damage


def _whole(file: BinaryIO, name: str, offset: int) -> Record:
    return read_record(file, name, offset)[0]


def _standing(place: Reference, record: Record) -> Standing:
    headers = record.http_head()[1] if record.kind == "response" and record.block else ()
    return Standing(place, record.field("WARC-Target-URI"), record.field("WARC-Payload-Digest"), headers)
