"""Files of gzip members, one record each: reading them strictly, with bounds."""

import os
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from auditor.archive.places import open_run
from auditor.archive.records import Record, Reference, decode_record
from auditor.base.errors import ArchiveProblem

MAX_RECORD_BYTES = 16_000_000
"""No honest record is larger: a page of 6 MB and its heads."""
_BLOCK = 65_536
_HEAD_BYTES = 4096
_GZIP = 31


class Damaged(Exception):
    """The bytes at this place are not an intact record; the text says how."""


def read_member(file: BinaryIO, offset: int) -> tuple[bytes, int]:
    """The content of the gzip member at ``offset`` and the offset behind it; `Damaged` if it is not whole."""
    file.seek(offset)
    stream, content, end = zlib.decompressobj(_GZIP), bytearray(), offset
    while not stream.eof:
        block = file.read(_BLOCK)
        if not block:
            raise Damaged("文件在此中断")
        try:
            content += stream.decompress(block, MAX_RECORD_BYTES + 1 - len(content))
        except zlib.error as error:
            raise Damaged("数据已损坏") from error
        if len(content) > MAX_RECORD_BYTES:
            raise Damaged("记录过大")
        end += len(block) - len(stream.unused_data)
    return bytes(content), end


def read_record(file: BinaryIO, name: str, offset: int) -> tuple[Record, int]:
    """The record at ``offset``, checked against its own digest and place, and the offset behind it."""
    content, end = read_member(file, offset)
    record = _decode(content)
    if not record.is_intact:
        raise Damaged("内容与摘要不符")
    if record.reference(name).offset != offset:
        raise Damaged("不在原来的位置")
    return record, end


def read_head(file: BinaryIO, name: str, offset: int) -> Record:
    """The record at ``offset`` with the head of its message alone, where that is short; the rest is not looked at."""
    file.seek(offset)
    try:
        head = zlib.decompressobj(_GZIP).decompress(file.read(_HEAD_BYTES), _HEAD_BYTES)
    except zlib.error as error:
        raise Damaged("数据已损坏") from error
    if b"\r\n\r\n" not in head:  # a very long one
        head, _ = read_member(file, offset)
    record = _decode(head)
    if record.reference(name).offset != offset:
        raise Damaged("不在原来的位置")
    head, end, _ = record.block.partition(b"\r\n\r\n")
    return replace(record, block=head + end if end else b"")


def records_of(folder: Path, name: str) -> Iterator[tuple[Reference, Record]]:
    """Every record of a run's file in order; `ArchiveProblem` names the first that is damaged."""
    offset = number = 0
    with open_run(folder, name) as file:
        size = file.seek(0, os.SEEK_END)
        while offset < size:
            number += 1
            try:
                record, end = read_record(file, name, offset)
            except Damaged as damage:
                raise ArchiveProblem(f"存档 {name} 第{number}条记录{damage}") from damage
            yield record.reference(name), record
            offset = end


def _decode(content: bytes) -> Record:
    try:
        return decode_record(content)
    except (ValueError, EOFError, LookupError) as error:
        raise Damaged("不是有效的记录") from error
