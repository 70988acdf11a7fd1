"""The county file as forms: which fields an entry has, and an entry made of what was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from auditor.base.errors import Problem
from auditor.base.terms import ColumnKind
from auditor.county.check import Location
from auditor.county.model import County
from auditor.web.access import Posted

Section = Literal["facts", "table", "unit", "column"]
Values = Mapping[str, Any]

_NUMBERS = frozenset({"expect", "delay", "concurrency", "max_pages", "timeout", "audit"})
_WHOLE = frozenset({"expect", "concurrency", "max_pages", "audit"})
_QUARTERS = ("1", "2", "3", "4")


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a field."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: its key in the county file, its label, and what is in it now."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    kind: Literal["text", "date", "choice", "quarters"] = "text"
    options: tuple[Option, ...] = ()
    chosen: tuple[str, ...] = ()
    required: bool = False


_FACTS = (
    ("county.portal", "门户全称", "留空为“×县人民政府门户网站”"),
    ("county.home", "门户首页网址", "栏目的相对网址以它为准"),
    ("county.issuer", "印发机关", "留空为“×县人民政府办公室”"),
    ("county.inspector", "核查单位", ""),
    ("county.addressees", "主送机关", ""),
    ("county.pack", "评定规则", "代号，如 chongxin，或本单位文件夹内规则文件（.toml）的路径"),
    ("crawl.delay", "两次访问间隔（秒）", ""),
    ("crawl.concurrency", "同时访问数", ""),
    ("crawl.max_pages", "每个栏目最多翻几页", ""),
    ("crawl.timeout", "一页最长用时（秒）", ""),
    ("crawl.tls", "加密连接", "strict，或对老旧网站用 legacy"),
    ("schedule.observe", "每日采集时间", "如 02:30"),
    ("schedule.audit", "季度核查日", "季度结束后的次月几日，遇节假日顺延"),
)
TITLES: Mapping[Section, str] = {"facts": "基本信息", "table": "附件表", "unit": "单位", "column": "栏目"}


def fields_of(section: Section, county: County, values: Values) -> tuple[Field, ...]:
    """The fields of an entry, filled with ``values``."""
    match section:
        case "facts":
            return tuple(_text(values, *fact) for fact in _FACTS)
        case "table":
            return (
                _text(values, "id", "代号", "字母、数字、- 或 _", required=True),
                _text(values, "title", "标题", "印在附件上", required=True),
                _text(values, "group", "合计名称", "正文中的叫法，如“政府部门”", required=True),
            )
        case "unit":
            return (
                _text(values, "name", "名称", required=True),
                _choice(values, "table", "附件表", _tables(county)),
                _text(values, "aliases", "别名", "用“、”隔开"),
                Field("since", "设立日期", _shown(values.get("since", "")), "此前的期间不参加评定", "date"),
                Field("until", "撤销日期", _shown(values.get("until", "")), "此后的期间不参加评定", "date"),
            )
        case "column":
            return _column_fields(county, values)


def _column_fields(county: County, values: Values) -> tuple[Field, ...]:
    units = (Option("", "（不属于单个单位）"), *(Option(unit.name, unit.name) for unit in county.unit))
    tables = (Option("", "（按单位）"), *_tables(county))
    kinds = tuple(Option(kind.value, kind.label) for kind in reversed(ColumnKind))
    quarters = tuple(Option(number, f"第{word}季度") for number, word in zip(_QUARTERS, "一二三四", strict=True))
    due, exempt = _quarters(values), values.get("exempt") or {}
    return (
        _text(values, "name", "栏目名称", required=True),
        _text(values, "url", "网址", "完整网址，或以 / 开头的相对网址；改网址等于换栏目", required=True),
        _choice(values, "unit", "责任单位", units),
        _text(values, "owner", "表中责任单位", "只在不属于单个单位时填写，如“相关部门”"),
        _choice(values, "table", "附件表", tables, "只在不属于单个单位时选择"),
        Field("due", "应更新季度", hint="全不选为不要求更新", kind="quarters", options=quarters, chosen=due),
        _text(values, "expect", "应更新条数", "每个应更新季度至少几条，留空为 1"),
        _choice(values, "kind", "类型", kinds),
        _text(values, "remark", "备注", "印在表中"),
        Field("exempt_until", "豁免至", _shown(exempt.get("until", "")), "到期自动失效", "date"),
        Field("exempt_reason", "豁免原因", _shown(exempt.get("reason", ""))),
        _text(values, "portal", "指定门户系列", "一般留空，由程序识别"),
    )


def _text(values: Values, name: str, label: str, hint: str = "", *, required: bool = False) -> Field:
    return Field(name, label, _shown(values.get(name, "")), hint, required=required)


def _choice(values: Values, name: str, label: str, options: tuple[Option, ...], hint: str = "") -> Field:
    return Field(name, label, _shown(values.get(name, "")), hint, "choice", options)


def _tables(county: County) -> tuple[Option, ...]:
    return tuple(Option(table.id, table.group or table.title) for table in county.table)


def entry_of(section: Section, form: Posted, fields: Sequence[Field]) -> dict[str, Any]:
    """The entry that was typed, as the county file would say it; what was left empty is left out."""
    entry = {field.name: _typed(field.name, form.text(field.name)) for field in fields if form.text(field.name)}
    if section == "unit" and "aliases" in entry:
        entry["aliases"] = [
            name.strip() for name in str(entry["aliases"]).replace("，", "、").split("、") if name.strip()
        ]
    if section == "column":
        entry.pop("due", None)
        due = [int(quarter) for quarter in form.texts("due") if quarter in _QUARTERS]
        if len(due) < len(_QUARTERS):
            entry["due"] = due
        exempt = {"until": entry.pop("exempt_until", ""), "reason": entry.pop("exempt_reason", "")}
        if any(exempt.values()):
            entry["exempt"] = exempt
    return entry


def _typed(name: str, text: str) -> Any:
    """A number where a number is meant and typed; else the text, so that the check can name it."""
    key = name.rpartition(".")[2]
    if key not in _NUMBERS:
        return text
    try:
        return int(text) if key in _WHOLE else float(text)
    except ValueError:
        return text


def _quarters(values: Values) -> tuple[str, ...]:
    due = values.get("due")
    return _QUARTERS if due is None else tuple(str(quarter) for quarter in due)


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "、".join(str(part) for part in value)
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


class FormPlace:
    """Points into the forms: problems name the entry and the field by their labels."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._raw = raw

    def problem(self, location: Location, what: str, cure: str) -> Problem:
        """The problem at its entry."""
        section = str(location[0]) if location else ""
        keys = [part for part in location[1:] if isinstance(part, str)]
        index = next((part for part in location[1:] if isinstance(part, int)), None)
        entries = self._raw.get(section)
        name = ""
        if index is not None and isinstance(entries, list) and index < len(entries):
            name = f"“{entries[index].get('name') or entries[index].get('title') or index + 1}”"
        title = next((title for part, title in TITLES.items() if part == section), TITLES["facts"])
        return Problem(f"{title}{name}", self.called(keys[0]) if keys else "", what, cure)

    def called(self, key: str) -> str:
        """The label of the field."""
        return _LABELS.get(key, key)


_LABELS = {
    **{name.partition(".")[2]: label for name, label, _ in _FACTS},
    "name": "名称", "url": "网址", "unit": "责任单位", "owner": "表中责任单位", "table": "附件表", "due": "应更新季度",
    "expect": "应更新条数", "kind": "类型", "remark": "备注", "exempt": "豁免", "until": "截止日期", "reason": "原因",
    "aliases": "别名", "since": "设立日期", "id": "代号", "title": "标题", "group": "合计名称", "portal": "门户",
}  # fmt: skip
