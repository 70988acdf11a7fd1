import re
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import get_args
from xml.etree.ElementTree import Element

import pytest
from defusedxml import ElementTree
from selectolax.lexbor import LexborHTMLParser

from auditor.audit.layout import CircularLayout, RowColumn
from auditor.circular.columns import UNIT_COLUMNS
from auditor.circular.content import build_document
from auditor.documents.docx import render_docx
from auditor.documents.html import render_html
from auditor.documents.parts import annex_lines, imprint_lines, mark_size, printed_blocks, right_indents
from auditor.documents.readback import check_docx, docx_blocks
from auditor.documents.title import title_lines
from auditor.documents.tree import Annex, Document, Imprint, Paragraph, Span, Table, TableColumn
from tests.audits import HOSTILE, Shape, make_audit
from tests.needs import needs, needs_office
from tests.office_schema import W

SIGNED = date(2020, 4, 16)
BROKEN = (f"{W}t", f"{W}br")
LAYOUT = CircularLayout(
    annexes=("columns", "units", "problems"),
    copies_to="县委办公室，县人大常委会办公室",
    printer="堌水县人民政府办公室",
    printed_on=date(2020, 4, 17),
)


def full_document(*, hostile: bool = False) -> Document:
    audit = make_audit(1, Shape(findings=30, hostile=hostile))
    document = build_document(audit, signed_on=SIGNED, layout=LAYOUT)
    return replace(document, number="堌政办发〔2020〕15号", draft_note="", remark="此件公开发布")


def plain_document(text: str) -> Document:
    body = (Paragraph("body", (Span(text),)),)
    return Document("甲文件", "", "关于乙的通报", "丙", body, (), "丁办公室", SIGNED)


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def root_of(content: bytes, part: str = "word/document.xml") -> Element:
    return ElementTree.fromstring(parts_of(content)[part])


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render_docx(full_document()) == render_docx(full_document())


def test_every_part_is_declared_and_every_relation_leads_to_a_part() -> None:
    parts = parts_of(render_docx(full_document()))
    assert next(iter(parts)) == "[Content_Types].xml"
    declared = re.findall(rb'PartName="/([^"]+)"', parts["[Content_Types].xml"])
    assert {name.decode() for name in declared} == {n for n in parts if not n.endswith(".rels") and n[0] != "["}
    targets = re.findall(rb'Target="([^"]+)"', parts["word/_rels/document.xml.rels"])
    assert all(f"word/{target.decode()}" in parts for target in targets)


def test_no_theme_fonts_and_every_face_has_an_east_asian_name() -> None:
    parts = parts_of(render_docx(full_document()))
    assert not any(b"Theme=" in content.replace(b"themeFontLang", b"") for content in parts.values())
    fonts = root_of(render_docx(full_document()), "word/styles.xml").iter(f"{W}rFonts")
    assert {font.get(f"{W}eastAsia") for font in fonts} == {
        "仿宋_GB2312",
        "楷体_GB2312",
        "黑体",
        "宋体",
        "方正小标宋简体",
    }


def test_every_run_of_text_leans_to_the_east_asian_face() -> None:
    for run in root_of(render_docx(full_document())).iter(f"{W}r"):
        if run.find(f"{W}t") is not None:
            fonts = run.find(f"{W}rPr/{W}rFonts")
            assert fonts is not None
            assert fonts.get(f"{W}hint") == "eastAsia"


def test_every_style_that_is_used_is_defined_by_a_chinese_name_or_one_of_words_own() -> None:
    content = render_docx(full_document())
    defined = root_of(content, "word/styles.xml").iter(f"{W}style")
    styles = {style.get(f"{W}styleId"): style.find(f"{W}name") for style in defined}
    parts = ("word/document.xml", "word/footer1.xml", "word/footer2.xml")
    used = {style.get(f"{W}val") for part in parts for style in root_of(content, part).iter(f"{W}pStyle")}
    assert used <= set(styles)
    for style in used:
        name = styles[style]
        assert name is not None
        told = str(name.get(f"{W}val"))
        assert told.startswith("公文") or told in ("Title", "heading 1", "heading 2", "caption", "header")


def test_every_section_has_odd_and_even_page_numbers_and_turns_with_its_table() -> None:
    sections = list(root_of(render_docx(full_document())).iter(f"{W}sectPr"))
    assert len(sections) == 4
    for section in sections:
        kinds = [reference.get(f"{W}type") for reference in section.iter(f"{W}footerReference")]
        assert kinds == ["default", "even"]
    orientations = [section.find(f"{W}pgSz").get(f"{W}orient") for section in sections]  # type: ignore[union-attr]
    assert orientations == [None, "landscape", None, None]  # the last is the page of the record lines


