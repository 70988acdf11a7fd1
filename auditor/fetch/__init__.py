"""Stage 1: ask the portal for pages, politely, and say honestly how each request ended."""

from auditor.fetch.values import Fetched, Fetcher, PageRequest

__all__ = ["Fetched", "Fetcher", "PageRequest"]
