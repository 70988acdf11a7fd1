"""Review: what waits for a person, decisions with their reasons, and taking them back."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from auditor.audit.decisions import Decision, DecisionKind, DecisionReason, in_force
from auditor.audit.declared import Declaration
from auditor.audit.model import Audit, RowEntry, UnitEntry
from auditor.audit.tally import Tally
from auditor.base.errors import BadInput, NotAllowed, Outdated, StoreProblem
from auditor.base.period import LOCAL, Period
from auditor.base.terms import PENDING
from auditor.county.model import County
from auditor.pipeline.decide import DecisionRequest, decide_and_audit
from auditor.pipeline.line import audit_county
from auditor.web.access import Caller, CurrentOffice, Posted, PostedForm, Reader, Reviewer
from auditor.web.office import Office
from auditor.web.pages import go, in_words, path_to, show
from auditor.web.routes.quarter import UnitStanding, unit_line
from auditor.web.words import WEB_WORDS

router = APIRouter(include_in_schema=False)
_STANDING = WEB_WORDS.standing
_TYPED = ("kind", "grade", "reason", "text", "looked_at", "address", "withdraw")
_NOTHING = "none"
"""The digest of no audit: what a form was made over that does not say so."""


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision as the history prints it; ``holds`` until a later one, ``reopened`` where its evidence changed."""

    decision: Decision
    kind: str
    subject: str
    value: str
    reason: str
    holds: bool
    reopened: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A unit that waits for a decision: its line, and the rows that cannot be verified."""

    line: UnitStanding
    unknown: tuple[RowEntry, ...]


@dataclass(frozen=True, slots=True)
class ThenAndNow:
    """One line of how things stood when a page was opened, and how they stand now."""

    what: str
    before: str
    now: str


@router.get("/county/{name}/{period}/review")
def review_page(request: Request, name: str, period: str, office: CurrentOffice, who: Reader) -> Response:
    """What needs a decision first, then everything that was decided."""
    county = office.book.subject(name)
    span = Period.parse(period)
    audit = office.audit_of(county, span)
    lines = decision_lines(county, office.store.audits.list_decisions(county, span), audit)
    return show(
        request,
        who,
        "review.html",
        county=county,
        audit=audit,
        seen=audit.digest(),
        waiting=[_waiting(audit, unit) for unit in audit.pending_units],
        notes=audit.notes,
        unknown=audit.unknown_rows,
        undated=[row for row in audit.rows if row.undated],
        trial=[finding for finding in audit.findings if finding.force == "trial"],
        lines=list(reversed(lines)),
        reasons=list(DecisionReason),
    )


@router.post("/county/{name}/{period}/decide")
def post_decision(
    request: Request, name: str, period: str, office: CurrentOffice, who: Reviewer, form: PostedForm
) -> Response:
    """Record one decision and work out the audit anew; one made over a page that is out of date is shown again."""
    county = office.book.subject(name)
    span = Period.parse(period)
    seen = office.store.audits.load_kept(county, span, form.text("seen", 80) or _NOTHING)
    try:
        if seen is None:
            raise Outdated("这个页面不是由现有的核查结果生成的，没有记录您的决定。请核对后再决定")
        decided = decide_and_audit(
            county,
            office.store,
            office.place,
            span,
            office.clock,
            _wish(form, seen.audit),
            reason=form.text("reason", 40) or DecisionReason.OTHER.value,
            text=_explained(form),
            by=who.name,
            seen=seen,
        )
    except Outdated as error:
        return _outdated(request, office, who, county, span, form, seen.audit if seen else None, in_words(error))
    decision = decided.decision
    action = WEB_WORDS.acts.withdraw if decision.withdrawn else WEB_WORDS.acts.decide
    subject = decision.unit or decision.column_key
    value = _value(decision, decided.audit) if decided.audit else ""
    detail = f"{decision.kind.label}：{subject} {value}".rstrip()
    office.note(who.name, who.address, action, f"{name} {span.name}", detail)
    if decided.fault:  # it stands, but nothing was worked out anew: the page must say why
        raise StoreProblem(f"决定已记录，不必再填；结果尚未重新计算。{decided.fault}")
    return go(_back(form, name, span), "withdrawn" if decision.withdrawn else "decided")


def _outdated(
    request: Request,
    office: Office,
    who: Caller,
    county: County,
    span: Period,
    form: Posted,
    before: Audit | None,
    fault: str,
) -> Response:
    """What the person looked at beside what there is now, with what was typed, to be sent again knowingly."""
    now = audit_county(county, office.store, office.place, span, office.clock)
    kept = ("kind", "unit", "column", "item", "from", "withdraw", *(("grade",) if form.text("withdraw") else ()))
    kind = next((known.label for known in DecisionKind if known == form.text("kind", 20)), "")
    names = {column.key: column.name for column in county.column}
    column, item = form.text("column"), form.text("item", 4_000)
    parts = [kind, form.text("unit", 200), names.get(column, column), item]
    return show(
        request,
        who,
        "outdated.html",
        status=409,
        county=county,
        audit=now,
        seen=now.digest(),
        fault=fault,
        lines=_compared(before, now, form.text("unit", 200), column),
        subject=" · ".join(part for part in parts if part),
        hidden=[(name, form.text(name, 4_000)) for name in kept if form.text(name, 4_000)],
        typed={name: form.text(name, 2_000) for name in _TYPED},
        reasons=list(DecisionReason),
        back=_back(form, county.name, span),
    )


def _compared(before: Audit | None, now: Audit, unit: str, column: str) -> list[ThenAndNow]:
    """Line by line how a unit with its columns, or one column, stood then and stands now."""
    row = next((row for row in now.rows if row.key == column), None)
    unit = unit or (row.unit if row and row.owned else "")
    old, new = _standing(before, unit, column), _standing(now, unit, column)
    return [
        ThenAndNow(what, old.get(what, _STANDING.unknown), new.get(what, _STANDING.gone)) for what in {**new, **old}
    ]


def _standing(audit: Audit | None, unit: str, column: str) -> dict[str, str]:
    """A unit's grade and decision, and what each of its columns shows; of a column of no single unit that alone."""
    if audit is None:
        return {}
    entry = next((known for known in audit.units if known.name == unit), None)
    said: dict[str, str] = {}
    if entry:
        by = entry.decision
        said[_STANDING.grade] = audit.label_of(entry.grade)
        said[_STANDING.decision] = _STANDING.undecided
        if by:
            said[_STANDING.decision] = _STANDING.decided.format(
                by=by.by, at=by.at.astimezone(LOCAL), reason=by.reason, text=by.text
            )
    for row in audit.rows_of(entry) if entry else [row for row in audit.rows if row.key == column]:
        said[_STANDING.column.format(column=row.column)] = _row_standing(row)
    return said


