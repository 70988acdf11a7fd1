"""A column: what it published, how far back that is proved, what failed, and the pages that prove it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from auditor.archive import ArchiveReader
from auditor.audit.decisions import DecisionReason
from auditor.audit.model import Audit, ItemEntry, RowEntry
from auditor.base.period import Period
from auditor.county.model import County
from auditor.crawl.column import ColumnReading, Sighting
from auditor.pipeline.moves import signs_of_moves
from auditor.pipeline.pictures import list_pictures
from auditor.pipeline.story import Story, tell_column, tell_item
from auditor.web.access import CurrentOffice, Reader
from auditor.web.counties import UnknownPage
from auditor.web.office import Office
from auditor.web.pages import show
from auditor.web.routes.review import DecisionLine, decision_lines
from auditor.web.shield import INERT_POLICY
from auditor.web.snapshot import inert_page
from auditor.web.words import WEB_WORDS

router = APIRouter(include_in_schema=False)
_SHOWN = 500


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item with what became of it: counted, undated, excluded, outside the period, gone."""

    title: str
    url: str
    day: date | None
    day_from: str
    first_seen: datetime | None
    page: str
    note: str
    gone_at: datetime | None = None
    absent_at: datetime | None = None
    lag: int | None = None


@router.get("/county/{name}/{period}/column")
def column_page(request: Request, name: str, period: str, key: str, office: CurrentOffice, who: Reader) -> Response:
    """One column in one period."""
    county = office.book.county(name)
    span = Period.parse(period)
    audit = office.audit_of(county, span)
    row = row_of(audit, key)
    reading = _reading(office, county, span, key)
    counted = {item.url for item in (*row.items, *row.undated, *row.excluded)}
    others = [s for s in (reading.sightings if reading else ()) if s.item.url not in counted]
    return show(
        request,
        who,
        "column.html",
        county=county,
        audit=audit,
        seen=audit.digest(),
        row=row,
        counted=[_item(item) for item in row.items],
        undated=[_item(item) for item in row.undated],
        excluded=[_item(item) for item in row.excluded],
        others=_sighted(others[:_SHOWN]),
        others_total=len(others),
        vanished=_sighted(reading.vanished[:_SHOWN] if reading else ()),
        moves=signs_of_moves(county, office.store, office.place, [key]),
        now=next((column for column in county.column if column.key == key), None),
        file_seen=office.book.file_of(name).digest,
        story=_story(office, county, span, key),
        decisions=_decisions(office, county, audit, row),
        relaid=reading.relaid if reading else "",
        reasons=list(DecisionReason),
        pictures=[one for one in list_pictures(office.place, county.name, audit.quarter) if one.column == key],
        findings=[f for f in audit.findings if f.force != "off" and f.unit == row.unit and row.column in f.column],
    )


@router.get("/county/{name}/{period}/item")
def item_page(
    request: Request, name: str, period: str, key: str, item: str, office: CurrentOffice, who: Reader
) -> Response:
    """One item's story: between which looks it appeared, what changed, when it was last there."""
    county, span = office.book.county(name), Period.parse(period)
    audit = office.audit_of(county, span)
    row = row_of(audit, key)
    column = next((column for column in county.on(span.last).column if column.key == key), None)
    if column is None:
        raise UnknownPage(WEB_WORDS.unknown_page)
    story = tell_item(county, office.store, column, item)
    return show(request, who, "item.html", county=county, audit=audit, row=row, story=story)


@router.get("/county/{name}/snapshot")
def snapshot_page(
    request: Request, name: str, record: str, office: CurrentOffice, who: Reader, source: bool = False
) -> Response:
    """An archived page in a closed frame, with what is known of it."""
    county = office.book.county(name)
    fetched = ArchiveReader(office.place.archive_of(county.name)).read_snapshot(record)
    return show(request, who, "snapshot.html", county=county, fetched=fetched, record=record,
                size=len(fetched.body), source="1" if source else "")  # fmt: skip


@router.get("/county/{name}/snapshot/body")
def snapshot_body(name: str, record: str, office: CurrentOffice, who: Reader, source: bool = False) -> Response:
    """The archived page itself, inert."""
    del who
    county = office.book.county(name)
    fetched = ArchiveReader(office.place.archive_of(county.name)).read_snapshot(record)
    headers = {
        "Content-Security-Policy": INERT_POLICY,
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "no-referrer",
    }
    return HTMLResponse(inert_page(fetched, as_source=source), headers=headers)


def row_of(audit: Audit, key: str) -> RowEntry:
    """The row of a column; raise `UnknownPage`."""
    for row in audit.rows:
        if row.key == key:
            return row
    raise UnknownPage(f"{audit.span.label}的核查中没有这个栏目")


def _reading(office: Office, county: County, span: Period, key: str) -> ColumnReading | None:
    history = office.store.runs.load_readings(county, [key]).get(key)
    return history.for_period(span.last) if history else None


def _item(item: ItemEntry) -> ItemLine:
    source = item.date_from.label if item.date_from else ""
    return ItemLine(
        item.title, item.url, item.date, source, item.first_seen, item.page, item.note, None, item.absent_at, item.lag
    )


def _sighted(sightings: Sequence[Sighting]) -> list[ItemLine]:
    return [
        ItemLine(
            s.item.title,
            s.item.url,
            s.date,
            s.date_from.label if s.date_from else "",
            s.first_seen,
            s.page,
            s.date_note,
            s.gone_at,
            s.absent_at,
        )
        for s in sightings
    ]


def _story(office: Office, county: County, span: Period, key: str) -> Story | None:
    """The ledger of the column in the period."""
    column = next((column for column in county.on(span.last).column if column.key == key), None)
    return tell_column(county, office.store, column, span, office.clock().date()) if column else None


def _decisions(office: Office, county: County, audit: Audit, row: RowEntry) -> list[DecisionLine]:
    decisions = office.store.audits.list_decisions(county, audit.span)
    return [line for line in decision_lines(county, decisions, audit) if line.decision.column_key == row.key]
