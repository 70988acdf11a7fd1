"""From counts and findings to exactly one grade for every unit, with reasons made of its figures.

Columns that nobody could read are taken twice, at their least and at their most favourable: where both give the same
grade that is the grade, else it is pending. Unknown never makes a grade better or worse. So are those of which a person
gave the number alone: the number holds, the dates are taken at their earliest and at their latest.
"""

import operator
import string
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from auditor.audit.count import ColumnCount
from auditor.audit.grade.finding_input import Finding
from auditor.audit.grade.pack import Condition, Pack, Rule
from auditor.base.chinese import chinese_date
from auditor.base.period import Period
from auditor.base.terms import PENDING, ColumnState
from auditor.county.model import Unit

_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_PLENTY = 1_000_000
"""What an unreadable column may hold at its most favourable."""

Facts = Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class UnitGrade:
    """One unit's grade. ``total`` is ``None`` where a column is unknown; ``score`` only for packs that deduct."""

    unit: Unit
    total: int | None
    grade: str
    reasons: tuple[str, ...]
    score: Decimal | None = None
    grounds: tuple["Ground", ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a unit has its grade, as the circular tells it of several units at once.

    ``told`` and ``utmost`` still have their ``{names}``; ``figures`` are this unit's values for them. ``utmost`` is
    said of the unit with the highest ``weight``.
    """

    told: str
    figures: Mapping[str, str]
    utmost: str = ""
    weight: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Seen:
    """One column as one case takes it: real, at its least or at its most favourable."""

    name: str
    count: int
    newest: date | None
    is_expected: bool
    expect: int
    is_blank: bool
    by_month: tuple[int, ...]

    @property
    def is_short(self) -> bool:
        return self.is_expected and self.count < self.expect


@dataclass(frozen=True, slots=True)
class UnitEvidence:
    """All a grade rests on: the unit's counts and findings, and how long it has been silent before."""

    unit: Unit
    counts: tuple[ColumnCount, ...]
    findings: tuple[Finding, ...]
    zero_periods_before: int = 0


def grade_units(evidence: Iterable[UnitEvidence], pack: Pack, period: Period) -> tuple[UnitGrade, ...]:
    """Grade every unit once, in the order given."""
    return tuple(_grade_unit(unit, pack, period) for unit in evidence)


def _grade_unit(evidence: UnitEvidence, pack: Pack, period: Period) -> UnitGrade:
    unknown = [count for count in evidence.counts if count.count is None]
    dateless = [count for count in evidence.counts if count.is_dateless]
    worst = judge(*_facts(evidence, pack, period, best=False), pack)
    score = worst.score if pack.deduct else None
    total = None if unknown else sum(count.count or 0 for count in evidence.counts)
    if not unknown and not dateless:
        return UnitGrade(evidence.unit, total, worst.grade, worst.reasons, score, worst.grounds)
    best = judge(*_facts(evidence, pack, period, best=True), pack)
    unsure = "；".join(_unsure(unknown, dateless))
    if worst.grade == best.grade:
        note = f"另有{unsure}；按最不利和最有利两种情形，评定结果相同"
        return UnitGrade(evidence.unit, total, worst.grade, (*worst.reasons, note), None, _sure(worst, best))
    either = f"按最不利情形为“{pack.label_of(worst.grade)}”，按最有利情形为“{pack.label_of(best.grade)}”"
    return UnitGrade(evidence.unit, total, PENDING, (unsure, either))


def _unsure(unknown: Sequence[ColumnCount], dateless: Sequence[ColumnCount]) -> Iterator[str]:
    """Which columns leave a grade open, and why."""
    if unknown:
        names = "、".join(f"“{count.column.name}”（{count.state.label}：{count.reason}）" for count in unknown)
        yield f"{len(unknown)}个栏目未能核查：{names}"
    if dateless:
        names = "、".join(f"“{count.column.name}”（{count.count}条）" for count in dateless)
        yield f"{len(dateless)}个栏目由人工核查，只有条数，发布日期不详：{names}"


@dataclass(frozen=True, slots=True)
class GradeVerdict:
    """What a pack says of one set of facts."""

    grade: str
    reasons: tuple[str, ...]
    score: Decimal
    grounds: tuple[Ground, ...] = ()


def _sure(worst: GradeVerdict, best: GradeVerdict) -> tuple[Ground, ...]:
    """The grounds that hold whatever the unknown columns contain."""
    return tuple(ground for ground in worst.grounds if ground in best.grounds)


def judge(facts: Facts, words: Mapping[str, str], pack: Pack) -> GradeVerdict:
    """Apply the pack's deductions and rules to facts; ``words`` fill the sentences beside the facts."""
    score, notes = _score(facts, words, pack)
    facts = {**facts, "score": score}
    table = words.get("table", "")
    unmet: list[_Said] = []
    for rule in pack.rule:
        holds, reasons, missed = _try(rule, facts, words, pack, table)
        if holds:
            said = reasons or unmet
            told = (*(one.ground for one in said), *(Ground(_escaped(note), {}) for note in notes))
            reasons_said = tuple(dict.fromkeys((*(one.text for one in said), *notes)))
            return GradeVerdict(rule.grade, reasons_said, score, tuple(g for g in told if g.told))
        unmet += missed
    raise AssertionError("a checked pack ends with a rule that always holds")


def _score(facts: Facts, words: Mapping[str, str], pack: Pack) -> tuple[Decimal, list[str]]:
    score, notes = pack.base, []
    for deduction in pack.deduct:
        amount = max(Decimal(0), (facts.get(deduction.fact) or Decimal(0)) - deduction.over) * deduction.each
        if deduction.most is not None:
            amount = min(amount, deduction.most) if amount > 0 else max(amount, -deduction.most)
        if amount:
            score -= amount
            notes.append(_say(deduction.says, facts, words, pack, amount))
    return score, notes


@dataclass(frozen=True, slots=True)
class _Said:
    """One reason: its sentence, and the ground as the circular tells it."""

    text: str
    ground: Ground


def _try(
    rule: Rule, facts: Facts, words: Mapping[str, str], pack: Pack, table: str
) -> tuple[bool, list[_Said], list[_Said]]:
    """Whether a rule holds, its reasons, and the reasons of the conditions that do not."""
    answers = [(condition, _holds(condition, facts, pack, table)) for condition in (*rule.all, *rule.any)]
    in_all = [answer for condition, answer in answers if condition in rule.all]
    in_any = [answer for condition, answer in answers if condition in rule.any]
    holds = all(in_all) and (any(in_any) if rule.any else True)
    told: list[tuple[str, str, Condition | None]] = [(rule.says, rule.told, None)] if rule.says else []
    told += [(condition.says, condition.told, condition) for condition, answer in answers if answer and condition.says]
    missed = [condition for condition, answer in answers if not answer and condition.fails]

    def said(text: str, told: str, condition: Condition | None) -> _Said:
        value = _value(condition, pack, table) if condition else None
        sentence = _say(text, facts, words, pack, value)
        return _Said(sentence, _ground(told or _escaped(sentence), condition, facts, words, pack, value))

    return holds, [said(*one) for one in told], [said(c.fails, c.told, c) for c in missed]


def _escaped(sentence: str) -> str:
    return sentence.replace("{", "{{").replace("}", "}}")


def _ground(
    told: str,
    condition: Condition | None,
    facts: Facts,
    words: Mapping[str, str],
    pack: Pack,
    value: Decimal | None,
) -> Ground:
    utmost = condition.utmost if condition else ""
    names = {name for _, name, _, _ in string.Formatter().parse(told + utmost) if name} - {"all"}
    figures = {name: _say(f"{{{name}}}", facts, words, pack, value) for name in sorted(names)}
    weight = facts.get(condition.fact) if condition and utmost else None
    is_low = condition is not None and (condition.compare in (">", ">=")) == bool(condition.fails)
    return Ground(told, figures, utmost, (-weight if is_low else weight) if weight is not None else Decimal(0))


def _holds(condition: Condition, facts: Facts, pack: Pack, table: str) -> bool:
    fact, value = facts.get(condition.fact), _value(condition, pack, table)
    return fact is not None and value is not None and _COMPARE[condition.compare](fact, value)


def _value(condition: Condition, pack: Pack, table: str) -> Decimal | None:
    match condition.value:
        case str(name):
            return pack.parameters[name]
        case dict(by_table):
            return by_table.get(table, by_table.get("default"))
        case number:
            return number


def _say(text: str, facts: Facts, words: Mapping[str, str], pack: Pack, value: Decimal | None = None) -> str:
    numbers = {**pack.parameters, **facts, "value": value}
    return text.format_map({**words, **{name: _plain(number) for name, number in numbers.items()}})


def _plain(number: Decimal | None) -> str:
    if number is None:
        return "—"
    return f"{number.normalize():f}"


def _facts(evidence: UnitEvidence, pack: Pack, period: Period, *, best: bool) -> tuple[Facts, Mapping[str, str]]:
    """The unit's facts as numbers and as words, unknown columns taken at their best or worst."""
    seen = [_see(count, period, best=best) for count in evidence.counts]
    total = sum(column.count for column in seen)
    newest = max((column.newest for column in seen if column.newest), default=None)
    expected = [column for column in seen if column.is_expected]
    short = [column for column in expected if column.is_short]
    irregular = [finding for finding in evidence.findings if finding.force == "grade"]
    months = [sum(month) for month in zip(*(column.by_month for column in seen), strict=True)]
    numbers: dict[str, int | Decimal | None] = {
        "total": total,
        "columns": len(seen),
        "expected_columns": len(expected),
        "updated_columns": sum(1 for column in seen if column.count),
        "short_columns": len(short),
        "zero_columns": sum(1 for column in expected if not column.count),
        "blank_columns": sum(1 for column in seen if column.is_blank),
        "update_rate": _rate(len(expected) - len(short), len(expected)),
        "newest_age_days": (period.last - newest).days if newest else None,
        "irregularities": len(irregular),
        "least_month": min(months, default=0),
        "zero_periods": 0 if total else evidence.zero_periods_before + 1,
    }
    for rule in pack.finding:
        numbers[f"findings:{rule.rule}"] = sum(1 for finding in evidence.findings if finding.rule == rule.rule)
    words = {
        "unit": evidence.unit.name,
        "table": evidence.unit.table,
        "period": period.label,
        "newest": chinese_date(newest) if newest else "无",
        "newest_month": _month(newest, period) if newest else "无",
        "short_names": _names(short),
        "zero_names": _names([column for column in expected if not column.count]),
        "blank_names": _names([column for column in seen if column.is_blank]),
        "irregularity_texts": "；".join(finding.text for finding in irregular),
    }
    return {name: None if n is None else Decimal(n) for name, n in numbers.items()}, words


def _see(count: ColumnCount, period: Period, *, best: bool) -> _Seen:
    months = period.split("month")
    by_month = tuple(sum(1 for item in count.items if item.date and item.date in month) for month in months)
    number, newest = count.count, count.latest
    if number is None:
        number = _PLENTY if best else 0
        newest = period.last if best else None
        by_month = tuple(number for _ in months)
    elif count.is_dateless:
        newest = period.last if best else period.first
        by_month = tuple(number if best else 0 for _ in months)
    is_blank = count.state is ColumnState.BLANK
    return _Seen(count.column.name, number, newest, count.is_expected, count.column.expect, is_blank, by_month)


def _names(columns: Sequence[_Seen]) -> str:
    return "、".join(f"“{column.name}”" for column in columns)


def _month(day: date, period: Period) -> str:
    """The month of a day, its year only where it is not the period's."""
    return f"{day.month}月" if day.year == period.last.year else f"{day.year}年{day.month}月"


def _rate(part: int, whole: int) -> Decimal | None:
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) if whole else None
