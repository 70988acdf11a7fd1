"""Look through what the program stands on: fonts, database, archive, clock, holidays."""

import typer

from auditor.base.errors import AuditorError, StoreProblem
from auditor.cli.console import say
from auditor.cli.frame import CommandContext, command
from auditor.pipeline.checkup import Checkup, look_through


@command("doctor")
def doctor(ctx: typer.Context) -> None:
    """Look through what the program stands on; whatever is damaged is told with its cure, and all of it."""
    context: CommandContext = ctx.obj
    checkup = _look(context)
    for line in checkup.lines:
        say(line.text)
    if checkup.cures:
        raise AuditorError("\n".join(checkup.cures))


def _look(context: CommandContext) -> Checkup:
    try:
        with context.store() as store:
            return look_through(store, context.place, context.clock())
    except StoreProblem as problem:
        return look_through(problem, context.place, context.clock())
