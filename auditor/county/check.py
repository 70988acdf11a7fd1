"""What can be wrong with a county's figures, told in Chinese: one problem each, all at once.

The county may come from a TOML file or from a spreadsheet; a `SourcePlace` knows how to point into either.
"""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urljoin, urlsplit

from auditor.base.errors import Problem
from auditor.base.hosts import authority, is_web_address
from auditor.base.pattern import pattern
from auditor.base.terms import ColumnKind
from auditor.base.words import Words, load_words

Location = tuple[str | int, ...]
"""A place in the county's figures, such as ``("column", 3, "unit")``; indexes count from 0."""

SECTIONS = ("county", "crawl", "schedule", "issue", "table", "unit", "column")
_MANY = ("table", "unit", "column")
_SHOWN = 40
_HOST_FIRST = pattern(
    r"(?:www\.[\w-]{1,60}\.|[\w-]{1,60}(?:\.[\w-]{1,60}){0,5}\.(?:gov|com|org|net|edu)?\.?(?:cn|com|org|net)(?:[:/]|$))",
    finds=("www.x.gov.cn/zwgk/", "chongxin.gov.cn", "zwgk.x.gov.cn:8080/a/", "www.x.com"),
    not_in=("/zwgk/", "http://www.x.gov.cn/", "zwgk/index.html", "index_2.html", "./www/"),
    seen="addresses as offices write them down",
    flags=re.IGNORECASE,
    way="match",
)
_WIDE_SIGN = pattern(
    r"[：／．，。、；？＝＆＃\\]|[,;]$",
    finds=("http：//www.x.gov.cn/", "http://www.x.gov.cn/tz/，", "http:\\\\www.x.gov.cn", "/zwgk/,"),
    not_in=("/规划计划/", "/list?a=1,2", "/zwgk/tzgg/"),
    seen="addresses as offices write them down",
)
_BROKEN_SCHEME = pattern(
    r"https?(?:(?!://)[:/]|://+(?:[:/]|https?(?:[:/]|$))|$)",
    finds=("http:/www.x.gov.cn/", "https//www.x.gov.cn/", "http://http://www.x.gov.cn/", "http:///zwgk/"),
    not_in=("http://www.x.gov.cn/", "https://httpd.x.cn/", "/zwgk/http/", "https-policy/"),
    seen="addresses as offices type them",
    flags=re.IGNORECASE,
    way="match",
)
_COMMA_IN_HOST = pattern(
    r"https?://[^/?#]*[,;]",
    finds=("http://www.x,gov.cn/a/", "https://www.x.gov;cn"),
    not_in=("http://www.x.gov.cn/a,b/", "http://www.x.gov.cn/?a=1,2"),
    seen="addresses as offices type them",
    flags=re.IGNORECASE,
    way="match",
)
_ONLY_WORDS = pattern(
    r"[^/.#?&=]*[\u4e00-\u9fff][^/.#?&=]*$",
    finds=("点击查看", "详见附件", "见门户网站"),
    not_in=("/规划计划/", "规划计划/", "index.html", "?栏目=1"),
    seen="what cells say in place of their links",
    way="match",
)
_ODDITIES = {
    "host_first": _HOST_FIRST.match,
    "wide_sign": _WIDE_SIGN.search,
    "broken_scheme": _BROKEN_SCHEME.match,
    "comma_in_host": _COMMA_IN_HOST.match,
    "only_words": _ONLY_WORDS.match,
}
"""What is odd about an address, in the order of looking; the words stand under the same names."""


class AddressWords(Words):
    """What is odd about an address or about a column's past, and what to do."""

    faults: dict[str, str]
    cures: dict[str, str]
    spaced: str
    spaced_cure: str
    no_path_part: str
    no_path_part_cure: str
    former_unit: str
    former_unit_cure: str
    same_day: str
    same_day_cure: str
    ended_before: str
    ended_before_cure: str
    former_table: str
    former_table_cure: str
    was_cure: str


_WORDS = load_words("county", AddressWords)


class SourcePlace(Protocol):
    """Points into the file the figures came from."""

    def problem(self, location: Location, what: str, cure: str) -> Problem:
        """The problem ``what`` at ``location``, in the file's own terms."""
        ...

    def called(self, key: str) -> str:
        """How the file calls the key."""
        ...


