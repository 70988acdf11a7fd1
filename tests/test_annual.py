"""The year is the sum of its quarters: what is missing stays missing, and every form says what nobody knows."""

import io
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from portals import column, county

from auditor.annual import Annual, OfficeInput, Quarters, build_annual
from auditor.annual.build import form_cells
from auditor.annual.document import build_document, forms_for
from auditor.annual.forms import load_forms
from auditor.annual.points import load_points
from auditor.annual.prepare import AnnualRequest, prepare_annual
from auditor.annual.printing import annual_paper, check_documents
from auditor.annual.shares import shares
from auditor.annual.values import Filled, Gap, Source
from auditor.annual.yearly_file import load_yearly
from auditor.audit.model import Audit, IssueEntry
from auditor.base.errors import AuditorError, BadInput
from auditor.base.period import LOCAL
from auditor.base.resources import shipped
from auditor.base.settings import Place
from auditor.base.terms import AuditState, ColumnState
from auditor.county.model import County
from auditor.documents.fonts import choose_faces
from auditor.documents.parts import printed_blocks
from auditor.documents.tree import Document
from auditor.documents.writing import print_paper, render_paper
from auditor.store import open_store
from auditor.verify import render_text, verify_file
from tests.audits import Shape, make_audit

PORTAL = county([column("部门预算", "财政局")])
NO_YEAR = (None, None, None, None)


def quarters(year: int, *seeds: int | None, unknown: float = 0.0, rows: tuple[int, ...] = (12, 4)) -> Quarters:
    return Quarters(
        year,
        tuple(
            seed and make_audit(seed, Shape(rows=rows, unknown=unknown, quarter=f"{year}Q{number}"))
            for number, seed in enumerate(seeds, 1)
        ),
    )


def whole_year(*, unknown: float = 0.0, office: OfficeInput | None = None) -> Annual:
    now = quarters(2020, 1, 2, 3, 4, unknown=unknown)
    return build_annual(PORTAL, now, quarters(2019, 5, 6, 7, 8, unknown=unknown), office)


def text_of(document: Document) -> str:
    return "\n".join(paragraph.text for paragraph in document.body)


def yearly(tmp_path: Path, text: str, year: int = 2020) -> OfficeInput:
    path = tmp_path / "extra.toml"
    path.write_text(text, encoding="utf-8")
    return OfficeInput(yearly=load_yearly(path, year, form_cells()), path=path)


def fact_portal() -> County:
    """A county file that gives the columns of `make_audit` kinds."""
    kinds = {1: "policy", 2: "interpretation", 3: "personnel", 4: "news"}
    columns = [
        column(f"公开栏目1-{seq}", "东水务局", kind=kind).model_copy(update={"url": f"/column/1/{seq}/"})
        for seq, kind in kinds.items()
    ]
    return county(columns)


# -- sums --------------------------------------------------------------------------------------------------------------


def test_the_year_is_the_sum_of_its_quarters():
    now = quarters(2020, 1, 2, 3, 4, unknown=0.2)
    annual = build_annual(PORTAL, now, Quarters(2019, NO_YEAR))
    counted = sum(row.count or 0 for audit in now.audits if audit for row in audit.rows)
    assert annual.total == counted == sum(entry.total or 0 for entry in annual.quarters)
    assert annual.total == sum(table.figures.total or 0 for table in annual.tables)
    assert annual.total == sum(unit.figures.total or 0 for unit in annual.units) + (annual.shared.total or 0)
    assert annual.total == sum(entry.figures.total or 0 for entry in annual.classes)
    first = annual.rows[0]
    assert first.figures.total == sum(a.rows[0].count or 0 for a in now.audits if a)
    assert all(check.ok for check in annual.self_check)


def test_a_quarter_nobody_audited_has_no_number_anywhere():
    annual = build_annual(PORTAL, quarters(2020, 1, 2, None, 4), Quarters(2019, NO_YEAR))
    assert [entry.source for entry in annual.quarters] == [Source.DRAFT, Source.DRAFT, Source.NONE, Source.DRAFT]
    for row in annual.rows:
        assert row.figures.cells[2].count is None
        assert row.figures.cells[2].gap is Gap.NO_AUDIT
        assert not row.figures.is_complete
    document = build_document(annual, forms_for(2020))
    assert "第三季度没有核查结果" in text_of(document)
    total = document.annexes[0].table.total
    assert total is not None
    assert total[5] == "无结果"
    assert any("合计不含第三季度" in note for note in document.annexes[0].notes)


