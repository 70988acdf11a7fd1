"""All commands. Each turns words into values, calls the pipeline, and prints what came of it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from auditor import __version__
from auditor.audit import Audit, IssueEntry
from auditor.cli.chinese import ChineseCommand, ChineseGroup
from auditor.cli.console import say, say_notice, watching
from auditor.cli.summary import audit_summary, county_summary, printed_summary
from auditor.county import County, load_county
from auditor.errors import BadInput
from auditor.grade import load_pack
from auditor.period import Period
from auditor.pipeline import (
    audit_county,
    crawl_county,
    issue_circular,
    observation_start,
    write_circular,
)
from auditor.settings import Clock, Place, Settings, clock_at, safe_name, system_clock
from auditor.store import Store, open_store

UNVERIFIED = 3
"""Exit code: done, but something could not be verified."""

app = typer.Typer(
    cls=ChineseGroup,
    help="季度栏目核查：采集县政府门户网站的公开栏目，按季度统计更新条数、评定各单位，生成通报。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    epilog="--home、--db、--now 写在命令前后均可。退出码：0 完成；1 失败；2 输入有误；3 完成但有内容未能核实。",
)

CountyFile = Annotated[Path, typer.Argument(metavar="县配置.toml", help="县配置文件", show_default=False)]
QuarterOption = Annotated[str, typer.Option("--quarter", "-q", metavar="季度", help="如 2020Q1，也可写 2020年第一季度")]
OutOption = Annotated[Path, typer.Option("--out", "-o", metavar="文件夹", help="文件写到哪里")]
ByOption = Annotated[str, typer.Option("--by", metavar="姓名", help="经办人姓名")]


@dataclass(frozen=True, slots=True)
class Desk:
    """What every command works with: where things are kept and what time it is."""

    place: Place
    clock: Clock

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The database, closed at the end."""
        store = open_store(self.place.database)
        try:
            yield store
        finally:
            store.close()


def command(name: str | None = None):  # type: ignore[no-untyped-def]  # noqa: ANN201
    """Register a command whose help is Chinese."""
    return app.command(name, cls=ChineseCommand)


def _show_version(wanted: bool) -> None:
    if wanted:
        say(f"auditor {__version__}")
        raise typer.Exit


@app.callback()
def prepare(
    ctx: typer.Context,
    home: Annotated[
        Path | None, typer.Option(metavar="文件夹", help="数据库和存档所在的文件夹", envvar="AUDITOR_HOME")
    ] = None,
    db: Annotated[str, typer.Option(metavar="网址", help="另用的数据库，如 postgresql://…", envvar="AUDITOR_DB")] = "",
    now: Annotated[str, typer.Option(metavar="时间", help="假定现在的时间（演示、测试用），如 2020-04-10T02:30")] = "",
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="显示版本")] = False,
) -> None:
    """Take the options that all commands share."""
    del version
    settings = Settings()
    place = Place(home or settings.home, db or settings.db, settings.contact, settings.fonts, settings.wording)
    ctx.obj = Desk(place, clock_at(now) if now else system_clock)


# -- county file -------------------------------------------------------------------------------------------------------


@command()
def check(county_file: CountyFile) -> None:
    """检查县配置文件，列出全部问题。"""
    county = load_county(county_file)
    pack = load_pack(county.county.pack, county.path)
    say(county_summary(county, pack))


# -- the main line -----------------------------------------------------------------------------------------------------


@command()
def crawl(
    ctx: typer.Context,
    county_file: CountyFile,
    since: Annotated[str, typer.Option(metavar="日期", help="读到哪一天为止，如 2020-01-01；默认为上季度第一天")] = "",
) -> None:
    """采集一遍全部栏目，记录条目、首次出现时间和网页存档。"""
    desk: Desk = ctx.obj
    county = load_county(county_file)
    start = _parse_day("--since", since) if since else observation_start(desk.clock().date())
    with desk.store() as store:
        failed = _crawl(desk, store, county, start, thorough=False)
    if failed:
        raise typer.Exit(UNVERIFIED)


@command()
def audit(ctx: typer.Context, county_file: CountyFile, quarter: QuarterOption) -> None:
    """根据已采集的内容统计、评定，不访问网络。"""
    desk: Desk = ctx.obj
    county, period = load_county(county_file), Period.parse(quarter)
    with desk.store() as store:
        result = audit_county(county, store, desk.place, period, desk.clock)
    say(audit_summary(result))
    _leave(result)


