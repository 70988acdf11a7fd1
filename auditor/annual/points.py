"""The year's work points (工作要点) and which published items answer them.

```toml
[[point]]
text     = "推进财政预决算公开"
source   = "第二部分第（三）项"
keywords = ["预算", "决算"]       # 标题含其一
but_not  = ["培训"]              # 标题含其一的不算
columns  = ["部门预算及三公经费"]  # 只看这些栏目；省略为全部
units    = ["财政局"]             # 只看这些单位；省略为全部
```
"""

from collections.abc import Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from pydantic import Field

from auditor.annual.toml_file import FileTable, read_file
from auditor.annual.values import PointEntry, PointItem
from auditor.audit.model import Audit, ItemEntry, RowEntry
from auditor.base.errors import BadInput, Problem
from auditor.county.check import TomlPlace
from auditor.county.model import County, Name, Text

EXAMPLES = 5
"""How many items are named for a point, the newest first; the others are counted."""


class WorkPoint(FileTable):
    """``[[point]]``: one work point and how its items are told."""

    text: Name
    number: Text = ""
    source: Text = ""
    keywords: tuple[Name, ...] = ()
    but_not: tuple[Name, ...] = ()
    columns: tuple[Name, ...] = ()
    units: tuple[Name, ...] = ()

    def searches(self, row: RowEntry) -> bool:
        """Whether the point's items may stand in this column."""
        return (not self.columns or row.column in self.columns) and (not self.units or row.unit in self.units)

    def matches(self, title: str) -> bool:
        """Whether a title speaks of the point."""
        is_named = not self.keywords or any(word in title for word in self.keywords)
        return is_named and not any(word in title for word in self.but_not)


class PointsFile(FileTable):
    """The whole file."""

    points: tuple[WorkPoint, ...] = Field(alias="point", min_length=1)


def load_points(path: Path, county: County) -> tuple[WorkPoint, ...]:
    """Read the points file; raise `BadInput` with every problem, unknown columns and units among them."""
    file, place = read_file(path, PointsFile)
    if problems := [
        problem for number, point in enumerate(file.points) for problem in _check(place, number, point, county)
    ]:
        raise BadInput(problems)
    return tuple(_by_present_names(point, county) for point in file.points)


def _check(place: TomlPlace, number: int, point: WorkPoint, county: County) -> Iterator[Problem]:
    if not (point.keywords or point.columns or point.units):
        cure = "请至少写 keywords、columns、units 之一"
        yield place.problem(("point", number, "text"), f"要点“{point.text[:30]}”没有写怎样查找", cure)
    known = {"columns": sorted({column.name for column in county.column}), "units": sorted(county.units_by_name)}
    for key, names in (("columns", point.columns), ("units", point.units)):
        for name in names:
            if name not in known[key]:
                near = get_close_matches(name, known[key], n=1)
                cure = f"是不是“{near[0]}”？" if near else "请写县配置文件中的名称"
                what = f"县配置文件中没有这个{'栏目' if key == 'columns' else '单位'}：“{name[:40]}”"
                yield place.problem(("point", number, key), what, cure)


def _by_present_names(point: WorkPoint, county: County) -> WorkPoint:
    """Aliases of units as names that the audits use, both kept: quarters may know a unit by either."""
    chosen = {county.units_by_name[name] for name in point.units}
    return point.model_copy(
        update={"units": tuple(n for unit in county.unit if unit in chosen for n in (unit.name, *unit.aliases))}
    )


def compare_points(points: Sequence[WorkPoint], audits: Sequence[Audit | None]) -> tuple[PointEntry, ...]:
    """Each point with the items published for it in the quarters audited."""
    return tuple(_compare(number, point, audits) for number, point in enumerate(points, 1))


def _compare(number: int, point: WorkPoint, audits: Sequence[Audit | None]) -> PointEntry:
    found: dict[str, PointItem] = {}
    columns: set[str] = set()
    blind = 0
    for audit in audits:
        rows = [row for row in audit.rows if point.searches(row)] if audit else []
        columns |= {row.key for row in rows}
        blind += sum(row.count is None for row in rows)
        for row in rows:
            for item in (item for item in row.items if point.matches(item.title)):
                found.setdefault(item.url, _point_item(row, item))
    items = sorted(found.values(), key=lambda item: (item.date or date.min, item.url), reverse=True)
    return PointEntry(
        number=point.number or str(number),
        text=point.text,
        source=point.source,
        count=len(items),
        latest=items[0].date if items else None,
        examples=tuple(items[:EXAMPLES]),
        columns=len(columns),
        blind=blind,
    )


def _point_item(row: RowEntry, item: ItemEntry) -> PointItem:
    return PointItem(title=item.title, url=item.url, date=item.date, column=row.column, unit=row.unit)
