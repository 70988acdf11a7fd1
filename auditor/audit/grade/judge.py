"""From counts and findings to exactly one grade for every unit, with reasons made of its figures.

What nobody could read is taken at its least and at its most favourable, over all units together: a unit has a grade
where no value that the unknown may have gives another, else it is pending. Unknown never makes a grade better or worse.
Where a person gave the number of a column alone, the number holds, and its dates are unknown.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from auditor.audit.count import ColumnCount
from auditor.audit.grade.facts import PLENTY, FactRange, Facts, UnitEvidence, UnitFacts, unit_facts
from auditor.audit.grade.measure import ground_in_words
from auditor.audit.grade.pack import COMPARE, RANK_NAMES, Condition, Deduction, Pack, Rule
from auditor.audit.grade.ranks import NO_PLACE, RankFacts, places
from auditor.audit.grade.sentences import escaped, filled, names_in, shown_number
from auditor.base.period import Period
from auditor.base.terms import PENDING
from auditor.base.words import Words, load_words
from auditor.county.model import Unit


class GradeWords(Words):
    """What reviewers read of units with something unknown."""

    unknown_columns: str
    surely: str
    unknown: str
    dateless: str
    dateless_column: str
    either: str
    rank: str
    previous: str
    figures: str
    even_so: str
    places: str
    nothing_known: str
    no_columns: str
    no_other: str
    waits_columns: str
    waits_entries: str
    waits_dates: str
    waits_place: str
    waits_previous: str
    waits_figures: str


_WORDS = load_words("grade", GradeWords)
_NUMBER = re.compile(r"-?\d+")
_FAULTS = frozenset(
    f"{what}_{how}" for what in ("short", "zero", "blank", "lacking") for how in ("names", "columns")
) | {"update_rate", "longest_gap_days", "zero_periods"}
"""What sentences call that is held against a unit."""


@dataclass(frozen=True, slots=True)
class UnitGrade:
    """One unit's grade. ``total`` is ``None`` where a column is unknown; ``score`` only for packs that deduct.

    ``rank`` is ``None`` where units are not ranked or the place is not sure. ``facts`` are all that are sure. ``worst``
    is the grade where all that is unknown is taken at its least.
    """

    unit: Unit
    total: int | None
    grade: str
    reasons: tuple[str, ...]
    score: Decimal | None = None
    grounds: tuple["Ground", ...] = ()
    rank: int | None = None
    facts: Facts = field(default_factory=dict)
    worst: str = ""


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


def grade_units(
    evidence: Iterable[UnitEvidence], pack: Pack, period: Period, *, dated: bool = False
) -> tuple[UnitGrade, ...]:
    """Grade every unit once, in the order given; with ``dated``, as far as undated items cannot matter."""
    units = tuple(evidence)
    known = [_scored(unit_facts(unit, pack, period, dated=dated), pack) for unit in units]
    placed = _placed(units, known, pack)
    return tuple(_grade_unit(unit, facts, pack) for unit, facts in zip(units, placed, strict=True))


def _scored(facts: UnitFacts, pack: Pack) -> UnitFacts:
    """With the score, and the range of it."""
    low, high = pack.base, pack.base
    for deduction in pack.deduct:
        known = facts.ranges[deduction.fact]
        ends = [] if known.low > known.high else [known.low, known.high]
        if known.may_be_none or known.is_unknown:
            ends.append(Decimal(0))
        amounts = [_amount(deduction, end) for end in ends]
        low -= max(amounts) if _reaches(deduction, low) else 0
        high -= min(amounts) if _reaches(deduction, high) else 0
    return replace(facts, ranges={**facts.ranges, "score": FactRange(_bounded(low, pack), _bounded(high, pack))})


def _placed(units: Sequence[UnitEvidence], known: Sequence[UnitFacts], pack: Pack) -> list[UnitFacts]:
    """With every unit's place among those it is ranked with."""
    found: dict[int, RankFacts] = {}
    if ranking := pack.ranking:
        groups: dict[str, list[int]] = {}
        for index, unit in enumerate(units):
            groups.setdefault(unit.unit.table if ranking.within == "table" else "", []).append(index)
        for members in groups.values():
            values = [known[index].ranges[ranking.by] for index in members]
            found |= dict(zip(members, places(values), strict=True))
    return [_with_place(facts, found.get(index, NO_PLACE)) for index, facts in enumerate(known)]


