"""Words of the pages that the code itself puts together."""

from auditor.base.words import Words, load_words


class WebWords(Words):
    """How saved files begin that are not the circular in force, and what the record says of accounts."""

    draft_mark: str
    superseded_mark: str
    sees_drafts: str


WEB_WORDS = load_words("web", WebWords)
