"""A total with its parts, and the clauses of a sentence that may be either."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from auditor.base.pattern import pattern
from auditor.verify.comparison import Spot
from auditor.verify.figures import MONEY, Figure
from auditor.verify.names import split_names
from auditor.verify.paper import Line
from auditor.verify.sentence import Clause
from auditor.verify.wording import WORDS

SumForce = Literal["strict", "complete", "among", "bare", "closing"]
"""How far the words promise that the parts are all: 分别为; 包括 or a bracket; 其中; no word; a total behind them."""
TOTAL = pattern(
    r"(?<!公)共(?!同|产|享|服务|资源|信用|法律|文化|卫生|建|有制)|总(?!局|站|工会|队|体规|部)|累计|合计|全[年省市县区州]|总数|总量",
    finds=("共更新", "累计主动公开", "总数"),
    not_in=("公共资源", "共同", "总局"),
    seen="崇信县 (2020 Q1) and 河曲县 (2018)",
)
AMONG = pattern(
    r"其中|在[^,，。]{0,14}中|[^,，。]{0,10}(?:诉求|信息|单位|网站|申请|来信|来电|工单|文件|总量)中(?!心|介|央|间|国|学)",
    finds=("其中", "在公开的政府信息中"),
    not_in=("其他", "中心"),
    seen="崇信县 (2020 Q1) and 河曲县 (2018)",
)
COMPARED = pattern(
    r"同比|环比|增长|增加|减少|下降|上升|较(?!好|多|少|差|快|慢)|比上年|比去年|排名|平均|人均|日均|提高|新增(?!(?:政府|政务|发布|更新)?信息|内容)|以上|"
    r"上年(?!结转)|去年|满分|得分|阅读|点击|访问|浏览|粉丝|关注量|不少于|至少|应(?:当)?(?:发布|报送|更新|公开)|"
    r"(?:目标|任务|计划|标准|要求)(?:数|量|为|是|的|报送|发布|完成|每月|每季度?|信息|,|:)*$",
    finds=("同比增长", "较上年", "目标为"),
    not_in=("较好", "共更新"),
    seen="北京市热线: 较上周下降",
)
_JOINED = pattern(
    r"(?:和|以及|及|与)(?=[^\d,，、;；。]{0,20}$)|[\u4e00-\u9fff\x00]{2,20}(?:和|以及|及|与)$",
    finds=("和工程类", "以及其他", "县政府门户网站和"),
    not_in=("和个人、", "、工程类", "家单位和部门"),
    seen="a usual form; in none of the documents kept",
    way="match",
)
"""和 between two counted parts: before the name of the second (货物类88条和工程类53条), or behind that of the first."""
IN_THAT = pattern(
    r"在?(?P<of>(?!其)[^,，;；。:：\d]{2,12}?)中(?!心)",
    finds={"重点领域中政策文件": "重点领域"},
    not_in=("其中政策文件", "重点领域"),
    seen="a usual form; in none of the documents kept",
    way="match",
)
STAGE = pattern(
    r"办结|答复|受理|回复|结转|整改|采用|采纳|点名|退回",
    finds=("办结", "按期答复"),
    not_in=("更新",),
    seen="宁国市 (2022), a hotline",
)
_EACH = pattern(
    r"各(?:为|有|发布|更新|公开|报送|采用|被采用)?(?:信息)?$",
    finds=("民政局、司法局各",),
    not_in=("各单位",),
    seen="a usual form; in none of the documents kept",
)
BY = pattern(
    r"按[^,，。;；、]{1,12}(?:分类?|划分|统计|看)|从[^,，。;；、]{0,8}(?:类型|类别|分类|来源|渠道|方式|内容|性质|构成|领域|主体|分布)"
    r"[^,，。;；、]{0,4}看|按[^,，。;；、:：]{0,6}(?:类别|类型|来源|渠道|方式)[:：]",
    finds=("按内容分类", "按诉求类别：", "从诉求类型来看", "按时间分", "从来源渠道看"),
    not_in=("从检查结果看", "从报送情况来看", "按时办结"),
    seen="hotlines and letter boxes; 从检查结果看 of 茂名市 (2023) opens no classes",
)
BASE = pattern(r"占[^\d]{0,8}$", finds=("占", "占总数的"), not_in=("占48件",), seen="河曲县 (2018)")
_SAME_MEASURE = WORDS.totals.same_measure
_ITEMS = frozenset(("条", "条次", "篇", "件", "份", "则", "期"))
"""Measure words for published items; a sentence may change from one to another and still mean the same items."""
_VISITED = pattern(
    "访问|浏览|点击|阅读",
    finds=["总访问量", "页面浏览"],
    not_in=["发布信息", "来访"],
    seen="what visits are called, whose own measure is 次, in yearly reports of web sites",
)
_OPENS_PARTS = pattern(r"^其中", finds=("其中甲",), not_in=("甲，其中",), seen="崇信县 (2020 Q1) and 河曲县 (2018)")


@dataclass(frozen=True, slots=True)
class Part:
    """One part: the words that name it, its figure, and how often it counts (甲、乙、丙各4条 counts three times)."""

    label: str
    figure: Figure
    times: int = 1

    @property
    def value(self) -> Decimal:
        """What the part contributes."""
        return self.figure.value * self.times

    def __str__(self) -> str:
        """The part as a term of a sum."""
        return str(self.figure) if self.times == 1 else f"{self.figure}×{self.times}"


@dataclass(frozen=True, slots=True)
class Sum:
    """A whole with its parts as the sentence lays them out.

    ``is_clean`` says that nothing stood between the parts that could be one of them as well; ``is_apart`` that the
    parts stand in the sentence after the whole's; ``has_complete_twin`` that the same parts give all of another
    quantity (43个栏目248条); ``outer`` is the whole that this whole is itself a part of, to which the parts may belong;
    ``below`` the later line that holds the parts, where that is another one; ``singles`` how many parts have no number
    and count as one each (市政府门户网站、13个县政府网站).
    """

    line: Line
    whole: Figure
    head: str
    parts: tuple[Part, ...]
    force: SumForce
    span: tuple[int, int]
    is_clean: bool = True
    is_apart: bool = False
    has_complete_twin: bool = False
    outer: Figure | None = None
    below: Line | None = None
    singles: int = 0

    @property
    def parts_line(self) -> Line:
        """The line the parts stand in."""
        return self.below or self.line

    @property
    def total(self) -> Decimal:
        """What the parts add up to."""
        return sum((part.value for part in self.parts), Decimal(self.singles))

    @property
    def terms(self) -> str:
        """The parts as they are added up."""
        return "+".join([*["1"] * self.singles, *map(str, self.parts)])

    @property
    def gap(self) -> Decimal:
        """By how much the parts fall short of the whole."""
        return self.whole.value - self.total

    @property
    def slack(self) -> Decimal:
        """By how much rounding may keep sums of money from adding up: half the last digit of each."""
        return (
            sum((f.step for f in (self.whole, *(p.figure for p in self.parts)) if f.measure in MONEY), Decimal(0)) / 2
        )

    @property
    def tail(self) -> str:
        """The text from the whole to the end of the last part's clause."""
        return self.below.plain if self.below else self.line.plain[self.whole.end : self.span[1]]

    @property
    def spots(self) -> frozenset[Spot]:
        """The figures that take part."""
        parts = ((self.parts_line.place, part.figure.start) for part in self.parts)
        return frozenset([(self.line.place, self.whole.start), *parts])


