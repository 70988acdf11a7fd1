"""Runs, passes and items: what every crawl saw, when it saw it first, and what was gone later."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy
from sqlalchemy import ColumnElement, Connection, Row, bindparam, exists, func, update
from sqlmodel import Session, col, select

from auditor.audit.count import OLDER_READER
from auditor.audit.ledger import ColumnLedger, ItemChange, Look
from auditor.base.period import LOCAL
from auditor.base.terms import ColumnState
from auditor.county.model import County, DisclosureColumn
from auditor.crawl.column import READER, ColumnReading, KeptSightings, OnEntry, Sighting
from auditor.read.values import UNPLANNED, Plan
from auditor.store.looks import UnchangedLook, columns_of, extend, fold, newest_rows, repeats, retracted, unfold
from auditor.store.rows import reading_of, seen_at, sightings_of
from auditor.store.saving import enter_columns, find_county, forget_pass, keep_readings, renew_pass
from auditor.store.sqlite import sync_fully
from auditor.store.sums import renew_sums
from auditor.store.tables import (
    IS_SAME,
    ChangeRow,
    ColumnRow,
    CountyRow,
    ItemRow,
    PassRow,
    RereadingRow,
    RetractionRow,
    RunRow,
)

OpenSession = Callable[[], AbstractContextManager[Session]]
OpenConnection = Callable[[], AbstractContextManager[Connection]]
_KNOWN = (ColumnState.COUNTED.value, ColumnState.BLANK.value)
_ITEMS: Any = ItemRow.__table__  # type: ignore[attr-defined]
_CHANGES: Any = ChangeRow.__table__  # type: ignore[attr-defined]
_PASSES: Any = PassRow.__table__  # type: ignore[attr-defined]
_RUNS: Any = RunRow.__table__  # type: ignore[attr-defined]
_COLUMNS: Any = ColumnRow.__table__  # type: ignore[attr-defined]
_COUNTIES: Any = CountyRow.__table__  # type: ignore[attr-defined]
_KEYS = sqlalchemy.select(_COLUMNS.c.id, _COLUMNS.c.key).where(_COLUMNS.c.county_id == bindparam("county"))
_OF_RUN = _RUNS.update().where(_RUNS.c.id == bindparam("run"))
_KEEP_ARCHIVE = _OF_RUN.values(archive=bindparam("file"))
_FINISH = _OF_RUN.values(
    finished_at=bindparam("ended"), archive=bindparam("file"), digest=bindparam("chain"), requests=bindparam("asked")
)


@dataclass(frozen=True, slots=True)
class RunMark:
    """One crawl pass over a county: what it was asked for and where its pages are kept.

    ``reader`` is the version that read its pages (empty: one of before there were witnesses). ``notes`` (what the user
    should hear of the crawl itself) are not stored. ``only`` is the key of the one column it reads, empty for all.
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
    reader: str = READER
    notes: tuple[str, ...] = ()
    only: str = ""

    @property
    def name(self) -> str:
        """What its archive file is called."""
        return f"run-{self.id:06d}"


@dataclass(frozen=True, slots=True)
class Retraction:
    """Who set a run aside, when and why."""

    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rereading:
    """When the archived runs of a county were read anew, by which version of the reader, and how many."""

    at: datetime
    reader: str
    runs: int


@dataclass(frozen=True, slots=True)
class ItemsCopy:
    """What the tables know of a county's items: rows without ids, by the column's key."""

    items: Mapping[str, Sequence[Mapping[str, Any]]]
    changes: Mapping[str, Sequence[Mapping[str, Any]]]


