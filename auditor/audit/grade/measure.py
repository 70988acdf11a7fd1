"""The measure of a grade in words, made from the thresholds of its rules where the pack has none of its own."""

from collections.abc import Mapping
from decimal import Decimal

from auditor.audit.grade.pack import (
    COMPARE,
    RANK_NAMES,
    Condition,
    Deduction,
    Operator,
    Pack,
    Rule,
    in_period,
    split_fact,
)
from auditor.audit.grade.sentences import filled, shown_number
from auditor.base.period import terms_of
from auditor.base.terms import ColumnKind
from auditor.base.words import Words, load_words


class MeasureWords(Words):
    """How facts and thresholds are called, and how they are joined."""

    both: str
    either: str
    and_either: str
    otherwise: str
    rest: str
    each_table: str
    tables: str
    other_tables: str
    kind: str
    place: str
    not_placed: str
    scoring: str
    base: str
    zero_base: str
    deduct: str
    over: str
    each: str
    minus: str
    plus: str
    most: str
    reach: str
    lowest: str
    highest: str
    weights: str
    weight: str
    other_kinds: str
    unit_of_findings: str
    of_average: str
    items: str
    points: str
    compare: dict[str, str]
    facts: dict[str, str]
    units: dict[str, str]
    none: dict[str, str]
    some: dict[str, str]
    own: dict[str, str]
    findings: dict[str, str]


_WORDS = load_words("measure", MeasureWords)
REST = _WORDS.rest
"""The measure of a grade for all that no other rule takes."""
_OPPOSITE: Mapping[Operator, Operator] = {">=": "<", "<": ">=", ">": "<=", "<=": ">", "==": "!=", "!=": "=="}


def grade_in_words(grade: str, pack: Pack, groups: Mapping[str, str]) -> str:
    """What gives ``grade``, so that 的 can follow; ``groups`` are the names of the county's tables by their ids."""
    own = next((one.measure for one in pack.grade if one.id == grade), "")
    if own:
        return filled(own, {name: shown_number(value) for name, value in pack.parameters.items()})
    rules = [rule for rule in pack.rule if rule.grade == grade]
    if any(not rule.all and not rule.any for rule in rules):
        return REST
    asked = [rule for rule in rules if not _is_out_of_scope(rule)] or rules
    return _WORDS.otherwise.join(dict.fromkeys(rule_in_words(rule, pack, groups) for rule in asked))


def _of_period(text: str, pack: Pack) -> str:
    """A text of this room with what the pack calls its periods."""
    return in_period(text, terms_of(pack.pack.period))


def _is_out_of_scope(rule: Rule) -> bool:
    """Whether the rule is for units of which nothing is expected: who is measured, not by what."""
    return any(one.fact == "expected_columns" and one.compare == "==" and one.value == 0 for one in rule.all)


def scoring_of(pack: Pack) -> str:
    """How points are counted, in a sentence without its full stop; empty where a pack gives none."""
    parts = []
    if pack.deduct:
        base = _WORDS.base.format(base=shown_number(pack.base)) if pack.base else _WORDS.zero_base
        deductions = "".join(_deduction(one, pack) for one in pack.deduct)
        if pack.lowest is not None:
            deductions += _WORDS.lowest.format(lowest=shown_number(pack.lowest))
        if pack.highest is not None:
            deductions += _WORDS.highest.format(highest=shown_number(pack.highest))
        parts.append(_of_period(_WORDS.scoring.format(base=base, deductions=deductions), pack))
    if pack.weights:
        kinds = {kind.value: kind.label for kind in ColumnKind} | {"default": _WORDS.other_kinds}
        named = [
            _WORDS.weight.format(kind=kinds[name], value=shown_number(value)) for name, value in pack.weights.items()
        ]
        parts.append(_WORDS.weights.format(weights=_WORDS.both.join(named)))
    return "。".join(parts)


def fact_label(name: str, pack: Pack) -> str:
    """How a fact is called, the kind of column before it."""
    base, _ = split_fact(name)
    if pack.figures and base.startswith("figures:"):
        return pack.figures.label_of(base.removeprefix("figures:"))
    if base.startswith("items:"):
        return _kind_of(name) + _WORDS.items.format(finding=_WORDS.findings[base.removeprefix("items:")])
    known = _WORDS.findings if base.startswith("findings:") else _WORDS.facts
    return _kind_of(name) + _of_period(known[base.removeprefix("findings:")], pack)


def _kind_of(name: str) -> str:
    _, kind = split_fact(name)
    return _WORDS.kind.format(kind=ColumnKind(kind).label) if kind else ""


def _unit_of(name: str) -> str:
    base, _ = split_fact(name)
    if base.startswith("figures:"):
        return ""
    return _WORDS.units.get(base, _WORDS.units["total"] if base.startswith("items:") else _WORDS.unit_of_findings)


def rule_in_words(rule: Rule, pack: Pack, groups: Mapping[str, str]) -> str:
    """The conditions of one rule."""
    every = _WORDS.both.join(_condition(condition, pack, groups) for condition in rule.all)
    some = _WORDS.either.join(_condition(condition, pack, groups) for condition in rule.any)
    if len(rule.all) == 1 and not rule.any and (limit := _limit_above(rule, pack)) is not None:
        unit = _unit_of(rule.all[0].fact)
        every = _WORDS.both.join((every, _WORDS.compare["<"].format(fact="", value=shown_number(limit), unit=unit)))
    return _of_period(_WORDS.and_either.join(part for part in (every, some) if part), pack) or REST


