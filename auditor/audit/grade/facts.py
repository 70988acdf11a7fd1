"""What rules may ask of a unit: its facts as numbers and words, and the range of each where something is unknown."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from auditor.audit.count import ColumnCount
from auditor.audit.grade.finding_input import Finding
from auditor.audit.grade.finding_rule import FindingRule
from auditor.audit.grade.kinds import KINDS
from auditor.audit.grade.pack import Pack
from auditor.audit.words import WORDS
from auditor.base.chinese import chinese_date, chinese_month
from auditor.base.period import Period
from auditor.base.terms import ColumnKind, ColumnState
from auditor.county.model import Unit

PLENTY = 1_000_000
"""What an unreadable column may hold at its most favourable."""

Facts = Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class UnitEvidence:
    """All a grade rests on: the unit's counts and findings, what earlier circulars say of it, figures from outside.

    ``zero_periods_before``: how many periods in a row it was silent before, by kind of column (empty: of all).
    ``previous_total`` and ``previous_grade`` (a grade's id) are those of the last issued circulars, ``figures`` by
    their id in the pack; ``None`` and missing ones are unknown. ``group`` is how the unit's table is called.
    """

    unit: Unit
    counts: tuple[ColumnCount, ...]
    findings: tuple[Finding, ...]
    zero_periods_before: Mapping[str, int] = field(default_factory=dict)
    previous_total: int | None = None
    previous_grade: str | None = None
    figures: Mapping[str, Decimal] = field(default_factory=dict)
    group: str = ""

    @property
    def is_seen(self) -> bool:
        """Whether anything that is expected of the unit could be looked at; where nothing is, nothing need be.

        Of a unit that no column is entered for, nothing is known but figures from outside.
        """
        if not self.counts:
            return bool(self.figures)
        expected = [count for count in self.counts if count.is_expected]
        return not expected or any(count.count is not None for count in self.counts)


@dataclass(frozen=True, slots=True)
class FactRange:
    """The values a fact may have, both ends included; a value that is none at all, too, where ``may_be_none``.

    ``is_unknown``: nothing whatever is known of it.
    """

    low: Decimal
    high: Decimal
    may_be_none: bool = False
    is_unknown: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high and not self.may_be_none


NONE = FactRange(Decimal(0), Decimal(-1), may_be_none=True)
"""The range of a fact that is surely no number: the age of the newest item where there is none."""
ANYTHING = FactRange(Decimal(-PLENTY), Decimal(PLENTY), is_unknown=True)


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit's facts with unknown columns at their least (``worst``) and most favourable, and each fact's range.

    The words fill sentences beside the numbers.
    """

    worst: Facts
    best: Facts
    ranges: Mapping[str, FactRange]
    worst_words: Mapping[str, str]
    best_words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Seen:
    """One column as one case takes it: real, at its least or at its most favourable."""

    name: str
    kind: ColumnKind
    count: int
    newest: date | None
    is_expected: bool
    expect: int
    is_blank: bool
    by_month: tuple[int, ...]
    gap: int

    @property
    def is_short(self) -> bool:
        return self.is_expected and self.count < self.expect

    @property
    def is_lacking(self) -> bool:
        return self.is_short or self.is_blank


def unit_facts(evidence: UnitEvidence, pack: Pack, period: Period, *, dated: bool = False) -> UnitFacts:
    """Everything rules may ask of one unit, apart from its score and its place among others.

    With ``dated``, undated items may belong to the period, each of them or none.
    """
    worst, worst_words = _facts(evidence, pack, period, best=False, dated=False)
    best, best_words = _facts(evidence, pack, period, best=True, dated=dated)
    ranges = {name: _range(worst[name], best[name], period) for name in worst}
    for name, extra in _unseen(evidence, pack).items():
        known = ranges[name]
        ranges[name] = FactRange(known.low, known.high + extra)
    for name in _unknown_names(evidence, pack):
        ranges[name] = FactRange(Decimal(1), Decimal(len(pack.grade)), is_unknown=True) if "grade" in name else ANYTHING
    return UnitFacts(worst, best, ranges, worst_words, best_words)


def _range(worst: Decimal | None, best: Decimal | None, period: Period) -> FactRange:
    if worst is None and best is None:
        return NONE
    if worst is None or best is None:  # the age of the newest item, where each of them may lie in unknown columns
        return FactRange(Decimal(0), Decimal((period.last - period.first).days), may_be_none=True)
    return FactRange(min(worst, best), max(worst, best))


def _unseen(evidence: UnitEvidence, pack: Pack) -> Mapping[str, int]:
    """How much more may be found in columns that nobody could read: faults of updating, none of publishing.

    A page that was not read is not held against a unit for what it may say; that it was not kept up may be so.
    """
    unknown = [count for count in evidence.counts if count.count is None]
    dateless = [count for count in evidence.counts if count.is_dateless]
    more = {
        **_by_kind("blank_columns", unknown),
        **_by_kind("lacking_columns", [count for count in unknown if not count.is_expected]),
    }
    for rule in pack.finding if unknown or dateless else ():
        hidden = _may_hide(rule, [*unknown, *(dateless if rule.rule == "stale-column" else ())], evidence)
        more |= _by_kind(f"findings:{rule.rule}", hidden)
        if rule.force == "grade":
            more["irregularities"] = more.get("irregularities", 0) + len(hidden)
    return more


def _may_hide(rule: FindingRule, unknown: Sequence[ColumnCount], evidence: UnitEvidence) -> Sequence[ColumnCount]:
    kind = KINDS[rule.rule]
    if kind.theme != "update" or kind.after_grades or rule.force == "off":
        return ()
    if kind.of_unit:
        return () if any(count.count for count in evidence.counts) else unknown[:1]
    return [
        count
        for count in unknown
        if (not rule.kinds or count.column.kind in rule.kinds) and (count.is_expected or rule.rule == "stale-column")
    ]


def _unknown_names(evidence: UnitEvidence, pack: Pack) -> Iterable[str]:
    """The facts of which nothing is known: there was no circular before, or the sheet does not tell."""
    if evidence.previous_total is None:
        yield from ("previous_total", "change", "change_rate")
    if pack.place_of(evidence.previous_grade) is None:
        yield "previous_grade"
    if pack.figures:
        lacking = pack.figures.columns.keys() - evidence.figures.keys()
        yield from (f"figures:{name}" for name in lacking)
        yield from (f"figures:{name}" for name, rate in pack.figures.rates.items() if lacking & set(rate.of))


def _facts(
    evidence: UnitEvidence, pack: Pack, period: Period, *, best: bool, dated: bool
) -> tuple[Facts, Mapping[str, str]]:
    """The unit's facts as numbers and as words, unknown columns taken at their best or worst."""
    seen = [_see(count, period, best=best, dated=dated) for count in evidence.counts]
    total = sum(column.count for column in seen)
    newest = _newest(seen)
    expected = [column for column in seen if column.is_expected]
    irregular = [finding for finding in evidence.findings if finding.force == "grade"]
    before = evidence.previous_total
    numbers: dict[str, int | Decimal | None] = {
        "points": sum(column.count * pack.weight_of(column.kind) for column in seen),
        "irregularities": len(irregular),
        "previous_total": before,
        "change": None if before is None else total - before,
        "change_rate": _share(total - before, before) if before else None,
        "previous_grade": pack.place_of(evidence.previous_grade),
    }
    for kind in (None, *ColumnKind):
        of_kind = [column for column in seen if kind in (None, column.kind)]
        suffix = f":{kind.value}" if kind else ""
        numbers |= {name + suffix: number for name, number in _of_columns(of_kind, period).items()}
        is_silent = not any(column.count for column in of_kind) and (of_kind or kind is None)
        before = evidence.zero_periods_before.get(kind.value if kind else "", 0)
        numbers["zero_periods" + suffix] = before + 1 if is_silent else 0
    for rule in pack.finding:
        found = [finding for finding in evidence.findings if finding.rule == rule.rule]
        numbers |= _of_findings(rule.rule, found, {column.name: column.kind for column in seen})
    words = {
        "unit": evidence.unit.name,
        "table": evidence.unit.table,
        "group": evidence.group,
        "period": period.label,
        "newest": chinese_date(newest) if newest else WORDS.none,
        "newest_month": chinese_month(newest, period.last.year) if newest else WORDS.none,
        "short_names": _names([column for column in expected if column.is_short]),
        "zero_names": _names([column for column in expected if not column.count]),
        "lacking_names": _names([column for column in seen if column.is_lacking]),
        "blank_names": _names([column for column in seen if column.is_blank]),
        "irregularity_texts": "；".join(finding.text for finding in irregular),
    }
    facts = {name: None if number is None else Decimal(number) for name, number in numbers.items()}
    return {**facts, **_figures(evidence, pack)}, words


def _of_columns(seen: Sequence[_Seen], period: Period) -> Mapping[str, int | Decimal | None]:
    """The facts that are told of all columns of a unit, or of those of one kind."""
    newest = _newest(seen)
    expected = [column for column in seen if column.is_expected]
    short = sum(column.is_short for column in expected)
    months = [sum(month) for month in zip(*(column.by_month for column in seen), strict=True)]
    return {
        "total": sum(column.count for column in seen),
        "columns": len(seen),
        "expected_columns": len(expected),
        "updated_columns": sum(1 for column in seen if column.count),
        "short_columns": short,
        "zero_columns": sum(1 for column in expected if not column.count),
        "blank_columns": sum(1 for column in seen if column.is_blank),
        "lacking_columns": sum(column.is_lacking for column in seen),
        "update_rate": _share(len(expected) - short, len(expected)),
        "newest_age_days": (period.last - newest).days if newest else None,
        "longest_gap_days": max((column.gap for column in expected), default=0),
        "least_month": min(months, default=0),
    }


def _of_findings(rule: str, found: Sequence[Finding], kinds: Mapping[str, ColumnKind]) -> Mapping[str, int]:
    """How many findings of one rule there are, and items at fault in them: of all columns, and by their kind."""
    numbers = {f"findings:{rule}": len(found), f"items:{rule}": sum(len(finding.items) for finding in found)}
    for kind in ColumnKind:
        of_kind = [finding for finding in found if kinds.get(finding.column) is kind]
        numbers[f"findings:{rule}:{kind.value}"] = len(of_kind)
        numbers[f"items:{rule}:{kind.value}"] = sum(len(finding.items) for finding in of_kind)
    return numbers


def _figures(evidence: UnitEvidence, pack: Pack) -> Facts:
    """The figures from outside, and the rates made of them; a rate of nothing is none."""
    if pack.figures is None:
        return {}
    given = {f"figures:{name}": evidence.figures.get(name) for name in pack.figures.columns}
    for name, rate in pack.figures.rates.items():
        part, whole = (given[f"figures:{of}"] for of in rate.of)
        given[f"figures:{name}"] = None if part is None or whole is None else _share(part, whole)
    return given


def _see(count: ColumnCount, period: Period, *, best: bool, dated: bool) -> _Seen:
    months = period.split("month")
    by_month = tuple(sum(1 for item in count.items if item.date and item.date in month) for month in months)
    number, newest = count.count, count.latest
    if count.is_dateless:
        newest = period.last if best else period.first
        by_month = tuple(number or 0 if best else 0 for _ in months)
    gap = _gap([] if count.is_dateless else [item.date for item in count.items if item.date], period)
    more = PLENTY if number is None and best else len(count.undated) if number is not None and dated else 0
    if more:
        newest, by_month = period.last, tuple(month + more for month in by_month)
    if best and (more or count.is_dateless):
        gap = 0
    is_blank = count.state is ColumnState.BLANK
    return _Seen(
        count.column.name,
        count.column.kind,
        (number or 0) + more,
        newest,
        count.is_expected,
        count.column.expect,
        is_blank,
        by_month,
        gap,
    )


def _gap(days: Sequence[date], period: Period) -> int:
    """The longest stretch of days of the period without an item."""
    ends = (period.first - timedelta(days=1), *sorted(days), period.last + timedelta(days=1))
    return max((after - before).days - 1 for before, after in pairwise(ends))


def _by_kind(name: str, counts: Sequence[ColumnCount]) -> Mapping[str, int]:
    kinds = Counter(f"{name}:{count.column.kind.value}" for count in counts)
    return {name: len(counts), **kinds}


def _newest(seen: Sequence[_Seen]) -> date | None:
    return max((column.newest for column in seen if column.newest), default=None)


def _names(columns: Sequence[_Seen]) -> str:
    return "".join(f"“{column.name}”" for column in columns)


def _share(part: int | Decimal, whole: int | Decimal) -> Decimal | None:
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) if whole else None
