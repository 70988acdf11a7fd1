"""The office's spreadsheet: whatever it looks like, read whole; every bad cell told; nothing lost on the way back."""

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from auditor.base.errors import BadInput, Problem
from auditor.base.terms import ColumnKind
from auditor.county.model import (
    Attachment,
    County,
    CountyFacts,
    CrawlRules,
    DisclosureColumn,
    Exemption,
    GivenReading,
    IssueLines,
    Timetable,
    Unit,
    example_county,
    load_county,
    parse_county,
)
from auditor.county.naming import kind_of
from auditor.county.writing import dump_county
from auditor.discover import Proposal, ProposedColumn, accept
from auditor.discover.owners import Owner, settle_units
from auditor.sheet import Imported, county_from_sheet, export_sheet, read_pasted, read_sheet, read_upload
from auditor.sheet.cells import read_day, read_due, read_requirement, read_whole

HOME = "https://www.qingxi.example.cn/"
Rows = list[list[object]]


def workbook(path: Path, **sheets: Rows) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet: Worksheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def imported(path: Path, base: County | None = None) -> Imported:
    return county_from_sheet(read_sheet(path), base, name="清溪县", home=HOME)


def pasted(text: str, base: County | None = None) -> Imported:
    return county_from_sheet(read_pasted(text), base, name="清溪县", home=HOME)


def problems_of(path: Path) -> list[Problem]:
    with pytest.raises(BadInput) as caught:
        imported(path)
    return list(caught.value.problems)


def sections(county: County) -> tuple[object, ...]:
    return county.county, county.crawl, county.schedule, county.issue, county.table, county.unit, county.column


# --- headers and layouts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["栏目", "栏目名称", "目录", "公开事项", "栏目名称（全称）", "栏 目"])
@pytest.mark.parametrize("unit", ["责任单位", "主办单位", "公开主体", "责任部门", "牵头单位", "责任单位*"])
@pytest.mark.parametrize("url", ["网址", "链接", "地址", "栏目地址", "URL", "ＵＲＬ"])
def test_headers_vary(name: str, unit: str, url: str) -> None:
    county = pasted(f"序号\t{name}\t{unit}\t{url}\n1\t财政决算\t财政局\t/czjs/\n").county
    assert [(c.name, c.unit, c.url) for c in county.column] == [("财政决算", "财政局", "/czjs/")]


def test_the_header_may_stand_below_titles_and_the_sum_row_is_no_column(tmp_path: Path) -> None:
    rows: Rows = [
        ["清溪县政府部门信息公开栏目统计表"],
        [],
        ["序号", "栏目", "责任单位", "网址", "备注"],
        [1, "财政决算", "财政局", "/czjs/", None],
        [2, "人事任免", "人社局", "/rsrm/", "按月"],
        ["合计", None, None, None, 2],
        ["注：本表由政务公开办填写"],
    ]
    result = imported(workbook(tmp_path / "a.xlsx", Sheet1=rows))
    assert [column.name for column in result.county.column] == ["财政决算", "人事任免"]
    assert result.county.table[0].group == "政府部门"
    assert result.added == 2


def test_each_sheet_is_an_attachment(tmp_path: Path) -> None:
    head: list[object] = ["栏目", "责任单位", "网址"]
    path = workbook(
        tmp_path / "a.xlsx",
        部门=[head, ["财政决算", "财政局", "/czjs/"]],
        乡镇=[head, ["镇务公开", "河口镇", "/hkz/"]],
        说明=[["填表说明", "请认真填写"]],
    )
    result = imported(path)
    assert [(table.id, table.group) for table in result.county.table] == [
        ("departments", "部门"),
        ("townships", "乡镇"),
    ]
    assert [(unit.name, unit.table) for unit in result.county.unit] == [
        ("财政局", "departments"),
        ("河口镇", "townships"),
    ]
    assert any("“说明”" in note for note in result.notes)


def test_two_tables_below_each_other_are_two_attachments(tmp_path: Path) -> None:
    rows: Rows = [
        ["附件1"],
        ["清溪县政府部门信息公开统计表"],
        ["栏目", "责任单位", "网址"],
        ["财政决算", "财政局", "/czjs/"],
        ["合计"],
        [],
        ["附件2"],
        ["清溪县乡镇信息公开统计表"],
        ["栏目", "责任单位", "网址"],
        ["镇务公开", "河口镇", "/hkz/"],
    ]
    county = imported(workbook(tmp_path / "a.xlsx", Sheet1=rows)).county
    assert [(unit.name, unit.table) for unit in county.unit] == [("财政局", "departments"), ("河口镇", "townships")]
    assert [column.name for column in county.column] == ["财政决算", "镇务公开"]


def test_merged_cells_are_filled_down(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        Sheet1=[
            ["一级栏目", "二级栏目", "责任单位", "网址"],
            ["财政信息", "预算", "财政局", "/ys/"],
            [None, "决算", None, "/js/"],
            [None, "三公经费", None, "/sg/"],
        ],
    )
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A2:A4")
    book.active.merge_cells("C2:C4")
    book.save(path)
    county = imported(path).county
    assert [(c.name, c.unit) for c in county.column] == [("预算", "财政局"), ("决算", "财政局"), ("三公经费", "财政局")]


