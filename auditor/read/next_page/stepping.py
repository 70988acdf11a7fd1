"""From the request of one page to that of the next: whatever counts pages or records in it goes one step on."""

import json
import re
from dataclasses import replace
from math import ceil
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from auditor.fetch import PageRequest
from auditor.read.next_page.literals import is_page_name

_FILE_NUMBER = re.compile(r"^(?P<stem>.*[_/-])(?P<n>\d{1,4})(?P<ext>\.\w{1,10})")

Pairs = list[tuple[str, str]]


def with_query(url: str, pairs: Pairs) -> str:
    """The address with these query parameters and no fragment."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(pairs, quote_via=quote, safe="/:,"), ""))


def pairs_of(url: str) -> Pairs:
    """The query parameters of an address, in order."""
    return parse_qsl(urlsplit(url).query, keep_blank_values=True)


def parameter_names(request: PageRequest) -> set[str]:
    """The names of all that a request says, in its address and its body."""
    return {name for name, _ in (*pairs_of(request.url), *_body_pairs(request))}


def page_number(request: PageRequest, *, page_key: str = "", loosely: bool = False) -> int | None:
    """Which page a request asks for, where a parameter says so: the one named, else one whose name tells."""
    for name, value in _without_ids([*pairs_of(request.url), *_body_pairs(request)]):
        if value.isdecimal() and _counts_pages(name, page_key, loosely=loosely):
            return int(value)
        if value.startswith("{"):
            inner = _without_ids(_json_pairs(value))
            number = next((one for key, one in inner if is_page_name(key) and one.isdecimal()), "")
            if number:
                return int(number)
    return None


def _is_id(name: str) -> bool:
    """Whether a parameter is called ``pageId``: it counts pages on some portals, and names the column on others."""
    return name.lower().replace("_", "") == "pageid"


def _without_ids(pairs: Pairs) -> Pairs:
    """The parameters without a ``pageId`` where another one counts pages, be it within one that is an object."""
    within = [pair for _, value in pairs if value.startswith("{") for pair in _json_pairs(value)]
    has_other = any(is_page_name(name) and not _is_id(name) and value.isdecimal() for name, value in (*pairs, *within))
    return [(name, value) for name, value in pairs if not (has_other and _is_id(name))]


def _counts_pages(name: str, page_key: str, *, loosely: bool) -> bool:
    return name == page_key if page_key else is_page_name(name, loosely=loosely)


def next_request(
    request: PageRequest, *, page_key: str = "", records: int = 0, loosely: bool = False
) -> PageRequest | None:
    """The same request one page on; ``None`` where nothing in it counts pages or records.

    ``page_key`` names the parameter where it is known; ``records`` is how many the answer held, for those that count
    records (``startrecord``/``endrecord``, ``offset``, ``start``); ``loosely`` where names like ``i`` may count pages.
    """
    counted = _without_ids([*pairs_of(request.url), *_body_pairs(request)])
    query = _stepped(pairs_of(request.url), page_key, records, loosely=loosely, counted=counted)
    body = _stepped_body(request, page_key, records, loosely=loosely, counted=counted)
    if query is None and body is None:
        return None
    url = request.url if query is None else with_query(request.url, query)
    return replace(request, url=url, body=request.body if body is None else body)


def _stepped_body(request: PageRequest, page_key: str, records: int, *, loosely: bool, counted: Pairs) -> str | None:
    if request.body is None:
        return None
    if request.body.lstrip().startswith("{"):
        return _stepped_json(request.body, page_key, records)
    pairs = _stepped(_body_pairs(request), page_key, records, loosely=loosely, counted=counted)
    return None if pairs is None else urlencode(pairs)


def _body_pairs(request: PageRequest) -> Pairs:
    body = request.body or ""
    return _json_pairs(body) if body.lstrip().startswith("{") else parse_qsl(body, keep_blank_values=True)


def _json_pairs(text: str) -> Pairs:
    try:
        values = json.loads(text)
    except ValueError:
        return []
    if not isinstance(values, dict):
        return []
    return [(name, str(value)) for name, value in values.items() if isinstance(value, int | str)]


def _stepped(pairs: Pairs, page_key: str, records: int, *, loosely: bool, counted: Pairs) -> Pairs | None:
    """The parameters one step on; ``counted`` are those of the whole request that may count something."""
    found = False
    names = {name.lower(): value for name, value in pairs}
    result: Pairs = []
    for name, value in pairs:
        low = name.lower()
        step = _record_step(low, names, records)
        if value.isdecimal() and step:
            value, found = str(int(value) + step), True
        elif value.isdecimal() and _counts_pages(name, page_key, loosely=loosely) and (name, value) in counted:
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
    pairs = _json_pairs(text)
    stepped = _stepped(pairs, page_key, records, loosely=True, counted=_without_ids(pairs))
    if stepped is None:
        return None
    values = json.loads(text)
    for name, value in stepped:
        if str(values[name]) != value:
            values[name] = int(value) if isinstance(values[name], int) else value
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def next_file(url: str, current: int | None = None) -> str:
    """The next of numbered files (``list_2.json`` after ``list_1.json``); empty where the file has no number.

    ``current`` is the page's stated number: a file number that agrees with it neither from 0 nor from 1 counts nothing.
    """
    parts = urlsplit(url)
    match = _FILE_NUMBER.fullmatch(parts.path)
    if match is None or (current is not None and int(match["n"]) not in (current, current - 1)):
        return ""
    path = f"{match['stem']}{int(match['n']) + 1}{match['ext']}"
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))


def pages_needed(items: int | None, size: int | None) -> int | None:
    """How many pages hold that many items."""
    return ceil(items / size) if items is not None and size else None
