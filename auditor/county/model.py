"""The county file: units, columns, timetable. Loaded once, checked whole, then passed on as frozen values."""

import os
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urljoin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from auditor.base.errors import BadInput, Problem
from auditor.base.files import is_toml
from auditor.base.pattern import pattern
from auditor.base.period import Period
from auditor.base.resources import shipped
from auditor.base.terms import ColumnKind
from auditor.base.words import Words, load_words
from auditor.county.check import CrossCheck, SourcePlace, TomlPlace, problem_of_fault

MAX_FILE_BYTES = 4_000_000
MAX_TEXT = 2_000
MAX_SELECTOR = 300
UNNAMED_UNIT = "待填单位"
"""Stands in a proposed county file where no unit is known yet."""
UNSETTLED = "待确认"
"""Printed as owner of a proposed column where no unit could be guessed: nobody has answered for it yet."""
_UNPRINTABLE = pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]",
    finds=("\x00", "\ufffe"),
    not_in=("县\t\n",),
    seen="pasted names: characters that no document can print",
)


def _printable(text: str) -> str:
    """Refuse what neither a document nor a spreadsheet cell can hold."""
    if _UNPRINTABLE.search(text):
        raise PydanticCustomError("control_characters", "control characters")
    return text


def _path_part(text: str) -> str:
    """Refuse what cannot stand between two slashes of an address."""
    if "/" in text or not text.strip("."):
        raise PydanticCustomError("no_path_part", "no part of a path")
    return text


class SwitchWords(Words):
    """How a switch is written where a person fills it in."""

    yes: str
    no: str


SWITCH_WORDS = load_words("switch", SwitchWords)
_SWITCH = {"true": True, SWITCH_WORDS.yes: True, "false": False, SWITCH_WORDS.no: False, "": False}


def _written_day(value: object) -> object:
    """Refuse numbers, which would be taken for seconds since 1970."""
    if not isinstance(value, str | date):
        raise PydanticCustomError("date_type", "not a date")
    return value


def _no_switch(value: object) -> object:
    """Refuse ``true``, which equals 1."""
    if isinstance(value, bool):
        raise PydanticCustomError("literal_error", "not a number")
    return value


def _written_switch(value: object) -> object:
    """``true`` and ``false``, or as a form and a spreadsheet write them."""
    found = value if isinstance(value, bool) else _SWITCH.get(value) if isinstance(value, str) else None
    if found is None:
        raise PydanticCustomError("switch", "no switch", {"what": "不是“是”或“否”", "cure": "请写 true 或 false"})
    return found


def _selector(text: str) -> str:
    """Refuse what is no CSS selector; the parser is loaded only where one is written."""
    if text:
        from selectolax.lexbor import LexborHTMLParser, SelectolaxError

        try:
            LexborHTMLParser("").css(text)
        except SelectolaxError as error:
            raise PydanticCustomError(
                "css",
                "no selector",
                {
                    "what": "不是 CSS 选择器",
                    "cure": "请写成“ul.list > li”的样子；不会写的，到网页上该栏目的“教程序读取”中点选",
                },
            ) from error
    return text


