"""What the sample portal publishes: the items of every column, made from ``columns.toml``, the same on every run.

The number of items of the first quarter of 2020 is that of a published circular; titles and dates are invented.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from zlib import crc32

from pydantic import BaseModel, ConfigDict

from auditor.base.terms import ColumnKind
from auditor.base.workdays import is_working_day
from auditor.county.model import County, example_county, load_county
from auditor.sample.systems import System, article_path, system_of

_FORMED_BEFORE = 9
"""Days from a document's signing to its publication, at most: well within the twenty working days of the rules."""
_NEWS = "政务要闻"

CalendarDay = date
Spread = tuple[int, CalendarDay, CalendarDay]
"""How many items, from which day to which; the two ends are met exactly."""


@dataclass(frozen=True, slots=True)
class SampleItem:
    """One published item, with what its article page says of it; ``path`` is the page's path on the portal."""

    title: str
    date: date
    path: str
    publisher: str
    source: str
    body: tuple[str, ...]
    pinned: bool = False
    formed: CalendarDay | None = None
    doc_no: str = ""
    index_no: str = ""


@dataclass(frozen=True, slots=True)
class SampleColumn:
    """One column: its items in list order, pinned ones on top, then newest first."""

    name: str
    path: str
    system: System
    group: str
    items: tuple[SampleItem, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """A whole portal: the audited columns in the county file's order, and the news list beside them."""

    county: str
    portal: str
    columns: tuple[SampleColumn, ...]
    news: SampleColumn

    @property
    def lists(self) -> tuple[SampleColumn, ...]:
        """Every list the portal serves."""
        return (*self.columns, self.news)


class _Recipe(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Single(_Recipe):
    title: str
    date: date
    pinned: bool = False
    formed: CalendarDay | None = None
    numbers: str = ""
    index: bool = True
    source: str = ""


class _ColumnRecipe(_Recipe):
    name: str
    titles: tuple[str, ...]
    quarter: Spread = (0, date(2020, 1, 1), date(2020, 3, 31))
    before: Spread | None = None
    after: Spread | None = None
    about: str | tuple[str, ...] = ()
    numbers: str = ""
    publisher: str = ""
    sources: tuple[str, ...] = ()
    path: str = ""
    item: tuple[_Single, ...] = ()


class _Usual(_Recipe):
    before: Spread
    after: Spread


class _Recipes(_Recipe):
    usual: _Usual
    publishers: dict[str, str]
    body: dict[str, tuple[str, ...]]
    subjects: dict[str, tuple[str, ...]]
    column: tuple[_ColumnRecipe, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a recipe's items are published, and by whom."""

    path: str
    publisher: str
    group: str
    body: tuple[str, ...]

    @property
    def code(self) -> int:
        """A number for the place, as publishing systems give their columns."""
        return crc32(self.path.encode()) % 900 + 100


@cache
def build_site() -> Site:
    """The sample portal's content."""
    recipes = _Recipes.model_validate(tomllib.loads(Path(__file__).with_name("columns.toml").read_text("utf-8")))
    county = load_county(example_county())
    by_name = {recipe.name: recipe for recipe in recipes.column}
    groups = {table.id: table.group for table in county.table}
    columns = tuple(
        _build_column(
            by_name[column.name],
            _Place(
                column.url,
                by_name[column.name].publisher or _publisher(county, recipes, column.owner_label),
                groups[county.table_of(column)],
                _body(recipes, column.kind),
            ),
            recipes,
        )
        for column in county.column
    )
    office = _publisher(county, recipes, "政府办")
    news = by_name[_NEWS]
    place = _Place(news.path, office, "新闻中心", _body(recipes, ColumnKind.OTHER))
    return Site(county.name, county.portal_name, columns, _build_column(news, place, recipes))


def truth() -> dict[str, tuple[SampleItem, ...]]:
    """The items of every audited column, by the column's address as written in the county file."""
    return {column.path: column.items for column in build_site().columns}


def _publisher(county: County, recipes: _Recipes, owner: str) -> str:
    unit = county.units_by_name.get(owner)
    if unit and unit.table == "townships" and owner not in recipes.publishers:
        return f"{county.name}{owner}人民政府"
    return recipes.publishers.get(owner, f"{county.name}{owner}")


def _body(recipes: _Recipes, kind: ColumnKind) -> tuple[str, ...]:
    return recipes.body.get(kind.value, recipes.body["other"])


def _build_column(recipe: _ColumnRecipe, place: _Place, recipes: _Recipes) -> SampleColumn:
    written = sorted([*_made(recipe, recipes), *recipe.item], key=lambda single: single.date)
    numbered: Counter[int] = Counter()
    items = []
    for order, single in enumerate(written):
        year = (single.formed or single.date).year
        numbered[year] += 1
        items.append(_publish(single, place, recipe.sources, order, numbered[year]))
    items.sort(key=lambda item: (item.pinned, item.date), reverse=True)
    return SampleColumn(recipe.name, place.path, system_of(place.path), place.group, tuple(items))


def _made(recipe: _ColumnRecipe, recipes: _Recipes) -> Iterator[_Single]:
    """The items that the column's patterns give, oldest first."""
    about = recipes.subjects[recipe.about] if isinstance(recipe.about, str) else recipe.about or ("",)
    spreads = (recipe.before or recipes.usual.before, recipe.quarter, recipe.after or recipes.usual.after)
    in_year: Counter[int] = Counter()
    for order, day in enumerate(day for spread in spreads for day in _days(spread)):
        in_year[day.year] += 1
        turn, stage = divmod(order, len(recipe.titles))
        title = recipe.titles[stage].format(
            about=about[(turn - stage) % len(about)],
            year=day.year,
            last=day.year - 1,
            month=day.month,
            no=in_year[day.year],
        )
        formed = _working_day(day - timedelta(days=3 + order % (_FORMED_BEFORE - 2))) if recipe.numbers else None
        yield _Single(title=title, date=day, formed=formed, numbers=recipe.numbers)


def _days(spread: Spread) -> Iterator[date]:
    count, first, last = spread
    for order in range(count):
        if order == count - 1:
            yield last
        elif order == 0:
            yield first
        else:
            day = _working_day(first + (last - first) * order / (count - 1))
            yield max(first, day)


def _working_day(day: date) -> date:
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def _publish(single: _Single, place: _Place, sources: tuple[str, ...], order: int, number: int) -> SampleItem:
    source = single.source or (sources[order % len(sources)] if sources else place.publisher)
    words = {"title": single.title, "publisher": place.publisher, "source": source}
    year = (single.formed or single.date).year
    return SampleItem(
        title=single.title,
        date=single.date,
        path=article_path(place.path, single.date, single.title),
        publisher=place.publisher,
        source=source,
        body=tuple(paragraph.format(**words) for paragraph in place.body),
        pinned=single.pinned,
        formed=single.formed,
        doc_no=f"{single.numbers}〔{year}〕{number}号" if single.numbers else "",
        index_no=f"CX{place.code}/{year}-{number:05}" if single.numbers and single.index else "",
    )