def test_heads_repeat_and_no_row_is_split() -> None:
    tables = list(root_of(render_docx(full_document())).iter(f"{W}tbl"))
    assert len(tables) == 4
    for table in tables:
        rows = table.findall(f"{W}tr")
        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * (len(rows) - 1)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        grid = sum(int(str(column.get(f"{W}w"))) for column in table.iter(f"{W}gridCol"))
        assert grid in (8844, 12756)


def test_a_head_of_two_characters_stands_on_one_line() -> None:
    wide = LAYOUT.model_copy(update={"columns": get_args(RowColumn), "unit_columns": tuple(UNIT_COLUMNS)})
    for layout in (LAYOUT, wide):
        document = build_document(make_audit(1, Shape(findings=3)), signed_on=SIGNED, layout=layout)
        tables = root_of(render_docx(document)).iter(f"{W}tbl")
        for table, annex in zip(tables, document.annexes, strict=True):
            size = 210 if len(annex.table.columns) > 8 else 240
            widths = [int(str(column.get(f"{W}w"))) - 114 for column in table.iter(f"{W}gridCol")]
            short = [w for w, column in zip(widths, annex.table.columns, strict=True) if len(column.label) == 2]
            assert short
            assert min(short) >= 2 * size


@pytest.mark.parametrize("hostile", [False, True])
def test_rows_in_are_rows_out_and_text_reads_back_unchanged(hostile: bool) -> None:
    document = full_document(hostile=hostile)
    content = render_docx(document)
    assert docx_blocks(content) == printed_blocks(document)
    assert all(entry.ok for entry in check_docx(content, document))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(text: str) -> None:
    clean = text.replace("\x00", "").replace("\x0b", "").replace("\ufffe", "")
    document = plain_document(text)
    content = render_docx(document)
    root = root_of(content)
    paragraphs = ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in root.iter(f"{W}p")]
    assert clean.replace("\r", "\n") in [paragraph.replace("\r", "\n") for paragraph in paragraphs]


def test_a_lone_surrogate_does_not_stop_the_printing() -> None:
    assert b"<w:t" in parts_of(render_docx(plain_document("甲\ud800乙")))["word/document.xml"]


def test_a_table_of_500_rows_is_quick_and_whole() -> None:
    audit = make_audit(6, Shape(rows=(500,), findings=0))
    document = build_document(audit, signed_on=SIGNED)
    tables = [block for block in docx_blocks(render_docx(document)) if not isinstance(block, str)]
    assert [len(table) for table in tables] == [502]


def test_a_damaged_file_is_a_failed_check_and_not_a_crash() -> None:
    document = full_document()
    content = render_docx(document)
    for broken in (b"", content[:200], content[:-40], b"PK\x03\x04" + b"\x00" * 50):
        assert [entry.ok for entry in check_docx(broken, document)] == [False]


@pytest.mark.parametrize(
    ("name", "sealed", "expected"),
    [
        ("堌水县人民政府办公室", True, (225, 400)),
        ("堌水县人民政府办公室", False, (200, 350)),
        ("县府办", False, (750, 200)),
        ("县" * 26, True, (0, 975)),
    ],
)
def test_signature_and_date_stand_as_the_standard_says(name: str, sealed: bool, expected: tuple[int, int]) -> None:
    indents = right_indents(name, "2020年4月16日", sealed=sealed)
    assert (indents.name, indents.date) == expected


def test_one_annex_has_no_number_and_several_do() -> None:
    table = Table((TableColumn("甲", 1),), (("乙",),))
    document = replace(plain_document("正文"), annexes=(Annex(1, "一览表", table),))
    assert [line.text for line in annex_lines(document)] == ["附件：一览表"]
    more = replace(document, annexes=tuple(Annex(n, f"表{n}", table) for n in range(1, 11)))
    lines = annex_lines(more)
    assert [lines[0].text, lines[1].text, lines[9].text] == ["附件：1.表1", "2.表2", "10.表10"]
    assert (lines[0].left, lines[0].hanging, lines[9].left, lines[9].hanging) == (575, 375, 625, 125)
    assert "附件10" in docx_blocks(render_docx(more))


def test_record_lines_are_only_printed_where_there_is_something_to_say() -> None:
    assert imprint_lines(Imprint()) == ()
    assert imprint_lines(Imprint(copies_to="县委办公室。")) == (("抄送：县委办公室。",),)
    assert imprint_lines(Imprint("", "县府办", SIGNED)) == (("县府办", "2020年4月16日印发"),)


def lines_of(paragraph: Element) -> tuple[str, ...]:
    marks = (part.text or "" if part.tag == f"{W}t" else "\n" for part in paragraph.iter() if part.tag in BROKEN)
    return tuple("".join(marks).split("\n"))


def test_titles_break_where_the_other_forms_break_them_and_read_back_whole() -> None:
    document = full_document()
    content = render_docx(document)
    styled = [(p.find(f"{W}pPr/{W}pStyle"), p) for p in root_of(content).iter(f"{W}p")]
    titles = [p for style, p in styled if style is not None and "Title" in str(style.get(f"{W}val"))]
    due = [title_lines(document.title), *(title_lines(a.title, across=a.landscape) for a in document.annexes)]
    assert [lines_of(title) for title in titles] == due
    assert max(map(len, due)) > 1
    assert document.title in docx_blocks(content)