Text = Annotated[str, Field(max_length=MAX_TEXT), AfterValidator(_printable)]
"""Any text of the county file, perhaps empty."""
Name = Annotated[str, Field(min_length=1, max_length=MAX_TEXT), AfterValidator(_printable)]
"""Text that must be there."""
Selector = Annotated[str, Field(max_length=MAX_SELECTOR), AfterValidator(_printable), AfterValidator(_selector)]
"""A CSS selector, perhaps empty."""
WrittenDay = Annotated[date, BeforeValidator(_written_day)]
"""A day, written as a TOML date or as text."""
Quarter = Annotated[Literal[1, 2, 3, 4], BeforeValidator(_no_switch)]
Switch = Annotated[bool, BeforeValidator(_written_switch)]
"""Yes or no."""
Whole = Annotated[int, Field(strict=True)]
FiniteNumber = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class CountyTable(BaseModel):
    """Common settings of every table of a county or city file: frozen, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Attachment(CountyTable):
    """One ``[[table]]``: an attachment of the circular."""

    id: str = Field(pattern=r"^[A-Za-z0-9_-]+$", title="附件表代号", description="字母、数字、- 或 _")
    title: Name = Field(title="附件标题", description="印在附件上")
    group: Name = Field(title="合计名称", description="正文中的叫法，如“政府部门”")


class Unit(CountyTable):
    """One ``[[unit]]``: who is graded."""

    name: Name = Field(title="单位名称")
    table: Name = Field(title="附件表", description="所属附件表的代号")
    aliases: tuple[Name, ...] = Field(default=(), title="别名", description="其他叫法，导入表格和核对旧通报时用")
    since: WrittenDay | None = Field(default=None, title="设立日期", description="此前的期间不参加评定")
    until: WrittenDay | None = Field(default=None, title="撤销日期", description="此后的期间不参加评定")

    def exists_in(self, period: Period) -> bool:
        """Whether the unit existed on the last day of ``period``."""
        return (self.since or date.min) <= period.last <= (self.until or date.max)


class Exemption(CountyTable):
    """Why nothing is expected of a column for a time; it expires by itself."""

    until: WrittenDay = Field(title="豁免至", description="到期自动失效")
    reason: Name = Field(title="豁免原因")

    def covers(self, period: Period) -> bool:
        """Whether the exemption still holds on the period's last day."""
        return self.until >= period.last


class GivenReading(CountyTable):
    """``read`` of a column: where its list stands, as a person showed it. What is left out the program finds."""

    rows: Selector = Field(default="", title="行的位置", description="CSS 选择器，选中列表的每一行，如 ul.list > li")
    title: Selector = Field(default="", title="标题的位置", description="CSS 选择器，行内的标题，如 a.tit")
    date: Selector = Field(default="", title="日期的位置", description="CSS 选择器，行内的发布日期，如 span.date")
    next: Selector = Field(
        default="", title="下一页的位置", description="CSS 选择器，“下一页”或它所在的翻页栏，如 div.page"
    )

    @model_validator(mode="after")
    def _says_something(self) -> "GivenReading":
        if not (self.rows or self.title or self.date or self.next):
            raise PydanticCustomError(
                "empty",
                "nothing is given",
                {"what": "一项都没有写", "cure": '请写成 { rows = "ul.list > li" } 的样子，或删去'},
            )
        return self


class Former(CountyTable):
    """One entry of ``was``: what was otherwise with a column up to a day; what it leaves out was as it is after it."""

    until: WrittenDay = Field(title="原情况截至", description="原情况的最后一天；次日起按后来的登记")
    unit: Text = Field(default="", title="原责任单位", description="仍要登记为 [[unit]]，可写 until")
    owner: Text = Field(default="", title="原责任说明", description="当时不属于单个单位时填写")
    table: Text = Field(default="", title="原附件表", description="当时不属于单个单位时填写")
    name: Text = Field(default="", title="原栏目名称")
    url: Text = Field(default="", title="原网址", description="栏目搬迁前的网址；搬迁后条目接着原来的记录")

    @model_validator(mode="after")
    def _tells_something(self) -> "Former":
        if not (self.unit or self.owner or self.name or self.url):
            raise PydanticCustomError(
                "empty",
                "nothing was otherwise",
                {"what": "没有写原来是什么", "cure": '请写成 { until = 2026-06-30, unit = "原单位" } 的样子，或删去'},
            )
        return self

    @property
    def changes(self) -> Mapping[str, str | None]:
        """What it puts in the place of the column's own values; a unit and a general owner exclude each other."""
        told: dict[str, str | None] = {key: text for key in ("name", "url") if (text := getattr(self, key))}
        if self.unit or self.owner:
            told |= {"unit": self.unit or None, "owner": "" if self.unit else self.owner, "table": self.table}
        return told


