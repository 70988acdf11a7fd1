"""One outcome as WARC records and back, without losing a byte.

The format is WARC 1.1 (ISO 28500:2017), one gzip member per record, so that any replay tool reads it and any record
can be read alone:

* an answer is a ``response`` record, followed by its ``request``; redirects on the way stand before;
* a document that a browser made of its answers is a ``conversion`` record, which refers to the page's own answer; its
  outcome lists all of them;
* a request that got no answer at all (DNS, timeout, robots.txt …) is a ``metadata`` record;
* the record an outcome is named by carries the extension field ``Auditor-Outcome``: what the crawl made of it, as
  JSON, so that a replay gives the very same `Fetched`;
* answers by which an archived page still stands are kept together, many in one ``revisit`` record (see
  `auditor.archive.looks`); archives from before have one ``revisit`` and one ``request`` record for each;
* a record with the field ``Auditor-Columns`` says that all pages of those columns stand before it, or in it.

Bodies are kept decompressed. The header fields this makes wrong are renamed with the prefix ``X-Archive-Orig-``, as
web archives do, and a true ``Content-Length`` is added at the end.

A record's id is a version 8 UUID (RFC 9562) whose last 48 bits are the record's offset in its file: a name is enough
to read the record without an index, and a record that was moved gives itself away.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import quote
from uuid import UUID

from auditor.base.errors import ArchiveProblem
from auditor.base.files import labelled_digest
from auditor.base.pattern import pattern
from auditor.base.terms import FetchStatus
from auditor.fetch.values import Exchange, Fetched, PageRequest

VERSION = "WARC/1.1"
OUTCOME = "Auditor-Outcome"
COLUMNS = "Auditor-Columns"
LOOKS = "Auditor-Looks"
"""How many answers a record of `auditor.archive.looks` holds."""
SHOWN = "conversion"
"""The record type of a document that a browser made (WARC 1.1, 6.9)."""
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

_CONTENT_TYPES = {
    "warcinfo": "application/warc-fields",
    "response": "application/http; msgtype=response",
    "request": "application/http; msgtype=request",
    "revisit": "application/http; msgtype=response",
    "metadata": "application/warc-fields",
}
"""What the block of each type of record is (WARC 1.1, 6)."""
_RENAMED = "X-Archive-Orig-"
_UNTRUE = {"content-encoding", "content-length", "transfer-encoding"}
_REFERENCE = pattern(
    r"([^/\\#:]+\.warc\.gz)#([0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})",
    finds=("20200401.warc.gz#0b2f0a3e-0a4b-8c6d-9e7f-0123456789ab",),
    not_in=("20200401.warc#1",),
    seen="references of this archive: a file and the identity of a record",
    way="fullmatch",
)

_OFFSET = 0xFFFF_FFFF_FFFF
_VERSION_8 = 0x8000_8000_0000_0000_0000
_FIXED_BITS = 0xF000_C000_FFFF_FFFF_FFFF

HeaderPairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a record is: the text of `Fetched.record`, ``file#id``."""

    file: str
    uuid: UUID

    @classmethod
    def parse(cls, text: str) -> "Reference":
        """Read a reference; raise `ArchiveProblem` if it is none (it may come from a web address)."""
        match = _REFERENCE.fullmatch(text)
        if not match:
            raise ArchiveProblem(f"“{text}”不是存档记录的编号")
        return cls(match[1], UUID(match[2]))

    @property
    def offset(self) -> int:
        """Where in the file the record begins."""
        return self.uuid.int & _OFFSET

    @property
    def urn(self) -> str:
        """The WARC-Record-ID."""
        return f"<{self.uuid.urn}>"

    def __str__(self) -> str:
        return f"{self.file}#{self.uuid}"


def reference_at(county: str, file: str, offset: int) -> Reference:
    """The name of the record that begins at ``offset`` of ``file`` in the folder ``county``."""
    seed = int.from_bytes(hashlib.sha256(f"{county}/{file}#{offset}".encode()).digest()[:16])
    number = (seed & ~_FIXED_BITS) | _VERSION_8 | offset
    return Reference(file, UUID(int=number))


@dataclass(frozen=True, slots=True)
class Record:
    """One record as read back: the fields of its head and its whole block."""

    kind: str
    fields: HeaderPairs
    block: bytes

    def field(self, name: str) -> str:
        """The field of that name, or an empty string."""
        wanted = name.lower()
        return next((value for key, value in self.fields if key.lower() == wanted), "")

    def reference(self, file: str) -> Reference:
        """The name of this record in ``file``."""
        return Reference(file, UUID(self.field("WARC-Record-ID").strip("<>")))

    @property
    def is_outcome(self) -> bool:
        """Whether this record is what an outcome is named by."""
        return bool(self.field(OUTCOME))

    @property
    def sealed_columns(self) -> tuple[str, ...]:
        """The keys of the columns whose pages all stand before this record, if it says so."""
        return tuple(json.loads(self.field(COLUMNS) or "[]"))

    @property
    def is_intact(self) -> bool:
        """Whether the block is the one that was written."""
        return self.field("WARC-Block-Digest") == labelled_digest(self.block)

    @property
    def payload(self) -> bytes:
        """The page: what follows the head of the HTTP message, or the whole document that a browser made."""
        return self.block if self.kind == SHOWN else self.block.partition(b"\r\n\r\n")[2]

    def head(self) -> tuple[int | None, HeaderPairs]:
        """The status and the header fields of the answer, or of the document; none where nothing was answered."""
        if self.kind == "metadata":
            return None, ()
        return (200, (("content-type", self.field("Content-Type")),)) if self.kind == SHOWN else self.http_head()

    def http_head(self) -> tuple[int, HeaderPairs]:
        """The status and the header fields as they were on the wire."""
        lines = self.block.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        fields = [line.partition(": ")[::2] for line in lines[1:-1]]  # the last one was added by `http_block`
        return int(lines[0].split(" ", 2)[1]), tuple((name.removeprefix(_RENAMED), value) for name, value in fields)


