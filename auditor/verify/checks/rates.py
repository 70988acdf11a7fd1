"""Rates (合格率, 不合格率) against the counts of the same stem, passed and failed kept apart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditor.base.pattern import pattern
from auditor.verify.checks.ratios import (
    BASE_VERB,
    LOOSE,
    NAME,
    RATE,
    fits,
    is_near_rate,
    looks_cut_off,
    percent_comparison,
    ratio,
)
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.figures import MONEY, Figure
from auditor.verify.names import looks_like_unit
from auditor.verify.paper import Line
from auditor.verify.sentence import sentences
from auditor.verify.sum_parts import measure_of

_NO_RATE = pattern(
    r"(?:增长|同比|环比|利|税|汇|降|增|上升|下降|贡献|占有|频|功|(?<!有)效|速|概|入学|升学|失业|出生|死亡|死伤|关注|点击|打开|"
    r"送达|到课|收视|阅读|破损|优良天数)(?:率|比例)",
    finds=("增长率", "利率", "下降率", "点击率"),
    not_in=("合格率", "办结率", "节约率", "有效率"),
    seen="rates that are none of counts which a circular gives beside them",
)
_FAILING = pattern(
    r"(?:存在|发现|有)(?:突出|严重|较多)?(?:的)?问题|突出问题|单项否决|超期|超时|逾期",
    finds=("发现存在突出问题的网站", "被单项否决", "超时办理"),
    not_in=("抽查网站", "按时办理"),
    seen="what fails is called by its fault: spot checks of sites in 2022 and 2023, hotlines",
)
"""Counts of what does not pass, for the rates of `_PASSING`."""
_PASSING = pattern(
    r"合格|达标|按[时期]|及时",
    finds=("合格", "按期"),
    not_in=("办结", "采用"),
    seen="rates of what passes, in circulars of spot checks and hotlines",
    way="match",
)
_TELLS_ALL = pattern(
    r"共|发现|受理|收到|检查|抽查|核查|监测|派单|转办|交办",
    finds=("扫描发现问题", "共", "抽查"),
    not_in=("其他",),
    seen="circulars of spot checks: how many there are stands a paragraph before the rate",
)
_NOT = pattern(r"[不未]$", finds=("不", "尚未"), not_in=("发现", "不仅"), seen="spot checks: 不合格, 未办结")
_DUE = pattern(
    r"应当?$",
    finds=("应", "本季度应", "其中应当"),
    not_in=("已", "应当已"),
    seen="circulars: 应更新的199个栏目中已更新143个",
)
_NOT_BEHIND = pattern(
    r"[不未]", finds=("不到位", "未"), not_in=("率", "的"), seen="整改不到位, in circulars", way="match"
)
_FIRST_OF_MANY = pattern(
    r"分别(?:为|是|达|达到)?$",
    finds=("合格率分别为",),
    not_in=("合格率为",),
    seen="贵州省 (2025 Q2): 微信公众号、新浪微博…合格率分别为95.57%、92.13%",
)
_NEXT_RATE = pattern(
    r"\s?(?:[、,，和及与]|以及)\s?\d",
    finds=("、92.13%", "和98%", "，69.81%"),
    not_in=("，其中", "。92%"),
    seen="贵州省 (2025 Q2)",
    way="match",
)
_IN_TIME = pattern(
    r"按[时期]|及时|限期|如期",
    finds=("按时结案", "及时答复"),
    not_in=("结案", "已办结"),
    seen="hotlines: 按时结案597件，超时办理4件，结案率100% (宁国市, 2022)",
)
_LATE = pattern(
    r"超[时期]|逾期|延期",
    finds=("超时办理", "逾期回复"),
    not_in=("按时办结", "超过"),
    seen="hotlines: what was done late stands behind what was done in time",
)
_TWO_VERBS = pattern(
    r"(?<![\u4e00-\u9fff])(?P<a>[\u4e00-\u9fff]{2})(?P<b>[\u4e00-\u9fff]{2})率[为达是]?$",
    finds={"，关停整合率": "关停"},
    not_in=("合格率", "总体合格的率是的"),
    seen="circulars on sites brought together (2018)",
)
_MAX_PARTS = 4
_MAX_BASES = 6
"""Counts looked at for one rate; of more, any two would fit by accident."""


@dataclass(frozen=True, slots=True)
class _Counts:
    """What a rate can be computed from: how many passed, how many failed, how many there were (likeliest first).

    ``wide`` are further counts that may be the base, but only where they give the very rate.
    """

    passed: tuple[Figure, ...]
    failed: tuple[Figure, ...]
    bases: tuple[Figure, ...]
    wide: tuple[Figure, ...] = ()


_OF_SOME = pattern(
    r"\d[个家][^,，;；。\d]{2,16}率(?:均|都)?(?:为|是|达|在)?$",
    finds=("10个市州抽查合格率为",),
    not_in=("10个合格，合格率",),
    seen="circulars of provinces: the rate of each of some counties, with other counts than those of all",
)
_ALL_OF_IT = pattern(
    r"[均都]已?[^,，;；。\d]{2,6}[,，][^,，;；。\d]{2,8}率(?:为|是|达)?$",
    finds=("均按期办结，按期办结率",),
    not_in=("合格率均为",),
    seen="circulars of cities: all were answered in time, told as a rate too",
)


def rates_of(line: Line, figures: Sequence[Figure], earlier: Sequence[tuple[Line, Figure]]) -> Iterator[Comparison]:
    """合格率, 不合格率, 办结率 against the counts of the same stem in the sentences about them."""
    text = line.plain
    settled: dict[str, str] = {}  # of what the rate of a stem was right: one of a part of that has other counts
    for figure in figures:
        lead = text[max(0, figure.start - 12) : figure.start]
        rate = RATE.search(lead)
        is_listed = bool(_FIRST_OF_MANY.search(lead)) and bool(_NEXT_RATE.match(text[figure.end :]))
        is_rate = figure.measure == "%" and rate is not None and not _NO_RATE.search(lead) and not is_listed
        if rate is None or not is_rate or not figure.is_exact or LOOSE.match(text[figure.end :]):
            continue
        if _is_of_two_verbs(text, figure, figures):
            continue  # of both counts together: `tied_rates`
        counts = _counts_for(text, figures, figure, rate["stem"])
        is_failing = bool(rate["not"])
        known = list(_rates(counts, counts.bases, is_failing=is_failing))
        wide = [*_rates(counts, counts.wide, is_failing=is_failing), *_together_of(counts, is_failing=is_failing)]
        agreeing = next((one for one in (*known, *wide) if fits(figure, one.value, one.slack)), None)
        if agreeing is not None:
            settled.setdefault(rate["stem"], _subject(lead, rate["stem"]))
            yield percent_comparison(line, figure, agreeing.terms, agreeing.value, Severity.AGREED, *agreeing.figures)
            continue
        subject = _subject(lead, rate["stem"])
        whole = _subject(text[: figure.start], rate["stem"])
        if looks_like_unit(whole) and all(
            whole not in line.around(f.start, f.end) for f in (*counts.passed, *counts.failed)
        ):
            continue  # of one unit, whose counts stand elsewhere
        if any(one.search(text[max(0, figure.start - 40) : figure.start]) for one in (_OF_SOME, _ALL_OF_IT)):
            continue
        if len(subject) > NAME and settled.get(rate["stem"], subject) == "":
            continue
        if not known:
            own = _nearest(counts)
            named = _named_alike(line, own, earlier, rate["stem"])
            used = own if named else counts
            yield from _by_far_base(line, figure, used, named or earlier, is_failing=is_failing, is_named=bool(named))
            continue
        nearest = min(known, key=lambda one: abs(one.value - figure.value))
        if is_near_rate(figure, nearest.value):
            severity = Severity.DOUBTFUL if looks_cut_off(figure, nearest.value) else Severity.LIKELY
            yield percent_comparison(line, figure, nearest.terms, nearest.value, severity, *nearest.figures)


def _subject(lead: str, stem: str) -> str:
    """What a rate is said of in its own clause (县网站 of 县网站合格率)."""
    return re.split(r"[,，;；。、:：]", lead)[-1].split(stem)[0]


def _is_of_two_verbs(text: str, percent: Figure, figures: Sequence[Figure]) -> bool:
    """关停整合率: a rate of two verbs, each of which has a count of its own before it."""
    name = _TWO_VERBS.search(text[max(0, percent.start - 12) : percent.start])
    told = [
        re.split(r"[,，;；。、]", text[: f.start])[-1] for f in figures if f.start < percent.start and f.measure != "%"
    ]
    if name is None:
        return False
    first, second = ({n for n, words in enumerate(told) if verb in words} for verb in (name["a"], name["b"]))
    return bool(first and second and not first & second)


def _by_far_base(
    line: Line,
    figure: Figure,
    counts: _Counts,
    earlier: Sequence[tuple[Line, Figure]],
    *,
    is_failing: bool,
    is_named: bool,
) -> Iterator[Comparison]:
    """共38个网站 in the paragraph before; 4个网站不合格，合格率86.8%: against the one number of how many there are."""
    own = (*counts.passed, *counts.failed)
    bases = [
        base
        for other, base in earlier
        if base.is_exact
        and base.value
        and any(_alike(base, part) and part.value <= base.value for part in own)
        and (is_named or _opens_all(other, base))
    ]
    readings = [one for base in bases for one in _rates(counts, (base,), is_failing=is_failing)]
    fitting = next((one for one in readings if fits(figure, one.value)), None)
    if fitting is None and (len({base.value for base in bases}) != 1 or not readings):
        return
    one = fitting or min(readings, key=lambda one: abs(one.value - figure.value))
    severity = Severity.AGREED if fitting else Severity.LIKELY
    if fitting or (is_near_rate(figure, one.value) and not looks_cut_off(figure, one.value)):
        parts = [part for part in one.figures if part in own]
        yield percent_comparison(line, figure, one.terms, one.value, severity, *parts)


def _nearest(counts: _Counts) -> _Counts:
    """The one count that stands nearest to the rate."""
    if counts.passed:
        return _Counts(counts.passed[:1], (), ())
    return _Counts((), counts.failed[:1], ())


def _opens_all(line: Line, base: Figure) -> bool:
    """Whether the words before a number say that it is how many there are."""
    said = re.split(r"[;；。]", line.plain[: base.start])[-1]
    return bool(_TELLS_ALL.search(said)) and "其中" not in said


def _named_alike(
    line: Line, counts: _Counts, earlier: Sequence[tuple[Line, Figure]], stem: str
) -> list[tuple[Line, Figure]]:
    """政务微信38家 a paragraph before 政务微信合格37家: the counts told of the very thing the rate is of."""
    own = (*counts.passed, *counts.failed)
    leads = [re.split(r"[,，;；。、:：(]", line.plain[: part.start])[-1].split(stem)[0].rstrip("不未") for part in own]
    names = [lead for lead in leads if len(lead) >= NAME]
    return [
        (other, figure)
        for other, figure in earlier
        if names and re.split(r"[,，;；。、:：(]", other.plain[: figure.start])[-1].endswith(tuple(names))
    ]


@dataclass(frozen=True, slots=True)
class _Recomputed:
    value: Decimal
    terms: str
    figures: tuple[Figure, ...]

    @property
    def slack(self) -> Decimal:
        """By how much the rounding of sums of money may change the rate."""
        own = [f for f in self.figures if f.measure in MONEY and f.value]
        return self.value * sum((f.step / (2 * f.value) for f in own), Decimal(0))


def _rates(counts: _Counts, bases: Sequence[Figure], *, is_failing: bool) -> Iterator[_Recomputed]:
    """The rate by each of the bases, the likeliest first; passed and failed are kept apart."""
    own, other = (counts.failed, counts.passed) if is_failing else (counts.passed, counts.failed)
    for base in bases:
        for part in (f for f in own if f is not base and f.value <= base.value and _alike(f, base)):
            yield _Recomputed(ratio(part.value, base.value), f"{part}÷{base}", (part, base))
        for part in (f for f in other if f is not base and f.value <= base.value and _alike(f, base)):
            yield _Recomputed(ratio(base.value - part.value, base.value), f"({base}-{part})÷{base}", (part, base))
    for part in own:
        for rest in (f for f in other if _alike(f, part)):
            both = part.value + rest.value
            yield _Recomputed(ratio(part.value, both), f"{part}÷({part}+{rest})", (part, rest))


def _together_of(counts: _Counts, *, is_failing: bool) -> Iterator[_Recomputed]:
    """满意144件，基本满意2件，满意率100%: all counts of the stem together."""
    own = counts.failed if is_failing else counts.passed
    for base in (*counts.bases, *counts.wide):
        parts = [f for f in own if f is not base and _alike(f, base)]
        total = sum((f.value for f in parts), Decimal(0))
        if len(parts) > 1 and total <= base.value:
            terms = f"({'+'.join(map(str, parts))})÷{base}"
            yield _Recomputed(ratio(total, base.value), terms, (*parts, base))


def _alike(first: Figure, second: Figure) -> bool:
    return measure_of(first) == measure_of(second)


def _counts_for(text: str, figures: Sequence[Figure], percent: Figure, stem: str) -> _Counts:
    """The counts that speak of a rate's stem, nearest first: before it in its sentence, then in the next."""
    spans = sentences(text)
    number = next(n for n, span in enumerate(spans) if span[0] <= percent.start < span[1])
    start, end = spans[max(0, number - 1)][0], spans[min(len(spans) - 1, number + 1)][1]
    counts = [f for f in figures if f.measure not in ("", "%") and f.is_exact]
    near = [f for f in counts if start <= f.start < end]
    before = [f for f in near if f.start < percent.start]
    earlier = [f for f in reversed(counts) if f.start < percent.start]
    own = [f for f in reversed(before) if f.start >= spans[number][0]]
    later = [f for f in near if f.start >= spans[number][1]]
    behind = [f for f in near if percent.start < f.start < spans[number][1]]
    for group in (own, behind, later, before[::-1]):
        told = [(f, _polarity(text, f, stem)) for f in group]
        passed = tuple(f for f, sign in told if sign == "+")[:_MAX_PARTS]
        failed = tuple(f for f, sign in told if sign == "-")[:_MAX_PARTS]
        if passed or failed:
            around = earlier if group in (own, before[::-1]) else [*earlier, *behind]
            trusted, wide = _bases(text, around, (*passed, *failed), stem)
            taken = [f for f in trusted if _is_taken(text, f, (*passed, *failed), figures, stem)]
            return _Counts(passed, failed, tuple(f for f in trusted if f not in taken), (*taken, *wide))
    return _Counts((), (), ())


