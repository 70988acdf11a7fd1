"""What the pages' code says; what the pages themselves say stands in ``templates/web``."""

from auditor.base.words import Words, load_words


class StandingWords(Words):
    """What a unit or a column stood at, told beside what it stands at now."""

    unknown: str
    gone: str
    grade: str
    decision: str
    decided: str
    undecided: str
    column: str
    count: str
    latest: str
    exempt: str
    undated: str
    excluded: str


class ChartWords(Words):
    """Labels and summaries of the charts."""

    heat: str
    busiest: str
    hatched: str
    unverified: str
    dateless: str
    running: str
    published: str
    published_unknown: str


class EntryFormWords(Words):
    """What the form of a county file says beyond the titles and descriptions of its keys."""

    aliases: str
    no_unit: str
    by_unit: str
    due: str


class SettingsWords(Words):
    """What the settings of a county say of packs, wording and fonts."""

    own_pack: str
    broken_pack: str
    rectify: str
    nothing_to_compare: str
    nothing_to_print: str
    font_too_large: str
    forces: dict[str, str]


class ActWords(Words):
    """What the record of activities calls what somebody did."""

    decide: str
    withdraw: str
    declare: str
    take_over: str
    put_back: str
    edit: str
    restore: str
    issue: str
    edit_file: str
    add_entry: str
    change_entry: str
    delete_entry: str
    sign_in: str
    sign_in_failed: str
    set_up: str
    change_password: str
    discover: str
    adopt: str
    adopted: str
    add_county: str
    add_city: str
    crawl: str
    audit_again: str
    crawl_and_audit: str
    add_account: str
    change_account: str
    change_role: str
    reset_password: str
    disable: str
    enable: str
    add_token: str
    revoke_token: str
    recheck: str
    crawl_and_recheck: str
    issue_recheck: str
    answer: str
    annual: str
    checkup: str
    backup: str
    save_backup: str
    delete_backup: str
    restore_backup: str
    verify: str
    replay: str
    package: str
    halt: str
    change_many: str
    change_units: str
    retry: str
    add_target: str
    change_pack: str
    change_wording: str
    drop_wording: str
    add_font: str
    drop_font: str
    drop_target: str
    test_target: str
    sso: str
    begin_codes: str
    drop_codes: str
    issue_annual: str


class ApiWords(Words):
    """The help of the interface for other programs."""

    about: str
    data: str
    watching: str
    county: str
    period: str
    issued: str
    counties: str
    items: str
    only_quarters: str
    periods: str
    audit: str
    unit: str
    column: str
    key: str
    runs: str
    health: str
    alive: str


class WebWords(Words):
    """The file's own words and its tables; ``done`` is what a page may say after a form, by the key in the address."""

    name: str
    fields: dict[str, str]
    failed: str
    broken: str
    of_column: str
    unknown_page: str
    unknown_method: str
    bad_request: str
    bad_form: str
    too_large: str
    too_many_attempts: str
    unknown_host: str
    bad_address: str
    task_broken: str
    crawl: str
    by_another: str
    draft_mark: str
    superseded_mark: str
    sees_drafts: str
    rights: str
    provider: str
    command_line: str
    answered_on: str
    signed_on: str
    extra_file: str
    points_file: str
    given_file: str
    columns_sheet: str
    package: str
    paper_too_large: str
    save_table: str
    day: str
    change: str
    empty: str
    halted: str
    test_subject: str
    test_body: str
    arrived: str
    deleted_meanwhile: str
    withdrawn: str
    tallied: str
    tallied_over: str
    archived: str
    done: dict[str, str]
    sections: dict[str, str]
    files: dict[str, str]
    standing: StandingWords
    charts: ChartWords
    forms: EntryFormWords
    acts: ActWords
    settings: SettingsWords
    api: ApiWords


WEB_WORDS = load_words("web", WebWords)