class DisclosureColumn(CountyTable):
    """One ``[[column]]`` (栏目) of the portal."""

    name: Name = Field(title="栏目名称")
    url: Name = Field(title="网址", description="完整网址，或以 / 开头的相对网址；搬迁的，原网址写入 was")
    unit: Name | None = Field(default=None, title="责任单位", description="不属于单个单位的栏目不写")
    owner: Text = Field(default="", title="责任说明", description="只在不属于单个单位时填写，如“相关部门”，印在表中")
    table: Text = Field(default="", title="附件表", description="只在不属于单个单位时填写")
    due: tuple[Quarter, ...] | None = Field(
        default=None, title="应更新季度", description="省略为每季度，空列表为全年都不要求"
    )
    remark: Text = Field(default="", title="备注", description="印在表中")
    expect: Whole = Field(
        default=1, ge=0, le=100_000, title="应更新条数", description="每个应更新季度至少几条，省略为 1"
    )
    kind: ColumnKind = Field(default=ColumnKind.OTHER, title="类型", description="省略为其他")
    exempt: Exemption | None = Field(default=None, title="豁免", description="截止日期 until 和原因 reason")
    since: WrittenDay | None = Field(default=None, title="设立日期", description="此前的期间没有这个栏目")
    until: WrittenDay | None = Field(default=None, title="撤销日期", description="此后的期间没有这个栏目")
    was: tuple[Former, ...] = Field(
        default=(), title="沿革", description="原责任单位、原名称、原网址，各到哪天为止；以前的季度仍按当时的情况"
    )
    portal: Text = Field(default="", title="门户系列", description="一般省略，由程序识别")
    read: GivenReading | None = Field(
        default=None, title="读法", description="程序读不懂页面时才写：行、标题、日期、下一页在哪里；可在网页上点选"
    )
    browser: Switch = Field(
        default=False,
        title="用浏览器读取",
        description="true 为列表由脚本生成，须装 browser 组件，由浏览器打开后读取；省略为由程序判断",
    )
    press: Text = Field(
        default="",
        title="先点开",
        description="用浏览器读取时先点的标签、按钮或选项上的字；依次点几个的用 > 隔开，如 财政决算 > 查询",
    )

    @property
    def key(self) -> str:
        """Identity of the column for good: the first address it had, as written in the county file."""
        return self.addresses[0]

    @property
    def addresses(self) -> tuple[str, ...]:
        """All addresses it ever had, as written, the first one first."""
        former = sorted((one for one in self.was if one.url), key=lambda one: one.until)
        return (*(one.url for one in former), self.url)

    @property
    def moved_to(self) -> str:
        """Its address as written, where that is no longer the first one; else empty."""
        return "" if self.url == self.key else self.url

    def on(self, day: date) -> "DisclosureColumn":
        """The column as the file would have told of it that day: later changes undone, earlier ones still told."""
        later = sorted((one for one in self.was if one.until >= day), key=lambda one: one.until, reverse=True)
        if not later:
            return self
        changes: dict[str, Any] = {key: value for one in later for key, value in one.changes.items()}
        return self.model_copy(update={**changes, "was": tuple(one for one in self.was if one.until < day)})

    def ends_after(self, day: date) -> bool:
        """Whether it was still there after ``day``: one that ended before is no longer looked at."""
        return self.until is None or self.until > day

    def exists_in(self, period: Period) -> bool:
        """Whether there was such a column on the last day of ``period``."""
        return (self.since or date.min) <= period.last <= (self.until or date.max)

    def read_by(self, given: Mapping[str, str], *, browser: bool = False, press: str = "") -> "DisclosureColumn":
        """The same column with these in place of its ``read``, ``browser`` and ``press``."""
        read = GivenReading(**given) if given else None
        return self.model_copy(update={"read": read, "browser": browser, "press": press})

    @property
    def owner_label(self) -> str:
        """Who the table prints as responsible."""
        return self.unit or self.owner

    def is_due(self, period: Period) -> bool:
        """Whether something is expected in ``period`` (exemptions aside)."""
        return self.due is None or any(quarter in self.due for quarter in period.quarters)


class CrawlRules(CountyTable):
    """``[crawl]``: how the portal is asked."""

    delay: FiniteNumber = Field(
        default=1.0,
        ge=0,
        le=600,
        title="抓取间隔秒数",
        description="两次访问至少间隔几秒；robots.txt 要求更长的从其要求",
    )
    concurrency: Whole = Field(default=1, ge=1, le=8, title="同时请求数", description="对一个主机同时访问几个页面")
    max_pages: Whole = Field(default=50, ge=1, le=5000, title="每栏目最多页数", description="每个栏目最多翻几页")
    timeout: FiniteNumber = Field(default=15.0, gt=0, le=600, title="超时秒数", description="一个页面最多等几秒")
    pictures: Switch = Field(
        default=False,
        title="留网页截图",
        description="true 为给读不到的栏目、没有信息的应更新栏目和问题中举的例子留截图，须装 browser 组件",
    )
    tls: Literal["strict", "legacy"] = Field(
        default="strict", title="加密连接方式", description="strict，或对老旧网站用 legacy"
    )


