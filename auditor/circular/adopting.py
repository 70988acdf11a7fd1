"""The circular edited in Word, brought back: which paragraphs a person rewrote, and what in the file cannot be taken.

A changed paragraph of the text becomes an edit, held to the figures like any other, and so does one that was taken out;
new paragraphs belong to the one before them, under a heading to the one after them. Everything else in the file must be
what the draft says, since it is printed from the evidence.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from itertools import groupby, islice
from pathlib import Path

from auditor.audit.model import Audit, EditEntry
from auditor.base.chinese import printable
from auditor.base.errors import NotAllowed
from auditor.base.pattern import pattern
from auditor.base.words import Words, load_words
from auditor.circular.editing import Passage, make_edit, passages_of, with_edits
from auditor.circular.edits import may_change
from auditor.circular.printing import check_documents, document_of
from auditor.documents.parts import PrintedPart, printed_parts
from auditor.documents.tree import Document
from auditor.documents.word_reading import WordFile, WordLine

_MOST_PAIRS = 20_000
"""Pairs of changed paragraphs that are compared to find which became which."""
_NUMBER = pattern(
    r".{1,20}〔\d{4}〕.{1,8}号",
    finds=("崇政办发〔2020〕21号",),
    not_in=("崇政办发[2020]21号", "〔2020〕21号"),
    seen="崇信县 (2020 Q1), below the issuer",
    way="fullmatch",
)
_ALIKE = 0.3
"""The share of characters two paragraphs must have in common to be the same one rewritten."""


class AdoptWords(Words):
    """Why something in an edited file is not taken; ``parts`` by the name of the part of the document."""

    parts: dict[str, str]
    body: str
    heading: str
    cell: str
    fixed: dict[str, str]
    gone: str
    absent: str
    moved: str
    new: str
    number: str
    marks: str
    tables: str
    rows: str
    table: str
    same: str
    before: str
    after: str
    nothing: str
    done: str
    noted: str
    check: str
    lead: str
    hint: str


WORDS = load_words("adopt", AdoptWords)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing in the file that cannot be taken: where, what the draft says, what the file says, and why."""

    where: str
    before: str
    after: str
    why: str

    def __str__(self) -> str:
        """The refusal for a terminal, both texts below each other."""
        texts = ((WORDS.before, self.before), (WORDS.after, self.after))
        lines = [f"{self.where}：{self.why}" if self.where else self.why]
        return "\n".join([*lines, *(f"    {label}{text}" for label, text in texts if text)])


class AdoptionRefused(NotAllowed):
    """An edited file that was not taken, as a whole; its text names every reason."""

    def __init__(self, name: str, refusals: Sequence[Refusal]) -> None:
        """Keep the reasons, and ``lead``, which says how many there are; the text lists them."""
        self.refusals = tuple(refusals)
        self.lead = WORDS.lead.format(name=name, count=len(refusals))
        listed = [f"{number}. {refusal}" for number, refusal in enumerate(refusals, 1)]
        super().__init__("\n".join([self.lead, *listed, WORDS.hint]))


@dataclass(slots=True)
class _Pair:
    """A part of the draft with the lines of the file that stand for it: its own, and new ones around that.

    ``is_open``: whether it may be rewritten.
    """

    part: PrintedPart
    is_open: bool = False
    line: WordLine | None = None
    before: list[WordLine] = field(default_factory=list)
    after: list[WordLine] = field(default_factory=list)

    @property
    def lines(self) -> list[WordLine]:
        """All that stands in the place of the part."""
        return [*self.before, *([self.line] if self.line else []), *self.after]

    @property
    def is_same(self) -> bool:
        """Whether the file says what the draft says."""
        return len(self.lines) == 1 and _plain(self.lines[0].text) == _plain(str(self.part.block))