def _with_place(facts: UnitFacts, place: RankFacts) -> UnitFacts:
    """The best case has the best place, the worst the worst; the last is the best place from the other end."""
    best = {name: None if one.low > one.high else one.low for name, one in place.items()}
    worst = {name: None if one.low > one.high else one.high for name, one in place.items()}
    best["rank_from_last"], worst["rank_from_last"] = worst["rank_from_last"], best["rank_from_last"]
    spans = {
        name: _WORDS.places.format(first=shown_number(one.low), last=shown_number(one.high))
        for name, one in place.items()
        if one.low < one.high
    }
    return UnitFacts(
        {**facts.worst, **worst},
        {**facts.best, **best},
        {**facts.ranges, **place},
        {**facts.worst_words, **spans},
        {**facts.best_words, **spans},
    )


def _grade_unit(evidence: UnitEvidence, facts: UnitFacts, pack: Pack) -> UnitGrade:
    unknown = [count for count in evidence.counts if count.count is None]
    worst = judge(facts.worst, facts.worst_words, pack)
    best = judge(facts.best, facts.best_words, pack)
    grades = _possible_grades(facts.ranges, pack, evidence.unit.table)
    ends = [grade.id for grade in pack.grade if grade.id in grades]
    total = None if unknown else sum(count.count or 0 for count in evidence.counts)
    place = facts.ranges["rank"]
    sure = {name: known.low for name, known in facts.ranges.items() if known.is_sure and not known.is_unknown}
    score = sure.get("score") if pack.deduct and not unknown else None
    graded = UnitGrade(evidence.unit, total, worst.grade, worst.reasons, score, worst.grounds, facts=sure)
    graded = replace(graded, rank=int(place.low) if place.is_sure else None, worst=ends[-1] if ends else "")
    open_columns = "；".join(_open_columns(unknown, [count for count in evidence.counts if count.is_dateless]))
    if not evidence.is_seen:
        nothing = (open_columns, _WORDS.nothing_known) if evidence.counts else (_WORDS.no_columns,)
        return replace(graded, grade=PENDING, reasons=nothing, grounds=_waits(evidence, facts, pack))
    if len(grades) == 1:
        if not open_columns and worst == best:
            return graded
        note = _WORDS.surely.format(columns=open_columns)
        reasons = (*_known_reasons(worst, best), note) if open_columns else _sure_reasons(worst, best)
        return replace(graded, reasons=reasons, grounds=_sure(worst, best))
    why = [open_columns] if open_columns else []
    why += _unknown_facts(facts, pack)
    why.append(_WORDS.either.format(worst=pack.label_of(ends[-1]), best=pack.label_of(ends[0])))
    return replace(graded, grade=PENDING, reasons=tuple(why), grounds=_waits(evidence, facts, pack))


def _waits(evidence: UnitEvidence, facts: UnitFacts, pack: Pack) -> tuple[Ground, ...]:
    """What a unit's grade waits for, as the circular tells it: its own columns, else what is not its own doing."""
    if not evidence.is_seen and not evidence.counts:
        return (Ground(_WORDS.waits_entries, {}),)
    unknown = sum(count.count is None for count in evidence.counts)
    dateless = sum(count.is_dateless for count in evidence.counts)
    own = ((_WORDS.waits_columns, unknown), (_WORDS.waits_dates, dateless))
    if unknown or dateless:
        return tuple(Ground(told, {"count": str(number)}) for told, number in own if number)
    asked = _asked(pack)
    sheet = (*pack.figures.columns, *pack.figures.rates) if pack.figures else ()
    figures = [name for name in sheet if f"figures:{name}" in asked and facts.ranges[f"figures:{name}"].is_unknown]
    told = []
    if pack.figures and figures:
        told.append(_WORDS.waits_figures.format(names="、".join(map(pack.figures.label_of, figures))))
    elif any(facts.ranges[name].is_unknown for name in asked):
        told.append(_WORDS.waits_previous)
    else:
        told.append(_WORDS.waits_place)
    return tuple(Ground(escaped(one), {}) for one in told)


