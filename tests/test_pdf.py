"""The PDF is measured as a ruler would: lines, margins, page numbers, tables, faces and text."""

import re
from datetime import date
from io import BytesIO
from random import Random

import pytest
from glyphs import Glyph, all_text, line_text, page_glyphs, page_lines, shipped_fonts
from papers import CREATED, count_table, make_document, paragraph, plain_document, wide_table
from pypdf import PdfReader

from auditor.documents import fonts, pdf
from auditor.documents.fonts import FaceRole, choose_faces
from auditor.documents.parts import annex_lines
from auditor.documents.pdf import print_pdf
from auditor.documents.tree import Annex, Document, Table, TableColumn

MM = 72 / 25.4
PAGE_NUMBER = re.compile(r"— (\d+) —")
NEVER_FIRST = "，。、；：？！）》”’】〕"


@pytest.fixture(autouse=True)
def no_other_fonts(monkeypatch):
    """As on a machine without any Chinese font: what is printed comes from the shipped subsets."""
    monkeypatch.setattr(fonts, "_families", lambda folder: {})
    monkeypatch.setattr(pdf, "load_fonts", shipped_fonts)


def pages_of(document: Document) -> list[list[Glyph]]:
    return page_glyphs(print_pdf(document, created=CREATED).content)


def text_lines(glyphs: list[Glyph]) -> list[list[Glyph]]:
    return [line for line in page_lines(glyphs) if not PAGE_NUMBER.fullmatch(line_text(line))]


def number_line(glyphs: list[Glyph]) -> list[Glyph]:
    return next(line for line in page_lines(glyphs) if PAGE_NUMBER.fullmatch(line_text(line)))


def squeezed(*texts: str) -> str:
    return re.sub(r"\s", "", "".join(texts))


def test_a_full_page_has_22_lines_of_28_characters():
    lines = text_lines(pages_of(plain_document())[1])
    assert [len(line) for line in lines] == [28] * 22
    assert {round(line[0].size, 2) for line in lines} == {16.0}


def test_the_text_area_is_156_by_225_millimetres_at_the_places_of_the_standard():
    first, second = pages_of(plain_document())[:2]
    for lines, left in ((text_lines(first)[1:], 28 * MM), (text_lines(second), 26 * MM)):
        full = [line for line in lines if len(line) == 28]
        assert min(line[0].x for line in full) == pytest.approx(left, abs=0.5)
        assert max(line[-1].x + 16 for line in full) == pytest.approx(left + 156 * MM, abs=0.7)
    top = 297 * MM - 37 * MM
    lines = text_lines(second)
    assert lines[0][0].y + 0.88 * 16 == pytest.approx(top, abs=0.5)
    assert lines[-1][0].y - 0.12 * 16 >= 35 * MM - 0.5
    assert (lines[0][0].y - lines[-1][0].y) / 21 == pytest.approx(28.95, abs=0.01)


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages_seven_millimetres_below_the_text():
    for number, glyphs in enumerate(pages_of(plain_document()), 1):
        line = number_line(glyphs)
        assert line_text(line) == f"— {number} —"
        assert {round(glyph.size, 1) for glyph in line} == {14.0}
        assert line[0].y == pytest.approx(35 * MM - 7 * MM, abs=6)
        if number % 2:
            assert line[-1].x + line[-1].width == pytest.approx(210 * MM - 26 * MM - 14, abs=1.5)
        else:
            assert line[0].x == pytest.approx(26 * MM + 14, abs=1.5)


def test_the_red_head_fits_one_line_and_begins_35_millimetres_below_the_top_of_the_text_area():
    for mark in ("堌水县人民政府", "堌水县人民政府办公室、堌水县政务公开领导小组办公室文件"):
        line = next(line for line in page_lines(pages_of(make_document(mark=mark))[0]) if line_text(line) == mark)
        assert line[0].x >= 28 * MM - 0.5
        assert line[-1].x + line[-1].width <= 184 * MM + 0.5
        assert line[0].size <= 54.01
        assert line[0].y + 0.88 * line[0].size == pytest.approx(297 * MM - 37 * MM - 35 * MM, abs=0.5)


def test_the_red_rule_is_as_wide_as_the_text_and_four_millimetres_below_the_number():
    content = print_pdf(make_document(), created=CREATED).content
    drawing = PdfReader(BytesIO(content)).pages[0].get_contents().get_data().decode("latin-1")
    rule = re.search(r"1 0 0 -1 ([\d.]+) ([\d.]+) cm/c\d+ CS 1 0 0 SCN [^S]*? 0 0 m ([\d.]+) 0 l", drawing)
    assert rule
    left, height, width = map(float, rule.groups())
    number = next(line for line in page_lines(page_glyphs(content)[0]) if line_text(line).startswith("堌政办发"))
    assert number[0].y - 0.12 * 16 - height == pytest.approx(4 * MM, abs=0.2)
    assert (left, width) == pytest.approx((28 * MM, 156 * MM), abs=0.2)