def _is_taken(text: str, base: Figure, parts: Sequence[Figure], figures: Sequence[Figure], stem: str) -> bool:
    """Whether a base stands in another sentence than the counts and has counts of that stem there."""
    start, end = next(span for span in sentences(text) if span[0] <= base.start < span[1])
    if any(start <= part.start < end for part in parts):
        return False
    return any(start <= f.start < end and f.measure not in ("", "%") and _polarity(text, f, stem) for f in figures)


def _polarity(text: str, figure: Figure, stem: str) -> str:
    """Whether a count's clause says the stem (+), its opposite (-) or neither."""
    lead = re.split(r"[,，;；。、(:：]", text[max(0, figure.start - 16) : figure.start])[-1]
    if _IN_TIME.search(lead) and not _IN_TIME.match(stem) and _LATE.search(text[figure.end : figure.end + 12]):
        return ""  # those that were late are done as well
    tail = re.split(r"[,，;；。、:：)(]", text[figure.end : figure.end + 8])[0]
    core = _IN_TIME.sub("", stem) or stem
    stems = f"(?:{core}|采纳|录用)(?!率|比例)" if core == "采用" else f"{core}(?!率|比例)"
    for words in (lead, tail):
        if (found := re.search(stems, words)) is not None:
            if _DUE.search(words[: found.start()]):
                return ""  # what is due is what the done is a part of
            is_denied = _NOT.search(words[: found.start()]) or _NOT_BEHIND.match(words, found.end())
            return "-" if is_denied else "+"
        if _PASSING.match(stem) and _FAILING.search(words):
            return "-"
    return ""


def _bases(
    text: str, before: Sequence[Figure], parts: Sequence[Figure], stem: str
) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """The counts that may be the base: the nearest and those a verb of counting introduces, then the rest."""
    least = min(part.value for part in parts)
    others = [f for f in before if any(_alike(f, part) for part in parts) and f.value >= least and f not in parts]
    plain = [f for f in others if not _polarity(text, f, stem)]
    named = [f for f in plain if BASE_VERB.search(re.split(r"[,，;；。]", text[max(0, f.start - 16) : f.start])[-1])]
    trusted = tuple(dict.fromkeys((*plain[:1], *named)))
    return trusted, tuple(f for f in others if f not in trusted)[:_MAX_BASES]
