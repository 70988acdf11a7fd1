"""The forms in which names stand beside their number: 15个，分别为…; 甲、乙等3个单位; names in lines below."""

import re
from dataclasses import dataclass, replace
from itertools import takewhile

from auditor.base.pattern import pattern
from auditor.verify.comparison import Spot
from auditor.verify.figures import Figure
from auditor.verify.names import NameList, is_placeholder, looks_like_unit, split_names
from auditor.verify.paper import Line, plain
from auditor.verify.sentence import brackets, sentences

NOUN = (
    r"(?:(?:县直|市直|区直|乡镇|责任|政府|基层|成员|被检查|县级|市级|区级)?(?:单位|部门|乡镇|镇|乡|街道|科室|栏目|网站|"
    r"政府网站|政务新媒体|新媒体|账号|公众号|局))?"
)
_PAUSE = "[,，:：]"
_LINK = (
    rf"(?:[)）])?(?P<link>(?={_PAUSE}?(?:具体|名单|分别|依次|它们|为|是|有|即|包括|如下|[:：])){_PAUSE}?(?:具体)?(?:名单)?(?:{_PAUSE}?(?:分别|具体|依次|它们)?(?:为|是|有)|分别|即|包括|"
    r"名单如下|如下)?[:：]?)"
)
_LEAD = pattern(
    rf"(?:[^,，。;；:：、\d()]{{1,14}}?(?=分别[为是])|[,，][^,，。;；:：、\d()]{{2,16}}(?=[,，]分别[为是])|{NOUN}(?:\([^()\d]{{1,12}}\))?)"
    + _LINK,
    finds=("，分别为甲、乙", "，均为长期不更新，分别是甲", "单位：甲"),
    not_in=("单位，其中甲", "，甲、乙"),
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
    finds=("。分别为：甲", "。具体是"),
    not_in=("。有的",),
    seen="a usual form; in none of the documents kept",
    way="match",
)
_LINKS_ONE = pattern(
    r"[为是有即:：]$", finds=("分别为", "："), not_in=("具体",), seen="交由31个单位具体承办: a verb, and no name"
)
_STRONG = pattern(r"分别|具体|依次|如下|即|[:：]", finds=("分别为", "如下："), not_in=("有",), seen="崇信县 (2020 Q1)")
ITEM = re.compile(r"^(?:\(?\d{1,2}\)?[.、)]|[①-⑳])\s?(?!\d)")
SUBHEAD = pattern(
    r"^[^:,，。、]{2,14}(?:\(\d+[个家]\))?:(?=.)",
    finds=("县直单位(3个):甲", "乡镇:甲"),
    not_in=("甲、乙:丙", "县直单位"),
    seen="a usual form; in none of the documents kept",
)
BODIES = pattern(r"单位|部门|乡镇|街道", finds=("单位", "乡镇"), not_in=("栏目",), seen="崇信县 (2020 Q1)")
_INNER_LIST = pattern(
    r"等\d{1,3}[个家]",
    finds=("甲局、乙局等4个单位名次待定；丙局",),
    not_in=("甲局、乙局",),
    seen="circulars that group the units of a list by the reason",
)
LONGEST = 40
_ITEM_NUMBER = pattern(
    r"^\s*[(（]?[一二三四五六七八九十\d]{1,3}[)）.、．]+",
    finds=("1.更新", "（一）更新"),
    not_in=("更新较好", "2020年"),
    seen="崇信县 (2020 Q1)",
)
_LEADS_BELOW = pattern(
    rf"{NOUN}[)）]?{_PAUSE}?(?:名单|分别|具体|依次)?(?:为|是|如下)?[:：]",
    finds=("单位，分别为：", "名单如下:"),
    not_in=("单位，其中：", "单位"),
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
    finds=("单位（共", "单位("),
    not_in=("单位共",),
    seen="the circulars that this program writes",
)
_INNER_LEAD = pattern(
    r"^(?:分别为|分别是|即|包括|名单[:：]?|为|其中|含)[:：]?",
    finds=("分别为甲", "即："),
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
    finds=("单位予以通报", "部分组成", "政务新媒体账号超过两周"),
    not_in=("栏目", "问题"),
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
_INCLUDES = pattern(r"包括|包含|由", finds=("报告包括", "由概述"), not_in=("等7个",), seen="缙云县 三溪乡 (2018)")
_AND_SO = pattern(
    r"(?:等|这|共计?){1,4}$",
    finds=("等", "等共"),
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
    r"单位|部门|乡镇|网站|新媒体|账号|栏目|街道", finds=("单位", "账号"), not_in=("问题",), seen="崇信县 (2020 Q1)"
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


def _label(text: str, start: int, figure: Figure) -> str:
    before = re.split(r"[,，;；。:：]", text[start : figure.start])[-1]
    before = _ITEM_NUMBER.sub("", before)
    return _OPENS.sub("", before)


def names_behind(
    line: Line, chain: tuple[Figure, ...], span: tuple[int, int], others: tuple[Figure, ...]
) -> Group | None:
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
    if (len(names.names) < 2 and not is_single) or any(letters_of(name) > LONGEST for name in names.names):
        return None
    if _holds_counts(body, chain) or _INNER_LIST.search(body):
        return None
    label = _label(line.plain, span[0], chain[0])
    others = tuple(figure for figure in others if not at <= figure.start < at + len(body))
    group = Group(line, chain, label, names, not names.is_open, span, others)
    return group if is_strong or group.are_units else None


def letters_of(name: str) -> int:
    """Letters of a name, a second name in brackets left out."""
    return len(re.sub(r"\([^()]*\)", "", plain(name)))


def _holds_counts(body: str, chain: tuple[Figure, ...]) -> bool:
    """Whether the pieces are parts of a sum, not names: half of them end in a number of the group's own measure."""
    own = "".join({figure.measure for figure in chain})
    pieces = re.split("[、,，]", re.sub(r"\([^()]*\)", "", body))
    return sum(bool(re.search(rf"\d(?:[{own}]|$)", piece)) for piece in pieces) * 2 >= len(pieces)


def names_in_brackets(
    line: Line, chain: tuple[Figure, ...], span: tuple[int, int], others: tuple[Figure, ...]
) -> Group | None:
    """15个单位(甲、乙、丙)。"""
    text, figure = line.plain, chain[-1]
    for low, high in brackets(text):
        if low < figure.end or low >= span[1]:
            continue
        if low - figure.end > 6 or not re.fullmatch(NOUN, text[figure.end : low]):
            return None
        inner = _INNER_LEAD.sub("", text[low + 1 : high - 1])
        is_single = looks_like_unit(inner) and not BODIES.fullmatch(inner)
        is_quoted = _QUOTED_RUN.fullmatch(inner)
        is_list = "、" in inner or is_single or is_quoted
        if re.search(r"\d", re.sub(r"\([^()]*\)", "", inner)) or not is_list:
            return None
        group = _group(line, chain, span, others, inner, low + 1, is_strong=is_single or bool(is_quoted))
        return replace(group, is_bracketed=True) if group else None
    return None


def names_ahead(
    line: Line, chain: tuple[Figure, ...], span: tuple[int, int], others: tuple[Figure, ...]
) -> Group | None:
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


def names_then_number(
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


def names_in_lines(
    line: Line, chain: tuple[Figure, ...], span: tuple[int, int], below: tuple[Line, ...]
) -> Group | None:
    """（一）更新较好的单位（15个）, and the names in the lines below; or 15个，分别为： at the end of a line."""
    text = line.plain
    rest = text[chain[-1].end :]
    is_heading = len(text) <= 60 and re.fullmatch(NOUN + r"[)）]?[:：]?", rest)
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
    texts = [ITEM.sub("", line.plain) for line in lines]
    if not any("、" in text or "“" in text for text in texts):
        own = list(takewhile(lambda text: len(text) <= 30 and not _YEAR.search(text), texts))
        return split_names("、".join(re.sub(r"[。;；,，]$", "", text) for text in own)), lines[: len(own)]
    joined = ""
    for text in texts:
        text = SUBHEAD.sub("", text)
        joined += text if not joined or not re.search(r"[。;；,，]$", joined) else "、" + text
        joined = re.sub(r"[。;；,，](?=、|$)", "、", joined) if re.search(r"[。;；,，]$", joined) else joined
    return split_names(re.sub("、+", "、", joined).rstrip("、")), lines
