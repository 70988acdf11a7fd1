"""Groups of names with a stated size: 较好的单位15个，分别为…; 甲、乙、丙等3个单位."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.verify.figures import Figure, figures_in
from auditor.verify.names import NameList, looks_like_unit, split_names
from auditor.verify.paper import Line, Paper
from auditor.verify.sentence import brackets, sentences

_NOUN = (
    r"(?:(?:县直|市直|区直|乡镇|责任|政府|基层|成员|被检查|县级)?(?:单位|部门|乡镇|镇|乡|街道|科室|栏目|网站|"
    r"政府网站|政务新媒体|新媒体|账号|公众号|局))?"
)
_LEAD = re.compile(
    rf"{_NOUN}(?P<link>[,，:：]?(?:名单)?(?:[,，]?(?:分别|具体|依次|它们)?(?:为|是|有)|分别|即|包括|名单如下|"
    rf"如下)?[:：]?)"
)
_WEAK_LINKS = ("", ",", "，")
_BEFORE = re.compile(r"(?P<open>等)?$")
_MEASURES = ("个", "家", "所")
_GRADES = re.compile(
    r"较好|良好|优秀|好的|及时|不及时|部分|规范|达标|合格|较差|滞后|一般|落后|表扬|批评|优良|最低标准|未更新|"
    r"不够|较慢|较多|较少|靠前|靠后|先进|到位|发布"
)


@dataclass(frozen=True, slots=True)
class Group:
    """Names and the number the text gives them. ``label`` is what stands before the number (更新情况较好的单位).

    ``is_closed`` says that all names are claimed to be there; after 等 fewer may stand than counted.
    """

    line: Line
    figure: Figure
    label: str
    names: NameList
    is_closed: bool
    span: tuple[int, int]
    others: tuple[Figure, ...]

    @property
    def quote(self) -> str:
        """The sentence the group stands in."""
        return self.line.text[self.span[0] : self.span[1]].strip()

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
    return bool(group.units) and bool(_GRADES.search(group.label)) and group.figure.value >= 1


def groups_of(paper: Paper) -> Iterator[Group]:
    """Every group of names in the document's text."""
    for line in paper.lines:
        for span in sentences(line.plain):
            yield from _groups_in(line, span)


def _groups_in(line: Line, span: tuple[int, int]) -> Iterator[Group]:
    text = line.plain
    figures = [f for f in figures_in(text) if span[0] <= f.start < span[1] and f.measure in _MEASURES and f.is_exact]
    for figure in figures:
        others = tuple(f for f in figures if f is not figure)
        found = _after(line, figure, span, others) or _bracketed(line, figure, span, others)
        found = found or _ahead(line, figure, span, others)
        if found is not None:
            yield found


def _label(text: str, start: int, figure: Figure) -> str:
    before = re.split(r"[,，;；。:：]", text[start : figure.start])[-1]
    return re.sub(r"^\s*(?:[(（]?[一二三四五六七八九十\d]+[)）.、．]?)?", "", before)


def _after(line: Line, figure: Figure, span: tuple[int, int], others: tuple[Figure, ...]) -> Group | None:
    """15个，分别为甲、乙、丙。"""
    text = line.plain
    lead = _LEAD.match(text, figure.end)
    if lead is None or lead["link"] in _WEAK_LINKS:
        return None
    rest = re.split(r"[。;；!！]", text[lead.end() : span[1]])[0]
    is_strong = bool(re.search(r"分别|具体|依次|如下|即|[:：]", lead["link"]))
    body = _upto_comma(rest)
    return _group(line, figure, span, others, body, lead.end(), is_strong)


def _upto_comma(text: str) -> str:
    """The list's text: up to the first comma outside brackets, unless commas separate the names themselves."""
    if "、" not in text:
        return text
    depth = 0
    for index, char in enumerate(text):
        depth += (char in "(（") - (char in ")）")
        if char in ",，" and depth <= 0:
            return text[:index]
    return text


def _group(
    line: Line, figure: Figure, span: tuple[int, int], others: tuple[Figure, ...], body: str, at: int, is_strong: bool
) -> Group | None:
    names = split_names(body, at)
    if len(names.names) < 2 or any(len(name) > 40 for name in names.names):
        return None
    if sum(
        1 for name in names.names if re.search(r"\d+(?:[个条家件项次篇]|$)", re.sub(r"\([^()]*\)", "", name))
    ) * 2 >= len(names.names):
        return None
    group = Group(line, figure, _label(line.plain, span[0], figure), names, not names.is_open, span, others)
    return group if is_strong or group.are_units else None


def _bracketed(line: Line, figure: Figure, span: tuple[int, int], others: tuple[Figure, ...]) -> Group | None:
    """15个单位(甲、乙、丙)。"""
    text = line.plain
    for low, high in brackets(text):
        if low < figure.end or low >= span[1]:
            continue
        if low - figure.end > 6 or not re.fullmatch(_NOUN, text[figure.end : low]):
            return None
        inner = re.sub(r"^(?:分别为|分别是|即|包括|名单[:：]?|为|其中|含)[:：]?", "", text[low + 1 : high - 1])
        if re.search(r"\d", re.sub(r"\([^()]*\)", "", inner)) or "、" not in inner:
            return None
        return _group(line, figure, span, others, inner, low + 1, is_strong=False)
    return None


def _ahead(line: Line, figure: Figure, span: tuple[int, int], others: tuple[Figure, ...]) -> Group | None:
    """甲、乙、丙等3个单位。"""
    text = line.plain
    if not re.match(r"(?:县直|市直|乡镇)?(?:单位|部门|乡镇|镇|乡|街道)", text[figure.end :]):
        return None
    before = re.split(r"[,，。;；:：(（]", text[span[0] : figure.start])[-1]
    if before.count("、") < 2 or not re.search(r"[\u4e00-\u9fff]$", before):
        return None
    names = split_names(re.sub(r"(?:等|这|共|共计)+$", "", before))
    is_open = before.rstrip().endswith("等")
    group = Group(line, figure, "", names, not is_open, span, others)
    return group if group.are_units and sum(map(looks_like_unit, names.names)) >= len(names.names) - 1 else None
