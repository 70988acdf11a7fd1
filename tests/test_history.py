"""One quarter beside the last: the change per unit and column as a pack's layout prints it."""

import pytest
from portals import NOW, column, county, reading, sightings, unread

from auditor.audit.build import build_audit
from auditor.audit.grade import load_pack
from auditor.audit.layout import CircularLayout
from auditor.audit.model import Audit
from auditor.base.period import Period
from auditor.circular.content import build_document
from auditor.circular.printing import signing_day
from auditor.documents.tree import Document

Q4, Q1 = Period.parse("2019Q4"), Period.parse("2020Q1")
PACK = load_pack("chongxin").model_copy(
    update={
        "layout": CircularLayout(
            annexes=("columns", "units"),
            columns=("seq", "column", "count", "owner", "previous", "change"),
            unit_columns=("seq", "unit", "total", "previous", "change"),
        )
    }
)
BOTH = [column("规划计划"), column("人事任免", "人社局"), column("财政预算", "财政局")]
LONG_BACK = "2019-09-01"


def audit_of(period: Period, *counts: int | None, earlier: tuple[Audit, ...] = ()) -> Audit:
    """The three columns with so many items in the period; ``None`` could not be read."""
    readings = {
        chosen.key: unread(chosen.key)
        if count is None
        else reading(
            chosen.key, sightings(count, f"{period.last:%Y-%m}-05", chosen.name), read_at=NOW, back_to=LONG_BACK
        )
        for chosen, count in zip(BOTH, counts, strict=True)
    }
    return build_audit(county(BOTH), period, PACK, readings, earlier=earlier)


def document_of(audit: Audit) -> Document:
    return build_document(audit, signed_on=signing_day(audit))


def test_the_change_on_the_previous_quarter_is_printed_for_every_column_and_unit():
    now = audit_of(Q1, 5, 2, 1, earlier=(audit_of(Q4, 3, 2, 4),))
    columns, units = (annex.table for annex in document_of(now).annexes)
    assert [head.label for head in columns.columns][-2:] == ["上季度数量", "较上季度增减"]
    assert [row[-2:] for row in columns.rows] == [(3, "+2"), (2, "持平"), (4, "-3")]
    assert [row[-3:] for row in units.rows] == [(5, 3, "+2"), (2, 2, "持平"), (1, 4, "-3")]
    assert [(unit.previous_total, unit.previous_grade is not None) for unit in now.units] == [
        (3, True),
        (2, True),
        (4, True),
    ]


@pytest.mark.parametrize(("before", "now"), [((None, 1, 1), (2, 1, 1)), ((2, 1, 1), (None, 1, 1))])
def test_an_unknown_count_in_either_quarter_has_no_change(before: tuple[int | None, ...], now: tuple[int | None, ...]):
    audit = audit_of(Q1, *now, earlier=(audit_of(Q4, *before),))
    columns, units = (annex.table for annex in document_of(audit).annexes)
    assert columns.rows[0][-1] == "—"
    assert units.rows[0][-1] == "—"
    assert columns.rows[1][-1] == "持平"


def test_a_first_quarter_has_nothing_to_be_compared_with():
    columns, units = (annex.table for annex in document_of(audit_of(Q1, 5, 2, 1)).annexes)
    assert {row[-2:] for row in columns.rows} == {("—", "—")}
    assert {row[-2:] for row in units.rows} == {("—", "—")}


def test_the_worst_grade_twice_is_told_in_the_circular_with_what_to_do():
    now = audit_of(Q1, 0, 3, 3, earlier=(audit_of(Q4, 0, 0, 3),))
    text = "\n".join(paragraph.text for paragraph in document_of(now).body)
    assert "已连续2个季度没有发布任何信息、更新不及时" in text
    assert "人社局已连续" not in text
    assert "连续两期以上处于末档的单位应向核查单位书面说明情况" in text
    once = "\n".join(paragraph.text for paragraph in document_of(audit_of(Q1, 0, 3, 3)).body)
    assert "连续两期以上处于末档" not in once
