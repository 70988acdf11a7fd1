"""A follow-up opens the article pages again that a circular's problems were found on, and no others."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from offices import small_county, write_county

from auditor.archive import ArchiveReader
from auditor.base.period import LOCAL, Period
from auditor.base.settings import Place
from auditor.base.terms import FetchStatus
from auditor.cli import main
from auditor.county.model import load_county
from auditor.pipeline.crawling import Visit, crawl_county
from auditor.pipeline.line import audit_county
from auditor.recheck.pages import named_pages, pages_since
from auditor.recheck.prepare import visits_for
from auditor.sample import SamplePortal
from auditor.store import open_store

COLUMN = "规范性文件"
RULE = "missing-catalogue-field"
Q1 = Period.parse("2020Q1")


@dataclass
class Desk:
    """A clerk's folder beside a portal of one column."""

    portal: SamplePortal
    folder: Path
    capture: pytest.CaptureFixture[str]

    def run(self, name: str, *words: str, now: str) -> tuple[int, str]:
        given = [name, self.folder / "county.toml", *words, "--home", self.folder / "home", "--now", now]
        with pytest.raises(SystemExit) as leaving:
            main([str(word) for word in given])
        said = self.capture.readouterr()
        return int(leaving.value.code or 0), said.out + said.err

    def recheck(self, *words: str, now: str) -> tuple[dict[str, object], str]:
        """The problem of the catalogue fields as the follow-up tells it, and all that was said."""
        out = self.folder / "out"
        code, said = self.run("recheck", "-q", "2020Q1", "-o", str(out), *words, now=now)
        assert code in (0, 3), said
        problems = json.loads((out / "recheck.json").read_text(encoding="utf-8"))["problems"]
        [problem] = [one for one in problems if one["rule"] == RULE]
        return problem, said

    def articles_asked(self, since: int) -> list[tuple[str, int]]:
        """The article pages asked for since a number of requests, and how they were answered."""
        return [(one.path, one.status) for one in self.portal.requests[since:] if "/art/" in one.path]


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Desk]:
    with SamplePortal() as portal:
        write_county(tmp_path / "county.toml", small_county(portal.home, [COLUMN]))
        yield Desk(portal, tmp_path, capsys)


def bare_item(portal: SamplePortal):
    """The document of the quarter that has no 索引号."""
    [column] = [column for column in portal.site.columns if column.name == COLUMN]
    [item] = [item for item in column.items if item.doc_no and not item.index_no and item.date.year == 2020]
    return column, item


def mend(portal: SamplePortal) -> None:
    """Give the document its 索引号: its page changes, the list does not."""
    column, item = bare_item(portal)
    items = tuple(replace(one, index_no="CX001/2020-00001") if one is item else one for one in column.items)
    columns = tuple(replace(one, items=items) if one is column else one for one in portal.site.columns)
    portal.site = replace(portal.site, columns=columns)


def test_a_page_mended_behind_an_unchanged_list_is_seen(desk: Desk):
    path = bare_item(desk.portal)[1].path
    assert desk.run("run", "-q", "2020Q1", "-o", str(desk.folder / "first"), now="2020-04-10T02:30")[0] in (0, 3)
    mend(desk.portal)
    assert desk.run("crawl", "--since", "2020-01-01", now="2020-05-20T02:30")[0] == 0
    problem, said = desk.recheck(now="2020-05-20T03:00")
    assert (problem["verdict"], problem["unopened"]) == ("unknown", 1), "the list alone does not tell"
    assert "--crawl" in said
    before = len(desk.portal.requests)
    problem, said = desk.recheck("--crawl", now="2020-05-21T02:30")
    asked = desk.articles_asked(before)
    assert Counter(asked)[path, 200] == 1, "the column's second look at it is the one that counts"
    assert max(Counter(page for page, _ in asked).values()) == 1
    assert {status for page, status in asked if page != path} == {304}, "the others are asked whether they still stand"
    assert "重新打开内容页1个" in said
    assert (problem["verdict"], problem["unopened"]) == ("done", 0)
    assert "--crawl" not in said
    [record] = problem["pages"]  # type: ignore[misc]
    page = ArchiveReader(Place(desk.folder / "home").archive_of("崇信县")).read_fetched(record)
    assert "CX001/2020-00001" in page.body.decode(), "the verdict leads to the archived page"
    assert desk.recheck(now="2020-05-21T03:00")[0] == problem, "the archive gives the same without a network"
    code, said = desk.run("replay", "-q", "2020Q1", now="2020-05-21T03:00")
    assert (code, "逐字节相同" in said) == (0, True)


