"""The geometry of the charts; a template prints it as SVG, which stays sharp on paper and needs no script."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from auditor.audit.model import Audit, RowEntry, UnitEntry
from auditor.base.chinese import shortened
from auditor.base.period import Period
from auditor.base.terms import AuditState
from auditor.circular.context import local_day
from auditor.web.pages import path_to, tone_of
from auditor.web.words import WEB_WORDS

_WORDS = WEB_WORDS.charts
_STEPS = (0, 1, 2, 4, 8)
_CELL, _LINE, _LABELS, _OWNERS = 60, 20, 210, 130


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One column in one week: how many items, and how deep the shade is (0 to 4)."""

    x: int
    count: int
    level: int
    tip: str


@dataclass(frozen=True, slots=True)
class HeatLine:
    """One column: ``cells`` is empty where nobody can say."""

    y: int
    label: str
    owner: str
    href: str
    cells: tuple[HeatCell, ...]
    total: str
    state: str


@dataclass(frozen=True, slots=True)
class WeekMark:
    """A week's place and its first day."""

    x: int
    label: str


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Columns by weeks; ``ahead`` is how many of them had not begun."""

    width: int
    height: int
    left: int
    span: int
    weeks: tuple[WeekMark, ...]
    lines: tuple[HeatLine, ...]
    summary: str
    ahead: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its label; ``length`` in pixels, ``level`` picks the colour, ``text`` stands at its end."""

    offset: int
    length: int
    label: str
    text: str
    tip: str
    kind: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar chart and what it says in one sentence."""

    width: int
    height: int
    base: int
    bars: tuple[Bar, ...]
    summary: str


def heat_map(audit: Audit, county: str) -> HeatMap:
    """When every column was updated, week by week; a column that could not be verified shows no weeks at all.

    Weeks that had not begun when the evidence was gathered have no cell: nobody can say what they will hold.
    """
    first, last = audit.period
    dates = [item.date for row in audit.rows for item in row.items if item.date]
    seen = max([local_day(audit.evidence.crawled_to) or last, *dates])
    weeks = [first + timedelta(days=7 * step) for step in range((last - first).days // 7 + 1)]
    begun = [week for week in weeks if week <= seen] or weeks[:1]
    left = _LABELS + _OWNERS
    lines = tuple(
        _heat_line(row, 24 + _LINE * number, begun, path_to("county", county, audit.quarter, "column", key=row.key))
        for number, row in enumerate(audit.rows)
    )
    busy = Counter(_week(day, first) for day in dates)
    most = max(busy, key=lambda week: (busy[week], -week), default=None)
    summary = _WORDS.heat.format(columns=len(audit.rows), weeks=len(begun), total=audit.total)
    if most is not None and 0 <= most < len(weeks):
        summary += _WORDS.busiest.format(day=weeks[most], count=busy[most])
    if audit.unknown_rows:
        summary += _WORDS.hatched.format(count=len(audit.unknown_rows))
    return HeatMap(
        left + _CELL * len(weeks) + 60,
        30 + _LINE * len(lines),
        left,
        _CELL * len(weeks),
        tuple(WeekMark(left + _CELL * number, f"{week.month}.{week.day}") for number, week in enumerate(weeks)),
        lines,
        summary,
        ahead=len(weeks) - len(begun),
    )


def _heat_line(row: RowEntry, y: int, weeks: Sequence[date], href: str) -> HeatLine:
    owner = shortened(row.unit, 10)
    if row.count is None:
        return HeatLine(y, shortened(row.column, 16), owner, href, (), "—", row.state.label)
    counts = Counter(min(max(_week(item.date, weeks[0]), 0), len(weeks) - 1) for item in row.items if item.date)
    cells = tuple(
        HeatCell(
            _LABELS + _OWNERS + _CELL * number,
            counts[number],
            _level(counts[number]),
            _WORDS.week.format(column=row.column, day=week, count=counts[number]),
        )
        for number, week in enumerate(weeks)
    )
    return HeatLine(y, shortened(row.column, 16), owner, href, cells, str(row.count), row.state.label)


def _week(day: date, first: date) -> int:
    return (day - first).days // 7


def _level(count: int) -> int:
    return max(step for step, least in enumerate(_STEPS) if count >= least)


def trend(audits: Sequence[Audit]) -> Bars:
    """The county's total, period by period, oldest first; one that still ran is marked as such."""
    most = max([audit.total for audit in audits], default=0) or 1
    bars = tuple(
        Bar(
            16 + 84 * number,
            round(110 * audit.total / most),
            _narrow(audit.span),
            str(audit.total),
            _WORDS.total.format(period=f"{audit.span.label}{_running(audit)}", total=audit.total)
            + (_WORDS.total_unknown.format(count=len(audit.unknown_rows)) if audit.unknown_rows else ""),
            "part" if audit.unknown_rows or _running(audit) else "full",
            path_to("county", audit.county, audit.quarter),
        )
        for number, audit in enumerate(audits)
    )
    summary = "；".join(bar.tip for bar in bars)
    return Bars(32 + 84 * max(len(bars), 3), 170, 140, bars, summary)


def _narrow(span: Period) -> str:
    """The period as it fits under a bar."""
    name = span.short_label
    for long, short in _WORDS.narrow.items():
        name = name.replace(long, short)
    return _WORDS.period.format(year=str(span.year)[2:], name=name)


def _running(audit: Audit) -> str:
    return _WORDS.running.format(state=audit.state.label) if audit.state is AuditState.PREVIEW else ""


def unit_bars(audit: Audit, units: Sequence[UnitEntry]) -> Bars:
    """How many items every unit published, most first; units that cannot be counted in full are marked."""
    ranked = sorted(units, key=lambda unit: -_known(audit, unit))
    most = max([_known(audit, unit) for unit in ranked], default=0) or 1
    bars = tuple(_unit_bar(audit, unit, 6 + 22 * number, most) for number, unit in enumerate(ranked))
    summary = "，".join(f"{bar.label}{bar.text}" for bar in bars)
    return Bars(760, 12 + 22 * len(bars), 190, bars, summary)


def _unit_bar(audit: Audit, unit: UnitEntry, offset: int, most: int) -> Bar:
    known = _known(audit, unit)
    unknown = sum(row.count is None for row in audit.rows_of(unit))
    text = _WORDS.published.format(count=known) + (_WORDS.published_unknown.format(count=unknown) if unknown else "")
    return Bar(
        offset,
        round(420 * known / most),
        shortened(unit.name, 13),
        text,
        _WORDS.unit.format(unit=unit.name, published=text, grade=audit.label_of(unit.grade)),
        tone_of(audit, unit.grade),
        path_to("county", audit.county, audit.quarter, "unit", unit=unit.name),
    )


def _known(audit: Audit, unit: UnitEntry) -> int:
    return sum(row.count or 0 for row in audit.rows_of(unit))
