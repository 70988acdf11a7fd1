"""One zip per issued paper, for a dispute on another machine."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from auditor.annual.package import package_annual
from auditor.base.errors import unwritable
from auditor.base.files import put_file
from auditor.base.words import load_words
from auditor.cli.console import say
from auditor.cli.frame import (
    AnnualOption,
    CommandContext,
    CountyArgument,
    RecheckOption,
    SubjectOption,
    asked_for,
    command,
)
from auditor.pipeline.package import PackageWords, package_circular, package_digest, package_name
from auditor.recheck.package import package_recheck


@command("package")
def package(
    ctx: typer.Context,
    county_file: CountyArgument,
    quarter: SubjectOption = "",
    annual: AnnualOption = None,
    recheck: RecheckOption = False,
    number: Annotated[
        str | None, typer.Option(metavar="文号", help="哪一份；默认现行的一份", show_default=False)
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="文件", help="写到哪个文件（.zip）")] = None,
) -> None:
    """Pack a circular, a year's paper or a follow-up with all it rests on."""
    context: CommandContext = ctx.obj
    words = load_words("package", PackageWords)
    county, subject = asked_for(county_file, quarter, annual, recheck=recheck, number=number or "")
    path = out or Path(package_name(county, str(subject) if isinstance(subject, int) else subject.name))
    with context.store() as store:
        if isinstance(subject, int):
            content = package_annual(county, store, context.place, subject)
        elif recheck:
            content = asyncio.run(package_recheck(county, store, context.place, subject))
        else:
            content = package_circular(county, store, context.place, subject, number)
    try:
        put_file(path, content)
    except OSError as error:
        raise unwritable(path, "--out", error, "请检查文件夹是否存在、是否有权限") from error
    say(words.written.format(path=path, size=f"{len(content) / 1_000_000:.1f}", digest=package_digest(content)))
    say(words.check.format(path=path))
