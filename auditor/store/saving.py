"""Keeping columns' passes: the hot path of every crawl, so plain SQL through the driver and no row objects.

Statements are compiled once for the driver and run with tuples: this costs 2 % over the bare driver, objects ten times
as much. Everything read from the pages goes in as a parameter.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, field
from datetime import date
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, TextClause, text

from auditor.base.terms import ColumnState
from auditor.county.model import DisclosureColumn
from auditor.crawl.column import ColumnReading, Sighting
from auditor.read.values import MARKED, ListItem
from auditor.store.rows import article_text, kept_request, plan_values
from auditor.store.sums import renew_sums
from auditor.store.tables import stamp

_FIND_COUNTY = text("SELECT id FROM county WHERE name = :name")
_FIND_COLUMNS = text("SELECT key, id, name FROM disclosure_column WHERE county_id = :county_id")
_ENTER_COLUMN = text("""
    INSERT INTO disclosure_column (county_id, key, name) VALUES (:county_id, :key, :name)
    ON CONFLICT (county_id, key) DO UPDATE SET name = excluded.name""")
_LAST_PROVED = text(f"""
    SELECT COALESCE(until, read_at), read_back_to, reached_end, plan, reader FROM column_pass
    WHERE column_id = :column_id AND state IN ('{ColumnState.COUNTED.value}', '{ColumnState.BLANK.value}')
        AND run_id NOT IN (SELECT run_id FROM run_retraction)
    ORDER BY run_id DESC LIMIT 1""")  # noqa: S608  the words are the enum's own
_KNOWN_ITEMS = text("""
    SELECT id, item_key, title, href, url, published, gone_at, page, first_seen FROM item
    WHERE column_id = :column_id""")
UPSERT = text("""
    INSERT INTO item (column_id, item_key, title, href, url, listed, published, published_from, note, pinned, quarter,
                      page, first_seen, absent_at, last_seen, gone_at, article)
    VALUES (:column_id, :item_key, :title, :href, :url, :listed, :published, :published_from, :note, :pinned,
            :quarter, :page, :first_seen, :absent_at, :last_seen, NULL, :article)
    ON CONFLICT (column_id, item_key) DO UPDATE SET
        title = excluded.title, href = excluded.href, listed = excluded.listed, published = excluded.published,
        published_from = excluded.published_from, note = excluded.note, pinned = excluded.pinned,
        quarter = excluded.quarter, page = excluded.page, last_seen = excluded.last_seen, gone_at = NULL,
        article = COALESCE(excluded.article, item.article)""")
"""Enters an item or renews it; when it was first seen stays."""
_MOVE = text("UPDATE item SET item_key = :item_key, url = :url WHERE id = :id")
_GONE = text("UPDATE item SET gone_at = :at WHERE id = :id")
_CHANGE = text(
    "INSERT INTO item_change (column_id, item_key, at, field, before, after) "
    "VALUES (:column_id, :item_key, :at, :field, :before, :after)"
)
_KEEP_READING = text("""
    INSERT INTO column_pass (run_id, column_id, read_at, state, reason, read_back_to, reached_end, total_stated, family,
                             pages, requests, entry, validators, entry_record, first_digest, is_unchanged,
                             reader, witness, page_size, plan)
    VALUES (:run_id, :column_id, :read_at, :state, :reason, :read_back_to, :reached_end, :total_stated, :family,
            :pages, :requests, :entry, :validators, :entry_record, :first_digest, :is_unchanged,
            :reader, :witness, :page_size, :plan)""")

_FIND_READING = text("SELECT id, read_at FROM column_pass WHERE run_id = :run_id AND column_id = :column_id")
_FORGET_ITEMS = text("DELETE FROM item WHERE column_id = :column_id AND first_seen = :at")
_FORGET_GONE = text("UPDATE item SET gone_at = NULL WHERE column_id = :column_id AND gone_at = :at")
_FORGET_CHANGE = text(
    "DELETE FROM item_change WHERE column_id = :column_id AND at = :at AND field IN ('gone', 'unread')"
)
_DROP_READING = text("DELETE FROM column_pass WHERE run_id = :run_id AND column_id = :column_id")
_FORGET_READING = text("DELETE FROM column_pass WHERE id = :id")


_SEEN_ONLY = ("template", "relaid")
"""What a plan keeps of the pages that were seen, beside what was given."""


class _Proved(NamedTuple):
    """What the column's last proved pass reached; ``read_at`` as it is kept, ``way`` where and how it was read,
    and by which version."""

    read_at: str
    read_back_to: date | None
    reached_end: bool
    way: Mapping[str, str]

    def covered(self, day: date | None, *, has_known_below: bool) -> bool:
        """Whether it would have shown an item of that day: it read the whole list, or down to below the item's place.

        A list may hold rows out of order: one that stands below all that was known then was never reached.
        """
        return self.reached_end or (has_known_below and bool(day and self.read_back_to and day > self.read_back_to))


class _Known(NamedTuple):
    """An item as it stands in the table."""

    id: int
    key: str
    title: str
    href: str
    url: str
    published: date | None
    gone_at: str | None
    page: str
    first_seen: str

    def stands_in(self, sighting: Sighting) -> bool:
        """Whether a sighting says what is kept already: one taken over from an earlier pass, with its page of then."""
        if sighting.reworded is not None and sighting.reworded.is_change:
            return False
        item = sighting.item
        now = (item.title, item.href, item.url, sighting.date, sighting.page)
        return self.gone_at is None and now == (self.title, self.href, self.url, self.published, self.page)

    @property
    def key_now(self) -> str:
        """Its key as this version spells it: a former one kept hosts in capitals or in Chinese as they were written."""
        mark = self.key.partition(MARKED)[2]
        return ListItem(self.title, self.href, self.url, mark=mark).key if self.url else self.key


def keep_readings(
    connection: Connection, run_id: int, readings: Sequence[tuple[int, ColumnReading]], new: Collection[int] = ()
) -> None:
    """Keep the passes of columns, by row id, with all they saw; the caller's transaction makes them one.

    Of the ``new`` columns nothing has been kept before.
    """
    values, changed, written = [], [], _Written()
    for column_id, reading in readings:
        pen = _Writer(connection, column_id, stamp(reading.read_at), column_id in new, written)
        if not reading.is_unchanged and pen.keep_items(reading):
            changed.append(column_id)
        values.append(_pass_values(run_id, column_id, pen.at, reading))
    _write(connection, UPSERT, written.items)
    _write(connection, _GONE, written.gone)
    _write(connection, _CHANGE, written.changes)
    renew_sums(connection, changed)
    _write(connection, _KEEP_READING, values)


def renew_pass(connection: Connection, run_id: int, column_id: int, reading: ColumnReading) -> None:
    """Say anew what one column's pass in a run showed; its items are put in by whoever read it again."""
    pen = _Writer(connection, column_id, stamp(reading.read_at))
    pen.write(_DROP_READING, (run_id, column_id))
    pen.write(_KEEP_READING, _pass_values(run_id, column_id, pen.at, reading))


