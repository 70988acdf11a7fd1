"""The words of findings that stand in ``templates/words/verify.toml``."""

from auditor.base.words import Words, load_words


class ComplementWords(Words):
    """Two opposites that make the whole."""

    sum: str


class CrossTableWords(Words):
    """One quantity in two tables, or in a table and the text."""

    column_rows: str
    column_sum: str
    unit_column: str
    others_agree: str
    grade: str
    named_column: str
    named_unit: str


class DateWords(Words):
    """Dates, periods, signing and publishing."""

    quarters: str
    short_month: str
    no_month: str
    turned: str
    impossible: str
    period_end: str
    title: str
    signed_early: str
    yearly_rule: str
    long_after: str
    issued_late: str
    published_before: str
    published_late: str
    other_year: str


class StatisticsFormWords(Words):
    """The official forms of statistics."""

    applicants: str
    outcomes: str
    balance: str
    reviews: str
    items: str
    channels_fit: str
    channels_exceeded: str
    channel_exceeds: str
    part_exceeds: str


class NameListWords(Words):
    """Numbers against the names listed."""

    count: str
    fewer: str
    more: str
    in_two: str
    twice: str


class QuantityWords(Words):
    """Columns and cases counted in the text; ``roles`` names kinds of rows."""

    column: str
    balance: str
    rows: str
    unit: str
    case: str
    fault: str
    told: str
    same: str
    roles: dict[str, str]


class RepeatWords(Words):
    """One number stated twice."""

    twice: str
    differs: str
    received_same: str
    received_other: str
    handled: str


class ShareWords(Words):
    """Percentages."""

    share: str
    truncated: str
    over_all: str
    sum: str
    off: str
    all_done: str
    feasible: str


class NumberingWords(Words):
    """Numbers of headings and points, and attachments."""

    starts_late: str
    repeated: str
    skipped: str
    backward: str
    heading: str
    point: str
    annex_missing: str
    annex_title: str
    annex_unknown: str
    annex_unannounced: str


class TableSumWords(Words):
    """Sums, serial numbers and rates within one table."""

    amount: str
    column: str
    off: str
    span: str
    row: str
    others_agree: str
    twice: str
    gap: str
    back: str
    wanted: str
    rate: str


class FaultWords(Words):
    """Damaged text and empty fields."""

    garbled: str
    tag: str
    hijacked: str
    field: str
    unfilled: str
    empty: str


class TextTableWords(Words):
    """Numbers of the text against sums of tables."""

    annexes: str
    rows: str
    off: str


class TotalWords(Words):
    """Totals against their parts."""

    same_measure: dict[str, str]
    parts: str
    gap: str
    part: str
    part_exceeds: str
    channels: str
    channel_exceeds: str
    channels_exceeded: str
    slip: str
    channels_fit: str
    fewer: str
    more: str


class UnitWords(Words):
    """Units against tables and lists."""

    all_found: str
    classes: str
    off: str
    missing: str
    ungraded: str
    in_no_class: str
    stranger: str
    not_in_table: str
    stated: str


class PlaceWords(Words):
    """How places in a paper are named, and what of it could not be read."""

    paragraph: str
    table: str
    sheet: str
    uncomputed: str
    unmapped: str
    pictures: str
    embedded: str
    cut: str
    row: str


class ReportWords(Words):
    """The lines around the findings."""

    unread: str
    noise: str
    only: str
    blind: str
    nothing: str
    agrees: str
    left: str
    done: str


class ToldWords(Words):
    """Changes, means, and what is told of units, bands of scores and lists."""

    change: str
    change_rate: str
    mean: str
    mean_of: str
    of_each: str
    plan: str
    rises: str
    over_marks: str
    gap: str
    together_of: str
    names_behind: str
    cumulative: str
    rows_of_kind: str
    rows_listed: str
    units_listed: str
    in_band: str
    together: str
    applications: str
    extreme: str


class RelationWords(Words):
    """Relations that the rows of a table keep."""

    place: str
    rises: str
    verdict: str


class SigningWords(Words):
    """Days of what was done and of what is to be done, against the day of the paper."""

    week: str
    parts: dict[str, int]
    early: str
    late: str
    due_before: str
    told_after: str
    weekday: str
    order: str
    number: str


class FactWords(Words):
    """What rows are by the last letter of their names; the things are parted by spaces."""

    endings: dict[str, str]
    bodies: str
    accounts: str


class SpokenWords(Words):
    """What a text says of a table."""

    all_rows: str
    whole: str
    apart: str
    extreme: str
    first: str
    bound: str


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
    kinds: dict[str, str]
    complements: ComplementWords
    crosstables: CrossTableWords
    dates: DateWords
    forms: StatisticsFormWords
    lists: NameListWords
    quantities: QuantityWords
    repeats: RepeatWords
    shares: ShareWords
    structure: NumberingWords
    tables: TableSumWords
    faults: FaultWords
    texttables: TextTableWords
    totals: TotalWords
    units: UnitWords
    places: PlaceWords
    report: ReportWords
    told: ToldWords
    relations: RelationWords
    schedule: SigningWords
    facts: FactWords
    spoken: SpokenWords


WORDS = load_words("verify", VerifyWords)
