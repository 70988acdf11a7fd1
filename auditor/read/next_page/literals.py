"""The little of a script that can be read without running it: literals, flat objects, joined strings."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from auditor.base.pattern import pattern

_LONGEST_LITERAL = 4000
_MOST_TOKENS = 60_000
_DEEPEST = 12
_TOKEN = re.compile(
    r"""(?:(?<!\s)\s+)?(?:(?P<string>(?<!\\)"(?:[^"\\\n]|\\.)*"|(?<!\\)'(?:[^'\\\n]|\\.)*'|`[^`\\]{0,500}`)|"""
    r"""(?P<number>-?\d{1,40}(?:\.\d{1,40})?)(?![\w])|"""
    r"""(?P<name>[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)|(?P<mark>[{}\[\](),:;+]))"""
)
_VARIABLE = pattern(
    r"""(?:\b(?:var|let|const)\s{1,20}|[,;{\n]\s{0,60}|^\s{0,60}|\.)([A-Za-z_$][\w$]{0,100})\s{0,20}=\s{0,20}"""
    r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|-?\d{1,40})\s{0,20}(?=[;,\n\r}]|$|//)""",
    finds={"var countPage = 5;": "countPage", "m_nRecordCount='57',": "m_nRecordCount", 'page.total = "3"': "total"},
    not_in=("if (page == 5) {", "countPage = getCount();", "var list = [1, 2];"),
    seen="scripts of TRS (createPageHTML), VSB and Hanweb portals",
)
_COMMENT = re.compile(r"/\*[^*/]*+(?:(?:\*(?!/)|/(?!\*))[^*/]*+)*+\*/|(?<![:'\"])//[^\n]*")
_OPENED = re.compile(r"\s{0,9}\(\s{0,9}[^\s)]")
_HOLE = re.compile(r"\$\{([^{}]{1,80})\}")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.S)
_PAGE_NAMES = frozenset(
    {"page", "pageno", "pagenum", "pageindex", "pagenumber", "curpage", "currentpage", "currpage", "nowpage", "pageid"}
    | {"topage", "pg", "pn", "p"}
)
_PERHAPS_PAGES = frozenset(
    ("i", "n", "idx", "index", "num", "current", "curr", "nextpage", "pager", "start", "nextindex", "pageflag")
)


def is_page_name(name: str, *, loosely: bool = False) -> bool:
    """Whether a variable, field or parameter of that name counts pages; ``loosely`` where little else is possible."""
    bare = name.rsplit(".", 1)[-1].lower().replace("_", "").lstrip("$")
    return bare in _PAGE_NAMES or (loosely and bare in _PERHAPS_PAGES)


def without_comments(script: str) -> str:
    """The script without its comments (an address's ``//`` is none)."""
    return _COMMENT.sub("", script)


def unquoted(literal: str) -> str:
    """A string literal's value; anything else as it stands."""
    if literal[:1] not in "\"'`" or len(literal) < 2:
        return literal
    text = _ESCAPE.sub(_unescaped, literal[1:-1])
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")  # pairs become one sign, halves go


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code:
        return chr(int(code, 16))
    return {"n": "\n", "t": "\t", "r": "\r"}.get(match[3], match[3])


def variables(script: str) -> dict[str, str]:
    """Variables that are given a string or a number, the first value of each."""
    found: dict[str, str] = {}
    for match in _VARIABLE.finditer(script):
        found.setdefault(match[1], unquoted(match[2]))
    return found


def calls(script: str, name: str) -> Iterator[list[str]]:
    """The arguments of every call of ``name`` all of whose arguments are literals."""
    for match in re.finditer(rf"(?<![\w$.]){re.escape(name)}\s*\(", script):
        arguments = _arguments(script, match.end())
        if arguments is not None:
            yield arguments


def _arguments(script: str, at: int) -> list[str] | None:
    found: list[str] = []
    for _ in range(24):
        match = _TOKEN.match(script, at)
        if match is None:
            return None
        at = match.end()
        if match["string"]:
            found.append(unquoted(match["string"]))
        elif match["number"]:
            found.append(match["number"])
        elif match["mark"] == ")":
            return found
        elif match["mark"] != ",":
            return None
    return None


