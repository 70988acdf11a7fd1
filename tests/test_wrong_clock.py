"""A clock that leaps is noticed before it does harm; a run under a wrong one is set aside and no longer counts."""

import asyncio
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from crawls import fixed_clock
from offices import at, small_county
from servers import Line, Portal
from test_fleet import code_of

from auditor.base.errors import ArchiveProblem, AuditorError, BadInput
from auditor.base.period import Period
from auditor.base.settings import Place
from auditor.base.terms import ColumnKind
from auditor.base.workdays import last_published_year
from auditor.county.model import County, DisclosureColumn
from auditor.county.writing import dump_county
from auditor.pipeline.crawling import crawl_county
from auditor.pipeline.line import audit_county
from auditor.pipeline.replay import replay_period
from auditor.pipeline.retract import retract_run
from auditor.store import Store, open_store

Q1 = Period.parse("2020Q1")
FIRST, FUTURE, NEXT = at("2020-04-10T02:30"), at("2031-04-10T02:30"), at("2020-04-11T02:30")


class Clockwork:
    """A portal with a clock of its own (``None``: it says no time) and a list that grows."""

    def __init__(self, says: datetime | None = FIRST) -> None:
        self.says, self.rows = says, 3

    async def answer(self, line: Line) -> None:
        items = "".join(
            f'<li><a href="/c/{n}.html">关于第{n}项工作的通知</a><span>2020-03-{n + 1:02}</span></li>'
            for n in range(self.rows, 0, -1)
        )
        items += '<li><a href="/c/old.html">关于去年工作的通知</a><span>2019-11-11</span></li>'
        body = f"<html><head><title>通知公告</title></head><body><ul class='list'>{items}</ul></body></html>".encode()
        body = body if line.seen.target == "/c/" else b"<html><title>home</title><p>welcome</p></html>"
        date_line = f"Date: {format_datetime(self.says)}\r\n" if self.says else ""
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{date_line}Content-Length: {len(body)}"
        await line.send(f"{head}\r\nConnection: close\r\n\r\n".encode() + body)
        line.writer.close()


def place_of(home: str) -> County:
    small = small_county(home)
    only = DisclosureColumn(name="通知公告", url="/c/", unit=small.unit[0].name)
    return small.model_copy(update={"column": (only,), "unit": small.unit[:1]})


async def crawl(county: County, store: Store, home: Path, now: datetime, *, thorough: bool = True):  # type: ignore[no-untyped-def]
    return await crawl_county(
        county, store, Place(home), lambda: now, since=date(2020, 1, 1), thorough=thorough, watch=lambda _c, _r: None
    )


def tell(home: Path, story: Callable[[County, Store, Clockwork], object]) -> None:
    """Run a story on one portal and one database."""

    async def run() -> None:
        portal = Clockwork()
        async with Portal({"/": portal.answer, "/c/": portal.answer}) as server:
            store = open_store(home / "auditor.db")
            try:
                await story(place_of(server.home), store, portal)  # type: ignore[misc]
            finally:
                store.close()

    asyncio.run(run())


def test_a_leap_that_the_portal_contradicts_is_refused_before_anything_is_kept(tmp_path: Path):
    async def story(county: County, store: Store, portal: Clockwork) -> None:
        await crawl(county, store, tmp_path, FIRST)
        portal.says = NEXT
        with pytest.raises(AuditorError, match="门户网站自己的时间"):
            await crawl(county, store, tmp_path, FUTURE)
        assert len(store.runs.list_runs(county)) == 1
        await crawl(county, store, tmp_path, NEXT)
        assert len(store.runs.list_runs(county)) == 2

    tell(tmp_path, story)


