"""What the store tells of its database."""

from auditor.base.words import Words, load_words


class StoreWords(Words):
    """How a database is called where it fails, and what is told of damage."""

    server: str
    file: str
    database: str
    cut_short: str
    orphan: str
    unreadable_log: str
    kept_log: str


WORDS = load_words("store", StoreWords)
