"""The draft edited in Word and brought back: rewritten paragraphs are taken, everything else is refused by name."""

import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from audits import Shape, make_audit
from needs import needs_office
from web_office import COUNTY, HERE, Q1, Office, known_readings, office

from auditor.audit.model import Audit, EditEntry
from auditor.base.errors import BadInput, NotAllowed, Outdated
from auditor.base.settings import Place, clock_at
from auditor.base.terms import Role
from auditor.circular.adopting import AdoptionRefused, adopted_edits
from auditor.circular.editing import passages_of, with_edits
from auditor.circular.printing import check_documents, document_of
from auditor.cli import main
from auditor.county.writing import save_county
from auditor.documents.docx import render_docx
from auditor.documents.readback import docx_blocks
from auditor.documents.word_reading import MOST_BLOCKS, read_word_file
from auditor.pipeline.edit import adopt_word_file, record_edit

AT = datetime(2020, 4, 12, 9, tzinfo=UTC)
APRIL = clock_at("2020-04-10T09:00")
DEMAND = "特此通报。"


@pytest.fixture(scope="module")
def audit() -> Audit:
    return check_documents(make_audit(3, Shape(rows=(12, 4), unknown=0)))


def word_of(audit: Audit) -> bytes:
    return render_docx(replace(document_of(audit), draft=audit.digest()))