def _limit_above(rule: Rule, pack: Pack) -> Decimal | None:
    """Where a rule asks for less of a fact than one before it did: what that one asked for."""
    own = rule.all[0]
    floor = _number(own, pack)
    before = [
        value
        for one in pack.rule[: pack.rule.index(rule)]
        if len(one.all) == 1 and not one.any and (one.all[0].fact, one.all[0].compare) == (own.fact, own.compare)
        if (value := _number(one.all[0], pack)) is not None
    ]
    higher = [value for value in before if floor is not None and value > floor]
    return min(higher) if higher and own.compare == ">=" else None


def _number(condition: Condition, pack: Pack) -> Decimal | None:
    value = condition.value
    return pack.parameters.get(value) if isinstance(value, str) else None if isinstance(value, dict) else value


def _condition(condition: Condition, pack: Pack, groups: Mapping[str, str]) -> str:
    if condition.fact == "previous_grade" and isinstance(condition.value, str):
        place, compare = pack.place_of(condition.value) or Decimal(0), COMPARE[condition.compare]
        named = [one.label for number, one in enumerate(pack.grade, 1) if compare(Decimal(number), place)]
        labels = _WORDS.either.join(f"“{label}”" for label in named)
        return _of_period(_WORDS.place, pack).format(grades=labels)
    match condition.value:
        case str(name):
            return _compared(condition, pack.parameters.get(name, Decimal(0)), pack)
        case dict(by_table):
            names = {**groups, "default": _WORDS.other_tables}
            last = [name for name in by_table if name == "default"]
            ordered = [*(name for name in by_table if name in groups), *(last if set(groups) - set(by_table) else ())]
            said = [
                _WORDS.each_table.format(group=names[name], said=_compared(condition, by_table[name], pack))
                for name in ordered
            ]
            return _WORDS.tables.join(said)
        case number:
            return _compared(condition, number, pack)


def _compared(condition: Condition, value: Decimal, pack: Pack) -> str:
    """One comparison; what is equal to zero, or more than zero, has words of its own."""
    fact, compare = condition.fact, condition.compare
    base, _ = split_fact(fact)
    if not value and compare in ("==", "<=") and base in _WORDS.none:
        return _kind_of(fact) + _WORDS.none[base]
    if (value, compare) in ((Decimal(0), ">"), (Decimal(1), ">=")) and base in _WORDS.some:
        return _kind_of(fact) + _WORDS.some[base]
    if fact in RANK_NAMES[:3] and compare == "<=":
        return f"{_WORDS.facts[fact]}{shown_number(value)}{_WORDS.units[fact]}"
    label, shown = fact_label(fact, pack), shown_number(value)
    if fact == "average_percent" and pack.ranking:
        label, shown = fact_label(pack.ranking.by, pack), _WORDS.of_average.format(value=shown)
    return _WORDS.compare[compare].format(fact=label, value=shown, unit=_unit_of(fact))


def ground_in_words(condition: Condition, value: Decimal, pack: Pack, *, holds: bool) -> str:
    """What a unit shows where a condition holds, or where it does not, with the ``{name}`` of its fact."""
    return _of_period(_ground(condition, value, pack, holds=holds), pack)


def _ground(condition: Condition, value: Decimal, pack: Pack, *, holds: bool) -> str:
    fact, compare = condition.fact, condition.compare if holds else _OPPOSITE[condition.compare]
    base, _ = split_fact(fact)
    if fact == "previous_grade":
        return _condition(condition, pack, {}) if holds else _WORDS.not_placed
    if base in (*RANK_NAMES[:3], "zero_periods"):
        return _own(fact)
    if not value and compare in ("==", "<=") and base in _WORDS.none:
        return _kind_of(fact) + _WORDS.none[base]
    unit, shown = _unit_of(fact), shown_number(value)
    told = _own(fact) if base in _WORDS.own else f"{fact_label(fact, pack)}{{{fact}}}{unit}"
    return told if not value else f"{told}，{_WORDS.compare[compare].format(fact='', value=shown, unit=unit)}"


def _own(fact: str) -> str:
    base, _ = split_fact(fact)
    return _kind_of(fact) + _WORDS.own[base].replace("{fact}", f"{{{fact}}}")


def _deduction(one: Deduction, pack: Pack) -> str:
    unit = _unit_of(one.fact)
    if one.fact == "points" and one.each == -1 and one.most is None:
        return _WORDS.points.format(fact=fact_label(one.fact, pack))
    return _WORDS.deduct.format(
        fact=fact_label(one.fact, pack),
        over=_WORDS.over.format(over=shown_number(one.over), unit=unit) if one.over else "",
        each=_WORDS.each.format(unit=unit) + (_WORDS.minus if one.each > 0 else _WORDS.plus),
        value=shown_number(abs(one.each)),
        most="".join(
            words.format(most=shown_number(number))
            for words, number in ((_WORDS.most, one.most), (_WORDS.reach, one.reach))
            if number is not None
        ),
    )
