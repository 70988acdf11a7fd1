"""Every Word file and workbook the program writes is what the schema allows, and a breach of it would be seen."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest
from audits import HOSTILE, Shape, make_audit
from office_schema import schema_faults
from openxml_audit import FileFormat
from papers import CREATED, count_table, make_document, paragraph, plain_document, wide_table
from portals import NOW, column, county, reading, sightings

from auditor.annual import Quarters, build_annual
from auditor.annual.document import build_document as annual_document
from auditor.annual.document import forms_for
from auditor.audit import layout
from auditor.audit.build import build_audit
from auditor.audit.grade import load_pack
from auditor.audit.grade.pack import list_packs
from auditor.audit.layout import CircularLayout
from auditor.base.period import Period
from auditor.circular.columns import UNIT_COLUMNS
from auditor.circular.content import build_document
from auditor.circular.evidence import render_evidence_xlsx
from auditor.circular.xlsx import render_tables_xlsx
from auditor.documents.annex_sheets import write_annexes
from auditor.documents.docx import render_docx
from auditor.documents.tree import Annex, Document, Imprint, Table, TableColumn
from auditor.documents.workbook import Workbook
from auditor.recheck import RecheckEvidence, build_recheck
from auditor.recheck.document import build_document as recheck_document
from auditor.sheet.export import export_sheet

SIGNED = date(2020, 4, 16)
SMALL = Shape(rows=(4, 2), findings=6)
HARD = replace(SMALL, hostile=True, unknown=0.4)
PLACE = county([column("部门预算", "财政局", remark="=1+1"), column("规划计划", "发改局", url="/plan/?a=1&b=<2>")])
WIDEST = CircularLayout(
    annexes=get_args(layout.AnnexKind),
    columns=get_args(layout.RowColumn),
    unit_columns=tuple(UNIT_COLUMNS),
    problem_columns=get_args(layout.ProblemColumn),
    sealed=True,
    copies_to="县委办公室",
    printer="县政府办公室",
    printed_on=date(2020, 4, 17),
)


def circular(shape: Shape, chosen: CircularLayout) -> Document:
    return build_document(make_audit(1, shape), signed_on=SIGNED, layout=chosen)


def year() -> Document:
    now, before = (
        Quarters(number, tuple(make_audit(n, replace(SMALL, quarter=f"{number}Q{n}")) for n in range(1, 5)))
        for number in (2020, 2019)
    )
    return annual_document(build_annual(PLACE, now, before), forms_for(2020))


def follow_up() -> Document:
    before = {one.key: reading(one.key) for one in PLACE.column}
    later = NOW + timedelta(days=20)
    after = {one.key: reading(one.key, sightings(1, "2020-04-21"), read_at=later) for one in PLACE.column}
    pack = load_pack("chongxin")
    audit = build_audit(PLACE, Period.parse("2020Q1"), pack, before)
    return recheck_document(build_recheck(PLACE, audit, RecheckEvidence(after, pack), SIGNED))


def odd(text: str) -> Document:
    """A paper with a hostile text in every place."""
    columns = (
        TableColumn(text, 1),
        TableColumn("", 0.001),
        TableColumn("乙", 9999, "left"),
        TableColumn("丙", 1, "right"),
    )
    table = Table(columns, ((text, text, text, 3), ("", None, 0, -1)), (text, None, text, 7))
    annexes = (Annex(1, text, table, (text,)), Annex(2, text, table, landscape=True), Annex(3, text, table))
    places = dict.fromkeys(("mark", "number", "title", "addressees", "signature", "remark", "draft_note"), text)
    return make_document(**places, imprint=Imprint(text, text, SIGNED), body=(paragraph(text),), annexes=annexes)


DOCUMENTS: dict[str, Callable[[], Document]] = {
    "circular": lambda: circular(SMALL, CircularLayout()),
    "widest": lambda: circular(HARD, WIDEST),
    "upright": lambda: circular(HARD, WIDEST.model_copy(update={"landscape_from": 99, "sealed": False})),
    "bare": lambda: plain_document(("国",), title="", signature=""),
    "paper": lambda: make_document(
        annexes=(Annex(1, "甲", count_table(2)), Annex(2, "乙", wide_table(2), landscape=True))
    ),
    "year": year,
    "follow-up": follow_up,
    **{f"pack {path.stem}": lambda path=path: circular(SMALL, load_pack(path.stem).layout) for path in list_packs()},
    **{f"odd {number}": lambda text=text: odd(text) for number, text in enumerate(HOSTILE)},
}


def annexes_xlsx(document: Document) -> bytes:
    book = Workbook(document.title, document.signature, CREATED)
    write_annexes(book, document)
    return book.content()


def exported(folder: Path) -> bytes:
    export_sheet(PLACE, folder / "county.xlsx")
    return (folder / "county.xlsx").read_bytes()


WORKBOOKS: dict[str, Callable[[Path], bytes]] = {
    "tables": lambda _: render_tables_xlsx(circular(HARD, WIDEST), make_audit(1, HARD), created=CREATED),
    "evidence": lambda _: render_evidence_xlsx(make_audit(1, HARD), created=CREATED),
    "nothing": lambda _: render_evidence_xlsx(make_audit(1, Shape(rows=(0,), findings=0)), created=CREATED),
    "year": lambda _: annexes_xlsx(year()),
    "follow-up": lambda _: annexes_xlsx(follow_up()),
    "county": exported,
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_word_file_keeps_to_the_schema(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(render_docx(DOCUMENTS[name]()))
    assert schema_faults(path) == []


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_keeps_to_the_schema(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(WORKBOOKS[name](tmp_path))
    assert schema_faults(path) == []


def test_the_newest_programs_accept_what_the_oldest_do(tmp_path: Path) -> None:
    for name, content in (
        ("a.docx", render_docx(DOCUMENTS["paper"]())),
        ("a.xlsx", WORKBOOKS["county"](tmp_path)),
    ):
        (tmp_path / name).write_bytes(content)
        assert schema_faults(tmp_path / name, FileFormat.MICROSOFT_365) == []


def broken(content: bytes, part: str, old: str, new: str, path: Path) -> Path:
    """The file with one place of one part written otherwise; with an empty ``old`` the part is left out."""
    path.write_bytes(content)
    with zipfile.ZipFile(path) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    if old:
        assert old in texts[part]
        texts[part] = texts[part].replace(old, new, 1)
    else:
        del texts[part]
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return path


@pytest.mark.parametrize(
    ("part", "old", "new", "told"),
    [
        ("document.xml", "<w:keepNext/></w:pPr>", "</w:pPr><w:keepNext/>", "keepNext"),
        (
            "document.xml",
            '<w:tblW w:w="8844" w:type="dxa"/><w:jc w:val="center"/>',
            '<w:jc w:val="center"/><w:tblW w:w="8844" w:type="dxa"/>',
            "tblW",
        ),
        ("document.xml", '<w:vAlign w:val="center"/>', '<w:vAlign w:val="middle"/>', "middle"),
        ("document.xml", 'w:hRule="atLeast"', 'w:rule="atLeast"', "rule"),
        ("document.xml", '<w:jc w:val="center"/>', "<w:jc/>", "val"),
        (
            "document.xml",
            '<w:tblLayout w:type="fixed"/>',
            '<w:tblLayout w:type="fixed"><w:b/></w:tblLayout>',
            "tblLayout",
        ),
        ("document.xml", 'r:id="rIdOdd"', 'r:id="rIdGone"', "rIdGone"),
        ("document.xml", '<w:sz w:val="72"/><w:szCs w:val="72"/>', '<w:sz w:val="72"/><w:szCs w:val="0"/>', "minimum"),
        ("styles.xml", '<w:uiPriority w:val="99"/>', '<w:uiPriority w:val="often"/>', "often"),
        ("styles.xml", '<w:basedOn w:val="Normal"/>', '<w:based w:val="Normal"/>', "based"),
        ("settings.xml", "<w:mirrorMargins/>", "<w:mirror/>", "mirror"),
        ("_rels/document.xml.rels", "footer1.xml", "footer9.xml", "footer9"),
        ("footer1.xml", "", "", "footer1"),
    ],
)
def test_a_breach_in_a_word_file_is_seen(part: str, old: str, new: str, told: str, tmp_path: Path) -> None:
    path = broken(render_docx(DOCUMENTS["paper"]()), f"word/{part}", old, new, tmp_path / "a.docx")
    assert any(told in fault for fault in schema_faults(path))


@pytest.mark.parametrize(
    ("part", "old", "new", "told"),
    [
        ("worksheets/sheet1.xml", "<sheetViews>", "<cols/><sheetViews>", "cols"),
        ("worksheets/sheet1.xml", 't="s"', 't="text"', "text"),
        ("workbook.xml", 'r:id="rId1"', 'r:id="rId99"', "rId99"),
        ("sharedStrings.xml", "", "", "sharedStrings"),
    ],
)
def test_a_breach_in_a_workbook_is_seen(part: str, old: str, new: str, told: str, tmp_path: Path) -> None:
    path = broken(WORKBOOKS["county"](tmp_path), f"xl/{part}", old, new, tmp_path / "a.xlsx")
    assert any(told in fault for fault in schema_faults(path))