LONG_NAMES = (
    "崇信县2020年第一季度政府信息公开栏目整改问题清单",
    "堌水县各级各类行政机关和公共企业事业单位信息公开目录更新情况统计表",
    "单位评定结果",
)


def test_names_in_the_list_of_attachments_break_at_whole_words_alike_in_every_form() -> None:
    document = full_document()
    annexes = tuple(replace(document.annexes[0], number=n, title=name) for n, name in enumerate(LONG_NAMES, 1))
    document = replace(document, annexes=annexes)
    due = [entry.lines for entry in annex_lines(document)]
    assert due == [
        ("附件：1.崇信县2020年第一季度政府", "信息公开栏目整改问题清单"),
        ("2.堌水县各级各类行政机关和公共企业", "事业单位信息公开目录更新情况统计表"),
        ("3.单位评定结果",),
    ]
    content = render_docx(document)
    listed = [
        lines_of(p)
        for p in root_of(content).iter(f"{W}p")
        if (style := p.find(f"{W}pPr/{W}pStyle")) is not None and style.get(f"{W}val") == "GWAnnexList"
    ]
    assert listed == due
    assert all("".join(lines) in docx_blocks(content) for lines in due), "it is read back as one line"
    page = LexborHTMLParser(render_html(document))
    assert [tuple(line.text() for line in entry.css("span")) for entry in page.css(".list p")] == due


def test_the_red_head_never_asks_for_a_size_that_word_refuses() -> None:
    sizes = [mark_size("甲" * length) for length in (1, 8, 20, 24, 441, 3000)]
    assert sizes == [54, 54, 22, 18, 1, 1]


# -- looked through with LibreOffice and Poppler -----------------------------------------------------------------------


def printed(document: Document, folder: Path) -> Path:
    path = folder / "circular.docx"
    path.write_bytes(render_docx(document))
    command = [needs_office(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return path.with_suffix(".pdf")


def words_of(pdf: Path) -> list[list[tuple[str, float, float, float, float]]]:
    """Text with its box on every page, in points."""
    command = [needs("pdftotext"), "-bbox", str(pdf), "-"]
    text = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()
    word = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>')
    return [
        [(m[5], float(m[1]), float(m[2]), float(m[3]), float(m[4])) for m in word.finditer(page)]
        for page in text.split("<page ")[1:]
    ]


def lines_in(page: list[tuple[str, float, float, float, float]], size: float) -> tuple[str, ...]:
    """The lines of a page in letters of ``size`` points, whatever face was at hand."""
    lines: dict[int, str] = {}
    for text, _, top, _, bottom in page:
        if size < bottom - top < 1.8 * size:
            lines[round(top)] = lines.get(round(top), "") + text
    return tuple(lines.values())


@pytest.mark.slow
def test_a_page_holds_22_lines_of_28_characters(tmp_path: Path) -> None:
    pages = words_of(printed(plain_document("国" * 2500), tmp_path))
    full = [word for word in pages[2] if set(word[0]) == {"国"}]
    assert len(full) == 22
    assert {len(word[0]) for word in full} == {28}
    assert full[0][2] > 104
    assert full[-1][4] < 842 - 98
    assert all(lower[2] - upper[2] == pytest.approx(28.95, abs=0.06) for upper, lower in pairwise(full))


@pytest.mark.slow
def test_the_printed_circular_has_its_parts_in_their_places(tmp_path: Path) -> None:
    document = full_document()
    pages = words_of(printed(document, tmp_path))
    first = {word[0]: word for word in pages[0]}
    assert first["堌水县人民政府办公室文件"][2] > 104 + 80
    assert lines_in(pages[0], 22) == title_lines(document.title)
    for page in pages:
        dashes = [word for word in page if word[0] == "—" and word[2] > 500]
        is_upright = max(word[2] for word in page) > 620
        if is_upright and (dashes or page is not pages[-1]):  # record lines behind a blank page have no number (7.5)
            assert len(dashes) == 2
            [number] = [int(word[0]) for word in page if word[0].isdigit() and abs(word[2] - dashes[0][2]) < 6]
            assert (dashes[0][1] > 300) == (number % 2 == 1)
    starts = [number for number, page in enumerate(pages) if page[0][0].startswith("附件") and "：" not in page[0][0]]
    assert len(starts) == len(document.annexes)
    heads = [page for page in pages if any(word[0] == "序号" for word in page)]
    assert len(heads) == len(pages) - starts[0] - (1 if not any(w[0] == "序号" for w in pages[-1]) else 0)
    record = next(word for word in pages[-1] if "印发" in word[0])
    assert record[4] > 720