@dataclass(frozen=True, slots=True)
class Item:
    """One clause with figures: the words that lead up to it from the figure before, and its counts."""

    label: str
    clause: Clause
    figures: tuple[Figure, ...]
    opens_after: str

    def alike(self, whole: Figure, nth: int = 0) -> Figure | None:
        """The item's figure in the whole's measure; of several the ``nth``, which stands where the whole does."""
        same = [f for f in self.figures if measure_of(f) == measure_of(whole)]
        return same[nth] if nth < len(same) else (same[0] if len(same) == 1 else None)


def measure_of(figure: Figure) -> str:
    """The measure word, with those for one and the same thing made one."""
    return _SAME_MEASURE.get(figure.measure, figure.measure)


def is_named(label: str, name: str) -> bool:
    """Whether the words of a label before its number end in a name."""
    return re.split(r"\d", label)[0].endswith(name)


def clause_items(line: Line, pieces: Sequence[Clause]) -> list[Item]:
    """The clauses of a sentence that have numbers, each with the words since the number before."""
    items, label, last_end = [], "", pieces[0].start if pieces else 0
    for piece in (half for whole in pieces for half in _halves(whole)):
        label += piece.text
        counted = tuple(
            f
            for f in piece.figures
            if f.measure not in ("", "%") and not BASE.search(piece.text[: f.start - piece.start])
        )
        if counted:
            between = line.plain[last_end : counted[0].start]
            items.append(Item(label, piece, counted, between))
            last_end = counted[-1].end
        if piece.figures:
            label = ""
    return items


