"""A follow-up's paper kept as a draft, and issued: the draft that was looked at, or none."""

import json
from collections.abc import Mapping

from auditor.audit.model import IssueEntry
from auditor.base.errors import Outdated
from auditor.base.period import Period
from auditor.base.settings import Clock, Place
from auditor.county.model import County
from auditor.county.writing import dump_county
from auditor.crawl.column import READER
from auditor.documents.wording import wording_text
from auditor.pipeline.papers import COUNTY_FILE, draft_to_issue, freeze, refuse_faults
from auditor.recheck.prepare import prepare_recheck
from auditor.recheck.printing import check_documents
from auditor.recheck.values import Recheck
from auditor.store import Store
from auditor.store.papers import KeptPaper

BASIS_FILE = "basis.json"
"""What a follow-up keeps of where it stood: the newest crawl and decision it knew of, and the reader's version."""


def draw_up_recheck(
    county: County, store: Store, place: Place, clock: Clock, period: Period, number: str = ""
) -> Recheck:
    """Look again at a circular's problems and keep the draft; raise `SelfCheckFailed` where it contradicts itself."""
    recheck = prepare_recheck(county, store, place, period, number)
    refuse_faults(recheck.self_check)
    kept = _kept(recheck, wording_text(place.wording, "recheck"), _inputs(county, store, period))
    store.papers.save_draft(county, kept, clock())
    return recheck


def issue_recheck(
    county: County, store: Store, place: Place, clock: Clock, period: Period, entry: IssueEntry, seen: str = ""
) -> Recheck:
    """Freeze the newest draft of a period's follow-up, or the one with the digest ``seen``, under ``entry``.

    Raises `BadInput` where there is no draft, `Outdated` where it would read otherwise by now, `SelfCheckFailed` where
    it contradicts itself.
    """
    draft = draft_to_issue(county, store, place, "recheck", period.name, seen)
    recheck = Recheck.from_json(draft.json_text)
    if prepare_recheck(county, store, place, period, recheck.number if recheck.is_issued else "") != recheck:
        raise Outdated("草稿之后复查结果有变化，没有印发。请用 auditor recheck 重新生成，核对后再印发")
    inputs = _inputs(county, store, period)
    issued = recheck.model_copy(update={"issue": entry, "signed_on": entry.date})
    issued = check_documents(issued, place.wording)
    freeze(county, store, clock, _kept(issued, draft.wording, inputs), entry, issued.self_check)
    return issued


def _inputs(county: County, store: Store, period: Period) -> Mapping[str, str]:
    basis = store.audits.read_basis(county, period)
    known = {"run": max(basis.run, basis.reading_run), "decision": basis.decision, "reader": READER}
    return {COUNTY_FILE: dump_county(county), BASIS_FILE: json.dumps(known, sort_keys=True)}


def _kept(recheck: Recheck, wording: str, inputs: Mapping[str, str]) -> KeptPaper:
    return KeptPaper("recheck", recheck.quarter, recheck.own_digest(), recheck.to_json(), wording, inputs)
