"""Recompute an audit from the archive alone, without network, and compare it with what was said."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from auditor.archive import verify_chain
from auditor.audit.entries import Archived
from auditor.audit.ledger import ColumnLedger
from auditor.audit.model import Audit, ItemEntry, RowEntry
from auditor.base.errors import ArchiveProblem, AuditorError, BadInput
from auditor.base.period import Period
from auditor.base.settings import Place
from auditor.county.city import City
from auditor.county.model import County
from auditor.pipeline.line import city_material, conclude, inputs_of, load_ledgers, material_of, wording_of
from auditor.pipeline.members import read_members
from auditor.pipeline.reading import read_runs
from auditor.store import Store, open_store
from auditor.store.runs import ColumnHistory


@dataclass(frozen=True, slots=True)
class Replayed:
    """The recomputed audit, and where it differs from the kept one (empty: the same, byte for byte).

    ``is_later_reader``: the kept one was read by an earlier version, so that differences are no fault of the archive;
    what was issued stands as it was issued.
    """

    audit: Audit
    differences: tuple[str, ...]
    is_later_reader: bool = False


async def replay_period(
    county: County, store: Store, place: Place, period: Period, number: str | None = None
) -> Replayed:
    """Read every archived run again, in order, into an empty memory; count, grade and compare.

    A city's is worked out from its members' audits that it names; their pages are read again with each of them.

    What was issued is worked out by the county file and the pack it was issued with, whatever they say by now.

    ``number`` names a circular that was superseded; else it is the one in force, or the newest draft.

    Raises `ArchiveProblem` naming what is damaged or missing.
    """
    folder = whole_archive(county, place)
    issued = store.audits.load_copy(county, period, number)
    if number and issued is None:
        raise BadInput.one("--number", "", f"没有印发过“{number}”", "请核对文号和季度")
    kept = issued or store.audits.load_kept(county, period)
    if kept is None:
        raise AuditorError(f"{county.name}{period.label}还没有核查结果。请先运行 auditor audit")
    county, pack = inputs_of(kept.audit, county, store)
    if isinstance(county, City):
        members = read_members(county, store, period, made=kept.audit, frozen=issued is not None)
        material = city_material(members, pack, store, period, kept.basis)
    else:
        moment = issued.issued_at if issued else None
        histories, ledgers, archived = await _read_again(county, store, folder, kept.audit, moment)
        material = material_of(county, pack, store, period, kept.basis, archived, histories, ledgers)
    wording = wording_of(kept.audit, county, store, place)
    again = conclude(material, wording, issued.audit if issued else None)
    is_later = kept.audit.reader != again.reader
    # what only the earlier reader could not know, its version and the witnesses, is no difference
    beside = again if not is_later else again.model_copy(update={"reader": kept.audit.reader})
    beside = _as_told_then(beside, kept.audit)
    return Replayed(again, tuple(list_differences(kept.audit, beside)), is_later)


def whole_archive(county: County, place: Place) -> Path:
    """The county's archive; raise `ArchiveProblem` naming what of it is damaged or missing."""
    folder = place.archive_of(county.name)
    if faults := verify_chain(folder).faults:
        raise ArchiveProblem("存档不完整：" + "；".join(str(fault) for fault in faults))
    return folder


async def _read_again(
    county: County, store: Store, folder: Path, kept: Audit, issued_at: datetime | None
) -> tuple[Mapping[str, ColumnHistory], Mapping[str, ColumnLedger], Archived]:
    """What the archived runs give, up to the one ``kept`` rests on, and where that one lies.

    A run that was set aside after a circular was issued still counts in that circular.
    """
    runs = store.runs.list_runs(county, counted_at=issued_at)
    last = next((n for n, run in enumerate(runs) if run.archive and run.archive == kept.evidence.archive), len(runs))
    with closing(open_store("sqlite://")) as memory:
        archived = await read_runs(county, store, folder, runs[: last + 1], memory)
        return memory.runs.load_readings(county), load_ledgers(county, memory, kept.span), archived


def _as_told_then(again: Audit, kept: Audit) -> Audit:
    """The audit without what the kept one tells of no column at all: it was made before that was told."""
    text, rows = kept.to_json(), ("coverage",)
    items = tuple(key for key in ("absent_at", "formed", "lag") if f'"{key}"' not in text)
    silent = {key: None for key in rows if f'"{key}"' not in text}
    if not silent and not items:
        return again

    def item(entry: ItemEntry) -> ItemEntry:
        return entry.model_copy(update=dict.fromkeys(items))

    def row(entry: RowEntry) -> RowEntry:
        lists = {name: tuple(map(item, getattr(entry, name))) for name in ("items", "undated", "excluded")}
        return entry.model_copy(update={**silent, **lists})

    tables = tuple(table.model_copy(update={"rows": tuple(map(row, table.rows))}) for table in again.tables)
    return again.model_copy(update={"tables": tables})


def list_differences(kept: Audit, again: Audit) -> list[str]:
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
