"""The problem section as a person writes it: kinds of fault by theme, the faults of one unit together."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from auditor.audit.grade.kinds import KINDS, THEMES
from auditor.audit.model import FindingEntry
from auditor.base.chinese import listed, ordinal, printable, within
from auditor.base.pattern import pattern
from auditor.circular.words import WORDS

_RUN = pattern(
    r"^已连续\d+(?:个季度|个月|年|期)",
    finds={
        "已连续2个季度没有发布任何信息": "已连续2个季度",
        "已连续3个月没有发布信息": "已连续3个月",
        "已连续2期没有更新": "已连续2期",
    },
    not_in=("最近一次更新是2020年2月8日", "公安局已连续2个季度更新不及时"),
    seen="findings of the shipped packs about several periods in a row",
)
_EXAMPLE_LENGTH = 120
_MOST_TOGETHER = 16
"""Units of which one sentence tells."""


@dataclass(frozen=True, slots=True)
class UntoldUnits:
    """The units that have a fault of one kind too, beyond those that are told in full."""

    rule: str
    names: str
    count: int


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    """All printed findings of one theme.

    ``told`` are sentences, the units in order of appearance; ``others`` the units of findings that are left out there
    and that no sentence names, ``untold`` the same by kind of fault, units that are named for another one included.
    """

    id: str
    ordinal: str
    rules: tuple[str, ...]
    count: int
    unit_count: int
    column_count: int
    told: str
    others: str
    other_count: int
    untold: tuple[UntoldUnits, ...]


def theme_groups(findings: Sequence[FindingEntry], limit: int) -> tuple[ThemeGroup, ...]:
    """The findings by theme; of one kind ``limit`` are told in full."""
    by_theme: dict[str, list[FindingEntry]] = {theme: [] for theme in THEMES}
    for finding in findings:
        kind = KINDS.get(finding.rule)
        by_theme[kind.theme if kind else THEMES[-1]].append(finding)
    present = [(theme, found) for theme, found in by_theme.items() if found]
    return tuple(_theme(number, theme, found, limit) for number, (theme, found) in enumerate(present, 1))


def _theme(number: int, theme: str, found: Sequence[FindingEntry], limit: int) -> ThemeGroup:
    told, left, seen = list[_ThemeSentence](), list[_ThemeSentence](), dict[str, int]()
    for said in _told_together(_merged(found)):
        first, beyond = said.split(_MOST_TOGETHER)
        seen[said.rule] = seen.get(said.rule, 0) + 1
        (told if seen[said.rule] <= limit else left).append(first)
        left += [beyond] if beyond else []
    named = {unit for said in told for unit in said.units}
    others = list(dict.fromkeys(unit for said in left for unit in said.units if unit and unit not in named))
    rules = tuple(dict.fromkeys(finding.rule for finding in found))
    return ThemeGroup(
        id=theme,
        ordinal=ordinal(number),
        rules=rules,
        count=len(found),
        unit_count=len({finding.unit for finding in found if finding.unit}),
        column_count=len({(finding.unit, finding.column) for finding in found if finding.column}),
        told="；".join(_sentences(told)),
        others=listed([printable(unit) for unit in others]),
        other_count=len(others),
        untold=tuple(rest for rule in rules if (rest := _untold(rule, told, left)).count),
    )


def faults_of_unit(found: Sequence[FindingEntry]) -> tuple[str, ...]:
    """What is found of one unit, told to itself: columns of which the same is said together, without its name."""
    told = []
    for one in _merged(found):
        name = printable(one.units[0])
        text = one.text.removeprefix(name) if name else one.text
        told.append(text.removeprefix(WORDS.of) if one.columns[0] else text)
    return tuple(told)


def beside_its_place(text: str, unit: str, column: str) -> str:
    """What is said of a column or unit, for a table that names both in columns of their own."""
    name = printable(unit)
    lead = _columns_of(unit, [column]) + WORDS.column if column else name
    rest = text.removeprefix(lead) if text.startswith(lead) else text.removeprefix(name)
    return rest or text


def _untold(rule: str, told: Sequence["_ThemeSentence"], left: Sequence["_ThemeSentence"]) -> UntoldUnits:
    named = {unit for said in told if said.rule == rule for unit in said.units}
    units = dict.fromkeys(unit for said in left if said.rule == rule for unit in said.units if unit not in named)
    names = [printable(unit) for unit in units if unit]
    return UntoldUnits(rule, listed(names), len(names))


@dataclass(frozen=True, slots=True)
class _ThemeSentence:
    """What is said of the columns of one unit, or of several units of which the same is said.

    ``subjects`` are units with the columns that are meant (none where the unit itself is), ``said`` is what follows; a
    sentence that does not begin with them is kept whole, with no subject.
    """

    rule: str
    units: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    said: str
    whole: bool = False

    def split(self, most: int) -> "tuple[_ThemeSentence, _ThemeSentence | None]":
        """The first units, and the rest where there are more."""
        if len(self.units) <= most:
            return self, None
        first = replace(self, units=self.units[:most], columns=self.columns[:most])
        return first, replace(self, units=self.units[most:], columns=self.columns[most:])

    @property
    def text(self) -> str:
        """The whole sentence."""
        return self.said if self.whole else self.subject + self.predicate

    @property
    def subject(self) -> str:
        """Of whom, or of which columns, something is said."""
        pairs = list(zip(self.units, self.columns, strict=True))
        if not self.columns[0]:
            return listed([printable(unit) for unit in self.units])
        return "、".join(_columns_of(unit, columns) for unit, columns in pairs) + WORDS.column

    @property
    def predicate(self) -> str:
        """What is said of them, each of them where they are several."""
        is_several = len(self.units) > 1 or len(self.columns[0]) > 1
        return _each(self.said) if is_several else self.said


def _each(said: str) -> str:
    """What is said of each of several: 均 stands before the verb."""
    places = [at for verb in WORDS.each_before if (at := said.find(verb)) >= 0]
    at = min(places, default=0)
    return said[:at] + WORDS.each_of + said[at:]


def _merged(found: Sequence[FindingEntry]) -> list[_ThemeSentence]:
    """One sentence for all columns of a unit of which the same is said."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    whole: dict[tuple[str, str, str], bool] = {}
    for finding in found:
        said = within(finding.text, _EXAMPLE_LENGTH)
        lead = _columns_of(finding.unit, [finding.column]) + WORDS.column if finding.column else printable(finding.unit)
        is_led = bool(finding.unit) and said.startswith(lead)
        key = (finding.rule, finding.unit, said.removeprefix(lead) if is_led else said)
        whole[key] = not is_led
        if finding.column not in groups.setdefault(key, []):
            groups[key].append(finding.column)
    return [
        _ThemeSentence(rule, (unit,), (tuple(column for column in columns if column),), said, whole[rule, unit, said])
        for (rule, unit, said), columns in groups.items()
    ]


