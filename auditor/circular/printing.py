"""The end of the line: one document tree, six files, all or nothing; and the self-check that belongs to them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from auditor.audit.model import Audit
from auditor.base.period import LOCAL
from auditor.base.terms import AuditState
from auditor.base.workdays import add_working_days
from auditor.circular.content import build_document
from auditor.circular.context import local_day
from auditor.circular.evidence import render_evidence_xlsx
from auditor.circular.pictures import Picture
from auditor.circular.selfcheck import check_audit
from auditor.circular.xlsx import render_tables_xlsx
from auditor.documents.fonts import Faces, choose_faces
from auditor.documents.tree import Document
from auditor.documents.writing import Printed, check_files, render_texts, write_files

NAMES = ("circular.docx", "circular.pdf", "circular.html", "tables.xlsx", "evidence.xlsx", "audit.json")
"""What a run writes."""


def signing_day(audit: Audit) -> date:
    """The date printed under the signature: that of the issue, on a draft the working day after the check.

    A preview, which nobody signs, bears the day up to which it counts.
    """
    if audit.issue:
        return audit.issue.date
    gathered = local_day(audit.evidence.crawled_to) or audit.span.last
    if audit.state is AuditState.PREVIEW:
        return gathered
    return add_working_days(max(gathered, audit.span.last), 1).date


def document_of(audit: Audit, wording: Path | None = None) -> Document:
    """The circular of an audit as a tree; wording from the office's folder where given."""
    return build_document(audit, signed_on=signing_day(audit), layout=audit.pack.layout, wording_dir=wording)


def check_documents(audit: Audit, wording: Path | None = None) -> Audit:
    """The audit with its self-check: values, sentences, tables, and the Word file read back."""
    document = document_of(audit, wording)
    checks = (
        *check_audit(audit, document, wording_dir=wording),
        *check_files(document),
    )
    return audit.model_copy(update={"self_check": checks})


def print_documents(
    audit: Audit,
    out: Path,
    *,
    fonts: Path | None = None,
    wording: Path | None = None,
    pictures: Sequence[Picture] = (),
) -> Printed:
    """Write all documents of an audit into ``out``: either all of them or none."""
    faces = choose_faces(fonts)
    contents, notices = render_all(audit, faces, wording, pictures)
    return write_files(contents, out, (*faces.notices, *notices))


def render_all(
    audit: Audit, faces: Faces | None = None, wording: Path | None = None, pictures: Sequence[Picture] = ()
) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
    """All documents of an audit by file name, and notices; the same audit gives the same bytes."""
    document, created = document_of(audit, wording), created_at(audit)
    marked = replace(document, draft="" if audit.issue else audit.digest())
    texts, notices = render_texts(marked, "circular", created=created, faces=faces or choose_faces())
    contents = {
        **texts,
        "tables.xlsx": render_tables_xlsx(document, audit, created=created),
        "evidence.xlsx": render_evidence_xlsx(audit, created=created, pictures=pictures),
        "audit.json": audit.to_json().encode(),
    }
    return contents, notices


def created_at(audit: Audit) -> datetime:
    """The documents' own time stamp: when the evidence was complete, never the clock."""
    gathered = audit.evidence.crawled_to or datetime.combine(signing_day(audit), time(), LOCAL)
    return gathered.astimezone(UTC).replace(microsecond=0)