@dataclass(frozen=True, slots=True)
class Standing:
    """The record whose body a revisit stands for, and the head it was answered with."""

    reference: Reference
    url: str
    payload_digest: str
    headers: HeaderPairs


def http_block(exchange: Exchange, body: bytes) -> bytes:
    """An answer as an HTTP message with its body decompressed."""
    lines = [f"{exchange.version} {exchange.http_status} {exchange.reason}"]
    for name, value in exchange.headers:
        is_untrue = name.lower() in _UNTRUE or name.startswith(_RENAMED)
        lines.append(f"{_RENAMED if is_untrue else ''}{name}: {value}")
    lines += [f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def request_block(exchange: Exchange) -> bytes:
    """A question as an HTTP message."""
    target = re.sub(r"^[a-z]+://[^/?#]*", "", exchange.url, flags=re.IGNORECASE).partition("#")[0]
    lines = [
        f"{exchange.method} {as_uri(target) or '/'} HTTP/1.1",
        *(f"{name}: {value}" for name, value in exchange.sent),
    ]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + exchange.body


def as_uri(url: str) -> str:
    """An address in ASCII."""
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]|")


def warc_date(moment: datetime) -> str:
    """A time as WARC writes it: UTC, with microseconds."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def outcome_json(fetched: Fetched) -> str:
    """What the archive cannot read from the exchange itself, on one ASCII line."""
    request = fetched.request
    outcome = {
        "request": [request.url, request.method, request.body, request.content_type, *_sent_with(request)],
        "status": fetched.status.value,
        "url": fetched.url,
        "fetched_at": fetched.fetched_at.isoformat(),
        "detail": fetched.detail,
        "redirects": fetched.redirects,
        "attempts": fetched.attempts,
        **({"made_from": fetched.made_from} if fetched.made_from else {}),
    }
    return json.dumps(outcome, separators=(",", ":"))


def _sent_with(request: PageRequest) -> list[HeaderPairs]:
    return [request.headers] if request.headers else []


def request_of(record: Record) -> PageRequest:
    """The request that an outcome answers."""
    url, method, body, content_type, *sent = json.loads(record.field(OUTCOME))["request"]
    return PageRequest(url, method, body, content_type, tuple((name, value) for pairs in sent for name, value in pairs))


def fetched_from(record: Record, reference: Reference, body: bytes) -> Fetched:
    """The outcome a record tells of; ``body`` is given apart, for a revisit has none of its own."""
    outcome: dict[str, Any] = json.loads(record.field(OUTCOME))
    http_status, headers = record.head()
    return Fetched(
        request=request_of(record),
        status=FetchStatus(outcome["status"]),
        url=outcome["url"],
        http_status=http_status,
        headers=headers,
        body=body,
        fetched_at=datetime.fromisoformat(outcome["fetched_at"]),
        detail=outcome["detail"],
        record=str(reference),
        redirects=tuple(outcome["redirects"]),
        attempts=outcome["attempts"],
        made_from=tuple(outcome.get("made_from", ())),
    )


def request_key(record: Record) -> str:
    """The identity of the request an outcome answers."""
    return request_of(record).key


def encode_record(kind: str, uri: str, fields: dict[str, str], block: bytes) -> bytes:
    """A whole record (WARC 1.1, 4 and 5), not yet compressed; ``block`` is an HTTP message where ``kind`` is one that
    holds messages."""
    head = {"WARC-Type": kind, **fields, "WARC-Block-Digest": labelled_digest(block)}
    if uri:
        head["WARC-Target-URI"] = as_uri(uri)
    head |= {
        "Content-Type": fields.get("Content-Type") or _CONTENT_TYPES[kind],
        "Content-Length": str(len(block)),
    }
    lines = [VERSION, *(f"{name}: {value}" for name, value in head.items()), "", ""]
    return b"".join(("\r\n".join(lines).encode(), block, b"\r\n\r\n"))


def decode_record(content: bytes) -> Record:
    """Read one uncompressed record."""
    from warcio.recordloader import ArcWarcRecordLoader  # writing does without

    raw = ArcWarcRecordLoader().parse_record_stream(BytesIO(content), known_format="warc", no_record_parse=True)
    return Record(raw.rec_type, tuple(raw.rec_headers.headers), raw.raw_stream.read())
