"""Findings from numbers and dates: what is missing, what is late, what came or went out of time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from auditor.audit.count import ColumnCount
from auditor.audit.grade.finding_input import FindingInput, Hit, chinese, hit, working_lag
from auditor.audit.grade.finding_rule import FindingRule
from auditor.audit.grade.observed import is_same_item, published_before, was_absent
from auditor.base.terms import ColumnState
from auditor.crawl.column import ColumnReading, Sighting

# -- presence ----------------------------------------------------------------------------------------------------------


def due_column_short(about: FindingInput, rule: FindingRule) -> Iterator[Hit]:
    """An expected column has fewer items than expected (blank columns are told apart)."""
    for count in about.of_kind(*rule.kinds):
        if count.is_short and count.state is not ColumnState.BLANK:
            newest = _newest(count, about.period.last)
            yield hit(
                count, number=count.count or 0, expect=count.column.expect, newest=chinese(newest) if newest else ""
            )


def blank_column(about: FindingInput, rule: FindingRule) -> Iterator[Hit]:
    """An expected column has never held an item."""
    for count in about.of_kind(*rule.kinds):
        if count.is_expected and count.state is ColumnState.BLANK:
            yield hit(count)


def stale_column(about: FindingInput, rule: FindingRule) -> Iterator[Hit]:
    """A column's newest item is older than its kind's window, in days before the period's last day (``windows``)."""
    for count in about.of_kind(*rule.kinds):
        days = rule.windows.get(count.column.kind, rule.limit)
        newest = _newest(count, about.period.last)
        if days and newest and count.count is not None and not count.exempt and not count.is_short:
            age = (about.period.last - newest).days
            if age > days and count.column.due != ():
                yield hit(count, number=age, newest=chinese(newest), days=days)


def consecutive_zero(about: FindingInput, rule: FindingRule) -> Iterator[Hit]:
    """A unit published nothing for ``least`` periods in a row, this one included."""
    for unit, counts in about.by_unit().items():
        silent = all(count.count == 0 for count in counts) and any(count.is_expected for count in counts)
        periods = about.zero_periods.get(unit, 0) + 1
        if silent and periods >= max(2, rule.least):
            yield Hit(unit, "", figures={"number": periods})


def late_again(about: FindingInput, rule: FindingRule) -> Iterator[Hit]:
    """A unit has the worst grade for ``least`` periods in a row (two at least), this one included."""
    for unit, grade in about.grades.items():
        if grade != about.worst_grade:
            continue
        earlier = [grades.get(unit) == about.worst_grade for grades in about.earlier_grades]
        periods = 1 + ([*earlier, False].index(False))
        if periods >= max(2, rule.least):
            yield Hit(unit, "", figures={"number": periods})


# -- time --------------------------------------------------------------------------------------------------------------


def late_publication(about: FindingInput, rule: FindingRule) -> Iterator[Hit]:
    """Published more than ``limit`` working days after it was formed (政府信息公开条例, art. 26: 20)."""
    for count in about.of_kind(*rule.kinds):
        lags = {item.key: lag for item in count.items if (lag := working_lag(item))}
        late = [item for item in count.items if lags.get(item.key, 0) > rule.limit]
        if late:
            late.sort(key=lambda item: -lags[item.key])
            first = late[0].article
            formed = chinese(first.formed) if first and first.formed else ""
            yield hit(count, late, most=lags[late[0].key], formed=formed, published=chinese(late[0].date))


def burst(about: FindingInput, rule: FindingRule) -> Iterator[Hit]:
    """``share`` percent of a unit's items (``least`` at least) on one of the period's last ``limit`` days."""
    first = about.period.last - timedelta(days=rule.limit - 1)
    for unit, counts in about.by_unit().items():
        items = [item for count in counts for item in count.items]
        days = Counter(item.date for item in items if item.date)
        if len(items) < max(1, rule.least) or not days:
            continue
        day, number = max(days.items(), key=lambda pair: (pair[1], pair[0]))
        if day >= first and number * 100 >= rule.share * len(items):
            columns = "、".join(dict.fromkeys(c.column.name for c in counts for i in c.items if i.date == day))
            on_day = tuple(item for item in items if item.date == day)
            yield Hit(unit, columns, on_day, {"number": number, "total": len(items), "day": chinese(day)})


def back_dated(about: FindingInput, rule: FindingRule) -> Iterator[Hit]:
    """The stated date lies more than ``limit`` days before a proved pass in which the item was not there yet.

    What another column of the county showed before was moved or copied, not dated back.
    """
    for count in about.of_kind(*rule.kinds):
        absent = [item for item in count.items if was_absent(item, rule.limit)]
        late = [item for item in absent if not published_before(item, about.proved, rule.limit)]
        if late:
            one = late[0]
            yield hit(
                count,
                late,
                stated=chinese(one.date),
                absent=chinese(one.absent_at),
                seen=chinese(one.first_seen),
            )


def vanished(about: FindingInput, rule: FindingRule) -> Iterator[Hit]:
    """Items of the period that were seen and later were gone from where they should be, and stand nowhere else."""
    for count in about.of_kind(*rule.kinds):
        lost = [s for s in (count.reading.vanished if count.reading else ()) if s.date and s.date in about.period]
        lost = [item for item in lost if not _is_unread(item, count)]
        gone = [item for item in lost if not _is_elsewhere(item, about.proved)]
        if gone and gone[0].gone_at:
            yield hit(count, gone, gone=chinese(gone[0].gone_at))


def _is_unread(item: Sighting, count: ColumnCount) -> bool:
    """Whether it was missed by a pass that read the column another way than the one before: that shows nothing."""
    return any(one.field == "unread" and one.at == item.gone_at for one in count.ledger.by_item.get(item.key, ()))


def _is_elsewhere(item: Sighting, readings: Sequence[ColumnReading]) -> bool:
    """Whether the county's columns still show an item of this title and date: it was moved or put up again."""
    shown = (other for reading in readings for other in reading.sightings)
    return any(is_same_item(other, item) for other in shown)


def undated(about: FindingInput, rule: FindingRule) -> Iterator[Hit]:
    """Items without a publish date anywhere; listed, never counted. One whose day cannot be right bears one."""
    for count in about.of_kind(*rule.kinds):
        bare = [item for item in count.undated if item.item.date is None]
        if bare and count.count is not None:
            yield hit(count, bare)


def _newest(count: ColumnCount, until: date) -> date | None:
    """Publish date of the column's newest item up to ``until``, in this period or before it."""
    seen: Sequence[Sighting] = count.reading.sightings if count.reading else ()
    return max((s.date for s in seen if s.date and s.date <= until), default=None)
