"""Totals against their parts in running text: 共…条，其中…；分别为…；不同渠道计1条."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditor.verify.figures import Figure, figures_in, shown
from auditor.verify.finding import Finding, Severity
from auditor.verify.paper import Line, Paper
from auditor.verify.sentence import Clause, brackets, clauses, flattened, sentences

_TOTAL = re.compile(r"共|总|累计|合计|全年|总数|总量")
_STRICT = re.compile(r"分别(?:为|是)|分为|由|组成|构成|即[:：]?")
_COMPLETE = re.compile(r"包括|包含|(?<!包)含(?!有)")
_AMONG = re.compile(r"其中|在[^,，。]{0,14}中")
_COMPARED = re.compile(
    r"同比|环比|增长|增加|减少|下降|上升|较(?!好|多|少)|比上年|比去年|排名|平均|人均|日均|提高|新增|以上|上年(?!结转)|去年|满分|得分|阅读|点击|访问|"
    r"浏览|粉丝|关注|目标|任务|(?<!规划)计划(?!类|生育)|标准|要求|不少于|至少"
)
_OVERLAPS = re.compile(r"存在|问题|涉及|同时|分别(?!为|是)|超过|错|未|逾期|重复|转载")
_CHANNEL = re.compile(
    r"网站|微博|微信|公众号|公报|报刊|广播|电视|公告栏|公示栏|新媒体|客户端|政务大厅|渠道|抖音|头条|LED|显示屏"
)
_ONCE = re.compile(r"不同(?:渠道|方式|平台)[^,。;]{0,16}(?:计|算|按)[为作]?(?:1|一)条|去重|剔除重复|不重复")
_REST = re.compile(r"其他|其它|其余|剩余")
_OBJECTS = (
    "问题", "错别字", "链接", "栏目", "网站", "账号", "新媒体", "公众号", "单位", "部门", "乡镇", "信息", "文件", "事项", "建议",
    "提案", "申请", "留言", "线索", "项目", "会议", "培训", "清单", "视频", "图解", "窗口", "人员", "平台", "案件", "渠道", "稿件",
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
)
_TELLING = frozenset("条篇件份期封")
"""Measure words that say by themselves what is counted."""
_SAME_MEASURE = {"家": "个", "所": "个"}


@dataclass(frozen=True, slots=True)
class _Part:
    label: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class _Sum:
    """A whole with its parts as the sentence lays them out; ``force``: strict, complete, among or bare."""

    line: Line
    whole: Figure
    head: str
    parts: tuple[_Part, ...]
    force: str
    span: tuple[int, int]

    @property
    def total(self) -> Decimal:
        return sum((part.figure.value for part in self.parts), Decimal(0))

    @property
    def quote(self) -> str:
        return self.line.text[self.span[0] : self.span[1]].strip()


def totals_against_parts(paper: Paper) -> Iterator[Finding]:
    """Compare every total with the parts its sentence gives."""
    for line in paper.lines:
        for found in _sums_of(line):
            finding = _judge(found)
            if finding is not None:
                yield finding


def _sums_of(line: Line) -> Iterator[_Sum]:
    text = line.plain
    spans = sentences(text)
    for number, (start, end) in enumerate(spans):
        pieces = list(clauses(text, start, end))
        yield from _bracketed(line, start, end)
        found = _flat_sum(line, pieces, (start, end))
        if found is None and number and _AMONG.match(text[start:end].lstrip()):
            found = _continued(line, spans[number - 1], pieces, (start, end))
        if found is not None:
            yield found
        elif (closing := _closing_sum(line, pieces, (start, end))) is not None:
            yield closing


def _measure(figure: Figure) -> str:
    return _SAME_MEASURE.get(figure.measure, figure.measure)


def _bracketed(line: Line, start: int, end: int) -> Iterator[_Sum]:
    """218个(市直53个，县区165个): the bracket right behind a figure holds its parts."""
    text = line.plain
    for low, high in brackets(text):
        if not start <= low < end:
            continue
        before = [f for f in figures_in(flattened(text)) if start <= f.start and f.end <= low and low - f.end <= 8]
        inner = text[low + 1 : high - 1]
        if not before or not before[-1].measure or before[-1].measure == "%":
            continue
        pieces = [Clause(c.text, c.start, c.figures) for c in _inner_clauses(text, low + 1, high - 1)]
        parts, is_clean = _parts(pieces, _measure(before[-1]))
        force = "among" if _AMONG.search(inner) else "complete"
        if len(parts) >= 2 and is_clean:
            head = text[max(start, before[-1].start - 20) : before[-1].start]
            yield _Sum(line, before[-1], head, tuple(parts), force, (start, end))


def _inner_clauses(text: str, low: int, high: int) -> Iterator[Clause]:
    inner = text[low:high]
    for piece in clauses(inner, 0, len(inner)):
        moved = tuple(
            Figure(f.value, f.measure, f.start + low, f.end + low, f.is_exact, f.step, f.is_written)
            for f in piece.figures
        )
        yield Clause(piece.text, piece.start + low, moved)


def _flat_sum(line: Line, pieces: Sequence[Clause], span: tuple[int, int]) -> _Sum | None:
    """The first total of a sentence with what follows it: 共…条，其中…"""
    for index, piece in enumerate(pieces):
        counted = [f for f in piece.figures if f.measure not in ("", "%")]
        if not counted or _COMPARED.search(piece.text):
            continue
        whole, rest = counted[-1], pieces[index + 1 :]
        if len(counted) > 1 or not rest:
            continue
        tail = piece.after(whole) + rest[0].text
        force = _force(tail, is_total=bool(_TOTAL.search(piece.before(whole))))
        if not force:
            continue
        parts, is_clean = _parts(rest, _measure(whole))
        if parts and (is_clean or force != "bare"):
            head = _head(pieces, index, whole)
            return _Sum(line, whole, head, tuple(parts), force if is_clean else "loose", span)
    return None


def _force(tail: str, *, is_total: bool) -> str:
    """How far the words promise that the parts are all: strict, complete, among, bare (no word), or not at all."""
    if re.search(r"分别(?:为|是)|分为|^[^,，]{0,10}由", tail):
        return "strict"
    if re.search(r"包括|包含|^[^,，]{0,8}含", tail):
        return "complete"
    if _AMONG.search(tail):
        return "among"
    return "bare" if is_total else ""


def _head(pieces: Sequence[Clause], index: int, whole: Figure) -> str:
    return "".join(piece.text for piece in pieces[max(0, index - 1) : index]) + pieces[index].before(whole)


def _continued(line: Line, before: tuple[int, int], pieces: Sequence[Clause], span: tuple[int, int]) -> _Sum | None:
    """共…条。其中，…: the parts stand in the sentence after the total's."""
    earlier = list(clauses(line.plain, *before))
    totals = [
        (piece, f)
        for piece in earlier
        for f in piece.figures
        if f.measure not in ("", "%") and _TOTAL.search(piece.before(f)) and not _COMPARED.search(piece.text)
    ]
    if len(totals) != 1:
        return None
    piece, whole = totals[0]
    if sum(1 for other in earlier for f in other.figures if _measure(f) == _measure(whole)) > 1:
        return None
    parts, is_clean = _parts(pieces, _measure(whole))
    if len(parts) < 2:
        return None
    return _Sum(line, whole, piece.before(whole), tuple(parts), "among" if is_clean else "loose", (before[0], span[1]))


