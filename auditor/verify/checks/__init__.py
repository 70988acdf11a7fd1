"""The table of checks: each a pure function from a `OpenedPaper` to comparisons."""

from collections.abc import Callable, Iterator

from auditor.verify.checks.balance import applications_balance
from auditor.verify.checks.changes import changes
from auditor.verify.checks.comingback import coming_back
from auditor.verify.checks.complements import complements
from auditor.verify.checks.crosstables import grades_in_tables, named_columns, units_across_tables
from auditor.verify.checks.dates import days_of_check, impossible_dates, period_ends, report_years, signing
from auditor.verify.checks.derived import derived
from auditor.verify.checks.feasible import feasible_rates
from auditor.verify.checks.forms import applications_table, applications_told, reviews_table, statistics_table
from auditor.verify.checks.formtext import decisions, rates_in_a_row
from auditor.verify.checks.idle import idle_units
from auditor.verify.checks.indicators import indicators
from auditor.verify.checks.leaders import extremes, falling
from auditor.verify.checks.listed import rows_listed
from auditor.verify.checks.lists import first_named, names_against_number, names_listed_twice
from auditor.verify.checks.marks import beyond_full, beyond_marks
from auditor.verify.checks.named_forms import rows_by_name
from auditor.verify.checks.namedunits import bands, named_units
from auditor.verify.checks.partitions import partitions
from auditor.verify.checks.quantities import cases_named, columns_counted, said_again
from auditor.verify.checks.relations import places_in_order, ranked_by, shares_of_all, sums_across, verdicts
from auditor.verify.checks.repeats import applications, published, same_totals
from auditor.verify.checks.rolls import rolls
from auditor.verify.checks.schedule import schedule
from auditor.verify.checks.shares import percentages, share_sums
from auditor.verify.checks.spoken import spoken
from auditor.verify.checks.structure import attachments, first_numbers, heading_numbers, point_numbers, points_counted
from auditor.verify.checks.tables import column_totals, rate_columns, row_totals, serial_numbers
from auditor.verify.checks.text import damaged_text, empty_fields, hijacked_text
from auditor.verify.checks.texttables import text_against_tables
from auditor.verify.checks.tiedrates import tied_rates
from auditor.verify.checks.totals import totals_against_parts
from auditor.verify.checks.units import units_stated_graded_tabled
from auditor.verify.checks.verbcolumns import totals_of_columns
from auditor.verify.comparison import Comparison, Spot
from auditor.verify.kinds import CheckFamily
from auditor.verify.paper import OpenedPaper

Check = Callable[[OpenedPaper], Iterator[Comparison]]
LastCheck = Callable[[OpenedPaper, frozenset[Spot]], Iterator[Comparison]]

CHECKS: tuple[Check, ...] = (
    totals_against_parts,
    complements,
    coming_back,
    names_against_number,
    names_listed_twice,
    rolls,
    first_named,
    units_stated_graded_tabled,
    text_against_tables,
    totals_of_columns,
    columns_counted,
    cases_named,
    said_again,
    units_across_tables,
    grades_in_tables,
    named_columns,
    named_units,
    bands,
    extremes,
    falling,
    rows_listed,
    idle_units,
    spoken,
    beyond_marks,
    beyond_full,
    column_totals,
    row_totals,
    serial_numbers,
    sums_across,
    places_in_order,
    ranked_by,
    verdicts,
    shares_of_all,
    rate_columns,
    percentages,
    share_sums,
    changes,
    derived,
    same_totals,
    applications_balance,
    applications,
    published,
    decisions,
    rates_in_a_row,
    statistics_table,
    applications_table,
    applications_told,
    reviews_table,
    rows_by_name,
    indicators,
    heading_numbers,
    point_numbers,
    points_counted,
    attachments,
    impossible_dates,
    days_of_check,
    period_ends,
    report_years,
    signing,
    schedule,
    first_numbers,
    damaged_text,
    hijacked_text,
    empty_fields,
)
"""Comparisons come in this order."""

LAST_CHECKS: tuple[tuple[LastCheck, tuple[CheckFamily, ...]], ...] = (
    (partitions, (CheckFamily.TOTAL, CheckFamily.SAME)),
    (tied_rates, tuple(CheckFamily)),
    (feasible_rates, (CheckFamily.RATE,)),
)
"""Checks of what is left: each with the families whose agreeing figures it lets be."""
