"""The yearly documents: one tree, five files, all or nothing; and the self-check that belongs to them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from pathlib import Path

from auditor.annual.document import build_document
from auditor.annual.values import Annual
from auditor.circular.printing import Printed, render_texts, write_files
from auditor.circular.xlsx import write_annexes
from auditor.documents.docx import render_docx
from auditor.documents.fonts import Faces, choose_faces
from auditor.documents.html import render_html
from auditor.documents.readback import check_docx, check_html
from auditor.documents.workbook import LOCAL_TIME, Workbook

NAMES = ("annual.docx", "annual.pdf", "annual.html", "annual.xlsx", "annual.json")
"""What ``auditor annual`` writes."""


def check_documents(annual: Annual, forms: Sequence[str], wording: Path | None = None) -> Annual:
    """The year with its documents checked too: the Word file and the web page read back."""
    document = build_document(annual, forms, wording)
    checks = (*check_docx(render_docx(document), document), *check_html(render_html(document), document))
    return annual.model_copy(update={"self_check": (*annual.self_check, *checks)})


def print_annual(
    annual: Annual, forms: Sequence[str], out: Path, *, fonts: Path | None = None, wording: Path | None = None
) -> Printed:
    """Write the yearly documents into ``out``: either all of them or none."""
    faces = choose_faces(fonts)
    contents, notices = render_annual(annual, forms, faces, wording)
    return write_files(contents, out, (*faces.notices, *notices))


def render_annual(
    annual: Annual, forms: Sequence[str], faces: Faces, wording: Path | None = None
) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
    """All yearly documents by file name, and notices; the same year gives the same bytes."""
    document = build_document(annual, forms, wording)
    created = datetime.combine(annual.signed_on, time(), LOCAL_TIME).astimezone(UTC)
    texts, notices = render_texts(document, "annual", created=created, faces=faces)
    book = Workbook(document.title, document.signature, created)
    write_annexes(book, document)
    return {**texts, "annual.xlsx": book.content(), "annual.json": annual.to_json().encode()}, notices
