"""Files told apart by their content, and written whole, to outlast a power cut."""

import errno
import hashlib
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}
"""What the files are that the office is given, by their ending."""


if sys.platform != "win32":
    import fcntl


def file_digest(path: Path) -> str:
    """The SHA-256 of a file; raises `OSError`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def labelled_digest(content: bytes) -> str:
    """``sha256:`` and the hash of some bytes, as WARC and the documents write it."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


held: Counter[Path] = Counter()
"""The files that this program has open and locks: what a user names is not opened where it is one of them."""


def is_toml(path: Path) -> bool:
    """Whether a path leads, through whatever links, to a plain file named ``.toml`` that is none of the program's own.

    What a user names is not opened where it is anything else: a pipe would be waited for, and a second handle on the
    database, once closed, drops the locks that SQLite holds on it (POSIX locks are the process's, not the handle's).
    """
    try:
        real = path.resolve()
        return (
            real.suffix.lower() == ".toml"
            and real.is_file()
            and not any(real.samefile(own) for own in +held if own.exists())
        )
    except (OSError, ValueError, RuntimeError):  # a name no system takes, links in a circle
        return False


def put_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, and so that it outlasts a power cut; an `OSError` leaves nothing behind.

    What stands at ``path`` and is no plain file (a device, a pipe, a folder) is refused: the rename would take its
    place, and a system whose ``/dev/null`` is a file no longer works. A link is followed, not replaced.
    """
    path = path.resolve()
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "a folder", str(path))
    if path.exists() and not path.is_file():
        raise OSError(errno.ENODEV, "no plain file", str(path))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise
    sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder with those above it, where missing, to outlast a power cut; raises `OSError`."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def alone_in(folder: Path) -> Iterator[bool]:
    """Be the only program at work in a folder, waiting for others; ``False`` where folders cannot be locked."""
    if sys.platform == "win32":
        yield False
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        is_alone = True
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError:  # some network disks have no locks
            is_alone = False
        yield is_alone
    finally:
        os.close(handle)
