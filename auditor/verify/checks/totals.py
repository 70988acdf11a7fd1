"""Totals against their parts in running text, and de-duplicated totals against channels (不同渠道计1条)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from auditor.base.pattern import pattern
from auditor.verify.claims import AMONG, OWN_SUBJECT
from auditor.verify.comparison import Comparison, Severity
from auditor.verify.figures import MONEY, Figure, as_number, is_one_slip, shown
from auditor.verify.names import looks_like_unit
from auditor.verify.opposites import HALVES
from auditor.verify.paper import Line, OpenedPaper
from auditor.verify.sentence import flattened
from auditor.verify.sum_parts import Part, Sum
from auditor.verify.sums import sums_below, sums_of
from auditor.verify.wording import WORDS

_OVERLAPS = pattern(
    r"(?<!不)存在|问题|涉及|同时|分别(?!为|是)|超过|错|未|逾期|重复|转载",
    finds=("均被查出问题", "分别转载"),
    not_in=("分别为", "政策文件", "信息不存在"),
    seen="咸宁市 (2020 Q3)",
)
_PROBLEMS = pattern(
    r"问题(?:线索)?(?:总?数量?|共|共计|合计|累计)?$",
    finds=("发现问题", "问题共"),
    not_in=("存在问题的",),
    seen="a usual form; in none of the documents kept",
)
_PROBLEM_OVERLAPS = pattern(
    r"涉及|同时|分别(?!为|是)|重点|严重|突出|网站|单位|账号|部门",
    finds=("涉及网站", "重点问题"),
    not_in=("错别字", "失效链接"),
    seen="a usual form; in none of the documents kept",
)
_CHANNEL = pattern(
    r"网站|微博|微信|公众号|公报|报刊|广播|电视|公告栏|公示栏|新媒体|客户端|政务大厅|渠道|抖音|头条|LED|显示屏",
    finds=("政府网站公开", "政务微博"),
    not_in=("政策文件",),
    seen="the form of 2014 (国办发〔2014〕32号)",
)
_ONCE = pattern(
    r"不同(?:渠道|方式|平台)[^,。;]{0,16}(?:计|算|按)[为作]?(?:1|一)条|去重|剔除重复|不重复",
    finds=("不同渠道和方式公开相同信息计1条", "去重后"),
    not_in=("共公开",),
    seen="the form of 2014 (国办发〔2014〕32号)",
)
_REST = pattern(
    r"其他|其它|其余|剩余", finds=("其他类", "其余"), not_in=("投诉类",), seen="唐山市 (2024-11), a hotline"
)
_OBJECTS = (
    "问题", "错别字", "链接", "栏目", "网站", "账号", "新媒体", "公众号", "单位", "部门", "乡镇", "信息", "文件",
    "事项", "建议",
    "提案", "申请", "留言", "线索", "项目", "会议", "培训", "清单", "视频", "图解", "窗口", "人员", "平台", "案件",
    "渠道", "稿件",
)  # fmt: skip
_FILLER = pattern(
    r"其中|信息|更新|各类|公开|发布|\d|[条个家件,:，、]|类",
    finds=("其中", "各类信息"),
    not_in=("县直", "网站"),
    seen="words between a total's own and those that tell two halves apart",
)
_SEEN_IN_FULL = "lists that circulars and yearly reports give in full"
_WAYS = (
    (
        pattern(
            r"当面|现场|网络|网上|网站(?=\d|申请|提交|收到|受理|平台|$)|互联网|信函|邮寄|传真|邮件|书面",
            finds=("当面申请", "网上申请", "书面申请", "网站提交"),
            not_in=("公民申请", "办结", "90分以上的网站共"),
            seen=_SEEN_IN_FULL,
        ),
        2,
    ),
    (
        pattern(
            r"微信|公众号|微博|抖音|视频号|短视频|头条|客户端|APP|快手",
            finds=("微信公众号", "政务微博", "短视频账号"),
            not_in=("网站", "账号"),
            seen=_SEEN_IN_FULL,
        ),
        3,
    ),
    (
        pattern(
            r"优秀|优良|良好|合格|达标|及格|较差",
            finds=("优秀单位", "不合格"),
            not_in=("一类", "更新较好"),
            seen=_SEEN_IN_FULL,
        ),
        3,
    ),
    (
        pattern(
            r"结果维持|结果纠正|其他结果|尚未审结",
            finds=("结果维持", "尚未审结"),
            not_in=("维持", "审结"),
            seen=_SEEN_IN_FULL,
        ),
        3,
    ),
    (
        pattern(
            r"予以公开|部分公开|不予公开|无法提供|不予处理|其他|同意公开|不存在|不属于|不予重复",
            finds=("予以公开", "无法提供", "信息不存在"),
            not_in=("主动公开", "办结"),
            seen=_SEEN_IN_FULL,
        ),
        4,
    ),
)
"""Ways, kinds, grades and outcomes, and how many of them there must be before they are taken for all."""
_PARTIAL = pattern(
    r"主要(?!领导|负责)|重点|例如|比如|尤其|特别|等(?:方面|内容|信息|\W|$)|最多|居前|居首|居第一|其次|前[三四五六十\d]",
    finds=("主要有", "等方面", "排名前五"),
    not_in=("主要领导", "分别有"),
    seen="a usual form; in none of the documents kept",
)
_MONEY_PARTS = 3
"""Parts of a sum of money from which on they are taken for all, where no word says so."""
_MANY = 5
"""From so many parts on, that all but one of them give the whole is chance rather than a part of a part."""
_NEAR_LINES = 4
"""Lines before a line of parts in which their whole is looked for."""
_MISSING = {0: Decimal(0), 1: Decimal(0), 2: Decimal("0.05"), 3: Decimal("0.1"), 4: Decimal("0.15"),
            5: Decimal("0.2"), 6: Decimal("0.35")}  # fmt: skip
"""Of how much of the whole the parts may fall short, by their number, before they are taken for a mere selection."""
_ARE = pattern(
    r"分别(?:为|是|有|达|发布|更新|公开|报送|采用|:|：)|分为|由",
    finds=("分别为", "分为"),
    not_in=("分别研究",),
    seen="a usual form; in none of the documents kept",
)
_TOP = pattern(r"以上", finds=("90分以上的",), not_in=("80至90分的",), seen="bands of scores: the first of them")
_BOTTOM = pattern(
    r"以下|不足|不满", finds=("60分以下的",), not_in=("80至90分的",), seen="bands of scores: the last one"
)
_ONE_BY_ONE = pattern(
    r"分别|[:：]",
    finds=("小组分别承担", "个小组："),
    not_in=("、",),
    seen="what is divided among several, each with its own number behind it",
)
_CLOSED = Decimal("0.15")
"""Of how much the parts of a closed list may fall short and still be meant to be all."""
_TELLING = frozenset("条篇件份期封")
"""Measure words that say by themselves what is counted."""


_AMONG_THEM = pattern(
    r"[^,，。;；]{0,8}中[,，]",
    finds=("专区中，配备",),
    not_in=("，其中配备", "；重点领域中，"),
    seen="24个专区中，…: a number that opens what is said of it",
    way="match",
)
_AND = pattern(
    r"和|以及|及|与",
    finds=("和合同", "以及"),
    not_in=("、合同",),
    seen="a usual form; in none of the documents kept",
    way="match",
)

_OF_EACH = pattern(
    r"[各每][加减扣得]$", finds=("各加", "每扣"), not_in=("共加",), seen="assessments: 甲、乙各加1分; 丙扣3分"
)
_OF_MEAN = pattern(
    r"平均[^,，;；。]{0,10}$", finds=("平均办理时间",), not_in=("平均，共",), seen="a mean is no whole of its extremes"
)
_BODIES = frozenset(("单位", "部门", "乡镇"))
"""Departments and towns are units."""
_SHARE = pattern(
    r"占[^,，;；。%]{0,10}?[\d.]+%", finds=("占总数的0.25%", "占36.3%"), not_in=("占总数的",), seen="河曲县 (2018)"
)


def totals_against_parts(paper: OpenedPaper) -> Iterator[Comparison]:
    """Compare every total with the parts its sentence gives."""
    for number, line in enumerate(paper.lines):
        for found in (*sums_of(line), *sums_below(paper.lines[max(0, number - _NEAR_LINES) : number], line)):
            anew = list(_divided_anew(found))
            one = None if anew else _judge(found)
            yield from (*anew, *([one] if one else []))


def _divided_anew(found: Sum) -> Iterator[Comparison]:
    """29个，其中县区15个，部门14个；断链18个，错别字7个，其他4个: where one group is all, so is every other one."""
    text = found.parts_line.plain
    groups: list[list[Part]] = []
    for before, part in pairwise((None, *found.parts)):
        if part is not None and (before is None or re.search("[;；]", text[before.figure.end : part.figure.start])):
            groups.append([])
        groups[-1] += [part] if part else []
    sums = [replace(found, parts=tuple(group)) for group in groups]
    if len(sums) > 1 and all(len(one.parts) > 1 for one in sums) and any(not one.gap for one in sums):
        for one in sums:
            if not one.gap:
                yield _compared(one, Severity.AGREED)
            elif all(part.figure.is_exact for part in one.parts) and _is_amiss(one):
                yield _compared(one, Severity.LIKELY)


def _is_amiss(found: Sum) -> bool:
    """Whether one mistyped number, or next to nothing, keeps the parts from adding up."""
    is_slip = any(is_one_slip(part.value, part.value + found.gap) for part in found.parts if part.value + found.gap > 0)
    return is_slip or abs(found.gap) * 10 <= found.whole.value


def _judge(found: Sum) -> Comparison | None:
    """The comparison a sum makes; ``None`` where whole and parts need not agree."""
    if not all(f.is_exact for f in (found.whole, *(part.figure for part in found.parts))) or not found.whole.value:
        return None
    if _OF_EACH.search(found.line.plain[max(0, found.whole.start - 3) : found.whole.start]):
        return None
    if not found.whole.is_quantity or _OF_MEAN.search(found.line.plain[: found.whole.start][-12:]):
        return None
    found = _without_size(found)
    agreeing = next((some for some in _readings(found) if abs(some.gap) <= some.slack), None)
    if agreeing is not None:
        return _compared(agreeing, Severity.AGREED)
    if found.outer is not None and found.total > found.whole.value:
        of_outer = _of_outer(found, found.outer)
        if of_outer is not None or -found.gap * 3 > found.whole.value:
            return of_outer
    channels = sum(1 for part in found.parts if _CHANNEL.search(part.label)) * 2 > len(found.parts)
    if channels and found.whole.measure in ("条", "篇") and (_ONCE.search(found.line.plain) or found.gap < 0):
        return _judge_channels(found)
    if not found.is_clean or len(found.parts) == 1:
        return _larger_part(found) if found.force in ("among", "complete") else None
    if found.is_apart and found.force == "bare" and len(found.parts) == 2:
        # two numbers in the next sentence may be about anything, unless they all but make up the total
        is_near = abs(found.gap) * 50 <= found.whole.value or is_one_slip(found.whole.value, found.total)
        if _are_opposites([part.label for part in found.parts], found.head):
            return _compared(found, Severity.LIKELY) if abs(found.gap) * 2 <= found.whole.value else None
        return _compared(found, Severity.DOUBTFUL) if is_near else None
    if _is_split_twice(found) or _differ_in_kind(found) or (found.gap < 0 and _holds_another(found)):
        return None
    severity = _of_deficit(found) if found.gap > 0 else _of_excess(found)
    return None if severity is None else _compared(found, severity)


def _without_size(found: Sum) -> Sum:
    """214个，由3个小组分别承担：…72个、…70个、…72个: a number of how many parts follow is none of them."""
    first, *rest = found.parts
    is_size = len(rest) > 1 and first.value == len(rest)
    text = found.parts_line.plain
    if is_size and _ONE_BY_ONE.search(text[first.figure.end : rest[0].figure.start]):
        return replace(found, parts=tuple(rest), force="strict")
    return found


def _of_outer(found: Sum, outer: Figure) -> Comparison | None:
    """收到3059条，部门1904条、县区1155条，其中咨询类…: parts too large for the last number are the outer one's."""
    whole = replace(found, whole=outer, outer=None)
    if not whole.gap:
        return _compared(whole, Severity.AGREED)
    is_near = abs(whole.gap) * 50 <= outer.value or is_one_slip(outer.value, whole.total)
    return _compared(whole, Severity.DOUBTFUL) if is_near and len(whole.parts) >= 3 else None