def rewritten(content: bytes, change: Callable[[str], str], part: str = "word/document.xml") -> bytes:
    """The file with one of its parts changed as text."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == part:
                after = change(text.decode()).encode()
                assert after != text, "nothing was changed"
                text = after
            new.writestr(name, text)
    return buffer.getvalue()


def adopted(audit: Audit, content: bytes) -> tuple[EditEntry, ...]:
    return adopted_edits(audit, read_word_file(content, "改.docx"), "改.docx", by="李雷", at=AT)


def refused(audit: Audit, content: bytes) -> str:
    with pytest.raises(AdoptionRefused) as caught:
        adopted(audit, content)
    assert str(caught.value).startswith("改.docx 有")
    return str(caught.value)


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def paragraph_of(xml: str, words: str) -> str:
    """The whole paragraph that ``words`` stand in."""
    found = [one for one in re.findall(r"<w:p>.*?</w:p>", xml, re.DOTALL) if words in re.sub("<[^>]*>", "", one)]
    assert found, words
    return found[0]


def test_what_was_printed_reads_back_as_it_was(audit: Audit):
    word = read_word_file(word_of(audit), "通报.docx")
    assert word.draft == audit.digest()
    assert not word.obstacles
    body = [paragraph.text for paragraph in document_of(audit).body]
    assert [line.text for line in word.lines if line.text in body] == body
    with pytest.raises(NotAllowed, match="没有不同"):
        adopted(audit, word_of(audit))


def test_a_rewritten_paragraph_becomes_an_edit_and_stands_in_the_issued_text(audit: Audit):
    content = rewritten(word_of(audit), lambda xml: xml.replace("特此通报。", "特此通报，请遵照执行。"))
    [edit] = adopted(audit, content)
    assert (edit.original, edit.text, edit.by, edit.at) == (DEMAND, "特此通报，请遵照执行。", "李雷", AT)
    changed = check_documents(with_edits(audit, [edit]))
    assert all(check.ok for check in changed.self_check)
    assert docx_blocks(word_of(changed)) == docx_blocks(content)


def test_runs_bold_and_odd_signs_of_word_are_looked_through(audit: Audit):
    bold = next(one for one in passages_of(audit) if one.original.startswith("**一"))
    lead = bold.original.split("**")[1]

    def change(xml: str) -> str:
        split = "".join(
            f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/><w:b w:val="true"/></w:rPr><w:t>{one}</w:t></w:r>'
            f'<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="1" w:name="_GoBack"/>'
            for one in lead
        )
        old = re.search(rf"<w:r><w:rPr><w:rFonts [^>]*/><w:b/></w:rPr><w:t [^>]*>{lead}</w:t></w:r>", xml)
        assert old
        xml = xml.replace(old[0], split)
        return xml.replace("特此通报。", "特此\u00ad通\u200b报。</w:t><w:softHyphen/><w:lastRenderedPageBreak/><w:t>")

    content = rewritten(word_of(audit), change)
    with pytest.raises(NotAllowed, match="没有不同"):
        adopted(audit, content)
    more = rewritten(content, lambda xml: xml.replace("<w:t>" + lead[0] + "</w:t>", f"<w:t>第{lead[0]}</w:t>"))
    [edit] = adopted(audit, more)
    assert edit.text == bold.original.replace(f"**{lead}", f"**第{lead}")


def test_a_split_paragraph_and_a_new_one_are_taken_with_the_one_before(audit: Audit):
    extra = paragraph("请各单位相互学习。") + paragraph("抓紧落实。")
    content = rewritten(
        word_of(audit), lambda xml: xml.replace(paragraph_of(xml, DEMAND), paragraph_of(xml, DEMAND) + extra)
    )
    [edit] = adopted(audit, content)
    assert edit.text == f"{DEMAND}\n请各单位相互学习。\n抓紧落实。"
    changed = check_documents(with_edits(audit, [edit]))
    assert all(check.ok for check in changed.self_check)
    assert docx_blocks(word_of(changed)) == docx_blocks(content)
    first = passages_of(audit)[0].original
    half = first[: len(first) // 2]

    def split(xml: str) -> str:
        old = paragraph_of(xml, first)
        return xml.replace(old, paragraph(half) + paragraph(first[len(half) :]))

    [edit] = adopted(audit, rewritten(word_of(audit), split))
    assert (edit.original, edit.text) == (first, f"{half}\n{first[len(half) :]}")


def test_an_edit_of_several_paragraphs_is_edited_again_as_one(audit: Audit):
    first = EditEntry(original=DEMAND, text=f"{DEMAND}\n请各单位相互学习。\n抓紧落实。", by="韩梅", at=AT)
    draft = check_documents(with_edits(audit, [first]))
    content = rewritten(word_of(draft), lambda xml: xml.replace("抓紧落实。", "抓紧整改落实。"))
    [edit] = adopted(draft, content)
    assert (edit.original, edit.text) == (DEMAND, f"{DEMAND}\n请各单位相互学习。\n抓紧整改落实。")
    without = rewritten(word_of(draft), lambda xml: xml.replace(paragraph_of(xml, "抓紧落实。"), ""))
    [edit] = adopted(draft, without)
    assert edit.text == f"{DEMAND}\n请各单位相互学习。"


def test_a_changed_figure_or_name_is_refused_with_both_texts(audit: Audit):
    passage = next(one for one in passages_of(audit) if re.search(r"\d+个单位", one.original))
    figure = re.search(r"(\d+)个单位", passage.original)
    assert figure
    text = refused(
        audit, rewritten(word_of(audit), lambda xml: xml.replace(figure[0], f"{int(figure[1]) + 1}个单位", 1))
    )
    assert f"少了“{figure[1]}个”" in text
    assert f"多出“{int(figure[1]) + 1}个”" in text
    assert f"草稿：{passage.original.replace('**', '')[:20]}" in text
    assert "文件：" in text
    name = audit.units[0].name
    text = refused(audit, rewritten(word_of(audit), lambda xml: xml.replace(name, name + "乙", 1)))
    assert "正文第" in text or "张表" in text


TRACKED = '<w:ins w:id="9" w:author="韩梅" w:date="2020-04-11T09:00:00Z"><w:r><w:t>并抄送</w:t></w:r></w:ins>'
DELETED = '<w:del w:id="9" w:author="韩梅"><w:r><w:delText>并抄送</w:delText></w:r></w:del>'
END = "</w:t></w:r>"
HINDRANCES = {
    "inserted": (f"特此通报。{END}", f"特此通报。{END}{TRACKED}", "有韩梅的修订尚未接受或拒绝（“特此通报。并抄送”）"),
    "deleted": (f"特此通报。{END}", f"特此通报。{END}{DELETED}", "有韩梅的修订尚未接受或拒绝"),
    "comment": (f"特此通报。{END}", f'特此通报。{END}<w:r><w:commentReference w:id="0"/></w:r>', "批注尚未处理"),
    "footnote": (f"特此通报。{END}", f'特此通报。{END}<w:r><w:footnoteReference w:id="2"/></w:r>', "脚注或尾注"),
    "symbol": (f"特此通报。{END}", f'特此通报。<w:sym w:font="Wingdings" w:char="F0FC"/>{END}'.replace(
        "。<w:sym", "。</w:t><w:sym").replace("/></w:t>", "/>"), "特殊符号"),
    "hidden": (f"特此通报。{END}", f"特此通报。{END}<w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r>", "隐藏的文字"),
    "picture": (f"特此通报。{END}", f'特此通报。{END}<w:r><w:pict><v:imagedata xmlns:v="urn:v"/></w:pict></w:r>',
                "图片"),
    "numbering": ('<w:pStyle w:val="GWHeading1"/>',
                  '<w:pStyle w:val="GWHeading1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>',
                  "自动编号"),
    "marks": ("特此通报。", "特此**通报**。", "有“**”"),
    "heading": ("存在问题", "主要问题", "小标题由程序生成"),
    "signature": ("堌水县人民政府办公室</w:t></w:r></w:p>\n", "堌水县政府办公室</w:t></w:r></w:p>\n", "署名不在文件中"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HINDRANCES)
def test_what_cannot_be_taken_for_text_is_named(audit: Audit, kind: str):
    before, after, said = HINDRANCES[kind]
    assert said in refused(audit, rewritten(word_of(audit), lambda xml: xml.replace(before, after, 1)))


def test_a_list_without_its_number_is_no_obstacle(audit: Audit):
    none = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    heading = '<w:pStyle w:val="GWHeading1"/>'
    content = rewritten(word_of(audit), lambda xml: xml.replace(heading, heading + none))
    assert read_word_file(content, "通报.docx").obstacles == ()


def test_moved_deleted_and_strange_paragraphs_are_named(audit: Audit):
    content = word_of(audit)
    assert "小标题" in refused(audit, rewritten(content, lambda xml: xml.replace("存在问题", "别的内容")))
    assert "在文件中没有了" in refused(
        audit, rewritten(content, lambda xml: xml.replace(paragraph_of(xml, "存在问题"), ""))
    )
    first = passages_of(audit)[0].original

    def moved(xml: str) -> str:
        old = paragraph_of(xml, first)
        heading = paragraph_of(xml.replace(old, ""), "二、")
        return xml.replace(old, "").replace(heading, heading + old)

    assert "移动了位置" in refused(audit, rewritten(content, moved))

    number = paragraph("堌政办发〔2020〕12号")
    title = '<w:p><w:pPr><w:pStyle w:val="GWTitle"/>'
    assert "发文字号" in refused(audit, rewritten(content, lambda xml: xml.replace(title, number + title)))


def below(heading: str, *texts: str) -> Callable[[str], str]:
    """New paragraphs put right under a heading."""

    def change(xml: str) -> str:
        found = paragraph_of(xml, heading)
        return xml.replace(found, found + "".join(map(paragraph, texts)))

    return change


def without(words: str) -> Callable[[str], str]:
    return lambda xml: xml.replace(paragraph_of(xml, words), "")


def test_a_new_paragraph_under_a_heading_is_taken_with_the_one_after_it(audit: Audit):
    content = rewritten(word_of(audit), below("一、", "各单位重视程度有所提高。", "现将情况分述如下。"))
    [edit] = adopted(audit, content)
    first = next(one.original for one in passages_of(audit) if one.heading.startswith("一"))
    assert (edit.original, edit.text) == (first, f"各单位重视程度有所提高。\n现将情况分述如下。\n{first}")
    changed = check_documents(with_edits(audit, [edit]))
    assert all(check.ok for check in changed.self_check)
    assert docx_blocks(word_of(changed)) == docx_blocks(content)


@pytest.mark.parametrize("heading", ["一、", "（一）", "三、"])
def test_a_new_paragraph_with_figures_or_names_is_refused_with_its_text(audit: Audit, heading: str):
    name, title = audit.units[0].name, audit.rows[0].column
    for text, fault in ((f"{name}表现突出。", name), ("另有8个单位需要关注。", "“8个”"), (f"“{title}”较好。", title)):
        said = refused(audit, rewritten(word_of(audit), below(heading, text)))
        assert f"文件：{text}" in said
        assert f"多出{fault}" in said or f"多出“{fault}”" in said
        assert "须与核查结果一致" in said


def test_a_paragraph_that_says_nothing_that_must_be_told_may_be_taken_out(audit: Audit):
    content = rewritten(word_of(audit), without(DEMAND))
    [edit] = adopted(audit, content)
    assert (edit.original, edit.text, edit.by) == (DEMAND, "", "李雷")
    changed = check_documents(with_edits(audit, [edit]))
    assert all(check.ok for check in changed.self_check)
    assert docx_blocks(word_of(changed)) == docx_blocks(content)
    with pytest.raises(NotAllowed, match="没有不同"):
        adopted(changed, content)
    [more] = adopted(changed, rewritten(content, below("三、", "各单位要相互学习。")))
    assert more.text.startswith("各单位要相互学习。\n")


def test_a_paragraph_taken_out_with_a_unit_a_figure_or_a_demand_is_refused_with_both_texts(audit: Audit):
    name = next(one.original for one in passages_of(audit) if one.original.endswith("水务局。"))
    for words, fault in (
        (name, f"少了{name.split('、')[0]}"),
        ("共公开信息", "少了“16个”"),
        ("有关单位应按照", "必须告知"),
    ):
        said = refused(audit, rewritten(word_of(audit), without(words)))
        assert "这一段不能删去" in said
        assert fault in said
        assert words in said.partition("草稿：")[2]
        assert "文件：（没有这一段）" in said


def test_tables_are_compared_cell_by_cell(audit: Audit):
    row = audit.tables[0].rows[0]
    cell = f">{row.count}</w:t></w:r></w:p></w:tc>"
    head = document_of(audit).annexes[0].table.columns[2].label
    text = refused(audit, rewritten(word_of(audit), lambda xml: xml.replace(cell, f">7{cell[1:]}", 1)))
    assert re.search(rf"第1张表第\d+行“{head}”", text)
    assert f"草稿：{row.count}" in text
    assert f"文件：7{row.count}" in text
    rows = re.compile(r"<w:tr>.*?</w:tr>\s*(?=</w:tbl>)", re.DOTALL)
    assert "请不要增删、合并或拆分单元格" in refused(
        audit, rewritten(word_of(audit), lambda xml: rows.sub("", xml, count=1))
    )
    table = re.compile(r"<w:tbl>.*?</w:tbl>", re.DOTALL)
    assert "文件中有1张" in refused(audit, rewritten(word_of(audit), lambda xml: table.sub("", xml, count=1)))


def test_all_that_is_wrong_is_told_at_once(audit: Audit):
    def change(xml: str) -> str:
        xml = xml.replace("特此通报。", "特此通报5次。")
        xml = xml.replace("存在问题", "主要问题", 1)
        return xml.replace("各乡（镇）人民政府", "各乡镇人民政府", 1)

    with pytest.raises(AdoptionRefused) as caught:
        adopted(audit, rewritten(word_of(audit), change))
    assert [refusal.where.rstrip("0123456789段") for refusal in caught.value.refusals] == [
        "主送机关", "正文第", "正文第",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04nothing",
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    ],
)
def test_what_is_no_word_file_is_bad_input(content: bytes):
    with pytest.raises(BadInput, match="不是 Word 文件，或已损坏"):
        read_word_file(content, "改.docx")


def test_hostile_files_are_bad_input(audit: Audit):
    content = word_of(audit)
    bombs = (
        lambda xml: xml.replace("<w:body>", '<w:body>' + "<w:p/>" * (MOST_BLOCKS + 1)),
        lambda xml: re.sub(r"^<\?xml.*?\?>", '<!DOCTYPE a [<!ENTITY b "c">]>', xml),
        lambda xml: xml.replace("</w:body>", ""),
    )  # fmt: skip
    for change in bombs:
        with pytest.raises(BadInput):
            read_word_file(rewritten(content, change), "改.docx")
    deep = rewritten(content, lambda xml: xml.replace("<w:body>", "<w:body>" + "<w:sdt>" * 9000).replace(
        "</w:body>", "</w:sdt>" * 9000 + "</w:body>"))  # fmt: skip
    assert read_word_file(deep, "改.docx").lines == read_word_file(content, "改.docx").lines


def test_a_part_by_another_name_is_found(audit: Audit):
    """The web edition of Word calls it document2.xml, and LibreOffice wraps frames into text boxes."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(word_of(audit))) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            text = old.read(name).replace(b"word/document.xml", b"word/document2.xml")
            new.writestr(name.replace("document.xml", "document2.xml"), text)
    assert len(read_word_file(buffer.getvalue(), "改.docx").lines) > 10
    box = (
        '<mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice Requires="wps"><w:drawing><w:txbxContent>'
        f"{paragraph('框内')}</w:txbxContent></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><w:txbxContent>{paragraph('框内')}</w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    content = rewritten(
        word_of(audit), lambda xml: xml.replace("特此通报。</w:t></w:r>", f"特此通报。</w:t></w:r><w:r>{box}</w:r>")
    )
    texts = [line.text for line in read_word_file(content, "改.docx").lines]
    assert texts[texts.index("特此通报。") + 1] == "框内"
    assert texts.count("框内") == 1


