"""Groups of names with a stated size: 较好的单位15个，分别为…; 甲、乙等3个单位; a heading with names below it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from auditor.base.pattern import pattern
from auditor.verify.comparison import Spot
from auditor.verify.figures import OF_PARTS, Figure, figures_in
from auditor.verify.names import NameList, is_placeholder, looks_like_unit, split_names
from auditor.verify.paper import Grid, Line, OpenedPaper, plain
from auditor.verify.sentence import brackets, sentences

_NOUN = (
    r"(?:(?:县直|市直|区直|乡镇|责任|政府|基层|成员|被检查|县级|市级|区级)?(?:单位|部门|乡镇|镇|乡|街道|科室|栏目|网站|"
    r"政府网站|政务新媒体|新媒体|账号|公众号|局))?"
)
_PAUSE = "[,，:：]"
_LINK = (
    rf"(?:[)）])?(?P<link>(?={_PAUSE}?(?:具体|名单|分别|依次|它们|为|是|有|即|包括|如下|[:：])){_PAUSE}?(?:具体)?(?:名单)?(?:{_PAUSE}?(?:分别|具体|依次|它们)?(?:为|是|有)|分别|即|包括|"
    r"名单如下|如下)?[:：]?)"
)
_LEAD = pattern(
    rf"(?:[^,，。;；:：、\d()]{{1,14}}?(?=分别[为是])|[,，][^,，。;；:：、\d()]{{2,16}}(?=[,，]分别[为是])|{_NOUN}(?:\([^()\d]{{1,12}}\))?)"
    + _LINK,
    finds=(
        "，分别为甲、乙",
        "，均为长期不更新，分别是甲",
        "单位：甲",
    ),
    not_in=(
        "单位，其中甲",
        "，甲、乙",
    ),
    seen="崇信县 (2020 Q1)",
    way="match",
)
_VERB_LEAD = pattern(
    r"[^,，。;；:：、\d()]{2,24}?(?:[,，]?(?:名单|具体|分别|依次)?(?:为|是|有)?[:：]|[,，](?:具体|分别|依次)(?:为|是|有)[:：]?)",
    finds=("账号未提供有效互动功能：“甲”", "县直部门未开展自查，分别是甲"),
    not_in=("单位，其中甲", "个问题。"),
    seen="circulars of spot checks: what the named have not done stands before the names",
    way="match",
)
_NEXT_SENTENCE = pattern(
    r"[)）]?。(?=(?:分别|具体|依次)(?:为|是|有))",
    finds=(
        "。分别为：甲",
        "。具体是",
    ),
    not_in=("。有的",),
    seen="a usual form; in none of the documents kept",
    way="match",
)
_LINKS_ONE = pattern(
    r"[为是有即:：]$",
    finds=("分别为", "："),
    not_in=("具体",),
    seen="交由31个单位具体承办: a verb, and no name",
)
_STRONG = pattern(
    r"分别|具体|依次|如下|即|[:：]",
    finds=(
        "分别为",
        "如下：",
    ),
    not_in=("有",),
    seen="崇信县 (2020 Q1)",
)
_CHAINED = pattern(
    rf"{_NOUN}(?:[、和及与]|以及)[^,，。;；:：、\d]{{0,8}}$",
    finds=(
        "县直单位和",
        "单位、乡镇",
    ),
    not_in=("个单位，其中",),
    seen="a usual form; in none of the documents kept",
    way="fullmatch",
)
_MEASURES = ("个", "家", "所")
_GRADES = pattern(
    r"较好|良好|优秀|好的|及时|不及时|部分|规范|达标|合格|较差|滞后|一般|落后|表扬|批评|优良|最低标准|更新|"
    r"不够|较慢|较多|较少|靠前|靠后|先进|到位|发布|否决|核实|完成|等次|等级",
    finds=(
        "更新情况较好",
        "合格",
    ),
    not_in=(
        "教育局",
        "栏目",
    ),
    seen="崇信县 (2020 Q1)",
)
_GOOD = pattern(
    r"较?好|优|及时|规范|达标|合格|先进|靠前|到位|表扬|有更新|较多|较快|积极|正常|红榜|率高|未发现问题",
    finds=(
        "更新情况较好",
        "合格",
    ),
    not_in=("更新滞后",),
    seen="崇信县 (2020 Q1)",
)
_BAD = pattern(
    r"不|未(?!发现问题)|没|部分|(?<!未发现)问题",
    finds=(
        "更新不及时",
        "部分更新",
    ),
    not_in=("更新较好",),
    seen="崇信县 (2020 Q1)",
)
_CHAPTER = pattern(
    r"^[一二三四五六七八九十]{1,3}[、.]",
    finds=("一、信息更新情况",),
    not_in=(
        "（一）总体",
        "1.更新",
    ),
    seen="崇信县 (2020 Q1)",
    way="match",
)
_POINT = pattern(
    r"^[一二三四五六七八九十]{1,2}是",
    finds=("一是思想认识不到位",),
    not_in=("一、情况",),
    seen="崇信县 (2020 Q1)",
    way="match",
)
_HEADING = pattern(
    r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)|附件)",
    finds=(
        "一、情况",
        "(二)部分更新",
        "附件1",
    ),
    not_in=("1.更新",),
    seen="崇信县 (2020 Q1) and 河曲县 (2018)",
    way="match",
)
_COUNTED_HEAD = pattern(
    r"[^,，。;；:：、]{2,24}(?:\((?:共|计|共计)?\d{1,3}[个家所]\)|\d{1,3}[个家所])[:：]?",
    finds=(
        "进度较慢的单位(3家)",
        "更新滞后的单位(共6个)",
    ),
    not_in=(
        "甲局、乙局",
        "共发布12条",
    ),
    seen="a usual form; in none of the documents kept",
    way="fullmatch",
)
"""A heading without a number of its own: 进度较慢的单位(3家)."""
_ITEM = re.compile(r"^(?:\(?\d{1,2}\)?[.、)]|[①-⑳])\s?(?!\d)")
_SUBHEAD = pattern(
    r"^[^:,，。、]{2,14}(?:\(\d+[个家]\))?:(?=.)",
    finds=(
        "县直单位(3个):甲",
        "乡镇:甲",
    ),
    not_in=(
        "甲、乙:丙",
        "县直单位",
    ),
    seen="a usual form; in none of the documents kept",
)
_MAX_BELOW = 60
"""Lines below a heading that are read as names; longer lists stand in tables."""
_COUNTING = pattern(
    r"[共有计]*",
    finds=["共", "共有", "共计"],
    not_in=["共有单位", "部门"],
    seen="共17个。 with its class in the heading above, in circulars",
    way="fullmatch",
)


_BODIES = pattern(
    r"单位|部门|乡镇|街道",
    finds=(
        "单位",
        "乡镇",
    ),
    not_in=("栏目",),
    seen="崇信县 (2020 Q1)",
)

_LOOKS_BACK = pattern(
    r"^本[期次](?:仍|待)|仍须|仍需|已经?改进|^上[年季月期次]",
    finds=("本期待核实的", "本期仍须整改的", "已经改进的"),
    not_in=("本季度更新较好的单位", "待核实的单位"),
    seen="circulars that tell what became of the units the last one blamed",
)
_INNER_LIST = pattern(
    r"等\d{1,3}[个家]",
    finds=("甲局、乙局等4个单位名次待定；丙局",),
    not_in=("甲局、乙局",),
    seen="circulars that group the units of a list by the reason",
)
_ANNOUNCED = pattern(
    r"附件?[:：]",
    finds=("附件：不合格政府网站名单（8家）",),
    not_in=("附件1",),
    seen="lists of attachments, below which the paper is signed",
    way="match",
)
_LONGEST = 40
_NUMBERED = pattern(
    r"^\(?[一二三四五六七八九十]{1,3}[、.)]\s?",
    finds=(
        "(一)更新",
        "二、问题",
    ),
    not_in=("更新较好",),
    seen="崇信县 (2020 Q1)",
)

_ITEM_NUMBER = pattern(
    r"^\s*[(（]?[一二三四五六七八九十\d]{1,3}[)）.、．]+",
    finds=(
        "1.更新",
        "（一）更新",
    ),
    not_in=(
        "更新较好",
        "2020年",
    ),
    seen="崇信县 (2020 Q1)",
)

_LEADS_BELOW = pattern(
    rf"{_NOUN}[)）]?{_PAUSE}?(?:名单|分别|具体|依次)?(?:为|是|如下)?[:：]",
    finds=(
        "单位，分别为：",
        "名单如下:",
    ),
    not_in=(
        "单位，其中：",
        "单位",
    ),
    seen="circulars whose names stand in the lines below",
    way="fullmatch",
)

_PAUSES = pattern(
    r"[、,，]|(?<=[局委办镇乡])[和及与]",
    finds=("住建局、", "公安局和上湾镇"),
    not_in=("发展和改革", "住建局"),
    seen="a usual form; in none of the documents kept",
)

_ALSO_COUNTED = pattern(
    r"[,，](?:总?共|共计|合计)$", finds=("，共",), not_in=("共",), seen="全文包括甲、乙、丙，共六部分: yearly reports"
)

_QUOTES = pattern("”“", finds=("甲”“乙",), not_in=("甲”、“乙",), seen="accounts and parts named without pauses")

_OPENS = pattern(
    r"[(（](?:共|计|共计)?$|[(（]$",
    finds=(
        "单位（共",
        "单位(",
    ),
    not_in=("单位共",),
    seen="the circulars that this program writes",
)

_INNER_LEAD = pattern(
    r"^(?:分别为|分别是|即|包括|名单[:：]?|为|其中|含)[:：]?",
    finds=(
        "分别为甲",
        "即：",
    ),
    not_in=("甲、乙",),
    seen="a usual form; in none of the documents kept",
)

_QUOTED_RUN = pattern(
    r"(?:[“\"][^“”\"]{1,40}[”\"][、,，和及与]?){1,30}(?=[,，。;；]|$)",
    finds=("“甲”“乙”，均为", "“甲”、“乙”"),
    not_in=("甲、乙",),
    seen="accounts named in circulars of spot checks",
    way="match",
)

_TOGETHER = pattern(
    r"共计?|合计|总计",
    finds=("共", "合计"),
    not_in=("共有",),
    seen="a usual form; in none of the documents kept",
    way="fullmatch",
)
_CLOSED_BY = pattern(
    r"(?P<label>[^、]{2,16}?(?:的|单位|部门|网站|账号)(?:单位|部门|乡镇|[县市区])?)(?:有|为|是|包括)(?=.{2})",
    finds={"更新及时的有甲局、乙局": "更新及时的"},
    not_in=("更新及时", "甲局、乙局"),
    seen="a usual form; in none of the documents kept",
    way="match",
)

_COUNTED = pattern(
    r"(?:县直|市直|乡镇|政务)?(?:单位|部门|乡镇|镇|乡|街道|(?P<site>网站|新媒体|账号|公众号))|(?P<part>部分)",
    finds=(
        "单位予以通报",
        "部分组成",
        "政务新媒体账号超过两周",
    ),
    not_in=(
        "栏目",
        "问题",
    ),
    seen="缙云县 三溪乡 (2018)",
    way="match",
)

_PLACES = pattern(
    r"地区|省份|市州|(?:[省市县区州盟旗乡]|省级|市级|县级|区级|乡镇|\(市?、?县?、?区?\)){0,4}(?:人民)?政府(?:部门)?(?:门户)?网站",
    finds=("地区", "省级政府门户网站", "市(区)政府门户网站", "政府网站"),
    not_in=("栏目", "单位", "部门网站"),
    seen="circulars of the State Council's office (2017 to 2020): places by their short names, then how many",
    way="match",
)
_PLACES_JOINED = pattern(
    r"^[^、]{0,20}?(?:和|以及|与)(?=[^、]{2,8}、)",
    finds=("个省级政府门户网站和茂名、密云",),
    not_in=("茂名、密云",),
    seen="circulars of the State Council's office: two such lists in one clause",
)
_JOINED_LIST = pattern(
    r"^(?:单位|部门|乡镇|镇|乡|街道|网站|账号|新媒体|\([^()]{1,12}\)){0,3}(?:和|以及|及|与|、)",
    finds=("部门和红岩乡、大坪乡等", "部门、丙镇"),
    not_in=("部门的甲局、乙局",),
    seen="the most usual sentence of circulars: 甲局、乙局等2个部门和丙镇、丁乡等2个乡镇未更新",
)
_PLACE_NAMES = pattern(
    r"[\u4e00-\u9fff]{2,8}(?:、[\u4e00-\u9fff]{2,8}){1,40}",
    finds=("广东、北京、内蒙古",),
    not_in=("广东", "北京、1"),
    seen="circulars of the State Council's office",
    way="fullmatch",
)

_INCLUDES = pattern(
    r"包括|包含|由",
    finds=(
        "报告包括",
        "由概述",
    ),
    not_in=("等7个",),
    seen="缙云县 三溪乡 (2018)",
)

_AND_SO = pattern(
    r"(?:等|这|共计?){1,4}$",
    finds=(
        "等",
        "等共",
    ),
    not_in=("甲等级别",),
    seen="a usual form; in none of the documents kept",
)

_TOWARDS = pattern(
    r"^.{0,6}?(?<=[对给将向])",
    finds=("对市医保局",),
    not_in=("市医保局",),
    seen="a usual form; in none of the documents kept",
)

_LISTED = pattern(
    r"单位|部门|乡镇|网站|新媒体|账号|栏目|街道",
    finds=(
        "单位",
        "账号",
    ),
    not_in=("问题",),
    seen="崇信县 (2020 Q1)",
)

_YEAR = pattern(r"\d{4}年", finds=("2020年",), not_in=("20年",), seen="崇信县 (2020 Q1)")


@dataclass(frozen=True, slots=True)
class Group:
    """Names and the number the text gives them. ``label`` is what stands before the number (更新情况较好的单位).

    ``figures`` are the numbers that together count the names (one, or those of 3个县直单位和2个乡镇); ``is_closed``
    says that all names are claimed to be there: after 等 fewer may stand than counted. ``below`` are the lines that
    hold the names where the number stands in a heading. ``is_headed`` says that the label is the heading right above,
    ``is_bracketed`` that the names stand in a bracket right behind their number.
    """

    line: Line
    figures: tuple[Figure, ...]
    label: str
    names: NameList
    is_closed: bool
    span: tuple[int, int]
    others: tuple[Figure, ...]
    below: tuple[Line, ...] = ()
    is_headed: bool = False
    is_bracketed: bool = False

    @property
    def stated(self) -> int:
        """How many names the text says there are."""
        return int(sum(figure.value for figure in self.figures))

    @property
    def place(self) -> str:
        """Where the number stands."""
        return self.line.place

    @property
    def names_place(self) -> str:
        """Where the names stand."""
        return self.below[0].place if self.below else self.line.place

    @property
    def number_quote(self) -> str:
        """The number with the words about it."""
        return self.line.around(self.figures[0].start, self.figures[-1].end)

    @property
    def quote(self) -> str:
        """The sentence or the lines the names stand in."""
        if self.below:
            return "".join(line.text for line in self.below)
        return self.line.text[self.span[0] : self.span[1]].strip()

    @property
    def spots(self) -> frozenset[Spot]:
        """The figures that count the names."""
        return frozenset((self.line.place, figure.start) for figure in self.figures)

    @property
    def units(self) -> tuple[str, ...]:
        """The names, where they are names of public bodies."""
        return self.names.names if self.are_units else ()

    @property
    def are_units(self) -> bool:
        """Whether most names end as those of public bodies do."""
        names = self.names.names
        return bool(names) and sum(map(looks_like_unit, names)) * 10 >= len(names) * 7


def is_grade(group: Group) -> bool:
    """Whether a group is one of the classes a circular sorts units into."""
    is_listed = bool(group.below) and bool(_BODIES.search(group.label))
    if _LOOKS_BACK.search(group.label):
        return False
    return (bool(group.units) or is_listed) and (bool(_GRADES.search(group.label)) or is_listed) and group.stated >= 1


def classes_of(paper: OpenedPaper) -> tuple[Group, ...]:
    """The groups that sort units into classes, a good one among them, so that a unit belongs to one only.

    They stand in one chapter, or each is a chapter of its own. Lists of several kinds of faults are no classes: a
    unit may well stand in two of them.
    """
    chapters: dict[int, list[Group]] = {}
    starts = [index for index, part in enumerate(paper.flow) if isinstance(part, Line) and _CHAPTER.match(part.plain)]
    places = {part.place: index for index, part in enumerate(paper.flow) if isinstance(part, Line)}
    for group in groups_of(paper):
        at = places[group.line.place]
        is_own = at in starts or (group.is_headed and at - 1 in starts)
        chapter = -1 if is_own else max((start for start in starts if start < at), default=0)
        if is_grade(group) and not _POINT.match(group.line.plain):
            chapters.setdefault(chapter, []).append(group)
    good = [groups for groups in chapters.values() if any(_is_good(group.label) for group in groups)]
    most = max((len(groups) for groups in good), default=0)
    return next((tuple(groups) for groups in good if len(groups) == most), ())


def _is_good(label: str) -> bool:
    return bool(_GOOD.search(label)) and not _BAD.search(label)


@lru_cache(maxsize=8)
def groups_of(paper: OpenedPaper) -> tuple[Group, ...]:
    """Every group of names in the document's text."""
    found: list[Group] = []
    for index, part in enumerate(paper.flow):
        if isinstance(part, Line):
            below = () if _ANNOUNCED.match(part.plain) else _names_below(paper.flow, index + 1)
            above = paper.flow[index - 1] if index else None
            for span in sentences(part.plain):
                found += (_headed(group, above) for group in _groups_in(part, span, below))
    return tuple(found)