def _asked(pack: Pack) -> set[str]:
    """The facts that the rules ask about and whose answer, where nothing is known, they do not say."""
    facts = {one.fact for rule in pack.rule for one in (*rule.all, *rule.any) if one.unknown is None}
    return facts | {deduction.fact for deduction in pack.deduct} | ({pack.ranking.by} if pack.ranking else set())


def _open_columns(unknown: Sequence[ColumnCount], dateless: Sequence[ColumnCount]) -> Iterator[str]:
    """Which columns leave a grade open, and why."""
    if unknown:
        alike: dict[tuple[str, str], list[str]] = {}
        for count in unknown:
            alike.setdefault((count.state.label, count.reason), []).append(f"“{count.column.name}”")
        named = [
            _WORDS.unknown_columns.format(columns="、".join(columns), state=state, reason=reason)
            for (state, reason), columns in alike.items()
        ]
        yield _WORDS.unknown.format(count=len(unknown), columns="、".join(named))
    if dateless:
        named = [_WORDS.dateless_column.format(column=one.column.name, count=one.count) for one in dateless]
        yield _WORDS.dateless.format(count=len(dateless), columns="、".join(named))


def _unknown_facts(facts: UnitFacts, pack: Pack) -> list[str]:
    """What else is not known, of the facts that the rules ask about."""
    asked = _asked(pack)
    told = []
    place = facts.ranges["rank"]
    if asked & set(RANK_NAMES) and place.low < place.high:
        told.append(_WORDS.rank.format(first=place.low, last=place.high))
    unknown = {name for name in asked if name in facts.ranges and facts.ranges[name].is_unknown}
    if any(not name.startswith("figures:") for name in unknown):
        told.append(_WORDS.previous)
    if pack.figures and (names := sorted(name for name in unknown if name.startswith("figures:"))):
        labels = (f"“{pack.figures.label_of(name.removeprefix('figures:'))}”" for name in names)
        told.append(_WORDS.figures.format(names="".join(labels)))
    return told


@dataclass(frozen=True, slots=True)
class GradeVerdict:
    """What a pack says of one set of facts."""

    grade: str
    reasons: tuple[str, ...]
    score: Decimal
    grounds: tuple[Ground, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)
    """The reasons by the pack's sentences that they were made from, and the notes by themselves."""


def _known_reasons(worst: GradeVerdict, best: GradeVerdict) -> tuple[str, ...]:
    """What is surely so, however much the columns hold that nobody could read: none of them is at fault.

    Only what is said in the best case, too. What is told of faults is told of those of the best case, which are those
    that were seen; all else as far as it was seen, which is the worst case.
    """
    told: dict[str, None] = {}
    for sentence, text in best.said.items():
        if sentence in worst.said and not _tells_of_fault(sentence):
            told[worst.said[sentence]] = None
        elif text in worst.reasons or not any(map(_is_beyond_belief, _NUMBER.findall(text))):
            told[text] = None
    return tuple(told)


def _tells_of_fault(sentence: str) -> bool:
    return any(name.partition(":")[0] in _FAULTS for name in names_in(sentence))


def _sure(worst: GradeVerdict, best: GradeVerdict) -> tuple[Ground, ...]:
    """The grounds that hold whatever the unknown contains; else those of the case that is best for the unit."""
    if all(ground in worst.grounds for ground in best.grounds):
        return best.grounds
    told = [ground for ground in best.grounds if not any(map(_is_beyond_belief, ground.figures.values()))]
    return tuple(replace(one, told=_WORDS.even_so + one.told) for one in told[:1]) + tuple(told[1:])


def _sure_reasons(worst: GradeVerdict, best: GradeVerdict) -> tuple[str, ...]:
    if all(reason in worst.reasons for reason in best.reasons):
        return best.reasons
    return tuple(_WORDS.even_so + reason for reason in best.reasons)


def _is_beyond_belief(figure: str) -> bool:
    """Whether a figure was made of what an unreadable column may hold at most."""
    digits = figure.removeprefix("-").partition(".")[0]
    return digits.isdecimal() and int(digits) * 2 >= PLENTY


