"""HTML pages: visible blocks as lines, data tables as tables, page tags and links."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from auditor.verify.opening import limits
from auditor.verify.opening.assembly import Assembly, Cell
from auditor.verify.paper import Paper

_SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "iframe",
        "object",
        "svg",
        "select",
        "option",
        "button",
        "input",
        "textarea",
        "nav",
        "footer",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "header",
        "main",
        "td",
        "th",
        "tr",
        "tbody",
        "thead",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "center",
        "form",
        "fieldset",
        "table",
        "caption",
        "figure",
        "hr",
        "address",
        "aside",
    ]
)
_MAX_DEPTH = 200


def read_html(text: str, source: str) -> Paper:
    """The page's visible text and tables; scripts, styles and navigation are left out."""
    tree = LexborHTMLParser(text[: limits.MAX_TEXT * 4])
    assembly = Assembly(source, "html")
    for meta in tree.css("meta[name]")[:100]:
        assembly.tags.append((meta.attributes.get("name") or "", meta.attributes.get("content") or ""))
    if (title := tree.css_first("title")) is not None:
        assembly.tags.append(("title", title.text()))
    assembly.links = [a.attributes.get("href") or "" for a in tree.css("a[href]")[:5000]]
    if tree.body is not None:
        page = _Page(assembly)
        page.walk(tree.body, 0)
        page.end_line()
    return assembly.paper()


class _Page:
    """Walks the page, collecting inline text into lines."""

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly
        self._pieces: list[str] = []

    def end_line(self) -> None:
        self._assembly.line("".join(self._pieces))
        self._pieces = []

    def walk(self, node: LexborNode, depth: int) -> None:
        child = node.child
        while child is not None:
            tag = child.tag or ""
            if tag == "-text":
                self._pieces.append((child.text_content or "").replace("\n", " "))
            elif tag == "br":
                self.end_line()
            elif tag not in _SILENT and not _is_hidden(child) and depth < _MAX_DEPTH:
                self._element(child, tag, depth)
            child = child.next

    def _element(self, node: LexborNode, tag: str, depth: int) -> None:
        if tag not in _BLOCKS:
            self.walk(node, depth + 1)
            return
        self.end_line()
        if tag == "table" and _is_data_table(node):
            self._assembly.table([_cells(row) for row in node.css("tr")])
        else:
            self.walk(node, depth + 1)
            self.end_line()


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return "hidden" in attributes or "display:none" in style


def _is_data_table(table: LexborNode) -> bool:
    """Whether a table holds cells rather than page layout: no table inside, several cells, none of essay length."""
    if len(table.css("table")) > 1:
        return False
    cells = table.css("td, th")
    return len(cells) >= 4 and all(len(cell.text()) <= 800 for cell in cells)


def _cells(row: LexborNode) -> list[Cell]:
    return [
        Cell(cell.text(separator=" "), _span(cell, "colspan"), _span(cell, "rowspan")) for cell in row.css("td, th")
    ]


def _span(cell: LexborNode, name: str) -> int:
    value = (cell.attributes.get(name) or "").strip()
    return max(1, min(int(value), limits.MAX_SPAN)) if value.isdecimal() and len(value) < 6 else 1