def test_a_first_crawl_under_a_clock_ahead_of_the_portals_is_refused_until_a_person_vouches_for_it(tmp_path: Path):
    file = tmp_path / "county.toml"
    today = FIRST.replace(year=last_published_year())
    future = today + timedelta(days=4018)
    words = ["crawl", str(file), "--home", str(tmp_path), "--now", f"{future:%Y-%m-%dT%H:%M}"]

    async def story(county: County, store: Store, portal: Clockwork) -> None:
        portal.says = today
        with pytest.raises(AuditorError, match=r"门户网站自己的时间.*--clock-checked"):
            await crawl(county, store, tmp_path, future)
        assert store.runs.list_runs(county) == []
        await crawl(county, store, tmp_path, today + timedelta(hours=20))
        assert len(store.runs.list_runs(county)) == 1
        other = county.model_copy(update={"county": county.county.model_copy(update={"name": "另县"})})
        file.write_text(dump_county(other), encoding="utf-8")
        assert await asyncio.to_thread(code_of, words) == 1
        assert await asyncio.to_thread(code_of, [*words, "--clock-checked"]) == 0
        portal.says = today + timedelta(days=30)
        await crawl(other, store, tmp_path, future + timedelta(days=30))
        assert len(store.runs.list_runs(other)) == 2, "a portal whose clock is wrong by the same as ever"

    tell(tmp_path, story)


def test_looking_at_the_clock_asks_for_nothing_that_the_run_does_not_ask_for(tmp_path: Path):
    async def run() -> None:
        portal = Clockwork()
        async with Portal({"/": portal.answer, "/c/": portal.answer}) as server:
            store, county = open_store(tmp_path / "auditor.db"), place_of(server.home)
            for moment in (FIRST, FIRST + timedelta(days=30)):  # the first crawl, and one after a pause
                portal.says = moment
                before = len(server.seen)
                mark = await crawl(county, store, tmp_path, moment)
                asked = [line.target for line in server.seen[before:]]
                assert sorted(asked) == ["/", "/c/", "/robots.txt"]
                assert mark.requests == len(asked)
            audit_county(county, store, Place(tmp_path), Q1, lambda: moment)
            assert (await replay_period(county, store, Place(tmp_path), Q1)).differences == ()
            store.close()

    asyncio.run(run())


@pytest.mark.parametrize(
    ("then", "now", "days"),
    [
        (FIRST, FIRST + timedelta(days=366), 366),  # a year of downtime
        (FIRST - timedelta(days=900), FIRST - timedelta(days=534), 366),  # a portal whose clock is wrong by the same
        (FIRST, None, 366),  # a portal that says no time proves nothing
        (FIRST, FIRST, 1),  # a day is no leap
        (at("2026-11-27T10:00"), at("2026-11-27T10:00"), 30),  # a pretended clock in the past of the portal's
        (FIRST, FIRST + timedelta(days=29, hours=8), 30),  # zones
    ],
)
def test_what_is_no_leap_goes_on(tmp_path: Path, then: datetime, now: datetime | None, days: int):
    async def story(county: County, store: Store, portal: Clockwork) -> None:
        portal.says = then
        await crawl(county, store, tmp_path, FIRST)
        portal.says = now
        await crawl(county, store, tmp_path, FIRST + timedelta(days=days))
        assert len(store.runs.list_runs(county)) == 2

    tell(tmp_path, story)


def test_a_run_set_aside_counts_no_more_and_stays_in_the_log(tmp_path: Path):
    async def story(county: County, store: Store, portal: Clockwork) -> None:
        await crawl(county, store, tmp_path, FIRST)
        portal.rows, portal.says = 5, None
        wrong = await crawl(county, store, tmp_path, FUTURE)
        with pytest.raises(AuditorError, match="auditor retract"):
            await crawl(county, store, tmp_path, NEXT)
        await retract_run(county, store, Place(tmp_path), fixed_clock, wrong.id, reason="系统时间有误", by="王小明")
        again = audit_county(county, store, Place(tmp_path), Q1, lambda: NEXT)
        assert again.total == 3, [(row.state, row.reason, row.count) for row in again.rows]
        ((run, mark),) = store.runs.list_retracted(county)
        assert (run.id, mark.by, mark.reason) == (wrong.id, "王小明", "系统时间有误")
        assert (await replay_period(county, store, Place(tmp_path), Q1)).differences == ()

        portal.rows = 6
        await crawl(county, store, tmp_path, NEXT)
        audit = audit_county(county, store, Place(tmp_path), Q1, lambda: NEXT)
        assert audit.total == 6
        seen = {item.first_seen for item in audit.rows[0].items}
        assert seen == {FIRST, NEXT}, "what the wrong clock saw first was not seen by it"
        assert (await replay_period(county, store, Place(tmp_path), Q1)).differences == ()
        for again in (wrong.id, 99):
            with pytest.raises(BadInput):
                await retract_run(county, store, Place(tmp_path), fixed_clock, again, reason="再次", by="王小明")

    tell(tmp_path, story)


