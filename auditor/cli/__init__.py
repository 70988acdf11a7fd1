"""The command line: the one place where an error becomes a sentence and an exit code."""

import sys
import traceback
from collections.abc import Sequence
from importlib import import_module

import typer
from typer.exceptions import TyperException

from auditor.cli.chinese import explain
from auditor.cli.console import keep_trace, say_error
from auditor.cli.frame import SHARED_OPTIONS, app
from auditor.errors import AuditorError

COMMANDS = {
    "line": ("demo", "check", "crawl", "audit", "circular", "run"),
    "counties": ("import", "export", "discover"),
    "review": ("decide", "issue", "replay"),
    "server": ("serve",),
    "people": ("user", "token"),
    "yearly": ("annual", "recheck"),
    "tools": ("read", "verify", "doctor"),
    "fleet": ("worker",),
}
"""The modules of this package and the commands each registers; only what a call needs is loaded, help loads all."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``auditor`` and exit: 0 done, 1 failed, 2 bad input, 3 done but something could not be verified."""
    words = _shared_first(list(sys.argv[1:] if arguments is None else arguments))
    try:
        _load(words)
        sys.exit(app(words, standalone_mode=False, prog_name="auditor") or 0)
    except AuditorError as error:
        say_error(str(error))
        sys.exit(error.exit_code)
    except TyperException as error:
        say_error(explain(error))
        sys.exit(2)
    except (typer.Abort, KeyboardInterrupt):
        say_error("已中断；已采集的内容没有丢失，再次运行会接着做")
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - the last door: a clerk is told in words, the maintainer gets the trace
        trace = "".join(traceback.format_exception(error))
        say_error(f"程序内部错误（{type(error).__name__}：{error}）。已保存的数据没有丢失；详情见 {keep_trace(trace)}")
        sys.exit(1)


def _load(words: Sequence[str]) -> None:
    """Import the module of the command that is called, or all of them where none is."""
    called = [module for module, names in COMMANDS.items() if any(word in names for word in words)]
    for module in called or COMMANDS:
        import_module(f"auditor.cli.{module}")


def _shared_first(words: list[str]) -> list[str]:
    """Shared options moved to the front, so that they may be written anywhere."""
    front: list[str] = []
    rest: list[str] = []
    taken = iter(words)
    for word in taken:
        if word in SHARED_OPTIONS:
            front += [word, *([value] if (value := next(taken, None)) is not None else [])]
        elif word.partition("=")[0] in SHARED_OPTIONS:
            front.append(word)
        else:
            rest.append(word)
    return front + rest
