"""Opening documents of every kind, hostile ones too, and what the report looks like."""

import json
import time
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from pypdf import PdfWriter

from auditor.audit.layout import CircularLayout
from auditor.base.errors import BadInput
from auditor.circular.content import build_document
from auditor.circular.xlsx import render_tables_xlsx
from auditor.documents.docx import render_docx
from auditor.documents.html import render_html
from auditor.documents.pdf import print_pdf
from auditor.verify import render_text, report_to_json, to_json, verify_file
from auditor.verify.opening import limits, read_paper
from tests.audits import Shape, make_audit

NOTICES = Path(__file__).parents[2] / "shared" / "notices"
needs_notices = pytest.mark.skipif(not NOTICES.is_dir(), reason="the published notices are not at hand")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def write_docx(path: Path, body: str, head: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        xml = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", xml)
    return path


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def word_table(rows: list[list[str]]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


TABLE = [
    ["序号", "单位", "数量"],
    ["1", "民政局", "12"],
    ["2", "司法局", "30"],
    ["3", "水务局", "5"],
    ["合计", "", "48"],
]


def kinds(path: Path) -> list[str]:
    return [finding.kind for finding in verify_file(path).findings]


@needs_notices
def test_the_circular_that_forgot_a_unit_is_found_out_by_name():
    report = verify_file(NOTICES / "chongxin-2020q1.txt")
    (gap,) = report.findings
    assert (gap.kind, gap.stated, gap.computed, gap.severity.value) == ("units_stated", 35, 34, "sure")
    assert "农办" in gap.text
    assert any("农办" in quote for quote in gap.quote)


@needs_notices
def test_the_yearly_report_whose_classes_do_not_add_up_is_found_out():
    report = verify_file(NOTICES / "hequ-2018.txt")
    found = {(finding.kind, finding.stated, finding.computed) for finding in report.findings}
    assert ("total_parts", 8358, 7947) in found
    assert ("shares_sum", 100, 95.08) in found
    assert ("stated_twice", 3, 1) in found
    assert sum(finding.severity.value == "doubtful" for finding in report.findings) <= 1
    assert any("201811日" in line for line in report.noise)


def test_a_word_table_is_added_up(tmp_path):
    path = write_docx(tmp_path / "a.docx", paragraph("各单位更新统计") + word_table(TABLE))
    (finding,) = verify_file(path).findings
    assert (finding.kind, finding.stated, finding.computed) == ("table_total", 48, 47)
    assert "12+30+5=47" in finding.text


def test_a_spreadsheet_is_added_up(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.append(["各单位更新统计表"])
    for row in TABLE:
        sheet.append([int(cell) if cell.isdecimal() else cell for cell in row])
    sheet.merge_cells("A1:C1")
    book.save(tmp_path / "a.xlsx")
    assert kinds(tmp_path / "a.xlsx") == ["table_total"]


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-16"])
def test_old_charsets_are_read(tmp_path, charset):
    path = tmp_path / "a.txt"
    path.write_bytes(
        "关于更新情况的通报\n共更新信息50条，其中县直部门30条，乡镇25条。请各单位抓紧整改。".encode(charset)
    )
    assert kinds(path) == ["total_parts"]


def test_a_merged_serial_cell_is_no_repeated_serial_number(tmp_path):
    rows = "".join(
        f"<tr><td rowspan=2>{n}</td><td rowspan=2>单位{n}局</td><td>甲</td><td>{n}</td></tr>"
        "<tr><td>乙</td><td>1</td></tr>"
        for n in range(1, 6)
    )
    head = "<tr><td>序号</td><td>单位</td><td>栏目</td><td>数量</td></tr>"
    page = f"<html><body><p>统计表</p><table>{head}{rows}</table></body>"
    path = tmp_path / "a.html"
    path.write_text(page, encoding="utf-8")
    assert kinds(path) == []


def test_scripts_and_menus_are_not_read(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(
        "<html><head><script>var a='百家乐六合彩'</script></head><body><nav>二、目录</nav>"
        "<div style='display:none'>老虎机 葡京</div><p>一、总体情况</p><p>二、工作要求</p></body></html>",
        encoding="utf-8",
    )
    assert kinds(path) == []
    assert [line.text for line in read_paper(path).lines] == ["一、总体情况", "二、工作要求"]


def test_an_empty_index_number_is_told(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(
        "<html><body><table><tr><td>索 引 号：</td><td></td><td>文 号：</td><td></td></tr>"
        "<tr><td>发布机构：</td><td>县政府办</td><td>发布日期：</td><td>2020-05-06</td></tr></table><p>正文</p></body></html>",
        encoding="utf-8",
    )
    (finding,) = verify_file(path).findings
    assert (finding.kind, finding.stated) == ("field_empty", "索引号")


def test_a_page_put_online_before_it_was_signed_is_told(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(
        '<html><head><meta name="PubDate" content="2016-12-16 09:30"></head><body><h1>关于网站抽查情况的通报</h1>'
        "<p>县政府办公室</p><p>2016年12月22日</p></body></html>",
        encoding="utf-8",
    )
    assert kinds(path) == ["published_before"]


def test_an_attachment_titled_otherwise_is_told(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(
        "关于更新情况的通报\n附件：1.全县部门栏目更新情况统计表\n2.全县乡镇栏目更新情况统计表\n县政府办公室\n附件1\n"
        "全县部门栏目更新情况统计表\n附件2\n全县乡镇栏目报送情况统计表\n",
        encoding="utf-8",
    )
    assert kinds(path) == ["annex_title"]


@pytest.mark.parametrize(
    ("second", "found"),
    [("2.全县乡镇", []), ("2.全县街道", ["annex_title"]), ("3.全县乡镇", ["annex_missing", "heading_number"])],
)
def test_a_list_of_attachments_goes_on_below_a_title_that_is_turned(tmp_path, second, found):
    path = tmp_path / "a.txt"
    path.write_text(
        f"关于更新情况的通报\n附件：1.全县部门和有关单位\n栏目更新情况统计表\n{second}\n栏目更新情况统计表\n3.问题清单\n"
        "县政府办公室\n附件1\n全县部门和有关单位栏目更新情况统计表\n附件2\n全县乡镇栏目更新情况统计表\n附件3\n问题清单\n",
        encoding="utf-8",
    )
    assert sorted(set(kinds(path))) == found


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"", "空"),
        ("a.docx", b"PK\x03\x04damaged word/document.xml", "损坏"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版"),
        ("a.pdf", b"%PDF-1.7\n%%EOF", "PDF"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "图片"),
        ("a.txt", b"plain words only, not one Chinese character", "中文"),
        ("a.bin", bytes(range(32)) * 40, "文字"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadInput, match=words):
        verify_file(path)


def test_a_missing_file_and_a_folder_are_bad_input(tmp_path):
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(BadInput):
            verify_file(path)


def test_a_scanned_or_locked_pdf_is_bad_input(tmp_path):
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.write(tmp_path / "scan.pdf")
    with pytest.raises(BadInput, match="扫描"):
        verify_file(tmp_path / "scan.pdf")
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    with pytest.raises(BadInput, match="加密"):
        verify_file(tmp_path / "locked.pdf")


def test_a_zip_bomb_is_refused(tmp_path):
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "0" * 30_000_000)
    with pytest.raises(BadInput, match="压缩比"):
        verify_file(path)


def test_external_entities_are_refused(tmp_path):
    head = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    path = write_docx(tmp_path / "a.docx", paragraph("&e;"), head)
    with pytest.raises(BadInput, match="无法解析"):
        verify_file(path)


def test_a_file_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_FILE_BYTES", 100)
    path = tmp_path / "a.txt"
    path.write_text("通报" * 100, encoding="utf-8")
    with pytest.raises(BadInput, match="过大"):
        verify_file(path)


def long_sheet(path: Path) -> None:
    book = Workbook()
    for number in range(12):
        book.active.append([f"第{number}局", number])
    book.save(path)


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.html", "a.docx", "a.xlsx", "short.txt"])
def test_what_stands_beyond_the_bounds_is_said_not_to_be_read(tmp_path, monkeypatch, name):
    for bound, most in (("MAX_TEXT", 150), ("MAX_CELLS", 10)):
        monkeypatch.setattr(limits, bound, most)
    path, line = tmp_path / name, "全县共发布信息12条，其中教育局5条，水务局7条。"
    if name == "a.docx":
        write_docx(path, paragraph(line) * 40)
    elif name == "a.xlsx":
        long_sheet(path)
    elif name == "a.html":
        path.write_text("<html><body>" + f"<p>{line}</p>" * 40 + "</body></html>", "utf-8")
    else:
        path.write_text(f"{line}\n" * (2 if name == "short.txt" else 40), "utf-8")
    told = render_text(verify_file(path))
    assert ("超出篇幅上限" in told) is (name != "short.txt"), told


@pytest.mark.alone
@pytest.mark.parametrize(
    "piece",
    ["（", "其中1条，", "共1条，其中", "一、", "甲局、", "占1%，", "附件1\n", "2020年1月1日至", "1 | ", "合计5个："],
)
def test_endless_repetition_does_not_stall(tmp_path, piece):
    """Four times the text costs four times the work, with room for what varies: not sixteen times."""

    def cost(times: int) -> float:
        path = tmp_path / "a.txt"
        path.write_text("通报\n" + piece * times, encoding="utf-8")
        taken = []
        for _ in range(3):  # the least of three: the collector may sweep all that other tests left behind
            started = time.process_time()
            verify_file(path)
            taken.append(time.process_time() - started)
        return min(taken)

    cost(10)  # what is loaded and compiled at the first call
    assert cost(4000) < 8 * max(cost(1000), 0.005)


def test_json_has_exactly_the_agreed_fields(tmp_path):
    path = write_docx(tmp_path / "a.docx", word_table(TABLE))
    (entry,) = json.loads(to_json(verify_file(path)))
    assert list(entry) == ["kind", "stated", "computed", "where", "quote", "severity"]
    assert len(entry["where"]) == len(entry["quote"]) >= 1
    assert entry["severity"] in ("sure", "likely", "doubtful")


def test_the_text_quotes_both_places_and_says_how_sure_it_is(tmp_path):
    path = write_docx(tmp_path / "a.docx", word_table(TABLE))
    text = render_text(verify_file(path))
    assert "合计与各行不符（确定）" in text
    assert "第1张表第5行" in text
    assert "“合计 | | 48”" in text


def test_a_consistent_document_is_said_to_be_so_with_what_was_compared(tmp_path):
    text = "共更新信息47条，其中县直部门30条、乡镇17条。培训3次。"
    path = write_docx(tmp_path / "a.docx", paragraph(text) + word_table([*TABLE[:-1], ["合计", "", "47"]]))
    closing = render_text(verify_file(path)).splitlines()[-1]
    assert closing.strip() == "未发现不一致：核对了1个合计、1项表格合计、2组前后数字、1组编号；另有1处数字未能核对。"


def test_where_no_figure_was_compared_none_is_called_consistent(tmp_path):
    path = write_docx(tmp_path / "a.docx", paragraph("全年共举办培训3次，印发简报12期。"))
    report = verify_file(path)
    assert report.is_blind
    assert "未发现不一致" not in render_text(report)
    assert "有2处数字，没有一处能够核对" in render_text(report)


def test_the_report_lists_what_was_compared(tmp_path):
    path = write_docx(tmp_path / "a.docx", word_table(TABLE))
    report = json.loads(report_to_json(verify_file(path)))
    one, serials = report["compared"]
    assert (serials["kind"], serials["agrees"]) == ("serial_gap", True)
    assert (one["kind"], one["stated"], one["computed"], one["agrees"]) == ("table_total", 48, 47, False)
    assert "12+30+5=47" in one["sum"]
    assert [finding["kind"] for finding in report["findings"]] == ["table_total"]


@pytest.mark.parametrize("seed", range(4))
def test_our_own_circulars_pass_in_every_format(tmp_path, seed):
    audit = make_audit(seed, Shape(findings=10 + 10 * (seed % 2)))
    layout = CircularLayout(annexes=("columns", "units", "problems"))
    document = build_document(audit, signed_on=date(2020, 4, 16), layout=layout)
    created = datetime(2020, 4, 16, tzinfo=UTC)
    files = {
        "c.docx": render_docx(document),
        "c.html": render_html(document).encode(),
        "c.pdf": print_pdf(document, created=created).content,
        "c.xlsx": render_tables_xlsx(document, audit, created=created),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        assert render_text(verify_file(tmp_path / name)).count("（") <= 1, name
        assert verify_file(tmp_path / name).is_consistent


def test_a_pdf_table_that_runs_over_pages_is_one_table(tmp_path):
    document = build_document(make_audit(3), signed_on=date(2020, 4, 16))
    path = tmp_path / "c.pdf"
    path.write_bytes(print_pdf(document, created=datetime(2020, 4, 16, tzinfo=UTC)).content)
    first = read_paper(path).grids[0]
    assert [row[0] for row in first.rows[1:44]] == [str(n) for n in range(1, 44)]


def test_an_archive_in_memory_is_not_mistaken(tmp_path):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("readme.txt", "通报")
    (tmp_path / "a.docx").write_bytes(stream.getvalue())
    with pytest.raises(BadInput, match="不是 docx"):
        verify_file(tmp_path / "a.docx")
