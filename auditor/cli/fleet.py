"""Many counties: crawling them on this machine, and working for a queue that machines share."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from auditor.base.errors import StoreProblem
from auditor.cli.console import keep_trace, say, say_error, say_notice
from auditor.cli.frame import UNVERIFIED, CommandContext, command
from auditor.cli.progress import err
from auditor.fleet.crawling import CountyOutcome, Pass, Told, crawl_counties, crawl_in_processes

_SHOWN = 50
"""How many counties with open questions are named; the rest is counted."""


def crawl_many(context: CommandContext, files: Sequence[Path], since: date, processes: int) -> None:
    """Crawl many counties with progress shown, sum up, and end with the gravest exit code."""
    asked = Pass(since)
    outcomes: list[CountyOutcome] = []
    with _watching(len(files), outcomes) as told:
        if processes > 1:
            crawl_in_processes(files, context.place, context.clock, asked, told, processes)
        else:
            with context.store() as store:
                asyncio.run(crawl_counties(files, store, context.place, context.clock, asked, told))
    _leave(outcomes)


def queue_many(context: CommandContext, files: Sequence[Path], since: date) -> None:
    """Put one job for each county into the queue that all machines share."""
    worker = _cluster()
    outcomes: list[CountyOutcome] = []
    queued = asyncio.run(worker.queue_counties(files, context.place, Pass(since), outcomes.append))
    say(f"已排入队列{queued.new}个县" + (f"，另有{queued.waiting}个已在队列中" if queued.waiting else ""))
    say("请在各台机器上运行 auditor worker，--db 指向同一个数据库")
    for outcome in outcomes:
        say_error(f"{outcome.file}：{outcome.error}")
    if outcomes:
        raise typer.Exit(max(outcome.exit_code for outcome in outcomes))


@command("worker")
def worker(
    ctx: typer.Context,
    in_flight: Annotated[int, typer.Option(metavar="个数", help="同时采集多少个县", min=1, max=2000)] = 100,
    until_idle: Annotated[bool, typer.Option("--until-idle", help="队列里的县全部采完后结束，不再等待")] = False,
) -> None:
    """Crawl counties from the shared queue."""
    context: CommandContext = ctx.obj
    engine = _cluster()

    outcomes: list[CountyOutcome] = []

    def told(outcome: CountyOutcome) -> None:
        if until_idle:
            outcomes.append(outcome)
        if outcome.error:
            say_error(f"{outcome.county or outcome.file}：{outcome.error}")
        else:
            rest = f"，{outcome.unread}个未能核查" if outcome.unread else ""
            say(f"{outcome.county}：{outcome.columns}个栏目已采集{rest}")

    say("等待任务……")
    asyncio.run(engine.work(context.place, context.clock, told, in_flight=in_flight, until_idle=until_idle))
    _end(outcomes)


def _cluster() -> ModuleType:
    """The engine for many machines, imported only where it is asked for."""
    try:
        return import_module("auditor.fleet.worker")
    except ModuleNotFoundError as error:
        raise StoreProblem(
            "未安装多机采集组件。请安装时加上 cluster 选项：pip install 'column-auditor[cluster]'"
        ) from error


@contextmanager
def _watching(total: int, outcomes: list[CountyOutcome]) -> Iterator[Told]:
    """Show how many counties are done: a bar on a terminal, otherwise nothing until the summary."""
    if not err.is_terminal:
        yield outcomes.append
        return
    columns = (TextColumn("采集"), BarColumn(), MofNCompleteColumn(), TextColumn("个县"), TimeElapsedColumn())
    with Progress(*columns, console=err) as bar:
        task = bar.add_task("", total=total)

        def told(outcome: CountyOutcome) -> None:
            outcomes.append(outcome)
            bar.advance(task)

        yield told


def _leave(outcomes: Sequence[CountyOutcome]) -> None:
    """One summary; exit code 1 where any county failed, else 2 where any file is wrong, else 3 where any is open."""
    failed = [outcome for outcome in outcomes if outcome.error]
    unread = [outcome for outcome in outcomes if outcome.unread]
    columns = sum(outcome.columns for outcome in outcomes)
    say(
        f"共{len(outcomes)}个县：{len(outcomes) - len(failed)}个已采集，{len(failed)}个没有完成；"
        f"{columns}个栏目，{sum(outcome.unread for outcome in outcomes)}个未能核查；"
        f"共发出{sum(outcome.requests for outcome in outcomes)}次请求"
    )
    for outcome in failed[:_SHOWN]:
        trace = f"；详情见 {keep_trace(outcome.trace)}" if outcome.trace else ""
        say_error(f"{outcome.county or outcome.file}：{outcome.error}{trace}")
    for outcome in unread[:_SHOWN]:
        say_notice(f"{outcome.county}：{outcome.columns}个栏目中{outcome.unread}个未能核查")
    hidden = len(failed[_SHOWN:]) + len(unread[_SHOWN:])
    if hidden:
        say_notice(f"另有{hidden}个县未列出")
    _end(outcomes)


def _end(outcomes: Sequence[CountyOutcome]) -> None:
    """End with the gravest exit code."""
    codes = {outcome.exit_code for outcome in outcomes if outcome.error}
    if codes:
        raise typer.Exit(min(codes))
    if any(outcome.unread for outcome in outcomes):
        raise typer.Exit(UNVERIFIED)
