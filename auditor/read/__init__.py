"""Stage 2: turn the bytes of one page into what it says. Pure: no clock, no network, no store."""

from auditor.read.printed import reading_to_json
from auditor.read.reading import read_page
from auditor.read.values import ArticleFacts, ListItem, PageProblem, PageReading

__all__ = ["ArticleFacts", "ListItem", "PageProblem", "PageReading", "read_page", "reading_to_json"]
