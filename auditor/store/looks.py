"""Passes that found a column as it was before: an interval that grows, and one small value a run.

A pass that was answered “unchanged” says what the one before it said, at a later moment. It has no row of its own: the
row of the pass it repeats (the newest of its column) is told until when it held (``until``) and which record answered
last (``until_page``), and the run keeps, for all its columns of that kind together, when each was looked at and by
which record (``unchanged``). So every look is known for ever, and a day without news costs some hundred bytes.
"""

import json
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy
from sqlalchemy import Connection, Row

from auditor.crawl.column import ColumnReading
from auditor.store.rows import reading_of
from auditor.store.tables import ColumnRow, PassRow, RetractionRow, RunRow

_PASSES: Any = PassRow.__table__  # type: ignore[attr-defined]
_COLUMNS: Any = ColumnRow.__table__  # type: ignore[attr-defined]
_RUNS: Any = RunRow.__table__  # type: ignore[attr-defined]
_RETRACTIONS: Any = RetractionRow.__table__  # type: ignore[attr-defined]
_MICROSECOND = timedelta(microseconds=1)


_GROW = (
    _PASSES.update()
    .where(_PASSES.c.id == sqlalchemy.bindparam("repeated"))
    .values(until=sqlalchemy.bindparam("looked_at"), until_page=sqlalchemy.bindparam("record"))
)


@dataclass(frozen=True, slots=True)
class UnchangedLook:
    """One column, by its row id, looked at in a run and found as before; ``page`` is the record of the answer."""

    column_id: int
    read_at: datetime
    page: str


def looks_of(kept: bytes | None, started_at: datetime) -> list[UnchangedLook]:
    """The looks that a run keeps, in the order they were made."""
    rows = json.loads(zlib.decompress(kept)) if kept else ()
    return [UnchangedLook(column_id, started_at + after * _MICROSECOND, page) for column_id, after, page in rows]


def kept_looks(looks: Iterable[UnchangedLook], started_at: datetime) -> bytes | None:
    """The same as it is kept; nothing for none."""
    rows = [(look.column_id, (look.read_at - started_at) // _MICROSECOND, look.page) for look in looks]
    return zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), 9) if rows else None


def repeats(reading: ColumnReading, row: Row[Any]) -> bool:
    """Whether a reading says what the pass of this row says, at a later moment, and was answered so at once."""
    if not reading.is_unchanged or reading.requests != 1 or not reading.pages:
        return False
    before = reading_of(reading.column_key, row)
    same = replace(
        reading,
        sightings=(),
        vanished=(),
        notes=(),
        read_at=before.read_at,
        pages=(*before.pages[:1], *reading.pages[1:]),
        requests=before.requests,
        is_unchanged=before.is_unchanged,
    )
    is_alike = same == before and len(before.pages) == len(reading.pages)
    return is_alike and reading.read_at > before.read_at


def retracted(until: datetime | None = None) -> Any:
    """The ids of the runs that had been set aside by a moment, or by now."""
    query = sqlalchemy.select(_RETRACTIONS.c.run_id)
    return query if until is None else query.where(_RETRACTIONS.c.at <= until)


