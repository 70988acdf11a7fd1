"""A report printed for people and for programs."""

import json
from collections.abc import Sequence

from auditor.verify.finding import Finding, Report

_LABELS = {
    "total_parts": "总数与分项不符",
    "part_exceeds": "部分大于整体",
    "channels": "去重总数与渠道数不符",
    "list_count": "数目与名单不符",
    "unit_twice": "单位重复归类",
    "units_stated": "单位总数不符",
    "unit_ungraded": "单位未归类",
    "unit_not_in_table": "名单中的单位不在表中",
    "text_table": "正文与附表不符",
    "table_total": "合计与各行不符",
    "row_total": "本行合计不符",
    "serial_gap": "序号跳号",
    "serial_repeated": "序号重复",
    "percentage": "百分比不符",
    "shares_sum": "占比之和不是100%",
    "stated_twice": "同一数字前后不一",
    "form_total": "统计表合计不符",
    "form_row": "统计表本行不符",
    "form_balance": "统计表勾稽不符",
    "heading_number": "标题编号有误",
    "point_number": "要点编号有误",
    "annex_missing": "附件缺失",
    "annex_title": "附件标题不一致",
    "date_impossible": "无效日期",
    "period_end": "统计区间不完整",
    "period_year": "统计年度不符",
    "signed_early": "落款早于时段结束",
    "published_late": "印发或发布过晚",
    "published_before": "发布早于落款",
    "garbled": "乱码",
    "hijacked": "异常文字",
    "field_empty": "目录要素为空",
}
_MAX_QUOTE = 200


def to_json(*reports: Report) -> str:
    """The findings of one or more documents as one JSON array of kind, stated, computed, where, quote, severity."""
    findings = [
        {
            "kind": finding.kind,
            "stated": finding.stated,
            "computed": finding.computed,
            "where": list(finding.where),
            "quote": list(finding.quote),
            "severity": finding.severity.value,
        }
        for report in reports
        for finding in report.findings
    ]
    return json.dumps(findings, ensure_ascii=False, indent=2)


def render_text(report: Report) -> str:
    """The findings in Chinese, each with both places quoted, the sum, and how sure it is."""
    lines = [report.source]
    if report.is_consistent:
        lines.append(f"  未发现不一致（共核对{len(report.checked)}项）。")
    for number, finding in enumerate(report.findings, 1):
        lines += _finding_lines(number, finding)
    if report.noise:
        lines.append(
            f"  提示：文字提取时丢了字符的数字{len(report.noise)}处，不算文件的差错：{'；'.join(report.noise[:5])}"
        )
    return "\n".join(lines)


def _finding_lines(number: int, finding: Finding) -> Sequence[str]:
    head = f"  {number}. {_LABELS[finding.kind]}（{finding.severity.label}）"
    quotes = [f"     {where}：“{_short(quote)}”" for where, quote in zip(finding.where, finding.quote, strict=True)]
    return [head, f"     {finding.text}", *quotes]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _MAX_QUOTE else text[: _MAX_QUOTE - 1] + "…"
