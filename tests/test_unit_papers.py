"""What goes with the circular: notices, the leader's page, the ledger; their figures are the audit's."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pypdf
import pytest

from auditor.audit.grade.pack import load_pack
from auditor.audit.model import FindingEntry, IssueEntry
from auditor.base.resources import shipped
from auditor.circular.context import printed_findings
from auditor.circular.themes import faults_of_unit
from auditor.circular.unit_papers import (
    PAPER_NAMES,
    brief_document,
    notice_document,
    noticed_units,
    print_papers,
    render_ledger,
    render_papers,
)
from auditor.cli.summary import printed_summary
from auditor.documents.docx import render_docx
from auditor.documents.fonts import choose_faces
from auditor.documents.html import render_html
from auditor.documents.pdf import print_pdf
from auditor.documents.readback import check_docx, check_html
from auditor.documents.tree import Document
from tests.audits import Shape, make_audit
from tests.drawn_audits import Draw, draw_audit
from tests.laid_out import as_pdf_by_office
from tests.office_schema import schema_faults

CREATED = datetime(2020, 4, 10, tzinfo=UTC)
PACKS = ("chongxin", "score-bands", "zero-list")


@pytest.fixture(scope="module")
def audit():
    return make_audit(3)


def test_a_unit_with_nothing_to_put_right_gets_no_notice(audit):
    told = {unit.name for unit in noticed_units(audit)}
    found = {finding.unit for finding in printed_findings(audit)}
    short = {row.unit for row in audit.rows if row.owned and row.is_short}
    assert told >= (found | short) & {unit.name for unit in audit.units}
    best = audit.pack.grades[0].id
    quiet = {unit.name for unit in audit.units if unit.grade in (best, "pending")} - found - short
    assert told.isdisjoint(quiet)
    assert told | quiet == {unit.name for unit in audit.units}


def test_a_notice_says_grade_columns_faults_and_never_a_zero_nobody_counted(audit):
    for unit in noticed_units(audit):
        document = notice_document(audit, unit)
        text = "".join(paragraph.text for paragraph in document.body)
        rows = audit.rows_of(unit)
        assert audit.label_of(unit.grade) in text
        assert f"共{len(rows)}个" in text
        assert "前完成整改" in text
        counts = {(line[1], line[2]) for line in document.table.rows}
        assert counts <= {(" ".join(row.column.split()), row.count) for row in rows}
        for paper in (check_docx(render_docx(document), document), check_html(render_html(document), document)):
            assert [check for check in paper if not check.ok] == []


def test_the_papers_are_whole_valid_and_the_same_every_time(audit, tmp_path: Path):
    faces = choose_faces(None)
    files, _ = render_papers(audit, faces)
    assert tuple(files) == PAPER_NAMES
    assert render_papers(audit, faces)[0] == files
    with zipfile.ZipFile(io.BytesIO(files["notices.zip"])) as archive:
        names = archive.namelist()
        assert len({name.split("/")[0] for name in names}) == len(noticed_units(audit))
        assert {name.split("/")[1] for name in names} == {"整改告知单.docx", "整改告知单.pdf", "核查底稿.xlsx"}
        path = tmp_path / "notice.docx"
        path.write_bytes(archive.read(next(name for name in names if name.endswith(".docx"))))
        assert schema_faults(path) == []
        book = openpyxl.load_workbook(io.BytesIO(archive.read(next(name for name in names if name.endswith(".xlsx")))))
        assert len(book.sheetnames) == 1, "a unit's working papers hold no other unit"
    assert len(pypdf.PdfReader(io.BytesIO(files["brief.pdf"])).pages) == 1


@pytest.mark.parametrize("pack", sorted(path.stem for path in shipped("rules", "packs").glob("*.toml")))
def test_the_leader_s_page_is_one_page_however_many_grades_and_faults_there_are(pack: str):
    audit = draw_audit(load_pack(pack), 3, Draw(unknown=0.08))
    issued = IssueEntry(number="堌政办发〔2020〕15号", date=date(2020, 4, 16), by="李明")
    document = brief_document(audit.model_copy(update={"issue": issued}))
    content = print_pdf(document, created=CREATED).content
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 1


def test_the_leader_s_page_counts_every_unit_once(audit):
    table = brief_document(audit).table
    assert sum(int(row[1]) for row in table.rows) == len(audit.units)


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_the_ledger_holds_every_item_and_column_and_its_sum_agrees(seed):
    audit = make_audit(seed, Shape())
    book = openpyxl.load_workbook(io.BytesIO(render_ledger(audit, created=CREATED)), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(render_ledger(audit, created=CREATED)))
    items, columns = book.worksheets
    listed = sum(len(row.items) + len(row.undated) + len(row.excluded) for row in audit.rows)
    assert items.max_row == 1 + listed
    assert items.auto_filter.ref == f"A1:K{1 + listed}"
    assert columns.max_row == len(audit.rows) + 2
    counts = [columns.cell(number, 5).value for number in range(2, len(audit.rows) + 2)]
    assert counts == ["未能核查" if row.count is None else row.count for row in audit.rows]
    total = columns.cell(columns.max_row, 5).value
    assert total == audit.total == sum(count for count in counts if isinstance(count, int))
    formula = formulas.worksheets[1].cell(columns.max_row, 5).value
    assert re.fullmatch(rf"=SUBTOTAL\(9,E2:E{len(audit.rows) + 1}\)", formula)


@pytest.mark.parametrize("name", PACKS)
def test_most_notices_keep_to_one_page(name: str):
    audit = draw_audit(load_pack(name), 5)
    pages = [pdf_pages(notice_document(audit, unit)) for unit in noticed_units(audit)[:12]]
    assert pages
    assert pages.count(1) >= 0.75 * len(pages)
    assert max(pages) <= 2


def pdf_pages(document: Document) -> int:
    return len(pypdf.PdfReader(io.BytesIO(print_pdf(document, created=CREATED).content)).pages)


def test_a_notice_in_word_keeps_to_one_page_with_its_slip(tmp_path: Path):
    audit = draw_audit(load_pack("chongxin"), 5, Draw(columns=2))
    unit = next(unit for unit in noticed_units(audit) if len(printed_findings(audit)) and unit.grade == "late")
    path = tmp_path / "notice.docx"
    path.write_bytes(render_docx(notice_document(audit, unit)))
    assert len(pypdf.PdfReader(io.BytesIO(as_pdf_by_office(path, tmp_path))).pages) == 1


def test_a_notice_speaks_to_its_unit_and_says_the_same_of_columns_once():
    found = [
        FindingEntry(rule="blank-column", unit="甲局", column=name, text=f"甲局的“{name}”栏目没有任何信息")
        for name in ("一栏", "二栏")
    ]
    said = "甲局将1条动态发布到“三栏”栏目，如《甲》"
    news = FindingEntry(rule="misfiled-news", unit="甲局", column="三栏", text=said)
    assert faults_of_unit([*found, news]) == ("“一栏”“二栏”栏目均没有任何信息", "将1条动态发布到“三栏”栏目，如《甲》")


def test_the_leader_s_page_tells_the_change_in_words():
    text = "".join(p.text for p in brief_document(draw_audit(load_pack("chongxin"), 1)).body)
    assert re.search(r"公开信息\d+条，比上季度(增加|减少)\d+条。", text)


def test_all_or_nothing_is_written(audit, tmp_path: Path):
    printed = print_papers(audit, tmp_path / "out")
    assert "notices.zip" in printed_summary(printed), "the command tells what it wrote"
    assert sorted(printed.files) == sorted(path.name for path in (tmp_path / "out").iterdir())
