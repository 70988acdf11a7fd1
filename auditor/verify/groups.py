"""Groups of names with a stated size in a document, and those of them that sort units into classes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from auditor.base.pattern import pattern
from auditor.verify.figures import OF_PARTS, Figure, figures_in
from auditor.verify.group_forms import (
    BODIES,
    ITEM,
    LONGEST,
    NOUN,
    SUBHEAD,
    Group,
    letters_of,
    names_ahead,
    names_behind,
    names_in_brackets,
    names_in_lines,
    names_then_number,
)
from auditor.verify.names import split_names
from auditor.verify.paper import Grid, Line, OpenedPaper
from auditor.verify.sentence import sentences

_CHAINED = pattern(
    rf"{NOUN}(?:[、和及与]|以及)[^,，。;；:：、\d]{{0,8}}$",
    finds=("县直单位和", "单位、乡镇"),
    not_in=("个单位，其中",),
    seen="a usual form; in none of the documents kept",
    way="fullmatch",
)
_MEASURES = ("个", "家", "所")
_GRADES = pattern(
    r"较好|良好|优秀|好的|及时|不及时|部分|规范|达标|合格|较差|滞后|一般|落后|表扬|批评|优良|最低标准|更新|"
    r"不够|较慢|较多|较少|靠前|靠后|先进|到位|发布|否决|核实|完成|等次|等级",
    finds=("更新情况较好", "合格"),
    not_in=("教育局", "栏目"),
    seen="崇信县 (2020 Q1)",
)
_GOOD = pattern(
    r"较?好|优|及时|规范|达标|合格|先进|靠前|到位|表扬|有更新|较多|较快|积极|正常|红榜|率高|未发现问题",
    finds=("更新情况较好", "合格"),
    not_in=("更新滞后",),
    seen="崇信县 (2020 Q1)",
)
_BAD = pattern(
    r"不|未(?!发现问题)|没|部分|(?<!未发现)问题",
    finds=("更新不及时", "部分更新"),
    not_in=("更新较好",),
    seen="崇信县 (2020 Q1)",
)
_CHAPTER = pattern(
    r"^[一二三四五六七八九十]{1,3}[、.]",
    finds=("一、信息更新情况",),
    not_in=("（一）总体", "1.更新"),
    seen="崇信县 (2020 Q1)",
    way="match",
)
_POINT = pattern(
    r"^[一二三四五六七八九十]{1,2}是",
    finds=("一是思想认识不到位",),
    not_in=("一、情况",),
    seen="崇信县 (2020 Q1)",
    way="match",
)
_HEADING = pattern(
    r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)|附件)",
    finds=("一、情况", "(二)部分更新", "附件1"),
    not_in=("1.更新",),
    seen="崇信县 (2020 Q1) and 河曲县 (2018)",
    way="match",
)
_COUNTED_HEAD = pattern(
    r"[^,，。;；:：、]{2,24}(?:\((?:共|计|共计)?\d{1,3}[个家所]\)|\d{1,3}[个家所])[:：]?",
    finds=("进度较慢的单位(3家)", "更新滞后的单位(共6个)"),
    not_in=("甲局、乙局", "共发布12条"),
    seen="a usual form; in none of the documents kept",
    way="fullmatch",
)
"""A heading without a number of its own: 进度较慢的单位(3家)."""
_MAX_BELOW = 60
"""Lines below a heading that are read as names; longer lists stand in tables."""
_COUNTING = pattern(
    r"[共有计]*",
    finds=["共", "共有", "共计"],
    not_in=["共有单位", "部门"],
    seen="共17个。 with its class in the heading above, in circulars",
    way="fullmatch",
)
_LOOKS_BACK = pattern(
    r"^本[期次](?:仍|待)|仍须|仍需|已经?改进|^上[年季月期次]",
    finds=("本期待核实的", "本期仍须整改的", "已经改进的"),
    not_in=("本季度更新较好的单位", "待核实的单位"),
    seen="circulars that tell what became of the units the last one blamed",
)
_ANNOUNCED = pattern(
    r"附件?[:：]",
    finds=("附件：不合格政府网站名单（8家）",),
    not_in=("附件1",),
    seen="lists of attachments, below which the paper is signed",
    way="match",
)
_NUMBERED = pattern(
    r"^\(?[一二三四五六七八九十]{1,3}[、.)]\s?",
    finds=("(一)更新", "二、问题"),
    not_in=("更新较好",),
    seen="崇信县 (2020 Q1)",
)


def is_grade(group: Group) -> bool:
    """Whether a group is one of the classes a circular sorts units into."""
    is_listed = bool(group.below) and bool(BODIES.search(group.label))
    if _LOOKS_BACK.search(group.label):
        return False
    return (bool(group.units) or is_listed) and (bool(_GRADES.search(group.label)) or is_listed) and group.stated >= 1


def classes_of(paper: OpenedPaper) -> tuple[Group, ...]:
    """The groups that sort units into classes, a good one among them, so that a unit belongs to one only.

    They stand in one chapter, or each is a chapter of its own. Lists of several kinds of faults are no classes: a
    unit may well stand in two of them.
    """
    chapters: dict[int, list[Group]] = {}
    starts = [index for index, part in enumerate(paper.flow) if isinstance(part, Line) and _CHAPTER.match(part.plain)]
    places = {part.place: index for index, part in enumerate(paper.flow) if isinstance(part, Line)}
    for group in groups_of(paper):
        at = places[group.line.place]
        is_own = at in starts or (group.is_headed and at - 1 in starts)
        chapter = -1 if is_own else max((start for start in starts if start < at), default=0)
        if is_grade(group) and not _POINT.match(group.line.plain):
            chapters.setdefault(chapter, []).append(group)
    good = [groups for groups in chapters.values() if any(_is_good(group.label) for group in groups)]
    most = max((len(groups) for groups in good), default=0)
    return next((tuple(groups) for groups in good if len(groups) == most), ())


def _is_good(label: str) -> bool:
    return bool(_GOOD.search(label)) and not _BAD.search(label)


@lru_cache(maxsize=8)
def groups_of(paper: OpenedPaper) -> tuple[Group, ...]:
    """Every group of names in the document's text."""
    found: list[Group] = []
    for index, part in enumerate(paper.flow):
        if isinstance(part, Line):
            below = () if _ANNOUNCED.match(part.plain) else _names_below(paper.flow, index + 1)
            above = paper.flow[index - 1] if index else None
            for span in sentences(part.plain):
                found += (_headed(group, above) for group in _groups_in(part, span, below))
    return tuple(found)


