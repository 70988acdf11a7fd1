"""What a PDF would cost, told from its bytes before anything is drawn: instructions, drawings within drawings."""

import re
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from auditor.base.pattern import pattern
from auditor.verify.opening import limits

_SEEN = "ISO 32000: streams, their dictionaries, and what draws"
_STREAM = pattern(
    rb"(?:(\d{1,9})\s+\d{1,5}\s+obj\s*)?<<((?:[^<>]|<<(?:[^<>]|<<(?:[^<>]|<[^<>]*>)*>>|<[^<>]*>)*>>|<[^<>]*>){0,4000})>>\s*stream\r?\n",
    finds={b"4 0 obj << /Length 5 >>\nstream\n/X Do": b"4"},
    not_in=(b"<< /Type /Page >>\nendobj", b"endstream\n"),
    seen=_SEEN,
)
_NO_CONTENT = pattern(
    rb"/Subtype\s*/(?:Image|Type1C|CIDFontType0C|OpenType|XML)|/Length[123]\b|/Type\s*/(?:XRef|ObjStm)",
    finds=(b"/Subtype /Image", b"/Length1 8720", b"/Type/ObjStm"),
    not_in=(b"/Subtype /Form", b"/Length 587", b"/Type /Page"),
    seen=_SEEN,
)
_DRAWN = pattern(
    rb"/([^\s/<>\[\]()]{1,100})\s+Do\b",
    finds={b"/X Do": b"X"},
    not_in=(b"/X Does", b"(X) Tj"),
    seen=_SEEN,
)
_NAMED = re.compile(rb"/([^\s/<>\[\]()]{1,100})\s+(\d{1,9})\s+\d{1,5}\s+R")
_MAX_DEPTH = 60


def weigh(content: bytes, path: Path) -> None:
    """Refuse a file that unpacks, or repeats drawings, beyond what pages ever need; pictures and fonts do not count.

    A drawing that draws another ten times, which draws a third ten times, costs a hundredfold: that is multiplied out.
    """
    room = limits.MAX_DRAWING_BYTES
    drawn: dict[int, list[int]] = {}
    for number, head, unpacked in _streams(content, limits.MAX_DRAWING_BYTES):
        room -= len(unpacked)
        if room <= 0:
            raise limits.unreadable(path, "PDF 内容过多", "这不像是正常的公文，请只保留要核对的部分")
        if number and b"/Form" in head:
            targets = {name: int(target) for name, target in _NAMED.findall(_resources(head, content))}
            drawn[number] = [targets[name] for name in _DRAWN.findall(unpacked) if name in targets]
    if any(_cost(number, drawn) > limits.MAX_PAGE_DRAWINGS for number in drawn):
        raise limits.unreadable(path, "PDF 图形层层重复", "这不像是正常的公文，请核对来源")


def _streams(content: bytes, most: int) -> Iterator[tuple[int, bytes, bytes]]:
    """The streams that may hold drawing instructions: their object's number, dictionary, and unpacked bytes."""
    for match in _STREAM.finditer(content):
        if _NO_CONTENT.search(match[2]):
            continue
        end = content.find(b"endstream", match.end())
        packed = content[match.end() : end if end > 0 else None]
        if b"FlateDecode" in match[2]:
            try:
                packed = zlib.decompressobj().decompress(packed, most)
            except zlib.error:
                continue
        yield int(match[1] or 0), match[2], packed


def _resources(head: bytes, content: bytes) -> bytes:
    """A drawing's dictionary, with the resources that it refers to."""
    found = head
    for key in (rb"/Resources", rb"/XObject"):
        if match := re.search(key + rb"\s+(\d{1,9})\s+\d{1,5}\s+R", found):
            start = re.search(rb"(?<!\d)" + match[1] + rb"\s+\d{1,5}\s+obj", content)
            found += content[start.end() : start.end() + 4000].split(b"endobj")[0] if start else b""
    return found


def _cost(number: int, drawn: dict[int, list[int]]) -> int:
    """How many drawings one drawing comes to, those within it multiplied out."""

    @cache
    def cost(at: int, depth: int) -> int:
        if depth >= _MAX_DEPTH:
            return 1
        return min(1 + sum(cost(inner, depth + 1) for inner in drawn.get(at, ())), 10 * limits.MAX_PAGE_DRAWINGS)

    return cost(number, 0)
