"""From the follow-up to its document tree: words from ``recheck.txt.j2``, cells from the follow-up's value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path

from auditor.base.chinese import DASH, chinese_date, chinese_days, listed, printable, share, shortened
from auditor.base.period import LOCAL
from auditor.base.workdays import add_working_days
from auditor.circular.columns import Column, build_table
from auditor.circular.issued import issued_imprint, issued_remark, standing_imprint
from auditor.circular.themes import beside_its_place
from auditor.documents.tree import Annex, Document, Table
from auditor.documents.wording import Wording, render_wording
from auditor.recheck.values import (
    CountOutcome,
    NewItem,
    ProblemEntry,
    Recheck,
    RecheckUnit,
    RecheckVerdict,
    UncountedColumn,
)
from auditor.recheck.words import WORDS

_TEXT_LENGTH = 200
_TITLE_LENGTH = 80


@dataclass(frozen=True, slots=True)
class VerdictWords:
    """The problems of one verdict."""

    id: str
    label: str
    count: int
    unit_count: int
    units: str


@dataclass(frozen=True, slots=True)
class CountedWords:
    """A column that the circular could not count, and how many items of its period it has, if that is known by now."""

    name: str
    count: int | None


@dataclass(frozen=True, slots=True)
class OutcomeWords:
    """The columns that the circular could not count of one outcome; ``total`` is what they have together."""

    id: str
    label: str
    total: int
    columns: tuple[CountedWords, ...]


@dataclass(frozen=True, slots=True)
class OpenWords:
    """The columns that cannot be counted yet for one reason."""

    reason: str
    count: int
    names: str


@dataclass(frozen=True, slots=True)
class RecheckContext:
    """The names the wording file can use; its fields and the list at the head of the file are the same."""

    county: str
    portal: str
    issuer: str
    inspector: str
    addressees: str
    period: str
    number: str
    is_issued: bool
    circular_date: str
    gathered_before: str
    checked: str
    signed_on: str
    problem_count: int
    unit_count: int
    verdicts: tuple[VerdictWords, ...]
    done_count: int
    known_count: int
    done_rate: str
    open_count: int
    unknown_count: int
    item_count: int
    rectify_by: str
    is_provisional: bool
    notes: tuple[str, ...]
    uncounted_count: int
    outcomes: tuple[OutcomeWords, ...]
    still_open: tuple[OpenWords, ...]
    open_owners: str
    annexes: tuple[str, ...]


def build_document(recheck: Recheck, wording_dir: Path | None = None) -> Document:
    """The follow-up's document; a pure function of its arguments and the wording file.

    ``wording_dir`` is the office's own folder, whose ``recheck.txt.j2`` wins over the shipped one. Raises `BadInput`
    for faults in that file.
    """
    kinds = _annex_kinds(recheck)
    context = build_context(recheck, kinds)
    variables = {field.name: getattr(context, field.name) for field in fields(context)}
    wording = render_wording(variables, wording_dir, "recheck")
    annexes = []
    for number, (kind, words) in enumerate(zip(kinds, wording.annexes_for(len(kinds)), strict=True), 1):
        table = _table(recheck, kind, wording)
        annexes.append(Annex(number, words.title, table, words.notes, landscape=True))
    return Document(
        mark=wording.line("发文机关标志"),
        number=printable(recheck.issue.number) if recheck.issue else "",
        title=wording.line("标题"),
        addressees=wording.line("主送机关"),
        body=tuple(wording.body),
        annexes=tuple(annexes),
        signature=wording.line("署名"),
        signed_on=recheck.signed_on,
        sealed=bool(recheck.issue and recheck.issue.sealed),
        remark=issued_remark(recheck.issue, wording.line("附注", required=False)),
        imprint=issued_imprint(recheck.issue, standing_imprint(wording)),
        draft_note="" if recheck.issue else wording.line("草稿标记", required=False),
    )


def build_context(recheck: Recheck, annexes: tuple[str, ...]) -> RecheckContext:
    """Compute everything the document says in words."""
    counts = {verdict: len(recheck.with_verdict(verdict)) for verdict in RecheckVerdict}
    known = len(recheck.problems) - counts[RecheckVerdict.UNKNOWN]
    deadline = add_working_days(recheck.signed_on, recheck.rectify_days)
    return RecheckContext(
        county=recheck.county,
        portal=recheck.facts.portal,
        issuer=recheck.facts.issuer,
        inspector=recheck.facts.inspector or recheck.facts.issuer,
        addressees=recheck.facts.addressees.rstrip("：: "),
        period=recheck.label,
        number=printable(recheck.number),
        is_issued=recheck.is_issued,
        circular_date=chinese_date(recheck.circular_date),
        gathered_before=chinese_date(_day(recheck.gathered_before)),
        checked=chinese_days(_day(recheck.gathered_from), _day(recheck.gathered_to)),
        signed_on=chinese_date(recheck.signed_on),
        problem_count=len(recheck.problems),
        unit_count=len(recheck.units),
        verdicts=tuple(_verdict(recheck, verdict) for verdict in RecheckVerdict if recheck.units_with(verdict)),
        done_count=counts[RecheckVerdict.DONE],
        known_count=known,
        done_rate=share(counts[RecheckVerdict.DONE], known) if known else "",
        open_count=counts[RecheckVerdict.PARTLY] + counts[RecheckVerdict.NOT_YET],
        unknown_count=counts[RecheckVerdict.UNKNOWN],
        item_count=len(_all_items(recheck)),
        rectify_by=chinese_date(deadline.date),
        is_provisional=deadline.provisional,
        notes=tuple(printable(note) for note in recheck.notes),
        uncounted_count=len(recheck.uncounted),
        outcomes=tuple(_outcome(recheck, outcome) for outcome in CountOutcome if recheck.uncounted_with(outcome)),
        still_open=_still_open(recheck),
        open_owners=listed(_distinct(one.unit for one in recheck.uncounted_with(CountOutcome.OPEN))),
        annexes=annexes,
    )


def _outcome(recheck: Recheck, outcome: CountOutcome) -> OutcomeWords:
    columns = tuple(CountedWords(_named(one), one.count) for one in recheck.uncounted_with(outcome))
    return OutcomeWords(outcome.value, outcome.label, sum(one.count or 0 for one in columns), columns)


def _still_open(recheck: Recheck) -> tuple[OpenWords, ...]:
    """The columns without a count by what stands in the way, in the circular's order."""
    columns = recheck.uncounted_with(CountOutcome.OPEN)
    names = {
        reason: [_named(one) for one in columns if one.reason == reason]
        for reason in _distinct(one.reason for one in columns)
    }
    return tuple(OpenWords(reason, len(same), listed(same)) for reason, same in names.items())


