"""Answers by which a page stands as it was archived before: many of them in one small ``revisit`` record.

A day on which nothing has changed is the same questions and answers again, but for the times. Its record, of type
``revisit`` with the profile `MANY`, holds a JSON list with one entry an answer: what the crawl made of it, every
exchange with its heads, and where the page that still stands lies (``of``: file and offset). A header value that is
also one of that page's own is written as its number there. What is left is who was asked, when, and what was said.

Each answer has a name of its own, that of the record with the answer's number in its first 16 bits, and reads as the
``revisit`` record that it would have been alone.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from auditor.archive.records import (
    LOOKS,
    NOT_MODIFIED,
    OUTCOME,
    SAME_PAYLOAD,
    HeaderPairs,
    Record,
    Reference,
    Standing,
    http_block,
    outcome_json,
)
from auditor.base.terms import FetchStatus
from auditor.fetch.values import Exchange, Fetched, PageRequest

MANY = "urn:column-auditor:revisit:many"
MOST = 4096
"""Answers in one record at most; their numbers would go up to 65,535."""
_NUMBER = 112

LookEntry = dict[str, Any]


def member(reference: Reference, number: int) -> Reference:
    """The name of the answer of that number, from 1, in the record of that name."""
    return Reference(reference.file, UUID(int=reference.uuid.int ^ number << _NUMBER))


def look_entry(fetched: Fetched, exchanges: Sequence[Exchange], standing: Standing) -> LookEntry:
    """One answer as it is kept; ``exchanges`` end with its own."""
    values: dict[str, int] = {}
    for number, (_, value) in enumerate(standing.headers):
        values.setdefault(value, number)
    told: list[list[Any]] = []
    for exchange in exchanges:
        heads = [
            [[name, values.get(value, value)] for name, value in pairs] for pairs in (exchange.headers, exchange.sent)
        ]
        url = None if exchange.url == fetched.request.url else exchange.url
        told.append([url, exchange.version, exchange.http_status, exchange.reason, *heads, exchange.method])
        if exchange.body:
            told[-1].append(exchange.body.decode("latin-1"))
    reference = standing.reference
    return {"is": json.loads(outcome_json(fetched)), "by": told, "of": [reference.file, reference.offset]}


def looks_block(entries: Sequence[LookEntry]) -> bytes:
    """The block of a record that holds these."""
    return json.dumps(entries, separators=(",", ":")).encode()


def entries_of(record: Record) -> list[LookEntry]:
    """The answers that a record holds; none where it is of another kind."""
    if not record.field(LOOKS):
        return []
    entries: list[LookEntry] = json.loads(record.block)
    return entries


def asked_in(record: Record, reference: Reference) -> Iterator[tuple[str, Reference]]:
    """The request key and the name of each answer."""
    for number, entry in enumerate(entries_of(record), 1):
        yield PageRequest(*entry["is"]["request"]).key, member(reference, number)


def number_of(record: Record, reference: Reference) -> int | None:
    """Which of a record's answers is named so; ``None`` where it has none of that name."""
    number = (reference.uuid.int ^ record.reference(reference.file).uuid.int) >> _NUMBER
    is_there = 0 < number <= int(record.field(LOOKS) or 0)
    return number if is_there and member(record.reference(reference.file), number) == reference else None


def place_of(entry: LookEntry) -> tuple[str, int]:
    """The file and offset of the page that still stood."""
    file, offset = entry["of"]
    return str(file), int(offset)


def alone(entry: LookEntry, reference: Reference, standing: Standing) -> Record:
    """The answer as the ``revisit`` record that it would be alone."""
    outcome = entry["is"]
    url, version, status, reason, headers, *_ = entry["by"][-1]
    exchange = Exchange(
        url or outcome["request"][0], "", (), b"", version, status, reason, _pairs(headers, standing.headers)
    )
    is_304 = outcome["status"] == FetchStatus.NOT_MODIFIED.value
    fields = {
        "WARC-Record-ID": reference.urn,
        OUTCOME: json.dumps(outcome, separators=(",", ":")),
        "WARC-Profile": NOT_MODIFIED if is_304 else SAME_PAYLOAD,
        "WARC-Payload-Digest": standing.payload_digest,
        "WARC-Refers-To": standing.reference.urn,
        "WARC-Refers-To-Filename": standing.reference.file,
    }
    return Record("revisit", tuple(fields.items()), http_block(exchange, b""))


def _pairs(kept: Sequence[tuple[str, str | int]], known: HeaderPairs) -> HeaderPairs:
    return tuple((name, known[value][1] if isinstance(value, int) else value) for name, value in kept)
