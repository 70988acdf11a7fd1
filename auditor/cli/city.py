"""A city over its counties: side by side from their own audits, and the city's own circular."""

from pathlib import Path
from typing import Annotated

import typer

from auditor.base.files import put_file
from auditor.circular.issued import CHECKS
from auditor.city.rollup import RollUp, RollUpLine, roll_up
from auditor.city.workbook import render_rollup_xlsx
from auditor.cli.console import say, say_notice
from auditor.cli.frame import CommandContext, OutOption, QuarterOption, command, leave, try_folder
from auditor.cli.summary import audit_summary, printed_summary
from auditor.cli.words import CLI_WORDS
from auditor.county.city import load_city
from auditor.pipeline.line import audit_county, wording_of, write_circular

_WORDS = CLI_WORDS.city
_FILE = "rollup.xlsx"


@command("city")
def city(
    ctx: typer.Context,
    city_file: Annotated[
        Path, typer.Argument(metavar="市文件.toml", help="市文件：列出各县的配置文件", show_default=False)
    ],
    quarter: QuarterOption,
    out: OutOption = Path("city-out"),
) -> None:
    """Put the counties side by side, and print the city's circular: the draft, or what was issued."""
    context: CommandContext = ctx.obj
    subject, period = load_city(city_file), context.period(quarter)
    try_folder(out)
    with context.store() as store:
        issued = store.audits.load_issued(subject, period)
        result = issued or audit_county(subject, store, context.place, period, context.clock)
        rolled = roll_up(subject, store.overview, period, result)
        wording = wording_of(result, subject, store, context.place)
    printed = write_circular(result, context.place, out, wording)
    put_file(out / _FILE, render_rollup_xlsx(rolled, subject.issuer, created=context.clock()))
    say(_table(rolled))
    say(audit_summary(result))
    say(printed_summary(printed))
    say(_WORDS.written.format(file=out / _FILE))
    say(CHECKS.digest.format(digest=result.digest()) + ("" if issued else CHECKS.hint))
    if issued and (changed := "、".join(line.name for line in rolled.lines if line.is_changed)):
        say_notice(_WORDS.changed.format(names=changed))
    leave(result)


def _table(rolled: RollUp) -> str:
    head = _WORDS.head.format(city=rolled.city, period=rolled.period.label, called=rolled.called)
    return "\n".join([head, *map(_line, rolled.lines)])


def _line(line: RollUpLine) -> str:
    share, rank = line.share_told, line.rank_told
    return _WORDS.line.format(name=line.name, total=line.total_told, share=share, rank=rank, source=line.source_told)
