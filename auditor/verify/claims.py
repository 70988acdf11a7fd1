"""The claims of a text: every exact number with the words of its own clause, in reading order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from auditor.base.pattern import pattern
from auditor.verify.comparison import Spot
from auditor.verify.figures import Figure, figures_in
from auditor.verify.paper import Line, OpenedPaper
from auditor.verify.sentence import brackets, flattened, sentences
from auditor.verify.sum_parts import measure_of

AMONG = pattern(r"其中", finds=("其中",), not_in=("中",), seen="circulars of spot checks: parts are told behind it")
"""What opens the parts of a number."""
COUNTED = pattern(
    r"[个家]",
    finds=("个", "家"),
    not_in=("条",),
    seen="circulars of spot checks: how units and accounts are counted",
    way="fullmatch",
)
"""Measures of units, sites and accounts."""
_LISTED = pattern(r"等$", finds=("乙局等",), not_in=("同等栏目",), seen="lists of names that end in their number")
_EACH = pattern(
    r"均|每|各(?:自)?(?:有|为|存在|发现|发布|更新|报送)?$",
    finds=("本季度均应发布", "县统计局各", "两局各有"),
    not_in=("平衡", "各单位"),
    seen="what each of several columns was to have",
)
_TOGETHER = pattern(
    r"共|合计|总", finds=("单位共发布",), not_in=("单位发布",), seen="what several named units did together"
)
OWN_SUBJECT = pattern(
    r"[;；](?:[^;；]{1,200}等$|[^;；]{1,20}“|"
    r"[\u4e00-\u9fff]{2,14}(?:局|委|办|厅|镇|乡|街道|社区|中心|院|会|政府|办公室)(?:的|将|把|对|在|有|未))",
    finds=("；县财政局将", "；黄花乡的", "；水务局、黄花乡等", "；住建局的“"),
    not_in=("；已办结", "；其中县财政局", "其中水务局、黄花乡等"),
    seen="problem lists and circulars of this program: each unit's fault by itself, or lists of units side by side",
)
"""A clause behind a semicolon that begins with units of its own: what it counts adds up with nothing before it."""
_THING = pattern(
    r"[\u4e00-\u9fff]{0,4}?(?P<what>单位|部门|乡镇|栏目|网站|账号|新媒体)",
    finds={"责任单位": "单位", "应更新栏目": "栏目"},
    not_in=("信息",),
    seen="circulars of spot checks: what 个 and 家 count",
    way="match",
)
_STOPS = "[,，;；。、:：(\x00]"


@dataclass(frozen=True, slots=True)
class Claim:
    """One number: where it stands (``line`` and ``sentence``, counted through the paper), and the words about it.

    ``lead`` reaches back to the last stop or number, ``tail`` on to the next; ``opens`` is all that stands between
    the number before and this one. ``is_of_each`` says that it is told of every one of several (甲局、乙局等2个单位
    各发布3条), so that it adds up with nothing. ``is_aside`` says that it stands in a bracket.
    """

    line: Line
    sentence: int
    figure: Figure
    lead: str
    tail: str
    opens: str
    is_of_each: bool = False
    is_aside: bool = False

    @property
    def measure(self) -> str:
        """What is counted by (条, 个)."""
        return measure_of(self.figure)

    @property
    def words(self) -> str:
        """Lead and tail."""
        return f"{self.lead} {self.tail}"

    @property
    def clause(self) -> str:
        """The words back to the last stop that is no pause between names, and the tail."""
        return f"{re.split('[,，;；。:：]', self.opens)[-1]} {self.tail}"

    @property
    def is_listed(self) -> bool:
        """Whether it closes a list of names (甲局、乙局等2个)."""
        return bool(_LISTED.search(self.lead))

    @property
    def thing(self) -> str:
        """What is counted, where the words behind the number name it first (单位, 栏目); else empty."""
        match = _THING.match(self.tail)
        return match["what"] if match else ""

    @property
    def spot(self) -> Spot:
        """Its place."""
        return (self.line.place, self.figure.start)


@lru_cache(maxsize=8)
def claims_of(paper: OpenedPaper) -> tuple[Claim, ...]:
    """All claims of a text outside brackets, counts and rates alike."""
    return tuple(_claims(paper))


@lru_cache(maxsize=8)
def all_claims_of(paper: OpenedPaper) -> tuple[Claim, ...]:
    """The claims outside brackets and those inside them, in reading order; one in a bracket is of its sentence."""
    numbered = _numbered(paper)
    inside = [claim for line, span, number in numbered for claim in _asides(line, span, number)]
    order = {line.place: at for at, line in enumerate(paper.lines)}
    return tuple(sorted((*claims_of(paper), *inside), key=lambda one: (order[one.line.place], one.figure.start)))


def _numbered(paper: OpenedPaper) -> list[tuple[Line, tuple[int, int], int]]:
    """Every sentence of a paper with its number."""
    every = [(line, span) for line in paper.lines for span in sentences(line.plain)]
    return [(line, span, number) for number, (line, span) in enumerate(every, 1)]


def _asides(line: Line, span: tuple[int, int], number: int) -> Iterator[Claim]:
    """The numbers in a sentence's round brackets, each with the words of its own clause in there."""
    for low, high in brackets(line.plain):
        last = low + 1
        for figure in figures_in(line.plain):
            if span[0] <= low < span[1] and low <= figure.start < high and figure.measure:
                opens = line.plain[last : figure.start]
                tail = re.split(_STOPS, line.plain[figure.end : high - 1])[0]
                yield Claim(line, number, figure, re.split(_STOPS, opens)[-1], tail, opens, is_aside=True)
                last = figure.end


def _claims(paper: OpenedPaper) -> Iterator[Claim]:
    for line, (start, end), number in _numbered(paper):
        text = flattened(line.plain)
        own = [f for f in figures_in(text) if start <= f.start < end and f.measure]
        last = start
        for at, figure in enumerate(own):
            until = own[at + 1].start if at + 1 < len(own) else end
            opens = text[last : figure.start]
            tail = re.split(_STOPS, text[figure.end : until])[0]
            leads = re.split(_STOPS, opens)
            is_of_each = at > 0 and len(leads) == 1 and not _TOGETHER.search(opens)
            is_of_each = is_of_each and bool(_LISTED.search(text[start : own[at - 1].start]))
            is_of_each = is_of_each or bool(_EACH.search(leads[-1]))
            yield Claim(line, number, figure, leads[-1], tail, opens, is_of_each)
            last = figure.end
