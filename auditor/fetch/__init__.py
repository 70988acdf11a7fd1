"""Stage 1: ask the portal for pages, politely, and say honestly how each request ended."""

from auditor.fetch.client import PortalClient, Retries, user_agent
from auditor.fetch.guard import widen_lookups
from auditor.fetch.pace import Lanes
from auditor.fetch.values import Archive, Exchange, Fetched, Fetcher, PageRequest

__all__ = [
    "Archive",
    "Exchange",
    "Fetched",
    "Fetcher",
    "Lanes",
    "PageRequest",
    "PortalClient",
    "Retries",
    "user_agent",
    "widen_lookups",
]
