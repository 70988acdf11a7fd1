"""The whole story, top to bottom: crawl a county, audit a period, write the circular, issue it.

county file -> fetch -> read -> count -> grade -> review -> circular
                 |        |                         |
              archive   store                    decisions

The first step, the crawl, stands in `pipeline/crawling.py`, which loads nothing of what follows.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from auditor.audit.build import build_audit
from auditor.audit.count import ColumnCount, count_columns
from auditor.audit.decisions import Decision
from auditor.audit.digests import EvidenceDigests
from auditor.audit.entries import Archived, figures_of, reopened_sentence
from auditor.audit.figures import load_figures
from auditor.audit.grade import parse_pack, read_pack
from auditor.audit.ledger import ColumnLedger
from auditor.audit.members import CityCounts
from auditor.audit.model import Audit, EditEntry, IssueEntry
from auditor.base.errors import AuditorError, NotAllowed, Outdated, SelfCheckFailed
from auditor.base.period import Period
from auditor.base.settings import Clock, Place
from auditor.base.terms import AuditState
from auditor.circular.editing import with_edits
from auditor.circular.printing import check_documents, print_documents
from auditor.county.city import City, parse_subject
from auditor.county.model import County
from auditor.county.writing import dump_subject
from auditor.crawl.column import ColumnReading
from auditor.documents.wording import wording_digest, wording_text
from auditor.documents.writing import Printed
from auditor.pipeline.anew import read_anew
from auditor.pipeline.frozen import frozen_wording
from auditor.pipeline.hearing import note_unheard, require_heard
from auditor.pipeline.members import read_members
from auditor.pipeline.pictures import list_pictures, write_pictures
from auditor.store import Store
from auditor.store.audits import FrozenInputs
from auditor.store.basis import EARLIER_PERIODS, Basis
from auditor.store.runs import ColumnHistory

_LOOKED_AGAIN = timedelta(days=31)
"""So long after a period its columns are looked at for what has become of it."""


@dataclass(frozen=True, slots=True)
class Material:
    """All that the audit of one county and period is made from; nothing that came later is in it.

    ``readings`` by column key; ``counts`` what they give; ``decisions`` and ``edits`` all that were ever made;
    ``earlier`` the audits of the periods before, newest first; ``pack`` the text of the grading pack. Of a city,
    ``city`` is what its members' audits count. ``proved`` is what every column of the county file showed when it was
    last read.
    """

    county: County
    pack: str
    period: Period
    basis: Basis
    archived: Archived
    readings: Mapping[str, ColumnReading]
    counts: tuple[ColumnCount, ...]
    decisions: tuple[Decision, ...]
    edits: tuple[EditEntry, ...]
    earlier: tuple[Audit, ...]
    city: CityCounts | None = None
    proved: tuple[ColumnReading, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether anything was read, by crawls or by a city's members."""
        return bool(self.basis.run) or self.city is not None


def audit_county(county: County, store: Store, place: Place, period: Period, clock: Clock) -> Audit:
    """Count and grade what is stored, and keep the result; no network. The issued circular stands as it was frozen.

    Raises `BadInput` for a period that has not begun.
    """
    period.require_begun(clock().date())
    read_anew(county, store, place, clock)
    return keep_audit(gather(county, store, period), store, place, clock)


def keep_audit(material: Material, store: Store, place: Place, clock: Clock) -> Audit:
    """The audit that the material gives, kept with what it was made from."""
    audit = conclude(material, place.wording)
    digests = EvidenceDigests(material.counts).by_subject
    wording = wording_digest(wording_text(place.wording))
    store.audits.save_audit(material.county, audit, clock(), material.basis, digests, wording)
    return audit


def draft_audit(county: County, store: Store, place: Place, period: Period) -> Audit:
    """What the stored evidence says of a period, self-checked."""
    return conclude(gather(county, store, period), place.wording)


