"""Totals against their parts in running text, and de-duplicated totals against channels (不同渠道计1条)."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from auditor.verify.comparison import Comparison, Severity, spots_of
from auditor.verify.figures import Figure, as_number, shown
from auditor.verify.paper import Line, Paper
from auditor.verify.sentence import flattened
from auditor.verify.sums import Sum, sums_of

_OVERLAPS = re.compile(r"存在|问题|涉及|同时|分别(?!为|是)|超过|错|未|逾期|重复|转载")
_CHANNEL = re.compile(
    r"网站|微博|微信|公众号|公报|报刊|广播|电视|公告栏|公示栏|新媒体|客户端|政务大厅|渠道|抖音|头条|LED|显示屏"
)
_ONCE = re.compile(r"不同(?:渠道|方式|平台)[^,。;]{0,16}(?:计|算|按)[为作]?(?:1|一)条|去重|剔除重复|不重复")
_REST = re.compile(r"其他|其它|其余|剩余")
_OBJECTS = (
    "问题", "错别字", "链接", "栏目", "网站", "账号", "新媒体", "公众号", "单位", "部门", "乡镇", "信息", "文件",
    "事项", "建议",
    "提案", "申请", "留言", "线索", "项目", "会议", "培训", "清单", "视频", "图解", "窗口", "人员", "平台", "案件",
    "渠道", "稿件",
)  # fmt: skip
_OPPOSITES = (
    (r"县直|区直|市直|政府部门|县级部门|部门", r"乡镇|镇|街道|乡"),
    (r"(?<!不)合格", r"不合格"), (r"(?<!不)达标", r"不达标|未达标"), (r"按(?:时|期)", r"延期|逾期|超期"),
    (r"(?<!未)办结", r"正在办理|未办结|在办|结转"), (r"(?<!未)采用|(?<!未)采纳", r"未采"), (r"(?<!不)同意", r"不同意"),
    (r"动态|新闻", r"信息公开|公开类"), (r"本年|新收", r"结转"), (r"男", r"女"), (r"原创", r"转载"),
    (r"主动公开", r"依申请"), (r"行政复议", r"行政诉讼"), (r"省级|上级", r"本级|县级"),
)  # fmt: skip
_WAYS = (
    (r"当面|现场|网络|网上|网站|互联网|信函|邮寄|传真|邮件", 2),
    (r"微信|公众号|微博|抖音|视频号|头条|客户端|APP|快手", 3),
    (r"优秀|优良|良好|合格|达标|及格|较差", 3),
)
_TELLING = frozenset("条篇件份期封")
"""Measure words that say by themselves what is counted."""


def totals_against_parts(paper: Paper) -> Iterator[Comparison]:
    """Compare every total with the parts its sentence gives."""
    for line in paper.lines:
        for found in sums_of(line):
            finding = _judge(found)
            if finding is not None:
                yield finding


def _judge(found: Sum) -> Comparison | None:
    values = [part.figure for part in found.parts]
    whole = found.whole
    if not all(f.is_exact for f in (whole, *values)) or whole.value == 0:
        return None
    if found.force == "loose":
        return None
    channels = sum(1 for part in found.parts if _CHANNEL.search(part.label)) * 2 > len(found.parts)
    if channels and whole.measure in ("条", "篇") and (_ONCE.search(found.line.plain) or found.total > whole.value):
        return _judge_channels(found)
    if found.total == whole.value and len(found.parts) > 1:
        return _mismatch(found, Severity.AGREED)
    if found.total == whole.value or _is_nested(found):
        return None
    if len(found.parts) == 1:
        return _larger_part(found) if found.force == "among" else None
    severity = _severity(found)
    return None if severity is None else _mismatch(found, severity)


def _is_nested(found: Sum) -> bool:
    """Whether some of the parts are parts of parts.

    So it is where they add up once leading ones only, or all but one, or the first between two semicolons are taken,
    or where they add up to the whole several times over.
    """
    numbers, whole = [part.figure.value for part in found.parts], found.whole.value
    text = found.line.plain
    firsts = [
        part.figure.value
        for before, part in pairwise((None, *found.parts))
        if part and (before is None or re.search("[;；]", text[before.figure.end : part.figure.start]))
    ]
    if sum(numbers) % whole == 0 or (len(firsts) > 1 and sum(firsts) == whole):
        return True
    if any(sum(numbers[:k]) == whole for k in range(2, len(numbers))):
        return True
    is_full = found.force in ("strict", "complete")
    return not is_full and len(numbers) >= 3 and any(sum(numbers) - n == whole for n in numbers)


def _severity(found: Sum) -> Severity | None:
    gap = found.whole.value - found.total
    labels = [part.label for part in found.parts]
    if found.force == "closing":
        return (
            Severity.LIKELY
            if (abs(gap) * 4 <= found.whole.value and gap < 0) or abs(gap) * 10 <= found.whole.value
            else None
        )
    if _differ_in_kind(found):
        return None
    if gap < 0:
        return _severity_of_excess(found, labels)
    if found.force == "strict":
        return Severity.SURE
    if found.force == "complete" or any(_REST.search(label) for label in labels):
        return Severity.LIKELY
    if _are_opposites(labels, found.head) or _has_all_shares(found) or _are_all_ways(labels):
        return Severity.LIKELY
    is_near = gap <= 2 or gap * 33 <= found.whole.value
    return Severity.DOUBTFUL if is_near and gap * 10 <= found.whole.value else None


def _severity_of_excess(found: Sum, labels: Sequence[str]) -> Severity | None:
    if found.force == "bare":
        is_near = -(found.whole.value - found.total) * 5 <= found.whole.value
        return Severity.LIKELY if is_near and (_are_opposites(labels, found.head) or len(labels) >= 3) else None
    if any(_OVERLAPS.search(label) for label in labels) and found.force == "among":
        return None
    return Severity.SURE if found.force == "strict" else Severity.LIKELY


def _differ_in_kind(found: Sum) -> bool:
    """Whether whole and parts count different things (10个网站 … 25个问题)."""
    if found.whole.measure in _TELLING:
        return False
    whole = _counted_object(found.line, found.whole)
    others = 0
    for part in found.parts:
        own = _counted_object(found.line, part.figure)
        others += bool(whole and own and not whole & own and not _CHANNEL.search(part.label))
    return others * 2 >= len(found.parts)


def _counted_object(line: Line, figure: Figure) -> frozenset[str]:
    """The objects named right behind a figure, else right before it."""
    after = _objects(re.split(r"[,，;；。、:：(]", line.plain[figure.end : figure.end + 6])[0])
    before = _objects(re.split(r"[,，;；。、:：(]", line.plain[max(0, figure.start - 6) : figure.start])[-1])
    return after or before - {"单位", "部门", "乡镇"}


def _objects(text: str) -> frozenset[str]:
    return frozenset(word for word in _OBJECTS if word in text)


def _are_opposites(labels: Sequence[str], head: str) -> bool:
    """Whether two parts are a pair that leaves nothing out, said in the total's own words."""
    if len(labels) != 2:
        return False
    for one, other in _OPPOSITES:
        for first, second in (labels, reversed(labels)):
            if re.search(one, first) and re.search(other, second):
                rest = re.sub(
                    r"其中|信息|更新|各类|公开|发布|\d|[条个家件,:，、:]|类", "", re.sub(f"{one}|{other}", "", first)
                )
                return len(set(rest) - set(head)) <= 3
    return False