def forget_pass(connection: Connection, run_id: int, column_id: int) -> None:
    """Take back a pass whose pages are lost, with the items it was the first to see; the next pass sees them again."""
    found = connection.exec_driver_sql(positional(_FIND_READING, connection.dialect), (run_id, column_id))
    for pass_id, read_at in found.all():
        pen = _Writer(connection, column_id, read_at)
        pen.write(_FORGET_ITEMS, (column_id, read_at))
        pen.write(_FORGET_GONE, (column_id, read_at))
        pen.write(_FORGET_CHANGE, (column_id, read_at))
        pen.write(_FORGET_READING, (pass_id,))
        renew_sums(connection, [column_id])


def find_county(connection: Connection, name: str) -> int | None:
    """A county's row id, where it has a row."""
    row = connection.exec_driver_sql(positional(_FIND_COUNTY, connection.dialect), (name,)).first()
    return None if row is None else int(row[0])


def enter_columns(
    connection: Connection, county_id: int, columns: Collection[DisclosureColumn]
) -> tuple[dict[str, int], set[int]]:
    """The row ids of columns, by key, and which of them are new; rows are made where missing, names kept current."""
    before = _columns_of(connection, county_id)
    given = {column.key: column.name for column in columns}
    renewed = [(county_id, key, name) for key, name in given.items() if key not in before or before[key][1] != name]
    _write(connection, _ENTER_COLUMN, renewed)
    after = _columns_of(connection, county_id) if any(key not in before for key in given) else before
    ids = {key: after[key][0] for key in given}
    return ids, {ids[key] for key in given if key not in before}


def _columns_of(connection: Connection, county_id: int) -> dict[str, tuple[int, str]]:
    rows = connection.exec_driver_sql(positional(_FIND_COLUMNS, connection.dialect), (county_id,))
    return {key: (column_id, name) for key, column_id, name in rows.all()}


