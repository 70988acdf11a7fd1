"""One answer's message (RFC 9112), taken apart by llhttp from a cleaned head: what it says, and where its body ends.

The parser is strict where a body's end hangs on it and lenient where portals' servers are sloppy and nothing can be
misread. Lines that it would refuse the whole answer for are set right before (`auditor.fetch.head`).
"""

from dataclasses import dataclass

from httptools import HttpParserError, HttpResponseParser

from auditor.fetch.faults import Fault, WireFault
from auditor.fetch.head import mend_head, unfolded

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class AnswerHead:
    """The head of an answer; ``odd_lines`` are those that broke the grammar, set aside."""

    version: str
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


class ArrivingAnswer:
    """An answer as it arrives: made of its whole head with the blank line, then fed what comes of its body.

    ``is_whole`` once the body has ended, ``fault`` where it cannot end well; ``has_surplus`` where something followed
    it; ``keeps_alive`` whether the connection may serve another request. Raises `WireFault` for a head that is none, or
    says two things of where the body ends.
    """

    def __init__(self, head: bytes) -> None:
        self.is_whole = self.has_surplus = self.keeps_alive = False
        self.fault: WireFault | None = None
        self._reason, self._pieces = b"", list[bytes]()
        self._parser = HttpResponseParser(self)
        self._parser.set_dangerous_leniencies(
            lenient_headers=True,  # control characters in a value
            lenient_chunked_length=True,  # a length beside chunks, which win (RFC 9112, 6.3)
            lenient_spaces_after_chunk_size=True,  # servers that fill up the size with blanks
        )
        mended, odd = mend_head(head)
        start, *lines = mended.rstrip(b"\r\n").split(b"\n")
        fields = unfolded(lines)
        self._feed(b"\r\n".join([start.removesuffix(b"\r"), *_one_length(fields), b"", b""]))
        if self.fault:
            raise self.fault
        status = self._parser.get_status_code()
        if status < 100 or status == 101:
            raise WireFault(Fault.PROTOCOL)
        named = [(name, value.strip(b" \t")) for name, _, value in (line.partition(b":") for line in fields)]
        self.head = AnswerHead(self._parser.get_http_version(), status, self._reason, named, odd)
        codings = [coding.lower() for coding in self.head.values(b"transfer-encoding")]
        if codings not in ([], [b"chunked"]):  # nobody asked for another, and it would come as part of the page
            raise WireFault(Fault.PROTOCOL)
        self._ends_with_connection = not codings and not self.head.values(b"content-length")

    def take(self, received: bytes) -> bytes:
        """What of the body the next bytes of the connection hold, free of chunking; no bytes mean that it closed."""
        if received:
            self._feed(received)
        elif self._ends_with_connection:
            self.is_whole = True
        else:
            self.fault = WireFault(Fault.TRUNCATED)
        body = b"".join(self._pieces)
        self._pieces.clear()
        return body

    def on_message_begin(self) -> None:
        """Called by the parser: only one message is wanted."""
        if self.is_whole:
            raise ValueError

    def on_status(self, reason: bytes) -> None:
        """Called by the parser."""
        self._reason += reason

    def on_headers_complete(self) -> None:
        """Called by the parser, which knows only here whether the connection goes on."""
        self.keeps_alive = self._parser.should_keep_alive()

    def on_body(self, piece: bytes) -> None:
        """Called by the parser, for each chunk anew."""
        self._pieces.append(piece)

    def on_message_complete(self) -> None:
        """Called by the parser."""
        self.is_whole = True

    def _feed(self, received: bytes) -> None:
        try:
            self._parser.feed_data(received)
        except HttpParserError:
            self.has_surplus = self.is_whole
            self.fault = None if self.is_whole else WireFault(Fault.PROTOCOL)


def _one_length(fields: list[bytes]) -> list[bytes]:
    """The fields with a body's length told once where it is told again, but the same: more the parser refuses."""
    lengths = [field for field in fields if field[:15].lower() == b"content-length:"]
    said = [length.strip(b" \t") for field in lengths for length in field.partition(b":")[2].split(b",")]
    if len(said) < 2:
        return fields
    if len(set(said)) > 1:
        raise WireFault(Fault.PROTOCOL)
    others = [field for field in fields if field not in lengths]
    return [*others, b"Content-Length: " + said.pop()]
