"""``evidence.xlsx`` read back: every item, state, reason and address of the audit stands on its unit's sheet."""

import re
import subprocess
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from audits import HOSTILE, Shape, make_audit
from needs import needs_office
from papers import CREATED
from pypdf import PdfReader

from auditor.audit.model import Audit, DecisionEntry, FindingEntry, ItemEntry
from auditor.base.chinese import printable
from auditor.base.terms import DateSource
from auditor.circular.evidence import render_evidence_xlsx

SMALL = Shape(rows=(6, 2), findings=0)
SEEN = datetime(2020, 3, 1, 18, 30, tzinfo=UTC)


def opened(audit: Audit) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(render_evidence_xlsx(audit, created=CREATED)))


def rows_of(sheet) -> list[tuple]:
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def facts_of(sheet) -> dict[str, object]:
    """Label and value of the two-part rows."""
    return {row[0]: row[2] for row in rows_of(sheet) if row[0] and row[1] is None and row[2] is not None}


def block(sheet, heading: str) -> list[tuple]:
    """The rows below a heading and its head, down to the next empty row."""
    rows = rows_of(sheet)
    start = next(number for number, row in enumerate(rows) if str(row[0]).startswith(heading))
    below = rows[start + 2 :]
    end = next((number for number, row in enumerate(below) if not any(row)), len(below))
    return below[:end]


def with_first_row(audit: Audit, **changes) -> Audit:
    table = audit.tables[0]
    row = table.rows[0].model_copy(update=changes)
    tables = (table.model_copy(update={"rows": (row, *table.rows[1:])}), *audit.tables[1:])
    return audit.model_copy(update={"tables": tables})


def with_first_unit(audit: Audit, **changes) -> Audit:
    return audit.model_copy(update={"units": (audit.units[0].model_copy(update=changes), *audit.units[1:])})


def item(title: str, **changes) -> ItemEntry:
    base = {"url": "https://portal.example.org/a.html", "date": date(2020, 3, 2), "date_from": DateSource.META}
    return ItemEntry(**{"title": title, **base, "first_seen": SEEN, "page": "2020.warc.gz#7", **changes})


@pytest.mark.parametrize("seed", range(3))
def test_each_units_sheet_has_all_its_columns_and_items(seed):
    audit = make_audit(seed, Shape(hostile=seed == 2, unknown=0.2))
    book = opened(audit)
    for unit, sheet in zip(audit.units, book.worksheets[1:], strict=False):
        own = audit.rows_of(unit)
        facts = facts_of(sheet)
        assert sheet["A1"].value == f"{unit.name}信息公开栏目核查底稿"
        assert facts["评定"] == audit.label_of(unit.grade)
        assert facts["系统建议"] == audit.label_of(unit.proposed)
        assert facts["公开条数"] == ("未能核查" if unit.total is None else unit.total)
        columns = block(sheet, "一、")
        assert [(row[0], row[1], row[3]) for row in columns] == [
            (row.seq, printable(row.column), "未能核查" if row.count is None else row.count) for row in own
        ]
        assert [row[6] for row in columns] == [row.state.label for row in own]
        assert all(row.reason in (shown[2] or "") for row, shown in zip(own, columns, strict=True))
        items = [(row, entry) for row in own for entry in row.items]
        found = block(sheet, "二、计入本期的条目：") if items else []
        assert [(row[1], row[2], row[3].date(), row[8]) for row in found] == [
            (printable(row.column), printable(entry.title), entry.date, entry.url) for row, entry in items
        ]


