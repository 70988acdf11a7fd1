"""Where a page without a list of its own keeps it: in a frame, or as data written into a script."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from auditor.base.hosts import authority
from auditor.base.pattern import pattern
from auditor.fetch import PageRequest
from auditor.read.answers import AnswerReading, read_answer
from auditor.read.dates import parse_date
from auditor.read.families import AnswerShape
from auditor.read.lists.outline import Outline
from auditor.read.lists.rows import ARTICLE_ADDRESS, address_in_page
from auditor.read.next_page.literals import literal_at
from auditor.read.values import ListItem

_VALUE = re.compile(r"(?:=|^|\(|\w:)\s{0,60}(?=[\[{]\s{0,60}[\[{\"'\w])", re.MULTILINE)
_FRAME = "frame[src], iframe[src]"
_BESIDE = pattern(
    r"(?:^|[_\W])(?:left|top|bottom|head(?:er)?|foot(?:er)?|menu|nav\w{0,5}|tree|banner|title|logo)(?:$|[_\W]|frame|\d)",
    finds=("left", "topFrame", "menu.asp", "/gg/left.asp", "leftframe"),
    not_in=("main", "right.asp", "/desktop/list.asp", "content"),
    seen="frames of portals of the years before 2008",
    flags=re.IGNORECASE,
)
"""What the frames beside the one with the list are called, or the pages in them."""
_SMALL = 300
_MOST_VALUES = 40
_MOST = 0.8
_FEWEST_ROWS, _MOST_ROWS = 2, 2_000
_SHORTEST_TITLE = 6
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ADDRESS = pattern(
    r"(?=\S{0,300}?(?:[/?]|\.[a-z]))(?:https?://|/|\.{1,2}/)?[\w.:-]{1,100}(?:/[\w.-]{0,200}){0,20}(?:\?[\w=&.%-]{1,300})?",
    finds=("/art/2020/3/5/art_1.html", "./202003/t20200305_7.html", "https://www.test.gov.cn/a?id=7", "show.php?id=7"),
    not_in=("关于春耕的通知", "a b", "javascript:;", "7", "3.5"),
    seen="rows that a page writes from a literal of its own",
    way="fullmatch",
    flags=re.ASCII,
)


def framed_request(outline: Outline, url: str, base: str) -> PageRequest | None:
    """The one large frame of the same portal that a page consists of; ``None`` where there is none or a choice.

    Of several, those called like a menu, a head or a foot are none.
    """
    found: dict[str, str] = {}
    for node in outline.tree.css(_FRAME):
        attrs = {name: value or "" for name, value in node.attributes.items()}
        target = address_in_page(base, attrs.get("src", ""))
        height = attrs.get("height", "").removesuffix("px")
        is_hidden = "none" in attrs.get("style", "").replace(" ", "") or height == "0"
        is_small = height.isdecimal() and int(height) < _SMALL
        if target and target != url and authority(target) == authority(url) and not is_hidden and not is_small:
            found[target] = attrs.get("name", "")
    if len(found) > 1:
        found = {target: name for target, name in found.items() if not (_BESIDE.search(name) or _BESIDE.search(target))}
    return PageRequest(found.popitem()[0]) if len(found) == 1 else None


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
            if not answer.items and (told := _named_by_values(value)):
                answer = read_answer(told, mapping, base)
            if answer.is_list and not answer.items and answer.totals.items == 0:
                empty = empty or answer
            elif answer.items and all(item.date is not None and item.href for item in answer.items):
                found.setdefault(frozenset(item.key for item in answer.items), answer)
    lists = [answer for answer in found.values() if _share(answer.items, _leads_to_article) > 0]
    if len(lists) > 1:
        lists = [answer for answer in lists if is_own(answer, base)]
    return lists[0] if len(lists) == 1 else None if found else empty


def _named_by_values(value: Any) -> list[dict[str, str]]:
    """Rows whose cells no known name tells, with the names that their values tell: one cell of each is a day, one an
    address, one a title, in every row. Empty where that is not so, or several might be the title."""
    rows = value if isinstance(value, list) and _FEWEST_ROWS <= len(value) <= _MOST_ROWS else []
    cells = [dict(enumerate(row)) if isinstance(row, list) else row for row in rows]
    if not cells or not all(isinstance(row, dict) and row.keys() == cells[0].keys() for row in cells):
        return []
    columns = {key: [row[key] for row in cells] for key in cells[0]}
    texts = {key: column for key, column in columns.items() if all(isinstance(cell, str) for cell in column)}
    days = [key for key, column in texts.items() if all(parse_date(cell) for cell in column)]
    links = [key for key, column in texts.items() if key not in days and all(map(_is_address, column))]
    rest = [key for key, column in texts.items() if key not in (*days, *links) and _are_titles(column)]
    if not (len(days) == len(links) == len(rest) == 1):
        return []
    names = {rest[0]: "title", links[0]: "url", days[0]: "date"}
    return [{name: row[key] for key, name in names.items()} for row in cells]


def _is_address(cell: str) -> bool:
    return _ADDRESS.fullmatch(cell) is not None


def _are_titles(column: list[str]) -> bool:
    return sum(len(_HAN.findall(cell)) >= _SHORTEST_TITLE for cell in column) >= _MOST * len(column)


def is_own(answer: AnswerReading, base: str) -> bool:
    """Whether nearly all rows lead below the column's own folder."""
    folder = base.rsplit("/", 1)[0] + "/"
    return bool(answer.items) and _share(answer.items, lambda item: item.url.startswith(folder)) >= _MOST


def _leads_to_article(item: ListItem) -> bool:
    return ARTICLE_ADDRESS.search(item.href) is not None


def _share(items: tuple[ListItem, ...], holds: Callable[[ListItem], bool]) -> float:
    return sum(map(holds, items)) / len(items)
