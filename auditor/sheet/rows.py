"""Reads the tables of a spreadsheet row by row; every bad cell is noted with its address, none stops the reading."""

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from auditor.base.errors import Problem
from auditor.base.terms import ColumnKind
from auditor.county.past import read_past
from auditor.sheet.blocks import Block
from auditor.sheet.cells import read_address, read_day, read_due, read_kind, read_name, read_requirement, read_whole
from auditor.sheet.seen import WORDS, seen_table
from auditor.sheet.values import SeenTable, SheetRow
from auditor.sheet.words import sheet_words

_READ = ("rows", "title", "date", "next")
_TEXTS = ("owner", "remark", "portal", "browser", "press")
_NAMES = ("name", "unit", "level1", "level2", "level3")
_LEVELS = ("level1", "level2", "level3")
_SPANNING = ("unit", "table")
"""Cells that are merged over the rows of one unit; pasted as text they are blank below the first."""
_TOLD = 12
_SEPARATORS = re.compile(r"[、，,；;\n]")
_READERS: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "due": (read_due, "请写季度数字，如 3、4；全年都不要求写“无”，每季度都要求则留空"),
    "expect": (read_whole, "请写整数"),
    "kind": (read_kind, "可写：" + "、".join(kind.label for kind in ColumnKind)),
    "since": (read_day, "请写成 2020-06-30"),
    "until": (read_day, "请写成 2020-06-30"),
    "was": (read_past, WORDS.past_cure),
}


