"""The whole story, top to bottom: crawl a county, audit a period, write the circular, issue it.

county file -> fetch -> read -> count -> grade -> review -> circular
                 |        |                         |
              archive   store                    decisions
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

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
from auditor.fetch import Fetched, PageRequest
from auditor.pipeline.anew import read_anew, renew_readings
from auditor.pipeline.clock import not_back, refuse_leap
from auditor.pipeline.frozen import frozen_wording
from auditor.pipeline.hearing import note_unheard, require_heard
from auditor.pipeline.lease import holding
from auditor.pipeline.members import read_members
from auditor.pipeline.pictures import list_pictures, write_pictures
from auditor.pipeline.reading import crawl_columns
from auditor.pipeline.saving import Saver, Watch
from auditor.store import RunMark, Store
from auditor.store.audits import FrozenInputs
from auditor.store.basis import EARLIER_PERIODS, Basis
from auditor.store.runs import ColumnHistory

if TYPE_CHECKING:
    from auditor.fetch.pace import HostQueues

_LOOKED_AGAIN = timedelta(days=31)
"""So long after a period its columns are looked at for what has become of it."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A single page to be fetched again as evidence; ``known`` is its earlier answer, asked whether it still stands."""

    request: PageRequest
    known: Fetched | None = None


def observation_start(today: date) -> date:
    """How far back a plain crawl reads: the first day of the previous quarter, so that a late audit is covered."""
    return Period.containing("quarter", today).previous().first


async def crawl_county(
    county: County,
    store: Store,
    place: Place,
    clock: Clock,
    *,
    since: date,
    thorough: bool,
    watch: Watch,
    queues: "HostQueues | None" = None,
    visits: Sequence[Visit] = (),
    clock_checked: bool = False,
    only: str = "",
) -> RunMark:
    """One polite pass over all columns; an interrupted pass of the same kind is continued, not begun again.

    ``only`` is the key of one column that alone is read.
    ``visits`` are fetched after the columns, unless these opened them. ``queues`` are shared by counties crawled at
    once, so that a host they share keeps its pace. ``clock_checked``: a person vouches for the clock, whatever the
    portal's says. Network and archive are loaded here: what only audits and writes does without.
    """
    from auditor.archive import ArchiveWriter
    from auditor.crawl.browser import BrowserFetcher, Given
    from auditor.fetch.client import PortalClient, user_agent
    from auditor.fetch.opening import Opening
    from auditor.read.lists.learned import Layouts
    from auditor.read.printed import layouts_told

    async with holding(store, f"county:{county.name}"):
        runs, home, rules = store.runs.list_recent(county), county.county.home, county.crawl
        clock, opening, layouts = not_back(clock, county, runs), Opening(), Layouts()
        agent, started = user_agent(place.contact), RunMark(0, clock(), since, thorough, only=only)
        async with PortalClient(
            home, rules, now=clock, contact=place.contact, archive=opening, queues=queues
        ) as portal:
            if not clock_checked:
                await refuse_leap(county, place, clock, runs, portal)
            await renew_readings(county, store, place, clock)  # this pass stands on the same as its replay will
            place.settle_archive(county.name, [run.archive for run in runs if run.archive])
            broken = _interrupted(runs, started)
            mark = store.runs.start(county, replace(started, continues=broken.id if broken else None))
            with ArchiveWriter(
                place.archive_of(county.name), mark.name, started=mark.started_at, agent=agent
            ) as archive:
                mark = store.runs.keep_archive(mark, archive.name)
                lost = _forget_lost(county, store, place, runs)
                done = store.runs.columns_done(_chain(runs, mark)) if broken else set()
                watched = county.on(started.started_at.date()).column
                columns = [column for column in watched if column.key not in done and column.ends_after(since)]
                columns = [column for column in columns if not only or column.key == only]
                portal.keep_in(archive)
                begun = opening.over(portal, archive)  # of what the clock was looked at by, nothing is asked twice
                given = {county.address_of(column): Given.of(column) for column in columns}
                async with (
                    BrowserFetcher(begun, archive, place.browser, agent, clock, given) as fetcher,
                    Saver(county, store, mark, archive, watch) as saver,
                ):
                    await crawl_columns(county, columns, store, mark, fetcher, saver.keep, layouts)
                    for visit in visits:
                        if not begun.has_page(visit.request):  # a column's second look at it is one
                            await fetcher.fetch(visit.request, unless_changed=visit.known)
                    ended, requests = clock(), portal.requests
                    notes = (*lost, *portal.notes, *saver.notes, *layouts_told(layouts.disagreed))
                link = archive.close()
        digest = f"sha256:{link.chain}" if link else ""
        finished = replace(mark, finished_at=ended, requests=requests, notes=notes, digest=digest)
        store.runs.finish(finished)
        return finished


@dataclass(frozen=True, slots=True)
class Material:
    """All that the audit of one county and period is made from; nothing that came later is in it.

    ``readings`` by column key; ``counts`` what they give; ``decisions`` and ``edits`` all that were ever made;
    ``earlier`` the audits of the periods before, newest first; ``pack`` the text of the grading pack. Of a city,
    ``city`` is what its members' audits count.
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
    return _with_people(county, pack, store, period, basis, archived, readings, counts)


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


def _asked(run: RunMark) -> tuple[date, bool, str]:
    return run.since, run.thorough, run.only


def _interrupted(runs: Sequence[RunMark], started: RunMark) -> RunMark | None:
    """The county's newest run, where it was broken off within half a day and asked for the same."""
    last = runs[-1] if runs else None
    if last is None or last.finished_at or _asked(last) != _asked(started):
        return None
    return last if started.started_at - last.started_at < timedelta(hours=12) else None


def _forget_lost(county: County, store: Store, place: Place, runs: Sequence[RunMark]) -> tuple[str, ...]:
    """Take back columns of cut-off runs whose pages did not reach the disk, to be read again; say which.

    A disk that keeps the order of what it is told to write loses none; some do not.
    """
    from auditor.archive import sealed_columns

    ended = max((run.id for run in runs if run.finished_at), default=0)
    lost: set[str] = set()
    for run in (run for run in runs if run.id > ended):
        sealed = sealed_columns(place.archive_of(county.name), run.name, run.archive)
        gone = store.runs.columns_done([run.id]) - sealed if sealed is not None else set()
        store.runs.forget(run, county, gone)
        lost |= gone
    names = "、".join(column.name for column in county.column if column.key in lost)
    return (f"上次采集中断时，下列栏目的网页没有来得及存入磁盘，已重新采集：{names}",) if names else ()


def _chain(runs: Sequence[RunMark], mark: RunMark) -> list[int]:
    """The ids of a run and of those before it that it continues."""
    continued = {run.id: run.continues for run in (*runs, mark)}
    chain = [mark.id]
    while (before := continued[chain[-1]]) is not None:
        chain.append(before)
    return chain
