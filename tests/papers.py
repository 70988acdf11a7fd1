"""Circulars as trees for the tests of layout: invented words, every element of GB/T 9704 once."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from auditor.documents.tree import Annex, Document, Imprint, Paragraph, Span, Style, Table, TableColumn

CREATED = datetime(2020, 4, 16, 1, 0, tzinfo=UTC)
COLUMNS = (
    TableColumn("序号", 1.1),
    TableColumn("栏目", 4.6, "left"),
    TableColumn("数量", 2.2),
    TableColumn("责任单位", 3.6),
    TableColumn("备注", 3.4, "left"),
)


def paragraph(text: str, style: Style = "body") -> Paragraph:
    return Paragraph(style, (Span(text),))


def count_table(rows: int) -> Table:
    cells = tuple(
        (n, f"第{n}个栏目", n % 7, "甪直镇人民政府", "后半年只有一次" if n % 5 == 0 else "") for n in range(1, rows + 1)
    )
    return Table(COLUMNS, cells, ("", "合计", sum(cell[2] for cell in cells), "", ""))


def wide_table(rows: int) -> Table:
    columns = (
        TableColumn("序号", 1.1),
        TableColumn("单位", 4.0),
        *(TableColumn(f"指标{n}", 1.8) for n in range(1, 10)),
    )
    return Table(columns, tuple((n, f"第{n}个单位", *range(n, n + 9)) for n in range(1, rows + 1)))


def make_document(**changes: Any) -> Document:
    """A circular with a red head, two upright annexes and one across, and record lines."""
    document = Document(
        mark="堌水县人民政府办公室文件",
        number="堌政办发〔2020〕15号",
        title="堌水县人民政府办公室关于2020年第一季度政府门户网站信息公开栏目更新情况的通报",
        addressees="各乡（镇）人民政府，县直各有关单位",
        body=(
            paragraph("县政务公开中心对全县35个单位的栏目进行了核查。现将情况通报如下：" * 2),
            paragraph("一、总体情况", "heading1"),
            paragraph("共更新各类信息262条，其中县直部门248条、乡镇14条。"),
            paragraph("（一）更新较好的单位", "heading2"),
            Paragraph("body", (Span("更新及时。", bold=True), Span("名单附后，“好”的做法应予坚持。"))),
            paragraph("1. 分项", "heading3"),
            paragraph("注：数据取自归档页面。", "note"),
        ),
        annexes=(
            Annex(1, "县直部门信息公开更新情况统计表", count_table(43)),
            Annex(2, "各单位信息公开情况一览表", wide_table(30), ("“—”表示未能核查。",), landscape=True),
            Annex(3, "乡镇信息公开更新情况统计表", count_table(8)),
        ),
        signature="堌水县人民政府办公室",
        signed_on=date(2020, 4, 16),
        remark="此件公开发布",
        imprint=Imprint("县委办公室，县人大常委会办公室", "堌水县人民政府办公室", date(2020, 4, 17)),
        draft_note="草稿",
    )
    return replace(document, **changes)


def plain_document(body: tuple[str | Paragraph, ...] = ("国" * 1500,), **changes: Any) -> Document:
    """A circular of text alone, without head, attachments or record lines."""
    bare = {"mark": "", "number": "", "title": "国", "addressees": "", "annexes": (), "draft_note": "", "remark": ""}
    words = tuple(paragraph(part) if isinstance(part, str) else part for part in body)
    return make_document(**{**bare, "imprint": Imprint(), "body": words, **changes})
