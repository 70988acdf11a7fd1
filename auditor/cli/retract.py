"""Set a run aside, or list the runs to choose from."""

import asyncio
from typing import Annotated

import typer

from auditor.cli.console import say
from auditor.cli.frame import CommandContext, CountyFile, command
from auditor.county.model import County, load_county
from auditor.pipeline.retract import retract_run
from auditor.store import RunMark, Store

_SHOWN = 20


@command("retract")
def retract(
    ctx: typer.Context,
    county_file: CountyFile,
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
    say(f"已作废：{_described(gone)}，{reason}，{by}。存档和记录都保留，只是不再计入")
    say("请重新运行 auditor crawl、auditor audit")


def _listed(store: Store, county: County) -> str:
    runs = store.runs.list_runs(county, last=_SHOWN)
    lines = [f"{county.name}最近的采集：" if runs else f"{county.name}没有计入的采集"]
    lines += [f"  {_described(run)}" for run in runs]
    lines += [
        f"  {_described(run)}，已作废（{mark.by}，{mark.at:%Y-%m-%d %H:%M}：{mark.reason}）"
        for run, mark in store.runs.list_retracted(county)
    ]
    return "\n".join(lines)


def _described(run: RunMark) -> str:
    ended = f"{run.finished_at:%Y-%m-%d %H:%M}结束" if run.finished_at else "未完成"
    return f"编号{run.id}，{run.started_at:%Y-%m-%d %H:%M}开始，{ended}"
