"""Percentages: shares of a total (占…%), shares that make up 100, and the rates beside them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from auditor.base.pattern import pattern
from auditor.verify.checks.rates import rates_of
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
from auditor.verify.comparison import Comparison, Severity, spots_of
from auditor.verify.figures import Figure, as_number, figures_in, shown
from auditor.verify.holding import base_named
from auditor.verify.paper import Line, OpenedPaper
from auditor.verify.sentence import brackets, sentences
from auditor.verify.sum_parts import measure_of
from auditor.verify.wording import WORDS

_SHARE = pattern(
    r"(?:占(?P<of>[^,，;；。%\d]{0,14}?)|占比(?:为|达)?|比例(?:为|达)?|比重(?:为|达)?)(?:的|为|约为)?$",
    finds=("占总数的", "占比为", "比例"),
    not_in=("增长", "占12%"),
    seen="河曲县 (2018)",
)
_BASE_AFTER = pattern(
    r"(?:占|完成)[^,，;；。%\d]{0,10}$", finds=("占", "占总数"), not_in=("占48%",), seen="省级通报: 占974个的50%"
)
_FILLER = pattern(
    r"总|全部|比|例|重|的|数|量|为|约|达|信息|公开|发布", finds=("总数", "信息"), not_in=("工单",), seen="河曲县 (2018)"
)
_TOTAL = pattern(
    r"共|总|累计|合计|全年",
    finds=["全县共公开信息", "全年发布", "累计办结"],
    not_in=["其中政策文件", "上季度"],
    seen="the words before the whole that a rate is taken of, in quarterly circulars and yearly reports",
)
_PARTIAL = pattern(
    r"主要|居前|前[三四五\d]|最多|较多|较高|依次为|重点|多选|同时",
    finds=("主要有", "居前三位", "前五"),
    not_in=("分别有",),
    seen="大英县 (2016), a hotline",
)
_IN_ALL = pattern(
    r"[^,，;；。、:：\d]{0,10}中[,，]",
    finds=("个专区中，", "个政府采购项目中,"),
    not_in=("个，其中", "个中心"),
    seen="24个专区中，…: a count that opens the shares of it",
    way="match",
)
_COUNT_BEFORE = pattern(
    r"\d[个家条件篇份次人户起]\($",
    finds=("581条(",),
    not_in=("581条(占", "网站("),
    seen="a usual form; in none of the documents kept",
)
_ROW_OF_SHARES = 3
"""Percentages in brackets behind counts from which on they are shares of one total."""
_SHARE_WORD = pattern(r"的|占", finds=("微信占",), not_in=("微信",), seen="circulars of spot checks: shares")
_JOINED_BY = pattern(
    r"^(?:其中|和|以及|而)",
    finds=("其中微信",),
    not_in=("微信",),
    seen="circulars of spot checks: shares told of a count by its name",
)
_ONLY_NAMED = pattern(
    r"(?:其中|其次|再次)?(?:是|为)?(?P<name>[\u4e00-\u9fff]{2,6}?)(?:数量)?(?:最多|最少|次之|居首|最大)?",
    finds={"其中投诉类最多": "投诉类", "其次是咨询类": "咨询类"},
    not_in=("投诉类903",),
    seen="hotlines: the kind stands in a clause of its own before its share",
    way="fullmatch",
)
_LONG = 6
"""Letters of the name by which a rate's base is known a paragraph away."""
_NEAR_LINES = 3
_FAR = 12
"""Paragraphs before a share in which its base may stand."""
_SURE_FROM = 3
"""Shares of a sentence that must fit a base before it is sure that another one is meant for it too."""
_NEAR = 24
"""Characters between a count and the percentage said of it."""
_CHAIN = pattern(
    r"占(?:比)?[^\d,，;；。]{0,20}(?=\d{1,3}(?:\.\d{1,4})?%(?:[、,，和及与]|以及)\d)",
    finds=("分别占48.5%和51.5%", "占全国政府采购规模的21.9%、7.5%"),
    not_in=("占48.5%，其中", "分别为12%、13%"),
    seen="全国政府采购简要情况 (2015, 2022): two or more counts, and their shares behind them in the same order",
)
_OF_TOTAL = pattern(
    r"占[^,，;；。%\d]{0,4}?(?P<what>[\u4e00-\u9fff]{2})(?:总量|总数)的?$",
    finds={"占工单总量的": "工单", "占信息总数的": "信息"},
    not_in=("占总数的", "占比"),
    seen="hotlines of 大英县 (2016): the total stands in another paragraph",
)
_OF_ALL = pattern(
    r"占(?:全部|总数|总量|总)的?$",
    finds=("占总数的", "占全部"),
    not_in=("占工单总量的", "占比"),
    seen="circulars of spot checks: all accounts are told a paragraph before the sample",
)
_THEN_OF = pattern(
    r"[^,，;；。、\d]{0,4}[,，]占",
    finds=["条，占", "个单位,占"],
    not_in=["条，占总数的", "占"],
    seen="36条，占63.1%: a rate right behind its part, in circulars",
    way="fullmatch",
)
_AND = pattern(
    r"\s?(?:[、,，和及与]|以及)\s?",
    finds=("、", "和", "以及"),
    not_in=("；", "，和"),
    seen="yearly reports: 分别占48.5%和51.5%",
    way="fullmatch",
)
_OF_COUNT = pattern(
    r"(?:占|完成)[^,，;；。%]{0,16}\d+[个家条件篇][^,，;；。、\d%]{0,10}的(?:比例(?:为|达)?)?$",
    finds=("占总数13个的", "占全县381个政务新媒体的", "占974个的", "完成年度目标5000条的"),
    not_in=("占总数的",),
    seen="a usual form; in none of the documents kept",
)
_OF = pattern(
    r"[^,，;；。、\d%]{0,10}的(?:比例(?:为|达)?)?",
    finds=("的", "的比例为", "政务新媒体的"),
    not_in=("的比率", "，其中的"),
    seen="a usual form; in none of the documents kept",
    way="fullmatch",
)
_THEN_SHARE = pattern(
    r"[,，](?:合计|共)?占",
    finds=("，占总量", "，合计占"),
    not_in=("件占",),
    seen="大英县 (2016), a hotline",
    way="match",
)
_MAY_EXCEED = pattern(
    r"增|同比|完成|超|去年|上年",
    finds=("增长", "完成率"),
    not_in=("合格率", "占总数"),
    seen="a usual form; in none of the documents kept",
)
_REST = pattern(r"其他|其它|其余", finds=("其他类", "其余"), not_in=("投诉类",), seen="唐山市 (2024-11), a hotline")


