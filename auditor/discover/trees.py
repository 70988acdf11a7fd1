"""Catalogue trees that portals keep in scripts: gkmlpt's TREE, zTree nodes, channel trees answered as JSON or JSONP."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from auditor.base.pattern import pattern
from auditor.county.check import whole_address
from auditor.discover.values import Lead
from auditor.discover.words import clean_name

_TOKEN = re.compile(
    r"""(?:(?<!\s)\s+)?(?:(?P<string>(?<!\\)"(?:[^"\\\n]|\\.)*"|(?<!\\)'(?:[^'\\\n]|\\.)*')|(?P<number>-?\d[\d.]{0,40})|"""
    r"""(?P<name>[A-Za-z_$][\w$]*)|(?P<mark>[{}\[\],:]))"""
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.S)
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "undefined": None}
_NAMES = (
    "name",
    "title",
    "text",
    "label",
    "channelname",
    "chnlname",
    "catename",
    "catalogname",
    "columnname",
    "nodename",
)
_ADDRESSES = ("url", "href", "link", "linkurl", "channelurl", "jump_url", "path", "pageurl", "curl", "visiturl", "uri")
_CHILDREN = ("children", "child", "childs", "nodes", "subs", "sub", "items", "list", "childlist", "data", "tree")
_PARENTS = ("pid", "parentid", "parent", "parent_id")
_OPENINGS = pattern(
    r"(?:=|\(|:|^|return)\s{0,20}(?=\[\s{0,20}\{|\{\s{0,20}[\"']?\w{1,20}[\"']?\s{0,5}:)",
    finds=("var tree = [{", "zNodes=[ {", 'return {"id": 1', "callback({id:1"),
    not_in=("var a = [1,2]", "{ return 1 }"),
    seen="gkmlpt, zTree and channel interfaces",
)
_DEEPEST = 40
_MOST_TREES = 200
_MOST_OPENINGS = 20_000
_LONGEST_ADDRESS = 200
_LONGEST = 2_000_000
_MOST_NODES = 5_000
_NO_PAGE = pattern(
    r"^(?:#.*|javascript:.*|(?:.*/)?null(?:\.s?html?)?|)$",
    finds=("#", "javascript:void(0)", "null", "/a/null.html", ""),
    not_in=("/a/index.html", "nullable"),
    seen="gkmlpt and zTree nodes without a page",
    flags=re.IGNORECASE,
    way="match",
)


_ADDED = pattern(
    r"\.(?:add|addNode|insertNode)\(\s{0,9}['\"]?(?P<id>\w{1,40})['\"]?\s{0,9},\s{0,9}['\"]?(?P<above>-?\w{1,40})['\"]?\s{0,9},"
    r"\s{0,9}(['\"])(?P<name>[^'\"<>\n]{2,60})\3\s{0,9},\s{0,9}(['\"])(?P<url>[^'\"<>\n]{0,300})\5",
    finds=("d.add(3,1,'通知公告','/tzgg/');", 'tree.addNode("a3", "a1", "人事任免", "rsrm/list.html", "")'),
    not_in=("d.add(1,2)", "list.add('通知公告')"),
    seen="dTree and trees like it, on portals of the 2000s",
)
_WRITTEN = pattern(
    r"<a\s[^<>]{0,200}?href=\\?[\"']?(?P<url>[^\"'\\\s<>]{1,300})[^<>]{0,200}>(?P<name>[^<>\\'\"]{2,40})<",
    finds=(
        "document.write('<li><a href=\"/tzgg/\">通知公告</a></li>');",
        "<a class=m href=/a/ target=_blank>公告<\\/a>",
    ),
    not_in=("<a href='/a/'><img src=x></a>", "'<a href=' + url + '>' + name + '</a>'"),
    seen="menus that a script writes, so that all pages share one",
    flags=re.IGNORECASE,
)
_MENU_FILE = pattern(
    r"(?:nav|menu|tree|channel|column|catalog|lanmu|daohang|mulu)\w{0,20}(?:[.-]\w{1,20})?\.js(?:\?|$)",
    finds=("/js/menu.js", "../images/topnav2.js?v=3", "/lanmu.min.js"),
    not_in=("/js/jquery.js", "/js/common.js", "/menu.json"),
    seen="linked scripts that hold the menu of all pages",
    flags=re.IGNORECASE,
)


def tree_leads(text: str, url: str, depth: int) -> list[Lead]:
    """The columns of every catalogue tree found in a page's text (or in a script's answer)."""
    text = text[:_LONGEST]
    leads: list[Lead] = []
    end = tried = 0
    for start in islice(_OPENINGS.finditer(text), _MOST_OPENINGS):
        if start.end() < end or tried >= _MOST_TREES:
            continue
        head = text[start.end() : start.end() + 1_000].lower()
        if not any(name in head for name in _NAMES):
            continue
        tried += 1
        value, end = read_literal(text, start.end())
        if isinstance(value, dict) and isinstance(value.get("tree"), list):
            leads += _gkmlpt_leads(value, url, depth)
        else:
            leads += _leads_of(value, url, depth)
    unique = {(lead.url, lead.name): lead for lead in leads}
    return list(unique.values())[:_MOST_NODES]


def tree_addresses(text: str, url: str, words: Sequence[str]) -> list[str]:
    """The quoted addresses in a page's scripts that hold one of ``words``: what answers a catalogue tree."""
    text = text[:_LONGEST]
    found: dict[str, None] = {}
    for match in islice(re.finditer("|".join(map(re.escape, words)), text), _MOST_TREES):
        start = max(text.rfind(mark, match.start() - _LONGEST_ADDRESS, match.start()) for mark in "\"'") + 1
        ends = [text.find(mark, match.end(), match.end() + _LONGEST_ADDRESS) for mark in "\"'"]
        end = min((end for end in ends if end > 0), default=0)
        address = whole_address(url, text[start:end]) if start and end else None
        if address and "<" not in address:
            found[address] = None
    return list(found)


