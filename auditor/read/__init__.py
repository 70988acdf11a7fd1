"""Stage 2: turn the bytes of one page into what it says. Pure: no clock, no network, no store."""

from auditor.read.values import ArticleFacts, ListItem, PageProblem, PageReading

__all__ = ["ArticleFacts", "ListItem", "PageProblem", "PageReading"]