class TomlPlace:
    """Points into a TOML text by key and line; the parser keeps no positions, so lines are looked up."""

    def __init__(self, path: Path, text: str) -> None:
        self._file = str(path)
        self._lines = text.split("\n")

    def problem(self, location: Location, what: str, cure: str) -> Problem:
        """The problem with the dotted key, counted from 1, and its line where it can be found."""
        return Problem(self._file, _dotted(location), what, cure, self._line(location))

    def called(self, key: str) -> str:
        """The key itself."""
        return key

    def _line(self, location: Location) -> int | None:
        section, index, key = _split(location)
        header = re.compile(rf"\s*\[\[?\s*{re.escape(section)}\s*\]\]?\s*(#.*)?")
        starts = [number for number, line in enumerate(self._lines) if header.fullmatch(line)]
        if index >= len(starts):
            return self._line_of_key(section, range(len(self._lines)))
        start = starts[index]
        following = (number for number in range(start + 1, len(self._lines)) if self._opens_other(number, section))
        end = next(following, len(self._lines))
        return self._line_of_key(key, range(start + 1, end)) or start + 1

    def _opens_other(self, number: int, section: str) -> bool:
        """Whether a table starts here that is no part of the current entry (``[column.exempt]`` is one)."""
        line = self._lines[number]
        return bool(re.match(r"\s*\[", line)) and not re.match(rf"\s*\[\[?\s*{re.escape(section)}\s*\.", line)

    def _line_of_key(self, key: str, numbers: range) -> int | None:
        if not key:
            return None
        name = re.escape(key)
        written = re.compile(rf"\s*(?:\[\s*\w+\s*\.\s*)?[\"']?{name}[\"']?\s*[=.\]]")
        return next((number + 1 for number in numbers if written.match(self._lines[number])), None)


def _split(location: Location) -> tuple[str, int, str]:
    section = str(location[0]) if location else ""
    rest = location[1:]
    index = rest[0] if rest and isinstance(rest[0], int) else 0
    return section, index, next((part for part in rest if isinstance(part, str)), "")


def _dotted(location: Location) -> str:
    text = ""
    for part in location:
        text += f"[{part + 1}]" if isinstance(part, int) else f"{'.' if text else ''}{part}"
    return text


_NUMBER = ("应为数字", "请写成数字，不加引号")
_WHOLE = ("应为整数", "请写成整数，不加引号，不带小数")
_DAY = ("日期无效", "请写成 2020-06-30")
_SECTION = ("格式不对", "请对照示例改写这一节")
_CURES: dict[str, tuple[str, str]] = {
    "missing": ("缺少必填项", "请补上"),
    "extra_forbidden": ("不认识的键", "请检查拼写，或删去"),
    "string_type": ("应为文字", "请加上引号"),
    "string_too_short": ("不能为空", "请填写"),
    "string_too_long": ("文字过长", "请缩短"),
    "control_characters": ("含有看不见的控制字符", "请删去后重新输入"),
    "no_path_part": (_WORDS.no_path_part, _WORDS.no_path_part_cure),
    "too_short": ("至少要有一项", "请补上"),
    "too_long": ("项数过多", "请删减"),
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "tuple_type": ("应为列表", "请写成 [ … ]"),
    "model_type": _SECTION,
    "model_attributes_type": _SECTION,
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
}
_KEY_CURES = {
    "home": "请写完整网址，如 https://www.example.gov.cn/",
    "observe": "请写成 24 小时制的 时:分，如 02:30",
    "audit": "请写 1 到 28 之间的日",
    "due": "季度只能是 1、2、3、4，如 [3, 4]；全年都不需要则写 []",
    "kind": "可选：" + "、".join(f"{kind.value}（{kind.label}）" for kind in ColumnKind),
    "tls": "可选：strict、legacy",
    "id": "只能用英文字母、数字、- 和 _",
    "exempt": '请写成 { until = 2020-06-30, reason = "正在办理中" }',
    "was": _WORDS.was_cure,
    "county": "请写 [county] 一节，至少有 name 和 home",
    "table": "每张附件表写一节 [[table]]，有 id、title、group",
    "unit": "每个单位写一节 [[unit]]，有 name、table",
    "column": "每个栏目写一节 [[column]]，有 name、url、unit",
}
_BOUNDS = {"ge": "不小于", "gt": "大于", "le": "不大于", "lt": "小于"}
_KEPT_CURES = ("extra_forbidden", "string_type", "string_too_short", "string_too_long", "control_characters")


def problem_of_fault(
    place: SourcePlace, location: Location, kind: str, given: object, context: Mapping[str, Any]
) -> Problem:
    """A fault of one value in words; ``kind`` is the validator's name of the fault, ``context`` its limits."""
    key = next((part for part in reversed(location) if isinstance(part, str)), "")
    what, cure = _CURES.get(kind, ("取值无效", "请对照说明修改"))
    what, cure = context.get("what", what), context.get("cure", cure)  # a fault of the model's own brings its words
    limits = [f"{_BOUNDS[name]} {context[name]}" for name in _BOUNDS if name in context]
    if kind == "missing" and len(location) > 1:
        cure = f"请补上 {place.called(key)}"
    elif key in _KEY_CURES and kind not in _KEPT_CURES and (len(location) > 1 or kind in ("missing", "too_short")):
        cure = _KEY_CURES[key]
    elif kind == "extra_forbidden" and len(location) == 1 and (near := get_close_matches(key, SECTIONS, n=1)):
        cure = f"是不是想写 [[{near[0]}]]？" if near[0] in _MANY else f"是不是想写 [{near[0]}]？"
    elif limits:
        what, cure = "超出范围", "应" + "、".join(limits)
    if kind not in ("missing", "extra_forbidden", "too_short") and isinstance(given, str | int | float):
        what = f"“{_shortened(given)}”{what}"
    return place.problem(location, what, cure)


