"""Word files (docx): what a reader of the printed page sees, in order."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError
from zipfile import ZipFile

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from auditor.verify.opening import limits
from auditor.verify.opening.assembly import Assembly, Cell
from auditor.verify.opening.marks import is_note_sign
from auditor.verify.opening.numbering import Numbering, hidden_styles
from auditor.verify.opening.wordxml import child, children, is_on, tag, value
from auditor.verify.opening.zipped import main_part, open_zip, read_entry
from auditor.verify.paper import OpenedPaper
from auditor.verify.wording import WORDS

_WRAPPERS = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_DROPPED = frozenset(
    ("del", "moveFrom", "pPr", "rPr", "sdtPr", "instrText", "delText", "delInstrText", "rt", "txbxContent", "fldData")
)
_SIGNS = {"br": "\n", "cr": "\n", "tab": " ", "ptab": " ", "noBreakHyphen": "-"}
_PICTURES = frozenset(("drawing", "pict", "object"))


def read_docx(content: bytes, path: Path) -> OpenedPaper:
    """The paragraphs and tables of a docx in order, then its notes.

    Text boxes stand after their paragraph. Deleted, moved-away and hidden text, headers and footers are left out.
    """
    with open_zip(content, path) as archive:
        main = main_part(archive)
        root = _parsed(archive, main, path)
        if root is None:
            raise limits.unreadable(path, "文件结构不完整", "请用办公软件另存后重试")
        folder = posixpath.dirname(main)
        styles, numbering, *notes = (
            _parsed(archive, posixpath.join(folder, f"{name}.xml"), path)
            for name in ("styles", "numbering", "footnotes", "endnotes")
        )
    assembly = Assembly(str(path), "docx")
    reader = _Reader(assembly, Numbering(numbering, styles), hidden_styles(styles))
    body = next((item for item in root if tag(item) == "body"), root)
    try:
        reader.blocks(body)
        for part in notes:
            for note in part if part is not None else ():
                if value(note, "type") in ("", "normal"):
                    reader.blocks(note)
    except RecursionError as error:
        raise limits.unreadable(path, "Word 正文嵌套过深", "这不像是正常的公文，请核对来源") from error
    assembly.pictures += sum(1 for item in body.iter() if tag(item) in _PICTURES)
    if any(tag(item) == "altChunk" for item in body.iter()):
        assembly.unread.append(WORDS.places.embedded)
    return assembly.paper()


def _parsed(archive: ZipFile, name: str, path: Path) -> Element | None:
    if name not in archive.namelist():
        return None
    try:
        return fromstring(read_entry(archive, name, path))
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise limits.unreadable(path, "Word 正文无法解析", "请用办公软件另存为 docx 后重试") from error


@dataclass(slots=True)
class _Reader:
    """Walks the blocks of a document; ``rest`` is text whose paragraph mark was deleted: the next one continues it."""

    assembly: Assembly
    numbering: Numbering
    hidden: frozenset[str]
    rest: str = ""

    def blocks(self, parent: Element) -> None:
        """Add the paragraphs and tables below an element."""
        for block in parent:
            name = tag(block)
            if name == "p":
                self._paragraph(block)
            elif name == "tbl":
                self._table(block)
            elif name in _WRAPPERS:
                self.blocks(block)
            elif block.tag.endswith("}AlternateContent"):
                for branch in _branch(block):
                    self.blocks(branch)

    def _paragraph(self, paragraph: Element) -> None:
        text = self.rest + self._paragraph_text(paragraph)
        self.rest = ""
        if child(child(child(paragraph, "pPr"), "rPr"), "del") is not None:
            self.rest = text
            return
        for piece in text.split("\n"):
            self.assembly.line(piece)
        self._boxes(paragraph)

    def _paragraph_text(self, paragraph: Element) -> str:
        """A paragraph as printed, its automatic number included."""
        properties = child(paragraph, "pPr")
        if value(child(properties, "pStyle")) in self.hidden:
            return ""
        text = self._text(paragraph)
        return self.numbering.label(properties) + text if text.strip() else text

    def _text(self, element: Element) -> str:
        pieces: list[str] = []
        for item in element:
            name = tag(item)
            if name == "t":
                pieces.append(item.text or "")
            elif name in _SIGNS:
                pieces.append(_SIGNS[name])
            elif name == "r":
                pieces.append(self._run(item))
            elif item.tag.endswith("}AlternateContent"):
                pieces += [self._text(branch) for branch in _branch(item)]
            elif name not in _DROPPED:
                pieces.append(self._text(item))
        return "".join(pieces)

    def _run(self, run: Element) -> str:
        """A run's text; empty where it is hidden, struck out, or the raised sign of a note."""
        properties = child(run, "rPr")
        is_hidden = any(is_on(child(properties, name)) for name in ("vanish", "strike", "dstrike"))
        if is_hidden or value(child(properties, "rStyle")) in self.hidden:
            return ""
        text = self._text(run)
        is_raised = value(child(properties, "vertAlign")) == "superscript"
        return "" if is_raised and is_note_sign(text) else text

    def _boxes(self, element: Element) -> None:
        """The text boxes anchored in an element, each once."""
        for item in element:
            if tag(item) == "txbxContent":
                self.blocks(item)
            elif item.tag.endswith("}AlternateContent"):
                for branch in _branch(item):
                    self._boxes(branch)
            elif tag(item) not in _DROPPED:
                self._boxes(item)

    def _table(self, table: Element) -> None:
        rows = [row for row in _rows(table) if not _is_gone(row)]
        if _is_layout(rows):
            for row in rows:
                for cell in _cells(row):
                    self.blocks(cell)
            return
        self.assembly.table([self._word_cells(row) for row in rows])
        for row in rows:
            for cell in _cells(row):
                for inner in children(cell, "tbl"):
                    self._table(inner)

    def _word_cells(self, row: Element) -> list[Cell]:
        """A row's cells with their spans; a vertically continued cell is marked so."""
        properties = child(row, "trPr")
        cells = [Cell("", columns=skipped)] if (skipped := _count(child(properties, "gridBefore"), 0)) else []
        for cell in _cells(row):
            form = child(cell, "tcPr")
            merge = child(form, "vMerge")
            continued = merge is not None and value(merge) != "restart"
            text = " ".join(self._paragraph_text(part).replace("\n", " ") for part in _paragraphs(cell))
            if value(child(form, "hMerge")) == "continue" and cells:
                last = cells.pop()
                cells.append(Cell(last.text, columns=last.columns + 1, continues_above=last.continues_above))
                continue
            cells.append(Cell(text, columns=_count(child(form, "gridSpan"), 1), continues_above=continued))
        return cells