def _headed(group: Group, above: Line | Grid | None) -> Group:
    """共17个。分别为…: a number without a name is that of the heading right above it."""
    if _COUNTING.fullmatch(group.label) and isinstance(above, Line) and _HEADING.match(above.plain):
        label = _NUMBERED.sub("", above.plain)
        return replace(group, label=label, is_headed=True)
    return group


def _names_below(flow: Sequence[Line | Grid], start: int) -> tuple[Line, ...]:
    """The lines from ``start`` on that hold nothing but names: up to the next heading, table or sentence."""
    lines: list[Line] = []
    for part in flow[start : start + _MAX_BELOW]:
        if not isinstance(part, Line) or _HEADING.match(part.plain) or _COUNTED_HEAD.fullmatch(part.plain):
            break
        if not _may_be_names(part.plain):
            break
        lines.append(part)
        if part.plain.endswith("。") and not any(ITEM.match(line.plain) for line in lines):
            break
    return tuple(lines)


def _may_be_names(text: str) -> bool:
    text = SUBHEAD.sub("", ITEM.sub("", text))
    names = split_names(re.sub(r"[。;；,，、]$", "", text)).names
    is_plain = not re.search(r"[。!?](?=.)", re.sub(r"\([^()]*\)|“[^“”]*”", "", text))
    return (
        is_plain
        and bool(names)
        and all(letters_of(name) <= LONGEST for name in names)
        and not re.search(r"[，,].*[，,]", text)
    )


def _groups_in(line: Line, span: tuple[int, int], below: tuple[Line, ...]) -> Iterator[Group]:
    text = line.plain
    figures = [f for f in figures_in(text) if span[0] <= f.start < span[1] and f.is_exact and _counts_names(text, f)]
    for last in range(1, len(figures) + 1):
        chain = _chain(text, figures[:last])
        others = tuple(f for f in figures if f not in chain)
        found = names_behind(line, chain, span, others) or names_in_brackets(line, chain, span, others)
        found = found or names_ahead(line, chain, span, others) or names_then_number(line, chain, span, others)
        found = found or names_in_lines(line, chain, span, below)
        if found is not None:
            yield found


def _counts_names(text: str, figure: Figure) -> bool:
    return figure.measure in _MEASURES or (not figure.measure and OF_PARTS.match(text, figure.end) is not None)


def _chain(text: str, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures that count one list together: the last one and those joined to it (3个县直单位和2个乡镇)."""
    chain = [figures[-1]]
    for before in reversed(figures[:-1]):
        if not _CHAINED.fullmatch(text[before.end : chain[0].start]):
            break
        chain.insert(0, before)
    return tuple(chain)