def _closing_sum(line: Line, pieces: Sequence[Clause], span: tuple[int, int]) -> _Sum | None:
    """…100条，…50条，共计150条: the total closes the sentence."""
    if len(pieces) < 3 or not re.match(r"\s*(?:共计|合计|总计|共)(?!同|享)", pieces[-1].text):
        return None
    last = pieces[-1].figures
    if len(last) != 1 or last[0].measure in ("", "%"):
        return None
    parts, is_clean = _parts(pieces[:-1], _measure(last[0]))
    own = pieces[-1].before(last[0])
    if len(parts) < 2 or not is_clean or len(own) > 10:
        return None
    return _Sum(line, last[0], own, tuple(parts), "closing", span)


def _parts(pieces: Sequence[Clause], measure: str) -> tuple[list[_Part], bool]:
    """The parts among clauses, and whether nothing else disturbs the list."""
    parts: list[_Part] = []
    label, is_clean = "", True
    for piece in pieces:
        label += piece.text
        counted = [f for f in piece.figures if f.measure != "%"]
        if not counted:
            continue
        if _COMPARED.search(piece.text):
            is_clean = is_clean and not any(_measure(f) == measure for f in counted)
            label = ""
            continue
        if parts and re.search(
            r"^其中|共(?!同|产|享|服务|资源|信用|法律|文化|卫生)|累计|合计|总计|全年|剩余.*中", piece.text
        ):
            return parts, False
        same = [f for f in counted if _measure(f) == measure]
        if len(same) == 1 and len(counted) == 1:
            parts.append(_Part(label, same[0]))
        elif same or not counted[0].measure:
            is_clean = False
        label = ""
    return parts, is_clean


