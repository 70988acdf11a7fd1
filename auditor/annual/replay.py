"""A year's paper made again from what it was frozen with, whatever county file, figures and wording say by now."""

from pathlib import Path

from auditor.annual.issue import EXTRA_FILE, POINTS_FILE
from auditor.annual.prepare import AnnualRequest, sum_quarters
from auditor.annual.rollup import Quarters
from auditor.annual.values import Annual, QuarterEntry, Source
from auditor.audit.model import Audit
from auditor.base.period import Period
from auditor.base.settings import Place
from auditor.county.model import County, parse_county
from auditor.pipeline.papers import (
    COUNTY_FILE,
    RepeatedPaper,
    audit_named,
    inputs_folder,
    list_changes,
    paper_to_repeat,
)
from auditor.store import Store


def replay_annual(county: County, store: Store, place: Place, year: int) -> RepeatedPaper:
    """Sum the year up again, by the audits that the paper names and the files it was made with; no network.

    Raises `NotAllowed` where there is no such paper, `AuditorError` where an audit that it names is not kept.
    """
    kept = paper_to_repeat(county, store, "annual", str(year))
    told, folder = Annual.from_json(kept.json_text), inputs_folder(place, county, kept)
    audits = named_audits(county, store, told)
    wish = AnnualRequest(
        year, _there(folder / EXTRA_FILE), _there(folder / POINTS_FILE), told.printed_forms, told.signed_on
    )
    then = parse_county(kept.inputs[COUNTY_FILE], county.path)
    now, before = Quarters(year, audits[:4]), Quarters(year - 1, audits[4:])
    again = sum_quarters(then, now, before, wish, folder, told.issue)
    return RepeatedPaper(again.digest(), list_changes(kept.json_text, again.to_json()))


def named_audits(county: County, store: Store, annual: Annual) -> tuple[Audit | None, ...]:
    """The audits that a year rests on: its four quarters, then those of the year before; ``None`` where it had none."""
    return tuple(_named(county, store, entry) for entry in (*annual.quarters, *annual.last_year))


def _named(county: County, store: Store, entry: QuarterEntry) -> Audit | None:
    if entry.source is Source.NONE:
        return None
    return audit_named(county, store, Period.parse(entry.quarter), entry.digest)


def _there(path: Path) -> Path | None:
    return path if path.is_file() else None
