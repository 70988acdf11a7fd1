"""What runs now: written by the schedule's threads, read by the web pages."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock

from auditor.base.terms import TaskKind
from auditor.county.model import County, DisclosureColumn
from auditor.crawl.column import ColumnReading


@dataclass(frozen=True, slots=True)
class Running:
    """A task under way: how many of its columns are read, how many of them could not be, and the last one's name.

    ``step`` says in a word what is being done: 采集, 统计评定, 生成文件.
    """

    kind: TaskKind
    period: str
    started_at: datetime
    total: int
    done: int = 0
    failed: int = 0
    column: str = ""
    step: str = "采集"


@dataclass(frozen=True, slots=True)
class Status:
    """One county now. ``running`` is ``None`` while nothing runs here; ``error`` is why the last task failed."""

    county: str
    running: Running | None = None
    error: str = ""


class Progress:
    """The board of all counties. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._board: dict[str, Status] = {}
        self._problems: tuple[str, ...] = ()

    def of(self, county: str) -> Status:
        """What one county is at."""
        with self._lock:
            return self._board.get(county, Status(county))

    def all(self) -> list[Status]:
        """What every county is at that did anything since the program was started, by name."""
        with self._lock:
            return [self._board[name] for name in sorted(self._board)]

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with county files and notice rules, in sentences."""
        with self._lock:
            return self._problems

    def set_problems(self, problems: tuple[str, ...]) -> bool:
        """Show these problems; returns whether they are others than before."""
        with self._lock:
            changed, self._problems = problems != self._problems, problems
            return changed

    def begin(self, county: County, kind: TaskKind, period: str, at: datetime) -> None:
        """A task begins."""
        running = Running(kind, period, at, 1 if kind is TaskKind.COLUMN else len(county.column))
        self._change(county.name, lambda status: replace(status, running=running))

    def note(self, county: str, column: DisclosureColumn, reading: ColumnReading) -> None:
        """A column was read."""
        failed = not reading.state.is_known

        def advance(status: Status) -> Status:
            run = status.running
            if run is None:
                return status
            run = replace(run, done=run.done + 1, failed=run.failed + failed, column=column.name)
            return replace(status, running=run)

        self._change(county, advance)

    def step(self, county: str, words: str) -> None:
        """The task goes over to its next step."""
        self._change(
            county, lambda status: replace(status, running=status.running and replace(status.running, step=words))
        )

    def end(self, county: str, error: str = "") -> None:
        """A task ended, well or with an error."""
        self._change(county, lambda _: Status(county, None, error))

    def complain(self, county: str, error: str) -> None:
        """Something went wrong beside the task."""
        self._change(county, lambda status: replace(status, error=error))

    def _change(self, county: str, change: Callable[[Status], Status]) -> None:
        with self._lock:
            self._board[county] = change(self._board.get(county, Status(county)))
