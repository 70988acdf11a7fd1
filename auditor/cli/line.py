"""The main line: audit, circular, run, demo."""

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from auditor.audit.grade import load_pack
from auditor.audit.ledger import WORDS as LOOK_WORDS
from auditor.audit.model import Audit
from auditor.base.errors import BadInput
from auditor.base.period import Period
from auditor.base.settings import clock_at
from auditor.circular.issued import CHECKS
from auditor.cli.console import say, say_notice
from auditor.cli.crawling import crawl_shown
from auditor.cli.frame import (
    CommandContext,
    CountyArgument,
    OutOption,
    QuarterOption,
    command,
    leave,
    try_folder,
)
from auditor.cli.summary import audit_summary, demo_summary, printed_summary
from auditor.county.city import load_subject
from auditor.county.model import County, example_county, load_county
from auditor.pipeline.again import look_twice
from auditor.pipeline.anew import rereading_sentence
from auditor.pipeline.line import (
    audit_county,
    wording_of,
    write_circular,
)
from auditor.pipeline.pictures import take_pictures

DEMO_QUARTER = "2020Q1"
DEMO_NOW = "2020-04-10T02:30"


@command("audit")
def audit(ctx: typer.Context, county_file: CountyArgument, quarter: QuarterOption) -> None:
    """Count and grade what is stored."""
    context: CommandContext = ctx.obj
    county, period = load_subject(county_file), context.period(quarter)
    with context.store() as store:
        before = store.runs.last_rereading(county)
        result = audit_county(county, store, context.place, period, context.clock)
        rereading = store.runs.last_rereading(county)
    if rereading and rereading != before:
        say(rereading_sentence(rereading))
    say(audit_summary(result))
    leave(result)


@command("circular")
def circular(
    ctx: typer.Context,
    county_file: CountyArgument,
    quarter: QuarterOption,
    out: OutOption = Path("circular-out"),
    number: Annotated[str, typer.Option(metavar="文号", help="重新生成已印发的某一号通报")] = "",
) -> None:
    """Print a draft, or what was issued."""
    context: CommandContext = ctx.obj
    county, period = load_subject(county_file), context.period(quarter)
    with context.store() as store:
        copy = store.audits.load_copy(county, period, number or None)
        if number and copy is None:
            raise BadInput.one("--number", "", f"没有印发过“{number}”", "请核对文号和季度")
        result = copy.audit if copy else audit_county(county, store, context.place, period, context.clock)
        wording = wording_of(result, county, store, context.place)
    issued_at = copy.issued_at if copy else None
    say(printed_summary(write_circular(result, context.place, out, wording, issued_at=issued_at)))
    say(CHECKS.digest.format(digest=result.digest()) + ("" if copy else CHECKS.hint))
    leave(result)


@command("run")
def run(
    ctx: typer.Context, county_file: CountyArgument, quarter: QuarterOption, out: OutOption = Path("circular-out")
) -> None:
    """Crawl, audit and print in one go."""
    context: CommandContext = ctx.obj
    county, period = load_county(county_file), context.period(quarter)
    leave(run_line(context, county, period, out))


@command("demo")
def demo(ctx: typer.Context, out: OutOption = Path("demo-out")) -> None:
    """Crawl, audit and print the built-in sample county."""
    from auditor.sample import SamplePortal

    try_folder(out)
    context = _demo_context(ctx.obj, out)
    with SamplePortal() as portal:
        county = load_county(example_county()).at(portal.home)
        result = run_line(context, county, Period.parse(DEMO_QUARTER), out)
    say(demo_summary())
    leave(result)


def _demo_context(given: CommandContext, out: Path) -> CommandContext:
    """What the demo works with: a first crawl into a home of its own, or into the new one that its caller names.

    What the environment says of home, database and archive is the office's own work, which no demo touches.
    """
    place, named = given.place, given.given
    home = place.home if "home" in named else out / "home"
    if "home" not in named:
        shutil.rmtree(home, ignore_errors=True)
    elif home.is_dir() and any(home.iterdir()):
        raise BadInput.one(home, "--home", "这个文件夹里已有数据，演示不会写进去", "请换一个空的文件夹，或不写 --home")
    if "db" in named or "archive" in named:
        raise BadInput.one("demo", "--db、--archive", "演示只用自己的数据库和存档", "请去掉这两项，或只写 --home")
    own = replace(place, home=home, db="", archive=None)
    return CommandContext(own, given.clock if "now" in named else clock_at(DEMO_NOW), named)


def run_line(context: CommandContext, county: County, period: Period, out: Path) -> Audit:
    """Crawl, audit and write; what the user gave is tried before anything is asked of the portal."""
    load_pack(county.county.pack, county.path)
    try_folder(out)
    with context.store() as store:
        crawl_shown(context, store, county, period.first, thorough=True)
        for name in asyncio.run(look_twice(county, store, context.place, context.clock, period, lambda *_: None)):
            say_notice(LOOK_WORDS.again.format(column=name))
        result = audit_county(county, store, context.place, period, context.clock)
        if county.crawl.pictures:
            for note in asyncio.run(take_pictures(county, store, context.place, context.clock, result)):
                say_notice(note)
    printed = write_circular(result, context.place, out)
    say(audit_summary(result))
    say(printed_summary(printed))
    return result