def called_leads(script: str, url: str, depth: int) -> list[Lead]:
    """The nodes that a script adds to a tree one by one: ``d.add(3, 1, '通知公告', '/tzgg/')``."""
    calls = list(islice(_ADDED.finditer(script[:_LONGEST]), _MOST_NODES))
    by_id = {call["id"]: ({"parentid": call["above"]}, clean_name(call["name"])) for call in calls}
    leads = []
    for call in calls:
        address = None if _NO_PAGE.match(call["url"]) else whole_address(url, call["url"])
        if address:
            trail = _flat_trail({"parentid": call["above"]}, by_id)
            leads.append(Lead(address, clean_name(call["name"]), trail, "tree", depth))
    return leads


def written_links(script: str) -> str:
    """The links that a script writes into the page, as mark-up."""
    return "".join(
        f'<a href="{link["url"]}">{link["name"]}</a>'
        for link in islice(_WRITTEN.finditer(script[:_LONGEST]), _MOST_NODES)
    )


def menu_scripts(addresses: Sequence[str], url: str) -> list[str]:
    """Those of a page's linked scripts that are called like a menu."""
    found = (whole_address(url, address) for address in addresses if _MENU_FILE.search(address))
    return list(dict.fromkeys(address for address in found if address))


def read_literal(text: str, at: int) -> tuple[Any, int]:
    """The array or object literal at ``at`` and where it ends; ``None`` and ``at`` where it is not one to its end."""
    try:
        return _value(text, at, 0)
    except _NoLiteral:
        return None, at


class _NoLiteral(ValueError):
    """What stands here is no literal."""


def _value(text: str, at: int, depth: int) -> tuple[Any, int]:
    token = _TOKEN.match(text, at)
    if token is None or depth > _DEEPEST:
        raise _NoLiteral
    at = token.end()
    if token["string"]:
        return _ESCAPE.sub(_unescaped, token["string"][1:-1]), at
    if token["number"]:
        return token["number"], at
    if token["name"]:
        return _WORDS.get(token["name"], token["name"]), at
    if token["mark"] == "[":
        return _array(text, at, depth)
    if token["mark"] == "{":
        return _object(text, at, depth)
    raise _NoLiteral


def _array(text: str, at: int, depth: int) -> tuple[list[Any], int]:
    found: list[Any] = []
    while True:
        end = _TOKEN.match(text, at)
        if end is None:
            raise _NoLiteral
        if end["mark"] == "]":
            return found, end.end()
        if end["mark"] == ",":
            at = end.end()
            continue
        value, at = _value(text, at, depth + 1)
        found.append(value)


def _object(text: str, at: int, depth: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    while True:
        key = _TOKEN.match(text, at)
        if key is None:
            raise _NoLiteral
        if key["mark"] == "}":
            return found, key.end()
        if key["mark"] == ",":
            at = key.end()
            continue
        name, at = _value(text, at, depth + 1)
        colon = _TOKEN.match(text, at)
        if colon is None or colon["mark"] != ":":
            raise _NoLiteral
        found[str(name).lower()], at = _value(text, colon.end(), depth + 1)


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else {"n": "\n", "t": "\t"}.get(match[2], match[2])


def _gkmlpt_leads(config: Mapping[str, Any], url: str, depth: int) -> list[Lead]:
    """The nodes of the Guangdong platform: all on one page, told apart by what follows the ``#``."""
    page = url.partition("#")[0]
    return [
        Lead(f"{page}#{node['id']}", name, trail, "tree", depth)
        for node, name, trail in _walk(config.get("tree"), ())
        if str(node.get("id") or "").isdecimal() and not node.get("jump_url")
    ]


def _leads_of(value: Any, url: str, depth: int) -> list[Lead]:
    by_id = {str(node.get("id")): (node, name) for node, name, _ in _walk(value, ()) if node.get("id") is not None}
    leads = []
    for node, name, trail in _walk(value, ()):
        written = next((str(node[key]) for key in _ADDRESSES if isinstance(node.get(key), str)), "")
        address = None if _NO_PAGE.match(written) else whole_address(url, written)
        if address and name:
            leads.append(Lead(address, name, trail or _flat_trail(node, by_id), "tree", depth))
    return leads if len(leads) >= 2 else []


def _walk(
    value: Any, trail: tuple[str, ...], depth: int = 0
) -> Iterator[tuple[Mapping[str, Any], str, tuple[str, ...]]]:
    """Every node with its name and the names above it."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for entry in value:
            yield from _walk(entry, trail, depth + 1)
    elif isinstance(value, dict):
        name = next((clean_name(str(value[key])) for key in _NAMES if isinstance(value.get(key), str)), "")
        if name:
            yield value, name, trail
        for key in _CHILDREN:
            if isinstance(value.get(key), list | dict):
                yield from _walk(value[key], (*trail, name) if name else trail, depth + 1)


def _flat_trail(node: Mapping[str, Any], by_id: Mapping[str, tuple[Mapping[str, Any], str]]) -> tuple[str, ...]:
    """The names above a node of a flat list, by its parents' ids."""
    names: list[str] = []
    while len(names) < _DEEPEST:
        parent = next((str(node[key]) for key in _PARENTS if node.get(key) is not None), "")
        if parent not in by_id or by_id[parent][0] is node:
            break
        node, name = by_id[parent]
        names.insert(0, name)
    return tuple(names)
