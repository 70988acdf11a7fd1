"""Puts what a spreadsheet says together into a county, alone or over an existing county file."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from auditor.base.errors import BadInput, Problem
from auditor.base.hosts import authority, is_web_address
from auditor.base.pattern import pattern
from auditor.base.terms import ColumnKind
from auditor.county.check import normal_address, whole_address
from auditor.county.model import UNNAMED_UNIT, County, build_county
from auditor.county.naming import is_township, kind_of, table_of, usual_tables
from auditor.county.past import has_moved, moved_since
from auditor.sheet.cells import closed_up
from auditor.sheet.place import SheetPlace
from auditor.sheet.rows import is_shared
from auditor.sheet.seen import WORDS
from auditor.sheet.values import Sheet, SheetRow
from auditor.sheet.words import sheet_words

_COUNTY_NAME = pattern(
    r"([\u4e00-\u9fff]{1,7}?(?:自治县|自治旗|县|旗|市|区))",
    finds={"崇信县2020年第一季度栏目统计表": "崇信县", "某某自治县责任清单": "某某自治县"},
    not_in=("县直单位", "责任单位更新情况"),
    seen="titles of the sheets that offices keep",
    way="match",
)
_TOLD = 12
_WHOLE_FACTS = ("crawl.concurrency", "crawl.max_pages", "schedule.audit")
_NUMBER_FACTS = ("crawl.delay", "crawl.timeout")


@dataclass(frozen=True, slots=True)
class Imported:
    """A county made from a spreadsheet, and what a person should look at before using it."""

    county: County
    notes: tuple[str, ...]
    added: int
    changed: int
    repeated: frozenset[str] = frozenset()
    """Where the rows stand that only repeat earlier ones."""
    moved: tuple[str, ...] = ()
    """The columns that have another unit or address by now, where nobody said from when."""


def county_from_sheet(
    sheet: Sheet, base: County | None = None, *, name: str = "", home: str = "", since: date | None = None
) -> Imported:
    """Make a county of ``sheet``, over ``base`` where one exists (matched by address, then by name and unit).

    ``name`` and ``home`` win over what the sheet says. What moves to another unit or address does so from the day
    ``since``, where that is said; else it is told, and the past changes with it. Columns of ``base`` that the sheet
    does not list are kept.
    Raises `BadInput` with every bad cell.
    """
    draft = _Draft(sheet, base, since)
    draft.take_facts(name, home)
    draft.take_tables()
    draft.take_units()
    draft.take_columns()
    draft.settle_guesses()
    problems = [*sheet.problems, *draft.problems]
    county: County | None = None
    try:
        county = build_county(draft.raw, SheetPlace(sheet, draft.rows), base.path if base else Path())
    except BadInput as error:
        told = {problem.key for problem in problems if problem.key}
        problems += _without_links(sheet, [problem for problem in error.problems if problem.key not in told])
    if problems or county is None:
        raise BadInput(problems)
    return Imported(
        county, (*sheet.notes, *draft.notes), draft.added, draft.changed, frozenset(draft.repeated), tuple(draft.moved)
    )


def faulty_rows(sheet: Sheet, problems: Sequence[Problem]) -> dict[str, tuple[Problem, ...]]:
    """Which rows of columns the problems are about, by where they stand, each with its own."""
    found: dict[str, tuple[Problem, ...]] = {}
    lost = next((one for one in problems if any(_is_lost(row, one.key.split("、")) for row in sheet.columns)), None)
    for row in sheet.columns:
        cells = {row.where, *row.cells.values()}
        own = tuple(one for one in problems if cells.intersection(one.key.split("、")))
        if own or (lost and row.link_text):  # of many lost links only the first are named
            found[row.where] = own or (lost,) if lost else own
    return found


def _is_lost(row: SheetRow, cells: Sequence[str]) -> bool:
    return bool(row.link_text) and row.cells["url"] in cells


def sound_part(sheet: Sheet, problems: Sequence[Problem]) -> Sheet | None:
    """The sheet without the rows that are wrong; ``None`` where nothing is left, or no row can be named for all."""
    faulty = faulty_rows(sheet, problems)
    rows = tuple(row for row in sheet.columns if row.where not in faulty)
    told = {problem for own in faulty.values() for problem in own}
    if not rows or not told.issuperset(problems):
        return None
    return replace(sheet, columns=rows, problems=())


def _without_links(sheet: Sheet, problems: list[Problem]) -> list[Problem]:
    """The problems, with all addresses that are missing because only a link's text came told as one."""
    texts = {row.cells["url"]: row.link_text for row in sheet.columns if row.link_text}
    lost = [problem for problem in problems if problem.key in texts]
    if not lost:
        return problems
    cells = "、".join(problem.key for problem in lost[:_TOLD]) + (f"等{len(lost)}处" if len(lost) > _TOLD else "")
    what = f"“{texts[lost[0].key][:20]}”不是网址，单元格里的链接没有带来（复制的文字、.csv 文件不带链接）"
    cure = "请上传或导入带链接的 .xlsx 表格，或把网址写在单元格里"
    return [Problem(sheet.file, cells, what, cure), *(problem for problem in problems if problem not in lost)]


