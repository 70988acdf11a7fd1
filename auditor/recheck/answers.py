"""A circular's problems as they stand: what evidence says at each look, what the unit says, what is overdue."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from auditor.base.errors import BadInput
from auditor.base.period import Period
from auditor.base.settings import Clock
from auditor.base.terms import AnswerState
from auditor.base.workdays import add_working_days
from auditor.county.model import County
from auditor.recheck.values import ProblemEntry, Recheck, RecheckVerdict
from auditor.store import Store
from auditor.store.papers import Answer


@dataclass(frozen=True, slots=True)
class ProblemStanding:
    """One problem: its verdict now and at the look before, the unit's answers (oldest first), whether it is overdue."""

    key: str
    problem: ProblemEntry
    before: RecheckVerdict | None
    answers: tuple[Answer, ...]
    is_overdue: bool

    @property
    def answer(self) -> Answer | None:
        """What the unit said last."""
        return self.answers[-1] if self.answers else None

    @property
    def is_contradicted(self) -> bool:
        """Whether the unit says that it is done, and the evidence that it is not."""
        verdict = self.problem.verdict
        return bool(self.answer and self.answer.state is AnswerState.DONE) and verdict in _OPEN


_OPEN = (RecheckVerdict.PARTLY, RecheckVerdict.NOT_YET)


def problem_key(problem: ProblemEntry) -> str:
    """What names a problem at every look: its rule, unit, column and words in the circular."""
    told = "\n".join((problem.rule, problem.unit, problem.column, problem.text))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def deadline_of(recheck: Recheck) -> date:
    """The last day on which the circular's problems were to be put right."""
    return add_working_days(recheck.circular_date, recheck.rectify_days).date


def standings_of(
    recheck: Recheck, before: Recheck | None, answers: Sequence[Answer], today: date
) -> list[ProblemStanding]:
    """Every problem of a follow-up. Overdue is what is not known to be put right after the deadline; what nobody could
    judge is never called overdue.
    """
    is_late = today > deadline_of(recheck)
    earlier = {problem_key(problem): problem.verdict for problem in before.problems} if before else {}
    standings = []
    for problem in recheck.problems:
        key = problem_key(problem)
        said = tuple(answer for answer in answers if answer.problem == key)
        is_overdue = is_late and problem.verdict in _OPEN
        standings.append(ProblemStanding(key, problem, earlier.get(key), said, is_overdue))
    return standings


def record_answer(
    county: County, store: Store, clock: Clock, period: Period, recheck: Recheck, answer: Answer
) -> ProblemEntry:
    """Write down what a unit said of a problem; returns the problem. Raises `BadInput` for what cannot stand."""
    problem = next((known for known in recheck.problems if problem_key(known) == answer.problem), None)
    if problem is None:
        raise BadInput.one("答复", "", "所指的问题不在这份通报之内", "请刷新页面后重试")
    if answer.state is AnswerState.EXPLAINED and not answer.text:
        raise BadInput.one("答复", "", "选择“说明情况”时没有写说明", "请写明单位说明的情况")
    if answer.answered_on > clock().date():
        raise BadInput.one("答复", "", f"答复日期{answer.answered_on}还没有到", "请核对日期")
    store.papers.add_answer(county, period, answer)
    return problem
