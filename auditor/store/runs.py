"""Runs, passes and items: what every crawl saw, when it saw it first, and what was gone later."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import bindparam, func, text, update
from sqlmodel import Session, col, select

from auditor.column import ColumnReading, Sighting
from auditor.county import County, DisclosureColumn
from auditor.store.rows import item_values, pass_row, reading_of
from auditor.store.tables import ChangeRow, ColumnRow, CountyRow, ItemRow, PassRow, RunRow
from auditor.terms import ColumnState

OpenSession = Callable[[], AbstractContextManager[Session]]
_KNOWN = (ColumnState.COUNTED, ColumnState.BLANK)
_UPSERT = text(
    """
    INSERT INTO item (column_id, item_key, title, href, url, listed, published, published_from, note, pinned, quarter,
                      page, first_seen, absent_at, last_seen, gone_at, article)
    VALUES (:column_id, :item_key, :title, :href, :url, :listed, :published, :published_from, :note, :pinned, :quarter,
            :page, :first_seen, :absent_at, :last_seen, NULL, :article)
    ON CONFLICT (column_id, item_key) DO UPDATE SET
        title = excluded.title, href = excluded.href, listed = excluded.listed, published = excluded.published,
        published_from = excluded.published_from, note = excluded.note, pinned = excluded.pinned,
        quarter = excluded.quarter, page = excluded.page, last_seen = excluded.last_seen, gone_at = NULL,
        article = COALESCE(excluded.article, item.article)
    """
)


@dataclass(frozen=True, slots=True)
class RunMark:
    """One crawl pass over a county: what it was asked for and where its pages are kept.

    ``notes`` (what the user should hear of the crawl itself) are not stored.
    """

    id: int
    started_at: datetime
    since: date
    thorough: bool
    finished_at: datetime | None = None
    archive: str = ""
    digest: str = ""
    continues: int | None = None
    requests: int = 0
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What its archive file is called."""
        return f"run-{self.id:06d}"


@dataclass(frozen=True, slots=True)
class Change:
    """A title or date that a later pass found changed."""

    item_key: str
    at: datetime
    field: str
    before: str
    after: str


class RunShelf:
    """Keeps crawl passes. Each column is saved in one transaction of its own: a killed run loses at most one."""

    def __init__(self, open_session: OpenSession) -> None:
        self._open = open_session

    def start(self, county: County, mark: RunMark) -> RunMark:
        """Begin a run; returns it with its id."""
        with self._open() as session:
            row = RunRow(
                county_id=county_id_of(session, county),
                started_at=mark.started_at,
                since=mark.since,
                thorough=mark.thorough,
                continues=mark.continues,
            )
            session.add(row)
            session.flush()
            return replace(mark, id=row.id or 0)

    def finish(self, mark: RunMark) -> None:
        """Close a run: when, where its archive is, and the digest that ends it."""
        with self._open() as session:
            row = session.get_one(RunRow, mark.id)
            row.finished_at, row.archive, row.digest, row.requests = (
                mark.finished_at, mark.archive, mark.digest, mark.requests,
            )  # fmt: skip

    def list_runs(self, county: County) -> list[RunMark]:
        """All runs of a county, oldest first."""
        with self._open() as session:
            rows = session.exec(
                select(RunRow).where(RunRow.county_id == county_id_of(session, county)).order_by(col(RunRow.id))
            )
            return [
                RunMark(
                    row.id or 0,
                    row.started_at,
                    row.since,
                    row.thorough,
                    row.finished_at,
                    row.archive,
                    row.digest,
                    row.continues,
                    row.requests,
                )
                for row in rows
            ]

    def columns_done(self, run_ids: Iterable[int]) -> set[str]:
        """The keys of the columns these runs have finished."""
        with self._open() as session:
            query = select(ColumnRow.key).join(PassRow).where(col(PassRow.run_id).in_(list(run_ids)))
            return set(session.exec(query))

    def list_changes(self, county: County, column: DisclosureColumn) -> list[Change]:
        """Titles and dates that later passes found changed, oldest first."""
        with self._open() as session:
            column_id = _column_id(session, county_id_of(session, county), column)
            query = select(ChangeRow).where(ChangeRow.column_id == column_id).order_by(col(ChangeRow.id))
            return [Change(row.item_key, row.at, row.field, row.before, row.after) for row in session.exec(query)]

    def save(self, run: RunMark, county: County, column: DisclosureColumn, reading: ColumnReading) -> None:
        """Keep one column's pass with all it saw, in one transaction."""
        with self._open() as session:
            column_id = _column_id(session, county_id_of(session, county), column)
            before = _last_proved(session, column_id)
            if reading.is_unchanged:
                _touch(session, column_id, reading.read_at)
            else:
                _keep_items(session, column_id, reading, before)
            session.add(pass_row(run.id, column_id, reading))

    def load_readings(self, county: County, *, before_run: int | None = None) -> Mapping[str, "ColumnHistory"]:
        """For every column of the county that was ever read: its newest pass and its newest proved one."""
        with self._open() as session:
            county_id = county_id_of(session, county)
            columns = session.exec(select(ColumnRow).where(ColumnRow.county_id == county_id)).all()
            keys = {row.id or 0: row.key for row in columns}
            newest = _newest_passes(session, keys, before_run, proved=False)
            proved = _newest_passes(session, keys, before_run, proved=True)
            items = _items_of(session, proved)
            return {
                keys[column_id]: ColumnHistory(
                    reading_of(keys[column_id], row, items.get(column_id, ()) if row is proved.get(column_id) else ()),
                    reading_of(keys[column_id], proved[column_id], items.get(column_id, ()))
                    if column_id in proved
                    else None,
                )
                for column_id, row in newest.items()
            }


