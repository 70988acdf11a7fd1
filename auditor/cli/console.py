"""What the terminal shows: plain sentences; `auditor.cli.progress` has the bars."""

import io
import json
import os
import sys
import tempfile
from contextlib import suppress
from typing import Any

import typer

_UNSEEN = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"}
"""Control characters: what a page or a file says must not drive the terminal."""


def prepare_streams() -> None:
    """Let every text be printed: what the console's code page lacks as an escape, never as an error.

    A stream that has no Chinese at all (a bare locale) is wrongly set up; it gets UTF-8, which terminals understand.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            with suppress(OSError):  # turned into a pipe after it was opened as a file: it stays as it is
                stream.reconfigure(encoding=None if _holds(stream, "季度栏目") else "utf-8", errors="backslashreplace")


def say_json(text: str) -> None:
    """JSON on standard output; what the stream does not hold is escaped as JSON escapes it."""
    say(text if _holds(sys.stdout, text) else json.dumps(json.loads(text), indent=2))


def _holds(stream: Any, text: str) -> bool:
    try:
        text.encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeError, LookupError):
        return False
    return True


def say(text: str = "") -> None:
    """A line on standard output, taken literally."""
    typer.echo(text.translate(_UNSEEN))


def say_error(text: str) -> None:
    """An error on standard error, one line for each problem."""
    for line in text.splitlines() or [""]:
        _mark("错误", typer.colors.RED, line)


def say_notice(text: str) -> None:
    """A notice on standard error."""
    _mark("提示", typer.colors.YELLOW, text)


def keep_trace(trace: str) -> str:
    """Write the trace of a fault of the program where the maintainer finds it; returns the file's path."""
    with tempfile.NamedTemporaryFile("w", prefix="auditor-", suffix=".log", delete=False, encoding="utf-8") as file:
        file.write(trace)
        return file.name


def _mark(word: str, color: str, text: str) -> None:
    """A line that opens with a coloured word, on a terminal that may show colours."""
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    typer.echo(f"{typer.style(word, fg=color)}：{text.translate(_UNSEEN)}", err=True, color=False if plain else None)
