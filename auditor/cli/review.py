"""People's part: decide, adopt, issue, replay."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from auditor.audit.entries import reopened_sentence
from auditor.audit.model import IssueEntry
from auditor.base.chinese import shortened
from auditor.base.errors import AuditorError, BadInput
from auditor.base.period import Period
from auditor.base.settings import folder_name
from auditor.circular.adopting import WORDS as ADOPTION
from auditor.circular.issued import issued_sentence
from auditor.cli.console import say, say_notice
from auditor.cli.frame import (
    UNVERIFIED,
    AnnualOption,
    ByOption,
    CommandContext,
    CountyArgument,
    QuarterOption,
    RecheckOption,
    SubjectOption,
    asked_for,
    command,
    leave,
    parse_day,
    try_folder,
)
from auditor.cli.summary import printed_summary, say_decided
from auditor.cli.words import CLI_WORDS
from auditor.county.city import City, load_subject
from auditor.county.model import County
from auditor.pipeline.decide import DecisionRequest, decide_and_audit
from auditor.pipeline.edit import adopt_word_file
from auditor.pipeline.issue_facts import IssueFacts, IssueWish, remembered_facts, settled_entry
from auditor.pipeline.line import issue_circular, write_circular
from auditor.pipeline.papers import RepeatedPaper
from auditor.pipeline.replay import replay_period
from auditor.pipeline.trial import not_read_since
from auditor.store import Store
from auditor.store.audits import KeptAudit
from auditor.verify.opening.limits import read_bytes

_WORDS = CLI_WORDS.review


@command("decide")
def decide(
    ctx: typer.Context,
    county_file: CountyArgument,
    quarter: QuarterOption,
    by: ByOption,
    reason: Annotated[str, typer.Option(metavar="理由", help="理由的代号或名称，也可直接写说明")],
    unit: Annotated[str, typer.Option(metavar="单位", help="改判哪个单位（与 --grade 同用）")] = "",
    grade: Annotated[str, typer.Option(metavar="等次", help="等次的代号或名称")] = "",
    column: Annotated[str, typer.Option(metavar="栏目", help="栏目名称或地址")] = "",
    exclude: Annotated[str, typer.Option(metavar="网址", help="不计入已计入的这一条")] = "",
    include: Annotated[str, typer.Option(metavar="网址", help="计入采集到而没有计入的这一条，如未标日期的")] = "",
    exempt: Annotated[bool, typer.Option("--exempt", help="该栏目本期免于更新")] = False,
    nil: Annotated[bool, typer.Option("--nil", help="单位已提交情况说明：本期无应公开内容")] = False,
    text: Annotated[str, typer.Option(metavar="说明", help="补充说明；认定等次时为看到了什么")] = "",
    looked_at: Annotated[
        str, typer.Option(metavar="时间", help="认定等次时必写：什么时候打开网页查看的，如 2020-04-08T15:30")
    ] = "",
    address: Annotated[str, typer.Option(metavar="网址", help="认定等次时必写：查看的网址")] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="撤回此前同一事项的决定")] = False,
    seen: Annotated[str, typer.Option(metavar="摘要", help="决定时看的是哪一份结果；其后有变化就不记录")] = "",
) -> None:
    """Record a person's decision."""
    context: CommandContext = ctx.obj
    county, period = load_subject(county_file), context.period(quarter)
    wish = DecisionRequest(
        unit, grade, column, exclude, include, exempt, nil, withdraw, looked_at=looked_at, address=address
    )
    with context.store() as store:
        read = _kept(store, county, period, seen) if seen else None
        decided = decide_and_audit(
            county, store, context.place, period, context.clock, wish, reason=reason, text=text, by=by, seen=read
        )
    decision = decided.decision
    verb = _WORDS.withdrawn if decision.withdrawn else _WORDS.recorded
    say(
        _WORDS.decision.format(
            verb=verb,
            kind=decision.kind.label,
            subject=decision.unit or decision.column_key,
            reason=decision.reason.label,
            by=by,
        )
    )
    say_decided(decided)
    for entry in decided.audit.reopened if decided.audit else ():
        say_notice(reopened_sentence(entry))


