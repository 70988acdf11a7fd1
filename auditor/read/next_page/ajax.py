"""The request a script makes for a page of its list: ``$.ajax``, ``$.post``, ``fetch``, ``axios`` and the like."""

import json
import re
from urllib.parse import urlencode

from auditor.base.pattern import pattern
from auditor.fetch import PageRequest
from auditor.read.lists.rows import address_in_page
from auditor.read.next_page.literals import is_page_name, joined, object_after, variables, without_comments

_CALL = pattern(
    r"(?:\$|jQuery)\.(?P<jquery>post|get|getJSON|ajax)\s*\(|(?<![\w.])(?P<fetch>fetch)\s*\(|"
    r"\b(?:axios|\$http|request|http|uni)(?:\.(?P<verb>get|post|request))?\s*\(|\.open\s*\(\s*[\"'](?P<open>GET|POST)[\"']\s*,",
    finds=("$.ajax({", "jQuery.post (", "fetch('/api')", "axios.get('/a')", "xhr.open('GET',"),
    not_in=("prefetch('/api')", "$.each(rows", "window.open('/a')"),
    seen="丽水市, 深圳福田区公办小学",
)
_URL = pattern(
    r"\burl\s*:\s*", finds=("url: '/api/list'", "url:u"), not_in=("curl: 1", "urls: []"), seen="the options of $.ajax"
)
_SENT = pattern(
    r"\b(?:data|params|body)\s*:\s*(?P<json>JSON\.stringify\s*\(\s*)?(?:new\s+URLSearchParams\s*\(\s*)?(?=\{)",
    finds=("data: {page: 1}", "body: JSON.stringify({page: 1})", "params : {"),
    not_in=("metadata: {", "data: rows"),
    seen="the options of $.ajax, fetch and axios",
)
_POST = pattern(
    r"\b(?:type|method)\s*:\s*[\"']post",
    finds=("type: 'POST'", 'method:"post"'),
    not_in=("type: 'get'", "prototype: 'x'"),
    seen="the options of $.ajax and fetch",
    flags=re.IGNORECASE,
)
_JSON_TYPE = pattern(
    r"application/json",
    finds=("contentType: 'application/json'",),
    not_in=("application/x-www-form-urlencoded",),
    seen="the options of $.ajax",
    flags=re.IGNORECASE,
)
_QUERY_PAGE = re.compile(r"[?&](\w+)=\d")
_NOT_LISTS = pattern(
    r"(?:visit|count|click|hits?|weather|login|captcha|vote|search|stat|log|track|comment)\w{0,40}(?:[./?]|$)",
    finds=("/visitCount.do", "/api/login", "/search.do?a", "hits.aspx"),
    not_in=("/api/list", "/coun", "/article/page"),
    seen="counters, forms and search of nearly all portals",
    flags=re.I,
)
_REACH = 1500
_JSON = "application/json; charset=UTF-8"


def ajax_request(scripts: list[str], url: str, page: int, *, known: dict[str, str] | None = None) -> PageRequest | None:
    """The first request of the scripts that asks for a page of something, made for ``page``."""
    for script in scripts:
        if not _CALL.search(script):
            continue
        plain = without_comments(script)
        names = variables(plain) | (known or {})
        for match in _CALL.finditer(plain):
            request = _request(plain, match, names, url, page)
            if request is not None:
                return request
    return None


def _request(script: str, match: re.Match[str], known: dict[str, str], url: str, page: int) -> PageRequest | None:
    rest = script[match.end() : match.end() + _REACH]
    options = rest if rest.lstrip().startswith("{") else ""
    constant = {name: value for name, value in known.items() if not is_page_name(name, loosely=True)}
    if options:
        head = _URL.search(options)
        written = first_argument(options[head.end() :]) if head is not None else ""
    else:
        written = first_argument(rest)
        options = rest[len(written) :]
    address = address_in_page(url, joined(written, constant, str(page)) or "")
    depends_on_page = joined(written, constant, "1") != joined(written, constant, "2")
    if not address or _NOT_LISTS.search(address):
        return None
    sent, is_json = _sent(
        options, known, page, is_direct=match["jquery"] in ("post", "get", "getJSON") or match["verb"] == "post"
    )
    counts = any(is_page_name(name, loosely=True) for name in sent)
    counts = counts or depends_on_page or any(is_page_name(name) for name in _QUERY_PAGE.findall(address))
    if not counts:
        return None
    if "post" in (match["jquery"], match["verb"]) or match["open"] == "POST" or _POST.search(options):
        is_json = is_json or match["verb"] == "post"
        return _posted(address, sent, is_json=is_json)
    return PageRequest(address + ("&" if "?" in address else "?") + urlencode(sent) if sent else address)


def _sent(options: str, known: dict[str, str], page: int, *, is_direct: bool) -> tuple[dict[str, str], bool]:
    """The parameters a call sends, page-like ones set to ``page``; and whether as JSON."""
    found = _SENT.search(options)
    if found is not None:
        at, is_json = found.end(), bool(found["json"])
    elif is_direct and options.lstrip(", \n").startswith("{"):
        at, is_json = options.find("{"), False
    else:
        return {}, False
    values = object_after(options, at, known)
    has_sure_name = any(is_page_name(name) for name in values)
    sent = {
        name: str(page) if is_page_name(name, loosely=not has_sure_name) else value for name, value in values.items()
    }
    return sent, is_json or _JSON_TYPE.search(options) is not None


def _posted(address: str, sent: dict[str, str], *, is_json: bool) -> PageRequest:
    if not is_json:
        return PageRequest(address, "POST", urlencode(sent))
    values = {name: int(value) if value.isdecimal() and len(value) < 10 else value for name, value in sent.items()}
    return PageRequest(address, "POST", json.dumps(values, ensure_ascii=False, separators=(",", ":")), _JSON)


def first_argument(text: str) -> str:
    """The text up to the comma or bracket that ends the first argument."""
    quote, depth = "", 0
    for at, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'`":
            quote = sign
        elif sign in "([":
            depth += 1
        elif sign in ",)}]\n;" and depth == 0:
            return text[:at]
        elif sign in ")]":
            depth -= 1
    return text
