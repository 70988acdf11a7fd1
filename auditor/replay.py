"""Recompute an audit from the archive alone, without network, and compare it with what was said."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from auditor.archive import ArchiveFetcher, verify_chain
from auditor.assemble import build_audit
from auditor.audit import Audit
from auditor.circular.editing import with_edits
from auditor.circular.printing import check_documents
from auditor.county import County
from auditor.entries import Archived
from auditor.errors import ArchiveProblem, AuditorError
from auditor.grade import load_pack
from auditor.period import Period
from auditor.pipeline import crawl_columns, wording_of
from auditor.settings import Place
from auditor.store import Store, open_store
from auditor.terms import AuditState


@dataclass(frozen=True, slots=True)
class Replayed:
    """The recomputed audit, and where it differs from the kept one (empty: the same, byte for byte)."""

    audit: Audit
    differences: tuple[str, ...]


async def replay_period(county: County, store: Store, place: Place, period: Period) -> Replayed:
    """Read every archived run again, in order, into an empty memory; count, grade and compare.

    Raises `ArchiveProblem` naming what is damaged or missing.
    """
    folder = place.archive_of(county.name)
    report = verify_chain(folder)
    if report.faults:
        raise ArchiveProblem("存档不完整：" + "；".join(str(fault) for fault in report.faults))
    issued = store.audits.load_copy(county, period)
    kept = issued.audit if issued else store.audits.load_audit(county, period)
    if kept is None:
        raise AuditorError(f"{county.name}{period.label}还没有核查结果。请先运行 auditor audit")
    wording = wording_of(kept, county, store, place)
    again = await _recompute(county, store, folder, period, kept, wording, issued.issued_at if issued else None)
    return Replayed(again, tuple(_differences(kept, again)))


async def _recompute(
    county: County,
    store: Store,
    folder: Path,
    period: Period,
    kept: Audit,
    wording: Path | None,
    until: datetime | None,
) -> Audit:
    memory = open_store("sqlite://")
    last = Archived()
    try:
        for run in store.runs.list_runs(county):
            done = store.runs.columns_done([run.id])
            columns = [column for column in county.column if column.key in done]
            if columns:
                fetcher = ArchiveFetcher(folder, run.name)
                mark = memory.runs.start(county, run)
                await crawl_columns(county, columns, memory, mark, fetcher, lambda _column, _reading: None)
            if run.finished_at:
                last = Archived(run.archive, run.digest)
            if run.archive and run.archive == kept.evidence.archive:
                break
        histories = memory.runs.load_readings(county)
    finally:
        memory.close()
    audit = build_audit(
        county,
        period,
        load_pack(county.county.pack, county.path),
        {key: history.for_period(period.last) for key, history in histories.items()},
        decisions=[decision for decision in store.audits.list_decisions(county, period) if _counts(decision.at, until)],
        earlier=store.audits.load_before(county, period, steps=8),
        archived=last,
    )
    edits = [edit for edit in store.audits.list_edits(county, period) if _counts(edit.at, until)]
    audit = with_edits(audit, edits, wording)
    if kept.state is AuditState.ISSUED:
        audit = audit.model_copy(update={"state": kept.state, "issue": kept.issue})
    return check_documents(audit, wording)


def _counts(at: datetime, until: datetime | None) -> bool:
    """Whether what a person did at ``at`` went into what was issued at ``until``."""
    return until is None or at <= until


def _differences(kept: Audit, again: Audit) -> list[str]:
    """Where two audits differ, in words a clerk can follow up."""
    if kept.to_json() == again.to_json():
        return []
    told = []
    for before, after in zip(kept.rows, again.rows, strict=False):
        if (before.count, before.state) != (after.count, after.state):
            told.append(f"栏目“{before.column}”：原为{_shown(before.count)}，重算为{_shown(after.count)}")
    for one, other in zip(kept.units, again.units, strict=False):
        if one.grade != other.grade:
            told.append(f"{one.name}：原为“{kept.label_of(one.grade)}”，重算为“{again.label_of(other.grade)}”")
    if (kept.pack.id, kept.pack.version) != (again.pack.id, again.pack.version):
        told.append(f"评定规则：原为{kept.pack.id} {kept.pack.version}，现为{again.pack.id} {again.pack.version}")
    return told or ["条数和等次相同，但明细（标题、日期、问题或文字）有出入"]


def _shown(count: int | None) -> str:
    return "未能核查" if count is None else f"{count}条"
