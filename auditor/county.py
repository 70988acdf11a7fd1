"""The county file: units, columns, timetable. Loaded once, checked whole, then passed on as frozen values."""

import re
import tomllib
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from auditor.errors import BadInput, Problem
from auditor.period import Period
from auditor.resources import shipped
from auditor.terms import ColumnKind

MAX_FILE_BYTES = 4_000_000


class _Table(BaseModel):
    """Common settings of every table of the county file: frozen, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Attachment(_Table):
    """One ``[[table]]``: an attachment of the circular."""

    id: str = Field(pattern=r"^[A-Za-z0-9_-]+$")
    title: str = Field(min_length=1)
    group: str = Field(min_length=1)


class Unit(_Table):
    """One ``[[unit]]``: who is graded."""

    name: str = Field(min_length=1)
    table: str
    aliases: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def exists_in(self, period: Period) -> bool:
        """Whether the unit existed on the last day of ``period``."""
        return (self.since or date.min) <= period.last <= (self.until or date.max)


class Exemption(_Table):
    """Why nothing is expected of a column for a time; it expires by itself."""

    until: date
    reason: str = Field(min_length=1)

    def covers(self, period: Period) -> bool:
        """Whether the exemption still holds on the period's last day."""
        return self.until >= period.last


class DisclosureColumn(_Table):
    """One ``[[column]]`` (栏目) of the portal."""

    name: str = Field(min_length=1)
    url: str = Field(min_length=1)
    unit: str | None = None
    owner: str = ""
    table: str = ""
    due: tuple[Literal[1, 2, 3, 4], ...] | None = None
    remark: str = ""
    expect: int = Field(default=1, ge=0, le=100_000)
    kind: ColumnKind = ColumnKind.OTHER
    exempt: Exemption | None = None
    portal: str = ""

    @property
    def key(self) -> str:
        """Identity of the column for good: its address as written in the county file."""
        return self.url

    @property
    def owner_label(self) -> str:
        """Who the table prints as responsible."""
        return self.unit or self.owner

    def is_due(self, period: Period) -> bool:
        """Whether something is expected in ``period`` (exemptions aside)."""
        return self.due is None or any(quarter in self.due for quarter in period.quarters)


class CrawlRules(_Table):
    """``[crawl]``: how the portal is asked."""

    delay: float = Field(default=1.0, ge=0, le=600)
    concurrency: int = Field(default=1, ge=1, le=8)
    max_pages: int = Field(default=50, ge=1, le=5000)
    timeout: float = Field(default=15.0, gt=0, le=600)
    tls: Literal["strict", "legacy"] = "strict"


