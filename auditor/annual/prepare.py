"""Gathers what the year is made of: issued circulars where issued, else the newest drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from auditor.annual.build import OfficeInput, build_annual, form_cells
from auditor.annual.document import forms_for
from auditor.annual.points import load_points
from auditor.annual.printing import check_documents
from auditor.annual.rollup import Quarters
from auditor.annual.values import Annual
from auditor.annual.yearly_file import YearlyFile, load_yearly
from auditor.audit.model import IssueEntry
from auditor.base.errors import BadInput
from auditor.base.period import Period
from auditor.base.settings import Place
from auditor.base.terms import AuditState
from auditor.county.model import County
from auditor.store import Store


@dataclass(frozen=True, slots=True)
class AnnualRequest:
    """What was asked for: the year, the office's files, the forms to attach, the day to print under it."""

    year: int
    extra: Path | None = None
    points: Path | None = None
    forms: tuple[str, ...] = ()
    signed_on: date | None = None

    @property
    def printed_forms(self) -> tuple[str, ...]:
        """The forms asked for, else the one of the year."""
        return self.forms or forms_for(self.year)


def load_quarters(county: County, store: Store, year: int) -> Quarters:
    """The quarters of a year as they stand in the store; one that still ran when it was counted has no result yet."""
    periods = Period.of("year", year, 1).split("quarter")
    found = [store.audits.load_issued(county, period) or store.audits.load_audit(county, period) for period in periods]
    return Quarters(year, tuple(None if audit and audit.state is AuditState.PREVIEW else audit for audit in found))


def prepare_annual(county: County, store: Store, place: Place, wish: AnnualRequest) -> Annual:
    """Roll up the year from the store and the office's files, self-checked; raise `BadInput` for faults in those."""
    _check_forms(wish.forms)
    now, before = (load_quarters(county, store, year) for year in (wish.year, wish.year - 1))
    return sum_quarters(county, now, before, wish, place.wording)


def sum_quarters(
    county: County,
    now: Quarters,
    before: Quarters,
    wish: AnnualRequest,
    wording: Path | None,
    issue: IssueEntry | None = None,
) -> Annual:
    """Roll up these quarters with the office's files, self-checked; raise `BadInput` for faults in the files."""
    office = OfficeInput(
        yearly=load_yearly(wish.extra, wish.year, form_cells()) if wish.extra else YearlyFile(),
        path=wish.extra or Path(),
        points=load_points(wish.points, county) if wish.points else (),
    )
    annual = build_annual(county, now, before, office, wish.signed_on)
    annual = annual.model_copy(update={"printed_forms": wish.printed_forms, "issue": issue})
    return check_documents(annual, wish.printed_forms, wording)


def _check_forms(forms: Sequence[str]) -> None:
    known = sorted(form_cells())
    for form in forms:
        if form not in known:
            raise BadInput.one("--form", "", f"没有“{form}”这个统计表", f"可用：{'、'.join(known)}")