def through_office(content: bytes, folder: Path) -> bytes:
    """The file opened and saved by LibreOffice: from docx to odt and back."""
    program = needs_office()
    (folder / "circular.docx").write_bytes(content)
    for source, target, where in (("circular.docx", "odt", folder), ("circular.odt", "docx", folder / "back")):
        command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", target, "--outdir", str(where), str(folder / source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (folder / "back" / "circular.docx").read_bytes()


def test_a_file_saved_by_libreoffice_is_taken_alike(audit: Audit, tmp_path: Path):
    content = rewritten(word_of(audit), lambda xml: xml.replace("特此通报。", "特此通报，请遵照执行。"))
    back = through_office(content, tmp_path)
    assert read_word_file(back, "改.docx").draft == audit.digest()
    assert adopted(audit, back) == adopted(audit, content)
    figure = rewritten(back, lambda xml: xml.replace("请遵照执行", "请遵照执行5次"))
    assert "多出“5次”" in refused(audit, figure)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, known_readings) as opened:
        yield opened


def draft_of(desk: Office) -> bytes:
    audit = desk.store.audits.load_audit(COUNTY, Q1)
    assert audit
    return word_of(audit)


def take(desk: Office, content: bytes, by: str = "李雷") -> tuple[EditEntry, ...]:
    return adopt_word_file(COUNTY, desk.store, Place(desk.folder), Q1, APRIL, content=content, name="改.docx", by=by)