def _halves(piece: Clause) -> Iterator[Clause]:
    """货物类88条和工程类53条: a clause with two counts of one measure joined by 和 is two."""
    for first, second in pairwise(piece.figures):
        low = first.end - piece.start
        joined = _JOINED.match(piece.text[low : second.start - piece.start])
        if joined and measure_of(first) == measure_of(second):
            at = piece.figures.index(second)
            yield Clause(piece.text[:low], piece.start, piece.figures[:at])
            yield from _halves(Clause(piece.text[low + joined.end() :], first.end + joined.end(), piece.figures[at:]))
            return
    yield piece


def _part(item: Item, figure: Figure) -> Part:
    lead = re.split(r"[,，;；:：。]", item.opens_after)[-1] if figure is item.figures[0] else ""
    if not (each := _EACH.search(lead)):
        return Part(item.label, figure)
    return Part(item.label, figure, max(1, len(split_names(_OPENS_PARTS.sub("", lead[: each.start()])).names)))


def parts_of(items: Sequence[Item], whole: Figure, nth: int = 0) -> tuple[list[Part], bool]:
    """The parts among the items behind a whole, and whether nothing else disturbs the list.

    They end where another total, a second classification or the next stage of the work (办结…) begins; parts of a
    part (其中) are passed over up to the next semicolon.
    """
    parts: list[Part] = []
    is_clean, is_inner = True, False
    for item in items:
        is_next = bool(re.search("[;；]", item.opens_after))
        is_inner = not is_next and (is_inner or bool(parts and AMONG.match(item.label.lstrip())))
        if is_inner:
            continue
        if parts and (TOTAL.search(item.label) or BY.search(item.label) or _of_a_part(item, parts)):
            break
        if parts and _is_next_stage(item.label, parts, is_set_off=is_next):
            break
        if len(parts) > 1 and is_next and _is_compared(item, measure_of(whole)):
            break
        figure = item.alike(whole, nth)
        if _is_compared(item, measure_of(whole)):
            is_clean = is_clean and figure is None
        elif figure is not None:
            parts.append(_part(item, figure))
        elif any(measure_of(f) == measure_of(whole) for f in item.figures):
            is_clean = False
    if len(parts) < 2 and measure_of(whole) in _ITEMS:
        others = [item for item in items if len(item.figures) == 1 and item.figures[0].measure in _ITEMS]
        wide = [_part(item, item.figures[0]) for item in others]
        if len(wide) == len(items) and len(wide) >= 2 and sum(p.value for p in wide) == whole.value:
            return wide, True
    return parts, is_clean


def _of_a_part(item: Item, parts: Sequence[Part]) -> bool:
    """…重点领域66件；重点领域中，…: what follows divides one of the parts."""
    named = IN_THAT.match(item.label.lstrip())
    return named is not None and any(is_named(part.label, named["of"]) for part in parts)


def _is_next_stage(label: str, parts: Sequence[Part], *, is_set_off: bool) -> bool:
    """Whether the next stage of the work is told (办结…): the parts are of none, or of another before a semicolon."""
    stages = set(STAGE.findall(label))
    known = {stage for part in parts for stage in STAGE.findall(part.label)}
    return bool(stages) and (not known or (is_set_off and len(parts) > 1 and not stages & known))


def _is_compared(item: Item, measure: str) -> bool:
    """Whether an item compares or measures something else; visits are the thing itself where times are added up."""
    lead = item.clause.before(item.figures[0])
    return bool(COMPARED.search(_VISITED.sub("", lead) if measure in ("次", "人") else lead))