@dataclass(frozen=True, slots=True)
class _Share:
    """A percentage said to be a part of a total: its counts, the sentence it stands in, a base between the two.

    Several counts are those of a list the percentage is said of as a whole (甲783件、乙579件、丙562件，占总量的77%).
    """

    percent: Figure
    parts: tuple[Figure, ...]
    sentence: tuple[int, int]
    base: Figure | None = None

    @property
    def part(self) -> Figure:
        """The count right before the percentage."""
        return self.parts[-1]

    @property
    def value(self) -> Decimal:
        """What the percentage is of the base."""
        return sum((part.value for part in self.parts), Decimal(0))


def percentages(paper: OpenedPaper) -> Iterator[Comparison]:
    """Shares of a total (占…%) and rates (办结率…%) recomputed from the counts beside them.

    That digits were cut off instead of rounded is told of the first one: the others follow the same habit.
    """
    has_cut_off = False
    for one in _percentages(paper):
        is_cut_off = one.severity is Severity.DOUBTFUL
        yield replace(one, severity=Severity.AGREED) if is_cut_off and has_cut_off else one
        has_cut_off = has_cut_off or is_cut_off


def _percentages(paper: OpenedPaper) -> Iterator[Comparison]:
    for number, line in enumerate(paper.lines):
        figures = figures_in(line.plain)
        if any(f.measure == "%" for f in figures):
            yield from _shares_of(line, figures, _known_before(paper.lines[max(0, number - _FAR) : number]))
            yield from rates_of(line, figures, _known_before(paper.lines[max(0, number - _NEAR_LINES) : number]))
            yield from _beyond_hundred(line, figures)


