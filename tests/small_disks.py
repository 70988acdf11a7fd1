"""Really full disks: small tmpfs mounts in a namespace of their own, which needs no privilege where Linux allows it.

`small_disks` starts this file as a program inside the namespace; it mounts, fills and runs ``auditor`` there, each
command in a fork of its own, and answers line by line.
"""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

ROOMY = 200_000
"""KB: more than any test needs."""


@dataclass(frozen=True)
class Said:
    """How a command ended: its exit code, and what it said on both streams."""

    code: int
    text: str


class Room:
    """The namespace seen from the tests."""

    def __init__(self, program: "subprocess.Popen[str]") -> None:
        self._program = program

    def ask(self, act: str, **words: Any) -> Any:
        """Let the program inside do one thing."""
        assert self._program.stdin
        assert self._program.stdout
        self._program.stdin.write(json.dumps({"act": act, **words}) + "\n")
        self._program.stdin.flush()
        answer = json.loads(self._program.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["value"]

    @contextmanager
    def disk(self, folder: Path, kilobytes: int) -> Iterator["Disk"]:
        """A disk of this size, mounted on ``folder``."""
        folder.mkdir(exist_ok=True)
        self.ask("mount", folder=str(folder), kilobytes=kilobytes)
        try:
            yield Disk(self, folder)
        finally:
            self.ask("unmount", folder=str(folder))


@dataclass(frozen=True)
class Disk:
    """One small disk."""

    room: Room
    folder: Path

    def auditor(self, *words: object) -> Said:
        """Run ``auditor`` inside."""
        code, text = self.room.ask("auditor", words=[str(word) for word in words])
        return Said(code, text)

    def bring(self, home: Path) -> Path:
        """Copy a home onto the disk."""
        self.room.ask("copy", source=str(home), target=str(self.folder / "home"))
        return self.folder / "home"

    def take(self, target: Path) -> Path:
        """Copy everything to a roomy place outside."""
        self.room.ask("copy", source=str(self.folder), target=str(target))
        return target

    def fill(self, leave: int) -> None:
        """Fill the disk but for ``leave`` KB."""
        self.room.ask("fill", folder=str(self.folder), leave=leave)

    def clear(self) -> None:
        """Make room again."""
        self.room.ask("clear", folder=str(self.folder), kilobytes=ROOMY)

    def freeze(self) -> None:
        """Let nobody write on it any more."""
        self.room.ask("freeze", folder=str(self.folder))

    def files(self) -> set[str]:
        """The files on it, but for the database's own log."""
        return set(self.room.ask("files", folder=str(self.folder)))


@contextmanager
def small_disks() -> Iterator[Room | None]:
    """The namespace with its program; ``None`` where this machine lets nobody make one."""
    if not (shutil.which("unshare") and shutil.which("mount")):
        yield None
        return
    words = ["unshare", "--map-root-user", "--mount", sys.executable, __file__]
    program = subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    with program:
        assert program.stdin
        assert program.stdout
        is_ready = program.stdout.readline() == "ready\n"
        yield Room(program) if is_ready else None
        with contextlib.suppress(BrokenPipeError):
            program.stdin.close()


# -- inside ------------------------------------------------------------------------------------------------------------


def mount(folder: str, kilobytes: int) -> None:
    """Mount a disk."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder], check=True)


def unmount(folder: str) -> None:
    """Take it away with all that is on it."""
    subprocess.run(["umount", folder], check=True)


def copy(source: str, target: str) -> None:
    """Copy a folder."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("ballast"))


def fill(folder: str, leave: int) -> None:
    """Write until nothing fits, then give back ``leave`` KB."""
    handle = os.open(Path(folder) / "ballast", os.O_WRONLY | os.O_CREAT)
    with contextlib.suppress(OSError):
        while True:
            os.write(handle, bytes(4096))
    os.ftruncate(handle, max(0, os.fstat(handle).st_size - leave * 1024))
    os.close(handle)


def clear(folder: str, kilobytes: int) -> None:
    """Enlarge the disk, let it be written again, and remove the ballast."""
    subprocess.run(["mount", "-o", f"remount,rw,size={kilobytes}k", folder], check=True)
    (Path(folder) / "ballast").unlink(missing_ok=True)


def freeze(folder: str) -> None:
    """Make the disk read-only."""
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)


def files(folder: str) -> list[str]:
    """All files but the ballast and the database's log."""
    found = (path for path in Path(folder).rglob("*") if path.is_file())
    return [str(path.relative_to(folder)) for path in found if not path.name.endswith(("ballast", "-wal", "-shm"))]


def auditor(words: list[str]) -> tuple[int, str]:
    """Run the command in a fork; its exit code and all it says."""
    source, target = os.pipe()
    child = os.fork()
    if not child:
        os.close(source)
        os.dup2(target, 1)
        os.dup2(target, 2)
        os._exit(_code_of(words))
    os.close(target)
    with os.fdopen(source, encoding="utf-8") as said:
        text = said.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), text


def _code_of(words: list[str]) -> int:
    from auditor.cli import main

    code = 99
    try:
        main(words)
    except SystemExit as end:
        code = int(end.code or 0)
    sys.stdout.flush()
    sys.stderr.flush()
    return code


ACTS = {act.__name__: act for act in (mount, unmount, copy, fill, clear, freeze, files, auditor)}


def serve(questions: IO[str], answers: IO[str]) -> None:
    """Answer until nobody asks any more."""
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/mnt"], check=True)  # whether it is allowed at all
    import auditor.cli.line
    import auditor.cli.review
    import auditor.cli.yearly  # noqa: F401  loaded once for all forks

    answers.write("ready\n")
    answers.flush()
    for line in questions:
        words = json.loads(line)
        try:
            answer = {"value": ACTS[words.pop("act")](**words)}
        except (OSError, subprocess.CalledProcessError) as error:
            answer = {"error": repr(error)}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    serve(sys.stdin, io.TextIOWrapper(os.fdopen(os.dup(1), "wb"), encoding="utf-8"))
