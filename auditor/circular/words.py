"""What the program itself puts into the circular, beside the wording file."""

from auditor.base.words import Words, load_words


class EditFaultWords(Words):
    """What is said of a rewritten paragraph that says other figures."""

    kept: str
    owed: str
    deadline_lacks: str
    deadline_adds: str
    lacks: str
    times: str
    adds: str


class CircularWords(Words):
    """What the circular says beside its wording file."""

    unread: str
    last_joint: str
    unverified: str
    undated: str
    more: str
    less: str
    same: str
    units_of: str
    called: str
    all_columns: str
    some_columns: str
    items: str
    each_items: str
    uncounted: str
    count_pending: str
    tallied: str
    counted_until: str
    preview: str
    edit_gone: str
    decided: str
    this_unit: str
    all_units: str
    some_units: str
    all: str
    among_them: str
    range: str
    columns_of: str
    column: str
    each_of: str
    each_before: tuple[str, ...]
    of: str
    contact: str
    contact_and_phone: str
    edit: EditFaultWords


WORDS = load_words("circular", CircularWords)
