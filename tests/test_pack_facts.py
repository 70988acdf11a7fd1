"""What packs can say beyond counts: kinds and weights, places among others, the last circular, figures from outside.

What is not known is bounded over all units together: nobody is first, last or repeated on the strength of a gap.
"""

import random
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from openpyxl import Workbook
from portals import column, county, reading, sighting, sightings, unread

from auditor.audit.build import build_audit
from auditor.audit.entries import figures_of
from auditor.audit.figures import load_figures, sheets_of
from auditor.audit.grade import Pack, load_pack
from auditor.audit.grade.facts import FactRange
from auditor.audit.grade.judge import judge
from auditor.audit.grade.measure import grade_in_words, scoring_of
from auditor.audit.grade.pack import FACT_NAMES, TEXT_NAMES
from auditor.audit.grade.ranks import NO_PLACE, places
from auditor.audit.model import Audit, IssueEntry
from auditor.base.errors import BadInput
from auditor.base.period import LOCAL, Period
from auditor.base.terms import AuditState
from auditor.circular.printing import check_documents, document_of
from auditor.cli.check import _figures_seen
from auditor.county.model import County
from auditor.crawl.column import ColumnReading

Q1, Q2 = Period.parse("2020Q1"), Period.parse("2020Q2")
HEAD = """
[pack]
id = "own"
title = "试"
version = "1"
"""
GRADES = """
[[grade]]
id = "good"
label = "较好"
[[grade]]
id = "late"
label = "不及时"
"""


def own(tmp_path: Path, text: str, grades: str = GRADES, top: str = "") -> Pack:
    path = tmp_path / "own.toml"
    path.write_text(top + HEAD + grades + text, "utf-8")
    return load_pack(str(path))


def audit_of(pack: Pack, *units: tuple[str, int | None], **more: object) -> Audit:
    """An audit of units with one column each; ``None`` items for one that could not be read."""
    columns = [column(f"{name}栏目", name) for name, _ in units]
    readings = {
        one.key: unread(one.key) if count is None else reading(one.key, sightings(count, slug=name))
        for one, (name, count) in zip(columns, units, strict=True)
    }
    return build_audit(county(columns), Q1, pack, readings, **more)  # type: ignore[arg-type]


def grades(audit: Audit) -> dict[str, str]:
    return {unit.name: unit.grade for unit in audit.units}


# -- places among others -----------------------------------------------------------------------------------------------

FIRST_TWO = """
[rank]
by = "total"
[[rule]]
grade = "good"
all = [{ fact = "rank", is = "<=", value = 2, says = "排第{rank}名", fails = "排第{rank}名" }]
[[rule]]
grade = "late"
"""


def test_the_first_of_a_group_are_known_where_nothing_can_move_them(tmp_path: Path) -> None:
    audit = audit_of(own(tmp_path, FIRST_TWO), ("甲局", 9), ("乙局", 7), ("丙局", 7), ("丁局", 1))
    assert grades(audit) == {"甲局": "good", "乙局": "good", "丙局": "good", "丁局": "late"}
    assert [unit.rank for unit in audit.units] == [1, 2, 2, 4]


def test_one_unknown_unit_may_move_all_others_and_itself(tmp_path: Path) -> None:
    audit = audit_of(own(tmp_path, FIRST_TWO), ("甲局", 9), ("乙局", 7), ("丙局", 5), ("丁局", None))
    assert grades(audit) == {"甲局": "good", "乙局": "pending", "丙局": "late", "丁局": "pending"}
    assert [unit.rank for unit in audit.units] == [None, None, None, None]
    assert "排第2至3名" in "".join(audit.units[1].reasons)
    reasons = "".join(audit.units[2].reasons) + document_of(audit).body[0].text
    assert "排第4名" not in reasons  # it may as well be the third


def test_a_sure_grade_with_an_unsure_place_tells_the_range_of_places(tmp_path: Path) -> None:
    audit = audit_of(own(tmp_path, FIRST_TWO), ("甲局", 9), ("乙局", 7), ("丙局", 5), ("丁局", None))
    assert audit.units[0].reasons == ("排第1至2名",)
    assert audit.units[2].reasons == ("排第3至4名",)


