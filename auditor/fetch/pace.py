"""Politeness: when the next request to a host may leave.

One `HostQueues` may serve many clients, so that counties on one host share its pace.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

Sleep = Callable[[float], Awaitable[None]]
Ticks = Callable[[], float]

JITTER = 0.2
"""Pauses are up to this share longer than asked for, so that crawls do not beat in time."""


class HostQueue:
    """The queue for one host: ``concurrency`` requests in flight, a pause between two."""

    def __init__(self, concurrency: int, sleep: Sleep, clock: Ticks) -> None:
        self._slots = asyncio.Semaphore(concurrency)
        self._alone = concurrency == 1
        self._sleep, self._clock = sleep, clock
        self._free_at = 0.0
        self._least_pause = 0.0

    def slow_to(self, seconds: float) -> None:
        """Keep at least ``seconds`` between requests from now on (a robots.txt Crawl-delay)."""
        if seconds > self._least_pause:
            self._least_pause = seconds
            self.hold(seconds)

    def hold(self, seconds: float) -> None:
        """Let nothing leave for ``seconds`` (a Retry-After)."""
        self._free_at = max(self._free_at, self._clock() + seconds)

    @asynccontextmanager
    async def turn(self, delay: float) -> AsyncIterator[None]:
        """Wait for the host's turn; the request happens inside.

        The pause is counted from the end of the request before; with several in flight, from its start.
        """
        async with self._slots:
            pause = max(delay, self._least_pause) * random.uniform(1, 1 + JITTER)  # noqa: S311  no secret in it
            start = max(self._free_at, self._clock())
            self._free_at = start + pause
            if (wait := start - self._clock()) > 0:
                await self._sleep(wait)
            try:
                yield
            finally:
                if self._alone:
                    self.hold(pause)


class HostQueues:
    """The lanes of all hosts, made when first asked for."""

    def __init__(self, sleep: Sleep = asyncio.sleep, clock: Ticks = time.monotonic) -> None:
        self._sleep, self._clock = sleep, clock
        self._lanes: dict[str, HostQueue] = {}

    def of(self, host: str, concurrency: int) -> HostQueue:
        """The lane of ``host`` (name and port); its width is set by whoever asks first."""
        lane = self._lanes.get(host)
        if lane is None:
            lane = self._lanes[host] = HostQueue(concurrency, self._sleep, self._clock)
        return lane