class RunStore:
    """Keeps crawl passes: a column is saved whole or not at all."""

    def __init__(self, open_session: OpenSession, open_lasting: OpenSession, connect: OpenConnection) -> None:
        self._open, self._open_lasting, self._connect = open_session, open_lasting, connect

    def start(self, county: County, mark: RunMark) -> RunMark:
        """Begin a run; returns it with its id, which names its archive and is never given again: so it must last."""
        with self._connect() as connection:
            sync_fully(connection)
            values = {
                "county_id": _county_id(connection, county),
                "started_at": mark.started_at,
                "since": mark.since,
                "thorough": mark.thorough,
                "continues": mark.continues,
                "reader": mark.reader,
                "only": mark.only,
            }
            return replace(mark, id=_entered(connection, _RUNS, values))

    def keep_archive(self, mark: RunMark, archive: str) -> RunMark:
        """Note which file of the archive the run is written to; kept before any of its columns."""
        with self._connect() as connection:
            connection.execute(_KEEP_ARCHIVE, {"run": mark.id, "file": archive})
        return replace(mark, archive=archive)

    def finish(self, mark: RunMark) -> None:
        """Close a run: when, where its archive is, and the digest that ends it."""
        ended = {"ended": mark.finished_at, "file": mark.archive, "chain": mark.digest, "asked": mark.requests}
        with self._connect() as connection:
            connection.execute(_FINISH, {"run": mark.id, **ended})

    def list_runs(
        self, county: County, last: int | None = None, *, counted_at: datetime | None = None
    ) -> list[RunMark]:
        """The runs of a county that count, oldest first: all, or the ``last`` ones.

        Those set aside do not; with ``counted_at`` those do that were set aside only after that moment.
        """
        return self._runs(county, last, col(RunRow.id).not_in(retracted(counted_at)))

    def list_recent(self, county: County) -> list[RunMark]:
        """The newest run that came to its end and what was begun after it, oldest first; all that count."""
        of_county = select(CountyRow.id).where(CountyRow.name == county.name).scalar_subquery()
        ended = select(RunRow.id).where(RunRow.county_id == of_county, col(RunRow.finished_at).is_not(None))
        last = ended.where(col(RunRow.id).not_in(retracted())).order_by(col(RunRow.id).desc()).limit(1)
        newest = func.coalesce(last.scalar_subquery(), 0)
        return self._runs(county, None, col(RunRow.id).not_in(retracted()), col(RunRow.id) >= newest)

    def list_retracted(self, county: County) -> list[tuple[RunMark, Retraction]]:
        """The runs that were set aside, oldest first, with who did it and why."""
        runs = {run.id: run for run in self._runs(county, None, col(RunRow.id).in_(retracted()))}
        with self._open() as session:
            rows = session.exec(select(RetractionRow).where(col(RetractionRow.run_id).in_(runs)))
            return [(runs[row.run_id], Retraction(row.at, row.by, row.reason)) for row in rows]

    def retract(self, county: County, run: RunMark, retraction: Retraction, left: ItemsCopy) -> None:
        """Set a run aside; ``left`` is what the other runs say of the items of the county's columns."""
        with self._open_lasting() as session:
            unfold(session.connection(), known_id_of(session, county))
            session.add(RetractionRow(run_id=run.id, at=retraction.at, by=retraction.by, reason=retraction.reason))
            keys = _column_keys(session.connection(), county, {column.key for column in county.column})
            _put_items(session.connection(), keys, left)

    def list_older(self, county: County) -> list[RunMark]:
        """The runs that count of which another version of the reader read a column of the county file; oldest first."""
        with self._connect() as connection:
            keys = _column_keys(connection, county, {column.key for column in county.column})
        if not keys:
            return []
        of_older = exists().where(
            col(PassRow.run_id) == RunRow.id, col(PassRow.column_id).in_(keys), col(PassRow.reader) != READER
        )
        county_id = select(CountyRow.id).where(CountyRow.name == county.name).scalar_subquery()
        others = (  # by ranges: a seek each, where "is not" goes through all runs
            select(RunRow.id).where(RunRow.county_id == county_id, is_other)
            for is_other in (col(RunRow.reader) < READER, col(RunRow.reader) > READER)
        )
        worth_looking_at = (col(RunRow.id).in_(sqlalchemy.union_all(*others)), col(RunRow.renewed) != READER)
        return self._runs(county, None, col(RunRow.id).not_in(retracted()), *worth_looking_at, of_older)

    def renew(
        self, county: County, readings: Sequence[tuple[int, str, ColumnReading]], left: ItemsCopy, at: datetime
    ) -> None:
        """Put what today's reader says of archived runs in the place of what an earlier one said.

        ``readings`` with the run's id and the column's key; ``left`` is what they say of the items of these columns.
        """
        with self._open_lasting() as session:
            connection = session.connection()
            keys = _column_keys(connection, county, {key for _, key, _ in readings})
            ids = {key: column_id for column_id, key in keys.items()}
            unfold(connection, known_id_of(session, county))
            for run_id, key, reading in readings:
                renew_pass(connection, run_id, ids[key], reading)
            _put_items(connection, keys, left)
            runs = {run_id for run_id, _, _ in readings}
            of_older = exists().where(col(PassRow.run_id) == RunRow.id, col(PassRow.reader) != READER)
            session.exec(update(RunRow).where(col(RunRow.id).in_(runs), ~of_older).values(renewed=READER))
            session.add(RereadingRow(county_id=county_id_of(session, county), at=at, reader=READER, runs=len(runs)))

    def last_rereading(self, county: County) -> Rereading | None:
        """When and by which version the county's runs were last read anew; ``None``: never."""
        with self._open() as session:
            query = select(RereadingRow).where(RereadingRow.county_id == known_id_of(session, county))
            row = session.exec(query.order_by(col(RereadingRow.id).desc()).limit(1)).first()
            return Rereading(row.at, row.reader, row.runs) if row else None

    def copy_items(self, county: County) -> ItemsCopy:
        """All that is known of the county's items, to be kept elsewhere."""
        with self._connect() as connection:
            keys = _column_keys(connection, county)
            found: list[dict[str, list[Mapping[str, Any]]]] = []
            for table in (_ITEMS, _CHANGES):
                by_key: dict[str, list[Mapping[str, Any]]] = {}
                query = table.select().where(table.c.column_id.in_(keys)).order_by(table.c.id)
                for row in connection.execute(query).mappings():
                    values = {name: value for name, value in row.items() if name != "id"}
                    by_key.setdefault(keys[row["column_id"]], []).append(values)
                found.append(by_key)
            return ItemsCopy(*found)

    def last_finished(self, county: County) -> RunMark | None:
        """The newest run that came to its end."""
        found = self._runs(county, 1, col(RunRow.finished_at).is_not(None), col(RunRow.id).not_in(retracted()))
        return found[0] if found else None

    def _runs(self, county: County, last: int | None, *wanted: ColumnElement[bool]) -> list[RunMark]:
        with self._connect() as connection:
            query = _RUNS.select().where(_RUNS.c.county_id == (find_county(connection, county.name) or 0), *wanted)
            rows = connection.execute(query.order_by(_RUNS.c.id.desc()).limit(last)).all()
            return [
                RunMark(
                    row.id,
                    row.started_at,
                    row.since,
                    row.thorough,
                    row.finished_at,
                    row.archive,
                    row.digest,
                    row.continues,
                    row.requests,
                    row.reader,
                    only=row.only,
                )
                for row in reversed(rows)
            ]

    def list_digests(self) -> dict[str, dict[str, str]]:
        """For every county by name, each run's archive file and the digest that ended it (empty: it did not end)."""
        with self._open() as session:
            query = select(CountyRow.name, RunRow.archive, RunRow.digest).join(RunRow)
            rows = session.exec(query.where(RunRow.archive != "")).all()
        found: dict[str, dict[str, str]] = {}
        for county, archive, digest in rows:
            found.setdefault(county, {})[archive] = digest
        return found

    def columns_done(self, run_ids: Iterable[int]) -> set[str]:
        """The keys of the columns these runs have finished."""
        with self._open() as session:
            runs = list(run_ids)
            query = select(ColumnRow.key).join(PassRow).where(col(PassRow.run_id).in_(runs))
            found = set(session.exec(query))
            unchanged = {look.column_id for looks in _looks(session.connection(), runs).values() for look in looks}
            if unchanged:
                found.update(session.exec(select(ColumnRow.key).where(col(ColumnRow.id).in_(unchanged))))
            return found

    def plans_of(self, run_id: int) -> dict[str, Plan]:
        """For each column that a run has finished, by key, the plan that was given for it then."""
        with self._open() as session:
            query = select(ColumnRow.key, PassRow.plan).join(PassRow).where(PassRow.run_id == run_id)
            plans = dict(session.exec(query).all())
            looks = {look.column_id for look in _looks(session.connection(), [run_id]).get(run_id, ())}
            if looks:
                rows = newest_rows(session.connection(), looks, run_id)
                keys = session.exec(select(ColumnRow.id, ColumnRow.key).where(col(ColumnRow.id).in_(looks)))
                plans |= {key: rows[column_id or 0].plan for column_id, key in keys}
            return {key: Plan.of(plan) if plan else UNPLANNED for key, plan in plans.items()}

    def list_changes(self, county: County, column: DisclosureColumn) -> list[ItemChange]:
        """What later passes found changed, gone or back, oldest first."""
        with self._open() as session:
            of_county = ColumnRow.county_id == known_id_of(session, county)
            query = select(ChangeRow).join(ColumnRow, col(ColumnRow.id) == ChangeRow.column_id)
            query = query.where(of_county, ColumnRow.key == column.key).order_by(col(ChangeRow.id))
            return [ItemChange(row.item_key, row.at, row.field, row.before, row.after) for row in session.exec(query)]

    def list_entries(self, county: County, column: DisclosureColumn) -> list[tuple[datetime, str]]:
        """When each pass asked for a column's entry page, and the archived record of the answer; oldest first."""
        with self._connect() as connection:
            ids, passes = _column_keys(connection, county, [column.key]), _PASSES.c
            query = sqlalchemy.select(passes.read_at, passes.entry_record, passes.pages)
            query = query.where(passes.column_id.in_(ids), passes.run_id.not_in(retracted())).order_by(passes.id)
            rows = connection.execute(query)
            return [(row[0], row[1] or row[2][0]) for row in rows if row[1] or row[2]]

    def save(self, run: RunMark, county: County, readings: Iterable[tuple[DisclosureColumn, ColumnReading]]) -> None:
        """Keep the pass of each of these columns with all it saw, in one transaction."""
        with self._connect() as connection:
            county_id = _county_id(connection, county)
            given = list(readings)
            ids, new = enter_columns(connection, county_id, [column for column, _ in given])
            unchanged = {ids[column.key] for column, reading in given if reading.is_unchanged}
            before = newest_rows(connection, unchanged, run.id) if unchanged else {}
            looks, kept = [], []
            for column, reading in given:
                column_id = ids[column.key]
                row = before.get(column_id)
                if row is not None and repeats(reading, row):
                    looks.append((UnchangedLook(column_id, reading.read_at, reading.pages[0]), row.id))
                else:
                    kept.append((column_id, reading))
            keep_readings(connection, run.id, kept, new)
            extend(connection, run.id, looks)

    def fold(self, county: County, before: datetime) -> int:
        """Let passes of runs begun before a moment that only repeat others take no rows of their own; how many."""
        with self._open_lasting() as session:
            county_id = known_id_of(session, county)
            newer = select(func.min(col(RunRow.id))).where(RunRow.county_id == county_id, RunRow.started_at >= before)
            newest = select(func.max(col(RunRow.id))).where(RunRow.county_id == county_id)
            until = session.exec(newer).one() or session.exec(newest).one() or 0
            return fold(session.connection(), county_id, until)

    def forget(self, mark: RunMark, county: County, column_keys: Iterable[str]) -> None:
        """Take back what a run saw of these columns, because its evidence is lost; they are read again."""
        with self._open() as session:
            county_id = known_id_of(session, county)
            query = select(ColumnRow.id).where(ColumnRow.county_id == county_id, col(ColumnRow.key).in_(column_keys))
            if _looks(session.connection(), [mark.id]):
                unfold(session.connection(), county_id)
            for column_id in session.exec(query).all():
                forget_pass(session.connection(), mark.id, column_id or 0)

    def load_readings(
        self, county: County, column_keys: Collection[str] | None = None
    ) -> Mapping[str, "ColumnHistory"]:
        """For every column of the county that was ever read, or those wanted: its newest pass and newest proved one."""
        with self._connect() as connection:
            keys = _column_keys(connection, county, column_keys)
            newest, proved = _standing_passes(connection, keys)
            items = _items_of(connection, {row.column_id: seen_at(row) for row in proved.values()})
            return _histories(keys, newest, proved, lambda row: sightings_of(row, items.get(row.column_id, ())))

    def load_earlier(self, county: County) -> Mapping[str, "ColumnHistory"]:
        """The same for a crawl, which looks at the items of the columns that have changed: they are loaded then.

        What is gone from a column (``vanished``) is left out.
        """

        def items_of(row: Row[Any]) -> tuple[Sighting, ...]:
            with self._connect() as connection:
                found = _items_of(connection, {row.column_id: seen_at(row)})
            return sightings_of(row, found.get(row.column_id, ()))[0]

        with self._connect() as connection:
            keys = _column_keys(connection, county)
            newest, proved = _standing_passes(connection, keys)
            on_entry = _on_entry(connection, proved.values()) if proved else {}
            nothing = OnEntry.of((), "")
            return _histories(
                keys,
                newest,
                proved,
                lambda row: (KeptSightings(on_entry.get(row.column_id, nothing), partial(items_of, row)), ()),
            )

    def load_ledgers(
        self, county: County, first: date, last: date, column_keys: Collection[str] | None = None
    ) -> Mapping[str, ColumnLedger]:
        """For every column of the county, or those wanted: the looks from ``first`` to ``last``, the changes since."""
        start = datetime.combine(first, datetime.min.time(), LOCAL)
        end = datetime.combine(last, datetime.max.time(), LOCAL)
        with self._open() as session:
            connection = session.connection()
            keys = _column_keys(connection, county, column_keys)
            changes = _CHANGES.c
            begun = col(RunRow.started_at).between(start - timedelta(days=1), end)  # by runs: a seek each, however many
            runs = select(col(RunRow.id)).where(RunRow.county_id == known_id_of(session, county), begun)
            counts = col(RunRow.id).not_in(retracted())
            counting = {run_id or 0 for run_id in session.exec(runs.where(counts))}
            looks = _ledger_looks(connection, counting, keys, start, end)
            found: dict[int, list[ItemChange]] = {}
            since = sqlalchemy.select(_CHANGES).where(changes.column_id.in_(keys), changes.at >= start)
            for row in connection.execute(since.order_by(changes.at, changes.id)):
                one = ItemChange(row.item_key, row.at, row.field, row.before, row.after)
                found.setdefault(row.column_id, []).append(one)
            return {
                key: ColumnLedger(looks.get(column_id, ()), tuple(found.get(column_id, ())))
                for column_id, key in keys.items()
            }

    def last_seen(self, county: County, column: DisclosureColumn, item_key: str) -> datetime | None:
        """When an item of a column was last seen in its list; ``None`` where it never was.

        What stands as it stood is not written again: every good pass since that read back to it, and before it was
        gone, saw it.
        """
        with self._connect() as connection:
            column_id = next(iter(_column_keys(connection, county, [column.key])), 0)
            passes, items = _PASSES.c, _ITEMS.c
            of_item = (items.column_id == column_id, items.item_key == item_key)
            kept = sqlalchemy.select(items.last_seen, items.gone_at, items.published).where(*of_item)
            read = connection.execute(kept).one_or_none()
            if read is None:
                return None
            read_at, gone_at, day = read
            last = sqlalchemy.func.coalesce(passes.until, passes.read_at, type_=passes.read_at.type).label("last")
            reach = (
                passes.reached_end,
                sqlalchemy.text(f"({IS_SAME})"),
                *((passes.read_back_to < day,) if day else ()),
            )
            good = sqlalchemy.select(last).where(passes.column_id == column_id, passes.state.in_(_KNOWN))
            good = good.where(passes.run_id.not_in(retracted()), sqlalchemy.or_(*reach))
            good = good.where(last < gone_at) if gone_at else good
            passed: datetime | None = connection.scalar(good.order_by(passes.run_id.desc()).limit(1))
            found: datetime = max(read_at, passed) if passed else read_at
            return found

    def standing_on(self, county: County, day: date) -> Sequence[tuple[str, str, datetime]]:
        """The items of a publish date that stand in the county's columns: the column's key, title, when first seen."""
        with self._connect() as connection:
            keys, items = _column_keys(connection, county), _ITEMS.c
            of_day = (items.column_id.in_(keys), items.published == day, items.gone_at.is_(None))
            rows = connection.execute(sqlalchemy.select(items.column_id, items.title, items.first_seen).where(*of_day))
            return [(keys[column_id], title, first_seen) for column_id, title, first_seen in rows]

    def load_states(self, county: County) -> Mapping[str, "ColumnStanding"]:
        """For every column of the county that was ever read: how it stands now, without its items."""
        with self._connect() as connection:
            keys = _column_keys(connection, county)
            newest, proved = _standing_passes(connection, keys)
            moments = {column_id: seen_at(row) for column_id, row in proved.items()}
            return {
                keys[row.column_id]: ColumnStanding(
                    *_standing(row),
                    seen_at(row),
                    moments.get(row.column_id),
                    Plan.of(row.plan) if row.plan else UNPLANNED,
                )
                for row in newest
            }