def gather(county: County, store: Store, period: Period) -> Material:
    """Everything stored that the audit of a period is made from. What is being added meanwhile is not in the basis."""
    basis = store.audits.read_basis(county, period)
    if isinstance(county, City):
        pack = read_pack(county.county.pack, county.path)
        return city_material(read_members(county, store, period), pack, store, period, basis)
    last = store.runs.last_finished(county)
    archived = Archived(last.archive, last.digest) if last else Archived()
    pack = read_pack(county.county.pack, county.path)
    histories, ledgers = store.runs.load_readings(county), load_ledgers(county, store, period)
    return material_of(county, pack, store, period, basis, archived, histories, ledgers)


def load_ledgers(
    county: County, store: Store, period: Period, column_keys: Collection[str] | None = None
) -> Mapping[str, ColumnLedger]:
    """The looks at every column, or those wanted, while the period lasted and in the weeks after, by column key."""
    return store.runs.load_ledgers(county, period.first, period.last + _LOOKED_AGAIN, column_keys)


def material_of(
    county: County,
    pack: str,
    store: Store,
    period: Period,
    basis: Basis,
    archived: Archived,
    histories: Mapping[str, ColumnHistory],
    ledgers: Mapping[str, ColumnLedger],
) -> Material:
    """What was read, with what people had decided, edited and issued before, as far as ``basis`` knows of it.

    The county is as it stood on the period's last day, whatever has moved since.
    """
    county = county.on(period.last)
    readings = {key: history.for_period(period.last) for key, history in histories.items()}
    counts = count_columns(county, period, readings, ledgers)
    material = _with_people(county, pack, store, period, basis, archived, readings, counts)
    known = (histories[column.key].proved for column in county.column if column.key in histories)
    return replace(material, proved=tuple(reading for reading in known if reading))


def city_material(members: CityCounts, pack: str, store: Store, period: Period, basis: Basis) -> Material:
    """The same of a city: what its members' audits count, with what people had decided, edited and issued before."""
    readings, counts = members.readings, members.counts
    material = _with_people(members.city, pack, store, period, basis, Archived(), readings, counts)
    return replace(material, city=members)


def _with_people(
    county: County,
    pack: str,
    store: Store,
    period: Period,
    basis: Basis,
    archived: Archived,
    readings: Mapping[str, ColumnReading],
    counts: tuple[ColumnCount, ...],
) -> Material:
    decisions = store.audits.list_decisions(county, period)
    return Material(
        county,
        pack,
        period,
        basis,
        archived,
        readings,
        counts,
        tuple(decision for decision in decisions if decision.id <= basis.decision),
        tuple(store.audits.list_edits(county, period, basis=basis)),
        tuple(store.audits.load_before(county, period, EARLIER_PERIODS, basis)),
    )


def conclude(material: Material, wording: Path | None, issued: Audit | None = None) -> Audit:
    """The self-checked audit that the material gives; as it was ``issued``, where that is given."""
    county = material.county
    if not material.is_there:
        raise AuditorError(f"{county.name}还没有采集过。请先运行 auditor crawl，或直接运行 auditor run")
    pack = parse_pack(material.pack, county.path)
    audit = build_audit(
        county,
        material.period,
        pack,
        material.readings,
        decisions=material.decisions,
        earlier=material.earlier,
        archived=material.archived,
        counts=material.counts,
        proved=material.proved,
        figures=figures_of(issued.figures)
        if issued and issued.figures
        else load_figures(county, pack, material.period),
    )
    if material.city:
        audit = material.city.stamped(audit)
    audit = with_edits(audit, material.edits, wording)
    if issued:
        audit = audit.model_copy(update={"state": issued.state, "issue": issued.issue})
    return check_documents(audit, wording)


def write_circular(
    audit: Audit, place: Place, out: Path, wording: Path | None = None, *, issued_at: datetime | None = None
) -> Printed:
    """Render all documents of an audit into ``out``; ``wording`` is `wording_of` it, by default the one in force.

    ``issued_at`` is when it was issued, if it was: pictures taken since are no evidence of it.
    """
    pictures = list_pictures(place, audit.county, audit.quarter, until=issued_at)
    printed = print_documents(audit, out, fonts=place.fonts, wording=wording or place.wording, pictures=pictures)
    write_pictures(place, audit.county, pictures, out)
    return printed


