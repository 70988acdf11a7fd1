"""Grading packs: thresholds, labels, rules, findings in force and their wording, as data with a version."""

import re
import string
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from auditor.audit.grade.finding_rule import FindingRule, PackTable
from auditor.audit.grade.kinds import KINDS
from auditor.audit.layout import CircularLayout
from auditor.base.errors import BadInput, Problem
from auditor.base.files import is_toml
from auditor.base.period import PeriodKind
from auditor.base.resources import shipped
from auditor.base.terms import PENDING

Comparison = Literal["==", "!=", "<", "<=", ">", ">="]
_MOST_BYTES = 1_000_000
_SHOWN = 80
Number = Annotated[Decimal, Field(allow_inf_nan=False)]


class PackFacts(PackTable):
    """``[pack]``: what the pack is and on what it rests."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str
    version: str
    period: PeriodKind = "quarter"
    basis: tuple[str, ...] = ()
    note: str = ""


class PackGrade(PackTable):
    """``[[grade]]``: one grade, best first, and the words it is printed with.

    ``rectify`` says whether its units must put something right; where it is not said, all but the first must.
    ``measure`` is the grade's threshold in words, with ``{parameters}``; ``title`` its heading (else ``label`` and
    的单位); ``names = false`` only counts its units; ``praise`` and ``demand`` are sentences said of them.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    label: str
    title: str = ""
    rectify: bool | None = None
    measure: str = ""
    names: bool = True
    praise: str = ""
    demand: str = ""


class Condition(PackTable):
    """One question about one fact; ``says`` is the reason where it holds, ``fails`` where it does not.

    ``value`` is a number, the name of a parameter, or a number for each attachment table. ``told`` is the same ground
    as the circular tells it of all units it holds for at once, numbers as ranges; ``utmost`` follows for the unit
    furthest out by ``fact``; ``{all}`` in them is 均 where there are several.
    """

    fact: str
    compare: Comparison = Field(alias="is")
    value: Number | str | dict[str, Number]
    says: str = ""
    fails: str = ""
    told: str = ""
    utmost: str = ""


class Rule(PackTable):
    """``[[rule]]``: the first rule that holds decides the grade; a rule without conditions always holds."""

    grade: str
    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()
    says: str = ""
    told: str = ""


class Deduction(PackTable):
    """``[[deduct]]``: points off (or on, where ``each`` is negative) for every unit of a fact above ``over``."""

    fact: str
    each: Number
    over: Number = Decimal(0)
    most: Number | None = None
    says: str


class PackExample(PackTable):
    """Facts and the grade they must give; run as a test."""

    given: dict[str, Number | None]
    table: str = ""
    expect: str
    why: str = ""


class Pack(PackTable):
    """A whole pack, checked: every rule's grade exists, every parameter is defined, every sentence can be filled."""

    pack: PackFacts
    grade: tuple[PackGrade, ...] = Field(min_length=1)
    parameters: dict[str, Number] = Field(default_factory=dict)
    rule: tuple[Rule, ...] = Field(min_length=1)
    base: Number = Decimal(100)
    deduct: tuple[Deduction, ...] = ()
    finding: tuple[FindingRule, ...] = ()
    layout: CircularLayout = CircularLayout()
    example: tuple[PackExample, ...] = ()

    @property
    def id(self) -> str:
        """The pack's stable name."""
        return self.pack.id

    def label_of(self, grade: str) -> str:
        """How a grade is printed."""
        return next((known.label for known in self.grade if known.id == grade), "待核实")


