"""A year's paper kept as a draft, and issued: the draft that was looked at, or none."""

from collections.abc import Iterator, Mapping

from auditor.annual.prepare import AnnualRequest, load_quarters, prepare_annual
from auditor.annual.printing import check_documents
from auditor.annual.values import Annual
from auditor.audit.model import IssueEntry
from auditor.base.errors import Outdated
from auditor.base.settings import Clock, Place
from auditor.county.model import County
from auditor.county.writing import dump_county
from auditor.documents.wording import wording_text
from auditor.pipeline.papers import COUNTY_FILE, draft_to_issue, freeze, refuse_faults
from auditor.store import Store
from auditor.store.papers import KeptPaper

EXTRA_FILE, POINTS_FILE = "yearly.toml", "points.toml"
"""The names that the office's files are frozen under."""


def draw_up_annual(county: County, store: Store, place: Place, clock: Clock, wish: AnnualRequest) -> Annual:
    """Sum up a year and keep the draft; raise `SelfCheckFailed` where it contradicts itself."""
    annual = prepare_annual(county, store, place, wish)
    refuse_faults(annual.self_check)
    texts = {COUNTY_FILE: dump_county(county), **dict(_office_files(wish))}
    store.papers.save_draft(county, _kept(annual, wording_text(place.wording, "annual"), texts), clock())
    return annual


def issue_annual(
    county: County, store: Store, place: Place, clock: Clock, year: int, entry: IssueEntry, seen: str = ""
) -> Annual:
    """Freeze the newest draft of a year, or the one with the digest ``seen``, under the number and day of ``entry``.

    Raises `BadInput` where there is no draft, `Outdated` where a quarter of the year has changed since it was drawn up,
    `SelfCheckFailed` where it contradicts itself.
    """
    draft = draft_to_issue(county, store, place, "annual", str(year), seen)
    annual = Annual.from_json(draft.json_text)
    now, before = (load_quarters(county, store, one).entries for one in (year, year - 1))
    if (annual.quarters, annual.last_year) != (now, before):
        raise Outdated("草稿之后有季度的核查结果变化，没有印发。请用 auditor annual 重新生成，核对后再印发")
    issued = annual.model_copy(update={"issue": entry, "signed_on": entry.date})
    issued = check_documents(issued, issued.printed_forms, place.wording)
    freeze(county, store, clock, _kept(issued, draft.wording, draft.inputs), entry, issued.self_check)
    return issued


def _office_files(wish: AnnualRequest) -> Iterator[tuple[str, str]]:
    for name, path in ((EXTRA_FILE, wish.extra), (POINTS_FILE, wish.points)):
        if path:
            yield name, path.read_text("utf-8-sig")


def _kept(annual: Annual, wording: str, inputs: Mapping[str, str]) -> KeptPaper:
    return KeptPaper("annual", str(annual.year), annual.digest(), annual.to_json(), wording, inputs)
