"""Decisions over items: only where they change something; what a person counted by eye becomes a grade."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from portals import reading, sighting, sightings
from web_office import COUNTY, FUNDS, NOTICES, PLANS, Q1, crawl, plain_readings

from auditor.audit.decisions import Decision, DecisionReason
from auditor.base.errors import BadInput
from auditor.base.settings import Place, clock_at
from auditor.base.terms import PENDING
from auditor.pipeline.decide import DecisionRequest, record_decision
from auditor.pipeline.line import audit_county
from auditor.store import Store, open_store

APRIL = clock_at("2020-04-10T09:00")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "auditor.db")
    yield opened
    opened.close()


def decide(store: Store, wish: DecisionRequest) -> Decision:
    return record_decision(COUNTY, store, Q1, APRIL, wish, reason="read-by-hand", text="所见3条", by="李明")


def test_items_of_a_column_that_could_not_be_read_are_refused_with_the_way_that_is_open(store: Store, tmp_path: Path):
    crawl(store, COUNTY, plain_readings())
    for wish in (
        DecisionRequest(column=FUNDS.key, include="http://portal.test/1"),
        DecisionRequest(column=FUNDS.key, exclude="x"),
    ):
        with pytest.raises(BadInput, match=r"未能核查.*--grade 等次 --reason read-by-hand"):
            decide(store, wish)
    assert store.audits.list_decisions(COUNTY, Q1) == []

    def unit_and_row() -> tuple[str, int | None, str]:
        audit = audit_county(COUNTY, store, Place(tmp_path), Q1, APRIL)
        [unit] = [unit for unit in audit.units if unit.name == FUNDS.unit]
        [row] = [row for row in audit.rows if row.key == FUNDS.key]
        return unit.grade, row.count, unit.decision.text if unit.decision else ""

    assert unit_and_row() == (PENDING, None, "")
    assert decide(store, DecisionRequest(unit="民政局", grade="good")).reason is DecisionReason.READ_BY_HAND
    assert unit_and_row() == ("good", None, "所见3条"), "the person's count is told, the column stays unknown"


def test_an_item_that_nobody_saw_is_refused(store: Store):
    crawl(store, COUNTY, plain_readings())
    with pytest.raises(BadInput, match=r"采集到的信息中没有“http://portal\.test/none\.html”"):
        decide(store, DecisionRequest(column=PLANS.key, include="http://portal.test/none.html"))
    bare = sighting("没有日期的公告", None, url="http://portal.test/bare.html")
    crawl(store, COUNTY, {**plain_readings(), NOTICES.key: reading(NOTICES.key, [*sightings(2), bare])}, days=1)
    with pytest.raises(BadInput, match="本期计入的信息中没有"):
        decide(store, DecisionRequest(column=NOTICES.key, exclude=bare.item.url))
    assert decide(store, DecisionRequest(column=NOTICES.key, include=bare.item.url)).item == bare.item.url
    gone = DecisionRequest(column=NOTICES.key, exclude="http://portal.test/gone.html", withdraw=True)
    assert decide(store, gone).withdrawn, "a decision can be taken back though its item is gone"


def test_before_any_crawl_nothing_is_known_to_refuse(store: Store):
    assert decide(store, DecisionRequest(column=PLANS.key, exclude="http://portal.test/1")).evidence == ""
