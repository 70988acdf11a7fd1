"""Figures that the office counts elsewhere (采用数, 报送数), from a small sheet beside the county file.

They are no result of the check: they are named as brought in, and the audit keeps the digest of the file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from glob import escape, glob
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.audit.grade import Pack
from auditor.audit.grade.pack import FigureSheet, office_folder
from auditor.audit.words import WORDS
from auditor.base.errors import BadInput, Problem
from auditor.base.files import file_digest
from auditor.base.period import FIRST_YEAR, Period
from auditor.county.model import County

if TYPE_CHECKING:
    from auditor.base.grid import SheetGrid

_SUMS = frozenset({"合计", "总计", "小计", "共计"})
_EMPTY = frozenset({"", "—", "-", "/", "无"})
_SHOWN = 12
_PERIOD = "{period}"


@dataclass(frozen=True, slots=True)
class OutsideFigures:
    """What a sheet says of each unit, by the pack's names; ``digest`` is empty where there is no such file."""

    file: str
    digest: str
    by_unit: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)


def load_figures(county: County, pack: Pack, period: Period) -> OutsideFigures | None:
    """The figures of one period; ``None`` where the pack has no sheet, no figures where the sheet is not there yet.

    Raises `BadInput` with all that cannot be understood: a unit, a number, a missing column, a path out of the folder.
    """
    sheet = pack.figures
    if sheet is None:
        return None
    name = sheet.file.replace(_PERIOD, period.name)
    path = county.path.parent / name
    if not path.resolve().is_relative_to(folder := office_folder(county.path)):
        cure = f"请把表格放到 {folder} 之内，写相对于县配置文件的路径"
        raise BadInput.one("评定规则", "figures.file", f"“{name}”不在单位自己的文件夹内", cure)
    if not path.is_file():
        return OutsideFigures(name, "")
    from auditor.base.grid import read_grids  # tables are read here alone: an audit without figures does without

    grids, _ = read_grids(path)
    for grid in grids:
        for number, row in enumerate(grid.rows):
            heads = [cell.text.strip() for cell in row]
            if sheet.unit in heads and set(sheet.columns.values()) <= set(heads):
                return OutsideFigures(
                    name, f"sha256:{file_digest(path)}", _read(path, grid, number, heads, sheet, county)
                )
    wanted = "、".join(f"“{head}”" for head in (sheet.unit, *sheet.columns.values()))
    raise BadInput.one(path, "表头", f"没有一行表头含有{wanted}", "请补上表头，或按表格修改评定规则的 [figures]")


def sheets_of(county: County, pack: Pack) -> tuple[OutsideFigures, ...]:
    """The figures of every period whose sheet lies beside the county file, by name of the file.

    Raises `BadInput` as `load_figures` does, and for a file whose name holds no period.
    """
    if pack.figures is None:
        return ()
    before, mark, after = str(county.path.parent / pack.figures.file).partition(_PERIOD)
    periods = []
    for name in sorted(glob(escape(before) + "*" * bool(mark) + escape(after))):  # noqa: PTH207 - one pattern, escaped
        told = name[len(before) : len(name) - len(after)] if mark else str(FIRST_YEAR)
        try:
            periods.append(Period.parse(told))
        except BadInput as error:
            raise BadInput.one(name, "", WORDS.sheet_name.format(told=told[:40]), WORDS.sheet_name_cure) from error
    found = (load_figures(county, pack, period) for period in periods)
    return tuple(one for one in found if one is not None)


def _read(
    path: Path, grid: "SheetGrid", head: int, heads: Sequence[str], sheet: FigureSheet, county: County
) -> Mapping[str, Mapping[str, Decimal]]:
    at_unit, places = heads.index(sheet.unit), {name: heads.index(label) for name, label in sheet.columns.items()}
    problems: list[Problem] = []
    found: dict[str, dict[str, Decimal]] = {}
    for number, row in enumerate(grid.rows[head + 1 :], head + 1):
        texts = [cell.text.strip() for cell in row] + [""] * len(heads)
        called = texts[at_unit]
        if not called or called in _SUMS:
            continue
        unit = county.units_by_name.get(called)
        if unit is None or unit.name in found:
            what = f"“{called[:40]}”重复出现" if unit else f"“{called[:40]}”不是县配置中的单位"
            cure = "请合并为一行" if unit else "请改成县配置中的名称，或在该单位的 aliases 里加上这个叫法"
            problems.append(Problem(str(path), grid.where(number, at_unit), what, cure))
            continue
        found[unit.name] = {}
        for name, place in places.items():
            if texts[place] in _EMPTY:
                continue
            value = _number(texts[place])
            if value is None:
                what = f"“{texts[place][:40]}”不是不小于零的数"
                problems.append(Problem(str(path), grid.where(number, place), what, "请填数字；没有数据的留空"))
            else:
                found[unit.name][name] = value
    if problems:
        raise BadInput(problems[:_SHOWN])
    return found


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value < 10**12 else None