def test_an_unknown_column_is_named_and_never_zero():
    audits = [make_audit(seed, Shape(rows=(6,), unknown=0.0, quarter=f"2020Q{seed}")) for seed in (1, 2, 3, 4)]
    table = audits[1].tables[0]
    blind = table.rows[0].model_copy(update={"count": None, "state": ColumnState.BLOCKED, "items": ()})
    known = sum(row.count or 0 for row in table.rows[1:])
    blind_table = table.model_copy(update={"rows": (blind, *table.rows[1:]), "total": known, "unknown": 1})
    audits[1] = audits[1].model_copy(update={"tables": (blind_table,), "total": known})
    annual = build_annual(PORTAL, Quarters(2020, tuple(audits)), Quarters(2019, NO_YEAR))
    assert annual.rows[0].figures.cells[1].gap is Gap.UNKNOWN
    assert annual.unknown_cells == 1
    document = build_document(annual, ("2014",))
    assert document.annexes[0].table.rows[0][4] == "未能核查"
    assert f"“{blind.column}”（" in text_of(document)
    website = next(cell for cell in annual.forms[0].cells if cell.id == "website")
    assert website.value is None
    assert all(check.ok for check in annual.self_check)


def test_issued_figures_say_under_which_number_they_were_issued():
    draft = make_audit(1, Shape(rows=(5,), unknown=0.0))
    entry = IssueEntry(number="清政办发〔2020〕12号", date=date(2020, 4, 16), by="张三")
    issued = draft.model_copy(update={"state": AuditState.ISSUED, "issue": entry})
    annual = build_annual(PORTAL, Quarters(2020, (issued, None, None, None)), Quarters(2019, NO_YEAR))
    assert annual.quarters[0].source is Source.ISSUED
    assert "已印发的通报（清政办发〔2020〕12号）" in text_of(build_document(annual, ()))


def test_a_column_that_came_later_counts_from_then_on():
    first = make_audit(1, Shape(rows=(4,), unknown=0.0, quarter="2020Q1"))
    table = first.tables[0]
    fewer = table.model_copy(update={"rows": table.rows[:3], "total": sum(row.count or 0 for row in table.rows[:3])})
    first = first.model_copy(update={"tables": (fewer,), "total": fewer.total})
    rest = quarters(2020, None, 2, 3, 4, rows=(4,)).audits[1:]
    annual = build_annual(PORTAL, Quarters(2020, (first, *rest)), Quarters(2019, NO_YEAR))
    late = annual.rows[3]
    assert (late.figures.cells[0].count, late.figures.cells[0].gap) == (None, Gap.NOT_LISTED)
    assert late.figures.is_complete
    assert all(check.ok for check in annual.self_check)


def test_a_renamed_unit_is_one_unit_over_the_year():
    audits = [make_audit(seed, Shape(rows=(3,), unknown=0.0, quarter=f"2020Q{seed}")) for seed in (1, 2)]
    old = audits[0].units[0].name
    renamed = {"name": "新名局", "table": "departments", "aliases": [old]}
    place = county([column("部门预算", "新名局")], unit=[renamed])
    annual = build_annual(place, Quarters(2020, (*audits, None, None)), Quarters(2019, NO_YEAR))
    assert [unit.name for unit in annual.units if unit.name in (old, "新名局")] == ["新名局"]
    assert all(check.ok for check in annual.self_check)


def test_a_year_without_any_audit_is_refused():
    with pytest.raises(AuditorError, match="还没有任何季度"):
        build_annual(PORTAL, Quarters(2020, NO_YEAR), Quarters(2019, NO_YEAR))


def test_the_self_check_sees_a_total_that_is_not_the_sum():
    now = quarters(2020, 1, 2, 3, 4)
    audit = now.audits[0]
    assert audit is not None
    wrong = Quarters(2020, (audit.model_copy(update={"total": audit.total + 1}), *now.audits[1:]))
    annual = build_annual(PORTAL, wrong, Quarters(2019, NO_YEAR))
    assert not annual.self_check[0].ok


# -- shares ------------------------------------------------------------------------------------------------------------


