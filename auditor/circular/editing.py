"""Which paragraphs of a circular a person may rewrite, and an audit with the rewritten ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from auditor.audit.model import Audit, EditEntry
from auditor.base.chinese import printable
from auditor.base.errors import NotAllowed, Outdated
from auditor.circular.edits import MAX_EDIT, edit_faults, edits_in_force, is_applicable, marked_text
from auditor.circular.printing import document_of
from auditor.circular.words import WORDS
from auditor.documents.tree import Paragraph


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph that may be rewritten: under which heading, what the figures give, and what stands there now."""

    heading: str
    original: str
    text: str
    edit: EditEntry | None = None


def passages_of(audit: Audit, wording: Path | None = None) -> tuple[Passage, ...]:
    """The problem and requirement paragraphs: everything below the second heading."""
    plain = document_of(audit.model_copy(update={"edits": ()}), wording).body
    shown = document_of(audit, wording).body
    return tuple(
        Passage(heading, marked_text(before), marked_text(after), _edit_of(audit, before, after))
        for heading, before, after in _below_second_heading(plain, shown)
    )


def with_edits(audit: Audit, history: Sequence[EditEntry], wording: Path | None = None) -> Audit:
    """The audit with the rewritings in force; one whose paragraph is gone is told in the notes, not printed."""
    edits = edits_in_force(history)
    if not edits:
        return audit
    body = document_of(audit.model_copy(update={"edits": ()}), wording).body
    standing = tuple(edit for edit in edits if is_applicable(edit, body))
    lost = tuple(
        WORDS.edit_gone.format(by=edit.by, text=printable(edit.original)[:24]) for edit in edits if edit not in standing
    )
    return audit.model_copy(update={"edits": standing, "notes": (*audit.notes, *lost)})


def make_edit(audit: Audit, original: str, text: str, *, by: str, at: datetime, wording: Path | None) -> EditEntry:
    """A rewriting of one passage; raise `NotAllowed` where it would contradict the figures, `Outdated` where there is
    no such passage."""
    if original not in {passage.original for passage in passages_of(audit, wording)}:
        raise Outdated("要修改的段落已经变化，没有保存。请核对后重新修改")
    if len(text) > MAX_EDIT:
        raise NotAllowed(f"修改后的段落超过{MAX_EDIT}字")
    edit = EditEntry(original=original, text=printable(text), by=by, at=at)
    if faults := list(edit_faults(audit, edit)):
        raise NotAllowed("修改与核查结果不符：" + "；".join(faults) + "。数量、单位和栏目须与核查结果一致")
    return edit


def _below_second_heading(
    plain: Sequence[Paragraph], shown: Sequence[Paragraph]
) -> Iterator[tuple[str, Paragraph, Paragraph]]:
    heading, seen = "", 0
    for before, after in zip(plain, shown, strict=True):
        if before.style == "heading1":
            heading, seen = before.text, seen + 1
        elif seen > 1 and before.style == "body":
            yield heading, before, after


def _edit_of(audit: Audit, before: Paragraph, after: Paragraph) -> EditEntry | None:
    if before == after:
        return None
    return next((edit for edit in audit.edits if is_applicable(edit, (before,))), None)