class Timetable(_Table):
    """``[schedule]``: when the county is observed and audited, local time (Asia/Shanghai)."""

    observe: str = Field(default="02:30", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    audit: int = Field(default=10, ge=1, le=28)


class CountyFacts(_Table):
    """``[county]``: who is audited, who signs, by which pack."""

    name: str = Field(min_length=1)
    portal: str = ""
    home: str = Field(pattern=r"^https?://[^/\s]+")
    issuer: str = ""
    inspector: str = ""
    pack: str = "chongxin"
    addressees: str = ""


class County(_Table):
    """A whole county file, checked. ``path`` is where it was read from."""

    county: CountyFacts
    crawl: CrawlRules = CrawlRules()
    schedule: Timetable = Timetable()
    table: tuple[Attachment, ...] = Field(min_length=1)
    unit: tuple[Unit, ...] = Field(min_length=1)
    column: tuple[DisclosureColumn, ...] = Field(min_length=1)
    path: Path = Path()

    @property
    def name(self) -> str:
        """The county's name, its identity in the store."""
        return self.county.name

    @property
    def portal_name(self) -> str:
        """The portal's printed name."""
        return self.county.portal or f"{self.name}人民政府门户网站"

    @property
    def issuer(self) -> str:
        """Who signs."""
        return self.county.issuer or f"{self.name}人民政府办公室"

    @cached_property
    def units_by_name(self) -> dict[str, Unit]:
        """Units by their names and aliases."""
        return {name: unit for unit in self.unit for name in (unit.name, *unit.aliases)}

    def units_in(self, period: Period) -> tuple[Unit, ...]:
        """The units that exist at the end of ``period``, in file order."""
        return tuple(unit for unit in self.unit if unit.exists_in(period))

    def columns_of(self, unit: Unit) -> tuple[DisclosureColumn, ...]:
        """The columns a unit answers for, in file order."""
        return tuple(column for column in self.column if column.unit == unit.name)

    def columns_in(self, table: Attachment) -> tuple[DisclosureColumn, ...]:
        """The rows of one attachment, in file order."""
        return tuple(column for column in self.column if self.table_of(column) == table.id)

    def table_of(self, column: DisclosureColumn) -> str:
        """The id of the attachment a column is printed in."""
        if column.unit:
            return self.units_by_name[column.unit].table
        return column.table or self.table[0].id

    def address_of(self, column: DisclosureColumn) -> str:
        """The column's absolute address."""
        return urljoin(self.county.home, column.url)

    def at(self, home: str) -> "County":
        """The same county on another host (the sample portal picks its own port)."""
        return self.model_copy(update={"county": self.county.model_copy(update={"home": home})})


def load_county(path: Path) -> County:
    """Read and check a county file; raise `BadInput` with every problem it has."""
    text = _read_text(path)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        problem = Problem(
            str(path),
            "",
            f"不是有效的 TOML（{error}）",
            "请检查引号、括号和等号是否成对",
            int(line[1]) if line else None,
        )
        raise BadInput([problem]) from error
    where = _Lines(text)
    problems: list[Problem] = []
    county: County | None = None
    try:
        county = County.model_validate({**raw, "path": path})
    except ValidationError as error:
        problems = [_explain(path, where, dict(fault)) for fault in error.errors(include_url=False)]
    problems += _CrossCheck(path, where, raw).problems
    if problems or county is None:
        raise BadInput(sorted(set(problems), key=lambda problem: (problem.line or 0, problem.key)))
    return county


def example_county() -> Path:
    """The shipped example county file."""
    return shipped("rules", "counties", "chongxin.toml")


def _read_text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise BadInput.one(path, "", "文件过大", f"县配置文件不应超过 {MAX_FILE_BYTES // 1_000_000} MB")
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise BadInput.one(path, "", "找不到文件", "请检查路径；示例见 auditor demo 所用的县配置文件") from error
    except IsADirectoryError as error:
        raise BadInput.one(path, "", "这是文件夹，不是文件", "请给出 .toml 文件的路径") from error
    except UnicodeDecodeError as error:
        raise BadInput.one(path, "", "文件不是 UTF-8 编码", "请用 UTF-8 编码另存后重试") from error
    except OSError as error:
        raise BadInput.one(path, "", f"无法读取（{error.strerror}）", "请检查文件权限") from error


class _Lines:
    """Finds the line of a key in the TOML text; good enough for messages, since the parser keeps no positions."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()

    def find(self, location: tuple[str | int, ...]) -> int | None:
        """The 1-based line of a location such as ``("column", 3, "unit")``, or ``None``."""
        section, index, key = _split(location)
        header = re.compile(rf"\s*\[\[?\s*{re.escape(section)}\s*\]\]?\s*(#.*)?")
        starts = [number for number, line in enumerate(self._lines) if header.fullmatch(line)]
        if index >= len(starts):
            return next(
                (n for n, line in enumerate(self._lines, 1) if re.match(rf"\s*{re.escape(section)}\s*=", line)), None
            )
        start = starts[index]
        for number in range(start + 1, len(self._lines)):
            if re.match(r"\s*\[", self._lines[number]):
                break
            if key and re.match(rf"\s*\"?{re.escape(key)}\"?\s*[=.]", self._lines[number]):
                return number + 1
        return start + 1


def _split(location: tuple[str | int, ...]) -> tuple[str, int, str]:
    section = str(location[0]) if location else ""
    rest = location[1:]
    index = rest[0] if rest and isinstance(rest[0], int) else 0
    keys = [part for part in rest if isinstance(part, str)]
    return section, index, keys[0] if keys else ""


_CURES: dict[str, tuple[str, str]] = {
    "missing": ("缺少必填项", "请补上"),
    "extra_forbidden": ("不认识的键", "请检查拼写，或删去"),
    "string_type": ("应为文字", "请加上引号"),
    "string_too_short": ("不能为空", "请填写"),
    "too_short": ("至少要有一项", "请补上"),
    "int_type": ("应为整数", "请写成数字，不加引号"),
    "int_parsing": ("应为整数", "请写成数字，不加引号"),
    "float_type": ("应为数字", "请写成数字，不加引号"),
    "float_parsing": ("应为数字", "请写成数字，不加引号"),
    "tuple_type": ("应为列表", "请写成 [ … ]"),
    "model_type": ("格式不对", "请对照说明改写这一节"),
    "date_from_datetime_parsing": ("日期无效", "请写成 2020-06-30"),
    "date_parsing": ("日期无效", "请写成 2020-06-30"),
    "date_type": ("日期无效", "请写成 2020-06-30"),
}
_KEY_CURES = {
    "home": "请写完整网址，如 https://www.example.gov.cn/",
    "observe": "请写成 24 小时制的 时:分，如 02:30",
    "audit": "请写 1 到 28 之间的日",
    "due": "季度只能是 1、2、3、4，如 [3, 4]；全年都不需要则写 []",
    "kind": "可选：" + "、".join(f"{kind.value}（{kind.label}）" for kind in ColumnKind),
    "tls": "可选：strict、legacy",
    "id": "只能用英文字母、数字、- 和 _",
}


def _explain(path: Path, where: _Lines, fault: dict[str, Any]) -> Problem:
    location: tuple[str | int, ...] = fault["loc"]
    kind = fault["type"]
    key = next((str(part) for part in reversed(location) if isinstance(part, str)), "")
    what, cure = _CURES.get(kind, ("取值无效", "请对照说明修改"))
    if kind == "missing":
        cure = f"请补上 {key}"
    elif key in _KEY_CURES and kind not in ("extra_forbidden", "string_type"):
        cure = _KEY_CURES[key]
    elif "ge" in fault.get("ctx", {}) or "le" in fault.get("ctx", {}) or "gt" in fault.get("ctx", {}):
        limits = fault["ctx"]
        what, cure = (
            "超出范围",
            "应" + "、".join(f"{_BOUNDS[name]}{limits[name]}" for name in _BOUNDS if name in limits),
        )
    if kind not in ("missing", "extra_forbidden", "too_short") and not isinstance(fault.get("input"), dict | list):
        what = f"“{fault.get('input')}”{what}"
    return Problem(str(path), _dotted(location), what, cure, where.find(location))


_BOUNDS = {"ge": "不小于", "gt": "大于", "le": "不大于", "lt": "小于"}


def _dotted(location: tuple[str | int, ...]) -> str:
    text = ""
    for part in location:
        text += f"[{part + 1}]" if isinstance(part, int) else f"{'.' if text else ''}{part}"
    return text


class _CrossCheck:
    """Problems between tables; reads the raw file so that they are told together with the others."""

    def __init__(self, path: Path, where: _Lines, raw: dict[str, Any]) -> None:
        self._path, self._where = path, where
        self._tables, self._units, self._columns = (_dicts(raw.get(name)) for name in ("table", "unit", "column"))
        facts = raw.get("county")
        self._home = str(facts.get("home", "")) if isinstance(facts, dict) else ""
        self._table_ids = [str(table.get("id")) for table in self._tables]
        self.problems: list[Problem] = []
        self._check_tables()
        self._check_units()
        for index, column in enumerate(self._columns):
            self._check_owner(index, column)
        self._check_addresses()

    def _complain(self, section: str, index: int, key: str, what: str, cure: str) -> None:
        location = (section, index, key)
        self.problems.append(Problem(str(self._path), _dotted(location), what, cure, self._where.find(location)))

    def _check_tables(self) -> None:
        for index, table_id in enumerate(self._table_ids):
            if table_id in self._table_ids[:index]:
                self._complain("table", index, "id", f"附件表“{table_id}”重复", "每张表的 id 要不同")

    def _check_units(self) -> None:
        seen: dict[str, int] = {}
        for index, unit in enumerate(self._units):
            if "table" in unit and str(unit["table"]) not in self._table_ids:
                what = f"单位“{unit.get('name')}”所属的表“{unit['table']}”未定义"
                cure = f"请改为已定义的表：{'、'.join(self._table_ids) or '（尚未定义 [[table]]）'}"
                self._complain("unit", index, "table", what, cure)
            for key, name in _names_of(unit):
                if name in seen:
                    cure = f"与第{seen[name] + 1}个单位相同，请改名或删去"
                    self._complain("unit", index, key, f"单位名称“{name}”重复", cure)
                seen.setdefault(name, index)

    def _check_owner(self, index: int, column: dict[str, Any]) -> None:
        label, owner = column.get("name", f"第{index + 1}个栏目"), column.get("unit")
        own_names = {str(unit.get("name")) for unit in self._units}
        if owner is None and not column.get("owner"):
            cure = "请写 unit；不属于单个单位的写 owner"
            self._complain("column", index, "owner", f"栏目“{label}”没有责任单位", cure)
        elif owner is not None and owner not in own_names:
            is_alias = any(owner == name for unit in self._units for _, name in _names_of(unit))
            cure = f"“{owner}”是别名，请写全称" if is_alias else "请改为 [[unit]] 中已有的名称，或先补上该单位"
            self._complain("column", index, "unit", f"栏目“{label}”的责任单位“{owner}”未定义", cure)
        if column.get("table") and column["table"] not in self._table_ids:
            what = f"栏目“{label}”所属的表“{column['table']}”未定义"
            self._complain("column", index, "table", what, "请改为已定义的表")

    def _check_addresses(self) -> None:
        seen: dict[str, int] = {}
        for index, column in enumerate(self._columns):
            url, label = column.get("url"), column.get("name", f"第{index + 1}个栏目")
            if not isinstance(url, str) or not url:
                continue
            address = _normal(urljoin(self._home, url))
            if urlsplit(address).scheme not in ("http", "https"):
                cure = "请写 http(s):// 开头的网址或 / 开头的路径"
                self._complain("column", index, "url", f"栏目“{label}”的地址“{url}”不是网址", cure)
            if address in seen:
                other = self._columns[seen[address]].get("name")
                cure = "一个地址只能登记一个栏目，请核对"
                self._complain("column", index, "url", f"栏目“{label}”与“{other}”地址相同", cure)
            seen.setdefault(address, index)


def _names_of(unit: dict[str, Any]) -> list[tuple[str, str]]:
    aliases = unit.get("aliases")
    names = [("name", unit.get("name")), *(("aliases", a) for a in (aliases if isinstance(aliases, list) else []))]
    return [(key, name) for key, name in names if isinstance(name, str)]


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _normal(url: str) -> str:
    """An address in the form in which two spellings of one column are equal."""
    parts = urlsplit(url)
    path = re.sub(r"/(index|default)\.(s?html?|jsp|aspx|php)$", "/", parts.path) or "/"
    host = parts.netloc.lower().removesuffix(":80" if parts.scheme == "http" else ":443")
    return f"{parts.scheme.lower()}://{host}{path}" + (f"?{parts.query}" if parts.query else "")
