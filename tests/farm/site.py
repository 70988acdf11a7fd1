"""Serving a portal of the farm on loopback, and running the whole line over it."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import quiet
from servers import Line, Portal, Reply, Seen, page

from auditor.audit.model import Audit, RowEntry
from auditor.base.period import Period
from auditor.base.settings import Place, clock_at
from auditor.county.model import County
from auditor.pipeline.crawling import crawl_county
from auditor.pipeline.line import audit_county
from auditor.store import open_store
from farm.truth import FIRST

Q1 = Period.parse("2020Q1")


@dataclass(frozen=True)
class Request:
    """One request as a portal's program sees it."""

    method: str
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]

    @classmethod
    def of(cls, seen: Seen) -> "Request":
        parts = urlsplit(seen.target)
        body = seen.body.decode("utf-8", "replace")
        if body.startswith("{"):
            form = {key: str(value) for key, value in json.loads(body).items()}
        else:
            form = dict(parse_qsl(body, keep_blank_values=True))
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        return cls(seen.method, unquote(parts.path), query, form)


def send(text: str | bytes, kind: str = "text/html; charset=utf-8", charset: str = "utf-8", *headers: str) -> bytes:
    """A complete answer of status 200."""
    body = text if isinstance(text, bytes) else text.encode(charset, "xmlcharrefreplace")
    return page(body, "200 OK", f"Content-Type: {kind}", *headers)


def send_json(value: object) -> bytes:
    return send(json.dumps(value, ensure_ascii=False), "application/json;charset=UTF-8")


Program = Callable[[Request], Reply | None]


class Served(Mapping[str, Reply]):
    """Every address is answered by a program that sees the whole request."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def __getitem__(self, target: str) -> Reply:
        async def script(line: Line) -> None:
            answer = self.program(Request.of(line.seen))
            if answer is None:
                answer = page("<html><body><h1>404 Not Found</h1></body></html>", "404 Not Found")
            assert not isinstance(answer, list | tuple)
            await (line.send(answer) if isinstance(answer, bytes) else answer(line))  # type: ignore[operator]

        return script

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 1


@dataclass
class Outcome:
    """What the line made of one portal."""

    audit: Audit
    home: str
    rows: dict[str, RowEntry]
    first_pass: list[Seen]
    second_pass: list[Seen] = field(default_factory=list)


def county_of(home: str, addresses: Mapping[str, str], **crawl: Any) -> County:
    """A county of one unit with these columns (name by address)."""
    return County.model_validate(
        {
            "county": {"name": "试验县", "home": home},
            "crawl": {"delay": 0, "max_pages": 30, **crawl},
            "table": [{"id": "departments", "title": "部门统计表", "group": "部门"}],
            "unit": [{"name": "政府办", "table": "departments"}],
            "column": [{"name": name, "url": url, "unit": "政府办", "due": []} for url, name in addresses.items()],
        }
    )


async def _run(
    program: Program, addresses: Mapping[str, str], folder: Path, again: bool, crawl: dict[str, Any]
) -> Outcome:
    place = Place(folder)
    store = open_store(place.database)
    async with Portal(Served(program)) as portal:
        county = county_of(portal.home, addresses, **crawl)

        async def once(now: str, *, thorough: bool) -> list[Seen]:
            done = len(portal.seen)
            clock = clock_at(now)
            await crawl_county(
                county, store, place, clock, since=FIRST, thorough=thorough, watch=lambda _column, _reading: None
            )
            return portal.seen[done:]

        first = await once("2020-04-10T02:30", thorough=True)
        result = audit_county(county, store, place, Q1, clock_at("2020-04-10T03:30"))
        second = await once("2020-04-11T02:30", thorough=False) if again else []
    store.close()
    return Outcome(result, portal.home, {row.key: row for row in result.rows}, first, second)


def run_line(
    program: Program, addresses: Mapping[str, str], folder: Path, *, again: bool = False, **crawl: Any
) -> Outcome:
    """Crawl and audit a portal over HTTP; ``again``: crawl it a second time, unchanged."""
    return quiet.run(_run(program, addresses, folder, again, crawl))


def counted(row: RowEntry, home: str) -> list[tuple[str, date | None, str]]:
    """What a row counts, as (title, day, address on the portal)."""
    return sorted((item.title, item.date, item.url.replace(home.rstrip("/"), "", 1)) for item in row.items)
