"""The one gate before findings: numbers that a relation which holds has explained are no suspects for a weaker one.

Relations that hold are the comparisons that agree, and every run of numbers that exactly makes up another one near it
or that comes in and goes out (27件+3件=28件+2件). Consecutive runs may divide one whole several times over.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from auditor.base.pattern import pattern
from auditor.verify.claims import OWN_SUBJECT, Claim, all_claims_of, claims_of
from auditor.verify.comparison import Comparison, Severity, Spot
from auditor.verify.paper import OpenedPaper

_SEEN = "circulars and yearly reports: what came in, what was carried over, what went out"
_FLOWS = pattern(
    r"结转|新开[设通办]|新增|新收|注销|关停|关闭|截至", finds=("上年结转", "新开设"), not_in=("其中",), seen=_SEEN
)
_OF_BEFORE = pattern(
    r"[比较由从]|上[年季月期]|去年|前的?$",
    finds=("，比清理前的",),
    not_in=("共备案账号",),
    seen="what a number is compared with",
)
_BASE = pattern(
    r"占(?P<of>(?!比)[\u4e00-\u9fff]{2,14}?)(?:信息|发布|公开)?总?(?:条数|件数|[数量])?的?(?:比例|比重)?(?:为|达)?$",
    finds={"占办结数的": "办结", "，占县级部门的": "县级部门", "占信息总数的": "信息"},
    not_in=("占比为", "占40"),
    seen="yearly reports and circulars: what a share is a share of",
)
_ALL_OF = pattern(r"[全本总各].{0,3}|部", finds=("全县", "总数"), not_in=("办结",), seen=_SEEN, way="fullmatch")
PART_NAMED = pattern(
    r"[省市县区]直|[省市县区]级|乡镇|街道|[县区](?=网站)|微信|微博|抖音|第[一二三四]",
    finds=("市直部门网站", "县级网站", "第二轮"),
    not_in=("政府网站", "不合格"),
    seen="circulars that tell of each level and of all",
)
"""Words that say of which part of all a number is."""
_FAILED = pattern(r"不合格|问题|未", finds=("网站不合格",), not_in=("共检查网站",), seen=_SEEN)
_SUMS = frozenset(("total_parts", "part_exceeds", "channels"))
_QUOTIENTS = frozenset(("percentage", "mean"))
_FAR = 6
_BACK = 3
"""Sentences before a run in which its whole may stand."""
_LONGEST = 14
_SMALLEST = 4
"""Numbers smaller than this are the sum of others by chance."""
_TWO = 2
_FOUR = 4
_FULL = 100
_PAIRS_UP_TO = 24
"""Counts near a rate from which on some two of them fit by chance."""


@dataclass(frozen=True, slots=True)
class _HeldRun:
    """Numbers one behind the other that make up a whole."""

    whole: Claim
    parts: tuple[Claim, ...]

    @property
    def spots(self) -> frozenset[Spot]:
        return frozenset(claim.spot for claim in (self.whole, *self.parts))


def base_named(words: str) -> str:
    """The word behind 占 that says what a share is of (占办结数的: 办结); empty where it is of all."""
    said = _BASE.search(words)
    return "" if said is None or _ALL_OF.fullmatch(said["of"]) else said["of"]


def unexplained(paper: OpenedPaper, found: Sequence[Comparison]) -> list[Comparison]:
    """The comparisons without findings whose numbers a relation that holds explains."""
    suspects = [one for one in found if one.is_finding and (one.kind in _SUMS or one.kind in _QUOTIENTS)]
    if not suspects:
        return list(found)
    claims = {claim.spot: claim for claim in all_claims_of(paper)}
    rows = [[claim for _, claim in row] for _, row in groupby(_in_rows(claims_of(paper)), key=lambda one: one[0])]
    held = list(_runs(rows, claims_of(paper)))
    known = [one.spots for one in found if not one.is_finding and one.kind != "part_exceeds" and len(one.spots) > _TWO]
    known += [run.spots for run in held] + list(_flows(claims_of(paper)))
    right = {(one.stated, one.quote[-1]) for one in found if one.kind == "mean" and not one.is_finding}
    rates = {spot for one in found if one.kind == "percentage" and not one.is_finding for spot in one.spots}
    sums = [one.spots for one in suspects if one.kind in _SUMS]
    explained = {
        id(one)
        for one in suspects
        if (one.kind in _SUMS and any(one.spots < wider for wider in sums))  # of the same whole, told with all parts
        or (one.kind in _SUMS and _sum_is_explained(one, known, held, claims))
        or (one.kind == "percentage" and _rate_is_explained(one, claims, rates))
        or (one.kind == "mean" and (one.stated, one.quote[-1]) in right)
    }
    return [one for one in found if id(one) not in explained]


def _in_rows(claims: Iterable[Claim]) -> Iterator[tuple[tuple[int, str], Claim]]:
    """The exact counts by sentence and measure, in reading order."""
    exact = [c for c in claims if c.measure not in ("", "%") and c.figure.is_exact]
    for claim in sorted(exact, key=lambda c: (c.sentence, c.measure, c.figure.start)):
        yield (claim.sentence, claim.measure), claim


def _runs(rows: Sequence[Sequence[Claim]], claims: Sequence[Claim]) -> Iterator[_HeldRun]:
    """Every run of a sentence that makes up a number before it, within it or right behind it."""
    for row in rows:
        first = row[0]
        near = [
            c
            for c in claims
            if 0 <= first.sentence - c.sentence <= _BACK and c.measure == first.measure and c.figure.is_exact
        ]
        for low in range(len(row) - 1):
            total = row[low].figure.value
            for high in range(low + 1, min(len(row), low + _LONGEST)):
                total += row[high].figure.value
                run = tuple(row[low : high + 1])
                for whole in near:
                    if whole.figure.value == total >= _SMALLEST and whole not in run:
                        yield _HeldRun(whole, run)


def _flows(claims: Sequence[Claim]) -> Iterator[frozenset[Spot]]:
    """67个，新开设5个，注销10个，截至月底62个; 新收27件，结转3件，办结28件，结转下年2件."""
    exact = [c for c in claims if c.figure.is_exact and c.measure not in ("", "%")]
    for at in range(len(exact) - _FOUR + 1):
        four = exact[at : at + _FOUR]
        if len({c.measure for c in four}) > 1 or four[-1].sentence - four[0].sentence > 1:
            continue
        a, b, c, d = (claim.figure.value for claim in four)
        is_flow = sum(bool(_FLOWS.search(claim.opens)) for claim in four) >= _TWO
        if is_flow and (a + b == c + d or a + b - c == d):
            yield frozenset(claim.spot for claim in four)


def _sum_is_explained(
    one: Comparison, known: Sequence[frozenset[Spot]], held: Sequence[_HeldRun], claims: dict[Spot, Claim]
) -> bool:
    if one.severity is Severity.SURE or not one.spots <= claims.keys():
        return False
    told = sorted((claims[spot] for spot in one.spots), key=lambda c: (c.sentence, c.figure.start))
    whole = next((c for c in told if c.figure.value == Decimal(str(one.stated))), told[0])
    parts = frozenset(c.spot for c in told if c is not whole)
    added = sum((c.figure.value for c in told if c is not whole), Decimal(0))
    if one.kind == "total_parts" and added != Decimal(str(one.computed)):
        return False  # some of the parts count several times, or have no number
    if all(OWN_SUBJECT.search(claim.opens) for claim in told[1:]):
        return True  # each clause tells of a unit's own fault
    if any(one.spots <= spots for spots in known) or _are_siblings(whole, parts, held):
        return True
    if one.kind == "part_exceeds":
        return _has_nearer_whole(whole, told[-1], claims.values())
    return _by_own_parts(whole, [c for c in told if c is not whole], held) or _by_nearer(whole, parts, held)


def _are_siblings(whole: Claim, parts: frozenset[Spot], held: Sequence[_HeldRun]) -> bool:
    """共35个，按季的20个，按月的15个中3个: numbers that make up a whole together are no parts of one another."""
    for run in held:
        together = frozenset(claim.spot for claim in run.parts)
        if whole.spot in together and not parts.isdisjoint(together) and run.whole.spot not in parts:
            return True
    return False


def _has_nearer_whole(whole: Claim, part: Claim, claims: Iterable[Claim]) -> bool:
    """16个乡镇和30个部门共46个单位，其中41个合格: a number between the two is large enough."""
    return any(
        c.line is part.line and whole.figure.start < c.figure.start < part.figure.start
        and c.measure == part.measure and c.figure.value >= part.figure.value
        for c in claims
    )  # fmt: skip


def _by_own_parts(whole: Claim, parts: Sequence[Claim], held: Sequence[_HeldRun]) -> bool:
    """包括微信82个、微博38个、其他10个，发现不合格9个: the parts of one list make up the whole, the rest is set off."""
    for run in held:
        rest = [claim for claim in parts if claim not in run.parts]
        is_own = run.whole is whole and rest and all(claim in parts for claim in run.parts)
        is_much = len(run.parts) > _TWO or len(run.parts) * _TWO >= len(parts)
        if is_own and is_much and not any(claim.opens.startswith("、") for claim in rest):
            return True
    return False


def _by_nearer(whole: Claim, parts: frozenset[Spot], held: Sequence[_HeldRun]) -> bool:
    """共76个，比清理前的112个少。其中：乡镇31个、部门45个；微信52个…: all parts make up another number, even twice."""
    if not _OF_BEFORE.search(whole.opens):
        return False
    others = {run.whole.spot: run.whole for run in held if run.whole is not whole}
    for other in others.values():
        covered = frozenset(c.spot for run in held if run.whole is other for c in run.parts)
        is_near = whole.sentence <= other.sentence and other.spot not in parts
        if is_near and parts <= covered and other.figure.value != whole.figure.value:
            return True
    return False


def _rate_is_explained(one: Comparison, claims: dict[Spot, Claim], settled: set[Spot]) -> bool:
    """Whether two numbers near the rate give it, or another check has found it right."""
    told = [claims[spot] for spot in one.spots if spot in claims and claims[spot].figure.measure == "%"]
    if len(told) != 1 or one.severity is Severity.SURE:
        return False
    rate = told[0]
    if rate.spot in settled or _is_of_another_part(rate, [claims[s] for s in one.spots if s in claims]):
        return True
    if rate.figure.step >= 1:
        return False
    here = [claims[spot] for spot in one.spots if spot in claims and _counts(claims[spot])]
    before = [c for c in claims.values() if rate.sentence - _FAR <= c.sentence <= rate.sentence and _counts(c)]
    near = before if len(before) <= _PAIRS_UP_TO else [c for c in before if rate.sentence - c.sentence <= _TWO]
    of = base_named(rate.lead)
    near = [c for c in near if of in c.words] or near
    slack = rate.figure.step / 2 + rate.figure.step / 1000
    for top in here:
        for base in near:
            if base.measure == top.measure and base.figure.value >= top.figure.value > 0 and base is not top:
                share = top.figure.value * _FULL / base.figure.value
                rest = share if of else _FULL - share  # what is left of a base is no share of it
                if min(abs(share - rate.figure.value), abs(rest - rate.figure.value)) <= slack:
                    return True
    return False


def _is_of_another_part(rate: Claim, told: Sequence[Claim]) -> bool:
    """总体合格率 beside 市直部门网站不合格4个: the count is of a level that the rate does not name."""
    own = rate.clause
    return any(
        (level := PART_NAMED.search(c.lead)) is not None and level[0] not in own and PART_NAMED.search(own) != level
        for c in told
        if c.spot > rate.spot and c.line is rate.line and _FAILED.search(c.lead)
    )


def _counts(claim: Claim) -> bool:
    return claim.measure not in ("", "%") and claim.figure.is_exact
