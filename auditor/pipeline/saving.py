"""Saving what was read: the columns that wait, together, each only once its pages are on the disk."""

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from auditor.base.errors import AuditorError
from auditor.county.model import County, DisclosureColumn
from auditor.crawl.column import ColumnReading
from auditor.crawl.words import WORDS
from auditor.store import RunMark, Store

if TYPE_CHECKING:
    from auditor.archive import ArchiveWriter

_SHARE = 20
"""Saving may take one part in this many of a crawl's time: at a polite pace every column is saved as soon as it is
read, in a crowd of portals a few together."""
_LONGEST = 10.0
"""Seconds: what a killed crawl asks for again is no older."""
_PATIENCE = 120.0
"""Seconds that columns found unchanged wait for others, so that a quiet day is a record or two: to ask a killed crawl's
last questions again costs one answer each that nothing has changed."""


Watch = Callable[[DisclosureColumn, ColumnReading], None]
"""Told of every column as soon as it is read."""


class Saver:
    """Takes in the columns of one county's run as they are read; a context manager, whose end saves those that wait.

    No row outlasts what it rests on: the archive is sealed first, and on the disk, before the database is told.
    """

    def __init__(self, county: County, store: Store, mark: RunMark, archive: "ArchiveWriter", watch: Watch) -> None:
        self._county, self._store, self._mark, self._archive, self._watch = county, store, mark, archive, watch
        self._waiting: list[tuple[DisclosureColumn, ColumnReading]] = []
        self._due = self._since = 0.0
        self.notes: list[str] = []
        """The ways that were tried in vain while columns were read, each with its column's name."""

    async def __aenter__(self) -> "Saver":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.save()

    async def keep(self, column: DisclosureColumn, reading: ColumnReading) -> None:
        """Take in one column; saves it, with those before it, where saving is due."""
        now = asyncio.get_running_loop().time()
        self._since = self._since if self._waiting else now
        self._waiting.append((column, reading))
        self.notes += [WORDS.column_note.format(column=column.name, note=note) for note in reading.notes]
        has_news = any(not one.is_unchanged for _, one in self._waiting)
        if now >= self._due and (has_news or now - self._since >= _PATIENCE):
            await self.save()
        self._watch(column, reading)

    async def save(self) -> None:
        """Save all that wait."""
        readings, self._waiting = self._waiting, []
        if not readings:
            return
        clock = asyncio.get_running_loop().time
        started = clock()
        await self._archive.seal([column.key for column, _ in readings])
        try:
            self._store.runs.save(self._mark, self._county, readings)
        except AuditorError:
            raise
        except Exception:  # noqa: BLE001 - one of them holds what no table takes; the others are kept
            for column, reading in readings:
                self._save_alone(column, reading)
        ended = clock()
        self._due = ended + min(_SHARE * (ended - started), _LONGEST)

    def _save_alone(self, column: DisclosureColumn, reading: ColumnReading) -> None:
        try:
            self._store.runs.save(self._mark, self._county, [(column, reading)])
        except AuditorError:
            raise
        except Exception as error:  # noqa: BLE001 - that column's fault, never the crawl's
            broken = ColumnReading.broken(column.key, reading.read_at, error)
            self._store.runs.save(self._mark, self._county, [(column, broken)])