class Timetable(CountyTable):
    """``[schedule]``: when the county is observed and audited, local time (Asia/Shanghai)."""

    observe: str = Field(
        default="02:30", pattern=r"^([01]\d|2[0-3]):[0-5]\d$", title="每日观察时间", description="北京时间，如 02:30"
    )
    audit: Whole = Field(default=10, ge=1, le=28, title="核查日", description="季度结束后的次月几日，遇节假日顺延")


class IssueLines(CountyTable):
    """``[issue]``: what every issued paper bears unless said otherwise at issue; empty as at the last issue."""

    copies_to: Text = Field(default="", title="抄送机关", description="版记的抄送机关；省略为同上次印发")
    printer: Text = Field(default="", title="版记印发机关", description="版记的印发机关；省略为同上次印发")
    seal: Literal["", "yes", "no"] = Field(
        default="", title="印章", description="yes 为落款处加盖印章，no 为不盖；省略为同上次印发"
    )
    contact: Text = Field(default="", title="联系人和电话", description="印在附注；省略为同上次印发")


class CountyFacts(CountyTable):
    """``[county]``: who is audited, who signs, by which pack."""

    name: Annotated[Name, AfterValidator(_path_part)] = Field(title="县名")
    portal: Text = Field(default="", title="门户名称", description="省略为“×县人民政府门户网站”")
    home: str = Field(pattern=r"^https?://[^/\s]+", title="首页网址", description="栏目的相对网址以它为准")
    issuer: Text = Field(default="", title="印发机关", description="省略为“×县人民政府办公室”")
    inspector: Text = Field(default="", title="核查单位", description="省略为印发机关")
    pack: str = Field(
        default="chongxin", title="评定规则", description="代号，如 chongxin，或本单位文件夹内规则文件（.toml）的路径"
    )
    addressees: Text = Field(default="", title="主送机关")


class County(CountyTable):
    """A whole county file, checked. ``path`` is where it was read from."""

    county: CountyFacts
    crawl: CrawlRules = CrawlRules()
    schedule: Timetable = Timetable()
    issue: IssueLines = IssueLines()
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

    def on(self, day: date) -> "County":
        """The county with its columns as they stood that day: their units, names and addresses of then."""
        columns = tuple(column.on(day) for column in self.column)
        if all(then is now for then, now in zip(columns, self.column, strict=True)):
            return self
        return self.model_copy(update={"column": columns})

    def columns_during(self, period: Period) -> tuple[DisclosureColumn, ...]:
        """The columns at the end of ``period`` whose unit existed then, and those of no single unit, in file order."""
        there = {unit.name for unit in self.units_in(period)}
        return tuple(
            column
            for column in self.column
            if column.exists_in(period) and (column.unit is None or column.unit in there)
        )

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
    return parse_county(read_county_text(path), path)


def parse_county(text: str, path: Path) -> County:
    """Check the text of a county file that is, or will be, at ``path``; raise `BadInput` with every problem."""
    raw = toml_of(text, path)
    if "city" in raw:
        cure = "这一步请用各县自己的配置文件；全市汇总和通报用 auditor city"
        raise BadInput.one(path, "city", "是市文件，不是县配置文件", cure)
    return build_county(raw, TomlPlace(path, text), path)


