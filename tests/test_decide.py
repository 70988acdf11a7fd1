"""Decisions over items: only where they change something; what a person counted by eye becomes a grade."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from portals import reading, sighting, sightings
from web_office import COUNTY, FUNDS, NOTICES, PLANS, Q1, crawl, known_readings, plain_readings

from auditor.audit import build, count
from auditor.audit.count import count_columns
from auditor.audit.decisions import Decision, DecisionReason
from auditor.audit.digests import _former_digests
from auditor.audit.model import Audit, IssueEntry, UnitEntry
from auditor.base.errors import BadInput, DiskFull, Outdated, StoreProblem
from auditor.base.settings import Place, clock_at
from auditor.base.terms import PENDING, ColumnState
from auditor.circular import printing
from auditor.cli.summary import say_decided
from auditor.crawl.column import ColumnReading
from auditor.documents import docx
from auditor.pipeline import line
from auditor.pipeline.decide import DecisionRequest as Request
from auditor.pipeline.decide import decide_and_audit, record_decision
from auditor.pipeline.line import audit_county, issue_circular
from auditor.store import Store, open_store
from auditor.store.audits import AuditStore
from auditor.store.runs import RunStore

APRIL = clock_at("2020-04-10T09:00")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "auditor.db")
    yield opened
    opened.close()


def decide(store: Store, wish: Request) -> Decision:
    return record_decision(COUNTY, store, Q1, APRIL, wish, reason="read-by-hand", text="所见3条", by="李明")[0]


def test_items_of_a_column_that_could_not_be_read_are_refused_with_the_way_that_is_open(store: Store, tmp_path: Path):
    crawl(store, COUNTY, plain_readings())
    for wish in (
        Request(column=FUNDS.key, include="http://portal.test/1"),
        Request(column=FUNDS.key, exclude="x"),
    ):
        with pytest.raises(BadInput, match=r"未能核查.*auditor tally"):
            decide(store, wish)
    assert store.audits.list_decisions(COUNTY, Q1) == []

    def unit_and_row() -> tuple[str, int | None, str]:
        audit = audit_county(COUNTY, store, Place(tmp_path), Q1, APRIL)
        [unit] = [unit for unit in audit.units if unit.name == FUNDS.unit]
        [row] = [row for row in audit.rows if row.key == FUNDS.key]
        return unit.grade, row.count, unit.decision.text if unit.decision else ""

    assert unit_and_row() == (PENDING, None, "")
    assert decide(store, Request(unit="民政局", grade="good")).reason is DecisionReason.READ_BY_HAND
    assert unit_and_row() == ("good", None, "所见3条"), "the person's count is told, the column stays unknown"


def test_an_item_that_nobody_saw_is_refused(store: Store):
    crawl(store, COUNTY, plain_readings())
    with pytest.raises(BadInput, match=r"采集到的信息中没有“http://portal\.test/none\.html”"):
        decide(store, Request(column=PLANS.key, include="http://portal.test/none.html"))
    bare = sighting("没有日期的公告", None, url="http://portal.test/bare.html")
    crawl(store, COUNTY, {**plain_readings(), NOTICES.key: reading(NOTICES.key, [*sightings(2), bare])}, days=1)
    with pytest.raises(BadInput, match="本期计入的信息中没有"):
        decide(store, Request(column=NOTICES.key, exclude=bare.item.url))
    assert decide(store, Request(column=NOTICES.key, include=bare.item.url)).item == bare.item.url
    gone = Request(column=NOTICES.key, exclude="http://portal.test/gone.html", withdraw=True)
    assert decide(store, gone).withdrawn, "a decision can be taken back though its item is gone"


def test_before_any_crawl_nothing_is_known_to_refuse(store: Store):
    assert decide(store, Request(column=PLANS.key, exclude="http://portal.test/1")).evidence == ""


BARE = sighting("没有日期的公告", None, url="http://portal.test/bare.html")
"""An undated item: dated in the period it would change the grade of a unit that published too little."""
DATED = sightings(2, "2020-03-20")


def undated() -> dict[str, ColumnReading]:
    return {**plain_readings(), FUNDS.key: reading(FUNDS.key, [*DATED, BARE])}


def unit_in(audit: Audit, name: str) -> UnitEntry:
    return next(unit for unit in audit.units if unit.name == name)


WISHES = {
    "grade": Request(unit="民政局", grade="good"),
    "exclude": Request(column=FUNDS.key, exclude=DATED[0].item.url),
    "include": Request(column=FUNDS.key, include=BARE.item.url),
    "exempt": Request(column=FUNDS.key, exempt=True),
    "nil": Request(column=FUNDS.key, nil=True),
}


@pytest.mark.parametrize("kind", WISHES)
def test_a_unit_with_an_undated_item_can_be_settled(store: Store, tmp_path: Path, kind: str):
    place = Place(tmp_path)
    crawl(store, COUNTY, undated())
    before = audit_county(COUNTY, store, place, Q1, APRIL)
    row = next(row for row in before.rows if row.key == FUNDS.key)
    assert (row.state, row.count, len(row.undated)) == (ColumnState.UNREADABLE, None, 1)
    assert unit_in(before, "民政局").grade == PENDING
    decide(store, WISHES[kind])
    after = audit_county(COUNTY, store, place, Q1, APRIL)
    assert (after.reopened, [note for note in after.notes if "已变化" in note]) == ((), [])
    settled = unit_in(after, "民政局")
    if kind == "grade":
        assert (settled.grade, settled.proposed) == ("good", PENDING)
    if kind == "include":
        assert (settled.grade, settled.total) == ("good", 3)
    row = next(row for row in after.rows if row.key == FUNDS.key)
    assert bool(row.exempt) == (kind in ("exempt", "nil"))
    assert len(row.excluded) in ((0, 1) if kind == "exclude" else (0,))
    entry = IssueEntry(number="清政办发〔2020〕1号", date=date(2020, 4, 16), by="王主任")
    assert issue_circular(COUNTY, store, place, Q1, APRIL, entry).reopened == ()
    crawl(store, COUNTY, {**undated(), FUNDS.key: reading(FUNDS.key, [*sightings(3, "2020-03-20"), BARE])}, days=1)
    [reopened] = audit_county(COUNTY, store, place, Q1, APRIL).reopened
    assert reopened.kind == kind, "what was read has changed, though the column is as unreadable as before"


def test_an_older_decision_over_a_unit_with_an_undated_item_stands(store: Store, tmp_path: Path):
    """It was reopened at once for a reason that was not true."""
    crawl(store, COUNTY, undated())
    histories = store.runs.load_readings(COUNTY)
    counts = count_columns(COUNTY, Q1, {key: history.newest for key, history in histories.items()})
    made = decide(store, WISHES["grade"])
    older = replace(made, evidence=_former_digests(counts)["民政局"])
    assert (made.evidence[:6], len(older.evidence)) == ("json1:", 16)
    store.audits.add_decision(COUNTY, Q1, older)
    audit = audit_county(COUNTY, store, Place(tmp_path), Q1, APRIL)
    assert (unit_in(audit, "民政局").grade, audit.reopened) == ("good", ())


def test_a_unit_or_column_that_is_not_in_the_period_is_refused(store: Store):
    ended = COUNTY.model_copy(
        update={
            "unit": tuple(
                unit.model_copy(update={"until": date(2019, 12, 31)}) if unit.name == "民政局" else unit
                for unit in COUNTY.unit
            )
        }
    )
    crawl(store, ended, plain_readings())
    for wish in (Request(unit="民政局", grade="good"), Request(column=FUNDS.key, nil=True)):
        with pytest.raises(BadInput, match="2020年第一季度不在核查之内"):
            record_decision(ended, store, Q1, APRIL, wish, reason="quality", text="", by="李明")
    assert store.audits.list_decisions(ended, Q1) == []


def test_a_decision_over_something_that_changed_meanwhile_is_not_taken(store: Store, tmp_path: Path):
    place = Place(tmp_path)
    crawl(store, COUNTY, plain_readings())
    audit_county(COUNTY, store, place, Q1, APRIL)
    seen = store.audits.load_kept(COUNTY, Q1)
    assert seen

    def again(wish: Request, by: str) -> Decision:
        return record_decision(COUNTY, store, Q1, APRIL, wish, reason="quality", text="所见3条", by=by, seen=seen)[0]

    first = again(Request(unit="民政局", grade="good"), "李明")
    assert again(Request(unit="发改局", grade="partial"), "张红").id == first.id + 1, "another unit is another matter"
    for wish in (
        Request(unit="民政局", grade="late"),
        Request(unit="民政局", grade="late", withdraw=True),
    ):
        with pytest.raises(Outdated, match=r"李明已作出“评定等次”的决定（2020-04-10 09:00）"):
            again(wish, "张红")
    with pytest.raises(Outdated, match="李明"):
        again(Request(column=FUNDS.key, nil=True), "张红")
    crawl(store, COUNTY, plain_readings(), days=1)
    assert again(Request(unit="财政局", grade="good"), "张红"), "another crawl that saw the same"
    audit_county(COUNTY, store, place, Q1, APRIL)
    seen = store.audits.load_kept(COUNTY, Q1)
    crawl(store, COUNTY, {**plain_readings(), FUNDS.key: reading(FUNDS.key, sightings(2))}, days=2)
    with pytest.raises(Outdated, match="又采集到了不同的内容"):
        again(Request(column=FUNDS.key, nil=True), "张红")
    assert len(store.audits.list_decisions(COUNTY, Q1)) == 3


def test_one_decision_reads_each_thing_once(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    place = Place(tmp_path)
    crawl(store, COUNTY, plain_readings())
    audit_county(COUNTY, store, place, Q1, APRIL)
    seen = store.audits.load_kept(COUNTY, Q1)
    asked: Counter[str] = Counter()

    def watched(owner: object, name: str) -> None:
        whole = getattr(owner, name)

        def counted(*given: Any, **more: Any) -> Any:
            asked[name] += 1
            return whole(*given, **more)

        monkeypatch.setattr(owner, name, counted)

    for owner, name in (
        (RunStore, "load_readings"),
        (AuditStore, "load_kept"),
        (AuditStore, "list_decisions"),
        (AuditStore, "save_audit"),
        (count, "count_column"),
        (build, "count_column"),
        (line, "build_audit"),
        (docx, "_sheets"),
    ):
        watched(owner, name)
    wish = Request(column=PLANS.key, nil=True)
    audit = decide_and_audit(
        COUNTY, store, place, Q1, APRIL, wish, reason="nothing-to-publish", text="", by="李明", seen=seen
    ).audit
    assert audit
    assert asked == {
        "load_readings": 1, "list_decisions": 1, "save_audit": 1, "count_column": len(COUNTY.column) + 1,
        "build_audit": 1, "_sheets": 1,
    }  # fmt: skip
    printing.render_all(audit)
    assert asked["_sheets"] == 1, "the page that shows the circular uses what the self-check rendered"


@pytest.mark.parametrize("problem", [StoreProblem("磁盘已满，未能写入"), DiskFull("存档所在磁盘已满")])
def test_a_decision_whose_audit_cannot_be_kept_stands_and_tells_why(
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    problem: Exception,
):
    place = Place(tmp_path)
    crawl(store, COUNTY, plain_readings())
    audit_county(COUNTY, store, place, Q1, APRIL)

    def full(*_: Any, **__: Any) -> None:
        raise problem

    monkeypatch.setattr(AuditStore, "save_audit", full)
    wish = Request(column=PLANS.key, nil=True)
    decided = decide_and_audit(COUNTY, store, place, Q1, APRIL, wish, reason="nothing-to-publish", text="", by="李明")
    assert decided.audit is None
    assert [kept.id for kept in store.audits.list_decisions(COUNTY, Q1)] == [decided.decision.id]
    say_decided(decided)
    assert str(problem) in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "  "])
def test_a_grade_by_hand_demands_words_and_taking_it_back_does_not(store: Store, text: str):
    crawl(store, COUNTY, plain_readings())
    wish = Request(unit="民政局", grade="good")
    with pytest.raises(BadInput, match="打开哪个网址、看到了什么"):
        record_decision(COUNTY, store, Q1, APRIL, wish, reason="read-by-hand", text=text, by="李明")
    assert record_decision(COUNTY, store, Q1, APRIL, wish, reason="打开栏目页，所见3条", text=text, by="李明")[0].id
    back = replace(wish, withdraw=True)
    assert record_decision(COUNTY, store, Q1, APRIL, back, reason="quality", text=text, by="李明")[0].withdrawn


def test_a_grade_by_hand_that_is_worse_than_the_worst_case_is_told(store: Store, tmp_path: Path):
    crawl(store, COUNTY, known_readings())

    def reasons(unit: str) -> tuple[str, tuple[str, ...]]:
        audit = audit_county(COUNTY, store, Place(tmp_path), Q1, APRIL)
        [entry] = [entry for entry in audit.units if entry.name == unit]
        return entry.proposed, tuple(reason for reason in entry.reasons if "最不利情形得出的" in reason)

    assert reasons("发改局") == ("good", ())
    decide(store, Request(unit="发改局", grade="partial"))
    assert reasons("发改局") == (
        "good",
        ("人工认定为“部分更新或信息公开不规范”（李明），比程序按最不利情形得出的“更新情况较好”还差，请复核依据",),
    )
    decide(store, Request(unit="民政局", grade="late"))
    assert reasons("民政局") == ("late", ()), "as the machine says"
