"""One file of all that the office would miss, and back."""

from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.console import say
from auditor.cli.frame import CommandContext, command
from auditor.pipeline.backup import WORDS, backup_name, make_backup, restore_backup


@command("backup")
def backup_home(
    ctx: typer.Context,
    counties: Annotated[
        list[Path] | None,
        typer.Argument(metavar="县配置.toml…", help="不在数据文件夹里的县配置文件，一并备份"),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="文件", help="写到哪个文件（.zip）")] = None,
) -> None:
    """Write a backup, also while the program serves."""
    context: CommandContext = ctx.obj
    path = out or Path(backup_name(context.clock()))
    with context.store() as store:
        made = make_backup(store, context.place, context.clock, path, counties or ())
    say(WORDS.written.format(path=path, files=len(made.files), size=_megabytes(made.size)))
    say(WORDS.beside)


@command("restore")
def restore_home(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="备份.zip", help="auditor backup 生成的文件", show_default=False)],
) -> None:
    """Put a backup into an empty home."""
    context: CommandContext = ctx.obj
    with context.store() as store:
        backup = restore_backup(file, store, context.place)
    size = _megabytes(backup.size)
    say(WORDS.restored.format(home=context.place.home, day=backup.made_at, files=len(backup.files), size=size))
    say(WORDS.then)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}"