def _readings(found: Sum) -> Iterator[Sum]:
    """The ways the parts may be meant: all of them, or the first ones with others behind that belong elsewhere.

    The first ones alone are meant only where a semicolon sets the others off or they are a second sum of that size:
    else some beginning of a list fits by accident.
    """
    if len(found.parts) > 1:
        yield found
    text = found.parts_line.plain
    for count in range(2, len(found.parts)):
        last, after = found.parts[count - 1], found.parts[count]
        rest = sum((part.value for part in found.parts[count:]), Decimal(0))
        is_set_off = re.search("[;；。]", text[last.figure.end : after.figure.start])
        if is_set_off or rest * 2 >= found.whole.value:
            yield replace(found, parts=found.parts[:count])


def _is_split_twice(found: Sum) -> bool:
    """Whether some of the parts are parts of parts, or the whole is split by several classifications.

    So it is where the first between two semicolons add up to the whole, all but one do, or all do several times over.
    """
    numbers, whole = [part.value for part in found.parts], found.whole.value
    text = found.parts_line.plain
    firsts = [
        part.value
        for before, part in pairwise((None, *found.parts))
        if part and (before is None or re.search("[;；]", text[before.figure.end : part.figure.start]))
    ]
    if found.total % whole == 0 or (len(firsts) > 1 and sum(firsts) == whole):
        return True
    is_full = found.force in ("strict", "complete", "closing") or len(numbers) >= _MANY
    is_full = is_full or _are_all_ways([part.label for part in found.parts]) or _names_all(found)
    is_full = is_full or all(looks_like_unit(re.split(r"\d", AMONG.sub("", part.label))[0]) for part in found.parts)
    is_full = is_full or bool(_TOP.search(found.parts[0].label) and _BOTTOM.search(found.parts[-1].label))
    inner = (n for before, n in pairwise(numbers) if n <= before)
    return not is_full and len(numbers) >= 3 and any(sum(numbers) - n == whole for n in inner)