def adopted_edits(
    audit: Audit, word: WordFile, name: str, *, by: str, at: datetime, wording: Path | None = None
) -> tuple[EditEntry, ...]:
    """The edits that a person made in the Word file of ``audit``; raise `AdoptionRefused` where anything else differs.

    ``name`` is what the file is called, ``by`` who edited it.
    """
    document, passages = document_of(audit, wording), passages_of(audit, wording)
    owners = _owners(document, passages)
    pairs, strangers = _paired(_text_parts(document), owners, word.lines)
    refusals = [Refusal("", "", "", obstacle) for obstacle in word.obstacles]
    edits: list[EditEntry] = []
    for passage, group in _grouped(pairs, owners):
        try:
            if (lines := _new_lines(passage, group)) is not None and passage:
                edits.append(make_edit(audit, passage.original, lines, by=by, at=at, wording=wording))
        except NotAllowed as error:
            refusals.append(_refused(group, str(error)))
    refusals += _refused_strangers(pairs, strangers)
    refusals += _table_refusals(document, word)
    if not refusals:
        refusals += _broken_checks(audit, edits, wording)
    if refusals:
        raise AdoptionRefused(name, refusals)
    if not edits:
        raise NotAllowed(WORDS.nothing.format(name=name))
    return tuple(edits)


def _text_parts(document: Document) -> list[PrintedPart]:
    """The lines of the document that stand in the text of the file, not at the head of its pages."""
    return [part for part in printed_parts(document) if isinstance(part.block, str) and part.name != "draft_note"]


def _plain(text: str) -> str:
    """What is compared: white space says nothing."""
    return "".join(printable(text).split())


def _paired(
    parts: list[PrintedPart], owners: Mapping[int, Passage], lines: Sequence[WordLine]
) -> tuple[list[_Pair], list[WordLine]]:
    """Every part with its line, and the lines that stand for no part and follow none that may have grown."""
    pairs = [_Pair(part, part.name == "body" and part.number in owners) for part in parts]
    due, found = [_plain(str(part.block)) for part in parts], [_plain(line.text) for line in lines]
    matched: dict[int, int] = {}
    for kind, first, last, start, end in SequenceMatcher(None, due, found, autojunk=False).get_opcodes():
        if kind == "equal":
            matched |= {start + step: first + step for step in range(end - start)}
        else:
            alike = _matched(due[first:last], found[start:end])
            matched |= {start + line: first + part for line, part in alike.items()}
    for line, part in matched.items():
        pairs[part].line = lines[line]
    return pairs, _strangers(pairs, lines, matched)


def _strangers(pairs: list[_Pair], lines: Sequence[WordLine], matched: dict[int, int]) -> list[WordLine]:
    """Give new lines to the paragraph they follow, else to the one they stand before; the others remain."""
    lost = {_plain(str(pair.part.block)) for pair in pairs if pair.line is None}
    strangers: list[WordLine] = []
    for number, line in enumerate(lines):
        if number in matched:
            continue
        above = next((pairs[matched[one]] for one in range(number - 1, -1, -1) if one in matched), None)
        below = next((pairs[matched[one]] for one in range(number + 1, len(lines)) if one in matched), None)
        if _plain(line.text) in lost:
            strangers.append(line)
        elif above and above.is_open:
            above.after.append(line)
        elif below and below.is_open:
            below.before.append(line)
        else:
            strangers.append(line)
    return strangers


def _matched(due: Sequence[str], found: Sequence[str]) -> dict[int, int]:
    """Which of the found texts is which of those due, rewritten: in order, and as alike together as can be."""
    if not due or not found or len(due) * len(found) > _MOST_PAIRS:
        return {}
    letters = [Counter(text) for text in found]
    best = [[0.0] * (len(found) + 1) for _ in range(len(due) + 1)]
    alike = [[_likeness(Counter(one), len(one), other) for other in letters] for one in due]
    for row in range(len(due) - 1, -1, -1):
        for column in range(len(found) - 1, -1, -1):
            both = best[row + 1][column + 1] + alike[row][column] if alike[row][column] >= _ALIKE else 0.0
            best[row][column] = max(best[row + 1][column], best[row][column + 1], both)
    matched, row, column = dict[int, int](), 0, 0
    while row < len(due) and column < len(found):
        if best[row][column] == best[row + 1][column]:
            row += 1
        elif best[row][column] == best[row][column + 1]:
            column += 1
        else:
            matched[column] = row
            row, column = row + 1, column + 1
    return matched


def _likeness(one: Counter[str], length: int, other: Counter[str]) -> float:
    """The share of characters in common, whatever their order."""
    return 2 * sum((one & other).values()) / max(length + sum(other.values()), 1)


