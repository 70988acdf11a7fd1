"""The board of all counties: one line each, those with something to do first, searched and paged."""

from dataclasses import dataclass
from datetime import UTC, datetime

from auditor.audit.summary import AuditSummary
from auditor.base.period import Period
from auditor.fleet.files import CountyFile
from auditor.store.overview import CountyStanding
from auditor.web.office import Office
from auditor.web.paged import paged
from auditor.web.status import Going, going_here

PAGE = 50


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One county: its newest audited quarter (``None``: none yet), under which number it was issued (``None``: not),
    what goes on, and why the last work on it failed.
    """

    file: CountyFile
    period: Period | None
    summary: AuditSummary | None
    number: str | None
    last_crawl: datetime | None
    going: Going | None
    is_busy: bool
    fault: str

    @property
    def to_do(self) -> int:
        """How much waits for a person here: faults before all, then open points of a quarter that is not issued."""
        broken = 1_000_000 * (bool(self.file.problems) or self.file.county is None) + 100_000 * bool(self.fault)
        if self.summary is None:
            return broken + 1
        if self.number is not None or self.summary.is_preview:
            return broken
        return broken + 10 + self.summary.open_points


@dataclass(frozen=True, slots=True)
class Board:
    """The lines of one page of what was asked for, and how many there are in all."""

    lines: tuple[BoardLine, ...]
    page: int
    pages: int
    found: int
    counties: int
    waiting: int
    unknown: int
    busy: tuple[BoardLine, ...]


def board_of(office: Office, *, text: str = "", only: str = "", page: int = 1) -> Board:
    """The board; ``text`` is part of a name, ``only`` is ``open``, ``busy``, ``issued`` or empty."""
    standings = office.store.overview.load(datetime.now(UTC))
    lines = [_line(office, file, standings.get(file.name)) for file in office.book.files()]
    fitting = [line for line in lines if text in line.file.name and _fits(line, only)]
    fitting.sort(key=lambda line: (-line.to_do, line.file.name))
    shown = paged(fitting, page, PAGE)
    return Board(
        shown.lines,
        shown.page,
        shown.pages,
        len(fitting),
        len(lines),
        sum(line.to_do > 0 for line in lines),
        sum(line.summary.unknown for line in lines if line.summary),
        tuple(line for line in lines if line.is_busy),
    )


def _line(office: Office, file: CountyFile, standing: CountyStanding | None) -> BoardLine:
    standing = standing or CountyStanding()
    newest, going = standing.newest, going_here(office, file.name, file.county)
    return BoardLine(
        file,
        Period.parse(newest) if newest else None,
        standing.audits.get(newest),
        standing.numbers.get(newest),
        standing.last_crawl,
        going,
        going is not None or standing.is_held or (standing.is_asked_for and office.agenda is not None),
        office.progress.of(file.name).error,
    )


def _fits(line: BoardLine, only: str) -> bool:
    match only:
        case "open":
            return line.to_do > 0
        case "busy":
            return line.is_busy
        case "issued":
            return line.number is not None
    return True