def test_a_header_of_two_lines_is_read(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        Sheet1=[["序号", "栏目", None, "责任单位", "网址"], [None, "一级栏目", "二级栏目", None, None],
                [1, "财政", "预算", "财政局", "/ys/"], [2, None, "决算", "财政局", "/js/"]],
    )  # fmt: skip
    assert [column.name for column in imported(path).county.column] == ["预算", "决算"]


def test_columns_of_one_name_under_two_headings_are_told_apart() -> None:
    text = "一级栏目\t二级栏目\t责任单位\t网址\n"
    text += "预算\t县本级\t财政局\t/a/\n决算\t县本级\t财政局\t/b/\n教育\t\t教科局\t/c/\n"
    assert [column.name for column in pasted(text).county.column] == ["预算·县本级", "决算·县本级", "教育"]


def test_a_row_that_only_names_a_heading_is_no_column() -> None:
    text = "一级栏目\t二级栏目\t责任单位\t网址\n财政信息\t\t\t\n\t预算\t财政局\t/a/\n"
    assert [column.name for column in pasted(text).county.column] == ["预算"]


def test_the_address_may_hide_behind_the_text(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        Sheet1=[
            ["栏目", "责任单位", "网址"],
            ["财政决算", "财政局", "点击进入"],
            ["人事任免", "人社局", None],
            ["教育信息", "教科局", '=HYPERLINK("https://www.qingxi.example.cn/jy/","进入")'],
        ],
    )
    book = openpyxl.load_workbook(path)
    book.active["C2"].hyperlink = "https://www.qingxi.example.cn/czjs/"
    book.active["B3"].hyperlink = "https://www.qingxi.example.cn/rsrm/"
    book.save(path)
    assert [column.url.removeprefix(HOME) for column in imported(path).county.column] == ["czjs/", "rsrm/", "jy/"]


def test_full_width_addresses_and_numbers_are_understood() -> None:
    text = "栏目\t责任单位\t网址\t应更新条数\n财政决算\t财政局\tｈｔｔｐｓ：／／www.qingxi.example.cn／czjs／\t３条\n"
    column = pasted(text).county.column[0]
    assert (column.url, column.expect) == ("https://www.qingxi.example.cn/czjs/", 3)


def test_a_repeated_row_is_taken_once_and_noted() -> None:
    result = pasted("栏目\t责任单位\t网址\n决算\t财政局\t/a/\n决算\t财政局\t/a/\n")
    assert len(result.county.column) == 1
    assert any("A3：与 A2 重复" in note for note in result.notes)


def test_an_owner_that_is_no_single_unit_is_printed_only() -> None:
    result = pasted("栏目\t责任单位\t网址\n提案\t相关部门\t/a/\n规划\t发改局、住建局\t/b/\n决算\t财政局\t/c/\n")
    assert [(c.unit, c.owner) for c in result.county.column] == [
        (None, "相关部门"),
        (None, "发改局、住建局"),
        ("财政局", ""),
    ]
    assert [unit.name for unit in result.county.unit] == ["财政局"]


def test_csv_in_gbk_and_unicode_text_are_read(tmp_path: Path) -> None:
    text = "栏目,责任单位,网址\r\n决算,财政局,/a/\r\n"
    for name, content in [
        ("gbk.csv", text.encode("gbk")),
        ("bom.csv", text.encode("utf-8-sig")),
        ("utf16.txt", text.replace(",", "\t").encode("utf-16")),
    ]:
        path = tmp_path / name
        path.write_bytes(content)
        assert imported(path).county.column[0].unit == "财政局"


def test_pasted_cells_may_hold_line_breaks() -> None:
    text = '栏目\t责任单位\t网址\t备注\n决算\t财政局\t/a/\t"第一行\n第二行"\n'
    assert pasted(text).county.column[0].remark == "第一行\n第二行"


def test_the_name_and_the_host_are_found_in_the_sheet() -> None:
    text = "清溪县信息公开栏目\n栏目,责任单位,网址\n决算,财政局,http://www.qx.example.cn/a/\n预算,财政局,http://www.qx.example.cn/b/\n"
    result = county_from_sheet(read_pasted(text))
    assert (result.county.name, result.county.county.home) == ("清溪县", "http://www.qx.example.cn/")
    assert any("首页网址" in note for note in result.notes)


# --- update requirements -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "due", "expect"),
    [
        ("每季度", None, None),
        ("按季", None, None),
        ("及时更新", None, None),
        ("自信息形成之日起20个工作日内", None, None),
        ("每月至少1条", None, 3),
        ("每月不少于２条", None, 6),
        ("每季度至少三条", None, 3),
        ("每周", None, 12),
        ("年初", (1,), None),
        ("每年前季只有一次", (1,), None),
        ("每年后季只有一次", (3, 4), None),
        ("每年年底只有一次", (4,), None),
        ("每年3月底前", (1,), None),
        ("第二、三季度", (2, 3), None),
        ("第1-3季度", (1, 2, 3), None),
        ("上半年", (1, 2), None),
        ("静态", (), None),
    ],
)
def test_a_usual_requirement_is_understood(text: str, due: tuple[int, ...] | None, expect: int | None) -> None:
    found = read_requirement(text)
    assert (found.due, found.expect, found.understood, found.note) == (due, expect, True, "")