def _owners(document: Document, passages: Sequence[Passage]) -> dict[int, Passage]:
    """Which passage each paragraph of the body belongs to, by its number; an edit may have several, or none."""
    numbers = iter([number for number, paragraph in enumerate(document.body) if may_change(paragraph)])
    return {
        number: passage
        for passage in passages
        for number in islice(numbers, passage.text.count("\n") + bool(passage.text))
    }


def _grouped(pairs: Sequence[_Pair], owners: Mapping[int, Passage]) -> Iterator[tuple[Passage | None, list[_Pair]]]:
    """The pairs passage by passage; every part that is no paragraph of the text for itself."""
    for number, group in groupby(range(len(pairs)), lambda number: _group_of(pairs[number], owners) or number):
        together = [pairs[one] for one in group]
        yield (number if isinstance(number, Passage) else None), together


def _group_of(pair: _Pair, owners: Mapping[int, Passage]) -> Passage | None:
    return owners.get(pair.part.number) if pair.part.name == "body" else None


def _new_lines(passage: Passage | None, group: Sequence[_Pair]) -> str | None:
    """What the file says in the place of a passage, ``None`` where it says the same; raise where that cannot be."""
    if all(pair.is_same for pair in group):
        return None
    lines = [line for pair in group for line in pair.lines]
    part = group[0].part
    if passage is None and not lines:
        raise NotAllowed(WORDS.gone)
    if passage is None:
        raise NotAllowed(WORDS.heading if part.name == "body" else WORDS.fixed.get(part.name, WORDS.same))
    if any("**" in line.text for line in lines):
        raise NotAllowed(WORDS.marks)
    return "\n".join(line.marked for line in lines)


def _refused(group: Sequence[_Pair], why: str) -> Refusal:
    before = "\n".join(str(pair.part.block) for pair in group)
    after = "\n".join(line.text for pair in group for line in pair.lines)
    return Refusal(_place(group[0].part), before, after or WORDS.absent, why)


def _broken_checks(audit: Audit, edits: Sequence[EditEntry], wording: Path | None) -> Iterator[Refusal]:
    """What the self-check would say of the circular with these edits that it does not say of the draft."""
    plain = audit.model_copy(update={"edits": (), "self_check": ()})
    tried = check_documents(with_edits(plain, (*audit.edits, *edits), wording), wording)
    before = {check.name for check in audit.self_check if not check.ok}
    for check in tried.self_check:
        if not check.ok and check.name not in before:
            yield Refusal("", "", "", WORDS.check.format(name=check.name, detail=check.detail))


def _place(part: PrintedPart) -> str:
    if part.name == "body":
        return WORDS.body.format(number=part.number + 1)
    return WORDS.parts[part.name]


def _refused_strangers(pairs: Sequence[_Pair], strangers: Sequence[WordLine]) -> Iterator[Refusal]:
    lost = {_plain(str(pair.part.block)) for pair in pairs if pair.line is None}
    for line in strangers:
        is_number = bool(_NUMBER.fullmatch(line.text))
        why = WORDS.moved if _plain(line.text) in lost else WORDS.number if is_number else WORDS.new
        yield Refusal("", "", line.text, why)


def _table_refusals(document: Document, word: WordFile) -> Iterator[Refusal]:
    """Tables cell by cell, in the order they are printed in."""
    due = [part.block for part in printed_parts(document) if not isinstance(part.block, str)]
    if len(due) != len(word.tables):
        yield Refusal("", "", "", WORDS.tables.format(due=len(due), found=len(word.tables)))
        return
    for number, (rows, found) in enumerate(zip(due, word.tables, strict=True), 1):
        table = WORDS.table.format(number=number)
        if len(rows) != len(found) or any(len(one) != len(other) for one, other in zip(rows, found, strict=False)):
            yield Refusal(table, "", "", WORDS.rows.format(due=len(rows), found=len(found)))
            continue
        for row, (cells, texts) in enumerate(zip(rows, found, strict=True)):
            for head, cell, text in zip(rows[0], cells, texts, strict=True):
                if _plain(cell) != _plain(text):
                    where = WORDS.cell.format(table=table, row=row, head=head) if row else table
                    yield Refusal(where, cell, text, WORDS.fixed["table"])
