"""The digest under a decision: its bytes never change, and it says which way it was made."""

from dataclasses import replace

import pytest
from portals import NOW, column, reading, sighting, unread

from auditor.audit.count import ColumnCount, count_column
from auditor.audit.decisions import Decision, DecisionKind, DecisionReason, is_open
from auditor.audit.digests import EvidenceDigests, canonical_json
from auditor.base.period import Period

Q1 = Period.parse("2020Q1")
NEW = "\U00031350"
"""A character that Python 3.12 knows and 3.11 does not: their `repr()` differ."""
PLAN = column("规划计划", "发改局", url="/plan/")


def counts(title: str = f"关于{NEW}的公告", day: str | None = "2020-03-25") -> tuple[ColumnCount, ...]:
    seen = [sighting(title, day, url="http://portal.test/1.html")]
    return (count_column(PLAN, reading(PLAN.key, seen), Q1, as_of=NOW),)


def test_canonical_json_is_pinned_to_the_byte():
    value = {"b": [1, None, True, 'a\n"\\'], "a": f"县{NEW}\ud83d\x7f", "c": {}}
    assert canonical_json(value) == (
        b'{"a":"\\u53bf\\ud884\\udf50\\ud83d\\u007f","b":[1,null,true,"a\\n\\"\\\\"],"c":{}}'
    )
    with pytest.raises(ValueError, match="JSON"):
        canonical_json(float("nan"))


def test_the_digests_of_a_column_and_a_unit_are_pinned():
    digests = EvidenceDigests(counts())
    assert digests.of(PLAN.key) == "json1:c3392f9defab797c50d53c96238ff03ca78bcd71670a26289516d4ed3608fe83"
    assert digests.of("发改局") == "json1:7509352388d6ce34492cbaa49e0a9f63e7184c18b21f190da7f72034b91006d7"
    assert digests.of("没有的局") == ""


def test_a_digest_follows_state_count_titles_and_dates_and_nothing_else():
    first = EvidenceDigests(counts()).of(PLAN.key)
    same = [replace(counts()[0], reason="另一次核查")]
    assert EvidenceDigests(same).of(PLAN.key) == first
    unknown = count_column(PLAN, unread(PLAN.key), Q1, as_of=NOW)
    others = [EvidenceDigests(made).of(PLAN.key) for made in (counts("别的"), counts(day=None), (unknown,))]
    assert len({first, *others}) == 4


def decision(evidence: str, unit: str = "发改局", key: str = "") -> Decision:
    return Decision(DecisionKind.GRADE, unit, "good", DecisionReason.QUALITY, "", "李明", NOW, key, evidence=evidence)


def test_an_older_decision_is_compared_the_older_way():
    """Digests over ``repr()`` as they were kept: of a title that every Python writes alike."""
    old = {"column": "691a9367a6ae50ce", "unit": "bf876b5ce2981dac"}
    now, later = EvidenceDigests(counts("关于预算的公告")), EvidenceDigests(counts("关于决算的公告"))
    for made in (decision(old["unit"]), decision(old["column"], key=PLAN.key)):
        assert not is_open(made, now)
        assert is_open(made, later)
    assert not is_open(decision(""), later), "made before any crawl"


def test_a_digest_of_an_unknown_way_stands_for_nothing():
    now = EvidenceDigests(counts())
    assert is_open(decision("json9:" + now.of("发改局").partition(":")[2]), now)
    assert is_open(decision(now.of("发改局").partition(":")[2]), now)
