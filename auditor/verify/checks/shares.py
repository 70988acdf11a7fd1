"""Percentages: shares of a total (占…%), rates (合格率, 不合格率) against their counts, and shares that make up 100."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from auditor.base.pattern import pattern
from auditor.verify.comparison import Comparison, Severity, spots_of
from auditor.verify.figures import MONEY, Figure, as_number, figures_in, is_one_slip, shown
from auditor.verify.holding import base_named
from auditor.verify.names import looks_like_unit
from auditor.verify.paper import Line, OpenedPaper
from auditor.verify.sentence import brackets, sentences
from auditor.verify.sums import measure_of
from auditor.verify.wording import WORDS

_SHARE = pattern(
    r"(?:占(?P<of>[^,，;；。%\d]{0,14}?)|占比(?:为|达)?|比例(?:为|达)?|比重(?:为|达)?)(?:的|为|约为)?$",
    finds=(
        "占总数的",
        "占比为",
        "比例",
    ),
    not_in=(
        "增长",
        "占12%",
    ),
    seen="河曲县 (2018)",
)
_BASE_AFTER = pattern(
    r"(?:占|完成)[^,，;；。%\d]{0,10}$",
    finds=(
        "占",
        "占总数",
    ),
    not_in=("占48%",),
    seen="省级通报: 占974个的50%",
)
_FILLER = pattern(
    r"总|全部|比|例|重|的|数|量|为|约|达|信息|公开|发布",
    finds=(
        "总数",
        "信息",
    ),
    not_in=("工单",),
    seen="河曲县 (2018)",
)
_TOTAL = pattern(
    r"共|总|累计|合计|全年",
    finds=["全县共公开信息", "全年发布", "累计办结"],
    not_in=["其中政策文件", "上季度"],
    seen="the words before the whole that a rate is taken of, in quarterly circulars and yearly reports",
)
_RATE = pattern(
    r"(?P<not>[不未])?(?P<stem>(?:按[时期]|及时|限期|如期)?[\u4e00-\u9fff]{2})(?:率|比例)(?:为|达到?|是|:|均为|分别为|仅为?|只有)?$",
    finds=("抽查合格率为", "不合格率", "节约率", "抽查比例为", "未办结率仅"),
    not_in=("效率", "合格率较", "占比"),
    seen="circulars of spot checks and hotlines: a rate is called by what it is a rate of",
)
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
_LOOSE = pattern(
    r"以上|以下|左右|上下|的|标准",
    finds=(
        "以上",
        "左右",
        "的目标",
    ),
    not_in=("，其中",),
    seen="a usual form; in none of the documents kept",
    way="match",
)
_PARTIAL = pattern(
    r"主要|居前|前[三四五\d]|最多|较多|较高|依次为|重点|多选|同时",
    finds=(
        "主要有",
        "居前三位",
        "前五",
    ),
    not_in=("分别有",),
    seen="大英县 (2016), a hotline",
)
_BASE_VERB = pattern(
    r"共|受理|收到|检查|抽查|监测|报送|上报|运行|应|总|普查|核查|在册|开设|备案|全[省市县区]|现有",
    finds=(
        "共抽查",
        "受理",
        "全县",
    ),
    not_in=("其中",),
    seen="海南省 (2023 Q3)",
)
_TELLS_ALL = pattern(
    r"共|发现|受理|收到|检查|抽查|核查|监测|派单|转办|交办",
    finds=("扫描发现问题", "共", "抽查"),
    not_in=("其他",),
    seen="circulars of spot checks: how many there are stands a paragraph before the rate",
)
_NOT = pattern(
    r"[不未]$",
    finds=("不", "尚未"),
    not_in=("发现", "不仅"),
    seen="spot checks: 不合格, 未办结",
)
_DUE = pattern(
    r"应当?$",
    finds=("应", "本季度应", "其中应当"),
    not_in=("已", "应当已"),
    seen="circulars: 应更新的199个栏目中已更新143个",
)
_NOT_BEHIND = pattern(
    r"[不未]",
    finds=("不到位", "未"),
    not_in=("率", "的"),
    seen="整改不到位, in circulars",
    way="match",
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
_TWO_VERBS = pattern(
    r"(?<![\u4e00-\u9fff])(?P<a>[\u4e00-\u9fff]{2})(?P<b>[\u4e00-\u9fff]{2})率[为达是]?$",
    finds={"，关停整合率": "关停"},
    not_in=("合格率", "总体合格的率是的"),
    seen="circulars on sites brought together (2018)",
)
_NAME = 2
_LONG = 6
"""Letters of the name by which a rate's base is known a paragraph away."""
_MAX_PARTS = 4
_MAX_BASES = 6
"""Counts looked at for one rate; of more, any two would fit by accident."""
_CLOSE = 15
"""Percentage points by which a rate may be off the counts of another sentence and still be meant for them."""
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
    finds=(
        "、",
        "和",
        "以及",
    ),
    not_in=(
        "；",
        "，和",
    ),
    seen="yearly reports: 分别占48.5%和51.5%",
    way="fullmatch",
)

