"""What a portal's program answers in place of a page: JSON (also as JSONP or one object a line)."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from typing import Any

from auditor.base.pattern import pattern
from auditor.base.terms import DateSource
from auditor.read.dates import find_dates, from_unix
from auditor.read.families import AnswerShape, field_names
from auditor.read.lists.outline import one_line
from auditor.read.lists.rows import address_in_page, without_tags
from auditor.read.next_page.totals import Totals
from auditor.read.values import ListItem, told_apart
from auditor.read.walls import says_failed

_Json = Any

_CALLBACK = pattern(
    r"^(?:/\*\*/)?\s{0,99}[\w$.]{1,200}\s{0,9}\(\s{0,99}(?=[{\[])",
    finds=("callback({", "/**/jQuery1_2([", "window.cb ( {"),
    not_in=('{"a": (1)}', "callback('x')"),
    seen="JSONP of jQuery and of portal interfaces",
    way="match",
)
_HALF_A_SIGN = re.compile(
    r"(?<!\\)(?:(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)
"""Escapes of surrogates, whole pairs as group 1: half a pair is no character, and nothing can be written with it."""
_MARKUP = pattern(
    r"<(?:li|tr|a|dl|div)\b",
    finds=("<li><a href='1.html'>", "<tr>", "<DIV class='page'>"),
    not_in=("<link rel='x'>", "a < b"),
    seen="jpaas: {data: {html}}",
    flags=re.IGNORECASE,
)
_DEEPEST = 8
_MESSAGES = frozenset({"msg", "message", "errmsg", "errormsg", "error"})
_OF_A_TREE = frozenset(
    {"children", "childcount", "childrens", "childlist", "subchannels", "articlecount", "haschild", "isparent"}
)
"""Fields of a menu or a site map: its rows are columns, not items."""


@dataclass(frozen=True, slots=True)
class AnswerReading:
    """A program's answer, understood. ``html`` is set where the list is markup inside it."""

    items: tuple[ListItem, ...] = ()
    totals: Totals = field(default_factory=Totals)
    size: int | None = None
    next_url: str = ""
    has_more: bool | None = None
    html: str = ""
    is_list: bool = False
    is_error: bool = False