def _headed(group: Group, above: Line | Grid | None) -> Group:
    """共17个。分别为…: a number without a name is that of the heading right above it."""
    if _COUNTING.fullmatch(group.label) and isinstance(above, Line) and _HEADING.match(above.plain):
        label = _NUMBERED.sub("", above.plain)
        return replace(group, label=label, is_headed=True)
    return group


def _names_below(flow: Sequence[Line | Grid], start: int) -> tuple[Line, ...]:
    """The lines from ``start`` on that hold nothing but names: up to the next heading, table or sentence."""
    lines: list[Line] = []
    for part in flow[start : start + _MAX_BELOW]:
        if not isinstance(part, Line) or _HEADING.match(part.plain) or _COUNTED_HEAD.fullmatch(part.plain):
            break
        if not _may_be_names(part.plain):
            break
        lines.append(part)
        if part.plain.endswith("。") and not any(_ITEM.match(line.plain) for line in lines):
            break
    return tuple(lines)


def _may_be_names(text: str) -> bool:
    text = _SUBHEAD.sub("", _ITEM.sub("", text))
    names = split_names(re.sub(r"[。;；,，、]$", "", text)).names
    is_plain = not re.search(r"[。!?](?=.)", re.sub(r"\([^()]*\)|“[^“”]*”", "", text))
    return (
        is_plain
        and bool(names)
        and all(_length(name) <= _LONGEST for name in names)
        and not re.search(r"[，,].*[，,]", text)
    )


