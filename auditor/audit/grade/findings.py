"""What the evidence shows besides the counts: every kind of finding, found and worded.

A finding names unit, column and examples, and its sentence is filled from the pack. No evidence, no finding.
"""

from collections.abc import Callable, Iterable, Iterator

from auditor.audit.grade import checks, content
from auditor.audit.grade.finding_input import Finding, FindingInput, Hit
from auditor.audit.grade.pack import AFTER_GRADES, FindingRule, Pack
from auditor.base.errors import BadInput
from auditor.base.period import Period

Check = Callable[[FindingInput, FindingRule], Iterator[Hit]]


CHECKS: dict[str, Check] = {
    "due-column-short": checks.due_column_short,
    "blank-column": checks.blank_column,
    "stale-column": checks.stale_column,
    "consecutive-zero": checks.consecutive_zero,
    "late-again": checks.late_again,
    "late-publication": checks.late_publication,
    "burst": checks.burst,
    "back-dated": checks.back_dated,
    "vanished": checks.vanished,
    "undated": checks.undated,
    "misfiled-news": content.misfiled_news,
    "repost-only": content.repost_only,
    "policy-without-interpretation": content.policy_without_interpretation,
    "duplicate": content.duplicate,
    "missing-catalogue-field": content.missing_catalogue_field,
    "garbled-text": content.garbled_text,
}


def find_all(about: FindingInput, pack: Pack) -> tuple[Finding, ...]:
    """Everything the pack's finding rules find, in the pack's order; rules that are ``off`` find nothing."""
    return _find(about, pack.finding)


def find_late_again(about: FindingInput, pack: Pack) -> tuple[Finding, ...]:
    """What only grades can show, once ``about`` has them."""
    return _find(about, [rule for rule in pack.finding if rule.rule == AFTER_GRADES])


def _find(about: FindingInput, rules: Iterable[FindingRule]) -> tuple[Finding, ...]:
    return tuple(
        _word(hit, rule, about.period)
        for rule in rules
        if rule.force != "off"
        for hit in CHECKS[rule.rule](about, rule)
    )


def _word(hit: Hit, rule: FindingRule, period: Period) -> Finding:
    figures = {
        **hit.figures,
        "unit": hit.unit,
        "column": hit.column,
        "number": hit.figures.get("number", len(hit.items)),
        "example": f"《{hit.items[0].item.title}》" if hit.items else "",
        "limit": rule.limit,
        "period": period.label,
    }
    try:
        text = rule.says.format_map({name: str(value) for name, value in figures.items()})
    except (KeyError, ValueError, IndexError) as error:
        cure = f"可用：{'、'.join(sorted(figures))}"
        raise BadInput.one("评定规则", f"finding {rule.rule}", f"“{rule.says}”不能套用（{error}）", cure) from error
    return Finding(rule.rule, hit.unit, hit.column, text, rule.force, hit.items, figures)