def _named(column: UncountedColumn) -> str:
    name = printable(column.column)
    return WORDS.named.format(unit=printable(column.unit), column=name) if column.unit else f"“{name}”"


def _distinct(texts: Iterable[str]) -> list[str]:
    return [printable(text) for text in dict.fromkeys(texts) if text]


def _verdict(recheck: Recheck, verdict: RecheckVerdict) -> VerdictWords:
    units = recheck.units_with(verdict)
    return VerdictWords(
        id=verdict.value,
        label=verdict.label,
        count=len(recheck.with_verdict(verdict)),
        unit_count=len(units),
        units=listed([printable(unit.name) for unit in units]),
    )


def _annex_kinds(recheck: Recheck) -> tuple[str, ...]:
    kinds = ("problems",) if recheck.problems else ()
    units = ("units",) if recheck.units else ()
    return (*kinds, *units, "items") if _all_items(recheck) else (*kinds, *units)


def _table(recheck: Recheck, kind: str, wording: Wording) -> Table:
    if kind == "problems":
        return build_table(PROBLEM_COLUMNS, tuple(PROBLEM_COLUMNS), recheck.problems, wording)
    if kind == "units":
        return build_table(UNIT_COLUMNS, tuple(UNIT_COLUMNS), recheck.units, wording)
    return build_table(ITEM_COLUMNS, tuple(ITEM_COLUMNS), _all_items(recheck), wording)


