import re
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from auditor.audit.grade.kinds import KINDS
from auditor.audit.layout import CircularLayout
from auditor.audit.model import Audit, FindingEntry, RowEntry
from auditor.base.chinese import change, chinese_date, listed, ordinal, printable, share, shortened
from auditor.base.errors import BadInput
from auditor.base.resources import shipped
from auditor.base.terms import ColumnState
from auditor.circular.columns import PROBLEM_COLUMNS, ROW_COLUMNS, UNIT_COLUMNS
from auditor.circular.content import build_document
from auditor.circular.context import CircularContext, printed_findings
from auditor.circular.themes import ThemeGroup, theme_groups
from auditor.documents.tree import Document
from auditor.documents.wording import wording_file
from tests.audits import Shape, make_audit

SIGNED = date(2020, 4, 16)
WORDING = shipped("templates", "circular", wording_file("circular"))


def text_of(document: Document) -> str:
    return "\n".join(paragraph.text for paragraph in document.body)


def finding(audit: Audit, rule: str, number: int = 0, **changes: object) -> FindingEntry:
    row = [row for row in audit.rows if row.owned][number]
    values = {"rule": rule, "unit": row.unit, "column": row.column, "text": f"{row.unit}存在{rule}情形", **changes}
    return FindingEntry.model_validate(values)


def with_findings(audit: Audit, *findings: FindingEntry) -> Audit:
    return audit.model_copy(update={"findings": findings})


def all_known() -> Audit:
    return with_findings(make_audit(4, Shape(unknown=0.0)))


def all_unknown() -> Audit:
    return with_findings(make_audit(4, Shape(unknown=1.0)))


def spoken(*faults: tuple[str, str, str, str], limit: int = 3) -> list[ThemeGroup]:
    return list(theme_groups([FindingEntry(rule=r, unit=u, column=c, text=t) for r, u, c, t in faults], limit))


def short(unit: str, column: str) -> tuple[str, str, str, str]:
    return "due-column-short", unit, column, f"{unit}的“{column}”栏目本季度应发布1条，实际0条"


def blank(unit: str, column: str) -> tuple[str, str, str, str]:
    return "blank-column", unit, column, f"{unit}的“{column}”栏目没有任何信息"


def silent(unit: str) -> tuple[str, str, str, str]:
    return "consecutive-zero", unit, "", f"{unit}已连续2个月没有更新"


def test_what_is_said_of_several_units_is_said_once_and_of_each() -> None:
    [theme] = spoken(short("甲局", "一栏"), short("乙局", "二栏"), silent("丙局"), silent("丁局"))
    assert theme.told == "甲局的“一栏”、乙局的“二栏”栏目本季度均应发布1条，实际0条；丙局、丁局均已连续2个月没有更新"
    [theme] = spoken(blank("甲局", "一栏"), blank("甲局", "二栏"))
    assert theme.told == "甲局的“一栏”“二栏”栏目均没有任何信息"


def test_the_faults_of_one_unit_stay_together() -> None:
    [theme] = spoken(blank("甲局", "一栏"), short("甲局", "二栏"), blank("乙局", "三栏"), silent("甲局"))
    parts = ("甲局的“一栏”栏目没有任何信息", "“二栏”栏目本季度应发布1条，实际0条", "已连续2个月没有更新")
    assert theme.told == f"{'，'.join(parts)}；乙局的“三栏”栏目没有任何信息"


def test_whoever_is_only_named_is_named_with_the_fault() -> None:
    told = [blank("甲局", "一栏"), short("甲局", "二栏"), ("stale-column", "甲局", "三栏", "甲局的“三栏”栏目停更")]
    more = [("stale-column", unit, "栏", f"{unit}的“栏”栏目停更{days}天") for days, unit in enumerate("乙丙丁戊")]
    [theme] = spoken(*told, *more, limit=2)
    assert [(one.rule, one.names) for one in theme.untold] == [("stale-column", "丙、丁、戊")]
    audit = with_findings(make_audit(1), *(FindingEntry(rule=r, unit=u, column=c, text=t, force="print")
                                           for r, u, c, t in (*told, *more)))  # fmt: skip
    said = text_of(build_document(audit, signed_on=SIGNED, layout=CircularLayout(examples=2)))
    assert "此外，丙、丁、戊也有栏目长期不更新的情况。" in said


