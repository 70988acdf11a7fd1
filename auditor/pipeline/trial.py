"""What a plan would read from the pages that the archive holds of a column; nothing is fetched, nothing is stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.base.settings import Place
from auditor.county.model import County, DisclosureColumn
from auditor.fetch import Fetched
from auditor.read import PageReading
from auditor.read.values import Plan
from auditor.store import Store


@dataclass(frozen=True, slots=True)
class Trial:
    """One archived page, by the name of its record, as a plan reads it."""

    record: str
    reading: PageReading


def archived_pages(county: County, column: DisclosureColumn, store: Store) -> tuple[str, ...]:
    """The records of the column's newest pass, then those of the newest proved one, each once."""
    history = store.runs.load_readings(county, [column.key]).get(column.key)
    if history is None:
        return ()
    proved = history.proved.pages if history.proved else ()
    return tuple(dict.fromkeys((*history.newest.pages, *proved)))


def archived_page(county: County, place: Place, record: str) -> Fetched:
    """The page that stood then under this record."""
    from auditor.archive import ArchiveReader

    return ArchiveReader(place.archive_of(county.name)).read_snapshot(record)


def try_plan(county: County, column: DisclosureColumn, place: Place, records: Sequence[str], plan: Plan) -> list[Trial]:
    """Read archived pages of a column by a plan; the reader is loaded here."""
    from auditor.read.reading import read_page

    trials = []
    for record in records:
        fetched = archived_page(county, place, record)
        reading = read_page(
            fetched.body,
            url=fetched.url,
            content_type=fetched.header("content-type"),
            request=fetched.request,
            family=column.portal,
            plan=plan,
        )
        trials.append(Trial(record, reading))
    return trials
