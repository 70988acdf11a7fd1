"""The self-check before anything is issued: does the circular agree with itself and with the audit it was made from?

Every check yields its faults as Chinese sentences; a check without faults has passed. Here the audit is checked in
itself, every sum worked out anew from the rows; `auditor.circular.agreement` checks the document against it.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from auditor.audit.layout import CircularLayout
from auditor.audit.model import Audit, RowEntry
from auditor.base.checks import CheckEntry
from auditor.base.chinese import printable
from auditor.base.errors import BadInput
from auditor.base.period import Period
from auditor.base.terms import PENDING, ColumnState
from auditor.circular.agreement import DOCUMENT_CHECKS, Faults, against_audit, edits_hold
from auditor.circular.check_words import WORDS
from auditor.documents.tree import Document

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
    entries.append(_entry(WORDS.checks.edits, edits_hold(audit, document, layout, wording_dir)))
    entries.append(_entry(WORDS.checks.against_audit, against_audit(audit, document, layout, wording_dir)))
    return tuple(entries)


def _entry(name: str, faults: Iterable[str]) -> CheckEntry:
    found = list(faults)
    more = WORDS.more.format(count=len(found)) if len(found) > _SHOWN else ""
    return CheckEntry(name=name, ok=not found, detail="；".join(found[:_SHOWN]) + more if found else WORDS.agrees)


def _sums(audit: Audit) -> Faults:
    for table in audit.tables:
        known = [row.count for row in table.rows if row.count is not None]
        if sum(known) != table.total:
            yield WORDS.audit.table_total.format(table=table.title, total=table.total, counted=sum(known))
        if len(table.rows) - len(known) != table.unknown:
            yield WORDS.audit.table_unknown.format(
                table=table.title, counted=len(table.rows) - len(known), unknown=table.unknown
            )
    total = sum(table.total for table in audit.tables)
    if total != audit.total:
        yield WORDS.audit.total.format(total=audit.total, counted=total)


def _states(audit: Audit) -> Faults:
    for row in audit.rows:
        if (row.count is not None) != row.state.is_known:
            told = WORDS.audit.known_state_empty if row.count is None else WORDS.audit.known_state
            yield told.format(row=_name(row), state=row.state.label, count=row.count)
        elif row.count is not None and row.count < 0:
            yield WORDS.audit.negative.format(row=_name(row), count=row.count)
        elif row.state is ColumnState.BLANK and row.count:
            yield WORDS.audit.blank_counted.format(row=_name(row), count=row.count)


def _items(audit: Audit) -> Faults:
    first, last = audit.period
    for row in audit.rows:
        is_number_alone = row.state is ColumnState.TALLIED and not row.items
        if row.count is not None and row.count != len(row.items) and not is_number_alone:
            yield WORDS.audit.items.format(row=_name(row), count=row.count, listed=len(row.items))
        dates = [item.date for item in row.items if item.date]
        if row.latest != max(dates, default=None):
            yield WORDS.audit.latest.format(row=_name(row))
        if not _is_adjusted(row) and any(not first <= day <= last for day in dates):
            yield WORDS.audit.outside.format(row=_name(row))
        addresses = Counter((item.url, item.title, item.date) for item in row.items)
        if any(number > 1 for number in addresses.values()):
            yield WORDS.audit.item_twice.format(row=_name(row))


def _rows(audit: Audit) -> Faults:
    for table in audit.tables:
        if [row.seq for row in table.rows] != list(range(1, len(table.rows) + 1)):
            yield WORDS.audit.sequence.format(table=table.title)
    keys = Counter(row.key or (row.unit, row.column) for row in audit.rows)
    for row in audit.rows:
        if keys.pop(row.key or (row.unit, row.column), 1) > 1:
            yield WORDS.audit.row_twice.format(row=_name(row))
    for name, number in Counter(table.id for table in audit.tables).items():
        if number > 1:
            yield WORDS.audit.table_twice.format(table=name)


def _units(audit: Audit) -> Faults:
    """Every unit is graded exactly once and answers for at least one column of its own table."""
    for name, number in Counter(unit.name for unit in audit.units).items():
        if number > 1:
            yield WORDS.audit.graded_twice.format(unit=name, times=number)
    homes = {unit.name: unit.table for unit in audit.units}
    answering: set[str] = set()
    for table in audit.tables:
        for row in (row for row in table.rows if row.owned):
            answering.add(row.unit)
            if row.unit not in homes:
                yield WORDS.audit.owner_ungraded.format(row=_name(row))
            elif homes[row.unit] != table.id:
                yield WORDS.audit.row_elsewhere.format(row=_name(row), unit=row.unit)
    known = {grade.id for grade in audit.pack.grades} | {PENDING}
    for unit in audit.units:
        if unit.name not in answering and unit.total != 0:
            yield WORDS.audit.no_column.format(unit=unit.name)
        if unit.grade not in known:
            yield WORDS.audit.unknown_grade.format(unit=unit.name, grade=unit.grade)


def _unit_totals(audit: Audit) -> Faults:
    for unit in audit.units:
        counts = [row.count for row in audit.rows_of(unit)]
        known = sum(count for count in counts if count is not None)
        expected = (None, known) if None in counts else (known,)
        if unit.total not in expected:
            yield WORDS.audit.unit_total.format(unit=unit.name, total=unit.total, counted=known)


def _decisions(audit: Audit) -> Faults:
    for unit in audit.units:
        is_adjusted = unit.decision is not None or any(_is_adjusted(row) or row.exempt for row in audit.rows_of(unit))
        if unit.grade != unit.proposed and not is_adjusted:
            yield WORDS.audit.undecided.format(unit=unit.name)
        if unit.grade != PENDING and not unit.reasons:
            yield WORDS.audit.reasonless.format(unit=unit.name)


def _findings(audit: Audit) -> Faults:
    owners = {unit.name for unit in audit.units} | {row.unit for row in audit.rows}
    columns = {row.column for row in audit.rows}
    for finding in audit.findings:
        if finding.unit and finding.unit not in owners:
            yield WORDS.audit.finding_unit.format(finding=printable(finding.text)[:40], unit=finding.unit)
        if finding.column and not any(column in finding.column for column in columns):
            yield WORDS.audit.finding_column.format(finding=printable(finding.text)[:40], column=finding.column)
        if not printable(finding.text):
            yield WORDS.audit.finding_untold.format(unit=finding.unit)


def _period(audit: Audit) -> Faults:
    try:
        span = Period.parse(audit.quarter)
    except BadInput:
        yield WORDS.audit.period_unreadable.format(period=audit.quarter)
        return
    if audit.period != (span.first, span.last):
        yield WORDS.audit.period_days.format(
            period=span.label, first=span.first, last=span.last, told_first=audit.period[0], told_last=audit.period[1]
        )


def _is_adjusted(row: RowEntry) -> bool:
    """Whether a person took items out of the column or put some in."""
    return bool(row.excluded) or row.count != row.proposed_count


def _name(row: RowEntry) -> str:
    return WORDS.row.format(unit=row.unit, column=printable(row.column)[:40])


AUDIT_CHECKS: tuple[tuple[str, Callable[[Audit], Faults]], ...] = (
    (WORDS.checks.sums, _sums),
    (WORDS.checks.states, _states),
    (WORDS.checks.items, _items),
    (WORDS.checks.rows, _rows),
    (WORDS.checks.units, _units),
    (WORDS.checks.unit_totals, _unit_totals),
    (WORDS.checks.decisions, _decisions),
    (WORDS.checks.findings, _findings),
    (WORDS.checks.period, _period),
)