@given(st.lists(st.none() | st.integers(0, 10_000), min_size=1, max_size=40))
def test_shares_add_up_and_are_never_off_by_more_than_one_step(parts: list[int | None]):
    known = [part for part in parts if part is not None]
    printed = shares(parts)
    if sum(known) == 0:
        assert set(printed) == {"—"}
        return
    percents = [Decimal(share[:-1]) for share in printed if share != "—"]
    assert sum(percents) == 100
    for part, percent in zip(known, percents, strict=True):
        assert abs(percent - Decimal(part) * 100 / sum(known)) < Decimal("0.01")


def test_equal_parts_share_the_rest_in_order():
    assert shares([1, 1, 1]) == ("33.34%", "33.33%", "33.33%")
    assert shares([0, None]) == ("—", "—")


# -- last year ---------------------------------------------------------------------------------------------------------


def test_years_are_compared_over_the_quarters_both_have():
    annual = build_annual(PORTAL, quarters(2020, 1, 2, 3, 4), quarters(2019, 5, None, 7, None))
    assert annual.compared == ("2020Q1", "2020Q3")
    row = annual.rows[0].figures
    assert row.now == sum(cell.count or 0 for cell in (row.cells[0], row.cells[2]))
    assert row.change == (row.now or 0) - (row.before or 0)
    document = build_document(annual, ())
    assert "2020年第一季度、第三季度公开" in text_of(document)
    assert any("只比较两年都有核查结果的第一季度、第三季度" in note for note in document.annexes[0].notes)


def test_without_last_year_nothing_is_compared():
    annual = build_annual(PORTAL, quarters(2020, 1, 2, 3, 4), Quarters(2019, NO_YEAR))
    document = build_document(annual, ())
    assert "不作比较" in text_of(document)
    assert "上年同期" not in [head.label for head in document.annexes[0].table.columns]
    assert annual.figures.change is None


def test_an_unknown_column_in_either_year_makes_the_difference_a_hint():
    document = build_document(whole_year(unknown=0.3), ())
    assert "增减情况仅供参考" in text_of(document)
    assert "增减情况仅供参考" not in text_of(build_document(whole_year(), ()))


# -- classes -----------------------------------------------------------------------------------------------------------


def test_columns_fall_into_classes_by_kind_and_an_office_may_have_its_own(tmp_path: Path):
    now = quarters(2020, 1, 2, 3, 4, rows=(4,))
    annual = build_annual(fact_portal(), now, Quarters(2019, NO_YEAR))
    assert {row.column: row.group for row in annual.rows}["公开栏目1-3"] == "概况信息"
    assert [entry.label for entry in annual.classes] == ["概况信息", "政务动态", "信息公开目录"]
    own = '[[class]]\nname = "重点"\ncolumns = ["公开栏目1-1"]\nkinds = ["interpretation"]\n[[class]]\nname = "一般"\n'
    changed = build_annual(fact_portal(), now, Quarters(2019, NO_YEAR), yearly(tmp_path, own))
    assert [(entry.label, entry.columns) for entry in changed.classes] == [("重点", 2), ("一般", 2)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("year = 2019", "文件是2019年的"),
        ("[channels]\ngazette = -1", "超出范围"),
        ('[channels]\ngazette = "12"', "应为整数"),
        ("[channels]\nradio = 3", "不认识的键"),
        ("[channels]\nweibo = 50\ntotal = 40", "小于政务微博一个渠道的50条"),
        (
            "[channels]\ngazette = 1\nwebsite = 2\nweibo = 3\nwechat = 4\nother = 5\ntotal = 16",
            "大于各渠道之和15",
        ),
        ("[form.2015]\nx = 1", "没有“2015”这个统计表"),
        ("[form.2014]\nnothing = 1", "统计表中没有“nothing”这一格"),
        ('[form.2014]\npress = "三"', "应为数字"),
        ("[form.2014]\npress = true", "应为数字"),
        ("[form.2014]\npress = -3", "超出范围"),
        ("[form.2014]\nfees = nan", "超出范围"),
        ('[[class]]\nname = "甲"\nwords = ["预算"]', "可能有栏目归不进去"),
        ('[[class]]\nname = "甲"\n[[class]]\nname = "乙"', "后面的分类用不上"),
        ('[[class]]\nname = "甲"\nkinds = ["secret"]', "不是栏目类型"),
        ("year = ", "不是有效的 TOML"),
    ],
)
def test_a_fault_in_the_offices_file_is_told_with_its_cure(tmp_path: Path, text: str, told: str):
    with pytest.raises(BadInput) as caught:
        yearly(tmp_path, text)
    assert told in str(caught.value)
    assert "extra.toml" in str(caught.value)


