"""Locks on open files: held by one process, gone with it however it ends."""

import sys
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt
    import time

    _FAR = 1 << 40
    """A byte behind every content: locks here forbid reading what they cover."""

    def try_lock(file: BinaryIO) -> bool:
        """Take the lock if nobody holds it."""
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def wait_for_lock(file: BinaryIO) -> None:
        """Take the lock, waiting for whoever holds it."""
        while not try_lock(file):
            time.sleep(0.05)

else:
    import fcntl

    def try_lock(file: BinaryIO) -> bool:
        """Take the lock if nobody holds it."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def wait_for_lock(file: BinaryIO) -> None:
        """Take the lock, waiting for whoever holds it."""
        fcntl.flock(file, fcntl.LOCK_EX)
