"""The number of a group against the names listed, and names that stand in two groups."""

from collections.abc import Iterator
from itertools import accumulate, combinations

from auditor.verify.finding import Finding, Severity
from auditor.verify.groups import Group, groups_of, is_grade
from auditor.verify.names import bare
from auditor.verify.paper import Paper


def names_against_number(paper: Paper) -> Iterator[Finding]:
    """较好的单位15个，分别为…: as many names must follow as the number says."""
    for group in groups_of(paper):
        stated, names = int(group.figure.value), group.names
        if names.least <= stated <= names.most or _explained(group):
            continue
        listed = len(names.names)
        if not group.is_closed and listed < stated:
            continue
        if not group.are_units and abs(listed - stated) > max(2, stated // 3):
            continue
        is_plain = group.are_units and names.least == names.most
        severity = Severity.SURE if is_plain and group.is_closed else Severity.LIKELY
        text = f"写作{stated}个，逐个数出的名称是{listed}个（{_numbered(names.names)}），{_gap(stated, listed)}。"
        place = group.line.place
        quote = group.line.around(group.figure.start, group.figure.end)
        yield Finding("list_count", stated, listed, (place, place), (quote, group.quote), severity, text)


def _explained(group: Group) -> bool:
    """Whether the names belong to several numbers of the sentence (县直单位10个、乡镇5个，分别为…)."""
    values = [int(figure.value) for figure in (*group.others, group.figure)]
    sums = {*values, *accumulate(values), *(a + b for a, b in combinations(values, 2))}
    sums.discard(int(group.figure.value))
    return any(group.names.least <= value <= group.names.most for value in sums)


def _gap(stated: int, listed: int) -> str:
    return f"少{stated - listed}个" if listed < stated else f"多{listed - stated}个"


def _numbered(names: tuple[str, ...]) -> str:
    shown = [f"{n}.{name}" for n, name in enumerate(names, 1)]
    return "、".join(shown if len(shown) <= 40 else [*shown[:38], "…", shown[-1]])


def names_listed_twice(paper: Paper) -> Iterator[Finding]:
    """A unit graded in two neighbouring groups, or twice in one."""
    groups = [group for group in groups_of(paper) if group.units]
    seen: dict[str, Group] = {}
    for group in groups:
        if not is_grade(group):
            continue
        for name in group.units:
            key = bare(name)
            earlier = seen.setdefault(key, group)
            if earlier is not group or group.units.count(name) > 1:
                places, quotes = (earlier.line.place, group.line.place), (earlier.quote, group.quote)
                text = f"“{name}”既列在“{earlier.label}”中，又列在“{group.label}”中；一个单位只应归入一类。"
                if earlier is group:
                    text = f"“{name}”在同一名单中出现两次。"
                yield Finding("unit_twice", name, 2, places, quotes, Severity.LIKELY, text)
                if earlier is group:
                    break
