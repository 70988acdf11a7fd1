"""Names of units: reading lists of them, and telling that 文旅局 and 文体广电和旅游局 are one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.base.pattern import pattern

_SUFFIX = pattern(
    r"(?:局|办|委|委员会|办公室|中心|站|所|院|公司|镇|乡|街道|街道办事处|办事处|社区|科协|小学|中学|初中|高中|幼儿园|开发区|集中区|园区|高新区|"
    r"经开区|示范区|"
    r"管委会|管理委员会|管理处|分局|支队|大队|总队|厅|部|处|馆|社|联|会|府|团委|妇联|学校|银行|队|县|区|市|"
    r"政府办|农场|林场|村|苏木|银保监组|集团)$",
    finds=("县财政局", "锦屏镇", "工业集中区", "政府办", "团委", "档案馆"),
    not_in=("更新情况", "栏目", "财政局等"),
    seen="circulars of 崇信县 (2020) and 河曲县 (2018)",
)
_TOWN = pattern(
    r"(?:镇|乡|街道|社区|街道办|街道办事处|苏木|集中区|开发区|园区)(?:人民政府|政府)?$",
    finds=("锦屏镇", "工业集中区", "城关街道办事处", "黄花乡人民政府"),
    not_in=("财政局", "镇政府办"),
    seen="circulars of 崇信县 (2020) and 河曲县 (2018)",
)
_PLACEHOLDER = pattern(
    r"^(?:(?:各|相关|有关|全县|全市|全区|县直各|所有|其他|其它).*|(?:—|-|/|无|合计|总计|小计|平均|备注|责任单位)*|"
    r".*(?:相关部门|有关部门|各部门|各单位|各乡镇|等单位))$",
    finds=("各乡镇", "相关部门", "合计", "—", "县直各单位"),
    not_in=("财政局", "锦屏镇", "教育局等部门"),
    seen="崇信县 (2020)",
    way="fullmatch",
)
_ENDING = (
    ("委员会", "委"), ("办公室", "办"), ("街道办事处", "街道"), ("街道办", "街道"), ("人民政府", ""),
    ("管理委", "管委"),
)  # fmt: skip
_BRACKETED = re.compile(r"\([^()]*\)$")
_COUNT_BEHIND = pattern(
    r"(?:(?<=[\u4e00-\u9fff])|(?<=\)))\(?各?\d{1,6}(?:\.\d+)?(?:条次|条|篇|件|分|次|项|个|起)\)?$",
    finds=("财政局14条", "人社局各20条", "锦屏镇(3条)", "教育局2.5分"),
    not_in=("14条", "财政局", "财政局第1"),
    seen="circulars of 崇信县 (2020) and 河曲县 (2018)",
)
_QUOTED = re.compile(r"[“\"]([^“”\"]{1,40})[”\"]")
_AND_OTHERS = pattern(
    r"等(?:\d{0,4}[个家]?(?:单位|部门|乡镇|栏目|网站)?)?$",
    finds=("财政局等", "锦屏镇等5个单位", "财政局等部门"),
    not_in=("等级评定", "等待审核"),
    seen="a usual form; in none of the documents kept",
)
_MAX_NAME = 60
_CLOSING = {"(": ")", "（": "）", "[": "]"}
_JOINTS = pattern(
    r"以及|和|及|与",
    finds=("财政局和教育局", "发展改革及统计局", "甲以及乙"),
    not_in=("财政局、教育局",),
    seen="circulars of 崇信县 (2020) and 河曲县 (2018)",
)


_BETWEEN = pattern(
    r"[\s、,，和及与等。]*",
    finds=("、", "和"),
    not_in=("甲",),
    seen="省级通报: names in quotation marks without pauses",
    way="fullmatch",
)

_LEVEL = pattern(
    r"^(?:县|区|市|省|州|旗|本县)(?=.{2,})(?!直)",
    finds=("县财政局", "市教育局"),
    not_in=("财政局", "县直单位", "区长"),
    seen="崇信县 (2020 Q1)",
)


@dataclass(frozen=True, slots=True)
class NameList:
    """Names read from running text. Because 和 also stands inside names, the number of names is a range.

    ``is_open`` says that the list ends with 等.
    """

    names: tuple[str, ...]
    least: int
    most: int
    is_open: bool
    end: int


def looks_like_unit(name: str) -> bool:
    """Whether a name ends as the names of public bodies do."""
    return bool(_SUFFIX.search(_BRACKETED.sub("", name))) and 2 <= len(name) <= 30


def is_placeholder(name: str) -> bool:
    """Whether a table cell names no unit in particular (相关部门, 合计, a dash)."""
    return bool(_PLACEHOLDER.fullmatch(name)) or not re.search("[\u4e00-\u9fff]", name)


def split_names(text: str, offset: int = 0) -> NameList:
    """Read names separated by 、 (or commas where there is no 、); ``offset`` is where ``text`` starts in its line."""
    separator = "、" if "、" in text else ",，"
    pieces = _quoted(text) or _split_outside_brackets(text, separator)
    last = pieces[-1] if pieces else ""
    is_open = bool(_AND_OTHERS.search(last))
    if pieces:
        pieces[-1] = _AND_OTHERS.sub("", last)
    names = [_COUNT_BEHIND.sub("", re.sub(r"\s", "", piece)) for piece in pieces]
    names = [name for name in names if name]
    are_units = any(map(looks_like_unit, names))
    joints = sum(len(_at_joint(name)) - 1 for name in names) if are_units else sum(map(_may_join, names[-1:]))
    loose = sum(1 for name in names[:-1] if not looks_like_unit(name)) if are_units else 0
    split = [part for name in names for part in _at_joint(name)]
    return NameList(tuple(split), len(names) - loose, len(names) + joints, is_open, offset + len(text))


def _quoted(text: str) -> list[str]:
    """“甲”“乙”、“丙”: names in quotation marks need no pause between them; empty where not all are quoted."""
    rest = _QUOTED.sub("", text)
    return [match[1] for match in _QUOTED.finditer(text)] if _BETWEEN.fullmatch(rest) else []


def _split_outside_brackets(text: str, separators: str) -> list[str]:
    pieces, depth, start = [], 0, 0
    for index, char in enumerate(text):
        closing = _CLOSING.get(char)
        if closing is not None and closing in text[index:]:  # an opening one alone belongs to a name
            depth += 1
        elif char in _CLOSING.values():
            depth = max(depth - 1, 0)
        if char in separators and not depth:
            pieces.append(text[start:index])
            start = index + 1
    return [*pieces, text[start:]]


def _may_join(name: str) -> bool:
    """Whether 和 may separate two names in one piece (甲网和乙网)."""
    return any(match.start() > 1 and match.end() < len(name) - 1 for match in _JOINTS.finditer(name))


def _at_joint(name: str) -> list[str]:
    """The two units a piece joins by 和, else the piece itself (粮食和物资储备局)."""
    for match in _JOINTS.finditer(name[:_MAX_NAME]):
        left, right = name[: match.start()], name[match.end() :]
        if looks_like_unit(left) and looks_like_unit(right):
            return [left, right]
    return [name]


def bare(name: str, places: Sequence[str] = ()) -> str:
    """A name without spaces, remarks in brackets, the county's name and the level (县财政局 → 财政局)."""
    name = _BRACKETED.sub("", re.sub(r"\s", "", name).replace("（", "(").replace("）", ")"))
    for place in places:
        if name.startswith(place) and len(name) > len(place) + 1:
            name = name[len(place) :]
    name = _LEVEL.sub("", name)
    for long, short in _ENDING:
        if name.endswith(long) and len(name) > len(long) + 1:
            name = name[: -len(long)] + short
    return name


