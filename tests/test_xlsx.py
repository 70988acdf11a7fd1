"""``tables.xlsx`` read back: every cell against the tree and the audit, nothing that computes, pages that print."""

import re
import subprocess
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from audits import HOSTILE, Shape, make_audit
from needs import needs_office
from papers import CREATED, count_table, make_document
from pypdf import PdfReader

from auditor.audit.model import Audit, UnitEntry
from auditor.base.chinese import printable
from auditor.circular.content import build_document
from auditor.circular.xlsx import render_tables_xlsx
from auditor.documents import workbook
from auditor.documents.annex_sheets import UNKNOWN_TEXT
from auditor.documents.tree import Annex, Table, TableColumn
from auditor.documents.workbook import MAX_TEXT, CellLink, Workbook, WorkbookSheet

SIGNED = date(2020, 4, 16)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content), data_only=True)


def cells_of(sheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def rendered(audit: Audit) -> tuple[bytes, list[Annex]]:
    document = build_document(audit, signed_on=SIGNED)
    return render_tables_xlsx(document, audit, created=CREATED), list(document.annexes)


def as_cell(value: str | int | None) -> str | int | None:
    return UNKNOWN_TEXT if value is None else value or (None if value == "" else value)


@pytest.mark.parametrize("seed", range(4))
def test_every_cell_of_an_attachment_is_the_trees(seed):
    audit = make_audit(seed, Shape(hostile=seed > 1))
    content, annexes = rendered(audit)
    book = opened(content)
    for annex, sheet in zip(annexes, book.worksheets, strict=False):
        rows = cells_of(sheet)
        assert rows[0][0] == f"附件{annex.number}"
        assert rows[1][0] == annex.title
        assert rows[2] == [column.label for column in annex.table.columns]
        expected = [*annex.table.rows, *([annex.table.total] if annex.table.total else [])]
        assert rows[3 : 3 + len(expected)] == [[as_cell(cell) for cell in row] for row in expected]
        assert [row[0] for row in rows[3 + len(expected) :]] == list(annex.notes)


def test_numbers_are_numbers_and_unknown_is_said_in_words():
    table = Table(
        (TableColumn("栏目", 2), TableColumn("数量", 1)), (("甲", 3), ("乙", None), ("丙", "12")), ("合计", 3)
    )
    document = make_document(annexes=(Annex(1, "表", table),))
    sheet = opened(render_tables_xlsx(document, make_audit(), created=CREATED)).worksheets[0]
    found = {sheet.cell(row, 1).value: sheet.cell(row, 2) for row in range(4, 8)}
    assert (found["甲"].value, found["甲"].data_type) == (3, "n")
    assert (found["乙"].value, found["乙"].data_type) == (UNKNOWN_TEXT, "s")
    assert (found["丙"].value, found["丙"].data_type) == ("12", "s")
    assert (found["合计"].value, found["合计"].data_type) == (3, "n")


@pytest.mark.parametrize("seed", range(3))
def test_the_sheet_of_grades_has_every_unit_once_with_the_audits_figures(seed):
    audit = make_audit(seed, Shape(unknown=0.2))
    content, _ = rendered(audit)
    rows = cells_of(opened(content)["单位评定"])[2:]
    assert [row[1] for row in rows] == [unit.name for unit in audit.units]
    for row, unit in zip(rows, audit.units, strict=True):
        own = audit.rows_of(unit)
        due = [entry for entry in own if entry.due and not entry.exempt]
        assert row[3] == len(due)
        is_dark = bool(due) and all(entry.count is None for entry in due)
        met = sum(entry.count is not None and entry.count >= entry.expect for entry in due)
        assert row[4] == (UNKNOWN_TEXT if is_dark else met)
        assert row[5] == sum(entry.count is None for entry in own)
        assert row[6] == (UNKNOWN_TEXT if unit.total is None else unit.total)
        assert row[7] == audit.label_of(unit.grade)
        assert row[8] == "；".join(unit.reasons)


def test_a_persons_grade_stands_with_the_machines_beside_it():
    audit = make_audit()
    unit: UnitEntry = audit.units[0].model_copy(update={"grade": "good", "proposed": "late"})
    audit = audit.model_copy(update={"units": (unit, *audit.units[1:])})
    rows = cells_of(opened(rendered(audit)[0])["单位评定"])[2:]
    assert rows[0][7] == "更新情况较好（系统建议：更新不及时）"


def test_scores_are_shown_where_the_pack_gives_them():
    audit = make_audit()
    units = tuple(unit.model_copy(update={"score": "87.5"}) for unit in audit.units)
    rows = cells_of(opened(rendered(audit.model_copy(update={"units": units}))[0])["单位评定"])
    assert rows[1][-1] == "得分"
    assert {row[-1] for row in rows[2:]} == {"87.5"}


def test_the_sheet_of_problems_has_the_printed_findings_and_no_others():
    audit = make_audit(3, Shape(findings=40))
    rows = cells_of(opened(rendered(audit)[0])["存在问题"])[2:]
    printed = [finding for finding in audit.findings if finding.force in ("grade", "print")]
    assert 0 < len(printed) < len(audit.findings)
    expected = [
        [found.unit, found.column, found.text, *(("打开", found.items[0]) if found.items else (None, None))]
        for found in printed
    ]
    assert [row[1:] for row in rows] == expected


def test_without_problems_the_sheet_says_so():
    rows = cells_of(opened(rendered(make_audit(0, Shape(findings=0)))[0])["存在问题"])
    assert rows[2][0] == "本次核查未发现需要通报的问题。"


def test_nothing_computes_whatever_the_pages_say():
    danger = [
        *HOSTILE,
        "+1+1",
        "-2",
        "@SUM(A1)",
        '=HYPERLINK("http://x")',
        "1e5",
        "http://evil.example/",
        "\t=1",
        "'=1",
    ]
    rows = tuple((number, text) for number, text in enumerate(danger, 1))
    table = Table((TableColumn("序号", 1), TableColumn("标题", 4, "left")), rows)
    content = render_tables_xlsx(make_document(annexes=(Annex(1, "=1+1", table),)), make_audit(), created=CREATED)
    with ZipFile(BytesIO(content)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    assert not [sheet for sheet in sheets if "<f>" in sheet or "<f " in sheet]
    sheet = opened(content).worksheets[0]
    assert [sheet.cell(row, 2).value for row in range(4, 4 + len(danger))] == [printable(text) for text in danger]
    assert {sheet.cell(row, 2).data_type for row in range(4, 4 + len(danger))} == {"s"}
    assert {sheet.cell(row, 2).number_format for row in range(4, 4 + len(danger))} == {"@"}
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]


def test_each_sheet_is_ready_to_print():
    for sheet in opened(rendered(make_audit())[0]).worksheets:
        assert str(sheet.page_setup.paperSize) == "9"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows.startswith("$1:$")
        assert sheet.freeze_panes
        assert sheet.print_area
        assert "&P" in sheet.oddFooter.right.text
        assert "&N" in sheet.oddFooter.right.text
        fonts = {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value is not None}
        assert {"仿宋", "黑体", "方正小标宋简体"} >= fonts


def test_wide_attachments_lie_across():
    columns = tuple(TableColumn(f"列{number}", 1) for number in range(12))
    annexes = (Annex(1, "宽表", Table(columns, (tuple(range(12)),)), landscape=True), Annex(2, "表", count_table(2)))
    book = opened(render_tables_xlsx(make_document(annexes=annexes), make_audit(), created=CREATED))
    assert [sheet.page_setup.orientation for sheet in book.worksheets[:2]] == ["landscape", "portrait"]


def test_sheet_names_are_legal_unique_and_short():
    titles = ["甲" * 40, "甲" * 40, "a:b\\c/d?e*f[g]", "'引'", "", "History", "单位评定"]
    annexes = tuple(Annex(number, title, count_table(1)) for number, title in enumerate(titles, 1))
    names = opened(render_tables_xlsx(make_document(annexes=annexes), make_audit(), created=CREATED)).sheetnames
    assert len(names) == len(titles) + 2
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)


