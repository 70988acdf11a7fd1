"""Work that a page begins and does not wait for: a thread each, one of a name at a time, the last remembered."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock, Thread
from typing import Generic, TypeVar

from auditor.base.errors import AuditorError, NotAllowed
from auditor.base.settings import Clock
from auditor.web.words import WEB_WORDS

_LOG = logging.getLogger(__name__)
T = TypeVar("T")
Tell = Callable[[int], None]
"""Notes how many pages or parts are done."""


@dataclass(frozen=True, slots=True)
class BackgroundTask(Generic[T]):
    """One piece of work: what it is called, who began it, how it ended. ``outcome`` is what came of it."""

    name: str
    by: str
    started_at: datetime
    finished_at: datetime | None = None
    fault: str = ""
    done: int = 0
    outcome: T | None = None

    @property
    def is_running(self) -> bool:
        """Whether it goes on."""
        return self.finished_at is None


class BackgroundTasks(Generic[T]):
    """Runs tasks beside the pages and remembers the last of every name, while the program runs."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: dict[str, BackgroundTask[T]] = {}
        self._lock = Lock()

    def of(self, name: str) -> BackgroundTask[T] | None:
        """The last one begun here under that name."""
        return self._last.get(name)

    def start(self, name: str, by: str, work: Callable[[Tell], T]) -> None:
        """Begin; raise `NotAllowed` where one of that name is going on."""
        with self._lock:
            known = self._last.get(name)
            if known and known.is_running:
                raise NotAllowed(f"正在进行（{known.by}启动），请等它结束")
            self._last[name] = BackgroundTask(name, by, self._clock())
        Thread(target=self._run, args=(name, work), daemon=True, name=f"task-{name}").start()

    def _run(self, name: str, work: Callable[[Tell], T]) -> None:
        outcome, fault = None, ""
        try:
            outcome = work(lambda done: self._change(name, done=done))
        except AuditorError as error:
            fault = str(error)
        except Exception as error:  # noqa: BLE001 - nothing above the thread would hear of it: the page tells it, the log has the trace
            _LOG.exception("task failed")
            fault = WEB_WORDS.task_broken.format(error=type(error).__name__)
        self._change(name, finished_at=self._clock(), fault=fault, outcome=outcome)

    def _change(self, name: str, **changes: object) -> None:
        with self._lock:
            self._last[name] = replace(self._last[name], **changes)  # type: ignore[arg-type]