def _names_all(found: Sum) -> bool:
    """Whether the parts are told of every unit: 甲20条，乙、丙各4条."""
    return any(part.times > 1 for part in found.parts)


def _holds_another(found: Sum) -> bool:
    """Whether one part says the whole again, or is itself what those behind it make up (246件，满意240件、一般5件…)."""
    numbers = [part.value for part in found.parts]
    if _are_all_ways([part.label for part in found.parts]):
        return False
    if found.whole.value in numbers:
        return True
    return -found.gap * 10 > found.whole.value and any(
        number == sum(numbers[at:]) for at, number in enumerate(numbers[:-2], 1)
    )


def _of_deficit(found: Sum) -> Severity | None:
    """How sure it is that parts which add up to less than the whole ought to be all of it."""
    share, labels = found.gap / found.whole.value, [part.label for part in found.parts]
    is_slip = is_one_slip(found.whole.value, found.total)
    if found.force == "strict":
        return Severity.SURE if share <= Decimal("0.5") and _says_are(found) else Severity.LIKELY
    if found.force == "closing":
        return Severity.LIKELY if share <= Decimal("0.1") or is_slip else Severity.DOUBTFUL
    if _are_opposites(labels, found.head) or _has_all_shares(found) or _are_all_ways(labels) or _names_all(found):
        return Severity.LIKELY
    if any(_REST.search(label) for label in labels) or found.has_complete_twin:
        return Severity.LIKELY
    if _PARTIAL.search(found.tail):
        return None
    if found.force == "complete":
        return Severity.LIKELY if share <= Decimal("0.5") else None
    count = len(found.parts)
    if found.whole.measure in MONEY and count < _MONEY_PARTS:
        return None  # sums of two kinds of many, the small ones left out
    limit = _MISSING[min(count, max(_MISSING))]
    if share <= limit or (count == 2 and found.gap <= 2 and share <= Decimal("0.1")):
        return Severity.LIKELY if count >= 3 and share <= Decimal("0.05") else Severity.DOUBTFUL
    if is_slip and found.gap >= 100 and count >= 3:
        return Severity.DOUBTFUL
    return Severity.DOUBTFUL if _is_closed(found) and share <= _CLOSED else None