def test_a_sentence_names_no_more_units_than_can_be_read() -> None:
    units = [f"第{number}分局" for number in range(40)]
    [theme] = spoken(*(blank(unit, "栏") for unit in units))
    assert theme.told.count("分局") == 16
    assert theme.untold[0].count == theme.other_count == 24


def test_the_lists_name_every_unit_exactly_once_with_their_lengths() -> None:
    audit = make_audit(5)
    document = build_document(audit, signed_on=SIGNED)
    lists = [
        (before.text, text.text)
        for before, text in zip(document.body, document.body[1:], strict=False)
        if before.style == "heading2"
    ]
    named = [name for _, text in lists for name in text.rstrip("。").split("、")]
    assert sorted(named) == sorted(unit.name for unit in audit.units)
    for heading, text in lists:
        stated = re.search(r"（(\d+)个）", heading)
        assert stated is not None
        assert int(stated[1]) == len(text.split("、"))


def test_totals_units_columns_and_period_stand_in_the_text() -> None:
    audit = all_known()
    text = text_of(build_document(audit, signed_on=SIGNED))
    assert f"{len(audit.units)}个单位和{len(audit.rows)}个栏目" in text
    assert f"共公开信息{audit.total}条" in text
    assert f"县直部门43个栏目{audit.tables[0].total}条，乡镇8个栏目{audit.tables[1].total}条" in text
    assert "2020年1月1日至2020年3月31日" in text
    assert "县政务公开中心于2020年4月9日至4月10日" in text


def test_the_groups_add_up_to_the_columns_that_could_be_verified() -> None:
    audit = make_audit(0)
    assert audit.unknown_rows
    text = text_of(build_document(audit, signed_on=SIGNED))
    known = [len(table.rows) - table.unknown for table in audit.tables]
    assert f"能够核查的{sum(known)}个栏目" in text
    first, second = (f"{n}个栏目{table.total}条" for n, table in zip(known, audit.tables, strict=True))
    assert f"其中县直部门{first}，乡镇{second}" in text


def test_no_finding_and_no_lower_grade_gives_no_problem_section_and_no_requirement() -> None:
    audit = all_known()
    units = tuple(unit.model_copy(update={"grade": "good", "proposed": "good"}) for unit in audit.units)
    text = text_of(build_document(audit.model_copy(update={"units": units}), signed_on=SIGNED))
    assert "存在问题" not in text
    assert "工作要求" not in text
    assert text.endswith("特此通报。")


def test_only_findings_in_force_are_printed() -> None:
    audit = all_known()
    audit = with_findings(
        audit,
        finding(audit, "burst", 0, force="trial"),
        finding(audit, "duplicate", 1, force="off"),
        finding(audit, "undated", 2, force="print"),
        finding(audit, "garbled-text", 3, force="grade"),
    )
    text = text_of(build_document(audit, signed_on=SIGNED))
    assert "集中突击" not in text
    assert "重复发布" not in text
    assert "存在undated情形" in text
    assert "存在garbled-text情形" in text
    assert "信息发布不规范。" in text
    assert "一是" not in text, "one aspect alone is not counted"


@pytest.mark.parametrize("rule", [kind.name for kind in KINDS.values() if not kind.is_question])
def test_every_rule_has_its_own_heading_and_requirement(rule: str) -> None:
    audit = all_known()
    text = text_of(build_document(with_findings(audit, finding(audit, rule)), signed_on=SIGNED))
    assert f"存在{rule}情形" in text
    assert text.count("。") > 8
    assert "一要" not in text, "one demand alone is not counted"
    assert "其他不规范情形" not in text
    assert "逐项核实改正" not in text


def test_a_rule_of_an_offices_own_pack_falls_back_to_general_words() -> None:
    audit = all_known()
    text = text_of(build_document(with_findings(audit, finding(audit, "own-rule")), signed_on=SIGNED))
    assert "存在其他不规范情形" in text
    assert "逐项核实改正" in text


