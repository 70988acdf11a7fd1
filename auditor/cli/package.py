"""One zip per issued circular, for a dispute on another machine."""

from pathlib import Path
from typing import Annotated

import typer

from auditor.base.errors import unwritable
from auditor.base.files import put_file
from auditor.base.period import Period
from auditor.base.settings import folder_name
from auditor.base.words import Words, load_words
from auditor.cli.console import say
from auditor.cli.frame import CommandContext, CountyArgument, QuarterOption, command
from auditor.county.city import load_subject
from auditor.pipeline.package import package_circular, package_digest


class PackageWords(Words):
    """What is said of a package, and how its file is called."""

    file: str
    written: str
    check: str


@command("package")
def package(
    ctx: typer.Context,
    county_file: CountyArgument,
    quarter: QuarterOption,
    number: Annotated[
        str | None, typer.Option(metavar="文号", help="哪一份；默认现行的一份", show_default=False)
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="文件", help="写到哪个文件（.zip）")] = None,
) -> None:
    """Pack a circular with all it rests on."""
    context: CommandContext = ctx.obj
    words = load_words("package", PackageWords)
    county, period = load_subject(county_file), Period.parse(quarter)
    path = out or Path(words.file.format(county=folder_name(county.name), quarter=period.name))
    with context.store() as store:
        content = package_circular(county, store, context.place, period, number)
    try:
        put_file(path, content)
    except OSError as error:
        raise unwritable(path, "--out", error, "请检查文件夹是否存在、是否有权限") from error
    say(words.written.format(path=path, size=f"{len(content) / 1_000_000:.1f}", digest=package_digest(content)))
    say(words.check.format(path=path))