def test_a_unit_of_which_nothing_could_be_read_has_no_grade() -> None:
    columns = [column("甲栏", "甲局"), column("乙栏", "甲局")]
    for name in ("indicators-2019", "chongxin", "points-ranking"):
        audit = build_audit(county(columns), Q1, load_pack(name), {one.key: unread(one.key) for one in columns})
        assert grades(audit) == {"甲局": "pending"}
        assert audit.units[0].grounds[0].told == "有{count}个栏目数量待核"


def test_two_unknown_units_are_taken_together_not_one_by_one(tmp_path: Path) -> None:
    audit = audit_of(own(tmp_path, FIRST_TWO), ("甲局", 9), ("乙局", 7), ("丙局", None), ("丁局", None))
    assert grades(audit)["甲局"] == "pending"  # each alone leaves it among the first two, both together do not


def test_places_agree_with_trying_every_value() -> None:
    spans = [(3, 3), (1, 4), (2, 2), (0, 3), (3, 4)]
    found = places([FactRange(Decimal(low), Decimal(high)) for low, high in spans])
    tried: list[set[int]] = [set() for _ in spans]
    for values in product(*(range(low, high + 1) for low, high in spans)):
        for index, value in enumerate(values):
            tried[index].add(1 + sum(other > value for other in values))
    assert [(one["rank"].low, one["rank"].high) for one in found] == [(min(seen), max(seen)) for seen in tried]


def test_places_are_those_of_the_units_own_table(tmp_path: Path) -> None:
    columns = [column(f"{name}栏目", name) for name in ("甲局", "乙镇", "丙镇")]
    town = county(
        columns,
        table=[
            {"id": "departments", "title": "部门表", "group": "政府部门"},
            {"id": "towns", "title": "乡镇表", "group": "乡镇"},
        ],
        unit=[
            {"name": "甲局", "table": "departments"},
            {"name": "乙镇", "table": "towns"},
            {"name": "丙镇", "table": "towns"},
        ],
    )
    readings = {
        one.key: reading(one.key, sightings(count, slug=one.name))
        for one, count in zip(columns, (9, 3, 1), strict=True)
    }
    text = FIRST_TWO.replace('value = 2, says = "', 'value = 1, says = "在{group}中')
    audit = build_audit(town, Q1, own(tmp_path, text), readings)
    assert grades(audit) == {"甲局": "good", "乙镇": "good", "丙镇": "late"}
    assert audit.units[1].reasons == ("在乡镇中排第1名",)
    everywhere = own(tmp_path, text.replace('by = "total"', 'by = "total"\nwithin = "all"'))
    assert grades(build_audit(town, Q1, everywhere, readings))["乙镇"] == "late"


def test_the_last_of_a_group_can_be_asked_for(tmp_path: Path) -> None:
    text = FIRST_TWO.replace('"rank", is = "<=", value = 2', '"rank_from_last", is = ">", value = 1')
    audit = audit_of(own(tmp_path, text), ("甲局", 9), ("乙局", 7), ("丙局", 1), ("丁局", 1))
    assert grades(audit) == {"甲局": "good", "乙局": "good", "丙局": "late", "丁局": "late"}
    assert set(grades(audit_of(own(tmp_path, text), ("甲局", 9), ("乙局", None))).values()) == {"pending"}


def test_an_undated_item_of_one_unit_leaves_the_places_of_others_open(tmp_path: Path) -> None:
    columns = [column("甲栏", "甲局"), column("乙栏", "乙局"), column("丙栏", "丙局")]
    undated = sighting("未标日期的公告", None)
    readings = {
        columns[0].key: reading(columns[0].key, sightings(9, slug="甲")),
        columns[1].key: reading(columns[1].key, sightings(5, slug="乙")),
        columns[2].key: reading(columns[2].key, [*sightings(5, slug="丙"), undated]),
    }
    text = FIRST_TWO.replace("value = 2", "value = 1").replace('by = "total"', 'by = "total"\nwithin = "all"')
    audit = build_audit(county(columns), Q1, own(tmp_path, text), readings)
    assert grades(audit)["甲局"] == "good"  # one more for 丙局 changes nothing
    readings[columns[0].key] = reading(columns[0].key, sightings(5, slug="甲"))
    audit = build_audit(county(columns), Q1, own(tmp_path, text), readings)
    assert "late" not in grades(audit).values()
    assert grades(audit)["甲局"] == "pending"