def _write(connection: Connection, statement: TextClause, values: tuple[Any, ...] | list[tuple[Any, ...]]) -> None:
    if values:
        connection.exec_driver_sql(positional(statement, connection.dialect), values)


_Seen = Mapping[str, Sighting]
"""What a pass saw, by its keys: to work one out takes an address apart."""


@dataclass(frozen=True, slots=True)
class _Written:
    """What passes write, of many columns in one statement of each kind."""

    items: list[tuple[Any, ...]] = field(default_factory=list)
    gone: list[tuple[Any, ...]] = field(default_factory=list)
    changes: list[tuple[Any, ...]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes one pass: on which connection, into which column, at which (kept) moment."""

    connection: Connection
    column_id: int
    at: str
    is_new: bool = False
    written: _Written = field(default_factory=_Written)

    def write(self, statement: TextClause, values: tuple[Any, ...] | list[tuple[Any, ...]]) -> None:
        """Run a statement with one tuple or, in one go, with many; with none it does nothing."""
        _write(self.connection, statement, values)

    def ask(self, statement: TextClause) -> Sequence[Any]:
        """All rows of a question about the column; of a new one there are none."""
        if self.is_new:
            return ()
        return self.connection.exec_driver_sql(positional(statement, self.connection.dialect), (self.column_id,)).all()

    def keep_items(self, reading: ColumnReading) -> bool:
        """Enter new items, renew those that were read again, note changes, and mark those that are gone.

        Returns whether there is any item to be written.
        """
        passes = [_Proved(row[0], _day(row[1]), bool(row[2]), _way(row[3], row[4])) for row in self.ask(_LAST_PROVED)]
        way = _way(plan_values(reading), reading.reader)
        before = next((one for one in passes if one.way == way), None)
        is_comparable = before is not None or not passes  # else what differs is the way of reading
        kept = self.ask(_KNOWN_ITEMS)
        rows = (_Known(row[0], row[1], row[2], row[3], row[4], _day(row[5]), *row[6:]) for row in kept)
        known = {row.key: row for row in rows}
        seen = {sighting.key: sighting for sighting in reading.sightings}
        self._spell_anew(seen, known)
        self._follow_moves(seen, known)
        changes = self._changes(seen, known, is_comparable=is_comparable)
        self.written.changes.extend((*changes, *self._returned(seen, known)))
        news = (pair for pair in seen.items() if (row := known.get(pair[0])) is None or not row.stands_in(pair[1]))
        above = self._above_known(seen, known, before)
        entered = [self._item_values(key, sighting, before, is_above=key in above) for key, sighting in news]
        self.written.items.extend(entered)
        lost: list[_Known] = []
        if reading.state.is_known:
            absent = (row for row in known.values() if row.key not in seen and row.gone_at is None)
            dated = {sighting.item.title for sighting in seen.values() if sighting.date is not None}
            lost = [row for row in absent if _should_be_there(row, reading, dated)]
            self.written.gone.extend((self.at, row.id) for row in lost)
            told = "gone" if is_comparable else "unread"
            self.written.changes.extend(
                (self.column_id, row.key, self.at, told, str(row.published or ""), "") for row in lost
            )
        return bool(entered or lost)

    def _above_known(self, seen: _Seen, known: dict[str, _Known], before: _Proved | None) -> frozenset[str]:
        """What stands above an item that the last proved pass showed: so far down it had read."""
        if before is None or before.reached_end:
            return frozenset()
        shown = (at for at, key in enumerate(seen) if key in known and known[key].first_seen <= before.read_at)
        return frozenset(islice(seen, max(shown, default=0)))

    def _spell_anew(self, seen: _Seen, known: dict[str, _Known]) -> None:
        """A seen item that is kept under a former spelling of its key is that item; nothing about it has changed."""
        for row in [row for key, row in known.items() if key not in seen]:
            key = row.key_now
            if key in seen and key not in known:
                self.write(_MOVE, (key, row.url, row.id))
                del known[row.key]
                known[key] = row._replace(key=key)

    def _follow_moves(self, seen: _Seen, known: dict[str, _Known]) -> None:
        """An item under a new address with the title and date of one no longer seen is that item, moved; so is one that
        is dated now and was not, though its key tells the day where no address does."""
        lost: dict[tuple[str, date | None], list[_Known]] = {}
        for row in reversed(known.values()):
            if row.key not in seen and not row.gone_at:
                lost.setdefault((row.title, row.published), []).append(row)
        for key, sighting in seen.items() if lost else ():
            title, day = sighting.item.title, sighting.date
            same = (lost.get((title, day)) or lost.get((title, None))) if key not in known else None
            if not same:
                continue
            row, url = same.pop(), sighting.item.url
            if row.url != url:
                self.written.changes.append((self.column_id, key, self.at, "address", row.url, url))
            self.write(_MOVE, (key, url, row.id))
            del known[row.key]
            known[key] = row._replace(key=key, url=url)

    def _changes(self, seen: _Seen, known: dict[str, _Known], *, is_comparable: bool) -> list[tuple[Any, ...]]:
        """Titles and dates that differ from what the table says, and what an article opened again says."""
        title, day = ("title", "date") if is_comparable else ("reread", "reread")
        rows = []
        for key, sighting in seen.items():
            row = known.get(key)
            if row is None:
                continue
            if row.title != sighting.item.title:
                rows.append((self.column_id, row.key, self.at, title, row.title, sighting.item.title))
            if row.published != sighting.date:
                days = (str(row.published or ""), str(sighting.date or ""))
                rows.append((self.column_id, row.key, self.at, day, *days))
            if (text := sighting.reworded) is not None:
                field = "text" if text.is_change else "same-text"
                rows.append((self.column_id, row.key, self.at, field, text.before, text.after))
        return rows

    def _returned(self, seen: _Seen, known: dict[str, _Known]) -> list[tuple[Any, ...]]:
        """Items that had been found gone and are there again."""
        back = [key for key in seen if key in known and known[key].gone_at is not None]
        return [(self.column_id, key, self.at, "back", str(known[key].gone_at), "") for key in back]

    def _item_values(self, key: str, sighting: Sighting, before: _Proved | None, *, is_above: bool) -> tuple[Any, ...]:
        item, day = sighting.item, sighting.date
        return (
            self.column_id,
            key,
            item.title,
            item.href,
            item.url,
            item.date and item.date.isoformat(),
            day and day.isoformat(),
            sighting.date_from and sighting.date_from.value,
            sighting.date_note,
            item.pinned,
            day and day.year * 4 + (day.month - 1) // 3,
            sighting.page,
            self.at,
            before.read_at if before and before.covered(day, has_known_below=is_above) else None,
            self.at,
            article_text(sighting),
        )


def _pass_values(run_id: int, column_id: int, at: str, reading: ColumnReading) -> tuple[Any, ...]:
    entry = kept_request(reading.entry)
    return (
        run_id,
        column_id,
        at,
        reading.state.value,
        reading.reason,
        reading.read_back_to and reading.read_back_to.isoformat(),
        reading.reached_end,
        reading.total_stated,
        reading.family,
        json.dumps(reading.pages),
        reading.requests,
        None if entry is None else json.dumps(entry),
        json.dumps(reading.validators),
        reading.entry_record,
        reading.first_digest,
        reading.is_unchanged,
        reading.reader,
        None if reading.witness is None else json.dumps(asdict(reading.witness)),
        None if reading.size is None else json.dumps(astuple(reading.size)),
        None if (plan := plan_values(reading)) is None else json.dumps(plan),
    )


def _should_be_there(row: _Known, reading: ColumnReading, dated: Collection[str]) -> bool:
    """Whether an item that was not seen is gone; an undated one is also where its title is shown with a day now."""
    if reading.reached_end or (row.published is None and row.title in dated):
        return True
    return bool(row.published and reading.read_back_to and row.published > reading.read_back_to)


def _way(plan: str | Mapping[str, str] | None, reader: str) -> Mapping[str, str]:
    """Where and how a pass read its column, as its plan says (SQLite has text, PostgreSQL a mapping), and which version
    did: what one way does not show, another may."""
    known = (json.loads(plan) if isinstance(plan, str) else plan) or {}  # a plan may be kept as JSON's null
    return {"reader": reader, **{key: value for key, value in known.items() if key not in _SEEN_ONLY}}


def _day(kept: str | date | None) -> date | None:
    """A date as the driver gives it: SQLite has text, PostgreSQL dates."""
    return date.fromisoformat(kept) if isinstance(kept, str) else kept


def positional(statement: TextClause, dialect: Dialect) -> str:
    """The statement as the dialect's driver takes it with tuples, its values in the order they are named."""
    kind: Any = type(dialect)
    return _positional(statement, kind)


@cache
def _positional(statement: TextClause, dialect: Any) -> str:
    style = dialect.default_paramstyle.removeprefix("py")  # psycopg's pyformat takes a mapping, its format a tuple
    return str(statement.compile(dialect=dialect(paramstyle=style)))
