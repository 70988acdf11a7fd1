"""Gathers what a follow-up needs: the circular as issued (else the newest draft) and what was read since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.audit.decisions import Decision
from auditor.audit.grade import parse_pack
from auditor.audit.model import Audit, IssueEntry
from auditor.base.errors import AuditorError, BadInput, NotAllowed
from auditor.base.period import Period
from auditor.base.settings import Place
from auditor.base.terms import AuditState
from auditor.circular.printing import signing_day
from auditor.county.model import County
from auditor.pipeline.crawling import Visit
from auditor.pipeline.line import inputs_of
from auditor.recheck.compare import RecheckEvidence, build_recheck
from auditor.recheck.pages import pages_since, plan_visits
from auditor.recheck.printing import check_documents
from auditor.recheck.values import Recheck
from auditor.store import RunMark, Store
from auditor.store.runs import ColumnHistory


def prepare_recheck(county: County, store: Store, place: Place, period: Period, number: str = "") -> Recheck:
    """Look again at the problems of a period's circular, self-checked; no network.

    Raises `BadInput` where there is no circular of that number, `AuditorError` where there is nothing to compare.
    """
    audit = find_circular(county, store, period, number)
    later = Later(
        store.runs.list_runs(county), store.runs.load_readings(county), store.audits.list_decisions(county, period)
    )
    return compare_again(county, store, place, audit, later, place.wording)


@dataclass(frozen=True, slots=True)
class Later:
    """What there is since a circular: the crawls that count, what they read by column key, people's decisions."""

    runs: Sequence[RunMark]
    histories: Mapping[str, ColumnHistory]
    decisions: Sequence[Decision]


def compare_again(
    county: County,
    store: Store,
    place: Place,
    audit: Audit,
    later: Later,
    wording: Path | None,
    issue: IssueEntry | None = None,
) -> Recheck:
    """One circular in the light of what came later, self-checked; ``issue`` as it is issued, if it is.

    Raises `AuditorError` where there is nothing to compare.
    """
    gathered = audit.evidence.crawled_to
    if gathered is None:
        raise AuditorError(f"{audit.span.label}的通报没有采集记录，无从比较")
    pages = pages_since(audit, place.archive_of(county.name), later.runs)
    readings = {key: history.for_period(gathered.date()) for key, history in later.histories.items()}
    county, pack = inputs_of(audit, county, store)
    county = county.on(audit.period[1])
    evidence = RecheckEvidence(
        readings, parse_pack(pack, county.path).for_period(audit.span.kind), tuple(later.decisions), pages
    )
    recheck = build_recheck(county, audit, evidence, signing_day(audit))
    if issue:
        recheck = recheck.model_copy(update={"issue": issue, "signed_on": issue.date})
    return check_documents(recheck, wording)


def visits_for(county: County, store: Store, audit: Audit) -> tuple[Visit, ...]:
    """The article pages that a crawl must fetch again, for the circular's problems to be judged."""
    readings = [history.proved for history in store.runs.load_readings(county).values() if history.proved]
    return plan_visits(audit, readings)


def find_circular(county: County, store: Store, period: Period, number: str = "") -> Audit:
    """The circular issued under a number, else the one in force, else the newest draft; raise where there is none."""
    issued = store.audits.load_issued(county, period, number or None)
    if number and issued is None:
        raise BadInput.one("--number", "", f"没有印发过“{number}”", "请核对文号和季度")
    audit = issued or store.audits.load_audit(county, period)
    if audit is None:
        raise AuditorError(f"{period.label}还没有核查结果。请先运行 auditor audit 或 auditor run")
    if audit.state is AuditState.PREVIEW:
        raise NotAllowed(f"{period.label}的核查还在进行中（期间尚未结束），没有可以复查的通报")
    return audit