def _known_before(lines: Sequence[Line]) -> list[tuple[Line, Figure]]:
    """The counts of the paragraphs before: all of the nearest, of the others those that a total word introduces."""
    return [
        (line, figure)
        for distance, line in enumerate(reversed(lines), 1)
        for figure in figures_in(line.plain)
        if distance <= _NEAR_LINES or _TOTAL.search(re.split(r"[,，;；。]", line.plain[: figure.start])[-1])
    ][::-1]


def _shares_of(line: Line, figures: Sequence[Figure], earlier: Sequence[tuple[Line, Figure]]) -> Iterator[Comparison]:
    """The shares of each sentence, and whether they make up the whole; a wrong share is told once."""
    shares = list(_shares(line, figures))
    for own in _together(shares):
        span = (own[0].sentence[0], own[-1].sentence[1])
        compared = [] if _is_loose(own) else list(_against_base(line, own, figures, earlier))
        yield from compared
        if not any(one.is_finding for one in compared):
            yield from _hundred(line, span, _percents(line, figures, span))


def _together(shares: Sequence[_Share]) -> Iterator[list[_Share]]:
    """The shares of each sentence; two sentences with one each that make up 100 % belong together."""
    groups = [[s for s in shares if s.sentence == span] for span in dict.fromkeys(s.sentence for s in shares)]
    while groups:
        first = groups.pop(0)
        if len(first) == 1 and groups and len(groups[0]) == 1:
            is_whole = first[0].percent.value + groups[0][0].percent.value == 100
            first += groups.pop(0) if is_whole else []
        yield first


def _is_loose(own: Sequence[_Share]) -> bool:
    return not all(share.percent.is_exact and all(part.is_exact for part in share.parts) for share in own)


def _shares(line: Line, figures: Sequence[Figure]) -> Iterator[_Share]:
    for span in sentences(line.plain):
        own = [f for f in figures if span[0] <= f.start < span[1]]
        chained = list(_chained(line, own, span))
        yield from chained
        alone = [f for f in own if _is_alone(line.plain, f)]
        for index, figure in enumerate(own):
            is_one = _is_share(line, figure, span) or (len(alone) >= _ROW_OF_SHARES and figure in alone)
            if chained or not is_one:
                continue
            base = _base_between(line, figure, own[:index])
            before = [f for f in own[:index] if f is not base]
            part = _part_of(base or figure, before, line.plain)
            if part is not None and (base is None or measure_of(part) == measure_of(base)):
                yield _Share(figure, _listed(line.plain, part, before, base or figure), span, base)


def _is_alone(text: str, figure: Figure) -> bool:
    """机构职能类581条(6.7%): a percentage alone in the bracket right behind a count."""
    return (
        figure.measure == "%" and bool(_COUNT_BEFORE.search(text, 0, figure.start)) and text.startswith(")", figure.end)
    )


def _chained(line: Line, own: Sequence[Figure], span: tuple[int, int]) -> Iterator[_Share]:
    """上半年97条，下半年103条，分别占48.5%和51.5%: as many counts before it as there are percentages."""
    if (lead := _CHAIN.search(line.plain, *span)) is None:
        return
    percents = [f for f in own if f.start >= lead.end() and f.measure == "%"]
    joined = [line.plain[first.end : second.start] for first, second in pairwise(percents)]
    while joined and not all(_AND.fullmatch(between) for between in joined):
        percents, joined = percents[:-1], joined[:-1]
    counts = [f for f in own if f.end <= lead.start() and f.measure not in ("", "%")]
    counts = [f for f in counts if counts and measure_of(f) == measure_of(counts[-1])][-len(percents) :]
    if len(percents) >= 2 and len(counts) == len(percents):
        for count, percent in zip(counts, percents, strict=True):
            yield _Share(percent, (count,), span)