def _branch(alternate: Element) -> list[Element]:
    """The one branch of an alternative that is shown: the first with words in it, else the first."""
    branches = list(alternate)
    worded = [item for item in branches if any(tag(part) == "t" and part.text for part in item.iter())]
    return (worded or branches)[:1]


def _rows(parent: Element) -> Iterator[Element]:
    """The table's own rows, also those inside content controls, not those of a table within."""
    for item in parent:
        if tag(item) == "tr":
            yield item
        elif tag(item) in _WRAPPERS:
            yield from _rows(item)


def _cells(parent: Element) -> Iterator[Element]:
    for item in parent:
        if tag(item) == "tc":
            yield item
        elif tag(item) in _WRAPPERS:
            yield from _cells(item)


def _paragraphs(parent: Element) -> Iterator[Element]:
    for item in parent:
        if tag(item) == "p":
            yield item
        elif tag(item) in _WRAPPERS:
            yield from _paragraphs(item)


def _is_gone(row: Element) -> bool:
    properties = child(row, "trPr")
    return child(properties, "del") is not None or is_on(child(properties, "hidden"))


def _is_layout(rows: list[Element]) -> bool:
    """Whether a table only places things on the page: a frame, or cells of essay length, or mostly tables within."""
    filled = [cell for row in rows for cell in _cells(row) if any(tag(part) == "t" for part in cell.iter())]
    if all(sum(1 for _ in _cells(row)) <= 1 for row in rows) or len(filled) < 2:
        return True
    nesting = sum(1 for cell in filled if any(True for _ in children(cell, "tbl")))
    longest = max(sum(len(part.text or "") for part in cell.iter() if tag(part) == "t") for cell in filled)
    return nesting * 2 >= len(filled) or longest > limits.MAX_CELL_TEXT


def _count(element: Element | None, otherwise: int) -> int:
    text = value(element)
    return max(otherwise, min(int(text), limits.MAX_SPAN)) if text.isdecimal() and len(text) < 6 else otherwise
