"""An archived page made inert: it may be looked at, and can neither act nor reach out.

The answer also carries a policy that forbids both; taking out what it would forbid keeps the browser's log quiet and
protects readers of old browsers.
"""

import re
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from auditor.base.markup import find_tangle
from auditor.base.pattern import pattern
from auditor.fetch import Fetched
from auditor.read.charset import decode
from auditor.web.words import WEB_WORDS

MAX_SHOWN = 3_000_000
"""Bytes of a page that are shown; the archive keeps all of them."""

REMOVED_TAGS = frozenset(
    {"script", "noscript", "iframe", "frame", "frameset", "object", "embed", "applet", "link", "meta", "base", "audio",
     "video", "source", "track", "portal", "template", "svg", "math"}
)  # fmt: skip
_REMOVED = ", ".join([*sorted(REMOVED_TAGS), "input[type=image]"])
_OUTWARD = frozenset(
    {"src", "srcset", "href", "action", "formaction", "background", "poster", "ping", "data", "longdesc", "cite",
     "manifest", "xlink:href", "lowsrc", "dynsrc", "usemap", "target", "autofocus", "srcdoc", "http-equiv", "profile",
     "codebase", "classid", "archive", "icon", "imagesrcset"}
)  # fmt: skip
_LOOKS_LIKE_HTML = pattern(
    r"(?i)<html|<!doctype",
    finds=("<HTML lang=zh>", "<!DOCTYPE html>"),
    not_in=('{"html": 1}',),
    seen="pages sent as text/plain or without a type",
)
_ESCAPE = pattern(
    r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|\s)?|(\r\n|[\s\S])|$)",
    finds=("\\75 rl", "\\,"),
    not_in=("url",),
    seen="CSS Syntax 3, 4.3.7: escapes that hide url( from a filter",
)
_STYLE_REACHES_OUT = pattern(
    r"@import[^;]*;?|(?:url|src|image)\s*\([^)]*\)?|expression\s*\(|image-set\s*\(",
    finds=('@import "x.css";', "background:URL(x.png)", "width:expression(1)"),
    not_in=("color:red",),
    seen="style sheets of portals: what fetches or acts",
    flags=re.IGNORECASE,
)


def inert_page(fetched: Fetched, *, as_source: bool = False) -> str:
    """The page as harmless HTML; anything that is no HTML or no browser would nest, or ``as_source``, as its text."""
    decoded = decode(fetched.body[:MAX_SHOWN], fetched.header("content-type"))
    is_html = "html" in fetched.header("content-type").lower() or _LOOKS_LIKE_HTML.search(decoded.text[:2000])
    if as_source or not is_html or find_tangle(decoded.text):
        return _as_text(decoded.text)
    tree = LexborHTMLParser(decoded.text)
    make_inert(tree)
    return tree.html or ""


def make_inert(tree: LexborHTMLParser) -> None:
    """Take out of a page all that acts or names another place."""
    for node in tree.css(_REMOVED):
        node.decompose()
    for style in tree.css("style"):
        _tame(style)
    for node in tree.css("*"):
        _quieten(node)


def _tame(style: LexborNode) -> None:
    """The rules of a style element without those that name another place."""
    rules = _tame_rules(style.text())
    if "<" in rules:
        style.decompose()
        return
    tamed = LexborHTMLParser(f"<style>{rules}</style>").css_first("style")
    if tamed is not None:
        style.replace_with(tamed)


def _tame_rules(rules: str) -> str:
    """CSS that names no other place. Escapes are resolved first: ``u\\72l(`` is ``url(`` to a browser."""
    return _STYLE_REACHES_OUT.sub("none", _ESCAPE.sub(_unescaped, rules))


def _unescaped(escape: re.Match[str]) -> str:
    """What an escape stands for; never a backslash, which would escape what follows."""
    code = int(escape[1], 16) if escape[1] else 0
    letter = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else (escape[2] or "").strip()
    return "" if letter == "\\" else letter


def _quieten(node: LexborNode) -> None:
    """Take from one element every attribute that acts or names another place."""
    for name in [name for name in node.attributes if name]:
        lowered = name.lower()
        if lowered.startswith("on") or lowered in _OUTWARD:
            del node.attrs[name]
        elif lowered == "style":
            node.attrs[name] = _tame_rules(node.attributes[name] or "")


def _as_text(text: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{WEB_WORDS.archived}</title></head>'
        f"<body><pre>{escape(text)}</pre></body></html>"
    )