_OF_COUNT = pattern(
    r"(?:占|完成)[^,，;；。%]{0,16}\d+[个家条件篇][^,，;；。、\d%]{0,10}的(?:比例(?:为|达)?)?$",
    finds=(
        "占总数13个的",
        "占全县381个政务新媒体的",
        "占974个的",
        "完成年度目标5000条的",
    ),
    not_in=("占总数的",),
    seen="a usual form; in none of the documents kept",
)

_OF = pattern(
    r"[^,，;；。、\d%]{0,10}的(?:比例(?:为|达)?)?",
    finds=(
        "的",
        "的比例为",
        "政务新媒体的",
    ),
    not_in=("的比率", "，其中的"),
    seen="a usual form; in none of the documents kept",
    way="fullmatch",
)

_THEN_SHARE = pattern(
    r"[,，](?:合计|共)?占",
    finds=(
        "，占总量",
        "，合计占",
    ),
    not_in=("件占",),
    seen="大英县 (2016), a hotline",
    way="match",
)

_MAY_EXCEED = pattern(
    r"增|同比|完成|超|去年|上年",
    finds=(
        "增长",
        "完成率",
    ),
    not_in=(
        "合格率",
        "占总数",
    ),
    seen="a usual form; in none of the documents kept",
)

_REST = pattern(
    r"其他|其它|其余",
    finds=(
        "其他类",
        "其余",
    ),
    not_in=("投诉类",),
    seen="唐山市 (2024-11), a hotline",
)


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
            yield from _rates_of(line, figures, _known_before(paper.lines[max(0, number - _NEAR_LINES) : number]))
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
    return figure.measure == "%" and is_said and not _LOOSE.match(line.plain[figure.end :])


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
        word = _JOINED_BY.sub("", piece)[:_NAME]
        told = [f for f in before if word and word in re.split(r"[、,，;；。]", text[: f.start])[-1]]
        if len(word) < _NAME or not told or told[-1] in found:
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
    if not _NAME <= len(word) <= _LONG or word in clauses[-1]:
        return None
    told = [f for f, clause in zip(before, clauses, strict=True) if _JOINED_BY.sub("", clause).startswith(word)]
    return (told[-1],) if told and measure_of(told[-1]) == measure_of(before[-1]) else None


def _fits(percent: Figure, computed: Decimal, slack: Decimal = Decimal(0)) -> bool:
    return abs(computed - percent.value) <= percent.step / 2 + slack + Decimal("1e-9")


def _is_cut_off(percent: Figure, computed: Decimal) -> bool:
    """Whether digits were cut off instead of rounded."""
    return 0 <= computed - percent.value < percent.step


def _ratio(part: Decimal, base: Decimal) -> Decimal:
    return part * 100 / base if base else Decimal(-1)


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
        elif (fitting := next((v for v in known if _fits(share.percent, _ratio(share.value, v))), None)) is not None:
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
    if len({f.value for f in told}) != 1 or not _is_close(share.percent, _ratio(share.value, told[0].value)):
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
        return sum(_fits(share.percent, _ratio(share.value, base)) for share in own)

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
    return sum((abs(share.percent.value - _ratio(share.value, base)) for share in own), Decimal(0))


_PAIRED = pattern(
    r"[个家条件篇人户次份项]",
    finds=(
        "个",
        "件",
    ),
    not_in=(
        "元",
        "小时",
    ),
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
        and ((lead["what"] in own and _TOTAL.search(own)) if lead else _BASE_VERB.search(own))
    ]
    is_one = len({figure.value for figure in totals}) == 1 and totals[0].value >= share.value
    return totals[0] if is_one and _is_close(share.percent, _ratio(share.value, totals[0].value)) else None


