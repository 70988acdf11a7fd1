"""Rates of a counted number of things: with 18 sites no pass rate of 87.9 % can be, for 16 of them are 88.9 %.

The count is the one whose words the rate names, told anywhere before it. Rates that other numbers give are let be.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from auditor.base.pattern import pattern
from auditor.verify.claims import Claim, all_claims_of
from auditor.verify.comparison import Comparison, Severity, Spot
from auditor.verify.figures import shown
from auditor.verify.paper import OpenedPaper
from auditor.verify.periods import sentence_start
from auditor.verify.wording import WORDS

_SEEN = "circulars of spot checks: pass rates of each level and platform, told in the text alone (2019 to 2025)"
_RATE = pattern(
    r"(?P<scope>[\u4e00-\u9fff()]{2,20}?)(?:总体|整体|抽查|检查|平均)?(?P<state>合格|达标|优秀|更新|整改|办结|完成)率(?:仅|均|达到?|约)?(?:为|是|达)?$",
    finds={"县(区)网站合格率": "县(区)网站", "政务新媒体总体合格率为": "政务新媒体"},
    not_in=("采用率", "合格率较"),
    seen=_SEEN,
)
_STATE = pattern(
    r"合格|达标|优秀|更新|整改|办结|完成|问题|[未不]", finds=("不合格网站",), not_in=("县级网站",), seen=_SEEN
)
_CHANGED = pattern(
    r"[增减升降]|提高|回落|同比|环比|上[年季月期]|去年|百分点|平均|超过?|不足|以[上下]|低于|高于|[至到]",
    finds=("较上季度",),
    not_in=("合格率",),
    seen=_SEEN,
)
_COUNTED = pattern(r"[个家户件项条]", finds=("个",), not_in=("%",), seen=_SEEN, way="fullmatch")
_PLAIN = pattern(r"[()的和及其中\x00]|所属", finds=("县(区)及所属",), not_in=("网站",), seen=_SEEN)
_FULL = 100
_LEAST = 2
_STOPS = "[,，;；。、:：]"


def feasible_rates(paper: OpenedPaper, spots: frozenset[Spot]) -> Iterator[Comparison]:
    """Every rate that names the things it is of, against their number."""
    claims = all_claims_of(paper)
    for at, claim in enumerate(claims):
        rate = _RATE.search(re.split(_STOPS, _before(claim))[-1])
        is_told = claim.figure.measure == "%" and claim.figure.is_exact and claim.spot not in spots
        if rate is None or not is_told or claim.is_aside or _CHANGED.search(claim.lead + claim.tail[:4]):
            continue
        base = _base(claims[:at], _PLAIN.sub("", rate["scope"]))
        if base is not None and base.figure.value * 2 * claim.figure.step < _FULL:
            yield _compared(claim, base)


def _before(claim: Claim) -> str:
    return claim.line.plain[sentence_start(claim) : claim.figure.start]


def _base(before: Sequence[Claim], scope: str) -> Claim | None:
    """The one number of things whose words hold most of those of the rate; none where two numbers hold as many."""
    counts = [c for c in before if _COUNTED.fullmatch(c.measure) and c.figure.is_exact and c.figure.value >= _LEAST]
    told = []
    for c in counts:
        words = _PLAIN.sub("", re.split("[。;；]", c.opens)[-1][-30:] + c.tail)
        if not _STATE.search(re.split(_STOPS, c.opens)[-1] + c.tail):
            told.append((sum(a + b in words for a, b in pairwise(scope)), c))
    best = max((n for n, _ in told), default=0)
    meant = [c for n, c in told if n == best]
    is_clear = best >= min(_LEAST, len(scope) - 1) and len({c.figure.value for c in meant}) == 1
    return meant[0] if is_clear else None


def _compared(claim: Claim, base: Claim) -> Comparison:
    rate, number = claim.figure, base.figure
    part = (rate.value * number.value / _FULL).quantize(Decimal(1), ROUND_HALF_UP)
    exact = part * _FULL / number.value
    is_one = abs(exact - rate.value) <= rate.step
    places = max(0, -int(rate.step.as_tuple().exponent))
    words = WORDS.shares.feasible.format(
        whole=number, unit=number.measure, part=part, nearest=shown(round(exact, places)), stated=rate
    )
    where = (base.line.place, claim.line.place)
    quote = tuple(c.line.around(c.figure.start, c.figure.end) for c in (base, claim))
    severity = Severity.AGREED if is_one else Severity.LIKELY
    spots = frozenset((base.spot, claim.spot))
    return Comparison(
        "percentage", float(rate.value), float(round(exact, places)), where, quote, severity, words, spots
    )
