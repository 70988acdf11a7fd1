"""The table of checks: each a pure function from a `OpenedPaper` to comparisons."""

from collections.abc import Callable, Iterator

from auditor.verify.checks.again import comes_back
from auditor.verify.checks.balance import applications_balance
from auditor.verify.checks.bracketed import numbers_in_brackets
from auditor.verify.checks.changes import changes, means
from auditor.verify.checks.complements import complements
from auditor.verify.checks.crosstables import grades_in_tables, named_columns, units_across_tables
from auditor.verify.checks.dates import days_of_check, impossible_dates, period_ends, report_years, signing
from auditor.verify.checks.forms import applications_table, applications_told, reviews_table, statistics_table
from auditor.verify.checks.formtext import decisions, rates_in_a_row
from auditor.verify.checks.idle import idle_units
from auditor.verify.checks.leaders import extremes, leaders
from auditor.verify.checks.listed import rows_listed
from auditor.verify.checks.lists import first_named, names_against_number, names_listed_twice
from auditor.verify.checks.namedunits import bands, named_units
from auditor.verify.checks.quantities import cases_named, columns_counted, said_again
from auditor.verify.checks.repeats import applications, published, same_totals
from auditor.verify.checks.shares import percentages, share_sums
from auditor.verify.checks.structure import attachments, first_numbers, heading_numbers, point_numbers
from auditor.verify.checks.tables import column_totals, rate_columns, row_totals, serial_numbers
from auditor.verify.checks.text import damaged_text, empty_fields, hijacked_text
from auditor.verify.checks.texttables import text_against_tables
from auditor.verify.checks.totals import totals_against_parts
from auditor.verify.checks.units import units_stated_graded_tabled
from auditor.verify.checks.verbcolumns import totals_of_columns
from auditor.verify.comparison import Comparison
from auditor.verify.paper import OpenedPaper

Check = Callable[[OpenedPaper], Iterator[Comparison]]

CHECKS: tuple[Check, ...] = (
    totals_against_parts,
    numbers_in_brackets,
    complements,
    names_against_number,
    names_listed_twice,
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
    leaders,
    extremes,
    rows_listed,
    idle_units,
    column_totals,
    row_totals,
    serial_numbers,
    rate_columns,
    percentages,
    share_sums,
    changes,
    means,
    same_totals,
    comes_back,
    applications_balance,
    applications,
    published,
    decisions,
    rates_in_a_row,
    statistics_table,
    applications_table,
    applications_told,
    reviews_table,
    heading_numbers,
    point_numbers,
    attachments,
    impossible_dates,
    days_of_check,
    period_ends,
    report_years,
    signing,
    first_numbers,
    damaged_text,
    hijacked_text,
    empty_fields,
)
"""Comparisons come in this order."""