def _judge(found: _Sum) -> Finding | None:
    values = [part.figure for part in found.parts]
    whole = found.whole
    if not all(f.is_exact for f in (whole, *values)) or whole.value == 0:
        return None
    if found.force == "loose":
        return None
    channels = sum(1 for part in found.parts if _CHANNEL.search(part.label)) * 2 > len(found.parts)
    if channels and whole.measure in ("条", "篇") and (_ONCE.search(found.line.plain) or found.total > whole.value):
        return _judge_channels(found)
    if found.total == whole.value or _is_nested(values, whole.value):
        return None
    if len(found.parts) == 1:
        return _larger_part(found) if found.force == "among" else None
    severity = _severity(found)
    return None if severity is None else _mismatch(found, severity)


def _is_nested(values: Sequence[Figure], whole: Decimal) -> bool:
    """Whether the parts add up once leading ones only, or all but one, are taken: the rest are parts of parts."""
    numbers = [f.value for f in values]
    if any(sum(numbers[:k]) == whole for k in range(2, len(numbers))):
        return True
    return len(numbers) >= 3 and any(sum(numbers) - n == whole for n in numbers)


def _severity(found: _Sum) -> Severity | None:
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


def _severity_of_excess(found: _Sum, labels: Sequence[str]) -> Severity | None:
    if found.force == "bare":
        is_near = -(found.whole.value - found.total) * 5 <= found.whole.value
        return Severity.LIKELY if is_near and (_are_opposites(labels, found.head) or len(labels) >= 3) else None
    if any(_OVERLAPS.search(label) for label in labels) and found.force == "among":
        return None
    return Severity.SURE if found.force == "strict" else Severity.LIKELY


def _differ_in_kind(found: _Sum) -> bool:
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
    return after or _objects(re.split(r"[,，;；。、:：]", line.plain[max(0, figure.start - 6) : figure.start])[-1])


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


def _has_all_shares(found: _Sum) -> bool:
    """Four or more parts, each with its share of the total behind it, and hardly anything missing."""
    text = flattened(found.line.plain)[found.whole.end : found.span[1]]
    shares = len(re.findall(r"占[^,，;；。%]{0,10}?[\d.]+%", text))
    return len(found.parts) >= 4 and shares >= len(found.parts) - 1 and found.total * 10 >= found.whole.value * 9


def _sum_text(found: _Sum) -> str:
    return "+".join(map(str, (part.figure for part in found.parts)))


def _mismatch(found: _Sum, severity: Severity) -> Finding:
    gap = found.whole.value - found.total
    word = "少" if gap > 0 else "多"
    text = (
        f"总数写作{found.whole}{found.whole.measure}，各分项相加为{_sum_text(found)}={shown(found.total)}，"
        f"比总数{word}{shown(abs(gap))}{found.whole.measure}。"
    )
    return _finding("total_parts", found, found.total, severity, text)


def _larger_part(found: _Sum) -> Finding | None:
    part = found.parts[0].figure
    if part.value <= found.whole.value or _differ_in_kind(found) or _OVERLAPS.search(found.parts[0].label):
        return None
    unit = found.whole.measure
    text = f"总数写作{found.whole}{unit}，“其中”部分却有{part}{unit}，部分大于整体。"
    return _finding("part_exceeds", found, part.value, Severity.LIKELY, text)


def _judge_channels(found: _Sum) -> Finding | None:
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


def _finding(kind: str, found: _Sum, computed: Decimal, severity: Severity, text: str) -> Finding:
    place = found.line.place
    parts = found.line.text[found.parts[0].figure.start - 12 if found.parts[0].figure.start > 12 else 0 : found.span[1]]
    whole = found.line.text[max(found.span[0], found.whole.start - 24) : found.whole.end]
    return Finding(
        kind, as_number(found.whole.value), as_number(computed), (place, place), (whole, parts), severity, text
    )


def as_number(value: Decimal) -> int | float:
    """A figure for JSON: whole where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)