@command("adopt")
def adopt(
    ctx: typer.Context,
    county_file: CountyArgument,
    word_file: Annotated[Path, typer.Argument(metavar="通报.docx", help="改过的通报草稿", show_default=False)],
    quarter: QuarterOption,
    by: ByOption,
    seen: Annotated[str, typer.Option(metavar="摘要", help="文件由哪一份草稿改成；文件里的草稿标识丢失时才要写")] = "",
) -> None:
    """Take back a draft that was edited in Word."""
    context: CommandContext = ctx.obj
    county, period = load_subject(county_file), Period.parse(quarter)
    content = read_bytes(word_file)
    with context.store() as store:
        edits = adopt_word_file(
            *(county, store, context.place, period, context.clock),
            content=content,
            name=word_file.name,
            by=by,
            seen=seen,
        )
        digest = store.audits.find_digest(county, period)
    say(ADOPTION.done.format(count=len(edits), by=by, digest=digest))
    for edit in edits:
        before, after = (shortened(text.replace("**", ""), 30) for text in (edit.original, edit.text))
        say(f"  {before} → {after or ADOPTION.absent}")


@command("issue")
def issue(
    ctx: typer.Context,
    county_file: CountyArgument,
    by: ByOption,
    quarter: Annotated[
        str, typer.Option("--quarter", "-q", metavar="季度", help="印发哪个季度的通报（或其回头看），如 2020Q1")
    ] = "",
    annual: Annotated[
        int | None, typer.Option(metavar="年份", help="改为印发这一年的年度汇总（auditor annual 生成的）")
    ] = None,
    recheck: Annotated[
        bool, typer.Option("--recheck", help="改为印发该季度的回头看（auditor recheck 生成的）")
    ] = False,
    number: Annotated[str, typer.Option(metavar="文号", help="发文字号，如 崇政办发〔2020〕12号")] = "",
    day: Annotated[str, typer.Option("--date", metavar="日期", help="成文日期，如 2020-04-16；默认今天")] = "",
    supersedes: Annotated[str, typer.Option(metavar="文号", help="本次更正并替代的文号")] = "",
    seen: Annotated[
        str, typer.Option(metavar="摘要", help="核对过的草稿的摘要，生成草稿时会显示；不写就是最近算出的一份")
    ] = "",
    copies_to: Annotated[
        str | None,
        typer.Option(metavar="机关", help='版记的抄送机关；不写就同上次印发，写 "" 就不印', show_default=False),
    ] = None,
    printer: Annotated[
        str | None, typer.Option(metavar="机关", help="版记的印发机关；不写就同上次印发", show_default=False)
    ] = None,
    printed_on: Annotated[str, typer.Option(metavar="日期", help="版记的印发日期；默认同成文日期")] = "",
    sealed: Annotated[
        bool | None,
        typer.Option("--sealed/--unsealed", help="落款是否留出加盖印章的位置；不写就同上次印发", show_default=False),
    ] = None,
    contact: Annotated[
        str | None, typer.Option(metavar="联系人", help="联系人和电话，印在附注；不写就同上次印发", show_default=False)
    ] = None,
    unheard: Annotated[str, typer.Option(metavar="理由", help="征求意见没有结束就印发的理由，记入记录")] = "",
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="文件夹", help="文件写到哪里")] = None,
) -> None:
    """Check, freeze and print a paper: the draft that was looked at, or none."""
    context: CommandContext = ctx.obj
    county = load_subject(county_file)
    signed = parse_day("--date", day) if day else context.clock().date()
    wish = IssueWish(
        entry=IssueEntry(number=number, date=signed, by=by, supersedes=supersedes),
        given=IssueFacts(copies_to, printer, sealed, contact),
        printed_on=parse_day("--printed-on", printed_on) if printed_on else None,
        seen=seen,
        out=out,
        unheard=unheard,
    )
    if isinstance(county, City) and (annual is not None or recheck):
        raise BadInput.one(county_file, "city", "市文件只印发季度通报", "年度汇总和回头看请用各县的配置文件")
    if annual is not None:
        if quarter or recheck:
            raise BadInput.one("--annual", "", "不能与 --quarter、--recheck 同用", "年度汇总只写年份")
        from auditor.cli.yearly import issue_year

        issue_year(context, county, annual, wish)
        return
    if not quarter:
        raise BadInput.one("--quarter", "", "缺少季度", "请写 --quarter 2020Q1；印发年度汇总的写 --annual 2020")
    period = context.period(quarter)
    if recheck:
        from auditor.cli.yearly import issue_follow_up

        issue_follow_up(context, county, period, wish)
    else:
        _issue_circular(context, county_file, county, period, wish)