def test_examples_stop_at_the_limit_and_the_rest_is_counted() -> None:
    audit = all_known()
    audit = with_findings(audit, *(finding(audit, "undated", number, text=f"例{number}") for number in range(7)))
    text = text_of(build_document(audit, signed_on=SIGNED, layout=CircularLayout(examples=2)))
    assert "例0；例1。" in text
    assert "例2" not in text
    told = {found.unit for found in audit.findings[:2]}
    others = list(dict.fromkeys(found.unit for found in audit.findings if found.unit not in told))
    assert f"{'、'.join(others)}也存在此类问题。" in text


def test_deadlines_are_working_days_from_the_signing_date() -> None:
    audit = all_known()
    audit = with_findings(audit, finding(audit, "undated"))
    layout = CircularLayout(rectify_days=10, recheck_days=20)
    text = text_of(build_document(audit, signed_on=date(2020, 1, 20), layout=layout))
    assert "于2020年2月11日前完成" in text
    assert "于2020年2月25日进行复查" in text
    assert "相应顺延" not in text


@pytest.mark.parametrize(
    ("signed_on", "recheck_day", "told"),
    [
        (date(2020, 1, 20), 12, "2020年2月12日"),  # the day after the deadline of 11 February
        (date(2020, 1, 20), 11, "2020年3月11日"),
        (date(2020, 1, 20), 22, "2020年2月24日"),  # a Saturday
        (date(2020, 12, 10), 15, "2021年1月15日"),
    ],
)
def test_a_fixed_day_of_looking_again_comes_after_the_deadline(signed_on: date, recheck_day: int, told: str) -> None:
    audit = all_known()
    audit = with_findings(audit, finding(audit, "undated"))
    layout = CircularLayout(rectify_days=10, recheck_day=recheck_day)
    assert f"于{told}进行复查" in text_of(build_document(audit, signed_on=signed_on, layout=layout))


def test_deadlines_beyond_the_published_calendar_are_marked_provisional() -> None:
    audit = all_known()
    audit = with_findings(audit, finding(audit, "undated"))
    assert "相应顺延" in text_of(build_document(audit, signed_on=date(2199, 1, 20)))


def test_unknown_columns_and_pending_units_are_named_plainly() -> None:
    audit = with_findings(make_audit(1))
    text = text_of(build_document(audit, signed_on=SIGNED))
    assert f"另有{len(audit.unknown_rows)}个栏目页面暂不能读取，数量待核" in text
    for row in audit.unknown_rows:
        assert re.search(rf"{row.unit}的(“[^”]*”)*“{row.column}”", text)
        assert row.state.label not in text
    assert f"待核实的单位（{len(audit.pending_units)}个）" in text
    asked = re.search(r"数量待核的栏目重新核查。请(.*?)于", text)
    assert asked is not None
    assert set(asked[1].split("、")) == {row.unit for row in audit.unknown_rows if row.owned}


def test_an_unreachable_portal_gives_no_number_that_could_be_read_as_zero() -> None:
    document = build_document(all_unknown(), signed_on=SIGNED)
    assert "均未能核查" in text_of(document)
    assert not re.search(r"(?<!\d)0条", text_of(document))
    counts = [row[2] for annex in document.annexes for row in annex.table.rows]
    assert set(counts) == {"未能核查"}


def test_unknown_counts_are_words_and_the_total_row_says_how_many_are_missing() -> None:
    audit = make_audit(1)
    document = build_document(audit, signed_on=SIGNED)
    for table, annex in zip(audit.tables, document.annexes, strict=True):
        for row, cells in zip(table.rows, annex.table.rows, strict=True):
            assert cells[2] == ("未能核查" if row.count is None else row.count)
            assert row.count is not None or str(cells[4]).endswith("页面暂不能读取，数量待核")
        assert annex.table.total == ("", "合计", table.total, "", f"{table.unknown}个栏目未能核查，未计入合计")


