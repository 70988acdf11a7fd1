"""From an audit to the circular's document tree: words from the wording file, cells from the audit."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path

from auditor.audit.layout import CircularLayout
from auditor.audit.model import Audit
from auditor.base.chinese import chinese_date, printable
from auditor.base.terms import AuditState
from auditor.circular.columns import (
    ROW_COLUMNS,
    build_table,
    fact_heads,
    ordered,
    problem_columns,
    unit_columns,
    unit_lines,
)
from auditor.circular.context import CircularContext, build_context, local_day, printed_findings
from auditor.circular.edits import apply_edits
from auditor.circular.issued import issued_imprint, issued_remark, standing_imprint
from auditor.circular.words import WORDS
from auditor.documents.tree import Annex, Document, Table
from auditor.documents.wording import AnnexWording, Wording, render_wording


def build_document(
    audit: Audit, *, signed_on: date, layout: CircularLayout | None = None, wording_dir: Path | None = None
) -> Document:
    """The circular of ``audit``; a pure function of its arguments and the wording file.

    ``layout`` is the pack's unless given; ``wording_dir`` is the office's own folder, whose ``circular.txt.j2`` wins
    over the shipped one.
    Raises `BadInput` for faults in that file.
    """
    layout = layout or audit.pack.layout
    context = build_context(audit, signed_on, layout)
    wording = render_wording({field.name: getattr(context, field.name) for field in fields(context)}, wording_dir)
    issue = audit.issue
    return Document(
        mark=wording.line("发文机关标志"),
        number=printable(issue.number) if issue else "",
        title=wording.line("标题"),
        addressees=wording.line("主送机关"),
        body=apply_edits(wording.body, audit.edits),
        annexes=tuple(_annexes(audit, context, layout, wording)),
        signature=wording.line("署名"),
        signed_on=signed_on,
        sealed=layout.sealed if issue is None or issue.sealed is None else issue.sealed,
        remark=issued_remark(issue, wording.line("附注", required=False)),
        imprint=issued_imprint(issue, standing_imprint(wording, layout)),
        draft_note=preview_note(audit) or wording.line("草稿标记", required=False),
        every_page=preview_note(audit),
    )


def preview_note(audit: Audit) -> str:
    """What stands on every page of a period that still runs, whatever the wording file says; else empty."""
    if audit.state is not AuditState.PREVIEW:
        return ""
    ended = local_day(audit.evidence.crawled_to)
    until = WORDS.counted_until.format(day=chinese_date(ended)) if ended else ""
    return WORDS.preview.format(period=audit.span.label, until=until)


def _annexes(audit: Audit, context: CircularContext, layout: CircularLayout, wording: Wording) -> Iterator[Annex]:
    tables = iter(audit.tables)
    for number, (outline, words) in enumerate(
        zip(context.annexes, wording.annexes_for(len(context.annexes)), strict=True), 1
    ):
        if outline.kind == "columns":
            rows = next(tables).rows
            table = build_table(ROW_COLUMNS, layout.columns, rows, wording, words.total_remark)
        elif outline.kind == "units":
            known, heads = unit_columns(audit, layout), fact_heads(audit, layout)
            lines = ordered(audit, unit_lines(audit), layout.unit_order)
            table = build_table(known, layout.unit_columns, lines, wording, words.total_remark, heads)
        else:
            table = build_table(problem_columns(layout), layout.problem_columns, printed_findings(audit), wording)
        yield _annex(number, words, table, layout)


def _annex(number: int, words: AnnexWording, table: Table, layout: CircularLayout) -> Annex:
    """An attachment; a total row without room for its remark tells it below the table instead."""
    has_room = table.total is not None and words.total_remark in table.total
    notes = words.notes if has_room or not words.total_remark else (words.total_remark, *words.notes)
    return Annex(number, words.title, table, notes, landscape=len(table.columns) >= layout.landscape_from)
