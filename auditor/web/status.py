"""How a county stands now: runs, drafts, what cannot be verified and since when, what is going on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from auditor.audit.model import Audit
from auditor.audit.summary import AuditSummary
from auditor.base.period import Period
from auditor.base.terms import AuditState, ColumnState, NoticeState, TaskKind, TaskState
from auditor.county.model import County
from auditor.fleet.files import CountyFile
from auditor.schedule.due import Task, upcoming
from auditor.schedule.progress import Running
from auditor.store import RunMark
from auditor.store.agenda import TaskRecord
from auditor.store.notices import Notice
from auditor.web.office import Office
from auditor.web.words import WEB_WORDS

_SHOWN_NOTICES = 20
_NOTICES_SHOWN_FOR = timedelta(days=7)
"""Sending is given up after a day; a week later it is no news that it was."""
_UNDER_WAY = (TaskState.WAITING, TaskState.RUNNING)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A column that cannot be verified: its state and reason, and when it last could be (``None``: never)."""

    column: str
    unit: str
    key: str
    state: ColumnState
    reason: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """One period: its newest audit, and the number and day under which it was issued."""

    period: Period
    audit: Audit
    issued: Audit | None
    open_points: int

    @property
    def state(self) -> str:
        """In words: issued, or a draft."""
        if self.issued:
            return AuditState.ISSUED.label
        return self.audit.state.label if self.audit else AuditState.DRAFT.label


