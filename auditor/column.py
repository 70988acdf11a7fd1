"""Stage 3: read one column, page by page, to a proof: the whole period was seen, or the state says why not."""

from dataclasses import dataclass
from datetime import date, datetime

from auditor.read import ArticleFacts, ListItem
from auditor.terms import ColumnState, DateSource


@dataclass(frozen=True, slots=True)
class Sighting:
    """One item of a column as seen in one pass, its publish date settled from all evidence.

    ``date_note`` names conflicting evidence; ``first_seen`` is filled by the store.
    ``page`` is the archived record of the list page it was read on.
    """

    item: ListItem
    date: date | None
    date_from: DateSource | None
    date_note: str = ""
    article: ArticleFacts | None = None
    page: str = ""
    first_seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """What one pass over one column gave.

    ``read_back_to`` is the oldest publish date seen (``None`` where nothing was read); ``reached_end`` tells that the
    list ended there. ``pages`` are the archived records, in order. ``reason`` is a Chinese sentence for every state
    but ``COUNTED``.
    """

    column_key: str
    state: ColumnState
    reason: str
    read_at: datetime
    sightings: tuple[Sighting, ...] = ()
    read_back_to: date | None = None
    reached_end: bool = False
    total_stated: int | None = None
    family: str = ""
    pages: tuple[str, ...] = ()
    requests: int = 0
    notes: tuple[str, ...] = ()
