"""What is worth telling: found in the evidence, each under a name that never changes."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from auditor.audit.decisions import Decision, ending_declarations
from auditor.audit.model import Audit, RowEntry
from auditor.base.period import Period
from auditor.base.terms import NoticeKind
from auditor.base.workdays import count_working_days
from auditor.county.model import County, DisclosureColumn
from auditor.pipeline.moves import MoveSign
from auditor.store.runs import ColumnHistory

DECLARED_AHEAD = timedelta(days=14)
"""So long before a declaration ends another is asked for; one that ended longer ago is no news."""
NoticeFacts = Mapping[str, str | int]
"""Single words and numbers of a notice, by the names its template uses."""


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One line of a notice: who, and what about it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something to tell, as a template prints it.

    ``name`` is the event's own for good: the same event noticed again after a restart is not told again.
    ``facts`` are single words by key, ``lines`` the list below them.
    """

    kind: NoticeKind
    name: str
    county: str
    facts: NoticeFacts
    lines: tuple[NoticeLine, ...] = ()


def draft_ready(audit: Audit, folder: str) -> Event:
    """A draft of the circular was written; one with the same grades and counts again is the same event."""
    grades = tuple(NoticeLine(grade.label, f"{len(audit.graded(grade.id))}个") for grade in audit.pack.grades)
    facts: NoticeFacts = {
        "period": audit.span.label,
        "total": audit.total,
        "units": len(audit.units),
        "pending": len(audit.pending_units),
        "unknown": len(audit.unknown_rows),
        "folder": folder,
    }
    return Event(NoticeKind.DRAFT, draft_name(audit), audit.county, facts, grades)


def draft_name(audit: Audit) -> str:
    """The name of the event that a draft saying this was written, from whichever crawl."""
    said = [[unit.name, unit.grade, unit.total] for unit in audit.units] + [[row.key, row.count] for row in audit.rows]
    mark = hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]
    return f"draft:{audit.county}:{audit.quarter}:{mark}"


def draft_sent(audit: Audit, due: date) -> Event:
    """A draft went to the units, who may answer until ``due``."""
    facts: NoticeFacts = {"period": audit.span.label, "due": f"{due:%Y-%m-%d}", "units": len(audit.units)}
    lines = tuple(NoticeLine(unit.name, audit.label_of(unit.grade)) for unit in audit.units)
    name = f"hearing:{audit.county}:{audit.quarter}:{audit.digest()[-16:]}:{due}"
    return Event(NoticeKind.HEARING, name, audit.county, facts, lines)


def circular_issued(audit: Audit, digest: str) -> Event:
    """A circular was issued."""
    number = audit.issue.number if audit.issue else ""
    facts: NoticeFacts = {"period": audit.span.label, "number": number or "（无文号）", "units": len(audit.units)}
    return Event(NoticeKind.ISSUED, issued_name(audit.county, digest), audit.county, facts)


def issued_name(county: str, digest: str) -> str:
    """The name of the event that a circular with that digest was issued."""
    return f"issued:{county}:{digest[-16:]}"


def worst_twice(audit: Audit) -> Event | None:
    """Units that got the pack's last grade in this period and in the one before."""
    grades = [grade.id for grade in audit.pack.grades]
    if not grades:
        return None
    worst = grades[-1]
    units = [unit for unit in audit.units if unit.grade == worst and unit.previous_grade == worst]
    lines = tuple(NoticeLine(unit.name, "；".join(unit.reasons)) for unit in units)
    facts: NoticeFacts = {"period": audit.span.label, "grade": audit.label_of(worst), "count": len(units)}
    name = f"repeat:{audit.county}:{audit.quarter}:{audit.digest()[-16:]}"
    return Event(NoticeKind.REPEAT, name, audit.county, facts, lines) if units else None


def warning_name(county: str, quarter: Period) -> str:
    """The name of a quarter's early warning."""
    return f"warning:{county}:{quarter.name}"


def is_warning_time(today: date, quarter: Period, days: int) -> bool:
    """Whether the quarter ends within so many working days."""
    return today <= quarter.last and count_working_days(today, quarter.last) <= days


def early_warning(audit: Audit, today: date) -> Event | None:
    """Which units are about to miss a column that is due (预警); columns nobody could read are named apart."""
    short = [row for row in audit.rows if row.owned and row.is_short]
    unread = [row for row in audit.rows if row.owned and row.due and not row.exempt and row.count is None]
    if not short and not unread:
        return None
    facts: NoticeFacts = {
        "period": audit.span.label,
        "days": count_working_days(today, audit.span.last),
        "last": f"{audit.span.last:%Y-%m-%d}",
        "count": len({row.unit for row in short}),
    }
    lines = (*_lines_by_unit(short, _shortage), *_lines_by_unit(unread, lambda row: f"“{row.column}”{row.state.label}"))
    return Event(NoticeKind.WARNING, warning_name(audit.county, audit.span), audit.county, facts, lines)


