"""The number of a group against the names listed, and names that stand in two groups."""

import re
from collections.abc import Iterator
from itertools import accumulate

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.figures import written_number
from auditor.verify.group_forms import Group
from auditor.verify.groups import classes_of, groups_of
from auditor.verify.names import bare, looks_like_unit, split_names
from auditor.verify.paper import OpenedPaper
from auditor.verify.wording import WORDS

_FIRST_PLACES = pattern(
    r"[前后](?P<n>\d{1,2}|[二三四五六七八九十])[位名]的?(?:单位|部门|乡镇|窗口|县区)?(?:依次|分别)?(?:[为是有][:：]?|[:：])",
    finds={"受理量前10位的单位:": "10", "居前三位的是": "三"},
    not_in=("前三位。", "位居前列的单位:", "前三季度的单位:"),
    seen="防城港市 (2011-03), a service hall",
)
_FEWEST = 2
"""Names from which on they are a list."""


def names_against_number(paper: OpenedPaper) -> Iterator[Comparison]:
    """较好的单位15个，分别为…: as many names must follow as the number says."""
    has_habit = any(_is_full(group) for group in groups_of(paper))
    for group in groups_of(paper):
        severity = _severity(group)
        if severity is None and has_habit and _lacks_few(group):
            severity = Severity.LIKELY
        if severity is not None:
            listed, stated = _listed(group), group.stated
            text = WORDS.lists.count.format(stated=stated, listed=listed, names=_numbered(group.names.names))
            text += "。" if listed == stated else f"，{_gap(stated, listed)}。"
            where, quote = (group.place, group.names_place), (group.number_quote, group.quote)
            yield Comparison("list_count", stated, listed, where, quote, severity, text, group.spots)


def first_named(paper: OpenedPaper) -> Iterator[Comparison]:
    """受理量前10位的单位：甲、乙…: as many names as places."""
    for line in paper.lines:
        for match in _FIRST_PLACES.finditer(line.plain):
            names = split_names(re.split("[,，。;；]", line.plain[match.end() :])[0])
            stated = written_number(match["n"]) or int(match["n"])
            is_plain = names.least == names.most and not names.is_open and all(map(looks_like_unit, names.names))
            if not is_plain or len(names.names) < _FEWEST or stated == 1:
                continue
            listed = len(names.names)
            words = WORDS.first_named.format(stated=stated, listed=listed, names=_numbered(names.names))
            severity = Severity.AGREED if listed == stated else Severity.LIKELY
            place, quote = (line.place, line.place), (match[0], line.around(match.start(), match.end() + 30))
            spots = frozenset([(line.place, match.start("n"))])
            yield Comparison("list_count", stated, listed, place, quote, severity, words, spots)


def _is_full(group: Group) -> bool:
    """甲、乙等2个单位: 等 leaves no room, here and likely in the paper's other lists."""
    return not group.is_closed and _listed(group) == group.stated and group.stated >= _FEWEST


def _lacks_few(group: Group) -> bool:
    """Whether one or two names are wanting behind 等, where two or more stand and others do not count them."""
    listed = _listed(group)
    is_open = not group.is_closed and _FEWEST <= listed < group.stated
    return is_open and group.stated - listed <= _FEWEST and (group.is_bracketed or not _belong_to_others(group))


def _listed(group: Group) -> int:
    """How many names there are, 和 read so that they fit the number where it can be."""
    stated, names = group.stated, group.names
    return stated if names.least <= stated <= names.most else len(names.names)


def _severity(group: Group) -> Severity | None:
    """How sure it is that the names do not fit their number; ``None`` where the two need not be the same."""
    stated, listed = group.stated, _listed(group)
    if listed == stated:
        return Severity.AGREED
    if not group.is_bracketed and _belong_to_others(group):
        return None
    if not group.is_closed and listed < stated:
        return Severity.DOUBTFUL if listed >= 3 and stated - listed == 1 else None
    if not group.are_units and abs(listed - stated) > max(2, stated // 3) and not group.below:
        return None
    is_plain = group.are_units and group.names.least == group.names.most
    if not group.label and not is_plain:
        return Severity.DOUBTFUL
    return Severity.SURE if is_plain and group.is_closed else Severity.LIKELY


def _belong_to_others(group: Group) -> bool:
    """Whether the names are counted by the sentence's other numbers (县直单位10个、乡镇5个，分别为…)."""
    values = [int(figure.value) for figure in group.others]
    last = int(group.figures[-1].value)
    sums = {*values, *accumulate(values), last, *(value + group.stated for value in values)}
    sums.discard(group.stated)
    return any(group.names.least <= value <= group.names.most for value in sums)


def _gap(stated: int, listed: int) -> str:
    return (
        WORDS.lists.fewer.format(gap=stated - listed)
        if listed < stated
        else WORDS.lists.more.format(gap=listed - stated)
    )


def _numbered(names: tuple[str, ...]) -> str:
    shown = [f"{n}.{name}" for n, name in enumerate(names, 1)]
    return "、".join(shown if len(shown) <= 40 else [*shown[:38], "…", shown[-1]])


def names_listed_twice(paper: OpenedPaper) -> Iterator[Comparison]:
    """A unit graded in two neighbouring groups, or twice in one."""
    seen: dict[str, Group] = {}
    for group in classes_of(paper):
        for name in dict.fromkeys(group.names.names):
            earlier = seen.setdefault(bare(name), group)
            if earlier is not group or group.names.names.count(name) > 1:
                yield _listed_twice(name, earlier, group)
    classes = {id(group) for group in seen.values()}
    for group in groups_of(paper):
        if id(group) not in classes and (group.are_units or _is_quoted(group)):
            for name in dict.fromkeys(group.names.names):
                if group.names.names.count(name) > 1:
                    yield _listed_twice(name, group, group)


def _is_quoted(group: Group) -> bool:
    """Whether every name stands in quotation marks."""
    return all(f"“{name}”" in group.quote for name in group.names.names)


def _listed_twice(name: str, earlier: Group, group: Group) -> Comparison:
    text = WORDS.lists.in_two.format(name=name, first=earlier.label, second=group.label)
    if earlier is group:
        text = WORDS.lists.twice.format(name=name)
    where, quote = (earlier.names_place, group.names_place), (earlier.quote, group.quote)
    return Comparison("unit_twice", name, 2, where, quote, Severity.LIKELY, text)
