"""The circular as PDF/A by typst: the tree goes in as JSON, the layout is ``templates/circular/circular.typ``.

PDF/A is asked for because it must not contain a character without a glyph: the engine then names such characters
instead of printing an empty box. They are set as 〓, the printers' mark for a missing type, and told to the caller.
"""

import json
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from auditor.base.chinese import chinese_date, listed, printable
from auditor.base.errors import PdfUnavailable
from auditor.base.pattern import pattern
from auditor.base.resources import shipped
from auditor.documents.fitting import fit_table
from auditor.documents.fonts import FaceRole, Faces, FaceSource, choose_faces, load_fonts, pdf_engine_is_installed
from auditor.documents.paging import is_close, kept_rows
from auditor.documents.parts import AnnexLine, addressee_line, annex_lines, imprint_lines, remark_line
from auditor.documents.title import title_lines
from auditor.documents.tree import Annex, Document, Paragraph, Table
from auditor.documents.words import WORDS

MISSING_MARK: Final = "〓"
"""Stands where no font has the character (U+3013, 缺字符)."""

_STANDARDS: Final[tuple[list[Any], ...]] = (["a-2a", "ua-1"], ["a-2b"])
"""What is asked for: for archives and for all readers; where an office's headings skip a level, for archives alone."""
_ATTEMPTS: Final = 4
_NAMED: Final = 20
_ONE_BY_ONE: Final = b"""
#set document(title: "-", date: auto)
#set text(font: json(bytes(sys.inputs.faces)).fangsong.families, lang: "zh", region: "cn")
#for character in json(bytes(sys.inputs.characters)) { par(character) }
"""
_MISSING = pattern(
    r'the text `"(.+?)"` could not be displayed',
    finds={'the text `"\\u{20b9f}"` could not be displayed with font': "\\u{20b9f}"},
    not_in=("unknown font family",),
    seen="diagnostics of typst: characters that no face has",
)
_ESCAPE = pattern(
    r"\\u\{([0-9a-f]+)\}", finds={"\\u{20b9f}": "20b9f"}, not_in=("\\u20b9",), seen="diagnostics of typst"
)


@dataclass(frozen=True, slots=True)
class PdfFile:
    """A finished PDF and the characters that no font at hand could print."""

    content: bytes
    missing: tuple[str, ...] = ()

    @property
    def notice(self) -> str:
        """A Chinese sentence that names the missing characters; empty where all were printed."""
        if not self.missing:
            return ""
        names = listed([f"“{character}”（U+{ord(character):04X}）" for character in self.missing], _NAMED)
        return WORDS.fonts.missing.format(mark=MISSING_MARK, characters=names)


def print_pdf(document: Document, *, created: datetime, faces: Faces | None = None) -> PdfFile:
    """The circular as PDF/A-2a and PDF/UA-1, and the characters that had to be replaced.

    The same document, fonts and ``created`` (with its zone) give the same bytes. Raises `PdfUnavailable` where no PDF
    can be made; the other formats do not need the engine.
    """
    if not pdf_engine_is_installed():
        raise PdfUnavailable("本机没有可用的 PDF 排版组件（typst），未生成 PDF；请用 circular.docx 另存为 PDF")
    chosen = faces or choose_faces()
    inputs = {"document": json.dumps(_printed(document), ensure_ascii=False), "faces": _faces_as_json(chosen)}
    layout = shipped("templates", "circular", "circular.typ").read_bytes()
    missing: tuple[str, ...] = ()
    for _ in range(_ATTEMPTS):
        content, unknown = _compile(layout, inputs, chosen, created)
        if content is not None:
            return PdfFile(content, missing)
        lacking = _without_glyph(unknown, inputs["faces"], chosen, created)
        missing += lacking
        inputs["document"] = inputs["document"].translate({ord(found): _replacement(found) for found in lacking})
    raise PdfUnavailable(f"未生成 PDF：字体中没有“{'、'.join(missing)}”等字符，请把含有这些字符的字体放入字体文件夹")


def _without_glyph(unknown: tuple[str, ...], families: str, faces: Faces, created: datetime) -> tuple[str, ...]:
    """Those of the characters the engine complained of that no font has.

    It also names their neighbours, and the letter under a mark: so each is tried once more by itself.
    """
    inputs = {"characters": json.dumps(unknown), "faces": families}
    _, lacking = _compile(_ONE_BY_ONE, inputs, faces, created)
    return lacking or tuple(character for character in unknown if _is_mark(character)) or unknown


