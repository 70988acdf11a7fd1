"""The words of findings that stand in ``templates/words/verify.toml``."""

from auditor.base.words import Words, load_words


class VerifyWords(Words):
    """One sentence for each outcome of a check; the figures are filled in by name."""

    idle_in_both: str
    idle_left_out: str
    idle_wronged: str
    not_listed: str
    column_total: str
    first_named: str
    published: str
    repeated: str
    serials: str
    signed: str


WORDS = load_words("verify", VerifyWords)