def test_all_edits_of_a_file_are_recorded_or_none(desk: Office):
    both = rewritten(
        draft_of(desk), lambda xml: xml.replace("特此通报。", "特此通报！").replace("现将结果", "现将核查结果")
    )
    wrong = rewritten(both, lambda xml: xml.replace("存在问题", "主要问题", 1))
    with pytest.raises(AdoptionRefused):
        take(desk, wrong)
    assert desk.store.audits.list_edits(COUNTY, Q1) == []
    edits = take(desk, both)
    assert len(edits) == 2
    audit = desk.store.audits.load_audit(COUNTY, Q1)
    assert audit
    assert audit.edits == edits
    assert docx_blocks(word_of(audit)) == docx_blocks(both)
    with pytest.raises(BadInput, match="没有写经办人"):
        take(desk, both, by=" ")


def test_nobodys_word_is_replaced_unseen(desk: Office):
    old = draft_of(desk)
    seen = desk.store.audits.load_kept(COUNTY, Q1)
    assert seen
    record_edit(
        COUNTY, desk.store, Place(desk.folder), Q1, APRIL,
        original=DEMAND, text="特此通报，请韩梅督办。", by="韩梅", seen=seen,
    )  # fmt: skip
    with pytest.raises(Outdated, match="韩梅已修改过这一段"):
        take(desk, rewritten(old, lambda xml: xml.replace("特此通报。", "特此通报！")))
    [edit] = take(desk, rewritten(old, lambda xml: xml.replace("现将结果", "现将核查结果")))
    audit = desk.store.audits.load_audit(COUNTY, Q1)
    assert audit
    assert {one.by for one in audit.edits} == {"韩梅", "李雷"}
    assert edit in audit.edits


