"""Rates that no other check has explained, against the counts whose words they share.

A rate is taken for right where any two counts near it, or two parts together, give it. It is called wrong only where
its words say which count it is of, a whole of the same measure stands by, and nothing near it gives what is printed.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from auditor.base.pattern import pattern
from auditor.verify.claims import AMONG, COUNTED, Claim, claims_of
from auditor.verify.comparison import Comparison, Severity, Spot
from auditor.verify.facts import tables_of
from auditor.verify.figures import shown
from auditor.verify.names import looks_like_unit
from auditor.verify.paper import OpenedPaper
from auditor.verify.wording import WORDS

_SEEN = "circulars of spot checks and of what was mended (2018 to 2025)"
_RATE = pattern(
    r"(?P<what>[\u4e00-\u9fff]{2,8})(?:率|比例)(?:仅|均|达到?|约)?(?:为|是|达)?$",
    finds={"整改完成率为": "整改完成", "抽查比例": "抽查"},
    not_in=("占比",),
    seen=_SEEN,
)
_SHARE = pattern(
    r"(?P<what>[\u4e00-\u9fff“”]{0,24}?)(?:占比|占)(?:仅|达到?|约|了)?(?:为|是)?(?P<base>[\u4e00-\u9fff]{0,20}?)的?$",
    finds={"保留的网站占整合前总数的": "保留的网站", "占比": ""},
    not_in=("合格率",),
    seen=_SEEN,
)
_CHANGED = pattern(
    r"[增减升降]|提高|回落|同比|环比|上[年季月期]|去年|百分点|平均|超过?|不足|以[上下]|低于|高于|不少于|[至到]",
    finds=("较上季度提高", "超过"),
    not_in=("合格率为",),
    seen=_SEEN,
)
_NOT = pattern(r"[未没不无]", finds=("不合格",), not_in=("合格",), seen=_SEEN)
_ALL = pattern(r"共|总|全部|应|合计|累计", finds=("共有",), not_in=("其中",), seen=_SEEN)
_ALL_OF = pattern(
    r"(?:全部|均已?)(?P<what>[\u4e00-\u9fff]{2,6})[,，]$",
    finds={"全部按期办复，": "按期办复"},
    not_in=("全部办结。",),
    seen=_SEEN,
)
_PASS = pattern(r"(?<!不)合格$", finds=("网站合格",), not_in=("不合格",), seen=_SEEN)
_SAYS = pattern(r"(?:仅|均|达到?|约|为|是){1,2}$", finds=("为",), not_in=("率",), seen=_SEEN)
_CHECKED = pattern(
    r"(?:被?(?:检查|抽查|监测|核查))?(?:总[数量]|全部)",
    finds=("检查总数", "总数"),
    not_in=("整合前总数",),
    seen=_SEEN,
    way="fullmatch",
)
_EVERY_ONE = pattern(
    r"全覆盖|逐一|逐个|全面(?:检查|排查|监测|核查)", finds=("进行了全覆盖检查",), not_in=("抽查",), seen=_SEEN
)
_OF_NAMED = pattern(
    r"(?:单位|部门|乡镇|街道|县区|网站|账号|[县市区])(?:\x00)?[\u4e00-\u9fff]{0,8}$",
    finds=("单位采用量", "单位合计"),
    not_in=("其中",),
    seen=_SEEN,
    way="match",
)
_FAR = 15
"""Points by which a rate may be off and still be that of the counts it names."""
_WINDOW = 8
"""Sentences before a rate in which its counts may stand."""
_FULL = 100
_STEM = 2
"""Letters of the verb that a rate is called by."""


def tied_rates(paper: OpenedPaper, spots: frozenset[Spot]) -> Iterator[Comparison]:
    """整改完成率为95.0% beside 已整改133处 of 140处; the rates in ``spots`` have been compared already."""
    claims = claims_of(paper)
    totals = [table.sum(c) for table in tables_of(paper) for c in table.numbers if not table.is_rate(c)]
    totals += [Decimal(len(table.rows)) for table in tables_of(paper)]
    is_every_one = any(_EVERY_ONE.search(line.plain) for line in paper.lines)
    for at, claim in enumerate(claims):
        is_told = claim.figure.measure == "%" and claim.figure.is_exact and not claim.is_of_each
        whole = [c for c in claims[max(0, at - _BEHIND) : at] if c.figure.measure == "%" and c.spot in spots]
        is_told = is_told and not any(_is_of_a_part(claim, other) for other in whole)
        if is_told and claim.spot not in spots and not _CHANGED.search(claim.lead + claim.tail[:4]):
            yield from _rate(claims, at, totals, is_every_one=is_every_one)


def _is_of_a_part(claim: Claim, other: Claim) -> bool:
    """县网站合格率 behind 合格率, which the counts have settled: of a part, whose counts are others."""
    own, whole = (_SAYS.sub("", one.lead) for one in (claim, other))
    return bool(whole) and own != whole and own.endswith(whole)


def _rate(claims: Sequence[Claim], at: int, totals: Sequence[Decimal], *, is_every_one: bool) -> Iterator[Comparison]:
    claim = claims[at]
    near = [c for c in claims[:at] if claim.sentence - c.sentence <= _WINDOW and c.figure.measure != "%"]
    near = [c for c in near if c.figure.is_exact and c.figure.value > 0]
    if (all_done := _all_done(claim)) is not None:
        yield all_done
        return
    if (own := _RATE.search(claim.lead)) and looks_like_unit(own["what"][:-_STEM]):
        return  # of one unit, which the tables tell of
    several = _of_several(claim, claims[:at])
    part = several or _part(claim, near)
    if part is None:
        yield from _told_behind(claims, at, near)
        return
    top, is_rest, value = part
    wholes = [c for c in near if c.measure == top.measure and c.figure.value >= value and c is not top]
    share = _SHARE.search(claim.lead)
    named: list[Claim] = []
    if share and len(share["base"]) > 1:
        named = [c for c in wholes if _shared(share["base"], c.words)]
        if not named and not (is_every_one and _CHECKED.fullmatch(share["base"])):
            return  # of a whole that is not told here
    if several and len({c.figure.value for c in named}) == 1:
        value, whole = _percent(value, named[0], is_rest=False), named[0]
        if abs(value - claim.figure.value) > claim.figure.step and abs(value - claim.figure.value) <= _FAR:
            yield _wrong(claim, top, whole, value)
        return
    if not wholes or _is_explained(claim, near, [*totals, value]):
        return
    wholes = [c for c in wholes if _ALL.search(c.lead)] or wholes
    readings = [(abs(_percent(value, c, is_rest=is_rest) - claim.figure.value), c) for c in wholes]
    gap, whole = min(readings, key=lambda one: one[0])
    if gap <= _FAR:
        yield _wrong(claim, top, whole, _percent(value, whole, is_rest=is_rest))


def _told_behind(claims: Sequence[Claim], at: int, near: Sequence[Claim]) -> Iterator[Comparison]:
    """政府网站合格率94.3%。8家政府网站存在问题: those that failed are told behind the rate."""
    claim, rate = claims[at], _RATE.search(claims[at].lead)
    thing = _PASS.sub("", rate["what"]) if rate else ""
    if rate is None or not _PASS.search(rate["what"]) or len(thing) < _THING:
        return
    behind = [c for c in claims[at + 1 : at + _BEHIND] if c.line is claim.line and c.figure.measure != "%"]
    failed = [
        c for c in behind if c.tail.startswith(thing) and _FAILED.search(c.line.plain[c.figure.end :][:_NEAR_BEHIND])
    ]
    whole = next((c for c in reversed(near) if c.tail.startswith(thing) or c.lead.endswith(thing)), None)
    if failed and whole is not None and not _is_explained(claim, [*near, *behind], []):
        value = _percent(failed[0].figure.value, whole, is_rest=True)
        if abs(value - claim.figure.value) <= _FAR:
            yield _wrong(claim, failed[0], whole, value)


def _all_done(claim: Claim) -> Comparison | None:
    """全部按时办结，按时办结率95%: all of them are a hundred per cent."""
    rate = _RATE.search(claim.lead)
    start = max(claim.line.plain.rfind(stop, 0, claim.figure.start - len(claim.lead) - 1) for stop in ";；。") + 1
    said = _ALL_OF.search(claim.line.plain[start : claim.figure.start - len(claim.lead)])
    if rate is None or said is None or rate["what"][-2:] != said["what"][-2:] or claim.figure.value == _FULL:
        return None
    words = WORDS.shares.all_done.format(said=said[0], stated=claim.figure)
    quote = (claim.line.around(start, claim.figure.end),)
    stated = float(claim.figure.value)
    where, spots = (claim.line.place,), frozenset([claim.spot])
    return Comparison("percentage", stated, _FULL, where, quote, Severity.LIKELY, words, spots)


def _percent(value: Decimal, whole: Claim, *, is_rest: bool) -> Decimal:
    share = value * _FULL / whole.figure.value
    return _FULL - share if is_rest else share


def _part(claim: Claim, near: Sequence[Claim]) -> tuple[Claim, bool, Decimal] | None:
    """The count a rate is of by its words, whether the rate is of what that leaves, and the value of all such."""
    rate, share = _RATE.search(claim.lead), _SHARE.search(claim.lead)
    if rate:
        return _by_words(rate["what"], near, has_rest=True)
    if share and not AMONG.sub("", share["what"]):
        last = near[-1] if near else None
        is_next = last is not None and last.sentence == claim.sentence and len(claim.opens) <= len(claim.lead) + _NEXT
        return (last, False, last.figure.value) if last is not None and is_next else None
    return _by_words(share["what"], near, has_rest=False) if share else None


def _of_several(claim: Claim, before: Sequence[Claim]) -> tuple[Claim, bool, Decimal] | None:
    """甲18篇、乙15篇、丙13篇，三个单位采用量占…: the share of the named ones, told one by one right before."""
    share = _SHARE.search(claim.lead)
    number = before[-1] if before else None
    if share is None or number is None or number.sentence != claim.sentence or not COUNTED.fullmatch(number.measure):
        return None
    size = int(number.figure.value)
    named = [c for c in before[:-1] if c.sentence == claim.sentence][-size:]
    is_of_them = _OF_NAMED.match(share["what"]) and size > 1 and len(named) == size
    if not is_of_them or len({c.measure for c in named}) != 1 or named[-1].measure in ("%", number.measure):
        return None
    return named[-1], False, sum((c.figure.value for c in named), Decimal(0))


_COMMON = pattern(
    r"总体|整体|^其中|的|单位|网站|账号|政务|政府|新媒体", finds=("总体合格",), not_in=("合格",), seen=_SEEN
)
_NEXT = 10
_THING = 4
_BEHIND = 6
_NEAR_BEHIND = 40
_FAILED = pattern(r"不合格|存在.{0,4}问题|未达标", finds=("不同程度存在问题",), not_in=("合格",), seen=_SEEN)
_TWO_VERBS = 4


def _by_words(what: str, near: Sequence[Claim], *, has_rest: bool) -> tuple[Claim, bool, Decimal] | None:
    what = _COMMON.sub("", what)
    is_not = bool(_NOT.search(what))
    told = [c for c in near if _shared(what, c.words)]
    same = [c for c in told if bool(_NOT.search(c.words)) == is_not]
    if same:
        best = max(reversed(same), key=lambda c: (c.sentence, _shared(what, c.words)))
        halves = [c for c in same if c.sentence == best.sentence and c.measure == best.measure]
        of_both = len(what) >= _TWO_VERBS and all(_shared(half, best_of) for half, best_of in zip(
            (what[:2], what[2:4]), (halves[0].words, halves[-1].words), strict=True))  # fmt: skip
        value = sum((c.figure.value for c in halves), Decimal(0)) if of_both and len(halves) > 1 else best.figure.value
        return best, False, value
    return (told[-1], True, told[-1].figure.value) if told and has_rest else None


def _shared(words: str, other: str) -> int:
    return sum(a + b in other for a, b in pairwise(words))


def _is_explained(claim: Claim, near: Sequence[Claim], others: Sequence[Decimal]) -> bool:
    """Whether any two counts near a rate, or parts side by side, give it (or what it leaves)."""
    values = [c.figure.value for c in near]
    here = [c.figure.value for c in near if claim.sentence - c.sentence <= 1]
    tops = [*here, *others, *(a + b for a, b in pairwise(here)), *(sum(here[k : k + 3]) for k in range(len(here) - 2))]
    slack = claim.figure.step / 2 + claim.figure.step / 1000
    stated = claim.figure.value
    return any(
        abs(top * _FULL / base - stated) <= slack or abs(_FULL - top * _FULL / base - stated) <= slack
        for base in {*values, *others}
        if base
        for top in tops
    )


def _wrong(claim: Claim, top: Claim, whole: Claim, value: Decimal) -> Comparison:
    places = max(0, -int(claim.figure.step.as_tuple().exponent))
    words = WORDS.shares.share.format(
        terms=f"{top.figure}÷{whole.figure}", exact=shown(round(value, 3)), value=shown(round(value, places)),
        stated=claim.figure,
    )  # fmt: skip
    where = (top.line.place, claim.line.place)
    quote = tuple(c.line.around(c.figure.start, c.figure.end) for c in (top, claim))
    spots = frozenset(c.spot for c in (claim, top, whole))
    stated = float(claim.figure.value)
    return Comparison("percentage", stated, float(round(value, 2)), where, quote, Severity.LIKELY, words, spots)
