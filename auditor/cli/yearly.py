"""Beyond one quarter: the year rolled up, and the follow-up of one circular."""

from pathlib import Path
from typing import Annotated

import typer

from auditor.annual.issue import draw_up_annual, issue_annual
from auditor.annual.prepare import AnnualRequest
from auditor.annual.printing import annual_paper
from auditor.annual.values import Annual, Source
from auditor.audit.model import Audit
from auditor.base.errors import BadInput
from auditor.base.period import Period
from auditor.base.settings import folder_name
from auditor.circular.issued import CHECKS, issued_sentence
from auditor.cli.console import say
from auditor.cli.frame import (
    UNVERIFIED,
    CommandContext,
    CountyFile,
    OutOption,
    QuarterOption,
    command,
    parse_day,
    try_folder,
)
from auditor.county.model import County, load_county
from auditor.documents.writing import Printed, print_paper
from auditor.pipeline.issue_facts import IssueWish, remembered_facts, settled_entry
from auditor.pipeline.papers import wording_of_paper
from auditor.recheck.issue import draw_up_recheck, issue_recheck
from auditor.recheck.prepare import find_circular, visits_for
from auditor.recheck.printing import recheck_paper
from auditor.recheck.values import Recheck, RecheckVerdict
from auditor.store import Store
from auditor.store.papers import KeptPaper, PaperKind

IssuedOption = Annotated[bool, typer.Option("--issued", help="不重新汇总，按印发时冻结的内容重新生成文件")]
_FIRST_YEAR, _LAST_YEAR = 1990, 2200


@command("annual")
def annual(
    ctx: typer.Context,
    county_file: CountyFile,
    year: Annotated[int, typer.Option("--year", "-y", metavar="年份", help="汇总哪一年，如 2020")],
    out: OutOption = Path("annual-out"),
    extra: Annotated[
        Path | None, typer.Option(metavar="文件", help="本单位填报的数：各渠道条数、统计表的数、分类（.toml）")
    ] = None,
    points: Annotated[Path | None, typer.Option(metavar="文件", help="年度工作要点，逐项对照（.toml）")] = None,
    form: Annotated[
        list[str] | None,
        typer.Option(metavar="表式", help="附哪个统计报表：2014、2019、2021，可写多次；默认只附该年度所用的一个"),
    ] = None,
    day: Annotated[str, typer.Option("--date", metavar="日期", help="成文日期，如 2021-01-20")] = "",
    issued: IssuedOption = False,
) -> None:
    """Sum up the four quarters of a year."""
    context: CommandContext = ctx.obj
    county = load_county(county_file)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise BadInput.one("--year", "", f"“{year}”不是有效的年份", "请写成四位年份，如 2020")
    wish = AnnualRequest(year, extra, points, tuple(form or ()), parse_day("--date", day) if day else None)
    try_folder(out)
    with context.store() as store:
        if issued:
            kept = _issued(store, county, "annual", str(year))
            _print_annual(context, county, Annual.from_json(kept.json_text), out, kept)
            return
        result = draw_up_annual(county, store, context.place, context.clock, wish)
    say(_annual_summary(result))
    _print_annual(context, county, result, out)
    say(CHECKS.digest.format(digest=result.digest()) + CHECKS.hint)
    if result.missing or result.unknown_cells:
        raise typer.Exit(UNVERIFIED)


@command("recheck")
def recheck(
    ctx: typer.Context,
    county_file: CountyFile,
    quarter: QuarterOption,
    number: Annotated[str, typer.Option(metavar="文号", help="复查哪一号通报；默认为现行的一号")] = "",
    crawl: Annotated[
        bool, typer.Option("--crawl", help="先采集一遍全部栏目，并重新打开通报问题所在的内容页，再复查")
    ] = False,
    out: OutOption = Path("recheck-out"),
    issued: IssuedOption = False,
) -> None:
    """Look at the problems of a circular again."""
    context: CommandContext = ctx.obj
    county, period = load_county(county_file), context.period(quarter)
    try_folder(out)
    with context.store() as store:
        if issued:
            kept = _issued(store, county, "recheck", period.name)
            _print_recheck(context, county, Recheck.from_json(kept.json_text), out, kept)
            return
        if crawl:
            _crawl_again(context, store, county, find_circular(county, store, period, number))
        result = draw_up_recheck(county, store, context.place, context.clock, period, number)
    say(_recheck_summary(result))
    _print_recheck(context, county, result, out)
    say(CHECKS.digest.format(digest=result.own_digest()) + CHECKS.hint)
    if result.with_verdict(RecheckVerdict.UNKNOWN):
        raise typer.Exit(UNVERIFIED)


