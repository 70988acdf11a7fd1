"""The ledger of looking: one column's or item's story, or how every column was looked at."""

from typing import Annotated

import typer

from auditor.audit.ledger import StoryLine
from auditor.base.period import LOCAL, Period
from auditor.cli.console import say
from auditor.cli.frame import CommandContext, CountyArgument, QuarterOption, command
from auditor.county.model import County, load_county
from auditor.pipeline.decide import find_column
from auditor.pipeline.line import load_ledgers
from auditor.pipeline.story import coverage_told, tell_column, tell_item
from auditor.store import Store


@command("ledger")
def ledger(
    ctx: typer.Context,
    county_file: CountyArgument,
    quarter: QuarterOption,
    column: Annotated[str, typer.Option(metavar="栏目", help="栏目名称或地址；不写则列出全部栏目")] = "",
    item: Annotated[str, typer.Option(metavar="条目", help="条目的网址或标题：只讲这一条")] = "",
) -> None:
    """Print what the looks at columns showed."""
    context: CommandContext = ctx.obj
    period, today = context.period(quarter), context.clock().date()
    county = load_county(county_file).on(period.last)
    with context.store() as store:
        if not column:
            _say_all(county, store, period, context)
            return
        one = find_column(county, column)
        story = tell_item(county, store, one, item) if item else tell_column(county, store, one, period, today)
    say(f"{story.column.name}　{county.address_of(story.column)}")
    if story.item:
        say(f"《{story.item.item.title}》　{story.item.item.url}")
    else:
        say(f"{period.label}：{story.looks_told}")
    for line in story.lines:
        say(line_told(line))


def _say_all(county: County, store: Store, period: Period, context: CommandContext) -> None:
    ledgers = load_ledgers(county, store, period)
    for column in county.columns_during(period):
        known = ledgers.get(column.key)
        coverage = known.coverage(period, context.clock().date()) if known else None
        say(f"{column.name}：{coverage_told(coverage, known.newest_told if known else '')}")


def line_told(line: StoryLine) -> str:
    """One line of a story."""
    return f"  {line.at.astimezone(LOCAL):%Y-%m-%d %H:%M}  {line.text}"
