"""A period that still runs: counts so far and what is still missing; nobody is called late before the time is up."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from auditor.audit.count import ColumnCount
from auditor.audit.entries import GradedCounts
from auditor.audit.grade import Pack, UnitGrade
from auditor.audit.words import WORDS
from auditor.base.chinese import chinese_date
from auditor.base.period import Period
from auditor.base.terms import PENDING

JUDGED_AT_THE_END = frozenset({"due-column-short", "stale-column", "consecutive-zero", "late-again"})
"""Kinds of finding that say what was not done in the period: true only once it is over."""


def is_running(period: Period, as_of: date | None) -> bool:
    """Whether the evidence ends within the period, so that the rest of it is still to come."""
    return as_of is not None and as_of <= period.last


def so_far(outcome: GradedCounts, pack: Pack, as_of: date) -> GradedCounts:
    """The outcome as it may be told while the period runs: a unit that has the first grade keeps it, others wait."""
    return replace(
        outcome,
        findings=tuple(finding for finding in outcome.findings if finding.rule not in JUDGED_AT_THE_END),
        grades=_grades(outcome, pack, as_of),
    )


def _grades(outcome: GradedCounts, pack: Pack, as_of: date) -> Mapping[str, UnitGrade]:
    return {
        name: grade
        if grade.grade == pack.grade[0].id
        else replace(
            grade, grade=PENDING, reasons=_reasons(_counts_of(outcome, name), as_of), score=None, rank=None, grounds=()
        )
        for name, grade in outcome.grades.items()
    }


def _counts_of(outcome: GradedCounts, unit: str) -> tuple[ColumnCount, ...]:
    return tuple(count for count in outcome.counts if count.column.unit == unit)


def _reasons(counts: tuple[ColumnCount, ...], as_of: date) -> tuple[str, ...]:
    published = sum(count.count or 0 for count in counts)
    told = [WORDS.so_far.format(day=chinese_date(as_of), count=published)]
    short = [
        WORDS.lacking.format(column=count.column.name, count=count.column.expect - count.count)
        for count in counts
        if count.is_short and count.count is not None
    ]
    if short:
        told.append(WORDS.lacks + "、".join(short))
    unknown = [f"“{count.column.name}”（{count.state.label}）" for count in counts if count.count is None]
    if unknown:
        told.append(WORDS.unverified + "、".join(unknown))
    return tuple(told)