def issue_year(context: CommandContext, county: County, year: int, wish: IssueWish) -> None:
    """Issue the paper of a year and print it."""
    try_folder(out := wish.out or Path(f"{folder_name(county.name)}-{year}"))
    with context.store() as store:
        entry = settled_entry(wish.entry, wish.given, remembered_facts(county, store), wish.printed_on)
        result = issue_annual(county, store, context.place, context.clock, year, entry, wish.seen)
    say(issued_sentence(entry.number, result.self_check))
    _print_annual(context, county, result, out)


def issue_follow_up(context: CommandContext, county: County, period: Period, wish: IssueWish) -> None:
    """Issue the paper of a follow-up and print it."""
    try_folder(out := wish.out or Path(f"{folder_name(county.name)}-{period.name}"))
    with context.store() as store:
        entry = settled_entry(wish.entry, wish.given, remembered_facts(county, store), wish.printed_on)
        result = issue_recheck(county, store, context.place, context.clock, period, entry, wish.seen)
    say(issued_sentence(entry.number, result.self_check))
    _print_recheck(context, county, result, out)


def _issued(store: Store, county: County, kind: PaperKind, subject: str) -> KeptPaper:
    kept = store.papers.load_issued(county, kind, subject)
    if kept is None:
        raise BadInput.one("--issued", "", f"{county.name}{subject}还没有印发过", "请先用 auditor issue 印发")
    return kept


def _print_annual(
    context: CommandContext, county: County, result: Annual, out: Path, issued: KeptPaper | None = None
) -> None:
    wording = wording_of_paper(context.place, county, issued)
    paper = annual_paper(result, result.printed_forms, wording)
    say(_printed_summary(print_paper(paper, out, fonts=context.place.fonts)))


def _print_recheck(
    context: CommandContext, county: County, result: Recheck, out: Path, issued: KeptPaper | None = None
) -> None:
    wording = wording_of_paper(context.place, county, issued)
    say(_printed_summary(print_paper(recheck_paper(result, wording), out, fonts=context.place.fonts)))


def _crawl_again(context: CommandContext, store: Store, county: County, circular: Audit) -> None:
    """Read all columns back to the circular's period, and open the pages again that its problems were found on."""
    from auditor.cli.line import crawl_shown

    visits = visits_for(county, store, context.place, circular)
    crawl_shown(context, store, county, circular.period[0], thorough=True, visits=visits)
    say(f"已采集全部栏目，并重新打开内容页{len(visits)}个")


def _annual_summary(result: Annual) -> str:
    size = f"{len(result.rows)}个栏目，{len(result.units)}个单位"
    lines = [f"{result.county}{result.year}年：共公开{result.total}条，{size}"]
    for quarter in result.quarters:
        number = f" {quarter.number}" if quarter.number else ""
        total = "" if quarter.source is Source.NONE else f"，{quarter.total}条，{quarter.unknown}个栏目未能核查"
        lines.append(f"  {quarter.label}：{quarter.source.label}{number}{total}")
    lines += [f"  {one.label}：{one.figures.total or 0}条，占{one.figures.share}" for one in result.classes]
    if result.points:
        found = sum(point.count > 0 for point in result.points)
        rest = len(result.points) - found
        lines.append(f"工作要点{len(result.points)}项：{found}项检索到已公开信息，{rest}项未检索到")
    if result.missing:
        names = "、".join(quarter.label for quarter in result.missing)
        lines.append(f"{names}没有核查结果，以上不含这些季度，也没有推算补填")
    lines.append(f"自查：{len(result.self_check)}项全部通过")
    return "\n".join(lines)


def _recheck_summary(result: Recheck) -> str:
    lines = [f"{result.county}{result.label}通报：复查{len(result.problems)}个问题，{len(result.units)}个单位"]
    for verdict in RecheckVerdict:
        units = "、".join(unit.name for unit in result.units_with(verdict)) or "无"
        lines.append(f"  {verdict.label} {len(result.with_verdict(verdict))}个问题；单位：{units}")
    lines += [f"注意：{note}" for note in result.notes]
    if unopened := sum(problem.unopened > 0 for problem in result.problems):
        lines.append(f"有{unopened}个问题要看内容页才能认定：请加 --crawl，重新采集并打开这些页面")
    lines.append(f"自查：{len(result.self_check)}项全部通过")
    return "\n".join(lines)


def _printed_summary(printed: Printed) -> str:
    lines = [f"文件已写入 {printed.folder}：{'、'.join(printed.files)}"]
    lines += [f"注意：{notice}" for notice in printed.notices]
    lines.append(f"请先打开 {printed.folder / printed.files[0]}")
    return "\n".join(lines)