def _shortened(given: object) -> str:
    text = "".join(c if c.isprintable() else "□" for c in str(given))
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


class CrossCheck:
    """Problems between tables; reads the raw figures so that they are told together with the others."""

    def __init__(self, place: SourcePlace, raw: Mapping[str, Any]) -> None:
        self._place = place
        self._tables, self._units, self._columns = (_entries(raw.get(name)) for name in _MANY)
        facts = raw.get("county")
        self._home = _text(facts.get("home")) if isinstance(facts, dict) else ""
        self._table_ids = [_text(table.get("id")) for _, table in self._tables]
        self._own_names = {_text(unit.get("name")) for _, unit in self._units}
        self._all_names = {name for _, unit in self._units for _, name in _names_of(unit)}
        self.problems: list[Problem] = []
        self._check_tables()
        self._check_units()
        for index, column in self._columns:
            self._check_owner(index, column)
            self._check_past(index, column)
        self._check_home()
        self._check_addresses()

    def _complain(self, section: str, index: int, key: str, what: str, cure: str) -> None:
        self.problems.append(self._place.problem((section, index, key), what, cure))

    def _check_tables(self) -> None:
        for position, (index, _) in enumerate(self._tables):
            table_id = self._table_ids[position]
            if table_id and table_id in self._table_ids[:position]:
                self._complain("table", index, "id", f"附件表“{table_id}”重复", "每张表的 id 要不同")

    def _check_units(self) -> None:
        seen: dict[str, int] = {}
        closed: dict[str, tuple[str, int]] = {}
        for index, unit in self._units:
            name, table = _text(unit.get("name")), _text(unit.get("table"))
            if table and table not in self._table_ids:
                cure = f"请改为已定义的表：{'、'.join(filter(None, self._table_ids)) or '（尚未定义 [[table]]）'}"
                self._complain("unit", index, "table", f"单位“{name}”所属的表“{_shortened(table)}”未定义", cure)
            if unit.get("since") and unit.get("until") and str(unit["since"]) > str(unit["until"]):
                self._complain("unit", index, "until", f"单位“{name}”的撤销日期早于设立日期", "请核对 since 和 until")
            for key, known_as in _names_of(unit):
                if known_as in seen:
                    cure = f"与第{seen[known_as] + 1}个单位相同，请改名或删去"
                    self._complain("unit", index, key, f"单位名称“{_shortened(known_as)}”重复", cure)
                elif (other := closed.get("".join(known_as.split()))) and other[1] != index:
                    what = _WORDS.spaced.format(name=_shortened(known_as), other=_shortened(other[0]))
                    self._complain("unit", index, key, what, _WORDS.spaced_cure)
                seen.setdefault(known_as, index)
                closed.setdefault("".join(known_as.split()), (known_as, index))

    def _check_owner(self, index: int, column: dict[str, Any]) -> None:
        label = _label(index, column)
        unit, owner, table = column.get("unit"), column.get("owner"), _text(column.get("table"))
        if unit is None and not owner:
            cure = f"请写 {self._place.called('unit')}；不属于单个单位的写 {self._place.called('owner')}"
            self._complain("column", index, "owner", f"栏目“{label}”没有责任单位", cure)
        elif isinstance(unit, str) and unit.strip() not in self._own_names:
            name = _shortened(unit)
            is_alias = unit.strip() in self._all_names
            cure = f"“{name}”是别名，请写全称" if is_alias else "请改为已有的单位名称，或先补上该单位"
            self._complain("column", index, "unit", f"栏目“{label}”的责任单位“{name}”未定义", cure)
        if table and table not in self._table_ids:
            what = f"栏目“{label}”所属的表“{_shortened(table)}”未定义"
            self._complain("column", index, "table", what, "请改为已定义的表")

    def _check_past(self, index: int, column: dict[str, Any]) -> None:
        """What ``was`` says: units that are there, one entry a day, and days within the column's own."""
        label = _label(index, column)
        if column.get("since") and column.get("until") and str(column["since"]) > str(column["until"]):
            self._complain("column", index, "until", _WORDS.ended_before.format(column=label), _WORDS.ended_before_cure)
        days: set[str] = set()
        for _, former in _entries(column.get("was")):
            unit, table, until = (_text(former.get(key)) for key in ("unit", "table", "until"))
            until = until or str(former.get("until") or "")
            if unit and unit not in self._own_names:
                what = _WORDS.former_unit.format(column=label, unit=_shortened(unit))
                self._complain("column", index, "was", what, _WORDS.former_unit_cure)
            if table and table not in self._table_ids:
                what = _WORDS.former_table.format(column=label, table=_shortened(table))
                self._complain("column", index, "was", what, _WORDS.former_table_cure)
            if until and until in days:
                self._complain("column", index, "was", _WORDS.same_day.format(column=label), _WORDS.same_day_cure)
            days.add(until)

    def _check_home(self) -> None:
        if self._home and not is_web_address(self._home):
            self.problems.append(self._place.problem(("county", "home"), "首页网址无效", _KEY_CURES["home"]))
            self._home = ""

    def _check_addresses(self) -> None:
        seen: dict[str, str] = {}
        now = [(index, column, "url", _text(column.get("url"))) for index, column in self._columns]
        then = [
            (index, column, "was", _text(former.get("url")))
            for index, column in self._columns
            for _, former in _entries(column.get("was"))
        ]
        for index, column, key, url in (*now, *then):
            label = _label(index, column)
            if not url:
                continue
            if odd := _oddity(url):
                self._complain("column", index, key, f"栏目“{label}”的地址“{_shortened(url)}”{odd[0]}", odd[1])
                continue
            address = whole_address(self._home or "http://home.invalid/", url)
            if address is None:
                cure = "请写 http(s):// 开头的网址或 / 开头的路径"
                self._complain("column", index, key, f"栏目“{label}”的地址“{_shortened(url)}”不是网址", cure)
                continue
            same = normal_address(address)
            if same in seen:
                cure = "一个地址只能登记一个栏目，请核对"
                self._complain("column", index, key, f"栏目“{label}”与“{seen[same]}”地址相同", cure)
            seen.setdefault(same, label)


