"""Who holds a lease: a name that tells, on the same machine, whether its process is still alive.

A name reads ``host:pid:random`` and, where the system says so (Linux), goes on with the machine's boot, the namespaces
of process numbers and times, and the process's start. Only where all but the last are one's own can a process be looked
for by its number; a number that was given again shows by another start. Wherever a doubt is left the holder counts as
alive, and its lease runs out.
"""

import os
import re
import socket
import uuid
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_STATE, _THREADS, _START = 0, 17, 19
"""Places in ``/proc/<pid>/stat`` behind the program's name (proc_pid_stat(5), fields 3, 20 and 22)."""


@dataclass(frozen=True, slots=True)
class _World:
    """Where a process's number and start mean something: one boot of one machine, one namespace of each."""

    boot: str
    namespace: str


def new_holder() -> str:
    """A name for a new holder in this process."""
    name = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    world, fields = _world(), _fields_of(os.getpid())
    return f"{name}:{world.boot}:{world.namespace}:{fields[_START]}" if world and fields else name


def is_surely_dead(holder: str) -> bool:
    """Whether the holder's process ran here and has ended."""
    *_, pid, _random, boot, namespace, start = holder.split(":") if holder.count(":") >= 5 else ("",) * 5
    if not (pid.isdecimal() and pid.isascii()) or _World(boot, namespace) != _world():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):  # somebody else's, but there
        pass
    fields = _fields_of(int(pid))
    if fields is None:  # hidden, or gone this moment
        return False
    is_zombie = fields[_STATE] == "Z" and fields[_THREADS] in ("0", "1")
    return is_zombie or fields[_START] != start


def _world() -> _World | None:
    try:
        if str((_PROC / "self").readlink()) != str(os.getpid()):  # numbers of another namespace
            return None
        boot = (_PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        namespaces = [re.sub(r"\D", "", (_PROC / f"self/ns/{kind}").readlink().name) for kind in ("pid", "time")]
    except (OSError, ValueError):
        return None
    return _World(boot, "-".join(namespaces))


def _fields_of(pid: int) -> list[str] | None:
    """What the system says of a process, from its state on; ``None`` where it says nothing."""
    try:
        text = (_PROC / str(pid) / "stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()  # the name in brackets may hold anything
    return fields if len(fields) > _START else None
