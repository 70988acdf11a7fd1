"""The four publishing systems of the sample portal, told apart by where a column stands."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import md5
from posixpath import dirname
from zlib import crc32


class System(StrEnum):
    """How a column is published, and thus how its list is asked for."""

    STATIC = "static"
    """Plain files, ``index_1.html`` and so on; hrefs relative to the column."""
    ISLAND = "island"
    """Records in a data island of the page, further ones by POST."""
    UNIT = "unit"
    """An empty shell; a JSON interface gives every page of the list."""
    LEGACY = "legacy"
    """Plain files of an older make, in GBK."""

    @property
    def page_size(self) -> int:
        """Rows on one page of a list."""
        return {System.STATIC: 20, System.ISLAND: 10, System.UNIT: 15, System.LEGACY: 20}[self]


_PLACES = (("/zfxxgk/", System.UNIT), ("/col/", System.ISLAND), ("/xzgk/", System.LEGACY), ("/bmgk/", System.LEGACY))
_MIGRATED = date(2019, 7, 18)
"""The day the older system's content was moved: addresses of older articles carry it instead of their own date."""


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a list: its number from 1, how many there are, and which rows stand on it."""

    number: int
    pages: int
    first: int
    last: int


def system_of(column_path: str) -> System:
    """The system that serves the column at ``column_path``."""
    return next((system for start, system in _PLACES if column_path.startswith(start)), System.STATIC)


def folder_of(column_path: str) -> str:
    """The folder a column's files stand in, with its last slash."""
    return f"{dirname(column_path)}/"


def column_number(column_path: str) -> str:
    """The number by which a system's interface knows the column."""
    if column_path.startswith("/col/col"):
        return column_path.removeprefix("/col/col").split("/", 1)[0]
    return str(1_229_000_000 + crc32(column_path.encode()) % 1_000_000)


def article_path(column_path: str, day: date, title: str) -> str:
    """The path of an article page, in the manner of the column's system."""
    folder, number = folder_of(column_path), crc32(title.encode()) % 9_000_000 + 1_000_000
    match system_of(column_path):
        case System.STATIC:
            entered = day - timedelta(days=number % 2)
            return f"{folder}{entered:%Y%m}/t{entered:%Y%m%d}_{number}.html"
        case System.ISLAND:
            return f"/art/{day.year}/{day.month}/{day.day}/art_{column_number(column_path)}_{number}.html"
        case System.UNIT:
            return f"{folder}art/{day.year}/art_{md5(title.encode(), usedforsecurity=False).hexdigest()}.html"
        case System.LEGACY:
            return f"{folder}{max(day, _MIGRATED)}/{number}.html"


def slice_of(rows: int, page_size: int, number: int) -> Slice | None:
    """Page ``number`` of a list of ``rows`` rows; ``None`` where there is no such page."""
    pages = max(1, -(-rows // page_size))
    if not 1 <= number <= pages:
        return None
    return Slice(number, pages, (number - 1) * page_size, min(rows, number * page_size))
