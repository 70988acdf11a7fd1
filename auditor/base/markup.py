"""How deep markup is nested, told before it is parsed.

Parsing takes time by the square of the depth of open elements, of formatting that is never closed, and of the
attributes of one tag. Browsers stop at 512 elements; pages that people look at stay far below.
"""

import re
from collections import Counter

from auditor.base.pattern import pattern

_DEEPEST = 1_000
_MOST_ATTRIBUTES = 1_000
_CHECKED_FROM = 32 * 1024
"""Characters; in less there is no room for much."""
_TOKEN = pattern(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|<!\[CDATA\[.*?(?:\]\]>|\Z)"
    r"|<(/?)([a-zA-Z][^\s/>]*)((?:[^>\"'=]+|=\s*(?:\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z))?|[\"'])*)>?",
    finds=("<!-- x -->", "<![CDATA[ x ]]>", '<div class="a>b">', "</p>"),
    not_in=("a < b", "<1>"),
    seen="HTML, 13.2.5: comments, CDATA sections, tags with quoted values",
    flags=re.S,
)
_START = pattern(
    r"<([a-zA-Z][^\s/>]*)",
    finds={"<div class=x>": "div", "<BR/>": "BR"},
    not_in=("</div>", "< div>"),
    seen="HTML, 13.2.5.6: a tag begins with a letter",
)
_QUOTED = pattern(
    r"=\s*(?:\"[^\"]*\"|'[^']*')",
    finds=('="a b"', "= 'x'"),
    not_in=("=x",),
    seen="HTML, 13.1.2.3: quoted values of attributes",
)
_SINGLE_NAMES = "area base br col embed hr img input link meta param source track wbr"
_SINGLE = frozenset(_SINGLE_NAMES.split())
_IMPLIED_NAMES = "html head body p li dt dd option optgroup rt rp tr tbody thead tfoot colgroup"
_IMPLIED = frozenset(_IMPLIED_NAMES.split())
"""Closed by what follows; they nest in nothing but the elements that are counted."""
_CELLS = frozenset(("td", "th", "caption"))
"""What is closed inside of them closes nothing outside."""
_FORMATTING = frozenset(["b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"])
"""Opened again in every block that follows until they are closed."""
_ROOTS = frozenset(("html", "body"))
"""What is said of them again, wherever it stands, is added to the one."""
_TEXTS = frozenset(["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"])
_TEXT_END = {
    name: pattern(
        rf"</{name}(?=[\s/>])",
        finds=(f"</{name}>", f"</{name.upper()} >"),
        not_in=(f"<{name}>", f"</{name}s>"),
        seen="HTML, 13.2.5.2: the end of raw text is its own name",
        flags=re.I,
    )
    for name in sorted(_TEXTS)
}


def find_tangle(text: str) -> str:
    """Why markup must not be parsed, in Chinese; empty where it may be.

    Errs on the side of more: what starts in comments and scripts is counted as if it were markup, what ends there is
    not. Linear in the text.
    """
    if len(text) < _CHECKED_FROM:
        return ""
    nest, at = _Nest(), 0
    of_roots = 0
    while match := _TOKEN.search(text, at):
        at = match.end()
        closing, name, attributes = match[1], (match[2] or "").lower(), match[3] or ""
        if not name:
            nest.open_hidden(match[0])
        elif closing:
            nest.close(name)
        else:
            nest.open(name)
            nest.open_hidden(attributes)
            of_roots += _count_attributes(attributes) if name in _ROOTS else 0
            is_long = len(attributes) > 2 * _MOST_ATTRIBUTES
            if of_roots > _MOST_ATTRIBUTES or (is_long and _count_attributes(attributes) > _MOST_ATTRIBUTES):
                return f"页面中有一个 <{name[:20]}> 标签的属性过多，未予解析"
        if name in _TEXTS and not closing:
            end = _TEXT_END[name].search(text, at)
            nest.open_hidden(text[at : end.start() if end else len(text)])
            at = end.start() if end else len(text)
        if nest.is_too_deep:
            return f"页面有过多层层嵌套或未闭合的 <{nest.commonest}> 标签，未予解析"
    return ""


def _count_attributes(attributes: str) -> int:
    return len(_QUOTED.sub(" ", attributes).replace("/", " ").split())


class _Nest:
    """The elements open at one place of the text, parted into frames by the cells of tables."""

    def __init__(self) -> None:
        self._stack: list[str] = []
        self._frames: list[tuple[int, Counter[str]]] = [(0, Counter())]
        self._formatting: Counter[str] = Counter()

    @property
    def is_too_deep(self) -> bool:
        return len(self._stack) > _DEEPEST or self._formatting.total() > _DEEPEST

    @property
    def commonest(self) -> str:
        return (Counter(self._stack) + self._formatting).most_common(1)[0][0][:20]

    def open(self, name: str) -> None:
        if name in _SINGLE or name in _IMPLIED or name in _TEXTS:
            return
        if name in _CELLS:
            self._open_cell()
            return
        self._push(name)
        if name in _FORMATTING:
            self._formatting[name] += 1

    def open_hidden(self, text: str) -> None:
        """Count what would start if this were markup after all."""
        for match in _START.finditer(text):
            self.open(match[1].lower())

    def close(self, name: str) -> None:
        if name in _CELLS:
            if len(self._frames) > 1:
                self._leave_frame()
            return
        if self._formatting[name] > 0:
            self._formatting[name] -= 1
        while name == "table" and not self._frames[-1][1][name] and len(self._frames) > 1:
            self._leave_frame()
        start, names = self._frames[-1]
        while names[name] and len(self._stack) > start:
            last = self._stack.pop()
            names[last] -= 1
            if last == name:
                return

    def _open_cell(self) -> None:
        while not self._frames[-1][1]["table"]:
            if len(self._frames) == 1:
                return
            self._leave_frame()
        _, names = self._frames[-1]
        while self._stack[-1] != "table":
            names[self._stack.pop()] -= 1
        self._frames.append((len(self._stack), Counter()))

    def _push(self, name: str) -> None:
        self._stack.append(name)
        self._frames[-1][1][name] += 1

    def _leave_frame(self) -> None:
        start, _ = self._frames.pop()
        del self._stack[start:]
