"""What is issued is what was looked at, whatever people and crawls do in the meantime; and it replays for ever."""

import asyncio
import contextlib
import multiprocessing
import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from offices import small_county
from postgres import database_urls

from auditor.audit.model import Audit, IssueEntry
from auditor.base.errors import NotAllowed, Outdated
from auditor.base.period import Period
from auditor.base.settings import Place, clock_at
from auditor.circular.editing import passages_of
from auditor.county.model import County, DisclosureColumn
from auditor.crawl.column import ColumnReading
from auditor.documents.wording import wording_text
from auditor.pipeline import line
from auditor.pipeline.crawling import crawl_county
from auditor.pipeline.decide import DecisionRequest, record_decision
from auditor.pipeline.edit import record_edit
from auditor.pipeline.line import audit_county, issue_circular
from auditor.pipeline.replay import replay_period
from auditor.sample import SamplePortal
from auditor.store import RunMark, Store, open_store

Q1 = Period.parse("2020Q1")
APRIL = clock_at("2020-04-10T02:30")
"""Stands still: everything in these tests happens at the same moment, so that no time tells before from after."""
PEOPLE = tuple("甲乙丙丁戊己庚辛壬")
SEED = os.environ.get("AUDITOR_TEST_SEED", "20200410")
UNITS = ("公共资源交易中心", "政府办", "人社局")


@pytest.fixture(scope="module")
def portal() -> Iterator[SamplePortal]:
    with SamplePortal() as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgres"])
def ground(request: pytest.FixtureRequest, portal: SamplePortal, tmp_path: Path) -> Iterator["Ground"]:
    with database_urls(request.param, tmp_path) as url:
        made = Ground(small_county(portal.home), Place(tmp_path / "home"), url)
        made.crawl()
        yield made
        made.close()


class Ground:
    """A crawled county of three columns; every actor has a store of its own, as another program would."""

    def __init__(self, county: County, place: Place, url: str | Path) -> None:
        self.county, self.place, self.url = county, place, url
        self._stores: list[Store] = []
        self.store = self.open()

    def open(self) -> Store:
        self._stores.append(open_store(self.url))
        return self._stores[-1]

    def close(self) -> None:
        for store in self._stores:
            store.close()

    def crawl(self, watch: Callable[[DisclosureColumn, ColumnReading], None] = lambda _column, _reading: None) -> None:
        pass_over = crawl_county(
            self.county, self.open(), self.place, APRIL, since=Q1.first, thorough=True, watch=watch
        )
        asyncio.run(pass_over)

    def draft(self, store: Store | None = None) -> Audit:
        return audit_county(self.county, store or self.store, self.place, Q1, APRIL)

    def decide(self, wish: DecisionRequest, by: str = "李明", store: Store | None = None) -> None:
        given: dict[str, Any] = {"reason": "quality", "text": f"{by}的依据", "by": by}
        record_decision(self.county, store or self.store, Q1, APRIL, wish, **given)

    def edit(self, by: str, store: Store) -> None:
        seen = store.audits.load_kept(self.county, Q1)
        assert seen
        passage = passages_of(seen.audit)[0]
        text = f"{passage.original}（{by}核对）"
        record_edit(self.county, store, self.place, Q1, APRIL, original=passage.original, text=text, by=by, seen=seen)

    def issue(self, seen: str = "", store: Store | None = None) -> Audit:
        store = store or self.store
        before = store.audits.list_circulars(self.county, Q1)
        entry = IssueEntry(
            number=f"崇政办发〔2020〕{len(before) + 1}号",
            date=date(2020, 4, 16),
            by="王主任",
            supersedes=before[-1].number if before else "",
        )
        return issue_circular(self.county, store, self.place, Q1, APRIL, entry, seen)

    def replayed(self) -> tuple[str, ...]:
        return asyncio.run(replay_period(self.county, self.store, self.place, Q1)).differences


def content(audit: Audit) -> dict[str, Any]:
    """Everything of an audit that issuing must leave as it is."""
    return audit.model_dump(exclude={"state", "issue", "self_check"})


