"""Rolls of names that carry no number of their own: below a heading, or behind 分别是, against what is said of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from auditor.base.pattern import pattern
from auditor.verify.claims import COUNTED, Claim, claims_of
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.figures import as_number, figures_in
from auditor.verify.names import NameList, bare, looks_like_unit, split_names
from auditor.verify.paper import Line, OpenedPaper
from auditor.verify.sentence import brackets, flattened
from auditor.verify.wording import WORDS

_SEEN = "circulars with red and yellow cards (standards of counties), of failed accounts by name (2023 Q4)"
_HEADING = pattern(
    r"^(?:\(?[一二三四五六七八九十\d]{1,2}[)、.])?\s?(?P<what>[\u4e00-\u9fff“”]{2,20})[:：]?$",
    finds={"一、表扬单位": "表扬单位"},
    not_in=("请各单位认真整改。",),
    seen=_SEEN,
)
_BEHIND = pattern(
    r"(?P<what>[\u4e00-\u9fff]{4,24})(?:分别|具体|依次|名单)?(?:是|为|有)[:：](?P<names>[^。;；]{6,900})",
    finds={"不合格的政务新媒体分别是：甲网、乙网、丙网": "不合格的政务新媒体分别"},
    not_in=("共3个：甲",),
    seen=_SEEN,
)
_THEN_NUMBER = pattern(
    r"(?:涉及|包括|为|是|有)(?P<names>[\u4e00-\u9fff、]{5,120}?)[,，]?(?:总?共|合计|等)(?P<n>\d{1,3})(?:个|家)(?:单位|部门|乡镇)",
    finds={"涉及甲局、乙局，共2个部门": "甲局、乙局"},
    not_in=("涉及甲局，共1个部门",),
    seen=_SEEN,
)
_OPPOSED = pattern(
    r"表扬|表彰|优秀|良好|较好|合格|达标|一般|较差|滞后|批评|黄牌|红牌|警示|约谈|不达标|不合格|整改到位|整改不到位",
    finds=("表扬单位", "红牌警示单位"),
    not_in=("重点单位",),
    seen=_SEEN,
)
_COMMON = pattern(
    r"单位|部门|乡镇|名单|情况|的|网站|账号|政务|新媒体|分别|具体", finds=("单位",), not_in=("表扬",), seen=_SEEN
)
_LEAST = 3
_NEAR = 3
_PART = 4


@dataclass(frozen=True, slots=True)
class _Roll:
    """Names, what they are called, where they stand; ``at`` is the line's number among the lines."""

    what: str
    names: NameList
    line: Line
    at: int

    @property
    def stems(self) -> set[str]:
        """The pairs of letters that tell these names from others."""
        text = _COMMON.sub(" ", self.what)
        return {a + b for a, b in pairwise(text) if " " not in (a, b)}


def rolls(paper: OpenedPaper) -> Iterator[Comparison]:
    """Each roll's length against the number told with its words; a name in two opposed rolls, or twice in one."""
    claims = claims_of(paper)
    below = list(_below_headings(paper))
    for roll in below:
        yield from _counted(roll, [c for c in claims if c.line is not roll.line])
        yield from _repeated(roll)
    for first, second in combinations(below, 2):
        if _OPPOSED.search(first.what) and _OPPOSED.search(second.what) and first.what != second.what:
            yield from _in_both(first, second)
    for at, line in enumerate(paper.lines):
        for match in _BEHIND.finditer(flattened(line.plain)):
            names = line.plain[match.start("names") : match.end("names")]
            roll = _Roll(match["what"], split_names(re.sub(r"\([^()]*\)", "", names)), line, at)
            told = [c for c in claims if c.line is line and c.figure.start < match.start("what")]
            told = [c for c in told if c.figure.end >= match.start("what")] or told  # its own number
            if len(roll.names.names) >= _LEAST and not figures_in(match["names"]) and not roll.names.is_open:
                yield from _counted(roll, told[::-1])
                yield from _repeated(_Roll(match["what"], split_names(names), line, at))
    yield from _in_brackets(paper, claims)
    yield from _before_number(paper)


