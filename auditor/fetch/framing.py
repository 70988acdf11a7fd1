"""One answer's message (RFC 9112): its head taken apart, and where its body ends.

Only what cannot be misread is taken: what says two things of where the body ends is refused, for the rest of the
connection hangs on it.
"""

import re
from dataclasses import dataclass

from auditor.base.pattern import pattern
from auditor.fetch.faults import Fault, WireFault
from auditor.fetch.head import mend_head, unfolded

Headers = list[tuple[bytes, bytes]]

CHUNKED, UNTIL_CLOSED = -1, -2
"""In place of a body's length: it comes in chunks; it ends with the connection."""
_STATUS_LINE = pattern(
    rb"HTTP/([0-9]\.[0-9]) ([0-9]{3})(?: ([^\x00\n\v\f\r]*))?",
    finds={b"HTTP/1.1 200 OK": b"1.1", b"HTTP/1.0 404": b"1.0", b"HTTP/1.1 302 ": b"1.1"},
    not_in=(b"ICY 200 OK", b"HTTP/1.1 20 OK", b"HTTP/1.1  200 OK", b"<html>"),
    seen="RFC 9112, 4; servers that leave out the reason",
    way="fullmatch",
)
_LENGTH = re.compile(rb"[0-9]{1,20}")
_CHUNK = pattern(
    rb"([0-9a-fA-F]{1,20})[ \t]*(?:;[^\r\n]*)?\r\n",
    finds={b"1f4\r\n": b"1f4", b"0\r\n": b"0", b"5;name=value\r\n": b"5", b"a \r\n": b"a"},
    not_in=(b"0x5\r\n", b"\r\n", b"-1\r\n", b"5\n"),
    seen="RFC 9112, 7.1; servers that fill up the size with blanks",
    way="fullmatch",
)
_FIELD = pattern(
    rb"[-!#$%&'*+.^_`|~0-9A-Za-z]+:[^\x00\n\v\f\r]*\r?\n",
    finds=(b"Expires: 0\r\n", b"X-Sum:\n"),
    not_in=(b"Content Type: a\r\n", b"<li>\r\n", b"\r\n"),
    seen="RFC 9112, 7.1.2: fields behind the last chunk",
    way="fullmatch",
)


@dataclass(frozen=True, slots=True)
class AnswerHead:
    """The head of an answer; ``odd_lines`` are those that broke the grammar, set aside."""

    version: bytes
    status: int
    reason: bytes
    fields: Headers
    odd_lines: tuple[bytes, ...]

    def values(self, name: bytes) -> list[bytes]:
        """The values of all fields of that (lower-case) name."""
        return [value for one, value in self.fields if one.lower() == name]

    @property
    def is_final(self) -> bool:
        """Whether it is the answer itself, and not word that it is coming."""
        return self.status >= 200

    @property
    def keeps_alive(self) -> bool:
        """Whether the connection may serve another request."""
        asked = b",".join(self.values(b"connection")).lower()
        return self.version >= b"1.1" and b"close" not in [part.strip() for part in asked.split(b",")]

    def body_length(self, method: str) -> int:
        """How long the body of this answer is; raises `WireFault` where the head says it two ways, or none known."""
        codings, lengths = self.values(b"transfer-encoding"), self.values(b"content-length")
        if codings and [coding.lower() for coding in codings] != [b"chunked"]:
            raise WireFault(Fault.PROTOCOL)
        said = {length.strip() for value in lengths for length in value.split(b",")}
        if len(said) > 1 or not all(map(_LENGTH.fullmatch, said)):
            raise WireFault(Fault.PROTOCOL)
        if method == "HEAD" or self.status in (204, 304):
            return 0
        if codings:
            return CHUNKED
        return int(said.pop()) if said else UNTIL_CLOSED


def answer_head(received: bytes) -> AnswerHead:
    """A whole head with its blank line; raises `WireFault` where it is none."""
    head, odd = mend_head(received)
    start, *lines = head.rstrip(b"\r\n").split(b"\n")
    found = _STATUS_LINE.fullmatch(start.removesuffix(b"\r"))
    if found is None or found[2] < b"100":
        raise WireFault(Fault.PROTOCOL)
    fields = [(name, value.strip(b" \t")) for name, _, value in (line.partition(b":") for line in unfolded(lines))]
    return AnswerHead(found[1], int(found[2]), found[3] or b"", fields, odd)


def chunk_size(line: bytes) -> int:
    """The size that a chunk's first line states; raises `WireFault` where it states none."""
    found = _CHUNK.fullmatch(line)
    if found is None:
        raise WireFault(Fault.PROTOCOL)
    return int(found[1], 16)


def is_field(line: bytes) -> bool:
    """Whether a line behind the last chunk is a field."""
    return _FIELD.fullmatch(line) is not None