@dataclass
class RowReader:
    """Collects rows, problems and notes of one file."""

    file: str
    columns: list[SheetRow] = field(default_factory=list)
    units: list[SheetRow] = field(default_factory=list)
    tables: list[SheetRow] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    fact_cells: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seen: list[SeenTable] = field(default_factory=list)

    def read(self, block: Block, group: str) -> None:
        """Read one table; ``group`` is the attachment its rows belong to where they do not say so themselves."""
        entries: dict[int, SheetRow] = {}
        fates: dict[int, str] = {}
        match block.kind:
            case "column":
                entries = self._read_columns(block, group, fates)
                self.columns += entries.values()
            case "unit":
                entries = {row: self._unit(block, row) for row in block.rows}
                self.units += entries.values()
            case "table":
                entries = {row: self._texts(block, row, ("id", "title", "group")) for row in block.rows}
                self.tables += entries.values()
            case "facts":
                self._read_facts(block)
        self._tell_of_hidden(block, entries)
        self.seen.append(seen_table(block, entries, fates))

    def _tell_of_hidden(self, block: Block, entries: Mapping[int, SheetRow]) -> None:
        """What nobody sees in the spreadsheet was read all the same: a person should know."""
        for row, entry in entries.items():
            if row in block.grid.hidden:
                where, name = block.grid.where(row, 0), entry.values.get("name", "")
                self.notes.append(WORDS.hidden_row.format(where=where, name=name))
        for position, name in block.fields:
            if position in block.grid.hidden_columns:
                where, label = block.grid.where(block.header[0], position), sheet_words().label(block.kind, name)
                self.notes.append(WORDS.hidden_column.format(where=where, name=label))

    def _complain(self, where: str, what: str, cure: str) -> None:
        self.problems.append(Problem(self.file, where, what, cure))

    def _text(self, block: Block, row: int, name: str) -> str:
        """The text of a cell; an error value is a problem and reads as nothing."""
        cell = block.cell(row, name)
        if cell.is_error:
            self._complain(block.where(row, name), f"单元格是错误值“{cell.text}”", "请改正公式或直接填写")
            return ""
        return self._cleaned(block.where(row, name), cell.text, read_name) if name in _NAMES else cell.text

    def _cleaned(self, where: str, text: str, clean: Callable[[str], str]) -> str:
        """What a cell surely means, with a note where that is not what it says."""
        meant = clean(text)
        if meant != text.strip():
            self.notes.append(f"{where}：“{' '.join(text.split())[:60]}”已按“{meant[:60]}”导入，请核对")
        return meant

    def _texts(self, block: Block, row: int, names: tuple[str, ...]) -> SheetRow:
        values = {name: text for name in names if (text := self._text(block, row, name))}
        return SheetRow(block.grid.where(row, 0), values, {name: block.where(row, name) for name in names})

    def _unit(self, block: Block, row: int) -> SheetRow:
        values = dict(self._texts(block, row, ("name", "table")).values)
        if aliases := self._text(block, row, "aliases"):
            values["aliases"] = names_in_cell(aliases)
        for name in ("since", "until"):
            self._read_into(values, block, row, name)
        cells = {name: block.where(row, name) for name in ("name", "table", "aliases", "since", "until")}
        return SheetRow(block.grid.where(row, 0), values, cells, group=str(values.pop("table", "")))

    def _read_into(self, values: dict[str, Any], block: Block, row: int, name: str) -> None:
        text = self._text(block, row, name)
        if not text:
            return
        reader, cure = _READERS[name]
        try:
            values[name] = reader(text)
        except ValueError:
            self._complain(block.where(row, name), f"“{text[:40]}”无法识别", cure)

    def _read_facts(self, block: Block) -> None:
        for row in block.rows:
            label, content = self._text(block, row, "item"), self._text(block, row, "content")
            key = sheet_words().fact(label)
            if key and content:
                self.facts[key] = content
                self.fact_cells[key] = block.where(row, "content")
            elif label and content:
                self.notes.append(f"{block.where(row, 'item')}：不认识的项目“{label[:40]}”，未导入")

    def _read_columns(self, block: Block, group: str, fates: dict[int, str]) -> dict[int, SheetRow]:
        above: dict[str, str] = {}
        entries: dict[int, SheetRow] = {}
        filled: list[str] = []
        for row in block.rows:
            for name in ("level1", "level2", *(_SPANNING if block.grid.is_text else ())):
                self._carry_down(above, block, row, name)
            entry = self._column(block, row, above, group)
            if entry is None:
                fates[row] = "heading" if self._deepest(block, row) in _LEVELS else "nothing"
                continue
            entries[row] = entry
            if block.grid.is_text and entry.values.get("unit") and not block.cell(row, "unit").text:
                filled.append(f"{row + 1}")
        if filled:
            self.notes.append(WORDS.filled.format(rows=told_rows(filled)))
        return entries

    def _carry_down(self, above: dict[str, str], block: Block, row: int, name: str) -> None:
        """A heading stands for the rows below it until the next one; a new heading ends those beneath it."""
        cell = block.cell(row, name)
        text = "" if cell.is_error else cell.text
        if not text or text == above.get(name):
            return
        above[name] = text
        if name == "level1":
            for below in ("level2", *_SPANNING):
                if not block.cell(row, below).text:
                    above.pop(below, None)

    def _column(self, block: Block, row: int, above: Mapping[str, str], group: str) -> SheetRow | None:
        name, parent = self._name(block, row, above)
        values: dict[str, Any] = {}
        if name:
            values["name"] = name
        url = self._address(block, row)
        if url:
            values["url"] = url
        values |= {key: text for key in _TEXTS if (text := self._text(block, row, key))}
        for key in ("due", "expect", "kind", "since", "until", "was"):
            self._read_into(values, block, row, key)
        if unit := self._text(block, row, "unit") or ("" if "owner" in values else read_name(above.get("unit", ""))):
            values["unit"] = unit
        self._read_exemption(values, block, row)
        if read := {key: text for key in _READ if (text := self._text(block, row, f"read_{key}"))}:
            values["read"] = read
        self._read_requirement(values, block, row)
        if not name and not url:
            if values:
                self._complain(block.where(row, "name"), "缺少栏目名称", "请填写，或删去这一行")
            return None
        if self._is_heading(block, row, values):
            return None
        cells = {
            key: block.where(row, key)
            for key in (*_TEXTS, "name", "url", "unit", "table", "due", "expect", "kind", "since", "until", "was")
        }
        if block.position("owner") is None:
            cells["owner"] = cells["unit"]
        cells["read"] = block.where(row, "read_rows")
        cells["exempt"] = block.where(row, "exempt_until")
        cells["name"] = block.where(row, self._deepest(block, row))
        table = self._text(block, row, "table") or above.get("table", "") or group
        words = block.cell(row, "url").text
        link_text = words if not url and is_words(words) else ""
        return SheetRow(block.grid.where(row, 0), values, cells, table, parent, link_text)

    @staticmethod
    def _deepest(block: Block, row: int) -> str:
        names = ("name", "level3", "level2", "level1")
        return next((name for name in names if block.cell(row, name).text), "name")

    def _is_heading(self, block: Block, row: int, values: Mapping[str, Any]) -> bool:
        """Whether a row only names the level that the rows below it belong to."""
        levels = [name for name in ("level1", "level2", "level3") if block.position(name) is not None]
        return len(levels) > 1 and self._deepest(block, row) in levels[:-1] and set(values) == {"name"}

    def _name(self, block: Block, row: int, above: Mapping[str, str]) -> tuple[str, str]:
        """The column's own name and the name of the heading it stands under."""
        deepest = self._deepest(block, row)
        name = self._text(block, row, deepest)
        levels = [above.get("level1", ""), above.get("level2", "")]
        upper = {"level1": [], "level2": levels[:1]}.get(deepest, levels)
        return name, next((text for text in reversed(upper) if text and text != name), "")

    def _address(self, block: Block, row: int) -> str:
        """The address in its cell, or behind the cell's link, or behind the link of another cell of the row."""
        cell = block.cell(row, "url")
        is_none = cell.is_error or sheet_words().has("blank", cell.text) or is_words(cell.text)
        text = "" if is_none else self._cleaned(block.where(row, "url"), cell.text, read_address)
        if text and (_looks_like_address(text) or not cell.link):
            return text
        links = [cell, block.cell(row, self._deepest(block, row)), *block.grid.rows[row]]
        link = next((other.link for other in links if other.link), "")
        if not link:
            self._text(block, row, "url")
        return read_address(link)

    def _read_exemption(self, values: dict[str, Any], block: Block, row: int) -> None:
        until, reason = (self._text(block, row, name) for name in ("exempt_until", "exempt_reason"))
        if not until and not reason:
            return
        if not until:
            self._complain(block.where(row, "exempt_until"), "写了豁免原因，但没有截止日期", "请填写，如 2020-06-30")
            return
        try:
            values["exempt"] = {"until": read_day(until).isoformat(), "reason": reason}
        except ValueError:
            self._complain(block.where(row, "exempt_until"), f"“{until[:40]}”不是日期", "请写成 2020-06-30")

    def _read_requirement(self, values: dict[str, Any], block: Block, row: int) -> None:
        """What the update requirement, or failing that the remark, says of quarters and numbers."""
        text = self._text(block, row, "requirement")
        source = "requirement"
        if not text and block.position("due") is None and block.position("requirement") is None:
            text, source = str(values.get("remark", "")), "remark"
        if not text:
            return
        found = read_requirement(text)
        if source == "remark" and not found.understood:
            return
        if found.expect is not None:
            values.setdefault("expect", found.expect)
        if found.understood:
            values.setdefault("due", found.due)
        elif text not in str(values.get("remark", "")):
            values["remark"] = "；".join(filter(None, (values.get("remark"), text)))
        if found.note:
            self.notes.append(f"{block.where(row, source)}：{found.note}")


