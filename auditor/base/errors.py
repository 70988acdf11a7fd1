"""Every error the program raises on purpose.

AuditorError                exit code 1; the sentence a user reads is its text
├── BadInput                exit code 2; all problems of a file at once
├── StoreProblem            the database is locked, full, damaged or of a newer version
├── ArchiveProblem          the archive is damaged or lacks a record, which is named
├── DiskFull                a file could not be written for want of room; nothing half written was left
├── PdfUnavailable          this machine has no PDF engine, or the engine failed; the other formats go on
├── SelfCheckFailed         the circular contradicts itself or its evidence; nothing was issued
└── NotAllowed              a decision or issue that the rules of review forbid
    └── Outdated            what it was made over has changed since; nothing was recorded
"""

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class AuditorError(Exception):
    """Base of all errors; its text is a Chinese sentence for the user."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one file: where it is, what is wrong and how to cure it."""

    file: str
    key: str
    what: str
    cure: str
    line: int | None = None

    def __str__(self) -> str:
        """The problem as one line for a terminal."""
        where = f"{self.file} 第{self.line}行" if self.line else self.file
        key = f" {self.key}" if self.key else ""
        return f"{where}{key}：{self.what}。{self.cure}"


class BadInput(AuditorError):
    """One or more problems in what the user gave; raised once with all of them."""

    exit_code = 2

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems; the text lists them one a line."""
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @classmethod
    def one(cls, file: str | Path, key: str, what: str, cure: str) -> "BadInput":
        """The error for a single problem."""
        return cls([Problem(str(file), key, what, cure)])


class StoreProblem(AuditorError):
    """The database cannot be used; the text says why and what to do."""


class ArchiveProblem(AuditorError):
    """The archive is damaged or incomplete; the text names the record."""


class DiskFull(AuditorError):
    """A file could not be written for want of room; the text names it and the cure. Nothing half written was left."""


class PdfUnavailable(AuditorError):
    """No PDF can be made here; the text says why and what to use instead."""


class SelfCheckFailed(AuditorError):
    """The finished circular does not agree with itself; nothing was issued."""


class NotAllowed(AuditorError):
    """The rules of review forbid this decision or issue."""


class Outdated(NotAllowed):
    """What somebody looked at while deciding, editing or signing has changed since; nothing was recorded."""


_REASONS = {
    errno.ENOENT: "不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENODEV: "是设备或管道，不是普通文件",
    errno.ENOTDIR: "上级不是文件夹",
    errno.EEXIST: "同名文件已存在",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EROFS: "所在磁盘是只读的",
    errno.EBUSY: "正被其他程序使用",
    errno.ENAMETOOLONG: "名称太长",
    errno.EADDRINUSE: "已被占用",
    errno.EADDRNOTAVAIL: "不是本机的地址",
}


def reason_of(error: OSError) -> str:
    """Why the machine refused a file or folder, in Chinese."""
    return _REASONS.get(error.errno or 0, f"系统错误 {error.errno}")


def is_full(error: OSError) -> bool:
    """Whether there was no room left, on the disk or in the user's share of it."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def unwritable(path: str | Path, key: str, error: OSError, cure: str, what: str = "无法写入") -> AuditorError:
    """The error for a place that cannot be written: bad input, unless only room is wanting."""
    if is_full(error):
        return DiskFull(f"{path} {what}：{reason_of(error)}。请清理磁盘空间后重试；已保存的数据没有丢失")
    return BadInput.one(path, key, f"{what}（{reason_of(error)}）", cure)