def _is_share(line: Line, figure: Figure, span: tuple[int, int]) -> bool:
    lead = re.split(r"[,，;；。、]", line.plain[span[0] : figure.start])[-1]
    is_said = bool(_SHARE.search(lead)) or bool(_OF_COUNT.search(lead))
    return figure.measure == "%" and is_said and not LOOSE.match(line.plain[figure.end :])


def _base_between(line: Line, percent: Figure, before: Sequence[Figure]) -> Figure | None:
    """占974个的50%, 占总数13个的比例为50%: the count between 占 and the percentage."""
    if not before or before[-1].measure in ("", "%"):
        return None
    between = line.plain[before[-1].end : percent.start]
    is_base = _OF.fullmatch(between) and _BASE_AFTER.search(
        line.plain[max(0, before[-1].start - 14) : before[-1].start]
    )
    return before[-1] if is_base else None


def _part_of(percent: Figure, before: Sequence[Figure], text: str) -> Figure | None:
    """The count right before a percentage; what stands in a bracket of its own is passed over."""
    inside = [b for b in brackets(text) if b[0] <= percent.start < b[1]]
    outer = [f for f in before if inside or not any(low <= f.start < high for low, high in brackets(text))]
    if not outer or outer[-1].measure == "%" or percent.start - outer[-1].end > _NEAR:
        return None
    return outer[-1]


def _listed(text: str, part: Figure, before: Sequence[Figure], percent: Figure) -> tuple[Figure, ...]:
    """The counts a percentage is said of: one, those it names, or a list with pauses that a comma sets off from it."""
    if (named := _named_parts(text, before, percent)) is not None:
        return named
    chain = [part]
    for earlier in reversed(before[: before.index(part)]):
        between = text[earlier.end : chain[0].start]
        if measure_of(earlier) != measure_of(part) or not re.fullmatch(r"、[^,，;；。:：%\d]{1,20}", between):
            break
        chain.insert(0, earlier)
    is_apart = bool(_THEN_SHARE.match(text[part.end : percent.start]))
    return tuple(chain) if is_apart else (part,)


def _named_parts(text: str, before: Sequence[Figure], percent: Figure) -> tuple[Figure, ...] | None:
    """图文、视频等解读占57.1%: the counts told before with the words that stand between pauses."""
    pieces = re.split("[,，;；。]", text[: percent.start])[-1].split("、")
    found = []
    if len(pieces) == 1:
        return _told_of(text[: percent.start], before, pieces[0])
    for piece in pieces:
        word = _JOINED_BY.sub("", piece)[:NAME]
        told = [f for f in before if word and word in re.split(r"[、,，;；。]", text[: f.start])[-1]]
        if len(word) < NAME or not told or told[-1] in found:
            return None
        found.append(told[-1])
    return tuple(found) if found else None


def _told_of(text: str, before: Sequence[Figure], piece: str) -> tuple[Figure, ...] | None:
    """微信占64.6%: the count of that name, where the one right before the share has another."""
    word = _SHARE_WORD.split(_JOINED_BY.sub("", piece))[0]
    ahead = re.split("[,，;；。]", text)[-2:-1] if not word else []
    if ahead and (alone := _ONLY_NAMED.fullmatch(ahead[0])):
        word = alone["name"]  # 其中投诉类最多，占48.5%
    clauses = [re.split(r"[、,，;；。]", text[: f.start])[-1] for f in before]
    if not NAME <= len(word) <= _LONG or word in clauses[-1]:
        return None
    told = [f for f, clause in zip(before, clauses, strict=True) if _JOINED_BY.sub("", clause).startswith(word)]
    return (told[-1],) if told and measure_of(told[-1]) == measure_of(before[-1]) else None