def test_a_file_of_no_draft_of_the_period_is_bad_input(desk: Office, audit: Audit):
    with pytest.raises(BadInput, match="不是由清源县2020年第一季度的草稿改成的"):
        take(desk, word_of(audit))
    nameless = rewritten(draft_of(desk), lambda xml: xml.replace("AuditDraft", "Other"), "docProps/custom.xml")
    with pytest.raises(BadInput, match="没有草稿标识"):
        take(desk, nameless)


def test_the_web_takes_a_file_and_shows_what_it_refuses(desk: Office):
    reviewer = desk.browser("李雷", Role.REVIEWER)
    draft = reviewer.get(f"{HERE}/circular/file/circular.docx").content

    def hand_in(content: bytes, name: str = "通报改.docx"):
        token = re.search(r'name="token" value="([0-9a-f]{64})"', reviewer.read(f"{HERE}/circular"))
        assert token
        files = {"file": (name, content, "application/octet-stream")}
        return reviewer.client.post(f"{HERE}/circular/adopt", data={"token": token[1]}, files=files)

    wrong = rewritten(draft, lambda xml: xml.replace("特此通报。", "特此通报<5>次。".replace("<5>", "5")))
    answer = hand_in(wrong)
    assert answer.status_code == 409
    assert "通报改.docx 有1处不能采用" in answer.text
    assert '<td data-label="草稿">特此通报。</td><td data-label="文件">特此通报5次。</td>' in answer.text
    assert hand_in(b"").status_code == 409
    assert hand_in(b"\r\n--x\r\n" * 50).status_code == 409
    assert desk.store.audits.list_edits(COUNTY, Q1) == []
    right = rewritten(draft, lambda xml: xml.replace("特此通报。", "特此通报，请遵照执行。"))
    assert hand_in(right).status_code == 303
    [edit] = desk.store.audits.list_edits(COUNTY, Q1)
    assert (edit.by, edit.text) == ("李雷", "特此通报，请遵照执行。")
    assert desk.store.people.list_activity(1)[0].detail == "通报改.docx 1"
    page = reviewer.read(f"{HERE}/circular")
    assert "李雷修改过" in page
    assert 'enctype="multipart/form-data"' in page


