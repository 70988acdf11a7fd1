"""Safe access to the zip containers docx and xlsx are."""

import io
import lzma
import zipfile
import zlib
from pathlib import Path

from auditor.base.pattern import pattern
from auditor.verify.opening import limits

DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError)
"""What the library lets through on a damaged container (`NotImplementedError` is a `RuntimeError`)."""


def open_zip(content: bytes, path: Path) -> zipfile.ZipFile:
    """The archive, after its entries, sizes and expansion ratios were checked; `BadInput` otherwise."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except DAMAGE as error:
        raise limits.unreadable(path, "文件已损坏", "请重新下载，或用办公软件另存后重试") from error
    entries = archive.infolist()
    if len(entries) > limits.MAX_ZIP_ENTRIES or sum(entry.file_size for entry in entries) > limits.MAX_UNPACKED_BYTES:
        raise limits.unreadable(path, "压缩内容过大", "这不像是正常的公文，请核对来源")
    for entry in entries:
        if entry.file_size > 1_000_000 and entry.file_size > limits.MAX_RATIO * max(entry.compress_size, 1):
            raise limits.unreadable(path, "压缩比异常", "这不像是正常的公文，请核对来源")
        if entry.flag_bits & 0x1:
            raise limits.unreadable(path, "文件已加密", "请取消密码保护后重试")
    return archive


def read_entry(archive: zipfile.ZipFile, name: str, path: Path) -> bytes:
    """One entry's bytes, never more than it declared; `BadInput` where it is missing or damaged."""
    try:
        with archive.open(name) as stream:
            return stream.read(archive.getinfo(name).file_size + 1)
    except KeyError as error:
        raise limits.unreadable(path, "文件结构不完整", "请用办公软件另存后重试") from error
    except DAMAGE as error:
        raise limits.unreadable(path, "文件已损坏", "请重新下载，或用办公软件另存后重试") from error


_LINK = pattern(
    rb"<Relationship\b[^>]*>",
    finds=(b'<Relationship Id="rId1" Target="word/document.xml"/>',),
    not_in=(b"<Relationships>", b"</Relationship"),
    seen="ECMA-376, part 2: the links of a package",
)
_TARGET = pattern(
    rb'Target="/?([^"]+)"',
    finds={b'Target="/word/document.xml"': b"word/document.xml"},
    not_in=(b'TargetMode="External"', b'Target=""'),
    seen="ECMA-376, part 2: the links of a package",
)


def main_part(archive: zipfile.ZipFile) -> str:
    """The name of the part that holds the text; some programs call it otherwise than ``word/document.xml``."""
    try:
        links = archive.read("_rels/.rels")
    except (KeyError, *DAMAGE):
        return "word/document.xml"
    for match in _LINK.finditer(links):
        target = _TARGET.search(match[0])
        if b'/officeDocument"' in match[0] and target:
            return target[1].decode("utf-8", "replace")
    return "word/document.xml"
