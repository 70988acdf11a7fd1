"""A command's help as it is drawn: usage, what it does, and a frame each for arguments, options and commands.

The command line library's own drawing loads three times as much and puts English words between the Chinese ones.
"""

from collections.abc import Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text
from typer.core import TyperArgument

_Line = Sequence[str]
"""What stands in a frame's line: names first, the sentence last."""


def print_help(command: Any, ctx: Any) -> None:
    """Print the help of a command or group on standard output."""
    console = Console(highlight=False)
    console.print(Padding(Text(command.get_usage(ctx), "yellow"), 1))
    console.print(Padding(Text(command.help or ""), (0, 1, 1, 1)))
    params = [param for param in command.get_params(ctx) if not param.hidden]
    arguments = [param for param in params if isinstance(param, TyperArgument)]
    options = [param for param in params if not isinstance(param, TyperArgument)]
    listed = getattr(command, "listed_commands", list)
    _print_frame(console, "参数", [(param.metavar or param.name, _sentence(param, ctx)) for param in arguments])
    _print_frame(console, "选项", [(_names(param), param.metavar or "", _sentence(param, ctx)) for param in options])
    _print_frame(console, "命令", listed())
    if command.epilog:
        console.print(Padding(Text(command.epilog), 1))


def _print_frame(console: Console, title: str, lines: Sequence[_Line]) -> None:
    if not lines:
        return
    table = Table.grid(*lines[0], padding=(0, 2, 0, 0))
    for column, style in zip(table.columns[:-1], ("bold cyan", "bold yellow"), strict=False):
        column.style, column.no_wrap = style, True
    for line in lines:
        table.add_row(*map(Text, line))
    console.print(Panel(table, box=box.ROUNDED, border_style="dim", title=title, title_align="left"))


def _names(option: Any) -> str:
    """All spellings of an option, long ones first."""
    return "，".join(sorted([*option.opts, *option.secondary_opts], key=len, reverse=True))


def _sentence(param: Any, ctx: Any) -> str:
    """What a parameter means, where else it is taken from, and what holds without it."""
    default = param.get_default(ctx, call=False) if param.show_default else None
    marks = [f"环境变量：{param.envvar}"] if param.envvar else []
    marks += [f"默认：{default}"] if default not in (None, False, "") else []
    marks += ["必填"] if param.required else []
    return " ".join([param.help or "", *(f"[{mark}]" for mark in marks)])
