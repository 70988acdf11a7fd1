"""What the papers of the year say beside their wording file."""

from auditor.base.words import Words, load_words


class AnnualCheckNames(Words):
    """What each check of a year is called."""

    quarters: str
    columns: str
    sums: str
    missing: str
    shares: str
    channels: str
    forms: str


class AnnualFaultWords(Words):
    """What is said where a check of a year finds something."""

    total: str
    quarter: str
    column: str
    columns: str
    family: str
    family_quarter: str
    unaudited: str
    shares: str
    channel: str
    channels: str


class AnnualWords(Words):
    """What the program itself says in the papers of the year; ``families`` are what sums to the whole."""

    by_crawl: str
    partly: str
    whole_year: str
    form_sum: str
    form_balance: str
    form_unbalanced: str
    checks: AnnualCheckNames
    families: dict[str, str]
    faults: AnnualFaultWords
    channels: dict[str, str]


WORDS = load_words("annual", AnnualWords)