@dataclass(frozen=True, slots=True)
class ColumnHistory:
    """A column's newest pass, and the newest that proved something (often the same)."""

    newest: ColumnReading
    proved: ColumnReading | None

    def for_period(self, last: date) -> ColumnReading:
        """The reading to count by: the newest, or where it failed the newest proved one made after the period."""
        if not self.newest.state.is_known and self.proved and self.proved.read_at.date() > last:
            return self.proved
        return self.newest


# -- rows --------------------------------------------------------------------------------------------------------------


def county_id_of(session: Session, county: County) -> int:
    """The county's row id; the row is made where missing."""
    row = session.exec(select(CountyRow).where(CountyRow.name == county.name)).first()
    if row is None:
        row = CountyRow(name=county.name)
        session.add(row)
        session.flush()
    return row.id or 0


def _column_id(session: Session, county_id: int, column: DisclosureColumn) -> int:
    query = select(ColumnRow).where(ColumnRow.county_id == county_id, ColumnRow.key == column.key)
    row = session.exec(query).first()
    if row is None:
        row = ColumnRow(county_id=county_id, key=column.key, name=column.name)
        session.add(row)
        session.flush()
    row.name = column.name
    return row.id or 0


def _last_proved(session: Session, column_id: int) -> PassRow | None:
    query = select(PassRow).where(PassRow.column_id == column_id, col(PassRow.state).in_(_KNOWN))
    return session.exec(query.order_by(col(PassRow.id).desc()).limit(1)).first()


def _newest_passes(
    session: Session, keys: Mapping[int, str], before_run: int | None, *, proved: bool
) -> dict[int, PassRow]:
    latest = select(func.max(PassRow.id)).where(col(PassRow.column_id).in_(keys))
    if before_run is not None:
        latest = latest.where(PassRow.run_id < before_run)
    if proved:
        latest = latest.where(col(PassRow.state).in_(_KNOWN))
    rows = session.exec(select(PassRow).where(col(PassRow.id).in_(latest.group_by(col(PassRow.column_id)))))
    return {row.column_id: row for row in rows}


def _items_of(session: Session, passes: Mapping[int, PassRow]) -> dict[int, list[ItemRow]]:
    items: dict[int, list[ItemRow]] = {}
    query = select(ItemRow).where(col(ItemRow.column_id).in_(passes)).order_by(col(ItemRow.id))
    for row in session.exec(query):
        if row.first_seen <= passes[row.column_id].read_at:
            items.setdefault(row.column_id, []).append(row)
    return items


# -- writing -----------------------------------------------------------------------------------------------------------


def _touch(session: Session, column_id: int, at: datetime) -> None:
    """An unchanged list shows all it showed before."""
    session.exec(
        update(ItemRow).where(col(ItemRow.column_id) == column_id, col(ItemRow.gone_at).is_(None)).values(last_seen=at)
    )


def _keep_items(session: Session, column_id: int, reading: ColumnReading, before: PassRow | None) -> None:
    known = {row.item_key: row for row in session.exec(select(ItemRow).where(ItemRow.column_id == column_id))}
    _follow_moves(session, column_id, reading, known)
    for sighting in reading.sightings:
        if sighting.key in known:
            session.add_all(_changes(column_id, known[sighting.key], sighting, reading.read_at))
    rows = [item_values(column_id, sighting, reading.read_at, before) for sighting in reading.sightings]
    if rows:
        session.connection().execute(_UPSERT, rows)
    if not reading.state.is_known:
        return
    seen = {sighting.key for sighting in reading.sightings}
    gone = [
        {"gone_id": row.id, "at": reading.read_at}
        for key, row in known.items()
        if key not in seen and row.gone_at is None and _should_be_there(row, reading)
    ]
    if gone:
        table = ItemRow.__table__  # type: ignore[attr-defined]
        statement = update(table).where(table.c.id == bindparam("gone_id")).values(gone_at=bindparam("at"))
        session.connection().execute(statement, gone)


def _follow_moves(session: Session, column_id: int, reading: ColumnReading, known: dict[str, ItemRow]) -> None:
    """An item under a new address with the title and date of one no longer seen is that item, moved."""
    seen = {sighting.key for sighting in reading.sightings}
    lost = {(row.title, row.published): row for key, row in known.items() if key not in seen and row.gone_at is None}
    for sighting in reading.sightings:
        row = lost.pop((sighting.item.title, sighting.date), None) if sighting.key not in known else None
        if row is None:
            continue
        change = ChangeRow(
            column_id=column_id,
            item_key=sighting.key,
            at=reading.read_at,
            field="address",
            before=row.url,
            after=sighting.item.url,
        )
        session.add(change)
        del known[row.item_key]
        row.item_key, row.url = sighting.key, sighting.item.url
        known[row.item_key] = row
    session.flush()


def _should_be_there(row: ItemRow, reading: ColumnReading) -> bool:
    if reading.reached_end:
        return True
    return bool(row.published and reading.read_back_to and row.published > reading.read_back_to)


def _changes(column_id: int, row: ItemRow, sighting: Sighting, at: datetime) -> list[ChangeRow]:
    pairs = [("title", row.title, sighting.item.title), ("date", str(row.published or ""), str(sighting.date or ""))]
    return [
        ChangeRow(column_id=column_id, item_key=row.item_key, at=at, field=field, before=before, after=after)
        for field, before, after in pairs
        if before != after
    ]
