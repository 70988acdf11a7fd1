"""From the audits of a year's quarters to the year as a value. Pure: the same audits and files give the same year."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from auditor.annual.forms import Fact, fill_form, load_facts, load_forms
from auditor.annual.points import WorkPoint, compare_points
from auditor.annual.rollup import Quarters, YearBook
from auditor.annual.selfcheck import check_annual
from auditor.annual.values import Annual, ChannelLine, ChannelsEntry, Filled, Gap, YearFigures
from auditor.annual.words import WORDS
from auditor.annual.yearly_file import CHANNELS, YearlyFile, channel_problems, load_classes
from auditor.audit.model import CountyEntry
from auditor.base.errors import AuditorError, BadInput
from auditor.county.check import TomlPlace
from auditor.county.model import County


@dataclass(frozen=True, slots=True)
class OfficeInput:
    """What the office adds by hand: its yearly file (and where that is), and its work points."""

    yearly: YearlyFile = field(default_factory=YearlyFile)
    path: Path = Path()
    points: tuple[WorkPoint, ...] = ()


def build_annual(
    county: County, now: Quarters, before: Quarters, office: OfficeInput | None = None, signed_on: date | None = None
) -> Annual:
    """Roll up the year.

    ``signed_on`` is the day printed under it, unless given the first day by which all its figures existed. Raises
    `AuditorError` where no quarter was audited, `BadInput` where the office's figures contradict the counts.
    """
    office = office or OfficeInput()
    if not any(now.audits):
        raise AuditorError(f"{county.name}{now.year}年还没有任何季度的核查结果。请先运行 auditor audit 或 auditor run")
    book = YearBook(county, now, before, office.yearly.classes or load_classes())
    figures = book.figures()
    channels = _channels(office, figures)
    facts = {**dict(_crawl_facts(book)), **dict(_channel_facts(channels, figures))}
    units, shared = book.units()
    annual = Annual(
        county=county.name,
        year=now.year,
        facts=_facts(county),
        signed_on=signed_on or _first_day(now),
        quarters=now.entries,
        last_year=before.entries,
        compared=tuple(now.periods[number].name for number in book.common),
        figures=figures,
        tables=book.tables(),
        units=units,
        shared=shared,
        classes=book.class_sums(),
        channels=channels,
        points=compare_points(office.points, now.audits),
        forms=tuple(fill_form(form, facts, office.yearly.amounts(form.id), office.path) for form in load_forms()),
    )
    return annual.model_copy(update={"self_check": check_annual(annual, now.audits)})


def form_cells() -> Mapping[str, frozenset[str]]:
    """The cells of every form, for checking the office's file."""
    return {form.id: form.cells for form in load_forms()}


def _facts(county: County) -> CountyEntry:
    return CountyEntry(
        portal=county.portal_name,
        home=county.county.home,
        issuer=county.issuer,
        inspector=county.county.inspector or county.issuer,
        addressees=county.county.addressees,
    )


def _first_day(now: Quarters) -> date:
    """The first day on which the figures were all there: after the last audited quarter, gathered and issued."""
    days = [audit.span.last + timedelta(days=1) for audit in now.audits if audit]
    return max([*days, *(entry.made_at for entry in now.entries if entry.made_at)])


def _channels(office: OfficeInput, figures: YearFigures) -> ChannelsEntry:
    """The channels: the portal by its own count where that is whole, all others by what the office wrote."""
    counts = office.yearly.channels
    lines = [
        ChannelLine(id=name, label=label, count=given, filled=Filled.NOBODY if given is None else Filled.OFFICE)
        for name, label in CHANNELS.items()
        for given in (counts.count_of(name),)
    ]
    if counts.website is None and figures.is_complete:
        lines = [
            line.model_copy(update={"count": figures.total, "filled": Filled.CRAWL}) if line.id == "website" else line
            for line in lines
        ]
    known = {line.id: line.count for line in lines if line.count is not None}
    problems = tuple(channel_problems(_place(office.path), known, counts.total))
    if problems:
        raise BadInput(problems)
    is_whole = len(known) == len(lines)
    return ChannelsEntry(lines=tuple(lines), sum=sum(known.values()) if is_whole else None, total=counts.total)


def _place(path: Path) -> TomlPlace:
    return TomlPlace(path, path.read_text(encoding="utf-8-sig", errors="replace") if path.is_file() else "")


def _channel_facts(channels: ChannelsEntry, figures: YearFigures) -> Iterator[tuple[str, Fact]]:
    for line in channels.lines:
        if line.count is not None:
            note = WORDS.by_crawl if line.filled is Filled.CRAWL else ""
            yield line.id, Fact(line.count, note, line.filled)
        elif line.id == "website" and figures.total is not None:
            yield line.id, Fact(None, _partly(figures))
    if channels.total is not None:
        yield "total", Fact(channels.total, filled=Filled.OFFICE)


def _crawl_facts(book: YearBook) -> Iterator[tuple[str, Fact]]:
    for rule in load_facts():
        figures = book.figures(lambda row, rule=rule: rule.takes(row, book.kind_of(row)))  # type: ignore[misc]
        if all(cell.gap in (Gap.NO_AUDIT, Gap.NOT_LISTED) for cell in figures.cells):
            continue
        yield rule.id, Fact(figures.total, rule.note) if figures.is_complete else Fact(None, _partly(figures))


def _partly(figures: YearFigures) -> str:
    return WORDS.partly.format(count=figures.total or 0)
