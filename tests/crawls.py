"""Short cuts for tests that crawl the loopback portal."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import quiet
from servers import Portal, Reply

from auditor.county.model import CrawlRules
from auditor.fetch.client import PortalClient
from auditor.fetch.values import Fetched, PageRequest

PROMPT = CrawlRules(delay=0, timeout=5)


def fixed_clock() -> datetime:
    """A time that never changes."""
    return datetime(2020, 4, 1, 2, 30, tzinfo=UTC)


def fetch_from(replies: Mapping[str, Reply], path: str, *, rules: CrawlRules = PROMPT, **client: Any) -> Fetched:
    """Serve ``replies`` and fetch one of their paths."""

    async def story() -> Fetched:
        async with Portal(replies) as portal, PortalClient(portal.home, rules, now=fixed_clock, **client) as fetcher:
            return await fetcher.fetch(PageRequest(portal.home.rstrip("/") + path))

    return quiet.run(story())
