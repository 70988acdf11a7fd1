"""Heads of answers as servers write them: lines that break the grammar are set right or set aside, and told of.

Browsers, curl and requests read on where a portal's server sends ``Content Type: text/html`` or a line of its error
log. Only what cannot be misread is passed over: a broken line that could say where the body ends is refused, for the
rest of the connection hangs on it.
"""

import re

from auditor.base.pattern import pattern
from auditor.fetch.faults import Fault, WireFault

ODD_LINE = "Auditor-Odd-Line"
"""Name of the header field under which the evidence keeps a line that broke the grammar, byte for byte."""
_TOKEN = rb"[-!#$%&'*+.^_`|~0-9A-Za-z]+"
_LINE = pattern(
    _TOKEN + rb":[^\x00\n\v\f\r]*",
    finds=(b"Content-Type: text/html",),
    not_in=(b"Content Type: text/html", b"Content-Type : text/html"),
    seen="RFC 9112, 5: a name, a colon, a value",
    way="fullmatch",
)
_SPACED = pattern(
    rb"(" + _TOKEN + rb")[ \t]+(:[^\x00\n\v\f\r]*)",
    finds={b"Content-Type : text/html": b"Content-Type"},
    not_in=(b"Content-Type: text/html", b"Content Type: text/html"),
    seen="servers of portals that put a blank before the colon",
    way="fullmatch",
)
_FRAMING = pattern(
    rb"content[^a-z0-9]*length|transfer[^a-z0-9]*encoding",
    finds=(b"Content Length: 12", b"Transfer_Encoding : chunked"),
    not_in=(b"Content Type: text/html",),
    seen="RFC 9112, 6: what says where a body ends",
    flags=re.IGNORECASE,
)


def mend_head(head: bytes) -> tuple[bytes, tuple[bytes, ...]]:
    """A whole head (status line, fields, blank line) with fields only as the grammar has them, and the odd lines.

    A blank between name and colon is left out, any other broken line is set aside with its continuations. Raises
    `WireFault` where such a line speaks of the body's length or framing.
    """
    start, *lines = head.rstrip(b"\r\n").split(b"\n")
    odd: list[bytes] = []
    fields = [field for line in unfolded(lines) if (field := _set_right(line, odd))]
    if not odd:
        return head, ()
    return b"\r\n".join([start.removesuffix(b"\r"), *fields, b"", b""]), tuple(odd)


def unfolded(lines: list[bytes]) -> list[bytes]:
    """The fields, each on one line: one that begins with a blank goes on with the line before (RFC 9112, 5.2)."""
    fields: list[bytes] = []
    for raw in lines:
        line = raw.removesuffix(b"\r")
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1] += b" " + line.strip(b" \t")
        else:
            fields.append(line)
    return fields


def _set_right(line: bytes, odd: list[bytes]) -> bytes:
    """The line as the grammar has it, empty where it cannot be; one that is not as it came is added to ``odd``."""
    if _LINE.fullmatch(line):
        return line
    if _FRAMING.search(line):
        raise WireFault(Fault.PROTOCOL)
    odd.append(line)
    spaced = _SPACED.fullmatch(line)
    return spaced[1] + spaced[2] if spaced else b""
