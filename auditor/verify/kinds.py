"""The kinds of comparison: how each is called, and under which head the closing line counts it."""

from dataclasses import dataclass

from auditor.base.terms import Labelled
from auditor.verify.wording import WORDS


class CheckFamily(Labelled):
    """What was compared, as the closing line counts it; the label is its measure word and name."""

    TOTAL = "total"
    LIST = "list"
    RATE = "rate"
    TABLE = "table"
    SAME = "same"
    FORM = "form"
    DATE = "date"
    NUMBER = "number"
    ANNEX = "annex"
    FAULT = "fault"
    """A fault told by itself: nothing was compared."""

    @property
    def has_figures(self) -> bool:
        """Whether such a comparison is one of figures; the others say nothing about a document's numbers."""
        return self not in (CheckFamily.DATE, CheckFamily.NUMBER, CheckFamily.ANNEX, CheckFamily.FAULT)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: the head of its finding, and its family."""

    label: str
    family: CheckFamily


_FAMILIES = {
    "total_parts": CheckFamily.TOTAL,
    "part_exceeds": CheckFamily.TOTAL,
    "channels": CheckFamily.TOTAL,
    "list_count": CheckFamily.LIST,
    "unit_twice": CheckFamily.FAULT,
    "unit_grade": CheckFamily.SAME,
    "units_stated": CheckFamily.LIST,
    "unit_ungraded": CheckFamily.LIST,
    "unit_not_in_table": CheckFamily.LIST,
    "text_table": CheckFamily.SAME,
    "table_total": CheckFamily.TABLE,
    "row_total": CheckFamily.TABLE,
    "serial_gap": CheckFamily.NUMBER,
    "serial_repeated": CheckFamily.NUMBER,
    "percentage": CheckFamily.RATE,
    "shares_sum": CheckFamily.RATE,
    "change": CheckFamily.RATE,
    "mean": CheckFamily.RATE,
    "stated_twice": CheckFamily.SAME,
    "form_total": CheckFamily.FORM,
    "form_row": CheckFamily.FORM,
    "form_balance": CheckFamily.FORM,
    "heading_number": CheckFamily.NUMBER,
    "point_number": CheckFamily.NUMBER,
    "annex_missing": CheckFamily.ANNEX,
    "annex_title": CheckFamily.ANNEX,
    "date_impossible": CheckFamily.DATE,
    "period_end": CheckFamily.DATE,
    "period_year": CheckFamily.DATE,
    "signed_early": CheckFamily.DATE,
    "published_late": CheckFamily.DATE,
    "published_before": CheckFamily.DATE,
    "garbled": CheckFamily.FAULT,
    "hijacked": CheckFamily.FAULT,
    "field_empty": CheckFamily.FAULT,
}
KINDS = {name: Kind(WORDS.kinds[name], family) for name, family in _FAMILIES.items()}
