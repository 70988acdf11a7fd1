"""Every kind of finding in one row: how it is found, by which parameters, and what undoes it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from auditor.audit.grade import checks, content, observed
from auditor.audit.grade.finding_input import FindingInput, Hit
from auditor.audit.grade.finding_rule import FindingRule

FindingCheck = Callable[[FindingInput, FindingRule], Iterator[Hit]]


THEMES = ("update", "form", "interpretation", "other")
"""What a fault is about, in the order of the circular: updating, publishing in due form, interpretation, all else."""


class Undone(Enum):
    """What has to be seen later for a finding to be put right (回头看)."""

    BY_MISSING_ITEMS = "as many new items in the column as were missing"
    BY_ANY_ITEM = "any new item in the column"
    BY_ANY_ITEM_OF_UNIT = "any new item of the unit"
    NEVER_AGAIN = "what was done stays done; later items show whether it is done again"
    ITEM_BY_ITEM = "the items at fault no longer show the fault"


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One kind of finding. ``name`` is the ``rule`` of packs, and the key of its title and its demand in the wording.

    ``parameters`` are the keys a pack may set, each with its meaning and unit. ``on_page``: the fault shows on the
    article page, which must be opened again to judge it. ``of_unit``: told of the unit, whichever columns are named.
    ``is_question``: it asks, and never lowers a grade. ``after_grades``: made from grades, so it cannot lower the grade
    it was made from. ``by_looks``: it says what earlier looks saw. ``theme``: one of `THEMES`.
    """

    name: str
    check: FindingCheck
    undone: Undone
    parameters: Mapping[str, str] = field(default_factory=dict)
    on_page: bool = False
    of_unit: bool = False
    after_grades: bool = False
    is_question: bool = False
    by_looks: bool = False
    theme: str = "form"


_COLUMN_KINDS = {"kinds": "column kinds looked at (none: all)"}
_TITLE_WORDS = {"words": "regular expressions in titles", "but_not": "regular expressions that excuse a title"}

_ROWS = (
    FindingKind("due-column-short", checks.due_column_short, Undone.BY_MISSING_ITEMS, _COLUMN_KINDS, theme="update"),
    FindingKind("blank-column", checks.blank_column, Undone.BY_MISSING_ITEMS, _COLUMN_KINDS, theme="update"),
    FindingKind(
        "stale-column",
        checks.stale_column,
        Undone.BY_ANY_ITEM,
        {
            **_COLUMN_KINDS,
            "limit": "days from the newest item to the period's last day",
            "windows": "the same by column kind, days",
        },
        theme="update",
    ),
    FindingKind(
        "consecutive-zero",
        checks.consecutive_zero,
        Undone.BY_ANY_ITEM_OF_UNIT,
        {"least": "periods in a row, 2 at least"},
        of_unit=True,
        theme="update",
    ),
    FindingKind(
        "late-again",
        checks.late_again,
        Undone.BY_ANY_ITEM_OF_UNIT,
        {"least": "periods in a row, 2 at least"},
        of_unit=True,
        theme="update",
        after_grades=True,
    ),
    FindingKind(
        "late-publication",
        checks.late_publication,
        Undone.NEVER_AGAIN,
        {**_COLUMN_KINDS, "limit": "working days from formed to published"},
    ),
    FindingKind(
        "burst",
        checks.burst,
        Undone.NEVER_AGAIN,
        {
            "limit": "last days of the period",
            "least": "items of the unit in the period",
            "share": "per cent of the unit's items on one day",
        },
        of_unit=True,
    ),
    FindingKind(
        "back-dated",
        checks.back_dated,
        Undone.NEVER_AGAIN,
        {**_COLUMN_KINDS, "limit": "days from the stated date to the pass that did not see it"},
        by_looks=True,
    ),
    FindingKind("vanished", checks.vanished, Undone.ITEM_BY_ITEM, _COLUMN_KINDS, by_looks=True),
    FindingKind("undated", checks.undated, Undone.ITEM_BY_ITEM, _COLUMN_KINDS, on_page=True),
    FindingKind(
        "misfiled-news",
        content.misfiled_news,
        Undone.ITEM_BY_ITEM,
        {"kinds": "column kinds where work news belongs (none: news)", **_TITLE_WORDS},
    ),
    FindingKind(
        "repost-only",
        content.repost_only,
        Undone.ITEM_BY_ITEM,
        {
            "kinds": "column kinds looked at (none: interpretation)",
            "words": "regular expressions in source or title",
            "but_not": "regular expressions that excuse a title",
            "least": "own items that suffice, 1 at least",
        },
        theme="interpretation",
    ),
    FindingKind(
        "policy-without-interpretation",
        content.policy_without_interpretation,
        Undone.ITEM_BY_ITEM,
        {"kinds": "column kinds looked at (none: policy)", **_TITLE_WORDS},
        theme="interpretation",
    ),
    FindingKind(
        "duplicate", content.duplicate, Undone.ITEM_BY_ITEM, {"least": "titles found twice, 1 at least"}, of_unit=True
    ),
    FindingKind(
        "missing-catalogue-field",
        content.missing_catalogue_field,
        Undone.ITEM_BY_ITEM,
        {"kinds": "column kinds looked at (none: policy)", "fields": "catalogue fields that must be there"},
        on_page=True,
    ),
    FindingKind(
        "appeared-together",
        observed.appeared_together,
        Undone.NEVER_AGAIN,
        {
            "limit": "days from the look before to the look that saw them, at most",
            "least": "items that appeared on the day",
            "share": "per cent of the unit's items",
            "but_not": "regular expressions of titles that come out together by nature",
        },
        of_unit=True,
        by_looks=True,
    ),
    FindingKind(
        "silent-edit",
        observed.silent_edit,
        Undone.NEVER_AGAIN,
        {**_COLUMN_KINDS, "limit": "days by which a date was changed, at least"},
        by_looks=True,
    ),
    FindingKind(
        "beyond-band",
        observed.beyond_band,
        Undone.NEVER_AGAIN,
        {
            **_COLUMN_KINDS,
            "least": "periods before whose count is known",
            "share": "per cent of the lowest count below which it is a drop; a surge lies as far above the highest",
            "limit": "items by which it must differ",
        },
        is_question=True,
        theme="update",
    ),
    FindingKind(
        "shared-item",
        observed.shared_item,
        Undone.ITEM_BY_ITEM,
        {**_COLUMN_KINDS, "least": "items, 1 at least"},
        of_unit=True,
    ),
    FindingKind(
        "repost-share",
        observed.repost_share,
        Undone.NEVER_AGAIN,
        {
            **_COLUMN_KINDS,
            "words": "regular expressions in source or title",
            "but_not": "regular expressions that excuse a title",
            "least": "items of the column",
            "share": "per cent of them that are reposts",
        },
        theme="interpretation",
    ),
    FindingKind(
        "garbled-text", content.garbled_text, Undone.ITEM_BY_ITEM, {**_COLUMN_KINDS, **_TITLE_WORDS}, on_page=True
    ),
)
KINDS: Mapping[str, FindingKind] = {row.name: row for row in _ROWS}
"""Every kind of finding by name."""
