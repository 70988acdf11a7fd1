"""The city file: which counties (or departments) a city looks at together, which are drawn by lot, who signs.

A city is audited as a county is: its members are the units, their columns its columns (`auditor.audit.members`).
"""

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from auditor.base.errors import BadInput, Problem
from auditor.base.period import Period
from auditor.base.words import Words, load_words
from auditor.county.check import TomlPlace, problem_of_fault
from auditor.county.model import (
    Attachment,
    County,
    CountyFacts,
    CountyTable,
    DisclosureColumn,
    IssueLines,
    Name,
    Text,
    Unit,
    Whole,
    load_county,
    parse_county,
    read_county_text,
    toml_of,
)


class CityWords(Words):
    """What is printed of a city where its file says nothing."""

    called: str
    portal: str
    addressees: str
    table_title: str
    table_group: str
    no_city: str
    no_member: str
    other_section: str


_WORDS = load_words("city_file", CityWords)
_PACK = "city-check"
_CITY = "city"


class CityFacts(CountyFacts):
    """``[city]``: who looks at its counties, who signs, by which pack."""

    pack: str = Field(
        default=_PACK, title="评定规则", description="代号，如 city-check，或本单位文件夹内规则文件（.toml）的路径"
    )
    called: Name = Field(default=_WORDS.called, title="成员的叫法", description="如 县（区）、部门；省略为县（区）")