def test_a_paragraph_taken_out_in_word_is_told_by_the_web_and_can_be_brought_back(desk: Office):
    take(desk, rewritten(draft_of(desk), without(DEMAND)))
    reviewer = desk.browser("李雷", Role.REVIEWER)
    page = reviewer.read(f"{HERE}/circular")
    assert "李雷修改过</span> （已删去）" in page
    assert f"<del>{DEMAND}</del>" in page
    files = reviewer.get(f"{HERE}/circular/file/circular.docx").content
    assert DEMAND not in [line.text for line in read_word_file(files, "通报.docx").lines]
    seen = desk.store.audits.load_kept(COUNTY, Q1)
    assert seen
    record_edit(
        COUNTY, desk.store, Place(desk.folder), Q1, APRIL, original=DEMAND, text=DEMAND, by="韩梅", seen=seen
    )  # fmt: skip
    assert DEMAND in [line.text for line in read_word_file(draft_of(desk), "通报.docx").lines]


def test_an_upload_without_the_pages_token_is_not_taken(desk: Office):
    reviewer = desk.browser("李雷", Role.REVIEWER)
    files = {"file": ("改.docx", draft_of(desk), "application/octet-stream")}
    path = f"{HERE}/circular/adopt"
    assert reviewer.client.post(path, data={"token": "0" * 64}, files=files).status_code == 403
    assert reviewer.client.post(path, files=files).status_code == 403
    for kind in ("multipart/form-data", "multipart/form-data; boundary=", "text/plain"):
        headers = {"content-type": kind.encode("latin-1")}
        assert reviewer.client.post(path, content=b"--x\r\n\r\n", headers=headers).status_code == 403
    reader = desk.browser("赵六", Role.READER)
    assert reviewer.client.app is reader.client.app
    token = re.search(r'name="token" value="([0-9a-f]{64})"', reader.read("/account"))
    assert token
    assert reader.client.post(path, data={"token": token[1]}, files=files).status_code == 403


def test_the_command_takes_a_file(desk: Office, capsys: pytest.CaptureFixture[str], tmp_path: Path):
    county = tmp_path / "清源县.toml"
    save_county(county, COUNTY)
    edited = tmp_path / "改.docx"

    def run(content: bytes, *more: str) -> tuple[int, str]:
        edited.write_bytes(content)
        shared = ["--home", str(desk.folder), "--now", "2020-04-10T09:00"]
        with pytest.raises(SystemExit) as leaving:
            main([*shared, "adopt", str(county), str(edited), "-q", "2020Q1", "--by", "李雷", *more])
        said = capsys.readouterr()
        code = leaving.value.code
        return (code if isinstance(code, int) else 0), said.out + said.err

    code, said = run(rewritten(draft_of(desk), lambda xml: xml.replace("存在问题", "主要问题", 1)))
    assert code == 1
    assert "草稿：二、存在问题" in said
    assert "文件：二、主要问题" in said
    code, said = run(rewritten(draft_of(desk), lambda xml: xml.replace("特此通报。", "特此通报！")))
    assert code == 0
    assert "已采用1处修改，记在李雷名下" in said
    assert run(b"nothing")[0] == 2


@pytest.mark.parametrize("where", ["三、", "一、"])
def test_an_added_paragraph_that_sets_another_deadline_is_refused_with_both_texts(audit: Audit, where: str):
    said = refused(audit, rewritten(word_of(audit), below(where, "请各单位于2020年6月30日前再报送一次总结。")))
    assert "多出期限2020年6月30日" in said
    assert "再报送一次总结" in said.partition("文件：")[2]
