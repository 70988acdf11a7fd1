"""Where a run's file lies in a county's archive: alone under its name, still open, or as a part of a month's file.

``months.jsonl`` has one line per month's file: its name and, for each run file in it, the name, where it begins and how
long it is. A month's file is these files one behind the other, byte for byte, so that it is WARC too.
"""

import io
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from auditor.archive.remote import remote_of
from auditor.base.errors import ArchiveProblem, reason_of

SUFFIX = ".warc.gz"
OPEN_MARK = ".open"
"""What stands behind a run file's name until its run has ended."""
MONTHS = "months.jsonl"
MONTH = "month-"
"""How the name of a month's file begins; no run may be called so."""


@dataclass(frozen=True, slots=True)
class RunPart:
    """A run file in a month's file: where it begins there and how many bytes it has."""

    file: str
    start: int
    length: int


def read_parts(folder: Path) -> Mapping[str, RunPart]:
    """The run files that lie in months' files, by name; `ArchiveProblem` where the list is damaged."""
    return _parts(read_list(folder, MONTHS))


def read_list(folder: Path, name: str) -> bytes:
    """One of the archive's lists as it is now, here or in the store; empty where there is none."""
    if remote := remote_of(folder):
        found = remote.read(name)
        return found[0] if found else b""
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise ArchiveProblem(f"存档目录文件 {folder / name} 无法读取（{error}）") from error


@lru_cache(maxsize=64)
def _parts(content: bytes) -> Mapping[str, RunPart]:
    found: dict[str, RunPart] = {}
    for number, line in enumerate(content.splitlines(), 1):
        try:
            month = json.loads(line)
            for name, start, length in month["runs"]:
                found[str(name)] = RunPart(_plain(str(month["file"])), int(start), int(length))
        except (ValueError, TypeError, LookupError) as error:
            raise ArchiveProblem(f"存档目录文件 {MONTHS} 第{number}行已损坏") from error
    return found


def _plain(name: str) -> str:
    if Path(name).name != name:
        raise ValueError(name)
    return name


def has_run(folder: Path, name: str) -> bool:
    """Whether a run's file of that name lies there, ended or still open."""
    if any((folder / one).exists() for one in (name, name + OPEN_MARK)) or name in read_parts(folder):
        return True
    remote = remote_of(folder)
    return remote is not None and remote.has(name)


def open_run(folder: Path, name: str) -> io.BufferedReader:
    """Open a run's file to read it; `ArchiveProblem` names it where it is missing or cannot be read."""
    try:
        for path in (folder / name, folder / (name + OPEN_MARK), folder / name):  # it may get its name meanwhile
            with suppress(FileNotFoundError):
                return path.open("rb")
        part, remote = read_parts(folder).get(name), remote_of(folder)
        if remote and remote.fetch(folder, part.file if part else name) and part is None:
            return (folder / name).open("rb")
        if part is None:
            raise ArchiveProblem(f"存档文件 {name} 不见了（应在 {folder}）")
        return io.BufferedReader(_Section((folder / part.file).open("rb"), part))
    except FileNotFoundError as error:
        raise ArchiveProblem(f"存档文件 {name} 所在的 {Path(error.filename).name} 不见了（应在 {folder}）") from error
    except OSError as error:
        raise ArchiveProblem(f"存档文件 {folder / name} 无法读取（{reason_of(error)}）") from error


class _Section(io.RawIOBase):
    """A part of a file, read as a file of its own."""

    def __init__(self, file: BinaryIO, part: RunPart) -> None:
        self._file, self._part, self._at = file, part, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._part.length}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        wanted = min(len(buffer), max(0, self._part.length - self._at))
        self._file.seek(self._part.start + self._at)
        content = self._file.read(wanted)
        buffer[: len(content)] = content
        self._at += len(content)
        return len(content)

    def close(self) -> None:
        self._file.close()
        super().close()