@pytest.mark.parametrize("text", ["每年一次", "每年更新", "不定期", "每半年更新一次"])
def test_a_duty_without_a_season_is_demanded_in_no_quarter_and_noted(text: str) -> None:
    found = read_requirement(text)
    assert found.due == ()
    assert text in found.note


@pytest.mark.parametrize("text", ["正在办理中", "除一季度外", "看情况", "按上级要求", "一季度不更新"])
def test_an_unknown_requirement_is_kept_as_a_remark_and_noted(text: str) -> None:
    result = pasted(f"栏目\t责任单位\t网址\t更新要求\n决算\t财政局\t/a/\t{text}\n")
    column = result.county.column[0]
    assert (column.due, column.expect, column.remark) == (None, 1, text)
    assert any(text in note and "D2" in note for note in result.notes)


def test_a_remark_may_say_when_something_is_due() -> None:
    column = pasted("栏目\t责任单位\t网址\t备注\n决算\t财政局\t/a/\t每年后季只有一次\n").county.column[0]
    assert (column.due, column.remark) == ((3, 4), "每年后季只有一次")


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("3、4", (3, 4)),
        ("三、四季度", (3, 4)),
        ("第1季度", (1,)),
        ("Q2", (2,)),
        ("无", ()),
        ("每季度", None),
        ("３，４", (3, 4)),
    ],
)
def test_due_quarters_are_read(text: str, due: tuple[int, ...] | None) -> None:
    assert read_due(text) == due


@pytest.mark.parametrize("text", ["5", "0", "一二五", "很多", "3-", "1.5"])
def test_other_due_quarters_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text[0]):
        read_due(text)


@pytest.mark.parametrize("text", ["2020-06-30", "2020/6/30", "2020.6.30", "2020年6月30日"])
def test_days_are_read_as_offices_write_them(text: str) -> None:
    assert read_day(text) == date(2020, 6, 30)


def test_a_number_of_items_is_whole() -> None:
    assert read_whole("≥5条") == 5
    with pytest.raises(ValueError, match="两三"):
        read_whole("两三条")


# --- bad cells -----------------------------------------------------------------------------------------------------


def test_every_bad_cell_is_told_at_once_with_its_place_and_cure(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "坏表.xlsx",
        栏目清单=[
            ["栏目", "责任单位", "网址", "应更新季度", "应更新条数", "类型", "豁免至", "豁免原因"],
            ["决算", "财政局", "/a/", "5", None, None, None, None],
            ["预算", "财政局", "/b/", None, "许多", None, None, None],
            ["任免", None, "/c/", None, None, "怪类", None, None],
            ["招聘", "人社局", None, None, None, None, None, None],
            ["教育", "教科局", "javascript:void(0)", None, None, None, None, None],
            [None, "水务局", None, None, None, None, None, None],
            ["饮水", "水务局", "/a/", None, None, None, "月底", "搬迁"],
            ["环保", "#REF!", "/g/", None, None, None, None, "搬迁"],
        ],
    )
    problems = problems_of(path)
    assert {problem.key.split("!")[1] for problem in problems} == {
        "D2", "E3", "B4", "F4", "C5", "C6", "A7", "C8", "G8", "B9", "G9",
    }  # fmt: skip
    assert {problem.file for problem in problems} == {str(path)}
    assert all(problem.key.startswith("栏目清单!") and problem.what and problem.cure for problem in problems)
    assert not any(word in str(problem) for problem in problems for word in ("url", "unit", "owner", "[["))


def test_one_address_for_two_columns_is_told_at_the_second(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", S=[["栏目", "责任单位", "网址"], ["甲", "局", "/a/"], ["乙", "局", "/a/index.html"]]
    )
    problem, *others = problems_of(path)
    assert not others
    assert (problem.key, "甲" in problem.what) == ("S!C3", True)


def test_an_unknown_name_and_home_are_asked_for() -> None:
    with pytest.raises(BadInput) as caught:
        county_from_sheet(read_pasted("栏目\t责任单位\t网址\n决算\t财政局\t/a/\n"))
    cures = [problem.cure for problem in caught.value.problems]
    assert [option in cure for option, cure in zip(("--name", "--home"), cures, strict=True)] == [True, True]


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>" + b" " * 70_000_000)
    return path


def entity_bomb(path: Path) -> Path:
    good = workbook(path, S=[["栏目", "责任单位", "网址"], ["决算", "财政局", "/a/"]])
    parts = {}
    with zipfile.ZipFile(good) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    lol = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"<worksheet", lol + b"<worksheet", 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def zipped(path: Path, **members: bytes) -> Path:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return written(path, buffer.getvalue())