def _in_brackets(paper: OpenedPaper, claims: Sequence[Claim]) -> Iterator[Comparison]:
    """3个单位尚未完成（甲局、乙局、丙局）: names alone in a bracket of the number's own clause."""
    for at, line in enumerate(paper.lines):
        for low, high in brackets(line.plain):
            inner = line.plain[low + 1 : high - 1]
            names = split_names(inner)
            if "、" not in inner or names.is_open or not all(map(looks_like_unit, names.names)):
                continue
            own = [c for c in claims if c.line is line and c.figure.end <= low and COUNTED.fullmatch(c.figure.measure)]
            if own and not re.search("[,，;；。:：、]", line.plain[own[-1].figure.end : low]):
                yield from _sized(_Roll("", names, line, at), own[-1])


def _before_number(paper: OpenedPaper) -> Iterator[Comparison]:
    """涉及甲局、乙局、丙局，共3个部门: the names stand before their number."""
    for at, line in enumerate(paper.lines):
        for match in _THEN_NUMBER.finditer(line.plain):
            names = split_names(match["names"])
            figure = next((f for f in figures_in(line.plain) if f.start == match.start("n")), None)
            if figure is None or names.is_open or not all(map(looks_like_unit, names.names)):
                continue
            claim = Claim(line, 0, figure, "", "", "")
            yield from _sized(_Roll("", names, line, at), claim)


def _below_headings(paper: OpenedPaper) -> Iterator[_Roll]:
    """A short heading without a number, and a line below it that is nothing but names of units."""
    for at, (heading, line) in enumerate(pairwise(paper.lines), 1):
        match = _HEADING.search(heading.plain)
        text = line.plain.rstrip("。;；")
        if match is None or len(line.plain) > 2000 or re.search(r"[。;；:：]", text) or "、" not in text:
            continue
        names = split_names(text)
        if len(names.names) >= _LEAST and all(map(looks_like_unit, names.names)) and not names.is_open:
            yield _Roll(match["what"], names, line, at)


def _counted(roll: _Roll, claims: Sequence[Claim]) -> Iterator[Comparison]:
    """The first number that is told with all words of the roll, or the only one with most of them."""
    shared = [(sum(stem in c.clause for stem in roll.stems), c) for c in claims if COUNTED.fullmatch(c.figure.measure)]
    best = max((n for n, _ in shared), default=0)
    told = [c for n, c in shared if n == best and c.figure.is_exact]
    if not best or best * 2 < len(roll.stems) or len({c.figure.value for c in told}) != 1:
        return
    yield from _sized(roll, told[0])


def _sized(roll: _Roll, claim: Claim) -> Iterator[Comparison]:
    size = len(roll.names.names)
    gap = abs(int(claim.figure.value) - size)
    is_same = roll.names.least <= claim.figure.value <= roll.names.most
    if not is_same and (gap > _NEAR and gap * _PART > size):
        return
    listed = "、".join(roll.names.names)
    words = WORDS.lists.count.format(stated=claim.figure, listed=size, names=listed)
    words += (
        "。"
        if is_same
        else f"，{(WORDS.lists.fewer if size < claim.figure.value else WORDS.lists.more).format(gap=gap)}。"
    )
    where = (claim.line.place, roll.line.place)
    quote = (claim.line.around(claim.figure.start, claim.figure.end), roll.line.text)
    severity = Severity.AGREED if is_same else Severity.LIKELY
    spots = frozenset([claim.spot])
    yield Comparison("list_count", as_number(claim.figure.value), size, where, quote, severity, words, spots)


def _repeated(roll: _Roll) -> Iterator[Comparison]:
    seen: set[str] = set()
    for name in roll.names.names:
        if name in seen:
            words = WORDS.lists.twice.format(name=name)
            yield Comparison("unit_twice", name, 2, (roll.line.place,), (roll.line.text,), Severity.LIKELY, words)
        seen.add(name)


def _in_both(first: _Roll, second: _Roll) -> Iterator[Comparison]:
    known = {bare(name) for name in first.names.names}
    for name in second.names.names:
        if bare(name) in known:
            words = WORDS.lists.in_two.format(name=name, first=first.what, second=second.what)
            where, quote = (first.line.place, second.line.place), (first.line.text, second.line.text)
            yield Comparison("unit_twice", name, 2, where, quote, Severity.LIKELY, words)
