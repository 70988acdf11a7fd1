"""What an audit says of grades and of itself."""

from auditor.base.words import Words, load_words


class AuditWords(Words):
    """Reasons of grades, and what is said of an audit as a whole; ``catalogue`` names the fields of an article."""

    undated: str
    harsher: str
    looked: str
    looked_at: str
    column: str
    reopened: str
    running: str
    no_sheet: str
    none: str
    sheet_name: str
    sheet_name_cure: str
    pending: str
    so_far: str
    lacking: str
    lacks: str
    unverified: str
    reach_of_loss: str
    reach_of_loss_cure: str
    name_of_period: str
    name_of_period_cure: str
    no_verdict: str
    no_verdict_cure: str
    catalogue: dict[str, str]
    tally_over: dict[str, str]


WORDS = load_words("audit", AuditWords)
