"""An archived page in which the list is marked in colour, and whose texts can be pointed at without any script.

The page is made inert first, so that no address is left in it; what leads anywhere then was put in here.
"""

from collections.abc import Callable, Iterator
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from auditor.base.pattern import pattern
from auditor.read.lists.outline import Box, Outline, one_line
from auditor.read.planning import Marks
from auditor.read.printed import PLAN_WORDS
from auditor.web.snapshot import REMOVED_TAGS, make_inert

Marking = Callable[[Box], str]
"""Where pointing at a text leads, by the box it stands in; empty for a text that cannot be pointed at."""

_PICK = "auditor-pick"
_PICKED = pattern(
    rf"<(/?){_PICK}(?=[\s>])",
    finds=(f"<{_PICK} class=x>", f"</{_PICK}>"),
    not_in=("<a>", f"<{_PICK}s>"),
    seen="pages marked by this program",
)
_ANCHOR = pattern(
    r"<(/?)a(?=[\s>])",
    finds=("<a href=x>", "</a>"),
    not_in=("<abbr>", "<A>"),
    seen="markup as the parser writes it: names in small letters",
)
_STYLE = (
    ".auditor-row{outline:2px solid #5b8def!important;outline-offset:1px;background:#eef4ff!important}"
    ".auditor-title{background:#ffe58a!important;color:#000!important}"
    ".auditor-date{background:#b9ecc4!important;color:#000!important}"
    ".auditor-step{background:#ffc99a!important;color:#000!important;outline:2px solid #d9731c!important}"
    "a.auditor-pick{color:inherit;text-decoration:underline dotted!important;cursor:pointer;display:inline!important;"
    "visibility:visible!important}a.auditor-pick:hover,a.auditor-pick:focus{outline:3px solid #c2185b!important;"
    "background:#fde7f0!important;color:#000!important}"
)


def marked_html(outline: Outline, marks: Marks, target: Marking | None = None) -> str:
    """The page as harmless HTML with its marks; with ``target``, its texts are links to where that says."""
    tree = outline.tree
    texts = _texts_by_owner(outline)
    shown = [box for box in outline.boxes if not _is_gone(box)]  # before: nobody may touch what is taken out
    make_inert(tree)
    known = {box.order for box in shown}
    if target is not None:
        for box in shown:
            _let_be_pointed_at(box, texts.get(box.order, []), target(box))
    rows = {box.order for box in marks.rows}
    for kind, boxes in _kinds(marks):
        for box in boxes:
            if box.order in known and (kind == "row" or box.order not in rows):
                box.node.attrs["class"] = f"{box.attrs.get('class', '')} auditor-{kind}".strip()
    markup = _ANCHOR.sub(r"<\1span", tree.html or "")
    markup = _PICKED.sub(r"<\1a", markup)
    return f"{markup}<style>{_STYLE}</style>"


def _kinds(marks: Marks) -> Iterator[tuple[str, list[Box]]]:
    yield "row", list(marks.rows)
    yield "title", list(marks.titles)
    yield "date", [box for boxes in marks.dates for box in boxes]
    yield "step", [marks.step] if marks.step is not None else []


def _texts_by_owner(outline: Outline) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for text, owner in zip(outline.texts, outline.owners, strict=True):
        found.setdefault(owner.order, []).append(text)
    return found


def _is_gone(box: Box | None) -> bool:
    """Whether an element was taken out, with whatever it stands in."""
    while box is not None:
        if box.tag in REMOVED_TAGS or (box.tag == "input" and box.attrs.get("type", "").lower() == "image"):
            return True
        box = box.parent
    return False


def _let_be_pointed_at(box: Box, texts: list[str], address: str) -> None:
    if not address:
        return
    children = [child for child in _children(box.node) if child.is_text_node and one_line(child.text_content)]
    for child in children:
        child.replace_with(_pick(address, child.text_content or ""))
    if not texts and box.end_text == box.first_text:  # a link that shows a picture
        words = next((one.attrs.get("alt", "") for one in box.children if one.tag == "img"), "") or PLAN_WORDS.picture
        box.node.insert_child(_pick(address, words))


def _children(node: LexborNode) -> list[LexborNode]:
    found, child = [], node.child
    while child is not None:
        found.append(child)
        child = child.next
    return found


def _pick(address: str, words: str) -> LexborNode:
    markup = f'<{_PICK} class="auditor-pick" target="_top" href="{escape(address)}">{escape(words)}</{_PICK}>'
    node = LexborHTMLParser(markup).css_first(_PICK)
    assert node is not None  # noqa: S101 - it was just written
    return node
