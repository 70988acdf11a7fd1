"""The product's own circulars of every shipped pack, and the same with one fault planted."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from random import Random

from auditor.audit.grade.pack import load_pack
from auditor.audit.layout import CircularLayout
from auditor.audit.model import Audit, GradeLabel
from auditor.base.resources import shipped
from auditor.base.terms import PENDING
from auditor.circular.content import build_document
from auditor.circular.xlsx import render_tables_xlsx
from auditor.documents.docx import render_docx
from auditor.documents.html import render_html
from auditor.documents.pdf import print_pdf
from auditor.documents.tree import Annex, Document, Paragraph, Span
from tests.audits import Shape, make_audit

CREATED = datetime(2020, 4, 16, 1, 0, tzinfo=UTC)
PACKS = tuple(sorted(path.stem for path in Path(str(shipped("rules", "packs"))).glob("*.toml")))
FORMATS = ("docx", "html", "pdf", "xlsx")

Planter = Callable[[Document, Random], Document | None]
"""Gives the document with one fault, or ``None`` where it has nothing to spoil."""


@lru_cache(maxsize=64)
def own_paper(pack: str, seed: int) -> tuple[Audit, Document]:
    """A circular by a shipped pack: its grades and layout, with an audit the seed makes."""
    rules = load_pack(pack)
    labels = [GradeLabel(id=grade.id, label=grade.label) for grade in rules.grade]
    unknown = 0.1 if seed % 2 else 0.0
    audit = make_audit(seed, Shape(rows=(24 + seed % 12, 8), unknown=unknown, findings=8))
    names = {old: labels[min(number, len(labels) - 1)].id for number, old in enumerate(("good", "partial", "late"))}
    units = tuple(
        unit.model_copy(update={"grade": names.get(unit.grade, unit.grade), "proposed": names.get(unit.grade, PENDING)})
        for unit in audit.units
    )
    grades = (*labels, GradeLabel(id=PENDING, label="待核实"))
    audit = audit.model_copy(update={"units": units, "pack": audit.pack.model_copy(update={"grades": grades})})
    layout = CircularLayout(annexes=("columns", "units", "problems"))
    return audit, build_document(audit, signed_on=date(2020, 4, 16), layout=layout)


def rendered(document: Document, audit: Audit, kind: str) -> bytes:
    """The document as a file of one kind."""
    if kind == "docx":
        return render_docx(document)
    if kind == "html":
        return render_html(document).encode()
    if kind == "pdf":
        return print_pdf(document, created=CREATED).content
    return render_tables_xlsx(document, audit, created=CREATED)


def _wrong(value: int, rng: Random) -> int:
    delta = rng.choice((1, 2, 3, 10))
    return value + delta if value < delta or rng.random() < 0.5 else value - delta


def _text(pattern: str) -> Planter:
    """Spoils the number that a pattern's one group finds in the text."""

    def plant(document: Document, rng: Random) -> Document | None:
        places = [
            (index, match)
            for index, paragraph in enumerate(document.body)
            for match in re.finditer(pattern, paragraph.text)
        ]
        if not places:
            return None
        index, match = rng.choice(places)
        text = document.body[index].text
        number = _wrong(int(match[1]), rng)
        spoilt = f"{text[: match.start(1)]}{number}{text[match.end(1) :]}"
        return _with_paragraph(document, index, spoilt)

    return plant


def _note(pattern: str) -> Planter:
    """Spoils the number that a pattern's one group finds in a note below an attachment."""

    def plant(document: Document, rng: Random) -> Document | None:
        for annex in document.annexes:
            for index, note in enumerate(annex.notes):
                if match := re.search(pattern, note):
                    spoilt = f"{note[: match.start(1)]}{_wrong(int(match[1]), rng)}{note[match.end(1) :]}"
                    changed = replace(annex, notes=(*annex.notes[:index], spoilt, *annex.notes[index + 1 :]))
                    others = (changed if one is annex else one for one in document.annexes)
                    return replace(document, annexes=tuple(others))
        return None

    return plant


def _with_paragraph(document: Document, index: int, text: str) -> Document:
    body = list(document.body)
    body[index] = Paragraph(body[index].style, (Span(text),))
    return replace(document, body=tuple(body))


def _lists(document: Document, least: int) -> list[int]:
    """The paragraphs of names below the grades' headings."""
    return [
        index
        for index, paragraph in enumerate(document.body)
        if index and re.search(r"单位（\d+个）$", document.body[index - 1].text) and paragraph.text.count("、") >= least
    ]


def drop_name(document: Document, rng: Random) -> Document | None:
    """A unit forgotten in its list."""
    lists = _lists(document, 1)
    if not lists:
        return None
    index = rng.choice(lists)
    names = document.body[index].text.rstrip("。").split("、")
    names.pop(rng.randrange(len(names)))
    return _with_paragraph(document, index, "、".join(names) + "。")


def second_grade(document: Document, rng: Random) -> Document | None:
    """A unit that stands in place of another in a second list: the numbers still fit."""
    lists = _lists(document, 1)
    if len(lists) < 2:
        return None
    first, second = rng.sample(lists, 2)
    names = document.body[second].text.rstrip("。").split("、")
    names[rng.randrange(len(names))] = document.body[first].text.rstrip("。").split("、")[0]
    return _with_paragraph(document, second, "、".join(names) + "。")