def _against_base(
    line: Line, own: Sequence[_Share], figures: Sequence[Figure], earlier: Sequence[tuple[Line, Figure]]
) -> Iterator[Comparison]:
    """Each share against its base: the one named, the one its siblings show, or all of them together."""
    parts_sum = sum((share.value for share in own), Decimal(0))
    shared = _shown_by_siblings(own, [*(f for _, f in earlier), *figures], parts_sum)
    for share in own:
        part = share.part
        if share.base is None and (said := _said_base(line, share, figures, earlier)) is not None:
            named = said if said in figures else None
            yield _share_compared(line, share, said.value, named, own)
            continue
        bases = [f for f in figures if f.measure != "%" and f.start < share.parts[0].start and f.value >= share.value]
        known = [f.value for f in bases if measure_of(f) == measure_of(part) or not f.measure]
        known += [f.value for _, f in earlier if measure_of(f) == measure_of(part)]
        if share.base is not None:
            yield _share_compared(line, share, share.base.value, share.base, own)
        elif shared is not None:
            named = next((f for f in bases if f.value == shared), None)
            yield _share_compared(line, share, shared, named, own)
        elif (fitting := next((v for v in known if fits(share.percent, ratio(share.value, v))), None)) is not None:
            named = next((f for f in bases if f.value == fitting), None)
            yield _share_compared(line, share, fitting, named, own)
        elif (base := _named_base(line, share, bases) or _clause_before(line, share, bases)) is not None:
            yield _share_compared(line, share, base.value, base, own)
        elif (far := _far_base(line, share, earlier)) is not None:
            yield _share_compared(line, share, far.value, None, own)


def _said_base(
    line: Line, share: _Share, figures: Sequence[Figure], earlier: Sequence[tuple[Line, Figure]]
) -> Figure | None:
    """已办结11件…，占办结数的54.5%: the one number before whose own words hold those behind 占."""
    lead = re.split(r"[,，;；。、]", line.plain[: share.percent.start])[-1]
    word = base_named(lead)
    if not word:
        return None
    before = [(other, f) for other, f in (*earlier, *((line, f) for f in figures if f.start < share.parts[0].start))]
    told = [f for other, f in before if measure_of(f) == measure_of(share.part) and word in _own_words(other, f)]
    told = [f for f in told if f.is_exact and f.value >= share.value]
    if len({f.value for f in told}) != 1 or not is_near_rate(share.percent, ratio(share.value, told[0].value)):
        return None
    return told[-1]


def _own_words(line: Line, figure: Figure) -> str:
    """The words that say what a number counts: back to the stop before it, on to the next."""
    tail = re.split(r"[,，;；。、:：(\d]", line.plain[figure.end : figure.end + _NEAR])[0]
    return re.split(r"[,，;；。、:：(]", line.plain[: figure.start])[-1] + tail


def _shown_by_siblings(own: Sequence[_Share], figures: Sequence[Figure], parts_sum: Decimal) -> Decimal | None:
    """The base that most of a sentence's shares fit; or, where they make up 100 %, all their counts together."""
    if len(own) < 2 or len({measure_of(share.part) for share in own}) > 1:
        return None
    measure = measure_of(own[0].part)
    values = {f.value for f in figures if measure_of(f) == measure and all(f is not s.part for s in own)} | {parts_sum}

    def fitting(base: Decimal) -> int:
        return sum(fits(share.percent, ratio(share.value, base)) for share in own)

    stated = {f.value for f in figures if measure_of(f) == measure}
    if parts_sum in stated and fitting(parts_sum):
        return parts_sum
    best = max(sorted(values), key=lambda base: (fitting(base), -_deviation(own, base)))
    if fitting(best) >= 2 and fitting(best) * 2 >= len(own):
        return best
    percents = sum((share.percent.value for share in own), Decimal(0))
    slack = sum((share.percent.step for share in own), Decimal(0)) / 2
    is_whole = abs(percents - 100) <= slack and _PAIRED.search(own[0].part.measure)
    return parts_sum if is_whole else None


