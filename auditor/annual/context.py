"""What the yearly wording file may speak of: every figure and name of the year, ready to print."""

from dataclasses import dataclass

from auditor.annual.shares import PLACES
from auditor.annual.values import Annual, ChannelsEntry, Filled, FormEntry, Gap, QuarterEntry, Source, YearFigures
from auditor.annual.words import WORDS
from auditor.base.chinese import chinese_date, listed, printable, share, shortened

_NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class QuarterWords:
    """One audited quarter and where its figures come from."""

    label: str
    source: str
    is_issued: bool
    number: str
    made_on: str
    total: int
    columns: int
    unknown: int


@dataclass(frozen=True, slots=True)
class YearPart:
    """One group, class or the shared columns. ``is_known`` tells that at least one of its columns has a number."""

    name: str
    columns: int
    total: int
    share: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class UnknownInYear:
    """A column that could not be verified in some audited quarters."""

    column: str
    unit: str
    quarters: str


@dataclass(frozen=True, slots=True)
class ChannelWords:
    """One channel with a number."""

    label: str
    count: int
    is_crawled: bool


@dataclass(frozen=True, slots=True)
class ChannelsWords:
    """The channels with a number, the names of those without, their sum and the total that counts an item once."""

    known: tuple[ChannelWords, ...]
    missing: str
    sum: int
    total: int
    has_sum: bool
    has_total: bool


@dataclass(frozen=True, slots=True)
class YearComparison:
    """This year beside last year over the quarters both have; ``is_whole`` tells that all of them are known."""

    quarters: str
    now: int
    before: int
    difference: int
    rate: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class PointWords:
    """One work point without a published item."""

    number: str
    text: str
    is_blind: bool


@dataclass(frozen=True, slots=True)
class PointsWords:
    """All work points: how many, how many have a published item, and those that have none."""

    count: int
    found: int
    missing: tuple[PointWords, ...]


@dataclass(frozen=True, slots=True)
class FormWords:
    """An official form among the attachments: how many of its cells are filled and how many are not."""

    id: str
    title: str
    basis: str
    filled: int
    empty: int


@dataclass(frozen=True, slots=True)
class AnnexWords:
    """What the wording needs to name an attachment."""

    kind: str
    title: str = ""
    form: str = ""
    basis: str = ""
    lacks_columns: bool = False


@dataclass(frozen=True, slots=True)
class AnnualContext:
    """The names the wording file can use; its fields and the list at the head of the file are the same."""

    county: str
    portal: str
    issuer: str
    inspector: str
    addressees: str
    year: int
    signed_on: str
    places: int
    quarters: tuple[QuarterWords, ...]
    covered: str
    missing: str
    missing_count: int
    drafts: str
    total: int
    column_count: int
    unit_count: int
    groups: tuple[YearPart, ...]
    classes: tuple[YearPart, ...]
    shared: YearPart
    unknown: tuple[UnknownInYear, ...]
    unknown_count: int
    channels: ChannelsWords
    comparison: YearComparison
    is_compared: bool
    points: PointsWords
    forms: tuple[FormWords, ...]
    annexes: tuple[AnnexWords, ...]