def test_all_faults_of_the_offices_file_are_told_at_once(tmp_path: Path):
    with pytest.raises(BadInput) as caught:
        yearly(tmp_path, "year = 2019\n[form.2014]\nnothing = 1\npress = -1\n")
    assert len(caught.value.problems) == 3
    assert [problem.line for problem in caught.value.problems][1:] == [3, 4]


def test_a_file_that_is_not_there_or_not_text_is_told(tmp_path: Path):
    with pytest.raises(BadInput, match="无法读取"):
        load_yearly(tmp_path / "none.toml", 2020, form_cells())
    (tmp_path / "gbk.toml").write_bytes("# 年".encode("gb18030"))
    with pytest.raises(BadInput, match="UTF-8"):
        load_yearly(tmp_path / "gbk.toml", 2020, form_cells())


# -- channels and forms ------------------------------------------------------------------------------------------------


def cell_of(annual: Annual, form: str, name: str) -> tuple[object, Filled]:
    [found] = [cell for entry in annual.forms if entry.id == form for cell in entry.cells if cell.id == name]
    return found.value, found.filled


def test_channels_take_the_portals_count_and_keep_the_rule_of_one(tmp_path: Path):
    text = "[channels]\ngazette = 1\nweibo = 2\nwechat = 3\nother = 4\ntotal = {}\n"
    bare = whole_year()
    annual = whole_year(office=yearly(tmp_path, text.format(bare.total + 5)))
    assert annual.channels.sum == bare.total + 10
    assert cell_of(annual, "2014", "website") == (bare.total, Filled.CRAWL)
    assert cell_of(annual, "2014", "total") == (bare.total + 5, Filled.OFFICE)
    for wrong, told in ((bare.total + 11, "大于各渠道之和"), (bare.total - 1, "小于政府网站一个渠道")):
        office = yearly(tmp_path, text.format(wrong))
        with pytest.raises(BadInput, match=told):
            whole_year(office=office)


def test_what_a_crawl_cannot_know_is_to_be_filled_in_and_never_zero():
    annual = build_annual(fact_portal(), quarters(2020, 1, 2, 3, 4, rows=(4,)), Quarters(2019, NO_YEAR))
    policy = sum(cell.count or 0 for cell in annual.rows[0].figures.cells)
    assert cell_of(annual, "2014", "policy") == (policy, Filled.CRAWL)
    assert cell_of(annual, "2019", "normative-published") == (policy, Filled.CRAWL)
    assert cell_of(annual, "2021", "normative-made") == (policy, Filled.CRAWL)
    assert cell_of(annual, "2014", "interpretations")[1] is Filled.CRAWL
    for form in annual.forms:
        crawled = [cell for cell in form.cells if cell.filled is Filled.CRAWL]
        assert all(cell.value is None for cell in form.cells if cell not in crawled)
    document = build_document(annual, ("2014", "2021"))
    nine = next(annex for annex in document.annexes if "2014年表式" in annex.title)
    assert ("四、行政复议数量", "件", "需填报", "") in nine.table.rows
    assert nine.table.rows[0] == ("一、主动公开情况", "——", "", "")


def test_a_number_that_rests_on_half_a_year_is_not_filled_in():
    annual = build_annual(fact_portal(), quarters(2020, 1, None, 3, 4, rows=(4,)), Quarters(2019, NO_YEAR))
    assert cell_of(annual, "2014", "policy") == (None, Filled.NOBODY)
    [line] = [line for line in annual.forms[0].tables[0].lines if line.cells and line.cells[0].id == "policy"]
    assert re.fullmatch(r"已核查部分\d+条，其余未能核查，不能填列", line.note)