def _are_all_ways(labels: Sequence[str]) -> bool:
    """Whether the parts are the ways applications come in, or kinds of new media: lists that are given in full."""
    return any(len(labels) >= least and all(re.search(ways, label) for label in labels) for ways, least in _WAYS)


def _has_all_shares(found: Sum) -> bool:
    """Four or more parts, each with its share of the total behind it, and hardly anything missing."""
    text = flattened(found.line.plain)[found.whole.end : found.span[1]]
    shares = len(re.findall(r"占[^,，;；。%]{0,10}?[\d.]+%", text))
    return len(found.parts) >= 4 and shares >= len(found.parts) - 1 and found.total * 10 >= found.whole.value * 9


def _sum_text(found: Sum) -> str:
    return "+".join(map(str, (part.figure for part in found.parts)))


def _mismatch(found: Sum, severity: Severity) -> Comparison:
    gap = found.whole.value - found.total
    text = f"总数写作{found.whole}{found.whole.measure}，各分项相加为{_sum_text(found)}={shown(found.total)}"
    if gap:
        text += f"，比总数{'少' if gap > 0 else '多'}{shown(abs(gap))}{found.whole.measure}"
    text += "。"
    return _finding("total_parts", found, found.total, severity, text)


def _larger_part(found: Sum) -> Comparison | None:
    part = found.parts[0].figure
    if part.value <= found.whole.value or _differ_in_kind(found) or _OVERLAPS.search(found.parts[0].label):
        return None
    unit = found.whole.measure
    text = f"总数写作{found.whole}{unit}，“其中”部分却有{part}{unit}，部分大于整体。"
    return _finding("part_exceeds", found, part.value, Severity.LIKELY, text)


def _judge_channels(found: Sum) -> Comparison | None:
    """One item on several channels counts once, so the total lies between the largest channel and their sum.

    Source: notes to the statistics table of 国办发〔2014〕32号, section one.
    """
    largest = max(part.figure.value for part in found.parts)
    if found.whole.value < largest:
        text = f"总数{found.whole}条，单个渠道却有{shown(largest)}条；去重后的总数不应小于任何一个渠道。"
        return _finding("channels", found, largest, Severity.LIKELY, text)
    is_all = bool(_ONCE.search(found.line.plain)) or any(_REST.search(part.label) for part in found.parts)
    if found.whole.value > found.total and is_all and len(found.parts) >= 2:
        text = f"各渠道相加为{_sum_text(found)}={shown(found.total)}条，去重后的总数{found.whole}条不应比它大。"
        return _finding("channels", found, found.total, Severity.LIKELY, text)
    return None


def _finding(kind: str, found: Sum, computed: Decimal, severity: Severity, text: str) -> Comparison:
    place = found.line.place
    parts = found.line.around(found.parts[0].figure.start, found.parts[-1].figure.end)
    whole = found.line.around(found.whole.start, found.whole.end)
    spots = spots_of(place, (found.whole.start, *(part.figure.start for part in found.parts)))
    stated, value = as_number(found.whole.value), as_number(computed)
    return Comparison(kind, stated, value, (place, place), (whole, parts), severity, text, spots)
