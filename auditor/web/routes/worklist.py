"""A clerk's worklist: the columns of a quarter that nobody could read, one after another, each with its ways out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from auditor.audit.decisions import DecisionReason, ending_declarations
from auditor.audit.model import Audit, RowEntry
from auditor.audit.tally import Tally, make_tally, moment_looked_at
from auditor.base.errors import BadInput, Outdated, Problem
from auditor.base.period import Period
from auditor.base.terms import ColumnState, Role
from auditor.base.words import Words, load_words
from auditor.county.model import County
from auditor.fetch.chromium import find_lack
from auditor.notices.events import DECLARED_AHEAD
from auditor.pipeline.decide import DecisionRequest, decide_and_audit
from auditor.pipeline.moves import signs_of_moves
from auditor.pipeline.proofs import MAX_PROOF_BYTES, keep_proof, load_proof
from auditor.sheet.tallied import read_tallied_text
from auditor.web.access import Caller, CurrentOffice, Posted, Reader, Reviewer, at_least
from auditor.web.office import Office
from auditor.web.pages import go, path_to, show
from auditor.web.routes.column import row_of
from auditor.web.upload import Uploaded, upload_for

router = APIRouter(include_in_schema=False)
_TYPED = ("items", "count", "looked_at", "address", "text", "proof_kept")


class WorklistWords(Words):
    """Each kind of unknown column in plain words, the ways out that fit it, and how they are called."""

    plain: dict[str, str]
    ways: dict[str, tuple[str, ...]]
    first: dict[str, tuple[str, ...]]
    only_browser: dict[str, tuple[str, ...]]
    told: dict[str, str]
    too_large: str
    stale: str
    looked_at: str
    action: str


_WORDS = load_words("worklist", WorklistWords)
TOO_LARGE = _WORDS.too_large.format(most=MAX_PROOF_BYTES // 1_000_000)
ProofUpload = Annotated[Uploaded, Depends(upload_for(at_least(Role.REVIEWER), MAX_PROOF_BYTES, TOO_LARGE))]


@dataclass(frozen=True, slots=True)
class OpenColumn:
    """One unknown column: its row, what that means in plain words, and its ways out (name and label)."""

    row: RowEntry
    plain: str
    ways: tuple[tuple[str, str], ...]


@router.get("/county/{name}/{period}/worklist")
def worklist_page(
    request: Request, name: str, period: str, office: CurrentOffice, who: Reader, key: str = ""
) -> Response:
    """All that are open; with a key that one alone, to be settled."""
    county, audit = _looked_up(office, name, period)
    if not key:
        return show(
            request,
            who,
            "worklist.html",
            county=county,
            audit=audit,
            open_columns=list_open(audit, county),
            moves=signs_of_moves(county, office.store, office.place),
            declarations=_asked_again(office, county, audit),
        )
    return _one(request, office, who, county, audit, row_of(audit, key), typed={}, problems=())


@router.post("/county/{name}/{period}/tally")
def tally(
    request: Request, name: str, period: str, office: CurrentOffice, who: Reviewer, sent: ProofUpload
) -> Response:
    """Record what a person counted, and go on to the next; what was typed comes back where it cannot be taken."""
    county, audit = _looked_up(office, name, period)
    form = sent.form
    row = row_of(audit, form.text("column"))
    typed = {field: form.raw(field) for field in _TYPED}
    seen = office.store.audits.load_kept(county, audit.span, form.text("seen", 80) or "none")
    try:
        typed["proof_kept"] = _kept_proof(office, county, sent)
        counted = _counted(office, audit.span, form, typed["proof_kept"])
        if seen is None:
            raise Outdated(_WORDS.stale)
        decide_and_audit(
            county,
            office.store,
            office.place,
            audit.span,
            office.clock,
            DecisionRequest(column=row.key, tally=True, counted=counted),
            reason=DecisionReason.READ_BY_HAND.value,
            text=form.text("text", 500),
            by=who.name,
            seen=seen,
        )
    except BadInput as error:
        return _one(request, office, who, county, audit, row, typed=typed, problems=error.problems, status=422)
    except Outdated as error:
        now = _looked_up(office, name, period)[1]
        problem = Problem("", "", str(error), "")
        return _one(
            request, office, who, county, now, row_of(now, row.key), typed=typed, problems=(problem,), status=409
        )
    office.note(who.name, who.address, _WORDS.action, f"{name} {audit.quarter}", f"{row.column}: {counted.number}")
    keys = [line.row.key for line in list_open(audit, county)]
    following = keys[keys.index(row.key) + 1 :][:1] if row.key in keys else []
    return go(path_to("county", name, audit.quarter, "worklist", key="".join(following)), "decided")


@router.get("/county/{name}/proof")
def proof_file(name: str, file: str, office: CurrentOffice, who: Reader) -> Response:
    """A file that shows what a person saw, to be saved: never shown within these pages."""
    del who
    county = office.book.county(name)
    content = load_proof(office.place, county.name, file)
    headers = {"Content-Disposition": f'attachment; filename="proof{PurePosixPath(file).suffix}"'}
    return Response(content, media_type="application/octet-stream", headers=headers)


def list_open(audit: Audit, county: County) -> list[OpenColumn]:
    """The columns that nobody can count yet and of which no person said that they need none, in table order."""
    shown = {column.key for column in county.column if column.browser or column.press}
    return [_open(row, is_shown=row.key in shown) for row in audit.unknown_rows if not row.exempt]


def _open(row: RowEntry, *, is_shown: bool) -> OpenColumn:
    """A column with the ways out that fit it; first the browser, where only a script could fill the page."""
    kind = "undated" if row.undated else row.state.value
    needs_browser = kind == ColumnState.UNREADABLE.value and _says(row.reason, _WORDS.only_browser["signs"])
    best = ["browser"] if needs_browser else _best(row.reason)
    is_shown = is_shown or "press" in best  # a browser opened it unasked
    fits = {
        "exempt": row.owned,
        "teach": bool(row.pages) and not needs_browser,
        "browser": not is_shown or needs_browser,
        "press": is_shown and not needs_browser,
    }
    ways = [way for way in _WORDS.ways[kind] if fits.get(way, True)]
    ways.sort(key=lambda way: best.index(way) if way in best else len(best))
    called = "script" if needs_browser else "unread" if row.read_at is None and not row.undated else kind
    return OpenColumn(row, _WORDS.plain[called], tuple((way, _WORDS.told[way]) for way in ways))


def _of_counted(row: RowEntry) -> tuple[tuple[str, str], ...]:
    """What a person can do who sees that a column was counted wrongly."""
    fits = {"teach": bool(row.pages)}
    return tuple((way, _WORDS.told[way]) for way in _WORDS.ways["counted"] if fits.get(way, True))


def _best(reason: str) -> list[str]:
    """The ways out that a reason itself points to, the best first."""
    return [way for way, signs in _WORDS.first.items() if _says(reason, signs)]


def _says(reason: str, signs: Sequence[str]) -> bool:
    return any(sign in reason for sign in signs)


def _asked_again(office: Office, county: County, audit: Audit) -> list[tuple[RowEntry, str]]:
    """Columns whose declaration soon ends, or has ended while something is still missing; with the sentence."""
    rows, today = {row.key: row for row in audit.rows}, office.clock().date()
    ending = ending_declarations(office.store.audits.list_decisions(county, audit.span), today + DECLARED_AHEAD)
    known = [(rows[decision.column_key], declared) for decision, declared in ending if decision.column_key in rows]
    return [
        (row, declared.asked_again(row.column, today))
        for row, declared in known
        if declared.until >= today or row.is_short or row.declared
    ]


def _looked_up(office: Office, name: str, period: str) -> tuple[County, Audit]:
    county = office.book.county(name)
    return county, office.audit_of(county, Period.parse(period))


def _one(
    request: Request,
    office: Office,
    who: Caller,
    county: County,
    audit: Audit,
    row: RowEntry,
    *,
    typed: dict[str, str],
    problems: Sequence[Problem],
    status: int = 200,
) -> Response:
    lines = list_open(audit, county)
    keys = [line.row.key for line in lines]
    place = keys.index(row.key) if row.key in keys else -1
    return show(
        request,
        who,
        "worklist_column.html",
        status=status,
        county=county,
        audit=audit,
        seen=audit.digest(),
        row=row,
        one=lines[place] if place >= 0 else None,
        ways=lines[place].ways if place >= 0 else _of_counted(row),
        number=place + 1,
        total=len(lines),
        before=keys[place - 1] if place > 0 else "",
        after=keys[place + 1] if 0 <= place < len(keys) - 1 else "",
        typed={field: typed.get(field, "") for field in _TYPED},
        problems=problems,
        lack=find_lack(office.place.browser),
        reasons=list(DecisionReason),
    )


def _kept_proof(office: Office, county: County, sent: Uploaded) -> str:
    """The proof that came with the form, kept at once; or the one that an earlier sending of it has brought."""
    if sent.name:
        return keep_proof(office.place, county.name, sent.name, sent.content)
    kept = sent.form.text("proof_kept", 100)
    if not kept:
        raise BadInput.one("佐证", "", "没有附截图或文件", "请附打开该网页的屏幕截图（png、jpg）或另存的文件")
    load_proof(office.place, county.name, kept)
    return kept


def _counted(office: Office, period: Period, form: Posted, proof: str) -> Tally:
    items = read_tallied_text(form.raw("items"))
    number = form.text("count", 10)
    if number and not number.isdecimal():
        raise BadInput.one("条数", "", f"“{number}”不是数字", "请写数字，如 12")
    if number and not form.text("text", 500):
        raise BadInput.one("看到了什么", "", "没有填写", "只登记条数时须写明，如 共3页，末页为2019年的")
    moment = moment_looked_at(_WORDS.looked_at, form.text("looked_at", 40), office.clock())
    tally = make_tally(
        period,
        items=items,
        number=int(number) if number else None,
        looked_at=moment,
        address=form.text("address"),
        proof=proof,
    )
    return replace(tally, proof=proof)
