"""Why units have their grades, told as an office would: units with one ground together, numbers as a range."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import repeat

from auditor.audit.grade.sentences import escaped, filled, names_in
from auditor.audit.model import Audit, GroundEntry, UnitEntry
from auditor.base.chinese import listed, printable, shortened
from auditor.base.pattern import pattern
from auditor.circular.words import WORDS

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_SHARES = pattern(
    r"(?<![\d.])(\d+(?:\.\d+)?)(?=至\d+(?:\.\d+)?%)",
    finds={"更新率为0至50%": "0", "得分率为12.5至40%": "12.5"},
    not_in=("更新率为0%至50%", "得0至3分", "有1至2个栏目，占50%"),
    seen="grounds of this program where the shares of several units are told as one range",
)
_MOST_UTMOST = 3
_LENGTH = 200


def unit_grounds(audit: Audit, unit: UnitEntry) -> tuple[GroundEntry, ...]:
    """The grounds of one grade: as the pack tells them, else the reasons; a person's decision is told as such.

    What the program says of pages it could not read stays out: the circular has its own words for them.
    """
    if unit.grounds:
        return unit.grounds
    if unit.decision is not None and unit.grade != unit.proposed:
        why = unit.decision.text or unit.decision.reason
        return (_plain(WORDS.decided.format(why=why)),)
    reasons = []
    for reason in unit.reasons:
        for row in (row for row in audit.rows_of(unit) if row.count is None):
            reason = reason.replace(f"（{row.state.label}：{row.reason}）", "")
        reasons.append(_plain(reason))
    return tuple(reasons)


def told_of(audit: Audit, unit: UnitEntry) -> str:
    """One unit's grounds in a table cell."""
    return "；".join(_told_together(ground, [(unit.name, ground)], iter(())) for ground in unit_grounds(audit, unit))


def told_together(audit: Audit, units: Sequence[UnitEntry]) -> str:
    """The grounds of all units of one grade: 甲、乙等2个单位…，其中甲…；丙…。 Empty where nothing is known."""
    groups: dict[tuple[object, ...], list[tuple[str, tuple[GroundEntry, ...]]]] = {}
    for unit in units:
        if grounds := unit_grounds(audit, unit):
            key = tuple(_shape(ground) for ground in grounds)
            groups.setdefault(key, []).append((printable(unit.name), grounds))
    called = audit.facts.called or WORDS.called
    return "；".join(_group(members, called, is_all=len(members) == len(units)) for members in groups.values())


def _group(members: Sequence[tuple[str, tuple[GroundEntry, ...]]], called: str, *, is_all: bool) -> str:
    names = [name for name, _ in members]
    if is_all:
        subject = WORDS.this_unit if len(names) == 1 else WORDS.all_units
        subject = subject.format(count=len(names), called=called)
    else:
        subject = (
            names[0]
            if len(names) == 1
            else WORDS.some_units.format(names=listed(names), count=len(names), called=called)
        )
    told, both = [], repeat(WORDS.all, int(len(members) > 1))
    for index, ground in enumerate(members[0][1]):
        told.append(_told_together(ground, [(name, grounds[index]) for name, grounds in members], both))
    return subject + "，".join(told)


def _told_together(ground: GroundEntry, members: Sequence[tuple[str, GroundEntry]], both: Iterator[str]) -> str:
    """One ground of several units: its numbers as ranges, and what is utmost among them.

    ``both`` gives 均 once: for the first clause that says the same of all of them.
    """
    figures = {name: _range([one.figures[name] for _, one in members]) for name in ground.figures}
    ranges = {name for name, shown in figures.items() if any(one.figures[name] != shown for _, one in members)}
    clauses = []
    for clause in ground.told.split("，"):
        names = names_in(clause)
        both_here = next(both, "") if "all" in names and not names & ranges else ""
        clauses.append(_filled(clause, {**figures, "all": both_here}))
    text = _SHARES.sub(r"\1%", "，".join(clauses))
    if not ground.utmost:
        return text
    most = max(Decimal(one.weight) for _, one in members)
    worst = [(name, one) for name, one in members if Decimal(one.weight) == most]
    if len(worst) > _MOST_UTMOST and len(worst) < len(members):
        return text
    who = "" if len(worst) == len(members) else WORDS.among_them + listed([name for name, _ in worst])
    return f"{text}，{who}{_filled(ground.utmost, {**worst[0][1].figures, 'all': WORDS.all if len(worst) > 1 else ''})}"


def _range(values: Sequence[str]) -> str:
    if not all(map(_NUMBER.fullmatch, values)):
        return values[0]
    least, most = min(values, key=Decimal), max(values, key=Decimal)
    return least if least == most else WORDS.range.format(least=least, most=most)


def _shape(ground: GroundEntry) -> tuple[object, ...]:
    """What must be equal for units to be told of together: the sentence, and of its figures the words."""
    words = [(name, value) for name, value in ground.figures.items() if not _NUMBER.fullmatch(value)]
    return ground.told, ground.utmost, tuple(word for word in words if f"{{{word[0]}}}" in ground.told)


def _plain(text: str) -> GroundEntry:
    return GroundEntry(told=escaped(shortened(text, _LENGTH).rstrip("。；")))


def _filled(text: str, figures: Mapping[str, str]) -> str:
    try:
        return printable(filled(text, figures))
    except (KeyError, ValueError, IndexError):  # a frozen circular of a pack with other names
        return printable(text)