@dataclass(frozen=True, slots=True)
class ColumnStanding:
    """How a column stands after its newest pass, and when it was last proved (``None``: never).

    ``plan`` is what was given for that pass.
    """

    state: ColumnState
    reason: str
    read_at: datetime
    proved_at: datetime | None
    plan: Plan = UNPLANNED


@dataclass(frozen=True, slots=True)
class ColumnHistory:
    """A column's newest pass, and the newest that proved something (often the same)."""

    newest: ColumnReading
    proved: ColumnReading | None

    def for_period(self, last: date) -> ColumnReading:
        """The reading to count by: the newest, or where it failed the newest proved one made after the period."""
        if not self.newest.is_proof and self.proved and self.proved.read_at.date() > last:
            return self.proved
        return self.newest


# -- rows --------------------------------------------------------------------------------------------------------------


def county_id_of(session: Session, county: County) -> int:
    """The county's row id; the row is made where missing."""
    return _county_id(session.connection(), county)


def _county_id(connection: Connection, county: County) -> int:
    found = find_county(connection, county.name)
    return _entered(connection, _COUNTIES, {"name": county.name}) if found is None else found


def _entered(connection: Connection, table: Any, values: Mapping[str, Any]) -> int:
    """The id of a new row."""
    key = connection.execute(table.insert().values(values)).inserted_primary_key
    return int(key[0]) if key else 0