@dataclass
class _Draft:
    """The figures of the county file while they are put together; ``rows`` tells which row gave which entry."""

    sheet: Sheet
    base: County | None
    since: date | None = None
    moved: list[str] = field(default_factory=list)
    raw: dict[str, Any] = field(default_factory=dict)
    rows: dict[tuple[str, int], SheetRow] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    repeated: set[str] = field(default_factory=set)
    guessed_tables: set[str] = field(default_factory=set)
    guessed_units: list[str] = field(default_factory=list)
    guessed_kinds: list[str] = field(default_factory=list)
    added: int = 0
    changed: int = 0

    def __post_init__(self) -> None:
        if self.base:
            self.raw = self.base.model_dump(mode="json", exclude_defaults=True, exclude={"path"})
        for section in ("table", "unit", "column"):
            self.raw.setdefault(section, [])
        self.raw["unit"] = [unit for unit in self.raw["unit"] if unit["name"] != UNNAMED_UNIT]
        for section in ("county", "crawl", "schedule", "issue"):
            self.raw.setdefault(section, {})

    def take_facts(self, name: str, home: str) -> None:
        """The county's name and home page, its crawl rules and timetable."""
        for key, text in self.sheet.facts.items():
            section, _, fact = key.partition(".")
            self.raw[section][fact] = _number(key, text)
        facts = self.raw["county"]
        facts |= {key: value for key, value in (("name", name), ("home", home)) if value}
        if not facts.get("name"):
            facts["name"] = next((found[1] for title in self.sheet.titles if (found := _COUNTY_NAME.match(title))), "")
        if not facts.get("home"):
            facts["home"] = self._commonest_host()
        for key, what, option in (("name", "县名", "--name"), ("home", "门户首页网址", "--home")):
            if not facts[key]:
                facts[key] = {"name": "待定", "home": "http://home.invalid/"}[key]
                cure = f"请填写（命令行用 {option}），或写在“基本信息”表中"
                self.problems.append(Problem(self.sheet.file, "", f"不知道{what}", cure))

    def _commonest_host(self) -> str:
        urls = [str(row.values.get("url", "")) for row in self.sheet.columns]
        hosts = Counter((urlsplit(url).scheme, authority(url)) for url in urls if is_web_address(url))
        if not hosts:
            return ""
        (scheme, host), _ = hosts.most_common(1)[0]
        self.notes.append(WORDS.guessed_home.format(scheme=scheme, host=host))
        return f"{scheme}://{host}/"

    def take_tables(self) -> None:
        """The attachments: those the sheet lists, then those its rows stand under."""
        for row in self.sheet.tables:
            self._put("table", row, dict(row.values), "id")
        for row in (*self.sheet.units, *self.sheet.columns):
            if row.group:
                self._table_id(row.group)

    def _usual_table(self, unit: str) -> str:
        """The id of the attachment that a unit's name suggests, where nothing says which; added where there is none."""
        usual, tables = table_of(unit), self.raw["table"]
        if is_township(unit):
            self.guessed_units.append(unit)
        for table in tables:
            if usual.id == table.get("id") or usual.group == table.get("group"):
                return str(table["id"])
        own = [table for table in tables if table.get("id") not in self.guessed_tables]
        if own and (self.sheet.tables or not is_township(unit)):
            return str(own[0]["id"])
        self.guessed_tables.add(usual.id)
        tables.append(usual.model_dump())
        return usual.id

    def settle_guesses(self) -> None:
        """Put attachments that were only guessed into their usual order, and tell what was guessed."""
        order = [table.id for table in usual_tables()]
        if {table.get("id") for table in self.raw["table"]} <= self.guessed_tables:
            self.raw["table"].sort(key=lambda table: order.index(table["id"]))
        if not self.raw["table"]:
            self.raw["table"].append(usual_tables()[0].model_dump())
        if self.guessed_units:
            names = "、".join(self.guessed_units[:_TOLD]) + ("等" if len(self.guessed_units) > _TOLD else "")
            group = table_of(self.guessed_units[0]).group
            self.notes.append(WORDS.guessed_tables.format(names=names, group=group))
        if self.guessed_kinds:
            shown = "、".join(self.guessed_kinds[:3])
            self.notes.append(WORDS.guessed_kinds.format(count=len(self.guessed_kinds), shown=shown))

    def _table_id(self, group: str) -> str:
        """The id of the attachment that ``group`` names, which is added where there is none."""
        tables = self.raw["table"]
        for key in ("id", "title", "group"):
            for table in tables:
                if table.get(key) == group:
                    return str(table["id"])
        if self.sheet.tables:
            return group  # the sheet lists its attachments: an unknown one is a mistake, told by the check
        taken = {table.get("id") for table in tables}
        known = table_of(group).id if is_township(group) or group.endswith(usual_tables()[0].group[-2:]) else ""
        number = next(n for n in range(1, len(tables) + 2) if f"table-{n}" not in taken)
        table_id = known if known and known not in taken else f"table-{number}"
        tables.append({"id": table_id, "title": WORDS.annex_title.format(group=group), "group": group})
        return table_id

    def take_units(self) -> None:
        """The units the sheet lists; those only named beside columns are added with the columns."""
        for row in self.sheet.units:
            values = dict(row.values)
            self._rename_unit(values)
            if row.group:
                values["table"] = self._table_id(row.group)
            elif not any(unit.get("name") == values.get("name") for unit in self.raw["unit"]):
                values.setdefault("table", self._usual_table(str(values.get("name", ""))))
            self._put("unit", row, values, "name")

    def _rename_unit(self, values: Mapping[str, Any]) -> None:
        """Give a unit of the existing county that the sheet knows under another name the sheet's name."""
        name, aliases = values.get("name"), values.get("aliases", [])
        names = {unit.get("name") for unit in self.raw["unit"]}
        for unit in self.raw["unit"]:
            other = unit.get("name")
            if name and name not in names and (other in aliases or name in unit.get("aliases", [])):
                unit["name"] = name
                unit["aliases"] = [other if alias == name else alias for alias in unit.get("aliases", [])]
                for column in self.raw["column"]:
                    if column.get("unit") == other:
                        column["unit"] = name
                return

    def _put(self, section: str, row: SheetRow, values: dict[str, Any], identity: str) -> None:
        """Change the entry of the same identity, or add one; a second row of the sheet never changes the first."""
        entries = self.raw[section]
        for index, entry in enumerate(entries):
            if entry.get(identity) == values.get(identity) and (section, index) not in self.rows:
                entry |= values
                self.rows[section, index] = row
                return
        self.rows[section, len(entries)] = row
        entries.append(values)

    def take_columns(self) -> None:
        """The columns, each with its unit settled."""
        names = Counter((row.values.get("name"), row.values.get("unit")) for row in self.sheet.columns)
        kept = len(self.raw["column"])
        had_columns = {column.get("unit") for column in self.raw["column"]}
        for row in self.sheet.columns:
            values = dict(row.values)
            if row.parent and names[values.get("name"), values.get("unit")] > 1:
                values["name"] = f"{row.parent}·{values['name']}"
            self._settle_owner(values, row)
            if not self._is_repeated(values, row):
                self._put_column(values, row)
        unlisted = kept - sum((("column", index) in self.rows) for index in range(kept))
        if unlisted:
            self.notes.append(WORDS.kept.format(count=unlisted))
        self._drop_deserted(had_columns)

    def _drop_deserted(self, had_columns: set[str | None]) -> None:
        """Leave out units that lost all their columns to others and that the sheet does not list."""
        have = {column.get("unit") for column in self.raw["column"]}
        have |= {former.get("unit") for column in self.raw["column"] for former in column.get("was", ())}
        listed = {row.values.get("name") for row in self.sheet.units}
        deserted = [unit["name"] for unit in self.raw["unit"] if unit.get("name") in had_columns - have - listed]
        if deserted:
            keep = [index for index, unit in enumerate(self.raw["unit"]) if unit.get("name") not in deserted]
            rows = {("unit", new): self.rows["unit", old] for new, old in enumerate(keep) if ("unit", old) in self.rows}
            self.rows = {key: row for key, row in self.rows.items() if key[0] != "unit"} | rows
            self.raw["unit"] = [self.raw["unit"][index] for index in keep]
            self.notes.append(WORDS.deserted.format(names="、".join(f"“{name}”" for name in deserted)))

    def _settle_owner(self, values: dict[str, Any], row: SheetRow) -> None:
        text = str(values.pop("unit", ""))
        units = {str(name): unit for unit in self.raw["unit"] for name in (unit.get("name"), *unit.get("aliases", []))}
        table = self._table_id(row.group) if row.group else ""
        if text not in units and (meant := closed_up(text)) != text:
            self.notes.append(WORDS.read_as.format(cell=row.cells["unit"], text=text, meant=meant))
            text = meant
        if text in units:
            values["unit"] = units[text]["name"]
            values["owner"] = values.get("owner", "")
            if table and not self.sheet.tables and units[text].get("table") != table:
                self.notes.append(WORDS.other_table.format(cell=row.cells["unit"], text=text))
        elif text and is_shared(text):
            values.setdefault("owner", text)
            self.notes.append(WORDS.not_single.format(cell=row.cells["unit"], text=text))
        elif text and not sheet_words().has("blank", text):
            values["unit"] = text
            self.rows["unit", len(self.raw["unit"])] = row
            self.raw["unit"].append({"name": text, "table": table or self._usual_table(text)})
        if table and ("unit" not in values or self.sheet.tables):
            values["table"] = table

    def _is_repeated(self, values: Mapping[str, Any], row: SheetRow) -> bool:
        """Whether an earlier row of the sheet says the same; its repetition is noted and left out."""
        for (section, index), other in self.rows.items():
            if section != "column" or other.values.get("url") != row.values.get("url"):
                continue
            entry = self.raw["column"][index]
            same = all(entry.get(key) == values.get(key) for key in ("name", "unit"))
            if same and row.values.get("url"):
                self.notes.append(WORDS.twice.format(row=row.where, other=other.where))
                self.repeated.add(row.where)
                return True
        return False

    def _put_column(self, values: dict[str, Any], row: SheetRow) -> None:
        index = self._match(values)
        if index is None:
            entry: dict[str, Any] = {}
            self.rows["column", len(self.raw["column"])] = row
            self.raw["column"].append(entry)
            self.added += 1
        else:
            entry = self.raw["column"][index]
            self.rows["column", index] = row
        before = dict(entry)
        if "unit" in values:
            entry.pop("owner", None)
        elif "owner" in values:
            entry.pop("unit", None)
        entry |= {key: value for key, value in values.items() if key not in ("due", "url") and value != ""}
        self._take_due(entry, values)
        if entry.get("kind") == ColumnKind.OTHER:
            entry.pop("kind")  # as the county file says it: by saying nothing
        if index is None and "kind" not in values:
            self._guess_kind(entry)
        if "url" in values and (index is None or not self._same_address(entry.get("url"), values["url"])):
            entry["url"] = values["url"]
        self.changed += index is not None and entry != before
        if index is not None and has_moved(before, entry) and entry.get("was") == before.get("was"):
            if self.since:
                entry |= moved_since(before, entry, self.since)
            else:
                self.moved.append(str(entry.get("name", "")))

    def _guess_kind(self, entry: dict[str, Any]) -> None:
        kind = kind_of(str(entry.get("name", "")))
        if kind is not ColumnKind.OTHER:
            entry["kind"] = kind.value
            self.guessed_kinds.append(WORDS.guessed_kind.format(name=entry["name"], kind=kind.label))

    @staticmethod
    def _take_due(entry: dict[str, Any], values: Mapping[str, Any]) -> None:
        if values.get("due") is not None:
            entry["due"] = list(values["due"])
        elif "due" in values:
            entry.pop("due", None)

    def _match(self, values: Mapping[str, Any]) -> int | None:
        """The column of the existing county that a row means: by address, then by name (and unit, if both say it)."""
        free = [(index, entry) for index, entry in enumerate(self.raw["column"]) if ("column", index) not in self.rows]
        for index, entry in free:
            if "url" in values and self._same_address(entry["url"], values["url"]):
                return index
        named = [(index, entry) for index, entry in free if entry["name"] == values.get("name")]
        if len(named) > 1:
            named = [(index, entry) for index, entry in named if entry.get("unit") == values.get("unit")]
        return named[0][0] if len(named) == 1 else None

    def _same_address(self, one: object, other: object) -> bool:
        addresses = [whole_address(self.raw["county"]["home"], str(url)) for url in (one, other)]
        return None not in addresses and len({normal_address(str(address)) for address in addresses}) == 1


def _number(key: str, text: str) -> str | int | float:
    """The figure a fact is, where it is one; otherwise the text, for the check to complain of."""
    if key in _WHOLE_FACTS and text.isdecimal():
        return int(text)
    if key in _NUMBER_FACTS:
        try:
            return float(text)
        except ValueError:
            return text
    return text
