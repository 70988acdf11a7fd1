"""The words of the self-check: names of checks, and what is said where one finds something."""

from auditor.base.words import Words, load_words


class CheckNames(Words):
    """What each check is called."""

    totals_told: str
    lists: str
    recounted: str
    annex_totals: str
    counts: str
    annexes: str
    dates: str
    issue: str
    percentages: str
    edits: str
    against_audit: str
    sums: str
    states: str
    items: str
    rows: str
    units: str
    unit_totals: str
    decisions: str
    findings: str
    period: str


class AuditFaultWords(Words):
    """What an audit says that does not agree with itself."""

    table_total: str
    table_unknown: str
    total: str
    known_state: str
    known_state_empty: str
    negative: str
    blank_counted: str
    items: str
    latest: str
    outside: str
    item_twice: str
    sequence: str
    row_twice: str
    table_twice: str
    graded_twice: str
    owner_ungraded: str
    row_elsewhere: str
    no_column: str
    unknown_grade: str
    unit_total: str
    undecided: str
    reasonless: str
    finding_unit: str
    finding_column: str
    finding_untold: str
    period_unreadable: str
    period_days: str


class DocumentFaultWords(Words):
    """What a document says that does not agree with its audit or with itself."""

    total_untold: str
    units_untold: str
    list_length: str
    list_unnumbered: str
    annex_total: str
    annex_ragged: str
    annexes_of_tables: str
    annex_rows: str
    annex_row: str
    annex_numbers: str
    annex_title_twice: str
    annex_untitled: str
    signed_in_period: str
    crawl_backwards: str
    crawled_after_signing: str
    crawl_ended_early: str
    printed_before_signing: str
    number_of_draft: str
    issue_unrecorded: str
    draft_unmarked: str
    number_differs: str
    signing_differs: str
    issued_as: str
    rate: str
    edited: str
    bare: str
    not_made: str
    part_differs: str
    levels: str
    annexes: str
    annex_heading: str
    annex_heads: str
    body_lengths: str
    body_differs: str
    annex_lengths: str
    annex_differs: str


class RecountWords(Words):
    """What of the text was counted once more."""

    columns: str
    items: str
    parts: str
    unknown_columns: str
    checked_columns: str
    asked_units: str
    checked_units: str
    share: str
    units_above: str
    units_together: str
    before: str
    differs: str
    unit: str
    before_unit: tuple[str, ...]


class SelfCheckWords(Words):
    """All that the self-check says; ``parts`` names the parts of a document by their fields."""

    agrees: str
    more: str
    row: str
    checks: CheckNames
    audit: AuditFaultWords
    document: DocumentFaultWords
    recount: RecountWords
    parts: dict[str, str]


WORDS = load_words("self_check", SelfCheckWords)