def object_after(script: str, at: int, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """The flat object literal at ``at``: keys with strings, numbers, known variables and short arrays of strings.

    Nested objects are read as keys of their own (``outer.inner`` becomes ``inner``); functions end the reading.
    """
    found: dict[str, str] = {}
    key, depth, limit = "", 0, at + _LONGEST_LITERAL
    parts: list[str] = []
    while at < limit:
        match = _TOKEN.match(script, at)
        if match is None:
            break
        at = match.end()
        mark = match["mark"]
        if mark in ("{", "[", "("):
            depth += 1
            key = "" if mark == "{" else key
        elif mark in ("}", "]", ")"):
            _keep(found, key, parts)
            depth -= 1
            if depth <= 0:
                break
            key = "" if mark == "}" else key
        elif mark == ":" and not key:
            key, parts = "".join(parts), []
        elif mark in (",", ";"):
            _keep(found, key, parts)
            key = "" if not _in_array(script, at) else key
        elif mark is None:
            if match["name"] == "function":
                break
            parts.append(_value(match, known if key else None))
    return found


def _in_array(script: str, at: int) -> bool:
    following = _TOKEN.match(script, at)
    if following is None:
        return False
    after = _TOKEN.match(script, following.end())
    return after is not None and after["mark"] in (",", "]") and following["string"] is not None


def _keep(found: dict[str, str], key: str, parts: list[str]) -> None:
    if key and parts:
        value = "".join(parts)
        found[key] = f"{found[key]},{value}" if key in found else value
    parts.clear()


def _value(match: re.Match[str], known: Mapping[str, str] | None) -> str:
    if match["string"]:
        return unquoted(match["string"])
    if match["number"]:
        return match["number"]
    name = match["name"]
    return name if known is None else known.get(name, known.get(name.rsplit(".", 1)[-1], name))


def literal_at(script: str, at: int) -> tuple[Any, int] | None:
    """The array or object literal at ``at``, keys quoted or not, and where it ends.

    Numbers stay as they are written, plain names (``null``, variables) become ``None``. ``None`` where it holds
    anything else: calls, sums, functions.
    """
    tokens = _tokens(script, at)
    try:
        return _literal(tokens, next(tokens), _DEEPEST)
    except (StopIteration, ValueError):
        return None


def _tokens(script: str, at: int) -> Iterator[re.Match[str]]:
    for _ in range(_MOST_TOKENS):
        match = _TOKEN.match(script, at)
        if match is None:
            return
        at = match.end()
        yield match


def _literal(tokens: Iterator[re.Match[str]], first: re.Match[str], depth: int) -> tuple[Any, int]:
    """The value that begins with a token, and where it ends; `ValueError` where it is no literal."""
    if first["mark"] is None:
        return _plain(first), first.end()
    if first["mark"] not in ("{", "[") or not depth:
        raise ValueError
    members: dict[str, Any] = {}
    elements: list[Any] = []
    while (match := next(tokens))["mark"] not in ("}", "]"):
        if match["mark"] == ",":
            continue
        if first["mark"] == "[":
            elements.append(_literal(tokens, match, depth - 1)[0])
        elif match["mark"] is None and next(tokens)["mark"] == ":":
            members[_plain(match) or match["name"]] = _literal(tokens, next(tokens), depth - 1)[0]
        else:
            raise ValueError
    if (first["mark"] == "{") != (match["mark"] == "}"):
        raise ValueError
    return members if first["mark"] == "{" else elements, match.end()


def _plain(match: re.Match[str]) -> str | None:
    return unquoted(match["string"]) if match["string"] else match["number"]


def joined(expression: str, known: Mapping[str, str], page: str) -> str | None:
    """A ``'a' + b + "c"`` expression's value: names from ``known``, page-like ones as ``page``; else ``None``."""
    parts: list[str] = []
    at, expects_value = 0, True
    expression = expression.strip()
    while at < len(expression):
        match = _TOKEN.match(expression, at)
        if match is None:
            return None
        at = match.end()
        if match["mark"] == "+" and not expects_value:
            expects_value = True
        elif match["mark"] in ("(", ")"):
            continue
        elif match["mark"] is None and expects_value:
            part = "" if match["name"] and _opens_call(expression, at) else _part(match, known, page)
            if part is None:
                return None
            parts.append(part)
            expects_value = not part and match["name"] is not None
        elif match["number"] and match["number"].startswith("-") is False:
            return None
        else:
            return None
    return "".join(parts) or None


def _opens_call(expression: str, at: int) -> bool:
    """Whether a name is that of a call with an argument, ``encodeURI('…')``: its value is taken for the argument's."""
    return _OPENED.match(expression, at) is not None


def _part(match: re.Match[str], known: Mapping[str, str], page: str) -> str | None:
    if match["string"]:
        text = unquoted(match["string"])
        return _interpolated(text, known, page) if match["string"].startswith("`") else text
    if match["number"]:
        return match["number"]
    name = match["name"]
    if name in known:
        return known[name]
    return page if is_page_name(name, loosely=True) else None


def _interpolated(text: str, known: Mapping[str, str], page: str) -> str | None:
    """A template string with its ``${…}`` filled; ``None`` where one of them is unknown."""
    values = {inner: joined(inner, known, page) for inner in _HOLE.findall(text)}
    if any(value is None for value in values.values()):
        return None
    return _HOLE.sub(lambda match: values[match[1]] or "", text)
