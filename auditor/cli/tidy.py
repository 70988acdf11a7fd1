"""Put what is old in archive and database together."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.console import say
from auditor.cli.frame import CommandContext, command
from auditor.county.model import load_county
from auditor.pipeline.tidy import tidy_county


@command("tidy")
def tidy(
    ctx: typer.Context,
    counties: Annotated[list[Path], typer.Argument(metavar="县配置.toml…", help="整理哪些县", show_default=False)],
    months: Annotated[
        int | None,
        typer.Option("--months", min=1, max=1200, metavar="月数", help="最近几个月（含本月）不动；默认1，即只留本月"),
    ] = None,
) -> None:
    """Tidy up each county; say what was put together."""
    context: CommandContext = ctx.obj
    kept = months or context.place.tidy_months
    loaded = [load_county(path) for path in counties]
    with context.store() as store:
        for county in loaded:
            say(asyncio.run(tidy_county(county, store, context.place, context.clock, kept)).summary)
