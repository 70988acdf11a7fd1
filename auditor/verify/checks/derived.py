"""Numbers that follow from others of the text: gaps, means of days, months and things, sums since the year began.

Each has the ways in which it may have been worked out; it is wrong only where none of them gives what is printed.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from auditor.base.pattern import pattern
from auditor.verify.claims import AMONG, COUNTED, Claim, all_claims_of
from auditor.verify.comparison import Comparison
from auditor.verify.facts import tables_of
from auditor.verify.paper import OpenedPaper
from auditor.verify.periods import Months, days_of, period_of, periods_in, sentence_start
from auditor.verify.reading import Reading, is_near, judged
from auditor.verify.wording import WORDS

_SEEN = "circulars and yearly reports: numbers that a reader can work out"
_APART = pattern(
    r"(?P<ends>最[高多][^。;；]{0,40}最[低少]|[首第]一?[^。;；]{0,10}[尾末]|两者|二者)[^。;；]{0,30}相差(?:了|为)?$",
    finds=("最高分91分,最低分66分,相差", "首尾相差", "两者相差"),
    not_in=("与去年相差", "最高分91分"),
    seen=_SEEN,
)
_BOTH_TOLD = pattern(
    r"最[高多].*最[低少]",
    finds=("最多，双柏县最少",),
    not_in=("第一名与最后一名",),
    seen="the most and the least by name",
)
_MEAN_OF_TIME = pattern(
    r"(?P<of>日均|月均|平均每[天日月]|每[天日月]平均)[\u4e00-\u9fff]{0,8}$",
    finds={"日均受理": "日均", "平均每月发布信息": "平均每月"},
    not_in=("平均每个单位", "人均"),
    seen=_SEEN,
)
_PER_MONTH = pattern(r"月", finds=("月均",), not_in=("日均",), seen=_SEEN)
_MEAN_OF_THINGS = pattern(
    r"(?P<size>\d{1,4})?(?:平均每[个家](?P<what>[\u4e00-\u9fff]{1,8}?)|平均每(?P<unit>[期次场所])|每[个家](?P<other>[\u4e00-\u9fff]{1,8}?)平均)(?:\x00|\([^()]{1,12}\))?(?:共?(?:发布|公开|更新|报送|存在|有|采用)[\u4e00-\u9fff]{0,4})?(?:为|达|约)?$",
    finds={"平均每个网站": "网站", "平均每个单位发布信息": "单位"},
    not_in=("日均发布",),
    seen=_SEEN,
)
_ALL = pattern(
    r"共|总|合计|累计|发现|收到|受理|发布信息|有[\u4e00-\u9fff]{0,4}$",
    finds=("共发布信息", "发现疑似错敏信息"),
    not_in=("其中",),
    seen=_SEEN,
)
_OTHER_TIME = pattern(
    r"上[年月季期]|去年|同期|[增减升降]|[比较].{2,8}[多少]$|同比|环比|相比|平均|[日月人]均|相差",
    finds=("去年同期", "比4月份增加"),
    not_in=("本月",),
    seen=_SEEN,
)
_MONTHS_SPELT = pattern(r"[三3]个月", finds=("三个月",), not_in=("3月",), seen=_SEEN)
_OF_ALL_NAMED = pattern(
    r"(?:问题|信息|稿件|线索|链接|错误)[^,，。;；\d]{0,4}$|(?:共计?|合计|累计|总计)[\u4e00-\u9fff]{0,6}$",
    finds=("共发现问题", "共", "个单位合计"),
    not_in=("涉及",),
    seen=_SEEN,
)
_BETWEEN_NAMED = pattern(
    r"\)[、,，和及]?[^、,，;；。:：()\d]{2,20}\(",
    finds=(")、县公安局(",),
    not_in=(")。县公安局(", ")，共16个，其中县公安局("),
    seen=_SEEN,
    way="fullmatch",
)
_SUMMED_UP = pattern(
    r"[,，](?:总?共|合计|总计|共计)[\u4e00-\u9fff]{0,6}",
    finds=("，共",),
    not_in=("，其中",),
    seen=_SEEN,
    way="fullmatch",
)
_EACH = pattern(
    r"(?:各|每[个家人期次场所])[\u4e00-\u9fff]{0,10}$",
    finds=("但各报送政务动态", "各开展培训", "每个单位各"),
    not_in=("全县共开展",),
    seen=_SEEN,
)
_PLANNED = pattern(r"计划|任务|目标", finds=("计划全年抽查单位",), not_in=("实际抽查",), seen=_SEEN)
_ACTUAL = pattern(r"实际|完成|已", finds=("实际抽查",), not_in=("超额",), seen=_SEEN)
_OVER_PLAN = pattern(r"超(?:额|计划)(?:完成)?$", finds=("，超额完成",), not_in=("超过",), seen=_SEEN)
_OF_PLAN = pattern(
    r"完成(?:全年|年度|年初)?(?:计划|任务|目标)(?:数|总?量)?的$|(?:计划|任务|目标)完成率(?:为|达)?$",
    finds=("完成计划的", "，完成年度任务的"),
    not_in=("办结率为",),
    seen=_SEEN,
)
_RATE_OF_SCORE = pattern(r"得分率(?:为|达)?$", finds=("得分率为",), not_in=("合格率",), seen=_SEEN)
_FULL_MARKS = pattern(r"满分(?:为)?$", finds=("满分",), not_in=("得分",), seen=_SEEN)
_POINTS = pattern(r"分", finds=("分",), not_in=("个",), seen=_SEEN, way="fullmatch")
_FIRST_OF = pattern(
    r"(?P<name>[\u4e00-\u9fff]{3,16})等$", finds={"市统计局等": "市统计局"}, not_in=("统计局",), seen=_SEEN
)
_AMONG_THEM = pattern(r"^其中[:：]?", finds=("其中市统计局",), not_in=("市统计局",), seen=_SEEN)
_SHORT = 16
_FULL = 100
_LEAST = 2
_NEAR_SENTENCES = 6
_MOST_PARTS = 4
_FEW = 40


def derived(paper: OpenedPaper) -> Iterator[Comparison]:
    """Every number of the text that follows from others."""
    claims = all_claims_of(paper)
    spans = [months for _, months in periods_in(paper.heading)]
    for at, claim in enumerate(claims):
        near = [c for c in claims if abs(claim.sentence - c.sentence) <= _NEAR_SENTENCES and c is not claim]
        yield from _gap(claims, at)
        yield from _of_named(claims, at)
        yield from _of_each(claims, at)
        yield from _against_plan(claims, at)
        yield from _of_full_marks(claims, at)
        yield from _listed_behind(claims, at)
        yield from _mean_of_time(claim, near, spans)
        yield from _mean_of_things(paper, claim, near)
    yield from _cumulative(claims)


def _text_before(claim: Claim) -> str:
    return claim.line.plain[sentence_start(claim) : claim.figure.start]


def _gap(claims: Sequence[Claim], at: int) -> Iterator[Comparison]:
    """最高的是甲镇（90分），最低的是乙镇（67分），两者相差23分."""
    claim = claims[at]
    ends = _APART.search(_text_before(claim))
    if ends is None or not claim.figure.is_exact:
        return
    start = sentence_start(claim) + ends.start() if _BOTH_TOLD.search(ends["ends"]) else sentence_start(claim)
    own = [
        c
        for c in claims[max(0, at - _MOST_PARTS * 2) : at]
        if c.line is claim.line and claim.sentence - c.sentence <= 1 and c.measure == claim.measure
    ]
    if start > sentence_start(claim):
        own = [c for c in own if c.figure.start >= start]
    pairs = [
        Reading(abs(a.figure.value - b.figure.value), f"{a.figure}-{b.figure}", (a, b)) for a, b in combinations(own, 2)
    ]
    meant = pairs[-1] if len(own) > 1 and own[-1].sentence == claim.sentence else None
    yield from judged("change", claim, pairs, meant=meant, words=WORDS.told.gap, slack=claim.figure.step / 2)


def _of_named(claims: Sequence[Claim], at: int) -> Iterator[Comparison]:
    """甲镇（9个）、乙镇（8个），合计17个问题: numbers in brackets behind names make up that of all."""
    claim = claims[at]
    if claim.is_aside or not claim.figure.is_exact or not _OF_ALL_NAMED.search(claim.clause.split(" ")[0]):
        return
    own = [c for c in claims if c.sentence == claim.sentence and c.is_aside and c.measure == claim.measure]
    joined = [claim.line.plain[a.figure.end : b.figure.start] for a, b in pairwise(own)]
    size = claims[at - 1].figure.value if at and COUNTED.fullmatch(claims[at - 1].measure) else None
    is_list = len(own) > _LEAST or (len(own) == _LEAST and size == _LEAST)
    if is_list and claim.figure.value != len(own) and all(map(_BETWEEN_NAMED.fullmatch, joined)):
        total = sum((c.figure.value for c in own), _NONE)
        one = Reading(total, "+".join(str(c.figure) for c in own), tuple(own))
        meant = one if abs(total - claim.figure.value) * 2 <= claim.figure.value else None
        yield from judged("total_parts", claim, [one], meant=meant, words=WORDS.told.together_of, slack=_NONE)


def _of_each(claims: Sequence[Claim], at: int) -> Iterator[Comparison]:
    """11个乡镇各报送3条，共33条: what each has, as often as there are of them in the sentence."""
    claim, each = claims[at], claims[at - 1]
    is_sum = at and _SUMMED_UP.fullmatch(claim.opens) and each.measure == claim.measure and _EACH.search(each.lead)
    if not is_sum or not claim.figure.is_exact or not each.figure.is_exact or each.line is not claim.line:
        return
    start = max(claim.line.plain.rfind(stop, 0, each.figure.start) for stop in ";；。")
    own = [c for c in claims[:at] if c.line is claim.line and c.figure.start > start and c is not each]
    sizes = [c for c in own if COUNTED.fullmatch(c.measure) and c.figure.is_exact]
    many = [Reading(c.figure.value * each.figure.value, f"{c.figure}×{each.figure}", (c, each)) for c in sizes]
    meant = many[0] if len(many) == 1 else None
    yield from judged("total_parts", claim, many, meant=meant, words=WORDS.told.of_each, slack=_NONE)


def _against_plan(claims: Sequence[Claim], at: int) -> Iterator[Comparison]:
    """计划抽查80个，实际抽查86个，超额完成6个，完成计划的107.5%: the actual number against the one planned."""
    claim = claims[at]
    is_rate = claim.measure == "%" and _OF_PLAN.search(claim.lead)
    if not (is_rate or _OVER_PLAN.search(claim.lead)) or not claim.figure.is_exact:
        return
    own = [c for c in claims[:at] if claim.sentence == c.sentence and c.figure.is_exact and c.measure not in ("", "%")]
    own = [c for c in own if is_rate or c.measure == claim.measure]
    planned = [c for c in own if _PLANNED.search(c.lead)]
    done = [c for c in own if planned and c.measure == planned[-1].measure and _ACTUAL.search(c.lead)]
    done = [c for c in done if c not in planned and not _OVER_PLAN.search(c.lead)]
    if not done or not planned[-1].figure.value:
        return
    now, plan = done[-1], planned[-1]
    value = now.figure.value * _FULL / plan.figure.value if is_rate else now.figure.value - plan.figure.value
    one = Reading(value, f"{now.figure}÷{plan.figure}" if is_rate else f"{now.figure}-{plan.figure}", (plan, now))
    slack = claim.figure.step / 2 if is_rate else _NONE
    yield from judged(
        "percentage" if is_rate else "change", claim, [one], meant=one, words=WORDS.told.plan, slack=slack
    )


def _of_full_marks(claims: Sequence[Claim], at: int) -> Iterator[Comparison]:
    """主动公开40分…；主动公开平均得33.6分，得分率84%: a score against the full marks told with its name."""
    claim, score = claims[at], claims[at - 1]
    is_rate = at and claim.measure == "%" and _RATE_OF_SCORE.search(claim.lead) and score.sentence == claim.sentence
    if not is_rate or not _POINTS.fullmatch(score.measure) or not claim.figure.is_exact:
        return
    points = [c for c in claims[: at - 1] if _POINTS.fullmatch(c.measure) and c.figure.is_exact]
    full = [c for c in points if len(c.lead) > 1 and c.lead in score.clause]
    full = full or [c for c in points if _FULL_MARKS.search(c.lead)]
    many = [
        Reading(score.figure.value * _FULL / c.figure.value, f"{score.figure}÷{c.figure}", (c, score)) for c in full
    ]
    meant = many[0] if len({c.figure.value for c in full}) == 1 else None
    slack = claim.figure.step / 2
    yield from judged("percentage", claim, many, meant=meant, words=WORDS.told.plan, slack=slack)


def _listed_behind(claims: Sequence[Claim], at: int) -> Iterator[Comparison]:
    """统计局等4家网站存在错别字7处，其中统计局3处、民政局2处…: as many names with numbers as are counted."""
    size = claims[at]
    first = _FIRST_OF.search(size.lead)
    if first is None or not COUNTED.fullmatch(size.measure) or not size.figure.is_exact:
        return
    behind = [c for c in claims[at + 1 :] if c.sentence == size.sentence and not c.is_aside]
    start = next((n for n, c in enumerate(behind) if _AMONG_THEM.sub("", c.lead) == first["name"]), None)
    if start is None:
        return
    row = [behind[start]]
    for c in behind[start + 1 :]:
        if not c.opens.startswith("、") or c.measure != row[0].measure:
            break
        row.append(c)
    if len(row) < _LEAST or AMONG.search("".join(c.opens for c in row[1:])):
        return
    one = Reading(Decimal(len(row)), "、".join(_AMONG_THEM.sub("", c.lead) for c in row), tuple(row))
    yield from judged("list_count", size, [one], meant=one, words=WORDS.told.names_behind, slack=_NONE)


def _totals(claim: Claim, near: Sequence[Claim]) -> list[Claim]:
    """The numbers near a mean that it may be of, the likeliest first."""
    alike = [c for c in near if c.measure == claim.measure and c.figure.is_exact]
    alike = [c for c in alike if not _OTHER_TIME.search(c.lead)]
    return sorted(alike, key=lambda c: (not _ALL.search(c.lead), c.sentence > claim.sentence, -c.sentence))


def _mean_of_time(claim: Claim, near: Sequence[Claim], spans: Sequence[Months]) -> Iterator[Comparison]:
    """6月共发布1500条，日均50条; 三个月共发布54条，月均18条."""
    said = _MEAN_OF_TIME.search(claim.lead)
    if said is None or claim.is_aside:
        return
    text = claim.line.plain
    known = [months for _, months in periods_in(text)] + list(spans)
    if _MONTHS_SPELT.search(text):
        known.insert(0, (1, 3))
    lengths: list[int] = []
    for months in dict.fromkeys(known):
        lengths += [months[1] - months[0] + 1] if _PER_MONTH.search(said["of"]) else days_of(months)
    lengths = [n for n in dict.fromkeys(lengths) if n > 1]
    totals = _totals(claim, near)
    readings = [Reading(t.figure.value / n, f"{t.figure}÷{n}", (t,)) for t in totals for n in lengths]
    meant = next((one for one in readings if is_near(one.value, claim.figure.value)), None)
    yield from judged("mean", claim, readings, meant=meant, words=WORDS.told.mean_of, slack=claim.figure.step)


def _mean_of_things(paper: OpenedPaper, claim: Claim, near: Sequence[Claim]) -> Iterator[Comparison]:
    """共发现140处，涉及5个网站。平均每个网站28处."""
    said = _MEAN_OF_THINGS.search(_text_before(claim))
    if said is None or claim.is_aside:
        return
    what = said["what"] or said["other"] or ""
    sizes = [c for c in near if c.figure.is_exact and c.figure.value > 1]
    sizes = [c for c in sizes if c.measure == said["unit"] or (what and COUNTED.fullmatch(c.figure.measure))]
    named = [c for c in sizes if not what or what in c.tail or what in c.lead]
    totals = _totals(claim, near)
    totals = [t for t in totals if _ALL.search(t.lead)] or totals
    readings = [
        Reading(t.figure.value / s.figure.value, f"{t.figure}÷{s.figure}", (t, s))
        for t in totals
        for s in dict.fromkeys((*named, *sizes))
    ]
    by_rows = [
        Reading(total / len(table.rows), "", ())
        for table in tables_of(paper)
        for total in (*(t.figure.value for t in totals), *(table.sum(c) for c in table.numbers))
    ]
    if any(abs(one.value - claim.figure.value) <= claim.figure.step for one in by_rows):
        return  # what a table says is compared with it elsewhere
    near_ones = [one for one in readings[: len(totals) * max(1, len(named))] if is_near(one.value, claim.figure.value)]
    meant = near_ones[0] if named and near_ones else None
    yield from judged("mean", claim, readings, meant=meant, words=WORDS.told.mean_of, slack=claim.figure.step)


def _cumulative(claims: Sequence[Claim]) -> Iterator[Comparison]:
    """今年1—5月累计1605条（1—4月1145条）: what is told of the months of a period makes up that of the period."""
    dated = [(c, months) for c in claims if (months := period_of(c, _start(c))) and _is_of_now(c)][:_FEW]
    for whole, months in dated:
        if months[0] == months[1] or not whole.figure.is_exact:
            continue
        inner = [(c, m) for c, m in dated if c.measure == whole.measure and m != months and c is not whole]
        firsts = [(c, m) for c, m in inner if m[0] == months[0] and m[1] < months[1]]
        readings = [
            Reading(a.figure.value + b.figure.value, f"{a.figure}+{b.figure}", (a, b))
            for a, m in firsts
            for b, n in inner
            if n == (m[1] + 1, months[1])
        ]
        clear = [one for one in readings if is_near(one.value, whole.figure.value)]
        meant = clear[0] if clear and len({one.used[0] for one in clear}) == 1 else None
        meant = (
            meant
            if meant is not None and all(_ALL.search(c.lead) or c.is_aside or _is_first(c, dated) for c in meant.used)
            else None
        )
        yield from judged("total_parts", whole, readings, meant=meant, words=WORDS.told.cumulative, slack=_NONE)


def _start(claim: Claim) -> int:
    """Where the words begin that date a number: behind the bracket's opening, else with its sentence."""
    if claim.is_aside:
        return claim.line.plain.rfind("(", 0, claim.figure.start)
    return sentence_start(claim)


def _is_of_now(claim: Claim) -> bool:
    clause = re.split("[,，;；。:：]", claim.line.plain[: claim.figure.start])[-1]
    return not _OTHER_TIME.search(clause) and claim.measure not in ("", "%")


def _is_first(claim: Claim, dated: Sequence[tuple[Claim, Months]]) -> bool:
    """Whether a number is the first told of its period."""
    own = next(months for c, months in dated if c is claim)
    return next(c for c, months in dated if months == own and c.measure == claim.measure) is claim


_NONE = Decimal(0)
