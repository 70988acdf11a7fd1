"""The problem section as a person writes it: kinds of fault by theme, the faults of one unit together."""

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.audit.grade.kinds import KINDS, THEMES
from auditor.audit.model import FindingEntry
from auditor.base.chinese import listed, ordinal, printable, shortened
from auditor.circular.words import WORDS

_EXAMPLE_LENGTH = 120


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    """All printed findings of one theme.

    ``told`` are sentences, the units in order of appearance; ``others`` the units of findings that are left out there.
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


def theme_groups(findings: Sequence[FindingEntry], limit: int) -> tuple[ThemeGroup, ...]:
    """The findings by theme; of one kind ``limit`` are told in full."""
    by_theme: dict[str, list[FindingEntry]] = {theme: [] for theme in THEMES}
    for finding in findings:
        kind = KINDS.get(finding.rule)
        by_theme[kind.theme if kind else THEMES[-1]].append(finding)
    present = [(theme, found) for theme, found in by_theme.items() if found]
    return tuple(_theme(number, theme, found, limit) for number, (theme, found) in enumerate(present, 1))


def _theme(number: int, theme: str, found: Sequence[FindingEntry], limit: int) -> ThemeGroup:
    told, seen = [], dict[str, int]()
    for finding in _merged(found):
        seen[finding.rule] = seen.get(finding.rule, 0) + 1
        if seen[finding.rule] <= limit:
            told.append(finding)
    named = {finding.unit for finding in told}
    others = list(dict.fromkeys(printable(f.unit) for f in found if f.unit and f.unit not in named))
    return ThemeGroup(
        id=theme,
        ordinal=ordinal(number),
        rules=tuple(dict.fromkeys(finding.rule for finding in found)),
        count=len(found),
        unit_count=len({finding.unit for finding in found if finding.unit}),
        column_count=len({(finding.unit, finding.column) for finding in found if finding.column}),
        told="；".join(_of_unit(told, unit) for unit in dict.fromkeys(finding.unit for finding in told)),
        others=listed(others),
        other_count=len(others),
    )


def _merged(found: Sequence[FindingEntry]) -> list[FindingEntry]:
    """One finding for all columns of a unit of which the same is said."""
    groups: dict[tuple[str, str, str], list[FindingEntry]] = {}
    for finding in found:
        said = printable(finding.text)
        rest = said.removeprefix(_column_of(finding.unit, [finding.column]))
        groups.setdefault((finding.rule, finding.unit, finding.column if rest == said else rest), []).append(finding)
    merged = []
    for (_, unit, rest), alike in groups.items():
        columns = list(dict.fromkeys(printable(finding.column) for finding in alike))
        if len(columns) == 1:
            merged += alike
            continue
        text = _column_of(unit, columns) + WORDS.each_of + rest
        merged.append(alike[0].model_copy(update={"column": "”“".join(columns), "text": text}))
    return merged


def _column_of(unit: str, columns: Sequence[str]) -> str:
    return WORDS.column_of.format(unit=printable(unit), column="”“".join(map(printable, columns)))


def _of_unit(told: Sequence[FindingEntry], unit: str) -> str:
    """The sentences of one unit, each without what the one before it has said already."""
    parts: list[str] = []
    before = ""
    for finding in sorted((f for f in told if f.unit == unit), key=lambda f: _first(told, f)):
        limit = _EXAMPLE_LENGTH * (1 + finding.column.count("”“"))
        text = shortened(finding.text, limit).rstrip("。；")
        column = _column_of(unit, [finding.column])
        if before and finding.column == before and text.startswith(column):
            text = text.removeprefix(column)
        elif parts and unit:
            text = text.removeprefix(printable(unit)).removeprefix(WORDS.of)
        parts.append(text)
        before = finding.column
    return "，".join(dict.fromkeys(parts))


def _first(told: Sequence[FindingEntry], finding: FindingEntry) -> int:
    """Where the finding's column is told of first: faults of one column follow each other."""
    return next(index for index, one in enumerate(told) if (one.unit, one.column) == (finding.unit, finding.column))
