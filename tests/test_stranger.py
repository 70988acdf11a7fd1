"""A stranger reads the circular and asks of each unit: why, by what rule, what now; and adds everything up again.

Nothing here looks at how the circular was made: it knows the readings' counts, and reads the printed text and tables.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from auditor.audit.grade.pack import Pack, load_pack
from auditor.audit.model import Audit, UnitEntry
from auditor.base.chinese import printable
from auditor.base.resources import shipped
from auditor.base.terms import PENDING
from auditor.circular.agreement import recounted
from auditor.circular.printing import check_documents, document_of
from auditor.circular.unit_papers import notice_document, noticed_units
from auditor.documents.tree import Document, Span
from tests.drawn_audits import Draw, draw_audit

PACKS = tuple(sorted(path.stem for path in Path(str(shipped("rules", "packs"))).glob("*.toml")))
_DEADLINE = re.compile(r"于(\d{4}年\d{1,2}月\d{1,2}日)前")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def paragraphs(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.body]


def lists(document: Document) -> dict[str, list[str]]:
    """The names below each heading of a grade, with the paragraphs that follow up to the next heading."""
    found: dict[str, list[str]] = {}
    heading = ""
    for paragraph in document.body:
        if paragraph.style == "heading2":
            heading = paragraph.text
            found[heading] = []
        elif paragraph.style == "heading1":
            heading = ""
        elif heading:
            found[heading].append(paragraph.text)
    return found


def names_of(line: str) -> list[str]:
    return [re.sub(r"\d+条$|（数量待核）$", "", name) for name in line.rstrip("。").split("、")]


def told_of_each(line: str, names: list[str]) -> dict[str, str]:
    """What a paragraph of grounds says of each unit of a list, without its subject."""
    if whole := re.match(r"上述\d+个单位|该单位", line):
        return dict.fromkeys(names, line[whole.end() :])
    known = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    told: dict[str, str] = {}
    for part in re.split(f"；(?={known})", line):
        if subject := re.match(f"(?:(?:{known})、)*(?:{known})", part):
            said = re.sub(r"^等\d+个单位", "", part[subject.end() :])
            told |= dict.fromkeys(re.findall(known, subject[0]), said)
    return told


def ask(audit: Audit) -> list[str]:
    """Every question without an answer."""
    document = document_of(audit)
    faults: list[str] = []
    text = "\n".join(paragraphs(document))
    below = lists(document)
    demand = next((one for one in paragraphs(document) if "逐项对照整改" in one), "")
    notices = {unit.name for unit in noticed_units(audit)}
    by_list = {name: (heading, told) for heading, told in below.items() for name in names_of(told[0])}
    for unit in audit.units:
        if not audit.must_rectify(unit.grade):
            continue
        name, label = printable(unit.name), audit.label_of(unit.grade)
        faults += [f"{name}: {fault}" for fault in _unanswered(name, label, by_list, text, demand)]
        if unit.name not in notices:
            faults.append(f"{name}: no notice")
        else:
            faults += [f"{name}: notice {fault}" for fault in _notice_faults(audit, unit)]
    faults += list(_asked_of_the_waiting(audit, by_list, text))
    faults += list(_told_twice(text))
    return faults


def _unanswered(
    name: str, label: str, by_list: Mapping[str, tuple[str, list[str]]], text: str, demand: str
) -> list[str]:
    if name not in by_list:
        return ["not named"]
    _, told = by_list[name]
    faults = []
    grounds = [one for line in told[1:] if (one := told_of_each(line, names_of(told[0])).get(name))]
    if not any(len(one.rstrip("。")) > 4 for one in grounds):
        faults.append(f"no reason: {told[1:]}")
    if f"为“{label}”" not in text:
        faults.append("no measure")
    if f"“{label}”" not in demand or not _DEADLINE.search(demand) or "复查" not in demand:
        faults.append("no demand with a deadline")
    return faults


def _notice_faults(audit: Audit, unit: UnitEntry) -> list[str]:
    text = "".join(paragraphs(notice_document(audit, unit)))
    wanted = {"grade": f"“{audit.label_of(unit.grade)}”", "reason": "评定依据：", "deadline": "前完成整改"}
    return [f"lacks {what}" for what, words in wanted.items() if words not in text]


def _asked_of_the_waiting(audit: Audit, by_list: Mapping[str, tuple[str, list[str]]], text: str) -> list[str]:
    """Whoever waits is named, and told for what; whoever has an unread column is asked for it."""
    faults = []
    for unit in audit.units:
        if unit.grade == PENDING and printable(unit.name) not in by_list:
            faults.append(f"{unit.name}: waits, and is not named")
        unread = any(row.count is None for row in audit.rows_of(unit))
        if unread and not re.search(rf"请[^。]*{re.escape(printable(unit.name))}[^。]*检查栏目能否正常访问", text):
            faults.append(f"{unit.name}: not asked about its unread column")
    return faults


def _told_twice(text: str) -> list[str]:
    """The program's own words, doubled brackets and signs, empty figures."""
    wrong = (
        r"（（|））",
        r"，，|。。|；；|、、|，。|；。|、。",
        r"——",
        r"HTTP|500|None|nan|拦截|请人工",
        r"\{|\}",
        r"《《|》》|(?<!\d)1个(?:待核实)?单位(?:逐项|因|（)",
        r"是无|共0个",
        r"是—",
    )
    return [f"“{found[0]}”" for pattern in wrong if (found := re.search(rf".{{0,12}}(?:{pattern}).{{0,6}}", text))]