def known_id_of(session: Session, county: County) -> int:
    """The county's row id, for reading: 0 where it has no row, and none is made."""
    return find_county(session.connection(), county.name) or 0


def _column_keys(connection: Connection, county: County, wanted: Collection[str] | None = None) -> dict[int, str]:
    """The keys of the county's columns that were ever read, by row id."""
    rows = connection.execute(_KEYS, {"county": find_county(connection, county.name) or 0})
    return {column_id: key for column_id, key in rows if wanted is None or key in wanted}


def _put_items(connection: Connection, keys: Mapping[int, str], left: ItemsCopy) -> None:
    """Put what is known of these columns' items, by row id and key, in the place of what was known."""
    for column_id, key in keys.items():
        for table, rows in ((_CHANGES, left.changes.get(key, ())), (_ITEMS, left.items.get(key, ()))):
            connection.execute(table.delete().where(table.c.column_id == column_id))
            if rows:
                connection.execute(table.insert(), [{**row, "column_id": column_id} for row in rows])
    renew_sums(connection, keys)


def _is_proof(row: Row[Any]) -> bool:
    """Whether a pass proves anything to this version of the reader."""
    return row.state in _KNOWN and row.reader == READER


def _standing(row: Row[Any]) -> tuple[ColumnState, str]:
    """The state of a pass as it counts today, with its reason."""
    if row.state in _KNOWN and row.reader != READER:
        return ColumnState.UNREADABLE, OLDER_READER
    return ColumnState(row.state), row.reason


