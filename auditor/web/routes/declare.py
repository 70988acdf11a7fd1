"""A unit's declaration about a column, taken in on the column's page with the file that shows it."""

from dataclasses import replace

from fastapi import APIRouter
from starlette.responses import Response

from auditor.audit.decisions import DecisionReason
from auditor.audit.declared import WORDS, make_declaration
from auditor.base.errors import BadInput, Outdated
from auditor.base.period import Period
from auditor.pipeline.decide import DecisionRequest, decide_and_audit
from auditor.pipeline.proofs import keep_proof
from auditor.web.access import CurrentOffice, Reviewer
from auditor.web.pages import go, path_to
from auditor.web.routes.column import row_of
from auditor.web.routes.worklist import ProofUpload
from auditor.web.words import WEB_WORDS

router = APIRouter(include_in_schema=False)


@router.post("/county/{name}/{period}/declare")
def declare(name: str, period: str, office: CurrentOffice, who: Reviewer, sent: ProofUpload) -> Response:
    """Take in what a unit declares of a column."""
    county, span, form = office.book.county(name), Period.parse(period), sent.form
    row = row_of(office.audit_of(county, span), form.text("column"))
    seen = office.store.audits.load_kept(county, span, form.text("seen", 80) or "none")
    if seen is None:
        raise Outdated(WORDS.stale)
    text = form.text("text", 500)
    if not text:
        raise BadInput.one(WORDS.subject, "", WORDS.no_text, WORDS.text_cure)
    if not sent.name:
        raise BadInput.one(WORDS.subject, "", WORDS.no_file, WORDS.file_cure)
    said = {"kind": form.text("kind", 20), "declared_by": form.text("declared_by", 40), "until": form.text("until", 20)}
    declared = make_declaration(span, **said, proof="")
    declared = replace(declared, proof=keep_proof(office.place, county.name, sent.name, sent.content))
    reason = DecisionReason.NOTHING_TO_PUBLISH if declared.kind == "nothing" else DecisionReason.OTHER
    decide_and_audit(
        *(county, office.store, office.place, span, office.clock),
        DecisionRequest(column=row.key, declare=True, declared=declared),
        reason=reason.value,
        text=text,
        by=who.name,
        seen=seen,
    )
    office.note(who.name, who.address, WEB_WORDS.acts.declare, f"{name} {span.name}", f"{row.column}: {declared.told}")
    return go(path_to("county", name, span.name, "column", key=row.key), "decided")