def test_what_is_no_table_is_refused_in_words(tmp_path: Path) -> None:
    cases = [
        (tmp_path / "no.xlsx", "找不到文件"),
        (tmp_path, "文件夹"),
        (written(tmp_path / "old.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600), "旧版"),
        (written(tmp_path / "page.xls", b"\r\n<html><table></table></html>"), "网页格式"),
        (written(tmp_path / "empty.csv", b"  \n"), "空的"),
        (written(tmp_path / "noise.csv", b"\x00\xff\xfe\x81" * 50), "不是表格文件"),
        (written(tmp_path / "cut.xlsx", b"PK\x03\x04" + b"x" * 500), "已损坏"),
        (zipped(tmp_path / "doc.xlsx", word__document=b"<a/>"), "不是 .xlsx"),
        (zipped(tmp_path / "odd.xlsx", **{"xl__workbook.xml": b"<a/>"}), "已损坏"),
        (bomb(tmp_path / "bomb.xlsx"), "展开后过大"),
        (entity_bomb(tmp_path / "lol.xlsx"), "已损坏"),
        (written(tmp_path / "big.csv", b"a" * 10_000_001), "文件过大"),
        (written(tmp_path / "long.csv", b"a,b\n" * 20_001), "超过 20000 行"),
        (written(tmp_path / "quote.csv", b'a,"' + b"b" * 200_000), "引号"),
        (workbook(tmp_path / "other.xlsx", 通讯录=[["姓名", "电话"], ["张三", "0933"]]), "没有找到栏目清单"),
    ]
    for path, words in cases:
        with pytest.raises(BadInput, match=words) as caught:
            imported(path)
        assert caught.value.problems[0].cure


def test_a_merge_over_the_whole_sheet_costs_nothing(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", S=[["栏目", "责任单位", "网址", "备注"], ["决算", "财政局", "/a/", None]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    end = b"</sheetData>"
    wide = b'<mergeCells count="2"><mergeCell ref="F1:XFD1048576"/><mergeCell ref="D2:D1048576"/></mergeCells>'
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(end, end + wide)
    zipped(path, **{name.replace("/", "__"): content for name, content in parts.items()})
    assert [column.name for column in imported(path).county.column] == ["决算"]


def test_a_hidden_sheet_is_left_out_and_noted(tmp_path: Path) -> None:
    head: list[object] = ["栏目", "责任单位", "网址"]
    path = workbook(
        tmp_path / "a.xlsx", 今年=[head, ["决算", "财政局", "/a/"]], 去年=[head, ["旧栏目", "财政局", "/b/"]]
    )
    book = openpyxl.load_workbook(path)
    book["去年"].sheet_state = "hidden"
    book.save(path)
    result = imported(path)
    assert [column.name for column in result.county.column] == ["决算"]
    assert any("去年" in note for note in result.notes)


# --- merging -------------------------------------------------------------------------------------------------------

BASE = """
[county]
name = "清溪县"
home = "https://www.qingxi.example.cn/"
[[table]]
id = "departments"
title = "统计表"
group = "政府部门"
[[unit]]
name = "财政局"
table = "departments"
aliases = ["县财政局"]
[[column]]
name = "决算"
url = "/czjs/"
unit = "财政局"
kind = "finance"
remark = "旧备注"
[[column]]
name = "预算"
url = "/czys/"
owner = "待确认"
[[column]]
name = "采购"
url = "/zfcg/"
unit = "财政局"
"""


def test_a_sheet_is_merged_by_address_then_by_name_and_the_rest_is_kept() -> None:
    base = parse_county(BASE, Path("qx.toml"))
    text = (
        "栏目\t责任单位\t网址\t应更新季度\n"
        "财政决算\t县财政局\thttps://www.qingxi.example.cn/czjs/index.html\t3、4\n"
        "预算\t财政局\t\t\n"
        "教育\t教科局\t/jy/\t\n"
    )
    result = pasted(text, base)
    final, budget, kept, added = result.county.column
    assert (final.name, final.url, final.unit, final.due) == ("财政决算", "/czjs/", "财政局", (3, 4))
    assert (final.kind, final.remark) == (ColumnKind.FINANCE, "旧备注")
    assert (budget.url, budget.unit, budget.owner) == ("/czys/", "财政局", "")
    assert kept == base.column[2]
    assert (added.name, added.unit) == ("教育", "教科局")
    assert (result.added, result.changed) == (1, 2)
    assert any("1 个栏目不在表格里" in note for note in result.notes)
    assert [unit.name for unit in result.county.unit] == ["财政局", "教科局"]


def test_a_sheet_completes_a_proposal_without_units() -> None:
    text = BASE.replace('name = "财政局"', 'name = "待填单位"').replace('aliases = ["县财政局"]\n', "")
    base = parse_county(text.replace('unit = "财政局"', 'owner = "待确认"'), Path("qx.toml"))
    county = pasted("栏目\t责任单位\t网址\n决算\t财政局\t/czjs/\n", base).county
    assert [unit.name for unit in county.unit] == ["财政局"]
    assert (county.column[0].unit, county.column[0].owner) == ("财政局", "")


def test_a_unit_known_under_another_name_is_renamed(tmp_path: Path) -> None:
    base = parse_county(BASE, Path("qx.toml"))
    path = workbook(
        tmp_path / "a.xlsx",
        栏目=[["栏目", "责任单位", "网址"], ["决算", "县财政", "/czjs/"]],
        单位=[["单位名称", "附件表", "别名"], ["县财政", "政府部门", "财政局"]],
    )
    county = imported(path, base).county
    assert [(unit.name, unit.table) for unit in county.unit] == [("县财政", "departments")]
    assert [column.unit for column in county.column] == ["县财政", None, "县财政"]


def test_a_unit_that_lost_all_its_columns_is_left_out_and_noted() -> None:
    base = parse_county(BASE, Path("qx.toml"))
    text = "栏目\t责任单位\t网址\n决算\t国库中心\t/czjs/\n采购\t国库中心\t/zfcg/\n"
    result = pasted(text, base)
    assert [unit.name for unit in result.county.unit] == ["国库中心"]
    assert any("财政局" in note for note in result.notes)


def test_importing_the_same_sheet_again_changes_nothing() -> None:
    base = parse_county(BASE, Path("qx.toml"))
    text = "栏目\t责任单位\t网址\n决算\t财政局\t/czjs/\n"
    once = pasted(text, base)
    assert once.changed == 0
    assert sections(once.county) == sections(base)


def edited(path: Path, **cells: str) -> Path:
    """The example county's spreadsheet with some cells changed; cells are named sheet_cell."""
    export_sheet(load_county(example_county()), path)
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        sheet, _, cell = place.partition("_")
        book[sheet][cell] = value
    book.save(path)
    return path


def test_mistakes_in_units_tables_and_facts_are_told_at_their_cells(tmp_path: Path) -> None:
    sheet = read_sheet(
        edited(tmp_path / "a.xlsx", 单位_C3="villages", 单位_E4="去年", 基本信息_B9="很久", 附件表_A3="乡 镇")
    )
    with pytest.raises(BadInput) as caught:
        county_from_sheet(sheet)
    keys = {problem.key for problem in caught.value.problems}
    assert {"单位!C3", "单位!E4", "附件表!A3"} <= keys
    assert any(problem.key.startswith("基本信息!B") for problem in caught.value.problems)


def test_an_unknown_fact_is_noted(tmp_path: Path) -> None:
    notes = county_from_sheet(read_sheet(edited(tmp_path / "a.xlsx", 基本信息_A6="网站颜色"))).notes
    assert any("网站颜色" in note for note in notes)


def test_an_edited_export_is_merged_into_its_county(tmp_path: Path) -> None:
    base = load_county(example_county())
    sheet = read_sheet(edited(tmp_path / "a.xlsx", 单位_D3="市监局、监管局", 栏目_K2="备注改了"))
    result = county_from_sheet(sheet, base)
    assert result.county.unit[1].aliases == ("市监局", "监管局")
    assert result.county.column[0].remark == "备注改了"
    assert (result.added, result.changed) == (0, 1)
    assert result.county.path == base.path


def test_a_unit_listed_under_two_attachments_is_noted() -> None:
    text = "栏目\t责任单位\t网址\t类别\n决算\t财政局\t/a/\t政府部门\n镇务\t河口镇\t/b/\t乡镇\n补贴\t财政局\t/c/\t乡镇\n"
    result = pasted(text)
    assert any("B4" in note and "另一张附件表" in note for note in result.notes)
    assert [result.county.table_of(column) for column in result.county.column] == [
        "departments",
        "townships",
        "departments",
    ]


# --- the way back --------------------------------------------------------------------------------------------------


def there_and_back(county: County, path: Path) -> County:
    export_sheet(county, path)
    return parse_county(dump_county(county_from_sheet(read_sheet(path)).county), path)


def test_the_example_county_comes_back_whole(tmp_path: Path) -> None:
    county = load_county(example_county())
    assert sections(there_and_back(county, tmp_path / "a.xlsx")) == sections(county)


_CJK = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
_MARKS = st.sampled_from("（）“”'\"、，；;,=+-@#&<>/\\ 　·1a")
_WORDS = st.text(st.one_of(_CJK, _CJK, _CJK, _MARKS), min_size=1, max_size=12).map(lambda text: f"甲{text}乙")
_LINES = st.one_of(st.just(""), _WORDS, st.tuples(_WORDS, _WORDS).map("\n".join), st.just("=1+1"))
_DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))
_PATHS = st.text("abcdefgh0123456789", min_size=1, max_size=8)


@st.composite
def counties(draw: st.DrawFn) -> County:
    ids = draw(st.lists(_PATHS, min_size=1, max_size=3, unique=True))
    tables = tuple(Attachment(id=i, title=f"表{i}{draw(_WORDS)}", group=f"组{i}") for i in ids)
    names = draw(st.lists(_WORDS, min_size=2, max_size=8, unique_by=lambda name: name.strip()))
    split = draw(st.integers(1, len(names)))
    aliases = names[split:]
    units = tuple(
        Unit(
            name=name,
            table=draw(st.sampled_from(ids)),
            aliases=tuple(aliases) if number == 0 else (),
            since=draw(st.none() | st.just(date(2001, 2, 3))),
            until=draw(st.none() | st.just(date(2022, 1, 1))),
        )
        for number, name in enumerate(names[:split])
    )
    columns = tuple(
        _column(draw, path, names[:split], ids) for path in draw(st.lists(_PATHS, min_size=1, max_size=6, unique=True))
    )
    crawl = CrawlRules(
        delay=draw(st.floats(0, 600)),
        max_pages=draw(st.integers(1, 5000)),
        tls=draw(st.sampled_from(["strict", "legacy"])),
    )
    name = draw(_WORDS.filter(lambda word: "/" not in word and word.strip(".")))
    facts = CountyFacts(name=name, home=HOME, issuer=draw(_LINES), addressees=draw(_LINES), pack=draw(_PATHS))
    schedule = Timetable(observe="23:05", audit=draw(st.integers(1, 28)))
    issue = IssueLines(copies_to="县委办公室", seal=draw(st.sampled_from(("", "yes", "no"))), contact="李四，1234567")
    return County(county=facts, crawl=crawl, schedule=schedule, issue=issue, table=tables, unit=units, column=columns)


def _column(draw: st.DrawFn, path: str, units: list[str], tables: list[str]) -> DisclosureColumn:
    has_unit = draw(st.booleans())
    return DisclosureColumn(
        name=draw(_WORDS),
        url=draw(st.sampled_from(["/{}/", "{}/index.html", "https://other.example.cn/col/col{}?a=1&b=2"])).format(path),
        unit=draw(st.sampled_from(units)) if has_unit else None,
        owner="" if has_unit else draw(_WORDS),
        table=draw(st.sampled_from(["", *tables])),
        due=draw(st.none() | st.lists(st.sampled_from([1, 2, 3, 4]), max_size=4, unique=True).map(tuple)),
        remark=draw(_LINES),
        expect=draw(st.integers(0, 100_000)),
        kind=draw(st.sampled_from(ColumnKind)),
        exempt=draw(st.none() | st.builds(Exemption, until=_DAYS, reason=_WORDS)),
        portal=draw(st.sampled_from(["", "trs-wcm"])),
        read=draw(st.sampled_from([None, GivenReading(rows="ul.a > li"), GivenReading(title="a", next="div.p > a")])),
    )


@given(county=counties())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_any_county_comes_back_whole(county: County, tmp_path: Path) -> None:
    assert sections(there_and_back(county, tmp_path / "a.xlsx")) == sections(county)


def test_two_exports_are_the_same_bytes(tmp_path: Path) -> None:
    county = load_county(example_county())
    export_sheet(county, tmp_path / "a.xlsx")
    export_sheet(county, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_no_exported_cell_is_a_formula_or_a_link(tmp_path: Path) -> None:
    county = load_county(example_county())
    evil = county.column[0].model_copy(update={"name": '=HYPERLINK("http://x","y")', "remark": "@SUM(1)"})
    export_sheet(county.model_copy(update={"column": (evil, *county.column[1:])}), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["栏目"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert all(cell.hyperlink is None for row in sheet.iter_rows() for cell in row)
    assert sheet["B2"].quotePrefix


def test_an_export_to_nowhere_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="无法写入"):
        export_sheet(load_county(example_county()), tmp_path / "no" / "a.xlsx")


def test_what_a_cell_surely_means_is_imported_with_a_note(tmp_path: Path) -> None:
    rows = [
        ["栏目", "网址", "责任单位"],
        ["通知公告", "http://www.yuntuo.gov.cn/tz/，", "政府办"],
        ["县委\n文件", "http:\\\\www.yuntuo.gov.cn\\wj\\", "政府办"],
        ["统计公报", "http：//www.yuntuo.gov.cn/tj/", "统 计 局"],
        ["统计分析", "www.yuntuo.gov.cn/fx/", "统计局"],
    ]
    imported = county_from_sheet(read_sheet(workbook(tmp_path / "a.xlsx", S=rows)), name="云沱县")
    assert [column.url for column in imported.county.column] == [
        f"http://www.yuntuo.gov.cn/{folder}/" for folder in ("tz", "wj", "tj", "fx")
    ]
    assert [column.name for column in imported.county.column] == ["通知公告", "县委文件", "统计公报", "统计分析"]
    assert [unit.name for unit in imported.county.unit] == ["政府办", "统计局"]
    told = "\n".join(imported.notes)
    assert all(f"S!{cell}：" in told for cell in ("B2", "A3", "B3", "B4", "C4", "B5"))


def test_a_hidden_row_is_imported_and_told(tmp_path: Path) -> None:
    rows = [["栏目", "网址", "责任单位"], ["甲", "/a/", "局"], ["乙", "/b/", "局"]]
    path = workbook(tmp_path / "a.xlsx", S=rows)
    book = openpyxl.load_workbook(path)
    book["S"].row_dimensions[3].hidden = True
    book.save(path)
    notes = county_from_sheet(read_sheet(path), name="云沱县", home="http://www.yuntuo.gov.cn/").notes
    assert [note for note in notes if "隐藏" in note] == [
        "S!A3：这一行是隐藏的或被筛选掉的，“乙”仍已导入；已停用的请删去"
    ]


# --- pasted as text: merged cells and links do not come along --------------------------------------------------------

MERGED = (
    "序号\t责任单位\t栏目名称\t网址\n1\t财政局\t财政预算\t/czys/\n2\t\t财政决算\t/czjs/\n3\t\t政府采购\t/zfcg/\n"
    "4\t柏树镇\t工作动态\t/bsz/\n5\t\t通知公告\t/bsz/tz/\n合计\t\t5个\t\n"
)


def test_gaps_of_merged_cells_are_filled_in_pasted_text_and_told() -> None:
    result = pasted(MERGED)
    assert [column.unit for column in result.county.column] == ["财政局"] * 3 + ["柏树镇"] * 2
    assert [note for note in result.notes if "合并" in note] == [
        "第3、4、6行没有责任单位，按合并的单元格取自上面的行，请核对"
    ]


def test_a_gap_is_not_filled_across_a_heading_nor_where_an_owner_is_named(tmp_path: Path) -> None:
    text = "一级栏目\t栏目\t责任单位\t责任说明\t网址\n"
    text += "预决算\t预算\t财政局\t\t/a/\n\t决算\t\t相关部门\t/b/\n规划\t计划\t\t\t/c/\n"
    with pytest.raises(BadInput) as caught:
        pasted(text)
    assert [problem.what for problem in caught.value.problems] == ["栏目“计划”没有责任单位"]


def test_a_blank_owner_of_an_unmerged_workbook_stays_blank(tmp_path: Path) -> None:
    rows: Rows = [["栏目", "责任单位", "网址"], ["预算", "财政局", "/a/"], ["决算", None, "/b/"]]
    assert [problem.key for problem in problems_of(workbook(tmp_path / "a.xlsx", S=rows))] == ["S!B3"]


LINKED = "栏目\t责任单位\t网址\n预算\t财政局\t点击查看\n决算\t\t点击查看\n采购\t\t查看详情\n"


def test_the_text_of_a_link_is_no_address_and_is_told_once() -> None:
    with pytest.raises(BadInput) as caught:
        pasted(LINKED)
    (problem,) = caught.value.problems
    assert problem.key == "C2、C3、C4"
    assert "“点击查看”不是网址" in problem.what
    assert ".xlsx" in problem.cure


def test_the_text_of_a_link_leaves_the_address_of_a_known_column_alone() -> None:
    known = pasted("栏目\t责任单位\t网址\n预算\t财政局\t/a/\n决算\t财政局\t/b/\n采购\t财政局\t/c/\n").county
    county = pasted(LINKED, known).county
    assert [column.url for column in county.column] == ["/a/", "/b/", "/c/"]


def test_words_without_a_link_behind_them_are_no_address_in_a_workbook_either(tmp_path: Path) -> None:
    rows: Rows = [["栏目", "责任单位", "网址"], ["预算", "财政局", "点击查看"], ["决算", "财政局", "/b/"]]
    path = workbook(tmp_path / "a.xlsx", S=rows)
    assert [problem.key for problem in problems_of(path)] == ["S!C2"]
    book = openpyxl.load_workbook(path)
    book["S"]["C2"].hyperlink = "https://www.qingxi.example.cn/ys/"
    book.save(path)
    assert imported(path).county.column[0].url == "https://www.qingxi.example.cn/ys/"


# --- what nobody sees in the spreadsheet -----------------------------------------------------------------------------


def test_hidden_columns_rows_and_sheets_are_told(tmp_path: Path) -> None:
    rows: Rows = [
        ["栏目", "网址", "责任单位"],
        ["甲", "/a/", "财政局"],
        ["乙", "/b/", "财政局"],
        ["丙", "/c/", "财政局"],
    ]
    path = workbook(
        tmp_path / "a.xlsx",
        清单=rows,
        旧表=rows,
        单位=[["单位名称", "别名"], ["财政局", "县财政"], ["住建局", "建设局"]],
    )
    book = openpyxl.load_workbook(path)
    book["清单"].column_dimensions["B"].hidden = True
    book["清单"].row_dimensions[3].hidden = True
    book["单位"].row_dimensions[3].hidden = True
    book["旧表"].sheet_state = "veryHidden"
    book.save(path)
    notes = imported(path).notes
    for told in (
        "工作表“旧表”是隐藏的，未导入",
        "清单!B1：“网址”一列是隐藏的",
        "清单!A3：这一行是隐藏的",
        "单位!A3：这一行是隐藏的",
    ):
        assert any(told in note for note in notes), (told, notes)
    assert not any("A2：" in note for note in notes)


# --- what names suggest ----------------------------------------------------------------------------------------------


def test_kinds_and_attachments_are_those_that_discovery_would_propose() -> None:
    names = ["人事任免", "财政决算", "政策解读", "通知公告", "机构设置", "工作动态"]
    units = ["人社局", "财政局", "政府办", "柏树镇", "东街社区", "民政局"]
    rows = "".join(f"{name}\t{unit}\t/{n}/\n" for n, (name, unit) in enumerate(zip(names, units, strict=True)))
    result = pasted(f"栏目\t责任单位\t网址\n{rows}")
    leads = [
        ProposedColumn(DisclosureColumn(name=name, url=f"/{n}/", unit=unit, kind=kind_of(name)), 0.9, ())
        for n, (name, unit) in enumerate(zip(names, units, strict=True))
    ]
    found = settle_units([Owner(unit) for unit in units])
    proposal = Proposal("清溪县", "", HOME, tuple(leads), tuple(found.values()), 1)
    accepted = accept(proposal, {lead.column.key for lead in leads})
    assert {c.name: c.kind for c in result.county.column} == {c.name: c.kind for c in accepted.column}
    assert {u.name: u.table for u in result.county.unit} == {u.name: u.table for u in accepted.unit}
    assert result.county.table == accepted.table
    assert [table.id for table in result.county.table] == ["departments", "townships"]
    assert any("柏树镇、东街社区列入“乡镇”" in note for note in result.notes)
    assert any("5个栏目没有写类型" in note for note in result.notes)


def test_townships_named_first_still_stand_in_the_second_attachment() -> None:
    county = pasted("栏目\t责任单位\t网址\n动态\t柏树镇\t/a/\n决算\t财政局\t/b/\n").county
    assert [(table.id, table.group) for table in county.table] == [("departments", "政府部门"), ("townships", "乡镇")]
    assert [unit.table for unit in county.unit] == ["townships", "departments"]


def test_what_is_written_wins_over_what_names_suggest() -> None:
    county = pasted(
        "栏目\t责任单位\t网址\t类型\t附件表\n人事任免\t柏树镇\t/a/\t工作动态\t县直\n规划\t财政局\t/b/\t其他\t县直\n"
    ).county
    assert [column.kind for column in county.column] == [ColumnKind.NEWS, ColumnKind.OTHER]
    assert [table.group for table in county.table] == ["县直"]
    once = pasted("栏目\t责任单位\t网址\t备注\n规划\t财政局\t/b/\t改\n", county)
    assert once.county.column[1].kind is ColumnKind.OTHER, "a kind that a person left open is not guessed later"


# --- how a table was understood --------------------------------------------------------------------------------------


def test_the_preview_says_of_every_column_and_row_what_became_of_it(tmp_path: Path) -> None:
    rows: Rows = [
        ["清溪县栏目责任表", None, None, None, None],
        ["序号", "栏目名称", "责任单位", "网址", "经办电话"],
        [1, "财政\n决算", "财 政 局", "http：//www.qingxi.example.cn/a/，", "12345"],
        [2, "预算", "财政局", "/b/", None],
        [3, "预算", "财政局", "/b/", None],
        ["合计", 3, None, None, None],
        ["注：以上由财政局填写", None, None, None, None],
    ]
    path = workbook(tmp_path / "a.xlsx", 清单=rows)
    book = openpyxl.load_workbook(path)
    book["清单"].merge_cells("A1:E1")
    book["清单"].row_dimensions[4].hidden = True
    book.save(path)
    sheet = read_sheet(path)
    (table,) = sheet.tables_seen
    assert (table.sheet, table.title, table.label) == ("清单", "清溪县栏目责任表", "栏目清单")
    assert [(head.letter, head.written, head.label) for head in table.heads] == [
        *((letter, name, name) for letter, name in zip("ABCD", ("序号", "栏目名称", "责任单位", "网址"), strict=True)),
        ("E", "经办电话", ""),
    ]
    first, second, third, total, foot = table.rows
    assert (first.number, first.fate, first.is_hidden) == (3, "", False)
    assert [(cell.text, bool(cell.written)) for cell in first.cells][3] == ("http://www.qingxi.example.cn/a/", True)
    assert second.is_hidden
    assert (total.fate, foot.fate) == ("合计行", "表下说明")
    assert county_from_sheet(sheet, name="清溪县", home=HOME).repeated == {third.where}


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"0" * 600, "旧版 .xls、.et 表格"),
        ("a.et", b"\xd0\xcf\x11\xe0" + b"0" * 600, "另存为不加密的 .xlsx"),
        ("a.xlsx", b"", "文件是空的"),
        ("a.xlsx", b"PK\x03\x04" + b"0" * 90, "已损坏"),
        ("a.csv", b"\x00\x01\x02\x03" * 90, "文字编码无法识别"),
        ("a.html", b"<html><table></table>", "网页格式"),
        ("a.pdf", b"%PDF-1.7\n" + bytes(range(256)), "另存为 .xlsx"),
    ],
)
def test_a_file_that_is_no_table_is_refused_by_name(name: str, content: bytes, told: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_upload(name, content)
    (problem,) = caught.value.problems
    assert problem.file == name
    assert told in f"{problem.what}。{problem.cure}"
