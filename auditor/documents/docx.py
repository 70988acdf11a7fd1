"""The circular as an editable Word file by GB/T 9704-2012: readable XML parts, filled in and zipped.

Geometry: 22 lines of 28 characters on A4, margins 37 and 35 mm above and below, 28 and 26 mm at the binding and the
outer edge. The same document gives the same bytes.
"""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from itertools import pairwise

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from auditor.base.chinese import allowed, chinese_date
from auditor.base.resources import shipped
from auditor.documents.fitting import MANY_COLUMNS, Lines, fit_table
from auditor.documents.paging import LINE, imprint_height, is_close, kept_rows, page_end
from auditor.documents.parts import (
    COUNTING_UNITS,
    addressee_line,
    annex_lines,
    imprint_lines,
    mark_size,
    remark_line,
    right_indents,
)
from auditor.documents.title import title_lines
from auditor.documents.tree import Annex, Document, Style, Table

WRAPPING = (("[Content_Types].xml", "content_types.xml.j2"), ("_rels/.rels", "package_rels.xml.j2"))
"""What says which parts there are."""
PARTS = (
    ("docProps/app.xml", "app.xml.j2"),
    ("docProps/core.xml", "core.xml.j2"),
    ("word/_rels/document.xml.rels", "document_rels.xml.j2"),
    ("word/document.xml", "document.xml.j2"),
    ("word/fontTable.xml", "font_table.xml.j2"),
    ("word/settings.xml", "settings.xml.j2"),
    ("word/styles.xml", "styles.xml.j2"),
)
DRAFT_PROPERTY = "AuditDraft"
"""The file's own property that says from which draft it was printed; Word, WPS and LibreOffice keep it."""
HEADER = "word/header1.xml"
"""On every page of a draft: that it is one."""
FOOTERS = (("word/footer1.xml", "GWFooterOdd"), ("word/footer2.xml", "GWFooterEven"), ("word/footer3.xml", ""))
"""Of odd and even pages, and of the page of the record lines where a blank one comes before it (7.5)."""

_STYLES: dict[Style, str] = {
    "body": "GWBody",
    "heading1": "GWHeading1",
    "heading2": "GWHeading2",
    "heading3": "GWHeading3",
    "note": "GWNote",
}
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PORTRAIT_TWIPS, _LANDSCAPE_TWIPS = 8844, 12756


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A table ready to print: widths in twips, how its columns are aligned, every cell in its lines.

    The last ``kept`` rows stand together with what follows.
    """

    widths: tuple[int, ...]
    aligns: tuple[str, ...]
    heads: tuple[Lines, ...]
    rows: tuple[tuple[Lines, ...], ...]
    total: tuple[Lines, ...]
    kept: int


@dataclass(frozen=True, slots=True)
class AnnexSheet:
    """One attachment ready to print: its label before the ``number`` it may have. ``turns`` tells that the page turns
    before it, ``close`` that its rows stand closer."""

    annex: Annex
    lead: str
    number: str
    title_lines: tuple[str, ...]
    turns: bool
    close: bool
    grid: TableGrid


def render_docx(document: Document) -> bytes:
    """The bytes of ``circular.docx``."""
    environment = _environment()
    parts = [(name, environment.get_template(template).render(document=document)) for name, template in WRAPPING]
    if document.draft:
        custom = environment.get_template("custom.xml.j2")
        parts.append(("docProps/custom.xml", custom.render(document=document, name=DRAFT_PROPERTY)))
    return _zipped([*parts, *_content(replace(document, draft=""))])


@lru_cache(maxsize=4)
def _content(document: Document) -> tuple[tuple[str, str], ...]:
    """The parts that a reader sees, worked out once for the self-check and for whoever opens the file next.

    From which draft they come is known only after the check, and stands in a part of its own.
    """
    environment, end, imprint = _environment(), page_end(document), imprint_lines(document.imprint)
    values = {
        "document": document,
        "date": chinese_date(document.signed_on),
        "addressees": addressee_line(document),
        "remark": remark_line(document),
        "styles": _STYLES,
        "title_lines": title_lines(document.title),
        "mark_size": 2 * mark_size(document.mark),
        "annex_list": annex_lines(document),
        "units": COUNTING_UNITS,
        "signature": right_indents(document.signature, chinese_date(document.signed_on), sealed=document.sealed),
        "table": _grid(document.table, False) if document.table else None,
        "sheets": tuple(_sheets(document)),
        "many_columns": MANY_COLUMNS,
        "ends_across": end.across,
        "imprint": imprint,
        "imprint_height": imprint_height(document),
        "apart": bool(imprint) and not end.holds(imprint_height(document) + LINE),
        "unnumbered": end.page % 2 == 0,
    }
    parts = [(name, environment.get_template(template).render(values)) for name, template in PARTS]
    footer = environment.get_template("footer.xml.j2")
    parts += [(name, footer.render(style=style)) for name, style in FOOTERS]
    if document.draft_note:
        parts.append((HEADER, environment.get_template("header.xml.j2").render(document=document)))
    return tuple(parts)


def _sheets(document: Document) -> Iterator[AnnexSheet]:
    orientations = [False, *(annex.landscape for annex in document.annexes)]
    for annex, (before, now) in zip(document.annexes, pairwise(orientations), strict=True):
        number = str(annex.number) if len(document.annexes) > 1 else ""
        yield AnnexSheet(
            annex=annex,
            lead=document.label_of(annex).removesuffix(number),
            number=number,
            title_lines=title_lines(annex.title, across=now),
            turns=before != now,
            close=is_close(annex),
            grid=_grid(annex.table, now),
        )


def _grid(table: Table, across: bool) -> TableGrid:
    fitted = fit_table(table, across)
    aligns, kept = tuple(column.align for column in table.columns), kept_rows(table, across=across)
    return TableGrid(_twips(fitted.widths, across), aligns, fitted.heads, fitted.rows, fitted.total, kept)


def _twips(shares: Sequence[float], across: bool) -> tuple[int, ...]:
    """Column widths that fill the type area to the twip."""
    whole = _LANDSCAPE_TWIPS if across else _PORTRAIT_TWIPS
    widths = [int(whole * part / sum(shares)) for part in shares]
    widths[-1] += whole - sum(widths)
    return tuple(widths)


def _zipped(parts: list[tuple[str, str]]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode())
    return buffer.getvalue()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(shipped("templates", "circular", "docx"), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_inserted,
    )


def _inserted(value: object) -> object:
    return allowed(value) if isinstance(value, str) and not isinstance(value, Markup) else value