def judge(facts: Facts, words: Mapping[str, str], pack: Pack) -> GradeVerdict:
    """Apply the pack's deductions and rules to facts; ``words`` fill the sentences beside the facts."""
    score, notes = _score(facts, words, pack)
    facts = {**facts, "score": score}
    table = words.get("table", "")
    unmet: list[_Said] = []
    for rule in pack.rule:
        holds, reasons, missed = _try(rule, facts, words, pack, table)
        if holds:
            said = reasons or unmet or _unsaid(rule, facts, words, pack)
            lost = notes if _rests_on_score(rule) else ()
            told = (*(one.ground for one in said), *(Ground(escaped(note), {}) for note in lost))
            reasons_said = tuple(dict.fromkeys((*(one.text for one in said), *notes)))
            by_sentence = {**{one.sentence: one.text for one in said}, **{note: note for note in notes}}
            return GradeVerdict(rule.grade, reasons_said, score, tuple(g for g in told if g.told), by_sentence)
        unmet += missed
    raise AssertionError("a checked pack ends with a rule that always holds")


def _rests_on_score(rule: Rule) -> bool:
    """Whether a rule asks for points, or takes whom no other took: what was lost is then a ground, else beside it."""
    asked = {condition.fact for condition in (*rule.all, *rule.any)}
    return not asked or bool(asked & {"score", *RANK_NAMES})


def _score(facts: Facts, words: Mapping[str, str], pack: Pack) -> tuple[Decimal, list[str]]:
    score, notes = pack.base, []
    for deduction in pack.deduct:
        amount = _amount(deduction, facts.get(deduction.fact) or Decimal(0))
        if amount and _reaches(deduction, score):
            score -= amount
            notes += [_say(deduction.says, facts, words, pack, abs(amount))] if deduction.says else []
    return _bounded(score, pack), notes


def _reaches(deduction: Deduction, score: Decimal) -> bool:
    """Whether the score made so far is high enough for the deduction, or what it adds, to count."""
    return deduction.reach is None or score >= deduction.reach


def _amount(deduction: Deduction, value: Decimal) -> Decimal:
    """Points off, or on where it is negative, for a fact's value."""
    amount = max(Decimal(0), value - deduction.over) * deduction.each
    if deduction.most is None:
        return amount
    return min(amount, deduction.most) if amount > 0 else max(amount, -deduction.most)


def _bounded(score: Decimal, pack: Pack) -> Decimal:
    score = score if pack.lowest is None else max(score, pack.lowest)
    return score if pack.highest is None else min(score, pack.highest)


def _possible_grades(ranges: Mapping[str, FactRange], pack: Pack, table: str) -> set[str]:
    """The grades that some values within the ranges give."""
    grades: set[str] = set()
    for rule in pack.rule:
        answers = [_answers(condition, ranges, pack, table) for condition in rule.all]
        if rule.any:
            any_of = [_answers(condition, ranges, pack, table) for condition in rule.any]
            may_not = all(False in one for one in any_of)
            answers.append({answer for one in any_of for answer in one if answer} | ({False} if may_not else set()))
        if all(True in one for one in answers):
            grades.add(rule.grade)
            if not any(False in one for one in answers):
                break
    return grades


def _answers(condition: Condition, ranges: Mapping[str, FactRange], pack: Pack, table: str) -> set[bool]:
    """Whether a condition may hold, may not, or both."""
    known, value = ranges[condition.fact], _value(condition, pack, table)
    if value is None or (known.is_unknown and condition.unknown is not None):
        return {bool(condition.unknown)}
    answers = {bool(condition.unknown)} if known.may_be_none else set[bool]()
    if known.low <= known.high:
        compare = COMPARE[condition.compare]
        answers |= {compare(end, value) for end in (known.low, known.high)}
        if known.low < value < known.high:
            answers |= {compare(value, value), compare(known.low, value)}
    return answers


@dataclass(frozen=True, slots=True)
class _Said:
    """One reason, and the ground as the circular tells it; ``sentence`` still has its ``{names}``."""

    text: str
    ground: Ground
    sentence: str