@pytest.mark.parametrize(
    ("text", "size", "face"),
    [
        ("一、总体情况", 16, FaceRole.HEADING),
        ("（一）更新较好的单位", 16, FaceRole.SUBHEADING),
        ("1. 分项", 16, FaceRole.BODY),
        ("注：数据取自归档页面。", 14, FaceRole.BODY),
        ("附件1", 16, FaceRole.HEADING),
        ("县直部门信息公开更新情况统计表", 22, FaceRole.TITLE),
    ],
)
def test_each_element_has_the_face_and_size_of_the_standard(text, size, face):
    lines = [line for page in pages_of(make_document()) for line in page_lines(page)]
    line = next(line for line in lines if line_text(line) == text)
    assert {round(glyph.size) for glyph in line} == {size}
    assert all(choose_faces().of(face).family.replace(" ", "") in glyph.font for glyph in line)


def test_no_line_begins_with_closing_punctuation_or_ends_with_an_opening_one():
    random = Random(7)
    alphabet = "国家信息公开" * 3 + "，。、；：？！（）《》“”" + "2020年a"
    body = tuple("".join(random.choice(alphabet) for _ in range(400)) for _ in range(20))
    lines = [line for page in pages_of(plain_document(body)) for line in text_lines(page)]
    assert len(lines) > 250
    continued = [line for line in lines if line[0].x < 90]
    assert not [line_text(line) for line in continued if line[0].text in NEVER_FIRST]
    assert not [line_text(line) for line in lines[:-1] if line[-1].text in "（《“"]


def test_a_table_of_500_rows_repeats_its_head_on_each_page_and_splits_no_row():
    rows = tuple((n, "很长的栏目名称" * (1 + n % 4), n, "某单位", f"第{n}行末") for n in range(1, 501))
    columns = tuple(TableColumn(label, 1) for label in ("序号", "栏目", "数量", "责任单位", "备注"))
    pages = pages_of(plain_document(annexes=(Annex(1, "长表", Table(columns, rows)),), body=("正文",)))[1:]
    assert len(pages) > 10
    found = []
    for glyphs in pages:
        text = "".join(glyph.text for glyph in glyphs)
        assert text.count("序号栏目数量责任单位备注") == 1
        here = [int(number) for number in re.findall(r"第(\d+)行末", text)]
        for number in here:
            assert text.count("很长的栏目名称" * (1 + number % 4) + f"{number}某单位第{number}行末") == 1
        found += here
    assert found == list(range(1, 501))


@pytest.mark.parametrize("rows", range(17, 24))
def test_the_total_and_the_notes_are_never_on_a_page_without_a_row(rows):
    annex = Annex(1, "表", count_table(rows), ("说明在此。",))
    text = ["".join(glyph.text for glyph in page) for page in pages_of(plain_document(("正文",), annexes=(annex,)))]
    assert re.search(r"个栏目.*合计.*说明在此。", text[-1])


@pytest.mark.parametrize("rows", [(), ((1, "长" * 3000),)])
def test_a_table_without_rows_or_with_a_huge_last_one_keeps_its_total_and_notes_in_place(rows):
    table = Table((TableColumn("序号", 1), TableColumn("栏目", 4)), rows, ("合计", len(rows)))
    found = all_text(
        print_pdf(plain_document(annexes=(Annex(1, "表", table, ("甲注", "乙注")),)), created=CREATED).content
    )
    assert f"合计{len(rows)}甲注乙注" in found


def test_a_row_taller_than_a_page_is_printed_whole():
    table = Table((TableColumn("序号", 1), TableColumn("标题", 4, "left")), ((1, "长" * 3000), (2, "x" * 700)))
    pages = pages_of(plain_document(("正文",), annexes=(Annex(1, "表", table),)))
    assert sum(glyph.text == "长" for page in pages for glyph in page) == 3000
    assert sum(glyph.text == "x" for page in pages for glyph in page) == 700
    assert max(glyph.x + glyph.width for page in pages for glyph in page) <= 210 * MM - 26 * MM + 1


def test_an_attachment_across_turns_the_page_and_keeps_the_number_where_upright_pages_have_it():
    document = plain_document(("正文",), annexes=(Annex(1, "宽表", wide_table(60), landscape=True),))
    reader = PdfReader(BytesIO(print_pdf(document, created=CREATED).content))
    boxes = [(round(page.mediabox.width / MM), round(page.mediabox.height / MM)) for page in reader.pages]
    assert boxes[0] == (210, 297)
    assert set(boxes[1:]) == {(297, 210)}
    for number, glyphs in enumerate(page_glyphs(print_pdf(document, created=CREATED).content)[1:], 2):
        left = sorted((glyph for glyph in glyphs if glyph.x < 34 * MM), key=lambda glyph: -glyph.y)
        assert squeezed(*(glyph.text for glyph in left)) == f"—{number}—"
        assert {round(glyph.size) for glyph in left} == {14}
        assert (left[0].y < 105 * MM) == bool(number % 2)  # low on odd pages, high on even ones


