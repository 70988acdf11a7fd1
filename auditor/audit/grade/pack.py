"""Grading packs: thresholds, labels, rules, findings in force and their wording, as data with a version."""

import operator
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, cast

from pydantic import Field, PrivateAttr, ValidationError

from auditor.audit.grade.finding_rule import FindingRule, PackTable
from auditor.audit.grade.kinds import KINDS
from auditor.audit.grade.sentences import names_in
from auditor.audit.layout import UNIT_COLUMN_NAMES, CircularLayout
from auditor.audit.words import WORDS
from auditor.base.errors import BadInput, Problem
from auditor.base.files import is_toml
from auditor.base.period import PeriodKind, PeriodTerms, terms_of
from auditor.base.resources import shipped
from auditor.base.terms import PENDING, ColumnKind

Operator = Literal["==", "!=", "<", "<=", ">", ">="]
COMPARE: Mapping[Operator, Callable[[Decimal, Decimal], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_MOST_BYTES = 1_000_000
_SHOWN = 80
Number = Annotated[Decimal, Field(allow_inf_nan=False)]
FigureName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class PackFacts(PackTable):
    """``[pack]``: what the pack is and on what it rests.

    ``same_item``: what stands under one address in several columns counts in ``each``, or ``once``, in the first.
    """

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str
    version: str
    period: PeriodKind = "quarter"
    basis: tuple[str, ...] = ()
    note: str = ""
    same_item: Literal["each", "once"] = "each"


class PackGrade(PackTable):
    """``[[grade]]``: one grade, best first, and the words it is printed with.

    ``rectify`` says whether its units must put something right; where it is not said, all but the first must.
    ``measure`` is the grade's threshold in words, with ``{parameters}``, else made from the rules; ``title`` its
    heading (else ``label`` and 的单位); ``name = false`` only counts its units; ``praise`` and ``demand`` are said of
    them.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    label: str
    title: str = ""
    rectify: bool | None = None
    measure: str = ""
    name: bool = True
    praise: str = ""
    demand: str = ""


class Condition(PackTable):
    """One question about one fact; ``says`` is the reason where it holds, ``fails`` where it does not.

    ``value`` is a number, the name of a parameter, a number for each attachment table, or, for ``previous_grade``, the
    id of a grade, which stands for its place. ``unknown`` is the answer where nothing is known of the fact (no circular
    before this one, no figure in the sheet); where it is not said, both answers are taken. ``told`` is the same ground
    as the circular tells it of all units it holds for at once, numbers as ranges; ``utmost`` follows for the unit
    furthest out by ``fact``; ``{all}`` in them is 均 where there are several.
    """

    fact: str
    compare: Operator = Field(alias="is")
    value: Number | str | dict[str, Number]
    unknown: bool | None = None
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
    """``[[deduct]]``: points off (or on, where ``each`` is negative) for every unit of a fact above ``over``.

    ``{value}`` in ``says`` is how many, never with a sign; without ``says`` it is no reason of its own. Points on with
    ``reach`` are given only where the score made so far has reached it.
    """

    fact: str
    each: Number
    over: Number = Decimal(0)
    most: Number | None = None
    reach: Number | None = None
    says: str = ""


class Ranking(PackTable):
    """``[rank]``: by which fact units have their place, the highest first, among those of their table or ``all``."""

    by: str = "score"
    within: Literal["table", "all"] = "table"


class FigureRate(PackTable):
    """A rate made of two columns of the sheet, in per cent: ``of = [part, whole]``."""

    label: str
    of: tuple[str, str]


class FigureSheet(PackTable):
    """``[figures]``: what the office counts elsewhere, by unit, in a small sheet (csv, xlsx) beside the county file.

    ``file`` may hold ``{period}`` (2020Q1). ``source`` is who gave it, ``unit`` the head of the column of units,
    ``columns`` the heads of the columns of figures by the names rules ask for: ``figures:NAME``.
    """

    file: str
    source: str
    unit: str = "单位"
    columns: dict[FigureName, str] = Field(min_length=1)
    rates: dict[FigureName, FigureRate] = Field(default_factory=dict)

    def label_of(self, name: str) -> str:
        """How a figure is printed."""
        return self.columns[name] if name in self.columns else self.rates[name].label


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
    lowest: Number | None = None
    highest: Number | None = None
    deduct: tuple[Deduction, ...] = ()
    weights: dict[str, Annotated[Number, Field(ge=0)]] = Field(default_factory=dict)
    rank: Ranking | None = None
    figures: FigureSheet | None = None
    finding: tuple[FindingRule, ...] = ()
    layout: CircularLayout = CircularLayout()
    example: tuple[PackExample, ...] = ()
    _written: "Pack | None" = PrivateAttr(None)

    @property
    def id(self) -> str:
        """The pack's stable name."""
        return self.pack.id

    def for_period(self, kind: PeriodKind) -> "Pack":
        """The pack with ``{now}``, ``{previous}`` and the like in its sentences told as of a period of that kind."""
        if self._written and self.pack.period == kind:
            return self
        written = self._written or self
        told = _told(written, terms_of(kind))
        told = told.model_copy(update={"pack": told.pack.model_copy(update={"period": kind})})
        told._written = written
        return told

    def label_of(self, grade: str) -> str:
        """How a grade is printed."""
        return next((known.label for known in self.grade if known.id == grade), WORDS.pending)

    @property
    def ranking(self) -> Ranking | None:
        """By what units are ranked: as the pack says, else by the score among all where it gives points."""
        return self.rank or (Ranking(within="all") if self.deduct else None)

    def weight_of(self, kind: ColumnKind) -> Decimal:
        """What one item in a column of that kind counts for in ``points``."""
        return self.weights.get(kind.value, self.weights.get("default", Decimal(1)))

    def place_of(self, grade: str | None) -> Decimal | None:
        """A grade's place, the best 1; none for one that the pack does not have."""
        return next((Decimal(number) for number, one in enumerate(self.grade, 1) if one.id == grade), None)


KIND_FACT_NAMES = (
    "total", "columns", "expected_columns", "updated_columns", "short_columns", "zero_columns", "blank_columns",
    "lacking_columns", "update_rate", "newest_age_days", "longest_gap_days", "least_month", "zero_periods",
)  # fmt: skip
"""Facts that may also be asked of the columns of one kind alone: ``total:policy``."""
RANK_NAMES = ("rank", "rank_from_last", "rank_percent", "average_percent")
FACT_NAMES = (
    *KIND_FACT_NAMES, "irregularities", "points", "previous_total", "change", "change_rate",
    "previous_grade", "score", *RANK_NAMES,
)  # fmt: skip
"""Facts a rule may ask about, besides ``findings:<rule>`` (how many findings of that rule the unit has, by kind of
column too), ``items:<rule>`` (how many items are at fault in them) and ``figures:<name>`` (from the sheet).

``total`` items; ``columns``; ``expected_columns`` due and not exempt; ``updated_columns`` with an item;
``short_columns`` expected with too few; ``zero_columns`` expected with none; ``blank_columns`` never filled;
``lacking_columns`` short or blank, each counted once;
``update_rate`` percent of the expected columns that are not short; ``newest_age_days`` days from the newest item to
the period's last day (none where there is no item); ``irregularities`` findings that lower grades; ``least_month``
items in the poorest month; ``longest_gap_days`` the longest stretch of days of the period in which one of the expected
columns had no item; ``zero_periods`` periods in a row without an item, this one included; ``points`` items by
the weights of their columns' kinds; ``previous_total`` and ``previous_grade`` (its place, the best 1) of the last
issued circular, ``change`` and ``change_rate`` (per cent) from it; ``score`` after deductions; ``rank`` by the pack's
``[rank]``, ``rank_from_last`` the last 1, ``rank_percent`` the place in per cent of those ranked, ``average_percent``
the value ranked by in per cent of their average.
"""
TEXT_NAMES = (
    "unit", "group", "newest", "newest_month", "short_names", "zero_names", "blank_names", "lacking_names",
    "irregularity_texts", "value", "period",
)  # fmt: skip


_T = TypeVar("_T")


def in_period(text: str, terms: PeriodTerms) -> str:
    """A text with the names of `PeriodTerms` in brackets replaced by what periods are called."""
    for name, word in terms:
        text = text.replace(f"{{{name}}}", word)
    return text


def _told(value: _T, terms: PeriodTerms) -> _T:
    """A value of a pack, with the names of periods in all its texts replaced."""
    told: object = value
    if isinstance(value, str):
        told = in_period(value, terms)
    elif isinstance(value, tuple):
        told = tuple(_told(one, terms) for one in value)
    elif isinstance(value, PackTable):
        parts = {name: getattr(value, name) for name in type(value).model_fields}
        changed = {name: new for name, part in parts.items() if (new := _told(part, terms)) is not part}
        told = value.model_copy(update=changed) if changed else value
    return cast(_T, told)


def split_fact(name: str) -> tuple[str, str]:
    """A fact and the kind of column it is asked of: ``findings:stale-column:news``, ``total:policy``; else empty."""
    parts = name.split(":")
    if parts[0] == "figures":
        return name, ""
    size = 2 if parts[0] in ("findings", "items") else 1
    return ":".join(parts[:size]), ":".join(parts[size:])


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


@lru_cache(maxsize=64)
def parse_pack(text: str, path: Path) -> Pack:
    """Check the text of a pack that is, or was, at ``path``; raises `BadInput` with every problem.

    A city's office asks for the same few packs again at every page.
    """
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
        pack = pack.for_period(pack.pack.period)
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
    for problem in (*_check_rules(pack), *_check_points(pack), *_check_layout(pack), *_check_findings(pack)):
        yield replace(problem, file=str(path))


def _check_rules(pack: Pack) -> Iterator[Problem]:
    grades = {grade.id for grade in pack.grade}
    facts = _facts_of(pack)
    names = {*facts, *TEXT_NAMES, *pack.parameters}
    for name in sorted(pack.parameters.keys() & PeriodTerms.model_fields.keys()):
        yield Problem("", f"parameters.{name}", WORDS.name_of_period.format(name=name), WORDS.name_of_period_cure)
    if PENDING in grades:
        yield Problem("", "grade", f"“{PENDING}”是保留的等次", "请换一个 id；无法核实的单位总是列为待核实")
    for number, rule in enumerate(pack.rule, 1):
        key = f"rule.{number}"
        if rule.grade not in grades:
            known = "、".join(sorted(grades))
            yield Problem("", f"{key}.grade", f"等次“{rule.grade}”未定义", f"可用：{known}")
        for condition in (*rule.all, *rule.any):
            yield from _check_condition(key, condition, pack, facts)
        yield from (_unknown_name(key, rule.says, name) for name in sorted(names_in(rule.says) - names))
        yield from (_unknown_name(key, rule.told, name) for name in sorted(names_in(rule.told) - {*names, "all"}))
    for number, grade in enumerate(pack.grade, 1):
        lacking = sorted(names_in(grade.measure) - pack.parameters.keys())
        yield from (_unknown_name(f"grade.{number}.measure", grade.measure, name) for name in lacking)
    if pack.rule[-1].all or pack.rule[-1].any:
        key = f"rule.{len(pack.rule)}"
        yield Problem("", key, "最后一条规则带有条件，可能有单位得不到评定", "请让最后一条不带 all、any")


def _check_points(pack: Pack) -> Iterator[Problem]:
    """Deductions, weights and ranks."""
    facts = _facts_of(pack) - {"score", *RANK_NAMES}
    names = {*facts, *TEXT_NAMES, *pack.parameters, "value"}
    known = "、".join(name for name in FACT_NAMES if name in facts)
    for number, deduction in enumerate(pack.deduct, 1):
        key = f"deduct.{number}"
        if deduction.fact not in facts:
            yield Problem("", f"{key}.fact", f"不认识的事实“{deduction.fact}”", f"可用：{known}")
        yield from (_unknown_name(key, deduction.says, name) for name in sorted(names_in(deduction.says) - names))
        if deduction.reach is not None and deduction.each > 0:
            yield Problem("", f"{key}.reach", WORDS.reach_of_loss, WORDS.reach_of_loss_cure)
    kinds = ("default", *(kind.value for kind in ColumnKind))
    for name in sorted(pack.weights.keys() - set(kinds)):
        yield Problem("", f"weights.{name}", f"不认识的栏目类型“{name}”", f"可用：{'、'.join(kinds)}")
    if pack.rank and pack.rank.by not in {*facts, "score"}:
        yield Problem("", "rank.by", f"不能按“{pack.rank.by}”排名", f"可用：score、{known}")
    if pack.figures is None:
        return
    for name, rate in pack.figures.rates.items():
        for of in sorted(set(rate.of) - pack.figures.columns.keys()):
            yield Problem("", f"figures.rates.{name}", f"表中没有“{of}”", "of 里写 [figures.columns] 中的两个名称")


def _check_layout(pack: Pack) -> Iterator[Problem]:
    """A table of units prints facts of the pack, and beside a grade its reason."""
    columns = pack.layout.unit_columns
    for column in columns:
        if column not in {*UNIT_COLUMN_NAMES, *_facts_of(pack)}:
            known = "、".join(UNIT_COLUMN_NAMES)
            yield Problem("", "layout.unit_columns", f"不认识的列“{column}”", f"可用：{known}，或者规则的事实")
    if "units" in pack.layout.annexes and "grade" in columns and "remark" not in columns:
        cure = "请加上 remark（原因），否则被评为较低等次的单位在表中看不到原因"
        yield Problem("", "layout.unit_columns", "有 grade（评价结果）而没有 remark", cure)


def _facts_of(pack: Pack) -> frozenset[str]:
    """The names of all facts that rules of the pack may ask about."""
    kinds = [kind.value for kind in ColumnKind]
    names = {*FACT_NAMES, *(f"{name}:{kind}" for name in KIND_FACT_NAMES for kind in kinds)}
    for finding in pack.finding:
        for counted in (f"findings:{finding.rule}", f"items:{finding.rule}"):
            names |= {counted, *(f"{counted}:{kind}" for kind in kinds)}
    if pack.figures:
        names |= {f"figures:{name}" for name in (*pack.figures.columns, *pack.figures.rates)}
    return frozenset(names)


def _check_condition(key: str, condition: Condition, pack: Pack, facts: frozenset[str]) -> Iterator[Problem]:
    fact, value = condition.fact, condition.value
    if fact not in facts:
        known = "、".join(FACT_NAMES)
        yield Problem("", f"{key}.fact", f"不认识的事实“{fact}”", f"可用：{known}")
    if fact in RANK_NAMES and pack.ranking is None:
        yield Problem("", f"{key}.fact", f"“{fact}”没有排名的依据", "请写 [rank]，指明按哪个事实排名")
    is_grade = fact == "previous_grade" and isinstance(value, str) and pack.place_of(value) is not None
    if isinstance(value, str) and value not in pack.parameters and not is_grade:
        yield Problem("", f"{key}.value", f"参数“{value}”未定义", "请在 [parameters] 中定义")
    names = {*facts, *TEXT_NAMES, *pack.parameters}
    for text in (condition.says, condition.fails):
        yield from (_unknown_name(key, text, name) for name in sorted(names_in(text) - names))
    for text in (condition.told, condition.utmost):
        yield from (_unknown_name(key, text, name) for name in sorted(names_in(text) - {*names, "all"}))


def _unknown_name(key: str, text: str, name: str) -> Problem:
    return Problem("", key, f"“{text}”中的 {{{name}}} 没有定义", "可用的名称和 [parameters] 见 rules/README.md")


def _check_findings(pack: Pack) -> Iterator[Problem]:
    for number, finding in enumerate(pack.finding, 1):
        key, kind = f"finding.{number}", KINDS.get(finding.rule)
        if kind is None:
            known = "、".join(KINDS)
            yield Problem("", f"{key}.rule", f"不认识的问题类型“{finding.rule}”", f"可用：{known}")
            continue
        for name in sorted(finding.parameters_given - kind.parameters.keys()):
            known = "、".join(kind.parameters)
            what = f"“{finding.rule}”不使用参数 {name}"
            yield Problem("", f"{key}.{name}", what, f"请删去；该类问题的参数：{known or '没有参数'}")
        if kind.after_grades and finding.force == "grade":
            what = f"“{finding.rule}”由等次得出，不能再影响等次"
            yield Problem("", f"{key}.force", what, "请改为 print、trial 或 off")
        if kind.is_question and finding.force == "grade":
            yield Problem("", f"{key}.force", WORDS.no_verdict.format(rule=finding.rule), WORDS.no_verdict_cure)
        for word in (*finding.words, *finding.but_not):
            try:
                re.compile(word)
            except re.error as error:
                yield Problem("", key, f"“{word}”不是有效的正则表达式（{error}）", "请检查括号是否成对")
