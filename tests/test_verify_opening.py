"""What a document opens to: the words a reader sees, in order, nothing else; and what is said where there are none."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from auditor.base.errors import BadInput
from auditor.verify import render_text, verify_file
from auditor.verify.opening import read_paper

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def write_docx(path: Path, body: str, **parts: str) -> Path:
    spaces = f'xmlns:w="{W}" xmlns:mc="{MC}" xmlns:r="{R}"'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {spaces}><w:body>{body}</w:body></w:document>")
        for name, xml in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {spaces}>{xml}</w:{name}>")
    return path


def run(text: str, marks: str = "") -> str:
    return f"<w:r><w:rPr>{marks}</w:rPr><w:t>{text}</w:t></w:r>"


def par(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def table(*rows: list[str]) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(f'<w:tc>{c}</w:tc>' for c in row)}</w:tr>" for row in rows) + "</w:tbl>"


def lines(path: Path) -> list[str]:
    return [line.text for line in read_paper(path).lines]


def opened_docx(tmp_path: Path, body: str, **parts: str) -> list[str]:
    return lines(write_docx(tmp_path / "a.docx", body, **parts))


def opened_html(tmp_path: Path, body: str) -> list[str]:
    path = tmp_path / "a.html"
    path.write_text(f"<html><head><meta charset=utf-8><title>通报</title></head><body>{body}</body></html>", "utf-8")
    return lines(path)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (par(run("共更新1"), run("2条。")), "共更新12条。"),
        (par(run("共更新"), run("暗", "<w:vanish/>"), run("12条。")), "共更新12条。"),
        (par(run("共更新"), run("暗", '<w:vanish w:val="0"/>'), run("12条。")), "共更新暗12条。"),
        (par(run("共更新"), f"<w:del>{run('9')}</w:del><w:ins>{run('12')}</w:ins>", run("条。")), "共更新12条。"),
        (par(f"<w:moveFrom>{run('9')}</w:moveFrom><w:moveTo>{run('共')}</w:moveTo>", run("12条。")), "共12条。"),
        (par(run("共更新"), run("9", "<w:strike/>"), run("12条。")), "共更新12条。"),
        (par(run("共更新12"), run("1", '<w:vertAlign w:val="superscript"/>'), run("条。")), "共更新12条。"),
        (par(run("面积12m"), run("²", '<w:vertAlign w:val="superscript"/>'), run("。")), "面积12m²。"),
        (par("<w:sdt><w:sdtContent>" + run("共更新12条。") + "</w:sdtContent></w:sdt>"), "共更新12条。"),
        ("<w:sdt><w:sdtContent>" + par(run("共更新12条。")) + "</w:sdtContent></w:sdt>", "共更新12条。"),
        (par(run("共更新"), "<w:fldSimple>" + run("12") + "</w:fldSimple>", run("条。")), "共更新12条。"),
        (
            par(run("共更新"), properties="<w:rPr><w:del/></w:rPr>") + par(run("12条。")),
            "共更新12条。",
        ),
    ],
)  # fmt: skip
def test_a_word_paragraph_says_what_its_reader_sees(tmp_path, body, text):
    assert opened_docx(tmp_path, body) == [text]


def test_a_text_box_is_read_once_and_after_its_paragraph(tmp_path):
    box = f"<w:txbxContent>{par(run('框内共30条。'))}</w:txbxContent>"
    either = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert opened_docx(tmp_path, par(run("共更新"), f"<w:r>{either}</w:r>", run("12条。"))) == [
        "共更新12条。",
        "框内共30条。",
    ]


def test_numbers_word_sets_by_itself_are_read(tmp_path):
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(
            (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
        )
    )
    rules = f'<w:abstractNum w:abstractNumId="4">{levels}</w:abstractNum>'
    rules += '<w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num>'
    style = '<w:style w:styleId="H"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
    style += '<w:style w:styleId="H2"><w:basedOn w:val="H"/></w:style>'

    def item(text: str, level: int) -> str:
        return par(run(text), properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>')

    body = (
        par(run("总体情况"), properties='<w:pStyle w:val="H2"/>') + item("公开", 1) + item("政策", 2) + item("人事", 2)
    )
    body += item("申请", 1) + item("问题", 0) + item("不足", 1) + par(run("无编号。"))
    assert opened_docx(tmp_path, body, numbering=rules, styles=style) == [
        "一、总体情况", "（一）公开", "1.政策", "2.人事", "（二）申请", "二、问题", "（一）不足", "无编号。",
    ]  # fmt: skip


def test_notes_stand_at_the_end_and_page_heads_are_left_out(tmp_path):
    note = f'<w:footnote w:type="separator">{par(run("线"))}</w:footnote>'
    note += f"<w:footnote>{par(run('不含转载2条。'))}</w:footnote>"
    assert opened_docx(tmp_path, par(run("共12条。")), footnotes=note) == ["共12条。", "不含转载2条。"]


def test_a_frame_round_a_notice_is_no_table(tmp_path):
    inner = table([par(run("单位")), par(run("条数"))], [par(run("教育局")), par(run("6"))])
    body = table([par(run("关于更新情况的通报")) + par(run("现通报如下：")) + inner + par(run("请整改。"))])
    paper = read_paper(write_docx(tmp_path / "a.docx", body))
    assert [line.text for line in paper.lines] == ["关于更新情况的通报", "现通报如下：", "请整改。"]
    assert [grid.rows for grid in paper.grids] == [(("单位", "条数"), ("教育局", "6"))]


def test_merged_deleted_and_hidden_cells_of_word(tmp_path):
    merged = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + par(run("县直"))
    below = "<w:tcPr><w:vMerge/></w:tcPr>" + par()
    rows = table(
        ['<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + par(run("单位")), par(run("条数"))],
        [merged, par(run("教育")) + par(run("局")), par(run("6"))],
        [below, par(run("财政局")), par()],
    ).replace("</w:tbl>", f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{par(run('删'))}</w:tc></w:tr></w:tbl>")
    (grid,) = read_paper(write_docx(tmp_path / "a.docx", rows)).grids
    assert grid.rows == (("单位", "单位", "条数"), ("县直", "教育局", "6"), ("县直", "财政局", ""))
    assert grid.carried == {(0, 1), (2, 0)}


LINKS = [f"<a href={n}>第{n}号通报</a>" for n in range(1, 6)]


@pytest.mark.parametrize(
    "body",
    [
        "<p>共更新<span>1</span><span>2</span>条。</p>",
        "<p>共更新12<sup>[1]</sup>条。</p>",
        "<p>共更新<del>9</del>12条。</p>",
        "<p>共更新<span style='display: none'>9</span>12条。</p>",
        "<div class='bread-crumb'><a href=/>首页</a> &gt; 通知</div><p>共更新12条。</p>",
        "<div>您当前的位置：<a>首页</a> &gt; <a>公示公告</a></div><p>共更新12条。</p>",
        "<div>【打印本页】 【关闭窗口】</div><div>字体：大 中 小</div><p>共更新12条。</p>",
        f"<ul><li>{'<li>'.join(LINKS)}</ul><p>共更新12条。</p>",
        f"<div>{' '.join(LINKS)}</div><p>共更新12条。</p>",
        "<p>共更新12条。</p><p>上一篇：关于3条信息的通报</p><p>下一篇：没有了</p>",
        "<table><tr><td><p>共更新12条。</p></td></tr></table>",
        "<table><tr><td><table><tr><td>共更新12条。</td></tr></table></td></tr></table>",
    ],
)
def test_a_web_page_says_what_its_document_says(tmp_path, body):
    assert opened_html(tmp_path, body) == ["共更新12条。"]


def test_a_list_of_attachments_is_no_menu(tmp_path):
    links = "".join(f"<li><a href='{n}.xlsx'>{n}.统计表</a></li>" for n in range(1, 6))
    assert len(opened_html(tmp_path, f"<p>附件：</p><ul>{links}</ul>")) == 6


def test_cells_of_a_web_table_keep_their_numbers_whole(tmp_path):
    path = tmp_path / "a.html"
    row = "<tr><td>教育<br>局</td><td><span>1</span><span>2</span></td></tr><tr style='display:none'><td>暗<td>9</tr>"
    path.write_text(f"<body><table><tr><td>单位<td>条数</tr>{row}</table>", encoding="utf-8")
    (grid,) = read_paper(path).grids
    assert grid.rows == (("单位", "条数"), ("教育局", "12"))


def sheet_of(rows: list[list[object]]) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


def test_hidden_rows_and_sheets_are_not_read_unless_a_shown_sum_holds_them(tmp_path):
    rows: list[list[object]] = [["单位", "条数"], ["教育局", 6], ["旧稿", 9], ["财政局", 3], ["合计", 9]]
    book = sheet_of(rows)
    book.active.row_dimensions[3].hidden = True
    book.create_sheet("旧").append(["不应读到", 1])
    book["旧"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    (grid,) = read_paper(tmp_path / "a.xlsx").grids
    assert [row[0] for row in grid.rows] == ["单位", "教育局", "财政局", "合计"]
    book.active["B5"] = "=SUM(B2:B4)"
    book.save(tmp_path / "b.xlsx")
    paper = read_paper(tmp_path / "b.xlsx")
    assert [row[0] for row in paper.grids[0].rows] == ["单位", "教育局", "旧稿", "财政局", "合计"]
    assert paper.grids[0].rows[-1] == ("合计", "")
    assert paper.unread == ("工作表“Sheet”有1个公式没有存下结果",)


def test_a_plain_nought_is_read_beside_a_formula_without_result(tmp_path):
    sheet_of([["单位", "条数"], ["教育局", 0], ["水务局", 3], ["合计", "=SUM(B2:B3)"]]).save(tmp_path / "a.xlsx")
    paper = read_paper(tmp_path / "a.xlsx")
    assert [row[1] for row in paper.grids[0].rows] == ["条数", "0", "3", ""]
    assert "1个公式" in paper.unread[0]


def test_what_could_not_be_read_is_told(tmp_path):
    book = sheet_of([["单位", "条数"], ["教育局", 6], ["财政局", 3], ["合计", "=SUM(B2:B3)"]])
    book.save(tmp_path / "a.xlsx")
    report = verify_file(tmp_path / "a.xlsx")
    assert "没有读到，未作核对：工作表“Sheet”有1个公式没有存下结果" in render_text(report)
    assert not report.findings


def test_two_tables_on_one_sheet_are_two(tmp_path):
    rows: list[list[object]] = [["部门表"], ["单位", "条数"], ["教育局", 6], ["合计", 6], []]
    sheet_of([*rows, ["乡镇表"], ["单位", "条数"], ["河东镇", 2], [], ["合计", 2]]).save(tmp_path / "a.xlsx")
    grids = read_paper(tmp_path / "a.xlsx").grids
    assert [(grid.title.split("\n")[-1], grid.rows[-1][0]) for grid in grids] == [
        ("部门表", "合计"),
        ("乡镇表", "合计"),
    ]


def test_a_comma_separated_table_is_a_table(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes('单位,条数\n教育局,"1,024"\n财政局,\n合计,1024\n'.encode("gb18030"))
    assert read_paper(path).grids[0].rows == (("单位", "条数"), ("教育局", "1,024"), ("财政局", ""), ("合计", "1024"))


def zipped(**parts: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), text)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.html", "<html><head><title>通报</title></head><body></body></html>".encode(), "没有可读"),
        ("a.html", "<title>通报</title><body><h1>关于第一季度的通报</h1><img src=a.jpg>".encode(), "图片"),
        ("a.html", "<body><h1>通报</h1><iframe src=a.pdf></iframe>".encode(), "没有可读"),
        ("a.html", "<body><table><tr><td>索引号<td>11<td>发布机构<td>县政府</table><img src=a.png>".encode(), "图片"),
        ("a.rtf", rb"{\rtf1\ansi}", "RTF"),
        ("a.mht", b"MIME-Version: 1.0\nContent-Type: multipart/related;\n\n<html>", "mht"),
        ("a.xls", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "XML"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为 docx 或 xlsx"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("a.ofd", zipped(OFD_DOT_xml="<OFD/>"), "OFD"),
        ("a.odt", zipped(content_DOT_xml="<a/>"), "OpenDocument"),
        ("a.xlsb", zipped(xl__workbook_DOT_bin="0"), "xlsb"),
        ("a.docx", zipped(word__document_DOT_xml=f'<w:d xmlns:w="{W}"><w:p/></w:d>'), "没有可读"),
        ("a.docx", zipped(word__document_DOT_xml=f'<w:d xmlns:w="{W}"><w:altChunk/></w:d>'), "altChunk"),
    ],
)  # fmt: skip
def test_nothing_to_read_is_bad_input_with_its_reason(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadInput, match=words):
        read_paper(path)


@pytest.mark.parametrize("head", ["序号", "排名", "名次"])
def test_a_table_of_one_cell_a_line_is_a_table(tmp_path, head):
    cells = [head, "单位", "条数", "1", "水利局", "20", "2", "公安局", "", "合计", "20"]
    (tmp_path / "a.txt").write_text("采用情况统计表\n" + "\n".join(f"{cell} |" for cell in cells), encoding="utf-8")
    (grid,) = read_paper(tmp_path / "a.txt").grids
    assert grid.rows == ((head, "单位", "条数"), ("1", "水利局", "20"), ("2", "公安局", ""), ("合计", "", "20"))


def test_an_empty_sheet_is_bad_input(tmp_path):
    Workbook().save(tmp_path / "a.xlsx")
    with pytest.raises(BadInput, match="空的"):
        read_paper(tmp_path / "a.xlsx")


def test_a_main_part_of_another_name_is_found(tmp_path):
    path = write_docx(tmp_path / "a.docx", par(run("共更新12条。")))
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("word/document.xml")
    link = f'<Relationship Id="r" Type="{R}/officeDocument" Target="word/document2.xml"/>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document2.xml", xml)
        archive.writestr("_rels/.rels", f"<Relationships>{link}</Relationships>")
    assert lines(path) == ["共更新12条。"]


@pytest.mark.parametrize(("tag", "kinds"), [("2020-09-26", []), ("2013-06-30", ["published_late"])])
def test_a_tag_of_a_moved_site_is_no_late_publication(tmp_path, tag, kinds):
    path = tmp_path / "a.html"
    path.write_text(
        f'<meta charset=utf-8><meta name="PubDate" content="{tag}"><h1>关于抽查的通报</h1><p>共更新12条。</p>'
        "<p>县教育局</p><p>2013年3月18日</p>",
        encoding="utf-8",
    )
    assert [finding.kind for finding in verify_file(path).findings] == kinds