def toml_of(text: str, path: Path) -> dict[str, Any]:
    """What a TOML text says; raise `BadInput` where it is none."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput([_not_toml(path, str(error), text)]) from error
    except RecursionError as error:
        raise BadInput.one(path, "", "括号嵌套过深", "请对照示例检查方括号和花括号") from error
    except ValueError as error:  # more digits than Python reads
        raise BadInput.one(path, "", "有一个数太长", "请检查不带引号的数字") from error


def build_county(raw: Mapping[str, Any], place: SourcePlace, path: Path = Path()) -> County:
    """Make a county from the figures of a file; raise `BadInput` with every problem, each pointed at by ``place``."""
    problems: list[Problem] = []
    if "path" in raw:
        problems.append(problem_of_fault(place, ("path",), "extra_forbidden", raw["path"], {}))
    county: County | None = None
    try:
        county = County.model_validate({**raw, "path": path})
    except ValidationError as error:
        faults = [fault for fault in error.errors(include_url=False) if not _is_echo(fault["type"], fault["input"])]
        problems += [
            problem_of_fault(place, fault["loc"], fault["type"], fault["input"], fault.get("ctx", {}))
            for fault in faults
        ]
    problems += CrossCheck(place, raw).problems
    if problems or county is None:
        raise BadInput(sorted(dict.fromkeys(problems), key=lambda problem: problem.line or 0))
    return county


def _is_echo(kind: str, given: object) -> bool:
    """Whether a list is called too short only because each of its entries is wrong, which is told of each."""
    return kind == "too_short" and isinstance(given, list | tuple) and bool(given)


def example_county() -> Path:
    """The shipped example county file."""
    return shipped("rules", "counties", "chongxin.toml")


def read_county_text(path: Path) -> str:
    """The text of a county or city file; raise `BadInput` where it cannot be read."""
    if os.path.exists(path) and not os.path.isdir(path) and not is_toml(path):  # noqa: PTH110, PTH112 - never raise
        raise BadInput.one(path, "", "不是 .toml 文件", "请给出县配置文件；表格请先用 auditor import 转成县配置文件")
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
        if len(content) > MAX_FILE_BYTES:
            raise BadInput.one(path, "", "文件过大", f"县配置文件不应超过 {MAX_FILE_BYTES // 1_000_000} MB")
        if content.startswith(b"PK\x03\x04"):
            raise BadInput.one(path, "", "是表格或压缩文件，不是县配置文件", "表格请先用 auditor import 转成县配置文件")
        return content.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise BadInput.one(path, "", "找不到文件", "请检查路径；示例见 auditor demo 所用的县配置文件") from error
    except IsADirectoryError as error:
        raise BadInput.one(path, "", "这是文件夹，不是文件", "请给出 .toml 文件的路径") from error
    except PermissionError as error:
        what = "这是文件夹，不是文件" if path.is_dir() else "没有读取权限"
        raise BadInput.one(path, "", what, "请给出一个可以读取的 .toml 文件") from error
    except UnicodeDecodeError as error:
        raise BadInput.one(path, "", "文件不是 UTF-8 编码", "请用 UTF-8 编码另存后重试") from error
    except (OSError, ValueError) as error:
        raise BadInput.one(path, "", "无法读取", "请检查路径和文件权限") from error


_TOML_FAULTS = {
    "Cannot overwrite": "同一个键写了两次",
    "Cannot declare": "同一节写了两次（多个单位、栏目要用双方括号 [[ ]]）",
    "Cannot mutate": "同一节写了两次",
    "Invalid value": "等号后的值有误（文字要加引号）",
    "Expected '='": "键的后面缺少等号",
    "Expected newline": "一行里多写了内容",
    "Unclosed": "括号没有成对",
    "Unescaped": "双引号文字里的反斜杠要写成两个",
    "Expected": "引号或括号没有成对",
    "Illegal character": "引号没有成对，或文字里有看不见的控制字符",
    "Found invalid character": "含有不允许的字符（标点可能是全角）",
    "Invalid initial character": "键名含有不允许的字符（标点可能是全角）",
}


_AT_LINE = pattern(
    r"at line (\d+)",
    finds={"Expected '=' after a key in a key/value pair (at line 3, column 5)": "3"},
    not_in=("Unclosed array (at end of document)",),
    seen="messages of tomllib",
)


def _not_toml(path: Path, message: str, text: str) -> Problem:
    fault = next((words for start, words in _TOML_FAULTS.items() if message.startswith(start)), "写法有误")
    line = _AT_LINE.search(message)
    number = int(line[1]) if line else max(1, text.count("\n") + 1)
    return Problem(str(path), "", f"不是有效的 TOML：{fault}", "请检查引号、括号和等号是否成对", number)
