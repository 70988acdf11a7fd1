"""What goes with the circular: notices to units, one page for the leader, the ledger."""

from pathlib import Path

import typer

from auditor.circular.unit_papers import print_papers
from auditor.cli.console import say
from auditor.cli.frame import CommandContext, CountyArgument, OutOption, QuarterOption, command, leave, try_folder
from auditor.cli.summary import printed_summary
from auditor.county.city import load_subject
from auditor.pipeline.line import audit_county


@command("papers")
def papers(
    ctx: typer.Context, county_file: CountyArgument, quarter: QuarterOption, out: OutOption = Path("papers-out")
) -> None:
    """Print them for what was issued, else for the draft."""
    context: CommandContext = ctx.obj
    county, period = load_subject(county_file), context.period(quarter)
    try_folder(out)
    with context.store() as store:
        issued = store.audits.load_issued(county, period)
        result = issued or audit_county(county, store, context.place, period, context.clock)
    say(printed_summary(print_papers(result, out, fonts=context.place.fonts)))
    leave(result)
