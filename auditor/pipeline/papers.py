"""Issuing the papers beside the circular: the draft that was looked at, frozen with its wording."""

from collections.abc import Sequence
from pathlib import Path

from auditor.audit.model import IssueEntry
from auditor.base.checks import CheckEntry
from auditor.base.errors import BadInput, Outdated, SelfCheckFailed
from auditor.base.settings import Clock, Place
from auditor.county.model import County
from auditor.documents.wording import wording_text
from auditor.pipeline.frozen import frozen_wording
from auditor.store import Store
from auditor.store.papers import KeptPaper, PaperKind


def draft_to_issue(
    county: County, store: Store, place: Place, kind: PaperKind, subject: str, seen: str = ""
) -> KeptPaper:
    """The newest draft of a paper, or the one whose digest begins with ``seen``.

    Raises `BadInput` where there is none, `Outdated` where the wording has changed since it was drawn up.
    """
    draft = store.papers.load_draft(county, kind, subject, seen)
    if draft is None:
        what = f"没有摘要为“{seen[:80]}”的草稿" if seen else f"{county.name}{subject}还没有草稿可供核对"
        raise BadInput.one("--seen" if seen else f"--{kind}", "", what, f"请先运行 auditor {kind} 生成，核对后再印发")
    if draft.wording != wording_text(place.wording, kind):
        raise Outdated(f"草稿之后用语文件有改动，没有印发。请用 auditor {kind} 重新生成，核对后再印发")
    return draft


def refuse_faults(checks: Sequence[CheckEntry]) -> None:
    """Nothing is drawn up that contradicts itself: raise `SelfCheckFailed`."""
    if faults := [f"{check.name}（{check.detail}）" for check in checks if not check.ok]:
        raise SelfCheckFailed(f"自查未通过，没有生成文件：{'；'.join(faults)}")


def wording_of_paper(place: Place, county: County, issued: KeptPaper | None) -> Path | None:
    """The wording in force, or the one an issued paper was frozen with."""
    if issued is None:
        return place.wording
    stem = f"{issued.kind}-{issued.subject}-{issued.digest[7:23]}"
    return frozen_wording(place, county, stem, issued.kind, issued.wording)


def freeze(
    county: County,
    store: Store,
    clock: Clock,
    paper: KeptPaper,
    entry: IssueEntry,
    checks: Sequence[CheckEntry],
) -> None:
    """Keep an issued paper for good; raise `SelfCheckFailed` where one of its checks does not hold."""
    if failed := [check for check in checks if not check.ok]:
        faults = "；".join(f"{check.name}（{check.detail}）" for check in failed)
        raise SelfCheckFailed(f"自查未通过，没有印发：{faults}")
    store.papers.issue(county, paper, entry, clock())