FACT_NAMES = (
    "total", "columns", "expected_columns", "updated_columns", "short_columns", "zero_columns", "blank_columns",
    "update_rate", "newest_age_days", "irregularities", "least_month", "zero_periods", "score",
)  # fmt: skip
"""Facts a rule may ask about, besides ``findings:<rule>`` (how many findings of that rule the unit has).

``total`` items; ``columns``; ``expected_columns`` due and not exempt; ``updated_columns`` with an item;
``short_columns`` expected with too few; ``zero_columns`` expected with none; ``blank_columns`` never filled;
``update_rate`` percent of the expected columns that are not short; ``newest_age_days`` days from the newest item to
the period's last day (none where there is no item); ``irregularities`` findings that lower grades; ``least_month``
items in the poorest month; ``zero_periods`` periods in a row without an item, this one included; ``score`` after
deductions.
"""
TEXT_NAMES = (
    "unit", "newest", "newest_month", "short_names", "zero_names", "blank_names", "irregularity_texts", "value",
    "period",
)  # fmt: skip


def load_pack(name: str, beside: Path | None = None) -> Pack:
    """Load a shipped pack by id, or an office's own by path (relative to ``beside``, the county file).

    Raises `BadInput` for what is no pack, and for a path out of the office's folder: county files are edited from the
    web, and must not lead to other files of this machine.
    """
    return parse_pack(read_pack(name, beside), _find(name, beside))


def read_pack(name: str, beside: Path | None = None) -> str:
    """The text of the pack that `load_pack` loads; raises `BadInput` as it does."""
    path = _find(name, beside)
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise BadInput.one(path, "", "文件过大", f"评定规则文件不应超过 {_MOST_BYTES // 1_000_000} MB")
        return content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput.one(path, "", "评定规则文件无法读取", "请检查路径、权限，并用 UTF-8 编码保存") from error


def parse_pack(text: str, path: Path) -> Pack:
    """Check the text of a pack that is, or was, at ``path``; raises `BadInput` with every problem."""
    try:
        raw = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:  # no TOML; figures and brackets beyond all measure
        line = re.search(r"line (\d+)", str(error))
        problem = Problem(
            str(path), "", "不是有效的 TOML", "请检查引号、括号和等号是否成对", int(line[1]) if line else None
        )
        raise BadInput([problem]) from error
    try:
        pack = Pack.model_validate(raw)
    except ValidationError as error:
        raise BadInput([_explain(path, dict(fault)) for fault in error.errors(include_url=False)]) from error
    if problems := tuple(_check(path, pack)):
        raise BadInput(problems)
    return pack


def list_packs() -> tuple[Path, ...]:
    """The shipped packs."""
    return tuple(sorted(shipped("rules", "packs").glob("*.toml")))


def _find(name: str, beside: Path | None) -> Path:
    known = {path.stem: path for path in list_packs()}
    if name in known:
        return known[name]
    where = str(beside) if beside else "--pack"
    path = (beside.parent if beside else Path()) / name
    if not is_toml(path):
        cure = f"可用的规则：{'、'.join(known)}；也可写自备规则文件（.toml）的路径"
        raise BadInput.one(where, "county.pack", f"找不到评定规则“{name[:_SHOWN]}”", cure)
    if beside and not path.resolve().is_relative_to(folder := office_folder(beside)):
        what = f"评定规则“{name[:_SHOWN]}”不在单位自己的文件夹内"
        raise BadInput.one(where, "county.pack", what, f"请把规则文件放到 {folder} 之内，写相对于县配置文件的路径")
    return path


def office_folder(county_file: Path) -> Path:
    """The folder of an office's own files: the county file's, or the one above where that is called ``counties``."""
    folder = county_file.resolve().parent
    return folder.parent if folder.name == "counties" else folder


def _explain(path: Path, fault: dict[str, Any]) -> Problem:
    key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in fault["loc"])
    what = {"missing": "缺少必填项", "extra_forbidden": "不认识的键"}.get(fault["type"], "取值无效")
    return Problem(str(path), key, what, "请对照 rules/README.md 的说明修改")


def _check(path: Path, pack: Pack) -> Iterator[Problem]:
    """What the types cannot say: names that must exist, sentences that must be fillable, rules that must end."""
    for key, what, cure in (*_check_rules(pack), *_check_findings(pack)):
        yield Problem(str(path), key, what, cure)