def test_a_page_that_did_not_change_need_not_come_again_and_one_that_fails_stays_unknown(desk: Desk):
    path = bare_item(desk.portal)[1].path
    assert desk.run("run", "-q", "2020Q1", "-o", str(desk.folder / "first"), now="2020-04-10T02:30")[0] in (0, 3)
    desk.portal.fail(path, "404")
    problem, said = desk.recheck("--crawl", now="2020-05-20T02:30")
    assert (problem["verdict"], problem["unopened"]) == ("unknown", 0)
    assert "1条的内容页暂不能读取" in str(problem["reason"])
    assert "--crawl" not in said, "it was tried"
    desk.portal.heal()
    before = len(desk.portal.requests)
    problem, _ = desk.recheck("--crawl", now="2020-05-21T02:30")
    asked = desk.articles_asked(before)
    assert Counter(asked)[path, 304] == 1
    assert max(Counter(page for page, _ in asked).values()) == 1
    assert (problem["verdict"], problem["reason"]) == ("not-yet", "涉及的1条均未改正")
    reader = ArchiveReader(Place(desk.folder / "home").archive_of("崇信县"))
    [record] = problem["pages"]  # type: ignore[misc]
    assert reader.read_fetched(record).status is FetchStatus.NOT_MODIFIED
    assert reader.read_snapshot(record).body, "the page that stands is in the archive"
    _, story = desk.run("ledger", "-q", "2020Q1", "--column", COLUMN, "--item", path, now="2020-05-21T03:00")
    assert "再次打开" in story, "an answer that nothing has changed is a look"
    desk.portal.fail(path, "404")
    problem, _ = desk.recheck("--crawl", now="2020-05-22T02:30")
    assert problem["verdict"] == "not-yet", "what was read after the circular still holds"


def test_the_pages_of_the_circulars_own_crawl_are_not_pages_opened_again(desk: Desk):
    """They are fetched after their list, and so after the moment that the circular's evidence goes by."""
    county, place = load_county(desk.folder / "county.toml"), Place(desk.folder / "home")
    store, ticks = open_store(place.database), count()

    def clock() -> datetime:
        return datetime(2020, 4, 10, 2, 30, tzinfo=LOCAL) + timedelta(seconds=next(ticks))

    def crawl(visits: Sequence[Visit] = ()) -> None:
        work = crawl_county(
            county, store, place, clock, since=Q1.first, thorough=True, watch=lambda *_: None, visits=visits
        )
        asyncio.run(work)

    crawl()
    audit = audit_county(county, store, place, Q1, clock)
    folder = place.archive_of(county.name)
    assert len(named_pages(audit)) == 1
    assert pages_since(audit, folder, store.runs.list_runs(county)) == {}
    crawl(visits_for(county, store, audit))
    [page] = pages_since(audit, folder, store.runs.list_runs(county)).values()
    assert page.article
    store.close()


def test_there_must_be_a_circular_before_anything_is_asked_for(desk: Desk):
    code, said = desk.run("recheck", "-q", "2020Q1", "--crawl", now="2020-05-20T02:30")
    assert (code, "还没有核查结果" in said) == (1, True)
    assert desk.portal.requests == []