def test_a_draft_is_marked_until_it_is_issued() -> None:
    audit = make_audit(1)
    draft = build_document(audit, signed_on=SIGNED)
    assert "核查稿" in draft.draft_note
    assert draft.number == ""
    issue = {"number": "堌政办发〔2020〕15号", "date": SIGNED, "by": "张三"}
    issued = Audit.model_validate({**audit.model_dump(by_alias=True), "state": "issued", "issue": issue})
    document = build_document(issued, signed_on=SIGNED)
    assert (document.draft_note, document.number) == ("", "堌政办发〔2020〕15号")


def test_known_table_columns_can_be_chosen_by_a_layout() -> None:
    audit = make_audit(1)
    layout = CircularLayout(columns=tuple(ROW_COLUMNS), unit_columns=tuple(UNIT_COLUMNS), annexes=("columns", "units"))
    document = build_document(audit, signed_on=SIGNED, layout=layout)
    assert [annex.landscape for annex in document.annexes] == [True, True, True]
    row = audit.rows[0]
    cells = dict(zip(ROW_COLUMNS, document.annexes[0].table.rows[0], strict=True))
    assert cells["latest"] == (row.latest.isoformat() if row.latest else "—")
    assert cells["change"] == ("—" if row.previous_count is None else change(row.count or 0, row.previous_count))
    units = document.annexes[2].table.rows
    assert [cells[1] for cells in units] == [unit.name for unit in audit.units]


def test_the_three_kinds_of_annexes_come_in_the_order_asked_for() -> None:
    audit = make_audit(1, Shape(findings=30))
    layout = CircularLayout(annexes=("problems", "columns", "units"), problem_columns=tuple(PROBLEM_COLUMNS))
    titles = [annex.title for annex in build_document(audit, signed_on=SIGNED, layout=layout).annexes]
    assert [title[-4:] for title in titles] == ["问题清单", "况统计表", "况统计表", "况一览表"]
    without = build_document(with_findings(audit), signed_on=SIGNED, layout=layout)
    assert len(without.annexes) == 3


def test_a_problem_is_told_without_the_unit_and_column_that_stand_beside_it() -> None:
    audit = make_audit(1, Shape(findings=30))
    layout = CircularLayout(annexes=("problems",))
    rows = build_document(audit, signed_on=SIGNED, layout=layout).annexes[0].table.rows
    assert [row for row in rows if row[3].startswith(row[1])] == []
    assert all(found.text.endswith(row[3]) for row, found in zip(rows, printed_findings(audit), strict=True))
    alone = layout.model_copy(update={"problem_columns": ("seq", "unit", "problem")})
    whole = build_document(audit, signed_on=SIGNED, layout=alone).annexes[0].table.rows
    assert [row[2] for row in whole] == [found.text for found in printed_findings(audit)]


def test_the_rate_counts_due_columns_and_is_not_computed_over_unknown_ones() -> None:
    audit = make_audit(1)
    dark = {(row.column, row.unit) for row in audit.rows_of(audit.units[0])}
    tables = [
        table.model_copy(
            update={
                "rows": tuple(
                    row.model_copy(update={"count": None, "state": ColumnState.UNREADABLE, "due": True})
                    if (row.column, row.unit) in dark
                    else row
                    for row in table.rows
                )
            }
        )
        for table in audit.tables
    ]
    audit = audit.model_copy(update={"tables": tuple(tables)})
    layout = CircularLayout(annexes=("units",), unit_columns=("unit", "due_columns", "updated", "rate"))
    rows = build_document(audit, signed_on=SIGNED, layout=layout).annexes[0].table.rows
    for unit, (name, due, updated, rate) in zip(audit.units, rows, strict=True):
        expected = [row for row in audit.rows_of(unit) if row.due]
        assert (name, due) == (unit.name, len(expected))
        if expected and all(row.count is None for row in expected):
            assert (updated, rate) == ("未能核查", "未能核查"), "what nobody could look at is no 0"
        elif any(row.count is None for row in expected):
            assert rate == "未能核查"
        else:
            assert isinstance(updated, int)
            assert rate == share(updated, len(expected))


