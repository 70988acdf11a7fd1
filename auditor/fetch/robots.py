"""robots.txt (RFC 9309), read once per site and crawl.

* 2xx: its rules hold. An HTML page served in its place has no rules, so everything is allowed.
* 4xx, and redirects away: there are no rules, everything is allowed (RFC 9309, 2.3.1.3).
* 5xx or no answer: the RFC asks to assume that everything is forbidden (2.3.1.4). That would accuse nobody but
  would leave a whole county unknown because of one broken file that county portals rarely have at all; so pages
  are still asked for, at the polite pace, and the fact is noted for the report (`Robots.notes`).
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from auditor.base.terms import FetchStatus
from auditor.fetch.values import Fetched, PageRequest

if TYPE_CHECKING:
    from protego import Protego

MAX_ROBOTS_BYTES = 512_000
"""RFC 9309, 2.5: at least 500 KiB are to be read."""
MAX_CRAWL_DELAY = 30.0
"""A longer Crawl-delay is a mistake or a refusal in disguise; a crawl must end the same night."""


@dataclass(frozen=True, slots=True)
class SiteRules:
    """What one site's robots.txt asks of this crawler."""

    rules: "Protego | None" = None
    agent: str = ""
    delay: float = 0.0
    """Seconds between two requests that the site asks for, bounded; 0 when it asks for none."""

    def allows(self, url: str) -> bool:
        """Whether the address may be asked for."""
        return self.rules is None or bool(self.rules.can_fetch(url, self.agent))


class Robots:
    """The rules of every site met in one crawl. ``notes`` are sentences about files that could not be read."""

    def __init__(self, ask: Callable[[PageRequest], Awaitable[Fetched]], agent: str) -> None:
        self._ask, self._agent = ask, agent
        self._sites: dict[str, asyncio.Task[SiteRules]] = {}
        self.notes: list[str] = []

    async def rules_for(self, url: str) -> SiteRules:
        """The rules that hold for an address; the first question about a site fetches its file."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        task = self._sites.get(site)
        if task is None:
            task = self._sites[site] = asyncio.ensure_future(self._read(f"{site}/robots.txt"))
        return task.result() if task.done() else await asyncio.shield(task)

    async def close(self) -> None:
        """Stop look-ups that nobody waits for any more."""
        for task in self._sites.values():
            task.cancel()
        await asyncio.gather(*self._sites.values(), return_exceptions=True)

    async def _read(self, url: str) -> SiteRules:
        fetched = await self._ask(PageRequest(url))
        if fetched.status is FetchStatus.OK:
            try:
                return _rules_in(fetched.body[:MAX_ROBOTS_BYTES], self._agent)
            except Exception:  # noqa: BLE001 - a file that the library cannot take is one that could not be read
                self.notes.append(f"{url} 内容无法识别，按未设限制处理")
        elif fetched.status is FetchStatus.UNREACHABLE and fetched.attempts:
            self.notes.append(f"{url} 未能读取（{fetched.detail}），按未设限制处理")
        return SiteRules()


def _rules_in(body: bytes, agent: str) -> SiteRules:
    from protego import Protego  # most portals have no robots.txt

    rules = Protego.parse(body.decode(_charset_of(body), errors="replace"))
    asked = float(rules.crawl_delay(agent) or 0.0)
    return SiteRules(rules, agent, min(asked, MAX_CRAWL_DELAY) if asked > 0 else 0.0)


def _charset_of(body: bytes) -> str:
    """UTF-8, as the RFC has it, or the UTF-16 that Windows editors save, with its mark or without."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" in body[:2]:
        return "utf-16-be" if body[:1] == b"\0" else "utf-16-le"
    return "utf-8-sig"