def _check_rules(pack: Pack) -> Iterator[tuple[str, str, str]]:
    grades = {grade.id for grade in pack.grade}
    findings = {finding.rule for finding in pack.finding}
    if PENDING in grades:
        yield "grade", f"“{PENDING}”是保留的等次", "请换一个 id；无法核实的单位总是列为待核实"
    for number, rule in enumerate(pack.rule, 1):
        if rule.grade not in grades:
            yield f"rule.{number}.grade", f"等次“{rule.grade}”未定义", f"可用：{'、'.join(sorted(grades))}"
        for condition in (*rule.all, *rule.any):
            yield from _check_condition(f"rule.{number}", condition, pack, findings)
        for name in _names_in(rule.says + rule.told) - {*FACT_NAMES, *TEXT_NAMES, *pack.parameters, "all"}:
            what = f"“{rule.says or rule.told}”中的 {{{name}}} 没有定义"
            yield f"rule.{number}", what, "可用的名称见 rules/README.md"
    for number, grade in enumerate(pack.grade, 1):
        for name in _names_in(grade.measure) - set(pack.parameters):
            what = f"“{grade.measure}”中的 {{{name}}} 没有定义"
            yield f"grade.{number}.measure", what, "请在 [parameters] 中定义，或者直接写数字"
    if pack.rule[-1].all or pack.rule[-1].any:
        yield f"rule.{len(pack.rule)}", "最后一条规则带有条件，可能有单位得不到评定", "请让最后一条不带 all、any"
    for number, deduction in enumerate(pack.deduct, 1):
        if not _is_fact(deduction.fact, findings):
            yield f"deduct.{number}.fact", f"不认识的事实“{deduction.fact}”", f"可用：{'、'.join(FACT_NAMES)}"


def _check_condition(key: str, condition: Condition, pack: Pack, findings: set[str]) -> Iterator[tuple[str, str, str]]:
    names = {*FACT_NAMES, *TEXT_NAMES, *pack.parameters}
    if not _is_fact(condition.fact, findings):
        yield f"{key}.fact", f"不认识的事实“{condition.fact}”", f"可用：{'、'.join(FACT_NAMES)}"
    if isinstance(condition.value, str) and condition.value not in pack.parameters:
        yield f"{key}.value", f"参数“{condition.value}”未定义", "请在 [parameters] 中定义"
    for text in (condition.says, condition.fails, condition.told, condition.utmost):
        for name in _names_in(text) - names - ({"all"} if text in (condition.told, condition.utmost) else set()):
            yield key, f"“{text}”中的 {{{name}}} 没有定义", f"可用：{'、'.join(sorted(names))}"


def _check_findings(pack: Pack) -> Iterator[tuple[str, str, str]]:
    for number, finding in enumerate(pack.finding, 1):
        kind = KINDS.get(finding.rule)
        if kind is None:
            yield f"finding.{number}.rule", f"不认识的问题类型“{finding.rule}”", f"可用：{'、'.join(KINDS)}"
            continue
        for name in sorted(finding.parameters_given - kind.parameters.keys()):
            known = "、".join(kind.parameters) or "没有参数"
            yield f"finding.{number}.{name}", f"“{finding.rule}”不使用参数 {name}", f"请删去；该类问题的参数：{known}"
        if kind.after_grades and finding.force == "grade":
            what = f"“{finding.rule}”由等次得出，不能再影响等次"
            yield f"finding.{number}.force", what, "请改为 print、trial 或 off"
        for word in (*finding.words, *finding.but_not):
            try:
                re.compile(word)
            except re.error as error:
                yield f"finding.{number}", f"“{word}”不是有效的正则表达式（{error}）", "请检查括号是否成对"


def _is_fact(name: str, findings: set[str]) -> bool:
    return name in FACT_NAMES or (name.startswith("findings:") and name.removeprefix("findings:") in findings)


def _names_in(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:
        return {text}
