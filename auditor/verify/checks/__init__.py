"""The table of checks: each a pure function from a `Paper` to findings."""

from collections.abc import Callable, Iterator

from auditor.verify.checks.dates import impossible_dates, period_ends, report_years, signing
from auditor.verify.checks.forms import applications_table, reviews_table, statistics_table
from auditor.verify.checks.lists import names_against_number, names_listed_twice
from auditor.verify.checks.repeats import applications, same_totals
from auditor.verify.checks.shares import percentages, share_sums
from auditor.verify.checks.structure import attachments, first_numbers, heading_numbers, point_numbers
from auditor.verify.checks.tables import column_totals, rate_columns, row_totals, serial_numbers
from auditor.verify.checks.text import damaged_text, empty_fields, hijacked_text
from auditor.verify.checks.texttables import text_against_tables
from auditor.verify.checks.totals import totals_against_parts
from auditor.verify.checks.units import units_stated_graded_tabled
from auditor.verify.finding import Finding
from auditor.verify.paper import Paper

Check = Callable[[Paper], Iterator[Finding]]

CHECKS: tuple[tuple[str, Check], ...] = (
    ("总数与分项", totals_against_parts),
    ("单位数与名单", names_against_number),
    ("单位重复归类", names_listed_twice),
    ("核查数、归类数与表中单位", units_stated_graded_tabled),
    ("正文与附表", text_against_tables),
    ("表格合计行", column_totals),
    ("表格合计列", row_totals),
    ("表格序号", serial_numbers),
    ("表格比率列", rate_columns),
    ("百分比", percentages),
    ("占比之和", share_sums),
    ("前后两处数字", same_totals),
    ("申请数量前后", applications),
    ("统计表（2014年九部分）", statistics_table),
    ("年度报告表三", applications_table),
    ("年度报告表四", reviews_table),
    ("标题编号", heading_numbers),
    ("要点编号", point_numbers),
    ("附件", attachments),
    ("无效日期", impossible_dates),
    ("统计区间", period_ends),
    ("报告年度", report_years),
    ("落款与发布日期", signing),
    ("编号起点", first_numbers),
    ("乱码", damaged_text),
    ("异常文字", hijacked_text),
    ("目录要素", empty_fields),
)
"""Name printed for people, and the check; findings come in this order."""
