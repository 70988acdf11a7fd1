"""What a list itself prints of its documents' catalogues: in the cells of a table, or behind labels in each row."""

from bisect import bisect_right
from collections import defaultdict

from auditor.read.articles.catalogue import clean_value, field_of, statements
from auditor.read.dates import parse_date
from auditor.read.lists.candidates import Rows
from auditor.read.lists.outline import Box, Outline
from auditor.read.lists.row_dates import heads_of
from auditor.read.values import RowCatalogue

_FIELDS = ("index_no", "doc_no", "publisher", "formed")


def catalogues_of_rows(outline: Outline, rows: Rows) -> dict[str, RowCatalogue]:
    """Each row's catalogue by its address as written, of rows that print any of it and share theirs with no other."""
    said: dict[int, dict[str, str]] = defaultdict(dict)
    for at, box in enumerate(rows.boxes):
        said[at] |= _by_heads(outline, box)
    starts = [box.first_text for box in rows.boxes]
    for one in statements(outline, rows.boxes[0].first_text, rows.boxes[-1].end_text):
        at = bisect_right(starts, one.at) - 1
        if one.field in _FIELDS and one.value and one.at < rows.boxes[at].end_text:
            said[at].setdefault(one.field, one.value)
    hrefs = [entry.href for entry in rows.entries]
    return {
        hrefs[at]: RowCatalogue(
            told.get("index_no"), told.get("doc_no"), told.get("publisher"), parse_date(told.get("formed", ""))
        )
        for at, told in said.items()
        if told and hrefs.count(hrefs[at]) == 1
    }


def _by_heads(outline: Outline, box: Box) -> dict[str, str]:
    fields = [field_of(head) for head in heads_of(box)]
    cells = zip(fields, box.children, strict=True) if fields else ()
    return {
        field: value
        for field, cell in cells
        if field in _FIELDS and (value := clean_value(outline.text_of(cell))) is not None
    }
