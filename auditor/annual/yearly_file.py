"""The office's small file for the year (``--extra``): channels beside the portal, figures of the forms, own classes.

```toml
year = 2020

[channels]          # 各渠道公开条数；website 省略时取核查数
gazette = 12        # 政府公报
weibo   = 340       # 政务微博
wechat  = 2499      # 政务微信
other   = 154       # 其他方式
total   = 2900      # 不同渠道计1条的总数

[form.2014]         # 统计表中系统不能得知的数，键见 rules/annual/form-2014.toml
press = 3

[[class]]           # 自定的分类（写了就代替默认的概况、动态、目录）
name  = "概况"
kinds = ["personnel"]
[[class]]
name  = "其他"
```
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StrictInt

from auditor.annual.toml_file import FileTable, read_file
from auditor.annual.words import WORDS
from auditor.base.errors import BadInput, Problem
from auditor.base.resources import shipped
from auditor.base.terms import ColumnKind
from auditor.county.check import TomlPlace
from auditor.county.model import Name

CHANNELS: Mapping[str, str] = WORDS.channels
"""The channels of the statistics form (国办发〔2014〕32号, section one), in its order."""

WholeNumber = Annotated[StrictInt, Field(ge=0, le=1_000_000_000)]
_MAX_AMOUNT = 1_000_000_000_000


class ChannelCounts(FileTable):
    """``[channels]``: items by channel, and their number when an item on several channels counts once."""

    gazette: WholeNumber | None = None
    website: WholeNumber | None = None
    weibo: WholeNumber | None = None
    wechat: WholeNumber | None = None
    other: WholeNumber | None = None
    total: WholeNumber | None = None

    def count_of(self, channel: str) -> int | None:
        """What the office says of a channel."""
        counts = {
            "gazette": self.gazette,
            "website": self.website,
            "weibo": self.weibo,
            "wechat": self.wechat,
            "other": self.other,
        }
        return counts[channel]


class ColumnClass(FileTable):
    """``[[class]]``: a class of columns, by kind, word in the name, whole name or unit; none of them takes all."""

    name: Name
    kinds: tuple[ColumnKind, ...] = ()
    words: tuple[Name, ...] = ()
    columns: tuple[Name, ...] = ()
    units: tuple[Name, ...] = ()

    @property
    def takes_all(self) -> bool:
        """Whether the class has no condition."""
        return not (self.kinds or self.words or self.columns or self.units)

    def takes(self, column: str, unit: str, kind: ColumnKind) -> bool:
        """Whether a column belongs here."""
        is_named = column in self.columns or any(word in column for word in self.words)
        return self.takes_all or kind in self.kinds or unit in self.units or is_named


class ClassList(FileTable):
    """``rules/annual/classes.toml``: the classes, the last of which takes the rest."""

    entries: tuple[ColumnClass, ...] = Field(alias="class", min_length=1)


class YearlyFile(FileTable):
    """The whole file, checked."""

    year: StrictInt | None = None
    channels: ChannelCounts = ChannelCounts()
    form: dict[str, dict[str, Any]] = Field(default_factory=dict)
    classes: tuple[ColumnClass, ...] = Field(default=(), alias="class")

    def amounts(self, form: str) -> dict[str, int | Decimal]:
        """The figures the office gave for a form, by the id of their cell."""
        return {name: amount for name, amount in _flat(self.form.get(form, {})) if isinstance(amount, int | Decimal)}


def load_classes() -> tuple[ColumnClass, ...]:
    """The shipped classes: 概况信息, 政务动态, 信息公开目录."""
    return read_file(shipped("rules", "annual", "classes.toml"), ClassList)[0].entries


def load_yearly(path: Path, year: int, cells: Mapping[str, frozenset[str]]) -> YearlyFile:
    """Read the office's file for ``year``; ``cells`` are the cells each form has, those that may be negative with "±".

    Raises `BadInput` with every problem: unknown forms and cells, figures that are no numbers, classes that leave
    columns out, channels that contradict 不同渠道计1条.
    """
    file, place = read_file(path, YearlyFile)
    problems = [*_year(file, place, year), *_forms(file, place, cells), *_classes(file, place), *_rule(file, place)]
    if problems:
        raise BadInput(problems)
    return file


def _flat(table: Mapping[str, Any], lead: str = "") -> Iterator[tuple[str, object]]:
    """Nested tables with their keys joined by dots, as they are written: ``new.person``."""
    for key, value in table.items():
        if isinstance(value, dict) and lead.count(".") < 3:
            yield from _flat(value, f"{lead}{key}.")
        else:
            yield f"{lead}{key}", value


def _year(file: YearlyFile, place: TomlPlace, year: int) -> Iterator[Problem]:
    if file.year is not None and file.year != year:
        cure = f"请核对是否给错了文件，或改为 --year {file.year}"
        yield place.problem(("year",), f"文件是{file.year}年的，汇总的却是{year}年", cure)


def _forms(file: YearlyFile, place: TomlPlace, cells: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    for form, table in file.form.items():
        if form not in cells:
            yield place.problem(("form", form), f"没有“{form}”这个统计表", f"可用：{'、'.join(sorted(cells))}")
            continue
        for name, amount in _flat(table):
            yield from _amount(name, amount, cells[form], form, place)


def _amount(name: str, amount: object, cells: frozenset[str], form: str, place: TomlPlace) -> Iterator[Problem]:
    """What is wrong with one figure."""
    at = (f"form.{form}", *name.split("."))
    is_signed = f"±{name}" in cells
    if name not in cells and not is_signed:
        yield place.problem(at, f"统计表中没有“{name}”这一格", f"可用的键见 rules/annual/form-{form}.toml")
    elif isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        yield place.problem(at, "应为数字", "请写成数字，不加引号")
    else:
        value = Decimal(amount)
        if not value.is_finite() or abs(value) > _MAX_AMOUNT or (value < 0 and not is_signed):
            yield place.problem(at, f"“{value}”超出范围", "应不小于0，且不是误输的大数")


def _classes(file: YearlyFile, place: TomlPlace) -> Iterator[Problem]:
    names = [known.name for known in file.classes]
    for number, known in enumerate(file.classes):
        if known.name in names[:number]:
            yield place.problem(("class", number, "name"), f"分类“{known.name}”重复", "请改名或合并")
        if known.takes_all and number < len(names) - 1:
            cure = "不写条件的分类收下其余全部栏目，请放到最后"
            yield place.problem(("class", number, "name"), f"分类“{known.name}”没有条件，后面的分类用不上", cure)
    if file.classes and not file.classes[-1].takes_all:
        cure = "请在最后加一个只写 name 的分类，如“其他”"
        yield place.problem(("class", len(names) - 1, "name"), "最后一个分类带有条件，可能有栏目归不进去", cure)


def _rule(file: YearlyFile, place: TomlPlace) -> Iterator[Problem]:
    """不同渠道计1条: what the office gave alone must not contradict it; the portal's own count is checked later."""
    given = {name: count for name in CHANNELS if (count := file.channels.count_of(name)) is not None}
    yield from channel_problems(place, given, file.channels.total)


def channel_problems(place: TomlPlace, given: Mapping[str, int], total: int | None) -> Iterator[Problem]:
    """Where a de-duplicated total is smaller than a channel, or larger than all of them together."""
    if total is None or not given:
        return
    largest = max(given, key=lambda name: given[name])
    at = ("channels", "total")
    if total < given[largest]:
        what = f"不同渠道计1条的总数{total}，小于{CHANNELS[largest]}一个渠道的{given[largest]}条"
        yield place.problem(at, what, "总数不应小于任何一个渠道，请核对")
    if len(given) == len(CHANNELS) and total > sum(given.values()):
        what = f"不同渠道计1条的总数{total}，大于各渠道之和{sum(given.values())}"
        yield place.problem(at, what, "同一信息只计1条，总数不应大于各渠道之和，请核对")
