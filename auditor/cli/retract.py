"""Set a run aside, or list the runs to choose from."""

import asyncio
from typing import Annotated

import typer

from auditor.cli.console import say
from auditor.cli.frame import CommandContext, CountyArgument, command
from auditor.cli.words import CLI_WORDS
from auditor.county.model import County, load_county
from auditor.pipeline.retract import retract_run
from auditor.store import RunMark, Store

_WORDS = CLI_WORDS.retract

_SHOWN = 20


@command("retract")
def retract(
    ctx: typer.Context,
    county_file: CountyArgument,
    run: Annotated[int, typer.Option("--run", metavar="编号", help="作废哪一次采集；不写时只列出")] = 0,
    reason: Annotated[str, typer.Option(metavar="原因", help="为什么作废，如 系统时间有误")] = "",
    by: Annotated[str, typer.Option("--by", metavar="姓名", help="经办人姓名")] = "",
) -> None:
    """Set a run aside; without a number the runs are listed, with those set aside before."""
    context: CommandContext = ctx.obj
    county = load_county(county_file)
    with context.store() as store:
        if not run:
            say(_listed(store, county))
            return
        work = retract_run(county, store, context.place, context.clock, run, reason=reason, by=by)
        gone = asyncio.run(work)
    say(_WORDS.retracted.format(run=_described(gone), reason=reason, by=by))
    say(_WORDS.crawl_again)


def _listed(store: Store, county: County) -> str:
    runs = store.runs.list_runs(county, last=_SHOWN)
    lines = [_WORDS.latest.format(county=county.name) if runs else _WORDS.none.format(county=county.name)]
    lines += [f"  {_described(run)}" for run in runs]
    lines += [
        _WORDS.aside.format(run=_described(run), by=mark.by, at=mark.at, reason=mark.reason)
        for run, mark in store.runs.list_retracted(county)
    ]
    return "\n".join(lines)


def _described(run: RunMark) -> str:
    ended = _WORDS.ended.format(at=run.finished_at) if run.finished_at else _WORDS.unfinished
    return _WORDS.run.format(id=run.id, at=run.started_at, ended=ended)
