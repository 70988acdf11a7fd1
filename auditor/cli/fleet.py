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
from auditor.cli.words import CLI_WORDS
from auditor.fleet.crawling import CountyOutcome, CountyTold, Pass, crawl_counties, crawl_in_processes

_WORDS = CLI_WORDS.fleet

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
    say(
        _WORDS.queued.format(count=queued.new)
        + (_WORDS.queued_already.format(count=queued.waiting) if queued.waiting else "")
    )
    say(_WORDS.start_workers)
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
            rest = _WORDS.unverified.format(count=outcome.unread) if outcome.unread else ""
            say(_WORDS.crawled.format(county=outcome.county, columns=outcome.columns, rest=rest))

    say(_WORDS.waiting)
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
def _watching(total: int, outcomes: list[CountyOutcome]) -> Iterator[CountyTold]:
    """Show how many counties are done: a bar on a terminal, otherwise nothing until the summary."""
    if not err.is_terminal:
        yield outcomes.append
        return
    columns = (
        TextColumn(_WORDS.crawl),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(_WORDS.counties),
        TimeElapsedColumn(),
    )
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
        _WORDS.total.format(
            counties=len(outcomes),
            crawled=len(outcomes) - len(failed),
            failed=len(failed),
            columns=columns,
            unverified=sum(outcome.unread for outcome in outcomes),
            requests=sum(outcome.requests for outcome in outcomes),
        )
    )
    for outcome in failed[:_SHOWN]:
        trace = _WORDS.log.format(file=keep_trace(outcome.trace)) if outcome.trace else ""
        say_error(f"{outcome.county or outcome.file}：{outcome.error}{trace}")
    for outcome in unread[:_SHOWN]:
        say_notice(
            _WORDS.county_unverified.format(county=outcome.county, columns=outcome.columns, unverified=outcome.unread)
        )
    hidden = len(failed[_SHOWN:]) + len(unread[_SHOWN:])
    if hidden:
        say_notice(_WORDS.more.format(count=hidden))
    _end(outcomes)


def _end(outcomes: Sequence[CountyOutcome]) -> None:
    """End with the gravest exit code."""
    codes = {outcome.exit_code for outcome in outcomes if outcome.error}
    if codes:
        raise typer.Exit(min(codes))
    if any(outcome.unread for outcome in outcomes):
        raise typer.Exit(UNVERIFIED)
