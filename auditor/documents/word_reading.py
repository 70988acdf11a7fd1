"""A Word file that a person edited, read back: its paragraphs and tables, and what in it cannot be taken for text.

Word, WPS and LibreOffice cut paragraphs into runs as they please, wrap frames into text boxes and name the parts of the
package differently; all of that is looked through. What would be lost, or what nobody has yet agreed to (tracked
changes, comments, pictures, hidden text …), is an obstacle that the person must clear away first.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from auditor.base.chinese import printable, shortened
from auditor.base.errors import BadInput
from auditor.base.words import Words, load_words
from auditor.documents.docx import DRAFT_PROPERTY

MOST_BLOCKS = 3_000
"""Paragraphs and tables a file may have; a circular has some hundreds at most."""
_MOST_BYTES = 20_000_000
_MOST_OBSTACLES = 20
_SOFT_HYPHEN = "\u00ad"
_DAMAGED = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, KeyError, ParseError, DefusedXmlException),
    *(ValueError, EOFError, NotImplementedError, RuntimeError),
)
_TEXTS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}
_SILENT = frozenset({"Fallback", "rt", "rPrChange", "pPrChange", "tblPrChange", "tcPrChange", "trPrChange"})
"""Elements that say again, or how it looked before, what stands elsewhere: whatever is in them is passed over."""
_OFF = frozenset({"0", "false", "off", "none"})


class WordWords(Words):
    """The words for what cannot be read out of a Word file; keys of ``obstacles`` are those of `_OBSTACLES`."""

    obstacles: dict[str, str]
    by: str
    at: str
    more: str


WORDS = load_words("word", WordWords)

_OBSTACLES = {
    **dict.fromkeys(("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge"), "revision"),
    **dict.fromkeys(("commentReference", "commentRangeStart"), "comment"),
    **dict.fromkeys(("footnoteReference", "endnoteReference"), "footnote"),
    **dict.fromkeys(("blip", "imagedata", "chart", "oleObject", "OLEObject"), "picture"),
    **dict.fromkeys(("oMath", "oMathPara"), "formula"),
    **dict.fromkeys(("altChunk", "subDoc"), "embedded"),
    "sym": "symbol",
    "vanish": "hidden",
    "numId": "numbering",
}


@dataclass(frozen=True, slots=True)
class WordLine:
    """One paragraph: its text on one line, and the same with leads between ``**``."""

    text: str
    marked: str


@dataclass(frozen=True, slots=True)
class WordFile:
    """What stands in an edited file, in reading order; headers and footers are left out.

    ``tables`` are rows of cells; ``obstacles`` sentences that name what must be cleared away; ``draft`` is the digest
    of the draft that the file was printed from, empty where it was lost.
    """

    lines: tuple[WordLine, ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...]
    obstacles: tuple[str, ...]
    draft: str = ""


def read_word_file(content: bytes, name: str) -> WordFile:
    """Read ``content``; ``name`` is what the file is called. Raises `BadInput` for anything but a sound ``.docx``."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            body = _main_part(archive)
            draft = _draft_of(archive)
    except _DAMAGED as error:
        cure = "请确认是 Word 的 .docx 文件，没有加密；.doc、.wps 文件请先另存为 .docx"
        raise BadInput.one(name, "", "不是 Word 文件，或已损坏", cure) from error
    lines: list[WordLine] = []
    tables: list[tuple[tuple[str, ...], ...]] = []
    for number, element in enumerate(_blocks(body)):
        if number >= MOST_BLOCKS:
            raise BadInput.one(name, "", f"超过{MOST_BLOCKS}段", "请确认交回的是由本期草稿修改的通报")
        if _local(element) == "tbl":
            tables.append(tuple(_rows(element)))
        elif (line := _line(element)).text:
            lines.append(line)
    return WordFile(tuple(lines), tuple(tables), tuple(_obstacles(body)), draft)


def _main_part(archive: zipfile.ZipFile) -> Element:
    """The text of the document, by whatever name the package's relations call its part."""
    for relation in _part(archive, "_rels/.rels"):
        if relation.get("Type", "").endswith("/officeDocument"):
            target = posixpath.normpath(relation.get("Target", "").lstrip("/"))
            found = next((one for one in _part(archive, target) if _local(one) == "body"), None)
            if found is not None:
                return found
    raise KeyError("officeDocument")