def _deviation(own: Sequence[_Share], base: Decimal) -> Decimal:
    """How far the shares are off a base, all together."""
    return sum((abs(share.percent.value - ratio(share.value, base)) for share in own), Decimal(0))


_PAIRED = pattern(
    r"[个家条件篇人户次份项]",
    finds=("个", "件"),
    not_in=("元", "小时"),
    seen="a usual form; in none of the documents kept",
)


def _named_base(line: Line, share: _Share, bases: Sequence[Figure]) -> Figure | None:
    """The total the words point to: the only one before the share that a total word introduces, nearest by clause."""
    alike = [f for f in bases if f.is_exact and measure_of(f) == measure_of(share.part)]
    totals: list[Figure] = []
    for ends in ("[,，;；。]", "[;；。]"):
        if len(totals) != 1:
            leads = (re.split(ends, line.plain[max(0, f.start - 24) : f.start])[-1] for f in alike)
            totals = [f for f, lead in zip(alike, leads, strict=True) if _TOTAL.search(lead)]
    if len(totals) != 1:
        return None
    lead = re.split(r"[,，;；。、]", line.plain[max(0, share.percent.start - 24) : share.percent.start])[-1]
    base = totals[0]
    context = line.plain[max(0, base.start - 30) : base.end + 8]
    strange = set(_FILLER.sub("", lead.rsplit("占", 1)[-1])) - set(context)
    return None if len(strange) > 1 else base


def _far_base(line: Line, share: _Share, earlier: Sequence[tuple[Line, Figure]]) -> Figure | None:
    """占工单总量的59%: the one number of work orders that the paragraphs before call the total of them."""
    said = line.plain[max(0, share.percent.start - 20) : share.percent.start]
    lead, of_all = _OF_TOTAL.search(said), _OF_ALL.search(said)
    if lead is None and of_all is None:
        return None
    totals = [
        figure
        for other, figure in earlier
        if figure.is_exact
        and measure_of(figure) == measure_of(share.part)
        and (own := re.split(r"[;；。,，]", other.plain[: figure.start])[-1]) is not None
        and ((lead["what"] in own and _TOTAL.search(own)) if lead else BASE_VERB.search(own))
    ]
    is_one = len({figure.value for figure in totals}) == 1 and totals[0].value >= share.value
    return totals[0] if is_one and is_near_rate(share.percent, ratio(share.value, totals[0].value)) else None


def _clause_before(line: Line, share: _Share, bases: Sequence[Figure]) -> Figure | None:
    """网站46家，本次抽查28家，占60.9%; 24个专区中，…20个，占83.3%: the count before, where it says what there is."""
    among = [f for f in bases if f.start >= share.sentence[0] and _IN_ALL.match(line.plain[f.end :])]
    if len(among) == 1 and measure_of(among[0]) == measure_of(share.part) and among[0].is_exact:
        return among[0] if is_near_rate(share.percent, ratio(share.value, among[0].value)) else None
    base = bases[-1] if bases else None
    if base is None or measure_of(base) != measure_of(share.part) or not base.is_exact or len(share.parts) > 1:
        return None
    is_next = re.fullmatch(
        r"[^,，;；。、:：]{0,4}[,，][^,，;；。、:：\d]{1,10}", line.plain[base.end : share.part.start]
    )
    is_plain = _THEN_OF.fullmatch(line.plain[share.part.end : share.percent.start])
    own = re.split(r"[,，;；。]", line.plain[: base.start])[-1]
    is_close = is_near_rate(share.percent, ratio(share.value, base.value))
    return base if is_next and is_plain and is_close and BASE_VERB.search(own) else None


