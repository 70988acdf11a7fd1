"""The units' say before a circular is signed: ``auditor hearing send``, ``mail``, ``answer``, ``settle``, ``show``."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from auditor.audit.hearing import WORDS, step_told
from auditor.base.errors import BadInput
from auditor.base.period import LOCAL
from auditor.circular.unit_papers import print_letters
from auditor.cli.chinese import ChineseCommand
from auditor.cli.console import say
from auditor.cli.frame import ByOption, CommandContext, CountyArgument, QuarterOption, group, try_folder
from auditor.cli.summary import printed_summary
from auditor.county.city import load_subject
from auditor.documents.fonts import choose_faces
from auditor.notices.events import draft_sent
from auditor.notices.mailing import addressed, mail_letters
from auditor.notices.notifier import Notifier
from auditor.notices.rules import load_rules
from auditor.pipeline.hearing import (
    asking_of,
    note_mailed,
    open_hearing,
    send_draft,
    sent_draft,
    settle_answer,
    take_answer,
)
from auditor.pipeline.proofs import keep_proof, read_proof

hearing = group("hearing")
TextOption = Annotated[str, typer.Option("--text", metavar="内容", help="意见、理由或送达方式")]


@hearing.command("send", cls=ChineseCommand)
def send(
    ctx: typer.Context,
    county_file: CountyArgument,
    quarter: QuarterOption,
    by: ByOption,
    days: Annotated[int, typer.Option(metavar="天数", help="给几个工作日；不写按评定规则")] = 0,
    text: TextOption = "",
    out: Annotated[Path, typer.Option("--out", "-o", metavar="文件夹", help="送各单位的材料写到哪里")] = Path(
        "hearing-out"
    ),
) -> None:
    """把草稿送各单位征求意见：写出各单位的征求意见函、反馈单和底稿，发出通知，记下日期。"""
    context: CommandContext = ctx.obj
    county, period = load_subject(county_file), context.period(quarter)
    try_folder(out)
    with context.store() as store:
        notifier = Notifier.at(store, context.clock, context.place)
        event, audit = send_draft(county, store, period, context.clock, by=by, text=text, days=days)
        notifier.tell([draft_sent(audit, event.due)])
        notifier.deliver()
    say(printed_summary(print_letters(audit, asking_of(event), out, fonts=context.place.fonts)))
    say(f"{step_told(event)}　{WORDS.page_sent.format(date=event.at, due=event.due)}")


@hearing.command("mail", cls=ChineseCommand)
def mail(
    ctx: typer.Context,
    county_file: CountyArgument,
    quarter: QuarterOption,
    by: ByOption,
    unit: Annotated[list[str] | None, typer.Option(metavar="单位", help="只发给哪个单位，可写多次")] = None,
) -> None:
    """把已送出的草稿用邮件发给各单位：征求意见函、反馈单和底稿，逐件记下。"""
    context: CommandContext = ctx.obj
    county, period = load_subject(county_file), context.period(quarter)
    rules = load_rules(context.place.home).mail
    if rules is None:
        raise BadInput.one("notices.toml", "mail", WORDS.no_mail, WORDS.mail_cure)
    with context.store() as store:
        audit, asking = sent_draft(county, store, period)
        reached = {one.name for one, _ in addressed(rules, audit)}
        if missing := [name for name in unit or [one.name for one in audit.units] if name not in reached]:
            say(WORDS.unaddressed.format(units="、".join(missing)))
        wanted = reached & set(unit) if unit else reached - store.hearings.load(county, period).mailed
        failed = False
        for one in mail_letters(rules, audit, asking, choose_faces(context.place.fonts), wanted):
            event = note_mailed(county, store, period, context.clock, **asdict(one), by=by)
            failed = failed or bool(one.fault)
            say(step_told(event))
    if not wanted:
        say(WORDS.all_mailed)
    if failed:
        raise typer.Exit(1)


@hearing.command("answer", cls=ChineseCommand)
def answer(
    ctx: typer.Context,
    county_file: CountyArgument,
    quarter: QuarterOption,
    by: ByOption,
    unit: Annotated[str, typer.Option(metavar="单位", help="哪个单位的意见")],
    text: TextOption = "",
    file: Annotated[Path | None, typer.Option(metavar="文件", help="意见原件（pdf、docx、图片）")] = None,
    agrees: Annotated[bool, typer.Option("--agrees", help="没有意见")] = False,
) -> None:
    """登记一个单位的意见，附原件。"""
    context: CommandContext = ctx.obj
    county, period = load_subject(county_file), context.period(quarter)
    if file is None and not agrees:
        raise BadInput.one("--file", "", "没有附意见的原件", "请附盖章的意见（pdf、docx、图片）；没有意见的写 --agrees")
    kept = keep_proof(context.place, county.name, file.name, read_proof(file)) if file else ""
    with context.store() as store:
        said = {"unit": unit, "text": text, "file": kept, "by": by}
        event = take_answer(county, store, period, context.clock, **said, agrees=agrees)
    say(f"{event.id}　{WORDS.recorded.format(told=step_told(event))}")


@hearing.command("settle", cls=ChineseCommand)
def settle(
    ctx: typer.Context,
    county_file: CountyArgument,
    quarter: QuarterOption,
    by: ByOption,
    number: Annotated[int, typer.Option("--answer", metavar="编号", help="哪一件意见（show 列出编号）")],
    verdict: Annotated[str, typer.Option(metavar="处理", help="upheld 采纳、partly 部分采纳、rejected 不采纳")],
    text: TextOption = "",
) -> None:
    """对一件意见作出处理，写明理由；条数、等次的更正另用 auditor decide。"""
    context: CommandContext = ctx.obj
    county, period = load_subject(county_file), context.period(quarter)
    with context.store() as store:
        event = settle_answer(county, store, period, context.clock, answer=number, verdict=verdict, text=text, by=by)
    say(WORDS.recorded.format(told=step_told(event)))


@hearing.command("show", cls=ChineseCommand)
def show(ctx: typer.Context, county_file: CountyArgument, quarter: QuarterOption) -> None:
    """列出征求意见的全过程，和现在还有什么没有办完。"""
    context: CommandContext = ctx.obj
    county, period = load_subject(county_file), context.period(quarter)
    with context.store() as store:
        known = store.hearings.load(county, period)
        kept = store.audits.load_kept(county, period)
        hindrances = open_hearing(store, county, kept.audit, context.clock().date()) if kept else ()
    if not known.events:
        say(WORDS.none)
    for event in known.events:
        say(f"{event.id}　{event.at.astimezone(LOCAL):%Y-%m-%d %H:%M}　{event.by}　{step_told(event)}")
    for told in hindrances:
        say(told)
