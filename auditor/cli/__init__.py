"""The command line. Nothing is imported before `main` is called: then only what the call needs, and at one go."""

import gc
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from types import ModuleType

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
    _load("door").answer(list(sys.argv[1:] if arguments is None else arguments))


def load_commands(words: Sequence[str]) -> None:
    """Import the module of the command that is called, or all of them where none is (for help)."""
    called = [module for module, names in COMMANDS.items() if any(word in names for word in words)]
    for module in called or ([] if "--version" in words else COMMANDS):
        _load(module)


@cache
def _load(module: str) -> ModuleType:
    """Import one of this package's modules with all it stands on, while the garbage collector rests.

    Nothing of it is garbage, then or later: looking through it again and again would take a fifth of a short call.
    """
    gc.disable()
    try:
        return import_module(f"auditor.cli.{module}")
    finally:
        gc.freeze()
        gc.enable()
