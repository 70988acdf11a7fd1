"""A form with one file in it, taken apart by bytes alone: bounded, signed-in people only, UTF-8 whatever it says.

Nothing a browser names (a charset, a file name, a type) chooses how the bytes are read.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Annotated

from fastapi import Depends, Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from auditor.base.errors import BadInput
from auditor.base.terms import Role
from auditor.base.words import Words, load_words
from auditor.web.access import (
    MAX_STRANGER_BYTES,
    Caller,
    Forged,
    Gate,
    Posted,
    TooLarge,
    at_least,
    caller_of,
    take_body,
    without_unseen,
)


class TableWords(Words):
    """What pages and the record of activities say of a table that was brought."""

    uploaded: str
    pasted: str
    new: str
    changed: str
    too_large: str


WORDS = load_words("table", TableWords)
MAX_UPLOAD_BYTES = 3_000_000
"""A table larger than this is refused: what was previewed comes back with the form that saves it."""
_MOST_PARTS = 20
_LONGEST_HEAD = 2_000
_LONGEST_BOUNDARY = 70
_MOST_BESIDE = 500_000
"""What the form may bring besides its file."""
_MOST_LET_GO = 20_000_000
"""Bytes of a refused form that are looked through for what was typed beside its file."""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A form with the file that came in it; no bytes where none was chosen."""

    form: Posted
    name: str
    content: bytes


@dataclass
class _Parts:
    """Collects the parts of a form; what is named twice counts once."""

    fields: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    is_whole: bool = False
    keeps_files: bool = True
    _heads: dict[bytes, bytes] = field(default_factory=dict)
    _head: tuple[bytearray, bytearray] = field(default_factory=lambda: (bytearray(), bytearray()))
    _data: bytearray = field(default_factory=bytearray)

    def begin(self) -> None:
        self._heads, self._data = {}, bytearray()

    def head_name(self, data: bytes, start: int, end: int) -> None:
        self._head[0].extend(data[start:end])

    def head_value(self, data: bytes, start: int, end: int) -> None:
        self._head[1].extend(data[start:end])
        if len(self._head[1]) > _LONGEST_HEAD:
            raise FormParserError("head")

    def head_end(self) -> None:
        self._heads[bytes(self._head[0]).lower()] = bytes(self._head[1])
        self._head = (bytearray(), bytearray())

    def data(self, data: bytes, start: int, end: int) -> None:
        if self.keeps_files or b"filename" not in self._heads.get(b"content-disposition", b""):
            self._data.extend(data[start:end])
            if not self.keeps_files and len(self._data) > MAX_STRANGER_BYTES:
                raise FormParserError("size")

    def finish(self) -> None:
        self.is_whole = True

    def end(self) -> None:
        _, options = parse_options_header(self._heads.get(b"content-disposition", b""))
        name = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" in options:
            called = options[b"filename"].decode("utf-8", "replace").replace("\\", "/")
            self.files.setdefault(name, (PurePosixPath(without_unseen(called)).name[:120], bytes(self._data)))
        else:
            self.fields.setdefault(name, bytes(self._data))
        if len(self.files) + len(self.fields) > _MOST_PARTS:
            raise FormParserError("parts")


def upload_for(gate: Gate, most: int, too_large: str) -> Callable[..., Uploaded]:
    """A dependency: takes a form with a file of ``most`` bytes from those whom a gate lets in, or says so."""

    async def body_of(request: Request, caller: Annotated[Caller, Depends(gate)]) -> tuple[bytes, bytes]:
        del caller
        boundary = _boundary_of(request)
        if not boundary:
            raise Forged("表单不是本程序的页面发出的，没有处理")
        return boundary, await take_body(request, most + _MOST_BESIDE, too_large)

    def uploaded(
        request: Request,
        caller: Annotated[Caller, Depends(caller_of)],
        body: Annotated[tuple[bytes, bytes], Depends(body_of)],
    ) -> Uploaded:
        parts = _taken_apart(*body)
        request.state.typed = _texts_of(parts)
        given = _trusted(caller, parts)
        if len(given.content) > most:
            raise TooLarge(too_large)
        return given

    return uploaded


async def texts_of_refused(request: Request) -> list[tuple[str, str]] | None:
    """The fields of a form with a file that was not taken, its file let go; ``None`` for any other, or too large a one.

    Raises `AuditorError`, `FormParserError` or `RuntimeError` where it cannot be read any more.
    """
    known: list[tuple[str, str]] | None = getattr(request.state, "typed", None)
    boundary = _boundary_of(request)
    if known is not None or not boundary:
        return known
    parts, size = _Parts(keeps_files=False), 0
    parser = _parser(boundary, parts)
    async for chunk in request.stream():
        size += len(chunk)
        if size > _MOST_LET_GO:
            return None
        parser.write(chunk)
    return _texts_of(parts) if parts.is_whole else None


def _texts_of(parts: _Parts) -> list[tuple[str, str]]:
    return [(name, value.decode("utf-8", "replace")) for name, value in parts.fields.items()]


def _boundary_of(request: Request) -> bytes:
    """What parts a form with a file; empty where the request brings none."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary", b"")
    return boundary if kind == b"multipart/form-data" and 0 < len(boundary) <= _LONGEST_BOUNDARY else b""


def _parser(boundary: bytes, parts: _Parts) -> MultipartParser:
    return MultipartParser(
        boundary,
        {
            "on_part_begin": parts.begin,
            "on_header_field": parts.head_name,
            "on_header_value": parts.head_value,
            "on_header_end": parts.head_end,
            "on_part_data": parts.data,
            "on_part_end": parts.end,
            "on_end": parts.finish,
        },
    )


def _taken_apart(boundary: bytes, content: bytes) -> _Parts:
    """The parts of a form with a file; raise `BadInput` where it did not come whole."""
    parts = _Parts()
    parser = _parser(boundary, parts)
    try:
        parser.write(content)
        parser.finalize()
    except FormParserError:
        parts.is_whole = False
    if not parts.is_whole:
        raise BadInput.one("表单", "", "没有传完，或已损坏", "请重新选择文件上传")
    return parts


def _trusted(caller: Caller, parts: _Parts) -> Uploaded:
    """The form with its file, once it bears the browser's own token."""
    if parts.fields.get("token") != caller.form_token.encode():
        raise Forged("页面已过期，没有处理。请返回上一页，刷新后重试")
    texts = {name: (without_unseen(value.decode("utf-8", "replace")),) for name, value in parts.fields.items()}
    name, file = parts.files.get("file", ("", b""))
    return Uploaded(Posted(texts), name, file)


_TOO_LARGE = WORDS.too_large.format(most=MAX_UPLOAD_BYTES // 1_000_000)
Upload = Annotated[Uploaded, Depends(upload_for(at_least(Role.SIGNER), MAX_UPLOAD_BYTES, _TOO_LARGE))]
ReviewedUpload = Annotated[Uploaded, Depends(upload_for(at_least(Role.REVIEWER), MAX_UPLOAD_BYTES, _TOO_LARGE))]
