"""Which paragraphs of a circular a person may rewrite, and an audit with the rewritten ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from auditor.audit.model import Audit, EditEntry
from auditor.base.chinese import printable
from auditor.base.errors import NotAllowed, Outdated
from auditor.circular.edits import (
    MAX_EDIT,
    edit_faults,
    edits_in_force,
    is_applicable,
    marked_text,
    may_change,
    rewritten,
)
from auditor.circular.printing import document_of
from auditor.circular.words import WORDS


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph that may be rewritten: under which heading, what the figures give, and what stands there now.

    ``is_courtesy``: it may also be taken out.
    """

    heading: str
    original: str
    text: str
    edit: EditEntry | None = None
    is_courtesy: bool = False


def passages_of(audit: Audit, wording: Path | None = None) -> tuple[Passage, ...]:
    """Every paragraph of the text but its headings, in order."""
    heading, passages = "", list[Passage]()
    for paragraph in document_of(audit.model_copy(update={"edits": ()}), wording).body:
        if may_change(paragraph):
            edit = next((edit for edit in audit.edits if is_applicable(edit, (paragraph,))), None)
            text = "\n".join(map(marked_text, rewritten(paragraph, edit)))
            passages.append(Passage(heading, marked_text(paragraph), text, edit, paragraph.is_courtesy))
        elif paragraph.style in ("heading1", "heading2"):
            heading = paragraph.text
    return tuple(passages)


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
    """A rewriting of one passage, each line of ``text`` a paragraph, none to take it out; raise `NotAllowed` where
    it would contradict the figures or withhold what must be told, `Outdated` where there is no such passage."""
    passage = next((one for one in passages_of(audit, wording) if one.original == original), None)
    if passage is None:
        raise Outdated("要修改的段落已经变化，没有保存。请核对后重新修改")
    if len(text) > MAX_EDIT:
        raise NotAllowed(f"修改后的段落超过{MAX_EDIT}字")
    lines = (printable(line) for line in text.splitlines())
    edit = EditEntry(original=original, text="\n".join(line for line in lines if line), by=by, at=at)
    if faults := list(edit_faults(audit, edit, is_courtesy=passage.is_courtesy)):
        if not edit.text:
            raise NotAllowed(WORDS.edit.kept.format(faults="；".join(faults)))
        raise NotAllowed("修改与核查结果不符：" + "；".join(faults) + "。数量、单位和栏目须与核查结果一致")
    return edit