def _says_are(found: Sum) -> bool:
    """Whether the words say that the parts are the whole (分别为), not what was done with it (会议5次，分别研究…)."""
    return bool(_ARE.search(found.tail))


def _is_closed(found: Sum) -> bool:
    """Whether the last two parts are joined as those of a list that is at its end (公告121条和合同82条)."""
    text = found.parts_line.plain
    return bool(_AND.match(text[found.parts[-2].figure.end : found.parts[-1].figure.start]))


def _of_excess(found: Sum) -> Severity | None:
    """How sure it is that parts which add up to more than the whole are parts of it, and of nothing else."""
    labels = [part.label for part in found.parts]
    share = -found.gap / found.whole.value
    is_slip = is_one_slip(found.whole.value, found.total)
    if found.force == "closing":
        return Severity.LIKELY if share <= Decimal("0.25") or is_slip else Severity.DOUBTFUL
    if found.force == "bare":
        is_near = share <= Decimal("0.2") or (is_slip and found.gap <= -100)
        return Severity.LIKELY if is_near and (_are_opposites(labels, found.head) or len(labels) >= 3) else None
    overlaps = _PROBLEM_OVERLAPS if _counts_problems(found) else _OVERLAPS
    if found.is_apart and share > 1:
        return None  # 其中 of the next sentence goes back to something else
    if _AMONG_THEM.match(found.tail) and share > _CLOSED:
        return None  # 24个专区中，有设备的20个，有专人的22个: each is said of all
    is_told_apart = _are_all_ways(labels) or _are_opposites(labels, found.head)
    said = [label + _behind(found, part) for label, part in zip(labels, found.parts, strict=True)]
    if not is_told_apart and any(overlaps.search(words) for words in said) and found.force == "among":
        return None
    return Severity.SURE if found.force == "strict" and _says_are(found) else Severity.LIKELY


