"""``evidence.xlsx`` and units' own working papers read back: every item, state, reason and address of the audit."""

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
from auditor.circular.evidence import render_evidence_xlsx, render_unit_evidence

SMALL = Shape(rows=(6, 2), findings=0)
SEEN = datetime(2020, 3, 1, 18, 30, tzinfo=UTC)


def opened(audit: Audit) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(render_evidence_xlsx(audit, created=CREATED)))


def paper_of(audit: Audit, number: int = 0):
    """The sheet of one unit's own working paper."""
    content = render_unit_evidence(audit, audit.units[number], "核查底稿", created=CREATED)
    return openpyxl.load_workbook(BytesIO(content)).worksheets[0]


def flat(book: openpyxl.Workbook, name: str) -> list[dict[str, object]]:
    """The lines of a flat sheet by the heads of its columns; the sum, where there is one, left out."""
    heads, *rows = rows_of(book[name])
    return [dict(zip(heads, row, strict=True)) for row in rows if row[0] != "合计"]


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
def test_a_units_own_paper_has_all_its_columns_and_items(seed):
    audit = make_audit(seed, Shape(hostile=seed == 2, unknown=0.2))
    for number, unit in enumerate(audit.units):
        sheet = paper_of(audit, number)
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


@pytest.mark.parametrize("seed", range(3))
def test_the_flat_sheets_have_every_unit_column_item_and_problem(seed):
    audit = make_audit(seed, Shape(hostile=seed == 2, unknown=0.2))
    book = opened(audit)
    assert book.sheetnames == ["说明", "单位", "栏目", "条目", "问题"]
    units = flat(book, "单位")
    assert [(line["单位"], line["评定"], line["系统建议"]) for line in units] == [
        (unit.name, audit.label_of(unit.grade), audit.label_of(unit.proposed)) for unit in audit.units
    ]
    known = [[row.count for row in audit.rows_of(unit) if row.count is not None] for unit in audit.units]
    assert [line["核查到的条数"] for line in units] == [sum(counts) if counts else "未能核查" for counts in known]
    columns = flat(book, "栏目")
    assert [(line["单位"], line["栏目"], line["条数"], line["状态"], line["地址"]) for line in columns] == [
        (row.unit, printable(row.column), "未能核查" if row.count is None else row.count, row.state.label, row.url)
        for row in audit.rows
    ]
    assert all(row.reason in (line["说明"] or "") for row, line in zip(audit.rows, columns, strict=True))
    items = flat(book, "条目")
    assert [(line["栏目"], line["标题"], line["发布日期"].date(), line["地址"]) for line in items] == [
        (printable(row.column), printable(entry.title), entry.date, entry.url)
        for row in audit.rows
        for entry in row.items
    ]
    found = [finding for finding in audit.findings if finding.force in ("grade", "print")]
    assert [line["情况"] for line in flat(book, "问题")] == [printable(finding.text) for finding in found]


def test_sums_are_formulas_that_agree_with_their_values_and_every_flat_sheet_can_be_filtered():
    audit = make_audit(1, Shape(unknown=0.2))
    content = render_evidence_xlsx(audit, created=CREATED)
    for is_value in (False, True):
        book = openpyxl.load_workbook(BytesIO(content), data_only=is_value)
        units, columns = book["单位"], book["栏目"]
        sums = [units.cell(units.max_row, 7).value, columns.cell(columns.max_row, 4).value]
        if is_value:
            assert sums == [sum(row.count or 0 for row in audit.rows if row.owned), audit.total]
            for sheet, place in ((units, 7), (columns, 4)):
                counted = [sheet.cell(row, place).value for row in range(2, sheet.max_row)]
                assert sheet.cell(sheet.max_row, place).value == sum(n for n in counted if isinstance(n, int))
        else:
            assert sums == [f"=SUBTOTAL(9,G2:G{units.max_row - 1})", f"=SUBTOTAL(9,D2:D{columns.max_row - 1})"]
    for sheet in book.worksheets[1:]:
        assert sheet.auto_filter.ref.startswith("A1:")
    assert columns.auto_filter.ref.endswith(str(columns.max_row - 1)), "the sum stays below what is filtered"


def test_addresses_and_records_stand_beside_what_is_printed():
    book = opened(with_first_row(make_audit(0, SMALL), items=(item("题"),), count=1))
    for name, last in (("栏目", "I"), ("条目", "I")):
        area = re.search(r"\$([A-Z]+)\$\d+$", book[name].print_area)
        assert area
        assert area[1] == last
        heads = {cell.value: cell.column_letter for cell in book[name][1]}
        assert {heads["地址"], heads["快照"]} == {"J", "K"}
    line = next(row for row in book["条目"].iter_rows() if row[3].value == "题")
    assert line[3].hyperlink.target == line[9].value == "https://portal.example.org/a.html"
    assert line[10].value == "2020.warc.gz#7"


def test_the_first_sheet_says_what_was_checked():
    audit = make_audit(1)
    facts = facts_of(opened(audit).worksheets[0])
    assert facts["核查对象"] == audit.facts.portal
    assert facts["核查周期"] == "2020年第一季度（2020-01-01至2020-03-31）"
    assert facts["评定规则"] == "示例规则（sample 1.0）"
    assert facts["归档位置"] == audit.evidence.archive
    assert facts["归档摘要"] == audit.evidence.digest
    assert facts["采集时间"] == "2020-04-09 10:30至2020-04-10 12:30"
    assert f"{len(audit.unknown_rows)}个栏目未能核查" in str(facts["公开总条数"])


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
    row = block(paper_of(audit), "一、")[0]
    assert row[2] == "免于要求：正在办理中；每年一次；系统计数99条，经人工决定调整"
    assert row[4] == "免于要求"
    assert row[9] == (
        "2020-03-02 02:30读取；回溯至2019-12-20；已读到列表末尾；识别方式：通用；快照：2020.warc.gz#7，2020.warc.gz#8"
    )


