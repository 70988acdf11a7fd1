"""What the evidence shows besides the counts: every kind of finding, found and worded.

A finding names unit, column and examples, and its sentence is filled from the pack. No evidence, no finding.
"""

from collections.abc import Iterable

from auditor.audit.grade.finding_input import Finding, FindingInput, Hit
from auditor.audit.grade.finding_rule import FindingRule
from auditor.audit.grade.kinds import KINDS
from auditor.audit.grade.pack import Pack
from auditor.audit.grade.sentences import without_clauses
from auditor.base.chinese import in_title_marks
from auditor.base.errors import BadInput
from auditor.base.period import Period


def find_all(about: FindingInput, pack: Pack) -> tuple[Finding, ...]:
    """Everything the pack's finding rules find, in the pack's order; rules that are ``off`` find nothing."""
    return _find(about, pack.finding)


def find_late_again(about: FindingInput, pack: Pack) -> tuple[Finding, ...]:
    """What only grades can show, once ``about`` has them."""
    return _find(about, [rule for rule in pack.finding if KINDS[rule.rule].after_grades])


def _find(about: FindingInput, rules: Iterable[FindingRule]) -> tuple[Finding, ...]:
    return tuple(
        _word(hit, rule, about.period)
        for rule in rules
        if rule.force != "off"
        for hit in KINDS[rule.rule].check(about, rule)
    )


def _word(hit: Hit, rule: FindingRule, period: Period) -> Finding:
    figures = {
        **hit.figures,
        "unit": hit.unit,
        "column": hit.column,
        "number": hit.figures.get("number", len(hit.items)),
        "example": in_title_marks(hit.items[0].item.title) if hit.items else "",
        "limit": rule.limit,
        "period": period.label,
    }
    says = without_clauses(rule.says, {name for name, value in figures.items() if value == ""})
    try:
        text = says.format_map({name: str(value) for name, value in figures.items()})
    except (KeyError, ValueError, IndexError) as error:
        cure = f"可用：{'、'.join(sorted(figures))}"
        raise BadInput.one("评定规则", f"finding {rule.rule}", f"“{rule.says}”不能套用（{error}）", cure) from error
    return Finding(rule.rule, hit.unit, hit.column, text, rule.force, hit.items, figures)