def _share_compared(
    line: Line, share: _Share, base: Decimal, named: Figure | None, own: Sequence[_Share]
) -> Comparison:
    computed = ratio(share.value, base)
    off = abs(computed - share.percent.value)
    total = sum((s.percent.value for s in own), Decimal(0))
    others = [s for s in own if s is not share and fits(s.percent, ratio(s.value, base))]
    if fits(share.percent, computed):
        severity = Severity.AGREED
    elif off <= share.percent.step * Decimal("1.5") and total == 100 and len(others) >= 2:
        severity = Severity.AGREED  # one share adjusted so that the list adds up
    elif looks_cut_off(share.percent, computed):
        severity = Severity.DOUBTFUL
    else:
        severity = Severity.SURE if len(others) >= _SURE_FROM or share.base else Severity.LIKELY
    return percent_comparison(
        line, share.percent, _terms(share, base), computed, severity, *share.parts, *([named] if named else [])
    )


def _terms(share: _Share, base: Decimal) -> str:
    added = "+".join(map(str, share.parts))
    return f"{added if len(share.parts) == 1 else f'({added})'}÷{shown(base)}"


def _beyond_hundred(line: Line, figures: Sequence[Figure]) -> Iterator[Comparison]:
    text = line.plain
    for figure in figures:
        lead = text[max(0, figure.start - 16) : figure.start]
        is_share = bool(_SHARE.search(re.split(r"[,，;；。、]", lead)[-1])) or bool(RATE.search(lead))
        if figure.measure == "%" and figure.value > 100 and is_share and not _MAY_EXCEED.search(lead):
            quote = line.around(figure.start, figure.end)
            words = WORDS.shares.over_all.format(stated=figure)
            spots = spots_of(line.place, (figure.start,))
            stated = as_number(figure.value)
            yield Comparison("percentage", stated, 100, (line.place,), (quote,), Severity.SURE, words, spots)


def _percents(line: Line, figures: Sequence[Figure], span: tuple[int, int]) -> list[Figure]:
    """The exact shares of a sentence."""
    return [f for f in figures if span[0] <= f.start < span[1] and f.is_exact and _is_share(line, f, span)]


def share_sums(paper: OpenedPaper) -> Iterator[Comparison]:
    """Shares without counts that are meant to be all of one total: they add up to 100 within rounding."""
    for line in paper.lines:
        figures = figures_in(line.plain)
        if sum(f.measure == "%" for f in figures) < 3:
            continue
        counted = {share.sentence for share in _shares(line, figures)}
        for span in sentences(line.plain):
            if span not in counted:
                yield from _hundred(line, span, _percents(line, figures, span))


def _hundred(line: Line, span: tuple[int, int], own: Sequence[Figure]) -> Iterator[Comparison]:
    total = sum((f.value for f in own), Decimal(0))
    slack = max(sum((f.step for f in own), Decimal(0)) / 2, Decimal("0.1")) + Decimal("0.05")
    text = line.plain[span[0] : span[1]]
    if len(own) < 3 or not 90 <= total <= 110 or _PARTIAL.search(text) or "其中" in text[20:]:
        return
    counts = [f for f in figures_in(line.plain) if span[0] <= f.start < span[1] and f.measure not in ("", "%")]
    has_counts = len(counts) >= len(own)
    if (counts and not has_counts) or len({measure_of(f) for f in counts}) > 1:
        return
    is_complete = (len(own) >= 4 and has_counts) or bool(_REST.search(text))
    gap = abs(100 - total)
    if gap > slack and not is_complete and total < 100:
        return
    words = WORDS.shares.sum.format(count=len(own), terms="+".join(shown(f.value) for f in own), sum=shown(total))
    severity = Severity.AGREED
    if gap > slack:
        words += WORDS.shares.off.format(gap=shown(gap))
        severity = Severity.LIKELY if total < 100 else Severity.SURE
    quote = line.text[span[0] : span[1]].strip()
    spots = spots_of(line.place, (f.start for f in own))
    yield Comparison("shares_sum", 100, as_number(total), (line.place,), (quote,), severity, words + "。", spots)