def _told_together(merged: Sequence[_ThemeSentence]) -> list[_ThemeSentence]:
    """One sentence for all units of which this alone is said; what a unit has beside it stays with that unit."""
    parts = Counter(one.units[0] for one in merged)
    groups: dict[tuple[object, ...], list[_ThemeSentence]] = {}
    for number, one in enumerate(merged):
        alone = not one.whole and parts[one.units[0]] == 1 and one.units[0]
        key = (one.rule, one.said, bool(one.columns[0])) if alone else (number,)
        groups.setdefault(key, []).append(one)
    return [
        replace(
            alike[0],
            units=tuple(unit for one in alike for unit in one.units),
            columns=tuple(columns for one in alike for columns in one.columns),
        )
        for alike in groups.values()
    ]


def _columns_of(unit: str, columns: Sequence[str]) -> str:
    return WORDS.columns_of.format(unit=printable(unit), columns="".join(f"“{printable(one)}”" for one in columns))


def _sentences(told: Sequence[_ThemeSentence]) -> Iterator[str]:
    """The sentences of each unit together, each without what the one before it has said already."""
    for units in dict.fromkeys(one.units for one in told):
        mine = [one for one in told if one.units == units]
        parts: list[str] = []
        before: tuple[tuple[str, ...], ...] = ()
        for one in sorted(mine, key=lambda one: _first(mine, one)):
            text = one.text
            if before and one.columns == before and not one.whole:
                text = one.predicate
            elif parts and units[0]:
                text = text.removeprefix(printable(units[0])).removeprefix(WORDS.of)
            run = _RUN.search(text)
            if run and parts and (start := parts[-1].find(run[0])) >= 0 and "，" not in parts[-1][start:]:
                parts[-1] += "、" + text.removeprefix(run[0])  # 已连续2个季度没有发布任何信息、更新不及时
            else:
                parts.append(text)
            before = one.columns if one.columns[0] else ()
        yield "，".join(dict.fromkeys(parts))


def _first(told: Sequence[_ThemeSentence], said: _ThemeSentence) -> int:
    """Where its columns are told of first: faults of one column follow each other."""
    return next(index for index, one in enumerate(told) if one.columns == said.columns)
