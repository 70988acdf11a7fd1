"""From the request of one page to that of the next: whatever counts pages or records in it goes one step on."""

import json
import re
from dataclasses import replace
from math import ceil
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from auditor.fetch import PageRequest
from auditor.read.literals import is_page_name

_FILE_NUMBER = re.compile(r"(?P<stem>.*[^\d])(?P<n>\d{1,5})(?P<ext>\.\w+)$")

Pairs = list[tuple[str, str]]


def with_query(url: str, pairs: Pairs) -> str:
    """The address with these query parameters and no fragment."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(pairs, quote_via=quote, safe="/:,"), ""))


def pairs_of(url: str) -> Pairs:
    """The query parameters of an address, in order."""
    return parse_qsl(urlsplit(url).query, keep_blank_values=True)


def page_number(request: PageRequest, first: int = 1) -> int | None:
    """Which page (from 1) a request asks for, where a parameter says so."""
    for pairs in (pairs_of(request.url), _body_pairs(request)):
        for name, value in pairs:
            if is_page_name(name) and value.isdecimal():
                return int(value) - first + 1
            if value.startswith("{"):
                inner = _inner_page(value)
                if inner is not None:
                    return inner - first + 1
    return None


def next_request(request: PageRequest, *, page_key: str = "", records: int = 0) -> PageRequest | None:
    """The same request one page on; ``None`` where nothing in it counts pages or records.

    ``page_key`` names the parameter where it is known; ``records`` is how many the answer held, for those that count
    records (``startrecord``/``endrecord``, ``offset``, ``start``).
    """
    query = _stepped(pairs_of(request.url), page_key, records)
    if query is not None:
        return replace(request, url=with_query(request.url, query))
    if request.body is None:
        return None
    if request.body.lstrip().startswith("{"):
        text = _stepped_json(request.body, page_key, records)
        return None if text is None else replace(request, body=text)
    body = _stepped(_body_pairs(request), page_key, records)
    return None if body is None else replace(request, body=urlencode(body))


def _body_pairs(request: PageRequest) -> Pairs:
    return parse_qsl(request.body or "", keep_blank_values=True)


def _stepped(pairs: Pairs, page_key: str, records: int) -> Pairs | None:
    found = False
    names = {name.lower(): value for name, value in pairs}
    result: Pairs = []
    for name, value in pairs:
        low = name.lower()
        step = _record_step(low, names, records)
        if value.isdecimal() and step:
            value, found = str(int(value) + step), True
        elif value.isdecimal() and (name == page_key if page_key else is_page_name(name)):
            value, found = str(int(value) + 1), True
        elif value.startswith("{"):
            inner = _stepped_json(value, page_key, records)
            value, found = (inner, True) if inner is not None else (value, found)
        result.append((name, value))
    return result if found else None


def _record_step(name: str, names: dict[str, str], records: int) -> int:
    """How far a parameter that counts records goes on."""
    if name in ("startrecord", "endrecord"):
        first, last = names.get("startrecord", ""), names.get("endrecord", "")
        return int(last) - int(first) + 1 if first.isdecimal() and last.isdecimal() else records
    if name in ("offset", "start", "skip", "startrow", "firstresult"):
        size = next(
            (names[key] for key in ("limit", "rows", "size", "pagesize", "count") if names.get(key, "").isdecimal()), ""
        )
        return int(size) if size else records
    return 0


def _stepped_json(text: str, page_key: str, records: int) -> str | None:
    try:
        values = json.loads(text)
    except ValueError:
        return None
    if not isinstance(values, dict):
        return None
    pairs = [(name, str(value)) for name, value in values.items() if isinstance(value, int | str)]
    stepped = _stepped(pairs, page_key, records)
    if stepped is None:
        return None
    for name, value in stepped:
        values[name] = int(value) if isinstance(values[name], int) and not isinstance(values[name], bool) else value
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _inner_page(text: str) -> int | None:
    try:
        values = json.loads(text)
    except ValueError:
        return None
    if isinstance(values, dict):
        for name, value in values.items():
            if is_page_name(name) and str(value).isdecimal():
                return int(value)
    return None


def pages_needed(items: int | None, size: int | None) -> int | None:
    """How many pages hold that many items."""
    return ceil(items / size) if items is not None and size else None
