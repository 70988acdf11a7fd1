"""Finished files read back: what a reader of the Word file or the web page sees is what the document tree says."""

import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from selectolax.lexbor import LexborHTMLParser

from auditor.base.checks import CheckEntry
from auditor.documents.docx import HEADER
from auditor.documents.parts import PartBlock, printed_blocks
from auditor.documents.tree import Document
from auditor.documents.words import WORDS

_MOST_BYTES = 64_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DAMAGED = (zipfile.BadZipFile, zipfile.LargeZipFile, KeyError, ParseError, DefusedXmlException, ValueError, EOFError)


def check_docx(content: bytes, document: Document) -> tuple[CheckEntry, ...]:
    """Compare a rendered Word file with its tree, paragraph by paragraph and cell by cell."""
    try:
        blocks = docx_blocks(content)
    except _DAMAGED as error:
        return (CheckEntry(name=WORDS.readback.docx, ok=False, detail=WORDS.readback.damaged.format(error=error)),)
    return (_entry(WORDS.readback.docx, blocks, document),)


def check_html(text: str, document: Document) -> tuple[CheckEntry, ...]:
    """Compare a rendered web page with its tree in the same way."""
    return (_entry(WORDS.readback.html, html_blocks(text), document),)


def docx_blocks(content: bytes) -> tuple[PartBlock, ...]:
    """The head of its pages, then paragraphs and tables of a Word file in reading order; empty ones left out.

    Raises `zipfile.BadZipFile`, `KeyError` or `ParseError` for a damaged file.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = [name for name in (HEADER, "word/document.xml") if name != HEADER or name in archive.namelist()]
        roots = [_part(archive, name) for name in names]
    places = [root if root.tag == f"{_W}hdr" else root.find(f"{_W}body") for root in roots]
    return tuple(block for place in places if place is not None for block in _docx_blocks(place))


def _part(archive: zipfile.ZipFile, name: str) -> Element:
    part = archive.getinfo(name)
    if part.file_size > _MOST_BYTES:
        raise zipfile.BadZipFile(name)
    return ElementTree.fromstring(archive.read(part))


def _docx_blocks(body: Element) -> Iterator[PartBlock]:
    for element in body:
        if element.tag == f"{_W}tbl":
            yield tuple(
                tuple(_text(cell) for cell in row.findall(f"{_W}tc")) for row in element.findall(f"{_W}tr")
            )  # fmt: skip
        elif element.tag == f"{_W}p" and (text := _text(element)):
            yield text


def _text(element: Element) -> str:
    return "".join(part.text or "" for part in element.iter(f"{_W}t"))


def html_blocks(text: str) -> tuple[PartBlock, ...]:
    """Paragraphs and tables of the web page in reading order, empty paragraphs left out."""
    tree = LexborHTMLParser(text)
    blocks: list[PartBlock] = []
    for node in tree.css("main p, main h1, main h2, main h3, main h4, main table"):
        if node.tag == "table":
            blocks.append(tuple(tuple(cell.text() for cell in row.css("th, td")) for row in node.css("tr")))
        elif content := node.text():
            blocks.append(content)
    return tuple(blocks)


def _entry(name: str, found: Sequence[PartBlock], document: Document) -> CheckEntry:
    fault = _first_difference(found, printed_blocks(document))
    return CheckEntry(name=name, ok=not fault, detail=fault or WORDS.readback.agrees)


def _first_difference(found: Sequence[PartBlock], due: Sequence[PartBlock]) -> str:
    for number, (got, wanted) in enumerate(zip(found, due, strict=False), 1):
        if got != wanted:
            return WORDS.readback.block.format(number=number, due=_shown(wanted), found=_shown(got))
    if len(found) != len(due):
        return WORDS.readback.blocks.format(due=len(due), found=len(found))
    return ""


def _shown(block: PartBlock) -> str:
    if isinstance(block, str):
        return block[:60]
    return WORDS.readback.table.format(count=len(block))