@command()
def circular(
    ctx: typer.Context,
    county_file: CountyFile,
    quarter: QuarterOption,
    out: OutOption = Path("circular-out"),
    number: Annotated[str, typer.Option(metavar="文号", help="重新生成已印发的某一号通报")] = "",
) -> None:
    """生成通报和附表（草稿）；已印发的按印发时冻结的内容重新生成。"""
    desk: Desk = ctx.obj
    county, period = load_county(county_file), Period.parse(quarter)
    with desk.store() as store:
        issued = store.audits.load_issued(county, period, number)
        if number and issued is None:
            raise BadInput.one("--number", "", f"没有印发过“{number}”", "请核对文号和季度")
        result = issued or audit_county(county, store, desk.place, period, desk.clock)
    say(printed_summary(write_circular(result, desk.place, out)))
    _leave(result)


@command()
def run(
    ctx: typer.Context, county_file: CountyFile, quarter: QuarterOption, out: OutOption = Path("circular-out")
) -> None:
    """一次完成：采集、统计评定、生成通报。"""
    desk: Desk = ctx.obj
    county, period = load_county(county_file), Period.parse(quarter)
    load_pack(county.county.pack, county.path)
    result = run_all(desk, county, period, out)
    _leave(result)


def run_all(desk: Desk, county: County, period: Period, out: Path) -> Audit:
    """Crawl, audit and write; refuses an unwritable folder before anything is asked of the portal."""
    _try_folder(out)
    with desk.store() as store:
        _crawl(desk, store, county, period.first, thorough=True)
        result = audit_county(county, store, desk.place, period, desk.clock)
    printed = write_circular(result, desk.place, out)
    say(audit_summary(result))
    say(printed_summary(printed))
    return result


def _crawl(desk: Desk, store: Store, county: County, since: date, *, thorough: bool) -> int:
    """Crawl with progress shown; returns how many columns could not be read."""
    failed = 0
    with watching(len(county.column), f"采集 {county.name}") as watch:

        def count(column, reading) -> None:  # type: ignore[no-untyped-def]
            nonlocal failed
            failed += not reading.state.is_known
            watch(column, reading)

        asyncio.run(crawl_county(county, store, desk.place, desk.clock, since=since, thorough=thorough, watch=count))
    return failed


# -- review and issue --------------------------------------------------------------------------------------------------


@command()
def issue(
    ctx: typer.Context,
    county_file: CountyFile,
    quarter: QuarterOption,
    by: ByOption,
    number: Annotated[str, typer.Option(metavar="文号", help="发文字号，如 崇政办发〔2020〕12号")] = "",
    day: Annotated[str, typer.Option("--date", metavar="日期", help="成文日期，如 2020-04-16；默认今天")] = "",
    supersedes: Annotated[str, typer.Option(metavar="文号", help="本次更正并替代的文号")] = "",
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="文件夹", help="文件写到哪里")] = None,
) -> None:
    """自查、冻结并生成正式通报。"""
    desk: Desk = ctx.obj
    county, period = load_county(county_file), Period.parse(quarter)
    signed = _parse_day("--date", day) if day else desk.clock().date()
    entry = IssueEntry(number=number, date=signed, by=by, supersedes=supersedes)
    folder = out or Path(f"{safe_name(county.name)}-{period.name}")
    _try_folder(folder)
    with desk.store() as store:
        issued = issue_circular(county, store, desk.place, period, desk.clock, entry)
    say(f"已印发：{number or '（无文号）'}，{len(issued.self_check)}项自查全部通过")
    say(printed_summary(write_circular(issued, desk.place, folder)))
    _leave(issued)


# -- shared ------------------------------------------------------------------------------------------------------------


def _leave(audit: Audit) -> None:
    for note in audit.notes:
        say_notice(note)
    if audit.unknown_rows or audit.pending_units:
        raise typer.Exit(UNVERIFIED)


def _parse_day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput.one(option, "", f"“{text}”不是有效的日期", "请写成 2020-04-16") from error


def _try_folder(out: Path) -> None:
    """Refuse a folder that cannot be written before hours of crawling, not after."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".auditor-probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        cure = "请换一个可写的文件夹"
        raise BadInput.one(out, "--out", f"不能写入（{error.strerror}）", cure) from error