def recount(audit: Audit) -> list[str]:
    """Every figure of text and tables counted from the rows' items alone."""
    document, faults = document_of(audit), []
    text = "\n".join(paragraphs(document))
    counts = {row.key: len(row.items) for row in audit.rows if row.count is not None}
    whole = re.search(r"(?:全部|能够核查的)(\d+)个栏目共公开信息(\d+)条(?:，其中([^。]*))?。", text)
    if counts and (whole is None or (int(whole[1]), int(whole[2])) != (len(counts), sum(counts.values()))):
        faults.append("totals")
    if whole and whole[3]:
        parts = [tuple(map(int, part)) for part in re.findall(r"(\d+)个栏目(\d+)条", whole[3])]
        if (sum(a for a, _ in parts), sum(b for _, b in parts)) != (len(counts), sum(counts.values())):
            faults.append("parts")
    if not re.search(rf"对{len(audit.units)}个单位和{len(audit.rows)}个栏目", text):
        faults.append("units and columns")
    named = Counter(name for told in lists(document).values() for name in names_of(told[0]))
    counted = sum(
        map(int, re.findall(r"(\d+)个单位[^、。，]*(?:，占[^。]*)?(?:，不逐一列名)?。", text.split("## ")[0]))
    )
    if any(number > 1 for number in named.values()):
        faults.append("named twice")
    unnamed = [unit for unit in audit.units if not _is_named(audit, unit)]
    if sum(named.values()) + len(unnamed) != len(audit.units) or (unnamed and counted < len(unnamed)):
        faults.append(f"units: {sum(named.values())} named, {len(unnamed)} counted of {len(audit.units)}")
    for heading, told in lists(document).items():
        if int(re.findall(r"（(\d+)个）$", heading)[0]) != len(names_of(told[0])):
            faults.append(heading)
    faults += [fault for annex in document.annexes for fault in _table_faults(annex.table.rows, annex.table)]
    return faults + list(_rows_against_grades(audit, document))


def _is_named(audit: Audit, unit: UnitEntry) -> bool:
    return all(grade.names for grade in audit.pack.grades if grade.id == unit.grade)


def _table_faults(rows, table) -> list[str]:
    faults = []
    for place, column in enumerate(table.columns):
        cells = [row[place] for row in rows]
        total = (table.total or [""] * len(table.columns))[place]
        if isinstance(total, int) and total != sum(cell for cell in cells if isinstance(cell, int)):
            faults.append(f"{column.label}: {total}")
    return faults


def _rows_against_grades(audit: Audit, document: Document) -> list[str]:
    """No row of the units' table beside a lower grade without its ground, and no full rate beside one unexplained."""
    faults = []
    rectified = {audit.label_of(unit.grade) for unit in audit.units if audit.must_rectify(unit.grade)}
    for annex in document.annexes:
        labels = [column.label for column in annex.table.columns]
        if "评价结果" not in labels or "备注" not in labels:
            continue
        for row in annex.table.rows:
            cells = dict(zip(labels, row, strict=True))
            if cells["评价结果"] in rectified and not str(cells["备注"]).strip("—"):
                faults.append(f"{cells['单位']}: {cells['评价结果']} without a ground in the table")
            if {"更新率", "应更新栏目数", "已更新栏目数"} <= cells.keys() and str(cells["更新率"]).endswith("%"):
                due, done = int(cells["应更新栏目数"]), int(cells["已更新栏目数"])
                if Decimal(str(cells["更新率"])[:-1]) != round(Decimal(100 * done) / due, 1):
                    faults.append(f"{cells['单位']}: {done} of {due} is no {cells['更新率']}")
    return faults