@dataclass(frozen=True, slots=True)
class Going:
    """Work under way: what, how far, and whether this program does it (``is_here``).

    ``left`` is how many minutes it may still take at the pace so far; ``None`` where that cannot be said yet.
    """

    title: str
    step: str
    done: int
    total: int
    failed: int
    column: str
    since: datetime
    left: int | None = None
    is_here: bool = False

    @property
    def share(self) -> int:
        """Per cent done, at most 100."""
        return min(100, 100 * self.done // self.total) if self.total else 0


@dataclass(frozen=True, slots=True)
class Card:
    """One county as the overview shows it."""

    file: CountyFile
    county: County | None
    columns: int = 0
    units: int = 0
    last_run: RunMark | None = None
    next_tasks: tuple[Task, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    periods: tuple[PeriodLine, ...] = ()
    going: Going | None = None
    fault: str = ""


def card_of(office: Office, file: CountyFile) -> Card:
    """The card of one county file."""
    county = file.county
    if county is None:
        return Card(file, None)
    runs = office.store.runs.list_runs(county, last=1)
    return Card(
        file,
        county,
        len(county.column),
        len(county.unit),
        office.store.runs.last_finished(county),
        tuple(upcoming(office.clock(), county.schedule)),
        troubles_of(office, county),
        periods_of(office, county),
        going_of(office, county, runs),
        fault_of(office, county),
    )


def troubles_of(office: Office, county: County) -> tuple[Trouble, ...]:
    """The columns of which the newest pass proved nothing, those that failed longest first."""
    standings = office.store.runs.load_states(county)
    troubles = [
        Trouble(column.name, column.owner_label, column.key, standing.state, standing.reason, standing.proved_at)
        for column in county.column
        if (standing := standings.get(column.key)) and not standing.state.is_known
    ]
    return tuple(sorted(troubles, key=lambda trouble: trouble.since or datetime.min.replace(tzinfo=UTC)))


def periods_of(office: Office, county: County) -> tuple[PeriodLine, ...]:
    """Every period that was audited, newest first."""
    audits, kept = office.store.audits, office.audits
    marks = {mark.period: mark for mark in office.store.agenda.list_issued(county.name)}
    lines = []
    for period, digest in sorted((Period.parse(name), digest) for name, digest in audits.list_digests(county).items()):
        mark = marks.get(period.name)
        audit = kept.get(digest, partial(audits.load_audit, county, period, digest))
        frozen = kept.get(mark.digest, partial(audits.load_issued, county, period, mark.number)) if mark else None
        if audit:
            lines.append(PeriodLine(period, audit, frozen, 0 if frozen else open_points(audit)))
    return tuple(reversed(lines))


def open_points(audit: Audit) -> int:
    """How many things wait for a person: pending units, columns without a count, notes to be settled."""
    return AuditSummary.of(audit).open_points


def going_of(office: Office, county: County, runs: Sequence[RunMark] | None = None) -> Going | None:
    """What is being done for a county, by this program or by another one on the same database."""
    return going_here(office, county.name, county) or _elsewhere(office, county, runs) or _asked_for(office, county)


def begin(office: Office, county: County, kind: TaskKind, period: str = "", *, note: Callable[[], None]) -> str:
    """Have a task begun, and ``note`` it if it was; what is to be told: begun, put behind what is under way, or under
    way already."""
    is_busy = going_of(office, county) is not None
    if not office.ask_for(county, kind, period):
        return "running"
    note()
    return "queued" if is_busy else "started"


def waiting_of(office: Office, county: County) -> tuple[str, ...]:
    """What was asked for and comes after what is under way, by what it is called."""
    if office.agenda is None or going_of(office, county) is None:
        return ()
    records = office.store.agenda.list_tasks(county.name, office.clock().date())
    waiting = [record for record in records if record.stands_in_line]
    is_shown = office.progress.of(county.name).running is None  # the first of them is what is about to begin
    return tuple(title_of(record, county) for record in waiting[is_shown:])


def going_here(office: Office, name: str, county: County | None) -> Going | None:
    """What this program is doing for the county of that name."""
    running = office.progress.of(name).running
    if running:
        step, column = running.step, running.column
        title = title_of(running, county)
        left = _minutes_left(running.done, running.total, office.clock() - running.started_at)
        return Going(
            title, step, running.done, running.total, running.failed, column, running.started_at, left, is_here=True
        )
    return None


def _minutes_left(done: int, total: int, taken: timedelta) -> int | None:
    """At the pace so far; nothing is said before a twentieth is done, nor where the clock stands still."""
    if done < max(2, total // 20) or not timedelta() < taken:
        return None
    return max(1, round(taken / done * max(total - done, 0) / timedelta(minutes=1)))


def fault_of(office: Office, county: County) -> str:
    """Why the last work on a county failed; empty where it did not."""
    return office.progress.of(county.name).error


def failed_notices(office: Office) -> tuple[Notice, ...]:
    """Notices of this week that did not arrive, or not yet although they were tried."""
    since = office.clock() - _NOTICES_SHOWN_FOR
    notices = (
        n
        for n in office.store.notices.list_notices(limit=_SHOWN_NOTICES * 5)
        if n.made_at >= since and (office.scope.is_whole or office.scope.sees_county(n.county))
    )
    return tuple(n for n in notices if n.state is NoticeState.FAILED or (n.state is NoticeState.WAITING and n.error))[
        :_SHOWN_NOTICES
    ]


def _elsewhere(office: Office, county: County, runs: Sequence[RunMark] | None) -> Going | None:
    """What another program on the same database is crawling."""
    if not office.store.leases.is_held(f"county:{county.name}", datetime.now(UTC)):
        return None
    runs = office.store.runs.list_runs(county, last=1) if runs is None else runs
    if not runs or runs[-1].finished_at:
        return None
    done = office.store.runs.columns_done([runs[-1].id])
    return Going(WEB_WORDS.crawl, WEB_WORDS.by_another, len(done), len(county.column), 0, "", runs[-1].started_at)


def _asked_for(office: Office, county: County) -> Going | None:
    """A task that is about to begin: asked for, or left behind by a program that ended."""
    if office.agenda is None:
        return None
    for record in office.store.agenda.list_tasks(county.name, office.clock().date()):
        if record.state in _UNDER_WAY and record.next_at is None:
            return _about_to_begin(record, county)
    return None


def _about_to_begin(record: TaskRecord, county: County) -> Going:
    columns = 1 if record.kind is TaskKind.COLUMN else len(county.column)
    return Going(title_of(record, county), record.state.label, 0, columns, 0, "", record.changed_at)


def title_of(record: TaskRecord | Running, county: County | None) -> str:
    """What a task is called; that of one column with the column's name."""
    kind = record.kind
    if kind is TaskKind.OBSERVE:
        return kind.label
    label = Task(kind, record.period, datetime.min.replace(tzinfo=UTC)).label
    key = record.period.partition(" ")[2]
    name = next((column.name for column in county.column if column.key == key), "") if county and key else ""
    return WEB_WORDS.of_column.format(task=label, column=name) if name else label
