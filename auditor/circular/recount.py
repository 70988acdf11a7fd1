"""The figures of the sentences, counted once more from what is printed: names in lists, rows and cells of attachments.

Nothing here looks at what the wording was given, so a wrong sentence of any template is found as far as it says its
figures in these words; a sentence in other words is left to the comparison with the audit.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from auditor.audit.layout import CircularLayout
from auditor.audit.model import Audit
from auditor.base.terms import AuditState
from auditor.documents.tree import Annex, Document

Faults = Iterator[str]

_TOTAL = re.compile(r"(?:能够核查的|全部)(\d+)个栏目共公开信息(\d+)条(?:，其中([^。]*))?。")
_PART = re.compile(r"(\d+)个栏目(\d+)条(?=，|$)")
_CHECKED = re.compile(r"对(\d+)个单位和(\d+)个栏目")
_UNKNOWN = re.compile(r"另有(\d+)个栏目")
_HEADING = re.compile(r"（[一二三四五六七八九十]+）(.*)（(\d+)个）")
_TOGETHER = re.compile(r"(?:^|；)([^；。，]*?、[^；。，]*?)等(\d+)个单位")
_ALL = re.compile(r"^上述(\d+)个(单位|待核实单位)")
_ASKED = re.compile(r"请评价为((?:“[^”]*”)+)的(\d+)个单位")


def recounted(audit: Audit, document: Document, layout: CircularLayout) -> Faults:
    """Every sum, list and number of columns that the text tells, against a count of its own."""
    if "columns" in layout.annexes and "count" in layout.columns:
        yield from _columns(document, _column_annexes(audit, document, layout), layout.columns.index("count"))
    if not any("、" in unit.name or "；" in unit.name for unit in audit.units):
        yield from _units(audit, document)


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
            yield from _differs("栏目", int(match[1]), counted)
            yield from _differs("公开信息合计", int(match[2]), total)
            parts = [(int(columns), int(items)) for columns, items in _PART.findall(match[3] or "")]
            shown = [(len(column), sum(column)) for column in known if column]
            if match[3] and parts != shown:
                yield f"“其中”各部分写作{parts}，附件中是{shown}"
        if match := _UNKNOWN.search(text):
            yield from _differs("未能核查的栏目", int(match[1]), rows - counted)
        if match := _CHECKED.search(text):
            yield from _differs("核查的栏目", int(match[2]), rows)


def _units(audit: Audit, document: Document) -> Faults:
    """What the text says of units, against the names it prints below the headings of the grades."""
    sizes: dict[str, int] = {}
    titles = tuple(words for grade in audit.pack.grades for words in (grade.title, grade.label) if words)
    for heading, below in pairwise(document.body):
        match = _HEADING.fullmatch(heading.text)
        if heading.style == "heading2" and match and match[1].startswith(titles):
            sizes[match[1]] = len(below.text.rstrip("。").split("、"))
            yield from _differs(match[1], int(match[2]), sizes[match[1]])
    yield from _grounds(document, sizes)
    texts = [paragraph.text for paragraph in document.body]
    unnamed = _unnamed(audit, texts)
    for text in texts:
        if (match := _ASKED.search(text)) and not unnamed:
            labels = re.findall(r"“([^”]*)”", match[1])
            titles = tuple(grade.title or grade.label for grade in audit.pack.grades if grade.label in labels)
            due = sum(size for title, size in sizes.items() if title.startswith(titles))
            yield from _differs("须整改的单位", int(match[2]), due)
        is_whole = audit.state is not AuditState.PREVIEW  # which names no unit before the period has ended
        if (match := _CHECKED.search(text)) and sizes and is_whole:
            yield from _differs("核查的单位", int(match[1]), sum(sizes.values()) + unnamed)


def _grounds(document: Document, sizes: Mapping[str, int]) -> Faults:
    """The numbers of units that share a ground, below the heading of their grade."""
    size = 0
    for paragraph in document.body:
        if paragraph.style != "body":
            match = _HEADING.fullmatch(paragraph.text)
            size = sizes.get(match[1], 0) if match else 0
            continue
        if size and (match := _ALL.match(paragraph.text)) and match[2] != "待核实单位":
            yield from _differs("上述单位", int(match[1]), size)
        for names, number in _TOGETHER.findall(paragraph.text) if size else ():
            yield from _differs(f"“{names[:20]}”等单位", int(number), len(names.split("、")))


def _unnamed(audit: Audit, texts: Sequence[str]) -> int:
    """How many units the text only counts."""
    labels = [re.escape(grade.label) for grade in audit.pack.grades if not grade.names]
    pattern = re.compile(rf"(\d+)个单位(?:{'|'.join(labels)})")
    return sum(int(number) for text in texts for number in pattern.findall(text)) if labels else 0


def _differs(what: str, stated: int, counted: int) -> Faults:
    if stated != counted:
        yield f"{what}写作{stated}，从印出的内容数得{counted}"
