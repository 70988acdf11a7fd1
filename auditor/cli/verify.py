"""Verify published documents: nothing is asked of a portal or a database."""

from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.console import say, say_json
from auditor.cli.frame import UNVERIFIED, command
from auditor.verify import render_text, report_to_json, to_json, verify_file


@command("verify")
def verify(
    files: Annotated[list[Path], typer.Argument(metavar="文件…", help="通报或年度报告：txt、html、docx、pdf、xlsx")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON：不一致之处")] = False,
    as_report: Annotated[bool, typer.Option("--report", help="输出 JSON：核对了什么、不一致之处")] = False,
) -> None:
    """Check the figures of published documents against each other."""
    reports = [verify_file(path) for path in files]
    if as_report:
        say_json(report_to_json(*reports))
    elif as_json:
        say_json(to_json(*reports))
    else:
        say("\n\n".join(render_text(report) for report in reports))
    if any(not report.is_consistent or report.is_blind for report in reports):
        raise typer.Exit(UNVERIFIED)
