"""What the engine itself puts into documents, and what it tells of them."""

from auditor.base.words import Words, load_words


class FontWords(Words):
    """What is told of fonts; ``shipped`` names the ones that come with the program."""

    no_body: str
    no_title: str
    missing: str
    shipped: dict[str, str]


class ReadbackWords(Words):
    """What the comparison of a written file with its document is called and finds."""

    docx: str
    damaged: str
    html: str
    agrees: str
    block: str
    blocks: str
    table: str


class WorkbookFaces(Words):
    """The fonts that cells of workbooks ask for, as the office's programs name them."""

    title: str
    body: str
    hei: str
    kai: str


class DocumentWords(Words):
    """The engine's own words."""

    unknown: str
    annexes: str
    printed_on: str
    copies_to: str
    annex: str
    annex_number: str
    sheet: str
    counters: str
    foot: str
    fonts: FontWords
    readback: ReadbackWords
    faces: WorkbookFaces


WORDS = load_words("documents", DocumentWords)
