"""Stage 1: ask the portal for pages, politely, and say honestly how each request ended.

Only the values are exported here, so that the stages after this one load no network code; the client that asks is
`auditor.fetch.client.PortalClient`.
"""

from auditor.fetch.values import Archive, Exchange, Fetched, Fetcher, PageRequest, Showing

__all__ = ["Archive", "Exchange", "Fetched", "Fetcher", "PageRequest", "Showing"]