def moved_name(document: Document, rng: Random) -> Document | None:
    """A unit that stands in another list than its own, both numbers adjusted: only the table knows."""
    lists = _lists(document, 1)
    if len(lists) < 2:
        return None
    first, second = rng.sample(lists, 2)
    name, *rest = document.body[first].text.rstrip("。").split("、")
    document = _with_paragraph(document, first, "、".join(rest) + "。")
    document = _with_paragraph(document, second, f"{document.body[second].text.rstrip('。')}、{name}。")
    for index, change in ((first, -1), (second, 1)):
        head = document.body[index - 1].text
        number = re.search(r"（(\d+)个）$", head)
        assert number is not None
        document = _with_paragraph(document, index - 1, f"{head[: number.start()]}（{int(number[1]) + change}个）")
    return document


def _annexes(document: Document, head: str) -> list[Annex]:
    return [annex for annex in document.annexes if any(column.label == head for column in annex.table.columns)]


def _with_annex(document: Document, annex: Annex, rows: list[list[object]], total: object = None) -> Document:
    table = replace(annex.table, rows=tuple(map(tuple, rows)), total=total or annex.table.total)  # type: ignore[arg-type]
    changed = replace(annex, table=table)
    return replace(document, annexes=tuple(changed if one is annex else one for one in document.annexes))


def _cell(head: str) -> Planter:
    """Spoils a number in a column of an attachment."""

    def plant(document: Document, rng: Random) -> Document | None:
        found = [
            (annex, row, column)
            for annex in document.annexes
            for column, one in enumerate(annex.table.columns)
            if re.fullmatch(head, one.label)
            for row, cells in enumerate(annex.table.rows)
            if isinstance(cells[column], int)
        ]
        if not found:
            return None
        annex, row, column = rng.choice(found)
        rows = [list(cells) for cells in annex.table.rows]
        value = rows[row][column]
        assert isinstance(value, int)
        rows[row][column] = _wrong(value, rng)
        return _with_annex(document, annex, rows)  # type: ignore[arg-type]

    return plant


def wrong_total(document: Document, rng: Random) -> Document | None:
    """A wrong 合计 row."""
    annexes = [annex for annex in document.annexes if annex.table.total]
    annex = rng.choice(annexes)
    total = list(annex.table.total or ())
    column = next(index for index, cell in enumerate(total) if isinstance(cell, int))
    value = total[column]
    assert isinstance(value, int)
    total[column] = _wrong(value, rng)
    return _with_annex(document, annex, [list(row) for row in annex.table.rows], tuple(total))


def wrong_rate(document: Document, rng: Random) -> Document | None:
    """A rate that its row does not give."""
    annexes = _annexes(document, "更新率")
    if not annexes:
        return None
    annex = annexes[0]
    column = next(index for index, one in enumerate(annex.table.columns) if one.label == "更新率")
    rows = [list(row) for row in annex.table.rows]
    known = [index for index, row in enumerate(rows) if str(row[column]).endswith("%")]
    if not known:
        return None
    index = rng.choice(known)
    rate = float(str(rows[index][column]).rstrip("%"))
    rows[index][column] = f"{rate - 12.5 if rate > 20 else rate + 12.5:.1f}%"
    return _with_annex(document, annex, rows)  # type: ignore[arg-type]


def lost_row(document: Document, rng: Random) -> Document | None:
    """A row left out of a count table."""
    annex = rng.choice(_annexes(document, "责任单位"))
    rows = [list(row) for row in annex.table.rows]
    rows.pop(rng.randrange(1, len(rows) - 1))
    return _with_annex(document, annex, rows)  # type: ignore[arg-type]


FAULTS: dict[str, Planter] = {
    "units": _text(r"对(\d+)个单位"),
    "columns": _text(r"个单位和(\d+)个栏目"),
    "known": _text(r"(?:能够核查的|全部)(\d+)个栏目"),
    "total": _text(r"共公开信息(\d+)条"),
    "group": _text(r"个栏目(\d+)条(?=[，。])"),
    "group_columns": _text(r"(?:部门|乡镇)(\d+)个栏目\d+条"),
    "unknown": _text(r"另有(\d+)个栏目页面暂不能读取"),
    "shared": _note(r"不归属单一单位的(\d+)个栏目只统计"),
    "grade": _text(r"单位（(\d+)个）$"),
    "pending": _text(r"上述(\d+)个待核实单位"),
    "problem_units": _text(r"涉及(\d+)个单位(?=.*具体是)"),
    "problem_columns": _text(r"涉及\d+个单位、(\d+)个栏目(?=.*具体是)"),
    "problem_cases": _text(r"，共(\d+)处(?=.*具体是)"),
    "drop_name": drop_name,
    "second_grade": second_grade,
    "moved_name": moved_name,
    "cell": _cell(".*季度公开数量"),
    "unit_cell": _cell("公开数量"),
    "unit_columns": _cell("栏目数"),
    "serial": _cell("序号"),
    "wrong_total": wrong_total,
    "wrong_rate": wrong_rate,
    "lost_row": lost_row,
}


TABLE_FAULTS = ("cell", "unit_cell", "unit_columns", "serial", "wrong_total", "wrong_rate", "lost_row")
"""The faults that a workbook of the tables alone shows too."""


def planted(pack: str, seed: int, fault: str) -> tuple[Audit, Document] | None:
    """The circular with one fault; ``None`` where it has nothing of the kind."""
    audit, document = own_paper(pack, seed)
    spoilt = FAULTS[fault](document, Random(f"{pack}-{seed}-{fault}"))
    return None if spoilt is None else (audit, spoilt)
