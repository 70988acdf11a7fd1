import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from auditor.audit.layout import CircularLayout
from auditor.circular.content import build_document
from auditor.documents.html import render_html
from auditor.documents.parts import printed_blocks
from auditor.documents.readback import check_html, html_blocks
from auditor.documents.tree import Paragraph, Span
from tests.audits import Shape, make_audit
from tests.laid_out import as_pdf_by_browser
from tests.needs import needs
from tests.papers import make_document

LAYOUT = CircularLayout(annexes=("columns", "units", "problems"), copies_to="县委办公室", printer="县府办")


@pytest.mark.parametrize("hostile", [False, True])
def test_the_page_says_what_the_tree_says(hostile: bool) -> None:
    audit = make_audit(2, Shape(hostile=hostile, findings=30))
    document = replace(build_document(audit, signed_on=date(2020, 4, 16), layout=LAYOUT), remark="此件公开发布")
    text = render_html(document)
    assert html_blocks(text) == printed_blocks(document)
    assert all(entry.ok for entry in check_html(text, document))


def test_a_changed_cell_in_the_page_is_found() -> None:
    document = build_document(make_audit(2), signed_on=date(2020, 4, 16), layout=LAYOUT)
    text = render_html(document)
    assert not all(entry.ok for entry in check_html(text.replace("<td>1</td>", "<td>2</td>", 1), document))
    assert not all(entry.ok for entry in check_html(text.replace("特此通报。", ""), document))


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    document = build_document(make_audit(3, Shape(hostile=True)), signed_on=date(2020, 4, 16))
    text = render_html(document)
    tree = LexborHTMLParser(text)
    assert tree.css("script, img, link, iframe, object, b") == []
    assert "http" not in text.replace("http-equiv", "")
    assert "&lt;b&gt;" in text


def test_heads_repeat_rows_hold_together_and_wide_tables_turn_the_page() -> None:
    document = build_document(make_audit(2), signed_on=date(2020, 4, 16), layout=LAYOUT)
    text = render_html(document)
    assert "table-header-group" in text
    assert "break-inside: avoid" in text
    sections = [node.attributes.get("class") for node in LexborHTMLParser(text).css("section")]
    assert sections == ["annex", "annex", "annex across", "annex"]


def test_the_same_document_gives_the_same_page() -> None:
    document = build_document(make_audit(2), signed_on=date(2020, 4, 16))
    assert render_html(document) == render_html(document)


def test_a_title_breaks_between_words_in_a_window_narrower_than_paper():
    title = "清源县人民政府办公室关于2020年第一季度政府信息公开栏目更新情况的通报"
    page = render_html(replace(build_document(make_audit(2), signed_on=date(2020, 4, 16)), title=title))
    marked = re.search(r"<h1><span>(.*?)</span></h1>", page)
    assert marked
    pieces = re.split(r"<wbr>|</span><span>", marked[1])
    assert "".join(pieces) == title
    assert {"2020年第一季度", "人民政府", "信息公开", "栏目"} <= set(pieces)
    assert marked[1].count("</span><span>") == 1, "on paper it has two lines"


def test_a_number_stays_with_its_unit_and_hostile_text_stays_text():
    body = (Paragraph("body", (Span("共12条，占5.5%，<b>3个</b>。"),)),)
    text = render_html(replace(make_document(), body=body))
    assert '共<span class="n">12条</span>，占<span class="n">5.5%</span>，&lt;b&gt;<span class="n">3个</span>' in text
    assert "共12条，占5.5%，<b>3个</b>。" in html_blocks(text)


def test_quotes_are_as_wide_as_characters_and_no_short_cell_is_broken(tmp_path: Path) -> None:
    document = make_document(body=(Paragraph("body", (Span("“国”国“国国”" * 40),)),))
    path = tmp_path / "circular.html"
    path.write_text(render_html(document), "utf-8")
    pdf = tmp_path / "printed.pdf"
    pdf.write_bytes(as_pdf_by_browser(path, tmp_path, latin="DejaVu Serif"))
    shown = subprocess.run([needs("pdftotext"), "-bbox", pdf, "-"], check=True, capture_output=True, timeout=60)
    found = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"[^>]*>([^<]*)</word>', shown.stdout.decode())
    words = [(text, float(left), float(top), float(right)) for left, top, right, text in found]
    top = max((top for text, _, top, _ in words if text.startswith("国“国国")), default=0.0)
    line = [word for word in words if word[2] == top]
    wide = (max(word[3] for word in line) - min(word[1] for word in line)) / sum(len(word[0]) for word in line)
    assert wide > 14.5  # a quote of half a character would leave 12
    assert {"序号", "数量"} <= {word[0] for word in words}