def _draft_of(archive: zipfile.ZipFile) -> str:
    if "docProps/custom.xml" not in archive.namelist():
        return ""
    properties = _part(archive, "docProps/custom.xml")
    return next(("".join(one.itertext()).strip() for one in properties if one.get("name") == DRAFT_PROPERTY), "")


def _part(archive: zipfile.ZipFile, name: str) -> Element:
    part = archive.getinfo(name)
    if part.file_size > _MOST_BYTES:
        raise zipfile.BadZipFile(name)
    return ElementTree.fromstring(archive.read(part))


def _local(element: Element) -> str:
    """The name of an element in whichever version of the standard's name spaces."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _walk(top: Element, closed: frozenset[str]) -> Iterator[Element]:
    """All elements below ``top`` in reading order; those named in ``closed`` are given but not entered."""
    waiting = list(reversed(top))
    while waiting:
        element = waiting.pop()
        if _local(element) in _SILENT:
            continue
        yield element
        if _local(element) not in closed:
            waiting.extend(reversed(element))


def _blocks(body: Element) -> Iterator[Element]:
    """Paragraphs and tables in reading order; the paragraphs of a text box follow the one that holds it."""
    for element in _walk(body, frozenset({"p", "tbl"})):
        if _local(element) in ("p", "tbl"):
            yield element
            if _local(element) == "p":
                yield from _boxed(element)


def _boxed(paragraph: Element) -> Iterator[Element]:
    for box in _walk(paragraph, frozenset({"txbxContent"})):
        if _local(box) == "txbxContent":
            yield from (one for one in _walk(box, frozenset({"p", "tbl"})) if _local(one) in ("p", "tbl"))


def _rows(table: Element) -> Iterator[tuple[str, ...]]:
    for row in _walk(table, frozenset({"tr"})):
        if _local(row) == "tr":
            cells = (one for one in _walk(row, frozenset({"tc"})) if _local(one) == "tc")
            yield tuple(printable("".join(_pieces(cell))) for cell in cells)


def _line(paragraph: Element) -> WordLine:
    spans: list[tuple[bool, str]] = []
    for run in _walk(paragraph, frozenset({"r", "txbxContent"})):
        if _local(run) != "r" or not (text := "".join(_pieces(run))):
            continue
        is_bold = _is_bold(run)
        if spans and (spans[-1][0] == is_bold or not text.strip()):
            spans[-1] = (spans[-1][0], spans[-1][1] + text)
        else:
            spans.append((is_bold, text))
    marked = "".join(f"**{text.strip()}**" if bold and text.strip() else text for bold, text in spans)
    return WordLine(printable("".join(text for _, text in spans)), printable(marked))


def _pieces(element: Element) -> Iterator[str]:
    for one in _walk(element, frozenset({"txbxContent"})):
        name = _local(one)
        if name == "t":
            yield (one.text or "").replace(_SOFT_HYPHEN, "")
        elif name in _TEXTS:
            yield _TEXTS[name]


def _is_bold(run: Element) -> bool:
    mark = next((one for part in run if _local(part) == "rPr" for one in part if _local(one) == "b"), None)
    return mark is not None and _attribute(mark, "val") not in _OFF


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _obstacles(body: Element) -> Iterator[str]:
    """One sentence a kind and place: what stands in the way, whose it is, and in which paragraph."""
    told: dict[str, None] = {}
    for block in _walk(body, frozenset({"p"})):
        inner = _walk(block, frozenset()) if _local(block) == "p" else iter((block,))
        for element in inner:
            kind = _OBSTACLES.get(_local(element))
            if kind and _attribute(element, "val") not in _OFF:
                author = _attribute(element, "author")
                text = shortened("".join(_pieces(block)), 24) if _local(block) == "p" else ""
                by = WORDS.by.format(author=shortened(author, 20)) if author else ""
                at = WORDS.at.format(text=text) if text else ""
                told[WORDS.obstacles[kind].format(by=by, at=at)] = None
    yield from list(told)[:_MOST_OBSTACLES]
    if len(told) > _MOST_OBSTACLES:
        yield WORDS.more.format(count=len(told) - _MOST_OBSTACLES)
