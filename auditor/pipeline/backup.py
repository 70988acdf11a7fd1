"""One zip of everything that an office would miss: the database, the archive, county files, proofs, notice rules.

It may be made while the program serves and crawls: the database is copied first, as at one moment, then each archive as
far as its chain goes. What comes in meanwhile is in the next backup. It holds password hashes and secrets of channels,
and is readable by its owner alone.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from auditor import __version__
from auditor.archive.chain import CHAIN, read_chain
from auditor.archive.places import MONTHS, OPEN_MARK, read_parts
from auditor.archive.remote import MARK
from auditor.base.errors import BadInput, NotAllowed, reason_of, unwritable
from auditor.base.settings import Clock, Place
from auditor.base.words import Words, load_words
from auditor.store import Store, open_store
from auditor.store.copying import copy_database, require_empty

_FOLDERS = ("archive", "proofs", "counties", "issued", "circulars")
_FILES = ("notices.toml", "signin.toml")
_DATABASE = "database.db"
_MANIFEST = "manifest.json"
_PACKED = frozenset({".gz", ".docx", ".xlsx", ".zip", ".png", ".jpg", ".jpeg", ".pdf"})
_BLOCK = 1 << 20
_TRIES = 5
SCHEMA = 1


class BackupWords(Words):
    """How a backup's file is called, and what is said of one that was made or put back."""

    file: str
    written: str
    beside: str
    restored: str
    then: str


WORDS = load_words("backup", BackupWords)


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup as its manifest tells it: when, by which version, how many rows, each file's size and SHA-256."""

    made_at: datetime
    version: str
    rows: int
    files: Mapping[str, tuple[int, str]]

    @property
    def size(self) -> int:
        """Bytes of all files in it."""
        return sum(size for size, _ in self.files.values())

    def to_json(self) -> str:
        """The text of ``manifest.json``."""
        files = {name: {"size": size, "sha256": digest} for name, (size, digest) in sorted(self.files.items())}
        told = {"schema": SCHEMA, "made_at": self.made_at.isoformat(), "version": self.version, "rows": self.rows}
        return json.dumps({**told, "files": files}, ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: bytes) -> "Backup":
        """Read a manifest back; raises `ValueError`, `LookupError` or `TypeError` where it is none."""
        told = json.loads(text)
        if told["schema"] != SCHEMA:
            raise ValueError
        files = {str(name): (int(one["size"]), str(one["sha256"])) for name, one in told["files"].items()}
        return cls(datetime.fromisoformat(told["made_at"]), str(told["version"]), int(told["rows"]), files)


def backup_name(now: datetime) -> str:
    """What a backup made now is called."""
    return WORDS.file.format(day=f"{now:%Y%m%d-%H%M}")


def make_backup(store: Store, place: Place, clock: Clock, path: Path, county_files: Iterable[Path] = ()) -> Backup:
    """Write a backup to ``path``, whole or not at all. ``county_files`` lie elsewhere and are put among the others.

    Raises `BadInput` where it cannot be written, `StoreProblem` where the database cannot be read.
    """
    path = path.resolve()
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".auditor-backup-")  # for its owner's eyes alone
    except OSError as error:
        raise unwritable(path, "--out", error, "请检查文件夹是否存在、是否有权限") from error
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            with ZipFile(file, "w", ZIP_DEFLATED, allowZip64=True) as packed:
                backup = _pack(packed, store, place, clock(), county_files)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise unwritable(path, "--out", error, "请检查磁盘空间和权限") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return backup


def _pack(packed: ZipFile, store: Store, place: Place, now: datetime, county_files: Iterable[Path]) -> Backup:
    files: dict[str, tuple[int, str]] = {}
    with tempfile.TemporaryDirectory(prefix="auditor-backup-") as folder:
        copy = Path(folder) / _DATABASE
        snapshot = open_store(copy)
        try:
            rows = copy_database(store, snapshot)
        finally:
            snapshot.close()
        files[_DATABASE] = _add(packed, copy, _DATABASE)
    for path, name in _listed(place, county_files):
        if name not in files:
            files[name] = _add(packed, path, name)
    backup = Backup(now, __version__, rows, files)
    packed.writestr(_MANIFEST, backup.to_json())
    return backup


