"""Styles of published circulars that no shipped pack has, each said as data alone, and what their circulars say.

The styles are those of cities and counties whose circulars were published; places, units and sentences are made up.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from portals import column, county, reading, sighting, sightings, unread

from auditor.audit.build import build_audit
from auditor.audit.figures import load_figures
from auditor.audit.grade import Pack, load_pack
from auditor.audit.grade.facts import NONE, FactRange
from auditor.audit.grade.ranks import places
from auditor.audit.model import Audit
from auditor.base.errors import BadInput
from auditor.base.period import Period
from auditor.circular.agreement import recounted
from auditor.circular.printing import check_documents, document_of
from auditor.circular.unit_papers import notice_document
from auditor.crawl.column import Sighting
from auditor.documents.tree import Paragraph, Span
from auditor.read import ArticleFacts
from tests.test_pack_facts import issued

Q1 = Period.parse("2020Q1")

ADOPTED = """
# 按采用得分分组排名，零报送的单独点名；数字由信息科提供
base = 0
[pack]
id = "adopted"
title = "信息采用排名"
version = "1"
[[grade]]
id = "ranked"
label = "参加排名"
name = false
rectify = false
[[grade]]
id = "none"
label = "零报送"
title = "零报送单位"
demand = "零报送单位要确定报送人员，下季度起按月报送。"
[figures]
file = "采用-{period}.csv"
source = "市政府网站编辑部"
columns = { submitted = "报送", adopted = "采用" }
rates = { adoption = { label = "采用率", of = ["adopted", "submitted"] } }
[rank]
by = "score"
[[deduct]]
fact = "figures:adopted"
each = -5
[[rule]]
grade = "none"
all = [{ fact = "figures:submitted", is = "==", value = 0, says = "没有报送信息", told = "整个季度{all}没有报送信息" }]
[[rule]]
grade = "ranked"
says = "采用{figures:adopted}条，得{score}分"
[layout]
annexes = ["units"]
unit_columns = ["rank", "unit", "figures:submitted", "figures:adopted", "figures:adoption", "score", "grade", "remark"]
unit_order = ["group", "rank"]
"""
AVERAGE = """
# 低于同组平均数一半的点名，达到平均数的只写个数，前两名表扬
[pack]
id = "average"
title = "对照平均数"
version = "1"
[[grade]]
id = "first"
label = "更新量大"
praise = "对上述单位予以表扬。"
[[grade]]
id = "usual"
label = "达到平均水平的一半"
name = false
rectify = false
[[grade]]
id = "below"
label = "更新量偏少"
[rank]
by = "total"
within = "all"
[[rule]]
grade = "below"
all = [{ fact = "average_percent", is = "<", value = 50 }]
[[rule]]
grade = "first"
all = [{ fact = "rank", is = "<=", value = 2 }]
[[rule]]
grade = "usual"
says = "更新{total}条"
[layout]
annexes = ["columns", "units"]
list_counts = true
list_shares = true
unit_order = ["total"]
unit_columns = ["seq", "unit", "total", "average_percent", "grade", "remark"]
"""
LATE_FILES = """
# 逾期公开的信息一条扣两分，集中突击发布扣五分，按得分分合格与不合格，写合格率
lowest = 0
[pack]
id = "late-files"
title = "逾期公开逐条扣分"
version = "1"
[[grade]]
id = "pass"
label = "合格"
[[grade]]
id = "fail"
label = "不合格"
demand = "不合格的单位要把公开审核放在办文环节。"
[[deduct]]
fact = "items:late-publication"
each = 2
says = "{items:late-publication}条信息逾期公开，扣{value}分"
[[deduct]]
fact = "findings:burst"
each = 5
says = "期末集中发布，扣{value}分"
[[rule]]
grade = "pass"
all = [{ fact = "score", is = ">=", value = 95 }]
[[rule]]
grade = "fail"
[[finding]]
rule = "late-publication"
force = "print"
limit = 20
says = "{unit}的“{column}”栏目有{number}条信息逾期公开，最长{most}个工作日"
[[finding]]
rule = "burst"
force = "print"
least = 5
share = 60
limit = 5
says = "{unit}{total}条信息中有{number}条集中在{day}发布"
[layout]
annexes = ["columns", "units", "problems"]
list_shares = true
unit_columns = ["seq", "unit", "items:late-publication", "score", "grade", "remark"]
"""
KINDS = """
# 动态类、政策类分别设要求，有一类不达标即为未达标
[pack]
id = "kinds"
title = "分类要求"
version = "1"
[[grade]]
id = "met"
label = "达标"
[[grade]]
id = "part"
label = "部分达标"
[[grade]]
id = "unmet"
label = "未达标"
[[rule]]
grade = "met"
all = [{ fact = "total:news", is = ">=", value = 3 }, { fact = "total:policy", is = ">=", value = 1 }]
[[rule]]
grade = "part"
any = [{ fact = "total:news", is = ">=", value = 3 }, { fact = "total:policy", is = ">=", value = 1 }]
[[rule]]
grade = "unmet"
[layout]
annexes = ["units"]
unit_columns = ["seq", "unit", "total:news", "total:policy", "updated_columns:policy", "grade", "remark"]
overall_rate = true
"""
LAST = """
# 各组末位提醒；连续两期末位的约谈
[pack]
id = "last"
title = "末位提醒"
version = "1"
[[grade]]
id = "usual"
label = "不在末位"
name = false
[[grade]]
id = "last"
label = "末位"
demand = "末位单位要在下月例会上说明情况。"
[[grade]]
id = "again"
label = "连续末位"
demand = "连续末位的单位，由分管领导约谈。"
[rank]
by = "points"
[weights]
policy = 3
[[rule]]
grade = "again"
all = [
  { fact = "rank_from_last", is = "==", value = 1, says = "在{group}中排最后" },
  { fact = "previous_grade", is = ">=", value = "last", unknown = false, says = "上期也在末位" },
]
[[rule]]
grade = "last"
all = [{ fact = "rank_from_last", is = "==", value = 1, says = "在{group}中排最后，加权积分{points}分" }]
[[rule]]
grade = "usual"
says = "加权积分{points}分"
[layout]
annexes = ["units"]
unit_columns = ["seq", "unit", "total", "points", "rank", "change", "grade", "remark"]
unit_order = ["rank"]
"""
FREQUENCY = """
# 动态类每周、政策类每月至少更新一次，间隔超过的点名
[pack]
id = "frequency"
title = "更新频次"
version = "1"
[[grade]]
id = "met"
label = "达到更新频次"
name = false
[[grade]]
id = "unmet"
label = "未达到更新频次"
[parameters]
week = 7
month = 31
[[rule]]
grade = "unmet"
any = [
  { fact = "longest_gap_days:news", is = ">", value = "week" },
  { fact = "longest_gap_days:policy", is = ">", value = "month" },
]
[[rule]]
grade = "met"
[layout]
annexes = ["columns", "units"]
unit_columns = ["seq", "unit", "longest_gap_days:news", "longest_gap_days:policy", "grade", "remark"]
"""
ZERO_NEWS = """
# 只看动态类：发布量为零的点名，连续两期、三期的另列
[pack]
id = "zero-news"
title = "动态零发布"
version = "1"
[[grade]]
id = "some"
label = "有动态信息"
name = false
[[grade]]
id = "zero"
label = "本期动态信息为零"
[[grade]]
id = "twice"
label = "动态信息连续为零"
demand = "连续为零的单位仍无更新的，再次通报。"
[[rule]]
grade = "twice"
all = [{ fact = "zero_periods:news", is = ">=", value = 2 }]
[[rule]]
grade = "zero"
all = [{ fact = "zero_periods:news", is = "==", value = 1, says = "本期没有发布动态信息" }]
[[rule]]
grade = "some"
[layout]
annexes = ["units"]
unit_columns = ["seq", "unit", "total:news", "zero_periods:news", "grade", "remark"]
"""
BOTH_ENDS = """
# 全部单位按条数排名，前两名表扬，后两名批评，其余不提
[pack]
id = "both-ends"
title = "前后各两名"
version = "1"
[[grade]]
id = "first"
label = "位居前列"
praise = "对上述单位予以表扬。"
[[grade]]
id = "middle"
label = "居中"
name = false
rectify = false
[[grade]]
id = "last"
label = "位居后列"
demand = "位居后列的单位要向主管领导说明情况。"
[rank]
by = "total"
within = "all"
[[rule]]
grade = "first"
all = [{ fact = "rank", is = "<=", value = 2 }]
[[rule]]
grade = "last"
all = [{ fact = "rank_from_last", is = "<=", value = 2 }]
[[rule]]
grade = "middle"
[layout]
annexes = ["units"]
list_counts = true
unit_columns = ["rank", "unit", "total", "grade", "remark"]
unit_order = ["rank"]
"""
BONUS = """
# 先倒扣，达到80分的再加分；空白栏目单项否决
lowest = 0
highest = 125
[pack]
id = "bonus"
title = "扣分与加分"
version = "1"
[[grade]]
id = "pass"
label = "合格"
[[grade]]
id = "fail"
label = "不合格"
[[deduct]]
fact = "short_columns"
each = 15
says = "{short_names}未按要求更新，扣{value}分"
[[deduct]]
fact = "total:policy"
each = -5
most = 25
reach = 80
says = "政策类信息加{value}分"
[[rule]]
grade = "fail"
all = [{ fact = "blank_columns", is = ">", value = 0 }]
[[rule]]
grade = "pass"
all = [{ fact = "score", is = ">=", value = 80 }]
[[rule]]
grade = "fail"
[layout]
annexes = ["units"]
unit_columns = ["seq", "unit", "score", "grade", "remark"]
"""
BLOCKS = """
# 几块分数由各科室给出，网站更新只占一块；合计排名，前两名为优秀
base = 0
[pack]
id = "blocks"
title = "分块考核"
version = "1"
[[grade]]
id = "best"
label = "优秀"
praise = "对上述单位予以通报表扬。"
[[grade]]
id = "rest"
label = "其他"
name = false
rectify = false
[figures]
file = "采用-{period}.csv"
source = "县政府办有关科室"
columns = { submitted = "报送", adopted = "采用" }
[rank]
by = "score"
within = "all"
[[deduct]]
fact = "figures:submitted"
each = -1
[[deduct]]
fact = "figures:adopted"
each = -1.5
most = 30
[[deduct]]
fact = "total"
each = -0.5
most = 20
[[rule]]
grade = "best"
all = [{ fact = "rank", is = "<=", value = 2 }]
[[rule]]
grade = "rest"
[layout]
annexes = ["units"]
unit_order = ["rank"]
unit_columns = ["rank", "unit", "figures:submitted", "figures:adopted", "total", "score", "grade", "remark"]
"""
FURTHER = {
    "frequency": FREQUENCY,
    "zero-news": ZERO_NEWS,
    "both-ends": BOTH_ENDS,
    "bonus": BONUS,
    "blocks": BLOCKS,
}
STYLES = FURTHER | {"adopted": ADOPTED, "average": AVERAGE, "late-files": LATE_FILES, "kinds": KINDS, "last": LAST}
SHEET = "单位,报送,采用\n甲局,10,8\n乙局,0,0\n丙局,7,2\n丁局,20,20\n"


@dataclass(frozen=True)
class Told:
    """A circular as its readers have it."""

    audit: Audit
    text: str
    table: tuple[tuple[object, ...], ...]

    @property
    def grades(self) -> dict[str, str]:
        return {unit.name: unit.grade for unit in self.audit.units}


def pack_of(tmp_path: Path, name: str) -> Pack:
    path = tmp_path / f"{name}.toml"
    path.write_text(STYLES[name], "utf-8")
    return load_pack(str(path))


def told(tmp_path: Path, name: str, counts: dict[str, int | None], sheet: str = SHEET, **more: object) -> Told:
    pack = pack_of(tmp_path, name)
    (tmp_path / "采用-2020Q1.csv").write_text(sheet, "utf-8")
    columns, readings = [], {}
    for unit, count in counts.items():
        for kind in ("news", "policy"):
            one = column(f"{unit}{kind}", unit, kind=kind)
            columns.append(one)
            number = count if kind == "news" else (count or 0) // 4
            readings[one.key] = (
                unread(one.key) if count is None else reading(one.key, sightings(number or 0, "2020-03-05", one.name))
            )
    place = county(columns).model_copy(update={"path": tmp_path / "county.toml"})
    audit = build_audit(place, Q1, pack, readings, figures=load_figures(place, pack, Q1), **more)  # type: ignore[arg-type]
    return print_of(audit)


def print_of(audit: Audit) -> Told:
    checked = check_documents(audit)
    assert [check for check in checked.self_check if not check.ok] == []
    document = document_of(checked)
    table = next(annex.table for annex in document.annexes if "一览表" in annex.title)
    for unit in checked.units:  # whoever has something to put right reads why and by when
        if checked.must_rectify(unit.grade):
            row = next(row for row in table.rows if unit.name in row)
            assert row[-1], row
            assert "整改" in "".join(p.text for p in notice_document(checked, unit).body)
    return Told(checked, "\n".join(paragraph.text for paragraph in document.body), table.rows)


COUNTS: dict[str, int | None] = {"甲局": 12, "乙局": 0, "丙局": 2, "丁局": 6}


def test_adopted_figures_rank_and_those_who_sent_nothing_are_named(tmp_path: Path) -> None:
    paper = told(tmp_path, "adopted", COUNTS)
    assert paper.grades == {"甲局": "ranked", "乙局": "none", "丙局": "ranked", "丁局": "ranked"}
    assert [row[:6] for row in paper.table] == [
        (1, "丁局", 20, 20, "100.0%", "100"),
        (2, "甲局", 10, 8, "80.0%", "40"),
        (3, "丙局", 7, 2, "28.6%", "10"),
        (4, "乙局", 0, 0, "—", "0"),
    ]
    assert "零报送单位（1个）\n乙局。\n该单位整个季度没有报送信息。" in paper.text
    assert "报送、采用由市政府网站编辑部提供，不是网站核查所得" in paper.text
    assert "计分办法：从零分计起；采用每加5分" in paper.text
    waiting = told(tmp_path, "adopted", COUNTS, SHEET.replace("丙局,7,2\n", ""))
    assert waiting.grades["丙局"] == "pending"
    assert "请市政府网站编辑部于" in waiting.text
    assert "丙局的报送、采用" in waiting.text
    assert "报送、采用尚未报来" in waiting.text
    assert {row[0] for row in waiting.table} == {"—"}  # the missing one may be anywhere
    assert waiting.grades["丁局"] == "ranked"


def test_who_is_below_the_average_is_named_with_it(tmp_path: Path) -> None:
    paper = told(tmp_path, "average", COUNTS)  # 15, 0, 2 and 7 items: six on average
    assert paper.grades == {"甲局": "first", "乙局": "below", "丙局": "below", "丁局": "first"}
    assert [row[1:4] for row in paper.table] == [
        ("甲局", 15, "250.0%"),
        ("丁局", 7, "116.7%"),
        ("丙局", 2, "33.3%"),
        ("乙局", 0, "0.0%"),
    ]
    assert "甲局15条、丁局7条。\n以上单位占参评单位的50.0%。" in paper.text
    assert "上述2个单位为同类单位平均数的0%至33.3%，不足50%" in paper.text
    assert "公开信息不足同类单位平均数的50%的，为“更新量偏少”" in paper.text
    open_one = told(tmp_path, "average", {**COUNTS, "丙局": 4, "丁局": None})
    assert open_one.grades["丙局"] == "pending"
    assert open_one.grades["乙局"] == "below"


def test_the_average_agrees_with_trying_every_value() -> None:
    spans = [(3, 3), (1, 4), (0, 2)]
    found = places([FactRange(Decimal(low), Decimal(high)) for low, high in spans])
    for index in range(3):
        tried = [values[index] * 300 / sum(values) for values in ((3, b, c) for b in range(1, 5) for c in range(3))]
        known = found[index]["average_percent"]
        assert (float(known.low), float(known.high)) == (round(min(tried), 1), round(max(tried), 1))
    assert places([FactRange(Decimal(0), Decimal(0))])[0]["average_percent"] == NONE


def late(number: int) -> list[Sighting]:
    return [
        sighting(
            f"迟到的通知{n}",
            "2020-03-20",
            url=f"http://portal.test/late/{n}.html",
            article=ArticleFacts(title="通知", formed=date(2020, 1, 2)),
        )
        for n in range(number)
    ]


def test_every_late_file_costs_points_and_the_share_that_passed_is_told(tmp_path: Path) -> None:
    columns = [column("通知", "甲局"), column("通知二", "乙局"), column("通知三", "丙局")]
    seen = (sightings(3), late(3), sightings(6, "2020-03-30", "突击"))
    readings = {one.key: reading(one.key, items) for one, items in zip(columns, seen, strict=True)}
    paper = print_of(build_audit(county(columns), Q1, pack_of(tmp_path, "late-files"), readings))
    assert paper.grades == {"甲局": "pass", "乙局": "fail", "丙局": "pass"}
    assert paper.table[1][:5] == (2, "乙局", 3, "94", "不合格")
    assert "该单位得94分，不足95分，3条信息逾期公开，扣6分" in paper.text
    assert "以上单位占参评单位的66.7%" in paper.text
    assert "得分95分以上的，为“合格”；其余的，为“不合格”" in paper.text


def test_requirements_by_kind_are_told_with_what_lacks(tmp_path: Path) -> None:
    paper = told(tmp_path, "kinds", COUNTS)
    assert paper.grades == {"甲局": "met", "乙局": "unmet", "丙局": "unmet", "丁局": "met"}
    assert "乙局没有工作动态类更新" not in paper.text
    assert "工作动态类公开信息0至2条，不足3条" in paper.text
    assert re.search(r"应更新的8个栏目中已按要求更新5个，更新率62\.5%", paper.text)
    assert paper.table[0][2:5] == (12, 3, 1)


def test_the_last_of_a_group_are_reminded_and_summoned_the_second_time(tmp_path: Path) -> None:
    first = told(tmp_path, "last", COUNTS)
    assert first.grades == {"甲局": "usual", "乙局": "last", "丙局": "usual", "丁局": "usual"}
    assert [row[1] for row in first.table] == ["甲局", "丁局", "丙局", "乙局"]
    assert first.table[0][3] == 21
    again = told(tmp_path, "last", COUNTS, earlier=(issued(first.audit),))
    assert again.grades["乙局"] == "again"
    assert "在政府部门中排最后，上期也在末位" in again.text
    assert "连续末位的单位，由分管领导约谈" in again.text
    assert told(tmp_path, "last", {**COUNTS, "乙局": 1, "丙局": None}).grades["乙局"] == "pending"
    assert told(tmp_path, "last", {**COUNTS, "丙局": None}).grades["乙局"] == "last"  # nobody can have less


@pytest.mark.parametrize("name", STYLES)
def test_no_style_names_a_unit_that_it_only_counts(tmp_path: Path, name: str) -> None:
    if name == "late-files":
        return
    paper = told(tmp_path, name, {**COUNTS, "戊局": 1}, SHEET + "戊局,3,1\n")
    counted = {grade.id for grade in paper.audit.pack.grades if not grade.names}
    lists = re.findall(r"（\d+个）\n([^\n]*)。", paper.text)
    named = {name for line in lists for name in re.findall(r"[甲乙丙丁戊]局", line)}
    assert named == {unit.name for unit in paper.audit.units if unit.grade not in counted}


def test_a_count_beside_a_name_is_counted_again_from_the_attachment(tmp_path: Path) -> None:
    paper = told(tmp_path, "average", COUNTS)
    document = document_of(paper.audit)
    index = next(n for n, one in enumerate(document.body) if one.text == "甲局15条、丁局7条。")
    wrong = Paragraph("body", (Span("甲局16条、丁局7条。"),))
    spoilt = replace(document, body=(*document.body[:index], wrong, *document.body[index + 1 :]))
    assert list(recounted(paper.audit, document, paper.audit.pack.layout)) == []
    assert "16" in "".join(recounted(paper.audit, spoilt, paper.audit.pack.layout))


def test_a_table_with_grades_shows_their_reasons(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(KINDS.replace(', "remark"]', "]"), "utf-8")
    with pytest.raises(BadInput, match="有 grade（评价结果）而没有 remark"):
        load_pack(str(path))


def test_the_notice_tells_measure_and_reason_as_the_circular_does(tmp_path: Path) -> None:
    paper = told(tmp_path, "kinds", {**COUNTS, "丙局": None})
    unit = next(unit for unit in paper.audit.units if unit.name == "乙局")
    text = notice_document(paper.audit, unit).body[0].text
    assert "评定依据：工作动态类公开信息0条，不足3条" in text
    assert "工作动态类公开信息3条以上、政策文件类有更新的，为“达标”" in text


@pytest.mark.parametrize(
    ("contact", "printed"),
    [
        ("张三，0933-6121234", "联系人：张三，联系电话：0933-6121234"),
        ("李四 13800000000", "联系人：李四，联系电话：13800000000"),
        ("张三、李四，电话见网站", "联系人及电话：张三、李四，电话见网站"),
    ],
)
def test_whom_to_ask_and_where_to_call_are_printed_as_such(tmp_path: Path, contact: str, printed: str) -> None:
    audit = issued(told(tmp_path, "average", COUNTS).audit)
    assert audit.issue
    audit = audit.model_copy(update={"issue": audit.issue.model_copy(update={"contact": contact})})
    assert document_of(audit).remark == printed


def test_columns_are_held_to_how_often_they_should_be_updated(tmp_path: Path) -> None:
    days = {
        "甲局news": [f"2020-{month:02}-{day:02}" for month in (1, 2, 3) for day in range(1, 30, 5)],
        "甲局policy": ["2020-01-31", "2020-02-28", "2020-03-25"],
        "乙局news": ["2020-01-03", "2020-03-30"],
        "乙局policy": ["2020-02-01", "2020-03-01"],
        "丙局news": None,
        "丙局policy": ["2020-01-02"],
    }
    columns = [column(name, name[:2], kind=name[2:]) for name in days]
    readings = {
        one.key: unread(one.key)
        if dates is None
        else reading(one.key, [sighting(f"{one.name}{at}", at) for at in dates])
        for one, dates in zip(columns, days.values(), strict=True)
    }
    paper = print_of(build_audit(county(columns), Q1, pack_of(tmp_path, "frequency"), readings))
    assert paper.grades == {"甲局": "met", "乙局": "unmet", "丙局": "unmet"}  # its policies alone are too far apart
    assert "工作动态类栏目最长86天没有更新，超过7天" in paper.text
    assert "丙局政策文件类栏目最长89天没有更新，超过31天" in paper.text
    assert "工作动态类栏目最长超过7天没有更新或者政策文件类栏目最长超过31天没有更新的，为“未达到更新频次”" in paper.text
    assert paper.table[2][3] == 89, paper.table


def test_periods_without_news_are_counted_by_themselves(tmp_path: Path) -> None:
    silent = {"甲局": 12, "乙局": 0, "丙局": 0}

    def paper(earlier: tuple[Audit, ...] = (), unknown: str = "") -> Told:
        columns, readings = [], {}
        for unit, count in silent.items():
            news, policy = column(f"{unit}动态", unit, kind="news"), column(f"{unit}文件", unit, kind="policy")
            columns += [news, policy]
            readings[news.key] = (
                unread(news.key) if unit == unknown else reading(news.key, sightings(count, "2020-03-05", news.name))
            )
            readings[policy.key] = reading(policy.key, sightings(3, "2020-03-05", policy.name))
        columns.append(column("丁局文件", "丁局", kind="policy"))
        readings[columns[-1].key] = reading(columns[-1].key, sightings(1, "2020-03-05"))
        return print_of(build_audit(county(columns), Q1, pack_of(tmp_path, "zero-news"), readings, earlier=earlier))

    first = paper()
    assert first.grades == {"甲局": "some", "乙局": "zero", "丙局": "zero", "丁局": "some"}
    again = paper((first.audit,))
    assert again.grades == {"甲局": "some", "乙局": "twice", "丙局": "twice", "丁局": "some"}
    assert "工作动态类包括本季度在内已2个季度没有更新" in again.text
    assert paper((first.audit,), unknown="乙局").grades["乙局"] == "pending"
    assert paper((paper(unknown="乙局").audit,)).grades["乙局"] == "zero", "what was not seen was no silence"


def test_both_ends_of_a_ranking_are_named_with_their_numbers(tmp_path: Path) -> None:
    paper = told(tmp_path, "both-ends", {**COUNTS, "戊局": 4})
    assert paper.grades == {"甲局": "first", "丁局": "first", "戊局": "middle", "丙局": "last", "乙局": "last"}
    assert re.search(r"甲局15条、丁局7条。", paper.text)
    assert [row[1] for row in paper.table] == ["甲局", "丁局", "戊局", "丙局", "乙局"]
    open_ = told(tmp_path, "both-ends", {**COUNTS, "戊局": None})
    assert open_.grades["甲局"] == "first"
    assert {open_.grades[name] for name in ("丁局", "戊局")} == {"pending"}


def test_points_on_are_given_only_from_a_score_on(tmp_path: Path) -> None:
    paper = told(tmp_path, "bonus", {"甲局": 12, "乙局": 0, "丙局": 2})
    assert [row[2] for row in paper.table] == ["115", "70", "85"]
    assert paper.grades == {"甲局": "pass", "乙局": "fail", "丙局": "pass"}
    assert "政策文件类公开信息每条加5分（最多25分）（此前得分达到80分才计）" in paper.text
    path = tmp_path / "wrong.toml"
    path.write_text(BONUS.replace("each = 15", "each = 15\nreach = 10"), "utf-8")
    with pytest.raises(BadInput, match="reach 只用于加分"):
        load_pack(str(path))


def test_a_score_of_blocks_from_outside_is_summed_and_ranked(tmp_path: Path) -> None:
    paper = told(tmp_path, "blocks", COUNTS)
    assert [row[1] for row in paper.table] == ["丁局", "甲局", "丙局", "乙局"]
    assert [row[5] for row in paper.table] == ["53.5", "29.5", "11", "0"]
    assert paper.grades == {"甲局": "best", "乙局": "rest", "丙局": "rest", "丁局": "best"}
    assert "报送、采用由县政府办有关科室提供，不是网站核查所得" in paper.text
