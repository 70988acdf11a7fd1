"""One pass over the columns of one or more counties; nothing of audits and papers is loaded for it."""

import asyncio
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.console import say_notice
from auditor.cli.frame import UNVERIFIED, CommandContext, command, parse_day
from auditor.county.model import County, DisclosureColumn, load_county
from auditor.crawl.column import ColumnReading
from auditor.fleet.files import county_files
from auditor.pipeline.crawling import Visit, crawl_county, observation_start
from auditor.store import Store


@command("crawl")
def crawl(
    ctx: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="县配置.toml…", help="县配置文件；可写多个，也可写文件夹或通配符", show_default=False),
    ],
    since: Annotated[str, typer.Option(metavar="日期", help="读到哪一天为止，如 2020-01-01；默认为上季度第一天")] = "",
    processes: Annotated[
        int, typer.Option(metavar="个数", help="多个县时用几个进程，一般不超过处理器核数", min=1, max=64)
    ] = 1,
    queue: Annotated[bool, typer.Option("--queue", help="只排入队列，由各台机器的 auditor worker 采集")] = False,
    clock_checked: Annotated[
        bool, typer.Option("--clock-checked", help="已核实系统时间无误（门户网站的时间有误时用，只对单个县）")
    ] = False,
) -> None:
    """One pass over all columns of one or more counties."""
    from auditor.cli.fleet import crawl_many, queue_many

    context: CommandContext = ctx.obj
    found = county_files(files)
    start = parse_day("--since", since) if since else observation_start(context.clock().date())
    if queue:
        queue_many(context, found, start)
    elif len(found) > 1:
        crawl_many(context, found, start, processes)
    else:
        county = load_county(found[0])
        with context.store() as store:
            failed = crawl_shown(context, store, county, start, thorough=False, clock_checked=clock_checked)
        if failed:
            raise typer.Exit(UNVERIFIED)


def crawl_shown(
    context: CommandContext,
    store: Store,
    county: County,
    since: date,
    *,
    thorough: bool,
    visits: Sequence[Visit] = (),
    clock_checked: bool = False,
) -> int:
    """Crawl with progress shown; returns how many columns could not be read."""
    from auditor.cli.progress import watching

    failed = 0
    with watching(len(county.column), f"采集 {county.name}") as watch:

        def count(column: DisclosureColumn, reading: ColumnReading) -> None:
            nonlocal failed
            failed += not reading.state.is_known
            watch(column, reading)

        mark = asyncio.run(
            crawl_county(
                county,
                store,
                context.place,
                context.clock,
                since=since,
                thorough=thorough,
                watch=count,
                visits=visits,
                clock_checked=clock_checked,
            )
        )
    for note in mark.notes:
        say_notice(note)
    return failed
