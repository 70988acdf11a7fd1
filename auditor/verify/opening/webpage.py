"""HTML pages: visible blocks as lines, data tables as tables, page tags and links."""

from collections.abc import Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from auditor.base.markup import find_tangle
from auditor.verify.opening import limits
from auditor.verify.opening.assembly import Assembly, Cell
from auditor.verify.opening.chrome import is_chrome_mark, is_link_list
from auditor.verify.opening.marks import is_note_sign
from auditor.verify.opening.plaintext import add_text_lines
from auditor.verify.paper import OpenedPaper

_SILENT_NAMES = (
    "script style noscript template head iframe object svg select option button input textarea nav footer "
    "del s strike rt rp canvas video audio datalist dialog"
)
_SILENT = frozenset(_SILENT_NAMES.split())
_BLOCKS_NAMES = (
    "p div li ul ol h1 h2 h3 h4 h5 h6 section article header main td th tr tbody thead dl dt dd "
    "blockquote pre center form fieldset table caption figure hr address aside"
)
_BLOCKS = frozenset(_BLOCKS_NAMES.split())
_LISTS = frozenset(("ul", "ol", "dl"))
_MAX_DEPTH = 200
_MAX_LINKS = 5_000


def read_html(text: str, source: str) -> OpenedPaper:
    """The page's visible text and tables; scripts, styles, menus and the tools around the document are left out."""
    assembly = Assembly(source, "html")
    text = assembly.within(text, limits.MAX_TEXT * 4)
    if reason := find_tangle(text):
        raise limits.unreadable(Path(source), reason, "请从网站重新保存网页，或改用 docx、pdf 版本")
    tree = LexborHTMLParser(text)
    for meta in tree.css("meta[name]")[:100]:
        assembly.tags.append((meta.attributes.get("name") or "", meta.attributes.get("content") or ""))
    if (title := tree.css_first("title")) is not None:
        assembly.tags.append(("title", title.text()))
    assembly.links = [a.attributes.get("href") or "" for a in tree.css("a[href]")[:_MAX_LINKS]]
    assembly.pictures = len(tree.css("img, embed, object, canvas, svg, iframe, frame"))
    if tree.body is not None:
        page = _Page(assembly, len(tree.body.text()))
        page.walk(tree.body, 0)
        page.end_line()
    return assembly.paper()


class _Page:
    """Walks the page, collecting inline text into lines."""

    def __init__(self, assembly: Assembly, size: int) -> None:
        self._assembly, self._size = assembly, size
        self._pieces: list[str] = []
        self._links: list[tuple[int, str]] = []

    def end_line(self) -> None:
        """Close the paragraph; a row of links to other pages is dropped."""
        line = "".join(self._pieces)
        if not is_link_list(len("".join(line.split())), self._links):
            self._assembly.line(line)
        self._pieces, self._links = [], []

    def walk(self, node: LexborNode, depth: int) -> None:
        """Read what is inside an element."""
        for child in _children(node):
            tag = child.tag or ""
            if tag == "-text":
                self._pieces.append((child.text_content or "").replace("\n", " "))
            elif tag == "br":
                self.end_line()
            elif depth < _MAX_DEPTH and not _is_unseen(child, tag) and not self._is_furniture(child, tag):
                self._element(child, tag, depth)

    def _element(self, node: LexborNode, tag: str, depth: int) -> None:
        if tag not in _BLOCKS:
            if tag == "a":
                self._links.append(_link(node))
            self.walk(node, depth + 1)
            return
        self.end_line()
        if tag == "pre":
            add_text_lines(self._assembly, (node.text() or "").splitlines())
        elif tag == "table" and (rows := _data_rows(node)):
            self._assembly.table(rows)
        else:
            self.walk(node, depth + 1)
            self.end_line()

    def _is_furniture(self, node: LexborNode, tag: str) -> bool:
        """Whether a block is a menu, a foot, a row of tools; never where it holds sentences and much of the page."""
        if tag in _LISTS and is_link_list(len("".join(node.text().split())), list(map(_link, node.css("a")[:200]))):
            return True
        if tag not in _BLOCKS:
            return False
        if not is_chrome_mark(f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"):
            return False
        text = node.text()
        return "。" not in text or len(text) * 3 < self._size


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        yield child
        child = child.next


def _link(node: LexborNode) -> tuple[int, str]:
    return len("".join(node.text().split())), node.attributes.get("href") or ""


def _is_unseen(node: LexborNode, tag: str) -> bool:
    """Whether an element is not shown, struck out, or the raised sign of a note."""
    if tag in _SILENT:
        return True
    attributes = node.attributes
    style = (attributes.get("style") or "").replace(" ", "").lower()
    if "hidden" in attributes or any(mark in style for mark in ("display:none", "visibility:hidden", "mso-hide:all")):
        return True
    return tag == "sup" and is_note_sign(node.text())


def _data_rows(table: LexborNode) -> list[list[Cell]]:
    """The rows of a table that holds cells; empty for page layout: tables within, one cell a row, essays in cells."""
    if len(table.css("table")) > 1:
        return []
    rows = []
    for row in table.css("tr"):
        cells = [cell for cell in _children(row) if cell.tag in ("td", "th") and not _is_unseen(cell, cell.tag)]
        if not _is_unseen(row, "tr"):
            rows.append([Cell(_cell_text(cell), _span(cell, "colspan"), _span(cell, "rowspan")) for cell in cells])
    is_data = any(len(row) > 1 for row in rows) and sum(map(len, rows)) >= 4
    return rows if is_data and all(len(cell.text) <= limits.MAX_CELL_TEXT for row in rows for cell in row) else []


def _cell_text(cell: LexborNode, depth: int = 0) -> str:
    """The seen text of a cell on one line: blocks and breaks part it, inline elements do not."""
    pieces = []
    for child in _children(cell):
        tag = child.tag or ""
        if tag == "-text":
            pieces.append(child.text_content or "")
        elif tag == "br":
            pieces.append(" ")
        elif depth < _MAX_DEPTH and not _is_unseen(child, tag):
            gap = " " if tag in _BLOCKS else ""
            pieces.append(f"{gap}{_cell_text(child, depth + 1)}{gap}")
    return "".join(pieces)


def _span(cell: LexborNode, name: str) -> int:
    value = (cell.attributes.get(name) or "").strip()
    return max(1, min(int(value), limits.MAX_SPAN)) if value.isdecimal() and len(value) < 6 else 1