def in_the_midst(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Do something once the draft of an issue is made, before it is frozen."""
    whole = line.check_documents

    def checked(audit: Audit, wording: Path | None = None) -> Audit:
        if audit.issue:
            monkeypatch.setattr(line, "check_documents", whole)
            act()
        return whole(audit, wording)

    monkeypatch.setattr(line, "check_documents", checked)


ACTS: dict[str, Callable[[Ground], object]] = {
    "decision": lambda ground: ground.decide(DecisionRequest(unit="人社局", grade="good")),
    "withdrawal": lambda ground: ground.decide(DecisionRequest(unit="政府办", grade="partial", withdraw=True)),
    "edit": lambda ground: ground.edit("李明", ground.open()),
    "crawl": lambda ground: ground.crawl(),
}


@pytest.mark.parametrize("act", ACTS)
def test_what_comes_in_while_issuing_stops_the_issue(ground: Ground, act: str, monkeypatch: pytest.MonkeyPatch):
    ground.decide(DecisionRequest(unit="政府办", grade="partial"))
    seen = ground.draft().digest()
    in_the_midst(monkeypatch, lambda: ACTS[act](ground))
    with pytest.raises(Outdated, match=r"核对期间又有新的采集、决定或修改，没有印发"):
        ground.issue(seen)
    assert ground.store.audits.load_issued(ground.county, Q1) is None
    again = ground.draft()
    assert content(ground.issue(again.digest())) == content(again)
    assert ground.replayed() == ()


def test_a_draft_other_than_the_one_looked_at_is_not_issued(ground: Ground):
    seen = ground.draft().digest()
    ground.decide(DecisionRequest(unit="人社局", grade="good"))
    with pytest.raises(Outdated, match="预览之后结果有变化"):
        ground.issue(seen)
    assert ground.store.audits.load_issued(ground.county, Q1) is None


def test_what_comes_at_the_same_moment_as_the_issue_but_after_it_is_not_in_the_replay(ground: Ground):
    first = ground.draft()
    issued = ground.issue(first.digest())
    ground.decide(DecisionRequest(unit="人社局", grade="good"))
    ground.edit("李明", ground.store)
    earlier = Period.parse("2019Q4")
    audit_county(ground.county, ground.store, ground.place, earlier, APRIL)
    assert content(issued) == content(first)
    assert ground.replayed() == ()
    assert ground.draft().units != issued.units
    assert ground.store.audits.load_copy(ground.county, Q1).issued_at == APRIL()  # type: ignore[union-attr]


def test_while_a_crawl_runs_people_decide_and_nothing_is_issued_that_could_not_be_replayed(ground: Ground):
    seen, told = ground.draft().digest(), []

    def meanwhile(_column: DisclosureColumn, _reading: ColumnReading) -> None:
        if told:
            return
        ground.decide(DecisionRequest(unit="人社局", grade="good"))
        try:
            ground.issue(seen)
        except NotAllowed as error:
            told.append(str(error))

    ground.crawl(meanwhile)
    assert [("没有印发" in said) for said in told] == [True]
    assert len(ground.store.audits.list_decisions(ground.county, Q1)) == 1
    draft = ground.draft()
    assert next(unit.grade for unit in draft.units if unit.name == "人社局") == "good"
    ground.issue(draft.digest())
    assert ground.replayed() == ()


def test_a_crawl_that_was_cut_off_has_to_be_finished_before_anything_is_issued(ground: Ground):
    class PowerCut(Exception):
        pass

    def cut(_column: DisclosureColumn, _reading: ColumnReading) -> None:
        raise PowerCut

    with pytest.raises(PowerCut):
        ground.crawl(cut)
    with pytest.raises(NotAllowed, match="上次采集没有完成，没有印发"):
        ground.issue(ground.draft().digest())
    ground.crawl()
    ground.issue(ground.draft().digest())
    assert ground.replayed() == ()


def test_a_crawl_that_has_only_begun_changes_nothing(ground: Ground):
    seen = ground.draft().digest()
    ground.store.runs.start(ground.county, RunMark(0, APRIL(), Q1.first, thorough=True))
    ground.issue(seen)
    assert ground.replayed() == ()


def test_changed_wording_stops_an_issue_that_is_under_way(ground: Ground, monkeypatch: pytest.MonkeyPatch):
    own = ground.place.home / "wording"
    own.mkdir(parents=True)
    ground.place = replace(ground.place, wording=own)
    text = wording_text()
    in_the_midst(monkeypatch, lambda: (own / "circular.txt.j2").write_text(text + "\n> 附言。\n", encoding="utf-8"))
    with pytest.raises(Outdated, match="用语文件有改动，没有印发"):
        ground.issue()
    assert ground.store.audits.load_issued(ground.county, Q1) is None


class AtWork:
    """Somebody with a store of their own who decides or edits some times, at moments of their own."""

    def __init__(self, ground: Ground, act: str, seed: float) -> None:
        self.ground, self.store, self.act, self.dice = ground, ground.store, act, random.Random(seed)

    def work(self) -> None:
        for _ in range(4):
            getattr(self, self.act)()
            time.sleep(self.dice.random() * 0.1)

    def decide(self) -> None:
        unit, grade = self.dice.choice(UNITS), self.dice.choice(("good", "partial", "late"))
        wish = DecisionRequest(unit=unit, grade=grade, withdraw=self.dice.random() < 0.3)
        self.ground.decide(wish, self.dice.choice(PEOPLE), self.store)

    def edit(self) -> None:
        self.ground.draft(self.store)
        with contextlib.suppress(Outdated):
            self.ground.edit(self.dice.choice(PEOPLE), self.store)


def work_elsewhere(county: County, place: Place, url: str | Path, act: str, seed: float) -> None:
    """What one of them does: in a thread, or as a program of its own."""
    ground = Ground(county, place, url)
    try:
        AtWork(ground, act, seed).work()
    finally:
        ground.close()


def test_wording_changed_since_the_preview_has_to_be_looked_at_first(ground: Ground):
    own = ground.place.home / "wording"
    own.mkdir(parents=True)
    ground.place = replace(ground.place, wording=own)
    seen = ground.draft().digest()
    (own / "circular.txt.j2").write_text(wording_text() + "\n> 附言。\n", encoding="utf-8")
    with pytest.raises(Outdated, match="预览之后通报用语文件有改动，没有印发"):
        ground.issue(seen)
    assert ground.draft().digest() == seen, "the same figures, and now looked at in the new words"
    ground.issue(seen)
    assert ground.replayed() == ()


@pytest.mark.parametrize(("seed", "pool"), [(1, "threads"), (2, "threads"), (3, "threads"), (4, "programs")])
def test_an_issued_circular_holds_what_was_previewed_and_replays_whoever_else_is_at_work(
    ground: Ground, seed: int, pool: str
):
    dice = random.Random(f"{SEED}/{seed}")
    ground.draft()
    apart = ProcessPoolExecutor(3, multiprocessing.get_context("spawn"))
    with apart if pool == "programs" else ThreadPoolExecutor(3) as room:
        acts = ("decide", "decide", "edit")
        known = (ground.county, ground.place, ground.url)
        others = [room.submit(work_elsewhere, *known, act, dice.random()) for act in acts]
        issued = issue_while(ground, others, dice)
    assert [other.exception() for other in others] == [None] * 3
    assert [content(frozen) for _, frozen in issued] == [content(draft) for draft, _ in issued]
    numbers = [circular.number for circular in ground.store.audits.list_circulars(ground.county, Q1)]
    kept = [ground.store.audits.load_issued(ground.county, Q1, number) for number in numbers]
    assert kept == [frozen for _, frozen in issued]
    assert ground.replayed() == ()


def issue_while(ground: Ground, others: Sequence["Future[None]"], dice: random.Random) -> list[tuple[Audit, Audit]]:
    """Preview and issue until the others are done and one more is out; each pair as previewed and as frozen."""
    issued: list[tuple[Audit, Audit]] = []
    is_alone = False
    while not is_alone:
        is_alone = all(other.done() for other in others)
        draft = ground.draft()
        time.sleep(dice.random() * 0.05)
        try:
            issued.append((draft, ground.issue(draft.digest())))
            assert ground.replayed() == ()
        except Outdated:
            assert not is_alone, "nobody else is at work"
    return issued