@dataclass(frozen=True, slots=True)
class _ItemLine:
    unit: str
    item: NewItem


def _all_items(recheck: Recheck) -> tuple[_ItemLine, ...]:
    """Every new item that speaks for some problem, once."""
    found: dict[tuple[str, str], _ItemLine] = {}
    for problem in recheck.problems:
        for item in problem.items:
            found.setdefault((item.column, item.url), _ItemLine(problem.unit, item))
    return tuple(found.values())


def _day(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()


def _evidence(problem: ProblemEntry) -> str:
    """What shows it: the reason, and the newest of the new items."""
    lines = [problem.reason]
    if problem.items:
        newest = problem.items[0]
        day = f"，{newest.date:%Y-%m-%d}" if newest.date else ""
        lines.append(WORDS.newest.format(title=shortened(newest.title, _TITLE_LENGTH), day=day))
    return "；".join(lines)


def _said(problem: ProblemEntry) -> str:
    return beside_its_place(problem.text, problem.unit, problem.column)


def _before(problem: ProblemEntry, wording: Wording) -> str:
    if problem.before is None or problem.expected is None:
        return DASH
    return f"{wording.line('词', 'expected')}{problem.expected}，{wording.line('词', 'actual')}{problem.before}"


def _count(value: int | None, wording: Wording) -> str | int:
    return wording.line("词", "unknown") if value is None else value


PROBLEM_COLUMNS: Mapping[str, Column[ProblemEntry]] = {
    "seq": Column(1.3, "center", lambda number, _, __: number),
    "unit": Column(3.0, "center", lambda _, problem, __: problem.unit),
    "column": Column(3.2, "left", lambda _, problem, __: problem.column),
    "problem": Column(6.0, "left", lambda _, problem, __: shortened(_said(problem), _TEXT_LENGTH)),
    "before": Column(3.2, "center", lambda _, problem, wording: _before(problem, wording)),
    "after": Column(2.2, "center", lambda _, problem, wording: _count(problem.after, wording)),
    "verdict": Column(2.2, "center", lambda _, problem, __: problem.verdict.label),
    "evidence": Column(5.6, "left", lambda _, problem, __: _evidence(problem)),
}
UNIT_COLUMNS: Mapping[str, Column[RecheckUnit]] = {
    "seq": Column(1.3, "center", lambda number, _, __: number),
    "unit": Column(4.0, "left", lambda _, unit, __: unit.name),
    "grade": Column(3.6, "center", lambda _, unit, __: unit.label),
    "problems": Column(1.5, "center", lambda _, unit, __: unit.problems, summed=True),
    "done": Column(1.5, "center", lambda _, unit, __: unit.done, summed=True),
    "partly": Column(1.5, "center", lambda _, unit, __: unit.partly, summed=True),
    "not-yet": Column(1.5, "center", lambda _, unit, __: unit.not_yet, summed=True),
    "unknown": Column(1.5, "center", lambda _, unit, __: unit.unknown, summed=True),
    "after": Column(2.2, "center", lambda _, unit, wording: _count(unit.after, wording)),
    "verdict": Column(2.2, "center", lambda _, unit, __: unit.verdict.label),
}
ITEM_COLUMNS: Mapping[str, Column[_ItemLine]] = {
    "seq": Column(1.3, "center", lambda number, _, __: number),
    "unit": Column(3.0, "center", lambda _, line, __: line.unit),
    "column": Column(3.0, "left", lambda _, line, __: line.item.column),
    "title": Column(6.0, "left", lambda _, line, __: shortened(line.item.title, _TEXT_LENGTH)),
    "published": Column(2.6, "center", lambda _, line, __: f"{line.item.date:%Y-%m-%d}" if line.item.date else DASH),
    "seen": Column(2.6, "center", lambda _, line, __: _seen(line.item)),
    "address": Column(6.4, "left", lambda _, line, __: line.item.url),
}


def _seen(item: NewItem) -> str:
    return f"{_day(item.first_seen):%Y-%m-%d}" if item.first_seen else DASH
