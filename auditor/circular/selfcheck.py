"""The self-check before anything is issued: does the circular agree with itself and with the audit it was made from?

Every check yields its faults as Chinese sentences; a check without faults has passed. Here the audit is checked in
itself, every sum worked out anew from the rows; `auditor.circular.agreement` checks the document against it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from auditor.audit.layout import CircularLayout
from auditor.audit.model import Audit, RowEntry
from auditor.base.checks import CheckEntry
from auditor.base.chinese import printable
from auditor.base.errors import BadInput
from auditor.base.period import Period
from auditor.base.terms import PENDING, ColumnState
from auditor.circular.agreement import DOCUMENT_CHECKS, against_audit
from auditor.documents.tree import Document

Faults = Iterator[str]

_SHOWN = 5


def check_audit(
    audit: Audit, document: Document, *, layout: CircularLayout | None = None, wording_dir: Path | None = None
) -> tuple[CheckEntry, ...]:
    """Check ``audit`` in itself and ``document`` against it; all entries are ok where nothing is wrong.

    ``layout`` and ``wording_dir`` are what `build_document` was given for ``document``.
    """
    layout = layout or audit.pack.layout
    entries = [_entry(name, check(audit)) for name, check in AUDIT_CHECKS]
    entries += [_entry(name, check(audit, document, layout)) for name, check in DOCUMENT_CHECKS]
    entries.append(_entry("正文和附件与核查结果逐句逐格一致", against_audit(audit, document, layout, wording_dir)))
    return tuple(entries)


def _entry(name: str, faults: Iterable[str]) -> CheckEntry:
    found = list(faults)
    more = f"；等{len(found)}处" if len(found) > _SHOWN else ""
    return CheckEntry(name=name, ok=not found, detail="；".join(found[:_SHOWN]) + more if found else "一致")


def _sums(audit: Audit) -> Faults:
    for table in audit.tables:
        known = [row.count for row in table.rows if row.count is not None]
        if sum(known) != table.total:
            yield f"“{table.title}”合计{table.total}，各栏目相加是{sum(known)}"
        if len(table.rows) - len(known) != table.unknown:
            yield f"“{table.title}”有{len(table.rows) - len(known)}个栏目未能核查，记为{table.unknown}个"
    total = sum(table.total for table in audit.tables)
    if total != audit.total:
        yield f"总数{audit.total}，各表合计相加是{total}"


def _states(audit: Audit) -> Faults:
    for row in audit.rows:
        if (row.count is not None) != row.state.is_known:
            yield f"{_name(row)}状态为“{row.state.label}”，数量却是{'空' if row.count is None else row.count}"
        elif row.count is not None and row.count < 0:
            yield f"{_name(row)}数量{row.count}小于零"
        elif row.state is ColumnState.BLANK and row.count:
            yield f"{_name(row)}记为空白栏目，却有{row.count}条"


def _items(audit: Audit) -> Faults:
    first, last = audit.period
    for row in audit.rows:
        if row.count is not None and row.count != len(row.items):
            yield f"{_name(row)}数量{row.count}，列出的信息有{len(row.items)}条"
        dates = [item.date for item in row.items if item.date]
        if row.latest != max(dates, default=None):
            yield f"{_name(row)}最后更新日期与所列信息不符"
        if not _is_adjusted(row) and any(not first <= day <= last for day in dates):
            yield f"{_name(row)}计入了期间以外的信息"
        addresses = Counter((item.url, item.title, item.date) for item in row.items)
        if any(number > 1 for number in addresses.values()):
            yield f"{_name(row)}同一条信息计了两次"


def _rows(audit: Audit) -> Faults:
    for table in audit.tables:
        if [row.seq for row in table.rows] != list(range(1, len(table.rows) + 1)):
            yield f"“{table.title}”序号不连续"
    keys = Counter(row.key or (row.unit, row.column) for row in audit.rows)
    for row in audit.rows:
        if keys.pop(row.key or (row.unit, row.column), 1) > 1:
            yield f"{_name(row)}在表中出现不止一次"
    for name, number in Counter(table.id for table in audit.tables).items():
        if number > 1:
            yield f"表“{name}”出现不止一次"


def _units(audit: Audit) -> Faults:
    """Every unit is graded exactly once and answers for at least one column of its own table."""
    for name, number in Counter(unit.name for unit in audit.units).items():
        if number > 1:
            yield f"{name}被评价了{number}次"
    homes = {unit.name: unit.table for unit in audit.units}
    answering: set[str] = set()
    for table in audit.tables:
        for row in (row for row in table.rows if row.owned):
            answering.add(row.unit)
            if row.unit not in homes:
                yield f"{_name(row)}的责任单位没有参加评价"
            elif homes[row.unit] != table.id:
                yield f"{_name(row)}不在{row.unit}所属的表中"
    known = {grade.id for grade in audit.pack.grades} | {PENDING}
    for unit in audit.units:
        if unit.name not in answering and unit.total != 0:
            yield f"{unit.name}在表中没有栏目"
        if unit.grade not in known:
            yield f"{unit.name}的评价“{unit.grade}”不在规则之中"


def _unit_totals(audit: Audit) -> Faults:
    for unit in audit.units:
        counts = [row.count for row in audit.rows_of(unit)]
        known = sum(count for count in counts if count is not None)
        expected = (None, known) if None in counts else (known,)
        if unit.total not in expected:
            yield f"{unit.name}合计{unit.total}，所负责栏目相加是{known}"


def _decisions(audit: Audit) -> Faults:
    for unit in audit.units:
        is_adjusted = unit.decision is not None or any(_is_adjusted(row) or row.exempt for row in audit.rows_of(unit))
        if unit.grade != unit.proposed and not is_adjusted:
            yield f"{unit.name}的评价与机器建议不同，却没有人工认定记录"
        if unit.grade != PENDING and not unit.reasons:
            yield f"{unit.name}的评价没有理由"


def _findings(audit: Audit) -> Faults:
    owners = {unit.name for unit in audit.units} | {row.unit for row in audit.rows}
    columns = {row.column for row in audit.rows}
    for finding in audit.findings:
        if finding.unit and finding.unit not in owners:
            yield f"问题“{printable(finding.text)[:40]}”所指的单位“{finding.unit}”不在核查范围"
        if finding.column and not any(column in finding.column for column in columns):
            yield f"问题“{printable(finding.text)[:40]}”所指的栏目“{finding.column}”不在核查范围"
        if not printable(finding.text):
            yield f"{finding.unit}有一个问题没有说明"


def _period(audit: Audit) -> Faults:
    try:
        span = Period.parse(audit.quarter)
    except BadInput:
        yield f"期间“{audit.quarter}”无法识别"
        return
    if audit.period != (span.first, span.last):
        yield f"{span.label}应为{span.first}至{span.last}，记为{audit.period[0]}至{audit.period[1]}"


def _is_adjusted(row: RowEntry) -> bool:
    """Whether a person took items out of the column or put some in."""
    return bool(row.excluded) or row.count != row.proposed_count


def _name(row: RowEntry) -> str:
    return f"{row.unit}“{printable(row.column)[:40]}”栏目"


AUDIT_CHECKS: tuple[tuple[str, Callable[[Audit], Faults]], ...] = (
    ("合计等于各栏目之和", _sums),
    ("未能核查的栏目没有数量", _states),
    ("数量等于所列信息", _items),
    ("每个栏目恰好一行", _rows),
    ("每个单位恰好评价一次", _units),
    ("单位合计等于所负责栏目之和", _unit_totals),
    ("评价有理由、改动有记录", _decisions),
    ("问题所指的单位和栏目存在", _findings),
    ("期间与起止日期一致", _period),
)
