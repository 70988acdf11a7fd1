"""The common ground of all shapes: a portal is its columns, its addresses and a program that answers requests."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from html import escape
from posixpath import dirname, relpath

from servers import Reply

from farm.dress import foot, head, nav, ticker
from farm.site import Request, send
from farm.truth import Column, Entry, columns


class Shape:
    """One portal. Subclasses say how addresses look and how page ``n`` of a column is written."""

    size = 15
    charset = "utf-8"
    kind = "text/html; charset=utf-8"
    empty = "暂无信息"
    shell_requests = 0
    """Requests a column costs before the first one that holds rows."""
    twins = True
    elsewhere = True

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return columns(self.article, twins=self.twins, elsewhere=self.elsewhere)

    @property
    def addresses(self) -> Mapping[str, str]:
        """Column names by the addresses a clerk would write into the county file."""
        return {self.address(column): column.name for column in self.columns}

    def article(self, slug: str, number: int, day: date) -> str:
        return f"/{slug}/{day:%Y%m}/t{day:%Y%m%d}_{number + 30000}.html"

    def address(self, column: Column) -> str:
        return self.target(column, 1)

    def target(self, column: Column, number: int) -> str:
        """The path of page ``number``."""
        raise NotImplementedError

    def show(self, column: Column, number: int) -> str:
        """The text of page ``number``."""
        raise NotImplementedError

    def answer(self, request: Request) -> Reply | None:
        if request.path == "/":
            return self.send(self.home())
        if where := self._pages.get(request.path):
            return self.send(self.show(*where))
        return self.other(request)

    def other(self, request: Request) -> Reply | None:
        """What is neither the home page nor a list page: interfaces, articles."""
        return None

    def send(self, text: str) -> bytes:
        return send(text, self.kind, self.charset)

    def home(self) -> str:
        return f"{head('网站首页')}<body>{ticker()}{nav()}<h2>试验要闻</h2>{foot()}"

    def href(self, entry: Entry, at: str) -> str:
        """An address as this portal writes it on the page ``at``."""
        if entry.address.startswith("http"):
            return entry.address
        return escape(relpath(entry.address, dirname(at)))

    def requests_needed(self, column: Column) -> int:
        """How many requests a first audit may cost; one is to see whether the last page fits the total."""
        needed = column.pages_needed(self.size)
        is_left = needed > 1 and needed * self.size < len(column.entries)
        return needed + self.shell_requests + is_left

    def expected(self, column: Column) -> list[tuple[str, date, str]]:
        return sorted((entry.title, entry.day, entry.address) for entry in column.in_quarter)

    @cached_property
    def _pages(self) -> dict[str, tuple[Column, int]]:
        return {
            self.target(column, number): (column, number)
            for column in self.columns
            for number in range(1, column.pages(self.size) + 1)
        }


def cut(title: str, length: int = 20) -> str:
    """A title as templates cut it."""
    return title if len(title) <= length else title[:length] + "..."