def _standing_passes(connection: Connection, keys: Mapping[int, str]) -> tuple[Sequence[Row[Any]], dict[int, Row[Any]]]:
    """The newest pass of each column, and by the column's row id the newest that proved something."""
    newest = _newest_passes(connection, keys, proved=False) if keys else ()
    failed = {row.column_id: keys[row.column_id] for row in newest if not _is_proof(row)}
    proved = {row.column_id: row for row in newest if _is_proof(row)}
    proved |= {row.column_id: row for row in (_newest_passes(connection, failed, proved=True) if failed else ())}
    return newest, proved


_Items = tuple[Sequence[Sighting], tuple[Sighting, ...]]
"""What stands in a column, and what is gone from it."""


def _histories(
    keys: Mapping[int, str],
    newest: Iterable[Row[Any]],
    proved: Mapping[int, Row[Any]],
    items_of: Callable[[Row[Any]], _Items],
) -> dict[str, "ColumnHistory"]:
    """Each column's newest pass and newest proved one, with the items of the latter."""
    readings = {column_id: reading_of(keys[column_id], row, *items_of(row)) for column_id, row in proved.items()}
    histories = {}
    for row in newest:
        key, stands = keys[row.column_id], readings.get(row.column_id)
        histories[key] = ColumnHistory(stands if stands and _is_proof(row) else reading_of(key, row), stands)
    return histories