def test_the_first_sheet_says_what_was_checked_and_leads_to_every_unit():
    audit = make_audit(1)
    sheet = opened(audit).worksheets[0]
    facts = facts_of(sheet)
    assert facts["核查对象"] == audit.facts.portal
    assert facts["核查周期"] == "2020年第一季度（2020-01-01至2020-03-31）"
    assert facts["评定规则"] == "示例规则（sample 1.0）"
    assert facts["归档位置"] == audit.evidence.archive
    assert facts["归档摘要"] == audit.evidence.digest
    assert facts["采集时间"] == "2020-04-09 10:30至2020-04-10 12:30"
    assert f"{len(audit.unknown_rows)}个栏目未能核查" in str(facts["公开总条数"])
    directory = block(sheet, "二、目录")
    named = [row[1] for row in directory][: len(audit.units)]
    assert named == [unit.name for unit in audit.units]
    links = [cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    targets = {link.location for link in links if link.location}
    assert targets == {f"'{row[5]}'!A1" for row in directory}


def test_the_columns_block_shows_how_far_back_the_list_was_read():
    audit = with_first_row(
        make_audit(0, Shape(rows=(6, 2), unknown=0)),
        read_at=SEEN,
        read_back_to=date(2019, 12, 20),
        reached_end=True,
        family="通用",
        pages=("2020.warc.gz#7", "2020.warc.gz#8"),
        remark="每年一次",
        exempt="正在办理中",
        due=True,
        proposed_count=99,
    )
    row = block(opened(audit).worksheets[1], "一、")[0]
    assert row[2] == "免于要求：正在办理中；每年一次；系统计数99条，经人工决定调整"
    assert row[4] == "免于要求"
    assert row[9] == (
        "2020-03-02 02:30读取；回溯至2019-12-20；已读到列表末尾；识别方式：通用；快照：2020.warc.gz#7，2020.warc.gz#8"
    )


def test_items_carry_source_of_date_first_sight_snapshot_and_note():
    audit = with_first_row(make_audit(0, SMALL), items=(item("题", note="疑似倒填"),), count=1)
    row = block(opened(audit).worksheets[1], "二、")[0]
    assert tuple(map(str, row[2:])) == (
        "题",
        "2020-03-02 00:00:00",
        "页面标签",
        "2020-03-02 02:30:00",
        "疑似倒填",
        "打开",
        "https://portal.example.org/a.html",
        "2020.warc.gz#7",
    )


def test_undated_and_excluded_items_are_listed_apart():
    undated = item("无日期", date=None, date_from=None)
    audit = with_first_row(make_audit(0, SMALL), undated=(undated,), excluded=(item("已排除", note="重复，张三"),))
    sheet = opened(audit).worksheets[1]
    assert [row[2] for row in block(sheet, "三、")] == ["无日期"]
    assert block(sheet, "三、")[0][3] is None
    assert [row[2] for row in block(sheet, "四、")] == ["已排除"]
    assert block(sheet, "四、")[0][6] == "重复，张三"


def test_empty_blocks_say_none():
    sheet = opened(with_first_row(make_audit(0, Shape(rows=(1,), unknown=0, findings=0)), items=())).worksheets[1]
    headings = [str(row[0]) for row in rows_of(sheet)]
    assert [heading for heading in headings if heading.endswith("：无")] == [
        "二、计入本期的条目：无",
        "三、没有发布日期的条目（列出，不计数）：无",
        "四、经人工决定不计入的条目：无",
        "五、发现的问题：无",
    ]


def test_a_decision_is_shown_with_reason_person_and_time():
    decision = DecisionEntry(kind="grade", value="good", reason="证据补充", text="已核实", by="张三", at=SEEN)
    audit = with_first_unit(make_audit(0, SMALL), grade="good", proposed="late", decision=decision)
    facts = facts_of(opened(audit).worksheets[1])
    assert facts["评定"] == "更新情况较好"
    assert facts["系统建议"] == "更新不及时"
    assert facts["人工决定"] == "更新情况较好；理由：证据补充。已核实（张三，2020-03-02 02:30）"


def test_findings_in_force_stand_on_the_units_sheet_with_their_addresses_and_trial_ones_do_not():
    audit = make_audit(0, SMALL)
    unit = audit.units[0].name
    addresses = ("https://portal.example.org/1.html", "https://portal.example.org/2.html")
    found = FindingEntry(rule="burst", unit=unit, column="公开栏目1-1", text="集中发布。", items=addresses)
    trial = found.model_copy(update={"text": "试行。", "force": "trial"})
    sheet = opened(audit.model_copy(update={"findings": (found, trial)})).worksheets[1]
    rows = rows_of(sheet)
    start = next(number for number, row in enumerate(rows) if row[0] == "五、发现的问题：1个")
    assert [row[2] for row in rows[start + 1 :]] == ["集中发布。", *addresses]


def test_columns_of_no_single_unit_have_a_sheet_of_their_own():
    audit = with_first_row(make_audit(0, Shape(rows=(6, 2), unknown=0)), owned=False, unit="相关部门")
    book = opened(audit)
    shared = [row.column for row in audit.rows if not row.owned]
    assert [row[1] for row in block(book["不属单个单位的栏目"], "一、")] == shared


def test_every_counted_item_of_the_audit_is_in_the_workbook_once():
    audit = make_audit(5)
    found = [row[8] for sheet in opened(audit).worksheets[1:] for row in rows_of(sheet) if row[4] == "列表"]
    assert sorted(found) == sorted(entry.url for row in audit.rows for entry in row.items)


def test_units_alike_in_31_characters_or_with_forbidden_ones_have_their_own_sheets():
    audit = make_audit(0, SMALL)
    long = "国家税务总局堌水县税务局第一税务分局办税服务厅政务公开工作领导小组"
    names = (long + "甲", long + "乙", "办公室/档案馆[挂牌]:*?", "'引号'", "说明和目录", HOSTILE[0])
    units = tuple(audit.units[0].model_copy(update={"name": name}) for name in names)
    book = opened(audit.model_copy(update={"units": units}))
    assert [sheet["A1"].value for sheet in book.worksheets[1 : len(names) + 1]] == [
        f"{name}信息公开栏目核查底稿" for name in names
    ]
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in book.sheetnames)
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames)


