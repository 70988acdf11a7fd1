"""The circular as a small tree: what the wording template gives and what every writer prints.

Writers know layout only, never wording; a sentence or number that is not in the tree is in no document.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from auditor.documents.words import WORDS

Align = Literal["left", "center", "right"]
Style = Literal["body", "heading1", "heading2", "heading3", "note"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one face; ``bold`` marks a lead (``**…**`` in the template)."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: 一、 is ``heading1`` (黑体), （一） ``heading2`` (楷体), 1. ``heading3`` (仿宋).

    ``is_courtesy``: it tells the reader nothing that must be told, and a person may take it out.
    """

    style: Style
    spans: tuple[Span, ...]
    is_courtesy: bool = False

    @property
    def text(self) -> str:
        """The paragraph without marks."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of a table: its head, relative width and alignment."""

    label: str
    width: float
    align: Align = "center"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: an integer is printed as a number, a string as text, ``None`` as the dash for unknown (—)."""

    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str | int | None, ...], ...]
    total: tuple[str | int | None, ...] | None = None


@dataclass(frozen=True, slots=True)
class Annex:
    """One attachment (附件): its number, title, table, notes below it, and whether its page lies across."""

    number: int
    title: str
    table: Table
    notes: tuple[str, ...] = ()
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Imprint:
    """The record lines at the foot of the last page (版记)."""

    copies_to: str = ""
    printer: str = ""
    printed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A whole circular by GB/T 9704-2012, in reading order.

    ``mark`` is the red head (发文机关标志), ``number`` the 发文字号 (empty on a draft), ``draft_note`` the line that
    says this is a draft, ``table`` one that stands below the text, ``slip`` lines to cut off and send back (heading
    first), ``form`` whether it is set in 4号 to keep to one page, as one with a slip is, ``every_page`` what each page
    and sheet must say, ``sealed`` whether a seal is put over signature and date, ``draft`` the digest of what it was
    made from, for the file to come back with.
    """

    mark: str
    number: str
    title: str
    addressees: str
    body: tuple[Paragraph, ...]
    annexes: tuple[Annex, ...]
    signature: str
    signed_on: date
    sealed: bool = False
    remark: str = ""
    imprint: Imprint = field(default_factory=Imprint)
    draft_note: str = ""
    every_page: str = ""
    table: Table | None = None
    slip: tuple[str, ...] = ()
    form: bool = False
    draft: str = ""

    @property
    def is_form(self) -> bool:
        """Whether it is set smaller and closer, as papers of one page are."""
        return self.form or bool(self.slip)

    def label_of(self, annex: Annex) -> str:
        """How an attachment is called: 附件1; a single one has no number (GB/T 9704-2012, 7.3.4)."""
        return WORDS.annex if len(self.annexes) == 1 else WORDS.annex_number.format(number=annex.number)
