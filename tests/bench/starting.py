"""Starting alone: how long the help takes, beside that of a command line of typer and rich with nothing behind it."""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

from tests.bench.ground import ROOT, size

BARE = """
import typer
import rich.console

app = typer.Typer()

@app.command()
def check(file: str) -> None:
    "Check a file."

@app.command()
def run(file: str) -> None:
    "Run."

app()
"""
GOAL = 2.0
"""The help of thirty commands takes at most this many times what the bare one takes."""


def help_page() -> Iterator[tuple[str, ...]]:
    """One line: medians of runs side by side, in fresh processes."""
    ours, bare = [sys.executable, "-m", "auditor", "--help"], [sys.executable, "-c", BARE, "--help"]
    taken = [(_seconds(ours), _seconds(bare)) for _ in range(size("STARTS", 9))]
    mine, theirs = (statistics.median(times) for times in zip(*taken, strict=True))
    ratio = mine / theirs
    yield ("--help", f"{mine:.2f} s", f"{theirs:.2f} s（typer 和 rich，两个空命令）", f"{ratio:.2f}", f"≤ {GOAL:g}")


def _seconds(command: Sequence[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return time.perf_counter() - begun