def _groups_in(line: Line, span: tuple[int, int], below: tuple[Line, ...]) -> Iterator[Group]:
    text = line.plain
    figures = [f for f in figures_in(text) if span[0] <= f.start < span[1] and f.is_exact and _counts_names(text, f)]
    for last in range(1, len(figures) + 1):
        chain = _chain(text, figures[:last])
        others = tuple(f for f in figures if f not in chain)
        found = _after(line, chain, span, others) or _bracketed(line, chain, span, others)
        found = found or _ahead(line, chain, span, others) or _closed_by(line, chain, span, others)
        found = found or _below(line, chain, span, below)
        if found is not None:
            yield found


def _counts_names(text: str, figure: Figure) -> bool:
    return figure.measure in _MEASURES or (not figure.measure and OF_PARTS.match(text, figure.end) is not None)


def _chain(text: str, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures that count one list together: the last one and those joined to it (3个县直单位和2个乡镇)."""
    chain = [figures[-1]]
    for before in reversed(figures[:-1]):
        if not _CHAINED.fullmatch(text[before.end : chain[0].start]):
            break
        chain.insert(0, before)
    return tuple(chain)


def _label(text: str, start: int, figure: Figure) -> str:
    before = re.split(r"[,，;；。:：]", text[start : figure.start])[-1]
    before = _ITEM_NUMBER.sub("", before)
    return _OPENS.sub("", before)


def _after(line: Line, chain: tuple[Figure, ...], span: tuple[int, int], others: tuple[Figure, ...]) -> Group | None:
    """15个，分别为甲、乙、丙。"""
    text = line.plain
    stop = _NEXT_SENTENCE.match(text, chain[-1].end)
    if stop:
        span = (span[0], next((end for start, end in sentences(text) if start <= stop.end() < end), span[1]))
    lead = _LEAD.match(text, stop.end() if stop else chain[-1].end)
    if lead is None:
        return _behind_its_verb(line, chain, span, others)
    rest = re.split(r"[。;；!！]", text[lead.end() : span[1]])[0]
    body, is_strong = _upto_comma(rest), bool(_STRONG.search(lead["link"]))
    if len(split_names(body).names) == 1 and not _LINKS_ONE.search(lead["link"]):
        return None
    return _group(line, chain, span, others, body, lead.end(), is_strong=is_strong)


def _behind_its_verb(
    line: Line, chain: tuple[Figure, ...], span: tuple[int, int], others: tuple[Figure, ...]
) -> Group | None:
    """6个账号未提供互动功能：“甲”“乙”…; 5个县直部门未开展自查，分别是甲、乙: names of bodies or in quotation marks."""
    lead = _VERB_LEAD.match(line.plain, chain[-1].end)
    if lead is None:
        return None
    body = _upto_comma(re.split(r"[。;；!！]", line.plain[lead.end() : span[1]])[0])
    group = _group(line, chain, span, others, body, lead.end(), is_strong=True)
    return group if group is not None and (group.are_units or _QUOTED_RUN.fullmatch(body)) else None


def _upto_comma(text: str) -> str:
    """The list's text: up to the first comma outside brackets, unless commas separate the names themselves."""
    if (quoted := _QUOTED_RUN.match(text)) is not None:
        return quoted[0]
    if "、" not in text:
        return text
    depth = 0
    for index, char in enumerate(text):
        depth += (char in "(（") - (char in ")）")
        if char in ",，" and depth <= 0:
            return text[:index]
    return text


def _group(
    line: Line,
    chain: tuple[Figure, ...],
    span: tuple[int, int],
    others: tuple[Figure, ...],
    body: str,
    at: int,
    *,
    is_strong: bool,
) -> Group | None:
    names = split_names(body, at)
    is_single = len(names.names) == 1 and is_strong and looks_like_unit(names.names[0])
    if (len(names.names) < 2 and not is_single) or any(_length(name) > _LONGEST for name in names.names):
        return None
    if _holds_counts(body, chain) or _INNER_LIST.search(body):
        return None
    label = _label(line.plain, span[0], chain[0])
    others = tuple(figure for figure in others if not at <= figure.start < at + len(body))
    group = Group(line, chain, label, names, not names.is_open, span, others)
    return group if is_strong or group.are_units else None


def _length(name: str) -> int:
    """Letters of a name, a second name in brackets left out."""
    return len(re.sub(r"\([^()]*\)", "", plain(name)))


def _holds_counts(body: str, chain: tuple[Figure, ...]) -> bool:
    """Whether the pieces are parts of a sum, not names: half of them end in a number of the group's own measure."""
    own = "".join({figure.measure for figure in chain})
    pieces = re.split("[、,，]", re.sub(r"\([^()]*\)", "", body))
    return sum(bool(re.search(rf"\d(?:[{own}]|$)", piece)) for piece in pieces) * 2 >= len(pieces)


def _bracketed(
    line: Line, chain: tuple[Figure, ...], span: tuple[int, int], others: tuple[Figure, ...]
) -> Group | None:
    """15个单位(甲、乙、丙)。"""
    text, figure = line.plain, chain[-1]
    for low, high in brackets(text):
        if low < figure.end or low >= span[1]:
            continue
        if low - figure.end > 6 or not re.fullmatch(_NOUN, text[figure.end : low]):
            return None
        inner = _INNER_LEAD.sub("", text[low + 1 : high - 1])
        is_single = looks_like_unit(inner) and not _BODIES.fullmatch(inner)
        is_quoted = _QUOTED_RUN.fullmatch(inner)
        is_list = "、" in inner or is_single or is_quoted
        if re.search(r"\d", re.sub(r"\([^()]*\)", "", inner)) or not is_list:
            return None
        group = _group(line, chain, span, others, inner, low + 1, is_strong=is_single or bool(is_quoted))
        return replace(group, is_bracketed=True) if group else None
    return None


def _ahead(line: Line, chain: tuple[Figure, ...], span: tuple[int, int], others: tuple[Figure, ...]) -> Group | None:
    """甲、乙、丙等3个单位; 包括甲、乙、丙等3个部分。"""
    text = line.plain
    noun = _COUNTED.match(text[chain[-1].end :])
    if noun is None:
        return _places_ahead(line, chain, span, others)
    low = max((f.end for f in others if f.end <= chain[0].start), default=span[0])
    own = _JOINED_LIST.sub("", text[low : chain[0].start]) if low > span[0] else text[low : chain[0].start]
    own = re.sub(r"(?<=[\u4e00-\u9fff”])\([^()]{0,80}\)", "", own)  # numbers and remarks behind the names
    ahead = _ALSO_COUNTED.sub("", text[span[0] : chain[0].start]) if noun["part"] else own
    before = re.split(r"[。;；:：(（]" if noun["part"] else r"[,，。;；:：(（]", ahead)[-1]
    if noun["part"]:
        before = _INCLUDES.split(before)[-1] if _INCLUDES.search(before) else ""
    is_open = before.rstrip().endswith("等")
    least = 2 if noun["part"] else 1
    if len(_PAUSES.findall(before)) + len(_QUOTES.findall(before)) < least or not re.search(
        r"[\u4e00-\u9fff”]$", before
    ):
        return None
    body = _AND_SO.sub("", before if noun["part"] else _TOWARDS.sub("", before))
    names = split_names(body)
    group = Group(line, chain, "", names, not is_open, span, others)
    if noun["part"] or (noun["site"] and _QUOTED_RUN.fullmatch(body)):
        return group
    return group if group.are_units and sum(map(looks_like_unit, names.names)) >= len(names.names) - 1 else None


def _places_ahead(
    line: Line, chain: tuple[Figure, ...], span: tuple[int, int], others: tuple[Figure, ...]
) -> Group | None:
    """北京、天津、上海3个地区; 广元、长沙2个市级政府门户网站: places by their short names."""
    text = line.plain
    if len(chain) > 1 or _PLACES.match(text, chain[0].end) is None:
        return None
    low = max((figure.end for figure in others if figure.end <= chain[0].start), default=span[0])
    ahead = re.split("[,，。;；:：(（]", text[low : chain[0].start])[-1]
    body = _PLACES_JOINED.sub("", ahead) if low > span[0] else ahead
    if _PLACE_NAMES.fullmatch(body) is None or any(map(is_placeholder, body.split("、"))):
        return None
    names = split_names(body)
    return Group(line, chain, "", names, not names.is_open, span, others=())


def _closed_by(
    line: Line, chain: tuple[Figure, ...], span: tuple[int, int], others: tuple[Figure, ...]
) -> Group | None:
    """更新及时的有甲、乙、丙，共3家; 更新及时的有甲、乙、丙3家."""
    *_, before, behind = ("", *re.split(r"[,，。;；:：]", line.plain[span[0] : chain[0].start]))
    clause = before if _TOGETHER.fullmatch(behind) else behind
    found = _CLOSED_BY.match(clause)
    if found is None:
        return None
    body = clause[found.end() :]
    names = split_names(body)
    group = Group(line, chain, found["label"], names, not names.is_open, span, others)
    return group if group.are_units or _QUOTED_RUN.fullmatch(body) else None


def _below(line: Line, chain: tuple[Figure, ...], span: tuple[int, int], below: tuple[Line, ...]) -> Group | None:
    """（一）更新较好的单位（15个）, and the names in the lines below; or 15个，分别为： at the end of a line."""
    text = line.plain
    rest = text[chain[-1].end :]
    is_heading = len(text) <= 60 and re.fullmatch(_NOUN + r"[)）]?[:：]?", rest)
    is_lead = _LEADS_BELOW.fullmatch(rest)
    if not below or not (is_heading or is_lead):
        return None
    names, used = _names_in(below)
    label = _label(text, span[0], chain[0])
    is_told = bool(_LISTED.search(label + rest))
    group = Group(line, chain, label, names, not names.is_open, span, (), used)
    return (
        group
        if names.names
        and (group.are_units or is_told)
        and not _holds_counts("、".join(line.plain for line in used), chain)
        else None
    )


def _names_in(lines: tuple[Line, ...]) -> tuple[NameList, tuple[Line, ...]]:
    """The names of several lines: 、 lists that may run over a line's end, or one name a line."""
    texts = [_ITEM.sub("", line.plain) for line in lines]
    if not any("、" in text or "“" in text for text in texts):
        own = list(takewhile(lambda text: len(text) <= 30 and not _YEAR.search(text), texts))
        return split_names("、".join(re.sub(r"[。;；,，]$", "", text) for text in own)), lines[: len(own)]
    joined = ""
    for text in texts:
        text = _SUBHEAD.sub("", text)
        joined += text if not joined or not re.search(r"[。;；,，]$", joined) else "、" + text
        joined = re.sub(r"[。;；,，](?=、|$)", "、", joined) if re.search(r"[。;；,，]$", joined) else joined
    return split_names(re.sub("、+", "、", joined).rstrip("、")), lines