def test_hostile_titles_stay_text_and_only_web_addresses_are_links():
    items = (*(item(title) for title in HOSTILE), item("坏地址", url="javascript:alert(1)"))
    sheet = opened(with_first_row(make_audit(0, SMALL), items=items, count=len(items))).worksheets[1]
    cells = [row for row in sheet.iter_rows() if row[4].value == "页面标签"]
    assert [row[2].value for row in cells] == [printable(entry.title) for entry in items]
    assert {row[2].data_type for row in cells} == {"s"}
    assert [row[7].hyperlink is not None for row in cells] == [True] * len(HOSTILE) + [False]
    assert {row[7].hyperlink.target for row in cells[:-1]} == {items[0].url}


def test_each_sheet_prints_on_a4_with_its_title_repeated_and_rows_tall_enough():
    audit = with_first_row(make_audit(0, SMALL), items=(item("很长的标题" * 30),))
    book = opened(audit)
    for sheet in book.worksheets[1:]:
        assert (str(sheet.page_setup.paperSize), sheet.page_setup.orientation) == ("9", "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"
    sheet = book.worksheets[1]
    tall = next(row for row in sheet.iter_rows() if str(row[2].value).startswith("很长的标题"))
    assert sheet.row_dimensions[tall[0].row].height > 9 * 14


def test_same_audit_same_bytes():
    audit = make_audit(0, SMALL)
    first = render_evidence_xlsx(audit, created=CREATED)
    assert render_evidence_xlsx(audit, created=CREATED) == first
    assert render_evidence_xlsx(audit, created=CREATED + timedelta(days=1)) != first


def test_libreoffice_prints_every_unit(tmp_path):
    audit = make_audit(1, Shape(rows=(9, 3)))
    (tmp_path / "evidence.xlsx").write_bytes(render_evidence_xlsx(audit, created=CREATED))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    source = tmp_path / "evidence.xlsx"
    command = [needs_office(), profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, source]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pages = [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(tmp_path / "evidence.pdf").pages]
    for unit in audit.units:
        assert any(page.startswith(f"{unit.name}信息公开栏目核查底稿") for page in pages)
    assert all(page.mediabox.width > 0 for page in PdfReader(tmp_path / "evidence.pdf").pages)