def test_items_carry_source_of_date_first_sight_snapshot_and_note():
    audit = with_first_row(make_audit(0, SMALL), items=(item("题", note="疑似倒填"),), count=1)
    row = block(paper_of(audit), "二、")[0]
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
    sheet = paper_of(audit)
    assert [row[2] for row in block(sheet, "三、")] == ["无日期"]
    assert block(sheet, "三、")[0][3] is None
    assert [row[2] for row in block(sheet, "四、")] == ["已排除"]
    assert block(sheet, "四、")[0][6] == "重复，张三"


def test_empty_blocks_say_none():
    sheet = paper_of(with_first_row(make_audit(0, Shape(rows=(1,), unknown=0, findings=0)), items=()))
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
    facts = facts_of(paper_of(audit))
    assert facts["评定"] == "更新情况较好"
    assert facts["系统建议"] == "更新不及时"
    assert facts["人工决定"] == "更新情况较好；理由：证据补充。已核实（张三，2020-03-02 02:30）"


def test_findings_in_force_stand_on_the_units_sheet_with_their_addresses_and_trial_ones_do_not():
    audit = make_audit(0, SMALL)
    unit = audit.units[0].name
    addresses = ("https://portal.example.org/1.html", "https://portal.example.org/2.html")
    found = FindingEntry(rule="burst", unit=unit, column="公开栏目1-1", text="集中发布。", items=addresses)
    trial = found.model_copy(update={"text": "试行。", "force": "trial"})
    sheet = paper_of(audit.model_copy(update={"findings": (found, trial)}))
    rows = rows_of(sheet)
    start = next(number for number, row in enumerate(rows) if row[0] == "五、发现的问题：1个")
    assert [row[2] for row in rows[start + 1 :]] == ["集中发布。", *addresses]


def test_columns_of_no_single_unit_are_among_the_columns():
    audit = with_first_row(make_audit(0, Shape(rows=(6, 2), unknown=0)), owned=False, unit="相关部门")
    assert [line["单位"] for line in flat(opened(audit), "栏目")] == [row.unit for row in audit.rows]


def test_sheets_of_units_with_forbidden_signs_have_legal_names():
    audit = make_audit(0, SMALL)
    long = "国家税务总局堌水县税务局第一税务分局办税服务厅政务公开工作领导小组"
    for name in (long, "办公室/档案馆[挂牌]:*?", "'引号'", HOSTILE[0]):
        sheet = paper_of(with_first_unit(audit, name=name))
        assert sheet["A1"].value == f"{name}信息公开栏目核查底稿"
        assert len(sheet.title) <= 31
        assert not re.search(r"[\[\]:*?/\\]", sheet.title)


def test_hostile_titles_stay_text_and_only_web_addresses_are_links():
    items = (*(item(title) for title in HOSTILE), item("坏地址", url="javascript:alert(1)"))
    sheet = paper_of(with_first_row(make_audit(0, SMALL), items=items, count=len(items)))
    cells = [row for row in sheet.iter_rows() if row[4].value == "页面标签"]
    assert [row[2].value for row in cells] == [printable(entry.title) for entry in items]
    assert {row[2].data_type for row in cells} == {"s"}
    assert [row[7].hyperlink is not None for row in cells] == [True] * len(HOSTILE) + [False]
    assert {row[7].hyperlink.target for row in cells[:-1]} == {items[0].url}


def test_each_sheet_prints_on_a4_with_its_heads_repeated_and_rows_tall_enough():
    audit = with_first_row(make_audit(0, SMALL), items=(item("很长的标题" * 30),))
    book = opened(audit)
    for sheet in (*book.worksheets[1:], paper_of(audit)):
        assert (str(sheet.page_setup.paperSize), sheet.page_setup.orientation) == ("9", "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"
    sheet = book["条目"]
    tall = next(row for row in sheet.iter_rows() if str(row[3].value).startswith("很长的标题"))
    assert sheet.row_dimensions[tall[0].row].height > 5 * 12


def test_same_audit_same_bytes():
    audit = make_audit(0, SMALL)
    first = render_evidence_xlsx(audit, created=CREATED)
    assert render_evidence_xlsx(audit, created=CREATED) == first
    assert render_evidence_xlsx(audit, created=CREATED + timedelta(days=1)) != first


def test_libreoffice_prints_a_county_on_a_third_of_the_pages_that_a_sheet_for_each_unit_takes(tmp_path):
    """51 columns, 36 units: with a sheet for each unit there are at least as many pages as units."""
    audit = make_audit(1)
    (tmp_path / "evidence.xlsx").write_bytes(render_evidence_xlsx(audit, created=CREATED))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    source = tmp_path / "evidence.xlsx"
    command = [needs_office(), profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, source]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pages = [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(tmp_path / "evidence.pdf").pages]
    assert len(pages) <= 20
    assert all(any(unit.name in page for page in pages) for unit in audit.units)
    assert all(any(head in page for head in ("序号单位", "核查对象")) for page in pages), "heads repeat on every page"
