"""A number that the text comes back to with its verb: 更新信息787条 … 更新的787条信息."""

import re
from collections.abc import Iterator

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.figures import Figure, as_number, figures_in, is_one_slip
from auditor.verify.paper import Line, OpenedPaper
from auditor.verify.sentence import flattened, sentences
from auditor.verify.sums import measure_of
from auditor.verify.wording import WORDS

_SEEN = "a usual form; in none of the documents kept"
_COMES_BACK = pattern(
    r"(?<![未不没其])(?P<verb>更新|发布|公开|报送|采用|检查|抽查|核查|督查|考核|测评|受理|转派|转办|派单|办理|承办)的$",
    finds={"从督查的": "督查", "共更新的": "更新"},
    not_in=("未更新的", "更新"),
    seen=_SEEN,
)
_SOME = pattern(
    r"其中|[另还]有|部分|[未不没]|上[年季月]|去年|第[一二三四]|其余|剩余|超|应|需",
    finds=("其中督查的", "另有检查的", "未按时更新的"),
    not_in=("从督查的",),
    seen=_SEEN,
)
_THINGS = pattern(
    r"信息|单位|部门|乡镇|网站|账号|新媒体|栏目|诉求|工单|申请|文件|建议|提案|稿件|来信|来电",
    finds=("单位情况", "政务信息"),
    not_in=("问题",),
    seen=_SEEN,
)
_NEAR = 10
"""One part in this many by which the two may differ and still be meant for one."""


def comes_back(paper: OpenedPaper) -> Iterator[Comparison]:
    """从督查的38个单位看 after 督查覆盖37个单位: against the only number before it of that verb and thing."""
    told: list[tuple[Line, Figure, str]] = []
    for line in paper.lines:
        for start, end in sentences(line.plain):
            figures = [f for f in figures_in(flattened(line.plain)) if start <= f.start < end and f.is_exact]
            here = [(line, f, re.split(r"[,，;；。、:：(]", line.plain[start : f.start])[-1]) for f in figures]
            for one in here:
                yield from _compared(one, told)
            told += here


def _compared(one: tuple[Line, Figure, str], told: list[tuple[Line, Figure, str]]) -> Iterator[Comparison]:
    line, figure, lead = one
    verb = _COMES_BACK.search(lead)
    if verb is None or _SOME.search(lead) or figure.measure in ("", "%"):
        return
    things = set(_THINGS.findall(line.plain[figure.end : figure.end + 8])[:1])
    alike = [
        (other, before)
        for other, before, words in told
        if measure_of(before) == measure_of(figure)
        and verb["verb"] in words
        and not _SOME.search(words)
        and things & set(_THINGS.findall(words[-14:] + other.plain[before.end : before.end + 6]))
    ]
    values = {before.value for _, before in alike}
    if len(values) != 1:
        return
    other, before = alike[-1]
    gap = abs(before.value - figure.value)
    if gap * _NEAR > before.value and not is_one_slip(before.value, figure.value):
        return  # of some of them
    words = WORDS.repeats.twice.format(first=before, unit=figure.measure, second=figure)
    severity = Severity.AGREED
    if gap:
        severity, words = Severity.LIKELY, WORDS.repeats.differs.format(words=words)
    where = (other.place, line.place)
    quote = (other.around(before.start, before.end), line.around(figure.start, figure.end))
    spots = frozenset([(other.place, before.start), (line.place, figure.start)])
    stated, computed = as_number(before.value), as_number(figure.value)
    yield Comparison("stated_twice", stated, computed, where, quote, severity, words, spots)
