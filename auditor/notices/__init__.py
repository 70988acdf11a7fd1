"""Notices: what people are told of, in which words, over which channels."""

from auditor.notices.events import Event
from auditor.notices.herald import Herald
from auditor.notices.rules import NoticeRules, RuleBook, Target, load_rules

__all__ = ["Event", "Herald", "NoticeRules", "RuleBook", "Target", "load_rules"]