def newest_rows(connection: Connection, column_ids: Collection[int], last_run: int) -> dict[int, Row[Any]]:
    """The newest pass of each of these columns that has a row, of the runs up to one: a seek a column."""
    one = _PASSES.alias()
    newest = (
        sqlalchemy.select(one.c.id)
        .where(one.c.column_id == _COLUMNS.c.id, one.c.run_id <= last_run, one.c.run_id.not_in(retracted()))
        .order_by(one.c.run_id.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = sqlalchemy.select(_PASSES).join_from(_COLUMNS, _PASSES, _PASSES.c.id == newest)
    return {row.column_id: row for row in connection.execute(query.where(_COLUMNS.c.id.in_(column_ids)))}


def extend(connection: Connection, run_id: int, looks: Sequence[tuple[UnchangedLook, int]]) -> None:
    """Keep looks of a run, each with the id of the pass that it repeats."""
    if not looks:
        return
    grown = [{"repeated": pass_id, "looked_at": look.read_at, "record": look.page} for look, pass_id in looks]
    connection.execute(_GROW, grown)
    row = connection.execute(sqlalchemy.select(_RUNS).where(_RUNS.c.id == run_id)).one()
    all_looks = [*looks_of(row.unchanged, row.started_at), *(look for look, _ in looks)]
    _put_looks(connection, row, all_looks)


def unfold(connection: Connection, county_id: int) -> None:
    """Give every look of a county a row of its own again, before what they repeat is changed."""
    query = sqlalchemy.select(_RUNS).where(_RUNS.c.county_id == county_id, _RUNS.c.unchanged.is_not(None))
    for run in connection.execute(query.order_by(_RUNS.c.id)).all():
        looks = {look.column_id: look for look in looks_of(run.unchanged, run.started_at)}
        rows = newest_rows(connection, looks, run.id)
        made = []
        for column_id, row in rows.items():
            look = looks[column_id]
            own = {**row._mapping, "run_id": run.id, "read_at": look.read_at, "pages": [look.page, *row.pages[1:]]}
            made.append({**own, "requests": 1, "is_unchanged": True, "until": None, "until_page": ""})
            del made[-1]["id"]
        connection.execute(_PASSES.insert(), made)
        _put_looks(connection, run, [])
    of_county = sqlalchemy.select(_RUNS.c.id).where(_RUNS.c.county_id == county_id)
    grown = _PASSES.c.run_id.in_(of_county), _PASSES.c.until.is_not(None)
    connection.execute(_PASSES.update().where(*grown).values(until=None, until_page=""))


def fold(connection: Connection, county_id: int, before_run: int) -> int:
    """Let the passes of a county in runs before one given that only repeat others be looks; returns how many.

    Passes that were kept before there were looks, or that were given rows again.
    """
    looks: dict[int, list[UnchangedLook]] = {}
    grown: dict[int, UnchangedLook] = {}
    folded: list[int] = []
    for column_id in connection.scalars(
        sqlalchemy.select(_COLUMNS.c.id).where(_COLUMNS.c.county_id == county_id)
    ).all():
        query = _PASSES.select().where(_PASSES.c.column_id == column_id, _PASSES.c.run_id < before_run)
        before: Row[Any] | None = None
        for row in connection.execute(query.where(_PASSES.c.run_id.not_in(retracted())).order_by(_PASSES.c.run_id)):
            if before is None or row.until is not None or not repeats(reading_of("", row), before):
                before = row
                continue
            look = UnchangedLook(column_id, row.read_at, row.pages[0])
            looks.setdefault(row.run_id, []).append(look)
            grown[before.id] = look
            folded.append(row.id)
    runs = {row.id: row for row in connection.execute(_RUNS.select().where(_RUNS.c.county_id == county_id))}
    for run_id, found in looks.items():
        run = runs[run_id]
        _put_looks(connection, run, sorted([*looks_of(run.unchanged, run.started_at), *found], key=_moment))
    for pass_id, look in grown.items():
        kept = _PASSES.update().where(_PASSES.c.id == pass_id)
        later = sqlalchemy.or_(_PASSES.c.until.is_(None), _PASSES.c.until < look.read_at)
        connection.execute(kept.where(later).values(until=look.read_at, until_page=look.page))
    for start in range(0, len(folded), 500):
        connection.execute(_PASSES.delete().where(_PASSES.c.id.in_(folded[start : start + 500])))
    return len(folded)


def columns_of(rows: Iterable[Row[Any]]) -> Mapping[int, list[UnchangedLook]]:
    """The looks of runs (``id, started_at, unchanged``), by the run."""
    return {row.id: looks_of(row.unchanged, row.started_at) for row in rows if row.unchanged}


def _put_looks(connection: Connection, run: Row[Any], looks: Sequence[UnchangedLook]) -> None:
    kept = kept_looks(looks, run.started_at)
    connection.execute(_RUNS.update().where(_RUNS.c.id == run.id).values(unchanged=kept))


def _moment(look: UnchangedLook) -> datetime:
    return look.read_at