def draw_of(pack: Pack, **more: object) -> Draw:
    return Draw(period="2024-03" if pack.pack.period == "month" else "2020Q1", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", PACKS)
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    seed=some.integers(0, 10**6),
    units=some.tuples(some.integers(1, 24), some.integers(0, 9)),
    unknown=some.sampled_from((0.0, 0.0, 0.05, 0.3, 1.0)),
    busy=some.sampled_from((2, 8, 25)),
    previous=some.booleans(),
)
def test_nobody_is_graded_low_without_why_by_what_and_what_now(name, seed, units, unknown, busy, previous):
    pack = load_pack(name)
    draw = draw_of(pack, departments=units[0], townships=units[1], unknown=unknown, busy=busy, with_previous=previous)
    audit = check_documents(draw_audit(pack, seed, draw))
    assert [check.detail for check in audit.self_check if not check.ok] == []
    assert ask(audit) == []
    assert recount(audit) == []


@pytest.mark.parametrize("name", PACKS)
def test_long_names_and_three_hundred_rows_answer_too(name):
    pack = load_pack(name)
    draw = draw_of(pack, departments=110, townships=40, columns=3, unknown=0.04, long_names=True)
    audit = draw_audit(pack, 7, draw)
    assert len(audit.rows) > 250
    assert ask(audit) == []
    assert recount(audit) == []


def test_what_became_of_many_units_is_counted_first_and_then_named_in_full():
    audit = draw_audit(load_pack("chongxin"), 9, Draw(departments=52, townships=8))
    texts = paragraphs(document_of(audit))
    whole = next(one for one in texts if one.startswith("上季度须整改的"))
    assert len(whole) < 60, "the sentence of numbers has no names"
    before = [unit for unit in audit.units if unit.previous_grade and audit.must_rectify(unit.previous_grade)]
    named = [one.partition("：")[2].rstrip("。").split("、") for one in texts if re.match(r"[^。]*的\d+个单位：", one)]
    assert sorted(name for names in named for name in names) == sorted(printable(unit.name) for unit in before)
    assert "等" not in "".join(name for names in named for name in names)
    planted = replace(
        document_of(audit),
        body=tuple(
            replace(one, spans=(Span(one.text.replace("个已经改进", "1个已经改进")),))
            for one in document_of(audit).body
        ),
    )
    assert any("已经改进" in fault for fault in recounted(audit, planted, audit.pack.layout))


def test_units_that_are_still_where_they_were_are_not_listed_twice():
    audit = draw_audit(load_pack("chongxin"), 9, Draw(departments=52, townships=8))
    low = next(unit.grade for unit in audit.units if audit.must_rectify(unit.grade))
    fine = [unit for unit in audit.units if not audit.must_rectify(unit.grade) and unit.grade != PENDING][:3]

    def before(unit: UnitEntry) -> str | None:
        return low if audit.must_rectify(unit.grade) or unit in fine else None

    units = tuple(unit.model_copy(update={"previous_grade": before(unit)}) for unit in audit.units)
    audit = audit.model_copy(update={"units": units})
    document = document_of(audit)
    texts = paragraphs(document)
    whole = next(one for one in texts if one.startswith("上季度须整改的"))
    asked = sum(audit.must_rectify(unit.grade) for unit in audit.units)
    assert f"3个已经改进；{asked}个本季度仍须整改，即评价为“" in whole
    assert not [one for one in texts if one.startswith("本季度仍须整改的")]
    assert list(recounted(audit, document, audit.pack.layout)) == []
    asked_one_more = replace(
        document,
        body=tuple(
            replace(one, spans=(Span(one.text.replace(f"{asked}个本季度仍", f"{asked + 1}个本季度仍")),))
            for one in document.body
        ),
    )
    assert list(recounted(audit, asked_one_more, audit.pack.layout))