def _row_standing(row: RowEntry) -> str:
    shown = row.state.label if row.count is None else _STANDING.count.format(count=row.count)
    parts = [_STANDING.latest.format(count=shown, day=row.latest) if row.latest else shown]
    if row.exempt:
        parts.append(_STANDING.exempt.format(reason=row.exempt))
    if row.undated:
        parts.append(_STANDING.undated.format(count=len(row.undated)))
    if row.excluded:
        titles = "、".join(item.title for item in row.excluded)
        parts.append(_STANDING.excluded.format(count=len(row.excluded), titles=titles))
    return "；".join(parts)


def decision_lines(county: County, decisions: Sequence[Decision], audit: Audit) -> list[DecisionLine]:
    """Decisions in words, oldest first."""
    holding = {decision.id for decision in in_force(decisions)}
    reopened = {entry.subject for entry in audit.reopened}
    names = {column.key: column.name for column in county.column}
    return [
        DecisionLine(
            decision,
            WEB_WORDS.withdrawn.format(kind=decision.kind.label) if decision.withdrawn else decision.kind.label,
            _subject(decision, names),
            _value(decision, audit),
            decision.reason.label,
            decision.id in holding,
            decision.subject in reopened,
        )
        for decision in decisions
    ]


def _value(decision: Decision, audit: Audit) -> str:
    """What was decided, in words: a grade's label, what was declared, how many were counted."""
    if not decision.value:
        return ""
    match decision.kind:
        case DecisionKind.GRADE:
            return audit.label_of(decision.value)
        case DecisionKind.DECLARE:
            return Declaration.from_text(decision.value).told
        case DecisionKind.TALLY:
            tally = Tally.from_text(decision.value)
            told = WEB_WORDS.tallied if tally.over is None else WEB_WORDS.tallied_over
            return told.format(number=tally.number, over=tally.over)
        case _:
            return ""


