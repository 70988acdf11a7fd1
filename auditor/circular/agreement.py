"""The second half of the self-check: the document against the audit it was made from, and in itself.

The figures of the sentences are held to the lists in two ways: to what the audit gives, and to the names, rows and
cells that are printed.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from auditor.audit.layout import CircularLayout
from auditor.audit.model import Audit
from auditor.base.chinese import chinese_date, printable, share
from auditor.base.errors import BadInput
from auditor.base.pattern import pattern
from auditor.base.terms import AuditState
from auditor.circular.check_words import WORDS
from auditor.circular.content import build_document
from auditor.circular.context import called_in, local_day
from auditor.circular.edits import edit_faults, is_applicable
from auditor.circular.issued import number_faults
from auditor.documents.parts import printed_cell
from auditor.documents.tree import Annex, Document, Paragraph, Table

Faults = Iterator[str]

_NUMBER_BEFORE_LIST = pattern(
    r"(\d+)\s*[个家]",
    finds={"共15个": "15", "3 家": "3"},
    not_in=("15条",),
    seen="the circular of this program, and what an office writes in its place",
)
_NUMBER = re.compile(r"\d+")
_PERCENT = pattern(
    r"(-?\d+(?:\.\d+)?)%",
    finds={"87.5%": "87.5", "-3%": "-3"},
    not_in=("87.5", "％"),
    seen="columns of shares in attachments",
    way="fullmatch",
)
_TOTAL = pattern(
    r"(?:能够核查的|全部)(\d+)个栏目共公开信息(\d+)条(?:，其中([^。]*))?。",
    finds={"能够核查的45个栏目共公开信息262条，其中政府部门30个栏目248条。": "45", "全部51个栏目共公开信息0条。": "51"},
    not_in=("51个栏目公开信息262条。",),
    seen="the circular of this program, and what an office writes in its place",
)
_PART = pattern(
    r"(\d+)个栏目(\d+)条(?=，|$)",
    finds={"政府部门30个栏目248条，乡镇6个栏目14条": "30"},
    not_in=("30个栏目未能核查",),
    seen="the circular of this program, and what an office writes in its place",
)
_CHECKED = pattern(
    r"对(\d+)个单位[和的](\d+)个栏目",
    finds={"对35个单位和51个栏目进行了核查": "35", "对12个单位的612个栏目": "12"},
    not_in=("对35个单位进行了核查",),
    seen="the circular of this program, and what an office writes in its place",
)
_UNKNOWN = pattern(
    r"另有(\d+)个栏目",
    finds={"另有3个栏目未能核查": "3"},
    not_in=("另有3个单位",),
    seen="the circular of this program, and what an office writes in its place",
)
_HEADING = pattern(
    r"（[一二三四五六七八九十]+）(.*)（(\d+)个）",
    finds={"（一）更新情况较好的单位（15个）": "更新情况较好的单位"},
    not_in=("一、更新情况较好的单位（15个）", "（一）更新情况较好的单位"),
    seen="the circular of this program, and what an office writes in its place",
    way="fullmatch",
)
_TOGETHER = pattern(
    r"(?:^|；)([^；。，]*?、[^；。，]*?)等(\d+)个单位",
    finds={
        "财政局、教育局等2个单位没有更新": "财政局、教育局",
        "河口镇1个栏目；财政局、教育局等2个单位": "财政局、教育局",
    },
    not_in=("财政局等2个单位",),
    seen="the circular of this program, and what an office writes in its place",
)
_UNITS = pattern(
    r"(\d+)个单位",
    finds={"15个单位更新情况较好": "15"},
    not_in=("15个栏目",),
    seen="the circular of this program, and what an office writes in its place",
)
_ALL = pattern(
    r"^上述(\d+)个单位",
    finds={"上述2个单位待期间结束后核定": "2"},
    not_in=("以上2个单位", "请上述2个单位"),
    seen="the circular of this program, and what an office writes in its place",
    way="match",
)
_ASKED = pattern(
    r"请评价为((?:“[^”]*”)+)的(\d+)个单位",
    finds={"请评价为“更新不及时”“部分更新”的20个单位逐项对照整改": "“更新不及时”“部分更新”"},
    not_in=("请存在上述问题的20个单位",),
    seen="the circular of this program, and what an office writes in its place",
)
_BEFORE = pattern(
    r"须整改的(\d+)个单位(?:中，([^。]*)|(?:本(?:期|季度|月|年))?均[^。：]*：([^。]*))。",
    finds={
        "上季度须整改的3个单位中，甲局已经改进；乙局、丙局等2个单位本季度仍须整改。": "3",
        "上月须整改的2个单位均已改进：甲局、乙局。": "2",
        "上月须整改的2个单位本月均仍须整改：甲局、乙局。": "2",
    },
    not_in=("请评价为“更新不及时”的2个单位逐项对照整改",),
    seen="the circular of this program: what became of the units of the period before",
)
_FATE = pattern(
    r"(?:(\d+)个|([^；，]+?)(?:等(\d+)个单位)?)(已经改进|本(?:期|季度|月|年)(?:仍须整改|尚未核定|待核实))",
    finds={"2个已经改进": "2", "甲局、乙局等2个单位本季度尚未核定": "甲局、乙局"},
    not_in=("甲局、乙局等2个单位",),
    seen="the circular of this program: what became of the units of the period before",
)
_FATED = pattern(
    r"(已经改进|本(?:期|季度|月|年)(?:仍须整改|尚未核定|待核实))的(\d+)个单位：(.*)",
    finds={"已经改进的2个单位：甲局、乙局": "已经改进"},
    not_in=("须整改的2个单位：甲局、乙局",),
    seen="the circular of this program: what became of the units of the period before",
    way="fullmatch",
)
_NAME_AND_COUNT = pattern(
    r"(.*?)(各?)(\d+)条",
    finds={"财政局12条": "财政局", "人社局各20条": "人社局"},
    not_in=("财政局12个",),
    seen="the circular of this program, and what an office writes in its place",
    way="fullmatch",
)
_SHARE = pattern(
    r"(?:(\d+)个单位[^，。]*，|以上单位)占参评单位的([\d.]+%)",
    finds={"15个单位更新情况较好，占参评单位的42.9%": "15", "以上单位占参评单位的5%": "5%"},
    not_in=("占全部单位的42.9%",),
    seen="the circular of this program, and what an office writes in its place",
)
_RATE = pattern(
    r"应更新(?:且能够核查)?的(\d+)个栏目中已按要求更新(\d+)个，更新率([\d.]+%)",
    finds={
        "应更新且能够核查的40个栏目中已按要求更新30个，更新率75%": "40",
        "应更新的4个栏目中已按要求更新3个，更新率75.0%": "4",
    },
    not_in=("40个栏目中已更新30个",),
    seen="the circular of this program, and what an office writes in its place",
)


def _text_totals(audit: Audit, document: Document, _: CircularLayout) -> Faults:
    """The grand total and the number of units stand in the text as numbers of their own."""
    numbers = {int(number) for paragraph in document.body for number in _NUMBER.findall(paragraph.text)}
    has_known = any(row.count is not None for row in audit.rows)
    if has_known and audit.total not in numbers:
        yield WORDS.document.total_untold.format(total=audit.total)
    if audit.units and len(audit.units) not in numbers:
        yield WORDS.document.units_untold.format(count=len(audit.units))


def _lists(audit: Audit, document: Document, _: CircularLayout) -> Faults:
    """A printed list of units is preceded by its own length, in its paragraph or in the heading above it."""
    texts = ["", *(paragraph.text for paragraph in document.body)]
    for grade in dict.fromkeys(unit.grade for unit in audit.units):
        names = [printable(unit.name) for unit in audit.graded(grade)]
        joined = "、".join(names)
        for before, text in pairwise(texts):
            lead = text.rstrip("。；").removesuffix(joined)
            if lead == text.rstrip("。；") or (lead and lead[-1] not in "：:"):
                continue
            stated = _NUMBER_BEFORE_LIST.findall(before + lead)
            if not stated or int(stated[-1]) != len(names):
                told = WORDS.document.list_length if stated else WORDS.document.list_unnumbered
                yield told.format(grade=audit.label_of(grade), count=len(names), stated="".join(stated[-1:]))


def _table_sums(_: Audit, document: Document, __: CircularLayout) -> Faults:
    """In every printed table the total row is the sum of the column above it."""
    for annex in document.annexes:
        for index, total in enumerate(annex.table.total or ()):
            cells = [row[index] for row in annex.table.rows if index < len(row)]
            if isinstance(total, int) and total != sum(cell for cell in cells if isinstance(cell, int)):
                yield WORDS.document.annex_total.format(
                    annex=document.label_of(annex), head=annex.table.columns[index].label, total=total
                )
        if any(len(row) != len(annex.table.columns) for row in annex.table.rows):
            yield WORDS.document.annex_ragged.format(annex=document.label_of(annex))


def _counts(audit: Audit, document: Document, layout: CircularLayout) -> Faults:
    """The tables of columns say of every row what the audit says; an unknown count is printed in words."""
    if "columns" not in layout.annexes:
        return
    annexes = _column_annexes(audit, document, layout)
    if len(annexes) != len(audit.tables):
        yield WORDS.document.annexes_of_tables.format(due=len(audit.tables), found=len(annexes))
    for table, annex in zip(audit.tables, annexes, strict=False):
        if len(annex.table.rows) != len(table.rows):
            yield WORDS.document.annex_rows.format(
                table=table.title, due=len(table.rows), annex=document.label_of(annex), found=len(annex.table.rows)
            )
        for row, cells in zip(table.rows, annex.table.rows, strict=False):
            printed = dict(zip(layout.columns, cells, strict=False))
            count = printed.get("count", row.count)
            is_right = count == row.count if row.count is not None else isinstance(count, str | None) and count != ""
            if not is_right or printed.get("column", printable(row.column)) != printable(row.column):
                yield WORDS.document.annex_row.format(
                    annex=document.label_of(annex), row=printed.get("column", row.seq)
                )


def _annexes(_: Audit, document: Document, __: CircularLayout) -> Faults:
    """Attachments are numbered from 1, each with a title of its own."""
    if [annex.number for annex in document.annexes] != list(range(1, len(document.annexes) + 1)):
        yield WORDS.document.annex_numbers
    titles = Counter(annex.title for annex in document.annexes)
    yield from (WORDS.document.annex_title_twice.format(title=title) for title, number in titles.items() if number > 1)
    yield from (
        WORDS.document.annex_untitled.format(number=annex.number) for annex in document.annexes if not annex.title
    )


def _dates(audit: Audit, document: Document, _: CircularLayout) -> Faults:
    evidence, signed_on = audit.evidence, document.signed_on
    if audit.state is AuditState.PREVIEW:
        return  # nothing is signed, and the period has not ended
    if signed_on <= audit.period[1]:
        yield WORDS.document.signed_in_period.format(day=chinese_date(signed_on))
    begun, ended = local_day(evidence.crawled_from), local_day(evidence.crawled_to)
    if begun and ended and begun > ended:
        yield WORDS.document.crawl_backwards
    if ended and ended > signed_on:
        yield WORDS.document.crawled_after_signing.format(day=chinese_date(ended))
    if begun and ended and ended < audit.period[1]:
        yield WORDS.document.crawl_ended_early.format(day=chinese_date(ended))
    if document.imprint.printed_on and document.imprint.printed_on < signed_on:
        yield WORDS.document.printed_before_signing


def _issue(audit: Audit, document: Document, _: CircularLayout) -> Faults:
    """A draft says so; an issued circular has number and date of its issue and no draft mark."""
    if audit.issue is None:
        if document.number:
            yield WORDS.document.number_of_draft.format(number=document.number)
        if audit.state not in (AuditState.DRAFT, AuditState.PREVIEW):
            yield WORDS.document.issue_unrecorded
        elif not document.draft_note:
            yield WORDS.document.draft_unmarked
        return
    if document.number != printable(audit.issue.number):
        yield WORDS.document.number_differs.format(found=document.number, recorded=audit.issue.number)
    yield from number_faults(document.number, document.signed_on)
    if audit.issue.date != document.signed_on:
        yield WORDS.document.signing_differs.format(
            found=chinese_date(document.signed_on), recorded=chinese_date(audit.issue.date)
        )
    if audit.state in (AuditState.DRAFT, AuditState.PREVIEW):
        yield WORDS.document.issued_as.format(state=audit.state.label)


def _percentages(audit: Audit, document: Document, _: CircularLayout) -> Faults:
    """A part of a whole is none below 0 and none above 100; a change and a comparison may be."""
    beyond = {head for name, head in audit.pack.heads.items() if name.startswith(("change_rate", "average_percent"))}
    for annex in document.annexes:
        shares = [column.label not in beyond for column in annex.table.columns]
        for row in annex.table.rows:
            for cell, is_share in zip(row, shares, strict=False):
                match = _PERCENT.fullmatch(cell) if isinstance(cell, str) and is_share else None
                if match and not 0 <= float(match[1]) <= 100:
                    yield WORDS.document.rate.format(annex=document.label_of(annex), rate=match[0])


def edits_hold(audit: Audit, document: Document, layout: CircularLayout, wording_dir: Path | None) -> Faults:
    """A paragraph that a person rewrote says the same numbers and names as the one it stands for; none that was taken
    out had to be told, or leaves its heading bare."""
    styles = [*(paragraph.style for paragraph in document.body), ""]
    free: tuple[Paragraph, ...] = ()
    if any(not edit.text for edit in audit.edits):
        for paragraph, after in zip(document.body, styles[1:], strict=True):
            if paragraph.style.startswith("heading") and after not in ("body", "note") and after <= paragraph.style:
                yield WORDS.document.bare.format(heading=paragraph.text)
        plain = audit.model_copy(update={"edits": ()})
        made = build_document(plain, signed_on=document.signed_on, layout=layout, wording_dir=wording_dir)
        free = tuple(paragraph for paragraph in made.body if paragraph.is_courtesy)
    for edit in audit.edits:
        faults = list(edit_faults(audit, edit, is_courtesy=is_applicable(edit, free)))
        if faults:
            yield WORDS.document.edited.format(by=edit.by, text=printable(edit.text or edit.original)[:24]) + "；".join(
                faults
            )


def against_audit(audit: Audit, document: Document, layout: CircularLayout, wording_dir: Path | None) -> Faults:
    """Sentence by sentence and cell by cell: what stands in the document is what the audit gives."""
    try:
        due = build_document(audit, signed_on=document.signed_on, layout=layout, wording_dir=wording_dir)
    except BadInput as error:
        yield WORDS.document.not_made.format(error=error)
        return
    for name in ("mark", "number", "title", "addressees", "signature", "sealed", "remark", "imprint", "draft_note"):
        if getattr(due, name) != getattr(document, name):
            yield WORDS.document.part_differs.format(part=WORDS.parts[name])
    yield from _compare([p.text for p in due.body], [p.text for p in document.body])
    if [(p.style, p.spans) for p in due.body] != [(p.style, p.spans) for p in document.body]:
        yield WORDS.document.levels
    if len(due.annexes) != len(document.annexes):
        yield WORDS.document.annexes.format(due=len(due.annexes), found=len(document.annexes))
    for wanted, given in zip(due.annexes, document.annexes, strict=False):
        yield from _compare_annex(document.label_of(given), wanted, given)


def _compare_annex(label: str, due: Annex, given: Annex) -> Faults:
    if (due.number, due.title, due.notes, due.landscape) != (given.number, given.title, given.notes, given.landscape):
        yield WORDS.document.annex_heading.format(annex=label)
    if due.table.columns != given.table.columns:
        yield WORDS.document.annex_heads.format(annex=label)
    yield from _compare(_lines(due.table), _lines(given.table), label)


def _lines(table: Table) -> list[str]:
    """The rows as text; the kind of a cell counts too, since a number is set and summed as one."""
    rows = (*table.rows, table.total or ())
    return [" | ".join(f"{type(cell).__name__[0]}{printed_cell(cell)}" for cell in row) for row in rows]


def _compare(due: list[str], given: list[str], annex: str = "") -> Faults:
    """Line by line: the rows of ``annex``, or without one the paragraphs of the text."""
    told = WORDS.document
    lengths, differs = (told.annex_lengths, told.annex_differs) if annex else (told.body_lengths, told.body_differs)
    if len(due) != len(given):
        yield lengths.format(annex=annex, number=min(len(due), len(given)) + 1, due=len(due), found=len(given))
    for number, (wanted, found) in enumerate(zip(due, given, strict=False), 1):
        if wanted != found:
            yield differs.format(annex=annex, number=number, found=found[:40])


def recounted(audit: Audit, document: Document, layout: CircularLayout) -> Faults:
    """Every sum, list and number of columns that the text tells, counted once more from what is printed.

    Nothing here looks at what the wording was given, so a wrong sentence of any template is found as far as it says its
    figures in these words; a sentence in other words is left to the comparison with the audit.
    """
    document = _in_units(document, called_in(audit))
    if "columns" in layout.annexes and "count" in layout.columns:
        yield from _columns(document, _column_annexes(audit, document, layout), layout.columns.index("count"))
        if layout.list_counts and "owner" in layout.columns:
            yield from _list_counts(audit, document, layout)
    if not any("、" in unit.name or "；" in unit.name for unit in audit.units):
        yield from _units(audit, document)


def _in_units(document: Document, called: str) -> Document:
    """The document with its units called 单位 where they are counted, whatever they are called in it."""
    unit, places = WORDS.recount.unit, WORDS.recount.before_unit

    def plain(text: str) -> str:
        for before in places if called != unit else ():
            text = text.replace(f"{before}{called}", f"{before}{unit}")
        return text

    body = tuple(
        replace(paragraph, spans=tuple(replace(span, text=plain(span.text)) for span in paragraph.spans))
        for paragraph in document.body
    )
    return replace(document, body=body)


def _column_annexes(audit: Audit, document: Document, layout: CircularLayout) -> Sequence[Annex]:
    start = sum(1 if kind == "units" else 0 for kind in layout.annexes[: layout.annexes.index("columns")])
    return document.annexes[start : start + len(audit.tables)]


def _columns(document: Document, annexes: Sequence[Annex], place: int) -> Faults:
    """What the text says of columns and items, against the cells of the attachments."""
    cells = [[row[place] for row in annex.table.rows] for annex in annexes]
    known = [[cell for cell in column if isinstance(cell, int)] for column in cells]
    counted, total = sum(map(len, known)), sum(map(sum, known))
    rows = sum(map(len, cells))
    for text in (paragraph.text for paragraph in document.body):
        if match := _TOTAL.search(text):
            yield from _differs(WORDS.recount.columns, int(match[1]), counted)
            yield from _differs(WORDS.recount.items, int(match[2]), total)
            parts = [(int(columns), int(items)) for columns, items in _PART.findall(match[3] or "")]
            shown = [(len(column), sum(column)) for column in known if column]
            if match[3] and parts != shown:
                yield WORDS.recount.parts.format(stated=parts, counted=shown)
        if match := _UNKNOWN.search(text):
            yield from _differs(WORDS.recount.unknown_columns, int(match[1]), rows - counted)
        if match := _CHECKED.search(text):
            yield from _differs(WORDS.recount.checked_columns, int(match[2]), rows)


def _units(audit: Audit, document: Document) -> Faults:
    """What the text says of units, against the names it prints below the headings of the grades."""
    sizes: dict[str, int] = {}
    titles = tuple(words for grade in audit.pack.grades for words in (grade.title, grade.label) if words)
    titles += tuple({audit.label_of(unit.grade) for unit in audit.units})  # a waiting unit's grade is of no pack
    for heading, below in pairwise(document.body):
        match = _HEADING.fullmatch(heading.text)
        if heading.style == "heading2" and match and match[1].startswith(titles):
            sizes[match[1]] = len(below.text.rstrip("。").split("、"))
            yield from _differs(match[1], int(match[2]), sizes[match[1]])
    yield from _grounds(document, sizes)
    yield from _follow_up([paragraph.text for paragraph in document.body])
    yield from _shares(document, sizes, audit)
    texts = [paragraph.text for paragraph in document.body]
    unnamed = _unnamed(audit, texts)
    for text in texts:
        if (match := _ASKED.search(text)) and not unnamed:
            labels = re.findall(r"“([^”]*)”", match[1])
            titles = tuple(grade.title or grade.label for grade in audit.pack.grades if grade.label in labels)
            due = sum(size for title, size in sizes.items() if title.startswith(titles))
            yield from _differs(WORDS.recount.asked_units, int(match[2]), due)
        is_whole = audit.state is not AuditState.PREVIEW  # which names no unit before the period has ended
        if (match := _CHECKED.search(text)) and sizes and is_whole:
            yield from _differs(WORDS.recount.checked_units, int(match[1]), sum(sizes.values()) + unnamed)


def _list_counts(audit: Audit, document: Document, layout: CircularLayout) -> Faults:
    """The number of items beside a name in a list, against the rows of the attachments that the unit answers for."""
    at_owner, at_count = layout.columns.index("owner"), layout.columns.index("count")
    counted: dict[str, int] = {}
    for annex in _column_annexes(audit, document, layout):
        for row in annex.table.rows:
            cell = row[at_count]
            counted[str(row[at_owner])] = counted.get(str(row[at_owner]), 0) + (cell if isinstance(cell, int) else 0)
    for heading, below in pairwise(document.body):
        if heading.style != "heading2" or not _HEADING.fullmatch(heading.text):
            continue
        alike: list[str] = []  # names that have no number of their own, up to those with the number of each
        for one in below.text.rstrip("。").split("、"):
            match = _NAME_AND_COUNT.fullmatch(one)
            alike.append(match[1] if match else one)
            if match is None:
                continue
            for name in alike if match[2] else alike[-1:]:
                if name in counted:
                    yield from _differs(name, int(match[3]), counted[name])
            alike = []


def _shares(document: Document, sizes: Mapping[str, int], audit: Audit) -> Faults:
    """What part of all units a list is, and of all due columns the updated ones."""
    size = 0
    for paragraph in document.body:
        match = _HEADING.fullmatch(paragraph.text)
        size = sizes.get(match[1], 0) if match else size
        for stated in _SHARE.findall(paragraph.text):
            counted = share(int(stated[0]) if stated[0] else size, len(audit.units))
            yield from _differs(WORDS.recount.share, stated[1], counted)
        if match := _RATE.search(paragraph.text):
            yield from _differs(WORDS.recount.share, match[3], share(int(match[2]), int(match[1])))


def _grounds(document: Document, sizes: Mapping[str, int]) -> Faults:
    """The numbers of units that share a ground, below the heading of their grade."""
    size = 0
    for paragraph in document.body:
        if paragraph.style != "body":
            match = _HEADING.fullmatch(paragraph.text)
            size = sizes.get(match[1], 0) if match else 0
            continue
        if size and (match := _ALL.match(paragraph.text)):
            yield from _differs(WORDS.recount.units_above, int(match[1]), size)
        for names, number in _TOGETHER.findall(paragraph.text) if size else ():
            yield from _differs(
                WORDS.recount.units_together.format(names=names[:20]), int(number), len(names.split("、"))
            )


def _follow_up(texts: Sequence[str]) -> Faults:
    """How many units had to put something right after the circular before, against what is told of each, and names."""
    due = {match[1]: match for text in texts if (match := _FATED.fullmatch(text.rstrip("。")))}
    for match in due.values():
        yield from _differs(match[1], int(match[2]), len(match[3].split("、")))
    for stated, parts, names in (found for text in texts for found in _BEFORE.findall(text)):
        counted = len(names.split("、")) if names else 0
        for number, listed, together, fate in _FATE.findall(parts):
            told = int(number) if number else len(listed.split("、"))
            if together or number:
                named = int(due[fate][2]) if number and fate in due else told
                yield from _differs(fate, int(together or number), named)
            counted += told
        yield from _differs(WORDS.recount.before, int(stated), counted)


def _unnamed(audit: Audit, texts: Sequence[str]) -> int:
    """How many units the text only counts."""
    labels = tuple(grade.label for grade in audit.pack.grades if not grade.names)
    found = ((match, text) for text in texts for match in _UNITS.finditer(text))
    return sum(int(match[1]) for match, text in found if text.startswith(labels, match.end()))


def _differs(what: str, stated: int | str, counted: int | str) -> Faults:
    if stated != counted:
        yield WORDS.recount.differs.format(what=what, stated=stated, counted=counted)


DOCUMENT_CHECKS: tuple[tuple[str, Callable[[Audit, Document, CircularLayout], Faults]], ...] = (
    (WORDS.checks.totals_told, _text_totals),
    (WORDS.checks.lists, _lists),
    (WORDS.checks.recounted, recounted),
    (WORDS.checks.annex_totals, _table_sums),
    (WORDS.checks.counts, _counts),
    (WORDS.checks.annexes, _annexes),
    (WORDS.checks.dates, _dates),
    (WORDS.checks.issue, _issue),
    (WORDS.checks.percentages, _percentages),
)