# -- kinds and weights -------------------------------------------------------------------------------------------------


def kinds(pack: Pack, counts: Mapping[str, int | None]) -> Audit:
    columns = [column(f"{kind}栏", "甲局", kind=kind) for kind in counts]
    readings = {
        one.key: unread(one.key) if number is None else reading(one.key, sightings(number, slug=kind))
        for one, (kind, number) in zip(columns, counts.items(), strict=True)
    }
    return build_audit(county(columns), Q1, pack, readings)


BY_KIND = """
[[rule]]
grade = "good"
all = [
  { fact = "total:policy", is = ">=", value = 2, says = "政策文件{total:policy}条", fails = "政策文件不足" },
  { fact = "short_columns:news", is = "==", value = 0 },
]
[[rule]]
grade = "late"
"""


def test_facts_are_asked_of_one_kind_of_column(tmp_path: Path) -> None:
    pack = own(tmp_path, BY_KIND)
    audit = kinds(pack, {"policy": 2, "news": 1})
    assert audit.units[0].reasons == ("政策文件2条",)
    assert grades(kinds(pack, {"policy": 2, "news": 0})) == {"甲局": "late"}
    assert grades(kinds(pack, {"policy": 1, "news": 9})) == {"甲局": "late"}
    assert grades(kinds(pack, {"policy": 2, "news": 1, "other": None})) == {"甲局": "good"}
    assert grades(kinds(pack, {"policy": None, "news": 1})) == {"甲局": "pending"}


POINTS = """
[weights]
policy = 3
news = 0.5
default = 2
[[deduct]]
fact = "points"
each = -1
says = "加权计{value}分"
[[deduct]]
fact = "short_columns"
each = 95
says = "未更新扣{value}分"
[[rule]]
grade = "good"
all = [{ fact = "score", is = ">=", value = 5, says = "得{score}分", fails = "得{score}分" }]
[[rule]]
grade = "late"
"""


def test_points_are_weighted_and_a_negative_each_adds(tmp_path: Path) -> None:
    pack = own(tmp_path, POINTS, top="base = 0\nlowest = 0\nhighest = 150\n")
    audit = kinds(pack, {"policy": 2, "news": 3, "plan": 1})
    assert audit.units[0].score == "9.5"
    assert audit.units[0].reasons == ("得9.5分", "加权计9.5分")
    assert kinds(pack, {"policy": 70}).units[0].score == "150"
    low = kinds(pack, {"policy": 1, "news": 0})
    assert (low.units[0].score, low.units[0].grade) == ("0", "late")
    assert "-" not in "".join(low.units[0].reasons)


def test_a_hundred_and_ninety_points_are_printed_without_a_sign(tmp_path: Path) -> None:
    pack = own(tmp_path, POINTS, top="base = 0\n")
    facts = {**dict.fromkeys(FACT_NAMES), "points": Decimal(190)}
    verdict = judge(facts, dict.fromkeys(TEXT_NAMES, "…"), pack)
    assert verdict.reasons == ("得190分", "加权计190分")


def test_a_fact_of_a_kind_or_a_weight_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    for old, new, words in (
        ('"points"', '"points:policy"', "points:policy"),
        ("policy = 3", "polcy = 3", "不认识的栏目类型“polcy”"),
        ("policy = 3", "policy = -3", "取值无效"),
        ("加权计{value}分", "加权计{valu}分", "valu"),
        ("得{score}分", "得{total:polcy}分", "total:polcy"),
        ("[weights]", '[rank]\nby = "rank"\n[weights]', "不能按“rank”排名"),
        ("[weights]", '[layout]\nunit_columns = ["unit", "total:polcy"]\n[weights]', "不认识的列“total:polcy”"),
    ):
        with pytest.raises(BadInput, match=words):
            own(tmp_path, POINTS.replace(old, new, 1))
    with pytest.raises(BadInput, match=r"请写 \[rank\]"):
        own(tmp_path, FIRST_TWO.replace('[rank]\nby = "total"', ""))


