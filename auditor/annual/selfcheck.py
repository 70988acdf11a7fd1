"""Proves that the year is the sum of its quarters: every figure is counted again from the audits themselves."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor.annual.shares import whole_share
from auditor.annual.values import Annual, Filled, Gap, YearFigures
from auditor.audit.model import Audit
from auditor.base.checks import CheckEntry


def check_annual(annual: Annual, audits: Sequence[Audit | None]) -> tuple[CheckEntry, ...]:
    """The self-check of a year against the audits it was made of."""
    return (
        _check("年度合计等于各季度合计之和", _against_quarters(annual, audits)),
        _check("各栏目的年度数等于四个季度之和", _against_columns(annual, audits)),
        _check("附表、单位、分类的合计与年度合计一致", _sums(annual)),
        _check("没有核查结果的季度没有数", _missing(annual, audits)),
        _check("占比之和为100%", _shares(annual)),
        _check("不同渠道计1条的总数不大于各渠道之和、不小于任一渠道", _channels(annual)),
        _check("统计报表中不能得知的数均待填报，没有填0", _forms(annual)),
    )


def _check(name: str, faults: Iterator[str]) -> CheckEntry:
    found = list(faults)
    return CheckEntry(name=name, ok=not found, detail="；".join(found[:5]))


def _against_quarters(annual: Annual, audits: Sequence[Audit | None]) -> Iterator[str]:
    expected = sum(row.count or 0 for audit in audits if audit for row in audit.rows)
    if annual.total != expected:
        yield f"年度合计{annual.total}，各季度之和{expected}"
    for number, audit in enumerate(audits):
        if audit:
            of_rows = sum(row.figures.cells[number].count or 0 for row in annual.rows)
            if not of_rows == audit.total == (annual.figures.cells[number].count or 0) == annual.quarters[number].total:
                yield f"{audit.span.short_label}合计{audit.total}，汇总为{of_rows}"


def _against_columns(annual: Annual, audits: Sequence[Audit | None]) -> Iterator[str]:
    known: dict[str, int] = {}
    for row in (row for audit in audits if audit for row in audit.rows):
        known[row.key] = known.get(row.key, 0) + (row.count or 0)
    for line in annual.rows:
        if (line.figures.total or 0) != known.get(line.key, 0):
            yield f"“{line.column}”汇总为{line.figures.total}，各季度之和{known.get(line.key, 0)}"
    if len(annual.rows) != len(known):
        yield f"汇总{len(annual.rows)}个栏目，各季度共有{len(known)}个"


def _sums(annual: Annual) -> Iterator[str]:
    families: dict[str, list[YearFigures]] = {
        "附表": [table.figures for table in annual.tables],
        "栏目": [row.figures for row in annual.rows],
        "单位": [*(unit.figures for unit in annual.units), annual.shared],
        "分类": [entry.figures for entry in annual.classes],
    }
    for name, family in families.items():
        if (total := sum(figures.total or 0 for figures in family)) != annual.total:
            yield f"{name}之和{total}，年度合计{annual.total}"
        for number in range(len(annual.quarters)):
            part = sum(figures.cells[number].count or 0 for figures in family)
            if part != (annual.figures.cells[number].count or 0):
                yield f"{annual.quarters[number].label}{name}之和{part}，合计{annual.figures.cells[number].count}"


def _missing(annual: Annual, audits: Sequence[Audit | None]) -> Iterator[str]:
    for number, audit in enumerate(audits):
        if audit is None and any(
            figures.cells[number].count is not None or figures.cells[number].gap is not Gap.NO_AUDIT
            for figures in (annual.figures, *(row.figures for row in annual.rows))
        ):
            yield f"{annual.quarters[number].label}没有核查结果，却有数"


def _shares(annual: Annual) -> Iterator[str]:
    families = {table.title: [row.figures for row in table.rows] for table in annual.tables}
    families["附表"] = [table.figures for table in annual.tables]
    families["单位"] = [*(unit.figures for unit in annual.units), annual.shared]
    families["分类"] = [entry.figures for entry in annual.classes]
    for name, family in families.items():
        percents = [Decimal(figures.share.rstrip("%")) for figures in family if figures.share.endswith("%")]
        is_whole = whole_share([figures.total for figures in family]) == "100%"
        if sum(percents) != (100 if is_whole else 0):
            yield f"{name}占比之和为{sum(percents)}%"


def _channels(annual: Annual) -> Iterator[str]:
    total = annual.channels.total
    counts = [line.count for line in annual.channels.lines if line.count is not None]
    if total is not None and counts:
        if total < max(counts):
            yield f"总数{total}，小于一个渠道的{max(counts)}"
        if annual.channels.sum is not None and total > annual.channels.sum:
            yield f"总数{total}，大于各渠道之和{annual.channels.sum}"


def _forms(annual: Annual) -> Iterator[str]:
    for form in annual.forms:
        for cell in form.cells:
            if (cell.value is None) != (cell.filled is Filled.NOBODY):
                yield f"{form.basis} {cell.id}"
