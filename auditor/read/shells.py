"""Where a page without a list of its own keeps it: in a frame, or as data written into a script."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from auditor.base.hosts import authority
from auditor.fetch import PageRequest
from auditor.read.answers import AnswerReading, read_answer
from auditor.read.families import AnswerShape
from auditor.read.lists.outline import Outline
from auditor.read.lists.rows import ARTICLE_ADDRESS, address_in_page
from auditor.read.next_page.literals import literal_at
from auditor.read.values import ListItem

_VALUE = re.compile(r"(?:=|^|\(|\w:)\s{0,60}(?=[\[{]\s{0,60}[\[{\"'\w])", re.MULTILINE)
_FRAME = "frame[src], iframe[src]"
_SMALL = 300
_MOST_VALUES = 40
_MOST = 0.8


def framed_request(outline: Outline, url: str, base: str) -> PageRequest | None:
    """The one large frame of the same portal that a page consists of; ``None`` where there is none or a choice."""
    found = set()
    for node in outline.tree.css(_FRAME):
        attrs = {name: value or "" for name, value in node.attributes.items()}
        target = address_in_page(base, attrs.get("src", ""))
        height = attrs.get("height", "").removesuffix("px")
        is_hidden = "none" in attrs.get("style", "").replace(" ", "") or height == "0"
        is_small = height.isdecimal() and int(height) < _SMALL
        if target and target != url and authority(target) == authority(url) and not is_hidden and not is_small:
            found.add(target)
    return PageRequest(found.pop()) if len(found) == 1 else None


def _values(script: str, decoder: json.JSONDecoder) -> Iterator[Any]:
    """The outermost values that a script holds, as JSON or as a script writes them, also under a plain key."""
    tried, position = 0, 0
    while tried < _MOST_VALUES and (match := _VALUE.search(script, position)):
        tried, position = tried + 1, match.end()
        try:
            value, position = decoder.raw_decode(script, match.end())
        except (ValueError, RecursionError):
            literal = literal_at(script, match.end())
            if literal is None:
                continue
            value, position = literal
        yield value


def written_rows(scripts: list[str], mapping: AnswerShape, base: str) -> AnswerReading | None:
    """The one list of articles among the values that the page's scripts hold.

    Where there are several, the one whose rows lie in the column's own folder; ``None`` where that tells nothing.
    """
    empty: AnswerReading | None = None
    found: dict[frozenset[str], AnswerReading] = {}
    decoder = json.JSONDecoder()
    for script in scripts:
        for value in _values(script, decoder):
            answer = read_answer(value, mapping, base)
            if answer.is_list and not answer.items and answer.totals.items == 0:
                empty = empty or answer
            elif answer.items and all(item.date is not None and item.href for item in answer.items):
                found.setdefault(frozenset(item.key for item in answer.items), answer)
    lists = [answer for answer in found.values() if _share(answer.items, _leads_to_article) > 0]
    if len(lists) > 1:
        lists = [answer for answer in lists if is_own(answer, base)]
    return lists[0] if len(lists) == 1 else None if found else empty


def is_own(answer: AnswerReading, base: str) -> bool:
    """Whether nearly all rows lead below the column's own folder."""
    folder = base.rsplit("/", 1)[0] + "/"
    return bool(answer.items) and _share(answer.items, lambda item: item.url.startswith(folder)) >= _MOST


def _leads_to_article(item: ListItem) -> bool:
    return ARTICLE_ADDRESS.search(item.href) is not None


def _share(items: tuple[ListItem, ...], holds: Callable[[ListItem], bool]) -> float:
    return sum(map(holds, items)) / len(items)