def unverifiable(
    county: County, histories: Mapping[str, ColumnHistory], known_since: date, now: datetime, days: int
) -> list[Event]:
    """Columns that nobody could verify for at least so many days: one event for all that failed since the same day."""
    by_day: dict[date, list[tuple[DisclosureColumn, ColumnHistory]]] = defaultdict(list)
    for column in county.column:
        history = histories.get(column.key)
        if history is None or history.newest.state.is_known:
            continue
        since = history.proved.read_at.date() if history.proved else known_since
        if now.date() - since >= timedelta(days=days):
            by_day[since].append((column, history))
    return [_unverifiable_since(county, since, found, now) for since, found in sorted(by_day.items())]


def _unverifiable_since(
    county: County, since: date, found: Sequence[tuple[DisclosureColumn, ColumnHistory]], now: datetime
) -> Event:
    lines = tuple(
        NoticeLine(column.name, f"{history.newest.state.label}：{history.newest.reason}（{county.address_of(column)}）")
        for column, history in found
    )
    facts: NoticeFacts = {"since": f"{since:%Y-%m-%d}", "days": (now.date() - since).days, "count": len(found)}
    return Event(NoticeKind.UNVERIFIABLE, f"unverifiable:{county.name}:{since}", county.name, facts, lines)


def laid_out_anew(county: County, histories: Mapping[str, ColumnHistory]) -> Event | None:
    """Columns whose pages the newest pass found laid out anew: one event for the same columns in the same words."""
    found = [
        (column, history.newest)
        for column in county.column
        if (history := histories.get(column.key)) is not None and history.newest.relaid
    ]
    if not found:
        return None
    lines = tuple(NoticeLine(column.name, newest.reason or newest.relaid) for column, newest in found)
    mark = hashlib.sha256(json.dumps([[column.key, newest.relaid] for column, newest in found]).encode()).hexdigest()
    return Event(NoticeKind.RELAID, f"relaid:{county.name}:{mark[:16]}", county.name, {"count": len(found)}, lines)


def columns_moved(county: County, signs: Sequence[MoveSign]) -> Event | None:
    """Columns that seem to have moved: one event for the same columns with the same signs."""
    if not signs:
        return None
    lines = tuple(NoticeLine(sign.column.name, sign.told) for sign in signs)
    mark = hashlib.sha256(json.dumps([[sign.column.key, sign.told] for sign in signs]).encode()).hexdigest()
    return Event(NoticeKind.MOVED, f"moved:{county.name}:{mark[:16]}", county.name, {"count": len(signs)}, lines)


def declarations_ending(county: County, decisions: Sequence[Decision], today: date) -> list[Event]:
    """What units declared that has ended, or soon does: one event for all that end on one day, before and after it."""
    columns = {column.key: column for column in county.column if column.ends_after(today)}
    by_day: dict[date, list[NoticeLine]] = defaultdict(list)
    for decision, declared in ending_declarations(decisions, today + DECLARED_AHEAD):
        if column := columns.get(decision.column_key):
            by_day[declared.until].append(NoticeLine(column.owner_label, declared.asked_again(column.name, today)))
    return [
        Event(
            NoticeKind.DECLARED,
            f"declared:{county.name}:{until}:{'ended' if until < today else 'ends'}",
            county.name,
            {"count": len(lines)},
            tuple(lines),
        )
        for until, lines in by_day.items()
        if today - until < DECLARED_AHEAD
    ]


def task_failed(county: str, label: str, period: str, error: str) -> Event:
    """A scheduled task was given up."""
    facts: NoticeFacts = {"task": label, "error": error}
    return Event(NoticeKind.TROUBLE, f"trouble:{county}:{label}:{period}", county, facts)


def calendar_ends(county: str, quarter: Period, day: date) -> Event:
    """The audit's day lies beyond the published holidays."""
    facts: NoticeFacts = {"period": quarter.label, "day": f"{day:%Y-%m-%d}", "year": day.year}
    return Event(NoticeKind.CALENDAR, f"calendar:{county}:{quarter.name}", county, facts)


def _shortage(row: RowEntry) -> str:
    return f"“{row.column}”应更新{row.expect}条，已更新{row.count}条"


def _lines_by_unit(rows: Sequence[RowEntry], words: Callable[[RowEntry], str]) -> list[NoticeLine]:
    by_unit: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        by_unit[row.unit].append(words(row))
    return [NoticeLine(unit, "；".join(texts)) for unit, texts in by_unit.items()]
