"""The county file's way in and out: the office's spreadsheet, and discovery on the portal."""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from auditor.base.errors import BadInput
from auditor.base.hosts import is_web_address
from auditor.cli.console import say, say_notice
from auditor.cli.frame import CommandContext, CountyArgument, command, parse_day
from auditor.cli.words import CLI_WORDS
from auditor.county.model import CrawlRules, load_county
from auditor.county.writing import save_county, write_whole
from auditor.discover import Limits, Proposal, discover, proposal_text
from auditor.fetch.client import PortalClient
from auditor.sheet import county_from_sheet, export_sheet, read_sheet

_WORDS = CLI_WORDS.counties

NewCountyFile = Annotated[Path, typer.Option("--out", "-o", metavar="县配置.toml", help="写到哪个县配置文件")]


@command("import")
def import_sheet(
    file: Annotated[Path, typer.Argument(metavar="表格.xlsx", help="栏目责任表：xlsx、csv 或 txt", show_default=False)],
    out: NewCountyFile,
    name: Annotated[str, typer.Option(metavar="县名", help="表格里没有写县名时用")] = "",
    home: Annotated[str, typer.Option(metavar="网址", help="门户首页网址，表格里没有写时用")] = "",
    since: Annotated[str, typer.Option("--from", metavar="日期", help="换单位、换网址的从哪天起")] = "",
    *,
    correct: Annotated[bool, typer.Option("--correct", help="更正登记错误：以前的季度也改")] = False,
) -> None:
    """Write a county file from a spreadsheet."""
    base = load_county(out) if os.path.exists(out) else None  # noqa: PTH110 - also for names no system takes
    day = parse_day("--from", since) if since else None
    imported = county_from_sheet(read_sheet(file), base, name=name, home=home, since=day)
    if imported.moved and not correct:
        what = f"换了责任单位或网址，没有写从哪天起：{'、'.join(imported.moved)}"
        raise BadInput.one(file, "--from", what, "请写 --from 2026-07-01；更正登记错误的写 --correct")
    save_county(out, imported.county)
    for note in imported.notes:
        say_notice(note)
    county = imported.county
    changes = _WORDS.merged.format(added=imported.added, changed=imported.changed)
    say(_WORDS.imported.format(file=out, units=len(county.unit), columns=len(county.column), changes=changes))
    say(_WORDS.check_next.format(file=out))


@command("export")
def export_county(
    county_file: CountyArgument,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="表格.xlsx", help="写到哪个表格")],
) -> None:
    """Write a county file as a spreadsheet."""
    if out.suffix.lower() != ".xlsx" and os.path.exists(out):  # noqa: PTH110 - also for names no system takes
        raise BadInput.one(out, "--out", "文件已存在，不是表格", "请写成 表格.xlsx，以免覆盖别的文件")
    county = load_county(county_file)
    export_sheet(county, out)
    say(_WORDS.exported.format(file=out, units=len(county.unit), columns=len(county.column)))


@command("discover")
def discover_columns(
    ctx: typer.Context,
    url: Annotated[
        str, typer.Argument(metavar="门户首页网址", help="如 https://www.example.gov.cn/", show_default=False)
    ],
    out: NewCountyFile,
    pages: Annotated[int, typer.Option(metavar="页数", min=1, max=5000, help="最多访问多少页")] = 300,
    delay: Annotated[float, typer.Option(metavar="秒", min=0, max=60, help="两次访问之间至少间隔几秒")] = 1.0,
) -> None:
    """Propose a county file from the portal itself."""
    context: CommandContext = ctx.obj
    if not is_web_address(url):
        raise BadInput.one("门户首页网址", "", f"“{url[:80]}”不是完整的网址", "请写成 https://www.example.gov.cn/")
    if os.path.exists(out):  # noqa: PTH110 - also for names no system takes
        raise BadInput.one(out, "--out", "文件已存在", "请换一个文件名，以免覆盖已有的配置")
    proposal = asyncio.run(_discover(context, url, CrawlRules(delay=delay), Limits(max_pages=pages)))
    write_whole(out, proposal_text(proposal))
    for note in proposal.notes:
        say_notice(note)
    sure = sum(1 for column in proposal.columns if column.confidence >= 0.5)
    say(_WORDS.discovered.format(file=out, pages=proposal.pages, columns=len(proposal.columns), sure=sure))


async def _discover(context: CommandContext, url: str, rules: CrawlRules, limits: Limits) -> Proposal:
    async with PortalClient(url, rules, now=context.clock, contact=context.place.contact) as portal:
        return await discover(url, portal, limits=limits)
