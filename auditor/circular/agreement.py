"""The second half of the self-check: the document against the audit it was made from, and in itself."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

from auditor.audit.layout import CircularLayout
from auditor.audit.model import Audit
from auditor.base.chinese import chinese_date, printable
from auditor.base.errors import BadInput
from auditor.base.terms import AuditState
from auditor.circular.content import build_document
from auditor.circular.context import local_day
from auditor.circular.edits import edit_faults
from auditor.circular.recount import recounted
from auditor.documents.parts import cell_text
from auditor.documents.tree import Annex, Document, Table

Faults = Iterator[str]

_NUMBER_BEFORE_LIST = re.compile(r"(\d+)\s*[个家]")
_NUMBER = re.compile(r"\d+")
_PERCENT = re.compile(r"(-?\d+(?:\.\d+)?)%")
_ISSUE_NUMBER = re.compile(r"[^\s\[\]()（）第]+〔(\d{4})〕[1-9]\d*号")


def _text_totals(audit: Audit, document: Document, _: CircularLayout) -> Faults:
    """The grand total and the number of units stand in the text as numbers of their own."""
    numbers = {int(number) for paragraph in document.body for number in _NUMBER.findall(paragraph.text)}
    has_known = any(row.count is not None for row in audit.rows)
    if has_known and audit.total not in numbers:
        yield f"正文中没有总数{audit.total}"
    if audit.units and len(audit.units) not in numbers:
        yield f"正文中没有单位数{len(audit.units)}"


def _lists(audit: Audit, document: Document, _: CircularLayout) -> Faults:
    """A printed list of units is preceded by its own length, in its paragraph or in the heading above it."""
    texts = ["", *(paragraph.text for paragraph in document.body)]
    for grade in dict.fromkeys(unit.grade for unit in audit.units):
        names = [printable(unit.name) for unit in audit.graded(grade)]
        joined = "、".join(names)
        for before, text in pairwise(texts):
            lead = text.rstrip("。；").removesuffix(joined)
            if lead == text.rstrip("。；") or (lead and lead[-1] not in "：:"):
                continue
            stated = _NUMBER_BEFORE_LIST.findall(before + lead)
            if not stated or int(stated[-1]) != len(names):
                yield f"“{audit.label_of(grade)}”名单有{len(names)}个单位，正文写作{stated[-1] if stated else '无数'}个"


def _table_sums(_: Audit, document: Document, __: CircularLayout) -> Faults:
    """In every printed table the total row is the sum of the column above it."""
    for annex in document.annexes:
        for index, total in enumerate(annex.table.total or ()):
            cells = [row[index] for row in annex.table.rows if index < len(row)]
            if isinstance(total, int) and total != sum(cell for cell in cells if isinstance(cell, int)):
                yield f"{document.label_of(annex)}“{annex.table.columns[index].label}”合计{total}与各行之和不符"
        if any(len(row) != len(annex.table.columns) for row in annex.table.rows):
            yield f"{document.label_of(annex)}有的行与表头列数不同"


def _counts(audit: Audit, document: Document, layout: CircularLayout) -> Faults:
    """The tables of columns say of every row what the audit says; an unknown count is printed in words."""
    if "columns" not in layout.annexes:
        return
    start = sum(1 if kind == "units" else 0 for kind in layout.annexes[: layout.annexes.index("columns")])
    annexes = document.annexes[start : start + len(audit.tables)]
    if len(annexes) != len(audit.tables):
        yield f"应有{len(audit.tables)}个栏目统计表，实有{len(annexes)}个"
    for table, annex in zip(audit.tables, annexes, strict=False):
        if len(annex.table.rows) != len(table.rows):
            yield f"“{table.title}”有{len(table.rows)}行，{document.label_of(annex)}有{len(annex.table.rows)}行"
        for row, cells in zip(table.rows, annex.table.rows, strict=False):
            printed = dict(zip(layout.columns, cells, strict=False))
            count = printed.get("count", row.count)
            is_right = count == row.count if row.count is not None else isinstance(count, str | None) and count != ""
            if not is_right or printed.get("column", printable(row.column)) != printable(row.column):
                yield f"{document.label_of(annex)}“{printed.get('column', row.seq)}”的数量或者名称与核查结果不符"


def _annexes(_: Audit, document: Document, __: CircularLayout) -> Faults:
    """Attachments are numbered from 1, each with a title of its own."""
    if [annex.number for annex in document.annexes] != list(range(1, len(document.annexes) + 1)):
        yield "附件编号不连续"
    titles = Counter(annex.title for annex in document.annexes)
    yield from (f"附件名称“{title}”重复" for title, number in titles.items() if number > 1)
    yield from (f"附件{annex.number}没有名称" for annex in document.annexes if not annex.title)


def _dates(audit: Audit, document: Document, _: CircularLayout) -> Faults:
    evidence, signed_on = audit.evidence, document.signed_on
    if audit.state is AuditState.PREVIEW:
        return  # nothing is signed, and the period has not ended
    if signed_on <= audit.period[1]:
        yield f"成文日期{chinese_date(signed_on)}不在核查期间结束之后"
    begun, ended = local_day(evidence.crawled_from), local_day(evidence.crawled_to)
    if begun and ended and begun > ended:
        yield "核查的开始晚于结束"
    if ended and ended > signed_on:
        yield f"核查结束于{chinese_date(ended)}，在成文日期之后"
    if begun and ended and ended < audit.period[1]:
        yield f"核查结束于{chinese_date(ended)}，在期末之前"
    if document.imprint.printed_on and document.imprint.printed_on < signed_on:
        yield "印发日期早于成文日期"


def _issue(audit: Audit, document: Document, _: CircularLayout) -> Faults:
    """A draft says so; an issued circular has number and date of its issue and no draft mark."""
    if audit.issue is None:
        if document.number:
            yield f"尚未印发，却有发文字号“{document.number}”"
        if audit.state not in (AuditState.DRAFT, AuditState.PREVIEW):
            yield "已印发，却没有印发记录"
        elif not document.draft_note:
            yield "草稿没有草稿标记"
        return
    if document.number != printable(audit.issue.number):
        yield f"发文字号“{document.number}”与印发记录“{audit.issue.number}”不符"
    number = _ISSUE_NUMBER.fullmatch(document.number)
    if document.number and (not number or int(number[1]) != document.signed_on.year):
        yield f"发文字号“{document.number}”应写作“×政办发〔{document.signed_on.year}〕序号号”"
    if audit.issue.date != document.signed_on:
        yield f"成文日期{chinese_date(document.signed_on)}与印发记录{chinese_date(audit.issue.date)}不符"
    if audit.state in (AuditState.DRAFT, AuditState.PREVIEW):
        yield f"已有印发记录，状态却是{audit.state.label}"


def _percentages(_: Audit, document: Document, __: CircularLayout) -> Faults:
    for annex in document.annexes:
        for row in annex.table.rows:
            for cell in row:
                if isinstance(cell, str) and (match := _PERCENT.fullmatch(cell)) and not 0 <= float(match[1]) <= 100:
                    yield f"{document.label_of(annex)}的比率{cell}超出范围"


def _edits(audit: Audit, _: Document, __: CircularLayout) -> Faults:
    """A paragraph that a person rewrote says the same numbers and names as the one it stands for."""
    for edit in audit.edits:
        faults = list(edit_faults(audit, edit))
        if faults:
            yield f"{edit.by}修改的段落“{printable(edit.text)[:24]}”" + "；".join(faults)


def against_audit(audit: Audit, document: Document, layout: CircularLayout, wording_dir: Path | None) -> Faults:
    """Sentence by sentence and cell by cell: what stands in the document is what the audit gives."""
    try:
        due = build_document(audit, signed_on=document.signed_on, layout=layout, wording_dir=wording_dir)
    except BadInput as error:
        yield f"按核查结果无法重新生成文稿（{error}）"
        return
    for name in ("mark", "number", "title", "addressees", "signature", "sealed", "remark", "imprint", "draft_note"):
        if getattr(due, name) != getattr(document, name):
            yield f"{_PART_NAMES[name]}与核查结果不符"
    yield from _compare([p.text for p in due.body], [p.text for p in document.body], "正文第{}段")
    if [(p.style, p.spans) for p in due.body] != [(p.style, p.spans) for p in document.body]:
        yield "正文的标题层次或者加粗与文稿不符"
    if len(due.annexes) != len(document.annexes):
        yield f"应有{len(due.annexes)}个附件，实有{len(document.annexes)}个"
    for wanted, given in zip(due.annexes, document.annexes, strict=False):
        yield from _compare_annex(document.label_of(given), wanted, given)


def _compare_annex(label: str, due: Annex, given: Annex) -> Faults:
    if (due.number, due.title, due.notes, due.landscape) != (given.number, given.title, given.notes, given.landscape):
        yield f"{label}的名称、编号或者附注与核查结果不符"
    if due.table.columns != given.table.columns:
        yield f"{label}的表头与核查结果不符"
    yield from _compare(_lines(due.table), _lines(given.table), label + "第{}行")


def _lines(table: Table) -> list[str]:
    """The rows as text; the kind of a cell counts too, since a number is set and summed as one."""
    rows = (*table.rows, table.total or ())
    return [" | ".join(f"{type(cell).__name__[0]}{cell_text(cell)}" for cell in row) for row in rows]


def _compare(due: list[str], given: list[str], place: str) -> Faults:
    if len(due) != len(given):
        yield place.format(f"{min(len(due), len(given)) + 1}") + f"起多少不一：应有{len(due)}，实有{len(given)}"
    for number, (wanted, found) in enumerate(zip(due, given, strict=False), 1):
        if wanted != found:
            yield place.format(number) + f"与核查结果不符（“{found[:40]}”）"


_PART_NAMES = {
    "mark": "发文机关标志",
    "number": "发文字号",
    "title": "标题",
    "addressees": "主送机关",
    "signature": "署名",
    "sealed": "用印",
    "remark": "附注",
    "imprint": "版记",
    "draft_note": "草稿标记",
}
DOCUMENT_CHECKS: tuple[tuple[str, Callable[[Audit, Document, CircularLayout], Faults]], ...] = (
    ("正文总数与表一致", _text_totals),
    ("名单个数与名称一致", _lists),
    ("正文数字与印出的名单和附件逐项相符", recounted),
    ("附件合计等于各行之和", _table_sums),
    ("附件中的数量与核查结果一致", _counts),
    ("附件编号和名称", _annexes),
    ("日期合理", _dates),
    ("文号和印发状态一致", _issue),
    ("百分比在范围之内", _percentages),
    ("修改过的段落没有改动数量和名称", _edits),
)