def test_names_that_agree_in_31_characters_stay_apart():
    book = Workbook("题", "人", CREATED)
    names = [book.reserve("甲" * 35) for _ in range(12)]
    assert len(set(names)) == 12
    assert all(len(name) <= 31 for name in names)
    assert book.reserve("history") != "history"
    assert book.reserve("[]:*?/\\") == "表"


def small_book(*values) -> object:
    book = Workbook("题", "人", CREATED)
    sheet: WorkbookSheet = book.add_sheet(book.reserve("表"), (10, 20, 30, 40))
    sheet.cells(values)
    sheet.finish()
    return opened(book.content()).worksheets[0]


def test_only_web_addresses_become_links():
    sheet = small_book(
        CellLink("https://example.gov.cn/a?b=1&c=2#d"),
        CellLink("javascript:alert(1)"),
        CellLink("file:///etc/x"),
        CellLink("http://a b"),
    )
    assert [cell.hyperlink is not None for cell in sheet[1]] == [True, False, False, False]
    assert [cell.value for cell in sheet[1]][1:] == ["javascript:alert(1)", "file:///etc/x", "http://a b"]


def test_a_sheet_has_no_more_links_than_the_format_allows(monkeypatch):
    monkeypatch.setattr(workbook, "MAX_LINKS", 2)
    sheet = small_book(*(CellLink(f"https://example.gov.cn/{number}#a") for number in range(4)))
    assert [cell.hyperlink is not None for cell in sheet[1]] == [True, True, False, False]
    assert [cell.value for cell in sheet[1]] == [f"https://example.gov.cn/{number}#a" for number in range(4)]


