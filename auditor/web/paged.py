"""Long lists a page at a time, by the number in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Paged(Generic[T]):
    """One page of a list: its lines, which page it is, of how many."""

    lines: tuple[T, ...]
    page: int
    pages: int


def wanted_page(text: str) -> int:
    """The number of the page that an address asks for; the first one for what is none."""
    return int(text) if text.isdecimal() and len(text) < 5 else 1


def paged(lines: Sequence[T], page: int, size: int) -> Paged[T]:
    """The page of that number, or the nearest there is; an empty list has one page too."""
    pages = max(1, -(-len(lines) // size))
    page = min(max(page, 1), pages)
    return Paged(tuple(lines[(page - 1) * size : page * size]), page, pages)