def _behind(found: Sum, part: Part) -> str:
    """The words behind a part's number, up to the end of its clause: 30家网站均被查出问题."""
    return re.split(r"[,，;；。、:：(]", found.parts_line.plain[part.figure.end : part.figure.end + 16])[0]


def _differ_in_kind(found: Sum) -> bool:
    """Whether whole and parts count different things (10个网站 … 25个问题)."""
    if found.whole.measure in _TELLING or _counts_problems(found):
        return False
    whole = _counted_object(found.line, found.whole)
    others = 0
    for part in found.parts:
        own = _counted_object(found.parts_line, part.figure)
        are_bodies = whole <= _BODIES and own <= _BODIES
        others += bool(whole and own and not whole & own and not are_bodies and not _CHANNEL.search(part.label))
    return others * 2 >= len(found.parts)


def _counts_problems(found: Sum) -> bool:
    """Whether the whole counts problems, each of which is of one kind (发现问题137个，其中失效链接62个、错别字41个)."""
    return bool(_PROBLEMS.search(found.line.plain[: found.whole.start]))


def _counted_object(line: Line, figure: Figure) -> frozenset[str]:
    """The objects named right behind a figure, else right before it."""
    after = _objects(re.split(r"[,，;；。、:：()]", line.plain[figure.end : figure.end + 6])[0])
    before = _objects(re.split(r"[,，;；。、:：(]", line.plain[max(0, figure.start - 6) : figure.start])[-1])
    return after or before - _BODIES


def _objects(text: str) -> frozenset[str]:
    return frozenset(word for word in _OBJECTS if word in text)


def _are_opposites(labels: Sequence[str], head: str) -> bool:
    """Whether two parts are a pair that leaves nothing out, said in the total's own words."""
    if len(labels) != 2:
        return False
    for one, other in HALVES:
        for first, second in (labels, reversed(labels)):
            if one.search(first) and other.search(second):
                rest = _FILLER.sub("", other.sub("", one.sub("", first)))
                return len(set(rest) - set(head)) <= 3
    return False


