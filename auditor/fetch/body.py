"""Reading a body within bounds: of bytes on the wire, and of bytes after decompression.

The library's own decompression would turn one hostile 64 KB chunk into a gigabyte before anyone could look, and
hands out truncated gzip as if it were whole; hence the decoder here.
"""

import zlib
from collections.abc import AsyncIterator

from auditor.fetch.faults import Fault, WireFault

MAX_BODY_BYTES = 6_000_000
"""Largest page that is read. The whole-list pages of some portals come near 3 MB; nothing honest is larger."""

ACCEPTED_ENCODINGS = "gzip, deflate"

_UNSUPPORTED = {
    *("br", "zstd", "compress", "x-compress", "bzip2", "x-bzip2", "xz", "lzma", "exi", "sdch", "dcb", "dcz"),
    *("aes128gcm", "pack200-gzip"),
}
"""Codings that exist and are not asked for. What is no coding at all (``utf-8``, ``none``) stands on a plain body."""
_PACKED = (b"\x1f\x8b", b"\x1f\x9d", b"\x28\xb5\x2f\xfd", b"BZh", b"\xfd7zXZ\x00")
"""How compressed content begins (gzip, compress, zstd, bzip2, xz)."""
_MAX_MEMBERS = 100
"""A server that flushes often may send a few gzip members; a hundred thousand empty ones are an attack."""
_GZIP, _ZLIB, _RAW_DEFLATE = 31, 15, -15
_WINDOWS = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": _ZLIB}


async def read_body(chunks: AsyncIterator[bytes], encoding: str, into: bytearray, limit: int = MAX_BODY_BYTES) -> None:
    """Read and decompress a whole body ``into`` a buffer, which keeps what came when a `WireFault` cuts it short."""
    wire = 0
    decoder = _decoder_of(encoding)
    async for chunk in chunks:
        wire += len(chunk)
        if wire > limit:
            raise _too_large(limit)
        if decoder is None:
            into += chunk
        else:
            decoder.feed(chunk, into, limit)
    if decoder is not None and wire:
        decoder.finish()
    elif decoder is None and encoding and into.startswith(_PACKED):
        raise WireFault(Fault.UNKNOWN_ENCODING)


class _Decoder:
    """Inflates gzip (also of several members) or deflate (with or without the zlib frame)."""

    def __init__(self, window: int) -> None:
        self._window = window
        self._stream = zlib.decompressobj(window)
        self._started = False
        self._members = 1

    def feed(self, chunk: bytes, into: bytearray, limit: int) -> None:
        if not self._started:
            self._started = True
            if self._window == _ZLIB and not _has_zlib_frame(chunk):
                self._stream = zlib.decompressobj(_RAW_DEFLATE)
        while chunk:
            if self._stream.eof:
                if self._window != _GZIP or not chunk.startswith(b"\x1f"):
                    return  # padding after the end, which browsers ignore too
                self._stream = zlib.decompressobj(_GZIP)
                self._members += 1
                if self._members > _MAX_MEMBERS:
                    raise WireFault(Fault.BAD_ENCODING)
            try:
                into += self._stream.decompress(chunk, limit + 1 - len(into))
            except zlib.error as error:
                raise WireFault(Fault.BAD_ENCODING) from error
            if len(into) > limit:
                raise _too_large(limit)
            chunk = self._stream.unused_data

    def finish(self) -> None:
        if not self._stream.eof:
            raise WireFault(Fault.TRUNCATED_GZIP)


def _decoder_of(encoding: str) -> _Decoder | None:
    """The decoder for a ``Content-Encoding``; none where no name in it is that of a coding, as browsers take it."""
    names = [name.strip().lower() for name in encoding.split(",")]
    codings = [name for name in names if name in _WINDOWS or name in _UNSUPPORTED]
    if not codings:
        return None
    if len(codings) > 1 or codings[0] in _UNSUPPORTED:
        raise WireFault(Fault.UNKNOWN_ENCODING)
    return _Decoder(_WINDOWS[codings[0]])


def _has_zlib_frame(start: bytes) -> bool:
    """Whether bytes open with a zlib header (RFC 1950, section 2.2); many servers send bare deflate instead."""
    return len(start) < 2 or (start[0] & 0x0F == 8 and (start[0] << 8 | start[1]) % 31 == 0)


def _too_large(limit: int) -> WireFault:
    return WireFault(Fault.TOO_LARGE, megabytes=limit / 1_000_000)