def _replacement(character: str) -> str:
    return "" if _is_mark(character) else MISSING_MARK


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _compile(
    source: bytes, inputs: dict[str, str], faces: Faces, created: datetime
) -> tuple[bytes | None, tuple[str, ...]]:
    """The file, or the characters without a glyph where they stand."""
    import typst

    refused: Exception | None = None
    for standards in _STANDARDS:
        try:
            content = typst.compile(
                source,
                font_paths=load_fonts(faces.fonts_dir),
                sys_inputs=inputs,
                pdf_standards=standards,
                timestamp=created.astimezone(UTC),
            )
        except typst.TypstError as error:
            if unknown := _missing_characters(error.diagnostic):
                return None, unknown
            refused = refused or error
        else:
            return content, ()
    raise PdfUnavailable(f"PDF 排版失败，未生成 PDF（{refused}）；其他格式不受影响") from refused


def _missing_characters(diagnostic: str) -> tuple[str, ...]:
    texts = (_ESCAPE.sub(lambda code: chr(int(code[1], 16)), text) for text in _MISSING.findall(diagnostic))
    characters = (character for text in texts for character in text if character != MISSING_MARK)
    return tuple(dict.fromkeys(character for character in characters if unicodedata.category(character) != "Cc"))


def _faces_as_json(faces: Faces) -> str:
    chosen = {
        role.value: {
            "families": faces.of(role).families,
            "weight": faces.of(role).weight,
            "shipped": faces.of(role).source is FaceSource.SHIPPED,
        }
        for role in FaceRole
    }
    return json.dumps(chosen, ensure_ascii=False)


def _printed(document: Document) -> dict[str, Any]:
    """The tree as the layout file reads it: every string printable, dates written out, titles broken into lines."""
    return {
        "mark": printable(document.mark),
        "number": printable(document.number),
        "title": title_lines(document.title),
        "addressees": printable(addressee_line(document)),
        "body": [_paragraph(paragraph) for paragraph in document.body],
        "table": _table(document.table, False) if document.table else None,
        "form": document.is_form,
        "slip": [printable(line) for line in document.slip],
        "annexes": [_annex(document, annex) for annex in document.annexes],
        "annex_list": [_list_entry(entry) for entry in annex_lines(document)],
        "signature": printable(document.signature),
        "signed_on": chinese_date(document.signed_on),
        "signing_day": (document.signed_on.year, document.signed_on.month, document.signed_on.day),
        "sealed": document.sealed,
        "remark": printable(remark_line(document)),
        "imprint": [[printable(part) for part in line] for line in imprint_lines(document.imprint)],
        "draft_note": printable(document.draft_note),
    }


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    spans = [{"text": _inner(span.text), "bold": span.bold} for span in paragraph.spans]
    return {"style": paragraph.style, "spans": spans}


def _list_entry(entry: AnnexLine) -> dict[str, Any]:
    return {"lead": entry.lead, "number": entry.number, "name": ["".join(words) for words in entry.name]}


def _annex(document: Document, annex: Annex) -> dict[str, Any]:
    return {
        "number": annex.number,
        "label": document.label_of(annex),
        "title": printable(annex.title),
        "title_lines": title_lines(annex.title, across=annex.landscape),
        "table": _table(annex.table, annex.landscape),
        "notes": [printable(note) for note in annex.notes],
        "landscape": annex.landscape,
        "close": is_close(annex),
    }


def _table(table: Table, across: bool) -> dict[str, Any]:
    fitted = fit_table(table, across)
    columns = [
        {"label": head, "width": width, "align": column.align}
        for column, head, width in zip(table.columns, fitted.heads, fitted.widths, strict=True)
    ]
    return {
        "columns": columns,
        "rows": fitted.rows,
        "total": fitted.total or None,
        "kept": kept_rows(table, across=across),
    }


def _inner(text: str) -> str:
    """Like `printable`, but white space at the ends stays: it parts one span from the next."""
    core = printable(text)
    if not core:
        return " " if text.isspace() else ""
    return (" " if text[0].isspace() else "") + core + (" " if text[-1].isspace() else "")
