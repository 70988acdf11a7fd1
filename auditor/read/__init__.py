"""Stage 2: turn the bytes of one page into what it says. Pure: no clock, no network, no store.

Only the values are exported here, so that the stages after this one load no parser; a page is read by
`auditor.read.reading.read_page`.
"""

from auditor.read.values import ArticleFacts, ListItem, PageProblem, PageReading

__all__ = ["ArticleFacts", "ListItem", "PageProblem", "PageReading"]
