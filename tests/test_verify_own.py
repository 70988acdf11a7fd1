"""The two programs check each other: what is planted in the product's own circulars is found, in every format."""

from datetime import date
from random import Random

import pytest

from auditor.audit.grade.pack import load_pack
from auditor.circular.content import build_document
from auditor.documents.html import render_html
from auditor.verify import render_text, verify_file
from tests.drawn_audits import Draw, draw_audit
from tests.verify_own import FAULTS, FORMATS, PACKS, TABLE_FAULTS, own_paper, planted, rendered

DRAWN = [(pack, seed, fault) for pack in PACKS for seed in range(4) for fault in FAULTS]
Random("own papers").shuffle(DRAWN)
FIRST_OF_EACH = list({case[2]: case for case in DRAWN if planted(*case)}.values())
"""One case of every fault, pack and seed drawn."""


@pytest.mark.parametrize("case", FIRST_OF_EACH, ids=lambda case: f"{case[0]}-{case[2]}")
def test_a_planted_fault_is_found(tmp_path, case):
    spoilt = planted(*case)
    assert spoilt is not None
    number = FIRST_OF_EACH.index(case)
    kind = FORMATS[number % len(FORMATS)]
    if kind == "xlsx" and case[2] not in TABLE_FAULTS:
        kind = "docx"
    path = tmp_path / f"circular.{kind}"
    path.write_bytes(rendered(spoilt[1], spoilt[0], kind))
    assert verify_file(path).findings, f"{case} in {kind}"


MISSED_ONCE = [
    *((pack, 0, "second_grade") for pack in ("praise-zero", "red-yellow", "update-rate")),
    *((pack, 0, "units") for pack in ("red-yellow", "update-rate")),
    *((pack, 0, "columns") for pack in ("monthly-minimum", "points-ranking", "red-yellow")),
]
"""A class called 更新积极; a number of columns far off the rows, beside another one that is theirs."""


@pytest.mark.parametrize("case", MISSED_ONCE, ids=lambda case: f"{case[0]}-{case[2]}")
def test_what_was_missed_once_is_found(tmp_path, case):
    spoilt = planted(*case)
    assert spoilt is not None
    path = tmp_path / "circular.docx"
    path.write_bytes(rendered(spoilt[1], spoilt[0], "docx"))
    assert verify_file(path).findings


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("pack", PACKS)
def test_a_circular_of_every_pack_passes_and_is_compared(tmp_path, pack, kind):
    audit, document = own_paper(pack, 1)
    path = tmp_path / f"circular.{kind}"
    path.write_bytes(rendered(document, audit, kind))
    report = verify_file(path)
    assert report.is_consistent, render_text(report)
    assert sum(one.family.has_figures for one in report.compared) >= 5


ACCUSED_ONCE = (
    ("chongxin", 2), ("chongxin", 5), ("city-check", 4), ("indicators-2019", 0), ("points-ranking", 1),
    ("praise-zero", 5), ("score-bands", 3), ("update-rate", 2),
)  # fmt: skip
"""Drawn circulars whose findings, rules of points, reasons and looks back at the last one were read as statements."""


@pytest.mark.parametrize(("name", "seed"), ACCUSED_ONCE)
def test_what_a_circular_finds_fault_with_is_no_statement_of_a_table(tmp_path, name, seed):
    pack = load_pack(name)
    month = pack.pack.period == "month"
    draw = Draw(
        period="2024-03" if month else "2020Q1", unknown=0.1 * (seed % 2), columns=2 + seed % 4,
        departments=10 + seed % 18, long_names=seed % 3 == 0, busy=4 + seed % 9,
    )  # fmt: skip
    document = build_document(draw_audit(pack, seed, draw), signed_on=date(2024 if month else 2020, 4, 16))
    path = tmp_path / "circular.html"
    path.write_text(render_html(document), encoding="utf-8")
    report = verify_file(path)
    assert report.is_consistent, render_text(report)