def _clause_before(line: Line, share: _Share, bases: Sequence[Figure]) -> Figure | None:
    """网站46家，本次抽查28家，占60.9%; 24个专区中，…20个，占83.3%: the count before, where it says what there is."""
    among = [f for f in bases if f.start >= share.sentence[0] and _IN_ALL.match(line.plain[f.end :])]
    if len(among) == 1 and measure_of(among[0]) == measure_of(share.part) and among[0].is_exact:
        return among[0] if _is_close(share.percent, _ratio(share.value, among[0].value)) else None
    base = bases[-1] if bases else None
    if base is None or measure_of(base) != measure_of(share.part) or not base.is_exact or len(share.parts) > 1:
        return None
    is_next = re.fullmatch(
        r"[^,，;；。、:：]{0,4}[,，][^,，;；。、:：\d]{1,10}", line.plain[base.end : share.part.start]
    )
    is_plain = _THEN_OF.fullmatch(line.plain[share.part.end : share.percent.start])
    own = re.split(r"[,，;；。]", line.plain[: base.start])[-1]
    is_close = _is_close(share.percent, _ratio(share.value, base.value))
    return base if is_next and is_plain and is_close and _BASE_VERB.search(own) else None


def _share_compared(
    line: Line, share: _Share, base: Decimal, named: Figure | None, own: Sequence[_Share]
) -> Comparison:
    computed = _ratio(share.value, base)
    off = abs(computed - share.percent.value)
    total = sum((s.percent.value for s in own), Decimal(0))
    others = [s for s in own if s is not share and _fits(s.percent, _ratio(s.value, base))]
    if _fits(share.percent, computed):
        severity = Severity.AGREED
    elif off <= share.percent.step * Decimal("1.5") and total == 100 and len(others) >= 2:
        severity = Severity.AGREED  # one share adjusted so that the list adds up
    elif _is_cut_off(share.percent, computed):
        severity = Severity.DOUBTFUL
    else:
        severity = Severity.SURE if len(others) >= _SURE_FROM or share.base else Severity.LIKELY
    return _percent_comparison(
        line, share.percent, _terms(share, base), computed, severity, *share.parts, *([named] if named else [])
    )


def _terms(share: _Share, base: Decimal) -> str:
    added = "+".join(map(str, share.parts))
    return f"{added if len(share.parts) == 1 else f'({added})'}÷{shown(base)}"


def _percent_comparison(
    line: Line, percent: Figure, terms: str, computed: Decimal, severity: Severity, *counts: Figure
) -> Comparison:
    """A percentage against its recomputation; ``counts`` are the figures it was computed from."""
    places = max(0, -int(percent.step.as_tuple().exponent))
    value = round(computed, places)
    text = WORDS.shares.share.format(terms=terms, exact=shown(round(computed, places + 2)), value=value, stated=percent)
    if severity is Severity.DOUBTFUL:
        text += WORDS.shares.truncated
    first, last = min(f.start for f in (*counts, percent)), max(f.end for f in (*counts, percent))
    where, quote = (line.place, line.place), (line.around(first, last), line.around(percent.start, percent.end))
    spots = spots_of(line.place, (percent.start, *(f.start for f in counts)))
    return Comparison("percentage", as_number(percent.value), as_number(value), where, quote, severity, text, spots)


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