def _try(
    rule: Rule, facts: Facts, words: Mapping[str, str], pack: Pack, table: str
) -> tuple[bool, list[_Said], list[_Said]]:
    """Whether a rule holds, its reasons, and the reasons of the conditions that do not."""
    answers = [(condition, _holds(condition, facts, pack, table)) for condition in (*rule.all, *rule.any)]
    in_all = [answer for condition, answer in answers if condition in rule.all]
    in_any = [answer for condition, answer in answers if condition in rule.any]
    holds = all(in_all) and (any(in_any) if rule.any else True)
    met = [condition for condition, answer in answers if answer and condition.says]
    missed = [condition for condition, answer in answers if not answer and condition.fails]

    def said(text: str, condition: Condition, *, holds: bool) -> _Said:
        value = _value(condition, pack, table)
        sentence = _say(text, facts, words, pack, value)
        is_told = not (holds and condition.fails)  # of two sentences, what the circular tells is the one that blames
        told = condition.told if is_told else ""
        ground = _ground(told or escaped(sentence), condition if is_told else None, facts, words, pack, value)
        return _Said(sentence, ground, text)

    own = _say(rule.says, facts, words, pack)
    reasons = (
        [_Said(own, _ground(rule.told or escaped(own), None, facts, words, pack, None), rule.says)] if rule.says else []
    )
    reasons += [said(one.says, one, holds=True) for one in met]
    return holds, reasons, [said(one.fails, one, holds=False) for one in missed]


def _unsaid(rule: Rule, facts: Facts, words: Mapping[str, str], pack: Pack) -> list[_Said]:
    """What a rule without words of its own rests on: nobody is graded without a reason.

    Its conditions; where it has none, those that the best grade's rules asked for and did not find; else that no other
    grade's rule holds.
    """
    table = words.get("table", "")
    asked = [(one, True) for one in (*rule.all, *rule.any) if _holds(one, facts, pack, table)]
    if not asked:
        best = (one for better in pack.rule if better.grade == pack.grade[0].id for one in (*better.all, *better.any))
        asked = [(one, False) for one in best if not _holds(one, facts, pack, table) and one.fact != "expected_columns"]
    found = []
    for condition, holds in asked:
        value = _value(condition, pack, table)
        text = ground_in_words(condition, value or Decimal(0), pack, holds=holds)
        found.append(_Said(_say(text, facts, words, pack), _ground(text, None, facts, words, pack, value), text))
    return found or [_Said(_WORDS.no_other, Ground(escaped(_WORDS.no_other), {}), _WORDS.no_other)]


def _ground(
    told: str,
    condition: Condition | None,
    facts: Facts,
    words: Mapping[str, str],
    pack: Pack,
    value: Decimal | None,
) -> Ground:
    utmost = condition.utmost if condition else ""
    names = (names_in(told) | names_in(utmost)) - {"all"}
    figures = {name: _say(f"{{{name}}}", facts, words, pack, value) for name in sorted(names)}
    weight = facts.get(condition.fact) if condition and utmost else None
    is_low = condition is not None and (condition.compare in (">", ">=")) == bool(condition.fails)
    return Ground(told, figures, utmost, (-weight if is_low else weight) if weight is not None else Decimal(0))


def _holds(condition: Condition, facts: Facts, pack: Pack, table: str) -> bool:
    fact, value = facts.get(condition.fact), _value(condition, pack, table)
    if fact is None or value is None:
        return bool(condition.unknown)
    return COMPARE[condition.compare](fact, value)


def _value(condition: Condition, pack: Pack, table: str) -> Decimal | None:
    match condition.value:
        case str(name):
            return pack.parameters[name] if name in pack.parameters else pack.place_of(name)
        case dict(by_table):
            return by_table.get(table, by_table.get("default"))
        case number:
            return number


def _say(text: str, facts: Facts, words: Mapping[str, str], pack: Pack, value: Decimal | None = None) -> str:
    known = {**pack.parameters, **facts, "value": value}
    told = words.keys() - (known.keys() - set(RANK_NAMES))  # a place that is not sure is told as a range of places
    numbers = {name: shown_number(known.get(name)) for name in names_in(text) - told}
    return filled(text, {**words, **numbers})
