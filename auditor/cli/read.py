"""Look at one page as the reader sees it."""

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from auditor.base.errors import AuditorError, BadInput, reason_of
from auditor.base.hosts import is_web_address
from auditor.base.terms import FetchStatus, PageKind
from auditor.cli.console import say, say_json
from auditor.cli.frame import CommandContext, command
from auditor.cli.words import CLI_WORDS
from auditor.county.model import CrawlRules
from auditor.crawl.proof import page_witness
from auditor.fetch import Fetched, PageRequest
from auditor.fetch.client import PortalClient
from auditor.read import PageReading
from auditor.read.planning import find_plan
from auditor.read.printed import plan_line, plan_to_json, reading_to_json
from auditor.read.reading import read_page
from auditor.read.values import Plan

_WORDS = CLI_WORDS.read

MAX_PAGE_BYTES = 8_000_000


@command("read")
def read(
    ctx: typer.Context,
    page: Annotated[str, typer.Argument(metavar="文件或网址", help="保存的网页文件，或网址", show_default=False)],
    url: Annotated[str, typer.Option(metavar="网址", help="网页文件原来的网址，用来补全相对链接")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """Show how one page is understood."""
    context: CommandContext = ctx.obj
    is_online = page.startswith(("http://", "https://"))
    for key, address in ((_WORDS.address, page if is_online else ""), ("--url", url)):
        if address and not is_web_address(address):
            raise BadInput.one(key, "", f"“{address[:80]}”不是完整的网址", "请写成 https://www.example.gov.cn/…")
    if is_online:
        fetched = asyncio.run(_fetch(context, page))
        if fetched.status is not FetchStatus.OK and not fetched.body:
            raise AuditorError(f"{page} 读不到：{fetched.detail}")
    else:
        address = url or Path(page).resolve().as_uri()
        body = _read_file(Path(page))
        fetched = Fetched(PageRequest(address), FetchStatus.OK, address, 200, (), body, context.clock())
    reading = read_page(fetched.body, url=fetched.url, content_type=fetched.header("content-type"))
    plan = find_plan(fetched)
    if as_json:
        say_json(json.dumps(_with_witness(reading) | {"plan": plan_to_json(plan)}, ensure_ascii=False, indent=2))
    else:
        say(_describe(reading, plan))


async def _fetch(context: CommandContext, url: str) -> Fetched:
    async with PortalClient(url, CrawlRules(), now=context.clock, contact=context.place.contact) as portal:
        return await portal.fetch(PageRequest(url))


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_PAGE_BYTES + 1)  # some files have no size, and no end
    except OSError as error:
        raise BadInput.one(path, "", f"无法读取（{reason_of(error)}）", "请检查路径和权限") from error
    if len(content) > MAX_PAGE_BYTES:
        raise BadInput.one(path, "", "文件过大", f"网页文件不应超过 {MAX_PAGE_BYTES // 1_000_000} MB")
    return content


def _with_witness(reading: PageReading) -> dict[str, Any]:
    """The page with what it shows by itself of order, end, total and dates."""
    return reading_to_json(reading) | {"witness": asdict(page_witness(reading))}


def _describe(reading: PageReading, plan: Plan | None) -> str:
    lines = [_WORDS.head.format(kind=reading.kind.label, family=reading.family, charset=reading.charset)]
    if reading.problem:
        lines.append(f"{reading.problem.state.label}：{reading.problem.reason}")
    if reading.is_empty_list:
        lines.append(_WORDS.empty)
    for number, item in enumerate(reading.items, 1):
        day = f"{item.date:%Y-%m-%d}" if item.date else _WORDS.undated
        lines.append(f"{number:>4} {day} {_WORDS.pinned if item.pinned else ''}{item.title}  {item.url}")
    totals = [_WORDS.items.format(count=reading.total_items)] if reading.total_items is not None else []
    totals += [_WORDS.pages.format(total_pages=reading.total_pages)] if reading.total_pages is not None else []
    if totals:
        lines.append(_WORDS.stated + "，".join(totals))
    if reading.next:
        lines.append(_WORDS.next.format(kind=reading.next_kind, address=reading.next.key))
    if plan is not None:
        lines.append(plan_line(plan))
    if reading.kind is PageKind.LIST and (told := page_witness(reading).told):
        lines.append(_WORDS.proves.format(told=told))
    if article := reading.article:
        lines.append(_WORDS.title.format(title=article.title))
        named = (
            (_WORDS.published, article.published),
            (_WORDS.formed, article.formed),
            (_WORDS.index_no, article.index_no),
            (_WORDS.doc_no, article.doc_no),
            (_WORDS.publisher, article.publisher),
            (_WORDS.source, article.source),
        )
        lines += [f"{label}：{value}" for label, value in named if value]
    return "\n".join(lines)