def names_in_cell(text: str) -> list[str]:
    """The names in one cell, however they are set apart; names that hold such a mark are quoted."""
    if '"' in text:
        return [name.strip() for line in csv.reader(text.split("\n"), delimiter="、") for name in line if name.strip()]
    return [name.strip() for name in _SEPARATORS.split(text) if name.strip()]


def joined_names(names: Sequence[str]) -> str:
    """Names in one cell so that `names_in_cell` gives them back."""
    if not any('"' in name or _SEPARATORS.search(name) for name in names):
        return "、".join(names)
    return "、".join('"' + name.replace('"', '""') + '"' for name in names)


def told_rows(numbers: Sequence[str]) -> str:
    """Rows by number, the first of them where there are many."""
    return f"第{'、'.join(numbers[:_TOLD])}行" + (f"等{len(numbers)}行" if len(numbers) > _TOLD else "")


def is_shared(text: str) -> bool:
    """Whether an owner is no single unit: a general word such as 相关部门, or several names."""
    return sheet_words().has("nobody", text) or len(names_in_cell(text)) > 1


def is_words(text: str) -> bool:
    """Whether a text is what a link is called (点击查看), not an address of any kind."""
    return bool(re.search(r"[\u4e00-\u9fff]", text)) and not re.search(r"[/\\.#?：／．]", text)


def _looks_like_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://", "/"))