def test_one_unit_alone_is_told_by_its_name():
    audit = draw_audit(load_pack("chongxin"), 4, Draw(departments=1, townships=0))
    text = "".join(paragraphs(document_of(audit)))
    assert "的发改局逐项对照整改" in text
    assert "上季度须整改的发改局本季度仍须整改。" in text
    assert "一是" not in text
    assert "1个单位逐项" not in text


def test_a_notice_asks_for_the_column_nobody_could_read_in_the_offices_words():
    audit = draw_audit(load_pack("chongxin"), 5, Draw(unknown=0.08))
    unit = next(one for one in noticed_units(audit) if any(row.count is None for row in audit.rows_of(one)))
    document = notice_document(audit, unit)
    row = next(row for row in audit.rows_of(unit) if row.count is None)
    text = "".join(paragraphs(document))
    assert f"“{printable(row.column)}”栏目未能核查，请检查能否正常访问" in text
    cells = [str(cell) for line in document.table.rows for cell in line]
    assert "页面暂不能读取" in cells
    assert not {"被拦截", "无法访问", "无法读取"} & set(cells)
    numbers = [line[0] for line in document.table.rows]
    assert numbers == sorted(numbers)


def test_a_column_without_content_costs_points_once():
    audit = draw_audit(load_pack("score-bands"), 3, Draw(unknown=0.06))
    blank = next(row for row in audit.rows if row.state.value == "blank" and row.owned and row.due)
    told = "".join(next(unit for unit in audit.units if unit.name == blank.unit).reasons)
    assert told.count(f"“{blank.column}”") == 1
    assert "空白栏目每个扣" not in "".join(paragraphs(document_of(audit)))


@pytest.mark.parametrize("name", PACKS)
def test_the_period_has_the_name_of_its_kind_whatever_the_pack_is_for(name):
    strange = {"month": ("季度", "本期", "上期", "期末", "本年"), "quarter": ("本月", "上月", "本期", "上期", "期末")}
    for period, other in (("2024-03", strange["month"]), ("2020Q1", strange["quarter"])):
        audit = draw_audit(load_pack(name), 2, Draw(departments=9, townships=3, period=period))
        document = document_of(audit)
        text = "".join((*paragraphs(document), *(head.label for one in document.annexes for head in one.table.columns)))
        assert [word for word in other if word in text] == []
        assert "{" not in text + "".join(reason for unit in audit.units for reason in unit.reasons)
    half = draw_audit(load_pack(name), 2, Draw(departments=3, townships=1, period="2020H1"))
    assert not re.search("季度|本月|上月", "".join(paragraphs(document_of(half))))


def test_what_is_the_same_of_several_is_said_of_all_and_a_range_is_not():
    audits = (draw_audit(load_pack("update-rate"), seed, Draw()) for seed in range(4))
    text = "".join(line for audit in audits for line in paragraphs(document_of(audit)))
    assert re.search(r"\d+个单位更新率均为\d[\d.]*%，有1个应更新栏目未按要求更新", text)
    assert re.search(r"更新率为\d[\d.]*%至\d[\d.]*%，均有1个应更新栏目", text)
    assert not re.search(r"均为[\d.]+%至|均[^，；。]*\d至\d", text)


def test_points_lost_are_no_ground_of_a_veto():
    audit = draw_audit(load_pack("score-bands"), 4, Draw())
    unit = next(one for one in audit.units if one.grade == "fail" and one.total == 0)
    assert [ground.told for ground in unit.grounds] == ["本季度{all}没有发布任何信息，一票否决"]
    assert len(unit.reasons) > 1, "what was lost stands in the reasons"


def test_a_unit_with_an_unread_column_is_not_said_to_have_published_nothing():
    audits = (draw_audit(load_pack("city-check"), seed, Draw(unknown=0.3)) for seed in range(6))
    found = [(audit, unit) for audit in audits for unit in audit.units if unit.grade == "fail" and unit.total is None]
    assert found
    assert not [reason for _, unit in found for reason in unit.reasons if "没有发布" in reason]


def test_a_unit_of_two_kinds_of_fault_is_named_once_among_the_others():
    texts = ["".join(paragraphs(document_of(draw_audit(load_pack("city-check"), n, Draw())))) for n in range(12)]
    rests = [match[1] for text in texts for match in re.finditer(r"此外，([^。]*)。", text)]
    assert rests
    for rest in rests:
        names = [part.split("也有")[0] for part in rest.split("；")]
        assert len(names) == len(set(names))
