"""The record lines of the Word file at the foot of the last even page; where that is, reckoned from its measures."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pypdf
import pytest

from auditor.audit.grade.pack import load_pack
from auditor.circular.printing import document_of
from auditor.documents.docx import render_docx
from auditor.documents.paging import LINE, imprint_height, is_close, kept_rows, page_end
from auditor.documents.pdf import print_pdf
from auditor.documents.tree import Annex, Document, Imprint, Table, TableColumn
from tests.drawn_audits import Draw, draw_audit
from tests.laid_out import as_pdf_by_office
from tests.office_schema import schema_faults
from tests.papers import count_table, plain_document

CREATED = datetime(2020, 4, 16, 1, tzinfo=UTC)
RECORD = Imprint("县委办公室，县人大常委会办公室", "堌水县人民政府办公室", date(2020, 4, 17))


def drawn(seed: int) -> Document:
    pack = load_pack(("chongxin", "points-ranking", "red-yellow", "update-rate")[seed % 4])
    draw = Draw(departments=4 + seed * 3 % 24, townships=2 + seed % 5, unknown=0.05 * (seed % 3))
    document = document_of(draw_audit(pack, seed, draw))
    number = "堌政办发〔2020〕15号" if seed % 2 else ""
    annexes = document.annexes if seed % 5 < 4 else ()
    return replace(document, number=number, draft_note="", sealed=bool(seed % 3), annexes=annexes)


def test_the_last_page_is_that_of_the_pdf() -> None:
    ends = []
    for document in map(drawn, range(20)):
        pdf = print_pdf(document, created=CREATED).content
        ends.append(page_end(document).page == len(pypdf.PdfReader(io.BytesIO(pdf)).pages))
    assert ends.count(True) >= 18


def test_a_table_has_no_last_page_of_next_to_nothing() -> None:
    notes = ("“—”表示未能核查。", "不归属单一单位的1个栏目不在本表之内。")
    known = {rows: Annex(1, "县直部门信息公开更新情况统计表", count_table(rows), notes) for rows in range(16, 60)}
    closer = [rows for rows, annex in known.items() if is_close(annex)]
    assert 4 <= len(closer) <= 16
    for rows in closer[::3]:
        document = plain_document(("特此通报。",), annexes=(known[rows],))
        pages = pypdf.PdfReader(io.BytesIO(print_pdf(document, created=CREATED).content)).pages
        assert len(re.findall(r"第\d+个栏目", pages[-1].extract_text())) > 4
        assert parts(document).count('<w:trHeight w:val="400"') == rows + 2


@pytest.mark.parametrize("rows", [24, 25])
def test_the_last_page_of_a_table_has_some_rows_above_its_sum(rows: int, tmp_path: Path) -> None:
    document = plain_document(("特此通报。",), annexes=(Annex(1, "信息公开更新情况统计表", count_table(rows), ()),))
    word = tmp_path / "circular.docx"
    word.write_bytes(render_docx(document))
    for content in (print_pdf(document, created=CREATED).content, as_pdf_by_office(word, tmp_path)):
        last = pypdf.PdfReader(io.BytesIO(content)).pages[-1].extract_text()
        assert len(re.findall(r"第\s*\d+\s*个栏目", last)) >= 6
        assert "合计" in last


def test_rows_too_high_to_keep_together_are_not() -> None:
    high = Table((TableColumn("序号", 1), TableColumn("问题", 9, "left")), tuple((n, "甚" * 700) for n in range(9)))
    assert kept_rows(high, across=False) == 1
    assert kept_rows(count_table(9), across=False) == 6
    assert kept_rows(count_table(2), across=False) == 2


def test_of_the_list_of_attachments_only_the_last_entry_keeps_to_the_signature() -> None:
    annexes = tuple(Annex(n, "政府部门信息公开更新情况统计表", count_table(3)) for n in (1, 2, 3))
    document = plain_document(("各单位要逐项对照整改。" * 9, "特此通报。"), annexes=annexes)
    lines = re.findall(r"<w:p>.*?</w:p>", parts(document).partition("<w:tbl>")[0])
    held = ["keepNext" in line for line in lines if "统计表" in line or "通报。" in line]
    assert held[:4] == [False, False, False, True]


def parts(document: Document) -> str:
    with zipfile.ZipFile(io.BytesIO(render_docx(document))) as archive:
        return archive.read("word/document.xml").decode()


@pytest.mark.parametrize("seed", range(10))
def test_the_record_lines_begin_an_even_page_unless_the_last_one_holds_them(seed: int, tmp_path: Path) -> None:
    document = replace(drawn(seed), imprint=RECORD)
    end, text = page_end(document), parts(document)
    inside = end.page % 2 == 0 and not end.across and end.room >= imprint_height(document) + LINE
    assert ('<w:type w:val="evenPage"/>' in text) is not inside
    last = re.findall(r"<w:sectPr>.*?</w:sectPr>", text, re.DOTALL)[-1]
    assert ("rIdNone" in last) is (not inside and end.page % 2 == 0)  # a blank page comes before it (7.5)
    assert "landscape" not in last or not inside
    path = tmp_path / "circular.docx"
    path.write_bytes(render_docx(document))
    assert schema_faults(path) == []


@pytest.mark.parametrize("lines", [12, 28, 50])
def test_libreoffice_prints_them_at_the_foot_of_an_even_page(lines: int, tmp_path: Path) -> None:
    document = plain_document(("国" * 28 * lines, "特此通报。"), imprint=RECORD)
    path = tmp_path / "circular.docx"
    path.write_bytes(render_docx(document))
    pages = pypdf.PdfReader(io.BytesIO(as_pdf_by_office(path, tmp_path))).pages
    at = [number for number, page in enumerate(pages, 1) if "抄送" in page.extract_text()]
    assert len(at) == 1
    assert at[0] == len(pages)
    assert at[0] % 2 == 0
    heights: list[float] = []
    pages[at[0] - 1].extract_text(visitor_text=lambda text, _, tm, *__: heights.append(tm[5]) if "印" in text else None)
    assert heights
    assert min(heights) < 130  # points from the foot of the sheet; the margin is 99
