"""An office with a county file of a few columns, the sample portal, and a clock that can be moved."""

import contextlib
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from auditor.base.period import LOCAL
from auditor.base.settings import Place
from auditor.county.model import County, example_county, load_county
from auditor.county.writing import dump_county
from auditor.fleet.files import CountyFiles
from auditor.notices import Notifier, RuleBook, Target
from auditor.notices.notifier import NotSent
from auditor.schedule import Agenda, Progress, TaskOutcome, TaskRunner
from auditor.store import Store, open_store

with warnings.catch_warnings(), contextlib.suppress(ModuleNotFoundError):
    warnings.simplefilter("ignore", DeprecationWarning)
    import imghdr  # noqa: F401 - apprise's mail channel imports it; here first, where its warning is no error

COLUMNS = ("资源交易", "政府文件", "人事任免")


def at(text: str) -> datetime:
    """A moment, local time."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def small_county(home: str, columns: Sequence[str] = COLUMNS, name: str = "崇信县", **crawl: float) -> County:
    """Some columns of the example county, on another host."""
    whole = load_county(example_county()).at(home)
    chosen = [column for column in whole.column if column.name in columns]
    units = tuple(unit for unit in whole.unit if any(column.unit == unit.name for column in chosen))
    return whole.model_copy(
        update={
            "county": whole.county.model_copy(update={"name": name}),
            "crawl": whole.crawl.model_copy(update={"delay": 0.0, **crawl}),
            "column": tuple(chosen),
            "unit": units,
            "table": tuple(table for table in whole.table if any(unit.table == table.id for unit in units)),
        }
    )


def write_county(path: Path, county: County) -> Path:
    """Write a county file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dump_county(county), encoding="utf-8")
    return path


@dataclass
class Post:
    """A postman without a network: keeps what he was given, and fails where told to."""

    sent: list[tuple[str, str, str]] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def __call__(self, target: Target, subject: str, body: str) -> None:
        if target.name in self.broken:
            raise NotSent("对方拒收（500），请核对地址和口令")
        self.sent.append((target.name, subject, body))

    @property
    def subjects(self) -> list[str]:
        return [subject for _, subject, _ in self.sent]


@dataclass
class Office:
    """One program: its agenda, and what it said."""

    home: Path
    store: Store
    agenda: Agenda
    notifier: Notifier
    progress: Progress
    post: Post
    said: list[TaskOutcome]
    now: datetime

    def go_to(self, text: str) -> list[str]:
        """Move the clock, do what is due, send what waits; returns the tasks that ended, with their states."""
        self.now = at(text)
        outcomes = self.agenda.tick()
        self.notifier.deliver()
        return [f"{outcome.task.period} {outcome.state.value}" for outcome in outcomes]


@contextmanager
def office(home: Path, sources: Sequence[Path], now: str, url: str | Path | None = None) -> Iterator[Office]:
    """An office at work in ``home``."""
    place = Place(home)
    store = open_store(url or place.database)
    post, said, progress = Post(), [], Progress()
    opened: Office

    def clock() -> datetime:
        return opened.now

    notifier = Notifier(store, clock, RuleBook(home).read, send=post)
    runner = TaskRunner(store, place, clock, progress)
    with Agenda(CountyFiles(sources), runner, notifier, said.append) as agenda:
        opened = Office(home, store, agenda, notifier, progress, post, said, at(now))
        try:
            yield opened
        finally:
            agenda.stop()
            store.close()