def _oddity(url: str) -> tuple[str, str] | None:
    """What is wrong with an address that would be taken for a path of the portal, and the cure."""
    fault = next((name for name, shows in _ODDITIES.items() if shows(url)), None)
    return (_WORDS.faults[fault], _WORDS.cures[fault].format(url=url)) if fault else None


def _label(index: int, column: dict[str, Any]) -> str:
    return _shortened(_text(column.get("name")) or f"第{index + 1}个栏目")


def _names_of(unit: dict[str, Any]) -> list[tuple[str, str]]:
    aliases = unit.get("aliases")
    names = [("name", unit.get("name")), *(("aliases", a) for a in (aliases if isinstance(aliases, list) else []))]
    return [(key, name.strip()) for key, name in names if isinstance(name, str)]


def _entries(value: object) -> Sequence[tuple[int, dict[str, Any]]]:
    """The tables of an array with their positions; whatever is no table is told by the validator."""
    return [(n, entry) for n, entry in enumerate(value) if isinstance(entry, dict)] if isinstance(value, list) else []


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def whole_address(home: str, url: str) -> str | None:
    """The whole address of ``url`` seen from ``home``, or ``None`` where that is no web address."""
    try:
        address = urljoin(home, url)
    except ValueError:
        return None
    return address if is_web_address(address) and not re.search(r"\s", url) else None


_FRONT_PAGE = pattern(
    r"/(index|default)\.(s?html?|jsp|aspx|php)$",
    finds={"/zwgk/index.html": "index", "/default.aspx": "default"},
    not_in=("/zwgk/index_1.html", "/index/", "/myindex.html"),
    seen="columns linked with and without the name of their first page, on every portal of the corpus",
)


def normal_address(url: str) -> str:
    """An address in the form in which two spellings of one column are equal."""
    parts = urlsplit(url)
    path = _FRONT_PAGE.sub("/", parts.path) or "/"
    fragment = urlsplit(without_anchor(url)).fragment
    return (
        f"{parts.scheme}://{authority(url)}{path}"
        + (f"?{parts.query}" if parts.query else "")
        + (f"#{fragment}" if fragment else "")
    )


def page_key(url: str) -> str:
    """An address without what changes while the page stays: scheme, ``www.``, a session, the last stroke."""
    parts = urlsplit(normal_address(url))
    path = parts.path.partition(";")[0].rstrip("/")
    return f"{parts.netloc.removeprefix('www.')}{path}?{parts.query}#{parts.fragment}"


def without_anchor(url: str) -> str:
    """The address without its fragment, unless that tells columns apart (``/gkmlpt/index#5094``, ``#/list``)."""
    page, mark, fragment = url.partition("#")
    return url if mark and re.fullmatch(r"\d{2,}|[/!].+", fragment) else page