def _on_entry(connection: Connection, proved: Iterable[Row[Any]]) -> dict[int, OnEntry]:
    """How the items of each column stand to the entry page of its proved pass, worked out where they lie."""
    ids = [row.id for row in proved]
    one, is_loose = _ITEMS.c, ~_ITEMS.c.pinned
    is_there = (one.first_seen <= _PASSES.c.read_at) & (one.gone_at.is_(None) | (one.gone_at > _PASSES.c.read_at))
    on_page = one.page == _PASSES.c.entry_record
    query = (
        sqlalchemy.select(
            one.column_id,
            sqlalchemy.func.min(sqlalchemy.case((on_page, 1), else_=0)),
            sqlalchemy.func.max(sqlalchemy.case((is_loose, one.published))),
            sqlalchemy.func.max(sqlalchemy.case((is_loose & on_page, one.published))),
        )
        .join(_PASSES, _PASSES.c.column_id == one.column_id)
        .where(_PASSES.c.id.in_(ids), is_there)
        .group_by(one.column_id)
    )
    return {
        column_id: OnEntry(bool(lowest), newest is not None and newest == of_entry)
        for column_id, lowest, newest, of_entry in connection.execute(query)
    }


def _newest_passes(connection: Connection, keys: Mapping[int, str], *, proved: bool) -> Sequence[Row[Any]]:
    """The newest pass of each column, by row id: one seek in the index a column, however many passes there are."""
    one = _PASSES.alias()
    latest = sqlalchemy.select(one.c.id).where(one.c.column_id == _COLUMNS.c.id, one.c.run_id.not_in(retracted()))
    if proved:
        latest = latest.where(one.c.state.in_(_KNOWN), one.c.reader == READER)
    newest = latest.order_by(one.c.run_id.desc()).limit(1).scalar_subquery()
    query = sqlalchemy.select(_PASSES).join_from(_COLUMNS, _PASSES, _PASSES.c.id == newest)
    return connection.execute(query.where(_COLUMNS.c.id.in_(keys)).order_by(_PASSES.c.id)).all()