# -- the last circular -------------------------------------------------------------------------------------------------

CARDS = load_pack("red-yellow")


def quarter(period: Period, count: int, earlier: tuple[Audit, ...] = (), pack: Pack = CARDS) -> Audit:
    columns = [column("政策文件", "甲局"), column("规划计划", "甲局")]
    day = period.last.isoformat()
    readings = {
        columns[0].key: reading(columns[0].key, sightings(4, day), back_to="2019-12-01", read_at=_after(period)),
        columns[1].key: reading(
            columns[1].key, sightings(count, day, "乙"), back_to="2019-12-01", read_at=_after(period)
        ),
    }
    return build_audit(county(columns), period, pack, readings, earlier=earlier)


def _after(period: Period) -> datetime:
    return datetime(period.last.year, period.last.month, 28, tzinfo=LOCAL).replace(month=period.last.month + 1)


def issued(audit: Audit) -> Audit:
    entry = IssueEntry(number="清政办发〔2020〕1号", date=date(2020, 4, 20), by="张三")
    return audit.model_copy(update={"state": AuditState.ISSUED, "issue": entry})


def test_the_grade_before_is_that_of_the_last_issued_circular() -> None:
    first = quarter(Q1, 0)
    assert grades(first) == {"甲局": "yellow"}
    assert grades(quarter(Q2, 0, (issued(first),))) == {"甲局": "red"}
    assert grades(quarter(Q2, 1, (issued(first),))) == {"甲局": "none"}
    assert grades(quarter(Q2, 0, (first,))) == {"甲局": "yellow"}  # a draft told nobody
    other = issued(first).model_copy(update={"pack": first.pack.model_copy(update={"id": "other"})})
    assert grades(quarter(Q2, 0, (other,))) == {"甲局": "yellow"}


def test_a_sure_grade_tells_the_whole_case_that_is_best_for_the_unit() -> None:
    first = quarter(Q1, 0)
    columns = [column("政策文件", "甲局"), column("规划计划", "甲局"), column("通知公告", "甲局")]
    seen = {"read_at": _after(Q2), "back_to": "2020-03-01"}
    readings = {
        columns[0].key: reading(columns[0].key, sightings(2, "2020-06-20"), **seen),  # type: ignore[arg-type]
        columns[1].key: reading(columns[1].key, **seen),  # type: ignore[arg-type]
        columns[2].key: unread(columns[2].key),
    }
    [unit] = build_audit(county(columns), Q2, load_pack("red-yellow"), readings, earlier=(issued(first),)).units
    assert unit.grade == "red"
    told = "".join(ground.told for ground in unit.grounds)
    assert told.startswith("未能核查的栏目均按有利情形计，上季度已给予")
    assert "仍有{short_columns}个应更新栏目未按要求更新" in told


CHANGE = """
[[rule]]
grade = "good"
all = [{ fact = "change", is = ">=", value = 0, says = "比上期增加{change}条", fails = "比上期增加{change}条" }]
[[rule]]
grade = "late"
"""


def test_a_change_without_a_circular_before_is_unknown(tmp_path: Path) -> None:
    pack = own(tmp_path, CHANGE)
    first = quarter(Q1, 2, pack=pack)
    assert grades(first) == {"甲局": "pending"}
    assert "没有可供比较的上期通报" in "".join(first.units[0].reasons)
    assert grades(quarter(Q2, 2, (issued(first),), pack)) == {"甲局": "good"}
    assert grades(quarter(Q2, 1, (issued(first),), pack)) == {"甲局": "late"}
    assert grades(quarter(Q2, 2, (first,), pack)) == {"甲局": "pending"}
    for answer, grade in (("true", "good"), ("false", "late")):
        settled = own(tmp_path, CHANGE.replace("value = 0,", f"value = 0, unknown = {answer},"))
        assert grades(quarter(Q1, 2, pack=settled)) == {"甲局": grade}