def test_a_run_in_between_may_be_set_aside_too(tmp_path: Path):
    async def story(county: County, store: Store, portal: Clockwork) -> None:
        await crawl(county, store, tmp_path, FIRST)
        portal.rows, portal.says = 5, NEXT
        middle = await crawl(county, store, tmp_path, NEXT)
        await crawl(county, store, tmp_path, NEXT + timedelta(days=1))
        await retract_run(county, store, Place(tmp_path), fixed_clock, middle.id, reason="误采", by="王小明")
        audit = audit_county(county, store, Place(tmp_path), Q1, lambda: NEXT)
        assert audit.total == 5
        assert {item.first_seen for item in audit.rows[0].items} == {FIRST, NEXT + timedelta(days=1)}

    tell(tmp_path, story)


def test_a_run_that_opened_what_no_later_one_did_may_be_set_aside(tmp_path: Path):
    async def story(county: County, store: Store, portal: Clockwork) -> None:
        only = county.column[0].model_copy(update={"kind": ColumnKind.POLICY})
        county = county.model_copy(update={"column": (only,)})
        await crawl(county, store, tmp_path, FIRST, thorough=False)
        portal.rows, portal.says = 5, NEXT
        middle = await crawl(county, store, tmp_path, NEXT, thorough=False)
        portal.rows, portal.says = 6, NEXT + timedelta(days=1)
        await crawl(county, store, tmp_path, NEXT + timedelta(days=1), thorough=False)
        await retract_run(county, store, Place(tmp_path), fixed_clock, middle.id, reason="误采", by="王小明")
        audit = audit_county(county, store, Place(tmp_path), Q1, lambda: NEXT)
        assert audit.total == 6
        assert {item.first_seen for item in audit.rows[0].items} == {FIRST, NEXT + timedelta(days=1)}
        assert (await replay_period(county, store, Place(tmp_path), Q1)).differences == ()

    tell(tmp_path, story)


def test_nothing_is_written_where_the_archive_of_the_rest_is_gone(tmp_path: Path):
    async def story(county: County, store: Store, portal: Clockwork) -> None:
        first = await crawl(county, store, tmp_path, FIRST)
        portal.says = NEXT
        second = await crawl(county, store, tmp_path, NEXT)
        (Place(tmp_path).archive_of(county.name) / first.archive).unlink()
        with pytest.raises(ArchiveProblem):
            await retract_run(county, store, Place(tmp_path), fixed_clock, second.id, reason="误采", by="王小明")
        assert [run.id for run in store.runs.list_runs(county)] == [first.id, second.id]

    tell(tmp_path, story)


def test_the_command_lists_asks_and_retracts(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "county.toml"

    async def story(county: County, store: Store, portal: Clockwork) -> None:
        await crawl(county, store, tmp_path, FIRST)
        file.write_text(dump_county(county), encoding="utf-8")

    tell(tmp_path, story)
    words = ["retract", str(file), "--home", str(tmp_path), "--now", "2020-04-12"]
    assert code_of(words) == 0
    number = re.search(r"编号(\d+)，2020-04-10 02:30开始", capsys.readouterr().out)
    assert number
    assert code_of([*words, "--run", number[1]]) == 2
    assert "--reason" in capsys.readouterr().err
    assert code_of([*words, "--run", number[1], "--reason", "系统时间有误", "--by", "王小明"]) == 0
    assert "已作废" in capsys.readouterr().out
    assert code_of(words) == 0
    assert "已作废（王小明" in capsys.readouterr().out