def test_every_attachment_begins_on_a_page_of_its_own():
    pages = ["".join(glyph.text for glyph in page) for page in pages_of(make_document(draft_note=""))]
    for annex in make_document().annexes:
        first = next(page for page in pages if f"附件{annex.number}{annex.title}" in page)
        assert re.match(rf"(— \d+ —)?附件{annex.number}", first)
        assert "合计" not in first.split(annex.title)[0]


@pytest.mark.parametrize("last_is_across", [False, True])
def test_the_record_lines_stand_at_the_foot_of_the_last_page(last_is_across):
    annexes = (Annex(1, "表", count_table(3)), Annex(2, "宽表", wide_table(3), landscape=last_is_across))
    pages = pages_of(make_document(annexes=annexes))
    assert not any("抄送" in "".join(glyph.text for glyph in page) for page in pages[:-1])
    lines = text_lines(pages[-1])
    assert line_text(lines[-1]) == "堌水县人民政府办公室2020年4月17日印发"
    assert lines[-1][0].y - 35 * MM < 20
    assert {round(glyph.size) for glyph in lines[-1]} == {14}


@pytest.mark.parametrize("rows", [3, 40])
def test_a_blank_page_before_the_record_lines_bears_no_number_nor_do_they_behind_a_table_across(rows: int):
    body = paragraph("正文")
    pages = pages_of(make_document(body=(body,), annexes=(Annex(1, "宽表", wide_table(rows), landscape=True),)))
    words = ["".join(glyph.text for glyph in page) for page in pages]
    across = [number for number, text in enumerate(words, 1) if "合计" in text or "指标1" in text]
    is_even = across[-1] % 2 == 0
    assert len(pages) == across[-1] + (2 if is_even else 1)
    assert "抄送" in words[-1]
    assert [bool(PAGE_NUMBER.search(text)) for text in words[across[-1] :]] == ([False, False] if is_even else [True])


def test_without_a_seal_the_name_is_two_characters_from_the_right_and_the_date_begins_two_after_it():
    lines = page_lines(pages_of(plain_document(("正文",)))[0])
    name = next(line for line in lines if line_text(line) == "堌水县人民政府办公室")
    day = next(line for line in lines if line_text(line) == "2020年4月16日")
    assert name[-1].x + name[-1].width == pytest.approx(184 * MM - 32, abs=1)
    assert day[0].x - name[0].x == pytest.approx(32, abs=1)


def test_a_date_longer_than_the_name_is_two_characters_from_the_right():
    lines = page_lines(pages_of(plain_document(("正文",), signature="县政办", signed_on=date(2020, 12, 28)))[0])
    name = next(line for line in lines if line_text(line) == "县政办")
    day = next(line for line in lines if line_text(line) == "2020年12月28日")
    assert day[-1].x + day[-1].width == pytest.approx(184 * MM - 32, abs=1)
    assert day[0].x - name[0].x == pytest.approx(32, abs=1)


def test_under_a_seal_the_date_is_four_characters_from_the_right_and_the_name_centred_on_it():
    lines = page_lines(pages_of(plain_document(("正文",), sealed=True))[0])
    name = next(line for line in lines if line_text(line) == "堌水县人民政府办公室")
    day = next(line for line in lines if line_text(line) == "2020年4月16日")
    assert day[-1].x + day[-1].width == pytest.approx(184 * MM - 64, abs=1)
    assert (name[0].x + name[-1].x) / 2 == pytest.approx((day[0].x + day[-1].x) / 2, abs=5)


def test_turned_lines_of_the_attachment_list_align_with_the_first_character_of_the_name():
    title = "堌水县各级各类行政机关和公共企业事业单位信息公开目录更新情况统计表"
    annexes = (Annex(1, title, count_table(1)), Annex(2, "乙表", count_table(1)))
    lines = page_lines(pages_of(plain_document(("正文",), annexes=annexes))[0])
    first = next(number for number, line in enumerate(lines) if line_text(line).startswith("附件：1."))
    assert lines[first][0].x == pytest.approx(28 * MM + 32, abs=1)
    assert lines[first + 1][0].x == pytest.approx(lines[first][5].x, abs=1)
    assert line_text(lines[first + 2]) == "2.乙表"
    list_of_names = annex_lines(plain_document(("正文",), annexes=annexes))
    assert [line_text(line) for line in lines[first : first + 3]] == [t for e in list_of_names for t in e.lines]


def test_a_single_attachment_has_no_number():
    text = all_text(
        print_pdf(plain_document(("正文",), annexes=(Annex(1, "唯一的表", count_table(1)),)), created=CREATED).content
    )
    assert "附件：唯一的表" in text
    assert "附件1" not in text


def test_a_heading_is_never_alone_at_the_foot_of_a_page():
    for filler in range(16, 24):
        body = (
            *(paragraph("国" * 20) for _ in range(filler)),
            paragraph("二、存在问题", "heading1"),
            paragraph("国" * 60),
        )
        for glyphs in pages_of(plain_document(body)):
            assert line_text(text_lines(glyphs)[-1]) != "二、存在问题"
