"""A paper becomes files: every printed form of one tree, checked by reading it back, written all or none."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from auditor.base.checks import CheckEntry
from auditor.base.errors import PdfUnavailable, unwritable
from auditor.base.files import alone_in, put_file, sync_folder
from auditor.documents.annex_sheets import write_annexes
from auditor.documents.docx import render_docx
from auditor.documents.fonts import Faces, choose_faces
from auditor.documents.html import render_html
from auditor.documents.pdf import print_pdf
from auditor.documents.readback import check_docx, check_html
from auditor.documents.tree import Document
from auditor.documents.workbook import Workbook

_HALF_WRITTEN = ".auditor-"


@dataclass(frozen=True, slots=True)
class Printed:
    """The files written, and what the office should know about them (fonts replaced, a format left out)."""

    folder: Path
    files: tuple[str, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """One document with its time stamp and the interface file beside it; files are named ``stem`` and an ending.

    ``created`` carries its time zone: the documents' own date, never the clock. ``data`` is the content of the
    ``.json`` beside the printed forms.
    """

    stem: str
    document: Document
    created: datetime
    data: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its files."""
        return tuple(f"{self.stem}.{ending}" for ending in ("docx", "pdf", "html", "xlsx", "json"))


def check_files(document: Document) -> tuple[CheckEntry, ...]:
    """The Word file and the web page of a document, read back and compared with it."""
    return (*check_docx(render_docx(document), document), *check_html(render_html(document), document))


def render_paper(paper: Paper, faces: Faces) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
    """All files of a paper by name, and notices; the same paper gives the same bytes."""
    texts, notices = render_texts(paper.document, paper.stem, created=paper.created, faces=faces)
    book = Workbook(paper.document.title, paper.document.signature, paper.created)
    write_annexes(book, paper.document)
    return {**texts, f"{paper.stem}.xlsx": book.content(), f"{paper.stem}.json": paper.data.encode()}, notices


def print_paper(paper: Paper, out: Path, *, fonts: Path | None = None) -> Printed:
    """Write all files of a paper into ``out``: either all of them or none."""
    faces = choose_faces(fonts)
    contents, notices = render_paper(paper, faces)
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
            unfinished = Path(tempfile.mkdtemp(prefix=_HALF_WRITTEN, dir=out))
            try:
                for name, content in contents.items():
                    put_file(unfinished / name, content)
                for name in contents:
                    (unfinished / name).replace(out / name)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
            sync_folder(out)
    except OSError as error:
        cure = "请换一个可写的文件夹（--out），或关闭正打开着的同名文件后重试"
        raise unwritable(out, "--out", error, cure) from error
    return Printed(out, tuple(contents), tuple(notices))


def _clear_away(out: Path) -> None:
    """Remove what a killed program left half written."""
    for unfinished in out.glob(f"{_HALF_WRITTEN}*"):
        shutil.rmtree(unfinished, ignore_errors=True)


def render_texts(
    document: Document, stem: str, *, created: datetime, faces: Faces
) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
    """One document as Word file, PDF and web page, each named ``stem``; and notices, say that no PDF can be made."""
    notices: list[str] = []
    contents: dict[str, bytes] = {f"{stem}.docx": render_docx(document)}
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
