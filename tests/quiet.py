"""Running a story of servers and clients without the machine's own clock.

In the loop of `run` time stands while anything is under way, and leaps to the next deadline when nothing is: a deadline
is missed because the other side stays silent, never because the machine is busy, and waiting costs nothing.
"""

import asyncio
import selectors
from collections.abc import Coroutine
from concurrent.futures import Executor
from typing import Any, TypeVar

R = TypeVar("R")
_SETTLE_SECONDS = 0.002
"""What is on its way through the kernel arrives within this; it only matters where nothing else is under way."""


class _Selector(selectors.DefaultSelector):
    """Where the loop would sleep, it is told to leap instead."""

    loop: "QuietLoop"

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout <= 0:
            return super().select(timeout)
        ready = super().select(None if self.loop.threads else _SETTLE_SECONDS)
        if not ready:
            self.loop.leap(timeout)
        return ready


class QuietLoop(asyncio.SelectorEventLoop):
    """An event loop whose time moves only when everybody in it waits for time to pass."""

    def __init__(self) -> None:
        self._time = 1000.0
        self.threads = 0
        """Work under way in threads: the loop waits for its end as long as it takes."""
        selector = _Selector()
        selector.loop = self
        super().__init__(selector)

    def time(self) -> float:
        return self._time

    def leap(self, seconds: float) -> None:
        self._time += seconds

    def run_in_executor(self, executor: Executor | None, func: Any, *args: Any) -> "asyncio.Future[Any]":
        self.threads += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._end_thread)
        return future

    def _end_thread(self, _: "asyncio.Future[Any]") -> None:
        self.threads -= 1


def run(story: Coroutine[Any, Any, R]) -> R:
    """Like `asyncio.run`, in a quiet loop. All sides of the story must live in it."""
    with asyncio.Runner(loop_factory=QuietLoop) as runner:
        return runner.run(story)