class SpotCheck(CountyTable):
    """``[sample]``: a share of the counties, or of the columns of each, drawn by lot."""

    share: Whole = Field(ge=1, le=100, title="抽查比例", description="百分数，不足一个的按一个计")
    seed: Name = Field(title="抽签种子", description="抽签前公布的一串文字，如开奖号码；种子相同，抽签结果相同")
    of: Literal["members", "columns"] = Field(
        default="members", title="抽什么", description="members 抽成员，columns 在每个成员的栏目中抽"
    )

    def draw(self, names: Iterable[str], period: Period) -> tuple[str, ...]:
        """Those drawn, in their own order: the ones whose SHA-256 over seed, period and name comes first."""
        listed = list(names)
        most = -(-len(listed) * self.share // 100)
        lots = sorted(listed, key=lambda name: hashlib.sha256(f"{self.seed}|{period.name}|{name}".encode()).digest())
        drawn = set(lots[:most])
        return tuple(name for name in listed if name in drawn)


class CityMember(CountyTable):
    """One ``[[member]]``. ``audit`` is the digest of the audit that a frozen city file was made from."""

    file: Name = Field(title="县配置文件", description="相对于市文件所在文件夹的路径")
    name: Text = Field(default="", title="名称", description="省略为县配置文件中的县名；写了就要与它一致")
    table: Text = Field(default="", title="附件表", description="所属附件表的代号，省略为第一张")
    audit: Text = Field(default="", title="所依据的结果", description="由程序在印发时写入，不必填写")


class City(County):
    """A checked city file, as a county whose units are its members; columns come with their audits."""

    county: CityFacts
    table: tuple[Attachment, ...] = ()
    unit: tuple[Unit, ...] = ()
    column: tuple[DisclosureColumn, ...] = ()
    member: tuple[CityMember, ...] = ()
    sample: SpotCheck | None = None

    @property
    def portal_name(self) -> str:
        """The printed name of what is looked at."""
        return self.county.portal or _WORDS.portal.format(called=self.county.called)

    @property
    def addressees(self) -> str:
        """Whom the circular is addressed to."""
        return self.county.addressees or _WORDS.addressees.format(called=self.county.called)

    def path_of(self, member: CityMember) -> Path:
        """Where a member's county file lies."""
        return self.path.parent / member.file


class CityText(CountyTable):
    """The city file as it is written."""

    city: CityFacts
    sample: SpotCheck | None = None
    issue: IssueLines = IssueLines()
    table: tuple[Attachment, ...] = ()
    member: tuple[CityMember, ...] = Field(min_length=1)
    column: tuple[DisclosureColumn, ...] = ()


CITY_TABLES: Mapping[str, type[CountyTable]] = {
    "city": CityFacts, "sample": SpotCheck, "issue": IssueLines, "table": Attachment, "member": CityMember
}  # fmt: skip
"""The tables of a city file by their names."""


def load_subject(path: Path) -> County:
    """The county or the city of a file; raise `BadInput` with every problem."""
    text = read_county_text(path)
    return _with_names(parse_city(text, path)) if is_city(text) else load_county(path)


def load_city(path: Path) -> City:
    """Read and check a city file and what its members are called; raise `BadInput` with every problem."""
    subject = load_subject(path)
    if not isinstance(subject, City):
        raise BadInput.one(path, "", "是县配置文件，不是市文件", "请给出写有 [city] 和 [[member]] 的文件")
    return subject


def parse_subject(text: str, path: Path) -> County:
    """The county or the city of a frozen text; no other file is looked at."""
    return parse_city(text, path) if is_city(text) else parse_county(text, path)


def is_city(text: str) -> bool:
    """Whether the text of a file is a city's: one that is broken counts as a county's, which is told."""
    try:
        return _CITY in text and _CITY in tomllib.loads(text)
    except (ValueError, RecursionError):
        return False


def parse_city(text: str, path: Path) -> City:
    """Check the text of a city file; members whose names are not written have none yet."""
    raw, place = toml_of(text, path), TomlPlace(path, text)
    problems: list[Problem] = []
    try:
        written = CityText.model_validate(raw)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        problems = [
            _problem(place, fault["loc"], fault["type"], fault["input"], fault.get("ctx", {})) for fault in faults
        ]
        raise BadInput(sorted(dict.fromkeys(problems), key=lambda problem: problem.line or 0)) from error
    tables = written.table or (Attachment(id="members", title=_WORDS.table_title, group=_WORDS.table_group),)
    if problems := list(_cross_problems(written, tables, place)):
        raise BadInput(problems)
    return _city(written, tables, path)


def _problem(place: TomlPlace, location: tuple[str | int, ...], kind: str, given: object, limits: Any) -> Problem:
    """A fault in words; where a whole section lacks, the cure shows the city's own."""
    problem = problem_of_fault(place, location, kind, given, limits)
    cures = {"member": _WORDS.no_member, "city": _WORDS.no_city}
    if len(location) == 1 and location[0] in cures:
        return Problem(problem.file, problem.key, problem.what, cures[str(location[0])], problem.line)
    if kind == "extra_forbidden" and len(location) == 1:
        cure = _WORDS.other_section.format(sections="、".join(CITY_TABLES))
        return Problem(problem.file, problem.key, problem.what, cure, problem.line)
    return problem


def _city(written: CityText, tables: tuple[Attachment, ...], path: Path) -> City:
    units = tuple(Unit(name=one.name, table=one.table or tables[0].id) for one in written.member if one.name)
    return City(
        county=written.city,
        issue=written.issue,
        table=tables,
        unit=units,
        column=written.column,
        member=written.member,
        sample=written.sample,
        path=path,
    )


def _cross_problems(written: CityText, tables: Sequence[Attachment], place: TomlPlace) -> Iterator[Problem]:
    known = [table.id for table in tables]
    for index, table in enumerate(tables):
        if table.id in known[:index]:
            yield place.problem(("table", index, "id"), f"附件表“{table.id}”重复", "每张表的 id 要不同")
    for index, member in enumerate(written.member):
        if member.table and member.table not in known:
            what = f"所属的表“{member.table}”未定义"
            yield place.problem(("member", index, "table"), what, f"请改为已定义的表：{'、'.join(known)}")


def _with_names(city: City) -> City:
    """The city with its members called as their county files are; raise `BadInput` with every wrong one."""
    place = TomlPlace(city.path, read_county_text(city.path))
    problems: list[Problem] = []
    files: dict[Path, int] = {}
    names: dict[str, int] = {city.name: -1}
    named: list[CityMember] = []
    for index, member in enumerate(city.member):
        try:
            name = _name_in(city.path_of(member))
        except BadInput as error:
            fault = error.problems[0]
            problems.append(place.problem(("member", index, "file"), f"“{member.file}”{fault.what}", fault.cure))
            continue
        problems += _name_problems(place, index, member, name, files, names, city)
        files.setdefault(city.path_of(member).resolve(), index)
        names.setdefault(name, index)
        named.append(member.model_copy(update={"name": name}))
    if problems:
        raise BadInput(problems)
    units = tuple(Unit(name=one.name, table=one.table or city.table[0].id) for one in named)
    return city.model_copy(update={"member": tuple(named), "unit": units})


def _name_problems(
    place: TomlPlace,
    index: int,
    member: CityMember,
    name: str,
    files: Mapping[Path, int],
    names: Mapping[str, int],
    city: City,
) -> Iterator[Problem]:
    same_file = files.get(city.path_of(member).resolve())
    if same_file is not None:
        cure = f"与第{same_file + 1}个成员是同一个文件，请删去一个"
        yield place.problem(("member", index, "file"), f"“{member.file}”写了两次", cure)
    elif name in names:
        other = names[name]
        cure = "成员不能与市同名，请核对" if other < 0 else f"与第{other + 1}个成员同名，请只留一个"
        yield place.problem(("member", index, "file"), f"“{member.file}”的县名“{name}”重复", cure)
    if member.name and member.name != name:
        cure = f"请改为“{name}”，或删去 name，或改正 file"
        yield place.problem(
            ("member", index, "name"), f"写的是“{member.name}”，“{member.file}”里的县名是“{name}”", cure
        )


def _name_in(path: Path) -> str:
    """The county's name in a file, which is not checked further; raise `BadInput` where there is none."""
    text = read_county_text(path)
    raw = toml_of(text, path)
    if _CITY in raw:
        raise BadInput.one(path, "", "是市文件，不是县配置文件", "成员请写各县自己的配置文件")
    facts = raw.get("county")
    name = facts.get("name") if isinstance(facts, dict) else None
    if not isinstance(name, str) or not name.strip():
        raise BadInput.one(path, "county.name", "没有县名，不是县配置文件", "请用 auditor check 检查该文件")
    return name.strip()