def test_sums_of_a_form_are_recomputed_and_contradictions_refused(tmp_path: Path):
    parts = "[form.2014]\napplied-person = 1\napplied-fax = 0\napplied-net = 2\napplied-letter = 0\nfunds = 12.50\n"
    annual = whole_year(office=yearly(tmp_path, parts))
    assert cell_of(annual, "2014", "applied") == (3, Filled.SUM)
    assert cell_of(annual, "2014", "applied-fax") == (0, Filled.OFFICE)
    assert cell_of(annual, "2014", "funds") == ("12.5", Filled.OFFICE)
    office = yearly(tmp_path, parts + "applied = 4\n")
    with pytest.raises(BadInput, match="applied 写作4，各分项相加为3"):
        whole_year(office=office)


def test_applications_must_balance(tmp_path: Path):
    text = "[form.2021]\nnew.total = 5\ncarried.total = 1\nresults.total = {}\nnext.total = 2\n"
    assert cell_of(whole_year(office=yearly(tmp_path, text.format(4))), "2021", "results.total")[0] == 4
    office = yearly(tmp_path, text.format(5))
    with pytest.raises(BadInput, match=r"new\.total\+carried\.total应等于results\.total\+next\.total"):
        whole_year(office=office)


def test_every_part_a_form_names_is_there():
    assert [form.id for form in load_forms()] == ["2014", "2019", "2021"]
    for form in load_forms():
        ids = [row.id for table in form.tables for row in table.rows if not row.heading]
        assert len(ids) == len(set(ids))
        for table in form.tables:
            own = {row.id for row in table.rows}
            assert all(set(row.parts) <= own for row in table.rows)
            assert all(len(row.labels) == len(table.heads) for row in table.rows)


# -- work points -------------------------------------------------------------------------------------------------------


def points_of(tmp_path: Path, text: str, place: County = PORTAL) -> OfficeInput:
    path = tmp_path / "points.toml"
    path.write_text(text, encoding="utf-8")
    return OfficeInput(points=load_points(path, place))


def test_each_point_has_its_items_or_says_that_none_was_found(tmp_path: Path):
    text = (
        '[[point]]\ntext = "推进公告公开"\nkeywords = ["公告"]\n'
        '[[point]]\ntext = "推进会议公开"\nsource = "第二部分"\nkeywords = ["会议"]\n'
        '[[point]]\ntext = "公告但不含事项"\nkeywords = ["公告"]\nbut_not = ["公开事项"]\n'
    )
    office = points_of(tmp_path, text)
    annual = build_annual(PORTAL, quarters(2020, 1, 2, 3, 4), Quarters(2019, NO_YEAR), office)
    found, none, spared = annual.points
    audits = quarters(2020, 1, 2, 3, 4).audits
    assert found.count == len({item.url for audit in audits if audit for row in audit.rows for item in row.items})
    assert len(found.examples) == 5
    assert found.latest == max(item.date for item in found.examples if item.date)
    assert (none.count, none.latest, spared.count) == (0, None, 0)
    document = build_document(annual, ())
    text = text_of(document)
    assert "第2项“推进会议公开”" in text
    assert "不等于没有公开" in text
    table = next(annex.table for annex in document.annexes if "工作要点" in annex.title)
    assert table.rows[1][3] == "未检索到"
    assert "未公开" not in text.replace("未公开的", "")


def test_a_point_is_looked_for_only_where_it_says(tmp_path: Path):
    audit = make_audit(1, Shape(rows=(6,), unknown=0.0))
    row = next(row for row in audit.rows if row.count)
    place = county([column(row.column, row.unit)])
    office = points_of(tmp_path, f'[[point]]\ntext = "甲"\ncolumns = ["{row.column}"]\n', place)
    annual = build_annual(place, Quarters(2020, (audit, None, None, None)), Quarters(2019, NO_YEAR), office)
    [point] = annual.points
    assert (point.count, point.columns) == (row.count, 1)
    assert {item.column for item in point.examples} == {row.column}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[point]]\ntext = "甲"', "没有写怎样查找"),
        ('[[point]]\ntext = "甲"\ncolumns = ["部门预祘"]', "是不是“部门预算”"),
        ('[[point]]\ntext = "甲"\nunits = ["火星局"]', "没有这个单位"),
        ('[[point]]\nkeywords = ["甲"]', "缺少必填项"),
    ],
)
def test_a_fault_in_the_points_file_is_told(tmp_path: Path, text: str, told: str):
    with pytest.raises(BadInput, match=told):
        points_of(tmp_path, text)


