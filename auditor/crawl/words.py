"""Why a column could not be read to a proof, and what is noted of its items."""

from auditor.base.words import Words, load_words


class CrawlWords(Words):
    """What is told of a column and its items; ``witness`` names what a proof consists of."""

    fault: str
    no_way_on: str
    no_items: str
    other_tabs: str
    total_differs: str
    pages_differ: str
    no_pager: str
    no_total: str
    dead_pager: str
    out_of_pages_unsorted: str
    out_of_pages: str
    column_page: str
    portal_answer: str
    way_failed: str
    way_taken: str
    column_note: str
    far_end_failed: str
    further_failed: str
    further_newer: str
    page: str
    shell: str
    article: str
    no_list: str
    no_list_shown: str
    not_first: str
    no_list_unshown: str
    no_list_there: str
    directory: str
    page_unreachable: str
    page_no_list: str
    other_column: str
    other_rows: str
    home_page: str
    another_column: str
    page_repeated: str
    page_empty: str
    emptied: str
    blank: str
    relaid: str
    relaid_misfit: str
    relaid_differs: str
    dates_differ: str
    date_ahead: str
    by_address: str
    undated: str
    shown_empty: str
    witness: dict[str, str]


WORDS = load_words("crawl", CrawlWords)
