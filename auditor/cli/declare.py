"""A unit's declaration about a column: nothing to disclose, under way, withheld by law."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from auditor.audit.decisions import DecisionReason
from auditor.audit.declared import WORDS, make_declaration
from auditor.base.errors import BadInput
from auditor.cli.console import say
from auditor.cli.frame import ByOption, CommandContext, CountyArgument, QuarterOption, command
from auditor.cli.summary import say_decided
from auditor.county.model import load_county
from auditor.pipeline.decide import DecisionRequest, decide_and_audit
from auditor.pipeline.proofs import keep_proof, read_proof


@command("declare")
def declare(
    ctx: typer.Context,
    county_file: CountyArgument,
    quarter: QuarterOption,
    by: ByOption,
    column: Annotated[str, typer.Option(metavar="栏目", help="栏目名称或地址")],
    kind: Annotated[str, typer.Option(metavar="种类", help="nothing、pending、withheld，或中文名称")] = "",
    until: Annotated[str, typer.Option(metavar="日期", help="有效期至，最长一年")] = "",
    declared_by: Annotated[str, typer.Option("--from", metavar="申报人", help="由谁申报")] = "",
    proof: Annotated[Path | None, typer.Option(metavar="文件", help="申报的文件（pdf、docx、图片）")] = None,
    text: Annotated[str, typer.Option(metavar="说明", help="情况，或不予公开的依据")] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="撤回此前的申报")] = False,
) -> None:
    """Record what a unit declares."""
    context: CommandContext = ctx.obj
    county, period = load_county(county_file), context.period(quarter)
    with context.store() as store:
        declared = None
        if not withdraw:
            if not text.strip():
                raise BadInput.one("--text", "", WORDS.no_text, WORDS.text_cure)
            if proof is None:
                raise BadInput.one("--proof", "", WORDS.no_file, WORDS.file_cure)
            declared = make_declaration(period, kind=kind, declared_by=declared_by, until=until, proof="")
            kept = keep_proof(context.place, county.name, proof.name, read_proof(proof))
            declared = replace(declared, proof=kept)
        wish = DecisionRequest(column=column, declare=True, declared=declared, withdraw=withdraw)
        reason = DecisionReason.NOTHING_TO_PUBLISH if declared and declared.kind == "nothing" else DecisionReason.OTHER
        decided = decide_and_audit(
            county, store, context.place, period, context.clock, wish, reason=reason.value, text=text, by=by
        )
    say(f"{column}：{declared.told if declared else decided.decision.kind.label}")
    say_decided(decided)