def test_a_count_annex_missing_in_the_wording_is_reported(tmp_path: Path) -> None:
    text = WORDING.read_text(encoding="utf-8").replace("@附件 {{ county }}{{ period.label }}{{ annex.title }}", "")
    (tmp_path / wording_file("circular")).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match="附件"):
        build_document(make_audit(1, Shape(unknown=0)), signed_on=SIGNED, wording_dir=tmp_path)


def test_a_clerk_changes_a_sentence_in_the_one_file(tmp_path: Path) -> None:
    text = WORDING.read_text(encoding="utf-8").replace("特此通报。", "以上情况，望引起重视。")
    (tmp_path / wording_file("circular")).write_text(text, encoding="utf-8")
    document = build_document(make_audit(1), signed_on=SIGNED, wording_dir=tmp_path)
    assert document.body[-1].text == "以上情况，望引起重视。"


def test_every_name_of_the_context_is_explained_at_the_head_of_the_wording_file() -> None:
    head = WORDING.read_text(encoding="utf-8").split("#}")[0]
    listed_names = set(re.findall(r"[a-z_]+", head))
    assert {field.name for field in fields(CircularContext)} <= listed_names


def test_every_table_column_has_a_label_in_the_wording_file() -> None:
    labels = set(re.findall(r"@列\((\w+)\)", WORDING.read_text(encoding="utf-8")))
    assert labels >= {*ROW_COLUMNS, *UNIT_COLUMNS, *PROBLEM_COLUMNS}


def test_hostile_titles_stay_text_in_cells_and_sentences() -> None:
    audit = make_audit(3, Shape(hostile=True, findings=40))
    document = build_document(audit, signed_on=SIGNED)
    names = [cells[1] for annex in document.annexes for cells in annex.table.rows]
    assert names == [printable(row.column) for row in audit.rows]
    assert all("\x00" not in paragraph.text and "\n" not in paragraph.text for paragraph in document.body)
    assert max(len(paragraph.text) for paragraph in document.body) < 2500


def test_an_exempt_column_says_why_in_its_remark() -> None:
    audit = make_audit(1)
    row = audit.rows[0].model_copy(update={"exempt": "正在办理中", "remark": "原备注", "count": 1})
    table = audit.tables[0].model_copy(update={"rows": (row,)})
    document = build_document(audit.model_copy(update={"tables": (table,)}), signed_on=SIGNED)
    assert document.annexes[0].table.rows[0][4] == "原备注；免更新：正在办理中"
    said = table.model_copy(update={"rows": (row.model_copy(update={"remark": "正在办理中"}),)})
    again = build_document(audit.model_copy(update={"tables": (said,)}), signed_on=SIGNED)
    assert again.annexes[0].table.rows[0][4] == "正在办理中"
    assert document.label_of(document.annexes[0]) == "附件"


def test_a_row_that_is_unknown_is_told_in_the_words_of_an_office() -> None:
    audit = make_audit(1)
    row = RowEntry(
        seq=1, column="甲", unit="乙", count=None, state=ColumnState.BLOCKED, due=True, latest=None, remark=""
    )  # fmt: skip
    table = audit.tables[0].model_copy(update={"rows": (row,)})
    document = build_document(audit.model_copy(update={"tables": (table,)}), signed_on=SIGNED)
    assert document.annexes[0].table.rows[0] == (1, "甲", "未能核查", "乙", "页面暂不能读取，数量待核")


@pytest.mark.parametrize(
    ("number", "word"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")],
)
def test_ordinals_are_chinese_numerals(number: int, word: str) -> None:
    assert ordinal(number) == word


def test_words_for_dates_shares_changes_and_lists() -> None:
    assert chinese_date(date(2020, 4, 6)) == "2020年4月6日"
    assert [share(2, 3), share(1, 8), share(0, 0), share(3, 3)] == ["66.7%", "12.5%", "—", "100.0%"]
    assert [change(3, 1), change(1, 3), change(2, 2)] == ["+2", "-2", "持平"]
    assert listed(["甲", "乙", "丙"], 2) == "甲、乙等3个"
    assert listed(["甲", "乙"], 2) == "甲、乙"
    assert shortened("一二三四五", 4) == "一二三…"
    assert printable("甲\u200b\x07 \n\t乙\ufeff") == "甲 乙"
