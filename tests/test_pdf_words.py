"""The PDF says what the tree says: its words, rare characters, what it declares of itself."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from audits import HOSTILE, Shape, make_audit
from glyphs import Glyph, all_text, page_glyphs, shipped_fonts
from papers import CREATED, make_document, plain_document
from pypdf import PdfReader

from auditor.base.chinese import printable
from auditor.base.errors import PdfUnavailable
from auditor.circular.content import build_document
from auditor.documents import fonts, pdf
from auditor.documents.parts import printed_blocks
from auditor.documents.pdf import MISSING_MARK, print_pdf
from auditor.documents.tree import Annex, Document, Imprint, Paragraph, Span, Table, TableColumn

RARE = "堌鄠埇甪栒珺喆堃祎赟①⑳℃㎡²³●★—〔〕㈠Ⅳ"


@pytest.fixture(autouse=True)
def no_other_fonts(monkeypatch):
    """As on a machine without any Chinese font: what is printed comes from the shipped subsets."""
    monkeypatch.setattr(fonts, "_families", lambda folder: {})
    monkeypatch.setattr(pdf, "load_fonts", shipped_fonts)


def pages_of(document: Document) -> list[list[Glyph]]:
    return page_glyphs(print_pdf(document, created=CREATED).content)


def squeezed(*texts: str) -> str:
    return re.sub(r"\s", "", "".join(texts))


def tree_lines(document: Document) -> Iterator[str]:
    for block in printed_blocks(document):
        rows = [(block,)] if isinstance(block, str) else block
        yield from (squeezed(cell) for row in rows for cell in row)


def without_repeats(document: Document, pages: list[str]) -> str:
    """The text of the pages without what each page repeats: its number, the draft note, the heads of tables."""
    text = squeezed(*(re.sub("— \\d+ —", "", page.replace(document.draft_note, "")) for page in pages))
    for annex in document.annexes:
        head = "".join(column.label for column in annex.table.columns)
        first, rest = text.split(annex.title + head)  # the list of attachments has the title without the head
        own, *others = re.split(r"(?=附件\d)", rest, maxsplit=1)
        text = first + annex.title + head + own.replace(head, "") + "".join(others)
    return document.draft_note + text


@pytest.mark.parametrize(
    "changes", [{}, {"mark": ""}, {"number": "", "sealed": True}, {"imprint": Imprint(copies_to="甲"), "annexes": ()}]
)
def test_the_pdf_has_every_line_of_the_tree_and_nothing_else(changes):
    document = make_document(**changes)
    found = without_repeats(document, ["".join(glyph.text for glyph in page) for page in pages_of(document)])
    lines = list(tree_lines(document))
    assert not [line for line in lines if line not in found]
    assert Counter(found) == Counter("".join(lines))


def test_pypdf_extracts_every_line():
    document = make_document(draft_note="")
    reader = PdfReader(BytesIO(print_pdf(document, created=CREATED).content))
    text = squeezed(*(page.extract_text() for page in reader.pages))
    assert not [line for line in tree_lines(document) if line not in text]


@pytest.mark.parametrize("hostile", [*HOSTILE, '`raw` #import "x" $sum$ *a* _b_ <c> @d \\ // /* ~ - + = 1.'])
def test_nothing_in_the_words_becomes_markup(hostile):
    table = Table((TableColumn("栏目", 1, "left"), TableColumn("数量", 1)), ((hostile, 1),), None)
    annex = Annex(1, hostile, table, (hostile,))
    document = plain_document((hostile,), title=hostile, annexes=(annex,), signature="县政府办")
    found = all_text(print_pdf(document, created=CREATED).content)
    expected = squeezed(printable(hostile)).replace("\U00020bb7", MISSING_MARK)
    if len(expected) < 100:
        assert found.count(expected) == 6  # title, body, list of attachments, its title, cell, note
    else:
        assert found.count(expected[0]) >= 6 * 3000


def test_rare_characters_are_printed_by_the_shipped_faces():
    file = print_pdf(plain_document((RARE, "一、" + RARE), title=RARE), created=CREATED)
    assert file.missing == ()
    assert squeezed(RARE) in all_text(file.content)


def test_a_character_without_a_glyph_is_named_and_marked_never_a_silent_box():
    file = print_pdf(plain_document(("姓名𠮷\U0001f600，后文仍在。",)), created=CREATED)
    assert file.missing == ("𠮷", "\U0001f600")
    assert "U+20BB7" in file.notice
    assert "U+1F600" in file.notice
    assert f"姓名{MISSING_MARK}{MISSING_MARK}，后文仍在。" in all_text(file.content)


def test_a_combining_mark_without_a_glyph_does_not_take_its_letter_with_it():
    file = print_pdf(plain_document(("国\u0301家，国。",)), created=CREATED)
    assert file.missing == ("\u0301",)
    assert "国家，国。" in all_text(file.content)


def test_characters_beside_one_without_a_glyph_are_kept():
    file = print_pdf(plain_document(("\U0001f600\u0f40国家",), title="𠮷①堌"), created=CREATED)
    assert set(file.missing) == {"\U0001f600", "\u0f40", "𠮷"}
    assert f"{MISSING_MARK}①堌" in all_text(file.content)
    assert f"{MISSING_MARK}{MISSING_MARK}国家" in all_text(file.content)


def test_a_text_of_nothing_but_unknown_characters_is_printed_and_the_notice_stays_short():
    strange = "".join(chr(code) for code in range(0x12000, 0x12080))
    file = print_pdf(plain_document((strange,)), created=CREATED)
    assert file.missing == tuple(strange)
    assert "等128个" in file.notice
    assert MISSING_MARK * 128 in all_text(file.content)


def test_the_file_declares_pdf_a_2a_pdf_ua_title_author_and_language():
    reader = PdfReader(BytesIO(print_pdf(make_document(), created=CREATED).content))
    packet = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfaid:part(>|=\")2", packet)
    assert re.search(r"pdfaid:conformance(>|=\")A", packet)
    assert reader.metadata.title == make_document().title
    assert reader.metadata.author == "堌水县人民政府办公室"
    assert reader.metadata.creation_date.date() == make_document().signed_on
    assert str(reader.trailer["/Root"]["/Lang"]).startswith("zh")


def test_headings_and_attachments_are_bookmarks_and_the_file_bears_the_documents_date():
    document = make_document()
    reader = PdfReader(BytesIO(print_pdf(document, created=CREATED).content))
    titles: list[str] = []

    def gather(entries) -> None:
        for entry in entries:
            gather(entry) if isinstance(entry, list) else titles.append(entry.title)

    gather(reader.outline)
    due = [paragraph.text for paragraph in document.body if paragraph.style.startswith("heading")]
    assert titles == [*due, *(annex.title for annex in document.annexes)]
    assert reader.metadata
    assert reader.metadata.creation_date.date() == document.signed_on
    packet = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfuaid:part(>|=\")1", packet)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_headings_that_skip_a_level_cost_the_tags_for_all_readers_and_nothing_else():
    body = (Paragraph("heading1", (Span("一、总体情况"),)), Paragraph("heading3", (Span("1.跳级"),)))
    reader = PdfReader(BytesIO(print_pdf(replace(make_document(), body=body), created=CREATED).content))
    packet = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "跳级" in "".join(page.extract_text() for page in reader.pages)
    assert re.search(r"pdfaid:part(>|=\")2", packet)
    assert "pdfuaid:part" not in packet


def test_same_input_same_bytes_and_another_date_other_bytes():
    first = print_pdf(make_document(), created=CREATED).content
    assert print_pdf(make_document(), created=CREATED).content == first
    later = replace(make_document(), signed_on=make_document().signed_on + timedelta(days=1))
    assert print_pdf(later, created=CREATED).content != first


def test_unknown_counts_are_dashes_and_the_draft_note_is_on_every_page():
    table = Table((TableColumn("栏目", 1), TableColumn("数量", 1)), (("甲栏目", None),), ("合计", 0))
    pages = ["".join(g.text for g in page) for page in pages_of(make_document(annexes=(Annex(1, "表", table),)))]
    assert "甲栏目—合计0" in pages[-2], "the record lines have an even page of their own"
    assert all("草稿" in page for page in pages)


def test_a_machine_without_the_engine_gets_a_clear_chinese_message(monkeypatch):
    monkeypatch.setattr(pdf, "pdf_engine_is_installed", lambda: False)
    with pytest.raises(PdfUnavailable, match="没有可用的 PDF 排版组件"):
        print_pdf(make_document(), created=CREATED)


@pytest.mark.parametrize("seed", range(3))
def test_a_whole_circular_from_an_audit_prints_every_row(seed):
    document = build_document(make_audit(seed, Shape(hostile=bool(seed))), signed_on=date(2020, 4, 16))
    found = all_text(print_pdf(document, created=CREATED).content)
    for annex in document.annexes:
        for row in annex.table.rows:
            cells = squeezed(*("—" if cell is None else str(cell) for cell in row)).replace("\U00020bb7", MISSING_MARK)
            assert len(cells) > 500 or cells in found


def test_a_changed_document_changes_only_what_it_says():
    before = all_text(print_pdf(make_document(), created=CREATED).content)
    after = all_text(print_pdf(replace(make_document(), remark=""), created=CREATED).content)
    assert before.replace("（此件公开发布）", "") == after
