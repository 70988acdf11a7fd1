"""The follow-up's documents: one tree, five files, all or nothing; and the self-check that belongs to them."""

from collections.abc import Mapping
from datetime import UTC
from pathlib import Path

from auditor.circular.printing import Printed, render_texts, write_files
from auditor.circular.xlsx import write_annexes
from auditor.documents.docx import render_docx
from auditor.documents.fonts import Faces, choose_faces
from auditor.documents.html import render_html
from auditor.documents.readback import check_docx, check_html
from auditor.documents.workbook import Workbook
from auditor.recheck.document import build_document
from auditor.recheck.values import Recheck

NAMES = ("recheck.docx", "recheck.pdf", "recheck.html", "recheck.xlsx", "recheck.json")
"""What ``auditor recheck`` writes."""


def check_documents(recheck: Recheck, wording: Path | None = None) -> Recheck:
    """The follow-up with its documents checked too: the Word file and the web page read back."""
    document = build_document(recheck, wording)
    checks = (*check_docx(render_docx(document), document), *check_html(render_html(document), document))
    return recheck.model_copy(update={"self_check": (*recheck.self_check, *checks)})


def print_recheck(recheck: Recheck, out: Path, *, fonts: Path | None = None, wording: Path | None = None) -> Printed:
    """Write the follow-up's documents into ``out``: either all of them or none."""
    faces = choose_faces(fonts)
    contents, notices = render_recheck(recheck, faces, wording)
    return write_files(contents, out, (*faces.notices, *notices))


def render_recheck(
    recheck: Recheck, faces: Faces, wording: Path | None = None
) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
    """All documents of the follow-up by file name, and notices; the same follow-up gives the same bytes."""
    document = build_document(recheck, wording)
    created = recheck.gathered_to.astimezone(UTC).replace(microsecond=0)
    texts, notices = render_texts(document, "recheck", created=created, faces=faces)
    book = Workbook(document.title, document.signature, created)
    write_annexes(book, document)
    return {**texts, "recheck.xlsx": book.content(), "recheck.json": recheck.to_json().encode()}, notices