def parse_answer(text: str) -> _Json | None:
    """The value of a JSON, JSONP or line-wise JSON text; ``None`` where it is none."""
    stripped = text.strip().lstrip("\ufeff").lstrip()
    callback = _CALLBACK.match(stripped)
    if callback:
        stripped = stripped[callback.end() : stripped.rfind(")")]
    if not stripped.startswith(("{", "[")):
        return None
    stripped = _HALF_A_SIGN.sub(r"\1", stripped)
    try:
        return json.loads(stripped)
    except (ValueError, RecursionError):
        pass
    try:
        return [json.loads(line) for line in stripped.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        return None


def read_answer(value: _Json, mapping: AnswerShape, url: str) -> AnswerReading:
    """The rows of an answer by the family's paths, else by the names such fields usually have."""
    markup = _first_text(value, mapping.html) or _markup_in(value)
    rows = _rows(value, mapping)
    if rows is None and markup is None:
        return AnswerReading()
    items = tuple(item for row in rows or () if (item := _item(row, mapping, url)) is not None)
    flat = list(_scalars(value))
    totals = Totals(
        _figure(value, mapping.items, flat, field_names().items),
        _figure(value, mapping.pages, flat, field_names().pages),
        _figure(value, mapping.current, flat, field_names().current),
    )
    following = _first_text(value, mapping.next) or next(
        (one for name, one in flat if name in field_names().next and isinstance(one, str) and re.search(r"[/?=]", one)),
        "",
    )
    return AnswerReading(
        items=told_apart(items),
        totals=totals,
        size=_figure(value, mapping.size, flat, field_names().size),
        next_url=address_in_page(url, following or ""),
        has_more=_more(flat),
        html="" if items else markup or "",
        is_list=rows is not None and (bool(items) or not rows),
        is_error=_is_error(flat),
    )


def _at(value: _Json, path: str) -> _Json | None:
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _first_text(value: _Json, paths: tuple[str, ...]) -> str | None:
    return next((found for path in paths if isinstance(found := _at(value, path), str)), None)


def _rows(value: _Json, mapping: AnswerShape) -> list[_Json] | None:
    for path in mapping.rows:
        found = _at(value, path)
        if isinstance(found, list):
            return found
    lists = list(_lists(value))
    titled = [
        found
        for found in lists
        if found
        and isinstance(found[0], dict)
        and _named(found[0], field_names().title) is not None
        and not _OF_A_TREE & {_bare(name) for name in found[0]}
    ]
    if titled:
        return max(
            titled,
            key=lambda rows: (
                bool(_named(rows[0], field_names().date)),
                bool(_named(rows[0], field_names().href)),
                len(rows),
            ),
        )
    empty = [found for found in lists if not found]
    flat = list(_scalars(value))
    is_zero = any(name in field_names().items and one in (0, "0") for name, one in flat)
    return empty[0] if empty and (is_zero or len(lists) == 1) else None


def _lists(value: _Json, depth: int = 0) -> Iterator[list[_Json]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        yield value
        return
    if isinstance(value, dict):
        for one in value.values():
            yield from _lists(one, depth + 1)


def _scalars(value: _Json, depth: int = 0) -> Iterator[tuple[str, _Json]]:
    """Names and plain values outside the rows, outermost first."""
    if not isinstance(value, dict) or depth > _DEEPEST:
        return
    for name, one in value.items():
        if isinstance(one, str | int | float | bool):
            yield _bare(name), one
    for one in value.values():
        yield from _scalars(one, depth + 1)


def _bare(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


def _named(row: dict[str, _Json], names: tuple[str, ...]) -> _Json | None:
    own = {_bare(name): one for name, one in row.items()}
    return next((own[name] for name in names if own.get(name) not in (None, "")), None)


def _chosen(row: dict[str, _Json], paths: tuple[str, ...], names: tuple[str, ...]) -> _Json | None:
    found = next((one for path in paths if (one := _at(row, path)) not in (None, "")), None)
    return found if found is not None else _named(row, names)


def _item(row: _Json, mapping: AnswerShape, url: str) -> ListItem | None:
    if not isinstance(row, dict):
        return None
    title = one_line(unescape(without_tags(str(_chosen(row, mapping.title, field_names().title) or ""))))
    if not title:
        return None
    href = _href(_chosen(row, mapping.href, field_names().href))
    printed = _day(_chosen(row, mapping.date, field_names().date))
    pinned = str(_chosen(row, mapping.pinned, field_names().pinned) or "").lower() in ("1", "true", "y", "yes")
    return ListItem(title, href, address_in_page(url, href), printed, DateSource.LIST if printed else None, pinned)


def _href(value: _Json | None) -> str:
    """An address; of several (``{"pc": …}``, also as a JSON text) the one for desks."""
    if isinstance(value, str) and value.lstrip().startswith("{"):
        value = parse_answer(value)
    if isinstance(value, dict):
        value = next(
            (value[name] for name in ("pc", "common", "web") if value.get(name)), next(iter(value.values()), "")
        )
    return value.strip() if isinstance(value, str) else ""


def _day(value: _Json | None) -> date | None:
    if isinstance(value, bool) or value is None:
        return None
    text = str(value).strip()
    if isinstance(value, int | float) or re.fullmatch(r"\d{10}|\d{13}", text):
        if re.fullmatch(r"(?:19|20)\d{6}", text):
            found = find_dates(text)
            return found[0].value if found else None
        moment = from_unix(text)
        return moment.date() if moment is not None else None
    found = find_dates(text)
    return found[0].value if found else None


def _figure(value: _Json, paths: tuple[str, ...], flat: list[tuple[str, _Json]], names: tuple[str, ...]) -> int | None:
    offers = [_at(value, path) for path in paths] + [one for wanted in names for name, one in flat if name == wanted]
    figures = (str(one) for one in offers if not isinstance(one, bool))
    return next((int(figure) for figure in figures if re.fullmatch(r"\d{1,9}", figure)), None)


def _more(flat: list[tuple[str, _Json]]) -> bool | None:
    for name, one in flat:
        if name in field_names().more and isinstance(one, bool | int):
            return bool(one)
        if name in field_names().last and isinstance(one, bool):
            return not one
    return None


def _is_error(flat: list[tuple[str, _Json]]) -> bool:
    """Whether the answer says of itself that it failed, be it beside a code of success."""
    if any(name in _MESSAGES and isinstance(one, str) and says_failed(one) for name, one in flat):
        return True
    for name, one in flat:
        if name in ("success", "ok", "issuccess") and str(one).lower() in ("false", "0"):
            return True
        if name in ("code", "status", "errcode", "errorcode", "resultcode", "statuscode") and re.fullmatch(
            r"-?\d+", str(one)
        ):
            return str(one) not in ("0", "1", "200", "00000", "10000")
    return False


def _markup_in(value: _Json) -> str | None:
    texts = [one for _, one in _scalars(value) if isinstance(one, str) and _MARKUP.search(one)]
    return max(texts, key=len, default=None)