# -- figures from outside ----------------------------------------------------------------------------------------------

FIGURES = """
[figures]
file = "采用-{period}.csv"
source = "县政府办信息科"
columns = { adopted = "采用数", submitted = "报送数" }
rates = { adoption = { label = "采用率", of = ["adopted", "submitted"] } }
[[rule]]
grade = "good"
[[rule.all]]
fact = "figures:adoption"
is = ">="
value = 50
says = "采用率{figures:adoption}%"
fails = "报送{figures:submitted}条、采用{figures:adopted}条"
[[rule]]
grade = "late"
[layout]
annexes = ["columns", "units"]
unit_columns = ["seq", "unit", "total", "figures:submitted", "figures:adopted", "figures:adoption", "grade", "remark"]
"""


def with_sheet(tmp_path: Path, sheet: str | None) -> tuple[County, Pack]:
    pack = own(tmp_path, FIGURES)
    if sheet is not None:
        (tmp_path / "采用-2020Q1.csv").write_text(sheet, "utf-8")
    columns = [column(f"{name}栏目", name) for name in ("甲局", "乙局", "丙局")]
    return county(columns).model_copy(update={"path": tmp_path / "county.toml"}), pack


def graded(tmp_path: Path, sheet: str | None) -> Audit:
    town, pack = with_sheet(tmp_path, sheet)
    readings = {one.key: reading(one.key, sightings(3, slug=one.name)) for one in town.column}
    return build_audit(town, Q1, pack, readings, figures=load_figures(town, pack, Q1))


SHEET = "单位,报送数,采用数\n甲局,10,5\n乙局,10,4\n丙局,,\n合计,20,9\n"


def test_figures_are_brought_in_named_as_such_and_kept_with_their_digest(tmp_path: Path) -> None:
    audit = graded(tmp_path, SHEET)
    assert grades(audit) == {"甲局": "good", "乙局": "late", "丙局": "pending"}
    assert audit.figures
    assert audit.figures.digest.startswith("sha256:")
    checked = check_documents(audit)
    assert [check for check in checked.self_check if not check.ok] == []
    document = document_of(checked)
    text = "\n".join(paragraph.text for paragraph in document.body)
    assert "采用数、报送数由县政府办信息科提供，不是网站核查所得" in text
    assert "报送10条、采用4条" in text
    table = document.annexes[1].table
    assert [head.label for head in table.columns][3:6] == ["报送数", "采用数", "采用率"]
    assert [row[3:6] for row in table.rows] == [(10, 5, "50.0%"), (10, 4, "40.0%"), ("—", "—", "—")]
    assert table.total
    assert table.total[3:6] == (20, 9, "")
    assert Audit.from_json(audit.to_json()) == audit
    assert figures_of(audit.figures).by_unit == {
        "甲局": {"submitted": 10, "adopted": 5},
        "乙局": {"submitted": 10, "adopted": 4},
        "丙局": {},
    }


def test_without_the_sheet_nothing_is_zero(tmp_path: Path) -> None:
    audit = graded(tmp_path, None)
    assert set(grades(audit).values()) == {"pending"}
    assert "没有找到外部数据表 采用-2020Q1.csv" in "".join(audit.notes)
    assert "尚未提供" in "".join(paragraph.text for paragraph in document_of(audit).body)