@pytest.mark.parametrize("tail", ['"' * 680, "x" * 5000, "%20<>`{}|^", "?a=1&b=中文"])
def test_long_and_odd_addresses_are_never_lost(tail):
    address = "https://example.gov.cn/" + tail
    sheet = small_book(CellLink(address))
    assert sheet["A1"].value == address


def test_dates_and_times_are_cells_that_sort_in_local_time():
    sheet = small_book(date(2020, 3, 31), CREATED, date(1850, 1, 1), datetime.fromisoformat("2020-01-02T03:04"))
    assert [str(cell.value) for cell in sheet[1]] == [
        "2020-03-31 00:00:00",
        "2020-04-16 09:00:00",
        "1850-01-01",
        "2020-01-02 03:04:00",
    ]


def test_texts_longer_than_a_cell_end_in_an_ellipsis_and_rows_grow_with_their_text():
    sheet = small_book("长" * 40_000, "短", 10**20, "")
    assert len(sheet["A1"].value) == MAX_TEXT
    assert sheet["A1"].value.endswith("…")
    assert sheet["C1"].value == str(10**20)
    assert sheet.row_dimensions[1].height == 408
    assert small_book("短", "短").row_dimensions[1].height < 25
    assert small_book("", "长" * 30).row_dimensions[1].height > 60


def test_same_input_same_bytes():
    audit = make_audit()
    document = build_document(audit, signed_on=SIGNED)
    first = render_tables_xlsx(document, audit, created=CREATED)
    assert render_tables_xlsx(document, audit, created=CREATED) == first
    assert render_tables_xlsx(document, audit, created=CREATED + timedelta(days=1)) != first
    assert render_tables_xlsx(replace(document, title="另一题"), audit, created=CREATED) != first


def test_libreoffice_prints_every_row_of_the_tables(tmp_path):
    audit = make_audit(2)
    (tmp_path / "tables.xlsx").write_bytes(rendered(audit)[0])
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        needs_office(),
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        tmp_path,
        tmp_path / "tables.xlsx",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pages = [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(tmp_path / "tables.pdf").pages]
    text = "".join(pages)
    assert all(row.column in text for row in audit.rows)
    assert all("第" in page and f"共{len(pages)}页" in page for page in pages)
    assert len(pages) < 12


def test_sheets_are_filtered_shortly_named_and_their_sums_are_formulas_that_agree():
    content, annexes = rendered(make_audit(1, Shape(unknown=0.2)))
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames == ["附件1 县直部门", "附件2 乡镇", "单位评定", "存在问题"]
    values = opened(content)
    for annex, sheet in zip(annexes, book.worksheets, strict=False):
        place = next(place for place, cell in enumerate(annex.table.total or ()) if isinstance(cell, int))
        last = 3 + len(annex.table.rows)
        letter = "ABCDEFGH"[place]
        assert sheet.auto_filter.ref == f"A3:{'ABCDEFGH'[len(annex.table.columns) - 1]}{last}"
        assert sheet[f"{letter}{last + 1}"].value == f"=SUBTOTAL(9,{letter}4:{letter}{last})"
        counted = [values[sheet.title][f"{letter}{row}"].value for row in range(4, last + 1)]
        assert "未能核查" in counted
        cached = values[sheet.title][f"{letter}{last + 1}"].value
        assert cached == sum(cell for cell in counted if isinstance(cell, int)) == (annex.table.total or ())[place]
    assert all(sheet.auto_filter.ref for sheet in book.worksheets)
