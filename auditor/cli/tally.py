"""A person's count of a column that the program cannot read, with the proof of it."""

import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from auditor.audit.decisions import DecisionReason
from auditor.audit.tally import TalliedItem, Tally, make_tally, moment_looked_at
from auditor.base.errors import BadInput
from auditor.base.period import Period
from auditor.cli.console import say
from auditor.cli.frame import ByOption, CommandContext, CountyArgument, QuarterOption, command
from auditor.cli.summary import say_decided
from auditor.county.model import County, load_county
from auditor.pipeline.decide import DecisionRequest, decide_and_audit
from auditor.pipeline.proofs import keep_proof, read_proof
from auditor.sheet.tallied import TALLY_WORDS, read_tallied, read_tallied_text


@command("tally")
def tally(
    ctx: typer.Context,
    county_file: CountyArgument,
    quarter: QuarterOption,
    by: ByOption,
    column: Annotated[str, typer.Option(metavar="栏目", help="栏目名称或地址")],
    items: Annotated[
        str,
        typer.Option(metavar="文件", help="看到的条目（xlsx、csv、文本），每行一条：标题、日期、网址；- 为键盘输入"),
    ] = "",
    number: Annotated[int | None, typer.Option("--count", metavar="条数", help="条目写不全时，只登记条数")] = None,
    looked_at: Annotated[str, typer.Option(metavar="时间", help="什么时候打开网页查看的，如 2020-04-10T15:30")] = "",
    address: Annotated[str, typer.Option(metavar="网址", help="查看的网址；默认栏目自己的网址")] = "",
    proof: Annotated[Path | None, typer.Option(metavar="文件", help="佐证：屏幕截图或文件")] = None,
    text: Annotated[str, typer.Option(metavar="说明", help="看到了什么")] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="撤回此前登记的条数")] = False,
) -> None:
    """Record what a person counted."""
    context: CommandContext = ctx.obj
    county, period = load_county(county_file), context.period(quarter)
    with context.store() as store:
        counted = None
        if not withdraw:
            if number is not None and not text.strip():
                raise BadInput.one("--text", "", "没有写看到了什么", "只登记条数时须写明，如 共3页，末页为2019年的")
            if not looked_at:
                raise BadInput.one(
                    "--looked-at", "", "没有写什么时间查看的", "请写打开网页查看的时间，如 2020-04-10T15:30"
                )
            found, moment = _items(items), moment_looked_at("--looked-at", looked_at, context.clock())
            counted = _tally(context, county, period, column, found, number, moment, address, proof)
        wish = DecisionRequest(column=column, tally=True, counted=counted, withdraw=withdraw)
        reason = DecisionReason.READ_BY_HAND.value
        decided = decide_and_audit(
            county, store, context.place, period, context.clock, wish, reason=reason, text=text, by=by
        )
    told = TALLY_WORDS.recorded if counted else TALLY_WORDS.withdrawn
    say(told.format(number=counted.number if counted else "", column=column, by=by))
    say_decided(decided)


def _items(named: str) -> tuple[TalliedItem, ...]:
    if not named:
        return ()
    return read_tallied_text(sys.stdin.read()) if named == "-" else read_tallied(Path(named))


def _tally(
    context: CommandContext,
    county: County,
    period: Period,
    column: str,
    items: tuple[TalliedItem, ...],
    number: int | None,
    looked_at: datetime,
    address: str,
    proof: Path | None,
) -> Tally:
    """The tally with its proof kept; raise `BadInput` before anything is kept."""
    if proof is None:
        raise BadInput.one("--proof", "", "没有佐证", "请附打开该网页的屏幕截图（png、jpg）或另存的文件")
    own = next((county.address_of(known) for known in county.column if column.strip() in (known.name, known.url)), "")
    value = make_tally(
        period, items=items, number=number, looked_at=looked_at, address=address or own or column, proof=""
    )
    called = keep_proof(context.place, county.name, proof.name, read_proof(proof))
    return replace(value, proof=called)