def inputs_of(audit: Audit, county: County, store: Store) -> tuple[County, str]:
    """The county and the text of the pack an audit stands by: an issued circular's are those it was frozen with."""
    copy = store.audits.load_copy(county, audit.span, audit.issue.number) if audit.issue else None
    if copy is None or not copy.frozen.pack:
        return county, read_pack(county.county.pack, county.path)
    return parse_subject(copy.frozen.county, county.path), copy.frozen.pack


def wording_of(audit: Audit, county: County, store: Store, place: Place) -> Path | None:
    """The folder of the wording an audit is printed with: an issued circular's is the one it was frozen with."""
    copy = store.audits.load_copy(county, audit.span, audit.issue.number) if audit.issue else None
    if copy is None or not copy.frozen.wording:
        return place.wording
    stem = f"{audit.quarter}-{copy.audit.digest()[7:23]}"
    return frozen_wording(place, county, stem, "circular", copy.frozen.wording)


def issue_circular(
    county: County,
    store: Store,
    place: Place,
    period: Period,
    clock: Clock,
    entry: IssueEntry,
    seen: str = "",
    unheard: str = "",
) -> Audit:
    """Self-check, freeze under a number, and return the issued audit; nothing is issued that contradicts itself.

    ``seen`` is the digest of the draft that the signer looked at. Raises `Outdated` where there is another one by now,
    or where anything it was made from changes before it is frozen: what is issued is what was looked at. ``unheard`` is
    why the signer does not wait for the units' say; without it raises `NotAllowed` while an answer waits.
    """
    period.require_begun(clock().date())
    read_anew(county, store, place, clock)
    made_at, wording = clock(), wording_text(place.wording)
    material = gather(county, store, period)
    audit = conclude(material, place.wording)
    kept = store.audits.load_kept(county, period, seen) if seen else None
    if seen and audit.digest() != seen:
        raise Outdated("预览之后结果有变化，没有印发。请看重新生成的草稿，核对后再印发")
    if kept and kept.wording not in ("", wording_digest(wording)):
        raise Outdated("预览之后通报用语文件有改动，没有印发。请重新核对预览，再印发")
    _require_issuable(audit, material.basis, entry)
    heard, excuse = require_heard(county, store, clock, audit, unheard=unheard)
    entry = entry.model_copy(update={"heard": heard})
    issued = check_documents(audit.model_copy(update={"state": AuditState.ISSUED, "issue": entry}), place.wording)
    if failed := [check for check in issued.self_check if not check.ok]:
        faults = "；".join(f"{check.name}（{check.detail}）" for check in failed)
        raise SelfCheckFailed(f"自查未通过，没有印发：{faults}")
    if wording_text(place.wording) != wording:
        raise Outdated("核对期间通报用语文件有改动，没有印发。请重新核对草稿，再印发")
    if read_pack(county.county.pack, county.path) != material.pack:
        raise Outdated("核对期间评定规则文件有改动，没有印发。请重新核对草稿，再印发")
    if material.city and read_members(material.city.city, store, period).members != material.city.members:
        raise Outdated("核对期间有县的结果变化，没有印发。请重新核对草稿，再印发")
    frozen = FrozenInputs(wording, material.pack, dump_subject(material.county if material.city else county))
    store.audits.issue(county, issued, at=made_at, frozen=frozen, basis=material.basis)
    if excuse:
        note_unheard(county, store, clock, issued, excuse)
    return issued


def _require_issuable(audit: Audit, basis: Basis, entry: IssueEntry) -> None:
    if audit.state is AuditState.PREVIEW:
        cure = f"请在{audit.span.last:%Y-%m-%d}之后重新采集、核对，再印发"
        raise NotAllowed(f"现有证据采集时{audit.span.label}尚未结束（进行中），不能印发。{cure}")
    if audit.span.last >= entry.date:
        raise NotAllowed(f"{audit.span.label}尚未结束，{entry.date:%Y-%m-%d}不能印发")
    if not basis.is_settled:
        raise NotAllowed("正在采集，或上次采集没有完成，没有印发。请等采集结束（中断的请重新采集），核对后再印发")
    if audit.reopened:
        raise NotAllowed("；".join(map(reopened_sentence, audit.reopened)) + "。请重新决定或撤回后再印发")