def _looks(connection: Connection, run_ids: Collection[int]) -> Mapping[int, list[UnchangedLook]]:
    """The columns that these runs found unchanged, by the run."""
    query = sqlalchemy.select(_RUNS.c.id, _RUNS.c.started_at, _RUNS.c.unchanged).where(_RUNS.c.id.in_(run_ids))
    return columns_of(connection.execute(query.order_by(_RUNS.c.id)))


def _ledger_looks(
    connection: Connection, runs: Collection[int], keys: Collection[int], start: datetime, end: datetime
) -> dict[int, tuple[Look, ...]]:
    """Every look that these runs took at these columns between two moments, by column, in order."""
    if not runs:
        return {}
    of_runs = _PASSES.select().where(_PASSES.c.column_id.in_(keys), _PASSES.c.run_id.in_(runs))
    own: dict[int, dict[int, Row[Any]]] = {}
    for row in connection.execute(of_runs):
        own.setdefault(row.run_id, {})[row.column_id] = row
    standing, unchanged = newest_rows(connection, keys, min(runs) - 1), _looks(connection, runs)
    found: dict[int, list[Look]] = {}

    def note(column_id: int, at: datetime, row: Row[Any], record: str) -> None:
        if start <= at <= end:
            look = Look(at, ColumnState(row.state), row.reason, row.read_back_to, row.reached_end, record)
            found.setdefault(column_id, []).append(look)

    for run_id in sorted(runs):
        for column_id, row in own.get(run_id, {}).items():
            standing[column_id] = row
            answered = next(iter(row.pages), "")  # an unchanged pass's entry is that of the pass before
            note(column_id, row.read_at, row, answered if row.is_unchanged else row.entry_record or answered)
        for one in unchanged.get(run_id, ()):
            if one.column_id in standing and one.column_id in keys:
                note(one.column_id, one.read_at, standing[one.column_id], one.page)
    return {column_id: tuple(sorted(looks, key=lambda look: look.at)) for column_id, looks in found.items()}


def _items_of(connection: Connection, read_at: Mapping[int, datetime]) -> dict[int, list[Row[Any]]]:
    """The items of columns that had been seen by these moments."""
    items: dict[int, list[Row[Any]]] = {}
    query = _ITEMS.select().where(_ITEMS.c.column_id.in_(list(read_at))).order_by(_ITEMS.c.id)
    for row in connection.execute(query):
        if row.first_seen <= read_at[row.column_id]:
            items.setdefault(row.column_id, []).append(row)
    return items
