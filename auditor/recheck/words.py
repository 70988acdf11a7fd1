"""What a follow-up says beside its wording file."""

from auditor.base.words import Words, load_words


class RecheckCheckNames(Words):
    """What each check of a follow-up is called."""

    all_told: str
    each_once: str
    sums: str
    counted_again: str


class RecheckWords(Words):
    """Why a follow-up came to its verdicts, and what its checks are called."""

    short: str
    undated: str
    blind: str
    again: str
    nothing_new: str
    not_again: str
    unlisted: str
    still_there: str
    found: str
    found_too_few: str
    found_nothing: str
    packs: str
    newest: str
    mended: str
    none_mended: str
    some_faulty: str
    some_still_faulty: str
    faulty: str
    unopened: str
    unread: str
    unread_column: str
    not_read: str
    not_covered: str
    named: str
    checks: RecheckCheckNames


WORDS = load_words("recheck", RecheckWords)