def test_a_workbook_serves_as_well(tmp_path: Path) -> None:
    town, pack = with_sheet(tmp_path, None)
    book = Workbook()
    for line in (("县政府办统计",), ("序号", "单位", "采用数", "报送数"), (1, "甲局", 5, 10)):
        book.active.append(line)  # type: ignore[union-attr]
    book.save(tmp_path / "采用-2020Q1.csv")
    found = load_figures(town, pack, Q1)
    assert found
    assert found.by_unit == {"甲局": {"adopted": 5, "submitted": 10}}


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        (SHEET.replace("乙局", "丁局"), "“丁局”不是县配置中的单位"),
        (SHEET.replace("乙局", "甲局"), "“甲局”重复出现"),
        (SHEET.replace("10,4", "10,四"), "“四”不是不小于零的数"),
        (SHEET.replace("10,4", "10,-4"), "“-4”不是不小于零的数"),
        (SHEET.replace("采用数", "采纳数"), "没有一行表头含有“单位”、“采用数”、“报送数”"),
    ],
)
def test_a_sheet_that_is_not_understood_is_told_with_its_cell(tmp_path: Path, sheet: str, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        graded(tmp_path, sheet)
    assert "采用-2020Q1.csv" in str(caught.value)


def test_a_check_looks_at_every_sheet_that_lies_there(tmp_path: Path) -> None:
    town, pack = with_sheet(tmp_path, SHEET)
    assert [(one.file, len(one.by_unit)) for one in sheets_of(town, pack)] == [("采用-2020Q1.csv", 3)]
    assert list(_figures_seen(town, pack)) == ["外部数据 采用-2020Q1.csv：2个单位有数据"]
    (tmp_path / "采用-第二季度.csv").write_text(SHEET, "utf-8")
    with pytest.raises(BadInput, match="文件名中的“第二季度”不是期间"):
        sheets_of(town, pack)
    (tmp_path / "采用-第二季度.csv").rename(tmp_path / "采用-2020Q2.csv").write_text(SHEET.replace("乙", "丁"), "utf-8")
    with pytest.raises(BadInput, match="“丁局”不是县配置中的单位"):
        sheets_of(town, pack)


def test_a_check_says_that_a_sheet_is_not_there_yet(tmp_path: Path) -> None:
    town, pack = with_sheet(tmp_path, None)
    assert "还没有外部数据 采用-{period}.csv" in "".join(_figures_seen(town, pack))
    assert list(_figures_seen(town, load_pack("chongxin"))) == []


def test_a_sheet_out_of_the_offices_folder_is_refused(tmp_path: Path) -> None:
    town, _ = with_sheet(tmp_path, None)
    pack = own(tmp_path, FIGURES.replace("采用-{period}.csv", "../../etc/passwd"))
    with pytest.raises(BadInput, match="不在单位自己的文件夹内"):
        load_figures(town, pack, Q1)


# -- the measure and the reason in words -------------------------------------------------------------------------------


def test_the_measure_is_made_of_the_thresholds_where_the_pack_has_none() -> None:
    groups = {"departments": "政府部门", "townships": "乡镇"}
    said = {
        name: [grade_in_words(grade.id, load_pack(name), groups) for grade in load_pack(name).grade]
        for name in ("monthly-minimum", "update-rate", "red-yellow", "points-ranking")
    }
    assert said["monthly-minimum"] == ["政府部门公开信息20条以上，乡镇公开信息5条以上", "其余", "没有更新"]
    assert said["update-rate"] == ["更新率90%以上", "更新率60%以上、不足90%", "其余"]
    assert said["red-yellow"][:2] == ["其余", "有应更新栏目未按要求更新或者最近一次更新距季度末超过60天"]
    assert said["points-ranking"] == ["同类单位排名前3名", "其余", "有应更新的栏目而得分不足5分"]
    assert scoring_of(load_pack("points-ranking")) == (
        "计分办法：从零分计起；加权积分计入得分；混入工作动态的栏目每个扣2分（最多6分）；最低0分。"
        "各类信息的权数：政策文件3、政策解读5、通知公告2、其余1"
    )
    assert scoring_of(load_pack("chongxin")) == ""


def test_a_rule_that_says_nothing_is_told_by_its_figures(tmp_path: Path) -> None:
    text = """
[[rule]]
grade = "good"
all = [{ fact = "total", is = ">=", value = 3 }, { fact = "short_columns", is = "==", value = 0 }]
[[rule]]
grade = "late"
"""
    audit = audit_of(own(tmp_path, text), ("甲局", 1), ("乙局", 2), ("丙局", 9))
    assert audit.units[0].reasons == ("公开信息1条，不足3条",)
    text = "".join(paragraph.text for paragraph in document_of(audit).body)
    assert "上述2个单位公开信息1至2条，不足3条" in text
    assert "公开信息3条以上、应更新栏目均按要求更新的，为“较好”；其余的，为“不及时”" in text


def test_a_grade_whose_units_are_only_counted_names_none_of_them(tmp_path: Path) -> None:
    pack = load_pack("praise-zero")
    columns = [column(f"{name}栏目", name) for name in ("甲局", "乙局", "丙局")]
    readings = {
        one.key: reading(one.key, sightings(count, "2020-03-05", slug=one.name))
        for one, count in zip(columns, (20, 1, 0), strict=True)
    }
    audit = check_documents(build_audit(county(columns), Period.parse("2020-03"), pack, readings))
    text = "\n".join(paragraph.text for paragraph in document_of(audit).body)
    assert "乙局" not in text
    assert "1个单位正常更新" in text
    assert "甲局20条。" in text
    assert "对上述单位予以表扬" in text
    assert [check for check in audit.self_check if not check.ok] == []


# -- faults of updating that an unread column may hide -----------------------------------------------------------------


def veto(stale: int, unknown: int) -> str:
    old = [sighting("旧公告", "2018-03-01")]
    pairs: list[tuple[object, ColumnReading]] = []
    for number in range(stale):
        one = column(f"旧{number}", "甲局", due=[4])
        pairs.append((one, reading(one.key, old, back_to="2018-01-01")))
    for number in range(unknown):
        one = column(f"未{number}", "甲局", due=[4])
        pairs.append((one, unread(one.key)))
    fresh = column("新", "甲局")
    pairs.append((fresh, reading(fresh.key, sightings(9, "2020-03-30"))))
    readings = {result.column_key: result for _, result in pairs}
    audit = build_audit(county([one for one, _ in pairs]), Q1, load_pack("indicators-2019"), readings)  # type: ignore[misc]
    return audit.units[0].grade


def test_a_veto_waits_where_unread_columns_decide_it() -> None:
    assert [veto(4, 0), veto(5, 0), veto(3, 1)] == ["pass", "veto", "pass"]
    assert veto(4, 1) == "pending"


def test_a_veto_is_told_with_its_figure() -> None:
    pack = load_pack("indicators-2019")
    facts = {**dict.fromkeys(FACT_NAMES), "total": Decimal(9), "findings:stale-column": Decimal(6)}
    verdict = judge(facts, dict.fromkeys(TEXT_NAMES, "…"), pack)
    assert verdict.grade == "veto"
    assert verdict.grounds[0].told == "超期未更新的栏目{all}有{findings:stale-column}个"
    assert verdict.grounds[0].figures == {"findings:stale-column": "6"}


def test_places_that_are_looked_up_are_those_that_are_counted():
    """Each against all others one by one, equal and unknown values and one object twice among them."""
    draw, twice = random.Random(7), FactRange(Decimal(3), Decimal(9))
    for size in (1, 2, 7, 40):
        values = [
            FactRange(Decimal(low), Decimal(low + draw.choice((0, 0, 4)))) for low in draw.choices(range(9), k=size)
        ]
        values += [twice, twice, FactRange(Decimal(5), Decimal(1))]
        others = [[other for at, other in enumerate(values[:-1]) if at != own] for own in range(len(values) - 1)]
        for value, rest, place in zip(values, others, places(values), strict=False):
            above = sum(other.low > value.high for other in rest), sum(other.high > value.low for other in rest)
            below = sum(other.high < value.low for other in rest), sum(other.low < value.high for other in rest)
            assert (place["rank"].low, place["rank"].high) == (1 + above[0], 1 + above[1])
            assert (place["rank_from_last"].low, place["rank_from_last"].high) == (1 + below[0], 1 + below[1])
            most = value.high * len(others) * 100 / (value.high + sum(other.low for other in rest) or 1)
            assert abs(place["average_percent"].high - most) < Decimal("0.06") or not value.high
        assert places(values)[-1] == NO_PLACE
