"""Paragraphs that people rewrote, on the page or in the Word file, recorded and put into the draft.

Where a passage was rewritten by somebody else meanwhile nothing is recorded: nobody's word is replaced unseen.
"""

from collections.abc import Callable

from auditor.audit.model import Audit, EditEntry
from auditor.base.errors import BadInput, Outdated
from auditor.base.period import LOCAL, Period
from auditor.base.settings import Clock, Place
from auditor.circular.adopting import adopted_edits
from auditor.circular.editing import make_edit
from auditor.circular.edits import is_same_passage
from auditor.county.model import County
from auditor.documents.word_reading import read_word_file
from auditor.documents.wording import wording_digest, wording_text
from auditor.pipeline.line import audit_county
from auditor.store import Store
from auditor.store.audits import KeptAudit


def record_edit(
    county: County,
    store: Store,
    place: Place,
    period: Period,
    clock: Clock,
    *,
    original: str,
    text: str,
    by: str,
    seen: KeptAudit,
) -> EditEntry:
    """Check and add the rewriting of one paragraph of the draft, and keep the audit that it gives.

    Raises `Outdated` where the paragraph has changed or was rewritten since ``seen``, and `NotAllowed` where the new
    text says other figures or names.
    """

    def made(newest: Audit) -> tuple[EditEntry, ...]:
        return (make_edit(newest, original, text, by=by, at=clock(), wording=place.wording),)

    return _add_edits(county, store, place, period, clock, seen, made)[0]


def adopt_word_file(
    county: County,
    store: Store,
    place: Place,
    period: Period,
    clock: Clock,
    *,
    content: bytes,
    name: str,
    by: str,
    seen: str = "",
) -> tuple[EditEntry, ...]:
    """Take what a person changed in the draft's Word file ``name`` as edits, all of them or none, and keep the audit.

    The file says which draft it was printed from; ``seen`` says so where that was lost. Raises `BadInput` for what is
    no Word file of a draft, `AdoptionRefused` with every place that cannot be taken, and `Outdated` where the draft has
    changed there since.
    """
    period.require_begun(clock().date())
    if not by.strip():
        raise BadInput.one("--by", "", "没有写经办人", "请写姓名")
    word = read_word_file(content, name)
    kept = _draft_of(county, store, period, name, word.draft or seen)
    if kept.wording not in ("", wording_digest(wording_text(place.wording))):
        raise Outdated("草稿生成之后通报用语文件有改动，没有采用。请重新生成草稿，在新的文件上修改")
    edits = adopted_edits(kept.audit, word, name, by=by.strip(), at=clock(), wording=place.wording)

    def made(newest: Audit) -> tuple[EditEntry, ...]:
        return tuple(
            make_edit(newest, edit.original, edit.text, by=edit.by, at=edit.at, wording=place.wording) for edit in edits
        )

    return _add_edits(county, store, place, period, clock, kept, made)


def _draft_of(county: County, store: Store, period: Period, name: str, digest: str) -> KeptAudit:
    """The draft that a file was printed from."""
    kept = store.audits.load_kept(county, period, digest) if digest else None
    if kept is None:
        cure = "请由 auditor circular 或网页重新生成草稿，在其上修改；确知出自哪一份草稿的，用 --seen 写明它的摘要"
        what = f"不是由{county.name}{period.label}的草稿改成的" if digest else "没有草稿标识（另存为其他格式时会丢失）"
        raise BadInput.one(name, "", what, cure)
    return kept


def _add_edits(
    county: County,
    store: Store,
    place: Place,
    period: Period,
    clock: Clock,
    seen: KeptAudit,
    make: Callable[[Audit], tuple[EditEntry, ...]],
) -> tuple[EditEntry, ...]:
    """Add what ``make`` gives for the newest draft, and keep the audit that it gives.

    Raises `Outdated` where one of the passages was rewritten since ``seen``.
    """
    while True:
        newest = store.audits.load_kept(county, period) or seen
        entries = make(newest.audit)
        basis = store.audits.read_basis(county, period)
        for newer in store.audits.list_edits(county, period, after=seen.basis.edit, basis=basis):
            if any(is_same_passage(newer, entry.original) for entry in entries):
                when = f"{newer.at.astimezone(LOCAL):%Y-%m-%d %H:%M}"
                raise Outdated(f"您打开页面之后，{newer.by}已修改过这一段（{when}），没有保存。请核对后再改")
        if store.audits.add_edits(county, period, entries, after=basis.edit):
            audit_county(county, store, place, period, clock)
            return entries