def _subject(decision: Decision, names: dict[str, str]) -> str:
    parts = [decision.unit, names.get(decision.column_key, decision.column_key), decision.item]
    return " · ".join(part for part in parts if part)


def _waiting(audit: Audit, unit: UnitEntry) -> Waiting:
    return Waiting(unit_line(audit, unit), tuple(row for row in audit.rows_of(unit) if row.count is None))


def _wish(form: Posted, audit: Audit) -> DecisionRequest:
    """What the form asks for; names are those of the audit, nothing else."""
    kind = form.text("kind", 20)
    withdraw = form.text("withdraw") == "yes"
    if kind == DecisionKind.GRADE:
        unit, grade = form.text("unit", 200), form.text("grade", 60)
        if not withdraw and grade not in {known.id for known in audit.pack.grades} - {PENDING}:
            raise BadInput.one("等次", "", "没有选择等次", "请选择一个等次")
        looked_at, address = form.text("looked_at", 40), form.text("address", 2_000)
        return DecisionRequest(unit=unit, grade=grade, withdraw=withdraw, looked_at=looked_at, address=address)
    column = form.text("column")
    row = next((row for row in audit.rows if row.key == column), None)
    if row is None:
        raise NotAllowed("所指的栏目不在本期核查之内")
    item = form.text("item", 4_000)
    known = {entry.url for entry in (*row.items, *row.undated, *row.excluded)}
    match kind:
        case DecisionKind.EXCLUDE | DecisionKind.INCLUDE if not withdraw and item not in known:
            raise NotAllowed("所指的条目不在该栏目之内，页面可能已过期，请刷新后重试")
        case DecisionKind.EXCLUDE:
            return DecisionRequest(column=column, exclude=item, withdraw=withdraw)
        case DecisionKind.INCLUDE:
            return DecisionRequest(column=column, include=item, withdraw=withdraw)
        case DecisionKind.EXEMPT:
            return DecisionRequest(column=column, exempt=True, withdraw=withdraw)
        case DecisionKind.NIL:
            return DecisionRequest(column=column, nil=True, withdraw=withdraw)
        case DecisionKind.DECLARE if withdraw:
            return DecisionRequest(column=column, declare=True, withdraw=True)
    raise BadInput.one("决定", "", "没有写要决定什么", "请从页面上的表单提交")


def _explained(form: Posted) -> str:
    text = form.text("text", 500)
    if form.text("reason", 40) in ("", DecisionReason.OTHER.value) and not text:
        raise BadInput.one("说明", "", "选择“其他”时要写明具体理由", "请在说明一栏写清依据")
    return text


def _back(form: Posted, name: str, span: Period) -> str:
    """Where the form was: the unit, the column, what is left of the worklist, or the review page."""
    match form.text("from", 20):
        case "unit":
            return path_to("county", name, span.name, "unit", unit=form.text("unit", 200))
        case "column":
            return path_to("county", name, span.name, "column", key=form.text("column"))
        case "worklist":
            return path_to("county", name, span.name, "worklist")
    return path_to("county", name, span.name, "review")