def _listed(place: Place, county_files: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    for folder in (place.home / name for name in _FOLDERS):
        if folder.name == "archive":
            root = place.archive_root
            kept_elsewhere = (root / MARK).is_file()  # in a store, which has backups of its own
            for archive in sorted(one for one in root.glob("*") if one.is_dir() and not kept_elsewhere):
                yield from _archived(archive)
            continue
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield path, path.relative_to(place.home).as_posix()
    for name in _FILES:
        if (place.home / name).is_file():
            yield place.home / name, name
    for path in county_files:
        if path.is_file():
            yield path, f"counties/{path.name}"


def _archived(folder: Path) -> Iterator[tuple[Path, str]]:
    """A county's archive as far as its chain goes, and the run that is being written: that may be sealed meanwhile."""
    for _ in range(_TRIES):
        chain, months = (_content(folder / name) for name in (CHAIN, MONTHS))
        links, parts = read_chain(folder), read_parts(folder)
        opened = sorted(folder.glob(f"*{OPEN_MARK}"))
        alone = [folder / link.file for link in links if link.file not in parts]
        is_still = chain.count(b"\n") == len(links) and months == _content(folder / MONTHS)
        if is_still and all(path.is_file() for path in (*opened, *alone)):
            break
    with tempfile.TemporaryDirectory(prefix="auditor-backup-") as name:
        for called, content in ((CHAIN, chain), (MONTHS, months)):
            if content:
                kept = Path(name) / called
                kept.write_bytes(content)
                yield kept, f"archive/{folder.name}/{called}"
        together = sorted({part.file for part in parts.values()})
        for path in (*alone, *opened, *(folder / file for file in together)):
            if path.is_file():
                yield path, f"archive/{folder.name}/{path.name}"


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _add(packed: ZipFile, path: Path, name: str) -> tuple[int, str]:
    """Put a file in; returns its size and digest as they were put in, whatever is written to it meanwhile."""
    method = ZIP_STORED if path.suffix.lower() in _PACKED else ZIP_DEFLATED
    info = ZipInfo.from_file(path, name)
    info.compress_type = method
    with path.open("rb") as source, packed.open(info, "w", force_zip64=True) as target:
        return _copied(source, target)


def _copied(source: IO[bytes], target: IO[bytes]) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    while block := source.read(_BLOCK):
        target.write(block)
        digest.update(block)
        size += len(block)
    return size, digest.hexdigest()


def restore_backup(path: Path, store: Store, place: Place) -> Backup:
    """Put a backup into an empty home and an empty database, all or nothing.

    Every file is held against the manifest first. Raises `BadInput` for what is no whole backup, `NotAllowed` where
    there is anything to be overwritten.
    """
    if taken := [name for name in (*_FOLDERS, *_FILES) if _is_taken(place.home / name)]:
        what = "、".join(taken)
        raise NotAllowed(f"{place.home} 里已有 {what}，不能恢复到其中。请用 --home 指定一个空的文件夹")
    with store.engine.connect() as connection:
        require_empty(connection)
    try:
        place.home.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=place.home, prefix=".auditor-restore-"))
    except OSError as error:
        raise unwritable(place.home, "--home", error, "请检查权限") from error
    try:
        backup = _unpack(path, folder)
        snapshot = open_store(folder / _DATABASE)
        try:
            copy_database(snapshot, store)
        finally:
            snapshot.close()
        for name in (*_FOLDERS, *_FILES):
            if (folder / name).exists():
                shutil.rmtree(place.home / name, ignore_errors=True)  # an empty one
                (folder / name).rename(place.home / name)
    except OSError as error:
        raise unwritable(place.home, "--home", error, "请检查磁盘空间和权限") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return backup


def _is_taken(path: Path) -> bool:
    return any(path.iterdir()) if path.is_dir() else path.exists()


def _unpack(path: Path, folder: Path) -> Backup:
    """The files of a backup in ``folder``, each as the manifest says; raise `BadInput`."""
    try:
        with ZipFile(path) as packed:
            backup = Backup.from_json(packed.read(_MANIFEST))
            for name, (size, digest) in backup.files.items():
                _require_inside(path, name)
                if _put(packed, name, folder / name) != (size, digest):
                    raise BadInput.one(path, name, "内容与备份的目录不符，备份已损坏", "请换用另一份备份")
    except OSError as error:
        raise BadInput.one(path, "", f"无法读取（{reason_of(error)}）", "请检查文件是否还在、磁盘空间是否够") from error
    except (BadZipFile, ValueError, LookupError, TypeError, EOFError) as error:
        raise BadInput.one(path, "", "不是完整的备份文件", "请选择 auditor backup 生成的 .zip 文件") from error
    if _DATABASE not in backup.files:
        raise BadInput.one(path, "", "备份里没有数据库", "请选择 auditor backup 生成的 .zip 文件")
    return backup


def _require_inside(path: Path, name: str) -> None:
    parts = PurePosixPath(name).parts
    is_known = parts[:1] and parts[0] in (*_FOLDERS, *_FILES, _DATABASE)
    if not is_known or ".." in parts or PurePosixPath(name).is_absolute() or "\\" in name or ":" in name:
        raise BadInput.one(path, name[:80], "备份里有不认识的文件", "请选择 auditor backup 生成的 .zip 文件")


def _put(packed: ZipFile, name: str, target: Path) -> tuple[int, str]:
    target.parent.mkdir(parents=True, exist_ok=True)
    with packed.open(name) as source, target.open("wb") as file:
        put = _copied(source, file)
    if name in _FILES:
        target.chmod(0o600)
    return put