def _rates_of(line: Line, figures: Sequence[Figure], earlier: Sequence[tuple[Line, Figure]]) -> Iterator[Comparison]:
    """合格率, 不合格率, 办结率 against the counts of the same stem in the sentences about them."""
    text = line.plain
    settled: dict[str, str] = {}  # of what the rate of a stem was right: one of a part of that has other counts
    for figure in figures:
        lead = text[max(0, figure.start - 12) : figure.start]
        rate = _RATE.search(lead)
        is_listed = bool(_FIRST_OF_MANY.search(lead)) and bool(_NEXT_RATE.match(text[figure.end :]))
        is_rate = figure.measure == "%" and rate is not None and not _NO_RATE.search(lead) and not is_listed
        if rate is None or not is_rate or not figure.is_exact or _LOOSE.match(text[figure.end :]):
            continue
        if _is_of_two_verbs(text, figure, figures):
            continue  # of both counts together: `tied_rates`
        counts = _counts_for(text, figures, figure, rate["stem"])
        is_failing = bool(rate["not"])
        known = list(_rates(counts, counts.bases, is_failing=is_failing))
        wide = [*_rates(counts, counts.wide, is_failing=is_failing), *_together_of(counts, is_failing=is_failing)]
        agreeing = next((one for one in (*known, *wide) if _fits(figure, one.value, one.slack)), None)
        if agreeing is not None:
            settled.setdefault(rate["stem"], _subject(lead, rate["stem"]))
            yield _percent_comparison(line, figure, agreeing.terms, agreeing.value, Severity.AGREED, *agreeing.figures)
            continue
        subject = _subject(lead, rate["stem"])
        whole = _subject(text[: figure.start], rate["stem"])
        if looks_like_unit(whole) and all(
            whole not in line.around(f.start, f.end) for f in (*counts.passed, *counts.failed)
        ):
            continue  # of one unit, whose counts stand elsewhere
        if any(one.search(text[max(0, figure.start - 40) : figure.start]) for one in (_OF_SOME, _ALL_OF_IT)):
            continue
        if len(subject) > _NAME and settled.get(rate["stem"], subject) == "":
            continue
        if not known:
            own = _nearest(counts)
            named = _named_alike(line, own, earlier, rate["stem"])
            used = own if named else counts
            yield from _by_far_base(line, figure, used, named or earlier, is_failing=is_failing, is_named=bool(named))
            continue
        nearest = min(known, key=lambda one: abs(one.value - figure.value))
        if _is_close(figure, nearest.value):
            severity = Severity.DOUBTFUL if _is_cut_off(figure, nearest.value) else Severity.LIKELY
            yield _percent_comparison(line, figure, nearest.terms, nearest.value, severity, *nearest.figures)


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
    fitting = next((one for one in readings if _fits(figure, one.value)), None)
    if fitting is None and (len({base.value for base in bases}) != 1 or not readings):
        return
    one = fitting or min(readings, key=lambda one: abs(one.value - figure.value))
    severity = Severity.AGREED if fitting else Severity.LIKELY
    if fitting or (_is_close(figure, one.value) and not _is_cut_off(figure, one.value)):
        parts = [part for part in one.figures if part in own]
        yield _percent_comparison(line, figure, one.terms, one.value, severity, *parts)


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
    names = [lead for lead in leads if len(lead) >= _NAME]
    return [
        (other, figure)
        for other, figure in earlier
        if names and re.split(r"[,，;；。、:：(]", other.plain[: figure.start])[-1].endswith(tuple(names))
    ]


def _is_close(percent: Figure, computed: Decimal) -> bool:
    """Whether a rate is off by so little, or by one digit, that it must be meant for these counts."""
    places = max(0, -int(percent.step.as_tuple().exponent))
    return abs(computed - percent.value) <= _CLOSE or is_one_slip(percent.value, round(computed, places))


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
            yield _Recomputed(_ratio(part.value, base.value), f"{part}÷{base}", (part, base))
        for part in (f for f in other if f is not base and f.value <= base.value and _alike(f, base)):
            yield _Recomputed(_ratio(base.value - part.value, base.value), f"({base}-{part})÷{base}", (part, base))
    for part in own:
        for rest in (f for f in other if _alike(f, part)):
            both = part.value + rest.value
            yield _Recomputed(_ratio(part.value, both), f"{part}÷({part}+{rest})", (part, rest))


def _together_of(counts: _Counts, *, is_failing: bool) -> Iterator[_Recomputed]:
    """满意144件，基本满意2件，满意率100%: all counts of the stem together."""
    own = counts.failed if is_failing else counts.passed
    for base in (*counts.bases, *counts.wide):
        parts = [f for f in own if f is not base and _alike(f, base)]
        total = sum((f.value for f in parts), Decimal(0))
        if len(parts) > 1 and total <= base.value:
            terms = f"({'+'.join(map(str, parts))})÷{base}"
            yield _Recomputed(_ratio(total, base.value), terms, (*parts, base))


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
    named = [f for f in plain if _BASE_VERB.search(re.split(r"[,，;；。]", text[max(0, f.start - 16) : f.start])[-1])]
    trusted = tuple(dict.fromkeys((*plain[:1], *named)))
    return trusted, tuple(f for f in others if f not in trusted)[:_MAX_BASES]


def _beyond_hundred(line: Line, figures: Sequence[Figure]) -> Iterator[Comparison]:
    text = line.plain
    for figure in figures:
        lead = text[max(0, figure.start - 16) : figure.start]
        is_share = bool(_SHARE.search(re.split(r"[,，;；。、]", lead)[-1])) or bool(_RATE.search(lead))
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
