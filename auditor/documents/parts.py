"""The fixed parts of an official document (GB/T 9704-2012), composed once for every printed form."""

from dataclasses import dataclass
from typing import Literal

from auditor.base.chinese import DASH, chinese_date, printable, text_width
from auditor.documents.title import broken
from auditor.documents.tree import Document, Imprint, Table
from auditor.documents.words import WORDS

PartBlock = str | tuple[tuple[str, ...], ...]
"""A line of text, or a table as rows of cells."""

PartName = Literal[
    "draft_note",
    "mark",
    "number",
    "title",
    "addressees",
    "body",
    "table",
    "annex_list",
    "signature",
    "date",
    "remark",
    "slip",
    "annex_label",
    "annex_title",
    "annex_note",
    "imprint",
]
"""What a block of a printed document is."""

COUNTING_UNITS = WORDS.counters
"""What follows a number on its own line, in every form."""
LINE_CHARACTERS = 28
"""Characters of 3号 in a line of text."""
_TYPE_AREA_POINTS = 440
_LARGEST_MARK = 54


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """One block and what it is; ``number`` counts the paragraphs of the body from 0."""

    name: PartName
    block: PartBlock
    number: int = 0


@dataclass(frozen=True, slots=True)
class AnnexLine:
    """One entry of the list of attachments: what stands before the name, and the words of each line of the name;
    indents in hundredths of a character.
    """

    lead: str
    number: str
    name: tuple[tuple[str, ...], ...]
    left: int
    hanging: int

    @property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """The words of each line, the first with what stands before it."""
        first, *rest = self.name
        return ((self.lead + self.number + "".join(first[:1]), *first[1:]), *rest)

    @property
    def lines(self) -> tuple[str, ...]:
        """The entry as it stands on paper."""
        return tuple(map("".join, self.words))

    @property
    def text(self) -> str:
        """The entry on one line."""
        return "".join(self.lines)


@dataclass(frozen=True, slots=True)
class RightIndents:
    """Right indents of signature and date, in hundredths of a character."""

    name: int
    date: int


def addressee_line(document: Document) -> str:
    """主送机关 with its full-width colon."""
    return document.addressees.rstrip(":：") + "：" if document.addressees else ""


def remark_line(document: Document) -> str:
    """附注 in its round brackets."""
    remark = document.remark
    return remark if not remark or remark[0] in "（(" else f"（{remark}）"


def mark_size(mark: str) -> int:
    """The size in points at which the red head fills one line: from 54 down to 1, the least a Word file may ask for."""
    return max(1, min(_LARGEST_MARK, _TYPE_AREA_POINTS // max(1, len(mark))))


def annex_lines(document: Document) -> tuple[AnnexLine, ...]:
    """The entries of 附件说明: a number where there is more than one, wrapped lines under the name (7.3.4)."""
    is_numbered = len(document.annexes) > 1
    lines = []
    for index, annex in enumerate(document.annexes):
        number = f"{annex.number}." if is_numbered else ""
        # A digit takes half a character in the Latin face, the full stop a quarter.
        width = 50 * len(number) - 25 if number else 0
        lead = WORDS.annexes if index == 0 else ""
        name = broken(printable(annex.title), LINE_CHARACTERS - (500 + width) / 100).lines
        lines.append(AnnexLine(lead, number, name, 500 + width, 100 * len(lead) + width))
    return tuple(lines)


def right_indents(name: str, date: str, *, sealed: bool) -> RightIndents:
    """Where signature and date end (7.3.5): under a seal the date stands 4 characters in and the name is centred on
    it; without one the name stands 2 in and the date begins 2 characters after the name does.
    """
    wide, narrow = round(100 * text_width(name)), round(100 * text_width(date))
    if sealed:
        centred = 400 + (narrow - wide) // 2
        return RightIndents(centred, 400) if centred >= 0 else RightIndents(0, (wide - narrow) // 2)
    if wide - narrow >= 200:
        return RightIndents(200, wide - narrow)
    return RightIndents(narrow + 400 - wide, 200)


def imprint_lines(imprint: Imprint) -> tuple[tuple[str, ...], ...]:
    """The record lines, each one text or a left and a right one: who gets copies; who printed, and when."""
    printed = WORDS.printed_on.format(day=chinese_date(imprint.printed_on)) if imprint.printed_on else ""
    copies = WORDS.copies_to.format(names=imprint.copies_to.rstrip("。.")) if imprint.copies_to else ""
    lines = ((copies,), (imprint.printer, printed))
    return tuple(line for line in (tuple(part for part in parts if part) for parts in lines) if line)


def printed_cell(cell: str | int | None) -> str:
    """A cell as printed; a missing value is a dash."""
    return DASH if cell is None else str(cell)


def printed_blocks(document: Document) -> tuple[PartBlock, ...]:
    """What a reader of the circular sees, in reading order: lines as text, tables as rows of cells; no empty lines."""
    return tuple(part.block for part in printed_parts(document))


def printed_parts(document: Document) -> tuple[PrintedPart, ...]:
    """The same with what each block is."""
    parts: list[PrintedPart] = [
        PrintedPart("draft_note", document.draft_note),
        PrintedPart("mark", document.mark),
        PrintedPart("number", document.number),
        PrintedPart("title", document.title),
        PrintedPart("addressees", addressee_line(document)),
        *(PrintedPart("body", paragraph.text, number) for number, paragraph in enumerate(document.body)),
        *([PrintedPart("table", _table_block(document.table))] if document.table else []),
        *(PrintedPart("annex_list", entry.text) for entry in annex_lines(document)),
        PrintedPart("signature", document.signature),
        PrintedPart("date", chinese_date(document.signed_on)),
        PrintedPart("remark", remark_line(document)),
        *(PrintedPart("slip", line) for line in document.slip),
    ]
    for annex in document.annexes:
        parts += [PrintedPart("annex_label", document.label_of(annex)), PrintedPart("annex_title", annex.title)]
        parts += [PrintedPart("table", _table_block(annex.table))]
        parts += [PrintedPart("annex_note", note) for note in annex.notes]
    parts += [PrintedPart("imprint", "".join(line)) for line in imprint_lines(document.imprint)]
    return tuple(part for part in parts if part.block)


def _table_block(table: Table) -> PartBlock:
    cells = [tuple(printed_cell(cell) for cell in row) for row in table.rows]
    total = [tuple(printed_cell(cell) for cell in table.total)] if table.total else []
    return (tuple(column.label for column in table.columns), *cells, *total)