def build_context(annual: Annual, forms: tuple[str, ...], annexes: tuple[AnnexWords, ...]) -> AnnualContext:
    """Compute everything the yearly document says in words."""
    return AnnualContext(
        county=annual.county,
        portal=annual.facts.portal,
        issuer=annual.facts.issuer,
        inspector=annual.facts.inspector,
        addressees=annual.facts.addressees.rstrip("：: "),
        year=annual.year,
        signed_on=chinese_date(annual.signed_on),
        places=PLACES,
        quarters=tuple(_quarter(entry) for entry in annual.quarters if entry.source is not Source.NONE),
        covered=_labels(annual, [entry for entry in annual.quarters if entry.source is not Source.NONE]),
        missing=_labels(annual, list(annual.missing)),
        missing_count=len(annual.missing),
        drafts=_labels(annual, [entry for entry in annual.quarters if entry.source is Source.DRAFT]),
        total=annual.total,
        column_count=len(annual.rows),
        unit_count=len(annual.units),
        groups=tuple(_part(table.group, len(table.rows), table.figures) for table in annual.tables),
        classes=tuple(_part(entry.label, entry.columns, entry.figures) for entry in annual.classes),
        shared=_part("", sum(not row.owned for row in annual.rows), annual.shared),
        unknown=_unknown(annual),
        unknown_count=annual.unknown_cells,
        channels=_channels(annual.channels),
        comparison=_comparison(annual),
        is_compared=bool(annual.compared),
        points=_points(annual),
        forms=tuple(_form(form) for form in annual.forms if form.id in forms),
        annexes=annexes,
    )


def _quarter(entry: QuarterEntry) -> QuarterWords:
    return QuarterWords(
        label=entry.label,
        source=entry.source.label,
        is_issued=entry.source is Source.ISSUED,
        number=printable(entry.number),
        made_on=chinese_date(entry.made_at) if entry.made_at else "",
        total=entry.total or 0,
        columns=entry.columns,
        unknown=entry.unknown,
    )


def _channels(channels: ChannelsEntry) -> ChannelsWords:
    return ChannelsWords(
        known=tuple(
            ChannelWords(line.label, line.count, line.filled is Filled.CRAWL)
            for line in channels.lines
            if line.count is not None
        ),
        missing=listed([line.label for line in channels.lines if line.count is None]),
        sum=channels.sum or 0,
        total=channels.total or 0,
        has_sum=channels.sum is not None,
        has_total=channels.total is not None,
    )


def _points(annual: Annual) -> PointsWords:
    missing = tuple(
        PointWords(point.number, shortened(point.text, _NAME_LENGTH), point.blind > 0 or bool(annual.missing))
        for point in annual.points
        if not point.count
    )
    return PointsWords(len(annual.points), len(annual.points) - len(missing), missing)


def _form(form: FormEntry) -> FormWords:
    filled = sum(cell.value is not None for cell in form.cells)
    return FormWords(form.id, form.title, form.basis, filled, len(form.cells) - filled)


def _labels(annual: Annual, entries: list[QuarterEntry]) -> str:
    """Quarters as a list; all four are the whole year."""
    return WORDS.whole_year if len(entries) == len(annual.quarters) else listed([entry.label for entry in entries])


def _part(name: str, columns: int, figures: YearFigures) -> YearPart:
    return YearPart(
        shortened(name, _NAME_LENGTH), columns, figures.total or 0, figures.share, figures.total is not None
    )


def _unknown(annual: Annual) -> tuple[UnknownInYear, ...]:
    found = []
    for row in annual.rows:
        blind = [
            entry.label
            for entry, cell in zip(annual.quarters, row.figures.cells, strict=True)
            if cell.gap is Gap.UNKNOWN
        ]
        if blind:
            names = (shortened(row.column, _NAME_LENGTH), shortened(row.unit, _NAME_LENGTH))
            found.append(UnknownInYear(*names, listed(blind)))
    return tuple(found)


def _comparison(annual: Annual) -> YearComparison:
    """Known sums over the common quarters; where something is unknown on either side the difference is a hint only."""
    chosen = [number for number, entry in enumerate(annual.quarters) if entry.quarter in annual.compared]
    now = sum(annual.quarters[number].total or 0 for number in chosen)
    before = sum(annual.last_year[number].total or 0 for number in chosen)
    is_whole = not any(annual.quarters[number].unknown + annual.last_year[number].unknown for number in chosen)
    rate = share(abs(now - before), before) if before else ""
    quarters = _labels(annual, [annual.quarters[number] for number in chosen])
    return YearComparison(quarters, now, before, now - before, rate, is_whole)
