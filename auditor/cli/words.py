"""What the command line prints beside help and errors."""

from auditor.base.words import Words, load_words


class CheckWords(Words):
    """``auditor check``."""

    fine: str
    size: str
    pack: str
    no_columns: str
    figures: str
    no_figures: str


class CountiesWords(Words):
    """``auditor import``, ``export`` and ``discover``."""

    merged: str
    imported: str
    check_next: str
    exported: str
    discovered: str


class CityTable(Words):
    """``auditor city``."""

    head: str
    some_unknown: str
    line: str
    written: str
    changed: str


class FleetWords(Words):
    """Many counties: the queue, the crawl, the workers."""

    queued: str
    queued_already: str
    start_workers: str
    unverified: str
    crawled: str
    waiting: str
    crawl: str
    counties: str
    total: str
    log: str
    county_unverified: str
    more: str


class PeopleWords(Words):
    """Accounts and tokens."""

    added: str
    disabled: str
    enabled: str
    account: str
    no_accounts: str
    changed: str
    password_set: str
    token_revoked: str
    token_valid: str
    token_used: str
    token_unused: str
    no_tokens: str
    revoked: str
    set_to: str
    password: str
    password_again: str


class ReadWords(Words):
    """``auditor read``."""

    address: str
    head: str
    empty: str
    undated: str
    pinned: str
    items: str
    pages: str
    stated: str
    next: str
    proves: str
    title: str
    published: str
    formed: str
    index_no: str
    doc_no: str
    publisher: str
    source: str


class RetractWords(Words):
    """``auditor retract``."""

    retracted: str
    crawl_again: str
    latest: str
    none: str
    aside: str
    ended: str
    unfinished: str
    run: str


class ReviewWords(Words):
    """Decisions and replay."""

    withdrawn: str
    recorded: str
    decision: str
    earlier_reader: str
    differs: str
    same: str
    identical: str


class ServerWords(Words):
    """``auditor serve``."""

    frozen: str
    nothing_due: str
    pages: str
    first_use: str
    stopping: str


class SummaryWords(Words):
    """What a run came to; ``files`` tells of files what the pages tell otherwise."""

    group: str
    found: str
    all_unknown: str
    head: str
    grade: str
    pending: str
    unknown: str
    not_counted: str
    self_check: str
    failed: str
    passed: str
    digest: str
    written: str
    notice: str
    open_first: str
    undecided: str
    decided: str
    none: str
    crawl_first: str
    demo: str
    files: dict[str, str]


class YearlyWords(Words):
    """``auditor annual`` and ``recheck``."""

    crawled: str
    size: str
    total: str
    total_known: str
    quarter: str
    class_share: str
    points: str
    missing: str
    self_check: str
    recheck: str
    none: str
    verdict: str
    notice: str
    needs_articles: str
    written: str
    open_first: str


class CliWords(Words):
    """One table for each module of the room that prints."""

    check: CheckWords
    counties: CountiesWords
    city: CityTable
    fleet: FleetWords
    people: PeopleWords
    read: ReadWords
    retract: RetractWords
    review: ReviewWords
    server: ServerWords
    summary: SummaryWords
    yearly: YearlyWords


CLI_WORDS = load_words("cli", CliWords)