def may_be_same(first: str, second: str) -> bool:
    """Whether one bare name can be short for the other: contained in it, or its characters in order with one ending."""
    if first == second:
        return True
    short, long = sorted((first, second), key=len)
    if len(short) < 2 or bool(_TOWN.search(short)) != bool(_TOWN.search(long)):
        return False
    if _TOWN.search(short):
        return long.endswith(short) or long.startswith(short) or re.sub(_TOWN, "", short) == re.sub(_TOWN, "", long)
    if short in long:
        return True
    return _kind(short) == _kind(long) and _is_subsequence(short[:-1], long[:-1])


def _kind(name: str) -> str:
    """The class of body a name ends with; 局 and 委 are one (发改局, 发展和改革委)."""
    return "局" if name[-1] in "局委" else name[-1]


def _is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)


@dataclass(frozen=True, slots=True)
class Matching:
    """How two sets of names fit: the names left over on either side, for sure and perhaps."""

    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    is_ambiguous: bool


def match_names(first: Sequence[str], second: Sequence[str], places: Sequence[str] = ()) -> Matching:
    """Pair names one to one, exact ones first, then the pairs where each is the other's only candidate."""
    left, right = dict.fromkeys(first), dict.fromkeys(second)
    for key in (lambda name: name, lambda name: bare(name, places)):
        known = {key(name): name for name in right}
        for name in list(left):
            if (found := known.get(key(name))) in right:
                del left[name], right[found]
    is_progressing = True
    while is_progressing:
        is_progressing = False
        for name in list(left):
            mine = [other for other in right if may_be_same(bare(name, places), bare(other, places))]
            rivals = [n for n in left if mine and may_be_same(bare(n, places), bare(mine[0], places))]
            if len(mine) == 1 and rivals == [name]:
                del left[name], right[mine[0]]
                is_progressing = True
    doubtful = [name for name in left if any(may_be_same(bare(name, places), bare(o, places)) for o in right)]
    return Matching(tuple(left), tuple(right), bool(doubtful) or _can_hide(left, right))


def _can_hide(left: Sequence[str] | dict[str, None], right: Sequence[str] | dict[str, None]) -> bool:
    """Whether leftovers of one class stand on both sides, so that an unknown short name may join them."""
    return any(bool(_TOWN.search(a)) == bool(_TOWN.search(b)) for a in left for b in right)
