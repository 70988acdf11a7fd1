"""The end of the line: one document tree, six files, all or nothing; and the self-check that belongs to them."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

from auditor.audit.model import Audit
from auditor.base.errors import PdfUnavailable, unwritable
from auditor.base.files import alone_in, put_file, sync_folder
from auditor.base.period import LOCAL
from auditor.circular.content import build_document
from auditor.circular.evidence import render_evidence_xlsx
from auditor.circular.selfcheck import check_audit
from auditor.circular.xlsx import render_tables_xlsx
from auditor.documents.docx import render_docx
from auditor.documents.fonts import Faces, choose_faces
from auditor.documents.html import render_html
from auditor.documents.pdf import print_pdf
from auditor.documents.readback import check_docx, check_html
from auditor.documents.tree import Document

NAMES = ("circular.docx", "circular.pdf", "circular.html", "tables.xlsx", "evidence.xlsx", "audit.json")
"""What a run writes."""
_WORKSHOP = ".auditor-"


@dataclass(frozen=True, slots=True)
class Printed:
    """The files written, and what the office should know about them (fonts replaced, a format left out)."""

    folder: Path
    files: tuple[str, ...]
    notices: tuple[str, ...] = ()


def signing_day(audit: Audit) -> date:
    """The date printed under the signature: that of the issue, on a draft the day the evidence was gathered."""
    if audit.issue:
        return audit.issue.date
    gathered = audit.evidence.crawled_to.date() if audit.evidence.crawled_to else date.min
    return max(gathered, audit.span.last + timedelta(days=1))


def document_of(audit: Audit, wording: Path | None = None) -> Document:
    """The circular of an audit as a tree; wording from the office's folder where given."""
    return build_document(audit, signed_on=signing_day(audit), layout=audit.pack.layout, wording_dir=wording)


def check_documents(audit: Audit, wording: Path | None = None) -> Audit:
    """The audit with its self-check: values, sentences, tables, and the Word file read back."""
    document = document_of(audit, wording)
    checks = (
        *check_audit(audit, document, wording_dir=wording),
        *check_docx(_word_file(document), document),
        *check_html(render_html(document), document),
    )
    return audit.model_copy(update={"self_check": checks})


@lru_cache(maxsize=4)
def _word_file(document: Document) -> bytes:
    """The Word file, rendered once for the self-check and for whoever opens it next."""
    return render_docx(document)


def print_documents(audit: Audit, out: Path, *, fonts: Path | None = None, wording: Path | None = None) -> Printed:
    """Write all documents of an audit into ``out``: either all of them or none."""
    faces = choose_faces(fonts)
    contents, notices = render_all(audit, faces, wording)
    return write_files(contents, out, (*faces.notices, *notices))


def write_files(contents: Mapping[str, bytes], out: Path, notices: Sequence[str] = ()) -> Printed:
    """Write files by name into ``out``: either all of them or none, and to outlast a power cut.

    Raises `BadInput` where that cannot be done, `DiskFull` for want of room.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with alone_in(out) as is_alone:
            if is_alone:
                _clear_away(out)
            workshop = Path(tempfile.mkdtemp(prefix=_WORKSHOP, dir=out))
            try:
                for name, content in contents.items():
                    put_file(workshop / name, content)
                for name in contents:
                    (workshop / name).replace(out / name)
            finally:
                shutil.rmtree(workshop, ignore_errors=True)
            sync_folder(out)
    except OSError as error:
        cure = "请换一个可写的文件夹（--out），或关闭正打开着的同名文件后重试"
        raise unwritable(out, "--out", error, cure) from error
    return Printed(out, tuple(contents), tuple(notices))


def _clear_away(out: Path) -> None:
    """Remove what a killed program left half written."""
    for workshop in out.glob(f"{_WORKSHOP}*"):
        shutil.rmtree(workshop, ignore_errors=True)


def render_all(
    audit: Audit, faces: Faces | None = None, wording: Path | None = None
) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
    """All documents of an audit by file name, and notices; the same audit gives the same bytes."""
    document, created = document_of(audit, wording), _created(audit)
    texts, notices = render_texts(document, "circular", created=created, faces=faces or choose_faces())
    contents = {
        **texts,
        "tables.xlsx": render_tables_xlsx(document, audit, created=created),
        "evidence.xlsx": render_evidence_xlsx(audit, created=created),
        "audit.json": audit.to_json().encode(),
    }
    return contents, notices


def render_texts(
    document: Document, stem: str, *, created: datetime, faces: Faces
) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
    """One document as Word file, PDF and web page, each named ``stem``; and notices, say that no PDF can be made."""
    notices: list[str] = []
    contents: dict[str, bytes] = {f"{stem}.docx": _word_file(document)}
    with _noted(notices):
        pdf = print_pdf(document, created=created, faces=faces)
        contents[f"{stem}.pdf"] = pdf.content
        notices += [pdf.notice] if pdf.notice else []
    contents[f"{stem}.html"] = render_html(document).encode()
    return contents, tuple(notices)


@contextlib.contextmanager
def _noted(notices: list[str]) -> Iterator[None]:
    """Where no PDF can be made on this machine the other formats go on."""
    try:
        yield
    except PdfUnavailable as error:
        notices.append(str(error))


def _created(audit: Audit) -> datetime:
    """The documents' own time stamp: when the evidence was complete, never the clock."""
    gathered = audit.evidence.crawled_to or datetime.combine(signing_day(audit), time(), LOCAL)
    return gathered.astimezone(UTC).replace(microsecond=0)