def _are_all_ways(labels: Sequence[str]) -> bool:
    """Whether the parts are the ways applications come in, or kinds of new media: lists that are given in full."""
    return any(len(labels) >= least and all(ways.search(label) for label in labels) for ways, least in _WAYS)


def _has_all_shares(found: Sum) -> bool:
    """Four or more parts, each with its share of the total behind it, and hardly anything missing."""
    text = flattened(found.tail)
    shares = len(_SHARE.findall(text))
    return len(found.parts) >= 4 and shares >= len(found.parts) - 1 and found.total * 10 >= found.whole.value * 9


def _compared(found: Sum, severity: Severity) -> Comparison:
    gap = found.gap
    text = WORDS.totals.parts.format(
        total=found.whole, unit=found.whole.measure, terms=found.terms, sum=shown(found.total)
    )
    if gap:
        text += WORDS.totals.gap.format(
            way=WORDS.totals.fewer if gap > 0 else WORDS.totals.more, gap=shown(abs(gap)), unit=found.whole.measure
        )
    text += "。"
    return _comparison("total_parts", found, found.total, severity, text)


def _larger_part(found: Sum) -> Comparison | None:
    """A part is not larger than its whole, whatever else the sentence may say."""
    part = max(found.parts, key=lambda part: part.figure.value)
    if _differ_in_kind(found) or any(_OVERLAPS.search(one.label) for one in found.parts):
        return None
    between = found.line.plain[found.whole.end : part.figure.start]
    if OWN_SUBJECT.search(between):
        return None
    unit, value = found.whole.measure, part.figure.value
    if value <= found.whole.value:
        text = WORDS.totals.part.format(total=found.whole, unit=unit, part=part.figure)
        return _comparison("part_exceeds", found, value, Severity.AGREED, text)
    text = WORDS.totals.part_exceeds.format(total=found.whole, unit=unit, part=part.figure)
    return _comparison("part_exceeds", found, value, Severity.LIKELY, text)


def _judge_channels(found: Sum) -> Comparison | None:
    """One item on several channels counts once, so the total lies between the largest channel and their sum.

    Source: notes to the statistics table of 国办发〔2014〕32号, section one.
    """
    largest = max(part.figure.value for part in found.parts)
    added = WORDS.totals.channels.format(terms=found.terms, sum=shown(found.total))
    if found.whole.value < largest:
        text = WORDS.totals.channel_exceeds.format(total=found.whole, most=shown(largest))
        return _comparison("channels", found, largest, Severity.LIKELY, text)
    is_all = bool(_ONCE.search(found.line.plain)) or any(_REST.search(part.label) for part in found.parts)
    if found.whole.value > found.total and is_all and len(found.parts) >= 2:
        text = WORDS.totals.channels_exceeded.format(channels=added, total=found.whole)
        return _comparison("channels", found, found.total, Severity.LIKELY, text)
    is_slip = -found.gap * 100 <= found.whole.value or (
        found.gap <= -100 and is_one_slip(found.whole.value, found.total)
    )
    if found.gap < 0 and is_slip and not _ONCE.search(found.line.plain):
        text = WORDS.totals.slip.format(channels=added, total=found.whole)
        return _comparison("channels", found, found.total, Severity.DOUBTFUL, text)
    text = WORDS.totals.channels_fit.format(channels=added, total=found.whole)
    return _comparison("channels", found, found.total, Severity.AGREED, text)


def _comparison(kind: str, found: Sum, computed: Decimal, severity: Severity, text: str) -> Comparison:
    figures = [part.figure for part in found.parts]
    parts = found.parts_line.around(min(f.start for f in figures), max(f.end for f in figures))
    whole = found.line.around(found.whole.start, found.whole.end)
    stated, value = as_number(found.whole.value), as_number(computed)
    where = (found.line.place, found.parts_line.place)
    return Comparison(kind, stated, value, where, (whole, parts), severity, text, found.spots)