def _issue_circular(
    context: CommandContext, county_file: Path, county: County, period: Period, wish: IssueWish
) -> None:
    folder = wish.out or Path(f"{folder_name(county.name)}-{period.name}")
    try_folder(folder)
    with context.store() as store:
        draft = _kept(store, county, period, wish.seen).audit.digest()
        remembered, today = remembered_facts(county, store), context.clock().date()
        entry = settled_entry(wish.entry, wish.given, remembered, wish.printed_on, today)
        unread = not_read_since(county, store)
        issued = issue_circular(county, store, context.place, period, context.clock, entry, draft, wish.unheard)
    say(issued_sentence(entry.number, issued.self_check))
    if unread:
        say(unread)
    try:
        printed = write_circular(issued, context.place, folder)
    except AuditorError as error:
        cure = f"auditor circular {county_file} --quarter {period.name} --out {folder}"
        raise AuditorError(
            f"{error}\n通报已印发并存入数据库，只是文件没有写出。解决后请运行 {cure}，内容与印发时相同"
        ) from error
    say(printed_summary(printed))
    leave(issued)


def _kept(store: Store, county: County, period: Period, seen: str) -> KeptAudit:
    """The result with that digest, or the newest one; raise `BadInput` where there is none."""
    kept = store.audits.load_kept(county, period, seen)
    if kept is None:
        what = f"没有摘要为“{seen[:80]}”的结果" if seen else f"{county.name}{period.label}还没有草稿可供核对"
        cure = "请先运行 auditor circular 生成草稿，核对后再办理"
        raise BadInput.one("--seen", "", what, cure)
    return kept


@command("replay")
def replay(
    ctx: typer.Context,
    county_file: CountyArgument,
    quarter: SubjectOption = "",
    annual: AnnualOption = None,
    recheck: RecheckOption = False,
    number: Annotated[
        str, typer.Option(metavar="文号", help="重算哪一份印发过的通报；不写为现行的，或最近的草稿")
    ] = "",
) -> None:
    """Compute the audit, a year's paper or a follow-up anew from what it rests on, and compare."""
    context: CommandContext = ctx.obj
    county, subject = asked_for(county_file, quarter, annual, recheck=recheck, number=number)
    with context.store() as store:
        if not isinstance(subject, int) and not recheck:
            subject.require_begun(context.clock().date())
            replayed = asyncio.run(replay_period(county, store, context.place, subject, number or None))
            _tell_repeated(replayed.audit.digest(), replayed.differences, is_later_reader=replayed.is_later_reader)
            return
        repeated = _repeat_paper(context, store, county, subject)
    _tell_repeated(repeated.digest, repeated.differences, is_later_reader=repeated.is_later_reader)


def _repeat_paper(context: CommandContext, store: Store, county: County, subject: Period | int) -> RepeatedPaper:
    if isinstance(subject, int):
        from auditor.annual.replay import replay_annual

        return replay_annual(county, store, context.place, subject)
    from auditor.recheck.replay import look_back

    return asyncio.run(look_back(county, store, context.place, subject)).repeated


def _tell_repeated(digest: str, differences: tuple[str, ...], *, is_later_reader: bool) -> None:
    """Say how what was computed again compares; raise `AuditorError` where it differs and should not."""
    if is_later_reader:
        say(_WORDS.earlier_reader)
        if differences:
            say(_WORDS.differs + "\n".join(differences))
            raise typer.Exit(UNVERIFIED)
        say(_WORDS.same)
        return
    if differences:
        raise AuditorError("重算结果与原结果不同：\n" + "\n".join(differences))
    say(_WORDS.identical.format(digest=digest))
