"""What can be wrong with a database, in words: which one, what, and the cure."""

import shutil
import sqlite3
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from auditor.base.errors import StoreProblem
from auditor.store.words import WORDS

_LITTLE_ROOM = 1_000_000
"""Bytes: with less than this left, an error of reading or writing comes from the full disk."""


def problem_of(error: DatabaseError, engine: Engine) -> StoreProblem:
    """What the database's driver reports, in words."""
    place = _place_of(engine)
    words = str(error.orig or error)
    lowered = words.lower()
    if "locked" in lowered:
        return StoreProblem(
            f"{place}正被另一个程序占用，等待超时。请关闭其他正在运行的核查程序后重试；已保存的数据没有丢失"
        )
    if "is full" in lowered or "no space left" in lowered or _lacks_room(error, engine):
        return StoreProblem(f"{place}所在磁盘已满，未能写入。请清理磁盘空间后重试；已保存的数据没有丢失")
    if "disk i/o error" in lowered:
        return StoreProblem(f"{place}读写出错（{_code_of(error)}），磁盘可能有故障。请检查磁盘后重试，必要时从备份恢复")
    if "readonly" in lowered or "unable to open" in lowered:
        return StoreProblem(f"{place}不能写入。请检查文件夹权限，或用 --home 指定另一个文件夹")
    if "malformed" in lowered or "not a database" in lowered or "unsupported file format" in lowered:
        return damage_of(engine)
    if "connect" in lowered:
        return StoreProblem("连接不上数据库服务器。请检查 --db 的地址、账号和网络")
    return StoreProblem(f"{place}出错：{words.splitlines()[0]}")


def damage_of(engine: Engine) -> StoreProblem:
    """That the database's file is damaged, and what to do."""
    cure = "请停止正在运行的核查程序，把它连同同名的 -wal、-shm 文件移到别处留存，再从备份恢复"
    return StoreProblem(f"数据库文件已损坏（{_place_of(engine).strip()}）。{cure}")


def _place_of(engine: Engine) -> str:
    if engine.dialect.name != "sqlite":
        return WORDS.server
    file = engine.url.database
    return WORDS.file.format(path=file) if file and file != ":memory:" else WORDS.database


def _lacks_room(error: DatabaseError, engine: Engine) -> bool:
    """Whether SQLite could not make or lengthen one of its files on a full disk, which it does not call full."""
    if not isinstance(error.orig, sqlite3.Error) or not engine.url.database:
        return False
    if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
        return False
    try:
        return shutil.disk_usage(Path(engine.url.database).parent).free < _LITTLE_ROOM
    except OSError:
        return False


def _code_of(error: DatabaseError) -> str:
    return getattr(error.orig, "sqlite_errorname", "SQLITE_IOERR")
