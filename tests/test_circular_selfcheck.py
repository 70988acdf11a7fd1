"""Seeded errors: every mutation of text, tables, audit or Word file must be found, and no valid audit may be blamed."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest

from auditor.audit.layout import CircularLayout
from auditor.audit.model import Audit, IssueEntry, RowEntry
from auditor.base.terms import AuditState, ColumnState
from auditor.circular.content import build_document
from auditor.circular.selfcheck import check_audit
from auditor.documents.docx import render_docx
from auditor.documents.readback import check_docx
from auditor.documents.tree import Annex, Document, Imprint, Paragraph, Span
from tests.audits import Shape, make_audit

SIGNED = date(2020, 4, 16)
LAYOUT = CircularLayout(annexes=("columns", "units", "problems"))
Mutation = tuple[str, Audit, Document]


def subject() -> tuple[Audit, Document]:
    audit = make_audit(7, Shape(rows=(20, 6), findings=25))
    audit = audit.model_copy(update={"pack": audit.pack.model_copy(update={"layout": LAYOUT})})
    return audit, build_document(audit, signed_on=SIGNED)


def faults(audit: Audit, document: Document) -> list[str]:
    return [f"{entry.name}：{entry.detail}" for entry in check_audit(audit, document) if not entry.ok]


# -- mutations of the text ---------------------------------------------------------------------------------------------


def with_line(document: Document, index: int, text: str) -> Document:
    lines = list(document.body)
    lines[index] = Paragraph(lines[index].style, (Span(text),))
    return replace(document, body=tuple(lines))


def changed_numbers(audit: Audit, document: Document) -> Iterator[Mutation]:
    """Every number of the text, one too many; the first digit lost from those of several."""
    for index, paragraph in enumerate(document.body):
        for number in re.finditer(r"\d+", paragraph.text):
            before, after = paragraph.text[: number.start()], paragraph.text[number.end() :]
            wrong = f"{before}{int(number[0]) + 1}{after}"
            yield f"text {index}: {number[0]} + 1", audit, with_line(document, index, wrong)
            if len(number[0]) > 1:
                yield (
                    f"text {index}: {number[0]} cut",
                    audit,
                    with_line(document, index, before + number[0][1:] + after),
                )


def changed_names(audit: Audit, document: Document) -> Iterator[Mutation]:
    for index, paragraph in enumerate(document.body):
        names = paragraph.text.rstrip("。").split("、")
        if paragraph.style != "body" or len(names) < 3:
            continue
        for wrong in (names[1:], [*names, names[0]], [names[1], names[0], *names[2:]], ["不存在的局", *names[1:]]):
            yield f"list {index}: {wrong[0]}", audit, with_line(document, index, "、".join(wrong) + "。")


def changed_paragraphs(audit: Audit, document: Document) -> Iterator[Mutation]:
    body = document.body
    for index in range(len(body)):
        yield f"paragraph {index} lost", audit, replace(document, body=body[:index] + body[index + 1 :])
    for index in range(len(body) - 1):
        swapped = (*body[:index], body[index + 1], body[index], *body[index + 2 :])
        yield f"paragraph {index} swapped", audit, replace(document, body=swapped)
    plain = Paragraph("body", body[1].spans)
    yield "heading became body", audit, replace(document, body=(body[0], plain, *body[2:]))


def changed_fields(audit: Audit, document: Document) -> Iterator[Mutation]:
    changes: dict[str, Any] = {
        "mark": "邻县人民政府文件",
        "number": "堌政办发〔2020〕15号",
        "title": document.title.replace("第一", "第二"),
        "addressees": "各有关单位：",
        "signature": "邻县人民政府办公室",
        "signed_on": date(2020, 3, 31),
        "sealed": True,
        "remark": "（此件公开发布）",
        "imprint": Imprint(printed_on=date(2020, 4, 1)),
        "draft_note": "",
    }
    for name, value in changes.items():
        yield f"field {name}", audit, replace(document, **{name: value})
    yield "signed a day later", audit, replace(document, signed_on=SIGNED + timedelta(days=1))


# -- mutations of the tables -------------------------------------------------------------------------------------------


def with_rows(document: Document, number: int, rows: Any, **changes: Any) -> Document:
    annexes = list(document.annexes)
    annex = annexes[number]
    annexes[number] = replace(annex, table=replace(annex.table, rows=tuple(rows), **changes))
    return replace(document, annexes=tuple(annexes))


def changed_cells(audit: Audit, document: Document) -> Iterator[Mutation]:
    for number, annex in enumerate(document.annexes):
        rows = annex.table.rows
        for index, row in list(enumerate(rows))[::4]:
            for place, cell in enumerate(row):
                for wrong in {cell + 1, str(cell)} if isinstance(cell, int) else {f"{cell}一", 0}:
                    changed = (*row[:place], wrong, *row[place + 1 :])
                    yield (
                        f"annex {number} row {index} cell {place}: {wrong!r}",
                        audit,
                        with_rows(document, number, (*rows[:index], changed, *rows[index + 1 :])),
                    )


def changed_rows(audit: Audit, document: Document) -> Iterator[Mutation]:
    for number, annex in enumerate(document.annexes):
        rows = annex.table.rows
        for index in range(0, len(rows) - 1, 3):
            yield (
                f"annex {number} row {index} lost",
                audit,
                with_rows(document, number, rows[:index] + rows[index + 1 :]),
            )
            twice = (*rows[: index + 1], *rows[index:])
            yield f"annex {number} row {index} twice", audit, with_rows(document, number, twice)
            swapped = (*rows[:index], rows[index + 1], rows[index], *rows[index + 2 :])
            yield f"annex {number} row {index} swapped", audit, with_rows(document, number, swapped)


def changed_annexes(audit: Audit, document: Document) -> Iterator[Mutation]:
    for number, annex in enumerate(document.annexes):
        others = document.annexes[:number], document.annexes[number + 1 :]
        yield f"annex {number} lost", audit, replace(document, annexes=others[0] + others[1])
        yield f"annex {number} twice", audit, replace(document, annexes=(*document.annexes, annex))
        head = replace(annex.table.columns[1], label="改")
        columns = (annex.table.columns[0], head, *annex.table.columns[2:])
        for name, wrong in {
            "title": replace(annex, title=annex.title + "表"),
            "no title": replace(annex, title=""),
            "number": replace(annex, number=annex.number + 1),
            "note": replace(annex, notes=("多出的注",)),
            "turned": replace(annex, landscape=not annex.landscape),
            "head": replace(annex, table=replace(annex.table, columns=columns)),
            "no total": replace(annex, table=replace(annex.table, total=("", "合计"))),
        }.items():
            yield f"annex {number} {name}", audit, replace(document, annexes=(*others[0], wrong, *others[1]))
        total = annex.table.total or ()
        for place, cell in enumerate(total):
            if isinstance(cell, int):
                wrong_total = (*total[:place], cell + 1, *total[place + 1 :])
                yield (
                    f"annex {number} total {place}",
                    audit,
                    with_rows(document, number, rows_of(annex), total=wrong_total),
                )


def rows_of(annex: Annex) -> Any:
    return annex.table.rows


# -- mutations of the audit --------------------------------------------------------------------------------------------


def with_row(audit: Audit, number: int, index: int, **changes: Any) -> Audit:
    table = audit.tables[number]
    rows = (*table.rows[:index], table.rows[index].model_copy(update=changes), *table.rows[index + 1 :])
    return with_table(audit, number, rows=rows)


def with_table(audit: Audit, number: int, **changes: Any) -> Audit:
    tables = list(audit.tables)
    tables[number] = tables[number].model_copy(update=changes)
    return audit.model_copy(update={"tables": tuple(tables)})


def row_changes(row: RowEntry) -> dict[str, dict[str, Any]]:
    changes: dict[str, dict[str, Any]] = {
        "count": {"count": (row.count or 0) + 1},
        "state": {"state": ColumnState.BLOCKED if row.count is not None else ColumnState.COUNTED},
        "column": {"column": row.column + "甲"},
        "unit": {"unit": "不存在的局"},
        "seq": {"seq": row.seq + 1},
        "remark": {"remark": row.remark + "补"},
        "latest": {"latest": date(2020, 5, 1)},
    }
    if row.count is None:
        changes["zero for unknown"] = {"count": 0}
    if row.count:
        changes |= {
            "blank with items": {"state": ColumnState.BLANK},
            "item lost": {"items": row.items[1:]},
            "item twice": {"items": (row.items[0], *row.items[:-1])} if row.count > 1 else {"items": ()},
            "item of another quarter": {
                "items": (row.items[0].model_copy(update={"date": date(2019, 12, 31)}), *row.items[1:])
            },
            "negative": {"count": -row.count},
        }
    return changes


def changed_audit_rows(audit: Audit, document: Document) -> Iterator[Mutation]:
    for number, table in enumerate(audit.tables):
        for index, row in enumerate(table.rows):
            for name, change in row_changes(row).items():
                yield f"audit row {number}.{index} {name}", with_row(audit, number, index, **change), document
        fewer = table.rows[1:]
        yield f"audit table {number} row lost", with_table(audit, number, rows=fewer), document
        yield f"audit table {number} row twice", with_table(audit, number, rows=(*table.rows, table.rows[0])), document
        yield f"audit table {number} total", with_table(audit, number, total=table.total + 1), document
        yield f"audit table {number} unknown", with_table(audit, number, unknown=table.unknown + 1), document
        yield f"audit table {number} title", with_table(audit, number, title="另一张表"), document


def changed_units(audit: Audit, document: Document) -> Iterator[Mutation]:
    for index, unit in enumerate(audit.units):
        others = audit.units[:index], audit.units[index + 1 :]
        yield f"unit {index} lost", audit.model_copy(update={"units": others[0] + others[1]}), document
        yield f"unit {index} twice", audit.model_copy(update={"units": (*audit.units, unit)}), document
        for name, change in {
            "grade": {"grade": "good" if unit.grade != "good" else "late"},
            "both grades": dict.fromkeys(("grade", "proposed"), "partial" if unit.grade != "partial" else "pending"),
            "unknown grade": dict.fromkeys(("grade", "proposed"), "excellent"),
            "total": {"total": (unit.total or 0) + 100},
            "name": {"name": unit.name + "甲"},
            "table": {"table": "table2" if unit.table == "table1" else "table1"},
        }.items():
            wrong = unit.model_copy(update=change)
            yield f"unit {index} {name}", audit.model_copy(update={"units": (*others[0], wrong, *others[1])}), document


def changed_findings(audit: Audit, document: Document) -> Iterator[Mutation]:
    for index, finding in enumerate(audit.findings):
        others = audit.findings[:index], audit.findings[index + 1 :]
        changes: dict[str, dict[str, Any]] = {
            "unit": {"unit": "不存在的局"},
            "column": {"column": "不存在的栏目"},
            "no text": {"text": ""},
            "force": {"force": "off" if finding.force in ("grade", "print") else "print"},
        }
        if finding.force in ("grade", "print"):
            changes["text"] = {"text": finding.text + "又一处"}
            yield f"finding {index} lost", audit.model_copy(update={"findings": others[0] + others[1]}), document
        for name, change in changes.items():
            wrong = (*others[0], finding.model_copy(update=change), *others[1])
            yield f"finding {index} {name}", audit.model_copy(update={"findings": wrong}), document


def changed_facts(audit: Audit, document: Document) -> Iterator[Mutation]:
    issue = IssueEntry(number="堌政办发〔2020〕15号", date=SIGNED, by="张三")
    begun, ended = audit.evidence.crawled_from, audit.evidence.crawled_to
    assert begun is not None
    assert ended is not None
    for name, change in {
        "total": {"total": audit.total + 1},
        "county": {"county": "邻县"},
        "quarter": {"quarter": "2020Q2"},
        "no quarter": {"quarter": "第五季度"},
        "period": {"period": (audit.period[0], audit.period[1] + timedelta(days=1))},
        "state": {"state": AuditState.ISSUED},
        "issued as draft": {"issue": issue},
        "inspector": {"facts": audit.facts.model_copy(update={"inspector": "县纪委"})},
        "crawl backwards": crawled(audit, ended, begun),
        "crawl too late": crawled(audit, begun, ended + timedelta(days=90)),
        "crawl too early": crawled(audit, begun - timedelta(days=40), ended - timedelta(days=40)),
    }.items():
        yield f"audit {name}", audit.model_copy(update=change), document


def crawled(audit: Audit, begun: datetime, ended: datetime) -> dict[str, Any]:
    return {"evidence": audit.evidence.model_copy(update={"crawled_from": begun, "crawled_to": ended})}


MUTATORS = (
    changed_numbers,
    changed_names,
    changed_paragraphs,
    changed_fields,
    changed_cells,
    changed_rows,
    changed_annexes,
    changed_audit_rows,
    changed_units,
    changed_findings,
    changed_facts,
)


def test_the_subject_itself_is_faultless() -> None:
    assert faults(*subject()) == []


@pytest.mark.no_cover  # a check said hundreds of times: watching every line would triple its time
@pytest.mark.parametrize("mutator", MUTATORS, ids=lambda mutator: mutator.__name__)
def test_every_seeded_error_is_found(mutator: Any) -> None:
    audit, document = subject()
    mutations = list(mutator(audit, document))
    assert mutations
    missed = [name for name, wrong_audit, wrong_document in mutations if not faults(wrong_audit, wrong_document)]
    assert missed == []


def test_at_least_two_hundred_errors_are_seeded() -> None:
    audit, document = subject()
    assert sum(len(list(mutator(audit, document))) for mutator in MUTATORS) >= 200


# -- mutations of the Word file ----------------------------------------------------------------------------------------


def rezipped(content: bytes, change: Any) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part.decode()).encode() if name == "word/document.xml" else part)
    return buffer.getvalue()


def word_mutations(xml: str) -> Iterator[str]:
    texts = list(re.finditer(r'<w:t xml:space="preserve">([^<]+)</w:t>', xml))
    for found in texts[::7]:
        yield xml[: found.start(1)] + found[1][1:] + xml[found.end(1) :]
        yield xml[: found.end(1)] + "1" + xml[found.end(1) :]
    rows = list(re.finditer(r" *<w:tr>.*?</w:tr>\n", xml, re.DOTALL))
    for row in rows[::5]:
        yield xml[: row.start()] + xml[row.end() :]
        yield xml[: row.end()] + row[0] + xml[row.end() :]
    for paragraph in list(re.finditer(r"    <w:p><w:pPr><w:pStyle w:val=\"GW(Body|Heading1)\".*?</w:p>\n", xml))[::3]:
        yield xml[: paragraph.start()] + xml[paragraph.end() :]


@pytest.mark.no_cover
def test_every_change_in_the_word_file_is_found() -> None:
    _, document = subject()
    content = render_docx(document)
    assert all(entry.ok for entry in check_docx(content, document))
    xml = zipfile.ZipFile(BytesIO(content)).read("word/document.xml").decode()
    wrong = list(word_mutations(xml))
    assert len(wrong) > 100
    missed = [
        number
        for number, changed in enumerate(wrong)
        if all(entry.ok for entry in check_docx(rezipped(content, lambda _, new=changed: new), document))
    ]
    assert missed == []


# -- no false alarm ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(50))
def test_a_valid_audit_is_not_blamed(seed: int) -> None:
    shape = Shape(
        rows=((43, 8), (1,), (5, 5, 5), (12,))[seed % 4],
        unknown=(0.0, 0.1, 0.5, 1.0)[seed // 4 % 4],
        hostile=seed % 3 == 0,
        findings=seed % 7 * 4,
        quarter=("2020Q1", "2019Q4", "2020-03", "2020H1")[seed % 4],
    )
    audit = make_audit(seed, shape)
    layout = CircularLayout(annexes=("columns", "units", "problems")) if seed % 2 else CircularLayout()
    audit = audit.model_copy(update={"pack": audit.pack.model_copy(update={"layout": layout})})
    document = build_document(audit, signed_on=audit.period[1] + timedelta(days=20))
    assert faults(audit, document) == []
    assert all(entry.ok for entry in check_docx(render_docx(document), document))


def test_an_issued_circular_with_its_number_passes() -> None:
    audit, _ = subject()
    issue = IssueEntry(number="堌政办发〔2020〕15号", date=SIGNED, by="张三")
    issued = audit.model_copy(update={"issue": issue, "state": AuditState.ISSUED})
    assert faults(issued, build_document(issued, signed_on=SIGNED)) == []


@pytest.mark.parametrize(
    "number", ["堌政办发[2020]15号", "堌政办发〔2020〕第15号", "堌政办发〔2020〕015号", "堌政办发〔2019〕15号"]
)
def test_a_document_number_against_the_standard_is_found(number: str) -> None:
    audit, _ = subject()
    issue = IssueEntry(number=number, date=SIGNED, by="张三")
    issued = audit.model_copy(update={"issue": issue, "state": AuditState.ISSUED})
    assert any("发文字号" in fault for fault in faults(issued, build_document(issued, signed_on=SIGNED)))
