"""Proves that the year is the sum of its quarters: every figure is counted again from the audits themselves."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor.annual.shares import whole_share
from auditor.annual.values import Annual, Filled, Gap, YearFigures
from auditor.annual.words import WORDS
from auditor.audit.model import Audit
from auditor.base.checks import CheckEntry


def check_annual(annual: Annual, audits: Sequence[Audit | None]) -> tuple[CheckEntry, ...]:
    """The self-check of a year against the audits it was made of."""
    return (
        _check(WORDS.checks.quarters, _against_quarters(annual, audits)),
        _check(WORDS.checks.columns, _against_columns(annual, audits)),
        _check(WORDS.checks.sums, _sums(annual)),
        _check(WORDS.checks.missing, _missing(annual, audits)),
        _check(WORDS.checks.shares, _shares(annual)),
        _check(WORDS.checks.channels, _channels(annual)),
        _check(WORDS.checks.forms, _forms(annual)),
    )


def _check(name: str, faults: Iterator[str]) -> CheckEntry:
    found = list(faults)
    return CheckEntry(name=name, ok=not found, detail="；".join(found[:5]))


def _against_quarters(annual: Annual, audits: Sequence[Audit | None]) -> Iterator[str]:
    expected = sum(row.count or 0 for audit in audits if audit for row in audit.rows)
    if annual.total != expected:
        yield WORDS.faults.total.format(total=annual.total, counted=expected)
    for number, audit in enumerate(audits):
        if audit:
            of_rows = sum(row.figures.cells[number].count or 0 for row in annual.rows)
            if not of_rows == audit.total == (annual.figures.cells[number].count or 0) == annual.quarters[number].total:
                yield WORDS.faults.quarter.format(quarter=audit.span.short_label, total=audit.total, counted=of_rows)


def _against_columns(annual: Annual, audits: Sequence[Audit | None]) -> Iterator[str]:
    known: dict[str, int] = {}
    for row in (row for audit in audits if audit for row in audit.rows):
        known[row.key] = known.get(row.key, 0) + (row.count or 0)
    for line in annual.rows:
        if (line.figures.total or 0) != known.get(line.key, 0):
            yield WORDS.faults.column.format(
                column=line.column, total=line.figures.total, counted=known.get(line.key, 0)
            )
    if len(annual.rows) != len(known):
        yield WORDS.faults.columns.format(count=len(annual.rows), counted=len(known))


def _sums(annual: Annual) -> Iterator[str]:
    families: dict[str, list[YearFigures]] = {
        WORDS.families["table"]: [table.figures for table in annual.tables],
        WORDS.families["column"]: [row.figures for row in annual.rows],
        WORDS.families["unit"]: [*(unit.figures for unit in annual.units), annual.shared],
        WORDS.families["class"]: [entry.figures for entry in annual.classes],
    }
    for name, family in families.items():
        if (total := sum(figures.total or 0 for figures in family)) != annual.total:
            yield WORDS.faults.family.format(family=name, counted=total, total=annual.total)
        for number in range(len(annual.quarters)):
            part = sum(figures.cells[number].count or 0 for figures in family)
            if part != (annual.figures.cells[number].count or 0):
                yield WORDS.faults.family_quarter.format(
                    quarter=annual.quarters[number].label,
                    family=name,
                    counted=part,
                    total=annual.figures.cells[number].count,
                )


def _missing(annual: Annual, audits: Sequence[Audit | None]) -> Iterator[str]:
    for number, audit in enumerate(audits):
        if audit is None and any(
            figures.cells[number].count is not None or figures.cells[number].gap is not Gap.NO_AUDIT
            for figures in (annual.figures, *(row.figures for row in annual.rows))
        ):
            yield WORDS.faults.unaudited.format(quarter=annual.quarters[number].label)


def _shares(annual: Annual) -> Iterator[str]:
    families = {table.title: [row.figures for row in table.rows] for table in annual.tables}
    families[WORDS.families["table"]] = [table.figures for table in annual.tables]
    families[WORDS.families["unit"]] = [*(unit.figures for unit in annual.units), annual.shared]
    families[WORDS.families["class"]] = [entry.figures for entry in annual.classes]
    for name, family in families.items():
        percents = [Decimal(figures.share.rstrip("%")) for figures in family if figures.share.endswith("%")]
        is_whole = whole_share([figures.total for figures in family]) == "100%"
        if sum(percents) != (100 if is_whole else 0):
            yield WORDS.faults.shares.format(family=name, percent=sum(percents))


def _channels(annual: Annual) -> Iterator[str]:
    total = annual.channels.total
    counts = [line.count for line in annual.channels.lines if line.count is not None]
    if total is not None and counts:
        if total < max(counts):
            yield WORDS.faults.channel.format(total=total, channel=max(counts))
        if annual.channels.sum is not None and total > annual.channels.sum:
            yield WORDS.faults.channels.format(total=total, sum=annual.channels.sum)


def _forms(annual: Annual) -> Iterator[str]:
    for form in annual.forms:
        for cell in form.cells:
            if (cell.value is None) != (cell.filled is Filled.NOBODY):
                yield f"{form.basis} {cell.id}"
