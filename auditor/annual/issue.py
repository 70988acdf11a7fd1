"""A year's paper kept as a draft, and issued: the draft that was looked at, or none."""

from auditor.annual.prepare import AnnualRequest, load_quarters, prepare_annual
from auditor.annual.printing import check_documents
from auditor.annual.values import Annual
from auditor.audit.model import IssueEntry
from auditor.base.errors import Outdated
from auditor.base.settings import Clock, Place
from auditor.county.model import County
from auditor.documents.wording import wording_text
from auditor.pipeline.papers import draft_to_issue, freeze, refuse_faults
from auditor.store import Store
from auditor.store.papers import KeptPaper


def keep_annual(county: County, store: Store, place: Place, clock: Clock, annual: Annual) -> None:
    """Keep a draft, to be issued as it is."""
    store.papers.save_draft(county, _kept(annual, wording_text(place.wording, "annual")), clock())


def draw_up_annual(county: County, store: Store, place: Place, clock: Clock, wish: AnnualRequest) -> Annual:
    """Sum up a year and keep the draft; raise `SelfCheckFailed` where it contradicts itself."""
    annual = prepare_annual(county, store, place, wish)
    refuse_faults(annual.self_check)
    keep_annual(county, store, place, clock, annual)
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
    freeze(county, store, clock, _kept(issued, draft.wording), entry, issued.self_check)
    return issued


def _kept(annual: Annual, wording: str) -> KeptPaper:
    return KeptPaper("annual", str(annual.year), annual.digest(), annual.to_json(), wording)
