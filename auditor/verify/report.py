"""A report printed for people and for programs."""

import json
from collections import Counter
from collections.abc import Sequence

from auditor.verify.comparison import Comparison, Report
from auditor.verify.kinds import KINDS, CheckFamily
from auditor.verify.wording import WORDS

_MAX_QUOTE = 200


def to_json(*reports: Report) -> str:
    """The findings of one or more documents as one JSON array of kind, stated, computed, where, quote, severity."""
    return _dumped([_finding(one) for report in reports for one in report.findings])


def report_to_json(*reports: Report) -> str:
    """What was compared in one or more documents and what does not agree, as one JSON object.

    ``compared`` holds kind, stated, computed, where and sum of every comparison, ``findings`` those of `to_json`,
    ``left`` how many figures could not be compared, ``unread`` what of the documents could not be read.
    """
    compared = [
        {
            "kind": one.kind,
            "stated": one.stated,
            "computed": one.computed,
            "where": list(one.where),
            "sum": one.text,
            "agrees": not one.is_finding,
        }
        for report in reports
        for one in report.compared
        if one.family is not CheckFamily.FAULT
    ]
    findings = [_finding(one) for report in reports for one in report.findings]
    left = sum(report.left for report in reports)
    unread = [part for report in reports for part in report.unread]
    return _dumped({"compared": compared, "findings": findings, "left": left, "unread": unread})


def _finding(one: Comparison) -> dict[str, object]:
    return {
        "kind": one.kind,
        "stated": one.stated,
        "computed": one.computed,
        "where": list(one.where),
        "quote": list(one.quote),
        "severity": one.severity.value,
    }


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def render_text(report: Report) -> str:
    """The findings in Chinese, each with both places quoted, the sum, and how sure it is; then what was compared."""
    lines = [report.source]
    for number, finding in enumerate(report.findings, 1):
        lines += _finding_lines(number, finding)
    lines.append(f"  {closing_sentence(report)}")
    if report.unread:
        lines.append(WORDS.report.unread.format(parts="；".join(report.unread)))
    if report.noise:
        lines.append(WORDS.report.noise.format(count=len(report.noise), figures="；".join(report.noise[:5])))
    return "\n".join(lines)


def closing_sentence(report: Report) -> str:
    """核对了3个合计、2份名单；另有5处数字未能核对: what was compared, and how much could not be."""
    counted = Counter(one.family for one in report.compared)
    done = "、".join(f"{counted[family]}{family.label}" for family in CheckFamily if family.label and counted[family])
    if report.is_blind:
        others = WORDS.report.only.format(done=done) if done else ""
        return WORDS.report.blind.format(count=report.left, others=others)
    if not done:
        return WORDS.report.nothing
    outcome = "" if report.findings else WORDS.report.agrees
    left = WORDS.report.left.format(count=report.left) if report.left else ""
    return WORDS.report.done.format(outcome=outcome, done=done, left=left)


def _finding_lines(number: int, finding: Comparison) -> Sequence[str]:
    head = f"  {number}. {KINDS[finding.kind].label}（{finding.severity.label}）"
    quotes = [f"     {where}：“{_short(quote)}”" for where, quote in zip(finding.where, finding.quote, strict=True)]
    return [head, f"     {finding.text}", *quotes]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _MAX_QUOTE else text[: _MAX_QUOTE - 1] + "…"
