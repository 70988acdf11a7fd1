"""Notices: what people are told of, in which words, over which channels."""

from auditor.notices.events import Event
from auditor.notices.notifier import Notifier
from auditor.notices.rules import NoticeRules, RuleBook, Target, load_rules

__all__ = ["Event", "NoticeRules", "Notifier", "RuleBook", "Target", "load_rules"]
