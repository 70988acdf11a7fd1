"""The figures of the charts; a template prints them as tables with shades and bars, read by everybody in one way."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from auditor.audit.model import Audit, RowEntry, UnitEntry
from auditor.base.terms import AuditState
from auditor.circular.context import local_day
from auditor.web.paged import paged
from auditor.web.pages import path_to, tone_of
from auditor.web.words import WEB_WORDS

_WORDS = WEB_WORDS.charts
_STEPS = (0, 1, 2, 4, 8)
_HEAT_LINES = 100


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One column in one week: how many items, and how deep the shade is (0 to 4)."""

    count: int
    level: int


@dataclass(frozen=True, slots=True)
class HeatLine:
    """One column: ``cells`` is empty where nobody can say."""

    label: str
    owner: str
    href: str
    cells: tuple[HeatCell, ...]
    total: str
    state: str


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A page of columns by weeks, each called by its first day; ``ahead`` is how many of them had not begun."""

    weeks: tuple[str, ...]
    lines: tuple[HeatLine, ...]
    summary: str
    page: int
    pages: int
    ahead: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; ``share`` is per cent of the longest, ``kind`` picks the colour, ``text`` is its value in words."""

    share: int
    label: str
    text: str
    kind: str
    href: str


def heat_map(audit: Audit, county: str, page: int = 1) -> HeatMap:
    """When every column was updated, week by week; a column that could not be verified shows no weeks at all.

    Weeks that had not begun when the evidence was gathered have no cell: nobody can say what they will hold.
    """
    first, last = audit.period
    dates = [item.date for row in audit.rows for item in row.items if item.date]
    seen = max([local_day(audit.evidence.crawled_to) or last, *dates])
    weeks = [first + timedelta(days=7 * step) for step in range((last - first).days // 7 + 1)]
    begun = [week for week in weeks if week <= seen] or weeks[:1]
    shown = paged(audit.rows, page, _HEAT_LINES)
    lines = tuple(
        _heat_line(row, begun, path_to("county", county, audit.quarter, "column", key=row.key)) for row in shown.lines
    )
    busy = Counter(_week(day, first) for day in dates)
    most = max(busy, key=lambda week: (busy[week], -week), default=None)
    summary = _WORDS.heat.format(columns=len(audit.rows), weeks=len(begun), total=audit.total)
    if most is not None and 0 <= most < len(weeks):
        summary += _WORDS.busiest.format(day=weeks[most], count=busy[most])
    if audit.unknown_rows:
        summary += _WORDS.hatched.format(count=len(audit.unknown_rows))
    labels = tuple(f"{week.month}.{week.day}" for week in weeks)
    return HeatMap(labels, lines, summary, shown.page, shown.pages, len(weeks) - len(begun))


def _heat_line(row: RowEntry, weeks: Sequence[date], href: str) -> HeatLine:
    if row.count is None:
        return HeatLine(row.column, row.unit, href, (), "—", _WORDS.unverified.format(state=row.state.label))
    if row.count and not any(item.date for item in row.items):  # tallied by number alone
        return HeatLine(row.column, row.unit, href, (), str(row.count), _WORDS.dateless.format(state=row.state.label))
    counts = Counter(min(max(_week(item.date, weeks[0]), 0), len(weeks) - 1) for item in row.items if item.date)
    cells = tuple(HeatCell(counts[number], _level(counts[number])) for number in range(len(weeks)))
    return HeatLine(row.column, row.unit, href, cells, str(row.count), row.state.label)


def _week(day: date, first: date) -> int:
    return (day - first).days // 7


def _level(count: int) -> int:
    return max(step for step, least in enumerate(_STEPS) if count >= least)


def trend(audits: Sequence[Audit]) -> tuple[Bar, ...]:
    """The county's total, period by period, oldest first; one that still ran is marked as such."""
    most = max([audit.total for audit in audits], default=0) or 1
    return tuple(
        Bar(
            round(100 * audit.total / most),
            f"{audit.span.label}{_running(audit)}",
            "，".join(
                [
                    _WORDS.published.format(count=audit.total),
                    *([_WORDS.published_unknown.format(count=len(audit.unknown_rows))] if audit.unknown_rows else []),
                ]
            ),
            "part" if audit.unknown_rows or _running(audit) else "full",
            path_to("county", audit.county, audit.quarter),
        )
        for audit in audits
    )


def _running(audit: Audit) -> str:
    return _WORDS.running.format(state=audit.state.label) if audit.state is AuditState.PREVIEW else ""


def unit_bars(audit: Audit, units: Sequence[UnitEntry]) -> tuple[Bar, ...]:
    """How many items every unit published, most first; units that cannot be counted in full are marked."""
    ranked = sorted(units, key=lambda unit: -_known(audit, unit))
    most = max([_known(audit, unit) for unit in ranked], default=0) or 1
    return tuple(_unit_bar(audit, unit, most) for unit in ranked)


def _unit_bar(audit: Audit, unit: UnitEntry, most: int) -> Bar:
    known = _known(audit, unit)
    unknown = sum(row.count is None for row in audit.rows_of(unit))
    parts = [_WORDS.published.format(count=known)] if known or not unknown else []  # unknown is never nought
    parts += [_WORDS.published_unknown.format(count=unknown)] if unknown else []
    text = "，".join(parts)
    href = path_to("county", audit.county, audit.quarter, "unit", unit=unit.name)
    return Bar(round(100 * known / most), unit.name, text, tone_of(audit, unit.grade), href)


def _known(audit: Audit, unit: UnitEntry) -> int:
    return sum(row.count or 0 for row in audit.rows_of(unit))
