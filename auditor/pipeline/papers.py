"""The papers beside the circular: the draft looked at, frozen with all it was made with, and made again from it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.audit.model import Audit, IssueEntry
from auditor.base.checks import CheckEntry
from auditor.base.errors import AuditorError, BadInput, NotAllowed, Outdated, SelfCheckFailed
from auditor.base.period import Period
from auditor.base.settings import Clock, Place
from auditor.county.model import County
from auditor.documents.wording import wording_file, wording_text
from auditor.pipeline.frozen import frozen_files, frozen_wording
from auditor.store import Store
from auditor.store.papers import KeptPaper, PaperKind

COUNTY_FILE = "county.toml"
"""The name that the county file is frozen under, in the inputs of a paper."""
_MANY = 5


@dataclass(frozen=True, slots=True)
class RepeatedPaper:
    """A kept paper made again from what it was frozen with: its digest now, and where it differs (empty: nowhere).

    ``is_later_reader``: it was read by an earlier version, so that differences are no fault of the archive.
    """

    digest: str
    differences: tuple[str, ...]
    is_later_reader: bool = False


def draft_to_issue(
    county: County, store: Store, place: Place, kind: PaperKind, subject: str, seen: str = ""
) -> KeptPaper:
    """The newest draft of a paper, or the one whose digest begins with ``seen``.

    Raises `BadInput` where there is none, `Outdated` where the wording has changed since it was drawn up.
    """
    draft = store.papers.load_draft(county, kind, subject, seen)
    if draft is None:
        when = Period.parse(subject).label
        what = f"没有摘要为“{seen[:80]}”的草稿" if seen else f"{county.name}{when}还没有草稿可供核对"
        raise BadInput.one("--seen" if seen else f"--{kind}", "", what, f"请先运行 auditor {kind} 生成，核对后再印发")
    if draft.wording != wording_text(place.wording, kind):
        raise Outdated(f"草稿之后用语文件有改动，没有印发。请用 auditor {kind} 重新生成，核对后再印发")
    return draft


def paper_to_repeat(county: County, store: Store, kind: PaperKind, subject: str, *, issued: bool = False) -> KeptPaper:
    """The issued paper in force, else, unless it must be ``issued``, the newest draft.

    Raises `NotAllowed` where there is none, or it was kept before papers were frozen with what they were made with.
    """
    kept = store.papers.load_issued(county, kind, subject)
    if kept is None and not issued:
        kept = store.papers.load_draft(county, kind, subject)
    if kept is None:
        cure = "请先用 auditor issue 印发" if issued else f"请先运行 auditor {kind}"
        raise NotAllowed(f"{county.name}{Period.parse(subject).label}还没有这份文件。{cure}")
    if not kept.inputs:
        raise AuditorError("这份文件印发时还不保存所用的县配置等文件，不能重算或打包")
    return kept


def inputs_folder(place: Place, county: County, kept: KeptPaper) -> Path:
    """A folder that holds what a kept paper was made with, its wording among it."""
    stem = f"{kept.kind}-{kept.subject}-{kept.digest[7:23]}"
    return frozen_files(place, county, stem, {**kept.inputs, wording_file(kept.kind): kept.wording})


def audit_named(county: County, store: Store, period: Period, digest: str) -> Audit:
    """The very audit that a paper rests on, issued or a draft; raise `AuditorError` where it is not kept."""
    for line in store.audits.list_circulars(county, period):
        issued = store.audits.load_issued(county, period, line.number)
        if issued and issued.digest() == digest:
            return issued
    draft = store.audits.load_kept(county, period, digest)
    if draft is None:
        raise AuditorError(f"{period.label}的核查结果（{digest[:15]}）已不在数据库中，无从重算")
    return draft.audit


def list_changes(kept: str, again: str) -> tuple[str, ...]:
    """Where two papers differ, as places in their ``.json``: the first few."""
    places = _changed(json.loads(kept), json.loads(again), "")
    return tuple(place for place, _ in zip(places, range(_MANY), strict=False))


def _changed(one: Any, other: Any, place: str) -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for key in one:
            yield from _changed(one[key], other[key], f"{place}.{key}" if place else key)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, (mine, others) in enumerate(zip(one, other, strict=True)):
            yield from _changed(mine, others, f"{place}[{number}]")
    elif one != other:
        yield place


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
