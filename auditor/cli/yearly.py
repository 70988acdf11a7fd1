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
    CountyArgument,
    OutOption,
    QuarterOption,
    command,
    parse_day,
    try_folder,
)
from auditor.cli.words import CLI_WORDS
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

_WORDS = CLI_WORDS.yearly

IssuedOption = Annotated[bool, typer.Option("--issued", help="不重新汇总，按印发时冻结的内容重新生成文件")]
_FIRST_YEAR, _LAST_YEAR = 1990, 2200


@command("annual")
def annual(
    ctx: typer.Context,
    county_file: CountyArgument,
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
    county_file: CountyArgument,
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
        remembered, today = remembered_facts(county, store), context.clock().date()
        entry = settled_entry(wish.entry, wish.given, remembered, wish.printed_on, today)
        result = issue_annual(county, store, context.place, context.clock, year, entry, wish.seen)
    say(issued_sentence(entry.number, result.self_check))
    _print_annual(context, county, result, out)


def issue_follow_up(context: CommandContext, county: County, period: Period, wish: IssueWish) -> None:
    """Issue the paper of a follow-up and print it."""
    try_folder(out := wish.out or Path(f"{folder_name(county.name)}-{period.name}"))
    with context.store() as store:
        remembered, today = remembered_facts(county, store), context.clock().date()
        entry = settled_entry(wish.entry, wish.given, remembered, wish.printed_on, today)
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
    from auditor.cli.crawling import crawl_shown

    visits = visits_for(county, store, circular)
    crawl_shown(context, store, county, circular.period[0], thorough=True, visits=visits)
    say(_WORDS.crawled.format(count=len(visits)))


def _annual_summary(result: Annual) -> str:
    size = _WORDS.size.format(columns=len(result.rows), units=len(result.units))
    told = _WORDS.total_known if any(quarter.unknown for quarter in result.quarters) else _WORDS.total
    lines = [told.format(county=result.county, year=result.year, total=result.total, places=size)]
    for quarter in result.quarters:
        number = f" {quarter.number}" if quarter.number else ""
        total = (
            "" if quarter.source is Source.NONE else _WORDS.quarter.format(total=quarter.total, unknown=quarter.unknown)
        )
        lines.append(f"  {quarter.label}：{quarter.source.label}{number}{total}")
    lines += [
        _WORDS.class_share.format(name=one.label, total=one.figures.total or 0, share=one.figures.share)
        for one in result.classes
    ]
    if result.points:
        found = sum(point.count > 0 for point in result.points)
        rest = len(result.points) - found
        lines.append(_WORDS.points.format(count=len(result.points), found=found, missing=rest))
    if result.missing:
        names = "、".join(quarter.label for quarter in result.missing)
        lines.append(_WORDS.missing.format(names=names))
    lines.append(_WORDS.self_check.format(count=len(result.self_check)))
    return "\n".join(lines)


def _recheck_summary(result: Recheck) -> str:
    lines = [
        _WORDS.recheck.format(
            county=result.county, period=result.label, problems=len(result.problems), units=len(result.units)
        )
    ]
    for verdict in RecheckVerdict:
        units = "、".join(unit.name for unit in result.units_with(verdict)) or _WORDS.none
        lines.append(_WORDS.verdict.format(verdict=verdict.label, count=len(result.with_verdict(verdict)), units=units))
    lines += [_WORDS.notice.format(notice=note) for note in result.notes]
    if unopened := sum(problem.unopened > 0 for problem in result.problems):
        lines.append(_WORDS.needs_articles.format(count=unopened))
    lines.append(_WORDS.self_check.format(count=len(result.self_check)))
    return "\n".join(lines)


def _printed_summary(printed: Printed) -> str:
    lines = [_WORDS.written.format(folder=printed.folder, files="、".join(printed.files))]
    lines += [_WORDS.notice.format(notice=notice) for notice in printed.notices]
    lines.append(_WORDS.open_first.format(file=printed.folder / printed.files[0]))
    return "\n".join(lines)