# -- documents ---------------------------------------------------------------------------------------------------------


def full_office(tmp_path: Path, total: int) -> OfficeInput:
    office = yearly(
        tmp_path,
        f"[channels]\ngazette = 12\nweibo = 34\nwechat = 56\nother = 7\ntotal = {total + 20}\n"
        "[form.2014]\npress = 3\n[form.2021]\nnew.person = 3\n",
    )
    points = points_of(
        tmp_path, '[[point]]\ntext = "甲项"\nkeywords = ["公告"]\n[[point]]\ntext = "乙项"\nkeywords = ["会议"]\n'
    )
    return OfficeInput(yearly=office.yearly, path=office.path, points=points.points)


@pytest.mark.parametrize("case", ["whole", "gaps"])
def test_verify_finds_nothing_wrong_in_the_yearly_documents(tmp_path: Path, case: str):
    if case == "whole":
        annual = whole_year(office=full_office(tmp_path, whole_year().total))
    else:
        annual = build_annual(PORTAL, quarters(2020, 1, None, 3, 4, unknown=0.2), quarters(2019, 5, 6, 7, 8))
    annual = check_documents(annual, forms_for(2020))
    assert all(check.ok for check in annual.self_check), annual.self_check
    paper = annual_paper(annual, forms_for(2020))
    assert print_paper(paper, tmp_path / "out").files == paper.names
    for name in paper.names[:4]:
        report = verify_file(tmp_path / "out" / name)
        assert report.is_consistent, render_text(report)


def test_all_formats_come_from_one_tree(tmp_path: Path):
    annual = whole_year()
    document = build_document(annual, ("2021",))
    contents, _ = render_paper(annual_paper(annual, ("2021",)), choose_faces())
    assert Annual.from_json(contents["annual.json"]) == annual
    assert render_paper(annual_paper(annual, ("2021",)), choose_faces())[0] == contents
    book = openpyxl.load_workbook(io.BytesIO(contents["annual.xlsx"]))
    assert len(book.worksheets) == len(document.annexes)
    cells = {cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    for block in printed_blocks(document):
        if isinstance(block, tuple):
            assert {text for row in block for text in row if text and not text.isdecimal()} <= {str(c) for c in cells}


def test_an_office_words_its_year_in_its_own_file(tmp_path: Path):
    text = shipped("templates", "annual", "annual.txt.j2").read_text(encoding="utf-8")
    own = tmp_path / "annual.txt.j2"
    own.write_text(text.replace("各季度核查数据汇总如下", "全年数据如下"), encoding="utf-8")
    assert "全年数据如下" in text_of(build_document(whole_year(), (), tmp_path))
    own.write_text(text.replace("{{ total }}条", "{{ totl }}条"), encoding="utf-8")
    with pytest.raises(BadInput, match="totl"):
        build_document(whole_year(), (), tmp_path)


# -- from the store ----------------------------------------------------------------------------------------------------


def test_the_issued_circular_wins_over_a_newer_draft(tmp_path: Path):
    store = open_store(tmp_path / "auditor.db")
    try:
        at = datetime(2020, 4, 20, 9, tzinfo=LOCAL)
        draft = make_audit(1, Shape(rows=(5,), unknown=0.0))
        entry = IssueEntry(number="清政办发〔2020〕12号", date=date(2020, 4, 16), by="张三")
        issued: Audit = draft.model_copy(update={"state": AuditState.ISSUED, "issue": entry})
        store.audits.issue(PORTAL, issued, at=at)
        store.audits.save_audit(PORTAL, make_audit(9, Shape(rows=(5,), unknown=0.0)), at)
        store.audits.save_audit(PORTAL, make_audit(2, Shape(rows=(5,), unknown=0.0, quarter="2020Q2")), at)
        annual = prepare_annual(PORTAL, store, Place(tmp_path), AnnualRequest(2020))
        assert [entry.source for entry in annual.quarters[:2]] == [Source.ISSUED, Source.DRAFT]
        assert annual.quarters[0].total == draft.total
        with pytest.raises(BadInput, match="没有“2013”这个统计表"):
            prepare_annual(PORTAL, store, Place(tmp_path), AnnualRequest(2020, forms=("2013",)))
    finally:
        store.close()
